/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-entra.h"
#include "sbx-fault.h"
#include "sbx-log.h"
#include "sbx-world.h"

/* The route by which tests look at and upset the servers: /control/… on the sign-in server. Bodies and answers are JSON.
 *
 *   POST   faults          {"kind":…,"service","method","path" (regex of path?query),"after","times" (-1: always),"seconds",
 *                          "retry_after" (or null),"status","commit"} adds a fault (201); sbx-fault.h has the kinds
 *   GET    faults          them, with their hits
 *   DELETE faults          none any more
 *   GET    requests        the log (?since=SEQUENCE) with counts by service and method
 *   POST   reset-requests  empties it
 *   GET    dump            all sales documents with lines and totals, all Wello invoices
 *   GET    rows            ?service=bc|wello&set=NAME: every row with every column, hidden ones too
 *   POST   change          {"service","set","id","values":{…}} edits a row, adds one without an id, removes it with
 *                          "delete":true; "touch":false leaves its modification time alone
 *   POST   act             {"verb","set" (salesInvoices), "id" or "number" or "externalDocumentNumber"}: what a person does in
 *                          Business Central: release, reopen, send-for-approval, approve, edit ("values"), delete, post,
 *                          make-invoice, make-order, pay ("amount"), credit, cancel; merge (customer "number" into "into");
 *                          adjust-stock (item "number", "location", "quantity"), transfer-stock (besides: "to")
 *   POST   set             {"bc.deep-insert-echo":"yes"} chooses a reading
 *   POST   token-expire    no access token is good any more
 */
typedef struct
{
  SbxWorld  *world;
  SbxEntra  *entra;
  SbxFaults *faults;
  SbxLog    *log;
} SbxControl;

/* {"bc":{"salesInvoices":[…],"salesOrders":[…],"salesQuotes":[…],"postedSalesInvoices":[…],…},"wello":{"invoices":[…]}} */
void sbx_control_dump   (SbxControl *control, GString *out);

/* For SbxService; data is the SbxControl. What isn't under /control goes to the sign-in service. */
void sbx_control_handle (SbxRequest *request, SbxResponse *response, gpointer data);
void sbx_control_error  (SbxResponse *response, guint status, const char *code, const char *message, gpointer data);
