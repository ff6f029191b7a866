/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-wello-apply"

#include "sbx-wello-private.h"

#include <string.h>

/* A body's members put into a row: the types, lengths, foreign keys and required properties of Wello's reference pages. */

static gboolean
refuse_property (SbxWelloProblem *problem,
                 guint            status,
                 SbxWelloSet     *set,
                 const char      *name,
                 const char      *text)
{
  g_autofree char *property = g_strconcat (set->entity, ".", name, NULL);

  return sbx_wello_refuse (problem, status, property, "%s", text);
}

static gboolean
refuse_value (SbxWelloProblem   *problem,
              SbxWelloSet       *set,
              const SbxProperty *property,
              SbxValueProblem    wrong)
{
  g_autofree char *text = NULL;

  switch (wrong)
    {
    case SBX_VALUE_TOO_LONG:
      text = g_strdup_printf ("The field %s must be a string or array type with a maximum length of '%u'.", property->name, property->max_length);
      return refuse_property (problem, 400, set, property->name, text);
    case SBX_VALUE_NOT_A_MEMBER:
      text = g_strdup_printf ("The value of %s is not known.", property->name);
      return refuse_property (problem, 422, set, property->name, text);
    case SBX_VALUE_WRONG_TYPE:
    case SBX_VALUE_OK:
    default:
      text = g_strdup_printf ("Cannot convert the value of %s to its type.", property->name);
      return refuse_property (problem, 400, set, property->name, text);
    }
}

static gboolean
check_number (SbxWello        *wello,
              SbxWelloSet     *set,
              const char      *name,
              SbxValue         value,
              SbxWelloProblem *problem)
{
  /* Its table was beyond the cut of every page, so its type is not known. */
  if (strcmp (name, "physical_stock") != 0 || value.integer % SBX_DECIMAL_ONE == 0
      || sbx_options_is (wello->options, "wello.physical-stock", "decimal"))
    return TRUE;
  return refuse_property (problem, 400, set, name, "Cannot convert the value of physical_stock to type 'Edm.Int32'.");
}

static gboolean
put_id (SbxWelloSet     *set,
        SbxRow          *row,
        SbxRow          *original,
        SbxValue         value,
        SbxWelloProblem *problem)
{
  int column = set->schema->id_column;

  if (original == NULL)
    {
      sbx_value_clear (SBX_TYPE_GUID, &row->values[column]);
      row->values[column] = value;
      return TRUE;
    }
  /* The id stands in the URL. */
  if (value.text != NULL && strcmp (value.text, sbx_row_id (original)) != 0)
    {
      g_free (value.text);
      return refuse_property (problem, 400, set, "id", "The id of the body differs from that of the URL.");
    }
  g_free (value.text);
  return TRUE;
}

/* One member that isn't a helper. */
static gboolean
put_member (SbxWello        *wello,
            SbxWelloSet     *set,
            SbxRow          *row,
            SbxRow          *original,
            int              column,
            JsonNode        *node,
            SbxWelloProblem *problem)
{
  const SbxProperty *property = sbx_schema_property (set->schema, column);
  SbxValue value;
  SbxValueProblem wrong = sbx_value_from_json (property, node, &value);

  if (wrong != SBX_VALUE_OK)
    return refuse_value (problem, set, property, wrong);
  if (column == set->schema->id_column)
    return put_id (set, row, original, value, problem);
  /* Set by the database; a client that sends a whole object back sends it, too. */
  if (property->flags & SBX_PROPERTY_READ_ONLY || set->columns[column].view_only)
    {
      sbx_value_clear (property->type, &value);
      return TRUE;
    }
  if (!check_number (wello, set, property->name, value, problem))
    return FALSE;
  sbx_value_clear (property->type, &row->values[column]);
  row->values[column] = value;
  return TRUE;
}

static gboolean
is_given_guid (JsonObject *body,
               const char *name)
{
  JsonNode *node = json_object_get_member (body, name);
  const char *text;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return FALSE;
  text = json_node_get_string (node);
  return *text != '\0' && strcmp (text, SBX_ZERO_GUID) != 0;
}

static void
put_target (SbxWelloSet *set,
            SbxRow      *row,
            int          target,
            const char  *id)
{
  SbxValue value = { .text = g_strdup (id) };

  sbx_value_clear (sbx_schema_property (set->schema, target)->type, &row->values[target]);
  row->values[target] = value;
}

static gboolean
put_code (SbxWello        *wello,
          SbxWelloSet     *set,
          SbxRow          *row,
          int              column,
          JsonNode        *node,
          SbxWelloProblem *problem)
{
  SbxWelloColumn *extra = &set->columns[column];
  SbxWelloSet *other = sbx_wello_find_set (wello, set->columns[extra->target].ref != NULL ? set->columns[extra->target].ref : "", NULL);
  const char *name = sbx_schema_property (set->schema, column)->name;
  guint status = (guint) g_ascii_strtoull (sbx_options_get (wello->options, "wello.unknown-code"), NULL, 10);
  const char *text;
  SbxRow *found = NULL;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse_property (problem, 400, set, name, "Cannot convert the value to type 'Edm.String'.");
  text = json_node_get_string (node);
  if (*text == '\0')
    return TRUE;
  if (other != NULL && sbx_schema_column (other->schema, extra->by) >= 0)
    found = sbx_wello_find_by_key (other, extra->by, text);
  if (found == NULL)
    {
      g_autofree char *message = g_strdup_printf ("There is no row with the key '%s'.", text);

      return refuse_property (problem, status, set, name, message);
    }
  put_target (set, row, extra->target, sbx_row_id (found));
  return TRUE;
}

static gboolean
put_node (SbxWello        *wello,
          SbxWelloSet     *set,
          SbxRow          *row,
          int              column,
          JsonNode        *node,
          SbxWelloProblem *problem)
{
  SbxWelloColumn *extra = &set->columns[column];
  SbxWelloSet *other = sbx_wello_find_set (wello, set->columns[extra->target].ref != NULL ? set->columns[extra->target].ref : "", NULL);
  const char *name = sbx_schema_property (set->schema, column)->name;
  SbxRow *found;

  if (!JSON_NODE_HOLDS_OBJECT (node) || other == NULL)
    return refuse_property (problem, 400, set, name, "The embedded entity cannot be read.");
  found = sbx_wello_upsert (wello, other, json_node_get_object (node), problem);
  if (found == NULL)
    return FALSE;
  put_target (set, row, extra->target, sbx_row_id (found));
  return TRUE;
}

/* The id wins over the node, the node over the code (Wello, Documentation/HelpGuide/EmbeddedEntities). */
static gboolean
put_helpers (SbxWello        *wello,
             SbxWelloSet     *set,
             SbxRow          *row,
             JsonObject      *body,
             gboolean         nodes,
             SbxWelloProblem *problem)
{
  for (int i = 0; i < (int) sbx_schema_n_columns (set->schema); i++)
    {
      SbxWelloColumn *extra = &set->columns[i];
      JsonNode *node = extra->target >= 0 && extra->node == nodes
                         ? json_object_get_member (body, sbx_schema_property (set->schema, i)->name) : NULL;

      if (node == NULL || JSON_NODE_HOLDS_NULL (node)
          || is_given_guid (body, sbx_schema_property (set->schema, extra->target)->name))
        continue;
      if (nodes ? !put_node (wello, set, row, i, node, problem) : !put_code (wello, set, row, i, node, problem))
        return FALSE;
    }
  return TRUE;
}

/* 422: wrong values for foreign keys (Wello, Documentation/HelpGuide/HandlingErrors). Only those sent are looked at. */
static gboolean
check_references (SbxWello        *wello,
                  SbxWelloSet     *set,
                  SbxRow          *row,
                  JsonObject      *body,
                  SbxWelloProblem *problem)
{
  for (int i = 0; i < (int) sbx_schema_n_columns (set->schema); i++)
    {
      const char *name = sbx_schema_property (set->schema, i)->name;
      SbxTable *table = set->columns[i].ref != NULL ? sbx_wello_table (wello, set->columns[i].ref) : NULL;
      const char *id;

      if (table == NULL || !json_object_has_member (body, name))
        continue;
      id = sbx_row_text_at (row, i);
      if (strcmp (id, SBX_ZERO_GUID) != 0 && sbx_table_find (table, id) == NULL)
        {
          g_autofree char *text = g_strdup_printf ("There is no row of %s with id %s.", set->columns[i].ref, id);

          return refuse_property (problem, 422, set, name, text);
        }
    }
  return TRUE;
}

static gboolean
is_blank (SbxWelloSet *set,
          SbxRow      *row,
          int          column)
{
  if (set->columns[column].target >= 0)
    column = set->columns[column].target;
  return row->values[column].text == NULL;
}

static gboolean
check_required (SbxWello        *wello,
                SbxWelloSet     *set,
                SbxRow          *row,
                SbxWelloProblem *problem)
{
  int organization = strcmp (set->name, "Company") == 0 ? sbx_schema_column (set->schema, "sales_organization_id") : -1;

  for (int i = 0; i < (int) sbx_schema_n_columns (set->schema); i++)
    {
      const SbxProperty *property = sbx_schema_property (set->schema, i);
      g_autofree char *text = NULL;

      if (!(property->flags & SBX_PROPERTY_REQUIRED) || !is_blank (set, row, i))
        continue;
      text = g_strdup_printf ("The %s field is required.", property->name);
      return refuse_property (problem, 400, set, property->name, text);
    }

  for (guint i = 0; set->groups != NULL && i < json_array_get_length (set->groups); i++)
    {
      JsonArray *group = json_array_get_array_element (set->groups, i);
      const char *name = json_array_get_string_element (group, 0);

      if (is_blank (set, row, sbx_schema_column (set->schema, name)))
        return refuse_property (problem, 400, set, name, "One of the properties that name it is required.");
    }

  /* "Must be filled in if more than one organisation exists" (Wello, ResourceModel company). */
  if (organization >= 0 && is_blank (set, row, organization) && sbx_table_size (sbx_wello_table (wello, "SalesOrganization")) > 1)
    return refuse_property (problem, 400, set, "sales_organization_id", "The sales_organization_id field is required.");
  return TRUE;
}

/**
 * sbx_wello_apply:
 * @wello: the tenant
 * @set: the set of the row
 * @row: a row that is in no table
 * @original: (nullable): the row of which it is a copy
 * @body: what was sent
 * @problem: set when it is refused
 *
 * Returns: whether the body was good
 */
gboolean
sbx_wello_apply (SbxWello        *wello,
                 SbxWelloSet     *set,
                 SbxRow          *row,
                 SbxRow          *original,
                 JsonObject      *body,
                 SbxWelloProblem *problem)
{
  g_autoptr (GList) names = json_object_get_members (body);
  gboolean ignore = sbx_options_is (wello->options, "wello.unknown-property", "ignored");

  for (GList *it = names; it != NULL; it = it->next)
    {
      const char *name = it->data;
      int column = sbx_schema_column (set->schema, name);

      if (strchr (name, '@') != NULL)
        continue;
      if (column < 0 || set->columns[column].own || set->columns[column].view_only)
        {
          g_autofree char *text = g_strdup_printf ("The property '%s' does not exist on type '%s'.", name, set->entity);

          if (ignore)
            continue;
          return refuse_property (problem, 400, set, name, text);
        }
      if (set->columns[column].target < 0 && !put_member (wello, set, row, original, column, json_object_get_member (body, name), problem))
        return FALSE;
    }

  return put_helpers (wello, set, row, body, FALSE, problem) && put_helpers (wello, set, row, body, TRUE, problem)
         && check_references (wello, set, row, body, problem) && check_required (wello, set, row, problem);
}
