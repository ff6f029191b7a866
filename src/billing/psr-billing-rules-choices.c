/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-billing-rules"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-billing-error.h"
#include "psr-billing-rules-private.h"
#include "psr-explain.h"
#include "psr-heading.h"

#define DEFAULT_LANGUAGE "default"

/**
 * psr_billing_rules_set_zero_total:
 * @self: rules
 * @zero_total: what becomes of invoices that cost the customer nothing
 */
void
psr_billing_rules_set_zero_total (PsrBillingRules *self,
                                  PsrZeroTotal     zero_total)
{
  g_return_if_fail (self != NULL);

  self->zero_total = zero_total;
}

/**
 * psr_billing_rules_set_warranty_as_list:
 * @self: rules
 * @as_list: whether what is under warranty bears its price and 100 % discount,
 *   instead of no price
 */
void
psr_billing_rules_set_warranty_as_list (PsrBillingRules *self,
                                        gboolean         as_list)
{
  g_return_if_fail (self != NULL);

  self->warranty_as_list = as_list;
}

/**
 * psr_billing_rules_set_prices_from_bc:
 * @self: rules
 * @from_bc: whether items and resources cost what Business Central asks for them,
 *   instead of what Wello says
 */
void
psr_billing_rules_set_prices_from_bc (PsrBillingRules *self,
                                      gboolean         from_bc)
{
  g_return_if_fail (self != NULL);

  self->prices_from_bc = from_bc;
}

/**
 * psr_billing_rules_get_prices_from_bc:
 * @self: rules
 *
 * Returns: whether items and resources cost what Business Central asks for them
 */
gboolean
psr_billing_rules_get_prices_from_bc (PsrBillingRules *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->prices_from_bc;
}

/**
 * psr_billing_rules_set_is_v1:
 * @self: rules
 * @is_v1: whether documents are made over API v1.0, where lines name items and accounts by
 *   their ids only, and no resources and locations
 */
void
psr_billing_rules_set_is_v1 (PsrBillingRules *self,
                             gboolean         is_v1)
{
  g_return_if_fail (self != NULL);

  self->is_v1 = is_v1;
}

/**
 * psr_billing_rules_get_is_v1:
 * @self: rules
 *
 * Returns: whether documents are made over API v1.0
 */
gboolean
psr_billing_rules_get_is_v1 (PsrBillingRules *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_v1;
}

/**
 * psr_billing_rules_set_e_invoice:
 * @self: rules
 * @e_invoice: whose invoices Business Central sends electronically
 */
void
psr_billing_rules_set_e_invoice (PsrBillingRules *self,
                                 PsrEInvoice      e_invoice)
{
  g_return_if_fail (self != NULL);

  self->e_invoice = e_invoice;
}

/**
 * psr_billing_rules_get_e_invoice:
 * @self: rules
 *
 * Returns: whose invoices Business Central sends electronically
 */
PsrEInvoice
psr_billing_rules_get_e_invoice (PsrBillingRules *self)
{
  g_return_val_if_fail (self != NULL, PSR_E_INVOICE_AUTO);

  return self->e_invoice;
}

/**
 * psr_billing_rules_set_heading:
 * @self: rules
 * @language: a language of Wello, by its code or its GUID, or "default"
 * @text: what the first comment line of a document in that language is made of; ""
 *   for no such line
 * @error: return location for a %PSR_BILLING_ERROR
 *
 * Returns: whether @text can be used
 */
gboolean
psr_billing_rules_set_heading (PsrBillingRules  *self,
                               const char       *language,
                               const char       *text,
                               GError          **error)
{
  g_autofree char *why = NULL;

  g_return_val_if_fail (self != NULL && language != NULL && text != NULL, FALSE);

  if (psr_heading_is_template (text))
    {
      g_hash_table_replace (self->headings, g_ascii_strdown (language, -1), g_strdup (text));
      return TRUE;
    }

  why = g_strdup_printf (_("“%s” can’t be the first line of a document."), text);
  psr_set_explained_error (error, PSR_BILLING_ERROR, PSR_BILLING_ERROR_RULES,
                           _("A setting for billing isn’t valid"), why,
                           _("Put only {number}, {date}, {name}, {invoice}, {site} or {reference} in braces."));

  return FALSE;
}

/**
 * psr_billing_rules_get_heading:
 * @self: rules
 * @language: (nullable): a language of Wello, by its code or its GUID; %NULL for those
 *   that the profile doesn't name
 *
 * Returns: (transfer none) (nullable): the template for @language, or %NULL when there
 *   is none of its own; with %NULL there always is one
 */
const char *
psr_billing_rules_get_heading (PsrBillingRules *self,
                               const char      *language)
{
  g_autofree char *key = NULL;
  const char *text;

  g_return_val_if_fail (self != NULL, NULL);

  if (language != NULL)
    {
      key = g_ascii_strdown (language, -1);
      return g_hash_table_lookup (self->headings, key);
    }

  text = g_hash_table_lookup (self->headings, DEFAULT_LANGUAGE);

  return text != NULL ? text : PSR_HEADING_DEFAULT;
}
