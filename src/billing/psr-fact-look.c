/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-fact-look"

#include "config.h"

#include <libdex.h>
#include <string.h>

#include "psr-bc-client.h"
#include "psr-billing-step.h"
#include "psr-check-results.h"
#include "psr-clock.h"
#include "psr-draft.h"
#include "psr-fact-look.h"
#include "psr-link.h"
#include "psr-mirror-store.h"
#include "psr-service-error.h"
#include "psr-wello-client.h"

/* So many of those that passed before are looked up in every run, in turns. Sending looks
 * once more at whether the number is taken. */
#define IN_TURN 200

/* And so many in all; the rest is for those that are new, were changed, or didn't pass, in
 * turns as well: what never passes doesn't keep the others from being looked at. */
#define AT_MOST 1000

/* How far from its day a document is searched that may be the same. */
#define DAYS 10

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static const char * const *
as_strv (GHashTable  *set,
         gpointer   **keys)
{
  *keys = g_hash_table_get_keys_as_array (set, NULL);

  return (const char * const *) *keys;
}

static gboolean
find_companies (PsrBillingContext  *context,
                PsrInvoiceFacts    *facts,
                GPtrArray          *invoices,
                GError            **error)
{
  g_autoptr(GHashTable) ids = new_set ();
  g_autofree gpointer *keys = NULL;
  g_autoptr(GPtrArray) companies = NULL;

  for (guint i = 0; i < invoices->len; i++)
    {
      PsrWelloInvoice *invoice = g_ptr_array_index (invoices, i);
      const char *id = invoice->bill_to_company_id != NULL ? invoice->bill_to_company_id : invoice->company_id;
      g_autofree char *number = psr_draft_dup_order_number (invoice);

      /* All that is asked of them is whether one is needed. */
      if (id != NULL && number == NULL)
        g_hash_table_add (ids, g_strdup (id));
    }

  companies = dex_await_boxed (psr_wello_client_get_companies (context->wello, as_strv (ids, &keys)), error);

  if (companies == NULL)
    return FALSE;

  for (guint i = 0; i < companies->len; i++)
    {
      PsrWelloCompany *company = g_ptr_array_index (companies, i);

      g_hash_table_replace (facts->companies, g_strdup (company->id), psr_wello_company_ref (company));
    }

  return TRUE;
}

static gboolean
find_rule_customers (PsrBillingContext  *context,
                     PsrInvoiceFacts    *facts,
                     GError            **error)
{
  g_autoptr(GPtrArray) numbers = psr_billing_rules_get_customer_numbers (facts->rules);
  g_autoptr(GPtrArray) customers = NULL;

  if (numbers->len == 0)
    return TRUE;

  g_ptr_array_add (numbers, NULL);
  customers = dex_await_boxed (psr_bc_client_get_customers_by_numbers (context->bc, (const char * const *) numbers->pdata),
                               error);

  if (customers == NULL)
    return FALSE;

  for (guint i = 0; i < customers->len; i++)
    {
      PsrBcCustomer *customer = g_ptr_array_index (customers, i);

      g_hash_table_replace (facts->rule_customers, g_strdup (customer->number), psr_bc_customer_ref (customer));
    }

  return TRUE;
}

static gboolean
find_live_numbers (PsrBillingContext  *context,
                   PsrInvoiceFacts    *facts,
                   GHashTable         *numbers,
                   GError            **error)
{
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autofree gpointer *keys = NULL;
  g_autoptr(GPtrArray) live = NULL;

  psr_ledger_query_set_external_numbers (query, as_strv (numbers, &keys));
  psr_ledger_query_set_live_only (query, TRUE);
  live = psr_billing_step_find (context, query, error);

  if (live == NULL)
    return FALSE;

  for (guint i = 0; i < live->len; i++)
    {
      const PsrLedgerDocument *document = g_ptr_array_index (live, i);

      g_hash_table_replace (facts->live_numbers, g_strdup (document->external_number),
                            g_strdup (document->wello_invoice_id));
    }

  return TRUE;
}

/* What is approved or under way is looked at when it is sent. */
static gboolean
is_to_send (PsrInvoiceFacts       *facts,
            const PsrWelloInvoice *invoice)
{
  const PsrLedgerDocument *existing = g_hash_table_lookup (facts->existing, invoice->id);
  PsrBillingState state = existing != NULL ? psr_billing_step_get_state (existing) : PSR_BILLING_STATE_FOUND;

  return state == PSR_BILLING_STATE_APPROVED || psr_billing_state_has_live_lines (state);
}

/* Whether what was found last doesn't hold any more, or doesn't let it pass. */
static gboolean
is_urgent (PsrInvoiceFacts       *facts,
           const PsrWelloInvoice *invoice)
{
  const PsrLedgerDocument *existing = g_hash_table_lookup (facts->existing, invoice->id);

  return existing == NULL || existing->wello_changed != invoice->modified ||
         !psr_check_text_passed (existing->checks, "number-taken") ||
         !psr_check_text_passed (existing->checks, "look-alike");
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  const PsrWelloInvoice *one = *(PsrWelloInvoice * const *) a;
  const PsrWelloInvoice *two = *(PsrWelloInvoice * const *) b;

  return strcmp (one->id, two->id);
}

/* Looks at @n of @invoices, from where the last reading ended: round the circle of their
 * ids, so that whatever comes and goes in between, each has its turn. */
static void
take_turns (PsrInvoiceFacts  *facts,
            GPtrArray        *invoices,
            guint             n,
            char            **last)
{
  guint from = 0;

  g_ptr_array_sort (invoices, compare_ids);

  while (from < invoices->len && strcmp (((PsrWelloInvoice *) g_ptr_array_index (invoices, from))->id, *last) <= 0)
    from++;

  for (guint i = 0; i < n; i++)
    {
      const PsrWelloInvoice *invoice = g_ptr_array_index (invoices, (from + i) % invoices->len);

      g_hash_table_add (facts->looked_up, g_strdup (invoice->id));
      if (i + 1 == n && n < invoices->len)
        g_set_str (last, invoice->id);
    }
}

/* One reading looks at some and the next at others, so that what waits isn't believed for
 * ever. */
static void
choose (PsrInvoiceFacts  *facts,
        GPtrArray        *invoices,
        char            **last_urgent,
        char            **last_other)
{
  g_autoptr(GPtrArray) urgent = g_ptr_array_new ();
  g_autoptr(GPtrArray) others = g_ptr_array_new ();
  guint n;

  for (guint i = 0; i < invoices->len; i++)
    {
      PsrWelloInvoice *invoice = g_ptr_array_index (invoices, i);

      if (is_to_send (facts, invoice))
        continue;
      g_ptr_array_add (is_urgent (facts, invoice) ? urgent : others, invoice);
    }

  n = MIN (others->len, IN_TURN);
  take_turns (facts, urgent, MIN (urgent->len, AT_MOST - n), last_urgent);
  take_turns (facts, others, n, last_other);
}

static char *
dup_turn_name (PsrBillingContext *context,
               const char        *of)
{
  return g_strconcat ("turn-", of, ":", psr_bc_client_get_company (context->bc), NULL);
}

static void
recall_turn (PsrBillingContext  *context,
             const char         *of,
             char              **last)
{
  g_autofree char *name = dup_turn_name (context, of);
  g_autofree char *text = dex_await_string (psr_mirror_store_get_fact (context->mirror, name), NULL);

  if (text != NULL)
    g_set_str (last, text);
}

static void
note_turn (PsrBillingContext  *context,
           const char         *of,
           char              **before,
           const char         *last)
{
  g_autofree char *name = dup_turn_name (context, of);
  g_autoptr(GError) error = NULL;

  if (g_str_equal (*before, last))
    return;

  g_set_str (before, last);

  /* Then the next program begins somewhere else. */
  if (!dex_await (psr_mirror_store_set_fact (context->mirror, name, last), &error))
    g_message ("Whose turn it is isn’t kept: %s", error->message);
}

/* A program that reads once and ends goes on where the one before ended. */
static void
recall_turns (PsrBillingContext *context)
{
  if (!context->recalled)
    {
      recall_turn (context, "urgent", &context->last_urgent);
      recall_turn (context, "other", &context->last_other);
      recall_turn (context, "failed", &context->last_failed);
      context->recalled = TRUE;
    }
}

/* Whose look-up failed is looked up once more; what can never be looked up doesn't keep the
 * others from their turn. */
static void
note_turns (PsrBillingContext *context,
            gboolean           found,
            const char        *last_urgent,
            const char        *last_other)
{
  gboolean again = !found && context->last_failed[0] == '\0';

  if (!again)
    {
      note_turn (context, "urgent", &context->last_urgent, last_urgent);
      note_turn (context, "other", &context->last_other, last_other);
    }

  note_turn (context, "failed", &context->last_failed, again ? "yes" : "");
}

static const char *
customer_of (PsrInvoiceFacts       *facts,
             const PsrWelloInvoice *invoice)
{
  const PsrLink *link = NULL;

  if (invoice->company_id != NULL)
    link = g_hash_table_lookup (facts->customer_links, invoice->company_id);

  return link != NULL ? link->bc_id : NULL;
}

static char *
day_from (PsrTimestamp time,
          gint64       days)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();

  return psr_timestamp_to_date (time + days * G_TIME_SPAN_DAY, utc);
}

static void
add_document (PsrInvoiceFacts *facts,
              PsrBcDocument   *document)
{
  GPtrArray *list;

  if (document->customer_id == NULL)
    return;

  list = g_hash_table_lookup (facts->documents, document->customer_id);

  if (list == NULL)
    {
      list = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_bc_document_unref);
      g_hash_table_insert (facts->documents, g_strdup (document->customer_id), list);
    }

  g_ptr_array_add (list, psr_bc_document_ref (document));
}

/* What costs a customer nothing may be on the card of one's own already. */
static void
add_internal_card (PsrInvoiceFacts *facts,
                   GHashTable      *customers)
{
  const char *number = psr_billing_rules_get_internal (facts->rules);
  const PsrBcCustomer *card = number != NULL ? g_hash_table_lookup (facts->rule_customers, number) : NULL;

  if (card != NULL && g_hash_table_size (facts->looked_up) > 0)
    g_hash_table_add (customers, g_strdup (card->id));
}

/* Which of the documents found are the ledger's own. */
static gboolean
find_own (PsrBillingContext  *context,
          PsrInvoiceFacts    *facts,
          GPtrArray          *documents,
          GError            **error)
{
  g_autoptr(GHashTable) numbers = new_set ();
  g_autoptr(GHashTable) ids = new_set ();
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(PsrLedgerQuery) by_id = psr_ledger_query_new ();
  g_autofree gpointer *keys = NULL;
  g_autofree gpointer *id_keys = NULL;
  g_autoptr(GPtrArray) own = NULL;
  g_autoptr(GPtrArray) renamed = NULL;

  for (guint i = 0; i < documents->len; i++)
    {
      const PsrBcDocument *document = g_ptr_array_index (documents, i);

      g_hash_table_add (ids, g_strdup (document->id));
      if (document->external_number[0] != '\0')
        g_hash_table_add (numbers, g_strdup (document->external_number));
    }

  if (g_hash_table_size (ids) == 0)
    return TRUE;

  /* Somebody may have written other numbers on some, or none. */
  psr_ledger_query_set_bc_ids (by_id, as_strv (ids, &id_keys));
  renamed = psr_billing_step_find (context, by_id, error);

  if (renamed == NULL)
    return FALSE;

  for (guint i = 0; i < renamed->len; i++)
    g_hash_table_add (facts->own_ids, g_strdup (((PsrLedgerDocument *) g_ptr_array_index (renamed, i))->bc_id));

  if (g_hash_table_size (numbers) == 0)
    return TRUE;

  psr_ledger_query_set_external_numbers (query, as_strv (numbers, &keys));
  own = psr_billing_step_find (context, query, error);

  if (own == NULL)
    return FALSE;

  for (guint i = 0; i < own->len; i++)
    g_hash_table_add (facts->own_numbers, g_strdup (((PsrLedgerDocument *) g_ptr_array_index (own, i))->external_number));

  return TRUE;
}

static gboolean
find_documents_of (PsrBillingContext  *context,
                   PsrInvoiceFacts    *facts,
                   GHashTable         *customers,
                   PsrTimestamp        earliest,
                   GError            **error)
{
  PsrTimestamp now = psr_clock_now (context->clock);
  g_autofree char *from = day_from (MIN (earliest, now), -DAYS - 1);
  g_autofree char *to = day_from (now, DAYS + 1);
  g_autofree gpointer *keys = NULL;
  g_autoptr(GPtrArray) documents = NULL;

  add_internal_card (facts, customers);

  if (g_hash_table_size (customers) == 0)
    return TRUE;

  documents = dex_await_boxed (psr_bc_client_list_documents_of (context->bc, as_strv (customers, &keys), from, to), error);

  if (documents == NULL)
    return FALSE;

  for (guint i = 0; i < documents->len; i++)
    add_document (facts, g_ptr_array_index (documents, i));

  return find_own (context, facts, documents, error);
}

/* Today's day says nothing of one invoice more than of another, and one that is asked for
 * isn't known yet. What can't be read isn't warned of. */
static gboolean
find_period (PsrBillingContext  *context,
             PsrInvoiceFacts    *facts,
             GError            **error)
{
  g_autoptr(GError) local = NULL;

  if (psr_billing_rules_get_posting_date (facts->rules) != PSR_BILLING_DAY_COMPLETED)
    return TRUE;

  facts->period = dex_await_boxed (psr_bc_client_get_posting_period (context->bc), &local);

  if (local == NULL || g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND) ||
      g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_FORBIDDEN) ||
      g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_REFUSED))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

static PsrTimestamp
time_of (PsrInvoiceFacts       *facts,
         const PsrWelloInvoice *invoice)
{
  const PsrWelloJob *job = invoice->source_id != NULL ? g_hash_table_lookup (facts->jobs, invoice->source_id) : NULL;

  return job != NULL && job->date_closed != PSR_TIMESTAMP_NONE ? job->date_closed : invoice->date_created;
}

/**
 * psr_fact_look_up:
 * @context: the context
 * @facts: facts that have the work orders and the customers
 * @invoices: (element-type PsrWelloInvoice): those to bill
 * @error: return location for an error
 *
 * Finds out what the checks want to know of the world around @invoices: who wants
 * a purchase order number, whether their external numbers are taken, and which
 * documents their customers got lately. To be called in a fiber.
 *
 * Returns: whether everything could be looked up
 */
gboolean
psr_fact_look_up (PsrBillingContext  *context,
                  PsrInvoiceFacts    *facts,
                  GPtrArray          *invoices,
                  GError            **error)
{
  g_autoptr(GHashTable) numbers = new_set ();
  g_autoptr(GHashTable) wanted = new_set ();
  g_autoptr(GHashTable) customers = new_set ();
  g_autofree gpointer *keys = NULL;
  g_autofree char *last_urgent = NULL;
  g_autofree char *last_other = NULL;
  PsrTimestamp earliest;

  g_return_val_if_fail (context != NULL && facts != NULL && invoices != NULL, FALSE);

  if (invoices->len == 0)
    return TRUE;

  earliest = psr_clock_now (context->clock);
  recall_turns (context);
  last_urgent = g_strdup (context->last_urgent);
  last_other = g_strdup (context->last_other);
  choose (facts, invoices, &last_urgent, &last_other);

  for (guint i = 0; i < invoices->len; i++)
    {
      PsrWelloInvoice *invoice = g_ptr_array_index (invoices, i);
      g_autofree char *number = psr_draft_dup_external_number (facts, invoice);
      const char *customer = customer_of (facts, invoice);
      PsrTimestamp time = time_of (facts, invoice);

      if (g_hash_table_contains (facts->looked_up, invoice->id))
        {
          g_hash_table_add (wanted, g_strdup (number));
          if (customer != NULL)
            g_hash_table_add (customers, g_strdup (customer));
          if (time != PSR_TIMESTAMP_NONE)
            earliest = MIN (earliest, time);
        }

      g_hash_table_add (numbers, g_steal_pointer (&number));
    }

  g_free (facts->today);
  facts->today = psr_timestamp_to_date (psr_clock_now (context->clock), psr_billing_rules_get_time_zone (facts->rules));

  if (find_companies (context, facts, invoices, error) &&
      find_rule_customers (context, facts, error) &&
      find_period (context, facts, error) &&
      find_live_numbers (context, facts, numbers, error) &&
      find_documents_of (context, facts, customers, earliest, error))
    facts->lookup = dex_await_boxed (psr_bc_client_find_documents (context->bc, as_strv (wanted, &keys)), error);

  note_turns (context, facts->lookup != NULL, last_urgent, last_other);

  return facts->lookup != NULL;
}
