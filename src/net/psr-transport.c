/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-transport"

#include "config.h"

#include "psr-transport.h"

G_DEFINE_QUARK (psr-transport-error-quark, psr_transport_error)

G_DEFINE_INTERFACE (PsrTransport, psr_transport, G_TYPE_OBJECT)

static void
psr_transport_default_init (PsrTransportInterface *iface)
{
}

/**
 * psr_transport_send:
 * @self: a transport
 * @request: what to send
 *
 * Sends @request once. Any complete answer resolves the future, whatever its
 * status; redirects aren't followed. Dropping the future cancels the request.
 *
 * Returns: (transfer full): a future of a #PsrResponse; it rejects with
 *   %PSR_TRANSPORT_ERROR
 */
DexFuture *
psr_transport_send (PsrTransport *self,
                    PsrRequest   *request)
{
  g_return_val_if_fail (PSR_IS_TRANSPORT (self), NULL);
  g_return_val_if_fail (PSR_IS_REQUEST (request), NULL);

  return PSR_TRANSPORT_GET_IFACE (self)->send (self, request);
}

/**
 * psr_transport_error_is_unsent:
 * @error: an error
 *
 * Returns: whether @error proves that nothing of the request was sent
 */
gboolean
psr_transport_error_is_unsent (const GError *error)
{
  return g_error_matches (error, PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_NOT_SENT) ||
         g_error_matches (error, PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_BAD_CERTIFICATE) ||
         g_error_matches (error, PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_NOT_ALLOWED);
}
