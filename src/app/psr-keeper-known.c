/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-keeper-known"

#include "config.h"

#include "psr-keeper-private.h"

/* What the worker has found out. */

/**
 * psr_keeper_get_person:
 * @self: a keeper
 *
 * Returns: (transfer none) (nullable): who is signed in to Business Central, as far
 *   as the worker has found out
 */
const char *
psr_keeper_get_person (PsrKeeper *self)
{
  const char *person;

  g_return_val_if_fail (PSR_IS_KEEPER (self), NULL);

  person = self->engine != NULL ? psr_engine_get_signed_in (self->engine) : NULL;
  if (person != NULL)
    g_set_str (&self->person, person);

  return self->person;
}

/**
 * psr_keeper_get_clock_skew:
 * @self: a keeper
 *
 * Returns: by how many microseconds Business Central's clock is ahead, as far as the
 *   worker has found out
 */
gint64
psr_keeper_get_clock_skew (PsrKeeper *self)
{
  g_return_val_if_fail (PSR_IS_KEEPER (self), 0);

  return self->engine != NULL ? psr_engine_get_clock_skew (self->engine) : 0;
}

/**
 * psr_keeper_get_due:
 * @self: a keeper
 * @task: the stable name of a flow, `workorders` or `followed`
 *
 * Returns: when it is done next, or %PSR_TIMESTAMP_NONE
 */
PsrTimestamp
psr_keeper_get_due (PsrKeeper  *self,
                    const char *task)
{
  g_return_val_if_fail (PSR_IS_KEEPER (self), PSR_TIMESTAMP_NONE);

  return self->worker != NULL ? psr_worker_get_due (self->worker, task) : PSR_TIMESTAMP_NONE;
}

/**
 * psr_keeper_get_activity:
 * @self: a keeper
 *
 * Returns: (transfer none) (nullable): what is going on, one short line,
 *   translated
 */
const char *
psr_keeper_get_activity (PsrKeeper *self)
{
  g_return_val_if_fail (PSR_IS_KEEPER (self), NULL);

  return self->activity;
}

/**
 * psr_keeper_get_wait:
 * @self: a keeper
 * @until: (out) (optional): until when
 *
 * Returns: (transfer none) (nullable): for what a service makes a flow wait, a sentence
 *   without a full stop, translated; %NULL when nothing does
 */
const char *
psr_keeper_get_wait (PsrKeeper    *self,
                     PsrTimestamp *until)
{
  g_return_val_if_fail (PSR_IS_KEEPER (self), NULL);

  if (until != NULL)
    *until = self->wait_until;

  return self->wait;
}
