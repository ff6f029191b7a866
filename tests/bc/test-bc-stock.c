/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "psr-bc-error.h"
#include "psr-bc-open-parts.h"
#include "psr-bc-stock-row.h"
#include "psr-json.h"

static JsonObject *
parse (const char *json)
{
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = psr_json_parse (bytes, &error);

  g_assert_no_error (error);
  return json_node_dup_object (node);
}

/* Whoever publishes a page or a query gives its columns their names. */
static void
test_learn (void)
{
  const struct
  {
    const char *row;
    const char *named;
    const char *item, *location, *quantity, *open;
  } cases[] = {
    { "{\"@odata.etag\":\"x\",\"Item_No\":\"A\",\"Location_Code\":\"M\",\"Quantity\":9,\"Remaining_Quantity\":1,\"Open\":true}", NULL,
      "Item_No", "Location_Code", "Remaining_Quantity", "Open" },
    { "{\"itemNumber\":\"A\",\"location\":\"M\",\"inventory\":1}", NULL, "itemNumber", "location", "inventory", NULL },
    { "{\"No\":\"A\",\"Location_Code\":\"M\",\"Quantity\":1,\"Qty_on_Hand\":2}", "QtyOnHand", "No", "Location_Code", "Qty_on_Hand", NULL },
    { "{\"No\":\"A\",\"Quantity\":1}", NULL, NULL, NULL, NULL, NULL },
    { "{\"No\":\"A\",\"Location_Code\":\"M\",\"Quantity\":1}", "Stock", NULL, NULL, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonObject) row = parse (cases[i].row);
      g_autoptr (PsrBcStockSource) source = psr_bc_stock_source_new ("Service", NULL, NULL, cases[i].named);
      g_autoptr (GError) error = NULL;
      g_autoptr (PsrBcStockSource) learnt = psr_bc_stock_source_learn (source, row, &error);

      g_assert_false (psr_bc_stock_source_is_known (source));
      if (cases[i].item == NULL)
        {
          g_assert_error (error, PSR_BC_ERROR, PSR_BC_ERROR_BAD_ROW);
          continue;
        }

      g_assert_no_error (error);
      g_assert_cmpstr (learnt->item, ==, cases[i].item);
      g_assert_cmpstr (learnt->location, ==, cases[i].location);
      g_assert_cmpstr (learnt->quantity, ==, cases[i].quantity);
      g_assert_cmpstr (learnt->open, ==, cases[i].open);
    }
}

static void
test_rows (void)
{
  const char *json = "{\"value\":[{\"itemNo\":\"pump\",\"locationCode\":\"van01\",\"remainingQuantity\":2.5},"
                     "{\"itemNo\":\"PUMP\",\"locationCode\":\"\",\"remainingQuantity\":-1},"
                     "{\"itemNo\":\"PUMP\",\"locationCode\":\"MAIN\",\"remainingQuantity\":0}]}";
  g_autoptr (PsrBcStockSource) source = psr_bc_stock_source_new (NULL, NULL, NULL, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrJsonTree) tree = psr_json_tree_new (bytes, &error);
  g_autoptr (GPtrArray) rows = NULL;
  const PsrBcStockRow *row;

  g_assert_no_error (error);
  rows = psr_bc_stock_rows_read (psr_json_item_find (psr_json_tree_get_root (tree), "value"), source, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 2);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpstr (row->item, ==, "PUMP");
  g_assert_cmpstr (row->location, ==, "VAN01");
  g_assert_cmpint (row->quantity.units, ==, 250000);
  row = g_ptr_array_index (rows, 1);
  g_assert_cmpstr (row->location, ==, "");
  g_assert_true (psr_decimal_is_negative (row->quantity));
}

/* What an order has shipped has left the stock. */
static void
test_open_parts (void)
{
  const char *line = "{\"itemId\":\"10000001-7b2d-ef11-8409-6045bde9ca0b\",\"locationId\":\"00000000-0000-0000-0000-000000000000\","
                     "\"unitOfMeasureCode\":\"PCS\",\"quantity\":6,\"shippedQuantity\":4}";
  g_autofree char *json = g_strdup_printf ("{\"id\":\"30000001-7b2d-ef11-8409-6045bde9ca0b\",\"number\":\"O1\",\"status\":\"Draft\","
                                           "\"salesOrderLines\":[%s,{\"itemId\":\"00000000-0000-0000-0000-000000000000\",\"quantity\":1}]}",
                                           line);
  g_autoptr (JsonObject) object = parse (json);
  g_autoptr (JsonObject) bare = parse ("{\"id\":\"30000001-7b2d-ef11-8409-6045bde9ca0b\",\"number\":\"O1\",\"status\":\"Draft\"}");
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrBcOpenParts) parts = psr_bc_open_parts_from_json (PSR_BC_DOCUMENT_ORDER, object, &error);
  const PsrBcOpenPart *part;

  g_assert_no_error (error);
  g_assert_cmpuint (parts->parts->len, ==, 1);
  part = g_ptr_array_index (parts->parts, 0);
  g_assert_cmpint (part->quantity.units, ==, 200000);
  g_assert_null (part->location_id);

  g_assert_null (psr_bc_open_parts_from_json (PSR_BC_DOCUMENT_ORDER, bare, &error));
  g_assert_error (error, PSR_BC_ERROR, PSR_BC_ERROR_BAD_ROW);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bc/stock/learn", test_learn);
  g_test_add_func ("/bc/stock/rows", test_rows);
  g_test_add_func ("/bc/stock/open-parts", test_open_parts);

  return g_test_run ();
}
