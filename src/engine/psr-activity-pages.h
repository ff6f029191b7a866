/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-activity.h"
#include "psr-engine.h"

G_BEGIN_DECLS

/**
 * PsrActivityPages:
 *
 * The whole timeline, the newest first, a page after the other: however long it is, no more
 * than two pages are in memory.
 */
typedef struct _PsrActivityPages PsrActivityPages;

PsrActivityPages *psr_activity_pages_new   (PsrEngine        *engine,
                                            guint             size);
void              psr_activity_pages_unref (PsrActivityPages *self);
DexFuture        *psr_activity_pages_next  (PsrActivityPages *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrActivityPages, psr_activity_pages_unref)

G_END_DECLS
