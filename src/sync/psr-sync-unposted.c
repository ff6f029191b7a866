/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-unposted"

#include "config.h"

#include "psr-bc-client-stock.h"
#include "psr-service-error.h"
#include "psr-sync-places-private.h"

static void
free_array (gpointer array)
{
  g_ptr_array_unref (array);
}

static void
add_part (PsrSyncPlaces       *places,
          const PsrBcOpenPart *part)
{
  GPtrArray *parts = g_hash_table_lookup (places->unposted, part->item_id);

  if (parts == NULL)
    {
      parts = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_bc_open_part_free);
      g_hash_table_insert (places->unposted, g_strdup (part->item_id), parts);
    }
  g_ptr_array_add (parts, psr_bc_open_part_new (part->item_id, part->location_id, part->unit_code, part->quantity));
}

/* Only what is posted has left the stock. *Open* is an invoice that is posted, or that was
 * only released ([AL] SalesInvoiceAggregator): the general ledger knows, and where it may not
 * be read, what was known of it last counts. */
static gboolean
is_posted (PsrSyncPlaces               *places,
           const PsrBcOpenParts        *parts,
           const PsrSyncStockDocument  *document,
           gboolean                    *posted,
           GError                     **error)
{
  g_autoptr (GError) local = NULL;

  *posted = FALSE;
  if (parts->kind == PSR_BC_DOCUMENT_ORDER || parts->status == PSR_BC_STATUS_DRAFT || parts->status == PSR_BC_STATUS_IN_REVIEW)
    return TRUE;

  *posted = TRUE;
  if (parts->status != PSR_BC_STATUS_OPEN || *parts->number == '\0')
    return TRUE;

  *posted = dex_await_boolean (psr_bc_client_has_ledger_entries (places->run->context->bc, parts->number,
                                                                 PSR_BC_LEDGER_INVOICE, parts->posting_date),
                               &local);
  if (local == NULL)
    return TRUE;

  if (g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_FORBIDDEN) ||
      g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
    {
      *posted = !document->released;
      return TRUE;
    }

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
read_kind (PsrSyncPlaces      *places,
           PsrBcDocumentKind   kind,
           GError            **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) found = NULL;

  for (guint i = 0; i < places->rules->documents->len; i++)
    {
      PsrSyncStockDocument *document = g_ptr_array_index (places->rules->documents, i);

      if (document->kind == kind && *document->bc_id != '\0' && g_hash_table_insert (by_id, document->bc_id, document))
        g_ptr_array_add (ids, document->bc_id);
    }
  if (ids->len == 0)
    return TRUE;
  g_ptr_array_add (ids, NULL);

  found = dex_await_boxed (psr_bc_client_list_open_parts (places->run->context->bc, kind, (const char * const *) ids->pdata),
                           error);
  if (found == NULL)
    return FALSE;

  for (guint i = 0; i < found->len; i++)
    {
      const PsrBcOpenParts *parts = g_ptr_array_index (found, i);
      const PsrSyncStockDocument *document = g_hash_table_lookup (by_id, parts->id);
      gboolean posted;

      if (document == NULL)
        continue;
      if (!is_posted (places, parts, document, &posted, error))
        return FALSE;

      for (guint k = 0; !posted && k < parts->parts->len; k++)
        add_part (places, g_ptr_array_index (parts->parts, k));
    }

  return TRUE;
}

/**
 * psr_sync_places_read_unposted:
 * @places: what stock per location is reckoned from
 * @error: return location for an error
 *
 * Finds out which goods are on documents of the ledger that aren't posted: they were used,
 * and Business Central's stock still has them. Of each document one side counts. Once it is
 * known to be in Business Central its lines there do, as somebody may have changed them, and
 * an order may have shipped some, which its stock then lacks already; a document that is gone
 * or posted counts for nothing. As long as it isn't known whether it is there, the ledger's
 * lines do. Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_places_read_unposted (PsrSyncPlaces  *places,
                               GError        **error)
{
  g_clear_pointer (&places->unposted, g_hash_table_unref);
  places->unposted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_array);

  if (places->rules->documents == NULL)
    return TRUE;

  for (guint i = 0; i < places->rules->documents->len; i++)
    {
      const PsrSyncStockDocument *document = g_ptr_array_index (places->rules->documents, i);

      for (guint k = 0; *document->bc_id == '\0' && k < document->parts->len; k++)
        add_part (places, g_ptr_array_index (document->parts, k));
    }

  return read_kind (places, PSR_BC_DOCUMENT_INVOICE, error) && read_kind (places, PSR_BC_DOCUMENT_ORDER, error);
}
