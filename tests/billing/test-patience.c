/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "posting-fixture.h"
#include "quote-fixture.h"
#include "withdraw-fixture.h"

/*
 * What was begun is finished, however long that takes; what fails each time is tried less and
 * less often, and a person is told.
 */

#define HOUR (60 * MINUTE)

typedef struct
{
  const char *state;
  const char *asked;
  guint       status;
} Case;

static const Case cases[] = {
  { "created", "/salesInvoices(", 400 },
  { "created", "/salesInvoices(", 403 },
  { "created", "/salesInvoices(", 500 },
  { "checked", "/salesInvoices(", 403 },
  { "posting", "Microsoft.NAV.post", 500 },
  { "posting", "/postedSalesInvoices", 500 },
  { "confirming", "ChangeStatusId", 500 },
};

static Fixture *
begin (const Case *one)
{
  Fixture *fixture;

  if (g_str_equal (one->state, "created"))
    fixture = not_compared ();
  else if (g_str_equal (one->state, "confirming"))
    fixture = with_approved ("1001");
  else
    fixture = with_one_to_post (PSR_BILLING_KIND_INVOICE);

  fixture->world->always = one->asked;
  fixture->world->always_status = one->status;

  return fixture;
}

/* How long it is waited after the next try. */
static gint64
try_once (Fixture *fixture)
{
  g_autoptr(PsrBillingReport) report = push (fixture);
  gint64 wait = report->next_look_up - psr_clock_now (fixture->clock);

  g_assert_no_error (report->stopped);
  g_assert_true (report->next_look_up != PSR_TIMESTAMP_NONE);
  g_assert_cmpint (wait, <=, HOUR);
  advance (fixture, MAX (wait, 0));

  return wait;
}

static gboolean
is_stuck (Fixture    *fixture,
          const Case *one)
{
  g_autofree char *state = state_of (fixture, "1001");
  g_autofree char *stuck = g_strconcat (one->state, ": stuck", NULL);

  return g_str_equal (state, stuck);
}

static void
test_fails (gconstpointer data)
{
  const Case *one = data;
  g_autoptr(Fixture) fixture = begin (one);
  PsrTimestamp began = psr_clock_now (fixture->clock);
  gint64 before = 0;
  guint n;

  for (n = 0; !is_stuck (fixture, one); n++)
    {
      g_assert_cmpuint (n, <, 40);
      try_once (fixture);

      /* It is kept, whoever goes on. */
      stop_program (fixture);
      start_program (fixture);
    }

  g_assert_cmpuint (n, >, 4);
  g_assert_cmpint (psr_clock_now (fixture->clock) - began, <, 24 * HOUR);
  g_assert_cmpint (psr_clock_now (fixture->clock) - began, >, HOUR);

  /* Once an hour from then on, and still what it was. */
  for (guint i = 0; i < 4; i++)
    before = try_once (fixture);
  g_assert_cmpint (before, >, 55 * MINUTE);
  g_assert_true (is_stuck (fixture, one));

  /* Who asks for it doesn't wait for that. */
  psr_billing_report_unref (push (fixture));
  n = fixture->world->n_always;
  psr_billing_report_unref (push (fixture));
  g_assert_cmpuint (fixture->world->n_always, ==, n);
  act (fixture, PSR_BILLING_ACT_RETRY, "1001", NULL);
  psr_billing_report_unref (push (fixture));
  g_assert_cmpuint (fixture->world->n_always, >, n);
  g_assert_true (is_stuck (fixture, one));

  fixture->world->always = NULL;
  act (fixture, PSR_BILLING_ACT_RETRY, "1001", NULL);
  push_until_rest (fixture);
  if (g_str_equal (one->state, "created") || g_str_equal (one->state, "confirming"))
    assert_billed_once (fixture, "1001");
  else
    assert_posted_once (fixture);
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
}

/* By itself as well, within the hour. */
static void
test_heals (void)
{
  g_autoptr(Fixture) fixture = begin (&cases[2]);

  for (guint i = 0; i < 12; i++)
    try_once (fixture);
  g_assert_true (is_stuck (fixture, &cases[2]));
  fixture->world->always = NULL;
  push_until_rest (fixture);
  assert_billed_once (fixture, "1001");
}

/* A service that is away says nothing of the document: it is told of at once when that is back. */
static void
test_away (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");

  fixture->world->wello_mute = TRUE;
  for (guint i = 0; i < 30; i++)
    {
      g_autoptr(PsrBillingReport) report = push (fixture);

      advance (fixture, MINUTE);
    }
  fixture->world->wello_mute = FALSE;
  advance (fixture, MINUTE);
  psr_billing_report_unref (push (fixture));
  g_assert_false (is_stuck (fixture, &cases[6]));
}

/* What waits for a person only since a quote couldn't be read goes on when that is asked for. */
static void
test_quote_unread (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4512");

  fixture->world->tax_percent = 6;
  run_once (fixture);
  assert_state (fixture, "4512", "needs-look: quote-vat-differs");
  fixture->world->tax_percent = 21;
  fixture->world->quotes_forbidden = TRUE;
  approve_all (fixture);
  run_once (fixture);
  assert_state (fixture, "4512", "needs-look: quote-unread");

  act (fixture, PSR_BILLING_ACT_RETRY, "4512", NULL);
  run_once (fixture);
  assert_state (fixture, "4512", "needs-look: quote-unread");

  fixture->world->quotes_forbidden = FALSE;
  act (fixture, PSR_BILLING_ACT_RETRY, "4512", NULL);
  push_until_rest (fixture);
  assert_billed_once (fixture, "4512");
}

static void
try_until (Fixture    *fixture,
           const char *wanted)
{
  g_autofree char *state = state_of (fixture, "1001");

  for (guint n = 0; !g_str_equal (state, wanted); n++)
    {
      g_autoptr(PsrBillingReport) report = push (fixture);

      g_assert_no_error (report->stopped);
      g_assert_cmpuint (n, <, 40);
      if (report->next_look_up != PSR_TIMESTAMP_NONE)
        advance (fixture, MAX (report->next_look_up - psr_clock_now (fixture->clock), 0));
      g_free (state);
      state = state_of (fixture, "1001");
    }
}

/* Wello isn't told of a refusal for ever: the document is to be mended here. */
static void
test_refusal_untold (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");

  fake_world_plan (fixture->world, FAKE_REFUSED);
  fixture->world->always = "ChangeStatusId";
  fixture->world->always_status = 500;
  try_until (fixture, "refused: refused");
  fixture->world->always = NULL;
  approve_all (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1001");
}

/* Nor of what was withdrawn. */
static void
test_withdrawal_untold (void)
{
  g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_INVOICE);

  fixture->world->always = "ChangeStatusId";
  fixture->world->always_status = 500;
  act (fixture, PSR_BILLING_ACT_WITHDRAW, "1001", NULL);
  try_until (fixture, "withdrawn: withdrawn-imported");
  assert_withdrawn (fixture, "withdrawn: withdrawn-imported");
}

/* Who wants an end doesn't wait for as long as a service asks. Nothing is sent meanwhile; later it is,
 * once. */
static void
test_stopped (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1001");
  g_autoptr(GCancellable) stop = g_cancellable_new ();
  g_autoptr(DexFuture) run = NULL;
  PsrTimestamp began;

  fixture->world->retry_after = "50";
  fake_world_plan (fixture->world, FAKE_THROTTLED);
  run = psr_billing_push (fixture->context, stop, NULL, NULL, NULL);
  for (guint i = 0; i < 200; i++)
    {
      settle_loop ();
      g_usleep (500);
    }
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
  g_assert_true (dex_future_is_pending (run));

  began = psr_clock_now (fixture->clock);
  g_cancellable_cancel (stop);
  psr_billing_report_unref (expect_boxed (fixture, g_steal_pointer (&run)));
  g_assert_cmpint (psr_clock_now (fixture->clock) - began, <, 5 * SECOND);
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
  assert_state (fixture, "1001", "approved: waiting");
  push_until_rest (fixture);
  assert_billed_once (fixture, "1001");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("/billing/patience/%s-%u-%s", cases[i].state, cases[i].status, cases[i].asked + 1);

      g_strdelimit (name, "(.", '-');
      g_test_add_data_func (name, &cases[i], test_fails);
    }
  g_test_add_func ("/billing/patience/stopped", test_stopped);
  g_test_add_func ("/billing/patience/heals", test_heals);
  g_test_add_func ("/billing/patience/away", test_away);
  g_test_add_func ("/billing/patience/quote-unread", test_quote_unread);
  g_test_add_func ("/billing/patience/refusal-untold", test_refusal_untold);
  g_test_add_func ("/billing/patience/withdrawal-untold", test_withdrawal_untold);

  return g_test_run ();
}
