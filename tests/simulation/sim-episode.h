/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-world.h"

G_BEGIN_DECLS

/* One world from its first invoice until everything has come to rest. */
typedef struct
{
  guint64  seed;
  guint64  digest;
  guint64  steps;
  guint64  broken_step;
  char    *broken;
} SimOutcome;

void sim_episode_run    (guint64     seed,
                         const char *folder,
                         gboolean    dense,
                         FILE       *trace,
                         SimCounts  *counts,
                         SimOutcome *outcome);

G_END_DECLS
