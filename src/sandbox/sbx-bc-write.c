/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-write"

#include "sbx-bc-contacts.h"
#include "sbx-bc-document.h"
#include "sbx-bc-v1.h"

#include <string.h>

/* In the words of v2.0; row: what is changed, or NULL. */
static JsonObject *
read_body (SbxCall    *call,
           const char *set,
           SbxRow     *row,
           JsonNode  **holder,
           SbxProblem *problem)
{
  JsonObject *body = sbx_request_json (call->request, holder);
  JsonNode *node;

  if (body == NULL)
    sbx_problem_set (problem, 400, "BadRequest", "Invalid Request Body");
  if (body == NULL || !call->v1)
    return body;
  body = sbx_v1_translate (set, row, body, problem);
  if (body == NULL)
    return NULL;
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, body);
  json_node_unref (*holder);
  *holder = node;
  return body;
}

/* 201 with the entity, or 204 when the client prefers no content. */
static gboolean
answer (SbxCall    *call,
        guint       status,
        const char *set,
        SbxRow     *row,
        gboolean    with_lines,
        SbxProblem *problem)
{
  g_autoptr (GError) error = NULL;
  SbxRow *shown = sbx_call_shown (call, row);
  gboolean text_key = call->v1 && sbx_bc_document_of (set) != NULL;
  g_autoptr (SbxQuery) query = sbx_query_parse (call->request->query, shown->table, SBX_DIALECT_BC, &error);
  g_autofree char *context = g_strdup_printf ("%s/$metadata#companies(%s)/%s/$entity", call->service, call->company->id, set);
  g_autofree char *location = g_strdup_printf ("%s/companies(%s)/%s(%s%s%s)", call->service, call->company->id, set, text_key ? "'" : "",
                                               sbx_row_id (shown), text_key ? "'" : "");

  if (query == NULL)
    {
      sbx_problem_from_odata (problem, error);
      return FALSE;
    }
  if (with_lines && query->expands->len == 0)
    {
      SbxExpand *expand = g_new0 (SbxExpand, 1);

      expand->name = g_strdup (sbx_bc_lines_of (set));
      g_ptr_array_add (query->expands, expand);
    }
  if (status == 201)
    sbx_response_header (call->response, "Location", location);
  if (sbx_request_prefers (call->request, "return-no-content", NULL) || sbx_request_prefers (call->request, "return=minimal", NULL))
    {
      sbx_response_set (call->response, 204, NULL, NULL);
      return TRUE;
    }
  sbx_response_set (call->response, status, "application/json; odata.metadata=minimal", NULL);
  return sbx_call_write_entity (call, query, shown, context, call->response->body, problem);
}

/* The options must be good before anything is written. */
static gboolean
check_options (SbxCall    *call,
               const char *set,
               SbxProblem *problem)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (SbxQuery) query = sbx_query_parse (call->request->query, sbx_call_table (call, set, none), SBX_DIALECT_BC, &error);

  if (query == NULL)
    {
      sbx_problem_from_odata (problem, error);
      return FALSE;
    }
  for (guint i = 0; i < query->expands->len; i++)
    {
      SbxExpand *expand = query->expands->pdata[i];

      if (sbx_bc_lines_of (set) != NULL && strcmp (expand->name, sbx_bc_lines_of (set)) != 0 && strcmp (expand->name, "customer") != 0
          && strcmp (expand->name, "currency") != 0)
        return sbx_problem_set (problem, 400, "BadRequest", "Could not find a property named '%s' on type '%s'.", expand->name,
                                sbx_table_get_schema (query->table)->type_name);
    }
  return TRUE;
}

static gboolean
add_lines (SbxDocument *document,
           JsonObject  *body,
           const char  *name,
           SbxProblem  *problem)
{
  JsonNode *node = json_object_get_member (body, name);
  JsonArray *lines;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return sbx_problem_set (problem, 400, "BadRequest", "Invalid Request Body");

  lines = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (lines); i++)
    {
      JsonNode *line = json_array_get_element (lines, i);

      if (!JSON_NODE_HOLDS_OBJECT (line))
        return sbx_problem_set (problem, 400, "BadRequest", "Invalid Request Body");
      if (sbx_document_add_line (document, json_node_get_object (line), problem) == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
create_document (SbxCall    *call,
                 const char *set,
                 JsonObject *body,
                 SbxProblem *problem)
{
  const char *lines = sbx_bc_lines_of (set);
  g_autoptr (SbxDocument) document = sbx_document_new (call->company, set);
  gboolean deep = json_object_has_member (body, lines), echo = deep && sbx_options_is (call->bc->options, "bc.deep-insert-echo", "yes");
  gboolean good;
  SbxRow *header;

  if (strcmp (set, "salesQuotes") == 0 && sbx_options_is (call->bc->options, "bc.quote-series", "missing"))
    return sbx_problem_set (problem, 400, "Application_FieldValidationException",
                            "Starting No. must have a value in No. Series Line: Series Code=S-QUO, Line No.=10000. It cannot be zero or empty.");
  if (!check_options (call, set, problem) || !sbx_document_put_header (document, body, problem)
      || !add_lines (document, body, lines, problem))
    return FALSE;
  sbx_document_calculate (document);
  header = sbx_document_commit (document);

  /* The answer may hold the header as it was before its lines; only a later GET shows the totals. */
  if (deep && !echo && strstr (call->request->query != NULL ? call->request->query : "", "expand") == NULL
      && sbx_options_is (call->bc->options, "bc.deep-insert-totals", "before-lines"))
    {
      SbxRow *before = sbx_row_copy (header);

      sbx_row_set_decimal (before, "totalAmountExcludingTax", 0);
      sbx_row_set_decimal (before, "totalTaxAmount", 0);
      sbx_row_set_decimal (before, "totalAmountIncludingTax", 0);
      if (strcmp (set, "salesInvoices") == 0)
        sbx_row_set_decimal (before, "remainingAmount", 0);
      before->ordinal = header->ordinal;
      good = answer (call, 201, set, before, FALSE, problem);
      sbx_row_free (before);
      return good;
    }
  return answer (call, 201, set, header, echo, problem);
}

/* Released and posted documents refuse changes of their lines and of most of their header. */
static gboolean
check_open (SbxRow     *header,
            SbxProblem *problem)
{
  const char *set = sbx_table_get_schema (header->table)->set;

  if (sbx_bc_is_posted (header))
    return sbx_problem_dialog (problem, "The %s has been posted and can no longer be modified.", sbx_bc_kind (set)->noun);
  /* The status of a quote says whether it was sent, not whether it is released. */
  if (strcmp (set, "salesQuotes") != 0 && strcmp (sbx_row_text (header, "status"), "Draft") != 0)
    return sbx_problem_set (problem, 400, "Application_FieldValidationException",
                            "Status must be equal to 'Open'  in Sales Header: Document Type=%s, No.=%s. Current value is 'Released'.",
                            sbx_bc_kind (set)->type, sbx_row_text (header, "number"));
  return TRUE;
}

static SbxDocument *
open_for_change (SbxCall    *call,
                 SbxRow     *header,
                 SbxProblem *problem)
{
  return check_open (header, problem) ? sbx_document_open (call->company, header) : NULL;
}

static gboolean
create_line (SbxCall    *call,
             const char *set,
             const char *parent_id,
             JsonObject *body,
             SbxProblem *problem)
{
  const char *documents = sbx_bc_document_of (set);
  JsonNode *given = json_object_get_member (body, "documentId");
  g_autoptr (SbxDocument) document = NULL;
  g_autofree char *id = NULL;
  SbxRow *header, *line;

  if (parent_id == NULL && given != NULL && JSON_NODE_HOLDS_VALUE (given))
    parent_id = json_node_get_string (given);
  header = parent_id != NULL ? sbx_table_find (sbx_company_table (call->company, documents), parent_id) : NULL;
  if (header == NULL)
    return sbx_problem_dialog (problem, "No document with the specified ID exists.");

  document = open_for_change (call, header, problem);
  if (document == NULL)
    return FALSE;
  line = sbx_document_add_line (document, body, problem);
  if (line == NULL)
    return FALSE;
  id = g_strdup (sbx_row_id (line));
  sbx_document_calculate (document);
  sbx_document_commit (document);
  return answer (call, 201, set, sbx_table_find (sbx_company_table (call->company, set), id), FALSE, problem);
}

/* Customers, items and other cards: checked values, a number from the series, no two with the same number. */
static gboolean
finish_card (SbxCall    *call,
             const char *set,
             SbxRow     *row,
             SbxProblem *problem)
{
  SbxTable *table = sbx_company_table (call->company, set);
  gboolean customer = strcmp (set, "customers") == 0, contact = strcmp (set, "contacts") == 0;
  const char *number;
  SbxRow *other;

  if (!customer && !contact && strcmp (set, "items") != 0)
    return TRUE;
  if ((customer || contact) && *sbx_row_text (row, "displayName") == '\0')
    return sbx_problem_dialog (problem, row->inserted ? "The blank \"displayName\" is not allowed." : "A \"displayName\" must be provided.");
  while (*sbx_row_text (row, "number") == '\0')
    {
      g_autofree char *next = customer  ? g_strdup_printf ("C%05u", call->company->next_customer++)
                              : contact ? g_strdup_printf ("CT%06u", call->company->next_contact++)
                                        : g_strdup_printf ("%u", call->company->next_item++);

      if (sbx_table_find_by (table, "number", next) == NULL)
        sbx_row_set_text (row, "number", next);
    }
  number = sbx_row_text (row, "number");
  other = sbx_table_find_by (table, "number", number);
  if (other != NULL && strcmp (sbx_row_id (other), sbx_row_id (row)) != 0)
    return sbx_problem_set (problem, 409, "Internal_EntityWithSameKeyExists",
                            "The %s already exists. Identification fields and values: No.='%s'", customer ? "Customer" : contact ? "Contact" : "Item", number);
  return !contact || sbx_contact_finish (call->company, row, problem);
}

static gboolean
create_card (SbxCall    *call,
             const char *set,
             JsonObject *body,
             SbxProblem *problem)
{
  SbxTable *table = sbx_company_table (call->company, set);
  SbxStage stage = { 0 };
  SbxRow *row;
  gboolean good = sbx_stage_read (&stage, table, body, NULL, call->bc->options, problem);

  if (good && strcmp (set, "items") == 0 && sbx_stage_find (&stage, "inventory") != NULL)
    good = sbx_problem_dialog (problem, "Inventory cannot be changed during on insert.");
  if (!good)
    {
      sbx_stage_clear (&stage);
      return FALSE;
    }

  row = sbx_row_new (table);
  good = strcmp (set, "items") != 0 || sbx_item_settle (call->company, &stage, row, problem);
  for (guint i = 0; i < stage.list->len; i++)
    sbx_stage_put (&g_array_index (stage.list, SbxStaged, i), row);
  sbx_stage_clear (&stage);
  if (!good || !finish_card (call, set, row, problem))
    {
      sbx_row_free (row);
      return FALSE;
    }
  return answer (call, 201, set, sbx_table_insert (table, row), FALSE, problem);
}

gboolean
sbx_call_create (SbxCall    *call,
                 const char *set,
                 const char *parent_id,
                 SbxProblem *problem)
{
  g_autoptr (JsonNode) holder = NULL;
  JsonObject *body;

  if (!sbx_table_get_schema (sbx_company_table (call->company, set))->insert_allowed)
    return sbx_problem_set (problem, sbx_options_is (call->bc->options, "bc.method-not-allowed-status", "400") ? 400 : 405,
                            "BadRequest_MethodNotAllowed", "Entity does not support insert");
  body = read_body (call, set, NULL, &holder, problem);
  if (body == NULL)
    return FALSE;
  if (sbx_bc_lines_of (set) != NULL)
    return create_document (call, set, body, problem);
  if (sbx_bc_document_of (set) != NULL)
    return create_line (call, set, parent_id, body, problem);
  return create_card (call, set, body, problem);
}

static gboolean
change_card (SbxCall    *call,
             const char *set,
             SbxRow     *row,
             JsonObject *body,
             SbxProblem *problem)
{
  SbxTable *table = sbx_company_table (call->company, set);
  SbxStage stage = { 0 };
  SbxRow *copy;
  gboolean good = sbx_stage_read (&stage, table, body, NULL, call->bc->options, problem);

  if (good)
    {
      copy = sbx_row_copy (row);
      for (guint i = 0; i < stage.list->len; i++)
        {
          SbxStaged *staged = &g_array_index (stage.list, SbxStaged, i);

          sbx_row_set_value (copy, staged->column,
                             sbx_value_copy (sbx_schema_property (stage.schema, staged->column)->type, staged->value));
        }
      good = (strcmp (set, "items") != 0 || sbx_item_settle (call->company, &stage, copy, problem))
             && finish_card (call, set, copy, problem);
      sbx_row_free (copy);
    }
  if (good && strcmp (set, "items") == 0)
    sbx_item_settle (call->company, &stage, row, problem);
  for (guint i = 0; good && i < stage.list->len; i++)
    sbx_stage_put (&g_array_index (stage.list, SbxStaged, i), row);
  sbx_stage_clear (&stage);
  if (!good)
    return FALSE;
  sbx_table_touch (table, row);
  return answer (call, 200, set, row, FALSE, problem);
}

gboolean
sbx_call_change (SbxCall    *call,
                 const char *set,
                 const char *key,
                 SbxProblem *problem)
{
  const char *documents = sbx_bc_document_of (set);
  SbxRow *row = sbx_call_find (call, set, key, problem);
  g_autoptr (SbxDocument) document = NULL;
  g_autoptr (JsonNode) holder = NULL;
  JsonObject *body;

  if (row == NULL || !sbx_call_check_match (call, row, TRUE, problem))
    return FALSE;
  if (!sbx_table_get_schema (row->table)->modify_allowed)
    return sbx_problem_set (problem, 405, "BadRequest_MethodNotAllowed", "Entity does not support update");
  body = read_body (call, set, row, &holder, problem);
  if (body == NULL)
    return FALSE;
  if (documents == NULL && sbx_bc_lines_of (set) == NULL)
    return change_card (call, set, row, body, problem);

  if (documents != NULL)
    {
      SbxRow *header = sbx_table_find (sbx_company_table (call->company, documents), sbx_row_text (row, "documentId"));

      document = open_for_change (call, header, problem);
      if (document == NULL || !sbx_document_put_line (document, sbx_row_id (row), body, problem))
        return FALSE;
    }
  else
    {
      document = open_for_change (call, row, problem);
      if (document == NULL || !sbx_document_put_header (document, body, problem))
        return FALSE;
    }
  sbx_document_calculate (document);
  sbx_document_commit (document);
  return answer (call, 200, set, row, FALSE, problem);
}

gboolean
sbx_call_delete (SbxCall    *call,
                 const char *set,
                 const char *key,
                 SbxProblem *problem)
{
  const char *documents = sbx_bc_document_of (set), *lines = sbx_bc_lines_of (set);
  SbxRow *row = sbx_call_find (call, set, key, problem);

  if (row == NULL || !sbx_call_check_match (call, row, FALSE, problem))
    return FALSE;
  if (!sbx_table_get_schema (row->table)->delete_allowed)
    return sbx_problem_set (problem, 405, "BadRequest_MethodNotAllowed", "Entity does not support delete");

  if (documents != NULL)
    {
      SbxRow *header = sbx_table_find (sbx_company_table (call->company, documents), sbx_row_text (row, "documentId"));
      g_autoptr (SbxDocument) document = open_for_change (call, header, problem);

      if (document == NULL)
        return FALSE;
      sbx_document_drop_line (document, sbx_row_id (row));
      sbx_document_calculate (document);
      sbx_document_commit (document);
    }
  else if (lines != NULL)
    {
      if (!sbx_bc_remove (call->company, row, problem))
        return FALSE;
    }
  else
    sbx_table_remove (row->table, row);
  sbx_response_set (call->response, 204, NULL, NULL);
  return TRUE;
}
