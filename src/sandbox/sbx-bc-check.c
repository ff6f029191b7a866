/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-check"

#include "sbx-bc-document.h"

#include <string.h>

/* What is checked before a document is posted, one after the other; only the first refusal is reported (Microsoft,
 * API v2.0). The order: the document has lines, customer blocked, posting date, posting groups, item blocked, external
 * number mandatory, and last the stock. Where the source leaves a check's place open, it stands beside its like. */
typedef struct
{
  SbxCompany *company;
  SbxRow     *header;
  GPtrArray  *lines;   /* borrowed; NULL: none */
  SbxRow     *customer;
  gboolean    order, credit;
  const char *type;
  const char *number;
  SbxProblem *problem;
} Check;

static gboolean
is (Check      *check,
    const char *name,
    const char *value)
{
  return sbx_options_is (check->company->options, name, value);
}

static gboolean
must_have (Check      *check,
           const char *field)
{
  return sbx_problem_set (check->problem, 400, "Application_FieldValidationException",
                          "%s must have a value in Sales Header: Document Type=%s, No.=%s. It cannot be zero or empty.", field,
                          check->type, check->number);
}

/* [AL] APIV2 - Sales Invoices, Post; for orders the code uses the text of quotes. */
static gboolean
check_lines (Check *check)
{
  if (check->lines != NULL && check->lines->len > 0)
    return TRUE;
  return sbx_problem_dialog (check->problem, "Please add at least one line item to the %s.",
                             check->order ? "estimate" : sbx_bc_kind (sbx_table_get_schema (check->header->table)->set)->noun);
}

/* [AL] ApprovalsMgmt, PrepaymentMgt. */
static gboolean
check_approval (Check *check)
{
  const char *status = sbx_row_text (check->header, "status");

  if (strcmp (status, "In_x0020_Review") == 0 || (is (check, "bc.approval", "needed") && strcmp (status, "Draft") == 0))
    return sbx_problem_dialog (check->problem, "Sales %s %s must be approved and released before you can perform this action.",
                               check->type, check->number);
  if (sbx_row_int (check->header, "al.prepaymentUnpaid"))
    return sbx_problem_dialog (check->problem, "There are unpaid prepayment invoices related to the document of type %s with the number %s.",
                               check->type, check->number);
  return TRUE;
}

/* [AL] Customer, CheckBlockedCustOnDocs: the customer and the one who is billed. */
static gboolean
check_customers (Check *check)
{
  static const char *const names[] = { "customerId", "billToCustomerId" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      SbxRow *customer = sbx_table_find (sbx_company_table (check->company, "customers"), sbx_row_text (check->header, names[i]));
      const char *number = customer != NULL ? sbx_row_text (customer, "number") : "";
      const char *blocked = customer != NULL ? sbx_row_text (customer, "blocked") : "";

      if (customer == NULL)
        return sbx_problem_not_found (check->problem, check->company->options, "Customer", "No.=''");
      if (sbx_row_int (customer, "al.privacyBlocked"))
        return sbx_problem_dialog (check->problem, "You cannot post this type of document when Customer %s is blocked for privacy.", number);
      if (strcmp (blocked, "All") == 0 || (!check->credit && strcmp (blocked, "Invoice") == 0)
          || (check->order && strcmp (blocked, "Ship") == 0))
        return sbx_problem_dialog (check->problem, "You cannot post this type of document when Customer %s is blocked with type %s",
                                   number, blocked);
    }
  return TRUE;
}

static gboolean
is_outside (gint64      date,
            const char *window)
{
  g_auto (GStrv) ends = g_strsplit (window, "..", 2);
  gint64 bound = 0;

  if (ends[0] != NULL && *ends[0] != '\0' && sbx_date_parse (ends[0], &bound) && date < bound)
    return TRUE;
  return ends[0] != NULL && ends[1] != NULL && *ends[1] != '\0' && sbx_date_parse (ends[1], &bound) && date > bound;
}

/* In Belgium the window is looked up in the journal template, then the user's set-up, then the company's. */
static gboolean
check_date (Check *check)
{
  static const char *const windows[] = { "bc.template-posting-window", "bc.user-posting-window" };
  SbxTable *setups = sbx_company_table (check->company, "generalLedgerSetup");
  SbxRow *setup = sbx_table_end (setups) > 0 ? sbx_table_at (setups, 0) : NULL;
  gint64 date = sbx_row_int (check->header, "postingDate");
  gboolean outside = FALSE, found = FALSE;

  for (guint i = 0; !found && i < G_N_ELEMENTS (windows); i++)
    {
      const char *window = sbx_options_get (check->company->options, windows[i]);

      found = strcmp (window, "none") != 0;
      outside = found && is_outside (date, window);
    }
  if (!found && setup != NULL)
    outside = date < sbx_row_int (setup, "allowPostingFrom")
              || (sbx_row_int (setup, "allowPostingTo") != 0 && date > sbx_row_int (setup, "allowPostingTo"));
  if (date == 0)
    return must_have (check, "Posting Date");
  if (!outside)
    return TRUE;
  return sbx_problem_dialog (check->problem, "%s is not within your range of allowed posting dates.",
                             is (check, "bc.posting-date-text", "v29") ? "The Posting Date" : "Posting Date");
}

static gboolean
is_moved (Check  *check,
          SbxRow *line)
{
  if (strcmp (sbx_row_text (line, "lineType"), "Comment") == 0)
    return FALSE;
  if (check->order)
    return sbx_row_decimal (line, "shipQuantity") != 0 || sbx_row_decimal (line, "invoiceQuantity") != 0;
  return sbx_row_decimal (line, "quantity") != 0;
}

static gboolean
check_quantities (Check *check)
{
  gboolean any = FALSE, complete = TRUE;

  for (guint i = 0; i < check->lines->len; i++)
    {
      SbxRow *line = check->lines->pdata[i];

      any = any || is_moved (check, line);
      complete = complete && (!check->order || strcmp (sbx_row_text (line, "lineType"), "Comment") == 0
                              || sbx_row_decimal (line, "shipQuantity") + sbx_row_decimal (line, "shippedQuantity")
                                   == sbx_row_decimal (line, "quantity"));
    }
  if (!any)
    return sbx_problem_dialog (check->problem, "There is nothing to post because the document does not contain a quantity or amount.");
  if (check->order && !complete && !sbx_row_int (check->header, "partialShipping"))
    return sbx_problem_dialog (check->problem,
                               "This document cannot be shipped completely. Change the value in the Shipping Advice field to Partial.");
  return TRUE;
}

static SbxRow *
item_of (Check  *check,
         SbxRow *line)
{
  return strcmp (sbx_row_text (line, "lineType"), "Item") == 0
           ? sbx_table_find (sbx_company_table (check->company, "items"), sbx_row_text (line, "itemId")) : NULL;
}

/* The general posting set-up has one row for each pair of groups, less the one that the switch takes away. */
static gboolean
check_groups (Check *check)
{
  const char *business = sbx_row_text (check->header, "al.vatBusPostingGroup");
  const char *missing = sbx_options_get (check->company->options, "bc.missing-posting-setup");

  if (check->customer != NULL && sbx_row_int (check->customer, "al.lacksPostingGroup"))
    return sbx_problem_set (check->problem, 400, "Application_FieldValidationException",
                            "Gen. Bus. Posting Group must have a value in Customer: No.=%s. It cannot be zero or empty.",
                            sbx_row_text (check->customer, "number"));
  for (guint i = 0; i < check->lines->len; i++)
    {
      SbxRow *line = check->lines->pdata[i], *item = item_of (check, line);
      const char *product = item != NULL ? sbx_row_text (item, "generalProductPostingGroupCode") : "SERVICES";
      g_autofree char *fields = NULL;
      g_autofree char *pair = NULL;
      SbxVat vat;

      if (!is_moved (check, line))
        continue;
      product = *product != '\0' ? product : "RETAIL";
      pair = g_strdup_printf ("%s,%s", business, product);
      if (strcmp (pair, missing) == 0)
        {
          fields = g_strdup_printf ("Gen. Bus. Posting Group='%s',Gen. Prod. Posting Group='%s'", business, product);
          return sbx_problem_not_found (check->problem, check->company->options, "General Posting Setup", fields);
        }
      product = sbx_row_text (line, "al.vatProdPostingGroup");
      if (!sbx_company_vat (check->company, business, product, &vat))
        {
          fields = g_strdup_printf ("VAT Bus. Posting Group='%s',VAT Prod. Posting Group='%s'", business, product);
          return sbx_problem_not_found (check->problem, check->company->options, "VAT Posting Setup", fields);
        }
    }
  return TRUE;
}

static gboolean
check_line (Check  *check,
            SbxRow *line)
{
  SbxRow *item = item_of (check, line);
  SbxRow *location = sbx_table_find (sbx_company_table (check->company, "locations"), sbx_row_text (line, "locationId"));
  const char *number = item != NULL ? sbx_row_text (item, "number") : "";
  gint64 sequence = sbx_row_int (line, "sequence");

  if (item == NULL)
    return TRUE;
  if (sbx_row_int (item, "blocked"))
    return sbx_problem_set (check->problem, 400, "Application_FieldValidationException",
                            "Blocked must be equal to 'No'  in Item: No.=%s. Current value is 'Yes'.", number);
  if (sbx_row_int (item, "al.salesBlocked"))
    return sbx_problem_dialog (check->problem, "You cannot sell Item %s because the Sales Blocked check box is selected on the Item card.",
                               number);
  if (location == NULL && strcmp (sbx_row_text (item, "type"), "Inventory") == 0 && is (check, "bc.location-mandatory", "yes"))
    return sbx_problem_set (check->problem, 400, "Application_FieldValidationException",
                            "Location Code must have a value in Sales Line: Document Type=%s, Document No.=%s, Line No.=%" G_GINT64_FORMAT
                            ". It cannot be zero or empty.", check->type, check->number, sequence);
  if (location != NULL && sbx_row_int (location, "al.requiresWarehouse"))
    return sbx_problem_dialog (check->problem,
                               "Warehouse handling is required for Document Type = %s, Document No. = %s, Line No. = %" G_GINT64_FORMAT ".",
                               check->type, check->number, sequence);
  /* Serial and lot numbers can't be assigned over the API. */
  if (*sbx_row_text (item, "al.tracking") != '\0')
    return sbx_problem_dialog (check->problem, "You must assign a %s number for item %s.", sbx_row_text (item, "al.tracking"), number);
  return TRUE;
}

static gboolean
check_items (Check *check)
{
  for (guint i = 0; i < check->lines->len; i++)
    {
      if (is_moved (check, check->lines->pdata[i]) && !check_line (check, check->lines->pdata[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_mandatory (Check *check)
{
  const char *dimension = check->customer != NULL ? sbx_row_text (check->customer, "al.mandatoryDimension") : "";

  if (is (check, "bc.ext-doc-mandatory", "yes") && *sbx_row_text (check->header, "externalDocumentNumber") == '\0')
    return must_have (check, "External Document No.");
  if (is (check, "bc.journal-template", "missing"))
    return must_have (check, "Journal Templ. Name");
  if (*dimension != '\0' && *sbx_row_text (check->header, "shortcutDimension1Code") == '\0')
    return sbx_problem_dialog (check->problem, "Select a Dimension Value Code for the Dimension Code %s for Customer %s.", dimension,
                               sbx_row_text (check->customer, "number"));
  return TRUE;
}

/* [AL] DimensionManagement, CheckDimIDComb: of the header, then of its lines, which have the header's dimensions unless
 * their item has one of its own. */
static gboolean
check_dimensions (Check *check)
{
  g_auto (GStrv) blocked = g_strsplit (sbx_options_get (check->company->options, "bc.blocked-dimensions"), ",", 2);
  const char *second = sbx_row_text (check->header, "shortcutDimension2Code");
  g_autofree char *why = NULL;

  if (g_strv_length (blocked) != 2 || strcmp (sbx_row_text (check->header, "shortcutDimension1Code"), blocked[0]) != 0)
    return TRUE;
  why = g_strdup_printf ("Dimension combinations DEPARTMENT - %s and CUSTOMERGROUP - %s can't be used concurrently.", blocked[0], blocked[1]);
  if (strcmp (second, blocked[1]) == 0)
    return sbx_problem_dialog (check->problem, "The combination of dimensions used in %s %s is blocked. %s", check->type, check->number, why);
  for (guint i = 0; i < check->lines->len; i++)
    {
      SbxRow *line = check->lines->pdata[i], *item = item_of (check, line);
      const char *own = item != NULL ? sbx_row_text (item, "al.defaultDimension2") : "";

      if (is_moved (check, line) && strcmp (*own != '\0' ? own : second, blocked[1]) == 0)
        return sbx_problem_dialog (check->problem, "The combination of dimensions used in %s %s, line no. %" G_GINT64_FORMAT " is blocked. %s",
                                   check->type, check->number, sbx_row_int (line, "sequence"), why);
    }
  return TRUE;
}

/* [AL] PEPPOL30, PEPPOL30BESalesValidation. Your Reference is no property of orders: only a person can give it. The
 * texts for the address are inferred: TestField of the header's fields. */
static gboolean
check_e_invoice (Check *check)
{
  static const char *const address[][2] = {
    { "billToName", "Bill-to Name" }, { "billToAddressLine1", "Bill-to Address" }, { "billToCity", "Bill-to City" },
    { "billToPostCode", "Bill-to Post Code" }, { "billToCountry", "Bill-to Country/Region Code" },
  };
  SbxTable *units = sbx_company_table (check->company, "unitsOfMeasure");

  if (check->customer == NULL || check->credit || !sbx_row_int (check->customer, "al.eInvoice"))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (address); i++)
    {
      if (*sbx_row_text (check->header, address[i][0]) == '\0')
        return must_have (check, address[i][1]);
    }
  if (*sbx_row_text (check->header, check->order ? "al.yourReference" : "customerPurchaseOrderReference") == '\0')
    return must_have (check, "Your Reference");
  if (*sbx_row_text (check->customer, "taxRegistrationNumber") == '\0')
    return sbx_problem_dialog (check->problem, "You must specify either GLN, VAT Registration No. or Enterprise No. for Customer %s.",
                               sbx_row_text (check->customer, "number"));
  for (guint i = 0; check->lines != NULL && i < check->lines->len; i++)
    {
      const char *code = sbx_row_text (check->lines->pdata[i], "unitOfMeasureCode");
      SbxRow *unit = *code != '\0' ? sbx_table_find_by (units, "code", code) : NULL;

      if (unit != NULL && *sbx_row_text (unit, "internationalStandardCode") == '\0')
        return sbx_problem_dialog (check->problem, "You must specify a valid International Standard Code for the Unit of Measure for %s.", code);
    }
  return TRUE;
}

static Check
begin (SbxCompany *company,
       SbxRow     *header,
       SbxProblem *problem)
{
  const char *set = sbx_table_get_schema (header->table)->set;
  Check check = { .company = company, .header = header, .problem = problem, .order = strcmp (set, "salesOrders") == 0 };

  check.credit = strcmp (set, "salesCreditMemos") == 0;
  check.type = sbx_bc_kind (set)->type;
  check.number = sbx_row_text (header, "number");
  check.lines = sbx_table_list_by (sbx_company_table (company, sbx_bc_lines_of (set)), "documentId", sbx_row_id (header));
  check.customer = sbx_table_find (sbx_company_table (company, "customers"), sbx_row_text (header, "billToCustomerId"));
  return check;
}

/* What goes out electronically is looked at when it is released as well. */
gboolean
sbx_bc_check_release (SbxCompany *company,
                      SbxRow     *header,
                      SbxProblem *problem)
{
  Check check = begin (company, header, problem);

  return check_e_invoice (&check);
}

gboolean
sbx_bc_check_posting (SbxCompany *company,
                      SbxRow     *header,
                      SbxProblem *problem)
{
  Check check = begin (company, header, problem);

  return check_approval (&check) && check_lines (&check) && check_customers (&check) && check_date (&check)
         && check_quantities (&check) && check_groups (&check) && check_items (&check) && check_mandatory (&check)
         && check_dimensions (&check) && check_e_invoice (&check);
}
