/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-run-day"

#include "config.h"

#include "psr-run-day.h"

/**
 * psr_run_day_new:
 *
 * Returns: (transfer full): a day to be filled
 */
PsrRunDay *
psr_run_day_new (void)
{
  return g_new0 (PsrRunDay, 1);
}

/**
 * psr_run_day_free:
 * @self: (transfer full): a day
 */
void
psr_run_day_free (PsrRunDay *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->day);
  g_free (self);
}
