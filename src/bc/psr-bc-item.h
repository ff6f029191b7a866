/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-decimal.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrBcItemType:
 * @PSR_BC_ITEM_INVENTORY: has stock
 * @PSR_BC_ITEM_SERVICE: work
 * @PSR_BC_ITEM_NON_INVENTORY: a thing without stock
 */
typedef enum
{
  PSR_BC_ITEM_INVENTORY,
  PSR_BC_ITEM_SERVICE,
  PSR_BC_ITEM_NON_INVENTORY,
} PsrBcItemType;

/**
 * PsrBcItem:
 * @id: canonical GUID (the SystemId)
 * @etag: as read, or ""
 * @number: the item's number, upper case
 * @display_name: up to 100 characters
 * @display_name2: up to 50 characters
 * @type: what kind of thing it is
 * @category_id: (nullable): canonical GUID
 * @category_code: or ""
 * @blocked: whether the item is blocked. *Sales Blocked* isn't exposed: a line
 *   may be refused although this is %FALSE
 * @gtin: bar code, up to 14 characters
 * @inventory: stock over all locations, in the base unit; a stock move doesn't
 *   touch @modified
 * @unit_price: in local currency, for one base unit
 * @price_includes_tax: whether @unit_price includes VAT
 * @unit_cost: in local currency, for one base unit
 * @tax_group_code: VAT product posting group, or ""
 * @base_unit_code: base unit of measure, such as "PCS"
 * @modified: when the item's card was last changed, or none
 *
 * An item. Immutable and reference counted.
 *
 * Source: [AL] APIV2 - Items.
 */
typedef struct
{
  char          *id;
  char          *etag;
  char          *number;
  char          *display_name;
  char          *display_name2;
  PsrBcItemType  type;
  char          *category_id;
  char          *category_code;
  gboolean       blocked;
  char          *gtin;
  PsrDecimal     inventory;
  PsrDecimal     unit_price;
  gboolean       price_includes_tax;
  PsrDecimal     unit_cost;
  char          *tax_group_code;
  char          *base_unit_code;
  PsrTimestamp   modified;
} PsrBcItem;

#define PSR_TYPE_BC_ITEM (psr_bc_item_get_type ())

GType      psr_bc_item_get_type  (void) G_GNUC_CONST;
PsrBcItem *psr_bc_item_from_json (JsonObject  *object,
                                  GError     **error);
PsrBcItem *psr_bc_item_ref       (PsrBcItem   *self);
void       psr_bc_item_unref     (PsrBcItem   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcItem, psr_bc_item_unref)

G_END_DECLS
