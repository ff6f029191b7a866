/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "psr-service-error.h"

G_BEGIN_DECLS

/**
 * PsrWriteOutcomeKind:
 * @PSR_WRITE_MADE: a complete 2xx answer: done
 * @PSR_WRITE_NOT_MADE: certainly not done, and not refused either: it never
 *   left, or 401 or 429 answered it. May be sent again.
 * @PSR_WRITE_REFUSED: any other 4xx with the service's own error body: not
 *   done, and sending it again unchanged won't help
 * @PSR_WRITE_STALE: not done, because the record was changed in between: 412,
 *   or 409 with "Request_EntityChanged"
 * @PSR_WRITE_UNKNOWN: 408, lock and deadlock texts under any status, every
 *   5xx, and an answer that is missing, incomplete or not the service's.
 *   Nothing may be sent again before a look-up has settled it.
 */
typedef enum
{
  PSR_WRITE_MADE,
  PSR_WRITE_NOT_MADE,
  PSR_WRITE_REFUSED,
  PSR_WRITE_STALE,
  PSR_WRITE_UNKNOWN,
} PsrWriteOutcomeKind;

#define PSR_TYPE_WRITE_OUTCOME (psr_write_outcome_get_type ())
G_DECLARE_FINAL_TYPE (PsrWriteOutcome, psr_write_outcome, PSR, WRITE_OUTCOME, GObject)

PsrWriteOutcome     *psr_write_outcome_new_for_response (PsrResponse         *response,
                                                         PsrServiceKind       kind,
                                                         PsrTimestamp         now);
PsrWriteOutcome     *psr_write_outcome_new_for_failure  (const GError        *reason,
                                                         PsrServiceKind       kind);
PsrWriteOutcome     *psr_write_outcome_new_not_made     (const GError        *reason);
PsrWriteOutcomeKind  psr_write_outcome_get_kind         (PsrWriteOutcome     *self);
const char          *psr_write_outcome_kind_to_string   (PsrWriteOutcomeKind  kind);
PsrResponse         *psr_write_outcome_get_response     (PsrWriteOutcome     *self);
PsrServiceError     *psr_write_outcome_get_error        (PsrWriteOutcome     *self);
gint64               psr_write_outcome_get_retry_after  (PsrWriteOutcome     *self);
const GError        *psr_write_outcome_get_reason       (PsrWriteOutcome     *self);

G_END_DECLS
