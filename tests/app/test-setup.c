/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>

#include "office-fixture.h"

/* The assistant against the stand-ins, with a keyring of its own. */
typedef struct
{
  PsrSandboxProcess *sandbox;
  char              *folder;
  char              *profile;
  char              *state;
} Account;

static gboolean
is_row (GtkWidget *widget,
        gpointer   title)
{
  return ADW_IS_PREFERENCES_ROW (widget) &&
         strstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) != NULL;
}

static GtkWidget *
row (GtkWidget  *window,
     const char *title)
{
  GtkWidget *found;

  while ((found = find_widget (window, is_row, (gpointer) title)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  return found;
}

static void
type (GtkWidget  *window,
      const char *title,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row (window, title)), text);
}

static gboolean
is_check (GtkWidget *widget,
          gpointer   unused)
{
  return GTK_IS_CHECK_BUTTON (widget);
}

static void
tick (GtkWidget  *window,
      const char *title)
{
  GtkWidget *check = find_widget (row (window, title), is_check, NULL);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
}

/* Waits for the row to be filled, and chooses what begins so. */
static void
pick (GtkWidget  *window,
      const char *title,
      const char *start)
{
  AdwComboRow *combo = ADW_COMBO_ROW (row (window, title));
  guint found = GTK_INVALID_LIST_POSITION;

  while (found == GTK_INVALID_LIST_POSITION)
    {
      GListModel *model = adw_combo_row_get_model (combo);

      for (guint i = 0; i < g_list_model_get_n_items (model); i++)
        {
          g_autoptr(GObject) item = g_list_model_get_item (model, i);
          g_autofree char *text = NULL;

          g_object_get (item, GTK_IS_STRING_OBJECT (item) ? "string" : "title", &text, NULL);
          if (g_str_has_prefix (text, start))
            found = i;
        }
      if (found == GTK_INVALID_LIST_POSITION)
        g_main_context_iteration (NULL, TRUE);
    }

  adw_combo_row_set_selected (combo, found);
}

static AdwDialog *
get_dialog (GtkWidget *window)
{
  return adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));
}

/* What moves away can still be seen. */
static void
close_dialog (GtkWidget *window)
{
  adw_dialog_close (get_dialog (window));
  while (get_dialog (window) != NULL || sees (window, " of 8"))
    g_main_context_iteration (NULL, TRUE);
}

/* A cursor that blinks finds out with a warning that its text was hidden meanwhile. */
static void
be_quick (void)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
}

static GtkWidget *
get_window (void)
{
  return GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ())));
}

static void
open_setup (const char *step)
{
  g_action_group_activate_action (G_ACTION_GROUP (g_application_get_default ()), "setup", g_variant_new_string (step));
}

static const char *
get (Account    *account,
     const char *name)
{
  return psr_sandbox_process_get (account->sandbox, name);
}

static void
account_set_up (Account       *account,
                gconstpointer  options)
{
  g_autoptr(DexFuture) future = psr_sandbox_process_start (options);
  g_autofree char *keyring = NULL;
  g_autoptr(GError) error = NULL;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  account->sandbox = g_value_dup_object (dex_future_get_value (future, &error));
  g_assert_no_error (error);

  account->folder = g_dir_make_tmp ("passerelle-setup-XXXXXX", &error);
  g_assert_no_error (error);
  account->profile = g_build_filename (account->folder, "profile.ini", NULL);
  account->state = g_build_filename (account->folder, "state", NULL);
  keyring = g_build_filename (account->folder, "keyring", NULL);
  g_setenv ("SECRET_FILE_TEST_PATH", keyring, TRUE);
}

static void
account_tear_down (Account       *account,
                   gconstpointer  options)
{
  g_clear_object (&account->sandbox);
  g_free (account->folder);
  g_free (account->profile);
  g_free (account->state);
}

static char *
read_profile (Account *account)
{
  char *text = NULL;

  g_file_get_contents (account->profile, &text, NULL, NULL);

  return text;
}

static void
run (Account *account,
     Body     body)
{
  const char *words[] = { "passerelle", "--profile", account->profile, "--state", account->state, NULL };

  run_application (words, body, account);
}

/* From the welcome page to the company, with what people get wrong. */
static void
sign_in (GtkWidget *window,
         Account   *account)
{
  wait_for (window, "Completed Work Becomes Invoices");
  press (window, "Begin");
  wait_for (window, "Step 1 of 8");

  /* Not online, and it says why. */
  g_assert_true (sees (window, "Microsoft’s cloud accepts none"));
  g_assert_false (gtk_widget_is_sensitive (row (window, "With a user name and password")));

  /* Nothing can be tried as long as something is missing. */
  g_assert_null (find_widget (window, is_sensitive_button, "Sign In"));
  tick (window, "As an application");
  type (window, "Tenant", get (account, "tenant"));
  type (window, "Client ID", get (account, "client_id"));
  type (window, "Client secret", "wrong");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row (window, "More")), TRUE);
  type (window, "Address of Business Central", get (account, "bc"));

  type (window, "Address of the sign-in service", "https://no-such-host.invalid");
  press (window, "Sign In");
  wait_for (window, "no-such-host.invalid");
  type (window, "Address of the sign-in service", get (account, "authority"));
  wait_until_gone (window, "no-such-host.invalid");

  press (window, "Sign In");
  wait_for (window, "sign");
  while (find_widget (window, is_sensitive_button, "Sign In") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (sees (window, "Step 2 of 8"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row (window, "Tenant"))), ==, get (account, "tenant"));

  type (window, "Client secret", get (account, "client_secret"));
  press (window, "Sign In");
  wait_for (window, "Step 2 of 8");
  wait_for (window, "Signed in · 1 environment");
}

static void
whole (GtkWidget *window,
       gpointer   data)
{
  Account *account = data;
  g_autofree char *early = NULL;
  g_autofree char *text = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *draft = g_strconcat (account->profile, ".setup", NULL);

  be_quick ();
  sign_in (window, account);

  /* The only environment needs no choosing. */
  pick (window, "Company", get (account, "company"));
  press (window, "Continue");
  wait_for (window, "Step 3 of 8");

  /* Left, and resumed where it was left. */
  type (window, "Domain", get (account, "wello_domain"));
  close_dialog (window);
  g_assert_true (g_file_test (draft, G_FILE_TEST_EXISTS));
  early = read_profile (account);
  g_assert_null (early);
  wait_for (window, "Not Set Up Yet");
  open_setup ("welcome");
  wait_for (window, "You began before");
  press (window, "Continue");
  wait_for (window, "Step 3 of 8");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row (window, "Domain"))), ==, get (account, "wello_domain"));

  type (window, "User name", get (account, "wello_user"));
  type (window, "Password", "wrong");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row (window, "More")), TRUE);
  type (window, "Address of Wello", get (account, "wello"));
  press (window, "Sign In");
  wait_for (window, "password");
  g_assert_false (sees (window, "Step 4 of 8"));
  type (window, "Password", get (account, "wello_password"));
  press (window, "Sign In");
  wait_for (window, "Step 4 of 8");
  g_assert_true (sees (window, "Signed in as"));

  press (window, "Continue");
  wait_for (window, "Step 5 of 8");
  wait_for (window, "Ready in Wello");
  g_assert_null (find_widget (window, is_sensitive_button, "Continue"));
  adw_switch_row_set_active (ADW_SWITCH_ROW (row (window, "No other connector")), TRUE);
  press (window, "Continue");

  wait_for (window, "Step 6 of 8");
  pick (window, "Working time", "SERVICE-HOUR");
  pick (window, "Travel time", "TRAVEL ·");
  pick (window, "VAT 21 % on parts", "G3");
  press (window, "Continue");

  /* What would happen is read before it happens. */
  wait_for (window, "Step 7 of 8");
  wait_for (window, "will be created in Wello");
  g_assert_false (g_file_test (account->state, G_FILE_TEST_EXISTS));
  press (window, "Start Syncing");
  wait_for (window, "All Set");
  g_assert_true (sees (window, "created in Wello"));
  press (window, "Show Work Orders");
  while (get_dialog (get_window ()) != NULL || get_count (get_window (), "To Review") == 0)
    g_main_context_iteration (NULL, TRUE);

  text = read_profile (account);
  g_assert_nonnull (strstr (text, "WorkingTime=item:SERVICE-HOUR\n"));
  g_assert_nonnull (strstr (text, "TravelTime=resource:TRAVEL\n"));
  g_assert_nonnull (strstr (text, "21,part=G3\n"));
  g_assert_null (strstr (text, get (account, "client_secret")));
  g_assert_false (g_file_test (draft, G_FILE_TEST_EXISTS));

  /* A single step, as from the preferences. */
  open_setup ("billing");
  while (find_widget (get_window (), is_sensitive_button, "Save") == NULL)
    g_main_context_iteration (NULL, TRUE);
  wait_for (get_window (), "Hours with the code");
  pick (get_window (), "Make", "Sales orders");
  press (get_window (), "Save");
  while (!sees (get_window (), "To Review") || get_dialog (get_window ()) != NULL)
    g_main_context_iteration (NULL, TRUE);
  changed = read_profile (account);
  g_assert_nonnull (strstr (changed, "Document=order\n"));
  g_assert_nonnull (strstr (changed, "21,part=G3\n"));
}

static void
test_whole (Account       *account,
            gconstpointer  options)
{
  run (account, whole);
}

/* Given up while a person is waited for, and while a service is. */
static void
given_up (GtkWidget *window,
          gpointer   data)
{
  Account *account = data;

  be_quick ();
  wait_for (window, "Completed Work Becomes Invoices");
  press (window, "Begin");
  wait_for (window, "Step 1 of 8");
  type (window, "Tenant", get (account, "tenant"));
  type (window, "Client ID", get (account, "client_id"));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row (window, "More")), TRUE);
  type (window, "Address of Business Central", get (account, "bc"));
  type (window, "Address of the sign-in service", get (account, "authority"));
  tick (window, "With a code");
  press (window, "Sign In");
  wait_for (window, "Type this code there");
  press (window, "Cancel");
  wait_until_gone (window, "Type this code there");
  press (window, "Sign In");
  wait_for (window, "Type this code there");
  close_dialog (window);
}

static void
test_given_up (Account       *account,
               gconstpointer  options)
{
  run (account, given_up);
}

static gboolean
is_dialog_entry (GtkWidget *widget,
                 gpointer   unused)
{
  return ADW_IS_ENTRY_ROW (widget) && gtk_widget_get_ancestor (widget, ADW_TYPE_ALERT_DIALOG) != NULL;
}

static void
type_resource (GtkWidget  *window,
               const char *number)
{
  GtkWidget *entry;

  pick (window, "Travel time", "A Resource…");
  waited_for = "the question for a resource";
  while ((entry = find_widget (window, is_dialog_entry, NULL)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (entry), number);
  press (window, "Use It");
  wait_until_gone (window, "Which Resource?");
}

static guint
count_quotes (Office *office)
{
  g_autoptr(JsonNode) node = office_read (office, "rows?service=bc&set=salesQuotes");

  return json_array_get_length (psr_json_get_array (json_node_get_object (node), "rows"));
}

/* How many were to be made, since the stand-ins began. */
static guint
count_tried (Office *office)
{
  g_autoptr(JsonNode) node = office_read (office, "requests");
  JsonArray *requests = psr_json_get_array (json_node_get_object (node), "requests");
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (requests); i++)
    {
      JsonObject *request = json_array_get_object_element (requests, i);
      const char *path = psr_json_get_string (request, "path");

      n += g_strcmp0 (psr_json_get_string (request, "method"), "POST") == 0 && path != NULL && strstr (path, "salesQuotes") != NULL;
    }

  return n;
}

/* Where resources can't be listed their number is typed, and tried on a quote that is gone
 * afterwards. */
static void
resource (GtkWidget *window,
          gpointer   data)
{
  Office *office = data;
  guint before = count_quotes (office);
  g_autofree char *text = NULL;
  GtkWidget *second;
  guint tried;

  be_quick ();
  wait_for (window, "To Review");
  open_setup ("billing");
  wait_for (window, "Travel time");
  type_resource (window, " no-such ");
  press (window, "Save");
  wait_for (window, "Business Central refuses hours as no-such.");
  g_assert_cmpuint (count_tried (office), >, 0);
  g_assert_cmpuint (count_quotes (office), ==, before);

  /* Given up, what was chosen stays. */
  pick (window, "Travel time", "A Resource…");
  press (window, "Cancel");
  wait_until_gone (window, "Which Resource?");
  wait_for (window, "no-such (Resource)");

  type_resource (window, "TRAVEL");
  press (window, "Save");
  waited_for = "the window over the new profile";
  while (get_window () == NULL || get_window () == window || !sees (get_window (), "To Review"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_quotes (office), ==, before);
  g_assert_true (g_file_get_contents (office->profile, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "TravelTime=resource:TRAVEL\n"));

  /* What the profile says already isn't tried each time that something else is changed. */
  second = get_window ();
  tried = count_tried (office);
  open_setup ("billing");
  wait_for (second, "TRAVEL (Resource)");
  pick (second, "Make", "Sales orders");
  press (second, "Save");
  waited_for = "the window over the last profile";
  while (get_window () == NULL || get_window () == second || !sees (get_window (), "To Review"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_tried (office), ==, tried);
}

static void
test_resource (Office        *office,
               gconstpointer  options)
{
  office_set (office, "Labour", "TravelTime", NULL);
  office_run (office, resource);
}

static void
broken_profile (GtkWidget *window,
                gpointer   data)
{
  wait_for (window, "can’t be read");
  open_setup ("welcome");
  wait_for (window, "move it away");
  press (window, "Close");
}

static void
test_broken_profile (Account       *account,
                     gconstpointer  options)
{
  g_assert_true (g_file_set_contents (account->profile, "no key file\n", -1, NULL));
  run (account, broken_profile);
}

int
main (int    argc,
      char **argv)
{
  static const char * const few[] = { "--customers", "30", "--items", "20", "--work-orders", "10", NULL };
  static const char * const unlisted[] = { "--customers", "10", "--items", "10", "--work-orders", "5", "--set", "bc.analytics=no", NULL };

  setlocale (LC_ALL, "");
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/app/setup/whole", Account, few, account_set_up, test_whole, account_tear_down);
  g_test_add ("/app/setup/given-up", Account, few, account_set_up, test_given_up, account_tear_down);
  g_test_add ("/app/setup/resource", Office, unlisted, office_set_up, test_resource, office_tear_down);
  g_test_add ("/app/setup/broken-profile", Account, few, account_set_up, test_broken_profile, account_tear_down);

  return g_test_run ();
}
