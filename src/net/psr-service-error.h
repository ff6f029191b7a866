/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-response.h"
#include "psr-service-kind.h"

G_BEGIN_DECLS

/**
 * PsrServiceErrorCode:
 * @PSR_SERVICE_ERROR_UNREACHABLE: no connection, or no answer to a read
 * @PSR_SERVICE_ERROR_CERTIFICATE: the server's certificate isn't trusted
 * @PSR_SERVICE_ERROR_SIGN_IN: the service doesn't accept who we are
 * @PSR_SERVICE_ERROR_FORBIDDEN: it does, but refuses this
 * @PSR_SERVICE_ERROR_NOT_FOUND: 404
 * @PSR_SERVICE_ERROR_REFUSED: any other 4xx with the service's own words
 * @PSR_SERVICE_ERROR_STALE: the record was changed in between
 * @PSR_SERVICE_ERROR_THROTTLED: 429, more often than we retry
 * @PSR_SERVICE_ERROR_UNAVAILABLE: 5xx, 408, locks, more often than we retry
 * @PSR_SERVICE_ERROR_BAD_ANSWER: an answer that isn't the service's
 * @PSR_SERVICE_ERROR_TOO_LARGE: an answer larger than we read
 * @PSR_SERVICE_ERROR_SKIP_TOKEN: the paging token has expired: start the pull
 *   again from its last timestamp
 * @PSR_SERVICE_ERROR_CANCELLED: nobody wants the answer any more
 */
typedef enum
{
  PSR_SERVICE_ERROR_UNREACHABLE,
  PSR_SERVICE_ERROR_CERTIFICATE,
  PSR_SERVICE_ERROR_SIGN_IN,
  PSR_SERVICE_ERROR_FORBIDDEN,
  PSR_SERVICE_ERROR_NOT_FOUND,
  PSR_SERVICE_ERROR_REFUSED,
  PSR_SERVICE_ERROR_STALE,
  PSR_SERVICE_ERROR_THROTTLED,
  PSR_SERVICE_ERROR_UNAVAILABLE,
  PSR_SERVICE_ERROR_BAD_ANSWER,
  PSR_SERVICE_ERROR_TOO_LARGE,
  PSR_SERVICE_ERROR_SKIP_TOKEN,
  PSR_SERVICE_ERROR_CANCELLED,
} PsrServiceErrorCode;

#define PSR_SERVICE_ERROR (psr_service_error_quark ())
GQuark psr_service_error_quark (void);

/**
 * PsrServiceError:
 * @status: the HTTP status
 * @code: the service's own code, such as "Internal_RecordNotFound", or ""
 * @message: its words, without the correlation suffix, or ""
 * @correlation_id: (nullable): what the service's support asks for
 * @request_id: (nullable): the same from the response's header
 * @is_own: whether the body has the shape of the service's own errors; %FALSE
 *   for HTML of a gateway, an empty body and anything that can't be read
 * @is_complete: whether the body could be read to its end
 *
 * What a service said instead of success. Immutable and reference counted.
 */
typedef struct
{
  guint     status;
  char     *code;
  char     *message;
  char     *correlation_id;
  char     *request_id;
  gboolean  is_own;
  gboolean  is_complete;
} PsrServiceError;

#define PSR_TYPE_SERVICE_ERROR (psr_service_error_get_type ())

GType                  psr_service_error_get_type      (void) G_GNUC_CONST;
PsrServiceError       *psr_service_error_from_response (PsrResponse           *response);
PsrServiceError       *psr_service_error_ref           (PsrServiceError       *self);
void                   psr_service_error_unref         (PsrServiceError       *self);
gboolean               psr_service_error_is_lock       (const PsrServiceError *self);
void                   psr_service_error_set_gerror    (PsrServiceError       *self,
                                                        PsrServiceKind         kind,
                                                        GError               **error);
const PsrServiceError *psr_service_error_peek          (const GError          *error);
void                   psr_service_error_set_transport (const GError          *reason,
                                                        PsrServiceKind         kind,
                                                        GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrServiceError, psr_service_error_unref)

G_END_DECLS
