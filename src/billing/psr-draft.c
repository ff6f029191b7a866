/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-draft"

#include "config.h"

#include <string.h>

#include "psr-bc-customer.h"
#include "psr-bc-item.h"
#include "psr-draft.h"
#include "psr-e-invoice.h"
#include "psr-heading.h"
#include "psr-link.h"
#include "psr-wello-company.h"
#include "psr-wello-currency.h"
#include "psr-wello-invoice-line.h"
#include "psr-wello-job.h"
#include "psr-wello-labour-usage.h"

static gpointer
find (GHashTable *table,
      const char *key)
{
  return key != NULL ? g_hash_table_lookup (table, key) : NULL;
}

static const PsrWelloInvoiceLine *
line_of (const PsrDraft *self,
         guint           line)
{
  return g_ptr_array_index (self->invoice->lines, line);
}

/**
 * psr_draft_is_labour:
 * @self: a draft
 * @line: which line of the invoice
 *
 * Returns: whether the line bills hours, by what it comes from
 */
gboolean
psr_draft_is_labour (const PsrDraft *self,
                     guint           line)
{
  const PsrWelloInvoiceLine *from;

  g_return_val_if_fail (self != NULL && line < self->invoice->lines->len, FALSE);

  from = line_of (self, line);

  return find (self->facts->labour, from->source_id) != NULL || strstr (from->source_table, "non_part") != NULL;
}

/**
 * psr_draft_get_rule:
 * @self: a draft
 * @line: which line of the invoice
 *
 * The most specific rule for hours wins: the linked article, the line code, the
 * type of hour.
 *
 * Returns: (transfer none) (nullable): what the rules book the line on; %NULL
 *   when they say nothing, or its article is the item
 */
const PsrLineTarget *
psr_draft_get_rule (const PsrDraft *self,
                    guint           line)
{
  const PsrWelloInvoiceLine *from;
  const PsrWelloLabourUsage *usage;

  g_return_val_if_fail (self != NULL && line < self->invoice->lines->len, NULL);

  from = line_of (self, line);

  if (!psr_draft_is_labour (self, line))
    return from->article_id == NULL ? psr_billing_rules_get_hand_typed_part (self->facts->rules) : NULL;

  usage = find (self->facts->labour, from->source_id);

  if (from->article_id != NULL)
    {
      const PsrLineTarget *linked = psr_billing_rules_get_labour_article (self->facts->rules, from->article_code);

      if (linked != NULL || find (self->facts->item_links, from->article_id) != NULL)
        return linked;
    }

  return psr_billing_rules_get_labour (self->facts->rules, usage != NULL ? usage->line_code : NULL,
                                       usage != NULL ? usage->type_code : NULL);
}

static const char *
get_customer_id (const PsrDraft *self,
                 const char     *company_id)
{
  const PsrLink *link = find (self->facts->customer_links, company_id);

  return link != NULL ? link->bc_id : "";
}

/**
 * psr_draft_get_customer_id:
 * @self: a draft
 *
 * Returns: (transfer none): GUID in Business Central of the customer for whom the work
 *   was done, whoever the document is made for; or ""
 */
const char *
psr_draft_get_customer_id (const PsrDraft *self)
{
  g_return_val_if_fail (self != NULL, "");

  return get_customer_id (self, self->invoice->company_id);
}

/**
 * psr_draft_get_payer_number:
 * @self: a draft
 *
 * Returns: (transfer none): number in Business Central of the customer who pays
 *   by what Wello says, or ""
 */
const char *
psr_draft_get_payer_number (const PsrDraft *self)
{
  const char *company_id;
  const PsrBcCustomer *customer;
  const PsrLink *link;

  g_return_val_if_fail (self != NULL, "");

  company_id = self->invoice->bill_to_company_id != NULL ? self->invoice->bill_to_company_id : self->invoice->company_id;
  link = find (self->facts->customer_links, company_id);
  customer = link != NULL ? find (self->facts->customers, link->bc_id) : NULL;

  return customer != NULL ? customer->number : link != NULL ? link->bc_number : "";
}

/**
 * psr_draft_find_payer:
 * @self: a draft with its customers
 *
 * Returns: (transfer none) (nullable): the card that the document is billed to, as far as
 *   it is known
 */
const PsrBcCustomer *
psr_draft_find_payer (const PsrDraft *self)
{
  const PsrBillable *billable;
  const char *id;
  GHashTableIter iter;
  gpointer card;

  g_return_val_if_fail (self != NULL, NULL);

  billable = self->billable;
  id = billable->bill_to_customer_id[0] != '\0' ? billable->bill_to_customer_id : billable->customer_id;
  card = find (self->facts->customers, id);

  if (card != NULL)
    return card;

  /* Those that the profile names. */
  g_hash_table_iter_init (&iter, self->facts->rule_customers);
  while (g_hash_table_iter_next (&iter, NULL, &card))
    {
      if (g_str_equal (((const PsrBcCustomer *) card)->id, id))
        return card;
    }

  return NULL;
}

/* The card on which the customer has the VAT business group that the lines' VAT
 * code needs; mixed ones are a check's business. */
static void
set_vat_customer (PsrDraft *self)
{
  const char *payer = psr_draft_get_payer_number (self);
  const char *number = NULL;

  for (guint i = 0; i < self->invoice->lines->len && number == NULL; i++)
    number = psr_billing_rules_get_vat_customer (self->facts->rules, payer, line_of (self, i)->vat_code);

  if (number != NULL)
    {
      const PsrBcCustomer *card = find (self->facts->rule_customers, number);

      g_set_str (&self->billable->bill_to_customer_id, card != NULL ? card->id : "");
    }
}

static void
set_customers (PsrDraft *self)
{
  PsrWelloInvoice *invoice = self->invoice;
  PsrBillable *billable = self->billable;
  const PsrBcCustomer *customer;

  g_set_str (&billable->customer_id, psr_draft_get_customer_id (self));

  if (invoice->bill_to_company_id != NULL && g_strcmp0 (invoice->bill_to_company_id, invoice->company_id) != 0)
    g_set_str (&billable->bill_to_customer_id, get_customer_id (self, invoice->bill_to_company_id));

  set_vat_customer (self);

  /* Business Central refuses orders, not invoices, of a customer that is blocked
   * with Ship ([AL] Customer, CheckBlockedCustOnDocs). */
  customer = find (self->facts->customers, billable->customer_id);
  if (customer == NULL || customer->blocked != PSR_BC_BLOCKED_SHIP)
    customer = find (self->facts->customers, billable->bill_to_customer_id);
  if (customer != NULL && customer->blocked == PSR_BC_BLOCKED_SHIP)
    g_set_str (&billable->no_orders, customer->number);
}

static void
set_item (PsrBillableLine *line,
          const PsrBcItem *item)
{
  line->target = PSR_LINE_TARGET_ITEM;
  g_set_str (&line->target_id, item->id);
  g_set_str (&line->target_number, item->number);
  g_set_str (&line->unit_code, item->base_unit_code);
  g_set_str (&line->own_text, item->display_name);
}

static void
set_target (PsrDraft        *self,
            PsrBillableLine *line,
            guint            position)
{
  const PsrWelloInvoiceLine *from = line_of (self, position);
  const PsrWelloLabourUsage *usage = find (self->facts->labour, from->source_id);
  const PsrLineTarget *rule = psr_draft_get_rule (self, position);
  const PsrBcItem *item = NULL;

  if (psr_draft_is_labour (self, position))
    line->part = PSR_VAT_LABOUR;

  if (rule != NULL)
    {
      line->target = rule->kind;
      g_set_str (&line->target_number, rule->number);
      if (rule->kind == PSR_LINE_TARGET_ITEM)
        item = find (self->facts->rule_items, rule->number);
      else if (rule->kind == PSR_LINE_TARGET_ACCOUNT && find (self->facts->rule_accounts, rule->number) != NULL)
        g_set_str (&line->target_id, find (self->facts->rule_accounts, rule->number));
    }
  else if (from->article_id != NULL)
    {
      const PsrLink *link = find (self->facts->item_links, from->article_id);

      item = link != NULL ? find (self->facts->items, link->bc_id) : NULL;
      if (item != NULL && item->type == PSR_BC_ITEM_SERVICE)
        line->part = PSR_VAT_LABOUR;
    }

  if (item != NULL)
    set_item (line, item);

  if (from->article_id == NULL || rule != NULL)
    g_set_str (&line->description, from->name[0] != '\0' ? from->name
                                   : usage != NULL       ? usage->description
                                   : line->part == PSR_VAT_LABOUR ? "" : from->description);
}

/* Only goods lie somewhere; and where Business Central keeps no locations, none
 * is sent. */
static void
set_location (PsrDraft                  *self,
              PsrBillableLine           *line,
              const PsrWelloInvoiceLine *from)
{
  const PsrWelloInvoiceLine *details = find (self->facts->details, from->id);
  const PsrBcItem *item = find (self->facts->items, line->target_id);
  const char *location;

  if (details == NULL || details->stock_location_id == NULL || !self->facts->has_locations ||
      item == NULL || item->type != PSR_BC_ITEM_INVENTORY)
    return;

  location = find (self->facts->locations, details->stock_location_id);

  if (location != NULL)
    g_set_str (&line->location_id, location);
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

/* At the list price and 100 % discount, so that the customer sees what it is worth. */
static void
set_warranty (PsrDraft                  *self,
              PsrBillableLine           *line,
              const PsrWelloInvoiceLine *from)
{
  const PsrBcItem *item = find (self->facts->items, line->target_id);

  line->warranty = from->under_warranty;

  if (!line->warranty || !psr_billing_rules_get_warranty_as_list (self->facts->rules))
    return;

  if (psr_decimal_is_zero (line->unit_price) && item != NULL && !item->price_includes_tax)
    line->unit_price = item->unit_price;

  line->warranty_as_list = !psr_decimal_is_zero (line->unit_price);
}

/* Only what has a price in Business Central: not what is booked on an account, what was
 * typed by hand, or what the customer owes nothing for. */
static gboolean
has_bc_price (PsrDraft              *self,
              const PsrBillableLine *line,
              guint                  position)
{
  return psr_billing_rules_get_prices_from_bc (self->facts->rules) && !line->warranty &&
         !psr_decimal_is_zero (line->agreed) && line->target != PSR_LINE_TARGET_ACCOUNT &&
         (line_of (self, position)->article_id != NULL || psr_draft_is_labour (self, position));
}

static void
add_unclear (PsrDraft                  *self,
             const PsrWelloInvoiceLine *from)
{
  g_ptr_array_add (self->unclear, g_strdup (from->name[0] != '\0' ? from->name : self->invoice->internal_number));
}

static void
add_line (PsrDraft *self,
          guint     position)
{
  const PsrWelloInvoiceLine *from = line_of (self, position);
  PsrBillableLine *line = psr_billable_add_line (self->billable);
  PsrBillingRules *rules = self->facts->rules;
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
  g_set_str (&line->vat_code, from->vat_code);

  if (!psr_decimal_mul (from->vat_rate, hundred, &line->vat_percent, NULL))
    add_unclear (self, from);

  set_target (self, line, position);
  set_location (self, line, from);
  set_note (line, from);
  set_warranty (self, line, from);
  line->bc_price = has_bc_price (self, line, position);

  group = psr_billing_rules_get_vat_group (rules, line->vat_code, line->vat_percent, line->part);
  g_set_str (&line->tax_code, group != NULL ? group : "");

  if (line->part == PSR_VAT_LABOUR &&
      (!psr_billing_rules_round_hours (rules, line->quantity, &hours, NULL) ||
       !psr_pricing_set_quantity (line, hours, NULL)))
    add_unclear (self, from);
}

/* In the language of the invoice, else in the customer's. */
static const char *
get_heading (PsrDraft *self)
{
  PsrBillingRules *rules = self->facts->rules;
  const PsrWelloCompany *company = find (self->facts->companies, self->invoice->company_id);
  const char *languages[] = {
    self->invoice->language_id,
    company != NULL ? company->language_id : NULL,
    company != NULL ? company->language_code : NULL,
  };

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      const char *text = languages[i] != NULL ? psr_billing_rules_get_heading (rules, languages[i]) : NULL;

      if (text != NULL)
        return text;
    }

  return psr_billing_rules_get_heading (rules, NULL);
}

/* The first line, which tells the customer what it is about. Without a work order there
 * is nothing to tell of one. */
static void
set_heading (PsrDraft          *self,
             const PsrWelloJob *job,
             const char        *number,
             const char        *reference)
{
  PsrHeading values = {
    .number = number,
    .date = job != NULL ? self->billable->completed : NULL,
    .name = job != NULL ? job->name : NULL,
    .invoice = self->invoice->internal_number,
    .site = self->invoice->delivery_name,
    .reference = reference,
  };

  g_free (self->billable->heading);
  self->billable->heading = psr_heading_fill (get_heading (self), &values);
}

static void
set_texts (PsrDraft *self)
{
  PsrWelloInvoice *invoice = self->invoice;
  PsrBillable *billable = self->billable;
  const PsrWelloJob *job = find (self->facts->jobs, invoice->source_id);
  g_autofree char *order_number = psr_draft_dup_order_number (invoice);
  g_autofree char *number = NULL;

  g_set_str (&billable->wello_invoice_id, invoice->id);
  g_set_str (&billable->internal_number, invoice->internal_number);
  g_set_str (&billable->ship_to_name, invoice->delivery_name);
  g_set_str (&billable->ship_to_address, invoice->delivery_street);
  g_set_str (&billable->ship_to_city, invoice->delivery_city);
  g_set_str (&billable->ship_to_post_code, invoice->delivery_zip);
  g_free (billable->completed);
  billable->completed = psr_draft_dup_day (self->facts, invoice);
  g_free (billable->external_number);
  billable->external_number = psr_draft_dup_external_number (self->facts, invoice);

  if (job != NULL)
    {
      number = job->reference[0] != '\0' ? g_strdup (job->reference)
                                         : g_strdup_printf ("%" G_GINT64_FORMAT, job->number);
      g_set_str (&billable->job_number, number);
    }

  set_heading (self, job, number, order_number);

  g_set_str (&billable->your_reference, order_number != NULL ? order_number
                                        : number != NULL     ? number
                                                             : invoice->internal_number);

  /* What technicians wrote for each other stays inside. */
  psr_billable_add_note (billable, invoice->description);
  psr_billable_add_note (billable, invoice->memo);
  psr_billable_add_note (billable, invoice->customer_remarks);
}

static void
set_currency (PsrDraft *self)
{
  const PsrWelloCurrency *currency = find (self->facts->currencies, self->invoice->currency_id);

  if (currency != NULL)
    g_set_str (&self->billable->currency_code, currency->code);
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
price_with_discount (PsrDraft *self)
{
  PsrBillable *billable = self->billable;
  PsrDecimal discount = self->invoice->discount;
  PsrDecimal total = self->invoice->total_amount;
  g_autoptr(PsrPricing) plain = NULL;
  g_autoptr(PsrPricing) as_amount = NULL;
  g_autoptr(PsrPricing) as_percent = NULL;

  billable->discount = psr_decimal_zero ();
  plain = psr_pricing_new (billable, NULL);

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

  return g_steal_pointer (&as_amount);
}

/* As Wello says, whatever is billed of it. */
static void
set_wello_totals (PsrDraft *self)
{
  PsrBillable *billable = self->billable;
  PsrDecimal net = psr_decimal_zero ();

  for (guint i = 0; i < self->invoice->lines->len; i++)
    {
      if (!psr_decimal_add (net, line_of (self, i)->net_total, &net, NULL))
        return;
    }

  billable->has_wello_totals = psr_decimal_sub (net, billable->discount, &billable->wello_net, NULL) &&
                               psr_decimal_add (billable->wello_net, self->invoice->total_taxes,
                                                &billable->wello_gross, NULL);
  billable->wello_vat = self->invoice->total_taxes;
}

/**
 * psr_draft_new:
 * @facts: what was looked up; has to outlive the draft
 * @invoice: a Wello invoice; has to outlive the draft
 *
 * Makes up what is to be billed, as far as it is known. Not to be called in a
 * fiber.
 *
 * Returns: (transfer full): the draft, to be checked
 */
PsrDraft *
psr_draft_new (PsrInvoiceFacts *facts,
               PsrWelloInvoice *invoice)
{
  PsrDraft *self;

  g_return_val_if_fail (facts != NULL && invoice != NULL, NULL);

  self = g_new0 (PsrDraft, 1);
  self->facts = facts;
  self->invoice = invoice;
  self->billable = psr_billable_new ();
  self->unclear = g_ptr_array_new_with_free_func (g_free);

  set_customers (self);
  set_texts (self);
  set_currency (self);

  for (guint i = 0; i < invoice->lines->len; i++)
    add_line (self, i);

  self->pricing = price_with_discount (self);
  set_wello_totals (self);
  psr_draft_make_internal (self);
  psr_e_invoice_mark (self);

  return self;
}

/**
 * psr_draft_free:
 * @self: (transfer full): a draft
 *
 * Frees @self.
 */
void
psr_draft_free (PsrDraft *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->billable, psr_billable_unref);
  g_clear_pointer (&self->pricing, psr_pricing_free);
  g_clear_pointer (&self->unclear, g_ptr_array_unref);
  g_free (self);
}
