/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-bc-lookup.h"
#include "psr-bc-period.h"
#include "psr-billing-rules.h"
#include "psr-wello-invoice.h"

G_BEGIN_DECLS

/**
 * PsrInvoiceFacts:
 * @rules: the profile's rules
 * @today: the day, in the company's time zone
 * @ready_status: (nullable): id of Wello's status of what is ready
 * @customer_links: Wello company id → #PsrLink
 * @customers: customer id → #PsrBcCustomer, those that exist
 * @rule_customers: customer number → #PsrBcCustomer, those that the rules name
 * @companies: Wello company id → #PsrWelloCompany
 * @item_links: Wello article id → #PsrLink
 * @items: item id → #PsrBcItem, those that exist
 * @rule_items: item number → #PsrBcItem, those that the rules name
 * @rule_accounts: account number → id, those that the rules name; only where lines have to
 *   name accounts by it, as in API v1.0
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
 * @unassigned: ids of Wello companies of which it isn't known to which sales
 *   organization they belong, where there are several
 * @existing: Wello invoice id → #PsrLedgerDocument
 * @live_numbers: external number → id of the Wello invoice whose document in the
 *   ledger has it and is live
 * @looked_up: ids of the Wello invoices for which Business Central was searched
 * @lookup: (nullable): what was found there by their external numbers
 * @documents: customer id → #GPtrArray of #PsrBcDocument, what these customers got
 *   lately
 * @period: (nullable): when the company lets something be posted, where it matters
 * @own_numbers: external numbers of @documents that are the ledger's
 * @own_ids: GUIDs of @documents that are the ledger's, whatever their numbers
 * @own_country: the company's country, or "" where it doesn't matter or can't be read
 * @unit_standards: (nullable): code of a unit → its international standard code, or "";
 *   %NULL where nothing is an electronic invoice, or they can't be read
 *
 * Everything that was looked up to bill a list of Wello invoices: what a job on
 * another thread needs to make documents of them. A boxed, reference counted
 * value; not to be changed once it was handed over.
 */
typedef struct
{
  PsrBillingRules *rules;
  char            *today;
  char            *ready_status;
  GHashTable      *customer_links;
  GHashTable      *customers;
  GHashTable      *rule_customers;
  GHashTable      *companies;
  GHashTable      *item_links;
  GHashTable      *items;
  GHashTable      *rule_items;
  GHashTable      *rule_accounts;
  GHashTable      *currencies;
  GHashTable      *stock_locations;
  GHashTable      *locations;
  gboolean         has_locations;
  GHashTable      *jobs;
  GHashTable      *labour;
  GHashTable      *details;
  PsrDecimal       highest_rate;
  GHashTable      *shared_numbers;
  GHashTable      *unassigned;
  GHashTable      *existing;
  GHashTable      *live_numbers;
  GHashTable      *looked_up;
  PsrBcLookup     *lookup;
  GHashTable      *documents;
  PsrBcPeriod     *period;
  GHashTable      *own_numbers;
  GHashTable      *own_ids;
  char            *own_country;
  GHashTable      *unit_standards;
} PsrInvoiceFacts;

#define PSR_TYPE_INVOICE_FACTS (psr_invoice_facts_get_type ())

GType            psr_invoice_facts_get_type (void) G_GNUC_CONST;
PsrInvoiceFacts *psr_invoice_facts_new      (PsrBillingRules *rules);
PsrInvoiceFacts *psr_invoice_facts_ref      (PsrInvoiceFacts *self);
void             psr_invoice_facts_unref    (PsrInvoiceFacts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrInvoiceFacts, psr_invoice_facts_unref)

G_END_DECLS
