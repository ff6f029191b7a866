/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-act"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-act-command.h"
#include "psr-bill-command.h"
#include "psr-billing-error.h"
#include "psr-engine-error.h"
#include "psr-engine-work.h"
#include "psr-explain.h"
#include "psr-store-error.h"

#define POLL (G_USEC_PER_SEC / 4)

typedef struct
{
  PsrEngine     *engine;
  PsrActRequest *request;
} Asked;

static void
asked_clear (gpointer data)
{
  Asked *asked = data;

  g_clear_object (&asked->engine);
  g_clear_pointer (&asked->request, psr_act_request_unref);
}

static void
asked_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, asked_clear);
}

static PsrLedger *
ledger_of (PsrEngine *self)
{
  return psr_store_get_ledger (self->store);
}

/* Whether something has to be done outside afterwards. */
static gboolean
sends (PsrBillingActKind kind)
{
  return kind == PSR_BILLING_ACT_WITHDRAW || kind == PSR_BILLING_ACT_RETRY || kind == PSR_BILLING_ACT_TAKE;
}

/* Whether one document is the matter, so that the others can have their turn. */
static gboolean
is_about_document (const GError *error)
{
  return error->domain == PSR_BILLING_ERROR || error->domain == PSR_ENGINE_ERROR ||
         g_error_matches (error, PSR_STORE_ERROR, PSR_STORE_ERROR_CONFLICT) ||
         g_error_matches (error, PSR_STORE_ERROR, PSR_STORE_ERROR_NOT_FOUND);
}

/* The number of an invoice that is ready only since the ledger was read last is
 * looked for once more after reading. */
static gboolean
find_number (PsrEngine      *self,
             PsrEngineWork  *work,
             PsrCommand     *command,
             const char     *number,
             gint64         *id,
             GError        **error)
{
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GError) local = NULL;
  g_autofree char *read = NULL;

  if (!psr_bill_command_find_number (ledger_of (self), number, ids, &local))
    {
      if (!g_error_matches (local, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }

      read = psr_engine_carry_out_refresh (self, work, command, error);
      if (read == NULL || !psr_bill_command_find_number (ledger_of (self), number, ids, error))
        return FALSE;
    }

  *id = g_array_index (ids, gint64, 0);

  return TRUE;
}

static void
add_failure (PsrActAnswer *answer,
             const char   *number,
             const GError *error)
{
  g_autoptr(PsrExplanation) words = psr_explain (error);

  psr_act_answer_add_failure (answer, number, words->what, words->why, words->mend);
}

/* One document. What is wrong with it alone is answered, and is no error. */
static gboolean
do_one (PsrEngine      *self,
        PsrEngineWork  *work,
        PsrCommand     *command,
        PsrActCommand  *act,
        const char     *number,
        const char     *bc_number,
        gint64          id,
        GArray         *ids,
        PsrActAnswer   *answer,
        GError        **error)
{
  g_autoptr(GError) local = NULL;
  g_autoptr(PsrBillingResult) result = NULL;

  if (number == NULL || find_number (self, work, command, number, &id, &local))
    result = dex_await_boxed (psr_billing_act (work->context, act->kind, id, bc_number, act->despite,
                                               command->requested_by, act->reason),
                              &local);

  if (result != NULL)
    {
      g_array_append_val (ids, id);
      return TRUE;
    }

  if (!is_about_document (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  add_failure (answer, number != NULL ? number : "", local);

  return TRUE;
}

/**
 * psr_engine_carry_out_act:
 * @self: an engine that has the lock
 * @work: what it remembers
 * @command: a command of the kind %PSR_ACT_COMMAND
 * @error: return location for the reason why not
 *
 * Does what a person decided about documents, one after the other; what has to be
 * done outside is done in the same round. Whoever asks once more, because it ended
 * in the middle, is told of what was done then as if it were done now, as far as
 * that can't be told apart.
 *
 * Returns: (transfer full) (nullable): what came of it
 */
char *
psr_engine_carry_out_act (PsrEngine      *self,
                          PsrEngineWork  *work,
                          PsrCommand     *command,
                          GError        **error)
{
  g_autoptr(PsrActCommand) act = psr_act_command_from_command (command, error);
  g_autoptr(PsrActAnswer) answer = psr_act_answer_new ();
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (act == NULL)
    return NULL;

  for (gsize i = 0; act->numbers[i] != NULL; i++)
    {
      if (!do_one (self, work, command, act, act->numbers[i], act->bc_numbers[0] != NULL ? act->bc_numbers[i] : NULL,
                   0, ids, answer, error))
        return NULL;
    }

  for (guint i = 0; act->numbers[0] == NULL && i < act->documents->len; i++)
    {
      if (!do_one (self, work, command, act, NULL, NULL, g_array_index (act->documents, gint64, i), ids, answer, error))
        return NULL;
    }

  work->decided |= sends (act->kind) && ids->len > 0;

  return psr_act_result_from_answer (answer, ids);
}

/* All that was refused, or that is approved, as whoever asks has seen it. */
static gboolean
find_all (PsrEngine          *self,
          PsrBillingActKind   kind,
          GArray             *ids,
          GError            **error)
{
  PsrBillingState state = kind == PSR_BILLING_ACT_UNAPPROVE ? PSR_BILLING_STATE_APPROVED : PSR_BILLING_STATE_REFUSED;
  const char * const states[] = { psr_billing_state_to_string (state), NULL };
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(GPtrArray) documents = NULL;

  psr_ledger_query_set_states (query, states);
  psr_ledger_query_set_oldest_first (query, TRUE);
  documents = dex_await_boxed (psr_ledger_find (ledger_of (self), query), error);
  if (documents == NULL)
    return FALSE;

  for (guint i = 0; i < documents->len; i++)
    g_array_append_val (ids, ((const PsrLedgerDocument *) documents->pdata[i])->id);

  return TRUE;
}

static gboolean
is_where_it_leads (PsrBillingActKind  kind,
                   PsrBillingState    state)
{
  switch (kind)
    {
    case PSR_BILLING_ACT_WITHDRAW:
      return state == PSR_BILLING_STATE_WITHDRAWN;

    case PSR_BILLING_ACT_RETRY:
    case PSR_BILLING_ACT_TAKE:
      return psr_billing_state_get_queue (state) == PSR_BILLING_QUEUE_DONE;

    case PSR_BILLING_ACT_UNAPPROVE:
    case PSR_BILLING_ACT_SKIP:
    case PSR_BILLING_ACT_UNSKIP:
    case PSR_BILLING_ACT_MARK_BILLED:
    case PSR_BILLING_ACT_UNMARK:
    case PSR_BILLING_N_ACTS:
    default:
      return TRUE;
    }
}

/* Reads the documents as they are; says whether some are still on their way. */
static gboolean
read_rows (PsrEngine          *self,
           PsrBillingActKind   kind,
           GArray             *ids,
           PsrActAnswer       *answer,
           gboolean           *under_way,
           GError            **error)
{
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(GPtrArray) documents = NULL;

  g_ptr_array_set_size (answer->rows, 0);
  answer->open = 0;
  *under_way = FALSE;

  if (ids->len == 0)
    return TRUE;

  psr_ledger_query_set_ids (query, (const gint64 *) ids->data, ids->len);
  psr_ledger_query_set_oldest_first (query, TRUE);
  documents = dex_await_boxed (psr_ledger_find (ledger_of (self), query), error);
  if (documents == NULL)
    return FALSE;

  for (guint i = 0; i < documents->len; i++)
    {
      PsrLedgerDocument *document = documents->pdata[i];
      PsrBillingState state = PSR_BILLING_STATE_NEEDS_LOOK;

      psr_billing_state_from_string (document->state, &state);
      g_ptr_array_add (answer->rows, psr_engine_to_work_order (self, document));
      answer->open += !is_where_it_leads (kind, state);
      *under_way |= psr_billing_state_get_queue (state) == PSR_BILLING_QUEUE_SENDING;
    }

  return TRUE;
}

/* Where somebody else carried it out, they bring it to rest as well, unless they end
 * before. */
static gboolean
see_through (PsrEngine          *self,
             PsrEngineWork      *work,
             PsrBillingActKind   kind,
             GArray             *ids,
             PsrActAnswer       *answer,
             GError            **error)
{
  gboolean under_way;

  while (read_rows (self, kind, ids, answer, &under_way, error))
    {
      if (!sends (kind) || !under_way || work->has_worked || psr_engine_is_stopped (self))
        return TRUE;

      work->pushes = TRUE;
      if (!psr_engine_try_work (self, work, error))
        return FALSE;
      if (!work->has_worked && !psr_engine_sleep (self, POLL, NULL))
        return read_rows (self, kind, ids, answer, &under_way, error);
    }

  return FALSE;
}

static PsrActAnswer *
ask (PsrEngine          *self,
     PsrBillingContext  *context,
     PsrActRequest      *request,
     GError            **error)
{
  g_autoptr(GArray) documents = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(PsrActAnswer) answer = NULL;
  g_autoptr(PsrCommand) command = NULL;
  g_autofree char *result = NULL;
  g_auto(PsrEngineWork) work = { 0, };
  PsrBillingActKind kind;

  psr_engine_work_init (&work, context);
  work.stays = request->stays;
  if (!psr_billing_act_from_string (request->act, &kind) ||
      (request->numbers == NULL && kind != PSR_BILLING_ACT_RETRY && kind != PSR_BILLING_ACT_UNAPPROVE))
    g_return_val_if_reached (NULL);

  if (request->numbers == NULL && !find_all (self, kind, documents, error))
    return NULL;
  if (request->numbers == NULL && documents->len == 0)
    return psr_act_answer_new ();

  command = psr_act_command_make (request, psr_engine_get_person (self, request->person), documents);
  result = psr_engine_ask (self, &work, command, error);
  if (result == NULL)
    return NULL;

  answer = psr_act_result_to_answer (result, ids, error);
  if (answer == NULL || !see_through (self, &work, kind, ids, answer, error))
    return NULL;

  answer->stopped = g_steal_pointer (&work.stopped);

  return g_steal_pointer (&answer);
}

static DexFuture *
act_fiber (gpointer data)
{
  Asked *asked = data;
  PsrEngine *self = asked->engine;
  g_autoptr(PsrBillingContext) context = NULL;
  PsrActAnswer *answer = NULL;
  GError *error = NULL;

  if (psr_engine_open_writing (self, &error))
    context = psr_engine_make_billing (self, TRUE, &error);

  if (context != NULL)
    answer = ask (self, context, asked->request, &error);

  psr_engine_release_lock (self);

  if (answer == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_ACT_ANSWER, answer);
}

/**
 * psr_engine_act:
 * @self: an engine
 * @request: what is decided
 *
 * Has done what a person decided about documents: written down first, with its line
 * of the audit, and carried out by whoever works.
 *
 * Returns: (transfer full): a future that resolves to a #PsrActAnswer
 */
DexFuture *
psr_engine_act (PsrEngine     *self,
                PsrActRequest *request)
{
  Asked *asked;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (request != NULL);

  asked = g_atomic_rc_box_new0 (Asked);
  asked->engine = g_object_ref (self);
  asked->request = psr_act_request_ref (request);

  return dex_scheduler_spawn (NULL, 0, act_fiber, asked, asked_unref);
}
