/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-json-fields.h"
#include "psr-service-client.h"

G_BEGIN_DECLS

/* For the records of this folder: how rows are read. */

/* A kind of record: how it is read and freed. */
typedef struct
{
  gpointer     (*read)      (JsonObject  *object,
                             GError     **error);
  GDestroyNotify free_func;
} PsrWelloRowKind;

extern const PsrWelloRowKind psr_wello_article_kind;
extern const PsrWelloRowKind psr_wello_company_kind;
extern const PsrWelloRowKind psr_wello_contact_kind;
extern const PsrWelloRowKind psr_wello_currency_kind;
extern const PsrWelloRowKind psr_wello_file_kind;
extern const PsrWelloRowKind psr_wello_invoice_kind;
extern const PsrWelloRowKind psr_wello_invoice_line_kind;
extern const PsrWelloRowKind psr_wello_job_kind;
extern const PsrWelloRowKind psr_wello_labour_usage_kind;
extern const PsrWelloRowKind psr_wello_part_usage_kind;
extern const PsrWelloRowKind psr_wello_planning_kind;
extern const PsrWelloRowKind psr_wello_job_type_kind;
extern const PsrWelloRowKind psr_wello_sales_organization_kind;
extern const PsrWelloRowKind psr_wello_stock_location_kind;

gpointer   psr_wello_row_kind_read (JsonObject             *object,
                                    gpointer                kind,
                                    GError                **error);
gboolean   psr_wello_row_read      (const PsrJsonField     *fields,
                                    JsonObject             *object,
                                    gpointer                record,
                                    GError                **error);
DexFuture *psr_wello_fetch_all     (PsrServiceClient       *service,
                                    const char             *url,
                                    const PsrWelloRowKind  *kind);

G_END_DECLS
