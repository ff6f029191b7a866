/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-price-source"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-price-source.h"

/**
 * psr_price_source_explain:
 * @line: what is billed
 * @priced: what it costs
 *
 * Returns: (transfer full): where the price of @line comes from, for people
 */
char *
psr_price_source_explain (const PsrBillableLine *line,
                          const PsrPricedLine   *priced)
{
  g_return_val_if_fail (line != NULL && priced != NULL, NULL);

  if (line->warranty)
    return g_strdup (line->warranty_as_list
                       /* xgettext:no-c-format */
                       ? _("under warranty: its price at 100 % discount")
                       : _("under warranty: nothing"));

  if (line->bc_price)
    return g_strdup (_("Business Central; until it is there, Wello"));

  if (priced->is_exact)
    return g_strdup (_("Wello, less its share of the invoice’s discount"));

  if (!psr_decimal_equal (priced->unit_price, line->unit_price))
    return g_strdup (_("Wello, its discount taken off the price"));

  if (!psr_decimal_is_zero (priced->discount_percent))
    return g_strdup (_("Wello, with its discount"));

  return g_strdup (_("Wello"));
}
