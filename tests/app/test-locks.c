/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>
#include <glib/gstdio.h>
#include <locale.h>

#include "office-fixture.h"

/* What an administrator set and locked for everybody counts, can't be changed in the window,
 * and says why. The settings come from GLib's own key file backend, with the files of defaults
 * and locks that Flatpak hands into the sandbox, in a folder of the test. */

#define BACKEND "GKeyfileSettingsBackend"

static char *defaults_folder;
static gpointer parent_class;

static GObject *
make_backend (GType                  type,
              guint                  n_properties,
              GObjectConstructParam *properties)
{
  g_autofree char *file = g_build_filename (defaults_folder, "keyfile", NULL);

  for (guint i = 0; i < n_properties; i++)
    {
      if (g_str_equal (properties[i].pspec->name, "filename"))
        g_value_set_string (properties[i].value, file);
      else if (g_str_equal (properties[i].pspec->name, "defaults-dir"))
        g_value_set_string (properties[i].value, defaults_folder);
    }

  return G_OBJECT_CLASS (parent_class)->constructor (type, n_properties, properties);
}

static void
class_init (gpointer klass,
            gpointer data)
{
  parent_class = g_type_class_peek_parent (klass);
  G_OBJECT_CLASS (klass)->constructor = make_backend;
}

/* As the key file backend, but that its files are ours. */
static void
install_backend (const char *locks)
{
  g_autofree char *id = g_strdelimit (g_strdup (APP_ID), ".", '/');
  g_autofree char *defaults = g_strdup_printf ("[%s]\nrun-in-background=true\nautostart=true\nhidden-columns=['site']\n", id);
  g_autoptr(GString) locked = g_string_new ("");
  g_auto(GStrv) keys = g_strsplit (locks, " ", -1);
  g_autofree char *defaults_file = NULL;
  g_autofree char *locks_file = NULL;
  g_autoptr(GError) error = NULL;
  GTypeQuery query;

  defaults_folder = g_dir_make_tmp ("passerelle-locks-XXXXXX", &error);
  g_assert_no_error (error);
  for (gsize i = 0; keys[i] != NULL; i++)
    g_string_append_printf (locked, "/%s/%s\n", id, keys[i]);
  defaults_file = g_build_filename (defaults_folder, "defaults", NULL);
  locks_file = g_build_filename (defaults_folder, "locks", NULL);
  g_assert_true (g_file_set_contents (defaults_file, defaults, -1, &error));
  g_assert_true (g_file_set_contents (locks_file, locked->str, -1, &error));

  /* Makes GLib know its own. */
  g_object_unref (g_keyfile_settings_backend_new ("/nonexistent/keyfile", "/", NULL));
  g_type_query (g_type_from_name (BACKEND), &query);
  g_assert_cmpuint (query.type, !=, 0);
  g_type_register_static_simple (query.type, "TestLockedBackend", query.class_size, class_init, query.instance_size, NULL, 0);
  g_io_extension_point_implement ("gsettings-backend", g_type_from_name ("TestLockedBackend"), "test-locked", 1000);
  g_setenv ("GSETTINGS_BACKEND", "test-locked", TRUE);
}

static gboolean
is_row (GtkWidget *widget,
        gpointer   title)
{
  return ADW_IS_SWITCH_ROW (widget) && strstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) != NULL;
}

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

static gboolean
is_page (GtkWidget *widget,
         gpointer   unused)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), "PsrWorkOrdersPage");
}

static void
locked (GtkWidget *window,
        gpointer   unused)
{
  g_autoptr(GSettings) settings = g_settings_new (APP_ID);
  g_autofree char *started = g_build_filename (g_get_user_config_dir (), "autostart", APP_ID ".desktop", NULL);
  g_auto(GStrv) hidden = NULL;
  GtkWidget *stays;
  GtkWidget *starts;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
  wait_for (window, "To Review");

  /* What is locked counts at once. */
  g_assert_true (g_file_test (started, G_FILE_TEST_EXISTS));

  do_action (window, "app.preferences");
  stays = find_row (window, "Work Without a Window");
  starts = find_row (window, "Start With the Session");
  g_assert_true (adw_switch_row_get_active (ADW_SWITCH_ROW (stays)));
  g_assert_false (gtk_widget_get_sensitive (stays));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (stays)), ==, "The administrator of this computer has locked it.");
  g_assert_true (adw_switch_row_get_active (ADW_SWITCH_ROW (starts)));
  g_assert_false (gtk_widget_get_sensitive (starts));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (starts)), ==, "The administrator of this computer has locked it.");

  /* Nor is anything else let through. */
  g_assert_false (g_settings_set_boolean (settings, "run-in-background", FALSE));
  g_assert_true (g_settings_get_boolean (settings, "run-in-background"));
  adw_dialog_close (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
  waited_for = "the preferences to close";
  while (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)) != NULL)
    g_main_context_iteration (NULL, TRUE);

  gtk_widget_activate_action (find_widget (window, is_page, NULL), "column.vat", NULL);
  hidden = g_settings_get_strv (settings, "hidden-columns");
  g_assert_cmpuint (g_strv_length (hidden), ==, 1);
  g_assert_cmpstr (hidden[0], ==, "site");
}

static void
test_locked (Office        *office,
             gconstpointer  options)
{
  office_run (office, locked);
}

int
main (int    argc,
      char **argv)
{
  static const char * const few[] = { "--customers", "30", "--items", "20", "--work-orders", "12", NULL };

  setlocale (LC_ALL, "");
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  install_backend ("run-in-background autostart hidden-columns");
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/app/locks/locked", Office, few, office_set_up, test_locked, office_tear_down);

  return g_test_run ();
}
