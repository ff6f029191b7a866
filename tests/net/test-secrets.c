/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "net-test.h"
#include "psr-credentials-folder.h"
#include "psr-redact.h"

static GError *
look_up (PsrSecretStore  *store,
         const char      *name,
         char           **text)
{
  g_autoptr (DexFuture) future = psr_test_await (psr_secret_store_lookup (store, name));
  GError *error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  *text = value != NULL ? g_strdup (psr_secret_get_text (g_value_get_boxed (value))) : NULL;

  return error;
}

static void
test_folder (void)
{
  static const struct
  {
    const char *content;
    gssize      length;
    const char *secret;
    int         code;
  } cases[] = {
    { "pw", -1, "pw", 0 },
    { "pw\n", -1, "pw", 0 },
    { "pw\r\n", -1, "pw", 0 },
    { "pw\n\n", -1, "pw\n", 0 },
    { " p w ", -1, " p w ", 0 },
    { "é", -1, "é", 0 },
    { "", -1, NULL, PSR_SECRET_ERROR_NOT_FOUND },
    { "\n", -1, NULL, PSR_SECRET_ERROR_NOT_FOUND },
    { "a\0b", 3, NULL, PSR_SECRET_ERROR_INVALID },
    { "\xff\xfe", -1, NULL, PSR_SECRET_ERROR_INVALID },
  };
  g_autofree char *folder = g_dir_make_tmp ("passerelle-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, PSR_SECRET_BC_PASSWORD, NULL);
  g_autoptr (PsrSecretStore) store = psr_credentials_folder_new (folder);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;

      g_assert_true (g_file_set_contents_full (path, cases[i].content, cases[i].length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
      error = look_up (store, PSR_SECRET_BC_PASSWORD, &text);
      g_assert_cmpstr (text, ==, cases[i].secret);

      if (cases[i].secret == NULL)
        g_assert_error (error, PSR_SECRET_ERROR, cases[i].code);
      else
        g_assert_no_error (error);
    }

  g_unlink (path);
  g_rmdir (folder);
}

static void
test_missing (void)
{
  g_autofree char *folder = g_dir_make_tmp ("passerelle-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, PSR_SECRET_WELLO_PASSWORD, NULL);
  g_autoptr (PsrSecretStore) store = psr_credentials_folder_new (folder);
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) directory = NULL;
  g_autoptr (GError) unknown = NULL;
  g_autofree char *text = NULL;

  missing = look_up (store, PSR_SECRET_WELLO_PASSWORD, &text);
  g_assert_error (missing, PSR_SECRET_ERROR, PSR_SECRET_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (missing->message, path));

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  directory = look_up (store, PSR_SECRET_WELLO_PASSWORD, &text);
  g_assert_error (directory, PSR_SECRET_ERROR, PSR_SECRET_ERROR_INVALID);
  g_rmdir (path);

  unknown = look_up (store, "../etc/passwd", &text);
  g_assert_error (unknown, PSR_SECRET_ERROR, PSR_SECRET_ERROR_INVALID);
  g_assert_nonnull (strstr (unknown->message, PSR_SECRET_BC_CLIENT_SECRET));

  g_rmdir (folder);
}

static void
test_read_only (void)
{
  g_autoptr (PsrSecretStore) store = psr_credentials_folder_new ("/nowhere");
  g_autoptr (DexFuture) stored = psr_test_await (psr_secret_store_store (store, PSR_SECRET_BC_PASSWORD, "x"));
  g_autoptr (DexFuture) cleared = psr_test_await (psr_secret_store_clear (store, PSR_SECRET_BC_PASSWORD));
  g_autoptr (DexFuture) empty = psr_test_await (psr_secret_store_store (store, PSR_SECRET_BC_PASSWORD, ""));
  g_autoptr (GError) store_error = net_test_error (stored);
  g_autoptr (GError) clear_error = net_test_error (cleared);
  g_autoptr (GError) empty_error = net_test_error (empty);

  g_assert_error (store_error, PSR_SECRET_ERROR, PSR_SECRET_ERROR_READ_ONLY);
  g_assert_error (clear_error, PSR_SECRET_ERROR, PSR_SECRET_ERROR_READ_ONLY);
  g_assert_error (empty_error, PSR_SECRET_ERROR, PSR_SECRET_ERROR_INVALID);
}

static void
test_masked (void)
{
  g_autoptr (PsrSecret) secret = psr_secret_new ("canary-in-a-coal-mine");
  g_autofree char *masked = psr_redact ("GET /x?canary-in-a-coal-mine");

  g_assert_cmpstr (psr_secret_get_text (secret), ==, "canary-in-a-coal-mine");
  g_assert_null (strstr (masked, "canary"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/net/secrets/folder", test_folder);
  g_test_add_func ("/net/secrets/missing", test_missing);
  g_test_add_func ("/net/secrets/read-only", test_read_only);
  g_test_add_func ("/net/secrets/masked", test_masked);

  return g_test_run ();
}
