/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-setup-secrets"

#include "config.h"

#include <string.h>

#include "psr-secret-store.h"
#include "psr-setup-steps.h"

/**
 * psr_setup_get_secret_name:
 * @self: setting up
 * @step: a step
 *
 * Returns: (transfer none) (nullable): the name of the secret that the step needs
 */
const char *
psr_setup_get_secret_name (PsrSetup     *self,
                           PsrSetupStep  step)
{
  g_autofree char *sign_in = NULL;

  g_return_val_if_fail (PSR_IS_SETUP (self), NULL);

  if (step == PSR_SETUP_WELLO)
    return PSR_SECRET_WELLO_PASSWORD;
  if (step != PSR_SETUP_BC)
    return NULL;

  sign_in = psr_setup_dup_value (self, PSR_PROFILE_BC_SIGN_IN);
  if (g_strcmp0 (sign_in, "client-credentials") == 0)
    return PSR_SECRET_BC_CLIENT_SECRET;

  return g_strcmp0 (sign_in, "basic") == 0 ? PSR_SECRET_BC_PASSWORD : NULL;
}

/**
 * psr_setup_type_secret:
 * @self: setting up
 * @name: the name of a secret
 * @text: (nullable): what somebody typed; kept in memory until it proved right
 */
void
psr_setup_type_secret (PsrSetup   *self,
                       const char *name,
                       const char *text)
{
  g_return_if_fail (PSR_IS_SETUP (self));
  g_return_if_fail (psr_secret_store_knows (name));

  if (text != NULL && *text != '\0')
    g_hash_table_insert (self->typed, (gpointer) g_intern_string (name), psr_secret_new (text));
  else if (!g_hash_table_remove (self->typed, name))
    return;

  psr_setup_changed (self, g_str_has_prefix (name, "wello-") ? PSR_SETUP_WELLO : PSR_SETUP_BC);
}

/**
 * psr_setup_has_typed:
 * @self: setting up
 * @name: the name of a secret
 *
 * Returns: whether somebody typed it, and it isn't stored yet
 */
gboolean
psr_setup_has_typed (PsrSetup   *self,
                     const char *name)
{
  g_return_val_if_fail (PSR_IS_SETUP (self), FALSE);

  return g_hash_table_contains (self->typed, name);
}

/**
 * psr_setup_has_stored:
 * @self: setting up
 * @name: the name of a secret
 *
 * Returns: whether it is known to be stored
 */
gboolean
psr_setup_has_stored (PsrSetup   *self,
                      const char *name)
{
  g_return_val_if_fail (PSR_IS_SETUP (self), FALSE);

  return g_hash_table_contains (self->stored, name);
}
