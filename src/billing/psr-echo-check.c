/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-echo-check"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-echo-check.h"
#include "psr-lookup.h"

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  const PsrBcLine *one = *(PsrBcLine * const *) a;
  const PsrBcLine *two = *(PsrBcLine * const *) b;

  return (one->sequence > two->sequence) - (one->sequence < two->sequence);
}

/**
 * psr_echo_check_get_lines:
 * @echo: a document with its lines
 *
 * Returns: (transfer container) (element-type PsrBcLine): its lines in order,
 *   without the comments
 */
GPtrArray *
psr_echo_check_get_lines (const PsrBcDocument *echo)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new ();

  g_return_val_if_fail (echo != NULL && echo->lines != NULL, NULL);

  for (guint i = 0; i < echo->lines->len; i++)
    {
      PsrBcLine *line = g_ptr_array_index (echo->lines, i);

      if (line->type != PSR_BC_LINE_COMMENT)
        g_ptr_array_add (lines, line);
    }

  g_ptr_array_sort (lines, compare_lines);

  return g_steal_pointer (&lines);
}

static gboolean
is_target (const PsrBillableLine *line,
           const PsrBcLine       *made)
{
  switch (line->target)
    {
    case PSR_LINE_TARGET_RESOURCE:
      return made->type == PSR_BC_LINE_RESOURCE && g_str_equal (made->object_number, line->target_number);

    case PSR_LINE_TARGET_ACCOUNT:
      return made->type == PSR_BC_LINE_ACCOUNT && g_str_equal (made->object_number, line->target_number);

    case PSR_LINE_TARGET_ITEM:
    default:
      if (made->type != PSR_BC_LINE_ITEM)
        return FALSE;
      if (line->target_id[0] != '\0')
        return g_strcmp0 (made->item_id, line->target_id) == 0;
      return g_str_equal (made->object_number, line->target_number);
    }
}

static char *
check_line_shape (const PsrBillableLine *line,
                  const PsrBcLine       *made,
                  guint                  position)
{
  if (!is_target (line, made))
    return g_strdup_printf (_("line %u is of %s instead of %s"), position, made->object_number, line->target_number);

  if (!psr_decimal_equal (made->quantity, line->quantity))
    {
      g_autofree char *is = psr_decimal_to_string (made->quantity);
      g_autofree char *should = psr_decimal_to_string (line->quantity);

      return g_strdup_printf (_("the quantity of line %u is %s instead of %s"), position, is, should);
    }

  if (line->unit_code[0] != '\0' && g_ascii_strcasecmp (made->unit_code, line->unit_code) != 0)
    return g_strdup_printf (_("the unit of line %u is %s instead of %s"), position, made->unit_code, line->unit_code);

  return NULL;
}

static char *
check_line (const PsrBillableLine *line,
            const PsrPricedLine   *priced,
            const PsrBcLine       *made,
            guint                  position)
{
  char *words = check_line_shape (line, made, position);
  PsrDecimal difference;

  if (words != NULL)
    return words;

  if (line->bc_price)
    return psr_decimal_is_zero (made->unit_price)
             ? g_strdup_printf (_("line %u has no price in Business Central"), position) : NULL;

  if (!psr_decimal_sub (made->net_amount, priced->net, &difference, NULL) ||
      ABS (difference.units) > PSR_DECIMAL_SCALE / 100)
    {
      g_autofree char *is = psr_decimal_to_string (made->net_amount);
      g_autofree char *should = psr_decimal_to_string (priced->net);

      return g_strdup_printf (_("line %u costs %s instead of %s"), position, is, should);
    }

  return NULL;
}

/* What a line has to cost: what was agreed, or what Business Central asks for it. */
static PsrDecimal
expect_line (PsrBillable      *billable,
             const PsrPricing *pricing,
             GPtrArray        *made,
             guint             position)
{
  const PsrBillableLine *line = g_ptr_array_index (billable->lines, position);

  return line->bc_price ? ((PsrBcLine *) g_ptr_array_index (made, position))->net_amount
                        : g_array_index (pricing->lines, PsrPricedLine, position).net;
}

static gboolean
add_expected (PsrBillable      *billable,
              const PsrPricing *pricing,
              GPtrArray        *made,
              PsrDecimal       *net)
{
  *net = psr_decimal_zero ();

  for (guint i = 0; i < made->len; i++)
    {
      if (!psr_decimal_add (*net, expect_line (billable, pricing, made, i), net, NULL))
        return FALSE;
    }

  return TRUE;
}

/**
 * psr_echo_check_shape:
 * @billable: what was to be billed
 * @echo: the document as Business Central has it, with its lines
 *
 * Compares customer and lines with what was sent, but no amounts.
 *
 * Returns: (transfer full) (nullable): %NULL when the document is of what was
 *   sent, else the first difference, translated
 */
char *
psr_echo_check_shape (PsrBillable         *billable,
                      const PsrBcDocument *echo)
{
  g_autoptr(GPtrArray) made = NULL;

  g_return_val_if_fail (billable != NULL && echo != NULL, NULL);

  if (g_strcmp0 (echo->customer_id, billable->customer_id) != 0)
    return g_strdup_printf (_("it is for customer %s"), echo->customer_number);

  made = psr_echo_check_get_lines (echo);

  if (made->len != billable->lines->len)
    return g_strdup_printf (ngettext ("it has %u line instead of %u", "it has %u lines instead of %u", made->len), made->len, billable->lines->len);

  for (guint i = 0; i < made->len; i++)
    {
      char *words = check_line_shape (g_ptr_array_index (billable->lines, i), g_ptr_array_index (made, i), i + 1);

      if (words != NULL)
        return words;
    }

  return NULL;
}

/**
 * psr_echo_check:
 * @billable: what was to be billed
 * @pricing: what it should cost
 * @echo: the document as Business Central has it, with its lines
 *
 * Compares every line with what was sent. The header's own totals aren't used:
 * those of an answer to a create may be from before the lines.
 *
 * Returns: (transfer full) (nullable): %NULL when the document is what was sent,
 *   else the first difference, translated
 */
char *
psr_echo_check (PsrBillable         *billable,
                const PsrPricing    *pricing,
                const PsrBcDocument *echo)
{
  g_autoptr(GPtrArray) made = NULL;
  PsrDecimal net = PSR_DECIMAL_INIT (0);
  PsrDecimal expected, difference;

  g_return_val_if_fail (billable != NULL && pricing != NULL && echo != NULL, NULL);

  made = psr_echo_check_get_lines (echo);

  if (made->len != billable->lines->len)
    return g_strdup_printf (ngettext ("it has %u line instead of %u", "it has %u lines instead of %u", made->len), made->len, billable->lines->len);

  for (guint i = 0; i < made->len; i++)
    {
      const PsrBcLine *line = g_ptr_array_index (made, i);
      char *words = check_line (g_ptr_array_index (billable->lines, i),
                                &g_array_index (pricing->lines, PsrPricedLine, i), line, i + 1);

      if (words != NULL)
        return words;

      if (!psr_decimal_add (net, line->net_amount, &net, NULL))
        return g_strdup (_("the amounts are too large"));
    }

  if (!add_expected (billable, pricing, made, &expected) ||
      !psr_decimal_sub (net, expected, &difference, NULL) ||
      psr_decimal_compare (psr_decimal_abs (difference), psr_lookup_tolerance (made->len)) > 0)
    {
      g_autofree char *is = psr_decimal_to_string (net);
      g_autofree char *should = psr_decimal_to_string (pricing->net);

      return g_strdup_printf (_("it costs %s instead of %s"), is, should);
    }

  return NULL;
}

/**
 * psr_echo_check_vat:
 * @billable: what was to be billed
 * @echo: the document as Business Central has it, with as many lines
 *
 * What the customer was promised is Wello's rate; what is posted is the one of the
 * customer's VAT group and the line's. Of a reverse charge Business Central
 * gives 0 %, as Wello does ([AL] SalesLine, VAT Prod. Posting Group). Of what is
 * internal nobody owes any.
 *
 * Returns: (transfer full) (nullable): %NULL when every line has the rate that was
 *   agreed, else the first difference, translated
 */
char *
psr_echo_check_vat (PsrBillable         *billable,
                    const PsrBcDocument *echo)
{
  g_autoptr(GPtrArray) made = NULL;

  g_return_val_if_fail (billable != NULL && echo != NULL, NULL);

  if (billable->internal)
    return NULL;

  made = psr_echo_check_get_lines (echo);

  for (guint i = 0; i < MIN (made->len, billable->lines->len); i++)
    {
      const PsrBcLine *line = g_ptr_array_index (made, i);
      const PsrBillableLine *agreed = g_ptr_array_index (billable->lines, i);
      g_autofree char *is = NULL;
      g_autofree char *should = NULL;

      if (psr_decimal_equal (line->tax_percent, agreed->vat_percent))
        continue;

      is = psr_decimal_to_string (line->tax_percent);
      should = psr_decimal_to_string (agreed->vat_percent);

      /* Translators: a line number, a rate, a rate, and that rate as the profile
       * names it, such as “6,part”. */
      return g_strdup_printf (_("line %u has %s %% where %s %% was agreed (%s,%s)"), i + 1, is, should, should,
                              agreed->part == PSR_VAT_LABOUR ? "labour" : "part");
    }

  return NULL;
}

static char *
compare_amount (const char *format,
                PsrDecimal  is,
                PsrDecimal  should,
                guint       n_lines)
{
  g_autofree char *is_text = NULL;
  g_autofree char *should_text = NULL;
  g_autoptr(GString) words = NULL;
  PsrDecimal difference;

  if (psr_decimal_sub (is, should, &difference, NULL) &&
      psr_decimal_compare (psr_decimal_abs (difference), psr_lookup_tolerance (n_lines)) <= 0)
    return NULL;

  is_text = psr_decimal_to_fixed (is, 2);
  should_text = psr_decimal_to_fixed (should, 2);
  words = g_string_new (format);
  g_string_replace (words, "{is}", is_text, 1);
  g_string_replace (words, "{should}", should_text, 1);

  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* The VAT of all lines that have the rate of line @first, once for each rate. */
static char *
check_rate (PsrBillable      *billable,
            const PsrPricing *pricing,
            GPtrArray        *made,
            guint             first,
            PsrDecimal       *vat)
{
  PsrDecimal percent = ((PsrBillableLine *) g_ptr_array_index (billable->lines, first))->vat_percent;
  PsrDecimal net = PSR_DECIMAL_INIT (0);
  PsrDecimal is = PSR_DECIMAL_INIT (0);
  PsrDecimal should;
  guint n = 0;

  for (guint i = 0; i < made->len; i++)
    {
      if (!psr_decimal_equal (((PsrBillableLine *) g_ptr_array_index (billable->lines, i))->vat_percent, percent))
        continue;
      if (i < first)
        return NULL;

      n++;
      if (!psr_decimal_add (net, expect_line (billable, pricing, made, i), &net, NULL) ||
          !psr_decimal_add (is, ((PsrBcLine *) g_ptr_array_index (made, i))->net_tax, &is, NULL))
        return g_strdup (_("the amounts are too large"));
    }

  if (!psr_pricing_percent (net, percent, &should, NULL) || !psr_decimal_add (*vat, should, vat, NULL))
    return g_strdup (_("the amounts are too large"));

  /* Translators: what stands between braces stays as it is; it is replaced. */
  return compare_amount (_("the VAT of one rate is {is} instead of {should}"), is, should, n);
}

/**
 * psr_echo_check_totals:
 * @billable: what was sent
 * @pricing: what it should cost
 * @echo: what was made, with its lines, as many as @billable has
 *
 * Compares the totals that Business Central computed: net and VAT of the whole,
 * and VAT for each rate, to a cent for each line, five at most. Nothing is posted
 * that differs.
 *
 * Returns: (transfer full) (nullable): what is different, to follow a colon;
 *   %NULL when nothing is
 */
char *
psr_echo_check_totals (PsrBillable         *billable,
                       const PsrPricing    *pricing,
                       const PsrBcDocument *echo)
{
  g_autoptr(GPtrArray) made = NULL;
  g_autofree char *rate = NULL;
  PsrDecimal net;
  PsrDecimal vat = PSR_DECIMAL_INIT (0);
  char *words;

  g_return_val_if_fail (billable != NULL && pricing != NULL && echo != NULL, NULL);

  made = psr_echo_check_get_lines (echo);

  g_return_val_if_fail (made->len == billable->lines->len, NULL);

  if (!add_expected (billable, pricing, made, &net))
    return g_strdup (_("the amounts are too large"));

  for (guint i = 0; i < made->len && rate == NULL; i++)
    rate = check_rate (billable, pricing, made, i, &vat);

  /* Translators: what stands between braces stays as it is; it is replaced. */
  words = compare_amount (_("its total without VAT is {is} instead of {should}"),
                          echo->total_excluding_tax, net, made->len);

  if (words == NULL)
    words = rate != NULL ? g_steal_pointer (&rate)
                         /* Translators: what stands between braces stays as it is; it is replaced. */
                         : compare_amount (_("its VAT is {is} instead of {should}"), echo->total_tax, vat, made->len);

  return words;
}

static gboolean
with_vat (PsrDecimal   net,
          PsrDecimal   percent,
          PsrDecimal  *gross,
          GError     **error)
{
  PsrDecimal hundred = PSR_DECIMAL_INIT (100 * (gint64) PSR_DECIMAL_SCALE);
  PsrDecimal factor;

  return psr_decimal_add (hundred, percent, &factor, error) &&
         psr_decimal_mul (net, factor, gross, error) &&
         psr_decimal_div (*gross, hundred, gross, error);
}

/**
 * psr_echo_check_gross:
 * @priced: a line as it should be
 * @line: the line in a document whose prices include VAT
 * @unit_price: (out): the price with VAT that gives the same net amount
 * @discount_amount: (out): the discount with VAT
 * @error: return location for a %PSR_DECIMAL_ERROR
 *
 * Whether prices include VAT is inherited from the customer and can't be written
 * on invoices ([AL] APIV2 - Sales Invoices), so that the prices have to be
 * written anew.
 *
 * Returns: whether they could be computed
 */
gboolean
psr_echo_check_gross (const PsrPricedLine  *priced,
                      const PsrBcLine      *line,
                      PsrDecimal           *unit_price,
                      PsrDecimal           *discount_amount,
                      GError              **error)
{
  g_return_val_if_fail (priced != NULL && line != NULL, FALSE);

  if (!with_vat (priced->unit_price, line->tax_percent, unit_price, error) ||
      !with_vat (priced->discount_amount, line->tax_percent, discount_amount, error))
    return FALSE;

  *discount_amount = psr_decimal_round (*discount_amount, 2);

  return TRUE;
}
