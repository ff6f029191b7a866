/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-seed-prices"

#include "sbx-seed-private.h"

#include <string.h>

/* Prices of every kind, for items that no work order has used: those whose number is even, from P00014 on. What is billed
 * keeps the item card's price. */

#define LINES "al.priceListLines"
#define ALL "All_x0020_Customers"
#define GROUP "Customer_x0020_Price_x0020_Group"
#define DISCOUNT_GROUP "Customer_x0020_Disc_x002E__x0020_Group"
/* "No date": days count from today. */
#define NEVER G_MININT

typedef struct
{
  const char *list;
  const char *source_type;
  const char *source;
  const char *item;
  int         percent;  /* of the item card's price; of a discount: its own */
  const char *amount;   /* NULL: Price */
  int         minimum;
  const char *unit, *variant, *currency;
  int         start, end;
  const char *vat;      /* the price has that group's VAT in it */
  gboolean    no_discount;
  const char *status;   /* NULL: Active */
} Line;

static const Line lines[] = {
  { .list = "S00001", ALL, "", "P00014", 90, .start = NEVER, .end = NEVER },
  { .list = "S00001", ALL, "", "P00016", 95, .start = NEVER, .end = NEVER },
  { .list = "S00001", ALL, "", "P00016", 85, .minimum = 10, .start = NEVER, .end = NEVER },
  { .list = "S00001", ALL, "", "P00016", 75, .minimum = 100, .start = NEVER, .end = NEVER },
  /* Dearer, and taken where the currency is this. */
  { .list = "S00001", ALL, "", "P00018", 130, .currency = "USD", .start = NEVER, .end = NEVER },
  { .list = "S00001", ALL, "", "P00018", 90, .start = NEVER, .end = NEVER },
  /* One ends, another begins. */
  { .list = "S00001", ALL, "", "P00020", 80, .start = -30, .end = 2 },
  { .list = "S00001", ALL, "", "P00020", 85, .start = 3, .end = NEVER },
  { .list = "S00001", ALL, "", "P00022", 70, .start = -60, .end = -1 },
  { .list = "S00001", ALL, "", "P00024", 1100, .unit = "BOX", .start = NEVER, .end = NEVER },
  { .list = "S00001", ALL, "", "P00024", 97, .unit = "PCS", .start = NEVER, .end = NEVER },
  { .list = "S00001", ALL, "", "P00026", 120, .variant = "RED", .start = NEVER, .end = NEVER },
  { .list = "S00001", ALL, "", "P00026", 98, .start = NEVER, .end = NEVER },
  { .list = "S00001", ALL, "", "P00028", 120, .vat = "DOMESTIC", .start = NEVER, .end = NEVER },
  /* The one with the discount is the cheaper one for C00026. */
  { .list = "S00001", ALL, "", "P00030", 92, .no_discount = TRUE, .start = NEVER, .end = NEVER },
  { .list = "S00001", ALL, "", "P00030", 95, .start = NEVER, .end = NEVER },
  { .list = "S00001", ALL, "", "P00032", 50, .status = "Draft", .start = NEVER, .end = NEVER },
  { .list = "S00001", ALL, "", "P00032", 60, .status = "Inactive", .start = NEVER, .end = NEVER },
  { .list = "S00002", GROUP, "GOLD", "P00014", 80, .start = NEVER, .end = NEVER },
  { .list = "S00002", GROUP, "GOLD", "P00020", 75, .start = 1, .end = 30 },
  { .list = "S00002", GROUP, "GOLD", "P00036", 90, .currency = "USD", .start = NEVER, .end = NEVER },
  { .list = "S00002", GROUP, "GOLD", "P00036", 88, .start = NEVER, .end = NEVER },
  { .list = "S00003", GROUP, "SILVER", "P00014", 85, .start = NEVER, .end = NEVER },
  { .list = "S00003", GROUP, "SILVER", "P00036", 93, .start = NEVER, .end = NEVER },
  /* Not better than its price group's: it doesn't win for being the customer's own. */
  { .list = "S00004", "Customer", "C00020", "P00014", 89, .start = NEVER, .end = NEVER },
  { .list = "S00004", "Customer", "C00024", "P00014", 70, .start = NEVER, .end = NEVER },
  { .list = "S00004", "Customer", "C00024", "P00016", 60, .minimum = 5, .start = NEVER, .end = NEVER },
  { .list = "S00004", "Customer", "C00024", "P00034", 90, .amount = "Any", .start = NEVER, .end = NEVER },
  { .list = "S00005", "Customer", "C00009", "P00038", 130, .currency = "USD", .start = NEVER, .end = NEVER },
  { .list = "S00006", ALL, "", "P00034", 2, .amount = "Discount", .start = NEVER, .end = NEVER },
  { .list = "S00006", DISCOUNT_GROUP, "RETAIL", "P00014", 4, .amount = "Discount", .start = NEVER, .end = NEVER },
  { .list = "S00006", "Customer", "C00026", "P00030", 10, .amount = "Discount", .start = NEVER, .end = NEVER },
  { .list = "S00007", "Customer", "C00007", "P00040", 115, .vat = "DOMESTIC", .start = NEVER, .end = NEVER },
  /* What nobody can use any more. */
  { .list = "S00008", "Customer", "C99999", "P00014", 10, .start = NEVER, .end = NEVER },
  { .list = "P00001", "All_x0020_Vendors", "", "P00014", 40, .start = NEVER, .end = NEVER },
};

static const struct
{
  const char *customer;
  const char *column;
  const char *value; /* NULL: set */
} customers[] = {
  { "C00001", "al.priceGroup", "GOLD" },
  { "C00009", "al.priceGroup", "GOLD" },
  { "C00020", "al.priceGroup", "GOLD" },
  { "C00022", "al.priceGroup", "SILVER" },
  { "C00022", "al.discountGroup", "RETAIL" },
  { "C00028", "al.billToCustomerNumber", "C00020" },
  { "C00030", "al.noLineDiscount", NULL },
};

static gint64
day (int offset)
{
  return offset == NEVER ? 0 : sbx_date_add_days (sbx_today (), offset);
}

static void
add_line (SbxSeed    *seed,
          const Line *line,
          int         number)
{
  SbxTable *table = sbx_seed_bc (seed, LINES);
  SbxRow *item = sbx_table_find_by (sbx_seed_bc (seed, "items"), "number", line->item);
  const char *amount = line->amount != NULL ? line->amount : "Price";
  SbxRow *row;

  if (item == NULL)
    return;
  row = sbx_seed_row (seed, table);
  sbx_row_set_text (row, "priceListCode", line->list);
  sbx_row_set_int (row, "lineNumber", number);
  sbx_row_set_text (row, "status", line->status != NULL ? line->status : "Active");
  sbx_row_set_text (row, "priceType", g_str_has_suffix (line->source_type, "Vendors") ? "Purchase" : "Sale");
  sbx_row_set_text (row, "sourceType", line->source_type);
  sbx_row_set_text (row, "sourceNumber", line->source);
  sbx_row_set_text (row, "assetType", "Item");
  sbx_row_set_text (row, "assetNumber", line->item);
  sbx_row_set_text (row, "description", sbx_row_text (item, "displayName"));
  sbx_row_set_text (row, "amountType", amount);
  sbx_row_set_decimal (row, "minimumQuantity", SBX_DECIMAL_INT (line->minimum));
  sbx_row_set_text (row, "unitCode", line->unit);
  sbx_row_set_text (row, "variantCode", line->variant);
  sbx_row_set_text (row, "currencyCode", line->currency);
  sbx_row_set_int (row, "startingDate", day (line->start));
  sbx_row_set_int (row, "endingDate", day (line->end));
  sbx_row_set_int (row, "priceIncludesVat", line->vat != NULL);
  sbx_row_set_text (row, "vatBusPostingGroup", line->vat);
  sbx_row_set_int (row, "allowLineDiscount", !line->no_discount);
  sbx_row_set_int (row, "allowInvoiceDiscount", TRUE);
  if (strcmp (amount, "Discount") == 0)
    sbx_row_set_decimal (row, "lineDiscountPercent", SBX_DECIMAL_INT (line->percent));
  else
    sbx_row_set_decimal (row, "unitPrice", sbx_decimal_round (sbx_row_decimal (item, "unitPrice") * line->percent / 100, 2));
  if (strcmp (amount, "Any") == 0)
    sbx_row_set_decimal (row, "lineDiscountPercent", SBX_DECIMAL_INT (3));
  sbx_table_insert (table, row);
}

static void
add_variant (SbxSeed    *seed,
             const char *number,
             const char *code,
             const char *name)
{
  SbxTable *table = sbx_seed_bc (seed, "itemVariants");
  SbxRow *item = sbx_table_find_by (sbx_seed_bc (seed, "items"), "number", number);
  SbxRow *row;

  if (item == NULL)
    return;
  row = sbx_seed_row (seed, table);
  sbx_row_set_text (row, "itemId", sbx_row_id (item));
  sbx_row_set_text (row, "itemNumber", number);
  sbx_row_set_text (row, "code", code);
  sbx_row_set_text (row, "description", name);
  sbx_table_insert (table, row);
}

static void
add_box (SbxSeed    *seed,
         const char *number)
{
  SbxTable *table = sbx_seed_bc (seed, "al.itemUnits");
  SbxRow *row;

  if (sbx_table_find_by (sbx_seed_bc (seed, "items"), "number", number) == NULL)
    return;
  row = sbx_seed_row (seed, table);
  sbx_row_set_text (row, "itemNumber", number);
  sbx_row_set_text (row, "code", "BOX");
  sbx_row_set_decimal (row, "quantityPer", SBX_DECIMAL_INT (12));
  sbx_table_insert (table, row);
}

void
sbx_seed_prices (SbxSeed *seed)
{
  int number = 0;

  add_box (seed, "P00024");
  add_variant (seed, "P00026", "RED", "Red");
  add_variant (seed, "P00026", "BLUE", "Blue");
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      number = i > 0 && strcmp (lines[i - 1].list, lines[i].list) == 0 ? number + 10000 : 10000;
      add_line (seed, &lines[i], number);
    }
  for (guint i = 0; i < G_N_ELEMENTS (customers); i++)
    {
      SbxRow *row = sbx_table_find_by (sbx_seed_bc (seed, "customers"), "number", customers[i].customer);

      if (row != NULL && customers[i].value != NULL)
        sbx_row_set_text (row, customers[i].column, customers[i].value);
      else if (row != NULL)
        sbx_row_set_int (row, customers[i].column, TRUE);
    }
}
