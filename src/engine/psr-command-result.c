/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-command-result"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-billing-table.h"
#include "psr-command-result.h"
#include "psr-engine-error.h"
#include "psr-explain.h"
#include "psr-flow-result.h"
#include "psr-json-writer.h"
#include "psr-json.h"
#include "psr-sync-flow.h"

static const PsrFlowRowKind row_kinds[] = { PSR_FLOW_ROW_SKIPPED, PSR_FLOW_ROW_FAILED, PSR_FLOW_ROW_NOTE };

static void
set_unreadable (GError **error)
{
  psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_NOT_FOUND,
                           _("What became of the request can’t be read."),
                           _("It was carried out by another version of Passerelle."),
                           _("Close the other version (“passerellectl status” names it)."));
}

/**
 * psr_command_result_parse:
 * @text: the result of a command
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): its object, or %NULL with
 *   %PSR_ENGINE_ERROR_NOT_FOUND when it isn't one
 */
JsonNode *
psr_command_result_parse (const char  *text,
                          GError     **error)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonNode) node = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  bytes = g_bytes_new (text, strlen (text));
  node = psr_json_parse (bytes, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      set_unreadable (error);
      return NULL;
    }

  return g_steal_pointer (&node);
}

/* The domain is kept too: whom an error is about, and so the exit status, must
 * be the same for whoever asked. */
static void
add_error (PsrJsonWriter *writer,
           const GError  *error)
{
  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "domain", g_quark_to_string (error->domain));
  psr_json_writer_add_int64 (writer, "code", error->code);
  psr_json_writer_add_string (writer, "message", error->message);
  psr_json_writer_end_object (writer);
}

static gboolean
read_error (JsonObject  *object,
            GError     **error)
{
  const char *domain = psr_json_get_string (object, "domain");
  const char *message = psr_json_get_string (object, "message");
  gint64 code;

  if (*domain == '\0' || *message == '\0' || !psr_json_get_int64 (object, "code", &code, NULL) ||
      code < 0 || code > G_MAXINT)
    return FALSE;

  g_set_error_literal (error, g_quark_from_string (domain), (int) code, message);

  return TRUE;
}

/**
 * psr_command_result_from_error:
 * @error: why a command could not be carried out
 *
 * Returns: (transfer full): the result of the command
 */
char *
psr_command_result_from_error (const GError *error)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  g_return_val_if_fail (error != NULL, NULL);

  add_error (writer, error);

  return psr_json_writer_finish_text (writer);
}

/**
 * psr_command_result_set_error:
 * @text: the result of a command that failed
 * @error: return location for the error
 *
 * Sets the error that psr_command_result_from_error() was given.
 */
void
psr_command_result_set_error (const char  *text,
                              GError     **error)
{
  g_autoptr(JsonNode) node = psr_command_result_parse (text, NULL);

  if (node == NULL || !read_error (json_node_get_object (node), error))
    set_unreadable (error);
}

static void
add_flow (PsrJsonWriter       *writer,
          const PsrFlowResult *flow)
{
  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "flow", flow->flow);
  psr_json_writer_add_int64 (writer, "read", flow->read);
  psr_json_writer_add_int64 (writer, "created", flow->created);
  psr_json_writer_add_int64 (writer, "changed", flow->changed);
  psr_json_writer_add_int64 (writer, "unchanged", flow->unchanged);
  psr_json_writer_add_int64 (writer, "skipped", flow->skipped);
  psr_json_writer_add_int64 (writer, "failed", flow->failed);
  psr_json_writer_add_int64 (writer, "writtenBack", flow->written_back);
  psr_json_writer_add_int64 (writer, "requests", flow->requests);
  psr_json_writer_add_int64 (writer, "duration", flow->duration);
  if (flow->error != NULL)
    {
      psr_json_writer_member (writer, "error");
      add_error (writer, flow->error);
    }

  psr_json_writer_member (writer, "rows");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < flow->rows->len; i++)
    {
      const PsrFlowRow *row = flow->rows->pdata[i];

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "kind", psr_flow_row_kind_to_string (row->kind));
      psr_json_writer_add_string (writer, "number", row->number != NULL ? row->number : "");
      psr_json_writer_add_string (writer, "reason", row->reason);
      psr_json_writer_add_string (writer, "mend", row->mend != NULL ? row->mend : "");
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
  psr_json_writer_end_object (writer);
}

/**
 * psr_command_result_from_flows:
 * @flows: (element-type PsrFlowResult): what flows did; a report holds a
 *   thousand rows of a kind at most
 *
 * Returns: (transfer full): the result of the command that asked for them
 */
char *
psr_command_result_from_flows (GPtrArray *flows)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  g_return_val_if_fail (flows != NULL, NULL);

  psr_json_writer_begin_object (writer);
  psr_json_writer_member (writer, "flows");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < flows->len; i++)
    add_flow (writer, flows->pdata[i]);
  psr_json_writer_end_array (writer);
  psr_json_writer_end_object (writer);

  return psr_json_writer_finish_text (writer);
}

static guint
get_count (JsonObject *object,
           const char *name)
{
  gint64 value;

  return psr_json_get_int64 (object, name, &value, NULL) ? (guint) CLAMP (value, 0, G_MAXUINT) : 0;
}

static void
read_row (PsrFlowResult *flow,
          JsonObject    *object)
{
  const char *name = psr_json_get_string (object, "kind");
  const char *mend = psr_json_get_string (object, "mend");
  PsrFlowRowKind kind = PSR_FLOW_ROW_FAILED;

  for (gsize i = 0; i < G_N_ELEMENTS (row_kinds); i++)
    {
      if (strcmp (psr_flow_row_kind_to_string (row_kinds[i]), name) == 0)
        kind = row_kinds[i];
    }

  psr_flow_result_add_row (flow, kind, psr_json_get_string (object, "number"),
                           psr_json_get_string (object, "reason"), *mend != '\0' ? mend : NULL);
}

static PsrFlowResult *
read_flow (JsonObject *object)
{
  JsonArray *rows = psr_json_get_array (object, "rows");
  JsonObject *failure = psr_json_get_object (object, "error");
  PsrFlowResult *flow;
  PsrSyncFlow known;

  if (rows == NULL || !psr_sync_flow_from_string (psr_json_get_string (object, "flow"), &known))
    return NULL;

  flow = psr_flow_result_new (psr_sync_flow_to_string (known), psr_sync_flow_get_title (known));
  flow->read = get_count (object, "read");
  flow->created = get_count (object, "created");
  flow->changed = get_count (object, "changed");
  flow->unchanged = get_count (object, "unchanged");
  flow->skipped = get_count (object, "skipped");
  flow->failed = get_count (object, "failed");
  flow->written_back = get_count (object, "writtenBack");
  flow->requests = get_count (object, "requests");
  if (!psr_json_get_int64 (object, "duration", &flow->duration, NULL))
    flow->duration = 0;
  if (failure != NULL && !read_error (failure, &flow->error))
    set_unreadable (&flow->error);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *element = json_array_get_element (rows, i);

      if (JSON_NODE_HOLDS_OBJECT (element))
        read_row (flow, json_node_get_object (element));
    }

  return flow;
}

/**
 * psr_command_result_to_flows:
 * @text: what psr_command_result_from_flows() made
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type PsrFlowResult): the flows
 */
GPtrArray *
psr_command_result_to_flows (const char  *text,
                             GError     **error)
{
  g_autoptr(JsonNode) node = psr_command_result_parse (text, error);
  g_autoptr(GPtrArray) flows = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_flow_result_unref);
  JsonArray *array;

  if (node == NULL)
    return NULL;

  array = psr_json_get_array (json_node_get_object (node), "flows");
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      PsrFlowResult *flow = JSON_NODE_HOLDS_OBJECT (element) ? read_flow (json_node_get_object (element)) : NULL;

      if (flow == NULL)
        {
          set_unreadable (error);
          return NULL;
        }
      g_ptr_array_add (flows, flow);
    }

  if (array == NULL)
    {
      set_unreadable (error);
      return NULL;
    }

  return g_steal_pointer (&flows);
}

/* Whether a real run would send it. */
static gboolean
is_sendable (const PsrBillingResult *result)
{
  return psr_billing_table_look_up (result->state, PSR_BILLING_EVENT_APPROVE, NULL) != PSR_BILLING_VERDICT_NEVER &&
         result->body != NULL && *result->body != '\0';
}

/**
 * psr_command_result_from_dry_run:
 * @report: (nullable): what a dry run of billing says, or %NULL when there was
 *   nothing to do
 *
 * Returns: (transfer full): the result of the command that asked for it: each
 *   document with what would be sent, or with the reason why nothing would
 */
char *
psr_command_result_from_dry_run (PsrBillingReport *report)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  psr_json_writer_member (writer, "documents");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; report != NULL && i < report->results->len; i++)
    {
      const PsrBillingResult *result = report->results->pdata[i];
      gboolean has_reason = result->reason != NULL && *result->reason != '\0';

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_int64 (writer, "id", result->document_id);
      psr_json_writer_add_string (writer, "what", has_reason ? result->what : "");
      psr_json_writer_add_string (writer, "why", has_reason && result->why != NULL ? result->why : "");
      psr_json_writer_add_string (writer, "mend", has_reason && result->mend != NULL ? result->mend : "");
      psr_json_writer_add_string (writer, "body", is_sendable (result) ? result->body : "");
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
  psr_json_writer_end_object (writer);

  return psr_json_writer_finish_text (writer);
}
