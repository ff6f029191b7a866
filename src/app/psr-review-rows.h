/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-order-view.h"
#include "psr-work-order.h"

G_BEGIN_DECLS

GtkWidget  *psr_review_make_check_row  (const PsrOrderCheck *check,
                                        gboolean             is_accepted);
GtkWidget  *psr_review_make_line_row   (const PsrOrderView  *view,
                                        guint                index);
GtkWidget  *psr_review_make_event_row  (const PsrOrderEvent *event,
                                        PsrTimestamp         now);
GMenuModel *psr_review_make_acts       (const PsrOrderView  *view);
char       *psr_review_dup_document    (const PsrWorkOrder  *work_order);
char       *psr_review_dup_state       (const PsrWorkOrder  *work_order);
char       *psr_review_dup_customer    (const PsrWorkOrder  *work_order);
void        psr_review_show_trouble    (GtkWidget           *group,
                                        AdwActionRow        *row,
                                        const GError        *error);

G_END_DECLS
