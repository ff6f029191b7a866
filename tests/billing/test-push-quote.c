/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "billing-fixture.h"

static Fixture *
with_quote (const char *number)
{
  Fixture *fixture = with_approved (number);

  psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_QUOTE);

  return fixture;
}

/* In one document, with its reference, and no quote is left of it. */
static void
assert_converted_once (Fixture    *fixture,
                       const char *number)
{
  g_autofree char *external = g_strconcat ("W-", number, NULL);
  FakeDocument *document = fake_world_find (fixture->world, external);

  assert_billed_once (fixture, number);
  g_assert_cmpuint (fixture->world->n_posts, ==, 0);
  if (!document->is_order)
    g_assert_cmpstr (document->reference, ==, "4711");
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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/push/quote/happy", test_happy);

  return g_test_run ();
}
