/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-desk-sync"

#include "config.h"

#include "psr-desk-private.h"
#include "psr-coupling.h"
#include "psr-main-hop.h"

/* What is asked of flows, besides that they run; see psr_desk_sync(). */

typedef struct
{
  GWeakRef             desk;
  PsrEngine           *engine;
  char                *flow;
  char               **rows;
  PsrQuestion         *question;
  char                *bc;        /* to couple, or to uncouple */
  char                *wello;
  PsrEngineSyncFlags   flags;
  DexFuture           *before;
} Job;

static void
job_clear (gpointer data)
{
  Job *job = data;

  g_weak_ref_clear (&job->desk);
  g_clear_object (&job->engine);
  g_free (job->flow);
  g_strfreev (job->rows);
  g_clear_pointer (&job->question, psr_question_unref);
  g_free (job->bc);
  g_free (job->wello);
  dex_clear (&job->before);
}

static void
job_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, job_clear);
}

static DexFuture *
couple (Job        *job,
        const char *person)
{
  g_autoptr(PsrCoupling) coupling = NULL;
  GError *error = NULL;

  coupling = dex_await_boxed (job->wello != NULL ? psr_engine_couple (job->engine, job->flow, job->bc, job->wello, person)
                                                 : psr_engine_uncouple (job->engine, job->flow, job->bc, person),
                              &error);
  if (coupling == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_COUPLING, g_steal_pointer (&coupling));
}

static DexFuture *
job_fiber (gpointer data)
{
  Job *job = data;
  const char *flows[] = { job->flow, NULL };
  g_autofree char *person = psr_desk_dup_person ();
  g_autoptr(GPtrArray) results = NULL;
  GError *error = NULL;

  if (job->before != NULL)
    dex_await (g_steal_pointer (&job->before), NULL);

  if (job->bc != NULL)
    return couple (job, person);

  if (job->question != NULL)
    results = dex_await_boxed (psr_engine_settle (job->engine, job->question, job->flags, person), &error);
  else if (job->rows != NULL)
    results = dex_await_boxed (psr_engine_retry_rows (job->engine, job->flow, (const char * const *) job->rows, person),
                               &error);
  else
    results = dex_await_boxed (psr_engine_sync (job->engine, flows, person, job->flags), &error);
  if (results == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&results));
}

static DexFuture *
on_job_done (DexFuture *future,
             gpointer   data)
{
  Job *job = data;
  g_autoptr(PsrDesk) self = g_weak_ref_get (&job->desk);
  g_autoptr(GError) error = NULL;

  if (self == NULL)
    return dex_ref (future);

  if (dex_future_get_value (future, &error) == NULL)
    psr_desk_end_job (self, psr_condition_of_error (error) == PSR_CONDITION_STOPPED ? NULL : error);
  else
    psr_desk_end_job (self, psr_engine_get_warning (job->engine));

  return dex_ref (future);
}

static Job *
job_new (PsrDesk            *self,
         const char         *flow,
         PsrEngineSyncFlags  flags)
{
  Job *job = g_atomic_rc_box_new0 (Job);

  g_weak_ref_init (&job->desk, self);
  job->engine = g_object_ref (psr_desk_get_asker (self));
  job->flow = g_strdup (flow);
  job->flags = flags;

  return job;
}

/* Once what was asked for before has come to its end, well or not. */
static DexFuture *
start (PsrDesk *self,
       Job     *job)
{
  DexFuture *future;

  job->before = self->last != NULL ? dex_ref (self->last) : NULL;

  psr_desk_begin_job (self);
  future = dex_future_finally (psr_main_hop (dex_scheduler_spawn (NULL, 0, job_fiber, g_atomic_rc_box_acquire (job),
                                                                  job_unref)),
                               on_job_done, job, job_unref);
  dex_clear (&self->last);
  self->last = dex_ref (future);

  return future;
}

/**
 * psr_desk_dry_run:
 * @self: a desk that is open
 * @flow: the stable name of a flow
 *
 * Makes every decision of a run, and writes nothing.
 *
 * Returns: (transfer full): a future that resolves to an array with one
 *   #PsrFlowResult
 */
DexFuture *
psr_desk_dry_run (PsrDesk    *self,
                  const char *flow)
{
  dex_return_error_if_fail (PSR_IS_DESK (self));
  dex_return_error_if_fail (self->state == PSR_DESK_OPEN);
  dex_return_error_if_fail (flow != NULL);
  if (self->is_closing)
    return psr_desk_refuse ();

  return start (self, job_new (self, flow, PSR_ENGINE_SYNC_DRY_RUN));
}

/**
 * psr_desk_retry_rows:
 * @self: a desk that is open
 * @flow: the stable name of a flow
 * @rows: (array zero-terminated=1): records, as events name them
 *
 * Has records carried over that were set aside or went wrong.
 *
 * Returns: (transfer full): a future that resolves to an array with one
 *   #PsrFlowResult
 */
DexFuture *
psr_desk_retry_rows (PsrDesk            *self,
                     const char         *flow,
                     const char * const *rows)
{
  Job *job;

  dex_return_error_if_fail (PSR_IS_DESK (self));
  dex_return_error_if_fail (self->state == PSR_DESK_OPEN);
  dex_return_error_if_fail (flow != NULL && rows != NULL);
  if (self->is_closing)
    return psr_desk_refuse ();

  job = job_new (self, flow, PSR_ENGINE_SYNC_NONE);
  job->rows = g_strdupv ((char **) rows);

  return start (self, job);
}

/**
 * psr_desk_settle:
 * @self: a desk that is open
 * @question: what was shown to the person who decides
 * @take: whose values count: %PSR_ENGINE_SYNC_TAKE_BC or %PSR_ENGINE_SYNC_TAKE_WELLO
 *
 * Settles a record that waits for a person, as it was shown: where either side has another
 * value by then nothing is chosen.
 *
 * Returns: (transfer full): a future that resolves to an array with one
 *   #PsrFlowResult
 */
DexFuture *
psr_desk_settle (PsrDesk            *self,
                 PsrQuestion        *question,
                 PsrEngineSyncFlags  take)
{
  Job *job;

  dex_return_error_if_fail (PSR_IS_DESK (self));
  dex_return_error_if_fail (self->state == PSR_DESK_OPEN);
  dex_return_error_if_fail (question != NULL);
  if (self->is_closing)
    return psr_desk_refuse ();

  job = job_new (self, question->flow, take);
  job->question = psr_question_ref (question);

  return start (self, job);
}

/**
 * psr_desk_couple:
 * @self: a desk that is open
 * @flow: the stable name of a flow
 * @bc: id or number of a record in Business Central
 * @wello: (nullable): id of one in Wello, or %NULL to uncouple @bc
 *
 * Says what belongs together, or that it doesn’t.
 *
 * Returns: (transfer full): a future that resolves to a #PsrCoupling
 */
DexFuture *
psr_desk_couple (PsrDesk    *self,
                 const char *flow,
                 const char *bc,
                 const char *wello)
{
  Job *job;

  dex_return_error_if_fail (PSR_IS_DESK (self));
  dex_return_error_if_fail (self->state == PSR_DESK_OPEN);
  dex_return_error_if_fail (flow != NULL && bc != NULL);
  if (self->is_closing)
    return psr_desk_refuse ();

  job = job_new (self, flow, PSR_ENGINE_SYNC_NONE);
  job->bc = g_strdup (bc);
  job->wello = g_strdup (wello);

  return start (self, job);
}

/**
 * psr_desk_pause_flow:
 * @self: a desk that is open
 * @flow: the stable name of a flow
 * @pauses: whether it is to pause, or to go on
 *
 * Has the worker leave a flow alone.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
psr_desk_pause_flow (PsrDesk    *self,
                     const char *flow,
                     gboolean    pauses)
{
  g_autofree char *person = psr_desk_dup_person ();

  dex_return_error_if_fail (PSR_IS_DESK (self));
  dex_return_error_if_fail (self->state == PSR_DESK_OPEN);
  dex_return_error_if_fail (flow != NULL);
  if (self->is_closing)
    return psr_desk_refuse ();

  return psr_main_hop (psr_engine_pause_flow (self->reader, flow, pauses, person));
}

/**
 * psr_desk_view_question:
 * @self: a desk that is open
 * @flow: the stable name of a flow
 * @row: the record, as an event names it
 *
 * Reads a record of both services, and what a person is asked about it. What is being read
 * is waited for when the desk is closed.
 *
 * Returns: (transfer full): a future that resolves to a #PsrQuestion
 */
DexFuture *
psr_desk_view_question (PsrDesk    *self,
                        const char *flow,
                        const char *row)
{
  dex_return_error_if_fail (PSR_IS_DESK (self));
  dex_return_error_if_fail (self->state == PSR_DESK_OPEN);
  if (self->is_closing)
    return psr_desk_refuse ();

  return psr_desk_keep_viewing (self, psr_main_hop (psr_engine_view_question (self->reader, flow, row)));
}

/**
 * psr_desk_try_filter:
 * @self: a desk that is open
 * @flow: the stable name of a flow
 * @is_wello: whether it is a filter of what is in Wello
 * @filter: the filter
 *
 * Asks a service whether it takes a filter, and what comes through. What is being read is
 * waited for when the desk is closed, and nothing is read from then on.
 *
 * Returns: (transfer full): as psr_engine_try_filter()
 */
DexFuture *
psr_desk_try_filter (PsrDesk    *self,
                     const char *flow,
                     gboolean    is_wello,
                     const char *filter)
{
  dex_return_error_if_fail (PSR_IS_DESK (self));
  dex_return_error_if_fail (self->state == PSR_DESK_OPEN);
  dex_return_error_if_fail (flow != NULL && filter != NULL);
  if (self->is_closing)
    return psr_desk_refuse ();

  return psr_desk_keep_viewing (self, psr_main_hop (psr_engine_try_filter (self->reader, flow, is_wello, filter)));
}

/**
 * psr_desk_explain_price:
 * @self: a desk that is open
 * @item: number of an item
 * @customer: (nullable): number of a customer, or %NULL for nobody in particular
 * @date: (nullable): "YYYY-MM-DD", or %NULL for today
 * @quantity: how many base units are bought, more than 0
 *
 * Asks what an item costs a customer by Business Central's price lists, and why. What is
 * being read is waited for when the desk is closed, and nothing is read from then on.
 *
 * Returns: (transfer full): a future that resolves to a #PsrPriceView
 */
DexFuture *
psr_desk_explain_price (PsrDesk    *self,
                        const char *item,
                        const char *customer,
                        const char *date,
                        PsrDecimal  quantity)
{
  dex_return_error_if_fail (PSR_IS_DESK (self));
  dex_return_error_if_fail (self->state == PSR_DESK_OPEN);
  dex_return_error_if_fail (item != NULL);

  if (self->is_closing)
    return psr_desk_refuse ();

  return psr_desk_keep_viewing (self, psr_main_hop (psr_engine_explain_price (self->reader, item, customer, date, quantity)));
}
