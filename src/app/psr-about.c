/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-about"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-about.h"

/* What whoever helps asks first. Nothing of the account is in it: “passerellectl doctor”
 * reports that. */
static char *
dup_debug_info (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  const char *desktop = g_getenv ("XDG_CURRENT_DESKTOP");
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  gboolean is_boxed = g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, "Passerelle %s (%s)\n", PACKAGE_VERSION, APP_ID);
  g_string_append_printf (text, "GTK %u.%u.%u\n", gtk_get_major_version (), gtk_get_minor_version (), gtk_get_micro_version ());
  g_string_append_printf (text, "libadwaita %u.%u.%u\n", adw_get_major_version (), adw_get_minor_version (),
                          adw_get_micro_version ());
  g_string_append_printf (text, "GLib %u.%u.%u\n", glib_major_version, glib_minor_version, glib_micro_version);
  g_string_append_printf (text, "System: %s%s\n", system != NULL ? system : "unknown", is_boxed ? ", Flatpak" : "");
  g_string_append_printf (text, "Desktop: %s\n", desktop != NULL ? desktop : "unknown");
  g_string_append_printf (text, "Display: %s\n", display != NULL ? G_OBJECT_TYPE_NAME (display) : "none");
  g_string_append_printf (text, "Language: %s\n", g_get_language_names ()[0]);

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/**
 * psr_about_new_dialog:
 *
 * Returns: (transfer floating): what Passerelle is, and what it runs on
 */
AdwDialog *
psr_about_new_dialog (void)
{
  AdwDialog *dialog = adw_about_dialog_new ();
  g_autofree char *debug = dup_debug_info ();

  adw_about_dialog_set_application_name (ADW_ABOUT_DIALOG (dialog), "Passerelle");
  adw_about_dialog_set_application_icon (ADW_ABOUT_DIALOG (dialog), APP_ID);
  adw_about_dialog_set_version (ADW_ABOUT_DIALOG (dialog), PACKAGE_VERSION);
  adw_about_dialog_set_comments (ADW_ABOUT_DIALOG (dialog),
                                 _("Connects Business Central with Wello: completed work becomes invoices, each exactly once."));
  adw_about_dialog_set_developer_name (ADW_ABOUT_DIALOG (dialog), "The Passerelle developers");
  adw_about_dialog_set_website (ADW_ABOUT_DIALOG (dialog), HOMEPAGE);
  adw_about_dialog_set_license_type (ADW_ABOUT_DIALOG (dialog), GTK_LICENSE_GPL_3_0);
  adw_about_dialog_set_debug_info (ADW_ABOUT_DIALOG (dialog), debug);
  adw_about_dialog_set_debug_info_filename (ADW_ABOUT_DIALOG (dialog), "passerelle-debug.txt");

  return dialog;
}
