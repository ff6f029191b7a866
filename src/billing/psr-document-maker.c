/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-document-maker"

#include "config.h"

#include "psr-bc-customer.h"
#include "psr-billing-table.h"
#include "psr-document-maker.h"
#include "psr-pricing.h"
#include "psr-wello-invoice-line.h"
#include "psr-wello-job.h"

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

/**
 * psr_document_maker_day:
 * @facts: what was looked up
 * @invoice: a Wello invoice
 *
 * Returns: (transfer full): the day on which the work was done, by the company's
 *   time zone; of an invoice without a work order, the day of the invoice; ""
 *   when neither is known
 */
char *
psr_document_maker_day (PsrInvoiceFacts *facts,
                        PsrWelloInvoice *invoice)
{
  const PsrWelloJob *job = NULL;
  PsrTimestamp time;

  g_return_val_if_fail (facts != NULL && invoice != NULL, NULL);

  if (invoice->source_id != NULL)
    job = g_hash_table_lookup (facts->jobs, invoice->source_id);

  if (job != NULL && job->date_closed != PSR_TIMESTAMP_NONE)
    time = job->date_closed;
  else
    time = invoice->date_created;

  if (time == PSR_TIMESTAMP_NONE)
    return g_strdup ("");

  return psr_timestamp_to_date (time, psr_billing_rules_get_time_zone (facts->rules));
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
           PsrWelloInvoice   *invoice,
           PsrBillable       *billable,
           PsrPricing        *pricing)
{
  for (guint i = 0; i < billable->lines->len; i++)
    {
      const PsrBillableLine *from = g_ptr_array_index (billable->lines, i);
      const PsrWelloInvoiceLine *wello = g_ptr_array_index (invoice->lines, i);
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

/* Whether a document can be made of it, if somebody says so. */
static gboolean
is_usable (PsrBillingReason reason)
{
  return reason == PSR_REASON_NONE || reason == PSR_REASON_ZERO_TOTAL ||
         reason == PSR_REASON_CUSTOMER_NO_ORDERS || psr_billing_reason_is_warning (reason);
}

static void
set_state (PsrLedgerDocument *document,
           PsrInvoiceFacts   *facts,
           PsrBillingReason   reason,
           const char        *subject)
{
  const PsrLedgerDocument *existing = g_hash_table_lookup (facts->existing, document->wello_invoice_id);
  const char *from = psr_billing_rules_get_from (facts->rules);
  PsrBillingState state = PSR_BILLING_STATE_FOUND;
  PsrBillingEvent event = PSR_BILLING_EVENT_CHECKS_PASSED;
  gboolean early = from != NULL && document->date[0] != '\0' && g_strcmp0 (document->date, from) < 0;

  if (existing != NULL)
    {
      psr_billing_state_from_string (existing->state, &state);

      if (!g_str_equal (existing->version, document->version))
        psr_billing_table_look_up (state, PSR_BILLING_EVENT_CHANGED, &state);

      if (state == PSR_BILLING_STATE_REFUSED || state == PSR_BILLING_STATE_WITHDRAWN)
        psr_billing_table_look_up (state, PSR_BILLING_EVENT_READY_AGAIN, &state);
    }

  if (reason != PSR_REASON_NONE && !psr_billing_reason_is_warning (reason))
    event = PSR_BILLING_EVENT_CHECKS_FAILED;

  /* What has to be mended is worth knowing of an early one too. */
  if (early)
    {
      event = PSR_BILLING_EVENT_READ_EARLY;

      if (is_usable (reason))
        {
          reason = PSR_REASON_BEFORE_START;
          subject = document->date;
        }
    }

  psr_billing_table_look_up (state, event, &state);
  g_set_str (&document->state, psr_billing_state_to_string (state));

  if (reason != PSR_REASON_NONE)
    {
      g_autoptr(PsrExplanation) words = psr_billing_reason_explain (reason, subject);

      g_set_str (&document->reason_code, psr_billing_reason_to_string (reason));
      g_set_str (&document->reason_what, words->what);
      g_set_str (&document->reason_why, words->why);
      g_set_str (&document->reason_mend, words->mend);
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
  g_autoptr(PsrBillable) billable = NULL;
  g_autoptr(PsrPricing) pricing = NULL;
  g_autofree char *subject = NULL;
  PsrBillingReason reason;
  const PsrBcCustomer *customer;
  const PsrWelloJob *job = NULL;
  gboolean usable;

  g_return_val_if_fail (facts != NULL && invoice != NULL, NULL);

  billable = psr_document_maker_check (facts, invoice, &reason, &subject);
  pricing = psr_pricing_new (billable, NULL);
  usable = is_usable (reason);
  customer = g_hash_table_lookup (facts->customers, billable->customer_id);

  if (invoice->source_id != NULL)
    job = g_hash_table_lookup (facts->jobs, invoice->source_id);

  document = psr_ledger_document_new ();
  document->sequence = 1;
  g_free (document->version);
  document->version = psr_document_maker_version (invoice);
  g_set_str (&document->wello_invoice_id, invoice->id);
  g_set_str (&document->internal_number, invoice->internal_number);
  g_set_str (&document->company_id, invoice->company_id != NULL ? invoice->company_id : "");
  g_set_str (&document->customer_id, billable->customer_id);
  g_set_str (&document->customer_number, customer != NULL ? customer->number : invoice->company_code);
  g_set_str (&document->customer_name, customer != NULL ? customer->display_name : invoice->company_name);
  g_set_str (&document->date, billable->completed);
  g_set_str (&document->currency, billable->currency_code);
  g_set_str (&document->external_number, billable->external_number);
  g_set_str (&document->wello_status, invoice->status_name);
  document->wello_changed = invoice->modified;

  if (job != NULL)
    {
      g_set_str (&document->job_id, job->id);
      g_set_str (&document->job_number, billable->your_reference);
    }

  if (pricing != NULL)
    {
      document->net = pricing->net;
      document->vat = pricing->vat;
      document->gross = pricing->gross;
    }

  if (usable)
    {
      g_free (document->details);
      document->details = psr_billable_to_json (billable);
    }

  add_lines (document, invoice, billable, pricing);
  set_state (document, facts, reason, subject);

  return g_steal_pointer (&document);
}
