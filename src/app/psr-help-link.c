/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-help-link"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "psr-help-link.h"
#include "psr-help.h"
#include "psr-weak.h"

/* Links to the user guide, which the desktop's help reader shows. */

static void
show_failure (GtkWindow    *window,
              const GError *error)
{
  g_autofree char *text = NULL;
  AdwDialog *dialog;

  /* Translators: why, as the system says it, and where the pages are. */
  text = g_strdup_printf (_("%s\n\nInstall the help reader Yelp and try again, or read the pages in %s."),
                          error->message, HELPDIR);
  dialog = adw_alert_dialog_new (_("The Help Couldn’t Be Opened"), text);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (window));
}

static void
on_launched (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr(GtkWindow) window = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;

  psr_weak_free (data);
  if (gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (object), result, &error) ||
      g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    return;

  g_message ("The help can't be opened: %s", error->message);
  if (window != NULL && gtk_widget_get_visible (GTK_WIDGET (window)))
    show_failure (window, error);
}

static void
show_help (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (data));
  g_autofree char *uri = psr_help_dup_uri (parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL);
  g_autoptr(GtkUriLauncher) launcher = gtk_uri_launcher_new (uri);

  gtk_uri_launcher_launch (launcher, window, NULL, on_launched, psr_weak_new (window));
}

/**
 * psr_help_link_install:
 * @application: the application
 *
 * Gives the application the actions that show the user guide: `app.help` its first page,
 * `app.help-page` the one that is its target, as psr_help_find_page() names it. What
 * goes wrong is shown.
 */
void
psr_help_link_install (GtkApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "help", .activate = show_help },
    { .name = "help-page", .activate = show_help, .parameter_type = "s" },
  };

  g_return_if_fail (GTK_IS_APPLICATION (application));

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
}

/**
 * psr_help_link_set_page:
 * @link: a button
 * @page: (nullable): the page that it leads to
 * @about: (nullable): what the page is about, for who can't see beside what it is
 *
 * Has the button lead there. Without a page it isn't shown.
 */
void
psr_help_link_set_page (GtkWidget  *link,
                        const char *page,
                        const char *about)
{
  g_return_if_fail (GTK_IS_BUTTON (link));

  gtk_widget_set_visible (link, page != NULL);
  if (page == NULL)
    return;

  gtk_actionable_set_action_target (GTK_ACTIONABLE (link), "s", page);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (link), "app.help-page");
  if (about != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (link), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, about, -1);
}

/**
 * psr_help_link_new:
 * @page: (nullable): as for psr_help_link_set_page()
 * @about: (nullable): as for psr_help_link_set_page()
 *
 * Returns: (transfer floating): a button for the end of a row
 */
GtkWidget *
psr_help_link_new (const char *page,
                   const char *about)
{
  GtkWidget *link = gtk_button_new_from_icon_name ("help-about-symbolic");

  gtk_widget_set_valign (link, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (link, "flat");
  gtk_widget_set_tooltip_text (link, _("Learn More"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (link), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Learn more"), -1);
  psr_help_link_set_page (link, page, about);

  return link;
}

/**
 * psr_help_link_new_labelled:
 * @page: (nullable): as for psr_help_link_set_page()
 *
 * Returns: (transfer floating): a button for below a text
 */
GtkWidget *
psr_help_link_new_labelled (const char *page)
{
  GtkWidget *link = gtk_button_new_with_mnemonic (_("_Learn More"));

  gtk_widget_set_halign (link, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (link, "flat");
  psr_help_link_set_page (link, page, NULL);

  return link;
}
