/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-row-event"

#include "config.h"

#include "psr-fields.h"
#include "psr-row-event.h"

/* In the order in which psr_row_bind() and psr_row_read() use them. */
const PsrRowField psr_row_event_fields[] = {
  PSR_ROW_FIELD (PsrRowEvent, id, ID),
  PSR_ROW_FIELD (PsrRowEvent, run_id, INT64),
  PSR_ROW_FIELD (PsrRowEvent, flow, TEXT),
  PSR_ROW_FIELD (PsrRowEvent, at, TIMESTAMP),
  PSR_ROW_FIELD (PsrRowEvent, row_id, TEXT),
  PSR_ROW_FIELD (PsrRowEvent, number, TEXT),
  PSR_ROW_FIELD (PsrRowEvent, outcome, TEXT),
  PSR_ROW_FIELD (PsrRowEvent, what, TEXT),
  PSR_ROW_FIELD (PsrRowEvent, why, TEXT),
  PSR_ROW_FIELD (PsrRowEvent, mend, TEXT),
  PSR_ROW_END,
};

G_DEFINE_BOXED_TYPE (PsrRowEvent, psr_row_event, psr_row_event_ref, psr_row_event_unref)

/**
 * psr_row_event_new:
 * @run_id: the run
 * @flow: name of the flow
 * @row_id: GUID of the record
 *
 * Makes an event; set the other members before handing it over.
 *
 * Returns: (transfer full): a new #PsrRowEvent
 */
PsrRowEvent *
psr_row_event_new (gint64      run_id,
                   const char *flow,
                   const char *row_id)
{
  PsrRowEvent *self;

  g_return_val_if_fail (flow != NULL, NULL);
  g_return_val_if_fail (row_id != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrRowEvent);
  psr_row_init (self, psr_row_event_fields);
  self->run_id = run_id;
  g_set_str (&self->flow, flow);
  g_set_str (&self->row_id, row_id);

  return self;
}

/**
 * psr_row_event_ref:
 * @self: a #PsrRowEvent
 *
 * Returns: (transfer full): @self
 */
PsrRowEvent *
psr_row_event_ref (PsrRowEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_row_event_finalize (gpointer data)
{
  g_assert (data != NULL);

  psr_row_clear (data, psr_row_event_fields);
}

/**
 * psr_row_event_unref:
 * @self: (transfer full): a #PsrRowEvent
 */
void
psr_row_event_unref (PsrRowEvent *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_row_event_finalize);
}
