/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-couple"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-cli-progress.h"
#include "psr-cli.h"
#include "psr-coupling.h"
#include "psr-profile-flow.h"

static void
print_json (const char        *flow,
            const PsrCoupling *coupling)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "flow", flow);
  if (*coupling->bc_id != '\0')
    {
      psr_json_writer_add_string (writer, "businessCentralId", coupling->bc_id);
      psr_json_writer_add_string (writer, "number", coupling->bc_number);
      psr_json_writer_add_string (writer, "welloId", coupling->wello_id);
    }
  psr_json_writer_end_object (writer);
  psr_cli_print_json (writer);
}

/* Awaits what was asked for, and says what came of it. */
static int
finish (PsrCli     *cli,
        DexFuture  *future,
        const char *flow,
        const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PsrCoupling) coupling = NULL;

  coupling = dex_await_boxed (future, &error);
  psr_cli_progress_clear ();
  if (coupling == NULL)
    return psr_cli_fail (cli, error);

  if (cli->json)
    {
      print_json (flow, coupling);
      return PSR_CLI_OK;
    }

  if (*coupling->bc_id != '\0')
    g_print ("%s  %s = %s\n", coupling->bc_number, coupling->bc_id, coupling->wello_id);
  g_print ("%s\n", text);

  return PSR_CLI_OK;
}

static gboolean
open_with (PsrCli       *cli,
           const char   *name,
           int           n_wanted,
           int          *n_words,
           char       ***words,
           int          *status)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr(GError) error = NULL;

  *status = PSR_CLI_USAGE;
  if (!psr_cli_parse (cli, psr_cli_find_command (name), entries, n_words, words))
    return FALSE;

  if (*n_words != n_wanted + 1)
    {
      *status = psr_cli_fail_usage (cli, name, n_wanted == 3 ? _("Name the flow, the record in Business Central and the one in Wello.")
                                               : n_wanted == 2 ? _("Name the flow and the record in Business Central.")
                                                               : _("Name the flow."));
      return FALSE;
    }

  for (int i = 1; i < *n_words; i++)
    {
      if (*(*words)[i] == '\0')
        {
          *status = psr_cli_fail_usage (cli, name, _("A word is empty."));
          return FALSE;
        }
    }

  if (!psr_profile_flow_is_known ((*words)[1]))
    {
      g_autofree char *known = psr_profile_flow_list_known ();
      g_autofree char *message = g_strdup_printf (_("There is no flow “%s”; there are: %s."), (*words)[1], known);

      *status = psr_cli_fail_usage (cli, name, message);
      return FALSE;
    }

  if (psr_cli_open (cli, &error) == NULL)
    {
      *status = psr_cli_fail (cli, error);
      return FALSE;
    }

  return TRUE;
}

/**
 * psr_cli_run_couple:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `couple`: says that two records are the same thing.
 *
 * Returns: the exit status
 */
int
psr_cli_run_couple (PsrCli  *cli,
                    int      n_words,
                    char   **words)
{
  g_autofree char *person = psr_cli_dup_person ();
  int status;

  if (!open_with (cli, "couple", 3, &n_words, &words, &status))
    return status;

  return finish (cli, psr_engine_couple (cli->engine, words[1], words[2], words[3], person), words[1],
                 _("The two are coupled. The next sync compares them."));
}

/**
 * psr_cli_run_uncouple:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `uncouple`: says that a record isn't the same thing as the one in Wello.
 *
 * Returns: the exit status
 */
int
psr_cli_run_uncouple (PsrCli  *cli,
                      int      n_words,
                      char   **words)
{
  g_autofree char *person = psr_cli_dup_person ();
  int status;

  if (!open_with (cli, "uncouple", 2, &n_words, &words, &status))
    return status;

  return finish (cli, psr_engine_uncouple (cli->engine, words[1], words[2], person), words[1],
                 _("The two aren’t coupled any more. The next sync looks for the record in Wello by its id and its number, and makes one where there is none."));
}

/**
 * psr_cli_run_reset:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `reset`: has a flow begin anew.
 *
 * Returns: the exit status
 */
int
psr_cli_run_reset (PsrCli  *cli,
                   int      n_words,
                   char   **words)
{
  g_autofree char *person = psr_cli_dup_person ();
  int status;

  if (!open_with (cli, "reset", 1, &n_words, &words, &status))
    return status;

  return finish (cli, psr_engine_reset_flow (cli->engine, words[1], person), words[1],
                 _("The next sync reads everything again. What is coupled stays coupled."));
}
