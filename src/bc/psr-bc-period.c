/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-period"

#include "config.h"

#include <string.h>

#include "psr-bc-period.h"
#include "psr-timestamp.h"

/* How Business Central writes that there is none. */
#define NO_DAY "0001-01-01"

G_DEFINE_BOXED_TYPE (PsrBcPeriod, psr_bc_period, psr_bc_period_ref, psr_bc_period_unref)

static char *
dup_day (const char *text)
{
  return g_strdup (psr_date_is_valid (text) && strcmp (text, NO_DAY) != 0 ? text : "");
}

/**
 * psr_bc_period_new:
 * @from: the first day, "YYYY-MM-DD"; "" or 0001-01-01 for none
 * @to: the last day, likewise
 *
 * Returns: (transfer full): a period
 */
PsrBcPeriod *
psr_bc_period_new (const char *from,
                   const char *to)
{
  PsrBcPeriod *self;

  g_return_val_if_fail (from != NULL && to != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrBcPeriod);
  self->from = dup_day (from);
  self->to = dup_day (to);

  return self;
}

/**
 * psr_bc_period_ref:
 * @self: a period
 *
 * Returns: (transfer full): @self
 */
PsrBcPeriod *
psr_bc_period_ref (PsrBcPeriod *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_bc_period_finalize (gpointer data)
{
  PsrBcPeriod *self = data;

  g_free (self->from);
  g_free (self->to);
}

/**
 * psr_bc_period_unref:
 * @self: (transfer full): a period
 *
 * Gives up a reference.
 */
void
psr_bc_period_unref (PsrBcPeriod *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_bc_period_finalize);
}

/**
 * psr_bc_period_has:
 * @self: a period
 * @day: a day, "YYYY-MM-DD"
 *
 * Returns: whether @day is in it
 */
gboolean
psr_bc_period_has (const PsrBcPeriod *self,
                   const char        *day)
{
  g_return_val_if_fail (self != NULL && day != NULL, TRUE);

  return (self->from[0] == '\0' || strcmp (day, self->from) >= 0) && (self->to[0] == '\0' || strcmp (day, self->to) <= 0);
}
