/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-decimal.h"

G_BEGIN_DECLS

/**
 * PsrBcLineType:
 * @PSR_BC_LINE_COMMENT: text only
 * @PSR_BC_LINE_ACCOUNT: a G/L account
 * @PSR_BC_LINE_ITEM: an item
 * @PSR_BC_LINE_RESOURCE: a resource (labour)
 * @PSR_BC_LINE_OTHER: a fixed asset, a charge or an allocation account; never
 *   written by us
 */
typedef enum
{
  PSR_BC_LINE_COMMENT,
  PSR_BC_LINE_ACCOUNT,
  PSR_BC_LINE_ITEM,
  PSR_BC_LINE_RESOURCE,
  PSR_BC_LINE_OTHER,
} PsrBcLineType;

/**
 * PsrBcLine:
 * @id: canonical GUID; in API v1.0 that of the document, “-” and @sequence
 * @etag: as read, or ""
 * @document_id: (nullable): canonical GUID of the document
 * @sequence: the line's number, usually in steps of 10 000
 * @type: what the line is about
 * @item_id: (nullable): canonical GUID
 * @account_id: (nullable): canonical GUID
 * @object_number: number of the item, resource or account, or ""
 * @description: up to 100 characters
 * @description2: up to 50 characters
 * @unit_code: unit of measure, or ""
 * @location_id: (nullable): canonical GUID
 * @tax_code: reading gives the VAT *identifier*, not the product group that
 *   was written ([AL] APIV2SalesInvoiceLines)
 * @quantity: in @unit_code
 * @invoiced_quantity: how much of @quantity is on posted invoices; only an order's line
 *   tells
 * @unit_price: for one @unit_code
 * @discount_amount: of the whole line
 * @discount_percent: 0 to 100
 * @tax_percent: VAT rate, 0 to 100
 * @amount_excluding_tax: quantity × price − discount
 * @invoice_discount: this line's share of the header's discount; a quote's line
 *   doesn't tell
 * @net_amount: @amount_excluding_tax − @invoice_discount
 * @net_tax: VAT of @net_amount
 * @net_including_tax: the sum of both
 *
 * A line of a sales order, invoice or quote. Immutable and reference counted.
 *
 * Source: [AL] APIV2 - Sales Invoice Lines, Sales Order Lines,
 * Sales Quote Lines.
 */
typedef struct
{
  char          *id;
  char          *etag;
  char          *document_id;
  gint64         sequence;
  PsrBcLineType  type;
  char          *item_id;
  char          *account_id;
  char          *object_number;
  char          *description;
  char          *description2;
  char          *unit_code;
  char          *location_id;
  char          *tax_code;
  PsrDecimal     quantity;
  PsrDecimal     invoiced_quantity;
  PsrDecimal     unit_price;
  PsrDecimal     discount_amount;
  PsrDecimal     discount_percent;
  PsrDecimal     tax_percent;
  PsrDecimal     amount_excluding_tax;
  PsrDecimal     invoice_discount;
  PsrDecimal     net_amount;
  PsrDecimal     net_tax;
  PsrDecimal     net_including_tax;
} PsrBcLine;

#define PSR_TYPE_BC_LINE (psr_bc_line_get_type ())

GType       psr_bc_line_get_type       (void) G_GNUC_CONST;
PsrBcLine  *psr_bc_line_from_json      (JsonObject     *object,
                                        GError        **error);
PsrBcLine  *psr_bc_line_ref            (PsrBcLine      *self);
void        psr_bc_line_unref          (PsrBcLine      *self);
const char *psr_bc_line_type_to_string (PsrBcLineType   type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcLine, psr_bc_line_unref)

G_END_DECLS
