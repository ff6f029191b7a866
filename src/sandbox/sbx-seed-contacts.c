/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-seed-contacts"

#include "sbx-seed-private.h"

#include <string.h>

/*
 * The contacts of Business Central: a company of each customer but a few, and people of every third. Half of those whose
 * customer is in Wello are there already, under ids of its own. One asked to be left alone, one belongs to a supplier, and
 * one customer is a person herself.
 */

static const char *const first_names[] = { "An", "Zoé", "Bruno", "Çağla", "Jean-Luc", "Mieke", "Óscar", "Ward", NULL };
static const char *const last_names[] = { "Peeters", "D'Hondt", "Lefèvre", "Van den Broeck", "Öztürk", "Noël", "Łukasz", "Maes", NULL };
static const char *const jobs[] = { "Aankoop", "Directrice", "Techniek", "Comptabilité", NULL };

static SbxRow *
add (SbxSeed    *seed,
     const char *type,
     const char *name,
     SbxRow     *company)
{
  SbxTable *table = sbx_seed_bc (seed, "contacts");
  SbxRow *row = sbx_seed_row (seed, table);
  g_autofree char *number = g_strdup_printf ("CT%06u", sbx_table_end (table) + 1);
  const char *own = strcmp (type, "Company") == 0 ? number : NULL;

  sbx_row_set_text (row, "number", number);
  sbx_row_set_text (row, "type", type);
  sbx_row_set_text (row, "displayName", name);
  sbx_row_set_text (row, "companyNumber", company != NULL ? sbx_row_text (company, "number") : own);
  sbx_row_set_text (row, "companyName", company != NULL ? sbx_row_text (company, "displayName") : own != NULL ? name : NULL);
  return sbx_table_insert (table, row);
}

static void
add_wello (SbxSeed    *seed,
           SbxRow     *contact,
           SbxRow     *company,
           const char *first,
           const char *last)
{
  SbxTable *table = sbx_seed_wello (seed, "Contact");
  SbxRow *row = sbx_seed_row (seed, table);

  sbx_row_set_text (row, "firstname", first);
  sbx_row_set_text (row, "lastname", last);
  sbx_row_set_text (row, "company_id", sbx_row_id (company));
  sbx_row_set_text (row, "email", sbx_row_text (contact, "email"));
  sbx_row_set_text (row, "mobile", sbx_row_text (contact, "mobilePhoneNumber"));
  sbx_table_insert (table, row);
}

static void
add_person (SbxSeed *seed,
            SbxRow  *company,
            SbxRow  *account,
            guint    n)
{
  const char *first = sbx_seed_pick (seed, first_names), *last = sbx_seed_pick (seed, last_names);
  g_autofree char *name = g_strdup_printf ("%s %s", first, last);
  SbxRow *row = add (seed, "Person", name, company);
  g_autofree char *email = g_strdup_printf ("persoon%u@klant.example", n);
  g_autofree char *phone = g_strdup_printf ("+32 4%02u %06u", 70 + n % 30, 100000 + n);

  sbx_row_set_text (row, "jobTitle", sbx_seed_pick (seed, jobs));
  sbx_row_set_text (row, "email", email);
  sbx_row_set_text (row, "mobilePhoneNumber", phone);
  sbx_row_set_int (row, "privacyBlocked", n == 4);
  if (account != NULL && n % 2 == 1 && sbx_seed_wello (seed, "Contact") != NULL)
    add_wello (seed, row, account, first, last);
}

void
sbx_seed_contacts (SbxSeed *seed)
{
  SbxTable *customers = sbx_seed_bc (seed, "customers"), *companies = sbx_seed_wello (seed, "Company");
  GRand *rand = seed->rand;
  SbxRow *supplier;
  guint n = 0;

  /* Of its own, so that the rest stays as it was. */
  seed->rand = g_rand_new_with_seed (seed->world->options->seed ^ 0xc0117);
  for (guint i = 0; i < sbx_table_end (customers); i++)
    {
      SbxRow *customer = sbx_table_at (customers, i), *company, *account;

      if (customer == NULL || i % 20 == 13)
        continue;
      company = add (seed, i % 20 == 11 ? "Person" : "Company", sbx_row_text (customer, "displayName"), NULL);
      sbx_row_set_text (company, "contactBusinessRelation", "Customer");
      sbx_row_set_text (customer, "al.contactNumber", sbx_row_text (company, "number"));
      if (i % 3 != 0 || i % 20 == 11)
        continue;
      account = companies != NULL ? sbx_table_find_by (companies, "code", sbx_row_text (customer, "number")) : NULL;
      add_person (seed, company, account, n++);
      if (i % 9 == 0)
        add_person (seed, company, account, n++);
    }
  supplier = add (seed, "Company", "Groothandel Peeters NV", NULL);
  sbx_row_set_text (supplier, "contactBusinessRelation", "Vendor");
  add_person (seed, supplier, NULL, n);
  g_rand_free (seed->rand);
  seed->rand = rand;
}
