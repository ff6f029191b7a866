/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-stock-source"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-error.h"
#include "psr-bc-stock-source.h"
#include "psr-explain.h"

G_DEFINE_BOXED_TYPE (PsrBcStockSource, psr_bc_stock_source, psr_bc_stock_source_ref, psr_bc_stock_source_unref)

/* Plain names, the best one first: of entries what is left of them counts. */
static const char *const item_names[] = { "itemno", "itemnumber", "no", "number", "item", NULL };
static const char *const location_names[] = { "locationcode", "location", NULL };
static const char *const quantity_names[] = { "remainingquantity", "inventory", "quantity", NULL };
static const char *const open_names[] = { "open", NULL };

static void
psr_bc_stock_source_finalize (gpointer data)
{
  PsrBcStockSource *self = data;

  g_free (self->service);
  g_free (self->item);
  g_free (self->location);
  g_free (self->quantity);
  g_free (self->open);
}

/**
 * psr_bc_stock_source_new:
 * @service: (nullable): name of a published web service; %NULL for the API *analytics*
 * @item: (nullable): name of its column with the item's number
 * @location: (nullable): name of its column with the location's code
 * @quantity: (nullable): name of its column with the quantity
 *
 * Returns: (transfer full): the source; of a web service what its columns are called has
 *   to be learnt from a row first
 */
PsrBcStockSource *
psr_bc_stock_source_new (const char *service,
                         const char *item,
                         const char *location,
                         const char *quantity)
{
  PsrBcStockSource *self = g_atomic_rc_box_new0 (PsrBcStockSource);

  self->service = g_strdup (service);
  self->item = g_strdup (service != NULL ? item : "itemNo");
  self->location = g_strdup (service != NULL ? location : "locationCode");
  self->quantity = g_strdup (service != NULL ? quantity : "remainingQuantity");
  self->open = service != NULL ? NULL : g_strdup ("open");

  return self;
}

static char *
dup_plain (const char *text)
{
  GString *plain = g_string_sized_new (strlen (text));

  for (; *text != '\0'; text++)
    {
      if (g_ascii_isalnum (*text))
        g_string_append_c (plain, g_ascii_tolower (*text));
    }

  return g_string_free_and_steal (plain);
}

/* The member that somebody named, or the first of the usual ones. */
static char *
find_column (JsonObject         *row,
             const char         *named,
             const char * const *names)
{
  g_autoptr (GList) members = json_object_get_members (row);
  g_autofree char *wanted = named != NULL ? dup_plain (named) : NULL;
  const char *one[] = { wanted, NULL };

  for (const char * const *name = wanted != NULL ? one : names; *name != NULL; name++)
    {
      for (GList *iter = members; iter != NULL; iter = iter->next)
        {
          g_autofree char *plain = strchr (iter->data, '@') == NULL ? dup_plain (iter->data) : NULL;

          if (g_strcmp0 (plain, *name) == 0)
            return g_strdup (iter->data);
        }
    }

  return NULL;
}

/**
 * psr_bc_stock_source_learn:
 * @self: a source
 * @row: a row of its web service
 * @error: return location for a #PsrBcError
 *
 * Finds out what the columns are called, by letters and digits alone. May run on any
 * thread.
 *
 * Returns: (transfer full) (nullable): the source with its columns; %NULL with @error set
 *   when one of them is missing
 */
PsrBcStockSource *
psr_bc_stock_source_learn (PsrBcStockSource  *self,
                           JsonObject        *row,
                           GError           **error)
{
  g_autoptr (PsrBcStockSource) learnt = NULL;

  g_return_val_if_fail (self != NULL && row != NULL, NULL);

  if (self->service == NULL)
    return psr_bc_stock_source_ref (self);

  learnt = g_atomic_rc_box_new0 (PsrBcStockSource);
  learnt->service = g_strdup (self->service);
  learnt->item = find_column (row, self->item, item_names);
  learnt->location = find_column (row, self->location, location_names);
  learnt->quantity = find_column (row, self->quantity, quantity_names);
  learnt->open = find_column (row, NULL, open_names);

  if (!psr_bc_stock_source_is_known (learnt))
    {
      g_autofree char *what = g_strdup_printf (_("The web service “%s” of stock can’t be used."), self->service);

      psr_set_explained_error (error, PSR_BC_ERROR, PSR_BC_ERROR_BAD_ROW, what,
                               _("It lacks the item’s number, the location’s code, or how much is left."),
                               _("Publish page 38 with Item No., Location Code and Remaining Quantity, or name the columns under [Stock]."));
      return NULL;
    }

  return g_steal_pointer (&learnt);
}

/**
 * psr_bc_stock_source_is_known:
 * @self: a source
 *
 * Returns: whether its columns are known
 */
gboolean
psr_bc_stock_source_is_known (PsrBcStockSource *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->item != NULL && self->location != NULL && self->quantity != NULL;
}

/**
 * psr_bc_stock_source_counts_all:
 * @self: a source
 *
 * Returns: whether the quantity is known to be what there is, by the name of its column; one
 *   that somebody chose may be less, as what isn't reserved
 */
gboolean
psr_bc_stock_source_counts_all (PsrBcStockSource *self)
{
  g_autofree char *plain = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  plain = self->quantity != NULL ? dup_plain (self->quantity) : NULL;

  return plain != NULL && g_strv_contains (quantity_names, plain);
}

/**
 * psr_bc_stock_source_ref:
 * @self: a source
 *
 * Returns: (transfer full): @self
 */
PsrBcStockSource *
psr_bc_stock_source_ref (PsrBcStockSource *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bc_stock_source_unref:
 * @self: (transfer full): a source
 *
 * Gives up a reference.
 */
void
psr_bc_stock_source_unref (PsrBcStockSource *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_bc_stock_source_finalize);
}
