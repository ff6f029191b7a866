/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-desk.h"

G_BEGIN_DECLS

/*
 * Whoever sits at a desk: approves what is ready, and decides on what needs a look.
 */
typedef struct
{
  gboolean posts;
  gboolean mixed;
  /* Chances out of a million that what is made is withdrawn again. */
  guint    withdraws;
  /* What needs a look is billed again without one, and as an invoice if it was an order. */
  gboolean rekinds;
} SimHabits;

DexFuture *sim_clerk_approve (SimDesk         *desk,
                              const SimHabits *habits,
                              gboolean         only_ready);

G_END_DECLS
