/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-filter-trial"

#include "config.h"

#include "psr-filter-trial.h"

G_DEFINE_BOXED_TYPE (PsrFilterTrial, psr_filter_trial, psr_filter_trial_ref, psr_filter_trial_unref)

/**
 * psr_filter_trial_new:
 * @n: how many records were read
 * @has_more: whether there are more
 * @first: (nullable): what the first one is called
 *
 * Returns: (transfer full): what a filter leaves
 */
PsrFilterTrial *
psr_filter_trial_new (guint       n,
                      gboolean    has_more,
                      const char *first)
{
  PsrFilterTrial *self = g_atomic_rc_box_new0 (PsrFilterTrial);

  self->n = n;
  self->has_more = has_more;
  self->first = g_strdup (first);

  return self;
}

/**
 * psr_filter_trial_ref:
 * @self: a trial
 *
 * Returns: (transfer full): @self
 */
PsrFilterTrial *
psr_filter_trial_ref (PsrFilterTrial *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  g_free (((PsrFilterTrial *) data)->first);
}

/**
 * psr_filter_trial_unref:
 * @self: (transfer full): a trial
 */
void
psr_filter_trial_unref (PsrFilterTrial *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
