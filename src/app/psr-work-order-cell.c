/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-order-cell"

#include "config.h"

#include "psr-work-order-cell.h"

static void
bind (GtkListItemFactory *factory,
      GtkListItem        *item,
      gpointer            data)
{
  PsrWorkOrderCellFunc show = data;
  GtkWidget *child = gtk_list_item_get_child (item);
  PsrWorkOrderRow *row = gtk_list_item_get_item (item);

  g_signal_connect (row, "notify::work-order", G_CALLBACK (show), child);
  show (row, NULL, child);
}

static void
unbind (GtkListItemFactory *factory,
        GtkListItem        *item,
        gpointer            show)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), show, gtk_list_item_get_child (item));
}

/**
 * psr_work_order_cell_bind:
 * @factory: what makes the cells of a column of #PsrWorkOrderRow
 * @show: shows a row in one of them
 *
 * Has the cells show their row as long as they are about it, and whenever its work order is read.
 */
void
psr_work_order_cell_bind (GtkListItemFactory   *factory,
                          PsrWorkOrderCellFunc  show)
{
  g_return_if_fail (GTK_IS_SIGNAL_LIST_ITEM_FACTORY (factory));
  g_return_if_fail (show != NULL);

  g_signal_connect (factory, "bind", G_CALLBACK (bind), show);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind), show);
}
