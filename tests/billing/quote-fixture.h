/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "billing-fixture.h"

/* Less than any lost answer would be waited for otherwise. */
#define SOON (5 * MINUTE)

static inline Fixture *
with_quote (const char *number)
{
  Fixture *fixture = with_approved (number);

  psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_QUOTE);

  return fixture;
}

static inline void
plan (GArray  *fates,
      FakeFate fate)
{
  g_array_append_val (fates, fate);
}

/* In one document, with its reference. */
static inline void
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

static inline void
run_once (Fixture *fixture)
{
  g_autoptr(PsrBillingReport) report = push (fixture);

  g_assert_nonnull (report);
}
