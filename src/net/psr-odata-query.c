/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-odata-query"

#include "config.h"

#include "psr-odata-query.h"

#include <string.h>

#include "psr-odata-literal.h"

/* What may stand in a segment of a path; "/" may not. */
#define SEGMENT_ALLOWED "!$'()*,:;=@+&"

struct _PsrODataQuery
{
  GString   *path;    /* escaped */
  GPtrArray *options; /* name, value, name, value … */
};

G_DEFINE_BOXED_TYPE (PsrODataQuery, psr_odata_query, psr_odata_query_copy, psr_odata_query_free)

static void
append_path (PsrODataQuery *self,
             const char    *path)
{
  g_auto (GStrv) segments = g_strsplit (path, "/", -1);

  for (guint i = 0; segments[i] != NULL; i++)
    {
      if (*segments[i] != '\0')
        psr_odata_query_add_segment (self, segments[i]);
    }
}

/**
 * psr_odata_query_new:
 * @path: segments below the base, such as "companies(…)/customers"; escaped as
 *   needed
 *
 * Returns: (transfer full): a query without options
 */
PsrODataQuery *
psr_odata_query_new (const char *path)
{
  PsrODataQuery *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (PsrODataQuery, 1);
  self->path = g_string_new (NULL);
  self->options = g_ptr_array_new_with_free_func (g_free);
  append_path (self, path);

  return self;
}

static gpointer
copy_text (gconstpointer text,
           gpointer      data)
{
  return g_strdup (text);
}

/**
 * psr_odata_query_copy:
 * @self: a query
 *
 * Returns: (transfer full): a copy of its own
 */
PsrODataQuery *
psr_odata_query_copy (const PsrODataQuery *self)
{
  PsrODataQuery *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (PsrODataQuery, 1);
  copy->path = g_string_new (self->path->str);
  copy->options = g_ptr_array_copy (self->options, copy_text, NULL);
  g_ptr_array_set_free_func (copy->options, g_free);

  return copy;
}

/**
 * psr_odata_query_free:
 * @self: (transfer full): a query
 */
void
psr_odata_query_free (PsrODataQuery *self)
{
  g_return_if_fail (self != NULL);

  g_string_free (self->path, TRUE);
  g_ptr_array_unref (self->options);
  g_free (self);
}

/**
 * psr_odata_query_add_segment:
 * @self: a query
 * @segment: one more segment of its path; a "/" in it is escaped
 */
void
psr_odata_query_add_segment (PsrODataQuery *self,
                             const char    *segment)
{
  g_autofree char *escaped = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (segment != NULL && *segment != '\0');

  escaped = g_uri_escape_string (segment, SEGMENT_ALLOWED, FALSE);
  g_string_append_c (self->path, '/');
  g_string_append (self->path, escaped);
}

/**
 * psr_odata_query_param:
 * @self: a query
 * @name: the name of a query option, as it is
 * @value: its value, not escaped; replaces an earlier one
 */
void
psr_odata_query_param (PsrODataQuery *self,
                       const char    *name,
                       const char    *value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL && *name != '\0');
  g_return_if_fail (value != NULL);

  for (guint i = 0; i + 1 < self->options->len; i += 2)
    {
      if (g_str_equal (g_ptr_array_index (self->options, i), name))
        {
          g_free (g_ptr_array_index (self->options, i + 1));
          g_ptr_array_index (self->options, i + 1) = g_strdup (value);
          return;
        }
    }

  g_ptr_array_add (self->options, g_strdup (name));
  g_ptr_array_add (self->options, g_strdup (value));
}

/**
 * psr_odata_query_select:
 * @self: a query
 * @properties: names with commas between them
 */
void
psr_odata_query_select (PsrODataQuery *self,
                        const char    *properties)
{
  psr_odata_query_param (self, "$select", properties);
}

/**
 * psr_odata_query_filter:
 * @self: a query
 * @filter: an expression whose literals were made by psr_odata_string() and its
 *   like
 */
void
psr_odata_query_filter (PsrODataQuery *self,
                        const char    *filter)
{
  psr_odata_query_param (self, "$filter", filter);
}

/**
 * psr_odata_query_orderby:
 * @self: a query
 * @properties: names with commas between them
 */
void
psr_odata_query_orderby (PsrODataQuery *self,
                         const char    *properties)
{
  psr_odata_query_param (self, "$orderby", properties);
}

/**
 * psr_odata_query_top:
 * @self: a query
 * @rows: how many rows at most
 */
void
psr_odata_query_top (PsrODataQuery *self,
                     guint          rows)
{
  g_autofree char *text = g_strdup_printf ("%u", rows);

  psr_odata_query_param (self, "$top", text);
}

/**
 * psr_odata_query_skip:
 * @self: a query
 * @rows: how many rows to leave out
 */
void
psr_odata_query_skip (PsrODataQuery *self,
                      guint          rows)
{
  g_autofree char *text = g_strdup_printf ("%u", rows);

  psr_odata_query_param (self, "$skip", text);
}

/**
 * psr_odata_query_expand:
 * @self: a query
 * @properties: navigation properties, with commas between them
 */
void
psr_odata_query_expand (PsrODataQuery *self,
                        const char    *properties)
{
  psr_odata_query_param (self, "$expand", properties);
}

/**
 * psr_odata_query_to_url:
 * @self: a query
 * @base: the address below which the path stands, escaped; it may have a query
 *   of its own, such as "?tenant=…", which is kept
 *
 * Returns: (transfer full): the URL, escaped
 */
char *
psr_odata_query_to_url (const PsrODataQuery *self,
                        const char          *base)
{
  g_autoptr (GString) url = NULL;
  const char *query;
  char separator;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (base != NULL, NULL);

  query = strchr (base, '?');
  url = g_string_new_len (base, query != NULL ? query - base : (gssize) strlen (base));

  while (url->len > 0 && url->str[url->len - 1] == '/')
    g_string_truncate (url, url->len - 1);

  g_string_append (url, self->path->str);

  if (query != NULL)
    g_string_append (url, query);

  separator = query != NULL ? '&' : '?';

  for (guint i = 0; i + 1 < self->options->len; i += 2)
    {
      g_autofree char *value = psr_odata_escape (g_ptr_array_index (self->options, i + 1));

      g_string_append_printf (url, "%c%s=%s", separator, (const char *) g_ptr_array_index (self->options, i), value);
      separator = '&';
    }

  return g_string_free (g_steal_pointer (&url), FALSE);
}

/**
 * psr_odata_query_get_length:
 * @self: a query
 * @base: as for psr_odata_query_to_url()
 *
 * Returns: how many characters the URL has; compare with %PSR_ODATA_MAX_URL
 */
gsize
psr_odata_query_get_length (const PsrODataQuery *self,
                            const char          *base)
{
  g_autofree char *url = psr_odata_query_to_url (self, base);

  return url != NULL ? strlen (url) : 0;
}
