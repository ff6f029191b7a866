/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>

#include "app-fixture.h"

static void
not_set_up (GtkWidget *window,
            gpointer   unused)
{
  wait_for (window, "Not Set Up Yet");
  g_assert_true (sees (window, "Try It with Example Data"));
}

static void
test_not_set_up (void)
{
  const char *words[] = { "passerelle", "--profile", "/nonexistent/profile.ini", "--state", "/nonexistent/state", NULL };

  run_application (words, not_set_up, NULL);
}

static void
bad_profile (GtkWidget *window,
             gpointer   path)
{
  wait_for (window, "Domian");
  g_assert_false (sees (window, "Try It with Example Data"));

  /* Mended, it opens without being started again. */
  g_assert_true (g_file_set_contents (path,
                                      "[BusinessCentral]\nBaseUrl=http://127.0.0.1:9\nTenant=t.example\nCompany=C\n"
                                      "ClientId=c\nAuthority=http://127.0.0.1:9\n"
                                      "[Wello]\nBaseUrl=http://127.0.0.1:9\nDomain=D\nUser=u\n", -1, NULL));
  press (window, "Try Again");
  wait_for (window, "Nothing to Bill");

  /* No secret is stored: the window says so and stays usable. */
  wait_for (window, "Details…");
  press (window, "Details…");
  wait_for (window, "Close");
}

static void
test_bad_profile (void)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "bad.ini", NULL);
  g_autofree char *state = g_build_filename (g_get_user_data_dir (), "state", NULL);
  const char *words[] = {
    "passerelle", "--profile", path, "--state", state, "--credentials", g_get_user_data_dir (), NULL
  };

  g_assert_true (g_file_set_contents (path, "[Wello]\nDomian=X\n", -1, NULL));
  run_application (words, bad_profile, path);
}

/* The whole job: look, mark, send, look at what needs a person. */
static void
main_job (GtkWidget *window,
          gpointer   unused)
{
  g_autofree char *marked = NULL;
  g_autofree char *question = NULL;
  guint n;

  /* Nothing is ready before the first sync is over. */
  while (get_count (window, "To Review") < 20 || !sees (window, "O’Brien & Sons"))
    g_main_context_iteration (NULL, TRUE);
  n = get_count (window, "To Review");

  /* What lies before the first day is listed, and can't be marked. */
  g_assert_true (sees (window, "Before start"));
  do_action (find_widget (window, has_text, (gpointer) "O’Brien & Sons"), "work.mark-all");
  marked = g_strdup_printf ("%u marked", n - 1);
  question = g_strdup_printf ("Send %u Work Orders?", n - 1);
  wait_for (window, marked);

  do_action (window, "win.send-marked");
  wait_for (window, question);
  press (window, "Cancel");
  wait_until_gone (window, question);
  g_assert_true (sees (window, marked));

  do_action (window, "win.send-marked");
  wait_for (window, question);
  press (window, "Send");
  wait_for (window, "documents made");
  while (get_count (window, "To Review") >= 20 || get_count (window, "Done") < 20)
    g_main_context_iteration (NULL, TRUE);
  wait_until_gone (window, marked);

  /* What was refused shows its reason, in the words of Business Central; what is in
   * the way has a button, and nobody is sent to a terminal. */
  choose (window, "Exceptions");
  wait_for (window, "blocked in Business Central");
  wait_for (window, "checks passed");
  g_assert_true (sees (window, "Check Again") || sees (window, "Sync "));
  g_assert_false (sees (window, "passerellectl"));

  /* Skipping asks for the reason. */
  do_action (find_widget (window, has_text, (gpointer) "checks passed"), "work.skip");
  wait_for (window, "Skip INV");
  press (window, "Cancel");
  wait_until_gone (window, "Skip INV");

  gtk_widget_activate_action (window, "win.show-area", "s", "sync");
  wait_for (window, "In That Run");
  while (!sees (window, "Just now") && !sees (window, " ago"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (sees (window, "Customers"));
  g_assert_true (sees (window, "Items"));

  /* A run of its own comes to its end, and the window can be asked again. */
  do_action (window, "win.sync-all");
  wait_for (window, "Synced.");
}

static void
test_main_job (void)
{
  const char *words[] = { "passerelle", "--demo", NULL };

  run_application (words, main_job, NULL);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/window/not-set-up", test_not_set_up);
  g_test_add_func ("/app/window/bad-profile", test_bad_profile);
  g_test_add_func ("/app/window/main-job", test_main_job);

  return g_test_run ();
}
