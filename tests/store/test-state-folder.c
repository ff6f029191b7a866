/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "psr-holder.h"
#include "psr-state-folder-private.h"
#include "psr-worker-lock.h"
#include "store-fixture.h"

typedef struct {
  char *parent;
  char *path;
  PsrClock *clock;
} Place;

static void
set_up (Place         *place,
        gconstpointer  data)
{
  place->parent = make_folder ();
  place->path = g_build_filename (place->parent, "a", "b", NULL);
  place->clock = psr_virtual_clock_new (START);
}

static void
tear_down (Place         *place,
           gconstpointer  data)
{
  remove_tree (place->parent);
  g_free (place->path);
  g_free (place->parent);
  g_clear_object (&place->clock);
}

static PsrStateFolder *
open_folder (Place *place)
{
  g_autoptr (GError) error = NULL;
  PsrStateFolder *folder = psr_state_folder_open (place->path, place->clock, &error);

  g_assert_no_error (error);

  return folder;
}

static guint
get_mode (const char *path)
{
  struct stat info;

  g_assert_no_errno (stat (path, &info));

  return info.st_mode & 0777;
}

static void
test_made (Place         *place,
           gconstpointer  data)
{
  g_autoptr (PsrStateFolder) folder = open_folder (place);
  g_autofree char *file = psr_state_folder_build_filename (folder, "x");
  g_autofree char *expected = g_build_filename (place->path, "x", NULL);
  g_autofree char *holders = psr_state_folder_build_filename (folder, "holders");

  g_assert_cmpuint (get_mode (place->path), ==, 0700);
  g_assert_cmpuint (get_mode (holders), ==, 0700);
  g_assert_cmpstr (psr_state_folder_get_path (folder), ==, place->path);
  g_assert_cmpstr (file, ==, expected);
  g_assert_true (psr_state_folder_get_clock (folder) == place->clock);
}

static void
test_modes (Place         *place,
            gconstpointer  data)
{
  g_autoptr (PsrStateFolder) folder = NULL;

  g_assert_no_errno (g_mkdir_with_parents (place->path, 0755));
  g_assert_no_errno (g_chmod (place->path, 0755));
  folder = open_folder (place);
  g_assert_cmpuint (get_mode (place->path), ==, 0700);

  /* With something in it, it is perhaps not ours alone. */
  g_clear_object (&folder);
  g_assert_no_errno (g_chmod (place->path, 0755));
  folder = open_folder (place);
  g_assert_cmpuint (get_mode (place->path), ==, 0755);
}

static void
assert_refused (Place         *place,
                PsrStoreError  code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrExplanation) explanation = NULL;

  g_assert_null (psr_state_folder_open (place->path, place->clock, &error));
  g_assert_error (error, PSR_STORE_ERROR, (int) code);
  explanation = psr_explain (error);
  g_assert_nonnull (strstr (explanation->what, "“/"));
  g_assert_cmpstr (explanation->why, !=, "");
  g_assert_cmpstr (explanation->mend, !=, "");
}

static void
test_not_a_folder (Place         *place,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_free (place->path);
  place->path = g_build_filename (place->parent, "file", NULL);
  g_file_set_contents (place->path, "x", 1, &error);
  g_assert_no_error (error);
  assert_refused (place, PSR_STORE_ERROR_OPEN);
}

static void
test_read_only (Place         *place,
                gconstpointer  data)
{
  gboolean is_root = geteuid () == 0;
  g_autoptr (PsrStateFolder) folder = open_folder (place);

  /* Nothing is read-only for root. */
  g_assert_no_errno (g_chmod (place->parent, 0755));
  if (is_root)
    {
      g_autofree char *a = g_path_get_dirname (place->path);

      g_assert_no_errno (g_chmod (a, 0755));
      g_assert_no_errno (g_chmod (place->path, 0755));
      g_assert_no_errno (seteuid (65534));
    }
  else
    {
      g_assert_no_errno (g_chmod (place->path, 0500));
    }

  assert_refused (place, PSR_STORE_ERROR_READ_ONLY);

  if (is_root)
    {
      g_free (place->path);
      place->path = g_build_filename (place->parent, "new", NULL);
      assert_refused (place, PSR_STORE_ERROR_READ_ONLY);
      g_assert_no_errno (seteuid (0));
    }
  else
    {
      g_assert_no_errno (g_chmod (place->path, 0700));
    }
}

static void
test_file_systems (Place         *place,
                   gconstpointer  data)
{
  const struct {
    guint64 magic;
    const char *name; /* of one that is refused */
  } cases[] = {
    { 0x6969, "NFS" },
    { 0x517b, "SMB" },
    { 0xff534d42, "SMB" },
    { 0xfe534d42, "SMB" },
    { G_GUINT64_CONSTANT (0xfffffffffe534d42), "SMB" }, /* as a signed long */
    { 0x65735546, "FUSE" },
    { 0xef53, NULL },     /* ext4 */
    { 0x01021994, NULL }, /* tmpfs */
    { 0x58465342, NULL }, /* XFS */
    { 0x9123683e, NULL }, /* btrfs */
    { 0x794c7630, NULL }, /* overlayfs */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PsrExplanation) explanation = NULL;
      gboolean fine = psr_state_folder_check_file_system ("/somewhere", cases[i].magic, &error);

      if (cases[i].name == NULL)
        {
          g_assert_no_error (error);
          g_assert_true (fine);
          continue;
        }

      g_assert_false (fine);
      g_assert_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_NOT_LOCAL);
      explanation = psr_explain (error);
      g_assert_nonnull (strstr (explanation->what, "/somewhere"));
      g_assert_nonnull (strstr (explanation->why, cases[i].name));
      g_assert_nonnull (strstr (explanation->mend, "local"));
    }
}

/* Another process that does as it is told, says so and then waits to be
 * killed. */
static int
child_main (const char *what,
            const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrClock) clock = psr_virtual_clock_new (START);
  g_autoptr (PsrStateFolder) folder = psr_state_folder_open (path, clock, &error);

  g_assert_no_error (error);

  if (g_str_equal (what, "worker"))
    g_assert_nonnull (psr_worker_lock_acquire (folder, "the child", &error));
  else
    g_assert_nonnull (psr_holder_acquire (folder, "child", &error));
  g_assert_no_error (error);

  g_assert_cmpint (write (STDOUT_FILENO, "ready\n", 6), ==, 6);
  pause ();

  return 0;
}

static GSubprocess *
start_child (Place      *place,
             const char *what)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *child;
  char line[6];
  gsize read;

  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/proc/self/exe", "--child", what, place->path, NULL);
  g_assert_no_error (error);
  g_input_stream_read_all (g_subprocess_get_stdout_pipe (child), line, sizeof line, &read, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (line, read, "ready\n", 6);

  return child;
}

static void
kill_child (GSubprocess *child)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_send_signal (child, SIGKILL);
  g_subprocess_wait (child, NULL, &error);
  g_assert_no_error (error);
}

static void
test_worker_lock (Place         *place,
                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrStateFolder) folder = open_folder (place);
  g_autoptr (PsrWorkerLock) lock = NULL;
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (PsrExplanation) explanation = NULL;
  g_autofree char *nobody = psr_worker_lock_describe (folder);
  g_autofree char *theirs = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *mine = NULL;

  g_assert_null (nobody);
  child = start_child (place, "worker");

  g_assert_null (psr_worker_lock_acquire (folder, "me", &error));
  g_assert_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_LOCKED);
  explanation = psr_explain (error);
  g_assert_nonnull (strstr (explanation->why, "the child"));
  g_assert_nonnull (strstr (explanation->why, "2026-08-24"));
  theirs = psr_worker_lock_describe (folder);
  g_assert_nonnull (strstr (theirs, "the child"));
  g_clear_error (&error);

  kill_child (child);
  gone = psr_worker_lock_describe (folder);
  g_assert_null (gone);
  lock = psr_worker_lock_acquire (folder, "me", &error);
  g_assert_no_error (error);
  mine = psr_worker_lock_describe (folder);
  g_assert_nonnull (strstr (mine, "me"));
  g_assert_null (strstr (mine, "child"));

  g_clear_pointer (&lock, psr_worker_lock_free);
  lock = psr_worker_lock_acquire (folder, "me again", &error);
  g_assert_no_error (error);
}

static void
test_holder (Place         *place,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrStateFolder) folder = open_folder (place);
  g_autoptr (PsrHolder) holder = psr_holder_acquire (folder, "mine", &error);
  g_autoptr (GSubprocess) child = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (psr_holder_get_id (holder), ==, "mine");
  g_assert_false (psr_holder_is_gone (folder, "mine"));
  g_assert_null (psr_holder_acquire (folder, "mine", &error));
  g_assert_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_LOCKED);

  /* A program that is started meanwhile doesn't inherit the sign of life. */
  child = start_child (place, "holder");
  g_assert_false (psr_holder_is_gone (folder, "child"));
  g_clear_pointer (&holder, psr_holder_free);
  g_assert_true (psr_holder_is_gone (folder, "mine"));

  kill_child (child);
  g_assert_true (psr_holder_is_gone (folder, "child"));
  g_assert_true (psr_holder_is_gone (folder, "never-was"));
}

#define ADD_PLACE(name, func) \
  g_test_add ("/store/state-folder/" name, Place, NULL, set_up, func, tear_down)

static void
write_empty (const char *folder,
             const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, "x", 1, &error);
  g_assert_no_error (error);
}

static gboolean
is_there (const char *folder,
          const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
assert_in_use (Place *place)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (psr_state_folder_open_alone (place->path, place->clock, &error));
  g_assert_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_LOCKED);
}

static PsrStateFolder *
open_alone (Place *place)
{
  g_autoptr (GError) error = NULL;
  PsrStateFolder *folder = psr_state_folder_open_alone (place->path, place->clock, &error);

  g_assert_no_error (error);

  return folder;
}

/* Many may use it; alone only who is alone. */
static void
test_use (Place         *place,
          gconstpointer  data)
{
  g_autoptr (PsrStateFolder) first = open_folder (place);
  g_autoptr (PsrStateFolder) second = open_folder (place);
  g_autoptr (PsrStateFolder) alone = NULL;
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) error = NULL;

  assert_in_use (place);
  g_clear_object (&first);
  assert_in_use (place);
  g_clear_object (&second);

  /* Another process, too, until it ends, however it does. */
  child = start_child (place, "holder");
  assert_in_use (place);
  kill_child (child);

  alone = open_alone (place);
  assert_in_use (place);
  g_assert_null (psr_state_folder_open (place->path, place->clock, &error));
  g_assert_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_LOCKED);
  g_clear_object (&alone);
  first = open_folder (place);
}

static const char *const ours[] = { "ledger.db", "ledger.db-wal", "ledger.db.version-8", "mirror.db", "mirror.db.damaged-x", "worker.lock" };

static void
fill (Place *place)
{
  g_autofree char *holders = g_build_filename (place->path, "holders", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (ours); i++)
    write_empty (place->path, ours[i]);
  write_empty (holders, "0b5c1f0e-6d0a-4d5b-9d7c-2f6d8c1a9e01");
}

#define MARKER "passerelle-deletion"

/* As a deletion that was broken off leaves it. */
static void
decide (Place *place)
{
  g_autofree char *path = g_build_filename (place->path, MARKER, NULL);

  g_assert_true (g_file_set_contents (path, "What Passerelle kept in this folder is being deleted.\n", -1, NULL));
}

static void
assert_gone (Place *place)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ours); i++)
    g_assert_false (is_there (place->path, ours[i]));
  g_assert_false (is_there (place->path, "holders/0b5c1f0e-6d0a-4d5b-9d7c-2f6d8c1a9e01"));
  g_assert_false (is_there (place->path, MARKER));
}

/* What only bears a name like it decides nothing, and what isn't ours stays. */
static void
test_not_decided (Place         *place,
                  gconstpointer  data)
{
  g_autoptr (PsrStateFolder) folder = open_alone (place);
  g_autofree char *holders = g_build_filename (place->path, "holders", NULL);
  g_autoptr (GError) error = NULL;

  fill (place);
  write_empty (place->path, "deleted");
  write_empty (place->path, MARKER);
  write_empty (place->path, "ledger.dbx");
  write_empty (holders, "notes");
  g_clear_object (&folder);
  folder = open_alone (place);
  for (gsize i = 0; i < G_N_ELEMENTS (ours); i++)
    g_assert_true (is_there (place->path, ours[i]));

  /* A file that we didn't make isn't written over. */
  g_assert_false (psr_state_folder_delete (folder, &error));
  g_assert_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_OPEN);
  g_clear_error (&error);
  for (gsize i = 0; i < G_N_ELEMENTS (ours); i++)
    g_assert_true (is_there (place->path, ours[i]));

  {
    g_autofree char *marker = g_build_filename (place->path, MARKER, NULL);

    g_assert_no_errno (g_remove (marker));
  }
  psr_state_folder_delete (folder, &error);
  g_assert_no_error (error);
  assert_gone (place);
  g_assert_true (is_there (place->path, "deleted"));
  g_assert_true (is_there (place->path, "ledger.dbx"));
  g_assert_true (is_there (holders, "notes"));
}

/* All that is ours goes, and nothing else. */
static void
test_delete (Place         *place,
             gconstpointer  data)
{
  g_autoptr (PsrStateFolder) folder = open_alone (place);
  g_autofree char *another = g_build_filename (place->path, "another", NULL);
  g_autoptr (GError) error = NULL;

  fill (place);
  write_empty (place->path, "another");
  psr_state_folder_delete (folder, &error);
  g_assert_no_error (error);
  assert_gone (place);
  g_assert_true (is_there (place->path, "another"));
  g_clear_object (&folder);

  /* With nothing else in it the folder goes, too. Whoever opens it then begins anew. */
  g_assert_no_errno (g_remove (another));
  folder = open_alone (place);
  fill (place);
  psr_state_folder_delete (folder, &error);
  g_assert_no_error (error);
  g_clear_object (&folder);
  g_assert_false (g_file_test (place->path, G_FILE_TEST_EXISTS));
  folder = open_folder (place);
  g_assert_true (is_there (place->path, "holders"));
}

/* Ended in the middle, at each file: before the decision all is there, from then on
 * whoever opens it finishes it. */
static void
test_delete_killed (Place         *place,
                    gconstpointer  data)
{
  for (gsize n = 0; n <= G_N_ELEMENTS (ours); n++)
    {
      g_autoptr (PsrStateFolder) folder = open_folder (place);

      fill (place);
      g_clear_object (&folder);
      for (gsize i = 0; i < n; i++)
        {
          g_autofree char *path = g_build_filename (place->path, ours[i], NULL);

          g_assert_no_errno (g_remove (path));
        }

      folder = open_folder (place);
      for (gsize i = n; i < G_N_ELEMENTS (ours); i++)
        g_assert_true (is_there (place->path, ours[i]));
      g_clear_object (&folder);

      decide (place);
      folder = open_folder (place);
      assert_gone (place);
      g_clear_object (&folder);

      /* And whoever wants it alone. */
      fill (place);
      decide (place);
      folder = open_alone (place);
      assert_gone (place);
    }
}

static void
assert_unfinished (const GError *error)
{
  g_autoptr (PsrExplanation) words = psr_explain (error);

  g_assert_cmpuint (error->domain, ==, PSR_STORE_ERROR);
  g_assert_nonnull (strstr (words->what, "in part"));
  g_assert_nonnull (strstr (words->mend, "goes on by itself"));
}

/* Something can't be removed: it is told that it was decided, and it goes on later. */
static void
test_delete_fails (Place         *place,
                   gconstpointer  data)
{
  g_autoptr (PsrStateFolder) folder = open_alone (place);
  g_autofree char *obstacle = g_build_filename (place->path, "mirror.db-folder", NULL);
  g_autoptr (GError) error = NULL;

  fill (place);
  g_assert_no_errno (g_mkdir (obstacle, 0700));
  g_assert_false (psr_state_folder_is_being_deleted (place->path));
  g_assert_false (psr_state_folder_delete (folder, &error));
  assert_unfinished (error);
  g_clear_object (&folder);

  /* Nobody works with what is left of it. */
  g_assert_true (psr_state_folder_is_being_deleted (place->path));
  g_assert_true (is_there (place->path, MARKER));
  g_clear_error (&error);
  folder = psr_state_folder_open (place->path, place->clock, &error);
  g_assert_null (folder);
  assert_unfinished (error);

  g_assert_no_errno (g_rmdir (obstacle));
  folder = open_folder (place);
  assert_gone (place);
  g_assert_false (psr_state_folder_is_being_deleted (place->path));
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    return child_main (argv[2], argv[3]);

  g_test_init (&argc, &argv, NULL);

  ADD_PLACE ("made", test_made);
  ADD_PLACE ("modes", test_modes);
  ADD_PLACE ("not-a-folder", test_not_a_folder);
  ADD_PLACE ("read-only", test_read_only);
  ADD_PLACE ("file-systems", test_file_systems);
  ADD_PLACE ("worker-lock", test_worker_lock);
  ADD_PLACE ("holder", test_holder);
  ADD_PLACE ("use", test_use);
  ADD_PLACE ("not-decided", test_not_decided);
  ADD_PLACE ("delete", test_delete);
  ADD_PLACE ("delete-killed", test_delete_killed);
  ADD_PLACE ("delete-fails", test_delete_fails);

  return g_test_run ();
}
