/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-client"

#include "config.h"

#include "psr-net-future.h"
#include "psr-odata-literal.h"
#include "psr-service-error.h"
#include "psr-wello-client-private.h"
#include "psr-wello-row.h"

/* Room for a filter in an address; about twenty ids. */
#define FILTER_LENGTH 1400

typedef struct
{
  PsrWelloClient        *client;
  const char            *controller;
  const char            *field;
  const char            *select;    /* or NULL for all of a row */
  char                 **literals;
  const PsrWelloRowKind *kind;
} Many;

static void
many_free (gpointer data)
{
  Many *many = data;

  g_clear_object (&many->client);
  g_strfreev (many->literals);
  g_free (many);
}

static GPtrArray *
read_filters (Many       *many,
              GPtrArray  *filters,
              GError    **error)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (many->kind->free_func);

  for (guint i = 0; i < filters->len; i++)
    {
      g_autoptr (PsrODataQuery) query = psr_odata_query_new (many->controller);
      g_autofree char *url = NULL;

      psr_odata_query_filter (query, g_ptr_array_index (filters, i));
      if (many->select != NULL)
        psr_odata_query_select (query, many->select);
      url = psr_wello_client_dup_list_url (many->client, query);
      g_ptr_array_add (futures, psr_wello_fetch_all (psr_wello_client_get_service (many->client), url, many->kind));
    }

  /* All of them, even once one has failed: a fiber isn't dropped. The set itself
   * resolves as soon as one of them does, so each is looked at. */
  if (futures->len > 0)
    dex_await (dex_future_allv ((DexFuture * const *) futures->pdata, futures->len), NULL);

  for (guint i = 0; i < futures->len; i++)
    {
      const GValue *value = dex_future_get_value (g_ptr_array_index (futures, i), error);

      if (value == NULL)
        return NULL;

      g_ptr_array_extend_and_steal (rows, g_ptr_array_ref (g_value_get_boxed (value)));
    }

  return g_steal_pointer (&rows);
}

static GPtrArray *
make_filters (Many     *many,
              gboolean  each)
{
  g_autoptr (GPtrArray) filters = NULL;

  if (!each && many->literals[0] != NULL)
    return psr_odata_or_chunks (many->field, (const char * const *) many->literals, FILTER_LENGTH);

  filters = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; many->literals[i] != NULL; i++)
    g_ptr_array_add (filters, g_strdup_printf ("%s eq %s", many->field, many->literals[i]));

  return g_steal_pointer (&filters);
}

/* Wello's documentation shows no operator "or": where it is refused, each value is
 * asked for by itself, then and later. */
static DexFuture *
many_fiber (gpointer data)
{
  Many *many = data;
  gboolean each = !psr_wello_client_has_or (many->client);
  g_autoptr (GPtrArray) filters = make_filters (many, each);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  rows = read_filters (many, filters, &error);

  if (rows == NULL && !each && g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_REFUSED) &&
      filters->len < g_strv_length (many->literals))
    {
      g_autoptr (GPtrArray) single = make_filters (many, TRUE);

      g_clear_error (&error);
      rows = read_filters (many, single, &error);

      if (rows != NULL)
        psr_wello_client_set_no_or (many->client);
    }

  if (rows == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&rows));
}

static DexFuture *
fetch_many (PsrWelloClient        *self,
            const char            *controller,
            const char            *field,
            const char            *select,
            const char * const    *ids,
            const PsrWelloRowKind *kind)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  Many *many;

  for (; *ids != NULL; ids++)
    {
      char *literal = psr_odata_guid (*ids);

      if (literal != NULL)
        g_strv_builder_take (builder, literal);
    }

  many = g_new0 (Many, 1);
  many->client = g_object_ref (self);
  many->controller = controller;
  many->field = field;
  many->select = select;
  many->literals = g_strv_builder_end (builder);
  many->kind = kind;

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

  return fetch_many (self, "Company", "id", NULL, ids, &psr_wello_company_kind);
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

  return fetch_many (self, "Jobs", "id", NULL, ids, &psr_wello_job_kind);
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

  return fetch_many (self, "JobNonPartUsage", "jobs_id", NULL, job_ids, &psr_wello_labour_usage_kind);
}

/**
 * psr_wello_client_get_part_usages:
 * @self: a client
 * @job_ids: (array zero-terminated=1): canonical GUIDs of work orders
 *
 * Returns: (transfer full): a future of a #GPtrArray of all their
 *   #PsrWelloPartUsage; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_get_part_usages (PsrWelloClient     *self,
                                  const char * const *job_ids)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (job_ids != NULL, NULL);

  return fetch_many (self, "JobPartUsage", "jobs_id", NULL, job_ids, &psr_wello_part_usage_kind);
}

/**
 * psr_wello_client_get_plannings:
 * @self: a client
 * @job_ids: (array zero-terminated=1): canonical GUIDs of work orders
 *
 * Wello documents no list of its users. Of JobPlanningView, which has their names, its own
 * servicedesk-app shows the filter and some properties; elsewhere it may not be there.
 *
 * Returns: (transfer full): a future of a #GPtrArray of all their
 *   #PsrWelloPlanning; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_get_plannings (PsrWelloClient     *self,
                                const char * const *job_ids)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (job_ids != NULL, NULL);

  return fetch_many (self, "JobPlanningView", "jobs_id", NULL, job_ids, &psr_wello_planning_kind);
}

/**
 * psr_wello_client_get_files:
 * @self: a client
 * @job_ids: (array zero-terminated=1): canonical GUIDs of work orders
 *
 * Reads what files there are, without what is in them (Wello, Help/Api, GET-api-JobFiles(id);
 * the list by the rule that each controller has one).
 *
 * Returns: (transfer full): a future of a #GPtrArray of all their
 *   #PsrWelloFile; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_get_files (PsrWelloClient     *self,
                            const char * const *job_ids)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (job_ids != NULL, NULL);

  return fetch_many (self, "JobFiles", "jobs_id", "id,jobs_id,file_name,name,mime_type,file_type,file_size", job_ids,
                     &psr_wello_file_kind);
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

  return fetch_many (self, "InvoiceDetails", "invoice_id", NULL, invoice_ids, &psr_wello_invoice_line_kind);
}
