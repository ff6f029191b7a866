/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-give-up"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-cli-progress.h"
#include "psr-cli.h"

static void
print_json (gint64 id)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_int64 (writer, "givenUp", id);
  psr_json_writer_end_object (writer);
  psr_cli_print_json (writer);
}

/**
 * psr_cli_run_give_up:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `give-up`: has an open request never carried out.
 *
 * Returns: the exit status
 */
int
psr_cli_run_give_up (PsrCli  *cli,
                     int      n_words,
                     char   **words)
{
  g_autofree char *person = psr_cli_dup_person ();
  g_autoptr(GError) error = NULL;
  guint64 id;

  if (!psr_cli_parse (cli, psr_cli_find_command ("give-up"), NULL, &n_words, &words))
    return PSR_CLI_USAGE;
  if (n_words != 2 || !g_ascii_string_to_unsigned (words[1], 10, 1, G_MAXINT64, &id, NULL))
    return psr_cli_fail_usage (cli, "give-up", _("Name the request by its number; “passerellectl status” lists them."));

  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);

  if (!dex_await (psr_engine_give_up_request (cli->engine, (gint64) id, person), &error))
    return psr_cli_fail (cli, error);

  psr_cli_progress_clear ();
  if (cli->json)
    {
      print_json ((gint64) id);
    }
  else
    {
      /* Translators can't have a format that differs between computers. */
      g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, id);

      g_print (_("Request %s won’t be carried out.\n"), number);
    }

  return PSR_CLI_OK;
}
