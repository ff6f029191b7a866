/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-places-item"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-row.h"
#include "psr-decimal.h"
#include "psr-explain.h"
#include "psr-json-writer.h"
#include "psr-sync-cell.h"
#include "psr-sync-error.h"
#include "psr-sync-places-item.h"

/**
 * psr_sync_places_item_free:
 * @item: (type PsrSyncPlacesItem) (transfer full): an item
 */
void
psr_sync_places_item_free (gpointer item)
{
  PsrSyncPlacesItem *self = item;

  g_free (self->id);
  g_free (self->number);
  g_free (self->unit);
  g_free (self);
}

/**
 * psr_sync_places_items_read:
 * @rows: rows of items
 * @error: return location for an error
 *
 * May run on any thread.
 *
 * Returns: (transfer full) (element-type PsrSyncPlacesItem): the items
 */
GPtrArray *
psr_sync_places_items_read (const PsrJsonItem  *rows,
                            GError            **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (psr_sync_places_item_free);

  g_return_val_if_fail (rows != NULL, NULL);

  for (const PsrJsonItem *row = psr_json_item_get_first (rows); row != NULL; row = psr_json_item_get_next (rows, row))
    {
      g_autofree char *id = psr_json_item_get_type (row) == PSR_JSON_OBJECT ? psr_json_item_dup_guid (row, "id") : NULL;
      const PsrJsonItem *inventory;
      PsrSyncPlacesItem *item;

      if (id == NULL)
        continue;

      item = g_new0 (PsrSyncPlacesItem, 1);
      item->id = g_steal_pointer (&id);
      item->number = g_ascii_strup (psr_json_item_get_string (row, "number"), -1);
      item->unit = g_strdup (psr_json_item_get_string (row, "baseUnitOfMeasureCode"));
      item->is_stocked = g_str_equal (psr_json_item_get_string (row, "type"), "Inventory");
      inventory = psr_json_item_find (row, "inventory");
      item->has_inventory = inventory != NULL && psr_json_item_to_decimal (inventory, &item->inventory, NULL);
      g_ptr_array_add (items, item);
    }

  return g_steal_pointer (&items);
}

static char *
dup_key (const char *item,
         const char *location)
{
  return g_strconcat (item, "\t", location, NULL);
}

/**
 * psr_sync_places_dup_total_key:
 * @number: number of an item
 *
 * Returns: (transfer full): where among the sums it stands how much is anywhere
 */
char *
psr_sync_places_dup_total_key (const char *number)
{
  g_return_val_if_fail (number != NULL, NULL);

  return g_strconcat (number, "\n", NULL);
}

static void
add_to (GHashTable *sums,
        char       *key,
        PsrDecimal  quantity)
{
  g_autofree char *taken = key;
  PsrDecimal *sum = g_hash_table_lookup (sums, taken);

  if (sum == NULL)
    {
      sum = g_new0 (PsrDecimal, 1);
      g_hash_table_insert (sums, g_steal_pointer (&taken), sum);
    }

  psr_decimal_add (*sum, quantity, sum, NULL);
}

/**
 * psr_sync_places_add_up:
 * @sums: (element-type utf8 PsrDecimal): how much of an item is at a location, and in all
 * @row: a part of it
 *
 * Adds it. What is too much for a number is left out: no stock is as large.
 */
void
psr_sync_places_add_up (GHashTable          *sums,
                        const PsrBcStockRow *row)
{
  g_return_if_fail (sums != NULL && row != NULL);

  add_to (sums, dup_key (row->item, row->location), row->quantity);
  add_to (sums, psr_sync_places_dup_total_key (row->item), row->quantity);
}

/* What is on documents that aren't posted, in the item's base unit; what is in another one
 * can't be converted from here. */
static PsrDecimal
sum_unposted (PsrSyncPlaces            *places,
              const PsrSyncPlacesItem  *item,
              const PsrSyncPlace       *place,
              gboolean                 *other_unit)
{
  GPtrArray *parts = g_hash_table_lookup (places->unposted, item->id);
  PsrDecimal sum = psr_decimal_zero ();

  for (guint i = 0; parts != NULL && i < parts->len; i++)
    {
      const PsrBcOpenPart *part = g_ptr_array_index (parts, i);

      if (g_strcmp0 (part->location_id, place->bc_id) != 0)
        continue;

      if (*part->unit_code != '\0' && *item->unit != '\0' && g_ascii_strcasecmp (part->unit_code, item->unit) != 0)
        *other_unit = TRUE;
      else
        psr_decimal_add (sum, part->quantity, &sum, NULL);
    }

  return sum;
}

static void
note (PsrSyncPlaces           *places,
      const PsrSyncPlacesItem *item,
      const char              *code,
      char                    *what,
      const char              *why,
      const char              *mend)
{
  g_autofree char *taken = what;

  psr_sync_cells_note (places->run, item->id, item->number, code, taken, why, mend);
}

/* Wello's quantity is a whole number, and not below zero. */
static gint64
to_whole (PsrSyncPlaces            *places,
          const PsrSyncPlacesItem  *item,
          const PsrSyncPlace       *place,
          PsrDecimal                quantity)
{
  g_autofree char *plain = psr_decimal_to_string (quantity);
  g_autofree char *text = psr_decimal_localise (plain, "-");
  gint64 whole = psr_decimal_floor (quantity);

  if (psr_decimal_is_negative (quantity))
    {
      note (places, item, "negative-stock",
            /* Translators: the code of a location, then a quantity. */
            g_strdup_printf (_("Stock below zero at %s: %s, in Wello 0."), place->code, text),
            _("More was used than Business Central has there."), _("Post what came in, or move it to that location."));
      return 0;
    }

  if (quantity.units % PSR_DECIMAL_SCALE != 0)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, whole);
      g_autofree char *floored = psr_decimal_localise (number, "-");

      note (places, item, "fraction",
            /* Translators: the code of a location, then a quantity and a smaller whole number. */
            g_strdup_printf (_("Stock at %s: %s, in Wello %s."), place->code, text, floored),
            _("Wello has whole numbers only."), NULL);
    }

  return whole;
}

static GBytes *
make_body (const PsrSyncPlacesItem *item,
           const PsrSyncPlace      *place,
           const PsrLink           *link,
           const char              *id,
           gint64                   quantity)
{
  g_autoptr (PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  if (id != NULL)
    {
      g_autofree char *reference = g_strdup_printf ("%s/%s", place->code, item->number);

      psr_json_writer_add_string (writer, "id", id);
      psr_json_writer_add_string (writer, "article_stock_location_id", place->wello_id);
      psr_json_writer_add_string (writer, "article_id", link->wello_id);
      psr_json_writer_add_string (writer, "reference_back_office", reference);
    }
  psr_json_writer_add_int64 (writer, "quantity", quantity);
  psr_json_writer_end_object (writer);

  return psr_json_writer_finish (writer);
}

static void
reckon_place (PsrSyncPlaces            *places,
              const PsrSyncPlacesItem  *item,
              const PsrSyncPlace       *place,
              const PsrLink            *link,
              GHashTable               *sums,
              GHashTable               *known,
              GPtrArray                *cells)
{
  g_autofree char *key = dup_key (item->number, place->code);
  g_autofree char *id = psr_sync_places_dup_cell_id (place->bc_id, link);
  g_autofree char *value = NULL;
  const PsrDecimal *sum = g_hash_table_lookup (sums, key);
  const PsrMirrorRecord *record = g_hash_table_lookup (known, id);
  PsrDecimal quantity = sum != NULL ? *sum : psr_decimal_zero ();
  gboolean other_unit = FALSE;
  PsrSyncCell *cell;
  gint64 whole;

  if (!psr_decimal_sub (quantity, sum_unposted (places, item, place, &other_unit), &quantity, NULL))
    return;
  if (other_unit)
    note (places, item, "other-unit",
          g_strdup_printf (_("A document that isn’t posted has it in another unit than %s: nothing is subtracted for it at %s."),
                           item->unit, place->code),
          NULL, _("Change the unit on the document, or post it."));

  whole = to_whole (places, item, place, quantity);
  value = g_strdup_printf ("%" G_GINT64_FORMAT, whole);

  /* A place where there never was any needs no row. */
  if (record == NULL && whole == 0)
    return;

  if (record != NULL && g_str_equal (record->hash, value))
    {
      places->run->report->n_read++;
      psr_sync_report_count (places->run->report, PSR_SYNC_UNCHANGED);
      return;
    }

  cell = psr_sync_cell_new (PSR_ENTITY_STOCK_PLACE, PSR_WELLO_SET_STOCK, id, item->id, item->number, value);
  cell->wello_id = record != NULL ? g_strdup (record->number) : NULL;
  cell->wanted = make_body (item, place, link, NULL, whole);
  cell->body = make_body (item, place, link, id, whole);
  g_ptr_array_add (cells, cell);
}

/**
 * psr_sync_places_reckon:
 * @places: what stock per location is reckoned from
 * @item: an item
 * @link: its link
 * @sums: how much is where
 * @known: what Wello has of it, as far as is known
 * @cells: (element-type PsrSyncCell): gets what has to be written
 *
 * Reckons how many of an item are to be at each location in Wello: what Business Central has
 * there, less what is on documents that aren't posted. An item without inventory has no stock,
 * whatever was entered for it.
 */
void
psr_sync_places_reckon (PsrSyncPlaces            *places,
                        const PsrSyncPlacesItem  *item,
                        const PsrLink            *link,
                        GHashTable               *sums,
                        GHashTable               *known,
                        GPtrArray                *cells)
{
  g_autofree char *key = NULL;
  const PsrDecimal *nowhere;

  g_return_if_fail (places != NULL && item != NULL && link != NULL);
  g_return_if_fail (sums != NULL && known != NULL && cells != NULL);

  if (!item->is_stocked)
    return;

  if (item->is_doubtful)
    {
      g_ptr_array_add (cells, psr_sync_places_set_aside (item, sums));
      return;
    }

  for (guint i = 0; i < places->places->len; i++)
    reckon_place (places, item, g_ptr_array_index (places->places, i), link, sums, known, cells);

  key = dup_key (item->number, "");
  nowhere = g_hash_table_lookup (sums, key);
  if (nowhere != NULL && !psr_decimal_is_zero (*nowhere))
    {
      g_autofree char *quantity = psr_decimal_to_string (*nowhere);

      note (places, item, "no-location", g_strdup_printf (_("Stock without a location: %s."), quantity),
            _("In Wello it is only in the total."), _("Move it to a location in Business Central."));
    }
}

/**
 * psr_sync_places_set_no_source:
 * @error: return location for an error
 *
 * Says that it isn't known how much is where.
 */
void
psr_sync_places_set_no_source (GError **error)
{
  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED,
                           _("Stock per location isn’t set up."),
                           _("Business Central’s standard interface tells the total of an item only."),
                           _("Write Source=analytics, or Source=service: and the name of a published web service, under [Stock]."));
}
