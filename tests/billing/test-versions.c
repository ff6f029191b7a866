/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quote-fixture.h"

/*
 * API v1.0 tells less of a document than v2.0, and nothing of shipments.
 */

static void
approve_as (Fixture        *fixture,
            const char     *number,
            PsrBillingKind  kind)
{
  gint64 id = id_of (fixture, number);

  psr_billing_report_unref (expect_boxed (fixture, psr_billing_approve (fixture->context, &id, 1, kind, PSR_APPROVE_NAMED, "An")));
}

static void
speak (Fixture  *fixture,
       gboolean  v1)
{
  stop_program (fixture);
  fixture->v1 = v1;
  start_program (fixture);
  fixture->world->shipments_status = v1 ? 404 : 0;
}

static Fixture *
with_approved_over (gboolean        v1,
                    const char     *number,
                    PsrBillingKind  kind)
{
  Fixture *fixture = fixture_new ();

  speak (fixture, v1);
  fake_world_add_invoice (fixture->world, number);
  psr_billing_report_unref (collect (fixture));
  approve_as (fixture, number, kind);

  return fixture;
}

/* What was sent as an order may be shipped and invoiced, and a person looks, also where it was
 * approved as an invoice since. What was sent as an invoice only is believed not to be there. */
static void
test_approved_anew (void)
{
  for (guint order = 0; order < 2; order++)
    {
      g_autoptr(Fixture) fixture = with_approved_over (TRUE, "1041", order ? PSR_BILLING_KIND_ORDER : PSR_BILLING_KIND_INVOICE);
      FakeWorld *world = fixture->world;

      fake_world_plan (world, FAKE_DROP_AFTER);
      run_once (fixture);
      fake_world_set_price (world, fake_world_find (world, "W-1041"), 1, "26");
      push_until_rest (fixture);
      assert_state (fixture, "1041", "needs-look: found-differs");
      g_ptr_array_set_size (world->documents, 0);
      advance (fixture, 30 * MINUTE);
      approve_as (fixture, "1041", order ? PSR_BILLING_KIND_INVOICE : PSR_BILLING_KIND_ORDER);
      push_until_rest (fixture);

      if (order)
        {
          assert_state (fixture, "1041", "needs-look: shipments-unseen");
          g_assert_cmpuint (world->documents->len, ==, 0);

          /* A person looked. */
          approve_all (fixture);
          push_until_rest (fixture);
        }

      assert_billed_once (fixture, "1041");
      g_assert_cmpuint (world->documents->len, ==, 1);
    }
}

/* The same of a quote that somebody may have converted before it was gone. */
static void
test_quote_approved_anew (void)
{
  g_autoptr(Fixture) fixture = with_approved_over (TRUE, "1042", PSR_BILLING_KIND_ORDER);
  FakeWorld *world = fixture->world;

  psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_QUOTE);
  world->tax_percent = 6;
  run_once (fixture);
  assert_state (fixture, "1042", "needs-look: quote-vat-differs");
  world->tax_percent = 21;
  g_ptr_array_set_size (world->quotes, 0);
  approve_as (fixture, "1042", PSR_BILLING_KIND_INVOICE);
  push_until_rest (fixture);
  assert_state (fixture, "1042", "needs-look: shipments-unseen");
  g_assert_cmpuint (world->documents->len, ==, 0);
  approve_all (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1042");
}

/* Over another version nobody knows whether somebody has changed a draft, and it stays; over
 * that of before it is withdrawn. */
static void
test_withdrawn_over_another (void)
{
  for (guint v1 = 0; v1 < 2; v1++)
    {
      g_autoptr(Fixture) fixture = with_approved_over (v1, "1043", PSR_BILLING_KIND_INVOICE);

      push_until_rest (fixture);
      assert_billed_once (fixture, "1043");
      fixture->world->gives_back = FAKE_BECOMES_READY;

      speak (fixture, !v1);
      act (fixture, PSR_BILLING_ACT_WITHDRAW, "1043", NULL);
      push_until_rest (fixture);
      assert_state (fixture, "1043", "followed: not-withdrawn-version");
      g_assert_cmpuint (fixture->world->n_document_deletes, ==, 0);
      g_assert_cmpuint (fake_world_count (fixture->world, "W-1043"), ==, 1);

      speak (fixture, v1);
      act (fixture, PSR_BILLING_ACT_WITHDRAW, "1043", NULL);
      push_until_rest (fixture);
      assert_state (fixture, "1043", "withdrawn: withdrawn");
      g_assert_cmpuint (fake_world_count (fixture->world, "W-1043"), ==, 0);
    }
}

/* Taken back, it stays what somebody chose: so the list shows it, and so it is sent, unless
 * something else is asked for. */
static void
test_kind_kept (void)
{
  for (guint other = 0; other < 2; other++)
    {
      g_autoptr(Fixture) fixture = with_approved_over (FALSE, "1047", PSR_BILLING_KIND_ORDER);

      act (fixture, PSR_BILLING_ACT_UNAPPROVE, "1047", NULL);
      psr_billing_report_unref (collect (fixture));
      assert_state (fixture, "1047", "ready");
      approve_as (fixture, "1047", other ? PSR_BILLING_KIND_INVOICE : PSR_BILLING_KIND_DEFAULT);
      push_until_rest (fixture);
      assert_billed_once (fixture, "1047");
      g_assert_true (fake_world_find (fixture->world, "W-1047")->is_order == !other);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/versions/approved-anew", test_approved_anew);
  g_test_add_func ("/billing/versions/quote-approved-anew", test_quote_approved_anew);
  g_test_add_func ("/billing/versions/withdrawn-over-another", test_withdrawn_over_another);
  g_test_add_func ("/billing/versions/kind-kept", test_kind_kept);

  return g_test_run ();
}
