/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-heading"

#include "config.h"

#include <string.h>

#include "psr-heading.h"

/* Between the parts of a template, of which one without a value is left out. */
#define SEPARATOR " · "

static const struct
{
  const char *name;
  gsize       offset;
} values_of[] = {
  { "number", G_STRUCT_OFFSET (PsrHeading, number) },
  { "date", G_STRUCT_OFFSET (PsrHeading, date) },
  { "name", G_STRUCT_OFFSET (PsrHeading, name) },
  { "invoice", G_STRUCT_OFFSET (PsrHeading, invoice) },
  { "site", G_STRUCT_OFFSET (PsrHeading, site) },
  { "reference", G_STRUCT_OFFSET (PsrHeading, reference) },
};

/* The value named at @place, which is behind a brace, and what follows it. */
static gboolean
find_value (const char  *place,
            gsize       *which,
            const char **rest)
{
  const char *end = strchr (place, '}');

  for (gsize i = 0; end != NULL && i < G_N_ELEMENTS (values_of); i++)
    {
      if (strlen (values_of[i].name) == (gsize) (end - place) && strncmp (place, values_of[i].name, end - place) == 0)
        {
          *which = i;
          *rest = end + 1;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * psr_heading_is_template:
 * @text: a text
 *
 * Returns: whether every word in braces is one of number, date, name, invoice, site
 *   and reference, and there are no other braces and no line breaks
 */
gboolean
psr_heading_is_template (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;

  for (const char *place = text; *place != '\0';)
    {
      gsize which;

      if (*place == '}' || g_ascii_iscntrl (*place))
        return FALSE;
      if (*place != '{')
        place++;
      else if (!find_value (place + 1, &which, &place))
        return FALSE;
    }

  return TRUE;
}

/* One part; whether it names values, and whether any of them is there. */
static void
fill_part (GString          *filled,
           const char       *part,
           const PsrHeading *values,
           gboolean         *names,
           gboolean         *has)
{
  while (*part != '\0')
    {
      const char *rest;
      gsize which;

      if (*part == '{' && find_value (part + 1, &which, &rest))
        {
          const char *value = G_STRUCT_MEMBER (const char *, values, values_of[which].offset);

          *names = TRUE;

          if (value != NULL && value[0] != '\0')
            {
              *has = TRUE;
              g_string_append (filled, value);
            }

          part = rest;
        }
      else
        {
          g_string_append_c (filled, *part++);
        }
    }
}

/**
 * psr_heading_fill:
 * @text: a template
 * @values: what is known
 *
 * Puts the values into a template. Of its parts, between “ · ”, those that name only
 * what isn't known are left out; when nothing is known, all of it is.
 *
 * Returns: (transfer full): the heading, or ""
 */
char *
psr_heading_fill (const char       *text,
                  const PsrHeading *values)
{
  g_autoptr(GString) heading = g_string_new (NULL);
  g_auto(GStrv) parts = NULL;
  gboolean any = FALSE;
  gboolean plain = TRUE;

  g_return_val_if_fail (text != NULL && values != NULL, NULL);

  parts = g_strsplit (text, SEPARATOR, -1);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      g_autoptr(GString) filled = g_string_new (NULL);
      gboolean names = FALSE;
      gboolean has = FALSE;

      fill_part (filled, parts[i], values, &names, &has);
      any |= has;
      plain &= !names;

      if (names && !has)
        continue;

      g_string_append_printf (heading, "%s%s", heading->len > 0 ? SEPARATOR : "", filled->str);
    }

  return any || plain ? g_strdup (g_strstrip (heading->str)) : g_strdup ("");
}
