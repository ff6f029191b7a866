/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-run"

#include "config.h"

#include "psr-fields.h"
#include "psr-run.h"

/* In the order in which psr_row_bind() and psr_row_read() use them. */
const PsrRowField psr_run_fields[] = {
  PSR_ROW_FIELD (PsrRun, id, ID),
  PSR_ROW_FIELD (PsrRun, flow, TEXT),
  PSR_ROW_FIELD (PsrRun, full, BOOLEAN),
  PSR_ROW_FIELD (PsrRun, started, TIMESTAMP),
  PSR_ROW_FIELD (PsrRun, ended, TIMESTAMP),
  PSR_ROW_FIELD (PsrRun, outcome, TEXT),
  PSR_ROW_FIELD (PsrRun, message, TEXT),
  PSR_ROW_FIELD (PsrRun, n_read, INT64),
  PSR_ROW_FIELD (PsrRun, created, INT64),
  PSR_ROW_FIELD (PsrRun, changed, INT64),
  PSR_ROW_FIELD (PsrRun, unchanged, INT64),
  PSR_ROW_FIELD (PsrRun, skipped, INT64),
  PSR_ROW_FIELD (PsrRun, failed, INT64),
  PSR_ROW_END,
};

G_DEFINE_BOXED_TYPE (PsrRun, psr_run, psr_run_ref, psr_run_unref)

/**
 * psr_run_new:
 * @flow: name of the flow
 *
 * Makes a run without figures.
 *
 * Returns: (transfer full): a new #PsrRun
 */
PsrRun *
psr_run_new (const char *flow)
{
  PsrRun *self;

  g_return_val_if_fail (flow != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrRun);
  psr_row_init (self, psr_run_fields);
  g_set_str (&self->flow, flow);

  return self;
}

/**
 * psr_run_copy:
 * @self: a #PsrRun
 *
 * Returns: (transfer full): a copy that may be changed
 */
PsrRun *
psr_run_copy (const PsrRun *self)
{
  PsrRun *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = psr_run_new (self->flow);
  psr_row_copy (copy, self, psr_run_fields, PSR_ROW_PLAIN);

  return copy;
}

/**
 * psr_run_ref:
 * @self: a #PsrRun
 *
 * Returns: (transfer full): @self
 */
PsrRun *
psr_run_ref (PsrRun *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_run_finalize (gpointer data)
{
  g_assert (data != NULL);

  psr_row_clear (data, psr_run_fields);
}

/**
 * psr_run_unref:
 * @self: (transfer full): a #PsrRun
 */
void
psr_run_unref (PsrRun *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_run_finalize);
}
