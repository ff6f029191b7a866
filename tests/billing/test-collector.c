/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "billing-fixture.h"

static void
collect_again (Fixture *fixture)
{
  g_autoptr(PsrBillingReport) report = collect (fixture);
}

static void
push_again (Fixture *fixture)
{
  g_autoptr(PsrBillingReport) report = push (fixture);
}

static void
test_made (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(GPtrArray) documents = NULL;
  g_autoptr(PsrBillingReport) again = NULL;
  g_autoptr(PsrBillingReport) dry = NULL;
  const PsrBillingResult *result;
  PsrLedgerDocument *document;

  fake_world_add_invoice (fixture->world, "1001");
  collect_again (fixture);
  documents = list_documents (fixture);
  g_assert_cmpuint (documents->len, ==, 1);
  document = g_ptr_array_index (documents, 0);

  g_assert_cmpstr (document->external_number, ==, "W-1001");
  g_assert_cmpstr (document->customer_number, ==, "10000");
  g_assert_cmpint (document->hours.units, ==, 75000);
  g_assert_cmpint (document->parts.units, ==, 100000);
  g_assert_cmpint (document->gross.units, ==, 7864000);
  g_assert_cmpuint (document->lines->len, ==, 2);

  /* Read again and the same: nothing to write. */
  again = collect (fixture);
  g_assert_cmpuint (again->found + again->changed, ==, 0);
  g_assert_cmpuint (again->ready, ==, 1);

  dry = expect_boxed (fixture, psr_billing_dry_run (fixture->context, &document->id, 1, PSR_BILLING_KIND_ORDER, PSR_APPROVE_NONE, NULL));
  result = g_ptr_array_index (dry->results, 0);
  g_assert_nonnull (strstr (result->body, "\"salesOrderLines\":[{\"lineType\":\"Comment\",\"description\":\"4711 · 2026-08-20 · Repair\"}"));
  g_assert_nonnull (strstr (result->body, "\"itemId\":\"" FAKE_ITEM "\",\"unitOfMeasureCode\":\"PCS\",\"quantity\":1,\"unitPrice\":19.99,\"discountPercent\":0,\"taxCode\":\"G3\""));
  g_assert_nonnull (strstr (result->body, "\"lineType\":\"Resource\",\"lineObjectNumber\":\"LINDA\""));
  g_assert_cmpuint (fixture->world->n_posts, ==, 0);
}

static void
test_not_coupled (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();

  expect_done (fixture, psr_link_store_remove (fixture->context->links, PSR_ENTITY_ITEM, FAKE_ITEM, "An", "test"));
  fake_world_add_invoice (fixture->world, "1001");
  collect_again (fixture);
  assert_state (fixture, "1001", "blocked: item-not-coupled");

  expect_done (fixture, psr_link_store_remove (fixture->context->links, PSR_ENTITY_CUSTOMER, FAKE_CUSTOMER, "An", "test"));
  collect_again (fixture);
  assert_state (fixture, "1001", "blocked: customer-not-coupled");

  approve_all (fixture);
  assert_state (fixture, "1001", "blocked: customer-not-coupled");
}

static void
test_blocked_later (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();

  fake_world_add_invoice (fixture->world, "1001");
  collect_again (fixture);
  approve_all (fixture);
  assert_state (fixture, "1001", "approved");

  fixture->world->blocked = "All";
  collect_again (fixture);
  assert_state (fixture, "1001", "blocked: customer-blocked");

  fixture->world->blocked = NULL;
  collect_again (fixture);
  assert_state (fixture, "1001", "ready");
}

static void
test_labour_not_mapped (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(PsrBillingRules) rules = psr_billing_rules_new ();

  stop_program (fixture);
  g_clear_pointer (&fixture->rules, psr_billing_rules_unref);
  fixture->rules = psr_billing_rules_ref (rules);
  g_assert_true (psr_billing_rules_set_from (rules, "2026-01-01", NULL));
  start_program (fixture);

  fake_world_add_invoice (fixture->world, "1001");
  collect_again (fixture);
  assert_state (fixture, "1001", "blocked: labour-not-mapped");
}

/* What was approved was another invoice. */
static void
test_changed (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  FakeInvoice *invoice = fake_world_add_invoice (fixture->world, "1001");
  g_autoptr(GPtrArray) documents = NULL;

  collect_again (fixture);
  approve_all (fixture);
  g_set_str (&invoice->price, "25");
  collect_again (fixture);
  assert_state (fixture, "1001", "ready");
  documents = list_documents (fixture);
  g_assert_cmpint (((PsrLedgerDocument *) g_ptr_array_index (documents, 0))->net.units, ==, 7000000);
}

/* A computer slept over what it had read, and wakes up to what is past. */
static void
test_moved_meanwhile (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(DexFuture) collected = NULL;

  psr_billing_rules_set_tell_when_posted (fixture->rules, TRUE);
  fake_world_add_invoice (fixture->world, "1001");
  collect_again (fixture);
  approve_all (fixture);
  push_again (fixture);
  assert_state (fixture, "1001", "followed");
  act (fixture, PSR_BILLING_ACT_WITHDRAW, "1001", NULL);
  assert_state (fixture, "1001", "withdrawing");

  fixture->world->hold = "/Jobs?";
  collected = psr_billing_collect (fixture->context, NULL, NULL, NULL);
  while (fixture->world->held == NULL)
    g_main_context_iteration (NULL, FALSE);

  push_again (fixture);
  assert_state (fixture, "1001", "withdrawn: withdrawn");

  fake_world_let_arrive (fixture->world);
  expect_done (fixture, g_steal_pointer (&collected));
  assert_state (fixture, "1001", "withdrawn: withdrawn");

  collect_again (fixture);
  assert_state (fixture, "1001", "ready");
}

static void
test_left (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  FakeInvoice *invoice = fake_world_add_invoice (fixture->world, "1001");

  collect_again (fixture);
  approve_all (fixture);
  g_set_str (&invoice->status, FAKE_OPEN);
  collect_again (fixture);
  assert_state (fixture, "1001", "withdrawn: left-queue");

  {
    g_autoptr(PsrBillingReport) report = push (fixture);
  }
  g_assert_cmpuint (fixture->world->n_posts, ==, 0);

  g_set_str (&invoice->status, FAKE_READY);
  collect_again (fixture);
  assert_state (fixture, "1001", "ready");
}

static void
test_before_start (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(GPtrArray) documents = NULL;
  g_autoptr(PsrBillingReport) named = NULL;
  PsrLedgerDocument *document;

  g_assert_true (psr_billing_rules_set_from (fixture->rules, "2026-08-21", NULL));
  fake_world_add_invoice (fixture->world, "1001");
  collect_again (fixture);
  assert_state (fixture, "1001", "before-start: before-start");
  approve_all (fixture);
  assert_state (fixture, "1001", "before-start: before-start");

  documents = list_documents (fixture);
  document = g_ptr_array_index (documents, 0);
  named = expect_boxed (fixture, psr_billing_approve (fixture->context, &document->id, 1, PSR_BILLING_KIND_INVOICE,
                                                      PSR_APPROVE_NAMED, "An"));
  assert_state (fixture, "1001", "approved");
}

static void
test_no_start (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(PsrBillingRules) rules = psr_billing_rules_new ();
  g_autoptr(DexFuture) refused = NULL;
  g_autoptr(GError) error = NULL;

  stop_program (fixture);
  g_clear_pointer (&fixture->rules, psr_billing_rules_unref);
  fixture->rules = psr_billing_rules_ref (rules);
  start_program (fixture);

  refused = drive (fixture, psr_billing_push (fixture->context, NULL, NULL, NULL, NULL));
  g_assert_null (dex_future_get_value (refused, &error));
  g_assert_error (error, PSR_BILLING_ERROR, PSR_BILLING_ERROR_RULES);
}

static void
test_shared_number (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(GPtrArray) documents = NULL;
  PsrLedgerDocument *one, *two;

  fake_world_add_invoice (fixture->world, "1001");
  fake_world_add_invoice (fixture->world, "1001");
  collect_again (fixture);
  documents = list_documents (fixture);
  g_assert_cmpuint (documents->len, ==, 2);
  one = g_ptr_array_index (documents, 0);
  two = g_ptr_array_index (documents, 1);
  g_assert_cmpstr (one->external_number, ==, "W-1001-N7");
  g_assert_cmpstr (two->external_number, ==, "W-1001-N8");
}

/* The second one comes when the first has its number already. */
static void
test_shared_number_later (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(GPtrArray) documents = NULL;
  PsrLedgerDocument *one, *two;

  fake_world_add_invoice (fixture->world, "1001");
  collect_again (fixture);
  fake_world_add_invoice (fixture->world, "1001");
  collect_again (fixture);
  documents = list_documents (fixture);
  g_assert_cmpuint (documents->len, ==, 2);
  one = g_ptr_array_index (documents, 0);
  two = g_ptr_array_index (documents, 1);
  g_assert_cmpstr (one->external_number, ==, "W-1001");
  g_assert_cmpstr (two->external_number, ==, "W-1001-N8");
}

static void
approve_as (Fixture        *fixture,
            PsrBillingKind  kind)
{
  g_autoptr(GPtrArray) documents = list_documents (fixture);
  const PsrLedgerDocument *document = g_ptr_array_index (documents, 0);
  g_autoptr(PsrBillingReport) report = NULL;

  report = expect_boxed (fixture, psr_billing_approve (fixture->context, &document->id, 1, kind, PSR_APPROVE_NAMED, "An"));
}

/* Business Central takes invoices of such a customer, and refuses its orders. */
static void
test_no_orders (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(PsrBillingReport) dry = NULL;
  g_autoptr(GPtrArray) documents = NULL;
  const PsrBillingResult *result;
  const PsrLedgerDocument *document;

  fixture->world->blocked = "Ship";
  fake_world_add_invoice (fixture->world, "1001");
  collect_again (fixture);
  assert_state (fixture, "1001", "ready");

  documents = list_documents (fixture);
  document = g_ptr_array_index (documents, 0);
  dry = expect_boxed (fixture, psr_billing_dry_run (fixture->context, &document->id, 1, PSR_BILLING_KIND_ORDER, PSR_APPROVE_NONE, NULL));
  result = g_ptr_array_index (dry->results, 0);
  g_assert_cmpstr (result->reason, ==, "customer-no-orders");
  g_assert_null (result->body);

  approve_as (fixture, PSR_BILLING_KIND_ORDER);
  assert_state (fixture, "1001", "blocked: customer-no-orders");
  approve_as (fixture, PSR_BILLING_KIND_ORDER);
  assert_state (fixture, "1001", "blocked: customer-no-orders");
  approve_as (fixture, PSR_BILLING_KIND_INVOICE);
  assert_state (fixture, "1001", "approved");
  collect_again (fixture);
  assert_state (fixture, "1001", "approved");
}

/* Orders by the rules, or blocked after the order was approved. */
static void
test_no_orders_by_rule (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  FakeInvoice *invoice = fake_world_add_invoice (fixture->world, "1001");
  g_autoptr(GPtrArray) documents = NULL;

  g_set_str (&invoice->discount, "10");
  collect_again (fixture);
  approve_as (fixture, PSR_BILLING_KIND_ORDER);
  assert_state (fixture, "1001", "approved");
  fixture->world->blocked = "Ship";
  collect_again (fixture);
  assert_state (fixture, "1001", "blocked: customer-no-orders");
  collect_again (fixture);
  assert_state (fixture, "1001", "ready");

  psr_billing_rules_set_kind (fixture->rules, PSR_BILLING_KIND_ORDER);
  collect_again (fixture);
  assert_state (fixture, "1001", "blocked: customer-no-orders");

  /* As an invoice it is still all that was read. */
  approve_as (fixture, PSR_BILLING_KIND_INVOICE);
  assert_state (fixture, "1001", "approved");
  documents = list_documents (fixture);
  g_assert_cmpint (((PsrLedgerDocument *) g_ptr_array_index (documents, 0))->net.units, ==, 5499000);
}

static void
approve_accepting (Fixture    *fixture,
                   const char *check)
{
  const char *accept[] = { check, NULL };
  g_autoptr(GPtrArray) documents = list_documents (fixture);
  const PsrLedgerDocument *document = g_ptr_array_index (documents, 0);
  g_autoptr(PsrBillingReport) report = NULL;

  report = expect_boxed (fixture, psr_billing_approve_accepting (fixture->context, &document->id, 1,
                                                                 PSR_BILLING_KIND_DEFAULT, PSR_APPROVE_NAMED, accept, NULL, "An"));
}

/* A check that asks keeps an invoice from being sent until a person has answered
 * it, of this content. */
static void
test_asks (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  FakeInvoice *invoice = fake_world_add_invoice (fixture->world, "1001");
  g_autoptr(PsrBillingReport) dry = NULL;
  g_autoptr(GPtrArray) documents = NULL;
  g_autofree char *approved = NULL;
  const PsrBillingResult *result;
  const PsrLedgerDocument *document;

  g_set_str (&invoice->price, "0");
  collect_again (fixture);
  assert_state (fixture, "1001", "ready: price-missing");
  approve_all (fixture);
  assert_state (fixture, "1001", "ready: price-missing");
  approve_accepting (fixture, "zero-total");
  assert_state (fixture, "1001", "ready: price-missing");

  /* Nobody says that a person saw every check pass. */
  g_assert_cmpuint (count_audit (fixture, "1001", "An "), ==, 0);

  documents = list_documents (fixture);
  document = g_ptr_array_index (documents, 0);
  g_assert_nonnull (strstr (document->reason_mend, "--accept price-missing"));
  dry = expect_boxed (fixture, psr_billing_dry_run (fixture->context, &document->id, 1, PSR_BILLING_KIND_DEFAULT, PSR_APPROVE_NONE, NULL));
  result = g_ptr_array_index (dry->results, 0);
  g_assert_cmpstr (result->reason, ==, "price-missing");
  g_assert_null (result->body);

  approve_accepting (fixture, "price-missing");
  assert_state (fixture, "1001", "approved");
  approved = g_strdup_printf ("An approve accepted: price-missing; version %.8s", document->version);
  g_assert_cmpuint (count_audit (fixture, "1001", approved), ==, 1);
  collect_again (fixture);
  assert_state (fixture, "1001", "approved");

  /* Another content is another question. */
  g_set_str (&invoice->vat_rate, "0.06");
  collect_again (fixture);
  g_set_str (&invoice->vat_rate, "0.21");
  collect_again (fixture);
  assert_state (fixture, "1001", "ready: price-missing");
  approve_all (fixture);
  assert_state (fixture, "1001", "ready: price-missing");
}

static gint64
get_revision (Fixture *fixture)
{
  g_autoptr(GPtrArray) documents = list_documents (fixture);

  return ((const PsrLedgerDocument *) g_ptr_array_index (documents, 0))->revision;
}

/* Asking, or reading, the same once more makes no other row of it, of which what
 * somebody has just accepted on a screen wouldn't hold; another content does. */
static void
test_asks_the_same (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  FakeInvoice *invoice = fake_world_add_invoice (fixture->world, "1001");
  gint64 revision;

  g_set_str (&invoice->price, "0");
  collect_again (fixture);
  assert_state (fixture, "1001", "ready: price-missing");
  revision = get_revision (fixture);
  approve_all (fixture);
  approve_accepting (fixture, "zero-total");
  collect_again (fixture);
  assert_state (fixture, "1001", "ready: price-missing");
  g_assert_cmpint (get_revision (fixture), ==, revision);

  g_set_str (&invoice->vat_rate, "0.06");
  collect_again (fixture);
  g_assert_cmpint (get_revision (fixture), >, revision);
}

/* What is seen after the approval ends it. */
static void
test_asks_later (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  FakeInvoice *invoice = fake_world_add_invoice (fixture->world, "1001");

  g_set_str (&invoice->vat_rate, "0.06");
  g_assert_true (psr_billing_rules_set_vat (fixture->rules, "6,part", "G1", NULL));
  g_assert_true (psr_billing_rules_set_vat (fixture->rules, "6,labour", "S1", NULL));
  collect_again (fixture);
  approve_all (fixture);
  assert_state (fixture, "1001", "approved");

  {
    g_autoptr(PsrBillingRules) rules = psr_billing_rules_new ();

    stop_program (fixture);
    psr_billing_rules_set_from (rules, "2026-01-01", NULL);
    psr_billing_rules_set_external_prefix (rules, "W-", NULL);
    psr_billing_rules_set_labour (rules, "WorkingTime", "resource:LINDA", NULL);
    psr_billing_rules_set_vat (rules, "21,part", "G3", NULL);
    psr_billing_rules_unref (fixture->rules);
    fixture->rules = g_steal_pointer (&rules);
    start_program (fixture);
  }

  collect_again (fixture);
  assert_state (fixture, "1001", "blocked: vat-not-mapped");
  collect_again (fixture);
  assert_state (fixture, "1001", "ready: vat-not-mapped");
}

/* From before the first day, and something asks as well. */
static void
test_asks_early (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  FakeInvoice *invoice = fake_world_add_invoice (fixture->world, "1001");

  g_assert_true (psr_billing_rules_set_from (fixture->rules, "2026-08-21", NULL));
  g_set_str (&invoice->price, "0");
  collect_again (fixture);
  assert_state (fixture, "1001", "before-start: before-start");
  approve_accepting (fixture, "hours-odd");
  assert_state (fixture, "1001", "before-start: price-missing");
  approve_accepting (fixture, "price-missing");
  assert_state (fixture, "1001", "approved");
}

/* What costs nothing is left out where the rules say so, until its content
 * changes. */
static void
test_zero_total (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  FakeInvoice *invoice = fake_world_add_invoice (fixture->world, "1001");

  g_set_str (&invoice->discount, "64.99");
  collect_again (fixture);
  assert_state (fixture, "1001", "ready: zero-total");

  psr_billing_rules_set_zero_total (fixture->rules, PSR_ZERO_TOTAL_SEND);
  collect_again (fixture);
  assert_state (fixture, "1001", "ready");

  /* From now on, not what was seen before. */
  psr_billing_rules_set_zero_total (fixture->rules, PSR_ZERO_TOTAL_SKIP);
  collect_again (fixture);
  assert_state (fixture, "1001", "ready: zero-total");

  g_set_str (&fake_world_add_invoice (fixture->world, "1002")->discount, "64.99");
  collect_again (fixture);
  assert_state (fixture, "1002", "skipped: zero-total");
  collect_again (fixture);
  approve_all (fixture);
  assert_state (fixture, "1002", "skipped: zero-total");

  g_set_str (&fake_world_get_invoice (fixture->world, 1)->discount, "4.99");
  collect_again (fixture);
  assert_state (fixture, "1002", "ready");
}

/* A reduced rate that the profile doesn't name: Business Central decides. */
static void
test_vat_not_mapped (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  FakeInvoice *invoice = fake_world_add_invoice (fixture->world, "1001");

  collect_again (fixture);
  assert_state (fixture, "1001", "ready");
  g_set_str (&invoice->vat_rate, "0.06");
  collect_again (fixture);
  assert_state (fixture, "1001", "ready: vat-not-mapped");
  approve_all (fixture);
  assert_state (fixture, "1001", "ready: vat-not-mapped");
  approve_accepting (fixture, "vat-not-mapped");
  collect_again (fixture);
  assert_state (fixture, "1001", "approved");

  g_assert_true (psr_billing_rules_set_vat (fixture->rules, "6,part", "G1", NULL));
  g_assert_true (psr_billing_rules_set_vat (fixture->rules, "6,labour", "S1", NULL));
  fake_world_add_invoice (fixture->world, "1002");
  g_set_str (&fake_world_get_invoice (fixture->world, 1)->vat_rate, "0.06");
  collect_again (fixture);
  assert_state (fixture, "1002", "ready");
}

static void
test_header_discount (void)
{
  static const struct { const char *discount, *total; gint64 net; } cases[] = {
    { "10", "54.99", 5499000 },
    { "10", "66.54", 5499000 },
    { "10", "58.49", 5849000 },
    { "10", "70.77", 5849000 },
    /* Nothing tells: an amount. */
    { "10", "0", 5499000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Fixture) fixture = fixture_new ();
      FakeInvoice *invoice = fake_world_add_invoice (fixture->world, "1001");
      g_autoptr(GPtrArray) documents = NULL;

      g_set_str (&invoice->discount, cases[i].discount);
      g_set_str (&invoice->total, cases[i].total);
      collect_again (fixture);
      assert_state (fixture, "1001", "ready");
      documents = list_documents (fixture);
      g_assert_cmpint (((PsrLedgerDocument *) g_ptr_array_index (documents, 0))->net.units, ==, cases[i].net);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/collector/made", test_made);
  g_test_add_func ("/billing/collector/header-discount", test_header_discount);
  g_test_add_func ("/billing/collector/not-coupled", test_not_coupled);
  g_test_add_func ("/billing/collector/blocked-later", test_blocked_later);
  g_test_add_func ("/billing/collector/labour-not-mapped", test_labour_not_mapped);
  g_test_add_func ("/billing/collector/changed", test_changed);
  g_test_add_func ("/billing/collector/left", test_left);
  g_test_add_func ("/billing/collector/before-start", test_before_start);
  g_test_add_func ("/billing/collector/moved-meanwhile", test_moved_meanwhile);
  g_test_add_func ("/billing/collector/no-start", test_no_start);
  g_test_add_func ("/billing/collector/shared-number", test_shared_number);

  g_test_add_func ("/billing/collector/shared-number-later", test_shared_number_later);
  g_test_add_func ("/billing/collector/no-orders", test_no_orders);
  g_test_add_func ("/billing/collector/no-orders-by-rule", test_no_orders_by_rule);
  g_test_add_func ("/billing/collector/vat-not-mapped", test_vat_not_mapped);
  g_test_add_func ("/billing/collector/asks", test_asks);
  g_test_add_func ("/billing/collector/asks-the-same", test_asks_the_same);
  g_test_add_func ("/billing/collector/zero-total", test_zero_total);
  g_test_add_func ("/billing/collector/asks-later", test_asks_later);
  g_test_add_func ("/billing/collector/asks-early", test_asks_early);

  return g_test_run ();
}
