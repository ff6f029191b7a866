/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-world"

#include "sbx-world.h"

SbxWorld *
sbx_world_new (SbxOptions *options)
{
  SbxWorld *world = g_new0 (SbxWorld, 1);

  world->options = options;
  world->bc = sbx_bc_new (options);
  world->wello = sbx_wello_new (options);
  return world;
}

void
sbx_world_free (SbxWorld *world)
{
  if (world == NULL)
    return;
  sbx_bc_free (world->bc);
  sbx_wello_free (world->wello);
  g_free (world);
}
