/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-client"

#include "config.h"

#include "psr-net-future.h"
#include "psr-odata-literal.h"
#include "psr-wello-client-private.h"
#include "psr-wello-row.h"

/* Room for a filter in an address; about twenty ids. */
#define FILTER_LENGTH 1400

typedef struct
{
  PsrWelloClient        *client;
  const char            *controller;
  GPtrArray             *filters;
  const PsrWelloRowKind *kind;
} Many;

static void
many_free (gpointer data)
{
  Many *many = data;

  g_clear_object (&many->client);
  g_clear_pointer (&many->filters, g_ptr_array_unref);
  g_free (many);
}

static DexFuture *
many_fiber (gpointer data)
{
  Many *many = data;
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (many->kind->free_func);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < many->filters->len; i++)
    {
      g_autoptr (PsrODataQuery) query = psr_odata_query_new (many->controller);
      g_autofree char *url = NULL;

      psr_odata_query_filter (query, g_ptr_array_index (many->filters, i));
      url = psr_wello_client_dup_list_url (many->client, query);
      g_ptr_array_add (futures, psr_wello_fetch_all (psr_wello_client_get_service (many->client), url, many->kind));
    }

  /* All of them, even once one has failed: a fiber isn't dropped. The set itself
   * resolves as soon as one of them does, so each is looked at. */
  if (futures->len > 0)
    dex_await (dex_future_allv ((DexFuture * const *) futures->pdata, futures->len), NULL);

  for (guint i = 0; i < futures->len; i++)
    {
      const GValue *value = dex_future_get_value (g_ptr_array_index (futures, i), &error);

      if (value == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));

      g_ptr_array_extend_and_steal (rows, g_ptr_array_ref (g_value_get_boxed (value)));
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&rows));
}

static DexFuture *
fetch_many (PsrWelloClient        *self,
            const char            *controller,
            const char            *field,
            const char * const    *ids,
            const PsrWelloRowKind *kind)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) literals = NULL;
  Many *many;

  for (; *ids != NULL; ids++)
    g_strv_builder_take (builder, psr_odata_guid (*ids));

  literals = g_strv_builder_end (builder);

  many = g_new0 (Many, 1);
  many->client = g_object_ref (self);
  many->controller = controller;
  many->kind = kind;
  many->filters = literals[0] != NULL
                    ? psr_odata_or_chunks (field, (const char * const *) literals, FILTER_LENGTH)
                    : g_ptr_array_new ();

  return psr_net_spawn (many_fiber, many, many_free);
}

/**
 * psr_wello_client_get_companies:
 * @self: a client
 * @ids: (array zero-terminated=1): canonical GUIDs of companies
 *
 * Returns: (transfer full): a future of a #GPtrArray of those #PsrWelloCompany
 *   that exist, with all of their members; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_get_companies (PsrWelloClient     *self,
                                const char * const *ids)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (ids != NULL, NULL);

  return fetch_many (self, "Company", "id", ids, &psr_wello_company_kind);
}

/**
 * psr_wello_client_get_jobs:
 * @self: a client
 * @ids: (array zero-terminated=1): canonical GUIDs of work orders
 *
 * Returns: (transfer full): a future of a #GPtrArray of those #PsrWelloJob that
 *   exist; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_get_jobs (PsrWelloClient     *self,
                           const char * const *ids)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (ids != NULL, NULL);

  return fetch_many (self, "Jobs", "id", ids, &psr_wello_job_kind);
}

/**
 * psr_wello_client_get_labour_usages:
 * @self: a client
 * @job_ids: (array zero-terminated=1): canonical GUIDs of work orders
 *
 * Returns: (transfer full): a future of a #GPtrArray of all their
 *   #PsrWelloLabourUsage; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_get_labour_usages (PsrWelloClient     *self,
                                    const char * const *job_ids)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (job_ids != NULL, NULL);

  return fetch_many (self, "JobNonPartUsage", "jobs_id", job_ids, &psr_wello_labour_usage_kind);
}

/**
 * psr_wello_client_get_lines_of:
 * @self: a client
 * @invoice_ids: (array zero-terminated=1): canonical GUIDs of invoices
 *
 * Reads lines with what the view leaves out: their stock locations.
 *
 * Returns: (transfer full): a future of a #GPtrArray of all their
 *   #PsrWelloInvoiceLine, in the details' shape; rejects with
 *   #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_get_lines_of (PsrWelloClient     *self,
                               const char * const *invoice_ids)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (invoice_ids != NULL, NULL);

  return fetch_many (self, "InvoiceDetails", "invoice_id", invoice_ids, &psr_wello_invoice_line_kind);
}
