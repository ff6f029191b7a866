/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-history"

#include "config.h"

#include "psr-history.h"

G_DEFINE_BOXED_TYPE (PsrHistory, psr_history, psr_history_ref, psr_history_unref)

static void
run_free (gpointer data)
{
  PsrHistoryRun *self = data;

  g_free (self->flow);
  g_free (self->outcome);
  g_free (self->message);
  g_free (self);
}

static void
event_free (gpointer data)
{
  PsrHistoryEvent *self = data;

  g_free (self->flow);
  g_free (self->row);
  g_free (self->number);
  g_free (self->outcome);
  g_free (self->reason);
  g_free (self->mend);
  g_free (self);
}

static void
request_free (gpointer data)
{
  PsrHistoryRequest *self = data;

  g_free (self->service);
  g_free (self->method);
  g_free (self->url);
  g_free (self->correlation);
  g_free (self->message);
  g_free (self);
}

static void
psr_history_clear (gpointer data)
{
  PsrHistory *self = data;

  g_ptr_array_unref (self->requests);

  g_ptr_array_unref (self->runs);
  g_ptr_array_unref (self->events);
}

/**
 * psr_history_new:
 *
 * Returns: (transfer full): a history with nothing in it
 */
PsrHistory *
psr_history_new (void)
{
  PsrHistory *self = g_atomic_rc_box_new0 (PsrHistory);

  self->runs = g_ptr_array_new_with_free_func (run_free);
  self->events = g_ptr_array_new_with_free_func (event_free);
  self->requests = g_ptr_array_new_with_free_func (request_free);

  return self;
}

/**
 * psr_history_ref:
 * @self: a history
 *
 * Returns: (transfer full): @self
 */
PsrHistory *
psr_history_ref (PsrHistory *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_history_unref:
 * @self: (transfer full): a history
 */
void
psr_history_unref (PsrHistory *self)
{
  g_atomic_rc_box_release_full (self, psr_history_clear);
}

/**
 * psr_history_add_run:
 * @self: a history that nobody else has yet
 * @id: the number of the run
 * @flow: the stable name of its flow
 *
 * Returns: (transfer none): the run, to be filled
 */
PsrHistoryRun *
psr_history_add_run (PsrHistory *self,
                     gint64      id,
                     const char *flow)
{
  PsrHistoryRun *run;

  g_return_val_if_fail (self != NULL && flow != NULL, NULL);

  run = g_new0 (PsrHistoryRun, 1);
  run->id = id;
  run->flow = g_strdup (flow);
  g_ptr_array_add (self->runs, run);

  return run;
}

/**
 * psr_history_add_event:
 * @self: a history that nobody else has yet
 * @run: the number of the run
 * @flow: the stable name of its flow
 *
 * Returns: (transfer none): the event, to be filled
 */
PsrHistoryEvent *
psr_history_add_event (PsrHistory *self,
                       gint64      run,
                       const char *flow)
{
  PsrHistoryEvent *event;

  g_return_val_if_fail (self != NULL && flow != NULL, NULL);

  event = g_new0 (PsrHistoryEvent, 1);
  event->run = run;
  event->flow = g_strdup (flow);
  g_ptr_array_add (self->events, event);

  return event;
}

/**
 * psr_history_add_request:
 * @self: a history that nobody else has yet
 * @id: the number of the request
 *
 * Returns: (transfer none): the request, to be filled
 */
PsrHistoryRequest *
psr_history_add_request (PsrHistory *self,
                         gint64      id)
{
  PsrHistoryRequest *request;

  g_return_val_if_fail (self != NULL, NULL);

  request = g_new0 (PsrHistoryRequest, 1);
  request->id = id;
  g_ptr_array_add (self->requests, request);

  return request;
}
