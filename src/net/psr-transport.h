/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-request.h"
#include "psr-response.h"

G_BEGIN_DECLS

/**
 * PsrTransportError:
 * @PSR_TRANSPORT_ERROR_NOT_SENT: not one byte of the request left this
 *   machine: name look-up, connection, proxy, or a deadline before those were
 *   done. The only failure after which a write may be sent again.
 * @PSR_TRANSPORT_ERROR_NO_ANSWER: the request may have arrived; no complete
 *   answer came back
 * @PSR_TRANSPORT_ERROR_TIMED_OUT: as above, and the deadline passed
 * @PSR_TRANSPORT_ERROR_TOO_LARGE: the answer was larger than the request
 *   allows; as above, the request may have been carried out
 * @PSR_TRANSPORT_ERROR_BAD_CERTIFICATE: the server's certificate isn't
 *   trusted; nothing was sent
 * @PSR_TRANSPORT_ERROR_CANCELLED: nobody wants the answer any more; the request
 *   may have arrived
 * @PSR_TRANSPORT_ERROR_NOT_ALLOWED: the address isn't one that Passerelle
 *   talks to (http beyond this machine); nothing was sent
 */
typedef enum
{
  PSR_TRANSPORT_ERROR_NOT_SENT,
  PSR_TRANSPORT_ERROR_NO_ANSWER,
  PSR_TRANSPORT_ERROR_TIMED_OUT,
  PSR_TRANSPORT_ERROR_TOO_LARGE,
  PSR_TRANSPORT_ERROR_BAD_CERTIFICATE,
  PSR_TRANSPORT_ERROR_CANCELLED,
  PSR_TRANSPORT_ERROR_NOT_ALLOWED,
} PsrTransportError;

#define PSR_TRANSPORT_ERROR (psr_transport_error_quark ())
GQuark psr_transport_error_quark (void);

#define PSR_TYPE_TRANSPORT (psr_transport_get_type ())
G_DECLARE_INTERFACE (PsrTransport, psr_transport, PSR, TRANSPORT, GObject)

struct _PsrTransportInterface
{
  GTypeInterface parent_iface;

  DexFuture *(*send) (PsrTransport *self,
                      PsrRequest   *request);
};

DexFuture *psr_transport_send           (PsrTransport *self,
                                         PsrRequest   *request);
gboolean   psr_transport_error_is_unsent (const GError *error);

G_END_DECLS
