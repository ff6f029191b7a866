/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-seed-neighbours"

#include "sbx-seed-invoice.h"

/*
 * What a second sales organization has in the same Wello: accounts whose codes are also the numbers of customers of
 * the first one's books, and an invoice that is ready. And an account of which nobody said whose it is.
 */

/* organization may be NULL. */
static SbxRow *
add_account (SbxSeed    *seed,
             const char *code,
             const char *name,
             SbxRow     *organization)
{
  SbxTable *table = sbx_seed_wello (seed, "Company");
  SbxRow *row = sbx_seed_row (seed, table);

  sbx_row_set_text (row, "code", code);
  sbx_row_set_text (row, "name", name);
  sbx_row_set_int (row, "is_client", TRUE);
  sbx_row_set_int (row, "is_working_address", TRUE);
  if (organization != NULL)
    sbx_row_set_text (row, "sales_organization_id", sbx_row_id (organization));
  return sbx_table_insert (table, row);
}

/* The next customer from `from` on that Wello doesn't have yet; NULL when there is none. */
static SbxRow *
find_missing (SbxSeed *seed,
              guint   *from)
{
  SbxTable *customers = sbx_seed_bc (seed, "customers");
  SbxTable *companies = sbx_seed_wello (seed, "Company");

  for (; *from < sbx_table_end (customers); (*from)++)
    {
      SbxRow *row = sbx_table_at (customers, *from);

      if (row != NULL && sbx_seed_find (companies, "code", sbx_row_text (row, "number")) == NULL)
        return row;
    }
  return NULL;
}

static void
add_invoice (SbxSeed    *seed,
             SbxRow     *account,
             const char *case_name)
{
  SbxPair pair = { NULL, account, NULL };
  SbxDraft draft;

  sbx_draft_begin (&draft, seed, &pair, sbx_seed_job (seed, &pair));
  sbx_draft_add_hours (&draft, 150000, 21, NULL);
  sbx_draft_end (&draft, SBX_WELLO_STATUS_READY, case_name);
}

void
sbx_seed_neighbours (SbxSeed *seed)
{
  SbxTable *organizations = sbx_seed_wello (seed, "SalesOrganization");
  SbxRow *second = organizations != NULL && sbx_table_size (organizations) > 1 ? sbx_table_at (organizations, 1) : NULL;
  const SbxPair *plain;
  SbxRow *missing, *account;
  guint next = 0;

  if (second == NULL || seed->plain_customers->len == 0)
    return;

  /* One that the first organization has, too. */
  plain = &g_array_index (seed->plain_customers, SbxPair, seed->plain_customers->len - 1);
  account = add_account (seed, sbx_row_text (plain->bc, "number"), "Tweede huis", second);
  add_invoice (seed, account, "other-organization");

  /* One that it doesn't have. */
  missing = find_missing (seed, &next);
  if (missing != NULL)
    add_account (seed, sbx_row_text (missing, "number"), "Derde huis", second);

  /* And one that may be its, or not. */
  missing = find_missing (seed, &next);
  if (missing != NULL)
    {
      account = add_account (seed, sbx_row_text (missing, "number"), "Niemands huis", NULL);
      add_invoice (seed, account, "no-organization");
    }
}
