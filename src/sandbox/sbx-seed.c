/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-seed"

#include "sbx-seed-private.h"

#include <string.h>

/* 2026-09-01 in Business Central, 2026-09-02 in Wello: before any run, so that nothing lies in the future. */
#define BC_START G_GINT64_CONSTANT (1788220800000000)
#define WELLO_START (BC_START + G_TIME_SPAN_DAY)
#define STEP (40 * G_TIME_SPAN_MILLISECOND)

SbxTable *
sbx_seed_bc (SbxSeed    *seed,
             const char *set)
{
  return sbx_bc_table (seed->world->bc, set);
}

SbxTable *
sbx_seed_wello (SbxSeed    *seed,
                const char *controller)
{
  return sbx_wello_table (seed->world->wello, controller);
}

SbxRow *
sbx_seed_row (SbxSeed  *seed,
              SbxTable *table)
{
  SbxRow *row = sbx_row_new (table);
  g_autofree char *id = sbx_guid_random (seed->rand);

  sbx_row_set_text (row, "id", id);
  if (sbx_schema_column (sbx_table_get_schema (table), "modified_dateutc") >= 0)
    {
      row->modified = seed->wello_time;
      seed->wello_time += STEP;
    }
  else
    {
      /* Some rows of Business Central come from one import: they share their time. */
      row->modified = seed->bc_time / (7 * STEP) * (7 * STEP);
      seed->bc_time += STEP;
    }
  return row;
}

SbxRow *
sbx_seed_find (SbxTable   *table,
               const char *column,
               const char *text)
{
  for (guint i = 0; i < sbx_table_end (table); i++)
    {
      SbxRow *row = sbx_table_at (table, i);

      if (row != NULL && strcmp (sbx_row_text (row, column), text) == 0)
        return row;
    }
  return NULL;
}

const char *
sbx_seed_reference (SbxSeed    *seed,
                    const char *controller,
                    const char *code)
{
  SbxTable *table = sbx_seed_wello (seed, controller);
  SbxRow *row = table != NULL ? sbx_seed_find (table, "code", code) : NULL;

  return row != NULL ? sbx_row_id (row) : NULL;
}

SbxRow *
sbx_seed_first (SbxSeed    *seed,
                const char *controller)
{
  SbxTable *table = sbx_seed_wello (seed, controller);

  return table != NULL ? sbx_table_at (table, 0) : NULL;
}

/**
 * sbx_seed_fill:
 * @world: both services, without data of their own
 *
 * Fills them with what a Belgian service company has; the same for the same options.
 */
void
sbx_seed_fill (SbxWorld *world)
{
  SbxSeed seed = { .world = world, .bc_time = BC_START, .wello_time = WELLO_START };

  /* Not the stream of which Business Central makes its own ids. */
  seed.rand = g_rand_new_with_seed (world->options->seed ^ 0x5eed);
  seed.plain_customers = g_array_new (FALSE, FALSE, sizeof (SbxPair));
  for (guint i = 0; i < SBX_ITEM_N_POOLS; i++)
    seed.pools[i] = g_array_new (FALSE, FALSE, sizeof (SbxPair));
  seed.locations = g_ptr_array_new ();

  sbx_seed_customers (&seed);
  sbx_seed_locations (&seed);
  sbx_seed_items (&seed);
  sbx_seed_work (&seed);
  sbx_seed_cases (&seed);
  sbx_seed_neighbours (&seed);
  sbx_seed_prices (&seed);
  sbx_seed_contacts (&seed);
  sbx_seed_visits (&seed);

  g_ptr_array_unref (seed.locations);
  for (guint i = 0; i < SBX_ITEM_N_POOLS; i++)
    g_array_unref (seed.pools[i]);
  g_array_unref (seed.plain_customers);
  g_rand_free (seed.rand);
}
