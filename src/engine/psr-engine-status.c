/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-status"

#include "config.h"

#include "psr-engine-status.h"

G_DEFINE_BOXED_TYPE (PsrEngineStatus, psr_engine_status, psr_engine_status_ref, psr_engine_status_unref)

/**
 * psr_flow_health_to_string:
 * @health: how fresh a flow is
 *
 * Returns: its stable name
 */
const char *
psr_flow_health_to_string (PsrFlowHealth health)
{
  static const char * const names[] = {
    [PSR_FLOW_NEVER_RAN] = "never",
    [PSR_FLOW_RUNNING] = "running",
    [PSR_FLOW_ON_TIME] = "on-time",
    [PSR_FLOW_LATE] = "late",
    [PSR_FLOW_FAILING] = "failing",
    [PSR_FLOW_PAUSED] = "paused",
  };

  g_return_val_if_fail ((guint) health < G_N_ELEMENTS (names), NULL);

  return names[health];
}

static void
psr_flow_status_free (gpointer data)
{
  PsrFlowStatus *self = data;

  g_free (self->flow);
  g_free (self->title);
  g_free (self->message);
  g_free (self);
}

static void
psr_state_count_free (gpointer data)
{
  PsrStateCount *self = data;

  g_free (self->state);
  g_free (self->title);
  g_free (self);
}

static void
psr_open_request_free (gpointer data)
{
  PsrOpenRequest *self = data;

  g_free (self->kind);
  g_free (self->what);
  g_free (self->person);
  g_free (self);
}

static void
psr_engine_status_clear (gpointer data)
{
  PsrEngineStatus *self = data;

  g_ptr_array_unref (self->flows);
  g_ptr_array_unref (self->counts);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->quotes_left);
  g_free (self->worker);
  g_free (self->sandbox);
}

/**
 * psr_engine_status_new:
 *
 * Returns: (transfer full): a status with nothing in it
 */
PsrEngineStatus *
psr_engine_status_new (void)
{
  PsrEngineStatus *self = g_atomic_rc_box_new0 (PsrEngineStatus);

  self->flows = g_ptr_array_new_with_free_func (psr_flow_status_free);
  self->counts = g_ptr_array_new_with_free_func (psr_state_count_free);
  self->requests = g_ptr_array_new_with_free_func (psr_open_request_free);
  self->quotes_left = g_ptr_array_new_with_free_func (g_free);

  return self;
}

/**
 * psr_engine_status_ref:
 * @self: a status
 *
 * Returns: (transfer full): @self
 */
PsrEngineStatus *
psr_engine_status_ref (PsrEngineStatus *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_engine_status_unref:
 * @self: (transfer full): a status
 */
void
psr_engine_status_unref (PsrEngineStatus *self)
{
  g_atomic_rc_box_release_full (self, psr_engine_status_clear);
}

/**
 * psr_engine_status_add_flow:
 * @self: a status that nobody else has yet
 * @flow: the stable name of a flow
 * @title: its name, translated
 *
 * Returns: (transfer none): the flow's status, to be filled
 */
PsrFlowStatus *
psr_engine_status_add_flow (PsrEngineStatus *self,
                            const char      *flow,
                            const char      *title)
{
  PsrFlowStatus *status;

  g_return_val_if_fail (self != NULL, NULL);

  status = g_new0 (PsrFlowStatus, 1);
  status->flow = g_strdup (flow);
  status->title = g_strdup (title);
  status->last_run = PSR_TIMESTAMP_NONE;
  status->fresh_until = PSR_TIMESTAMP_NONE;
  g_ptr_array_add (self->flows, status);

  return status;
}

/**
 * psr_engine_status_add_count:
 * @self: a status that nobody else has yet
 * @state: the stable name of a state
 * @title: its name, translated
 * @count: how many documents are in it
 */
void
psr_engine_status_add_count (PsrEngineStatus *self,
                             const char      *state,
                             const char      *title,
                             gint64           count)
{
  PsrStateCount *row;

  g_return_if_fail (self != NULL);

  row = g_new0 (PsrStateCount, 1);
  row->state = g_strdup (state);
  row->title = g_strdup (title);
  row->count = count;
  g_ptr_array_add (self->counts, row);
}

/**
 * psr_engine_status_add_request:
 * @self: a status that nobody else has yet
 * @id: the number of a request
 *
 * Returns: (transfer none): the request, to be filled
 */
PsrOpenRequest *
psr_engine_status_add_request (PsrEngineStatus *self,
                               gint64           id)
{
  PsrOpenRequest *request;

  g_return_val_if_fail (self != NULL, NULL);

  request = g_new0 (PsrOpenRequest, 1);
  request->id = id;
  request->asked = PSR_TIMESTAMP_NONE;
  g_ptr_array_add (self->requests, request);

  return request;
}
