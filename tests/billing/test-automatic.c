/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-automatic.h"
#include "psr-billing-state.h"
#include "psr-check-results.h"

/* A document that is ready and passes every check. */
static PsrLedgerDocument *
make_document (void)
{
  PsrLedgerDocument *document = psr_ledger_document_new ();

  g_set_str (&document->state, psr_billing_state_to_string (PSR_BILLING_STATE_READY));
  g_set_str (&document->details, "{}");
  g_set_str (&document->customer_number, "10000");
  g_set_str (&document->currency, "EUR");
  document->sequence = 1;
  document->gross = PSR_DECIMAL_INIT (750 * PSR_DECIMAL_SCALE);

  return document;
}

static char *
dup_checks (PsrCheckVerdict verdict)
{
  g_autoptr(GPtrArray) results = g_ptr_array_new ();
  gsize n_checks;
  const PsrCheck *checks = psr_check_list (&n_checks);
  PsrCheckResult passed = { &checks[0], PSR_CHECK_PASSED, (char *) "" };
  PsrCheckResult other = { &checks[1], verdict, (char *) "X" };

  g_ptr_array_add (results, &passed);
  g_ptr_array_add (results, &other);

  return psr_check_results_to_text (results);
}

static void
expect (PsrAutomatic      *rules,
        PsrLedgerDocument *document,
        gboolean           allows)
{
  g_assert_true (psr_automatic_allows (rules, document) == allows);
  psr_ledger_document_unref (document);
}

static PsrLedgerDocument *
with_checks (PsrCheckVerdict verdict)
{
  PsrLedgerDocument *document = make_document ();

  g_free (document->checks);
  document->checks = dup_checks (verdict);

  return document;
}

static void
test_checks (void)
{
  g_autoptr(PsrAutomatic) rules = psr_automatic_new ();
  PsrLedgerDocument *document;

  expect (rules, with_checks (PSR_CHECK_PASSED), TRUE);
  expect (rules, with_checks (PSR_CHECK_LATER), FALSE);
  expect (rules, with_checks (PSR_CHECK_ASKED), FALSE);
  expect (rules, with_checks (PSR_CHECK_BLOCKED), FALSE);

  /* Nothing was looked at. */
  document = make_document ();
  g_set_str (&document->checks, "");
  expect (rules, document, FALSE);

  /* What a person accepted, a person sends. */
  document = with_checks (PSR_CHECK_PASSED);
  g_set_str (&document->accepted, "look-alike");
  expect (rules, document, FALSE);
}

static void
test_states (void)
{
  g_autoptr(PsrAutomatic) rules = psr_automatic_new ();
  PsrLedgerDocument *document;

  for (int state = 0; state < PSR_BILLING_N_STATES; state++)
    {
      document = with_checks (PSR_CHECK_PASSED);
      g_set_str (&document->state, psr_billing_state_to_string (state));
      expect (rules, document, state == PSR_BILLING_STATE_READY);
    }

  /* Somebody had it in hand, or took it back. */
  document = with_checks (PSR_CHECK_PASSED);
  g_set_str (&document->approved_by, "an@contoso.example");
  expect (rules, document, FALSE);
  document = with_checks (PSR_CHECK_PASSED);
  g_set_str (&document->approved_by, PSR_AUTOMATIC_PERSON);
  expect (rules, document, FALSE);
  document = with_checks (PSR_CHECK_PASSED);
  document->by_hand = TRUE;
  expect (rules, document, FALSE);

  /* Made anew after a credit, and money to be given back. */
  document = with_checks (PSR_CHECK_PASSED);
  document->sequence = 2;
  expect (rules, document, FALSE);
  document = with_checks (PSR_CHECK_PASSED);
  document->gross = PSR_DECIMAL_INIT (-1);
  expect (rules, document, FALSE);
}

static void
test_rules (void)
{
  g_autoptr(PsrAutomatic) rules = psr_automatic_new ();
  PsrLedgerDocument *document;

  g_assert_true (psr_automatic_set_limit (rules, "750 EUR"));
  expect (rules, with_checks (PSR_CHECK_PASSED), TRUE);
  document = with_checks (PSR_CHECK_PASSED);
  document->gross = PSR_DECIMAL_INIT (750 * PSR_DECIMAL_SCALE + 1);
  expect (rules, document, FALSE);
  document = with_checks (PSR_CHECK_PASSED);
  g_set_str (&document->currency, "USD");
  expect (rules, document, FALSE);
  document = with_checks (PSR_CHECK_PASSED);
  g_set_str (&document->currency, "");
  expect (rules, document, TRUE);

  rules->customers = g_strsplit ("10001;10000", ";", -1);
  expect (rules, with_checks (PSR_CHECK_PASSED), TRUE);
  document = with_checks (PSR_CHECK_PASSED);
  g_set_str (&document->customer_number, "10002");
  expect (rules, document, FALSE);
  document = with_checks (PSR_CHECK_PASSED);
  g_set_str (&document->customer_number, "");
  expect (rules, document, FALSE);
}

static void
test_words (void)
{
  static const char * const bad_limits[] = { "", "750", "750 eur", "0 EUR", "-1 EUR", "EUR 750", "750 EUR now", "7,50 EUR" };
  static const char * const bad_hours[] = { "", "7-18", "07:00", "07:00-07:00", "24:00-07:00", "07:60-08:00", "07:00-24:01",
                                            "07:00-18:30 " };
  g_autoptr(PsrAutomatic) rules = psr_automatic_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (bad_limits); i++)
    g_assert_false (psr_automatic_set_limit (rules, bad_limits[i]));
  g_assert_null (rules->currency);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_hours); i++)
    {
      g_autoptr(PsrAutomatic) other = psr_automatic_new ();

      g_assert_false (psr_automatic_set_hours (other, bad_hours[i]));
    }

  g_assert_true (psr_automatic_is_time (rules, 0));
  g_assert_true (psr_automatic_set_hours (rules, "07:00-18:30"));
  g_assert_false (psr_automatic_is_time (rules, 7 * 60 - 1));
  g_assert_true (psr_automatic_is_time (rules, 7 * 60));
  g_assert_true (psr_automatic_is_time (rules, 18 * 60 + 29));
  g_assert_false (psr_automatic_is_time (rules, 18 * 60 + 30));

  /* Over midnight. */
  g_assert_true (psr_automatic_set_hours (rules, "22:00-06:00"));
  g_assert_true (psr_automatic_is_time (rules, 23 * 60));
  g_assert_true (psr_automatic_is_time (rules, 0));
  g_assert_false (psr_automatic_is_time (rules, 12 * 60));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/automatic/checks", test_checks);
  g_test_add_func ("/automatic/states", test_states);
  g_test_add_func ("/automatic/rules", test_rules);
  g_test_add_func ("/automatic/words", test_words);

  return g_test_run ();
}
