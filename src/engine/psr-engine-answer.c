/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-answer"

#include "config.h"

#include "psr-billing-step.h"
#include "psr-command-result.h"
#include "psr-engine-private.h"
#include "psr-json.h"

static GPtrArray *
find_documents (PsrEngine  *self,
                GArray     *ids,
                GError    **error)
{
  g_autoptr(PsrLedgerQuery) query = NULL;

  if (ids->len == 0)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);

  query = psr_ledger_query_new ();
  psr_ledger_query_set_ids (query, (const gint64 *) ids->data, ids->len);
  psr_ledger_query_set_oldest_first (query, TRUE);

  return dex_await_boxed (psr_ledger_find (psr_store_get_ledger (self->store), query), error);
}

static void
count_document (PsrBillAnswer     *answer,
                PsrLedgerDocument *document)
{
  PsrBillingState state;

  if (!psr_billing_state_from_string (document->state, &state))
    {
      answer->refused++;
      return;
    }

  /* It goes on by itself, but nobody stays for that. */
  if (psr_billing_step_is_stuck (document))
    answer->refused++;
  else if (state == PSR_BILLING_STATE_CHECKING)
    answer->checking++;
  else if (state == PSR_BILLING_STATE_FOLLOWED || state == PSR_BILLING_STATE_CLOSED)
    answer->sent++;
  else if (psr_billing_state_get_queue (state) == PSR_BILLING_QUEUE_SENDING)
    {
      answer->approved++;

      /* What is only approved was not begun. */
      if (state != PSR_BILLING_STATE_APPROVED && document->next_lookup_at != PSR_TIMESTAMP_NONE)
        answer->due++;
    }
  else
    answer->refused++;
}

/* How many documents a person has to look at. */
static gboolean
count_exceptions (PsrEngine      *self,
                  PsrBillAnswer  *answer,
                  GError        **error)
{
  g_auto(GStrv) states = psr_billing_queue_dup_states (PSR_BILLING_QUEUE_EXCEPTIONS);
  g_autoptr(GHashTable) counts = dex_await_boxed (psr_ledger_count (psr_store_get_ledger (self->store)), error);
  g_autoptr(GPtrArray) stuck = counts != NULL ? psr_engine_find_stuck (self, error) : NULL;

  if (stuck == NULL)
    return FALSE;

  answer->exceptions += stuck->len;

  for (gsize i = 0; states[i] != NULL; i++)
    answer->exceptions += (guint) psr_ledger_counts_get (counts, states[i]);

  return TRUE;
}

/**
 * psr_engine_answer_bill:
 * @self: an engine whose state is open
 * @ids: (element-type gint64): documents that were asked for
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what became of them
 */
PsrBillAnswer *
psr_engine_answer_bill (PsrEngine  *self,
                        GArray     *ids,
                        GError    **error)
{
  g_autoptr(PsrBillAnswer) answer = psr_bill_answer_new ();
  g_autoptr(GPtrArray) documents = find_documents (self, ids, error);

  if (documents == NULL || !count_exceptions (self, answer, error))
    return NULL;

  for (guint i = 0; i < documents->len; i++)
    {
      count_document (answer, documents->pdata[i]);
      g_ptr_array_add (answer->rows, psr_engine_to_work_order (self, documents->pdata[i]));
    }

  return g_steal_pointer (&answer);
}

/* Shows in a row of a dry run what a real one would do. */
static void
add_dry_row (PsrBillAnswer *answer,
             PsrWorkOrder  *row,
             JsonObject    *said)
{
  const char *what = psr_json_get_string (said, "what");
  const char *body = psr_json_get_string (said, "body");
  PsrWorkOrder *shown = psr_work_order_copy (row);

  if (*what != '\0')
    {
      g_free (shown->reason);
      shown->reason = psr_engine_join (what, psr_json_get_string (said, "why"));
      g_set_str (&shown->mend, psr_json_get_string (said, "mend"));
    }

  g_ptr_array_add (answer->rows, shown);
  g_ptr_array_add (answer->bodies, g_strdup (body));
  if (*body == '\0')
    answer->refused++;
}

/* What was said of each document, by its id. */
static GHashTable *
read_documents (JsonNode *node,
                GArray   *ids)
{
  g_autoptr(GHashTable) documents = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  JsonArray *array = psr_json_get_array (json_node_get_object (node), "documents");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      gint64 id;

      if (!JSON_NODE_HOLDS_OBJECT (element) ||
          !psr_json_get_int64 (json_node_get_object (element), "id", &id, NULL))
        continue;

      g_array_append_val (ids, id);
      g_hash_table_insert (documents, g_memdup2 (&id, sizeof id), json_node_get_object (element));
    }

  return g_steal_pointer (&documents);
}

/**
 * psr_engine_answer_dry_run:
 * @self: an engine whose state is open
 * @result: what psr_command_result_from_dry_run() made
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the same as the answer of a dry run
 */
PsrBillAnswer *
psr_engine_answer_dry_run (PsrEngine   *self,
                           const char  *result,
                           GError     **error)
{
  g_autoptr(JsonNode) node = psr_command_result_parse (result, error);
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GHashTable) documents = NULL;
  g_autoptr(PsrBillAnswer) now = NULL;
  g_autoptr(PsrBillAnswer) answer = NULL;

  if (node == NULL)
    return NULL;

  documents = read_documents (node, ids);
  now = psr_engine_answer_bill (self, ids, error);
  if (now == NULL)
    return NULL;

  answer = psr_bill_answer_new ();
  answer->exceptions = now->exceptions;
  answer->bodies = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < now->rows->len; i++)
    {
      PsrWorkOrder *row = now->rows->pdata[i];

      add_dry_row (answer, row, g_hash_table_lookup (documents, &row->id));
    }

  return g_steal_pointer (&answer);
}
