/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "psr-scratch-folder.h"

#define PREFIX "passerelle-try-"
#define MINUTE (60 * (PsrTimestamp) G_USEC_PER_SEC)

static char *
put (const char *name,
     int         mode)
{
  char *path = g_build_filename (g_get_tmp_dir (), name, NULL);

  if (mode != 0)
    {
      g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
      g_assert_cmpint (chmod (path, mode), ==, 0);
    }

  return path;
}

/* What the file system says is the time. */
static PsrTimestamp
get_time (const char *path)
{
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);

  return info.st_mtim.tv_sec * (PsrTimestamp) G_USEC_PER_SEC;
}

/* One whose program was killed is removed, and nothing else. */
static void
test_sweep (void)
{
  g_autofree char *left = put (PREFIX "killed", 0700);
  g_autofree char *others = put (PREFIX "shared", 0755);
  g_autofree char *named = put ("passerelle-demo-abcdef", 0700);
  g_autofree char *longer = put (PREFIX "abcdef-mine", 0700);
  g_autofree char *link = put (PREFIX "linked", 0);
  g_autofree char *file = put (PREFIX "a-file", 0);
  g_autofree char *inside = g_build_filename (left, "ledger.db", NULL);
  g_autofree char *away = g_build_filename (left, "away", NULL);
  g_autofree char *kept = g_build_filename (named, "kept", NULL);
  g_autofree char *living = NULL;
  g_autofd int lock = -1;
  g_autoptr (GError) error = NULL;
  PsrTimestamp now = get_time (left);

  g_assert_true (g_file_set_contents (inside, "x", -1, &error));
  g_assert_true (g_file_set_contents (kept, "x", -1, &error));
  g_assert_true (g_file_set_contents (file, "x", -1, &error));
  g_assert_cmpint (symlink (named, away), ==, 0);
  g_assert_cmpint (symlink (named, link), ==, 0);
  living = psr_scratch_folder_make (PREFIX, &lock, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lock, >=, 0);

  /* It may be about to be locked. */
  g_assert_cmpuint (psr_scratch_folder_sweep (PREFIX, now), ==, 0);
  g_assert_true (g_file_test (inside, G_FILE_TEST_EXISTS));

  g_assert_cmpuint (psr_scratch_folder_sweep (PREFIX, now + 2 * MINUTE), ==, 1);
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (living, G_FILE_TEST_IS_DIR));
  g_assert_true (g_file_test (others, G_FILE_TEST_IS_DIR));
  g_assert_true (g_file_test (longer, G_FILE_TEST_IS_DIR));
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (file, G_FILE_TEST_IS_REGULAR));
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));

  /* As when its program is killed. */
  g_clear_fd (&lock, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (psr_scratch_folder_sweep (PREFIX, now + 2 * MINUTE), ==, 1);
  g_assert_false (g_file_test (living, G_FILE_TEST_EXISTS));
}

int
main (int   argc,
      char *argv[])
{
  char folder[] = "/tmp/passerelle-test-XXXXXX";
  int status;

  /* Before anybody asks where temporary files are: those of others aren't for a test. */
  g_assert_nonnull (mkdtemp (folder));
  g_setenv ("TMPDIR", folder, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/scratch-folder/sweep", test_sweep);
  status = g_test_run ();
  psr_scratch_folder_remove (folder);

  return status;
}
