/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-invoice-facts"

#include "config.h"

#include "psr-bc-customer.h"
#include "psr-bc-item.h"
#include "psr-invoice-facts.h"
#include "psr-ledger-document.h"
#include "psr-link.h"
#include "psr-wello-company.h"
#include "psr-wello-currency.h"
#include "psr-wello-invoice-line.h"
#include "psr-wello-job.h"
#include "psr-wello-labour-usage.h"
#include "psr-wello-stock-location.h"

G_DEFINE_BOXED_TYPE (PsrInvoiceFacts, psr_invoice_facts, psr_invoice_facts_ref, psr_invoice_facts_unref)

static GHashTable *
table_of (GDestroyNotify free_func)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_func);
}

/**
 * psr_invoice_facts_new:
 * @rules: the profile's rules
 *
 * Returns: (transfer full): facts that know nothing yet
 */
PsrInvoiceFacts *
psr_invoice_facts_new (PsrBillingRules *rules)
{
  PsrInvoiceFacts *self;

  g_return_val_if_fail (rules != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrInvoiceFacts);
  self->rules = psr_billing_rules_ref (rules);
  self->customer_links = table_of ((GDestroyNotify) psr_link_unref);
  self->customers = table_of ((GDestroyNotify) psr_bc_customer_unref);
  self->rule_customers = table_of ((GDestroyNotify) psr_bc_customer_unref);
  self->companies = table_of ((GDestroyNotify) psr_wello_company_unref);
  self->item_links = table_of ((GDestroyNotify) psr_link_unref);
  self->items = table_of ((GDestroyNotify) psr_bc_item_unref);
  self->rule_items = table_of ((GDestroyNotify) psr_bc_item_unref);
  self->rule_accounts = table_of (g_free);
  self->currencies = table_of ((GDestroyNotify) psr_wello_currency_unref);
  self->stock_locations = table_of ((GDestroyNotify) psr_wello_stock_location_unref);
  self->locations = table_of (g_free);
  self->jobs = table_of ((GDestroyNotify) psr_wello_job_unref);
  self->labour = table_of ((GDestroyNotify) psr_wello_labour_usage_unref);
  self->details = table_of ((GDestroyNotify) psr_wello_invoice_line_unref);
  self->shared_numbers = table_of (NULL);
  self->unassigned = table_of (NULL);
  self->existing = table_of ((GDestroyNotify) psr_ledger_document_unref);
  self->live_numbers = table_of (g_free);
  self->looked_up = table_of (NULL);
  self->documents = table_of ((GDestroyNotify) g_ptr_array_unref);
  self->own_numbers = table_of (NULL);
  self->own_ids = table_of (NULL);
  self->today = g_strdup ("");
  self->own_country = g_strdup ("");

  return self;
}

/**
 * psr_invoice_facts_ref:
 * @self: facts
 *
 * Returns: (transfer full): another reference to @self
 */
PsrInvoiceFacts *
psr_invoice_facts_ref (PsrInvoiceFacts *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_invoice_facts_finalize (gpointer data)
{
  PsrInvoiceFacts *self = data;

  psr_billing_rules_unref (self->rules);
  g_hash_table_unref (self->customer_links);
  g_hash_table_unref (self->customers);
  g_hash_table_unref (self->rule_customers);
  g_hash_table_unref (self->companies);
  g_hash_table_unref (self->item_links);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->rule_items);
  g_hash_table_unref (self->rule_accounts);
  g_hash_table_unref (self->currencies);
  g_hash_table_unref (self->stock_locations);
  g_hash_table_unref (self->locations);
  g_hash_table_unref (self->jobs);
  g_hash_table_unref (self->labour);
  g_hash_table_unref (self->details);
  g_hash_table_unref (self->shared_numbers);
  g_hash_table_unref (self->unassigned);
  g_hash_table_unref (self->existing);
  g_hash_table_unref (self->live_numbers);
  g_hash_table_unref (self->looked_up);
  g_clear_pointer (&self->lookup, psr_bc_lookup_unref);
  g_hash_table_unref (self->documents);
  g_clear_pointer (&self->period, psr_bc_period_unref);
  g_hash_table_unref (self->own_numbers);
  g_hash_table_unref (self->own_ids);
  g_clear_pointer (&self->unit_standards, g_hash_table_unref);
  g_free (self->own_country);
  g_free (self->today);
  g_free (self->ready_status);
}

/**
 * psr_invoice_facts_unref:
 * @self: (transfer full): facts
 *
 * Drops a reference to @self.
 */
void
psr_invoice_facts_unref (PsrInvoiceFacts *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_invoice_facts_finalize);
}
