/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-bill"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-bill-command.h"
#include "psr-command-result.h"
#include "psr-engine-error.h"
#include "psr-engine-work.h"
#include "psr-explain.h"

/* Until a command is carried out, and then while documents are being checked. */
#define POLL (G_USEC_PER_SEC / 4)
#define POLL_CHECKED G_USEC_PER_SEC
#define LATER (60 * G_USEC_PER_SEC)

typedef struct
{
  PsrEngine      *engine;
  PsrBillRequest *request;
  gint64          left;     /* the number under which it is written down already, or 0 */
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

/**
 * psr_engine_collect:
 * @self: an engine that has the lock
 * @work: what it remembers, with a context
 * @error: return location for an error
 *
 * Brings the ledger up to date with Wello.
 *
 * Returns: (transfer full) (nullable): what was found
 */
PsrBillingReport *
psr_engine_collect (PsrEngine      *self,
                    PsrEngineWork  *work,
                    GError        **error)
{
  PsrBillingReport *report;
  PsrTimestamp begun = psr_clock_now (self->clock);

  psr_engine_report (self, _("Reading completed work…"));
  report = dex_await_boxed (psr_billing_collect (work->context, psr_engine_show_billing,
                                                 g_object_ref (self), g_object_unref),
                            error);
  if (report != NULL)
    work->collected = begun;

  return report;
}

static gboolean
collect (PsrEngine      *self,
         PsrEngineWork  *work,
         GError        **error)
{
  g_autoptr(PsrBillingReport) report = psr_engine_collect (self, work, error);

  return report != NULL;
}

/* What is approved is posted when whoever approves it says so, or the profile. */
static PsrApproveFlags
approve_flags (PsrEngine      *self,
               PsrBillCommand *bill)
{
  static const PsrApproveFlags vias[] = {
    [PSR_BILLING_VIA_AUTO] = PSR_APPROVE_VIA_AUTO,
    [PSR_BILLING_VIA_QUOTE] = PSR_APPROVE_VIA_QUOTE,
    [PSR_BILLING_VIA_DIRECT] = PSR_APPROVE_VIA_DIRECT,
    [PSR_BILLING_VIA_DEFAULT] = PSR_APPROVE_NONE,
  };
  PsrApproveFlags flags = bill->numbers != NULL ? PSR_APPROVE_NAMED : PSR_APPROVE_CHECKED;

  if (bill->post || psr_profile_get_boolean (self->profile, PSR_PROFILE_BILLING_POST))
    flags |= PSR_APPROVE_POST;
  if (bill->post && bill->numbers != NULL)
    flags |= PSR_APPROVE_POST_MADE;

  return flags | vias[bill->via];
}

/* Tells what would be sent. */
static char *
dry_run (PsrEngine       *self,
         PsrEngineWork   *work,
         PsrBillCommand  *bill,
         GArray          *ids,
         GError         **error)
{
  g_autoptr(PsrBillingReport) report = NULL;

  if (!psr_bill_command_show_under_way (bill, ledger_of (self), ids, error))
    return NULL;

  if (ids->len > 0)
    {
      report = dex_await_boxed (psr_billing_dry_run (work->context, (const gint64 *) ids->data, ids->len, bill->kind,
                                                     approve_flags (self, bill), (const char * const *) bill->accept),
                                error);
      if (report == NULL)
        return NULL;
    }

  return psr_command_result_from_dry_run (report);
}

/* Approves what is to be sent. */
static char *
approve (PsrEngine       *self,
         PsrEngineWork   *work,
         PsrBillCommand  *bill,
         PsrCommand      *command,
         GArray          *ids,
         GError         **error)
{
  g_autoptr(GArray) chosen = NULL;
  g_autoptr(PsrBillingReport) report = NULL;

  chosen = psr_bill_command_choose (bill, ledger_of (self), ids, command->requested_at, error);
  if (chosen == NULL)
    return NULL;

  if (chosen->len > 0)
    {
      report = dex_await_boxed (psr_billing_approve_accepting (work->context, (const gint64 *) chosen->data, chosen->len,
                                                               bill->kind, approve_flags (self, bill),
                                                               (const char * const *) bill->accept, bill->day,
                                                               command->requested_by),
                                error);
      if (report == NULL)
        return NULL;
    }

  if (!psr_bill_command_show_under_way (bill, ledger_of (self), ids, error))
    return NULL;

  return psr_bill_command_ids_to_text (ids);
}

/**
 * psr_engine_carry_out_bill:
 * @self: an engine that has the lock
 * @work: what it remembers
 * @command: a command of the kind %PSR_BILL_COMMAND
 * @error: return location for the reason why not
 *
 * Approves what is asked for, with a ledger that was brought up to date since we
 * have the lock: numbers may be of invoices that are ready only since it was
 * read last; documents are known already.
 *
 * Returns: (transfer full) (nullable): the ids of the documents, or in a dry run
 *   what would be sent
 */
char *
psr_engine_carry_out_bill (PsrEngine      *self,
                           PsrEngineWork  *work,
                           PsrCommand     *command,
                           GError        **error)
{
  g_autoptr(PsrBillCommand) bill = psr_bill_command_from_command (command, error);
  g_autoptr(GArray) ids = NULL;

  if (bill == NULL)
    return NULL;

  if ((work->collected == PSR_TIMESTAMP_NONE ||
       (bill->numbers != NULL && command->requested_at > work->collected)) &&
      !collect (self, work, error))
    return NULL;

  ids = psr_bill_command_resolve (bill, ledger_of (self), error);
  if (ids == NULL)
    return NULL;

  return bill->dry_run ? dry_run (self, work, bill, ids, error)
                       : approve (self, work, bill, command, ids, error);
}

/**
 * psr_engine_carry_out_refresh:
 * @self: an engine that has the lock
 * @work: what it remembers
 * @command: a command of the kind %PSR_REFRESH_COMMAND
 * @error: return location for the reason why not
 *
 * Brings the ledger up to date with Wello, unless it was since that was asked.
 *
 * Returns: (transfer full) (nullable): an empty text
 */
char *
psr_engine_carry_out_refresh (PsrEngine      *self,
                              PsrEngineWork  *work,
                              PsrCommand     *command,
                              GError        **error)
{
  if ((work->collected == PSR_TIMESTAMP_NONE || command->requested_at > work->collected) &&
      !collect (self, work, error))
    return NULL;

  return g_strdup ("");
}

/* Whether there is nothing to stay for any more. */
static gboolean
is_at_rest (PsrEngine      *self,
            PsrEngineWork  *work,
            PsrBillAnswer  *answer,
            gboolean        wait)
{
  if (work->stopped != NULL || psr_engine_is_stopped (self))
    return TRUE;

  if (wait)
    return answer->checking + answer->due == 0 && (work->has_worked || answer->approved == 0);

  return work->has_worked || answer->approved == 0;
}

/* What was begun by somebody who lives is theirs, and our round didn't touch it;
 * they may end before they come back to it. */
static void
look_again_later (PsrEngine           *self,
                  PsrEngineWork       *work,
                  const PsrBillAnswer *answer)
{
  if (work->has_worked && work->next == PSR_TIMESTAMP_NONE && answer->due > 0)
    work->next = psr_clock_now (self->clock) + LATER;
}

static gboolean
is_due (PsrEngine      *self,
        PsrEngineWork  *work,
        gboolean        is_done)
{
  return !is_done || !work->has_worked ||
         (work->next != PSR_TIMESTAMP_NONE && work->next <= psr_clock_now (self->clock));
}

/* What became of our command, or %NULL without error while it waits. */
static PsrBillAnswer *
look (PsrEngine  *self,
      gint64      id,
      gboolean   *is_done,
      GError    **error)
{
  g_autofree char *result = NULL;
  g_autoptr(GArray) ids = NULL;

  if (!psr_engine_look_at_command (self, id, &result, error))
    {
      *is_done = TRUE;
      return NULL;
    }
  if (result == NULL)
    return NULL;

  *is_done = TRUE;
  ids = psr_bill_command_ids_from_text (result);

  return psr_engine_answer_bill (self, ids, error);
}

static void
show_waiting (PsrEngine     *self,
              PsrBillAnswer *answer)
{
  g_autofree char *other = NULL;

  if (answer != NULL && answer->checking > 0)
    {
      psr_engine_report (self, ngettext ("Checking whether %u document exists…",
                                         "Checking whether %u documents exist…", answer->checking),
                         answer->checking);
      return;
    }

  if (answer != NULL && answer->due > 0)
    {
      psr_engine_report (self, ngettext ("%u document is tried again soon…",
                                         "%u documents are tried again soon…", answer->due),
                         answer->due);
      return;
    }

  other = psr_worker_lock_describe (psr_store_get_folder (self->store));
  if (other != NULL)
    psr_engine_report (self, _("Left to %s…"), other);
}

/* Either we work, or we watch others do it; nobody keeps the lock while there
 * is nothing to do but wait. */
static PsrBillAnswer *
see_through (PsrEngine       *self,
             PsrBillRequest  *request,
             PsrEngineWork   *work,
             gint64           id,
             gboolean        *is_done,
             GError         **error)
{
  while (TRUE)
    {
      g_autoptr(PsrBillAnswer) answer = NULL;
      g_autoptr(GError) local = NULL;
      g_autoptr(GError) stopped = NULL;

      if (is_due (self, work, *is_done) && !psr_engine_try_work (self, work, error))
        return NULL;

      answer = look (self, id, is_done, &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }

      if (answer != NULL && is_at_rest (self, work, answer, request->wait))
        {
          answer->stopped = g_steal_pointer (&work->stopped);
          answer->quotes_left = g_steal_pointer (&work->quotes_left);
          answer->quotes_removed = g_steal_pointer (&work->quotes_removed);
          return g_steal_pointer (&answer);
        }

      if (answer != NULL)
        look_again_later (self, work, answer);
      show_waiting (self, answer);
      if (!psr_engine_sleep (self, *is_done ? POLL_CHECKED : POLL, &stopped))
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
 * asked. The ledger has to be up to date for that, so that is asked for first; a
 * request for it that is left behind does no harm. Where it is us who read, the
 * lock stays ours until the first round is over, and that round doesn't read
 * again. */
static PsrCommand *
make_command (PsrEngine       *self,
              PsrEngineWork   *work,
              PsrBillRequest  *request,
              GError         **error)
{
  g_autoptr(PsrBillCommand) bill = psr_bill_command_new (request);
  const char *person = psr_engine_get_person (self, request->person);

  if (request->numbers == NULL)
    {
      g_autoptr(PsrCommand) refresh = psr_command_new (PSR_REFRESH_COMMAND, person, "");
      g_autofree char *done = NULL;

      work->keeps_lock = TRUE;
      done = psr_engine_ask (self, work, refresh, error);
      work->keeps_lock = FALSE;
      if (done == NULL || !psr_bill_command_settle (bill, ledger_of (self), error))
        return NULL;
    }

  return psr_bill_command_to_command (bill, person);
}

static PsrBillAnswer *
send (PsrEngine       *self,
      PsrEngineWork   *work,
      PsrBillRequest  *request,
      PsrCommand      *command,
      GError         **error)
{
  gboolean is_done = FALSE;
  PsrBillAnswer *answer;
  gint64 id;

  if (!psr_engine_add_command (self, command, &id, error))
    return NULL;

  work->pushes = TRUE;
  answer = see_through (self, request, work, id, &is_done, error);
  if (!is_done)
    psr_engine_abandon_command (self, id);

  return answer;
}

static gboolean
asks_for_day (PsrEngine *self)
{
  return strcmp (psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_INVOICE_DATE), "ask") == 0 ||
         strcmp (psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_POSTING_DATE), "ask") == 0;
}

/**
 * psr_engine_check_day:
 * @self: an engine
 * @request: what to bill
 * @error: return location for %PSR_ENGINE_ERROR_SETTINGS
 *
 * The day has to be named where the profile asks for it, and only there.
 *
 * Returns: whether it is so
 */
gboolean
psr_engine_check_day (PsrEngine       *self,
                      PsrBillRequest  *request,
                      GError         **error)
{
  gboolean asks = asks_for_day (self);

  if (asks && request->day == NULL && !request->dry_run)
    psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_SETTINGS,
                             _("Nobody said which date the documents get."),
                             _("The profile asks for it: InvoiceDate or PostingDate is “ask”."),
                             _("Add --date YYYY-MM-DD."));
  else if (!asks && request->day != NULL)
    psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_SETTINGS,
                             _("The date of the documents can’t be chosen."),
                             _("The profile says which one they get."),
                             _("Leave out --date, or write InvoiceDate=ask in [Billing] of the profile."));
  else
    return TRUE;

  return FALSE;
}

static PsrBillAnswer *
carry_out (PsrEngine       *self,
           PsrEngineWork   *work,
           PsrBillRequest  *request,
           GError         **error)
{
  g_autoptr(PsrCommand) command = NULL;
  g_autofree char *result = NULL;

  if (!psr_engine_check_day (self, request, error))
    return NULL;

  command = make_command (self, work, request, error);
  if (command == NULL)
    return NULL;
  if (!request->dry_run)
    return send (self, work, request, command, error);

  result = psr_engine_ask (self, work, command, error);

  return result != NULL ? psr_engine_answer_dry_run (self, result, error) : NULL;
}

/* What was written down before stays asked for, however long its answer takes. */
static PsrBillAnswer *
see_left (PsrEngine       *self,
          PsrEngineWork   *work,
          PsrBillRequest  *request,
          gint64           id,
          GError         **error)
{
  gboolean is_done = FALSE;

  work->pushes = TRUE;

  return see_through (self, request, work, id, &is_done, error);
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
      g_auto(PsrEngineWork) work = { 0, };

      psr_engine_work_init (&work, context);
      answer = bill->left != 0 ? see_left (self, &work, bill->request, bill->left, &error)
                               : carry_out (self, &work, bill->request, &error);
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

/**
 * psr_engine_await_bill:
 * @self: an engine
 * @id: the number of a request that psr_engine_leave_bill() wrote down
 * @request: what it asks
 *
 * Has it carried out, by whoever works or by us where nobody does. Stopping this
 * engine ends the waiting and leaves the request where it is.
 *
 * Returns: (transfer full): a future that resolves to a #PsrBillAnswer
 */
DexFuture *
psr_engine_await_bill (PsrEngine      *self,
                       gint64          id,
                       PsrBillRequest *request)
{
  Bill *bill;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (id > 0 && request != NULL);

  bill = g_atomic_rc_box_new0 (Bill);
  bill->engine = g_object_ref (self);
  bill->request = psr_bill_request_ref (request);
  bill->left = id;

  return dex_scheduler_spawn (NULL, 0, bill_fiber, bill, bill_unref);
}
