/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-document-maker"

#include "config.h"

#include "psr-bc-customer.h"
#include "psr-billing-reason.h"
#include "psr-billing-table.h"
#include "psr-billing-words.h"
#include "psr-check-results.h"
#include "psr-document-maker.h"
#include "psr-draft.h"
#include "psr-wello-invoice-line.h"
#include "psr-wello-job.h"

/* A check that the rules may answer. */
#define ZERO_TOTAL "zero-total"

static void
add_text (GChecksum  *sum,
          const char *text)
{
  /* The final zero keeps "ab","c" apart from "a","bc". */
  if (text == NULL)
    text = "";

  g_checksum_update (sum, (const guchar *) text, strlen (text) + 1);
}

static void
add_decimal (GChecksum  *sum,
             PsrDecimal  value)
{
  g_autofree char *text = psr_decimal_to_string (value);

  add_text (sum, text);
}

/**
 * psr_document_maker_version:
 * @invoice: a Wello invoice
 *
 * A change of the status, of Wello's totals or of the date of change is not
 * another version: only what the customer will read and pay is.
 *
 * Returns: (transfer full): a fingerprint of what is billed
 */
char *
psr_document_maker_version (PsrWelloInvoice *invoice)
{
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  g_return_val_if_fail (invoice != NULL, NULL);

  add_text (sum, invoice->id);
  add_text (sum, invoice->internal_number);
  add_text (sum, invoice->company_id);
  add_text (sum, invoice->bill_to_company_id);
  add_text (sum, invoice->type);
  add_text (sum, invoice->currency_id);
  add_text (sum, invoice->memo);
  add_text (sum, invoice->description);
  add_text (sum, invoice->customer_remarks);
  add_text (sum, invoice->delivery_name);
  add_text (sum, invoice->delivery_street);
  add_text (sum, invoice->delivery_city);
  add_text (sum, invoice->delivery_zip);
  add_decimal (sum, invoice->discount);

  for (guint i = 0; i < invoice->lines->len; i++)
    {
      const PsrWelloInvoiceLine *line = g_ptr_array_index (invoice->lines, i);

      add_text (sum, line->id);
      add_text (sum, line->article_id);
      add_text (sum, line->name);
      add_text (sum, line->description);
      add_decimal (sum, line->quantity);
      add_decimal (sum, line->price);
      add_decimal (sum, line->discount);
      add_decimal (sum, line->discount_percent);
      add_decimal (sum, line->vat_rate);
      add_text (sum, line->vat_code);
      add_decimal (sum, line->net_total);
      add_text (sum, line->serial_number);
      add_text (sum, line->under_warranty ? "w" : "");
      add_text (sum, line->no_warranty_reason);
    }

  return g_strdup (g_checksum_get_string (sum));
}

static const char *
target_name (PsrLineTargetKind target)
{
  switch (target)
    {
    case PSR_LINE_TARGET_RESOURCE:
      return "resource";

    case PSR_LINE_TARGET_ACCOUNT:
      return "account";

    case PSR_LINE_TARGET_ITEM:
    default:
      return "item";
    }
}

static void
add_lines (PsrLedgerDocument *document,
           const PsrDraft    *draft)
{
  const PsrPricing *pricing = draft->pricing;

  for (guint i = 0; i < draft->billable->lines->len; i++)
    {
      const PsrBillableLine *from = g_ptr_array_index (draft->billable->lines, i);
      const PsrWelloInvoiceLine *wello = g_ptr_array_index (draft->invoice->lines, i);
      PsrLedgerLine *line = psr_ledger_line_new ();
      gboolean labour = from->part == PSR_VAT_LABOUR;

      line->position = i + 1;
      g_set_str (&line->wello_line_id, from->wello_line_id);
      g_set_str (&line->kind, labour ? "labour" : "part");
      g_set_str (&line->article_id, from->article_id);
      g_set_str (&line->target_kind, target_name (from->target));
      g_set_str (&line->target_id, from->target_id);
      g_set_str (&line->target_number, from->target_number);
      g_set_str (&line->description, from->description[0] != '\0' ? from->description : wello->name);
      g_set_str (&line->unit, from->unit_code);
      g_set_str (&line->vat_code, from->vat_code);
      line->quantity = from->quantity;
      line->vat_percent = from->vat_percent;
      line->unit_price = from->unit_price;
      line->discount = from->discount_percent;
      line->net = from->agreed;

      if (pricing != NULL)
        {
          const PsrPricedLine *priced = &g_array_index (pricing->lines, PsrPricedLine, i);

          line->unit_price = priced->unit_price;
          line->discount = priced->discount_percent;
          line->net = priced->net;
        }

      if (!labour)
        document->parts.units += PSR_DECIMAL_SCALE;
      else if (!psr_decimal_add (document->hours, from->quantity, &document->hours, NULL))
        g_debug ("Too many hours on one invoice");

      psr_ledger_document_add_line (document, line);
    }
}

/* What will be made of it: what was approved, else what the rules say. */
static gboolean
is_order (PsrInvoiceFacts         *facts,
          const PsrLedgerDocument *existing,
          gboolean                 internal)
{
  if (internal)
    return TRUE;

  if (existing != NULL && existing->kind[0] != '\0' &&
      g_str_equal (existing->state, psr_billing_state_to_string (PSR_BILLING_STATE_APPROVED)))
    return g_str_equal (existing->kind, "order");

  return psr_billing_rules_get_kind (facts->rules) == PSR_BILLING_KIND_ORDER;
}

/**
 * psr_document_maker_makes_order:
 * @draft: a document in the making
 *
 * Returns: whether it becomes an order, as it stands
 */
gboolean
psr_document_maker_makes_order (const PsrDraft *draft)
{
  g_return_val_if_fail (draft != NULL, FALSE);

  return is_order (draft->facts, g_hash_table_lookup (draft->facts->existing, draft->invoice->id),
                   draft->billable->internal);
}

static void
set_reason (PsrLedgerDocument *document,
            const char        *code,
            PsrExplanation    *words)
{
  g_set_str (&document->reason_code, code);
  g_set_str (&document->reason_what, words->what);
  g_set_str (&document->reason_why, words->why);
  g_set_str (&document->reason_mend, words->mend);
}

static void
set_reason_of_check (PsrLedgerDocument    *document,
                     const PsrCheckResult *result,
                     const char           *open)
{
  g_autoptr(PsrExplanation) words = psr_check_result_explain (result, open);

  set_reason (document, result->check->id, words);
}

/**
 * psr_document_maker_explain:
 * @document: a document of the ledger
 *
 * Returns: (transfer full): why it stands where it is, in the language of who reads it;
 *   what a service said of it, and what a person wrote, is as it was
 */
PsrExplanation *
psr_document_maker_explain (const PsrLedgerDocument *document)
{
  PsrExplanation kept;

  g_return_val_if_fail (document != NULL, NULL);

  if (g_str_equal (document->reason_code, psr_billing_reason_to_string (PSR_REASON_BEFORE_START)))
    {
      g_autofree char *day = psr_date_localise (document->date);

      return psr_billing_reason_explain (PSR_REASON_BEFORE_START, day);
    }

  if (psr_check_find (document->reason_code) != NULL)
    {
      g_autoptr(GPtrArray) results = psr_check_results_from_text (document->checks);
      const PsrCheckResult *result = psr_check_results_find (results, document->reason_code);

      if (result != NULL && (result->verdict == PSR_CHECK_ASKED || result->verdict == PSR_CHECK_BLOCKED))
        {
          g_autofree char *open = psr_check_results_dup_open (results, document->accepted, NULL);

          return psr_check_result_explain (result, open);
        }
    }

  kept = (PsrExplanation) { document->reason_what, document->reason_why, document->reason_mend };

  return psr_billing_words_read (document->reason_code, &kept);
}

/* Another language alone is no news: the audit would get a line for each of them
 * whenever two people take turns. */
static void
keep_words (PsrLedgerDocument       *document,
            const PsrLedgerDocument *existing)
{
  if (existing == NULL || !g_str_equal (existing->version, document->version) ||
      !g_str_equal (existing->reason_code, document->reason_code) || !g_str_equal (existing->checks, document->checks))
    return;

  g_set_str (&document->reason_what, existing->reason_what);
  g_set_str (&document->reason_why, existing->reason_why);
  g_set_str (&document->reason_mend, existing->reason_mend);
}

/**
 * psr_document_maker_is_skipped_anew:
 * @existing: a document of the ledger
 * @version: fingerprint of what was read now
 *
 * Returns: whether @existing was skipped for its total, by the rules and not by a
 *   person, and has another content by now
 */
gboolean
psr_document_maker_is_skipped_anew (const PsrLedgerDocument *existing,
                                    const char              *version)
{
  g_return_val_if_fail (existing != NULL && version != NULL, FALSE);

  return g_str_equal (existing->state, psr_billing_state_to_string (PSR_BILLING_STATE_SKIPPED)) &&
         g_str_equal (existing->reason_code, ZERO_TOTAL) && !g_str_equal (existing->version, version);
}

/* Whether the rules leave it out for its total. A person may take it in again,
 * and it stays so until its content changes. */
static gboolean
is_to_be_skipped (PsrInvoiceFacts      *facts,
                  const PsrCheckResult *first,
                  const char           *open,
                  gboolean              is_same)
{
  return psr_billing_rules_get_zero_total (facts->rules) == PSR_ZERO_TOTAL_SKIP && !is_same &&
         first != NULL && psr_check_is_accepted (open, ZERO_TOTAL);
}

static void
set_state (PsrLedgerDocument *document,
           PsrInvoiceFacts   *facts,
           GPtrArray         *results,
           gboolean           internal)
{
  const PsrLedgerDocument *existing = g_hash_table_lookup (facts->existing, document->wello_invoice_id);
  gboolean is_same = existing != NULL && g_str_equal (existing->version, document->version);
  const char *from = psr_billing_rules_get_from (facts->rules);
  const PsrCheckResult *blocker = psr_check_results_get_blocker (results, is_order (facts, existing, internal));
  const PsrCheckResult *first = NULL;
  g_autofree char *open = psr_check_results_dup_open (results, is_same ? existing->accepted : "", &first);
  PsrBillingState state = PSR_BILLING_STATE_FOUND;
  PsrBillingEvent event = blocker != NULL ? PSR_BILLING_EVENT_CHECKS_FAILED : PSR_BILLING_EVENT_CHECKS_PASSED;
  gboolean early = from != NULL && document->date[0] != '\0' && g_strcmp0 (document->date, from) < 0;

  if (existing != NULL)
    {
      psr_billing_state_from_string (existing->state, &state);

      if (!is_same)
        psr_billing_table_look_up (state, PSR_BILLING_EVENT_CHANGED, &state);

      if (psr_document_maker_is_skipped_anew (existing, document->version))
        psr_billing_table_look_up (state, PSR_BILLING_EVENT_UNSKIP, &state);

      if (state == PSR_BILLING_STATE_REFUSED || state == PSR_BILLING_STATE_WITHDRAWN)
        psr_billing_table_look_up (state, PSR_BILLING_EVENT_READY_AGAIN, &state);
    }

  if (early)
    event = PSR_BILLING_EVENT_READ_EARLY;

  psr_billing_table_look_up (state, event, &state);

  if (blocker == NULL && !early && is_to_be_skipped (facts, first, open, is_same))
    {
      psr_billing_table_look_up (state, PSR_BILLING_EVENT_SKIP, &state);
      first = psr_check_results_find (results, ZERO_TOTAL);
    }

  g_set_str (&document->state, psr_billing_state_to_string (state));

  /* What has to be mended is worth knowing of an early one too. */
  if (blocker != NULL && (!early || blocker->check->weight == PSR_CHECK_BLOCKS))
    {
      set_reason_of_check (document, blocker, "");
    }
  else if (early)
    {
      g_autofree char *day = psr_date_localise (document->date);
      g_autoptr(PsrExplanation) words = psr_billing_reason_explain (PSR_REASON_BEFORE_START, day);

      set_reason (document, psr_billing_reason_to_string (PSR_REASON_BEFORE_START), words);
    }
  else if (first != NULL)
    {
      set_reason_of_check (document, first, open);
    }
}

/**
 * psr_document_maker_make:
 * @facts: what was looked up
 * @invoice: a Wello invoice that is ready
 *
 * Makes the ledger's document of a Wello invoice: what is to be billed, what it
 * will cost, and the state in which that puts it. Not to be called in a fiber.
 *
 * Returns: (transfer full): the document, with its lines
 */
PsrLedgerDocument *
psr_document_maker_make (PsrInvoiceFacts *facts,
                         PsrWelloInvoice *invoice)
{
  g_autoptr(PsrLedgerDocument) document = NULL;
  g_autoptr(PsrDraft) draft = NULL;
  g_autoptr(GPtrArray) results = NULL;
  const PsrLedgerDocument *existing;
  const PsrBillable *billable;
  const PsrBcCustomer *customer;
  const char *customer_id;
  const PsrWelloJob *job = NULL;

  g_return_val_if_fail (facts != NULL && invoice != NULL, NULL);

  existing = g_hash_table_lookup (facts->existing, invoice->id);
  draft = psr_draft_new (facts, invoice);
  results = psr_check_results_run (draft);
  billable = draft->billable;
  customer_id = psr_draft_get_customer_id (draft);
  customer = g_hash_table_lookup (facts->customers, customer_id);

  if (invoice->source_id != NULL)
    job = g_hash_table_lookup (facts->jobs, invoice->source_id);

  document = psr_ledger_document_new ();
  document->sequence = 1;
  g_free (document->version);
  document->version = psr_document_maker_version (invoice);
  g_set_str (&document->wello_invoice_id, invoice->id);
  g_set_str (&document->internal_number, invoice->internal_number);
  g_set_str (&document->company_id, invoice->company_id != NULL ? invoice->company_id : "");
  g_set_str (&document->customer_id, customer_id);
  g_set_str (&document->card_id, billable->internal ? billable->customer_id : "");
  g_set_str (&document->customer_number, customer != NULL ? customer->number : invoice->company_code);
  g_set_str (&document->customer_name, customer != NULL ? customer->display_name : invoice->company_name);
  g_free (document->site);
  document->site = psr_billable_dup_site (billable);
  document->internal = billable->internal;
  g_set_str (&document->date, billable->completed);
  g_set_str (&document->currency, billable->currency_code);
  g_set_str (&document->external_number, billable->external_number);
  g_set_str (&document->wello_status, invoice->status_name);
  document->wello_changed = invoice->modified;

  if (job != NULL)
    {
      g_set_str (&document->job_id, job->id);
      g_set_str (&document->job_number, billable->job_number);
    }

  if (draft->pricing != NULL)
    {
      document->net = draft->pricing->net;
      document->vat = draft->pricing->vat;
      document->gross = draft->pricing->gross;
    }

  g_free (document->checks);
  document->checks = psr_check_results_to_text (results);

  /* Kept where a document can be made of it, if somebody says so. */
  if (psr_check_results_get_blocker (results, FALSE) == NULL)
    {
      g_free (document->details);
      document->details = psr_billable_to_json (draft->billable);
    }

  document->based_on = existing != NULL ? existing->revision : 0;
  add_lines (document, draft);
  set_state (document, facts, results, billable->internal);
  keep_words (document, existing);

  return g_steal_pointer (&document);
}
