/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-bill"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-bill-command.h"
#include "psr-engine-error.h"
#include "psr-engine-private.h"
#include "psr-explain.h"
#include "psr-store-error.h"

#define POLL G_USEC_PER_SEC
#define COMMANDS_AT_ONCE 50

typedef struct
{
  PsrEngine      *engine;
  PsrBillRequest *request;
} Bill;

static void
bill_clear (gpointer data)
{
  Bill *bill = data;

  g_clear_object (&bill->engine);
  g_clear_pointer (&bill->request, psr_bill_request_unref);
}

static void
bill_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, bill_clear);
}

static PsrLedger *
ledger_of (PsrEngine *self)
{
  return psr_store_get_ledger (self->store);
}

/* Brings the ledger up to date with Wello. */
static gboolean
collect (PsrEngine          *self,
         PsrBillingContext  *context,
         GError            **error)
{
  g_autoptr(PsrBillingReport) report = NULL;

  psr_engine_report (self, _("Reading completed work…"));
  report = dex_await_boxed (psr_billing_collect (context, psr_engine_show_billing,
                                                 g_object_ref (self), g_object_unref),
                            error);

  return report != NULL;
}

/* Does what one command asks, and tells who asked what came of it. A command
 * that can't be done is finished as well, with the reason. */
static gboolean
run_command (PsrEngine          *self,
             PsrBillingContext  *context,
             PsrCommand         *command,
             GError            **error)
{
  g_autoptr(PsrBillCommand) bill = NULL;
  g_autoptr(GArray) ids = NULL;
  g_autoptr(PsrBillingReport) report = NULL;
  g_autoptr(GError) reason = NULL;
  g_autofree char *result = NULL;

  bill = psr_bill_command_from_arguments (command->arguments, &reason);
  if (bill != NULL)
    ids = psr_bill_command_resolve (bill, ledger_of (self), &reason);
  if (ids != NULL && ids->len > 0)
    report = dex_await_boxed (psr_billing_approve (context, (const gint64 *) ids->data, ids->len,
                                                   bill->kind,
                                                   bill->numbers != NULL ? PSR_APPROVE_NAMED : PSR_APPROVE_NONE,
                                                   command->requested_by),
                              &reason);

  result = reason != NULL ? g_strdup (reason->message) : psr_bill_command_ids_to_text (ids);

  return dex_await (psr_ledger_finish_command (ledger_of (self), command->id,
                                               psr_holder_get_id (self->holder),
                                               reason == NULL, result),
                    error);
}

static gboolean
run_commands (PsrEngine          *self,
              PsrBillingContext  *context,
              guint              *n_run,
              GError            **error)
{
  g_autoptr(GPtrArray) commands = NULL;

  commands = dex_await_boxed (psr_ledger_take_commands (ledger_of (self), psr_holder_get_id (self->holder),
                                                        COMMANDS_AT_ONCE),
                              error);
  if (commands == NULL)
    return FALSE;

  *n_run = commands->len;
  for (guint i = 0; i < commands->len; i++)
    {
      if (!run_command (self, context, commands->pdata[i], error))
        return FALSE;
    }

  return TRUE;
}

/* When the next document is due to be looked at, or now plus a poll. */
static gint64
time_to_wait (PsrEngine    *self,
              PsrTimestamp  next)
{
  PsrTimestamp now = psr_clock_now (self->clock);

  if (next == PSR_TIMESTAMP_NONE)
    return POLL;

  return CLAMP (next - now, G_USEC_PER_SEC / 10, POLL);
}

/* The worker: takes what was asked for by whatever process, sends, and checks
 * what is unknown; with @wait, until nothing is left. */
static PsrBillingReport *
work (PsrEngine          *self,
      PsrBillingContext  *context,
      gboolean            wait,
      GError            **error)
{
  g_autoptr(PsrBillingReport) report = NULL;
  gboolean push = TRUE;

  if (!dex_await (psr_ledger_release_commands (ledger_of (self), psr_holder_get_id (self->holder)), error) ||
      !collect (self, context, error))
    return NULL;

  while (TRUE)
    {
      g_autoptr(GError) stopped = NULL;
      guint n_commands = 0;

      if (!run_commands (self, context, &n_commands, error))
        return NULL;

      if (push || n_commands > 0 ||
          (report->next_look_up != PSR_TIMESTAMP_NONE && report->next_look_up <= psr_clock_now (self->clock)))
        {
          g_clear_pointer (&report, psr_billing_report_unref);
          report = dex_await_boxed (psr_billing_push (context, self->stop, psr_engine_show_billing,
                                                      g_object_ref (self), g_object_unref),
                                    error);
          if (report == NULL)
            return NULL;
          push = FALSE;
          continue;
        }

      if (report->stopped != NULL || psr_engine_is_stopped (self))
        return g_steal_pointer (&report);

      /* What could not be sent or settled by now is left to the next run,
       * unless somebody wants to see the end of it. */
      if (!wait || report->approved + report->checking == 0)
        return g_steal_pointer (&report);

      if (report->checking > 0 && report->approved == 0)
        psr_engine_report (self, _("Checking whether %u documents exist…"), report->checking);

      if (!psr_engine_sleep (self, time_to_wait (self, report->next_look_up), &stopped))
        return g_steal_pointer (&report);
    }
}

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

  return dex_await_boxed (psr_ledger_find (ledger_of (self), query), error);
}

static void
count_document (PsrBillAnswer     *answer,
                PsrLedgerDocument *document)
{
  PsrBillingState state;

  if (!psr_billing_state_from_string (document->state, &state))
    return;

  if (state == PSR_BILLING_STATE_CHECKING)
    {
      answer->checking++;
      return;
    }

  switch (psr_billing_state_get_queue (state))
    {
    case PSR_BILLING_QUEUE_DONE:
      answer->sent++;
      break;

    case PSR_BILLING_QUEUE_SENDING:
      answer->approved++;
      break;

    case PSR_BILLING_QUEUE_REVIEW:
    case PSR_BILLING_QUEUE_EXCEPTIONS:
      answer->refused++;
      break;

    case PSR_BILLING_N_QUEUES:
    default:
      g_assert_not_reached ();
    }
}

static PsrBillAnswer *
answer_for (PsrEngine  *self,
            GArray     *ids,
            GError    **error)
{
  g_autoptr(PsrBillAnswer) answer = psr_bill_answer_new ();
  g_autoptr(GPtrArray) documents = find_documents (self, ids, error);

  if (documents == NULL)
    return NULL;

  for (guint i = 0; i < documents->len; i++)
    {
      count_document (answer, documents->pdata[i]);
      g_ptr_array_add (answer->rows, psr_engine_to_work_order (documents->pdata[i]));
    }

  return g_steal_pointer (&answer);
}

/* Whether there is nothing to stay for any more. */
static gboolean
is_at_rest (PsrBillAnswer *answer,
            gboolean       wait)
{
  return answer->approved == 0 && (!wait || answer->checking == 0);
}

/* What became of our command, or %NULL without error while it waits. */
static PsrBillAnswer *
look_at_command (PsrEngine  *self,
                 gint64      id,
                 GError    **error)
{
  g_autoptr(PsrCommand) command = NULL;
  g_autoptr(GArray) ids = NULL;

  command = dex_await_boxed (psr_ledger_get_command (ledger_of (self), id), error);
  if (command == NULL)
    return NULL;

  if (strcmp (command->state, PSR_COMMAND_FAILED) == 0)
    {
      g_set_error_literal (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_NOT_FOUND, command->result);
      return NULL;
    }

  if (strcmp (command->state, PSR_COMMAND_DONE) != 0)
    return NULL;

  ids = psr_bill_command_ids_from_text (command->result);

  return answer_for (self, ids, error);
}

/* Somebody else is at work: waits for what they do with our command. Returns
 * to the caller when the lock may be free. */
static gboolean
wait_for_worker (PsrEngine  *self,
                 GError    **error)
{
  g_autofree char *other = psr_worker_lock_describe (psr_store_get_folder (self->store));

  if (other != NULL)
    psr_engine_report (self, _("Left to %s…"), other);

  return psr_engine_sleep (self, POLL, error);
}

static PsrBillAnswer *
dry_run (PsrEngine          *self,
         PsrBillingContext  *context,
         PsrBillRequest     *request,
         GError            **error)
{
  g_autoptr(PsrBillCommand) command = psr_bill_command_new (request);
  g_autoptr(GArray) ids = NULL;
  g_autoptr(PsrBillingReport) report = NULL;
  g_autoptr(PsrBillAnswer) answer = NULL;

  if (!psr_engine_wait_for_lock (self, error) || !collect (self, context, error))
    return NULL;

  ids = psr_bill_command_resolve (command, ledger_of (self), error);
  if (ids == NULL)
    return NULL;

  answer = answer_for (self, ids, error);
  if (answer == NULL)
    return NULL;

  answer->bodies = g_ptr_array_new_with_free_func (g_free);
  if (ids->len == 0)
    return g_steal_pointer (&answer);

  report = dex_await_boxed (psr_billing_dry_run (context, (const gint64 *) ids->data, ids->len, command->kind), error);
  if (report == NULL)
    return NULL;

  answer->refused = answer->approved = answer->sent = 0;
  for (guint i = 0; i < answer->rows->len; i++)
    {
      const PsrWorkOrder *row = answer->rows->pdata[i];
      char *body = NULL;

      for (guint j = 0; j < report->results->len; j++)
        {
          const PsrBillingResult *result = report->results->pdata[j];

          if (result->document_id == row->id)
            body = g_strdup (result->body);
        }
      if (body == NULL || *body == '\0')
        answer->refused++;
      g_ptr_array_add (answer->bodies, body != NULL ? body : g_strdup (""));
    }

  return g_steal_pointer (&answer);
}

/* What is asked for is written down first, so that it survives us and whoever
 * is at work sees it; then either we work, or we watch others do it. */
static PsrBillAnswer *
send (PsrEngine          *self,
      PsrBillingContext  *context,
      PsrBillRequest     *request,
      GError            **error)
{
  g_autoptr(PsrBillCommand) bill = psr_bill_command_new (request);
  g_autofree char *arguments = psr_bill_command_to_arguments (bill);
  g_autoptr(PsrCommand) command = psr_command_new ("bill", request->person, arguments);
  g_autoptr(PsrBillingReport) report = NULL;
  g_autoptr(GError) local = NULL;
  gint64 id;

  id = dex_await_int64 (psr_ledger_add_command (ledger_of (self), command, ""), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  while (TRUE)
    {
      g_autoptr(PsrBillAnswer) answer = NULL;
      g_autoptr(GError) locked = NULL;
      g_autoptr(GError) stopped = NULL;

      if (psr_engine_try_lock (self, &locked))
        {
          g_clear_pointer (&report, psr_billing_report_unref);
          report = work (self, context, request->wait, error);
          psr_engine_release_lock (self);
          if (report == NULL)
            return NULL;
        }
      else if (!g_error_matches (locked, PSR_STORE_ERROR, PSR_STORE_ERROR_LOCKED))
        {
          g_propagate_error (error, g_steal_pointer (&locked));
          return NULL;
        }

      answer = look_at_command (self, id, &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }

      if (answer != NULL && report != NULL && report->stopped != NULL)
        answer->stopped = g_error_copy (report->stopped);

      if (answer != NULL &&
          (answer->stopped != NULL || psr_engine_is_stopped (self) ||
           (report != NULL && !request->wait) || is_at_rest (answer, request->wait)))
        return g_steal_pointer (&answer);

      if (!wait_for_worker (self, &stopped))
        {
          if (answer != NULL)
            return g_steal_pointer (&answer);
          g_propagate_error (error, g_steal_pointer (&stopped));
          return NULL;
        }
    }
}

static DexFuture *
bill_fiber (gpointer data)
{
  Bill *bill = data;
  PsrEngine *self = bill->engine;
  g_autoptr(PsrBillingContext) context = NULL;
  PsrBillAnswer *answer = NULL;
  GError *error = NULL;

  if (psr_engine_open_writing (self, &error))
    context = psr_engine_make_billing (self, &error);

  if (context != NULL)
    {
      if (bill->request->dry_run)
        answer = dry_run (self, context, bill->request, &error);
      else
        answer = send (self, context, bill->request, &error);
    }

  psr_engine_release_lock (self);

  if (answer == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_BILL_ANSWER, answer);
}

/**
 * psr_engine_bill:
 * @self: an engine
 * @request: what to bill
 *
 * Makes documents in Business Central from completed work, each exactly once,
 * whoever else is at work on the same state.
 *
 * Returns: (transfer full): a future that resolves to a #PsrBillAnswer
 */
DexFuture *
psr_engine_bill (PsrEngine      *self,
                 PsrBillRequest *request)
{
  Bill *bill;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (request != NULL);

  bill = g_atomic_rc_box_new0 (Bill);
  bill->engine = g_object_ref (self);
  bill->request = psr_bill_request_ref (request);

  return dex_scheduler_spawn (NULL, 0, bill_fiber, bill, bill_unref);
}
