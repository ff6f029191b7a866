/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-bc.h"
#include "sbx-options.h"
#include "sbx-wello.h"

/* Everything that the three servers show. */
typedef struct
{
  SbxOptions *options;
  SbxBc      *bc;
  SbxWello   *wello;
} SbxWorld;

/* Empty; sbx_seed_fill() fills it. Borrows the options. */
SbxWorld *sbx_world_new  (SbxOptions *options);
void      sbx_world_free (SbxWorld *world);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SbxWorld, sbx_world_free)
