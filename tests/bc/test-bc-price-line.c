/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-bc-error.h"
#include "psr-bc-price-line.h"
#include "psr-json.h"

static PsrBcPriceLine *
read_line (const char  *json,
           GError     **error)
{
  g_autoptr (GBytes) body = g_bytes_new_static (json, strlen (json));
  g_autoptr (JsonNode) node = psr_json_parse (body, error);

  return node != NULL ? psr_bc_price_line_from_json (json_node_get_object (node), error) : NULL;
}

/* As the table's own page, or a query over it, is published. */
static void
test_new_columns (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrBcPriceLine) line = read_line (
    "{ \"@odata.etag\": \"W/1\", \"Price_List_Code\": \"S00001\", \"Line_No\": 20000, \"Status\": \"Active\","
    "  \"Price_Type\": \"Sale\", \"SourceType\": \"Customer_x0020_Price_x0020_Group\", \"AssignToNo\": \"RETAIL\","
    "  \"CurrencyCode\": \"USD\", \"StartingDate\": \"2026-01-01\", \"EndingDate\": \"0001-01-01\","
    "  \"Asset_Type\": \"Item\", \"Product_No\": \"1896-S\", \"Variant_Code\": \"RED\", \"Unit_of_Measure_Code\": \"BOX\","
    "  \"Minimum_Quantity\": 2.5, \"Amount_Type\": \"Price\", \"Unit_Price\": 649.4, \"Allow_Line_Disc\": false,"
    "  \"Line_Discount_Percent\": 0, \"PriceIncludesVAT\": true, \"VATBusPostingGrPrice\": \"DOMESTIC\" }",
    &error);

  g_assert_no_error (error);
  g_assert_cmpstr (line->list, ==, "S00001");
  g_assert_cmpint (line->number, ==, 20000);
  g_assert_cmpint (line->source, ==, PSR_BC_PRICE_GROUP);
  g_assert_cmpstr (line->source_number, ==, "RETAIL");
  g_assert_cmpint (line->asset, ==, PSR_BC_PRICE_ITEM);
  g_assert_cmpstr (line->asset_number, ==, "1896-S");
  g_assert_cmpstr (line->variant, ==, "RED");
  g_assert_cmpstr (line->unit, ==, "BOX");
  g_assert_cmpstr (line->currency, ==, "USD");
  g_assert_cmpstr (line->starting, ==, "2026-01-01");
  g_assert_cmpstr (line->ending, ==, "");
  g_assert_cmpint (line->minimum.units, ==, 250000);
  g_assert_true (line->has_price);
  g_assert_false (line->has_discount);
  g_assert_cmpint (line->price.units, ==, 64940000);
  g_assert_false (line->allows_discount);
  g_assert_true (line->includes_vat);
  g_assert_cmpstr (line->vat_group, ==, "DOMESTIC");
  g_assert_true (line->is_active);
  g_assert_true (line->is_sale);
}

/* As interfaces of partners call them. */
static void
test_other_names (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrBcPriceLine) line = read_line (
    "{ \"priceListCode\": \"S2\", \"lineNo\": 1, \"status\": \"Draft\", \"assignToType\": \"All Customers\", \"assignToNo\": \"\","
    "  \"productType\": \"Item Discount Group\", \"productNo\": \"A\", \"amountType\": \"Any\", \"unitPrice\": 0,"
    "  \"lineDiscountPercent\": \"12.5\", \"priceIncludesTax\": false }",
    &error);

  g_assert_no_error (error);
  g_assert_cmpint (line->source, ==, PSR_BC_PRICE_ALL_CUSTOMERS);
  g_assert_cmpint (line->asset, ==, PSR_BC_PRICE_ITEM_GROUP);
  g_assert_true (line->has_price);
  g_assert_true (line->has_discount);
  g_assert_cmpint (line->discount.units, ==, 1250000);
  g_assert_true (line->allows_discount);
  g_assert_false (line->is_active);
}

static void
test_old_columns (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrBcPriceLine) price = read_line (
    "{ \"Sales_Type\": \"All_x0020_Customers\", \"Sales_Code\": \"\", \"Item_No\": \"1000\", \"Minimum_Quantity\": 0,"
    "  \"Unit_Price\": 10, \"Starting_Date\": \"2026-02-03\", \"Ending_Date\": \"2026-03-04\", \"Price_Includes_VAT\": false }",
    &error);
  g_autoptr (PsrBcPriceLine) discount = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (price->source, ==, PSR_BC_PRICE_ALL_CUSTOMERS);
  g_assert_cmpint (price->asset, ==, PSR_BC_PRICE_ITEM);
  g_assert_cmpstr (price->asset_number, ==, "1000");
  g_assert_cmpstr (price->ending, ==, "2026-03-04");
  g_assert_true (price->has_price && !price->has_discount);
  g_assert_true (price->is_active && price->is_sale);

  discount = read_line (
    "{ \"Sales_Type\": \"Customer_x0020_Disc._x0020_Group\", \"Sales_Code\": \"LARGE\", \"Type\": \"Item_x0020_Disc._x0020_Group\","
    "  \"Code\": \"RESALE\", \"Line_Discount_Percent\": 5 }",
    &error);
  g_assert_no_error (error);
  g_assert_cmpint (discount->source, ==, PSR_BC_PRICE_DISCOUNT_GROUP);
  g_assert_cmpint (discount->asset, ==, PSR_BC_PRICE_ITEM_GROUP);
  g_assert_cmpstr (discount->asset_number, ==, "RESALE");
  g_assert_true (!discount->has_price && discount->has_discount);
}

static void
test_refused (void)
{
  static const char * const bad[] = {
    /* Whose price it is isn't said. */
    "{ \"Status\": \"Active\", \"Product_No\": \"1000\", \"Unit_Price\": 1 }",
    /* Nor for what. */
    "{ \"Status\": \"Active\", \"SourceType\": \"Customer\", \"Unit_Price\": 1 }",
    /* Nor how much. */
    "{ \"Status\": \"Active\", \"SourceType\": \"Customer\", \"Product_No\": \"1000\" }",
    /* Drafts would count. */
    "{ \"SourceType\": \"Customer\", \"Product_No\": \"1000\", \"Unit_Price\": 1 }",
    /* Whether VAT is in it isn't said. */
    "{ \"Status\": \"Active\", \"SourceType\": \"Customer\", \"Product_No\": \"1000\", \"Unit_Price\": 1 }",
    "{ \"Status\": \"Active\", \"SourceType\": \"Customer\", \"Product_No\": \"1000\", \"PriceIncludesVAT\": false, \"Unit_Price\": \"ten\" }",
    "{ \"Status\": \"Active\", \"SourceType\": \"Customer\", \"Product_No\": \"1000\", \"PriceIncludesVAT\": false, \"Unit_Price\": {} }",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_line (bad[i], &error));
      g_assert_error (error, PSR_BC_ERROR, PSR_BC_ERROR_BAD_ROW);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bc/price-line/new-columns", test_new_columns);
  g_test_add_func ("/bc/price-line/other-names", test_other_names);
  g_test_add_func ("/bc/price-line/old-columns", test_old_columns);
  g_test_add_func ("/bc/price-line/refused", test_refused);

  return g_test_run ();
}
