/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-log"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-cli-progress.h"
#include "psr-cli-table.h"
#include "psr-cli.h"

#define LIMIT 50

static void
add_time (PsrJsonWriter *writer,
          const char    *name,
          PsrTimestamp   time)
{
  g_autofree char *text = time != PSR_TIMESTAMP_NONE ? psr_timestamp_to_string (time) : NULL;

  psr_json_writer_add_string (writer, name, text != NULL ? text : "");
}

static void
write_requests (PsrJsonWriter *writer,
                GPtrArray     *requests)
{
  for (guint i = 0; i < requests->len; i++)
    {
      const PsrHistoryRequest *request = requests->pdata[i];

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_int64 (writer, "id", request->id);
      add_time (writer, "at", request->at);
      psr_json_writer_add_string (writer, "service", request->service);
      psr_json_writer_add_string (writer, "method", request->method);
      psr_json_writer_add_string (writer, "url", request->url);
      psr_json_writer_add_int64 (writer, "status", request->status);
      psr_json_writer_add_int64 (writer, "milliseconds", request->microseconds / 1000);
      psr_json_writer_add_int64 (writer, "bytes", request->bytes);
      psr_json_writer_add_string (writer, "correlation", request->correlation);
      psr_json_writer_add_string (writer, "message", request->message);
      psr_json_writer_end_object (writer);
    }
}

static void
print_json (PsrHistory *history,
            const char *member)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  psr_json_writer_member (writer, member);
  psr_json_writer_begin_array (writer);
  write_requests (writer, history->requests);
  for (guint i = 0; i < history->runs->len; i++)
    {
      const PsrHistoryRun *run = history->runs->pdata[i];

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_int64 (writer, "run", run->id);
      psr_json_writer_add_string (writer, "flow", run->flow);
      add_time (writer, "started", run->started);
      add_time (writer, "ended", run->ended);
      psr_json_writer_add_boolean (writer, "full", run->full);
      psr_json_writer_add_string (writer, "outcome", run->outcome);
      psr_json_writer_add_int64 (writer, "read", run->read);
      psr_json_writer_add_int64 (writer, "created", run->created);
      psr_json_writer_add_int64 (writer, "changed", run->changed);
      psr_json_writer_add_int64 (writer, "unchanged", run->unchanged);
      psr_json_writer_add_int64 (writer, "skipped", run->skipped);
      psr_json_writer_add_int64 (writer, "failed", run->failed);
      psr_json_writer_add_string (writer, "message", run->message);
      psr_json_writer_end_object (writer);
    }
  for (guint i = 0; i < history->events->len; i++)
    {
      const PsrHistoryEvent *event = history->events->pdata[i];

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_int64 (writer, "run", event->run);
      psr_json_writer_add_string (writer, "flow", event->flow);
      add_time (writer, "at", event->at);
      psr_json_writer_add_string (writer, "number", event->number);
      psr_json_writer_add_string (writer, "outcome", event->outcome);
      psr_json_writer_add_string (writer, "reason", event->reason);
      psr_json_writer_add_string (writer, "mend", event->mend);
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
  psr_json_writer_end_object (writer);
  psr_cli_print_json (writer);
}

/* What programs read as one word. */
static const char *
outcome_text (const char *outcome)
{
  static const struct
  {
    const char *outcome;
    const char *text;
  } words[] = {
    { "done", N_("done") },
    { "broken-off", N_("broken off") },
    { "running", N_("didn’t end") },
    { "created", N_("created") },
    { "changed", N_("changed") },
    { "skipped", N_("set aside") },
    { "failed", N_("went wrong") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (g_strcmp0 (words[i].outcome, outcome) == 0)
        return _(words[i].text);
    }

  return outcome;
}

static void
print_runs (GPtrArray *runs)
{
  g_autoptr(PsrCliTable) table = psr_cli_table_new ();

  psr_cli_table_add_column (table, _("Started"), FALSE);
  psr_cli_table_add_column (table, _("Flow"), FALSE);
  psr_cli_table_add_column (table, _("Read"), TRUE);
  psr_cli_table_add_column (table, C_("records", "Created"), TRUE);
  psr_cli_table_add_column (table, C_("records", "Changed"), TRUE);
  psr_cli_table_add_column (table, C_("records", "Skipped"), TRUE);
  psr_cli_table_add_column (table, _("Failed"), TRUE);
  psr_cli_table_add_column (table, _("End"), FALSE);
  psr_cli_table_add_column (table, "", FALSE);
  for (guint i = 0; i < runs->len; i++)
    {
      const PsrHistoryRun *run = runs->pdata[i];
      const gint64 figures[] = { run->read, run->created, run->changed, run->skipped, run->failed };

      psr_cli_table_take_cell (table, psr_timestamp_localise (run->started));
      psr_cli_table_set_cell (table, run->flow);
      for (gsize j = 0; j < G_N_ELEMENTS (figures); j++)
        psr_cli_table_take_cell (table, psr_cli_dup_count (figures[j]));
      psr_cli_table_set_cell (table, outcome_text (run->outcome));
      psr_cli_table_set_cell (table, run->message);
    }
  psr_cli_table_print (table);
}

static void
print_events (GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++)
    {
      const PsrHistoryEvent *event = events->pdata[i];
      g_autofree char *when = psr_timestamp_localise (event->at);

      g_print ("%s  %s  %s  %s\n", when, event->flow, event->number, outcome_text (event->outcome));
      if (*event->reason != '\0')
        g_print ("    %s\n", event->reason);
      if (*event->mend != '\0')
        g_print ("    → %s\n", event->mend);
    }
}

static void
print_requests (GPtrArray *requests)
{
  for (guint i = 0; i < requests->len; i++)
    {
      const PsrHistoryRequest *request = requests->pdata[i];
      g_autofree char *when = psr_timestamp_localise (request->at);
      g_autofree char *status = request->status != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, request->status) : g_strdup ("–");

      g_print ("%s  %s  %s  %" G_GINT64_FORMAT " ms  %s %s\n", when, request->service, status,
               request->microseconds / 1000, request->method, request->url);
      if (*request->message != '\0')
        g_print ("    %s\n", request->message);
    }
}

/**
 * psr_cli_run_log:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `log`: shows what was done before.
 *
 * Returns: the exit status
 */
int
psr_cli_run_log (PsrCli  *cli,
                 int      n_words,
                 char   **words)
{
  g_autofree char *flow = NULL;
  g_autofree char *row = NULL;
  gboolean requests = FALSE;
  int limit = LIMIT;
  g_autoptr(PsrHistory) history = NULL;
  g_autoptr(GError) error = NULL;
  const GOptionEntry entries[] = {
    { "flow", 0, 0, G_OPTION_ARG_STRING, &flow, N_("Only of this flow"), N_("FLOW") },
    { "row", 0, 0, G_OPTION_ARG_STRING, &row, N_("What became of the record with this number"), N_("NUMBER") },
    { "requests", 0, 0, G_OPTION_ARG_NONE, &requests, N_("The requests that were made of both services"), NULL },
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_("At most so many, the newest first"), N_("N") },
    G_OPTION_ENTRY_NULL
  };

  if (!psr_cli_parse (cli, psr_cli_find_command ("log"), entries, &n_words, &words))
    return PSR_CLI_USAGE;
  if (n_words > 1 || limit < 1 || (requests && (flow != NULL || row != NULL)))
    return psr_cli_fail_usage (cli, "log", _("“log” takes --flow, --row, or --requests, and --limit with a number above 0."));

  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);

  history = dex_await_boxed (requests ? psr_engine_get_requests (cli->engine, (guint) limit)
                                      : psr_engine_get_history (cli->engine, flow, row, (guint) limit), &error);
  psr_cli_progress_clear ();
  if (history == NULL)
    return psr_cli_fail (cli, error);

  if (cli->json)
    print_json (history, requests ? "requests" : row != NULL ? "events" : "runs");
  else if (history->runs->len + history->events->len + history->requests->len == 0)
    g_print (_("Nothing in the last thirty days.\n"));
  else if (requests)
    print_requests (history->requests);
  else if (row != NULL)
    print_events (history->events);
  else
    print_runs (history->runs);

  return PSR_CLI_OK;
}
