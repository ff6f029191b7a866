/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-update"

#include "config.h"

#include "psr-wello-update.h"

G_DEFINE_BOXED_TYPE (PsrWelloUpdate, psr_wello_update, psr_wello_update_ref, psr_wello_update_unref)

static void
psr_wello_update_finalize (gpointer data)
{
  PsrWelloUpdate *self = data;

  g_assert (self != NULL);

  g_clear_object (&self->outcome);
}

/**
 * psr_wello_update_new:
 * @outcome: (nullable): what became of the PUT; %NULL when none was needed
 *
 * Returns: (transfer full): an update
 */
PsrWelloUpdate *
psr_wello_update_new (PsrWriteOutcome *outcome)
{
  PsrWelloUpdate *self;

  g_return_val_if_fail (outcome == NULL || PSR_IS_WRITE_OUTCOME (outcome), NULL);

  self = g_atomic_rc_box_new0 (PsrWelloUpdate);
  g_set_object (&self->outcome, outcome);

  return self;
}

/**
 * psr_wello_update_ref:
 * @self: an update
 *
 * Returns: (transfer full): @self
 */
PsrWelloUpdate *
psr_wello_update_ref (PsrWelloUpdate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_wello_update_unref:
 * @self: (transfer full): an update
 *
 * Gives up a reference.
 */
void
psr_wello_update_unref (PsrWelloUpdate *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_wello_update_finalize);
}
