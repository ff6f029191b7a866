/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PsrBcPriceCustomer:
 * @number: the customer's number
 * @bill_to: number of the customer who gets its invoices; its own where there is none
 * @price_group: code of its price group, or ""
 * @discount_group: code of its discount group, or ""
 * @allows_discount: whether it gets discounts on lines at all
 *
 * What of a customer decides about prices, and is in no entity of the standard API.
 * Immutable and reference counted.
 *
 * Source: [AL] page 21 "Customer Card", page 22 "Customer List".
 */
typedef struct
{
  char     *number;
  char     *bill_to;
  char     *price_group;
  char     *discount_group;
  gboolean  allows_discount;
} PsrBcPriceCustomer;

#define PSR_TYPE_BC_PRICE_CUSTOMER (psr_bc_price_customer_get_type ())

GType               psr_bc_price_customer_get_type  (void) G_GNUC_CONST;
PsrBcPriceCustomer *psr_bc_price_customer_from_json (JsonObject          *object,
                                                     GError             **error);
PsrBcPriceCustomer *psr_bc_price_customer_ref       (PsrBcPriceCustomer  *self);
void                psr_bc_price_customer_unref     (PsrBcPriceCustomer  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcPriceCustomer, psr_bc_price_customer_unref)

G_END_DECLS
