/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrSyncError:
 * @PSR_SYNC_ERROR_REFUSED: Wello refused the record
 * @PSR_SYNC_ERROR_TAKEN: the record in Wello is coupled with another one
 * @PSR_SYNC_ERROR_AMBIGUOUS: several records in Wello could be meant
 * @PSR_SYNC_ERROR_UNCERTAIN: it isn't known whether a write arrived
 * @PSR_SYNC_ERROR_GONE: the record is gone in Business Central
 * @PSR_SYNC_ERROR_STOPPED: too many records in a row failed
 * @PSR_SYNC_ERROR_NOT_FOUND: there is no record of this number or id
 * @PSR_SYNC_ERROR_CONFLICT: both sides changed a value, and a person decides
 * @PSR_SYNC_ERROR_PROPOSAL: Wello changed what Business Central alone decides on
 * @PSR_SYNC_ERROR_CANCELLED: somebody asked the run to stop
 * @PSR_SYNC_ERROR_WAITS: what it depends on isn't there yet
 *
 * What can go wrong with a record. The texts are explained errors.
 */
typedef enum
{
  PSR_SYNC_ERROR_REFUSED,
  PSR_SYNC_ERROR_TAKEN,
  PSR_SYNC_ERROR_AMBIGUOUS,
  PSR_SYNC_ERROR_UNCERTAIN,
  PSR_SYNC_ERROR_GONE,
  PSR_SYNC_ERROR_STOPPED,
  PSR_SYNC_ERROR_NOT_FOUND,
  PSR_SYNC_ERROR_CANCELLED,
  PSR_SYNC_ERROR_CONFLICT,
  PSR_SYNC_ERROR_PROPOSAL,
  PSR_SYNC_ERROR_WAITS,
} PsrSyncError;

/* Of rows that wait for what they depend on; they are tried by every run. */
#define PSR_SYNC_CODE_WAITS "waits"

/* Stable words for rows that wait for what a person decides. */
#define PSR_SYNC_CODE_CONFLICT "conflict"
#define PSR_SYNC_CODE_PROPOSAL "proposal"
#define PSR_SYNC_CODE_NEW_ACCOUNT "new-account"
#define PSR_SYNC_CODE_GONE        "gone-in-bc"

#define PSR_SYNC_ERROR (psr_sync_error_quark ())
GQuark psr_sync_error_quark (void);

const char     *psr_sync_error_get_code    (const GError *error);
gboolean        psr_sync_error_is_question (const GError *error);
gboolean        psr_sync_code_is_question  (const char   *code);
gboolean        psr_sync_code_is_coupling  (const char   *code);
gboolean        psr_sync_error_is_final    (const GError *error);
gboolean        psr_sync_error_is_general  (const GError *error);

G_END_DECLS
