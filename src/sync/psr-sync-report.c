/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-report"

#include "config.h"

#include "psr-sync-report.h"

G_DEFINE_BOXED_TYPE (PsrSyncReport, psr_sync_report, psr_sync_report_ref, psr_sync_report_unref)

static void
psr_sync_report_finalize (gpointer data)
{
  PsrSyncReport *self = data;

  g_assert (self != NULL);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_clear_error (&self->error);
}

/**
 * psr_sync_report_new:
 * @flow: what is synchronised
 *
 * Returns: (transfer full): an empty report
 */
PsrSyncReport *
psr_sync_report_new (PsrSyncFlow flow)
{
  PsrSyncReport *self;

  self = g_atomic_rc_box_new0 (PsrSyncReport);
  self->flow = flow;
  self->started = PSR_TIMESTAMP_NONE;
  self->ended = PSR_TIMESTAMP_NONE;
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_sync_row_unref);
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_sync_row_unref);

  return self;
}

/**
 * psr_sync_report_ref:
 * @self: a report
 *
 * Returns: (transfer full): @self
 */
PsrSyncReport *
psr_sync_report_ref (PsrSyncReport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_sync_report_unref:
 * @self: (transfer full): a report
 *
 * Gives up a reference.
 */
void
psr_sync_report_unref (PsrSyncReport *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_sync_report_finalize);
}

/**
 * psr_sync_report_count:
 * @self: a report
 * @outcome: what became of a record
 *
 * Counts a record.
 */
void
psr_sync_report_count (PsrSyncReport  *self,
                       PsrSyncOutcome  outcome)
{
  g_return_if_fail (self != NULL);

  switch (outcome)
    {
    case PSR_SYNC_UNCHANGED:
      self->unchanged++;
      break;

    case PSR_SYNC_CREATED:
      self->created++;
      break;

    case PSR_SYNC_CHANGED:
      self->changed++;
      break;

    case PSR_SYNC_SKIPPED:
      self->skipped++;
      break;

    case PSR_SYNC_FAILED:
      self->failed++;
      break;

    default:
      g_return_if_reached ();
    }
}

/**
 * psr_sync_report_add_row:
 * @self: a report
 * @row: a skipped or failed record
 *
 * Adds @row, unless the report is full.
 */
void
psr_sync_report_add_row (PsrSyncReport *self,
                         PsrSyncRow    *row)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (row != NULL);

  if (self->rows->len < PSR_SYNC_MAX_ROWS)
    g_ptr_array_add (self->rows, psr_sync_row_ref (row));
}

/**
 * psr_sync_report_add_note:
 * @self: a report
 * @row: a record that was carried over but is worth knowing about
 *
 * Adds @row, unless the report is full.
 */
void
psr_sync_report_add_note (PsrSyncReport *self,
                          PsrSyncRow    *row)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (row != NULL);

  if (self->notes->len < PSR_SYNC_MAX_ROWS)
    g_ptr_array_add (self->notes, psr_sync_row_ref (row));
}
