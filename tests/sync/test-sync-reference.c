/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "psr-reference-facts.h"
#include "psr-test.h"
#include "sync-world.h"

#define UNIT "{\"@odata.etag\":\"x\",\"id\":\"e0000000-0000-0000-0000-00000000000%u\",\"code\":\"%s\",\"displayName\":\"%s\"," \
             "\"internationalStandardCode\":\"%s\",\"lastModifiedDateTime\":\"2026-01-01T00:00:00Z\"}"

static char *
dup_fact (World      *world,
          const char *name)
{
  g_autoptr (DexFuture) future = psr_test_await (psr_mirror_store_get_fact (psr_store_get_mirror (world->store), name));

  return g_value_dup_string (dex_future_get_value (future, NULL));
}

static guint
count_records (World *world)
{
  g_autoptr (DexFuture) future = psr_test_await (psr_mirror_store_count_records (psr_store_get_mirror (world->store),
                                                                                 PSR_ENTITY_REFERENCE, PSR_MIRROR_BC));

  return (guint) g_value_get_int64 (dex_future_get_value (future, NULL));
}

static void
set_units (World      *world,
           const char *name,
           gboolean    both)
{
  g_autofree char *first = g_strdup_printf (UNIT, 1, "pcs", name, "C62");
  g_autofree char *second = g_strdup_printf (UNIT, 2, "HOUR", "Hour", "");
  g_autofree char *rows = both ? g_strconcat (first, ",", second, NULL) : g_strdup (first);

  world_add_table (world, "unitsOfMeasure", rows);
}

static void
assert_counts (PsrSyncReport *report,
               guint          created,
               guint          changed,
               guint          unchanged)
{
  g_assert_no_error (report->error);
  g_assert_cmpuint (report->created, ==, created);
  g_assert_cmpuint (report->changed, ==, changed);
  g_assert_cmpuint (report->unchanged, ==, unchanged);
  g_assert_cmpuint (report->skipped + report->failed, ==, 0);
}

/* What is there is kept, changes are noticed, and what is gone is forgotten; nothing is written anywhere. */
static void
test_read (World         *world,
           gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) fresh = NULL;
  g_autoptr (PsrSyncReport) same = NULL;
  g_autoptr (PsrSyncReport) other = NULL;
  g_autofree char *country = NULL;
  g_autofree char *name = NULL;

  set_units (world, "Piece", TRUE);
  world_add_table (world, "companyInformation", "{\"id\":\"e0000000-0000-0000-0000-000000000009\",\"displayName\":\"C\",\"country\":\"be\"}");
  first = world_run (world, PSR_SYNC_REFERENCE, PSR_SYNC_DEFAULT);
  /* With the category that the world has. */
  assert_counts (first, 4, 0, 0);
  g_assert_cmpuint (count_records (world), ==, 4);
  name = g_strconcat (PSR_REFERENCE_COUNTRY, psr_bc_client_get_company (world->context->bc), NULL);
  country = dup_fact (world, name);
  g_assert_cmpstr (country, ==, "BE");
  g_assert_cmpuint (world_count_writes (world), ==, 0);

  /* Once a day is enough, unless somebody wants it now. */
  world_let_pass (world, 60);
  world_clear_log (world);
  fresh = world_run (world, PSR_SYNC_REFERENCE, PSR_SYNC_DEFAULT);
  assert_counts (fresh, 0, 0, 0);
  g_assert_cmpuint (fresh->requests, ==, 0);
  same = world_run (world, PSR_SYNC_REFERENCE, PSR_SYNC_FULL);
  assert_counts (same, 0, 0, 4);

  set_units (world, "Pieces", FALSE);
  world_let_pass (world, 24 * 60);
  other = world_run (world, PSR_SYNC_REFERENCE, PSR_SYNC_DEFAULT);
  assert_counts (other, 0, 1, 2);
  g_assert_cmpuint (count_records (world), ==, 3);
}

/* Where another company was read on the same state, nothing of that is taken for this one's. */
static void
test_other_company (World         *world,
                    gconstpointer  data)
{
  PsrMirrorStore *mirror = psr_store_get_mirror (world->store);
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) own = NULL;
  g_autoptr (PsrSyncReport) fresh = NULL;
  g_autoptr (DexFuture) set = NULL;
  g_autofree char *whose = NULL;
  g_autofree char *country = NULL;

  set_units (world, "Piece", TRUE);
  first = world_run (world, PSR_SYNC_REFERENCE, PSR_SYNC_DEFAULT);
  assert_counts (first, 3, 0, 0);

  set = psr_test_await (psr_mirror_store_set_fact (mirror, PSR_REFERENCE_COMPANY, "a0000000-0000-0000-0000-000000000001"));
  own = world_run (world, PSR_SYNC_REFERENCE, PSR_SYNC_DEFAULT);
  assert_counts (own, 3, 0, 0);
  whose = dup_fact (world, PSR_REFERENCE_COMPANY);
  g_assert_cmpstr (whose, ==, psr_bc_client_get_company (world->context->bc));
  country = dup_fact (world, PSR_REFERENCE_COUNTRY "a0000000-0000-0000-0000-000000000001");
  g_assert_null (country);
  fresh = world_run (world, PSR_SYNC_REFERENCE, PSR_SYNC_DEFAULT);
  assert_counts (fresh, 0, 0, 0);
}

/* One that is cut off after another company's leaves nothing that seems to be read. */
static void
test_other_company_cut_off (World         *world,
                            gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) cut = NULL;
  g_autoptr (PsrSyncReport) again = NULL;
  g_autoptr (DexFuture) set = NULL;

  set_units (world, "Piece", TRUE);
  first = world_run (world, PSR_SYNC_REFERENCE, PSR_SYNC_DEFAULT);
  set = psr_test_await (psr_mirror_store_set_fact (psr_store_get_mirror (world->store), PSR_REFERENCE_COMPANY, "another"));
  world->bc_sign_in_after = world->bc_requests + 1;
  cut = world_run (world, PSR_SYNC_REFERENCE, PSR_SYNC_DEFAULT);
  g_assert_nonnull (cut->error);
  world->bc_sign_in_after = 0;
  again = world_run (world, PSR_SYNC_REFERENCE, PSR_SYNC_DEFAULT);
  assert_counts (again, 3, 0, 0);
}

/* What this one's account may not see isn't what the other company has. */
static void
test_other_company_hidden (World         *world,
                           gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) own = NULL;
  g_autoptr (DexFuture) set = NULL;

  set_units (world, "Piece", TRUE);
  first = world_run (world, PSR_SYNC_REFERENCE, PSR_SYNC_DEFAULT);
  assert_counts (first, 3, 0, 0);

  set = psr_test_await (psr_mirror_store_set_fact (psr_store_get_mirror (world->store), PSR_REFERENCE_COMPANY, "another"));
  world_add_table (world, "unitsOfMeasure", NULL);
  own = world_run (world, PSR_SYNC_REFERENCE, PSR_SYNC_DEFAULT);
  assert_counts (own, 1, 0, 0);
  g_assert_cmpuint (count_records (world), ==, 1);
}

/* What the account may not see is told, and what was known of it stays. */
static void
test_hidden (World         *world,
             gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) hidden = NULL;
  const PsrSyncRow *note;

  set_units (world, "Piece", TRUE);
  first = world_run (world, PSR_SYNC_REFERENCE, PSR_SYNC_DEFAULT);
  assert_counts (first, 3, 0, 0);

  world_add_table (world, "unitsOfMeasure", NULL);
  hidden = world_run (world, PSR_SYNC_REFERENCE, PSR_SYNC_FULL);
  assert_counts (hidden, 0, 0, 1);
  g_assert_cmpuint (hidden->notes->len, ==, 1);
  note = g_ptr_array_index (hidden->notes, 0);
  g_assert_cmpstr (note->number, ==, "Units of measure");
  g_assert_cmpuint (count_records (world), ==, 3);
}

/* A run that is cut off has to be done again. */
static void
test_cut_off (World         *world,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) cut = NULL;
  g_autoptr (PsrSyncReport) again = NULL;

  set_units (world, "Piece", TRUE);
  world->bc_sign_in_after = 4;
  cut = world_run (world, PSR_SYNC_REFERENCE, PSR_SYNC_DEFAULT);
  g_assert_nonnull (cut->error);

  world->bc_sign_in_after = 0;
  again = world_run (world, PSR_SYNC_REFERENCE, PSR_SYNC_DEFAULT);
  assert_counts (again, 1, 0, 2);
}

static void
test_dry_run (World         *world,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) dry = NULL;

  set_units (world, "Piece", TRUE);
  dry = world_run (world, PSR_SYNC_REFERENCE, PSR_SYNC_DRY_RUN);
  assert_counts (dry, 3, 0, 0);
  g_assert_cmpuint (count_records (world), ==, 0);
}

#define ADD(path, func) \
  g_test_add ("/sync/reference/" path, World, NULL, world_set_up, func, world_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("read", test_read);
  ADD ("other-company", test_other_company);
  ADD ("other-company-cut-off", test_other_company_cut_off);
  ADD ("other-company-hidden", test_other_company_hidden);
  ADD ("hidden", test_hidden);
  ADD ("cut-off", test_cut_off);
  ADD ("dry-run", test_dry_run);

  return g_test_run ();
}
