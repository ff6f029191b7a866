/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-sync"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-cli-progress.h"
#include "psr-cli-view.h"
#include "psr-cli.h"

/**
 * psr_cli_run_sync:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `sync`: runs flows.
 *
 * Returns: the exit status
 */
int
psr_cli_run_sync (PsrCli  *cli,
                  int      n_words,
                  char   **words)
{
  gboolean full = FALSE;
  gboolean dry_run = FALSE;
  g_autofree char *person = psr_cli_dup_person ();
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  g_autoptr(GPtrArray) flows = NULL;
  g_autoptr(GError) error = NULL;
  const GOptionEntry entries[] = {
    { "full", 0, 0, G_OPTION_ARG_NONE, &full, N_("Read everything again, not only what changed"), NULL },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, N_("Make every decision, write nothing"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!psr_cli_parse (cli, psr_cli_find_command ("sync"), entries, &n_words, &words))
    return PSR_CLI_USAGE;

  for (int i = 1; i < n_words; i++)
    {
      if (g_strcmp0 (words[i], "customers") != 0 && g_strcmp0 (words[i], "items") != 0)
        {
          g_autofree char *message = g_strdup_printf (_("There is no flow “%s”; there are customers and items."), words[i]);

          return psr_cli_fail_usage (cli, "sync", message);
        }

      /* Named twice, it runs once. */
      if (!g_ptr_array_find_with_equal_func (names, words[i], g_str_equal, NULL))
        g_ptr_array_add (names, words[i]);
    }
  g_ptr_array_add (names, NULL);

  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);

  flows = dex_await_boxed (psr_engine_sync (cli->engine,
                                            n_words > 1 ? (const char * const *) names->pdata : NULL,
                                            person,
                                            (full ? PSR_ENGINE_SYNC_FULL : 0) | (dry_run ? PSR_ENGINE_SYNC_DRY_RUN : 0)),
                           &error);
  psr_cli_progress_clear ();
  if (flows == NULL)
    return psr_cli_fail (cli, error);

  if (cli->json)
    {
      g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_boolean (writer, "dryRun", dry_run);
      psr_json_writer_member (writer, "flows");
      psr_cli_view_flows_json (writer, flows);
      psr_json_writer_end_object (writer);
      psr_cli_print_json (writer);
    }
  else
    {
      if (dry_run)
        g_print (_("Dry run: nothing was written.\n"));
      psr_cli_view_flows (flows, G_MAXUINT);
    }

  return psr_cli_view_status_of_flows (flows);
}
