/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-status"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-cli-progress.h"
#include "psr-cli-table.h"
#include "psr-cli-view.h"
#include "psr-cli.h"

static char *
when_text (PsrTimestamp timestamp)
{
  return timestamp != PSR_TIMESTAMP_NONE ? psr_timestamp_localise (timestamp) : g_strdup (_("never"));
}

static void
print_json (PsrEngineStatus *status)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "worker", status->worker != NULL ? status->worker : "");
  psr_json_writer_member (writer, "flows");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < status->flows->len; i++)
    {
      const PsrFlowStatus *flow = status->flows->pdata[i];
      g_autofree char *last = flow->last_run != PSR_TIMESTAMP_NONE ? psr_timestamp_to_string (flow->last_run) : NULL;
      g_autofree char *fresh = flow->fresh_until != PSR_TIMESTAMP_NONE ? psr_timestamp_to_string (flow->fresh_until) : NULL;

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "flow", flow->flow);
      psr_json_writer_add_string (writer, "health", psr_flow_health_to_string (flow->health));
      psr_json_writer_add_string (writer, "lastRun", last != NULL ? last : "");
      psr_json_writer_add_string (writer, "freshUntil", fresh != NULL ? fresh : "");
      psr_json_writer_add_int64 (writer, "created", flow->created);
      psr_json_writer_add_int64 (writer, "changed", flow->changed);
      psr_json_writer_add_int64 (writer, "unchanged", flow->unchanged);
      psr_json_writer_add_int64 (writer, "skipped", flow->skipped);
      psr_json_writer_add_int64 (writer, "failed", flow->failed);
      psr_json_writer_add_string (writer, "message", flow->message != NULL ? flow->message : "");
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
  psr_json_writer_member (writer, "requests");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < status->requests->len; i++)
    {
      const PsrOpenRequest *request = status->requests->pdata[i];
      g_autofree char *asked = psr_timestamp_to_string (request->asked);

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_int64 (writer, "request", request->id);
      psr_json_writer_add_string (writer, "kind", request->kind);
      psr_json_writer_add_string (writer, "what", request->what);
      psr_json_writer_add_string (writer, "person", request->person);
      psr_json_writer_add_string (writer, "asked", asked);
      psr_json_writer_add_boolean (writer, "begun", request->is_taken);
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
  psr_json_writer_member (writer, "quotesLeft");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < status->quotes_left->len; i++)
    psr_json_writer_string (writer, status->quotes_left->pdata[i]);
  psr_json_writer_end_array (writer);
  psr_json_writer_member (writer, "documents");
  psr_json_writer_begin_object (writer);
  for (guint i = 0; i < status->counts->len; i++)
    {
      const PsrStateCount *count = status->counts->pdata[i];

      psr_json_writer_add_int64 (writer, count->state, count->count);
    }
  psr_json_writer_end_object (writer);
  psr_json_writer_end_object (writer);

  psr_cli_print_json (writer);
}

/* What nobody has finished; whoever asked may be gone. */
static void
print_requests (PsrEngineStatus *status)
{
  g_autoptr(PsrCliTable) table = psr_cli_table_new ();

  if (status->requests->len == 0)
    return;

  g_print ("\n");
  psr_cli_table_add_column (table, _("Request"), TRUE);
  psr_cli_table_add_column (table, _("What"), FALSE);
  psr_cli_table_add_column (table, _("Asked by"), FALSE);
  psr_cli_table_add_column (table, _("When"), FALSE);
  psr_cli_table_add_column (table, _("State"), FALSE);
  for (guint i = 0; i < status->requests->len; i++)
    {
      const PsrOpenRequest *request = status->requests->pdata[i];

      psr_cli_table_take_cell (table, g_strdup_printf ("%" G_GINT64_FORMAT, request->id));
      psr_cli_table_set_cell (table, request->what);
      psr_cli_table_set_cell (table, request->person);
      psr_cli_table_take_cell (table, when_text (request->asked));
      psr_cli_table_set_cell (table, request->is_taken ? _("begun") : _("waiting"));
    }
  psr_cli_table_print (table);
  g_print (_("Whoever works next carries them out; “passerellectl give-up REQUEST” prevents it.\n"));
}

static const char *
health_text (PsrFlowHealth health)
{
  switch (health)
    {
    case PSR_FLOW_RUNNING:
      return _("running");
    case PSR_FLOW_ON_TIME:
      return _("on time");
    case PSR_FLOW_LATE:
      return _("late");
    case PSR_FLOW_FAILING:
      return _("failing");
    case PSR_FLOW_PAUSED:
      return _("paused");
    case PSR_FLOW_NEVER_RAN:
    default:
      return _("not run yet");
    }
}

static void
print_text (PsrEngineStatus *status)
{
  g_autoptr(PsrCliTable) flows = psr_cli_table_new ();
  g_autoptr(PsrCliTable) counts = psr_cli_table_new ();

  psr_cli_table_add_column (flows, _("Flow"), FALSE);
  psr_cli_table_add_column (flows, _("Fresh"), FALSE);
  psr_cli_table_add_column (flows, _("Last run"), FALSE);
  psr_cli_table_add_column (flows, _("Changes known until"), FALSE);
  psr_cli_table_add_column (flows, C_("records", "Skipped"), TRUE);
  psr_cli_table_add_column (flows, _("Failed"), TRUE);
  psr_cli_table_add_column (flows, _("Message"), FALSE);
  for (guint i = 0; i < status->flows->len; i++)
    {
      const PsrFlowStatus *flow = status->flows->pdata[i];

      psr_cli_table_set_cell (flows, flow->title);
      psr_cli_table_set_cell (flows, health_text (flow->health));
      psr_cli_table_take_cell (flows, when_text (flow->last_run));
      psr_cli_table_take_cell (flows, when_text (flow->fresh_until));
      psr_cli_table_take_cell (flows, psr_cli_dup_count (flow->skipped));
      psr_cli_table_take_cell (flows, psr_cli_dup_count (flow->failed));
      psr_cli_table_set_cell (flows, flow->message);
    }
  psr_cli_table_print (flows);

  g_print ("\n");
  psr_cli_table_add_column (counts, _("Documents"), FALSE);
  psr_cli_table_add_column (counts, _("Count"), TRUE);
  for (guint i = 0; i < status->counts->len; i++)
    {
      const PsrStateCount *count = status->counts->pdata[i];

      psr_cli_table_set_cell (counts, count->title);
      psr_cli_table_take_cell (counts, psr_cli_dup_count (count->count));
    }
  if (psr_cli_table_get_n_rows (counts) > 0)
    psr_cli_table_print (counts);
  else
    g_print (_("No documents yet.\n"));

  if (status->quotes_left->len > 0)
    g_print ("\n");
  psr_cli_view_quotes_left (status->quotes_left);
  print_requests (status);
  if (status->worker != NULL)
    g_print (_("\nAt work now: %s\n"), status->worker);
}

/**
 * psr_cli_run_status:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `status`: shows how fresh everything is, without asking either service.
 *
 * Returns: the exit status
 */
int
psr_cli_run_status (PsrCli  *cli,
                    int      n_words,
                    char   **words)
{
  g_autoptr(PsrEngineStatus) status = NULL;
  g_autoptr(GError) error = NULL;

  if (!psr_cli_parse (cli, psr_cli_find_command ("status"), NULL, &n_words, &words))
    return PSR_CLI_USAGE;
  if (n_words > 1)
    return psr_cli_fail_usage (cli, "status", _("“status” takes no arguments."));

  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);

  status = dex_await_boxed (psr_engine_get_status (cli->engine), &error);
  psr_cli_progress_clear ();
  if (status == NULL)
    return psr_cli_fail (cli, error);

  if (cli->json)
    print_json (status);
  else
    print_text (status);

  return PSR_CLI_OK;
}
