/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-v1-body"

#include "sbx-bc-v1-private.h"

#include <string.h>

static gboolean
no_property (SbxProblem *problem,
             const char *name,
             const char *type)
{
  return sbx_problem_set (problem, 400, "BadRequest", "Could not find a property named '%s' on type '%s'.", name, type);
}

static gboolean
take_address (const SbxV1Property *property,
              JsonNode            *node,
              JsonObject          *out,
              SbxProblem          *problem)
{
  static const struct
  {
    const char *name;
    const char *part;
  } parts[] = { { "city", "City" }, { "state", "State" }, { "countryLetterCode", "Country" }, { "postalCode", "PostCode" } };
  g_autoptr (GList) names = NULL;

  if (property->kind == SBX_V1_CLOSED_ADDRESS)
    return sbx_problem_dialog (problem, "The \"%s\" is read-only.", property->name);
  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return sbx_problem_set (problem, 400, "BadRequest", "Invalid Request Body");

  names = json_object_get_members (json_node_get_object (node));
  for (GList *it = names; it != NULL; it = it->next)
    {
      JsonNode *value = json_object_get_member (json_node_get_object (node), it->data);
      const char *part = NULL;
      g_autofree char *column = NULL;

      if (strcmp (it->data, "street") == 0)
        {
          const char *street = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_string (value) : NULL;
          g_auto (GStrv) halves = g_strsplit (street != NULL ? street : "", "\r\n", 2);
          g_autofree char *first = sbx_v1_address_column (property->argument, "AddressLine1");
          g_autofree char *second = sbx_v1_address_column (property->argument, "AddressLine2");

          json_object_set_string_member (out, first, halves[0] != NULL ? halves[0] : "");
          json_object_set_string_member (out, second, halves[0] != NULL && halves[1] != NULL ? halves[1] : "");
          continue;
        }
      for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
        part = strcmp (parts[i].name, it->data) == 0 ? parts[i].part : part;
      if (part == NULL)
        return no_property (problem, it->data, "Microsoft.NAV.postaladdresstype");
      column = sbx_v1_address_column (property->argument, part);
      json_object_set_member (out, column, json_node_copy (value));
    }
  return TRUE;
}

/* [AL] Sales Invoice Aggregator, VerifyCanUpdateUOM, which only the pages of v1.0 call. */
static gboolean
check_unit (const char *set,
            SbxRow     *row,
            JsonObject *body,
            SbxProblem *problem)
{
  gboolean item = json_object_has_member (body, "itemId")
                  || strcmp (json_object_get_string_member_with_default (body, "lineType", ""), "Item") == 0
                  || (row != NULL && strcmp (sbx_row_text (row, "lineType"), "Item") == 0);

  return sbx_bc_document_of (set) == NULL || item
         || sbx_problem_dialog (problem, "Unit of Measure can be set only for lines with type Item.");
}

static gboolean
take_unit (const SbxV1Property *property,
           JsonNode            *node,
           JsonObject          *out,
           SbxProblem          *problem)
{
  JsonNode *code;

  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  code = JSON_NODE_HOLDS_OBJECT (node) ? json_object_get_member (json_node_get_object (node), "code") : NULL;
  if (code == NULL)
    return sbx_problem_set (problem, 400, "BadRequest", "Invalid Request Body");
  json_object_set_member (out, property->argument, json_node_copy (code));
  return TRUE;
}

static gboolean
take_property (const char          *set,
               SbxRow              *row,
               JsonObject          *body,
               const SbxV1Property *property,
               JsonObject          *out,
               SbxProblem          *problem)
{
  JsonNode *node = json_object_get_member (body, property->name);

  switch (property->kind)
    {
    case SBX_V1_CLOSED:
      return sbx_problem_set (problem, 400, "BadRequest_InvalidOperation", "Control '%s' is read-only", property->name);
    case SBX_V1_ADDRESS:
    case SBX_V1_CLOSED_ADDRESS:
      return take_address (property, node, out, problem);
    case SBX_V1_UNIT:
      return check_unit (set, row, body, problem) && take_unit (property, node, out, problem);
    case SBX_V1_DETAILS:
    case SBX_V1_BLANK:
      return TRUE;
    case SBX_V1_SAME:
    case SBX_V1_LINE_ID:
    default:
      if (strcmp (property->name, "unitOfMeasureId") == 0 && !check_unit (set, row, body, problem))
        return FALSE;
      json_object_set_member (out, property->name, json_node_copy (node));
      return TRUE;
    }
}

static gboolean
take_lines (const char *set,
            JsonNode   *node,
            JsonObject *out,
            SbxProblem *problem)
{
  JsonArray *lines = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr (JsonArray) translated = json_array_new ();

  if (lines == NULL)
    return sbx_problem_set (problem, 400, "BadRequest", "Invalid Request Body");
  for (guint i = 0; i < json_array_get_length (lines); i++)
    {
      JsonNode *line = json_array_get_element (lines, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (line) ? sbx_v1_translate (set, NULL, json_node_get_object (line), problem) : NULL;

      if (object == NULL)
        return problem->message != NULL ? FALSE : sbx_problem_set (problem, 400, "BadRequest", "Invalid Request Body");
      json_array_add_object_element (translated, object);
    }
  json_object_set_array_member (out, set, g_steal_pointer (&translated));
  return TRUE;
}

JsonObject *
sbx_v1_translate (const char *set,
                  SbxRow     *row,
                  JsonObject *body,
                  SbxProblem *problem)
{
  g_autoptr (JsonObject) out = json_object_new ();
  g_autoptr (GList) names = json_object_get_members (body);
  const char *lines = sbx_bc_lines_of (set);

  for (GList *it = names; it != NULL; it = it->next)
    {
      const char *name = it->data;
      const SbxV1Property *property = sbx_v1_property (set, name);
      JsonNode *node = json_object_get_member (body, name);

      if (lines != NULL && strcmp (lines, name) == 0)
        {
          if (!take_lines (lines, node, out, problem))
            return NULL;
        }
      else if (strchr (name, '@') != NULL || sbx_v1_properties (set) == NULL)
        json_object_set_member (out, name, json_node_copy (node));
      else if (property == NULL)
        {
          g_autofree char *type = g_strdup_printf ("Microsoft.NAV.%.*s", (int) strlen (set) - (g_str_has_suffix (set, "s") ? 1 : 0), set);

          no_property (problem, name, type);
          return NULL;
        }
      else if (!take_property (set, row, body, property, out, problem))
        return NULL;
    }
  return g_steal_pointer (&out);
}
