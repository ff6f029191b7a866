/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "psr-engine.h"
#include "psr-work-order-row.h"

G_BEGIN_DECLS

#define PSR_TYPE_WORK_ORDER_LIST (psr_work_order_list_get_type ())

G_DECLARE_FINAL_TYPE (PsrWorkOrderList, psr_work_order_list, PSR, WORK_ORDER_LIST, GObject)

PsrWorkOrderList *psr_work_order_list_new          (PsrEngine        *engine);
void              psr_work_order_list_set_queue    (PsrWorkOrderList *self,
                                                    PsrQueue          queue);
PsrQueue          psr_work_order_list_get_queue    (PsrWorkOrderList *self);
void              psr_work_order_list_set_search   (PsrWorkOrderList *self,
                                                    const char       *search);
void              psr_work_order_list_set_filter   (PsrWorkOrderList *self,
                                                    const char       *since,
                                                    const char       *until,
                                                    const char       *customer,
                                                    const char       *kind,
                                                    const char       *state);
void              psr_work_order_list_set_technician
                                                   (PsrWorkOrderList *self,
                                                    const char       *technician);
void              psr_work_order_list_set_order    (PsrWorkOrderList *self,
                                                    PsrWorkOrderOrder order,
                                                    gboolean          descending);
DexFuture        *psr_work_order_list_refresh      (PsrWorkOrderList *self);
DexFuture        *psr_work_order_list_read_all     (PsrWorkOrderList *self);
PsrWorkOrder     *psr_work_order_list_peek         (PsrWorkOrderList *self,
                                                    gint64            id);
guint             psr_work_order_list_get_n_listed (PsrWorkOrderList *self);
gboolean          psr_work_order_list_lists_another
                                                   (PsrWorkOrderList *self);
gboolean          psr_work_order_list_find         (PsrWorkOrderList *self,
                                                    gint64            id,
                                                    guint            *position);
void              psr_work_order_list_mark         (PsrWorkOrderList *self,
                                                    gint64            id,
                                                    gboolean          marked);
DexFuture        *psr_work_order_list_mark_all     (PsrWorkOrderList *self);
void              psr_work_order_list_unmark_all   (PsrWorkOrderList *self);
guint             psr_work_order_list_get_n_marked (PsrWorkOrderList *self);
guint             psr_work_order_list_get_n_asking (PsrWorkOrderList *self);
GArray           *psr_work_order_list_dup_marked   (PsrWorkOrderList *self);
GArray           *psr_work_order_list_dup_seen     (PsrWorkOrderList *self);

G_END_DECLS
