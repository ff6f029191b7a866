/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-line"

#include "sbx-bc-price.h"

#include <string.h>

static gboolean
is_blank_guid (const char *text)
{
  return text == NULL || *text == '\0' || strcmp (text, SBX_ZERO_GUID) == 0;
}

static gboolean
put_unit (SbxDocument *document,
          SbxRow      *line,
          SbxStaged   *staged,
          gboolean     by_id,
          SbxProblem  *problem)
{
  SbxTable *units = sbx_company_table (document->company, "unitsOfMeasure");
  SbxTable *items = sbx_company_table (document->company, "items");
  const char *type = sbx_row_text (line, "lineType");
  const char *text = staged->value.text != NULL ? staged->value.text : "";
  const char *code = text;
  SbxDecimal quantity_per = SBX_DECIMAL_ONE;
  SbxRow *unit;

  if (*text == '\0')
    return TRUE;
  unit = by_id ? sbx_table_find (units, text) : sbx_table_find_by (units, "code", text);
  if (by_id && unit == NULL)
    {
      g_autofree char *fields = g_strdup_printf ("Id='{%s}'", text);

      return sbx_problem_not_found (problem, document->company->options, "Unit of Measure", fields);
    }
  if (by_id)
    code = sbx_row_text (unit, "code");

  if (strcmp (type, "Item") == 0)
    {
      SbxRow *item = sbx_table_find (items, sbx_row_text (line, "itemId"));
      GPtrArray *own = sbx_table_list_by (sbx_company_table (document->company, "al.itemUnits"), "itemNumber",
                                          sbx_row_text (item, "number"));
      gboolean found = strcmp (code, sbx_row_text (item, "baseUnitOfMeasureCode")) == 0;

      for (guint i = 0; !found && own != NULL && i < own->len; i++)
        {
          if (strcmp (code, sbx_row_text (own->pdata[i], "code")) == 0)
            {
              found = TRUE;
              quantity_per = sbx_row_decimal (own->pdata[i], "quantityPer");
            }
        }
      /* Microsoft, Error codes: Internal_InvalidTableRelation. */
      if (!found)
        return sbx_problem_set (problem, 400, "Internal_InvalidTableRelation",
                                "The field Unit of Measure Code of table Sales Line contains a value (%s) that cannot be found in the "
                                "related table (Item Unit of Measure).", code);
    }
  else if (strcmp (type, "Resource") == 0)
    {
      SbxRow *resource = sbx_table_find_by (sbx_company_table (document->company, "al.resources"), "number",
                                            sbx_row_text (line, "lineObjectNumber"));

      /* Resource lines need a Resource Unit of Measure. */
      if (strcmp (code, sbx_row_text (resource, "unitCode")) != 0)
        return sbx_problem_set (problem, 400, "Internal_InvalidTableRelation",
                                "The field Unit of Measure Code of table Sales Line contains a value (%s) that cannot be found in the "
                                "related table (Resource Unit of Measure).", code);
    }
  else if (unit == NULL)
    return sbx_problem_set (problem, 400, "Internal_InvalidTableRelation",
                            "The field Unit of Measure Code of table Sales Line contains a value (%s) that cannot be found in the "
                            "related table (Unit of Measure).", code);

  sbx_row_set_text (line, "unitOfMeasureCode", code);
  sbx_row_set_text (line, "unitOfMeasureId", unit != NULL ? sbx_row_id (unit) : NULL);
  sbx_row_set_decimal (line, "al.quantityPer", quantity_per);
  /* Changing the unit prices the line anew (Microsoft, API v2.0). */
  sbx_line_price (document, line);
  return TRUE;
}

static gboolean
check_percent (SbxDecimal  percent,
               SbxProblem *problem)
{
  if (percent < 0)
    return sbx_problem_dialog (problem, "The value must be greater than or equal to 0. Line Discount %%.");
  if (percent > SBX_DECIMAL_INT (100))
    return sbx_problem_dialog (problem, "The value must be less than or equal to 100. Line Discount %%.");
  return TRUE;
}

static gboolean
put_tax_code (SbxDocument *document,
              SbxRow      *line,
              const char  *code,
              SbxProblem  *problem)
{
  if (sbx_table_find_by (sbx_company_table (document->company, "taxGroups"), "code", code) == NULL)
    return sbx_problem_set (problem, 400, "Internal_InvalidTableRelation",
                            "The field VAT Prod. Posting Group of table Sales Line contains a value (%s) that cannot be found in the "
                            "related table (VAT Product Posting Group).", code);
  return sbx_line_set_vat (document, line, code, problem);
}

static gboolean
check_comment (SbxDocument *document,
               SbxRow      *line,
               SbxProblem  *problem)
{
  if (strcmp (sbx_row_text (line, "lineType"), "Comment") != 0)
    return TRUE;
  return sbx_problem_set (problem, 400, "Application_FieldValidationException",
                          "Type must not be equal to ' ' in Sales Line: Document Type=%s, Document No.=%s, Line No.=%" G_GINT64_FORMAT
                          ". Current value is ' '.", sbx_document_type (document), sbx_row_text (document->header, "number"),
                          sbx_row_int (line, "sequence"));
}

/* [AL] SalesLine, "Qty. to Invoice": no more than what was shipped and isn't invoiced, and what is to be shipped. */
static SbxDecimal
most_to_invoice (SbxRow *line)
{
  return sbx_row_decimal (line, "shippedQuantity") - sbx_row_decimal (line, "invoicedQuantity") + sbx_row_decimal (line, "shipQuantity");
}

/* [AL] SalesLine, "Qty. to Ship": InitQtyToInvoice follows it. */
static void
set_to_ship (SbxRow    *line,
             SbxDecimal quantity)
{
  sbx_row_set_decimal (line, "shipQuantity", quantity);
  sbx_row_set_decimal (line, "invoiceQuantity", most_to_invoice (line));
}

static gboolean
too_many (SbxProblem *problem,
          const char *verb,
          SbxDecimal  most)
{
  g_autofree char *text = sbx_decimal_to_string (most);

  return sbx_problem_dialog (problem, "You cannot %s more than %s units.", verb, text);
}

/* [AL] SalesLine, Quantity: what was shipped stays. */
static gboolean
check_shipped (SbxDocument *document,
               SbxRow      *line,
               SbxDecimal   quantity,
               SbxProblem  *problem)
{
  if (quantity >= sbx_row_decimal (line, "shippedQuantity"))
    return TRUE;
  return sbx_problem_set (problem, 400, "Application_FieldValidationException",
                          "Quantity must not be less than Quantity Shipped in Sales Line: Document Type=Order, Document No.=%s, Line No.=%"
                          G_GINT64_FORMAT ".", sbx_row_text (document->header, "number"), sbx_row_int (line, "sequence"));
}

/* [AL] Sales Line - Price, IsPriceUpdateNeeded: a variant changes the price only where a price list has a line for it. */
static gboolean
put_variant (SbxDocument *document,
             SbxRow      *line,
             SbxStaged   *staged,
             SbxProblem  *problem)
{
  SbxDecimal price, percent;

  if (staged->value.text != NULL
      && sbx_table_find (sbx_company_table (document->company, "itemVariants"), staged->value.text) == NULL)
    return sbx_problem_dialog (problem, "The \"itemVariantId\" does not match to an Item Variant.");
  sbx_stage_put (staged, line);
  if (strcmp (sbx_row_text (line, "lineType"), "Item") == 0 && sbx_bc_best_price (document, line, &price, &percent))
    sbx_line_price (document, line);
  return TRUE;
}

static gboolean
put_property (SbxDocument *document,
              SbxRow      *line,
              SbxStage    *stage,
              SbxStaged   *staged,
              SbxProblem  *problem)
{
  const char *name = sbx_schema_property (stage->schema, staged->column)->name;
  SbxDecimal number = staged->value.integer;

  if (strcmp (name, "quantity") == 0)
    {
      if (number != 0 && !check_comment (document, line, problem))
        return FALSE;
      if (document->order && !check_shipped (document, line, number, problem))
        return FALSE;
      sbx_row_set_decimal (line, "quantity", number);
      /* [AL] SalesLine: a new quantity asks the price engine again and resets the discount. */
      sbx_line_price (document, line);
      /* Blank with Default Quantity to Ship = Blank (Microsoft, API v2.0, salesOrderLines). */
      if (document->order && sbx_options_is (document->company->options, "bc.default-ship-quantity", "remainder"))
        set_to_ship (line, number - sbx_row_decimal (line, "shippedQuantity"));
      return TRUE;
    }
  if (document->order && strcmp (name, "shipQuantity") == 0)
    {
      if (number > sbx_row_decimal (line, "quantity") - sbx_row_decimal (line, "shippedQuantity"))
        return too_many (problem, "ship", sbx_row_decimal (line, "quantity") - sbx_row_decimal (line, "shippedQuantity"));
      set_to_ship (line, number);
      return TRUE;
    }
  if (document->order && strcmp (name, "invoiceQuantity") == 0)
    {
      if (number > most_to_invoice (line))
        return too_many (problem, "invoice", most_to_invoice (line));
      sbx_row_set_decimal (line, "invoiceQuantity", number);
      return TRUE;
    }
  if (strcmp (name, "unitPrice") == 0)
    {
      if (number != 0 && !check_comment (document, line, problem))
        return FALSE;
      sbx_row_set_decimal (line, "unitPrice", number);
      /* [AL] SalesLine: the customer's own line discount stays on top of an explicit price. */
      sbx_line_set_discount_percent (line, sbx_row_decimal (line, "discountPercent"));
      return TRUE;
    }
  if (strcmp (name, "discountPercent") == 0)
    {
      if (!check_percent (number, problem))
        return FALSE;
      sbx_line_set_discount_percent (line, number);
      return TRUE;
    }
  if (strcmp (name, "discountAmount") == 0)
    {
      sbx_line_set_discount_amount (line, number);
      return check_percent (sbx_row_decimal (line, "discountPercent"), problem);
    }
  if (strcmp (name, "unitOfMeasureCode") == 0 || strcmp (name, "unitOfMeasureId") == 0)
    return put_unit (document, line, staged, name[13] == 'I', problem);
  if (strcmp (name, "taxCode") == 0)
    {
      if (staged->value.text == NULL || strcmp (sbx_row_text (line, "lineType"), "Comment") == 0)
        return TRUE;
      return put_tax_code (document, line, staged->value.text, problem);
    }
  if (strcmp (name, "locationId") == 0 && staged->value.text != NULL
      && sbx_table_find (sbx_company_table (document->company, "locations"), staged->value.text) == NULL)
    return sbx_problem_dialog (problem, "The \"locationId\" does not match to a Location.");
  if (strcmp (name, "itemVariantId") == 0)
    return put_variant (document, line, staged, problem);

  sbx_stage_put (staged, line);
  return TRUE;
}

static gboolean
is_key (const char *name)
{
  static const char *const names[] = { "documentId", "itemId", "accountId", "lineType", "lineObjectNumber", "sequence", NULL };

  return g_strv_contains (names, name);
}

static gboolean
put_properties (SbxDocument *document,
                SbxRow      *line,
                SbxStage    *stage,
                SbxProblem  *problem)
{
  SbxStaged *tax = sbx_stage_find (stage, "taxCode");

  for (guint i = 0; i < stage->list->len; i++)
    {
      SbxStaged *staged = &g_array_index (stage->list, SbxStaged, i);

      if (!is_key (sbx_schema_property (stage->schema, staged->column)->name)
          && !put_property (document, line, stage, staged, problem))
        return FALSE;
    }

  /* With the reading that the VAT setup is looked up at the end, a line without a taxCode of its own is checked here. */
  if (tax == NULL && strcmp (sbx_row_text (line, "lineType"), "Comment") != 0)
    {
      g_autofree char *product = g_strdup (sbx_row_text (line, "al.vatProdPostingGroup"));

      return sbx_line_set_vat (document, line, product, problem);
    }
  return TRUE;
}

/* What the line is about; [AL] APIV2 - Sales Invoice Lines: an id decides the type, a description alone is a comment,
 * and a number without a type is looked up as a standard text. */
static gboolean
put_object (SbxDocument *document,
            SbxRow      *line,
            SbxStage    *stage,
            SbxProblem  *problem)
{
  const char *item = sbx_stage_text (stage, "itemId"), *account = sbx_stage_text (stage, "accountId");
  const char *type = sbx_stage_text (stage, "lineType"), *number = sbx_stage_text (stage, "lineObjectNumber");

  if (!is_blank_guid (item) && !is_blank_guid (account))
    return sbx_problem_dialog (problem, "Both \"itemId\" and \"accountId\" are specified. Specify only one of them.");
  if (!is_blank_guid (item))
    return sbx_line_set_object (document, line, "Item", number, item, problem);
  if (!is_blank_guid (account))
    return sbx_line_set_object (document, line, "Account", number, account, problem);
  return sbx_line_set_object (document, line, type != NULL ? type : "Comment", number, NULL, problem);
}

static gboolean
put_sequence (SbxDocument *document,
              SbxRow      *line,
              SbxStage    *stage,
              SbxProblem  *problem)
{
  SbxStaged *given = sbx_stage_find (stage, "sequence");
  gint64 last = 0;

  for (guint i = 0; i < document->lines->len; i++)
    {
      gint64 other = sbx_row_int (document->lines->pdata[i], "sequence");

      if (given != NULL && given->value.integer == other)
        return sbx_problem_dialog (problem, "You cannot insert a line because a line already exists.");
      last = MAX (last, other);
    }
  sbx_row_set_int (line, "sequence", given != NULL && given->value.integer > 0 ? given->value.integer : last + 10000);
  return TRUE;
}

SbxRow *
sbx_document_add_line (SbxDocument *document,
                       JsonObject  *body,
                       SbxProblem  *problem)
{
  SbxRow *line = sbx_row_new (sbx_document_line_table (document));
  g_autofree char *id = sbx_guid_random (document->company->rand);
  SbxStage stage = { 0 };
  gboolean good;

  sbx_row_set_text (line, "id", id);
  sbx_row_set_text (line, "documentId", sbx_row_id (document->header));
  sbx_row_set_decimal (line, "al.quantityPer", SBX_DECIMAL_ONE);
  if (strcmp (document->set, "salesQuotes") != 0)
    sbx_row_set_int (line, "shipmentDate", sbx_row_int (document->header, sbx_document_date_name (document)));
  good = sbx_stage_read (&stage, sbx_document_line_table (document), body, NULL, document->company->options, problem)
         && put_sequence (document, line, &stage, problem) && put_object (document, line, &stage, problem)
         && put_properties (document, line, &stage, problem);
  sbx_stage_clear (&stage);

  if (!good)
    {
      sbx_row_free (line);
      return NULL;
    }
  g_ptr_array_add (document->lines, line);
  return line;
}

static gboolean
check_keys (SbxRow     *line,
            SbxStage   *stage,
            SbxProblem *problem)
{
  const char *document = sbx_stage_text (stage, "documentId"), *number = sbx_stage_text (stage, "lineObjectNumber");
  SbxStaged *sequence = sbx_stage_find (stage, "sequence");

  /* Texts: [AL] APIV2 - Sales Invoice Lines. */
  if (document != NULL && strcmp (document, sbx_row_text (line, "documentId")) != 0)
    return sbx_problem_dialog (problem, "The value for \"documentId\" cannot be modified.");
  if (sequence != NULL && sequence->value.integer != sbx_row_int (line, "sequence"))
    return sbx_problem_dialog (problem, "The value for \"sequence\" cannot be modified. Delete and insert the line again.");
  if (number != NULL && strcmp (number, sbx_row_text (line, "lineObjectNumber")) != 0)
    return sbx_problem_dialog (problem, "The value for \"lineObjectNumber\" cannot be modified.");
  return TRUE;
}

gboolean
sbx_document_put_line (SbxDocument *document,
                       const char  *line_id,
                       JsonObject  *body,
                       SbxProblem  *problem)
{
  SbxRow *line = NULL;
  SbxStage stage = { 0 };
  const char *item;
  gboolean good;

  for (guint i = 0; i < document->lines->len; i++)
    {
      if (strcmp (sbx_row_id (document->lines->pdata[i]), line_id) == 0)
        line = document->lines->pdata[i];
    }
  if (line == NULL)
    return sbx_problem_dialog (problem, "You cannot modify a line that does not exist.");

  good = sbx_stage_read (&stage, sbx_document_line_table (document), body, NULL, document->company->options, problem)
         && check_keys (line, &stage, problem);
  item = good ? sbx_stage_text (&stage, "itemId") : NULL;
  if (good && !is_blank_guid (item) && strcmp (item, sbx_row_text (line, "itemId")) != 0)
    good = sbx_line_set_object (document, line, "Item", NULL, item, problem);
  good = good && put_properties (document, line, &stage, problem);
  sbx_stage_clear (&stage);
  return good;
}
