/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-value"

#include "sbx-value.h"

#include <string.h>

#include "sbx-enum.h"

gboolean
sbx_type_is_text (SbxType type)
{
  return type == SBX_TYPE_GUID || type == SBX_TYPE_STRING || type == SBX_TYPE_ENUM || type == SBX_TYPE_OBJECT;
}

SbxValue
sbx_value_copy (SbxType  type,
                SbxValue value)
{
  if (sbx_type_is_text (type))
    value.text = g_strdup (value.text);
  return value;
}

void
sbx_value_clear (SbxType   type,
                 SbxValue *value)
{
  if (sbx_type_is_text (type))
    g_free (value->text);
  value->integer = 0;
}

/* An enum sorts by its place in the list, as an AL option does. */
static int
member_index (const SbxProperty *property,
              const char        *text)
{
  if (text == NULL)
    return 0;
  for (int i = 0; property->values[i] != NULL; i++)
    {
      if (strcmp (property->values[i], text) == 0)
        return i;
    }
  return -1;
}

int
sbx_value_compare (const SbxProperty *property,
                   SbxValue           a,
                   SbxValue           b)
{
  switch (property->type)
    {
    case SBX_TYPE_GUID:
      return strcmp (a.text ? a.text : SBX_ZERO_GUID, b.text ? b.text : SBX_ZERO_GUID);
    case SBX_TYPE_STRING:
      return strcmp (a.text ? a.text : "", b.text ? b.text : "");
    case SBX_TYPE_ENUM:
      return member_index (property, a.text) - member_index (property, b.text);
    case SBX_TYPE_BOOL:
    case SBX_TYPE_INT:
    case SBX_TYPE_DECIMAL:
    case SBX_TYPE_DATE:
    case SBX_TYPE_DATETIME:
      return (a.integer > b.integer) - (a.integer < b.integer);
    case SBX_TYPE_OBJECT:
    case SBX_TYPE_NULL:
    default:
      return 0;
    }
}

static SbxValueProblem
text_from_json (const SbxProperty *property,
                JsonNode          *node,
                SbxValue          *out)
{
  g_autofree char *text = NULL;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return SBX_VALUE_WRONG_TYPE;
  text = json_node_dup_string (node);

  if (property->type == SBX_TYPE_GUID)
    {
      if (*text == '\0')
        return SBX_VALUE_OK;
      out->text = sbx_guid_parse (text);
      if (out->text == NULL)
        return SBX_VALUE_WRONG_TYPE;
      if (strcmp (out->text, SBX_ZERO_GUID) == 0)
        g_clear_pointer (&out->text, g_free);
      return SBX_VALUE_OK;
    }

  if (property->type == SBX_TYPE_ENUM)
    {
      out->text = sbx_enum_find (property->values, text);
      return out->text != NULL ? SBX_VALUE_OK : SBX_VALUE_NOT_A_MEMBER;
    }

  if (property->flags & SBX_PROPERTY_CODE)
    {
      char *folded = g_utf8_strup (g_strstrip (text), -1);

      g_free (text);
      text = folded;
    }
  if (property->max_length > 0 && g_utf8_strlen (text, -1) > (glong) property->max_length)
    return SBX_VALUE_TOO_LONG;
  if (*text != '\0')
    out->text = g_steal_pointer (&text);
  return SBX_VALUE_OK;
}

static SbxValueProblem
number_from_json (const SbxProperty *property,
                  JsonNode          *node,
                  SbxValue          *out)
{
  GType type = json_node_get_value_type (node);

  if (property->type == SBX_TYPE_DECIMAL)
    {
      /* IEEE754Compatible clients may write decimals as strings. */
      if (type == G_TYPE_STRING)
        return sbx_decimal_parse (json_node_get_string (node), &out->integer) ? SBX_VALUE_OK : SBX_VALUE_WRONG_TYPE;
      if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
        return SBX_VALUE_WRONG_TYPE;
      out->integer = sbx_decimal_from_double (json_node_get_double (node));
      return SBX_VALUE_OK;
    }

  if (type != G_TYPE_INT64)
    return SBX_VALUE_WRONG_TYPE;
  out->integer = json_node_get_int (node);
  return SBX_VALUE_OK;
}

/**
 * sbx_value_from_json:
 * @property: for what
 * @node: what a client sent
 * @out: (out): the value, to be cleared
 *
 * A JSON null is the blank of the type.
 *
 * Returns: %SBX_VALUE_OK, or what is wrong with it
 */
SbxValueProblem
sbx_value_from_json (const SbxProperty *property,
                     JsonNode          *node,
                     SbxValue          *out)
{
  out->integer = 0;
  if (property->type == SBX_TYPE_NULL || JSON_NODE_HOLDS_NULL (node))
    return SBX_VALUE_OK;
  if (!JSON_NODE_HOLDS_VALUE (node))
    return SBX_VALUE_WRONG_TYPE;

  switch (property->type)
    {
    case SBX_TYPE_GUID:
    case SBX_TYPE_STRING:
    case SBX_TYPE_ENUM:
      return text_from_json (property, node, out);
    case SBX_TYPE_BOOL:
      if (json_node_get_value_type (node) != G_TYPE_BOOLEAN)
        return SBX_VALUE_WRONG_TYPE;
      out->integer = json_node_get_boolean (node);
      return SBX_VALUE_OK;
    case SBX_TYPE_INT:
    case SBX_TYPE_DECIMAL:
      return number_from_json (property, node, out);
    case SBX_TYPE_DATE:
    case SBX_TYPE_DATETIME:
      if (json_node_get_value_type (node) != G_TYPE_STRING)
        return SBX_VALUE_WRONG_TYPE;
      if (property->type == SBX_TYPE_DATE)
        return sbx_date_parse (json_node_get_string (node), &out->integer) ? SBX_VALUE_OK : SBX_VALUE_WRONG_TYPE;
      return sbx_datetime_parse (json_node_get_string (node), &out->integer) ? SBX_VALUE_OK : SBX_VALUE_WRONG_TYPE;
    case SBX_TYPE_OBJECT:
    case SBX_TYPE_NULL:
    default:
      return SBX_VALUE_WRONG_TYPE;
    }
}

/* Blanks: "_x0020_", "0001-01-01", zero GUIDs in Business Central (Microsoft, API v2.0, transition guide); 1980-01-01,
 * zero GUIDs, "" in Wello (Wello, Documentation/HelpGuide/LinkErp: there is no NULL in the database). */
void
sbx_value_write_json (const SbxProperty *property,
                      SbxValue           value,
                      SbxDialect         dialect,
                      GString           *out)
{
  switch (property->type)
    {
    case SBX_TYPE_GUID:
      g_string_append_c (out, '"');
      g_string_append (out, value.text ? value.text : SBX_ZERO_GUID);
      g_string_append_c (out, '"');
      break;
    case SBX_TYPE_STRING:
      sbx_json_append_string (out, value.text ? value.text : "");
      break;
    case SBX_TYPE_ENUM:
      sbx_json_append_string (out, value.text ? value.text : property->values[0]);
      break;
    case SBX_TYPE_BOOL:
      g_string_append (out, value.integer ? "true" : "false");
      break;
    case SBX_TYPE_INT:
      g_string_append_printf (out, "%" G_GINT64_FORMAT, value.integer);
      break;
    case SBX_TYPE_DECIMAL:
      sbx_decimal_append (out, value.integer);
      break;
    case SBX_TYPE_DATE:
      if (value.integer == 0)
        g_string_append (out, dialect == SBX_DIALECT_BC ? "\"0001-01-01\"" : "\"1980-01-01\"");
      else
        g_string_append_printf (out, "\"%04d-%02d-%02d\"", (int) (value.integer / 10000),
                                (int) (value.integer / 100 % 100), (int) (value.integer % 100));
      break;
    case SBX_TYPE_DATETIME:
      {
        g_autofree char *text = sbx_datetime_to_string (value.integer, dialect);

        g_string_append_c (out, '"');
        g_string_append (out, text);
        g_string_append_c (out, '"');
        break;
      }
    case SBX_TYPE_OBJECT:
      g_string_append (out, value.text != NULL ? value.text : "null");
      break;
    case SBX_TYPE_NULL:
    default:
      g_string_append (out, "null");
      break;
    }
}
