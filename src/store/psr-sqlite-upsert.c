/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-sqlite-upsert"

#include "config.h"

#include "psr-audit-writer.h"
#include "psr-fields.h"
#include "psr-ledger.h"
#include "psr-sqlite-documents.h"
#include "psr-sqlite-upsert.h"

#define READ (PSR_ROW_READ | PSR_ROW_READ_SET)

typedef struct {
  GPtrArray *documents;
  guint first;
  guint n_documents;
  GStrv refreshable_states;
  char *who;
  PsrTimestamp now;
} UpsertJob;

/*
 * What psr_sqlite_upsert_run() is given: @n_documents of @documents, from
 * @first.
 */
gpointer
psr_sqlite_upsert_job_new (GPtrArray          *documents,
                           guint               first,
                           guint               n_documents,
                           const char * const *refreshable_states,
                           const char         *who,
                           PsrTimestamp        now)
{
  UpsertJob *job;

  g_return_val_if_fail (documents != NULL, NULL);
  g_return_val_if_fail (first + n_documents <= documents->len, NULL);

  job = g_new0 (UpsertJob, 1);
  job->documents = g_ptr_array_ref (documents);
  job->first = first;
  job->n_documents = n_documents;
  job->refreshable_states = g_strdupv ((GStrv) refreshable_states);
  job->who = g_strdup (who);
  job->now = now;

  return job;
}

void
psr_sqlite_upsert_job_free (gpointer data)
{
  UpsertJob *job = data;

  g_return_if_fail (job != NULL);

  g_clear_pointer (&job->documents, g_ptr_array_unref);
  g_clear_pointer (&job->refreshable_states, g_strfreev);
  g_clear_pointer (&job->who, g_free);
  g_free (job);
}

static gboolean
add_audit (PsrConnection  *connection,
           UpsertJob      *job,
           gint64          document_id,
           const char     *action,
           const char     *old_state,
           const char     *new_state,
           const char     *reason,
           GError        **error)
{
  g_autoptr (PsrAuditEntry) entry = psr_audit_entry_new (job->who, action, document_id);

  g_set_str (&entry->old_value, old_state);
  g_set_str (&entry->new_value, new_state);
  g_set_str (&entry->reason, reason);

  return psr_audit_writer_add (connection, entry, job->now, error);
}

static gboolean
add (PsrConnection            *connection,
     UpsertJob                *job,
     const PsrLedgerDocument  *found,
     PsrLedgerUpsert          *result,
     GError                  **error)
{
  g_autoptr (PsrLedgerDocument) row = NULL;

  g_assert (connection != NULL);
  g_assert (found != NULL);

  row = psr_ledger_document_new ();
  psr_row_copy (row, found, psr_ledger_document_fields, PSR_ROW_PLAIN);
  row->id = 0;
  row->revision = 1;
  row->live = FALSE;
  row->found_at = job->now;
  row->updated_at = job->now;

  result->added++;

  return psr_sqlite_documents_insert (connection, row, &result->added_id, error) &&
         psr_sqlite_documents_set_lines (connection, result->added_id, found->lines, error) &&
         add_audit (connection, job, result->added_id, "found", "", row->state, "", error);
}

static gboolean
lines_are_equal (GPtrArray *present,
                 GPtrArray *found)
{
  guint n_found = found != NULL ? found->len : 0;

  g_assert (present != NULL);

  if (present->len != n_found)
    return FALSE;

  for (guint i = 0; i < n_found; i++)
    {
      if (!psr_row_equal (g_ptr_array_index (present, i), g_ptr_array_index (found, i),
                          psr_ledger_line_fields, PSR_ROW_READ))
        return FALSE;
    }

  return TRUE;
}

static gboolean
update_row (PsrConnection            *connection,
            const PsrLedgerDocument  *row,
            GError                  **error)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GString) sql = g_string_new ("UPDATE documents SET ");
  int index = 1;

  g_assert (connection != NULL);
  g_assert (row != NULL);

  for (const PsrRowField *field = psr_ledger_document_fields; field->column != NULL; field++, index++)
    g_string_append_printf (sql, "%s\"%s\" = ?%d", index > 1 ? ", " : "", field->column, index);
  g_string_append (sql, " WHERE id = ?1");

  if (!(statement = psr_connection_prepare (connection, sql->str, error)))
    return FALSE;

  psr_row_bind (row, psr_ledger_document_fields, statement);

  return psr_statement_run (statement, error);
}

static gboolean
refresh (PsrConnection            *connection,
         UpsertJob                *job,
         const PsrLedgerDocument  *present,
         const PsrLedgerDocument  *found,
         GError                  **error)
{
  g_autoptr (PsrLedgerDocument) row = NULL;

  g_assert (connection != NULL);
  g_assert (present != NULL);
  g_assert (found != NULL);

  row = psr_ledger_document_new ();
  psr_row_copy (row, present, psr_ledger_document_fields, PSR_ROW_PLAIN);
  psr_row_copy (row, found, psr_ledger_document_fields, READ);
  g_set_str (&row->newer_version, "");
  /* What was accepted was accepted of another content. */
  if (!g_str_equal (present->version, row->version))
    g_set_str (&row->accepted, "");
  row->revision = present->revision + 1;
  row->updated_at = job->now;

  return update_row (connection, row, error) &&
         psr_sqlite_documents_set_lines (connection, row->id, found->lines, error) &&
         add_audit (connection, job, row->id, "refreshed", present->state, row->state,
                    g_str_equal (present->version, row->version) ? "" : row->version, error);
}

/* The revision stays: whoever has the document under way isn't disturbed. */
static gboolean
note_newer_version (PsrConnection            *connection,
                    UpsertJob                *job,
                    const PsrLedgerDocument  *present,
                    const char               *version,
                    GError                  **error)
{
  g_autoptr (PsrStatement) statement = NULL;

  g_assert (connection != NULL);
  g_assert (present != NULL);
  g_assert (version != NULL);

  if (!(statement = psr_connection_prepare (connection, "UPDATE documents SET newer_version = ? WHERE id = ?", error)))
    return FALSE;

  psr_statement_bind_static_text (statement, 1, version);
  psr_statement_bind_int64 (statement, 2, present->id);

  return psr_statement_run (statement, error) &&
         add_audit (connection, job, present->id, "changed-in-wello", present->version, version, "", error);
}

static gboolean
upsert (PsrConnection            *connection,
        UpsertJob                *job,
        const PsrLedgerDocument  *found,
        PsrLedgerUpsert          *result,
        GError                  **error)
{
  g_autoptr (PsrLedgerDocument) present = NULL;

  g_assert (connection != NULL);
  g_assert (found != NULL);
  g_assert (result != NULL);

  if (!psr_sqlite_documents_find_newest (connection, found->wello_invoice_id, &present, error))
    return FALSE;

  if (present == NULL)
    return add (connection, job, found, result, error);

  if (present->live || !g_strv_contains ((const char * const *) job->refreshable_states, present->state))
    {
      const char *newer = g_str_equal (found->version, present->version) ? "" : found->version;

      if (newer[0] != '\0')
        result->left++;
      else
        result->unchanged++;

      if (g_str_equal (newer, present->newer_version))
        return TRUE;

      return note_newer_version (connection, job, present, newer, error);
    }

  /* Somebody moved it while it was being read: its state isn't what was reckoned
   * with. The next reading starts from what it is now. */
  if (found->based_on >= 0 && found->based_on != present->revision)
    {
      result->left++;
      return TRUE;
    }

  if (!psr_sqlite_documents_load_lines (connection, present, error))
    return FALSE;

  if (psr_row_equal (present, found, psr_ledger_document_fields, READ) &&
      lines_are_equal (present->lines, found->lines))
    {
      result->unchanged++;
      return TRUE;
    }

  result->changed++;

  return refresh (connection, job, present, found, error);
}

/*
 * Brings documents in, within a write.
 */
DexFuture *
psr_sqlite_upsert_run (PsrConnection *connection,
                       gpointer       data)
{
  UpsertJob *job = data;
  PsrLedgerUpsert result = { 0 };
  GError *error = NULL;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL, NULL);

  for (guint i = job->first; i < job->first + job->n_documents; i++)
    {
      if (!upsert (connection, job, g_ptr_array_index (job->documents, i), &result, &error))
        return dex_future_new_for_error (error);
    }

  if (result.added + result.changed + result.left > 0 &&
      !psr_connection_bump_revision (connection, "documents", &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_LEDGER_UPSERT, g_memdup2 (&result, sizeof result));
}
