/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-price-answer"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-price-answer.h"

static const struct
{
  const char *word;
  const char *words;
} verdicts[] = {
  [PSR_PRICE_WINS] = { "wins", N_("says the price") },
  [PSR_PRICE_DISCOUNTS] = { "discounts", N_("says the discount") },
  [PSR_PRICE_DEARER] = { "dearer", N_("another one is cheaper") },
  [PSR_PRICE_LESS_EXACT] = { "less-exact", N_("another one says the currency or the variant") },
  [PSR_PRICE_INACTIVE] = { "inactive", N_("not active") },
  [PSR_PRICE_NO_SALE] = { "no-sale", N_("not about sales") },
  [PSR_PRICE_OTHERS] = { "others", N_("for somebody else") },
  [PSR_PRICE_UNKNOWN_SOURCE] = { "unknown-source", N_("for a contact or a campaign, which can’t be told from here") },
  [PSR_PRICE_UNKNOWN_GROUP] = { "unknown-group", N_("for a discount group of items, which can’t be told from here") },
  [PSR_PRICE_NOT_YET] = { "not-yet", N_("begins later") },
  [PSR_PRICE_OVER] = { "over", N_("has ended") },
  [PSR_PRICE_OTHER_CURRENCY] = { "other-currency", N_("in another currency") },
  [PSR_PRICE_OTHER_UNIT] = { "other-unit", N_("for another unit") },
  [PSR_PRICE_OTHER_VARIANT] = { "other-variant", N_("for another variant") },
  [PSR_PRICE_TOO_FEW] = { "too-few", N_("for a greater quantity") },
  [PSR_PRICE_LESS_SPECIFIC] = { "less-specific", N_("for all items, and there is one for this item") },
  [PSR_PRICE_LESS_DISCOUNT] = { "less-discount", N_("another discount is greater") },
  [PSR_PRICE_NO_DISCOUNTS] = { "no-discounts", N_("the price allows no discount") },
  [PSR_PRICE_UNKNOWN_VAT] = { "unknown-vat", N_("VAT is in it, and its rate isn’t known") },
  [PSR_PRICE_UNKNOWN_RATE] = { "unknown-rate", N_("the rate of the currency isn’t known") },
};

static void
candidate_clear (gpointer data)
{
  PsrPriceCandidate *candidate = data;

  g_clear_pointer (&candidate->line, psr_bc_price_line_unref);
}

static void
psr_price_answer_finalize (gpointer data)
{
  PsrPriceAnswer *self = data;

  g_clear_pointer (&self->line, psr_bc_price_line_unref);
  g_clear_pointer (&self->discount_line, psr_bc_price_line_unref);
  g_array_unref (self->candidates);
}

/**
 * psr_price_answer_new:
 *
 * Returns: (transfer full): an answer that says nothing yet
 */
PsrPriceAnswer *
psr_price_answer_new (void)
{
  PsrPriceAnswer *self = g_atomic_rc_box_new0 (PsrPriceAnswer);

  self->candidates = g_array_new (FALSE, FALSE, sizeof (PsrPriceCandidate));
  g_array_set_clear_func (self->candidates, candidate_clear);

  return self;
}

/**
 * psr_price_answer_ref:
 * @self: an answer
 *
 * Returns: (transfer full): @self
 */
PsrPriceAnswer *
psr_price_answer_ref (PsrPriceAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_price_answer_unref:
 * @self: (transfer full): an answer
 *
 * Gives up a reference.
 */
void
psr_price_answer_unref (PsrPriceAnswer *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_price_answer_finalize);
}

/**
 * psr_price_verdict_to_string:
 * @verdict: what became of a line
 *
 * Returns: (transfer none): its stable name
 */
const char *
psr_price_verdict_to_string (PsrPriceVerdict verdict)
{
  g_return_val_if_fail (verdict < G_N_ELEMENTS (verdicts), NULL);

  return verdicts[verdict].word;
}

/**
 * psr_price_verdict_get_words:
 * @verdict: what became of a line
 *
 * Returns: (transfer none): the same for a person, in their language
 */
const char *
psr_price_verdict_get_words (PsrPriceVerdict verdict)
{
  g_return_val_if_fail (verdict < G_N_ELEMENTS (verdicts), NULL);

  return _(verdicts[verdict].words);
}
