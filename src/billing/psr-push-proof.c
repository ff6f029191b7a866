/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-proof"

#include "config.h"

#include "psr-bc-client.h"
#include "psr-push-run.h"
#include "psr-service-error.h"

static gboolean
is_order (const PsrLedgerDocument *document)
{
  return g_str_equal (document->kind, "order");
}

/* There is no such list in older versions and with some sign-ins, or the account may
 * not read it. */
static gboolean
is_unreadable (const GError *error)
{
  return g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_FORBIDDEN) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_REFUSED);
}

/* Where posted invoices have no list of their own, a paid one is posted as well. */
static gboolean
shows_posted (PsrPushRun  *run,
              GError     **error)
{
  PsrBcClient *bc = run->context->bc;
  g_autoptr(GError) local = NULL;
  gboolean shown;

  shown = dex_await_boolean (psr_bc_client_shows_posted (bc), &local);

  if (is_unreadable (local))
    {
      g_clear_error (&local);
      shown = dex_await_boolean (psr_bc_client_shows_paid (bc), &local);
    }

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));

  return shown;
}

/**
 * psr_push_may_see:
 * @run: the run
 * @kind: of which kind of document it is asked
 * @error: return location for an error
 *
 * Of an account without the right to see drafts, or posted invoices, everything looks as
 * if it wasn't there: what it isn't shown it is told not to exist ([AL]
 * SalesInvoiceAggregator, SetPermissionFilters). Orders raise an error instead. So it has
 * to be shown some draft and some posted invoice before it is believed that one isn't
 * there. To be called in a fiber.
 *
 * Returns: whether it is shown both; %FALSE without @error set when it isn't, or may not
 *   even ask
 */
gboolean
psr_push_may_see (PsrPushRun         *run,
                  PsrBcDocumentKind   kind,
                  GError            **error)
{
  g_autoptr(GError) local = NULL;

  g_return_val_if_fail (run != NULL, FALSE);

  if ((kind == PSR_BC_DOCUMENT_ORDER || dex_await_boolean (psr_bc_client_shows_drafts (run->context->bc), &local)) &&
      local == NULL && shows_posted (run, &local))
    return TRUE;

  if (local != NULL && !is_unreadable (local))
    g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

/* The invoice that @document would be once it is posted. */
static PsrBcDocument *
read_candidate (PsrPushRun               *run,
                const PsrLedgerDocument  *document,
                GError                  **error)
{
  PsrBcClient *bc = run->context->bc;
  g_autoptr(PsrBcDocument) invoice = NULL;
  g_autoptr(PsrBcLookup) lookup = NULL;
  g_autoptr(GError) local = NULL;

  if (is_order (document))
    {
      if (document->bc_number[0] == '\0')
        return NULL;

      lookup = dex_await_boxed (psr_bc_client_find_invoices_of_order (bc, document->bc_number), error);

      return lookup != NULL && lookup->documents->len == 1
               ? psr_bc_document_ref (g_ptr_array_index (lookup->documents, 0)) : NULL;
    }

  if (document->bc_id[0] == '\0')
    return NULL;

  invoice = dex_await_boxed (psr_bc_client_get_document (bc, PSR_BC_DOCUMENT_INVOICE, document->bc_id, FALSE), &local);

  if (local != NULL && !g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local));

  return g_steal_pointer (&invoice);
}

/*
 * What has entries in the general ledger is posted, whatever its status says. An invoice
 * that comes to nothing has none, and isn't proven by them.
 */
static PsrBcPosted *
find_in_ledger (PsrPushRun               *run,
                const PsrLedgerDocument  *document,
                GError                  **error)
{
  g_autoptr(PsrBcDocument) invoice = read_candidate (run, document, error);
  g_autoptr(GError) local = NULL;
  gboolean is_there;

  if (invoice == NULL || psr_bc_document_is_draft (invoice) || invoice->number[0] == '\0')
    return NULL;

  is_there = dex_await_boolean (psr_bc_client_has_ledger_entries (run->context->bc, invoice->number,
                                                                  PSR_BC_LEDGER_INVOICE, invoice->posting_date), &local);

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));

  return is_there ? psr_bc_posted_new (invoice) : NULL;
}

/* Somebody may have written another external number on it. */
static PsrBcPosted *
find_by_own_number (PsrPushRun               *run,
                    const PsrLedgerDocument  *document,
                    GError                  **error)
{
  g_autoptr(PsrBcDocument) invoice = read_candidate (run, document, error);
  g_autoptr(GPtrArray) rows = NULL;
  const char *numbers[] = { NULL, NULL };

  if (invoice == NULL || psr_bc_document_is_draft (invoice) || invoice->number[0] == '\0')
    return NULL;

  numbers[0] = invoice->number;
  rows = dex_await_boxed (psr_bc_client_find_posted (run->context->bc, PSR_BC_POSTED_BY_NUMBER, numbers), error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      PsrBcPosted *posted = g_ptr_array_index (rows, i);

      if (g_strcmp0 (posted->document_id, document->bc_id) == 0)
        return psr_bc_posted_ref (posted);
    }

  return NULL;
}

/**
 * psr_push_find_posted:
 * @run: the run
 * @document: (transfer none): a document that was made
 * @error: return location for an error
 *
 * Looks among the posted invoices for that of @document. An invoice keeps its
 * GUID, whatever became of its external number; that of an order names the order. Where that list can't be read, the entries of
 * the general ledger are the proof. To be called in a fiber.
 *
 * Returns: (transfer full) (nullable): the posted invoice; %NULL without @error
 *   set when there is none, or when an order has several, so that none of them is
 *   the document
 */
PsrBcPosted *
psr_push_find_posted (PsrPushRun               *run,
                      const PsrLedgerDocument  *document,
                      GError                  **error)
{
  const char *numbers[] = { is_order (document) ? document->bc_number : document->external_number, NULL };
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) local = NULL;

  rows = dex_await_boxed (psr_bc_client_find_posted (run->context->bc,
                                                     is_order (document) ? PSR_BC_POSTED_BY_ORDER_NUMBER
                                                                         : PSR_BC_POSTED_BY_EXTERNAL_NUMBER,
                                                     numbers), &local);

  if (rows == NULL && is_unreadable (local))
    {
      g_autoptr(PsrBcPosted) posted = NULL;
      g_autoptr(GError) unproven = NULL;

      posted = find_in_ledger (run, document, &unproven);

      /* What can't be read either tells nothing: the first error says what is missing. */
      if (unproven != NULL)
        g_propagate_error (error, is_unreadable (unproven) ? g_steal_pointer (&local) : g_steal_pointer (&unproven));

      return g_steal_pointer (&posted);
    }

  if (rows == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  if (is_order (document) && rows->len > 1)
    return NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      PsrBcPosted *posted = g_ptr_array_index (rows, i);

      if (is_order (document) || g_strcmp0 (posted->document_id, document->bc_id) == 0)
        return psr_bc_posted_ref (posted);
    }

  return is_order (document) ? NULL : find_by_own_number (run, document, error);
}
