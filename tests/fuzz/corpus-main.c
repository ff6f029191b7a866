/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include "fuzz.h"

/* Calls a fuzzer with each file of the folders that are given, as a test. */
static guint
run_folder (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;
  guint count = 0;

  g_assert_no_error (error);

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *contents = NULL;
      g_autofree uint8_t *exact = NULL;
      gsize length;

      g_file_get_contents (path, &contents, &length, &error);
      g_assert_no_error (error);

      /* Without GLib's NUL behind it, so that reading too far is noticed. */
      exact = g_memdup2 (contents, length);
      printf ("# %s\n", name);
      fflush (stdout);
      g_assert_cmpint (LLVMFuzzerTestOneInput (exact, length), ==, 0);
      count++;
    }

  return count;
}

int
main (int   argc,
      char *argv[])
{
  LLVMFuzzerInitialize (&argc, &argv);
  printf ("TAP version 13\n1..%d\n", argc - 1);

  for (int i = 1; i < argc; i++)
    {
      guint count = run_folder (argv[i]);

      g_assert_cmpuint (count, >, 0);
      printf ("ok %d - %u files\n", i, count);
    }

  return 0;
}
