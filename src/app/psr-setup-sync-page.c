/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup-sync-page"

#include "config.h"

#include <string.h>

#include "psr-setup-sync-page.h"

/**
 * PsrSetupSyncPage:
 *
 * What is kept the same on both sides.
 */
struct _PsrSetupSyncPage
{
  PsrSetupPage  parent_instance;

  AdwSwitchRow *customers_row;
  AdwSwitchRow *contacts_row;
  AdwSwitchRow *items_row;
  gboolean      is_showing;
};

G_DEFINE_FINAL_TYPE (PsrSetupSyncPage, psr_setup_sync_page, PSR_TYPE_SETUP_PAGE)

/* The flows that are chosen here, by their names in the profile, with their rows. */
static AdwSwitchRow *
get_row (PsrSetupSyncPage *self,
         const char       *flow)
{
  return strcmp (flow, "customers") == 0  ? self->customers_row
         : strcmp (flow, "items") == 0    ? self->items_row
         : strcmp (flow, "contacts") == 0 ? self->contacts_row
                                          : NULL;
}

/* What is chosen here, and whatever else the profile has. */
static char *
dup_flows (PsrSetupSyncPage *self,
           PsrSetup         *setup)
{
  static const char * const ours[] = { "customers", "items", "contacts" };
  g_autofree char *value = psr_setup_dup_value (setup, PSR_PROFILE_SYNC_FLOWS);
  g_auto(GStrv) flows = g_strsplit (value, ";", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) chosen = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (ours); i++)
    {
      if (adw_switch_row_get_active (get_row (self, ours[i])))
        g_strv_builder_add (builder, ours[i]);
    }
  for (gsize i = 0; flows[i] != NULL; i++)
    {
      if (*flows[i] != '\0' && get_row (self, flows[i]) == NULL)
        g_strv_builder_add (builder, flows[i]);
    }
  chosen = g_strv_builder_end (builder);

  return g_strjoinv (";", chosen);
}

/* One at least: without a customer in Wello nothing is billed. */
static void
on_flows (PsrSetupSyncPage *self)
{
  PsrSetup *setup = psr_setup_page_get_setup (PSR_SETUP_PAGE (self));
  g_autofree char *flows = NULL;

  if (self->is_showing || setup == NULL)
    return;

  if (!adw_switch_row_get_active (self->customers_row) && !adw_switch_row_get_active (self->items_row))
    {
      psr_setup_page_refresh (PSR_SETUP_PAGE (self));
      return;
    }

  flows = dup_flows (self, setup);
  psr_setup_set_value (setup, PSR_PROFILE_SYNC_FLOWS, flows);
}

static void
psr_setup_sync_page_refresh (PsrSetupPage *page)
{
  PsrSetupSyncPage *self = PSR_SETUP_SYNC_PAGE (page);
  g_autofree char *value = psr_setup_dup_value (psr_setup_page_get_setup (page), PSR_PROFILE_SYNC_FLOWS);
  g_auto(GStrv) flows = g_strsplit (value, ";", -1);

  self->is_showing = TRUE;
  adw_switch_row_set_active (self->customers_row, g_strv_contains ((const char * const *) flows, "customers"));
  adw_switch_row_set_active (self->contacts_row, g_strv_contains ((const char * const *) flows, "contacts"));
  adw_switch_row_set_active (self->items_row, g_strv_contains ((const char * const *) flows, "items"));
  self->is_showing = FALSE;
}

static void
psr_setup_sync_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PSR_TYPE_SETUP_SYNC_PAGE);

  G_OBJECT_CLASS (psr_setup_sync_page_parent_class)->dispose (object);
}

static void
psr_setup_sync_page_class_init (PsrSetupSyncPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = psr_setup_sync_page_dispose;
  PSR_SETUP_PAGE_CLASS (klass)->refresh = psr_setup_sync_page_refresh;

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-setup-sync-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrSetupSyncPage, contacts_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupSyncPage, customers_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupSyncPage, items_row);
  gtk_widget_class_bind_template_callback (widget_class, on_flows);
}

static void
psr_setup_sync_page_init (PsrSetupSyncPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
