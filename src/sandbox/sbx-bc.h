/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-http.h"
#include "sbx-options.h"
#include "sbx-table.h"

/* Microsoft Dynamics 365 Business Central: one tenant, its environments, one or more companies of which the first has
 * the data. The tables are named like the entity sets; those beginning with "al." and the columns beginning with
 * "al." exist in Business Central but not in its API. */
typedef struct _SbxBc SbxBc;

#define SBX_BC_DOMAIN "cronus-be.example"
#define SBX_BC_ENVIRONMENT "Production"
#define SBX_BC_COMPANY "CRONUS BE"
#define SBX_BC_USER "API"
#define SBX_BC_PASSWORD "sandbox-web-service-access-key"

SbxBc      *sbx_bc_new         (SbxOptions *options);
void        sbx_bc_free        (SbxBc *bc);
/* Aborts for an unknown name. */
SbxTable   *sbx_bc_table       (SbxBc *bc, const char *set);
gboolean    sbx_bc_has_table   (SbxBc *bc, const char *set);
GRand      *sbx_bc_rand        (SbxBc *bc);
const char *sbx_bc_company_id  (SbxBc *bc);
const char *sbx_bc_tenant      (SbxBc *bc);

/* Called by the sign-in server: registers an access token. */
void        sbx_bc_add_token   (SbxBc *bc, const char *token, gint64 expires);
void        sbx_bc_expire_tokens (SbxBc *bc);

/* For SbxService; data is the SbxBc. */
void        sbx_bc_handle      (SbxRequest *request, SbxResponse *response, gpointer data);
void        sbx_bc_error       (SbxResponse *response, guint status, const char *code, const char *message, gpointer data);
char       *sbx_bc_account     (SbxRequest *request, gpointer data);
/* Appends a JSON object: {"salesInvoices":[{…,"posted":false,"void":false,"lines":[…]}],"salesOrders":[…],…} */
void        sbx_bc_dump        (SbxBc *bc, GString *out);

/* What a person does, as /control/act has it: 200, or the status of a refusal with its text. */
guint       sbx_bc_person      (SbxBc *bc, JsonObject *body, char **refusal);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SbxBc, sbx_bc_free)
