/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-client"

#include "config.h"

#include <string.h>

#include "psr-bc-client-private.h"
#include "psr-fetch.h"
#include "psr-json.h"
#include "psr-net-future.h"
#include "psr-odata-literal.h"
#include "psr-text.h"
#include "psr-timestamp.h"

/* [AL] APIV2 - Sales Invoices, DraftInvoiceActionErr. */
#define NOT_A_DRAFT "The action can be applied to a draft invoice only."

/* Of other documents with the same number, which are no more than a few. */
#define MAX_ENTRIES 200

static const char * const key_names[] = {
  [PSR_BC_POSTED_BY_EXTERNAL_NUMBER] = "externalDocumentNumber",
  [PSR_BC_POSTED_BY_ORDER_NUMBER] = "orderNumber",
  [PSR_BC_POSTED_BY_NUMBER] = "number",
};

typedef struct
{
  GPtrArray *pagers;
} Search;

static void
search_finalize (gpointer data)
{
  Search *search = data;

  g_clear_pointer (&search->pagers, g_ptr_array_unref);
}

static void
search_unref (gpointer search)
{
  g_atomic_rc_box_release_full (search, search_finalize);
}

static DexFuture *
search_fiber (gpointer data)
{
  Search *search = data;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (psr_bc_posted_kind.free_func);

  g_assert (search != NULL);

  for (guint i = 0; i < search->pagers->len; i++)
    {
      PsrODataPager *pager = g_ptr_array_index (search->pagers, i);
      g_autoptr (PsrODataPage) page = NULL;
      g_autoptr (GError) error = NULL;

      page = dex_await_object (psr_fetch_rows (g_object_ref (pager), psr_bc_row_kind_read,
                                               (gpointer) &psr_bc_posted_kind, psr_bc_posted_kind.free_func),
                               &error);
      if (page == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));

      g_ptr_array_extend_and_steal (all, g_ptr_array_ref (psr_odata_page_get_rows (page)));
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&all));
}

/* As Business Central keeps them, each once, as literals. */
static GStrv
dup_literals (const char * const *numbers)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert (numbers != NULL);

  for (; *numbers != NULL; numbers++)
    {
      g_autofree char *code = psr_text_code (*numbers);

      if (*code == '\0' || g_hash_table_contains (seen, code))
        continue;

      g_strv_builder_take (builder, psr_odata_string (code));
      g_hash_table_add (seen, g_steal_pointer (&code));
    }

  return g_strv_builder_end (builder);
}

static GPtrArray *
make_pagers (PsrBcClient        *self,
             const char         *field,
             const char * const *literals)
{
  PsrBcEndpoint *endpoint = psr_bc_client_get_endpoint (self);
  g_autoptr (GPtrArray) pagers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) filters = NULL;
  g_autofree char *base = NULL;
  gsize taken;

  if (literals[0] == NULL)
    return g_steal_pointer (&pagers);

  base = psr_bc_endpoint_get_automate_url (endpoint, psr_bc_client_get_company (self), "");
  taken = strlen (base) + strlen ("postedSalesInvoices?$filter=&tenant=") + 64;
  filters = psr_odata_or_chunks (field, literals, PSR_ODATA_MAX_URL > taken ? PSR_ODATA_MAX_URL - taken : 1);

  for (guint i = 0; i < filters->len; i++)
    {
      g_autoptr (PsrODataQuery) query = psr_odata_query_new ("postedSalesInvoices");
      g_autofree char *url = NULL;
      g_autofree char *complete = NULL;

      psr_odata_query_filter (query, g_ptr_array_index (filters, i));
      url = psr_odata_query_to_url (query, base);
      complete = psr_bc_endpoint_complete (endpoint, url);
      g_ptr_array_add (pagers, psr_odata_pager_new (psr_bc_client_get_service (self), complete, 0));
    }

  return g_steal_pointer (&pagers);
}

/**
 * psr_bc_client_find_posted:
 * @self: a client with a company
 * @key: what @numbers are
 * @numbers: (array zero-terminated=1): external document numbers or numbers of
 *   orders
 *
 * Looks among the posted sales invoices, the only list of which an unposted one
 * is never part. A draft that was posted keeps its GUID there.
 *
 * Source: Microsoft, API *automate* v1.0, postedSalesInvoices.
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrBcPosted; rejects
 *   with #PsrServiceErrorCode or #PsrBcError when any part of the answer is
 *   missing
 */
DexFuture *
psr_bc_client_find_posted (PsrBcClient        *self,
                           PsrBcPostedKey      key,
                           const char * const *numbers)
{
  g_auto (GStrv) literals = NULL;
  Search *search;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (key < G_N_ELEMENTS (key_names), NULL);
  g_return_val_if_fail (numbers != NULL, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  literals = dup_literals (numbers);
  search = g_atomic_rc_box_new0 (Search);
  search->pagers = make_pagers (self, key_names[key], (const char * const *) literals);

  return psr_net_spawn (search_fiber, search, search_unref);
}

static DexFuture *
has_rows (DexFuture *completed,
          gpointer   data)
{
  PsrODataPage *page = g_value_get_object (dex_future_get_value (completed, NULL));

  return dex_future_new_for_boolean (psr_odata_page_get_rows (page)->len > 0);
}

/* A PsrFetchFunc: only how many rows there are matters. */
static gpointer
read_any (JsonObject  *object,
          gpointer     data,
          GError     **error)
{
  return g_strdup ("");
}

static DexFuture *
has_rows_of (PsrBcClient *self,
             const char  *set_name,
             const char  *field,
             const char  *value)
{
  g_autoptr (PsrODataQuery) query = NULL;
  g_autofree char *literal = NULL;
  g_autofree char *filter = NULL;
  g_autofree char *url = NULL;

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  literal = psr_odata_string (value);
  filter = g_strconcat (field, " eq ", literal, NULL);
  query = psr_odata_query_new (set_name);
  psr_odata_query_filter (query, filter);
  psr_odata_query_top (query, 1);
  url = psr_bc_client_dup_url (self, "", query);

  return dex_future_then (psr_fetch_rows (psr_odata_pager_new (psr_bc_client_get_service (self), url, 0),
                                          read_any, NULL, g_free),
                          has_rows, NULL, NULL);
}

/**
 * psr_bc_client_shows_drafts:
 * @self: a client with a company
 *
 * Without the right to read drafts of invoices Business Central silently leaves them
 * out, and says of each that it isn't there. Only one that is shown proves that they
 * are.
 *
 * Source: [AL] SalesInvoiceAggregator, SetPermissionFilters.
 *
 * Returns: (transfer full): a future of a boolean, whether any draft of an invoice is
 *   shown; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_shows_drafts (PsrBcClient *self)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);

  return has_rows_of (self, "salesInvoices", "status", "Draft");
}

/**
 * psr_bc_client_shows_paid:
 * @self: a client with a company
 *
 * As psr_bc_client_shows_drafts(), for invoices that are paid: what isn't posted never
 * is.
 *
 * Source: [AL] SalesInvoiceAggregator.
 *
 * Returns: (transfer full): a future of a boolean, whether any paid invoice is shown;
 *   rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_shows_paid (PsrBcClient *self)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);

  return has_rows_of (self, "salesInvoices", "status", "Paid");
}

/**
 * psr_bc_client_shows_posted:
 * @self: a client with a company
 *
 * As psr_bc_client_shows_drafts(), for the list in which posted invoices are looked
 * for.
 *
 * Source: Microsoft, API *automate* v1.0, postedSalesInvoices.
 *
 * Returns: (transfer full): a future of a boolean, whether any posted sales invoice is
 *   shown; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_shows_posted (PsrBcClient *self)
{
  g_autoptr (PsrODataQuery) query = NULL;
  PsrBcEndpoint *endpoint;
  g_autofree char *base = NULL;
  g_autofree char *url = NULL;
  g_autofree char *complete = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  endpoint = psr_bc_client_get_endpoint (self);
  base = psr_bc_endpoint_get_automate_url (endpoint, psr_bc_client_get_company (self), "");
  query = psr_odata_query_new ("postedSalesInvoices");
  psr_odata_query_top (query, 1);
  url = psr_odata_query_to_url (query, base);
  complete = psr_bc_endpoint_complete (endpoint, url);

  return dex_future_then (psr_fetch_rows (psr_odata_pager_new (psr_bc_client_get_service (self), complete, 0),
                                          read_any, NULL, g_free),
                          has_rows, NULL, NULL);
}

/* A PsrFetchFunc: whether the entry is of the type wanted, as far as it says so. */
static gpointer
read_entry (JsonObject  *object,
            gpointer     data,
            GError     **error)
{
  const char *type = psr_json_get_string (object, "documentType");
  const char *wanted = GPOINTER_TO_INT (data) == PSR_BC_LEDGER_CREDIT_MEMO ? "Credit Memo" : "Invoice";
  gboolean fits = *type == '\0' || psr_bc_row_enum_is (object, "documentType", wanted);

  return g_strdup (fits ? "" : "other");
}

static DexFuture *
has_entry (DexFuture *completed,
           gpointer   data)
{
  GPtrArray *rows = psr_odata_page_get_rows (g_value_get_object (dex_future_get_value (completed, NULL)));

  for (guint i = 0; i < rows->len; i++)
    {
      if (*(const char *) g_ptr_array_index (rows, i) == '\0')
        return dex_future_new_true ();
    }

  return dex_future_new_false ();
}

/**
 * psr_bc_client_has_ledger_entries:
 * @self: a client with a company
 * @number: number of a document
 * @type: what kind of document it is; others may have the same number
 * @posting_date: the document's, "YYYY-MM-DD"
 *
 * Only what is posted has entries in the general ledger, but for what comes to nothing.
 * They bear its date: a draft may have the number of what was posted on another day.
 *
 * Source: Microsoft, API v1.0, generalLedgerEntries; [AL] Sales-Post.
 *
 * Returns: (transfer full): a future of a boolean, whether the general ledger has
 *   entries of this document, that is, whether it was posted; rejects with
 *   #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_has_ledger_entries (PsrBcClient     *self,
                                  const char      *number,
                                  PsrBcLedgerType  type,
                                  const char      *posting_date)
{
  g_autoptr (PsrODataQuery) query = NULL;
  g_autofree char *literal = NULL;
  g_autofree char *filter = NULL;
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (number != NULL && *number != '\0', NULL);
  g_return_val_if_fail (posting_date != NULL, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  /* What is posted has a date. */
  if (!psr_date_is_valid (posting_date))
    return dex_future_new_false ();

  literal = psr_odata_string (number);
  filter = g_strconcat ("documentNumber eq ", literal, " and postingDate eq ", posting_date, NULL);
  query = psr_odata_query_new ("generalLedgerEntries");
  psr_odata_query_filter (query, filter);
  psr_odata_query_top (query, MAX_ENTRIES);
  url = psr_bc_client_dup_url (self, "", query);

  return dex_future_then (psr_fetch_rows (psr_odata_pager_new (psr_bc_client_get_service (self), url, 0),
                                          read_entry, GINT_TO_POINTER (type), g_free),
                          has_entry, NULL, NULL);
}

/**
 * psr_bc_client_has_shipments:
 * @self: a client with a company
 * @order_number: number of a sales order
 *
 * Source: [AL] APIV2 - Sales Shipments; an invoice of several shipments names no
 * order.
 *
 * Returns: (transfer full): a future of a boolean, whether any of it was shipped;
 *   rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_has_shipments (PsrBcClient *self,
                             const char  *order_number)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (order_number != NULL && *order_number != '\0', NULL);

  return has_rows_of (self, "salesShipments", "orderNumber", order_number);
}

/**
 * psr_bc_client_has_shipments_named:
 * @self: a client with a company
 * @external_number: an external document number
 *
 * As psr_bc_client_has_shipments(), for an order whose own number isn't known.
 *
 * Source: [AL] APIV2 - Sales Shipments.
 *
 * Returns: (transfer full): a future of a boolean, whether any order with
 *   @external_number was shipped; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_has_shipments_named (PsrBcClient *self,
                                   const char  *external_number)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (external_number != NULL && *external_number != '\0', NULL);

  return has_rows_of (self, "salesShipments", "externalDocumentNumber", external_number);
}

/**
 * psr_bc_client_is_archived:
 * @self: a client with a company
 * @order_number: number of a sales order
 *
 * Source: [AL] APIV2 - Sales Order Archives.
 *
 * Returns: (transfer full): a future of a boolean, whether it was archived; rejects
 *   with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_is_archived (PsrBcClient *self,
                           const char  *order_number)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (order_number != NULL && *order_number != '\0', NULL);

  return has_rows_of (self, "salesOrderArchives", "number", order_number);
}

/**
 * psr_bc_client_post_document:
 * @self: a client with a company
 * @kind: an invoice is posted, an order is shipped and invoiced
 * @id: canonical GUID of an unposted document
 *
 * Posts a document. Nothing is sent again here, but the caller may post again
 * until there is a proof: a posted invoice can't be posted twice, and an order
 * that was invoiced whole is gone.
 *
 * Source: [AL] APIV2 - Sales Invoices, Post; APIV2 - Sales Orders,
 * ShipAndInvoice.
 *
 * Returns: (transfer full): a future of a #PsrWriteOutcome; see also
 *   psr_bc_outcome_says_posted()
 */
DexFuture *
psr_bc_client_post_document (PsrBcClient       *self,
                             PsrBcDocumentKind  kind,
                             const char        *id)
{
  g_autoptr (PsrRequest) request = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *path = NULL;
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  path = g_strconcat (psr_bc_document_get_set_name (kind), "(", id, ")/Microsoft.NAV.",
                      kind == PSR_BC_DOCUMENT_ORDER ? "shipAndInvoice" : "post", NULL);
  url = psr_bc_client_dup_url (self, path, NULL);

  /* Without a body there would be no Content-Length, which the server demands. */
  body = g_bytes_new_static ("{}", 2);
  request = psr_request_new (PSR_REQUEST_ACTION, "POST", url);
  psr_request_set_body (request, body, "application/json");

  return psr_service_client_write (psr_bc_client_get_service (self), request);
}

/**
 * psr_bc_outcome_says_posted:
 * @outcome: what became of posting an invoice
 *
 * Source: [AL] APIV2 - Sales Invoices: said of a posted invoice, and of no other.
 *
 * Returns: whether Business Central answered that the invoice isn't a draft any
 *   more, which proves that it is posted
 */
gboolean
psr_bc_outcome_says_posted (PsrWriteOutcome *outcome)
{
  PsrServiceError *error;

  g_return_val_if_fail (PSR_IS_WRITE_OUTCOME (outcome), FALSE);

  error = psr_write_outcome_get_error (outcome);

  return psr_write_outcome_get_kind (outcome) == PSR_WRITE_REFUSED &&
         error != NULL && g_str_equal (error->message, NOT_A_DRAFT);
}
