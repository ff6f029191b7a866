/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-watch"

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "psr-cli-progress.h"
#include "psr-cli.h"
#include "psr-worker.h"

/* A line each, at once: somebody may be reading them. What is wrong goes to the
 * standard error; the journal takes the importance from its first characters
 * (sd-daemon(3)). */
static void
show (PsrWorkerLevel  level,
      const char     *text,
      gpointer        data)
{
  PsrCli *cli = data;
  FILE *file = level == PSR_WORKER_WARNING ? stderr : stdout;

  psr_cli_progress_clear ();
  if (cli->json)
    {
      g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "level", level == PSR_WORKER_WARNING ? "warning" : "info");
      psr_json_writer_add_string (writer, "what", text);
      psr_json_writer_end_object (writer);
      psr_cli_print_json (writer);
      return;
    }

  if (g_getenv ("JOURNAL_STREAM") != NULL)
    fputs (level == PSR_WORKER_WARNING ? "<4>" : "<6>", file);
  fprintf (file, "%s\n", text);
  fflush (file);
}

/**
 * psr_cli_run_watch:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `watch`: works until it is ended.
 *
 * Returns: the exit status
 */
int
psr_cli_run_watch (PsrCli  *cli,
                   int      n_words,
                   char   **words)
{
  g_autoptr(PsrWorker) worker = NULL;
  g_autoptr(GError) error = NULL;

  if (!psr_cli_parse (cli, psr_cli_find_command ("watch"), NULL, &n_words, &words))
    return PSR_CLI_USAGE;
  if (n_words > 1)
    return psr_cli_fail_usage (cli, "watch", _("“watch” takes no arguments."));

  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);

  /* Its lines say what was done; what is being done changes too often for them. */
  psr_engine_set_progress (cli->engine, NULL, NULL);
  worker = psr_worker_new (cli->engine, show, cli);
  if (!dex_await (psr_worker_run (worker), &error))
    return psr_cli_fail (cli, error);

  return PSR_CLI_OK;
}
