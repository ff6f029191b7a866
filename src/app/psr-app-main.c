/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-app-main"

#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>
#include <locale.h>

#include "psr-application.h"
#include "psr-log.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr(PsrApplication) application = NULL;
  const char *catalogues;

  setlocale (LC_ALL, "");
  /* From a build folder they aren't installed. */
  catalogues = g_getenv ("PASSERELLE_LOCALEDIR");
  bindtextdomain (GETTEXT_PACKAGE, catalogues != NULL ? catalogues : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name ("Passerelle");
  dex_init ();
  psr_log_install (PSR_LOG_QUIET);

  application = psr_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
