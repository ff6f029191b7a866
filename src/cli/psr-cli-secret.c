/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-secret"

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "psr-cli.h"

#define MAX_SECRET 4096

static const char * const names[] = { "bc-client-secret", "bc-password", "wello-password", NULL };

/* Reads one line from the terminal without showing it, or from a pipe. The
 * buffer is the caller's, so that it can be wiped. */
static gboolean
read_secret (const char *name,
             char       *buffer,
             gsize       size)
{
  struct termios old;
  gboolean hidden = FALSE;
  gboolean got;

  if (isatty (STDIN_FILENO) && tcgetattr (STDIN_FILENO, &old) == 0)
    {
      struct termios quiet = old;

      quiet.c_lflag &= ~(tcflag_t) ECHO;
      hidden = tcsetattr (STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
      g_printerr (_("Secret “%s” (it is not shown): "), name);
    }

  got = fgets (buffer, (int) size, stdin) != NULL;

  if (hidden)
    {
      if (tcsetattr (STDIN_FILENO, TCSAFLUSH, &old) != 0)
        g_warning ("The terminal's echo could not be switched on again: %s", g_strerror (errno));
      g_printerr ("\n");
    }

  if (got)
    buffer[strcspn (buffer, "\r\n")] = '\0';

  return got && *buffer != '\0';
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
  g_autofree char *buffer = g_malloc0 (MAX_SECRET);
  g_autoptr(GError) error = NULL;
  gboolean stored;

  if (!psr_cli_parse (cli, psr_cli_find_command ("secret"), NULL, &n_words, &words))
    return PSR_CLI_USAGE;
  if (n_words != 3 || strcmp (words[1], "set") != 0)
    return psr_cli_fail_usage ("secret", _("Write “secret set NAME”; the secret itself is asked for, or read from the standard input."));
  if (!g_strv_contains (names, words[2]))
    {
      g_autofree char *known = g_strjoinv (", ", (char **) names);
      g_autofree char *message = g_strdup_printf (_("There is no secret “%s”; there are %s."), words[2], known);

      return psr_cli_fail_usage ("secret", message);
    }

  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);

  if (!read_secret (words[2], buffer, MAX_SECRET))
    return psr_cli_fail_usage ("secret", _("No secret was given."));

  stored = dex_await (psr_engine_store_secret (cli->engine, words[2], buffer), &error);
  explicit_bzero (buffer, MAX_SECRET);
  if (!stored)
    return psr_cli_fail (cli, error);

  g_printerr (_("Stored “%s” in the keyring.\n"), words[2]);

  return PSR_CLI_OK;
}
