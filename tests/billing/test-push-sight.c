/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-world-private.h"
#include "quote-fixture.h"

/* An account that isn't shown drafts, or posted invoices, finds nothing of what was
 * made: nothing is sent again for that. */
static void
test_right_lost (void)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(Fixture) fixture = with_approved ("1027");
      FakeWorld *world = fixture->world;

      /* Once without the list of posted invoices, so that a paid one has to do. */
      world->posted_missing = i == 2;
      fake_world_plan (world, FAKE_DROP_AFTER);
      {
        g_autoptr(PsrBillingReport) report = push (fixture);

        g_assert_cmpuint (report->checking, ==, 1);
      }

      world->drafts_hidden = i == 0;
      world->posted_hidden = i != 0;
      if (i != 0)
        fake_world_post (fake_world_find (world, "W-1027"), 1);
      push_until_rest (fixture);
      assert_state (fixture, "1027", "needs-look: unseen");
      g_assert_cmpuint (world->n_posts, ==, 1);

      world->drafts_hidden = world->posted_hidden = world->posted_missing = FALSE;
      approve_all (fixture);
      push_until_rest (fixture);
      assert_billed_once (fixture, "1027");
      g_assert_cmpuint (world->n_posts, ==, 1);
    }
}

/* A person has looked, and there is none. */
static void
test_right_lost_unmade (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1028");

  fake_world_plan (fixture->world, FAKE_DROP_BEFORE);
  fixture->world->posted_hidden = TRUE;
  push_until_rest (fixture);
  assert_state (fixture, "1028", "needs-look: unseen");

  approve_all (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1028");
  g_assert_cmpuint (fixture->world->n_posts, ==, 2);
}

/* Nobody answers when it is asked what the account may see. */
static void
test_right_unknown (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1029");
  g_autoptr(PsrBillingReport) report = NULL;

  fake_world_plan (fixture->world, FAKE_DROP_BEFORE);
  report = push (fixture);
  fixture->world->posted_away = TRUE;
  advance (fixture, 25 * MINUTE);
  g_clear_pointer (&report, psr_billing_report_unref);
  report = push (fixture);
  assert_state (fixture, "1029", "checking: checking");
  g_assert_cmpuint (fixture->world->n_posts, ==, 1);

  fixture->world->posted_away = FALSE;
  push_until_rest (fixture);
  assert_billed_once (fixture, "1029");
  g_assert_cmpuint (fixture->world->n_posts, ==, 2);
}

/* As above, of one that a person approved again while it was in doubt. */
static void
test_right_lost_approved (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1030");
  FakeWorld *world = fixture->world;

  fake_world_plan (world, FAKE_DROP_AFTER);
  {
    g_autoptr(PsrBillingReport) report = push (fixture);
  }
  fake_world_set_price (world, fake_world_find (world, "W-1030"), 1, "26");
  push_until_rest (fixture);
  assert_state (fixture, "1030", "needs-look: found-differs");

  world->drafts_hidden = TRUE;
  advance (fixture, 30 * MINUTE);
  approve_all (fixture);
  push_until_rest (fixture);
  assert_state (fixture, "1030", "needs-look: unseen");
  g_assert_cmpuint (world->n_posts, ==, 1);
}

/* The right came back after it was looked for in vain, and before it was asked whether
 * anything is shown: what was looked for without it isn't believed. */
static void
test_right_back (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(Fixture) fixture = with_approved ("1034");
      FakeWorld *world = fixture->world;

      fake_world_plan (world, FAKE_DROP_AFTER);
      {
        g_autoptr(PsrBillingReport) report = push (fixture);
      }

      /* Once of one that a person approved again meanwhile. */
      if (i == 1)
        {
          fake_world_set_price (world, fake_world_find (world, "W-1034"), 1, "26");
          push_until_rest (fixture);
          assert_state (fixture, "1034", "needs-look: found-differs");
          advance (fixture, 30 * MINUTE);
          approve_all (fixture);
        }

      world->drafts_hidden = world->drafts_back = TRUE;
      push_until_rest (fixture);
      g_assert_cmpuint (world->n_posts, ==, 1);
      g_assert_false (world->drafts_hidden);
      if (i == 0)
        assert_billed_once (fixture, "1034");
      else
        assert_state (fixture, "1034", "needs-look: found-differs");
    }
}

/* Who is shown a posted invoice isn't shown drafts for that: the first document that is
 * made still has to be found before a second one is sent. */
static void
test_posted_seen_only (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1031");
  g_autoptr(PsrBillingReport) report = NULL;
  FakeWorld *world = fixture->world;

  fake_world_plan (world, FAKE_DROP_AFTER);
  report = push (fixture);
  fake_world_post (fake_world_find (world, "W-1031"), 1);
  world->drafts_hidden = TRUE;
  advance (fixture, MINUTE);

  fake_world_add_invoice (world, "1032");
  fake_world_add_invoice (world, "1033");
  g_clear_pointer (&report, psr_billing_report_unref);
  report = collect (fixture);
  approve_all (fixture);
  g_clear_pointer (&report, psr_billing_report_unref);
  report = push (fixture);
  g_assert_cmpuint (world->n_posts, ==, 2);
  g_assert_error (report->stopped, PSR_BILLING_ERROR, PSR_BILLING_ERROR_BLIND);
}

static Fixture *
with_approved_order (const char *number)
{
  Fixture *fixture = fixture_new ();
  gint64 id;

  fake_world_add_invoice (fixture->world, number);
  psr_billing_report_unref (collect (fixture));
  id = id_of (fixture, number);
  psr_billing_report_unref (expect_boxed (fixture, psr_billing_approve (fixture->context, &id, 1, PSR_BILLING_KIND_ORDER,
                                                                        PSR_APPROVE_NAMED, "An")));

  return fixture;
}

/* Who may not see what is posted isn't shown that part of an order is invoiced; without
 * it that part would be billed once more. The order's own lines tell. */
static void
test_order_invoiced_unseen (void)
{
  g_autoptr(Fixture) fixture = with_approved_order ("1034");
  FakeWorld *world = fixture->world;
  FakeDocument *order, *part;

  push_until_rest (fixture);
  order = g_ptr_array_index (world->documents, 0);
  ((FakeLine *) g_ptr_array_index (order->lines, 0))->invoiced = (PsrDecimal) PSR_DECIMAL_INIT (100000);
  part = fake_world_add_typed (world, "PS-INV00077", "W-1034", 777);
  part->order_number = g_strdup (order->number);
  fake_world_post (part, 1);

  world->posted_hidden = TRUE;
  act (fixture, PSR_BILLING_ACT_WITHDRAW, "1034", NULL);
  push_until_rest (fixture);
  assert_state (fixture, "1034", "followed: not-withdrawn-invoiced-unseen");
  g_assert_cmpuint (world->n_document_deletes, ==, 0);

  world->posted_hidden = FALSE;
  act (fixture, PSR_BILLING_ACT_WITHDRAW, "1034", NULL);
  push_until_rest (fixture);
  assert_state (fixture, "1034", "followed: not-withdrawn-invoiced");
  g_assert_cmpuint (world->n_document_deletes, ==, 0);
}

/* An order whose answer was lost was shipped and invoiced together with others: neither it
 * nor the invoice has our number, and the shipment tells. What a person says then holds. */
static void
test_order_shipped (void)
{
  g_autoptr(Fixture) fixture = with_approved_order ("1035");
  FakeWorld *world = fixture->world;

  fake_world_plan (world, FAKE_DROP_AFTER);
  psr_billing_report_unref (push (fixture));
  assert_state (fixture, "1035", "checking: checking");
  g_ptr_array_set_size (world->documents, 0);
  world->shipped = "W-1035";
  push_until_rest (fixture);
  assert_state (fixture, "1035", "needs-look: order-shipped");
  g_assert_cmpuint (world->n_posts, ==, 1);

  world->shipped = NULL;
  approve_all (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1035");
  g_assert_cmpuint (world->n_posts, ==, 2);
}

/* The same of a quote that is gone: an order may have been made of it. As long as orders may
 * not be read, nothing is believed. */
static void
test_order_of_quote (void)
{
  for (guint shipped = 0; shipped < 2; shipped++)
    {
      g_autoptr(Fixture) fixture = with_approved_order ("1036");
      FakeWorld *world = fixture->world;

      psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_QUOTE);
      world->tax_percent = 6;
      run_once (fixture);
      assert_state (fixture, "1036", "needs-look: quote-vat-differs");
      world->tax_percent = 21;
      g_ptr_array_set_size (world->quotes, 0);
      world->orders_forbidden = !shipped;
      world->shipped = shipped ? "W-1036" : NULL;
      approve_all (fixture);
      run_once (fixture);
      g_assert_cmpuint (world->n_quote_posts, ==, 2);
      g_assert_cmpuint (world->documents->len, ==, 0);

      if (shipped)
        assert_state (fixture, "1036", "needs-look: order-shipped");

      world->orders_forbidden = FALSE;
      world->shipped = NULL;
      approve_all (fixture);
      push_until_rest (fixture);
      assert_billed_once (fixture, "1036");
    }
}

static void
approve_as (Fixture        *fixture,
            const char     *number,
            PsrBillingKind  kind)
{
  gint64 id = id_of (fixture, number);

  psr_billing_report_unref (expect_boxed (fixture, psr_billing_approve (fixture->context, &id, 1, kind, PSR_APPROVE_NAMED, "An")));
}

/* What was sent as an order is asked for as one, also when it was approved as an invoice
 * since: without a quote, and over one. */
static void
test_order_approved_as_invoice (void)
{
  for (guint quote = 0; quote < 2; quote++)
    {
      g_autoptr(Fixture) fixture = with_approved_order ("1037");
      FakeWorld *world = fixture->world;

      if (quote)
        {
          psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_QUOTE);
          world->tax_percent = 6;
          run_once (fixture);
          assert_state (fixture, "1037", "needs-look: quote-vat-differs");
          world->tax_percent = 21;
          g_ptr_array_set_size (world->quotes, 0);
        }
      else
        {
          fake_world_plan (world, FAKE_DROP_AFTER);
          run_once (fixture);
          fake_world_set_price (world, fake_world_find (world, "W-1037"), 1, "26");
          push_until_rest (fixture);
          assert_state (fixture, "1037", "needs-look: found-differs");
          g_ptr_array_set_size (world->documents, 0);
          advance (fixture, 30 * MINUTE);
        }

      world->shipped = "W-1037";
      approve_as (fixture, "1037", PSR_BILLING_KIND_INVOICE);
      push_until_rest (fixture);
      assert_state (fixture, "1037", "needs-look: order-shipped");
      g_assert_cmpuint (world->documents->len, ==, 0);
    }
}

/* Found as something else, not shown any more, and approved as an order: what was sent is an
 * invoice still, which whoever isn't shown drafts doesn't see. */
static void
test_invoice_approved_as_order (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1040");
  FakeWorld *world = fixture->world;

  fake_world_plan (world, FAKE_DROP_AFTER);
  run_once (fixture);
  fake_world_set_price (world, fake_world_find (world, "W-1040"), 1, "26");
  push_until_rest (fixture);
  assert_state (fixture, "1040", "needs-look: found-differs");
  world->drafts_hidden = TRUE;
  advance (fixture, 30 * MINUTE);
  approve_as (fixture, "1040", PSR_BILLING_KIND_ORDER);
  push_until_rest (fixture);
  assert_state (fixture, "1040", "needs-look: unseen");
  g_assert_cmpuint (world->documents->len, ==, 1);
}

/* Billed again as another kind, what was made is still what it was: not to be shown it doesn't
 * mean that it is gone. */
static void
test_withdrawn_as_another (void)
{
  g_autoptr(Fixture) fixture = with_approved ("1045");
  FakeWorld *world = fixture->world;

  world->gives_back = FAKE_BECOMES_READY;
  fake_world_plan (world, FAKE_DROP_AFTER);
  run_once (fixture);
  fake_world_set_price (world, fake_world_find (world, "W-1045"), 1, "26");
  push_until_rest (fixture);
  assert_state (fixture, "1045", "needs-look: found-differs");
  world->drafts_hidden = TRUE;
  advance (fixture, 30 * MINUTE);
  approve_as (fixture, "1045", PSR_BILLING_KIND_ORDER);
  push_until_rest (fixture);
  assert_state (fixture, "1045", "needs-look: unseen");
  act (fixture, PSR_BILLING_ACT_WITHDRAW, "1045", NULL);
  push_until_rest (fixture);
  assert_state (fixture, "1045", "needs-look: not-withdrawn-unseen");
  g_assert_cmpuint (world->documents->len, ==, 1);

  world->drafts_hidden = FALSE;
  act (fixture, PSR_BILLING_ACT_WITHDRAW, "1045", NULL);
  push_until_rest (fixture);
  assert_state (fixture, "1045", "needs-look: not-withdrawn-changed");
  g_assert_cmpuint (world->n_document_deletes, ==, 0);
}

/* Sent as an order and found as an invoice that fits, it is an invoice: not to be shown it
 * doesn't mean that it is gone. */
static void
test_found_as_another (void)
{
  g_autoptr(Fixture) fixture = with_approved_order ("1046");
  FakeWorld *world = fixture->world;

  world->gives_back = FAKE_BECOMES_READY;
  fake_world_plan (world, FAKE_DROP_AFTER);
  run_once (fixture);
  assert_state (fixture, "1046", "checking: checking");
  fake_world_find (world, "W-1046")->is_order = FALSE;
  push_until_rest (fixture);
  assert_billed_once (fixture, "1046");

  world->drafts_hidden = TRUE;
  act (fixture, PSR_BILLING_ACT_WITHDRAW, "1046", NULL);
  push_until_rest (fixture);
  assert_state (fixture, "1046", "needs-look: not-withdrawn-unseen");
  g_assert_cmpuint (world->documents->len, ==, 1);

  world->drafts_hidden = FALSE;
  act (fixture, PSR_BILLING_ACT_WITHDRAW, "1046", NULL);
  push_until_rest (fixture);
  assert_state (fixture, "1046", "withdrawn: withdrawn");
  g_assert_cmpuint (world->documents->len, ==, 0);
}

/* An order that is billed again as an invoice, and even as both, is found together with
 * another one: what the ledger knows is an order still, to be taken and to be withdrawn. */
static void
test_several_as_another (void)
{
  for (guint round = 0; round < 4; round++)
    {
      g_autoptr(Fixture) fixture = with_approved_order ("1047");
      FakeWorld *world = fixture->world;
      FakeDocument *other;

      world->tax_percent = 6;
      push_until_rest (fixture);
      assert_state (fixture, "1047", "needs-look: vat-differs");
      other = fake_world_add_typed (world, "S-77", "W-1047", 777);

      for (guint again = 0; again <= round % 2; again++)
        {
          approve_as (fixture, "1047", again == 0 ? PSR_BILLING_KIND_INVOICE : PSR_BILLING_KIND_ORDER);
          push_until_rest (fixture);
          assert_state (fixture, "1047", "needs-look: duplicate");
        }

      g_ptr_array_remove (world->documents, other);

      if (round >= 2)
        {
          act (fixture, PSR_BILLING_ACT_TAKE, "1047", NULL);
          push_until_rest (fixture);
          assert_state (fixture, "1047", "needs-look: vat-differs");
          continue;
        }

      act (fixture, PSR_BILLING_ACT_WITHDRAW, "1047", NULL);
      push_until_rest (fixture);
      assert_state (fixture, "1047", "withdrawn: withdrawn");
      g_assert_cmpuint (world->documents->len, ==, 0);
    }
}

static DexFuture *
say_invoice (PsrConnection *connection,
             gpointer       data)
{
  GError *error = NULL;

  if (!psr_connection_execute (connection, "UPDATE documents SET kind = 'invoice', sent_kind = 'any'", &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/* The ledger of an earlier version says that an order is an invoice. */
static void
test_wrong_kind (void)
{
  for (guint taken = 0; taken < 2; taken++)
    {
      g_autoptr(Fixture) fixture = with_approved_order ("1048");
      FakeWorld *world = fixture->world;

      world->tax_percent = 6;
      push_until_rest (fixture);
      assert_state (fixture, "1048", "needs-look: vat-differs");
      expect_done (fixture, psr_database_write (psr_store_get_ledger_database (fixture->store), say_invoice, NULL, NULL));
      act (fixture, taken ? PSR_BILLING_ACT_TAKE : PSR_BILLING_ACT_WITHDRAW, "1048", NULL);
      push_until_rest (fixture);
      assert_state (fixture, "1048", taken ? "needs-look: vat-differs" : "withdrawn: withdrawn");
      g_assert_cmpuint (world->documents->len, ==, taken);
    }
}

/* Nothing that is read settles what became of it: a person looks in the end, and may try
 * again. */
static void
test_withdraw_never_settled (void)
{
  g_autoptr(Fixture) fixture = with_approved_order ("1049");
  FakeWorld *world = fixture->world;

  push_until_rest (fixture);
  assert_billed_once (fixture, "1049");
  act (fixture, PSR_BILLING_ACT_WITHDRAW, "1049", NULL);
  g_ptr_array_set_size (world->documents, 0);
  world->shipments_status = 413;
  push_until_rest (fixture);
  assert_state (fixture, "1049", "needs-look: not-withdrawn-unsettled");

  world->shipments_status = 0;
  act (fixture, PSR_BILLING_ACT_WITHDRAW, "1049", NULL);
  push_until_rest (fixture);
  assert_state (fixture, "1049", "withdrawn: withdrawn-imported");
}

/* A quote is gone, and what was made of it isn't shown. Billed again, the document stays where it
 * is, whatever is read meanwhile: what is there can't be blocked, changed or taken back. */
static void
test_quote_gone_unseen (void)
{
  for (guint change = 0; change < 2; change++)
    {
      g_autoptr(Fixture) fixture = with_quote ("1044");
      FakeWorld *world = fixture->world;
      g_autofree char *refused = NULL;

      world->drafts_hidden = TRUE;
      plan (world->convert_fates, FAKE_DROP_AFTER);
      run_once (fixture);
      assert_state (fixture, "1044", "needs-look: quote-gone");
      g_assert_cmpuint (world->documents->len, ==, 1);
      approve_all (fixture);
      assert_state (fixture, "1044", "approved");

      if (change)
        g_set_str (&fake_world_get_invoice (world, 0)->memo, "Autre chose");
      else
        world->blocked = "All";

      psr_billing_report_unref (collect (fixture));
      assert_state (fixture, "1044", "approved");
      refused = refuse_act (fixture, PSR_BILLING_ACT_UNAPPROVE, "1044", NULL);
      push_until_rest (fixture);
      assert_state (fixture, "1044", "needs-look: unseen");
      g_assert_cmpuint (world->documents->len, ==, 1);
    }
}

/* Where there is no list of shipments nobody knows whether it was shipped. */
static void
test_order_without_shipments (void)
{
  g_autoptr(Fixture) fixture = with_approved_order ("1038");
  FakeWorld *world = fixture->world;

  fake_world_plan (world, FAKE_DROP_AFTER);
  run_once (fixture);
  g_ptr_array_set_size (world->documents, 0);
  world->shipments_status = 404;
  push_until_rest (fixture);
  assert_state (fixture, "1038", "needs-look: shipments-unseen");
  g_assert_cmpuint (world->n_posts, ==, 1);

  approve_all (fixture);
  push_until_rest (fixture);
  assert_billed_once (fixture, "1038");
  g_assert_cmpuint (world->n_posts, ==, 2);
}

/* What tells whether it was shipped can't be read, now or ever: a person looks in the end. */
static void
test_order_never_settled (void)
{
  g_autoptr(Fixture) fixture = with_approved_order ("1039");
  FakeWorld *world = fixture->world;
  g_autoptr(GPtrArray) before = NULL;
  g_autoptr(GPtrArray) documents = NULL;

  fake_world_plan (world, FAKE_DROP_BEFORE);
  run_once (fixture);
  before = list_documents (fixture);
  world->shipments_status = 413;
  advance (fixture, 25 * MINUTE);
  run_once (fixture);
  assert_state (fixture, "1039", "checking: checking");
  documents = list_documents (fixture);
  g_assert_cmpstr (((PsrLedgerDocument *) g_ptr_array_index (documents, 0))->reason_why, !=,
                   ((PsrLedgerDocument *) g_ptr_array_index (before, 0))->reason_why);
  push_until_rest (fixture);
  assert_state (fixture, "1039", "needs-look: unseen");
  g_assert_cmpuint (world->n_posts, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/sight/right-lost", test_right_lost);
  g_test_add_func ("/billing/sight/right-lost-unmade", test_right_lost_unmade);
  g_test_add_func ("/billing/sight/right-lost-approved", test_right_lost_approved);
  g_test_add_func ("/billing/sight/right-unknown", test_right_unknown);
  g_test_add_func ("/billing/sight/right-back", test_right_back);
  g_test_add_func ("/billing/sight/posted-seen-only", test_posted_seen_only);
  g_test_add_func ("/billing/sight/order-invoiced-unseen", test_order_invoiced_unseen);
  g_test_add_func ("/billing/sight/order-shipped", test_order_shipped);
  g_test_add_func ("/billing/sight/order-of-quote", test_order_of_quote);
  g_test_add_func ("/billing/sight/order-approved-as-invoice", test_order_approved_as_invoice);
  g_test_add_func ("/billing/sight/invoice-approved-as-order", test_invoice_approved_as_order);
  g_test_add_func ("/billing/sight/withdrawn-as-another", test_withdrawn_as_another);
  g_test_add_func ("/billing/sight/found-as-another", test_found_as_another);
  g_test_add_func ("/billing/sight/several-as-another", test_several_as_another);
  g_test_add_func ("/billing/sight/wrong-kind", test_wrong_kind);
  g_test_add_func ("/billing/sight/withdraw-never-settled", test_withdraw_never_settled);
  g_test_add_func ("/billing/sight/quote-gone-unseen", test_quote_gone_unseen);
  g_test_add_func ("/billing/sight/order-without-shipments", test_order_without_shipments);
  g_test_add_func ("/billing/sight/order-never-settled", test_order_never_settled);

  return g_test_run ();
}
