/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "posting-fixture.h"
#include "psr-check-results.h"
#include "psr-draft.h"

/* What costs the customer nothing becomes an order of the card that the profile names. */

static Fixture *
with_free (const char *discount)
{
  Fixture *fixture = fixture_new ();
  FakeInvoice *invoice = fake_world_add_invoice (fixture->world, "1001");
  g_autoptr(PsrBillingReport) report = NULL;

  g_assert_true (psr_billing_rules_set_internal (fixture->rules, "customer:10000", NULL));
  g_set_str (&invoice->discount, discount);
  report = collect (fixture);

  return fixture;
}

static void
assert_zero_order (Fixture *fixture)
{
  FakeDocument *document = fake_world_find (fixture->world, "W-1001");

  g_assert_true (document->is_order);
  g_assert_cmpstr (document->customer, ==, FAKE_CUSTOMER);
  assert_billed_once (fixture, "1001");
}

static void
test_order (void)
{
  static const PsrBillingVia vias[] = { PSR_BILLING_VIA_DIRECT, PSR_BILLING_VIA_QUOTE };

  for (gsize i = 0; i < G_N_ELEMENTS (vias); i++)
    {
      g_autoptr(Fixture) fixture = with_free ("64.99");
      g_autoptr(GPtrArray) documents = NULL;
      const PsrLedgerDocument *row;

      psr_billing_rules_set_via (fixture->rules, vias[i]);
      assert_state (fixture, "1001", "ready");
      approve_all (fixture);
      push_until_rest (fixture);
      assert_zero_order (fixture);
      documents = list_documents (fixture);
      row = g_ptr_array_index (documents, 0);
      g_assert_cmpstr (row->kind, ==, "order");
      g_assert_true (psr_decimal_is_zero (row->gross));
      g_assert_cmpuint (row->lines->len, ==, 2);
    }
}

/* Nothing is asked about its prices and its VAT, neither of which it has. */
static void
test_no_questions (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  FakeInvoice *invoice = fake_world_add_invoice (fixture->world, "1001");
  g_autoptr(PsrBillingReport) report = NULL;

  /* Whose rate is the usual one. */
  fake_world_add_invoice (fixture->world, "1002");
  g_assert_true (psr_billing_rules_set_internal (fixture->rules, "customer:10000", NULL));
  g_set_str (&invoice->price, "0");
  g_set_str (&invoice->vat_rate, "0.06");
  g_set_str (&invoice->discount, "45");
  report = collect (fixture);
  assert_state (fixture, "1001", "ready");
}

/* The VAT is that of the card, whatever the profile says of the rates of the lines. */
static void
test_no_vat_group (void)
{
  g_autoptr(Fixture) fixture = with_free ("64.99");
  g_autoptr(PsrBillingReport) dry = NULL;
  gint64 id = id_of (fixture, "1001");
  const char *body;

  dry = expect_boxed (fixture, psr_billing_dry_run (fixture->context, &id, 1, PSR_BILLING_KIND_DEFAULT, PSR_APPROVE_NONE, NULL));
  body = ((PsrBillingResult *) g_ptr_array_index (dry->results, 0))->body;
  g_assert_nonnull (strstr (body, "\"itemId\":\"" FAKE_ITEM "\""));
  g_assert_null (strstr (body, "taxCode"));
}

/* Stock and cost are booked once it is posted. */
static void
test_posted (void)
{
  g_autoptr(Fixture) fixture = with_free ("64.99");

  approve_to_post (fixture);
  push_until_rest (fixture);
  assert_posted_once (fixture);
}

/* Nobody makes an invoice of it, whoever asks for one. */
static void
test_asked (void)
{
  g_autoptr(Fixture) fixture = with_free ("64.99");
  gint64 id = id_of (fixture, "1001");
  g_autoptr(PsrBillingReport) dry = NULL;

  dry = expect_boxed (fixture, psr_billing_dry_run (fixture->context, &id, 1, PSR_BILLING_KIND_INVOICE, PSR_APPROVE_NONE, NULL));
  g_assert_cmpint (((PsrBillingResult *) g_ptr_array_index (dry->results, 0))->kind, ==, PSR_BILLING_KIND_ORDER);
  psr_billing_report_unref (expect_boxed (fixture, psr_billing_approve (fixture->context, &id, 1, PSR_BILLING_KIND_INVOICE,
                                                                        PSR_APPROVE_NAMED, "An")));
  push_until_rest (fixture);
  assert_zero_order (fixture);
}

/* Nor is it left out for its total. */
static void
test_not_skipped (void)
{
  g_autoptr(Fixture) fixture = with_free ("4.99");
  FakeInvoice *invoice = fake_world_get_invoice (fixture->world, 0);

  psr_billing_rules_set_zero_total (fixture->rules, PSR_ZERO_TOTAL_SKIP);
  g_set_str (&invoice->discount, "64.99");
  psr_billing_report_unref (collect (fixture));
  assert_state (fixture, "1001", "ready");
}

/* What costs something is an invoice as ever. */
static void
test_not_free (void)
{
  g_autoptr(Fixture) fixture = with_free ("60");

  approve_all (fixture);
  push_until_rest (fixture);
  g_assert_false (fake_world_find (fixture->world, "W-1001")->is_order);
  assert_billed_once (fixture, "1001");
}

/* A card of one's own. */
#define CARD "2f1c6a5e-0000-4000-8000-000000000002"

static Fixture *
with_card (void)
{
  Fixture *fixture = fixture_new ();
  FakeInvoice *invoice = fake_world_add_invoice (fixture->world, "1001");

  fixture->world->two_customers = TRUE;
  g_assert_true (psr_billing_rules_set_internal (fixture->rules, "customer:20000", NULL));
  g_set_str (&invoice->discount, "64.99");

  return fixture;
}

static void
assert_row_of_customer (Fixture *fixture)
{
  static const char * const searched[] = { "10000", "château" };
  g_autoptr(GPtrArray) documents = list_documents (fixture);
  const PsrLedgerDocument *row = g_ptr_array_index (documents, 0);
  const char *states[] = { row->state, NULL };

  g_assert_cmpstr (row->customer_id, ==, FAKE_CUSTOMER);
  g_assert_cmpstr (row->customer_number, ==, "10000");
  g_assert_cmpstr (row->customer_name, ==, "Château");
  g_assert_cmpstr (row->card_id, ==, CARD);

  for (gsize i = 0; i < G_N_ELEMENTS (searched); i++)
    {
      g_autoptr(PsrLedgerView) view = psr_ledger_view_new (states, searched[i], PSR_LEDGER_ORDER_DATE, FALSE);
      g_autoptr(GArray) ids = expect_boxed (fixture, psr_ledger_list_ids (fixture->context->ledger, view));

      g_assert_cmpuint (ids->len, ==, 1);
    }
}

/* It is listed with the customer for whom the work was done, and made for the card: also
 * where it is looked for once more, and where a quote of it is left over. */
static void
test_customer (void)
{
  static const PsrBillingVia vias[] = { PSR_BILLING_VIA_DIRECT, PSR_BILLING_VIA_QUOTE };

  for (gsize i = 0; i < G_N_ELEMENTS (vias); i++)
    {
      g_autoptr(Fixture) fixture = with_card ();

      psr_billing_rules_set_via (fixture->rules, vias[i]);
      fixture->world->other_quotes_too = vias[i] == PSR_BILLING_VIA_QUOTE;
      psr_billing_report_unref (collect (fixture));
      assert_state (fixture, "1001", "ready");
      assert_row_of_customer (fixture);
      approve_all (fixture);
      push_until_rest (fixture);
      assert_billed_once (fixture, "1001");
      assert_row_of_customer (fixture);
      g_assert_cmpstr (fake_world_find (fixture->world, "W-1001")->customer, ==, CARD);

      advance (fixture, 25 * 60 * MINUTE);
      psr_billing_report_unref (push (fixture));
      assert_billed_once (fixture, "1001");
      g_assert_cmpuint (fixture->world->quotes->len, ==, 0);
    }
}

/* What was billed by hand is the customer's, or the card's. */
static void
test_marked (void)
{
  static const char * const whose[] = { FAKE_CUSTOMER, CARD };

  for (gsize i = 0; i < G_N_ELEMENTS (whose); i++)
    {
      g_autoptr(Fixture) fixture = with_card ();
      g_autofree char *why = NULL;
      FakeDocument *document;

      psr_billing_report_unref (collect (fixture));
      document = fake_world_add_typed (fixture->world, "PS-1", "", 0);
      g_set_str (&document->customer, "2f1c6a5e-0000-4000-8000-000000000009");
      why = refuse_act (fixture, PSR_BILLING_ACT_MARK_BILLED, "1001", "PS-1");
      g_assert_nonnull (strstr (why, "another customer"));

      g_set_str (&document->customer, whose[i]);
      act (fixture, PSR_BILLING_ACT_MARK_BILLED, "1001", "PS-1");
      assert_state (fixture, "1001", "already-invoiced: already-invoiced");
    }
}

/* Somebody booked it by hand, for the customer or on the card. */
static void
test_look_alike (void)
{
  static const struct { const char *customer; guint amount; gboolean asks; } cases[] = {
    { FAKE_CUSTOMER, 0, TRUE },
    { CARD, 0, TRUE },
    { CARD, 6499, FALSE },
    { "2f1c6a5e-0000-4000-8000-000000000009", 0, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Fixture) fixture = with_card ();
      g_autoptr(GPtrArray) documents = NULL;
      FakeDocument *document = fake_world_add_typed (fixture->world, "PS-1", "", cases[i].amount);
      const char *checks;

      document->day = FAKE_DAY;
      g_set_str (&document->customer, cases[i].customer);
      psr_billing_report_unref (collect (fixture));
      documents = list_documents (fixture);
      checks = ((PsrLedgerDocument *) g_ptr_array_index (documents, 0))->checks;
      g_assert_cmpint (strstr (checks, "? look-alike") != NULL, ==, cases[i].asks);
    }
}

#define PART "{\"id\":\"cccc0000-0000-4000-8000-000000000001\",\"article_id\":\"" FAKE_WELLO_ARTICLE "\",\"article_name\":\"Desk\"," \
  "\"quantity_decimal\":2,\"article_price\":20,\"discount_percentage\":100,\"vat_rate\":0.06,\"total_line\":0}"
#define HOURS "{\"id\":\"cccc0000-0000-4000-8000-000000000002\",\"article_name\":\"Work\",\"quantity_decimal\":1,\"article_price\":0," \
  "\"vat_rate\":0.21,\"total_line\":0,\"source_db_table_name\":\"job_non_part_usage\",\"is_under_warranty\":true}"
#define GIVEN "{\"id\":\"cccc0000-0000-4000-8000-000000000003\",\"article_id\":\"" FAKE_WELLO_ARTICLE "\",\"article_name\":\"Desk\"," \
  "\"quantity_decimal\":1,\"article_price\":20,\"vat_rate\":0.21,\"total_line\":20}"
#define TAKEN "{\"id\":\"cccc0000-0000-4000-8000-000000000004\",\"article_id\":\"" FAKE_WELLO_ARTICLE "\",\"article_name\":\"Desk\"," \
  "\"quantity_decimal\":-1,\"article_price\":20,\"vat_rate\":0.21,\"total_line\":-20}"

/* Only with a part, and only what is free line by line. */
static void
test_which (void)
{
  static const struct { const char *lines; gboolean internal; } cases[] = {
    { PART "," HOURS, TRUE },
    { PART, TRUE },
    { HOURS, FALSE },
    { PART "," GIVEN, FALSE },
    { GIVEN "," TAKEN, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(PsrBillingRules) rules = psr_billing_rules_new ();
      g_autoptr(PsrInvoiceFacts) facts = psr_invoice_facts_new (rules);
      g_autoptr(JsonParser) parser = json_parser_new ();
      g_autoptr(PsrWelloInvoice) invoice = NULL;
      g_autoptr(PsrDraft) draft = NULL;
      g_autoptr(GPtrArray) results = NULL;
      g_autoptr(PsrBillable) again = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *json = g_strdup_printf ("{\"id\":\"b2c00000-0000-4000-8000-000000000001\",\"internal_number\":\"1042\","
                                               "\"total_lines\":0,\"discount\":0,\"invoice_details\":[%s]}", cases[i].lines);
      g_autofree char *text = NULL;

      g_assert_true (psr_billing_rules_set_internal (rules, "customer:OWN", NULL));
      json_parser_load_from_data (parser, json, -1, &error);
      g_assert_no_error (error);
      invoice = psr_wello_invoice_from_json (json_node_get_object (json_parser_get_root (parser)), &error);
      g_assert_no_error (error);

      draft = psr_draft_new (facts, invoice);
      g_assert_cmpint (draft->billable->internal, ==, cases[i].internal);

      /* The card isn't there. */
      results = psr_check_results_run (draft);
      g_assert_cmpint (psr_check_results_find (results, "internal-customer")->verdict, ==,
                       cases[i].internal ? PSR_CHECK_BLOCKED : PSR_CHECK_PASSED);

      text = psr_billable_to_json (draft->billable);
      again = psr_billable_from_json (text, &error);
      g_assert_no_error (error);
      g_assert_cmpint (again->internal, ==, cases[i].internal);

      for (guint j = 0; cases[i].internal && j < again->lines->len; j++)
        {
          const PsrBillableLine *line = g_ptr_array_index (again->lines, j);

          g_assert_true (psr_decimal_is_zero (line->unit_price) && psr_decimal_is_zero (line->discount_percent));
        }
    }
}

static void
test_rule (void)
{
  static const char * const bad[] = { "customer:", "item:1896-S", "10000" };
  g_autoptr(PsrBillingRules) rules = psr_billing_rules_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (psr_billing_rules_set_internal (rules, bad[i], &error));
      g_assert_error (error, PSR_BILLING_ERROR, PSR_BILLING_ERROR_RULES);
    }

  g_assert_true (psr_billing_rules_set_internal (rules, "customer:OWN", NULL));
  g_assert_cmpstr (psr_billing_rules_get_internal (rules), ==, "OWN");
  g_assert_true (psr_billing_rules_set_internal (rules, "", NULL));
  g_assert_null (psr_billing_rules_get_internal (rules));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/internal/which", test_which);
  g_test_add_func ("/billing/internal/rule", test_rule);
  g_test_add_func ("/billing/internal/order", test_order);
  g_test_add_func ("/billing/internal/no-questions", test_no_questions);
  g_test_add_func ("/billing/internal/no-vat-group", test_no_vat_group);
  g_test_add_func ("/billing/internal/posted", test_posted);
  g_test_add_func ("/billing/internal/asked", test_asked);
  g_test_add_func ("/billing/internal/not-skipped", test_not_skipped);
  g_test_add_func ("/billing/internal/not-free", test_not_free);
  g_test_add_func ("/billing/internal/customer", test_customer);
  g_test_add_func ("/billing/internal/marked", test_marked);
  g_test_add_func ("/billing/internal/look-alike", test_look_alike);

  return g_test_run ();
}
