/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-places"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-client-stock.h"
#include "psr-explain.h"
#include "psr-sync-cell.h"
#include "psr-sync-error.h"
#include "psr-sync-places.h"
#include "psr-sync-places-item.h"
#include "psr-sync-places-private.h"

#define STREAM PSR_SYNC_PLACES_STREAM
#define FACT_UNPOSTED "stock.unposted"
#define FACT_SETTINGS "stock.settings"

/* So many items are reckoned at a time. */
#define SLICE 200

static void
places_clear (PsrSyncPlaces *places)
{
  g_clear_pointer (&places->source, psr_bc_stock_source_unref);
  g_clear_pointer (&places->places, g_ptr_array_unref);
  g_clear_pointer (&places->by_number, g_hash_table_unref);
  g_clear_pointer (&places->by_article, g_hash_table_unref);
  g_clear_pointer (&places->links, g_hash_table_unref);
  g_clear_pointer (&places->unposted, g_hash_table_unref);
  g_clear_pointer (&places->waiting, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PsrSyncPlaces, places_clear)

static gboolean
load_links (PsrSyncPlaces  *places,
            GError        **error)
{
  g_autoptr (GPtrArray) links = dex_await_boxed (psr_link_store_list (places->run->context->links, PSR_ENTITY_ITEM), error);

  if (links == NULL)
    return FALSE;

  places->links = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) psr_link_unref);
  places->by_number = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  places->by_article = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < links->len; i++)
    {
      PsrLink *link = psr_link_ref (g_ptr_array_index (links, i));

      g_hash_table_insert (places->links, link->bc_id, link);
      g_hash_table_insert (places->by_number, g_ascii_strup (link->bc_number, -1), link);
      g_hash_table_insert (places->by_article, link->wello_id, link);
    }

  return TRUE;
}

static gboolean
learn_source (PsrSyncPlaces  *places,
              GError        **error)
{
  places->source = dex_await_boxed (psr_bc_client_learn_stock (places->run->context->bc, places->rules->company_name,
                                                               places->rules->source),
                                    error);

  return places->source != NULL;
}

/* What was posted while the quantities were read is in them or not: nobody knows. Such items
 * are left to the next run, which is shown their moves. */
static gboolean
drop_unsettled (PsrSyncPlaces  *places,
                GPtrArray      *items,
                GHashTable     *unsettled,
                GError        **error)
{
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  gboolean any = FALSE;

  for (guint i = items->len; i > 0; i--)
    {
      const PsrSyncPlacesItem *item = g_ptr_array_index (items, i - 1);

      if (!g_hash_table_contains (unsettled, item->id))
        continue;

      any = TRUE;
      psr_mirror_page_add_pending (page, psr_sync_flow_to_string (places->run->flow), item->id);
      g_ptr_array_remove_index (items, i - 1);
    }

  return !any || psr_sync_places_commit (places, page, error);
}

/* Reads the documents once more, after the quantities. */
static gboolean
find_unsettled (PsrSyncPlaces  *places,
                GHashTable     *unsettled,
                GError        **error)
{
  g_autofree char *before = psr_sync_places_dup_unposted (places);
  g_autofree char *now = NULL;

  if (places->rules->documents == NULL || places->rules->documents->len == 0)
    return TRUE;
  if (!psr_sync_places_read_unposted (places, error))
    return FALSE;

  now = psr_sync_places_dup_unposted (places);
  psr_sync_places_add_changed (before, now, unsettled);

  return TRUE;
}

/* Whether Wello has something anywhere, as far as is known. */
static gboolean
has_some (GHashTable *known)
{
  GHashTableIter iter;
  gpointer record;

  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    {
      if (!g_str_equal (((const PsrMirrorRecord *) record)->hash, "0"))
        return TRUE;
    }

  return FALSE;
}

/* Reckons and writes items that were read. */
static gboolean
process_items (PsrSyncPlaces  *places,
               GPtrArray      *items,
               GHashTable     *sums,
               GError        **error)
{
  PsrSyncRun *run = places->run;
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_sync_cell_free);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) row_ids = g_ptr_array_new ();
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (GHashTable) known = NULL;

  if (!psr_sync_places_check_sums (places, items, sums, error))
    return FALSE;

  for (guint i = 0; i < items->len; i++)
    {
      const PsrSyncPlacesItem *item = g_ptr_array_index (items, i);

      const PsrLink *link = g_hash_table_lookup (places->links, item->id);

      for (guint k = 0; link != NULL && k < places->places->len; k++)
        g_ptr_array_add (ids, psr_sync_places_dup_cell_id (((PsrSyncPlace *) g_ptr_array_index (places->places, k))->bc_id,
                                                           link));
    }

  known = psr_sync_cells_known (run, PSR_ENTITY_STOCK_PLACE, ids, error);
  if (known == NULL)
    return FALSE;

  /* Somebody may have put it to 0 in Wello, as it was asked for. */
  if (places->is_empty && !places->is_indexed && has_some (known))
    {
      g_clear_pointer (&known, g_hash_table_unref);
      if (!psr_sync_places_index (places, error))
        return FALSE;
      known = psr_sync_cells_known (run, PSR_ENTITY_STOCK_PLACE, ids, error);
      if (known == NULL)
        return FALSE;
    }

  for (guint i = 0; i < items->len; i++)
    {
      const PsrSyncPlacesItem *item = g_ptr_array_index (items, i);
      const PsrLink *link = g_hash_table_lookup (places->links, item->id);

      if (link == NULL)
        continue;

      if (item->has_moved)
        {
          psr_mirror_page_add_pending (page, psr_sync_flow_to_string (run->flow), item->id);
          continue;
        }

      g_ptr_array_add (row_ids, item->id);
      psr_sync_places_reckon (places, item, link, sums, known, cells);
      psr_mirror_page_clear_pending (page, psr_sync_flow_to_string (run->flow), link->bc_number);
    }

  /* All of these would become 0. */
  if (places->is_empty && cells->len > 0)
    {
      psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_STOPPED,
                               _("Business Central’s source of stock shows nothing at all."),
                               _("Wello has stock of these items at their locations: more likely the source hides its rows than that everything is used up."),
                               _("See to it that the account may read the source at [Stock], and that it is published without a filter. If really nothing is left, put the stock at these locations to 0 in Wello."));
      return FALSE;
    }

  return psr_sync_cells_write (run, cells, row_ids, page, error);
}

/* A PsrODataItemsFunc. */
static GPtrArray *
read_items (const PsrJsonItem  *rows,
            gpointer            data,
            GError            **error)
{
  return psr_sync_places_items_read (rows, error);
}

/**
 * psr_sync_places_read_items:
 * @places: what stock per location is reckoned from
 * @ids: (array zero-terminated=1): canonical GUIDs of items
 * @error: return location for an error
 *
 * Has to be called in a fiber.
 *
 * Returns: (transfer full) (nullable) (element-type PsrSyncPlacesItem): those that are there
 */
GPtrArray *
psr_sync_places_read_items (PsrSyncPlaces       *places,
                            const char * const  *ids,
                            GError             **error)
{
  PsrSyncRun *run = places->run;
  g_autofree char *select = psr_sync_context_dup_select (run->context, "items", PSR_SYNC_PLACES_ITEM_SELECT);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (psr_sync_places_item_free);
  g_autoptr (GPtrArray) pagers = psr_bc_client_pull_by_id (run->context->bc, PSR_BC_SET_ITEMS, select, NULL, ids);

  for (guint i = 0; i < pagers->len; i++)
    {
      PsrODataPager *pager = g_ptr_array_index (pagers, i);

      while (!psr_odata_pager_is_done (pager))
        {
          g_autoptr (PsrODataPage) page = NULL;

          if (!psr_sync_run_goes_on (run, error))
            return NULL;
          page = dex_await_object (psr_odata_pager_next_items (pager, read_items, NULL, NULL), error);
          if (page == NULL)
            return NULL;
          g_ptr_array_extend_and_steal (items, g_ptr_array_ref (psr_odata_page_get_rows (page)));
        }
    }

  return g_steal_pointer (&items);
}

/* Items whose number or id is known. */
static gboolean
process_listed (PsrSyncPlaces  *places,
                GPtrArray      *ids,
                GError        **error)
{
  PsrSyncRun *run = places->run;

  for (guint first = 0; first < ids->len; first += SLICE)
    {
      g_autoptr (GPtrArray) slice = g_ptr_array_new ();
      g_autoptr (GPtrArray) numbers = g_ptr_array_new ();
      g_autoptr (GPtrArray) items = NULL;
      g_autoptr (GHashTable) sums = NULL;
      g_autoptr (GHashTable) unsettled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      for (guint i = first; i < MIN (first + SLICE, ids->len); i++)
        g_ptr_array_add (slice, g_ptr_array_index (ids, i));
      g_ptr_array_add (slice, NULL);

      items = psr_sync_places_read_items (places, (const char * const *) slice->pdata, error);
      if (items == NULL)
        return FALSE;

      for (guint i = 0; i < items->len; i++)
        g_ptr_array_add (numbers, ((PsrSyncPlacesItem *) g_ptr_array_index (items, i))->number);
      g_ptr_array_add (numbers, NULL);

      sums = psr_sync_places_read_quantities (places, (const char * const *) numbers->pdata, error);
      if (sums == NULL || !find_unsettled (places, unsettled, error) || !drop_unsettled (places, items, unsettled, error) ||
          !process_items (places, items, sums, error))
        return FALSE;

      /* What is gone in Business Central, or isn't coupled any more, has no stock. */
      for (guint i = 0; i < slice->len - 1; i++)
        {
          g_autoptr (PsrMirrorPage) page = NULL;
          gboolean came = g_hash_table_contains (unsettled, g_ptr_array_index (slice, i));

          for (guint k = 0; k < items->len && !came; k++)
            came = g_str_equal (((PsrSyncPlacesItem *) g_ptr_array_index (items, k))->id, g_ptr_array_index (slice, i));
          if (came)
            continue;

          page = psr_mirror_page_new ();
          psr_mirror_page_clear_pending (page, psr_sync_flow_to_string (run->flow), g_ptr_array_index (slice, i));
          psr_mirror_page_clear_skipped (page, psr_sync_flow_to_string (run->flow), g_ptr_array_index (slice, i));
          if (!psr_sync_places_commit (places, page, error))
            return FALSE;
        }
    }

  return TRUE;
}

static gboolean
process_all (PsrSyncPlaces  *places,
             GError        **error)
{
  PsrSyncRun *run = places->run;
  g_autofree char *select = psr_sync_context_dup_select (run->context, "items", PSR_SYNC_PLACES_ITEM_SELECT);
  g_autoptr (PsrODataPager) pager = NULL;
  g_autoptr (GHashTable) unsettled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) sums = psr_sync_places_read_quantities (places, NULL, error);

  if (sums == NULL || !find_unsettled (places, unsettled, error))
    return FALSE;

  pager = psr_bc_client_pull (run->context->bc, PSR_BC_SET_ITEMS, select, NULL, PSR_TIMESTAMP_NONE, PSR_SYNC_PAGE, NULL);
  while (!psr_odata_pager_is_done (pager))
    {
      g_autoptr (PsrODataPage) page = NULL;

      if (!psr_sync_run_goes_on (run, error))
        return FALSE;

      page = dex_await_object (psr_odata_pager_next_items (pager, read_items, NULL, NULL), error);
      if (page == NULL || !drop_unsettled (places, psr_odata_page_get_rows (page), unsettled, error) ||
          !process_items (places, psr_odata_page_get_rows (page), sums, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
get_fact (PsrSyncRun  *run,
          const char  *name,
          char       **value,
          GError     **error)
{
  g_autoptr (GError) local = NULL;

  *value = dex_await_string (psr_mirror_store_get_fact (run->context->mirror, name), &local);
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* With another source, or other locations, what is where has to be read again. */
static gboolean
check_settings (PsrSyncPlaces  *places,
                gboolean       *changed,
                char          **settings,
                GError        **error)
{
  const PsrBcStockSource *source = places->rules->source;
  g_autofree char *codes = places->rules->locations != NULL ? g_strjoinv (";", places->rules->locations) : g_strdup ("*");
  g_autofree char *before = NULL;

  /* "2": since what is remembered goes by the article, too. */
  *settings = g_strjoin ("|", "2", source->service != NULL ? source->service : "", source->item != NULL ? source->item : "",
                         source->location != NULL ? source->location : "", source->quantity != NULL ? source->quantity : "",
                         codes, NULL);
  if (!get_fact (places->run, FACT_SETTINGS, &before, error))
    return FALSE;

  *changed = g_strcmp0 (before, *settings) != 0;

  return TRUE;
}

static gboolean
set_fact (PsrSyncRun  *run,
          const char  *name,
          const char  *value,
          GError     **error)
{
  return psr_sync_run_is_dry (run) || dex_await (psr_mirror_store_set_fact (run->context->mirror, name, value), error);
}

static GPtrArray *
steal_ids (GHashTable *todo)
{
  GPtrArray *ids = g_hash_table_steal_all_keys (todo);

  g_ptr_array_set_free_func (ids, g_free);
  g_ptr_array_sort_values (ids, (GCompareFunc) strcmp);

  return ids;
}

static gboolean
run_everything (PsrSyncPlaces  *places,
                const char     *settings,
                const char     *unposted,
                PsrTimestamp    since,
                GError        **error)
{
  PsrSyncRun *run = places->run;
  g_autoptr (PsrWatermark) watermark = psr_watermark_new (STREAM);
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  gboolean found = FALSE;

  run->indexed = TRUE;
  if (!psr_sync_places_index (places, error) || !process_all (places, error) || !psr_sync_places_add_new_links (places, NULL, &found, error) ||
      !set_fact (run, FACT_UNPOSTED, unposted, error))
    return FALSE;

  if (!set_fact (run, FACT_SETTINGS, settings, error))
    return FALSE;

  /* Only now: one that was cut off begins anew. What lies at a location that couldn't be made
   * comes once it can: it is new then. */
  psr_sync_places_remember (places, page);
  watermark->since = since;
  watermark->run_id = run->seen_run;
  psr_mirror_page_set_watermark (page, watermark);

  return psr_sync_places_commit (places, page, error);
}

/* What Wello has is read before: they may be here for the first time. */
static gboolean
process_rows (PsrSyncPlaces  *places,
              gboolean       *is_new,
              GError        **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (char **row = places->run->rows; *row != NULL; row++)
    {
      if (g_hash_table_contains (places->links, *row))
        g_ptr_array_add (ids, *row);
    }

  if (!psr_sync_places_read_unposted (places, error) || !learn_source (places, error) ||
      !psr_sync_places_find_locations (places, error) || !psr_sync_places_find_new (places, is_new, error))
    return FALSE;

  /* Then everything is read, and these with it. */
  return *is_new || (psr_sync_places_index (places, error) && process_listed (places, ids, error));
}

/**
 * psr_sync_places_work:
 * @run: a run of %PSR_SYNC_STOCK that has begun
 * @error: return location for an error
 *
 * Brings to Wello how much of each item is at which location. Only what moved in Business
 * Central since the last run is reckoned anew, and what is on documents of the ledger that
 * were made, changed, posted or removed since. Has to be called in a fiber.
 *
 * The documents are read before the quantities and after them: what was posted in between is
 * left to the next run, so that nothing is subtracted twice, or not at all.
 *
 * Returns: whether all was done
 */
gboolean
psr_sync_places_work (PsrSyncRun  *run,
                      GError     **error)
{
  g_auto (PsrSyncPlaces) places = { 0, };
  g_autoptr (GHashTable) moved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) todo = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (PsrWatermark) watermark = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  g_autofree char *settings = NULL;
  g_autofree char *before = NULL;
  g_autofree char *unposted = NULL;
  PsrTimestamp since, date, now;
  gboolean everything, is_new = FALSE, found = FALSE;

  g_return_val_if_fail (run != NULL, FALSE);

  places.run = run;
  places.rules = run->context->stock;
  if (places.rules == NULL)
    {
      psr_sync_places_set_no_source (error);
      return FALSE;
    }

  if (!load_links (&places, error))
    return FALSE;
  places.waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (run->rows != NULL && !process_rows (&places, &is_new, error))
    return FALSE;
  /* What lies at a location that has come to be is carried over at once. */
  if (run->rows != NULL && !is_new)
    return TRUE;

  watermark = dex_await_boxed (psr_mirror_store_get_watermark (run->context->mirror, STREAM), error);
  if (watermark == NULL || !check_settings (&places, &everything, &settings, error))
    return FALSE;

  now = psr_clock_now (run->context->clock);
  /* Where it isn't shown what moved, anything may have. */
  everything = everything || is_new || psr_sync_run_is_full (run) || watermark->since == PSR_TIMESTAMP_NONE ||
               !psr_sync_context_shows_moves (run->context);
  since = (everything ? now : watermark->since) - PSR_SYNC_OVERLAP;
  if (!psr_sync_places_read_moves (run, since, moved, &date, error) || !psr_sync_places_read_unposted (&places, error))
    return FALSE;

  since = date != PSR_TIMESTAMP_NONE ? date : now;
  unposted = psr_sync_places_dup_unposted (&places);
  places.tries_all = everything && !is_new && psr_sync_context_shows_moves (run->context);
  if (everything)
    return (is_new || (learn_source (&places, error) && psr_sync_places_find_locations (&places, error))) &&
           run_everything (&places, settings, unposted, since, error);

  if (!get_fact (run, FACT_UNPOSTED, &before, error))
    return FALSE;

  psr_sync_places_add_changed (before != NULL ? before : "", unposted, todo);
  if (!psr_sync_places_store_todo (&places, moved, todo, since, error) || !set_fact (run, FACT_UNPOSTED, unposted, error) ||
      !psr_sync_places_add_pending (&places, todo, error) || !psr_sync_places_add_new_links (&places, todo, &found, error))
    return FALSE;

  ids = steal_ids (todo);

  if (ids->len == 0 && g_hash_table_size (places.waiting) == 0)
    return TRUE;

  if (!learn_source (&places, error) || !psr_sync_places_find_locations (&places, error) ||
      !psr_sync_places_find_new (&places, &is_new, error))
    return FALSE;

  /* What lies at a location that wasn't there hasn't moved. */
  if (is_new)
    return run_everything (&places, settings, unposted, since, error);

  /* Wello may have something at its locations of an article that is new to us. */
  return (!found || psr_sync_places_index (&places, error)) && process_listed (&places, ids, error);
}
