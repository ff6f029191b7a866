/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-review-held"

#include "config.h"

#include "psr-main-hop.h"
#include "psr-review-pane-private.h"
#include "psr-weak.h"

/* What a document was made from would take the place of what Business Central has for a
 * moment only, until that is read again: it is held back. Who waits for long sees it. */
#define PATIENCE (2 * G_TIME_SPAN_SECOND)

/**
 * psr_review_pane_take_view:
 * @self: a pane
 * @view: what was read
 *
 * Keeps it, to be shown. What was accepted, was accepted of what could be read then.
 */
void
psr_review_pane_take_view (PsrReviewPane *self,
                           PsrOrderView  *view)
{
  g_return_if_fail (PSR_IS_REVIEW_PANE (self));
  g_return_if_fail (view != NULL);

  if (self->accepted_id != view->row->id || self->accepted_revision != view->row->revision)
    g_hash_table_remove_all (self->accepted);
  psr_order_view_ref (view);
  g_clear_pointer (&self->view, psr_order_view_unref);
  self->view = view;
}

/**
 * psr_review_pane_drop_held:
 * @self: a pane
 *
 * Something newer is read.
 */
void
psr_review_pane_drop_held (PsrReviewPane *self)
{
  g_return_if_fail (PSR_IS_REVIEW_PANE (self));

  dex_clear (&self->holding);
  g_clear_pointer (&self->held, psr_order_view_unref);
}

/**
 * psr_review_pane_show_held:
 * @self: a pane
 *
 * Shows what is held back, if anything is.
 */
void
psr_review_pane_show_held (PsrReviewPane *self)
{
  g_autoptr(PsrOrderView) before = NULL;
  g_autoptr(PsrOrderView) held = NULL;

  g_return_if_fail (PSR_IS_REVIEW_PANE (self));

  held = g_steal_pointer (&self->held);
  if (held == NULL)
    return;

  before = self->view != NULL ? psr_order_view_ref (self->view) : NULL;
  psr_review_pane_take_view (self, held);
  psr_review_pane_show_again (self, before);
}

static DexFuture *
on_held (DexFuture *future,
         gpointer   data)
{
  g_autoptr(PsrReviewPane) self = g_weak_ref_get (data);

  if (self != NULL && self->work_order != NULL)
    psr_review_pane_show_held (self);

  return dex_future_new_true ();
}

/**
 * psr_review_pane_hold:
 * @self: a pane that shows something
 * @view: what is known of it here
 *
 * Holds it back where what is shown is what Business Central had, which is asked for next.
 *
 * Returns: whether it is held back
 */
gboolean
psr_review_pane_hold (PsrReviewPane *self,
                      PsrOrderView  *view)
{
  g_return_val_if_fail (PSR_IS_REVIEW_PANE (self), FALSE);
  g_return_val_if_fail (view != NULL, FALSE);

  if (view->is_exact || self->view == NULL || !self->view->is_exact || self->view->row->id != view->row->id ||
      !psr_review_pane_is_made (self))
    return FALSE;

  psr_review_pane_drop_held (self);
  self->held = psr_order_view_ref (view);
  self->holding = dex_future_then (psr_main_hop (psr_clock_sleep (psr_desk_get_clock (self->desk), PATIENCE)), on_held,
                                   psr_weak_new (self), psr_weak_free);

  return TRUE;
}
