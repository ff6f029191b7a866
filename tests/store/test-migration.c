/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include "store-fixture.h"
#include "test-migrations.h"

typedef struct {
  char *folder;
  char *path;
  PsrClock *clock;
  PsrExecutor *executor;
} File;

static void
set_up (File          *file,
        gconstpointer  data)
{
  dex_init ();
  file->folder = make_folder ();
  file->path = g_build_filename (file->folder, "x.db", NULL);
  file->clock = psr_virtual_clock_new (START);
  file->executor = psr_inline_executor_new ();
}

static void
tear_down (File          *file,
           gconstpointer  data)
{
  g_clear_object (&file->clock);
  g_clear_object (&file->executor);
  remove_tree (file->folder);
  g_free (file->path);
  g_free (file->folder);
}

static PsrMigrations *
load (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_strdup_printf ("/test/migrations/%s", name);
  PsrMigrations *migrations = psr_migrations_new (test_migrations_get_resource (), folder, &error);

  g_assert_no_error (error);

  return migrations;
}

static PsrConnection *
connect (const char *path)
{
  g_autoptr (GError) error = NULL;
  PsrConnection *connection = psr_connection_open (path, PSR_CONNECTION_FULL, &error);

  g_assert_no_error (error);

  return connection;
}

static void
execute (const char *path,
         const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrConnection) connection = connect (path);

  psr_connection_execute (connection, sql, &error);
  g_assert_no_error (error);
}

static gint64
query (const char *path,
       const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrConnection) connection = connect (path);
  gint64 value;

  psr_connection_query_int64 (connection, sql, &value, &error);
  g_assert_no_error (error);

  return value;
}

static PsrDatabase *
open_growing (File             *file,
              PsrDatabaseFlags  flags)
{
  g_autoptr (PsrMigrations) migrations = load ("growing");

  return expect_object (psr_database_open (file->path, migrations, flags, file->executor, file->clock));
}

static void
test_fresh (File          *file,
            gconstpointer  data)
{
  g_autoptr (PsrDatabase) database = open_growing (file, PSR_DATABASE_FULL);
  g_autofree char *copy = g_strconcat (file->path, ".version-1", NULL);
  struct stat info;

  g_assert_cmpint (query_int64 (database, "PRAGMA user_version"), ==, 3);
  g_assert_cmpint (query_int64 (database, "SELECT count (*) FROM parts"), ==, 1);
  g_assert_null (psr_database_get_set_aside (database));

  /* There was nothing worth a copy. */
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));

  g_assert_no_errno (stat (file->path, &info));
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
}

static void
make_version_1 (File *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrMigrations) migrations = load ("growing");
  g_autoptr (PsrConnection) connection = connect (file->path);

  g_assert_true (psr_migrations_apply (migrations, connection, 1, FALSE, &error));
  g_assert_no_error (error);
}

static void
test_migrated_with_copies (File          *file,
                           gconstpointer  data)
{
  g_autoptr (PsrDatabase) database = NULL;
  g_autofree char *copy_1 = g_strconcat (file->path, ".version-1", NULL);
  g_autofree char *copy_2 = g_strconcat (file->path, ".version-2", NULL);
  struct stat info;

  make_version_1 (file);
  execute (file->path, "INSERT INTO things (name) VALUES ('two')");
  database = open_growing (file, PSR_DATABASE_FULL);

  g_assert_cmpint (query_int64 (database, "SELECT sum (size) FROM things"), ==, 14);
  g_assert_cmpint (query_int64 (database, "SELECT count (*) FROM parts"), ==, 2);

  g_assert_no_errno (stat (copy_1, &info));
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (query (copy_1, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (query (copy_1, "SELECT count (*) FROM things"), ==, 2);
  g_assert_cmpint (query (copy_2, "PRAGMA user_version"), ==, 2);
}

static void
test_mirror_is_not_copied (File          *file,
                           gconstpointer  data)
{
  g_autoptr (PsrDatabase) database = NULL;
  g_autofree char *copy = g_strconcat (file->path, ".version-1", NULL);

  make_version_1 (file);
  database = open_growing (file, PSR_DATABASE_NORMAL);
  g_assert_cmpint (query_int64 (database, "PRAGMA user_version"), ==, 3);
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
}

static void
test_failed_step (File          *file,
                  gconstpointer  data)
{
  g_autoptr (PsrMigrations) migrations = load ("broken");
  g_autofree char *copy_1 = g_strconcat (file->path, ".version-1", NULL);
  g_autofree char *copy_2 = g_strconcat (file->path, ".version-2", NULL);

  make_version_1 (file);
  expect_refused (psr_database_open (file->path, migrations, PSR_DATABASE_FULL, file->executor, file->clock),
                  PSR_STORE_ERROR_FAILED);

  /* The copy of before the step that did nothing isn't needed. */
  g_assert_true (g_file_test (copy_1, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (copy_2, G_FILE_TEST_EXISTS));

  /* The second step stays, the third left no trace. */
  g_assert_cmpint (query (file->path, "PRAGMA user_version"), ==, 2);
  g_assert_cmpint (query (file->path, "SELECT size FROM things"), ==, 7);
  g_assert_cmpint (query (file->path, "SELECT count (*) FROM sqlite_schema WHERE name = 'parts'"), ==, 0);
}

static void
test_failed_fresh (File          *file,
                   gconstpointer  data)
{
  g_autoptr (PsrMigrations) broken = load ("broken");
  g_autoptr (PsrDatabase) database = NULL;

  expect_refused (psr_database_open (file->path, broken, PSR_DATABASE_FULL, file->executor, file->clock),
                  PSR_STORE_ERROR_FAILED);
  g_assert_false (g_file_test (file->path, G_FILE_TEST_EXISTS));

  /* What it left is no obstacle. */
  database = open_growing (file, PSR_DATABASE_FULL);
  g_assert_cmpint (query_int64 (database, "PRAGMA user_version"), ==, 3);
}

static void
test_newer (File          *file,
            gconstpointer  data)
{
  const PsrDatabaseFlags flags[] = { PSR_DATABASE_FULL, PSR_DATABASE_NORMAL };

  make_version_1 (file);
  execute (file->path, "PRAGMA user_version = 4");

  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      g_autoptr (PsrMigrations) migrations = load ("growing");
      g_autoptr (PsrExplanation) explanation = NULL;

      explanation = expect_error (psr_database_open (file->path, migrations, flags[i], file->executor, file->clock),
                                  PSR_STORE_ERROR_NEWER);
      g_assert_nonnull (strstr (explanation->why, "4"));
      g_assert_cmpint (query (file->path, "PRAGMA user_version"), ==, 4);
      g_assert_cmpint (query (file->path, "SELECT count (*) FROM things"), ==, 1);
    }
}

static void
write_file (const char *path,
            const char *contents,
            gssize      length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, contents, length, &error);
  g_assert_no_error (error);
}

/* Different ways of being damaged: garbage, an empty file, a file cut off, and
 * a page overwritten. */
static void
damage (File *file,
        guint way)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  if (way == 0)
    {
      write_file (file->path, "This is no database, but somebody's notes of a long afternoon in the archive of lost invoices.", -1);
      return;
    }

  if (way == 1)
    {
      write_file (file->path, "", 0);
      return;
    }

  make_version_1 (file);
  execute (file->path,
           "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
           "INSERT INTO things (name) SELECT 'thing ' || i FROM n; PRAGMA wal_checkpoint (TRUNCATE);");
  g_file_get_contents (file->path, &contents, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, >, 8 * 4096);

  if (way == 2)
    {
      write_file (file->path, contents, (gssize) length / 2);
    }
  else
    {
      memset (contents + 5 * 4096, 0xa5, 4096);
      write_file (file->path, contents, (gssize) length);
    }
}

static char *
find_aside (File *file)
{
  g_autoptr (GDir) dir = g_dir_open (file->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      if (strstr (name, ".damaged-") != NULL && !g_str_has_suffix (name, "-wal") && !g_str_has_suffix (name, "-shm"))
        return g_build_filename (file->folder, name, NULL);
    }

  return NULL;
}

static void
test_damaged_ledger (File          *file,
                     gconstpointer  data)
{
  for (guint way = 0; way < 4; way++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PsrMigrations) migrations = load ("growing");
      g_autoptr (PsrExplanation) explanation = NULL;
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      g_autofree char *aside = NULL;
      gsize length_before;
      gsize length_after;

      damage (file, way);
      g_file_get_contents (file->path, &before, &length_before, &error);
      g_assert_no_error (error);

      explanation = expect_error (psr_database_open (file->path, migrations, PSR_DATABASE_FULL,
                                                     file->executor, file->clock),
                                  PSR_STORE_ERROR_DAMAGED);
      g_assert_nonnull (strstr (explanation->what, file->path));
      g_assert_nonnull (strstr (explanation->mend, "backup"));
      g_assert_cmpstr (explanation->why, !=, "");

      /* It stays where it is, as it is. */
      g_file_get_contents (file->path, &after, &length_after, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (before, length_before, after, length_after);
      aside = find_aside (file);
      g_assert_null (aside);
      g_assert_no_errno (g_unlink (file->path));
    }
}

static void
test_damaged_mirror (File          *file,
                     gconstpointer  data)
{
  for (guint way = 0; way < 4; way++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PsrDatabase) database = NULL;
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      g_autofree char *aside = NULL;
      gsize length_before;
      gsize length_after;

      damage (file, way);
      g_file_get_contents (file->path, &before, &length_before, &error);
      g_assert_no_error (error);

      database = open_growing (file, PSR_DATABASE_NORMAL);
      g_assert_cmpint (query_int64 (database, "SELECT count (*) FROM things"), ==, 1);

      aside = find_aside (file);
      g_assert_nonnull (aside);
      g_assert_cmpstr (psr_database_get_set_aside (database), ==, aside);
      g_assert_nonnull (strstr (aside, "20260824T"));
      g_file_get_contents (aside, &after, &length_after, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (before, length_before, after, length_after);

      g_clear_object (&database);
      g_assert_no_errno (g_unlink (file->path));
      g_assert_no_errno (g_unlink (aside));
    }
}

/* A log without its database would be played into a new one. */
static void
test_missing_beside_log (File          *file,
                         gconstpointer  data)
{
  g_autofree char *log = g_strconcat (file->path, "-wal", NULL);
  g_autoptr (PsrMigrations) migrations = load ("growing");
  g_autoptr (PsrDatabase) database = NULL;

  write_file (log, "frames", -1);
  expect_refused (psr_database_open (file->path, migrations, PSR_DATABASE_FULL, file->executor, file->clock),
                  PSR_STORE_ERROR_DAMAGED);
  g_assert_false (g_file_test (file->path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (log, G_FILE_TEST_EXISTS));

  database = open_growing (file, PSR_DATABASE_NORMAL);
  g_assert_cmpint (query_int64 (database, "SELECT count (*) FROM things"), ==, 1);
  g_assert_nonnull (psr_database_get_set_aside (database));
}

static int
child_main (const char *path)
{
  File file = { .path = (char *) path };
  PsrDatabase *database;

  dex_init ();
  file.clock = psr_virtual_clock_new (START);
  file.executor = psr_inline_executor_new ();
  database = open_growing (&file, PSR_DATABASE_FULL);
  g_assert_cmpint (query_int64 (database, "PRAGMA user_version"), ==, 3);
  expect_done (run_sql (database, "INSERT INTO things (name) VALUES ('child')"));

  g_clear_object (&database);
  g_clear_object (&file.clock);
  g_clear_object (&file.executor);

  return 0;
}

static void
test_opened_at_once (File          *file,
                     gconstpointer  data)
{
  GSubprocess *children[4];
  g_autofree char *copy = g_strconcat (file->path, ".version-1-2", NULL);

  make_version_1 (file);

  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    {
      g_autoptr (GError) error = NULL;

      children[i] = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "/proc/self/exe", "--child", file->path, NULL);
      g_assert_no_error (error);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_subprocess_wait_check (children[i], NULL, &error));
      g_assert_no_error (error);
      g_clear_object (&children[i]);
    }

  g_assert_cmpint (query (file->path, "SELECT count (*) FROM things"), ==, 5);
  g_assert_cmpint (query (file->path, "SELECT count (*) FROM parts"), ==, 1);
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
}

#define ADD_FILE(name, func) \
  g_test_add ("/store/migration/" name, File, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--child"))
    return child_main (argv[2]);

  g_test_init (&argc, &argv, NULL);

  ADD_FILE ("fresh", test_fresh);
  ADD_FILE ("migrated-with-copies", test_migrated_with_copies);
  ADD_FILE ("mirror-is-not-copied", test_mirror_is_not_copied);
  ADD_FILE ("failed-step", test_failed_step);
  ADD_FILE ("failed-fresh", test_failed_fresh);
  ADD_FILE ("newer", test_newer);
  ADD_FILE ("damaged/ledger", test_damaged_ledger);
  ADD_FILE ("damaged/mirror", test_damaged_mirror);
  ADD_FILE ("missing-beside-log", test_missing_beside_log);
  ADD_FILE ("opened-at-once", test_opened_at_once);

  return g_test_run ();
}
