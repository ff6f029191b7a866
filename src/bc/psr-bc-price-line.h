/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-decimal.h"

G_BEGIN_DECLS

/**
 * PsrBcPriceSource:
 * @PSR_BC_PRICE_ALL_CUSTOMERS: for everybody
 * @PSR_BC_PRICE_CUSTOMER: for a customer
 * @PSR_BC_PRICE_GROUP: for the customers of a price group
 * @PSR_BC_PRICE_DISCOUNT_GROUP: for the customers of a discount group
 * @PSR_BC_PRICE_CONTACT: for a contact
 * @PSR_BC_PRICE_CAMPAIGN: for those whom a campaign reaches
 * @PSR_BC_PRICE_OTHER: for something else, as a project or a vendor
 *
 * Whom a price is for; Business Central's *Assign-to Type*, once *Sales Type*.
 */
typedef enum
{
  PSR_BC_PRICE_ALL_CUSTOMERS,
  PSR_BC_PRICE_CUSTOMER,
  PSR_BC_PRICE_GROUP,
  PSR_BC_PRICE_DISCOUNT_GROUP,
  PSR_BC_PRICE_CONTACT,
  PSR_BC_PRICE_CAMPAIGN,
  PSR_BC_PRICE_OTHER,
} PsrBcPriceSource;

/**
 * PsrBcPriceAsset:
 * @PSR_BC_PRICE_ITEM: an item, or all of them
 * @PSR_BC_PRICE_ITEM_GROUP: the items of a discount group
 * @PSR_BC_PRICE_NO_ITEM: something else, as a resource
 *
 * What a price is for; Business Central's *Product Type*, once *Type*.
 */
typedef enum
{
  PSR_BC_PRICE_ITEM,
  PSR_BC_PRICE_ITEM_GROUP,
  PSR_BC_PRICE_NO_ITEM,
} PsrBcPriceAsset;

/**
 * PsrBcPriceLine:
 * @list: code of the price list; "" among the older sales prices
 * @number: its number in the list
 * @source: whom it is for
 * @source_number: number or code of whom it is for; "" = all
 * @asset: what it is for
 * @asset_number: number of the item, or code of its discount group; "" = all items
 * @variant: code of the item's variant, or ""
 * @unit: code of the unit of measure; "" = the base unit, converted to others
 * @currency: code of the currency; "" = the company's own
 * @starting: "YYYY-MM-DD", or "" = always
 * @ending: the last day, "YYYY-MM-DD", or "" = for ever
 * @minimum: the least quantity
 * @has_price: whether it says a price
 * @has_discount: whether it says a discount
 * @price: price of a unit
 * @discount: discount, in percent
 * @allows_discount: whether discounts count beside the price
 * @includes_vat: whether VAT is in the price
 * @vat_group: VAT business posting group whose VAT is in the price, or ""
 * @is_active: whether it counts; the lines of a draft don't
 * @is_sale: whether it is about sales
 *
 * A line of a sales price list. Immutable and reference counted.
 *
 * Source: [AL] tables 7001 "Price List Line", 7002 "Sales Price" and 7004 "Sales Line
 * Discount".
 */
typedef struct
{
  char             *list;
  gint64            number;
  PsrBcPriceSource  source;
  char             *source_number;
  PsrBcPriceAsset   asset;
  char             *asset_number;
  char             *variant;
  char             *unit;
  char             *currency;
  char             *starting;
  char             *ending;
  PsrDecimal        minimum;
  gboolean          has_price;
  gboolean          has_discount;
  PsrDecimal        price;
  PsrDecimal        discount;
  gboolean          allows_discount;
  gboolean          includes_vat;
  char             *vat_group;
  gboolean          is_active;
  gboolean          is_sale;
} PsrBcPriceLine;

#define PSR_TYPE_BC_PRICE_LINE (psr_bc_price_line_get_type ())

GType           psr_bc_price_line_get_type  (void) G_GNUC_CONST;
PsrBcPriceLine *psr_bc_price_line_from_json (JsonObject      *object,
                                             GError         **error);
PsrBcPriceLine *psr_bc_price_line_ref       (PsrBcPriceLine  *self);
void            psr_bc_price_line_unref     (PsrBcPriceLine  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcPriceLine, psr_bc_price_line_unref)

G_END_DECLS
