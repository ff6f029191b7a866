/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-price"

#include "sbx-bc-price.h"

#include <string.h>

/* What a price is asked for ([AL] Sales Line - Price, FillBuffer and AddCustomerSources). */
typedef struct
{
  SbxCompany *company;
  SbxRow     *item;
  const char *customer;       /* bill-to */
  const char *contact, *campaign, *price_group, *discount_group;
  const char *currency;       /* "" for the local one */
  const char *unit, *variant;
  const char *vat_product;
  SbxDecimal  quantity, quantity_per, tax_percent, rate;
  SbxDecimal  discount;       /* of the line, as far as it is known */
  gint64      date;
  gboolean    including_vat;
} Demand;

/* What a line offers, in the terms of the demand. */
typedef struct
{
  SbxRow    *row; /* NULL: nothing yet */
  SbxDecimal price;
  SbxDecimal discount;
} Offer;

typedef enum
{
  AMOUNT_PRICE,
  AMOUNT_DISCOUNT,
} Amount;

SbxTable *
sbx_price_table_new (void)
{
  static const struct
  {
    const char *name;
    SbxType     type;
    const char *values;
  } columns[] = {
    { "id", SBX_TYPE_GUID, NULL },
    { "priceListCode", SBX_TYPE_STRING, NULL },
    { "lineNumber", SBX_TYPE_INT, NULL },
    { "status", SBX_TYPE_ENUM, "Draft|Active|Inactive" },
    { "priceType", SBX_TYPE_ENUM, "Any|Sale|Purchase" },
    { "sourceType", SBX_TYPE_ENUM,
      "_x0020_|All_x0020_Customers|Customer|Customer_x0020_Price_x0020_Group|Customer_x0020_Disc_x002E__x0020_Group|"
      "All_x0020_Vendors|Vendor|All_x0020_Jobs|Job|Job_x0020_Task|Campaign|Contact" },
    { "sourceNumber", SBX_TYPE_STRING, NULL },
    { "currencyCode", SBX_TYPE_STRING, NULL },
    { "startingDate", SBX_TYPE_DATE, NULL },
    { "endingDate", SBX_TYPE_DATE, NULL },
    { "assetType", SBX_TYPE_ENUM, "_x0020_|Item|Item_x0020_Discount_x0020_Group|Resource|Resource_x0020_Group|Service_x0020_Cost|G_x002F_L_x0020_Account" },
    { "assetNumber", SBX_TYPE_STRING, NULL },
    { "description", SBX_TYPE_STRING, NULL },
    { "variantCode", SBX_TYPE_STRING, NULL },
    { "unitCode", SBX_TYPE_STRING, NULL },
    { "minimumQuantity", SBX_TYPE_DECIMAL, NULL },
    { "amountType", SBX_TYPE_ENUM, "Any|Price|Discount" },
    { "unitPrice", SBX_TYPE_DECIMAL, NULL },
    { "allowLineDiscount", SBX_TYPE_BOOL, NULL },
    { "lineDiscountPercent", SBX_TYPE_DECIMAL, NULL },
    { "allowInvoiceDiscount", SBX_TYPE_BOOL, NULL },
    { "priceIncludesVat", SBX_TYPE_BOOL, NULL },
    { "vatBusPostingGroup", SBX_TYPE_STRING, NULL },
  };
  SbxSchema *schema = sbx_schema_new (SBX_PRICE_LINES, SBX_PRICE_LINES, SBX_PRICE_LINES);
  SbxTable *table;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      if (columns[i].values != NULL)
        sbx_schema_add_enum (schema, columns[i].name, SBX_PROPERTY_NORMAL, columns[i].values);
      else
        sbx_schema_add (schema, columns[i].name, columns[i].type, 0, SBX_PROPERTY_NORMAL);
    }
  table = sbx_table_new (schema);
  sbx_table_add_index (table, "assetNumber");
  return table;
}

static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  SbxRow *left = *(SbxRow *const *) a, *right = *(SbxRow *const *) b;
  gint64 x = sbx_row_int (left, "lineNumber"), y = sbx_row_int (right, "lineNumber");
  int result = strcmp (sbx_row_text (left, "priceListCode"), sbx_row_text (right, "priceListCode"));

  return result != 0 ? result : (x > y) - (x < y);
}

GPtrArray *
sbx_price_sorted (SbxTable *table)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < sbx_table_end (table); i++)
    {
      if (sbx_table_at (table, i) != NULL)
        g_ptr_array_add (list, sbx_table_at (table, i));
    }
  g_ptr_array_sort (list, compare_keys);
  return list;
}

gboolean
sbx_price_is_old_kind (SbxRow *row)
{
  static const char *const sources[] = {
    "All_x0020_Customers", "Customer", "Campaign", "Customer_x0020_Price_x0020_Group", "Customer_x0020_Disc_x002E__x0020_Group", NULL,
  };

  return strcmp (sbx_row_text (row, "status"), "Active") == 0 && strcmp (sbx_row_text (row, "priceType"), "Sale") == 0
         && g_strv_contains (sources, sbx_row_text (row, "sourceType")) && *sbx_row_text (row, "assetNumber") != '\0';
}

static gboolean
is_blank_or (const char *text,
             const char *wanted)
{
  return *text == '\0' || strcmp (text, wanted) == 0;
}

/* A price group has prices, a discount group has discounts, everybody else both ([AL] Price Source, IsForAmountType). */
static gboolean
is_source (const Demand *demand,
           SbxRow       *row,
           const char   *type,
           Amount        amount)
{
  const struct
  {
    const char *type;
    const char *number;
    gboolean    good;
  } sources[] = {
    { "Customer", demand->customer, TRUE },
    { "Contact", demand->contact, TRUE },
    { "Campaign", demand->campaign, TRUE },
    { "Customer_x0020_Price_x0020_Group", demand->price_group, amount == AMOUNT_PRICE },
    { "Customer_x0020_Disc_x002E__x0020_Group", demand->discount_group, amount == AMOUNT_DISCOUNT },
  };

  if (strcmp (sbx_row_text (row, "sourceType"), type) != 0)
    return FALSE;
  if (strcmp (type, "All_x0020_Customers") == 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      if (strcmp (sources[i].type, type) == 0)
        return sources[i].good && *sources[i].number != '\0' && strcmp (sbx_row_text (row, "sourceNumber"), sources[i].number) == 0;
    }
  return FALSE;
}

/* [AL] Price Calculation Buffer Mgt., SetFiltersOnPriceListLine. */
static gboolean
passes_filters (const Demand *demand,
                SbxRow       *row,
                Amount        amount)
{
  const char *kind = sbx_row_text (row, "amountType");
  gint64 start = sbx_row_int (row, "startingDate"), end = sbx_row_int (row, "endingDate");

  if (sbx_options_is (demand->company->options, "bc.prices", "old") && !sbx_price_is_old_kind (row))
    return FALSE;
  return strcmp (sbx_row_text (row, "status"), "Active") == 0 && strcmp (sbx_row_text (row, "priceType"), "Sale") == 0
         && (strcmp (kind, "Any") == 0 || strcmp (kind, amount == AMOUNT_PRICE ? "Price" : "Discount") == 0)
         && start <= demand->date && (end == 0 || end >= demand->date)
         && is_blank_or (sbx_row_text (row, "currencyCode"), demand->currency)
         && (*demand->unit == '\0' || is_blank_or (sbx_row_text (row, "unitCode"), demand->unit))
         && is_blank_or (sbx_row_text (row, "variantCode"), demand->variant);
}

static void
add_from (const Demand *demand,
          const char   *source,
          const char   *asset_type,
          const char   *asset,
          Amount        amount,
          GPtrArray    *out)
{
  GPtrArray *rows = sbx_table_list_by (sbx_company_table (demand->company, SBX_PRICE_LINES), "assetNumber", asset);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      SbxRow *row = rows->pdata[i];

      if (strcmp (sbx_row_text (row, "assetType"), asset_type) == 0 && is_source (demand, row, source, amount)
          && passes_filters (demand, row, amount))
        g_ptr_array_add (out, row);
    }
}

/* The lines for all items count only where their source has none for the very item or its discount group ([AL] Price
 * Calculation - V16, CopyLinesBySource: by levels of the asset). */
static GPtrArray *
find_lines (const Demand *demand,
            Amount        amount)
{
  static const char *const sources[] = {
    "All_x0020_Customers", "Customer", "Contact", "Campaign", "Customer_x0020_Price_x0020_Group", "Customer_x0020_Disc_x002E__x0020_Group",
  };
  const char *group = sbx_row_text (demand->item, "al.itemDiscountGroup");
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      guint before = list->len;

      add_from (demand, sources[i], "Item", sbx_row_text (demand->item, "number"), amount, list);
      if (*group != '\0')
        add_from (demand, sources[i], "Item_x0020_Discount_x0020_Group", group, amount, list);
      if (list->len == before)
        add_from (demand, sources[i], "Item", "", amount, list);
    }
  g_ptr_array_sort (list, compare_keys);
  return list;
}

/* The minimum is in the line's unit, or in the base unit when it has none. */
static gboolean
is_enough (const Demand *demand,
           SbxRow       *row)
{
  SbxDecimal quantity = demand->quantity;

  if (*sbx_row_text (row, "unitCode") == '\0')
    quantity = sbx_decimal_mul (quantity, demand->quantity_per);
  return sbx_row_decimal (row, "minimumQuantity") <= quantity;
}

/* amount × ups / downs, rounded once, to five places: the unit-amount rounding precision. */
static SbxDecimal
scale (SbxDecimal        amount,
       const SbxDecimal *ups,
       guint             n_ups,
       const SbxDecimal *downs,
       guint             n_downs)
{
  __int128 top = amount, bottom = 1, half;

  for (guint i = 0; i < n_ups; i++)
    top *= ups[i];
  for (guint i = 0; i < n_downs; i++)
    bottom *= downs[i];
  for (guint i = n_downs; i < n_ups; i++)
    bottom *= SBX_DECIMAL_ONE;
  for (guint i = n_ups; i < n_downs; i++)
    top *= SBX_DECIMAL_ONE;
  half = bottom / 2;
  return (SbxDecimal) ((top < 0 ? top - half : top + half) / bottom);
}

/* [AL] Price Calculation Buffer Mgt., ConvertAmount: VAT, then unit, then currency. group: whose VAT is in the price; NULL:
 * the document's own. */
static SbxDecimal
convert (const Demand *demand,
         SbxDecimal    price,
         gboolean      includes_vat,
         const char   *group,
         const char   *unit,
         const char   *currency)
{
  SbxDecimal ups[3], downs[2], with_tax = SBX_DECIMAL_INT (100) + demand->tax_percent, contained = with_tax;
  guint n_ups = 0, n_downs = 0;
  SbxVat vat;

  if (includes_vat && group != NULL && sbx_company_vat (demand->company, group, demand->vat_product, &vat))
    contained = SBX_DECIMAL_INT (100) + vat.percent;
  if (includes_vat && (!demand->including_vat || contained != with_tax))
    downs[n_downs++] = contained;
  if (demand->including_vat && (!includes_vat || contained != with_tax))
    ups[n_ups++] = with_tax;
  if (includes_vat != demand->including_vat)
    {
      if (n_downs > n_ups)
        ups[n_ups++] = SBX_DECIMAL_INT (100);
      else
        downs[n_downs++] = SBX_DECIMAL_INT (100);
    }
  if (*unit == '\0')
    ups[n_ups++] = demand->quantity_per;
  if (*demand->currency != '\0' && *currency == '\0')
    ups[n_ups++] = demand->rate;
  return scale (price, ups, n_ups, downs, n_downs);
}

static gboolean
is_set_only_in (SbxRow     *one,
                SbxRow     *other,
                const char *column)
{
  return *sbx_row_text (one, column) != '\0' && (other == NULL || *sbx_row_text (other, column) == '\0');
}

static gboolean
is_less (const Offer *left,
         const Offer *right)
{
  return (__int128) left->price * (SBX_DECIMAL_INT (100) - left->discount)
         < (__int128) right->price * (SBX_DECIMAL_INT (100) - right->discount);
}

/* [AL] Price Calculation - V16, PickBestLine: one that names the currency or the variant ousts one that doesn't, whatever it
 * costs; one that lacks what the best one names isn't looked at, unless it names the other; then the cheaper one, and among
 * equals the first. */
static void
pick (Offer       *best,
      const Offer *offer,
      Amount       amount)
{
  gboolean improved = is_set_only_in (offer->row, best->row, "currencyCode") || is_set_only_in (offer->row, best->row, "variantCode");
  gboolean degraded = best->row != NULL && (is_set_only_in (best->row, offer->row, "currencyCode")
                                            || is_set_only_in (best->row, offer->row, "variantCode"));
  gboolean declared = strcmp (sbx_row_text (offer->row, "amountType"), "Discount") == 0 || offer->discount > 0;
  gboolean fresh = best->row == NULL || (improved && !degraded && (amount == AMOUNT_PRICE || declared));

  if (degraded && !improved)
    return;
  if (amount == AMOUNT_DISCOUNT ? (fresh && declared) || offer->discount > (fresh ? 0 : best->discount)
                                : fresh || is_less (offer, best))
    *best = *offer;
}

static Offer
find_best (const Demand *demand,
           Amount        amount)
{
  g_autoptr (GPtrArray) list = find_lines (demand, amount);
  Offer best = { 0 };

  for (guint i = 0; i < list->len; i++)
    {
      SbxRow *row = list->pdata[i];
      Offer offer = { .row = row, .discount = sbx_row_decimal (row, "lineDiscountPercent") };

      if (!is_enough (demand, row))
        continue;
      if (amount == AMOUNT_PRICE)
        {
          offer.price = convert (demand, sbx_row_decimal (row, "unitPrice"), sbx_row_int (row, "priceIncludesVat") != 0,
                                 sbx_row_text (row, "vatBusPostingGroup"), sbx_row_text (row, "unitCode"), sbx_row_text (row, "currencyCode"));
          offer.discount = sbx_row_int (row, "allowLineDiscount") ? demand->discount : 0;
        }
      pick (&best, &offer, amount);
    }
  return best;
}

/* [AL] SalesLine, GetDateForCalculations: the posting date of invoices and credit memos, the order date of the others. */
static gint64
price_date (SbxDocument *document)
{
  gint64 date = strcmp (document->set, "salesOrders") == 0   ? sbx_row_int (document->header, "orderDate")
                : strcmp (document->set, "salesQuotes") == 0 ? sbx_row_int (document->header, "al.orderDate")
                                                             : sbx_row_int (document->header, "postingDate");

  return date != 0 ? date : sbx_today ();
}

static const char *
text_of (SbxRow     *row,
         const char *column)
{
  return row != NULL ? sbx_row_text (row, column) : "";
}

static Demand
ask (SbxDocument *document,
     SbxRow      *line)
{
  SbxRow *header = document->header;
  SbxRow *customer = sbx_table_find_by (sbx_company_table (document->company, "customers"), "number", sbx_row_text (header, "billToCustomerNumber"));
  SbxRow *currency = sbx_table_find (sbx_company_table (document->company, "currencies"), sbx_row_text (header, "currencyId"));
  SbxRow *variant = sbx_table_find (sbx_company_table (document->company, "itemVariants"), sbx_row_text (line, "itemVariantId"));
  Demand demand = {
    .company = document->company,
    .item = sbx_table_find (sbx_company_table (document->company, "items"), sbx_row_text (line, "itemId")),
    .customer = text_of (customer, "number"),
    .contact = text_of (customer, "al.contactNumber"),
    .campaign = text_of (customer, "al.campaignNumber"),
    .price_group = text_of (customer, "al.priceGroup"),
    .discount_group = text_of (customer, "al.discountGroup"),
    .currency = text_of (currency, "code"),
    .unit = sbx_row_text (line, "unitOfMeasureCode"),
    .variant = text_of (variant, "code"),
    .vat_product = sbx_row_text (line, "al.vatProdPostingGroup"),
    .quantity = ABS (sbx_row_decimal (line, "quantity")),
    .quantity_per = sbx_row_decimal (line, "al.quantityPer"),
    .tax_percent = sbx_row_decimal (line, "taxPercent"),
    .rate = currency != NULL ? sbx_row_decimal (currency, "al.rate") : SBX_DECIMAL_ONE,
    .date = price_date (document),
    .including_vat = sbx_row_int (header, "pricesIncludeTax") != 0,
  };

  return demand;
}

gboolean
sbx_bc_best_price (SbxDocument *document,
                   SbxRow      *line,
                   SbxDecimal  *price,
                   SbxDecimal  *discount_percent)
{
  SbxRow *customer = sbx_table_find_by (sbx_company_table (document->company, "customers"), "number",
                                        sbx_row_text (document->header, "billToCustomerNumber"));
  Demand demand = ask (document, line);
  gboolean allowed = customer == NULL || !sbx_row_int (customer, "al.noLineDiscount");
  Offer best;

  /* The discount first: prices are compared with it. The customer's own is a line for all items. */
  demand.discount = MAX (find_best (&demand, AMOUNT_DISCOUNT).discount, sbx_row_decimal (document->header, "al.lineDiscountPercent"));
  best = find_best (&demand, AMOUNT_PRICE);
  if (best.row != NULL)
    {
      allowed = sbx_row_int (best.row, "allowLineDiscount") != 0;
      *price = best.price;
    }
  else
    *price = convert (&demand, sbx_row_decimal (demand.item, "unitPrice"), sbx_row_int (demand.item, "priceIncludesTax") != 0, NULL, "", "");
  *discount_percent = allowed ? demand.discount : 0;
  return best.row != NULL;
}
