/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sqlite-views"

#include "config.h"

#include "psr-ledger-customer.h"
#include "psr-ledger-day.h"
#include "psr-ledger-view-private.h"
#include "psr-sqlite-views.h"

static void
sum_free (gpointer data)
{
  PsrLedgerSum *sum = data;

  g_free (sum->currency);
  g_free (sum);
}

static DexFuture *
read_ids (PsrConnection       *connection,
          const PsrLedgerView *view)
{
  g_autoptr(PsrStatement) statement = NULL;
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *error = NULL;
  gboolean has_row;

  statement = psr_ledger_view_prepare (view, connection, &error);
  if (statement == NULL)
    return dex_future_new_for_error (error);

  while (psr_statement_step (statement, &has_row, &error) && has_row)
    {
      gint64 id = psr_statement_get_int64 (statement, 0);

      g_array_append_val (ids, id);

      if (view->with_revisions)
        {
          gint64 revision = psr_statement_get_int64 (statement, 1);

          g_array_append_val (ids, revision);
        }
    }

  if (error != NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_ARRAY, g_steal_pointer (&ids));
}

static DexFuture *
list_ids_func (PsrConnection *connection,
               gpointer       data)
{
  const PsrLedgerView *view = data;
  DexFuture *future;

  g_assert (connection != NULL);
  g_assert (view != NULL);

  if (view->cancellable == NULL)
    return read_ids (connection, view);

  psr_connection_set_cancellable (connection, view->cancellable);
  future = read_ids (connection, view);
  psr_connection_set_cancellable (connection, NULL);

  if (!g_cancellable_is_cancelled (view->cancellable))
    return future;

  dex_unref (future);

  return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Nobody wants the list any more");
}

/**
 * psr_sqlite_views_list_ids:
 * @database: the ledger's database
 * @view: which documents in what order
 *
 * Returns: (transfer full): see psr_ledger_list_ids()
 */
DexFuture *
psr_sqlite_views_list_ids (PsrDatabase         *database,
                           const PsrLedgerView *view)
{
  g_return_val_if_fail (PSR_IS_DATABASE (database), NULL);
  g_return_val_if_fail (view != NULL, NULL);

  return psr_database_read (database, list_ids_func, psr_ledger_view_copy (view),
                            (GDestroyNotify) psr_ledger_view_free);
}

/* A list of its own in the connection's temporary tables: marks may be many
 * thousands, more than a statement takes parameters. */
static gboolean
fill_marked (PsrConnection  *connection,
             const GArray   *ids,
             GError        **error)
{
  g_autoptr(PsrStatement) insert = NULL;

  if (!psr_connection_execute (connection,
                               "CREATE TEMP TABLE IF NOT EXISTS marked (id INTEGER PRIMARY KEY) STRICT; "
                               "DELETE FROM temp.marked;", error))
    return FALSE;

  insert = psr_connection_prepare (connection, "INSERT OR IGNORE INTO temp.marked (id) VALUES (?)", error);
  if (insert == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      psr_statement_bind_int64 (insert, 1, g_array_index (ids, gint64, i));
      if (!psr_statement_run (insert, error))
        return FALSE;
    }

  return TRUE;
}

typedef struct
{
  GArray *ids;
  char   *usual_kind;
} Sum;

static void
sum_job_free (gpointer data)
{
  Sum *sum = data;

  g_array_unref (sum->ids);
  g_free (sum->usual_kind);
  g_free (sum);
}

static DexFuture *
sum_func (PsrConnection *connection,
          gpointer       data)
{
  const Sum *job = data;
  g_autoptr(PsrStatement) statement = NULL;
  g_autoptr(GPtrArray) sums = g_ptr_array_new_with_free_func (sum_free);
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);
  g_assert (job != NULL);

  if (fill_marked (connection, job->ids, &error))
    statement = psr_connection_prepare (connection,
                                        "SELECT currency, count (*), sum (net), sum (gross), "
                                        "sum ('order' = CASE WHEN kind <> '' THEN kind WHEN internal THEN 'order' ELSE ?1 END) "
                                        "FROM documents "
                                        "WHERE id IN (SELECT id FROM temp.marked) GROUP BY currency ORDER BY currency",
                                        &error);
  if (statement == NULL)
    return dex_future_new_for_error (error);

  psr_statement_bind_text (statement, 1, job->usual_kind);
  while (psr_statement_step (statement, &has_row, &error) && has_row)
    {
      PsrLedgerSum *sum = g_new0 (PsrLedgerSum, 1);

      sum->currency = psr_statement_dup_text (statement, 0);
      sum->count = psr_statement_get_int64 (statement, 1);
      sum->net = psr_statement_get_int64 (statement, 2);
      sum->gross = psr_statement_get_int64 (statement, 3);
      sum->orders = psr_statement_get_int64 (statement, 4);
      g_ptr_array_add (sums, sum);
    }

  if (error != NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&sums));
}

/**
 * psr_sqlite_views_sum:
 * @database: the ledger's database
 * @ids: (array length=n_ids): documents
 * @n_ids: how many there are
 * @usual_kind: what is made of those for which that isn't decided
 *
 * Returns: (transfer full): see psr_ledger_sum()
 */
DexFuture *
psr_sqlite_views_sum (PsrDatabase  *database,
                      const gint64 *ids,
                      gsize         n_ids,
                      const char   *usual_kind)
{
  Sum *job;

  g_return_val_if_fail (PSR_IS_DATABASE (database), NULL);

  job = g_new0 (Sum, 1);
  job->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  job->usual_kind = g_strdup (usual_kind);
  if (n_ids > 0)
    g_array_append_vals (job->ids, ids, n_ids);

  return psr_database_read (database, sum_func, job, sum_job_free);
}

/* The newest name of each. */
static DexFuture *
list_customers_func (PsrConnection *connection,
                     gpointer       data)
{
  char **states = data;
  g_autoptr(PsrStatement) statement = NULL;
  g_autoptr(GPtrArray) customers = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_customer_free);
  g_autoptr(GString) sql = g_string_new ("SELECT customer_number, customer_name, count (*), max (id) FROM documents "
                                         "INDEXED BY documents_listed WHERE state IN (");
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);
  g_assert (states != NULL);

  /* SQLite takes the other columns from the row that max() found (sqlite.org/lang_select.html,
   * “Bare columns in an aggregate query”). */
  for (guint i = 0; states[i] != NULL; i++)
    g_string_append_printf (sql, "%s?%u", i > 0 ? ", " : "", i + 1);
  g_string_append (sql, ") AND customer_number <> '' GROUP BY customer_number "
                        "ORDER BY customer_name COLLATE NOCASE, customer_number");
  statement = psr_connection_prepare (connection, sql->str, &error);
  if (statement == NULL)
    return dex_future_new_for_error (error);

  for (guint i = 0; states[i] != NULL; i++)
    psr_statement_bind_text (statement, (int) i + 1, states[i]);
  while (psr_statement_step (statement, &has_row, &error) && has_row)
    {
      PsrLedgerCustomer *customer = psr_ledger_customer_new ();

      customer->number = psr_statement_dup_text (statement, 0);
      customer->name = psr_statement_dup_text (statement, 1);
      customer->count = psr_statement_get_int64 (statement, 2);
      g_ptr_array_add (customers, customer);
    }

  if (error != NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&customers));
}

/**
 * psr_sqlite_views_list_customers:
 * @database: the ledger's database
 * @states: (array zero-terminated=1): the states whose documents count
 *
 * Returns: (transfer full): see psr_ledger_list_customers()
 */
DexFuture *
psr_sqlite_views_list_customers (PsrDatabase        *database,
                                 const char * const *states)
{
  g_return_val_if_fail (PSR_IS_DATABASE (database), NULL);
  g_return_val_if_fail (states != NULL, NULL);

  return psr_database_read (database, list_customers_func, g_strdupv ((char **) states), (GDestroyNotify) g_strfreev);
}

static DexFuture *
list_days_func (PsrConnection *connection,
                gpointer       data)
{
  const PsrTimestamp *since = data;
  g_autoptr(PsrStatement) statement = NULL;
  g_autoptr(GPtrArray) days = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_day_free);
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);
  g_assert (since != NULL);

  /* Whatever went out since then has changed since then, too: for that there is an
   * index. */
  statement = psr_connection_prepare (connection,
                                      "SELECT day, count (*), sum (day = date) FROM (SELECT date, "
                                      "date (coalesce (sent_at, approved_at) / 1000000, 'unixepoch', 'localtime') AS day "
                                      "FROM documents WHERE updated_at >= ?1 AND bc_id <> '' "
                                      "AND coalesce (sent_at, approved_at) >= ?1) GROUP BY day ORDER BY day",
                                      &error);
  if (statement == NULL)
    return dex_future_new_for_error (error);

  psr_statement_bind_timestamp (statement, 1, *since);
  while (psr_statement_step (statement, &has_row, &error) && has_row)
    {
      PsrLedgerDay *day = psr_ledger_day_new ();

      day->day = psr_statement_dup_text (statement, 0);
      day->billed = psr_statement_get_int64 (statement, 1);
      day->same_day = psr_statement_get_int64 (statement, 2);
      g_ptr_array_add (days, day);
    }

  if (error != NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&days));
}

/**
 * psr_sqlite_views_list_days:
 * @database: the ledger's database
 * @since: what went out before doesn't count
 *
 * Returns: (transfer full): see psr_ledger_list_days()
 */
DexFuture *
psr_sqlite_views_list_days (PsrDatabase  *database,
                            PsrTimestamp  since)
{
  g_return_val_if_fail (PSR_IS_DATABASE (database), NULL);

  return psr_database_read (database, list_days_func, g_memdup2 (&since, sizeof since), g_free);
}
