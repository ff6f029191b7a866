/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-value"

#include "config.h"

#include <string.h>

#include "psr-guid.h"
#include "psr-json.h"
#include "psr-value.h"

static PsrValue *
value_new (PsrValueType type)
{
  PsrValue *self = g_new0 (PsrValue, 1);

  self->type = type;

  return self;
}

/**
 * psr_value_new_string:
 * @text: a text
 *
 * Returns: (transfer full): its value
 */
PsrValue *
psr_value_new_string (const char *text)
{
  PsrValue *self = value_new (PSR_VALUE_STRING);

  self->text = g_strdup (text != NULL ? text : "");

  return self;
}

/**
 * psr_value_new_guid:
 * @text: a GUID
 *
 * Returns: (transfer full): its value, in canonical form
 */
PsrValue *
psr_value_new_guid (const char *text)
{
  PsrValue *self = value_new (PSR_VALUE_GUID);

  self->text = psr_guid_normalize (text);
  if (self->text == NULL)
    self->text = g_strdup (PSR_GUID_ZERO_TEXT);

  return self;
}

/**
 * psr_value_new_decimal:
 * @decimal: a decimal
 *
 * Returns: (transfer full): its value
 */
PsrValue *
psr_value_new_decimal (PsrDecimal decimal)
{
  PsrValue *self = value_new (PSR_VALUE_DECIMAL);

  self->decimal = decimal;

  return self;
}

/**
 * psr_value_new_int64:
 * @int64: a whole number
 *
 * Returns: (transfer full): its value
 */
PsrValue *
psr_value_new_int64 (gint64 int64)
{
  PsrValue *self = value_new (PSR_VALUE_INT64);

  self->int64 = int64;

  return self;
}

/**
 * psr_value_new_boolean:
 * @boolean: a truth value
 *
 * Returns: (transfer full): its value
 */
PsrValue *
psr_value_new_boolean (gboolean boolean)
{
  PsrValue *self = value_new (PSR_VALUE_BOOLEAN);

  self->boolean = !!boolean;

  return self;
}

/**
 * psr_value_new_json:
 * @node: a text, a number or a truth value
 * @error: return location for an error of #PSR_JSON_ERROR
 *
 * Returns: (transfer full) (nullable): its value, or %NULL when it is none
 */
PsrValue *
psr_value_new_json (JsonNode  *node,
                    GError   **error)
{
  PsrDecimal decimal;

  g_return_val_if_fail (node != NULL, NULL);

  if (JSON_NODE_HOLDS_VALUE (node))
    {
      GType type = json_node_get_value_type (node);

      if (type == G_TYPE_STRING)
        return psr_value_new_string (json_node_get_string (node));
      if (type == G_TYPE_BOOLEAN)
        return psr_value_new_boolean (json_node_get_boolean (node));
      if (type == G_TYPE_INT64)
        return psr_value_new_int64 (json_node_get_int (node));

      return psr_json_node_get_decimal (node, &decimal, error) ? psr_value_new_decimal (decimal) : NULL;
    }

  g_set_error_literal (error, PSR_JSON_ERROR, PSR_JSON_ERROR_TYPE,
                       "The value is neither a text nor a number nor a truth value");
  return NULL;
}

/**
 * psr_value_copy:
 * @self: a value
 *
 * Returns: (transfer full): a copy
 */
PsrValue *
psr_value_copy (const PsrValue *self)
{
  PsrValue *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->text = g_strdup (self->text);

  return copy;
}

/**
 * psr_value_free:
 * @self: (nullable) (transfer full): a value
 */
void
psr_value_free (PsrValue *self)
{
  if (self == NULL)
    return;

  g_free (self->text);
  g_free (self);
}

/* Kinds of values that are equal when their texts are. */
static char
class_of (const PsrValue *self)
{
  switch (self->type)
    {
    case PSR_VALUE_DECIMAL:
    case PSR_VALUE_INT64:
      return 'n';
    case PSR_VALUE_BOOLEAN:
      return 'b';
    case PSR_VALUE_STRING:
    case PSR_VALUE_GUID:
    default:
      return 's';
    }
}

/**
 * psr_value_is_nothing:
 * @self: (nullable): a value
 *
 * Returns: whether it is missing, an empty text, or the id of nothing
 */
gboolean
psr_value_is_nothing (const PsrValue *self)
{
  return self == NULL || ((self->type == PSR_VALUE_STRING || self->type == PSR_VALUE_GUID) &&
                          (*self->text == '\0' || strcmp (self->text, PSR_GUID_ZERO_TEXT) == 0));
}

/**
 * psr_value_equal:
 * @a: (nullable): a value
 * @b: (nullable): a value
 *
 * The decimal 5 equals the whole number 5, and a GUID equals its text.
 *
 * Returns: %TRUE when both are the same value, or both are missing
 */
gboolean
psr_value_equal (const PsrValue *a,
                 const PsrValue *b)
{
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;

  if (a == NULL || b == NULL)
    return a == b;
  if (class_of (a) != class_of (b))
    return FALSE;
  if (class_of (a) == 's')
    return strcmp (a->text, b->text) == 0;

  left = psr_value_to_text (a);
  right = psr_value_to_text (b);

  return strcmp (left, right) == 0;
}

/**
 * psr_value_to_text:
 * @self: a value
 *
 * Returns: (transfer full): its text, the same for equal values
 */
char *
psr_value_to_text (const PsrValue *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  switch (self->type)
    {
    case PSR_VALUE_DECIMAL:
      return psr_decimal_to_string (self->decimal);
    case PSR_VALUE_INT64:
      return g_strdup_printf ("%" G_GINT64_FORMAT, self->int64);
    case PSR_VALUE_BOOLEAN:
      return g_strdup (self->boolean ? "true" : "false");
    case PSR_VALUE_STRING:
    case PSR_VALUE_GUID:
    default:
      return g_strdup (self->text);
    }
}

/**
 * psr_value_write_json:
 * @self: a value
 * @writer: where to write it
 */
void
psr_value_write_json (const PsrValue *self,
                      PsrJsonWriter  *writer)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (writer != NULL);

  switch (self->type)
    {
    case PSR_VALUE_DECIMAL:
      psr_json_writer_decimal (writer, self->decimal);
      break;
    case PSR_VALUE_INT64:
      psr_json_writer_int64 (writer, self->int64);
      break;
    case PSR_VALUE_BOOLEAN:
      psr_json_writer_boolean (writer, self->boolean);
      break;
    case PSR_VALUE_STRING:
    case PSR_VALUE_GUID:
    default:
      psr_json_writer_string (writer, self->text);
      break;
    }
}
