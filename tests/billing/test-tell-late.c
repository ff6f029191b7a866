/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "posting-fixture.h"
#include "psr-push-run.h"

/*
 * Answers of Wello get lost, and what was said may still arrive. What is said after it
 * would be undone then; so it is said only once that can't happen any more.
 */

static FakeInvoice *
invoice_of (Fixture *fixture)
{
  return fake_world_get_invoice (fixture->world, 0);
}

static void
push_once (Fixture *fixture)
{
  psr_billing_report_unref (push (fixture));
}

/* A draft of which Wello was told twice; the first time it is still to hear. */
static Fixture *
with_doubtful_draft (void)
{
  Fixture *fixture = with_approved ("1001");

  fixture->world->renumbers = TRUE;
  fixture->world->wello_fate = FAKE_COMMIT_LATE;
  push_until_rest (fixture);
  assert_billed_once (fixture, "1001");
  g_assert_nonnull (fixture->world->wello_late);

  return fixture;
}

static void
approve_post_made (Fixture *fixture)
{
  gint64 id = id_of (fixture, "1001");

  psr_billing_report_unref (expect_boxed (fixture, psr_billing_approve (fixture->context, &id, 1, PSR_BILLING_KIND_DEFAULT,
                                                                        PSR_APPROVE_NAMED | PSR_APPROVE_POST | PSR_APPROVE_POST_MADE,
                                                                        "An")));
}

/* Goes on until all is at rest, hearing on the way what was late. */
static void
hear_and_rest (Fixture *fixture)
{
  fake_world_let_hear (fixture->world);
  advance (fixture, 3 * MINUTE);
  push_until_rest (fixture);
}

/* The draft is deleted at once; Wello isn't told before it has heard all of the draft. */
static void
test_withdrawn (void)
{
  g_autoptr(Fixture) fixture = with_doubtful_draft ();

  act (fixture, PSR_BILLING_ACT_WITHDRAW, "1001", NULL);
  push_once (fixture);
  g_assert_cmpuint (fixture->world->n_document_deletes, ==, 1);
  assert_state (fixture, "1001", "returning: withdrawn");
  hear_and_rest (fixture);

  assert_state (fixture, "1001", "withdrawn: withdrawn");
  g_assert_cmpstr (invoice_of (fixture)->status, ==, FAKE_READY);
}

/* The same after a crash in between. */
static void
test_withdrawn_restarted (void)
{
  g_autoptr(Fixture) fixture = with_doubtful_draft ();

  act (fixture, PSR_BILLING_ACT_WITHDRAW, "1001", NULL);
  stop_program (fixture);
  start_program (fixture);
  push_once (fixture);
  assert_state (fixture, "1001", "returning: withdrawn");
  hear_and_rest (fixture);

  assert_state (fixture, "1001", "withdrawn: withdrawn");
  g_assert_cmpstr (invoice_of (fixture)->status, ==, FAKE_READY);
}

static void
assert_told_posted (Fixture *fixture)
{
  FakeDocument *document = fake_world_find (fixture->world, "W-1001");

  g_assert_true (document->is_posted);
  assert_state (fixture, "1001", "closed");
  g_assert_cmpstr (invoice_of (fixture)->status, ==, FAKE_IMPORTED);
  g_assert_cmpstr (invoice_of (fixture)->erp_number, ==, document->number);
}

static void
test_posted (void)
{
  g_autoptr(Fixture) fixture = with_doubtful_draft ();

  approve_post_made (fixture);
  push_once (fixture);
  g_assert_cmpuint (fixture->world->n_posted, ==, 1);
  g_assert_cmpstr (invoice_of (fixture)->erp_number, !=, fake_world_find (fixture->world, "W-1001")->number);
  hear_and_rest (fixture);
  assert_told_posted (fixture);
}

/* It needs a look in between, and somebody takes what is there. */
static void
test_taken (void)
{
  g_autoptr(Fixture) fixture = with_doubtful_draft ();
  FakeDocument *document = fake_world_find (fixture->world, "W-1001");

  approve_post_made (fixture);
  fake_world_release (document);
  push_once (fixture);
  assert_state (fixture, "1001", "needs-look: not-draft");
  fake_world_post (document, ++fixture->world->n_posted);
  act (fixture, PSR_BILLING_ACT_TAKE, "1001", NULL);
  push_once (fixture);
  g_assert_cmpstr (invoice_of (fixture)->erp_number, !=, document->number);
  hear_and_rest (fixture);
  assert_told_posted (fixture);
}

/* Nor does what was refused undo what was made afterwards. */
static void
test_refused (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");

  fixture->world->renumbers = TRUE;
  fixture->world->wello_fate = FAKE_COMMIT_LATE;
  fake_world_plan (fixture->world, FAKE_REFUSED);
  push_once (fixture);
  assert_state (fixture, "1001", "refused: refused");
  g_assert_cmpstr (invoice_of (fixture)->status, ==, FAKE_ERROR);

  act (fixture, PSR_BILLING_ACT_RETRY, "1001", NULL);
  push_once (fixture);
  g_assert_cmpuint (fake_world_count (fixture->world, "W-1001"), ==, 1);
  hear_and_rest (fixture);
  assert_billed_once (fixture, "1001");
}

/* Before it can be imported it is made ready, which isn't heard at once. */
static void
test_readied (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");

  fixture->world->gives_back = FAKE_BECOMES_READY;
  fake_world_plan (fixture->world, FAKE_REFUSED);
  push_once (fixture);
  assert_state (fixture, "1001", "refused: refused");

  fixture->world->wello_fate = FAKE_COMMIT_LATE;
  fixture->world->wello_fate_for = FAKE_READY;
  act (fixture, PSR_BILLING_ACT_RETRY, "1001", NULL);
  push_once (fixture);
  assert_state (fixture, "1001", "confirming: confirm-waiting");
  hear_and_rest (fixture);
  assert_billed_once (fixture, "1001");
}

/* What was given back, billed anew at once, and only then heard to be given back. */
static void
test_returned (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");

  fixture->world->renumbers = TRUE;
  push_until_rest (fixture);
  assert_billed_once (fixture, "1001");
  act (fixture, PSR_BILLING_ACT_WITHDRAW, "1001", NULL);
  fixture->world->wello_fate = FAKE_COMMIT_LATE;
  push_once (fixture);
  assert_state (fixture, "1001", "withdrawn: withdrawn");

  psr_billing_report_unref (collect (fixture));
  approve_all (fixture);
  push_once (fixture);
  g_assert_cmpuint (fake_world_count (fixture->world, "W-1001"), ==, 1);
  hear_and_rest (fixture);
  assert_billed_once (fixture, "1001");
}

/* Whatever time the computer shows, what may arrive is waited for, and not for longer. */
static void
test_clock (void)
{
  static const gint64 jumps[] = { -24 * 60, -2, 2, 24 * 60 };

  for (guint i = 0; i < G_N_ELEMENTS (jumps); i++)
    {
      g_autoptr(Fixture) fixture = with_doubtful_draft ();

      set_clock (fixture, jumps[i] * MINUTE);
      act (fixture, PSR_BILLING_ACT_WITHDRAW, "1001", NULL);
      push_once (fixture);
      assert_state (fixture, "1001", "returning: withdrawn");
      advance (fixture, 2 * MINUTE);
      push_once (fixture);
      assert_state (fixture, "1001", "returning: withdrawn");
      fake_world_let_hear (fixture->world);
      advance (fixture, MINUTE + 5 * SECOND);
      push_once (fixture);
      assert_state (fixture, "1001", "withdrawn: withdrawn");
      g_assert_cmpstr (invoice_of (fixture)->status, ==, FAKE_READY);
    }
}

/* Nor does Wello hear the draft's number after that of the invoice. */
static void
test_clock_posted (void)
{
  static const gint64 jumps[] = { -24 * 60, 24 * 60 };

  for (guint i = 0; i < G_N_ELEMENTS (jumps); i++)
    {
      g_autoptr(Fixture) fixture = with_doubtful_draft ();

      fake_world_post (fake_world_find (fixture->world, "W-1001"), ++fixture->world->n_posted);
      set_clock (fixture, jumps[i] * MINUTE);
      push_once (fixture);
      assert_state (fixture, "1001", "followed");
      hear_and_rest (fixture);
      advance (fixture, 5 * SECOND);
      push_until_rest (fixture);
      assert_told_posted (fixture);
    }
}

/* The same where Wello's answers have no Date, as ever or from some moment on: Business Central
 * tells the time, too. */
static void
test_undated (void)
{
  static const gint64 jumps[] = { -24 * 60, -2, 2, 24 * 60 };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (jumps); i++)
    {
      g_autoptr(Fixture) fixture = with_approved ("1001");
      FakeWorld *world = fixture->world;

      world->renumbers = TRUE;
      world->wello_undated = i % 2 == 0;
      set_clock (fixture, 0);
      world->wello_fate = FAKE_COMMIT_LATE;
      push_until_rest (fixture);
      assert_billed_once (fixture, "1001");
      g_assert_nonnull (world->wello_late);
      world->wello_undated = TRUE;
      set_clock (fixture, jumps[i / 2] * MINUTE);
      act (fixture, PSR_BILLING_ACT_WITHDRAW, "1001", NULL);
      push_once (fixture);
      assert_state (fixture, "1001", "returning: withdrawn");
      advance (fixture, 2 * MINUTE);
      push_once (fixture);
      assert_state (fixture, "1001", "returning: withdrawn");
      fake_world_let_hear (world);
      advance (fixture, MINUTE + 5 * SECOND);
      push_once (fixture);
      assert_state (fixture, "1001", "withdrawn: withdrawn");
      g_assert_cmpstr (invoice_of (fixture)->status, ==, FAKE_READY);
    }
}

/* A program that goes on knows how much time has passed since Wello told it last. */
static void
test_undated_since (void)
{
  g_autoptr(Fixture) fixture = with_doubtful_draft ();

  fixture->world->undated = TRUE;
  act (fixture, PSR_BILLING_ACT_WITHDRAW, "1001", NULL);
  push_once (fixture);
  assert_state (fixture, "1001", "returning: withdrawn");
  hear_and_rest (fixture);
  assert_state (fixture, "1001", "withdrawn: withdrawn");
  g_assert_cmpstr (invoice_of (fixture)->status, ==, FAKE_READY);
}

/* What was noted by a clock that went wrong for a moment isn't waited for for long. */
static void
test_noted_wrongly (void)
{
  g_autoptr(Fixture) fixture = with_doubtful_draft ();

  fixture->world->ahead = -24 * 60 * MINUTE;
  act (fixture, PSR_BILLING_ACT_WITHDRAW, "1001", NULL);
  advance (fixture, MINUTE);
  push_once (fixture);
  assert_state (fixture, "1001", "returning: withdrawn");
  hear_and_rest (fixture);
  advance (fixture, MINUTE);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "withdrawn: withdrawn");
}

/* Whoever knows that somebody may answer again doesn't wait for it. */
static void
test_back_before_due (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1020");
  g_autoptr(PsrBillingReport) report = NULL;

  fake_world_plan (fixture->world, FAKE_DROP_AFTER);
  report = push (fixture);
  fixture->world->bc_away = TRUE;
  advance (fixture, MAX (report->next_look_up - psr_clock_now (fixture->clock), 0));
  g_clear_pointer (&report, psr_billing_report_unref);
  report = push (fixture);
  g_assert_nonnull (report->stopped);
  g_assert_cmpint (report->next_look_up, >, psr_clock_now (fixture->clock));

  fixture->world->bc_away = FALSE;
  g_clear_pointer (&report, psr_billing_report_unref);
  report = push (fixture);
  assert_state (fixture, "1020", "checking: checking");
  g_clear_pointer (&report, psr_billing_report_unref);
  report = expect_boxed (fixture, psr_billing_push_awake (fixture->context, NULL, NULL, NULL, NULL));
  g_assert_null (report->stopped);
  g_assert_cmpuint (report->checking, ==, 0);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1020");
}

/* Nor does it ask sooner than the service asked for, in another program that knows nothing
 * of that. */
static void
test_asked_to_wait (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1021");

  for (guint i = 0; i < PSR_PUSH_TRIES; i++)
    fake_world_plan (fixture->world, FAKE_THROTTLED);

  push_once (fixture);
  assert_state (fixture, "1021", "approved: waiting");
  g_assert_cmpuint (fixture->world->n_posts, ==, PSR_PUSH_TRIES);

  for (guint second = 0; second < 7; second++)
    {
      stop_program (fixture);
      start_program (fixture);
      psr_billing_report_unref (expect_boxed (fixture, psr_billing_push_awake (fixture->context, NULL, NULL, NULL, NULL)));
      g_assert_cmpuint (fixture->world->n_posts, ==, PSR_PUSH_TRIES);
      advance (fixture, SECOND);
    }

  psr_billing_report_unref (expect_boxed (fixture, psr_billing_push_awake (fixture->context, NULL, NULL, NULL, NULL)));
  assert_billed_once (fixture, "1021");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/tell-late/withdrawn", test_withdrawn);
  g_test_add_func ("/billing/tell-late/withdrawn-restarted", test_withdrawn_restarted);
  g_test_add_func ("/billing/tell-late/posted", test_posted);
  g_test_add_func ("/billing/tell-late/taken", test_taken);
  g_test_add_func ("/billing/tell-late/refused", test_refused);
  g_test_add_func ("/billing/tell-late/readied", test_readied);
  g_test_add_func ("/billing/tell-late/returned", test_returned);
  g_test_add_func ("/billing/tell-late/clock", test_clock);
  g_test_add_func ("/billing/tell-late/clock-posted", test_clock_posted);
  g_test_add_func ("/billing/tell-late/undated", test_undated);
  g_test_add_func ("/billing/tell-late/undated-since", test_undated_since);
  g_test_add_func ("/billing/tell-late/noted-wrongly", test_noted_wrongly);
  g_test_add_func ("/billing/back-before-due", test_back_before_due);
  g_test_add_func ("/billing/asked-to-wait", test_asked_to_wait);

  return g_test_run ();
}
