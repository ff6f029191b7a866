/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-decimal.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrWelloInvoice:
 * @id: canonical GUID
 * @internal_number: what identifies the invoice to people
 * @number2: `id2`, a running number
 * @invoice_number: the ERP's number once it was imported, or ""
 * @reference: `reference_back_office`, or ""
 * @company_id: (nullable): canonical GUID of the customer
 * @company_code: the customer's ERP number, or ""
 * @company_name: or ""
 * @bill_to_company_id: (nullable): who pays, when it isn't the customer
 * @contact_id: (nullable): canonical GUID
 * @type: "WorkOrderApproval", "ContractGenerated", "Invoice", "CreditNote" …
 * @source_type: what made it, or ""
 * @source_table: "jobs" for one made from a work order, or ""
 * @source_id: (nullable): canonical GUID in @source_table
 * @date_created: or none
 * @date_confirmed: or none
 * @date_due: or none
 * @status_id: (nullable): canonical GUID
 * @status_name: the tenant's own word, or ""
 * @memo: notes, or ""
 * @description: or ""
 * @customer_remarks: or ""
 * @bill_to_party: or ""
 * @delivery_name: the site, or ""
 * @delivery_street: or ""
 * @delivery_city: or ""
 * @delivery_zip: or ""
 * @delivery_country: the country's name, or ""
 * @email: or ""
 * @currency_id: (nullable): canonical GUID; look it up among the currencies
 * @language_id: (nullable): canonical GUID of the language that it is written in
 * @discount: header discount
 * @total_lines: number of lines
 * @total_amount: as Wello sends it; whether it includes VAT isn't documented:
 *   compute from the lines
 * @total_taxes: VAT
 * @modified: when it was last changed, or none
 * @problem: (nullable): why some of it couldn't be read, such as an amount
 *   with more decimals than money has; such an invoice must not be billed
 * @lines: (element-type PsrWelloInvoiceLine): in the order of their numbers;
 *   in the view's shape
 *
 * A Wello invoice with its lines. Immutable and reference counted.
 *
 * Source: Wello, GET api/InvoiceView.
 */
typedef struct
{
  char         *id;
  char         *internal_number;
  gint64        number2;
  char         *invoice_number;
  char         *reference;
  char         *company_id;
  char         *company_code;
  char         *company_name;
  char         *bill_to_company_id;
  char         *contact_id;
  char         *type;
  char         *source_type;
  char         *source_table;
  char         *source_id;
  PsrTimestamp  date_created;
  PsrTimestamp  date_confirmed;
  PsrTimestamp  date_due;
  char         *status_id;
  char         *status_name;
  char         *memo;
  char         *description;
  char         *customer_remarks;
  char         *bill_to_party;
  char         *delivery_name;
  char         *delivery_street;
  char         *delivery_city;
  char         *delivery_zip;
  char         *delivery_country;
  char         *email;
  char         *currency_id;
  char         *language_id;
  PsrDecimal    discount;
  gint64        total_lines;
  PsrDecimal    total_amount;
  PsrDecimal    total_taxes;
  PsrTimestamp  modified;
  char         *problem;
  GPtrArray    *lines;
} PsrWelloInvoice;

#define PSR_TYPE_WELLO_INVOICE (psr_wello_invoice_get_type ())

GType            psr_wello_invoice_get_type  (void) G_GNUC_CONST;
PsrWelloInvoice *psr_wello_invoice_from_json (JsonObject       *object,
                                              GError          **error);
PsrWelloInvoice *psr_wello_invoice_ref       (PsrWelloInvoice  *self);
void             psr_wello_invoice_unref     (PsrWelloInvoice  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrWelloInvoice, psr_wello_invoice_unref)

G_END_DECLS
