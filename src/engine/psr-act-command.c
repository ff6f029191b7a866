/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-act-command"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-act-command.h"
#include "psr-command-result.h"
#include "psr-engine-error.h"
#include "psr-explain.h"
#include "psr-json-writer.h"
#include "psr-json.h"

/**
 * psr_act_command_free:
 * @self: (transfer full): a command
 */
void
psr_act_command_free (PsrActCommand *self)
{
  g_return_if_fail (self != NULL);

  g_strfreev (self->numbers);
  g_strfreev (self->bc_numbers);
  g_clear_pointer (&self->documents, g_array_unref);
  g_free (self->reason);
  g_free (self);
}

static void
add_texts (PsrJsonWriter  *writer,
           const char     *name,
           char          **texts)
{
  psr_json_writer_member (writer, name);
  psr_json_writer_begin_array (writer);
  for (gsize i = 0; texts != NULL && texts[i] != NULL; i++)
    psr_json_writer_string (writer, texts[i]);
  psr_json_writer_end_array (writer);
}

/**
 * psr_act_command_make:
 * @request: what is decided
 * @person: who decides, as the audit names them
 * @documents: (nullable) (element-type gint64): about which documents, where none is
 *   named
 *
 * Returns: (transfer full): the command as the ledger keeps it
 */
PsrCommand *
psr_act_command_make (PsrActRequest *request,
                      const char    *person,
                      GArray        *documents)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();
  g_autoptr(PsrCommand) command = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (request != NULL && person != NULL, NULL);

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "act", request->act);
  add_texts (writer, "numbers", request->numbers);
  add_texts (writer, "bcNumbers", request->bc_numbers);
  psr_json_writer_add_string (writer, "reason", request->reason != NULL ? request->reason : "");
  psr_json_writer_add_boolean (writer, "despite", request->despite);
  psr_json_writer_end_object (writer);
  text = psr_json_writer_finish_text (writer);

  command = psr_command_new (PSR_ACT_COMMAND, person, text);
  for (guint i = 0; documents != NULL && i < documents->len; i++)
    psr_command_add_document (command, g_array_index (documents, gint64, i));

  return g_steal_pointer (&command);
}

static char **
read_texts (JsonObject *object,
            const char *name)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *texts = psr_json_get_array (object, name);

  for (guint i = 0; texts != NULL && i < json_array_get_length (texts); i++)
    {
      JsonNode *element = json_array_get_element (texts, i);

      if (!JSON_NODE_HOLDS_VALUE (element) || json_node_get_value_type (element) != G_TYPE_STRING)
        return NULL;
      g_strv_builder_add (builder, json_node_get_string (element));
    }

  return texts != NULL ? g_strv_builder_end (builder) : NULL;
}

/* Anything odd is refused: a decision that is misread could be another one. */
static gboolean
is_complete (const PsrActCommand *self)
{
  if (self->numbers == NULL || self->bc_numbers == NULL)
    return FALSE;
  if (self->kind == PSR_BILLING_ACT_SKIP && self->reason[0] == '\0')
    return FALSE;

  return self->kind == PSR_BILLING_ACT_MARK_BILLED
           ? g_strv_length (self->numbers) == g_strv_length (self->bc_numbers)
           : self->bc_numbers[0] == NULL;
}

/**
 * psr_act_command_from_command:
 * @command: a command of the ledger
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what it says, or %NULL with
 *   %PSR_ENGINE_ERROR_NOT_FOUND when it is of another kind, or can't be read
 */
PsrActCommand *
psr_act_command_from_command (PsrCommand  *command,
                              GError     **error)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(PsrActCommand) self = g_new0 (PsrActCommand, 1);
  JsonObject *object = NULL;

  g_return_val_if_fail (command != NULL, NULL);

  self->documents = g_array_new (FALSE, FALSE, sizeof (gint64));
  bytes = g_bytes_new (command->arguments, strlen (command->arguments));
  if (strcmp (command->kind, PSR_ACT_COMMAND) == 0)
    node = psr_json_parse (bytes, NULL);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    object = json_node_get_object (node);

  if (object != NULL)
    {
      self->numbers = read_texts (object, "numbers");
      self->bc_numbers = read_texts (object, "bcNumbers");
      self->reason = g_strdup (psr_json_get_string (object, "reason"));
      self->despite = psr_json_get_boolean (object, "despite");
    }

  if (object == NULL || !psr_billing_act_from_string (psr_json_get_string (object, "act"), &self->kind) ||
      !is_complete (self))
    {
      psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_NOT_FOUND,
                               _("A request could not be read."),
                               _("Another version of Passerelle may have written it."),
                               _("Ask for it again."));
      return NULL;
    }

  g_array_append_vals (self->documents, command->document_ids->data, command->document_ids->len);

  return g_steal_pointer (&self);
}

/**
 * psr_act_result_from_answer:
 * @answer: what could not be done
 * @ids: (element-type gint64): the documents for which it was done
 *
 * Returns: (transfer full): the result of the command
 */
char *
psr_act_result_from_answer (PsrActAnswer *answer,
                            GArray       *ids)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  g_return_val_if_fail (answer != NULL && ids != NULL, NULL);

  psr_json_writer_begin_object (writer);
  psr_json_writer_member (writer, "documents");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < ids->len; i++)
    psr_json_writer_int64 (writer, g_array_index (ids, gint64, i));
  psr_json_writer_end_array (writer);
  psr_json_writer_member (writer, "failures");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < answer->failures->len; i++)
    {
      const PsrActFailure *failure = answer->failures->pdata[i];

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "number", failure->number);
      psr_json_writer_add_string (writer, "what", failure->what);
      psr_json_writer_add_string (writer, "why", failure->why);
      psr_json_writer_add_string (writer, "mend", failure->mend);
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
  psr_json_writer_end_object (writer);

  return psr_json_writer_finish_text (writer);
}

/**
 * psr_act_result_to_answer:
 * @text: what psr_act_result_from_answer() made
 * @ids: (element-type gint64): where to add the documents for which it was done
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what could not be done, still without the
 *   documents
 */
PsrActAnswer *
psr_act_result_to_answer (const char  *text,
                          GArray      *ids,
                          GError     **error)
{
  g_autoptr(JsonNode) node = psr_command_result_parse (text, error);
  g_autoptr(PsrActAnswer) answer = psr_act_answer_new ();
  JsonArray *documents, *failures;

  g_return_val_if_fail (ids != NULL, NULL);

  if (node == NULL)
    return NULL;

  documents = psr_json_get_array (json_node_get_object (node), "documents");
  failures = psr_json_get_array (json_node_get_object (node), "failures");

  for (guint i = 0; documents != NULL && i < json_array_get_length (documents); i++)
    {
      gint64 id = json_array_get_int_element (documents, i);

      g_array_append_val (ids, id);
    }

  for (guint i = 0; failures != NULL && i < json_array_get_length (failures); i++)
    {
      JsonObject *failure = json_array_get_object_element (failures, i);

      if (failure != NULL)
        psr_act_answer_add_failure (answer, psr_json_get_string (failure, "number"), psr_json_get_string (failure, "what"),
                                    psr_json_get_string (failure, "why"), psr_json_get_string (failure, "mend"));
    }

  return g_steal_pointer (&answer);
}
