/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-combine"

#include "sbx-bc-document.h"

#include <string.h>

/* What is shipped and not billed yet. */
static SbxDecimal
unbilled (SbxRow *line)
{
  return strcmp (sbx_row_text (line, "lineType"), "Comment") != 0
           ? sbx_row_decimal (line, "shippedQuantity") - sbx_row_decimal (line, "invoicedQuantity") : 0;
}

gboolean
sbx_bc_ship (SbxCompany *company,
             SbxRow     *order,
             SbxProblem *problem)
{
  g_autoptr (SbxDocument) document = NULL;

  if (!sbx_bc_check_posting (company, order, problem))
    return FALSE;
  document = sbx_document_open (company, order);
  for (guint i = 0; i < document->lines->len; i++)
    {
      SbxRow *line = document->lines->pdata[i];

      sbx_bc_move_stock (company, document->header, line, sbx_row_decimal (line, "shipQuantity"), FALSE, problem);
      if (problem->message != NULL)
        return FALSE;
      sbx_row_set_decimal (line, "invoiceQuantity", 0);
    }
  sbx_bc_close_order (document, TRUE);
  return TRUE;
}

static gboolean
check (GPtrArray  *orders,
       SbxProblem *problem)
{
  gboolean any = FALSE;

  for (guint i = 0; i < orders->len; i++)
    {
      SbxDocument *order = orders->pdata[i];

      if (strcmp (sbx_row_text (order->header, "billToCustomerId"),
                  sbx_row_text (((SbxDocument *) orders->pdata[0])->header, "billToCustomerId")) != 0)
        return sbx_problem_dialog (problem, "Shipments of different customers can't be combined.");
      for (guint n = 0; n < order->lines->len; n++)
        any = any || unbilled (order->lines->pdata[n]) != 0;
    }
  return any || sbx_problem_dialog (problem, "There is nothing to combine.");
}

static void
add_line (SbxDocument *invoice,
          SbxRow      *from,
          SbxDecimal   quantity)
{
  SbxRow *line = sbx_bc_copy_line (invoice, from);

  sbx_row_set_int (line, "sequence", 10000 * (gint64) invoice->lines->len);
  if (strcmp (sbx_row_text (line, "lineType"), "Comment") == 0)
    return;
  sbx_row_set_decimal (line, "quantity", quantity);
  sbx_line_set_discount_percent (line, sbx_row_decimal (line, "discountPercent"));
}

/* [AL] Sales-Get Shipment: the shipment is named by a comment, the order by nothing that the API shows. */
static void
add_order (SbxDocument *invoice,
           SbxDocument *order)
{
  SbxRow *shipment = sbx_table_find_by (sbx_company_table (invoice->company, "salesShipments"), "orderNumber",
                                        sbx_row_text (order->header, "number"));
  g_autofree char *text = g_strdup_printf ("Shipment No. %s:", shipment != NULL ? sbx_row_text (shipment, "number") : "");
  SbxRow *comment = sbx_row_new (sbx_document_line_table (invoice));
  g_autofree char *id = sbx_guid_random (invoice->company->rand);

  sbx_row_set_text (comment, "id", id);
  sbx_row_set_text (comment, "documentId", sbx_row_id (invoice->header));
  sbx_row_set_text (comment, "lineType", "Comment");
  sbx_row_set_text (comment, "description", text);
  sbx_row_set_int (comment, "sequence", 10000 * ((gint64) invoice->lines->len + 1));
  g_ptr_array_add (invoice->lines, comment);

  for (guint i = 0; i < order->lines->len; i++)
    {
      SbxRow *line = order->lines->pdata[i];

      if (unbilled (line) != 0)
        add_line (invoice, line, unbilled (line));
      sbx_row_set_decimal (line, "shipQuantity", 0);
      sbx_row_set_decimal (line, "invoiceQuantity", unbilled (line));
    }
}

gboolean
sbx_bc_combine (SbxCompany *company,
                GPtrArray  *orders,
                SbxProblem *problem)
{
  g_autoptr (GPtrArray) opened = g_ptr_array_new_with_free_func ((GDestroyNotify) sbx_document_free);
  g_autoptr (SbxDocument) invoice = NULL;
  g_autofree char *number = NULL;
  SbxRow *first = orders->pdata[0];

  for (guint i = 0; i < orders->len; i++)
    g_ptr_array_add (opened, sbx_document_open (company, orders->pdata[i]));
  if (!check (opened, problem))
    return FALSE;

  number = sbx_bc_posted_number (company, first);
  invoice = sbx_document_new (company, "salesInvoices");
  sbx_bc_copy_columns (first, invoice->header);
  sbx_row_set_int (invoice->header, "invoiceDate", sbx_row_int (first, "orderDate"));
  sbx_row_set_int (invoice->header, "dueDate", sbx_row_int (first, "orderDate"));
  sbx_row_set_decimal (invoice->header, "discountAmount", 0);
  /* It names none of its orders; whether it has an external number isn't documented. */
  if (sbx_options_is (company->options, "bc.combined-external-number", "blank"))
    sbx_row_set_text (invoice->header, "externalDocumentNumber", NULL);
  for (guint i = 0; i < opened->len; i++)
    add_order (invoice, opened->pdata[i]);
  sbx_document_calculate (invoice);
  sbx_bc_finish (invoice, number);

  /* They stay until the batch job Delete Invoiced Sales Orders runs, or somebody deletes them. */
  for (guint i = 0; i < opened->len; i++)
    sbx_bc_close_order (opened->pdata[i], sbx_options_is (company->options, "bc.combined-orders", "kept"));
  return TRUE;
}
