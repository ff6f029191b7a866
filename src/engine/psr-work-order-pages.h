/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-work-order-list.h"

G_BEGIN_DECLS

/**
 * PsrWorkOrderPages:
 *
 * All that a list lists, in its order, a page after the other: of what comes later only the
 * ids are in memory.
 */
typedef struct _PsrWorkOrderPages PsrWorkOrderPages;

PsrWorkOrderPages *psr_work_order_pages_new   (PsrWorkOrderList  *list,
                                               guint              size);
PsrWorkOrderPages *psr_work_order_pages_new_for_all
                                              (PsrEngine         *engine,
                                               guint              size);
void               psr_work_order_pages_unref (PsrWorkOrderPages *self);
DexFuture         *psr_work_order_pages_next  (PsrWorkOrderPages *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrWorkOrderPages, psr_work_order_pages_unref)

G_END_DECLS
