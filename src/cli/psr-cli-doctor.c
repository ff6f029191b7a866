/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-doctor"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-cli-progress.h"
#include "psr-cli.h"
#include "psr-profile-places.h"
#include "psr-support-report.h"
#include "psr-system-clock.h"
#include "psr-system-random.h"
#include "psr-thread-executor.h"

static void
print_json (GPtrArray *lines)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  psr_json_writer_member (writer, "report");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < lines->len; i++)
    {
      const PsrReportLine *line = lines->pdata[i];

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "section", line->section);
      psr_json_writer_add_string (writer, "name", line->name);
      psr_json_writer_add_string (writer, "value", line->value);
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
  psr_json_writer_end_object (writer);

  psr_cli_print_json (writer);
}

static void
print_text (GPtrArray *lines)
{
  const char *section = "";

  for (guint i = 0; i < lines->len; i++)
    {
      const PsrReportLine *line = lines->pdata[i];

      if (strcmp (line->section, section) != 0)
        g_print ("%s[%s]\n", i > 0 ? "\n" : "", line->section);
      section = line->section;
      g_print ("%s: %s\n", line->name, line->value);
    }
}

/**
 * psr_cli_run_doctor:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `doctor`: prints a report for whoever helps, with nothing secret in it.
 *
 * Returns: the exit status
 */
int
psr_cli_run_doctor (PsrCli  *cli,
                    int      n_words,
                    char   **words)
{
  g_auto(PsrProfilePlaces) places = { 0, };
  g_autoptr(PsrClock) clock = NULL;
  g_autoptr(PsrRandom) random = NULL;
  g_autoptr(PsrExecutor) executor = NULL;
  g_autoptr(GPtrArray) lines = NULL;
  g_autoptr(GError) error = NULL;
  const char *credentials;

  if (!psr_cli_parse (cli, psr_cli_find_command ("doctor"), NULL, &n_words, &words))
    return PSR_CLI_USAGE;
  if (n_words > 1)
    return psr_cli_fail_usage (cli, "doctor", _("“doctor” takes no arguments."));

  if (!psr_profile_places_find (cli->profile, cli->state, &places, &error))
    return psr_cli_fail (cli, error);

  credentials = cli->credentials != NULL ? cli->credentials : g_getenv ("CREDENTIALS_DIRECTORY");
  clock = psr_system_clock_new ();
  random = psr_system_random_new ();
  executor = psr_thread_executor_new ();
  lines = dex_await_boxed (psr_support_report_make (places.profile, places.state, credentials, clock, random, executor), &error);
  psr_cli_progress_clear ();
  if (lines == NULL)
    return psr_cli_fail (cli, error);

  if (cli->json)
    print_json (lines);
  else
    print_text (lines);

  return PSR_CLI_OK;
}
