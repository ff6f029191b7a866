/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bc-fixture.h"

#define V1 "/v2.0/Production/api/v1.0"

static JsonObject *
v1 (Fixture    *f,
    const char *method,
    const char *target,
    const char *body)
{
  return call_api (f, V1, method, target, body);
}

static const char *
text (JsonObject *object,
      const char *name)
{
  return json_object_get_string_member (object, name);
}

static JsonObject *
part (JsonObject *object,
      const char *name)
{
  return json_object_get_object_member (object, name);
}

static void
assert_fails (Fixture    *f,
              const char *method,
              const char *target,
              const char *body,
              guint       status,
              const char *message)
{
  v1 (f, method, target, body);
  if (f->status != status || strstr (f->text, message) == NULL)
    g_error ("%s %s: %u %s", method, target, f->status, f->text);
}

static void
test_cards (Fixture      *f,
            gconstpointer unused)
{
  JsonObject *row, *address;
  g_autofree char *path = NULL;

  row = line_at (v1 (f, "GET", "items?$filter=number eq 'SCREW'", NULL), "value", 0);
  g_assert_cmpstr (text (part (row, "baseUnitOfMeasure"), "code"), ==, "PCS");
  g_assert_cmpstr (text (part (row, "baseUnitOfMeasure"), "displayName"), ==, "Piece");
  g_assert_true (json_object_get_null_member (part (row, "baseUnitOfMeasure"), "unitConversion"));
  g_assert_false (json_object_has_member (row, "baseUnitOfMeasureCode"));
  g_assert_false (json_object_has_member (row, "displayName2"));
  g_assert_false (json_object_has_member (row, "generalProductPostingGroupCode"));
  g_assert_cmpstr (text (row, "type"), ==, "Inventory");
  row = line_at (v1 (f, "GET", "items?$filter=number eq 'SCREW'&$select=number,baseUnitOfMeasure", NULL), "value", 0);
  g_assert_cmpuint (json_object_get_size (row), ==, 3);

  row = v1 (f, "POST", "customers", "{\"displayName\":\"Garage\",\"address\":{\"street\":\"Rue 1\\r\\nBus 3\",\"city\":\"Liège\","
                                    "\"countryLetterCode\":\"BE\",\"postalCode\":\"4000\"}}");
  g_assert_cmpuint (f->status, ==, 201);
  address = part (row, "address");
  g_assert_cmpstr (text (address, "street"), ==, "Rue 1\r\nBus 3");
  g_assert_cmpstr (text (address, "postalCode"), ==, "4000");
  g_assert_cmpstr (text (row, "blocked"), ==, " ");
  g_assert_false (json_object_has_member (row, "addressLine1"));
  g_assert_false (json_object_has_member (row, "salespersonCode"));
  path = g_strdup_printf ("customers(%s)", text (row, "id"));
  row = call (f, "GET", path, NULL);
  g_assert_cmpstr (text (row, "addressLine1"), ==, "Rue 1");
  g_assert_cmpstr (text (row, "addressLine2"), ==, "Bus 3");
  g_assert_cmpstr (text (row, "country"), ==, "BE");
  f->etag = g_strdup (text (row, "@odata.etag"));
  row = v1 (f, "PATCH", path, "{\"address\":{\"street\":\"Rue 2\"},\"phoneNumber\":\"1\"}");
  g_assert_cmpuint (f->status, ==, 200);
  g_assert_cmpstr (text (part (row, "address"), "street"), ==, "Rue 2");
  g_assert_cmpstr (text (part (row, "address"), "city"), ==, "Liège");
  g_clear_pointer (&f->etag, g_free);

  row = v1 (f, "POST", "items", "{\"displayName\":\"Pipe\",\"baseUnitOfMeasure\":{\"code\":\"M\"},\"unitPrice\":2.5}");
  g_assert_cmpuint (f->status, ==, 201);
  g_assert_cmpstr (text (part (row, "baseUnitOfMeasure"), "code"), ==, "M");
}

static void
test_order (Fixture      *f,
            gconstpointer unused)
{
  SbxRow *pump = sbx_table_find_by (sbx_bc_table (f->bc, "items"), "number", "PUMP");
  SbxRow *screw = sbx_table_find_by (sbx_bc_table (f->bc, "items"), "number", "SCREW");
  SbxRow *account = sbx_table_find_by (sbx_bc_table (f->bc, "accounts"), "number", "705000");
  g_autofree char *body = g_strdup_printf (
    "{\"customerNumber\":\"10000\",\"externalDocumentNumber\":\"wo-1\",\"postingDate\":\"2026-08-01\",\"contactId\":\"\","
    "\"shippingPostalAddress\":{\"street\":\"Site 9\",\"city\":\"Namur\"},\"salesOrderLines\":["
    "{\"itemId\":\"%s\",\"quantity\":2,\"unitPrice\":12,\"discountPercent\":10},"
    "{\"itemId\":\"%s\",\"unitOfMeasure\":{\"code\":\"BOX\"},\"quantity\":1},"
    "{\"accountId\":\"%s\",\"quantity\":1,\"unitPrice\":50},"
    "{\"lineType\":\"Comment\",\"description\":\"Thank you\"}]}",
    sbx_row_id (pump), sbx_row_id (screw), sbx_row_id (account));
  JsonObject *document, *line;
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  g_autofree char *key = NULL;
  g_autofree char *target = NULL;
  g_autofree char *invoices = NULL;

  document = v1 (f, "POST", "salesOrders?$expand=salesOrderLines,customer", body);
  if (f->status != 201)
    g_error ("%s", f->text);
  id = g_strdup (text (document, "id"));
  g_assert_cmpstr (text (document, "externalDocumentNumber"), ==, "WO-1");
  g_assert_cmpstr (text (document, "status"), ==, "Draft");
  g_assert_cmpstr (text (document, "postingDate"), ==, "2026-08-01");
  g_assert_cmpstr (text (document, "contactId"), ==, "");
  g_assert_cmpstr (text (part (document, "shippingPostalAddress"), "street"), ==, "Site 9");
  g_assert_true (json_object_has_member (document, "billingPostalAddress"));
  g_assert_false (json_object_has_member (document, "shipToCity"));
  g_assert_false (json_object_has_member (document, "shortcutDimension1Code"));
  g_assert_true (json_object_has_member (part (document, "customer"), "address"));
  assert_number (document, "totalAmountExcludingTax", "83.6");

  line = line_at (document, "salesOrderLines", 0);
  key = g_strdup_printf ("%s-10000", id);
  g_assert_cmpstr (text (line, "id"), ==, key);
  g_assert_cmpstr (text (line, "lineType"), ==, "Item");
  g_assert_cmpstr (text (part (line, "lineDetails"), "number"), ==, "PUMP");
  g_assert_cmpstr (text (part (line, "unitOfMeasure"), "code"), ==, "PCS");
  g_assert_true (json_object_get_null_member (part (line, "unitOfMeasure"), "unitConversion"));
  g_assert_false (json_object_has_member (line, "lineObjectNumber"));
  g_assert_false (json_object_has_member (line, "locationId"));
  assert_number (line, "netAmount", "21.6");
  line = line_at (document, "salesOrderLines", 1);
  assert_number (line, "unitPrice", "12");
  assert_number (part (part (line, "unitOfMeasure"), "unitConversion"), "fromToConversionRate", "12");
  line = line_at (document, "salesOrderLines", 2);
  g_assert_cmpstr (text (part (line, "lineDetails"), "displayName"), ==, "Services");
  g_assert_true (json_object_get_null_member (line, "unitOfMeasure"));

  /* The key of a line is a text. */
  target = g_strdup_printf ("salesOrders(%s)/salesOrderLines('%s')", id, key);
  assert_number (v1 (f, "GET", target, NULL), "quantity", "2");
  f->etag = g_strdup ("*");
  assert_number (v1 (f, "PATCH", target, "{\"quantity\":3,\"unitPrice\":12,\"discountPercent\":0}"), "netAmount", "36");
  g_clear_pointer (&f->etag, g_free);
  path = g_strdup_printf ("salesOrders(%s)/salesOrderLines", id);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (v1 (f, "GET", path, NULL), "value")), ==, 4);
  v1 (f, "POST", path, "{\"description\":\"One more\"}");
  g_assert_cmpuint (f->status, ==, 201);
  g_assert_true (g_str_has_suffix (text (json_node_get_object (f->answer), "id"), "-50000"));

  g_clear_pointer (&target, g_free);
  target = g_strdup_printf ("salesOrders(%s)/Microsoft.NAV.shipAndInvoice", id);
  v1 (f, "POST", target, "{}");
  g_assert_cmpuint (f->status, ==, 204);
  invoices = g_strdup ("salesInvoices?$filter=externalDocumentNumber eq 'WO-1'&$select=number,status,totalAmountExcludingTax");
  document = line_at (v1 (f, "GET", invoices, NULL), "value", 0);
  g_assert_cmpstr (text (document, "status"), ==, "Open");
  assert_number (document, "totalAmountExcludingTax", "98");
}

static void
test_refusals (Fixture      *f,
               gconstpointer unused)
{
  SbxRow *account = sbx_table_find_by (sbx_bc_table (f->bc, "accounts"), "number", "705000");
  g_autofree char *unit = g_strdup_printf ("{\"customerNumber\":\"10000\",\"salesInvoiceLines\":[{\"accountId\":\"%s\","
                                           "\"unitOfMeasure\":{\"code\":\"HOUR\"}}]}", sbx_row_id (account));
  static const char *const missing[] = { "contacts", "locations", "itemLedgerEntries", "salesShipments", "generalLedgerSetup",
                                         "generalProductPostingGroups", "salesOrderArchives", "al.resources", "postedSalesInvoices" };

  for (guint i = 0; i < G_N_ELEMENTS (missing); i++)
    assert_fails (f, "GET", missing[i], NULL, 404, "Resource not found for the segment");
  assert_fails (f, "POST", "salesInvoices", unit, 400, "Unit of Measure can be set only for lines with type Item.");
  assert_fails (f, "POST", "salesInvoices",
                "{\"customerNumber\":\"10000\",\"salesInvoiceLines\":[{\"lineType\":\"Resource\",\"lineObjectNumber\":\"LINDA\"}]}", 400,
                "Could not find a property named 'lineObjectNumber' on type 'Microsoft.NAV.salesInvoiceLine'");
  assert_fails (f, "POST", "salesInvoices", "{\"customerNumber\":\"10000\",\"salesInvoiceLines\":[{\"lineType\":\"Resource\"}]}", 400,
                "The Resource does not exist");
  assert_fails (f, "POST", "salesInvoices", "{\"customerNumber\":\"10000\",\"shipToCity\":\"Namur\"}", 400, "'shipToCity'");
  assert_fails (f, "POST", "salesInvoices", "{\"customerNumber\":\"10000\",\"billingPostalAddress\":{\"city\":\"X\"}}", 400, "read-only");
  assert_fails (f, "POST", "salesOrders", "{\"customerNumber\":\"10000\",\"pricesIncludeTax\":false}", 400, "'pricesIncludeTax' is read-only");
  assert_fails (f, "POST", "customers", "{\"displayName\":\"X\",\"addressLine1\":\"Y\"}", 400, "'addressLine1'");
  assert_fails (f, "POST", "customers", "{\"displayName\":\"X\",\"address\":{\"town\":\"Y\"}}", 400, "'town' on type 'Microsoft.NAV.postaladdresstype'");
  assert_fails (f, "GET", "items?$select=baseUnitOfMeasureCode", NULL, 400, "'baseUnitOfMeasureCode'");
  assert_fails (f, "GET", "customers?$filter=address eq 'x'", NULL, 501, "'address'");
  assert_fails (f, "GET", "salesInvoiceLines", NULL, 400, "You must specify an Id or a Document Id");
  assert_fails (f, "GET", "salesInvoiceLines(6b29fc40-ca47-1067-b31d-00dd010662da)", NULL, 400, "Error in query syntax");
  assert_fails (f, "GET", "salesInvoiceLines('nonsense')", NULL, 400, "Error in query syntax");
  assert_fails (f, "GET", "salesInvoiceLines('6b29fc40-ca47-1067-b31d-00dd010662da-10000')", NULL, 404, "does not exist");
  g_assert_cmpuint (sbx_table_size (sbx_bc_table (f->bc, "salesInvoices")), ==, 0);
}

/* Removed rows leave the pages of the others alone. */
static void
test_pages (Fixture      *f,
            gconstpointer unused)
{
  SbxTable *items = sbx_bc_table (f->bc, "items");
  JsonObject *page;
  g_autofree char *next = NULL;
  g_autofree char *first = NULL;

  f->prefer = "odata.maxpagesize=2";
  page = v1 (f, "GET", "items?$select=number", NULL);
  next = g_strdup (strchr (text (page, "@odata.nextLink"), '?') + 1);
  first = g_strdup (text (line_at (page, "value", 0), "number"));
  sbx_table_remove (items, sbx_table_find_by (items, "number", first));
  {
    g_autofree char *target = g_strconcat ("items?", next, NULL);

    page = v1 (f, "GET", target, NULL);
  }
  g_assert_cmpstr (text (line_at (page, "value", 0), "number"), ==, sbx_row_text (sbx_table_at (items, 2), "number"));
}

/* The set-up's own rows have ids of the same making as those of a new table. */
static void
test_holes (Fixture      *f,
            gconstpointer unused)
{
  SbxTable *items = sbx_bc_table (f->bc, "items");
  guint size = sbx_table_size (items);

  sbx_table_remove (items, sbx_table_find_by (items, "number", "PUMP"));
  v1 (f, "GET", "items", NULL);
  g_assert_cmpuint (f->status, ==, 200);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (json_node_get_object (f->answer), "value")), ==, size - 1);
}

static void
test_hidden (Fixture      *f,
             gconstpointer unused)
{
  call (f, "POST", "salesInvoices", "{\"customerNumber\":\"10000\"}");
  g_assert_cmpuint (f->status, ==, 201);
  sbx_options_set (f->options, "bc.drafts-visible=no", NULL);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (v1 (f, "GET", "salesInvoices", NULL), "value")), ==, 0);
}

static void
test_switch (Fixture      *f,
             gconstpointer unused)
{
  v1 (f, "GET", "items", NULL);
  g_assert_cmpuint (f->status, ==, 200);
  call (f, "GET", "items", NULL);
  g_assert_cmpuint (f->status, ==, 404);
  g_assert_nonnull (strstr (f->text, "No HTTP resource was found that matches the request URI"));
  sbx_options_set (f->options, "bc.apis=v2.0", NULL);
  v1 (f, "GET", "items", NULL);
  g_assert_cmpuint (f->status, ==, 404);
  sbx_options_set (f->options, "bc.apis=both", NULL);
  call_path (f, "GET", V1 "/$metadata", NULL, NULL);
  g_assert_nonnull (strstr (f->text, "<Property Name=\"address\" Type=\"Microsoft.NAV.postaladdresstype\"/>"));
  g_assert_nonnull (strstr (f->text, "<ComplexType Name=\"postaladdresstype\"><Property Name=\"street\""));
  g_assert_null (strstr (f->text, "locations"));
  g_assert_nonnull (strstr (f->text, "\"gtin\""));

  /* What this version doesn't have isn't there, however it is asked for, until it comes. */
  sbx_options_set (f->options, "bc.missing-properties=customers.website,items.gtin", NULL);
  call_path (f, "GET", V1 "/$metadata", NULL, NULL);
  g_assert_null (strstr (f->text, "\"gtin\""));
  v1 (f, "GET", "customers?$select=number,website", NULL);
  g_assert_cmpuint (f->status, ==, 400);
  g_assert_nonnull (strstr (f->text, "Could not find a property named 'website' on type 'Microsoft.NAV.customer'."));
  call (f, "GET", "customers?$select=website", NULL);
  g_assert_cmpuint (f->status, ==, 400);
  sbx_options_set (f->options, "bc.missing-properties=items.gtin", NULL);
  v1 (f, "GET", "customers?$select=number,website", NULL);
  g_assert_cmpuint (f->status, ==, 200);
  v1 (f, "GET", "items?$select=gtin", NULL);
  g_assert_cmpuint (f->status, ==, 400);
  sbx_options_set (f->options, "bc.missing-properties=none", NULL);
  sbx_options_set (f->options, "bc.metadata=404", NULL);
  call_path (f, "GET", V1 "/$metadata", NULL, NULL);
  g_assert_cmpuint (f->status, ==, 404);
  call_path (f, "GET", V1, NULL, NULL);
  g_assert_null (strstr (f->text, "locations"));
  call_path (f, "GET", V1 "/companies", NULL, NULL);
  g_assert_cmpuint (f->status, ==, 200);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sandbox/v1/cards", Fixture, NULL, set_up, test_cards, tear_down);
  g_test_add ("/sandbox/v1/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/sandbox/v1/refusals", Fixture, NULL, set_up, test_refusals, tear_down);
  g_test_add ("/sandbox/v1/pages", Fixture, NULL, set_up, test_pages, tear_down);
  g_test_add ("/sandbox/v1/holes", Fixture, NULL, set_up, test_holes, tear_down);
  g_test_add ("/sandbox/v1/hidden", Fixture, NULL, set_up, test_hidden, tear_down);
  g_test_add ("/sandbox/v1/switch", Fixture, "bc.apis=v1.0", set_up, test_switch, tear_down);
  return g_test_run ();
}
