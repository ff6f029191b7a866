/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-command"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-engine-error.h"
#include "psr-explain.h"
#include "psr-guid.h"
#include "psr-json-writer.h"
#include "psr-json.h"
#include "psr-sync-command.h"
#include "psr-sync-flow.h"

/**
 * psr_sync_command_new:
 * @flows: (array zero-terminated=1): the stable names of the flows to run
 * @flags: how to run them
 *
 * Returns: (transfer full): the request
 */
PsrSyncCommand *
psr_sync_command_new (const char * const *flows,
                      PsrEngineSyncFlags  flags)
{
  PsrSyncCommand *self;

  g_return_val_if_fail (flows != NULL, NULL);

  self = g_new0 (PsrSyncCommand, 1);
  self->flows = g_strdupv ((char **) flows);
  self->flags = flags;

  return self;
}

/**
 * psr_sync_command_free:
 * @self: (transfer full): a request
 */
void
psr_sync_command_free (PsrSyncCommand *self)
{
  g_strfreev (self->flows);
  g_strfreev (self->rows);
  g_strfreev (self->marks);
  g_strfreev (self->shown);
  g_free (self);
}

static void
write_texts (PsrJsonWriter  *writer,
             const char     *name,
             char          **texts)
{
  psr_json_writer_member (writer, name);
  psr_json_writer_begin_array (writer);
  for (gsize i = 0; texts[i] != NULL; i++)
    psr_json_writer_string (writer, texts[i]);
  psr_json_writer_end_array (writer);
}

/**
 * psr_sync_command_to_command:
 * @self: a request
 * @person: who asks
 *
 * Returns: (transfer full): the command as the ledger keeps it; the same text
 *   for the same request
 */
PsrCommand *
psr_sync_command_to_command (PsrSyncCommand *self,
                             const char     *person)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (person != NULL, NULL);

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_boolean (writer, "full", (self->flags & PSR_ENGINE_SYNC_FULL) != 0);
  psr_json_writer_add_boolean (writer, "dryRun", (self->flags & PSR_ENGINE_SYNC_DRY_RUN) != 0);
  if ((self->flags & PSR_ENGINE_SYNC_ALL_GONE) != 0)
    psr_json_writer_add_boolean (writer, "allGone", TRUE);
  if ((self->flags & (PSR_ENGINE_SYNC_TAKE_BC | PSR_ENGINE_SYNC_TAKE_WELLO)) != 0)
    psr_json_writer_add_string (writer, "take", (self->flags & PSR_ENGINE_SYNC_TAKE_BC) != 0 ? "bc" : "wello");
  write_texts (writer, "flows", self->flows);
  if (self->rows != NULL)
    write_texts (writer, "rows", self->rows);
  if (self->marks != NULL)
    write_texts (writer, "marks", self->marks);
  if (self->shown != NULL)
    write_texts (writer, "shown", self->shown);
  psr_json_writer_end_object (writer);
  text = psr_json_writer_finish_text (writer);

  return psr_command_new (PSR_SYNC_COMMAND, person, text);
}

/* A flow that isn't known here is refused: whoever asked would be told that all
 * was brought up to date. */
static char **
read_flows (JsonObject *object)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *flows = psr_json_get_array (object, "flows");
  guint n = flows != NULL ? json_array_get_length (flows) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (flows, i);
      PsrSyncFlow flow;

      if (!JSON_NODE_HOLDS_VALUE (element) || json_node_get_value_type (element) != G_TYPE_STRING ||
          !psr_sync_flow_from_string (json_node_get_string (element), &flow))
        return NULL;
      g_strv_builder_add (builder, json_node_get_string (element));
    }

  return n > 0 ? g_strv_builder_end (builder) : NULL;
}

/* %NULL where no record is named; what isn't an id is refused with all of it. */
static gboolean
read_rows (JsonObject   *object,
           char       ***rows)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = psr_json_get_array (object, "rows");
  guint n = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      g_autofree char *id = NULL;

      if (JSON_NODE_HOLDS_VALUE (element) && json_node_get_value_type (element) == G_TYPE_STRING)
        id = psr_guid_normalize (json_node_get_string (element));
      if (id == NULL)
        return FALSE;
      g_strv_builder_add (builder, id);
    }

  if (psr_json_has (object, "rows"))
    *rows = g_strv_builder_end (builder);

  return TRUE;
}

/* %NULL where there are none, or not one for each of @rows: nothing is chosen then. */
static char **
read_texts (JsonObject  *object,
            const char  *name,
            char       **rows)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = psr_json_get_array (object, name);
  guint n = array != NULL ? json_array_get_length (array) : 0;

  if (rows == NULL || n != g_strv_length (rows))
    return NULL;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (element) || json_node_get_value_type (element) != G_TYPE_STRING)
        return NULL;
      g_strv_builder_add (builder, json_node_get_string (element));
    }

  return g_strv_builder_end (builder);
}

static PsrEngineSyncFlags
read_take (JsonObject *object)
{
  const char *take = psr_json_get_string (object, "take");

  return strcmp (take, "bc") == 0 ? PSR_ENGINE_SYNC_TAKE_BC
                                  : strcmp (take, "wello") == 0 ? PSR_ENGINE_SYNC_TAKE_WELLO : PSR_ENGINE_SYNC_NONE;
}

/**
 * psr_sync_command_from_command:
 * @command: a command of the ledger
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what it asks, or %NULL with
 *   %PSR_ENGINE_ERROR_NOT_FOUND when it isn't one to run flows, or can't be read
 */
PsrSyncCommand *
psr_sync_command_from_command (PsrCommand  *command,
                               GError     **error)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_auto(GStrv) flows = NULL;
  g_auto(GStrv) rows = NULL;
  JsonObject *object = NULL;
  PsrSyncCommand *self;

  g_return_val_if_fail (command != NULL, NULL);

  bytes = g_bytes_new (command->arguments, strlen (command->arguments));
  if (strcmp (command->kind, PSR_SYNC_COMMAND) == 0)
    node = psr_json_parse (bytes, NULL);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    {
      object = json_node_get_object (node);
      flows = read_rows (object, &rows) ? read_flows (object) : NULL;
    }

  if (flows == NULL)
    {
      psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_NOT_FOUND,
                               _("A request could not be read."),
                               _("Another version of Passerelle may have written it."),
                               _("Ask for it again."));
      return NULL;
    }

  self = psr_sync_command_new ((const char * const *) flows,
                               (psr_json_get_boolean (object, "full") ? PSR_ENGINE_SYNC_FULL : 0) |
                                 (psr_json_get_boolean (object, "dryRun") ? PSR_ENGINE_SYNC_DRY_RUN : 0) |
                                 (psr_json_get_boolean (object, "allGone") ? PSR_ENGINE_SYNC_ALL_GONE : 0) |
                                 read_take (object));
  self->marks = read_texts (object, "marks", rows);
  self->shown = read_texts (object, "shown", rows);
  self->rows = g_steal_pointer (&rows);

  return self;
}
