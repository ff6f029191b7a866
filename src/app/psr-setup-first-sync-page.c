/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup-first-sync-page"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-setup-first-sync-page.h"
#include "psr-setup-numbers.h"

/**
 * PsrSetupFirstSyncPage:
 *
 * The first sync, while it is made and afterwards.
 */
struct _PsrSetupFirstSyncPage
{
  PsrSetupPage         parent_instance;

  GtkWidget           *icon_bin;
  GtkLabel            *heading_label;
  GtkLabel            *text_label;
  GtkProgressBar      *progress_bar;
  AdwPreferencesGroup *numbers_group;

  GPtrArray           *flows;     /* that are shown */
  GPtrArray           *numbers;
};

G_DEFINE_FINAL_TYPE (PsrSetupFirstSyncPage, psr_setup_first_sync_page, PSR_TYPE_SETUP_PAGE)

static void
show_numbers (PsrSetupFirstSyncPage *self,
              PsrSetup              *setup,
              gboolean               is_done)
{
  GPtrArray *flows = is_done ? psr_setup_get_flows (setup) : NULL;

  if (flows == self->flows)
    return;

  g_clear_pointer (&self->flows, g_ptr_array_unref);
  psr_setup_numbers_clear (self->numbers_group, self->numbers);
  gtk_widget_set_visible (GTK_WIDGET (self->numbers_group), flows != NULL);
  if (flows == NULL)
    return;

  self->flows = g_ptr_array_ref (flows);
  psr_setup_numbers_add (self->numbers_group, self->numbers, setup, FALSE);
}

static void
psr_setup_first_sync_page_refresh (PsrSetupPage *page)
{
  PsrSetupFirstSyncPage *self = PSR_SETUP_FIRST_SYNC_PAGE (page);
  PsrSetup *setup = psr_setup_page_get_setup (page);
  PsrSetupState state = psr_setup_get_state (setup, PSR_SETUP_FIRST_SYNC);
  gboolean is_done = state == PSR_SETUP_DONE;

  gtk_widget_set_visible (self->icon_bin, is_done);
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), state == PSR_SETUP_BUSY);
  if (state == PSR_SETUP_BUSY)
    gtk_progress_bar_pulse (self->progress_bar);
  gtk_label_set_label (self->heading_label, is_done ? _("All Set") : _("Reading Everything Once"));
  gtk_label_set_label (self->text_label,
                       is_done ? _("From now on only what changes is read. Nothing is sent to Business Central before you send it.")
                               : _("This can take some minutes, depending on how many customers and items there are."));
  g_object_set (page, "next-label", is_done ? _("Show _Work Orders") : _("_Try Again"), NULL);
  show_numbers (self, setup, is_done);
}

static void
psr_setup_first_sync_page_go_on (PsrSetupPage *page)
{
  PsrSetup *setup = psr_setup_page_get_setup (page);

  if (psr_setup_get_state (setup, PSR_SETUP_FIRST_SYNC) == PSR_SETUP_DONE)
    psr_setup_page_leave (page);
  else
    dex_future_disown (psr_setup_apply (setup, PSR_SETUP_FIRST_SYNC));
}

static void
psr_setup_first_sync_page_shown (AdwNavigationPage *page)
{
  PsrSetup *setup = psr_setup_page_get_setup (PSR_SETUP_PAGE (page));

  ADW_NAVIGATION_PAGE_CLASS (psr_setup_first_sync_page_parent_class)->shown (page);
  if (setup != NULL && psr_setup_get_state (setup, PSR_SETUP_FIRST_SYNC) == PSR_SETUP_READY)
    dex_future_disown (psr_setup_apply (setup, PSR_SETUP_FIRST_SYNC));
}

static void
psr_setup_first_sync_page_dispose (GObject *object)
{
  PsrSetupFirstSyncPage *self = PSR_SETUP_FIRST_SYNC_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), PSR_TYPE_SETUP_FIRST_SYNC_PAGE);
  g_clear_pointer (&self->flows, g_ptr_array_unref);
  g_clear_pointer (&self->numbers, g_ptr_array_unref);

  G_OBJECT_CLASS (psr_setup_first_sync_page_parent_class)->dispose (object);
}

static void
psr_setup_first_sync_page_class_init (PsrSetupFirstSyncPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PsrSetupPageClass *page_class = PSR_SETUP_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = psr_setup_first_sync_page_dispose;
  page_class->refresh = psr_setup_first_sync_page_refresh;
  page_class->go_on = psr_setup_first_sync_page_go_on;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = psr_setup_first_sync_page_shown;

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-setup-first-sync-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrSetupFirstSyncPage, icon_bin);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupFirstSyncPage, heading_label);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupFirstSyncPage, text_label);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupFirstSyncPage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupFirstSyncPage, numbers_group);
}

static void
psr_setup_first_sync_page_init (PsrSetupFirstSyncPage *self)
{
  self->numbers = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
