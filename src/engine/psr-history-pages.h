/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-engine.h"
#include "psr-history.h"

G_BEGIN_DECLS

/**
 * PsrHistoryPages:
 *
 * The runs of a flow, the records of a run, or those that are set aside, a page after the
 * other: however many there are, one page is in memory.
 */
typedef struct _PsrHistoryPages PsrHistoryPages;

PsrHistoryPages *psr_history_pages_new_for_runs      (PsrEngine       *engine,
                                                      const char      *flow,
                                                      guint            size);
PsrHistoryPages *psr_history_pages_new_for_run       (PsrEngine       *engine,
                                                      gint64           run,
                                                      guint            size);
PsrHistoryPages *psr_history_pages_new_for_set_aside (PsrEngine       *engine,
                                                      const char      *flow,
                                                      guint            size);
gboolean         psr_history_pages_lists_runs        (PsrHistoryPages *self);
void             psr_history_pages_unref             (PsrHistoryPages *self);
DexFuture       *psr_history_pages_next              (PsrHistoryPages *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrHistoryPages, psr_history_pages_unref)

G_END_DECLS
