/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-secret.h"

G_BEGIN_DECLS

#define PSR_SECRET_BC_CLIENT_SECRET "bc-client-secret"
#define PSR_SECRET_BC_PASSWORD      "bc-password"
#define PSR_SECRET_BC_REFRESH_TOKEN "bc-refresh-token"
#define PSR_SECRET_WELLO_PASSWORD   "wello-password"

/**
 * PsrSecretError:
 * @PSR_SECRET_ERROR_NOT_FOUND: nothing is stored under that name yet
 * @PSR_SECRET_ERROR_LOCKED: the keyring is locked and stayed so
 * @PSR_SECRET_ERROR_NO_KEYRING: there is no keyring or no session bus here
 * @PSR_SECRET_ERROR_READ_ONLY: this store can't be written
 * @PSR_SECRET_ERROR_INVALID: not a name or a value that can be stored
 * @PSR_SECRET_ERROR_FAILED: anything else
 */
typedef enum
{
  PSR_SECRET_ERROR_NOT_FOUND,
  PSR_SECRET_ERROR_LOCKED,
  PSR_SECRET_ERROR_NO_KEYRING,
  PSR_SECRET_ERROR_READ_ONLY,
  PSR_SECRET_ERROR_INVALID,
  PSR_SECRET_ERROR_FAILED,
} PsrSecretError;

#define PSR_SECRET_ERROR (psr_secret_error_quark ())
GQuark psr_secret_error_quark (void);

#define PSR_TYPE_SECRET_STORE (psr_secret_store_get_type ())
G_DECLARE_INTERFACE (PsrSecretStore, psr_secret_store, PSR, SECRET_STORE, GObject)

struct _PsrSecretStoreInterface
{
  GTypeInterface parent_iface;

  DexFuture *(*lookup) (PsrSecretStore *self,
                        const char     *name);
  DexFuture *(*store)  (PsrSecretStore *self,
                        const char     *name,
                        const char     *value);
  DexFuture *(*clear)  (PsrSecretStore *self,
                        const char     *name);

  /* Optional: the file that is the secret. */
  char      *(*dup_path) (PsrSecretStore *self,
                          const char     *name);
};

const char * const *psr_secret_store_get_names (void);
gboolean            psr_secret_store_knows     (const char     *name);
DexFuture          *psr_secret_store_lookup    (PsrSecretStore *self,
                                                const char     *name);
DexFuture          *psr_secret_store_store     (PsrSecretStore *self,
                                                const char     *name,
                                                const char     *value);
DexFuture          *psr_secret_store_clear     (PsrSecretStore *self,
                                                const char     *name);
char               *psr_secret_store_describe  (PsrSecretStore *self,
                                                const char     *name);

G_END_DECLS
