/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-push-price"

#include "config.h"

#include "psr-bc-client.h"
#include "psr-echo-check.h"
#include "psr-json-writer.h"
#include "psr-push-quote.h"

#define CENT (PSR_DECIMAL_SCALE / 100)

/* A line that costs what Business Central asks has no other price. */
static gboolean
is_theirs (PsrPushPlan *plan,
           guint        line)
{
  return ((PsrBillableLine *) g_ptr_array_index (plan->billable->lines, line))->bc_price;
}

/* Price and discount as the line has to have them. */
static gboolean
wanted (const PsrPricedLine  *priced,
        const PsrBcLine      *line,
        gboolean              gross,
        PsrDecimal           *price,
        PsrDecimal           *discount,
        GError              **error)
{
  if (gross)
    return psr_echo_check_gross (priced, line, price, discount, error);

  *price = priced->unit_price;
  *discount = priced->discount_amount;

  return TRUE;
}

static gboolean
is_right (const PsrPricedLine *priced,
          const PsrBcLine     *line,
          PsrDecimal           price,
          PsrDecimal           discount)
{
  return psr_decimal_equal (line->unit_price, price) &&
         (priced->is_exact ? psr_decimal_equal (line->discount_amount, discount)
                           : psr_decimal_equal (line->discount_percent, priced->discount_percent));
}

static GBytes *
make_body (const PsrPricedLine *priced,
           PsrDecimal           price,
           PsrDecimal           discount)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_decimal (writer, "unitPrice", price);

  if (priced->is_exact)
    psr_json_writer_add_decimal (writer, "discountAmount", discount);
  else
    psr_json_writer_add_decimal (writer, "discountPercent", priced->discount_percent);

  psr_json_writer_end_object (writer);

  return psr_json_writer_finish (writer);
}

static gboolean
is_near (gint64 one,
         gint64 other)
{
  return ABS (one - other) <= CENT;
}

/**
 * psr_push_price_is_gross:
 * @document: (transfer none): a quote with its lines
 *
 * A quote doesn't tell whether its prices include VAT, as the customer's card may
 * say; what its lines come to does ([AL] APIV2 - Sales Quotes).
 *
 * Returns: whether the prices of @document include VAT
 */
gboolean
psr_push_price_is_gross (const PsrBcDocument *document)
{
  g_autoptr(GPtrArray) lines = NULL;

  g_return_val_if_fail (document != NULL && document->lines != NULL, FALSE);

  if (document->prices_include_tax)
    return TRUE;

  lines = psr_echo_check_get_lines (document);

  for (guint i = 0; i < lines->len; i++)
    {
      const PsrBcLine *line = g_ptr_array_index (lines, i);
      PsrDecimal whole, tax;

      if (psr_decimal_is_zero (line->tax_percent) || psr_decimal_is_zero (line->amount_excluding_tax) ||
          !psr_pricing_multiply (line->quantity, line->unit_price, &whole, NULL) ||
          !psr_decimal_sub (whole, line->discount_amount, &whole, NULL) ||
          is_near (whole.units, line->amount_excluding_tax.units) ||
          !psr_pricing_percent (line->amount_excluding_tax, line->tax_percent, &tax, NULL))
        continue;

      return is_near (whole.units, line->amount_excluding_tax.units + tax.units);
    }

  return FALSE;
}

/**
 * psr_push_price_is_right:
 * @plan: what it should be
 * @document: (transfer none): a document or a quote with its lines
 * @gross: whether its prices include VAT
 *
 * Returns: whether every line has the price and the discount that were agreed
 */
gboolean
psr_push_price_is_right (PsrPushPlan         *plan,
                         const PsrBcDocument *document,
                         gboolean             gross)
{
  g_autoptr(GPtrArray) lines = NULL;

  g_return_val_if_fail (plan != NULL && document != NULL, FALSE);

  lines = psr_echo_check_get_lines (document);

  for (guint i = 0; i < MIN (lines->len, plan->built->pricing->lines->len); i++)
    {
      const PsrPricedLine *priced = &g_array_index (plan->built->pricing->lines, PsrPricedLine, i);
      const PsrBcLine *line = g_ptr_array_index (lines, i);
      PsrDecimal price, discount;

      if (is_theirs (plan, i))
        continue;

      if (!wanted (priced, line, gross, &price, &discount, NULL) || !is_right (priced, line, price, discount))
        return FALSE;
    }

  return TRUE;
}

/**
 * psr_push_price_write:
 * @run: the run
 * @plan: what it should be
 * @document: (transfer none): a document or a quote with its lines
 * @gross: whether its prices include VAT
 * @words: (out) (optional): the service's words when it refused one
 * @error: return location for an error
 *
 * Writes every price that isn't right yet. A price may be written again and
 * again, so that nothing is lost when an answer is. To be called in a fiber.
 *
 * Returns: whether all could be written, or may be tried again; else @words or
 *   @error say why not
 */
gboolean
psr_push_price_write (PsrPushRun     *run,
                      PsrPushPlan    *plan,
                      PsrBcDocument  *document,
                      gboolean        gross,
                      char          **words,
                      GError        **error)
{
  g_autoptr(GPtrArray) lines = NULL;

  g_return_val_if_fail (run != NULL && plan != NULL && document != NULL, FALSE);

  lines = psr_echo_check_get_lines (document);

  for (guint i = 0; i < MIN (lines->len, plan->built->pricing->lines->len); i++)
    {
      const PsrPricedLine *priced = &g_array_index (plan->built->pricing->lines, PsrPricedLine, i);
      const PsrBcLine *line = g_ptr_array_index (lines, i);
      g_autoptr(PsrWriteOutcome) outcome = NULL;
      g_autoptr(GBytes) body = NULL;
      PsrDecimal price, discount;

      if (is_theirs (plan, i))
        continue;

      if (!wanted (priced, line, gross, &price, &discount, error))
        return FALSE;
      if (is_right (priced, line, price, discount))
        continue;

      body = make_body (priced, price, discount);

      if (psr_push_run_may_send (run, error))
        outcome = dex_await_object (psr_bc_client_patch_line (run->context->bc, document->kind,
                                                              line->id, line->etag, body), error);

      if (outcome == NULL)
        return FALSE;

      if (psr_write_outcome_get_kind (outcome) != PSR_WRITE_MADE)
        {
          g_free (*words);
          *words = psr_push_run_dup_reason (outcome);
          return psr_write_outcome_get_kind (outcome) != PSR_WRITE_REFUSED;
        }
    }

  return TRUE;
}
