/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-stock-rules"

#include "config.h"

#include "psr-sync-stock-rules.h"

/**
 * psr_sync_stock_document_new:
 * @kind: an invoice or an order
 * @bc_id: canonical GUID in Business Central, or ""
 * @released: whether it was proven to be released and not posted
 *
 * Returns: (transfer full): a document without goods
 */
PsrSyncStockDocument *
psr_sync_stock_document_new (PsrBcDocumentKind  kind,
                             const char        *bc_id,
                             gboolean           released)
{
  PsrSyncStockDocument *self;

  g_return_val_if_fail (bc_id != NULL, NULL);

  self = g_new0 (PsrSyncStockDocument, 1);
  self->kind = kind;
  self->bc_id = g_strdup (bc_id);
  self->released = released;
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_bc_open_part_free);

  return self;
}

/**
 * psr_sync_stock_document_free:
 * @self: (transfer full): a document
 */
void
psr_sync_stock_document_free (PsrSyncStockDocument *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->bc_id);
  g_ptr_array_unref (self->parts);
  g_free (self);
}

/**
 * psr_sync_stock_rules_new:
 * @source: from where it is known how much is where
 * @company_name: name of the company
 * @locations: (nullable) (array zero-terminated=1): codes of the locations that are meant
 * @documents: (nullable) (element-type PsrSyncStockDocument): whose goods are subtracted
 *
 * Returns: (transfer full): rules
 */
PsrSyncStockRules *
psr_sync_stock_rules_new (PsrBcStockSource   *source,
                          const char         *company_name,
                          const char * const *locations,
                          GPtrArray          *documents)
{
  PsrSyncStockRules *self;

  g_return_val_if_fail (source != NULL && company_name != NULL, NULL);

  self = g_new0 (PsrSyncStockRules, 1);
  self->source = psr_bc_stock_source_ref (source);
  self->company_name = g_strdup (company_name);
  self->locations = g_strdupv ((char **) locations);
  self->documents = documents != NULL ? g_ptr_array_ref (documents) : NULL;

  return self;
}

/**
 * psr_sync_stock_rules_free:
 * @self: (transfer full): rules
 */
void
psr_sync_stock_rules_free (PsrSyncStockRules *self)
{
  g_return_if_fail (self != NULL);

  psr_bc_stock_source_unref (self->source);
  g_free (self->company_name);
  g_strfreev (self->locations);
  g_clear_pointer (&self->documents, g_ptr_array_unref);
  g_free (self);
}
