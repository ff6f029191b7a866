/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-orders-follow"

#include "config.h"

#include "psr-main-hop.h"
#include "psr-weak.h"
#include "psr-work-orders-page-private.h"

/* Coming back to a work order after something was mended elsewhere: it is selected, and
 * once it has been looked at again it is followed to the queue that it went to. */

/**
 * psr_work_orders_page_come_back:
 * @self: a page whose desk is set
 * @from: the page that was left
 *
 * Shows what the other one showed: its queue, what was searched, and the work order
 * under its cursor.
 */
void
psr_work_orders_page_come_back (PsrWorkOrdersPage *self,
                                PsrWorkOrdersPage *from)
{
  const char *search;

  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));
  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (from));

  if (from->work_orders == NULL)
    return;

  search = gtk_editable_get_text (from->search_entry);
  psr_work_orders_page_show_number (self, psr_work_order_list_get_queue (from->work_orders), search);
  self->cursor = from->cursor;
  self->followed = from->cursor;
}

/**
 * psr_work_orders_page_stop_following:
 * @self: the page
 *
 * Somebody has gone on to something else.
 */
void
psr_work_orders_page_stop_following (PsrWorkOrdersPage *self)
{
  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));

  self->followed = 0;
  self->is_followed = FALSE;
  self->opens = FALSE;
  dex_clear (&self->finding);
}

/**
 * psr_work_orders_page_open:
 * @self: the page
 * @queue: the queue in which it is
 * @number: the number of a Wello invoice
 * @id: its id in the ledger
 *
 * Shows that work, and no other whose number is like it.
 */
void
psr_work_orders_page_open (PsrWorkOrdersPage *self,
                           PsrQueue           queue,
                           const char        *number,
                           gint64             id)
{
  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));
  g_return_if_fail (number != NULL);

  psr_work_orders_page_show_number (self, queue, number);
  self->followed = id;
  self->opens = TRUE;
}

static DexFuture *
on_found (DexFuture *future,
          gpointer   data)
{
  g_autoptr(PsrWorkOrdersPage) self = g_weak_ref_get (data);
  const GValue *value = dex_future_get_value (future, NULL);
  const PsrOrderView *view = value != NULL ? g_value_get_boxed (value) : NULL;

  if (self == NULL || self->work_orders == NULL || view == NULL || self->followed != view->row->id)
    return dex_future_new_true ();

  for (PsrQueue queue = PSR_QUEUE_REVIEW; queue < PSR_QUEUE_ALL; queue++)
    {
      if (queue == psr_work_order_list_get_queue (self->work_orders) || !psr_queue_has_state (queue, view->row->state))
        continue;

      /* Once: from then on it is where it can be dealt with. */
      self->cursor = self->followed;
      self->followed = 0;
      self->is_followed = FALSE;
      psr_work_orders_page_set_queue (self, queue);
      psr_work_orders_page_refresh (self);
      break;
    }

  return dex_future_new_true ();
}

/**
 * psr_work_orders_page_follow:
 * @self: a page whose list was read
 *
 * Selects the work order that was come back to, or looks for it where it isn't in the
 * list any more.
 */
void
psr_work_orders_page_follow (PsrWorkOrdersPage *self)
{
  guint position;

  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));

  if (self->followed == 0)
    return;

  if (psr_work_order_list_find (self->work_orders, self->followed, &position))
    {
      gtk_single_selection_set_selected (self->selection, position);
      self->is_followed = TRUE;
      if (self->opens && !gtk_widget_get_visible (GTK_WIDGET (self->review)))
        adw_navigation_view_push_by_tag (self->navigation, "review");
      self->opens = FALSE;
      return;
    }

  dex_clear (&self->finding);
  self->finding = dex_future_finally (psr_desk_view (self->desk, self->followed, FALSE), on_found,
                                      psr_weak_new (self), psr_weak_free);
}
