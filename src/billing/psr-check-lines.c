/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-check"

#include "config.h"

#include "psr-bc-item.h"
#include "psr-check-private.h"
#include "psr-link.h"
#include "psr-text.h"
#include "psr-wello-invoice-line.h"
#include "psr-wello-labour-usage.h"
#include "psr-wello-stock-location.h"

/* A day has no more. */
#define MOST_HOURS 24

static const PsrWelloInvoiceLine *
line_of (const PsrDraft *draft,
         guint           line)
{
  return g_ptr_array_index (draft->invoice->lines, line);
}

static const char *
first_of (const char *one,
          const char *two,
          const char *three)
{
  if (one != NULL && one[0] != '\0')
    return one;

  return two != NULL && two[0] != '\0' ? two : three;
}

/* Whether the line is of the article's own item. */
static gboolean
is_article (const PsrDraft *draft,
            guint           line)
{
  return line_of (draft, line)->article_id != NULL && psr_draft_get_rule (draft, line) == NULL;
}

static const PsrLink *
link_of (const PsrDraft *draft,
         guint           line)
{
  return g_hash_table_lookup (draft->facts->item_links, line_of (draft, line)->article_id);
}

static const PsrBcItem *
item_of (const PsrDraft *draft,
         guint           line)
{
  const PsrLink *link = link_of (draft, line);

  return link != NULL ? g_hash_table_lookup (draft->facts->items, link->bc_id) : NULL;
}

void
psr_check_item_not_coupled (const PsrDraft *draft,
                            PsrCheckNotes  *notes)
{
  for (guint i = 0; i < draft->invoice->lines->len; i++)
    {
      const PsrWelloInvoiceLine *from = line_of (draft, i);

      if (is_article (draft, i) && link_of (draft, i) == NULL)
        psr_check_notes_add (notes, first_of (from->article_code, from->name, from->article_id));
    }
}

void
psr_check_item_gone (const PsrDraft *draft,
                     PsrCheckNotes  *notes)
{
  for (guint i = 0; i < draft->invoice->lines->len; i++)
    {
      const PsrWelloInvoiceLine *from = line_of (draft, i);

      if (is_article (draft, i) && link_of (draft, i) != NULL && item_of (draft, i) == NULL)
        psr_check_notes_add (notes, first_of (from->article_code, from->name, link_of (draft, i)->bc_number));
    }
}

void
psr_check_item_blocked (const PsrDraft *draft,
                        PsrCheckNotes  *notes)
{
  for (guint i = 0; i < draft->invoice->lines->len; i++)
    {
      const PsrBcItem *item = is_article (draft, i) ? item_of (draft, i) : NULL;

      if (item != NULL && item->blocked)
        psr_check_notes_add (notes, item->number);
    }
}

void
psr_check_labour_not_mapped (const PsrDraft *draft,
                             PsrCheckNotes  *notes)
{
  for (guint i = 0; i < draft->invoice->lines->len; i++)
    {
      const PsrWelloInvoiceLine *from = line_of (draft, i);
      const PsrWelloLabourUsage *usage;

      if (from->article_id != NULL || !psr_draft_is_labour (draft, i) || psr_draft_get_rule (draft, i) != NULL)
        continue;

      usage = from->source_id != NULL ? g_hash_table_lookup (draft->facts->labour, from->source_id) : NULL;
      psr_check_notes_add (notes, usage != NULL ? first_of (usage->line_code, usage->type_code, from->name)
                                                : from->name);
    }
}

void
psr_check_hand_typed_part (const PsrDraft *draft,
                           PsrCheckNotes  *notes)
{
  for (guint i = 0; i < draft->invoice->lines->len; i++)
    {
      const PsrWelloInvoiceLine *from = line_of (draft, i);

      if (from->article_id == NULL && !psr_draft_is_labour (draft, i) && psr_draft_get_rule (draft, i) == NULL)
        psr_check_notes_add (notes, first_of (from->name, from->description, NULL));
    }
}

void
psr_check_rule_item_gone (const PsrDraft *draft,
                          PsrCheckNotes  *notes)
{
  for (guint i = 0; i < draft->invoice->lines->len; i++)
    {
      const PsrLineTarget *rule = psr_draft_get_rule (draft, i);
      const PsrBcItem *item;

      if (rule == NULL || rule->kind != PSR_LINE_TARGET_ITEM)
        continue;

      item = g_hash_table_lookup (draft->facts->rule_items, rule->number);

      if (item == NULL || item->blocked)
        psr_check_notes_add (notes, rule->number);
    }
}

/* Only API v1.0 has to know them beforehand. */
void
psr_check_rule_account_gone (const PsrDraft *draft,
                             PsrCheckNotes  *notes)
{
  if (!psr_billing_rules_get_is_v1 (draft->facts->rules))
    return;

  for (guint i = 0; i < draft->invoice->lines->len; i++)
    {
      const PsrLineTarget *rule = psr_draft_get_rule (draft, i);

      if (rule != NULL && rule->kind == PSR_LINE_TARGET_ACCOUNT &&
          g_hash_table_lookup (draft->facts->rule_accounts, rule->number) == NULL)
        psr_check_notes_add (notes, rule->number);
    }
}

/* Only goods lie somewhere; and where Business Central keeps no locations, none
 * is sent. */
void
psr_check_location_not_coupled (const PsrDraft *draft,
                                PsrCheckNotes  *notes)
{
  PsrInvoiceFacts *facts = draft->facts;

  if (!facts->has_locations)
    return;

  for (guint i = 0; i < draft->invoice->lines->len; i++)
    {
      const PsrBillableLine *line = g_ptr_array_index (draft->billable->lines, i);
      const PsrWelloInvoiceLine *details = g_hash_table_lookup (facts->details, line_of (draft, i)->id);
      const PsrBcItem *item = g_hash_table_lookup (facts->items, line->target_id);
      const PsrWelloStockLocation *known;

      if (details == NULL || details->stock_location_id == NULL ||
          item == NULL || item->type != PSR_BC_ITEM_INVENTORY || line->location_id[0] != '\0')
        continue;

      known = g_hash_table_lookup (facts->stock_locations, details->stock_location_id);
      psr_check_notes_add (notes, known != NULL ? known->name : details->stock_location_id);
    }
}

void
psr_check_hours_odd (const PsrDraft *draft,
                     PsrCheckNotes  *notes)
{
  PsrDecimal most = PSR_DECIMAL_INIT (MOST_HOURS * (gint64) PSR_DECIMAL_SCALE);

  for (guint i = 0; i < draft->invoice->lines->len; i++)
    {
      const PsrWelloInvoiceLine *from = line_of (draft, i);
      g_autofree char *hours = NULL;
      g_autofree char *about = NULL;

      if (!psr_draft_is_labour (draft, i) ||
          (!psr_decimal_is_zero (from->quantity) && !psr_decimal_is_negative (from->quantity) &&
           psr_decimal_compare (from->quantity, most) <= 0))
        continue;

      hours = psr_decimal_to_string (from->quantity);
      about = g_strdup_printf ("%s: %s h", from->name, hours);
      psr_check_notes_add (notes, about);
    }
}

/* Nothing is right under warranty, by contract, and at 100 % discount, which
 * leaves the price as it was; and of what is internal. */
void
psr_check_price_missing (const PsrDraft *draft,
                         PsrCheckNotes  *notes)
{
  PsrDecimal hundred = PSR_DECIMAL_INIT (100 * (gint64) PSR_DECIMAL_SCALE);

  if (draft->billable->internal || g_ascii_strcasecmp (draft->invoice->type, "ContractGenerated") == 0)
    return;

  for (guint i = 0; i < draft->invoice->lines->len; i++)
    {
      const PsrWelloInvoiceLine *from = line_of (draft, i);

      if (psr_decimal_is_zero (from->price) && !from->under_warranty &&
          psr_decimal_compare (from->discount_percent, hundred) != 0)
        psr_check_notes_add (notes, first_of (from->name, from->article_code, from->description));
    }
}

/* A code says more than a rate, such as who owes the VAT: where the profile names groups
 * for such codes, or cards to bill them to, one that it leaves out was forgotten. */
static gboolean
lacks_code (const PsrDraft        *draft,
            const PsrBillableLine *line)
{
  PsrBillingRules *rules = draft->facts->rules;

  return psr_billing_rules_wants_vat_code (rules, line->vat_code) &&
         psr_billing_rules_get_vat_customer (rules, psr_draft_get_payer_number (draft), line->vat_code) == NULL;
}

/* The usual rate is on the cards of customers and items; a reduced one depends on
 * the work. What is internal has the VAT of its card, which is of nothing. */
void
psr_check_vat_not_mapped (const PsrDraft *draft,
                          PsrCheckNotes  *notes)
{
  if (draft->billable->internal)
    return;

  for (guint i = 0; i < draft->billable->lines->len; i++)
    {
      const PsrBillableLine *line = g_ptr_array_index (draft->billable->lines, i);
      g_autofree char *what = NULL;
      g_autofree char *about = NULL;

      if (line->tax_code[0] != '\0')
        continue;

      if (lacks_code (draft, line))
        what = psr_text_code (line->vat_code);
      else if (!psr_decimal_is_zero (line->vat_percent) &&
               psr_decimal_compare (line->vat_percent, draft->facts->highest_rate) < 0)
        what = psr_decimal_to_string (line->vat_percent);
      else
        continue;

      about = g_strconcat (what, line->part == PSR_VAT_LABOUR ? ",labour" : ",part", NULL);
      psr_check_notes_add (notes, about);
    }
}
