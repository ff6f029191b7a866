/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-merge"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-wello-error.h"
#include "psr-wello-merge.h"
#include "psr-wipe.h"

/* A member of an object, as places in its text. */
typedef struct
{
  const char *name;
  gsize       name_length;
  const char *value;
  gsize       value_length;
} Member;

static const char *
skip_space (const char *p,
            const char *end)
{
  while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
    p++;

  return p;
}

/* Past the text that begins at @p; NULL when it doesn't end. */
static const char *
skip_string (const char *p,
             const char *end)
{
  g_assert (p < end && *p == '"');

  for (p++; p < end; p++)
    {
      if (*p == '\\')
        p++;
      else if (*p == '"')
        return p + 1;
    }

  return NULL;
}

/* Past the value that begins at @p; NULL when it doesn't end. */
static const char *
skip_value (const char *p,
            const char *end)
{
  guint depth = 0;

  while (p < end)
    {
      switch (*p)
        {
        case '"':
          p = skip_string (p, end);
          if (p == NULL)
            return NULL;
          continue;

        case '{':
        case '[':
          depth++;
          break;

        case '}':
        case ']':
          if (depth == 0)
            return p;
          depth--;
          break;

        case ',':
          if (depth == 0)
            return p;
          break;

        default:
          break;
        }

      p++;
    }

  return NULL;
}

static gboolean
scan_member (const char **p,
             const char  *end,
             Member      *member)
{
  const char *place;

  g_assert (p != NULL && *p != NULL);
  g_assert (member != NULL);

  place = skip_space (*p, end);
  if (place == end || *place != '"')
    return FALSE;

  member->name = place + 1;
  place = skip_string (place, end);
  if (place == NULL)
    return FALSE;

  member->name_length = place - 1 - member->name;

  place = skip_space (place, end);
  if (place == end || *place != ':')
    return FALSE;

  member->value = skip_space (place + 1, end);
  place = skip_value (member->value, end);
  if (place == NULL)
    return FALSE;

  *p = place;
  while (place > member->value && g_ascii_isspace (place[-1]))
    place--;

  member->value_length = place - member->value;
  return member->value_length > 0;
}

/* The members of the object in @text; NULL when it isn't one. Values stay text:
 * what isn't ours isn't read, rounded or written anew. */
static GArray *
scan_object (GBytes *text)
{
  g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (Member));
  const char *p;
  const char *end;
  gsize length;

  g_assert (text != NULL);

  p = g_bytes_get_data (text, &length);
  end = p + length;

  if (length >= 3 && memcmp (p, "\xef\xbb\xbf", 3) == 0)
    p += 3;

  p = skip_space (p, end);
  if (p == end || *p != '{')
    return NULL;

  p = skip_space (p + 1, end);
  if (p < end && *p == '}')
    return g_steal_pointer (&members);

  while (p < end)
    {
      Member member;

      if (!scan_member (&p, end, &member))
        return NULL;

      g_array_append_val (members, member);

      if (p < end && *p == '}')
        return g_steal_pointer (&members);
      if (p == end || *p != ',')
        return NULL;

      p++;
    }

  return NULL;
}

static gboolean
has_name (const Member *member,
          const char   *name,
          gsize         length)
{
  return member->name_length == length && memcmp (member->name, name, length) == 0;
}

static const Member *
find_member (GArray     *members,
             const char *name,
             gsize       length)
{
  g_assert (members != NULL);

  for (guint i = 0; i < members->len; i++)
    {
      const Member *member = &g_array_index (members, Member, i);

      if (has_name (member, name, length))
        return member;
    }

  return NULL;
}

/* Annotations of the service aren't part of the record. And where a code or an
 * embedded row is set, the id that goes with it has to go: Wello takes a given id
 * before it looks at either (Source: Wello, "Embedded entities"). */
static gboolean
is_dropped (const Member *member,
            GArray       *changes)
{
  g_autofree char *code = NULL;

  g_assert (member != NULL);
  g_assert (changes != NULL);

  if (memchr (member->name, '@', member->name_length) != NULL)
    return TRUE;

  if (member->name_length <= strlen ("_id") ||
      memcmp (member->name + member->name_length - strlen ("_id"), "_id", strlen ("_id")) != 0)
    return FALSE;

  code = g_strdup_printf ("%.*s_code", (int) (member->name_length - strlen ("_id")), member->name);
  return (find_member (changes, code, strlen (code)) != NULL ||
          find_member (changes, code, strlen (code) - strlen ("_code")) != NULL) &&
         find_member (changes, member->name, member->name_length) == NULL;
}

static void
append_member (GString      *text,
               const Member *member,
               const Member *value)
{
  g_assert (text != NULL);

  if (text->len > 1)
    g_string_append_c (text, ',');

  g_string_append_c (text, '"');
  g_string_append_len (text, member->name, member->name_length);
  g_string_append (text, "\":");
  g_string_append_len (text, value->value, value->value_length);
}

/**
 * psr_wello_merge:
 * @current: a record as Wello sent it, as JSON
 * @changes: an object with the members to set, as JSON
 * @error: return location for a #PsrWelloError
 *
 * Makes the body of a PUT. Whether Wello replaces a record by what it is sent
 * or merges it isn't documented, so everything that isn't changed goes back
 * exactly as it came, byte for byte, known to us or not.
 *
 * Returns: (transfer full) (nullable): the body, wiped when it is freed; %NULL
 *   with @error set when a text isn't an object
 */
GBytes *
psr_wello_merge (GBytes  *current,
                 GBytes  *changes,
                 GError **error)
{
  g_autoptr (GArray) old_members = NULL;
  g_autoptr (GArray) new_members = NULL;
  GString *text;

  g_return_val_if_fail (current != NULL, NULL);
  g_return_val_if_fail (changes != NULL, NULL);

  old_members = scan_object (current);
  new_members = scan_object (changes);

  if (old_members == NULL || new_members == NULL)
    {
      psr_set_explained_error (error, PSR_WELLO_ERROR, PSR_WELLO_ERROR_BAD_ROW,
                               _("Wello sent a record that can’t be read."),
                               _("The record isn’t an object."),
                               _("Try again later; if it stays so, report this."));
      return NULL;
    }

  /* Large enough from the start: a text that grows leaves copies behind. */
  text = g_string_sized_new (g_bytes_get_size (current) + g_bytes_get_size (changes) + 16);
  g_string_append_c (text, '{');

  for (guint i = 0; i < old_members->len; i++)
    {
      const Member *member = &g_array_index (old_members, Member, i);
      const Member *change = find_member (new_members, member->name, member->name_length);

      if (is_dropped (member, new_members))
        continue;

      append_member (text, member, change != NULL ? change : member);
    }

  for (guint i = 0; i < new_members->len; i++)
    {
      const Member *change = &g_array_index (new_members, Member, i);

      if (find_member (old_members, change->name, change->name_length) == NULL)
        append_member (text, change, change);
    }

  g_string_append_c (text, '}');
  return psr_wipe_bytes (g_string_free (text, FALSE));
}

/**
 * psr_wello_is_secret:
 * @member: name of a member
 *
 * Wello's contacts carry the login and the password of their portal in clear
 * text. These go back with a PUT and are never looked at otherwise.
 *
 * Returns: whether @member must not be read, stored, shown, hashed or logged
 */
gboolean
psr_wello_is_secret (const char *member)
{
  g_return_val_if_fail (member != NULL, TRUE);

  return g_ascii_strcasecmp (member, "e_login") == 0 || g_ascii_strcasecmp (member, "e_password") == 0;
}
