/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <sys/stat.h>

#include "store-fixture.h"

/* Everything in the folder is for its user alone, whatever the umask. */
static void
test_modes (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->path, 0, NULL);
  const char *name;
  guint n_files = 0;

  expect_done (run_sql (fixture->ledger_database, "UPDATE revisions SET revision = 1"));

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->path, name, NULL);
      struct stat info;

      g_assert_no_errno (stat (path, &info));
      g_test_message ("%s %o", name, info.st_mode & 0777);
      g_assert_cmpuint (info.st_mode & 0077, ==, 0);
      n_files++;
    }

  g_assert_cmpuint (n_files, >=, 5);
}

static void
test_settings (Fixture       *fixture,
               gconstpointer  data)
{
  /* FULL for the ledger, NORMAL for the mirror, on their writers. */
  g_assert_cmpint (expect_int64 (psr_database_write (fixture->ledger_database, query_func,
                                                     (gpointer) "PRAGMA synchronous", NULL)), ==, 2);
  g_assert_cmpint (expect_int64 (psr_database_write (fixture->mirror_database, query_func,
                                                     (gpointer) "PRAGMA synchronous", NULL)), ==, 1);
  g_assert_cmpint (expect_int64 (psr_database_write (fixture->ledger_database, query_func,
                                                     (gpointer) "PRAGMA foreign_keys", NULL)), ==, 1);
  g_assert_true (psr_store_get_folder (fixture->store) == fixture->folder);
}

static void
test_damaged_ledger_stops (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = psr_state_folder_build_filename (fixture->folder, "ledger.db");
  g_autoptr (PsrStateFolder) folder = g_object_ref (fixture->folder);

  fixture_close (fixture);
  g_file_set_contents (path, "no database at all", -1, &error);
  g_assert_no_error (error);
  expect_refused (psr_store_open (folder, fixture->executor), PSR_STORE_ERROR_DAMAGED);
}

/* Two failures at once must not hide what they are. */
static void
test_both_fail (Fixture       *fixture,
                gconstpointer  data)
{
  const char *const names[] = { "ledger.db", "mirror.db" };
  g_autoptr (PsrStateFolder) folder = g_object_ref (fixture->folder);

  fixture_close (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = psr_state_folder_build_filename (folder, names[i]);

      g_assert_no_errno (g_unlink (path));
      g_assert_no_errno (g_mkdir (path, 0700));
    }

  expect_refused (psr_store_open (folder, fixture->executor), PSR_STORE_ERROR_OPEN);
}

static void
test_damaged_mirror_is_rebuilt (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = psr_state_folder_build_filename (fixture->folder, "mirror.db");

  fixture_close (fixture);
  g_file_set_contents (path, "no database at all", -1, &error);
  g_assert_no_error (error);
  fixture_open (fixture);
  g_assert_nonnull (psr_database_get_set_aside (fixture->mirror_database));
  expect_done (psr_mirror_store_set_fact (fixture->mirror, "a", "b"));
}

/* Threads as in the product, with reads and writes side by side. */
static void
test_threads (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new ();

  fixture_close (fixture);
  g_clear_object (&fixture->executor);
  fixture->executor = psr_thread_executor_new ();
  fixture_open (fixture);

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (PsrAuditEntry) entry = psr_audit_entry_new ("Els", "look", 0);

      g_ptr_array_add (futures, psr_ledger_add_audit (fixture->ledger, entry));
      g_ptr_array_add (futures, psr_ledger_list_audit (fixture->ledger, 0, 0, 0));
      g_ptr_array_add (futures, psr_ledger_get_data_version (fixture->ledger));
    }

  for (guint i = 0; i < futures->len; i++)
    expect_done (g_ptr_array_index (futures, i));

  g_assert_cmpint (query_int64 (fixture->ledger_database, "SELECT count (*) FROM audit"), ==, 100);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/store/store/modes", test_modes);
  ADD ("/store/store/settings", test_settings);
  ADD ("/store/store/damaged-ledger-stops", test_damaged_ledger_stops);
  ADD ("/store/store/both-fail", test_both_fail);
  ADD ("/store/store/damaged-mirror-is-rebuilt", test_damaged_mirror_is_rebuilt);
  ADD ("/store/store/threads", test_threads);

  return g_test_run ();
}
