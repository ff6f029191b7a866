/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-autostart"

#include "config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "psr-autostart.h"
#include "psr-weak.h"

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.Background"
#define REQUEST_INTERFACE "org.freedesktop.portal.Request"

static gboolean always_asks;

/* A question to the desktop, until it is answered. */
typedef struct
{
  GDBusConnection  *bus;
  GWeakRef         *owner;
  PsrAutostartFunc  func;
  gboolean          stays;
  gboolean          starts;
  guint             subscription;
} Question;

static void
question_clear (gpointer data)
{
  Question *question = data;

  psr_weak_free (question->owner);
  g_object_unref (question->bus);
}

static void
question_unref (gpointer data)
{
  g_rc_box_release_full (data, question_clear);
}

static void
end (Question           *question,
     PsrAutostartAnswer  answer)
{
  g_autoptr(GObject) owner = g_weak_ref_get (question->owner);
  guint subscription = question->subscription;

  question->subscription = 0;
  if (subscription == 0)
    return;

  if (owner != NULL)
    question->func (owner, answer);
  g_dbus_connection_signal_unsubscribe (question->bus, subscription);
}

/* Request, signal Response: 0 is granted, 1 is refused by a person, 2 is anything else. */
static void
on_response (GDBusConnection *bus,
             const char      *sender,
             const char      *path,
             const char      *interface,
             const char      *signal,
             GVariant        *parameters,
             gpointer         data)
{
  Question *question = data;
  g_autoptr(GVariant) results = NULL;
  gboolean background = TRUE;
  gboolean autostart = TRUE;
  guint32 response;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "background", "b", &background);
  g_variant_lookup (results, "autostart", "b", &autostart);
  if (question->stays && (response != 0 || !background))
    end (question, PSR_AUTOSTART_NO_BACKGROUND);
  else if (question->starts && (response != 0 || !autostart))
    end (question, PSR_AUTOSTART_NO_START);
  else
    end (question, PSR_AUTOSTART_GRANTED);
}

/* Without a portal nothing keeps it from working on, and nothing starts it. */
static void
on_asked (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  Question *question = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (answer == NULL)
    {
      g_warning ("The desktop can't be asked to start Passerelle: %s", error->message);
      end (question, question->starts ? PSR_AUTOSTART_NO_START : PSR_AUTOSTART_GRANTED);
    }
  question_unref (question);
}

/* Where the answer will come to, which is listened for before it is asked (Request). */
static char *
dup_request_path (GDBusConnection *bus,
                  const char      *token)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (bus) + 1);

  return g_strconcat (PORTAL_PATH "/request/", g_strdelimit (sender, ".", '_'), "/", token, NULL);
}

/* In a sandbox the desktop does it, after asking (Background portal, version 1:
 * RequestBackground). */
static void
ask_portal (GDBusConnection  *bus,
            gboolean          stays,
            gboolean          starts,
            PsrAutostartFunc  func,
            gpointer          owner)
{
  static guint n_asked;
  const char * const command[] = { "passerelle", "--background", NULL };
  g_autofree char *token = g_strdup_printf ("passerelle%u", ++n_asked);
  g_autofree char *path = dup_request_path (bus, token);
  Question *question = g_rc_box_new0 (Question);
  GVariantBuilder options;

  question->bus = g_object_ref (bus);
  question->owner = psr_weak_new (owner);
  question->func = func;
  question->stays = stays;
  question->starts = starts;
  question->subscription = g_dbus_connection_signal_subscribe (bus, PORTAL_NAME, REQUEST_INTERFACE, "Response", path, NULL,
                                                               G_DBUS_SIGNAL_FLAGS_NONE, on_response,
                                                               g_rc_box_acquire (question), question_unref);

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (_("Passerelle looks for completed work.")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (starts));
  g_variant_builder_add (&options, "{sv}", "commandline", g_variant_new_strv (command, -1));
  g_dbus_connection_call (bus, PORTAL_NAME, PORTAL_PATH, PORTAL_INTERFACE, "RequestBackground",
                          g_variant_new ("(sa{sv})", "", &options), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                          on_asked, question);
}

/* Elsewhere a file does (Desktop Application Autostart Specification 0.5). */
static gboolean
write_file (gboolean starts)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "autostart", NULL);
  g_autofree char *path = g_build_filename (folder, APP_ID ".desktop", NULL);
  g_autoptr(GError) error = NULL;

  if (!starts)
    {
      g_unlink (path);
      return TRUE;
    }

  g_mkdir_with_parents (folder, 0700);
  if (g_file_set_contents (path,
                           "[Desktop Entry]\nType=Application\nName=Passerelle\nExec=passerelle --background\nIcon=" APP_ID "\n",
                           -1, &error))
    return TRUE;

  g_warning ("Passerelle can't be started with the session: %s", error->message);

  return FALSE;
}

/**
 * psr_autostart_asks:
 *
 * Returns: whether the desktop is asked; otherwise a file of the user's is written
 */
gboolean
psr_autostart_asks (void)
{
  return always_asks || g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

/**
 * psr_autostart_set:
 * @bus: (nullable): the session bus
 * @stays: whether Passerelle works without a window
 * @starts: whether it is to start with the session, without one
 * @func: what is told the answer
 * @owner: (type GObject): whom; once that is gone nobody is told
 */
void
psr_autostart_set (GDBusConnection  *bus,
                   gboolean          stays,
                   gboolean          starts,
                   PsrAutostartFunc  func,
                   gpointer          owner)
{
  g_return_if_fail (bus == NULL || G_IS_DBUS_CONNECTION (bus));
  g_return_if_fail (func != NULL);
  g_return_if_fail (G_IS_OBJECT (owner));

  if (!psr_autostart_asks ())
    func (owner, write_file (starts) ? PSR_AUTOSTART_GRANTED : PSR_AUTOSTART_NO_START);
  else if (bus != NULL)
    ask_portal (bus, stays, starts, func, owner);
  else
    func (owner, starts ? PSR_AUTOSTART_NO_START : PSR_AUTOSTART_GRANTED);
}

/**
 * psr_autostart_use_portal:
 * @uses: whether the desktop is asked outside of a sandbox, too
 *
 * For tests, which aren't in one.
 */
void
psr_autostart_use_portal (gboolean uses)
{
  always_asks = uses;
}
