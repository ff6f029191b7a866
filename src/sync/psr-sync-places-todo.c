/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-places-todo"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-guid.h"
#include "psr-sync-cell.h"
#include "psr-sync-places-private.h"

/* Which items have to be reckoned. */

/**
 * psr_sync_places_store_todo:
 * @places: what stock per location is reckoned from
 * @moved: (element-type utf8): numbers of items that moved
 * @todo: (element-type utf8): ids of items that have to be reckoned; gets those that moved
 * @since: how far was read
 * @error: return location for an error
 *
 * Stores what is to be reckoned, before how far was read, so that nothing is lost when the run
 * is cut off. Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_places_store_todo (PsrSyncPlaces  *places,
                            GHashTable     *moved,
                            GHashTable     *todo,
                            PsrTimestamp    since,
                            GError        **error)
{
  const char *flow = psr_sync_flow_to_string (places->run->flow);
  g_autoptr (PsrWatermark) watermark = psr_watermark_new (PSR_SYNC_PLACES_STREAM);
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, moved);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const PsrLink *link = g_hash_table_lookup (places->by_number, key);

      /* One that isn't coupled waits for that. */
      psr_mirror_page_add_pending (page, flow, link != NULL ? link->bc_id : key);
      if (link != NULL)
        g_hash_table_add (todo, g_strdup (link->bc_id));
    }

  g_hash_table_iter_init (&iter, todo);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    psr_mirror_page_add_pending (page, flow, key);

  watermark->since = since;
  watermark->run_id = places->run->seen_run;
  psr_mirror_page_set_watermark (page, watermark);

  return psr_sync_places_commit (places, page, error);
}

/**
 * psr_sync_places_add_pending:
 * @places: what stock per location is reckoned from
 * @todo: (element-type utf8): gets ids of items
 * @error: return location for an error
 *
 * Adds what was left over, and what has been coupled since. Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_places_add_pending (PsrSyncPlaces  *places,
                             GHashTable     *todo,
                             GError        **error)
{
  g_auto (GStrv) pending = dex_await_boxed (psr_mirror_store_list_pending (places->run->context->mirror,
                                                                           psr_sync_flow_to_string (places->run->flow), 0),
                                            error);

  if (pending == NULL)
    return FALSE;

  for (gsize i = 0; pending[i] != NULL; i++)
    {
      const PsrLink *link = g_hash_table_lookup (places->by_number, pending[i]);

      if (link == NULL && psr_guid_is_canonical (pending[i]))
        link = g_hash_table_lookup (places->links, pending[i]);
      if (link != NULL)
        g_hash_table_add (todo, g_strdup (link->bc_id));
      else if (psr_guid_is_canonical (pending[i]))
        g_hash_table_add (places->waiting, g_strdup (pending[i]));
    }

  return TRUE;
}

/* Uncoupling changes nothing in either service: what the article has stays, and somebody has to
 * know of it. */
static gboolean
tell_uncoupled (PsrSyncPlaces  *places,
                PsrMirrorPage  *page,
                GError        **error)
{
  PsrMirrorStore *mirror = places->run->context->mirror;
  g_auto (GStrv) ids = dex_await_boxed (psr_mirror_store_list_unseen (mirror, PSR_ENTITY_STOCK_PLACE, PSR_MIRROR_BC,
                                                                      G_MAXINT64, G_MAXINT),
                                        error);
  g_autoptr (GPtrArray) gone = g_ptr_array_new ();
  g_autoptr (GHashTable) items = NULL;

  for (gsize i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      if (!g_hash_table_contains (places->links, ids[i]))
        g_ptr_array_add (gone, ids[i]);
    }
  if (ids == NULL || gone->len == 0)
    return ids != NULL;

  g_ptr_array_add (gone, NULL);
  items = dex_await_boxed (psr_mirror_store_get_records (mirror, PSR_ENTITY_ITEM, PSR_MIRROR_BC, (const char * const *) gone->pdata), error);
  if (items == NULL)
    return FALSE;

  for (guint i = 0; i < gone->len - 1; i++)
    {
      const PsrMirrorRecord *item = g_hash_table_lookup (items, gone->pdata[i]);

      psr_sync_cells_note (places->run, gone->pdata[i], item != NULL && *item->number != '\0' ? item->number : gone->pdata[i],
                           "uncoupled", _("It isn’t coupled any more: its article keeps the stock that it had at the locations."), NULL,
                           _("Put the stock of that one right in Wello, or archive it."));
      psr_mirror_page_remove_record (page, PSR_ENTITY_STOCK_PLACE, PSR_MIRROR_BC, gone->pdata[i]);
    }

  return TRUE;
}

/**
 * psr_sync_places_add_new_links:
 * @places: what stock per location is reckoned from
 * @todo: (nullable) (element-type utf8): gets ids of items
 * @found: (out): set to %TRUE when there was one
 * @error: return location for an error
 *
 * An item that was coupled since, or with another article, isn't among what moved. That it was
 * reckoned is remembered as of Business Central, beside what Wello has; of one that isn't coupled
 * any more it is told. Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_places_add_new_links (PsrSyncPlaces  *places,
                               GHashTable     *todo,
                               gboolean       *found,
                               GError        **error)
{
  PsrSyncRun *run = places->run;
  g_autoptr (GPtrArray) ids = g_hash_table_get_keys_as_ptr_array (places->links);
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (GHashTable) known = NULL;
  guint n = ids->len;

  g_ptr_array_add (ids, NULL);
  known = dex_await_boxed (psr_mirror_store_get_records (run->context->mirror, PSR_ENTITY_STOCK_PLACE, PSR_MIRROR_BC,
                                                         (const char * const *) ids->pdata),
                           error);
  if (known == NULL)
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      const PsrLink *link = g_hash_table_lookup (places->links, g_ptr_array_index (ids, i));
      const PsrMirrorRecord *before = g_hash_table_lookup (known, link->bc_id);
      g_autoptr (PsrMirrorRecord) record = NULL;

      if (before != NULL && g_str_equal (before->number, link->wello_id))
        continue;

      /* Uncoupling changes nothing in either service. */
      if (before != NULL)
        psr_sync_cells_note (run, link->bc_id, link->bc_number, "other-article",
                             _("It is coupled with another article: the one before keeps the stock that it had."), NULL,
                             _("Put the stock of that one right in Wello, or archive it."));

      record = psr_mirror_record_new_read (PSR_ENTITY_STOCK_PLACE, PSR_MIRROR_BC, link->bc_id, link->wello_id, "", "");
      psr_mirror_page_add_record (page, record);
      *found = TRUE;
      if (todo == NULL)
        continue;

      psr_mirror_page_add_pending (page, psr_sync_flow_to_string (run->flow), link->bc_id);
      g_hash_table_add (todo, g_strdup (link->bc_id));
    }

  if (!tell_uncoupled (places, page, error))
    return FALSE;

  return psr_sync_places_commit (places, page, error);
}
