/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-price-gate"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-echo-check.h"
#include "psr-lookup.h"
#include "psr-price-gate.h"

/**
 * psr_price_gate_is_open:
 * @billable: what is billed
 *
 * Returns: whether any line costs what Business Central asks, so that what the
 *   document costs isn't known before it, or its quote, is there
 */
gboolean
psr_price_gate_is_open (PsrBillable *billable)
{
  g_return_val_if_fail (billable != NULL, FALSE);

  for (guint i = 0; i < billable->lines->len; i++)
    {
      if (((PsrBillableLine *) g_ptr_array_index (billable->lines, i))->bc_price)
        return TRUE;
    }

  return FALSE;
}

static gboolean
add_up (const PsrBcDocument *made,
        PsrDecimal          *net)
{
  g_autoptr(GPtrArray) lines = psr_echo_check_get_lines (made);

  *net = psr_decimal_zero ();

  for (guint i = 0; i < lines->len; i++)
    {
      if (!psr_decimal_add (*net, ((PsrBcLine *) g_ptr_array_index (lines, i))->net_amount, net, NULL))
        return FALSE;
    }

  return TRUE;
}

/**
 * psr_price_gate_check:
 * @billable: what was sent
 * @pricing: what Wello says it costs
 * @made: the document or quote, with its lines, which is of what was sent
 * @accepted: what a person was shown before, or ""
 * @shown: (out) (transfer full) (nullable): with a difference, what to keep as shown
 *
 * Where Business Central's prices count, that they come to another amount than Wello's is
 * for a person to approve: whoever bills the number again has seen that very amount, and
 * no other.
 *
 * Returns: (transfer full) (nullable): %NULL when the amount is Wello's, or was shown;
 *   else the difference, translated
 */
char *
psr_price_gate_check (PsrBillable          *billable,
                      const PsrPricing     *pricing,
                      const PsrBcDocument  *made,
                      const char           *accepted,
                      char                **shown)
{
  g_autofree char *is = NULL;
  g_autofree char *should = NULL;
  g_autofree char *by = NULL;
  g_autofree char *key = NULL;
  g_autoptr(GString) words = NULL;
  PsrDecimal net, difference;

  g_return_val_if_fail (billable != NULL && pricing != NULL && made != NULL && accepted != NULL, NULL);
  g_return_val_if_fail (shown != NULL, NULL);

  *shown = NULL;

  if (!psr_price_gate_is_open (billable))
    return NULL;

  if (!add_up (made, &net) || !psr_decimal_sub (net, pricing->net, &difference, NULL))
    return g_strdup (_("the amounts are too large"));

  if (psr_decimal_compare (psr_decimal_abs (difference), psr_lookup_tolerance (billable->lines->len)) <= 0)
    return NULL;

  is = psr_decimal_to_fixed (net, 2);
  should = psr_decimal_to_fixed (pricing->net, 2);
  key = g_strdup_printf ("net %s for %s", is, should);

  if (g_str_equal (accepted, key))
    return NULL;

  by = psr_decimal_to_fixed (difference, 2);
  /* Translators: what stands between braces stays as it is; it is replaced. */
  words = g_string_new (_("without VAT it costs {is} instead of {should} ({by})"));
  g_string_replace (words, "{is}", is, 1);
  g_string_replace (words, "{should}", should, 1);
  g_string_replace (words, "{by}", by, 1);
  *shown = g_steal_pointer (&key);

  return g_string_free (g_steal_pointer (&words), FALSE);
}
