/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-sync-private.h"

G_BEGIN_DECLS

/**
 * PsrSyncCell:
 * @entity: as what it is remembered
 * @set: where it is in Wello
 * @id: canonical GUID by which it is remembered, and which it gets when it is made
 * @row_id: canonical GUID of the record in Business Central that it belongs to
 * @number: that one's number
 * @value: what Wello is to have, as it is remembered
 * @wello_id: (nullable): canonical GUID in Wello; %NULL when it isn't there yet
 * @wanted: JSON object: what is compared and changed
 * @only: (nullable): JSON object: where Wello has anything else than this, nothing is changed
 * @body: (nullable): JSON object: what it is made of; %NULL when it can't be made
 * @outcome: what became of it
 * @done: whether Wello has it now
 * @problem: (nullable): why not
 *
 * One value that a flow reckons and Wello keeps: how many of an item lie at a location, what
 * it costs by a label. There is no record of Business Central that it is a copy of.
 */
typedef struct
{
  PsrEntity       entity;
  PsrWelloSet     set;
  char           *id;
  char           *row_id;
  char           *number;
  char           *value;
  char           *wello_id;
  GBytes         *wanted;
  GBytes         *only;
  GBytes         *body;
  PsrSyncOutcome  outcome;
  gboolean        done;
  GError         *problem;
} PsrSyncCell;

PsrSyncCell *psr_sync_cell_new      (PsrEntity      entity,
                                     PsrWelloSet    set,
                                     const char    *id,
                                     const char    *row_id,
                                     const char    *number,
                                     const char    *value);
void         psr_sync_cell_free     (PsrSyncCell   *self);

/* Await in a fiber. */
GHashTable  *psr_sync_cells_known   (PsrSyncRun    *run,
                                     PsrEntity      entity,
                                     GPtrArray     *ids,
                                     GError       **error);
gboolean     psr_sync_cells_write   (PsrSyncRun    *run,
                                     GPtrArray     *cells,
                                     GPtrArray     *row_ids,
                                     PsrMirrorPage *page,
                                     GError       **error);
void         psr_sync_cells_note    (PsrSyncRun    *run,
                                     const char    *row_id,
                                     const char    *number,
                                     const char    *code,
                                     const char    *what,
                                     const char    *why,
                                     const char    *mend);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrSyncCell, psr_sync_cell_free)

G_END_DECLS
