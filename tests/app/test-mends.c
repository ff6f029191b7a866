/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "mends-fixture.h"
#include "psr-work-orders-page-private.h"

/* What is in the way has one button each. Each kind of button is pressed here, and
 * has to lead to where it says, and back to a work order that can be sent. */

/* The link beside it. */
static void
learn_more (GtkWidget  *pane,
            const char *what,
            const char *uri)
{
  GtkWidget *row;
  GtkWidget *link;

  waited_for = what;
  while ((row = find_widget (pane, is_check_row, (gpointer) what)) == NULL ||
         (link = find_widget (row, is_help_link, NULL)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (gtk_widget_get_focusable (link));
  g_assert_true (gtk_widget_has_css_class (link, "flat"));
  g_signal_emit_by_name (link, "clicked");
  reader_wait_for (uri);
}

/* The only one of the day, and nothing is on its way any more. */
static void
wait_until_made (GtkWidget *window)
{
  waited_for = "one document";
  while (get_count (window, "Done") != 1 || get_count (window, "Sending") > 0)
    g_main_context_iteration (NULL, TRUE);
}

/* Mended in Business Central: it is only looked at again. */
static void
check_again (GtkWidget *window,
             gpointer   data)
{
  Office *office = data;
  g_autofree char *number = office_find_case (office, "blocked-customer", "company_code");
  g_autofree char *id = office_find (office, "bc", "customers", "number", number, "id");
  GtkWidget *pane;

  be_quick ();
  pane = look_at (window, office, "blocked-customer", "exceptions", "Blocked");
  wait_for (pane, "The customer is blocked in Business Central");
  learn_more (pane, "The customer is blocked in Business Central", "help:passerelle/refused-customer#blocked");
  office_change (office, "bc", "customers", id, "\"blocked\":\"_x0020_\"");
  mend (pane, "The customer is blocked in Business Central", "Check Again");
  look_at (window, office, "blocked-customer", "review", "Ready");
}

static void
test_check_again (Office        *office,
                  gconstpointer  options)
{
  reader_install ();
  office_run (office, check_again);
}

/* The customer is made in Business Central, and its number written into Wello. */
static void
sync_customers (GtkWidget *window,
                gpointer   data)
{
  Office *office = data;
  g_autofree char *company = office_find_case (office, "unknown-customer", "company_id");
  GtkWidget *pane;

  be_quick ();
  pane = look_at (window, office, "unknown-customer", "exceptions", "Blocked");
  wait_for (pane, "The customer isn’t known in Business Central");
  office_change (office, "bc", "customers", NULL, "\"number\":\"NEW-1\",\"displayName\":\"Nieuwe klant\"");
  office_change (office, "wello", "Company", company, "\"code\":\"NEW-1\"");
  mend (pane, "The customer isn’t known in Business Central", "Sync Customers");
  look_at (window, office, "unknown-customer", "review", "Ready");
}

static void
test_sync_customers (Office        *office,
                     gconstpointer  options)
{
  office_run (office, sync_customers);
}

/* Its account waits to be made a customer: the way leads there. */
static void
show_proposal (GtkWidget *window,
               gpointer   data)
{
  Office *office = data;
  GtkWidget *pane;

  be_quick ();
  pane = look_at (window, office, "unknown-customer", "exceptions", "Blocked");
  wait_for (pane, "waits as a proposal to be made a customer");
  mend (pane, "The customer isn’t known in Business Central", "Show Proposal");
  wait_for (window, "Accept");
  wait_for (window, "Wello has a new account, which isn’t a customer yet");
}

static void
test_show_proposal (Office        *office,
                    gconstpointer  options)
{
  static const char * const words[] = { "sync", "customers", NULL };

  office_set (office, "Flow customers", "Direction", "both");
  office_cli (office, words);
  office_run (office, show_proposal);
}

/* The items were never read. */
static void
sync_items (GtkWidget *window,
            gpointer   data)
{
  Office *office = data;
  GtkWidget *pane;

  be_quick ();
  pane = look_at (window, office, "warranty", "exceptions", "Blocked");
  mend (pane, "A part isn’t known in Business Central", "Sync Items");
  look_at (window, office, "warranty", "review", "Ready");
}

static void
test_sync_items (Office        *office,
                 gconstpointer  options)
{
  static const char * const words[] = { "sync", "items", "--pause", NULL };

  office_cli (office, words);
  office_run (office, sync_items);
}

static gboolean
is_combo (GtkWidget *widget,
          gpointer   title)
{
  return ADW_IS_COMBO_ROW (widget) && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title);
}

/* Chooses the second entry, which is the first that says something. */
static void
pick_first (GtkWidget  *window,
            const char *title)
{
  GtkWidget *combo;

  waited_for = title;
  while ((combo = find_widget (window, is_combo, (gpointer) title)) == NULL ||
         g_list_model_get_n_items (adw_combo_row_get_model (ADW_COMBO_ROW (combo))) < 2)
    g_main_context_iteration (NULL, TRUE);
  adw_combo_row_set_selected (ADW_COMBO_ROW (combo), 1);
}

/* Until the pane of whichever window there is shows that work order, in that state. */
static void
wait_for_pane (const char *title,
               const char *state)
{
  GtkWidget *pane = NULL;

  waited_for = title;
  while (pane == NULL || !sees (pane, title) || !sees (pane, state) || !sees (pane, "passed"))
    {
      g_main_context_iteration (NULL, TRUE);
      pane = find_widget (get_window (), is_pane, NULL);
    }
}

static const char *
get_active_queue (GtkWidget *window)
{
  return adw_toggle_group_get_active_name (ADW_TOGGLE_GROUP (find_widget (window, is_toggle_group, NULL)));
}

/* It is chosen in the step of the assistant that asks for it. */
static void
choose_in_setup (GtkWidget *window,
                 gpointer   data)
{
  Office *office = data;
  g_autofree char *number = office_find_case (office, "hand-typed-part", "internal_number");
  g_autofree char *title = g_strconcat (number, " · ", NULL);
  GtkWidget *save;
  GtkWidget *pane;

  be_quick ();
  pane = look_at (window, office, "hand-typed-part", "exceptions", "Blocked");
  mend (pane, "A part was typed in by hand", "Choose…");
  pick_first (window, "Bill them as");
  while ((save = find_widget (window, is_sensitive_button, "Save")) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_signal_emit_by_name (save, "clicked");

  /* The window comes again, over the new profile, and comes back to the work order, which
   * is looked at again and followed to where it is then. */
  while (get_window () == window)
    g_main_context_iteration (NULL, TRUE);
  wait_for_pane (title, "Ready");
  waited_for = "the queue that it is in now";
  while (!g_str_equal (get_active_queue (get_window ()), "review"))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_choose (Office        *office,
             gconstpointer  options)
{
  office_run (office, choose_in_setup);
}

/* Orders of this customer can't be shipped: an invoice can. */
static void
bill_as_invoice (GtkWidget *window,
                 gpointer   data)
{
  Office *office = data;
  GtkWidget *pane;

  be_quick ();
  pane = look_at (window, office, "blocked-customer-ship", "exceptions", "Blocked");
  mend (pane, "The customer may get no orders in Business Central", "Bill as Invoice");
  wait_until_made (window);
  pane = look_at (window, office, "blocked-customer-ship", "done", "Draft");
  wait_for (pane, "Lines in Business Central");
  g_assert_true (sees (pane, "Sales invoice "));
  g_assert_cmpuint (office_count_documents (office), ==, 1);
}

static void
test_bill_as (Office        *office,
              gconstpointer  options)
{
  office_set (office, "Billing", "Document", "order");
  office_run (office, bill_as_invoice);
}

/* What asks is accepted here, and may then be sent. */
static void
accept (GtkWidget *window,
        gpointer   data)
{
  Office *office = data;
  GtkWidget *pane;

  be_quick ();
  pane = look_at (window, office, "zero-price", "review", "Ready");
  g_assert_null (find_widget (pane, is_sensitive_button, "Send…"));
  mend (pane, "Something costs nothing, for no reason", "Accept");
  press (pane, "Send…");
  press (window, "Send");
  wait_until_made (window);
  pane = look_at (window, office, "zero-price", "done", "Draft");
  wait_for (pane, "Lines in Business Central");
  g_assert_cmpuint (office_count_documents (office), ==, 1);
}

static void
test_accept (Office        *office,
             gconstpointer  options)
{
  office_run (office, accept);
}

/* What was accepted of one content isn't accepted of the next, and nothing is sent before
 * that is read. */
static void
accept_before (GtkWidget *window,
               gpointer   data)
{
  Office *office = data;
  GtkWidget *pane;
  GtkWidget *page;
  g_autoptr(PsrWorkOrder) next = NULL;

  be_quick ();
  pane = look_at (window, office, "zero-price", "review", "Ready");
  mend (pane, "Something costs nothing, for no reason", "Accept");
  g_assert_nonnull (find_widget (pane, is_sensitive_button, "Send…"));
  page = gtk_widget_get_ancestor (pane, PSR_TYPE_WORK_ORDERS_PAGE);
  next = psr_work_order_copy (psr_work_orders_page_get_shown (PSR_WORK_ORDERS_PAGE (page)));
  next->revision++;

  psr_review_pane_show (PSR_REVIEW_PANE (pane), next);
  g_assert_null (find_widget (pane, is_sensitive_button, "Send…"));
  g_assert_null (find_widget (pane, is_sensitive_button, "Accept"));
  g_assert_null (psr_review_pane_get_seen (PSR_REVIEW_PANE (pane), next));
  g_assert_false (psr_review_pane_can_act (PSR_REVIEW_PANE (pane), "skip"));

  psr_review_pane_show (PSR_REVIEW_PANE (pane), psr_work_orders_page_get_shown (PSR_WORK_ORDERS_PAGE (page)));
  wait_for (pane, "Something costs nothing, for no reason");
  waited_for = "what is read again";
  while (find_widget (pane, is_sensitive_button, "Accept") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (find_widget (pane, is_sensitive_button, "Send…"));
}

static void
test_accept_before (Office        *office,
                    gconstpointer  options)
{
  office_run (office, accept_before);
}

static gboolean
is_shown_pane (GtkWidget *widget,
               gpointer   title)
{
  return PSR_IS_REVIEW_PANE (widget) && gtk_widget_get_mapped (widget) && sees (widget, title);
}

/* The pane that is looked at, once it shows the same and it can be sent. */
static GtkWidget *
find_ready_pane (GtkWidget  *window,
                 const char *title,
                 GtkWidget  *other)
{
  GtkWidget *pane = NULL;

  waited_for = "the other place";
  while ((pane = find_widget (window, is_shown_pane, (gpointer) title)) == NULL || pane == other ||
         find_widget (pane, is_sensitive_button, "Send…") == NULL)
    g_main_context_iteration (NULL, TRUE);

  return pane;
}

static gboolean
is_narrow_list (GtkWidget *widget,
                gpointer   unused)
{
  return G_OBJECT_TYPE (widget) == GTK_TYPE_LIST_VIEW && gtk_widget_get_mapped (widget);
}

/* What was accepted stays so when a narrower window has the work order elsewhere, and when
 * it is back. */
static void
accept_and_resize (GtkWidget *window,
                   gpointer   data)
{
  Office *office = data;
  g_autofree char *number = office_find_case (office, "zero-price", "internal_number");
  g_autofree char *title = g_strconcat (number, " · ", NULL);
  GtkWidget *pane;
  GtkWidget *other;
  GtkWidget *list;

  be_quick ();
  gtk_window_set_default_size (GTK_WINDOW (get_window ()), 1000, 700);
  pane = look_at (window, office, "zero-price", "review", "Ready");
  mend (pane, "Something costs nothing, for no reason", "Accept");
  g_assert_nonnull (find_widget (pane, is_sensitive_button, "Send…"));

  gtk_window_set_default_size (GTK_WINDOW (get_window ()), 360, 640);
  waited_for = "the narrow window";
  while (gtk_widget_get_width (get_window ()) > 400)
    g_main_context_iteration (NULL, TRUE);
  waited_for = "the narrow list";
  while ((list = find_widget (get_window (), is_narrow_list, NULL)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_signal_emit_by_name (list, "activate",
                         gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (list)))));
  other = find_ready_pane (get_window (), title, pane);

  gtk_window_set_default_size (GTK_WINDOW (get_window ()), 1000, 700);
  waited_for = "the wide window";
  while (gtk_widget_get_width (get_window ()) < 900)
    g_main_context_iteration (NULL, TRUE);
  do_action (other, "navigation.pop");
  g_assert_true (find_ready_pane (get_window (), title, other) == pane);
  /* Nothing is left where it was. */
  g_assert_null (find_widget (other, is_sensitive_button, "Send…"));
}

static void
test_accept_and_resize (Office        *office,
                        gconstpointer  options)
{
  office_run (office, accept_and_resize);
}

static gboolean
is_choice_row (GtkWidget *widget,
          gpointer   title)
{
  return ADW_IS_COMBO_ROW (widget) && gtk_widget_get_mapped (widget) &&
         g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0;
}

static guint
get_chosen (GtkWidget  *pane,
            const char *title)
{
  return adw_combo_row_get_selected (ADW_COMBO_ROW (find_widget (pane, is_choice_row, (gpointer) title)));
}

static AdwDialog *
ask_to_send (GtkWidget *window,
             GtkWidget *pane)
{
  AdwDialog *dialog;

  press (pane, "Send…");
  waited_for = "the question";
  while ((dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window))) == NULL)
    g_main_context_iteration (NULL, TRUE);

  return dialog;
}

/* One invoice is made an order, although the profile says otherwise; what is asked before
 * says so. */
static void
choose_order (GtkWidget *window,
              gpointer   data)
{
  Office *office = data;
  GtkWidget *pane;
  GtkWidget *row;
  AdwDialog *dialog;

  be_quick ();
  pane = look_at (window, office, "zero-price", "review", "Ready");
  mend (pane, "Something costs nothing, for no reason", "Accept");
  g_assert_cmpuint (get_chosen (pane, "Document"), ==, 0);
  g_assert_cmpuint (get_chosen (pane, "Posting"), ==, 0);
  row = find_widget (pane, is_choice_row, "Document");
  g_assert_true (gtk_widget_get_focusable (row));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1);
  /* An order asks what an invoice doesn't. */
  g_assert_null (find_widget (pane, is_sensitive_button, "Send…"));
  mend (pane, "Business Central won’t post this order as it is", "Accept");
  dialog = ask_to_send (window, pane);
  wait_for (GTK_WIDGET (dialog), "Sales order");
  wait_for (GTK_WIDGET (dialog), "Nothing is posted.");
  press (GTK_WIDGET (dialog), "Send");
  wait_until_made (window);
  pane = look_at (window, office, "zero-price", "done", "Draft");
  wait_for (pane, "Sales order");
  g_assert_null (find_widget (pane, is_choice_row, "Document"));
}

/* What can't be undone is said before. */
static void
choose_posting (GtkWidget *window,
                gpointer   data)
{
  Office *office = data;
  GtkWidget *pane;
  AdwDialog *dialog;

  be_quick ();
  pane = look_at (window, office, "zero-price", "review", "Ready");
  mend (pane, "Something costs nothing, for no reason", "Accept");
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_widget (pane, is_choice_row, "Posting")), 1);
  dialog = ask_to_send (window, pane);
  wait_for (GTK_WIDGET (dialog), "What is posted can only be credited.");
  press (GTK_WIDGET (dialog), "Cancel");
}

static void
test_choose_posting (Office        *office,
                     gconstpointer  options)
{
  office_run (office, choose_posting);
}

static void
test_choose_order (Office        *office,
                   gconstpointer  options)
{
  office_run (office, choose_order);
}

int
main (int    argc,
      char **argv)
{
  static const char * const few[] = { "--customers", "30", "--items", "30", "--work-orders", "20", NULL };

  setlocale (LC_ALL, "");
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/app/mends/check-again", Office, few, office_set_up, test_check_again, office_tear_down);
  g_test_add ("/app/mends/accept-and-resize", Office, few, office_set_up, test_accept_and_resize, office_tear_down);
  g_test_add ("/app/mends/choose-order", Office, few, office_set_up, test_choose_order, office_tear_down);
  g_test_add ("/app/mends/choose-posting", Office, few, office_set_up, test_choose_posting, office_tear_down);
  g_test_add ("/app/mends/sync-customers", Office, few, office_set_up, test_sync_customers, office_tear_down);
  g_test_add ("/app/mends/show-proposal", Office, few, office_set_up, test_show_proposal, office_tear_down);
  g_test_add ("/app/mends/sync-items", Office, few, office_set_up, test_sync_items, office_tear_down);
  g_test_add ("/app/mends/choose", Office, few, office_set_up, test_choose, office_tear_down);
  g_test_add ("/app/mends/bill-as", Office, few, office_set_up, test_bill_as, office_tear_down);
  g_test_add ("/app/mends/accept", Office, few, office_set_up, test_accept, office_tear_down);
  g_test_add ("/app/mends/accept-before", Office, few, office_set_up, test_accept_before, office_tear_down);

  return g_test_run ();
}
