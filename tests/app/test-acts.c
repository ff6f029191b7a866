/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "office-fixture.h"
#include "psr-fit-bin.h"
#include "psr-review-pane.h"
#include "psr-window.h"
#include "psr-work-order-row.h"
#include "psr-work-orders-sent.h"

/* What a person decides about drafts that were made: one is posted, one is withdrawn. */

static void
be_quick (void)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
}

static gboolean
is_pane (GtkWidget *widget,
         gpointer   unused)
{
  return PSR_IS_REVIEW_PANE (widget);
}

static GtkWidget *
find_pane (GtkWidget *window)
{
  GtkWidget *pane;

  waited_for = "the pane";
  while ((pane = find_widget (window, is_pane, NULL)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  return pane;
}

static gboolean
is_in_dialog (GtkWidget *widget,
              gpointer   text)
{
  return is_button (widget, text) && gtk_widget_get_ancestor (widget, ADW_TYPE_ALERT_DIALOG) != NULL;
}

static void
answer (GtkWidget  *window,
        const char *button)
{
  GtkWidget *found;

  waited_for = button;
  while ((found = find_widget (window, is_in_dialog, (gpointer) button)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_signal_emit_by_name (found, "clicked");
}

static void
act (GtkWidget  *window,
     const char *name)
{
  waited_for = name;
  while (!psr_review_pane_can_act (PSR_REVIEW_PANE (find_pane (window)), name))
    g_main_context_iteration (NULL, TRUE);
  do_action_with (find_pane (window), "work.act", g_variant_new_string (name));
}

static guint
count_rows (Office     *office,
            const char *set,
            const char *status)
{
  g_autofree char *path = g_strdup_printf ("rows?service=bc&set=%s", set);
  g_autoptr(JsonNode) node = office_read (office, path);
  JsonArray *rows = psr_json_get_array (json_node_get_object (node), "rows");
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (rows); i++)
    n += g_strcmp0 (psr_json_get_string (json_array_get_object_element (rows, i), "status"), status) == 0;

  return n;
}

static gboolean
is_spinner (GtkWidget *widget,
            gpointer   unused)
{
  return ADW_IS_SPINNER (widget);
}

static gboolean
is_total (GtkWidget *widget,
          gpointer   unused)
{
  return PSR_IS_FIT_BIN (widget);
}

static gboolean
is_table (GtkWidget *widget,
          gpointer   unused)
{
  return GTK_IS_COLUMN_VIEW (widget);
}

static PsrWorkOrder *
get_chosen (GtkWidget *window)
{
  GtkSelectionModel *model = gtk_column_view_get_model (GTK_COLUMN_VIEW (find_widget (window, is_table, NULL)));

  return psr_work_order_row_get_work_order (gtk_single_selection_get_selected_item (GTK_SINGLE_SELECTION (model)));
}

/* What the list tells anew of a document is read again in Business Central: what it was made
 * from isn't drawn in between, and what is there stays. */
static void
tell_again (GtkWidget *window)
{
  PsrDesk *desk = psr_window_get_desk (PSR_WINDOW (window));
  PsrReviewPane *pane = PSR_REVIEW_PANE (find_pane (window));
  PsrWorkOrder *shown;
  g_autoptr(DexFuture) reading = NULL;
  PsrOrderView *view;
  GtkWidget *totals;

  waited_for = "the totals of the document";
  while (find_widget (GTK_WIDGET (pane), is_spinner, NULL) != NULL)
    g_main_context_iteration (NULL, TRUE);
  totals = find_widget (GTK_WIDGET (pane), is_total, NULL);
  g_assert_nonnull (totals);
  shown = get_chosen (window);
  reading = psr_desk_view (desk, shown->id, FALSE);
  while (dex_future_is_pending (reading))
    g_main_context_iteration (NULL, TRUE);
  view = g_value_get_boxed (dex_future_get_value (reading, NULL));
  g_assert_true (view->row != shown);

  psr_review_pane_show (pane, view->row);
  waited_for = "what Business Central has";
  while (find_widget (GTK_WIDGET (pane), is_spinner, NULL) == NULL)
    g_main_context_iteration (NULL, TRUE);
  while (find_widget (GTK_WIDGET (pane), is_spinner, NULL) != NULL)
    {
      g_assert_true (sees (GTK_WIDGET (pane), "Lines in Business Central"));
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_true (find_widget (GTK_WIDGET (pane), is_total, NULL) == totals);

  /* The list may have told something newer meanwhile, which it doesn't tell twice. */
  psr_review_pane_show (pane, get_chosen (window));
}

static gboolean
is_titled (GtkWidget *widget,
           gpointer   title)
{
  return is_label (widget, title) && gtk_widget_get_ancestor (widget, GTK_TYPE_COLUMN_VIEW) != NULL;
}

/* What was sent has its number in Business Central, and who sent it, in columns of their own. */
static void
look_at_sent (GtkWidget *window)
{
  const PsrWorkOrder *chosen;
  GtkWidget *table;

  waited_for = "the columns of what was sent";
  while (find_widget (window, is_titled, "Sent By") == NULL || find_widget (window, is_titled, "Document") == NULL)
    g_main_context_iteration (NULL, TRUE);
  table = find_widget (window, is_table, NULL);
  while ((chosen = get_chosen (window)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (chosen->approved_by, !=, "");
  wait_for (table, chosen->bc_number);
  wait_for (table, chosen->approved_by);
  g_assert_false (sees (table, " · "));
}

/* What is posted isn't posted again, wherever the cursor is by now. */
static void
expect_posted (GtkWidget *window,
               gint64     id)
{
  g_autoptr(DexFuture) reading = psr_desk_view (psr_window_get_desk (PSR_WINDOW (window)), id, FALSE);
  const PsrOrderView *view;

  while (dex_future_is_pending (reading))
    g_main_context_iteration (NULL, TRUE);
  view = g_value_get_boxed (dex_future_get_value (reading, NULL));
  g_assert_nonnull (view);
  g_assert_false (g_strv_contains ((const char * const *) view->acts, "post"));
}

static void
drafts (GtkWidget *window,
        gpointer   data)
{
  Office *office = data;
  gint64 id;
  guint drafts = count_rows (office, "salesInvoices", "Draft");

  be_quick ();
  g_assert_cmpuint (drafts, >=, 2);
  choose (window, "Done");
  wait_for (window, "Lines in Business Central");
  wait_for (window, "Approved By");
  look_at_sent (window);
  tell_again (window);

  /* Not before somebody says so. */
  act (window, "post");
  wait_for (window, "then Business Central posts the draft");
  answer (window, "Cancel");
  wait_until_gone (window, "then Business Central posts the draft");
  g_assert_cmpuint (count_rows (office, "salesInvoices", "Draft"), ==, drafts);

  id = get_chosen (window)->id;
  act (window, "post");
  answer (window, "Post");
  wait_for (window, "Posted in Business Central");
  g_assert_cmpuint (count_rows (office, "salesInvoices", "Draft"), ==, drafts - 1);
  /* Whether it was seen in another queue meanwhile, where the cursor doesn't follow it, or not. */
  waited_for = "the end of posting";
  while (psr_desk_is_writing (psr_window_get_desk (PSR_WINDOW (window))) || get_count (window, "Sending") > 0)
    g_main_context_iteration (NULL, TRUE);
  expect_posted (window, id);
}

static void
test_drafts (Office        *office,
             gconstpointer  options)
{
  static const char * const sync[] = { "sync", NULL };
  static const char * const bill[] = { "bill", "--all", "--as", "invoice", NULL };

  office_cli (office, sync);
  office_cli (office, bill);
  office_run (office, drafts);
}

/* It leads to the document where the address of its page is known. */
static void
test_number (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PsrProfile) online = psr_profile_new_from_text ("[BusinessCentral]\nTenant=contoso.example\nEnvironment=Production\n"
                                                            "Company=CRONUS & Söhne\nClientId=c\n[Wello]\nDomain=D\nUser=u\n",
                                                            "test.ini", &error);
  g_autoptr(PsrWorkOrder) work_order = psr_work_order_new ();
  GtkWidget *label = g_object_ref_sink (gtk_label_new (NULL));

  g_assert_no_error (error);
  psr_work_orders_sent_show_number (GTK_LABEL (label), online, NULL);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "");
  work_order->document = g_strdup ("invoice");
  work_order->bc_number = g_strdup ("10<2001");
  psr_work_orders_sent_show_number (GTK_LABEL (label), online, work_order);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "10<2001");
  g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (label)), "href=\"https://businesscentral.dynamics.com/contoso.example/"));
  g_assert_true (gtk_widget_get_focusable (label));

  /* Nobody knows another service's pages. */
  psr_work_orders_sent_show_number (GTK_LABEL (label), NULL, work_order);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (label)), ==, "10<2001");
  g_object_unref (label);
}

int
main (int    argc,
      char **argv)
{
  static const char * const few[] = { "--customers", "20", "--items", "20", "--work-orders", "8", NULL };

  setlocale (LC_ALL, "");
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  gtk_init ();
  g_test_add_func ("/app/acts/number", test_number);
  g_test_add ("/app/acts/drafts", Office, few, office_set_up, test_drafts, office_tear_down);

  return g_test_run ();
}
