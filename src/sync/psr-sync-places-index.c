/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-places-index"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-guid.h"
#include "psr-sync-cell.h"
#include "psr-sync-places-private.h"
#include "psr-sync-unseen.h"

/* A row of Wello: how many of an article are at a location. */
typedef struct
{
  char *id;
  char *location_id;
  char *article_id;
  char *quantity;
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->id);
  g_free (row->location_id);
  g_free (row->article_id);
  g_free (row->quantity);
  g_free (row);
}

/* A PsrODataItemsFunc. */
static GPtrArray *
read_rows (const PsrJsonItem  *rows,
           gpointer            data,
           GError            **error)
{
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (row_free);

  for (const PsrJsonItem *item = psr_json_item_get_first (rows); item != NULL; item = psr_json_item_get_next (rows, item))
    {
      const PsrJsonItem *number = psr_json_item_get_type (item) == PSR_JSON_OBJECT ? psr_json_item_find (item, "quantity") : NULL;
      PsrDecimal quantity;
      Row *row;

      if (number == NULL || !psr_json_item_to_decimal (number, &quantity, NULL))
        continue;

      row = g_new0 (Row, 1);
      row->id = psr_json_item_dup_guid (item, "id");
      row->location_id = psr_json_item_dup_guid (item, "article_stock_location_id");
      row->article_id = psr_json_item_dup_guid (item, "article_id");
      row->quantity = psr_decimal_to_string (quantity);
      if (row->id != NULL && row->location_id != NULL && row->article_id != NULL)
        g_ptr_array_add (made, row);
      else
        row_free (row);
    }

  return g_steal_pointer (&made);
}

/**
 * psr_sync_places_dup_cell_id:
 * @location_id: canonical GUID of a location in Business Central
 * @link: link of an item
 *
 * With another article the item has another one: what Wello has of the old one isn't its.
 *
 * Returns: (transfer full): by which id it is remembered, and made, how many of the item are
 *   there
 */
char *
psr_sync_places_dup_cell_id (const char    *location_id,
                             const PsrLink *link)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (location_id != NULL && link != NULL, NULL);

  name = g_strdup_printf ("stock|%s|%s|%s", location_id, link->bc_id, link->wello_id);

  return psr_guid_from_name (name);
}

static const PsrSyncPlace *
find_place (PsrSyncPlaces *places,
            const char    *wello_id)
{
  for (guint i = 0; i < places->places->len; i++)
    {
      const PsrSyncPlace *place = g_ptr_array_index (places->places, i);

      if (g_str_equal (place->wello_id, wello_id))
        return place;
    }

  return NULL;
}

/**
 * psr_sync_places_index:
 * @places: what stock per location is reckoned from, with its locations and links
 * @error: return location for an error
 *
 * Remembers what Wello has now at the locations that are coupled, whoever made it. What is
 * there of articles that aren't coupled isn't ours. Has to be called in a fiber.
 *
 * Returns: whether all was read
 */
gboolean
psr_sync_places_index (PsrSyncPlaces  *places,
                       GError        **error)
{
  PsrSyncRun *run = places->run;
  g_autoptr (PsrODataPager) pager = psr_wello_client_pull (run->context->wello, PSR_WELLO_SET_STOCK, NULL, NULL,
                                                           PSR_TIMESTAMP_NONE, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  while (!psr_odata_pager_is_done (pager))
    {
      g_autoptr (PsrODataPage) page = NULL;
      g_autoptr (PsrMirrorPage) commit = psr_mirror_page_new ();
      GPtrArray *rows;

      if (!psr_sync_run_goes_on (run, error))
        return FALSE;

      page = dex_await_object (psr_odata_pager_next_items (pager, read_rows, NULL, NULL), error);
      if (page == NULL)
        return FALSE;

      rows = psr_odata_page_get_rows (page);
      for (guint i = 0; i < rows->len; i++)
        {
          const Row *row = g_ptr_array_index (rows, i);
          const PsrSyncPlace *place = find_place (places, row->location_id);
          const PsrLink *link = g_hash_table_lookup (places->by_article, row->article_id);
          g_autoptr (PsrMirrorRecord) record = NULL;
          g_autofree char *id = NULL;

          if (place == NULL || link == NULL)
            continue;

          id = psr_sync_places_dup_cell_id (place->bc_id, link);
          if (!g_hash_table_add (seen, g_strdup (id)))
            {
              g_autofree char *what = g_strdup_printf (_("Wello has it twice at %s."), place->code);

              psr_sync_cells_note (run, link->bc_id, link->bc_number, "twice", what,
                                   _("Only one of the two rows is kept up to date."), _("Delete the other one in Wello."));
              continue;
            }
          record = psr_mirror_record_new_read (PSR_ENTITY_STOCK_PLACE, PSR_MIRROR_WELLO, id, row->id, row->quantity, "");
          record->seen_run = run->seen_run;
          psr_mirror_page_add_record (commit, record);
        }

      /* What is read of Wello may be remembered by a dry run, too. */
      if (!dex_await (psr_mirror_store_commit (run->context->mirror, commit), error))
        return FALSE;
      psr_sync_run_notify (run);
    }

  places->is_indexed = psr_sync_forget_unseen (run, PSR_ENTITY_STOCK_PLACE, error);

  return places->is_indexed;
}
