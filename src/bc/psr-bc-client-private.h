/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-client.h"
#include "psr-bc-row.h"
#include "psr-odata-query.h"

G_BEGIN_DECLS

/* With the time to commit the intent and to connect, this is what the longest request
 * leaves of 20 minutes: 8 in the queue, 8 of running (Microsoft, operational limits). */
#define PSR_BC_PATIENCE (G_GINT64_CONSTANT (50) * G_USEC_PER_SEC)

/* A kind of record: how it is read and freed. */
typedef struct
{
  PsrBcRowFunc   read;
  GDestroyNotify free_func;
} PsrBcRowKind;

extern const PsrBcRowKind psr_bc_company_kind;
extern const PsrBcRowKind psr_bc_customer_kind;
extern const PsrBcRowKind psr_bc_environment_kind;
extern const PsrBcRowKind psr_bc_exchange_rate_kind;
extern const PsrBcRowKind psr_bc_item_kind;
extern const PsrBcRowKind psr_bc_line_kind;
extern const PsrBcRowKind psr_bc_location_kind;
extern const PsrBcRowKind psr_bc_posted_kind;
extern const PsrBcRowKind psr_bc_price_customer_kind;
extern const PsrBcRowKind psr_bc_price_line_kind;
extern const PsrBcRowKind psr_bc_reference_kind;

gpointer   psr_bc_row_kind_read      (JsonObject           *object,
                                      gpointer              kind,
                                      GError              **error);
DexFuture *psr_bc_fetch_all          (PsrServiceClient     *service,
                                      const char           *url,
                                      const PsrBcRowKind   *kind);

const char *psr_bc_client_get_set_name (PsrBcSet            set);
char      *psr_bc_client_dup_url     (PsrBcClient          *self,
                                      const char           *path,
                                      const PsrODataQuery  *query);
GPtrArray *psr_bc_client_make_pagers (PsrBcClient          *self,
                                      const char           *set_name,
                                      const char           *select,
                                      const char           *field,
                                      const char * const   *literals,
                                      const char           *filter);
GPtrArray *psr_bc_client_take_voids  (PsrBcClient          *client,
                                      GPtrArray            *documents,
                                      GError              **error);
gboolean   psr_bc_client_mark_credited (PsrBcClient        *client,
                                        GPtrArray          *documents,
                                        GError            **error);
DexFuture *psr_bc_client_reject      (void);

G_END_DECLS
