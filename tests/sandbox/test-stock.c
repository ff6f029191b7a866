/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bc-fixture.h"

#define QUERY "/v2.0/Production/api/microsoft/analytics/v1.0"
#define WEB "/v2.0/Production/ODataV4/Company('CRONUS%20BE')/ItemLedgerEntries"

static guint
act (Fixture    *f,
     const char *body)
{
  g_autoptr (JsonNode) node = json_from_string (body, NULL);
  g_autofree char *refusal = NULL;

  return sbx_bc_person (f->bc, json_node_get_object (node), &refusal);
}

/* What is open, as "MAIN 10 VAN01 3": in the order of the entries. */
static void
expect (Fixture    *f,
        const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);
  SbxRow *item = sbx_table_find_by (sbx_bc_table (f->bc, "items"), "number", "PUMP");
  JsonArray *rows;
  SbxDecimal sum = 0;

  call_api (f, QUERY, "GET", "itemLedgerEntries?$select=itemNo,locationCode,remainingQuantity&$filter=open eq true and itemNo eq 'PUMP'", NULL);
  g_assert_cmpuint (f->status, ==, 200);
  rows = json_object_get_array_member (json_node_get_object (f->answer), "value");
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      SbxDecimal left = sbx_decimal_from_double (json_object_get_double_member (row, "remainingQuantity"));
      g_autofree char *text = sbx_decimal_to_string (left);

      g_assert_cmpuint (json_object_get_size (row), ==, 3);
      sum += left;
      g_string_append_printf (found, "%s%s %s", i > 0 ? " " : "", json_object_get_string_member (row, "locationCode"), text);
    }
  g_assert_cmpstr (found->str, ==, expected);
  g_assert_cmpint (sum, ==, sbx_row_decimal (item, "inventory"));
}

static void
test_moves (Fixture      *f,
            gconstpointer unused)
{
  SbxRow *item = sbx_table_find_by (sbx_bc_table (f->bc, "items"), "number", "PUMP");
  gint64 modified = item->modified;
  JsonObject *document, *row;
  g_autofree char *body = NULL;
  g_autofree char *post = NULL;

  expect (f, "");
  g_assert_cmpuint (act (f, "{\"verb\":\"adjust-stock\",\"number\":\"PUMP\",\"location\":\"MAIN\",\"quantity\":10}"), ==, 200);
  g_assert_cmpuint (act (f, "{\"verb\":\"adjust-stock\",\"number\":\"PUMP\",\"location\":\"MAIN\",\"quantity\":5.5}"), ==, 200);
  expect (f, "MAIN 10 MAIN 5.5");
  /* First in, first out. */
  g_assert_cmpuint (act (f, "{\"verb\":\"transfer-stock\",\"number\":\"PUMP\",\"location\":\"MAIN\",\"to\":\"VAN01\",\"quantity\":3}"), ==, 200);
  expect (f, "MAIN 7 MAIN 5.5 VAN01 3");
  g_assert_cmpuint (act (f, "{\"verb\":\"adjust-stock\",\"number\":\"PUMP\",\"location\":\"MAIN\",\"quantity\":-8}"), ==, 200);
  expect (f, "MAIN 4.5 VAN01 3");

  /* A line says where it is taken from; without a location, from none. */
  body = g_strdup_printf ("{\"customerNumber\":\"10000\",\"salesInvoiceLines\":["
                          "{\"lineType\":\"Item\",\"lineObjectNumber\":\"PUMP\",\"quantity\":1,\"locationId\":\"%s\"},"
                          "{\"lineType\":\"Item\",\"lineObjectNumber\":\"PUMP\",\"quantity\":2}]}",
                          sbx_row_id (sbx_table_find_by (sbx_bc_table (f->bc, "locations"), "code", "VAN01")));
  document = call (f, "POST", "salesInvoices", body);
  g_assert_cmpuint (f->status, ==, 201);
  post = g_strdup_printf ("salesInvoices(%s)/Microsoft.NAV.post", json_object_get_string_member (document, "id"));
  expect (f, "MAIN 4.5 VAN01 3");
  call (f, "POST", post, "{}");
  g_assert_cmpuint (f->status, ==, 204);
  expect (f, "MAIN 4.5 VAN01 2  -2");

  g_assert_cmpint (item->modified, ==, modified);
  row = line_at (call (f, "GET", "itemLedgerEntries?$orderby=entryNumber desc", NULL), "value", 0);
  g_assert_cmpint (json_object_get_int_member (row, "entryNumber"), ==, 7);
  g_assert_cmpstr (json_object_get_string_member (row, "entryType"), ==, "Sale");
}

static void
test_shapes (Fixture      *f,
             gconstpointer unused)
{
  JsonObject *row;

  act (f, "{\"verb\":\"adjust-stock\",\"number\":\"PUMP\",\"location\":\"MAIN\",\"quantity\":10}");
  act (f, "{\"verb\":\"adjust-stock\",\"number\":\"PUMP\",\"location\":\"MAIN\",\"quantity\":-4}");
  row = line_at (call_api (f, QUERY, "GET", "itemLedgerEntries", NULL), "value", 0);
  g_assert_false (json_object_has_member (row, "@odata.etag"));
  g_assert_cmpuint (json_object_get_size (row), ==, 22);
  g_assert_cmpint (json_object_get_int_member (row, "entryNo"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (row, "unitOfMeasureCode"), ==, "PCS");
  g_assert_true (json_object_get_boolean_member (row, "open"));
  g_assert_true (json_object_get_boolean_member (row, "positive"));
  row = line_at (json_node_get_object (f->answer), "value", 1);
  g_assert_false (json_object_get_boolean_member (row, "open"));
  g_assert_false (json_object_get_boolean_member (row, "positive"));

  row = line_at (call_path (f, "GET", WEB, "$filter=Open eq true&$select=Item_No,Location_Code,Remaining_Quantity", NULL), "value", 0);
  g_assert_cmpstr (json_object_get_string_member (row, "Item_No"), ==, "PUMP");
  g_assert_cmpstr (json_object_get_string_member (row, "Location_Code"), ==, "MAIN");
  assert_number (row, "Remaining_Quantity", "6");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (json_node_get_object (f->answer), "value")), ==, 1);

  call_api (f, QUERY, "POST", "itemLedgerEntries", "{}");
  g_assert_cmpuint (f->status, ==, 405);
  call_api (f, QUERY, "GET", "itemLedgerEntries?$filter=binCode eq 'X'", NULL);
  g_assert_cmpuint (f->status, ==, 400);
  g_assert_cmpuint (act (f, "{\"verb\":\"adjust-stock\",\"number\":\"SERVICE-HOUR\",\"quantity\":1}"), ==, 409);
  g_assert_cmpuint (act (f, "{\"verb\":\"adjust-stock\",\"number\":\"PUMP\",\"location\":\"MOON\",\"quantity\":1}"), ==, 404);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sandbox/stock/moves", Fixture, NULL, set_up, test_moves, tear_down);
  g_test_add ("/sandbox/stock/shapes", Fixture, NULL, set_up, test_shapes, tear_down);
  return g_test_run ();
}
