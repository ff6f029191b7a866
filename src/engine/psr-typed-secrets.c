/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-typed-secrets"

#include "config.h"

#include "psr-typed-secrets.h"

/**
 * PsrTypedSecrets:
 *
 * Secrets that somebody has just typed, before those that are stored: they are
 * tried first, and stored once they have proved right, so that a mistake never
 * replaces what worked.
 */
struct _PsrTypedSecrets
{
  GObject         parent_instance;

  PsrSecretStore *below;
  GHashTable     *typed; /* name → PsrSecret */
};

static void psr_typed_secrets_iface_init (PsrSecretStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PsrTypedSecrets, psr_typed_secrets, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_SECRET_STORE, psr_typed_secrets_iface_init))

static DexFuture *
psr_typed_secrets_lookup (PsrSecretStore *store,
                          const char     *name)
{
  PsrTypedSecrets *self = PSR_TYPED_SECRETS (store);
  PsrSecret *secret = g_hash_table_lookup (self->typed, name);

  if (secret != NULL)
    return dex_future_new_take_boxed (PSR_TYPE_SECRET, psr_secret_ref (secret));

  return psr_secret_store_lookup (self->below, name);
}

static DexFuture *
psr_typed_secrets_store (PsrSecretStore *store,
                         const char     *name,
                         const char     *value)
{
  return psr_secret_store_store (PSR_TYPED_SECRETS (store)->below, name, value);
}

static DexFuture *
psr_typed_secrets_clear (PsrSecretStore *store,
                         const char     *name)
{
  return psr_secret_store_clear (PSR_TYPED_SECRETS (store)->below, name);
}

static void
psr_typed_secrets_iface_init (PsrSecretStoreInterface *iface)
{
  iface->lookup = psr_typed_secrets_lookup;
  iface->store = psr_typed_secrets_store;
  iface->clear = psr_typed_secrets_clear;
}

static void
psr_typed_secrets_finalize (GObject *object)
{
  PsrTypedSecrets *self = PSR_TYPED_SECRETS (object);

  g_clear_object (&self->below);
  g_clear_pointer (&self->typed, g_hash_table_unref);

  G_OBJECT_CLASS (psr_typed_secrets_parent_class)->finalize (object);
}

static void
psr_typed_secrets_class_init (PsrTypedSecretsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = psr_typed_secrets_finalize;
}

static void
psr_typed_secrets_init (PsrTypedSecrets *self)
{
}

/**
 * psr_typed_secrets_new:
 * @below: where secrets are stored
 * @typed: (element-type utf8 PsrSecret): what was typed, by the secrets' names;
 *   not to be changed any more
 *
 * Returns: (transfer full): a store that finds what was typed first
 */
PsrSecretStore *
psr_typed_secrets_new (PsrSecretStore *below,
                       GHashTable     *typed)
{
  PsrTypedSecrets *self;

  g_return_val_if_fail (PSR_IS_SECRET_STORE (below), NULL);
  g_return_val_if_fail (typed != NULL, NULL);

  self = g_object_new (PSR_TYPE_TYPED_SECRETS, NULL);
  self->below = g_object_ref (below);
  self->typed = g_hash_table_ref (typed);

  return PSR_SECRET_STORE (self);
}
