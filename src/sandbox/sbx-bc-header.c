/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-header"

#include "sbx-bc-document.h"

#include <string.h>

static SbxRow *
find_customer (SbxDocument *document,
               const char  *id,
               const char  *number,
               const char  *which,
               SbxProblem  *problem)
{
  SbxTable *customers = sbx_company_table (document->company, "customers");
  gboolean by_id = id != NULL && strcmp (id, SBX_ZERO_GUID) != 0, by_number = number != NULL && *number != '\0';
  SbxRow *first = by_id ? sbx_table_find (customers, id) : NULL;
  SbxRow *second = by_number ? sbx_table_find_by (customers, "number", number) : NULL;

  /* Texts: [AL] APIV2 - Sales Invoices, Sales Orders. */
  if ((by_id && first == NULL) || (by_number && second == NULL))
    {
      sbx_problem_dialog (problem, "The %s customer cannot be found.", which);
      return NULL;
    }
  if (by_id && by_number && first != second)
    {
      sbx_problem_dialog (problem, "The %s customer values do not match to a specific Customer.", which);
      return NULL;
    }
  return first != NULL ? first : second;
}

/* [AL] Customer, CheckBlockedCustOnDocs: All always, Invoice for quotes, orders and invoices, Ship for quotes and orders;
 * credit memos are let through by the last two. */
static gboolean
check_blocked (SbxDocument *document,
               SbxRow      *customer,
               SbxProblem  *problem)
{
  const char *blocked = sbx_row_text (customer, "blocked");
  gboolean credit = strcmp (document->set, "salesCreditMemos") == 0;

  if (sbx_row_int (customer, "al.privacyBlocked"))
    return sbx_problem_dialog (problem, "You cannot create this type of document when Customer %s is blocked for privacy.",
                               sbx_row_text (customer, "number"));
  if (strcmp (blocked, "All") == 0 || (!credit && strcmp (blocked, "Invoice") == 0)
      || (!credit && strcmp (document->set, "salesInvoices") != 0 && strcmp (blocked, "Ship") == 0))
    return sbx_problem_dialog (problem, "You cannot create this type of document when Customer %s is blocked with type %s",
                               sbx_row_text (customer, "number"), blocked);
  /* Customers made by the API without a template may lack their groups (Microsoft, API v2.0, customers). */
  if (sbx_row_int (customer, "al.lacksPostingGroup") && sbx_options_is (document->company->options, "bc.posting-group-check", "at-create"))
    return sbx_problem_set (problem, 400, "Application_FieldValidationException",
                            "Gen. Bus. Posting Group must have a value in Customer: No.=%s. It cannot be zero or empty.",
                            sbx_row_text (customer, "number"));
  return TRUE;
}

static void
copy_text (SbxRow     *header,
           const char *to,
           SbxRow     *customer,
           const char *from)
{
  if (sbx_schema_column (sbx_table_get_schema (header->table), to) >= 0)
    sbx_row_set_text (header, to, sbx_row_text (customer, from));
}

static void
copy_address (SbxRow     *header,
              const char *prefix,
              SbxRow     *customer)
{
  static const char *const parts[][2] = {
    { "AddressLine1", "addressLine1" }, { "AddressLine2", "addressLine2" }, { "City", "city" },
    { "Country", "country" },           { "State", "state" },               { "PostCode", "postalCode" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *name = g_strconcat (prefix, parts[i][0], NULL);

      copy_text (header, name, customer, parts[i][1]);
    }
}

static int
due_days (SbxDocument *document,
          const char  *terms_id)
{
  SbxRow *terms = sbx_table_find (sbx_company_table (document->company, "paymentTerms"), terms_id);

  return terms != NULL ? (int) g_ascii_strtoll (sbx_row_text (terms, "dueDateCalculation"), NULL, 10) : 0;
}

/* [AL] SalesHeader: currency, terms, VAT group and prices including VAT come from the bill-to customer. */
static void
take_bill_to (SbxDocument *document,
              SbxRow      *customer)
{
  SbxRow *header = document->header;
  const char *group = sbx_row_text (customer, "al.vatBusPostingGroup");
  SbxRow *area = sbx_table_find (sbx_company_table (document->company, "taxAreas"), sbx_row_text (customer, "taxAreaId"));

  copy_text (header, "billToCustomerId", customer, "id");
  copy_text (header, "billToCustomerNumber", customer, "number");
  copy_text (header, "billToName", customer, "displayName");
  copy_address (header, "billTo", customer);
  copy_text (header, "currencyId", customer, "currencyId");
  copy_text (header, "currencyCode", customer, "currencyCode");
  if (strcmp (sbx_row_text (header, "currencyCode"), "EUR") == 0)
    sbx_row_set_text (header, "currencyCode", NULL);
  copy_text (header, "paymentTermsId", customer, "paymentTermsId");
  sbx_row_set_int (header, "pricesIncludeTax", sbx_row_int (customer, "al.pricesIncludingVat"));
  sbx_row_set_decimal (header, "al.lineDiscountPercent", sbx_row_decimal (customer, "al.lineDiscountPercent"));
  /* customers.taxAreaId is the VAT business posting group in VAT countries (Microsoft, API v2.0, customers). */
  if (*group == '\0' && area != NULL)
    group = sbx_row_text (area, "code");
  sbx_row_set_text (header, "al.vatBusPostingGroup", *group != '\0' ? group : "DOMESTIC");
}

static void
take_sell_to (SbxDocument *document,
              SbxRow      *customer)
{
  SbxRow *header = document->header;

  copy_text (header, "customerId", customer, "id");
  copy_text (header, "customerNumber", customer, "number");
  copy_text (header, "customerName", customer, "displayName");
  copy_address (header, "sellTo", customer);
  copy_text (header, "shipToName", customer, "displayName");
  copy_address (header, "shipTo", customer);
  copy_text (header, "salesperson", customer, "salespersonCode");
  copy_text (header, "shipmentMethodId", customer, "shipmentMethodId");
  copy_text (header, "phoneNumber", customer, "phoneNumber");
  copy_text (header, "email", customer, "email");
}

static gboolean
put_customers (SbxDocument *document,
               SbxStage    *stage,
               SbxProblem  *problem)
{
  SbxTable *customers = sbx_company_table (document->company, "customers");
  const char *id = sbx_stage_text (stage, "customerId"), *number = sbx_stage_text (stage, "customerNumber");
  const char *bill_id = sbx_stage_text (stage, "billToCustomerId"), *bill_number = sbx_stage_text (stage, "billToCustomerNumber");
  SbxRow *customer, *bill_to;

  if (document->original == NULL && (id == NULL || strcmp (id, SBX_ZERO_GUID) == 0) && (number == NULL || *number == '\0'))
    return sbx_problem_dialog (problem, "A \"customerNumber\" or a \"customerId\" must be provided.");

  customer = find_customer (document, id, number, "sell-to", problem);
  if (problem->message != NULL)
    return FALSE;
  if (customer != NULL)
    {
      const char *usual = sbx_row_text (customer, "al.billToCustomerNumber");

      if (!check_blocked (document, customer, problem))
        return FALSE;
      take_sell_to (document, customer);
      bill_to = *usual != '\0' ? sbx_table_find_by (customers, "number", usual) : NULL;
      if (bill_to != NULL && !check_blocked (document, bill_to, problem))
        return FALSE;
      take_bill_to (document, bill_to != NULL ? bill_to : customer);
    }

  bill_to = find_customer (document, bill_id, bill_number, "bill-to", problem);
  if (problem->message != NULL)
    return FALSE;
  if (bill_to != NULL)
    {
      if (!check_blocked (document, bill_to, problem))
        return FALSE;
      take_bill_to (document, bill_to);
    }
  return TRUE;
}

/* An id or a code of another table, which must be there. */
static gboolean
check_reference (SbxDocument *document,
                 SbxStage    *stage,
                 const char  *name,
                 const char  *set,
                 const char  *what,
                 SbxProblem  *problem)
{
  const char *text = sbx_schema_column (stage->schema, name) >= 0 ? sbx_stage_text (stage, name) : NULL;
  SbxTable *table = sbx_company_table (document->company, set);
  SbxRow *row;

  if (text == NULL || *text == '\0' || strcmp (text, SBX_ZERO_GUID) == 0 || strcmp (text, "EUR") == 0)
    return TRUE;
  row = g_str_has_suffix (name, "Id") ? sbx_table_find (table, text) : sbx_table_find_by (table, "code", text);
  if (row == NULL)
    return sbx_problem_dialog (problem, "The \"%s\" does not match to a %s.", name, what);

  if (strcmp (set, "currencies") == 0)
    {
      sbx_row_set_text (document->header, "currencyId", sbx_row_id (row));
      sbx_row_set_text (document->header, "currencyCode", sbx_row_text (row, "code"));
    }
  return TRUE;
}

static gboolean
check_references (SbxDocument *document,
                  SbxStage    *stage,
                  SbxProblem  *problem)
{
  return check_reference (document, stage, "currencyId", "currencies", "Currency", problem)
         && check_reference (document, stage, "currencyCode", "currencies", "Currency", problem)
         && check_reference (document, stage, "paymentTermsId", "paymentTerms", "Payment Terms", problem)
         && check_reference (document, stage, "shipmentMethodId", "shipmentMethods", "Shipment Method", problem);
}

/* The posted invoice that a credit memo is for; texts: [AL] APIV2 - Sales Credit Memos. */
static gboolean
put_invoice (SbxDocument *document,
             SbxStage    *stage,
             SbxProblem  *problem)
{
  gboolean credit = strcmp (document->set, "salesCreditMemos") == 0;
  const char *id = credit ? sbx_stage_text (stage, "invoiceId") : NULL, *number = credit ? sbx_stage_text (stage, "invoiceNumber") : NULL;
  SbxTable *invoices = sbx_company_table (document->company, "salesInvoices");
  gboolean by_id = id != NULL && strcmp (id, SBX_ZERO_GUID) != 0, by_number = number != NULL && *number != '\0';
  SbxRow *row;

  if (!by_id && !by_number)
    return TRUE;
  row = by_id ? sbx_table_find (invoices, id) : sbx_table_find_by (invoices, "number", number);
  if (row == NULL || !sbx_row_int (row, "al.posted"))
    return sbx_problem_dialog (problem, "The \"invoiceId\" does not match to an Invoice.");
  if (by_id && by_number && strcmp (sbx_row_text (row, "number"), number) != 0)
    return sbx_problem_dialog (problem, "The \"invoiceId\" and \"invoiceNumber\" do not match to a specific Invoice.");
  sbx_row_set_text (document->header, "invoiceId", sbx_row_id (row));
  sbx_row_set_text (document->header, "invoiceNumber", sbx_row_text (row, "number"));
  return TRUE;
}

/* Document date, posting date: today unless sent; the due date by the terms (Microsoft, API v2.0). */
static void
put_dates (SbxDocument *document,
           SbxStage    *stage)
{
  SbxRow *header = document->header;
  const char *date = sbx_document_date_name (document);

  if (document->original == NULL)
    {
      sbx_row_set_int (header, date, sbx_today ());
      if (sbx_stage_find (stage, "postingDate") == NULL)
        sbx_row_set_int (header, "postingDate", sbx_today ());
      sbx_row_set_text (header, "status", strcmp (document->set, "salesQuotes") == 0
                                            ? sbx_options_get (document->company->options, "bc.quote-status") : "Draft");
      if (strcmp (document->set, "salesQuotes") == 0)
        sbx_row_set_int (header, "al.orderDate", sbx_today ());
      if (document->order && sbx_stage_find (stage, "partialShipping") == NULL)
        sbx_row_set_int (header, "partialShipping", TRUE);
    }
  if (sbx_stage_find (stage, date) != NULL)
    sbx_row_set_int (header, date, sbx_stage_find (stage, date)->value.integer);
  if (!document->order && (document->original == NULL || sbx_stage_find (stage, date) != NULL))
    sbx_row_set_int (header, "dueDate",
                     sbx_date_add_days (sbx_row_int (header, date), due_days (document, sbx_row_text (header, "paymentTermsId"))));
}

static gboolean
check_duplicate (SbxDocument *document,
                 SbxStage    *stage,
                 SbxProblem  *problem)
{
  const char *number = sbx_stage_text (stage, "externalDocumentNumber");
  SbxRow *other;

  /* Business Central takes any number of sales documents with the same external number; the page shows a notification. */
  if (number == NULL || *number == '\0' || sbx_options_is (document->company->options, "bc.ext-doc-duplicate", "accepted"))
    return TRUE;
  other = sbx_table_find_by (sbx_document_headers (document), "externalDocumentNumber", number);
  if (other == NULL || other == document->original)
    return TRUE;
  return sbx_problem_dialog (problem, "Sales %s %s already exists for this customer.", sbx_document_type (document), number);
}

static gboolean
is_handled (SbxDocument *document,
            const char  *name)
{
  static const char *const names[] = {
    "customerId", "customerNumber", "billToCustomerId", "billToCustomerNumber", "currencyId", "currencyCode",
    "discountAmount", "orderDate", "invoiceDate", "documentDate", "creditMemoDate", "dueDate", "invoiceId", "invoiceNumber", NULL,
  };

  return g_strv_contains (names, name);
}

/* After the customer or the kind of price changed: the lines' VAT follows the document's group. */
static gboolean
refresh_lines (SbxDocument *document,
               SbxProblem  *problem)
{
  for (guint i = 0; i < document->lines->len; i++)
    {
      SbxRow *line = document->lines->pdata[i];
      g_autofree char *product = g_strdup (sbx_row_text (line, "al.vatProdPostingGroup"));

      if (*product != '\0' && !sbx_line_set_vat (document, line, product, problem))
        return FALSE;
    }
  return TRUE;
}

static gboolean
put_header (SbxDocument *document,
            SbxStage    *stage,
            SbxProblem  *problem)
{
  SbxStaged *discount = sbx_stage_find (stage, "discountAmount");

  if (!put_customers (document, stage, problem) || !check_references (document, stage, problem)
      || !put_invoice (document, stage, problem) || !check_duplicate (document, stage, problem))
    return FALSE;

  for (guint i = 0; i < stage->list->len; i++)
    {
      SbxStaged *staged = &g_array_index (stage->list, SbxStaged, i);

      if (!is_handled (document, sbx_schema_property (stage->schema, staged->column)->name))
        sbx_stage_put (staged, document->header);
    }
  put_dates (document, stage);
  if (sbx_stage_find (stage, "dueDate") != NULL)
    sbx_stage_put (sbx_stage_find (stage, "dueDate"), document->header);

  if (!refresh_lines (document, problem))
    return FALSE;
  /* In a create it is applied before there are lines: it fails, or is lost. */
  if (discount == NULL || (document->original == NULL && sbx_options_is (document->company->options, "bc.header-discount", "lost")))
    return TRUE;
  return sbx_document_put_discount (document, discount->value.integer, problem);
}

gboolean
sbx_document_put_header (SbxDocument *document,
                         JsonObject  *body,
                         SbxProblem  *problem)
{
  SbxStage stage = { 0 };
  gboolean good;

  /* Lines come with a create only: a deep PATCH is not supported (Microsoft, API v2.0). */
  good = sbx_stage_read (&stage, sbx_document_headers (document), body,
                         document->original == NULL ? sbx_bc_lines_of (document->set) : NULL,
                         document->company->options, problem)
         && put_header (document, &stage, problem);
  sbx_stage_clear (&stage);
  return good;
}
