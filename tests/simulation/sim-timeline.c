/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include "psr-virtual-clock.h"
#include "sim-timeline.h"

typedef struct
{
  gint64          due;
  guint64         number;
  SimEventFunc    func;
  gpointer        data;
  GDestroyNotify  data_free;
} Event;

static void
event_free (gpointer data)
{
  Event *event = data;

  if (event->data_free != NULL)
    event->data_free (event->data);

  g_free (event);
}

static int
compare_events (gconstpointer a,
                gconstpointer b,
                gpointer      data)
{
  const Event *one = a;
  const Event *two = b;

  if (one->due != two->due)
    return one->due < two->due ? -1 : 1;

  return (one->number > two->number) - (one->number < two->number);
}

SimTimeline *
sim_timeline_new (guint64  seed,
                  FILE    *trace)
{
  SimTimeline *self = g_new0 (SimTimeline, 1);
  PsrTimestamp start;

  g_assert_true (psr_timestamp_parse ("2026-08-24T09:12:33.4Z", &start, NULL));
  self->clock = psr_virtual_clock_new (start);
  self->events = g_sequence_new (event_free);
  self->state = seed;
  self->digest = G_GUINT64_CONSTANT (0xcbf29ce484222325);
  self->trace = trace;
  self->line = g_string_new (NULL);

  return self;
}

void
sim_timeline_free (SimTimeline *self)
{
  g_sequence_free (self->events);
  g_object_unref (self->clock);
  g_string_free (self->line, TRUE);
  g_free (self);
}

PsrTimestamp
sim_timeline_now (SimTimeline *self)
{
  return psr_clock_now (self->clock);
}

void
sim_timeline_plan (SimTimeline    *self,
                   gint64          delay,
                   SimEventFunc    func,
                   gpointer        data,
                   GDestroyNotify  data_free)
{
  Event *event = g_new0 (Event, 1);

  event->due = psr_clock_monotonic (self->clock) + MAX (delay, 0);
  event->number = ++self->n_planned;
  event->func = func;
  event->data = data;
  event->data_free = data_free;
  g_sequence_insert_sorted (self->events, event, compare_events, NULL);
}

/* Lets the next thing happen. Returns FALSE when there is none. */
gboolean
sim_timeline_step (SimTimeline *self)
{
  GSequenceIter *first = g_sequence_get_begin_iter (self->events);
  gint64 wait;
  Event event;

  if (g_sequence_iter_is_end (first))
    return FALSE;

  event = *(Event *) g_sequence_get (first);
  ((Event *) g_sequence_get (first))->data_free = NULL;
  g_sequence_remove (first);
  wait = event.due - psr_clock_monotonic (self->clock);

  if (wait > 0)
    psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (self->clock), wait);

  self->n_steps++;
  event.func (event.data);

  if (event.data_free != NULL)
    event.data_free (event.data);

  return TRUE;
}

/* splitmix64 */
guint64
sim_timeline_draw (SimTimeline *self,
                   guint64      below)
{
  guint64 z = (self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  z ^= z >> 31;

  return below == 0 ? 0 : z % below;
}

gint64
sim_timeline_between (SimTimeline *self,
                      gint64       least,
                      gint64       most)
{
  return least + (gint64) sim_timeline_draw (self, (guint64) (most - least) + 1);
}

gboolean
sim_timeline_chance (SimTimeline *self,
                     guint        per_million)
{
  return sim_timeline_draw (self, 1000000) < per_million;
}

/* Everything that is seen to happen, as a line; their digest is that of the run. */
void
sim_timeline_trace (SimTimeline *self,
                    const char  *format,
                    ...)
{
  va_list arguments;

  g_string_printf (self->line, "%" G_GUINT64_FORMAT " %" G_GINT64_FORMAT " ", self->n_steps,
                   psr_clock_monotonic (self->clock) / 1000);
  va_start (arguments, format);
  g_string_append_vprintf (self->line, format, arguments);
  va_end (arguments);
  g_string_append_c (self->line, '\n');

  /* FNV-1a */
  for (gsize i = 0; i < self->line->len; i++)
    self->digest = (self->digest ^ (guint8) self->line->str[i]) * G_GUINT64_CONSTANT (0x100000001b3);

  if (self->trace != NULL)
    fputs (self->line->str, self->trace);
}
