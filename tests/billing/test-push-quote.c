/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "quote-fixture.h"

/* Kills the program as soon as the document stands in that state, and starts it again. */
static Fixture *
stopped_in (const char *state)
{
  /* The first requests are those of the trial, and come before all that. */
  for (guint n = 7; n < 60; n++)
    {
      g_autoptr(Fixture) fixture = with_quote ("4512");
      g_autoptr(DexFuture) run = NULL;
      g_autofree char *now = NULL;

      fixture->world->freeze_at = fixture->world->n_requests + n;
      fixture->world->freeze_before = TRUE;
      run = drive (fixture, psr_billing_push (fixture->context, NULL, NULL, NULL, NULL));
      fixture->executor->frozen = TRUE;
      dex_clear (&run);
      stop_program (fixture);
      start_program (fixture);
      now = state_of (fixture, "4512");

      if (g_str_equal (now, state))
        return g_steal_pointer (&fixture);
    }

  g_assert_not_reached ();
}

static void
test_happy (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4512");
  g_autoptr(PsrBillingReport) report = push (fixture);

  g_assert_no_error (report->stopped);
  assert_converted_once (fixture, "4512");
  g_assert_cmpuint (report->done, ==, 1);
  g_assert_cmpuint (fixture->world->quotes->len, ==, 0);
  /* The trial's, and its own. */
  g_assert_cmpuint (fixture->world->n_quote_posts, ==, 2);
  g_assert_cmpuint (fixture->world->n_converts, ==, 1);
  g_assert_cmpuint (fixture->world->n_patches, ==, 1);
}

static void
test_order (void)
{
  g_autoptr(Fixture) fixture = with_approved ("4512");

  psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_QUOTE);
  {
    g_autoptr(GPtrArray) documents = list_documents (fixture);
    const PsrLedgerDocument *document = g_ptr_array_index (documents, 0);
    g_autoptr(PsrBillingResult) back = NULL;

    back = expect_boxed (fixture, psr_billing_act (fixture->context, PSR_BILLING_ACT_UNAPPROVE, document->id, NULL, FALSE, "An", NULL));
    psr_billing_report_unref (expect_boxed (fixture, psr_billing_approve (fixture->context, &document->id, 1, PSR_BILLING_KIND_ORDER,
                                                                          PSR_APPROVE_NAMED, "An")));
  }
  run_once (fixture);
  assert_converted_once (fixture, "4512");
  g_assert_true (fake_world_find (fixture->world, "W-4512")->is_order);
  g_assert_cmpuint (fixture->world->n_patches, ==, 0);
}

typedef struct
{
  const char *name;
  FakeFate    quote;
  FakeFate    convert;
  FakeFate    patch;
} Loss;

static const Loss losses[] = {
  { "quote dropped before", FAKE_DROP_BEFORE, FAKE_MADE, FAKE_MADE },
  { "quote dropped after", FAKE_DROP_AFTER, FAKE_MADE, FAKE_MADE },
  { "quote 504 after", FAKE_GATEWAY_AFTER, FAKE_MADE, FAKE_MADE },
  { "quote unreadable", FAKE_GARBAGE, FAKE_MADE, FAKE_MADE },
  { "quote throttled", FAKE_THROTTLED, FAKE_MADE, FAKE_MADE },
  { "convert dropped before", FAKE_MADE, FAKE_DROP_BEFORE, FAKE_MADE },
  { "convert dropped after", FAKE_MADE, FAKE_DROP_AFTER, FAKE_MADE },
  { "convert 504 after", FAKE_MADE, FAKE_GATEWAY_AFTER, FAKE_MADE },
  { "convert throttled", FAKE_MADE, FAKE_THROTTLED, FAKE_MADE },
  { "convert not sent", FAKE_MADE, FAKE_NOT_SENT, FAKE_MADE },
  { "reference dropped before", FAKE_MADE, FAKE_MADE, FAKE_DROP_BEFORE },
  { "reference dropped after", FAKE_MADE, FAKE_MADE, FAKE_DROP_AFTER },
};

/* Whatever answer is lost, it is settled at once, and by one quote. */
static void
test_losses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      g_autoptr(Fixture) fixture = with_quote ("4512");
      PsrTimestamp begun;

      g_test_message ("%s", losses[i].name);
      plan (fixture->world->quote_fates, FAKE_MADE);
      plan (fixture->world->quote_fates, losses[i].quote);
      plan (fixture->world->convert_fates, losses[i].convert);
      plan (fixture->world->patch_fates, losses[i].patch);
      begun = psr_clock_now (fixture->clock);
      run_once (fixture);
      push_until_rest (fixture);
      run_once (fixture);
      assert_converted_once (fixture, "4512");
      g_assert_cmpuint (fixture->world->quotes->len, ==, 0);
      g_assert_cmpint (psr_clock_now (fixture->clock) - begun, <, SOON);
    }
}

/* Two desktops with separate state take the same quote: the first that was made. */
static void
test_other_quotes_too (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4512");

  fixture->world->other_quotes_too = TRUE;
  run_once (fixture);
  assert_converted_once (fixture, "4512");
  g_assert_cmpuint (fixture->world->quotes->len, ==, 1);
  g_assert_cmpstr (fake_world_get_quote (fixture->world, 0)->number, !=, "S-QUO00001");
}

static void
test_other_converts_first (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4512");

  fixture->world->other_converts_first = TRUE;
  run_once (fixture);
  assert_converted_once (fixture, "4512");
}

/* Its quote is gone by then; its document is looked for once more before ours is
 * converted. */
static void
test_other_bills_too (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4512");

  fixture->world->other_bills_too = TRUE;
  run_once (fixture);
  assert_converted_once (fixture, "4512");
  g_assert_cmpuint (fixture->world->n_converts, ==, 0);
}

static void
test_converted_by_hand (void)
{
  static const char * const states[] = { "quoted", "converting" };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr(Fixture) fixture = stopped_in (states[i]);

      fake_world_convert (fixture->world, fake_world_get_quote (fixture->world, 0), FALSE);
      run_once (fixture);
      assert_converted_once (fixture, "4512");
    }
}

static void
test_deleted (void)
{
  static const char * const states[] = { "quoted", "converting" };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr(Fixture) fixture = stopped_in (states[i]);

      g_ptr_array_set_size (fixture->world->quotes, 0);
      push_until_rest (fixture);
      assert_state (fixture, "4512", "needs-look: quote-gone");
      g_assert_cmpuint (fixture->world->documents->len, ==, 0);
      g_assert_cmpuint (fixture->world->quotes->len, ==, 0);

      /* A person decides that it is to be billed all the same. */
      approve_all (fixture);
      push_until_rest (fixture);
      run_once (fixture);
      assert_converted_once (fixture, "4512");
    }
}

static void
test_edited (void)
{
  g_autoptr(Fixture) fixture = stopped_in ("quoted");

  advance (fixture, SECOND);
  fake_world_set_price (fixture->world, fake_world_get_quote (fixture->world, 0), 1, "7");
  push_until_rest (fixture);
  assert_state (fixture, "4512", "needs-look: quote-changed");
  g_assert_cmpuint (fixture->world->documents->len, ==, 0);
  g_assert_cmpuint (fixture->world->n_deletes, ==, 1);

  /* As long as it is there nothing else is made; not even directly. */
  psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_DIRECT);
  approve_all (fixture);
  push_until_rest (fixture);
  assert_state (fixture, "4512", "needs-look: quote-changed");
  g_assert_cmpuint (fixture->world->documents->len, ==, 0);

  g_ptr_array_set_size (fixture->world->quotes, 0);
  approve_all (fixture);
  push_until_rest (fixture);
  run_once (fixture);
  assert_billed_once (fixture, "4512");
}

/* What was edited when it was too late shows on the draft. */
static void
test_edited_too_late (void)
{
  g_autoptr(Fixture) fixture = stopped_in ("converting");

  fake_world_set_price (fixture->world, fake_world_get_quote (fixture->world, 0), 1, "7");
  push_until_rest (fixture);
  assert_state (fixture, "4512", "needs-look: found-differs");
  g_assert_cmpuint (fixture->world->documents->len, ==, 1);
  g_assert_cmpstr (fake_world_get_invoice (fixture->world, 0)->status, ==, FAKE_READY);
}

static void
test_refused (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4512");
  g_autoptr(PsrBillingReport) report = NULL;

  plan (fixture->world->convert_fates, FAKE_REFUSED);
  run_once (fixture);
  assert_state (fixture, "4512", "refused: refused");
  g_assert_cmpstr (fake_world_get_invoice (fixture->world, 0)->status, ==, FAKE_ERROR);
  g_assert_nonnull (strstr (fake_world_get_invoice (fixture->world, 0)->message, "blocked with type"));
  g_assert_cmpuint (fixture->world->quotes->len, ==, 0);

  g_set_str (&fake_world_get_invoice (fixture->world, 0)->status, FAKE_READY);
  report = collect (fixture);
  approve_all (fixture);
  push_until_rest (fixture);
  run_once (fixture);
  assert_converted_once (fixture, "4512");
}

/* A quote that can't be removed keeps everything else from being made. */
static void
test_stuck (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4512");

  plan (fixture->world->convert_fates, FAKE_REFUSED);
  plan (fixture->world->delete_fates, FAKE_MADE);
  plan (fixture->world->delete_fates, FAKE_REFUSED);
  run_once (fixture);
  assert_state (fixture, "4512", "needs-look: quote-stuck");
  g_assert_cmpuint (fixture->world->quotes->len, ==, 1);
}

/* The right to quotes is taken away: a document with a quote of before is for a person,
 * with all others the run goes on. */
static void
test_forbidden_again (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4512");
  g_autoptr(PsrBillingReport) report = NULL;

  fixture->world->tax_percent = 6;
  run_once (fixture);
  assert_state (fixture, "4512", "needs-look: quote-vat-differs");

  fixture->world->tax_percent = 21;
  psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_AUTO);
  fake_world_add_invoice (fixture->world, "4513");
  psr_billing_report_unref (collect (fixture));
  approve_all (fixture);
  fixture->world->quotes_forbidden = TRUE;
  report = push (fixture);
  g_assert_no_error (report->stopped);
  assert_state (fixture, "4512", "needs-look: quote-unread");
  assert_billed_once (fixture, "4513");

  fixture->world->quotes_forbidden = FALSE;
  approve_all (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "4512");
}

/* Nor is the run ended by one whose quote may be there, where nothing but quotes is wanted:
 * it isn't made beside that either. */
static void
test_forbidden_asked (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4512");
  g_autoptr(PsrBillingReport) report = NULL;
  gint64 id;

  /* The trial's is made. */
  for (guint i = 0; i < 4; i++)
    plan (fixture->world->quote_fates, i == 0 ? FAKE_MADE : FAKE_DROP_BEFORE);

  run_once (fixture);
  assert_state (fixture, "4512", "approved: waiting");
  fixture->world->quotes_forbidden = TRUE;
  fake_world_add_invoice (fixture->world, "4513");
  psr_billing_report_unref (collect (fixture));
  id = id_of (fixture, "4513");
  psr_billing_report_unref (expect_boxed (fixture, psr_billing_approve (fixture->context, &id, 1, PSR_BILLING_KIND_DEFAULT,
                                                                        PSR_APPROVE_VIA_DIRECT, "An")));
  advance (fixture, 5 * MINUTE);
  report = push (fixture);
  g_assert_no_error (report->stopped);
  assert_state (fixture, "4512", "needs-look: quote-unread");
  assert_billed_once (fixture, "4513");
  g_assert_cmpuint (fixture->world->documents->len, ==, 1);

  fixture->world->quotes_forbidden = FALSE;
  approve_all (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "4512");
}

/* Whether an order of a quote that is gone was shipped can't be told now: that document waits,
 * no other does, and neither does it for ever. Approved once more it is tried as often again. */
static void
test_gone_unsettled (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4512");
  FakeWorld *world = fixture->world;
  g_autoptr(PsrBillingReport) report = NULL;

  world->tax_percent = 6;
  run_once (fixture);
  assert_state (fixture, "4512", "needs-look: quote-vat-differs");
  world->tax_percent = 21;
  g_ptr_array_set_size (world->quotes, 0);
  world->shipments_status = 413;
  fake_world_add_invoice (world, "4513");
  psr_billing_report_unref (collect (fixture));
  approve_all (fixture);
  report = push (fixture);
  g_assert_no_error (report->stopped);
  assert_state (fixture, "4512", "approved: waiting");
  assert_billed_once (fixture, "4513");

  push_until_rest (fixture);
  assert_state (fixture, "4512", "needs-look: gave-up");
  approve_all (fixture);
  run_once (fixture);
  assert_state (fixture, "4512", "approved: waiting");

  world->shipments_status = 0;
  push_until_rest (fixture);
  assert_billed_once (fixture, "4512");
}

/* Nor does one wait for ever whose prices are put right, or whose quote is removed. */
static void
test_forbidden_since (void)
{
  static const struct { gboolean pricing; const char *state; const char *rest; } cases[] = {
    { TRUE, "quote-pricing: waiting", "needs-look: gave-up" },
    { FALSE, "unquoting: refused", "needs-look: quote-stuck" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Fixture) fixture = with_quote ("4512");

      fixture->world->quote_prices_lost = cases[i].pricing;

      fixture->world->forbids_at = cases[i].pricing ? 2 : 0;
      plan (fixture->world->convert_fates, FAKE_REFUSED);

      /* The trial's quote is removed. */
      plan (fixture->world->delete_fates, FAKE_MADE);

      for (guint j = 0; j < 12; j++)
        plan (fixture->world->delete_fates, FAKE_DROP_BEFORE);

      run_once (fixture);
      assert_state (fixture, "4512", cases[i].state);
      fixture->world->quotes_forbidden = TRUE;
      push_until_rest (fixture);
      assert_state (fixture, "4512", cases[i].rest);
      g_assert_cmpuint (fixture->world->documents->len, ==, 0);
    }
}

/* Nor is a quote taken for removed of which somebody made and posted an invoice that the
 * account isn't shown. */
static void
test_gone_unseen (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4512");

  plan (fixture->world->convert_fates, FAKE_REFUSED);
  plan (fixture->world->delete_fates, FAKE_MADE);

  for (guint i = 0; i < 12; i++)
    plan (fixture->world->delete_fates, FAKE_DROP_BEFORE);

  run_once (fixture);
  assert_state (fixture, "4512", "unquoting: refused");
  fake_world_post (fake_world_convert (fixture->world, fake_world_get_quote (fixture->world, 0), FALSE), 1);
  fixture->world->posted_hidden = TRUE;
  push_until_rest (fixture);
  assert_state (fixture, "4512", "needs-look: unseen");
  g_assert_cmpstr (fake_world_get_invoice (fixture->world, 0)->status, ==, FAKE_READY);

  fixture->world->posted_hidden = FALSE;
  approve_all (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "4512");
  g_assert_cmpuint (fixture->world->n_quote_posts, ==, 2);
}

/* The same, of a quote of before, once it is billed again; what a person says then holds. */
static void
test_gone_unseen_again (void)
{
  for (guint posted = 0; posted < 2; posted++)
    {
      g_autoptr(Fixture) fixture = with_quote ("4512");

      fixture->world->tax_percent = 6;
      run_once (fixture);
      assert_state (fixture, "4512", "needs-look: quote-vat-differs");
      fixture->world->tax_percent = 21;
      fake_world_set_tax (fake_world_get_quote (fixture->world, 0), 21);

      if (posted)
        fake_world_post (fake_world_convert (fixture->world, fake_world_get_quote (fixture->world, 0), FALSE), 1);
      else
        g_ptr_array_set_size (fixture->world->quotes, 0);

      fixture->world->posted_hidden = TRUE;
      approve_all (fixture);
      push_until_rest (fixture);
      assert_state (fixture, "4512", "needs-look: unseen");
      g_assert_cmpuint (fixture->world->n_quote_posts, ==, 2);

      fixture->world->posted_hidden = !posted;
      approve_all (fixture);
      push_until_rest (fixture);
      assert_billed_once (fixture, "4512");
      g_assert_cmpuint (fixture->world->n_quote_posts, ==, posted ? 2 : 3);
    }
}

/* The gate stands before any invoice exists. */
static void
test_vat_differs (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4512");
  FakeDocument *quote;

  fixture->world->tax_percent = 6;
  run_once (fixture);
  assert_state (fixture, "4512", "needs-look: quote-vat-differs");
  g_assert_cmpuint (fixture->world->documents->len, ==, 0);
  g_assert_cmpuint (fixture->world->n_converts, ==, 0);

  /* The quote is put right, and it is this one that is converted. */
  quote = fake_world_get_quote (fixture->world, 0);
  fake_world_set_tax (quote, 21);
  fake_world_edit (fixture->world, quote);
  approve_all (fixture);
  push_until_rest (fixture);
  run_once (fixture);
  assert_converted_once (fixture, "4512");
  g_assert_cmpuint (fixture->world->n_quote_posts, ==, 2);
}

/* Or the profile is, and the quote, which nobody touched, makes room for another. */
static void
test_vat_mapped_since (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4512");

  fixture->world->tax_percent = 6;
  run_once (fixture);
  assert_state (fixture, "4512", "needs-look: quote-vat-differs");
  g_assert_true (psr_billing_rules_set_vat (fixture->rules, "21,labour", "S3", NULL));
  approve_all (fixture);
  push_until_rest (fixture);
  run_once (fixture);
  assert_converted_once (fixture, "4512");
  g_assert_cmpuint (fixture->world->quotes->len, ==, 0);
  g_assert_cmpuint (fixture->world->n_quote_posts, ==, 3);
}

static void
test_prices (void)
{
  for (guint gross = 0; gross < 2; gross++)
    {
      g_autoptr(Fixture) fixture = with_quote ("4512");

      fixture->world->quote_prices_lost = TRUE;
      fixture->world->prices_include_tax = gross;
      run_once (fixture);
      assert_converted_once (fixture, "4512");
      g_assert_cmpuint (fixture->world->n_patches, >, 1);
    }
}

/* With an extension that commits in between, what is there is taken. */
static void
test_commits_between (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4512");

  fixture->world->commits_between = TRUE;
  run_once (fixture);
  assert_converted_once (fixture, "4512");
  g_assert_cmpuint (fixture->world->n_converts, ==, 1);
  g_assert_cmpuint (fixture->world->quotes->len, ==, 1);
}

static void
test_reference_refused (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4512");

  plan (fixture->world->patch_fates, FAKE_REFUSED);
  run_once (fixture);
  assert_state (fixture, "4512", "needs-look: reference-refused");
  g_set_str (&fake_world_find (fixture->world, "W-4512")->reference, "4711");
  approve_all (fixture);
  push_until_rest (fixture);
  run_once (fixture);
  assert_converted_once (fixture, "4512");
}

/* A request of the direct way may still arrive: the rule of that way holds. */
static void
test_after_direct (void)
{
  g_autoptr(Fixture) fixture = with_approved ("4512");

  fixture->world->late = 2 * MINUTE;
  fake_world_plan (fixture->world, FAKE_COMMIT_LATE);
  run_once (fixture);
  assert_state (fixture, "4512", "checking: checking");
  psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_QUOTE);
  push_until_rest (fixture);
  run_once (fixture);
  assert_billed_once (fixture, "4512");
  g_assert_cmpuint (fixture->world->n_converts, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/push/quote/happy", test_happy);
  g_test_add_func ("/billing/push/quote/order", test_order);
  g_test_add_func ("/billing/push/quote/losses", test_losses);
  g_test_add_func ("/billing/push/quote/other-quotes-too", test_other_quotes_too);
  g_test_add_func ("/billing/push/quote/other-converts-first", test_other_converts_first);
  g_test_add_func ("/billing/push/quote/other-bills-too", test_other_bills_too);
  g_test_add_func ("/billing/push/quote/converted-by-hand", test_converted_by_hand);
  g_test_add_func ("/billing/push/quote/deleted", test_deleted);
  g_test_add_func ("/billing/push/quote/edited", test_edited);
  g_test_add_func ("/billing/push/quote/edited-too-late", test_edited_too_late);
  g_test_add_func ("/billing/push/quote/refused", test_refused);
  g_test_add_func ("/billing/push/quote/stuck", test_stuck);
  g_test_add_func ("/billing/push/quote/forbidden-again", test_forbidden_again);
  g_test_add_func ("/billing/push/quote/forbidden-asked", test_forbidden_asked);
  g_test_add_func ("/billing/push/quote/forbidden-since", test_forbidden_since);
  g_test_add_func ("/billing/push/quote/gone-unsettled", test_gone_unsettled);
  g_test_add_func ("/billing/push/quote/gone-unseen", test_gone_unseen);
  g_test_add_func ("/billing/push/quote/gone-unseen-again", test_gone_unseen_again);
  g_test_add_func ("/billing/push/quote/vat-differs", test_vat_differs);
  g_test_add_func ("/billing/push/quote/vat-mapped-since", test_vat_mapped_since);
  g_test_add_func ("/billing/push/quote/prices", test_prices);
  g_test_add_func ("/billing/push/quote/commits-between", test_commits_between);
  g_test_add_func ("/billing/push/quote/reference-refused", test_reference_refused);
  g_test_add_func ("/billing/push/quote/after-direct", test_after_direct);

  return g_test_run ();
}
