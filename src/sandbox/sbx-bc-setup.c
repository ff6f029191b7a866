/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-setup"

#include "sbx-bc-private.h"

/* What a company has before anybody sells anything. */

static SbxRow *
add (SbxCompany *company,
     const char *set,
     const char *key_column,
     const char *key,
     const char *name_column,
     const char *name)
{
  SbxTable *table = sbx_company_table (company, set);
  SbxRow *row = sbx_row_new (table);

  sbx_row_set_text (row, key_column, key);
  if (name_column != NULL)
    sbx_row_set_text (row, name_column, name);
  row->modified = G_GINT64_CONSTANT (1735689600000000); /* 2025-01-01 */
  return sbx_table_insert (table, row);
}

/* Microsoft's Belgian demonstration company: the co-contractor group CC exists only with the service groups S0 S1 S3,
 * and a VAT identifier is no group's code. */
static void
add_vat (SbxCompany *company)
{
  static const struct
  {
    const char *code, *name, *identifier;
    int         percent;
  } products[] = {
    { "G0", "Goods 0 %", "VAT00-GOODS", 0 },   { "G1", "Goods 6 %", "VAT06-GOODS", 6 },
    { "G2", "Goods 12 %", "VAT12-GOODS", 12 }, { "G3", "Goods 21 %", "VAT21-GOODS", 21 },
    { "S0", "Services 0 %", "VAT00-SERV", 0 }, { "S1", "Services 6 %", "VAT06-SERV", 6 },
    { "S3", "Services 21 %", "VAT21-SERV", 21 },
  };
  static const char *const businesses[] = { "DOMESTIC", "EU", "EXPORT", "CC" };
  static const char *const names[] = { "Domestic", "European Union", "Export", "Co-contractor" };

  for (guint p = 0; p < G_N_ELEMENTS (products); p++)
    sbx_row_set_text (add (company, "taxGroups", "code", products[p].code, "displayName", products[p].name), "taxType", "VAT");

  for (guint b = 0; b < G_N_ELEMENTS (businesses); b++)
    {
      sbx_row_set_text (add (company, "taxAreas", "code", businesses[b], "displayName", names[b]), "taxType", "VAT");
      for (guint p = 0; p < G_N_ELEMENTS (products); p++)
        {
          g_autofree char *key = g_strdup_printf ("%s|%s", businesses[b], products[p].code);
          g_autofree char *identifier = b == 0 ? g_strdup (products[p].identifier)
                                               : g_strdup_printf ("%s-%s", businesses[b], products[p].code[0] == 'G' ? "GOODS" : "SERV");
          SbxRow *row;

          if (b == 3 && products[p].code[0] == 'G')
            continue;
          row = add (company, "al.vatSetup", "key", key, "identifier", identifier);
          sbx_row_set_text (row, "business", businesses[b]);
          sbx_row_set_text (row, "product", products[p].code);
          sbx_row_set_decimal (row, "percent", b == 1 || b == 2 ? 0 : SBX_DECIMAL_INT (products[p].percent));
          sbx_row_set_int (row, "reverseCharge", b == 3 || b == 1);
        }
    }
}

static void
add_resource (SbxCompany *company,
              const char *number,
              const char *name,
              SbxDecimal  price,
              const char *product)
{
  SbxRow *row = add (company, "al.resources", "number", number, "name", name);

  sbx_row_set_text (row, "unitCode", "HOUR");
  sbx_row_set_decimal (row, "unitPrice", price);
  sbx_row_set_text (row, "vatProdPostingGroup", product);
}

static void
add_service_item (SbxCompany *company,
                  const char *number,
                  const char *name,
                  SbxDecimal  price)
{
  SbxRow *row = add (company, "items", "number", number, "displayName", name);
  SbxRow *unit = sbx_table_find_by (sbx_company_table (company, "unitsOfMeasure"), "code", "HOUR");
  SbxRow *group = sbx_table_find_by (sbx_company_table (company, "taxGroups"), "code", "S3");

  sbx_row_set_text (row, "type", "Service");
  sbx_row_set_text (row, "baseUnitOfMeasureCode", "HOUR");
  sbx_row_set_text (row, "baseUnitOfMeasureId", sbx_row_id (unit));
  sbx_row_set_text (row, "taxGroupCode", "S3");
  sbx_row_set_text (row, "taxGroupId", sbx_row_id (group));
  sbx_row_set_text (row, "generalProductPostingGroupCode", "SERVICES");
  sbx_row_set_decimal (row, "unitPrice", price);
}

static void
add_account (SbxCompany *company,
             const char *number,
             const char *name,
             const char *product,
             gboolean    direct)
{
  SbxRow *row = add (company, "accounts", "number", number, "displayName", name);

  sbx_row_set_text (row, "category", "Income");
  sbx_row_set_text (row, "accountType", product != NULL ? "Posting" : "Heading");
  sbx_row_set_int (row, "directPosting", direct);
  sbx_row_set_text (row, "al.vatProdPostingGroup", product);
}

static void
add_terms (SbxCompany *company,
           const char *code,
           const char *name)
{
  SbxRow *row = add (company, "paymentTerms", "code", code, "displayName", name);

  sbx_row_set_text (row, "dueDateCalculation", code);
}

/* So many of it are one of the local currency, told for 100 of it. */
static void
add_currency (SbxCompany *company,
              const char *code,
              const char *name,
              SbxDecimal  rate)
{
  SbxRow *row = add (company, "currencies", "code", code, "displayName", name);

  sbx_row_set_decimal (row, "al.rate", rate);
  sbx_row_set_decimal (row, "amountRoundingPrecision", 1000);
  row = add (company, "currencyExchangeRates", "currencyCode", code, NULL, NULL);
  sbx_row_set_int (row, "startingDate", 20250101);
  sbx_row_set_decimal (row, "exchangeRateAmount", rate * 100);
  sbx_row_set_decimal (row, "relationalExchangeRateAmount", SBX_DECIMAL_INT (100));
}

void
sbx_company_setup (SbxCompany *company)
{
  static const char *const units[][3] = {
    { "PCS", "Piece", "C62" }, { "HOUR", "Hour", "HUR" }, { "BOX", "Box", "BX" }, { "KM", "Kilometre", "KMT" }, { "M", "Metre", "MTR" },
  };
  static const char *const locations[][2] = {
    { "MAIN", "Main warehouse" }, { "VAN01", "Van 1" }, { "VAN02", "Van 2" }, { "VAN03", "Van 3" },
  };
  /* The last one isn't in Wello. */
  static const char *const categories[][2] = { { "PARTS", "Parts" }, { "SERVICE", "Services" }, { "TOOLS", "Hand tools" } };
  SbxRow *row;

  row = add (company, "companyInformation", "displayName", company->name, "country", "BE");
  sbx_row_set_text (row, "currencyCode", "EUR");
  row = add (company, "generalLedgerSetup", "localCurrencyCode", "EUR", "localCurrencySymbol", "€");

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      row = add (company, "unitsOfMeasure", "code", units[i][0], "displayName", units[i][1]);
      sbx_row_set_text (row, "internationalStandardCode", units[i][2]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (locations); i++)
    add (company, "locations", "code", locations[i][0], "displayName", locations[i][1]);

  add_vat (company);
  add_terms (company, "14D", "14 days");
  add_terms (company, "30D", "30 days");
  add (company, "paymentMethods", "code", "BANK", "displayName", "Bank transfer");
  add (company, "shipmentMethods", "code", "EXW", "displayName", "Ex works");
  add (company, "generalProductPostingGroups", "code", "RETAIL", "description", "Retail");
  add (company, "generalProductPostingGroups", "code", "SERVICES", "description", "Services");
  add (company, "inventoryPostingGroups", "code", "RESALE", "description", "Resale items");

  add_currency (company, "USD", "US dollar", 110000);
  add_currency (company, "GBP", "Pound sterling", 85000);

  add_resource (company, "LINDA", "Linda Martin", SBX_DECIMAL_INT (60), "S3");
  add_resource (company, "MARK", "Mark Hanson", SBX_DECIMAL_INT (62), "S3");
  add_resource (company, "TRAVEL", "Travel", SBX_DECIMAL_INT (45), "S3");
  row = add (company, "al.resources", "number", "GONE", "name", "Left the company");
  sbx_row_set_text (row, "unitCode", "HOUR");
  sbx_row_set_text (row, "vatProdPostingGroup", "S3");
  sbx_row_set_int (row, "blocked", TRUE);

  add_service_item (company, "SERVICE-HOUR", "Service hour", SBX_DECIMAL_INT (65));
  add_service_item (company, "OVERTIME", "Overtime hour", 9750000);
  add_service_item (company, "TRAVEL-HOUR", "Travel hour", SBX_DECIMAL_INT (45));

  add_account (company, "700000", "Sales", "G3", TRUE);
  add_account (company, "705000", "Services", "S3", TRUE);
  add_account (company, "700999", "Sales, total", NULL, FALSE);
  add_account (company, "400000", "Customers", "G3", FALSE);
  add (company, "al.standardTexts", "number", "THANKS", "name", "Thank you for your order");
  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    add (company, "itemCategories", "code", categories[i][0], "displayName", categories[i][1]);
  add (company, "dimensions", "code", "DEPARTMENT", "displayName", "Department");
  add (company, "dimensions", "code", "PROJECT", "displayName", "Project");
  row = add (company, "salespeoplePurchasers", "code", "PS", "displayName", "Piet Smeets");
  sbx_row_set_text (row, "email", "piet.smeets@cronus.example");
}
