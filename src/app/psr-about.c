/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-about"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-about.h"

/**
 * psr_about_new_dialog:
 *
 * Returns: (transfer floating): what Passerelle is, and what it runs on
 */
AdwDialog *
psr_about_new_dialog (void)
{
  AdwDialog *dialog = adw_about_dialog_new ();
  g_autofree char *debug = NULL;

  debug = g_strdup_printf ("Passerelle %s\nGTK %u.%u.%u\nlibadwaita %u.%u.%u\nGLib %u.%u.%u\n",
                           PACKAGE_VERSION,
                           gtk_get_major_version (), gtk_get_minor_version (), gtk_get_micro_version (),
                           adw_get_major_version (), adw_get_minor_version (), adw_get_micro_version (),
                           glib_major_version, glib_minor_version, glib_micro_version);
  adw_about_dialog_set_application_name (ADW_ABOUT_DIALOG (dialog), "Passerelle");
  adw_about_dialog_set_application_icon (ADW_ABOUT_DIALOG (dialog), APP_ID);
  adw_about_dialog_set_version (ADW_ABOUT_DIALOG (dialog), PACKAGE_VERSION);
  adw_about_dialog_set_comments (ADW_ABOUT_DIALOG (dialog),
                                 _("Connects Business Central with Wello: completed work becomes invoices, each exactly once."));
  adw_about_dialog_set_license_type (ADW_ABOUT_DIALOG (dialog), GTK_LICENSE_GPL_3_0);
  adw_about_dialog_set_debug_info (ADW_ABOUT_DIALOG (dialog), debug);
  adw_about_dialog_set_debug_info_filename (ADW_ABOUT_DIALOG (dialog), "passerelle-debug.txt");

  return dialog;
}
