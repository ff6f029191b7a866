/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "billing-fixture.h"
#include "psr-connection.h"
#include "psr-database.h"

static void
test_happy (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");
  g_autoptr(PsrBillingReport) report = push (fixture);
  g_autoptr(GPtrArray) documents = list_documents (fixture);
  PsrLedgerDocument *document = g_ptr_array_index (documents, 0);
  const PsrLedgerLine *line = g_ptr_array_index (document->lines, 0);

  g_assert_no_error (report->stopped);
  g_assert_cmpuint (report->done, ==, 1);
  assert_billed_once (fixture, "1001");
  g_assert_cmpint (document->net.units, ==, 6499000);
  g_assert_cmpstr (document->date, ==, "2026-08-20");
  g_assert_cmpstr (document->job_number, ==, "4711");
  g_assert_cmpstr (line->bc_line_id, !=, "");
}

static void
test_requests (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(PsrBillingReport) collected = NULL;
  g_autoptr(PsrBillingReport) report = NULL;
  guint before;

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", 2000 + i);

      fake_world_add_invoice (fixture->world, number);
    }

  collected = collect (fixture);
  approve_all (fixture);
  before = fixture->world->n_requests;
  report = push (fixture);

  g_assert_cmpuint (report->done, ==, 40);
  /* A create and a status for each; the statuses, a shared look-up, and one
   * that proves that it sees. */
  g_assert_cmpuint (fixture->world->n_requests - before, <=, 2 * 40 + 8);

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", 2000 + i);

      assert_billed_once (fixture, number);
    }
}

static void
test_order (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(PsrBillingReport) collected = NULL;

  psr_billing_rules_set_kind (fixture->rules, PSR_BILLING_KIND_ORDER);
  fake_world_add_invoice (fixture->world, "3001");
  collected = collect (fixture);
  approve_all (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "3001");
  g_assert_true (fake_world_find (fixture->world, "W-3001")->is_order);
}

/* Whatever becomes of the first try: one document in the end. */
static void
test_fates (void)
{
  static const FakeFate fates[] = {
    FAKE_MADE, FAKE_DROP_BEFORE, FAKE_DROP_AFTER, FAKE_GATEWAY_AFTER, FAKE_NOT_SENT,
    FAKE_THROTTLED, FAKE_UNAUTHORIZED, FAKE_GARBAGE,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fates); i++)
    {
      g_autoptr(Fixture) fixture = with_approved ("1002");

      fake_world_plan (fixture->world, fates[i]);
      push_until_rest (fixture);
      assert_billed_once (fixture, "1002");
    }
}

/* The first request is carried out long after its connection broke. A program
 * that looks at once and sends again makes two documents of this one. */
static void
test_commit_late (void)
{
  static const gint64 late[] = { 3 * SECOND, 31 * SECOND, 8 * MINUTE, 16 * MINUTE, 19 * MINUTE };

  for (gsize i = 0; i < G_N_ELEMENTS (late); i++)
    {
      g_autoptr(Fixture) fixture = with_approved ("1003");
      g_autoptr(PsrBillingReport) report = NULL;

      fixture->world->late = late[i];
      fake_world_plan (fixture->world, FAKE_COMMIT_LATE);
      report = push (fixture);
      g_assert_cmpuint (report->checking, ==, 1);
      assert_state (fixture, "1003", "checking: checking");
      push_until_rest (fixture);
      assert_billed_once (fixture, "1003");
      g_assert_cmpuint (fixture->world->n_posts, ==, 1);
    }
}

static void
test_waiting (void)
{
  static const gint64 expected[] = { 5, 30, 120, 300, 600, 1200 };
  g_autoptr(Fixture) fixture = with_approved ("1004");
  g_autoptr(PsrBillingReport) report = NULL;
  PsrTimestamp sent = psr_clock_now (fixture->clock);

  fake_world_plan (fixture->world, FAKE_DROP_BEFORE);
  report = push (fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      PsrTimestamp next = report->next_look_up;

      g_assert_cmpint ((next - sent) / SECOND, ==, expected[i]);
      g_assert_cmpuint (fixture->world->n_posts, ==, 1);

      /* Nothing happens before that. */
      advance (fixture, next - psr_clock_now (fixture->clock) - SECOND);
      g_clear_pointer (&report, psr_billing_report_unref);
      report = push (fixture);
      g_assert_cmpint (report->next_look_up, ==, next);
      advance (fixture, SECOND);
      g_clear_pointer (&report, psr_billing_report_unref);
      report = push (fixture);
    }

  push_until_rest (fixture);
  assert_billed_once (fixture, "1004");
  g_assert_cmpuint (fixture->world->n_posts, ==, 2);
}

static void
test_refused (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1005");
  g_autoptr(PsrBillingReport) report = NULL;
  g_autoptr(PsrBillingReport) again = NULL;
  FakeInvoice *invoice = fake_world_get_invoice (fixture->world, 0);

  fake_world_plan (fixture->world, FAKE_REFUSED);
  report = push (fixture);
  g_assert_cmpuint (report->refused, ==, 1);
  assert_state (fixture, "1005", "refused: refused");
  g_assert_cmpstr (invoice->status, ==, FAKE_ERROR);
  g_assert_nonnull (strstr (invoice->message, "Sales Blocked"));
  g_assert_cmpuint (fake_world_count (fixture->world, "W-1005"), ==, 0);

  /* Somebody puts it right and makes it ready again in Wello. */
  g_set_str (&invoice->status, FAKE_READY);
  again = collect (fixture);
  assert_state (fixture, "1005", "ready");
  approve_all (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1005");
}

/* Billed once more without a detour by Wello, where it is in error. */
static void
test_refused_approved_again (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1006");

  fake_world_plan (fixture->world, FAKE_REFUSED);
  push_until_rest (fixture);
  approve_all (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1006");

  /* Who approves it doesn't check it. */
  g_assert_cmpuint (count_audit (fixture, "1006", "An checks-passed"), ==, 0);
  g_assert_cmpuint (count_audit (fixture, "1006", "An approve version "), ==, 2);
}

static void
test_wello_fates (void)
{
  static const FakeFate fates[] = { FAKE_DROP_BEFORE, FAKE_DROP_AFTER, FAKE_NOT_SENT };

  for (gsize i = 0; i < G_N_ELEMENTS (fates); i++)
    {
      g_autoptr(Fixture) fixture = with_approved ("1007");

      fixture->world->wello_fate = fates[i];
      push_until_rest (fixture);
      assert_billed_once (fixture, "1007");
    }

  for (gsize i = 0; i < G_N_ELEMENTS (fates); i++)
    {
      g_autoptr(Fixture) fixture = with_approved ("1008");

      fake_world_plan (fixture->world, FAKE_REFUSED);
      fixture->world->wello_fate = fates[i];
      push_until_rest (fixture);
      assert_state (fixture, "1008", "refused: refused");
      g_assert_cmpstr (fake_world_get_invoice (fixture->world, 0)->status, ==, FAKE_ERROR);
    }
}

static void
test_blind (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(PsrBillingReport) collected = NULL;
  g_autoptr(PsrBillingReport) report = NULL;

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", 4000 + i);

      fake_world_add_invoice (fixture->world, number);
    }

  collected = collect (fixture);
  approve_all (fixture);
  fixture->world->blind = TRUE;
  report = push (fixture);

  g_assert_error (report->stopped, PSR_BILLING_ERROR, PSR_BILLING_ERROR_BLIND);
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
}

/* The ledger from before the run: what is there already is taken over. */
static void
test_restored (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1009");
  g_autoptr(Fixture) other = NULL;
  g_autofree char *number = NULL;

  push_until_rest (fixture);
  assert_billed_once (fixture, "1009");

  /* Another ledger that knows nothing of it, and Wello from before as well. */
  other = fixture_new ();
  g_object_unref (other->world);
  stop_program (fixture);
  stop_program (other);
  other->world = g_object_ref (fixture->world);
  start_program (fixture);
  start_program (other);
  g_set_str (&fake_world_get_invoice (other->world, 0)->status, FAKE_READY);

  {
    g_autoptr(PsrBillingReport) report = collect (other);
  }

  approve_all (other);
  push_until_rest (other);
  assert_billed_once (other, "1009");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
}

/* Another program on the same world, with a state of its own. */
static Fixture *
another_program (Fixture *fixture)
{
  Fixture *other = fixture_new ();

  g_object_unref (other->world);
  stop_program (other);
  other->world = g_object_ref (fixture->world);
  start_program (other);

  return other;
}

/* Seen when it is read: it is never approved. */
static void
test_found_differs_early (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1010");
  g_autoptr(Fixture) other = NULL;

  push_until_rest (fixture);
  other = another_program (fixture);
  g_set_str (&fake_world_get_invoice (other->world, 0)->status, FAKE_READY);
  g_set_str (&fake_world_get_invoice (other->world, 0)->price, "25");

  {
    g_autoptr(PsrBillingReport) report = collect (other);
  }

  assert_state (other, "1010", "blocked: number-taken");
  approve_all (other);
  push_until_rest (other);
  assert_state (other, "1010", "blocked: number-taken");
  g_assert_cmpuint (fake_world_count (other->world, "W-1010"), ==, 1);
}

/* Made after this one was approved. */
static void
test_found_differs (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1010");
  g_autoptr(Fixture) other = another_program (fixture);

  g_set_str (&fake_world_get_invoice (other->world, 0)->price, "25");

  {
    g_autoptr(PsrBillingReport) report = collect (other);
  }

  approve_all (other);
  assert_state (other, "1010", "approved");
  push_until_rest (fixture);
  g_set_str (&fake_world_get_invoice (other->world, 0)->status, FAKE_READY);
  push_until_rest (other);
  assert_state (other, "1010", "needs-look: found-differs");
  g_assert_cmpuint (fake_world_count (other->world, "W-1010"), ==, 1);
}

static void
test_prices_include_tax (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1011");

  fixture->world->prices_include_tax = TRUE;
  push_until_rest (fixture);
  assert_billed_once (fixture, "1011");
}

/* What is found has the right customer and amount, but is the document of another row:
 * it stays with that one, and this one says why it isn't taken. */
static void
test_number_of_another (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1014");
  g_autoptr(GPtrArray) documents = NULL;
  const PsrLedgerDocument *row;
  PsrLedgerTransition *step;

  push_until_rest (fixture);
  fake_world_add_invoice (fixture->world, "1015");
  psr_billing_report_unref (collect (fixture));
  approve_all (fixture);
  documents = list_documents (fixture);
  row = g_ptr_array_index (documents, 1);
  step = psr_ledger_transition_new (row->id, row->state, row->revision, row->state);
  psr_ledger_transition_set_text (step, PSR_LEDGER_COLUMN_EXTERNAL_NUMBER, "W-1014");
  psr_ledger_document_unref (expect_boxed (fixture, psr_ledger_transition (fixture->context->ledger, step)));
  psr_ledger_transition_free (step);

  push_until_rest (fixture);
  assert_state (fixture, "1015", "blocked: live-elsewhere");
  assert_billed_once (fixture, "1014");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
}

/* Killed at every request and at every job, before and after it is done, and
 * started again: one document, nothing lost. */
static void
crash_everywhere (FakeFate fate,
                  gboolean at_requests)
{
  for (guint n = 1;; n++)
    {
      for (guint before = 0; before < 2; before++)
        {
          g_autoptr(Fixture) fixture = with_approved ("1014");
          g_autoptr(DexFuture) run = NULL;
          gboolean frozen;

          fake_world_plan (fixture->world, fate);

          if (at_requests)
            {
              fixture->world->freeze_at = fixture->world->n_requests + n;
              fixture->world->freeze_before = before;
            }
          else
            {
              fixture->executor->freeze_at = fixture->executor->n_jobs + n;
              fixture->executor->freeze_before = before;
            }

          run = drive (fixture, psr_billing_push (fixture->context, NULL, NULL, NULL, NULL));
          frozen = fixture->world->frozen || fixture->executor->frozen;
          fixture->executor->frozen = frozen;
          dex_clear (&run);
          stop_program (fixture);

          start_program (fixture);
          push_until_rest (fixture);

          if (fate == FAKE_REFUSED)
            {
              /* The fate may have been met before or after the crash. */
              g_assert_cmpuint (fake_world_count (fixture->world, "W-1014"), <=, 1);
              if (fake_world_count (fixture->world, "W-1014") == 0)
                {
                  assert_state (fixture, "1014", "refused: refused");
                  g_assert_cmpstr (fake_world_get_invoice (fixture->world, 0)->status, ==, FAKE_ERROR);
                }
              else
                {
                  assert_billed_once (fixture, "1014");
                }
            }
          else
            {
              assert_billed_once (fixture, "1014");
            }

          if (!frozen)
            return;
        }
    }
}

static void
test_crash_at_requests (void)
{
  crash_everywhere (FAKE_MADE, TRUE);
  crash_everywhere (FAKE_DROP_AFTER, TRUE);
  crash_everywhere (FAKE_REFUSED, TRUE);
}

static void
test_crash_at_jobs (void)
{
  crash_everywhere (FAKE_MADE, FALSE);
  crash_everywhere (FAKE_REFUSED, FALSE);
}

/* Two programs on the same ledger, at the same time. */
static void
test_two_pushers (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  Fixture second = { NULL };
  g_autoptr(PsrBillingReport) collected = NULL;

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", 5000 + i);

      fake_world_add_invoice (fixture->world, number);
    }

  collected = collect (fixture);
  approve_all (fixture);

  second.path = fixture->path;
  second.clock = fixture->clock;
  second.world = fixture->world;
  second.rules = fixture->rules;
  second.n_started = 100;
  start_program (&second);

  {
    g_autoptr(DexFuture) one = psr_billing_push (fixture->context, NULL, NULL, NULL, NULL);
    g_autoptr(DexFuture) two = psr_billing_push (second.context, NULL, NULL, NULL, NULL);

    drive (fixture, one);
    drive (&second, two);
  }

  push_until_rest (fixture);

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", 5000 + i);

      assert_billed_once (fixture, number);
    }

  stop_program (&second);
}

static DexFuture *
break_ledger (PsrConnection *connection,
              gpointer       data)
{
  g_autoptr(GError) error = NULL;

  /* From here on, every write fails as on a disk that became read-only. */
  if (!psr_connection_execute (connection, "PRAGMA query_only = ON", &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static void
test_ledger_stops (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1015");
  g_autoptr(PsrBillingReport) report = NULL;
  g_autoptr(DexFuture) done = NULL;

  done = drive (fixture, psr_database_write (psr_store_get_ledger_database (fixture->store), break_ledger, NULL, NULL));

  report = push (fixture);
  g_assert_nonnull (report->stopped);
  g_assert_cmpuint (fixture->world->n_posts, ==, 0);
}

/* Made, deleted and approved again: it can't be taken back, and isn't looked for without an
 * end while something takes the Date out of the answers. */
static void
test_made_undated (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");

  fixture->world->tax_percent = 6;
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: vat-differs");
  g_ptr_array_set_size (fixture->world->documents, 0);
  fixture->world->tax_percent = 21;
  fixture->world->undated = TRUE;
  approve_all (fixture);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: gave-up");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);

  fixture->world->undated = FALSE;
  approve_all (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1001");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/pusher/happy", test_happy);
  g_test_add_func ("/billing/pusher/requests", test_requests);
  g_test_add_func ("/billing/pusher/order", test_order);
  g_test_add_func ("/billing/pusher/fates", test_fates);
  g_test_add_func ("/billing/pusher/commit-late", test_commit_late);
  g_test_add_func ("/billing/pusher/waiting", test_waiting);
  g_test_add_func ("/billing/pusher/refused", test_refused);
  g_test_add_func ("/billing/pusher/refused-approved-again", test_refused_approved_again);
  g_test_add_func ("/billing/pusher/wello-fates", test_wello_fates);
  g_test_add_func ("/billing/pusher/blind", test_blind);
  g_test_add_func ("/billing/pusher/restored", test_restored);
  g_test_add_func ("/billing/pusher/found-differs", test_found_differs);
  g_test_add_func ("/billing/pusher/found-differs-early", test_found_differs_early);
  g_test_add_func ("/billing/pusher/prices-include-tax", test_prices_include_tax);
  g_test_add_func ("/billing/pusher/number-of-another", test_number_of_another);
  g_test_add_func ("/billing/pusher/crash-at-requests", test_crash_at_requests);
  g_test_add_func ("/billing/pusher/crash-at-jobs", test_crash_at_jobs);
  g_test_add_func ("/billing/pusher/two-pushers", test_two_pushers);
  g_test_add_func ("/billing/pusher/ledger-stops", test_ledger_stops);
  g_test_add_func ("/billing/push/made-undated", test_made_undated);

  return g_test_run ();
}
