/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-index"

#include "config.h"

#include <string.h>

#include "psr-json-writer.h"
#include "psr-json.h"
#include "psr-net-future.h"
#include "psr-sync-account.h"
#include "psr-sync-person.h"
#include "psr-sync-private.h"
#include "psr-sync-there.h"
#include "psr-text.h"

typedef struct
{
  PsrSyncRun    *run;
  PsrSyncTarget  target;
  /* For the "parse" lane. */
  PsrEntity      entity;
  char          *organization; /* whose companies are ours; NULL: all */
  gint64         seen_run;
  GStrv          members;
  GHashTable    *there;        /* takes the ids of what could be coupled, or NULL */
} Index;

static void
index_finalize (gpointer data)
{
  Index *index = data;

  g_clear_pointer (&index->organization, g_free);
  g_clear_pointer (&index->members, g_strfreev);
  g_clear_pointer (&index->there, g_hash_table_unref);
  g_clear_pointer (&index->run, psr_sync_run_unref);
}

static void
index_unref (gpointer index)
{
  g_atomic_rc_box_release_full (index, index_finalize);
}

/**
 * psr_sync_index_dup_name:
 * @company_id: canonical GUID in Wello
 * @lastname: a contact's name
 *
 * Returns: (transfer full): what a contact is found by in the mirror
 */
char *
psr_sync_index_dup_name (const char *company_id,
                         const char *lastname)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (company_id != NULL, NULL);
  g_return_val_if_fail (lastname != NULL, NULL);

  folded = g_utf8_casefold (lastname, -1);
  g_strstrip (folded);

  return g_strconcat (company_id, "|", folded, NULL);
}

/**
 * psr_sync_index_dup_archived_code:
 * @code: a code
 *
 * Returns: (transfer full): what an archived record with this code is found by
 *   in the mirror, after all that aren't
 */
char *
psr_sync_index_dup_archived_code (const char *code)
{
  g_return_val_if_fail (code != NULL, NULL);

  return g_strconcat ("archived:", code, NULL);
}

/**
 * psr_sync_index_dup_unassigned_code:
 * @code: a code
 *
 * Returns: (transfer full): what a company with this code, but without a sales
 *   organization where Wello has several, is found by in the mirror
 */
char *
psr_sync_index_dup_unassigned_code (const char *code)
{
  g_return_val_if_fail (code != NULL, NULL);

  return g_strconcat ("unassigned:", code, NULL);
}

static char *
dup_number (const Index *index,
            JsonObject  *object)
{
  gboolean archived = psr_json_get_boolean (object, "archived");
  g_autofree char *code = NULL;

  if (index->entity == PSR_ENTITY_CONTACT)
    {
      g_autofree char *company_id = psr_json_dup_guid (object, "company_id");

      if (archived || company_id == NULL || *psr_json_get_string (object, "firstname") != '\0')
        return g_strdup ("");

      return psr_sync_index_dup_name (company_id, psr_json_get_string (object, "lastname"));
    }

  if (index->entity == PSR_ENTITY_PERSON)
    {
      g_autofree char *company_id = psr_json_dup_guid (object, "company_id");
      g_autofree char *name = psr_sync_person_dup_name (object);

      return archived || company_id == NULL ? g_strdup ("") : psr_sync_index_dup_name (company_id, name);
    }

  code = psr_text_code (psr_json_get_string (object, "code"));

  /* Another company's customer may have the same number. */
  if (index->organization != NULL && *code != '\0')
    {
      g_autofree char *organization = psr_json_dup_guid (object, "sales_organization_id");

      if (organization == NULL)
        return archived ? g_strdup ("") : psr_sync_index_dup_unassigned_code (code);

      if (!g_str_equal (organization, index->organization))
        return g_strdup ("");
    }

  if (archived && *code != '\0')
    return psr_sync_index_dup_archived_code (code);

  if (index->entity == PSR_ENTITY_CUSTOMER && psr_sync_account_is_new (object, index->organization))
    return g_strdup (PSR_SYNC_ACCOUNT_NUMBER);

  return g_steal_pointer (&code);
}

/* The members asked for and no others, whatever was sent. */
static char *
dup_values (JsonObject         *object,
            const char * const *members)
{
  g_autoptr (PsrJsonWriter) writer = psr_json_writer_new ();
  g_autoptr (GBytes) bytes = NULL;

  psr_json_writer_begin_object (writer);

  for (; *members != NULL; members++)
    {
      JsonNode *node = json_object_get_member (object, *members);

      if (node != NULL && JSON_NODE_HOLDS_VALUE (node))
        psr_json_writer_add_raw (writer, *members, node);
    }

  psr_json_writer_end_object (writer);
  bytes = psr_json_writer_finish (writer);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static GPtrArray *
make_records (JsonArray  *rows,
              gpointer    data,
              GError    **error)
{
  Index *index = data;
  g_autoptr (GPtrArray) records = NULL;
  guint n_rows;

  g_assert (rows != NULL);
  g_assert (index != NULL);

  n_rows = json_array_get_length (rows);
  records = g_ptr_array_new_full (n_rows, (GDestroyNotify) psr_mirror_record_unref);

  for (guint i = 0; i < n_rows; i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      PsrMirrorRecord *record;
      g_autofree char *id = NULL;
      JsonObject *object;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      object = json_node_get_object (node);
      id = psr_json_dup_guid (object, "id");
      if (id == NULL)
        continue;

      record = psr_mirror_record_new (index->entity, PSR_MIRROR_WELLO, id);
      g_free (record->number);
      record->number = dup_number (index, object);
      g_free (record->values);
      record->values = dup_values (object, (const char * const *) index->members);
      record->seen_run = index->seen_run;

      if (index->there != NULL && psr_sync_there_is_ours (index->target.set, index->organization, object))
        g_hash_table_add (index->there, g_strdup (id));

      if (!psr_json_get_timestamp (object, "modified_dateutc", &record->modified, NULL))
        record->modified = PSR_TIMESTAMP_NONE;

      g_ptr_array_add (records, record);
    }

  return g_steal_pointer (&records);
}

/* What the job that looks for keys needs. */
typedef struct
{
  Index      *index;
  GPtrArray  *records;
  GHashTable *links;
} Keys;

static void
keys_finalize (gpointer data)
{
  Keys *keys = data;

  g_clear_pointer (&keys->index, index_unref);
  g_clear_pointer (&keys->records, g_ptr_array_unref);
  g_clear_pointer (&keys->links, g_hash_table_unref);
}

static void
keys_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, keys_finalize);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Keys, keys_unref)

/* On the "parse" lane. Sites, who isn't a client, what is hidden, and other
 * organizations' are nobody's. */
static DexFuture *
keys_job (gpointer data)
{
  Keys *keys = data;

  for (guint i = 0; i < keys->records->len; i++)
    {
      const PsrMirrorRecord *record = g_ptr_array_index (keys->records, i);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (JsonNode) node = NULL;
      g_autofree char *parent = NULL;
      g_autofree char *organization = NULL;
      JsonObject *object;

      if (g_hash_table_contains (keys->links, record->id))
        continue;

      bytes = g_bytes_new_static (record->values, strlen (record->values));
      node = psr_json_parse (bytes, NULL);
      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        continue;

      object = json_node_get_object (node);
      parent = psr_json_dup_guid (object, "parent_id");
      organization = psr_json_dup_guid (object, "sales_organization_id");
      if (parent == NULL && psr_json_get_boolean (object, "is_client") && !psr_json_get_boolean (object, "archived") &&
          (keys->index->organization == NULL || g_strcmp0 (organization, keys->index->organization) == 0))
        psr_sync_keys_add (keys->index->run->keys, record->id, psr_json_get_string (object, "code"), object);
    }

  return dex_future_new_true ();
}

/* Remembers by what the companies of a page that aren't coupled are recognised. */
static gboolean
add_keys (Index      *index,
          GPtrArray  *records,
          GError    **error)
{
  PsrSyncContext *context = index->run->context;
  g_autoptr (Keys) keys = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; i < records->len; i++)
    g_strv_builder_add (builder, ((const PsrMirrorRecord *) g_ptr_array_index (records, i))->id);
  ids = g_strv_builder_end (builder);

  keys = g_atomic_rc_box_new0 (Keys);
  keys->index = g_atomic_rc_box_acquire (index);
  keys->records = g_ptr_array_ref (records);
  keys->links = dex_await_boxed (psr_link_store_map_by_wello (context->links, index->entity, (const char * const *) ids), error);

  return keys->links != NULL &&
         dex_await (psr_executor_run (context->executor, "parse", keys_job, g_atomic_rc_box_acquire (keys), keys_unref), error);
}

static DexFuture *
index_fiber (gpointer data)
{
  Index *index = data;
  PsrSyncContext *context = index->run->context;
  g_autoptr (PsrODataPager) pager = NULL;
  g_autofree char *select = NULL;

  g_assert (index != NULL);

  select = psr_sync_target_dup_wello_select (&index->target);
  pager = psr_wello_client_pull (context->wello, index->target.set, select, NULL, PSR_TIMESTAMP_NONE, NULL);

  while (!psr_odata_pager_is_done (pager))
    {
      g_autoptr (PsrODataPage) page = NULL;
      g_autoptr (PsrMirrorPage) commit = psr_mirror_page_new ();
      g_autoptr (GError) error = NULL;
      GPtrArray *records;

      if (!psr_sync_run_goes_on (index->run, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));

      page = dex_await_object (psr_odata_pager_next (pager, make_records,
                                                     g_atomic_rc_box_acquire (index), index_unref),
                               &error);
      if (page == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));

      records = psr_odata_page_get_rows (page);
      if (index->entity == PSR_ENTITY_CUSTOMER && !add_keys (index, records, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));

      for (guint i = 0; i < records->len; i++)
        psr_mirror_page_add_record (commit, g_ptr_array_index (records, i));

      if (!dex_await (psr_mirror_store_commit (context->mirror, commit), &error))
        return dex_future_new_for_error (g_steal_pointer (&error));

      psr_sync_run_notify (index->run);
    }

  return dex_future_new_true ();
}

/**
 * psr_sync_index_build:
 * @run: a run
 * @error: return location for an error
 *
 * Reads the records that Wello has into the mirror, so that those of Business
 * Central can be matched with them without a question each. Has to be called in
 * a fiber.
 *
 * Returns: whether all were read
 */
gboolean
psr_sync_index_build (PsrSyncRun  *run,
                      GError     **error)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  g_return_val_if_fail (run != NULL, FALSE);

  if (run->flow == PSR_SYNC_CUSTOMERS)
    {
      g_clear_pointer (&run->keys, psr_sync_keys_free);
      run->keys = psr_sync_keys_new ();
    }

  for (guint part = 0; part < run->n_parts; part++)
    {
      Index *index = g_atomic_rc_box_new0 (Index);
      g_autofree char *select = psr_sync_target_dup_wello_select (&run->targets[part]);

      index->run = psr_sync_run_ref (run);
      index->target = run->targets[part];
      index->entity = run->targets[part].entity;
      index->seen_run = run->seen_run;
      index->there = part == 0 && run->there != NULL ? g_hash_table_ref (run->there) : NULL;

      if (index->target.set == PSR_WELLO_SET_COMPANIES && run->context->has_organizations)
        index->organization = g_strdup (run->context->sales_organization_id);

      index->members = g_strsplit (select, ",", -1);
      g_ptr_array_add (futures, psr_net_spawn (index_fiber, index, index_unref));
    }

  /* All of them, even once one has failed: libdex's queue of fibers doesn't
   * survive that one is dropped in the moment in which it is to go on. */
  dex_await (dex_future_allv ((DexFuture * const *) futures->pdata, futures->len), NULL);
  for (guint i = 0; i < futures->len; i++)
    {
      if (dex_future_get_value (g_ptr_array_index (futures, i), error) == NULL)
        return FALSE;
    }

  run->indexed = TRUE;
  return TRUE;
}
