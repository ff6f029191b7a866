/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-credit"

#include "sbx-bc-document.h"

#include <string.h>

gboolean
sbx_bc_is_posted (SbxRow *header)
{
  const SbxSchema *schema = sbx_table_get_schema (header->table);

  return sbx_schema_column (schema, "al.posted") >= 0 && sbx_row_int (header, "al.posted");
}

/* [AL] Correct Posted Sales Invoice, CreateCreditMemoCopyDocument: the invoice's header and lines, external number included. */
static SbxDocument *
copy_of (SbxCompany *company,
         SbxRow     *invoice)
{
  g_autoptr (SbxDocument) source = sbx_document_open (company, invoice);
  SbxDocument *memo = sbx_document_new (company, "salesCreditMemos");

  sbx_bc_copy_columns (invoice, memo->header);
  sbx_row_set_int (memo->header, "al.posted", FALSE);
  sbx_row_set_text (memo->header, "al.state", NULL);
  sbx_row_set_text (memo->header, "status", "Draft");
  sbx_row_set_int (memo->header, "creditMemoDate", sbx_today ());
  sbx_row_set_int (memo->header, "postingDate", sbx_today ());
  sbx_row_set_text (memo->header, "invoiceId", sbx_row_id (invoice));
  sbx_row_set_text (memo->header, "invoiceNumber", sbx_row_text (invoice, "number"));
  for (guint i = 0; i < source->lines->len; i++)
    sbx_bc_copy_line (memo, source->lines->pdata[i]);
  sbx_document_calculate (memo);
  return memo;
}

static gboolean
check (SbxCompany *company,
       SbxRow     *invoice,
       gboolean    cancel,
       SbxProblem *problem)
{
  gboolean closed = sbx_row_decimal (invoice, "remainingAmount") == 0;
  gboolean whole = sbx_row_decimal (invoice, "remainingAmount") == sbx_row_decimal (invoice, "totalAmountIncludingTax");

  /* Texts: [AL] APIV2 - Sales Invoices; Correct Posted Sales Invoice, AlreadyPaidCancelErr. */
  if (!sbx_bc_is_posted (invoice))
    return sbx_problem_dialog (problem, "The action can be applied to a posted invoice only.");
  if (cancel && strcmp (sbx_row_text (invoice, "status"), "Canceled") == 0)
    return sbx_problem_dialog (problem, "The invoice cannot be canceled because it has already been canceled.");
  if (whole)
    return TRUE;
  if (cancel)
    return sbx_problem_dialog (problem, "Canceling the invoice failed because of the following error: \n\nYou cannot cancel this posted sales "
                                        "invoice because it is fully or partially paid.");
  /* Whether these are refusals or questions to a person is a reading of the page's labels. */
  if (sbx_options_is (company->options, "bc.closed-invoice-credit", "made"))
    return TRUE;
  return sbx_problem_dialog (problem, closed ? "The invoice is closed. The corrective credit memo will not be applied to the invoice."
                                             : "The invoice is partially paid or credited. The corrective credit memo may not be fully "
                                               "closed by the invoice.");
}

gboolean
sbx_bc_credit (SbxCompany *company,
               SbxRow     *invoice,
               gboolean    cancel,
               SbxProblem *problem)
{
  g_autoptr (SbxDocument) memo = NULL;
  SbxRow *header;

  if (!check (company, invoice, cancel, problem))
    return FALSE;
  memo = copy_of (company, invoice);
  header = sbx_document_commit (memo);
  if (!cancel)
    return TRUE;

  /* [AL] Correct Posted Sales Invoice, CancelPostedInvoice: what can't be posted isn't left behind here. */
  if (!sbx_bc_post (company, header, problem))
    {
      sbx_bc_drop_document (company, header);
      return FALSE;
    }
  sbx_row_set_text (header, "status", "Corrective");
  sbx_row_set_text (invoice, "status", "Canceled");
  sbx_table_touch (invoice->table, invoice);
  return TRUE;
}

/* [AL] SalesInvoiceAggregator: a closed invoice shows Paid, and Canceled only with an entry in Cancelled Document, which a
 * credit memo that somebody posts doesn't make. */
void
sbx_bc_apply_credit (SbxCompany *company,
                     SbxRow     *memo)
{
  const char *id = sbx_row_text (memo, "invoiceId");
  SbxRow *invoice = strcmp (id, SBX_ZERO_GUID) != 0 ? sbx_table_find (sbx_company_table (company, "salesInvoices"), id) : NULL;
  SbxDecimal left, credited = sbx_row_decimal (memo, "totalAmountIncludingTax");

  if (invoice == NULL || !sbx_bc_is_posted (invoice))
    return;
  left = sbx_row_decimal (invoice, "remainingAmount");
  sbx_row_set_text (memo, "status", credited <= left ? "Paid" : "Open");
  sbx_row_set_decimal (invoice, "remainingAmount", MAX (left - credited, 0));
  if (credited >= left)
    sbx_row_set_text (invoice, "status", sbx_options_get (company->options, "bc.credited-status"));
  sbx_table_touch (invoice->table, invoice);
}
