/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-row"

#include "config.h"

#include "psr-explain.h"
#include "psr-sync-row.h"

G_DEFINE_BOXED_TYPE (PsrSyncRow, psr_sync_row, psr_sync_row_ref, psr_sync_row_unref)

static void
psr_sync_row_finalize (gpointer data)
{
  PsrSyncRow *self = data;

  g_assert (self != NULL);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->number, g_free);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->what, g_free);
  g_clear_pointer (&self->why, g_free);
  g_clear_pointer (&self->mend, g_free);
}

/**
 * psr_sync_row_new:
 * @outcome: what became of the record
 * @id: canonical GUID in Business Central
 * @number: its number there
 * @code: a stable word for the reason
 * @what: what is the matter, translated
 * @why: (nullable): why, translated
 * @mend: (nullable): how to mend it, translated
 *
 * Returns: (transfer full): a row
 */
PsrSyncRow *
psr_sync_row_new (PsrSyncOutcome  outcome,
                  const char     *id,
                  const char     *number,
                  const char     *code,
                  const char     *what,
                  const char     *why,
                  const char     *mend)
{
  PsrSyncRow *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (number != NULL, NULL);
  g_return_val_if_fail (code != NULL, NULL);
  g_return_val_if_fail (what != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrSyncRow);
  self->outcome = outcome;
  self->id = g_strdup (id);
  self->number = g_strdup (number);
  self->code = g_strdup (code);
  self->what = g_strdup (what);
  self->why = g_strdup (why != NULL ? why : "");
  self->mend = g_strdup (mend != NULL ? mend : "");

  return self;
}

/**
 * psr_sync_row_new_for_error:
 * @outcome: what became of the record
 * @id: canonical GUID in Business Central
 * @number: its number there
 * @code: a stable word for the reason
 * @error: what went wrong
 *
 * Returns: (transfer full): a row with the parts of @error
 */
PsrSyncRow *
psr_sync_row_new_for_error (PsrSyncOutcome  outcome,
                            const char     *id,
                            const char     *number,
                            const char     *code,
                            const GError   *error)
{
  g_autoptr (PsrExplanation) explanation = NULL;

  g_return_val_if_fail (error != NULL, NULL);

  explanation = psr_explain (error);
  return psr_sync_row_new (outcome, id, number, code, explanation->what, explanation->why, explanation->mend);
}

/**
 * psr_sync_row_ref:
 * @self: a row
 *
 * Returns: (transfer full): @self
 */
PsrSyncRow *
psr_sync_row_ref (PsrSyncRow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_sync_row_unref:
 * @self: (transfer full): a row
 *
 * Gives up a reference.
 */
void
psr_sync_row_unref (PsrSyncRow *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_sync_row_finalize);
}
