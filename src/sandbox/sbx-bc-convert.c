/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-convert"

#include "sbx-bc-document.h"

#include <string.h>

static gboolean
check (SbxCompany *company,
       SbxRow     *quote,
       const char *target,
       GPtrArray  *lines,
       SbxProblem *problem)
{
  SbxRow *customer = sbx_table_find (sbx_company_table (company, "customers"), sbx_row_text (quote, "customerId"));
  const char *blocked = customer != NULL ? sbx_row_text (customer, "blocked") : "";
  gboolean order = strcmp (target, "salesOrders") == 0;

  /* Named by the text for the other documents: %s %s must be approved … ([AL] ApprovalsMgmt). */
  if (sbx_options_is (company->options, "bc.quote-approval", "needed") && !sbx_row_int (quote, "al.released"))
    return sbx_problem_dialog (problem, "Sales Quote %s must be approved and released before you can perform this action.",
                               sbx_row_text (quote, "number"));
  /* Checked at the conversion: the customer, the lines' blocks ([AL] Sales-Quote to Invoice). */
  if (strcmp (blocked, "All") == 0 || strcmp (blocked, "Invoice") == 0 || (order && strcmp (blocked, "Ship") == 0))
    return sbx_problem_dialog (problem, "You cannot create this type of document when Customer %s is blocked with type %s",
                               sbx_row_text (customer, "number"), blocked);
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      SbxRow *item = sbx_table_find (sbx_company_table (company, "items"), sbx_row_text (lines->pdata[i], "itemId"));

      if (item != NULL && sbx_row_int (item, "blocked"))
        return sbx_problem_set (problem, 400, "Application_FieldValidationException",
                                "Blocked must be equal to 'No'  in Item: No.=%s. Current value is 'Yes'.", sbx_row_text (item, "number"));
      if (item != NULL && sbx_row_int (item, "al.salesBlocked"))
        return sbx_problem_dialog (problem, "You cannot sell Item %s because the Sales Blocked check box is selected on the Item card.",
                                   sbx_row_text (item, "number"));
    }
  return TRUE;
}

/* [AL] Sales-Quote to Invoice, Sales-Quote to Order: the header is copied, the external number with it, the lines are
 * put in, the quote is deleted, and only then all of it is committed. */
gboolean
sbx_bc_convert (SbxCompany *company,
                SbxRow     *quote,
                const char *target,
                SbxProblem *problem)
{
  GPtrArray *lines = sbx_table_list_by (sbx_company_table (company, "salesQuoteLines"), "documentId", sbx_row_id (quote));
  g_autoptr (SbxDocument) source = NULL;
  g_autoptr (SbxDocument) made = NULL;

  if (!check (company, quote, target, lines, problem))
    return FALSE;
  source = sbx_document_open (company, quote);
  made = sbx_document_new (company, target);
  sbx_bc_copy_columns (quote, made->header);
  sbx_row_set_int (made->header, sbx_document_date_name (made), sbx_row_int (quote, "documentDate"));
  sbx_row_set_text (made->header, "status", "Draft");
  if (made->order)
    sbx_row_set_int (made->header, "partialShipping", TRUE);
  for (guint i = 0; i < source->lines->len; i++)
    {
      SbxRow *line = sbx_bc_copy_line (made, source->lines->pdata[i]);

      sbx_row_set_int (line, "shipmentDate", sbx_row_int (quote, "documentDate"));
      if (made->order && sbx_options_is (company->options, "bc.default-ship-quantity", "remainder"))
        {
          sbx_row_set_decimal (line, "shipQuantity", sbx_row_decimal (line, "quantity"));
          sbx_row_set_decimal (line, "invoiceQuantity", sbx_row_decimal (line, "quantity"));
        }
    }
  sbx_document_calculate (made);
  sbx_document_commit (made);

  /* An extension that commits in between breaks the atomicity: the document is there, and the quote too. */
  if (sbx_options_is (company->options, "bc.quote-commit", "between-once"))
    {
      sbx_options_set (company->options, "bc.quote-commit=atomic", NULL);
      return sbx_problem_dialog (problem, "The activity was deadlocked with another user who was modifying the Sales Header table. "
                                          "Please retry the activity.");
    }
  return sbx_bc_remove (company, quote, problem);
}
