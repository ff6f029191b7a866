/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bc-fixture.h"

static void
assert_refused (Fixture    *f,
                const char *set,
                const char *body,
                guint       status,
                const char *code,
                const char *message)
{
  JsonObject *error;
  guint before = sbx_table_size (sbx_bc_table (f->bc, "salesInvoices")) + sbx_table_size (sbx_bc_table (f->bc, "salesOrders"));

  call (f, "POST", set, body);
  g_assert_cmpuint (f->status, ==, status);
  error = json_object_get_object_member (json_node_get_object (f->answer), "error");
  g_assert_cmpstr (json_object_get_string_member (error, "code"), ==, code);
  if (!g_str_has_prefix (json_object_get_string_member (error, "message"), message))
    g_error ("%s", json_object_get_string_member (error, "message"));
  g_assert_nonnull (strstr (json_object_get_string_member (error, "message"), ".  CorrelationId:  "));
  g_assert_cmpuint (sbx_table_size (sbx_bc_table (f->bc, "salesInvoices")) + sbx_table_size (sbx_bc_table (f->bc, "salesOrders")), ==, before);
}

static void
test_deep_insert (Fixture      *f,
                  gconstpointer unused)
{
  JsonObject *document;

  document = call (f, "POST", "salesInvoices?$expand=salesInvoiceLines",
                   "{\"customerNumber\":\"10000\",\"externalDocumentNumber\":\" wo-1 \",\"salesInvoiceLines\":["
                   "{\"lineType\":\"Item\",\"lineObjectNumber\":\"PUMP\",\"unitOfMeasureCode\":\"PCS\",\"quantity\":3,\"unitPrice\":10.01,\"discountPercent\":0},"
                   "{\"lineType\":\"Item\",\"lineObjectNumber\":\"FOOD\",\"quantity\":1,\"unitPrice\":9.99},"
                   "{\"lineType\":\"Resource\",\"lineObjectNumber\":\"LINDA\",\"quantity\":2.5},"
                   "{\"lineType\":\"Account\",\"lineObjectNumber\":\"705000\",\"quantity\":1,\"unitPrice\":0.05,\"discountAmount\":0.01},"
                   "{\"description\":\"Thank you\"}]}");
  g_assert_cmpuint (f->status, ==, 201);
  g_assert_cmpstr (json_object_get_string_member (document, "externalDocumentNumber"), ==, "WO-1");
  g_assert_cmpstr (json_object_get_string_member (document, "number"), ==, "102201");
  g_assert_cmpstr (json_object_get_string_member (document, "currencyCode"), ==, "EUR");
  g_assert_cmpstr (json_object_get_string_member (document, "status"), ==, "Draft");
  /* 30.03 at 21 %: 6.31; 9.99 at 6 %: 0.60; 150 + 0.04 at 21 %: 31.51. */
  assert_number (document, "totalAmountExcludingTax", "190.06");
  assert_number (document, "totalTaxAmount", "38.42");
  assert_number (document, "totalAmountIncludingTax", "228.48");
  g_assert_cmpstr (json_object_get_string_member (line_at (document, "salesInvoiceLines", 4), "lineType"), ==, "Comment");
  g_assert_cmpstr (json_object_get_string_member (line_at (document, "salesInvoiceLines", 0), "taxCode"), ==, "VAT21-GOODS");
  g_assert_cmpint (json_object_get_int_member (line_at (document, "salesInvoiceLines", 4), "sequence"), ==, 50000);
  assert_number (line_at (document, "salesInvoiceLines", 3), "discountPercent", "20");
  assert_number (line_at (document, "salesInvoiceLines", 2), "unitPrice", "60");
}

static void
test_before_lines (Fixture      *f,
                   gconstpointer unused)
{
  JsonObject *document = call (f, "POST", "salesOrders",
                               "{\"customerNumber\":\"10000\",\"salesOrderLines\":[{\"lineType\":\"Item\",\"lineObjectNumber\":\"PUMP\",\"quantity\":1}]}");
  g_autofree char *path = NULL;

  g_assert_cmpuint (f->status, ==, 201);
  g_assert_false (json_object_has_member (document, "salesOrderLines"));
  assert_number (document, "totalAmountExcludingTax", "0");
  g_assert_cmpstr (json_object_get_string_member (document, "number"), ==, "S-ORD101001");
  path = g_strdup_printf ("salesOrders(%s)", json_object_get_string_member (document, "id"));
  document = call (f, "GET", path, NULL);
  assert_number (document, "totalAmountIncludingTax", "12.11");
}

static void
test_atomic (Fixture      *f,
             gconstpointer unused)
{
  const char *start = "{\"customerNumber\":\"10000\",\"salesInvoiceLines\":[{\"lineType\":\"Item\",\"lineObjectNumber\":\"PUMP\",\"quantity\":1},";
  static const struct
  {
    const char *line;
    const char *code;
    const char *message;
  } cases[] = {
    { "{\"lineType\":\"Item\",\"lineObjectNumber\":\"NONE\"}", "Application_DialogException", "Item does not exist" },
    { "{\"lineType\":\"Item\",\"lineObjectNumber\":\"OLD\"}", "Application_FieldValidationException", "Blocked must be equal to 'No'  in Item: No.=OLD. Current value is 'Yes'" },
    { "{\"lineType\":\"Resource\",\"lineObjectNumber\":\"NOBODY\"}", "Internal_RecordNotFound", "The Resource does not exist" },
    { "{\"lineType\":\"Account\",\"lineObjectNumber\":\"700999\"}", "Application_FieldValidationException", "Account Type must be equal to 'Posting'" },
    { "{\"lineType\":\"Item\",\"lineObjectNumber\":\"PUMP\",\"unitOfMeasureCode\":\"BOX\"}", "Internal_InvalidTableRelation", "The field Unit of Measure Code of table Sales Line contains a value (BOX)" },
    { "{\"lineType\":\"Item\",\"lineObjectNumber\":\"PUMP\",\"locationCode\":\"MAIN\"}", "BadRequest", "Could not find a property named 'locationCode' on type 'Microsoft.NAV.salesInvoiceLine'" },
    { "{\"lineType\":\"Item\",\"lineObjectNumber\":\"PUMP\",\"netAmount\":1}", "BadRequest_InvalidOperation", "Control 'netAmount' is read-only" },
    { "{\"lineType\":\"Labour\"}", "Unknown", "'Labour' is not an option. The existing options are: Comment,Account,Item,Resource,Fixed Asset,Charge,Allocation Account" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = g_strconcat (start, cases[i].line, "]}", NULL);

      assert_refused (f, "salesInvoices", body, 400, cases[i].code, cases[i].message);
      g_assert_cmpuint (sbx_table_size (sbx_bc_table (f->bc, "salesInvoiceLines")), ==, 0);
    }
  assert_refused (f, "salesOrders", "{\"customerNumber\":\"STOP\"}", 400, "Application_DialogException",
                  "You cannot create this type of document when Customer STOP is blocked with type Ship");
  assert_refused (f, "salesOrders", "{\"customerNumber\":\"NOBODY\"}", 400, "Application_DialogException", "The sell-to customer cannot be found");
  assert_refused (f, "salesOrders", "{}", 400, "Application_DialogException", "A \"customerNumber\" or a \"customerId\" must be provided");
  assert_refused (f, "salesOrders", "{\"customerNumber\":\"10000\",\"externalDocumentNumber\":\"123456789012345678901234567890123456\"}", 400,
                  "Application_StringExceededLength", "The length of the string is 36, but it must be less than or equal to 35 characters. Value: 123456");
  assert_refused (f, "salesOrders", "{\"customerNumber\":\"10000\",\"orderDate\":\"24/08/2026\"}", 400, "BadRequest", "Unable to convert value to Date");
  assert_refused (f, "salesOrders", "{\"customerNumber\":\"10000\",\"discountAmount\":1}", 400, "Application_DialogException", "Cannot apply an invoice discount");
  assert_refused (f, "salesOrders", "[1]", 400, "BadRequest", "Invalid Request Body");

  /* Nothing of all that used up a number; ship-blocked customers may be invoiced; duplicates are taken. */
  call (f, "POST", "salesInvoices", "{\"customerNumber\":\"STOP\",\"externalDocumentNumber\":\"X\"}");
  g_assert_cmpuint (f->status, ==, 201);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (f->answer), "number"), ==, "102201");
  call (f, "POST", "salesInvoices", "{\"customerNumber\":\"STOP\",\"externalDocumentNumber\":\"x\"}");
  g_assert_cmpuint (f->status, ==, 201);
}

static void
test_vat_groups (Fixture      *f,
                 gconstpointer unused)
{
  JsonObject *document;

  /* Reverse charge exists with the service groups only. */
  document = call (f, "POST", "salesInvoices?$expand=salesInvoiceLines",
                   "{\"customerNumber\":\"COCON\",\"salesInvoiceLines\":[{\"lineType\":\"Resource\",\"lineObjectNumber\":\"LINDA\",\"quantity\":1}]}");
  g_assert_cmpuint (f->status, ==, 201);
  assert_number (document, "totalTaxAmount", "0");
  assert_number (document, "totalAmountExcludingTax", "60");
  assert_refused (f, "salesInvoices",
                  "{\"customerNumber\":\"COCON\",\"salesInvoiceLines\":[{\"lineType\":\"Item\",\"lineObjectNumber\":\"PUMP\",\"quantity\":1}]}", 400,
                  "Internal_RecordNotFound",
                  "The VAT Posting Setup does not exist. Identification fields and values: VAT Bus. Posting Group='CC',VAT Prod. Posting Group='G3'");
  /* The VAT group is that of the bill-to customer. */
  assert_refused (f, "salesInvoices",
                  "{\"customerNumber\":\"BRANCH\",\"salesInvoiceLines\":[{\"lineType\":\"Item\",\"lineObjectNumber\":\"PUMP\",\"quantity\":1}]}", 400,
                  "Internal_RecordNotFound", "The VAT Posting Setup does not exist");

  document = call (f, "POST", "salesInvoices?$expand=salesInvoiceLines",
                   "{\"customerNumber\":\"10000\",\"salesInvoiceLines\":[{\"lineType\":\"Item\",\"lineObjectNumber\":\"PUMP\",\"quantity\":1,\"taxCode\":\"g1\"}]}");
  assert_number (document, "totalTaxAmount", "0.60");
  g_assert_cmpstr (json_object_get_string_member (line_at (document, "salesInvoiceLines", 0), "taxCode"), ==, "VAT06-GOODS");
  assert_number (line_at (document, "salesInvoiceLines", 0), "taxPercent", "6");
}

static void
test_defaults_that_change_money (Fixture      *f,
                                 gconstpointer unused)
{
  JsonObject *document, *line;

  /* The sales unit: three are three boxes. */
  document = call (f, "POST", "salesInvoices?$expand=salesInvoiceLines",
                   "{\"customerNumber\":\"10000\",\"salesInvoiceLines\":[{\"lineType\":\"Item\",\"lineObjectNumber\":\"SCREW\",\"quantity\":3},"
                   "{\"lineType\":\"Item\",\"lineObjectNumber\":\"SCREW\",\"unitOfMeasureCode\":\"PCS\",\"quantity\":3}]}");
  line = line_at (document, "salesInvoiceLines", 0);
  g_assert_cmpstr (json_object_get_string_member (line, "unitOfMeasureCode"), ==, "BOX");
  assert_number (line, "unitPrice", "12");
  assert_number (line_at (document, "salesInvoiceLines", 1), "unitPrice", "1");

  /* The customer's own line discount stays on an explicit price, unless a discount is sent. */
  document = call (f, "POST", "salesInvoices?$expand=salesInvoiceLines",
                   "{\"customerNumber\":\"DISC\",\"salesInvoiceLines\":[{\"lineType\":\"Item\",\"lineObjectNumber\":\"PUMP\",\"quantity\":2,\"unitPrice\":50},"
                   "{\"lineType\":\"Item\",\"lineObjectNumber\":\"PUMP\",\"quantity\":2,\"unitPrice\":50,\"discountPercent\":0},"
                   "{\"lineType\":\"Item\",\"lineObjectNumber\":\"PUMP\",\"unitPrice\":50,\"discountPercent\":0,\"quantity\":2}]}");
  assert_number (line_at (document, "salesInvoiceLines", 0), "netAmount", "90");
  assert_number (line_at (document, "salesInvoiceLines", 1), "netAmount", "100");
  /* A quantity that comes last prices the line anew. */
  assert_number (line_at (document, "salesInvoiceLines", 2), "unitPrice", "10.01");
  assert_number (line_at (document, "salesInvoiceLines", 2), "netAmount", "18.02");

  /* Prices including VAT are inherited; on orders they can be switched off. */
  document = call (f, "POST", "salesInvoices?$expand=salesInvoiceLines",
                   "{\"customerNumber\":\"GROSS\",\"salesInvoiceLines\":[{\"lineType\":\"Item\",\"lineObjectNumber\":\"PUMP\",\"quantity\":1,\"unitPrice\":121}]}");
  g_assert_true (json_object_get_boolean_member (document, "pricesIncludeTax"));
  assert_number (document, "totalAmountExcludingTax", "100");
  document = call (f, "POST", "salesOrders?$expand=salesOrderLines",
                   "{\"customerNumber\":\"GROSS\",\"pricesIncludeTax\":false,\"salesOrderLines\":[{\"lineType\":\"Item\",\"lineObjectNumber\":\"PUMP\",\"quantity\":1,\"unitPrice\":121}]}");
  assert_number (document, "totalAmountExcludingTax", "121");
  assert_refused (f, "salesInvoices", "{\"customerNumber\":\"GROSS\",\"pricesIncludeTax\":false}", 400, "BadRequest_InvalidOperation",
                  "Control 'pricesIncludeTax' is read-only");
}

static void
test_etags (Fixture      *f,
            gconstpointer unused)
{
  JsonObject *document = call (f, "POST", "salesInvoices?$expand=salesInvoiceLines",
                               "{\"customerNumber\":\"10000\",\"salesInvoiceLines\":[{\"lineType\":\"Item\",\"lineObjectNumber\":\"PUMP\",\"quantity\":3},"
                               "{\"lineType\":\"Item\",\"lineObjectNumber\":\"FOOD\",\"quantity\":7}]}");
  g_autofree char *etag = g_strdup (json_object_get_string_member (document, "@odata.etag"));
  g_autofree char *path = g_strdup_printf ("salesInvoices(%s)", json_object_get_string_member (document, "id"));
  g_autofree char *lines = g_strconcat (path, "/salesInvoiceLines", NULL);

  call (f, "PATCH", path, "{\"discountAmount\":1}");
  g_assert_cmpuint (f->status, ==, 400);
  g_assert_nonnull (strstr (f->text, "BadRequest_InvalidToken"));

  f->etag = g_strdup (etag);
  document = call (f, "PATCH", path, "{\"discountAmount\":1}");
  g_assert_cmpuint (f->status, ==, 200);
  /* 30.03 + 7 - 1 */
  assert_number (document, "totalAmountExcludingTax", "36.03");
  call (f, "PATCH", path, "{\"discountAmount\":0}");
  g_assert_cmpuint (f->status, ==, 409);
  g_assert_nonnull (strstr (f->text, "Request_EntityChanged"));

  g_clear_pointer (&f->etag, g_free);
  call (f, "POST", lines, "{\"lineType\":\"Comment\",\"description\":\"More\"}");
  g_assert_cmpuint (f->status, ==, 201);
  call (f, "DELETE", path, NULL);
  g_assert_cmpuint (f->status, ==, 204);
  g_assert_cmpuint (sbx_table_size (sbx_bc_table (f->bc, "salesInvoiceLines")), ==, 0);
  call (f, "GET", path, NULL);
  g_assert_cmpuint (f->status, ==, 404);
}

static void
test_reading (Fixture      *f,
              gconstpointer unused)
{
  JsonObject *page = call (f, "GET", "customers?$select=number&$count=true&$top=2", NULL);

  g_assert_cmpuint (f->status, ==, 200);
  g_assert_cmpint (json_object_get_int_member (page, "@odata.count"), ==, 6);
  g_assert_false (json_object_has_member (page, "@odata.nextLink"));
  call (f, "GET", "salesInvoiceLines", NULL);
  g_assert_nonnull (strstr (f->text, "You must specify an Id or a Document Id to get the lines"));
  call (f, "GET", "salesinvoice", NULL);
  g_assert_cmpuint (f->status, ==, 404);
  g_assert_nonnull (strstr (f->text, "Resource not found for the segment 'salesinvoice'"));
  call (f, "GET", "al.resources", NULL);
  g_assert_cmpuint (f->status, ==, 404);
  call (f, "POST", "itemLedgerEntries", "{}");
  g_assert_cmpuint (f->status, ==, 405);
  call (f, "POST", "customers(00000000-0000-0000-0000-000000000001)/Microsoft.NAV.post", "{}");
  g_assert_cmpuint (f->status, ==, 404);
  call (f, "GET", "items?$filter=number eq 'PUMP' or displayName eq 'Pump'", NULL);
  g_assert_nonnull (strstr (f->text, "The 'OR' operator is not supported on distinct fields on an OData filter."));
}

/* An item refers to what is there, by id or by code. */
static void
test_items (Fixture      *f,
            gconstpointer unused)
{
  JsonObject *made = call (f, "POST", "items",
                           "{\"displayName\":\"Saw\",\"itemCategoryCode\":\"tools\",\"baseUnitOfMeasureCode\":\"PCS\","
                           "\"taxGroupCode\":\"G3\",\"generalProductPostingGroupCode\":\"RETAIL\",\"inventoryPostingGroupCode\":\"RESALE\"}");
  JsonObject *category = line_at (call (f, "GET", "itemCategories?$filter=code eq 'PARTS'", NULL), "value", 0);
  g_autofree char *id = g_strdup (json_object_get_string_member (category, "id"));
  g_autofree char *path = NULL;
  g_autofree char *body = g_strdup_printf ("{\"itemCategoryId\":\"%s\"}", id);

  made = call (f, "GET", "items?$filter=displayName eq 'Saw'", NULL);
  made = line_at (made, "value", 0);
  g_assert_cmpstr (json_object_get_string_member (made, "itemCategoryCode"), ==, "TOOLS");
  g_assert_cmpstr (json_object_get_string_member (made, "itemCategoryId"), !=, SBX_ZERO_GUID);
  g_assert_cmpstr (json_object_get_string_member (made, "baseUnitOfMeasureId"), !=, SBX_ZERO_GUID);
  g_assert_cmpstr (json_object_get_string_member (made, "taxGroupId"), !=, SBX_ZERO_GUID);
  g_assert_cmpstr (json_object_get_string_member (made, "inventoryPostingGroupId"), !=, SBX_ZERO_GUID);
  g_assert_cmpstr (json_object_get_string_member (made, "number"), !=, "");

  path = g_strdup_printf ("items(%s)", json_object_get_string_member (made, "id"));
  f->etag = "*";
  made = call (f, "PATCH", path, body);
  g_assert_cmpuint (f->status, ==, 200);
  g_assert_cmpstr (json_object_get_string_member (made, "itemCategoryCode"), ==, "PARTS");
  f->etag = NULL;

  call (f, "POST", "items", "{\"displayName\":\"Saw\",\"itemCategoryCode\":\"NONE\"}");
  g_assert_cmpuint (f->status, ==, 400);
  g_assert_nonnull (strstr (f->text, "does not match to a specific Item Category group."));
  call (f, "POST", "items", "{\"displayName\":\"Saw\",\"generalProductPostingGroupCode\":\"NONE\"}");
  g_assert_nonnull (strstr (f->text, "Internal_InvalidTableRelation"));
  call (f, "POST", "items", "{\"displayName\":\"Saw\",\"inventory\":5}");
  g_assert_nonnull (strstr (f->text, "Inventory cannot be changed during on insert."));
}

/* What rules of billing are made of. */
static void
test_choices (Fixture      *f,
              gconstpointer unused)
{
  JsonObject *first;

  first = line_at (call (f, "GET", "taxGroups?$select=code,displayName", NULL), "value", 0);
  g_assert_cmpstr (json_object_get_string_member (first, "code"), ==, "G0");
  first = line_at (call (f, "GET", "accounts?$select=number,displayName,accountType,directPosting,blocked", NULL), "value", 0);
  g_assert_cmpstr (json_object_get_string_member (first, "accountType"), ==, "Posting");
  g_assert_true (json_object_get_boolean_member (first, "directPosting"));
  first = line_at (call (f, "GET", "items?$filter=type ne 'Inventory'", NULL), "value", 0);
  g_assert_cmpstr (json_object_get_string_member (first, "number"), ==, "SERVICE-HOUR");
  call (f, "POST", "accounts", "{}");
  g_assert_cmpuint (f->status, ==, 405);

  first = line_at (call_api (f, "/v2.0/Production/api/microsoft/analytics/v1.0", "GET", "resources", NULL), "value", 0);
  g_assert_cmpstr (json_object_get_string_member (first, "resourceNo"), ==, "LINDA");
  assert_number (first, "unitPrice", "60");
  call_api (f, "/v2.0/Production/api/microsoft/analytics/v1.0", "GET", "taxGroups", NULL);
  g_assert_cmpuint (f->status, ==, 404);
  call_api (f, "/v2.0/Production/api/microsoft/analytics/v1.0", "POST", "resources", "{}");
  g_assert_cmpuint (f->status, ==, 405);
}

static void
test_no_analytics (Fixture      *f,
                   gconstpointer unused)
{
  call_api (f, "/v2.0/Production/api/microsoft/analytics/v1.0", "GET", "resources", NULL);
  g_assert_cmpuint (f->status, ==, 404);
}

static void
test_dutch (Fixture      *f,
            gconstpointer unused)
{
  g_autofree char *path = g_strdup_printf (API "/companies(%s)/salesInvoices", sbx_bc_company_id (f->bc));
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"customerNumber\":\"NOBODY\"}", strlen ("{\"customerNumber\":\"NOBODY\"}"));
  g_autoptr (SbxRequest) request = sbx_request_new ("POST", path, NULL, body);
  g_autoptr (SbxResponse) response = sbx_response_new ();

  soup_message_headers_append (request->headers, "Authorization", "Bearer token");
  sbx_bc_handle (request, response, f->bc);
  g_assert_nonnull (strstr (response->body->str, "De orderklant kan niet worden gevonden"));
}

static void
report (gint64      start,
        double      divisor,
        const char *what)
{
  double seconds = (double) (g_get_monotonic_time () - start) / divisor;

  g_test_minimized_result (seconds, "%s: %.6f s", what, seconds);
}

/* Run with -m perf. */
static void
test_many (Fixture      *f,
           gconstpointer unused)
{
  const char *target = "customers?$filter=lastModifiedDateTime ge 2001-01-01T00:00:00Z&$orderby=lastModifiedDateTime";
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < 100000; i++)
    {
      SbxRow *row = sbx_row_new (sbx_bc_table (f->bc, "customers"));
      g_autofree char *number = g_strdup_printf ("N%06u", i);

      sbx_row_set_text (row, "number", number);
      sbx_row_set_text (row, "displayName", "Établissements Dupont & Fils");
      sbx_row_set_text (row, "addressLine1", "Rue de la Loi 16");
      sbx_row_set_text (row, "city", "Bruxelles");
      sbx_row_set_text (row, "email", "info@example.com");
      row->modified = (gint64) (1000000000 + i / 3) * G_TIME_SPAN_SECOND;
      sbx_table_insert (sbx_bc_table (f->bc, "customers"), row);
    }
  report (start, 1e6, "100 000 customers made");

  start = g_get_monotonic_time ();
  for (guint i = 0; i < 5; i++)
    call (f, "GET", target, NULL);
  report (start, 5e6, "20 000 customers read, parsing included");

  start = g_get_monotonic_time ();
  for (guint i = 0; i < 1000; i++)
    call (f, "GET", "customers?$filter=lastModifiedDateTime ge 2020-01-01T00:00:00Z", NULL);
  report (start, 1e9, "pull without changes");

  start = g_get_monotonic_time ();
  for (guint i = 0; i < 1000; i++)
    call (f, "GET", "customers?$filter=number eq 'N050000' or number eq 'N000001'", NULL);
  report (start, 1e9, "look-up by number");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sandbox/bc/deep-insert", Fixture, NULL, set_up, test_deep_insert, tear_down);
  g_test_add ("/sandbox/bc/before-lines", Fixture, NULL, set_up, test_before_lines, tear_down);
  g_test_add ("/sandbox/bc/atomic", Fixture, NULL, set_up, test_atomic, tear_down);
  g_test_add ("/sandbox/bc/vat-groups", Fixture, NULL, set_up, test_vat_groups, tear_down);
  g_test_add ("/sandbox/bc/defaults", Fixture, NULL, set_up, test_defaults_that_change_money, tear_down);
  g_test_add ("/sandbox/bc/etags", Fixture, NULL, set_up, test_etags, tear_down);
  g_test_add ("/sandbox/bc/reading", Fixture, NULL, set_up, test_reading, tear_down);
  g_test_add ("/sandbox/bc/items", Fixture, NULL, set_up, test_items, tear_down);
  g_test_add ("/sandbox/bc/choices", Fixture, NULL, set_up, test_choices, tear_down);
  g_test_add ("/sandbox/bc/no-analytics", Fixture, "bc.analytics=no", set_up, test_no_analytics, tear_down);
  g_test_add ("/sandbox/bc/dutch", Fixture, NULL, set_up, test_dutch, tear_down);
  if (g_test_perf ())
    g_test_add ("/sandbox/bc/many", Fixture, NULL, set_up, test_many, tear_down);
  return g_test_run ();
}
