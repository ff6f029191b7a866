/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bill-command"

#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>
#include <string.h>

#include "psr-bill-command.h"
#include "psr-billing-state.h"
#include "psr-engine-error.h"
#include "psr-explain.h"
#include "psr-json-writer.h"
#include "psr-json.h"

static const char * const kind_names[] = { "", "invoice", "order" };

static gboolean
kind_from_string (const char     *name,
                  PsrBillingKind *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kind_names); i++)
    {
      if (g_strcmp0 (kind_names[i], name) == 0)
        {
          *kind = i;
          return TRUE;
        }
    }

  return FALSE;
}

static PsrBillCommand *
command_new (void)
{
  PsrBillCommand *self = g_new0 (PsrBillCommand, 1);

  self->documents = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->via = PSR_BILLING_VIA_DEFAULT;

  return self;
}

/**
 * psr_bill_command_new:
 * @request: what somebody asks
 *
 * Returns: (transfer full): the same as a command
 */
PsrBillCommand *
psr_bill_command_new (PsrBillRequest *request)
{
  PsrBillCommand *self;

  g_return_val_if_fail (request != NULL, NULL);

  self = command_new ();
  self->numbers = g_strdupv (request->numbers);
  if (request->documents != NULL)
    self->seen = g_array_ref (request->documents);
  self->accept = g_strdupv (request->accept);
  self->day = g_strdup (request->day);
  self->post = request->post;
  self->dry_run = request->dry_run;
  if (request->document != NULL && !kind_from_string (request->document, &self->kind))
    g_warning ("“%s” is no kind of document.", request->document);
  if (request->via != NULL && !psr_billing_via_from_string (request->via, &self->via))
    g_warning ("“%s” is no way of making a document.", request->via);

  return self;
}

/**
 * psr_bill_command_free:
 * @self: (transfer full): a command
 */
void
psr_bill_command_free (PsrBillCommand *self)
{
  g_strfreev (self->numbers);
  g_strfreev (self->accept);
  g_free (self->day);
  g_array_unref (self->documents);
  g_clear_pointer (&self->seen, g_array_unref);
  g_free (self);
}

static void
write_strings (PsrJsonWriter  *writer,
               const char     *member,
               char          **strings)
{
  psr_json_writer_member (writer, member);
  psr_json_writer_begin_array (writer);
  for (gsize i = 0; strings != NULL && strings[i] != NULL; i++)
    psr_json_writer_string (writer, strings[i]);
  psr_json_writer_end_array (writer);
}

/* What was seen of documents that are named; of others, settling them says it. */
static void
write_seen (PsrJsonWriter  *writer,
            PsrBillCommand *self)
{
  psr_json_writer_member (writer, "seen");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; self->numbers != NULL && self->seen != NULL && i < self->seen->len; i++)
    {
      const PsrSeenDocument *one = &g_array_index (self->seen, PsrSeenDocument, i);

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_int64 (writer, "id", one->id);
      psr_json_writer_add_int64 (writer, "revision", one->revision);
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
}

/**
 * psr_bill_command_to_command:
 * @self: a command
 * @person: who asks
 *
 * Returns: (transfer full): the command as the ledger keeps it
 */
PsrCommand *
psr_bill_command_to_command (PsrBillCommand *self,
                             const char     *person)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();
  g_autoptr(PsrCommand) command = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (person != NULL, NULL);

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "document", kind_names[self->kind]);
  psr_json_writer_add_string (writer, "via", psr_billing_via_to_string (self->via));
  psr_json_writer_add_boolean (writer, "post", self->post);
  psr_json_writer_add_boolean (writer, "dryRun", self->dry_run);
  psr_json_writer_add_boolean (writer, "all", self->numbers == NULL);
  write_strings (writer, "numbers", self->numbers);
  write_strings (writer, "accept", self->accept);
  write_seen (writer, self);
  psr_json_writer_add_string (writer, "day", self->day != NULL ? self->day : "");
  psr_json_writer_end_object (writer);

  text = psr_json_writer_finish_text (writer);

  command = psr_command_new (PSR_BILL_COMMAND, person, text);
  for (guint i = 0; i < self->documents->len; i++)
    psr_command_add_document (command, g_array_index (self->documents, gint64, i));

  return g_steal_pointer (&command);
}

/* The strings of an array, or %NULL when it holds anything else. */
static char **
dup_strings (JsonArray *array)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (element) || json_node_get_value_type (element) != G_TYPE_STRING)
        return NULL;
      g_strv_builder_add (builder, json_node_get_string (element));
    }

  return g_strv_builder_end (builder);
}

/* What was seen, or %NULL when that can't be understood. */
static GArray *
read_seen (JsonArray *array)
{
  g_autoptr(GArray) seen = g_array_new (FALSE, TRUE, sizeof (PsrSeenDocument));

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      PsrSeenDocument one = { 0, 0 };

      if (!JSON_NODE_HOLDS_OBJECT (element) || !psr_json_has (json_node_get_object (element), "revision") ||
          !psr_json_get_int64 (json_node_get_object (element), "id", &one.id, NULL) ||
          !psr_json_get_int64 (json_node_get_object (element), "revision", &one.revision, NULL) || one.id <= 0)
        return NULL;
      g_array_append_val (seen, one);
    }

  return g_steal_pointer (&seen);
}

/* Reads what a command says. Anything odd is refused: a request that is
 * misread could bill what nobody asked for. */
static gboolean
read_arguments (PsrBillCommand *self,
                JsonObject     *object)
{
  JsonArray *numbers = psr_json_get_array (object, "numbers");
  JsonArray *accept = psr_json_get_array (object, "accept");
  JsonArray *seen = psr_json_get_array (object, "seen");
  gboolean all = psr_json_get_boolean (object, "all");

  if (numbers == NULL || !kind_from_string (psr_json_get_string (object, "document"), &self->kind) ||
      !psr_billing_via_from_string (psr_json_get_string (object, "via"), &self->via))
    return FALSE;

  self->post = psr_json_get_boolean (object, "post");
  self->dry_run = psr_json_get_boolean (object, "dryRun");

  if (*psr_json_get_string (object, "day") != '\0')
    self->day = g_strdup (psr_json_get_string (object, "day"));

  if (accept != NULL)
    {
      self->accept = dup_strings (accept);
      if (self->accept == NULL)
        return FALSE;
    }

  if (psr_json_has (object, "seen") && seen == NULL)
    return FALSE;
  if (seen != NULL && json_array_get_length (seen) > 0)
    {
      self->seen = read_seen (seen);
      if (self->seen == NULL || all)
        return FALSE;
    }

  if (all)
    return json_array_get_length (numbers) == 0;

  self->numbers = dup_strings (numbers);

  return self->numbers != NULL && self->numbers[0] != NULL;
}

/**
 * psr_bill_command_from_command:
 * @command: a command of the ledger
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what it asks, or %NULL with
 *   %PSR_ENGINE_ERROR_NOT_FOUND when it isn't one to bill, or can't be read
 */
PsrBillCommand *
psr_bill_command_from_command (PsrCommand  *command,
                               GError     **error)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(PsrBillCommand) self = command_new ();

  g_return_val_if_fail (command != NULL, NULL);

  bytes = g_bytes_new (command->arguments, strlen (command->arguments));
  if (strcmp (command->kind, PSR_BILL_COMMAND) == 0)
    node = psr_json_parse (bytes, NULL);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node) || !read_arguments (self, json_node_get_object (node)))
    {
      psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_NOT_FOUND,
                               _("A request could not be read."),
                               _("Another version of Passerelle may have written it."),
                               _("Ask for it again."));
      return NULL;
    }

  if (self->numbers == NULL)
    g_array_append_vals (self->documents, command->document_ids->data, command->document_ids->len);

  return g_steal_pointer (&self);
}

static gboolean
add_in_states (PsrLedger           *ledger,
               const char * const  *states,
               GArray              *ids,
               GError             **error)
{
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(GPtrArray) documents = NULL;

  psr_ledger_query_set_states (query, states);
  psr_ledger_query_set_oldest_first (query, TRUE);
  documents = dex_await_boxed (psr_ledger_find (ledger, query), error);
  if (documents == NULL)
    return FALSE;

  for (guint i = 0; i < documents->len; i++)
    {
      const PsrLedgerDocument *document = documents->pdata[i];

      g_array_append_val (ids, document->id);
    }

  return TRUE;
}

/* What was seen, and is still as it was seen. */
static gboolean
add_seen (PsrLedger  *ledger,
          GArray     *seen,
          GArray     *ids,
          GError    **error)
{
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(GPtrArray) documents = NULL;
  g_autoptr(GHashTable) revisions = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr(GArray) wanted = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < seen->len; i++)
    {
      PsrSeenDocument *one = &g_array_index (seen, PsrSeenDocument, i);

      g_hash_table_insert (revisions, &one->id, &one->revision);
      g_array_append_val (wanted, one->id);
    }
  if (wanted->len == 0)
    return TRUE;

  psr_ledger_query_set_ids (query, (const gint64 *) wanted->data, wanted->len);
  psr_ledger_query_set_oldest_first (query, TRUE);
  documents = dex_await_boxed (psr_ledger_find (ledger, query), error);
  if (documents == NULL)
    return FALSE;

  for (guint i = 0; i < documents->len; i++)
    {
      const PsrLedgerDocument *document = documents->pdata[i];
      const gint64 *revision = g_hash_table_lookup (revisions, &document->id);

      if (revision != NULL && (*revision == 0 || *revision == document->revision))
        g_array_append_val (ids, document->id);
    }

  return TRUE;
}

/**
 * psr_bill_command_settle:
 * @self: a command that isn't written down yet
 * @ledger: the ledger, up to date with Wello
 * @error: return location for an error
 *
 * Says which documents “all” means: those that are ready now. What becomes ready
 * later was not seen by whoever asks. Of documents that were chosen, those stay
 * that are as they were seen. Names stay names, with what was seen of them. In a fiber.
 *
 * Returns: whether the ledger could be read
 */
gboolean
psr_bill_command_settle (PsrBillCommand  *self,
                         PsrLedger       *ledger,
                         GError         **error)
{
  const char * const ready[] = { psr_billing_state_to_string (PSR_BILLING_STATE_READY), NULL };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (PSR_IS_LEDGER (ledger), FALSE);

  g_array_set_size (self->documents, 0);
  if (self->numbers != NULL)
    return TRUE;
  if (self->seen != NULL)
    return add_seen (ledger, self->seen, self->documents, error);

  return add_in_states (ledger, ready, self->documents, error);
}

/**
 * psr_bill_command_resolve:
 * @self: a command
 * @ledger: the ledger, up to date with Wello
 * @error: return location for an error
 *
 * Finds the documents that a command means; in a fiber. “All” is what
 * psr_bill_command_settle() found; documents that were seen are just those.
 *
 * Returns: (transfer full) (nullable) (element-type gint64): their ids; %NULL
 *   with %PSR_ENGINE_ERROR_NOT_FOUND for a number that isn't known, or
 *   %PSR_ENGINE_ERROR_AMBIGUOUS for a work order with several invoices
 */
GArray *
psr_bill_command_resolve (PsrBillCommand  *self,
                          PsrLedger       *ledger,
                          GError         **error)
{
  g_autoptr(GArray) ids = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (PSR_IS_LEDGER (ledger), NULL);

  if (self->numbers == NULL)
    return g_array_copy (self->documents);

  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (self->seen != NULL)
    {
      for (guint i = 0; i < self->seen->len; i++)
        g_array_append_val (ids, g_array_index (self->seen, PsrSeenDocument, i).id);
      return g_steal_pointer (&ids);
    }

  for (gsize i = 0; self->numbers[i] != NULL; i++)
    {
      if (!psr_bill_command_find_number (ledger, self->numbers[i], ids, error))
        return NULL;
    }

  return g_steal_pointer (&ids);
}

/**
 * psr_bill_command_choose:
 * @self: a command
 * @ledger: the ledger, up to date with Wello
 * @ids: (element-type gint64): the documents that it means
 * @asked: when it was asked
 * @error: return location for an error
 *
 * Finds what is to be approved of the documents that a command means; in a
 * fiber. Who names a document wants it, however it stands, unless it was on the
 * screen and isn't as it was there any more. Who asks for all wants
 * what was ready then: what was refused meanwhile, needs a look, or has another
 * content was not seen so.
 *
 * Returns: (transfer full) (nullable) (element-type gint64): their ids
 */
GArray *
psr_bill_command_choose (PsrBillCommand  *self,
                         PsrLedger       *ledger,
                         GArray          *ids,
                         PsrTimestamp     asked,
                         GError         **error)
{
  g_autoptr(PsrLedgerQuery) query = NULL;
  g_autoptr(GPtrArray) documents = NULL;
  g_autoptr(GArray) chosen = NULL;

  g_return_val_if_fail (self != NULL && ids != NULL, NULL);
  g_return_val_if_fail (PSR_IS_LEDGER (ledger), NULL);

  if (ids->len == 0 || (self->numbers != NULL && self->seen == NULL))
    return g_array_ref (ids);

  if (self->numbers != NULL)
    {
      chosen = g_array_new (FALSE, FALSE, sizeof (gint64));

      return add_seen (ledger, self->seen, chosen, error) ? g_steal_pointer (&chosen) : NULL;
    }

  query = psr_ledger_query_new ();
  psr_ledger_query_set_ids (query, (const gint64 *) ids->data, ids->len);
  documents = dex_await_boxed (psr_ledger_find (ledger, query), error);
  if (documents == NULL)
    return NULL;

  chosen = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < documents->len; i++)
    {
      const PsrLedgerDocument *document = documents->pdata[i];

      if (strcmp (document->state, psr_billing_state_to_string (PSR_BILLING_STATE_READY)) == 0 &&
          document->updated_at <= asked)
        g_array_append_val (chosen, document->id);
    }

  return g_steal_pointer (&chosen);
}

/**
 * psr_bill_command_show_under_way:
 * @self: a command
 * @ledger: the ledger
 * @ids: (element-type gint64): documents to be told of
 * @error: return location for an error
 *
 * Who asks for all is told of what is under way already, too; in a fiber.
 *
 * Returns: whether the ledger could be read
 */
gboolean
psr_bill_command_show_under_way (PsrBillCommand  *self,
                                 PsrLedger       *ledger,
                                 GArray          *ids,
                                 GError         **error)
{
  g_auto(GStrv) states = psr_billing_queue_dup_states (PSR_BILLING_QUEUE_SENDING);
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_return_val_if_fail (self != NULL && ids != NULL, FALSE);
  g_return_val_if_fail (PSR_IS_LEDGER (ledger), FALSE);

  if (self->numbers != NULL)
    return TRUE;
  if (!add_in_states (ledger, (const char * const *) states, found, error))
    return FALSE;

  for (guint i = 0; i < found->len; i++)
    {
      gint64 id = g_array_index (found, gint64, i);
      gboolean is_known = FALSE;

      for (guint j = 0; j < ids->len && !is_known; j++)
        is_known = g_array_index (ids, gint64, j) == id;
      if (!is_known)
        g_array_append_val (ids, id);
    }

  return TRUE;
}

/**
 * psr_bill_command_ids_to_text:
 * @ids: (element-type gint64): ids of documents
 *
 * Returns: (transfer full): the ids as the ledger keeps them as a result
 */
char *
psr_bill_command_ids_to_text (GArray *ids)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_return_val_if_fail (ids != NULL, NULL);

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", g_array_index (ids, gint64, i));

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/**
 * psr_bill_command_ids_from_text:
 * @text: what psr_bill_command_ids_to_text() made
 *
 * Returns: (transfer full) (element-type gint64): the ids
 */
GArray *
psr_bill_command_ids_from_text (const char *text)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto(GStrv) words = NULL;

  g_return_val_if_fail (text != NULL, ids);

  words = g_strsplit (text, " ", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    {
      gint64 id = g_ascii_strtoll (words[i], NULL, 10);

      if (id > 0)
        g_array_append_val (ids, id);
    }

  return ids;
}
