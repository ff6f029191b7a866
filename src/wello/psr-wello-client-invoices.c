/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-client"

#include "config.h"

#include "psr-fetch.h"
#include "psr-json-writer.h"
#include "psr-net-future.h"
#include "psr-odata-literal.h"
#include "psr-service-error.h"
#include "psr-wello-client-private.h"
#include "psr-wello-row.h"

/* How much a page is made to overlap the one before: more than the rounding of
 * a time on its way through JSON. */
#define OVERLAP G_USEC_PER_SEC

/* A list that still grows after so many readings is taken as it is: what is
 * missing is found by the next run. */
#define MAX_PASSES 5

typedef struct
{
  PsrWelloClient *client;
  char           *status_id;
  gboolean        reads_all;  /* the status can't be asked for */
  GPtrArray      *invoices;
  GHashTable     *positions;
} List;

static void
list_finalize (gpointer data)
{
  List *list = data;

  g_clear_object (&list->client);
  g_clear_pointer (&list->status_id, g_free);
  g_clear_pointer (&list->invoices, g_ptr_array_unref);
  g_clear_pointer (&list->positions, g_hash_table_unref);
}

static void
list_unref (gpointer list)
{
  g_atomic_rc_box_release_full (list, list_finalize);
}

static PsrODataPager *
make_pager (List         *list,
            PsrTimestamp  since)
{
  g_autoptr (PsrODataQuery) query = psr_odata_query_new ("InvoiceView");
  g_autoptr (GString) filter = g_string_new (NULL);
  g_autofree char *url = NULL;

  g_assert (list != NULL);

  if (list->status_id != NULL && !list->reads_all)
    {
      g_autofree char *literal = psr_odata_guid (list->status_id);

      g_string_append_printf (filter, "invoice_status_id eq %s", literal);
    }

  if (since != PSR_TIMESTAMP_NONE)
    {
      g_autofree char *literal = psr_odata_quoted_timestamp (since);

      g_string_append_printf (filter, "%smodified_dateutc ge %s", filter->len > 0 ? " and " : "", literal);
    }

  if (filter->len > 0)
    psr_odata_query_filter (query, filter->str);

  psr_odata_query_orderby (query, "modified_dateutc");
  url = psr_wello_client_dup_list_url (list->client, query);

  return psr_odata_pager_new (psr_wello_client_get_service (list->client), url, 0);
}

static GPtrArray *
make_rows (JsonArray  *rows,
           gpointer    data,
           GError    **error)
{
  g_autoptr (GPtrArray) invoices = NULL;

  g_assert (rows != NULL);

  invoices = g_ptr_array_new_with_free_func (psr_wello_invoice_kind.free_func);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      PsrWelloInvoice *invoice;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      invoice = psr_wello_invoice_from_json (json_node_get_object (node), error);
      if (invoice == NULL)
        return NULL;

      g_ptr_array_add (invoices, invoice);
    }

  return g_steal_pointer (&invoices);
}

static gboolean
is_wanted (List                  *list,
           const PsrWelloInvoice *invoice)
{
  return !list->reads_all || g_strcmp0 (invoice->status_id, list->status_id) == 0;
}

/* Adds what is new and replaces what was read again; returns how many are new.
 * @latest becomes the greatest change among @rows. */
static guint
add_rows (List         *list,
          GPtrArray    *rows,
          PsrTimestamp *latest)
{
  guint n_new = 0;

  g_assert (list != NULL);
  g_assert (rows != NULL);
  g_assert (latest != NULL);

  *latest = PSR_TIMESTAMP_NONE;

  for (guint i = 0; i < rows->len; i++)
    {
      PsrWelloInvoice *invoice = g_ptr_array_index (rows, i);
      gpointer position;

      *latest = MAX (*latest, invoice->modified);

      if (g_hash_table_lookup_extended (list->positions, invoice->id, NULL, &position))
        {
          gpointer *place = &g_ptr_array_index (list->invoices, GPOINTER_TO_UINT (position));

          /* The table's key belongs to the old one. */
          g_hash_table_replace (list->positions, invoice->id, position);
          psr_wello_invoice_unref (*place);
          *place = psr_wello_invoice_ref (invoice);
          continue;
        }

      if (!is_wanted (list, invoice))
        continue;

      g_hash_table_insert (list->positions, invoice->id, GUINT_TO_POINTER (list->invoices->len));
      g_ptr_array_add (list->invoices, psr_wello_invoice_ref (invoice));
      n_new++;
    }

  return n_new;
}

/* Reads the list once. Instead of counting rows, which shift as soon as one
 * leaves the list, each page begins at the time of the last row seen. Only where
 * more rows than fill a page carry the same time does it follow Wello's link,
 * and says so in @counted. */
static gboolean
read_once (List      *list,
           gboolean  *counted,
           guint     *n_new,
           GError   **error)
{
  g_autoptr (PsrODataPager) pager = NULL;
  PsrTimestamp since = PSR_TIMESTAMP_NONE;

  g_assert (list != NULL);
  g_assert (counted != NULL);
  g_assert (n_new != NULL);

  pager = make_pager (list, since);

  while (TRUE)
    {
      g_autoptr (PsrODataPage) page = NULL;
      PsrTimestamp latest;

      page = dex_await_object (psr_odata_pager_next (pager, make_rows, NULL, NULL), error);
      if (page == NULL)
        return FALSE;

      *n_new += add_rows (list, psr_odata_page_get_rows (page), &latest);

      if (psr_odata_pager_is_done (pager))
        return TRUE;

      if (latest != PSR_TIMESTAMP_NONE && (since == PSR_TIMESTAMP_NONE || latest - OVERLAP > since))
        {
          since = latest - OVERLAP;
          g_object_unref (pager);
          pager = make_pager (list, since);
        }
      else
        {
          *counted = TRUE;
        }
    }
}

/* Some may have got another status while they were read. */
static void
leave_out_others (List *list)
{
  for (guint i = list->invoices->len; i > 0; i--)
    {
      if (!is_wanted (list, g_ptr_array_index (list->invoices, i - 1)))
        g_ptr_array_remove_index (list->invoices, i - 1);
    }
}

static DexFuture *
list_fiber (gpointer data)
{
  List *list = data;

  g_assert (list != NULL);

  for (guint pass = 0; pass < MAX_PASSES; pass++)
    {
      g_autoptr (GError) error = NULL;
      gboolean counted = FALSE;
      guint n_new = 0;

      if (!read_once (list, &counted, &n_new, &error))
        {
          /* Whether the view can be filtered by it is documented nowhere. */
          if (list->status_id == NULL || list->reads_all || list->invoices->len > 0 ||
              !g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_REFUSED))
            return dex_future_new_for_error (g_steal_pointer (&error));

          g_message ("Wello can’t be asked for invoices of a status; all are read");
          list->reads_all = TRUE;
          continue;
        }

      if (!counted || n_new == 0)
        break;
    }

  leave_out_others (list);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_ptr_array_ref (list->invoices));
}

/**
 * psr_wello_client_list_invoices:
 * @self: a client
 * @status_id: (nullable): canonical GUID of the status wanted, %NULL for all
 *
 * Reads all invoices of a status with their lines, each once, also while rows
 * leave the list and others come. One of which something can't be read is in it
 * all the same, with its problem. Where Wello doesn't take the status in a filter, the
 * invoices of all are read, and those of others left out.
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrWelloInvoice, in
 *   the order in which they were changed; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_list_invoices (PsrWelloClient *self,
                                const char     *status_id)
{
  List *list;

  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);

  list = g_atomic_rc_box_new0 (List);
  list->client = g_object_ref (self);
  list->status_id = g_strdup (status_id);
  list->invoices = g_ptr_array_new_with_free_func (psr_wello_invoice_kind.free_func);
  list->positions = g_hash_table_new (g_str_hash, g_str_equal);

  return psr_net_spawn (list_fiber, list, list_unref);
}

/**
 * psr_wello_client_get_invoice:
 * @self: a client
 * @id: canonical GUID
 *
 * Returns: (transfer full): a future of a #PsrWelloInvoice with its lines;
 *   rejects with %PSR_SERVICE_ERROR_NOT_FOUND when there is none, or as any
 *   read
 */
DexFuture *
psr_wello_client_get_invoice (PsrWelloClient *self,
                              const char     *id)
{
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  url = psr_wello_client_dup_record_url (self, "InvoiceView", id, NULL);

  return psr_fetch_object (psr_wello_client_get_service (self), url, PSR_TYPE_WELLO_INVOICE,
                           psr_wello_row_kind_read, (gpointer) &psr_wello_invoice_kind, NULL);
}

static DexFuture *
fetch_where (PsrWelloClient        *self,
             const char            *controller,
             const char            *field,
             const char            *id,
             const PsrWelloRowKind *kind)
{
  g_autoptr (PsrODataQuery) query = NULL;
  g_autofree char *literal = NULL;
  g_autofree char *filter = NULL;
  g_autofree char *url = NULL;

  g_assert (PSR_IS_WELLO_CLIENT (self));

  literal = psr_odata_guid (id);
  filter = g_strconcat (field, " eq ", literal, NULL);
  query = psr_odata_query_new (controller);
  psr_odata_query_filter (query, filter);
  url = psr_wello_client_dup_list_url (self, query);

  return psr_wello_fetch_all (psr_wello_client_get_service (self), url, kind);
}

/**
 * psr_wello_client_get_invoice_lines:
 * @self: a client
 * @invoice_id: canonical GUID
 *
 * Reads the lines with what the view leaves out: their stock locations.
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrWelloInvoiceLine in
 *   the details' shape; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_get_invoice_lines (PsrWelloClient *self,
                                    const char     *invoice_id)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (invoice_id != NULL, NULL);

  return fetch_where (self, "InvoiceDetails", "invoice_id", invoice_id, &psr_wello_invoice_line_kind);
}

/**
 * psr_wello_client_change_status:
 * @self: a client
 * @invoice_id: canonical GUID
 * @target_status_id: canonical GUID, see psr_wello_client_get_statuses()
 * @erp_invoice_number: (nullable): required for "ERP Imported"
 * @error_message: (nullable): required for "ERP Error"
 *
 * Source: Wello, POST api/Invoice/ChangeStatusId.
 *
 * Returns: (transfer full): a future of a #PsrWriteOutcome
 */
DexFuture *
psr_wello_client_change_status (PsrWelloClient *self,
                                const char     *invoice_id,
                                const char     *target_status_id,
                                const char     *erp_invoice_number,
                                const char     *error_message)
{
  g_autoptr (PsrJsonWriter) writer = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (invoice_id != NULL, NULL);
  g_return_val_if_fail (target_status_id != NULL, NULL);

  writer = psr_json_writer_new ();
  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "invoice_id", invoice_id);
  psr_json_writer_add_string (writer, "target_status_id", target_status_id);

  if (erp_invoice_number != NULL)
    psr_json_writer_add_string (writer, "erp_invoice_number", erp_invoice_number);
  if (error_message != NULL)
    psr_json_writer_add_string (writer, "error_message", error_message);

  psr_json_writer_end_object (writer);
  body = psr_json_writer_finish (writer);

  url = g_strconcat (psr_wello_client_get_base_url (self), "/Invoice/ChangeStatusId", NULL);
  return psr_wello_client_write (self, "POST", url, body);
}

/**
 * psr_wello_client_get_job:
 * @self: a client
 * @id: canonical GUID
 *
 * Returns: (transfer full): a future of a #PsrWelloJob; rejects with
 *   %PSR_SERVICE_ERROR_NOT_FOUND when there is none, or as any read
 */
DexFuture *
psr_wello_client_get_job (PsrWelloClient *self,
                          const char     *id)
{
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  url = psr_wello_client_dup_record_url (self, "Jobs", id, NULL);

  return psr_fetch_object (psr_wello_client_get_service (self), url, PSR_TYPE_WELLO_JOB,
                           psr_wello_row_kind_read, (gpointer) &psr_wello_job_kind, NULL);
}

/**
 * psr_wello_client_get_part_usage:
 * @self: a client
 * @job_id: canonical GUID of a work order
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrWelloPartUsage;
 *   rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_get_part_usage (PsrWelloClient *self,
                                 const char     *job_id)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (job_id != NULL, NULL);

  return fetch_where (self, "JobPartUsage", "jobs_id", job_id, &psr_wello_part_usage_kind);
}

/**
 * psr_wello_client_get_labour_usage:
 * @self: a client
 * @job_id: canonical GUID of a work order
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrWelloLabourUsage;
 *   rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_get_labour_usage (PsrWelloClient *self,
                                   const char     *job_id)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (job_id != NULL, NULL);

  return fetch_where (self, "JobNonPartUsage", "jobs_id", job_id, &psr_wello_labour_usage_kind);
}
