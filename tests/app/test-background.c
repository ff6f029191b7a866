/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "app-fixture.h"
#include "psr-autostart.h"

/* Whether Passerelle may work without a window is the desktop's to say, in a sandbox. */

static const char introspection[] =
  "<node><interface name='org.freedesktop.portal.Background'><method name='RequestBackground'>"
  "<arg type='s' direction='in'/><arg type='a{sv}' direction='in'/><arg type='o' direction='out'/>"
  "</method></interface></node>";

/* The desktop's side: what it answers next, and what it was asked. */
static struct
{
  guint32  response;
  gboolean background;
  gboolean autostart;
  guint    n_asked;
  gboolean asked_to_start;
} portal;

static void
on_call (GDBusConnection       *bus,
         const char            *sender,
         const char            *path,
         const char            *interface,
         const char            *method,
         GVariant              *parameters,
         GDBusMethodInvocation *invocation,
         gpointer               data)
{
  g_autoptr(GVariant) options = g_variant_get_child_value (parameters, 1);
  g_autofree char *name = g_strdelimit (g_strdup (sender + 1), ".", '_');
  g_autofree char *handle = NULL;
  const char *token;
  GVariantBuilder results;
  g_autoptr(GError) error = NULL;

  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  g_assert_true (g_variant_lookup (options, "autostart", "b", &portal.asked_to_start));
  portal.n_asked++;
  handle = g_strconcat ("/org/freedesktop/portal/desktop/request/", name, "/", token, NULL);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", handle));

  g_variant_builder_init (&results, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&results, "{sv}", "background", g_variant_new_boolean (portal.background));
  g_variant_builder_add (&results, "{sv}", "autostart", g_variant_new_boolean (portal.autostart));
  g_dbus_connection_emit_signal (bus, sender, handle, "org.freedesktop.portal.Request", "Response",
                                 g_variant_new ("(ua{sv})", portal.response, &results), &error);
  g_assert_no_error (error);
}

static const GDBusInterfaceVTable vtable = { .method_call = on_call };

static void
on_owned (GDBusConnection *bus,
          const char      *name,
          gpointer         is_owned)
{
  *(gboolean *) is_owned = TRUE;
}

static void
answer (guint32  response,
        gboolean background,
        gboolean autostart)
{
  portal.response = response;
  portal.background = background;
  portal.autostart = autostart;
  portal.n_asked = 0;
}

static void
wait_until_asked (void)
{
  waited_for = "the question";
  while (portal.n_asked == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_until_off (GSettings  *settings,
                const char *key)
{
  waited_for = key;
  while (g_settings_get_boolean (settings, key))
    g_main_context_iteration (NULL, TRUE);
}

static void
background (GtkWidget *window,
            gpointer   data)
{
  g_autoptr(GSettings) settings = g_settings_new (APP_ID);
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (introspection, NULL);
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "autostart", NULL);
  g_autofree char *file = g_build_filename (folder, APP_ID ".desktop", NULL);
  gboolean is_owned = FALSE;
  guint owner;
  guint object;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
  object = g_dbus_connection_register_object (bus, "/org/freedesktop/portal/desktop", node->interfaces[0], &vtable, NULL, NULL, NULL);
  g_assert_cmpuint (object, !=, 0);
  owner = g_bus_own_name_on_connection (bus, "org.freedesktop.portal.Desktop", G_BUS_NAME_OWNER_FLAGS_REPLACE, on_owned, NULL, &is_owned, NULL);
  waited_for = "the portal";
  while (!is_owned)
    g_main_context_iteration (NULL, TRUE);
  psr_autostart_use_portal (TRUE);

  /* Somebody says no: it isn't shown as if it did, and why. */
  answer (1, FALSE, FALSE);
  g_settings_set_boolean (settings, "run-in-background", TRUE);
  wait_until_asked ();
  g_assert_false (portal.asked_to_start);
  wait_until_off (settings, "run-in-background");
  wait_for (window, "The desktop doesn’t let Passerelle work without a window.");

  /* It may, but isn't started. */
  answer (0, TRUE, FALSE);
  g_settings_set_boolean (settings, "run-in-background", TRUE);
  wait_until_asked ();
  answer (0, TRUE, FALSE);
  g_settings_set_boolean (settings, "autostart", TRUE);
  wait_until_asked ();
  wait_until_off (settings, "autostart");
  wait_for (window, "The desktop doesn’t start Passerelle with the session.");
  g_assert_true (g_settings_get_boolean (settings, "run-in-background"));

  /* Both, and no file beside it. */
  answer (0, TRUE, TRUE);
  g_settings_set_boolean (settings, "autostart", TRUE);
  wait_until_asked ();
  g_assert_true (portal.asked_to_start);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
  answer (0, TRUE, FALSE);
  g_settings_set_boolean (settings, "run-in-background", FALSE);
  wait_until_asked ();
  g_assert_false (portal.asked_to_start);
  g_assert_true (g_settings_get_boolean (settings, "autostart"));

  psr_autostart_use_portal (FALSE);
  g_settings_set_boolean (settings, "autostart", FALSE);
  g_bus_unown_name (owner);
  g_dbus_connection_unregister_object (bus, object);

  /* A file that can't be written is told, too. */
  g_assert_true (g_file_set_contents (folder, "in the way", -1, NULL));
  g_settings_set_boolean (settings, "run-in-background", TRUE);
  g_settings_set_boolean (settings, "autostart", TRUE);
  wait_until_off (settings, "autostart");
  g_settings_set_boolean (settings, "run-in-background", FALSE);
}

static void
test_background (void)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "away.ini", NULL);
  g_autofree char *state = g_build_filename (g_get_user_data_dir (), "state", NULL);
  const char *words[] = {
    "passerelle", "--profile", path, "--state", state, "--credentials", g_get_user_data_dir (), NULL
  };

  g_assert_true (g_file_set_contents (path,
                                      "[BusinessCentral]\nBaseUrl=http://127.0.0.1:9\nTenant=t.example\nCompany=C\n"
                                      "ClientId=c\nAuthority=http://127.0.0.1:9\n"
                                      "[Wello]\nBaseUrl=http://127.0.0.1:9\nDomain=D\nUser=u\n", -1, NULL));
  run_application (words, background, NULL);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  /* What is warned of is told, too. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  g_test_add_func ("/app/background/portal", test_background);

  return g_test_run ();
}
