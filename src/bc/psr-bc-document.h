/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-decimal.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrBcDocumentKind:
 * @PSR_BC_DOCUMENT_INVOICE: salesInvoices: drafts and posted ones alike
 * @PSR_BC_DOCUMENT_ORDER: salesOrders
 * @PSR_BC_DOCUMENT_QUOTE: salesQuotes: bill nothing until they are converted
 */
typedef enum
{
  PSR_BC_DOCUMENT_INVOICE,
  PSR_BC_DOCUMENT_ORDER,
  PSR_BC_DOCUMENT_QUOTE,
} PsrBcDocumentKind;

#define PSR_BC_N_DOCUMENT_KINDS (PSR_BC_DOCUMENT_QUOTE + 1)

/**
 * PsrBcStatus:
 * @PSR_BC_STATUS_UNKNOWN: blank, or a word that we don't know, as those of a quote
 *   that was sent, accepted or has expired
 * @PSR_BC_STATUS_DRAFT: not posted, may be changed
 * @PSR_BC_STATUS_IN_REVIEW: waits for an approval
 * @PSR_BC_STATUS_OPEN: posted and unpaid, *or* only released, or waiting for a
 *   prepayment: never a proof that a document was posted
 *   ([AL] SalesInvoiceAggregator)
 * @PSR_BC_STATUS_PAID: posted and paid
 * @PSR_BC_STATUS_CANCELED: posted and wholly credited
 * @PSR_BC_STATUS_CORRECTIVE: a correction of another one
 */
typedef enum
{
  PSR_BC_STATUS_UNKNOWN,
  PSR_BC_STATUS_DRAFT,
  PSR_BC_STATUS_IN_REVIEW,
  PSR_BC_STATUS_OPEN,
  PSR_BC_STATUS_PAID,
  PSR_BC_STATUS_CANCELED,
  PSR_BC_STATUS_CORRECTIVE,
} PsrBcStatus;

/**
 * PsrBcDocument:
 * @kind: order, invoice or quote
 * @id: canonical GUID; a draft invoice keeps it when it is posted
 * @etag: as read, or ""; reading or adding a line may change it
 * @number: its number; a draft's isn't the legal one
 * @external_number: what we look documents up by, upper case, or ""
 * @customer_po_reference: *Your Reference*; always "" on orders and quotes
 * @customer_id: (nullable): canonical GUID of the sell-to customer
 * @customer_number: number of the sell-to customer
 * @customer_name: name of the sell-to customer
 * @bill_to_customer_id: (nullable): canonical GUID of who pays
 * @bill_to_customer_number: number of who pays
 * @document_date: "YYYY-MM-DD" (invoiceDate, orderDate or documentDate), or ""
 * @posting_date: "YYYY-MM-DD", or ""
 * @due_date: "YYYY-MM-DD"; always "" on orders
 * @order_id: (nullable): of an invoice made from an order
 * @order_number: of an invoice made from an order, or ""
 * @currency_code: the currency, or the local one
 * @prices_include_tax: whether the lines' prices include VAT; a quote doesn't say
 * @fully_shipped: of an order
 * @discount_amount: the header's discount
 * @total_excluding_tax: net total as Business Central computed it
 * @total_tax: VAT
 * @total_including_tax: gross total
 * @remaining_amount: unpaid rest of an invoice
 * @status: see PsrBcStatus
 * @credited: of an invoice that was looked for: whether posted credit memos correct all
 *   of it; such one shows %PSR_BC_STATUS_PAID
 * @modified: when it was last changed, or none
 * @header: what people may write in its header: see psr_bc_header_dup_value()
 * @lines: (nullable) (element-type PsrBcLine): when they were asked for and
 *   sent along; %NULL says nothing about whether there are any
 *
 * A sales order, invoice or quote. Immutable and reference counted.
 *
 * Source: [AL] APIV2 - Sales Invoices, Sales Orders, Sales Quotes.
 */
typedef struct
{
  PsrBcDocumentKind  kind;
  char              *id;
  char              *etag;
  char              *number;
  char              *external_number;
  char              *customer_po_reference;
  char              *customer_id;
  char              *customer_number;
  char              *customer_name;
  char              *bill_to_customer_id;
  char              *bill_to_customer_number;
  char              *document_date;
  char              *posting_date;
  char              *due_date;
  char              *order_id;
  char              *order_number;
  char              *currency_code;
  gboolean           prices_include_tax;
  gboolean           fully_shipped;
  PsrDecimal         discount_amount;
  PsrDecimal         total_excluding_tax;
  PsrDecimal         total_tax;
  PsrDecimal         total_including_tax;
  PsrDecimal         remaining_amount;
  PsrBcStatus        status;
  gboolean           credited;
  PsrTimestamp       modified;
  char              *header;
  GPtrArray         *lines;
} PsrBcDocument;

#define PSR_TYPE_BC_DOCUMENT (psr_bc_document_get_type ())

GType          psr_bc_document_get_type       (void) G_GNUC_CONST;
PsrBcDocument *psr_bc_document_from_json      (PsrBcDocumentKind   kind,
                                               JsonObject         *object,
                                               GError            **error);
PsrBcDocument *psr_bc_document_ref            (PsrBcDocument      *self);
void           psr_bc_document_unref          (PsrBcDocument      *self);
void           psr_bc_document_take_lines     (PsrBcDocument       *self,
                                               const PsrBcDocument *from);
gboolean       psr_bc_document_is_draft       (const PsrBcDocument *self);
gboolean       psr_bc_document_is_live        (const PsrBcDocument *self);
const char    *psr_bc_document_kind_to_string (PsrBcDocumentKind   kind);
const char    *psr_bc_document_get_set_name   (PsrBcDocumentKind   kind);
const char    *psr_bc_document_get_lines_name (PsrBcDocumentKind   kind);
PsrBcStatus    psr_bc_status_from_json        (JsonObject         *object);
const char    *psr_bc_status_to_string        (PsrBcStatus         status);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcDocument, psr_bc_document_unref)

G_END_DECLS
