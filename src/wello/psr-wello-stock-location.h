/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PsrWelloStockLocation:
 * @id: canonical GUID
 * @name: its name
 * @reference: `reference_back_office`, upper case: the ERP's location code, or ""
 *
 * A stock location: a warehouse or a van. Immutable and reference counted.
 */
typedef struct
{
  char *id;
  char *name;
  char *reference;
} PsrWelloStockLocation;

#define PSR_TYPE_WELLO_STOCK_LOCATION (psr_wello_stock_location_get_type ())

GType                  psr_wello_stock_location_get_type  (void) G_GNUC_CONST;
PsrWelloStockLocation *psr_wello_stock_location_from_json (JsonObject             *object,
                                                           GError                **error);
PsrWelloStockLocation *psr_wello_stock_location_ref       (PsrWelloStockLocation  *self);
void                   psr_wello_stock_location_unref     (PsrWelloStockLocation  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrWelloStockLocation, psr_wello_stock_location_unref)

G_END_DECLS
