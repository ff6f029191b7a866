/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-open-parts.h"
#include "psr-bc-stock-source.h"

G_BEGIN_DECLS

/**
 * PsrSyncStockDocument:
 * @kind: an invoice or an order
 * @bc_id: canonical GUID of the document in Business Central; "" as long as it isn't known
 *   whether it is there
 * @released: whether it was proven to be released and not posted
 * @parts: (element-type PsrBcOpenPart): the goods on it as the ledger has them
 *
 * A document of the ledger that isn't known to be posted.
 */
typedef struct
{
  PsrBcDocumentKind  kind;
  char              *bc_id;
  gboolean           released;
  GPtrArray         *parts;
} PsrSyncStockDocument;

/**
 * PsrSyncStockRules:
 * @source: from where it is known how much is where
 * @company_name: name of the company, as web services are addressed by
 * @locations: (nullable) (array zero-terminated=1): codes of the locations that are meant,
 *   or %NULL for all
 * @documents: (nullable) (element-type PsrSyncStockDocument): whose goods are subtracted, or
 *   %NULL when nothing is
 *
 * How stock per location is carried over.
 */
typedef struct
{
  PsrBcStockSource  *source;
  char              *company_name;
  char             **locations;
  GPtrArray         *documents;
} PsrSyncStockRules;

PsrSyncStockDocument *psr_sync_stock_document_new  (PsrBcDocumentKind     kind,
                                                    const char           *bc_id,
                                                    gboolean              released);
void                  psr_sync_stock_document_free (PsrSyncStockDocument *self);
PsrSyncStockRules    *psr_sync_stock_rules_new     (PsrBcStockSource     *source,
                                                    const char           *company_name,
                                                    const char * const   *locations,
                                                    GPtrArray            *documents);
void                  psr_sync_stock_rules_free    (PsrSyncStockRules    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrSyncStockRules, psr_sync_stock_rules_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrSyncStockDocument, psr_sync_stock_document_free)

G_END_DECLS
