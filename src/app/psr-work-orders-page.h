/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-desk.h"

G_BEGIN_DECLS

#define PSR_TYPE_WORK_ORDERS_PAGE (psr_work_orders_page_get_type ())

G_DECLARE_FINAL_TYPE (PsrWorkOrdersPage, psr_work_orders_page, PSR, WORK_ORDERS_PAGE, AdwBreakpointBin)

void psr_work_orders_page_set_desk  (PsrWorkOrdersPage *self,
                                     PsrDesk           *desk);
void psr_work_orders_page_search    (PsrWorkOrdersPage *self);
void psr_work_orders_page_set_queue (PsrWorkOrdersPage *self,
                                     PsrQueue           queue);
void       psr_work_orders_page_show_number (PsrWorkOrdersPage *self,
                                             PsrQueue           queue,
                                             const char        *number);
void       psr_work_orders_page_open        (PsrWorkOrdersPage *self,
                                             PsrQueue           queue,
                                             const char        *number,
                                             gint64             id);
void       psr_work_orders_page_come_back   (PsrWorkOrdersPage *self,
                                             PsrWorkOrdersPage *from);
void       psr_work_orders_page_export_to   (PsrWorkOrdersPage *self,
                                             GFile             *file);
void       psr_work_orders_page_print       (PsrWorkOrdersPage *self,
                                             const char        *file);

G_END_DECLS
