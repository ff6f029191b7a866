/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-random.h"

G_BEGIN_DECLS

#define PSR_TYPE_SEEDED_RANDOM (psr_seeded_random_get_type ())
G_DECLARE_FINAL_TYPE (PsrSeededRandom, psr_seeded_random, PSR, SEEDED_RANDOM, GObject)

PsrRandom *psr_seeded_random_new (guint64 seed) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
