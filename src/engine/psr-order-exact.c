/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-order-exact"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-bc-line.h"
#include "psr-order-exact.h"
#include "psr-push-quote.h"

/* A document as it is in Business Central, in place of what was predicted of it. */

#define HUNDRED PSR_DECIMAL_INIT (100 * (gint64) PSR_DECIMAL_SCALE)
#define CENT (PSR_DECIMAL_SCALE / 100)

/* The usual precision of a unit's price ([AL] General Ledger Setup). */
#define PLACES 5

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  const PsrBcLine *one = *(PsrBcLine * const *) a;
  const PsrBcLine *two = *(PsrBcLine * const *) b;

  return (one->sequence > two->sequence) - (one->sequence < two->sequence);
}

/* Whether the prices of lines, and their discounts, are with VAT. A quote doesn't say. */
static gboolean
is_gross (const PsrBcDocument *made)
{
  return made->kind == PSR_BC_DOCUMENT_QUOTE ? psr_push_price_is_gross (made) : made->prices_include_tax;
}

static PsrDecimal
without_vat (PsrDecimal gross,
             PsrDecimal percent,
             guint      places)
{
  PsrDecimal whole, net;

  if (!psr_decimal_add (HUNDRED, percent, &whole, NULL) || !psr_decimal_mul_div (gross, HUNDRED, whole, &net, NULL))
    return gross;

  return psr_decimal_round (net, places);
}

/* A price that VAT was taken off again may be less than half a cent off: the one with VAT may be
 * rounded to cents. */
static gboolean
is_same (PsrDecimal known,
         PsrDecimal price,
         gboolean   is_reckoned)
{
  PsrDecimal off;

  if (!is_reckoned || !psr_decimal_sub (known, price, &off, NULL))
    return psr_decimal_equal (known, price);

  return ABS (off.units) < CENT / 2;
}

/* What Business Central asks is no longer what it will ask, and what it changed is its own. */
static void
set_origin (PsrOrderLine        *line,
            const PsrOrderLine  *known,
            const PsrBcDocument *made,
            gboolean             gross)
{
  if (known->price_from != PSR_ORDER_PRICE_BC_LATER && is_same (known->price, line->price, gross))
    {
      line->price = known->price;
      line->price_from = known->price_from;
      g_set_str (&line->price_source, known->price_source);
    }
  else if (made->kind == PSR_BC_DOCUMENT_QUOTE)
    {
      line->price_from = PSR_ORDER_PRICE_QUOTE;
      g_set_str (&line->price_source, _("Business Central’s quote"));
    }
  else
    {
      line->price_from = PSR_ORDER_PRICE_BC;
      g_set_str (&line->price_source, _("Business Central"));
    }
}

static void
set_header (PsrOrderView        *view,
            const PsrBcDocument *made)
{
  view->is_exact = TRUE;
  /* [AL] Sales Line - Price: an invoice's posting date, else the order's own. */
  g_set_str (&view->price_date, made->kind == PSR_BC_DOCUMENT_INVOICE && *made->posting_date != '\0' ? made->posting_date
                                                                                                   : made->document_date);
  view->bc.known = TRUE;
  view->bc.net = made->total_excluding_tax;
  view->bc.vat = made->total_tax;
  view->bc.gross = made->total_including_tax;
  if (*made->customer_po_reference != '\0')
    g_set_str (&view->reference, made->customer_po_reference);
  if (view->is_internal)
    g_set_str (&view->bill_to, made->customer_number);
  else if (g_strcmp0 (made->bill_to_customer_number, made->customer_number) != 0)
    g_set_str (&view->bill_to, made->bill_to_customer_number);
}

static void
set_line (PsrOrderLine    *line,
          const PsrBcLine *from,
          gboolean         gross)
{
  line->quantity = from->quantity;
  g_set_str (&line->unit, from->unit_code);
  line->price = gross ? without_vat (from->unit_price, from->tax_percent, PLACES) : from->unit_price;
  line->discount = gross ? without_vat (from->discount_amount, from->tax_percent, 2) : from->discount_amount;
  line->net = from->net_amount;
  line->vat_percent = from->tax_percent;
  if (from->type == PSR_BC_LINE_ITEM)
    g_set_str (&line->item, from->object_number);
}

/**
 * psr_order_exact_take:
 * @view: a document as it was predicted
 * @made: the same in Business Central, with its lines
 *
 * Has @view show the lines as they are in Business Central, without VAT, each with what was
 * known of it.
 */
void
psr_order_exact_take (PsrOrderView        *view,
                      const PsrBcDocument *made)
{
  g_autoptr(GPtrArray) predicted = NULL;
  g_autoptr(GPtrArray) lines = g_ptr_array_new ();
  gboolean gross;
  guint next = 0;

  g_return_if_fail (view != NULL);
  g_return_if_fail (made != NULL && made->lines != NULL);

  predicted = psr_order_view_steal_lines (view);
  gross = is_gross (made);
  set_header (view, made);

  for (guint i = 0; i < made->lines->len; i++)
    g_ptr_array_add (lines, g_ptr_array_index (made->lines, i));
  g_ptr_array_sort (lines, compare_lines);

  for (guint i = 0; i < lines->len; i++)
    {
      const PsrBcLine *from = g_ptr_array_index (lines, i);
      const PsrOrderLine *known = NULL;
      PsrOrderLine *line = psr_order_view_add_line (view, from->object_number, from->description);

      if (from->type == PSR_BC_LINE_COMMENT)
        continue;

      while (next < predicted->len && *((PsrOrderLine *) g_ptr_array_index (predicted, next))->number == '\0')
        next++;
      if (next < predicted->len)
        known = g_ptr_array_index (predicted, next++);

      set_line (line, from, gross);
      if (known == NULL)
        continue;

      g_set_str (&line->vat_code, known->vat_code);
      set_origin (line, known, made, gross);
    }
}
