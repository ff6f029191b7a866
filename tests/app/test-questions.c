/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>

#include "asked-fixture.h"
#include "keyboard-fixture.h"
#include "psr-flow-card.h"
#include "psr-flow-export.h"
#include "psr-flow-page.h"
#include "psr-match-list.h"
#include "psr-window.h"

/* What a person decides about records: found behind the card of a flow, read side by side,
 * and answered with the keyboard. */

static gboolean
is_card (GtkWidget *widget,
         gpointer   unused)
{
  return PSR_IS_FLOW_CARD (widget);
}

static void
assert_sites (Office     *office,
              const char *number,
              const char *expected)
{
  g_autofree char *bc = office_find (office, "bc", "customers", "number", number, "website");
  g_autofree char *wello = office_find (office, "wello", "Company", "code", number, "url");

  g_assert_cmpstr (bc, ==, expected);
  g_assert_cmpstr (wello, ==, expected);
}

static const char *row_title;

static gboolean
is_wanted_row (GtkWidget *widget,
               gpointer   unused)
{
  return ADW_IS_ACTION_ROW (widget) && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), row_title) == 0;
}

static const char *button_action;

static gboolean
is_wanted_button (GtkWidget *widget,
                  gpointer   unused)
{
  return GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), button_action) == 0;
}

/* To the row of that title, and into it. */
static void
enter (GtkWidget  *window,
       const char *title)
{
  row_title = title;
  waited_for = title;
  while (find_widget (window, is_wanted_row, NULL) == NULL ||
         !gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (find_widget (window, is_wanted_row, NULL))))
    g_main_context_iteration (NULL, TRUE);
  while (!gtk_widget_has_focus (find_widget (window, is_wanted_row, NULL)))
    {
      GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
      GtkWidget *target = find_widget (window, is_wanted_row, NULL);

      /* The arrows go through a list, Tab from one to the next. */
      if (focus != NULL && gtk_widget_get_parent (focus) == gtk_widget_get_parent (target))
        press_key (GDK_KEY_Down, FALSE);
      else
        press_key (GDK_KEY_Tab, FALSE);
      while (gtk_window_get_focus (GTK_WINDOW (window)) == focus && !gtk_widget_has_focus (target))
        g_main_context_iteration (NULL, TRUE);
    }
  press_key (GDK_KEY_Return, FALSE);
}

static GtkWidget *
find_button (GtkWidget  *window,
             const char *action)
{
  button_action = action;

  return find_widget (window, is_wanted_button, NULL);
}

/* Tab goes to the button, once it has its place, and Return presses it. */
static void
answer (GtkWidget  *window,
        const char *action)
{
  waited_for = action;
  while (find_button (window, action) == NULL || gtk_widget_get_width (find_button (window, action)) == 0)
    g_main_context_iteration (NULL, TRUE);
  go_to (window, is_wanted_button);
  press_key (GDK_KEY_Return, FALSE);
}

static void
go_back (GtkWidget *window)
{
  press_key (GDK_KEY_Escape, FALSE);
  wait_for (window, "To Decide");
}

static void
open_set_aside (GtkWidget *window)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
  do_action_with (window, "win.show-area", g_variant_new_string ("sync"));
  wait_for (window, "need you");
  do_action (find_widget (window, is_card, NULL), "flow.set-aside");
  wait_for (window, "To Decide");
  open_keyboard (window);
}

static gboolean
is_flow_page (GtkWidget *widget,
              gpointer   unused)
{
  return PSR_IS_FLOW_PAGE (widget);
}

/* What is listed, or was done, as a table for spreadsheets. */
static char *
export_list (GtkWidget       *window,
             PsrHistoryPages *rows)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "sync.csv", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(DexFuture) writing = psr_flow_export_to (find_widget (window, is_flow_page, NULL), file, rows);
  char *table = NULL;

  waited_for = path;
  while (dex_future_is_pending (writing))
    g_main_context_iteration (NULL, TRUE);
  wait_for (window, "The list was exported");
  g_assert_true (g_file_get_contents (path, &table, NULL, NULL));
  g_assert_cmpint (g_unlink (path), ==, 0);

  return table;
}

/* Page by page or at once, it is the same. */
static void
export_lists (GtkWidget  *window,
              const char *number)
{
  PsrEngine *reader = psr_desk_get_reader (psr_window_get_desk (PSR_WINDOW (window)));
  g_autofree char *set_aside = export_list (window, psr_history_pages_new_for_set_aside (reader, "customers", 100));
  g_autofree char *runs = export_list (window, psr_history_pages_new_for_runs (reader, "customers", 100));
  g_autofree char *again = export_list (window, psr_history_pages_new_for_set_aside (reader, "customers", 1));
  g_autofree char *run = export_list (window, psr_history_pages_new_for_run (reader, 1, 100));
  g_autofree char *same_run = export_list (window, psr_history_pages_new_for_run (reader, 1, 3));
  g_autofree char *record = g_strdup_printf ("\"%s\",\"skipped\",\"", number);

  g_assert_true (g_str_has_prefix (set_aside, "\"When\",\"Number\",\"Outcome\",\"Reason\",\"How to Mend It\""));
  g_assert_nonnull (strstr (set_aside, record));
  g_assert_true (g_str_has_prefix (runs, "\"When\",\"Outcome\",\"Read\",\"Created\""));
  g_assert_cmpstr (set_aside, ==, again);
  g_assert_nonnull (strstr (run, "\"created\""));
  g_assert_cmpstr (run, ==, same_run);
  /* A line for each, below the titles. */
  g_assert_nonnull (strchr (strchr (runs, '\n') + 1, '\n'));
}

typedef struct
{
  Office     *office;
  const char *first;
  const char *second;
} Two;

/* One conflict is settled for Wello, the other for Business Central; what is shown of the
 * second is outdated by then, so that it is asked again. */
static void
settle_conflicts (GtkWidget *window,
                  gpointer   data)
{
  const Two *two = data;

  open_set_aside (window);
  export_lists (window, two->first);
  enter (window, two->first);
  wait_for (window, "Keep This");
  g_assert_true (sees (window, OFFICE_SITE));
  g_assert_true (sees (window, FIELD_SITE));
  g_assert_true (sees (window, "Different"));
  g_assert_true (sees (window, "Last agreed"));
  gtk_test_accessible_assert_property (find_button (window, "record.keep-wello"), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Keep This: Wello");
  gtk_test_accessible_assert_property (find_button (window, "record.keep-bc"), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Keep This: Business Central");
  answer (window, "record.keep-wello");
  wait_for (window, "It was settled");
  wait_for (window, "Both sides last agreed");
  g_assert_false (sees (window, "Keep This"));
  assert_sites (two->office, two->first, FIELD_SITE);

  go_back (window);
  enter (window, two->second);
  wait_for (window, "Keep This");
  change_company (two->office, two->second, "\"url\":\"" LATER_SITE "\"");
  answer (window, "record.keep-bc");
  wait_for (window, LATER_SITE);
  wait_for (window, "Keep This");
  answer (window, "record.keep-bc");
  wait_for (window, "Both sides last agreed");
  assert_sites (two->office, two->second, OFFICE_SITE);
  close_keyboard ();
}

static void
test_conflicts (Office        *office,
                gconstpointer  options)
{
  const char *sync[] = { "sync", "customers", NULL };
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  Two two = { office, NULL, NULL };

  office_set (office, "Flow customers", "Direction", "both");
  office_set (office, "Flow customers", "Conflict", "ask");
  office_cli (office, sync);
  two.first = first = find_plain (office, NULL);
  two.second = second = find_plain (office, first);
  change_both (office, first);
  change_both (office, second);
  office_cli (office, sync);
  office_run_with (office, settle_conflicts, &two);
}

/* A change that Business Central decides on is accepted, another rejected, and a new account
 * becomes a customer. */
static void
settle_proposals (GtkWidget *window,
                  gpointer   data)
{
  const Two *two = data;
  g_autofree char *before = office_find (two->office, "bc", "customers", "number", two->second, "displayName");
  g_autofree char *first = NULL;
  g_autofree char *company = NULL;
  g_autofree char *second = NULL;
  g_autofree char *number = NULL;

  open_set_aside (window);
  enter (window, two->first);
  wait_for (window, "Accept");
  g_assert_true (sees (window, "Renamed in the field"));
  g_assert_false (sees (window, "Keep This"));
  answer (window, "record.keep-wello");
  wait_for (window, "It was settled");
  first = office_find (two->office, "bc", "customers", "number", two->first, "displayName");
  g_assert_cmpstr (first, ==, "Renamed in the field");

  go_back (window);
  enter (window, two->second);
  wait_for (window, "Reject");
  answer (window, "record.keep-bc");
  wait_for (window, "Both sides last agreed");
  second = office_find (two->office, "bc", "customers", "number", two->second, "displayName");
  g_assert_cmpstr (second, ==, before);
  company = office_find (two->office, "wello", "Company", "code", two->second, "name");
  g_assert_cmpstr (company, ==, before);

  go_back (window);
  enter (window, NEW_ACCOUNT);
  wait_for (window, "Wello has a new account");
  wait_for (window, "9000");
  answer (window, "record.keep-wello");
  wait_until_gone (window, NEW_ACCOUNT);
  wait_for (window, "It was settled");
  number = office_find (two->office, "bc", "customers", "displayName", NEW_ACCOUNT, "number");
  g_assert_nonnull (number);
  close_keyboard ();
}

static void
test_proposals (Office        *office,
                gconstpointer  options)
{
  const char *sync[] = { "sync", "customers", NULL };
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  Two two = { office, NULL, NULL };

  office_set (office, "Flow customers", "Direction", "both");
  office_cli (office, sync);
  two.first = first = find_plain (office, NULL);
  two.second = second = find_plain (office, first);
  change_company (office, first, "\"name\":\"Renamed in the field\"");
  change_company (office, second, "\"name\":\"Not to be renamed\"");
  add_account (office, first);
  office_cli (office, sync);
  office_run_with (office, settle_proposals, &two);
}

static gboolean
is_search (GtkWidget *widget,
           gpointer   unused)
{
  return GTK_IS_SEARCH_ENTRY (widget);
}

/* The list below the heading. */
static const char *heading;

static gboolean
is_list (GtkWidget *widget,
         gpointer   unused)
{
  return GTK_IS_LIST_VIEW (widget) &&
         find_widget (gtk_widget_get_ancestor (widget, PSR_TYPE_MATCH_LIST), is_label, (gpointer) heading) != NULL;
}

static PsrMatchRow *
get_chosen (GtkWidget  *window,
            const char *title)
{
  heading = title;

  return psr_match_list_get_selected (PSR_MATCH_LIST (gtk_widget_get_ancestor (find_widget (window, is_list, NULL), PSR_TYPE_MATCH_LIST)));
}

/* With the keyboard to the list, and down until the record is chosen. */
static void
choose_row (GtkWidget  *window,
            const char *title,
            const char *name)
{
  heading = title;
  waited_for = name;
  while (find_widget (window, is_list, NULL) == NULL || gtk_widget_get_width (find_widget (window, is_list, NULL)) == 0)
    g_main_context_iteration (NULL, TRUE);
  go_to (window, is_list);
  press_key (GDK_KEY_Home, FALSE);
  while (get_chosen (window, title) == NULL)
    g_main_context_iteration (NULL, TRUE);
  while (get_chosen (window, title) == NULL || strstr (psr_match_row_get_name (get_chosen (window, title)), name) == NULL)
    {
      PsrMatchRow *before = get_chosen (window, title);

      press_key (GDK_KEY_Down, FALSE);
      while (get_chosen (window, title) == before)
        g_main_context_iteration (NULL, TRUE);
    }
}

/* A customer is uncoupled at its own page, and coupled with another company. */
static void
couple_by_hand (GtkWidget *window,
                gpointer   data)
{
  const Two *two = data;
  g_autofree char *name = office_find (two->office, "bc", "customers", "number", two->first, "displayName");

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
  do_action_with (window, "win.show-area", g_variant_new_string ("sync"));
  wait_for (window, "What belongs together");
  open_keyboard (window);
  do_action (find_widget (window, is_card, NULL), "flow.matching");
  enter (window, "Coupled");

  /* One of them, found by its number. */
  heading = "Coupled";
  waited_for = "a list";
  while (find_widget (window, is_list, NULL) == NULL || gtk_widget_get_width (find_widget (window, is_list, NULL)) == 0)
    g_main_context_iteration (NULL, TRUE);
  go_to (window, is_search);
  for (const char *letter = two->first; *letter != '\0'; letter++)
    press_key ((guint) g_ascii_tolower (*letter), FALSE);
  /* Else the row that was chosen first would go, and the keyboard with it. */
  waited_for = "what was looked for";
  while (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (find_widget (window, is_list, NULL))))) != 1)
    g_main_context_iteration (NULL, TRUE);
  choose_row (window, "Coupled", name);
  press_key (GDK_KEY_Return, FALSE);
  wait_for (window, "Both sides last agreed");
  do_action (find_widget (window, has_text, "Both sides last agreed"), "record.uncouple");
  wait_for (window, "Uncouple the Two?");
  press (window, "Uncouple");
  wait_for (window, "They aren’t coupled any more");
  wait_for (window, "The two aren’t coupled.");
  press_key (GDK_KEY_Escape, FALSE);
  wait_until_gone (window, "The two aren’t coupled.");
  do_action (find_widget (window, is_list, NULL), "navigation.pop");
  wait_for (window, "Couple Records…");

  /* Now both are alone, and coupled by hand. */
  enter (window, "Only in Business Central");
  wait_for (window, "Choose one on each side");
  gtk_test_accessible_assert_state (find_button (window, "page.couple"), GTK_ACCESSIBLE_STATE_DISABLED, TRUE);
  choose_row (window, "Only in Business Central", name);
  choose_row (window, "Only in Wello", name);
  answer (window, "page.couple");
  wait_for (window, "They are coupled");
  wait_for (window, "All that was read is coupled");
  close_keyboard ();
}

static void
test_coupling (Office        *office,
               gconstpointer  options)
{
  const char *sync[] = { "sync", "customers", NULL };
  g_autofree char *first = NULL;
  Two two = { office, NULL, NULL };

  office_cli (office, sync);
  two.first = first = find_plain (office, NULL);
  office_run_with (office, couple_by_hand, &two);
}

int
main (int    argc,
      char **argv)
{
  static const char * const some[] = { "--customers", "20", "--items", "10", "--work-orders", "5", NULL };

  setlocale (LC_ALL, "");
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/app/questions/conflicts", Office, some, office_set_up, test_conflicts, office_tear_down);
  g_test_add ("/app/questions/proposals", Office, some, office_set_up, test_proposals, office_tear_down);

  g_test_add ("/app/questions/coupling", Office, some, office_set_up, test_coupling, office_tear_down);

  return g_test_run ();
}
