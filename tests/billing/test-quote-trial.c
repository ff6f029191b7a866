/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "psr-mirror-store.h"
#include "psr-quote-trial.h"
#include "quote-fixture.h"

static void
test_no_quotes (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4512");
  g_autoptr(PsrBillingReport) report = NULL;

  fixture->world->quotes_missing = TRUE;
  report = push (fixture);
  g_assert_error (report->stopped, PSR_BILLING_ERROR, PSR_BILLING_ERROR_RULES);
  assert_state (fixture, "4512", "approved");
  g_assert_cmpstr (fake_world_get_invoice (fixture->world, 0)->status, ==, FAKE_READY);

  psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_AUTO);
  push_until_rest (fixture);
  run_once (fixture);
  assert_billed_once (fixture, "4512");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
}

/* Asked for with one document only, it is that one that can't be made. */
static void
test_no_quotes_for_one (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(Fixture) fixture = fixture_new ();
      g_autoptr(PsrBillingReport) report = NULL;
      g_autoptr(GPtrArray) documents = NULL;
      const PsrLedgerDocument *document;
      gint64 id;

      psr_billing_rules_set_via (fixture->rules, i == 0 ? PSR_BILLING_VIA_AUTO : PSR_BILLING_VIA_DIRECT);
      fake_world_add_invoice (fixture->world, "4512");
      fake_world_add_invoice (fixture->world, "4513");
      psr_billing_report_unref (collect (fixture));
      id = id_of (fixture, "4512");
      psr_billing_report_unref (expect_boxed (fixture, psr_billing_approve (fixture->context, &id, 1, PSR_BILLING_KIND_DEFAULT,
                                                                            PSR_APPROVE_VIA_QUOTE, "An")));
      id = id_of (fixture, "4513");
      psr_billing_report_unref (expect_boxed (fixture, psr_billing_approve (fixture->context, &id, 1, PSR_BILLING_KIND_DEFAULT,
                                                                            PSR_APPROVE_NONE, "An")));

      fixture->world->quotes_missing = TRUE;
      report = push (fixture);
      g_assert_no_error (report->stopped);
      assert_state (fixture, "4512", "needs-look: no-quotes");
      documents = list_documents (fixture);
      document = g_ptr_array_index (documents, 0);
      g_assert_cmpstr (document->reason_why, !=, "");
      assert_billed_once (fixture, "4513");
      g_assert_cmpuint (fixture->world->n_posts, ==, 1);

      id = id_of (fixture, "4512");
      psr_billing_report_unref (expect_boxed (fixture, psr_billing_approve (fixture->context, &id, 1, PSR_BILLING_KIND_DEFAULT,
                                                                            PSR_APPROVE_VIA_DIRECT, "An")));
      run_once (fixture);
      assert_billed_once (fixture, "4512");
    }
}

/* What the trial comes to is known from then on; who asks for quotes tries again. */
static void
test_trial (void)
{
  g_autoptr(Fixture) fixture = with_approved ("4512");
  g_autoptr(PsrBillingReport) report = NULL;

  psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_AUTO);
  fixture->world->quote_status = "Sent";
  run_once (fixture);
  assert_billed_once (fixture, "4512");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
  g_assert_cmpuint (fixture->world->n_quote_posts, ==, 1);
  g_assert_cmpuint (fixture->world->n_deletes, ==, 0);

  fixture->world->quote_status = "Draft";
  fake_world_add_invoice (fixture->world, "4513");
  report = collect (fixture);
  approve_all (fixture);
  run_once (fixture);
  assert_billed_once (fixture, "4513");
  g_assert_cmpuint (fixture->world->n_posts, ==, 2);
  g_assert_cmpuint (fixture->world->n_quote_posts, ==, 1);

  psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_QUOTE);
  fake_world_add_invoice (fixture->world, "4514");
  psr_billing_report_unref (report);
  report = collect (fixture);
  approve_all (fixture);
  run_once (fixture);
  assert_billed_once (fixture, "4514");
  g_assert_cmpuint (fixture->world->n_posts, ==, 2);
  g_assert_cmpuint (fixture->world->n_quote_posts, ==, 3);
}

/* Who asks for quotes gets no other documents. The trial's answer is lost for one; it waits,
 * and the trial is made anew for the others. */
static void
test_trial_lost (void)
{
  g_autoptr(Fixture) fixture = with_approved ("4512");
  g_autoptr(PsrBillingReport) report = NULL;
  guint n_waiting = 0;

  fake_world_add_invoice (fixture->world, "4513");
  fake_world_add_invoice (fixture->world, "4514");
  report = collect (fixture);
  approve_all (fixture);
  psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_QUOTE);
  plan (fixture->world->quote_fates, FAKE_GATEWAY_AFTER);
  g_clear_pointer (&report, psr_billing_report_unref);
  report = push (fixture);
  g_assert_no_error (report->stopped);
  g_assert_cmpuint (report->results->len, ==, 3);

  for (guint i = 0; i < report->results->len; i++)
    {
      const PsrBillingResult *result = g_ptr_array_index (report->results, i);

      n_waiting += result->state == PSR_BILLING_STATE_APPROVED && g_str_equal (result->reason, "waiting");
    }

  g_assert_cmpuint (n_waiting, ==, 1);
  g_assert_cmpuint (fixture->world->documents->len, ==, 2);

  push_until_rest (fixture);
  assert_billed_once (fixture, "4512");
  assert_billed_once (fixture, "4513");
  assert_billed_once (fixture, "4514");
  g_assert_cmpuint (fixture->world->n_posts, ==, 0);
}

/* Two refused trials may be about the customers: that invoice is made directly, and
 * the next run tries again. */
static void
test_trial_refused (void)
{
  g_autoptr(Fixture) fixture = with_approved ("4512");
  g_autoptr(PsrBillingReport) report = NULL;

  psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_AUTO);
  fixture->world->two_customers = TRUE;
  plan (fixture->world->quote_fates, FAKE_REFUSED);
  plan (fixture->world->quote_fates, FAKE_REFUSED);
  run_once (fixture);
  assert_billed_once (fixture, "4512");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);

  fake_world_add_invoice (fixture->world, "4513");
  report = collect (fixture);
  approve_all (fixture);
  run_once (fixture);
  assert_billed_once (fixture, "4513");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
}

/* Bills one over a quote, as the trial said; then quotes are gone. */
static Fixture *
with_quotes_gone (void)
{
  Fixture *fixture = with_approved ("4512");

  psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_AUTO);
  run_once (fixture);
  assert_converted_once (fixture, "4512");
  fake_world_add_invoice (fixture->world, "4513");
  fake_world_add_invoice (fixture->world, "4514");
  psr_billing_report_unref (collect (fixture));
  approve_all (fixture);
  fixture->world->n_quote_posts = 0;

  return fixture;
}

/* The entity isn't there any more. */
static void
test_gone (void)
{
  g_autoptr(Fixture) fixture = with_quotes_gone ();

  fixture->world->quotes_missing = TRUE;
  run_once (fixture);
  assert_billed_once (fixture, "4513");
  assert_billed_once (fixture, "4514");
  g_assert_cmpuint (fixture->world->n_posts, ==, 2);

  /* Quotes aren't tried again by themselves, for a day. */
  fixture->world->quotes_missing = FALSE;
  fake_world_add_invoice (fixture->world, "4515");
  psr_billing_report_unref (collect (fixture));
  approve_all (fixture);
  run_once (fixture);
  assert_billed_once (fixture, "4515");
  g_assert_cmpuint (fixture->world->n_posts, ==, 3);
  g_assert_cmpuint (fixture->world->n_quote_posts, ==, 0);

  advance (fixture, 25 * 60 * MINUTE);
  fake_world_add_invoice (fixture->world, "4516");
  psr_billing_report_unref (collect (fixture));
  approve_all (fixture);
  run_once (fixture);
  assert_billed_once (fixture, "4516");
  g_assert_cmpuint (fixture->world->n_posts, ==, 3);
  g_assert_cmpuint (fixture->world->n_quote_posts, ==, 2);
}

/* It is gone when an earlier quote is looked for, whose answer was lost. */
static void
test_gone_in_doubt (void)
{
  g_autoptr(Fixture) fixture = with_quotes_gone ();

  for (guint i = 0; i < 6; i++)
    plan (fixture->world->quote_fates, FAKE_DROP_BEFORE);
  run_once (fixture);
  assert_state (fixture, "4513", "approved: waiting");
  fixture->world->quotes_missing = TRUE;
  push_until_rest (fixture);
  assert_billed_once (fixture, "4513");
  assert_billed_once (fixture, "4514");
}

/* Every quote is refused, because they have no numbers any more, say. */
static void
test_all_refused (void)
{
  g_autoptr(Fixture) fixture = with_quotes_gone ();

  fixture->world->two_customers = TRUE;
  plan (fixture->world->quote_fates, FAKE_REFUSED);
  plan (fixture->world->quote_fates, FAKE_REFUSED);
  plan (fixture->world->quote_fates, FAKE_REFUSED);
  run_once (fixture);
  assert_billed_once (fixture, "4513");
  assert_billed_once (fixture, "4514");
  g_assert_cmpuint (fixture->world->n_posts, ==, 2);
  g_assert_cmpuint (fixture->world->n_quote_posts, ==, 3);
}

/* The quotes of one customer are refused, the trial as well; another's are not, or there
 * is no other. Only that document is refused: another desktop makes the others over
 * quotes, and so does this one. */
static void
test_customer_refused (void)
{
  for (guint others = 0; others < 2; others++)
    {
      g_autoptr(Fixture) fixture = with_quotes_gone ();

      fixture->world->two_customers = others;
      plan (fixture->world->quote_fates, FAKE_REFUSED);
      plan (fixture->world->quote_fates, FAKE_REFUSED);
      run_once (fixture);
      assert_state (fixture, "4513", "refused: refused");
      assert_converted_once (fixture, "4514");
      g_assert_cmpuint (fixture->world->n_quote_posts, ==, 3 + others);
    }
}

/* Whether quotes are gone can't be found out: nothing is made directly for that. */
static void
test_renewal_unanswered (void)
{
  g_autoptr(Fixture) fixture = with_quotes_gone ();

  plan (fixture->world->quote_fates, FAKE_REFUSED);
  plan (fixture->world->quote_fates, FAKE_THROTTLED);
  run_once (fixture);
  assert_state (fixture, "4513", "approved: waiting");
  assert_converted_once (fixture, "4514");
  push_until_rest (fixture);
  assert_converted_once (fixture, "4513");
}

/* So it is with the first trial. */
static void
test_first_customer_refused (void)
{
  g_autoptr(Fixture) fixture = with_approved ("4512");

  psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_AUTO);
  fixture->world->two_customers = TRUE;
  plan (fixture->world->quote_fates, FAKE_REFUSED);
  run_once (fixture);
  assert_converted_once (fixture, "4512");
  g_assert_cmpuint (fixture->world->n_quote_posts, ==, 3);
}

/* The trial works as before: then it is this very document that is refused, and the
 * others of the run aren't tried for. */
static void
test_one_refused (void)
{
  g_autoptr(Fixture) fixture = with_quotes_gone ();

  plan (fixture->world->quote_fates, FAKE_REFUSED);
  plan (fixture->world->quote_fates, FAKE_MADE);
  plan (fixture->world->quote_fates, FAKE_REFUSED);
  run_once (fixture);
  assert_state (fixture, "4513", "refused: refused");
  assert_state (fixture, "4514", "refused: refused");
  g_assert_cmpuint (fixture->world->n_posts, ==, 0);
  g_assert_cmpuint (fixture->world->n_quote_posts, ==, 3);
}

/* The trial is accepted and stays a draft; only the first real quote shows that it has
 * to be approved. It is removed, and all are made directly from then on. */
static void
test_approval (void)
{
  g_autoptr(Fixture) fixture = with_approved ("4512");
  g_autoptr(PsrBillingReport) report = NULL;

  psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_AUTO);
  fixture->world->quotes_need_approval = TRUE;
  run_once (fixture);
  assert_billed_once (fixture, "4512");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
  g_assert_cmpuint (fixture->world->n_quote_posts, ==, 2);
  g_assert_cmpuint (fixture->world->n_converts, ==, 1);
  g_assert_cmpuint (fixture->world->quotes->len, ==, 0);

  fake_world_add_invoice (fixture->world, "4513");
  report = collect (fixture);
  approve_all (fixture);
  run_once (fixture);
  assert_billed_once (fixture, "4513");
  g_assert_cmpuint (fixture->world->n_posts, ==, 2);
  g_assert_cmpuint (fixture->world->n_quote_posts, ==, 2);
}

/* Whoever asks for quotes is told. */
static void
test_approval_asked (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4512");

  fixture->world->quotes_need_approval = TRUE;
  run_once (fixture);
  assert_state (fixture, "4512", "refused: refused");
  g_assert_cmpuint (fixture->world->n_posts, ==, 0);
  g_assert_cmpuint (fixture->world->quotes->len, ==, 0);
}

static gboolean
has_number (GPtrArray  *numbers,
            const char *number)
{
  return g_ptr_array_find_with_equal_func (numbers, number, g_str_equal, NULL);
}

/* Left over, listed, and removed once nobody has touched it for a day. */
static void
test_sweep (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4512");
  g_autoptr(PsrBillingReport) first = NULL;
  g_autoptr(PsrBillingReport) second = NULL;
  g_autoptr(PsrBillingReport) third = NULL;
  FakeDocument *own, *foreign;
  g_autofree char *number = NULL;

  fixture->world->other_quotes_too = TRUE;
  first = push (fixture);
  assert_converted_once (fixture, "4512");
  own = fake_world_get_quote (fixture->world, 0);
  number = g_strdup (own->number);
  g_assert_true (has_number (first->quotes_left, number));
  g_assert_cmpuint (first->quotes_removed->len, ==, 0);

  /* Somebody's own, which has the number by chance. */
  foreign = fake_world_copy_quote (fixture->world, own, "S-QUO00007");
  g_set_str (&foreign->customer, "2f1c6a5e-0000-4000-8000-000000000009");
  fake_world_edit (fixture->world, foreign);

  /* One that was sent to the customer stays, too. */
  foreign = fake_world_copy_quote (fixture->world, own, "S-QUO00008");
  g_set_str (&foreign->status, "Sent");

  advance (fixture, 23 * 60 * MINUTE);
  second = push (fixture);
  g_assert_true (has_number (second->quotes_left, number));
  g_assert_cmpuint (fixture->world->quotes->len, ==, 3);

  advance (fixture, 2 * 60 * MINUTE);
  third = push (fixture);
  g_assert_true (has_number (third->quotes_removed, number));
  g_assert_true (has_number (third->quotes_left, "S-QUO00007"));
  g_assert_true (has_number (third->quotes_left, "S-QUO00008"));
  g_assert_cmpuint (fixture->world->quotes->len, ==, 2);
  assert_converted_once (fixture, "4512");
}

/* Without a prefix it is looked for by the number of its document, however many others
 * moved since. */
static void
test_sweep_pages (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4512");
  g_autoptr(PsrBillingReport) first = NULL;
  g_autoptr(PsrBillingReport) second = NULL;

  g_assert_true (psr_billing_rules_set_external_prefix (fixture->rules, "", NULL));
  fixture->world->other_quotes_too = TRUE;
  first = push (fixture);
  assert_converted_once (fixture, "4512");
  g_assert_cmpuint (first->quotes_left->len, ==, 1);

  for (guint i = 0; i < 501; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", 5000 + i);

      fake_world_add_invoice (fixture->world, number);
    }

  psr_billing_report_unref (collect (fixture));
  advance (fixture, 25 * 60 * MINUTE);
  second = push (fixture);
  g_assert_cmpuint (second->quotes_removed->len, ==, 1);
  g_assert_cmpuint (fixture->world->quotes->len, ==, 0);
}

/* What has our prefix and is of no document that is known may be of a state that was lost,
 * or somebody's own: it is listed, and stays. Without a prefix it isn't even that. */
static void
test_sweep_unknown (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4512");
  g_autoptr(PsrBillingReport) first = NULL;
  g_autoptr(PsrBillingReport) second = NULL;
  g_autoptr(PsrBillingReport) third = NULL;
  FakeDocument *unknown;

  fixture->world->other_quotes_too = TRUE;
  run_once (fixture);
  unknown = fake_world_copy_quote (fixture->world, fake_world_get_quote (fixture->world, 0), "S-QUO00007");
  g_set_str (&unknown->external, "W-9999");
  advance (fixture, 2 * 60 * MINUTE);
  first = push (fixture);
  g_assert_true (has_number (first->quotes_left, "S-QUO00007"));

  advance (fixture, 48 * 60 * MINUTE);
  second = push (fixture);
  g_assert_true (has_number (second->quotes_left, "S-QUO00007"));
  g_assert_cmpuint (second->quotes_removed->len, ==, 1);
  g_assert_cmpuint (fixture->world->quotes->len, ==, 1);

  g_assert_true (psr_billing_rules_set_external_prefix (fixture->rules, "", NULL));
  advance (fixture, 48 * 60 * MINUTE);
  third = push (fixture);
  g_assert_cmpuint (third->quotes_left->len, ==, 0);
  g_assert_cmpuint (fixture->world->quotes->len, ==, 1);
}

/* A trial quote that couldn't be removed is named at once, and removed later on, whatever way
 * documents are made by then, and whatever was learnt from it. */
static void
test_sweep_trial (void)
{
  for (guint round = 0; round < 3; round++)
    {
      g_autoptr(Fixture) fixture = with_approved ("4512");
      g_autoptr(PsrBillingReport) first = NULL;
      g_autoptr(PsrBillingReport) second = NULL;
      g_autoptr(PsrBillingReport) third = NULL;
      g_autofree char *number = NULL;

      /* With the second it isn't known afterwards that there are quotes; with the last, as
       * somebody who only set up has left it, not even that there was a trial. */
      if (round == 1)
        fixture->world->quote_status = "Sent";
      if (round == 2)
        {
          g_autoptr(PsrQuoteTrial) trial = NULL;

          psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_DIRECT);
          plan (fixture->world->delete_fates, FAKE_REFUSED);
          trial = expect_boxed (fixture, psr_quote_trial_make (fixture->context));
          g_assert_cmpint (trial->result, ==, PSR_QUOTE_TRIAL_WORKS);
          g_assert_cmpstr (trial->left, ==, fake_world_get_quote (fixture->world, 0)->number);
          g_assert_nonnull (strstr (trial->left_why, "You cannot delete the quote."));
          expect_done (fixture, psr_mirror_store_set_fact (fixture->context->mirror, "quote-trial:" FAKE_COMPANY, ""));
        }
      else
        {
          psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_AUTO);
          if (round == 0)
            plan (fixture->world->delete_fates, FAKE_REFUSED);
        }

      first = push (fixture);
      assert_billed_once (fixture, "4512");
      g_assert_cmpuint (fixture->world->quotes->len, ==, 1);
      number = g_strdup (fake_world_get_quote (fixture->world, 0)->number);
      g_assert_cmpuint (first->quotes_left->len, ==, 1);
      g_assert_true (has_number (first->quotes_left, number));

      psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_DIRECT);
      g_set_str (&fake_world_get_quote (fixture->world, 0)->status, "Draft");
      advance (fixture, 25 * 60 * MINUTE);
      for (guint i = 0; i < (round == 0 ? 2 : 1); i++)
        plan (fixture->world->delete_fates, FAKE_REFUSED);
      second = push (fixture);
      g_assert_true (has_number (second->quotes_left, number));
      g_assert_cmpuint (second->quotes_removed->len, ==, 0);

      advance (fixture, 61 * MINUTE);
      third = push (fixture);
      g_assert_true (has_number (third->quotes_removed, number));
      g_assert_cmpuint (third->quotes_left->len, ==, 0);
      g_assert_cmpuint (fixture->world->quotes->len, ==, 0);
    }
}

/* What isn't known after an answer that was lost is read. */
static void
test_trial_removed (void)
{
  static const FakeFate fates[] = { FAKE_DROP_BEFORE, FAKE_DROP_AFTER };

  for (gsize i = 0; i < G_N_ELEMENTS (fates); i++)
    {
      g_autoptr(Fixture) fixture = with_approved ("4512");
      g_autoptr(PsrQuoteTrial) trial = NULL;

      plan (fixture->world->delete_fates, fates[i]);
      trial = expect_boxed (fixture, psr_quote_trial_make (fixture->context));
      g_assert_cmpint (trial->result, ==, PSR_QUOTE_TRIAL_WORKS);
      g_assert_cmpstr (trial->left, ==, "");
      g_assert_cmpuint (fixture->world->quotes->len, ==, 0);
      g_assert_cmpuint (fixture->world->n_deletes, ==, i == 0 ? 2 : 1);
    }
}

/* The one that is to be converted is never taken for left over. */
static void
test_sweep_spares (void)
{
  g_autoptr(Fixture) fixture = with_quote ("4512");
  g_autoptr(PsrBillingReport) report = NULL;

  fixture->world->tax_percent = 6;
  run_once (fixture);
  assert_state (fixture, "4512", "needs-look: quote-vat-differs");
  advance (fixture, 72 * 60 * MINUTE);
  report = push (fixture);
  g_assert_cmpuint (report->quotes_left->len, ==, 0);
  g_assert_cmpuint (report->quotes_removed->len, ==, 0);
  g_assert_cmpuint (fixture->world->quotes->len, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/push/quote/no-quotes", test_no_quotes);
  g_test_add_func ("/billing/push/quote/no-quotes-for-one", test_no_quotes_for_one);
  g_test_add_func ("/billing/push/quote/trial", test_trial);
  g_test_add_func ("/billing/push/quote/trial-refused", test_trial_refused);
  g_test_add_func ("/billing/push/quote/trial-lost", test_trial_lost);
  g_test_add_func ("/billing/push/quote/gone", test_gone);
  g_test_add_func ("/billing/push/quote/gone-in-doubt", test_gone_in_doubt);
  g_test_add_func ("/billing/push/quote/all-refused", test_all_refused);
  g_test_add_func ("/billing/push/quote/one-refused", test_one_refused);
  g_test_add_func ("/billing/push/quote/customer-refused", test_customer_refused);
  g_test_add_func ("/billing/push/quote/first-customer-refused", test_first_customer_refused);
  g_test_add_func ("/billing/push/quote/renewal-unanswered", test_renewal_unanswered);
  g_test_add_func ("/billing/push/quote/approval", test_approval);
  g_test_add_func ("/billing/push/quote/approval-asked", test_approval_asked);
  g_test_add_func ("/billing/push/quote/sweep", test_sweep);
  g_test_add_func ("/billing/push/quote/sweep-pages", test_sweep_pages);
  g_test_add_func ("/billing/push/quote/sweep-unknown", test_sweep_unknown);
  g_test_add_func ("/billing/push/quote/sweep-spares", test_sweep_spares);
  g_test_add_func ("/billing/push/quote/sweep-trial", test_sweep_trial);
  g_test_add_func ("/billing/push/quote/trial-removed", test_trial_removed);

  return g_test_run ();
}
