/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "billing-fixture.h"
#include "psr-push-run.h"

/* The rate that Business Central decides isn't the one that was agreed: Wello isn't
 * told, and once somebody put the draft right it is taken. */
static void
test_vat_differs (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1016");
  g_autoptr(PsrBillingReport) collected = NULL;
  g_autoptr(GPtrArray) documents = NULL;
  const PsrLedgerDocument *document;

  fixture->world->tax_percent = 6;
  push_until_rest (fixture);
  assert_state (fixture, "1016", "needs-look: vat-differs");
  g_assert_cmpstr (fake_world_get_invoice (fixture->world, 0)->status, ==, FAKE_READY);
  documents = list_documents (fixture);
  document = g_ptr_array_index (documents, 0);
  g_assert_nonnull (strstr (document->reason_why, "line 2 has 6 % where 21 % was agreed (21,labour)"));
  g_assert_cmpstr (document->bc_number, !=, "");

  /* Read again, and still nothing is sent by itself. */
  collected = collect (fixture);
  push_until_rest (fixture);
  assert_state (fixture, "1016", "needs-look: vat-differs");

  /* Billed again as it is. */
  approve_all (fixture);
  push_until_rest (fixture);
  assert_state (fixture, "1016", "needs-look: vat-differs");

  fake_world_set_tax (fake_world_find (fixture->world, "W-1016"), 21);
  approve_all (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1016");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
}

/* Or the draft is deleted and made again with the right group. */
static void
test_vat_mapped (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1017");

  fixture->world->tax_percent = 6;
  push_until_rest (fixture);
  assert_state (fixture, "1017", "needs-look: vat-differs");

  g_ptr_array_set_size (fixture->world->documents, 0);
  g_assert_true (psr_billing_rules_set_vat (fixture->rules, "21,labour", "S3", NULL));
  approve_all (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1017");
  g_assert_cmpuint (fixture->world->n_posts, ==, 2);
}

/* A reverse charge: neither has any VAT. */
static void
test_reverse_charge (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(PsrBillingReport) collected = NULL;
  FakeInvoice *invoice = fake_world_add_invoice (fixture->world, "1018");

  g_set_str (&invoice->vat_rate, "0");
  fixture->world->tax_percent = 0;
  collected = collect (fixture);
  approve_all (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1018");
}

/* What was approved at first isn't what Wello says now: neither is told of the
 * other. */
static void
test_look_at_changed (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1019");
  FakeInvoice *invoice = fake_world_get_invoice (fixture->world, 0);

  fixture->world->tax_percent = 6;
  push_until_rest (fixture);
  g_set_str (&invoice->memo, "Autre chose");

  {
    g_autoptr(PsrBillingReport) report = collect (fixture);
  }

  approve_all (fixture);
  assert_state (fixture, "1019", "approved");
  push_until_rest (fixture);
  assert_state (fixture, "1019", "needs-look: vat-differs");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);

  fake_world_set_tax (fake_world_find (fixture->world, "W-1019"), 21);
  approve_all (fixture);
  push_until_rest (fixture);
  assert_state (fixture, "1019", "needs-look: changed-since");
  act (fixture, PSR_BILLING_ACT_TAKE, "1019", NULL);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1019");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
}

/* Changed in Wello while it wasn't known whether it was made. It wasn't: what is
 * sent is never what Wello doesn't say any more. */
static void
test_changed_in_doubt (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1022");
  FakeInvoice *invoice = fake_world_get_invoice (fixture->world, 0);

  fake_world_plan (fixture->world, FAKE_DROP_BEFORE);

  {
    g_autoptr(PsrBillingReport) report = push (fixture);

    g_assert_cmpuint (report->checking, ==, 1);
  }

  g_set_str (&invoice->memo, "Autre chose");

  {
    g_autoptr(PsrBillingReport) report = collect (fixture);
  }

  push_until_rest (fixture);
  assert_state (fixture, "1022", "found: changed");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);

  {
    g_autoptr(PsrBillingReport) report = collect (fixture);
  }

  assert_state (fixture, "1022", "ready");
  approve_all (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1022");
  g_assert_cmpuint (fixture->world->n_posts, ==, 2);
}

/* Nobody answers when it is time to look: it is looked again, and not at once. */
static void
test_away_when_due (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1020");
  g_autoptr(PsrBillingReport) report = NULL;

  fake_world_plan (fixture->world, FAKE_DROP_AFTER);
  report = push (fixture);
  g_assert_cmpuint (report->checking, ==, 1);
  fixture->world->bc_away = TRUE;

  for (guint i = 0; i < 5; i++)
    {
      PsrTimestamp now;

      advance (fixture, MAX (report->next_look_up - psr_clock_now (fixture->clock), 0));
      g_clear_pointer (&report, psr_billing_report_unref);
      report = push (fixture);
      now = psr_clock_now (fixture->clock);
      g_assert_nonnull (report->stopped);
      g_assert_cmpint (report->next_look_up, >, now);
      g_assert_cmpint (report->next_look_up, <=, now + MINUTE);
      assert_state (fixture, "1020", "checking: checking");
    }

  fixture->world->bc_away = FALSE;
  advance (fixture, MINUTE);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1020");
}

/* What was noted while the computer's clock was a year ahead isn't waited for. */
static void
test_clock_was_ahead (void)
{
  for (guint alone = 0; alone < 2; alone++)
    {
      g_autoptr(Fixture) fixture = with_approved ("1040");
      gint64 year = 365 * 24 * 60 * MINUTE;
      g_autoptr(DexFuture) future = NULL;
      PsrTimestamp next;

      set_clock (fixture, year);
      if (alone)
        fake_world_plan (fixture->world, FAKE_DROP_AFTER);
      else
        for (guint i = 0; i < PSR_PUSH_TRIES; i++)
          fake_world_plan (fixture->world, FAKE_THROTTLED);
      psr_billing_report_unref (push (fixture));
      assert_state (fixture, "1040", alone ? "checking: checking" : "approved: waiting");
      set_clock (fixture, -year);
      future = drive (fixture, psr_billing_next_look_up (fixture->context));
      next = g_value_get_int64 (dex_future_get_value (future, NULL));
      g_assert_cmpint (next, <=, psr_clock_now (fixture->clock) + MINUTE);
      psr_billing_report_unref (push (fixture));
      push_until_rest (fixture);
      assert_billed_once (fixture, "1040");
    }
}

/* Nor what a service asks for without any sense. */
static void
test_later (void)
{
  g_assert_cmpint (psr_push_run_get_later (0), ==, PSR_PUSH_LATER);
  g_assert_cmpint (psr_push_run_get_later (7 * SECOND), ==, PSR_PUSH_LATER + 7 * SECOND);
  g_assert_cmpint (psr_push_run_get_later (G_GINT64_CONSTANT (4294967296) * SECOND), ==, 11 * MINUTE);
  g_assert_cmpint (psr_push_run_get_later (G_MAXINT64), ==, 11 * MINUTE);
}

/* What was made over API v2.0 is still taken for what it is after the profile says v1.0, which
 * can't make its resources; what wasn't sent stays unsent. */
static void
test_other_api (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1041");
  g_autoptr(PsrBillingReport) report = NULL;

  fake_world_plan (fixture->world, FAKE_DROP_AFTER);
  report = push (fixture);
  psr_billing_rules_set_is_v1 (fixture->rules, TRUE);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1041");

  psr_billing_rules_set_is_v1 (fixture->rules, FALSE);
  fake_world_add_invoice (fixture->world, "1043");
  g_clear_pointer (&report, psr_billing_report_unref);
  report = collect (fixture);
  approve_all (fixture);
  psr_billing_rules_set_is_v1 (fixture->rules, TRUE);
  push_until_rest (fixture);
  assert_state (fixture, "1043", "blocked: amounts-unclear");
  g_assert_cmpuint (fake_world_count (fixture->world, "W-1043"), ==, 0);
}

/* Stopped by a person: nothing says when to go on. */
static void
test_stopped_when_due (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1021");
  g_autoptr(GCancellable) stop = g_cancellable_new ();
  g_autoptr(PsrBillingReport) report = NULL;

  fake_world_plan (fixture->world, FAKE_DROP_AFTER);
  report = push (fixture);
  advance (fixture, MINUTE);
  g_clear_pointer (&report, psr_billing_report_unref);
  g_cancellable_cancel (stop);
  report = expect_boxed (fixture, psr_billing_push (fixture->context, stop, NULL, NULL, NULL));
  g_assert_true (report->next_look_up == PSR_TIMESTAMP_NONE || report->next_look_up > psr_clock_now (fixture->clock));
}

static void
stop_all (const PsrBillingResult *result,
          guint                   done,
          guint                   total,
          gpointer                data)
{
  g_cancellable_cancel (data);
}

/* Stopped while the look-up for the next documents is under way: its answer is waited
 * for, because what is dropped in the moment in which it goes on ends nothing well. */
static void
test_stopped_while_asking (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(GCancellable) stop = g_cancellable_new ();
  g_autoptr(PsrBillingReport) collected = NULL;
  g_autoptr(PsrBillingReport) report = NULL;
  g_autoptr(DexFuture) run = NULL;

  for (guint i = 0; i < 41; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", 3000 + i);

      fake_world_add_invoice (fixture->world, number);
    }

  collected = collect (fixture);
  approve_all (fixture);
  fixture->world->hold = "W-3040";
  run = psr_billing_push (fixture->context, stop, stop_all, stop, NULL);
  settle_loop ();
  g_assert_true (g_cancellable_is_cancelled (stop));
  g_assert_nonnull (fixture->world->held);
  g_assert_true (dex_future_is_pending (run));

  fake_world_let_arrive (fixture->world);
  report = expect_boxed (fixture, g_steal_pointer (&run));
  g_assert_cmpuint (report->done, ==, 1);
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
}

/* Approved, and only sent some time later. */
static void
wait_and_push (Fixture    *fixture,
               const char *number,
               const char *expected)
{
  guint posts = fixture->world->n_posts;

  advance (fixture, 2 * MINUTE);

  {
    g_autoptr(PsrBillingReport) report = push (fixture);
  }

  assert_state (fixture, number, expected);
  g_assert_cmpuint (fixture->world->n_posts, ==, posts + g_str_equal (expected, "followed"));
}

static void
test_left_meanwhile (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1020");

  g_set_str (&fake_world_get_invoice (fixture->world, 0)->status, FAKE_OPEN);
  wait_and_push (fixture, "1020", "withdrawn: left-queue");
}

/* The computer slept meanwhile, and so did one of its clocks. */
static void
test_left_in_suspend (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1034");
  g_autoptr(PsrBillingReport) report = NULL;

  g_set_str (&fake_world_get_invoice (fixture->world, 0)->status, FAKE_OPEN);
  psr_virtual_clock_suspend (PSR_VIRTUAL_CLOCK (fixture->clock), 8 * 60 * MINUTE);
  report = push (fixture);
  assert_state (fixture, "1034", "withdrawn: left-queue");
  g_assert_cmpuint (fixture->world->n_posts, ==, 0);
}

static void
test_changed_meanwhile (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1021");

  g_set_str (&fake_world_get_invoice (fixture->world, 0)->price, "25");
  wait_and_push (fixture, "1021", "found: changed");
}

static void
test_gone_meanwhile (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1022");

  g_set_str (&fake_world_get_invoice (fixture->world, 0)->id, "2044b92d-0000-4000-8000-000000009999");
  wait_and_push (fixture, "1022", "withdrawn: left-queue");
}

/* The account went to another sales organization meanwhile, or lost its own. */
static void
test_moved_meanwhile (void)
{
  static const struct { const char *organization, *expected; } cases[] = {
    { "66660000-0000-4000-8000-000000000001", "followed" },
    { "66660000-0000-4000-8000-000000000002", "withdrawn: left-queue" },
    { NULL, "found: changed" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Fixture) fixture = with_approved ("1026");

      psr_billing_rules_set_sales_organization (fixture->rules, cases[0].organization);
      fixture->world->organization = cases[i].organization;
      wait_and_push (fixture, "1026", cases[i].expected);
    }
}

static void
test_unchanged_meanwhile (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1023");
  guint requests;

  wait_and_push (fixture, "1023", "followed");

  /* What was read just now isn't read again. */
  fake_world_add_invoice (fixture->world, "1024");
  {
    g_autoptr(PsrBillingReport) report = collect (fixture);
  }
  approve_all (fixture);
  requests = fixture->world->n_views;
  {
    g_autoptr(PsrBillingReport) report = push (fixture);
  }
  assert_state (fixture, "1024", "followed");
  g_assert_cmpuint (fixture->world->n_views, ==, requests);
}

/* Whenever the computer sleeps, or the program is stopped: what is sent is sent right
 * after its intent, and not long after its look-up. */
static void
test_asleep (void)
{
  for (guint at = 1; at <= 30; at++)
    {
      g_autoptr(Fixture) fixture = with_approved ("1022");
      g_autoptr(PsrBillingReport) report = NULL;
      g_autoptr(GPtrArray) documents = NULL;

      fixture->executor->sleep_at = fixture->executor->n_jobs + at;
      fixture->executor->sleep = 40 * MINUTE;
      fixture->executor->clock = PSR_VIRTUAL_CLOCK (fixture->clock);
      report = push (fixture);
      documents = list_documents (fixture);
      g_assert_cmpuint (fixture->world->n_posts, <=, 1);

      if (fixture->world->n_posts == 1)
        g_assert_cmpint (fixture->world->posted_at - ((PsrLedgerDocument *) g_ptr_array_index (documents, 0))->sent_at,
                         <=, MINUTE);

      push_until_rest (fixture);
      assert_billed_once (fixture, "1022");
    }
}

/* Our own clock never stands in for the server's: what could never be proven isn't
 * sent, and what was sent isn't taken for lost. */
static void
test_undated (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1022");
  g_autoptr(PsrBillingReport) report = NULL;

  fixture->world->undated = TRUE;
  report = push (fixture);
  assert_state (fixture, "1022", "approved: no-date");
  g_assert_cmpuint (fixture->world->n_posts, ==, 0);

  fixture->world->undated = FALSE;
  push_until_rest (fixture);
  assert_billed_once (fixture, "1022");
}

static void
test_undated_in_doubt (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1023");

  fake_world_plan (fixture->world, FAKE_DROP_BEFORE);
  {
    g_autoptr(PsrBillingReport) report = push (fixture);
  }
  fixture->world->undated = TRUE;

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(PsrBillingReport) report = NULL;

      advance (fixture, 30 * MINUTE);
      report = push (fixture);
      g_assert_cmpuint (fixture->world->n_posts, ==, 1);
    }

  fixture->world->undated = FALSE;
  push_until_rest (fixture);
  assert_billed_once (fixture, "1023");
  g_assert_cmpuint (fixture->world->n_posts, ==, 2);
}

/* Business Central never says the time: it is given up in the end. Approved again it is looked
 * for as often once more, and one look-up that fails decides nothing. */
static void
test_given_up_undated (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1024");

  fake_world_plan (fixture->world, FAKE_DROP_BEFORE);
  psr_billing_report_unref (push (fixture));
  fixture->world->undated = TRUE;

  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < 24; i++)
        {
          advance (fixture, 30 * MINUTE);
          psr_billing_report_unref (push (fixture));
          assert_state (fixture, "1024", round == 0 ? "checking: checking" : "approved");
        }

      advance (fixture, 30 * MINUTE);
      psr_billing_report_unref (push (fixture));
      assert_state (fixture, "1024", "needs-look: gave-up");
      approve_all (fixture);
    }

  fixture->world->undated = FALSE;
  fixture->world->shipments_status = 413;
  psr_billing_report_unref (push (fixture));
  assert_state (fixture, "1024", "approved: checking");
  fixture->world->shipments_status = 0;
  push_until_rest (fixture);
  assert_billed_once (fixture, "1024");
  g_assert_cmpuint (fixture->world->n_posts, ==, 2);
}

/* Billed again while it is in doubt, and taken back in Wello meanwhile: once it is known that
 * nothing was made, nothing is. */
static void
test_left_in_doubt (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1025");

  fake_world_plan (fixture->world, FAKE_DROP_BEFORE);
  psr_billing_report_unref (push (fixture));
  fixture->world->undated = TRUE;

  for (guint i = 0; i < 25; i++)
    {
      advance (fixture, 30 * MINUTE);
      psr_billing_report_unref (push (fixture));
    }

  assert_state (fixture, "1025", "needs-look: gave-up");
  fixture->world->undated = FALSE;
  approve_all (fixture);
  g_set_str (&fake_world_get_invoice (fixture->world, 0)->status, FAKE_OPEN);
  psr_billing_report_unref (collect (fixture));
  assert_state (fixture, "1025", "approved");
  push_until_rest (fixture);
  assert_state (fixture, "1025", "withdrawn: left-queue");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
}

/* Nor is the time from which on it is waited taken from before such a sleep, when it
 * is looked up once more for another try. */
static void
test_asleep_between_tries (void)
{
  for (guint at = 1; at <= 40; at++)
    {
      g_autoptr(Fixture) fixture = with_approved ("1025");
      g_autoptr(PsrBillingReport) report = NULL;
      g_autoptr(GPtrArray) documents = NULL;
      const PsrLedgerDocument *document;

      fake_world_plan (fixture->world, FAKE_NOT_SENT);
      fake_world_plan (fixture->world, FAKE_DROP_AFTER);
      fixture->executor->sleep_at = fixture->executor->n_jobs + at;
      fixture->executor->sleep = 40 * MINUTE;
      fixture->executor->clock = PSR_VIRTUAL_CLOCK (fixture->clock);
      report = push (fixture);
      documents = list_documents (fixture);
      document = g_ptr_array_index (documents, 0);

      if (g_str_equal (document->state, "checking"))
        g_assert_cmpint (document->intent_server_date, >=, document->sent_at - 2 * SECOND);

      push_until_rest (fixture);
      assert_billed_once (fixture, "1025");
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/look/vat-differs", test_vat_differs);
  g_test_add_func ("/billing/look/vat-mapped", test_vat_mapped);
  g_test_add_func ("/billing/look/reverse-charge", test_reverse_charge);
  g_test_add_func ("/billing/look/look-at-changed", test_look_at_changed);
  g_test_add_func ("/billing/look/changed-in-doubt", test_changed_in_doubt);
  g_test_add_func ("/billing/look/away-when-due", test_away_when_due);
  g_test_add_func ("/billing/look/stopped-when-due", test_stopped_when_due);
  g_test_add_func ("/billing/look/stopped-while-asking", test_stopped_while_asking);
  g_test_add_func ("/billing/push-look/left-meanwhile", test_left_meanwhile);
  g_test_add_func ("/billing/push-look/left-in-suspend", test_left_in_suspend);
  g_test_add_func ("/billing/push-look/changed-meanwhile", test_changed_meanwhile);
  g_test_add_func ("/billing/push-look/gone-meanwhile", test_gone_meanwhile);
  g_test_add_func ("/billing/push-look/moved-meanwhile", test_moved_meanwhile);
  g_test_add_func ("/billing/push-look/unchanged-meanwhile", test_unchanged_meanwhile);

  g_test_add_func ("/billing/look/asleep", test_asleep);
  g_test_add_func ("/billing/look/asleep-between-tries", test_asleep_between_tries);
  g_test_add_func ("/billing/look/undated", test_undated);
  g_test_add_func ("/billing/look/given-up-undated", test_given_up_undated);
  g_test_add_func ("/billing/look/left-in-doubt", test_left_in_doubt);
  g_test_add_func ("/billing/look/undated-in-doubt", test_undated_in_doubt);

  g_test_add_func ("/billing/look/clock-was-ahead", test_clock_was_ahead);
  g_test_add_func ("/billing/look/later", test_later);
  g_test_add_func ("/billing/look/other-api", test_other_api);

  return g_test_run ();
}
