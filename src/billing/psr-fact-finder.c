/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-fact-finder"

#include "config.h"

#include <libdex.h>

#include "psr-bc-client.h"
#include "psr-billing-step.h"
#include "psr-e-invoice.h"
#include "psr-fact-finder.h"
#include "psr-fact-look.h"
#include "psr-link-store.h"
#include "psr-wello-client.h"
#include "psr-wello-currency.h"
#include "psr-wello-invoice-line.h"
#include "psr-wello-job.h"
#include "psr-wello-labour-usage.h"
#include "psr-wello-stock-location.h"

/* A set of ids, for a request. */
static void
want (GHashTable *ids,
      const char *id)
{
  if (id != NULL && id[0] != '\0')
    g_hash_table_add (ids, (gpointer) id);
}

static GHashTable *
new_ids (void)
{
  return g_hash_table_new (g_str_hash, g_str_equal);
}

static const char * const *
as_strv (GHashTable  *ids,
         gpointer   **keys)
{
  *keys = g_hash_table_get_keys_as_array (ids, NULL);

  return (const char * const *) *keys;
}

#define PUT(table, id, object, ref) \
  g_hash_table_replace ((table), g_strdup (id), ref (object))

static gboolean
find_existing (PsrBillingContext  *context,
               PsrInvoiceFacts    *facts,
               GPtrArray          *invoices,
               GError            **error)
{
  g_autoptr(PsrLedgerQuery) by_id = psr_ledger_query_new ();
  g_autoptr(PsrLedgerQuery) by_number = psr_ledger_query_new ();
  g_autoptr(GHashTable) ids = new_ids ();
  g_autoptr(GHashTable) numbers = new_ids ();
  g_autofree gpointer *id_keys = NULL;
  g_autofree gpointer *number_keys = NULL;
  g_autoptr(GPtrArray) known = NULL;
  g_autoptr(GPtrArray) namesakes = NULL;

  if (invoices->len == 0)
    return TRUE;

  for (guint i = 0; i < invoices->len; i++)
    {
      const PsrWelloInvoice *invoice = g_ptr_array_index (invoices, i);

      want (ids, invoice->id);

      if (invoice->internal_number[0] != '\0' && g_hash_table_contains (numbers, invoice->internal_number))
        g_hash_table_add (facts->shared_numbers, g_strdup (invoice->internal_number));

      want (numbers, invoice->internal_number);
    }

  psr_ledger_query_set_wello_invoices (by_id, as_strv (ids, &id_keys));
  known = psr_billing_step_find (context, by_id, error);

  if (known == NULL)
    return FALSE;

  for (guint i = 0; i < known->len; i++)
    {
      PsrLedgerDocument *document = g_ptr_array_index (known, i);
      const PsrLedgerDocument *other = g_hash_table_lookup (facts->existing, document->wello_invoice_id);

      if (other == NULL || other->sequence < document->sequence)
        PUT (facts->existing, document->wello_invoice_id, document, psr_ledger_document_ref);
    }

  if (g_hash_table_size (numbers) == 0)
    return TRUE;

  psr_ledger_query_set_internal_numbers (by_number, as_strv (numbers, &number_keys));
  namesakes = psr_billing_step_find (context, by_number, error);

  if (namesakes == NULL)
    return FALSE;

  for (guint i = 0; i < namesakes->len; i++)
    {
      const PsrLedgerDocument *document = g_ptr_array_index (namesakes, i);

      if (!g_hash_table_contains (ids, document->wello_invoice_id))
        g_hash_table_add (facts->shared_numbers, g_strdup (document->internal_number));
    }

  return TRUE;
}

static PsrDecimal
find_highest_rate (PsrBillingRules *rules,
                   GPtrArray       *invoices)
{
  PsrDecimal hundred = PSR_DECIMAL_INIT (100 * (gint64) PSR_DECIMAL_SCALE);
  PsrDecimal highest = psr_billing_rules_get_highest_vat (rules);

  for (guint i = 0; i < invoices->len; i++)
    {
      const PsrWelloInvoice *invoice = g_ptr_array_index (invoices, i);

      for (guint j = 0; j < invoice->lines->len; j++)
        {
          const PsrWelloInvoiceLine *line = g_ptr_array_index (invoice->lines, j);
          PsrDecimal percent;

          if (psr_decimal_mul (line->vat_rate, hundred, &percent, NULL) &&
              psr_decimal_compare (percent, highest) > 0)
            highest = percent;
        }
    }

  return highest;
}

/**
 * psr_fact_finder_begin:
 * @context: the context
 * @invoices: (element-type PsrWelloInvoice): all that are ready in Wello
 * @error: return location for an error
 *
 * Finds out what the ledger knows of @invoices. To be called in a fiber.
 *
 * Returns: (transfer full) (nullable): the facts so far
 */
PsrInvoiceFacts *
psr_fact_finder_begin (PsrBillingContext  *context,
                       GPtrArray          *invoices,
                       GError            **error)
{
  g_autoptr(PsrInvoiceFacts) facts = NULL;

  g_return_val_if_fail (context != NULL && invoices != NULL, NULL);

  facts = psr_invoice_facts_new (context->rules);

  if (!find_existing (context, facts, invoices, error))
    return NULL;

  facts->highest_rate = find_highest_rate (context->rules, invoices);

  return g_steal_pointer (&facts);
}

static gboolean
find_work (PsrBillingContext  *context,
           PsrInvoiceFacts    *facts,
           GPtrArray          *invoices,
           GError            **error)
{
  g_autoptr(GHashTable) jobs = new_ids ();
  g_autoptr(GHashTable) ids = new_ids ();
  g_autofree gpointer *job_keys = NULL;
  g_autofree gpointer *keys = NULL;
  g_autoptr(GPtrArray) found_jobs = NULL;
  g_autoptr(GPtrArray) found_labour = NULL;
  g_autoptr(GPtrArray) found_lines = NULL;
  const char * const *wanted;

  for (guint i = 0; i < invoices->len; i++)
    {
      const PsrWelloInvoice *invoice = g_ptr_array_index (invoices, i);

      want (ids, invoice->id);

      if (invoice->source_table[0] == '\0' || g_ascii_strcasecmp (invoice->source_table, "jobs") == 0)
        want (jobs, invoice->source_id);
    }

  wanted = as_strv (jobs, &job_keys);
  found_jobs = dex_await_boxed (psr_wello_client_get_jobs (context->wello, wanted), error);
  if (found_jobs == NULL)
    return FALSE;

  found_labour = dex_await_boxed (psr_wello_client_get_labour_usages (context->wello, wanted), error);
  if (found_labour == NULL)
    return FALSE;

  found_lines = dex_await_boxed (psr_wello_client_get_lines_of (context->wello, as_strv (ids, &keys)), error);
  if (found_lines == NULL)
    return FALSE;

  for (guint i = 0; i < found_jobs->len; i++)
    {
      PsrWelloJob *job = g_ptr_array_index (found_jobs, i);

      PUT (facts->jobs, job->id, job, psr_wello_job_ref);
    }

  for (guint i = 0; i < found_labour->len; i++)
    {
      PsrWelloLabourUsage *usage = g_ptr_array_index (found_labour, i);

      PUT (facts->labour, usage->id, usage, psr_wello_labour_usage_ref);
    }

  for (guint i = 0; i < found_lines->len; i++)
    {
      PsrWelloInvoiceLine *line = g_ptr_array_index (found_lines, i);

      PUT (facts->details, line->id, line, psr_wello_invoice_line_ref);
    }

  return TRUE;
}

static gboolean
find_links (PsrBillingContext  *context,
            GHashTable         *into,
            PsrEntity           entity,
            GHashTable         *wello_ids,
            GHashTable         *bc_ids,
            GError            **error)
{
  g_autofree gpointer *keys = NULL;
  g_autoptr(GHashTable) links = NULL;
  GHashTableIter iter;
  gpointer key, value;

  if (g_hash_table_size (wello_ids) == 0)
    return TRUE;

  links = dex_await_boxed (psr_link_store_map_by_wello (context->links, entity, as_strv (wello_ids, &keys)), error);

  if (links == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, links);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      PsrLink *link = value;

      PUT (into, key, link, psr_link_ref);
      want (bc_ids, link->bc_id);
    }

  return TRUE;
}

static gboolean
find_customers (PsrBillingContext  *context,
                PsrInvoiceFacts    *facts,
                GPtrArray          *invoices,
                GError            **error)
{
  g_autoptr(GHashTable) companies = new_ids ();
  g_autoptr(GHashTable) ids = new_ids ();
  g_autofree gpointer *keys = NULL;
  g_autoptr(GPtrArray) customers = NULL;

  for (guint i = 0; i < invoices->len; i++)
    {
      const PsrWelloInvoice *invoice = g_ptr_array_index (invoices, i);

      want (companies, invoice->company_id);
      want (companies, invoice->bill_to_company_id);
    }

  if (!find_links (context, facts->customer_links, PSR_ENTITY_CUSTOMER, companies, ids, error))
    return FALSE;

  if (g_hash_table_size (ids) == 0)
    return TRUE;

  customers = dex_await_boxed (psr_bc_client_get_customers_by_ids (context->bc, as_strv (ids, &keys)), error);

  if (customers == NULL)
    return FALSE;

  for (guint i = 0; i < customers->len; i++)
    {
      PsrBcCustomer *customer = g_ptr_array_index (customers, i);

      PUT (facts->customers, customer->id, customer, psr_bc_customer_ref);
    }

  return TRUE;
}

static gboolean
find_items (PsrBillingContext  *context,
            PsrInvoiceFacts    *facts,
            GPtrArray          *invoices,
            GError            **error)
{
  g_autoptr(GHashTable) articles = new_ids ();
  g_autoptr(GHashTable) ids = new_ids ();
  g_autofree gpointer *keys = NULL;
  g_autoptr(GPtrArray) numbers = psr_billing_rules_get_item_numbers (facts->rules);

  for (guint i = 0; i < invoices->len; i++)
    {
      const PsrWelloInvoice *invoice = g_ptr_array_index (invoices, i);

      for (guint j = 0; j < invoice->lines->len; j++)
        {
          const PsrWelloInvoiceLine *line = g_ptr_array_index (invoice->lines, j);

          want (articles, line->article_id);
        }
    }

  if (!find_links (context, facts->item_links, PSR_ENTITY_ITEM, articles, ids, error))
    return FALSE;

  if (g_hash_table_size (ids) > 0)
    {
      g_autoptr(GPtrArray) items = NULL;

      items = dex_await_boxed (psr_bc_client_get_items_by_ids (context->bc, as_strv (ids, &keys)), error);

      if (items == NULL)
        return FALSE;

      for (guint i = 0; i < items->len; i++)
        {
          PsrBcItem *item = g_ptr_array_index (items, i);

          PUT (facts->items, item->id, item, psr_bc_item_ref);
        }
    }

  if (numbers->len > 0)
    {
      g_autoptr(GPtrArray) items = NULL;

      g_ptr_array_add (numbers, NULL);
      items = dex_await_boxed (psr_bc_client_get_items_by_numbers (context->bc, (const char * const *) numbers->pdata), error);

      if (items == NULL)
        return FALSE;

      for (guint i = 0; i < items->len; i++)
        {
          PsrBcItem *item = g_ptr_array_index (items, i);

          PUT (facts->rule_items, item->number, item, psr_bc_item_ref);
          PUT (facts->items, item->id, item, psr_bc_item_ref);
        }
    }

  return TRUE;
}

/* By number where lines can be made with it, and by id where they can't. */
static gboolean
find_accounts (PsrBillingContext  *context,
               PsrInvoiceFacts    *facts,
               GError            **error)
{
  g_autoptr(GPtrArray) numbers = psr_billing_rules_get_target_numbers (facts->rules, PSR_LINE_TARGET_ACCOUNT);
  GHashTable *ids;

  if (!psr_billing_rules_get_is_v1 (facts->rules) || numbers->len == 0)
    return TRUE;

  g_ptr_array_add (numbers, NULL);
  ids = dex_await_boxed (psr_bc_client_get_accounts_by_numbers (context->bc, (const char * const *) numbers->pdata), error);
  if (ids == NULL)
    return FALSE;

  g_hash_table_unref (facts->rule_accounts);
  facts->rule_accounts = ids;

  return TRUE;
}

static gboolean
find_currencies (PsrBillingContext  *context,
                 PsrInvoiceFacts    *facts,
                 GPtrArray          *invoices,
                 GError            **error)
{
  g_autoptr(GPtrArray) currencies = NULL;
  gboolean needed = FALSE;

  for (guint i = 0; i < invoices->len; i++)
    needed |= ((const PsrWelloInvoice *) g_ptr_array_index (invoices, i))->currency_id != NULL;

  if (!needed)
    return TRUE;

  currencies = dex_await_boxed (psr_wello_client_get_currencies (context->wello), error);

  if (currencies == NULL)
    return FALSE;

  for (guint i = 0; i < currencies->len; i++)
    {
      PsrWelloCurrency *currency = g_ptr_array_index (currencies, i);

      PUT (facts->currencies, currency->id, currency, psr_wello_currency_ref);
    }

  return TRUE;
}

/* Coupled as the links say; else the same record, or by the code that somebody
 * put into Wello. */
static const PsrBcLocation *
couple (const PsrWelloStockLocation *wello,
        GPtrArray                   *locations)
{
  for (guint i = 0; i < locations->len; i++)
    {
      const PsrBcLocation *location = g_ptr_array_index (locations, i);

      if (g_str_equal (location->id, wello->id))
        return location;
    }

  for (guint i = 0; i < locations->len; i++)
    {
      const PsrBcLocation *location = g_ptr_array_index (locations, i);

      if (wello->reference[0] != '\0' && g_str_equal (location->code, wello->reference))
        return location;
    }

  return NULL;
}

static gboolean
couple_locations (PsrBillingContext  *context,
                  PsrInvoiceFacts    *facts,
                  GPtrArray          *wello,
                  GPtrArray          *locations,
                  GError            **error)
{
  g_autoptr(GPtrArray) links = NULL;
  g_autoptr(GPtrArray) made = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_link_unref);
  g_autoptr(GHashTable) taken = new_ids ();

  links = dex_await_boxed (psr_link_store_list (context->links, PSR_ENTITY_LOCATION), error);

  if (links == NULL)
    return FALSE;

  for (guint i = 0; i < links->len; i++)
    {
      const PsrLink *link = g_ptr_array_index (links, i);

      g_hash_table_replace (facts->locations, g_strdup (link->wello_id), g_strdup (link->bc_id));
      want (taken, link->bc_id);
    }

  for (guint i = 0; i < wello->len; i++)
    {
      PsrWelloStockLocation *location = g_ptr_array_index (wello, i);
      const PsrBcLocation *found;

      PUT (facts->stock_locations, location->id, location, psr_wello_stock_location_ref);

      if (g_hash_table_contains (facts->locations, location->id))
        continue;

      found = couple (location, locations);

      if (found == NULL || g_hash_table_contains (taken, found->id))
        continue;

      want (taken, found->id);
      g_hash_table_replace (facts->locations, g_strdup (location->id), g_strdup (found->id));
      g_ptr_array_add (made, psr_link_new (PSR_ENTITY_LOCATION, found->id, location->id, found->code,
                                           g_str_equal (found->id, location->id) ? PSR_LINK_BY_ID : PSR_LINK_BY_CODE));
    }

  return made->len == 0 || dex_await (psr_link_store_add (context->links, made), error);
}

static gboolean
find_locations (PsrBillingContext  *context,
                PsrInvoiceFacts    *facts,
                GError            **error)
{
  g_autoptr(GPtrArray) wello = NULL;
  g_autoptr(GPtrArray) locations = NULL;
  GHashTableIter iter;
  gpointer value;
  gboolean needed = FALSE;

  g_hash_table_iter_init (&iter, facts->details);
  while (!needed && g_hash_table_iter_next (&iter, NULL, &value))
    needed = ((const PsrWelloInvoiceLine *) value)->stock_location_id != NULL;

  if (!needed)
    return TRUE;

  locations = dex_await_boxed (psr_bc_client_get_locations (context->bc), error);
  if (locations == NULL)
    return FALSE;

  facts->has_locations = locations->len > 0;
  if (!facts->has_locations)
    return TRUE;

  wello = dex_await_boxed (psr_wello_client_get_stock_locations (context->wello), error);
  if (wello == NULL)
    return FALSE;

  return couple_locations (context, facts, wello, locations, error);
}

/**
 * psr_fact_finder_find:
 * @context: the context
 * @facts: facts that were begun
 * @invoices: (element-type PsrWelloInvoice): those to bill
 * @error: return location for an error
 *
 * Looks up whatever is needed to bill @invoices, many at once: their work
 * orders, hours and stock locations, and the customers and items to which they
 * are coupled, as they are now. To be called in a fiber.
 *
 * Returns: whether everything could be looked up
 */
gboolean
psr_fact_finder_find (PsrBillingContext  *context,
                      PsrInvoiceFacts    *facts,
                      GPtrArray          *invoices,
                      GError            **error)
{
  g_return_val_if_fail (context != NULL && facts != NULL && invoices != NULL, FALSE);

  if (invoices->len == 0)
    return TRUE;

  return find_work (context, facts, invoices, error) &&
         find_customers (context, facts, invoices, error) &&
         find_items (context, facts, invoices, error) &&
         find_accounts (context, facts, error) &&
         find_currencies (context, facts, invoices, error) &&
         find_locations (context, facts, error) &&
         psr_fact_look_up (context, facts, invoices, error) &&
         psr_e_invoice_find_facts (context, facts, error);
}
