/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-stage"

#include "sbx-bc-private.h"

#include <string.h>

#include "sbx-enum.h"

static gboolean
refuse_value (const SbxProperty *property,
              JsonNode          *node,
              SbxValueProblem    what,
              SbxProblem        *problem)
{
  g_autofree char *text = NULL;
  g_autofree char *list = NULL;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    text = json_node_dup_string (node);
  else
    text = json_to_string (node, FALSE);

  /* Codes and texts: Microsoft, Error codes. */
  if (what == SBX_VALUE_TOO_LONG)
    return sbx_problem_set (problem, 400, "Application_StringExceededLength",
                            "The length of the string is %ld, but it must be less than or equal to %u characters. Value: %s",
                            g_utf8_strlen (text, -1), property->max_length, text);
  if (what == SBX_VALUE_NOT_A_MEMBER)
    {
      list = sbx_enum_list (property->values);
      return sbx_problem_set (problem, 400, "Unknown", "'%s' is not an option. The existing options are: %s", text, list);
    }
  switch ((int) property->type)
    {
    case SBX_TYPE_DATE:
      return sbx_problem_set (problem, 400, "BadRequest", "Unable to convert value to Date");
    case SBX_TYPE_GUID:
      return sbx_problem_set (problem, 400, "Application_InvalidGUID", "Invalid format of GUID string. The correct format of the GUID string is: "
                              "{12345678-1234-1234-1234-1234567890AB}.");
    case SBX_TYPE_ENUM:
      return sbx_problem_set (problem, 400, "Application_EvaluateException", "The value \"%s\" cannot be evaluated into type Option.", text);
    default:
      return sbx_problem_set (problem, 400, "BadRequest", "Invalid Request Body");
    }
}

static int
compare_staged (gconstpointer a,
                gconstpointer b)
{
  return ((const SbxStaged *) a)->column - ((const SbxStaged *) b)->column;
}

gboolean
sbx_stage_read (SbxStage   *stage,
                SbxTable   *table,
                JsonObject *body,
                const char *nested,
                SbxOptions *options,
                SbxProblem *problem)
{
  g_autoptr (GList) names = json_object_get_members (body);

  stage->schema = sbx_table_get_schema (table);
  stage->list = g_array_new (FALSE, TRUE, sizeof (SbxStaged));

  for (GList *it = names; it != NULL; it = it->next)
    {
      const char *name = it->data;
      SbxStaged staged = { .node = json_object_get_member (body, name) };
      const SbxProperty *property;
      SbxValueProblem what;

      if (strchr (name, '@') != NULL || g_strcmp0 (name, nested) == 0)
        continue;
      staged.column = sbx_schema_column (stage->schema, name);
      if (staged.column < 0 || (sbx_schema_property (stage->schema, staged.column)->flags & SBX_PROPERTY_HIDDEN))
        return sbx_problem_set (problem, 400, "BadRequest", "Could not find a property named '%s' on type '%s'.", name,
                                stage->schema->type_name);
      property = sbx_schema_property (stage->schema, staged.column);
      /* "Control 'number' is read-only" (Microsoft, Error codes). */
      if (property->flags & SBX_PROPERTY_READ_ONLY)
        return sbx_problem_set (problem, 400, "BadRequest_InvalidOperation", "Control '%s' is read-only", name);
      what = sbx_value_from_json (property, staged.node, &staged.value);
      if (what != SBX_VALUE_OK)
        return refuse_value (property, staged.node, what, problem);
      g_array_append_val (stage->list, staged);
    }

  /* Not documented: whether properties are applied in the order of the body or of the page. */
  if (sbx_options_is (options, "bc.property-order", "page"))
    g_array_sort (stage->list, compare_staged);
  return TRUE;
}

void
sbx_stage_clear (SbxStage *stage)
{
  for (guint i = 0; stage->list != NULL && i < stage->list->len; i++)
    {
      SbxStaged *staged = &g_array_index (stage->list, SbxStaged, i);

      sbx_value_clear (sbx_schema_property (stage->schema, staged->column)->type, &staged->value);
    }
  g_clear_pointer (&stage->list, g_array_unref);
}

SbxStaged *
sbx_stage_find (SbxStage   *stage,
                const char *name)
{
  int column = sbx_schema_column (stage->schema, name);

  for (guint i = 0; i < stage->list->len; i++)
    {
      SbxStaged *staged = &g_array_index (stage->list, SbxStaged, i);

      if (staged->column == column)
        return staged;
    }
  return NULL;
}

const char *
sbx_stage_text (SbxStage   *stage,
                const char *name)
{
  SbxStaged *staged = sbx_stage_find (stage, name);
  const SbxProperty *property;

  if (staged == NULL)
    return NULL;
  property = sbx_schema_property (stage->schema, staged->column);
  if (staged->value.text != NULL)
    return staged->value.text;
  if (property->type == SBX_TYPE_GUID)
    return SBX_ZERO_GUID;
  return property->type == SBX_TYPE_ENUM ? property->values[0] : "";
}

void
sbx_stage_put (SbxStaged *staged,
               SbxRow    *row)
{
  sbx_row_set_value (row, staged->column, staged->value);
  staged->value.integer = 0;
}
