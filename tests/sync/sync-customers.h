/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync-world.h"

/* Customers of Business Central for a test, and what became of them. */

#define FOREIGN "aaaaaaaa-0000-0000-0000-000000000001"
/* Two digits are left of it. */
#define ALONE "bbbbbbbb-0000-0000-0000-0000000000"

static inline JsonObject *
add_customer (World      *world,
              guint       number,
              const char *name)
{
  g_autofree char *modified = g_strdup_printf ("2026-08-01T%02u:%02u:%02uZ", number / 3600, number / 60 % 60, number % 60);
  g_autofree char *json = g_strdup_printf ("\"number\":\"C%u\",\"displayName\":\"%s\",\"blocked\":\"_x0020_\",\"phoneNumber\":\"04%u\","
                                           "\"email\":\"\",\"addressLine1\":\"\",\"country\":\"BE\"",
                                           number, name, number);

  return world_add_bc (world->customers, number, modified, json);
}

static inline void
add_customers (World *world,
               guint  n_customers)
{
  for (guint i = 1; i <= n_customers; i++)
    {
      g_autofree char *name = g_strdup_printf ("Customer %u", i);

      add_customer (world, i, name);
    }
}

static inline void
touch (JsonObject *row,
       const char *member,
       const char *value)
{
  json_object_set_string_member (row, member, value);
  json_object_set_string_member (row, "lastModifiedDateTime", "2026-08-24T08:59:00Z");
}

static inline void
assert_report (PsrSyncReport *report,
               guint          created,
               guint          changed,
               guint          unchanged,
               guint          skipped,
               guint          failed)
{
  if (report->error != NULL)
    g_test_message ("%s", report->error->message);

  for (guint i = 0; i < report->rows->len; i++)
    {
      const PsrSyncRow *row = g_ptr_array_index (report->rows, i);

      g_test_message ("%s %s: %s %s", row->number, row->code, row->what, row->why);
    }

  g_assert_no_error (report->error);
  g_assert_cmpuint (report->created, ==, created);
  g_assert_cmpuint (report->changed, ==, changed);
  g_assert_cmpuint (report->unchanged, ==, unchanged);
  g_assert_cmpuint (report->skipped, ==, skipped);
  g_assert_cmpuint (report->failed, ==, failed);
  g_assert_cmpuint (report->n_read, ==, created + changed + unchanged + skipped + failed);
}
