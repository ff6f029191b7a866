/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-activity"

#include "config.h"

#include "psr-activity.h"

G_DEFINE_BOXED_TYPE (PsrTimeline, psr_timeline, psr_timeline_ref, psr_timeline_unref)

/**
 * psr_timeline_new:
 *
 * Returns: (transfer full): a timeline in which nothing happened
 */
PsrTimeline *
psr_timeline_new (void)
{
  PsrTimeline *self = g_atomic_rc_box_new0 (PsrTimeline);

  self->activities = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_activity_free);

  return self;
}

/**
 * psr_timeline_ref:
 * @self: a timeline
 *
 * Returns: (transfer full): @self
 */
PsrTimeline *
psr_timeline_ref (PsrTimeline *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_timeline (gpointer data)
{
  PsrTimeline *self = data;

  g_ptr_array_unref (self->activities);
}

/**
 * psr_timeline_unref:
 * @self: (transfer full): a timeline
 */
void
psr_timeline_unref (PsrTimeline *self)
{
  g_atomic_rc_box_release_full (self, clear_timeline);
}

/**
 * psr_activity_new:
 * @at: when
 * @title: what happened, translated
 * @about: the document's number, or the flow, translated
 *
 * Returns: (transfer full): the activity, to be filled
 */
PsrActivity *
psr_activity_new (PsrTimestamp  at,
                  const char   *title,
                  const char   *about)
{
  PsrActivity *self = g_new0 (PsrActivity, 1);

  self->at = at;
  self->title = g_strdup (title);
  self->about = g_strdup (about);
  self->text = g_strdup ("");
  self->who = g_strdup ("");
  self->number = g_strdup ("");

  return self;
}

/**
 * psr_activity_free:
 * @self: (transfer full): an activity
 */
void
psr_activity_free (PsrActivity *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->title);
  g_free (self->about);
  g_free (self->text);
  g_free (self->who);
  g_free (self->number);
  g_free (self);
}

/**
 * psr_billed_day_new:
 * @day: the day, "YYYY-MM-DD"
 *
 * Returns: (transfer full): the day, on which nothing was billed yet
 */
PsrBilledDay *
psr_billed_day_new (const char *day)
{
  PsrBilledDay *self = g_new0 (PsrBilledDay, 1);

  self->day = g_strdup (day);

  return self;
}

/**
 * psr_billed_day_free:
 * @self: (transfer full): a day
 */
void
psr_billed_day_free (PsrBilledDay *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->day);
  g_free (self);
}
