/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-billing-rules.h"
#include "psr-wello-invoice.h"

G_BEGIN_DECLS

/**
 * PsrInvoiceFacts:
 * @rules: the profile's rules
 * @customer_links: Wello company id → #PsrLink
 * @customers: customer id → #PsrBcCustomer, those that exist
 * @item_links: Wello article id → #PsrLink
 * @items: item id → #PsrBcItem, those that exist
 * @rule_items: item number → #PsrBcItem, those that the rules name
 * @currencies: Wello currency id → #PsrWelloCurrency
 * @stock_locations: Wello location id → #PsrWelloStockLocation
 * @locations: Wello location id → location id in Business Central
 * @has_locations: whether Business Central has any locations
 * @jobs: work order id → #PsrWelloJob
 * @labour: id → #PsrWelloLabourUsage
 * @details: line id → #PsrWelloInvoiceLine in the details' shape
 * @highest_rate: the highest VAT rate, in percent, of the ready invoices and of the
 *   rules: the one that most customers and items have
 * @shared_numbers: internal numbers that more than one Wello invoice has
 * @existing: Wello invoice id → #PsrLedgerDocument
 *
 * Everything that was looked up to bill a list of Wello invoices: what a job on
 * another thread needs to make documents of them. A boxed, reference counted
 * value; not to be changed once it was handed over.
 */
typedef struct
{
  PsrBillingRules *rules;
  GHashTable      *customer_links;
  GHashTable      *customers;
  GHashTable      *item_links;
  GHashTable      *items;
  GHashTable      *rule_items;
  GHashTable      *currencies;
  GHashTable      *stock_locations;
  GHashTable      *locations;
  gboolean         has_locations;
  GHashTable      *jobs;
  GHashTable      *labour;
  GHashTable      *details;
  PsrDecimal       highest_rate;
  GHashTable      *shared_numbers;
  GHashTable      *existing;
} PsrInvoiceFacts;

#define PSR_TYPE_INVOICE_FACTS (psr_invoice_facts_get_type ())

GType            psr_invoice_facts_get_type (void) G_GNUC_CONST;
PsrInvoiceFacts *psr_invoice_facts_new      (PsrBillingRules *rules);
PsrInvoiceFacts *psr_invoice_facts_ref      (PsrInvoiceFacts *self);
void             psr_invoice_facts_unref    (PsrInvoiceFacts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrInvoiceFacts, psr_invoice_facts_unref)

G_END_DECLS
