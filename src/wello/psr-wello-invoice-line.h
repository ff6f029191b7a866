/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-decimal.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrWelloLineShape:
 * @PSR_WELLO_LINE_OF_VIEW: as embedded in InvoiceView: `total_line` is net, and
 *   there is no stock location
 * @PSR_WELLO_LINE_OF_DETAILS: as InvoiceDetails gives it: `total_line` includes
 *   VAT, and the stock location is there
 *
 * Which of its two shapes a line was read in.
 */
typedef enum
{
  PSR_WELLO_LINE_OF_VIEW,
  PSR_WELLO_LINE_OF_DETAILS,
} PsrWelloLineShape;

/**
 * PsrWelloInvoiceLine:
 * @id: canonical GUID
 * @shape: which shape it was read in
 * @invoice_id: (nullable): canonical GUID
 * @article_id: (nullable): canonical GUID; %NULL for labour and for parts
 *   typed by hand
 * @article_code: or ""
 * @name: what the invoice says, or ""
 * @description: or ""
 * @line_number: its place
 * @quantity: `quantity_decimal`; Wello's own integer `quantity` loses fractions
 * @price: of one unit, net
 * @discount: absolute, off the price of one unit
 * @discount_percent: 0 to 100
 * @vat_rate: as a ratio: 0.21
 * @vat_value: VAT of one unit
 * @vat_id: (nullable): canonical GUID of the VAT code
 * @vat_code: the VAT code, such as "21", or ""
 * @net_total: of the line, without VAT, whatever the shape
 * @stock_location_id: (nullable): canonical GUID; only in the details' shape
 * @source_table: what it comes from, such as "job_part_usage", or ""
 * @source_id: (nullable): key in @source_table
 * @serial_number: or ""
 * @under_warranty: the customer doesn't pay
 * @no_warranty_reason: why it isn't under warranty, or ""
 * @cost_price: of one unit
 * @modified: when it was last changed, or none
 *
 * A line of a Wello invoice. Immutable and reference counted.
 *
 * Source: Wello, GET api/InvoiceDetails and resource invoice_details_view.
 */
typedef struct
{
  char              *id;
  PsrWelloLineShape  shape;
  char              *invoice_id;
  char              *article_id;
  char              *article_code;
  char              *name;
  char              *description;
  gint64             line_number;
  PsrDecimal         quantity;
  PsrDecimal         price;
  PsrDecimal         discount;
  PsrDecimal         discount_percent;
  PsrDecimal         vat_rate;
  PsrDecimal         vat_value;
  char              *vat_id;
  char              *vat_code;
  PsrDecimal         net_total;
  char              *stock_location_id;
  char              *source_table;
  char              *source_id;
  char              *serial_number;
  gboolean           under_warranty;
  char              *no_warranty_reason;
  PsrDecimal         cost_price;
  PsrTimestamp       modified;
} PsrWelloInvoiceLine;

#define PSR_TYPE_WELLO_INVOICE_LINE (psr_wello_invoice_line_get_type ())

GType                psr_wello_invoice_line_get_type  (void) G_GNUC_CONST;
PsrWelloInvoiceLine *psr_wello_invoice_line_from_json (JsonObject           *object,
                                                       PsrWelloLineShape     shape,
                                                       GError              **error);
PsrWelloInvoiceLine *psr_wello_invoice_line_ref       (PsrWelloInvoiceLine  *self);
void                 psr_wello_invoice_line_unref     (PsrWelloInvoiceLine  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrWelloInvoiceLine, psr_wello_invoice_line_unref)

G_END_DECLS
