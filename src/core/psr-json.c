/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-json"

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n.h>

#include "psr-guid.h"
#include "psr-json.h"
#include "psr-json-number.h"
#include "psr-json-scan.h"

/* Beyond this a double no longer tells five decimal places apart from their
 * neighbours; see node_to_decimal(). */
#define DOUBLE_LIMIT 9e10
#define EXACT_LIMIT  0x1p36

G_DEFINE_QUARK (psr-json-error-quark, psr_json_error)

/* json-glib's messages begin with "<data>:", the line and the column, and show
 * what they don't expect by its bytes. */
static void
set_syntax_error (GError       **error,
                  const GError  *json_error)
{
  g_autofree char *valid = NULL;
  const char *text = json_error->message;
  guint line = 1;

  if (g_str_has_prefix (text, "<data>:"))
    {
      char *end = NULL;

      line = (guint) g_ascii_strtoull (text + strlen ("<data>:"), &end, 10);
      text = strchr (end, ' ') != NULL ? strchr (end, ' ') + 1 : end;
    }

  valid = g_utf8_make_valid (text, -1);
  g_set_error (error, PSR_JSON_ERROR, PSR_JSON_ERROR_SYNTAX, "line %u: %s", line, valid);
}

/**
 * psr_json_parse:
 * @body: UTF-8 text, with or without a byte order mark
 * @error: return location for an error of #PSR_JSON_ERROR
 *
 * Reads JSON that somebody else wrote: never deeper than
 * %PSR_JSON_MAX_DEPTH. Runs on a worker, as everything that reads JSON.
 *
 * Returns: (transfer full): the root, or %NULL; the message begins with
 *   "line N: "
 */
JsonNode *
psr_json_parse (GBytes  *body,
                GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) local_error = NULL;
  const char *data;
  JsonNode *root;
  gsize length;

  g_return_val_if_fail (body != NULL, NULL);

  data = g_bytes_get_data (body, &length);
  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    {
      data += 3;
      length -= 3;
    }

  if (length == 0)
    {
      g_set_error_literal (error, PSR_JSON_ERROR, PSR_JSON_ERROR_SYNTAX, "line 1: the text is empty");
      return NULL;
    }

  if (!psr_json_scan (data, length, error))
    return NULL;

  parser = json_parser_new_immutable ();
  json_parser_set_strict (parser, TRUE);
  if (!json_parser_load_from_data (parser, data, (gssize) length, &local_error))
    {
      set_syntax_error (error, local_error);
      return NULL;
    }

  root = json_parser_steal_root (parser);
  if (root == NULL)
    g_set_error_literal (error, PSR_JSON_ERROR, PSR_JSON_ERROR_SYNTAX, "line 1: the text is empty");

  return root;
}

/* The member, or %NULL when it is absent or null. */
static JsonNode *
lookup (JsonObject *object,
        const char *member)
{
  JsonNode *node;

  g_assert (object != NULL);
  g_assert (member != NULL);

  node = json_object_get_member (object, member);

  return node == NULL || JSON_NODE_HOLDS_NULL (node) ? NULL : node;
}

static gboolean
holds (JsonNode *node,
       GType     type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

/**
 * psr_json_has:
 * @object: an object
 * @member: the name of a member
 *
 * Returns: %TRUE when the member is there and not null
 */
gboolean
psr_json_has (JsonObject *object,
              const char *member)
{
  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (member != NULL, FALSE);

  return lookup (object, member) != NULL;
}

/**
 * psr_json_get_string:
 * @object: an object
 * @member: the name of a member
 *
 * Returns: (transfer none): the text; "" when it is absent, null or no text
 */
const char *
psr_json_get_string (JsonObject *object,
                     const char *member)
{
  JsonNode *node;

  g_return_val_if_fail (object != NULL, "");
  g_return_val_if_fail (member != NULL, "");

  node = lookup (object, member);

  return holds (node, G_TYPE_STRING) ? json_node_get_string (node) : "";
}

/**
 * psr_json_dup_text:
 * @object: an object
 * @member: the name of a member
 *
 * Returns: (transfer full): the value as text, a number or a truth value as
 *   well; "" when it is absent, null, an object or an array
 */
char *
psr_json_dup_text (JsonObject *object,
                   const char *member)
{
  JsonNode *node;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (member != NULL, NULL);

  node = lookup (object, member);
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return g_strdup ("");
  if (holds (node, G_TYPE_STRING))
    return g_strdup (json_node_get_string (node));
  if (holds (node, G_TYPE_BOOLEAN))
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");

  return psr_json_number_to_text (node);
}

/**
 * psr_json_dup_guid:
 * @object: an object
 * @member: the name of a member
 *
 * Returns: (transfer full) (nullable): the GUID in canonical form; %NULL when
 *   it is absent, null, all zeros or no GUID
 */
char *
psr_json_dup_guid (JsonObject *object,
                   const char *member)
{
  const char *text;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (member != NULL, NULL);

  text = psr_json_get_string (object, member);

  return psr_guid_is_set (text) ? psr_guid_normalize (text) : NULL;
}

/**
 * psr_json_get_boolean:
 * @object: an object
 * @member: the name of a member
 *
 * Returns: the truth value; that of the texts "true" and "1" and of numbers
 *   other than 0 is %TRUE; %FALSE when it is absent or null
 */
gboolean
psr_json_get_boolean (JsonObject *object,
                      const char *member)
{
  JsonNode *node;

  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (member != NULL, FALSE);

  node = lookup (object, member);
  if (holds (node, G_TYPE_BOOLEAN))
    return json_node_get_boolean (node);
  if (holds (node, G_TYPE_INT64))
    return json_node_get_int (node) != 0;
  if (holds (node, G_TYPE_STRING))
    return g_ascii_strcasecmp (json_node_get_string (node), "true") == 0 ||
           strcmp (json_node_get_string (node), "1") == 0;

  return FALSE;
}

static gboolean
range_error (GError     **error,
             const char  *message)
{
  g_set_error_literal (error, PSR_JSON_ERROR, PSR_JSON_ERROR_RANGE, message);
  return FALSE;
}

/* The decimal that was written where a double was read. Below 2³⁶ each decimal
 * of five places has a double of its own; above, only those of four places are
 * told apart for certain. */
static gboolean
double_to_decimal (double       number,
                   PsrDecimal  *out,
                   GError     **error)
{
  char text[64];
  guint places;

  if (!isfinite (number) || fabs (number) >= DOUBLE_LIMIT)
    return range_error (error, _("The number is too large"));

  places = fabs (number) < EXACT_LIMIT ? 5 : 4;
  g_ascii_formatd (text, sizeof text, places > 4 ? "%.5f" : "%.4f", number);

  /* At most a billionth of the value, and of a hundred-thousandth near 0. */
  if (fabs (g_ascii_strtod (text, NULL) - number) > MAX (fabs (number), 1e-5) * 1e-9 ||
      (places < 5 && g_ascii_strtod (text, NULL) != number))
    return range_error (error, _("The number has more than five decimal places"));

  return psr_decimal_parse (text, out, error);
}

/**
 * psr_json_node_get_decimal:
 * @node: (nullable): a number, or a text that is one; %NULL and null are 0
 * @out: (out): where to store it
 * @error: return location for an error of #PSR_JSON_ERROR or
 *   #PSR_DECIMAL_ERROR
 *
 * The one place where a floating-point number becomes a decimal, once. Refused
 * are what is not finite, from 9 × 10¹⁰ on, and what is further than a
 * billionth of its value from a number of five decimal places.
 *
 * Returns: %FALSE when it is not a number, or one that is refused
 */
gboolean
psr_json_node_get_decimal (JsonNode    *node,
                           PsrDecimal  *out,
                           GError     **error)
{
  g_return_val_if_fail (out != NULL, FALSE);

  *out = psr_decimal_zero ();

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (holds (node, G_TYPE_INT64))
    return psr_decimal_from_int (json_node_get_int (node), out, error);
  if (holds (node, G_TYPE_DOUBLE))
    return double_to_decimal (json_node_get_double (node), out, error);
  if (holds (node, G_TYPE_STRING))
    {
      const char *text = json_node_get_string (node);

      return *text == '\0' || psr_decimal_parse (text, out, error);
    }

  g_set_error_literal (error, PSR_JSON_ERROR, PSR_JSON_ERROR_TYPE, _("The value isn’t a number"));
  return FALSE;
}

/**
 * psr_json_get_decimal:
 * @object: an object
 * @member: the name of a member
 * @out: (out): where to store the number; 0 when it is absent, null or ""
 * @error: return location for an error of #PSR_JSON_ERROR or
 *   #PSR_DECIMAL_ERROR
 *
 * See psr_json_node_get_decimal().
 *
 * Returns: %FALSE when it is not a number, or one that is refused; the message
 *   names the member
 */
gboolean
psr_json_get_decimal (JsonObject  *object,
                      const char  *member,
                      PsrDecimal  *out,
                      GError     **error)
{
  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (member != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  if (!psr_json_node_get_decimal (lookup (object, member), out, error))
    {
      g_prefix_error (error, "“%s”: ", member);
      return FALSE;
    }

  return TRUE;
}

/**
 * psr_json_get_int64:
 * @object: an object
 * @member: the name of a member
 * @out: (out): where to store the number; 0 when it is absent, null or ""
 * @error: return location for an error of #PSR_JSON_ERROR or
 *   #PSR_DECIMAL_ERROR
 *
 * Returns: %FALSE when it is not a whole number; the message names the member
 */
gboolean
psr_json_get_int64 (JsonObject  *object,
                    const char  *member,
                    gint64      *out,
                    GError     **error)
{
  PsrDecimal decimal;
  JsonNode *node;

  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (member != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  *out = 0;
  node = lookup (object, member);
  if (holds (node, G_TYPE_INT64))
    {
      *out = json_node_get_int (node);
      return TRUE;
    }
  if (holds (node, G_TYPE_STRING) && g_ascii_string_to_signed (json_node_get_string (node), 10, G_MININT64,
                                                                G_MAXINT64, out, NULL))
    return TRUE;

  if (!psr_json_node_get_decimal (node, &decimal, error) || !psr_decimal_to_int (decimal, out, error))
    {
      g_prefix_error (error, "“%s”: ", member);
      return FALSE;
    }

  return TRUE;
}

/**
 * psr_json_get_timestamp:
 * @object: an object
 * @member: the name of a member
 * @out: (out): where to store the time; %PSR_TIMESTAMP_NONE when it is absent,
 *   null, "", or what the services write when there is none
 * @error: return location for an error of #PSR_JSON_ERROR or
 *   #PSR_TIMESTAMP_ERROR
 *
 * Returns: %FALSE when it is not a time; the message names the member
 */
gboolean
psr_json_get_timestamp (JsonObject    *object,
                        const char    *member,
                        PsrTimestamp  *out,
                        GError       **error)
{
  JsonNode *node;

  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (member != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  *out = PSR_TIMESTAMP_NONE;
  node = lookup (object, member);
  if (node == NULL)
    return TRUE;

  if (!holds (node, G_TYPE_STRING))
    {
      g_set_error (error, PSR_JSON_ERROR, PSR_JSON_ERROR_TYPE, _("“%s”: The value isn’t a time"), member);
      return FALSE;
    }

  if (!psr_timestamp_parse (json_node_get_string (node), out, error))
    {
      g_prefix_error (error, "“%s”: ", member);
      return FALSE;
    }

  return TRUE;
}

/**
 * psr_json_get_object:
 * @object: an object
 * @member: the name of a member
 *
 * Returns: (transfer none) (nullable): the object, or %NULL when it is absent,
 *   null or something else
 */
JsonObject *
psr_json_get_object (JsonObject *object,
                     const char *member)
{
  JsonNode *node;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (member != NULL, NULL);

  node = lookup (object, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * psr_json_get_array:
 * @object: an object
 * @member: the name of a member
 *
 * Returns: (transfer none) (nullable): the array, or %NULL when it is absent,
 *   null or something else
 */
JsonArray *
psr_json_get_array (JsonObject *object,
                    const char *member)
{
  JsonNode *node;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (member != NULL, NULL);

  node = lookup (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static char *
double_to_text (double number)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (number))
    return g_strdup ("null");

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (text, sizeof text, formats[i], number);
      if (g_ascii_strtod (text, NULL) == number)
        break;
    }

  return g_strdup (text);
}

/**
 * psr_json_number_to_text:
 * @node: a number
 *
 * For values that are passed on untouched, such as coordinates.
 *
 * Returns: (transfer full): the shortest text that reads back as the same
 *   number; "null" for what JSON cannot write
 */
char *
psr_json_number_to_text (JsonNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  if (holds (node, G_TYPE_INT64))
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (!holds (node, G_TYPE_DOUBLE))
    return g_strdup ("null");

  return double_to_text (json_node_get_double (node));
}

/* A plain number of at most five places below the limit up to which each has a
 * double of its own: what a double would come to, without one. */
static gboolean
read_plain_decimal (const char *text,
                    gsize       length,
                    PsrDecimal *out)
{
  gboolean negative = *text == '-';
  gint64 units = 0;
  gsize i = negative;
  guint places = 0;

  /* With its point and its places: far from an overflow. */
  if (length > 17)
    return FALSE;

  for (; i < length && g_ascii_isdigit (text[i]); i++)
    units = units * 10 + (text[i] - '0');

  if (i < length && text[i] == '.')
    {
      for (i++; i < length && g_ascii_isdigit (text[i]); i++, places++)
        units = units * 10 + (text[i] - '0');
    }

  if (i < length || places > 5)
    return FALSE;
  for (; places < 5; places++)
    {
      if (units >= (gint64) EXACT_LIMIT * PSR_DECIMAL_SCALE)
        return FALSE;
      units *= 10;
    }
  if (units >= (gint64) EXACT_LIMIT * PSR_DECIMAL_SCALE)
    return FALSE;

  out->units = negative ? -units : units;
  return TRUE;
}

/*
 * The decimal that a number in JSON text is, which has to be one as JSON writes
 * it and to be followed by a character that isn't part of it. Takes and refuses
 * what psr_json_node_get_decimal() does of the same text.
 */
gboolean
psr_json_number_get_decimal (const char  *text,
                             gsize        length,
                             PsrDecimal  *out,
                             GError     **error)
{
  g_return_val_if_fail (text != NULL && length > 0, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  *out = psr_decimal_zero ();

  if (read_plain_decimal (text, length, out))
    return TRUE;
  if (memchr (text, '.', length) == NULL && memchr (text, 'e', length) == NULL && memchr (text, 'E', length) == NULL)
    return psr_decimal_from_int (g_ascii_strtoll (text, NULL, 10), out, error);

  return double_to_decimal (g_ascii_strtod (text, NULL), out, error);
}

/*
 * The text of such a number: that of psr_json_number_to_text(), but for whole
 * numbers that are too large for it.
 */
char *
psr_json_number_dup_text (const char *text,
                          gsize       length)
{
  g_return_val_if_fail (text != NULL && length > 0, NULL);

  if (memchr (text, '.', length) != NULL || memchr (text, 'e', length) != NULL || memchr (text, 'E', length) != NULL)
    return double_to_text (g_ascii_strtod (text, NULL));

  return length == 2 && memcmp (text, "-0", 2) == 0 ? g_strdup ("0") : g_strndup (text, length);
}
