/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "keyboard-fixture.h"
#include "office-fixture.h"
#include "psr-flow-card.h"
#include "psr-price-dialog.h"

/* Why something costs what it does: asked at a line of a document and at an item. */

#define ITEM "P00014"

static void
be_quick (void)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
}

static gboolean
is_why_button (GtkWidget *widget,
               gpointer   unused)
{
  return GTK_IS_BUTTON (widget) &&
         g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), "review.why-price") == 0;
}

static void
wait_for_widget (GtkWidget  *window,
                 Matches     matches,
                 gpointer    data,
                 const char *what)
{
  waited_for = what;
  while (find_widget (window, matches, data) == NULL || gtk_widget_get_width (find_widget (window, matches, data)) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
is_dialog (GtkWidget *widget,
           gpointer   unused)
{
  return PSR_IS_PRICE_DIALOG (widget);
}

static void
close_with_escape (GtkWidget *window)
{
  press_key (GDK_KEY_Escape, FALSE);
  waited_for = "the dialog to be gone";
  while (find_widget (window, is_dialog, NULL) != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* At the first line that is about an item, with the keyboard. */
static void
ask_at_line (GtkWidget *window)
{
  g_autofree char *spoken = NULL;
  GtkWidget *button;
  GtkWidget *row;

  be_quick ();
  open_keyboard (window);
  wait_for_widget (window, is_why_button, NULL, "a line");
  row = gtk_widget_get_ancestor (find_widget (window, is_why_button, NULL), ADW_TYPE_ACTION_ROW);
  spoken = g_strdup_printf ("Why this price: %s", adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  gtk_test_accessible_assert_property (find_widget (window, is_why_button, NULL), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken);
  button = find_widget (window, is_why_button, NULL);
  waited_for = "the button to have the focus";
  while (!gtk_widget_has_focus (button))
    {
      gtk_widget_grab_focus (button);
      g_main_context_iteration (NULL, TRUE);
    }
  press_key (GDK_KEY_Return, FALSE);
  wait_for (window, "On the document one costs ");
  g_assert_true (sees (window, "Where that comes from: Wello"));
  g_assert_true (sees (window, " without VAT"));
}

static void
at_line (GtkWidget *window,
         gpointer   unused)
{
  ask_at_line (window);
  g_assert_true (sees (window, "Business Central would ask the same."));
  g_assert_true (sees (window, "The price is the one on the item’s card."));
  g_assert_false (sees (window, "No price list is read"));
  close_with_escape (window);
  close_keyboard ();
}

static void
set_lists (Office   *office,
           gboolean  has_lists)
{
  office_set (office, "Prices", "Lines", has_lists ? "PriceListLines" : NULL);
  office_set (office, "Prices", "Customers", has_lists ? "Customers" : NULL);
}

static void
test_line (Office        *office,
           gconstpointer  options)
{
  const char *sync[] = { "sync", NULL };
  const char *list[] = { "workorders", NULL };

  set_lists (office, TRUE);
  office_cli (office, sync);
  office_cli (office, list);
  office_run (office, at_line);
}

/* Nobody named a service: only the card counts, and that can be mended. */
static void
without_lists (GtkWidget *window,
               gpointer   unused)
{
  ask_at_line (window);
  g_assert_true (sees (window, "No price list is read: name a published web service as “Lines” under [Prices]"));
  g_assert_true (sees (find_widget (window, is_dialog, NULL), "Learn More"));
  close_with_escape (window);
  close_keyboard ();
}

static void
test_no_lists (Office        *office,
               gconstpointer  options)
{
  const char *sync[] = { "sync", NULL };
  const char *list[] = { "workorders", NULL };

  set_lists (office, FALSE);
  office_cli (office, sync);
  office_cli (office, list);
  office_run (office, without_lists);
}

static gboolean
is_items_card (GtkWidget *widget,
               gpointer   unused)
{
  return PSR_IS_FLOW_CARD (widget) && find_widget (widget, is_label, "Items") != NULL;
}

static gboolean
is_coupled_row (GtkWidget *widget,
                gpointer   unused)
{
  return ADW_IS_ACTION_ROW (widget) && gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (widget)) &&
         g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), "Coupled") == 0;
}

static gboolean
is_search (GtkWidget *widget,
           gpointer   unused)
{
  return GTK_IS_SEARCH_ENTRY (widget);
}

static gboolean
is_only_row (GtkWidget *widget,
             gpointer   unused)
{
  return GTK_IS_LIST_VIEW (widget) &&
         g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (widget)))) == 1;
}

static gboolean
is_entry (GtkWidget *widget,
          gpointer   unused)
{
  return ADW_IS_ENTRY_ROW (widget);
}

/* Types a customer's number, and presses Return. */
static void
ask_for (GtkWidget  *window,
         const char *number)
{
  GtkWidget *entry = find_widget (window, is_entry, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  gtk_widget_grab_focus (entry);
  for (const char *letter = number; *letter != '\0'; letter++)
    press_key ((guint) g_ascii_tolower (*letter), FALSE);
  waited_for = number;
  while (g_ascii_strcasecmp (gtk_editable_get_text (GTK_EDITABLE (entry)), number) != 0)
    g_main_context_iteration (NULL, TRUE);
  press_key (GDK_KEY_Return, FALSE);
}

/* Of an item: nobody in particular, a customer of a price group, and one that there isn't. */
static void
at_item (GtkWidget *window,
         gpointer   unused)
{
  GtkWidget *list;

  be_quick ();
  do_action_with (window, "win.show-area", g_variant_new_string ("sync"));
  wait_for_widget (window, is_items_card, NULL, "the card of the items");
  do_action (find_widget (window, is_items_card, NULL), "flow.matching");
  wait_for_widget (window, is_coupled_row, NULL, "Coupled");
  gtk_widget_activate (find_widget (window, is_coupled_row, NULL));
  wait_for_widget (window, is_search, NULL, "the list");
  gtk_editable_set_text (GTK_EDITABLE (find_widget (window, is_search, NULL)), ITEM);
  wait_for_widget (window, is_only_row, NULL, ITEM);
  list = find_widget (window, is_only_row, NULL);
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (list))), 0);
  g_signal_emit_by_name (list, "activate", 0);
  wait_for (window, "Both sides last agreed");
  open_keyboard (window);
  do_action (find_widget (window, has_text, "Both sides last agreed"), "record.why-price");

  wait_for (window, "For no customer in particular");
  g_assert_true (sees (window, "line 10000 of price list S00001 for all customers: no other one counts."));
  g_assert_true (sees (window, "says the price"));
  g_assert_true (sees (window, "for somebody else"));

  ask_for (window, "c00001");
  wait_for (window, "Price group GOLD");
  g_assert_true (sees (window, "line 10000 of price list S00002 for price group GOLD: of those that count it is the cheapest."));
  g_assert_true (sees (window, "another one is cheaper"));

  ask_for (window, "nobody");
  wait_for (window, "There is no customer “nobody”");
  g_assert_true (sees (window, "Try Again"));
  ask_for (window, "c00001");
  wait_for (window, "Price group GOLD");
  close_with_escape (window);
  close_keyboard ();
}

static void
test_item (Office        *office,
           gconstpointer  options)
{
  const char *sync[] = { "sync", "items", NULL };

  set_lists (office, TRUE);
  office_cli (office, sync);
  office_run (office, at_item);
}

int
main (int    argc,
      char **argv)
{
  static const char * const some[] = { "--customers", "20", "--items", "20", "--work-orders", "5", NULL };

  setlocale (LC_ALL, "");
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/app/prices/line", Office, some, office_set_up, test_line, office_tear_down);
  g_test_add ("/app/prices/no-lists", Office, some, office_set_up, test_no_lists, office_tear_down);
  g_test_add ("/app/prices/item", Office, some, office_set_up, test_item, office_tear_down);

  return g_test_run ();
}
