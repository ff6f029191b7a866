/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-random.h"

G_BEGIN_DECLS

#define PSR_TYPE_SYSTEM_RANDOM (psr_system_random_get_type ())
G_DECLARE_FINAL_TYPE (PsrSystemRandom, psr_system_random, PSR, SYSTEM_RANDOM, GObject)

PsrRandom *psr_system_random_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
