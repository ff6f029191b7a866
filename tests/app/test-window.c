/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>

#include "app-fixture.h"
#include "psr-sandbox-process.h"
#include "psr-scratch-folder.h"
#include "psr-window.h"
#include "psr-work-orders-page.h"

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
  g_autoptr(GSettings) settings = g_settings_new (APP_ID);
  g_autofree char *autostart = g_build_filename (g_get_user_config_dir (), "autostart", APP_ID ".desktop", NULL);

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
  g_assert_false (sees (window, "passerellectl"));
  press (window, "Close");
  wait_until_gone (window, "Close");

  /* What this computer does is chosen in the preferences. */
  do_action (window, "app.preferences");
  wait_for (window, "Work Without a Window");
  g_settings_set_boolean (settings, "autostart", TRUE);
  g_assert_false (g_file_test (autostart, G_FILE_TEST_EXISTS));
  g_settings_set_boolean (settings, "run-in-background", TRUE);
  g_assert_true (g_file_test (autostart, G_FILE_TEST_EXISTS));
  g_settings_set_boolean (settings, "run-in-background", FALSE);
  g_assert_false (g_file_test (autostart, G_FILE_TEST_EXISTS));
  g_settings_set_boolean (settings, "autostart", FALSE);
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

static gboolean
is_close_button (GtkWidget *widget,
                 gpointer   unused)
{
  return GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), "window-close-symbolic") == 0 &&
         g_strcmp0 (G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)), "AdwToastWidget") == 0;
}

/* What was told last is there in the window that takes the place of this one, also where
 * something that was told before has gone meanwhile. */
static void
told (GtkWidget *window,
      gpointer   unused)
{
  PsrWindow *other;

  psr_window_tell (PSR_WINDOW (window), "One thing");
  psr_window_tell (PSR_WINDOW (window), "Another one");
  wait_for (window, "One thing");
  waited_for = "the button of a toast";
  while (find_widget (window, is_close_button, NULL) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_signal_emit_by_name (find_widget (window, is_close_button, NULL), "clicked");
  wait_until_gone (window, "One thing");

  other = psr_window_new (ADW_APPLICATION (g_application_get_default ()), psr_window_get_desk (PSR_WINDOW (window)), FALSE);
  psr_window_take_place_of (other, PSR_WINDOW (window));
  gtk_window_present (GTK_WINDOW (other));
  wait_for (GTK_WIDGET (other), "Another one");
  gtk_window_destroy (GTK_WINDOW (other));
}

static void
test_told (void)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "told.ini", NULL);
  g_autofree char *state = g_build_filename (g_get_user_data_dir (), "state", NULL);
  const char *words[] = {
    "passerelle", "--profile", path, "--state", state, "--credentials", g_get_user_data_dir (), NULL
  };

  g_assert_true (g_file_set_contents (path, "[Wello]\nDomian=X\n", -1, NULL));
  run_application (words, told, NULL);
}

static gboolean
is_page (GtkWidget *widget,
         gpointer   unused)
{
  return PSR_IS_WORK_ORDERS_PAGE (widget);
}

/* What is listed as a table for spreadsheets. */
static void
export_list (GtkWidget *window)
{
  GtkWidget *page = find_widget (window, is_page, NULL);
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "list.csv", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *table = NULL;

  psr_work_orders_page_export_to (PSR_WORK_ORDERS_PAGE (page), file);
  wait_for (window, "The list was exported");
  g_assert_true (g_file_get_contents (path, &table, NULL, NULL));
  g_assert_true (g_str_has_prefix (table, "\"Number\",\"Work Order\",\"Customer No.\",\"Customer\",\"Site\",\"Completed\""));
  g_assert_nonnull (strstr (table, "\"Kind\",\"Flags\",\"State\""));
  g_assert_nonnull (strstr (table, "Blocked"));
}

static guint
read_number (GtkWidget  *window,
             const char *after)
{
  GtkWidget *label = find_widget (window, has_text, (gpointer) after);
  const char *text = label != NULL ? gtk_label_get_text (GTK_LABEL (label)) : "";
  const char *end = strstr (text, after);

  while (end != NULL && end > text && g_ascii_isdigit (end[-1]))
    end--;

  return end != NULL ? (guint) g_ascii_strtoull (end, NULL, 10) : 0;
}

/* Marks all but those that can't be: the one from before the first day, and what asks
 * something, which is told beside. More may still come in meanwhile: then all of them are
 * marked once more.
 * Returns what the window says of it, and sets @n to how many are marked. */
static char *
mark_all (GtkWidget *window,
          guint     *n)
{
  for (;;)
    {
      guint all = get_count (window, "To Review");

      do_action (find_widget (window, has_text, (gpointer) "O’Brien & Sons"), "work.mark-all");
      waited_for = "all that can be marked";
      while (get_count (window, "To Review") == all && (!sees (window, " marked · net ") ||
             read_number (window, " marked") + read_number (window, " ask something first") + 1 != all))
        g_main_context_iteration (NULL, TRUE);
      if (get_count (window, "To Review") != all)
        continue;

      *n = read_number (window, " marked");
      g_assert_cmpuint (read_number (window, " ask something first"), >, 0);

      return g_strdup_printf ("%u marked", *n);
    }
}

/* And on paper. */
static void
print_list (GtkWidget *window)
{
  GtkWidget *page = find_widget (window, is_page, NULL);
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "list.pdf", NULL);
  g_autofree char *pdf = NULL;
  gsize length = 0;

  psr_work_orders_page_print (PSR_WORK_ORDERS_PAGE (page), path);
  while (pdf == NULL || length < 5 || strstr (pdf + length - 7, "%%EOF") == NULL)
    {
      g_main_context_iteration (NULL, TRUE);
      g_clear_pointer (&pdf, g_free);
      g_file_get_contents (path, &pdf, &length, NULL);
    }
  g_assert_true (g_str_has_prefix (pdf, "%PDF"));
}

/* Only what was chosen is listed, until all is wanted again. */
static void
filter (GtkWidget *window)
{
  GtkWidget *page = find_widget (window, is_page, NULL);

  gtk_widget_activate_action (page, "filter.state", "s", "before-start");
  wait_until_gone (window, "O’Brien & Sons");
  wait_for (window, "Before start");
  gtk_widget_activate_action (page, "filter.state", "s", "");
  gtk_widget_activate_action (page, "filter.kind", "s", "order");
  wait_for (window, "Nothing in this list is as you chose.");
  gtk_widget_activate_action (page, "filter.kind", "s", "invoice");
  wait_for (window, "O’Brien & Sons");
  gtk_widget_activate_action (page, "filter.completed", "s", "last-month");
  wait_for (window, "Nothing in this list is as you chose.");
  press (window, "Show All");
  wait_for (window, "O’Brien & Sons");
}

static gboolean
is_table (GtkWidget *widget,
          gpointer   unused)
{
  return GTK_IS_COLUMN_VIEW (widget) && gtk_widget_get_mapped (widget);
}

static GtkColumnViewColumn *
find_column (GtkWidget  *window,
             const char *title)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (find_widget (window, is_table, NULL)));

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_strcmp0 (gtk_column_view_column_get_title (column), title) == 0)
        return column;
    }

  g_assert_not_reached ();
}

static GtkColumnViewColumn *
get_order (GtkWidget *window)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (GTK_COLUMN_VIEW (find_widget (window, is_table, NULL)));

  return gtk_column_view_sorter_get_primary_sort_column (GTK_COLUMN_VIEW_SORTER (sorter));
}

static void
choose_columns (GtkWidget *window)
{
  GtkWidget *page = find_widget (window, is_page, NULL);
  g_autoptr(GSettings) settings = g_settings_new (APP_ID);
  g_auto(GStrv) hidden = NULL;

  /* What the list is sorted by doesn't go out of sight. */
  gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (find_widget (window, is_table, NULL)), find_column (window, "Gross"), GTK_SORT_DESCENDING);
  wait_for (window, " EUR");
  gtk_widget_activate_action (page, "column.net", NULL);
  g_assert_true (get_order (window) == find_column (window, "Gross"));
  gtk_widget_activate_action (page, "column.net", NULL);
  gtk_widget_activate_action (page, "column.gross", NULL);
  wait_until_gone (window, " EUR");
  hidden = g_settings_get_strv (settings, "hidden-columns");
  g_assert_true (g_strv_contains ((const char * const *) hidden, "gross"));
  g_assert_true (get_order (window) == find_column (window, "Completed"));
  gtk_widget_activate_action (page, "column.gross", NULL);
  wait_for (window, " EUR");
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

  /* What lies before the first day is listed, and can't be marked. */
  g_assert_true (sees (window, "Before start"));
  filter (window);
  choose_columns (window);
  marked = mark_all (window, &n);
  question = g_strdup_printf ("Send %u Work Orders?", n);

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

  export_list (window);
  print_list (window);

  /* What is there is shown as it is there. */
  choose (window, "Done");
  wait_for (window, "Lines in Business Central");

  gtk_widget_activate_action (window, "win.show-area", "s", "sync");
  wait_for (window, "In the Last Run");
  while (!sees (window, "Just now") && !sees (window, " ago"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (sees (window, "Customers"));
  g_assert_true (sees (window, "Items"));
  g_assert_true (sees (window, "next at"));

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

/* Stand-ins that aren't where they should be: it says so, and tries again. */
static void
no_demo (GtkWidget *window,
         gpointer   folder)
{
  wait_for (window, "Try Again");
  g_assert_false (sees (window, "passerellectl"));
  g_setenv ("PASSERELLE_LIBEXECDIR", folder, TRUE);
  press (window, "Try Again");
  while (gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ())) == NULL ||
         !sees (GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ()))), "To Review"))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_no_demo (void)
{
  const char *words[] = { "passerelle", "--demo", NULL };
  g_autofree char *folder = g_strdup (g_getenv ("PASSERELLE_LIBEXECDIR"));

  g_setenv ("PASSERELLE_LIBEXECDIR", "/nonexistent", TRUE);
  run_application (words, no_demo, folder);
  g_setenv ("PASSERELLE_LIBEXECDIR", folder, TRUE);
}

/* How often something is written on the screen. */
static guint
count_texts (GtkWidget  *root,
             const char *text)
{
  guint n = has_text (root, (gpointer) text);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_texts (child, text);

  return n;
}

/* Where the profile leaves the date to whoever sends, the question asks for it. */
static void
asks_for_day (GtkWidget *window,
              gpointer   unused)
{
  while (get_count (window, "To Review") < 5 || count_texts (window, "Ready") < 5)
    g_main_context_iteration (NULL, TRUE);
  do_action (find_widget (window, is_page, NULL), "work.mark-all");
  wait_for (window, " marked");
  do_action (window, "win.send-marked");
  wait_for (window, "Date of the Documents");
  press (window, "Send");
  wait_for (window, "documents made");
  /* The titles of the queues follow what is said of the run. */
  waited_for = "what is done";
  while (get_count (window, "Sending") > 0 || get_count (window, "Done") == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_asks_for_day (void)
{
  static const char * const few[] = { "--customers", "30", "--items", "20", "--work-orders", "12", NULL };
  g_autoptr(DexFuture) future = psr_sandbox_process_start (few);
  g_autoptr(PsrSandboxProcess) sandbox = NULL;
  g_autofree char *folder = g_dir_make_tmp ("passerelle-day-XXXXXX", NULL);
  g_autofree char *profile = g_build_filename (folder, "profile.ini", NULL);
  g_autofree char *state = g_build_filename (folder, "state", NULL);
  g_autofree char *credentials = g_build_filename (folder, "credentials", NULL);
  const char *words[] = { "passerelle", "--profile", profile, "--state", state, "--credentials", credentials, NULL };
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autoptr(GError) error = NULL;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  sandbox = g_value_dup_object (dex_future_get_value (future, &error));
  g_assert_no_error (error);
  g_assert_true (psr_sandbox_process_write_profile (sandbox, folder, &error));
  g_assert_true (g_key_file_load_from_file (file, profile, G_KEY_FILE_NONE, &error));
  g_key_file_set_string (file, "Billing", "InvoiceDate", "ask");
  g_assert_true (g_key_file_save_to_file (file, profile, &error));

  run_application (words, asks_for_day, NULL);
  psr_scratch_folder_remove (folder);
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
  g_test_add_func ("/app/window/told", test_told);
  g_test_add_func ("/app/window/no-demo", test_no_demo);
  g_test_add_func ("/app/window/asks-for-day", test_asks_for_day);
  g_test_add_func ("/app/window/main-job", test_main_job);

  return g_test_run ();
}
