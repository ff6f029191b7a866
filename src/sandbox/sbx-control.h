/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-entra.h"
#include "sbx-fault.h"
#include "sbx-log.h"
#include "sbx-world.h"

/* The route by which tests look at and upset the servers: /control/… on the sign-in server. */
typedef struct
{
  SbxWorld  *world;
  SbxEntra  *entra;
  SbxFaults *faults;
  SbxLog    *log;
} SbxControl;

/* {"bc":{"salesInvoices":[…],"salesOrders":[…],"postedSalesInvoices":[…]},"wello":{"invoices":[…]}} */
void sbx_control_dump   (SbxControl *control, GString *out);

/* For SbxService; data is the SbxControl. What isn't under /control goes to the sign-in service. */
void sbx_control_handle (SbxRequest *request, SbxResponse *response, gpointer data);
void sbx_control_error  (SbxResponse *response, guint status, const char *code, const char *message, gpointer data);
