/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-client"

#include "config.h"

#include <string.h>

#include "psr-bc-client-private.h"
#include "psr-fetch.h"
#include "psr-net-future.h"
#include "psr-odata-literal.h"

/* What tells one document from another; lines and addresses don't. */
#define SELECT(date) "id,number,externalDocumentNumber," date ",customerId,customerNumber,status," \
                     "totalAmountExcludingTax,totalTaxAmount,totalAmountIncludingTax"

typedef struct
{
  GPtrArray *orders;
  GPtrArray *invoices;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_ptr_array_unref (search->orders);
  g_ptr_array_unref (search->invoices);
  g_free (search);
}

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

static gboolean
read_all (GPtrArray          *pagers,
          PsrBcDocumentKind   kind,
          GPtrArray          *into,
          GError            **error)
{
  for (guint i = 0; i < pagers->len; i++)
    {
      g_autoptr (PsrODataPage) page = NULL;

      page = dex_await_object (psr_fetch_rows (g_object_ref (g_ptr_array_index (pagers, i)), read_document,
                                               GINT_TO_POINTER (kind), free_document),
                               error);
      if (page == NULL)
        return FALSE;

      g_ptr_array_extend_and_steal (into, g_ptr_array_ref (psr_odata_page_get_rows (page)));
    }

  return TRUE;
}

static DexFuture *
search_fiber (gpointer data)
{
  Search *search = data;
  g_autoptr (GPtrArray) documents = g_ptr_array_new_with_free_func (free_document);
  g_autoptr (GError) error = NULL;

  if (!read_all (search->orders, PSR_BC_DOCUMENT_ORDER, documents, &error) ||
      !read_all (search->invoices, PSR_BC_DOCUMENT_INVOICE, documents, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&documents));
}

static GPtrArray *
make_pagers (PsrBcClient        *self,
             PsrBcDocumentKind   kind,
             const char * const *literals,
             const char         *from,
             const char         *to)
{
  const char *date = kind == PSR_BC_DOCUMENT_ORDER ? "orderDate" : "invoiceDate";
  g_autoptr (GPtrArray) pagers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (PsrODataQuery) bare = psr_odata_query_new (psr_bc_document_get_set_name (kind));
  g_autoptr (GPtrArray) filters = NULL;
  g_autofree char *between = g_strdup_printf (" and %s ge %s and %s le %s", date, from, date, to);
  g_autofree char *bare_url = NULL;
  gsize taken;

  psr_odata_query_select (bare, kind == PSR_BC_DOCUMENT_ORDER ? SELECT ("orderDate") : SELECT ("invoiceDate"));
  bare_url = psr_bc_client_dup_url (self, "", bare);
  /* A space becomes three characters. */
  taken = strlen (bare_url) + strlen ("&$filter=()") + 3 * strlen (between);
  filters = psr_odata_or_chunks ("customerId", literals, PSR_ODATA_MAX_URL > taken ? PSR_ODATA_MAX_URL - taken : 1);

  for (guint i = 0; i < filters->len; i++)
    {
      g_autoptr (PsrODataQuery) query = psr_odata_query_copy (bare);
      g_autofree char *filter = g_strdup_printf ("(%s)%s", (const char *) g_ptr_array_index (filters, i), between);
      g_autofree char *url = NULL;

      psr_odata_query_filter (query, filter);
      url = psr_bc_client_dup_url (self, "", query);
      g_ptr_array_add (pagers, psr_odata_pager_new (psr_bc_client_get_service (self), url, 0));
    }

  return g_steal_pointer (&pagers);
}

static GStrv
dup_guids (const char * const *ids)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (; *ids != NULL; ids++)
    {
      char *literal = psr_odata_guid (*ids);

      if (literal != NULL)
        g_strv_builder_take (builder, literal);
    }

  return g_strv_builder_end (builder);
}

/**
 * psr_bc_client_list_documents_of:
 * @self: a client with a company
 * @customer_ids: (array zero-terminated=1): canonical GUIDs of customers
 * @from: first day, "YYYY-MM-DD"
 * @to: last day
 *
 * Reads the sales orders and sales invoices, drafts and posted ones, that were
 * made for these customers in these days, whoever made them: numbers, dates and
 * totals only.
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrBcDocument; rejects
 *   with #PsrServiceErrorCode or #PsrBcError when any part of the answer is missing
 */
DexFuture *
psr_bc_client_list_documents_of (PsrBcClient        *self,
                                 const char * const *customer_ids,
                                 const char         *from,
                                 const char         *to)
{
  g_auto (GStrv) literals = NULL;
  Search *search;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (customer_ids != NULL, NULL);
  g_return_val_if_fail (psr_date_is_valid (from) && psr_date_is_valid (to), NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  literals = dup_guids (customer_ids);

  search = g_new0 (Search, 1);
  search->orders = make_pagers (self, PSR_BC_DOCUMENT_ORDER, (const char * const *) literals, from, to);
  search->invoices = make_pagers (self, PSR_BC_DOCUMENT_INVOICE, (const char * const *) literals, from, to);

  return psr_net_spawn (search_fiber, search, search_free);
}

/* A PsrFetchFunc. */
static gpointer
read_customer (JsonObject  *object,
               gpointer     data,
               GError     **error)
{
  return psr_bc_customer_from_json (object, error);
}

static void
free_customer (gpointer customer)
{
  psr_bc_customer_unref (customer);
}

static DexFuture *
customers_fiber (gpointer data)
{
  GPtrArray *pagers = data;
  g_autoptr (GPtrArray) customers = g_ptr_array_new_with_free_func (free_customer);

  for (guint i = 0; i < pagers->len; i++)
    {
      g_autoptr (PsrODataPage) page = NULL;
      g_autoptr (GError) error = NULL;

      page = dex_await_object (psr_fetch_rows (g_object_ref (g_ptr_array_index (pagers, i)), read_customer,
                                               NULL, free_customer),
                               &error);
      if (page == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));

      g_ptr_array_extend_and_steal (customers, g_ptr_array_ref (psr_odata_page_get_rows (page)));
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&customers));
}

/**
 * psr_bc_client_get_customers_by_numbers:
 * @self: a client with a company
 * @numbers: (array zero-terminated=1): the customers' numbers
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrBcCustomer, in no
 *   order, without those that are gone; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_get_customers_by_numbers (PsrBcClient        *self,
                                        const char * const *numbers)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (numbers != NULL, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  return psr_net_spawn (customers_fiber,
                        psr_bc_client_pull_by_number (self, PSR_BC_SET_CUSTOMERS, NULL, NULL, numbers),
                        (GDestroyNotify) g_ptr_array_unref);
}

/* A PsrFetchFunc: that it could be read is all that matters. */
static gpointer
read_nothing (JsonObject  *object,
              gpointer     data,
              GError     **error)
{
  return g_strdup ("");
}

static DexFuture *
say_yes (DexFuture *completed,
         gpointer   data)
{
  return dex_future_new_true ();
}

/**
 * psr_bc_client_try_reading:
 * @self: a client with a company
 * @set: name of an entity set
 *
 * Returns: (transfer full): a future that resolves to %TRUE where the account may read
 *   @set, which may be empty; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_try_reading (PsrBcClient *self,
                           const char  *set)
{
  g_autoptr (PsrODataQuery) query = NULL;
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (set != NULL, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  query = psr_odata_query_new (set);
  psr_odata_query_top (query, 1);
  url = psr_bc_client_dup_url (self, "", query);

  return dex_future_then (psr_fetch_rows (psr_odata_pager_new (psr_bc_client_get_service (self), url, 0),
                                          read_nothing, NULL, g_free),
                          say_yes, NULL, NULL);
}
