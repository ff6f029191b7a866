/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "code-fixture.h"
#include "psr-engine.h"
#include "psr-window.h"
#include "slow-clock-fixture.h"

/* What happens around a window in the middle of the work: the sign-in ends, the
 * network goes, and another program works on the same state. */

static void
be_quick (void)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
}

static gboolean
is_page (GtkWidget *widget,
         gpointer   unused)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), "PsrWorkOrdersPage");
}

static gboolean
is_table (GtkWidget *widget,
          gpointer   unused)
{
  return GTK_IS_COLUMN_VIEW (widget);
}

static gboolean
is_check_button (GtkWidget *widget,
                 gpointer   unused)
{
  return GTK_IS_BUTTON (widget) && gtk_widget_is_sensitive (widget) &&
         g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), "work.check") == 0;
}

/* Until the first sync and the first look are over, and one more look found nothing
 * else: what is marked then is as it was seen. */
static void
wait_until_ready (GtkWidget *window)
{
  waited_for = "Ready";
  while (get_count (window, "To Review") < 15 || get_count (window, "Exceptions") != 1)
    g_main_context_iteration (NULL, TRUE);
  /* It can be asked for again once it is over. */
  do_action (find_widget (window, is_page, NULL), "work.check");
  while (find_widget (window, is_check_button, NULL) == NULL)
    g_main_context_iteration (NULL, TRUE);
  wait_until_gone (find_widget (window, is_table, NULL), "Blocked");
  wait_for (window, "Ready");
}

/* All that there is to do, sent or not. */
static guint
count_all (GtkWidget *window)
{
  return get_count (window, "To Review") + get_count (window, "Exceptions") + get_count (window, "Sending") + get_count (window, "Done");
}

/* Marks all, and sends them. */
static void
send_all (GtkWidget *window)
{
  do_action (find_widget (window, is_page, NULL), "work.mark-all");
  wait_for (window, " marked · net ");
  do_action (window, "win.send-marked");
  wait_for (window, "Work Orders?");
  press (window, "Send");
}

/* Nothing was lost, and nothing made twice. */
static void
wait_until_sent (GtkWidget *window,
                 Office    *office,
                 guint      total)
{
  waited_for = "all that was sent";
  while (get_count (window, "Sending") > 0 || get_count (window, "Done") < 5 || count_all (window) != total)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (office_count_documents (office), ==, get_count (window, "Done"));
}

/* Nobody is signed in yet; then somebody is; then not any more in the middle of
 * sending; then again. What was approved is all there in the end, once. */
static void
expires (GtkWidget *window,
         gpointer   data)
{
  Office *office = data;
  g_autofree char *answer = NULL;
  guint total;

  be_quick ();
  press (window, "Sign In…");
  sign_in_with_code (window);
  wait_until_ready (window);

  total = count_all (window);
  send_all (window);
  waited_for = "the middle of it";
  while (get_count (window, "Done") < 1)
    g_main_context_iteration (NULL, TRUE);
  answer = office_control (office, "POST", "revoke", "{}");
  g_assert_nonnull (answer);
  wait_for (window, "Sign In…");
  press (window, "Sign In…");
  sign_in_with_code (window);
  wait_until_gone (window, "Sign In…");
  wait_until_sent (window, office, total);
}

static void
test_expires (Office        *office,
              gconstpointer  options)
{
  office_use_code (office);
  office_run (office, expires);
}

/* No service answers any more, in the middle of sending; what is approved then is
 * kept; and all of it goes once they are back. */
static void
offline (GtkWidget *window,
         gpointer   data)
{
  Office *office = data;
  guint total;

  be_quick ();
  wait_until_ready (window);
  office_fault (office, "\"kind\":\"drop-before\",\"service\":\"bc\",\"path\":\".\",\"after\":12,\"times\":-1");
  office_fault (office, "\"kind\":\"drop-before\",\"service\":\"wello\",\"path\":\".\",\"after\":12,\"times\":-1");
  total = count_all (window);
  send_all (window);
  wait_for (window, "Working offline.");

  office_clear_faults (office);
  press (window, "Try Again");
  wait_until_gone (window, "Working offline.");
  wait_until_sent (window, office, total);
}

static void
test_offline (Office        *office,
              gconstpointer  options)
{
  office_run (office, offline);
}

/* Why nothing happens is on the card of the flow, and until when; each time that it is asked
 * again, and not any more once it is answered. */
static void
waits (GtkWidget *window,
       gpointer   data)
{
  Office *office = data;

  be_quick ();
  do_action_with (window, "win.show-area", g_variant_new_string ("sync"));
  wait_for (window, "Waiting until ");
  wait_for (window, "Business Central asks us to wait ");
  office_clear_faults (office);
  wait_until_gone (window, "Waiting until ");
}

static void
test_waits (Office        *office,
            gconstpointer  options)
{
  static const char * const first[] = { "sync", NULL };

  office_cli (office, first);
  office_fault (office, "\"kind\":\"429\",\"service\":\"bc\",\"path\":\"/customers\",\"retry_after\":20,\"times\":-1");
  office_run (office, waits);
}

/* passerellectl is at work, and the window follows; it takes its place afterwards. */
static void
beside (GtkWidget *window,
        gpointer   data)
{
  Office *office = data;

  be_quick ();
  wait_for (window, "is at work here. What you ask for is left to it.");
  waited_for = "what the other one makes";
  while (get_count (window, "Done") < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (sees (window, "is at work here."));
  wait_until_gone (window, "is at work here.");
  wait_until_sent (window, office, count_all (window));
}

static void
test_beside (Office        *office,
             gconstpointer  options)
{
  static const char * const first[] = { "sync", NULL };
  g_autoptr(GSubprocess) worker = NULL;
  g_autoptr(GError) error = NULL;

  office_cli (office, first);
  office_fault (office, "\"kind\":\"queue\",\"service\":\"bc\",\"method\":\"POST\",\"path\":\"salesInvoices|makeInvoice\","
                        "\"seconds\":1,\"times\":-1");
  worker = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, g_getenv ("PASSERELLECTL"), "bill", "--all", "--wait",
                             "--profile", office->profile, "--state", office->state, "--credentials", office->credentials, NULL);
  g_assert_no_error (error);
  office_run (office, beside);
  g_assert_true (g_subprocess_wait (worker, NULL, &error));
  g_assert_true (g_subprocess_get_if_exited (worker));
  g_assert_cmpint (g_subprocess_get_exit_status (worker), <=, 1);
}

/* Right after the last document is through, whatever the window shows by then, nobody is
 * asked whether to stop. */
static void
quit_at_the_end (GtkWidget *window,
                 gpointer   data)
{
  Office *office = data;
  g_autoptr(PsrProfile) profile = psr_profile_load (office->profile, NULL);
  g_autoptr(PsrEngine) engine = psr_engine_new (profile, office->state, office->credentials);
  gint64 left;

  be_quick ();
  wait_until_ready (window);
  send_all (window);
  waited_for = "something to be sent";
  while (get_count (window, "Sending") == 0 && get_count (window, "Done") == 0)
    g_main_context_iteration (NULL, TRUE);

  waited_for = "the last one";
  do
    {
      g_autoptr(DexFuture) future = psr_engine_get_status (engine);
      PsrEngineStatus *status;

      while (dex_future_is_pending (future))
        g_main_context_iteration (NULL, TRUE);
      status = g_value_get_boxed (dex_future_get_value (future, NULL));
      left = status->in_queue[PSR_QUEUE_SENDING];
      for (guint i = 0; i < status->requests->len; i++)
        left++;
    }
  while (left > 0);

  /* A question would keep it from ending. */
  do_action (window, "app.quit");
  g_assert_null (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
}

static void
test_quit_at_the_end (Office        *office,
                      gconstpointer  options)
{
  office_run (office, quit_at_the_end);
}

static void
wrong_clock (GtkWidget *window,
             gpointer   data)
{
  Office *office = data;
  g_autofree char *state = g_build_filename (office->folder, "other-state", NULL);
  g_autoptr(PsrClock) clock = g_object_new (TEST_TYPE_SLOW_CLOCK, NULL);
  g_autoptr(PsrDesk) desk = psr_desk_new (office->profile, state, office->credentials, clock);
  PsrWindow *slow = psr_window_new (ADW_APPLICATION (g_application_get_default ()), desk, FALSE);
  DexFuture *closed;

  be_quick ();
  gtk_window_present (GTK_WINDOW (slow));
  psr_desk_open (desk);
  wait_for (GTK_WIDGET (slow), "This computer’s clock is ");
  g_assert_true (sees (GTK_WIDGET (slow), " minutes slow."));
  press (GTK_WIDGET (slow), "Details…");
  wait_for (GTK_WIDGET (slow), "Switch on automatic date and time");
  press (GTK_WIDGET (slow), "Close");

  closed = psr_desk_close (desk);
  while (dex_future_is_pending (closed))
    g_main_context_iteration (NULL, TRUE);
  dex_unref (closed);
  gtk_window_destroy (GTK_WINDOW (slow));
  wait_for (window, "To Review");
}

static void
test_wrong_clock (Office        *office,
                  gconstpointer  options)
{
  office_run (office, wrong_clock);
}

int
main (int    argc,
      char **argv)
{
  static const char * const few[] = { "--customers", "30", "--items", "20", "--work-orders", "12", NULL };

  setlocale (LC_ALL, "");
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/app/office/expires", Office, few, office_set_up, test_expires, office_tear_down);
  g_test_add ("/app/office/offline", Office, few, office_set_up, test_offline, office_tear_down);
  g_test_add ("/app/office/quit-at-the-end", Office, few, office_set_up, test_quit_at_the_end, office_tear_down);
  g_test_add ("/app/office/waits", Office, few, office_set_up, test_waits, office_tear_down);
  g_test_add ("/app/office/wrong-clock", Office, few, office_set_up, test_wrong_clock, office_tear_down);
  g_test_add ("/app/office/beside", Office, few, office_set_up, test_beside, office_tear_down);

  return g_test_run ();
}
