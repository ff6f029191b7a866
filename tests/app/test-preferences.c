/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>

#include "code-fixture.h"

/* What is chosen in the preferences gets into the profile, and to work; and all data is
 * deleted there, where it may be. */

static void
be_quick (void)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
}

static GtkWidget *
get_window (void)
{
  GtkWindow *window = NULL;

  while ((window = gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ()))) == NULL ||
         !gtk_widget_get_mapped (GTK_WIDGET (window)))
    g_main_context_iteration (NULL, TRUE);

  return GTK_WIDGET (window);
}

static gboolean
is_row (GtkWidget *widget,
        gpointer   title)
{
  g_autofree char *plain = NULL;

  if (!ADW_IS_PREFERENCES_ROW (widget))
    return FALSE;

  plain = g_strdup (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)));
  g_strdelimit (plain, "_", ' ');

  return strstr (plain, title) != NULL;
}

/* The page that somebody looks at is the one that has it. */
static GtkWidget *
find_row (GtkWidget  *window,
          const char *title)
{
  GtkWidget *row;

  waited_for = title;
  while ((row = find_widget (window, is_row, (gpointer) title)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  return row;
}

static AdwDialog *
open_preferences (GtkWidget  *window,
                  const char *page)
{
  AdwDialog *dialog;

  do_action (window, "app.preferences");
  waited_for = "the preferences";
  while ((dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window))) == NULL)
    g_main_context_iteration (NULL, TRUE);
  adw_preferences_dialog_set_visible_page_name (ADW_PREFERENCES_DIALOG (dialog), page);

  return dialog;
}

/* The page of a flow, of which the list has a row. */
static void
open_flow (GtkWidget  *window,
           const char *flow)
{
  g_signal_emit_by_name (find_row (window, flow), "activated");
  waited_for = "Switched On";
  find_row (window, "Switched On");
}

static char *
read_key (Office     *office,
          const char *group,
          const char *key)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();

  g_assert_true (g_key_file_load_from_file (file, office->profile, G_KEY_FILE_NONE, NULL));

  return g_key_file_get_string (file, group, key, NULL);
}

static void
assert_key (Office     *office,
            const char *group,
            const char *key,
            const char *expected)
{
  g_autofree char *value = read_key (office, group, key);

  g_assert_cmpstr (value, ==, expected);
}

/* A flow off, another one seldom, all requests kept: in the file at once, and at work once
 * the preferences are closed. */
static void
choices (GtkWidget *window,
         gpointer   data)
{
  Office *office = data;
  AdwDialog *dialog;

  be_quick ();
  do_action_with (window, "win.show-area", g_variant_new_string ("sync"));
  wait_for (window, "Items");
  wait_for (window, "On time");
  dialog = open_preferences (window, "sync");
  open_flow (window, "Items");
  adw_switch_row_set_active (ADW_SWITCH_ROW (find_row (window, "Switched On")), FALSE);
  assert_key (office, "Flow items", "Enabled", "no");
  adw_preferences_dialog_pop_subpage (ADW_PREFERENCES_DIALOG (dialog));
  /* The list says so at once. */
  wait_for (window, "Off");
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_row (window, "Completed Work")), 6);
  assert_key (office, "Intervals", "workorders", "1h");
  g_assert_true (sees (window, "Every hour"));
  adw_preferences_dialog_set_visible_page_name (ADW_PREFERENCES_DIALOG (dialog), "profile");
  gtk_widget_grab_focus (find_row (window, "Requests That Are Kept"));
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_row (window, "Requests That Are Kept")), 2);
  assert_key (office, "Log", "Requests", "all");
  g_assert_true (sees (window, "As Wello says"));
  adw_dialog_close (dialog);

  /* Back to where one was, with the new profile. */
  while (get_window () == window)
    g_main_context_iteration (NULL, TRUE);
  window = get_window ();
  wait_for (window, "On time");
  waited_for = "no items";
  while (sees (window, "Items"))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_choices (Office        *office,
              gconstpointer  options)
{
  office_run (office, choices);
}

/* A rule is written at once, what is posted from then on is asked about first, and what can't
 * be written is said below the row and not shown as if it were. */
static void
rules (GtkWidget *window,
       gpointer   data)
{
  Office *office = data;
  GtkWidget *row;

  be_quick ();
  wait_for (window, "To Review");
  open_preferences (window, "profile");
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_row (window, "Hours Are Rounded")), 1);
  assert_key (office, "Billing", "HourStep", "0.25 up");
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_row (window, "Posting Date")), 2);
  assert_key (office, "Billing", "PostingDate", "ask");

  row = find_row (window, "What Is Made");
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1);
  wait_for (window, "What Is Made: Posted at once?");
  press (window, "Cancel");
  wait_until_gone (window, "What Is Made: Posted at once?");
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), ==, 0);
  assert_key (office, "Billing", "Post", NULL);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1);
  wait_for (window, "What Is Made: Posted at once?");
  press (window, "Change");
  wait_until_gone (window, "What Is Made: Posted at once?");
  assert_key (office, "Billing", "Post", "yes");
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 0);
  assert_key (office, "Billing", "Post", "no");

  row = find_row (window, "Wello Is Told");
  g_assert_cmpint (g_unlink (office->profile), ==, 0);
  g_assert_cmpint (g_mkdir (office->profile, 0700), ==, 0);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), ==, 0);
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  g_assert_cmpint (g_rmdir (office->profile), ==, 0);
}

static void
test_rules (Office        *office,
            gconstpointer  options)
{
  office_run (office, rules);
}

/* What can't be written is said, and not shown as if it were. */
static void
refused (GtkWidget *window,
         gpointer   data)
{
  Office *office = data;
  GtkWidget *row;

  be_quick ();
  wait_for (window, "To Review");
  open_preferences (window, "sync");
  open_flow (window, "Items");
  row = find_row (window, "Switched On");
  g_assert_cmpint (g_unlink (office->profile), ==, 0);
  g_assert_cmpint (g_mkdir (office->profile, 0700), ==, 0);
  adw_switch_row_set_active (ADW_SWITCH_ROW (row), FALSE);
  wait_for (window, "The Profile Isn’t Changed");
  g_assert_true (adw_switch_row_get_active (ADW_SWITCH_ROW (row)));
  press (window, "Close");
  g_assert_cmpint (g_rmdir (office->profile), ==, 0);
}

static void
test_refused (Office        *office,
              gconstpointer  options)
{
  office_run (office, refused);
}

static void
type_filter (GtkWidget  *window,
             const char *title,
             const char *text,
             gboolean    writes)
{
  GtkWidget *row = find_row (window, title);

  gtk_editable_set_text (GTK_EDITABLE (row), text);
  if (writes)
    g_signal_emit_by_name (row, "apply");
}

/* How a flow works is chosen on its page. Going both ways is asked about first, a filter is
 * tried where somebody wants it, and what can't be one is refused beside it. */
static void
flow_settings (GtkWidget *window,
               gpointer   data)
{
  Office *office = data;
  AdwDialog *dialog;
  GtkWidget *row;

  be_quick ();
  wait_for (window, "To Review");
  dialog = open_preferences (window, "sync");
  open_flow (window, "Customers");

  row = find_row (window, "Direction");
  g_assert_true (sees (row, "From Business Central to Wello"));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1);
  wait_for (window, "Both Ways?");
  g_assert_true (sees (window, "writes nothing to Business Central"));
  press (window, "Cancel");
  wait_until_gone (window, "Both Ways?");
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), ==, 0);
  assert_key (office, "Flow customers", "Direction", NULL);

  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1);
  wait_for (window, "Both Ways?");
  press (window, "Both Ways");
  wait_until_gone (window, "Both Ways?");
  assert_key (office, "Flow customers", "Direction", "both");
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_row (window, "Where Both Changed a Value")), 3);
  assert_key (office, "Flow customers", "Conflict", "ask");
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_row (window, "How Often")), 3);
  assert_key (office, "Flow customers", "Interval", "10min");

  type_filter (window, "Business Central Filter", "country eq 'BE", TRUE);
  wait_for (window, "This can’t be written into the profile.");
  g_assert_true (sees (window, "closed"));
  assert_key (office, "Flow customers", "Filter", NULL);

  /* What only the service can refuse, and what it takes. */
  type_filter (window, "Business Central Filter", "planet eq 'Mars'", FALSE);
  g_assert_false (sees (window, "This can’t be written into the profile."));
  press (window, "Try");
  wait_for (window, "planet");
  wait_until_gone (window, "Asking Business Central…");
  g_assert_true (gtk_widget_has_css_class (find_row (window, "Business Central Filter"), "error"));
  type_filter (window, "Business Central Filter", "number eq 'C00001'", FALSE);
  g_assert_false (gtk_widget_has_css_class (find_row (window, "Business Central Filter"), "error"));
  press (window, "Try");
  wait_for (window, "1 record: C00001");
  type_filter (window, "Business Central Filter", "number eq 'nobody'", FALSE);
  press (window, "Try");
  wait_for (window, "No record is like that.");
  assert_key (office, "Flow customers", "Filter", NULL);
  type_filter (window, "Business Central Filter", "number ne 'nobody'", TRUE);
  assert_key (office, "Flow customers", "Filter", "number ne 'nobody'");

  type_filter (window, "Wello Filter", "is_client eq true", TRUE);
  assert_key (office, "Flow customers", "WelloFilter", "is_client eq true");

  adw_preferences_dialog_pop_subpage (ADW_PREFERENCES_DIALOG (dialog));
  wait_for (window, "Both ways · Every 10 minutes");

  /* What isn't there yet says what it needs, and can't be switched on. */
  open_flow (window, "Prices");
  g_assert_false (gtk_widget_get_sensitive (find_row (window, "Switched On")));
  g_assert_true (sees (window, "Lines= under [Prices]"));
  adw_preferences_dialog_pop_subpage (ADW_PREFERENCES_DIALOG (dialog));

  /* The worker takes it. */
  adw_dialog_close (dialog);
  while (get_window () == window)
    g_main_context_iteration (NULL, TRUE);
  window = get_window ();
  wait_for (window, "To Review");
  open_preferences (window, "sync");
  wait_for (window, "Both ways · Every 10 minutes");
}

static void
test_flow_settings (Office        *office,
                    gconstpointer  options)
{
  office_set (office, "Prices", "Lines", NULL);
  office_set (office, "Flow prices", "Enabled", NULL);
  office_run (office, flow_settings);
}

/* As Enter does. */
static void
enter (GtkWidget *row)
{
  g_signal_emit_by_name (gtk_editable_get_delegate (GTK_EDITABLE (row)), "activate");
}

/* What was applied in vain is applied once more, and what wasn't applied at all isn't lost
 * without a word, whether the window stays or another one takes its place. */
static void
filter_again (GtkWidget *window,
              gpointer   data)
{
  static const char lost[] = "The filter isn’t changed: it wasn’t applied";
  Office *office = data;
  g_autofree char *aside = g_strconcat (office->profile, ".aside", NULL);
  AdwDialog *dialog;
  GtkWidget *row;

  be_quick ();
  wait_for (window, "To Review");
  dialog = open_preferences (window, "sync");
  open_flow (window, "Customers");
  row = find_row (window, "Business Central Filter");
  g_assert_cmpint (g_rename (office->profile, aside), ==, 0);
  g_assert_cmpint (g_mkdir (office->profile, 0700), ==, 0);
  gtk_editable_set_text (GTK_EDITABLE (row), "number ne 'nobody'");
  enter (row);
  waited_for = "that it isn't written";
  while (!gtk_widget_has_css_class (row, "error"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_rmdir (office->profile), ==, 0);
  g_assert_cmpint (g_rename (aside, office->profile), ==, 0);
  enter (row);
  assert_key (office, "Flow customers", "Filter", "number ne 'nobody'");
  g_assert_false (gtk_widget_has_css_class (row, "error"));

  /* The profile was changed, so another window takes its place. */
  gtk_editable_set_text (GTK_EDITABLE (row), "number ne 'somebody'");
  adw_dialog_close (dialog);
  waited_for = "another window";
  while (get_window () == window)
    g_main_context_iteration (NULL, TRUE);
  window = get_window ();
  wait_for (window, lost);
  assert_key (office, "Flow customers", "Filter", "number ne 'nobody'");

  wait_for (window, "To Review");
  wait_until_gone (window, lost);
  dialog = open_preferences (window, "sync");
  open_flow (window, "Customers");
  gtk_editable_set_text (GTK_EDITABLE (find_row (window, "Business Central Filter")), "");
  adw_dialog_close (dialog);
  waited_for = "the dialog to go";
  while (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)) != NULL)
    g_main_context_iteration (NULL, TRUE);
  wait_for (window, lost);
  g_assert_true (get_window () == window);
}

static void
test_filter_again (Office        *office,
                   gconstpointer  options)
{
  office_run (office, filter_again);
}

static void
activate (GtkWidget  *window,
          const char *title)
{
  GtkWidget *row = find_row (window, title);

  g_signal_emit_by_name (row, "activated");
}

/* A draft lives: it is refused with the reason. Nothing is left to look after: it goes. */
static void
delete_data (GtkWidget *window,
             gpointer   data)
{
  Office *office = data;
  g_autofree char *ledger = g_build_filename (office->state, "ledger.db", NULL);

  be_quick ();
  waited_for = "a document";
  while (get_count (window, "Done") < 1 || get_count (window, "Sending") > 0)
    g_main_context_iteration (NULL, TRUE);
  open_preferences (window, "profile");
  activate (window, "Delete All Data");
  wait_for (window, "The data can’t be deleted yet.");
  g_assert_true (sees (window, "posted yet"));
  press (window, "Close");
  wait_until_gone (window, "The data can’t be deleted yet.");
  g_assert_true (g_file_test (ledger, G_FILE_TEST_EXISTS));
}

static void
test_delete_refused (Office        *office,
                     gconstpointer  options)
{
  static const char * const first[] = { "sync", NULL };
  static const char * const then[] = { "bill", "--all", NULL };

  office_cli (office, first);
  office_cli (office, then);
  office_run (office, delete_data);
}

static void
delete_all (GtkWidget *window,
            gpointer   data)
{
  Office *office = data;
  g_autofree char *ledger = g_build_filename (office->state, "ledger.db", NULL);

  be_quick ();
  waited_for = "what is ready";
  while (get_count (window, "To Review") < 5 || !sees (window, "passed"))
    g_main_context_iteration (NULL, TRUE);
  open_preferences (window, "profile");
  activate (window, "Delete All Data");
  wait_for (window, "Delete All Data of ");
  g_assert_true (sees (window, "Export First…"));
  press (window, "Cancel");
  wait_until_gone (window, "Delete All Data of ");
  g_assert_true (g_file_test (ledger, G_FILE_TEST_EXISTS));

  activate (window, "Delete All Data");
  wait_for (window, "Delete All Data of ");
  press (window, "Delete");
  waited_for = "the deletion";
  while (!sees (get_window (), "All Data Is Deleted"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (g_file_test (ledger, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (office->profile, G_FILE_TEST_EXISTS));
  g_assert_true (sees (get_window (), "but the profile"));

  press (get_window (), "Begin Anew");
  waited_for = "all of it again";
  while (get_count (get_window (), "To Review") + get_count (get_window (), "Exceptions") < 5)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_delete_all (Office        *office,
                 gconstpointer  options)
{
  office_run (office, delete_all);
}

/* And where it is wanted the profile with what the window wrote beside it. */
static void
delete_profile (GtkWidget *window,
                gpointer   data)
{
  Office *office = data;
  g_autofree char *mappings = g_build_filename (office->folder, "profile-mappings", NULL);
  g_autofree char *mapping = g_build_filename (mappings, "customers.json", NULL);
  g_autoptr(GSettings) settings = g_settings_new (APP_ID);
  g_autoptr(GVariant) chosen = NULL;

  be_quick ();
  waited_for = "what is ready";
  while (get_count (window, "To Review") < 5 || !sees (window, "passed"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_mkdir (mappings, 0700), ==, 0);
  g_assert_true (g_file_set_contents (mapping, "{}", -1, NULL));
  g_settings_set_boolean (settings, "autostart", TRUE);
  open_preferences (window, "profile");
  activate (window, "Delete All Data");
  wait_for (window, "Delete All Data of ");
  adw_switch_row_set_active (ADW_SWITCH_ROW (find_row (window, "Delete the Profile, Too")), TRUE);
  press (window, "Delete");
  waited_for = "the deletion";
  while (!sees (get_window (), "All Data Is Deleted"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (sees (get_window (), "sets it up again"));
  g_assert_false (g_file_test (office->profile, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (mappings, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (office->credentials, G_FILE_TEST_EXISTS));
  chosen = g_settings_get_user_value (settings, "autostart");
  g_assert_null (chosen);

  press (get_window (), "Begin Anew");
  wait_for (get_window (), "Not Set Up Yet");
}

static void
test_delete_profile (Office        *office,
                     gconstpointer  options)
{
  office_run (office, delete_profile);
}

/* Whoever signs out waits with everything else, and goes on once somebody signs in again. */
static void
sign_out (GtkWidget *window,
          gpointer   data)
{
  AdwDialog *dialog;

  be_quick ();
  press (window, "Sign In…");
  sign_in_with_code (window);
  waited_for = "what there is to do";
  while (get_count (window, "To Review") + get_count (window, "Exceptions") < 5)
    g_main_context_iteration (NULL, TRUE);
  wait_until_gone (window, "Sign In…");

  dialog = open_preferences (window, "profile");
  find_row (window, "Signed In As");
  g_assert_false (sees (GTK_WIDGET (dialog), "Nobody"));
  activate (window, "Out…");
  wait_for (window, "Sign Out of Business Central?");
  press (window, "Cancel");
  wait_until_gone (window, "Sign Out of Business Central?");
  activate (window, "Out…");
  wait_for (window, "Sign Out of Business Central?");
  press (window, "Sign Out");
  wait_for (window, "Signed out");
  /* The banner behind the preferences says so, too. */
  wait_for (window, "Sign In…");

  activate (window, "Again…");
  sign_in_with_code (window);
  wait_until_gone (window, "Sign In…");
  adw_dialog_close (dialog);
  dialog = open_preferences (window, "profile");
  find_row (window, "Signed In As");
  g_assert_false (sees (GTK_WIDGET (dialog), "Nobody"));
}

static void
test_sign_out (Office        *office,
               gconstpointer  options)
{
  office_use_code (office);
  office_run (office, sign_out);
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

  g_test_add ("/app/preferences/choices", Office, few, office_set_up, test_choices, office_tear_down);
  g_test_add ("/app/preferences/flow-settings", Office, few, office_set_up, test_flow_settings, office_tear_down);
  g_test_add ("/app/preferences/filter-again", Office, few, office_set_up, test_filter_again, office_tear_down);
  g_test_add ("/app/preferences/rules", Office, few, office_set_up, test_rules, office_tear_down);
  g_test_add ("/app/preferences/refused", Office, few, office_set_up, test_refused, office_tear_down);
  g_test_add ("/app/preferences/delete-refused", Office, few, office_set_up, test_delete_refused, office_tear_down);
  g_test_add ("/app/preferences/sign-out", Office, few, office_set_up, test_sign_out, office_tear_down);
  g_test_add ("/app/preferences/delete-all", Office, few, office_set_up, test_delete_all, office_tear_down);
  g_test_add ("/app/preferences/delete-profile", Office, few, office_set_up, test_delete_profile, office_tear_down);

  return g_test_run ();
}
