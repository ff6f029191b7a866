/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-interval"

#include "config.h"

#include <string.h>

#include "psr-interval.h"
#include "psr-profile-flow.h"
#include "psr-profile-value.h"

#define MINUTE (60 * (gint64) G_USEC_PER_SEC)

/* How often each flow runs that isn't named here: master data. */
#define MASTER_DATA (5 * MINUTE)

/* Items bring their stock along. */
static const struct
{
  const char *task;
  gint64      interval;
} intervals[] = {
  { "customers", MASTER_DATA },
  { "items", 2 * MINUTE },
  { "contacts", MASTER_DATA },
  { "stock", 2 * MINUTE },
  { "prices", MASTER_DATA },
  { "reference", 24 * 60 * MINUTE },
  { "workorders", 2 * MINUTE },
  { "followed", 10 * MINUTE },
};

/**
 * psr_interval_get:
 * @profile: a profile
 * @task: the stable name of a flow, `workorders` or `followed`
 *
 * Returns: how often it is done, in microseconds: as the flow's section or
 *   `[Intervals]` says, else as it usually is
 */
gint64
psr_interval_get (PsrProfile *profile,
                  const char *task)
{
  GPtrArray *entries;
  const char *own;

  g_return_val_if_fail (PSR_IS_PROFILE (profile), MASTER_DATA);
  g_return_val_if_fail (task != NULL, MASTER_DATA);

  own = psr_profile_flow_get (profile, task, "Interval");
  if (own != NULL)
    return psr_profile_duration_usec (own);

  entries = psr_profile_get_entries (profile, "Intervals");
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const PsrProfileEntry *entry = entries->pdata[i];

      if (strcmp (entry->name, task) == 0)
        return psr_profile_duration_usec (entry->value);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (intervals); i++)
    {
      if (strcmp (intervals[i].task, task) == 0)
        return intervals[i].interval;
    }

  return MASTER_DATA;
}

/**
 * psr_interval_list:
 * @index: a number from 0 on
 *
 * Returns: (nullable): the stable name of what has an interval, or %NULL behind the
 *   last
 */
const char *
psr_interval_list (guint index)
{
  return index < G_N_ELEMENTS (intervals) ? intervals[index].task : NULL;
}

/**
 * psr_interval_is_of_task:
 * @task: a name
 *
 * Returns: whether `[Intervals]` can have it
 */
gboolean
psr_interval_is_of_task (const char *task)
{
  g_return_val_if_fail (task != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (intervals); i++)
    {
      if (strcmp (intervals[i].task, task) == 0)
        return TRUE;
    }

  return FALSE;
}
