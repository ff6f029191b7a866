/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>

#include "app-fixture.h"
#include "psr-activity-page.h"
#include "psr-flow-card.h"
#include "psr-request-list.h"
#include "psr-table-pages.h"

static gboolean
is_card (GtkWidget *widget,
         gpointer   unused)
{
  return PSR_IS_FLOW_CARD (widget);
}

static gboolean
is_row (GtkWidget *widget,
        gpointer   title)
{
  return ADW_IS_ACTION_ROW (widget) && strstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) != NULL;
}

static gboolean
leads_on (GtkWidget *widget,
          gpointer   action)
{
  return GTK_IS_LIST_BOX_ROW (widget) &&
         g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0;
}

/* Activates the first row with that action, as Enter does. */
static void
enter_row (GtkWidget  *window,
           const char *action)
{
  GtkWidget *row;

  while ((row = find_widget (window, leads_on, (gpointer) action)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (row)));
  gtk_widget_activate (row);
}

static void
go_back (GtkWidget *window)
{
  do_action (window, "navigation.pop");
}

static gboolean
is_chart (GtkWidget *widget,
          gpointer   unused)
{
  return g_str_equal (gtk_widget_get_css_name (widget), "daychart");
}

/* From the card of a flow down to one of its records, and back. */
static void
sync_page (GtkWidget *window,
           gpointer   unused)
{
  GtkWidget *card;

  do_action_with (window, "win.show-area", g_variant_new_string ("sync"));
  wait_for (window, "Customers");
  wait_for (window, "On time");
  wait_for (window, "next at");
  card = find_widget (window, is_card, NULL);

  /* The chart is there for whoever can't see it, too. */
  gtk_test_accessible_assert_role (find_widget (window, is_chart, NULL), GTK_ACCESSIBLE_ROLE_IMG);
  waited_for = "the days to be read";
  while (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)) == NULL)
    {
      do_action (card, "flow.table");
      g_main_context_iteration (NULL, TRUE);
    }
  wait_for (window, "Broken Off");
  wait_for (window, "Today");
  adw_dialog_force_close (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
  wait_until_gone (window, "Broken Off");

  enter_row (window, "flow.runs");
  wait_for (window, "Runs: Customers");
  enter_row (window, "page.run");
  wait_for (window, "Records of the Run");
  wait_for (window, "Created in Wello");
  enter_row (window, "page.record");
  wait_for (window, "Both sides last agreed");
  g_assert_true (sees (window, "Business Central"));
  g_assert_false (sees (window, "Different"));
  g_assert_true (gtk_widget_activate_action (find_widget (window, has_text, "Both sides last agreed"), "record.retry", NULL));
  wait_for (window, "Both sides agree");
  wait_for (window, "Both sides last agreed");

  go_back (find_widget (window, has_text, "Both sides last agreed"));
  wait_for (window, "Created in Wello");
  go_back (find_widget (window, has_text, "Created in Wello"));
  wait_for (window, "Runs: Customers");
  go_back (find_widget (window, has_text, "Runs: Customers"));
  wait_for (window, "On time");

  do_action (card, "flow.dry-run");
  wait_for (window, "Dry Run: Customers");
  press (window, "Close");
  wait_until_gone (window, "Dry Run: Customers");

  do_action (card, "flow.pause");
  wait_for (window, "· runs only when you ask for it");
  g_assert_nonnull (find_widget (window, is_row, "Paused"));
  do_action (card, "flow.pause");
  wait_until_gone (window, "· runs only when you ask for it");

  do_action (card, "flow.set-aside");
  wait_for (window, "Nothing Is Set Aside");
}

static gboolean
is_requests (GtkWidget *widget,
             gpointer   unused)
{
  return PSR_IS_REQUEST_LIST (widget);
}

static gboolean
is_drop_down (GtkWidget *widget,
              gpointer   unused)
{
  return GTK_IS_DROP_DOWN (widget);
}

static gboolean
is_views (GtkWidget *widget,
          gpointer   unused)
{
  return ADW_IS_VIEW_STACK (widget);
}

static gboolean
is_activity_page (GtkWidget *widget,
                  gpointer   unused)
{
  return PSR_IS_ACTIVITY_PAGE (widget);
}

/* What is chosen of the timeline as a table for spreadsheets. */
static char *
export_timeline (GtkWidget  *window,
                 const char *done)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "activity.csv", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  char *table = NULL;

  psr_activity_page_export_to (PSR_ACTIVITY_PAGE (find_widget (window, is_activity_page, NULL)), file);
  wait_for (window, done);
  g_assert_true (g_file_get_contents (path, &table, NULL, NULL));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_true (g_str_has_prefix (table, "\"When\",\"What\",\"Document or Flow\",\"Who\",\"Details\""));

  return table;
}

static DexFuture *
read_endlessly (gpointer unused)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < 500; i++)
    g_ptr_array_add (rows, (gpointer) "row");

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, rows);
}

static void
add_line (GString       *out,
          gconstpointer  row,
          gpointer       unused)
{
  g_string_append (out, "line\n");
}

/* What takes long says how far it is, and who gives it up keeps the file that was there. */
static void
give_up_export (GtkWidget  *window,
                GtkWidget  *widget,
                const char *before)
{
  const char *titles[] = { "Title", NULL };
  PsrTablePages pages = { .next = read_endlessly, .add = add_line, .done = "Done", .failed = "Failed" };
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "endless.csv", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *kept = NULL;

  if (before != NULL)
    g_assert_true (g_file_set_contents (path, before, -1, NULL));
  dex_future_disown (psr_table_pages_write (widget, file, titles, &pages));
  wait_for (window, "Exporting: ");
  press (window, "Cancel");
  wait_for (window, "Nothing was exported");
  g_file_get_contents (path, &kept, NULL, NULL);
  g_assert_cmpstr (kept, ==, before);
  wait_until_gone (window, "Nothing was exported");
}

/* What happened, what was billed, and the requests. */
static void
activity_page (GtkWidget *window,
               gpointer   unused)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "requests.csv", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *table = NULL;
  g_autofree char *runs = NULL;
  g_autofree char *nothing = NULL;
  GtkWidget *requests;

  do_action_with (window, "win.show-area", g_variant_new_string ("activity"));
  wait_for (window, "Synced · Customers");
  wait_for (window, "Nothing was billed in 30 days");
  do_action (find_widget (window, has_text, "What Happened"), "activity.table");
  wait_for (window, "Share");
  adw_dialog_force_close (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));

  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_widget (window, is_drop_down, NULL)), 2);
  wait_for (window, "Nothing of That Kind");
  nothing = export_timeline (window, "The timeline was exported, only “Sent by itself”");
  g_assert_null (strstr (nothing, "Synced"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_widget (window, is_drop_down, NULL)), 4);
  wait_for (window, "Synced · Items");
  runs = export_timeline (window, "The timeline was exported, only “Runs”");
  g_assert_nonnull (strstr (runs, "\"Synced\",\"Items\",\"\""));

  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (find_widget (window, is_views, NULL)), "requests");
  while ((requests = find_widget (window, is_requests, NULL)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  wait_for (window, "No Request Went Wrong");
  psr_request_list_export_to (PSR_REQUEST_LIST (requests), file);
  wait_for (window, "The requests were exported");
  g_assert_true (g_file_get_contents (path, &table, NULL, NULL));
  g_assert_true (g_str_has_prefix (table, "\"When\",\"Service\""));
  give_up_export (window, requests, NULL);
  give_up_export (window, requests, "before");
}

static void
test_activity_page (void)
{
  const char *words[] = { "passerelle", "--demo", NULL };

  run_application (words, activity_page, NULL);
}

static void
test_sync_page (void)
{
  const char *words[] = { "passerelle", "--demo", NULL };

  run_application (words, sync_page, NULL);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/sync/page", test_sync_page);
  g_test_add_func ("/app/activity/page", test_activity_page);

  return g_test_run ();
}
