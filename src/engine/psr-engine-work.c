/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-work"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-act-command.h"
#include "psr-bill-command.h"
#include "psr-command-result.h"
#include "psr-couple-command.h"
#include "psr-engine-error.h"
#include "psr-engine-work.h"
#include "psr-explain.h"
#include "psr-store-error.h"
#include "psr-sync-command.h"
#include "psr-sync-flow.h"

#define POLL (G_USEC_PER_SEC / 4)
#define COMMANDS_AT_ONCE 50

/*
 * What may be asked of whoever works, in the order in which it is done: what
 * people wait for at the screen comes before what takes long.
 */
static const struct
{
  const char    *kind;
  PsrEngineLane  lane;
  gboolean       sends;
  char        *(*carry_out) (PsrEngine      *self,
                             PsrEngineWork  *work,
                             PsrCommand     *command,
                             GError        **error);
} kinds[] = {
  { PSR_ACT_COMMAND, PSR_ENGINE_LANE_BILLING, FALSE, psr_engine_carry_out_act },
  { PSR_BILL_COMMAND, PSR_ENGINE_LANE_BILLING, TRUE, psr_engine_carry_out_bill },
  { PSR_REFRESH_COMMAND, PSR_ENGINE_LANE_BILLING, FALSE, psr_engine_carry_out_refresh },
  { PSR_COUPLE_COMMAND, PSR_ENGINE_LANE_SYNC, FALSE, psr_engine_carry_out_couple },
  { PSR_SYNC_COMMAND, PSR_ENGINE_LANE_SYNC, FALSE, psr_engine_carry_out_sync },
};

/**
 * psr_engine_work_init:
 * @work: where to begin
 * @context: (nullable): what billing works with
 */
void
psr_engine_work_init (PsrEngineWork     *work,
                      PsrBillingContext *context)
{
  g_return_if_fail (work != NULL);

  memset (work, 0, sizeof *work);
  work->lanes = PSR_ENGINE_LANES_ALL;
  work->context = context != NULL ? psr_billing_context_ref (context) : NULL;
  work->collected = PSR_TIMESTAMP_NONE;
  work->next = PSR_TIMESTAMP_NONE;
  work->synced_begun = PSR_TIMESTAMP_NONE;
}

/**
 * psr_engine_work_clear:
 * @work: what psr_engine_work_init() began
 */
void
psr_engine_work_clear (PsrEngineWork *work)
{
  g_clear_pointer (&work->context, psr_billing_context_unref);
  g_clear_error (&work->stopped);
  g_clear_pointer (&work->quotes_left, g_ptr_array_unref);
  g_clear_pointer (&work->quotes_removed, g_ptr_array_unref);
  g_clear_pointer (&work->synced, g_free);
  g_clear_pointer (&work->synced_result, g_free);
}

static PsrLedger *
ledger_of (PsrEngine *self)
{
  return psr_store_get_ledger (self->store);
}

/* Whether an error is about what was asked for, not about our own state or
 * somebody's wish to stop: then whoever asked is told of it. */
static gboolean
is_about_request (PsrEngine    *self,
                  const GError *error)
{
  return error->domain != PSR_STORE_ERROR &&
         !g_error_matches (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_STOPPED);
}

/* A command that can't be done is finished as well, with the reason. */
static gboolean
carry_out (PsrEngine      *self,
           PsrEngineWork  *work,
           gsize           kind,
           PsrCommand     *command,
           GError        **error)
{
  g_autofree char *result = NULL;
  g_autoptr(GError) reason = NULL;
  gboolean success;

  result = kinds[kind].carry_out (self, work, command, &reason);
  success = result != NULL;
  if (!success && !is_about_request (self, reason))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  if (!success)
    {
      g_message ("Request %" G_GINT64_FORMAT " (%s) failed: %s", command->id, command->kind, reason->message);
      result = psr_command_result_from_error (reason);
    }

  return dex_await (psr_ledger_finish_command (ledger_of (self), command->id,
                                               psr_holder_get_id (self->holder), success, result),
                    error);
}

/* Takes what was asked for of one kind, by whatever process, and does it. */
static gboolean
carry_out_kind (PsrEngine      *self,
                PsrEngineWork  *work,
                gsize           kind,
                gboolean       *found,
                GError        **error)
{
  g_autoptr(GPtrArray) commands = NULL;

  commands = dex_await_boxed (psr_ledger_take_commands (ledger_of (self), kinds[kind].kind,
                                                        psr_holder_get_id (self->holder), COMMANDS_AT_ONCE),
                              error);
  if (commands == NULL)
    return FALSE;

  *found = commands->len > 0;
  for (guint i = 0; i < commands->len; i++)
    {
      if (!carry_out (self, work, kind, commands->pdata[i], error))
        return FALSE;
    }

  return TRUE;
}

/* Without what billing works with, others have to do what is asked of it. */
static gboolean
is_ours (PsrEngineWork *work,
         gsize          kind)
{
  return (kinds[kind].lane & work->lanes) != 0 &&
         (kinds[kind].lane != PSR_ENGINE_LANE_BILLING || work->context != NULL);
}

/**
 * psr_engine_carry_out:
 * @self: an engine that has the lock
 * @work: what it remembers
 * @sends: (inout): set to %TRUE when something was asked for that is to be sent
 *   now
 * @error: return location for an error
 *
 * Does all that was asked for in the lanes of @work, until nothing is left.
 * After each kind the first ones have their turn again.
 *
 * Returns: %FALSE when our own state can't be used, or somebody asked to stop
 */
gboolean
psr_engine_carry_out (PsrEngine      *self,
                      PsrEngineWork  *work,
                      gboolean       *sends,
                      GError        **error)
{
  gsize kind = 0;

  if (!dex_await (psr_ledger_release_commands (ledger_of (self), psr_holder_get_id (self->holder)), error))
    return FALSE;

  while (kind < G_N_ELEMENTS (kinds) && !psr_engine_is_stopped (self))
    {
      gboolean found = FALSE;

      if (is_ours (work, kind) && !carry_out_kind (self, work, kind, &found, error))
        return FALSE;

      *sends |= (found && kinds[kind].sends) || work->decided;
      work->decided = FALSE;
      kind = found ? 0 : kind + 1;
    }

  return TRUE;
}

/**
 * psr_engine_push:
 * @self: an engine that has the lock
 * @work: what it remembers, with a context
 * @error: return location for an error
 *
 * Sends what is approved, checks what is unknown and due, and follows what was
 * made.
 *
 * Returns: (transfer full) (nullable): what was done
 */
PsrBillingReport *
psr_engine_push (PsrEngine      *self,
                 PsrEngineWork  *work,
                 GError        **error)
{
  PsrBillingReport *report;

  /* Whoever begins may have signed in, or been started since the network is back. */
  if (work->is_woken || !work->has_worked)
    report = dex_await_boxed (psr_billing_push_awake (work->context, self->stop, psr_engine_show_billing,
                                                      g_object_ref (self), g_object_unref),
                              error);
  else
    report = dex_await_boxed (psr_billing_push (work->context, self->stop, psr_engine_show_billing,
                                                g_object_ref (self), g_object_unref),
                              error);
  if (report == NULL)
    return NULL;

  work->is_woken = FALSE;
  work->has_worked = TRUE;
  work->next = report->next_look_up;
  g_clear_error (&work->stopped);
  if (report->stopped != NULL)
    work->stopped = g_error_copy (report->stopped);

  /* The last one knows what is left; what one has removed, it alone tells. */
  if (report->stopped == NULL || report->quotes_left->len > 0)
    {
      g_clear_pointer (&work->quotes_left, g_ptr_array_unref);
      work->quotes_left = g_ptr_array_ref (report->quotes_left);
    }

  if (report->quotes_removed->len > 0)
    {
      g_clear_pointer (&work->quotes_removed, g_ptr_array_unref);
      work->quotes_removed = g_ptr_array_ref (report->quotes_removed);
    }

  return report;
}

static gboolean
work_round (PsrEngine      *self,
            PsrEngineWork  *work,
            GError        **error)
{
  g_autoptr(PsrBillingReport) report = NULL;
  gboolean sends = work->pushes;

  if (!psr_engine_check_binding (self, error) ||
      !psr_engine_carry_out (self, work, &sends, error))
    return FALSE;

  if (!sends || work->context == NULL)
    return TRUE;

  report = psr_engine_push (self, work, error);

  return report != NULL;
}

/**
 * psr_engine_try_work:
 * @self: an engine that may write
 * @work: what whoever works remembers
 * @error: return location for an error
 *
 * Works for one round where nobody else does: carries out what was asked for,
 * by whatever process, and sends what is approved. Where somebody else is at
 * work it is left to them.
 *
 * Returns: %FALSE when a round could not be brought to its end
 */
gboolean
psr_engine_try_work (PsrEngine      *self,
                     PsrEngineWork  *work,
                     GError        **error)
{
  g_autoptr(GError) locked = NULL;
  gboolean good;

  g_return_val_if_fail (PSR_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (work != NULL, FALSE);

  if (!psr_engine_try_lock (self, &locked))
    {
      if (g_error_matches (locked, PSR_STORE_ERROR, PSR_STORE_ERROR_LOCKED))
        return TRUE;

      g_propagate_error (error, g_steal_pointer (&locked));
      return FALSE;
    }

  good = work_round (self, work, error);
  if (!good || !work->keeps_lock)
    {
      psr_engine_release_lock (self);
      work->collected = PSR_TIMESTAMP_NONE;
    }

  return good;
}

/**
 * psr_engine_add_command:
 * @self: an engine whose state is open
 * @command: what is asked
 * @id: (out): the number of the command
 * @error: return location for an error
 *
 * Writes down what is asked, so that it survives us and whoever is at work sees
 * it.
 *
 * Returns: whether it is written down
 */
gboolean
psr_engine_add_command (PsrEngine   *self,
                        PsrCommand  *command,
                        gint64      *id,
                        GError     **error)
{
  g_autoptr(GError) local = NULL;

  *id = dex_await_int64 (psr_ledger_add_command (ledger_of (self), command, ""), &local);
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

/**
 * psr_engine_look_at_command:
 * @self: an engine whose state is open
 * @id: the number of a command
 * @result: (out) (transfer full) (nullable): its result, %NULL while it isn't
 *   carried out
 * @error: return location for the reason why it could not be carried out
 *
 * Looks what became of a command.
 *
 * Returns: %FALSE when it could not be carried out, or the ledger not be read
 */
gboolean
psr_engine_look_at_command (PsrEngine  *self,
                            gint64      id,
                            char      **result,
                            GError    **error)
{
  g_autoptr(PsrCommand) command = NULL;

  *result = NULL;
  command = dex_await_boxed (psr_ledger_get_command (ledger_of (self), id), error);
  if (command == NULL)
    return FALSE;

  if (strcmp (command->state, PSR_COMMAND_FAILED) == 0)
    {
      psr_command_result_set_error (command->result, error);
      return FALSE;
    }

  if (strcmp (command->state, PSR_COMMAND_DONE) == 0)
    *result = g_strdup (command->result);

  return TRUE;
}

/**
 * psr_engine_abandon_command:
 * @self: an engine whose state is open
 * @id: the number of a command of ours
 *
 * Ends a command that nobody has begun, so that it isn't carried out some other
 * day. When somebody has, it is theirs.
 */
void
psr_engine_abandon_command (PsrEngine *self,
                            gint64     id)
{
  g_autoptr(GError) reason = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *result = NULL;

  reason = psr_explained_error_new (PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_STOPPED,
                                    _("The request was given up."), _("Whoever asked didn’t wait for it."),
                                    _("Ask for it again."));
  result = psr_command_result_from_error (reason);
  if (!dex_await (psr_ledger_finish_command (ledger_of (self), id, psr_holder_get_id (self->holder),
                                             FALSE, result),
                  &error))
    g_message ("The request could not be given up: %s", error->message);
}

/* How far somebody else has come with the flows, as they write it down with
 * each page. */
static gboolean
show_flow (PsrEngine  *self,
           const char *flow)
{
  g_autoptr(GPtrArray) runs = NULL;
  const PsrRun *run;
  PsrSyncFlow known;

  runs = dex_await_boxed (psr_mirror_store_list_runs (psr_store_get_mirror (self->store), flow, 0, 1), NULL);
  if (runs == NULL || runs->len == 0 || !psr_sync_flow_from_string (flow, &known))
    return FALSE;

  run = runs->pdata[0];
  if (run->ended != PSR_TIMESTAMP_NONE)
    return FALSE;

  psr_engine_report (self, _("%s: read %u, written %u…"), psr_sync_flow_get_title (known),
                     (guint) run->n_read, (guint) (run->created + run->changed));

  return TRUE;
}

/* What the worker is doing for us, as far as it can be seen from here. */
static void
show_waiting (PsrEngine  *self,
              PsrCommand *command)
{
  g_autofree char *other = psr_worker_lock_describe (psr_store_get_folder (self->store));

  if (other == NULL)
    return;

  if (strcmp (command->kind, PSR_SYNC_COMMAND) == 0)
    {
      for (int flow = 0; flow < PSR_N_SYNC_FLOWS; flow++)
        {
          if (show_flow (self, psr_sync_flow_to_string (flow)))
            return;
        }
    }

  psr_engine_report (self, _("Left to %s…"), other);
}

/**
 * psr_engine_ask:
 * @self: an engine that may write
 * @work: what whoever works remembers
 * @command: what is asked
 * @error: return location for an error
 *
 * Writes down what is asked and sees it through: whoever is at work carries it
 * out, and we do where nobody is. It is given up when it can't be seen through,
 * unless we are stopped and it is to stay.
 *
 * Returns: (transfer full) (nullable): the result, or %NULL with the reason why
 *   it could not be carried out
 */
char *
psr_engine_ask (PsrEngine      *self,
                PsrEngineWork  *work,
                PsrCommand     *command,
                GError        **error)
{
  char *result = NULL;
  gint64 id;

  g_return_val_if_fail (PSR_IS_ENGINE (self), NULL);
  g_return_val_if_fail (work != NULL && command != NULL, NULL);

  if (!psr_engine_add_command (self, command, &id, error))
    return NULL;

  while (psr_engine_try_work (self, work, error))
    {
      g_autoptr(GError) reason = NULL;

      if (!psr_engine_look_at_command (self, id, &result, &reason))
        {
          /* It has ended, or can't be read: nothing is left to give up. */
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
      if (result != NULL)
        return result;

      show_waiting (self, command);
      if (!psr_engine_sleep (self, POLL, error))
        break;
    }

  if (!work->stays || !psr_engine_is_stopped (self))
    psr_engine_abandon_command (self, id);

  return NULL;
}
