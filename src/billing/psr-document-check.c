/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-document-check"

#include "config.h"

#include <string.h>

#include "psr-bc-customer.h"
#include "psr-bc-item.h"
#include "psr-billing-error.h"
#include "psr-billing-state.h"
#include "psr-document-builder.h"
#include "psr-document-maker.h"
#include "psr-link.h"
#include "psr-pricing.h"
#include "psr-text.h"
#include "psr-wello-currency.h"
#include "psr-wello-invoice-line.h"
#include "psr-wello-job.h"
#include "psr-wello-labour-usage.h"
#include "psr-wello-stock-location.h"

/* The first check that fails is the one that is shown. */
typedef struct
{
  PsrInvoiceFacts  *facts;
  PsrWelloInvoice  *invoice;
  PsrBillable      *billable;
  PsrBillingReason  reason;
  char             *subject;
  char             *not_mapped;
} Check;

static void
fail (Check            *check,
      PsrBillingReason  reason,
      const char       *subject)
{
  if (check->reason != PSR_REASON_NONE)
    return;

  check->reason = reason;
  check->subject = g_strdup (subject != NULL && subject[0] != '\0' ? subject : "?");
}

static gpointer
find (GHashTable *table,
      const char *key)
{
  return key != NULL ? g_hash_table_lookup (table, key) : NULL;
}

/* What will be made of it: what was approved, else what the rules say. */
static gboolean
is_order (Check *check)
{
  const PsrLedgerDocument *existing = find (check->facts->existing, check->invoice->id);

  if (existing != NULL && existing->kind[0] != '\0' &&
      g_str_equal (existing->state, psr_billing_state_to_string (PSR_BILLING_STATE_APPROVED)))
    return g_str_equal (existing->kind, "order");

  return psr_billing_rules_get_kind (check->facts->rules) == PSR_BILLING_KIND_ORDER;
}

/* Business Central refuses orders, not invoices, of a customer that is blocked
 * with Ship ([AL] Customer, CheckBlockedCustOnDocs). */
static void
check_blocked (Check               *check,
               const PsrBcCustomer *customer,
               PsrBillingReason     blocked)
{
  switch (customer->blocked)
    {
    case PSR_BC_BLOCKED_ALL:
    case PSR_BC_BLOCKED_INVOICE:
      fail (check, blocked, customer->number);
      break;

    case PSR_BC_BLOCKED_SHIP:
      g_set_str (&check->billable->no_orders, customer->number);
      break;

    case PSR_BC_BLOCKED_NOT:
    default:
      break;
    }
}

static char *
dup_customer (Check            *check,
              const char       *company_id,
              const char       *name,
              PsrBillingReason  not_coupled,
              PsrBillingReason  gone,
              PsrBillingReason  blocked)
{
  const PsrLink *link = find (check->facts->customer_links, company_id);
  const PsrBcCustomer *customer;

  if (link == NULL)
    {
      fail (check, not_coupled, name[0] != '\0' ? name : company_id);
      return g_strdup ("");
    }

  customer = find (check->facts->customers, link->bc_id);

  if (customer == NULL)
    fail (check, gone, name[0] != '\0' ? name : link->bc_number);
  else
    check_blocked (check, customer, blocked);

  return g_strdup (link->bc_id);
}

static void
check_customers (Check *check)
{
  PsrWelloInvoice *invoice = check->invoice;
  PsrBillable *billable = check->billable;

  g_free (billable->customer_id);
  billable->customer_id = dup_customer (check, invoice->company_id, invoice->company_name,
                                        PSR_REASON_CUSTOMER_NOT_COUPLED, PSR_REASON_CUSTOMER_GONE,
                                        PSR_REASON_CUSTOMER_BLOCKED);

  if (invoice->bill_to_company_id == NULL || g_strcmp0 (invoice->bill_to_company_id, invoice->company_id) == 0)
    return;

  g_free (billable->bill_to_customer_id);
  billable->bill_to_customer_id = dup_customer (check, invoice->bill_to_company_id, invoice->bill_to_party,
                                                PSR_REASON_BILL_TO_NOT_COUPLED, PSR_REASON_BILL_TO_GONE,
                                                PSR_REASON_BILL_TO_BLOCKED);
}

static void
set_item (PsrBillableLine *line,
          const PsrBcItem *item)
{
  line->target = PSR_LINE_TARGET_ITEM;
  g_set_str (&line->target_id, item->id);
  g_set_str (&line->target_number, item->number);
  g_set_str (&line->unit_code, item->base_unit_code);
}

/* What a rule of the profile names. */
static void
set_target (Check               *check,
            PsrBillableLine     *line,
            const PsrLineTarget *target)
{
  const PsrBcItem *item;

  line->target = target->kind;
  g_set_str (&line->target_number, target->number);

  if (target->kind != PSR_LINE_TARGET_ITEM)
    return;

  item = find (check->facts->rule_items, target->number);

  if (item == NULL || item->blocked)
    fail (check, PSR_REASON_RULE_ITEM_GONE, target->number);
  else
    set_item (line, item);
}

static void
check_article (Check                     *check,
               PsrBillableLine           *line,
               const PsrWelloInvoiceLine *from)
{
  const PsrLink *link = find (check->facts->item_links, from->article_id);
  const char *name = from->article_code[0] != '\0' ? from->article_code : from->name;
  const PsrBcItem *item;

  if (link == NULL)
    {
      fail (check, PSR_REASON_ITEM_NOT_COUPLED, name[0] != '\0' ? name : from->article_id);
      return;
    }

  item = find (check->facts->items, link->bc_id);

  if (item == NULL)
    {
      fail (check, PSR_REASON_ITEM_GONE, name[0] != '\0' ? name : link->bc_number);
      return;
    }

  if (item->blocked)
    fail (check, PSR_REASON_ITEM_BLOCKED, item->number);

  set_item (line, item);

  if (item->type == PSR_BC_ITEM_SERVICE)
    line->part = PSR_VAT_LABOUR;
}

static void
check_target (Check                     *check,
              PsrBillableLine           *line,
              const PsrWelloInvoiceLine *from)
{
  const PsrWelloLabourUsage *usage = find (check->facts->labour, from->source_id);
  const PsrLineTarget *target;

  if (usage != NULL || strstr (from->source_table, "non_part") != NULL)
    line->part = PSR_VAT_LABOUR;

  if (from->article_id != NULL)
    {
      check_article (check, line, from);
      return;
    }

  if (line->part == PSR_VAT_LABOUR)
    {
      const char *code = usage != NULL && usage->line_code[0] != '\0' ? usage->line_code : NULL;
      const char *type = usage != NULL ? usage->type_code : NULL;

      target = psr_billing_rules_get_labour (check->facts->rules, code, type);

      if (target != NULL)
        set_target (check, line, target);
      else
        fail (check, PSR_REASON_LABOUR_NOT_MAPPED, code != NULL ? code : type != NULL ? type : from->name);

      g_set_str (&line->description, from->name[0] != '\0' || usage == NULL ? from->name : usage->description);
      return;
    }

  target = psr_billing_rules_get_hand_typed_part (check->facts->rules);

  if (target != NULL)
    set_target (check, line, target);
  else
    fail (check, PSR_REASON_HAND_TYPED_PART, from->name[0] != '\0' ? from->name : from->description);

  g_set_str (&line->description, from->name[0] != '\0' ? from->name : from->description);
}

/* Only goods lie somewhere; and where Business Central keeps no locations, none
 * is sent. */
static void
check_location (Check                     *check,
                PsrBillableLine           *line,
                const PsrWelloInvoiceLine *from)
{
  const PsrWelloInvoiceLine *details = find (check->facts->details, from->id);
  const PsrBcItem *item = find (check->facts->items, line->target_id);
  const PsrWelloStockLocation *known;
  const char *location;

  if (details == NULL || details->stock_location_id == NULL || !check->facts->has_locations ||
      item == NULL || item->type != PSR_BC_ITEM_INVENTORY)
    return;

  location = find (check->facts->locations, details->stock_location_id);

  if (location != NULL)
    {
      g_set_str (&line->location_id, location);
      return;
    }

  known = find (check->facts->stock_locations, details->stock_location_id);
  fail (check, PSR_REASON_LOCATION_NOT_COUPLED, known != NULL ? known->name : details->stock_location_id);
}

static void
set_note (PsrBillableLine           *line,
          const PsrWelloInvoiceLine *from)
{
  g_autoptr(GString) note = g_string_new (NULL);

  if (from->serial_number[0] != '\0')
    g_string_append_printf (note, "S/N %s", from->serial_number);

  if (from->no_warranty_reason[0] != '\0')
    g_string_append_printf (note, "%s%s", note->len > 0 ? " · " : "", from->no_warranty_reason);

  g_set_str (&line->note, note->str);
}

/* The usual rate is on the cards of customers and items; a reduced one depends on
 * the work, and nothing at all on who owes the VAT. */
static void
note_not_mapped (Check                 *check,
                 const PsrBillableLine *line)
{
  g_autofree char *rate = NULL;

  if (check->not_mapped != NULL || line->tax_code[0] != '\0' || psr_decimal_is_zero (line->vat_percent) ||
      psr_decimal_compare (line->vat_percent, check->facts->highest_rate) >= 0)
    return;

  rate = psr_decimal_to_string (line->vat_percent);
  check->not_mapped = g_strconcat (rate, line->part == PSR_VAT_LABOUR ? ",labour" : ",part", NULL);
}

static void
check_line (Check                     *check,
            const PsrWelloInvoiceLine *from)
{
  PsrBillableLine *line = psr_billable_add_line (check->billable);
  PsrBillingRules *rules = check->facts->rules;
  PsrDecimal hundred = PSR_DECIMAL_INIT (100 * (gint64) PSR_DECIMAL_SCALE);
  PsrDecimal hours;
  const char *group;

  g_set_str (&line->wello_line_id, from->id);
  g_set_str (&line->article_id, from->article_id != NULL ? from->article_id : "");
  line->quantity = from->quantity;
  line->unit_price = from->price;
  line->discount = from->discount;
  line->discount_percent = from->discount_percent;
  line->agreed = from->net_total;
  line->warranty = from->under_warranty;
  g_set_str (&line->vat_code, from->vat_code);

  if (!psr_decimal_mul (from->vat_rate, hundred, &line->vat_percent, NULL))
    fail (check, PSR_REASON_AMOUNTS_UNCLEAR, from->name);

  check_target (check, line, from);
  check_location (check, line, from);
  set_note (line, from);

  group = psr_billing_rules_get_vat_group (rules, line->vat_percent, line->part);
  g_set_str (&line->tax_code, group != NULL ? group : "");
  note_not_mapped (check, line);

  if (line->part == PSR_VAT_LABOUR &&
      (!psr_billing_rules_round_hours (rules, line->quantity, &hours, NULL) ||
       !psr_pricing_set_quantity (line, hours, NULL)))
    fail (check, PSR_REASON_AMOUNTS_UNCLEAR, from->name);
}

static void
check_currency (Check *check)
{
  const PsrWelloCurrency *currency;

  if (check->invoice->currency_id == NULL)
    return;

  currency = find (check->facts->currencies, check->invoice->currency_id);

  if (currency != NULL)
    g_set_str (&check->billable->currency_code, currency->code);
  else
    fail (check, PSR_REASON_CURRENCY_UNKNOWN, check->invoice->currency_id);
}

/* The number by which the document will be looked up, alike at every reading.
 * One that the ledger knows stays. */
static void
check_number (Check *check)
{
  PsrWelloInvoice *invoice = check->invoice;
  const PsrLedgerDocument *existing = find (check->facts->existing, invoice->id);
  const char *prefix = psr_billing_rules_get_external_prefix (check->facts->rules);
  g_autofree char *plain = g_strconcat (prefix, invoice->internal_number, NULL);
  char *number;

  if (existing != NULL && existing->external_number[0] != '\0')
    number = g_strdup (existing->external_number);
  else if (invoice->internal_number[0] != '\0' &&
           !g_hash_table_contains (check->facts->shared_numbers, invoice->internal_number))
    number = psr_text_code (plain);
  else if (invoice->internal_number[0] != '\0' && invoice->number2 > 0)
    number = g_strdup_printf ("%s-%" G_GINT64_FORMAT, plain, invoice->number2);
  else
    {
      g_auto(GStrv) groups = g_strsplit (invoice->id, "-", -1);
      g_autofree char *hex = g_strjoinv ("", groups);

      number = g_strdup_printf ("%s%s%.12s", plain, invoice->internal_number[0] != '\0' ? "-" : "", hex);
    }

  g_free (check->billable->external_number);
  check->billable->external_number = psr_text_code (number);
  g_free (number);

  if (psr_text_length (check->billable->external_number) > PSR_EXTERNAL_NUMBER_LENGTH)
    fail (check, PSR_REASON_NUMBER_TOO_LONG, check->billable->external_number);
}

static void
set_texts (Check *check)
{
  PsrWelloInvoice *invoice = check->invoice;
  PsrBillable *billable = check->billable;
  const PsrWelloJob *job = find (check->facts->jobs, invoice->source_id);
  g_autofree char *number = NULL;

  g_set_str (&billable->wello_invoice_id, invoice->id);
  g_set_str (&billable->internal_number, invoice->internal_number);
  g_set_str (&billable->ship_to_name, invoice->delivery_name);
  g_set_str (&billable->ship_to_address, invoice->delivery_street);
  g_set_str (&billable->ship_to_city, invoice->delivery_city);
  g_set_str (&billable->ship_to_post_code, invoice->delivery_zip);
  g_free (billable->completed);
  billable->completed = psr_document_maker_day (check->facts, invoice);

  if (job != NULL)
    {
      number = job->reference[0] != '\0' ? g_strdup (job->reference)
                                         : g_strdup_printf ("%" G_GINT64_FORMAT, job->number);
      g_free (billable->heading);
      billable->heading = g_strdup_printf ("%s · %s%s%s", number, billable->completed,
                                           job->name[0] != '\0' ? " · " : "", job->name);
    }

  g_set_str (&billable->your_reference, number != NULL ? number : invoice->internal_number);

  /* What technicians wrote for each other stays inside. */
  psr_billable_add_note (billable, invoice->description);
  psr_billable_add_note (billable, invoice->memo);
  psr_billable_add_note (billable, invoice->customer_remarks);
}

static void
check_whole (Check *check)
{
  PsrWelloInvoice *invoice = check->invoice;

  if (invoice->problem != NULL)
    fail (check, PSR_REASON_UNREADABLE, invoice->problem);
  else if (g_ascii_strcasecmp (invoice->type, "CreditNote") == 0)
    fail (check, PSR_REASON_CREDIT_NOTE, invoice->internal_number);
  else if (invoice->total_lines > (gint64) invoice->lines->len)
    fail (check, PSR_REASON_LINES_MISSING, invoice->internal_number);
  else if (invoice->lines->len == 0)
    fail (check, PSR_REASON_NO_LINES, invoice->internal_number);
}

/* Whether @total, of which it isn't documented whether it holds the VAT, is that
 * of @pricing. */
static gboolean
is_total (PsrDecimal        total,
          const PsrPricing *pricing)
{
  gint64 tolerance = PSR_DECIMAL_SCALE / 20;

  return pricing != NULL &&
         (ABS (total.units - pricing->net.units) <= tolerance ||
          ABS (total.units - pricing->gross.units) <= tolerance);
}

/* Whether the header's discount is an amount or a percentage isn't documented
 * either. Wello's total tells; where it doesn't, it is an amount. */
static PsrPricing *
price_with_discount (Check   *check,
                     GError **error)
{
  PsrBillable *billable = check->billable;
  PsrDecimal discount = check->invoice->discount;
  PsrDecimal total = check->invoice->total_amount;
  g_autoptr(PsrPricing) plain = NULL;
  g_autoptr(PsrPricing) as_amount = NULL;
  g_autoptr(PsrPricing) as_percent = NULL;

  billable->discount = psr_decimal_zero ();
  plain = psr_pricing_new (billable, error);

  if (plain == NULL || psr_decimal_is_zero (discount))
    return g_steal_pointer (&plain);

  billable->discount = psr_decimal_round (discount, 2);
  if (psr_decimal_compare (billable->discount, plain->net) <= 0)
    as_amount = psr_pricing_new (billable, NULL);

  if (!is_total (total, as_amount) &&
      psr_pricing_percent (plain->net, discount, &billable->discount, NULL))
    {
      as_percent = psr_pricing_new (billable, NULL);

      if (is_total (total, as_percent))
        return g_steal_pointer (&as_percent);
    }

  billable->discount = psr_decimal_round (discount, 2);

  if (as_amount == NULL)
    g_set_error_literal (error, PSR_BILLING_ERROR, PSR_BILLING_ERROR_BLOCKED,
                         "The discount is larger than the document");

  return g_steal_pointer (&as_amount);
}

static void
check_amounts (Check *check)
{
  g_autoptr(PsrPricing) pricing = NULL;
  g_autoptr(GError) error = NULL;

  if (check->reason != PSR_REASON_NONE)
    return;

  pricing = price_with_discount (check, &error);

  if (pricing == NULL)
    fail (check, PSR_REASON_AMOUNTS_UNCLEAR, check->invoice->internal_number);
  else if (psr_decimal_is_negative (pricing->net))
    fail (check, PSR_REASON_CREDIT_NOTE, check->invoice->internal_number);
  else if (psr_decimal_is_zero (pricing->net))
    fail (check, PSR_REASON_ZERO_TOTAL, check->invoice->internal_number);
}

/**
 * psr_document_maker_check:
 * @facts: what was looked up
 * @invoice: a Wello invoice
 * @reason: (out): %PSR_REASON_NONE, why no document can be made of it, or a warning
 * @subject: (out) (transfer full) (nullable): what the reason is about
 *
 * Makes up what is to be billed, as far as it is known, and checks it. Not to be
 * called in a fiber.
 *
 * Returns: (transfer full): what is to be billed
 */
PsrBillable *
psr_document_maker_check (PsrInvoiceFacts   *facts,
                          PsrWelloInvoice   *invoice,
                          PsrBillingReason  *reason,
                          char             **subject)
{
  Check check = { facts, invoice, NULL, PSR_REASON_NONE, NULL, NULL };

  g_return_val_if_fail (facts != NULL && invoice != NULL, NULL);
  g_return_val_if_fail (reason != NULL && subject != NULL, NULL);

  check.billable = psr_billable_new ();

  check_whole (&check);
  check_customers (&check);
  set_texts (&check);
  check_number (&check);
  check_currency (&check);

  for (guint i = 0; i < invoice->lines->len; i++)
    check_line (&check, g_ptr_array_index (invoice->lines, i));

  check_amounts (&check);

  /* Last: all the rest holds for an invoice, too. */
  if (check.billable->no_orders[0] != '\0' && is_order (&check))
    fail (&check, PSR_REASON_CUSTOMER_NO_ORDERS, check.billable->no_orders);

  if (check.not_mapped != NULL)
    fail (&check, PSR_REASON_VAT_NOT_MAPPED, check.not_mapped);

  g_free (check.not_mapped);
  *reason = check.reason;
  *subject = check.subject;

  return check.billable;
}
