/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-check-results.h"
#include "psr-order-checks.h"

/* What the checks ask depends on what a person has made of it. */

#define FOUND "+ lines-missing\n? price-missing Pump\n? e-invoice-order C1\n"

static const PsrOrderCheck *
find_check (GPtrArray  *checks,
            const char *id)
{
  for (guint i = 0; i < checks->len; i++)
    {
      const PsrOrderCheck *check = checks->pdata[i];

      if (g_str_equal (check->id, id))
        return check;
    }

  return NULL;
}

/* As things stand it becomes a @kind; @checks were found so. */
static PsrOrderView *
view (const char *kind,
      const char *state,
      const char *checks,
      const char *e_invoiced)
{
  g_autoptr(PsrLedgerDocument) document = psr_ledger_document_new ();
  g_autoptr(PsrBillable) billable = psr_billable_new ();
  PsrWorkOrder *row = psr_work_order_new ();
  PsrOrderView *made;

  g_set_str (&document->checks, checks);
  g_set_str (&row->document, kind);
  g_set_str (&row->state, state);
  g_set_str (&billable->e_invoiced, e_invoiced);
  made = psr_order_view_new (row);
  psr_order_checks_add (made, document, billable);
  psr_order_checks_add_other (made, document, billable);

  return made;
}

/* An order asks one more thing than the invoice that it would be. */
static void
test_order (void)
{
  g_autoptr(PsrOrderView) made = view ("invoice", "ready", "+ lines-missing\n? price-missing Pump\n+ e-invoice-order\n", "C1");
  GPtrArray *checks = psr_order_view_get_checks (made, "invoice");

  g_assert_true (checks == psr_order_view_get_checks (made, NULL));
  g_assert_cmpint (find_check (checks, "price-missing")->result, ==, PSR_ORDER_CHECK_ASKS);
  g_assert_cmpint (find_check (checks, "e-invoice-order")->result, ==, PSR_ORDER_CHECK_PASSED);

  checks = psr_order_view_get_checks (made, "order");
  g_assert_cmpint (find_check (checks, "price-missing")->result, ==, PSR_ORDER_CHECK_ASKS);
  g_assert_cmpint (find_check (checks, "e-invoice-order")->result, ==, PSR_ORDER_CHECK_ASKS);
  g_assert_nonnull (strstr (find_check (checks, "e-invoice-order")->why, "C1"));
}

/* And the other way round. */
static void
test_invoice (void)
{
  g_autoptr(PsrOrderView) made = view ("order", "ready", FOUND, "C1");
  GPtrArray *checks = psr_order_view_get_checks (made, "order");

  g_assert_cmpint (find_check (checks, "e-invoice-order")->result, ==, PSR_ORDER_CHECK_ASKS);
  checks = psr_order_view_get_checks (made, "invoice");
  g_assert_cmpint (find_check (checks, "price-missing")->result, ==, PSR_ORDER_CHECK_ASKS);
  g_assert_cmpint (find_check (checks, "e-invoice-order")->result, ==, PSR_ORDER_CHECK_PASSED);
}

/* What holds up orders doesn't hold up the invoice, and keeps from choosing an order. */
static void
test_no_orders (void)
{
  g_autoptr(PsrOrderView) made = view ("invoice", "ready", "+ lines-missing\n! customer-no-orders C1\n", "");

  g_assert_null (find_check (psr_order_view_get_checks (made, "invoice"), "customer-no-orders"));
  g_assert_cmpint (find_check (psr_order_view_get_checks (made, "order"), "customer-no-orders")->result, ==,
                   PSR_ORDER_CHECK_BLOCKS);
}

/* What was begun is what it is. */
static void
test_begun (void)
{
  g_autoptr(PsrOrderView) made = view ("order", "approved", FOUND, "C1");

  g_assert_null (made->other_checks);
  g_assert_true (psr_order_view_get_checks (made, "invoice") == made->checks);
}

/* Read as what the profile says, and made as what somebody chose before: that asks what the
 * reading couldn't. */
static void
test_kept (void)
{
  g_autoptr(PsrOrderView) order = view ("order", "ready", "+ lines-missing\n+ e-invoice-order\n", "C1");
  g_autoptr(PsrOrderView) invoice = view ("invoice", "ready", FOUND, "C1");

  g_assert_cmpint (find_check (psr_order_view_get_checks (order, "order"), "e-invoice-order")->result, ==, PSR_ORDER_CHECK_ASKS);
  g_assert_cmpint (find_check (psr_order_view_get_checks (order, "invoice"), "e-invoice-order")->result, ==, PSR_ORDER_CHECK_PASSED);
  g_assert_cmpint (find_check (psr_order_view_get_checks (invoice, "invoice"), "e-invoice-order")->result, ==, PSR_ORDER_CHECK_PASSED);
  g_assert_cmpint (find_check (psr_order_view_get_checks (invoice, "order"), "e-invoice-order")->result, ==, PSR_ORDER_CHECK_ASKS);
}

/* Somebody asked for an order, which the customer may not get: what keeps it is told. */
static void
test_order_refused (void)
{
  g_autoptr(PsrLedgerDocument) document = psr_ledger_document_new ();
  g_autoptr(PsrOrderView) made = NULL;
  PsrWorkOrder *row = psr_work_order_new ();

  g_set_str (&document->checks, "+ lines-missing\n! customer-no-orders C1\n");
  g_set_str (&document->reason_code, "customer-no-orders");
  g_set_str (&row->document, "invoice");
  g_set_str (&row->state, "blocked");
  made = psr_order_view_new (row);
  psr_order_checks_add (made, document, NULL);
  g_assert_cmpint (find_check (made->checks, "customer-no-orders")->result, ==, PSR_ORDER_CHECK_BLOCKS);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/order-checks/order", test_order);
  g_test_add_func ("/engine/order-checks/invoice", test_invoice);
  g_test_add_func ("/engine/order-checks/no-orders", test_no_orders);
  g_test_add_func ("/engine/order-checks/begun", test_begun);
  g_test_add_func ("/engine/order-checks/kept", test_kept);
  g_test_add_func ("/engine/order-checks/order-refused", test_order_refused);

  return g_test_run ();
}
