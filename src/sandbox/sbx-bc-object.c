/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-object"

#include "sbx-bc-price.h"

#include <string.h>

/* What a line sells, and at which price. */

void
sbx_line_set_discount_percent (SbxRow    *line,
                               SbxDecimal percent)
{
  SbxDecimal gross = sbx_decimal_round (sbx_decimal_mul (sbx_row_decimal (line, "quantity"), sbx_row_decimal (line, "unitPrice")), 2);

  /* [AL] SalesLine: Round(Round(Quantity * Unit Price) * Line Discount % / 100). */
  sbx_row_set_decimal (line, "discountPercent", percent);
  sbx_row_set_decimal (line, "discountAmount", sbx_decimal_round (sbx_decimal_mul_div (gross, percent, SBX_DECIMAL_INT (100)), 2));
}

void
sbx_line_set_discount_amount (SbxRow    *line,
                              SbxDecimal amount)
{
  SbxDecimal gross = sbx_decimal_round (sbx_decimal_mul (sbx_row_decimal (line, "quantity"), sbx_row_decimal (line, "unitPrice")), 2);

  /* [AL] SalesLine: Round(amount / Round(Quantity * Unit Price) * 100, 0.00001). */
  amount = sbx_decimal_round (amount, 2);
  sbx_row_set_decimal (line, "discountAmount", amount);
  sbx_row_set_decimal (line, "discountPercent", gross != 0 ? sbx_decimal_mul_div (amount, SBX_DECIMAL_INT (100), gross) : 0);
}

static SbxDecimal
currency_rate (SbxDocument *document)
{
  SbxRow *currency = sbx_table_find (sbx_company_table (document->company, "currencies"),
                                     sbx_row_text (document->header, "currencyId"));

  return currency != NULL ? sbx_row_decimal (currency, "al.rate") : SBX_DECIMAL_ONE;
}

void
sbx_line_price (SbxDocument *document,
                SbxRow      *line)
{
  const char *type = sbx_row_text (line, "lineType");

  if (strcmp (type, "Item") == 0)
    {
      SbxDecimal price, percent;

      sbx_bc_best_price (document, line, &price, &percent);
      sbx_row_set_decimal (line, "unitPrice", price);
      sbx_line_set_discount_percent (line, percent);
    }
  else if (strcmp (type, "Resource") == 0)
    {
      SbxRow *resource = sbx_table_find_by (sbx_company_table (document->company, "al.resources"), "number",
                                            sbx_row_text (line, "lineObjectNumber"));

      sbx_row_set_decimal (line, "unitPrice", sbx_decimal_mul (sbx_row_decimal (resource, "unitPrice"), currency_rate (document)));
      sbx_line_set_discount_percent (line, 0);
    }
  else
    sbx_line_set_discount_percent (line, sbx_row_decimal (line, "discountPercent"));
}

/* Written: the VAT product posting group; read back: the VAT identifier ([AL] APIV2 - Sales Invoice Lines,
 * SetTaxGroupIdAndCode). The rate is that of the document's business group with the line's product group. */
gboolean
sbx_line_set_vat (SbxDocument *document,
                  SbxRow      *line,
                  const char  *product,
                  SbxProblem  *problem)
{
  const char *business = sbx_row_text (document->header, "al.vatBusPostingGroup");
  SbxVat vat;

  if (!sbx_company_vat (document->company, business, product, &vat))
    {
      g_autofree char *fields = g_strdup_printf ("VAT Bus. Posting Group='%s',VAT Prod. Posting Group='%s'", business, product);

      return sbx_problem_not_found (problem, document->company->options, "VAT Posting Setup", fields);
    }
  sbx_row_set_text (line, "al.vatProdPostingGroup", product);
  sbx_row_set_text (line, "taxCode", vat.identifier);
  sbx_row_set_decimal (line, "taxPercent", vat.percent);
  return TRUE;
}

static gboolean
first_vat (SbxDocument *document,
           SbxRow      *line,
           const char  *product,
           SbxProblem  *problem)
{
  SbxProblem ignored = { 0 };

  if (sbx_options_is (document->company->options, "bc.vat-setup-check", "at-object"))
    return sbx_line_set_vat (document, line, product, problem);
  if (!sbx_line_set_vat (document, line, product, &ignored))
    sbx_row_set_text (line, "al.vatProdPostingGroup", product);
  sbx_problem_clear (&ignored);
  return TRUE;
}

static void
set_unit (SbxDocument *document,
          SbxRow      *line,
          const char  *code,
          SbxDecimal   quantity_per)
{
  SbxRow *unit = sbx_table_find_by (sbx_company_table (document->company, "unitsOfMeasure"), "code", code);

  sbx_row_set_text (line, "unitOfMeasureCode", code);
  sbx_row_set_text (line, "unitOfMeasureId", unit != NULL ? sbx_row_id (unit) : NULL);
  sbx_row_set_decimal (line, "al.quantityPer", quantity_per);
}

/* [AL] SalesLine, CopyFromItem: the unit is the item's sales unit, not its base unit. */
static void
take_sales_unit (SbxDocument *document,
                 SbxRow      *line,
                 SbxRow      *item)
{
  const char *sales = sbx_row_text (item, "al.salesUnitOfMeasureCode");
  GPtrArray *own = sbx_table_list_by (sbx_company_table (document->company, "al.itemUnits"), "itemNumber", sbx_row_text (item, "number"));

  for (guint i = 0; *sales != '\0' && own != NULL && i < own->len; i++)
    {
      if (strcmp (sbx_row_text (own->pdata[i], "code"), sales) == 0)
        {
          set_unit (document, line, sales, sbx_row_decimal (own->pdata[i], "quantityPer"));
          return;
        }
    }
  set_unit (document, line, sbx_row_text (item, "baseUnitOfMeasureCode"), SBX_DECIMAL_ONE);
}

static gboolean
set_item (SbxDocument *document,
          SbxRow      *line,
          const char  *number,
          const char  *id,
          SbxProblem  *problem)
{
  SbxTable *items = sbx_company_table (document->company, "items");
  SbxRow *item = id != NULL ? sbx_table_find (items, id) : number != NULL ? sbx_table_find_by (items, "number", number) : NULL;
  const char *product;

  if (item == NULL || (id != NULL && number != NULL && *number != '\0' && strcmp (sbx_row_text (item, "number"), number) != 0))
    return sbx_problem_dialog (problem, "Item does not exist.");
  /* [AL] SalesLine: TestField (Blocked, false), then the item's Sales Blocked. */
  if (sbx_row_int (item, "blocked"))
    return sbx_problem_set (problem, 400, "Application_FieldValidationException",
                            "Blocked must be equal to 'No'  in Item: No.=%s. Current value is 'Yes'.", sbx_row_text (item, "number"));
  if (sbx_row_int (item, "al.salesBlocked"))
    return sbx_problem_dialog (problem, "You cannot sell Item %s because the Sales Blocked check box is selected on the Item card.",
                               sbx_row_text (item, "number"));

  sbx_row_set_text (line, "itemId", sbx_row_id (item));
  sbx_row_set_text (line, "lineObjectNumber", sbx_row_text (item, "number"));
  sbx_row_set_text (line, "description", sbx_row_text (item, "displayName"));
  sbx_row_set_text (line, "description2", sbx_row_text (item, "displayName2"));
  product = sbx_row_text (item, "taxGroupCode");
  if (!first_vat (document, line, *product != '\0' ? product : "G3", problem))
    return FALSE;
  take_sales_unit (document, line, item);
  sbx_line_price (document, line);
  return TRUE;
}

static gboolean
set_resource (SbxDocument *document,
              SbxRow      *line,
              const char  *number,
              SbxProblem  *problem)
{
  SbxRow *resource = number != NULL ? sbx_table_find_by (sbx_company_table (document->company, "al.resources"), "number", number) : NULL;

  if (resource == NULL)
    {
      g_autofree char *fields = g_strdup_printf ("No.='%s'", number != NULL ? number : "");

      return sbx_problem_not_found (problem, document->company->options, "Resource", fields);
    }
  if (sbx_row_int (resource, "blocked"))
    return sbx_problem_set (problem, 400, "Application_FieldValidationException",
                            "Blocked must be equal to 'No'  in Resource: No.=%s. Current value is 'Yes'.", number);

  sbx_row_set_text (line, "lineObjectNumber", number);
  sbx_row_set_text (line, "description", sbx_row_text (resource, "name"));
  if (!first_vat (document, line, sbx_row_text (resource, "vatProdPostingGroup"), problem))
    return FALSE;
  set_unit (document, line, sbx_row_text (resource, "unitCode"), SBX_DECIMAL_ONE);
  sbx_line_price (document, line);
  return TRUE;
}

static gboolean
set_account (SbxDocument *document,
             SbxRow      *line,
             const char  *number,
             const char  *id,
             SbxProblem  *problem)
{
  SbxTable *accounts = sbx_company_table (document->company, "accounts");
  SbxRow *account = id != NULL ? sbx_table_find (accounts, id) : number != NULL ? sbx_table_find_by (accounts, "number", number) : NULL;

  if (account == NULL)
    return sbx_problem_dialog (problem, "Account does not exist.");
  /* Usable only when it is a posting account, allows direct posting and isn't blocked. */
  if (strcmp (sbx_row_text (account, "accountType"), "Posting") != 0)
    return sbx_problem_set (problem, 400, "Application_FieldValidationException",
                            "Account Type must be equal to 'Posting'  in G/L Account: No.=%s. Current value is '%s'.",
                            sbx_row_text (account, "number"), sbx_row_text (account, "accountType"));
  if (sbx_row_int (account, "blocked"))
    return sbx_problem_set (problem, 400, "Application_FieldValidationException",
                            "Blocked must be equal to 'No'  in G/L Account: No.=%s. Current value is 'Yes'.", sbx_row_text (account, "number"));
  if (!sbx_row_int (account, "directPosting"))
    return sbx_problem_set (problem, 400, "Application_FieldValidationException",
                            "Direct Posting must be equal to 'Yes'  in G/L Account: No.=%s. Current value is 'No'.", sbx_row_text (account, "number"));

  sbx_row_set_text (line, "accountId", sbx_row_id (account));
  sbx_row_set_text (line, "lineObjectNumber", sbx_row_text (account, "number"));
  sbx_row_set_text (line, "description", sbx_row_text (account, "displayName"));
  return first_vat (document, line, sbx_row_text (account, "al.vatProdPostingGroup"), problem);
}

static gboolean
set_comment (SbxDocument *document,
             SbxRow      *line,
             const char  *number,
             SbxProblem  *problem)
{
  SbxRow *text;

  if (number == NULL || *number == '\0')
    return TRUE;
  text = sbx_table_find_by (sbx_company_table (document->company, "al.standardTexts"), "number", number);
  if (text == NULL)
    {
      g_autofree char *fields = g_strdup_printf ("Code='%s'", number);

      return sbx_problem_not_found (problem, document->company->options, "Standard Text", fields);
    }
  sbx_row_set_text (line, "lineObjectNumber", number);
  sbx_row_set_text (line, "description", sbx_row_text (text, "name"));
  return TRUE;
}

gboolean
sbx_line_set_object (SbxDocument *document,
                     SbxRow      *line,
                     const char  *type,
                     const char  *number,
                     const char  *id,
                     SbxProblem  *problem)
{
  g_autofree char *fields = NULL;
  g_autofree char *table = NULL;

  sbx_row_set_text (line, "lineType", type);
  if (strcmp (type, "Item") == 0)
    return set_item (document, line, number, id, problem);
  if (strcmp (type, "Account") == 0)
    return set_account (document, line, number, id, problem);
  if (strcmp (type, "Resource") == 0)
    return set_resource (document, line, number, problem);
  if (strcmp (type, "Comment") == 0)
    return set_comment (document, line, number, problem);

  /* Fixed assets, item charges and allocation accounts: this company has none. */
  fields = g_strdup_printf ("No.='%s'", number != NULL ? number : "");
  table = g_strdup (strcmp (type, "Charge") == 0 ? "Item Charge" : strcmp (type, "Fixed_x0020_Asset") == 0 ? "Fixed Asset" : "Allocation Account");
  return sbx_problem_not_found (problem, document->company->options, table, fields);
}
