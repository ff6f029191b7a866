/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-e-invoice"

#include "config.h"

#include <libdex.h>

#include "psr-bc-client.h"
#include "psr-bc-customer.h"
#include "psr-check-results.h"
#include "psr-e-invoice.h"
#include "psr-mirror-store.h"
#include "psr-push-run.h"
#include "psr-reference-facts.h"
#include "psr-service-error.h"

/* Where businesses have to invoice each other electronically. */
#define BELGIUM "BE"

/* As long as reference data counts: it is read once a day. */
#define KEPT (26 * 60 * 60 * (gint64) G_USEC_PER_SEC)

/* A check that is about orders only. */
#define E_INVOICE_ORDER "e-invoice-order"

/* The country of domestic customers is often left blank; a business has a number. */
static gboolean
may_be_belgian_business (const PsrBcCustomer *customer)
{
  return customer->tax_registration[0] != '\0' &&
         (customer->country[0] == '\0' || g_str_equal (customer->country, BELGIUM));
}

static gboolean
applies (PsrInvoiceFacts     *facts,
         const PsrBcCustomer *customer)
{
  switch (psr_billing_rules_get_e_invoice (facts->rules))
    {
    case PSR_E_INVOICE_ALL:
      return TRUE;

    case PSR_E_INVOICE_AUTO:
      return g_str_equal (facts->own_country, BELGIUM) && may_be_belgian_business (customer);

    case PSR_E_INVOICE_NONE:
    default:
      return FALSE;
    }
}

typedef gboolean (*Condition) (PsrInvoiceFacts     *facts,
                               const PsrBcCustomer *customer);

static gboolean
is_worth_asking (PsrInvoiceFacts     *facts,
                 const PsrBcCustomer *customer)
{
  return may_be_belgian_business (customer);
}

static gboolean
is_any (PsrInvoiceFacts *facts,
        Condition        condition)
{
  GHashTable *tables[] = { facts->customers, facts->rule_customers };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      GHashTableIter iter;
      gpointer customer;

      g_hash_table_iter_init (&iter, tables[i]);
      while (g_hash_table_iter_next (&iter, NULL, &customer))
        {
          if (condition (facts, customer))
            return TRUE;
        }
    }

  return FALSE;
}

/* What can't be read isn't warned of: Business Central says it itself. */
static gboolean
is_unreadable (const GError *error)
{
  return g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_FORBIDDEN) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_REFUSED);
}

/* In which country the company is hardly changes: what the flow of reference data has read
 * within a day is as good as asking. Units are asked for: somebody may just have given one
 * its code, or taken it. */
static gboolean
take_kept_country (PsrBillingContext  *context,
                   PsrInvoiceFacts    *facts,
                   GError            **error)
{
  g_autoptr(GError) local = NULL;
  g_autoptr(PsrWatermark) read = NULL;
  const char *company = psr_bc_client_get_company (context->bc);
  g_autofree char *name = g_strconcat (PSR_REFERENCE_COUNTRY, company, NULL);
  g_autofree char *country = NULL;
  g_autofree char *whose = NULL;
  gint64 age;

  read = dex_await_boxed (psr_mirror_store_get_watermark (context->mirror, PSR_REFERENCE_STREAM), error);
  if (read == NULL)
    return FALSE;
  whose = dex_await_string (psr_mirror_store_get_fact (context->mirror, PSR_REFERENCE_COMPANY), &local);
  if (local == NULL)
    country = dex_await_string (psr_mirror_store_get_fact (context->mirror, name), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  /* Another company's may be kept here, too. */
  if (country == NULL || g_strcmp0 (whose, company) != 0 || read->since == PSR_TIMESTAMP_NONE)
    return TRUE;

  age = psr_clock_now (context->clock) - read->since;
  if (age >= 0 && age <= KEPT)
    g_set_str (&facts->own_country, country);

  return TRUE;
}

/**
 * psr_e_invoice_find_facts:
 * @context: the context
 * @facts: facts that have the customers
 * @error: return location for an error
 *
 * Finds out what the checks of electronic invoices want to know, with two requests for
 * all of them at most, and none where no customer's invoices go out electronically. To be
 * called in a fiber.
 *
 * Returns: whether it could be found out
 */
gboolean
psr_e_invoice_find_facts (PsrBillingContext  *context,
                          PsrInvoiceFacts    *facts,
                          GError            **error)
{
  g_autoptr(GError) local = NULL;

  g_return_val_if_fail (context != NULL && facts != NULL, FALSE);

  if (psr_billing_rules_get_e_invoice (facts->rules) == PSR_E_INVOICE_AUTO && facts->own_country[0] == '\0' &&
      is_any (facts, is_worth_asking) && !take_kept_country (context, facts, error))
    return FALSE;

  if (psr_billing_rules_get_e_invoice (facts->rules) == PSR_E_INVOICE_AUTO && facts->own_country[0] == '\0' &&
      is_any (facts, is_worth_asking))
    {
      g_autofree char *country = dex_await_string (psr_bc_client_get_own_country (context->bc), &local);

      if (country != NULL)
        g_set_str (&facts->own_country, country);
    }

  if (local == NULL && facts->unit_standards == NULL && is_any (facts, applies))
    facts->unit_standards = dex_await_boxed (psr_bc_client_get_unit_standards (context->bc), &local);

  if (local == NULL || is_unreadable (local))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

/**
 * psr_e_invoice_mark:
 * @draft: a draft with its customers
 *
 * Notes on the draft whether the invoice goes out electronically, as far as the profile
 * and the cards tell: Business Central doesn't show over its API how a customer gets
 * invoices. What is internal goes to nobody.
 */
void
psr_e_invoice_mark (PsrDraft *draft)
{
  const PsrBcCustomer *payer;

  g_return_if_fail (draft != NULL);

  payer = psr_draft_find_payer (draft);

  if (payer != NULL && !draft->billable->internal && applies (draft->facts, payer))
    g_set_str (&draft->billable->e_invoiced, payer->number);
}

/**
 * psr_e_invoice_get_results:
 * @context: the context
 * @document: a document of the ledger
 * @kind: what is to be made of it, whatever the profile says
 *
 * Returns: (transfer full) (element-type PsrCheckResult): what the checks found of
 *   @document, as if it had been read to become a @kind
 */
GPtrArray *
psr_e_invoice_get_results (PsrBillingContext       *context,
                           const PsrLedgerDocument *document,
                           PsrBillingKind           kind)
{
  g_autoptr(GPtrArray) results = NULL;
  g_autoptr(PsrPushPlan) plan = NULL;

  g_return_val_if_fail (context != NULL && document != NULL, NULL);

  results = psr_check_results_from_text (document->checks);

  /* What can't be built is shown when it is sent. */
  if (kind == PSR_BILLING_KIND_ORDER && document->details[0] != '\0')
    plan = psr_push_plan_make (context, document, kind, NULL);

  psr_check_results_set (results, E_INVOICE_ORDER, plan != NULL ? plan->billable->e_invoiced : "");

  return g_steal_pointer (&results);
}
