/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-client"

#include "config.h"

#include "psr-bc-client-private.h"
#include "psr-fetch.h"
#include "psr-guid.h"
#include "psr-json.h"
#include "psr-text.h"

static void
free_pair (gpointer pair)
{
  g_strfreev (pair);
}

/* A PsrFetchFunc; @data are the names of two properties. */
static gpointer
read_pair (JsonObject  *object,
           gpointer     data,
           GError     **error)
{
  const char * const *names = data;
  g_autofree char *key = psr_json_dup_text (object, names[0]);
  g_autofree char *id = psr_guid_normalize (key);
  char **pair = g_new0 (char *, 3);

  pair[0] = id != NULL ? g_steal_pointer (&id) : psr_text_code (key);
  pair[1] = psr_json_dup_text (object, names[1]);

  return pair;
}

static DexFuture *
take_pairs (DexFuture *completed,
            gpointer   data)
{
  PsrODataPage *page = g_value_get_object (dex_future_get_value (completed, NULL));
  GPtrArray *rows = psr_odata_page_get_rows (page);
  g_autoptr (GHashTable) pairs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < rows->len; i++)
    {
      char **pair = g_ptr_array_index (rows, i);

      if (*pair[0] != '\0')
        g_hash_table_replace (pairs, g_strdup (pair[0]), g_strdup (pair[1]));
    }

  return dex_future_new_take_boxed (G_TYPE_HASH_TABLE, g_steal_pointer (&pairs));
}

/* @names has to be a constant. */
static DexFuture *
list_pairs (PsrBcClient        *self,
            const char         *set,
            const char * const *names)
{
  g_autoptr (PsrODataQuery) query = NULL;
  g_autofree char *select = NULL;
  g_autofree char *url = NULL;

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  select = g_strdup_printf ("%s,%s", names[0], names[1]);
  query = psr_odata_query_new (set);
  psr_odata_query_select (query, select);
  url = psr_bc_client_dup_url (self, "", query);

  return dex_future_then (psr_fetch_rows (psr_odata_pager_new (psr_bc_client_get_service (self), url, 0), read_pair,
                                          (gpointer) names, free_pair),
                          take_pairs, NULL, NULL);
}

/**
 * psr_bc_client_list_codes:
 * @self: a client with a company
 * @set: name of a small entity set
 *
 * Returns: (transfer full): a future of a #GHashTable of canonical GUIDs to the codes of
 *   its records; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_list_codes (PsrBcClient *self,
                          const char  *set)
{
  static const char * const names[] = { "id", "code" };

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (set != NULL, NULL);

  return list_pairs (self, set, names);
}

/**
 * psr_bc_client_list_names:
 * @self: a client with a company
 * @set: name of a small entity set
 *
 * Returns: (transfer full): a future of a #GHashTable of codes, upper case, to the names
 *   of its records; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_list_names (PsrBcClient *self,
                          const char  *set)
{
  static const char * const names[] = { "code", "displayName" };

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (set != NULL, NULL);

  return list_pairs (self, set, names);
}

/**
 * psr_bc_client_list_references:
 * @self: a client with a company
 * @set: name of a small entity set
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrBcReference; rejects with
 *   #PsrServiceErrorCode or #PsrBcError
 */
DexFuture *
psr_bc_client_list_references (PsrBcClient *self,
                               const char  *set)
{
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (set != NULL, NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  url = psr_bc_client_dup_url (self, set, NULL);

  return psr_bc_fetch_all (psr_bc_client_get_service (self), url, &psr_bc_reference_kind);
}
