/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-http.h"
#include "sbx-options.h"
#include "sbx-table.h"

/* Wello Solutions: one domain and its user. Tables are named like the controllers ("Company", "Invoice"). */
typedef struct _SbxWello SbxWello;

SbxWello   *sbx_wello_new      (SbxOptions *options);
void        sbx_wello_free     (SbxWello *wello);
/* NULL for an unknown name. */
SbxTable   *sbx_wello_table    (SbxWello *wello, const char *controller);
const char *sbx_wello_domain   (SbxWello *wello);
const char *sbx_wello_user     (SbxWello *wello);
const char *sbx_wello_password (SbxWello *wello);

/* For SbxService; data is the SbxWello. */
void        sbx_wello_handle   (SbxRequest *request, SbxResponse *response, gpointer data);
void        sbx_wello_error    (SbxResponse *response, guint status, const char *code, const char *message, gpointer data);
/* Appends a JSON object: {"invoices":[{…,"lines":[…]}]} */
void        sbx_wello_dump     (SbxWello *wello, GString *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SbxWello, sbx_wello_free)
