/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "sync-both.h"

#define LONG_NAME "Établissements Van den Bossche-Vandenberghe et Fils Installations Sanitaires et Chauffage Central SA"

/* What was different before is Business Central's, but for what it has nothing of. */
static void
test_first (World         *world,
            gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  JsonObject *company;

  set_rules (world, PSR_SYNC_WELLO_WINS);
  add_customers (world, 1);
  company = world_add_wello (world->companies, "{\"id\":\"" FOREIGN "\",\"code\":\"C1\",\"name\":\"Old\",\"phone\":\"99\","
                             "\"email\":\"a@b.example\",\"street\":\"\",\"modified_dateutc\":\"2026-08-01T00:00:00Z\"}");
  report = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_no_error (report->error);
  g_assert_cmpuint (report->coupled, ==, 1);
  g_assert_cmpuint (world->bc_writes, ==, 0);

  company = g_hash_table_lookup (world->companies, FOREIGN);
  g_assert_cmpstr (psr_json_get_string (company, "phone"), ==, "041");
  g_assert_cmpstr (psr_json_get_string (company, "email"), ==, "a@b.example");
}

/* What the first sync left different isn't a change of Wello's, however often it is looked
 * at; what becomes of it later is. */
static void
test_apart (World         *world,
            gconstpointer  data)
{
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) full = NULL;
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) last = NULL;
  g_autoptr (PsrSyncReport) settled = NULL;
  JsonObject *company;
  g_autofree char *now = NULL;
  g_autofree char *later = NULL;

  set_rules (world, PSR_SYNC_WELLO_WINS);
  add_customers (world, 1);
  company = world_add_wello (world->companies, "{\"id\":\"" FOREIGN "\",\"code\":\"C1\",\"name\":\"Old\",\"phone\":\"99\","
                             "\"email\":\"a@b.example\",\"street\":\"\",\"modified_dateutc\":\"2026-08-01T00:00:00Z\"}");
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_no_error (first->error);
  g_assert_cmpuint (first->coupled, ==, 1);
  g_assert_cmpuint (world->bc_writes, ==, 0);

  /* As our own write does. */
  company = g_hash_table_lookup (world->companies, FOREIGN);
  now = world_dup_now (world);
  json_object_set_string_member (company, "modified_dateutc", now);
  assert_quiet (world);

  full = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL);
  assert_report (full, 0, 0, 1, 0, 0);
  g_assert_cmpuint (world->bc_writes, ==, 0);

  /* The record is written for another reason, and both stay. */
  change_bc (world, 1, "phoneNumber", "042");
  report = run (world);
  g_assert_cmpuint (report->changed, ==, 1);
  g_assert_cmpuint (world->bc_writes, ==, 0);
  company = g_hash_table_lookup (world->companies, FOREIGN);
  g_assert_cmpstr (psr_json_get_string (company, "phone"), ==, "042");
  g_assert_cmpstr (psr_json_get_string (company, "email"), ==, "a@b.example");
  assert_quiet (world);

  later = world_dup_now (world);
  json_object_set_string_member (company, "email", "new@b.example");
  json_object_set_string_member (company, "modified_dateutc", later);
  last = run (world);
  g_assert_cmpuint (last->written_back, ==, 1);
  g_assert_cmpuint (world->bc_writes, ==, 1);
  g_assert_cmpstr (psr_json_get_string (world_get_bc (world->customers, 1), "email"), ==, "new@b.example");

  /* The default contact has the customer's address, too. */
  settled = run (world);
  g_assert_no_error (settled->error);
  g_assert_cmpuint (settled->skipped, ==, 0);
  assert_quiet (world);
  g_assert_cmpuint (world->bc_writes, ==, 1);
}

static void
test_back (World         *world,
           gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;

  begin (world, PSR_SYNC_BC_WINS);
  assert_quiet (world);

  change_wello (world, 2, "url", "555");
  change_wello (world, 3, "city", "Sint-Pieters-Leeuw bij Brussel, deelgemeente Vlezenbeek");
  world_clear_log (world);
  report = run (world);
  g_assert_no_error (report->error);
  g_assert_cmpuint (report->changed, ==, 2);
  g_assert_cmpuint (report->written_back, ==, 2);
  g_assert_cmpuint (world->bc_writes, ==, 2);
  g_assert_cmpuint (world_count_writes (world), ==, 0);
  assert_both (world, 2, "website", "555", "url", "555");

  /* Thirty characters, cut at a word; the longer one stays where it is. */
  assert_both (world, 3, "city", "Sint-Pieters-Leeuw bij", "city",
               "Sint-Pieters-Leeuw bij Brussel, deelgemeente Vlezenbeek");

  /* Changed once more before Business Central was read again: nobody else changed it. */
  change_wello (world, 2, "url", "557");
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (world);
  assert_both (world, 2, "website", "557", "url", "557");
  g_assert_cmpuint (world->bc_writes, ==, 3);

  assert_quiet (world);
  change_wello (world, 3, NULL, NULL);
  assert_quiet (world);

  /* Business Central's next word on it counts. */
  change_bc (world, 2, "website", "556");
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (world);
  assert_both (world, 2, "website", "556", "url", "556");
  g_assert_cmpuint (world->bc_writes, ==, 3);
  assert_quiet (world);
}

static void
test_dry (World         *world,
          gconstpointer  data)
{
  g_autoptr (PsrSyncReport) dry = NULL;
  g_autoptr (PsrSyncReport) real = NULL;

  begin (world, PSR_SYNC_ASK);
  change_wello (world, 1, "url", "1");
  change_wello (world, 2, "name", "Renamed");
  change_wello (world, 3, "url", "3");
  change_bc (world, 3, "website", "33");
  world_let_pass (world, 5);

  dry = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DRY_RUN);
  g_assert_cmpuint (world->bc_writes, ==, 0);
  real = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  g_assert_cmpuint (world->bc_writes, ==, 1);

  g_assert_cmpuint (dry->changed, ==, 1);
  g_assert_cmpuint (real->changed, ==, 1);
  g_assert_cmpuint (dry->skipped, ==, real->skipped);
  g_assert_cmpuint (dry->written_back, ==, real->written_back);
  g_assert_cmpuint (dry->rows->len, ==, 2);
  g_assert_cmpuint (real->rows->len, ==, 2);
}

static void
test_proposal (World         *world,
               gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) accepted = NULL;
  g_autoptr (PsrSyncReport) rejected = NULL;
  g_autoptr (PsrSyncReport) taken_back = NULL;
  g_autofree char *first = world_dup_id (1);
  g_autofree char *second = world_dup_id (2);

  begin (world, PSR_SYNC_WELLO_WINS);
  change_wello (world, 1, "name", "Renamed 1");
  change_wello (world, 2, "vat_reg_code", "BE0123456749");
  change_wello (world, 3, "name", "Renamed 3");
  report = run (world);
  assert_report (report, 0, 0, 0, 3, 0);
  g_assert_cmpstr (((const PsrSyncRow *) report->rows->pdata[0])->code, ==, PSR_SYNC_CODE_PROPOSAL);
  g_assert_cmpuint (world->bc_writes, ==, 0);
  assert_both (world, 1, "displayName", "Customer 1", "name", "Renamed 1");

  /* It waits, also when something else changes. */
  change_bc (world, 1, "email", "new@example.com");
  g_clear_pointer (&report, psr_sync_report_unref);
  report = run (world);
  g_assert_cmpuint (report->skipped, ==, 3);
  assert_both (world, 1, "displayName", "Customer 1", "name", "Renamed 1");
  assert_both (world, 1, "email", "new@example.com", "email", "new@example.com");

  accepted = settle (world, first, PSR_SYNC_SETTLE_WELLO);
  g_assert_cmpuint (accepted->changed, ==, 1);
  assert_both (world, 1, "displayName", "Renamed 1", "name", "Renamed 1");

  rejected = settle (world, second, PSR_SYNC_SETTLE_BC);
  g_assert_cmpuint (rejected->changed, ==, 1);
  g_assert_cmpstr (psr_json_get_string (world_get_wello (world->companies, 2), "vat_reg_code"), ==, "");

  /* Nobody has to reject what was taken back in Wello. */
  change_wello (world, 3, "name", "Customer 3");
  taken_back = run (world);
  g_assert_cmpuint (taken_back->skipped, ==, 0);
  g_assert_cmpuint (taken_back->set_aside, ==, 0);
  g_assert_cmpuint (world->bc_writes, ==, 1);
  assert_quiet (world);
}

/* Nothing brings it to Business Central: it can be rejected, or changed there. */
static void
test_told (World         *world,
           gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) full = NULL;
  g_autoptr (PsrSyncReport) accepted = NULL;
  g_autoptr (PsrSyncReport) rejected = NULL;
  g_autoptr (PsrSyncReport) after = NULL;
  g_autofree char *first = world_dup_id (1);

  begin (world, PSR_SYNC_WELLO_WINS);
  change_wello (world, 1, "company_sales_status_code", "CreditRisk");
  change_wello (world, 2, "company_sales_status_code", "CreditRisk");
  report = run (world);
  assert_report (report, 0, 0, 0, 2, 0);
  g_assert_cmpstr (((const PsrSyncRow *) report->rows->pdata[0])->code, ==, PSR_SYNC_CODE_PROPOSAL);
  g_assert_nonnull (strstr (((const PsrSyncRow *) report->rows->pdata[0])->why, "CreditRisk"));
  g_assert_nonnull (strstr (((const PsrSyncRow *) report->rows->pdata[0])->mend, "Change it in Business Central"));

  full = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL);
  g_assert_cmpuint (full->skipped, ==, 2);
  g_assert_cmpstr (psr_json_get_string (world_get_wello (world->companies, 1), "company_sales_status_code"), ==, "CreditRisk");

  accepted = settle (world, first, PSR_SYNC_SETTLE_WELLO);
  g_assert_cmpuint (accepted->skipped, ==, 2);
  g_assert_cmpuint (world->bc_writes, ==, 0);

  rejected = settle (world, first, PSR_SYNC_SETTLE_BC);
  g_assert_cmpuint (rejected->changed, ==, 1);
  g_assert_cmpstr (psr_json_get_string (world_get_wello (world->companies, 1), "company_sales_status_code"), ==, "Normal");

  /* What Business Central says next counts. */
  change_bc (world, 2, "blocked", "All");
  after = run (world);
  g_assert_cmpuint (after->changed, ==, 1);
  g_assert_cmpuint (after->set_aside, ==, 0);
  g_assert_cmpstr (psr_json_get_string (world_get_wello (world->companies, 2), "company_sales_status_code"), ==, "OrderBlocked");
  assert_quiet (world);
}

static void
change_both (World *world)
{
  change_wello (world, 1, "url", "wello");
  world_let_pass (world, 1);
  change_bc (world, 1, "website", "bc");
  change_bc (world, 2, "website", "bc");
  world_let_pass (world, 1);
  change_wello (world, 2, "url", "wello");
}

static void
test_rules (World         *world,
            gconstpointer  data)
{
  static const char *const winners[][2] = { { "bc", "bc" }, { "wello", "wello" }, { "bc", "wello" } };
  PsrSyncConflict rule = (PsrSyncConflict) GPOINTER_TO_INT (data);
  g_autoptr (PsrSyncReport) report = NULL;

  begin (world, rule);
  change_both (world);
  report = run (world);
  g_assert_no_error (report->error);
  g_assert_cmpuint (report->skipped + report->failed, ==, 0);
  for (guint i = 0; i < 2; i++)
    assert_both (world, i + 1, "website", winners[rule][i], "url", winners[rule][i]);
  assert_quiet (world);
}

static void
test_ask (World         *world,
          gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) again = NULL;
  g_autoptr (PsrSyncReport) full = NULL;
  g_autoptr (PsrSyncReport) one = NULL;
  g_autoptr (PsrSyncReport) other = NULL;
  g_autofree char *first = world_dup_id (1);
  g_autofree char *second = world_dup_id (2);

  begin (world, PSR_SYNC_ASK);
  change_both (world);
  report = run (world);
  assert_report (report, 0, 0, 0, 2, 0);
  g_assert_cmpstr (((const PsrSyncRow *) report->rows->pdata[0])->code, ==, PSR_SYNC_CODE_CONFLICT);
  g_assert_nonnull (strstr (((const PsrSyncRow *) report->rows->pdata[0])->why, "“bc”"));

  /* As long as nobody decides, whatever else happens. */
  change_bc (world, 1, "email", "new@example.com");
  change_wello (world, 2, "zip", "1000");
  again = run (world);
  g_assert_cmpuint (again->skipped, ==, 2);
  full = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL);
  g_assert_cmpuint (full->skipped, ==, 2);
  assert_both (world, 1, "website", "bc", "url", "wello");
  assert_both (world, 2, "website", "bc", "url", "wello");
  assert_both (world, 1, "email", "new@example.com", "email", "new@example.com");
  assert_both (world, 2, "postalCode", "1000", "zip", "1000");

  one = settle (world, first, PSR_SYNC_SETTLE_BC);
  assert_both (world, 1, "website", "bc", "url", "bc");
  other = settle (world, second, PSR_SYNC_SETTLE_WELLO);
  assert_both (world, 2, "website", "wello", "url", "wello");
  assert_quiet (world);
}

/* Each change is written once, and never comes back. */
static void
test_echo (World         *world,
           gconstpointer  data)
{
  guint wello_writes = 0;

  begin (world, PSR_SYNC_BC_WINS);

  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *value = g_strdup_printf ("+32 %u", 1000 + i);
      g_autoptr (PsrSyncReport) report = NULL;

      if (i % 2 == 0)
        change_bc (world, 1, "website", value);
      else
        change_wello (world, 1, "url", value);

      world_clear_log (world);
      report = run (world);
      g_assert_no_error (report->error);
      g_assert_cmpuint (report->skipped + report->failed, ==, 0);
      assert_both (world, 1, "website", value, "url", value);
      wello_writes += psr_fake_transport_count (world->wello_transport, "PUT", "/Company(");
      g_assert_cmpuint (world->bc_writes, ==, (i + 1) / 2);
      g_assert_cmpuint (wello_writes, ==, i / 2 + 1);
    }

  assert_quiet (world);
}

/* A name longer than Wello takes, that somebody in Wello saves again and again. */
static void
test_long_name (World         *world,
                gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) renamed = NULL;
  g_autoptr (PsrSyncReport) rejected = NULL;
  g_autofree char *id = world_dup_id (1);
  g_autofree char *cut = NULL;

  g_assert_cmpint (g_utf8_strlen (LONG_NAME, -1), ==, 100);
  begin (world, PSR_SYNC_WELLO_WINS);
  change_bc (world, 1, "displayName", LONG_NAME);
  report = run (world);
  g_assert_cmpuint (report->changed, ==, 1);
  cut = g_strdup (psr_json_get_string (world_get_wello (world->companies, 1), "name"));
  g_assert_true (g_str_has_prefix (LONG_NAME, cut));

  for (guint i = 0; i < 50; i++)
    {
      if (i % 2 == 0)
        change_wello (world, 1, NULL, NULL);
      else
        change_bc (world, 1, "displayName", LONG_NAME);
      assert_quiet (world);
    }
  assert_both (world, 1, "displayName", LONG_NAME, "name", cut);

  /* Somebody means it: a person decides, and the longer one isn't lost by itself. */
  change_wello (world, 1, "name", "Bossche");
  renamed = run (world);
  g_assert_cmpuint (renamed->skipped, ==, 1);
  assert_both (world, 1, "displayName", LONG_NAME, "name", "Bossche");
  rejected = settle (world, id, PSR_SYNC_SETTLE_BC);
  assert_both (world, 1, "displayName", LONG_NAME, "name", cut);
  assert_quiet (world);
}

/* What doesn't fit, or is refused, is set aside, and nothing else is. */
static void
test_refused (World         *world,
              gconstpointer  data)
{
  g_autoptr (PsrSyncReport) report = NULL;
  g_autoptr (PsrSyncReport) taken_back = NULL;
  g_autoptr (PsrSyncReport) refused = NULL;
  g_autoptr (PsrSyncReport) mended = NULL;
  g_autoptr (PsrSyncReport) last = NULL;

  begin (world, PSR_SYNC_BC_WINS);
  change_wello (world, 1, "phone", "0123456789012345678901234567890");
  change_wello (world, 2, "phone", "2");
  report = run (world);
  g_assert_cmpuint (report->changed, ==, 1);
  g_assert_cmpuint (report->skipped, ==, 1);
  g_assert_cmpstr (((const PsrSyncRow *) report->rows->pdata[0])->code, ==, "set-aside");
  assert_both (world, 2, "phoneNumber", "2", "phone", "2");
  assert_both (world, 1, "phoneNumber", "041", "phone", "0123456789012345678901234567890");

  /* Taken back in Wello, nothing is left of it. */
  change_wello (world, 1, "phone", "041");
  taken_back = run (world);
  g_assert_cmpuint (taken_back->set_aside, ==, 0);

  change_wello (world, 1, "phone", "1");
  world->bc_status = 400;
  refused = run (world);
  g_assert_cmpuint (refused->skipped, ==, 1);
  g_assert_cmpstr (((const PsrSyncRow *) refused->rows->pdata[0])->code, ==, "refused");

  world->bc_status = 0;
  mended = run (world);
  g_assert_cmpuint (mended->changed, ==, 1);
  g_assert_cmpuint (mended->skipped, ==, 0);
  assert_both (world, 1, "phoneNumber", "1", "phone", "1");

  /* The default contact has the customer's telephone number, too. */
  last = run (world);
  g_assert_cmpuint (last->changed, ==, 1);
  assert_quiet (world);
}

/* Wello isn't even asked where nothing of it is taken over. */
static void
test_one_way (World         *world,
              gconstpointer  data)
{
  begin (world, PSR_SYNC_BC_WINS);
  psr_sync_context_set_rules (world->context, PSR_SYNC_CUSTOMERS, &(PsrSyncRules) { .both_ways = FALSE });
  change_wello (world, 1, "phone", "5");
  world->bc_may_write = FALSE;
  assert_quiet (world);
  g_assert_cmpuint (psr_fake_transport_get_length (world->wello_transport), ==, 0);
}

/* What was changed in Wello before everything is read again isn't forgotten. */
static void
test_reset (World         *world,
            gconstpointer  data)
{
  g_autoptr (PsrWatermark) watermark = psr_watermark_new (psr_sync_flow_to_string (PSR_SYNC_CUSTOMERS));
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (DexFuture) reset = NULL;
  g_autoptr (PsrSyncReport) report = NULL;

  begin (world, PSR_SYNC_BC_WINS);
  assert_quiet (world);
  change_wello (world, 2, "url", "555");

  psr_mirror_page_set_watermark (page, watermark);
  reset = psr_test_await (psr_mirror_store_commit (world->context->mirror, page));
  g_assert_true (dex_future_is_resolved (reset));
  report = run (world);
  g_assert_no_error (report->error);
  g_assert_cmpuint (report->written_back, ==, 1);
  assert_both (world, 2, "website", "555", "url", "555");
  assert_quiet (world);
}

/* What WelloFilter leaves out isn't written to Business Central, however the run came to
 * look at it. */
static void
test_wello_filter (World         *world,
                   gconstpointer  data)
{
  g_autoptr (PsrSyncReport) full = NULL;
  g_autoptr (PsrSyncReport) touched = NULL;

  begin (world, PSR_SYNC_BC_WINS);
  psr_sync_context_set_rules (world->context, PSR_SYNC_CUSTOMERS,
                              &(PsrSyncRules) { .both_ways = TRUE, .wello_filter = (char *) "phone eq 'within'" });
  world_let_pass (world, 60);
  change_wello (world, 1, "url", "https://out.example");
  change_wello (world, 2, "phone", "within");
  full = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL);
  g_assert_no_error (full->error);
  g_assert_cmpuint (full->written_back, ==, 1);
  g_assert_cmpuint (full->skipped, ==, 0);
  assert_both (world, 1, "website", "", "url", "https://out.example");
  assert_both (world, 2, "phoneNumber", "within", "phone", "within");

  world_let_pass (world, 5);
  change_bc (world, 1, "city", "Gent");
  touched = run (world);
  g_assert_no_error (touched->error);
  g_assert_cmpuint (touched->written_back, ==, 0);
  assert_both (world, 1, "website", "", "url", "https://out.example");
  assert_both (world, 1, "city", "Gent", "city", "Gent");
}

/* What was changed in Wello while only Business Central's changes counted is never written
 * to it: the first run both ways takes it as agreed on, also one that is cut off. */
static void
test_turned (World         *world,
             gconstpointer  data)
{
  gboolean cut_off = GPOINTER_TO_INT (data);
  g_autoptr (PsrSyncReport) first = NULL;
  g_autoptr (PsrSyncReport) turned = NULL;
  g_autoptr (PsrSyncReport) full = NULL;
  g_autoptr (PsrSyncReport) later = NULL;

  add_customers (world, 4);
  for (guint i = 0; i < world->customers->len; i++)
    json_object_set_string_member (world->customers->pdata[i], "website", "");
  first = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_DEFAULT);
  assert_report (first, 4, 0, 0, 0, 0);
  for (guint i = 1; i <= 4; i++)
    {
      change_wello (world, i, "phone", "0499 drift");
      change_wello (world, i, "url", "https://drift.example");
    }
  assert_quiet (world);
  world_let_pass (world, 60);

  set_rules (world, PSR_SYNC_ASK);
  if (cut_off)
    {
      g_autoptr (PsrSyncReport) part = NULL;

      world->bc_page = 1;
      world->bc_sign_in_after = world->bc_requests + 2;
      part = run (world);
      g_assert_nonnull (part->error);
      world->bc_sign_in_after = 0;
    }
  turned = run (world);
  g_assert_no_error (turned->error);
  g_assert_cmpuint (world->bc_writes, ==, 0);
  g_assert_cmpuint (turned->skipped + turned->failed, ==, 0);
  assert_both (world, 3, "phoneNumber", "043", "phone", "0499 drift");

  world_let_pass (world, 5);
  full = world_run (world, PSR_SYNC_CUSTOMERS, PSR_SYNC_FULL);
  assert_report (full, 0, 0, 4, 0, 0);
  assert_quiet (world);
  g_assert_cmpuint (world->bc_writes, ==, 0);

  change_wello (world, 3, "phone", "0499 new");
  later = run (world);
  g_assert_cmpuint (later->written_back, ==, 1);
  assert_both (world, 3, "phoneNumber", "0499 new", "phone", "0499 new");
  g_assert_cmpstr (psr_json_get_string (world_get_bc (world->customers, 3), "website"), ==, "");
}

#define ADD(path, func, data) \
  g_test_add ("/sync/both/" path, World, GINT_TO_POINTER (data), world_set_up, func, world_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("first", test_first, 0);
  ADD ("wello-filter", test_wello_filter, 0);
  ADD ("turned", test_turned, FALSE);
  ADD ("turned-and-cut-off", test_turned, TRUE);
  ADD ("apart", test_apart, 0);
  ADD ("back", test_back, 0);
  ADD ("dry", test_dry, 0);
  ADD ("proposal", test_proposal, 0);
  ADD ("told", test_told, 0);
  ADD ("bc-wins", test_rules, PSR_SYNC_BC_WINS);
  ADD ("wello-wins", test_rules, PSR_SYNC_WELLO_WINS);
  ADD ("newest-wins", test_rules, PSR_SYNC_NEWEST_WINS);
  ADD ("ask", test_ask, 0);
  ADD ("echo", test_echo, 0);
  ADD ("long-name", test_long_name, 0);
  ADD ("refused", test_refused, 0);
  ADD ("one-way", test_one_way, 0);
  ADD ("reset", test_reset, 0);

  return g_test_run ();
}
