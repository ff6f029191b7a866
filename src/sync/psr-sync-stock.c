/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-stock"

#include "config.h"

#include "psr-sync-private.h"

#define STREAM "items.stock"
#define SELECT "id,itemNumber,lastModifiedDateTime"

/* How far our clock may be off before Business Central's is asked. */
#define MAX_SKEW G_TIME_SPAN_MINUTE

static GPtrArray *
make_entries (JsonArray  *rows,
              gpointer    data,
              GError    **error)
{
  g_autoptr (GPtrArray) entries = NULL;

  g_assert (rows != NULL);

  entries = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_bc_item_ledger_entry_unref);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      PsrBcItemLedgerEntry *entry;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      entry = psr_bc_item_ledger_entry_from_json (json_node_get_object (node), error);
      if (entry == NULL)
        return NULL;

      g_ptr_array_add (entries, entry);
    }

  return g_steal_pointer (&entries);
}

/* Adds the items that moved by entries that weren't seen before, and remembers
 * these entries: the overlap of the next run shows them again. */
static gboolean
take_entries (PsrSyncRun     *run,
              GPtrArray      *entries,
              GHashTable     *numbers,
              PsrMirrorPage  *page,
              GError        **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;
  g_autoptr (GHashTable) known = NULL;

  for (guint i = 0; i < entries->len; i++)
    g_strv_builder_add (builder, ((const PsrBcItemLedgerEntry *) g_ptr_array_index (entries, i))->id);

  ids = g_strv_builder_end (builder);
  known = dex_await_boxed (psr_mirror_store_get_records (run->context->mirror, PSR_ENTITY_ITEM_LEDGER_ENTRY,
                                                         PSR_MIRROR_BC, (const char * const *) ids),
                           error);
  if (known == NULL)
    return FALSE;

  for (guint i = 0; i < entries->len; i++)
    {
      const PsrBcItemLedgerEntry *entry = g_ptr_array_index (entries, i);
      PsrMirrorRecord *before = g_hash_table_lookup (known, entry->id);
      g_autoptr (PsrMirrorRecord) record = NULL;

      /* An entry that was corrected counts again. */
      if (numbers != NULL && *entry->item_number != '\0' &&
          (before == NULL || before->modified != entry->modified) &&
          g_hash_table_add (numbers, g_strdup (entry->item_number)))
        psr_mirror_page_add_pending (page, psr_sync_flow_to_string (run->flow), entry->item_number);

      record = psr_mirror_record_new (PSR_ENTITY_ITEM_LEDGER_ENTRY, PSR_MIRROR_BC, entry->id);
      g_set_str (&record->number, entry->item_number);
      record->modified = entry->modified;
      record->seen_run = run->seen_run;
      psr_mirror_page_add_record (page, record);
    }

  return TRUE;
}

static gboolean
commit (PsrSyncRun     *run,
        PsrMirrorPage  *page,
        GError        **error)
{
  return psr_sync_run_is_dry (run) ||
         dex_await (psr_mirror_store_commit (run->context->mirror, page), error);
}

/* Reads the moves since @since; @numbers is NULL when they only have to be
 * known. @date becomes the server's time before the first of them was read. */
static gboolean
read_moves (PsrSyncRun    *run,
            PsrTimestamp   since,
            GHashTable    *numbers,
            PsrTimestamp  *date,
            GError       **error)
{
  g_autoptr (PsrODataPager) pager = NULL;

  if (!psr_sync_context_shows_moves (run->context))
    return psr_sync_stock_v1_read (run, numbers, date, error);

  *date = PSR_TIMESTAMP_NONE;
  pager = psr_bc_client_pull (run->context->bc, PSR_BC_SET_ITEM_LEDGER_ENTRIES, SELECT, NULL, since, PSR_SYNC_PAGE, NULL);

  while (!psr_odata_pager_is_done (pager))
    {
      g_autoptr (PsrODataPage) page = NULL;
      g_autoptr (PsrMirrorPage) stored = psr_mirror_page_new ();

      if (!psr_sync_run_goes_on (run, error))
        return FALSE;

      page = dex_await_object (psr_odata_pager_next (pager, make_entries, NULL, NULL), error);
      if (page == NULL)
        return FALSE;

      if (*date == PSR_TIMESTAMP_NONE)
        *date = psr_odata_page_get_date (page);

      if (!take_entries (run, psr_odata_page_get_rows (page), numbers, stored, error) ||
          !commit (run, stored, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
store_watermark (PsrSyncRun    *run,
                 PsrTimestamp   since,
                 GError       **error)
{
  g_autoptr (PsrWatermark) watermark = psr_watermark_new (STREAM);
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();

  watermark->since = since;
  watermark->run_id = run->seen_run;
  psr_mirror_page_set_watermark (page, watermark);

  return commit (run, page, error);
}

/* Entries from before the overlap won't be shown again. */
static gboolean
forget_old_entries (PsrSyncRun  *run,
                    GError     **error)
{
  g_auto (GStrv) old = NULL;
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();

  if (psr_sync_run_is_dry (run))
    return TRUE;

  old = dex_await_boxed (psr_mirror_store_list_unseen (run->context->mirror, PSR_ENTITY_ITEM_LEDGER_ENTRY,
                                                       PSR_MIRROR_BC, run->seen_run, PSR_SYNC_PAGE),
                         error);
  if (old == NULL)
    return FALSE;

  for (guint i = 0; old[i] != NULL; i++)
    psr_mirror_page_remove_record (page, PSR_ENTITY_ITEM_LEDGER_ENTRY, PSR_MIRROR_BC, old[i]);

  return old[0] == NULL || commit (run, page, error);
}

/**
 * psr_sync_stock_begin:
 * @run: a run that is about to read all items
 * @error: return location for an error
 *
 * Notes how far the moves go *before* the items are read: their stock includes
 * these, and every later one will be followed. Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_stock_begin (PsrSyncRun  *run,
                      GError     **error)
{
  PsrTimestamp now;
  PsrTimestamp date;

  g_return_val_if_fail (run != NULL, FALSE);

  now = psr_clock_now (run->context->clock);

  if (!read_moves (run, now - PSR_SYNC_OVERLAP, NULL, &date, error))
    return FALSE;

  if (date != PSR_TIMESTAMP_NONE && ABS (date - now) > MAX_SKEW)
    {
      now = date;

      if (!read_moves (run, now - PSR_SYNC_OVERLAP, NULL, &date, error))
        return FALSE;
    }

  return store_watermark (run, now, error);
}

/**
 * psr_sync_stock_follow:
 * @run: a run that reads only changes
 * @numbers: (out) (transfer full) (element-type utf8): numbers of the items
 *   that moved
 * @error: return location for an error
 *
 * A stock move doesn't touch the time of change of its item: the moves
 * themselves say which items have to be read again. The numbers are stored
 * until psr_mirror_page_clear_pending(), so that none is lost when the run is
 * cut off. Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_stock_follow (PsrSyncRun  *run,
                       GPtrArray  **numbers,
                       GError     **error)
{
  g_autoptr (GHashTable) moved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (PsrWatermark) watermark = NULL;
  g_auto (GStrv) pending = NULL;
  PsrTimestamp since;
  PsrTimestamp date;

  g_return_val_if_fail (run != NULL, FALSE);
  g_return_val_if_fail (numbers != NULL, FALSE);

  watermark = dex_await_boxed (psr_mirror_store_get_watermark (run->context->mirror, STREAM), error);
  if (watermark == NULL)
    return FALSE;

  since = watermark->since != PSR_TIMESTAMP_NONE ? watermark->since - PSR_SYNC_OVERLAP : PSR_TIMESTAMP_NONE;

  if (!read_moves (run, since, moved, &date, error) ||
      !store_watermark (run, date != PSR_TIMESTAMP_NONE ? date : psr_clock_now (run->context->clock), error) ||
      !forget_old_entries (run, error))
    return FALSE;

  pending = dex_await_boxed (psr_mirror_store_list_pending (run->context->mirror,
                                                            psr_sync_flow_to_string (run->flow), 0),
                             error);
  if (pending == NULL)
    return FALSE;

  for (guint i = 0; pending[i] != NULL; i++)
    g_hash_table_add (moved, g_strdup (pending[i]));

  *numbers = g_hash_table_steal_all_keys (moved);
  g_ptr_array_set_free_func (*numbers, g_free);
  return TRUE;
}
