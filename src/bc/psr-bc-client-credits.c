/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-client"

#include "config.h"

#include "psr-bc-client-private.h"
#include "psr-bc-credit-memo.h"
#include "psr-fetch.h"
#include "psr-net-future.h"
#include "psr-odata-literal.h"
#include "psr-service-error.h"

#define SET "salesCreditMemos"
#define SELECT "id,number,postingDate,status,invoiceId,totalAmountExcludingTax,totalAmountIncludingTax,lastModifiedDateTime"

/* VAT is rounded anew for the credit memo. */
#define TOLERANCE (PSR_DECIMAL_SCALE / 20)

/* A PsrFetchFunc. */
static gpointer
read_memo (JsonObject  *object,
           gpointer     data,
           GError     **error)
{
  return psr_bc_credit_memo_from_json (object, error);
}

static void
free_memo (gpointer memo)
{
  psr_bc_credit_memo_unref (memo);
}

/* A canceled invoice says so itself; one that a credit memo corrects shows *Paid*, like
 * one that was paid, because it is closed ([AL] SalesInvoiceAggregator). */
static gboolean
may_be_credited (const PsrBcDocument *document)
{
  return document->kind == PSR_BC_DOCUMENT_INVOICE && document->status == PSR_BC_STATUS_PAID &&
         document->total_including_tax.units > 0;
}

/* A closed one is posted; of an open one the general ledger tells. */
static gboolean
is_posted (PsrBcClient           *client,
           const PsrBcCreditMemo *memo)
{
  if (memo->status == PSR_BC_STATUS_PAID || memo->status == PSR_BC_STATUS_CORRECTIVE)
    return TRUE;

  return memo->status == PSR_BC_STATUS_OPEN && memo->number[0] != '\0' &&
         dex_await_boolean (psr_bc_client_has_ledger_entries (client, memo->number, PSR_BC_LEDGER_CREDIT_MEMO,
                                                              memo->posting_date), NULL);
}

static GPtrArray *
fetch_memos (GPtrArray  *pagers,
             GError    **error)
{
  g_autoptr (GPtrArray) memos = g_ptr_array_new_with_free_func (free_memo);

  for (guint i = 0; i < pagers->len; i++)
    {
      g_autoptr (PsrODataPage) page = NULL;

      page = dex_await_object (psr_fetch_rows (g_object_ref (g_ptr_array_index (pagers, i)),
                                               read_memo, NULL, free_memo), error);
      if (page == NULL)
        return NULL;

      g_ptr_array_extend_and_steal (memos, g_ptr_array_ref (psr_odata_page_get_rows (page)));
    }

  return g_steal_pointer (&memos);
}

static void
mark_one (PsrBcClient   *client,
          PsrBcDocument *invoice,
          GPtrArray     *memos)
{
  PsrDecimal credited = PSR_DECIMAL_INIT (0);

  for (guint i = 0; i < memos->len; i++)
    {
      const PsrBcCreditMemo *memo = g_ptr_array_index (memos, i);

      if (g_strcmp0 (memo->invoice_id, invoice->id) != 0 || !is_posted (client, memo))
        continue;
      if (!psr_decimal_add (credited, memo->total_including_tax, &credited, NULL))
        return;
    }

  invoice->credited = credited.units > 0 && credited.units >= invoice->total_including_tax.units - TOLERANCE;
}

/*
 * Finds out which of @documents, headers that nobody else has yet, were wholly credited
 * by posted credit memos; in a fiber. Where credit memos aren't shown, none was: what
 * isn't known to be credited bills. Returns FALSE when it couldn't be found out.
 */
gboolean
psr_bc_client_mark_credited (PsrBcClient  *client,
                             GPtrArray    *documents,
                             GError      **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GPtrArray) pagers = NULL;
  g_autoptr (GPtrArray) memos = NULL;
  g_autoptr (GError) local = NULL;
  g_auto (GStrv) literals = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (client), FALSE);
  g_return_val_if_fail (documents != NULL, FALSE);

  for (guint i = 0; i < documents->len; i++)
    {
      const PsrBcDocument *document = g_ptr_array_index (documents, i);

      if (may_be_credited (document))
        g_strv_builder_take (builder, psr_odata_guid (document->id));
    }

  literals = g_strv_builder_end (builder);
  pagers = psr_bc_client_make_pagers (client, SET, SELECT, "invoiceId", (const char * const *) literals, NULL);
  memos = fetch_memos (pagers, &local);

  if (memos == NULL && !g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND) &&
      !g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_FORBIDDEN) &&
      !g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_REFUSED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  for (guint i = 0; memos != NULL && memos->len > 0 && i < documents->len; i++)
    {
      PsrBcDocument *document = g_ptr_array_index (documents, i);

      if (may_be_credited (document))
        mark_one (client, document, memos);
    }

  return TRUE;
}

static DexFuture *
take_rows (DexFuture *completed,
           gpointer   data)
{
  PsrODataPage *page = g_value_get_object (dex_future_get_value (completed, NULL));

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_ptr_array_ref (psr_odata_page_get_rows (page)));
}

/**
 * psr_bc_client_list_credit_memos:
 * @self: a client with a company
 * @since: only those that changed at this time or later
 *
 * An invoice that was paid long ago isn't read any more; what credits it is a new
 * record.
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrBcCreditMemo; rejects with
 *   #PsrServiceErrorCode or #PsrBcError
 */
DexFuture *
psr_bc_client_list_credit_memos (PsrBcClient  *self,
                                 PsrTimestamp  since)
{
  g_autoptr (PsrODataQuery) query = NULL;
  g_autofree char *time = NULL;
  g_autofree char *filter = NULL;
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (since != PSR_TIMESTAMP_NONE, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  time = psr_timestamp_to_string (since);
  filter = g_strconcat ("lastModifiedDateTime ge ", time, NULL);
  query = psr_odata_query_new (SET);
  psr_odata_query_select (query, SELECT);
  psr_odata_query_filter (query, filter);
  url = psr_bc_client_dup_url (self, "", query);

  return dex_future_then (psr_fetch_rows (psr_odata_pager_new (psr_bc_client_get_service (self), url, 0),
                                          read_memo, NULL, free_memo),
                          take_rows, NULL, NULL);
}
