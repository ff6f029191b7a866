/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup-wello-page"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-setup-chooser.h"
#include "psr-setup-wello-page.h"

/**
 * PsrSetupWelloPage:
 *
 * Who signs in to Wello, and for which sales organization.
 */
struct _PsrSetupWelloPage
{
  PsrSetupPage     parent_instance;

  GtkEditable     *domain_row;
  GtkEditable     *user_row;
  GtkEditable     *secret_row;
  PsrSetupChooser *organization_row;
  GtkEditable     *address_row;
  GtkEditable     *ca_row;
  gboolean         is_showing;
};

G_DEFINE_FINAL_TYPE (PsrSetupWelloPage, psr_setup_wello_page, PSR_TYPE_SETUP_PAGE)

static PsrSetup *
get_setup (PsrSetupWelloPage *self)
{
  return psr_setup_page_get_setup (PSR_SETUP_PAGE (self));
}

static void
on_secret (PsrSetupWelloPage *self)
{
  if (!self->is_showing && get_setup (self) != NULL)
    psr_setup_type_secret (get_setup (self), psr_setup_get_secret_name (get_setup (self), PSR_SETUP_WELLO),
                           gtk_editable_get_text (self->secret_row));
}

static void
on_organization (PsrSetupWelloPage *self,
                 const char        *value)
{
  psr_setup_set_value (get_setup (self), PSR_PROFILE_WELLO_SALES_ORGANIZATION, value);
}

static void
psr_setup_wello_page_refresh (PsrSetupPage *page)
{
  PsrSetupWelloPage *self = PSR_SETUP_WELLO_PAGE (page);
  PsrSetup *setup = get_setup (self);
  const char *name = psr_setup_get_secret_name (setup, PSR_SETUP_WELLO);
  GPtrArray *organizations = psr_setup_get_list (setup, PSR_SETUP_ORGANIZATIONS);
  g_autofree char *organization = psr_setup_dup_value (setup, PSR_PROFILE_WELLO_SALES_ORGANIZATION);
  gboolean is_stored = psr_setup_has_stored (setup, name) && !psr_setup_has_typed (setup, name);

  self->is_showing = TRUE;
  if (is_stored)
    gtk_editable_set_text (self->secret_row, "");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->secret_row),
                                 is_stored ? _("Stored password") : _("Password"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->secret_row), is_stored ? _("Type to replace it") : NULL);
  self->is_showing = FALSE;

  psr_setup_row_show (self->domain_row, page, PSR_PROFILE_WELLO_DOMAIN);
  psr_setup_row_show (self->user_row, page, PSR_PROFILE_WELLO_USER);
  psr_setup_row_show (self->address_row, page, PSR_PROFILE_WELLO_BASE_URL);
  psr_setup_row_show (self->ca_row, page, PSR_PROFILE_WELLO_CA_FILE);
  gtk_widget_set_visible (GTK_WIDGET (self->organization_row),
                          organization != NULL || (organizations != NULL && organizations->len > 1));
  psr_setup_chooser_show (self->organization_row, organizations, organization);
}

static void
psr_setup_wello_page_dispose (GObject *object)
{
  PSR_SETUP_WELLO_PAGE (object)->is_showing = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (object), PSR_TYPE_SETUP_WELLO_PAGE);

  G_OBJECT_CLASS (psr_setup_wello_page_parent_class)->dispose (object);
}

static void
psr_setup_wello_page_class_init (PsrSetupWelloPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = psr_setup_wello_page_dispose;
  PSR_SETUP_PAGE_CLASS (klass)->refresh = psr_setup_wello_page_refresh;

  g_type_ensure (PSR_TYPE_SETUP_CHOOSER);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-setup-wello-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrSetupWelloPage, domain_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupWelloPage, user_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupWelloPage, secret_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupWelloPage, organization_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupWelloPage, address_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupWelloPage, ca_row);
  gtk_widget_class_bind_template_callback (widget_class, on_organization);
  gtk_widget_class_bind_template_callback (widget_class, on_secret);
}

static void
psr_setup_wello_page_init (PsrSetupWelloPage *self)
{
  PsrSetupPage *page = PSR_SETUP_PAGE (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  psr_setup_row_bind (self->domain_row, page, PSR_PROFILE_WELLO_DOMAIN);
  psr_setup_row_bind (self->user_row, page, PSR_PROFILE_WELLO_USER);
  psr_setup_row_bind (self->address_row, page, PSR_PROFILE_WELLO_BASE_URL);
  psr_setup_row_bind (self->ca_row, page, PSR_PROFILE_WELLO_CA_FILE);
}
