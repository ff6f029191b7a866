/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-stock-row"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-error.h"
#include "psr-bc-stock-row.h"
#include "psr-explain.h"

static gboolean
read_row (GPtrArray               *made,
          const PsrJsonItem       *object,
          const PsrBcStockSource  *source,
          GError                 **error)
{
  const PsrJsonItem *quantity = psr_json_item_find (object, source->quantity);
  g_autofree char *item = g_ascii_strup (psr_json_item_get_string (object, source->item), -1);
  g_autofree char *location = g_ascii_strup (psr_json_item_get_string (object, source->location), -1);
  gsize size = strlen (item) + 1;
  PsrDecimal left;
  PsrBcStockRow *row;

  if (quantity == NULL || !psr_json_item_to_decimal (quantity, &left, NULL) ||
      strlen (location) >= sizeof row->location)
    {
      psr_set_explained_error (error, PSR_BC_ERROR, PSR_BC_ERROR_BAD_ROW,
                               _("A row of Business Central’s stock can’t be read."),
                               _("Its quantity isn’t a number, or its location isn’t a code."),
                               _("Look whether [Stock] names the right columns."));
      return FALSE;
    }

  if (*item == '\0' || psr_decimal_is_zero (left))
    return TRUE;

  row = g_malloc0 (sizeof *row + size);
  row->quantity = left;
  g_strlcpy (row->location, location, sizeof row->location);
  memcpy (row->item, item, size);
  g_ptr_array_add (made, row);

  return TRUE;
}

/**
 * psr_bc_stock_rows_read:
 * @rows: the rows of a page
 * @source: (type PsrBcStockSource): what the columns are called
 * @error: return location for a #PsrBcError
 *
 * A #PsrODataItemsFunc. May run on any thread.
 *
 * Returns: (transfer full) (nullable) (element-type PsrBcStockRow): the rows of which
 *   something is left, or is missing; %NULL with @error set
 */
GPtrArray *
psr_bc_stock_rows_read (const PsrJsonItem  *rows,
                        gpointer            source,
                        GError            **error)
{
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (rows != NULL && source != NULL, NULL);

  for (const PsrJsonItem *item = psr_json_item_get_first (rows); item != NULL; item = psr_json_item_get_next (rows, item))
    {
      if (psr_json_item_get_type (item) == PSR_JSON_OBJECT && !read_row (made, item, source, error))
        return NULL;
    }

  return g_steal_pointer (&made);
}
