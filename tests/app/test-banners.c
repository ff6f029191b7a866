/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "psr-window.h"
#include "states-fixture.h"

/* What is said of all of the window, and what its one button leads to. */

/* Writes another version into the ledger, which a newer program had made. */
static void
set_version (Office     *office,
             const char *version)
{
  g_autofree char *statement = g_strconcat ("PRAGMA user_version = ", version, NULL);

  sql (office, "ledger.db", statement);
}

static char *
read_version (Office *office)
{
  static const char script[] = "import sqlite3, sys\nprint(sqlite3.connect(sys.argv[1]).execute('PRAGMA user_version').fetchone()[0], end='')\n";
  g_autofree char *path = g_build_filename (office->state, "ledger.db", NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *version = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "python3", "-c", script, path, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &version, NULL, &error));
  g_assert_no_error (error);

  return version;
}

/* That of the ledger which the test began with. */
static char *ledger_version;

/* A newer program has been used here: before the window opens, and while it is open. */
static void
newer (GtkWidget *window,
       gpointer   data)
{
  Office *office = data;

  be_quick ();
  wait_for (window, "newer version");
  set_version (office, ledger_version);
  press (window, "Try Again");
  wait_for (window, "To Review");

  set_version (office, "999");
  /* Whoever begins to work finds out. */
  psr_keeper_restart (psr_desk_get_keeper (psr_window_get_desk (PSR_WINDOW (window))));
  wait_for (window, "A newer Passerelle has been used here. Update this one.");
  press (window, "Details…");
  wait_for (window, "newer version");
  press (window, "Close");
  set_version (office, ledger_version);
}

static void
test_newer (Office        *office,
            gconstpointer  options)
{
  static const char * const words[] = { "sync", NULL };

  office_cli (office, words);
  ledger_version = read_version (office);
  set_version (office, "999");
  office_run (office, newer);
  g_clear_pointer (&ledger_version, g_free);
}

static AdwDialog *
wait_for_dialog (GtkWidget  *window,
                 const char *text)
{
  AdwDialog *dialog;

  waited_for = text;
  while ((dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window))) == NULL ||
         !sees (GTK_WIDGET (dialog), text))
    g_main_context_iteration (NULL, TRUE);

  return dialog;
}

/* Only a person can mend it: the state is of another company. Whoever cancels changes nothing;
 * once it is said that it is meant, all goes on. */
static void
halted (GtkWidget *window,
        gpointer   data)
{
  AdwDialog *dialog;

  be_quick ();
  wait_for (window, "belongs to");
  press (window, "Details…");
  wait_for (window, "Try Again");
  g_assert_false (sees (window, "passerellectl"));
  g_assert_true (sees (window, "confirm it."));
  press (window, "Use This Company…");
  dialog = wait_for_dialog (window, "it was “Another” and is “CRONUS");
  press (GTK_WIDGET (dialog), "Cancel");
  wait_for (window, "belongs to");
  press (window, "Details…");
  press (window, "Use This Company…");
  dialog = wait_for_dialog (window, "it was “Another” and is “CRONUS");
  press (GTK_WIDGET (dialog), "Use This Company");
  wait_until_gone (window, "belongs to");
}

static void
test_halted (Office        *office,
             gconstpointer  options)
{
  static const char * const words[] = { "sync", NULL };

  office_cli (office, words);
  sql (office, "ledger.db", "UPDATE bindings SET company_id = '00000000-0000-0000-0000-000000000009', company_name = 'Another'");
  office_run (office, halted);
}

static gboolean
is_banner (GtkWidget *widget,
           gpointer   unused)
{
  return ADW_IS_BANNER (widget);
}

/* Trial documents are told to a Wello that may be the real one. */
static void
trial (GtkWidget *window,
       gpointer   data)
{
  be_quick ();
  wait_for (window, "is a sandbox. Wello is told of its trial documents.");
  g_assert_true (gtk_widget_has_css_class (find_widget (window, is_banner, NULL), "error"));
  press (window, "Details…");
  wait_for (window, "take SandboxMayWrite out of [BusinessCentral]");
  press (window, "Close");
}

static void
test_trial (Office        *office,
            gconstpointer  options)
{
  static const char * const words[] = { "sync", NULL };

  office_set (office, "BusinessCentral", "SandboxMayWrite", "yes");
  office_cli (office, words);
  office_run (office, trial);
}

/* The same where it is the real one: there is nothing to warn of. */
static void
no_trial (GtkWidget *window,
          gpointer   data)
{
  be_quick ();
  wait_for (window, "To Review");
  show_area (window, "sync");
  wait_for (window, "On time");
  g_assert_false (sees (window, "is a sandbox."));
}

static void
test_no_trial (Office        *office,
               gconstpointer  options)
{
  static const char * const words[] = { "sync", NULL };

  office_set (office, "BusinessCentral", "SandboxMayWrite", "yes");
  office_cli (office, words);
  office_run (office, no_trial);
}

int
main (int    argc,
      char **argv)
{
  static const char * const none[] = { "--customers", "5", "--items", "5", "--work-orders", "0", NULL };
  static const char * const trials[] = {
    "--customers", "5", "--items", "5", "--work-orders", "0", "--set", "bc.environment-type=Sandbox", NULL
  };

  setlocale (LC_ALL, "");
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/app/banners/newer", Office, none, office_set_up, test_newer, office_tear_down);
  g_test_add ("/app/banners/halted", Office, none, office_set_up, test_halted, office_tear_down);
  g_test_add ("/app/banners/trial", Office, trials, office_set_up, test_trial, office_tear_down);
  g_test_add ("/app/banners/no-trial", Office, none, office_set_up, test_no_trial, office_tear_down);

  return g_test_run ();
}
