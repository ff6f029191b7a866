/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>

#include "psr-flow-card.h"
#include "psr-review-pane.h"
#include "psr-state-bin.h"
#include "psr-system-clock.h"
#include "psr-window.h"
#include "psr-work-orders-page.h"
#include "states-fixture.h"

/* What each view shows when it has nothing to show, can't show it, or not yet. */

/* What isn't read yet says so. */
static void
loading (GtkWidget *window,
         gpointer   data)
{
  Office *office = data;
  g_autoptr(PsrClock) clock = psr_system_clock_new ();
  g_autoptr(PsrDesk) desk = psr_desk_new (office->profile, office->state, office->credentials, clock);
  PsrWindow *other = psr_window_new (ADW_APPLICATION (g_application_get_default ()), desk, FALSE);
  GtkWidget *bare = gtk_window_new ();
  GtkWidget *state = psr_state_bin_new ();

  be_quick ();
  gtk_window_present (GTK_WINDOW (other));
  wait_for (GTK_WIDGET (other), "Opening…");
  gtk_window_destroy (GTK_WINDOW (other));

  /* A list whose desk isn't open, a work order that isn't chosen, and what shows them all. */
  gtk_window_set_child (GTK_WINDOW (bare), g_object_new (PSR_TYPE_WORK_ORDERS_PAGE, NULL));
  gtk_window_present (GTK_WINDOW (bare));
  wait_for (bare, "Loading…");
  gtk_window_set_child (GTK_WINDOW (bare), g_object_new (PSR_TYPE_REVIEW_PANE, NULL));
  wait_for (bare, "Nothing Selected");
  psr_state_bin_show_loading (PSR_STATE_BIN (state), "Reading…");
  gtk_window_set_child (GTK_WINDOW (bare), state);
  wait_for (bare, "Reading…");
  g_assert_null (find_widget (bare, is_button, (gpointer) "Try Again"));
  gtk_window_destroy (GTK_WINDOW (bare));
  wait_for (window, "To Review");
}

static void
test_loading (Office        *office,
              gconstpointer  options)
{
  office_run (office, loading);
}

/* All is done, and when it is looked for next; and the same while nothing can be reached. */
static void
empty (GtkWidget *window,
       gpointer   data)
{
  Office *office = data;
  GtkWidget *card;

  be_quick ();
  wait_for (window, "All work that is ready in Wello has been dealt with.");
  wait_for (window, "The next check is at ");
  g_assert_true (sees (window, "Nothing to Bill"));
  press (window, "Check Now");
  choose (window, "Exceptions");
  wait_for (window, "Nothing Needs You");
  choose (window, "Sending");
  wait_for (window, "Nothing Is Being Sent");
  choose (window, "Done");
  wait_for (window, "Nothing Done Yet");
  choose (window, "To Review");
  wait_for (window, "Nothing to Bill");

  show_area (window, "activity");
  wait_for (window, "Nothing was billed in 30 days");

  show_area (window, "sync");
  wait_for (window, "On time");
  card = find_type (window, "PsrFlowCard");
  do_action (card, "flow.set-aside");
  wait_for (window, "Nothing Is Set Aside");
  do_action (find_widget (window, has_text, (gpointer) "Nothing Is Set Aside"), "navigation.pop");

  show_area (window, "work-orders");
  cut_off (office);
  do_action (find_type (window, "PsrWorkOrdersPage"), "work.check");
  wait_for (window, "Working offline.");
  wait_for (window, "What is new can’t be looked for while the services can’t be reached.");
  office_clear_faults (office);
  press (window, "Try Again");
  wait_until_gone (window, "Working offline.");
  wait_for (window, "All work that is ready in Wello has been dealt with.");
}

static void
test_empty (Office        *office,
            gconstpointer  options)
{
  office_run (office, empty);
}

/* The first time, without a network. */
static void
first_run (GtkWidget *window,
           gpointer   data)
{
  GtkWidget *card;

  be_quick ();
  wait_for (window, "Nothing to Bill Yet");
  wait_for (window, "Working offline.");
  show_area (window, "sync");
  wait_for (window, "Not run yet");
  card = find_type (window, "PsrFlowCard");
  do_action (card, "flow.runs");
  wait_for (window, "No Runs Yet");
  show_area (window, "activity");
  wait_for (window, "Nothing Happened Yet");
}

static void
test_first_run (Office        *office,
                gconstpointer  options)
{
  cut_off (office);
  office_run (office, first_run);
}

/* No flow is switched on, and no request is kept. */
static void
switched_off (GtkWidget *window,
              gpointer   data)
{
  be_quick ();
  show_area (window, "sync");
  wait_for (window, "Nothing Is Synced");
  press (window, "Preferences");
  wait_for (window, "Work Without a Window");
  adw_dialog_force_close (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));

  show_area (window, "activity");
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (find_type (window, "AdwViewStack")), "requests");
  wait_for (window, "No Requests Are Kept");
}

static void
test_switched_off (Office        *office,
                   gconstpointer  options)
{
  office_set (office, "Flow customers", "Enabled", "no");
  office_set (office, "Flow items", "Enabled", "no");
  office_set (office, "Flow contacts", "Enabled", "no");
  office_set (office, "Flow reference", "Enabled", "no");
  office_set (office, "Flow prices", "Enabled", "no");
  office_set (office, "Log", "Requests", "off");
  office_run (office, switched_off);
}

/* What can't be read says why, and is read again by itself or at the press of a button. */
static void
errors (GtkWidget *window,
        gpointer   data)
{
  Office *office = data;

  be_quick ();
  waited_for = "the first sync";
  while (get_count (window, "To Review") < 5 || !sees (window, "passed"))
    g_main_context_iteration (NULL, TRUE);

  sql (office, "ledger.db", "ALTER TABLE audit RENAME TO away");
  do_action (find_type (window, "PsrReviewPane"), "review.reload");
  wait_for (window, "Try Again");
  sql (office, "ledger.db", "ALTER TABLE away RENAME TO audit");
  press (find_type (window, "PsrReviewPane"), "Try Again");
  waited_for = "the pane";
  while (find_widget (find_type (window, "PsrReviewPane"), is_button, (gpointer) "Try Again") != NULL)
    g_main_context_iteration (NULL, TRUE);

  sql (office, "ledger.db", "ALTER TABLE documents RENAME TO away");
  wait_for (find_type (window, "PsrWorkOrdersPage"), "Try Again");
  sql (office, "ledger.db", "ALTER TABLE away RENAME TO documents");
  press (find_type (window, "PsrWorkOrdersPage"), "Try Again");
  wait_until_gone (find_type (window, "PsrWorkOrdersPage"), "Try Again");
  wait_for (window, "passed");

  /* Where nobody can be asked for anything, all ends, and begins again when somebody
   * says so. */
  sql (office, "ledger.db", "ALTER TABLE commands RENAME TO away");
  wait_for (window, "Details…");
  waited_for = "the end of the worker";
  while (psr_keeper_get_state (psr_desk_get_keeper (psr_window_get_desk (PSR_WINDOW (window)))) != PSR_KEEPER_HALTED)
    g_main_context_iteration (NULL, TRUE);
  sql (office, "ledger.db", "ALTER TABLE away RENAME TO commands");
  press (window, "Details…");
  press (window, "Try Again");
  wait_until_gone (window, "Details…");

  show_area (window, "sync");
  do_action (find_type (window, "PsrFlowCard"), "flow.runs");
  wait_for (window, "Runs: Customers");
  sql (office, "mirror.db", "ALTER TABLE runs RENAME TO away");
  wait_for (find_type (window, "PsrFlowPage"), "Try Again");
  sql (office, "mirror.db", "ALTER TABLE away RENAME TO runs");
  press (find_type (window, "PsrFlowPage"), "Try Again");
  wait_until_gone (find_type (window, "PsrFlowPage"), "Try Again");

  show_area (window, "activity");
  wait_for (window, "Synced · Customers");
  sql (office, "ledger.db", "ALTER TABLE audit RENAME TO away");
  do_action (find_type (window, "PsrActivityPage"), "activity.reload");
  wait_for (find_type (window, "PsrActivityPage"), "Try Again");
  sql (office, "ledger.db", "ALTER TABLE away RENAME TO audit");
  press (find_type (window, "PsrActivityPage"), "Try Again");
  wait_for (window, "Synced · Customers");

  /* What billing found left over is named as long as it is. */
  g_assert_false (sees (window, "Left Over"));
  sql (office, "mirror.db", "INSERT OR REPLACE INTO facts SELECT 'quotes-left:' || substr (name, 13), 'SQ-77' || char (10) || 'SQ-78' "
                            "FROM facts WHERE name LIKE 'quote-sweep:%'");
  wait_for (window, "Quotes in Business Central: SQ-77, SQ-78");
  sql (office, "mirror.db", "UPDATE facts SET value = '' WHERE name LIKE 'quotes-left:%'");
  wait_until_gone (window, "Left Over");

  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (find_type (window, "AdwViewStack")), "requests");
  sql (office, "mirror.db", "ALTER TABLE requests RENAME TO away");
  do_action (find_type (window, "PsrRequestList"), "requests.reload");
  wait_for (find_type (window, "PsrRequestList"), "Try Again");
  sql (office, "mirror.db", "ALTER TABLE away RENAME TO requests");
  press (find_type (window, "PsrRequestList"), "Try Again");
  wait_until_gone (find_type (window, "PsrRequestList"), "Try Again");
}

static void
test_errors (Office        *office,
             gconstpointer  options)
{
  office_run (office, errors);
}

static gboolean
leads_on (GtkWidget *widget,
          gpointer   action)
{
  return GTK_IS_LIST_BOX_ROW (widget) && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0;
}

static void
enter_row (GtkWidget  *window,
           const char *action)
{
  GtkWidget *row;

  waited_for = action;
  while ((row = find_widget (window, leads_on, (gpointer) action)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_activate (row);
}

/* What is compared on both sides, of which one can't be read. */
static void
matching (GtkWidget *window,
          gpointer   data)
{
  Office *office = data;

  be_quick ();
  show_area (window, "sync");
  wait_for (window, "On time");
  cut_off (office);
  do_action (find_type (window, "PsrFlowCard"), "flow.matching");
  wait_for (find_type (window, "PsrMatchingPage"), "Try Again");
  office_clear_faults (office);
  press (find_type (window, "PsrMatchingPage"), "Try Again");
  wait_for (find_type (window, "PsrMatchingPage"), "Only in Wello");

  cut_off (office);
  do_action (find_type (window, "PsrMatchingPage"), "page.couple");
  wait_for (find_type (window, "PsrCouplePage"), "Try Again");
  office_clear_faults (office);
  press (find_type (window, "PsrCouplePage"), "Try Again");
  wait_for (find_type (window, "PsrCouplePage"), "Only in Wello");
}

static void
test_matching (Office        *office,
               gconstpointer  options)
{
  static const char * const words[] = { "sync", NULL };

  office_cli (office, words);
  office_run (office, matching);
}

/* A record and a document, of which both services can't be asked. */
static void
offline (GtkWidget *window,
         gpointer   data)
{
  Office *office = data;

  be_quick ();
  choose (window, "Done");
  wait_for (window, "Lines in Business Central");
  show_area (window, "sync");
  do_action (find_type (window, "PsrFlowCard"), "flow.runs");
  enter_row (window, "page.run");
  wait_for (window, "Created in Wello");
  cut_off (office);
  enter_row (window, "page.record");
  wait_for (find_type (window, "PsrRecordPage"), "Try Again");
  office_clear_faults (office);
  press (find_type (window, "PsrRecordPage"), "Try Again");
  wait_for (window, "Both sides last agreed");

  show_area (window, "work-orders");
  cut_off (office);
  do_action (find_type (window, "PsrReviewPane"), "review.reload");
  wait_for (window, "Business Central couldn’t be asked. This is what it was made from.");
  office_clear_faults (office);
  do_action (find_type (window, "PsrReviewPane"), "review.reload");
  wait_for (window, "Lines in Business Central");
}

static void
test_offline (Office        *office,
              gconstpointer  options)
{
  static const char * const first[] = { "sync", NULL };
  static const char * const then[] = { "bill", "--all", NULL };

  office_cli (office, first);
  office_cli (office, then);
  office_run (office, offline);
}

/* A local state that can't be used: why, and that it opens once it is mended. */
static void
damaged (GtkWidget *window,
         gpointer   data)
{
  Office *office = data;
  g_autofree char *ledger = g_build_filename (office->state, "ledger.db", NULL);

  be_quick ();
  wait_for (window, "the record of what was billed, is damaged");
  g_assert_false (sees (window, "Set Up…"));
  g_assert_cmpint (g_unlink (ledger), ==, 0);
  press (window, "Try Again");
  wait_for (window, "To Review");
}

static void
test_damaged (Office        *office,
              gconstpointer  options)
{
  g_autofree char *ledger = g_build_filename (office->state, "ledger.db", NULL);

  g_assert_cmpint (g_mkdir_with_parents (office->state, 0700), ==, 0);
  g_assert_true (g_file_set_contents (ledger, "This is no database, and was never one, however long.", -1, NULL));
  office_run (office, damaged);
}

static void
no_folder (GtkWidget *window,
           gpointer   data)
{
  Office *office = data;

  be_quick ();
  wait_for (window, "could not be used");
  g_assert_cmpint (g_unlink (office->state), ==, 0);
  press (window, "Try Again");
  wait_for (window, "To Review");
}

static void
test_no_folder (Office        *office,
                gconstpointer  options)
{
  g_assert_true (g_file_set_contents (office->state, "in the way", -1, NULL));
  office_run (office, no_folder);
}

int
main (int    argc,
      char **argv)
{
  static const char * const few[] = { "--customers", "20", "--items", "20", "--work-orders", "8", NULL };
  static const char * const none[] = { "--customers", "5", "--items", "5", "--work-orders", "0", NULL };

  setlocale (LC_ALL, "");
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/app/states/loading", Office, none, office_set_up, test_loading, office_tear_down);
  g_test_add ("/app/states/empty", Office, none, office_set_up, test_empty, office_tear_down);
  g_test_add ("/app/states/first-run", Office, none, office_set_up, test_first_run, office_tear_down);
  g_test_add ("/app/states/switched-off", Office, none, office_set_up, test_switched_off, office_tear_down);
  g_test_add ("/app/states/errors", Office, few, office_set_up, test_errors, office_tear_down);
  g_test_add ("/app/states/offline", Office, few, office_set_up, test_offline, office_tear_down);
  g_test_add ("/app/states/matching", Office, none, office_set_up, test_matching, office_tear_down);
  g_test_add ("/app/states/damaged", Office, none, office_set_up, test_damaged, office_tear_down);
  g_test_add ("/app/states/no-folder", Office, none, office_set_up, test_no_folder, office_tear_down);

  return g_test_run ();
}
