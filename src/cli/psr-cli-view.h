/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bill-request.h"
#include "psr-json-writer.h"
#include "psr-work-order.h"

G_BEGIN_DECLS

/*
 * What several commands print in the same way.
 */

void psr_cli_view_findings           (GPtrArray     *findings);
int  psr_cli_view_status_of_findings (GPtrArray     *findings);
void psr_cli_view_flows              (GPtrArray     *flows,
                                      guint          max_rows);
int  psr_cli_view_status_of_flows    (GPtrArray     *flows);
void psr_cli_view_flows_json         (PsrJsonWriter *writer,
                                      GPtrArray     *flows);
void psr_cli_view_work_orders        (GPtrArray     *rows);
void psr_cli_view_work_order_json    (PsrJsonWriter *writer,
                                      const PsrWorkOrder *row,
                                      const char    *body);
void psr_cli_view_work_orders_json   (PsrJsonWriter *writer,
                                      GPtrArray     *rows,
                                      GPtrArray     *bodies);
void psr_cli_view_acted              (GPtrArray     *rows);
void psr_cli_view_error              (const GError  *error);
void psr_cli_view_bill               (PsrBillAnswer *answer);
void psr_cli_view_quotes_left        (const GPtrArray *numbers);
int  psr_cli_view_status_of_bill     (PsrBillAnswer *answer);

G_END_DECLS
