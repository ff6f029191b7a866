/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-http.h"
#include "sbx-options.h"
#include "sbx-table.h"

/* Wello Solutions: one domain and its user. Tables are named like the controllers ("Company", "Invoice"). */
typedef struct _SbxWello SbxWello;

/* The invoice statuses that are known; those for an ERP have published ids. */
typedef enum
{
  SBX_WELLO_STATUS_OPEN,
  SBX_WELLO_STATUS_REVIEW,
  SBX_WELLO_STATUS_WAITING,
  SBX_WELLO_STATUS_PRINTED,
  SBX_WELLO_STATUS_SENT,
  SBX_WELLO_STATUS_READY,
  SBX_WELLO_STATUS_IMPORTED,
  SBX_WELLO_STATUS_ERROR,
} SbxWelloStatus;

SbxWello   *sbx_wello_new      (SbxOptions *options);
void        sbx_wello_free     (SbxWello *wello);
/* NULL for an unknown name. */
SbxTable   *sbx_wello_table    (SbxWello *wello, const char *controller);
const char *sbx_wello_domain   (SbxWello *wello);
const char *sbx_wello_user     (SbxWello *wello);
const char *sbx_wello_password (SbxWello *wello);

/* The row of InvoiceStatus. */
SbxRow     *sbx_wello_status   (SbxWello *wello, SbxWelloStatus status);
/* Which status an id is; -1: none. */
int         sbx_wello_status_of (SbxWello *wello, const char *id);
/* Remembers that a row of a service ("bc", "wello") is there for a case that is worth testing; shown by the dump. */
void        sbx_wello_add_case (SbxWello *wello, const char *service, const char *set, const char *id, const char *name);

/* For SbxService; data is the SbxWello. */
void        sbx_wello_handle   (SbxRequest *request, SbxResponse *response, gpointer data);
void        sbx_wello_error    (SbxResponse *response, guint status, const char *code, const char *message, gpointer data);
/* Appends a JSON object: {"invoices":[{…,"case":"…","imported_before":true,"error_message":"…","lines":[…]}],
 * "companies":n,"contacts":n,"articles":n,"cases":[{"service","set","id","case"}]}; lines are as in InvoiceView, with
 * their stock location. */
void        sbx_wello_dump     (SbxWello *wello, GString *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SbxWello, sbx_wello_free)
