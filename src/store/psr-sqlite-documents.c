/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-sqlite-documents"

#include "config.h"

#include "psr-fields.h"
#include "psr-sqlite-documents.h"

/*
 * The columns that psr_sqlite_documents_read_row() expects, of the table “d”.
 */
const char *
psr_sqlite_documents_get_columns (void)
{
  static char *columns;

  if (g_once_init_enter_pointer (&columns))
    g_once_init_leave_pointer (&columns, psr_row_columns (psr_ledger_document_fields, "d"));

  return columns;
}

/*
 * Reads a document, without its lines, from the present row.
 */
PsrLedgerDocument *
psr_sqlite_documents_read_row (PsrStatement  *statement,
                               GError       **error)
{
  g_autoptr (PsrLedgerDocument) document = NULL;

  g_return_val_if_fail (statement != NULL, NULL);

  document = psr_ledger_document_new ();
  if (!psr_row_read (document, psr_ledger_document_fields, statement, 0, error))
    return NULL;

  return g_steal_pointer (&document);
}

static gboolean
read_first (PsrStatement       *statement,
            PsrLedgerDocument **document,
            GError            **error)
{
  gboolean has_row;

  g_assert (statement != NULL);
  g_assert (document != NULL);

  *document = NULL;

  if (!psr_statement_step (statement, &has_row, error))
    return FALSE;

  if (!has_row)
    return TRUE;

  *document = psr_sqlite_documents_read_row (statement, error);

  return *document != NULL;
}

static PsrStatement *
prepare_select (PsrConnection  *connection,
                const char     *rest,
                GError        **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM documents AS d %s",
                                          psr_sqlite_documents_get_columns (), rest);

  return psr_connection_prepare (connection, sql, error);
}

/*
 * Reads one document; NULL when there is none.
 */
gboolean
psr_sqlite_documents_get (PsrConnection      *connection,
                          gint64              id,
                          PsrLedgerDocument **document,
                          GError            **error)
{
  g_autoptr (PsrStatement) statement = NULL;

  g_return_val_if_fail (connection != NULL, FALSE);
  g_return_val_if_fail (document != NULL, FALSE);

  if (!(statement = prepare_select (connection, "WHERE d.id = ?", error)))
    return FALSE;

  psr_statement_bind_int64 (statement, 1, id);

  return read_first (statement, document, error);
}

/*
 * Reads the document of a Wello invoice with the greatest sequence; NULL when
 * there is none.
 */
gboolean
psr_sqlite_documents_find_newest (PsrConnection      *connection,
                                  const char         *wello_invoice_id,
                                  PsrLedgerDocument **document,
                                  GError            **error)
{
  g_autoptr (PsrStatement) statement = NULL;

  g_return_val_if_fail (connection != NULL, FALSE);
  g_return_val_if_fail (wello_invoice_id != NULL, FALSE);
  g_return_val_if_fail (document != NULL, FALSE);

  statement = prepare_select (connection, "WHERE d.wello_invoice_id = ? ORDER BY d.sequence DESC LIMIT 1", error);
  if (statement == NULL)
    return FALSE;

  psr_statement_bind_static_text (statement, 1, wello_invoice_id);

  return read_first (statement, document, error);
}

/*
 * Reads the lines of a document into it, in order.
 */
gboolean
psr_sqlite_documents_load_lines (PsrConnection      *connection,
                                 PsrLedgerDocument  *document,
                                 GError            **error)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autofree char *columns = NULL;
  g_autofree char *sql = NULL;
  gboolean has_row;

  g_return_val_if_fail (connection != NULL, FALSE);
  g_return_val_if_fail (document != NULL, FALSE);

  columns = psr_row_columns (psr_ledger_line_fields, NULL);
  sql = g_strdup_printf ("SELECT %s FROM lines WHERE document_id = ? ORDER BY position", columns);
  if (!(statement = psr_connection_prepare (connection, sql, error)))
    return FALSE;

  lines = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_line_unref);
  psr_statement_bind_int64 (statement, 1, document->id);

  for (;;)
    {
      PsrLedgerLine *line;

      if (!psr_statement_step (statement, &has_row, error))
        return FALSE;

      if (!has_row)
        break;

      line = psr_ledger_line_new ();
      g_ptr_array_add (lines, line);
      if (!psr_row_read (line, psr_ledger_line_fields, statement, 0, error))
        return FALSE;
    }

  g_clear_pointer (&document->lines, g_ptr_array_unref);
  document->lines = g_steal_pointer (&lines);

  return TRUE;
}

/*
 * Inserts a document without its lines.
 */
gboolean
psr_sqlite_documents_insert (PsrConnection            *connection,
                             const PsrLedgerDocument  *document,
                             gint64                   *id,
                             GError                  **error)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autofree char *sql = NULL;

  g_return_val_if_fail (connection != NULL, FALSE);
  g_return_val_if_fail (document != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  sql = psr_row_insert_sql (psr_ledger_document_fields, "documents");
  if (!(statement = psr_connection_prepare (connection, sql, error)))
    return FALSE;

  psr_row_bind (document, psr_ledger_document_fields, statement);
  if (!psr_statement_run (statement, error))
    return FALSE;

  *id = psr_connection_get_last_insert_id (connection);

  return TRUE;
}

/*
 * Replaces the lines of a document that isn't live.
 */
gboolean
psr_sqlite_documents_set_lines (PsrConnection  *connection,
                                gint64          document_id,
                                GPtrArray      *lines,
                                GError        **error)
{
  g_autoptr (PsrStatement) delete = NULL;
  g_autoptr (PsrStatement) insert = NULL;
  g_autofree char *sql = NULL;

  g_return_val_if_fail (connection != NULL, FALSE);

  if (!(delete = psr_connection_prepare (connection, "DELETE FROM lines WHERE document_id = ?", error)))
    return FALSE;

  psr_statement_bind_int64 (delete, 1, document_id);
  if (!psr_statement_run (delete, error))
    return FALSE;

  sql = psr_row_insert_sql (psr_ledger_line_fields, "lines");
  if (!(insert = psr_connection_prepare (connection, sql, error)))
    return FALSE;

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      g_autoptr (PsrLedgerLine) row = psr_ledger_line_copy (g_ptr_array_index (lines, i));

      row->id = 0;
      row->document_id = document_id;
      row->live = FALSE;
      psr_row_bind (row, psr_ledger_line_fields, insert);
      if (!psr_statement_run (insert, error))
        return FALSE;
    }

  return TRUE;
}
