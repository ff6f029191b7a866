/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-price-words"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-price-words.h"

/* Why a price is what it is, in the same words wherever it is asked. */

#define PLACES 2

static char *
dup_number (PsrDecimal value)
{
  g_autofree char *plain = psr_decimal_to_string (value);

  return psr_decimal_localise (plain, "-");
}

/**
 * psr_price_words_get_source_word:
 * @source: whom a line is for
 *
 * Returns: (transfer none): its stable name
 */
const char *
psr_price_words_get_source_word (PsrBcPriceSource source)
{
  static const char * const words[] = {
    [PSR_BC_PRICE_ALL_CUSTOMERS] = "all-customers",
    [PSR_BC_PRICE_CUSTOMER] = "customer",
    [PSR_BC_PRICE_GROUP] = "price-group",
    [PSR_BC_PRICE_DISCOUNT_GROUP] = "discount-group",
    [PSR_BC_PRICE_CONTACT] = "contact",
    [PSR_BC_PRICE_CAMPAIGN] = "campaign",
    [PSR_BC_PRICE_OTHER] = "other",
  };

  g_return_val_if_fail (source < G_N_ELEMENTS (words), NULL);

  return words[source];
}

/**
 * psr_price_words_dup_money:
 * @value: a price
 *
 * Returns: (transfer full): it, as people write it where they live, with at least two
 *   decimals and no more than there are
 */
char *
psr_price_words_dup_money (PsrDecimal value)
{
  g_autofree char *plain = NULL;

  if (!psr_decimal_equal (psr_decimal_round (value, PLACES), value))
    return dup_number (value);

  plain = psr_decimal_to_fixed (value, PLACES);

  return psr_decimal_localise (plain, "-");
}

/**
 * psr_price_words_dup_source:
 * @line: a line of a price list
 *
 * Returns: (transfer full): whom it is for
 */
char *
psr_price_words_dup_source (const PsrBcPriceLine *line)
{
  g_return_val_if_fail (line != NULL, NULL);

  switch (line->source)
    {
    case PSR_BC_PRICE_ALL_CUSTOMERS:
      return g_strdup (_("all customers"));
    case PSR_BC_PRICE_CUSTOMER:
      return g_strdup_printf (_("customer %s"), line->source_number);
    case PSR_BC_PRICE_GROUP:
      return g_strdup_printf (_("price group %s"), line->source_number);
    case PSR_BC_PRICE_DISCOUNT_GROUP:
      return g_strdup_printf (_("discount group %s"), line->source_number);
    case PSR_BC_PRICE_CONTACT:
      return g_strdup_printf (_("contact %s"), line->source_number);
    case PSR_BC_PRICE_CAMPAIGN:
      return g_strdup_printf (_("campaign %s"), line->source_number);
    case PSR_BC_PRICE_OTHER:
    default:
      return g_strdup (_("something else"));
    }
}

/**
 * psr_price_words_dup_amount:
 * @line: a line of a price list
 *
 * Returns: (transfer full): what it says: a price, a discount, or both
 */
char *
psr_price_words_dup_amount (const PsrBcPriceLine *line)
{
  g_autofree char *price = NULL;
  g_autofree char *discount = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *money = NULL;

  g_return_val_if_fail (line != NULL, NULL);

  price = psr_price_words_dup_money (line->price);
  discount = dup_number (line->discount);
  plain = *line->currency != '\0' ? g_strdup_printf ("%s %s", price, line->currency) : g_strdup (price);
  money = line->includes_vat ? g_strdup_printf (_("%s with VAT"), plain) : g_strdup (plain);

  if (line->has_price && (!line->has_discount || psr_decimal_is_zero (line->discount)))
    return g_steal_pointer (&money);
  if (!line->has_price)
    return g_strdup_printf (_("%s %% off"), discount);

  return g_strdup_printf (_("%s, %s %% off"), money, discount);
}

/**
 * psr_price_words_dup_conditions:
 * @line: a line of a price list
 *
 * Returns: (transfer full): from how many on, of which unit and variant, and when it counts;
 *   or ""
 */
char *
psr_price_words_dup_conditions (const PsrBcPriceLine *line)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *minimum = NULL;
  g_autofree char *starting = NULL;
  g_autofree char *ending = NULL;

  g_return_val_if_fail (line != NULL, NULL);

  minimum = dup_number (line->minimum);
  starting = psr_date_localise (line->starting);
  ending = psr_date_localise (line->ending);
  if (!psr_decimal_is_zero (line->minimum))
    g_string_append_printf (text, _("from %s %s"), minimum, line->unit);
  else
    g_string_append (text, line->unit);
  if (*line->variant != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", line->variant);
  if (*line->starting != '\0' || *line->ending != '\0')
    g_string_append_printf (text, "%s%s – %s", text->len > 0 ? " " : "", starting, ending);

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* Among the older sales prices lines have no list. */
static char *
dup_name (const PsrBcPriceLine *line)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, line->number);
  g_autofree char *source = psr_price_words_dup_source (line);

  if (*line->list == '\0')
    /* Translators: a line of the prices: whom it is for. */
    return g_strdup_printf (_("the line for %s"), source);

  /* Translators: number of a line, code of its price list, and whom it is for. */
  return g_strdup_printf (_("line %s of price list %s for %s"), number, line->list, source);
}

static guint
count (const PsrPriceAnswer *answer,
       PsrPriceVerdict       verdict)
{
  guint n = 0;

  for (guint i = 0; i < answer->candidates->len; i++)
    n += g_array_index (answer->candidates, PsrPriceCandidate, i).verdict == verdict;

  return n;
}

static void
take (GStrvBuilder *builder,
      char         *sentence)
{
  g_autofree char *owned = sentence;

  g_strv_builder_add (builder, owned);
}

static void
add_price (GStrvBuilder       *builder,
           const PsrPriceView *view)
{
  const PsrPriceAnswer *answer = view->answer;
  g_autofree char *net = psr_price_words_dup_money (answer->net);
  g_autofree char *price = psr_price_words_dup_money (answer->price);
  g_autofree char *discount = dup_number (answer->discount);
  g_autofree char *day = psr_date_localise (view->date);

  if (!answer->is_known)
    take (builder, g_strdup_printf (_("%s: the price isn’t known: VAT is in it, or it is in another currency, at an exchange rate that isn’t known."),
                                    day));
  else if (psr_decimal_is_zero (answer->discount))
    take (builder, g_strdup_printf (_("%s: one %s costs %s %s without VAT."), day, view->unit, net, view->currency));
  else
    take (builder, g_strdup_printf (_("%s: one %s costs %s %s without VAT: %s less %s %%."), day, view->unit, net,
                                    view->currency, price, discount));
}

/* Which line won, and what made it win. */
static void
add_winners (GStrvBuilder         *builder,
             const PsrPriceAnswer *answer)
{
  gboolean is_exact = count (answer, PSR_PRICE_LESS_EXACT) > 0;
  gboolean is_cheap = count (answer, PSR_PRICE_DEARER) > 0;

  if (answer->line != NULL)
    {
      g_autofree char *name = dup_name (answer->line);

      if (is_exact)
        take (builder, g_strdup_printf (_("The price is that of %s: it says the currency or the variant, which goes before the cheapest."), name));
      else if (is_cheap)
        take (builder, g_strdup_printf (_("The price is that of %s: of those that count it is the cheapest."), name));
      else
        take (builder, g_strdup_printf (_("The price is that of %s: no other one counts."), name));
    }
  else if (answer->is_known)
    {
      g_strv_builder_add (builder, _("The price is the one on the item’s card."));
    }

  if (answer->discount_line != NULL && answer->discount_line != answer->line)
    {
      g_autofree char *name = dup_name (answer->discount_line);

      take (builder, g_strdup_printf (_("The discount is that of %s."), name));
    }
}

/**
 * psr_price_words_dup_sentences:
 * @view: a price
 *
 * Returns: (transfer full): what it is, and why, in sentences
 */
char **
psr_price_words_dup_sentences (const PsrPriceView *view)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (view != NULL, NULL);

  if (*view->bill_to != '\0' && strcmp (view->bill_to, view->customer_number) != 0)
    take (builder, g_strdup_printf (_("Invoices go to %s, so its prices count."), view->bill_to));
  if (*view->price_group != '\0')
    take (builder, g_strdup_printf (_("Price group %s"), view->price_group));
  if (!psr_decimal_equal (view->quantity, PSR_DECIMAL_INIT (PSR_DECIMAL_SCALE)))
    {
      g_autofree char *quantity = dup_number (view->quantity);

      /* Translators: how many, and their unit. */
      take (builder, g_strdup_printf (_("Prices for %s %s count."), quantity, view->unit));
    }

  add_price (builder, view);
  add_winners (builder, view->answer);
  if (view->answer->is_doubtful)
    g_strv_builder_add (builder, _("A line that can’t be judged from here may count, so that Business Central may say another price."));

  return g_strv_builder_end (builder);
}

static gboolean
is_same (PsrDecimal a,
         PsrDecimal b)
{
  return psr_decimal_equal (psr_decimal_round (a, PLACES), psr_decimal_round (b, PLACES));
}

/**
 * psr_price_words_has_unit:
 * @view: what Business Central's prices come to, for a base unit
 * @line: a line of a document
 *
 * Returns: whether @line counts in the same unit; otherwise its quantity isn't one of base units
 */
gboolean
psr_price_words_has_unit (const PsrPriceView *view,
                          const PsrOrderLine *line)
{
  g_return_val_if_fail (view != NULL && line != NULL, FALSE);

  return *line->unit == '\0' || g_ascii_strcasecmp (line->unit, view->unit) == 0;
}

/* Whether the two are in the same money and for the same unit; the document's own are the
 * customer's and the item's where it says none. */
static gboolean
is_comparable (const PsrPriceView *view,
               const PsrOrderView *order,
               const PsrOrderLine *line)
{
  const char *currency = order->row->currency;

  return (currency == NULL || *currency == '\0' || g_ascii_strcasecmp (currency, view->currency) == 0) &&
         psr_price_words_has_unit (view, line);
}

static void
add_bc_origin (GStrvBuilder       *builder,
               const PsrPriceView *view,
               const PsrOrderLine *line)
{
  const PsrPriceAnswer *answer = view->answer;

  if (!is_same (line->price, answer->price))
    {
      g_strv_builder_add (builder, _("It isn’t the price that is reckoned here: the price lists have changed since, or somebody or an extension changed it in Business Central."));
    }
  else if (answer->line == NULL)
    {
      g_strv_builder_add (builder, answer->is_doubtful ? _("It is the price on the item’s card.")
                                                       : _("Business Central took it from the item’s card."));
    }
  else
    {
      g_autofree char *name = dup_name (answer->line);

      /* Translators: a line of the prices. */
      take (builder, g_strdup_printf (answer->is_doubtful ? _("It is the price of %s.") : _("Business Central took it from %s."), name));
    }
}

/**
 * psr_price_words_dup_document:
 * @view: what Business Central's prices come to, for the customer, the quantity and the day
 *   of the document
 * @order: the document
 * @line: one of its lines
 *
 * Returns: (transfer full): what @line costs, where that comes from, and how it is related
 *   to @view, in sentences
 */
char **
psr_price_words_dup_document (const PsrPriceView *view,
                              const PsrOrderView *order,
                              const PsrOrderLine *line)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *price = NULL;
  gboolean compares;

  g_return_val_if_fail (view != NULL && order != NULL && line != NULL, NULL);

  price = psr_price_words_dup_money (line->price);
  compares = view->answer->is_known && is_comparable (view, order, line);

  if (*line->price_source != '\0')
    /* Translators: a price, and where it comes from, as “Wello, with its discount”. */
    take (builder, g_strdup_printf (_("On the document one costs %s. Where that comes from: %s."), price, line->price_source));
  else
    take (builder, g_strdup_printf (_("On the document one costs %s."), price));
  if (!psr_price_words_has_unit (view, line))
    /* Translators: the unit of a line, and the unit that prices are for, twice. */
    take (builder, g_strdup_printf (_("The line counts in %s, so that its price isn’t compared: below is what a single %s costs. Prices from several %s on may count, too."),
                                    line->unit, view->unit, view->unit));

  switch (line->price_from)
    {
    case PSR_ORDER_PRICE_WELLO:
      if (compares && psr_decimal_is_zero (line->discount))
        g_strv_builder_add (builder, is_same (line->price, view->answer->net)
                                       ? _("Business Central would ask the same.")
                                       : _("Wello’s price is billed, whatever Business Central would ask; “Prices=bc” under [Billing] in the profile bills Business Central’s."));
      break;

    case PSR_ORDER_PRICE_BC_LATER:
      g_strv_builder_add (builder, _("Business Central puts its own price there when the document is made."));
      break;

    case PSR_ORDER_PRICE_BC:
    case PSR_ORDER_PRICE_QUOTE:
      if (compares)
        add_bc_origin (builder, view, line);
      break;

    case PSR_ORDER_PRICE_UNKNOWN:
    case PSR_ORDER_PRICE_WARRANTY:
    default:
      break;
    }

  return g_strv_builder_end (builder);
}

/**
 * psr_price_words_get_no_lists:
 *
 * Returns: (transfer none): that no price list is read, and how to have them read
 */
const char *
psr_price_words_get_no_lists (void)
{
  return _("No price list is read: name a published web service as “Lines” under [Prices] in the profile.");
}
