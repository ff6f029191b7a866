/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-fixture.h"

typedef struct {
  char *folder;
  char *path;
  PsrConnection *connection;
} File;

static void
set_up (File          *file,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  file->folder = make_folder ();
  file->path = g_build_filename (file->folder, "x.db", NULL);
  file->connection = psr_connection_open (file->path, PSR_CONNECTION_FULL, &error);
  g_assert_no_error (error);
  psr_connection_execute (file->connection, "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INTEGER) STRICT", &error);
  g_assert_no_error (error);
}

static void
tear_down (File          *file,
           gconstpointer  data)
{
  g_clear_pointer (&file->connection, psr_connection_unref);
  remove_tree (file->folder);
  g_free (file->path);
  g_free (file->folder);
}

static PsrStatement *
prepare (File       *file,
         const char *sql)
{
  g_autoptr (GError) error = NULL;
  PsrStatement *statement = psr_connection_prepare (file->connection, sql, &error);

  g_assert_no_error (error);

  return statement;
}

static void
test_values (File          *file,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrStatement) insert = prepare (file, "INSERT INTO t (a, b) VALUES (?, ?)");
  g_autoptr (PsrStatement) select = prepare (file, "SELECT a, b FROM t ORDER BY id");
  gboolean has_row;

  psr_statement_bind_text (insert, 1, "Établissements ’t Hof");
  psr_statement_bind_decimal (insert, 2, (PsrDecimal) { .units = -1999000 });
  g_assert_true (psr_statement_run (insert, &error));
  psr_statement_bind_text (insert, 1, NULL);
  psr_statement_bind_timestamp (insert, 2, PSR_TIMESTAMP_NONE);
  g_assert_true (psr_statement_run (insert, &error));
  psr_statement_bind_timestamp (insert, 2, START);
  g_assert_true (psr_statement_run (insert, &error));
  g_assert_cmpint (psr_connection_get_last_insert_id (file->connection), ==, 3);
  g_assert_cmpint (psr_connection_get_changes (file->connection), ==, 1);

  g_assert_true (psr_statement_step (select, &has_row, &error) && has_row);
  g_assert_cmpstr (psr_statement_get_text (select, 0), ==, "Établissements ’t Hof");
  g_assert_cmpint (psr_statement_get_decimal (select, 1).units, ==, -1999000);
  g_assert_true (psr_statement_step (select, &has_row, &error) && has_row);
  g_assert_true (psr_statement_is_null (select, 0));
  g_assert_cmpstr (psr_statement_get_text (select, 0), ==, "");
  g_assert_true (psr_statement_get_timestamp (select, 1) == PSR_TIMESTAMP_NONE);
  g_assert_true (psr_statement_step (select, &has_row, &error) && has_row);
  g_assert_cmpint (psr_statement_get_timestamp (select, 1), ==, START);
  g_assert_true (psr_statement_step (select, &has_row, &error) && !has_row);
  g_assert_no_error (error);
}

/* Nothing that was bound may leak into the next use of the same statement. */
static void
test_kept_statements (File          *file,
                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrStatement) first = prepare (file, "SELECT ?");
  g_autoptr (PsrStatement) second = prepare (file, "SELECT ?");
  gboolean has_row;

  psr_statement_bind_int64 (first, 1, 1);
  psr_statement_bind_int64 (second, 1, 2);
  g_assert_true (psr_statement_step (first, &has_row, &error) && has_row);
  g_assert_true (psr_statement_step (second, &has_row, &error) && has_row);
  g_assert_cmpint (psr_statement_get_int64 (first, 0), ==, 1);
  g_assert_cmpint (psr_statement_get_int64 (second, 0), ==, 2);
  g_clear_pointer (&first, psr_statement_free);
  g_clear_pointer (&second, psr_statement_free);

  first = prepare (file, "SELECT ?");
  g_assert_true (psr_statement_step (first, &has_row, &error) && has_row);
  g_assert_true (psr_statement_is_null (first, 0));
  g_assert_no_error (error);

  for (guint i = 0; i < 600; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %u", i);
      g_autoptr (PsrStatement) other = prepare (file, sql);

      g_assert_true (psr_statement_step (other, &has_row, &error) && has_row);
      g_assert_cmpint (psr_statement_get_int64 (other, 0), ==, i);
    }
}

static void
test_failed_bind (File          *file,
                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrStatement) insert = prepare (file, "INSERT INTO t (a) VALUES (?)");
  gint64 count;

  /* There is no second parameter. */
  psr_statement_bind_text (insert, 2, "lost");
  psr_statement_bind_text (insert, 1, "kept");
  g_assert_false (psr_statement_run (insert, &error));
  g_assert_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_FAILED);
  g_clear_error (&error);

  g_assert_true (psr_connection_query_int64 (file->connection, "SELECT count (*) FROM t", &count, &error));
  g_assert_cmpint (count, ==, 0);

  psr_statement_bind_text (insert, 1, "again");
  g_assert_true (psr_statement_run (insert, &error));
}

static void
test_errors (File          *file,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrConnection) reader = NULL;
  g_autofree char *nowhere = g_build_filename (file->folder, "no", "x.db", NULL);

  g_assert_null (psr_connection_prepare (file->connection, "SELECT nonsense FROM t", &error));
  g_assert_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_FAILED);
  g_clear_error (&error);

  g_assert_false (psr_connection_execute (file->connection, "INSERT INTO t (id) VALUES (1), (1)", &error));
  g_assert_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_CONFLICT);
  g_clear_error (&error);

  reader = psr_connection_open (file->path, PSR_CONNECTION_READ_ONLY, &error);
  g_assert_no_error (error);
  g_assert_false (psr_connection_execute (reader, "DELETE FROM t", &error));
  g_assert_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_READ_ONLY);
  g_clear_error (&error);

  g_assert_null (psr_connection_open (nowhere, PSR_CONNECTION_DEFAULT, &error));
  g_assert_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_OPEN);
}

/* A statement that reads much ends before it is through, and in the middle of its
 * transaction the next one runs. */
static void
test_cancelled (File          *file,
                gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrStatement) endless = prepare (file, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                                                    "SELECT count (*) FROM n");
  gboolean has_row;
  gint64 value;

  psr_connection_set_cancellable (file->connection, cancellable);
  g_assert_true (psr_connection_execute (file->connection, "BEGIN", &error));
  g_assert_no_error (error);
  g_cancellable_cancel (cancellable);
  g_assert_false (psr_statement_step (endless, &has_row, &error));
  g_assert_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_FAILED);
  g_clear_error (&error);
  g_clear_pointer (&endless, psr_statement_free);

  psr_connection_set_cancellable (file->connection, NULL);
  g_assert_true (psr_connection_query_int64 (file->connection, "SELECT count (*) FROM t", &value, &error));
  g_assert_no_error (error);
  g_assert_true (psr_connection_execute (file->connection, "COMMIT", &error));
  g_assert_no_error (error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/store/connection/values", File, NULL, set_up, test_values, tear_down);
  g_test_add ("/store/connection/kept-statements", File, NULL, set_up, test_kept_statements, tear_down);
  g_test_add ("/store/connection/failed-bind", File, NULL, set_up, test_failed_bind, tear_down);
  g_test_add ("/store/connection/cancelled", File, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/store/connection/errors", File, NULL, set_up, test_errors, tear_down);

  return g_test_run ();
}
