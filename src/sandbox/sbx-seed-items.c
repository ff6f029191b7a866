/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-seed-items"

#include "sbx-seed-private.h"

#include <string.h>

/* What kind of item each of a run of twenty is, after the special ones. */
static SbxItemPool
pool_of (guint n)
{
  static const SbxItemPool first[] = { SBX_ITEM_GOODS_21, SBX_ITEM_GOODS_21, SBX_ITEM_GOODS_6, SBX_ITEM_GOODS_12 };

  if (n < SBX_SEED_PLAIN_ITEMS)
    return first[n];
  switch (n % 20)
    {
    case 2:
      return SBX_ITEM_GOODS_6;
    case 4:
      return SBX_ITEM_GOODS_12;
    case 6:
      return SBX_ITEM_GOODS_0;
    case 8:
    case 14:
      return SBX_ITEM_SERVICE;
    default:
      return SBX_ITEM_GOODS_21;
    }
}

static int
trait_of (guint n)
{
  return n >= SBX_SEED_PLAIN_ITEMS && n < SBX_SEED_PLAIN_ITEMS + SBX_ITEM_N_TRAITS ? (int) (n - SBX_SEED_PLAIN_ITEMS) : -1;
}

static void
set_groups (SbxSeed    *seed,
            SbxRow     *row,
            const char *unit,
            const char *vat,
            const char *type)
{
  SbxRow *unit_row = sbx_table_find_by (sbx_seed_bc (seed, "unitsOfMeasure"), "code", unit);
  SbxRow *group = sbx_table_find_by (sbx_seed_bc (seed, "taxGroups"), "code", vat);

  sbx_row_set_text (row, "type", type);
  sbx_row_set_text (row, "baseUnitOfMeasureCode", unit);
  sbx_row_set_text (row, "baseUnitOfMeasureId", sbx_row_id (unit_row));
  sbx_row_set_text (row, "taxGroupCode", vat);
  sbx_row_set_text (row, "taxGroupId", sbx_row_id (group));
  sbx_row_set_text (row, "generalProductPostingGroupCode", strcmp (type, "Service") == 0 ? "SERVICES" : "RETAIL");
  if (strcmp (type, "Inventory") == 0)
    sbx_row_set_text (row, "inventoryPostingGroupCode", "RESALE");
}

static void
set_category (SbxSeed    *seed,
              SbxRow     *row,
              const char *code)
{
  SbxRow *category = sbx_table_find_by (sbx_seed_bc (seed, "itemCategories"), "code", code);

  sbx_row_set_text (row, "itemCategoryCode", code);
  sbx_row_set_text (row, "itemCategoryId", sbx_row_id (category));
}

static void
add_entry (SbxSeed    *seed,
           const char *number,
           const char *location,
           const char *type,
           SbxDecimal  quantity)
{
  SbxTable *table = sbx_seed_bc (seed, "itemLedgerEntries");
  SbxRow *row = sbx_seed_row (seed, table);

  sbx_row_set_int (row, "entryNumber", sbx_table_size (table) + 1);
  sbx_row_set_text (row, "itemNumber", number);
  sbx_row_set_int (row, "postingDate", 20260105 + g_rand_int_range (seed->rand, 0, 20));
  sbx_row_set_text (row, "entryType", type);
  sbx_row_set_decimal (row, "quantity", quantity);
  sbx_row_set_text (row, "al.locationCode", location);
  sbx_table_insert (table, row);
}

/* The stock is what the entries add up to. */
static void
add_stock (SbxSeed *seed,
           SbxRow  *item,
           guint    n,
           int      trait)
{
  static const char *const vans[] = { "VAN01", "VAN02", "VAN03" };
  const char *number = sbx_row_text (item, "number");
  SbxDecimal bought = SBX_DECIMAL_INT (g_rand_int_range (seed->rand, 1, 200));
  SbxDecimal moved = 0, sold = 0;

  if (trait == SBX_ITEM_METRES)
    bought += SBX_DECIMAL_ONE / 2;
  add_entry (seed, number, "MAIN", "Purchase", bought);
  if (n % 3 == 0)
    {
      moved = SBX_DECIMAL_ONE;
      add_entry (seed, number, "MAIN", "Transfer", -moved);
      add_entry (seed, number, vans[n % 3], "Transfer", moved);
    }
  if (trait == SBX_ITEM_NEGATIVE)
    {
      sold = bought + SBX_DECIMAL_INT (3);
      add_entry (seed, number, "MAIN", "Sale", -sold);
    }
  sbx_row_set_decimal (item, "inventory", bought - sold);
}

static SbxRow *
add_item (SbxSeed    *seed,
          guint       n,
          SbxItemPool pool,
          int         trait)
{
  static const char *const vat[] = { "G3", "G1", "G2", "G0", "S3" };
  SbxTable *table = sbx_seed_bc (seed, "items");
  SbxRow *row = sbx_seed_row (seed, table);
  g_autofree char *number = g_strdup_printf ("P%05u", n + 1);
  g_autofree char *name = trait == SBX_ITEM_LONG_NAME || n % 50 == 49 ? sbx_seed_long_name (seed, 100) : sbx_seed_part_name (seed);
  g_autofree char *gtin = g_strdup_printf ("54%011u", n + 1);
  const char *service = n % 40 == 8 ? "S1" : n % 40 == 28 ? "S0" : "S3";
  gboolean stocked = pool != SBX_ITEM_SERVICE && (trait >= 0 || n < SBX_SEED_PLAIN_ITEMS || n % 20 != 11);
  /* In steps of 0.20, so that 5 % of it is a whole number of cents. */
  SbxDecimal price = (SbxDecimal) g_rand_int_range (seed->rand, 5, 2000) * 20000;

  sbx_row_set_text (row, "number", number);
  sbx_row_set_text (row, "displayName", name);
  sbx_row_set_text (row, "gtin", gtin);
  sbx_row_set_decimal (row, "unitPrice", price);
  sbx_row_set_decimal (row, "unitCost", sbx_decimal_round (price * 6 / 10, 2));
  set_groups (seed, row, pool == SBX_ITEM_SERVICE ? "HOUR" : trait == SBX_ITEM_METRES ? "M" : "PCS",
              pool == SBX_ITEM_SERVICE ? service : vat[pool],
              pool == SBX_ITEM_SERVICE ? "Service" : stocked ? "Inventory" : "Non_x002D_Inventory");
  /* Of what has no article, some is of a category that Wello doesn't have. */
  set_category (seed, row, pool == SBX_ITEM_SERVICE                                  ? "SERVICE"
                           : n % 10 == 5 && trait < 0 && n >= SBX_SEED_PLAIN_ITEMS ? "TOOLS"
                                                                                    : "PARTS");
  sbx_row_set_int (row, "blocked", trait == SBX_ITEM_BLOCKED);
  sbx_row_set_int (row, "al.salesBlocked", trait == SBX_ITEM_SALES_BLOCKED);
  sbx_row_set_int (row, "priceIncludesTax", trait == SBX_ITEM_PRICE_WITH_VAT);
  if (trait == SBX_ITEM_PRICE_WITH_VAT)
    sbx_row_set_decimal (row, "unitPrice", SBX_DECIMAL_INT (121));
  if (trait == SBX_ITEM_BOX)
    {
      SbxTable *units = sbx_seed_bc (seed, "al.itemUnits");
      SbxRow *unit = sbx_seed_row (seed, units);

      sbx_row_set_text (row, "al.salesUnitOfMeasureCode", "BOX");
      sbx_row_set_text (unit, "itemNumber", number);
      sbx_row_set_text (unit, "code", "BOX");
      sbx_row_set_decimal (unit, "quantityPer", SBX_DECIMAL_INT (12));
      sbx_table_insert (units, unit);
    }
  if (stocked)
    add_stock (seed, row, n, trait);
  return sbx_table_insert (table, row);
}

static SbxRow *
add_article (SbxSeed *seed,
             SbxRow  *item,
             gboolean same_id,
             gboolean stale)
{
  SbxTable *table = sbx_seed_wello (seed, "Article");
  const char *whole = sbx_row_text (item, "displayName");
  g_autofree char *name = g_utf8_substring (whole, 0, MIN (g_utf8_strlen (whole, -1), 50));
  gboolean stocked = strcmp (sbx_row_text (item, "type"), "Inventory") == 0;
  SbxDecimal inventory = MAX (sbx_row_decimal (item, "inventory"), 0);
  SbxRow *row;

  if (table == NULL)
    return NULL;
  row = sbx_seed_row (seed, table);
  if (same_id)
    sbx_row_set_text (row, "id", sbx_row_id (item));
  sbx_row_set_text (row, "code", sbx_row_text (item, "number"));
  sbx_row_set_text (row, "name", g_strchomp (name));
  sbx_row_set_text (row, "description_short", whole);
  sbx_row_set_text (row, "barcode", sbx_row_text (item, "gtin"));
  sbx_row_set_decimal (row, "entered_price", sbx_row_decimal (item, "unitPrice") + (stale ? SBX_DECIMAL_ONE : 0));
  sbx_row_set_int (row, "no_stock", !stocked);
  if (stocked)
    sbx_row_set_decimal (row, "physical_stock", inventory / SBX_DECIMAL_ONE * SBX_DECIMAL_ONE);
  sbx_row_set_int (row, "archived", sbx_row_int (item, "blocked") != 0);
  sbx_row_set_text (row, "article_category_id", sbx_seed_reference (seed, "ArticleCategory", sbx_row_text (item, "itemCategoryCode")));
  sbx_row_set_text (row, "db_unit_of_measure_id_selling",
                    sbx_seed_reference (seed, "DbUnitOfMeasure", sbx_row_text (item, "baseUnitOfMeasureCode")));
  return sbx_table_insert (table, row);
}

void
sbx_seed_locations (SbxSeed *seed)
{
  static const char *const codes[] = { "MAIN", "VAN01", "VAN02", "VAN03" };
  SbxTable *locations = sbx_seed_bc (seed, "locations"), *table = sbx_seed_wello (seed, "ArticleStockLocation");

  if (table == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      SbxRow *location = sbx_table_find_by (locations, "code", codes[i]);
      SbxRow *row = sbx_seed_row (seed, table);

      /* Half under the same id without the code, half the other way round. */
      if (i % 2 == 0)
        sbx_row_set_text (row, "id", sbx_row_id (location));
      else
        sbx_row_set_text (row, "reference_back_office", codes[i]);
      sbx_row_set_text (row, "name", sbx_row_text (location, "displayName"));
      sbx_row_set_int (row, "sequence", i + 1);
      g_ptr_array_add (seed->locations, sbx_table_insert (table, row));
    }
  seed->lost_location = sbx_seed_row (seed, table);
  sbx_row_set_text (seed->lost_location, "name", "Dépôt de Liège");
  sbx_row_set_int (seed->lost_location, "sequence", 9);
  seed->lost_location = sbx_table_insert (table, seed->lost_location);
}

/* The article stays when its item is deleted. */
static SbxPair
delete_item (SbxSeed *seed,
             SbxPair  pair)
{
  SbxTable *entries = sbx_seed_bc (seed, "itemLedgerEntries");
  GPtrArray *own = sbx_table_list_by (entries, "itemNumber", sbx_row_text (pair.bc, "number"));

  while (own != NULL && own->len > 0)
    {
      gboolean last = own->len == 1;

      sbx_table_remove (entries, own->pdata[own->len - 1]);
      if (last)
        break;
    }
  sbx_table_remove (sbx_seed_bc (seed, "items"), pair.bc);
  pair.bc = NULL;
  return pair;
}

void
sbx_seed_items (SbxSeed *seed)
{
  guint n = seed->world->options->items;

  for (guint i = 0; i < n; i++)
    {
      int trait = trait_of (i);
      SbxItemPool pool = trait >= 0 ? SBX_ITEM_GOODS_21 : pool_of (i);
      gboolean first = trait >= 0 || i < SBX_SEED_PLAIN_ITEMS;
      SbxPair pair = { add_item (seed, i, pool, trait), NULL, NULL };

      if (first || i % 2 == 0)
        pair.wello = add_article (seed, pair.bc, first ? i % 2 == 0 : i % 4 == 0, i % 6 == 0);
      if (trait == SBX_ITEM_DELETED)
        pair = delete_item (seed, pair);
      if (trait >= 0)
        seed->items[trait] = pair;
      /* Services at other rates would need another rate for the hours beside them. */
      else if (pair.wello != NULL && (pool != SBX_ITEM_SERVICE || strcmp (sbx_row_text (pair.bc, "taxGroupCode"), "S3") == 0))
        g_array_append_val (seed->pools[pool], pair);
    }
}
