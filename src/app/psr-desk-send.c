/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-desk-send"

#include "config.h"

#include "psr-desk-private.h"
#include "psr-engine-wait.h"
#include "psr-main-hop.h"
#include "psr-weak.h"

/* Until so many are done, nobody can say how long the others take. */
#define ENOUGH_TO_GUESS 2

static gint64
count_state (PsrEngineStatus *status,
             const char      *state)
{
  for (guint i = 0; i < status->counts->len; i++)
    {
      const PsrStateCount *count = status->counts->pdata[i];

      if (g_strcmp0 (count->state, state) == 0)
        return count->count;
    }

  return 0;
}

/* What is looked up again and again is no part of the batch: it takes as long as it
 * takes, and nothing waits for it. */
static gint64
count_left (PsrEngineStatus *status)
{
  return status->in_queue[PSR_QUEUE_SENDING] - count_state (status, "checking");
}

static DexFuture *
on_added_up (DexFuture *future,
             gpointer   data)
{
  g_autoptr(PsrDesk) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self == NULL || self->batch_total == 0)
    return dex_future_new_true ();

  if (value == NULL)
    {
      g_message ("What is sent can't be added up: %s", error->message);
      return dex_future_new_true ();
    }

  g_clear_pointer (&self->batch, psr_batch_unref);
  self->batch = g_value_dup_boxed (value);
  g_object_notify (G_OBJECT (self), "progress");

  return dex_future_new_true ();
}

/* The counts are there at once, what they come to a moment later. */
static void
add_up_batch (PsrDesk *self)
{
  dex_clear (&self->adding_up);
  if (self->batch_total == 0)
    g_clear_pointer (&self->batch, psr_batch_unref);
  else if (self->reader != NULL)
    self->adding_up = dex_future_finally (psr_main_hop (psr_engine_follow_batch (self->reader, self->batch)), on_added_up,
                                          psr_weak_new (self), psr_weak_free);
}

/**
 * psr_desk_count_batch:
 * @self: a desk
 * @status: how many documents are where
 *
 * Keeps account of what is being sent, from the first document until none is left.
 */
void
psr_desk_count_batch (PsrDesk         *self,
                      PsrEngineStatus *status)
{
  gint64 left = count_left (status);

  psr_desk_asked_compare (self->asked, status);
  if (left == 0)
    {
      self->batch_total = 0;
    }
  else if (self->batch_total == 0)
    {
      self->batch_total = left;
      self->batch_begun = psr_clock_now (self->clock);
    }
  else if (left > self->batch_left)
    {
      self->batch_total += left - self->batch_left;
    }

  self->batch_left = left;
  add_up_batch (self);
}

/**
 * psr_desk_get_sending:
 * @self: a desk
 *
 * Returns: how far sending has come
 */
PsrDeskSending
psr_desk_get_sending (PsrDesk *self)
{
  PsrDeskSending sending = { .seconds_left = -1 };

  g_return_val_if_fail (PSR_IS_DESK (self), sending);

  if (self->status != NULL)
    sending.checking = (guint) count_state (self->status, "checking");
  sending.waiting = psr_desk_asked_count (self->asked, TRUE);
  if (self->batch_total == 0)
    return sending;

  sending.total = (guint) self->batch_total;
  sending.done = (guint) (self->batch_total - self->batch_left);
  if (sending.done >= ENOUGH_TO_GUESS)
    {
      gint64 spent = (psr_clock_now (self->clock) - self->batch_begun) / G_USEC_PER_SEC;

      sending.seconds_left = (int) CLAMP (spent * self->batch_left / sending.done, 1, G_MAXINT / 2);
    }

  return sending;
}

/**
 * psr_desk_get_batch:
 * @self: a desk
 *
 * Returns: (transfer none) (nullable): what is being sent and what it comes to, or %NULL
 *   while nothing is sent or that isn't added up yet
 */
PsrBatch *
psr_desk_get_batch (PsrDesk *self)
{
  g_return_val_if_fail (PSR_IS_DESK (self), NULL);

  return self->batch;
}

/**
 * psr_desk_is_writing:
 * @self: a desk
 *
 * Returns: whether a document is being made or posted in Business Central right
 *   now, from here
 */
gboolean
psr_desk_is_writing (PsrDesk *self)
{
  static const char * const states[] = { "creating", "converting", "posting" };
  PsrKeeperState state;

  g_return_val_if_fail (PSR_IS_DESK (self), FALSE);

  /* What somebody left so who ended in the middle isn't under way. */
  state = psr_keeper_get_state (self->keeper);
  if (self->status == NULL || (state != PSR_KEEPER_AT_WORK && state != PSR_KEEPER_ENDING && self->n_jobs == 0))
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      if (count_state (self->status, states[i]) > 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * psr_desk_get_keeper:
 * @self: a desk
 *
 * Returns: (transfer none): what keeps the worker at work
 */
PsrKeeper *
psr_desk_get_keeper (PsrDesk *self)
{
  g_return_val_if_fail (PSR_IS_DESK (self), NULL);

  return self->keeper;
}

/**
 * psr_desk_refuse:
 *
 * Returns: (transfer full): a future that rejects: the desk is being closed
 */
DexFuture *
psr_desk_refuse (void)
{
  return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Nobody looks any more");
}

/**
 * psr_desk_stop_asking:
 * @self: a desk
 *
 * Who asked waits no longer: it would do itself what the worker leaves.
 */
void
psr_desk_stop_asking (PsrDesk *self)
{
  g_return_if_fail (PSR_IS_DESK (self));

  if (self->asker != NULL)
    psr_engine_stop (self->asker);
  psr_desk_drop_asker (self);
}

/**
 * psr_desk_pause:
 * @self: a desk
 *
 * Has sending and everything else wait from the next document on. What is approved
 * stays approved.
 */
void
psr_desk_pause (PsrDesk *self)
{
  g_return_if_fail (PSR_IS_DESK (self));

  self->stays_paused = TRUE;
  psr_desk_stop_asking (self);
  psr_keeper_pause (self->keeper);
}

/**
 * psr_desk_resume:
 * @self: a desk
 *
 * Goes on, unless it is being closed.
 */
void
psr_desk_resume (PsrDesk *self)
{
  PsrKeeperState state;

  g_return_if_fail (PSR_IS_DESK (self));

  if (self->is_closing)
    return;

  /* What is being taken back must not be sent first; it goes on afterwards. */
  self->stays_paused = FALSE;
  if (self->n_between > 0)
    return;

  state = psr_keeper_get_state (self->keeper);
  if (self->state == PSR_DESK_OPEN && (state == PSR_KEEPER_PAUSED || state == PSR_KEEPER_ENDING || state == PSR_KEEPER_HALTED))
    psr_keeper_start (self->keeper);
}

/**
 * psr_desk_stay:
 * @self: a desk
 *
 * Goes on although it was about to be closed. Whoever waits for its end has to look whether
 * it has come to one; see psr_desk_is_at_rest().
 */
void
psr_desk_stay (PsrDesk *self)
{
  g_return_if_fail (PSR_IS_DESK (self));

  if (!self->is_closing)
    return;

  self->is_closing = FALSE;
  if (self->reader != NULL)
    psr_engine_go_on (self->reader);
  psr_desk_resume (self);
}

/**
 * psr_desk_is_at_rest:
 * @self: a desk
 *
 * Returns: whether no worker is at work from here
 */
gboolean
psr_desk_is_at_rest (PsrDesk *self)
{
  PsrKeeperState state;

  g_return_val_if_fail (PSR_IS_DESK (self), TRUE);

  state = psr_keeper_get_state (self->keeper);

  return state == PSR_KEEPER_IDLE || state == PSR_KEEPER_PAUSED || state == PSR_KEEPER_HALTED;
}

/**
 * psr_desk_signed_in:
 * @self: a desk
 *
 * Somebody has signed in: what waited for it goes on.
 */
void
psr_desk_signed_in (PsrDesk *self)
{
  g_return_if_fail (PSR_IS_DESK (self));

  psr_desk_drop_asker (self);
  if (self->state == PSR_DESK_OPEN && self->n_between == 0 && !self->stays_paused)
    psr_keeper_restart (self->keeper);
}

/**
 * psr_desk_stop:
 * @self: a desk
 *
 * Ends what is under way between two documents. What isn't begun goes back to where
 * it was before it was approved.
 */
void
psr_desk_stop (PsrDesk *self)
{
  g_autoptr(PsrActRequest) request = NULL;
  g_autofree char *person = NULL;
  gboolean is_sending;

  g_return_if_fail (PSR_IS_DESK (self));

  /* What is under way ends anyhow, and the rest stays approved, as whoever closes was told. */
  if (self->is_closing)
    return;

  is_sending = self->batch_total > 0 || psr_desk_asked_count (self->asked, FALSE) > 0;
  psr_desk_pause (self);
  self->stays_paused = FALSE;
  if (is_sending && self->state == PSR_DESK_OPEN)
    {
      person = psr_desk_dup_person ();
      request = psr_act_request_new ("unapprove", NULL, person);
      dex_future_disown (psr_desk_act_between (self, request, psr_keeper_stop (self->keeper)));
    }
  else
    {
      psr_desk_resume (self);
    }
}

/**
 * psr_desk_keep_viewing:
 * @self: a desk that is open
 * @future: (transfer full): something that is being read
 *
 * Has it waited for when the desk is closed, whoever still looks.
 *
 * Returns: (transfer full): @future
 */
DexFuture *
psr_desk_keep_viewing (PsrDesk   *self,
                       DexFuture *future)
{
  DexFuture *futures[2] = { future, self->viewing };

  self->viewing = self->viewing != NULL && dex_future_is_pending (self->viewing)
                    ? dex_future_allv (futures, G_N_ELEMENTS (futures))
                    : dex_ref (future);
  dex_clear (&futures[1]);

  return future;
}

/**
 * psr_desk_view:
 * @self: a desk that is open
 * @id: a document's id in the ledger
 * @is_exact: whether Business Central is asked for it
 *
 * Reads a work order. What is being read is waited for when the desk is closed, and
 * nothing is read from then on.
 *
 * Returns: (transfer full): a future that resolves to a #PsrOrderView
 */
DexFuture *
psr_desk_view (PsrDesk  *self,
               gint64    id,
               gboolean  is_exact)
{
  dex_return_error_if_fail (PSR_IS_DESK (self));
  dex_return_error_if_fail (self->state == PSR_DESK_OPEN);

  if (self->is_closing)
    return psr_desk_refuse ();

  return psr_desk_keep_viewing (self, psr_main_hop (psr_engine_view_work_order (self->reader, id, is_exact)));
}

/**
 * psr_desk_close:
 * @self: a desk
 *
 * Ends what is under way between two documents, for good. What isn't begun stays
 * approved, and is sent when somebody works on this state again.
 *
 * Returns: (transfer full): a future that is settled once nothing is under way
 */
DexFuture *
psr_desk_close (PsrDesk *self)
{
  DexFuture *futures[3];
  DexFuture *all;

  dex_return_error_if_fail (PSR_IS_DESK (self));

  self->stays_paused = TRUE;
  self->is_closing = TRUE;
  psr_desk_stop_asking (self);
  if (self->reader != NULL)
    psr_engine_stop (self->reader);
  futures[0] = psr_keeper_stop (self->keeper);
  futures[1] = self->last != NULL ? dex_ref (self->last) : dex_future_new_true ();
  futures[2] = self->viewing != NULL ? dex_ref (self->viewing) : dex_future_new_true ();
  all = dex_future_allv (futures, G_N_ELEMENTS (futures));
  for (gsize i = 0; i < G_N_ELEMENTS (futures); i++)
    dex_unref (futures[i]);

  return all;
}
