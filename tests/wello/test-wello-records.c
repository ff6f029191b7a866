/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "psr-json.h"
#include "psr-wello-client.h"

#define ID "1f1c6a5e-7b2d-ef11-8409-6045bde9ca0b"

static JsonNode *
parse (const char *json)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autoptr (GError) error = NULL;
  JsonNode *node = psr_json_parse (bytes, &error);

  g_assert_no_error (error);
  return node;
}

static void
assert_decimal (PsrDecimal  value,
                const char *expected)
{
  g_autofree char *text = psr_decimal_to_string (value);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_company (void)
{
  g_autoptr (JsonNode) node =
    parse ("{\"id\":\"1F1C6A5E-7B2D-EF11-8409-6045BDE9CA0B\",\"code\":\" c0001\",\"name\":\"Café\",\"archived\":true,"
           "\"company_sales_status_code\":\"OrderBlocked\",\"modified_dateutc\":\"2026-08-24T09:12:33.2730000+00:00\"}");
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrWelloCompany) company = psr_wello_company_from_json (json_node_get_object (node), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (company->id, ==, ID);
  g_assert_cmpstr (company->code, ==, "C0001");
  g_assert_true (company->archived);
  g_assert_cmpstr (company->sales_status, ==, "OrderBlocked");
  g_assert_cmpint (company->modified, !=, PSR_TIMESTAMP_NONE);
}

static void
test_article (void)
{
  g_autoptr (JsonNode) node =
    parse ("{\"id\":\"" ID "\",\"code\":\"1896-S\",\"physical_stock\":-2.5,\"entered_price\":649.4,\"no_stock\":false,"
           "\"modified_dateutc\":\"1980-01-01T00:00:00Z\"}");
  g_autoptr (PsrWelloArticle) article = psr_wello_article_from_json (json_node_get_object (node), NULL);

  g_assert_nonnull (article);
  assert_decimal (article->physical_stock, "-2.5");
  assert_decimal (article->price, "649.4");
  g_assert_cmpint (article->modified, ==, PSR_TIMESTAMP_NONE);
}

static void
test_usage (void)
{
  g_autoptr (JsonNode) labour =
    parse ("{\"id\":\"" ID "\",\"jobs_id\":\"" ID "\",\"type_code\":\"WorkingTime\",\"line_code\":\"OT150\",\"quantity\":0.75,\"price\":60}");
  g_autoptr (JsonNode) part =
    parse ("{\"id\":\"" ID "\",\"article_id\":\"00000000-0000-0000-0000-000000000000\",\"name\":\"By hand\",\"quantity\":1.5,\"price\":3,\"is_under_warranty\":true}");
  g_autoptr (PsrWelloLabourUsage) hours = psr_wello_labour_usage_from_json (json_node_get_object (labour), NULL);
  g_autoptr (PsrWelloPartUsage) used = psr_wello_part_usage_from_json (json_node_get_object (part), NULL);

  g_assert_nonnull (hours);
  g_assert_cmpstr (hours->line_code, ==, "OT150");
  assert_decimal (hours->hours, "0.75");
  g_assert_nonnull (used);
  g_assert_null (used->article_id);
  g_assert_true (used->under_warranty);
}

/* The same line, 2.5 × (10 − 1 + VAT 1.89), in both of its shapes. */
static void
test_line_shapes (void)
{
  g_autoptr (JsonNode) view =
    parse ("{\"id\":\"" ID "\",\"quantity\":2,\"quantity_decimal\":2.5,\"article_price\":10,\"discount\":1,\"vat_rate\":0.21,"
           "\"vat_value\":1.89,\"total_line\":22.5,\"article_id\":null}");
  g_autoptr (JsonNode) details =
    parse ("{\"id\":\"" ID "\",\"quantity\":2,\"quantity_decimal\":2.5,\"article_price\":10,\"discount\":1,\"vat_rate\":0.21,"
           "\"vat_value\":1.89,\"total_line\":27.225,\"article_stock_location_id\":\"" ID "\"}");
  g_autoptr (PsrWelloInvoiceLine) of_view =
    psr_wello_invoice_line_from_json (json_node_get_object (view), PSR_WELLO_LINE_OF_VIEW, NULL);
  g_autoptr (PsrWelloInvoiceLine) of_details =
    psr_wello_invoice_line_from_json (json_node_get_object (details), PSR_WELLO_LINE_OF_DETAILS, NULL);

  assert_decimal (of_view->quantity, "2.5");
  assert_decimal (of_view->net_total, "22.5");
  g_assert_null (of_view->stock_location_id);
  assert_decimal (of_details->net_total, "22.5");
  g_assert_cmpstr (of_details->stock_location_id, ==, ID);
}

static void
test_invoice (void)
{
  g_autoptr (JsonNode) node =
    parse ("{\"id\":\"" ID "\",\"internal_number\":20260001,\"id2\":17,\"company_id\":\"" ID "\","
           "\"bill_to_company_id\":\"00000000-0000-0000-0000-000000000000\",\"invoice_type\":\"WorkOrderApproval\","
           "\"date_create\":\"2026-08-24T09:12:33Z\",\"due_date\":\"1980-01-01T00:00:00Z\",\"invoice_status_name\":\"Ready for ERP\","
           "\"invoice_details\":[{\"id\":\"2f1c6a5e-7b2d-ef11-8409-6045bde9ca0b\",\"line_num\":2,\"quantity_decimal\":1},"
           "{\"id\":\"3f1c6a5e-7b2d-ef11-8409-6045bde9ca0b\",\"line_num\":1,\"quantity_decimal\":1}]}");
  g_autoptr (PsrWelloInvoice) invoice = psr_wello_invoice_from_json (json_node_get_object (node), NULL);

  g_assert_nonnull (invoice);
  g_assert_cmpstr (invoice->internal_number, ==, "20260001");
  g_assert_cmpint (invoice->number2, ==, 17);
  g_assert_null (invoice->bill_to_company_id);
  g_assert_cmpint (invoice->date_due, ==, PSR_TIMESTAMP_NONE);
  g_assert_null (invoice->problem);
  g_assert_cmpuint (invoice->lines->len, ==, 2);
  g_assert_cmpint (((PsrWelloInvoiceLine *) g_ptr_array_index (invoice->lines, 0))->line_number, ==, 1);
}

/* One that can't be read is shown all the same, with its reason. */
static void
test_invoice_problem (void)
{
  g_autoptr (JsonNode) node =
    parse ("{\"id\":\"" ID "\",\"internal_number\":\"I-1\",\"discount\":\"much\",\"company_name\":\"Café\","
           "\"invoice_details\":[{\"id\":\"2f1c6a5e-7b2d-ef11-8409-6045bde9ca0b\",\"quantity_decimal\":1e20},\"x\"]}");
  g_autoptr (JsonNode) no_id = parse ("{\"internal_number\":\"I-1\"}");
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrWelloInvoice) invoice = psr_wello_invoice_from_json (json_node_get_object (node), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (invoice->internal_number, ==, "I-1");
  g_assert_cmpstr (invoice->company_name, ==, "Café");
  g_assert_nonnull (invoice->problem);
  g_assert_cmpuint (invoice->lines->len, ==, 0);

  g_assert_null (psr_wello_invoice_from_json (json_node_get_object (no_id), &error));
  g_assert_error (error, PSR_WELLO_ERROR, PSR_WELLO_ERROR_BAD_ROW);
}

static void
test_statuses (void)
{
  g_autoptr (JsonNode) node =
    parse ("{\"value\":[{\"id\":\"1f1c6a5e-7b2d-ef11-8409-6045bde9ca0b\",\"name\":\"READY for ERP \"},"
           "{\"id\":\"2f1c6a5e-7b2d-ef11-8409-6045bde9ca0b\",\"name\":\"Importé dans l'ERP\"},"
           "{\"id\":\"3f1c6a5e-7b2d-ef11-8409-6045bde9ca0b\",\"name\":\"ERP Error\"},"
           "{\"id\":\"4f1c6a5e-7b2d-ef11-8409-6045bde9ca0b\",\"name\":\"Sent to ERP\"}]}");
  g_autoptr (PsrWelloStatuses) statuses =
    psr_wello_statuses_from_json (json_object_get_array_member (json_node_get_object (node), "value"));

  g_assert_cmpstr (statuses->ready, ==, "1f1c6a5e-7b2d-ef11-8409-6045bde9ca0b");
  g_assert_true (statuses->ready_by_name);
  g_assert_cmpstr (statuses->imported, ==, PSR_WELLO_STATUS_ID_IMPORTED);
  g_assert_false (statuses->imported_by_name);
  g_assert_cmpstr (statuses->error, ==, "3f1c6a5e-7b2d-ef11-8409-6045bde9ca0b");

  g_assert_cmpint (psr_wello_statuses_classify (statuses, statuses->error), ==, PSR_WELLO_STATUS_ERROR);
  g_assert_cmpint (psr_wello_statuses_classify (statuses, "4f1c6a5e-7b2d-ef11-8409-6045bde9ca0b"), ==, PSR_WELLO_STATUS_OTHER);
  g_assert_cmpint (psr_wello_statuses_classify (statuses, NULL), ==, PSR_WELLO_STATUS_OTHER);
}

static void
test_currency (void)
{
  g_autoptr (JsonNode) code = parse ("{\"id\":\"" ID "\",\"code\":\"eur\"}");
  g_autoptr (JsonNode) iso = parse ("{\"id\":\"" ID "\",\"iso_code\":\"USD\",\"name\":\"Dollar\"}");
  g_autoptr (PsrWelloCurrency) euro = psr_wello_currency_from_json (json_node_get_object (code), NULL);
  g_autoptr (PsrWelloCurrency) dollar = psr_wello_currency_from_json (json_node_get_object (iso), NULL);

  g_assert_cmpstr (euro->code, ==, "EUR");
  g_assert_cmpstr (dollar->code, ==, "USD");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wello/records/company", test_company);
  g_test_add_func ("/wello/records/article", test_article);
  g_test_add_func ("/wello/records/usage", test_usage);
  g_test_add_func ("/wello/records/line-shapes", test_line_shapes);
  g_test_add_func ("/wello/records/invoice", test_invoice);
  g_test_add_func ("/wello/records/invoice-problem", test_invoice_problem);
  g_test_add_func ("/wello/records/statuses", test_statuses);
  g_test_add_func ("/wello/records/currency", test_currency);

  return g_test_run ();
}
