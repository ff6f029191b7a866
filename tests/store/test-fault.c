/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fault-world.h"

/* After so many pages the log is moved into the file. */
#define CHECKPOINT 1000

/* The operations that change what is on the disk. */
#define CHANGES (FAULT_WRITE | FAULT_SYNC | FAULT_TRUNCATE | FAULT_DELETE)

/* The files of a ledger. */
typedef struct
{
  GBytes *file; /* NULL: there is none yet */
  GBytes *log;  /* NULL: it was closed properly */
} Image;

static GBytes *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *contents;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (contents, length);
}

static void
write_file (const char *path,
            GBytes     *bytes)
{
  FILE *file = g_fopen (path, "we");
  gsize size = g_bytes_get_size (bytes);

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (g_bytes_get_data (bytes, NULL), 1, size, file), ==, size);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
image_clear (Image *image)
{
  g_clear_pointer (&image->file, g_bytes_unref);
  g_clear_pointer (&image->log, g_bytes_unref);
}

static void
empty_folder (World *world)
{
  remove_tree (world->folder);
  g_assert_no_errno (g_mkdir (world->folder, 0700));
}

/* Begins anew with the files of @image. */
static void
put (World       *world,
     const Image *image)
{
  g_autofree char *log = g_strconcat (world->path, "-wal", NULL);

  empty_folder (world);
  fault_vfs_reset ();
  if (image->file != NULL)
    write_file (world->path, image->file);
  if (image->log != NULL)
    write_file (log, image->log);
}

/* A ledger without rows. */
static void
make_empty_image (World *world,
                  Image *image)
{
  world_open (world);
  world_close (world);
  image->file = read_file (world->path);
}

/* A ledger whose log is nearly so long that it is moved into the file, as a
 * program leaves it that is killed. */
static void
make_long_image (World *world,
                 Image *image)
{
  g_autofree char *log = g_strconcat (world->path, "-wal", NULL);
  g_autoptr (PsrAuditEntry) entry = psr_audit_entry_new ("Els", "look", 0);
  GStatBuf info = { 0 };

  g_free (entry->reason);
  entry->reason = g_strnfill (1000, 'x');
  world_open (world);
  while (info.st_size < (CHECKPOINT - 30) * (4096 + 24))
    {
      expect_done (psr_ledger_add_audit (world->ledger, entry));
      g_assert_no_errno (g_stat (log, &info));
    }

  image->file = read_file (world->path);
  image->log = read_file (log);
  world_close (world);
}

/* What the ledger holds before the first step and after each, and how many
 * operations each takes. */
typedef struct
{
  Image start;
  char *dumps[N_STEPS + 1];
  guint opened;               /* operations of any kind until it was open and read */
  guint counts[N_STEPS + 1];  /* CHANGES until the end of a step */
  guint all;                  /* CHANGES with closing it */
} Course;

static void
course_clear (Course *course)
{
  image_clear (&course->start);
  for (guint i = 0; i <= N_STEPS; i++)
    g_clear_pointer (&course->dumps[i], g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Course, course_clear)

static void
run_course (World  *world,
            Course *course)
{
  put (world, &course->start);
  world_open (world);
  course->dumps[0] = world_dump (world);
  course->opened = fault_vfs_count (FAULT_ALL);
  course->counts[0] = fault_vfs_count (CHANGES);

  for (guint step = 0; step < N_STEPS; step++)
    {
      expect_done (take_step (world, step));
      course->dumps[step + 1] = world_dump (world);
      course->counts[step + 1] = fault_vfs_count (CHANGES);
      g_assert_cmpstr (course->dumps[step], !=, course->dumps[step + 1]);
    }

  world_close (world);
  course->all = fault_vfs_count (CHANGES);
}

/* How many steps the ledger has seen. Anything between two is an error. */
static guint
find_state (World        *world,
            const Course *course)
{
  g_autofree char *dump = world_dump (world);

  for (guint i = 0; i <= N_STEPS; i++)
    {
      if (g_str_equal (dump, course->dumps[i]))
        return i;
    }

  g_test_message ("%s", dump);
  g_assert_not_reached ();
}

/* Every few times, that the ledger is sound and comes to the same end. */
static void
finish (World        *world,
        const Course *course,
        guint         state,
        guint         number)
{
  g_autoptr (GError) error = NULL;

  if (number % 4 != 0)
    {
      world_close (world);
      return;
    }

  take_steps (world, state, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (find_state (world, course), ==, N_STEPS);
  g_assert_cmpint (query_int64 (world->database, "SELECT count (*) FROM pragma_integrity_check "
                                                 "WHERE integrity_check <> 'ok'"), ==, 0);
  world_close (world);
}

static void
assert_words (const GError *error,
              gboolean      full)
{
  g_autoptr (PsrExplanation) explanation = NULL;
  int code = full ? PSR_STORE_ERROR_FULL : PSR_STORE_ERROR_FAILED;

  g_assert_error (error, PSR_STORE_ERROR, code);
  explanation = psr_explain (error);
  g_assert_nonnull (strstr (explanation->what, "ledger.db"));
  g_assert_nonnull (strstr (explanation->why, "disk"));
  g_assert_nonnull (strstr (explanation->mend, "disk"));
  g_assert_nonnull (strstr (explanation->mend, "start Passerelle again"));
}

static void
assert_stopped (World    *world,
                gboolean  full)
{
  g_autoptr (PsrExplanation) explanation = NULL;
  g_autoptr (GError) reason = psr_ledger_dup_stop_reason (world->ledger);
  g_autoptr (PsrAuditEntry) entry = psr_audit_entry_new ("Els", "look", 0);

  g_assert_true (psr_ledger_is_stopped (world->ledger));
  assert_words (reason, full);

  /* Nothing more is written, although the disk would take it. */
  explanation = expect_error (psr_ledger_add_audit (world->ledger, entry), PSR_STORE_ERROR_STOPPED);
  g_assert_nonnull (strstr (explanation->why, "ledger.db"));
  g_assert_nonnull (strstr (explanation->mend, "disk"));
}

/* One operation fails while the steps are taken. Returns which kind. */
static FaultKind
fail_at (World        *world,
         const Course *course,
         guint         number,
         gboolean      full,
         gboolean      lasting)
{
  g_autoptr (GError) error = NULL;
  FaultKind failed;
  guint after;
  guint taken;

  put (world, &course->start);
  world_open (world);
  fault_vfs_fail (CHANGES, number, full, lasting);

  taken = take_steps (world, 0, &error);
  failed = fault_vfs_get_failed ();
  g_assert_cmpuint (failed, !=, 0);
  assert_words (error, full);
  assert_stopped (world, full);

  /* What was saved before can be read, and nothing of the rest. */
  g_assert_cmpuint (find_state (world, course), ==, taken);
  world_close (world);

  fault_vfs_fail (CHANGES, G_MAXUINT, FALSE, FALSE);
  world_open (world);
  after = find_state (world, course);

  /* A commit that couldn't be synced may still be there if the disk doesn't
   * even take that it is undone. */
  if (lasting && failed == FAULT_SYNC)
    g_assert_true (after == taken || after == taken + 1);
  else
    g_assert_cmpuint (after, ==, taken);

  finish (world, course, after, number);

  return failed;
}

/* The step that moves the log into the file, one page after the other: of the
 * operations in the middle every third will do. */
static void
find_long_step (const Course *course,
                GArray       *numbers)
{
  guint longest = 0;
  guint first;
  guint last;

  for (guint step = 1; step < N_STEPS; step++)
    {
      if (course->counts[step + 1] - course->counts[step] > course->counts[longest + 1] - course->counts[longest])
        longest = step;
    }

  first = course->counts[longest] + 1;
  last = course->counts[longest + 1];
  g_assert_cmpuint (last - first, >, 50);

  for (guint number = first; number <= last; number += number < first + 3 || number > last - 30 ? 1 : 3)
    g_array_append_val (numbers, number);
}

static void
test_each_fails (World         *world,
                 gconstpointer  data)
{
  g_auto (Course) course = { 0 };

  make_empty_image (world, &course.start);
  run_course (world, &course);
  g_assert_cmpuint (course.counts[N_STEPS], >, course.counts[0] + 2 * N_STEPS);

  for (guint number = course.counts[0] + 1; number <= course.counts[N_STEPS]; number++)
    {
      FaultKind failed = fail_at (world, &course, number, FALSE, FALSE);

      if (failed == FAULT_SYNC || number % 2 == 0)
        fail_at (world, &course, number, TRUE, FALSE);
      if (failed == FAULT_SYNC || number % 3 == 0)
        fail_at (world, &course, number, FALSE, TRUE);
    }
}

/* While a long log is moved into the file. */
static void
test_long_log_fails (World         *world,
                     gconstpointer  data)
{
  g_auto (Course) course = { 0 };
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));

  make_long_image (world, &course.start);
  run_course (world, &course);
  find_long_step (&course, numbers);

  for (guint i = 0; i < numbers->len; i++)
    fail_at (world, &course, g_array_index (numbers, guint, i), i % 2 == 0, i % 3 == 0);
}

/* The power fails at an operation, and what comes after finds what @loss left. */
static guint
cut_at (World        *world,
        const Course *course,
        guint         number,
        FaultLoss     loss,
        guint64       seed)
{
  g_autoptr (GError) error = NULL;
  guint taken = 0;
  guint state;

  put (world, &course->start);
  fault_vfs_cut_power (CHANGES, number);
  if (world_try_open (world, &error))
    taken = take_steps (world, 0, &error);
  world_close (world);
  fault_vfs_restore (loss, seed);

  world_open (world);
  state = find_state (world, course);
  if (state < taken || state > taken + 1)
    g_test_message ("operation %u, loss %d: %u steps taken, %u there", number, (int) loss, taken, state);
  g_assert_cmpuint (state, >=, taken);
  g_assert_cmpuint (state, <=, taken + 1);
  finish (world, course, state, number);

  return state - taken;
}

static void
test_power_cut (World         *world,
                gconstpointer  data)
{
  g_auto (Course) course = { 0 };
  guint before = 0;
  guint after = 0;

  make_empty_image (world, &course.start);
  run_course (world, &course);

  /* One more than there are: all was done. */
  for (guint number = 1; number <= course.all + 1; number++)
    {
      guint seen;

      g_assert_cmpuint (cut_at (world, &course, number, FAULT_LOSE_ALL, 0), ==, 0);
      seen = cut_at (world, &course, number, number % 4 == 0 ? FAULT_KEEP_ALL : FAULT_KEEP_SOME, number);
      before += seen == 0;
      after += seen == 1;
    }

  /* Both happen, or the test sees less than it means to. */
  g_assert_cmpuint (before, >, N_STEPS);
  g_assert_cmpuint (after, >, 0);
}

static void
test_power_cut_with_long_log (World         *world,
                              gconstpointer  data)
{
  g_auto (Course) course = { 0 };
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));

  make_long_image (world, &course.start);
  run_course (world, &course);
  find_long_step (&course, numbers);

  for (guint i = 0; i < numbers->len; i++)
    {
      guint number = g_array_index (numbers, guint, i);

      if (i % 2 == 0)
        g_assert_cmpuint (cut_at (world, &course, number, FAULT_LOSE_ALL, 0), ==, 0);
      else
        cut_at (world, &course, number, FAULT_KEEP_SOME, number);
    }
}

static void
test_power_cut_when_new (World         *world,
                         gconstpointer  data)
{
  g_auto (Course) course = { 0 };

  run_course (world, &course);

  for (guint number = 1; number <= course.counts[0] + 1; number++)
    cut_at (world, &course, number, number % 2 == 0 ? FAULT_LOSE_ALL : FAULT_KEEP_SOME, number);
}

/* The words of an error with which a ledger isn't opened or read. */
static void
assert_explained (const GError *error,
                  gboolean      full)
{
  g_autoptr (PsrExplanation) explanation = psr_explain (error);

  g_assert_cmpuint (error->domain, ==, PSR_STORE_ERROR);
  g_assert_true (error->code == PSR_STORE_ERROR_FAILED || error->code == PSR_STORE_ERROR_OPEN ||
                 error->code == PSR_STORE_ERROR_FULL);
  if (full)
    g_assert_cmpint (error->code, ==, PSR_STORE_ERROR_FULL);
  g_assert_nonnull (strstr (explanation->what, "ledger.db"));
  g_assert_cmpstr (explanation->why, !=, "");
  g_assert_cmpstr (explanation->mend, !=, "");
}

/* One operation fails while the ledger is opened and first read. */
static void
fail_opening_at (World        *world,
                 const Course *course,
                 guint         number,
                 gboolean      full)
{
  g_autoptr (GError) error = NULL;
  guint state;

  put (world, &course->start);
  fault_vfs_fail (FAULT_ALL, number, full, FALSE);

  if (world_try_open (world, &error))
    {
      g_autoptr (DexFuture) read = psr_test_await (psr_database_read (world->database, dump_func, NULL, NULL));

      g_assert_false (psr_ledger_is_stopped (world->ledger));
      dex_future_get_value (read, &error);
    }

  /* What goes wrong with tidying up is no matter. */
  if (error != NULL)
    {
      g_assert_cmpuint (fault_vfs_get_failed (), !=, 0);
      assert_explained (error, full);
    }
  else
    {
      g_assert_cmpuint (fault_vfs_get_failed () & (FAULT_WRITE | FAULT_OPEN | FAULT_SHM_MAP), ==, 0);
    }

  world_close (world);
  fault_vfs_fail (FAULT_ALL, G_MAXUINT, FALSE, FALSE);
  world_open (world);
  state = find_state (world, course);
  g_assert_cmpuint (state, ==, 0);
  finish (world, course, state, number);
}

static void
test_opening_fails (World         *world,
                    gconstpointer  data)
{
  g_auto (Course) course = { 0 };

  if (data != NULL)
    make_long_image (world, &course.start);
  run_course (world, &course);

  for (guint number = 1; number <= course.opened; number++)
    {
      fail_opening_at (world, &course, number, FALSE);
      if (number % 3 == 0)
        fail_opening_at (world, &course, number, TRUE);
    }
}

/* The ledger logs each time that it stops. */
static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         data)
{
  if (level == G_LOG_LEVEL_MESSAGE)
    return G_LOG_WRITER_HANDLED;

  return g_log_writer_default (level, fields, n_fields, data);
}

static guint
count_copies (World *world)
{
  g_autoptr (GDir) dir = g_dir_open (world->folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += strstr (name, ".version-") != NULL;

  return n;
}

/* The disk is full at some moment of an upgrade. Each step is done, and the copy of before there;
 * or it left no trace, and what to do is said, and whether a step before is kept. */
static void
test_full_disk (World         *world,
                gconstpointer  steps)
{
  guint version = psr_migrations_get_version (world->migrations);
  guint before = version - GPOINTER_TO_UINT (steps);
  guint n_told = 0, n_told_later = 0;
  gboolean done = FALSE;
  Image image = { NULL, NULL };

  {
    g_autoptr (GError) error = NULL;
    g_autoptr (PsrConnection) connection = psr_connection_open (world->path, PSR_CONNECTION_FULL, &error);

    g_assert_no_error (error);
    psr_migrations_apply (world->migrations, connection, before, FALSE, &error);
    g_assert_no_error (error);
  }

  image.file = read_file (world->path);

  for (guint number = 1; !done; number++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PsrConnection) connection = NULL;
      g_autofree char *mend = NULL;
      gint64 present;

      put (world, &image);
      fault_vfs_fail (FAULT_WRITE, number, TRUE, TRUE);
      done = world_try_open (world, &error);
      if (done)
        world_close (world);

      if (g_error_matches (error, PSR_STORE_ERROR, PSR_STORE_ERROR_FULL))
        {
          g_autoptr (PsrExplanation) explanation = psr_explain (error);

          mend = strstr (explanation->mend, "Free about ") != NULL ? g_strdup (explanation->mend) : NULL;
        }

      fault_vfs_reset ();
      g_clear_error (&error);
      connection = psr_connection_open (world->path, PSR_CONNECTION_FULL, &error);
      g_assert_no_error (error);
      psr_connection_query_int64 (connection, "PRAGMA user_version", &present, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (count_copies (world), ==, present - before);

      g_assert_true (mend == NULL || (strstr (mend, "Nothing was changed") != NULL) == (present == before));
      n_told += mend != NULL && present == before;
      n_told_later += mend != NULL && present > before;
    }

  image_clear (&image);
  g_assert_cmpuint (n_told, >, 0);
  g_assert_true ((n_told_later > 0) == (version - before > 1));
}

int
main (int   argc,
      char *argv[])
{
  g_log_set_writer_func (write_log, NULL, NULL);
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/store/fault/each-fails", World, NULL, world_set_up, test_each_fails, world_tear_down);
  g_test_add ("/store/fault/long-log-fails", World, NULL, world_set_up, test_long_log_fails, world_tear_down);
  g_test_add ("/store/fault/power-cut", World, NULL, world_set_up, test_power_cut, world_tear_down);
  g_test_add ("/store/fault/power-cut-with-long-log", World, NULL, world_set_up, test_power_cut_with_long_log,
              world_tear_down);
  g_test_add ("/store/fault/power-cut-when-new", World, NULL, world_set_up, test_power_cut_when_new, world_tear_down);
  g_test_add ("/store/fault/full-disk/one-step", World, GUINT_TO_POINTER (1), world_set_up, test_full_disk, world_tear_down);
  g_test_add ("/store/fault/full-disk/two-steps", World, GUINT_TO_POINTER (2), world_set_up, test_full_disk, world_tear_down);
  g_test_add ("/store/fault/opening-fails/new", World, NULL, world_set_up, test_opening_fails, world_tear_down);
  g_test_add ("/store/fault/opening-fails/after-a-kill", World, "kill", world_set_up, test_opening_fails, world_tear_down);

  return g_test_run ();
}
