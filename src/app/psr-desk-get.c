/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-desk-get"

#include "config.h"

#include "psr-desk-private.h"

/* What a desk tells of itself, besides its properties. */

/**
 * psr_desk_get_profile:
 * @self: a desk
 *
 * Returns: (transfer none) (nullable): the profile, once it is read
 */
PsrProfile *
psr_desk_get_profile (PsrDesk *self)
{
  g_return_val_if_fail (PSR_IS_DESK (self), NULL);

  return self->profile;
}

/**
 * psr_desk_get_progress:
 * @self: a desk
 *
 * Returns: (transfer none) (nullable): what is going on, one short line,
 *   translated
 */
const char *
psr_desk_get_progress (PsrDesk *self)
{
  g_return_val_if_fail (PSR_IS_DESK (self), NULL);

  return self->progress;
}

/**
 * psr_desk_get_checked_at:
 * @self: a desk
 *
 * Returns: when this window read Wello last, or %PSR_TIMESTAMP_NONE
 */
PsrTimestamp
psr_desk_get_checked_at (PsrDesk *self)
{
  g_return_val_if_fail (PSR_IS_DESK (self), PSR_TIMESTAMP_NONE);

  return self->checked_at;
}

/**
 * psr_desk_get_clock:
 * @self: a desk
 *
 * Returns: (transfer none): the clock
 */
PsrClock *
psr_desk_get_clock (PsrDesk *self)
{
  g_return_val_if_fail (PSR_IS_DESK (self), NULL);

  return self->clock;
}
