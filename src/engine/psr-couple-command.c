/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-couple-command"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-command-result.h"
#include "psr-couple-command.h"
#include "psr-engine-error.h"
#include "psr-explain.h"
#include "psr-json-writer.h"
#include "psr-json.h"

/**
 * psr_couple_command_free:
 * @self: (transfer full): a request
 */
void
psr_couple_command_free (PsrCoupleCommand *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->flow);
  g_free (self->bc);
  g_free (self->wello);
  g_free (self);
}

/**
 * psr_couple_command_make:
 * @flow: the stable name of a flow
 * @bc: number or GUID of a record in Business Central, or ""
 * @wello: code or GUID of a record in Wello, or ""
 * @person: who asks
 *
 * Returns: (transfer full): the command as the ledger keeps it
 */
PsrCommand *
psr_couple_command_make (const char *flow,
                         const char *bc,
                         const char *wello,
                         const char *person)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();
  g_autofree char *text = NULL;

  g_return_val_if_fail (flow != NULL && bc != NULL && wello != NULL, NULL);
  g_return_val_if_fail (person != NULL, NULL);

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "flow", flow);
  psr_json_writer_add_string (writer, "bc", bc);
  psr_json_writer_add_string (writer, "wello", wello);
  psr_json_writer_end_object (writer);
  text = psr_json_writer_finish_text (writer);

  return psr_command_new (PSR_COUPLE_COMMAND, person, text);
}

/**
 * psr_couple_command_from_command:
 * @command: a command of the ledger
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what it asks, or %NULL with
 *   %PSR_ENGINE_ERROR_NOT_FOUND when it isn't about what belongs together, or can't
 *   be read
 */
PsrCoupleCommand *
psr_couple_command_from_command (PsrCommand  *command,
                                 GError     **error)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonNode) node = NULL;
  PsrCoupleCommand *self;
  JsonObject *object;

  g_return_val_if_fail (command != NULL, NULL);

  bytes = g_bytes_new (command->arguments, strlen (command->arguments));
  if (strcmp (command->kind, PSR_COUPLE_COMMAND) == 0)
    node = psr_json_parse (bytes, NULL);
  object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (object == NULL || *psr_json_get_string (object, "flow") == '\0')
    {
      psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_NOT_FOUND,
                               _("A request could not be read."),
                               _("Another version of Passerelle may have written it."),
                               _("Ask for it again."));
      return NULL;
    }

  self = g_new0 (PsrCoupleCommand, 1);
  self->flow = g_strdup (psr_json_get_string (object, "flow"));
  self->bc = g_strdup (psr_json_get_string (object, "bc"));
  self->wello = g_strdup (psr_json_get_string (object, "wello"));

  return self;
}

/**
 * psr_couple_result_from_coupling:
 * @coupling: what is, or was, coupled
 *
 * Returns: (transfer full): the result of the command as the ledger keeps it
 */
char *
psr_couple_result_from_coupling (const PsrCoupling *coupling)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  g_return_val_if_fail (coupling != NULL, NULL);

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "bcId", coupling->bc_id);
  psr_json_writer_add_string (writer, "bcNumber", coupling->bc_number);
  psr_json_writer_add_string (writer, "welloId", coupling->wello_id);
  psr_json_writer_end_object (writer);

  return psr_json_writer_finish_text (writer);
}

/**
 * psr_couple_result_to_coupling:
 * @text: the result of a command
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what is, or was, coupled; %NULL with
 *   %PSR_ENGINE_ERROR_NOT_FOUND when @text can't be read
 */
PsrCoupling *
psr_couple_result_to_coupling (const char  *text,
                               GError     **error)
{
  g_autoptr(JsonNode) node = psr_command_result_parse (text, error);
  JsonObject *object;

  if (node == NULL)
    return NULL;

  object = json_node_get_object (node);

  return psr_coupling_new (psr_json_get_string (object, "bcId"), psr_json_get_string (object, "bcNumber"),
                           psr_json_get_string (object, "welloId"));
}
