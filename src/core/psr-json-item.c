/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-json-item"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-guid.h"
#include "psr-json-item-private.h"
#include "psr-json-number.h"

/**
 * psr_json_item_get_type:
 * @self: an item
 *
 * Returns: what it is
 */
PsrJsonType
psr_json_item_get_type (const PsrJsonItem *self)
{
  g_return_val_if_fail (self != NULL, PSR_JSON_NULL);

  return self->type;
}

static gboolean
is_container (const PsrJsonItem *self)
{
  return self->type == PSR_JSON_OBJECT || self->type == PSR_JSON_ARRAY;
}

/**
 * psr_json_item_get_length:
 * @self: an item
 *
 * Returns: how many items are in it; 0 when it is no object and no array. A
 *   member that an object has twice counts twice
 */
guint
psr_json_item_get_length (const PsrJsonItem *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return is_container (self) ? self->length : 0;
}

/**
 * psr_json_item_get_first:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the first item in it, or %NULL
 */
const PsrJsonItem *
psr_json_item_get_first (const PsrJsonItem *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->span > 1 ? self + 1 : NULL;
}

/**
 * psr_json_item_get_next:
 * @self: an object or an array
 * @item: an item in it
 *
 * Returns: (transfer none) (nullable): the item after @item, or %NULL
 */
const PsrJsonItem *
psr_json_item_get_next (const PsrJsonItem *self,
                        const PsrJsonItem *item)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (item > self && item < self + self->span, NULL);

  item += item->span;

  return item < self + self->span ? item : NULL;
}

/**
 * psr_json_item_get_name:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): its name in its object; %NULL in an array
 */
const char *
psr_json_item_get_name (const PsrJsonItem *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * psr_json_item_find:
 * @self: an object
 * @member: the name of a member
 *
 * Returns: (transfer none) (nullable): the member, the last one of that name;
 *   %NULL when it is absent. One that is null is an item, too
 */
const PsrJsonItem *
psr_json_item_find (const PsrJsonItem *self,
                    const char        *member)
{
  const PsrJsonItem *found = NULL;
  const PsrJsonItem *end;
  guint key;

  g_return_val_if_fail (self != NULL && self->type == PSR_JSON_OBJECT, NULL);
  g_return_val_if_fail (member != NULL, NULL);

  key = psr_json_key (member, strlen (member));
  end = self + self->span;

  for (const PsrJsonItem *item = self + 1; item < end; item += item->span)
    {
      if (item->key == key && strcmp (item->name, member) == 0)
        found = item;
    }

  return found;
}

/**
 * psr_json_item_peek_text:
 * @self: (nullable): an item
 *
 * Returns: (transfer none) (nullable): the text of a text, "" of what has none,
 *   that is %NULL, null, an object or an array; %NULL of a number or a truth
 *   value, which psr_json_item_dup_text() writes
 */
const char *
psr_json_item_peek_text (const PsrJsonItem *self)
{
  if (self == NULL)
    return "";

  switch (self->type)
    {
    case PSR_JSON_STRING:
      return self->text;

    case PSR_JSON_BOOLEAN:
    case PSR_JSON_INTEGER:
    case PSR_JSON_NUMBER:
      return NULL;

    case PSR_JSON_NULL:
    case PSR_JSON_ARRAY:
    case PSR_JSON_OBJECT:
    default:
      return "";
    }
}

/**
 * psr_json_item_dup_text:
 * @self: (nullable): an item
 *
 * Returns: (transfer full): the value as text, a number or a truth value as
 *   well; "" when it is %NULL, null, an object or an array
 */
char *
psr_json_item_dup_text (const PsrJsonItem *self)
{
  const char *text = psr_json_item_peek_text (self);

  if (text != NULL)
    return g_strdup (text);
  if (self->type == PSR_JSON_BOOLEAN)
    return g_strdup (self->length ? "true" : "false");

  return psr_json_number_dup_text (self->text, self->length);
}

/**
 * psr_json_item_to_boolean:
 * @self: (nullable): an item
 *
 * Returns: the truth value; that of the texts "true" and "1" and of whole
 *   numbers other than 0 is %TRUE; %FALSE of everything else
 */
gboolean
psr_json_item_to_boolean (const PsrJsonItem *self)
{
  if (self == NULL)
    return FALSE;

  switch (self->type)
    {
    case PSR_JSON_BOOLEAN:
      return self->length != 0;

    case PSR_JSON_INTEGER:
      return strspn (self->text, "-0") < self->length;

    case PSR_JSON_STRING:
      return g_ascii_strcasecmp (self->text, "true") == 0 || strcmp (self->text, "1") == 0;

    case PSR_JSON_NULL:
    case PSR_JSON_NUMBER:
    case PSR_JSON_ARRAY:
    case PSR_JSON_OBJECT:
    default:
      return FALSE;
    }
}

/**
 * psr_json_item_to_int64:
 * @self: an item
 * @out: (out): where to store it
 *
 * Returns: %FALSE when it is no whole number, or too large for one
 */
gboolean
psr_json_item_to_int64 (const PsrJsonItem *self,
                        gint64            *out)
{
  char text[24];

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  *out = 0;
  if (self->type != PSR_JSON_INTEGER || self->length >= sizeof text)
    return FALSE;

  memcpy (text, self->text, self->length);
  text[self->length] = '\0';

  return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, out, NULL);
}

/**
 * psr_json_item_to_exact:
 * @self: a number
 * @out: (out): where to store it
 * @error: return location for an error of #PSR_DECIMAL_ERROR
 *
 * Reads a number that a #PsrDecimal was written as: up to the largest one, which
 * psr_json_item_to_decimal() doesn't take from others.
 *
 * Returns: %FALSE when it is no such number
 */
gboolean
psr_json_item_to_exact (const PsrJsonItem  *self,
                        PsrDecimal         *out,
                        GError            **error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (self->type == PSR_JSON_INTEGER || self->type == PSR_JSON_NUMBER, FALSE);

  text = g_strndup (self->text, self->length);

  return psr_decimal_parse (text, out, error);
}

/**
 * psr_json_item_to_decimal:
 * @self: (nullable): a number, or a text that is one; %NULL and null are 0
 * @out: (out): where to store it
 * @error: return location for an error of #PSR_JSON_ERROR or #PSR_DECIMAL_ERROR
 *
 * Takes and refuses what psr_json_node_get_decimal() does.
 *
 * Returns: %FALSE when it is not a number, or one that is refused
 */
gboolean
psr_json_item_to_decimal (const PsrJsonItem  *self,
                          PsrDecimal         *out,
                          GError            **error)
{
  g_return_val_if_fail (out != NULL, FALSE);

  *out = psr_decimal_zero ();

  if (self == NULL || self->type == PSR_JSON_NULL)
    return TRUE;
  if (self->type == PSR_JSON_INTEGER || self->type == PSR_JSON_NUMBER)
    return psr_json_number_get_decimal (self->text, self->length, out, error);
  if (self->type == PSR_JSON_STRING)
    return *self->text == '\0' || psr_decimal_parse (self->text, out, error);

  g_set_error_literal (error, PSR_JSON_ERROR, PSR_JSON_ERROR_TYPE, _("The value isn’t a number"));
  return FALSE;
}

/**
 * psr_json_item_get_string:
 * @self: an object
 * @member: the name of a member
 *
 * Returns: (transfer none): the text; "" when it is absent, null or no text
 */
const char *
psr_json_item_get_string (const PsrJsonItem *self,
                          const char        *member)
{
  const PsrJsonItem *item = psr_json_item_find (self, member);

  return item != NULL && item->type == PSR_JSON_STRING ? item->text : "";
}

/**
 * psr_json_item_dup_guid:
 * @self: an object
 * @member: the name of a member
 *
 * Returns: (transfer full) (nullable): the GUID in canonical form; %NULL when it
 *   is absent, null, all zeros or no GUID
 */
char *
psr_json_item_dup_guid (const PsrJsonItem *self,
                        const char        *member)
{
  const char *text = psr_json_item_get_string (self, member);

  return psr_guid_is_set (text) ? psr_guid_normalize (text) : NULL;
}

/**
 * psr_json_item_get_boolean:
 * @self: an object
 * @member: the name of a member
 *
 * Returns: psr_json_item_to_boolean() of the member
 */
gboolean
psr_json_item_get_boolean (const PsrJsonItem *self,
                           const char        *member)
{
  return psr_json_item_to_boolean (psr_json_item_find (self, member));
}

/**
 * psr_json_item_get_timestamp:
 * @self: an object
 * @member: the name of a member
 * @out: (out): where to store the time; %PSR_TIMESTAMP_NONE when it is absent,
 *   null, "", or what the services write when there is none
 * @error: return location for an error of #PSR_JSON_ERROR or
 *   #PSR_TIMESTAMP_ERROR
 *
 * Returns: %FALSE when it is not a time; the message names the member
 */
gboolean
psr_json_item_get_timestamp (const PsrJsonItem  *self,
                             const char         *member,
                             PsrTimestamp       *out,
                             GError            **error)
{
  const PsrJsonItem *item = psr_json_item_find (self, member);

  g_return_val_if_fail (out != NULL, FALSE);

  *out = PSR_TIMESTAMP_NONE;
  if (item == NULL || item->type == PSR_JSON_NULL)
    return TRUE;

  if (item->type != PSR_JSON_STRING)
    {
      g_set_error (error, PSR_JSON_ERROR, PSR_JSON_ERROR_TYPE, _("“%s”: The value isn’t a time"), member);
      return FALSE;
    }

  if (!psr_timestamp_parse (item->text, out, error))
    {
      g_prefix_error (error, "“%s”: ", member);
      return FALSE;
    }

  return TRUE;
}
