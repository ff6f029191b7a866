/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "psr-bc-client.h"
#include "psr-bc-row.h"
#include "psr-json.h"

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
test_customer (void)
{
  g_autoptr (JsonNode) node =
    parse ("{\"@odata.etag\":\"W/\\\"JzE5\\\"\",\"id\":\"2F1C6A5E-7B2D-EF11-8409-6045BDE9CA0B\","
           "\"number\":\"c0001\",\"displayName\":\"Café d'Anvers\",\"type\":\"Person\",\"blocked\":\"Invoice\","
           "\"country\":\"be\",\"creditLimit\":\"1000.5\",\"paymentTermsId\":\"00000000-0000-0000-0000-000000000000\","
           "\"phoneNumber\":null,\"lastModifiedDateTime\":\"2026-08-21T07:44:10.47Z\"}");
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrBcCustomer) customer = psr_bc_customer_from_json (json_node_get_object (node), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (customer->id, ==, "2f1c6a5e-7b2d-ef11-8409-6045bde9ca0b");
  g_assert_cmpstr (customer->etag, ==, "W/\"JzE5\"");
  g_assert_cmpstr (customer->number, ==, "C0001");
  g_assert_cmpstr (customer->display_name, ==, "Café d'Anvers");
  g_assert_true (customer->is_person);
  g_assert_cmpint (customer->blocked, ==, PSR_BC_BLOCKED_INVOICE);
  g_assert_cmpstr (psr_bc_blocked_to_string (customer->blocked), ==, "Invoice");
  g_assert_cmpstr (customer->phone, ==, "");
  g_assert_null (customer->payment_terms_id);
  assert_decimal (customer->credit_limit, "1000.5");
  g_assert_cmpint (customer->modified, !=, PSR_TIMESTAMP_NONE);
}

/* API v1.0 has the same in another shape. */
static void
test_v1 (void)
{
  g_autoptr (JsonNode) customer_node =
    parse ("{\"id\":\"2f1c6a5e-7b2d-ef11-8409-6045bde9ca0b\",\"number\":\"10000\",\"blocked\":\" \",\"address\":{\"street\":"
           "\"Rue 1\\r\\nBus 3\",\"city\":\"Liège\",\"state\":\"\",\"countryLetterCode\":\"be\",\"postalCode\":\"4000\"}}");
  g_autoptr (JsonNode) item_node =
    parse ("{\"id\":\"77a0b1f2-7b2d-ef11-8409-6045bde9ca0b\",\"number\":\"1896-S\",\"type\":\"Non-Inventory\","
           "\"baseUnitOfMeasure\":{\"code\":\"pcs\",\"displayName\":\"Piece\"}}");
  g_autoptr (JsonNode) line_node =
    parse ("{\"id\":\"2F1C6A5E-7B2D-EF11-8409-6045BDE9CA0B-10000\",\"documentId\":\"2f1c6a5e-7b2d-ef11-8409-6045bde9ca0b\","
           "\"sequence\":10000,\"lineType\":\"Item\",\"lineDetails\":{\"number\":\"1896-S\"},\"unitOfMeasure\":{\"code\":\"PCS\"}}");
  g_autoptr (JsonNode) comment_node =
    parse ("{\"id\":\"2f1c6a5e-7b2d-ef11-8409-6045bde9ca0b-20000\",\"lineType\":\"Comment\",\"lineDetails\":null,\"unitOfMeasure\":null}");
  static const char *const wrong[] = { "{\"lineType\":\"Item\"}", "{\"id\":\"2f1c6a5e-7b2d-ef11-8409-6045bde9ca0b-\"}",
                                       "{\"id\":\"2f1c6a5e-7b2d-ef11-8409-6045bde9ca0b-1x\"}", "{\"id\":\"x-10000\"}" };
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrBcCustomer) customer = psr_bc_customer_from_json (json_node_get_object (customer_node), &error);
  g_autoptr (PsrBcItem) item = psr_bc_item_from_json (json_node_get_object (item_node), &error);
  g_autoptr (PsrBcLine) line = psr_bc_line_from_json (json_node_get_object (line_node), &error);
  g_autoptr (PsrBcLine) comment = psr_bc_line_from_json (json_node_get_object (comment_node), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (customer->address1, ==, "Rue 1");
  g_assert_cmpstr (customer->address2, ==, "Bus 3");
  g_assert_cmpstr (customer->city, ==, "Liège");
  g_assert_cmpstr (customer->country, ==, "BE");
  g_assert_cmpstr (customer->postal_code, ==, "4000");
  g_assert_cmpint (customer->blocked, ==, PSR_BC_BLOCKED_NOT);
  g_assert_cmpint (item->type, ==, PSR_BC_ITEM_NON_INVENTORY);
  g_assert_cmpstr (item->base_unit_code, ==, "PCS");
  g_assert_cmpstr (line->id, ==, "2f1c6a5e-7b2d-ef11-8409-6045bde9ca0b-10000");
  g_assert_cmpstr (line->object_number, ==, "1896-S");
  g_assert_cmpstr (line->unit_code, ==, "PCS");
  g_assert_cmpint (comment->type, ==, PSR_BC_LINE_COMMENT);
  g_assert_cmpstr (comment->object_number, ==, "");

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (JsonNode) node = parse (wrong[i]);

      g_assert_null (psr_bc_line_from_json (json_node_get_object (node), &error));
      g_assert_error (error, PSR_BC_ERROR, PSR_BC_ERROR_BAD_ROW);
      g_clear_error (&error);
    }
}

static void
test_item (void)
{
  g_autoptr (JsonNode) node =
    parse ("{\"id\":\"77a0b1f2-7b2d-ef11-8409-6045bde9ca0b\",\"number\":\"1896-S\",\"displayName\":\"ATHENS Desk\","
           "\"type\":\"Non_x002D_Inventory\",\"blocked\":true,\"inventory\":-4.00001,\"unitPrice\":649.4,"
           "\"baseUnitOfMeasureCode\":\"PCS\",\"lastModifiedDateTime\":\"0001-01-01T00:00:00Z\"}");
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrBcItem) item = psr_bc_item_from_json (json_node_get_object (node), &error);

  g_assert_no_error (error);
  g_assert_cmpint (item->type, ==, PSR_BC_ITEM_NON_INVENTORY);
  g_assert_true (item->blocked);
  assert_decimal (item->inventory, "-4.00001");
  assert_decimal (item->unit_price, "649.4");
  g_assert_cmpstr (item->base_unit_code, ==, "PCS");
  g_assert_cmpint (item->modified, ==, PSR_TIMESTAMP_NONE);
}

static void
test_bad_row (void)
{
  g_autoptr (JsonNode) no_id = parse ("{\"number\":\"X\"}");
  g_autoptr (JsonNode) bad_price = parse ("{\"id\":\"77a0b1f2-7b2d-ef11-8409-6045bde9ca0b\",\"number\":\"1896-S\",\"unitPrice\":\"much\"}");
  g_autoptr (GError) error = NULL;

  g_assert_null (psr_bc_item_from_json (json_node_get_object (no_id), &error));
  g_assert_error (error, PSR_BC_ERROR, PSR_BC_ERROR_BAD_ROW);
  g_clear_error (&error);

  g_assert_null (psr_bc_item_from_json (json_node_get_object (bad_price), &error));
  g_assert_error (error, PSR_BC_ERROR, PSR_BC_ERROR_BAD_ROW);
  g_assert_nonnull (strstr (error->message, "1896-S"));
}

static void
test_entry (void)
{
  g_autoptr (JsonNode) node =
    parse ("{\"id\":\"a7a0b1f2-7b2d-ef11-8409-6045bde9ca0b\",\"entryNumber\":512,\"itemNumber\":\"1896-s\","
           "\"postingDate\":\"2026-08-24\",\"quantity\":-2.5,\"lastModifiedDateTime\":\"2026-08-24T09:12:33.273Z\"}");
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrBcItemLedgerEntry) entry = psr_bc_item_ledger_entry_from_json (json_node_get_object (node), &error);

  g_assert_no_error (error);
  g_assert_cmpint (entry->entry_number, ==, 512);
  g_assert_cmpstr (entry->item_number, ==, "1896-S");
  g_assert_cmpstr (entry->posting_date, ==, "2026-08-24");
  assert_decimal (entry->quantity, "-2.5");
}

static void
test_document (void)
{
  g_autoptr (JsonNode) node =
    parse ("{\"@odata.etag\":\"W/\\\"e\\\"\",\"id\":\"9c1d0000-7b2d-ef11-8409-6045bde9ca0b\",\"number\":\"S-INV1\","
           "\"externalDocumentNumber\":\"wo-1 \",\"invoiceDate\":\"2026-08-24\",\"postingDate\":\"0001-01-01\","
           "\"customerId\":\"2f1c6a5e-7b2d-ef11-8409-6045bde9ca0b\",\"status\":\"In_x0020_Review\","
           "\"totalAmountExcludingTax\":799.4,\"totalTaxAmount\":199.85,\"totalAmountIncludingTax\":999.25,"
           "\"salesInvoiceLines\":[{\"id\":\"a1b20000-7b2d-ef11-8409-6045bde9ca0b\",\"sequence\":20000,"
           "\"itemId\":\"00000000-0000-0000-0000-000000000000\",\"lineType\":\"Resource\",\"lineObjectNumber\":\"LINDA\","
           "\"quantity\":2.5,\"unitPrice\":60,\"taxPercent\":25,\"netAmount\":150,\"netTaxAmount\":37.5,\"netAmountIncludingTax\":187.5}]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrBcDocument) invoice = psr_bc_document_from_json (PSR_BC_DOCUMENT_INVOICE, json_node_get_object (node), &error);
  g_autoptr (PsrBcDocument) order = NULL;
  const PsrBcLine *line;

  g_assert_no_error (error);
  g_assert_cmpstr (invoice->external_number, ==, "WO-1");
  g_assert_cmpstr (invoice->document_date, ==, "2026-08-24");
  g_assert_cmpstr (invoice->posting_date, ==, "");
  g_assert_cmpint (invoice->status, ==, PSR_BC_STATUS_IN_REVIEW);
  g_assert_false (psr_bc_document_is_draft (invoice));
  g_assert_true (psr_bc_document_is_live (invoice));
  assert_decimal (invoice->total_including_tax, "999.25");
  g_assert_nonnull (invoice->lines);
  g_assert_cmpuint (invoice->lines->len, ==, 1);

  line = g_ptr_array_index (invoice->lines, 0);
  g_assert_cmpint (line->type, ==, PSR_BC_LINE_RESOURCE);
  g_assert_cmpstr (line->object_number, ==, "LINDA");
  g_assert_null (line->item_id);
  assert_decimal (line->net_including_tax, "187.5");
  g_assert_cmpstr (psr_bc_line_type_to_string (line->type), ==, "Resource");

  /* The lines of invoices aren't those of orders: none were sent. */
  order = psr_bc_document_from_json (PSR_BC_DOCUMENT_ORDER, json_node_get_object (node), &error);
  g_assert_no_error (error);
  g_assert_null (order->lines);
  g_assert_cmpstr (order->document_date, ==, "");
}

static void
test_status (void)
{
  static const struct
  {
    const char  *word;
    PsrBcStatus  status;
    gboolean     live;
  } statuses[] = {
    { "Draft", PSR_BC_STATUS_DRAFT, TRUE },
    { "Open", PSR_BC_STATUS_OPEN, TRUE },
    { "Paid", PSR_BC_STATUS_PAID, TRUE },
    { "Canceled", PSR_BC_STATUS_CANCELED, FALSE },
    { "Corrective", PSR_BC_STATUS_CORRECTIVE, FALSE },
    { "_x0020_", PSR_BC_STATUS_UNKNOWN, TRUE },
    { "Something", PSR_BC_STATUS_UNKNOWN, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"id\":\"9c1d0000-7b2d-ef11-8409-6045bde9ca0b\",\"status\":\"%s\"}", statuses[i].word);
      g_autoptr (JsonNode) node = parse (json);
      g_autoptr (PsrBcDocument) document = psr_bc_document_from_json (PSR_BC_DOCUMENT_INVOICE, json_node_get_object (node), NULL);

      g_assert_nonnull (document);
      g_assert_cmpint (document->status, ==, statuses[i].status);
      g_assert_cmpint (psr_bc_document_is_live (document), ==, statuses[i].live);
    }
}

static void
test_enum (void)
{
  static const char * const pairs[][2] = {
    { "Non_x002D_Inventory", "Non-Inventory" },
    { "_x0020_", "" },
    { "In_x0020_Review", "In Review" },
    { "In Review", "In Review" },
    { "Positive_x0020_Adjmt_x002E_", "Positive Adjmt." },
    { "_x00_", "_x00_" },
    { "Caf_x00E9_", "Café" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *plain = psr_bc_enum_decode (pairs[i][0]);

      g_assert_cmpstr (plain, ==, pairs[i][1]);
    }
}

static void
test_environment (void)
{
  g_autoptr (JsonNode) node =
    parse ("{\"aadTenantId\":\"7D5A0000-7B2D-EF11-8409-6045BDE9CA0B\",\"type\":\"Sandbox\",\"name\":\"Test\",\"countryCode\":\"BE\"}");
  g_autoptr (PsrBcEnvironment) environment = psr_bc_environment_from_json (json_node_get_object (node), NULL);

  g_assert_nonnull (environment);
  g_assert_cmpint (environment->type, ==, PSR_BC_ENVIRONMENT_SANDBOX);
  g_assert_cmpstr (psr_bc_environment_type_to_string (environment->type), ==, "Sandbox");
  g_assert_cmpstr (environment->tenant_id, ==, "7d5a0000-7b2d-ef11-8409-6045bde9ca0b");
  g_assert_cmpstr (environment->name, ==, "Test");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bc/records/v1", test_v1);
  g_test_add_func ("/bc/records/customer", test_customer);
  g_test_add_func ("/bc/records/item", test_item);
  g_test_add_func ("/bc/records/bad-row", test_bad_row);
  g_test_add_func ("/bc/records/entry", test_entry);
  g_test_add_func ("/bc/records/document", test_document);
  g_test_add_func ("/bc/records/status", test_status);
  g_test_add_func ("/bc/records/enum", test_enum);
  g_test_add_func ("/bc/records/environment", test_environment);

  return g_test_run ();
}
