/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-work-order.h"

G_BEGIN_DECLS

#define PSR_TYPE_WORK_ORDER_ROW (psr_work_order_row_get_type ())

G_DECLARE_FINAL_TYPE (PsrWorkOrderRow, psr_work_order_row, PSR, WORK_ORDER_ROW, GObject)

PsrWorkOrderRow *psr_work_order_row_new            (gint64           id);
gint64           psr_work_order_row_get_id         (PsrWorkOrderRow *self);
PsrWorkOrder    *psr_work_order_row_get_work_order (PsrWorkOrderRow *self);
void             psr_work_order_row_set_work_order (PsrWorkOrderRow *self,
                                                    PsrWorkOrder    *work_order);
void             psr_work_order_row_move           (PsrWorkOrderRow *self,
                                                    gint64           id,
                                                    PsrWorkOrder    *work_order,
                                                    gboolean         marked);
gboolean         psr_work_order_row_get_marked     (PsrWorkOrderRow *self);
void             psr_work_order_row_set_marked     (PsrWorkOrderRow *self,
                                                    gboolean         marked);

G_END_DECLS
