/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-ledger-query"

#include "config.h"

#include "psr-ledger-query-private.h"

/* The lists of values that a document may be asked for by. Each value goes into
 * the temporary table `wanted`, so that a list may be of any length. */
typedef enum {
  WANTED_ID,
  WANTED_WELLO_INVOICE,
  WANTED_INTERNAL_NUMBER,
  WANTED_JOB_NUMBER,
  WANTED_EXTERNAL_NUMBER,
  WANTED_BC_ID,
  WANTED_BC_STATUS,
} Wanted;

/**
 * psr_ledger_query_new:
 *
 * Makes a query for all documents.
 *
 * Returns: (transfer full): a new #PsrLedgerQuery
 */
PsrLedgerQuery *
psr_ledger_query_new (void)
{
  PsrLedgerQuery *self = g_new0 (PsrLedgerQuery, 1);

  self->due = PSR_TIMESTAMP_NONE;
  self->since = PSR_TIMESTAMP_NONE;

  return self;
}

/**
 * psr_ledger_query_copy:
 * @self: a #PsrLedgerQuery
 *
 * Returns: (transfer full): a copy
 */
PsrLedgerQuery *
psr_ledger_query_copy (const PsrLedgerQuery *self)
{
  PsrLedgerQuery *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->states = g_strdupv (self->states);
  copy->ids = self->ids != NULL ? g_array_copy (self->ids) : NULL;
  copy->wello_invoices = g_strdupv (self->wello_invoices);
  copy->internal_numbers = g_strdupv (self->internal_numbers);
  copy->job_numbers = g_strdupv (self->job_numbers);
  copy->external_numbers = g_strdupv (self->external_numbers);
  copy->bc_ids = g_strdupv (self->bc_ids);
  copy->bc_statuses = g_strdupv (self->bc_statuses);
  copy->holder = g_strdup (self->holder);
  copy->after_date = g_strdup (self->after_date);

  return copy;
}

/**
 * psr_ledger_query_free:
 * @self: (transfer full): a #PsrLedgerQuery
 */
void
psr_ledger_query_free (PsrLedgerQuery *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->states, g_strfreev);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->wello_invoices, g_strfreev);
  g_clear_pointer (&self->internal_numbers, g_strfreev);
  g_clear_pointer (&self->job_numbers, g_strfreev);
  g_clear_pointer (&self->external_numbers, g_strfreev);
  g_clear_pointer (&self->bc_ids, g_strfreev);
  g_clear_pointer (&self->bc_statuses, g_strfreev);
  g_clear_pointer (&self->holder, g_free);
  g_clear_pointer (&self->after_date, g_free);
  g_free (self);
}

static void
set_list (GStrv              *list,
          const char * const *values)
{
  g_assert (list != NULL);

  g_strfreev (*list);
  *list = g_strdupv ((GStrv) values);
}

/**
 * psr_ledger_query_set_states:
 * @self: a #PsrLedgerQuery
 * @states: (array zero-terminated=1) (nullable): only these states; %NULL for all
 */
void
psr_ledger_query_set_states (PsrLedgerQuery     *self,
                             const char * const *states)
{
  g_return_if_fail (self != NULL);

  set_list (&self->states, states);
}

/**
 * psr_ledger_query_set_ids:
 * @self: a #PsrLedgerQuery
 * @ids: (array length=n_ids): only documents with these numbers
 * @n_ids: how many
 */
void
psr_ledger_query_set_ids (PsrLedgerQuery *self,
                          const gint64   *ids,
                          gsize           n_ids)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (ids != NULL || n_ids == 0);

  g_clear_pointer (&self->ids, g_array_unref);
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (n_ids > 0)
    g_array_append_vals (self->ids, ids, (guint) n_ids);
}

/**
 * psr_ledger_query_set_wello_invoices:
 * @self: a #PsrLedgerQuery
 * @wello_invoice_ids: (array zero-terminated=1) (nullable): only documents of
 *   these Wello invoices
 */
void
psr_ledger_query_set_wello_invoices (PsrLedgerQuery     *self,
                                     const char * const *wello_invoice_ids)
{
  g_return_if_fail (self != NULL);

  set_list (&self->wello_invoices, wello_invoice_ids);
}

/**
 * psr_ledger_query_set_internal_numbers:
 * @self: a #PsrLedgerQuery
 * @numbers: (array zero-terminated=1) (nullable): only documents of Wello
 *   invoices with these numbers
 */
void
psr_ledger_query_set_internal_numbers (PsrLedgerQuery     *self,
                                       const char * const *numbers)
{
  g_return_if_fail (self != NULL);

  set_list (&self->internal_numbers, numbers);
}

/**
 * psr_ledger_query_set_job_numbers:
 * @self: a #PsrLedgerQuery
 * @numbers: (array zero-terminated=1) (nullable): only documents of work orders
 *   with these numbers
 */
void
psr_ledger_query_set_job_numbers (PsrLedgerQuery     *self,
                                  const char * const *numbers)
{
  g_return_if_fail (self != NULL);

  set_list (&self->job_numbers, numbers);
}

/**
 * psr_ledger_query_set_external_numbers:
 * @self: a #PsrLedgerQuery
 * @numbers: (array zero-terminated=1) (nullable): only documents with these
 *   external document numbers
 */
void
psr_ledger_query_set_external_numbers (PsrLedgerQuery     *self,
                                       const char * const *numbers)
{
  g_return_if_fail (self != NULL);

  set_list (&self->external_numbers, numbers);
}

/**
 * psr_ledger_query_set_bc_ids:
 * @self: a #PsrLedgerQuery
 * @ids: (array zero-terminated=1) (nullable): only documents that are these in
 *   Business Central
 */
void
psr_ledger_query_set_bc_ids (PsrLedgerQuery     *self,
                             const char * const *ids)
{
  g_return_if_fail (self != NULL);

  set_list (&self->bc_ids, ids);
}

/**
 * psr_ledger_query_set_bc_statuses:
 * @self: a #PsrLedgerQuery
 * @statuses: (nullable) (array zero-terminated=1): what became of the documents in
 *   Business Central, in the ledger's words; %NULL for all
 */
void
psr_ledger_query_set_bc_statuses (PsrLedgerQuery     *self,
                                  const char * const *statuses)
{
  g_return_if_fail (self != NULL);

  set_list (&self->bc_statuses, statuses);
}

/**
 * psr_ledger_query_set_holder:
 * @self: a #PsrLedgerQuery
 * @holder: (nullable): only documents whose intent this holder has
 */
void
psr_ledger_query_set_holder (PsrLedgerQuery *self,
                             const char     *holder)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->holder, holder);
}

/**
 * psr_ledger_query_set_due:
 * @self: a #PsrLedgerQuery
 * @due: only documents to be looked up again at this time or earlier;
 *   %PSR_TIMESTAMP_NONE for all
 */
void
psr_ledger_query_set_due (PsrLedgerQuery *self,
                          PsrTimestamp    due)
{
  g_return_if_fail (self != NULL);

  self->due = due;
}

/**
 * psr_ledger_query_set_since:
 * @self: a #PsrLedgerQuery
 * @since: only documents that changed at this time or later;
 *   %PSR_TIMESTAMP_NONE for all
 */
void
psr_ledger_query_set_since (PsrLedgerQuery *self,
                            PsrTimestamp    since)
{
  g_return_if_fail (self != NULL);

  self->since = since;
}

/**
 * psr_ledger_query_set_live_only:
 * @self: a #PsrLedgerQuery
 * @live_only: only live documents
 */
void
psr_ledger_query_set_live_only (PsrLedgerQuery *self,
                                gboolean        live_only)
{
  g_return_if_fail (self != NULL);

  self->live_only = live_only;
}

/**
 * psr_ledger_query_set_with_lines:
 * @self: a #PsrLedgerQuery
 * @with_lines: documents come with their lines
 */
void
psr_ledger_query_set_with_lines (PsrLedgerQuery *self,
                                 gboolean        with_lines)
{
  g_return_if_fail (self != NULL);

  self->with_lines = with_lines;
}

/**
 * psr_ledger_query_set_oldest_first:
 * @self: a #PsrLedgerQuery
 * @oldest_first: documents come oldest first
 */
void
psr_ledger_query_set_oldest_first (PsrLedgerQuery *self,
                                   gboolean        oldest_first)
{
  g_return_if_fail (self != NULL);

  self->oldest_first = oldest_first;
}

/**
 * psr_ledger_query_set_after:
 * @self: a #PsrLedgerQuery
 * @date: (nullable): date of the last document of the page before; %NULL for
 *   the first page
 * @id: its number
 */
void
psr_ledger_query_set_after (PsrLedgerQuery *self,
                            const char     *date,
                            gint64          id)
{
  g_return_if_fail (self != NULL);

  g_set_str (&self->after_date, date);
  self->after_id = id;
}

/**
 * psr_ledger_query_set_limit:
 * @self: a #PsrLedgerQuery
 * @limit: at most so many documents; 0 for all
 */
void
psr_ledger_query_set_limit (PsrLedgerQuery *self,
                            guint           limit)
{
  g_return_if_fail (self != NULL);

  self->limit = limit;
}

static gboolean
fill_wanted_texts (PsrStatement  *insert,
                   Wanted         kind,
                   GStrv          values,
                   GError       **error)
{
  g_assert (insert != NULL);

  for (gsize i = 0; values != NULL && values[i] != NULL; i++)
    {
      psr_statement_bind_int64 (insert, 1, kind);
      psr_statement_bind_static_text (insert, 2, values[i]);
      if (!psr_statement_run (insert, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
fill_wanted (const PsrLedgerQuery  *self,
             PsrConnection         *connection,
             GError               **error)
{
  g_autoptr (PsrStatement) insert = NULL;

  g_assert (self != NULL);
  g_assert (connection != NULL);

  if (!psr_connection_execute (connection,
                               "CREATE TEMP TABLE IF NOT EXISTS wanted "
                               "(kind INTEGER NOT NULL, value ANY NOT NULL, PRIMARY KEY (kind, value)) "
                               "STRICT, WITHOUT ROWID; DELETE FROM temp.wanted;", error) ||
      !(insert = psr_connection_prepare (connection, "INSERT OR IGNORE INTO temp.wanted (kind, value) VALUES (?, ?)",
                                         error)))
    return FALSE;

  for (guint i = 0; self->ids != NULL && i < self->ids->len; i++)
    {
      psr_statement_bind_int64 (insert, 1, WANTED_ID);
      psr_statement_bind_int64 (insert, 2, g_array_index (self->ids, gint64, i));
      if (!psr_statement_run (insert, error))
        return FALSE;
    }

  return fill_wanted_texts (insert, WANTED_WELLO_INVOICE, self->wello_invoices, error) &&
         fill_wanted_texts (insert, WANTED_INTERNAL_NUMBER, self->internal_numbers, error) &&
         fill_wanted_texts (insert, WANTED_JOB_NUMBER, self->job_numbers, error) &&
         fill_wanted_texts (insert, WANTED_EXTERNAL_NUMBER, self->external_numbers, error) &&
         fill_wanted_texts (insert, WANTED_BC_ID, self->bc_ids, error) &&
         fill_wanted_texts (insert, WANTED_BC_STATUS, self->bc_statuses, error);
}

static gboolean
has_list (const PsrLedgerQuery *self)
{
  return self->ids != NULL || self->wello_invoices != NULL || self->internal_numbers != NULL ||
         self->job_numbers != NULL || self->external_numbers != NULL || self->bc_ids != NULL ||
         self->bc_statuses != NULL;
}

/* Everything but the state. Each part of a compound select repeats the same
 * numbered parameters. */
static char *
build_conditions (const PsrLedgerQuery *self)
{
  GString *text = g_string_new (NULL);

  g_assert (self != NULL);

  if (self->ids != NULL)
    g_string_append_printf (text, " AND id IN (SELECT value FROM temp.wanted WHERE kind = %d)", WANTED_ID);
  if (self->wello_invoices != NULL)
    g_string_append_printf (text, " AND wello_invoice_id IN (SELECT value FROM temp.wanted WHERE kind = %d)",
                            WANTED_WELLO_INVOICE);
  if (self->internal_numbers != NULL)
    g_string_append_printf (text, " AND internal_number IN (SELECT value FROM temp.wanted WHERE kind = %d)",
                            WANTED_INTERNAL_NUMBER);
  if (self->job_numbers != NULL)
    g_string_append_printf (text, " AND job_number <> '' AND job_number IN "
                            "(SELECT value FROM temp.wanted WHERE kind = %d)", WANTED_JOB_NUMBER);
  if (self->external_numbers != NULL)
    g_string_append_printf (text, " AND external_number <> '' AND external_number IN "
                            "(SELECT value FROM temp.wanted WHERE kind = %d)", WANTED_EXTERNAL_NUMBER);
  if (self->bc_ids != NULL)
    g_string_append_printf (text, " AND bc_id <> '' AND bc_id IN "
                            "(SELECT value FROM temp.wanted WHERE kind = %d)", WANTED_BC_ID);
  if (self->bc_statuses != NULL)
    g_string_append_printf (text, " AND bc_status <> '' AND bc_status IN "
                            "(SELECT value FROM temp.wanted WHERE kind = %d)", WANTED_BC_STATUS);
  if (self->since != PSR_TIMESTAMP_NONE)
    g_string_append_printf (text, " AND updated_at >= %" G_GINT64_FORMAT, (gint64) self->since);
  if (self->holder != NULL)
    g_string_append (text, " AND holder <> '' AND holder = ?1");
  if (self->due != PSR_TIMESTAMP_NONE)
    g_string_append (text, " AND next_lookup_at IS NOT NULL AND next_lookup_at <= ?2");
  if (self->live_only)
    g_string_append (text, " AND live = 1");
  if (self->after_date != NULL)
    g_string_append_printf (text, " AND (date, id) %s (?3, ?4)", self->oldest_first ? ">" : "<");

  return g_string_free_and_steal (text);
}

/* A compound of one select for each state lets each walk the index
 * (state, date, id) from its end and stop at the limit, however many documents
 * there are. The index for searching begins with the same columns, and is much larger.
 * A short list of wanted values is faster found by its own index. */
static char *
build_sql (const PsrLedgerQuery *self,
           const char           *columns)
{
  g_autofree char *conditions = build_conditions (self);
  const char *direction = self->oldest_first ? "ASC" : "DESC";
  gboolean narrow = has_list (self) || self->holder != NULL || self->due != PSR_TIMESTAMP_NONE ||
                    self->since != PSR_TIMESTAMP_NONE;
  guint n_states = self->states != NULL ? g_strv_length (self->states) : 0;
  GString *text = g_string_new (NULL);

  g_assert (columns != NULL);

  g_string_append_printf (text, "SELECT %s FROM (", columns);

  if (self->states != NULL && !narrow && n_states > 0)
    {
      for (guint i = 0; i < n_states; i++)
        g_string_append_printf (text,
                                "%sSELECT * FROM (SELECT id AS key_id, date AS key_date FROM documents "
                                "INDEXED BY documents_by_state WHERE state = ?%u%s ORDER BY date %s, id %s LIMIT ?5)",
                                i > 0 ? " UNION ALL " : "", 6 + i, conditions, direction, direction);
    }
  else
    {
      g_string_append (text, "SELECT id AS key_id, date AS key_date FROM documents WHERE 1");
      if (self->states != NULL)
        {
          /* The sign keeps the planner from the states' index. */
          g_string_append (text, " AND +state IN (");
          for (guint i = 0; i < n_states; i++)
            g_string_append_printf (text, "%s?%u", i > 0 ? ", " : "", 6 + i);
          g_string_append_c (text, ')');
        }
      g_string_append (text, conditions);
      if (narrow)
        g_string_append_printf (text, " ORDER BY +date %s, +id %s LIMIT ?5", direction, direction);
      else
        g_string_append_printf (text, " ORDER BY date %s, id %s LIMIT ?5", direction, direction);
    }

  g_string_append_printf (text, ") CROSS JOIN documents AS d ON d.id = key_id ORDER BY key_date %s, key_id %s LIMIT ?5",
                          direction, direction);

  return g_string_free_and_steal (text);
}

/*
 * Prepares the statement that finds the documents; @columns are of the table
 * “d”.
 */
PsrStatement *
psr_ledger_query_prepare (const PsrLedgerQuery  *self,
                          PsrConnection         *connection,
                          const char            *columns,
                          GError               **error)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autofree char *sql = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (columns != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (has_list (self) && !fill_wanted (self, connection, error))
    return NULL;

  sql = build_sql (self, columns);
  if (!(statement = psr_connection_prepare (connection, sql, error)))
    return NULL;

  if (self->holder != NULL)
    psr_statement_bind_text (statement, 1, self->holder);
  if (self->due != PSR_TIMESTAMP_NONE)
    psr_statement_bind_timestamp (statement, 2, self->due);
  if (self->after_date != NULL)
    {
      psr_statement_bind_text (statement, 3, self->after_date);
      psr_statement_bind_int64 (statement, 4, self->after_id);
    }
  psr_statement_bind_int64 (statement, 5, self->limit > 0 ? (gint64) self->limit : -1);
  for (guint i = 0; self->states != NULL && self->states[i] != NULL; i++)
    psr_statement_bind_text (statement, (int) (6 + i), self->states[i]);

  return g_steal_pointer (&statement);
}
