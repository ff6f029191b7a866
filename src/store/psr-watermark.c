/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-watermark"

#include "config.h"

#include "psr-fields.h"
#include "psr-watermark.h"

/* In the order in which psr_row_bind() and psr_row_read() use them. */
const PsrRowField psr_watermark_fields[] = {
  PSR_ROW_FIELD (PsrWatermark, flow, TEXT),
  PSR_ROW_FIELD (PsrWatermark, since, TIMESTAMP),
  PSR_ROW_FIELD (PsrWatermark, until, TIMESTAMP),
  PSR_ROW_FIELD (PsrWatermark, next_link, TEXT),
  PSR_ROW_FIELD (PsrWatermark, run_id, INT64),
  PSR_ROW_END,
};

G_DEFINE_BOXED_TYPE (PsrWatermark, psr_watermark, psr_watermark_ref, psr_watermark_unref)

/**
 * psr_watermark_new:
 * @flow: name of the flow
 *
 * Makes the watermark of a flow that has read nothing.
 *
 * Returns: (transfer full): a new #PsrWatermark
 */
PsrWatermark *
psr_watermark_new (const char *flow)
{
  PsrWatermark *self;

  g_return_val_if_fail (flow != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrWatermark);
  psr_row_init (self, psr_watermark_fields);
  g_set_str (&self->flow, flow);

  return self;
}

/**
 * psr_watermark_copy:
 * @self: a #PsrWatermark
 *
 * Returns: (transfer full): a copy that may be changed
 */
PsrWatermark *
psr_watermark_copy (const PsrWatermark *self)
{
  PsrWatermark *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = psr_watermark_new (self->flow);
  psr_row_copy (copy, self, psr_watermark_fields, PSR_ROW_PLAIN);

  return copy;
}

/**
 * psr_watermark_ref:
 * @self: a #PsrWatermark
 *
 * Returns: (transfer full): @self
 */
PsrWatermark *
psr_watermark_ref (PsrWatermark *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_watermark_finalize (gpointer data)
{
  g_assert (data != NULL);

  psr_row_clear (data, psr_watermark_fields);
}

/**
 * psr_watermark_unref:
 * @self: (transfer full): a #PsrWatermark
 */
void
psr_watermark_unref (PsrWatermark *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_watermark_finalize);
}
