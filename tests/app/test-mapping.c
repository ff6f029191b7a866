/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "office-fixture.h"
#include "psr-flow-card.h"
#include "psr-mapping-field-page.h"
#include "psr-mapping-page.h"

/* A mapping is changed in the window, and the next sync goes by it. */

static gboolean
is_card (GtkWidget *widget,
         gpointer   unused)
{
  return PSR_IS_FLOW_CARD (widget);
}

static gboolean
is_field_page (GtkWidget *widget,
               gpointer   unused)
{
  return PSR_IS_MAPPING_FIELD_PAGE (widget);
}

static gboolean
is_row (GtkWidget *widget,
        gpointer   title)
{
  return ADW_IS_PREFERENCES_ROW (widget) && gtk_widget_get_mapped (widget) &&
         strstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) != NULL;
}

static gboolean
is_link (GtkWidget *widget,
         gpointer   unused)
{
  return GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), "Learn More") == 0;
}

static GtkWidget *
await_row (GtkWidget  *window,
           const char *title)
{
  GtkWidget *row;

  waited_for = title;
  while ((row = find_widget (window, is_row, (gpointer) title)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  return row;
}

/* As Enter does. */
static void
enter (GtkWidget  *window,
       const char *title)
{
  GtkWidget *row = await_row (window, title);

  g_assert_true (gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (row)));
  gtk_widget_activate (row);
}

static void
select_in (GtkWidget  *window,
           const char *title,
           const char *choice)
{
  AdwComboRow *row = ADW_COMBO_ROW (await_row (window, title));
  GListModel *model = adw_combo_row_get_model (row);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(GtkStringObject) item = g_list_model_get_item (model, i);

      if (g_str_equal (gtk_string_object_get_string (item), choice))
        {
          adw_combo_row_set_selected (row, i);
          return;
        }
    }

  g_error ("“%s” has no “%s”", title, choice);
}

static void
type_in (GtkWidget  *window,
         const char *title,
         const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (await_row (window, title)), text);
}

static const char *
read_row (GtkWidget  *window,
          const char *title)
{
  return adw_action_row_get_subtitle (ADW_ACTION_ROW (await_row (window, title)));
}

static gboolean
can_save (GtkWidget *window)
{
  GtkWidget *button = find_widget (window, is_button, (gpointer) "Save");

  return button != NULL && gtk_widget_get_sensitive (button);
}

static void
save (GtkWidget *window)
{
  GtkWidget *page = find_widget (window, is_field_page, NULL);

  g_assert_true (can_save (window));
  g_assert_true (gtk_widget_activate_action (page, "field.save", NULL));
  wait_for (window, "Saved. The next sync takes it");
  waited_for = "the field's page to go";
  while (find_widget (window, is_field_page, NULL) != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
back (GtkWidget *window)
{
  GtkWidget *page;

  page = find_widget (window, is_field_page, NULL);
  if (page == NULL)
    page = await_row (window, "Add a Property");
  g_assert_true (gtk_widget_activate_action (page, "navigation.pop", NULL));
}

static void
open_mapping (GtkWidget *window)
{
  do_action (find_widget (window, is_card, NULL), "flow.mapping");
  wait_for (window, "Mapping: Customers");
  await_row (window, "Website → Website");
}

static void
sync_customers (GtkWidget *window)
{
  GtkWidget *card = find_widget (window, is_card, NULL);

  waited_for = "the last sync to end";
  while (!gtk_widget_activate_action (card, "sync.flow", "s", "customers"))
    g_main_context_iteration (NULL, TRUE);
}

/* Waits until Wello's company has a value of its customer. */
static void
await_value (Office     *office,
             const char *number,
             const char *source,
             const char *target)
{
  g_autofree char *expected = office_find (office, "bc", "customers", "number", number, source);

  g_assert_nonnull (expected);
  g_assert_cmpstr (expected, !=, "");
  waited_for = target;
  while (TRUE)
    {
      g_autofree char *now = office_find (office, "wello", "Company", "code", number, target);

      if (g_strcmp0 (now, expected) == 0)
        return;

      /* To ask takes long beside what the window has to do meanwhile. */
      for (guint i = 0; i < 1000 && g_main_context_iteration (NULL, FALSE); i++)
        continue;
    }
}

static char *
dup_file (Office *office)
{
  return g_build_filename (office->folder, "profile-mappings", "customers-bc-to-wello.json", NULL);
}

static void
changes (GtkWidget *window,
         gpointer   data)
{
  Office *office = data;
  g_autofree char *path = dup_file (office);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  do_action_with (window, "win.show-area", g_variant_new_string ("sync"));
  wait_for (window, "next at");
  open_mapping (window);
  g_assert_true (sees (window, "As it comes with the program"));

  /* By what records are found nothing is changed. */
  g_assert_false (gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (await_row (window, "Number → Code"))));

  enter (window, "Website → Website");
  select_in (window, "From Business Central", "addressLine1");
  g_assert_cmpstr (read_row (window, "In Business Central"), ==, read_row (window, "Wello Gets"));
  g_assert_true (can_save (window));

  /* What can't be is refused at once, with its reason, and isn't written. */
  select_in (window, "On the Way", "A number");
  wait_for (window, "Only whole texts");
  g_assert_false (can_save (window));
  select_in (window, "Who Decides", "Business Central decides");
  wait_for (window, "“addressLine1” is no number.");
  g_assert_false (can_save (window));
  select_in (window, "On the Way", "A text, cut at a word");
  wait_until_gone (window, "“addressLine1” is no number.");
  select_in (window, "To Wello", "phone");
  wait_for (window, "“phone” is written twice");
  g_assert_false (can_save (window));
  select_in (window, "To Wello", "is_client");
  wait_for (window, "“is_client”");
  g_assert_false (can_save (window));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  select_in (window, "To Wello", "url");
  g_assert_true (can_save (window));
  /* While the keyboard is still in it. */
  type_in (window, "Characters That Wello Takes", "47");
  save (window);
  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));
  g_assert_nonnull (strstr (before, "\"max-length\": 47"));
  g_clear_pointer (&before, g_free);
  wait_for (window, "addressLine1 → url");
  g_assert_true (sees (window, "Changed"));
  g_assert_true (sees (window, path));
  back (window);
  sync_customers (window);
  await_value (office, "C00001", "addressLine1", "url");

  /* A property that ours don't name. */
  wait_for (window, "next at");
  do_action (find_widget (window, is_card, NULL), "flow.mapping");
  await_row (window, "Add a Property");
  enter (window, "Add a Property");
  wait_for (window, "New Property");
  select_in (window, "From Business Central", "salespersonCode");

  /* What was typed stays, whatever the property is that Wello gets it in. */
  select_in (window, "To Wello", "notes");
  select_in (window, "Where It Is Empty", "Wello gets a value");
  type_in (window, "Wello Gets Then", "30 days at the most");
  select_in (window, "To Wello", "payement_conditions");
  wait_for (window, "“30 days at the most” is no number.");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (await_row (window, "Wello Gets Then"))), ==, "30 days at the most");
  select_in (window, "To Wello", "po_number_required");
  wait_for (window, "“30 days at the most” is neither yes nor no.");
  select_in (window, "To Wello", "notes");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (await_row (window, "Wello Gets Then"))), ==, "30 days at the most");
  select_in (window, "Where It Is Empty", "Carried over as it is");
  save (window);
  wait_for (window, "salespersonCode → notes");
  g_assert_true (sees (window, "Added"));
  back (window);
  sync_customers (window);
  await_value (office, "C00001", "salespersonCode", "notes");
  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));

  /* Not carried over any more, and only that. */
  do_action (find_widget (window, is_card, NULL), "flow.mapping");
  enter (window, "Email → Email");
  adw_switch_row_set_active (ADW_SWITCH_ROW (await_row (window, "Carried Over")), FALSE);
  save (window);
  wait_for (window, "Off");
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_null (strstr (after, "\"email\""));
  g_assert_nonnull (strstr (after, "salespersonCode"));
  g_assert_cmpuint (strlen (before) - strlen (after), <, 300);

  gtk_widget_activate (await_row (window, "Reset This Mapping"));
  wait_for (window, "Reset This Mapping?");
  press (window, "Reset");
  wait_for (window, "As it comes with the program");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  await_row (window, "Website → Website");
}

static gboolean
is_named_button (GtkWidget *widget,
                 gpointer   tooltip)
{
  return GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), tooltip) == 0;
}

static void
click (GtkWidget  *widget,
       const char *tooltip)
{
  GtkWidget *button = find_widget (widget, is_named_button, (gpointer) tooltip);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

/* The row of the table of values, opened. */
static GtkWidget *
open_row (GtkWidget  *window,
          const char *title)
{
  GtkWidget *row = await_row (window, title);

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);

  return row;
}

static GtkWidget *
open_field (GtkWidget  *window,
            const char *title)
{
  await_row (window, "Add a Property");
  enter (window, title);
  waited_for = title;
  while (find_widget (window, is_field_page, NULL) == NULL)
    g_main_context_iteration (NULL, TRUE);

  return find_widget (window, is_field_page, NULL);
}

/* Tables of values, conditions and look-ups are changed here, too. */
static void
more (GtkWidget *window,
      gpointer   data)
{
  Office *office = data;
  g_autofree char *path = dup_file (office);
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  g_autofree char *id = office_find (office, "bc", "customers", "number", "C00001", "id");

  /* GTK rounds while a row opens, and warns of it. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  do_action_with (window, "win.show-area", g_variant_new_string ("sync"));
  wait_for (window, "next at");
  open_mapping (window);
  g_assert_true (sees (window, "“Ship” → “OrderBlocked”"));

  /* What is always the same is there, and nobody’s choice. */
  g_assert_true (sees (window, "Always the same"));

  open_field (window, "Blocked → ");
  open_row (window, "“Ship” → “OrderBlocked”");
  type_in (window, "Value in Wello", "CreditRisk");
  await_row (window, "“Ship” → “CreditRisk”");
  g_assert_true (can_save (window));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (await_row (window, "“Ship” → “CreditRisk”")), FALSE);
  waited_for = "the row to close";
  while (find_widget (window, is_row, (gpointer) "Value in Business Central") != NULL)
    g_main_context_iteration (NULL, TRUE);

  /* The same twice can't be, and what is new is written as it is typed. */
  click (window, "Add a Value");
  type_in (window, "Value in Business Central", "Ship");
  wait_for (window, "“Ship” is in the table of values twice.");
  g_assert_false (can_save (window));
  type_in (window, "Value in Business Central", "Legal");
  wait_until_gone (window, "“Ship” is in the table of values twice.");
  type_in (window, "Value in Wello", "BlockedbyCM");
  click (await_row (window, "“All” → “OrderBlocked”"), "Remove");
  g_assert_null (find_widget (window, is_row, (gpointer) "“All” → “OrderBlocked”"));
  save (window);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"values\": { \"_x0020_\": \"Normal\", \"Ship\": \"CreditRisk\", \"Invoice\": \"BlockedbyCM\", \"Legal\": \"BlockedbyCM\" }"));

  /* A condition that doesn’t hold is seen in the example. */
  open_field (window, "Website → Website");
  select_in (window, "From Business Central", "displayName");
  g_assert_cmpstr (read_row (window, "Wello Gets"), !=, "Nothing");
  click (window, "Add a Condition");
  select_in (window, "Property of Business Central", "number");
  type_in (window, "Has to Be", "nobody");
  waited_for = "a condition that doesn't hold";
  while (g_strcmp0 (read_row (window, "Wello Gets"), "Nothing") != 0)
    g_main_context_iteration (NULL, TRUE);
  type_in (window, "Has to Be", "C00001");
  select_in (window, "Where It Is Empty", "Wello keeps what it has");
  save (window);
  wait_for (window, "only if Number is “C00001”");
  g_assert_true (g_file_get_contents (path, &again, NULL, NULL));
  g_assert_nonnull (strstr (again, "\"when\": { \"number\": \"C00001\" }"));
  g_assert_nonnull (strstr (again, "\"omit-empty\": true"));

  /* A look-up needs its table. */
  open_field (window, "Payment method → ");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (await_row (window, "Table of Wello"))), ==, "DbPaymentMethods");
  type_in (window, "Table of Wello", "Db Payment");
  wait_for (window, "“Db Payment” is no name of a table");
  g_assert_false (can_save (window));
  type_in (window, "Table of Wello", "DbPaymentMethods");
  type_in (window, "Set of Business Central", "");
  wait_for (window, "No set of Business Central is named");
  g_assert_false (can_save (window));
  back (window);
  back (window);

  /* And the next sync goes by all that. */
  office_change (office, "bc", "customers", id, "\"blocked\":\"Ship\"");
  sync_customers (window);
  await_value (office, "C00001", "displayName", "url");
  waited_for = "CreditRisk";
  while (TRUE)
    {
      g_autofree char *now = office_find (office, "wello", "Company", "code", "C00001", "company_sales_status_code");

      if (g_strcmp0 (now, "CreditRisk") == 0)
        return;

      for (guint i = 0; i < 1000 && g_main_context_iteration (NULL, FALSE); i++)
        continue;
    }
}

static void
test_more (Office        *office,
           gconstpointer  options)
{
  static const char * const first[] = { "sync", NULL };

  office_cli (office, first);
  office_run (office, more);
}

static void
test_changes (Office        *office,
              gconstpointer  options)
{
  static const char * const first[] = { "sync", NULL };

  office_cli (office, first);
  {
    g_autofree char *id = office_find (office, "bc", "customers", "number", "C00001", "id");

    office_change (office, "bc", "customers", id, "\"salespersonCode\":\"AN\"");
  }
  office_run (office, changes);
}

/* Nothing is offered where an administrator decides, and it is said. */
static void
reads (GtkWidget *window,
       gpointer   data)
{
  do_action_with (window, "win.show-area", g_variant_new_string ("sync"));
  wait_for (window, "next at");
  do_action (find_widget (window, is_card, NULL), "flow.mapping");
  wait_for (window, "The mappings can’t be changed here.");
  g_assert_nonnull (find_widget (await_row (window, "The mappings can’t be changed here."), is_link, NULL));
  g_assert_false (gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (await_row (window, "Website → Website"))));
  g_assert_null (find_widget (window, is_row, (gpointer) "Add a Property"));
}

static void
test_read_only (Office        *office,
                gconstpointer  options)
{
  static const char * const first[] = { "sync", NULL };
  g_autofree char *system = g_build_filename (office->folder, "etc", NULL);
  g_autofree char *system_file = g_build_filename (system, "passerelle", "profile.ini", NULL);
  g_autofree char *system_folder = g_path_get_dirname (system_file);
  g_autofree char *own = g_build_filename (g_get_user_config_dir (), "passerelle", "profile.ini", NULL);
  g_autofree char *own_folder = g_path_get_dirname (own);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  office_cli (office, first);

  /* Only a profile among the user's own has one of the whole system below it. */
  g_assert_cmpint (g_mkdir_with_parents (system_folder, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (own_folder, 0700), ==, 0);
  g_assert_true (g_file_get_contents (office->profile, &text, NULL, &error));
  g_assert_true (g_file_set_contents (own, text, -1, &error));
  g_assert_true (g_file_set_contents (system_file, "[Sync]\nLocked=Mappings\n", -1, &error));
  g_setenv ("PASSERELLE_SYSCONFDIR", system, TRUE);
  g_free (office->profile);
  office->profile = g_steal_pointer (&own);
  office_run (office, reads);
  g_unsetenv ("PASSERELLE_SYSCONFDIR");
}

int
main (int    argc,
      char **argv)
{
  static const char * const few[] = { "--customers", "6", "--items", "5", "--work-orders", "2", NULL };

  setlocale (LC_ALL, "");
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/app/mapping/changes", Office, few, office_set_up, test_changes, office_tear_down);
  g_test_add ("/app/mapping/more", Office, few, office_set_up, test_more, office_tear_down);
  g_test_add ("/app/mapping/read-only", Office, few, office_set_up, test_read_only, office_tear_down);

  return g_test_run ();
}
