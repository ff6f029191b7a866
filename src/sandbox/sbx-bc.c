/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc"

#include "sbx-bc-private.h"

#include <string.h>

#define TENANT "7d5a1f6e-3b42-4c0e-9a57-2f1c8e6b4d90"

SbxBc *
sbx_bc_new (SbxOptions *options)
{
  SbxBc *bc = g_new0 (SbxBc, 1);

  bc->options = options;
  bc->rand = g_rand_new_with_seed (options->seed);
  bc->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  bc->al_tables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  bc->companies = g_ptr_array_new_with_free_func ((GDestroyNotify) sbx_company_free);
  g_ptr_array_add (bc->companies, sbx_company_new (bc, SBX_BC_COMPANY));
  g_ptr_array_add (bc->companies, sbx_company_new (bc, "My Company"));
  for (guint i = 0; i < bc->companies->len; i++)
    sbx_company_setup (bc->companies->pdata[i]);
  return bc;
}

void
sbx_bc_free (SbxBc *bc)
{
  if (bc == NULL)
    return;
  g_ptr_array_unref (bc->companies);
  g_hash_table_unref (bc->tokens);
  g_hash_table_unref (bc->al_tables);
  g_rand_free (bc->rand);
  g_free (bc->missing);
  g_free (bc);
}

gboolean
sbx_bc_has_table (SbxBc      *bc,
                  const char *set)
{
  SbxCompany *company = bc->companies->pdata[0];

  return g_hash_table_contains (company->tables, set);
}

SbxTable *
sbx_bc_table (SbxBc      *bc,
              const char *set)
{
  return sbx_company_table (bc->companies->pdata[0], set);
}

GRand *
sbx_bc_rand (SbxBc *bc)
{
  return bc->rand;
}

const char *
sbx_bc_company_id (SbxBc *bc)
{
  return ((SbxCompany *) bc->companies->pdata[0])->id;
}

const char *
sbx_bc_tenant (SbxBc *bc)
{
  return TENANT;
}

void
sbx_bc_add_token (SbxBc      *bc,
                  const char *token,
                  gint64      expires)
{
  g_hash_table_replace (bc->tokens, g_strdup (token), g_memdup2 (&expires, sizeof expires));
}

void
sbx_bc_expire_tokens (SbxBc *bc)
{
  g_hash_table_remove_all (bc->tokens);
}

char *
sbx_bc_account (SbxRequest *request,
                gpointer    data)
{
  const char *header = sbx_request_header (request, "Authorization");

  /* The limits count per user: all tokens of the one application are one account. */
  return header != NULL ? g_strdup ("application") : NULL;
}

void
sbx_bc_dump (SbxBc   *bc,
             GString *out)
{
  static const char *const sets[] = { "salesInvoices", "salesOrders", "salesQuotes", "salesCreditMemos" };
  static const char *const plain[] = { "postedSalesInvoices", "salesShipments", "salesOrderArchives", "generalLedgerEntries" };

  g_string_append_c (out, '{');
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      SbxTable *headers = sbx_bc_table (bc, sets[i]);
      SbxTable *lines = sbx_bc_table (bc, sbx_bc_lines_of (sets[i]));

      sbx_json_append_member (out, sets[i]);
      g_string_append_c (out, '[');
      for (guint n = 0; n < sbx_table_end (headers); n++)
        {
          SbxRow *row = sbx_table_at (headers, n);
          GPtrArray *own;

          if (row == NULL)
            continue;
          own = sbx_table_list_by (lines, "documentId", sbx_row_id (row));
          g_string_append (out, out->str[out->len - 1] == '[' ? "{" : ",{");
          sbx_row_write_json (row, SBX_DIALECT_BC, out);
          if (strcmp (sets[i], "salesInvoices") == 0)
            {
              sbx_json_append_member (out, "posted");
              g_string_append (out, sbx_row_int (row, "al.posted") ? "true" : "false");
              sbx_json_append_member (out, "void");
              g_string_append (out, sbx_row_int (row, "al.void") ? "true" : "false");
            }
          sbx_json_append_member (out, "lines");
          g_string_append_c (out, '[');
          for (guint j = 0; own != NULL && j < own->len; j++)
            {
              g_string_append (out, j > 0 ? ",{" : "{");
              sbx_row_write_json (own->pdata[j], SBX_DIALECT_BC, out);
              g_string_append_c (out, '}');
            }
          g_string_append (out, "]}");
        }
      g_string_append_c (out, ']');
    }

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    {
      SbxTable *table = sbx_bc_table (bc, plain[i]);

      sbx_json_append_member (out, plain[i]);
      g_string_append_c (out, '[');
      for (guint n = 0; n < sbx_table_end (table); n++)
        {
          SbxRow *row = sbx_table_at (table, n);

          if (row == NULL)
            continue;
          g_string_append (out, out->str[out->len - 1] == '[' ? "{" : ",{");
          sbx_row_write_json (row, SBX_DIALECT_BC, out);
          g_string_append_c (out, '}');
        }
      g_string_append_c (out, ']');
    }
  g_string_append_c (out, '}');
}
