/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>

#include "psr-explain.h"

static void
test_parts (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrExplanation) parts = NULL;
  g_autofree char *text = NULL;

  psr_set_explained_error (&error, G_IO_ERROR, G_IO_ERROR_FAILED, "It failed.", "The disk\nis full.", "Free some.");
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);

  parts = psr_explain (error);
  g_assert_cmpstr (parts->what, ==, "It failed.");
  g_assert_cmpstr (parts->why, ==, "The disk is full.");
  g_assert_cmpstr (parts->mend, ==, "Free some.");

  text = psr_explanation_to_string (parts);
  g_assert_cmpstr (text, ==, "It failed. The disk is full. Free some.");
}

static void
test_missing_parts (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrExplanation) parts = NULL;
  g_autofree char *text = NULL;

  psr_set_explained_error (&error, G_IO_ERROR, G_IO_ERROR_FAILED, "It failed.", NULL, "Try again.");
  parts = psr_explain (error);
  text = psr_explanation_to_string (parts);

  g_assert_cmpstr (parts->why, ==, "");
  g_assert_cmpstr (text, ==, "It failed. Try again.");

  /* Nobody wants to know. */
  psr_set_explained_error (NULL, G_IO_ERROR, G_IO_ERROR_FAILED, "It failed.", NULL, NULL);
}

static void
test_foreign (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "One line\nand another");
  g_autoptr (PsrExplanation) parts = psr_explain (error);

  g_assert_cmpstr (parts->what, ==, "One line and another");
  g_assert_cmpstr (parts->why, ==, "");
  g_assert_cmpstr (parts->mend, ==, "");
}

static void
test_prefix (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrExplanation) parts = NULL;

  psr_explain_prefix (&error, "Nothing happened.");
  g_assert_no_error (error);
  psr_explain_prefix (NULL, "Nothing happened.");

  psr_set_explained_error (&error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "The file was not written.", "The disk is full.",
                           "Free some.");
  psr_explain_prefix (&error, "The list is not saved.");
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);

  parts = psr_explain (error);
  g_assert_cmpstr (parts->what, ==, "The list is not saved.");
  g_assert_cmpstr (parts->why, ==, "The file was not written. The disk is full.");
  g_assert_cmpstr (parts->mend, ==, "Free some.");
}

static void
test_copy (void)
{
  g_autoptr (PsrExplanation) parts = psr_explanation_new ("a", "b", NULL);
  g_autoptr (PsrExplanation) copy = psr_explanation_copy (parts);

  g_assert_cmpstr (copy->what, ==, "a");
  g_assert_cmpstr (copy->why, ==, "b");
  g_assert_cmpstr (copy->mend, ==, "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/explain/parts", test_parts);
  g_test_add_func ("/core/explain/missing-parts", test_missing_parts);
  g_test_add_func ("/core/explain/foreign", test_foreign);
  g_test_add_func ("/core/explain/prefix", test_prefix);
  g_test_add_func ("/core/explain/copy", test_copy);

  return g_test_run ();
}
