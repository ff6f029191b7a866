/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-post"

#include "sbx-bc-document.h"
#include "sbx-bc-stock.h"

#include <string.h>

static gboolean
has (SbxRow     *row,
     const char *name)
{
  return sbx_schema_column (sbx_table_get_schema (row->table), name) >= 0;
}

void
sbx_bc_copy_columns (SbxRow *from,
                     SbxRow *to)
{
  static const char *const own[] = { "id", "documentId", "number", "status", "lastModifiedDateTime", "al.postingNumber", NULL };
  const SbxSchema *source = sbx_table_get_schema (from->table), *target = sbx_table_get_schema (to->table);

  for (int column = 0; column < (int) sbx_schema_n_columns (target); column++)
    {
      const SbxProperty *property = sbx_schema_property (target, column);
      int other = sbx_schema_column (source, property->name);

      if (other >= 0 && !g_strv_contains (own, property->name) && sbx_schema_property (source, other)->type == property->type)
        sbx_row_set_value (to, column, sbx_value_copy (property->type, from->values[other]));
    }
}

/* A line for another document, with an id of its own. */
SbxRow *
sbx_bc_copy_line (SbxDocument *document,
                  SbxRow      *from)
{
  SbxRow *line = sbx_row_new (sbx_document_line_table (document));
  g_autofree char *id = sbx_guid_random (document->company->rand);

  sbx_bc_copy_columns (from, line);
  sbx_row_set_text (line, "id", id);
  sbx_row_set_text (line, "documentId", sbx_row_id (document->header));
  g_ptr_array_add (document->lines, line);
  return line;
}

/* With one series for both, a draft's number is its legal number too; a number left by a failed attempt is used again. */
char *
sbx_bc_posted_number (SbxCompany *company,
                      SbxRow     *header)
{
  const char *left = sbx_row_text (header, "al.postingNumber");

  if (*left != '\0')
    return g_strdup (left);
  if (strcmp (sbx_table_get_schema (header->table)->set, "salesInvoices") == 0
      && sbx_options_is (company->options, "bc.invoice-series", "shared"))
    return g_strdup (sbx_row_text (header, "number"));
  return g_strdup_printf ("PS-INV%u", company->next_posted++);
}

void
sbx_bc_list_posted (SbxCompany *company,
                    SbxRow     *invoice)
{
  SbxTable *table = sbx_company_table (company, "postedSalesInvoices");
  SbxRow *row = sbx_row_new (table);

  /* Microsoft, API automate v1.0: apiId is the id in API v2.0. */
  sbx_row_set_text (row, "number", sbx_row_text (invoice, "number"));
  sbx_row_set_text (row, "externalDocumentNumber", sbx_row_text (invoice, "externalDocumentNumber"));
  sbx_row_set_text (row, "orderNumber", sbx_row_text (invoice, "orderNumber"));
  sbx_row_set_text (row, "apiId", sbx_row_id (invoice));
  sbx_table_insert (table, row);
}

static void
add_entry (SbxCompany *company,
           SbxRow     *invoice,
           const char *account_number,
           SbxDecimal  amount)
{
  SbxTable *table = sbx_company_table (company, "generalLedgerEntries");
  SbxRow *account = sbx_table_find_by (sbx_company_table (company, "accounts"), "number", account_number);
  SbxRow *row;

  if (amount == 0)
    return;
  row = sbx_row_new (table);
  sbx_row_set_int (row, "entryNumber", company->next_entry++);
  sbx_row_set_int (row, "postingDate", sbx_row_int (invoice, "postingDate"));
  sbx_row_set_text (row, "documentNumber", sbx_row_text (invoice, "number"));
  sbx_row_set_text (row, "documentType", strcmp (sbx_table_get_schema (invoice->table)->set, "salesCreditMemos") == 0 ? "Credit_x0020_Memo" : "Invoice");
  sbx_row_set_text (row, "accountNumber", account_number);
  sbx_row_set_text (row, "accountId", account != NULL ? sbx_row_id (account) : NULL);
  sbx_row_set_decimal (row, amount > 0 ? "debitAmount" : "creditAmount", ABS (amount));
  sbx_table_insert (table, row);
}

void
sbx_bc_move_stock (SbxCompany *company,
                   SbxRow     *header,
                   SbxRow     *line,
                   SbxDecimal  quantity,
                   gboolean    for_real,
                   SbxProblem *problem)
{
  SbxRow *item = strcmp (sbx_row_text (line, "lineType"), "Item") == 0
                   ? sbx_table_find (sbx_company_table (company, "items"), sbx_row_text (line, "itemId")) : NULL;
  SbxDecimal base = sbx_decimal_mul (quantity, sbx_row_decimal (line, "al.quantityPer"));
  SbxRow *location = sbx_table_find (sbx_company_table (company, "locations"), sbx_row_text (line, "locationId"));

  if (item == NULL || base == 0 || strcmp (sbx_row_text (item, "type"), "Inventory") != 0)
    return;
  if (!for_real)
    {
      if (sbx_options_is (company->options, "bc.negative-stock", "refused") && sbx_row_decimal (item, "inventory") < base)
        sbx_problem_dialog (problem, "You have insufficient quantity of Item %s on inventory.", sbx_row_text (item, "number"));
      return;
    }
  sbx_stock_enter (company, item, location != NULL ? sbx_row_text (location, "code") : "", "Sale", -base, sbx_row_int (header, "postingDate"),
                   sbx_row_text (header, "number"));
}

/* The service charge and the invoice discount of the customer's terms come in by posting ([AL] Sales-Calc. Discount). */
static gboolean
add_charges (SbxDocument *document,
             SbxProblem  *problem)
{
  SbxRow *header = document->header;
  SbxRow *customer = sbx_table_find (sbx_company_table (document->company, "customers"), sbx_row_text (header, "billToCustomerId"));
  SbxDecimal percent = customer != NULL ? sbx_row_decimal (customer, "al.invoiceDiscountPercent") : 0;
  SbxDecimal charge = customer != NULL ? sbx_row_decimal (customer, "al.serviceCharge") : 0;

  if (!sbx_options_is (document->company->options, "bc.posting-adds-charges", "yes"))
    return TRUE;
  if (percent != 0 && sbx_row_decimal (header, "discountAmount") == 0)
    sbx_row_set_decimal (header, "discountAmount",
                         sbx_decimal_round (sbx_decimal_mul_div (sbx_row_decimal (header, "totalAmountExcludingTax"), percent,
                                                                 SBX_DECIMAL_INT (100)), 2));
  if (charge != 0)
    {
      g_autoptr (JsonNode) node = json_from_string ("{\"lineType\":\"Account\",\"lineObjectNumber\":\"705000\","
                                                    "\"description\":\"Service charge\",\"quantity\":1}", NULL);
      SbxRow *line = sbx_document_add_line (document, json_node_get_object (node), problem);

      if (line == NULL)
        return FALSE;
      sbx_row_set_decimal (line, "unitPrice", charge);
    }
  sbx_document_calculate (document);
  return TRUE;
}

SbxRow *
sbx_bc_finish (SbxDocument *invoice,
               const char  *number)
{
  SbxCompany *company = invoice->company;
  SbxRow *header = invoice->header;
  gboolean credit = strcmp (invoice->set, "salesCreditMemos") == 0;
  int sign = credit ? -1 : 1;

  sbx_row_set_text (header, "number", number);
  sbx_row_set_text (header, "al.postingNumber", NULL);
  sbx_row_set_text (header, "status", "Open");
  sbx_row_set_int (header, "al.posted", TRUE);
  sbx_row_set_text (header, "al.state", "posted");
  header = sbx_document_commit (invoice);
  /* The list of API automate has invoices only. */
  if (!credit)
    sbx_bc_list_posted (company, header);
  add_entry (company, header, "400000", sign * sbx_row_decimal (header, "totalAmountIncludingTax"));
  add_entry (company, header, "700000", -sign * sbx_row_decimal (header, "totalAmountExcludingTax"));
  add_entry (company, header, "451000", -sign * sbx_row_decimal (header, "totalTaxAmount"));
  return header;
}

static SbxDocument *
invoice_of_order (SbxDocument *order)
{
  SbxCompany *company = order->company;
  SbxDocument *invoice = sbx_document_new (company, "salesInvoices");
  SbxRow *terms = sbx_table_find (sbx_company_table (company, "paymentTerms"), sbx_row_text (order->header, "paymentTermsId"));
  gint64 date = sbx_row_int (order->header, "orderDate");

  sbx_bc_copy_columns (order->header, invoice->header);
  sbx_row_set_int (invoice->header, "invoiceDate", date);
  sbx_row_set_int (invoice->header, "dueDate",
                   sbx_date_add_days (date, terms != NULL ? (int) g_ascii_strtoll (sbx_row_text (terms, "dueDateCalculation"), NULL, 10) : 0));
  sbx_row_set_text (invoice->header, "customerPurchaseOrderReference", sbx_row_text (order->header, "al.yourReference"));
  sbx_row_set_text (invoice->header, "orderId", sbx_row_id (order->header));
  sbx_row_set_text (invoice->header, "orderNumber", sbx_row_text (order->header, "number"));

  for (guint i = 0; i < order->lines->len; i++)
    {
      SbxRow *from = order->lines->pdata[i];
      gboolean comment = strcmp (sbx_row_text (from, "lineType"), "Comment") == 0;
      SbxRow *line;

      if (!comment && sbx_row_decimal (from, "invoiceQuantity") == 0)
        continue;
      line = sbx_bc_copy_line (invoice, from);
      if (!comment && sbx_row_decimal (from, "invoiceQuantity") != sbx_row_decimal (from, "quantity"))
        {
          sbx_row_set_decimal (line, "quantity", sbx_row_decimal (from, "invoiceQuantity"));
          sbx_line_set_discount_percent (line, sbx_row_decimal (line, "discountPercent"));
        }
    }
  sbx_document_calculate (invoice);
  return invoice;
}

void
sbx_bc_add_shipment (SbxCompany *company,
                     SbxRow     *order)
{
  SbxTable *table = sbx_company_table (company, "salesShipments");
  SbxRow *row = sbx_row_new (table);
  g_autofree char *number = g_strdup_printf ("S-SHPT%u", company->next_shipment++);

  sbx_bc_copy_columns (order, row);
  sbx_row_set_text (row, "number", number);
  sbx_row_set_text (row, "orderNumber", sbx_row_text (order, "number"));
  sbx_row_set_int (row, "invoiceDate", sbx_row_int (order, "orderDate"));
  sbx_table_insert (table, row);
}

static void
archive (SbxCompany *company,
         SbxRow     *order)
{
  SbxTable *table = sbx_company_table (company, "salesOrderArchives");
  SbxRow *row;

  if (!sbx_options_is (company->options, "bc.archive-orders", "yes"))
    return;
  row = sbx_row_new (table);
  sbx_bc_copy_columns (order, row);
  sbx_row_set_text (row, "number", sbx_row_text (order, "number"));
  sbx_row_set_text (row, "sellToCustomerNumber", sbx_row_text (order, "customerNumber"));
  sbx_row_set_text (row, "sellToCustomerName", sbx_row_text (order, "customerName"));
  sbx_row_set_text (row, "yourReference", sbx_row_text (order, "al.yourReference"));
  sbx_row_set_int (row, "docNoOccurrence", 1);
  sbx_row_set_int (row, "versionNumber", 1);
  sbx_row_set_int (row, "documentDate", sbx_row_int (order, "orderDate"));
  sbx_row_set_text (row, "status", "Released");
  sbx_row_set_int (row, "dateArchived", sbx_today ());
  sbx_table_insert (table, row);
}

void
sbx_bc_drop_document (SbxCompany *company,
                      SbxRow     *header)
{
  SbxTable *lines = sbx_company_table (company, sbx_bc_lines_of (sbx_table_get_schema (header->table)->set));
  GPtrArray *own;

  while ((own = sbx_table_list_by (lines, "documentId", sbx_row_id (header))) != NULL && own->len > 0)
    sbx_table_remove (lines, own->pdata[own->len - 1]);
  sbx_table_remove (header->table, header);
}

/* What was shipped and invoiced; an order that is invoiced whole is deleted (Microsoft, API v2.0, shipAndInvoice). */
void
sbx_bc_close_order (SbxDocument *order,
                    gboolean     keep)
{
  gboolean whole = TRUE, shipped = FALSE, all = TRUE;

  for (guint i = 0; i < order->lines->len; i++)
    {
      SbxRow *line = order->lines->pdata[i];
      SbxDecimal quantity = sbx_row_decimal (line, "quantity");
      SbxDecimal sent = sbx_row_decimal (line, "shippedQuantity") + sbx_row_decimal (line, "shipQuantity");
      SbxDecimal billed = sbx_row_decimal (line, "invoicedQuantity") + sbx_row_decimal (line, "invoiceQuantity");

      if (strcmp (sbx_row_text (line, "lineType"), "Comment") == 0)
        continue;
      sbx_bc_move_stock (order->company, order->header, line, sbx_row_decimal (line, "shipQuantity"), TRUE, NULL);
      shipped = shipped || sbx_row_decimal (line, "shipQuantity") != 0;
      whole = whole && billed == quantity;
      all = all && sent == quantity;
      sbx_row_set_decimal (line, "shippedQuantity", sent);
      sbx_row_set_decimal (line, "invoicedQuantity", billed);
      sbx_row_set_decimal (line, "shipQuantity", quantity - sent);
      sbx_row_set_decimal (line, "invoiceQuantity", quantity - billed);
    }
  if (shipped)
    sbx_bc_add_shipment (order->company, order->header);
  if (whole && !keep)
    {
      archive (order->company, order->original);
      sbx_bc_drop_document (order->company, order->original);
      return;
    }
  sbx_row_set_int (order->header, "fullyShipped", all);
  sbx_row_set_text (order->header, "status", "Open");
  sbx_document_commit (order);
}

/* What can still fail once the posting number is given; the number stays on the document ([AL] PostSalesDelete). */
static gboolean
check_late (SbxDocument *document,
            const char  *number,
            SbxProblem  *problem)
{
  SbxOptions *options = document->company->options;

  for (guint i = 0; i < document->lines->len && problem->message == NULL; i++)
    {
      SbxRow *line = document->lines->pdata[i];

      if (strcmp (document->set, "salesCreditMemos") != 0)
        sbx_bc_move_stock (document->company, document->header, line,
                           sbx_row_decimal (line, document->order ? "shipQuantity" : "quantity"), FALSE, problem);
    }
  if (problem->message == NULL && !sbx_options_is (options, "bc.post-fails-late", "no"))
    {
      sbx_problem_dialog (problem, "The activity was deadlocked with another user who was modifying the No. Series Line table. "
                                   "Please retry the activity.");
      if (sbx_options_is (options, "bc.post-fails-late", "once"))
        sbx_options_set (options, "bc.post-fails-late=no", NULL);
    }
  if (problem->message == NULL)
    return TRUE;
  if (sbx_options_is (options, "bc.late-posting-number", "left"))
    {
      sbx_row_set_text (document->original, "al.postingNumber", number);
      sbx_table_touch (document->original->table, document->original);
    }
  return FALSE;
}

gboolean
sbx_bc_post (SbxCompany *company,
             SbxRow     *header,
             SbxProblem *problem)
{
  g_autoptr (SbxDocument) document = NULL;
  g_autoptr (SbxDocument) invoice = NULL;
  g_autofree char *number = NULL;
  gboolean billed = FALSE, credit;

  if (!sbx_bc_check_posting (company, header, problem))
    return FALSE;
  document = sbx_document_open (company, header);
  credit = strcmp (document->set, "salesCreditMemos") == 0;
  if (!document->order && !credit && !add_charges (document, problem))
    return FALSE;
  if (document->order)
    {
      invoice = invoice_of_order (document);
      for (guint i = 0; i < invoice->lines->len; i++)
        billed = billed || strcmp (sbx_row_text (invoice->lines->pdata[i], "lineType"), "Comment") != 0;
      if (billed && !add_charges (invoice, problem))
        return FALSE;
    }
  if (sbx_options_is (company->options, "bc.posted-series", "missing"))
    return sbx_problem_set (problem, 400, "Application_FieldValidationException",
                            "Starting No. must have a value in No. Series Line: Series Code=S-INV+, Line No.=10000. It cannot be zero or empty.");
  number = credit ? g_strdup_printf ("PS-CR%u", company->next_posted_credit++) : sbx_bc_posted_number (company, header);
  if (!check_late (document, number, problem))
    return FALSE;

  if (document->order)
    {
      if (billed)
        sbx_bc_finish (invoice, number);
      sbx_row_set_text (document->header, "al.postingNumber", NULL);
      sbx_bc_close_order (document, FALSE);
      return TRUE;
    }
  /* A credit memo takes back what it credits. */
  for (guint i = 0; i < document->lines->len; i++)
    sbx_bc_move_stock (company, document->header, document->lines->pdata[i],
                       (credit ? -1 : 1) * sbx_row_decimal (document->lines->pdata[i], "quantity"), TRUE, NULL);
  header = sbx_bc_finish (document, number);
  if (credit)
    sbx_bc_apply_credit (company, header);
  return TRUE;
}

/* [AL] PostSalesDelete: a number of a posted series must not be missing, so an empty posted invoice takes it, with the
 * same external number. */
static void
leave_empty_invoice (SbxCompany *company,
                     SbxRow     *draft)
{
  g_autoptr (SbxDocument) empty = NULL;
  const char *set = sbx_table_get_schema (draft->table)->set;
  /* A credit memo leaves an empty posted one in the same way; nobody here looks for those. */
  gboolean bills = strcmp (set, "salesQuotes") != 0 && strcmp (set, "salesCreditMemos") != 0;
  const char *left = bills ? sbx_row_text (draft, "al.postingNumber") : "";
  gboolean shared = strcmp (set, "salesInvoices") == 0 && sbx_options_is (company->options, "bc.invoice-series", "shared");
  g_autofree char *number = NULL;
  SbxRow *header;

  if (*left == '\0' && !shared)
    return;
  number = sbx_bc_posted_number (company, draft);
  empty = sbx_document_new (company, "salesInvoices");
  sbx_bc_copy_columns (draft, empty->header);
  header = empty->header;
  if (has (draft, "orderDate"))
    sbx_row_set_int (header, "invoiceDate", sbx_row_int (draft, "orderDate"));
  sbx_row_set_decimal (header, "discountAmount", 0);
  sbx_row_set_text (header, "number", number);
  /* Nothing is owed; which of the two words a closed invoice without entries has isn't documented. */
  sbx_row_set_text (header, "status", sbx_options_get (company->options, "bc.void-status"));
  sbx_row_set_int (header, "al.posted", TRUE);
  sbx_row_set_text (header, "al.state", "posted");
  sbx_row_set_int (header, "al.void", TRUE);
  if (sbx_options_is (company->options, "bc.void-comment", "yes"))
    {
      g_autoptr (JsonNode) node = json_from_string ("{\"lineType\":\"Comment\",\"description\":\"Deleted Document\"}", NULL);
      SbxProblem ignored = { 0 };

      sbx_document_add_line (empty, json_node_get_object (node), &ignored);
      sbx_problem_clear (&ignored);
    }
  sbx_document_calculate (empty);
  sbx_bc_list_posted (company, sbx_document_commit (empty));
}

gboolean
sbx_bc_remove (SbxCompany *company,
               SbxRow     *header,
               SbxProblem *problem)
{
  const char *set = sbx_table_get_schema (header->table)->set;

  if (sbx_bc_is_posted (header))
    {
      GPtrArray *listed = sbx_table_list_by (sbx_company_table (company, "postedSalesInvoices"), "apiId", sbx_row_id (header));

      /* Nothing but the setup stops it ([AL] SalesInvoiceAggregator, PropagateOnDelete). */
      if (sbx_options_is (company->options, "bc.posted-deletion", "refused"))
        return sbx_problem_dialog (problem, "You cannot delete posted sales documents that are posted after 01/01/26. The date is defined by "
                                            "the Allow Document Deletion Before field in the Sales & Receivables Setup window.");
      if (listed != NULL && listed->len > 0)
        sbx_table_remove (sbx_company_table (company, "postedSalesInvoices"), listed->pdata[0]);
      sbx_bc_drop_document (company, header);
      return TRUE;
    }
  if (strcmp (sbx_row_text (header, "status"), "Draft") != 0 && strcmp (set, "salesQuotes") != 0
      && sbx_options_is (company->options, "bc.released-deletion", "refused"))
    return sbx_problem_set (problem, 400, "Application_FieldValidationException",
                            "Status must be equal to 'Open'  in Sales Header: Document Type=%s, No.=%s. Current value is 'Released'.",
                            sbx_bc_kind (set)->type, sbx_row_text (header, "number"));
  leave_empty_invoice (company, header);
  sbx_bc_drop_document (company, header);
  return TRUE;
}
