/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-item"

#include "sbx-bc-private.h"

#include <string.h>

/* What an item refers to, by an id and by a code ([AL] APIV2 - Items). Where no text is known that of a table relation
 * stands for it. */
typedef struct
{
  const char *id, *code;
  const char *set;
  const char *field, *table; /* for the text of a table relation */
  const char *unknown;       /* for the id, or NULL */
} Reference;

static const Reference references[] = {
  { "itemCategoryId", "itemCategoryCode", "itemCategories", "Item Category Code", "Item Category",
    "The \"itemCategoryId\" does not match to a specific Item Category group." },
  { "taxGroupId", "taxGroupCode", "taxGroups", "VAT Prod. Posting Group", "VAT Product Posting Group",
    "The \"taxGroupCode\" does not match to a Tax Group." },
  { "baseUnitOfMeasureId", "baseUnitOfMeasureCode", "unitsOfMeasure", "Base Unit of Measure", "Unit of Measure",
    "The \"baseUnitOfMeasureId\" does not match to a Unit of Measure." },
  { "generalProductPostingGroupId", "generalProductPostingGroupCode", "generalProductPostingGroups", "Gen. Prod. Posting Group",
    "Gen. Product Posting Group", NULL },
  { "inventoryPostingGroupId", "inventoryPostingGroupCode", "inventoryPostingGroups", "Inventory Posting Group",
    "Inventory Posting Group", NULL },
};

static gboolean
refuse (const Reference *reference,
        const char      *value,
        SbxProblem      *problem)
{
  if (reference->unknown != NULL)
    return sbx_problem_dialog (problem, "%s", reference->unknown);
  return sbx_problem_set (problem, 400, "Internal_InvalidTableRelation",
                          "The field %s of table Item contains a value (%s) that cannot be found in the related table (%s).",
                          reference->field, value, reference->table);
}

static gboolean
settle (SbxCompany      *company,
        const Reference *reference,
        SbxStage        *stage,
        SbxRow          *row,
        SbxProblem      *problem)
{
  SbxTable *table = sbx_company_table (company, reference->set);
  const char *id = sbx_stage_text (stage, reference->id);
  const char *code = sbx_stage_text (stage, reference->code);
  gboolean by_id = id != NULL && strcmp (id, SBX_ZERO_GUID) != 0, by_code = code != NULL && *code != '\0';
  SbxRow *first = by_id ? sbx_table_find (table, id) : NULL, *second = by_code ? sbx_table_find_by (table, "code", code) : NULL;
  SbxRow *found = first != NULL ? first : second;

  if (id == NULL && code == NULL)
    return TRUE;
  if ((by_id && first == NULL) || (by_code && second == NULL))
    return refuse (reference, by_id ? id : code, problem);
  if (first != NULL && second != NULL && first != second)
    return strcmp (reference->set, "unitsOfMeasure") == 0
             ? sbx_problem_dialog (problem, "The unit of measure values do not match to a specific Unit of Measure.")
             : refuse (reference, code, problem);
  sbx_row_set_text (row, reference->id, found != NULL ? sbx_row_id (found) : NULL);
  sbx_row_set_text (row, reference->code, found != NULL ? sbx_row_text (found, "code") : NULL);
  return TRUE;
}

/**
 * sbx_item_settle:
 * @company: a company
 * @stage: what was sent for an item
 * @row: the item, with that in it
 * @problem: set when it refers to what isn't there
 *
 * Returns: whether each id has its code, and each code its id
 */
gboolean
sbx_item_settle (SbxCompany *company,
                 SbxStage   *stage,
                 SbxRow     *row,
                 SbxProblem *problem)
{
  for (guint i = 0; i < G_N_ELEMENTS (references); i++)
    {
      if (!settle (company, &references[i], stage, row, problem))
        return FALSE;
    }
  return TRUE;
}
