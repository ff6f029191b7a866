/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "engine-world.h"
#include "psr-json-writer.h"
#include "psr-json.h"
#include "psr-seeded-random.h"

#define BC_COMPANY "0f7e1c6a-7b2d-ef11-8409-6045bde9ca0b"
#define OTHER_COMPANY "0f7e1c6a-7b2d-ef11-8409-000000000002"

struct _EngineTransport
{
  GObject      parent_instance;
  EngineWorld *world;
};

static void engine_transport_iface_init (PsrTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EngineTransport, engine_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_TRANSPORT, engine_transport_iface_init))

static void
engine_transport_class_init (EngineTransportClass *klass)
{
}

static void
engine_transport_init (EngineTransport *self)
{
}

static DexFuture *
answer (EngineWorld *world,
        guint        status,
        const char  *json)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (psr_clock_now (world->sync.clock) / G_USEC_PER_SEC);
  g_autofree char *date = g_date_time_format (time, "%a, %d %b %Y %H:%M:%S GMT");

  return dex_future_new_take_object (psr_fake_answer_dated (status, json, date));
}

static DexFuture *
give_token (EngineWorld *world)
{
  g_autofree char *json = NULL;

  if (world->refuses_sign_in)
    return answer (world, 401, "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret.\"}");

  world->n_tokens++;
  world->token_end = psr_clock_now (world->sync.clock) + world->token_life * G_USEC_PER_SEC;
  json = g_strdup_printf ("{\"token_type\":\"Bearer\",\"expires_in\":%" G_GINT64_FORMAT ",\"access_token\":\"token-%u\"}",
                          world->token_life, world->n_tokens);

  return answer (world, 200, json);
}

#define METADATA_HEAD "<?xml version=\"1.0\"?><edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">" \
  "<edmx:DataServices><Schema Namespace=\"Microsoft.NAV\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">" \
  "<EntityType Name=\"location\"><Property Name=\"id\" Type=\"Edm.Guid\"/></EntityType>"
#define METADATA_SETS "<EntitySet Name=\"locations\" EntityType=\"Microsoft.NAV.location\"/>"

static char *
dup_metadata (EngineWorld *world)
{
  if (world->customer_properties == NULL)
    return g_strdup (METADATA_HEAD "<EntityContainer Name=\"NAV\">" METADATA_SETS "</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>");

  return g_strdup_printf (METADATA_HEAD "<EntityType Name=\"customer\">%s</EntityType><EntityContainer Name=\"NAV\">" METADATA_SETS
                          "<EntitySet Name=\"customers\" EntityType=\"Microsoft.NAV.customer\"/></EntityContainer></Schema>"
                          "</edmx:DataServices></edmx:Edmx>", world->customer_properties);
}

/* What both services say of themselves; NULL for everything else. */
static DexFuture *
answer_about (EngineWorld *world,
              const char  *url)
{
  g_autofree char *json = NULL;

  if (strstr (url, "/environments/v1.2") != NULL)
    {
      if (world->forbids_environments)
        return answer (world, 403, "{\"error\":{\"code\":\"Authorization_RequestDenied\",\"message\":\"No.\"}}");
      json = g_strdup_printf ("{\"value\":[{\"name\":\"Production\",\"type\":\"%s\",\"applicationFamily\":\"BusinessCentral\"},"
                              "{\"name\":\"Trial\",\"type\":\"Sandbox\",\"applicationFamily\":\"BusinessCentral\"}]}",
                              world->environment_type);
    }
  else if (strstr (url, "/$metadata") != NULL)
    {
      world->n_metadata++;
      if (world->metadata_status != 0)
        return answer (world, world->metadata_status, "{\"error\":{\"code\":\"X\",\"message\":\"No metadata.\"}}");
      json = dup_metadata (world);
    }
  else if (strstr (url, "/JobType") != NULL)
    return answer (world, 403, "{\"Message\":\"Authorization has been denied for this request.\"}");
  else if (strstr (url, "/analytics/") != NULL)
    return answer (world, 404, "{\"error\":{\"code\":\"BadRequest_ResourceNotFound\",\"message\":\"No.\"}}");
  else if (strstr (url, "/taxGroups") != NULL)
    json = g_strdup ("{\"value\":[{\"code\":\"G3\",\"displayName\":\"Goods 21 %\"},{\"code\":\"G1\",\"displayName\":\"Goods 6 %\"}]}");
  else if (strstr (url, "/accounts") != NULL)
    json = g_strdup ("{\"value\":[{\"number\":\"700000\",\"displayName\":\"Sales\",\"accountType\":\"Posting\",\"directPosting\":true}]}");
  else if (strstr (url, "type ne 'Inventory'") != NULL)
    json = g_strdup ("{\"value\":[{\"number\":\"SERVICE-HOUR\",\"displayName\":\"Hour\",\"blocked\":false}]}");
  else if (g_str_has_suffix (url, "/companies") || strstr (url, "/companies?") != NULL)
    json = g_strdup ("{\"value\":[{\"id\":\"" BC_COMPANY "\",\"name\":\"CRONUS BE\",\"displayName\":\"CRONUS BE\"},"
                     "{\"id\":\"" OTHER_COMPANY "\",\"name\":\"Other\",\"displayName\":\"Other\"}]}");
  else if (strstr (url, OTHER_COMPANY) != NULL)
    json = g_strdup ("{\"value\":[]}");
  else if (strstr (url, "/SalesOrganization") != NULL)
    json = g_strdup_printf ("{\"value\":[{\"id\":\"%s\",\"code\":\"BE\",\"name\":\"Belgium\",\"archived\":false}]}",
                            world->organization);

  return json != NULL ? answer (world, 200, json) : NULL;
}

static gboolean
is_master_data (const char *url)
{
  static const char * const parts[] = { "/customers", "/contacts", "/items", "/itemLedgerEntries", "/api/Company", "/api/Contact", "/api/Article" };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (strstr (url, parts[i]) != NULL)
        return TRUE;
    }

  return FALSE;
}

/* Faults by chance: too many requests, a gateway that gives up, no connection, an
 * answer that is lost. */
static DexFuture *
go_wrong (EngineWorld *world,
          gboolean    *carried_out)
{
  *carried_out = FALSE;
  if (world->faults == NULL || psr_random_below (world->faults, 100) >= world->fault_percent)
    return NULL;

  world->n_faults++;
  switch (psr_random_below (world->faults, 4))
    {
    case 0:
      return answer (world, 429, "{\"error\":{\"code\":\"Application_TooManyRequests\",\"message\":\"Slow down.\"}}");
    case 1:
      return answer (world, 503, "{\"error\":{\"code\":\"ServiceUnavailable\",\"message\":\"Later.\"}}");
    case 2:
      return dex_future_new_reject (PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_NOT_SENT, "No connection");
    default:
      *carried_out = TRUE;
      return dex_future_new_reject (PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_NO_ANSWER, "The connection broke");
    }
}

/* What a test says of Business Central by itself. */
static DexFuture *
answer_more (EngineWorld *world,
             gboolean     is_bc,
             const char  *url)
{
  PsrResponse *more = is_bc && world->sync.bc_more != NULL ? world->sync.bc_more (&world->sync, url) : NULL;

  return more != NULL ? dex_future_new_take_object (more) : NULL;
}

static DexFuture *
serve (EngineWorld *world,
       PsrRequest  *request)
{
  g_autofree char *url = g_uri_unescape_string (psr_request_get_url (request), NULL);
  gboolean is_bc = g_str_has_prefix (url, "https://bc.example/");
  gboolean carried_out;
  g_autoptr(DexFuture) fault = NULL;
  DexFuture *done;

  world->n_requests++;
  if (world->is_offline)
    return dex_future_new_reject (PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_NOT_SENT, "No network");

  if (g_str_has_prefix (url, "https://login.example/"))
    return give_token (world);

  fault = go_wrong (world, &carried_out);
  if (fault != NULL && !carried_out)
    return g_steal_pointer (&fault);

  if (is_bc && psr_clock_now (world->sync.clock) > world->token_end)
    {
      world->n_expired++;
      return answer (world, 401, "{\"error\":{\"code\":\"Authentication_InvalidCredentials\",\"message\":\"Expired.\"}}");
    }

  if (!is_bc && world->wello_hides != NULL && strstr (url, world->wello_hides) != NULL)
    {
      world->n_hidden++;
      return answer (world, 401, "{\"Message\":\"Authorization has been denied for this request.\"}");
    }

  done = answer_more (world, is_bc, url);
  if (done == NULL)
    done = answer_about (world, url);
  if (done == NULL && is_master_data (url))
    done = psr_transport_send (PSR_TRANSPORT (is_bc ? world->sync.bc_transport : world->sync.wello_transport), request);
  if (done == NULL)
    done = psr_transport_send (fake_world_get_transport (world->billing), request);

  if (fault != NULL)
    {
      dex_unref (done);
      return g_steal_pointer (&fault);
    }

  return done;
}

static DexFuture *
serve_later (DexFuture *waited,
             gpointer   data)
{
  gpointer *both = data;
  EngineTransport *self = both[0];

  return serve (self->world, both[1]);
}

static void
both_free (gpointer data)
{
  gpointer *both = data;

  g_object_unref (both[0]);
  g_object_unref (both[1]);
  g_free (both);
}

static DexFuture *
engine_transport_send (PsrTransport *transport,
                       PsrRequest   *request)
{
  EngineTransport *self = ENGINE_TRANSPORT (transport);
  gint64 latency = self->world->latency;
  gpointer *both;

  if (self->world->metadata_latency > 0 && strstr (psr_request_get_url (request), "/$metadata") != NULL)
    {
      self->world->is_metadata_under_way = TRUE;
      latency = self->world->metadata_latency;
    }
  if (latency == 0)
    return serve (self->world, request);

  both = g_new (gpointer, 2);
  both[0] = g_object_ref (self);
  both[1] = g_object_ref (request);

  return dex_future_then (psr_clock_sleep (self->world->sync.clock, latency), serve_later, both, both_free);
}

static void
engine_transport_iface_init (PsrTransportInterface *iface)
{
  iface->send = engine_transport_send;
}

static void
write_secret (EngineWorld *world,
              const char  *name)
{
  g_autofree char *path = g_build_filename (world->folder, "credentials", name, NULL);
  g_autofree char *value = g_strconcat ("canary-of-", name, NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents_full (path, value, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

/* What Wello has before anything is synchronised. */
void
engine_world_add_first_wello (EngineWorld *world)
{
  world_add_wello (world->sync.companies, "{\"id\":\"" FAKE_WELLO_COMPANY "\",\"code\":\"10000\",\"name\":\"Château\"}");
  world_add_wello (world->sync.articles, "{\"id\":\"" FAKE_WELLO_ARTICLE "\",\"code\":\"1896-S\",\"name\":\"Desk\"}");
}

void
engine_world_set_up (EngineWorld   *world,
                     gconstpointer  data)
{
  g_autofree char *credentials = NULL;
  g_autoptr(GError) error = NULL;

  world_set_up_services (&world->sync);
  world->billing = fake_world_new (world->sync.clock);
  world->transport = g_object_new (ENGINE_TYPE_TRANSPORT, NULL);
  world->transport->world = world;
  world->environment_type = "Production";
  world->organization = "cccc0000-0000-4000-8000-000000000001";
  world->token_life = 3600;

  world->folder = g_dir_make_tmp ("passerelle-engine-XXXXXX", &error);
  g_assert_no_error (error);
  credentials = g_build_filename (world->folder, "credentials", NULL);
  g_assert_cmpint (g_mkdir (credentials, 0700), ==, 0);
  write_secret (world, "bc-client-secret");
  write_secret (world, "wello-password");

  /* The customer and the item of the invoices. */
  world_add_bc (world->sync.customers, 1, "2026-08-01T00:00:00Z",
                "\"number\":\"10000\",\"displayName\":\"Château\",\"blocked\":\"_x0020_\",\"type\":\"Company\"");
  json_object_set_string_member (world->sync.customers->pdata[0], "id", FAKE_CUSTOMER);
  json_object_set_string_member (world->sync.customers->pdata[0], "currencyCode", "EUR");
  world_add_bc (world->sync.items, 2, "2026-08-01T00:00:00Z",
                "\"number\":\"1896-S\",\"displayName\":\"Desk\",\"type\":\"Inventory\",\"blocked\":false,"
                "\"inventory\":4,\"unitPrice\":100,\"baseUnitOfMeasureCode\":\"PCS\"");
  json_object_set_string_member (world->sync.items->pdata[0], "id", FAKE_ITEM);
  engine_world_add_first_wello (world);
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        g_unlink (child);
    }

  g_rmdir (path);
}

void
engine_world_tear_down (EngineWorld   *world,
                        gconstpointer  data)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;

  remove_tree (world->folder);
  g_clear_pointer (&world->folder, g_free);
  g_clear_object (&world->transport);
  g_clear_object (&world->billing);
  g_clear_object (&world->faults);
  world->sync.folder = g_strdup ("/nonexistent");
  world_tear_down (&world->sync, NULL);
}

char *
engine_world_state (EngineWorld *world,
                    const char  *name)
{
  return g_build_filename (world->folder, name != NULL ? name : "state", NULL);
}

/* A program on the state folder of that name; @more is put after the profile. */
PsrEngine *
engine_world_new_engine (EngineWorld *world,
                         const char  *state,
                         const char  *more)
{
  static guint seed;
  g_autofree char *text = NULL;
  g_autofree char *folder = engine_world_state (world, state);
  g_autofree char *credentials = g_build_filename (world->folder, "credentials", NULL);
  g_autoptr(PsrProfile) profile = NULL;
  g_autoptr(PsrRandom) random = psr_seeded_random_new (++seed);
  g_autoptr(GError) error = NULL;
  PsrEngine *engine;

  text = g_strdup_printf ("[Wello]\nBaseUrl=https://wello.example/api\nDomain=CONTOSO\nUser=passerelle\n"
                          "[Billing]\nFrom=2026-01-01\nExternalNumberPrefix=W-\nVia=direct\n"
                          "[Labour]\nWorkingTime=resource:LINDA\n[Vat]\n21,part=G3\n"
                          "[BusinessCentral]\nBaseUrl=https://bc.example/v2.0\nAuthority=https://login.example\n"
                          "Tenant=t\nEnvironment=Production\nClientId=client\n%s%s",
                          more == NULL || strstr (more, "Company=") == NULL ? "Company=CRONUS BE\n" : "",
                          more != NULL ? more : "");
  profile = psr_profile_new_from_text (text, "profile.ini", &error);
  g_assert_no_error (error);
  engine = psr_engine_new_with_seams (profile, folder, credentials, world->sync.clock, random, world->sync.executor);
  psr_engine_set_transports (engine, PSR_TRANSPORT (world->transport), PSR_TRANSPORT (world->transport));

  return engine;
}

/* One turn of the loop, or of the clock where there is nothing to do but wait.
 * Returns whether anything can still happen. */
gboolean
engine_world_step (EngineWorld *world)
{
  gint64 due;

  if (g_main_context_iteration (NULL, FALSE))
    return TRUE;

  /* Secrets are read on a thread of GIO's, for which no clock waits: where it doesn't
   * get its turn at once, minutes would pass meanwhile. */
  g_usleep (50);
  if (g_main_context_iteration (NULL, FALSE))
    return TRUE;

  due = psr_virtual_clock_next_due (PSR_VIRTUAL_CLOCK (world->sync.clock));
  if (due < 0 || (world->not_after != 0 && psr_clock_now (world->sync.clock) + due > world->not_after))
    return FALSE;

  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (world->sync.clock), due);

  return TRUE;
}

/* Drives the world until @future is done; it comes back. */
DexFuture *
engine_world_drive (EngineWorld *world,
                    DexFuture   *future)
{
  guint idle = 0;

  while (dex_future_is_pending (future))
    {
      if (engine_world_step (world))
        {
          idle = 0;
          continue;
        }

      /* A file is being read on a thread of GIO's. */
      g_assert_cmpuint (++idle, <, 100000);
      g_usleep (100);
    }

  return future;
}

gpointer
engine_world_boxed (EngineWorld *world,
                    DexFuture   *future)
{
  g_autoptr(DexFuture) done = engine_world_drive (world, future);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (done, &error);

  g_assert_no_error (error);

  return g_value_dup_boxed (value);
}

void
engine_world_fails (EngineWorld *world,
                    DexFuture   *future,
                    GQuark       domain,
                    int          code)
{
  g_autoptr(DexFuture) done = engine_world_drive (world, future);
  g_autoptr(GError) error = NULL;

  g_assert_null (dex_future_get_value (done, &error));
  g_assert_error (error, domain, code);
}

static void
stamp_now (EngineWorld *world,
           JsonObject  *object)
{
  g_autofree char *now = psr_timestamp_to_string (psr_clock_now (world->sync.clock));

  json_object_set_string_member (object, "lastModifiedDateTime", now);
}

/* Makes or changes a customer, now. */
void
engine_world_add_customer (EngineWorld *world,
                           guint        number,
                           const char  *name)
{
  g_autofree char *id = world_dup_id (number);
  g_autofree char *json = NULL;

  for (guint i = 0; i < world->sync.customers->len; i++)
    {
      JsonObject *object = world->sync.customers->pdata[i];

      if (strcmp (psr_json_get_string (object, "id"), id) != 0)
        continue;
      json_object_set_string_member (object, "displayName", name);
      stamp_now (world, object);
      return;
    }

  json = g_strdup_printf ("\"number\":\"C%u\",\"displayName\":\"%s\",\"blocked\":\"_x0020_\",\"type\":\"Company\"", number, name);
  stamp_now (world, world_add_bc (world->sync.customers, number, "2026-08-01T00:00:00Z", json));
}

/* Makes an item, or moves its stock, now: a move is only seen in the item ledger
 * entries. */
void
engine_world_add_item (EngineWorld *world,
                       guint        number,
                       const char  *inventory)
{
  g_autofree char *id = world_dup_id (number);
  g_autofree char *json = NULL;

  for (guint i = 0; i < world->sync.items->len; i++)
    {
      JsonObject *object = world->sync.items->pdata[i];
      g_autofree char *entry = NULL;

      if (strcmp (psr_json_get_string (object, "id"), id) != 0)
        continue;
      json_object_set_int_member (object, "inventory", g_ascii_strtoll (inventory, NULL, 10));
      entry = g_strdup_printf ("\"entryNumber\":%u,\"itemNumber\":\"I%u\"", world->sync.entries->len + 1, number);
      stamp_now (world, world_add_bc (world->sync.entries, 900000 + world->sync.entries->len, "2026-08-01T00:00:00Z", entry));
      return;
    }

  json = g_strdup_printf ("\"number\":\"I%u\",\"displayName\":\"Item %u\",\"type\":\"Inventory\",\"blocked\":false,"
                          "\"inventory\":%s,\"unitPrice\":10,\"baseUnitOfMeasureCode\":\"PCS\"", number, number, inventory);
  stamp_now (world, world_add_bc (world->sync.items, number, "2026-08-01T00:00:00Z", json));
}

static int
compare_text (gconstpointer a,
              gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static void
describe_table (GHashTable *table,
                GString    *text)
{
  g_autoptr(GPtrArray) ids = g_hash_table_get_keys_as_ptr_array (table);

  g_ptr_array_sort (ids, compare_text);
  for (guint j = 0; j < ids->len; j++)
    {
      JsonObject *object = g_hash_table_lookup (table, ids->pdata[j]);
      g_autoptr(GList) members = g_list_sort (json_object_get_members (object), (GCompareFunc) strcmp);

      for (GList *l = members; l != NULL; l = l->next)
        {
          g_autofree char *value = json_to_string (json_object_get_member (object, l->data), FALSE);

          /* When it was written is no part of what it says. */
          if (strcmp (l->data, "modified_dateutc") == 0)
            continue;

          g_string_append_printf (text, "%s=%s ", (const char *) l->data, value);
        }
      g_string_append_c (text, '\n');
    }
}

/* All that Wello has, in one text, to compare two ends. */
char *
engine_world_describe_wello (EngineWorld *world)
{
  GHashTable *tables[] = { world->sync.companies, world->sync.contacts, world->sync.articles };
  g_autoptr(GPtrArray) more = g_hash_table_get_keys_as_ptr_array (world->sync.more);
  g_autoptr(GString) text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    describe_table (tables[i], text);

  g_ptr_array_sort (more, compare_text);
  for (guint i = 0; i < more->len; i++)
    describe_table (g_hash_table_lookup (world->sync.more, more->pdata[i]), text);

  return g_string_free_and_steal (g_steal_pointer (&text));
}
