/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The keyring, with a real gnome-keyring-daemon on a session bus of its own.
 * Each test is this same program again, inside dbus-run-session, with a home
 * and a runtime folder that are thrown away.
 */
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "net-test.h"
#include "psr-explain.h"
#include "psr-keyring.h"

#define SECRET "canary-sécret with spaces"

/* A bus that starts nothing by itself. */
static const char bare_bus[] =
  "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">"
  "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>"
  "<policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>";

static GError *
look_up (PsrSecretStore  *keyring,
         const char      *name,
         char           **text)
{
  g_autoptr (DexFuture) future = psr_test_await (psr_secret_store_lookup (keyring, name));
  GError *error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  g_free (*text);
  *text = value != NULL ? g_strdup (psr_secret_get_text (g_value_get_boxed (value))) : NULL;

  return error;
}

static void
check_words (const GError *error,
             int           code,
             const char   *part)
{
  g_autoptr (PsrExplanation) explanation = psr_explain (error);

  g_printerr ("%s\n", error->message);
  g_assert_error (error, PSR_SECRET_ERROR, code);
  g_assert_cmpstr (explanation->what, !=, "");
  g_assert_cmpstr (explanation->why, !=, "");
  g_assert_nonnull (strstr (explanation->mend, part));
}

static void
store (PsrSecretStore *keyring,
       const char     *name,
       const char     *value)
{
  g_autoptr (DexFuture) future = psr_test_await (psr_secret_store_store (keyring, name, value));
  g_autoptr (GError) error = NULL;

  dex_future_get_value (future, &error);
  g_assert_no_error (error);
}

static void
inner_round (void)
{
  g_autoptr (PsrSecretStore) keyring = psr_keyring_new ("contoso.example/Production");
  g_autoptr (PsrSecretStore) other = psr_keyring_new ("fabrikam.example/Production");
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) gone = NULL;
  g_autoptr (GError) foreign = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  missing = look_up (keyring, PSR_SECRET_WELLO_PASSWORD, &text);
  check_words (missing, PSR_SECRET_ERROR_NOT_FOUND, "passerellectl secret set wello-password");

  store (keyring, PSR_SECRET_WELLO_PASSWORD, "first");
  store (keyring, PSR_SECRET_WELLO_PASSWORD, SECRET);
  error = look_up (keyring, PSR_SECRET_WELLO_PASSWORD, &text);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, SECRET);

  /* Another name and another account have secrets of their own. */
  gone = look_up (keyring, PSR_SECRET_BC_PASSWORD, &text);
  g_assert_error (gone, PSR_SECRET_ERROR, PSR_SECRET_ERROR_NOT_FOUND);
  g_clear_error (&gone);
  foreign = look_up (other, PSR_SECRET_WELLO_PASSWORD, &text);
  g_assert_error (foreign, PSR_SECRET_ERROR, PSR_SECRET_ERROR_NOT_FOUND);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (DexFuture) cleared = psr_test_await (psr_secret_store_clear (keyring, PSR_SECRET_WELLO_PASSWORD));

      g_assert_true (dex_future_is_resolved (cleared));
    }

  gone = look_up (keyring, PSR_SECRET_WELLO_PASSWORD, &text);
  g_assert_error (gone, PSR_SECRET_ERROR, PSR_SECRET_ERROR_NOT_FOUND);
}

static void
lock_keyring (void)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GVariant) locked = NULL;
  g_autoptr (GError) error = NULL;
  const char *paths[] = { "/org/freedesktop/secrets/collection/login", NULL };

  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  answer = g_dbus_connection_call_sync (bus, "org.freedesktop.secrets", "/org/freedesktop/secrets", "org.freedesktop.Secret.Service", "Lock",
                                        g_variant_new ("(^ao)", paths), NULL, G_DBUS_CALL_FLAGS_NONE, 5000, NULL, &error);
  g_assert_no_error (error);
  locked = g_variant_get_child_value (answer, 0);
  g_assert_cmpuint (g_variant_n_children (locked), ==, 1);
}

static void
inner_locked (void)
{
  g_autoptr (PsrSecretStore) keyring = psr_keyring_new ("contoso.example/Production");
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) look_up_error = NULL;
  g_autoptr (GError) store_error = NULL;
  g_autofree char *text = NULL;

  store (keyring, PSR_SECRET_WELLO_PASSWORD, SECRET);
  lock_keyring ();
  look_up_error = look_up (keyring, PSR_SECRET_WELLO_PASSWORD, &text);
  check_words (look_up_error, PSR_SECRET_ERROR_LOCKED, "--credentials");
  future = psr_test_await (psr_secret_store_store (keyring, PSR_SECRET_WELLO_PASSWORD, "new"));
  store_error = net_test_error (future);
  check_words (store_error, PSR_SECRET_ERROR_LOCKED, "--credentials");
}

/* Started without a password: the login keyring doesn't exist. */
static void
inner_never_unlocked (void)
{
  g_autoptr (PsrSecretStore) keyring = psr_keyring_new ("contoso.example/Production");
  g_autoptr (DexFuture) future = psr_test_await (psr_secret_store_store (keyring, PSR_SECRET_WELLO_PASSWORD, SECRET));
  g_autoptr (GError) error = net_test_error (future);

  check_words (error, PSR_SECRET_ERROR_LOCKED, "--credentials");
}

static void
inner_no_keyring (void)
{
  g_autoptr (PsrSecretStore) keyring = psr_keyring_new ("contoso.example/Production");
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) look_up_error = NULL;
  g_autoptr (GError) store_error = NULL;
  g_autofree char *text = NULL;

  look_up_error = look_up (keyring, PSR_SECRET_WELLO_PASSWORD, &text);
  check_words (look_up_error, PSR_SECRET_ERROR_NO_KEYRING, "--credentials");
  future = psr_test_await (psr_secret_store_store (keyring, PSR_SECRET_WELLO_PASSWORD, SECRET));
  store_error = net_test_error (future);
  check_words (store_error, PSR_SECRET_ERROR_NO_KEYRING, "--credentials");
}

static const struct
{
  const char *name;
  void      (*func) (void);
  const char *command; /* for the shell; "$0" is this program */
} tests[] = {
  { "round", inner_round,
    "exec dbus-run-session -- sh -c 'printf pw | env -u G_DEBUG gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec \"$0\" --inner round' \"$0\"" },
  { "locked", inner_locked,
    "exec dbus-run-session -- sh -c 'printf pw | env -u G_DEBUG gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec \"$0\" --inner locked' \"$0\"" },
  { "never-unlocked", inner_never_unlocked,
    "exec dbus-run-session -- sh -c 'env -u G_DEBUG gnome-keyring-daemon --start --components=secrets >/dev/null && exec \"$0\" --inner never-unlocked' \"$0\"" },
  { "no-keyring", inner_no_keyring,
    "exec dbus-run-session --config-file=\"$HOME/bus.conf\" -- \"$0\" --inner no-keyring" },
  { "no-bus", inner_no_keyring,
    "DBUS_SESSION_BUS_ADDRESS= exec \"$0\" --inner no-keyring" },
  { "dead-bus", inner_no_keyring,
    "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent/bus exec \"$0\" --inner no-keyring" },
};

static char *program;

static void
remove_tree (const char *path)
{
  const char *argv[] = { "rm", "-rf", path, NULL };

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

static void
test_outer (gconstpointer data)
{
  guint position = GPOINTER_TO_UINT (data);
  g_autofree char *home = g_dir_make_tmp ("passerelle-keyring-XXXXXX", NULL);
  g_autofree char *config = g_build_filename (home, "bus.conf", NULL);
  g_auto (GStrv) environment = g_get_environ ();
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autoptr (GError) error = NULL;
  const char *argv[] = { "sh", "-c", tests[position].command, program, NULL };
  int status;

  g_assert_true (g_file_set_contents (config, bare_bus, -1, NULL));
  environment = g_environ_setenv (environment, "HOME", home, TRUE);
  environment = g_environ_setenv (environment, "XDG_RUNTIME_DIR", home, TRUE);
  environment = g_environ_setenv (environment, "XDG_DATA_HOME", home, TRUE);
  environment = g_environ_setenv (environment, "XDG_CONFIG_HOME", home, TRUE);
  environment = g_environ_setenv (environment, "XDG_CACHE_HOME", home, TRUE);
  environment = g_environ_unsetenv (environment, "DBUS_SESSION_BUS_ADDRESS");
  environment = g_environ_unsetenv (environment, "DISPLAY");
  environment = g_environ_unsetenv (environment, "WAYLAND_DISPLAY");

  g_assert_true (g_spawn_sync (NULL, (char **) argv, environment, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, &errors, &status, &error));
  g_assert_no_error (error);
  g_test_message ("%s%s", output, errors);
  remove_tree (home);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  g_assert_null (strstr (errors, "canary"));
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  dex_init ();

  if (argc == 3 && g_str_equal (argv[1], "--inner"))
    {
      for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
        {
          if (g_str_equal (tests[i].name, argv[2]))
            {
              tests[i].func ();
              return 0;
            }
        }

      return 2;
    }

  g_test_init (&argc, &argv, NULL);
  program = g_canonicalize_filename (argv[0], NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/net/keyring/", tests[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_outer);
    }

  return g_test_run ();
}
