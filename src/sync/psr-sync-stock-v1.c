/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-stock-v1"

#include "config.h"

#include "psr-json.h"
#include "psr-sync-private.h"

#define SELECT "id,number,inventory,lastModifiedDateTime"

static GPtrArray *
make_records (JsonArray  *rows,
              gpointer    data,
              GError    **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_mirror_record_unref);

  g_assert (rows != NULL);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      g_autofree char *id = NULL;
      g_autofree char *stock = NULL;
      PsrMirrorRecord *record;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      id = psr_json_dup_guid (json_node_get_object (node), "id");
      if (id == NULL)
        continue;

      stock = psr_json_dup_text (json_node_get_object (node), "inventory");
      record = psr_mirror_record_new (PSR_ENTITY_ITEM_LEDGER_ENTRY, PSR_MIRROR_BC, id);
      g_set_str (&record->number, psr_json_get_string (json_node_get_object (node), "number"));
      g_set_str (&record->hash, stock);
      g_ptr_array_add (records, record);
    }

  return g_steal_pointer (&records);
}

static gboolean
take_records (PsrSyncRun  *run,
              GPtrArray   *records,
              GHashTable  *numbers,
              GError     **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (GHashTable) known = NULL;
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; i < records->len; i++)
    g_strv_builder_add (builder, ((const PsrMirrorRecord *) g_ptr_array_index (records, i))->id);

  ids = g_strv_builder_end (builder);
  known = dex_await_boxed (psr_mirror_store_get_records (run->context->mirror, PSR_ENTITY_ITEM_LEDGER_ENTRY,
                                                         PSR_MIRROR_BC, (const char * const *) ids),
                           error);
  if (known == NULL)
    return FALSE;

  for (guint i = 0; i < records->len; i++)
    {
      PsrMirrorRecord *record = g_ptr_array_index (records, i);
      const PsrMirrorRecord *before = g_hash_table_lookup (known, record->id);

      if (numbers != NULL && *record->number != '\0' &&
          (before == NULL || !g_str_equal (before->hash, record->hash)) &&
          g_hash_table_add (numbers, g_strdup (record->number)))
        psr_mirror_page_add_pending (page, psr_sync_flow_to_string (run->flow), record->number);

      record->seen_run = run->seen_run;
      psr_mirror_page_add_record (page, record);
    }

  return psr_sync_run_is_dry (run) || dex_await (psr_mirror_store_commit (run->context->mirror, page), error);
}

/**
 * psr_sync_stock_v1_read:
 * @run: a run
 * @numbers: (nullable) (element-type utf8): takes the numbers of the items whose stock is
 *   another one than when this was called before; %NULL when it only has to be known
 * @date: (out): the server's time before the first was read
 * @error: return location for an error
 *
 * API v1.0 doesn't show the moves, and a move doesn't touch the time of change of its item:
 * the stock of all items is read. Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_stock_v1_read (PsrSyncRun    *run,
                        GHashTable    *numbers,
                        PsrTimestamp  *date,
                        GError       **error)
{
  g_autoptr (PsrODataPager) pager = NULL;

  g_return_val_if_fail (run != NULL, FALSE);
  g_return_val_if_fail (date != NULL, FALSE);

  *date = PSR_TIMESTAMP_NONE;
  pager = psr_bc_client_pull (run->context->bc, PSR_BC_SET_ITEMS, SELECT, run->filter, PSR_TIMESTAMP_NONE, PSR_SYNC_PAGE, NULL);

  while (!psr_odata_pager_is_done (pager))
    {
      g_autoptr (PsrODataPage) page = NULL;

      if (!psr_sync_run_goes_on (run, error))
        return FALSE;

      page = dex_await_object (psr_odata_pager_next (pager, make_records, NULL, NULL), error);
      if (page == NULL)
        return FALSE;

      if (*date == PSR_TIMESTAMP_NONE)
        *date = psr_odata_page_get_date (page);

      if (!take_records (run, psr_odata_page_get_rows (page), numbers, error))
        return FALSE;
    }

  return TRUE;
}
