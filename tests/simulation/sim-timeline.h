/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>

#include "psr-clock.h"

G_BEGIN_DECLS

#define SIM_SECOND ((gint64) G_USEC_PER_SEC)
#define SIM_MINUTE (60 * SIM_SECOND)
#define SIM_HOUR   (60 * SIM_MINUTE)

/*
 * What happens when, by chance: everything random is drawn here, in the order in
 * which it happens, so that the same seed gives the same trace.
 */
typedef struct
{
  PsrClock  *clock;
  GSequence *events;
  guint64    n_planned;
  guint64    n_steps;
  guint64    state;
  guint64    digest;
  FILE      *trace;
  GString   *line;
} SimTimeline;

typedef void (*SimEventFunc) (gpointer data);

SimTimeline  *sim_timeline_new     (guint64         seed,
                                    FILE           *trace);
void          sim_timeline_free    (SimTimeline    *self);
PsrTimestamp  sim_timeline_now     (SimTimeline    *self);
void          sim_timeline_plan    (SimTimeline    *self,
                                    gint64          delay,
                                    SimEventFunc    func,
                                    gpointer        data,
                                    GDestroyNotify  data_free);
gboolean      sim_timeline_step    (SimTimeline    *self);
guint64       sim_timeline_draw    (SimTimeline    *self,
                                    guint64         below);
gint64        sim_timeline_between (SimTimeline    *self,
                                    gint64          least,
                                    gint64          most);
gboolean      sim_timeline_chance  (SimTimeline    *self,
                                    guint           per_million);
void          sim_timeline_trace   (SimTimeline    *self,
                                    const char     *format,
                                    ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
