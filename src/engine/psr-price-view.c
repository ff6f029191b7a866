/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-price-view"

#include "config.h"

#include "psr-price-view.h"

G_DEFINE_BOXED_TYPE (PsrPriceView, psr_price_view, psr_price_view_ref, psr_price_view_unref)

/**
 * psr_price_view_new:
 *
 * Returns: (transfer full): a view without anything in it, to be filled
 */
PsrPriceView *
psr_price_view_new (void)
{
  return g_atomic_rc_box_new0 (PsrPriceView);
}

/**
 * psr_price_view_ref:
 * @self: a view
 *
 * Returns: (transfer full): @self
 */
PsrPriceView *
psr_price_view_ref (PsrPriceView *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_price_view_clear (gpointer data)
{
  PsrPriceView *self = data;

  g_free (self->item_number);
  g_free (self->item_name);
  g_free (self->unit);
  g_free (self->customer_number);
  g_free (self->customer_name);
  g_free (self->bill_to);
  g_free (self->price_group);
  g_free (self->currency);
  g_free (self->date);
  g_clear_pointer (&self->answer, psr_price_answer_unref);
}

/**
 * psr_price_view_unref:
 * @self: (transfer full): a view
 *
 * Gives up a reference.
 */
void
psr_price_view_unref (PsrPriceView *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_price_view_clear);
}
