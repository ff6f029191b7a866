/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-seed-customers"

#include "sbx-seed-private.h"

#include <string.h>

static SbxCustomerTrait
trait_of (guint n)
{
  guint trait = n - SBX_SEED_PLAIN_CUSTOMERS + 1;

  return n >= SBX_SEED_PLAIN_CUSTOMERS && trait < SBX_CUSTOMER_N_TRAITS ? trait : SBX_CUSTOMER_PLAIN;
}

static void
set_group (SbxSeed    *seed,
           SbxRow     *row,
           const char *code)
{
  SbxRow *area = sbx_table_find_by (sbx_seed_bc (seed, "taxAreas"), "code", code);

  sbx_row_set_text (row, "al.vatBusPostingGroup", code);
  sbx_row_set_text (row, "taxAreaId", sbx_row_id (area));
  sbx_row_set_text (row, "taxAreaDisplayName", sbx_row_text (area, "displayName"));
  sbx_row_set_int (row, "taxLiable", TRUE);
}

static void
set_trait (SbxSeed         *seed,
           SbxRow          *row,
           SbxCustomerTrait trait)
{
  SbxRow *dollar;

  switch (trait)
    {
    case SBX_CUSTOMER_CO_CONTRACTOR:
      set_group (seed, row, "CC");
      break;
    case SBX_CUSTOMER_EU:
      set_group (seed, row, "EU");
      break;
    case SBX_CUSTOMER_EXPORT:
      set_group (seed, row, "EXPORT");
      break;
    case SBX_CUSTOMER_BLOCKED_ALL:
      sbx_row_set_text (row, "blocked", "All");
      break;
    case SBX_CUSTOMER_BLOCKED_INVOICE:
      sbx_row_set_text (row, "blocked", "Invoice");
      break;
    case SBX_CUSTOMER_BLOCKED_SHIP:
      sbx_row_set_text (row, "blocked", "Ship");
      break;
    case SBX_CUSTOMER_LINE_DISCOUNT:
      sbx_row_set_decimal (row, "al.lineDiscountPercent", SBX_DECIMAL_INT (10));
      break;
    case SBX_CUSTOMER_PRICES_INCLUDING_VAT:
      sbx_row_set_int (row, "al.pricesIncludingVat", TRUE);
      break;
    case SBX_CUSTOMER_BC_BILLS_TO_ANOTHER:
      sbx_row_set_text (row, "al.billToCustomerNumber", "C00001");
      break;
    case SBX_CUSTOMER_INVOICE_DISCOUNT:
      sbx_row_set_decimal (row, "al.invoiceDiscountPercent", SBX_DECIMAL_INT (2));
      sbx_row_set_decimal (row, "al.serviceCharge", 750000);
      break;
    case SBX_CUSTOMER_PRIVACY:
      sbx_row_set_int (row, "al.privacyBlocked", TRUE);
      break;
    case SBX_CUSTOMER_DOLLARS:
      dollar = sbx_table_find_by (sbx_seed_bc (seed, "currencies"), "code", "USD");
      sbx_row_set_text (row, "currencyId", sbx_row_id (dollar));
      sbx_row_set_text (row, "currencyCode", "USD");
      set_group (seed, row, "EXPORT");
      break;
    case SBX_CUSTOMER_LONG_NAME:
    case SBX_CUSTOMER_BILLED_TO_ANOTHER:
    case SBX_CUSTOMER_ORDER_NUMBERS:
    case SBX_CUSTOMER_PLAIN:
    case SBX_CUSTOMER_N_TRAITS:
    default:
      break;
    }
}

static const char *
country_of (SbxCustomerTrait trait,
            guint            n)
{
  if (trait == SBX_CUSTOMER_EXPORT || trait == SBX_CUSTOMER_DOLLARS)
    return "US";
  if (trait == SBX_CUSTOMER_EU)
    return "FR";
  return trait == SBX_CUSTOMER_PLAIN && n % 40 == 33 ? "NL" : "BE";
}

static SbxRow *
add_customer (SbxSeed         *seed,
              guint            n,
              SbxCustomerTrait trait)
{
  SbxTable *table = sbx_seed_bc (seed, "customers");
  SbxRow *terms = sbx_table_find_by (sbx_seed_bc (seed, "paymentTerms"), "code", n % 3 == 0 ? "14D" : "30D");
  SbxRow *row = sbx_seed_row (seed, table);
  const char *country = country_of (trait, n);
  const char *const *town = sbx_seed_towns[g_rand_int_range (seed->rand, 0, (gint32) sbx_seed_n_towns ())];
  g_autofree char *number = g_strdup_printf ("C%05u", n + 1);
  g_autofree char *name = trait == SBX_CUSTOMER_LONG_NAME || n % 50 == 49 ? sbx_seed_long_name (seed, 100) : sbx_seed_company_name (seed);
  g_autofree char *street = g_strdup_printf ("%s %d", sbx_seed_pick (seed, sbx_seed_streets), g_rand_int_range (seed->rand, 1, 250));
  g_autofree char *phone = g_strdup_printf ("+32 %d %07d", 2 + n % 8, g_rand_int_range (seed->rand, 1000000, 9999999));
  g_autofree char *email = g_strdup_printf ("facturen@klant%05u.example", n + 1);
  g_autofree char *vat = sbx_seed_vat_number (seed, country);

  sbx_row_set_text (row, "number", number);
  sbx_row_set_text (row, "displayName", n == 0 ? "O’Brien & Sons" : n == 1 ? "Établissements Dûrand" : name);
  sbx_row_set_text (row, "addressLine1", street);
  sbx_row_set_text (row, "addressLine2", n % 9 == 4 ? "Bus 3" : NULL);
  sbx_row_set_text (row, "postalCode", town[0]);
  sbx_row_set_text (row, "city", town[1]);
  sbx_row_set_text (row, "country", country);
  sbx_row_set_text (row, "phoneNumber", phone);
  sbx_row_set_text (row, "email", email);
  sbx_row_set_text (row, "website", n % 5 == 0 ? "https://www.klant.example/" : NULL);
  sbx_row_set_text (row, "taxRegistrationNumber", vat);
  sbx_row_set_text (row, "paymentTermsId", sbx_row_id (terms));
  sbx_row_set_decimal (row, "creditLimit", SBX_DECIMAL_INT (n % 4 == 0 ? 5000 : 0));
  sbx_row_set_decimal (row, "balanceDue", (SbxDecimal) g_rand_int_range (seed->rand, 0, 500000) * 1000);
  set_group (seed, row, strcmp (country, "BE") == 0 ? "DOMESTIC" : "EU");
  set_trait (seed, row, trait);
  return sbx_table_insert (table, row);
}

static const char *
organization_of (SbxSeed *seed)
{
  SbxRow *row = sbx_seed_first (seed, "SalesOrganization");

  return row != NULL ? sbx_row_id (row) : NULL;
}

/* Under the same id, or under one of Wello's own and coupled by its code only. */
static SbxRow *
add_company (SbxSeed         *seed,
             SbxRow          *customer,
             SbxCustomerTrait trait,
             gboolean         same_id)
{
  SbxTable *table = sbx_seed_wello (seed, "Company");
  const char *country = sbx_row_text (customer, "country"), *blocked = sbx_row_text (customer, "blocked");
  g_autofree char *name = g_utf8_substring (sbx_row_text (customer, "displayName"), 0,
                                            MIN (g_utf8_strlen (sbx_row_text (customer, "displayName"), -1), 64));
  SbxRow *row;

  if (table == NULL)
    return NULL;
  row = sbx_seed_row (seed, table);
  if (same_id)
    sbx_row_set_text (row, "id", sbx_row_id (customer));
  sbx_row_set_text (row, "code", sbx_row_text (customer, "number"));
  sbx_row_set_text (row, "name", name);
  sbx_row_set_int (row, "is_client", TRUE);
  sbx_row_set_int (row, "is_working_address", TRUE);
  sbx_row_set_text (row, "company_sales_status_code",
                    strcmp (blocked, "Ship") == 0 || strcmp (blocked, "All") == 0 ? "OrderBlocked"
                    : strcmp (blocked, "Invoice") == 0                            ? "BlockedbyCM"
                                                                                  : "Normal");
  sbx_row_set_text (row, "vat_reg_code", sbx_row_text (customer, "taxRegistrationNumber"));
  /* What somebody changed in Business Central since, and never typed over. */
  sbx_row_set_text (row, "phone", same_id ? sbx_row_text (customer, "phoneNumber") : "09 000 00 00");
  sbx_row_set_text (row, "email", sbx_row_text (customer, "email"));
  sbx_row_set_text (row, "url", sbx_row_text (customer, "website"));
  sbx_row_set_text (row, "street", sbx_row_text (customer, "addressLine1"));
  sbx_row_set_text (row, "street2", sbx_row_text (customer, "addressLine2"));
  sbx_row_set_text (row, "zip", sbx_row_text (customer, "postalCode"));
  sbx_row_set_text (row, "city", sbx_row_text (customer, "city"));
  sbx_row_set_text (row, "db_country_id", sbx_seed_reference (seed, "DbCountry", country));
  sbx_row_set_text (row, "sales_organization_id", organization_of (seed));
  sbx_row_set_int (row, "po_number_required", trait == SBX_CUSTOMER_ORDER_NUMBERS);
  return sbx_table_insert (table, row);
}

static SbxRow *
add_contact (SbxSeed *seed,
             SbxRow  *customer,
             SbxRow  *company,
             gboolean same_id,
             gboolean portal)
{
  SbxTable *table = sbx_seed_wello (seed, "Contact");
  const char *whole = sbx_row_text (customer, "displayName");
  g_autofree char *name = g_utf8_substring (whole, 0, MIN (g_utf8_strlen (whole, -1), 50));
  SbxRow *row;

  if (table == NULL || company == NULL)
    return NULL;
  row = sbx_seed_row (seed, table);
  if (same_id)
    sbx_row_set_text (row, "id", sbx_row_id (customer));
  sbx_row_set_text (row, "lastname", name);
  sbx_row_set_text (row, "company_id", sbx_row_id (company));
  sbx_row_set_text (row, "phone", sbx_row_text (customer, "phoneNumber"));
  sbx_row_set_text (row, "email", sbx_row_text (customer, "email"));
  /* Wello keeps the portal's password in clear text: nobody may show it. */
  if (portal)
    {
      g_autofree char *login = g_strdup_printf ("portal-%s", sbx_row_text (customer, "number"));
      g_autofree char *password = g_strdup_printf ("Canary-%s-%06d", sbx_row_text (customer, "number"), g_rand_int_range (seed->rand, 0, 999999));

      sbx_row_set_text (row, "e_login", login);
      sbx_row_set_text (row, "e_password", password);
    }
  return sbx_table_insert (table, row);
}

/* Accounts that exist in Wello only. */
static void
add_strangers (SbxSeed *seed)
{
  SbxTable *table = sbx_seed_wello (seed, "Company");
  static const char *const names[] = { "Nieuwe klant van de portaalsite", "Prospect d’Avril" };

  for (guint i = 0; table != NULL && i < G_N_ELEMENTS (names); i++)
    {
      SbxRow *row = sbx_seed_row (seed, table);

      sbx_row_set_text (row, "name", names[i]);
      sbx_row_set_int (row, "is_client", TRUE);
      sbx_row_set_int (row, "is_working_address", TRUE);
      sbx_row_set_text (row, "sales_organization_id", organization_of (seed));
      sbx_table_insert (table, row);
    }
}

void
sbx_seed_customers (SbxSeed *seed)
{
  guint n = seed->world->options->customers;

  for (guint i = 0; i < n; i++)
    {
      SbxCustomerTrait trait = trait_of (i);
      gboolean special = trait != SBX_CUSTOMER_PLAIN, same_id = special || i < SBX_SEED_PLAIN_CUSTOMERS ? i % 2 == 0 : i % 4 == 0;
      SbxPair pair = { add_customer (seed, i, trait), NULL, NULL };

      /* Half of the others aren't in Wello yet. */
      if (special || i < SBX_SEED_PLAIN_CUSTOMERS || i % 2 == 0)
        {
          pair.wello = add_company (seed, pair.bc, trait, same_id);
          pair.contact = add_contact (seed, pair.bc, pair.wello, same_id, i % 10 == 0);
        }
      if (special)
        seed->customers[trait] = pair;
      else if (pair.wello != NULL && strcmp (sbx_row_text (pair.bc, "al.vatBusPostingGroup"), "DOMESTIC") == 0)
        g_array_append_val (seed->plain_customers, pair);
    }
  add_strangers (seed);
}
