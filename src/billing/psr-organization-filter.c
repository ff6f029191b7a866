/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-organization-filter"

#include "config.h"

#include <libdex.h>

#include "psr-organization-filter.h"
#include "psr-wello-client.h"
#include "psr-wello-company.h"
#include "psr-wello-invoice.h"

/* The companies' sales organizations: company id → its organization's id, or ""
 * when it has none. A company that isn't there has none either. */
static GHashTable *
find_organizations (PsrBillingContext  *context,
                    GPtrArray          *invoices,
                    GError            **error)
{
  g_autoptr(GHashTable) organizations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree gpointer *keys = NULL;
  g_autoptr(GPtrArray) companies = NULL;

  for (guint i = 0; i < invoices->len; i++)
    {
      const PsrWelloInvoice *invoice = g_ptr_array_index (invoices, i);

      if (invoice->company_id != NULL)
        g_hash_table_insert (organizations, g_strdup (invoice->company_id), g_strdup (""));
    }

  keys = g_hash_table_get_keys_as_array (organizations, NULL);
  companies = dex_await_boxed (psr_wello_client_get_companies (context->wello, (const char * const *) keys), error);

  if (companies == NULL)
    return NULL;

  for (guint i = 0; i < companies->len; i++)
    {
      const PsrWelloCompany *company = g_ptr_array_index (companies, i);

      if (company->sales_organization_id != NULL)
        g_hash_table_insert (organizations, g_strdup (company->id), g_strdup (company->sales_organization_id));
    }

  return g_steal_pointer (&organizations);
}

/**
 * psr_organization_filter_apply:
 * @context: the context
 * @invoices: (element-type PsrWelloInvoice): what Wello listed
 * @foreign: (element-type utf8): takes the ids of the invoices that are another's
 * @unassigned: (element-type utf8): takes the ids of the companies of which it
 *   isn't known whose they are
 * @error: return location for an error
 *
 * Leaves out the invoices of other sales organizations of the same Wello: they
 * belong into other books. An invoice has no sales organization itself; of the
 * documented tables only companies have (`sales_organization_id`), so it is the
 * one of the company that the work was done for. To be called in a fiber.
 *
 * Returns: (transfer full) (nullable): those that are ours, and those of which
 *   it isn't known; all of them where the rules name no sales organization
 */
GPtrArray *
psr_organization_filter_apply (PsrBillingContext  *context,
                               GPtrArray          *invoices,
                               GHashTable         *foreign,
                               GHashTable         *unassigned,
                               GError            **error)
{
  const char *ours = psr_billing_rules_get_sales_organization (context->rules);
  g_autoptr(GPtrArray) kept = NULL;
  g_autoptr(GHashTable) organizations = NULL;

  g_return_val_if_fail (invoices != NULL && foreign != NULL && unassigned != NULL, NULL);

  if (ours == NULL || invoices->len == 0)
    return g_ptr_array_ref (invoices);

  organizations = find_organizations (context, invoices, error);

  if (organizations == NULL)
    return NULL;

  kept = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_wello_invoice_unref);

  for (guint i = 0; i < invoices->len; i++)
    {
      PsrWelloInvoice *invoice = g_ptr_array_index (invoices, i);
      const char *theirs = invoice->company_id != NULL ? g_hash_table_lookup (organizations, invoice->company_id) : NULL;

      if (theirs != NULL && theirs[0] != '\0' && !g_str_equal (theirs, ours))
        {
          g_hash_table_add (foreign, g_strdup (invoice->id));
          continue;
        }

      if (theirs != NULL && theirs[0] == '\0')
        g_hash_table_add (unassigned, g_strdup (invoice->company_id));

      g_ptr_array_add (kept, psr_wello_invoice_ref (invoice));
    }

  return g_steal_pointer (&kept);
}
