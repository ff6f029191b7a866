/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup-check-page"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-help-link.h"
#include "psr-help.h"
#include "psr-mend.h"
#include "psr-setup-check-page.h"
#include "psr-setup-numbers.h"

/**
 * PsrSetupCheckPage:
 *
 * What would happen, in numbers, and what the checks found.
 */
struct _PsrSetupCheckPage
{
  PsrSetupPage         parent_instance;

  AdwPreferencesGroup *numbers_group;
  AdwPreferencesGroup *findings_group;
  AdwPreferencesGroup *checked_group;
  AdwExpanderRow      *checked_row;

  GPtrArray           *findings;  /* that are shown */
  GPtrArray           *flows;
  GPtrArray           *numbers;   /* rows, owned by their groups */
  GPtrArray           *found;
  GPtrArray           *checked;
};

G_DEFINE_FINAL_TYPE (PsrSetupCheckPage, psr_setup_check_page, PSR_TYPE_SETUP_PAGE)

static void
show_numbers (PsrSetupCheckPage *self,
              PsrSetup          *setup)
{
  GPtrArray *flows = psr_setup_get_flows (setup);

  if (flows == self->flows)
    return;

  g_clear_pointer (&self->flows, g_ptr_array_unref);
  psr_setup_numbers_clear (self->numbers_group, self->numbers);
  gtk_widget_set_visible (GTK_WIDGET (self->numbers_group), flows != NULL);
  if (flows == NULL)
    return;

  self->flows = g_ptr_array_ref (flows);
  psr_setup_numbers_add (self->numbers_group, self->numbers, setup, TRUE);
}

static GtkWidget *
make_finding (const PsrFinding *finding)
{
  GtkWidget *row = adw_action_row_new ();
  gboolean is_ok = finding->kind == PSR_FINDING_OK;
  GtkWidget *icon = gtk_image_new_from_icon_name (is_ok ? "object-select-symbolic" : "dialog-warning-symbolic");
  g_autoptr(PsrMend) mend = psr_mend_new (finding->mend);
  g_autofree char *details = NULL;

  gtk_widget_add_css_class (icon, is_ok ? "success" : "warning");
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, is_ok ? _("Passed") : _("Warning"), -1);
  details = g_strjoin ("\n", finding->why != NULL ? finding->why : "", mend->text, NULL);
  g_strstrip (details);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), finding->what);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), details);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  if (!is_ok)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), psr_help_link_new (psr_help_find_page (PSR_HELP_FINDING, finding->id),
                                                                        finding->what));

  return row;
}

static void
clear_checked (PsrSetupCheckPage *self)
{
  for (guint i = 0; i < self->checked->len; i++)
    adw_expander_row_remove (self->checked_row, self->checked->pdata[i]);
  g_ptr_array_set_size (self->checked, 0);
}

static void
show_findings (PsrSetupCheckPage *self,
               PsrSetup          *setup)
{
  GPtrArray *findings = psr_setup_get_findings (setup);
  g_autofree char *count = NULL;

  if (findings == self->findings)
    return;

  g_clear_pointer (&self->findings, g_ptr_array_unref);
  psr_setup_numbers_clear (self->findings_group, self->found);
  clear_checked (self);
  if (findings != NULL)
    self->findings = g_ptr_array_ref (findings);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const PsrFinding *finding = findings->pdata[i];
      GtkWidget *row = make_finding (finding);

      if (finding->kind == PSR_FINDING_OK)
        {
          adw_expander_row_add_row (self->checked_row, row);
          g_ptr_array_add (self->checked, row);
        }
      else
        {
          adw_preferences_group_add (self->findings_group, row);
          g_ptr_array_add (self->found, row);
        }
    }

  count = g_strdup_printf (ngettext ("%u check passed", "%u checks passed", self->checked->len), self->checked->len);
  adw_expander_row_set_subtitle (self->checked_row, count);
  gtk_widget_set_visible (GTK_WIDGET (self->findings_group), self->found->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->checked_group), self->checked->len > 0);
}

static void
psr_setup_check_page_refresh (PsrSetupPage *page)
{
  PsrSetupCheckPage *self = PSR_SETUP_CHECK_PAGE (page);
  PsrSetup *setup = psr_setup_page_get_setup (page);
  PsrSetupState state = psr_setup_get_state (setup, PSR_SETUP_CHECK);

  show_findings (self, setup);
  show_numbers (self, setup);
  g_object_set (page, "next-label",
                state == PSR_SETUP_DONE    ? _("_Start Syncing")
                : state == PSR_SETUP_ERROR ? _("_Try Again")
                                           : _("_Check"),
                NULL);
}

/* What it finds is to be read first. */
static void
psr_setup_check_page_go_on (PsrSetupPage *page)
{
  PsrSetup *setup = psr_setup_page_get_setup (page);

  if (psr_setup_get_state (setup, PSR_SETUP_CHECK) == PSR_SETUP_DONE)
    psr_setup_page_leave (page);
  else
    dex_future_disown (psr_setup_apply (setup, PSR_SETUP_CHECK));
}

static void
psr_setup_check_page_shown (AdwNavigationPage *page)
{
  PsrSetup *setup = psr_setup_page_get_setup (PSR_SETUP_PAGE (page));

  ADW_NAVIGATION_PAGE_CLASS (psr_setup_check_page_parent_class)->shown (page);
  if (setup != NULL && psr_setup_get_state (setup, PSR_SETUP_CHECK) != PSR_SETUP_DONE)
    dex_future_disown (psr_setup_apply (setup, PSR_SETUP_CHECK));
}

static void
psr_setup_check_page_dispose (GObject *object)
{
  PsrSetupCheckPage *self = PSR_SETUP_CHECK_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), PSR_TYPE_SETUP_CHECK_PAGE);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->flows, g_ptr_array_unref);
  g_clear_pointer (&self->numbers, g_ptr_array_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_pointer (&self->checked, g_ptr_array_unref);

  G_OBJECT_CLASS (psr_setup_check_page_parent_class)->dispose (object);
}

static void
psr_setup_check_page_class_init (PsrSetupCheckPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PsrSetupPageClass *page_class = PSR_SETUP_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = psr_setup_check_page_dispose;
  page_class->refresh = psr_setup_check_page_refresh;
  page_class->go_on = psr_setup_check_page_go_on;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = psr_setup_check_page_shown;

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-setup-check-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrSetupCheckPage, numbers_group);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupCheckPage, findings_group);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupCheckPage, checked_group);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupCheckPage, checked_row);
}

static void
psr_setup_check_page_init (PsrSetupCheckPage *self)
{
  self->numbers = g_ptr_array_new ();
  self->found = g_ptr_array_new ();
  self->checked = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
