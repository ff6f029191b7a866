/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-wello-stub"

#include "sbx-seed.h"

/* Stands in until the seed is there. */
void
sbx_seed_fill (SbxWorld *world)
{
}
