/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-order-view.h"

G_BEGIN_DECLS

GtkWidget *psr_review_make_visit  (const PsrWorkVisit  *visit,
                                   PsrTimestamp         now);
char      *psr_review_dup_total   (const PsrWorkDone   *work);
char      *psr_review_dup_parts   (const PsrWorkOrder  *work_order,
                                   const PsrOrderView  *view);
char      *psr_review_dup_remarks (const PsrWorkDone   *work);
char      *psr_review_dup_files   (const PsrWorkDone   *work,
                                   char               **title);

G_END_DECLS
