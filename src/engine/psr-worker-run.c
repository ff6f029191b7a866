/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-worker-run"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-engine-error.h"
#include "psr-explain.h"
#include "psr-store-error.h"
#include "psr-sync-flow.h"
#include "psr-worker-private.h"

/**
 * psr_worker_tell:
 * @self: a worker
 * @level: how much it matters
 * @text: what happened, translated
 */
void
psr_worker_tell (PsrWorker      *self,
                 PsrWorkerLevel  level,
                 const char     *text)
{
  self->func (level, text, self->data);
}

/**
 * psr_worker_inform:
 * @self: a worker
 * @news: what happened; its time is added
 *
 * Tells whoever shows the worker.
 */
void
psr_worker_inform (PsrWorker     *self,
                   PsrWorkerNews *news)
{
  news->at = psr_clock_now (self->engine->clock);
  /* What is over isn't told again once a service stops making the next one wait. */
  if (news->kind == PSR_WORKER_NEWS_DONE || news->kind == PSR_WORKER_NEWS_FAILED)
    g_clear_pointer (&self->engine->reported, g_free);
  if (self->news_func != NULL)
    self->news_func (news, self->news_data);
}

/**
 * psr_worker_is_fatal:
 * @error: what went wrong
 *
 * Returns: whether only a person or another program can mend it, so that going
 *   on would be in vain
 */
gboolean
psr_worker_is_fatal (const GError *error)
{
  PsrTrouble trouble = psr_trouble_of_error (error);

  return trouble == PSR_TROUBLE_STATE || trouble == PSR_TROUBLE_USAGE ||
         g_error_matches (error, PSR_STORE_ERROR, PSR_STORE_ERROR_BOUND) ||
         g_error_matches (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_BOUND) ||
         g_error_matches (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_ELSEWHERE);
}

/**
 * psr_worker_is_stop:
 * @self: a worker
 * @error: (nullable): what went wrong
 *
 * Returns: whether it is over because somebody asked for it
 */
gboolean
psr_worker_is_stop (PsrWorker    *self,
                    const GError *error)
{
  return psr_engine_is_stopped (self->engine) ||
         g_error_matches (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_STOPPED);
}

/**
 * psr_worker_find_task:
 * @self: a worker
 * @name: the stable name of a task
 *
 * Returns: (transfer none) (nullable): the task, where the worker has it
 */
PsrWorkerTask *
psr_worker_find_task (PsrWorker  *self,
                      const char *name)
{
  for (guint i = 0; i < self->tasks->len; i++)
    {
      PsrWorkerTask *task = self->tasks->pdata[i];

      if (strcmp (task->name, name) == 0)
        return task;
    }

  return NULL;
}

static const char *
title_of (const char *name)
{
  PsrSyncFlow flow;

  if (psr_sync_flow_from_string (name, &flow))
    return psr_sync_flow_get_title (flow);

  return strcmp (name, PSR_WORKER_WORK_ORDERS) == 0 ? _("Completed work") : _("Documents");
}

/* Once for the same trouble, however often it is met. */
static void
tell_trouble (PsrWorker     *self,
              PsrWorkerTask *task,
              const GError  *error)
{
  g_autoptr(PsrExplanation) explanation = psr_explain (error);
  g_autofree char *words = psr_explanation_to_string (explanation);
  g_autofree char *text = NULL;

  /* Translators: the name of a flow, then what is wrong and what to do. */
  text = g_strdup_printf (_("%s: %s"), title_of (task->name), words);
  if (psr_worker_task_is_news (task, text))
    psr_worker_tell (self, PSR_WORKER_WARNING, text);
}

/* What a run did, where it did something. That all is well again is told once. */
static void
tell_well (PsrWorker     *self,
           PsrWorkerTask *task,
           const char    *done)
{
  gboolean was_wrong = task->told != NULL;
  g_autofree char *text = NULL;

  psr_worker_task_is_news (task, NULL);
  if (done != NULL)
    text = g_strdup_printf (_("%s: %s"), title_of (task->name), done);
  else if (was_wrong)
    text = g_strdup_printf (_("%s: all is well again"), title_of (task->name));

  if (text != NULL)
    psr_worker_tell (self, PSR_WORKER_INFO, text);
}

/**
 * psr_worker_look_again:
 * @self: a worker
 * @now: the time
 *
 * What was missing for an invoice may be there now: looks at once, also where it is
 * just collecting.
 */
void
psr_worker_look_again (PsrWorker    *self,
                       PsrTimestamp  now)
{
  PsrWorkerTask *task = psr_worker_find_task (self, PSR_WORKER_WORK_ORDERS);

  if (task == NULL)
    return;

  task->is_outdated = TRUE;
  if (task->wait == task->interval)
    task->due = now;
}

/* Records that are set aside stay so, run for run: they are told when their
 * number changes. */
static gboolean
end_flow (PsrWorker      *self,
          PsrWorkerTask  *task,
          PsrFlowResult  *result,
          GError        **error)
{
  g_autofree char *done = NULL;
  g_autofree char *set_aside = NULL;
  PsrTimestamp now = psr_clock_now (self->engine->clock);

  if (result->error != NULL)
    {
      g_propagate_error (error, g_error_copy (result->error));
      return FALSE;
    }

  psr_worker_task_well (task, now);
  psr_worker_inform (self, &(PsrWorkerNews) { .kind = PSR_WORKER_NEWS_DONE, .task = task->name });
  if (result->created + result->changed > 0)
    done = g_strdup_printf (_("%u created, %u changed"), result->created, result->changed);
  if (psr_engine_brings_news (result))
    psr_worker_look_again (self, now);

  if (result->skipped + result->failed == 0)
    {
      tell_well (self, task, done);
      return TRUE;
    }

  if (done != NULL)
    {
      g_autofree char *text = g_strdup_printf (_("%s: %s"), title_of (task->name), done);

      psr_worker_tell (self, PSR_WORKER_INFO, text);
    }

  /* Translators: the name of a flow, then two numbers of records. */
  set_aside = g_strdup_printf (_("%s: set aside: %u, gone wrong: %u; “passerellectl sync” lists these records with their reasons"),
                               title_of (task->name), result->skipped, result->failed);
  if (psr_worker_task_is_news (task, set_aside))
    psr_worker_tell (self, PSR_WORKER_WARNING, set_aside);

  return TRUE;
}

static gboolean
run_flow (PsrWorker      *self,
          PsrWorkerTask  *task,
          GError        **error)
{
  g_autoptr(PsrFlowResult) result = NULL;
  gboolean is_paused;

  if (!psr_engine_is_paused (self->engine, task->name, &is_paused, error))
    return FALSE;
  if (is_paused)
    {
      psr_worker_task_well (task, psr_clock_now (self->engine->clock));
      psr_worker_inform (self, &(PsrWorkerNews) { .kind = PSR_WORKER_NEWS_DONE, .task = task->name });
      return TRUE;
    }

  result = psr_engine_run_flow (self->engine, task->name, PSR_ENGINE_SYNC_NONE, error);

  return result != NULL && end_flow (self, task, result, error);
}

static void
inform_pushed (PsrWorker        *self,
               PsrWorkerTask    *task,
               PsrBillingReport *report)
{
  PsrWorkerNews news = { .kind = PSR_WORKER_NEWS_DONE, .task = task->name, .refused = report->refused + report->needs_look };

  for (guint i = 0; news.refused == 1 && i < report->results->len; i++)
    {
      const PsrBillingResult *result = report->results->pdata[i];

      if (psr_billing_state_get_queue (result->state) != PSR_BILLING_QUEUE_EXCEPTIONS)
        continue;

      news.number = result->internal_number;
      news.id = result->document_id;
    }
  psr_worker_inform (self, &news);
}

/* What was approved without a person goes out in this round. */
static void
send_now (PsrWorker *self,
          guint      n_automatic)
{
  PsrWorkerTask *followed = psr_worker_find_task (self, PSR_WORKER_FOLLOWED);
  g_autofree char *text = NULL;

  if (followed != NULL)
    followed->due = psr_clock_now (self->engine->clock);

  text = g_strdup_printf (ngettext ("%u invoice passed every check and the rules of [Automatic], and is sent by itself",
                                    "%u invoices passed every check and the rules of [Automatic], and are sent by themselves",
                                    n_automatic), n_automatic);
  psr_worker_tell (self, PSR_WORKER_INFO, text);
}

/* What keeps it from going by itself doesn't keep what was read from being there. */
static void
tell_not_automatic (PsrWorker     *self,
                    PsrWorkerTask *task,
                    const char    *done,
                    const GError  *error)
{
  g_autoptr(PsrExplanation) explanation = psr_explain (error);
  g_autofree char *words = psr_explanation_to_string (explanation);
  g_autofree char *text = NULL;

  if (done != NULL)
    {
      g_autofree char *well = g_strdup_printf (_("%s: %s"), title_of (task->name), done);

      psr_worker_tell (self, PSR_WORKER_INFO, well);
    }

  /* Translators: what is wrong and what to do; [Automatic] stays as it is. */
  text = g_strdup_printf (_("[Automatic]: nothing is sent by itself. %s"), words);
  if (psr_worker_task_is_news (task, text))
    psr_worker_tell (self, PSR_WORKER_WARNING, text);
}

static gboolean
run_collect (PsrWorker      *self,
             PsrWorkerTask  *task,
             PsrWorkerLane  *lane,
             GError        **error)
{
  g_autoptr(PsrBillingReport) report = psr_engine_collect (self->engine, &lane->work, error);
  g_autoptr(GError) local = NULL;
  g_autofree char *found = NULL;
  g_autofree char *ready = NULL;
  g_autofree char *done = NULL;
  guint n_automatic;

  if (report == NULL)
    return FALSE;

  if (!psr_engine_send_automatically (self->engine, &lane->work, &n_automatic, &local) &&
      (psr_worker_is_stop (self, local) || psr_worker_is_fatal (local)))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  psr_worker_task_well (task, psr_clock_now (self->engine->clock));
  psr_worker_inform (self, &(PsrWorkerNews) { .kind = PSR_WORKER_NEWS_DONE, .task = task->name,
                                              .found = report->found, .ready = report->ready - MIN (n_automatic, report->ready),
                                              .number = report->found == 1 ? report->found_number : NULL,
                                              .id = report->found == 1 ? report->found_id : 0 });
  if (n_automatic > 0)
    send_now (self, n_automatic);
  if (report->found > 0)
    {
      found = g_strdup_printf (ngettext ("%u new invoice in Wello", "%u new invoices in Wello", report->found), report->found);
      ready = g_strdup_printf (ngettext ("%u can be billed", "%u can be billed", report->ready), report->ready);
      /* Translators: how many invoices are new in Wello, and how many can be billed. */
      done = g_strdup_printf (_("%s; %s"), found, ready);
    }
  if (local != NULL)
    tell_not_automatic (self, task, done, local);
  else
    tell_well (self, task, done);
  psr_worker_begin_reading (self);

  return TRUE;
}

static gboolean
run_push (PsrWorker      *self,
          PsrWorkerTask  *task,
          PsrWorkerLane  *lane,
          GError        **error)
{
  g_autoptr(PsrBillingReport) report = psr_engine_push (self->engine, &lane->work, error);
  g_autofree char *done = NULL;

  if (report == NULL)
    return FALSE;

  if (report->stopped != NULL)
    {
      g_propagate_error (error, g_error_copy (report->stopped));
      return FALSE;
    }

  psr_worker_task_well (task, psr_clock_now (self->engine->clock));
  inform_pushed (self, task, report);
  if (report->done + report->refused + report->needs_look + report->checking > 0)
    done = g_strdup_printf (_("%u done, %u refused, %u need a look, %u being checked"),
                            report->done, report->refused, report->needs_look, report->checking);
  tell_well (self, task, done);

  return TRUE;
}

/**
 * psr_worker_run_task:
 * @self: a worker that has the lock
 * @lane: where the task is done
 * @task: what to do
 * @error: return location for what only a person can mend
 *
 * Does it, tells what came of it, and says when it is to be done again.
 *
 * Returns: %FALSE when going on would be in vain
 */
gboolean
psr_worker_run_task (PsrWorker      *self,
                     PsrWorkerLane  *lane,
                     PsrWorkerTask  *task,
                     GError        **error)
{
  g_autoptr(GError) local = NULL;
  gboolean good;

  task->is_outdated = FALSE;

  if (strcmp (task->name, PSR_WORKER_WORK_ORDERS) == 0)
    good = run_collect (self, task, lane, &local);
  else if (strcmp (task->name, PSR_WORKER_FOLLOWED) == 0)
    good = run_push (self, task, lane, &local);
  else
    good = run_flow (self, task, &local);

  if (good || psr_worker_is_stop (self, local))
    return TRUE;

  if (psr_worker_is_fatal (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  psr_worker_task_failed (task, local, psr_clock_now (self->engine->clock));
  psr_worker_inform (self, &(PsrWorkerNews) { .kind = PSR_WORKER_NEWS_FAILED, .task = task->name, .error = local });
  tell_trouble (self, task, local);

  return TRUE;
}
