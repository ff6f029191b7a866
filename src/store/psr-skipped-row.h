/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-timestamp.h"

G_BEGIN_DECLS

#define PSR_TYPE_SKIPPED_ROW (psr_skipped_row_get_type ())

/**
 * PsrSkippedRow:
 * @flow: name of the flow; with @row_id the key
 * @row_id: GUID of the record
 * @number: its number or name, to show
 * @code: the flow's word for the reason
 * @what: what is the matter
 * @why: why, or ""
 * @mend: how to mend it, or ""
 * @tries: how often it was tried; counted by the store
 * @first_at: when it was first set aside; kept by the store
 * @last_at: when it was last set aside; kept by the store
 * @kept: (nullable): why, as the store keeps it, in English; given by the store
 *
 * A record that a flow set aside. Texts are never %NULL.
 */
typedef struct {
  char *flow;
  char *row_id;
  char *number;
  char *code;
  char *what;
  char *why;
  char *mend;
  gint64 tries;
  PsrTimestamp first_at;
  PsrTimestamp last_at;
  char *kept;
} PsrSkippedRow;

GType          psr_skipped_row_get_type (void) G_GNUC_CONST;
PsrSkippedRow *psr_skipped_row_new      (const char    *flow,
                                         const char    *row_id);
PsrSkippedRow *psr_skipped_row_ref      (PsrSkippedRow *self);
void           psr_skipped_row_unref    (PsrSkippedRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrSkippedRow, psr_skipped_row_unref)

G_END_DECLS
