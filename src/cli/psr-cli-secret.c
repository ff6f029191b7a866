/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-secret"

#include "config.h"

#include <errno.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "psr-cli.h"

static const char * const names[] = { "bc-client-secret", "bc-password", "wello-password", NULL };

static void
on_line (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr(DexPromise) promise = data;
  GError *error = NULL;
  char *line;

  line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (object), result, NULL, &error);
  if (error != NULL)
    dex_promise_reject (promise, error);
  else
    dex_promise_resolve_string (promise, line != NULL ? line : g_strdup (""));
}

static DexFuture *
read_line (GDataInputStream *stream)
{
  DexPromise *promise = dex_promise_new_cancellable ();

  g_data_input_stream_read_line_async (stream, G_PRIORITY_DEFAULT, dex_promise_get_cancellable (promise),
                                       on_line, dex_ref (promise));

  return DEX_FUTURE (promise);
}

/* Reads one line from the terminal without showing it, or from a pipe. Ctrl+C
 * ends it with the terminal as it was. */
static char *
read_secret (PsrCli      *cli,
             const char  *name,
             GError     **error)
{
  g_autoptr(GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr(GDataInputStream) stream = g_data_input_stream_new (input);
  struct termios old;
  gboolean hidden = FALSE;
  char *line;

  if (isatty (STDIN_FILENO) && tcgetattr (STDIN_FILENO, &old) == 0)
    {
      struct termios quiet = old;

      quiet.c_lflag &= ~(tcflag_t) ECHO;
      hidden = tcsetattr (STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
      g_printerr (_("Secret “%s” (it isn’t shown):"), name);
      g_printerr (" ");
    }

  line = dex_await_string (dex_future_first (read_line (stream),
                                             dex_cancellable_new_from_cancellable (cli->interrupted),
                                             NULL),
                           error);

  if (hidden)
    {
      if (tcsetattr (STDIN_FILENO, TCSAFLUSH, &old) != 0)
        g_warning ("The terminal's echo could not be switched on again: %s", g_strerror (errno));
      g_printerr ("\n");
    }

  return line != NULL ? g_strchomp (line) : NULL;
}

/**
 * psr_cli_run_secret:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `secret set NAME`: stores a secret in the keyring.
 *
 * Returns: the exit status
 */
int
psr_cli_run_secret (PsrCli  *cli,
                    int      n_words,
                    char   **words)
{
  g_autofree char *secret = NULL;
  g_autoptr(GError) error = NULL;
  gboolean stored;

  if (!psr_cli_parse (cli, psr_cli_find_command ("secret"), NULL, &n_words, &words))
    return PSR_CLI_USAGE;
  if (n_words != 3 || strcmp (words[1], "set") != 0)
    return psr_cli_fail_usage (cli, "secret", _("Write “secret set NAME”; the secret itself is asked for, or read from the standard input."));
  if (!g_strv_contains (names, words[2]))
    {
      g_autofree char *known = g_strjoinv (", ", (char **) names);
      g_autofree char *message = g_strdup_printf (_("There is no secret “%s”; there are %s."), words[2], known);

      return psr_cli_fail_usage (cli, "secret", message);
    }

  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);

  secret = read_secret (cli, words[2], &error);
  if (secret == NULL || *secret == '\0')
    return psr_cli_fail_usage (cli, "secret", _("No secret was given."));

  stored = dex_await (psr_engine_store_secret (cli->engine, words[2], secret), &error);
  explicit_bzero (secret, strlen (secret));
  if (!stored)
    return psr_cli_fail (cli, error);

  g_printerr (_("Stored “%s” in the keyring.\n"), words[2]);

  return PSR_CLI_OK;
}
