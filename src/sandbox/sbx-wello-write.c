/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-wello-write"

#include "sbx-wello-private.h"

#include <string.h>

/* POST, PUT and DELETE. Wello, Documentation/HelpGuide/RestApi, HandlingErrors. */

static gboolean
parse_body (SbxWelloCall    *call,
            JsonNode       **holder,
            JsonObject     **body,
            SbxWelloProblem *problem)
{
  *body = sbx_request_json (call->request, holder);
  return *body != NULL || sbx_wello_refuse (problem, 400, NULL, "The request body is no JSON object.");
}

static gboolean
is_new_id_free (SbxWelloSet *set,
                JsonObject  *body)
{
  JsonNode *node = json_object_get_member (body, "id");
  const char *id = node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
                     ? json_node_get_string (node) : "";

  return *id == '\0' || sbx_table_find (set->table, id) == NULL;
}

/* Two records with the ERP's key of one: nothing is said about it. */
static gboolean
check_code (SbxWello        *wello,
            SbxWelloSet     *set,
            SbxRow          *row,
            SbxRow          *original,
            SbxWelloProblem *problem)
{
  int column = sbx_schema_column (set->schema, "code");
  const char *code;
  SbxRow *other;

  if (set->key == NULL || column < 0 || sbx_options_is (wello->options, "wello.duplicate-code", "accepted"))
    return TRUE;
  code = sbx_row_text_at (row, column);
  other = *code != '\0' ? sbx_wello_find_by_key (set, "code", code) : NULL;
  if (other == NULL || other == original)
    return TRUE;
  return sbx_wello_refuse (problem, 409, NULL, "A %s with code '%s' exists already.", set->entity, code);
}

static SbxRow *
insert (SbxWello        *wello,
        SbxWelloSet     *set,
        JsonObject      *body,
        SbxWelloProblem *problem)
{
  SbxRow *row;

  if (!is_new_id_free (set, body))
    {
      sbx_wello_refuse (problem, 409, NULL, "A %s with this id exists already.", set->entity);
      return NULL;
    }
  row = sbx_row_new (set->table);
  for (int i = 0; i < (int) sbx_schema_n_columns (set->schema); i++)
    {
      if (set->columns[i].is_default)
        row->values[i].integer = TRUE;
    }
  if (!sbx_wello_apply (wello, set, row, NULL, body, problem) || !check_code (wello, set, row, NULL, problem))
    {
      sbx_row_free (row);
      return NULL;
    }
  return sbx_table_insert (set->table, row);
}

/* Moves the values of the copy into the row in the table; the copy is freed. */
static void
commit (SbxWelloSet *set,
        SbxRow      *row,
        SbxRow      *copy)
{
  for (int i = 0; i < (int) sbx_schema_n_columns (set->schema); i++)
    {
      if (i == set->schema->id_column || i == set->schema->modified_column)
        continue;
      sbx_row_set_value (row, i, copy->values[i]);
      copy->values[i].integer = 0;
    }
  sbx_row_free (copy);
  sbx_table_touch (set->table, row);
}

/* What a PUT that replaces leaves of a row: what isn't the caller's. */
static SbxRow *
blank_copy (SbxWelloSet *set,
            SbxRow      *row)
{
  SbxRow *copy = sbx_row_copy (row);

  for (int i = 0; i < (int) sbx_schema_n_columns (set->schema); i++)
    {
      const SbxProperty *property = sbx_schema_property (set->schema, i);

      if (i != set->schema->id_column && !(property->flags & SBX_PROPERTY_READ_ONLY) && !set->columns[i].own && !set->columns[i].view_only)
        sbx_value_clear (property->type, &copy->values[i]);
    }
  return copy;
}

static gboolean
update (SbxWello        *wello,
        SbxWelloSet     *set,
        SbxRow          *row,
        JsonObject      *body,
        gboolean         replace,
        SbxWelloProblem *problem)
{
  SbxRow *copy = replace ? blank_copy (set, row) : sbx_row_copy (row);

  if (!sbx_wello_apply (wello, set, copy, row, body, problem) || !check_code (wello, set, copy, row, problem))
    {
      sbx_row_free (copy);
      return FALSE;
    }
  commit (set, row, copy);
  return TRUE;
}

gboolean
sbx_wello_create (SbxWelloCall    *call,
                  SbxWelloProblem *problem)
{
  g_autoptr (JsonNode) holder = NULL;
  g_autofree char *location = NULL;
  JsonObject *body;
  SbxRow *row;

  if (!parse_body (call, &holder, &body, problem))
    return FALSE;
  row = insert (call->wello, call->set, body, problem);
  if (row == NULL)
    return FALSE;
  location = g_strdup_printf ("%s/api/%s(%s)", call->request->origin, call->set->name, sbx_row_id (row));
  sbx_response_header (call->response, "Location", location);
  sbx_wello_answer_row (call, 201, row);
  return TRUE;
}

gboolean
sbx_wello_change (SbxWelloCall    *call,
                  const char      *id,
                  SbxWelloProblem *problem)
{
  SbxRow *row = sbx_table_find (call->set->table, id);
  gboolean replace = sbx_options_is (call->wello->options, "wello.put", "replace");
  g_autoptr (JsonNode) holder = NULL;
  JsonObject *body;

  if (row == NULL)
    return sbx_wello_refuse (problem, 404, NULL, "%s with id %s was not found.", call->set->entity, id);
  if (!parse_body (call, &holder, &body, problem) || !update (call->wello, call->set, row, body, replace, problem))
    return FALSE;

  if (sbx_options_is (call->wello->options, "wello.put-status", "204"))
    sbx_response_set (call->response, 204, NULL, NULL);
  else
    sbx_wello_answer_row (call, 200, row);
  return TRUE;
}

/* A company cannot be deleted, an article only archived. */
gboolean
sbx_wello_remove (SbxWelloCall    *call,
                  const char      *id,
                  SbxWelloProblem *problem)
{
  SbxRow *row = sbx_table_find (call->set->table, id);

  if (row == NULL)
    return sbx_wello_refuse (problem, 404, NULL, "%s with id %s was not found.", call->set->entity, id);
  sbx_table_remove (call->set->table, row);
  sbx_response_set (call->response, 204, NULL, NULL);
  return TRUE;
}

/* Wello, Documentation/HelpGuide/EmbeddedEntities: the node is searched by its key; not found: it is inserted; found: it
 * is updated if the properties sent differ. */
SbxRow *
sbx_wello_upsert (SbxWello        *wello,
                  SbxWelloSet     *set,
                  JsonObject      *node,
                  SbxWelloProblem *problem)
{
  const char *key = set->key != NULL ? set->key : "code";
  JsonNode *member = json_object_get_member (node, key);
  const char *text = member != NULL && JSON_NODE_HOLDS_VALUE (member) && json_node_get_value_type (member) == G_TYPE_STRING
                       ? json_node_get_string (member) : "";
  SbxRow *row, *copy;

  if (sbx_schema_column (set->schema, key) < 0 || *text == '\0')
    {
      sbx_wello_refuse (problem, 400, set->entity, "An embedded entity needs its %s.", key);
      return NULL;
    }
  row = sbx_wello_find_by_key (set, key, text);
  if (row == NULL)
    return insert (wello, set, node, problem);

  copy = sbx_row_copy (row);
  if (!sbx_wello_apply (wello, set, copy, row, node, problem))
    {
      sbx_row_free (copy);
      return NULL;
    }
  for (int i = 0; i < (int) sbx_schema_n_columns (set->schema); i++)
    {
      if (sbx_value_compare (sbx_schema_property (set->schema, i), copy->values[i], row->values[i]) != 0)
        {
          commit (set, row, copy);
          return row;
        }
    }
  sbx_row_free (copy);
  return row;
}
