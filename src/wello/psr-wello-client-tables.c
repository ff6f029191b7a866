/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-client"

#include "config.h"

#include "psr-fetch.h"
#include "psr-json.h"
#include "psr-odata-pager.h"
#include "psr-text.h"
#include "psr-wello-client-private.h"

static void
free_pair (gpointer pair)
{
  g_strfreev (pair);
}

/* A PsrFetchFunc: the key that an ERP has given a row, and the id. The column differs by
 * table (Source: Wello, reference pages). */
static gpointer
read_pair (JsonObject  *object,
           gpointer     data,
           GError     **error)
{
  const char *key = psr_json_get_string (object, json_object_has_member (object, "reference_back_office") ? "reference_back_office"
                                                                                                           : "code");
  char **pair = g_new0 (char *, 3);

  pair[0] = psr_text_code (key);
  pair[1] = psr_json_dup_guid (object, "id");

  return pair;
}

/* Of a key that several rows have none is meant. */
static DexFuture *
take_pairs (DexFuture *completed,
            gpointer   data)
{
  PsrODataPage *page = g_value_get_object (dex_future_get_value (completed, NULL));
  GPtrArray *rows = psr_odata_page_get_rows (page);
  g_autoptr (GHashTable) pairs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) doubles = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer key;

  for (guint i = 0; i < rows->len; i++)
    {
      char **pair = g_ptr_array_index (rows, i);

      if (*pair[0] == '\0' || pair[1] == NULL)
        continue;
      if (g_hash_table_contains (pairs, pair[0]))
        g_hash_table_add (doubles, pair[0]);
      else
        g_hash_table_insert (pairs, g_strdup (pair[0]), g_strdup (pair[1]));
    }

  g_hash_table_iter_init (&iter, doubles);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_remove (pairs, key);

  return dex_future_new_take_boxed (G_TYPE_HASH_TABLE, g_steal_pointer (&pairs));
}

/**
 * psr_wello_client_list_codes:
 * @self: a client
 * @controller: name of a small table, such as `DbPaymentMethods`
 *
 * Reads a small table. Of some no page of the documentation was found: who asks has to
 * reckon with %PSR_SERVICE_ERROR_NOT_FOUND.
 *
 * Returns: (transfer full): a future of a #GHashTable of the keys, upper case, to canonical
 *   GUIDs; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_list_codes (PsrWelloClient *self,
                             const char     *controller)
{
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (controller != NULL, NULL);

  url = g_strconcat (psr_wello_client_get_base_url (self), "/", controller, NULL);

  return dex_future_then (psr_fetch_rows (psr_odata_pager_new (psr_wello_client_get_service (self), url, 0), read_pair,
                                          NULL, free_pair),
                          take_pairs, NULL, NULL);
}
