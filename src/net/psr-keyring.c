/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-keyring"

#include "config.h"

#include "psr-keyring.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

#include "psr-explain.h"
#include "psr-net-future.h"
#include "psr-wipe.h"

struct _PsrKeyring
{
  GObject  parent_instance;
  char    *account;
};

static void psr_keyring_iface_init (PsrSecretStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PsrKeyring, psr_keyring, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_SECRET_STORE, psr_keyring_iface_init))

/*
 * Only the asynchronous secret_password_*() calls are used: inside a sandbox
 * libsecret then takes the Secret portal by itself. Elsewhere the schema keeps what is of
 * another id apart.
 */
static const SecretSchema schema = {
  .name = APP_ID,
  .flags = SECRET_SCHEMA_NONE,
  .attributes = {
    { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "name", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

typedef struct _Look Look;

struct _Look
{
  char       *account;
  char       *name;
  char       *value;
  DexPromise *promise;
  void      (*begin) (Look *self);
};

/*
 * libsecret chooses its backend when it is first asked. Where two ask before it has one, it
 * makes two, and loses the second with all that it holds: the others wait for the first. All
 * of it happens on the main thread.
 */
static enum { UNASKED, ASKED, ANSWERED } backend = UNASKED;
static GQueue waiting = G_QUEUE_INIT; /* of Look */

static void
look_clear (gpointer data)
{
  Look *self = data;

  g_clear_pointer (&self->account, g_free);
  g_clear_pointer (&self->name, g_free);
  psr_wipe_string (&self->value);
  dex_clear (&self->promise);
}

static void
look_unref (Look *self)
{
  g_rc_box_release_full (self, look_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_unref)

static Look *
look_new (PsrKeyring  *keyring,
          const char  *name,
          void       (*begin) (Look *self))
{
  Look *self = g_rc_box_new0 (Look);

  self->account = g_strdup (keyring->account);
  self->name = g_strdup (name);
  self->promise = dex_promise_new_cancellable ();
  self->begin = begin;

  return self;
}

static void
look_begin (Look *self)
{
  if (backend == ASKED)
    {
      g_queue_push_tail (&waiting, g_rc_box_acquire (self));
      return;
    }

  if (backend == UNASKED)
    backend = ASKED;
  self->begin (self);
}

/* Whatever was answered. */
static void
begin_waiting (void)
{
  Look *next;

  backend = ANSWERED;
  while ((next = g_queue_pop_head (&waiting)) != NULL)
    {
      next->begin (next);
      look_unref (next);
    }
}

static gboolean
is_about_missing_keyring (const GError *error)
{
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_SERVER) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_DISCONNECTED))
    return TRUE;

  if (error->domain == G_DBUS_ERROR && g_dbus_error_is_remote_error (error))
    {
      g_autofree char *name = g_dbus_error_get_remote_error (error);

      return name != NULL && g_str_has_prefix (name, "org.freedesktop.DBus.Error.Spawn.");
    }

  /* No session bus: its address isn't known, or nothing listens there. */
  return error->domain == G_IO_ERROR && error->code != G_IO_ERROR_CANCELLED &&
         error->code != G_IO_ERROR_TIMED_OUT && error->code != G_IO_ERROR_DBUS_ERROR;
}

/* A keyring whose unlocking (or making) was refused vanishes under our hands:
 * "Object does not exist at path …/login".
 */
static gboolean
is_about_lock (const GError *error)
{
  return g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED) ||
         g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD);
}

static void
look_reject (Look       *self,
             int         code,
             const char *what,
             const char *why,
             const char *mend)
{
  GError *error = NULL;

  psr_set_explained_error (&error, PSR_SECRET_ERROR, code, what, why, mend);
  dex_promise_reject (self->promise, error);
}

static void
look_reject_locked (Look *self)
{
  look_reject (self, PSR_SECRET_ERROR_LOCKED,
               _("The keyring is locked."),
               _("It wasn’t unlocked, so no secret can be read or stored."),
               _("Unlock it, for example by signing in to the desktop with your password, then try again. On a server, use --credentials with a folder instead."));
}

static void
look_fail (Look         *self,
           const GError *error)
{
  g_autofree char *what = NULL;

  g_debug ("Keyring: %s (%s, %d)", error->message, g_quark_to_string (error->domain), error->code);

  if (is_about_lock (error))
    {
      look_reject_locked (self);
    }
  else if (is_about_missing_keyring (error))
    {
      look_reject (self, PSR_SECRET_ERROR_NO_KEYRING,
                   _("There is no keyring here."),
                   error->message,
                   _("Sign in to a desktop session with a keyring, such as GNOME Keyring. On a server, use --credentials with a folder instead."));
    }
  else
    {
      what = g_strdup_printf (_("The keyring doesn’t work with the secret “%s”."), self->name);
      look_reject (self, PSR_SECRET_ERROR_FAILED, what, error->message,
                   _("Check the keyring with the “Passwords and Keys” application."));
    }
}

static void
look_reject_missing (Look *self)
{
  g_autofree char *what = g_strdup_printf (_("The secret “%s” isn’t stored yet."), self->name);
  g_autofree char *why = g_strdup_printf (_("The keyring has nothing under that name for “%s”."), self->account);
  g_autofree char *mend = g_strdup_printf (_("Run “passerellectl secret set %s”."), self->name);

  look_reject (self, PSR_SECRET_ERROR_NOT_FOUND, what, why, mend);
}

/* A locked item is found but has no password to give, and libsecret reports
 * that like one that doesn't exist.
 */
static void
search_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Look) self = user_data;
  g_autoptr (GError) error = NULL;
  GList *items;

  g_assert (G_IS_ASYNC_RESULT (result));

  items = secret_password_search_finish (result, &error);

  if (error != NULL)
    look_fail (self, error);
  else if (items != NULL)
    look_reject_locked (self);
  else
    look_reject_missing (self);

  g_list_free_full (items, g_object_unref);
}

static void
lookup_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Look) self = user_data;
  g_autoptr (GError) error = NULL;
  char *password;

  g_assert (G_IS_ASYNC_RESULT (result));

  password = secret_password_lookup_finish (result, &error);
  begin_waiting ();

  if (password != NULL)
    {
      dex_promise_resolve_boxed (self->promise, PSR_TYPE_SECRET, psr_secret_new (password));

      /* Overwrites it. */
      secret_password_free (password);
    }
  else if (error != NULL)
    {
      look_fail (self, error);
    }
  else
    {
      secret_password_search (&schema, SECRET_SEARCH_NONE,
                              dex_promise_get_cancellable (self->promise),
                              search_cb, g_rc_box_acquire (self),
                              "account", self->account,
                              "name", self->name,
                              NULL);
    }
}

static void
begin_lookup (Look *self)
{
  secret_password_lookup (&schema,
                          dex_promise_get_cancellable (self->promise),
                          lookup_cb, g_rc_box_acquire (self),
                          "account", self->account,
                          "name", self->name,
                          NULL);
}

static DexFuture *
psr_keyring_lookup (PsrSecretStore *store,
                    const char     *name)
{
  g_autoptr (Look) look = look_new (PSR_KEYRING (store), name, begin_lookup);

  look_begin (look);

  return psr_net_keep (dex_ref (DEX_FUTURE (look->promise)));
}

static void
store_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Look) self = user_data;
  g_autoptr (GError) error = NULL;

  g_assert (G_IS_ASYNC_RESULT (result));

  begin_waiting ();
  if (secret_password_store_finish (result, &error))
    dex_promise_resolve_boolean (self->promise, TRUE);
  else
    look_fail (self, error);
}

static void
begin_store (Look *self)
{
  g_autofree char *label = g_strdup_printf ("Passerelle: %s (%s)", self->name, self->account);

  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, self->value,
                         dex_promise_get_cancellable (self->promise),
                         store_cb, g_rc_box_acquire (self),
                         "account", self->account,
                         "name", self->name,
                         NULL);
}

static DexFuture *
psr_keyring_store (PsrSecretStore *store,
                   const char     *name,
                   const char     *value)
{
  g_autoptr (Look) look = look_new (PSR_KEYRING (store), name, begin_store);

  look->value = g_strdup (value);
  look_begin (look);

  return psr_net_keep (dex_ref (DEX_FUTURE (look->promise)));
}

static void
clear_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Look) self = user_data;
  g_autoptr (GError) error = NULL;

  g_assert (G_IS_ASYNC_RESULT (result));

  secret_password_clear_finish (result, &error);
  begin_waiting ();

  if (error != NULL)
    look_fail (self, error);
  else
    dex_promise_resolve_boolean (self->promise, TRUE);
}

static void
begin_clear (Look *self)
{
  secret_password_clear (&schema,
                         dex_promise_get_cancellable (self->promise),
                         clear_cb, g_rc_box_acquire (self),
                         "account", self->account,
                         "name", self->name,
                         NULL);
}

static DexFuture *
psr_keyring_clear (PsrSecretStore *store,
                   const char     *name)
{
  g_autoptr (Look) look = look_new (PSR_KEYRING (store), name, begin_clear);

  look_begin (look);

  return psr_net_keep (dex_ref (DEX_FUTURE (look->promise)));
}

static void
psr_keyring_iface_init (PsrSecretStoreInterface *iface)
{
  iface->lookup = psr_keyring_lookup;
  iface->store = psr_keyring_store;
  iface->clear = psr_keyring_clear;
}

static void
psr_keyring_finalize (GObject *object)
{
  PsrKeyring *self = PSR_KEYRING (object);

  g_clear_pointer (&self->account, g_free);

  G_OBJECT_CLASS (psr_keyring_parent_class)->finalize (object);
}

static void
psr_keyring_class_init (PsrKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = psr_keyring_finalize;
}

static void
psr_keyring_init (PsrKeyring *self)
{
}

/**
 * psr_keyring_new:
 * @account: what tells the secrets of one profile from those of another, such
 *   as "contoso.example/Production/CRONUS BE"
 *
 * Returns: (transfer full): the keyring of the desktop
 */
PsrSecretStore *
psr_keyring_new (const char *account)
{
  PsrKeyring *self;

  g_return_val_if_fail (account != NULL, NULL);

  self = g_object_new (PSR_TYPE_KEYRING, NULL);
  self->account = g_strdup (account);

  return PSR_SECRET_STORE (self);
}
