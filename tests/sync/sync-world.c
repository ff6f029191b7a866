/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "psr-inline-executor.h"
#include "psr-json.h"
#include "psr-test.h"
#include "sync-world.h"

#define COMPANY "0f7e1c6a-7b2d-ef11-8409-6045bde9ca0b"
#define BC_BASE "https://bc.example/v2.0/t/Production/api/v2.0/companies(" COMPANY ")"

char *
world_dup_id (guint number)
{
  return g_strdup_printf ("%08x-7b2d-ef11-8409-6045bde9ca0b", number);
}

JsonObject *
world_parse (const char *json)
{
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = psr_json_parse (bytes, &error);

  g_assert_no_error (error);
  return json_node_dup_object (node);
}

void
world_append_object (GString    *text,
                     JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autofree char *json = NULL;

  json_node_init_object (node, object);
  json = json_to_string (node, FALSE);
  g_string_append (text, json);
}

/* @json is the inside of an object. */
JsonObject *
world_add_bc (GPtrArray  *rows,
              guint       number,
              const char *modified,
              const char *json)
{
  g_autofree char *id = world_dup_id (number);
  g_autofree char *text = g_strdup_printf ("{\"@odata.etag\":\"W/\\\"e\\\"\",\"id\":\"%s\",\"lastModifiedDateTime\":\"%s\",%s}",
                                           id, modified, json);
  JsonObject *object = world_parse (text);

  g_ptr_array_add (rows, object);
  return object;
}

JsonObject *
world_add_wello (GHashTable *rows,
                 const char *json)
{
  JsonObject *object = world_parse (json);

  g_hash_table_insert (rows, psr_json_dup_guid (object, "id"), object);
  return object;
}

JsonObject *
world_get_wello (GHashTable *rows,
                 guint       number)
{
  g_autofree char *id = world_dup_id (number);

  return g_hash_table_lookup (rows, id);
}

static int
compare_modified (gconstpointer a,
                  gconstpointer b)
{
  JsonObject *object_a = *(JsonObject * const *) a;
  JsonObject *object_b = *(JsonObject * const *) b;
  int order = strcmp (psr_json_get_string (object_a, "lastModifiedDateTime"),
                      psr_json_get_string (object_b, "lastModifiedDateTime"));

  return order != 0 ? order : strcmp (psr_json_get_string (object_a, "id"), psr_json_get_string (object_b, "id"));
}

static gboolean
bc_matches (World      *world,
            JsonObject *object,
            const char *url)
{
  const char *since = strstr (url, "lastModifiedDateTime ge ");
  const char *country = strstr (url, "country eq '");
  g_autofree char *by_id = g_strdup_printf ("id eq %s", psr_json_get_string (object, "id"));
  g_autofree char *by_number = g_strdup_printf ("number eq '%s'", psr_json_get_string (object, "number"));

  /* Who asked not to be passed on. */
  if (strstr (url, "privacyBlocked eq false") != NULL && psr_json_get_boolean (object, "privacyBlocked"))
    return FALSE;

  /* What a person wrote into the profile. */
  if (country != NULL && !g_str_has_prefix (country + strlen ("country eq '"), psr_json_get_string (object, "country")))
    return FALSE;

  if (since != NULL)
    {
      PsrTimestamp modified;
      PsrTimestamp limit;
      g_autofree char *text = g_strndup (since + strlen ("lastModifiedDateTime ge "), 24);

      g_assert_true (psr_timestamp_parse (text, &limit, NULL));
      g_assert_true (psr_json_get_timestamp (object, "lastModifiedDateTime", &modified, NULL));
      return modified >= limit;
    }

  if (strstr (url, "=displayName eq ") != NULL)
    {
      g_autofree char *by_name = g_strdup_printf ("displayName eq '%s'", psr_json_get_string (object, "displayName"));

      return strstr (url, by_name) != NULL;
    }

  if (strstr (url, "=id eq ") != NULL || strstr (url, "=(id eq ") != NULL)
    return strstr (url, by_id) != NULL;

  if (strstr (url, "=number eq ") != NULL || strstr (url, "=(number eq ") != NULL)
    return strstr (url, by_number) != NULL;

  return g_strcmp0 (psr_json_get_string (object, "number"), world->pass_over) != 0;
}

PsrResponse *
world_answer_now (World      *world,
            guint       status,
            const char *json)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (psr_clock_now (world->clock) / G_USEC_PER_SEC);
  g_autofree char *date = g_date_time_format (time, "%a, %d %b %Y %H:%M:%S GMT");

  return psr_fake_answer_dated (status, json, date);
}

char *
world_dup_now (World *world)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (psr_clock_now (world->clock) / G_USEC_PER_SEC);

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
}

/* @rows is the inside of a list; NULL for a table that isn't there. */
void
world_add_table (World      *world,
                 const char *name,
                 const char *rows)
{
  g_hash_table_replace (world->tables, g_strdup (name), g_strdup (rows));
}

/* The first word of the path, where it is the name of a small table. */
gboolean
world_find_table (World       *world,
                  const char  *path,
                  const char **rows)
{
  g_autofree char *name = g_strndup (path + 1, strcspn (path + 1, "?(/"));
  gpointer value;

  if (!g_hash_table_lookup_extended (world->tables, name, NULL, &value))
    return FALSE;

  *rows = value;
  return TRUE;
}

PsrResponse *
world_answer_table (World      *world,
                    const char *rows)
{
  g_autofree char *json = g_strdup_printf ("{\"value\":[%s]}", rows != NULL ? rows : "");

  return rows != NULL ? world_answer_now (world, 200, json) : world_answer_now (world, 404, "{\"Message\":\"No such table.\"}");
}

/* One record: read, or changed by who has read it. */
static PsrResponse *
serve_bc_record (World      *world,
                 GPtrArray  *rows,
                 const char *method,
                 const char *id,
                 const char *body)
{
  g_autoptr (GString) json = g_string_new (NULL);
  JsonObject *found = NULL;

  for (guint i = 0; i < rows->len && found == NULL; i++)
    {
      if (g_str_equal (psr_json_get_string (g_ptr_array_index (rows, i), "id"), id))
        found = g_ptr_array_index (rows, i);
    }
  if (found == NULL)
    return world_answer_now (world, 404, "{\"error\":{\"code\":\"BadRequest_NotFound\",\"message\":\"Gone.\"}}");

  if (g_str_equal (method, "PATCH"))
    {
      g_autoptr (JsonObject) sent = world_parse (body);
      g_autofree char *now = world_dup_now (world);
      JsonObjectIter iter;
      const char *name;
      JsonNode *node;

      g_assert_true (world->bc_may_write);
      world->bc_writes++;
      if (world->bc_status != 0)
        return world_answer_now (world, world->bc_status, "{\"error\":{\"code\":\"Application_DialogException\",\"message\":\"No.\"}}");

      json_object_iter_init (&iter, sent);
      while (json_object_iter_next (&iter, &name, &node))
        json_object_set_member (found, name, json_node_copy (node));
      json_object_set_string_member (found, "lastModifiedDateTime", now);
    }

  world_append_object (json, found);

  return world_answer_now (world, 200, json->str);
}

/* As Business Central makes a customer, or an item: with a number of its own. */
static PsrResponse *
make_record (World      *world,
             GPtrArray  *rows,
             const char *body)
{
  static const char *const members[] = { "addressLine1", "addressLine2", "city", "postalCode", "phoneNumber", "email", "website",
                                         "taxRegistrationNumber", "country" };
  g_autoptr (JsonObject) sent = world_parse (body);
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *number = g_strdup_printf (rows == world->items ? "\"number\":\"N%u\",\"blocked\":false,\"inventory\":0,\"unitPrice\":0,"
                                                                    "\"priceIncludesTax\":false,\"gtin\":\"\""
                                                                  : "\"number\":\"N%u\",\"blocked\":\"_x0020_\"",
                                             rows->len);
  g_autofree char *now = world_dup_now (world);
  JsonObject *made;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  g_assert_true (world->bc_may_write);
  world->bc_writes++;
  if (world->bc_status != 0)
    return world_answer_now (world, world->bc_status, "{\"error\":{\"code\":\"Application_DialogException\",\"message\":\"No.\"}}");

  made = world_add_bc (rows, 1000 + rows->len, now, number);
  for (guint i = 0; rows == world->customers && i < G_N_ELEMENTS (members); i++)
    json_object_set_string_member (made, members[i], "");
  json_object_iter_init (&iter, sent);
  while (json_object_iter_next (&iter, &name, &node))
    json_object_set_member (made, name, json_node_copy (node));

  if (world->bc_loses_answer)
    return NULL;

  world_append_object (json, made);

  return world_answer_now (world, 201, json->str);
}

static PsrResponse *
serve_bc (const char *method,
          const char *url,
          const char *body,
          gpointer    data)
{
  World *world = data;
  const char *token = strstr (url, "$skiptoken=");
  guint skip = token != NULL ? strtoul (token + strlen ("$skiptoken="), NULL, 10) : 0;
  g_autoptr (GString) json = g_string_new ("{\"value\":[");
  guint matched = 0;
  guint sent = 0;
  GPtrArray *rows;
  const char *table;
  const char *key;

  if (world->bc_more != NULL)
    {
      PsrResponse *more = world->bc_more (world, url);

      if (more != NULL)
        return more;
    }

  /* Nothing writes master data to Business Central, unless it is to. */
  g_assert_true (g_str_equal (method, "GET") || world->bc_may_write);
  g_assert_true (g_str_has_prefix (url, BC_BASE));
  world->bc_requests++;

  if (world->bc_sign_in_after > 0 && world->bc_requests > world->bc_sign_in_after)
    return world_answer_now (world, 401, "{\"error\":{\"code\":\"Authentication_InvalidCredentials\",\"message\":\"No.\"}}");

  if (token != NULL && world->expire_tokens > 0)
    {
      world->expire_tokens--;
      return world_answer_now (world, 400, "{\"error\":{\"code\":\"SkipTokenIsNoLongerValid\",\"message\":\"Expired.\"}}");
    }

  if (world_find_table (world, url + strlen (BC_BASE), &table))
    return world_answer_table (world, table);

  if (g_str_has_prefix (url + strlen (BC_BASE), "/customers"))
    rows = world->customers;
  else if (g_str_has_prefix (url + strlen (BC_BASE), "/contacts"))
    rows = world->people;
  else if (g_str_has_prefix (url + strlen (BC_BASE), "/items"))
    rows = world->items;
  else
    rows = world->entries;

  if (g_str_equal (method, "POST"))
    return make_record (world, rows == world->items ? rows : world->customers, body);

  key = strchr (url + strlen (BC_BASE), '(');
  if (key != NULL && strchr (url, '?') == NULL)
    {
      g_autofree char *id = g_strndup (key + 1, 36);

      return serve_bc_record (world, rows, method, id, body);
    }

  g_ptr_array_sort (rows, compare_modified);

  for (guint i = 0; i < rows->len; i++)
    {
      JsonObject *object = g_ptr_array_index (rows, i);

      if (!bc_matches (world, object, url) || matched++ < skip)
        continue;

      if (world->bc_bad_id != NULL && strstr (world->bc_bad_id, psr_json_get_string (object, "id")) != NULL &&
          strstr (url, "displayName") != NULL && sent < world->bc_page)
        return world_answer_now (world, 400, "{\"error\":{\"code\":\"Application_DialogException\","
                                             "\"message\":\"The unit of measure BARREL does not exist.\"}}");

      if (sent == world->bc_page)
        {
          g_autofree char *base = token != NULL ? g_strndup (url, token - url - 1) : g_strdup (url);
          g_autofree char *escaped = g_uri_escape_string (base, ":/?&=$,()'", FALSE);

          g_string_append_printf (json, "],\"@odata.nextLink\":\"%s&$skiptoken=%u\"}", escaped, skip + sent);
          return world_answer_now (world, 200, json->str);
        }

      if (sent++ > 0)
        g_string_append_c (json, ',');
      world_append_object (json, object);
    }

  g_string_append (json, "]}");
  return world_answer_now (world, 200, json->str);
}

GHashTable *
world_new_rows (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_object_unref);
}

/* The two services and the clock, without anything of ours on top. */
void
world_set_up_services (World *world)
{
  static const char *const references[] = { "companyInformation", "generalLedgerSetup", "unitsOfMeasure", "currencies",
                                            "paymentTerms", "paymentMethods", "taxGroups", "taxAreas", "accounts",
                                            "dimensions", "salespeoplePurchasers" };
  PsrTimestamp start;

  dex_init ();
  g_assert_true (psr_timestamp_parse ("2026-08-24T09:00:00Z", &start, NULL));

  world->customers = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  world->people = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  world->items = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  world->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  world->companies = world_new_rows ();
  world->contacts = world_new_rows ();
  world->articles = world_new_rows ();
  world->more = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  world->tables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  world_add_table (world, "itemCategories", "{\"id\":\"ca000000-0000-0000-0000-000000000001\",\"code\":\"PARTS\",\"displayName\":\"Parts\"}");
  for (guint i = 0; i < G_N_ELEMENTS (references); i++)
    world_add_table (world, references[i], "");
  world_add_table (world, "DbUnitOfMeasure", "{\"id\":\"d0000000-0000-0000-0000-000000000001\",\"code\":\"PCS\"}");
  world->bc_page = 50;
  world->stop = g_cancellable_new ();

  world->clock = psr_virtual_clock_new (start);
  world->executor = psr_inline_executor_new ();
  world->bc_transport = psr_fake_transport_new (serve_bc, world);
  world->wello_transport = psr_fake_transport_new (world_serve_wello, world);
}

void
world_set_up (World         *world,
              gconstpointer  data)
{
  g_autoptr (PsrServiceClient) bc_service = NULL;
  g_autoptr (PsrServiceClient) wello_service = NULL;
  g_autoptr (PsrBcEndpoint) endpoint = psr_bc_endpoint_new ("https://bc.example/v2.0", "t", TRUE, "Production", "v2.0");
  g_autoptr (PsrBcClient) bc = NULL;
  g_autoptr (PsrWelloClient) wello = NULL;
  g_autoptr (PsrStateFolder) folder = NULL;
  g_autoptr (DexFuture) opened = NULL;
  g_autoptr (GError) error = NULL;

  world_set_up_services (world);
  bc_service = psr_fake_service_client_new (world->bc_transport, PSR_SERVICE_BC, world->clock, world->executor);
  wello_service = psr_fake_service_client_new (world->wello_transport, PSR_SERVICE_WELLO, world->clock, world->executor);
  bc = psr_bc_client_new (bc_service, endpoint);
  psr_bc_client_set_company (bc, COMPANY);
  wello = psr_wello_client_new (wello_service, "https://wello.example/api");

  world->folder = g_dir_make_tmp ("psr-sync-XXXXXX", &error);
  g_assert_no_error (error);
  folder = psr_state_folder_open (world->folder, world->clock, &error);
  g_assert_no_error (error);

  opened = psr_test_await (psr_store_open (folder, world->executor));
  g_assert_no_error ((dex_future_get_value (opened, &error), error));
  world->store = g_value_dup_object (dex_future_get_value (opened, NULL));

  world->context = psr_sync_context_new (bc, wello, psr_store_get_links (world->store), psr_store_get_mirror (world->store),
                                         world->clock, world->executor, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_unlink (path);
    }

  g_rmdir (folder);
}

void
world_tear_down (World         *world,
                 gconstpointer  data)
{
  g_clear_pointer (&world->context, psr_sync_context_unref);
  g_clear_object (&world->stop);
  g_clear_object (&world->store);
  g_clear_object (&world->executor);
  g_clear_object (&world->bc_transport);
  g_clear_object (&world->wello_transport);
  g_clear_object (&world->clock);
  g_clear_pointer (&world->customers, g_ptr_array_unref);
  g_clear_pointer (&world->people, g_ptr_array_unref);
  g_clear_pointer (&world->items, g_ptr_array_unref);
  g_clear_pointer (&world->entries, g_ptr_array_unref);
  g_clear_pointer (&world->companies, g_hash_table_unref);
  g_clear_pointer (&world->contacts, g_hash_table_unref);
  g_clear_pointer (&world->articles, g_hash_table_unref);
  g_clear_pointer (&world->tables, g_hash_table_unref);
  g_clear_pointer (&world->more, g_hash_table_unref);
  remove_folder (world->folder);
  g_clear_pointer (&world->folder, g_free);
}

PsrSyncReport *
world_run (World        *world,
           PsrSyncFlow   flow,
           PsrSyncFlags  flags)
{
  g_autoptr (DexFuture) future = psr_test_await (psr_sync_run (world->context, flow, flags, world->stop,
                                                                NULL, NULL, NULL));
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  g_assert_no_error (error);
  return g_value_dup_boxed (value);
}

void
world_let_pass (World *world,
                guint  minutes)
{
  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (world->clock), minutes * 60 * (gint64) G_USEC_PER_SEC);
}

guint
world_count_writes (World *world)
{
  return psr_fake_transport_count (world->wello_transport, "POST", NULL) +
         psr_fake_transport_count (world->wello_transport, "PUT", NULL);
}

guint
world_count_links (World     *world,
                   PsrEntity  entity)
{
  g_autoptr (DexFuture) future = psr_test_await (psr_link_store_list (psr_store_get_links (world->store), entity));
  GPtrArray *links = g_value_get_boxed (dex_future_get_value (future, NULL));

  g_assert_nonnull (links);
  return links->len;
}

/* Couples an item with an article, whatever it was coupled with. */
void
world_couple_item (World *world,
                   guint  item,
                   guint  article)
{
  g_autofree char *bc_id = world_dup_id (item);
  g_autofree char *wello_id = world_dup_id (article);
  g_autofree char *number = g_strdup_printf ("I%u", item);
  g_autoptr (GPtrArray) links = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_link_unref);
  g_autoptr (DexFuture) removed = NULL;
  g_autoptr (DexFuture) added = NULL;

  removed = psr_test_await (psr_link_store_remove (world->context->links, PSR_ENTITY_ITEM, bc_id, "test", "another article"));
  g_ptr_array_add (links, psr_link_new (PSR_ENTITY_ITEM, bc_id, wello_id, number, PSR_LINK_MADE));
  added = psr_test_await (psr_link_store_add (world->context->links, links));
  g_assert_nonnull (dex_future_get_value (added, NULL));
}
