/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-client"

#include "config.h"

#include <string.h>

#include "psr-bc-client-private.h"
#include "psr-fetch.h"
#include "psr-odata-literal.h"
#include "psr-text.h"

/* [AL] APIV2 - Sales Quotes. */
#define NO_QUOTE "The quote cannot be found."

/* [AL] ApprovalsMgmt: Sales Quote %1 must be approved and released before you can
 * perform this action. */
#define NEEDS_APPROVAL "must be approved and released before you can perform this action"

/* A PsrFetchFunc; @data is the kind. */
static gpointer
read_document (JsonObject  *object,
               gpointer     data,
               GError     **error)
{
  return psr_bc_document_from_json (GPOINTER_TO_INT (data), object, error);
}

static void
free_document (gpointer document)
{
  psr_bc_document_unref (document);
}

static DexFuture *
take_lookup (DexFuture *completed,
             gpointer   data)
{
  PsrODataPage *page = g_value_get_object (dex_future_get_value (completed, NULL));
  PsrTimestamp date = psr_odata_page_get_date (page);

  return dex_future_new_take_boxed (PSR_TYPE_BC_LOOKUP,
                                    psr_bc_lookup_new (psr_odata_page_get_rows (page), date, date));
}

/**
 * psr_bc_client_find_with_lines:
 * @self: a client with a company
 * @kind: order, invoice or quote
 * @external_number: an external document number
 *
 * Looks for documents of one kind and reads them with their lines, in one
 * request, from the primary database.
 *
 * Returns: (transfer full): a future of a #PsrBcLookup; rejects with
 *   %PSR_SERVICE_ERROR_NOT_FOUND where this kind isn't offered, or as any read
 */
DexFuture *
psr_bc_client_find_with_lines (PsrBcClient       *self,
                               PsrBcDocumentKind  kind,
                               const char        *external_number)
{
  g_autoptr (PsrODataQuery) query = NULL;
  g_autofree char *code = NULL;
  g_autofree char *literal = NULL;
  g_autofree char *filter = NULL;
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (kind < PSR_BC_N_DOCUMENT_KINDS, NULL);
  g_return_val_if_fail (external_number != NULL && *external_number != '\0', NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  code = psr_text_code (external_number);
  literal = psr_odata_string (code);
  filter = g_strconcat ("externalDocumentNumber eq ", literal, NULL);
  query = psr_odata_query_new (psr_bc_document_get_set_name (kind));
  psr_odata_query_filter (query, filter);
  psr_odata_query_expand (query, psr_bc_document_get_lines_name (kind));
  url = psr_bc_client_dup_url (self, "", query);

  return dex_future_then (psr_fetch_rows (psr_odata_pager_new (psr_bc_client_get_service (self), url, 0),
                                          read_document, GINT_TO_POINTER (kind), free_document),
                          take_lookup, NULL, NULL);
}

/**
 * psr_bc_client_list_quotes:
 * @self: a client with a company
 * @prefix: what an external document number begins with
 *
 * Returns: (transfer full): a future of a #PsrBcLookup of quotes, without lines;
 *   rejects as psr_bc_client_find_with_lines()
 */
DexFuture *
psr_bc_client_list_quotes (PsrBcClient *self,
                           const char  *prefix)
{
  g_autoptr (PsrODataQuery) query = NULL;
  g_autofree char *code = NULL;
  g_autofree char *literal = NULL;
  g_autofree char *filter = NULL;
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (prefix != NULL && *prefix != '\0', NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  code = psr_text_code (prefix);
  literal = psr_odata_string (code);
  filter = g_strconcat ("startswith(externalDocumentNumber,", literal, ")", NULL);
  query = psr_odata_query_new (psr_bc_document_get_set_name (PSR_BC_DOCUMENT_QUOTE));
  psr_odata_query_filter (query, filter);
  url = psr_bc_client_dup_url (self, "", query);

  return dex_future_then (psr_fetch_rows (psr_odata_pager_new (psr_bc_client_get_service (self), url, 0),
                                          read_document, GINT_TO_POINTER (PSR_BC_DOCUMENT_QUOTE), free_document),
                          take_lookup, NULL, NULL);
}

/**
 * psr_bc_client_convert_quote:
 * @self: a client with a company
 * @id: canonical GUID of a quote
 * @into: order or invoice
 *
 * Makes an order or an invoice of a quote. The document is inserted and the quote
 * deleted in one transaction, so that this may be asked for again and again: a
 * quote is converted once, or not at all. The answer doesn't name the document;
 * it has the quote's external number.
 *
 * Source: [AL] APIV2 - Sales Quotes, MakeInvoice and MakeOrder; Sales-Quote to
 * Invoice, Sales-Quote to Order. Not tried against a live tenant.
 *
 * Returns: (transfer full): a future of a #PsrWriteOutcome; see also
 *   psr_bc_outcome_says_no_quote()
 */
DexFuture *
psr_bc_client_convert_quote (PsrBcClient       *self,
                             const char        *id,
                             PsrBcDocumentKind  into)
{
  g_autoptr (PsrRequest) request = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *path = NULL;
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (id != NULL && *id != '\0', NULL);
  g_return_val_if_fail (into != PSR_BC_DOCUMENT_QUOTE, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  path = g_strconcat (psr_bc_document_get_set_name (PSR_BC_DOCUMENT_QUOTE), "(", id, ")/Microsoft.NAV.",
                      into == PSR_BC_DOCUMENT_ORDER ? "makeOrder" : "makeInvoice", NULL);
  url = psr_bc_client_dup_url (self, path, NULL);

  /* Without a body there would be no Content-Length, which the server demands. */
  body = g_bytes_new_static ("{}", 2);
  request = psr_request_new (PSR_REQUEST_ACTION, "POST", url);
  psr_request_set_body (request, body, "application/json");

  return psr_service_client_write (psr_bc_client_get_service (self), request);
}

/**
 * psr_bc_outcome_says_no_quote:
 * @outcome: what became of converting a quote, or of deleting it
 *
 * Whether the page's own words come or the key's 404 isn't documented.
 *
 * Returns: whether Business Central answered that there is no such quote: it was
 *   converted, or somebody deleted it
 */
gboolean
psr_bc_outcome_says_no_quote (PsrWriteOutcome *outcome)
{
  PsrServiceError *error;

  g_return_val_if_fail (PSR_IS_WRITE_OUTCOME (outcome), FALSE);

  if (psr_write_outcome_get_kind (outcome) != PSR_WRITE_REFUSED)
    return FALSE;

  error = psr_write_outcome_get_error (outcome);

  return error != NULL && (error->status == 404 || g_str_equal (error->message, NO_QUOTE));
}

/**
 * psr_bc_outcome_needs_approval:
 * @outcome: what became of converting a quote
 *
 * Returns: whether Business Central converts no quote that nobody has approved, and
 *   did nothing
 */
gboolean
psr_bc_outcome_needs_approval (PsrWriteOutcome *outcome)
{
  PsrServiceError *error;

  g_return_val_if_fail (PSR_IS_WRITE_OUTCOME (outcome), FALSE);

  error = psr_write_outcome_get_error (outcome);

  return psr_write_outcome_get_kind (outcome) == PSR_WRITE_REFUSED &&
         error != NULL && strstr (error->message, NEEDS_APPROVAL) != NULL;
}
