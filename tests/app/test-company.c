/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>

#include "office-fixture.h"
#include "psr-setup-chooser.h"
#include "psr-window.h"
#include "psr-work-orders-page.h"

/* Several companies on one computer: one is open, another one takes its place, and one more
 * is set up. */

static void
be_quick (void)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
}

/* The window that there is now, with such a text at its foot. */
static GtkWidget *
wait_for_company (const char *company)
{
  GtkWindow *window;

  waited_for = company;
  while ((window = gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ()))) == NULL ||
         !gtk_widget_get_mapped (GTK_WIDGET (window)) || !sees (GTK_WIDGET (window), company))
    g_main_context_iteration (NULL, TRUE);

  return GTK_WIDGET (window);
}

/* Whether somebody can sign in is known by now: what asks the keyring isn't broken off. */
static void
wait_for_rest (GtkWidget *window)
{
  PsrKeeper *keeper = psr_desk_get_keeper (psr_window_get_desk (PSR_WINDOW (window)));

  waited_for = "the keyring";
  while (psr_keeper_get_state (keeper) <= PSR_KEEPER_STARTING)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
is_company_button (GtkWidget *widget,
                   gpointer   company)
{
  return GTK_IS_MENU_BUTTON (widget) && find_widget (widget, is_label, company) != NULL;
}

static void
choose_company (GtkWidget  *window,
                const char *name)
{
  do_action_with (window, "app.company", g_variant_new_string (name));
}

static char *
write_named (Office     *office,
             const char *name,
             const char *company)
{
  g_autofree char *file = g_strconcat (name, ".ini", NULL);
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "passerelle", "profiles", NULL);
  char *path = g_build_filename (folder, file, NULL);
  g_autoptr(GKeyFile) profile = g_key_file_new ();
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_key_file_load_from_file (profile, office->profile, G_KEY_FILE_NONE, &error));
  g_key_file_set_string (profile, "BusinessCentral", "Company", company);
  g_assert_true (g_key_file_save_to_file (profile, path, &error));

  return path;
}

static gboolean
is_sensitive_page (GtkWidget *widget,
                   gpointer   unused)
{
  return PSR_IS_WORK_ORDERS_PAGE (widget) && gtk_widget_is_sensitive (widget);
}

static void
several (GtkWidget *window,
         gpointer   data)
{
  static const char * const sync[] = { "sync", "customers", NULL };
  Office *office = data;
  guint n_ready;

  be_quick ();
  waited_for = "what is ready";
  while ((n_ready = get_count (window, "To Review")) < 5)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (find_widget (window, is_company_button, (gpointer) "CRONUS BE"));

  choose_company (window, "north");
  /* What is left can't be worked with until the other one is there. */
  g_assert_true (sees (window, "Finishing what is under way…"));
  g_assert_null (find_widget (window, is_sensitive_page, NULL));
  window = wait_for_company ("CRONUS NORTH");
  wait_for_rest (window);
  g_assert_nonnull (find_widget (window, is_company_button, (gpointer) "CRONUS NORTH"));
  g_assert_cmpuint (get_count (window, "To Review"), ==, 0);
  g_assert_cmpuint (g_list_length (gtk_application_get_windows (GTK_APPLICATION (g_application_get_default ()))), ==, 1);
  /* Nobody works at the other one any more: whoever asks does it. */
  office_cli (office, sync);

  choose_company (window, office->profile);
  window = wait_for_company ("CRONUS BE");
  waited_for = "what was there";
  while (get_count (window, "To Review") < n_ready)
    g_main_context_iteration (NULL, TRUE);
  do_action_with (window, "win.show-area", g_variant_new_string ("sync"));
  wait_for (window, "On time");
}

static void
test_several (Office        *office,
              gconstpointer  options)
{
  g_autofree char *path = write_named (office, "north", "CRONUS NORTH");

  office_run (office, several);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

/* Who chooses while something is being opened gets it afterwards. */
static void
meanwhile (GtkWidget *window,
           gpointer   data)
{
  Office *office = data;
  PsrDesk *first = psr_window_get_desk (PSR_WINDOW (window));

  be_quick ();
  wait_for_rest (window);
  choose_company (window, "north");
  waited_for = "another window";
  while ((window = GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ())))) == NULL ||
         psr_window_get_desk (PSR_WINDOW (window)) == first)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (psr_desk_get_state (psr_window_get_desk (PSR_WINDOW (window))), ==, PSR_DESK_OPENING);
  choose_company (window, office->profile);
  wait_for_rest (wait_for_company ("CRONUS BE"));
}

static void
test_meanwhile (Office        *office,
                gconstpointer  options)
{
  g_autofree char *path = write_named (office, "north", "CRONUS NORTH");

  office_run (office, meanwhile);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static gboolean
is_entry (GtkWidget *widget,
          gpointer   unused)
{
  return ADW_IS_ENTRY_ROW (widget);
}

/* A company is shown by its name, whatever is in it. */
static void
see_name (GtkWidget  *window,
          const char *name)
{
  GtkWidget *chooser = psr_setup_chooser_new ();
  GtkWidget *group = adw_preferences_group_new ();
  AdwDialog *dialog = adw_alert_dialog_new ("A name", NULL);

  psr_setup_chooser_show (PSR_SETUP_CHOOSER (chooser), NULL, name);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), chooser);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), group);
  adw_dialog_present (dialog, window);
  wait_for (window, name);
  adw_dialog_force_close (dialog);
  wait_until_gone (window, name);
}

static gboolean
is_main_menu (GtkWidget *widget,
              gpointer   unused)
{
  return GTK_IS_MENU_BUTTON (widget) && gtk_menu_button_get_primary (GTK_MENU_BUTTON (widget));
}

static gboolean
has_submenu (GMenuModel *menu,
             const char *label)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr(GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autofree char *found = NULL;

      if (section != NULL && has_submenu (section, label))
        return TRUE;
      if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &found) && g_str_equal (found, label))
        return TRUE;
    }

  return FALSE;
}

/* What was added beside the window is in the main menu once somebody opens it. */
static void
added_beside (GtkWidget *window,
              gpointer   data)
{
  g_autofree char *path = NULL;
  GtkMenuButton *button;

  be_quick ();
  wait_for (window, "To Review");
  wait_for_rest (window);
  button = GTK_MENU_BUTTON (find_widget (window, is_main_menu, NULL));
  g_assert_false (has_submenu (gtk_menu_button_get_menu_model (button), "Open _Company"));
  path = write_named (data, "north", "CRONUS NORTH");
  gtk_menu_button_popup (button);
  g_assert_true (has_submenu (gtk_menu_button_get_menu_model (button), "Open _Company"));
  g_assert_nonnull (find_widget (window, is_company_button, (gpointer) "CRONUS BE"));
  gtk_menu_button_popdown (button);
  g_assert_cmpint (g_unlink (path), ==, 0);
  gtk_menu_button_popup (button);
  g_assert_false (has_submenu (gtk_menu_button_get_menu_model (button), "Open _Company"));
  gtk_menu_button_popdown (button);
}

static void
test_added_beside (Office        *office,
                   gconstpointer  options)
{
  office_run (office, added_beside);
}

static void
one_more (GtkWidget *window,
          gpointer   data)
{
  AdwDialog *dialog;
  GtkWidget *entry;

  be_quick ();
  wait_for (window, "To Review");
  /* Of one company there is nothing to choose. */
  g_assert_true (sees (window, "CRONUS BE"));
  g_assert_null (find_widget (window, is_company_button, (gpointer) "CRONUS BE"));

  do_action (window, "app.add-company");
  wait_for (window, "Add a Company");
  entry = find_widget (window, is_entry, NULL);
  dialog = ADW_DIALOG (gtk_widget_get_ancestor (entry, ADW_TYPE_ALERT_DIALOG));
  g_assert_false (adw_alert_dialog_get_response_enabled (ADW_ALERT_DIALOG (dialog), "add"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "a/b");
  wait_for (window, "can’t be the name of a profile");
  g_assert_true (sees (window, "Learn More"));
  g_assert_false (adw_alert_dialog_get_response_enabled (ADW_ALERT_DIALOG (dialog), "add"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "south");
  wait_until_gone (window, "can’t be the name of a profile");
  g_assert_false (sees (window, "Learn More"));
  g_assert_true (adw_alert_dialog_get_response_enabled (ADW_ALERT_DIALOG (dialog), "add"));
  press (window, "Set Up…");
  wait_for (window, "You Will Need");
  g_assert_false (sees (window, "Example Data"));
  adw_dialog_close (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
  waited_for = "the assistant to close";
  while (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)) != NULL)
    g_main_context_iteration (NULL, TRUE);
  /* What was left is where it was. */
  g_assert_true (sees (window, "CRONUS BE"));
  see_name (window, "A & B");
  see_name (window, "A <B>");
}

static void
test_one_more (Office        *office,
               gconstpointer  options)
{
  office_run (office, one_more);
}

/* What is open is closed in order: nobody works at it any more once the example data is there,
 * though somebody looks at it still. */
static void
examples (GtkWidget *window,
          gpointer   data)
{
  static const char * const sync[] = { "sync", "customers", NULL };
  g_autoptr(PsrDesk) desk = g_object_ref (psr_window_get_desk (PSR_WINDOW (window)));
  GtkWindow *other;

  be_quick ();
  waited_for = "what is ready";
  while (get_count (window, "To Review") < 5)
    g_main_context_iteration (NULL, TRUE);
  wait_for_rest (window);
  do_action (window, "app.demo");
  waited_for = "the example data";
  while ((other = gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ()))) == NULL ||
         !PSR_IS_WINDOW (other) || psr_window_get_desk (PSR_WINDOW (other)) == desk ||
         psr_desk_get_state (psr_window_get_desk (PSR_WINDOW (other))) != PSR_DESK_OPEN)
    g_main_context_iteration (NULL, TRUE);
  wait_for (GTK_WIDGET (other), "To Review");
  office_cli (data, sync);
}

static void
test_examples (Office        *office,
               gconstpointer  options)
{
  office_run (office, examples);
}

/* What isn't sent by then isn't sent for now: somebody has to agree to that. */
static void
examples_meanwhile (GtkWidget *window,
                    gpointer   data)
{
  g_autoptr(PsrDesk) desk = g_object_ref (psr_window_get_desk (PSR_WINDOW (window)));
  GtkWindow *other;

  be_quick ();
  waited_for = "what is ready";
  while (get_count (window, "To Review") < 5 || !sees (window, "Ready"))
    g_main_context_iteration (NULL, TRUE);
  wait_for_rest (window);
  office_fault (data, "\"service\":\"bc\",\"method\":\"POST\",\"path\":\".\",\"kind\":\"queue\",\"seconds\":4,\"times\":-1");
  do_action (find_widget (window, is_sensitive_page, NULL), "work.mark-all");
  wait_for (window, " marked");
  do_action (window, "win.send-marked");
  press (window, "Send");
  waited_for = "what is on its way";
  while (psr_desk_get_sending (desk).total <= psr_desk_get_sending (desk).done)
    g_main_context_iteration (NULL, TRUE);
  waited_for = "what it comes to";
  while (psr_desk_get_batch (desk) == NULL || !sees (window, " sent · net 0.00 of "))
    g_main_context_iteration (NULL, TRUE);

  do_action (window, "app.demo");
  wait_for (window, "Leave While Sending?");
  g_assert_true (sees (window, "is sent when Passerelle is opened again"));
  press (window, "Keep Sending");
  wait_until_gone (window, "Leave While Sending?");
  g_assert_true (gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ())) == GTK_WINDOW (window));
  g_assert_true (psr_window_get_desk (PSR_WINDOW (window)) == desk);
  g_assert_cmpint (psr_desk_get_state (desk), ==, PSR_DESK_OPEN);

  do_action (window, "app.demo");
  wait_for (window, "Leave While Sending?");
  press (window, "Example Data");
  office_clear_faults (data);
  waited_for = "the example data";
  while ((other = gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ()))) == NULL ||
         !PSR_IS_WINDOW (other) || psr_window_get_desk (PSR_WINDOW (other)) == desk ||
         psr_desk_get_state (psr_window_get_desk (PSR_WINDOW (other))) != PSR_DESK_OPEN)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_examples_meanwhile (Office        *office,
                         gconstpointer  options)
{
  office_run (office, examples_meanwhile);
}

static void
first (GtkWidget *window,
       gpointer   unused)
{
  AdwDialog *dialog;

  be_quick ();
  waited_for = "the assistant";
  while ((dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window))) == NULL)
    g_main_context_iteration (NULL, TRUE);
  adw_dialog_force_close (dialog);
  while (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)) != NULL)
    g_main_context_iteration (NULL, TRUE);

  /* From where nothing can be shown there is a way, too. */
  choose_company (window, "north");
  wait_for_rest (wait_for_company ("CRONUS NORTH"));
}

static void
again (GtkWidget *window,
       gpointer   unused)
{
  wait_for_rest (wait_for_company ("CRONUS NORTH"));
}

static void
gone (GtkWidget *window,
      gpointer   unused)
{
  wait_for_company ("Not Set Up Yet");
}

/* What was open last is opened, as long as it is there. */
static void
test_remembered (Office        *office,
                 gconstpointer  options)
{
  static const char * const words[] = { "passerelle", NULL };
  g_autofree char *path = write_named (office, "north", "CRONUS NORTH");

  run_application (words, first, NULL);
  run_application (words, again, NULL);
  g_assert_cmpint (g_unlink (path), ==, 0);
  run_application (words, gone, NULL);
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

  g_test_add ("/app/company/one-more", Office, few, office_set_up, test_one_more, office_tear_down);
  g_test_add ("/app/company/added-beside", Office, few, office_set_up, test_added_beside, office_tear_down);
  g_test_add ("/app/company/examples", Office, few, office_set_up, test_examples, office_tear_down);
  g_test_add ("/app/company/examples-meanwhile", Office, few, office_set_up, test_examples_meanwhile, office_tear_down);
  g_test_add ("/app/company/several", Office, few, office_set_up, test_several, office_tear_down);
  g_test_add ("/app/company/meanwhile", Office, few, office_set_up, test_meanwhile, office_tear_down);
  g_test_add ("/app/company/remembered", Office, few, office_set_up, test_remembered, office_tear_down);

  return g_test_run ();
}
