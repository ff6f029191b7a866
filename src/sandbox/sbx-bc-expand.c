/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-expand"

#include "sbx-bc-contacts.h"
#include "sbx-bc-v1.h"

#include <string.h>

/* What $expand adds to an entity. */

static const struct
{
  const char *name;
  const char *column;
  const char *set;
} references[] = {
  { "customer", "customerId", "customers" },          { "currency", "currencyId", "currencies" },
  { "paymentTerm", "paymentTermsId", "paymentTerms" }, { "shipmentMethod", "shipmentMethodId", "shipmentMethods" },
  { "item", "itemId", "items" },                       { "account", "accountId", "accounts" },
  { "unitOfMeasure", "unitOfMeasureId", "unitsOfMeasure" }, { "unitOfMeasure", "baseUnitOfMeasureId", "unitsOfMeasure" },
  { "itemVariant", "itemVariantId", "itemVariants" },  { "location", "locationId", "locations" },
  { "itemCategory", "itemCategoryId", "itemCategories" }, { "taxGroup", "taxGroupId", "taxGroups" },
};

/* parent: the column that says whose rows of the table are meant; NULL: all. */
static gboolean
expand_table (SbxCall    *call,
              SbxExpand  *expand,
              SbxRow     *row,
              const char *set,
              SbxTable   *table,
              const char *parent,
              GString    *out,
              SbxProblem *problem)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SbxPage) page = NULL;
  g_autoptr (SbxQuery) query = sbx_query_parse_options (expand->options != NULL ? expand->options : "", table, SBX_DIALECT_BC, &error);

  if (query != NULL)
    {
      if (parent != NULL)
        sbx_query_restrict (query, parent, sbx_row_id (row));
      page = sbx_query_run (query, 20000, &error);
    }
  if (page == NULL)
    {
      sbx_problem_from_odata (problem, error);
      return FALSE;
    }
  sbx_json_append_member (out, set);
  g_string_append_c (out, '[');
  for (guint i = 0; i < page->rows->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      if (!sbx_call_write_entity (call, query, page->rows->pdata[i], NULL, out, problem))
        return FALSE;
    }
  g_string_append_c (out, ']');
  return TRUE;
}

static gboolean
expand_many (SbxCall    *call,
             SbxExpand  *expand,
             SbxRow     *row,
             const char *set,
             GString    *out,
             SbxProblem *problem)
{
  GPtrArray *own = sbx_table_list_by (sbx_company_table (call->company, set), "documentId", sbx_row_id (row));
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  return expand_table (call, expand, row, set, sbx_call_table (call, set, own != NULL ? own : none), "documentId", out, problem);
}

static gboolean
expand_contacts (SbxCall    *call,
                 SbxExpand  *expand,
                 SbxRow     *row,
                 GString    *out,
                 SbxProblem *problem)
{
  return expand_table (call, expand, row, expand->name, sbx_contacts_of (call, row), NULL, out, problem);
}

static gboolean
expand_one (SbxCall    *call,
            SbxExpand  *expand,
            SbxRow     *row,
            GString    *out,
            SbxProblem *problem)
{
  const SbxSchema *schema = sbx_table_get_schema (row->table);
  g_autoptr (GError) error = NULL;
  g_autoptr (SbxQuery) query = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (references); i++)
    {
      int column = sbx_schema_column (schema, references[i].column);
      SbxTable *table;
      SbxRow *other;

      if (strcmp (references[i].name, expand->name) != 0 || column < 0)
        continue;
      if (call->v1 && !sbx_v1_has_set (references[i].set))
        continue;
      table = sbx_company_table (call->company, references[i].set);
      other = sbx_table_find (table, sbx_row_text_at (row, column));
      if (other != NULL)
        {
          other = sbx_call_shown (call, other);
          table = other->table;
        }
      query = sbx_query_parse_options (expand->options != NULL ? expand->options : "", table, SBX_DIALECT_BC, &error);
      if (query == NULL)
        {
          sbx_problem_from_odata (problem, error);
          return FALSE;
        }
      sbx_json_append_member (out, expand->name);
      if (other == NULL)
        {
          g_string_append (out, "null");
          return TRUE;
        }
      return sbx_call_write_entity (call, query, other, NULL, out, problem);
    }
  return sbx_problem_set (problem, 400, "BadRequest", "Could not find a property named '%s' on type '%s'.", expand->name, schema->type_name);
}

/* Writes the member, with a comma before it. */
gboolean
sbx_call_expand (SbxCall    *call,
                 SbxExpand  *expand,
                 SbxRow     *row,
                 GString    *out,
                 SbxProblem *problem)
{
  const char *set = sbx_table_get_schema (row->table)->set, *lines = sbx_bc_lines_of (set);

  if (lines != NULL && strcmp (expand->name, lines) == 0)
    return expand_many (call, expand, row, lines, out, problem);
  if (!call->v1 && strcmp (set, "customers") == 0 && strcmp (expand->name, "contactsInformation") == 0)
    return expand_contacts (call, expand, row, out, problem);
  return expand_one (call, expand, row, out, problem);
}
