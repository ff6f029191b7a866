/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "price-fixture.h"

static SbxRow *
add_variant (Fixture    *f,
             const char *item,
             const char *code)
{
  SbxTable *table = sbx_bc_table (f->bc, "itemVariants");
  SbxRow *row = sbx_row_new (table);

  sbx_row_set_text (row, "itemNumber", item);
  sbx_row_set_text (row, "itemId", sbx_row_id (sbx_table_find_by (sbx_bc_table (f->bc, "items"), "number", item)));
  sbx_row_set_text (row, "code", code);
  return sbx_table_insert (table, row);
}

/* The cases of Microsoft's test codeunit 134159, T060 to T067; a dollar is 1.1 of the local currency's. */
static void
test_best (Fixture      *f,
           gconstpointer unused)
{
  SbxRow *variant = add_variant (f, "PUMP", "A");
  g_autofree char *with_variant = g_strdup_printf ("\"lineObjectNumber\":\"PUMP\",\"itemVariantId\":\"%s\",\"quantity\":1", sbx_row_id (variant));
  const struct
  {
    const char *lines[6];
    const char *price, *variant_price;
  } cases[] = {
    /* Without lines the item card's price. */
    { { NULL }, "11.011", "11.011" },
    { { "price=15", "price=10" }, "11", "11" },
    { { "price=15", "price=10", "price=9 status=Inactive", "price=8 status=Draft", "price=7 type=Purchase" }, "11", "11" },
    { { "price=10", "price=15 currency=USD" }, "15", "15" },
    { { "price=10", "price=15 currency=USD", "price=16 currency=USD" }, "15", "15" },
    { { "price=10", "price=15 currency=USD", "price=16 variant=A" }, "15", "15" },
    { { "price=10", "price=15 currency=USD", "price=11 variant=A" }, "15", "12.1" },
    { { "price=10", "price=15 currency=USD", "price=14 variant=A", "price=20 currency=USD variant=A" }, "15", "20" },
    { { "price=10 currency=USD variant=A", "price=15 currency=USD", "price=14 variant=A", "price=20 currency=USD variant=A", "price=7" }, "15", "10" },
    /* Another currency's or variant's doesn't count. */
    { { "price=1 currency=GBP", "price=2 variant=B", "price=15" }, "16.5", "16.5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      add_lines (f, cases[i].lines);
      expect (f, "salesInvoices", DOLLARS, PUMP, cases[i].price, "0");
      expect (f, "salesInvoices", DOLLARS, with_variant, cases[i].variant_price, "0");
    }
}

/* T080 to T084. */
static void
test_vat (Fixture      *f,
          gconstpointer unused)
{
  const char *care = "\"lineObjectNumber\":\"CARE\",\"quantity\":1";

  add_item (f, "CARE", "S3", 100000);
  add_lines (f, (const char *[]) { "item=CARE price=100", NULL });
  expect (f, "salesOrders", ANYBODY, care, "100", "0");
  expect (f, "salesOrders", "\"customerNumber\":\"GROSS\"", care, "121", "0");
  expect (f, "salesOrders", "\"customerNumber\":\"COCON\"", care, "100", "0");
  add_lines (f, (const char *[]) { "item=CARE price=121 vat=DOMESTIC", NULL });
  expect (f, "salesOrders", ANYBODY, care, "100", "0");
  expect (f, "salesOrders", "\"customerNumber\":\"GROSS\"", care, "121", "0");
  /* Reverse charge: the VAT that the price was made for goes out of it. */
  expect (f, "salesOrders", "\"customerNumber\":\"COCON\"", care, "100", "0");
  expect (f, "salesOrders", "\"customerNumber\":\"COCON\",\"pricesIncludeTax\":true", care, "100", "0");
  /* A price of a group without VAT has none in it. */
  add_lines (f, (const char *[]) { "item=CARE price=50 vat=EXPORT", NULL });
  expect (f, "salesOrders", ANYBODY, care, "50", "0");
  expect (f, "salesOrders", "\"customerNumber\":\"GROSS\"", care, "60.5", "0");
  /* Rounded once, at the end. */
  add_lines (f, (const char *[]) { "item=CARE price=9.99 vat=DOMESTIC", NULL });
  expect (f, "salesOrders", DOLLARS, care, "9.08182", "0");
}

static void
test_sources (Fixture      *f,
              gconstpointer unused)
{
  SbxRow *customer = sbx_table_find_by (sbx_bc_table (f->bc, "customers"), "number", "10000");
  SbxRow *branch = add_customer (f, "SHOP", "DOMESTIC");

  sbx_row_set_text (branch, "al.billToCustomerNumber", "10000");
  sbx_row_set_text (customer, "al.priceGroup", "GOLD");
  add_lines (f, (const char *[]) { "price=9", "price=8 source=Customer of=SHOP", "price=7 source=Customer of=DISC", NULL });
  expect (f, "salesInvoices", ANYBODY, PUMP, "9", "0");
  /* The bill-to customer's count, not the sell-to's. */
  expect (f, "salesInvoices", "\"customerNumber\":\"SHOP\"", PUMP, "9", "0");
  add_line (f, "price=8.5 source=Customer of=10000");
  expect (f, "salesInvoices", "\"customerNumber\":\"SHOP\"", PUMP, "8.5", "0");
  add_line (f, "price=6 source=Customer_x0020_Price_x0020_Group of=GOLD");
  add_line (f, "price=5 source=Customer_x0020_Price_x0020_Group of=SILVER");
  add_line (f, "price=4 source=Customer_x0020_Disc_x002E__x0020_Group of=GOLD");
  expect (f, "salesInvoices", "\"customerNumber\":\"SHOP\"", PUMP, "6", "0");
  /* A dearer one of the customer's own doesn't win over its group's. */
  expect (f, "salesInvoices", ANYBODY, PUMP, "6", "0");
  add_line (f, "price=3 source=Campaign of=SPRING");
  add_line (f, "price=2 source=Contact of=CT1");
  expect (f, "salesInvoices", ANYBODY, PUMP, "6", "0");
  sbx_row_set_text (customer, "al.campaignNumber", "SPRING");
  expect (f, "salesInvoices", ANYBODY, PUMP, "3", "0");
  sbx_row_set_text (customer, "al.contactNumber", "CT1");
  expect (f, "salesInvoices", ANYBODY, PUMP, "2", "0");
}

static void
test_dates (Fixture      *f,
            gconstpointer unused)
{
  gint64 soon = sbx_date_add_days (sbx_today (), 3);
  g_autofree char *date = g_strdup_printf ("%04d-%02d-%02d", (int) (soon / 10000), (int) (soon / 100 % 100), (int) (soon % 100));
  g_autofree char *posted = g_strconcat (ANYBODY ",\"postingDate\":\"", date, "\"", NULL);
  g_autofree char *dated = g_strconcat (ANYBODY ",\"invoiceDate\":\"", date, "\"", NULL);
  g_autofree char *ordered = g_strconcat (ANYBODY ",\"orderDate\":\"", date, "\"", NULL);

  add_lines (f, (const char *[]) { "price=5 start=1", "price=6 end=-1", "price=9 start=-5 end=0", NULL });
  expect (f, "salesInvoices", ANYBODY, PUMP, "9", "0");
  expect (f, "salesQuotes", ANYBODY, PUMP, "9", "0");
  /* The posting date of an invoice, and not its document date. */
  expect (f, "salesInvoices", posted, PUMP, "5", "0");
  expect (f, "salesInvoices", dated, PUMP, "9", "0");
  expect (f, "salesOrders", ordered, PUMP, "5", "0");
  expect (f, "salesOrders", posted, PUMP, "9", "0");
}

static void
test_quantities (Fixture      *f,
                 gconstpointer unused)
{
  const struct
  {
    const char *unit;
    int         quantity;
    const char *price;
  } cases[] = {
    { "PCS", 1, "0.9" }, { "PCS", 99, "0.9" }, { "PCS", 100, "0.8" },
    /* Nine boxes are 108 pieces, and twelve times the price of a piece. */
    { "BOX", 1, "10.8" }, { "BOX", 8, "10.8" }, { "BOX", 9, "9.6" }, { "BOX", 10, "9" },
  };

  add_lines (f, (const char *[]) { "item=SCREW price=0.9", "item=SCREW price=0.8 min=100", "item=SCREW price=9 unit=BOX min=10",
                                   "item=SCREW price=0.1 unit=KM", NULL });
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = g_strdup_printf ("\"lineObjectNumber\":\"SCREW\",\"unitOfMeasureCode\":\"%s\",\"quantity\":%d",
                                               cases[i].unit, cases[i].quantity);

      expect (f, "salesInvoices", ANYBODY, line, cases[i].price, "0");
    }
  /* None is met: the item card's. */
  add_lines (f, (const char *[]) { "price=5 min=2", NULL });
  expect (f, "salesInvoices", ANYBODY, PUMP, "10.01", "0");
  expect (f, "salesInvoices", ANYBODY, "\"lineObjectNumber\":\"PUMP\",\"quantity\":2", "5", "0");
}

static void
test_discounts (Fixture      *f,
                gconstpointer unused)
{
  SbxRow *customer = sbx_table_find_by (sbx_bc_table (f->bc, "customers"), "number", "10000");
  SbxRow *item = sbx_table_find_by (sbx_bc_table (f->bc, "items"), "number", "PUMP");

  sbx_row_set_text (customer, "al.discountGroup", "RETAIL");
  sbx_row_set_text (item, "al.itemDiscountGroup", "PARTS");
  add_lines (f, (const char *[]) { "amount=Discount discount=5 source=Customer of=10000",
                                   "amount=Discount discount=7 source=Customer_x0020_Disc_x002E__x0020_Group of=RETAIL",
                                   "amount=Discount discount=9 source=Customer_x0020_Price_x0020_Group of=RETAIL",
                                   "amount=Discount discount=20 min=10", NULL });
  expect (f, "salesInvoices", ANYBODY, PUMP, "10.01", "7");
  expect (f, "salesInvoices", ANYBODY, "\"lineObjectNumber\":\"PUMP\",\"quantity\":10", "10.01", "20");
  add_line (f, "amount=Discount discount=8 asset=Item_x0020_Discount_x0020_Group item=PARTS");
  expect (f, "salesInvoices", ANYBODY, PUMP, "10.01", "8");

  /* 10 less 8 % is cheaper than 9.5 without discount; 9.1 isn't cheaper than that. */
  add_line (f, "price=10");
  add_line (f, "price=9.5 allow=no");
  expect (f, "salesInvoices", ANYBODY, PUMP, "10", "8");
  add_line (f, "price=9.1 allow=no");
  expect (f, "salesInvoices", ANYBODY, PUMP, "9.1", "0");

  /* A customer without discounts has none of the item card's price. */
  add_lines (f, (const char *[]) { "amount=Discount discount=5", NULL });
  expect (f, "salesInvoices", ANYBODY, PUMP, "10.01", "5");
  sbx_row_set_int (customer, "al.noLineDiscount", TRUE);
  expect (f, "salesInvoices", ANYBODY, PUMP, "10.01", "0");
  /* The customer's own discount and a price in one line. */
  add_lines (f, (const char *[]) { "amount=Any price=8 discount=12", NULL });
  expect (f, "salesInvoices", "\"customerNumber\":\"DISC\"", PUMP, "8", "12");
  add_lines (f, (const char *[]) { "price=8", NULL });
  expect (f, "salesInvoices", "\"customerNumber\":\"DISC\"", PUMP, "8", "10");
}

static void
test_all_items (Fixture      *f,
                gconstpointer unused)
{
  SbxRow *blank = add_line (f, "price=5 item=");

  g_assert_cmpstr (sbx_row_text (blank, "assetNumber"), ==, "");
  expect (f, "salesInvoices", ANYBODY, PUMP, "5", "0");
  /* The item's own hides it, of the same source only. */
  add_line (f, "price=6 source=Customer of=10000");
  expect (f, "salesInvoices", ANYBODY, PUMP, "5", "0");
  add_line (f, "price=7");
  expect (f, "salesInvoices", ANYBODY, PUMP, "6", "0");
  expect (f, "salesInvoices", "\"customerNumber\":\"DISC\"", PUMP, "7", "10");
  /* Even where too little is bought of it. */
  add_lines (f, (const char *[]) { "price=5 item=", "price=7 min=10", NULL });
  expect (f, "salesInvoices", ANYBODY, PUMP, "10.01", "0");
}

static void
test_changes (Fixture      *f,
              gconstpointer unused)
{
  JsonObject *document, *line;
  g_autofree char *path = NULL;

  add_lines (f, (const char *[]) { "price=9", "price=8 min=5", NULL });
  /* An explicit price stays; a new quantity asks anew. */
  expect (f, "salesInvoices", ANYBODY, PUMP ",\"unitPrice\":12", "12", "0");
  document = call (f, "POST", "salesOrders?$expand=salesOrderLines", "{" ANYBODY ",\"salesOrderLines\":[{\"lineType\":\"Item\"," PUMP "}]}");
  line = line_at (document, "salesOrderLines", 0);
  assert_number (line, "unitPrice", "9");
  path = g_strdup_printf ("salesOrderLines(%s)", json_object_get_string_member (line, "id"));
  f->etag = g_strdup ("*");
  assert_number (call (f, "PATCH", path, "{\"quantity\":5}"), "unitPrice", "8");
  assert_number (call (f, "PATCH", path, "{\"quantity\":4}"), "unitPrice", "9");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sandbox/prices/best", Fixture, NULL, set_up, test_best, tear_down);
  g_test_add ("/sandbox/prices/vat", Fixture, NULL, set_up, test_vat, tear_down);
  g_test_add ("/sandbox/prices/sources", Fixture, NULL, set_up, test_sources, tear_down);
  g_test_add ("/sandbox/prices/dates", Fixture, NULL, set_up, test_dates, tear_down);
  g_test_add ("/sandbox/prices/quantities", Fixture, NULL, set_up, test_quantities, tear_down);
  g_test_add ("/sandbox/prices/discounts", Fixture, NULL, set_up, test_discounts, tear_down);
  g_test_add ("/sandbox/prices/all-items", Fixture, NULL, set_up, test_all_items, tear_down);
  g_test_add ("/sandbox/prices/changes", Fixture, NULL, set_up, test_changes, tear_down);
  return g_test_run ();
}
