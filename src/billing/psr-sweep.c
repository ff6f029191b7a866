/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sweep"

#include "config.h"

#include "psr-bc-client.h"
#include "psr-billing-step.h"
#include "psr-clock.h"
#include "psr-lookup.h"
#include "psr-mirror-store.h"
#include "psr-push-own.h"
#include "psr-sweep.h"

/* Documents are swept so long after they last moved, so many with one look-up. */
#define SWEPT_FOR (G_GINT64_CONSTANT (3) * 24 * 60 * 60 * G_USEC_PER_SEC)
#define PAGE 500

/* What moved before has its turn: so many once an hour, with a few requests of each kind,
 * are more than 30 000 a week, and then it begins anew. */
#define TURN (G_GINT64_CONSTANT (60) * 60 * G_USEC_PER_SEC)
#define SLICE 200

/* One page, from @last on. */
static GPtrArray *
find_recent (PsrPushRun               *run,
             PsrTimestamp              since,
             const PsrLedgerDocument  *last,
             GError                  **error)
{
  const char *states[] = { psr_billing_state_to_string (PSR_BILLING_STATE_FOLLOWED),
                           psr_billing_state_to_string (PSR_BILLING_STATE_CLOSED), NULL };
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();

  psr_ledger_query_set_states (query, states);
  psr_ledger_query_set_since (query, since);
  psr_ledger_query_set_limit (query, PAGE);

  if (last != NULL)
    psr_ledger_query_set_after (query, last->date, last->id);

  return psr_billing_step_find (run->context, query, error);
}

static PsrSight
see (const PsrLedgerDocument  *document,
     PsrBcLookup              *lookup,
     PsrBcDocument           **found)
{
  return psr_lookup_judge (lookup, document->external_number, psr_billing_step_get_card (document), &document->net, 1, found);
}

/* Whether @found is what the ledger knows, or was invoiced of it. */
static gboolean
is_known (const PsrLedgerDocument *document,
          const PsrBcDocument     *found)
{
  return g_str_equal (found->id, document->bc_id) ||
         (g_str_equal (document->kind, "order") && document->bc_number[0] != '\0' &&
          g_str_equal (found->order_number, document->bc_number));
}

/* What has the number, and the document itself, which may have got another one: it is
 * read only where there is something else with the number. */
static PsrBcLookup *
look_again (PsrPushRun         *run,
            PsrLedgerDocument  *document,
            PsrBcLookup        *lookup,
            GError            **error)
{
  PsrBcDocument *found = NULL;

  if (see (document, lookup, &found) == PSR_SIGHT_NOTHING || is_known (document, found))
    return psr_bc_lookup_ref (lookup);

  return psr_push_look_by_id (run, document, lookup, error);
}

/* Whether it could be looked. */
static gboolean
judge (PsrPushRun         *run,
       PsrLedgerDocument  *document,
       PsrBcLookup        *shared,
       GError            **error)
{
  g_autoptr(PsrLedgerDocument) moved = NULL;
  g_autoptr(PsrBcLookup) lookup = NULL;
  g_autofree char *ids = NULL;
  g_autofree char *names = NULL;
  g_autofree char *shown = NULL;
  PsrLedgerTransition *step;

  if (document->external_number[0] == '\0')
    return TRUE;

  lookup = look_again (run, document, shared, error);

  if (lookup == NULL)
    return FALSE;

  /* Of what a person was shown, and took one of, nobody is asked again. */
  if (see (document, lookup, NULL) != PSR_SIGHT_SEVERAL ||
      psr_lookup_was_shown (lookup, document->external_number, document->shown))
    return TRUE;

  psr_push_run_touch (run, document);
  ids = psr_lookup_dup_ids (lookup, document->external_number);
  step = psr_billing_step_new (document, PSR_BILLING_EVENT_FOUND_ODD, PSR_BILLING_WORKER);
  shown = psr_push_dup_shown (document, ids);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_SHOWN, shown);
  names = psr_lookup_dup_names (lookup, document->external_number);
  psr_billing_step_set_reason (step, PSR_REASON_DUPLICATE, names);
  moved = psr_push_run_commit (run, step);

  return TRUE;
}

static gboolean
sweep_page (PsrPushRun  *run,
            GPtrArray   *documents,
            GError     **error)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(PsrBcLookup) lookup = NULL;
  g_auto(GStrv) numbers = NULL;

  for (guint i = 0; i < documents->len; i++)
    {
      const PsrLedgerDocument *document = g_ptr_array_index (documents, i);

      g_strv_builder_add (builder, document->external_number);
    }

  numbers = g_strv_builder_end (builder);
  lookup = dex_await_boxed (psr_bc_client_find_documents (run->context->bc, (const char * const *) numbers), error);

  if (lookup == NULL)
    return FALSE;

  for (guint i = 0; i < documents->len && !psr_push_run_is_over (run); i++)
    {
      if (!judge (run, g_ptr_array_index (documents, i), lookup, error))
        return FALSE;
    }

  return TRUE;
}

/* Where it went on to last, "time\ndate\nid"; without date and id it begins anew. */
static char *
dup_turn_name (PsrPushRun *run)
{
  return g_strconcat ("sweep:", psr_bc_client_get_company (run->context->bc), NULL);
}

static GPtrArray *
find_slice (PsrPushRun          *run,
            const char * const  *place,
            GError             **error)
{
  const char *states[] = { psr_billing_state_to_string (PSR_BILLING_STATE_FOLLOWED),
                           psr_billing_state_to_string (PSR_BILLING_STATE_CLOSED), NULL };
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();

  psr_ledger_query_set_states (query, states);
  psr_ledger_query_set_oldest_first (query, TRUE);
  psr_ledger_query_set_limit (query, SLICE);

  if (g_strv_length ((char **) place) == 3)
    psr_ledger_query_set_after (query, place[1], g_ascii_strtoll (place[2], NULL, 10));

  return psr_billing_step_find (run->context, query, error);
}

static void
keep_turn (PsrPushRun *run,
           GPtrArray  *slice)
{
  g_autofree char *name = dup_turn_name (run);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  g_string_printf (text, "%" G_GINT64_FORMAT, (gint64) psr_clock_now (run->context->clock));

  if (slice->len == SLICE)
    {
      const PsrLedgerDocument *last = g_ptr_array_index (slice, slice->len - 1);

      g_string_append_printf (text, "\n%s\n%" G_GINT64_FORMAT, last->date, last->id);
    }

  /* The same may be looked at again. */
  if (!dex_await (psr_mirror_store_set_fact (run->context->mirror, name, text->str), &error))
    g_message ("Up to where documents were looked at isn’t kept: %s", error->message);
}

/* Somebody may copy a document long after it was made. */
static gboolean
sweep_slice (PsrPushRun    *run,
             PsrTimestamp   since,
             GError       **error)
{
  g_autofree char *name = dup_turn_name (run);
  g_autofree char *last = dex_await_string (psr_mirror_store_get_fact (run->context->mirror, name), NULL);
  g_auto(GStrv) place = g_strsplit (last != NULL ? last : "", "\n", 3);
  g_autoptr(GPtrArray) older = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);
  g_autoptr(GPtrArray) slice = NULL;
  g_autoptr(GError) local = NULL;

  if (last != NULL && ABS (psr_clock_now (run->context->clock) - g_ascii_strtoll (last, NULL, 10)) < TURN)
    return TRUE;

  slice = find_slice (run, (const char * const *) place, error);

  if (slice == NULL)
    return FALSE;

  /* The others are looked at in each run. */
  for (guint i = 0; i < slice->len; i++)
    {
      PsrLedgerDocument *document = g_ptr_array_index (slice, i);

      if (document->updated_at < since)
        g_ptr_array_add (older, psr_ledger_document_ref (document));
    }

  /* What can't be read has its turn again, and keeps it from no other. */
  if (older->len > 0 && !sweep_page (run, older, &local))
    {
      if (local->domain != PSR_SERVICE_ERROR || psr_push_run_concerns_all (local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }

      g_message ("What was made long ago is looked at later: %s", local->message);
    }

  if (!psr_push_run_is_over (run))
    keep_turn (run, slice);

  return TRUE;
}

static gboolean
sweep_recent (PsrPushRun    *run,
              PsrTimestamp   since,
              GError       **error)
{
  g_autoptr(PsrLedgerDocument) last = NULL;

  while (!psr_push_run_is_over (run))
    {
      g_autoptr(GPtrArray) documents = find_recent (run, since, last, error);

      if (documents == NULL)
        return FALSE;
      if (documents->len == 0)
        return TRUE;
      if (!sweep_page (run, documents, error))
        return FALSE;
      if (documents->len < PAGE)
        return TRUE;

      g_clear_pointer (&last, psr_ledger_document_unref);
      last = psr_ledger_document_ref (g_ptr_array_index (documents, documents->len - 1));
    }

  return TRUE;
}

/**
 * psr_sweep_run:
 * @run: the run
 * @error: return location for an error
 *
 * Business Central takes several documents with the same external number, so
 * what moved lately is looked up once more in each run, and what moved before in
 * turn: when there are two, a person has to look. To be called in a fiber.
 *
 * Returns: whether it could be looked
 */
gboolean
psr_sweep_run (PsrPushRun  *run,
               GError     **error)
{
  PsrTimestamp since;

  g_return_val_if_fail (run != NULL, FALSE);

  since = psr_clock_now (run->context->clock) - SWEPT_FOR;

  return sweep_recent (run, since, error) && sweep_slice (run, since, error);
}
