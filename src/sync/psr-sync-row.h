/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PsrSyncOutcome:
 * @PSR_SYNC_UNCHANGED: nothing had to be written
 * @PSR_SYNC_CREATED: a record was made in Wello
 * @PSR_SYNC_CHANGED: a record of Wello was changed
 * @PSR_SYNC_SKIPPED: the record can't be carried over as it is; a person has to
 *   mend it
 * @PSR_SYNC_FAILED: it went wrong this time; it is tried again by later runs
 *
 * What became of a record.
 */
typedef enum
{
  PSR_SYNC_UNCHANGED,
  PSR_SYNC_CREATED,
  PSR_SYNC_CHANGED,
  PSR_SYNC_SKIPPED,
  PSR_SYNC_FAILED,
} PsrSyncOutcome;

/**
 * PsrSyncRow:
 * @outcome: skipped or failed; else the row only carries a note
 * @id: canonical GUID in Business Central
 * @number: its number there
 * @code: a stable word for the reason, such as "set-aside"
 * @what: what is the matter, translated
 * @why: why, translated, or ""
 * @mend: how to mend it, translated, or ""
 *
 * A record that a person should know about. Immutable and reference counted.
 */
typedef struct
{
  PsrSyncOutcome  outcome;
  char           *id;
  char           *number;
  char           *code;
  char           *what;
  char           *why;
  char           *mend;
} PsrSyncRow;

#define PSR_TYPE_SYNC_ROW (psr_sync_row_get_type ())

GType       psr_sync_row_get_type      (void) G_GNUC_CONST;
PsrSyncRow *psr_sync_row_new           (PsrSyncOutcome  outcome,
                                        const char     *id,
                                        const char     *number,
                                        const char     *code,
                                        const char     *what,
                                        const char     *why,
                                        const char     *mend);
PsrSyncRow *psr_sync_row_new_for_error (PsrSyncOutcome  outcome,
                                        const char     *id,
                                        const char     *number,
                                        const char     *code,
                                        const GError   *error);
PsrSyncRow *psr_sync_row_ref           (PsrSyncRow     *self);
void        psr_sync_row_unref         (PsrSyncRow     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrSyncRow, psr_sync_row_unref)

G_END_DECLS
