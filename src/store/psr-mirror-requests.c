/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-mirror-requests"

#include "config.h"

#include "psr-fields.h"
#include "psr-mirror-requests.h"

/* Old ones are looked for with every so many, and so many forgotten at once. */
#define FORGET_EVERY 100
#define FORGET_AT_ONCE 1000

void
psr_mirror_requests_job_free (gpointer data)
{
  PsrMirrorRequestsJob *job = data;

  g_return_if_fail (job != NULL);

  g_clear_pointer (&job->entry, psr_request_entry_unref);
  g_free (job);
}

static gboolean
forget (PsrConnection  *connection,
        PsrTimestamp    before,
        GError        **error)
{
  g_autoptr (PsrStatement) statement = NULL;

  if (!(statement = psr_connection_prepare (connection,
                                            "DELETE FROM requests WHERE id IN "
                                            "(SELECT id FROM requests WHERE at < ? ORDER BY at LIMIT ?)", error)))
    return FALSE;

  psr_statement_bind_timestamp (statement, 1, before);
  psr_statement_bind_int64 (statement, 2, FORGET_AT_ONCE);

  return psr_statement_run (statement, error);
}

/*
 * Keeps a request, within a write.
 */
DexFuture *
psr_mirror_requests_add (PsrConnection *connection,
                         gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  PsrMirrorRequestsJob *job = data;
  PsrRequestEntry *entry;
  GError *error = NULL;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL && job->entry != NULL, NULL);

  entry = job->entry;

  if (!(statement = psr_connection_prepare (connection,
                                            "INSERT INTO requests (at, service, method, url, status, microseconds, bytes, "
                                            "correlation, message) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_timestamp (statement, 1, entry->at);
  psr_statement_bind_static_text (statement, 2, entry->service);
  psr_statement_bind_static_text (statement, 3, entry->method);
  psr_statement_bind_static_text (statement, 4, entry->url);
  psr_statement_bind_int64 (statement, 5, entry->status);
  psr_statement_bind_int64 (statement, 6, entry->microseconds);
  psr_statement_bind_int64 (statement, 7, entry->bytes);
  psr_statement_bind_static_text (statement, 8, entry->correlation);
  psr_statement_bind_static_text (statement, 9, entry->message);
  if (!psr_statement_run (statement, &error) ||
      (psr_connection_get_last_insert_id (connection) % FORGET_EVERY == 0 && !forget (connection, job->before, &error)))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/*
 * The newest requests that aren't to be forgotten.
 */
DexFuture *
psr_mirror_requests_list (PsrConnection *connection,
                          gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *columns = NULL;
  g_autofree char *sql = NULL;
  PsrMirrorRequestsJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL, NULL);

  entries = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_request_entry_unref);
  columns = psr_row_columns (psr_request_entry_fields, NULL);
  sql = g_strdup_printf ("SELECT %s FROM requests WHERE at >= ? ORDER BY id DESC LIMIT ?", columns);
  if (!(statement = psr_connection_prepare (connection, sql, &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_timestamp (statement, 1, job->before);
  psr_statement_bind_int64 (statement, 2, job->limit);

  for (;;)
    {
      PsrRequestEntry *entry;

      if (!psr_statement_step (statement, &has_row, &error))
        return dex_future_new_for_error (error);

      if (!has_row)
        break;

      entry = psr_request_entry_new ();
      g_ptr_array_add (entries, entry);
      if (!psr_row_read (entry, psr_request_entry_fields, statement, 0, &error))
        return dex_future_new_for_error (error);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&entries));
}
