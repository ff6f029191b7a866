/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-bill"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-bill-command.h"
#include "psr-engine-error.h"
#include "psr-engine-private.h"
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

/* Brings the ledger up to date with Wello. @collected is when that was begun. */
static gboolean
collect (PsrEngine          *self,
         PsrBillingContext  *context,
         PsrTimestamp       *collected,
         GError            **error)
{
  g_autoptr(PsrBillingReport) report = NULL;
  PsrTimestamp begun = psr_clock_now (self->clock);

  psr_engine_report (self, _("Reading completed work…"));
  report = dex_await_boxed (psr_billing_collect (context, psr_engine_show_billing,
                                                 g_object_ref (self), g_object_unref),
                            error);
  if (report == NULL)
    return FALSE;

  *collected = begun;

  return TRUE;
}

/* Whether an error is about what was asked for, not about our own state. */
static gboolean
is_about_request (const GError *error)
{
  return error->domain != PSR_STORE_ERROR;
}

/* What is approved is posted when whoever approves it says so, or the profile. */
static PsrApproveFlags
approve_flags (PsrEngine      *self,
               PsrBillCommand *bill)
{
  PsrApproveFlags flags = bill->numbers != NULL ? PSR_APPROVE_NAMED : PSR_APPROVE_NONE;

  if (bill->post || psr_profile_get_boolean (self->profile, PSR_PROFILE_BILLING_POST))
    flags |= PSR_APPROVE_POST;

  return flags;
}

/* Does what one command asks, and tells who asked what came of it. A command
 * that can't be done is finished as well, with the reason. Numbers may be of
 * invoices that are ready only since the ledger was read last; documents are
 * known already. */
static gboolean
run_command (PsrEngine          *self,
             PsrBillingContext  *context,
             PsrCommand         *command,
             PsrTimestamp       *collected,
             GError            **error)
{
  g_autoptr(PsrBillCommand) bill = NULL;
  g_autoptr(GArray) ids = NULL;
  g_autoptr(GArray) chosen = NULL;
  g_autoptr(PsrBillingReport) report = NULL;
  g_autoptr(GError) reason = NULL;
  g_autofree char *result = NULL;

  bill = psr_bill_command_from_command (command, &reason);
  if (bill != NULL && bill->numbers != NULL && command->requested_at > *collected &&
      !collect (self, context, collected, error))
    return FALSE;

  if (bill != NULL)
    ids = psr_bill_command_resolve (bill, ledger_of (self), &reason);
  if (ids != NULL)
    chosen = psr_bill_command_choose (bill, ledger_of (self), ids, command->requested_at, &reason);
  if (chosen != NULL && chosen->len > 0)
    report = dex_await_boxed (psr_billing_approve (context, (const gint64 *) chosen->data, chosen->len,
                                                   bill->kind,
                                                   approve_flags (self, bill),
                                                   command->requested_by),
                              &reason);
  if (reason == NULL)
    psr_bill_command_show_under_way (bill, ledger_of (self), ids, &reason);

  if (reason != NULL && !is_about_request (reason))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  result = reason != NULL ? g_strdup (reason->message) : psr_bill_command_ids_to_text (ids);

  return dex_await (psr_ledger_finish_command (ledger_of (self), command->id,
                                               psr_holder_get_id (self->holder),
                                               reason == NULL, result),
                    error);
}

/* Takes what was asked for, by whatever process, and does it, with a ledger that
 * was brought up to date since we have the lock. */
static gboolean
run_commands (PsrEngine          *self,
              PsrBillingContext  *context,
              PsrTimestamp       *collected,
              GError            **error)
{
  g_autoptr(GPtrArray) commands = NULL;

  if (!dex_await (psr_ledger_release_commands (ledger_of (self), psr_holder_get_id (self->holder)), error) ||
      (*collected == PSR_TIMESTAMP_NONE && !collect (self, context, collected, error)))
    return FALSE;

  while (!psr_engine_is_stopped (self))
    {
      g_clear_pointer (&commands, g_ptr_array_unref);
      commands = dex_await_boxed (psr_ledger_take_commands (ledger_of (self), PSR_BILL_COMMAND,
                                                            psr_holder_get_id (self->holder), COMMANDS_AT_ONCE),
                                  error);
      if (commands == NULL)
        return FALSE;
      if (commands->len == 0)
        return TRUE;

      for (guint i = 0; i < commands->len; i++)
        {
          if (!run_command (self, context, commands->pdata[i], collected, error))
            return FALSE;
        }
    }

  return TRUE;
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
      /* Its words were explained by whoever did it. */
      g_set_error_literal (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_NOT_FOUND, command->result);
      return NULL;
    }

  if (strcmp (command->state, PSR_COMMAND_DONE) != 0)
    return NULL;

  ids = psr_bill_command_ids_from_text (command->result);

  return psr_engine_answer_bill (self, ids, error);
}

/* Brings the ledger up to date once nobody else works on it; the lock is ours
 * then. */
static gboolean
read_under_lock (PsrEngine          *self,
                 PsrBillingContext  *context,
                 PsrTimestamp       *collected,
                 GError            **error)
{
  return psr_engine_wait_for_lock (self, error) &&
         psr_engine_check_binding (self, error) &&
         collect (self, context, collected, error);
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
  PsrTimestamp collected;

  if (!read_under_lock (self, context, &collected, error) ||
      !psr_bill_command_settle (command, ledger_of (self), error))
    return NULL;

  ids = psr_bill_command_resolve (command, ledger_of (self), error);
  if (ids == NULL || !psr_bill_command_show_under_way (command, ledger_of (self), ids, error))
    return NULL;

  if (ids->len > 0)
    {
      report = dex_await_boxed (psr_billing_dry_run (context, (const gint64 *) ids->data, ids->len, command->kind),
                                error);
      if (report == NULL)
        return NULL;
    }

  return psr_engine_answer_dry_run (self, ids, report, error);
}

/* Ends a command that nobody has begun, so that it isn't carried out some other
 * day. When somebody has, it is theirs. */
static void
give_up_command (PsrEngine *self,
                 gint64     id)
{
  g_autoptr(GError) error = NULL;

  if (!dex_await (psr_ledger_finish_command (ledger_of (self), id, psr_holder_get_id (self->holder),
                                             FALSE, _("It was given up.")),
                  &error))
    g_message ("The command could not be given up: %s", error->message);
}

typedef struct
{
  gint64        id;
  gboolean      is_done;     /* the command was carried out */
  gboolean      has_worked;  /* by us */
  PsrTimestamp  collected;   /* when the ledger was read since we have the lock */
  PsrTimestamp  next;        /* when the next document is due */
  GError       *stopped;     /* why sending stopped */
} Sending;

static void
sending_clear (Sending *sending)
{
  g_clear_error (&sending->stopped);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sending, sending_clear)

/* One round of the worker, with the lock: does what was asked for, sends what
 * is approved, and checks what is unknown and due. */
static PsrBillingReport *
work (PsrEngine          *self,
      PsrBillingContext  *context,
      Sending            *sending,
      GError            **error)
{
  if (!psr_engine_check_binding (self, error) ||
      (!sending->is_done && !run_commands (self, context, &sending->collected, error)))
    return NULL;

  return dex_await_boxed (psr_billing_push (context, self->stop, psr_engine_show_billing,
                                            g_object_ref (self), g_object_unref),
                          error);
}

/* Works for one round where nobody else does. */
static gboolean
try_work (PsrEngine          *self,
          PsrBillingContext  *context,
          Sending            *sending,
          GError            **error)
{
  g_autoptr(PsrBillingReport) report = NULL;
  g_autoptr(GError) locked = NULL;

  if (!psr_engine_try_lock (self, &locked))
    {
      g_autofree char *other = NULL;

      if (!g_error_matches (locked, PSR_STORE_ERROR, PSR_STORE_ERROR_LOCKED))
        {
          g_propagate_error (error, g_steal_pointer (&locked));
          return FALSE;
        }

      other = psr_worker_lock_describe (psr_store_get_folder (self->store));
      psr_engine_report (self, _("Left to %s…"), other != NULL ? other : _("another Passerelle"));
      return TRUE;
    }

  report = work (self, context, sending, error);
  psr_engine_release_lock (self);
  sending->collected = PSR_TIMESTAMP_NONE;
  if (report == NULL)
    return FALSE;

  sending->has_worked = TRUE;
  sending->next = report->next_look_up;
  g_clear_error (&sending->stopped);
  if (report->stopped != NULL)
    sending->stopped = g_error_copy (report->stopped);

  return TRUE;
}

/* Whether there is nothing to stay for any more. */
static gboolean
is_at_rest (PsrEngine      *self,
            Sending        *sending,
            PsrBillAnswer  *answer,
            gboolean        wait)
{
  if (sending->stopped != NULL || psr_engine_is_stopped (self))
    return TRUE;

  if (wait)
    return answer->checking == 0 && (sending->has_worked || answer->approved == 0);

  return sending->has_worked || answer->approved == 0;
}

static gboolean
is_due (PsrEngine *self,
        Sending   *sending)
{
  return !sending->is_done ||
         (sending->next != PSR_TIMESTAMP_NONE && sending->next <= psr_clock_now (self->clock)) ||
         !sending->has_worked;
}

/* Either we work, or we watch others do it; nobody keeps the lock while there
 * is nothing to do but wait. */
static PsrBillAnswer *
see_through (PsrEngine          *self,
             PsrBillingContext  *context,
             PsrBillRequest     *request,
             Sending            *sending,
             GError            **error)
{
  while (TRUE)
    {
      g_autoptr(PsrBillAnswer) answer = NULL;
      g_autoptr(GError) local = NULL;
      g_autoptr(GError) stopped = NULL;

      if (is_due (self, sending) && !try_work (self, context, sending, error))
        return NULL;

      answer = look_at_command (self, sending->id, &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }

      sending->is_done = answer != NULL;
      if (answer != NULL && is_at_rest (self, sending, answer, request->wait))
        {
          answer->stopped = g_steal_pointer (&sending->stopped);
          return g_steal_pointer (&answer);
        }

      if (answer != NULL && answer->checking > 0)
        psr_engine_report (self, ngettext ("Checking whether %u document exists…",
                                           "Checking whether %u documents exist…", answer->checking),
                           answer->checking);

      if (!psr_engine_sleep (self, POLL, &stopped))
        {
          if (answer != NULL)
            return g_steal_pointer (&answer);
          g_propagate_error (error, g_steal_pointer (&stopped));
          return NULL;
        }
    }
}

/* What is asked for, as it is written down. Numbers are left to whoever carries
 * it out. “All” is what is ready now, no more: what becomes ready until it is
 * carried out, perhaps another day by another process, was not seen by whoever
 * asked. The ledger has to be up to date for that, so all that is ready is read
 * first, which takes the lock; it is ours until the first round is over, and
 * that round doesn't read again. Until then nothing is written: who is ended
 * while waiting for the lock has asked for nothing. */
static PsrCommand *
make_command (PsrEngine          *self,
              PsrBillingContext  *context,
              PsrBillRequest     *request,
              PsrTimestamp       *collected,
              GError            **error)
{
  g_autoptr(PsrBillCommand) bill = psr_bill_command_new (request);

  if (request->numbers == NULL &&
      (!read_under_lock (self, context, collected, error) ||
       !psr_bill_command_settle (bill, ledger_of (self), error)))
    return NULL;

  return psr_bill_command_to_command (bill, request->person);
}

/* What is asked for is written down first, so that it survives us and whoever
 * is at work sees it. */
static PsrBillAnswer *
send (PsrEngine          *self,
      PsrBillingContext  *context,
      PsrBillRequest     *request,
      GError            **error)
{
  g_autoptr(PsrCommand) command = NULL;
  g_auto(Sending) sending = { 0, FALSE, FALSE, PSR_TIMESTAMP_NONE, PSR_TIMESTAMP_NONE, NULL };
  g_autoptr(GError) local = NULL;
  PsrBillAnswer *answer;

  command = make_command (self, context, request, &sending.collected, error);
  if (command == NULL)
    return NULL;

  sending.id = dex_await_int64 (psr_ledger_add_command (ledger_of (self), command, ""), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  answer = see_through (self, context, request, &sending, error);
  if (!sending.is_done)
    give_up_command (self, sending.id);

  return answer;
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
    context = psr_engine_make_billing (self, TRUE, &error);

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
