/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup-bc-page"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-announce.h"
#include "psr-setup-bc-page.h"

/**
 * PsrSetupBcPage:
 *
 * Where Business Central is, and how to sign in.
 */
struct _PsrSetupBcPage
{
  PsrSetupPage      parent_instance;

  AdwComboRow      *place_row;
  GtkEditable      *address_row;
  GtkCheckButton   *browser_check;
  GtkCheckButton   *code_check;
  GtkCheckButton   *app_check;
  GtkCheckButton   *basic_check;
  AdwActionRow     *basic_row;
  GtkEditable      *tenant_row;
  GtkEditable      *client_row;
  GtkEditable      *user_row;
  GtkEditable      *secret_row;
  GtkEditable      *pasted_row;
  GtkEditable      *online_address_row;
  GtkEditable      *authority_row;
  GtkEditable      *ca_row;

  const char       *secret_name;  /* of the secret that is in its row */
  gboolean          is_showing;
};

G_DEFINE_FINAL_TYPE (PsrSetupBcPage, psr_setup_bc_page, PSR_TYPE_SETUP_PAGE)

static PsrSetup *
get_setup (PsrSetupBcPage *self)
{
  return psr_setup_page_get_setup (PSR_SETUP_PAGE (self));
}

static void
on_place (PsrSetupBcPage *self)
{
  if (!self->is_showing && get_setup (self) != NULL)
    psr_setup_set_on_premises (get_setup (self), adw_combo_row_get_selected (self->place_row) == 1);
}

/* What is understood needn't stay there: the rows below, and those of the next page, say it. */
static void
on_pasted (PsrSetupBcPage *self)
{
  g_autofree char *taken = NULL;
  g_autofree char *words = NULL;

  if (self->is_showing || get_setup (self) == NULL)
    return;

  taken = psr_setup_take_address (get_setup (self), gtk_editable_get_text (self->pasted_row));
  if (taken == NULL)
    return;

  self->is_showing = TRUE;
  gtk_editable_set_text (self->pasted_row, "");
  self->is_showing = FALSE;
  /* Translators: what was found in an address, such as “Environment: Production”. */
  words = g_strdup_printf (_("Taken from the address: %s"), taken);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->pasted_row), words);
  psr_announce (GTK_WIDGET (self), words);
}

static void
on_way (PsrSetupBcPage *self,
        GtkCheckButton *check)
{
  const char *way;

  if (self->is_showing || get_setup (self) == NULL || !gtk_check_button_get_active (check))
    return;

  if (check == self->code_check)
    way = "device-code";
  else if (check == self->app_check)
    way = "client-credentials";
  else if (check == self->basic_check)
    way = "basic";
  else
    way = "browser";
  psr_setup_set_value (get_setup (self), PSR_PROFILE_BC_SIGN_IN, way);
}

static void
on_secret (PsrSetupBcPage *self)
{
  if (!self->is_showing && get_setup (self) != NULL && self->secret_name != NULL)
    psr_setup_type_secret (get_setup (self), self->secret_name, gtk_editable_get_text (self->secret_row));
}

static GtkCheckButton *
find_check (PsrSetupBcPage *self,
            const char     *way)
{
  if (strcmp (way, "device-code") == 0)
    return self->code_check;
  if (strcmp (way, "client-credentials") == 0)
    return self->app_check;

  return strcmp (way, "basic") == 0 ? self->basic_check : self->browser_check;
}

/* A secret that is stored needn't be typed again, and one that was typed for
 * another way is none for this. */
static void
show_secret (PsrSetupBcPage *self)
{
  const char *name = psr_setup_get_secret_name (get_setup (self), PSR_SETUP_BC);
  const char *title;
  gboolean is_key, is_stored;

  gtk_widget_set_visible (GTK_WIDGET (self->secret_row), name != NULL);
  if (g_strcmp0 (name, self->secret_name) != 0 ||
      (name != NULL && !psr_setup_has_typed (get_setup (self), name) && psr_setup_has_stored (get_setup (self), name)))
    gtk_editable_set_text (self->secret_row, "");
  self->secret_name = name;
  if (name == NULL)
    return;

  is_key = strcmp (name, "bc-password") == 0;
  is_stored = psr_setup_has_stored (get_setup (self), name);
  if (is_stored)
    title = is_key ? _("Stored access key") : _("Stored secret");
  else
    title = is_key ? _("Web service access key") : _("Client secret");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->secret_row), is_stored ? _("Type to replace it") : NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->secret_row), title);
}

static void
psr_setup_bc_page_refresh (PsrSetupPage *page)
{
  PsrSetupBcPage *self = PSR_SETUP_BC_PAGE (page);
  gboolean on_premises = psr_setup_get_on_premises (get_setup (self));
  g_autofree char *way = psr_setup_dup_value (get_setup (self), PSR_PROFILE_BC_SIGN_IN);
  gboolean is_basic = strcmp (way, "basic") == 0;

  self->is_showing = TRUE;
  adw_combo_row_set_selected (self->place_row, on_premises ? 1 : 0);
  gtk_check_button_set_active (find_check (self, way), TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->basic_row), on_premises);
  adw_action_row_set_subtitle (self->basic_row, on_premises ? _("The password is a web service access key.")
                                                            : _("Only on a server of your own: Microsoft’s cloud accepts none."));
  gtk_widget_set_visible (GTK_WIDGET (self->address_row), on_premises);
  gtk_widget_set_visible (GTK_WIDGET (self->online_address_row), !on_premises);
  gtk_widget_set_visible (GTK_WIDGET (self->pasted_row), !on_premises);
  gtk_widget_set_visible (GTK_WIDGET (self->tenant_row), !is_basic);
  gtk_widget_set_visible (GTK_WIDGET (self->client_row), !is_basic);
  gtk_widget_set_visible (GTK_WIDGET (self->authority_row), !is_basic);
  gtk_widget_set_visible (GTK_WIDGET (self->user_row), is_basic);
  show_secret (self);
  self->is_showing = FALSE;

  psr_setup_row_show (on_premises ? self->address_row : self->online_address_row, page, PSR_PROFILE_BC_BASE_URL);
  psr_setup_row_show (self->tenant_row, page, PSR_PROFILE_BC_TENANT);
  psr_setup_row_show (self->client_row, page, PSR_PROFILE_BC_CLIENT_ID);
  psr_setup_row_show (self->user_row, page, PSR_PROFILE_BC_USER);
  psr_setup_row_show (self->authority_row, page, PSR_PROFILE_BC_AUTHORITY);
  psr_setup_row_show (self->ca_row, page, PSR_PROFILE_BC_CA_FILE);
}

static void
psr_setup_bc_page_dispose (GObject *object)
{
  PSR_SETUP_BC_PAGE (object)->is_showing = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (object), PSR_TYPE_SETUP_BC_PAGE);

  G_OBJECT_CLASS (psr_setup_bc_page_parent_class)->dispose (object);
}

static void
psr_setup_bc_page_class_init (PsrSetupBcPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = psr_setup_bc_page_dispose;
  PSR_SETUP_PAGE_CLASS (klass)->refresh = psr_setup_bc_page_refresh;

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-setup-bc-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrSetupBcPage, place_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupBcPage, address_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupBcPage, browser_check);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupBcPage, code_check);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupBcPage, app_check);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupBcPage, basic_check);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupBcPage, basic_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupBcPage, tenant_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupBcPage, client_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupBcPage, user_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupBcPage, secret_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupBcPage, online_address_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupBcPage, authority_row);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupBcPage, ca_row);
  gtk_widget_class_bind_template_callback (widget_class, on_place);
  gtk_widget_class_bind_template_child (widget_class, PsrSetupBcPage, pasted_row);
  gtk_widget_class_bind_template_callback (widget_class, on_pasted);
  gtk_widget_class_bind_template_callback (widget_class, on_secret);
  gtk_widget_class_bind_template_callback (widget_class, on_way);
}

static void
psr_setup_bc_page_init (PsrSetupBcPage *self)
{
  PsrSetupPage *page = PSR_SETUP_PAGE (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  psr_setup_row_bind (self->address_row, page, PSR_PROFILE_BC_BASE_URL);
  psr_setup_row_bind (self->online_address_row, page, PSR_PROFILE_BC_BASE_URL);
  psr_setup_row_bind (self->tenant_row, page, PSR_PROFILE_BC_TENANT);
  psr_setup_row_bind (self->client_row, page, PSR_PROFILE_BC_CLIENT_ID);
  psr_setup_row_bind (self->user_row, page, PSR_PROFILE_BC_USER);
  psr_setup_row_bind (self->authority_row, page, PSR_PROFILE_BC_AUTHORITY);
  psr_setup_row_bind (self->ca_row, page, PSR_PROFILE_BC_CA_FILE);
}
