/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>

#include "office-fixture.h"

/* The desktop's search, over a real bus: of the program that the bus starts for it, and of
 * one whose window is open. */

#define INTERFACE "org.gnome.Shell.SearchProvider2"

/* As the desktop gets it. */
static char *
dup_path (const char *last)
{
  g_autofree char *id = g_strdelimit (g_strdup (APP_ID), ".", '/');

  return g_strconcat ("/", id, last, NULL);
}

static GDBusConnection *
connect_to_bus (void)
{
  g_autoptr(GError) error = NULL;
  GDBusConnection *bus;

  bus = g_dbus_connection_new_for_address_sync (g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
                                                G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, &error);
  g_assert_no_error (error);

  return bus;
}

static void
on_called (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* The application may be in this process: the main loop turns meanwhile. */
static GVariant *
call (GDBusConnection *bus,
      const char      *path,
      const char      *interface,
      const char      *method,
      GVariant        *parameters)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GVariant *answer;

  waited_for = method;
  g_dbus_connection_call (bus, APP_ID, path, interface, method, parameters, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                          on_called, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  answer = g_dbus_connection_call_finish (bus, result, &error);
  g_assert_no_error (error);

  return answer;
}

static GVariant *
ask (GDBusConnection *bus,
     const char      *method,
     GVariant        *parameters)
{
  g_autofree char *path = dup_path ("/SearchProvider");

  return call (bus, path, INTERFACE, method, parameters);
}

static char **
find (GDBusConnection *bus,
      const char      *text)
{
  g_auto(GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr(GVariant) answer = ask (bus, "GetInitialResultSet", g_variant_new ("(^as)", words));
  char **ids;

  g_variant_get (answer, "(^as)", &ids);

  return ids;
}

/* The first that was found of one kind. */
static char *
find_one (GDBusConnection *bus,
          const char      *text,
          const char      *kind)
{
  g_auto(GStrv) ids = find (bus, text);

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      if (g_str_has_prefix (ids[i], kind))
        return g_strdup (ids[i]);
    }

  g_test_message ("%s: nothing of %s was found", text, kind);
  g_assert_not_reached ();
}

/* What is shown of one: its name and what is below. */
static void
get_meta (GDBusConnection  *bus,
          const char       *id,
          char            **name,
          char            **description)
{
  const char *ids[] = { "customer:gone", id, NULL };
  g_autoptr(GVariant) answer = ask (bus, "GetResultMetas", g_variant_new ("(^as)", ids));
  g_autoptr(GVariant) metas = g_variant_get_child_value (answer, 0);
  g_autoptr(GVariant) meta = NULL;
  g_autoptr(GVariant) serialized = NULL;
  g_autoptr(GIcon) icon = NULL;
  const char *same;

  g_assert_cmpuint (g_variant_n_children (metas), ==, 1);
  meta = g_variant_get_child_value (metas, 0);
  g_assert_true (g_variant_lookup (meta, "id", "&s", &same));
  g_assert_cmpstr (same, ==, id);
  g_assert_true (g_variant_lookup (meta, "name", "s", name));
  g_assert_true (g_variant_lookup (meta, "description", "s", description));
  serialized = g_variant_lookup_value (meta, "icon", NULL);
  g_assert_nonnull (serialized);
  icon = g_icon_deserialize (serialized);
  g_assert_true (G_IS_THEMED_ICON (icon));
}

static guint
count_requests (Office *office)
{
  g_autoptr(JsonNode) node = office_read (office, "requests");

  return json_array_get_length (psr_json_get_array (json_node_get_object (node), "requests"));
}

static gboolean
is_running (GDBusConnection *bus)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = NULL;
  gboolean has_owner;

  answer = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                        "NameHasOwner", g_variant_new ("(s)", APP_ID), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                                        &error);
  g_assert_no_error (error);
  g_variant_get (answer, "(b)", &has_owner);

  return has_owner;
}

/* Whether the display has a window of it that somebody can see: toolkits have tiny ones. */
static gboolean
has_window (void)
{
  const char *words[] = { "xwininfo", "-root", "-tree", NULL };
  g_autoptr(GRegex) regex = g_regex_new ("\"Passerelle\":.* [0-9]{3,4}x[0-9]{3,4}\\+", 0, 0, NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  g_spawn_sync (NULL, (char **) words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);

  return g_regex_match (regex, text, 0, NULL);
}

/* Where somebody's own profile and state are, since only those are searched, with work and
 * customers in it. */
static void
settle (Office *office)
{
  static const char * const sync[] = { "sync", NULL };
  static const char * const list[] = { "workorders", NULL };
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "passerelle", NULL);
  g_autofree char *content = NULL;
  gsize length;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_get_contents (office->profile, &content, &length, &error));
  g_free (office->profile);
  office->profile = g_build_filename (folder, "profile.ini", NULL);
  g_assert_true (g_file_set_contents (office->profile, content, (gssize) length, &error));
  g_free (office->state);
  office->state = g_build_filename (g_get_user_data_dir (), "passerelle", NULL);

  office_cli (office, sync);
  office_cli (office, list);
}

/* What the bus starts for a search; the command is the program with what goes before and after. */
static char *
install_service (GDBusConnection *bus,
                 const char      *before,
                 const char      *after)
{
  g_autofree char *services = g_build_filename (g_get_user_data_dir (), "dbus-1", "services", NULL);
  g_autofree char *service = g_strdup_printf ("[D-BUS Service]\nName=%s\nExec=%s%s --gapplication-service%s\n", APP_ID, before,
                                              g_getenv ("PASSERELLE"), after);
  g_autofree char *file = g_strconcat (services, "/" APP_ID ".service", NULL);
  g_autoptr(GVariant) reloaded = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (services, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, service, -1, &error));
  reloaded = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                          "ReloadConfig", NULL, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&file);
}

static void
quit_remote (GDBusConnection *bus)
{
  g_autofree char *path = dup_path ("");

  g_variant_unref (call (bus, path, "org.freedesktop.Application", "ActivateAction",
                         g_variant_new_parsed ("('quit', @av [], @a{sv} {})")));
  waited_for = "its end";
  while (is_running (bus))
    g_main_context_iteration (NULL, FALSE);
}

/* The bus starts the program for it, as the desktop has it: it answers without a window and
 * without asking a service, and ends by itself. What is chosen opens one. */
static void
test_started (Office        *office,
              gconstpointer  options)
{
  g_autofree char *ledger = g_build_filename (g_get_user_data_dir (), "passerelle", "ledger.db", NULL);
  g_autofree char *number = office_find_case (office, "blocked-customer", "internal_number");
  g_autofree char *customer = office_find_case (office, "blocked-customer", "company_code");
  g_autofree char *called = office_find (office, "bc", "customers", "number", customer, "displayName");
  g_autoptr(GDBusConnection) bus = connect_to_bus ();
  g_autofree char *file = install_service (bus, "", "");
  g_autofree char *name = NULL;
  g_autofree char *description = NULL;
  g_autofree char *customer_name = NULL;
  g_autofree char *customer_description = NULL;
  g_autofree char *work = NULL;
  g_autofree char *card = NULL;
  g_auto(GStrv) nothing = NULL;
  g_auto(GStrv) many = NULL;
  const char *terms[] = { number, NULL };
  guint asked;

  /* A search makes no state where there is none. */
  nothing = find (bus, "x");
  g_assert_cmpuint (g_strv_length (nothing), ==, 0);
  g_assert_false (g_file_test (ledger, G_FILE_TEST_EXISTS));

  settle (office);
  asked = count_requests (office);

  work = find_one (bus, number, "work:");
  get_meta (bus, work, &name, &description);
  g_assert_nonnull (strstr (name, called));
  g_assert_cmpstr (description, !=, "");

  card = find_one (bus, customer, "customer:");
  get_meta (bus, card, &customer_name, &customer_description);
  g_assert_cmpstr (customer_name, ==, called);
  g_assert_nonnull (strstr (customer_description, customer));

  g_clear_pointer (&nothing, g_strfreev);
  nothing = find (bus, "no-such-word-anywhere");
  g_assert_cmpuint (g_strv_length (nothing), ==, 0);
  many = find (bus, "a");
  g_assert_cmpuint (g_strv_length (many), >, 10);
  g_assert_cmpuint (g_strv_length (many), <=, 20);

  g_assert_cmpuint (count_requests (office), ==, asked);
  g_assert_false (has_window ());
  waited_for = "its end";
  while (is_running (bus))
    g_main_context_iteration (NULL, FALSE);

  /* Started once more, for what was chosen before. */
  g_variant_unref (ask (bus, "ActivateResult", g_variant_new ("(s^asu)", work, terms, 0)));
  while (!has_window ())
    g_main_context_iteration (NULL, FALSE);
  quit_remote (bus);
  g_assert_cmpint (g_remove (file), ==, 0);
}

/* Somebody has searched before the session starts the program without a window: it goes to
 * work in the process that is there, and opens none. */
static void
test_begun_hidden (Office        *office,
                   gconstpointer  options)
{
  g_autofree char *settings = g_build_filename (g_get_user_config_dir (), "glib-2.0", "settings", "keyfile", NULL);
  g_autofree char *folder = g_path_get_dirname (settings);
  g_autofree char *after = g_strdup_printf (" --credentials %s", office->credentials);
  g_autofree char *application_path = dup_path ("");
  g_autoptr(GDBusConnection) bus = connect_to_bus ();
  g_autofree char *file = install_service (bus, "/usr/bin/env GSETTINGS_BACKEND=keyfile ", after);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) found = NULL;
  guint asked;

  settle (office);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (settings, "[app/passerelle/Passerelle]\nrun-in-background=true\n", -1, &error));

  found = find (bus, "a");
  g_assert_cmpuint (g_strv_length (found), >, 0);
  asked = count_requests (office);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, g_getenv ("PASSERELLE"), "--background", NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);

  waited_for = "its work";
  while (count_requests (office) == asked)
    g_main_context_iteration (NULL, FALSE);
  g_assert_false (has_window ());

  /* The second time there is nothing to begin; whoever wants a window gets it. */
  g_variant_unref (call (bus, application_path, "org.freedesktop.Application", "ActivateAction",
                         g_variant_new_parsed ("('begin-hidden', @av [], @a{sv} {})")));
  g_assert_false (has_window ());
  g_variant_unref (call (bus, application_path, "org.freedesktop.Application", "Activate", g_variant_new_parsed ("(@a{sv} {},)")));
  waited_for = "a window";
  while (!has_window ())
    g_main_context_iteration (NULL, FALSE);
  quit_remote (bus);
  g_assert_cmpint (g_remove (file), ==, 0);
  g_assert_cmpint (g_remove (settings), ==, 0);
}

static gboolean
is_entry (GtkWidget *widget,
          gpointer   text)
{
  return GTK_IS_SEARCH_ENTRY (widget) && g_str_equal (gtk_editable_get_text (GTK_EDITABLE (widget)), text);
}

/* A window that is there already shows what was chosen. */
static void
chosen (GtkWidget *window,
        gpointer   data)
{
  Office *office = data;
  g_autoptr(GDBusConnection) bus = connect_to_bus ();
  g_autofree char *number = office_find_case (office, "blocked-customer", "internal_number");
  g_autofree char *customer = office_find_case (office, "blocked-customer", "company_code");
  g_autofree char *called = office_find (office, "bc", "customers", "number", customer, "displayName");
  g_autofree char *work = NULL;
  g_autofree char *card = NULL;
  g_auto(GStrv) previous = NULL;
  g_auto(GStrv) narrowed = NULL;
  g_autoptr(GVariant) answer = NULL;
  const char *terms[] = { "blocked", "6", NULL };
  const char *narrower[] = { number, customer, NULL };

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
  wait_for (window, "Ready");

  previous = find (bus, customer);
  answer = ask (bus, "GetSubsearchResultSet", g_variant_new ("(^as^as)", previous, narrower));
  g_variant_get (answer, "(^as)", &narrowed);
  g_assert_cmpuint (g_strv_length (narrowed), ==, 1);
  work = find_one (bus, number, "work:");
  g_assert_cmpstr (narrowed[0], ==, work);

  card = find_one (bus, customer, "customer:");
  g_variant_unref (ask (bus, "ActivateResult", g_variant_new ("(s^asu)", card, terms, 0)));
  wait_for (window, called);
  wait_for (window, "Business Central");

  g_variant_unref (ask (bus, "ActivateResult", g_variant_new ("(s^asu)", work, terms, 0)));
  waited_for = "the list with that work alone";
  while (find_widget (window, is_entry, number) == NULL)
    g_main_context_iteration (NULL, TRUE);
  wait_for (window, called);

  g_variant_unref (ask (bus, "LaunchSearch", g_variant_new ("(^asu)", terms, 0)));
  waited_for = "what was searched for";
  while (find_widget (window, is_entry, (gpointer) "blocked 6") == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_chosen (Office        *office,
             gconstpointer  options)
{
  const char *words[] = { "passerelle", "--credentials", office->credentials, NULL };

  settle (office);
  run_application_as (words, G_APPLICATION_DEFAULT_FLAGS, chosen, office);
}

int
main (int    argc,
      char **argv)
{
  static const char * const few[] = { "--customers", "30", "--items", "30", "--work-orders", "20", NULL };

  setlocale (LC_ALL, "");
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/app/search/started", Office, few, office_set_up, test_started, office_tear_down);
  g_test_add ("/app/search/begun-hidden", Office, few, office_set_up, test_begun_hidden, office_tear_down);
  g_test_add ("/app/search/chosen", Office, few, office_set_up, test_chosen, office_tear_down);

  return g_test_run ();
}
