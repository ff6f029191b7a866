/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-timestamp.h"

G_BEGIN_DECLS

#define PSR_TYPE_ROW_EVENT (psr_row_event_get_type ())

/**
 * PsrRowEvent:
 * @id: number of the row, 0 for one that isn't stored
 * @run_id: the run in which it happened
 * @flow: name of the flow
 * @at: when
 * @row_id: GUID of the record
 * @number: its number, as people know it
 * @outcome: what became of it: `created`, `changed`, `skipped` or `failed`
 * @what: what is the matter, or ""
 * @why: why, or ""
 * @mend: how to mend it, or ""
 *
 * What became of a record in a run. Texts are never %NULL. Don't change one that
 * has been handed over.
 */
typedef struct {
  gint64 id;
  gint64 run_id;
  char *flow;
  PsrTimestamp at;
  char *row_id;
  char *number;
  char *outcome;
  char *what;
  char *why;
  char *mend;
} PsrRowEvent;

GType        psr_row_event_get_type (void) G_GNUC_CONST;
PsrRowEvent *psr_row_event_new      (gint64       run_id,
                                     const char  *flow,
                                     const char  *row_id);
PsrRowEvent *psr_row_event_ref      (PsrRowEvent *self);
void         psr_row_event_unref    (PsrRowEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrRowEvent, psr_row_event_unref)

G_END_DECLS
