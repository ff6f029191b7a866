/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-autostart"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "psr-autostart.h"

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.Background"

static void
on_asked (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (answer == NULL)
    g_warning ("The desktop can't be asked to start Passerelle: %s", error->message);
}

/* In a sandbox the desktop does it, after asking (Background portal, version 1:
 * RequestBackground). */
static void
ask_portal (gboolean starts)
{
  const char * const command[] = { "passerelle", "--background", NULL };
  g_autoptr(GDBusConnection) bus = NULL;
  g_autoptr(GError) error = NULL;
  GVariantBuilder options;

  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  if (bus == NULL)
    {
      g_warning ("There is no session bus: %s", error->message);
      return;
    }

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (_("Passerelle looks for completed work.")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (starts));
  g_variant_builder_add (&options, "{sv}", "commandline", g_variant_new_strv (command, -1));
  g_dbus_connection_call (bus, PORTAL_NAME, PORTAL_PATH, PORTAL_INTERFACE, "RequestBackground",
                          g_variant_new ("(sa{sv})", "", &options), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                          on_asked, NULL);
}

/* Elsewhere a file does (Desktop Application Autostart Specification 0.5). */
static void
write_file (gboolean starts)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "autostart", NULL);
  g_autofree char *path = g_build_filename (folder, APP_ID ".desktop", NULL);
  g_autoptr(GError) error = NULL;

  if (!starts)
    {
      g_unlink (path);
      return;
    }

  g_mkdir_with_parents (folder, 0700);
  if (!g_file_set_contents (path,
                            "[Desktop Entry]\nType=Application\nName=Passerelle\nExec=passerelle --background\nIcon=" APP_ID "\n",
                            -1, &error))
    g_warning ("Passerelle can't be started with the session: %s", error->message);
}

/**
 * psr_autostart_set:
 * @starts: whether Passerelle is to start with the session, without a window
 */
void
psr_autostart_set (gboolean starts)
{
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    ask_portal (starts);
  else
    write_file (starts);
}
