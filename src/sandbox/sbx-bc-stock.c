/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-stock"

#include "sbx-bc-stock.h"

#include <string.h>

static gint64
next_number (SbxTable *entries)
{
  for (guint i = sbx_table_end (entries); i > 0; i--)
    {
      if (sbx_table_at (entries, i - 1) != NULL)
        return sbx_row_int (sbx_table_at (entries, i - 1), "entryNumber") + 1;
    }
  return 1;
}

void
sbx_stock_enter (SbxCompany *company,
                 SbxRow     *item,
                 const char *location,
                 const char *type,
                 SbxDecimal  quantity,
                 gint64      date,
                 const char *document)
{
  SbxTable *entries = sbx_company_table (company, "itemLedgerEntries");
  SbxRow *row = sbx_row_new (entries);

  sbx_row_set_decimal (item, "inventory", sbx_row_decimal (item, "inventory") + quantity);
  sbx_table_bump (item->table, item);
  sbx_row_set_int (row, "entryNumber", next_number (entries));
  sbx_row_set_text (row, "itemNumber", sbx_row_text (item, "number"));
  sbx_row_set_text (row, "al.locationCode", location);
  sbx_row_set_text (row, "entryType", type);
  sbx_row_set_int (row, "postingDate", date);
  sbx_row_set_text (row, "documentNumber", document);
  sbx_row_set_decimal (row, "quantity", quantity);
  sbx_table_insert (entries, row);
}

static gboolean
check_location (SbxCompany *company,
                const char *code,
                SbxProblem *problem)
{
  if (*code == '\0' || sbx_table_find_by (sbx_company_table (company, "locations"), "code", code) != NULL)
    return TRUE;
  return sbx_problem_set (problem, 404, "", "There is no location “%s”.", code);
}

gboolean
sbx_stock_act (SbxCompany *company,
               const char *verb,
               JsonObject *body,
               SbxProblem *problem)
{
  SbxRow *item = sbx_table_find_by (sbx_company_table (company, "items"), "number",
                                    json_object_get_string_member_with_default (body, "number", ""));
  const char *location = json_object_get_string_member_with_default (body, "location", "");
  const char *to = json_object_get_string_member_with_default (body, "to", "");
  SbxDecimal quantity = sbx_decimal_from_double (json_object_get_double_member_with_default (body, "quantity", 0));

  if (item == NULL)
    return sbx_problem_set (problem, 404, "", "There is no such item.");
  if (strcmp (sbx_row_text (item, "type"), "Inventory") != 0)
    return sbx_problem_dialog (problem, "Item %s has no inventory.", sbx_row_text (item, "number"));
  if (quantity == 0)
    return sbx_problem_dialog (problem, "How many?");
  if (!check_location (company, location, problem) || !check_location (company, to, problem))
    return FALSE;
  if (strcmp (verb, "transfer-stock") == 0)
    {
      sbx_stock_enter (company, item, location, "Transfer", -quantity, sbx_today (), "T00001");
      sbx_stock_enter (company, item, to, "Transfer", quantity, sbx_today (), "T00001");
    }
  else
    sbx_stock_enter (company, item, location, quantity > 0 ? "Positive_x0020_Adjmt_x002E_" : "Negative_x0020_Adjmt_x002E_", quantity,
                     sbx_today (), "T00001");
  return TRUE;
}

/* What the entries of one item and location leave of each other. */
typedef struct
{
  SbxDecimal in, out; /* all that came and went, and isn't set against the other yet */
} Balance;

static Balance *
balance_of (GHashTable *balances,
            SbxRow     *entry)
{
  g_autofree char *key = g_strdup_printf ("%s\t%s", sbx_row_text (entry, "itemNumber"), sbx_row_text (entry, "al.locationCode"));
  Balance *balance = g_hash_table_lookup (balances, key);

  if (balance == NULL)
    {
      balance = g_new0 (Balance, 1);
      g_hash_table_insert (balances, g_steal_pointer (&key), balance);
    }
  return balance;
}

static GHashTable *
add_up (SbxTable *entries)
{
  GHashTable *balances = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < sbx_table_end (entries); i++)
    {
      SbxRow *entry = sbx_table_at (entries, i);
      SbxDecimal quantity = entry != NULL ? sbx_row_decimal (entry, "quantity") : 0;

      if (quantity > 0)
        balance_of (balances, entry)->in += quantity;
      else if (quantity < 0)
        balance_of (balances, entry)->out -= quantity;
    }
  return balances;
}

/* First in, first out, within one location; what there was too little for stays open below zero. */
static SbxDecimal
remaining (GHashTable *balances,
           SbxRow     *entry)
{
  SbxDecimal quantity = sbx_row_decimal (entry, "quantity"), taken;
  Balance *balance = balance_of (balances, entry);

  if (quantity >= 0)
    {
      taken = MIN (quantity, balance->out);
      balance->out -= taken;
      return quantity - taken;
    }
  taken = MIN (-quantity, balance->in);
  balance->in -= taken;
  return quantity + taken;
}

typedef struct
{
  const char *query;
  const char *service; /* NULL: not there */
  SbxType     type;
  const char *column;  /* of API v2.0's entries; NULL: reckoned here, or blank */
} Field;

/* [AL] query 36968 "Item Ledger Entries - PBI API"; page 38 "Item Ledger Entries". */
static const Field fields[] = {
  { "entryNo", "Entry_No", SBX_TYPE_INT, "entryNumber" },
  { "entryType", "Entry_Type", SBX_TYPE_ENUM, "entryType" },
  { "sourceType", NULL, SBX_TYPE_ENUM, "sourceType" },
  { "sourceNo", NULL, SBX_TYPE_STRING, "sourceNumber" },
  { "documentNo", "Document_No", SBX_TYPE_STRING, "documentNumber" },
  { "documentType", "Document_Type", SBX_TYPE_ENUM, "documentType" },
  { "postingDate", "Posting_Date", SBX_TYPE_DATE, "postingDate" },
  { "itemNo", "Item_No", SBX_TYPE_STRING, "itemNumber" },
  { "locationCode", "Location_Code", SBX_TYPE_STRING, "al.locationCode" },
  { "serialNo", "Serial_No", SBX_TYPE_STRING, NULL },
  { "expirationDate", "Expiration_Date", SBX_TYPE_DATE, NULL },
  { "lotNo", "Lot_No", SBX_TYPE_STRING, NULL },
  { "quantity", "Quantity", SBX_TYPE_DECIMAL, "quantity" },
  { "unitOfMeasureCode", "Unit_of_Measure_Code", SBX_TYPE_STRING, NULL },
  { "remainingQuantity", "Remaining_Quantity", SBX_TYPE_DECIMAL, NULL },
  { "costAmountActual", "Cost_Amount_Actual", SBX_TYPE_DECIMAL, "costAmountActual" },
  { "salesAmountActual", "Sales_Amount_Actual", SBX_TYPE_DECIMAL, "salesAmountActual" },
  { "dimensionSetID", "Dimension_Set_ID", SBX_TYPE_INT, NULL },
  { "open", "Open", SBX_TYPE_BOOL, NULL },
  { "positive", NULL, SBX_TYPE_BOOL, NULL },
  { "invoicedQuantity", "Invoiced_Quantity", SBX_TYPE_DECIMAL, NULL },
  { "qtyPerUnitOfMeasure", "Qty_per_Unit_of_Measure", SBX_TYPE_DECIMAL, NULL },
};

static const char *
name_of (const Field *field,
         SbxStockView view)
{
  return view == SBX_STOCK_QUERY ? field->query : field->service;
}

static SbxSchema *
make_schema (SbxTable    *entries,
             SbxStockView view)
{
  SbxSchema *schema = view == SBX_STOCK_QUERY ? sbx_schema_new ("itemLedgerEntries", "itemLedgerEntry", "Microsoft.NAV.itemLedgerEntry")
                                              : sbx_schema_new ("ItemLedgerEntries", "ItemLedgerEntries", "NAV.ItemLedgerEntries");

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *name = name_of (&fields[i], view);

      if (name == NULL)
        continue;
      if (fields[i].type == SBX_TYPE_ENUM)
        {
          const SbxSchema *source = sbx_table_get_schema (entries);
          g_autofree char *values = g_strjoinv ("|", sbx_schema_property (source, sbx_schema_column (source, fields[i].column))->values);

          sbx_schema_add_enum (schema, name, SBX_PROPERTY_READ_ONLY, values);
        }
      else
        sbx_schema_add (schema, name, fields[i].type, 0, SBX_PROPERTY_READ_ONLY);
    }
  return schema;
}

static void
set_reckoned (SbxRow     *row,
              const char *query_name,
              const char *name,
              SbxRow     *entry,
              SbxDecimal  left,
              const char *unit)
{
  if (strcmp (query_name, "remainingQuantity") == 0)
    sbx_row_set_decimal (row, name, left);
  else if (strcmp (query_name, "open") == 0)
    sbx_row_set_int (row, name, left != 0);
  else if (strcmp (query_name, "positive") == 0)
    sbx_row_set_int (row, name, sbx_row_decimal (entry, "quantity") > 0);
  else if (strcmp (query_name, "invoicedQuantity") == 0)
    sbx_row_set_decimal (row, name, sbx_row_decimal (entry, "quantity"));
  else if (strcmp (query_name, "qtyPerUnitOfMeasure") == 0)
    sbx_row_set_decimal (row, name, SBX_DECIMAL_ONE);
  else if (strcmp (query_name, "unitOfMeasureCode") == 0)
    sbx_row_set_text (row, name, unit);
}

SbxTable *
sbx_stock_view (SbxCompany  *company,
                SbxStockView view)
{
  SbxTable *entries = sbx_company_table (company, "itemLedgerEntries"), *items = sbx_company_table (company, "items");
  SbxTable *out = sbx_table_new (make_schema (entries, view));
  g_autoptr (GHashTable) balances = add_up (entries);

  for (guint i = 0; i < sbx_table_end (entries); i++)
    {
      SbxRow *entry = sbx_table_at (entries, i), *row, *item;
      SbxDecimal left;

      if (entry == NULL)
        continue;
      row = sbx_row_new (out);
      item = sbx_table_find_by (items, "number", sbx_row_text (entry, "itemNumber"));
      left = remaining (balances, entry);
      for (guint n = 0; n < G_N_ELEMENTS (fields); n++)
        {
          const char *name = name_of (&fields[n], view);
          int column = fields[n].column != NULL ? sbx_schema_column (sbx_table_get_schema (entries), fields[n].column) : -1;

          if (name == NULL)
            continue;
          if (column >= 0)
            sbx_row_set_value (row, sbx_row_column (row, name), sbx_value_copy (fields[n].type, entry->values[column]));
          else
            set_reckoned (row, fields[n].query, name, entry, left, item != NULL ? sbx_row_text (item, "baseUnitOfMeasureCode") : "");
        }
      row->modified = entry->modified;
      row = sbx_table_insert (out, row);
      row->revision = entry->revision;
    }
  return out;
}
