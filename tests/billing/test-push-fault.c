/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "billing-fixture.h"
#include "fault-vfs.h"
#include "psr-explain.h"
#include "psr-store-error.h"
#include "withdraw-fixture.h"

/* How documents are made and what becomes of them. */
typedef enum
{
  WAY_PLAIN = 0,
  WAY_POST = 1 << 8,
  WAY_QUOTE = 1 << 9,
  /* They are made before, and what is tried is to withdraw them. */
  WAY_WITHDRAW = 1 << 10,
} Way;

static const char * const numbers[] = { "1001", "1002" };

static Fixture *
with_two_begun (int way)
{
  gboolean post = (way & WAY_POST) != 0;
  Fixture *fixture;
  g_autoptr(GPtrArray) documents = NULL;
  g_autoptr(PsrBillingReport) collected = NULL;

  fault_vfs_reset ();
  fixture = fixture_new ();
  if ((way & WAY_QUOTE) != 0)
    psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_QUOTE);
  fake_world_add_invoice (fixture->world, "1001");
  fake_world_add_invoice (fixture->world, "1002");
  collected = collect (fixture);
  documents = list_documents (fixture);

  for (guint i = 0; i < documents->len; i++)
    {
      const PsrLedgerDocument *document = g_ptr_array_index (documents, i);
      g_autoptr(PsrBillingReport) report = NULL;

      report = expect_boxed (fixture, psr_billing_approve (fixture->context, &document->id, 1,
                                                           PSR_BILLING_KIND_DEFAULT,
                                                           post ? PSR_APPROVE_NAMED | PSR_APPROVE_POST
                                                                : PSR_APPROVE_NAMED, "An"));
      g_assert_cmpuint (report->approved, ==, 1);
    }

  if ((way & WAY_WITHDRAW) != 0)
    {
      fixture->world->gives_back = FAKE_BECOMES_READY;
      push_until_rest (fixture);
      for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
        act (fixture, PSR_BILLING_ACT_WITHDRAW, numbers[i], NULL);
    }

  return fixture;
}

/* Sending stopped with words about the disk, and a second run sends nothing. */
static void
assert_stopped (Fixture          *fixture,
                PsrBillingReport *report)
{
  g_autoptr(PsrExplanation) words = NULL;
  g_autoptr(PsrBillingReport) again = NULL;
  guint n_writes = fixture->world->n_writes;

  g_assert_true (psr_ledger_is_stopped (fixture->context->ledger));
  g_assert_nonnull (report->stopped);
  g_assert_cmpuint (report->stopped->domain, ==, PSR_STORE_ERROR);
  words = psr_explain (report->stopped);
  if (report->stopped->code == PSR_STORE_ERROR_STOPPED)
    {
      g_assert_nonnull (strstr (words->why, "ledger.db"));
    }
  else
    {
      g_assert_cmpint (report->stopped->code, ==, PSR_STORE_ERROR_FAILED);
      g_assert_nonnull (strstr (words->what, "ledger.db"));
      g_assert_nonnull (strstr (words->why, "disk"));
    }
  g_assert_nonnull (strstr (words->mend, "start Passerelle again"));

  again = push (fixture);
  g_assert_nonnull (again->stopped);
  g_assert_cmpuint (fixture->world->n_writes, ==, n_writes);
}

/* Each is in one document, as it was asked for. */
static void
assert_all_billed (Fixture *fixture,
                   int      way)
{
  if ((way & WAY_WITHDRAW) != 0)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
        {
          g_autofree char *external = g_strconcat ("W-", numbers[i], NULL);

          assert_state (fixture, numbers[i], "withdrawn: withdrawn");
          g_assert_cmpuint (fake_world_count (fixture->world, external), ==, 0);
          g_assert_cmpstr (fake_world_get_invoice (fixture->world, i)->status, ==, FAKE_READY);
        }
      g_assert_false (has_live_lines (fixture));
      return;
    }

  if ((way & WAY_POST) == 0)
    {
      assert_billed_once (fixture, "1001");
      assert_billed_once (fixture, "1002");
      return;
    }

  assert_state (fixture, "1001", "closed");
  assert_state (fixture, "1002", "closed");
  g_assert_cmpuint (fake_world_count (fixture->world, "W-1001"), ==, 1);
  g_assert_cmpuint (fake_world_count (fixture->world, "W-1002"), ==, 1);
  g_assert_cmpuint (fixture->world->n_posted, ==, 2);
}

/* Started again, all comes to its end. */
static void
assert_recovers (Fixture *fixture,
                 int      way)
{
  stop_program (fixture);
  start_program (fixture);
  push_until_rest (fixture);
  assert_all_billed (fixture, way);
}

/* The operation of @kinds with @number in a run fails once.
 * Returns whether there was one. */
static gboolean
fail_at (int       way,
         FaultKind kinds,
         guint     number)
{
  g_autoptr(Fixture) fixture = with_two_begun (way);
  g_autoptr(PsrBillingReport) report = NULL;

  fault_vfs_only ("ledger.db");
  fault_vfs_watch (&fixture->world->n_writes);
  fault_vfs_fail (kinds, fault_vfs_count (kinds) + number, FALSE, FALSE);
  report = push (fixture);

  if (fault_vfs_get_failed () == 0)
    return FALSE;

  g_assert_cmpuint (fixture->world->n_writes, ==, fault_vfs_get_watched ());
  assert_stopped (fixture, report);
  assert_recovers (fixture, way);

  return TRUE;
}

/* Each commit of a run fails once. */
static void
test_each_commit_fails (gconstpointer data)
{
  int way = GPOINTER_TO_INT (data);
  guint at_least = (way & WAY_WITHDRAW) != 0 ? 2 : (way & WAY_POST) != 0 ? 6 : 4;
  guint n_failed = 0;

  while (fail_at (way, FAULT_SYNC, n_failed + 1))
    n_failed++;

  /* Of each document: creating, created, confirming and followed at least; over a quote
   * quoting, quoted and converting come before. Of what is withdrawn returning and
   * withdrawn. */
  g_assert_cmpuint (n_failed, >=, 2 * ((way & WAY_QUOTE) != 0 ? at_least + 2 : at_least));
}

/* There are hundreds, and the store's own test has each of them: in the long run all,
 * else some of all of a run. */
static guint
get_step (guint some)
{
  return g_strcmp0 (g_getenv ("PASSERELLE_LONG"), "1") == 0 ? 1 : some;
}

/* So does each write. */
static void
test_each_write_fails (gconstpointer data)
{
  int way = GPOINTER_TO_INT (data);
  guint step = get_step (17);
  guint number = 1;

  while (fail_at (way, FAULT_WRITE, number))
    number += step;

  g_test_message ("%u writes, every %u. of which failed", number, step);
  /* A page and its header at least for each commit. */
  g_assert_cmpuint (number, >=, 2 * 2 * ((way & WAY_WITHDRAW) != 0 ? 2 : 4));
}

/* The power fails in the middle of a run, and what wasn't synced is lost or torn. Both
 * services go on, and know more than the disk. Returns whether the run came so far. */
static gboolean
cut_at (int       way,
        guint     number,
        FaultLoss loss)
{
  g_autoptr(Fixture) fixture = with_two_begun (way);
  g_autoptr(PsrBillingReport) report = NULL;
  FaultKind kinds = FAULT_WRITE | FAULT_SYNC;

  fault_vfs_only ("ledger.db");
  fault_vfs_cut_power (kinds, fault_vfs_count (kinds) + number);
  report = push (fixture);

  if (!fault_vfs_is_dark ())
    return FALSE;

  stop_program (fixture);
  fault_vfs_restore (loss, number);
  fault_vfs_only (NULL);
  start_program (fixture);
  push_until_rest (fixture);
  assert_all_billed (fixture, way);

  return TRUE;
}

static void
test_power_cut (gconstpointer data)
{
  int way = GPOINTER_TO_INT (data);
  guint step = get_step (19);
  guint number = 1;

  while (cut_at (way, number, number % 2 == 0 ? FAULT_LOSE_ALL : FAULT_KEEP_SOME))
    number += step;

  g_test_message ("%u writes and syncs, at every %u. of which the power was cut", number, step);
  g_assert_cmpuint (number, >, 3 * 2 * ((way & WAY_WITHDRAW) != 0 ? 2 : 4));
}

typedef struct
{
  Fixture *fixture;
  PsrBillingState state;
} Stopper;

/* Another commit fails between that of an intent and its request. */
static void
stop_at (const PsrBillingResult *result,
         guint                   done,
         guint                   total,
         gpointer                data)
{
  Stopper *stopper = data;
  PsrLedger *ledger = stopper->fixture->context->ledger;
  g_autoptr(PsrAuditEntry) entry = NULL;

  if (result == NULL || result->state != stopper->state || psr_ledger_is_stopped (ledger))
    return;

  entry = psr_audit_entry_new ("Els", "look", 0);
  fault_vfs_only ("ledger.db");
  fault_vfs_watch (&stopper->fixture->world->n_writes);
  fault_vfs_fail (FAULT_SYNC, fault_vfs_count (FAULT_SYNC) + 1, FALSE, FALSE);
  dex_future_disown (psr_ledger_add_audit (ledger, entry));
  g_assert_true (psr_ledger_is_stopped (ledger));
}

static void
test_stops_before_request (gconstpointer data)
{
  PsrBillingState state = GPOINTER_TO_INT (data) & 0xff;
  int way = GPOINTER_TO_INT (data) & ~0xff;
  g_autoptr(Fixture) fixture = with_two_begun (way);
  g_autoptr(PsrBillingReport) report = NULL;
  Stopper stopper = { fixture, state };

  fixture->world->prices_include_tax = state == PSR_BILLING_STATE_REPRICING;
  report = expect_boxed (fixture, psr_billing_push (fixture->context, NULL, stop_at, &stopper, NULL));
  g_assert_cmpuint (fault_vfs_get_failed (), ==, FAULT_SYNC);
  g_assert_cmpuint (fixture->world->n_writes, ==, fault_vfs_get_watched ());
  assert_stopped (fixture, report);
  assert_recovers (fixture, way);
}

/* What a person decided isn't on the disk: it isn't begun, and can be decided again. */
static void
test_decision_fails (void)
{
  g_autoptr(Fixture) fixture = NULL;
  g_autoptr(DexFuture) decision = NULL;
  guint n_writes;

  fault_vfs_reset ();
  fixture = with_draft (PSR_BILLING_KIND_INVOICE);
  fixture->world->gives_back = FAKE_BECOMES_READY;
  n_writes = fixture->world->n_writes;
  fault_vfs_only ("ledger.db");
  fault_vfs_fail (FAULT_SYNC, fault_vfs_count (FAULT_SYNC) + 1, FALSE, FALSE);
  decision = drive (fixture, psr_billing_act (fixture->context, PSR_BILLING_ACT_WITHDRAW, id_of (fixture, "1001"), NULL, FALSE,
                                              "An", ""));
  g_assert_cmpint (dex_future_get_status (decision), ==, DEX_FUTURE_STATUS_REJECTED);
  g_assert_true (psr_ledger_is_stopped (fixture->context->ledger));
  psr_billing_report_unref (push (fixture));
  g_assert_cmpuint (fixture->world->n_writes, ==, n_writes);

  stop_program (fixture);
  start_program (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1001");
  withdraw (fixture);
  assert_withdrawn (fixture, "withdrawn: withdrawn");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  fault_vfs_register ();

  g_test_add_data_func ("/billing/push/fault/each-commit", GINT_TO_POINTER (WAY_PLAIN), test_each_commit_fails);
  g_test_add_data_func ("/billing/push/fault/each-commit-with-posting", GINT_TO_POINTER (WAY_POST), test_each_commit_fails);
  g_test_add_data_func ("/billing/push/fault/each-commit-over-quote", GINT_TO_POINTER (WAY_QUOTE), test_each_commit_fails);
  g_test_add_data_func ("/billing/push/fault/each-commit-over-quote-with-posting", GINT_TO_POINTER (WAY_QUOTE | WAY_POST),
                        test_each_commit_fails);
  g_test_add_data_func ("/billing/push/fault/each-commit-of-withdrawing", GINT_TO_POINTER (WAY_WITHDRAW), test_each_commit_fails);
  g_test_add_data_func ("/billing/push/fault/each-write-of-withdrawing", GINT_TO_POINTER (WAY_WITHDRAW), test_each_write_fails);
  g_test_add_data_func ("/billing/push/fault/power-cut-while-withdrawing", GINT_TO_POINTER (WAY_WITHDRAW), test_power_cut);
  g_test_add_data_func ("/billing/push/fault/before-return", GINT_TO_POINTER (PSR_BILLING_STATE_RETURNING | WAY_WITHDRAW),
                        test_stops_before_request);
  g_test_add_func ("/billing/push/fault/decision", test_decision_fails);
  g_test_add_data_func ("/billing/push/fault/each-write", GINT_TO_POINTER (WAY_PLAIN), test_each_write_fails);
  g_test_add_data_func ("/billing/push/fault/each-write-over-quote-with-posting", GINT_TO_POINTER (WAY_QUOTE | WAY_POST),
                        test_each_write_fails);
  g_test_add_data_func ("/billing/push/fault/power-cut", GINT_TO_POINTER (WAY_PLAIN), test_power_cut);
  g_test_add_data_func ("/billing/push/fault/power-cut-over-quote-with-posting", GINT_TO_POINTER (WAY_QUOTE | WAY_POST),
                        test_power_cut);
  g_test_add_data_func ("/billing/push/fault/before-create", GINT_TO_POINTER (PSR_BILLING_STATE_CREATING),
                        test_stops_before_request);
  g_test_add_data_func ("/billing/push/fault/before-reprice", GINT_TO_POINTER (PSR_BILLING_STATE_REPRICING),
                        test_stops_before_request);
  g_test_add_data_func ("/billing/push/fault/before-post", GINT_TO_POINTER (PSR_BILLING_STATE_POSTING | WAY_POST),
                        test_stops_before_request);
  g_test_add_data_func ("/billing/push/fault/before-quote", GINT_TO_POINTER (PSR_BILLING_STATE_QUOTING | WAY_QUOTE),
                        test_stops_before_request);
  g_test_add_data_func ("/billing/push/fault/before-convert", GINT_TO_POINTER (PSR_BILLING_STATE_CONVERTING | WAY_QUOTE),
                        test_stops_before_request);
  g_test_add_data_func ("/billing/push/fault/before-post-over-quote",
                        GINT_TO_POINTER (PSR_BILLING_STATE_POSTING | WAY_POST | WAY_QUOTE), test_stops_before_request);
  g_test_add_data_func ("/billing/push/fault/before-confirm", GINT_TO_POINTER (PSR_BILLING_STATE_CONFIRMING),
                        test_stops_before_request);

  return g_test_run ();
}
