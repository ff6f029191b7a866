/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-places-sums"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-sync-cell.h"
#include "psr-sync-error.h"
#include "psr-sync-places-item.h"

/* Whether the source shows all of an item: what is where has to add up to the total that the item
 * itself has. A source that hides some of its rows would otherwise take away what is there. */

/* More than so many on a page aren't wrong because they moved meanwhile. */
#define LOOK_AGAIN 200

static PsrDecimal
get_sum (const PsrSyncPlacesItem *item,
         GHashTable              *sums)
{
  g_autofree char *key = psr_sync_places_dup_total_key (item->number);
  const PsrDecimal *sum = g_hash_table_lookup (sums, key);

  return sum != NULL ? *sum : psr_decimal_zero ();
}

/* Of a service with a column of somebody's choice it isn't known what it counts, as what isn't
 * reserved; and one that is asked for some locations may show those only. */
static gboolean
shows_all (const PsrSyncPlaces *places)
{
  return places->source->service == NULL ||
         (places->rules->locations == NULL && psr_bc_stock_source_counts_all (places->source));
}

static gboolean
adds_up (const PsrSyncPlacesItem *item,
         GHashTable              *sums)
{
  return !item->is_stocked || !item->has_inventory || psr_decimal_equal (get_sum (item, sums), item->inventory);
}

static GPtrArray *
list_wrong (GPtrArray  *items,
            GHashTable *links,
            GHashTable *sums)
{
  GPtrArray *wrong = g_ptr_array_new ();

  for (guint i = 0; i < items->len; i++)
    {
      const PsrSyncPlacesItem *item = items->pdata[i];

      if (g_hash_table_contains (links, item->id) && !adds_up (item, sums))
        g_ptr_array_add (wrong, items->pdata[i]);
    }

  return wrong;
}

/* The new sums of these items take the place of the old ones. */
static void
take_sums (GHashTable *sums,
           GPtrArray  *numbers,
           GHashTable *again)
{
  g_autoptr (GHashTable) meant = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer key, value;

  for (guint i = 0; i < numbers->len - 1; i++)
    g_hash_table_add (meant, numbers->pdata[i]);

  g_hash_table_iter_init (&iter, sums);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      g_autofree char *number = g_strndup (key, strcspn (key, "\t\n"));

      if (g_hash_table_contains (meant, number))
        g_hash_table_iter_remove (&iter);
    }

  g_hash_table_iter_init (&iter, again);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (sums, g_strdup (key), g_memdup2 (value, sizeof (PsrDecimal)));
}

/* The total and what is where are read one after the other: in between something may have
 * moved. */
static gboolean
look_again (PsrSyncPlaces  *places,
            GPtrArray      *wrong,
            GHashTable     *sums,
            GError        **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) numbers = g_ptr_array_new ();
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GHashTable) again = NULL;

  for (guint i = 0; i < wrong->len; i++)
    {
      const PsrSyncPlacesItem *item = wrong->pdata[i];

      g_ptr_array_add (ids, item->id);
      g_ptr_array_add (numbers, item->number);
    }
  g_ptr_array_add (ids, NULL);
  g_ptr_array_add (numbers, NULL);

  items = psr_sync_places_read_items (places, (const char * const *) ids->pdata, error);
  again = items != NULL ? psr_sync_places_read_quantities (places, (const char * const *) numbers->pdata, error) : NULL;
  if (again == NULL)
    return FALSE;

  take_sums (sums, numbers, again);
  for (guint i = 0; i < items->len; i++)
    {
      const PsrSyncPlacesItem *now = items->pdata[i];

      for (guint k = 0; k < wrong->len; k++)
        {
          PsrSyncPlacesItem *item = wrong->pdata[k];

          if (g_str_equal (item->id, now->id))
            item->inventory = now->inventory;
        }
    }

  return TRUE;
}

/**
 * psr_sync_places_check_sums:
 * @places: what stock per location is reckoned from
 * @items: (element-type PsrSyncPlacesItem): items
 * @sums: how much is where
 * @error: return location for an error
 *
 * Notes of which of the items the source doesn't show all, or more than there is. Has to be
 * called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_places_check_sums (PsrSyncPlaces  *places,
                            GPtrArray      *items,
                            GHashTable     *sums,
                            GError        **error)
{
  g_autoptr (GPtrArray) wrong = NULL;

  g_return_val_if_fail (places != NULL && items != NULL && sums != NULL, FALSE);

  /* A source that shows nothing at all is told as a whole. */
  if (places->is_empty || !shows_all (places))
    return TRUE;

  wrong = list_wrong (items, places->links, sums);
  if (wrong->len == 0)
    return TRUE;
  if (wrong->len <= LOOK_AGAIN && !look_again (places, wrong, sums, error))
    return FALSE;

  for (guint i = 0; i < wrong->len; i++)
    {
      PsrSyncPlacesItem *item = wrong->pdata[i];

      item->is_doubtful = !adds_up (item, sums);
      /* Its documents were read before: what was posted since would be taken off twice. */
      item->has_moved = !item->is_doubtful && g_hash_table_contains (places->unposted, item->id);
    }

  return TRUE;
}

static char *
dup_shown (PsrDecimal quantity)
{
  g_autofree char *plain = psr_decimal_to_string (quantity);

  return psr_decimal_localise (plain, "-");
}

/**
 * psr_sync_places_set_aside:
 * @item: an item that is doubtful
 * @sums: how much is where
 *
 * Returns: (transfer full): what is set aside in the place of its stock; it is tried again by
 *   later runs
 */
PsrSyncCell *
psr_sync_places_set_aside (const PsrSyncPlacesItem *item,
                           GHashTable              *sums)
{
  PsrSyncCell *cell;
  g_autofree char *sum = NULL;
  g_autofree char *total = NULL;
  g_autofree char *what = NULL;

  g_return_val_if_fail (item != NULL && sums != NULL, NULL);

  sum = dup_shown (get_sum (item, sums));
  total = dup_shown (item->inventory);
  /* Translators: two quantities. */
  what = g_strdup_printf (_("The source of stock shows %s of it, and there are %s in all: what Wello has at its locations stays as it is."),
                          sum, total);
  cell = psr_sync_cell_new (PSR_ENTITY_STOCK_PLACE, PSR_WELLO_SET_STOCK, item->id, item->id, item->number, "");
  psr_set_explained_error (&cell->problem, PSR_SYNC_ERROR, PSR_SYNC_ERROR_UNCERTAIN, what,
                           _("The source hides some of its rows, or counts them in another way."),
                           _("See to it that the account may read the source at [Stock], and that it is published without a filter. Where it is to show some locations only, name those as Locations= under [Stock]."));

  return cell;
}
