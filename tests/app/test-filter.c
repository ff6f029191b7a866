/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "office-fixture.h"
#include "psr-review-pane-private.h"
#include "psr-work-order-row.h"

/* The list is narrowed down to a customer who is looked for; that is given a name, and
 * chosen again by it. */

static gboolean
is_table (GtkWidget *widget,
          gpointer   unused)
{
  return GTK_IS_COLUMN_VIEW (widget);
}

static GListModel *
get_rows (GtkWidget *window)
{
  GtkWidget *table;

  while ((table = find_widget (window, is_table, NULL)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  return G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (table)));
}

static gboolean
is_chip (GtkWidget *widget,
         gpointer   label)
{
  return GTK_IS_MENU_BUTTON (widget) && g_strcmp0 (gtk_menu_button_get_label (GTK_MENU_BUTTON (widget)), label) == 0;
}

static GtkWidget *
find_chip (GtkWidget  *window,
           const char *label)
{
  GtkWidget *chip;

  waited_for = label;
  while ((chip = find_widget (window, is_chip, (gpointer) label)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  return chip;
}

static gboolean
is_search (GtkWidget *widget,
           gpointer   unused)
{
  return GTK_IS_SEARCH_ENTRY (widget);
}

static gboolean
is_entry (GtkWidget *widget,
          gpointer   unused)
{
  return ADW_IS_ENTRY_ROW (widget);
}

/* The list behind a chip, once it shows what was read. */
static GtkWidget *
open_chip (GtkWidget  *window,
           const char *label,
           const char *text)
{
  GtkWidget *chip = find_chip (window, label);

  gtk_menu_button_popdown (GTK_MENU_BUTTON (chip));
  gtk_menu_button_popup (GTK_MENU_BUTTON (chip));
  wait_for (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (chip))), text);

  return GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (chip)));
}

/* The keyboard is on the button inside. */
static void
assert_chip (GtkWidget  *chip,
             const char *name)
{
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (chip)), GTK_ACCESSIBLE_PROPERTY_LABEL, name);
}

static void
wait_for_count (GtkWidget *window,
                guint      n,
                gboolean   is_so_many)
{
  waited_for = "so many rows";
  while ((g_list_model_get_n_items (get_rows (window)) == n) != is_so_many)
    g_main_context_iteration (NULL, TRUE);
}

static char *
dup_saved (void)
{
  g_autoptr(GSettings) settings = g_settings_new (APP_ID);
  g_autoptr(GVariant) value = g_settings_get_value (settings, "saved-filters");

  return g_variant_print (value, FALSE);
}

/* Who did it is read after the list itself. */
static GtkWidget *
open_technicians (GtkWidget  *window,
                  const char *name)
{
  GtkWidget *popover = NULL;

  waited_for = name;
  while (popover == NULL || !sees (popover, name))
    {
      popover = open_chip (window, "Technician", "");
      while (!sees (popover, name) && !sees (popover, "Wello hasn’t told yet who did this work."))
        g_main_context_iteration (NULL, TRUE);
    }

  return popover;
}

static void
choose_technician (GtkWidget *window,
                   gpointer   data)
{
  GtkWidget *popover;
  GtkWidget *entry;
  guint n;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
  while (get_count (window, "To Review") < 3 || !sees (window, "O’Brien & Sons"))
    g_main_context_iteration (NULL, TRUE);
  n = g_list_model_get_n_items (get_rows (window));
  popover = open_technicians (window, "Luc Peeters");
  g_assert_true (sees (popover, "An Janssens"));
  entry = find_widget (popover, is_search, NULL);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, "Search technicians");
  gtk_editable_set_text (GTK_EDITABLE (entry), "peet");
  g_signal_emit_by_name (entry, "activate");
  assert_chip (find_chip (window, "Luc Peeters"), "Technician: Luc Peeters");
  assert_chip (find_chip (window, "Kind"), "Kind: All Kinds");
  wait_for_count (window, n, FALSE);
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (window)), >, 0);
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (window)), <, n);

  /* What is shown of the first of them says so, too. */
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (get_rows (window)), 0);
  wait_for (window, "What Was Done");
  do_action (find_chip (window, "Luc Peeters"), "work.show-all");
  find_chip (window, "Technician");
  wait_for_count (window, n, TRUE);
}

static void
test_choose_technician (Office        *office,
                        gconstpointer  options)
{
  office_run (office, choose_technician);
}

static void
narrow_down (GtkWidget *window,
             gpointer   data)
{
  Office *office = data;
  g_autofree char *saved = NULL;
  GtkWidget *popover;
  GtkWidget *entry;
  AdwDialog *dialog;
  guint n;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
  while (get_count (window, "To Review") < 3 || !sees (window, "O’Brien & Sons"))
    g_main_context_iteration (NULL, TRUE);
  n = g_list_model_get_n_items (get_rows (window));
  g_assert_cmpuint (n, >, 1);

  /* Of all customers of the queue the one that is typed. */
  popover = open_chip (window, "Customer", "O’Brien & Sons");
  entry = find_widget (popover, is_search, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "nobody at all");
  g_signal_emit_by_name (entry, "search-changed");
  wait_for (popover, "No customer of this list is called so.");
  gtk_editable_set_text (GTK_EDITABLE (entry), "brien");
  g_signal_emit_by_name (entry, "activate");
  find_chip (window, "O’Brien & Sons");
  wait_for_count (window, n, FALSE);
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (window)), <, n);

  /* It is given a name. */
  open_chip (window, "Saved", "Save This Filter…");
  do_action (find_chip (window, "Saved"), "filter.save");
  while ((dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window))) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (adw_alert_dialog_get_response_enabled (ADW_ALERT_DIALOG (dialog), "save"));
  while ((entry = find_widget (GTK_WIDGET (dialog), is_entry, NULL)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (entry), " Brien_only ");
  press (GTK_WIDGET (dialog), "Save");
  while (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)) != NULL)
    g_main_context_iteration (NULL, TRUE);
  saved = dup_saved ();
  g_assert_nonnull (strstr (saved, office->profile));
  g_assert_nonnull (strstr (saved, "'Brien_only'"));

  /* And chosen again, from another queue. */
  do_action (find_chip (window, "Saved"), "work.show-all");
  find_chip (window, "Customer");
  wait_for_count (window, n, TRUE);
  choose (window, "Exceptions");
  open_chip (window, "Saved", "Brien_only");
  do_action_with (find_chip (window, "Saved"), "filter.use", g_variant_new_string ("Brien_only"));
  find_chip (window, "O’Brien & Sons");
  wait_for_count (window, n, FALSE);
  wait_for (find_widget (window, is_table, NULL), "O’Brien & Sons");

  do_action_with (find_chip (window, "Saved"), "filter.remove", g_variant_new_string ("Brien_only"));
  g_free (saved);
  saved = dup_saved ();
  g_assert_null (strstr (saved, "Brien_only"));

  /* All of them again. */
  open_chip (window, "O’Brien & Sons", "All Customers");
  g_signal_emit_by_name (find_widget (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (find_chip (window, "O’Brien & Sons")))),
                                      is_search, NULL), "activate");
  find_chip (window, "Customer");
  wait_for_count (window, n, TRUE);
}

/* What was saved may be by hand, or of a version that knows other names. */
static void
use_odd (GtkWidget *window,
         gpointer   data)
{
  Office *office = data;
  g_autoptr(GSettings) settings = g_settings_new (APP_ID);
  g_autofree char *saved = NULL;
  GVariantBuilder builder;
  guint n;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
  while (get_count (window, "To Review") < 3 || !sees (window, "O’Brien & Sons"))
    g_main_context_iteration (NULL, TRUE);
  n = g_list_model_get_n_items (get_rows (window));

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{ss}"));
  g_variant_builder_add_parsed (&builder, "{'profile': %s, 'name': 'odd', 'queue': 'review', 'completed': 'once', 'kind': 'odd',"
                                          " 'state': 'followed'}", office->profile);
  g_variant_builder_add_parsed (&builder, "{'profile': %s, 'name': 'nameless', 'queue': 'review', 'customer': 'NOBODY-1'}",
                                office->profile);
  g_settings_set_value (settings, "saved-filters", g_variant_builder_end (&builder));

  do_action_with (find_chip (window, "Saved"), "filter.use", g_variant_new_string ("nameless"));
  find_chip (window, "NOBODY-1");
  do_action_with (find_chip (window, "Saved"), "filter.use", g_variant_new_string ("odd"));
  find_chip (window, "Completed");
  find_chip (window, "Customer");
  find_chip (window, "Kind");
  find_chip (window, "State");
  wait_for_count (window, n, TRUE);
  g_settings_reset (settings, "saved-filters");
}

static void
test_odd (Office        *office,
          gconstpointer  options)
{
  office_run (office, use_odd);
}

static gint64
get_id (GtkWidget *window,
        guint      position)
{
  g_autoptr(PsrWorkOrderRow) row = g_list_model_get_item (get_rows (window), position);

  return row != NULL ? psr_work_order_row_get_id (row) : 0;
}

static gboolean
is_replacing (GtkWidget *window)
{
  gboolean is_replacing;

  g_object_get (gtk_single_selection_get_model (GTK_SINGLE_SELECTION (get_rows (window))), "replacing", &is_replacing, NULL);

  return is_replacing;
}

static void
sort (GtkWidget   *window,
      GtkSortType  direction)
{
  GtkColumnView *table = GTK_COLUMN_VIEW (find_widget (window, is_table, NULL));
  GListModel *columns = gtk_column_view_get_columns (table);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_strcmp0 (gtk_column_view_column_get_title (column), "Number") == 0)
        gtk_column_view_sort_by_column (table, column, direction);
    }
  waited_for = "another order";
  while (is_replacing (window) || (get_id (window, 0) < get_id (window, 1)) != (direction == GTK_SORT_ASCENDING))
    g_main_context_iteration (NULL, TRUE);
}

/* Somebody moves the cursor and presses a key while the pane still shows another one. */
static void
on_replacing (GObject    *list,
              GParamSpec *pspec,
              GtkWidget  *window)
{
  GtkWidget *table = find_widget (window, is_table, NULL);

  if (!is_replacing (window))
    return;

  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (get_rows (window)), 1);
  do_action (table, "work.approve");
  g_assert_null (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
  g_object_set_data (G_OBJECT (window), "was-replaced", window);
}

/* The cursor stays on its document when the list is replaced. */
static void
keep_cursor (GtkWidget *window,
             gpointer   data)
{
  GtkSingleSelection *selection;
  gint64 chosen;
  guint position;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
  while (get_count (window, "To Review") < 3 || !sees (window, "O’Brien & Sons") || !sees (window, "Ready"))
    g_main_context_iteration (NULL, TRUE);
  selection = GTK_SINGLE_SELECTION (get_rows (window));
  sort (window, GTK_SORT_ASCENDING);

  chosen = get_id (window, 1);
  gtk_single_selection_set_selected (selection, 1);
  sort (window, GTK_SORT_DESCENDING);
  position = gtk_single_selection_get_selected (selection);
  g_assert_cmpuint (position, >, 0);
  g_assert_cmpint (get_id (window, position), ==, chosen);

  g_signal_connect_object (gtk_single_selection_get_model (selection), "notify::replacing", G_CALLBACK (on_replacing), window,
                           G_CONNECT_DEFAULT);
  sort (window, GTK_SORT_ASCENDING);
  g_assert_nonnull (g_object_get_data (G_OBJECT (window), "was-replaced"));
}

static void
test_cursor (Office        *office,
             gconstpointer  options)
{
  office_run (office, keep_cursor);
}

static gboolean
is_pane (GtkWidget *widget,
         gpointer   unused)
{
  return PSR_IS_REVIEW_PANE (widget);
}

static gboolean
is_narrow_list (GtkWidget *widget,
                gpointer   unused)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkListView");
}

static gboolean
is_passed_row (GtkWidget *widget,
               gpointer   unused)
{
  return ADW_IS_EXPANDER_ROW (widget) &&
         strstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), "passed") != NULL;
}

static guint
count_action_rows (GtkWidget *widget)
{
  guint n = ADW_IS_ACTION_ROW (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_action_rows (child);

  return n;
}

/* All that passed come, each once. */
static void
wait_for_rows (GtkWidget *passed)
{
  guint n = 1 + (guint) g_ascii_strtoull (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (passed)), NULL, 10);

  waited_for = "rows of what passed";
  while (count_action_rows (passed) < n)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (count_action_rows (passed), ==, n);
}

/* Waits for a pane that shows all of the document with that number. */
static GtkWidget *
wait_for_pane (GtkWidget  *window,
               const char *number)
{
  GtkWidget *pane;

  waited_for = number;
  while ((pane = find_widget (window, is_pane, NULL)) == NULL || !sees (pane, number) || !sees (pane, "passed"))
    g_main_context_iteration (NULL, TRUE);

  return pane;
}

/* What is read again and says the same doesn't take anything from under somebody's hands. */
static void
read_again (PsrReviewPane *pane)
{
  gboolean is_same;

  do
    {
      g_autoptr(PsrOrderView) before = psr_order_view_ref (pane->view);
      g_autoptr(GMenuModel) menu = NULL;
      GtkWidget *row = pane->rows->pdata[0];

      g_set_object (&menu, gtk_menu_button_get_menu_model (pane->acts_button));
      g_object_add_weak_pointer (G_OBJECT (row), (gpointer *) &row);
      do_action (GTK_WIDGET (pane), "review.reload");
      waited_for = "what is read again";
      while (pane->view == before || dex_future_is_pending (pane->viewing))
        g_main_context_iteration (NULL, TRUE);

      is_same = psr_order_view_is_same (before, pane->view);
      if (is_same)
        {
          g_assert_nonnull (row);
          g_assert_true (pane->rows->pdata[0] == row);
          g_assert_true (gtk_menu_button_get_menu_model (pane->acts_button) == menu);
        }
      g_clear_weak_pointer (&row);
    }
  while (!is_same);
}

/* What is selected is shown beside the list, or instead of it where there is no room, also
 * when that changes. What is folded away comes when it is unfolded, of each document. */
static void
show_in_panes (GtkWidget *window,
               gpointer   data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr(PsrWorkOrderRow) row = NULL;
  g_autoptr(PsrWorkOrderRow) other = NULL;
  GtkWidget *beside, *pushed, *passed, *list;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
  while (get_count (window, "To Review") < 3 || !sees (window, "O’Brien & Sons") || !sees (window, "Ready"))
    g_main_context_iteration (NULL, TRUE);
  row = g_list_model_get_item (get_rows (window), 0);
  other = g_list_model_get_item (get_rows (window), 1);
  waited_for = "two rows";
  while (psr_work_order_row_get_work_order (row) == NULL || psr_work_order_row_get_work_order (other) == NULL)
    g_main_context_iteration (NULL, TRUE);
  first = g_strdup (psr_work_order_row_get_work_order (row)->number);
  second = g_strdup (psr_work_order_row_get_work_order (other)->number);

  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (get_rows (window)), 0);
  beside = wait_for_pane (window, first);
  passed = find_widget (beside, is_passed_row, NULL);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (passed), TRUE);
  wait_for_rows (passed);
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (get_rows (window)), 1);
  wait_for_pane (window, second);
  wait_for_rows (passed);
  read_again (PSR_REVIEW_PANE (beside));

  gtk_window_set_default_size (GTK_WINDOW (window), 360, 640);
  waited_for = "the narrow list";
  while ((list = find_widget (window, is_narrow_list, NULL)) == NULL || find_widget (window, is_pane, NULL) != NULL)
    g_main_context_iteration (NULL, TRUE);
  /* Nobody sees it, and it says nothing. */
  g_assert_false (psr_review_pane_can_act (PSR_REVIEW_PANE (beside), "skip"));
  g_signal_emit_by_name (list, "activate", 0);
  pushed = wait_for_pane (window, first);
  g_assert_true (pushed != beside);

  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  do_action (pushed, "navigation.pop");
  g_assert_true (wait_for_pane (window, first) == beside);
}

static void
test_panes (Office        *office,
            gconstpointer  options)
{
  office_run (office, show_in_panes);
}

static void
test_narrow_down (Office        *office,
                  gconstpointer  options)
{
  office_run (office, narrow_down);
}

int
main (int    argc,
      char **argv)
{
  static const char * const few[] = { "--customers", "12", "--items", "20", "--work-orders", "12", NULL };

  setlocale (LC_ALL, "");
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/app/filter/narrow-down", Office, few, office_set_up, test_narrow_down, office_tear_down);
  g_test_add ("/app/filter/technician", Office, few, office_set_up, test_choose_technician, office_tear_down);
  g_test_add ("/app/filter/odd", Office, few, office_set_up, test_odd, office_tear_down);
  g_test_add ("/app/filter/cursor", Office, few, office_set_up, test_cursor, office_tear_down);
  g_test_add ("/app/filter/panes", Office, few, office_set_up, test_panes, office_tear_down);

  return g_test_run ();
}
