/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "price-fixture.h"

#define WEB "/v2.0/Production/ODataV4/Company('CRONUS%20BE')/"

static const char *
text (JsonObject *object,
      const char *name)
{
  return json_object_get_string_member (object, name);
}

static void
test_price_list_lines (Fixture      *f,
                       gconstpointer unused)
{
  JsonObject *page, *row;
  g_autofree char *next = NULL;

  add_lines (f, (const char *[]) { "price=9.99 code=S00002 source=Customer_x0020_Price_x0020_Group of=GOLD currency=USD unit=PCS min=3 discount=2.5 "
                                   "amount=Any vat=DOMESTIC variant=A", "price=8 status=Draft allow=no start=-1 end=1", "price=7 type=Purchase", NULL });
  page = call_path (f, "GET", WEB "PriceListLines", NULL, NULL);
  g_assert_cmpuint (f->status, ==, 200);
  g_assert_true (g_str_has_suffix (text (page, "@odata.context"), "/v2.0/Production/ODataV4/$metadata#Company('CRONUS%20BE')/PriceListLines"));
  row = line_at (page, "value", 2);
  g_assert_true (g_str_has_prefix (text (row, "@odata.etag"), "W/\""));
  g_assert_cmpstr (text (row, "Price_List_Code"), ==, "S00002");
  g_assert_cmpint (json_object_get_int_member (row, "Line_No"), ==, 10000);
  g_assert_cmpstr (text (row, "SourceType"), ==, "Customer_x0020_Price_x0020_Group");
  g_assert_cmpstr (text (row, "SourceNo"), ==, "GOLD");
  g_assert_cmpstr (text (row, "AssignToNo"), ==, "GOLD");
  g_assert_cmpstr (text (row, "CurrencyCode"), ==, "USD");
  g_assert_cmpstr (text (row, "StartingDate"), ==, "0001-01-01");
  g_assert_cmpstr (text (row, "EndingDate"), ==, "0001-01-01");
  g_assert_cmpstr (text (row, "Asset_Type"), ==, "Item");
  g_assert_cmpstr (text (row, "Asset_No"), ==, "PUMP");
  g_assert_cmpstr (text (row, "Product_No"), ==, "PUMP");
  g_assert_cmpstr (text (row, "Variant_Code"), ==, "A");
  g_assert_cmpstr (text (row, "Unit_of_Measure_Code"), ==, "PCS");
  assert_number (row, "Minimum_Quantity", "3");
  g_assert_cmpstr (text (row, "Amount_Type"), ==, "Any");
  assert_number (row, "Unit_Price", "9.99");
  g_assert_true (json_object_get_boolean_member (row, "Allow_Line_Disc"));
  assert_number (row, "Line_Discount_Percent", "2.5");
  g_assert_false (json_object_get_boolean_member (row, "Allow_Invoice_Disc"));
  g_assert_true (json_object_get_boolean_member (row, "PriceIncludesVAT"));
  g_assert_cmpstr (text (row, "VATBusPostingGrPrice"), ==, "DOMESTIC");
  g_assert_cmpstr (text (row, "Status"), ==, "Active");
  g_assert_cmpstr (text (row, "Price_Type"), ==, "Sale");
  g_assert_cmpstr (text (line_at (page, "value", 0), "Status"), ==, "Draft");

  page = call_path (f, "GET", WEB "PriceListLines", "$select=Unit_Price&$filter=Status eq 'Active' and Price_Type eq 'Sale' and StartingDate le 2099-01-01", NULL);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (page, "value")), ==, 1);
  g_assert_cmpuint (json_object_get_size (line_at (page, "value", 0)), ==, 2);
  page = call_path (f, "GET", WEB "PriceListLines", "$filter=SourceType eq 'Customer Price Group'", NULL);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (page, "value")), ==, 1);
  page = call_path (f, "GET", WEB "PriceListLines", "$top=1&$skip=1", NULL);
  assert_number (line_at (page, "value", 0), "Unit_Price", "7");

  f->prefer = "odata.maxpagesize=2";
  page = call_path (f, "GET", WEB "PriceListLines", "$select=Line_No", NULL);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (page, "value")), ==, 2);
  next = g_strdup (text (page, "@odata.nextLink"));
  g_assert_nonnull (strstr (next, "/ODataV4/Company('CRONUS%20BE')/PriceListLines?$select=Line_No&aid=FIN&$skiptoken="));
  page = call_path (f, "GET", WEB "PriceListLines", strchr (next, '?') + 1, NULL);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (page, "value")), ==, 1);
  g_assert_false (json_object_has_member (page, "@odata.nextLink"));
}

static void
test_column_sets (Fixture      *f,
                  gconstpointer unused)
{
  JsonObject *row;

  add_lines (f, (const char *[]) { "price=9 source=Customer of=10000 start=1", NULL });
  sbx_options_set (f->options, "bc.price-columns=7001", NULL);
  row = line_at (call_path (f, "GET", WEB "PriceListLines", NULL, NULL), "value", 0);
  g_assert_false (json_object_has_member (row, "Status"));
  g_assert_false (json_object_has_member (row, "Price_Type"));
  g_assert_cmpstr (text (row, "SourceType"), ==, "");
  g_assert_cmpstr (text (row, "SourceNo"), ==, "10000");
  sbx_options_set (f->options, "bc.price-columns=7005", NULL);
  row = line_at (call_path (f, "GET", WEB "PriceListLines", NULL, NULL), "value", 0);
  g_assert_cmpstr (text (row, "Status"), ==, "Active");
  g_assert_cmpstr (text (row, "Source_Type"), ==, "Customer");
  g_assert_cmpstr (text (row, "Source_No"), ==, "10000");
  g_assert_true (json_object_has_member (row, "Starting_Date"));
  g_assert_false (json_object_has_member (row, "PriceIncludesVAT"));
}

static void
test_old_tables (Fixture      *f,
                 gconstpointer unused)
{
  JsonObject *page, *row;

  add_lines (f, (const char *[]) { "price=9 source=Customer of=10000 start=-3 vat=DOMESTIC", "price=1 status=Draft", "price=2 item=",
                                   "amount=Discount discount=4 source=Customer_x0020_Disc_x002E__x0020_Group of=GOLD",
                                   "amount=Any price=8 discount=3", NULL });
  page = call_path (f, "GET", WEB "SalesPrices", NULL, NULL);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (page, "value")), ==, 2);
  row = line_at (page, "value", 0);
  g_assert_cmpstr (text (row, "Sales_Type"), ==, "Customer");
  g_assert_cmpstr (text (row, "Sales_Code"), ==, "10000");
  g_assert_cmpstr (text (row, "Item_No"), ==, "PUMP");
  g_assert_cmpstr (text (row, "VAT_Bus_Posting_Gr_Price"), ==, "DOMESTIC");
  g_assert_true (json_object_get_boolean_member (row, "Price_Includes_VAT"));
  assert_number (row, "Unit_Price", "9");
  page = call_path (f, "GET", WEB "SalesLineDiscounts", NULL, NULL);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (page, "value")), ==, 2);
  row = line_at (page, "value", 0);
  g_assert_cmpstr (text (row, "Sales_Type"), ==, "Customer Disc. Group");
  g_assert_cmpstr (text (row, "Type"), ==, "Item");
  g_assert_cmpstr (text (row, "Code"), ==, "PUMP");
  assert_number (row, "Line_Discount_Percent", "4");
  /* The new page isn't published; what only it could hold doesn't count. */
  call_path (f, "GET", WEB "PriceListLines", NULL, NULL);
  g_assert_cmpuint (f->status, ==, 404);
  expect (f, "salesInvoices", ANYBODY, "\"lineObjectNumber\":\"FOOD\",\"quantity\":1", "1", "0");
  expect (f, "salesInvoices", ANYBODY, PUMP, "7.43802", "3");
}

static void
test_other_services (Fixture      *f,
                     gconstpointer unused)
{
  SbxRow *customer = sbx_table_find_by (sbx_bc_table (f->bc, "customers"), "number", "DISC");
  JsonObject *row;

  sbx_row_set_text (customer, "al.priceGroup", "GOLD");
  sbx_row_set_text (customer, "al.discountGroup", "RETAIL");
  sbx_row_set_int (customer, "al.noLineDiscount", TRUE);
  row = line_at (call_path (f, "GET", WEB "Customers", "$filter=No eq 'DISC'", NULL), "value", 0);
  g_assert_cmpstr (text (row, "Customer_Price_Group"), ==, "GOLD");
  g_assert_cmpstr (text (row, "Customer_Disc_Group"), ==, "RETAIL");
  g_assert_cmpstr (text (row, "Currency_Code"), ==, "");
  g_assert_cmpstr (text (row, "VAT_Bus_Posting_Group"), ==, "DOMESTIC");
  g_assert_false (json_object_get_boolean_member (row, "Allow_Line_Disc"));
  g_assert_false (json_object_get_boolean_member (row, "Prices_Including_VAT"));
  row = line_at (call_path (f, "GET", WEB "Customers", "$filter=No eq 'BRANCH'", NULL), "value", 0);
  g_assert_cmpstr (text (row, "Bill_to_Customer_No"), ==, "COCON");
  g_assert_true (json_object_get_boolean_member (row, "Allow_Line_Disc"));

  row = line_at (call_path (f, "GET", WEB "ItemUnitsOfMeasure", "$filter=Item_No eq 'SCREW'", NULL), "value", 0);
  g_assert_cmpstr (text (row, "Code"), ==, "BOX");
  assert_number (row, "Qty_per_Unit_of_Measure", "12");
  row = line_at (json_node_get_object (f->answer), "value", 1);
  g_assert_cmpstr (text (row, "Code"), ==, "PCS");
  assert_number (row, "Qty_per_Unit_of_Measure", "1");
}

/* What prices are reckoned with. */
static void
test_reckoning (Fixture      *f,
                gconstpointer unused)
{
  SbxRow *item = sbx_table_find_by (sbx_bc_table (f->bc, "items"), "number", "SCREW");
  JsonObject *row;

  sbx_row_set_text (item, "al.itemDiscountGroup", "PARTS");
  row = line_at (call_path (f, "GET", WEB "Items", "$filter=No eq 'SCREW'", NULL), "value", 0);
  g_assert_cmpstr (text (row, "Sales_Unit_of_Measure"), ==, "BOX");
  g_assert_cmpstr (text (row, "Item_Disc_Group"), ==, "PARTS");
  g_assert_cmpstr (text (row, "VAT_Prod_Posting_Group"), ==, "G3");
  row = line_at (call_path (f, "GET", WEB "VATPostingSetup", "$filter=VAT_Bus_Posting_Group eq 'DOMESTIC' and VAT_Prod_Posting_Group eq 'G1'", NULL),
                 "value", 0);
  assert_number (row, "VAT_Percent", "6");
  g_assert_cmpstr (text (row, "VAT_Calculation_Type"), ==, "Normal_x0020_VAT");
  row = line_at (call_path (f, "GET", WEB "VATPostingSetup", "$filter=VAT_Bus_Posting_Group eq 'CC' and VAT_Prod_Posting_Group eq 'S3'", NULL),
                 "value", 0);
  assert_number (row, "VAT_Percent", "21");
  g_assert_cmpstr (text (row, "VAT_Calculation_Type"), ==, "Reverse_x0020_Charge_x0020_VAT");
  row = line_at (call (f, "GET", "currencyExchangeRates?$filter=currencyCode eq 'USD'", NULL), "value", 0);
  assert_number (row, "exchangeRateAmount", "110");
  assert_number (row, "relationalExchangeRateAmount", "100");
}

static void
assert_fails (Fixture    *f,
              const char *method,
              const char *path,
              guint       status,
              const char *message)
{
  call_path (f, method, path, NULL, NULL);
  g_assert_cmpuint (f->status, ==, status);
  if (strstr (f->text, message) == NULL)
    g_error ("%s", f->text);
}

static void
test_refusals (Fixture      *f,
               gconstpointer unused)
{
  assert_fails (f, "GET", WEB "Prices", 404, "Resource not found for the segment 'Prices'.");
  assert_fails (f, "GET", WEB "SalesPrices", 404, "Resource not found for the segment 'SalesPrices'.");
  assert_fails (f, "PATCH", WEB "PriceListLines", 405, "'PATCH' requests for 'PriceListLines'");
  assert_fails (f, "GET", "/v2.0/Production/ODataV4/Company('NOBODY')/PriceListLines", 404, "Internal_CompanyNotFound");
  assert_fails (f, "GET", "/v2.0/Production/ODataV4/Company(CRONUS)/PriceListLines", 400, "Error in query syntax");
  assert_fails (f, "GET", "/v2.0/Production/ODataV4/PriceListLines", 404, "Internal_CompanyNotFound");
  assert_fails (f, "GET", "/v2.0/Elsewhere/ODataV4/Company('CRONUS%20BE')/PriceListLines", 404, "NoEnvironment");
  call_path (f, "GET", "/v2.0/Production/ODataV4/PriceListLines", "company=CRONUS BE", NULL);
  g_assert_cmpuint (f->status, ==, 200);
  call_path (f, "GET", "/BC/ODataV4/Company('CRONUS%20BE')/PriceListLines", NULL, NULL);
  g_assert_cmpuint (f->status, ==, 200);
  call_path (f, "GET", "/v2.0/Production/ODataV4/", NULL, NULL);
  g_assert_nonnull (strstr (f->text, "\"PriceListLines\""));
  g_assert_null (strstr (f->text, "\"SalesPrices\""));
  call_path (f, "GET", WEB "PriceListLines", "$filter=Unit_Cost eq 1", NULL);
  g_assert_nonnull (strstr (f->text, "Could not find a property named 'Unit_Cost' on type 'NAV.PriceListLines'"));

  sbx_options_set (f->options, "bc.prices-visible=no", NULL);
  assert_fails (f, "GET", WEB "PriceListLines", 400, "Price List Line");
  sbx_options_set (f->options, "bc.prices-visible=yes", NULL);
  sbx_options_set (f->options, "bc.web-services=SalesPrices,Customers", NULL);
  assert_fails (f, "GET", WEB "PriceListLines", 404, "Resource not found");
  assert_fails (f, "GET", WEB "SalesPrices", 400, "This page is no longer available.");
  call_path (f, "GET", WEB "Customers/$count", NULL, NULL);
  g_assert_cmpstr (f->text, ==, "6");
  sbx_bc_expire_tokens (f->bc);
  assert_fails (f, "GET", WEB "Customers", 401, "Authentication_InvalidCredentials");
}

static void
test_quoted_company (Fixture      *f,
                     gconstpointer unused)
{
  assert_fails (f, "GET", "/v2.0/Production/ODataV4/Company('O''Brien%20%26%20Sons')/Customers", 404, "Internal_CompanyNotFound");
  assert_fails (f, "GET", "/v2.0/Production/ODataV4/Company('O'Brien')/Customers", 400, "Error in query syntax");
  call_path (f, "GET", "/v2.0/Production/ODataV4/Company(%27My%20Company%27)/Customers", NULL, NULL);
  g_assert_cmpuint (f->status, ==, 200);
  g_assert_nonnull (strstr (f->text, "\"value\":[]"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sandbox/odata/price-list-lines", Fixture, NULL, set_up, test_price_list_lines, tear_down);
  g_test_add ("/sandbox/odata/column-sets", Fixture, NULL, set_up, test_column_sets, tear_down);
  g_test_add ("/sandbox/odata/old-tables", Fixture, "bc.prices=old bc.odata-enums=plain", set_up, test_old_tables, tear_down);
  g_test_add ("/sandbox/odata/other-services", Fixture, NULL, set_up, test_other_services, tear_down);
  g_test_add ("/sandbox/odata/reckoning", Fixture, NULL, set_up, test_reckoning, tear_down);
  g_test_add ("/sandbox/odata/refusals", Fixture, NULL, set_up, test_refusals, tear_down);
  g_test_add ("/sandbox/odata/quoted-company", Fixture, NULL, set_up, test_quoted_company, tear_down);
  return g_test_run ();
}
