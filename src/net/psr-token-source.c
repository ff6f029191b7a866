/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-token-source"

#include "config.h"

#include "psr-token-source.h"

G_DEFINE_INTERFACE (PsrTokenSource, psr_token_source, G_TYPE_OBJECT)

static void
psr_token_source_default_init (PsrTokenSourceInterface *iface)
{
}

/**
 * psr_token_source_authorize:
 * @self: a source
 * @rejected: (nullable): the value that the service answered with 401
 *
 * Tells what to put into the Authorization header. When @rejected is what @self
 * would give anyway, it signs in anew, once; when it isn't, somebody else has
 * done so already.
 *
 * Returns: (transfer full): a future of a string; it rejects with
 *   %PSR_SERVICE_ERROR_SIGN_IN, with an error of the transport or of the secret
 *   store, all in words
 */
DexFuture *
psr_token_source_authorize (PsrTokenSource *self,
                            const char     *rejected)
{
  g_return_val_if_fail (PSR_IS_TOKEN_SOURCE (self), NULL);

  return PSR_TOKEN_SOURCE_GET_IFACE (self)->authorize (self, rejected);
}

/**
 * psr_token_source_explain_rejection:
 * @self: a source
 * @error: return location for %PSR_SERVICE_ERROR_SIGN_IN
 *
 * Says what to do when the service answers 401 although the sign-in itself
 * worked.
 */
void
psr_token_source_explain_rejection (PsrTokenSource  *self,
                                    GError         **error)
{
  g_return_if_fail (PSR_IS_TOKEN_SOURCE (self));

  PSR_TOKEN_SOURCE_GET_IFACE (self)->explain_rejection (self, error);
}

/**
 * psr_token_source_get_person:
 * @self: a token source
 *
 * Returns: (transfer none) (nullable): the person who signed in, or %NULL when
 *   that is an application, or nobody yet
 */
const char *
psr_token_source_get_person (PsrTokenSource *self)
{
  PsrTokenSourceInterface *iface;

  g_return_val_if_fail (PSR_IS_TOKEN_SOURCE (self), NULL);

  iface = PSR_TOKEN_SOURCE_GET_IFACE (self);

  return iface->get_person != NULL ? iface->get_person (self) : NULL;
}
