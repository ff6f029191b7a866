/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-client.h"
#include "psr-bc-open-parts.h"
#include "psr-bc-stock-row.h"
#include "psr-bc-stock-source.h"

G_BEGIN_DECLS

DexFuture *psr_bc_client_learn_stock     (PsrBcClient         *self,
                                          const char          *company_name,
                                          PsrBcStockSource    *source);
GPtrArray *psr_bc_client_pull_stock      (PsrBcClient         *self,
                                          const char          *company_name,
                                          PsrBcStockSource    *source,
                                          const char * const  *items,
                                          guint                page_size);
DexFuture *psr_bc_client_list_open_parts (PsrBcClient         *self,
                                          PsrBcDocumentKind    kind,
                                          const char * const  *ids);

G_END_DECLS
