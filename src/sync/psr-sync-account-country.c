/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-account-country"

#include "config.h"

#include <string.h>

#include "psr-json.h"
#include "psr-sync-account.h"

/* How many records are taken out of the mirror at a time. */
#define SLICE 500

/* What is looked for on the "parse" lane, and the answer. */
typedef struct
{
  char       *country; /* Wello's id of it */
  GHashTable *records; /* id → PsrMirrorRecord, of Wello */
  GPtrArray  *ids;     /* of those in this country */
} Search;

static void
search_finalize (gpointer data)
{
  Search *search = data;

  g_clear_pointer (&search->country, g_free);
  g_clear_pointer (&search->records, g_hash_table_unref);
  g_clear_pointer (&search->ids, g_ptr_array_unref);
}

static void
search_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, search_finalize);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_unref)

static JsonNode *
parse_values (const PsrMirrorRecord *record)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (record->values, strlen (record->values));
  JsonNode *node = psr_json_parse (bytes, NULL);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return node;
  g_clear_pointer (&node, json_node_unref);

  return NULL;
}

static DexFuture *
search_job (gpointer data)
{
  Search *search = data;
  GHashTableIter iter;
  gpointer value;

  g_ptr_array_set_size (search->ids, 0);
  g_hash_table_iter_init (&iter, search->records);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const PsrMirrorRecord *record = value;
      g_autoptr (JsonNode) node = parse_values (record);
      g_autofree char *country = node != NULL ? psr_json_dup_guid (json_node_get_object (node), "db_country_id") : NULL;

      if (g_strcmp0 (country, search->country) == 0)
        g_ptr_array_add (search->ids, g_strdup (record->id));
    }
  g_ptr_array_add (search->ids, NULL);

  return dex_future_new_true ();
}

/* The code that Business Central has for the customer of one of them; NULL for none. */
static gboolean
find_code (PsrSyncRun          *run,
           const char * const  *wello_ids,
           char               **code,
           GError             **error)
{
  g_autoptr (GHashTable) links = NULL;
  g_autoptr (GHashTable) records = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;
  GHashTableIter iter;
  gpointer value;

  links = dex_await_boxed (psr_link_store_map_by_wello (run->context->links, PSR_ENTITY_CUSTOMER, wello_ids), error);
  if (links == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, links);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_strv_builder_add (builder, ((const PsrLink *) value)->bc_id);
  ids = g_strv_builder_end (builder);

  records = dex_await_boxed (psr_mirror_store_get_records (run->context->mirror, PSR_ENTITY_CUSTOMER, PSR_MIRROR_BC,
                                                           (const char * const *) ids),
                             error);
  if (records == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, records);
  while (*code == NULL && g_hash_table_iter_next (&iter, NULL, &value))
    {
      g_autoptr (JsonNode) node = parse_values (value);
      const char *text = node != NULL ? psr_json_get_string (json_node_get_object (node), "db_country_code") : "";

      if (*text != '\0')
        *code = g_strdup (text);
    }

  return TRUE;
}

/**
 * psr_sync_account_find_country:
 * @run: a run of customers
 * @account: a company of Wello
 * @code: (out) (transfer full) (nullable): the code of its country, or %NULL where it
 *   isn't known
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Wello tells the id of a country and not its code; a customer that is coupled with a
 * company of the same country has the code in Business Central. Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_account_find_country (PsrSyncRun  *run,
                               JsonObject  *account,
                               char       **code,
                               GError     **error)
{
  PsrMirrorStore *mirror;
  g_autoptr (Search) search = NULL;
  g_auto (GStrv) ids = NULL;
  gsize n_ids;

  g_return_val_if_fail (run != NULL && account != NULL && code != NULL, FALSE);

  *code = NULL;
  mirror = run->context->mirror;
  search = g_atomic_rc_box_new0 (Search);
  search->ids = g_ptr_array_new_with_free_func (g_free);
  search->country = psr_json_dup_guid (account, "db_country_id");
  if (search->country == NULL)
    return TRUE;

  ids = dex_await_boxed (psr_mirror_store_list_unseen (mirror, PSR_ENTITY_CUSTOMER, PSR_MIRROR_WELLO, G_MAXINT64, 0), error);
  if (ids == NULL)
    return FALSE;
  n_ids = g_strv_length (ids);

  for (gsize first = 0; *code == NULL && first < n_ids; first += SLICE)
    {
      g_autoptr (GPtrArray) slice = g_ptr_array_new ();

      for (gsize i = first; i < MIN (first + SLICE, n_ids); i++)
        g_ptr_array_add (slice, ids[i]);
      g_ptr_array_add (slice, NULL);

      g_clear_pointer (&search->records, g_hash_table_unref);
      search->records = dex_await_boxed (psr_mirror_store_get_records (mirror, PSR_ENTITY_CUSTOMER, PSR_MIRROR_WELLO,
                                                                      (const char * const *) slice->pdata),
                                         error);
      if (search->records == NULL ||
          !dex_await (psr_executor_run (run->context->executor, "parse", search_job, g_atomic_rc_box_acquire (search),
                                        search_unref),
                      error) ||
          !find_code (run, (const char * const *) search->ids->pdata, code, error))
        return FALSE;
    }

  return TRUE;
}
