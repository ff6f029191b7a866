/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quote-fixture.h"

/* What Wello says: 19.99 and three quarters of an hour at 60. */
static Fixture *
with_bc_prices (PsrBillingVia  via,
                const char    *own_price)
{
  Fixture *fixture = fixture_new ();

  psr_billing_rules_set_prices_from_bc (fixture->rules, TRUE);
  psr_billing_rules_set_via (fixture->rules, via);
  fixture->world->own_price = own_price;
  fake_world_add_invoice (fixture->world, "1001");
  psr_billing_report_unref (collect (fixture));
  approve_all (fixture);
  assert_state (fixture, "1001", "approved");

  return fixture;
}

static void
approve_again (Fixture *fixture)
{
  gint64 id = id_of (fixture, "1001");

  psr_billing_report_unref (expect_boxed (fixture, psr_billing_approve (fixture->context, &id, 1, PSR_BILLING_KIND_DEFAULT,
                                                                        PSR_APPROVE_NAMED, "An")));
}

static char *
why_of (Fixture *fixture)
{
  g_autoptr(GPtrArray) documents = list_documents (fixture);

  return g_strdup (((PsrLedgerDocument *) g_ptr_array_index (documents, 0))->reason_why);
}

/* The same amount: nobody is asked. */
static void
test_same (void)
{
  static const PsrBillingVia vias[] = { PSR_BILLING_VIA_DIRECT, PSR_BILLING_VIA_QUOTE };

  for (guint i = 0; i < G_N_ELEMENTS (vias); i++)
    {
      g_autoptr(Fixture) fixture = with_bc_prices (vias[i], "19.99");

      push_until_rest (fixture);
      assert_billed_once (fixture, "1001");
      g_assert_cmpuint (fixture->world->n_patches, ==, i);
    }
}

/* Another one is shown with the difference, and taken once somebody has seen it. */
static void
test_direct (void)
{
  g_autoptr(Fixture) fixture = with_bc_prices (PSR_BILLING_VIA_DIRECT, "25");
  FakeDocument *document;
  g_autofree char *why = NULL;

  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: price-differs");
  why = why_of (fixture);
  g_assert_nonnull (strstr (why, "70.00 instead of 64.99 (5.01)"));
  g_assert_cmpstr (fake_world_get_invoice (fixture->world, 0)->status, ==, FAKE_READY);

  approve_again (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1001");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
  document = fake_world_find (fixture->world, "W-1001");
  g_assert_cmpstr (document->status, ==, "Draft");
}

/* Over a quote nothing bills anything before somebody has seen it. */
static void
test_quote (void)
{
  g_autoptr(Fixture) fixture = with_bc_prices (PSR_BILLING_VIA_QUOTE, "25");
  FakeDocument *quote;

  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: price-differs");
  g_assert_null (fake_world_find (fixture->world, "W-1001"));
  g_assert_cmpuint (fixture->world->quotes->len, ==, 1);

  /* Another amount than the one that was seen. */
  quote = fake_world_get_quote (fixture->world, 0);
  fake_world_set_price (fixture->world, quote, 1, "26");
  approve_again (fixture);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: price-differs");
  g_assert_null (fake_world_find (fixture->world, "W-1001"));

  approve_again (fixture);
  push_until_rest (fixture);
  assert_converted_once (fixture, "1001");
  g_assert_cmpuint (fixture->world->n_quote_posts, ==, 2);
}

/* The answer is lost: what is found is ours whatever it costs. */
static void
test_lost (void)
{
  g_autoptr(Fixture) fixture = with_bc_prices (PSR_BILLING_VIA_DIRECT, "25");

  fake_world_plan (fixture->world, FAKE_DROP_AFTER);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: price-differs");
  approve_again (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1001");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);
}

static void
test_no_price (void)
{
  g_autoptr(Fixture) fixture = with_bc_prices (PSR_BILLING_VIA_DIRECT, "0");
  g_autofree char *why = NULL;

  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: echo-differs");
  why = why_of (fixture);
  g_assert_nonnull (strstr (why, "no price"));
}

/* Nothing is posted that costs anything else than what was seen. */
static void
test_post (void)
{
  g_autoptr(Fixture) fixture = with_bc_prices (PSR_BILLING_VIA_DIRECT, "25");
  gint64 id = id_of (fixture, "1001");

  push_until_rest (fixture);
  approve_again (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1001");

  fake_world_set_price (fixture->world, fake_world_find (fixture->world, "W-1001"), 1, "26");
  psr_billing_report_unref (expect_boxed (fixture, psr_billing_approve (fixture->context, &id, 1, PSR_BILLING_KIND_DEFAULT,
                                                                        PSR_APPROVE_NAMED | PSR_APPROVE_POST | PSR_APPROVE_POST_MADE, "An")));
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: price-differs");
  g_assert_cmpuint (fixture->world->n_posted, ==, 0);

  psr_billing_report_unref (expect_boxed (fixture, psr_billing_approve (fixture->context, &id, 1, PSR_BILLING_KIND_DEFAULT,
                                                                        PSR_APPROVE_NAMED | PSR_APPROVE_POST, "An")));
  fixture->world->renumbers = TRUE;
  push_until_rest (fixture);
  assert_state (fixture, "1001", "closed");
  g_assert_cmpuint (fixture->world->n_posted, ==, 1);
  g_assert_cmpuint (fake_world_count (fixture->world, "W-1001"), ==, 1);
}

/* What a person said about the amount is no answer about duplicates, and the other way
 * round; nor is either forgotten for the other. */
static void
test_duplicate (void)
{
  g_autoptr(Fixture) fixture = with_bc_prices (PSR_BILLING_VIA_DIRECT, "25");
  gint64 id = id_of (fixture, "1001");

  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: price-differs");
  approve_again (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1001");

  fake_world_add_typed (fixture->world, "S-77", "W-1001", 777);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: duplicate");
  act (fixture, PSR_BILLING_ACT_TAKE, "1001", NULL);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "followed");

  fake_world_set_price (fixture->world, fake_world_find (fixture->world, "W-1001"), 1, "26");
  psr_billing_report_unref (expect_boxed (fixture, psr_billing_approve (fixture->context, &id, 1, PSR_BILLING_KIND_DEFAULT,
                                                                        PSR_APPROVE_NAMED | PSR_APPROVE_POST | PSR_APPROVE_POST_MADE, "An")));
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: price-differs");
  act (fixture, PSR_BILLING_ACT_TAKE, "1001", NULL);
  fixture->world->renumbers = TRUE;
  push_until_rest (fixture);
  assert_state (fixture, "1001", "closed");
  push_until_rest (fixture);
  assert_state (fixture, "1001", "closed");
  g_assert_cmpuint (fixture->world->n_posted, ==, 1);
}

/* Nor is it accepted by withdrawing the draft, which stays because somebody changed it. */
static void
test_withdraw (void)
{
  g_autoptr(Fixture) fixture = with_bc_prices (PSR_BILLING_VIA_DIRECT, "25");

  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: price-differs");
  fake_world_raise_price (fake_world_find (fixture->world, "W-1001"));
  act (fixture, PSR_BILLING_ACT_WITHDRAW, "1001", NULL);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: not-withdrawn-changed");
  approve_again (fixture);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "needs-look: price-differs");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/prices/same", test_same);
  g_test_add_func ("/billing/prices/direct", test_direct);
  g_test_add_func ("/billing/prices/quote", test_quote);
  g_test_add_func ("/billing/prices/lost", test_lost);
  g_test_add_func ("/billing/prices/no-price", test_no_price);
  g_test_add_func ("/billing/prices/post", test_post);
  g_test_add_func ("/billing/prices/duplicate", test_duplicate);
  g_test_add_func ("/billing/prices/withdraw", test_withdraw);

  return g_test_run ();
}
