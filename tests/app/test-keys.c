/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "keyboard-fixture.h"
#include "office-fixture.h"
#include "psr-review-pane.h"

static void
by_keys (GtkWidget *window,
         gpointer   unused)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
  while (get_count (window, "To Review") < 20 || !sees (window, "O’Brien & Sons") || get_count (window, "Exceptions") == 0)
    g_main_context_iteration (NULL, TRUE);
  open_keyboard (window);

  go_to_table (window);
  press_key (GDK_KEY_a, TRUE);
  wait_for (window, " marked");
  press_key (GDK_KEY_Return, TRUE);
  wait_for (window, "Work Orders?");
  press_key (GDK_KEY_Escape, FALSE);
  wait_until_gone (window, "Work Orders?");
  press_key (GDK_KEY_Return, TRUE);
  wait_for (window, "Work Orders?");
  press_key (GDK_KEY_Return, FALSE);
  wait_until_gone (window, "Work Orders?");
  wait_for (window, "documents made");
  while (get_count (window, "Done") < 20 || get_count (window, "Sending") > 0)
    g_main_context_iteration (NULL, TRUE);
  close_keyboard ();
}

/* From one queue to the next, until it is the one whose name begins so. */
static void
go_to_queue (GtkWidget  *window,
             const char *label)
{
  AdwToggleGroup *group;
  guint wanted = 0;

  waited_for = label;
  go_to (window, is_toggle_group);
  group = ADW_TOGGLE_GROUP (find_widget (window, is_toggle_group, NULL));
  while (!g_str_has_prefix (adw_toggle_get_label (adw_toggle_group_get_toggle (group, wanted)), label))
    wanted++;

  while (adw_toggle_group_get_active (group) != wanted)
    {
      guint active = adw_toggle_group_get_active (group);

      press_key (active < wanted ? GDK_KEY_Right : GDK_KEY_Left, FALSE);
      press_key (GDK_KEY_space, FALSE);
      while (adw_toggle_group_get_active (group) == active)
        g_main_context_iteration (NULL, TRUE);
    }
}

static gboolean
is_pane (GtkWidget *widget,
         gpointer   unused)
{
  return PSR_IS_REVIEW_PANE (widget);
}

static GtkSingleSelection *
get_selection (GtkWidget *window)
{
  GtkWidget *table = NULL;

  while ((table = find_widget (window, is_table, NULL)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  return GTK_SINGLE_SELECTION (gtk_column_view_get_model (GTK_COLUMN_VIEW (table)));
}

static void
wait_until_typing (GtkWidget *window)
{
  while (!GTK_IS_TEXT (gtk_window_get_focus (GTK_WINDOW (window))))
    g_main_context_iteration (NULL, TRUE);
}

/* Small letters and digits. */
static void
type_keys (const char *text)
{
  for (const char *letter = text; *letter != '\0'; letter++)
    press_key ((guint) g_ascii_tolower (*letter), FALSE);
}

/* From the first row down the list, until what is under the cursor says that. */
static void
go_down_to (GtkWidget  *window,
            const char *text)
{
  GtkSingleSelection *selection = get_selection (window);

  waited_for = text;
  go_to_table (window);
  press_key (GDK_KEY_Home, FALSE);
  while (gtk_single_selection_get_selected (selection) != 0)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; !sees (find_widget (window, is_pane, NULL), text); i++)
    {
      g_assert_cmpuint (i + 1, <, g_list_model_get_n_items (G_LIST_MODEL (selection)));
      press_key (GDK_KEY_Down, FALSE);
      while (gtk_single_selection_get_selected (selection) == i)
        g_main_context_iteration (NULL, TRUE);
    }
}

/* Some of it is made, some refused, some is on its way for ever, and some is made
 * otherwise than was agreed. Nothing is lost, and nothing made twice. */
static void
mixed_by_keys (GtkWidget *window,
               gpointer   data)
{
  Office *office = data;
  g_autofree char *dwelling = office_find_case (office, "dwelling-6-percent", "internal_number");
  guint made;
  guint n;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
  while (get_count (window, "To Review") < 8 || !sees (window, "O’Brien & Sons") || !sees (window, "Ready"))
    g_main_context_iteration (NULL, TRUE);
  open_keyboard (window);

  /* The one that is going to be made otherwise is found, and ready. */
  go_to_table (window);
  press_key (GDK_KEY_slash, FALSE);
  wait_until_typing (window);
  type_keys (dwelling);
  while (g_list_model_get_n_items (G_LIST_MODEL (get_selection (window))) != 1)
    g_main_context_iteration (NULL, TRUE);
  wait_for (window, dwelling);
  wait_for (find_widget (window, is_table, NULL), "Ready");
  press_key (GDK_KEY_Escape, FALSE);
  wait_for (window, "O’Brien & Sons");

  /* Reviewed one by one, then all. */
  go_to_table (window);
  press_key (GDK_KEY_Home, FALSE);
  press_key (GDK_KEY_Down, FALSE);
  press_key (GDK_KEY_space, FALSE);
  wait_for (window, "1 marked");
  press_key (GDK_KEY_space, FALSE);
  wait_until_gone (window, "1 marked");
  press_key (GDK_KEY_a, TRUE);
  wait_for (window, " marked");

  office_fault (office, "\"service\":\"bc\",\"method\":\"POST\",\"path\":\"/salesInvoices([?]|$)\","
                        "\"kind\":\"409\",\"status\":400,\"times\":1");
  office_fault (office, "\"service\":\"bc\",\"method\":\"POST\",\"path\":\"/salesInvoices([?]|$)\","
                        "\"kind\":\"commit-late\",\"seconds\":600,\"after\":2,\"times\":1");
  press_key (GDK_KEY_Return, TRUE);
  wait_for (window, "Work Orders?");
  press_key (GDK_KEY_Return, FALSE);
  wait_for (window, " documents made");
  while (get_count (window, "Sending") != 1 || get_count (window, "Done") < 4)
    g_main_context_iteration (NULL, TRUE);

  go_to_queue (window, "Exceptions");
  wait_for (window, "Refused");
  go_down_to (window, "Business Central refused the document");
  g_assert_true (sees (window, "Bill Again"));
  go_down_to (window, "uses another VAT rate than was agreed");
  go_to_queue (window, "Sending");
  wait_for (window, "Checking");
  go_down_to (window, "it isn’t known whether it arrived");
  g_assert_true (sees (window, "Do nothing until then."));
  go_to_queue (window, "Done");
  wait_for (window, "Lines in Business Central");
  n = get_count (window, "Done");
  made = office_count_documents (office);
  g_assert_cmpuint (made, >, n);

  /* What was refused goes when it is tried again. */
  go_to_queue (window, "Exceptions");
  wait_for (window, "Refused");
  go_down_to (window, "Business Central refused the document");
  wait_for (window, "checks passed");
  press_key (GDK_KEY_r, FALSE);
  while (get_count (window, "Done") != n + 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (office_count_documents (office), ==, made + 1);

  /* And what isn't to be billed is skipped, with the reason. */
  go_down_to (window, "blocked in Business Central");
  wait_for (window, "checks passed");
  press_key (GDK_KEY_e, FALSE);
  wait_for (window, "Skip INV");
  type_keys ("goodwill");
  press_key (GDK_KEY_Return, FALSE);
  wait_until_gone (window, "Skip INV");
  while (get_count (window, "Done") != n + 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (office_count_documents (office), ==, made + 1);
  close_keyboard ();
}

static void
test_mixed (Office        *office,
            gconstpointer  options)
{
  office_set (office, "BusinessCentral", "LongestRequest", "20min");
  office_set (office, "Billing", "Via", "direct");
  office_set (office, "Vat", "6,labour", "S3");
  office_run (office, mixed_by_keys);
}

static void
test_by_keys (void)
{
  const char *words[] = { "passerelle", "--demo", NULL };

  run_application (words, by_keys, NULL);
}

static gboolean
is_row_of (GtkWidget  *widget,
           const char *title)
{
  return ADW_IS_COMBO_ROW (widget) && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0;
}

static gboolean
is_kind_row (GtkWidget *widget,
             gpointer   unused)
{
  return is_row_of (widget, "Document");
}

static gboolean
is_ending_row (GtkWidget *widget,
               gpointer   unused)
{
  return is_row_of (widget, "Posting");
}

static gboolean
is_accept_button (GtkWidget *widget,
                  gpointer   unused)
{
  return is_button (widget, "Accept") && gtk_widget_is_sensitive (widget);
}

static gboolean
is_send_button (GtkWidget *widget,
                gpointer   unused)
{
  return is_button (widget, "Send…") && gtk_widget_is_sensitive (widget);
}

static void
wait_for_frame (GtkWidget *window)
{
  GdkFrameClock *frames = gtk_widget_get_frame_clock (window);
  gint64 before = gdk_frame_clock_get_frame_counter (frames);

  gtk_widget_queue_resize (window);
  while (gdk_frame_clock_get_frame_counter (frames) < before + 2)
    {
      gtk_widget_queue_draw (window);
      g_main_context_iteration (NULL, TRUE);
    }
}

/* The keyboard goes by where things are, which is known once they are drawn, and nobody
 * presses keys before. */
static void
go_to_drawn (GtkWidget *window,
             Matches    matches)
{
  for (guint i = 0; i < 60; i++)
    {
      GtkWidget *target;
      GtkWidget *focus;

      wait_for_frame (window);
      target = find_widget (window, matches, NULL);
      focus = gtk_window_get_focus (GTK_WINDOW (window));
      if (target != NULL && focus != NULL && (focus == target || gtk_widget_is_ancestor (focus, target)))
        return;

      press_key (GDK_KEY_Tab, FALSE);
      while (gtk_window_get_focus (GTK_WINDOW (window)) == focus)
        g_main_context_iteration (NULL, TRUE);
    }

  g_assert_not_reached ();
}

/* Opens the list of a row, and takes what follows what is chosen. */
static void
take_next (GtkWidget *window,
           Matches    matches)
{
  AdwComboRow *row;
  GtkWidget *focus;

  go_to_drawn (window, matches);
  row = ADW_COMBO_ROW (find_widget (window, matches, NULL));
  g_assert_cmpuint (adw_combo_row_get_selected (row), ==, 0);
  press_key (GDK_KEY_space, FALSE);
  waited_for = "the list of a row";
  while ((focus = gtk_window_get_focus (GTK_WINDOW (window))) == NULL ||
         gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_VIEW) == NULL)
    g_main_context_iteration (NULL, TRUE);
  press_key (GDK_KEY_Down, FALSE);
  press_key (GDK_KEY_Return, FALSE);
  waited_for = "what was chosen";
  while (adw_combo_row_get_selected (row) != 1)
    g_main_context_iteration (NULL, TRUE);
}

/* What people who use a screen reader are told. */
static GString *announced;

static GLogWriterOutput
keep_announced (GLogLevelFlags   level,
                const GLogField *fields,
                gsize            n_fields,
                gpointer         data)
{
  const char *message = NULL;
  gboolean is_ours = FALSE;

  for (gsize i = 0; i < n_fields; i++)
    {
      if (g_str_equal (fields[i].key, "GLIB_DOMAIN"))
        is_ours = g_str_equal (fields[i].value, "psr-announce");
      else if (g_str_equal (fields[i].key, "MESSAGE"))
        message = fields[i].value;
    }
  if (is_ours && message != NULL)
    g_string_append_printf (announced, "%s\n", message);

  return g_log_writer_default (level, fields, n_fields, data);
}

static void
forget_announced (void)
{
  g_string_truncate (announced, 0);
}

static gboolean
has_announced (const char *text)
{
  return strstr (announced->str, text) != NULL;
}

/* Until its checks are read. */
static GtkWidget *
look_at_ready (GtkWidget  *window,
               Office     *office,
               const char *name)
{
  g_autofree char *number = office_find_case (office, name, "internal_number");
  g_autofree char *title = g_strconcat (number, " · ", NULL);
  GtkWidget *pane;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
  g_action_group_activate_action (G_ACTION_GROUP (g_application_get_default ()), "show-work",
                                  g_variant_new ("(ss)", "review", number));
  waited_for = title;
  while ((pane = find_widget (window, is_pane, NULL)) == NULL || !sees (pane, title) || !sees (pane, "Ready") ||
         !sees (pane, "passed"))
    g_main_context_iteration (NULL, TRUE);

  return pane;
}

/* What it becomes, and that it is posted, is chosen from the keyboard, and so is what that
 * asks answered. */
static void
choose_by_keys (GtkWidget *window,
                gpointer   data)
{
  Office *office = data;
  GtkWidget *pane = look_at_ready (window, office, "zero-price");

  open_keyboard (window);

  forget_announced ();
  take_next (window, is_kind_row);
  wait_for (pane, "Business Central won’t post this order as it is");
  g_assert_true (has_announced ("To settle now: Business Central won’t post this order as it is"));
  take_next (window, is_ending_row);
  for (guint i = 0; i < 2; i++)
    {
      waited_for = "what asks";
      go_to_drawn (window, is_accept_button);
      press_key (GDK_KEY_space, FALSE);
      waited_for = "what is accepted";
      while (find_widget (window, is_accept_button, NULL) != NULL &&
             find_widget (window, is_accept_button, NULL) == gtk_window_get_focus (GTK_WINDOW (window)))
        g_main_context_iteration (NULL, TRUE);
    }

  waited_for = "what sends";
  go_to_drawn (window, is_send_button);
  press_key (GDK_KEY_space, FALSE);
  wait_for (window, "Sales order · ");
  wait_for (window, "What is posted can only be credited.");
  press_key (GDK_KEY_Escape, FALSE);
  wait_until_gone (window, "What is posted can only be credited.");

  /* The key of the table, too, sends it as it was answered and chosen. */
  do_action (pane, "work.approve");
  wait_for (window, "Sales order · ");
  press_key (GDK_KEY_Escape, FALSE);
  wait_until_gone (window, "What is posted can only be credited.");
  g_assert_cmpuint (office_count_documents (office), ==, 0);
  close_keyboard ();
}

static void
test_choose_by_keys (Office        *office,
                     gconstpointer  options)
{
  office_run (office, choose_by_keys);
}

/* What the profile's kind of document asks, the chosen one may not. */
static void
choose_invoice (GtkWidget *window,
                gpointer   data)
{
  GtkWidget *pane = look_at_ready (window, data, "long-notes");

  wait_for (pane, "Business Central won’t post this order as it is");
  g_assert_null (find_widget (pane, is_send_button, NULL));
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_widget (pane, is_kind_row, NULL)), 0);
  wait_until_gone (pane, "Business Central won’t post this order as it is");
  g_assert_nonnull (find_widget (pane, is_send_button, NULL));
}

static void
test_choose_invoice (Office        *office,
                     gconstpointer  options)
{
  office_set (office, "Billing", "Document", "order");
  office_run (office, choose_invoice);
}

int
main (int    argc,
      char **argv)
{
  static const char * const some[] = { "--customers", "40", "--items", "30", "--work-orders", "40", NULL };
  int status;

  setlocale (LC_ALL, "");
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  announced = g_string_new (NULL);
  g_log_set_writer_func (keep_announced, NULL, NULL);

  g_test_add_func ("/app/keys/main-job", test_by_keys);
  g_test_add ("/app/keys/mixed", Office, some, office_set_up, test_mixed, office_tear_down);
  g_test_add ("/app/keys/choose", Office, some, office_set_up, test_choose_by_keys, office_tear_down);
  g_test_add ("/app/keys/choose-invoice", Office, some, office_set_up, test_choose_invoice, office_tear_down);

  status = g_test_run ();
  g_string_free (announced, TRUE);

  return status;
}
