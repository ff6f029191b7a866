/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-odata-literal"

#include "config.h"

#include "psr-odata-literal.h"

#include <string.h>

#include "psr-guid.h"

/* What may stand in a query as it is; "+", "&", "#", "=" and "%" may not. */
#define ALLOWED "!$'()*,/:;@?"

/**
 * psr_odata_string:
 * @text: any text
 *
 * Returns: (transfer full): @text as a literal of a filter, such as 'O''Brien';
 *   not yet escaped for a URL
 */
char *
psr_odata_string (const char *text)
{
  g_autoptr (GString) literal = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  literal = g_string_new ("'");

  for (const char *c = text; *c != '\0'; c++)
    {
      g_string_append_c (literal, *c);

      if (*c == '\'')
        g_string_append_c (literal, '\'');
    }

  g_string_append_c (literal, '\'');

  return g_string_free (g_steal_pointer (&literal), FALSE);
}

/**
 * psr_odata_guid:
 * @guid: a GUID in any form
 *
 * Returns: (transfer full) (nullable): @guid as a literal of a filter: bare, in
 *   lower case; %NULL when it isn't a GUID
 */
char *
psr_odata_guid (const char *guid)
{
  g_return_val_if_fail (guid != NULL, NULL);

  return psr_guid_normalize (guid);
}

/**
 * psr_odata_timestamp:
 * @timestamp: a time
 *
 * Returns: (transfer full): @timestamp as a bare literal, as Business Central
 *   wants it
 */
char *
psr_odata_timestamp (PsrTimestamp timestamp)
{
  g_return_val_if_fail (timestamp != PSR_TIMESTAMP_NONE, NULL);

  return psr_timestamp_to_string (timestamp);
}

/**
 * psr_odata_quoted_timestamp:
 * @timestamp: a time
 *
 * Returns: (transfer full): @timestamp between quotes, as Wello wants it.
 *   Source: Wello developer documentation, OData
 */
char *
psr_odata_quoted_timestamp (PsrTimestamp timestamp)
{
  g_autofree char *bare = NULL;

  g_return_val_if_fail (timestamp != PSR_TIMESTAMP_NONE, NULL);

  bare = psr_timestamp_to_string (timestamp);

  return psr_odata_string (bare);
}

/**
 * psr_odata_or_equals:
 * @field: a property
 * @literals: its values, as literals; at least one
 *
 * Business Central allows "or" within one property only.
 * Source: Microsoft, OData known limitations
 *
 * Returns: (transfer full): a filter that holds for any of @literals
 */
char *
psr_odata_or_equals (const char         *field,
                     const char * const *literals)
{
  g_autoptr (GString) filter = NULL;

  g_return_val_if_fail (field != NULL, NULL);
  g_return_val_if_fail (literals != NULL && literals[0] != NULL, NULL);

  filter = g_string_new (NULL);

  for (guint i = 0; literals[i] != NULL; i++)
    g_string_append_printf (filter, "%s%s eq %s", i > 0 ? " or " : "", field, literals[i]);

  return g_string_free (g_steal_pointer (&filter), FALSE);
}

/**
 * psr_odata_or_chunks:
 * @field: a property
 * @literals: its values, as literals
 * @max_length: how long a filter may be once it's escaped, in characters; what
 *   is left of %PSR_ODATA_MAX_URL
 *
 * Splits a long list of values over several requests.
 *
 * Returns: (transfer full) (element-type utf8): filters as
 *   psr_odata_or_equals() makes them, each with at least one value
 */
GPtrArray *
psr_odata_or_chunks (const char         *field,
                     const char * const *literals,
                     gsize               max_length)
{
  g_autoptr (GPtrArray) chunks = NULL;
  g_autoptr (GString) chunk = NULL;
  gsize length = 0;

  g_return_val_if_fail (field != NULL, NULL);
  g_return_val_if_fail (literals != NULL, NULL);

  chunks = g_ptr_array_new_with_free_func (g_free);
  chunk = g_string_new (NULL);

  for (guint i = 0; literals[i] != NULL; i++)
    {
      g_autofree char *term = g_strdup_printf ("%s eq %s", field, literals[i]);
      g_autofree char *escaped = psr_odata_escape (term);
      gsize term_length = strlen (escaped);

      /* " or " becomes eight characters. */
      if (chunk->len > 0 && length + 8 + term_length > max_length)
        {
          g_ptr_array_add (chunks, g_strdup (chunk->str));
          g_string_truncate (chunk, 0);
          length = 0;
        }

      if (chunk->len > 0)
        {
          g_string_append (chunk, " or ");
          length += 8;
        }

      g_string_append (chunk, term);
      length += term_length;
    }

  if (chunk->len > 0)
    g_ptr_array_add (chunks, g_strdup (chunk->str));

  return g_steal_pointer (&chunks);
}

/**
 * psr_odata_escape:
 * @text: the value of a query option
 *
 * Returns: (transfer full): @text escaped for a URL
 */
char *
psr_odata_escape (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return g_uri_escape_string (text, ALLOWED, FALSE);
}
