/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "store-fixture.h"

static DexFuture *
insert_and_refuse (PsrConnection *connection,
                   gpointer       data)
{
  g_autoptr (GError) error = NULL;

  psr_connection_execute (connection, "INSERT INTO facts VALUES ('half', 'done')", &error);
  g_assert_no_error (error);

  return dex_future_new_reject (PSR_STORE_ERROR, PSR_STORE_ERROR_CONFLICT, "no");
}

static void
test_roll_back (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DexFuture) future = NULL;

  future = psr_test_await (psr_database_write (fixture->mirror_database, insert_and_refuse, NULL, NULL));
  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_CONFLICT);
  g_assert_cmpint (query_int64 (fixture->mirror_database, "SELECT count (*) FROM facts"), ==, 0);

  expect_done (run_sql (fixture->mirror_database, "INSERT INTO facts VALUES ('whole', 'done')"));
  g_assert_cmpint (query_int64 (fixture->mirror_database, "SELECT count (*) FROM facts"), ==, 1);
}

/* Another process may write as long as nothing has begun. */
static void
write_elsewhere (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrConnection) other = psr_connection_open (psr_database_get_path (fixture->mirror_database), PSR_CONNECTION_DEFAULT,
                                                         &error);

  g_assert_no_error (error);
  psr_connection_execute (other, "INSERT INTO facts VALUES ('elsewhere', 'done')", &error);
  g_assert_no_error (error);
}

static DexFuture *
insert_func (PsrConnection *connection,
             gpointer       data)
{
  return run_sql_func (connection, (gpointer) "INSERT INTO facts VALUES ('here', 'done')");
}

static void
test_prepared (Fixture       *fixture,
               gconstpointer  data)
{
  expect_done (psr_database_write_prepared (fixture->mirror_database, write_elsewhere, insert_func, fixture, NULL));
  g_assert_cmpint (query_int64 (fixture->mirror_database, "SELECT count (*) FROM facts"), ==, 2);
}

static void
test_reader_only_reads (Fixture       *fixture,
                        gconstpointer  data)
{
  expect_refused (psr_database_read (fixture->mirror_database, run_sql_func, (gpointer) "DELETE FROM facts", NULL),
                  PSR_STORE_ERROR_READ_ONLY);
  g_assert_cmpint (query_int64 (fixture->mirror_database, "SELECT count (*) FROM facts"), ==, 0);
}

static DexFuture *
bump_func (PsrConnection *connection,
           gpointer       data)
{
  GError *error = NULL;

  if (!psr_connection_bump_revision (connection, "things", &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

static void
test_versions (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (PsrStore) other = expect_object (psr_store_open (fixture->folder, fixture->executor));
  PsrDatabase *mirror = psr_store_get_mirror_database (other);
  gint64 here = expect_int64 (psr_database_get_data_version (fixture->mirror_database));
  gint64 there = expect_int64 (psr_database_get_data_version (mirror));

  g_assert_cmpint (expect_int64 (psr_database_get_revision (mirror, "things")), ==, 0);
  g_assert_cmpint (expect_int64 (psr_database_get_data_version (mirror)), ==, there);

  expect_done (psr_database_write (fixture->mirror_database, bump_func, NULL, NULL));
  expect_done (psr_database_write (fixture->mirror_database, bump_func, NULL, NULL));

  g_assert_cmpint (expect_int64 (psr_database_get_data_version (fixture->mirror_database)), !=, here);
  g_assert_cmpint (expect_int64 (psr_database_get_data_version (mirror)), !=, there);
  g_assert_cmpint (expect_int64 (psr_database_get_revision (mirror, "things")), ==, 2);
  g_assert_cmpint (expect_int64 (psr_database_get_revision (mirror, "other")), ==, 0);
}

static DexFuture *
fill_disk (PsrConnection *connection,
           gpointer       data)
{
  GError *error = NULL;

  if (!psr_connection_execute (connection, "PRAGMA max_page_count = 1", &error) ||
      !psr_connection_execute (connection,
                               "INSERT INTO audit (at, who, host, program, action, document_id, old_value, new_value, "
                               "reason) VALUES (1, '', '', '', '', 0, hex (zeroblob (500000)), '', '')",
                               &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

static void
test_full_disk_stops (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (PsrExplanation) explanation = NULL;
  g_autoptr (PsrAuditEntry) entry = psr_audit_entry_new ("Els", "look", 0);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) reason = NULL;

  expect_done (psr_ledger_add_audit (fixture->ledger, entry));
  g_assert_false (psr_ledger_is_stopped (fixture->ledger));
  g_assert_null (psr_ledger_dup_stop_reason (fixture->ledger));

  expect_refused (psr_database_write (fixture->ledger_database, fill_disk, NULL, NULL), PSR_STORE_ERROR_FULL);

  g_assert_true (psr_ledger_is_stopped (fixture->ledger));
  reason = psr_ledger_dup_stop_reason (fixture->ledger);
  g_assert_error (reason, PSR_STORE_ERROR, PSR_STORE_ERROR_FULL);

  explanation = expect_error (psr_ledger_add_audit (fixture->ledger, entry), PSR_STORE_ERROR_STOPPED);
  g_assert_nonnull (strstr (explanation->why, "ledger.db"));

  /* It can still be read, and the mirror isn't concerned. */
  entries = expect_boxed (psr_ledger_list_audit (fixture->ledger, 0, 0, 0));
  g_assert_cmpuint (entries->len, ==, 1);
  expect_done (psr_mirror_store_set_fact (fixture->mirror, "a", "b"));

  fixture_close (fixture);
  fixture_open (fixture);
  g_assert_false (psr_ledger_is_stopped (fixture->ledger));
  expect_done (psr_ledger_add_audit (fixture->ledger, entry));
}

static DexFuture *
refuse_func (PsrConnection *connection,
             gpointer       data)
{
  GError *error = NULL;

  psr_set_explained_error (&error, PSR_STORE_ERROR, GPOINTER_TO_INT (data), "what", "why", "mend");

  return dex_future_new_for_error (error);
}

static void
test_refusal_does_not_stop (Fixture       *fixture,
                            gconstpointer  data)
{
  const PsrStoreError harmless[] = { PSR_STORE_ERROR_CONFLICT, PSR_STORE_ERROR_NOT_FOUND, PSR_STORE_ERROR_BOUND };

  for (gsize i = 0; i < G_N_ELEMENTS (harmless); i++)
    {
      expect_refused (psr_database_write (fixture->ledger_database, refuse_func, GINT_TO_POINTER (harmless[i]), NULL),
                      harmless[i]);
      g_assert_false (psr_database_is_stopped (fixture->ledger_database));
    }

  expect_refused (psr_database_write (fixture->ledger_database, refuse_func,
                                      GINT_TO_POINTER (PSR_STORE_ERROR_LOCKED), NULL),
                  PSR_STORE_ERROR_LOCKED);
  g_assert_true (psr_database_is_stopped (fixture->ledger_database));
}

typedef struct {
  char *path;
  GMutex mutex;
  GCond cond;
  gboolean held;
  gboolean waited;
} Holding;

/* Another program that writes for a moment. */
static gpointer
hold_lock (gpointer data)
{
  g_autoptr (GError) error = NULL;
  Holding *holding = data;
  g_autoptr (PsrConnection) connection = psr_connection_open (holding->path, PSR_CONNECTION_DEFAULT, &error);

  g_assert_no_error (error);
  psr_connection_execute (connection, "BEGIN IMMEDIATE; INSERT INTO facts VALUES ('theirs', '1');", &error);
  g_assert_no_error (error);

  g_mutex_lock (&holding->mutex);
  holding->held = TRUE;
  g_cond_signal (&holding->cond);
  g_mutex_unlock (&holding->mutex);

  g_usleep (300 * 1000);
  holding->waited = TRUE;
  psr_connection_execute (connection, "COMMIT", &error);
  g_assert_no_error (error);

  return NULL;
}

static void
test_waits_for_others (Fixture       *fixture,
                       gconstpointer  data)
{
  Holding holding = { .path = (char *) psr_database_get_path (fixture->mirror_database) };
  GThread *thread;

  g_mutex_init (&holding.mutex);
  g_cond_init (&holding.cond);
  thread = g_thread_new ("holder", hold_lock, &holding);
  g_mutex_lock (&holding.mutex);
  while (!holding.held)
    g_cond_wait (&holding.cond, &holding.mutex);
  g_mutex_unlock (&holding.mutex);

  expect_done (run_sql (fixture->mirror_database, "INSERT INTO facts VALUES ('ours', '2')"));
  g_thread_join (thread);
  g_assert_true (holding.waited);
  g_assert_cmpint (query_int64 (fixture->mirror_database, "SELECT count (*) FROM facts"), ==, 2);

  g_mutex_clear (&holding.mutex);
  g_cond_clear (&holding.cond);
}

/* 40 MB, which is more pages than a log is to have. */
static DexFuture *
insert_much (PsrConnection *connection,
             gpointer       data)
{
  GError *error = NULL;

  if (!psr_connection_execute (connection, "INSERT INTO facts VALUES ('much', hex (zeroblob (20000000)))", &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

static DexFuture *
do_nothing (gpointer data)
{
  return dex_future_new_true ();
}

static goffset
get_size (PsrDatabase *database,
          const char  *suffix)
{
  g_autofree char *path = g_strconcat (psr_database_get_path (database), suffix, NULL);
  GStatBuf status;

  g_assert_no_errno (g_stat (path, &status));

  return status.st_size;
}

/* What is written in bulk is moved from the log into the file beside the writes
 * that follow. */
static void
test_log_is_moved (Fixture       *fixture,
                   gconstpointer  data)
{
  PsrDatabase *mirror = fixture->mirror_database;

  expect_done (psr_database_write (mirror, insert_much, NULL, NULL));
  g_assert_cmpint (get_size (mirror, ""), <, 1000000);
  g_assert_cmpint (get_size (mirror, "-wal"), >, 40000000);

  expect_done (run_sql (mirror, "INSERT INTO facts VALUES ('more', '')"));
  expect_done (psr_executor_run (fixture->executor, "mirror.db log", do_nothing, NULL, NULL));
  g_assert_cmpint (get_size (mirror, ""), >, 40000000);

  expect_done (run_sql (mirror, "INSERT INTO facts VALUES ('most', '')"));
  g_assert_cmpint (query_int64 (mirror, "SELECT count (*) FROM facts"), ==, 3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/store/database/roll-back", test_roll_back);
  ADD ("/store/database/prepared", test_prepared);
  ADD ("/store/database/reader-only-reads", test_reader_only_reads);
  ADD ("/store/database/versions", test_versions);
  ADD ("/store/database/full-disk-stops", test_full_disk_stops);
  ADD ("/store/database/refusal-does-not-stop", test_refusal_does_not_stop);
  ADD ("/store/database/waits-for-others", test_waits_for_others);
  ADD ("/store/database/log-is-moved", test_log_is_moved);

  return g_test_run ();
}
