/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-audit"

#include "config.h"

#include "psr-bill-command.h"
#include "psr-engine-private.h"

typedef struct
{
  PsrEngine *engine;
  char      *number;
  gint64     before;
  guint      limit;
} Read;

static void
read_clear (gpointer data)
{
  Read *read = data;

  g_clear_object (&read->engine);
  g_free (read->number);
}

static void
read_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, read_clear);
}

/* The documents that the lines are about, by their ids. */
static GHashTable *
find_documents (PsrLedger  *ledger,
                GPtrArray  *entries,
                GError    **error)
{
  g_autoptr(GHashTable) documents = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                                           (GDestroyNotify) psr_ledger_document_unref);
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(GPtrArray) found = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      const PsrAuditEntry *entry = entries->pdata[i];

      if (entry->document_id != 0)
        g_array_append_val (ids, entry->document_id);
    }

  if (ids->len == 0)
    return g_steal_pointer (&documents);

  psr_ledger_query_set_ids (query, (const gint64 *) ids->data, ids->len);
  found = dex_await_boxed (psr_ledger_find (ledger, query), error);
  if (found == NULL)
    return NULL;

  for (guint i = 0; i < found->len; i++)
    {
      PsrLedgerDocument *document = found->pdata[i];

      g_hash_table_insert (documents, &document->id, psr_ledger_document_ref (document));
    }

  return g_steal_pointer (&documents);
}

static PsrAuditRow *
make_row (const PsrAuditEntry     *entry,
          const PsrLedgerDocument *document)
{
  PsrAuditRow *row = psr_audit_row_new ();

  row->id = entry->id;
  row->at = entry->at;
  row->who = g_strdup (entry->who);
  row->host = g_strdup (entry->host);
  row->program = g_strdup (entry->program);
  row->action = g_strdup (entry->action);
  row->number = g_strdup (document != NULL ? document->internal_number : "");
  row->external_number = g_strdup (document != NULL ? document->external_number : "");
  row->old_value = g_strdup (entry->old_value);
  row->new_value = g_strdup (entry->new_value);
  row->reason = g_strdup (entry->reason);

  return row;
}

static DexFuture *
read_fiber (gpointer data)
{
  Read *read = data;
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_audit_row_free);
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GHashTable) documents = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  PsrLedger *ledger;
  GError *error = NULL;

  if (!psr_engine_open_store (read->engine, &error))
    return dex_future_new_for_error (error);

  ledger = psr_store_get_ledger (read->engine->store);
  if (read->number != NULL && !psr_bill_command_find_number (ledger, read->number, ids, &error))
    return dex_future_new_for_error (error);

  entries = dex_await_boxed (psr_ledger_list_audit (ledger, ids->len > 0 ? g_array_index (ids, gint64, 0) : 0,
                                                    read->before, read->limit), &error);
  if (entries != NULL)
    documents = find_documents (ledger, entries, &error);
  if (documents == NULL)
    return dex_future_new_for_error (error);

  for (guint i = 0; i < entries->len; i++)
    {
      const PsrAuditEntry *entry = entries->pdata[i];

      g_ptr_array_add (rows, make_row (entry, g_hash_table_lookup (documents, &entry->document_id)));
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&rows));
}

/**
 * psr_engine_read_audit:
 * @self: an engine
 * @number: (nullable): only what was done about this document: a Wello invoice's
 *   number, an external document number, or that of a work order with one invoice
 * @before: only what was done before the line of this number; 0 for the newest
 * @limit: at most so many lines
 *
 * Reads a page of the audit, the newest first, without asking either service.
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrAuditRow
 */
DexFuture *
psr_engine_read_audit (PsrEngine  *self,
                       const char *number,
                       gint64      before,
                       guint       limit)
{
  Read *read;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (limit > 0);

  read = g_atomic_rc_box_new0 (Read);
  read->engine = g_object_ref (self);
  read->number = g_strdup (number);
  read->before = before;
  read->limit = limit;

  return dex_scheduler_spawn (NULL, 0, read_fiber, read, read_unref);
}
