/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-sqlite-transition"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-audit-writer.h"
#include "psr-explain.h"
#include "psr-ledger-transition-private.h"
#include "psr-sqlite-documents.h"
#include "psr-sqlite-transition.h"
#include "psr-store-error.h"

typedef struct {
  PsrLedgerTransition *transition;
  PsrTimestamp now;
} TransitionJob;

/*
 * What psr_sqlite_transition_run() is given.
 */
gpointer
psr_sqlite_transition_job_new (PsrLedgerTransition *transition,
                               PsrTimestamp         now)
{
  TransitionJob *job;

  g_return_val_if_fail (transition != NULL, NULL);

  job = g_new0 (TransitionJob, 1);
  job->transition = psr_ledger_transition_ref (transition);
  job->now = now;

  return job;
}

void
psr_sqlite_transition_job_free (gpointer data)
{
  TransitionJob *job = data;

  g_return_if_fail (job != NULL);

  g_clear_pointer (&job->transition, psr_ledger_transition_free);
  g_free (job);
}

static gboolean
check_expectation (const PsrLedgerTransition  *transition,
                   const PsrLedgerDocument    *document,
                   GError                    **error)
{
  g_autofree char *why = NULL;

  g_assert (transition != NULL);

  if (document == NULL)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, transition->document_id);

      why = g_strdup_printf (_("There is no document %s."), number);
      psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_NOT_FOUND,
                               _("The document wasn’t changed."), why,
                               _("Read the list of documents again."));
      return FALSE;
    }

  if (!g_str_equal (document->state, transition->expected_state))
    {
      /* Translators: the number of an invoice, and two states */
      why = g_strdup_printf (_("Invoice %s was expected to be “%s”, but is “%s” now."),
                             document->internal_number, transition->expected_state, document->state);
    }
  else if (transition->expected_revision >= 0 && document->revision != transition->expected_revision)
    {
      why = g_strdup_printf (_("Invoice %s was changed since it was looked at."), document->internal_number);
    }
  else
    {
      return TRUE;
    }

  psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_CONFLICT,
                           _("The document wasn’t changed, because somebody else changed it meanwhile."), why,
                           _("Look at it again and repeat what is still needed."));

  return FALSE;
}

static gboolean
update_document (PsrConnection              *connection,
                 const PsrLedgerTransition  *transition,
                 PsrTimestamp                now,
                 GError                    **error)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GString) sql = g_string_new ("UPDATE documents SET revision = revision + 1, state = ?, updated_at = ?");
  int index = 1;

  g_assert (connection != NULL);
  g_assert (transition != NULL);

  if (transition->sets_live)
    g_string_append (sql, ", live = ?");
  for (guint i = 0; i < transition->values->len; i++)
    g_string_append_printf (sql, ", \"%s\" = ?", g_array_index (transition->values, PsrTransitionValue, i).column);
  g_string_append (sql, " WHERE id = ? AND state = ?");

  if (!(statement = psr_connection_prepare (connection, sql->str, error)))
    return FALSE;

  psr_statement_bind_static_text (statement, index++, transition->new_state);
  psr_statement_bind_timestamp (statement, index++, now);
  if (transition->sets_live)
    psr_statement_bind_boolean (statement, index++, transition->live);
  for (guint i = 0; i < transition->values->len; i++, index++)
    {
      const PsrTransitionValue *value = &g_array_index (transition->values, PsrTransitionValue, i);

      if (value->type == PSR_ROW_TEXT)
        psr_statement_bind_static_text (statement, index, value->text);
      else if (value->type == PSR_ROW_TIMESTAMP)
        psr_statement_bind_timestamp (statement, index, value->number);
      else
        psr_statement_bind_int64 (statement, index, value->number);
    }
  psr_statement_bind_int64 (statement, index++, transition->document_id);
  psr_statement_bind_static_text (statement, index++, transition->expected_state);

  return psr_statement_run (statement, error);
}

static gboolean
update_lines (PsrConnection              *connection,
              const PsrLedgerTransition  *transition,
              GError                    **error)
{
  g_autoptr (PsrStatement) set_live = NULL;
  g_autoptr (PsrStatement) set_bc_id = NULL;

  g_assert (connection != NULL);
  g_assert (transition != NULL);

  if (!(set_live = psr_connection_prepare (connection, "UPDATE lines SET live = ? WHERE document_id = ?", error)) ||
      !(set_bc_id = psr_connection_prepare (connection,
                                            "UPDATE lines SET bc_line_id = ? WHERE id = ? AND document_id = ?", error)))
    return FALSE;

  if (transition->sets_live)
    {
      psr_statement_bind_boolean (set_live, 1, transition->live);
      psr_statement_bind_int64 (set_live, 2, transition->document_id);
      if (!psr_statement_run (set_live, error))
        return FALSE;
    }

  for (guint i = 0; i < transition->lines->len; i++)
    {
      const PsrTransitionLine *line = &g_array_index (transition->lines, PsrTransitionLine, i);

      psr_statement_bind_static_text (set_bc_id, 1, line->bc_line_id);
      psr_statement_bind_int64 (set_bc_id, 2, line->line_id);
      psr_statement_bind_int64 (set_bc_id, 3, transition->document_id);
      if (!psr_statement_run (set_bc_id, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_audit (PsrConnection              *connection,
           const PsrLedgerTransition  *transition,
           PsrTimestamp                now,
           GError                    **error)
{
  g_autoptr (PsrAuditEntry) entry = NULL;

  g_assert (connection != NULL);
  g_assert (transition != NULL);

  entry = psr_audit_entry_new (transition->who, transition->action, transition->document_id);
  g_set_str (&entry->old_value, transition->expected_state);
  g_set_str (&entry->new_value, transition->new_state);
  g_set_str (&entry->reason, transition->reason);

  return psr_audit_writer_add (connection, entry, now, error);
}

/* Names the other document where a unique index refused a live line or external
 * number. The failed statement alone was undone, so the tables can be asked. */
static void
explain_conflict (PsrConnection              *connection,
                  const PsrLedgerTransition  *transition,
                  GError                    **error)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *why = NULL;
  gboolean has_row = FALSE;

  g_assert (connection != NULL);
  g_assert (transition != NULL);
  g_assert (error != NULL && *error != NULL);

  statement = psr_connection_prepare (connection,
                                      "SELECT o.internal_number, o.external_number FROM documents AS o "
                                      "WHERE o.live = 1 AND o.id <> ?1 AND (o.id IN (SELECT document_id FROM lines "
                                      "WHERE live = 1 AND wello_line_id <> '' AND wello_line_id IN "
                                      "(SELECT wello_line_id FROM lines WHERE document_id = ?1)) "
                                      "OR o.external_number = ?2 COLLATE NOCASE) LIMIT 1", &local_error);
  if (statement != NULL)
    {
      const char *external_number = NULL;

      for (guint i = 0; i < transition->values->len; i++)
        {
          const PsrTransitionValue *value = &g_array_index (transition->values, PsrTransitionValue, i);

          if (g_str_equal (value->column, PSR_LEDGER_COLUMN_EXTERNAL_NUMBER) && value->text[0] != '\0')
            external_number = value->text;
        }

      psr_statement_bind_int64 (statement, 1, transition->document_id);
      psr_statement_bind_static_text (statement, 2, external_number);
      if (!psr_statement_step (statement, &has_row, &local_error))
        has_row = FALSE;
    }

  if (local_error != NULL)
    g_message ("Looking for the other document: %s", local_error->message);

  if (has_row)
    why = g_strdup_printf (_("A line of it, or its external document number, is in the document of invoice %s (%s) already."),
                           psr_statement_get_text (statement, 0), psr_statement_get_text (statement, 1));
  else
    why = g_strdup (_("A line of it, or its external document number, is in another document already."));

  g_clear_error (error);
  psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_CONFLICT,
                           _("The document wasn’t taken up, so that nothing is billed twice."), why,
                           _("Withdraw or credit the other document first."));
}

static gboolean
apply (PsrConnection              *connection,
       const PsrLedgerTransition  *transition,
       PsrTimestamp                now,
       PsrLedgerDocument         **result,
       GError                    **error)
{
  g_autoptr (PsrLedgerDocument) before = NULL;
  g_autoptr (GError) local_error = NULL;

  g_assert (connection != NULL);
  g_assert (transition != NULL);

  if (!psr_sqlite_documents_get (connection, transition->document_id, &before, error) ||
      !check_expectation (transition, before, error))
    return FALSE;

  if (!update_document (connection, transition, now, &local_error) ||
      !update_lines (connection, transition, &local_error))
    {
      if (g_error_matches (local_error, PSR_STORE_ERROR, PSR_STORE_ERROR_CONFLICT))
        explain_conflict (connection, transition, &local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return add_audit (connection, transition, now, error) &&
         psr_connection_bump_revision (connection, "documents", error) &&
         psr_sqlite_documents_get (connection, transition->document_id, result, error);
}

/*
 * Moves a document, within a write.
 */
DexFuture *
psr_sqlite_transition_run (PsrConnection *connection,
                           gpointer       data)
{
  TransitionJob *job = data;
  PsrLedgerDocument *document = NULL;
  GError *error = NULL;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL, NULL);

  if (!apply (connection, job->transition, job->now, &document, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_LEDGER_DOCUMENT, document);
}
