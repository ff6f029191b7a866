/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-skipped-row"

#include "config.h"

#include "psr-fields.h"
#include "psr-skipped-row.h"

/* In the order in which psr_row_bind() and psr_row_read() use them. */
const PsrRowField psr_skipped_row_fields[] = {
  PSR_ROW_FIELD (PsrSkippedRow, flow, TEXT),
  PSR_ROW_FIELD (PsrSkippedRow, row_id, TEXT),
  PSR_ROW_FIELD (PsrSkippedRow, number, TEXT),
  PSR_ROW_FIELD (PsrSkippedRow, code, TEXT),
  PSR_ROW_FIELD (PsrSkippedRow, what, TEXT),
  PSR_ROW_FIELD (PsrSkippedRow, why, TEXT),
  PSR_ROW_FIELD (PsrSkippedRow, mend, TEXT),
  PSR_ROW_FIELD (PsrSkippedRow, tries, INT64),
  PSR_ROW_FIELD (PsrSkippedRow, first_at, TIMESTAMP),
  PSR_ROW_FIELD (PsrSkippedRow, last_at, TIMESTAMP),
  PSR_ROW_END,
};

G_DEFINE_BOXED_TYPE (PsrSkippedRow, psr_skipped_row, psr_skipped_row_ref, psr_skipped_row_unref)

/**
 * psr_skipped_row_new:
 * @flow: name of the flow
 * @row_id: GUID of the record
 *
 * Makes a row; set the other members before handing it over.
 *
 * Returns: (transfer full): a new #PsrSkippedRow
 */
PsrSkippedRow *
psr_skipped_row_new (const char *flow,
                     const char *row_id)
{
  PsrSkippedRow *self;

  g_return_val_if_fail (flow != NULL, NULL);
  g_return_val_if_fail (row_id != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrSkippedRow);
  psr_row_init (self, psr_skipped_row_fields);
  g_set_str (&self->flow, flow);
  g_set_str (&self->row_id, row_id);

  return self;
}

/**
 * psr_skipped_row_ref:
 * @self: a #PsrSkippedRow
 *
 * Returns: (transfer full): @self
 */
PsrSkippedRow *
psr_skipped_row_ref (PsrSkippedRow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_skipped_row_finalize (gpointer data)
{
  PsrSkippedRow *self = data;

  g_assert (self != NULL);

  g_clear_pointer (&self->kept, g_free);
  psr_row_clear (data, psr_skipped_row_fields);
}

/**
 * psr_skipped_row_unref:
 * @self: (transfer full): a #PsrSkippedRow
 */
void
psr_skipped_row_unref (PsrSkippedRow *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_skipped_row_finalize);
}
