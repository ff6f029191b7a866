/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-window-company"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-application-private.h"
#include "psr-company-list.h"
#include "psr-window-private.h"

/* Which company the window is about, at the foot of the list of areas, and the way to
 * another one. */

/* In a menu an underscore is for the key that follows it. */
static char *
dup_for_menu (const char *label)
{
  g_auto(GStrv) parts = g_strsplit (label, "_", -1);

  return g_strjoinv ("__", parts);
}

static GMenuModel *
make_menu (GPtrArray *companies)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < companies->len; i++)
    {
      const PsrCompany *company = companies->pdata[i];
      g_autofree char *label = psr_company_dup_label (companies, i);
      g_autofree char *shown = dup_for_menu (label);
      g_autoptr(GMenuItem) item = g_menu_item_new (shown, NULL);

      g_menu_item_set_action_and_target (item, "app.company", "s", company->name);
      g_menu_append_item (menu, item);
    }

  return G_MENU_MODEL (menu);
}

/* The foot has the companies and, behind them, one more. */
static GMenuModel *
make_foot (GMenuModel *companies)
{
  GMenu *menu = g_menu_new ();
  g_autoptr(GMenu) more = g_menu_new ();

  g_menu_append (more, _("_Add a Company…"), "app.add-company");
  g_menu_append_section (menu, NULL, companies);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (more));

  return G_MENU_MODEL (menu);
}

static void
show_menus (PsrWindow  *self,
            GPtrArray  *companies)
{
  g_autoptr(GMenuModel) menu = make_menu (companies);
  gboolean is_one_of_several = companies->len > 1;

  g_menu_remove_all (self->company_section);
  if (!self->is_demo && is_one_of_several)
    g_menu_append_submenu (self->company_section, _("Open _Company"), menu);
  if (!self->is_demo)
    g_menu_append (self->company_section, _("_Add a Company…"), "app.add-company");

  gtk_widget_set_visible (GTK_WIDGET (self->company_button), is_one_of_several);
  gtk_widget_set_visible (GTK_WIDGET (self->company_label), !is_one_of_several);
  if (is_one_of_several)
    {
      g_autoptr(GMenuModel) foot = make_foot (menu);

      gtk_menu_button_set_menu_model (self->company_button, foot);
    }
}

static void
on_opened (GtkMenuButton *button,
           gpointer       data)
{
  psr_window_show_company (PSR_WINDOW (data));
}

/**
 * psr_window_follow_companies:
 * @self: a window
 *
 * Has what there is to choose read again whenever somebody looks: profiles come and go beside
 * the window.
 */
void
psr_window_follow_companies (PsrWindow *self)
{
  g_return_if_fail (PSR_IS_WINDOW (self));

  gtk_menu_button_set_create_popup_func (self->company_button, on_opened, self, NULL);
  gtk_menu_button_set_create_popup_func (self->menu_button, on_opened, self, NULL);
  gtk_menu_button_set_create_popup_func (self->closed_menu_button, on_opened, self, NULL);
}

/**
 * psr_window_show_company:
 * @self: a window
 *
 * Shows which company the window is about and, where there are several, lets somebody choose
 * another one. Blocks for as long as reading some small files takes.
 */
void
psr_window_show_company (PsrWindow *self)
{
  GtkApplication *application;
  PsrProfile *profile;
  const char *company;
  const char *environment;
  g_autofree char *spoken = NULL;
  g_autoptr(GPtrArray) companies = NULL;

  g_return_if_fail (PSR_IS_WINDOW (self));

  /* A window that goes has none any more. */
  application = gtk_window_get_application (GTK_WINDOW (self));
  if (application == NULL)
    return;

  profile = psr_desk_get_profile (self->desk);
  company = profile != NULL ? psr_profile_get_string (profile, PSR_PROFILE_BC_COMPANY) : NULL;
  environment = profile != NULL ? psr_profile_get_string (profile, PSR_PROFILE_BC_ENVIRONMENT) : NULL;
  companies = psr_application_list_companies (PSR_APPLICATION (application));

  gtk_label_set_label (self->company_label, company != NULL ? company : "");
  gtk_label_set_label (self->company_name, company != NULL ? company : "");
  gtk_label_set_label (self->environment_label, environment != NULL ? environment : "");
  gtk_widget_set_visible (GTK_WIDGET (self->environment_label), environment != NULL);
  spoken = g_strdup_printf (_("Company: %s"), company != NULL ? company : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->company_button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  show_menus (self, companies);
}
