/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-unbilled"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-billing-state.h"
#include "psr-engine-private.h"
#include "psr-unbilled-part.h"
#include "psr-wello-client-parts.h"

/* So many invoices are looked for in the ledger at once. */
#define SLICE 500

typedef struct
{
  PsrEngine    *engine;
  PsrTimestamp  since;

  GPtrArray    *usages;
  GPtrArray    *invoices;
  GPtrArray    *lines;
  GPtrArray    *locations;
  GPtrArray    *jobs;
  /* Id of an invoice → its documents in the ledger. */
  GHashTable   *documents;
} Ask;

static void
ask_clear (gpointer data)
{
  Ask *ask = data;

  g_clear_object (&ask->engine);
  g_clear_pointer (&ask->usages, g_ptr_array_unref);
  g_clear_pointer (&ask->invoices, g_ptr_array_unref);
  g_clear_pointer (&ask->lines, g_ptr_array_unref);
  g_clear_pointer (&ask->locations, g_ptr_array_unref);
  g_clear_pointer (&ask->jobs, g_ptr_array_unref);
  g_clear_pointer (&ask->documents, g_hash_table_unref);
}

static void
ask_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, ask_clear);
}

static gboolean
read_jobs (Ask     *ask,
           GError **error)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < ask->usages->len; i++)
    {
      const PsrWelloPartUsage *usage = g_ptr_array_index (ask->usages, i);

      if (usage->job_id != NULL && g_hash_table_add (seen, usage->job_id))
        g_ptr_array_add (ids, usage->job_id);
    }

  g_ptr_array_add (ids, NULL);
  ask->jobs = dex_await_boxed (psr_wello_client_get_jobs (psr_session_get_wello (ask->engine->session),
                                                          (const char * const *) ids->pdata),
                               error);

  return ask->jobs != NULL;
}

static void
free_array (gpointer array)
{
  g_ptr_array_unref (array);
}

static gboolean
read_documents (Ask     *ask,
                GError **error)
{
  ask->documents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_array);
  for (guint first = 0; first < ask->invoices->len; first += SLICE)
    {
      g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
      g_autoptr(GPtrArray) ids = g_ptr_array_new ();
      g_autoptr(GPtrArray) found = NULL;

      for (guint i = first; i < MIN (first + SLICE, ask->invoices->len); i++)
        g_ptr_array_add (ids, ((PsrWelloInvoice *) g_ptr_array_index (ask->invoices, i))->id);
      g_ptr_array_add (ids, NULL);
      psr_ledger_query_set_wello_invoices (query, (const char * const *) ids->pdata);

      found = dex_await_boxed (psr_ledger_find (psr_store_get_ledger (ask->engine->store), query), error);
      if (found == NULL)
        return FALSE;

      for (guint i = 0; i < found->len; i++)
        {
          PsrLedgerDocument *document = g_ptr_array_index (found, i);
          GPtrArray *same = g_hash_table_lookup (ask->documents, document->wello_invoice_id);

          if (same == NULL)
            {
              same = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);
              g_hash_table_insert (ask->documents, g_strdup (document->wello_invoice_id), same);
            }
          g_ptr_array_add (same, psr_ledger_document_ref (document));
        }
    }

  return TRUE;
}

static gboolean
read_all (Ask     *ask,
          GError **error)
{
  PsrWelloClient *wello = psr_session_get_wello (ask->engine->session);

  psr_engine_report (ask->engine, _("Reading parts…"));
  ask->usages = dex_await_boxed (psr_wello_client_list_part_usages (wello, ask->since), error);
  if (ask->usages == NULL)
    return FALSE;

  ask->lines = dex_await_boxed (psr_wello_client_list_lines_since (wello, ask->since), error);
  if (ask->lines == NULL)
    return FALSE;

  ask->invoices = dex_await_boxed (psr_wello_client_list_invoices_since (wello, ask->since), error);
  if (ask->invoices == NULL)
    return FALSE;

  ask->locations = dex_await_boxed (psr_wello_client_get_stock_locations (wello), error);

  return ask->locations != NULL && read_jobs (ask, error) && read_documents (ask, error);
}

static gboolean
is_posted (const PsrLedgerDocument *document)
{
  return strcmp (document->bc_status, "posted") == 0 || strcmp (document->bc_status, "paid") == 0 ||
         strcmp (document->state, psr_billing_state_to_string (PSR_BILLING_STATE_CLOSED)) == 0 ||
         strcmp (document->state, psr_billing_state_to_string (PSR_BILLING_STATE_ALREADY_INVOICED)) == 0;
}

/* Whether Business Central's stock still has what is on an invoice. What Wello shows as imported
 * and isn't in the ledger was billed by somebody else. */
static gboolean
find_where (Ask                   *ask,
            const PsrWelloInvoice *invoice,
            const char            *imported_id,
            PsrUnbilledWhere      *where)
{
  GPtrArray *documents = g_hash_table_lookup (ask->documents, invoice->id);

  *where = PSR_UNBILLED_NOT_SENT;
  if (documents == NULL)
    return g_strcmp0 (invoice->status_id, imported_id) != 0;

  for (guint i = 0; i < documents->len; i++)
    {
      const PsrLedgerDocument *document = g_ptr_array_index (documents, i);

      if (is_posted (document))
        return FALSE;
      if (document->live)
        *where = PSR_UNBILLED_UNPOSTED;
      else if (*where != PSR_UNBILLED_UNPOSTED &&
               strcmp (document->state, psr_billing_state_to_string (PSR_BILLING_STATE_SKIPPED)) == 0)
        *where = PSR_UNBILLED_SKIPPED;
    }

  return TRUE;
}

static char *
dup_location (Ask        *ask,
              const char *id)
{
  for (guint i = 0; id != NULL && i < ask->locations->len; i++)
    {
      const PsrWelloStockLocation *location = g_ptr_array_index (ask->locations, i);

      if (strcmp (location->id, id) == 0)
        return g_strdup (*location->reference != '\0' ? location->reference : location->name);
    }

  return g_strdup ("");
}

static char *
dup_job (Ask        *ask,
         const char *id)
{
  for (guint i = 0; id != NULL && i < ask->jobs->len; i++)
    {
      const PsrWelloJob *job = g_ptr_array_index (ask->jobs, i);

      if (strcmp (job->id, id) == 0)
        return *job->reference != '\0' ? g_strdup (job->reference) : g_strdup_printf ("%" G_GINT64_FORMAT, job->number);
    }

  return g_strdup ("");
}

static void
add_part (Ask                     *ask,
          const PsrWelloPartUsage *usage,
          const PsrWelloInvoice   *invoice,
          PsrUnbilledWhere         where,
          GPtrArray               *parts)
{
  g_autoptr(PsrUnbilledPart) part = psr_unbilled_part_new ();
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();

  part->location = dup_location (ask, usage->stock_location_id);
  part->item = g_strdup (usage->code);
  part->name = g_strdup (usage->name);
  part->quantity = usage->quantity;
  part->work_order = dup_job (ask, usage->job_id);
  part->day = usage->working_date != PSR_TIMESTAMP_NONE ? psr_timestamp_to_date (usage->working_date, utc) : g_strdup ("");
  part->where = where;
  part->document = g_strdup (invoice != NULL ? invoice->internal_number : "");
  g_ptr_array_add (parts, g_steal_pointer (&part));
}

static GPtrArray *
list_parts (Ask        *ask,
            const char *imported_id)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_unbilled_part_free);
  g_autoptr(GHashTable) invoices = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) lines = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < ask->invoices->len; i++)
    {
      PsrWelloInvoice *invoice = g_ptr_array_index (ask->invoices, i);

      g_hash_table_insert (invoices, invoice->id, invoice);
    }
  for (guint i = 0; i < ask->lines->len; i++)
    {
      PsrWelloInvoiceLine *line = g_ptr_array_index (ask->lines, i);

      if (line->source_id != NULL)
        g_hash_table_insert (lines, line->source_id, line);
    }

  for (guint i = 0; i < ask->usages->len; i++)
    {
      const PsrWelloPartUsage *usage = g_ptr_array_index (ask->usages, i);
      const PsrWelloInvoiceLine *line = g_hash_table_lookup (lines, usage->id);
      const PsrWelloInvoice *invoice = line != NULL && line->invoice_id != NULL ? g_hash_table_lookup (invoices, line->invoice_id)
                                                                                : NULL;
      PsrUnbilledWhere where = PSR_UNBILLED_NOT_INVOICED;

      if (invoice == NULL || find_where (ask, invoice, imported_id, &where))
        add_part (ask, usage, invoice, where, parts);
    }

  g_ptr_array_sort_values (parts, psr_unbilled_part_compare);

  return g_steal_pointer (&parts);
}

static DexFuture *
ask_fiber (gpointer data)
{
  Ask *ask = data;
  g_autoptr(PsrWelloStatuses) statuses = NULL;
  GError *error = NULL;

  if (!psr_engine_open_store (ask->engine, &error) || !psr_engine_open_session (ask->engine, &error))
    return dex_future_new_for_error (error);

  statuses = dex_await_boxed (psr_wello_client_get_statuses (psr_session_get_wello (ask->engine->session)), &error);
  if (statuses == NULL || !read_all (ask, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, list_parts (ask, statuses->imported));
}

/**
 * psr_engine_list_unbilled_parts:
 * @self: an engine
 * @since: from when on parts were entered
 *
 * Lists the parts that technicians used and Business Central's stock still has: for the
 * storekeeper. Only reads.
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrUnbilledPart; rejects with
 *   why they can't be read
 */
DexFuture *
psr_engine_list_unbilled_parts (PsrEngine    *self,
                                PsrTimestamp  since)
{
  Ask *ask;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));

  ask = g_atomic_rc_box_new0 (Ask);
  ask->engine = g_object_ref (self);
  ask->since = since;

  return dex_scheduler_spawn (NULL, 0, ask_fiber, ask, ask_unref);
}
