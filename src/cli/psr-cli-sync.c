/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-sync"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-cli-progress.h"
#include "psr-cli-view.h"
#include "psr-cli.h"
#include "psr-profile-flow.h"

static int
pause_flows (PsrCli     *cli,
             GPtrArray  *names,
             gboolean    pauses,
             const char *person)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();
  g_autoptr(GError) error = NULL;

  psr_json_writer_begin_object (writer);
  psr_json_writer_member (writer, pauses ? "paused" : "resumed");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i + 1 < names->len; i++)
    {
      if (!dex_await (psr_engine_pause_flow (cli->engine, names->pdata[i], pauses, person), &error))
        return psr_cli_fail (cli, error);

      psr_json_writer_string (writer, names->pdata[i]);
      if (!cli->json)
        g_print (pauses ? _("%s: paused; it runs when you ask for it.\n") : _("%s: goes on by itself.\n"),
                 (const char *) names->pdata[i]);
    }
  psr_json_writer_end_array (writer);
  psr_json_writer_end_object (writer);
  if (cli->json)
    psr_cli_print_json (writer);

  return PSR_CLI_OK;
}

/* What each flow has set aside is tried once more. */
static GPtrArray *
retry_flows (PsrCli      *cli,
             GPtrArray   *names,
             const char  *person,
             GError     **error)
{
  g_autoptr(GPtrArray) flows = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_flow_result_unref);

  for (guint i = 0; i + 1 < names->len; i++)
    {
      g_autoptr(GPtrArray) results = NULL;
      g_autoptr(GPtrArray) rows = g_ptr_array_new ();
      g_autoptr(PsrHistory) open = dex_await_boxed (psr_engine_read_set_aside (cli->engine, names->pdata[i], 0), error);

      if (open == NULL)
        return NULL;
      for (guint j = 0; j < open->events->len; j++)
        {
          const PsrHistoryEvent *event = open->events->pdata[j];

          if (*event->row != '\0')
            g_ptr_array_add (rows, event->row);
        }
      g_ptr_array_add (rows, NULL);

      results = dex_await_boxed (psr_engine_retry_rows (cli->engine, names->pdata[i], (const char * const *) rows->pdata,
                                                        person), error);
      if (results == NULL)
        return NULL;
      for (guint j = 0; j < results->len; j++)
        g_ptr_array_add (flows, psr_flow_result_ref (results->pdata[j]));
    }

  return g_steal_pointer (&flows);
}

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
  gboolean all_gone = FALSE;
  gboolean retry = FALSE;
  gboolean pause = FALSE;
  gboolean resume = FALSE;
  g_autofree char *person = psr_cli_dup_person ();
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  g_autoptr(GPtrArray) flows = NULL;
  g_autoptr(GError) error = NULL;
  const GOptionEntry entries[] = {
    { "full", 0, 0, G_OPTION_ARG_NONE, &full, N_("Read everything again, not only what changed"), NULL },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, N_("Make every decision, write nothing"), NULL },
    { "all-gone", 0, 0, G_OPTION_ARG_NONE, &all_gone, N_("List what is gone in Business Central, however much it is"), NULL },
    { "retry", 0, 0, G_OPTION_ARG_NONE, &retry, N_("Only what is set aside, however often it was tried"), NULL },
    { "pause", 0, 0, G_OPTION_ARG_NONE, &pause, N_("Have the worker leave these flows alone"), NULL },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &resume, N_("Have the worker go on with them"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!psr_cli_parse (cli, psr_cli_find_command ("sync"), entries, &n_words, &words))
    return PSR_CLI_USAGE;

  for (int i = 1; i < n_words; i++)
    {
      if (!psr_profile_flow_is_known (words[i]))
        {
          g_autofree char *known = psr_profile_flow_list_known ();
          g_autofree char *message = g_strdup_printf (_("There is no flow “%s”; there are: %s."), words[i], known);

          return psr_cli_fail_usage (cli, "sync", message);
        }

      /* Named twice, it runs once. */
      if (!g_ptr_array_find_with_equal_func (names, words[i], g_str_equal, NULL))
        g_ptr_array_add (names, words[i]);
    }
  g_ptr_array_add (names, NULL);
  if ((retry || pause || resume) && (n_words < 2 || retry + pause + resume + full + dry_run + all_gone > 1))
    return psr_cli_fail_usage (cli, "sync", _("--retry, --pause and --resume are for flows that you name, and stand alone."));

  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);

  if (pause || resume)
    return pause_flows (cli, names, pause, person);

  flows = retry ? retry_flows (cli, names, person, &error) :
          dex_await_boxed (psr_engine_sync (cli->engine,
                                            n_words > 1 ? (const char * const *) names->pdata : NULL,
                                            person,
                                            (full ? PSR_ENGINE_SYNC_FULL : 0) | (dry_run ? PSR_ENGINE_SYNC_DRY_RUN : 0) |
                                              (all_gone ? PSR_ENGINE_SYNC_ALL_GONE : 0)),
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
