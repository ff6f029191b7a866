/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-client"

#include "config.h"

#include "psr-bc-client-private.h"
#include "psr-bc-client-stock.h"
#include "psr-fetch.h"
#include "psr-net-future.h"
#include "psr-odata-literal.h"

/* What is left of an address for a filter. */
#define FILTER_LENGTH (PSR_ODATA_MAX_URL - 1000)

static char *
dup_source_url (PsrBcClient      *self,
                const char       *company_name,
                PsrBcStockSource *source,
                PsrODataQuery    *query)
{
  PsrBcEndpoint *endpoint = psr_bc_client_get_endpoint (self);
  g_autofree char *base = NULL;
  g_autofree char *bare = NULL;

  if (source->service != NULL)
    base = psr_bc_endpoint_get_service_url (endpoint, company_name, source->service);
  else
    base = psr_bc_endpoint_get_analytics_url (endpoint, psr_bc_client_get_company (self), "itemLedgerEntries");

  bare = psr_odata_query_to_url (query, base);

  return psr_bc_endpoint_complete (endpoint, bare);
}

/* A PsrFetchFunc; @data is the source. */
static gpointer
learn_row (JsonObject  *object,
           gpointer     data,
           GError     **error)
{
  return psr_bc_stock_source_learn (data, object, error);
}

static void
free_source (gpointer source)
{
  psr_bc_stock_source_unref (source);
}

typedef struct
{
  PsrBcClient      *client;
  char             *company_name;
  PsrBcStockSource *source;
} Learn;

static void
learn_clear (gpointer data)
{
  Learn *learn = data;

  g_clear_object (&learn->client);
  g_free (learn->company_name);
  g_clear_pointer (&learn->source, psr_bc_stock_source_unref);
}

static void
learn_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, learn_clear);
}

static DexFuture *
learn_fiber (gpointer data)
{
  Learn *learn = data;
  g_autoptr (PsrODataQuery) query = psr_odata_query_new ("");
  g_autoptr (PsrODataPage) page = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *rows;

  psr_odata_query_top (query, 1);
  url = dup_source_url (learn->client, learn->company_name, learn->source, query);
  page = dex_await_object (psr_fetch_rows (psr_odata_pager_new (psr_bc_client_get_service (learn->client), url, 0),
                                           learn_row, learn->source, free_source),
                           &error);
  if (page == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  rows = psr_odata_page_get_rows (page);

  return dex_future_new_take_boxed (PSR_TYPE_BC_STOCK_SOURCE,
                                    psr_bc_stock_source_ref (rows->len > 0 ? g_ptr_array_index (rows, 0) : learn->source));
}

/**
 * psr_bc_client_learn_stock:
 * @self: a client with a company
 * @company_name: name of the company, not its display name
 * @source: from where it is known
 *
 * Finds out what the columns of a published web service are called.
 *
 * Returns: (transfer full): a future of a #PsrBcStockSource; its columns stay unknown as
 *   long as the service has no row at all; rejects with #PsrServiceErrorCode or #PsrBcError
 */
DexFuture *
psr_bc_client_learn_stock (PsrBcClient      *self,
                           const char       *company_name,
                           PsrBcStockSource *source)
{
  Learn *learn;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (company_name != NULL && source != NULL, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();
  if (source->service == NULL)
    return dex_future_new_take_boxed (PSR_TYPE_BC_STOCK_SOURCE, psr_bc_stock_source_ref (source));

  learn = g_atomic_rc_box_new0 (Learn);
  learn->client = g_object_ref (self);
  learn->company_name = g_strdup (company_name);
  learn->source = psr_bc_stock_source_ref (source);

  return psr_net_spawn (learn_fiber, learn, learn_unref);
}

static PsrODataPager *
new_pager (PsrBcClient      *self,
           const char       *company_name,
           PsrBcStockSource *source,
           const char       *items,
           guint             page_size)
{
  g_autoptr (PsrODataQuery) query = psr_odata_query_new ("");
  g_autofree char *select = g_strdup_printf ("%s,%s,%s", source->item, source->location, source->quantity);
  g_autoptr (GString) filter = g_string_new (NULL);
  g_autofree char *url = NULL;

  if (source->open != NULL)
    g_string_append_printf (filter, "%s eq true", source->open);
  if (items != NULL)
    g_string_append_printf (filter, filter->len > 0 ? " and (%s)" : "%s", items);

  psr_odata_query_select (query, select);
  if (filter->len > 0)
    psr_odata_query_filter (query, filter->str);
  url = dup_source_url (self, company_name, source, query);

  return psr_odata_pager_new (psr_bc_client_get_service (self), url, page_size);
}

/**
 * psr_bc_client_pull_stock:
 * @self: a client with a company
 * @company_name: name of the company, not its display name
 * @source: from where it is known, with its columns
 * @items: (nullable) (array zero-terminated=1): numbers of items, or %NULL for all
 * @page_size: rows on a page, or 0 for as many as the service gives
 *
 * Begins to read how much is where; the pages are for psr_bc_stock_rows_read().
 *
 * Returns: (transfer full) (element-type PsrODataPager): as many pagers as it takes
 */
GPtrArray *
psr_bc_client_pull_stock (PsrBcClient        *self,
                          const char         *company_name,
                          PsrBcStockSource   *source,
                          const char * const *items,
                          guint               page_size)
{
  g_autoptr (GPtrArray) pagers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) filters = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) literals = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (psr_bc_client_get_company (self) != NULL, NULL);
  g_return_val_if_fail (company_name != NULL, NULL);
  g_return_val_if_fail (source != NULL && psr_bc_stock_source_is_known (source), NULL);

  if (items == NULL)
    {
      g_ptr_array_add (pagers, new_pager (self, company_name, source, NULL, page_size));
      return g_steal_pointer (&pagers);
    }

  for (; *items != NULL; items++)
    g_strv_builder_take (builder, psr_odata_string (*items));
  literals = g_strv_builder_end (builder);
  if (literals[0] == NULL)
    return g_steal_pointer (&pagers);

  filters = psr_odata_or_chunks (source->item, (const char * const *) literals, FILTER_LENGTH);
  for (guint i = 0; i < filters->len; i++)
    g_ptr_array_add (pagers, new_pager (self, company_name, source, g_ptr_array_index (filters, i), page_size));

  return g_steal_pointer (&pagers);
}

/* PsrBcRowFuncs. */
static gpointer
read_invoice (JsonObject  *object,
              GError     **error)
{
  return psr_bc_open_parts_from_json (PSR_BC_DOCUMENT_INVOICE, object, error);
}

static gpointer
read_order (JsonObject  *object,
            GError     **error)
{
  return psr_bc_open_parts_from_json (PSR_BC_DOCUMENT_ORDER, object, error);
}

static void
free_parts (gpointer parts)
{
  psr_bc_open_parts_unref (parts);
}

static const PsrBcRowKind invoice_kind = { read_invoice, free_parts };
static const PsrBcRowKind order_kind = { read_order, free_parts };

typedef struct
{
  PsrBcClient       *client;
  PsrBcDocumentKind  kind;
  GPtrArray         *urls;
} Parts;

static void
parts_clear (gpointer data)
{
  Parts *parts = data;

  g_clear_object (&parts->client);
  g_clear_pointer (&parts->urls, g_ptr_array_unref);
}

static void
parts_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, parts_clear);
}

static DexFuture *
parts_fiber (gpointer data)
{
  Parts *parts = data;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (free_parts);

  for (guint i = 0; i < parts->urls->len; i++)
    {
      g_autoptr (GPtrArray) some = NULL;
      g_autoptr (GError) error = NULL;

      some = dex_await_boxed (psr_bc_fetch_all (psr_bc_client_get_service (parts->client), g_ptr_array_index (parts->urls, i),
                                                parts->kind == PSR_BC_DOCUMENT_ORDER ? &order_kind : &invoice_kind),
                              &error);
      if (some == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));

      for (guint k = 0; k < some->len; k++)
        g_ptr_array_add (all, psr_bc_open_parts_ref (g_ptr_array_index (some, k)));
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&all));
}

/**
 * psr_bc_client_list_open_parts:
 * @self: a client with a company
 * @kind: invoices or orders
 * @ids: (array zero-terminated=1): canonical GUIDs of documents
 *
 * Reads which goods are on documents and haven't left the stock. Asks the primary
 * database, with as few requests as the length of an address allows.
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrBcOpenParts, without the
 *   documents that are gone; rejects with #PsrServiceErrorCode or #PsrBcError
 */
DexFuture *
psr_bc_client_list_open_parts (PsrBcClient        *self,
                               PsrBcDocumentKind   kind,
                               const char * const *ids)
{
  g_autoptr (GPtrArray) filters = NULL;
  Parts *parts;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (kind == PSR_BC_DOCUMENT_INVOICE || kind == PSR_BC_DOCUMENT_ORDER, NULL);
  g_return_val_if_fail (ids != NULL, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  parts = g_atomic_rc_box_new0 (Parts);
  parts->client = g_object_ref (self);
  parts->kind = kind;
  parts->urls = g_ptr_array_new_with_free_func (g_free);
  if (ids[0] != NULL)
    filters = psr_odata_or_chunks ("id", ids, FILTER_LENGTH);

  for (guint i = 0; filters != NULL && i < filters->len; i++)
    {
      g_autoptr (PsrODataQuery) query = psr_odata_query_new (psr_bc_document_get_set_name (kind));

      psr_odata_query_select (query, "id,number,postingDate,status");
      psr_odata_query_filter (query, g_ptr_array_index (filters, i));
      psr_odata_query_expand (query, psr_bc_document_get_lines_name (kind));
      g_ptr_array_add (parts->urls, psr_bc_client_dup_url (self, "", query));
    }

  return psr_net_spawn (parts_fiber, parts, parts_unref);
}
