/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-person"

#include "sbx-bc-document.h"
#include "sbx-bc-stock.h"

#include <string.h>

/* What a person does in Business Central while a client works: with every right, and without the API's questions. */

static SbxRow *
find (SbxCompany *company,
      JsonObject *body,
      SbxTable   *table)
{
  static const char *const names[] = { "number", "externalDocumentNumber" };
  const char *id = json_object_get_string_member_with_default (body, "id", NULL);

  if (id != NULL)
    return sbx_table_find (table, id);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *text = json_object_get_string_member_with_default (body, names[i], NULL);

      if (text != NULL)
        return sbx_table_find_by (table, names[i], text);
    }
  return NULL;
}

static gboolean
set_status (SbxRow     *row,
            const char *status)
{
  sbx_row_set_text (row, "status", status);
  sbx_table_touch (row->table, row);
  return TRUE;
}

static gboolean
need (gboolean    good,
      SbxProblem *problem,
      const char *what)
{
  return good || sbx_problem_dialog (problem, "This can't be done with this document: it must be %s.", what);
}

/* As the page of the document does it: prices and totals follow. */
static gboolean
change_line (SbxCompany *company,
             SbxRow     *line,
             JsonObject *values,
             SbxProblem *problem)
{
  const char *set = sbx_bc_document_of (sbx_table_get_schema (line->table)->set);
  SbxRow *header = sbx_table_find (sbx_company_table (company, set), sbx_row_text (line, "documentId"));
  g_autoptr (SbxDocument) document = sbx_document_open (company, header);

  if (values == NULL)
    sbx_document_drop_line (document, sbx_row_id (line));
  else if (!sbx_document_put_line (document, sbx_row_id (line), values, problem))
    return FALSE;
  sbx_document_calculate (document);
  sbx_document_commit (document);
  return TRUE;
}

static gboolean
edit (SbxRow     *row,
      JsonObject *body,
      SbxProblem *problem)
{
  JsonObject *values = json_object_has_member (body, "values") ? json_object_get_object_member (body, "values") : NULL;
  const SbxSchema *schema = sbx_table_get_schema (row->table);
  g_autoptr (GList) names = values != NULL ? json_object_get_members (values) : NULL;

  for (GList *it = names; it != NULL; it = it->next)
    {
      int column = sbx_schema_column (schema, it->data);
      SbxValue value;

      if (column < 0 || column == schema->id_column
          || sbx_value_from_json (sbx_schema_property (schema, column), json_object_get_member (values, it->data), &value) != SBX_VALUE_OK)
        return sbx_problem_dialog (problem, "Cannot set %s.", (const char *) it->data);
      sbx_row_set_value (row, column, value);
    }
  sbx_table_touch (row->table, row);
  return TRUE;
}

/* Without "amount": all that is left. */
static gboolean
pay (SbxRow     *row,
     JsonObject *body,
     SbxProblem *problem)
{
  const SbxSchema *schema = sbx_table_get_schema (row->table);
  SbxDecimal left = sbx_row_decimal (row, "remainingAmount");
  SbxDecimal amount = left;

  if (json_object_has_member (body, "amount"))
    {
      SbxValue value;

      if (sbx_value_from_json (sbx_schema_property (schema, sbx_schema_column (schema, "remainingAmount")),
                               json_object_get_member (body, "amount"), &value) != SBX_VALUE_OK)
        return sbx_problem_dialog (problem, "That is no amount.");
      amount = value.integer;
    }

  sbx_row_set_decimal (row, "remainingAmount", left - amount);
  return set_status (row, left == amount ? "Paid" : "Open");
}

/* The duplicate is renamed into the survivor on its documents, and its own row is gone. */
static gboolean
merge (SbxCompany *company,
       JsonObject *body,
       SbxProblem *problem)
{
  static const char *const sets[] = { "salesInvoices", "salesOrders", "salesQuotes", "salesCreditMemos" };
  SbxTable *customers = sbx_company_table (company, "customers");
  SbxRow *from = sbx_table_find_by (customers, "number", json_object_get_string_member_with_default (body, "number", ""));
  SbxRow *into = sbx_table_find_by (customers, "number", json_object_get_string_member_with_default (body, "into", ""));

  if (from == NULL || into == NULL || from == into)
    return sbx_problem_dialog (problem, "Both customers must be there.");
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      SbxTable *table = sbx_company_table (company, sets[i]);

      for (guint n = 0; n < sbx_table_end (table); n++)
        {
          SbxRow *row = sbx_table_at (table, n);
          gboolean changed = FALSE;

          if (row == NULL)
            continue;
          if (strcmp (sbx_row_text (row, "billToCustomerId"), sbx_row_id (from)) == 0)
            {
              sbx_row_set_text (row, "billToCustomerId", sbx_row_id (into));
              sbx_row_set_text (row, "billToCustomerNumber", sbx_row_text (into, "number"));
              changed = TRUE;
            }
          if (strcmp (sbx_row_text (row, "customerId"), sbx_row_id (from)) == 0)
            {
              sbx_row_set_text (row, "customerId", sbx_row_id (into));
              sbx_row_set_text (row, "customerNumber", sbx_row_text (into, "number"));
              changed = TRUE;
            }
          if (changed)
            sbx_table_touch (table, row);
        }
    }
  sbx_table_remove (customers, from);
  return TRUE;
}

/* A quote's status says whether it was sent; whether it is released is its own. */
static gboolean
release_quote (SbxRow  *quote,
               gboolean released)
{
  sbx_row_set_int (quote, "al.released", released);
  sbx_table_touch (quote->table, quote);
  return TRUE;
}

/* "orders": numbers of what is shipped and is to be billed together. */
static gboolean
combine (SbxCompany *company,
         JsonObject *body,
         SbxProblem *problem)
{
  SbxTable *table = sbx_company_table (company, "salesOrders");
  JsonArray *numbers = json_object_has_member (body, "orders") ? json_object_get_array_member (body, "orders") : NULL;
  g_autoptr (GPtrArray) orders = g_ptr_array_new ();

  for (guint i = 0; numbers != NULL && i < json_array_get_length (numbers); i++)
    {
      SbxRow *row = sbx_table_find_by (table, "number", json_array_get_string_element (numbers, i));

      if (row == NULL)
        return sbx_problem_set (problem, 404, "", "There is no such order.");
      g_ptr_array_add (orders, row);
    }
  return orders->len > 0 ? sbx_bc_combine (company, orders, problem) : sbx_problem_dialog (problem, "Which orders?");
}

/* A corrective credit memo, made and posted. */
static gboolean
credit (SbxCompany *company,
        SbxRow     *invoice,
        SbxProblem *problem)
{
  GPtrArray *memos;

  if (!sbx_bc_credit (company, invoice, FALSE, problem))
    return FALSE;
  memos = sbx_table_list_by (sbx_company_table (company, "salesCreditMemos"), "invoiceId", sbx_row_id (invoice));
  return sbx_bc_post (company, memos->pdata[memos->len - 1], problem);
}

static gboolean
act (SbxBc      *bc,
     JsonObject *body,
     SbxProblem *problem)
{
  SbxCompany *company = bc->companies->pdata[0];
  const char *verb = json_object_get_string_member_with_default (body, "verb", "");
  const char *set = json_object_get_string_member_with_default (body, "set", "salesInvoices");
  gboolean posted, draft, quote;
  const char *status;
  SbxRow *row;

  if (strcmp (verb, "merge") == 0)
    return merge (company, body, problem);
  if (strcmp (verb, "adjust-stock") == 0 || strcmp (verb, "transfer-stock") == 0)
    return sbx_stock_act (company, verb, body, problem);
  if (strcmp (verb, "combine") == 0)
    return combine (company, body, problem);
  if (sbx_bc_document_of (set) != NULL && (strcmp (verb, "edit") == 0 || strcmp (verb, "delete") == 0))
    {
      row = find (company, body, sbx_company_table (company, set));
      if (row == NULL)
        return sbx_problem_set (problem, 404, "", "There is no such line.");
      return change_line (company, row, strcmp (verb, "edit") == 0 ? json_object_get_object_member (body, "values") : NULL, problem);
    }
  if (sbx_bc_lines_of (set) == NULL)
    return sbx_problem_dialog (problem, "There are no documents “%s”.", set);
  row = find (company, body, sbx_company_table (company, set));
  if (row == NULL)
    return sbx_problem_set (problem, 404, "", "There is no such document.");
  posted = sbx_bc_is_posted (row);
  status = sbx_row_text (row, "status");
  quote = strcmp (set, "salesQuotes") == 0;
  draft = !posted && !quote && strcmp (status, "Draft") == 0;

  if (quote && (strcmp (verb, "release") == 0 || strcmp (verb, "reopen") == 0))
    return release_quote (row, strcmp (verb, "release") == 0);
  if (strcmp (verb, "ship") == 0)
    return need (strcmp (set, "salesOrders") == 0, problem, "an order") && sbx_bc_ship (company, row, problem);
  /* [AL] SalesInvoiceAggregator: a released draft shows Open, one in approval In Review; orders alike. */
  if (strcmp (verb, "release") == 0)
    return need (draft, problem, "a draft") && sbx_bc_check_release (company, row, problem) && set_status (row, "Open");
  if (strcmp (verb, "reopen") == 0)
    return need (!posted && !draft && !quote, problem, "released") && set_status (row, "Draft");
  if (strcmp (verb, "send-for-approval") == 0)
    return need (draft, problem, "a draft") && set_status (row, "In_x0020_Review");
  if (strcmp (verb, "approve") == 0)
    return need (!posted && strcmp (status, "In_x0020_Review") == 0, problem, "in approval") && set_status (row, "Open");
  if (strcmp (verb, "edit") == 0)
    return edit (row, body, problem);
  if (strcmp (verb, "delete") == 0)
    return sbx_bc_remove (company, row, problem);
  if (strcmp (verb, "post") == 0)
    return need (!posted && !quote, problem, "unposted") && sbx_bc_post (company, row, problem);
  if (strcmp (verb, "make-invoice") == 0 || strcmp (verb, "make-order") == 0)
    return need (quote, problem, "a quote")
           && sbx_bc_convert (company, row, strcmp (verb, "make-order") == 0 ? "salesOrders" : "salesInvoices", problem);
  if (strcmp (verb, "pay") == 0)
    return need (posted && strcmp (set, "salesInvoices") == 0, problem, "a posted invoice") && pay (row, body, problem);
  if (strcmp (verb, "credit") == 0)
    return need (posted && strcmp (set, "salesInvoices") == 0, problem, "a posted invoice") && credit (company, row, problem);
  if (strcmp (verb, "cancel") == 0)
    return need (posted && strcmp (set, "salesInvoices") == 0, problem, "a posted invoice") && sbx_bc_credit (company, row, TRUE, problem);
  return sbx_problem_dialog (problem, "There is no act “%s”.", verb);
}

guint
sbx_bc_person (SbxBc      *bc,
               JsonObject *body,
               char      **refusal)
{
  SbxProblem problem = { 0 };

  *refusal = NULL;
  if (act (bc, body, &problem))
    return 200;
  *refusal = g_steal_pointer (&problem.message);
  return problem.status == 404 ? 404 : 409;
}
