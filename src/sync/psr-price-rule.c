/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-price-rule"

#include "config.h"

#include "psr-price-rule.h"

#define HUNDRED PSR_DECIMAL_INIT (100 * PSR_DECIMAL_SCALE)

typedef enum
{
  AMOUNT_PRICE,
  AMOUNT_DISCOUNT,
} Amount;

typedef struct
{
  const PsrPriceQuestion *question;
  GPtrArray              *lines;
  PsrPriceAnswer         *answer;
} Rule;

/* Codes are the same in either case. */
static gboolean
is_code (const char *a,
         const char *b)
{
  return g_ascii_strcasecmp (a, b) == 0;
}

static gboolean
is_about (const PsrPriceQuestion *question,
          const PsrBcPriceLine   *line)
{
  if (line->asset == PSR_BC_PRICE_ITEM_GROUP)
    return question->item_group == NULL ||
           (*question->item_group != '\0' && is_code (line->asset_number, question->item_group));

  return line->asset == PSR_BC_PRICE_ITEM && (*line->asset_number == '\0' || is_code (line->asset_number, question->item));
}

static gboolean
is_for_all_items (const PsrBcPriceLine *line)
{
  return line->asset == PSR_BC_PRICE_ITEM && *line->asset_number == '\0';
}

/* A group of prices says no discounts, and one of discounts no prices. */
static gboolean
is_for (const PsrPriceQuestion *question,
        const PsrBcPriceLine   *line,
        Amount                  amount,
        PsrPriceVerdict        *verdict)
{
  *verdict = PSR_PRICE_OTHERS;

  switch (line->source)
    {
    case PSR_BC_PRICE_ALL_CUSTOMERS:
      return TRUE;
    case PSR_BC_PRICE_CUSTOMER:
      return *question->customer != '\0' && is_code (line->source_number, question->customer);
    case PSR_BC_PRICE_GROUP:
      return amount == AMOUNT_PRICE && *question->price_group != '\0' && is_code (line->source_number, question->price_group);
    case PSR_BC_PRICE_DISCOUNT_GROUP:
      return amount == AMOUNT_DISCOUNT && *question->discount_group != '\0' &&
             is_code (line->source_number, question->discount_group);
    case PSR_BC_PRICE_CONTACT:
    case PSR_BC_PRICE_CAMPAIGN:
      *verdict = PSR_PRICE_UNKNOWN_SOURCE;
      return FALSE;
    case PSR_BC_PRICE_OTHER:
    default:
      return FALSE;
    }
}

/* Whether a line counts at all; the quantity is looked at later, as Business Central
 * does. */
static gboolean
qualifies (const PsrPriceQuestion *question,
           const PsrBcPriceLine   *line,
           Amount                  amount,
           PsrPriceVerdict        *verdict)
{
  if (!line->is_active)
    *verdict = PSR_PRICE_INACTIVE;
  else if (!line->is_sale)
    *verdict = PSR_PRICE_NO_SALE;
  else if (!is_for (question, line, amount, verdict))
    return FALSE;
  else if (line->asset == PSR_BC_PRICE_ITEM_GROUP && question->item_group == NULL)
    *verdict = PSR_PRICE_UNKNOWN_GROUP;
  else if (*line->starting != '\0' && strcmp (line->starting, question->date) > 0)
    *verdict = PSR_PRICE_NOT_YET;
  else if (*line->ending != '\0' && strcmp (line->ending, question->date) < 0)
    *verdict = PSR_PRICE_OVER;
  else if (*line->currency != '\0' && !is_code (line->currency, question->currency))
    *verdict = PSR_PRICE_OTHER_CURRENCY;
  else if (*line->unit != '\0' && *question->unit != '\0' && !is_code (line->unit, question->unit))
    *verdict = PSR_PRICE_OTHER_UNIT;
  else if (*line->variant != '\0' && !is_code (line->variant, question->variant))
    *verdict = PSR_PRICE_OTHER_VARIANT;
  else
    return TRUE;

  return FALSE;
}

static gboolean
is_enough (const PsrPriceQuestion *question,
           const PsrBcPriceLine   *line)
{
  PsrDecimal quantity = question->quantity;

  if (*line->unit == '\0' && !psr_decimal_mul (quantity, question->unit_quantity, &quantity, NULL))
    return FALSE;

  return psr_decimal_compare (line->minimum, quantity) <= 0;
}

/* Without VAT, for the unit, in the currency; rounded once. */
static gboolean
convert (const PsrPriceQuestion *question,
         PsrDecimal              price,
         gboolean                includes_vat,
         const char             *vat_group,
         const char             *unit,
         const char             *currency,
         PsrDecimal             *out,
         PsrPriceVerdict        *verdict)
{
  PsrDecimal factor = HUNDRED;
  PsrDecimal whole = HUNDRED;
  PsrDecimal percent;

  *out = price;

  if (psr_decimal_is_zero (price))
    return TRUE;

  if (includes_vat)
    {
      *verdict = PSR_PRICE_UNKNOWN_VAT;
      if (question->vat_func == NULL || !question->vat_func (vat_group, question->tax_group, question->vat_data, &percent) ||
          !psr_decimal_add (HUNDRED, percent, &whole, NULL))
        return FALSE;
    }

  if (*currency == '\0' && *question->currency != '\0')
    {
      *verdict = PSR_PRICE_UNKNOWN_RATE;
      if (!question->has_rate || !psr_decimal_mul (factor, question->rate, &factor, NULL))
        return FALSE;
    }

  return (*unit != '\0' || psr_decimal_mul (factor, question->unit_quantity, &factor, NULL)) &&
         psr_decimal_mul_div (price, factor, whole, out, NULL);
}

static gboolean
apply_discount (PsrDecimal  price,
                PsrDecimal  discount,
                PsrDecimal *out)
{
  PsrDecimal rest;

  return psr_decimal_sub (HUNDRED, discount, &rest, NULL) && psr_decimal_mul_div (price, rest, HUNDRED, out, NULL);
}

/* A line that says the currency or the variant beats one that doesn't, be it dearer. */
static gboolean
says_more (const PsrBcPriceLine *a,
           const PsrBcPriceLine *b)
{
  return (*a->currency != '\0' && *b->currency == '\0') || (*a->variant != '\0' && *b->variant == '\0');
}

/* Of two prices that were converted; Business Central compares each line with the best so
 * far, in the order of the price lists. */
static gboolean
is_better_price (const Rule              *rule,
                 const PsrPriceCandidate *one,
                 const PsrPriceCandidate *best,
                 PsrPriceVerdict         *why)
{
  gboolean improves, degrades;
  PsrDecimal a, b;

  if (best == NULL)
    return TRUE;

  improves = says_more (one->line, best->line);
  degrades = says_more (best->line, one->line);

  if (degrades && !improves)
    {
      *why = PSR_PRICE_LESS_EXACT;
      return FALSE;
    }

  if (improves && !degrades)
    {
      *why = PSR_PRICE_LESS_EXACT;
      return TRUE;
    }

  *why = PSR_PRICE_DEARER;

  return apply_discount (one->price, one->line->allows_discount ? rule->answer->discount : psr_decimal_zero (), &a) &&
         apply_discount (best->price, best->line->allows_discount ? rule->answer->discount : psr_decimal_zero (), &b) &&
         psr_decimal_compare (a, b) < 0;
}

static gboolean
is_better_discount (const PsrPriceCandidate *one,
                    const PsrPriceCandidate *best)
{
  gboolean improves, degrades;

  if (best == NULL)
    return TRUE;

  improves = says_more (one->line, best->line);
  degrades = says_more (best->line, one->line);

  if (improves != degrades)
    return improves;

  return psr_decimal_compare (one->line->discount, best->line->discount) > 0;
}

/* Whether @line's source has a line for this very item, or its group. */
static gboolean
has_specific (GPtrArray            *found,
              const PsrBcPriceLine *line)
{
  for (guint i = 0; i < found->len; i++)
    {
      const PsrBcPriceLine *other = g_ptr_array_index (found, i);

      if (other->source == line->source && is_code (other->source_number, line->source_number) && !is_for_all_items (other))
        return TRUE;
    }

  return FALSE;
}

static PsrPriceCandidate *
note (Rule            *rule,
      PsrBcPriceLine  *line,
      PsrPriceVerdict  verdict)
{
  PsrPriceCandidate candidate = { psr_bc_price_line_ref (line), verdict, PSR_DECIMAL_INIT (0) };

  g_array_append_val (rule->answer->candidates, candidate);

  return &g_array_index (rule->answer->candidates, PsrPriceCandidate, rule->answer->candidates->len - 1);
}

/* What becomes of a line that says both is told once. */
static gboolean
is_told_by (const PsrBcPriceLine *line,
            Amount                amount)
{
  return amount == AMOUNT_PRICE || !line->has_price;
}

/* Finds the lines that count, by their source: one for all items only where its source
 * has none for this item. */
static GPtrArray *
find_lines (Rule   *rule,
            Amount  amount)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (GPtrArray) left = g_ptr_array_new ();
  PsrPriceVerdict verdict;

  for (guint i = 0; i < rule->lines->len; i++)
    {
      PsrBcPriceLine *line = g_ptr_array_index (rule->lines, i);

      if (!is_about (rule->question, line) || (amount == AMOUNT_PRICE ? !line->has_price : !line->has_discount))
        continue;

      if (qualifies (rule->question, line, amount, &verdict))
        g_ptr_array_add (found, line);
      else if (is_told_by (line, amount))
        note (rule, line, verdict);
    }

  for (guint i = 0; i < found->len; i++)
    {
      PsrBcPriceLine *line = g_ptr_array_index (found, i);

      if (!is_for_all_items (line) || !has_specific (found, line))
        g_ptr_array_add (left, line);
      else if (is_told_by (line, amount))
        note (rule, line, PSR_PRICE_LESS_SPECIFIC);
    }

  return g_steal_pointer (&left);
}

static void
find_discount (Rule *rule)
{
  g_autoptr (GPtrArray) found = find_lines (rule, AMOUNT_DISCOUNT);
  gssize best = -1;

  for (guint i = 0; i < found->len; i++)
    {
      PsrBcPriceLine *line = g_ptr_array_index (found, i);
      GArray *all = rule->answer->candidates;
      PsrPriceCandidate *one;

      /* Of one that says both, no discount is no discount of 0 %. */
      if (line->has_price && (psr_decimal_is_zero (line->discount) || !is_enough (rule->question, line)))
        continue;

      one = note (rule, line, is_enough (rule->question, line) ? PSR_PRICE_LESS_DISCOUNT : PSR_PRICE_TOO_FEW);

      if (one->verdict == PSR_PRICE_LESS_DISCOUNT &&
          is_better_discount (one, best >= 0 ? &g_array_index (all, PsrPriceCandidate, best) : NULL))
        best = all->len - 1;
    }

  if (best >= 0)
    {
      PsrPriceCandidate *one = &g_array_index (rule->answer->candidates, PsrPriceCandidate, best);

      one->verdict = PSR_PRICE_DISCOUNTS;
      rule->answer->discount = one->line->discount;
      rule->answer->discount_line = psr_bc_price_line_ref (one->line);
    }
}

/* What can't be converted loses whatever it says, where the one that won says the currency or
 * the variant and it doesn't. */
static void
drop_unknown (Rule                 *rule,
              const PsrBcPriceLine *best)
{
  for (guint i = 0; i < rule->answer->candidates->len; i++)
    {
      PsrPriceCandidate *one = &g_array_index (rule->answer->candidates, PsrPriceCandidate, i);

      if ((one->verdict == PSR_PRICE_UNKNOWN_VAT || one->verdict == PSR_PRICE_UNKNOWN_RATE) && says_more (best, one->line) &&
          !says_more (one->line, best))
        one->verdict = PSR_PRICE_LESS_EXACT;
    }
}

static void
find_price (Rule *rule)
{
  g_autoptr (GPtrArray) found = find_lines (rule, AMOUNT_PRICE);
  PsrPriceVerdict why = PSR_PRICE_DEARER;
  PsrPriceVerdict unknown = PSR_PRICE_WINS;
  gssize best = -1;

  for (guint i = 0; i < found->len; i++)
    {
      PsrBcPriceLine *line = g_ptr_array_index (found, i);
      PsrPriceCandidate *one = note (rule, line, PSR_PRICE_WINS);
      GArray *all = rule->answer->candidates;
      PsrPriceCandidate *before = best >= 0 ? &g_array_index (all, PsrPriceCandidate, best) : NULL;

      if (!is_enough (rule->question, line))
        {
          one->verdict = PSR_PRICE_TOO_FEW;
        }
      else if (!convert (rule->question, line->price, line->includes_vat, line->vat_group, line->unit, line->currency,
                         &one->price, &unknown))
        {
          one->verdict = unknown;
          one->price = psr_decimal_zero ();
        }
      else if (is_better_price (rule, one, before, &why))
        {
          if (before != NULL)
            before->verdict = why;
          best = all->len - 1;
        }
      else
        {
          one->verdict = why;
        }
    }

  if (best >= 0)
    {
      PsrPriceCandidate *one = &g_array_index (rule->answer->candidates, PsrPriceCandidate, best);

      rule->answer->line = psr_bc_price_line_ref (one->line);
      rule->answer->price = one->price;
      rule->answer->is_known = TRUE;
      drop_unknown (rule, one->line);
    }
}

/* A price that allows none takes the discount away again, and so does a customer who gets
 * none, where no line says the price. */
static void
settle_discount (Rule *rule)
{
  PsrPriceAnswer *answer = rule->answer;
  gboolean allowed = answer->line != NULL ? answer->line->allows_discount : rule->question->allows_discount;

  if (allowed || answer->discount_line == NULL)
    return;

  for (guint i = 0; i < answer->candidates->len; i++)
    {
      PsrPriceCandidate *one = &g_array_index (answer->candidates, PsrPriceCandidate, i);

      if (one->verdict == PSR_PRICE_DISCOUNTS)
        one->verdict = PSR_PRICE_NO_DISCOUNTS;
    }

  answer->discount = psr_decimal_zero ();
  g_clear_pointer (&answer->discount_line, psr_bc_price_line_unref);
}

static gboolean
is_doubtful (const PsrPriceAnswer *answer)
{
  for (guint i = 0; i < answer->candidates->len; i++)
    {
      PsrPriceVerdict verdict = g_array_index (answer->candidates, PsrPriceCandidate, i).verdict;

      if (verdict == PSR_PRICE_UNKNOWN_SOURCE || verdict == PSR_PRICE_UNKNOWN_GROUP ||
          verdict == PSR_PRICE_UNKNOWN_VAT || verdict == PSR_PRICE_UNKNOWN_RATE)
        return TRUE;
    }

  return FALSE;
}

/**
 * psr_price_rule_compare:
 * @a: (type PsrBcPriceLine): a line
 * @b: (type PsrBcPriceLine): another one
 *
 * Returns: as strcmp(), by the order of Business Central's price lists
 */
int
psr_price_rule_compare (gconstpointer a,
                        gconstpointer b)
{
  const PsrBcPriceLine *one = a;
  const PsrBcPriceLine *other = b;
  int by_list = strcmp (one->list, other->list);

  if (by_list != 0)
    return by_list;

  return one->number < other->number ? -1 : one->number > other->number;
}

/**
 * psr_price_rule_answer:
 * @question: what is asked for
 * @lines: (element-type PsrBcPriceLine): lines that may be about it, in the order of
 *   psr_price_rule_compare()
 *
 * Finds the price that Business Central would put on a line: not the least of all. A line
 * in the currency that is asked for beats one in none, be it dearer, and so does one for
 * the variant; among equals the least counts after the discount, where the line allows
 * it. The item's card counts only where no line does. Touches nothing but its arguments.
 *
 * Source: [AL] codeunits 7002 "Price Calculation - V16" and 7008 "Price Calculation
 * Buffer Mgt.".
 *
 * Returns: (transfer full): the price, and what became of each line
 */
PsrPriceAnswer *
psr_price_rule_answer (const PsrPriceQuestion *question,
                       GPtrArray              *lines)
{
  g_autoptr (PsrPriceAnswer) answer = NULL;
  Rule rule;
  PsrPriceVerdict unused;

  g_return_val_if_fail (question != NULL && lines != NULL, NULL);

  answer = psr_price_answer_new ();
  rule = (Rule) { question, lines, answer };
  find_discount (&rule);
  find_price (&rule);

  if (answer->line == NULL)
    answer->is_known = convert (question, question->card_price, question->card_includes_vat, "", "", "", &answer->price,
                                &unused);

  settle_discount (&rule);
  answer->is_doubtful = is_doubtful (answer);

  if (answer->is_known && !apply_discount (answer->price, answer->discount, &answer->net))
    answer->is_known = FALSE;

  return g_steal_pointer (&answer);
}
