/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-stock-location"

#include "config.h"

#include "psr-wello-row.h"
#include "psr-wello-stock-location.h"

G_DEFINE_BOXED_TYPE (PsrWelloStockLocation, psr_wello_stock_location, psr_wello_stock_location_ref, psr_wello_stock_location_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrWelloStockLocation, id, "id", ID),
  PSR_JSON_FIELD (PsrWelloStockLocation, name, "name", TEXT),
  PSR_JSON_FIELD (PsrWelloStockLocation, reference, "reference_back_office", CODE),
  PSR_JSON_FIELDS_END
};

static void
psr_wello_stock_location_finalize (gpointer data)
{
  PsrWelloStockLocation *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
}

/**
 * psr_wello_stock_location_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrWelloError
 *
 * Reads a stock location. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrWelloStockLocation *
psr_wello_stock_location_from_json (JsonObject *object,
                                    GError **error)
{
  g_autoptr (PsrWelloStockLocation) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrWelloStockLocation);

  if (!psr_wello_row_read (fields, object, self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * psr_wello_stock_location_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrWelloStockLocation *
psr_wello_stock_location_ref (PsrWelloStockLocation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_wello_stock_location_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_wello_stock_location_unref (PsrWelloStockLocation *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_wello_stock_location_finalize);
}
