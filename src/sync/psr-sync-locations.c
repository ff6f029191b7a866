/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-locations"

#include "config.h"

#include "psr-json-writer.h"
#include "psr-sync-cell.h"
#include "psr-sync-places-private.h"
#include "psr-text.h"

#define NAME_LENGTH 64

static void
place_free (gpointer data)
{
  PsrSyncPlace *place = data;

  g_free (place->bc_id);
  g_free (place->code);
  g_free (place->wello_id);
  g_free (place);
}

static gboolean
is_meant (const PsrSyncStockRules *rules,
          const char              *code)
{
  for (char **one = rules->locations; one != NULL && *one != NULL; one++)
    {
      if (g_ascii_strcasecmp (*one, code) == 0)
        return TRUE;
    }

  return rules->locations == NULL;
}

/* The same record, else the one with the code that somebody put into Wello. Where several companies
 * share Wello the location with this code may be another one's. */
static const PsrWelloStockLocation *
find_match (GPtrArray           *wello,
            gboolean             has_organizations,
            GHashTable          *taken,
            const PsrBcLocation *location)
{
  for (guint by_code = 0; by_code < (has_organizations ? 1 : 2); by_code++)
    {
      for (guint i = 0; i < wello->len; i++)
        {
          const PsrWelloStockLocation *one = g_ptr_array_index (wello, i);

          if (!g_hash_table_contains (taken, one->id) &&
              (by_code ? *location->code != '\0' && g_ascii_strcasecmp (one->reference, location->code) == 0
                       : g_str_equal (one->id, location->id)))
            return one;
        }
    }

  return NULL;
}

static GBytes *
make_body (const PsrBcLocation *location,
           gboolean             is_new)
{
  g_autoptr (PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  if (is_new)
    {
      g_autofree char *name = psr_text_cut (*location->display_name != '\0' ? location->display_name : location->code,
                                            NAME_LENGTH);

      psr_json_writer_add_string (writer, "id", location->id);
      psr_json_writer_add_string (writer, "name", name);
    }
  psr_json_writer_add_string (writer, "reference_back_office", location->code);
  psr_json_writer_end_object (writer);

  return psr_json_writer_finish (writer);
}

/* What Wello lacks: the location itself, or its code. */
static PsrSyncCell *
make_cell (const PsrBcLocation *location,
           const char          *wello_id)
{
  PsrSyncCell *cell = psr_sync_cell_new (PSR_ENTITY_LOCATION, PSR_WELLO_SET_LOCATIONS, location->id, location->id,
                                         location->code, location->code);

  cell->wello_id = g_strdup (wello_id);
  cell->wanted = make_body (location, FALSE);
  cell->body = make_body (location, TRUE);

  return cell;
}

static gboolean
read_lists (PsrSyncPlaces  *places,
            GPtrArray     **locations,
            GPtrArray     **wello,
            GPtrArray     **links,
            GError        **error)
{
  PsrSyncContext *context = places->run->context;

  *locations = dex_await_boxed (psr_bc_client_get_locations (context->bc), error);
  if (*locations == NULL)
    return FALSE;

  *wello = dex_await_boxed (psr_wello_client_get_stock_locations (context->wello), error);
  if (*wello == NULL)
    return FALSE;

  *links = dex_await_boxed (psr_link_store_list (context->links, PSR_ENTITY_LOCATION), error);

  return *links != NULL;
}

static const PsrWelloStockLocation *
find_wello (GPtrArray  *wello,
            const char *id)
{
  for (guint i = 0; i < wello->len; i++)
    {
      if (g_str_equal (((const PsrWelloStockLocation *) g_ptr_array_index (wello, i))->id, id))
        return g_ptr_array_index (wello, i);
    }

  return NULL;
}

static const PsrLink *
find_link (GPtrArray  *links,
           const char *bc_id)
{
  for (guint i = 0; i < links->len; i++)
    {
      if (g_str_equal (((const PsrLink *) g_ptr_array_index (links, i))->bc_id, bc_id))
        return g_ptr_array_index (links, i);
    }

  return NULL;
}

static gboolean
store_links (PsrSyncPlaces  *places,
             GPtrArray      *links,
             GError        **error)
{
  return psr_sync_run_is_dry (places->run) || links->len == 0 ||
         dex_await (psr_link_store_add (places->run->context->links, links), error);
}

/* A location whose record couldn't be made or found is left out: what lies there isn't
 * carried over until it can be, and the row that is set aside says why. */
static void
add_place (PsrSyncPlaces       *places,
           const PsrBcLocation *location,
           const char          *wello_id)
{
  PsrSyncPlace *place = g_new0 (PsrSyncPlace, 1);

  place->bc_id = g_strdup (location->id);
  place->code = g_ascii_strup (location->code, -1);
  place->wello_id = g_strdup (wello_id);
  g_ptr_array_add (places->places, place);
}

/* One that was refused for good, or went wrong too often, waits for a person. */
static gboolean
is_tried (PsrSyncPlaces *places,
          const char    *id)
{
  return places->tries_all || g_hash_table_contains (places->waiting, id) ||
         !g_hash_table_contains (places->run->was_skipped, id) ||
         (places->run->rows != NULL && g_strv_contains ((const char * const *) places->run->rows, id));
}

/* Of an item that isn't coupled any more it is forgotten, too, that it was reckoned: coupled again
 * it is reckoned anew. */
static void
drop_row (PsrSyncPlaces *places,
          const char    *id,
          PsrMirrorPage *page)
{
  const char *flow = psr_sync_flow_to_string (places->run->flow);

  psr_mirror_page_clear_pending (page, flow, id);
  psr_mirror_page_clear_skipped (page, flow, id);
  psr_mirror_page_remove_record (page, PSR_ENTITY_STOCK_PLACE, PSR_MIRROR_BC, id);
}

/* What waits or is set aside, and is neither a location that is meant nor a coupled item, is
 * nothing to try again. */
static gboolean
drop_waiting (PsrSyncPlaces  *places,
              GPtrArray      *locations,
              GError        **error)
{
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (GHashTable) meant = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean any = FALSE;
  GHashTableIter iter;
  gpointer id;

  for (guint i = 0; i < locations->len; i++)
    {
      const PsrBcLocation *location = g_ptr_array_index (locations, i);

      if (is_meant (places->rules, location->code))
        g_hash_table_add (meant, location->id);
    }

  g_hash_table_iter_init (&iter, places->waiting);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      if (g_hash_table_contains (meant, id))
        continue;

      any = TRUE;
      drop_row (places, id, page);
    }

  g_hash_table_iter_init (&iter, places->run->was_skipped);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      if (g_hash_table_contains (meant, id) || g_hash_table_contains (places->links, id))
        continue;

      any = TRUE;
      drop_row (places, id, page);
    }

  return !any || psr_sync_places_commit (places, page, error);
}

/* Somebody deleted it in Wello: it is made again, and what lies there comes anew. */
static gboolean
forget_location (PsrSyncPlaces        *places,
                 const PsrBcLocation  *location,
                 GError              **error)
{
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();

  if (psr_sync_run_is_dry (places->run))
    return TRUE;

  psr_mirror_page_remove_record (page, PSR_ENTITY_LOCATION, PSR_MIRROR_BC, location->id);

  return psr_sync_places_commit (places, page, error) &&
         dex_await (psr_link_store_remove (places->run->context->links, PSR_ENTITY_LOCATION, location->id, "sync",
                                           "gone in Wello, made again"),
                    error);
}

/**
 * psr_sync_places_find_new:
 * @places: what stock per location is reckoned from, with its locations
 * @found: (out): whether there is a location whose stock was never carried over as a whole
 * @error: return location for an error
 *
 * Has to be called in a fiber.
 *
 * Returns: whether it is known
 */
gboolean
psr_sync_places_find_new (PsrSyncPlaces  *places,
                          gboolean       *found,
                          GError        **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GHashTable) known = NULL;

  g_return_val_if_fail (places != NULL && found != NULL, FALSE);

  for (guint i = 0; i < places->places->len; i++)
    g_ptr_array_add (ids, ((PsrSyncPlace *) g_ptr_array_index (places->places, i))->bc_id);
  g_ptr_array_add (ids, NULL);

  known = dex_await_boxed (psr_mirror_store_get_records (places->run->context->mirror, PSR_ENTITY_LOCATION, PSR_MIRROR_BC,
                                                         (const char * const *) ids->pdata),
                           error);
  if (known == NULL)
    return FALSE;

  *found = FALSE;
  for (guint i = 0; i < places->places->len; i++)
    {
      const PsrSyncPlace *place = g_ptr_array_index (places->places, i);
      const PsrMirrorRecord *record = g_hash_table_lookup (known, place->bc_id);

      *found |= record == NULL || !g_str_equal (record->number, place->wello_id);
    }

  return TRUE;
}

/**
 * psr_sync_places_remember:
 * @places: what stock per location is reckoned from, once all of it was carried over
 * @page: gets that this is so
 *
 * Remembers of which locations the stock is in Wello.
 */
void
psr_sync_places_remember (PsrSyncPlaces *places,
                          PsrMirrorPage *page)
{
  g_return_if_fail (places != NULL && page != NULL);

  for (guint i = 0; i < places->places->len; i++)
    {
      const PsrSyncPlace *place = g_ptr_array_index (places->places, i);
      g_autoptr (PsrMirrorRecord) record = psr_mirror_record_new_read (PSR_ENTITY_LOCATION, PSR_MIRROR_BC, place->bc_id,
                                                                       place->wello_id, "", "");

      psr_mirror_page_add_record (page, record);
    }
}

/**
 * psr_sync_places_find_locations:
 * @places: what stock per location is reckoned from
 * @error: return location for an error
 *
 * Couples the locations of both sides, by id and then by code, and makes in Wello those
 * that it lacks. What a location is called in Wello stays as it is. Has to be called in a
 * fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_places_find_locations (PsrSyncPlaces  *places,
                                GError        **error)
{
  g_autoptr (GPtrArray) locations = NULL;
  g_autoptr (GPtrArray) wello = NULL;
  g_autoptr (GPtrArray) links = NULL;
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_link_unref);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_sync_cell_free);
  g_autoptr (GPtrArray) row_ids = g_ptr_array_new ();
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) matched = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) failed = g_hash_table_new (g_str_hash, g_str_equal);

  g_clear_pointer (&places->places, g_ptr_array_unref);
  places->places = g_ptr_array_new_with_free_func (place_free);
  if (!read_lists (places, &locations, &wello, &links, error) || !drop_waiting (places, locations, error))
    return FALSE;

  for (guint i = 0; i < links->len; i++)
    g_hash_table_add (taken, ((PsrLink *) g_ptr_array_index (links, i))->wello_id);

  for (guint i = 0; i < locations->len; i++)
    {
      const PsrBcLocation *location = g_ptr_array_index (locations, i);
      const PsrLink *link = find_link (links, location->id);
      const PsrWelloStockLocation *match = NULL;
      gboolean lacks, tried;

      if (!is_meant (places->rules, location->code))
        continue;

      if (link != NULL)
        match = find_wello (wello, link->wello_id);
      if (link != NULL && match == NULL)
        {
          if (!forget_location (places, location, error))
            return FALSE;
          link = NULL;
        }
      if (link == NULL)
        match = find_match (wello, places->run->context->has_organizations, taken, location);

      if (match != NULL)
        g_hash_table_add (taken, match->id);

      lacks = match == NULL || *match->reference == '\0';
      tried = is_tried (places, location->id);
      if (match == NULL && !tried)
        continue;
      if (lacks && tried)
        g_ptr_array_add (cells, make_cell (location, match != NULL ? match->id : NULL));
      if (link == NULL)
        g_ptr_array_add (made, psr_link_new (PSR_ENTITY_LOCATION, location->id, match != NULL ? match->id : location->id,
                                             location->code,
                                             match == NULL                                ? PSR_LINK_MADE
                                             : g_str_equal (match->id, location->id) ? PSR_LINK_BY_ID
                                                                                     : PSR_LINK_BY_CODE));
      add_place (places, location, match != NULL ? match->id : location->id);
      /* Without its code it is the same location: it is only set aside. */
      if (match != NULL)
        g_hash_table_add (matched, location->id);
      if (!lacks || tried)
        g_ptr_array_add (row_ids, location->id);
    }

  if (!psr_sync_cells_write (places->run, cells, row_ids, NULL, error))
    return FALSE;

  for (guint i = 0; i < cells->len; i++)
    {
      const PsrSyncCell *cell = g_ptr_array_index (cells, i);

      if (!cell->done && !g_hash_table_contains (matched, cell->row_id))
        g_hash_table_add (failed, cell->row_id);
    }

  for (guint i = made->len; i > 0; i--)
    {
      if (g_hash_table_contains (failed, ((PsrLink *) g_ptr_array_index (made, i - 1))->bc_id))
        g_ptr_array_remove_index (made, i - 1);
    }

  for (guint i = places->places->len; i > 0; i--)
    {
      const PsrSyncPlace *place = g_ptr_array_index (places->places, i - 1);

      if (g_hash_table_contains (failed, place->bc_id))
        g_ptr_array_remove_index (places->places, i - 1);
    }

  return store_links (places, made, error);
}
