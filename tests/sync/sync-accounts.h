/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync-both.h"

#define NEW "bbbbbbbb-0000-0000-0000-000000000001"
#define SITE "bbbbbbbb-0000-0000-0000-000000000002"
#define OLD "bbbbbbbb-0000-0000-0000-000000000003"

static inline JsonObject *
add_account (World      *world,
             const char *id,
             const char *name,
             const char *more)
{
  g_autofree char *now = world_dup_now (world);
  g_autofree char *json = g_strdup_printf ("{\"id\":\"%s\",\"name\":\"%s\",\"code\":\"\",\"is_client\":true,\"archived\":false,\"is_working_address\":true,"
                                           "\"phone\":\"02 1\",\"zip\":\"1000\",\"city\":\"Brussel\",\"street\":\"\",\"street2\":\"\","
                                           "\"email\":\"\",\"url\":\"\",\"vat_reg_code\":\"\",\"modified_dateutc\":\"%s\"%s}",
                                           id, name, now, more);

  return world_add_wello (world->companies, json);
}

static inline const PsrSyncRow *
get_row (PsrSyncReport *report,
         const char    *id)
{
  for (guint i = 0; i < report->rows->len; i++)
    {
      const PsrSyncRow *row = g_ptr_array_index (report->rows, i);

      if (g_str_equal (row->id, id))
        return row;
    }

  return NULL;
}
