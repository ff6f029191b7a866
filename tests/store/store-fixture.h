/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gstdio.h>

#include "psr-explain.h"
#include "psr-inline-executor.h"
#include "psr-store-error.h"
#include "psr-store.h"
#include "psr-test.h"
#include "psr-thread-executor.h"
#include "psr-virtual-clock.h"

/* 2026-08-24T09:12:33Z */
#define START G_GINT64_CONSTANT (1787562753000000)

#define SECOND G_GINT64_CONSTANT (1000000)

typedef struct {
  char *path;
  PsrClock *clock;
  PsrExecutor *executor;
  PsrStateFolder *folder;
  PsrStore *store;
  PsrDatabase *ledger_database;
  PsrDatabase *mirror_database;
  PsrLedger *ledger;
  PsrLinkStore *links;
  PsrMirrorStore *mirror;
} Fixture;

static inline void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        g_assert_no_errno (g_unlink (child));
    }

  g_assert_no_errno (g_rmdir (path));
}

static inline char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("passerelle-store-XXXXXX", &error);

  g_assert_no_error (error);

  return path;
}

/* Awaits @future and asserts that it resolved. */
static inline DexFuture *
resolved (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  DexFuture *done = psr_test_await (future);

  dex_future_get_value (done, &error);
  g_assert_no_error (error);

  return done;
}

static inline void
expect_done (DexFuture *future)
{
  g_autoptr (DexFuture) done = resolved (future);
}

static inline gpointer
expect_boxed (DexFuture *future)
{
  g_autoptr (DexFuture) done = resolved (future);

  return g_value_dup_boxed (dex_future_get_value (done, NULL));
}

static inline gpointer
expect_object (DexFuture *future)
{
  g_autoptr (DexFuture) done = resolved (future);

  return g_value_dup_object (dex_future_get_value (done, NULL));
}

static inline gint64
expect_int64 (DexFuture *future)
{
  g_autoptr (DexFuture) done = resolved (future);

  return g_value_get_int64 (dex_future_get_value (done, NULL));
}

static inline gboolean
expect_boolean (DexFuture *future)
{
  g_autoptr (DexFuture) done = resolved (future);

  return g_value_get_boolean (dex_future_get_value (done, NULL));
}

/* Awaits @future and asserts that it was rejected with @code and with words for
 * a person. */
static inline PsrExplanation *
expect_error (DexFuture     *future,
              PsrStoreError  code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DexFuture) done = psr_test_await (future);
  PsrExplanation *explanation;

  g_assert_null (dex_future_get_value (done, &error));
  g_assert_error (error, PSR_STORE_ERROR, (int) code);
  explanation = psr_explain (error);
  g_assert_cmpstr (explanation->what, !=, "");
  g_assert_cmpstr (explanation->mend, !=, "");

  return explanation;
}

static inline void
expect_refused (DexFuture     *future,
                PsrStoreError  code)
{
  g_autoptr (PsrExplanation) explanation = expect_error (future, code);
}

/* Opens the store of the folder that the fixture has. */
static inline void
fixture_open (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = psr_state_folder_open (fixture->path, fixture->clock, &error);
  g_assert_no_error (error);
  fixture->store = expect_object (psr_store_open (fixture->folder, fixture->executor));
  g_assert_true (PSR_IS_STORE (fixture->store));
  fixture->ledger_database = psr_store_get_ledger_database (fixture->store);
  fixture->mirror_database = psr_store_get_mirror_database (fixture->store);
  fixture->ledger = psr_store_get_ledger (fixture->store);
  fixture->links = psr_store_get_links (fixture->store);
  fixture->mirror = psr_store_get_mirror (fixture->store);
}

/* Closes the store and asserts that nobody holds on to it. */
static inline void
fixture_close (Fixture *fixture)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->store));
  g_clear_object (&fixture->folder);
}

static inline void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  dex_init ();
  fixture->path = make_folder ();
  fixture->clock = psr_virtual_clock_new (START);
  fixture->executor = psr_inline_executor_new ();
  fixture_open (fixture);
}

static inline void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  if (fixture->store != NULL)
    fixture_close (fixture);
  g_clear_object (&fixture->executor);
  g_clear_object (&fixture->clock);
  remove_tree (fixture->path);
  g_clear_pointer (&fixture->path, g_free);
}

/* Runs SQL in a write of its own. */
static inline DexFuture *
run_sql_func (PsrConnection *connection,
              gpointer       data)
{
  GError *error = NULL;

  if (!psr_connection_execute (connection, data, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

static inline DexFuture *
run_sql (PsrDatabase *database,
         const char  *sql)
{
  return psr_database_write (database, run_sql_func, g_strdup (sql), g_free);
}

static inline DexFuture *
query_func (PsrConnection *connection,
            gpointer       data)
{
  GError *error = NULL;
  gint64 value;

  if (!psr_connection_query_int64 (connection, data, &value, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_for_int64 (value);
}

static inline gint64
query_int64 (PsrDatabase *database,
             const char  *sql)
{
  return expect_int64 (psr_database_read (database, query_func, g_strdup (sql), g_free));
}

#define ADD(name, func) \
  g_test_add (name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
