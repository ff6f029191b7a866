/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-check"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-cli-progress.h"
#include "psr-cli-view.h"
#include "psr-cli.h"

static void
print_json (GPtrArray *findings)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  psr_json_writer_member (writer, "findings");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < findings->len; i++)
    {
      const PsrFinding *finding = findings->pdata[i];

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "id", finding->id);
      psr_json_writer_add_string (writer, "kind", psr_finding_kind_to_string (finding->kind));
      psr_json_writer_add_string (writer, "what", finding->what);
      psr_json_writer_add_string (writer, "why", finding->why != NULL ? finding->why : "");
      psr_json_writer_add_string (writer, "mend", finding->mend != NULL ? finding->mend : "");
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
  psr_json_writer_end_object (writer);

  psr_cli_print_json (writer);
}

/**
 * psr_cli_run_check:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `check`: signs in to both services and says what is missing.
 *
 * Returns: the exit status
 */
int
psr_cli_run_check (PsrCli  *cli,
                   int      n_words,
                   char   **words)
{
  g_autofree char *confirm = NULL;
  gboolean try_quote = FALSE;
  g_autoptr(GPtrArray) findings = NULL;
  g_autoptr(GError) error = NULL;
  const GOptionEntry entries[] = {
    { "confirm", 0, 0, G_OPTION_ARG_STRING, &confirm,
      N_("Confirm that this state belongs to this company from now on"), N_("COMPANY") },
    { "try-quote", 0, 0, G_OPTION_ARG_NONE, &try_quote,
      N_("Make a trial quote in Business Central and remove it again"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!psr_cli_parse (cli, psr_cli_find_command ("check"), entries, &n_words, &words))
    return PSR_CLI_USAGE;
  if (n_words > 1)
    return psr_cli_fail_usage (cli, "check", _("“check” takes no arguments."));

  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);

  findings = dex_await_boxed (try_quote ? psr_engine_check_quotes (cli->engine, confirm)
                                        : psr_engine_check (cli->engine, confirm), &error);
  psr_cli_progress_clear ();
  if (findings == NULL)
    return psr_cli_fail (cli, error);

  if (cli->json)
    print_json (findings);
  else
    psr_cli_view_findings (findings);

  return psr_cli_view_status_of_findings (findings);
}
