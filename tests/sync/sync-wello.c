/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "psr-json.h"
#include "sync-world.h"

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static gboolean
wello_matches (JsonObject *object,
               const char *url)
{
  g_autofree char *by_code = g_strdup_printf ("$filter=code eq '%s'", psr_json_get_string (object, "code"));
  g_autofree char *by_id = g_strdup_printf ("$filter=id eq %s", psr_json_get_string (object, "id"));
  g_autofree char *by_company = g_strdup_printf ("$filter=company_id eq %s", psr_json_get_string (object, "company_id"));

  if (strstr (url, "$filter=code eq ") != NULL || strstr (url, "$filter=company_id eq ") != NULL)
    return strstr (url, by_code) != NULL || strstr (url, by_company) != NULL;
  if (strstr (url, "$filter=name eq ") != NULL)
    {
      g_autofree char *by_name = g_strdup_printf ("$filter=name eq '%s'", psr_json_get_string (object, "name"));

      return strstr (url, by_name) != NULL;
    }
  if ((strstr (url, "$filter=id eq ") != NULL && strstr (url, by_id) == NULL) ||
      (strstr (url, "phone eq 'within'") != NULL && !g_str_equal (psr_json_get_string (object, "phone"), "within")))
    return FALSE;

  if (strstr (url, "$filter=id eq ") != NULL)
    return strstr (url, psr_json_get_string (object, "id")) != NULL;

  if (strstr (url, "$filter=modified_dateutc ge '") != NULL)
    {
      const char *since = strstr (url, "modified_dateutc ge '") + strlen ("modified_dateutc ge '");
      g_autofree char *limit = g_strndup (since, 19);

      return strcmp (psr_json_get_string (object, "modified_dateutc"), limit) >= 0;
    }

  g_assert_null (strstr (url, "$filter="));
  return TRUE;
}

static PsrResponse *
list_wello (GHashTable *rows,
            const char *url)
{
  const char *skip_text = strstr (url, "$skip=");
  guint skip = skip_text != NULL ? strtoul (skip_text + strlen ("$skip="), NULL, 10) : 0;
  g_autoptr (GPtrArray) ids = g_hash_table_get_keys_as_ptr_array (rows);
  g_autoptr (GString) json = g_string_new ("{\"value\":[");
  guint matched = 0;
  guint sent = 0;

  g_ptr_array_sort (ids, compare_ids);

  for (guint i = 0; i < ids->len; i++)
    {
      JsonObject *object = g_hash_table_lookup (rows, g_ptr_array_index (ids, i));

      if (!wello_matches (object, url) || matched++ < skip)
        continue;

      if (sent == PSR_WELLO_PAGE)
        {
          g_autofree char *base = skip_text != NULL ? g_strndup (url, skip_text - url - 1) : g_strdup (url);
          g_autofree char *escaped = g_uri_escape_string (base, ":/?&=$,()'", FALSE);

          g_string_append_printf (json, "],\"@odata.nextLink\":\"%s&$skip=%u\"}", escaped, skip + sent);
          return psr_fake_answer (200, json->str);
        }

      if (sent++ > 0)
        g_string_append_c (json, ',');
      world_append_object (json, object);
    }

  g_string_append (json, "]}");
  return psr_fake_answer (200, json->str);
}

/* As Wello does: an id that is given counts, else the embedded row; both read as null. */
static void
take_category (JsonObject *sent)
{
  JsonObject *category = sent != NULL ? psr_json_get_object (sent, "article_category") : NULL;
  g_autofree char *given = sent != NULL ? psr_json_dup_guid (sent, "article_category_id") : NULL;
  g_autofree char *id = NULL;

  if (category == NULL)
    return;

  id = g_strdup_printf ("ca000000-0000-0000-0000-%012x", g_str_hash (psr_json_get_string (category, "code")));
  json_object_set_string_member (sent, "article_category_id", given != NULL ? given : id);
  json_object_set_string_member (sent, "test_category_name", psr_json_get_string (category, "name"));
  json_object_set_null_member (sent, "article_category");
  json_object_set_null_member (sent, "article_category_code");
}

/* The tables that only some tests look at, by controller. */
static GHashTable *
find_more (World      *world,
           const char *path)
{
  g_autofree char *controller = g_strndup (path + 1, strcspn (path + 1, "?("));
  GHashTable *rows = g_hash_table_lookup (world->more, controller);

  if (rows == NULL)
    {
      rows = world_new_rows ();
      g_hash_table_insert (world->more, g_steal_pointer (&controller), rows);
    }

  return rows;
}

PsrResponse *
world_serve_wello (const char *method,
                   const char *url,
                   const char *body,
                   gpointer    data)
{
  World *world = data;
  const char *path = url + strlen ("https://wello.example/api");
  const char *key = strchr (path, '(');
  g_autofree char *id = key != NULL ? g_strndup (key + 1, 36) : NULL;
  g_autoptr (JsonObject) sent = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *now = world_dup_now (world);
  GHashTable *rows;
  const char *table;

  world->wello_requests++;

  if (world->wello_sign_in_after > 0 && world->wello_requests > world->wello_sign_in_after)
    return psr_fake_answer (401, "{\"Message\":\"No.\"}");

  if (world->refuse_filter != NULL && strstr (url, world->refuse_filter) != NULL)
    return psr_fake_answer (400, "{\"Message\":\"The query specified in the URI is not valid.\"}");

  if (world_find_table (world, path, &table))
    return world_answer_table (world, table);

  if (g_str_has_prefix (path, "/Company"))
    rows = world->companies;
  else if (g_str_has_prefix (path, "/Contact"))
    rows = world->contacts;
  else if (g_str_has_prefix (path, "/Article?") || g_str_has_prefix (path, "/Article(") || g_str_equal (path, "/Article"))
    rows = world->articles;
  else
    rows = find_more (world, path);

  if (*body != '\0')
    {
      sent = world_parse (body);

      if (world->stop_after > 0 && --world->stop_after == 0)
        g_cancellable_cancel (world->stop);

      if (world->refuse_code != NULL && (g_str_equal (world->refuse_code, psr_json_get_string (sent, "code")) ||
                                         g_str_equal (world->refuse_code, psr_json_get_string (sent, "reference_back_office"))))
        return psr_fake_answer (400, "{\"Message\":\"The field is not valid.\"}");
    }

  take_category (sent);

  if (g_str_equal (method, "POST"))
    {
      g_autofree char *new_id = psr_json_dup_guid (sent, "id");

      g_assert_nonnull (new_id);

      if (g_hash_table_contains (rows, new_id))
        return psr_fake_answer (409, "{\"Message\":\"It exists.\"}");

      json_object_set_string_member (sent, "modified_dateutc", now);
      g_hash_table_insert (rows, g_strdup (new_id), json_object_ref (sent));

      if (world->lose_answer_code != NULL && g_str_equal (world->lose_answer_code, psr_json_get_string (sent, "code")))
        return NULL;

      return psr_fake_answer (201, "{}");
    }

  if (id == NULL)
    return list_wello (rows, url);

  if (!g_hash_table_contains (rows, id))
    return psr_fake_answer (404, "{\"Message\":\"Gone.\"}");

  if (g_str_equal (method, "PUT"))
    {
      json_object_set_string_member (sent, "modified_dateutc", now);
      g_hash_table_insert (rows, g_strdup (id), json_object_ref (sent));
      return psr_fake_answer (200, "{}");
    }

  world_append_object (json, g_hash_table_lookup (rows, id));
  return psr_fake_answer (200, json->str);
}
