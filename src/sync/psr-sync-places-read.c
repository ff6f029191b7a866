/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-places-read"

#include "config.h"

#include "psr-bc-client-stock.h"
#include "psr-sync-places-item.h"
#include "psr-sync-places-private.h"

#define MOVES_SELECT "id,itemNumber,lastModifiedDateTime"

/* Rows of entries on a page: they have three short columns. */
#define ENTRIES_PAGE 5000

/* A PsrODataItemsFunc: the numbers of items that moved. */
static GPtrArray *
read_moves_rows (const PsrJsonItem  *rows,
                 gpointer            data,
                 GError            **error)
{
  g_autoptr (GPtrArray) numbers = g_ptr_array_new_with_free_func (g_free);

  for (const PsrJsonItem *item = psr_json_item_get_first (rows); item != NULL; item = psr_json_item_get_next (rows, item))
    {
      const char *number = psr_json_item_get_type (item) == PSR_JSON_OBJECT ? psr_json_item_get_string (item, "itemNumber") : "";

      if (*number != '\0')
        g_ptr_array_add (numbers, g_ascii_strup (number, -1));
    }

  return g_steal_pointer (&numbers);
}

/**
 * psr_sync_places_read_moves:
 * @run: a run
 * @since: from when on
 * @moved: gets the numbers of the items
 * @date: (out): the server's time before the first was read
 * @error: return location for an error
 *
 * Which items moved, where that is shown; the overlap shows some of them again, and then what is reckoned is the
 * same. Has to be called in a fiber.
 *
 * Returns: whether all were read
 */
gboolean
psr_sync_places_read_moves (PsrSyncRun    *run,
                            PsrTimestamp   since,
                            GHashTable    *moved,
                            PsrTimestamp  *date,
                            GError       **error)
{
  g_autoptr (PsrODataPager) pager = NULL;

  *date = PSR_TIMESTAMP_NONE;
  if (!psr_sync_context_shows_moves (run->context))
    return TRUE;

  pager = psr_bc_client_pull (run->context->bc, PSR_BC_SET_ITEM_LEDGER_ENTRIES, MOVES_SELECT, NULL, since, PSR_SYNC_PAGE, NULL);
  while (!psr_odata_pager_is_done (pager))
    {
      g_autoptr (PsrODataPage) page = NULL;
      GPtrArray *numbers;

      if (!psr_sync_run_goes_on (run, error))
        return FALSE;

      page = dex_await_object (psr_odata_pager_next_items (pager, read_moves_rows, NULL, NULL), error);
      if (page == NULL)
        return FALSE;

      if (*date == PSR_TIMESTAMP_NONE)
        *date = psr_odata_page_get_date (page);
      numbers = psr_odata_page_get_rows (page);
      for (guint i = 0; i < numbers->len; i++)
        g_hash_table_add (moved, g_strdup (g_ptr_array_index (numbers, i)));
    }

  return TRUE;
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (a, b);
}

/**
 * psr_sync_places_dup_unposted:
 * @places: what stock per location is reckoned from
 *
 * Returns: (transfer full): what is on documents that aren't posted, in one text: an item a line
 */
char *
psr_sync_places_dup_unposted (PsrSyncPlaces *places)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) text = g_string_new (NULL);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, places->unposted);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GString) line = g_string_new (key);
      GPtrArray *parts = value;

      for (guint i = 0; i < parts->len; i++)
        {
          const PsrBcOpenPart *part = g_ptr_array_index (parts, i);
          g_autofree char *quantity = psr_decimal_to_string (part->quantity);

          g_ptr_array_add (words, g_strdup_printf (" %s|%s|%s", part->location_id != NULL ? part->location_id : "",
                                                   part->unit_code, quantity));
        }

      g_ptr_array_sort_values (words, compare_texts);
      for (guint i = 0; i < words->len; i++)
        g_string_append (line, g_ptr_array_index (words, i));
      g_ptr_array_add (lines, g_strdup (line->str));
    }

  g_ptr_array_sort_values (lines, compare_texts);
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (text, "%s\n", (const char *) g_ptr_array_index (lines, i));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * psr_sync_places_add_changed:
 * @before: a text of psr_sync_places_dup_unposted()
 * @now: a later one
 * @todo: gets the ids of the items whose line is in one of the texts only
 */
void
psr_sync_places_add_changed (const char *before,
                             const char *now,
                             GHashTable *todo)
{
  g_auto (GStrv) old = g_strsplit (before, "\n", -1);
  g_auto (GStrv) lines = g_strsplit (now, "\n", -1);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; old[i] != NULL; i++)
    g_hash_table_add (known, old[i]);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      if (!g_hash_table_remove (known, lines[i]) && strlen (lines[i]) >= 36)
        g_hash_table_add (todo, g_strndup (lines[i], 36));
    }

  for (gsize i = 0; old[i] != NULL; i++)
    {
      if (g_hash_table_contains (known, old[i]) && strlen (old[i]) >= 36)
        g_hash_table_add (todo, g_strndup (old[i], 36));
    }
}

static PsrODataPage *
read_page (PsrSyncPlaces  *places,
           PsrODataPager  *pager,
           GError        **error)
{
  if (!psr_sync_run_goes_on (places->run, error))
    return NULL;

  return dex_await_object (psr_odata_pager_next_items (pager, psr_bc_stock_rows_read, psr_bc_stock_source_ref (places->source),
                                                       (GDestroyNotify) psr_bc_stock_source_unref),
                           error);
}

/* Of some items it shows nothing: whether it shows anything. */
static gboolean
look_for_any (PsrSyncPlaces  *places,
              GError        **error)
{
  g_autoptr (GPtrArray) pagers = psr_bc_client_pull_stock (places->run->context->bc, places->rules->company_name, places->source,
                                                           NULL, 1);
  PsrODataPager *pager = g_ptr_array_index (pagers, 0);

  places->is_empty = TRUE;
  while (places->is_empty && !psr_odata_pager_is_done (pager))
    {
      g_autoptr (PsrODataPage) page = read_page (places, pager, error);

      if (page == NULL)
        return FALSE;
      places->is_empty = psr_odata_page_get_rows (page)->len == 0;
    }

  return TRUE;
}

/**
 * psr_sync_places_read_quantities:
 * @places: what stock per location is reckoned from
 * @items: (nullable) (array zero-terminated=1): numbers of items, or %NULL for all
 * @error: return location for an error
 *
 * Adds up how much is where. It is noted whether the source shows nothing at all: that may be
 * hidden. Has to be called in a fiber.
 *
 * Returns: (transfer full) (nullable): the sums; %NULL with @error set
 */
GHashTable *
psr_sync_places_read_quantities (PsrSyncPlaces       *places,
                                 const char * const  *items,
                                 GError             **error)
{
  g_autoptr (GHashTable) sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) pagers = NULL;

  /* A service without a row. */
  places->is_empty = !psr_bc_stock_source_is_known (places->source);
  if (places->is_empty)
    return g_steal_pointer (&sums);

  pagers = psr_bc_client_pull_stock (places->run->context->bc, places->rules->company_name, places->source, items,
                                     items == NULL ? ENTRIES_PAGE : 0);
  for (guint i = 0; i < pagers->len; i++)
    {
      PsrODataPager *pager = g_ptr_array_index (pagers, i);

      while (!psr_odata_pager_is_done (pager))
        {
          g_autoptr (PsrODataPage) page = read_page (places, pager, error);
          GPtrArray *rows;

          if (page == NULL)
            return NULL;

          rows = psr_odata_page_get_rows (page);
          for (guint k = 0; k < rows->len; k++)
            psr_sync_places_add_up (sums, g_ptr_array_index (rows, k));
        }
    }

  places->is_empty = items == NULL && g_hash_table_size (sums) == 0;
  if (items != NULL && *items != NULL && g_hash_table_size (sums) == 0 && !look_for_any (places, error))
    return NULL;

  return g_steal_pointer (&sums);
}
