/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-echo-check-ours"

#include "config.h"

#include "psr-document-builder.h"
#include "psr-echo-check.h"
#include "psr-text.h"

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  const PsrBcLine *one = *(PsrBcLine * const *) a;
  const PsrBcLine *two = *(PsrBcLine * const *) b;

  return (one->sequence > two->sequence) - (one->sequence < two->sequence);
}

/* Business Central may trim what it keeps. */
static gboolean
is_text (const char *sent,
         const char *kept)
{
  g_autofree char *one = g_strstrip (g_strdup (sent));
  g_autofree char *two = g_strstrip (g_strdup (kept != NULL ? kept : ""));

  return g_str_equal (one, two);
}

/* Whether the lines from @next on are @text, as it was broken into comments. */
static gboolean
take_comments (GPtrArray  *lines,
               guint      *next,
               const char *text)
{
  g_auto(GStrv) wrapped = psr_text_wrap (text, PSR_COMMENT_LENGTH);

  for (gsize i = 0; wrapped[i] != NULL; i++)
    {
      const PsrBcLine *line;

      if (wrapped[i][0] == '\0')
        continue;

      if (*next >= lines->len)
        return FALSE;

      line = g_ptr_array_index (lines, (*next)++);

      if (line->type != PSR_BC_LINE_COMMENT || !is_text (wrapped[i], line->description))
        return FALSE;
    }

  return TRUE;
}

static gboolean
take_line (GPtrArray             *lines,
           guint                 *next,
           const PsrBillableLine *sent)
{
  const PsrBcLine *line;

  if (*next >= lines->len)
    return FALSE;

  line = g_ptr_array_index (lines, (*next)++);

  if (line->type == PSR_BC_LINE_COMMENT)
    return FALSE;

  if (sent->description[0] != '\0')
    {
      g_autofree char *cut = psr_text_cut (sent->description, PSR_DESCRIPTION_LENGTH);

      if (!is_text (cut, line->description))
        return FALSE;
    }

  if (sent->location_id[0] != '\0' && g_strcmp0 (sent->location_id, line->location_id) != 0)
    return FALSE;

  return take_comments (lines, next, sent->note);
}

/* Comments and lines, in the order in which they were sent. */
static gboolean
has_sent_texts (PsrBillable         *billable,
                const PsrBcDocument *echo)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new ();
  guint next = 0;

  for (guint i = 0; i < echo->lines->len; i++)
    g_ptr_array_add (lines, g_ptr_array_index (echo->lines, i));

  g_ptr_array_sort (lines, compare_lines);

  if (!take_comments (lines, &next, billable->heading))
    return FALSE;

  for (guint i = 0; i < billable->lines->len; i++)
    {
      if (!take_line (lines, &next, g_ptr_array_index (billable->lines, i)))
        return FALSE;
    }

  for (guint i = 0; i < billable->notes->len; i++)
    {
      if (!take_comments (lines, &next, g_ptr_array_index (billable->notes, i)))
        return FALSE;
    }

  return next == lines->len;
}

/* To the last digit: what differs by a cent would be let pass elsewhere. Prices with VAT
 * are those that were written anew. */
static gboolean
has_sent_prices (PsrBillable         *billable,
                 const PsrPricing    *pricing,
                 const PsrBcDocument *echo)
{
  g_autoptr(GPtrArray) lines = psr_echo_check_get_lines (echo);

  for (guint i = 0; i < MIN (lines->len, billable->lines->len); i++)
    {
      const PsrPricedLine *priced = &g_array_index (pricing->lines, PsrPricedLine, i);
      const PsrBcLine *line = g_ptr_array_index (lines, i);
      PsrDecimal price = priced->unit_price, discount = priced->discount_amount;

      if (((PsrBillableLine *) g_ptr_array_index (billable->lines, i))->bc_price)
        continue;

      if (echo->prices_include_tax && !psr_echo_check_gross (priced, line, &price, &discount, NULL))
        return FALSE;

      if (!psr_decimal_equal (line->unit_price, price) ||
          !(priced->is_exact ? psr_decimal_equal (line->discount_amount, discount)
                             : psr_decimal_equal (line->discount_percent, priced->discount_percent)))
        return FALSE;
    }

  return TRUE;
}

/* A text that wasn't sent is the item's own, as far as it is known. */
static gboolean
has_own_texts (PsrBillable         *billable,
               const PsrBcDocument *echo)
{
  g_autoptr(GPtrArray) lines = psr_echo_check_get_lines (echo);

  for (guint i = 0; i < MIN (lines->len, billable->lines->len); i++)
    {
      const PsrBillableLine *sent = g_ptr_array_index (billable->lines, i);

      if (sent->description[0] == '\0' && !is_text (sent->own_text, ((PsrBcLine *) g_ptr_array_index (lines, i))->description))
        return FALSE;
    }

  return TRUE;
}

static gboolean
has_own_prices (PsrBillable *billable)
{
  for (guint i = 0; i < billable->lines->len; i++)
    {
      if (((PsrBillableLine *) g_ptr_array_index (billable->lines, i))->bc_price)
        return TRUE;
    }

  return FALSE;
}

/**
 * psr_echo_check_is_ours:
 * @billable: what was sent
 * @pricing: what it should cost
 * @echo: the document as Business Central has it, with its lines
 * @source: when it was read
 *
 * Whether it is certain that nobody but us has written to the document. What the
 * create answered is ours, however different. What was read later is only when
 * nothing of it is different from what was sent; and a price that wasn't sent may
 * have been changed by anybody since.
 *
 * Returns: whether it is certain
 */
gboolean
psr_echo_check_is_ours (PsrBillable         *billable,
                        const PsrPricing    *pricing,
                        const PsrBcDocument *echo,
                        PsrEchoSource        source)
{
  g_autofree char *shape = NULL;
  g_autofree char *differs = NULL;
  g_autofree char *vat = NULL;

  g_return_val_if_fail (billable != NULL && pricing != NULL, FALSE);
  g_return_val_if_fail (echo != NULL && echo->lines != NULL, FALSE);

  if (source == PSR_ECHO_ANSWERED)
    return TRUE;

  if (source == PSR_ECHO_READ && has_own_prices (billable))
    return FALSE;

  if (g_ascii_strcasecmp (echo->external_number, billable->external_number) != 0 ||
      (billable->bill_to_customer_id[0] != '\0' &&
       g_strcmp0 (echo->bill_to_customer_id, billable->bill_to_customer_id) != 0) ||
      (billable->currency_code[0] != '\0' && !g_str_equal (echo->currency_code, billable->currency_code)))
    return FALSE;

  shape = psr_echo_check_shape (billable, echo);
  differs = shape == NULL ? psr_echo_check (billable, pricing, echo) : NULL;
  vat = psr_echo_check_vat (billable, echo);

  return shape == NULL && differs == NULL && vat == NULL && has_sent_texts (billable, echo) &&
         (source != PSR_ECHO_READ || (has_sent_prices (billable, pricing, echo) && has_own_texts (billable, echo)));
}
