/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-billing-rules.h"
#include "psr-decimal.h"

G_BEGIN_DECLS

/**
 * PsrBillableLine:
 * @wello_line_id: GUID of the row of `invoice_details`
 * @part: whether these are goods or labour
 * @target: what it becomes in Business Central
 * @target_id: GUID of the item, or "" when only its number is known
 * @target_number: number of the item, resource or account
 * @article_id: GUID of the Wello article, or ""
 * @description: text for the customer, or "" for the item's own
 * @own_text: the item's own text, which Business Central takes where @description is
 *   "", unless it has a translation; or "" where it isn't known
 * @unit_code: base unit of the item, or "" to leave it to Business Central
 * @quantity: how many units or hours
 * @unit_price: net price of one, before any discount
 * @discount: amount taken off the price of each one
 * @discount_percent: discount in percent
 * @agreed: the line's net total as Wello has it
 * @vat_percent: the rate that was agreed with the customer
 * @vat_code: Wello's name of it, or ""
 * @tax_code: VAT product posting group to send, or ""
 * @location_id: GUID of the location in Business Central, or ""
 * @bc_price: whether it costs what Business Central asks; the amounts here are then
 *   what Wello says
 * @warranty: whether the customer owes nothing for it
 * @warranty_as_list: whether that is shown as the list price, @unit_price, at
 *   100 % discount
 * @note: a text to follow the line, or ""
 *
 * One line of what is to be billed. Texts are never %NULL.
 */
typedef struct
{
  char              *wello_line_id;
  PsrVatPart         part;
  PsrLineTargetKind  target;
  char              *target_id;
  char              *target_number;
  char              *article_id;
  char              *description;
  char              *own_text;
  char              *unit_code;
  PsrDecimal         quantity;
  PsrDecimal         unit_price;
  PsrDecimal         discount;
  PsrDecimal         discount_percent;
  PsrDecimal         agreed;
  PsrDecimal         vat_percent;
  char              *vat_code;
  char              *tax_code;
  char              *location_id;
  gboolean           bc_price;
  gboolean           warranty;
  gboolean           warranty_as_list;
  char              *note;
} PsrBillableLine;

/**
 * PsrBillable:
 * @wello_invoice_id: GUID of the Wello invoice
 * @internal_number: its number
 * @external_number: the external document number to send
 * @your_reference: the customer's own reference, never ""
 * @job_number: number of the work order, or ""
 * @customer_id: GUID of the customer in Business Central
 * @bill_to_customer_id: GUID of who pays, or "" for the customer's own
 * @currency_code: ISO code, or "" for the customer's own
 * @completed: the day on which the work was done, "YYYY-MM-DD", or ""
 * @asked_day: the day that a person named for it, "YYYY-MM-DD", or ""
 * @ship_to_name: the site, or ""
 * @ship_to_address: street and number of the site
 * @ship_to_city: its city
 * @ship_to_post_code: its post code
 * @heading: the first comment line, or ""
 * @no_orders: number of the customer that may get no orders, or ""
 * @e_invoiced: number of the customer who is to get it as an electronic invoice, or ""
 * @internal: whether it costs the customer nothing and becomes an order of the card that
 *   the profile names, without prices, by which stock and cost are booked
 * @discount: amount taken off the whole document
 * @has_wello_totals: whether the next three are known
 * @wello_net: what Wello says it costs, without VAT
 * @wello_vat: VAT, as Wello says
 * @wello_gross: the sum of both
 * @notes: (element-type utf8): further texts for the customer
 * @lines: (element-type PsrBillableLine): what is billed
 *
 * A Wello invoice with everything found out that a document needs: a plain
 * value, kept with the document in the ledger, from which alone the request is
 * built. Texts are never %NULL.
 */
typedef struct
{
  char       *wello_invoice_id;
  char       *internal_number;
  char       *external_number;
  char       *your_reference;
  char       *job_number;
  char       *customer_id;
  char       *bill_to_customer_id;
  char       *currency_code;
  char       *completed;
  char       *asked_day;
  char       *ship_to_name;
  char       *ship_to_address;
  char       *ship_to_city;
  char       *ship_to_post_code;
  char       *heading;
  char       *no_orders;
  char       *e_invoiced;
  gboolean    internal;
  PsrDecimal  discount;
  gboolean    has_wello_totals;
  PsrDecimal  wello_net;
  PsrDecimal  wello_vat;
  PsrDecimal  wello_gross;
  GPtrArray  *notes;
  GPtrArray  *lines;
} PsrBillable;

#define PSR_TYPE_BILLABLE (psr_billable_get_type ())

GType            psr_billable_get_type  (void) G_GNUC_CONST;
PsrBillable     *psr_billable_new       (void);
PsrBillable     *psr_billable_ref       (PsrBillable      *self);
void             psr_billable_unref     (PsrBillable      *self);
PsrBillableLine *psr_billable_add_line  (PsrBillable      *self);
void             psr_billable_add_note  (PsrBillable      *self,
                                         const char       *note);
char            *psr_billable_dup_site  (const PsrBillable *self);
char            *psr_billable_to_json   (PsrBillable      *self);
PsrBillable     *psr_billable_from_json (const char       *text,
                                         GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBillable, psr_billable_unref)

G_END_DECLS
