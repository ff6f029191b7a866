/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "billing-fixture.h"

static void
test_sweep (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1012");
  g_autoptr(GPtrArray) documents = NULL;
  FakeDocument *document;

  push_until_rest (fixture);
  fake_world_add_invoice (fixture->world, "1013");

  {
    g_autoptr(PsrBillingReport) report = collect (fixture);
  }

  approve_all (fixture);
  push_until_rest (fixture);
  document = fake_world_find (fixture->world, "W-1013");
  g_set_str (&document->external, "W-1012");
  push_until_rest (fixture);
  assert_state (fixture, "1012", "needs-look: duplicate");

  /* Both are named, so that somebody finds them. */
  documents = list_documents (fixture);
  {
    const PsrLedgerDocument *row = g_ptr_array_index (documents, 0);
    g_autofree char *other = g_strdup_printf ("sales invoice %s of customer 10000", document->number);
    g_autofree char *own = g_strdup_printf ("sales invoice %s of customer 10000", row->bc_number);

    g_assert_cmpstr (row->external_number, ==, "W-1012");
    g_assert_nonnull (strstr (row->reason_why, "W-1012: "));
    g_assert_nonnull (strstr (row->reason_why, own));
    g_assert_nonnull (strstr (row->reason_why, other));
  }
}

/* What was made long ago and can't be looked for keeps nothing from being sent. */
static void
test_unreadable (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1012");

  push_until_rest (fixture);
  advance (fixture, 10 * 24 * G_TIME_SPAN_HOUR);
  fixture->world->always = "W-1012";
  fixture->world->always_status = 500;
  fake_world_add_invoice (fixture->world, "1013");
  psr_billing_report_unref (collect (fixture));
  approve_all (fixture);
  push_until_rest (fixture);
  g_assert_cmpuint (fixture->world->n_always, >, 0);
  assert_billed_once (fixture, "1013");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/sweep/two-of-one-number", test_sweep);
  g_test_add_func ("/billing/sweep/unreadable", test_unreadable);

  return g_test_run ();
}
