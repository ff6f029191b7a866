/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup-company-page"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-setup-chooser.h"
#include "psr-setup-company-page.h"

/**
 * PsrSetupCompanyPage:
 *
 * Environment and company, from what there is.
 */
struct _PsrSetupCompanyPage
{
  PsrSetupPage     parent_instance;

  PsrSetupChooser *environment_row;
  GtkEditable     *environment_entry;
  PsrSetupChooser *company_row;
  AdwComboRow     *version_row;
  gboolean         is_showing;
  gboolean         is_typing;   /* what is in the entry isn't taken yet */
};

G_DEFINE_FINAL_TYPE (PsrSetupCompanyPage, psr_setup_company_page, PSR_TYPE_SETUP_PAGE)

static PsrSetup *
get_setup (PsrSetupCompanyPage *self)
{
  return psr_setup_page_get_setup (PSR_SETUP_PAGE (self));
}

static void
set_environment (PsrSetupCompanyPage *self,
                 const char          *name)
{
  psr_setup_set_value (get_setup (self), PSR_PROFILE_BC_ENVIRONMENT, name);
  if (name != NULL && *name != '\0')
    dex_future_disown (psr_setup_load (get_setup (self), PSR_SETUP_COMPANY));
}

static void
on_environment (PsrSetupCompanyPage *self,
                const char          *value)
{
  set_environment (self, value);
}

static void
on_environment_typed (PsrSetupCompanyPage *self)
{
  self->is_typing = FALSE;
  set_environment (self, gtk_editable_get_text (self->environment_entry));
}

static void
on_environment_changed (PsrSetupCompanyPage *self)
{
  if (!self->is_showing)
    self->is_typing = TRUE;
}

/* Who types and goes on means what is typed. */
static void
on_environment_left (PsrSetupCompanyPage *self)
{
  if (self->is_typing && get_setup (self) != NULL)
    on_environment_typed (self);
}

static void
on_company (PsrSetupCompanyPage *self,
            const char          *value)
{
  psr_setup_set_value (get_setup (self), PSR_PROFILE_BC_COMPANY, value);
}

static void
on_version (PsrSetupCompanyPage *self)
{
  if (!self->is_showing && get_setup (self) != NULL)
    psr_setup_set_value (get_setup (self), PSR_PROFILE_BC_API_VERSION,
                         adw_combo_row_get_selected (self->version_row) == 1 ? "v1.0" : "v2.0");
}

static void
psr_setup_company_page_refresh (PsrSetupPage *page)
{
  PsrSetupCompanyPage *self = PSR_SETUP_COMPANY_PAGE (page);
  PsrSetup *setup = get_setup (self);
  GPtrArray *environments = psr_setup_get_list (setup, PSR_SETUP_ENVIRONMENTS);
  GPtrArray *companies = psr_setup_get_list (setup, PSR_SETUP_COMPANIES);
  g_autofree char *environment = psr_setup_dup_value (setup, PSR_PROFILE_BC_ENVIRONMENT);
  g_autofree char *company = psr_setup_dup_value (setup, PSR_PROFILE_BC_COMPANY);
  g_autofree char *version = psr_setup_dup_value (setup, PSR_PROFILE_BC_API_VERSION);
  gboolean on_premises = psr_setup_get_on_premises (setup);
  gboolean is_typed = environments != NULL && environments->len == 0;

  gtk_widget_set_visible (GTK_WIDGET (self->environment_row), !on_premises && !is_typed);
  gtk_widget_set_visible (GTK_WIDGET (self->environment_entry), !on_premises && is_typed);
  psr_setup_chooser_show (self->environment_row, environments, environment);
  self->is_showing = TRUE;
  adw_combo_row_set_selected (self->version_row, g_strcmp0 (version, "v1.0") == 0 ? 1 : 0);
  if (is_typed && !self->is_typing)
    gtk_editable_set_text (self->environment_entry, environment != NULL ? environment : "");
  self->is_showing = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->company_row), companies != NULL);
  psr_setup_chooser_show (self->company_row, companies, company);
}

static void
psr_setup_company_page_dispose (GObject *object)
{
  PSR_SETUP_COMPANY_PAGE (object)->is_showing = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (object), PSR_TYPE_SETUP_COMPANY_PAGE);

  G_OBJECT_CLASS (psr_setup_company_page_parent_class)->dispose (object);
}

static void
psr_setup_company_page_class_init (PsrSetupCompanyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = psr_setup_company_page_dispose;
  PSR_SETUP_PAGE_CLASS (klass)->refresh = psr_setup_company_page_refresh;

  g_type_ensure (PSR_TYPE_SETUP_CHOOSER);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-setup-company-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrSetupCompanyPage, environment_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupCompanyPage, environment_entry);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupCompanyPage, company_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupCompanyPage, version_row);
  gtk_widget_class_bind_template_callback (widget_class, on_version);
  gtk_widget_class_bind_template_callback (widget_class, on_company);
  gtk_widget_class_bind_template_callback (widget_class, on_environment);
  gtk_widget_class_bind_template_callback (widget_class, on_environment_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_environment_left);
  gtk_widget_class_bind_template_callback (widget_class, on_environment_typed);
}

static void
psr_setup_company_page_init (PsrSetupCompanyPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
