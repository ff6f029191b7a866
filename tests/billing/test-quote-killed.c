/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-push-run.h"
#include "psr-mirror-store.h"
#include "psr-quote-trial.h"
#include "quote-fixture.h"

/* Killed before or after each request and each job of the ledger. */
static void
test_killed (gconstpointer data)
{
  gboolean at_requests = (GPOINTER_TO_UINT (data) & 1) != 0;
  FakeFate fate = (GPOINTER_TO_UINT (data) & 2) != 0 ? FAKE_DROP_AFTER
                  : (GPOINTER_TO_UINT (data) & 4) != 0 ? FAKE_REFUSED : FAKE_MADE;
  gboolean lost_prices = (GPOINTER_TO_UINT (data) & 8) != 0;

  for (guint n = 1;; n++)
    {
      /* Before a job is after the one before it. */
      for (guint before = 0; before < (at_requests ? 2 : 1); before++)
        {
          g_autoptr(Fixture) fixture = with_quote ("4512");
          g_autoptr(DexFuture) run = NULL;
          gboolean frozen;
          PsrTimestamp begun = psr_clock_now (fixture->clock);

          plan (fixture->world->convert_fates, fate);
          fixture->world->quote_prices_lost = lost_prices;

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
          run_once (fixture);

          if (fate == FAKE_REFUSED && fake_world_count (fixture->world, "W-4512") == 0)
            {
              assert_state (fixture, "4512", "refused: refused");
              g_assert_cmpstr (fake_world_get_invoice (fixture->world, 0)->status, ==, FAKE_ERROR);
            }
          else
            {
              assert_converted_once (fixture, "4512");
            }

          /* One quote of it was converted, and no other is made beside it; that of
           * the trial may be left. */
          g_assert_cmpuint (fixture->world->quotes->len, <=, 1);
          g_assert_cmpint (psr_clock_now (fixture->clock) - begun, <, SOON);

          if (!frozen)
            return;
        }
    }
}

/* For as long as the service asked nothing is tried again, also by another program, which
 * knows nothing of that. */
static void
test_convert_asked_to_wait (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4514");
  FakeWorld *world = fixture->world;
  PsrTimestamp asked = PSR_TIMESTAMP_NONE;
  DexFuture *pushed;

  world->retry_after = "300";
  for (guint i = 0; i < PSR_PUSH_TRIES; i++)
    plan (world->convert_fates, FAKE_THROTTLED);

  /* The program ends while it waits for the rest of that time. */
  pushed = psr_billing_push (fixture->context, NULL, NULL, NULL, NULL);

  while (asked == PSR_TIMESTAMP_NONE || psr_clock_now (fixture->clock) < asked + MINUTE)
    {
      g_assert_true (dex_future_is_pending (pushed));

      if (!g_main_context_iteration (NULL, FALSE))
        psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (fixture->clock), MAX (psr_virtual_clock_next_due (PSR_VIRTUAL_CLOCK (fixture->clock)), 0));
      if (world->n_converts == PSR_PUSH_TRIES && asked == PSR_TIMESTAMP_NONE)
        asked = psr_clock_now (fixture->clock);
    }

  settle_loop ();
  dex_clear (&pushed);
  assert_state (fixture, "4514", "converting: waiting");

  for (guint minute = 1; minute < 5; minute++)
    {
      stop_program (fixture);
      start_program (fixture);
      run_once (fixture);
      g_assert_cmpuint (world->n_converts, ==, PSR_PUSH_TRIES);
      advance (fixture, MINUTE);
    }

  advance (fixture, MINUTE);
  run_once (fixture);
  assert_converted_once (fixture, "4514");
}

/* What somebody has made a real quote of stays, however long ago that was; so does one of which
 * it isn't known what it was. */
static void
test_sweep_trial_edited (void)
{
  for (guint round = 0; round < 5; round++)
    {
      g_autoptr(Fixture) fixture = with_approved ("4512");
      g_autoptr(PsrQuoteTrial) trial = NULL;
      g_autoptr(PsrBillingReport) report = NULL;
      g_autofree char *fact = NULL;
      FakeDocument *quote;

      plan (fixture->world->delete_fates, FAKE_REFUSED);
      trial = expect_boxed (fixture, psr_quote_trial_make (fixture->context));
      g_assert_cmpstr (trial->left, !=, "");
      quote = fake_world_get_quote (fixture->world, 0);

      if (round == 1)
        g_set_str (&quote->customer, "2f1c6a5e-0000-4000-8000-000000000009");
      else if (round == 2)
        fake_world_add_comment (quote);
      else if (round == 3)
        fake_world_write_header (fixture->world, quote, "shipToName", "The other one");
      fake_world_edit (fixture->world, quote);

      fact = g_strconcat ("quote-trial-made:", quote->id, NULL);
      if (round == 4)
        expect_done (fixture, psr_mirror_store_set_fact (fixture->context->mirror, fact, NULL));

      psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_DIRECT);
      advance (fixture, 25 * 60 * MINUTE);
      report = push (fixture);
      g_assert_cmpuint (report->quotes_removed->len, ==, round == 0);
      g_assert_cmpuint (report->quotes_left->len, ==, round != 0);
      g_assert_cmpuint (fixture->world->quotes->len, ==, round != 0);
    }
}

/* Nor is one removed at once that somebody has written to since it was made. */
static void
test_trial_edited_at_once (void)
{
  g_autoptr(Fixture) fixture = with_approved ("4512");
  g_autoptr(PsrQuoteTrial) trial = NULL;

  fixture->world->edits_before_delete = TRUE;
  trial = expect_boxed (fixture, psr_quote_trial_make (fixture->context));
  g_assert_cmpint (trial->result, ==, PSR_QUOTE_TRIAL_WORKS);
  g_assert_cmpstr (trial->left, ==, fake_world_get_quote (fixture->world, 0)->number);
  g_assert_cmpuint (fixture->world->n_deletes, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/billing/push/quote/killed/at-request", GUINT_TO_POINTER (1), test_killed);
  g_test_add_data_func ("/billing/push/quote/killed/lost-at-request", GUINT_TO_POINTER (3), test_killed);
  g_test_add_data_func ("/billing/push/quote/killed/refused-at-request", GUINT_TO_POINTER (5), test_killed);
  g_test_add_data_func ("/billing/push/quote/killed/priced-at-request", GUINT_TO_POINTER (9), test_killed);

  g_test_add_func ("/billing/push/quote/convert-asked-to-wait", test_convert_asked_to_wait);
  g_test_add_func ("/billing/push/quote/sweep-trial-edited", test_sweep_trial_edited);
  g_test_add_func ("/billing/push/quote/trial-edited-at-once", test_trial_edited_at_once);

  return g_test_run ();
}
