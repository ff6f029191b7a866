/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-desk-jobs"

#include "config.h"

#include "psr-desk-private.h"
#include "psr-engine-error.h"
#include "psr-main-hop.h"

/* What the fibers work with: never the desk itself across an await, which would
 * keep it alive for as long as a service takes to answer. */
typedef struct
{
  GWeakRef        desk;
  PsrEngine      *engine;
  PsrEngine      *writer;   /* of what is asked */
  PsrBillRequest *request;
  PsrDeskAsked   *asked;    /* to which @open belongs, or what is taken back */
  PsrDeskRequest *open;
  PsrActRequest  *act;
  char           *flow;
  char           *company;  /* that is confirmed */
  gboolean        leaves;   /* it only writes down what is asked */
  DexFuture      *before;
  DexFuture      *stopped;  /* what has to be over, besides */
} Job;

static void
job_clear (gpointer data)
{
  Job *job = data;

  g_weak_ref_clear (&job->desk);
  g_clear_object (&job->engine);
  g_clear_object (&job->writer);
  g_clear_pointer (&job->asked, psr_desk_asked_unref);
  g_clear_pointer (&job->request, psr_bill_request_unref);
  g_clear_pointer (&job->act, psr_act_request_unref);
  g_clear_pointer (&job->flow, g_free);
  g_clear_pointer (&job->company, g_free);
  dex_clear (&job->before);
  dex_clear (&job->stopped);
}

static void
job_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, job_clear);
}

static Job *
job_new (PsrDesk *self)
{
  Job *job = g_atomic_rc_box_new0 (Job);

  g_weak_ref_init (&job->desk, self);
  job->engine = g_object_ref (psr_desk_get_asker (self));

  return job;
}

static DexFuture *
on_job_done (DexFuture *future,
             gpointer   data)
{
  Job *job = data;
  g_autoptr(PsrDesk) self = g_weak_ref_get (&job->desk);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self == NULL)
    return dex_ref (future);

  if (job->open != NULL)
    {
      job->open->is_over = TRUE;
      job->open->is_settled = job->open->id == 0 || (value != NULL && !G_VALUE_HOLDS_INT64 (value));
    }

  /* Whoever stops it needs no banner for it. */
  if (value == NULL)
    psr_desk_end_job (self, psr_condition_of_error (error) == PSR_CONDITION_STOPPED ? NULL : error);
  else
    psr_desk_end_job (self, psr_engine_get_warning (job->engine));

  return dex_ref (future);
}

/* Starts a job once the one before it has come to its end, well or not. */
static DexFuture *
enqueue (PsrDesk      *self,
         DexFiberFunc  func,
         Job          *job)
{
  DexFuture *future;

  psr_desk_begin_job (self);

  job->before = self->last != NULL ? dex_ref (self->last) : NULL;
  future = dex_future_finally (psr_main_hop (dex_scheduler_spawn (NULL, 0, func, g_atomic_rc_box_acquire (job), job_unref)),
                               on_job_done, job, job_unref);
  dex_clear (&self->last);
  self->last = dex_ref (future);

  return future;
}

static void
await_turn (Job *job)
{
  if (job->before != NULL)
    dex_await (g_steal_pointer (&job->before), NULL);
  if (job->stopped != NULL)
    dex_await (g_steal_pointer (&job->stopped), NULL);
}

/**
 * psr_desk_dup_person:
 *
 * Returns: (transfer full): who sits here, for what nobody is signed in for
 */
char *
psr_desk_dup_person (void)
{
  return g_strdup_printf ("%s@%s", g_get_user_name (), g_get_host_name ());
}

static DexFuture *
check_fiber (gpointer data)
{
  Job *job = data;
  g_autofree char *person = psr_desk_dup_person ();
  GError *error = NULL;

  await_turn (job);
  if (!dex_await (psr_engine_read_work (job->engine, person), &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/**
 * psr_desk_check_work:
 * @self: a desk that is open
 *
 * Reads what there is to bill in Wello.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
psr_desk_check_work (PsrDesk *self)
{
  dex_return_error_if_fail (PSR_IS_DESK (self));
  dex_return_error_if_fail (self->state == PSR_DESK_OPEN);
  if (self->is_closing)
    return psr_desk_refuse ();

  return enqueue (self, check_fiber, job_new (self));
}

static DexFuture *
confirm_fiber (gpointer data)
{
  Job *job = data;
  GError *error = NULL;

  await_turn (job);
  if (!dex_await (psr_engine_confirm (job->engine, job->company), &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/**
 * psr_desk_confirm:
 * @self: a desk that is open
 * @company: the company that the profile names
 *
 * Lets the local state belong to the accounts of the profile from now on, as a person has
 * decided.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
psr_desk_confirm (PsrDesk    *self,
                  const char *company)
{
  Job *job;

  dex_return_error_if_fail (PSR_IS_DESK (self));
  dex_return_error_if_fail (self->state == PSR_DESK_OPEN);
  dex_return_error_if_fail (company != NULL);
  if (self->is_closing)
    return psr_desk_refuse ();

  job = job_new (self);
  job->company = g_strdup (company);

  return enqueue (self, confirm_fiber, job);
}

static DexFuture *
sync_fiber (gpointer data)
{
  Job *job = data;
  const char *flows[] = { job->flow, NULL };
  g_autofree char *person = psr_desk_dup_person ();
  g_autoptr(GPtrArray) results = NULL;
  GError *error = NULL;

  await_turn (job);
  results = dex_await_boxed (psr_engine_sync (job->engine, job->flow != NULL ? flows : NULL, person,
                                              PSR_ENGINE_SYNC_NONE),
                             &error);
  if (results == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&results));
}

/**
 * psr_desk_sync:
 * @self: a desk that is open
 * @flow: (nullable): the stable name of a flow, or %NULL for all of the profile's
 *
 * Brings what changed in Business Central to Wello.
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrFlowResult
 */
DexFuture *
psr_desk_sync (PsrDesk    *self,
               const char *flow)
{
  Job *job;

  dex_return_error_if_fail (PSR_IS_DESK (self));
  dex_return_error_if_fail (self->state == PSR_DESK_OPEN);
  if (self->is_closing)
    return psr_desk_refuse ();

  job = job_new (self);
  job->flow = g_strdup (flow);

  return enqueue (self, sync_fiber, job);
}

/* What was approved is written down before anything else: neither a pause nor the end
 * of the window undoes it. */
static DexFuture *
send_fiber (gpointer data)
{
  Job *job = data;
  g_autoptr(PsrBillAnswer) answer = NULL;
  GError *error = NULL;
  gint64 id;

  id = dex_await_int64 (psr_engine_leave_bill (job->writer, job->request), &error);
  if (error != NULL)
    return dex_future_new_for_error (error);

  job->open->id = id;
  await_turn (job);
  if (job->leaves)
    return dex_future_new_for_int64 (id);

  answer = dex_await_boxed (psr_engine_await_bill (job->engine, id, job->request), &error);
  if (answer == NULL && psr_condition_of_error (error) == PSR_CONDITION_STOPPED && !job->asked->is_taken_back)
    {
      g_clear_error (&error);
      return dex_future_new_for_int64 (id);
    }
  if (answer == NULL)
    return dex_future_new_for_error (error);
  if (answer->stopped != NULL)
    return dex_future_new_for_error (g_error_copy (answer->stopped));

  return dex_future_new_take_boxed (PSR_TYPE_BILL_ANSWER, g_steal_pointer (&answer));
}

static gboolean
is_offline (PsrDesk *self)
{
  const GError *error = psr_keeper_get_trouble (self->keeper);

  return error != NULL && psr_condition_of_error (error) == PSR_CONDITION_OFFLINE;
}

/* Who is signed in to Business Central, or sits here. */
static char *
dup_who (PsrDesk *self)
{
  const char *person = psr_keeper_get_person (self->keeper);

  return person != NULL ? g_strdup (person) : psr_desk_dup_person ();
}

static DexFuture *
bill (PsrDesk        *self,
      PsrBillRequest *request)
{
  Job *job = job_new (self);

  job->request = request;
  job->writer = g_object_ref (self->reader);
  job->asked = psr_desk_asked_ref (self->asked);
  job->open = psr_desk_asked_add (self->asked, request->documents != NULL ? request->documents->len : 1);
  job->leaves = is_offline (self);
  psr_desk_resume (self);

  return enqueue (self, send_fiber, job);
}

/**
 * psr_desk_send:
 * @self: a desk that is open
 * @documents: (element-type PsrSeenDocument): what to bill, as it was seen
 * @kind: (nullable): `invoice` or `order`, or %NULL for the profile's choice
 * @day: (nullable): the date that they get, where the profile asks for it
 *
 * Approves documents and sends them to Business Central.
 *
 * Returns: (transfer full): a future that resolves to a #PsrBillAnswer, or to a
 *   number where it is kept for later: no service can be reached, or somebody
 *   pauses before it is begun
 */
DexFuture *
psr_desk_send (PsrDesk    *self,
               GArray     *documents,
               const char *kind,
               const char *day)
{
  PsrBillRequest *request;
  g_autofree char *person = NULL;

  dex_return_error_if_fail (PSR_IS_DESK (self));
  dex_return_error_if_fail (self->state == PSR_DESK_OPEN);
  dex_return_error_if_fail (documents != NULL);
  if (self->is_closing)
    return psr_desk_refuse ();

  person = dup_who (self);
  request = psr_bill_request_new_for_documents (documents, kind, person);
  request->day = g_strdup (day);

  return bill (self, request);
}

/**
 * psr_desk_bill_number:
 * @self: a desk that is open
 * @number: the number of a Wello invoice
 * @seen: the document of that number, as it was seen
 * @kind: (nullable): `invoice` or `order`, or %NULL for the profile's choice
 * @accept: (nullable): names of checks that don't pass, and that a person accepts
 * @day: (nullable): the date that it gets, where the profile asks for it
 * @posts: whether it is to be posted even if the profile says otherwise, also where the
 *   draft is made already
 *
 * Bills a document however it stands, as one that was refused, unless it has another
 * content by then than was seen.
 *
 * Returns: (transfer full): a future that resolves to a #PsrBillAnswer
 */
DexFuture *
psr_desk_bill_number (PsrDesk          *self,
                      const char       *number,
                      PsrSeenDocument   seen,
                      const char       *kind,
                      char            **accept,
                      const char       *day,
                      gboolean          posts)
{
  const char *numbers[] = { number, NULL };
  PsrBillRequest *request;
  g_autofree char *person = NULL;

  dex_return_error_if_fail (PSR_IS_DESK (self));
  dex_return_error_if_fail (self->state == PSR_DESK_OPEN);
  dex_return_error_if_fail (number != NULL);
  if (self->is_closing)
    return psr_desk_refuse ();

  person = dup_who (self);
  request = psr_bill_request_new (numbers, kind, person);
  request->documents = g_array_new (FALSE, TRUE, sizeof (PsrSeenDocument));
  g_array_append_val (request->documents, seen);
  request->accept = g_strdupv (accept);
  request->day = g_strdup (day);
  request->post = posts;

  return bill (self, request);
}

/* What was asked for and isn't approved yet never is. What was carried out meanwhile
 * is decided about like everything else. One that can't be taken back doesn't keep the
 * others. */
static gboolean
take_back (Job     *job,
           GError **error)
{
  g_autoptr(GError) first = NULL;

  for (guint i = 0; job->asked != NULL && i < job->asked->requests->len; i++)
    {
      PsrDeskRequest *request = job->asked->requests->pdata[i];
      g_autoptr(GError) local = NULL;

      if (request->is_settled || request->id == 0)
        continue;

      if (dex_await (psr_engine_give_up_request (job->engine, request->id, job->act->person), &local) ||
          g_error_matches (local, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_NOT_FOUND))
        request->is_settled = TRUE;
      else if (first == NULL)
        first = g_steal_pointer (&local);
    }

  if (first == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&first));

  return FALSE;
}

static DexFuture *
act_fiber (gpointer data)
{
  Job *job = data;
  g_autoptr(PsrActAnswer) answer = NULL;
  GError *error = NULL;

  await_turn (job);
  if (!take_back (job, &error))
    return dex_future_new_for_error (error);

  answer = dex_await_boxed (psr_engine_act (job->engine, job->act), &error);
  if (answer == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_ACT_ANSWER, g_steal_pointer (&answer));
}

/**
 * psr_desk_act:
 * @self: a desk that is open
 * @request: what a person decided about documents
 *
 * Has it done.
 *
 * Returns: (transfer full): a future that resolves to a #PsrActAnswer
 */
DexFuture *
psr_desk_act (PsrDesk       *self,
              PsrActRequest *request)
{
  Job *job;

  dex_return_error_if_fail (PSR_IS_DESK (self));
  dex_return_error_if_fail (self->state == PSR_DESK_OPEN);
  dex_return_error_if_fail (request != NULL);
  if (self->is_closing)
    return psr_desk_refuse ();

  job = job_new (self);
  job->act = psr_act_request_ref (request);

  return enqueue (self, act_fiber, job);
}

static DexFuture *
resume (DexFuture *future,
        gpointer   data)
{
  Job *job = data;
  g_autoptr(PsrDesk) self = g_weak_ref_get (&job->desk);

  if (self == NULL)
    return dex_ref (future);

  /* What couldn't be taken back isn't sent, and whoever pauses or closes meanwhile
   * wants nothing more. */
  self->n_between--;
  if (!dex_future_is_resolved (future))
    psr_desk_asked_ask_again (self->asked, job->asked);
  if (dex_future_is_resolved (future) && !self->stays_paused)
    psr_desk_resume (self);

  return dex_ref (future);
}

/**
 * psr_desk_act_between:
 * @self: a desk that is open, and whose worker was paused
 * @request: what a person decided about documents
 * @stopped: (transfer full): settled once the worker has ended
 *
 * Has it done while the worker doesn't work, and has the worker go on afterwards. What
 * was asked to be billed and isn't approved yet is taken back with it.
 *
 * Returns: (transfer full): a future that resolves to a #PsrActAnswer
 */
DexFuture *
psr_desk_act_between (PsrDesk       *self,
                      PsrActRequest *request,
                      DexFuture     *stopped)
{
  Job *job = job_new (self);
  g_autoptr(PsrEngine) own = psr_desk_make_engine (self);

  /* Whoever pauses or closes meanwhile doesn't undo the decision. */
  g_set_object (&job->engine, own);
  job->act = psr_act_request_ref (request);
  job->stopped = stopped;
  job->asked = g_steal_pointer (&self->asked);
  job->asked->is_taken_back = TRUE;
  self->asked = psr_desk_asked_new ();
  self->n_between++;

  return dex_future_finally (enqueue (self, act_fiber, g_atomic_rc_box_acquire (job)), resume, job, job_unref);
}
