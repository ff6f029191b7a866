/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-secret-store"

#include "config.h"

#include "psr-secret-store.h"

#include <glib/gi18n.h>

#include "psr-explain.h"

G_DEFINE_QUARK (psr-secret-error-quark, psr_secret_error)

G_DEFINE_INTERFACE (PsrSecretStore, psr_secret_store, G_TYPE_OBJECT)

static const char * const known_names[] = {
  PSR_SECRET_BC_CLIENT_SECRET,
  PSR_SECRET_BC_PASSWORD,
  PSR_SECRET_BC_REFRESH_TOKEN,
  PSR_SECRET_WELLO_PASSWORD,
  NULL
};

static void
psr_secret_store_default_init (PsrSecretStoreInterface *iface)
{
}

/**
 * psr_secret_store_get_names:
 *
 * Returns: (transfer none): the names of all secrets there can be
 */
const char * const *
psr_secret_store_get_names (void)
{
  return known_names;
}

/**
 * psr_secret_store_knows:
 * @name: a name
 *
 * Returns: whether a secret can have that name
 */
gboolean
psr_secret_store_knows (const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  return g_strv_contains (known_names, name);
}

static DexFuture *
refuse_name (const char *name)
{
  g_autofree char *all = g_strjoinv (", ", (char **) known_names);
  g_autofree char *what = g_strdup_printf (_("There is no secret named “%s”."), name);
  g_autofree char *mend = g_strdup_printf (_("Use one of %s."), all);
  GError *error = NULL;

  psr_set_explained_error (&error, PSR_SECRET_ERROR, PSR_SECRET_ERROR_INVALID, what, NULL, mend);

  return dex_future_new_for_error (error);
}

/**
 * psr_secret_store_lookup:
 * @self: a store
 * @name: one of psr_secret_store_get_names()
 *
 * Returns: (transfer full): a future of a #PsrSecret (boxed); it rejects with
 *   %PSR_SECRET_ERROR
 */
DexFuture *
psr_secret_store_lookup (PsrSecretStore *self,
                         const char     *name)
{
  g_return_val_if_fail (PSR_IS_SECRET_STORE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (!psr_secret_store_knows (name))
    return refuse_name (name);

  return PSR_SECRET_STORE_GET_IFACE (self)->lookup (self, name);
}

/**
 * psr_secret_store_store:
 * @self: a store
 * @name: one of psr_secret_store_get_names()
 * @value: the secret, UTF-8, not empty; the caller wipes its own copy
 *
 * Replaces what was stored under @name.
 *
 * Returns: (transfer full): a future of %TRUE; it rejects with
 *   %PSR_SECRET_ERROR
 */
DexFuture *
psr_secret_store_store (PsrSecretStore *self,
                        const char     *name,
                        const char     *value)
{
  g_return_val_if_fail (PSR_IS_SECRET_STORE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  if (!psr_secret_store_knows (name))
    return refuse_name (name);

  if (*value == '\0' || !g_utf8_validate (value, -1, NULL))
    {
      GError *error = NULL;

      psr_set_explained_error (&error, PSR_SECRET_ERROR, PSR_SECRET_ERROR_INVALID,
                               _("The secret can’t be stored."),
                               *value == '\0' ? _("It is empty.") : _("It isn’t UTF-8 text."),
                               _("Enter it again."));
      return dex_future_new_for_error (error);
    }

  return PSR_SECRET_STORE_GET_IFACE (self)->store (self, name, value);
}

/**
 * psr_secret_store_clear:
 * @self: a store
 * @name: one of psr_secret_store_get_names()
 *
 * Forgets what is stored under @name, if anything is.
 *
 * Returns: (transfer full): a future of %TRUE; it rejects with
 *   %PSR_SECRET_ERROR
 */
DexFuture *
psr_secret_store_clear (PsrSecretStore *self,
                        const char     *name)
{
  g_return_val_if_fail (PSR_IS_SECRET_STORE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (!psr_secret_store_knows (name))
    return refuse_name (name);

  return PSR_SECRET_STORE_GET_IFACE (self)->clear (self, name);
}

/**
 * psr_secret_store_describe:
 * @self: a store
 * @name: one of psr_secret_store_get_names()
 *
 * Returns: (transfer full): by what a person puts another secret into the store, in the
 *   user's language, as the end of a sentence without its full stop: “store it again …”
 */
char *
psr_secret_store_describe (PsrSecretStore *self,
                           const char     *name)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (PSR_IS_SECRET_STORE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (PSR_SECRET_STORE_GET_IFACE (self)->dup_path != NULL)
    path = PSR_SECRET_STORE_GET_IFACE (self)->dup_path (self, name);

  /* Translators: follows “store it again” and the like. */
  return path != NULL ? g_strdup_printf (_("in the file “%s”"), path)
                      : g_strdup_printf (_("with “passerellectl secret set %s”"), name);
}
