/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-orders-sent"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-browser.h"
#include "psr-web-client.h"
#include "psr-work-order-cell.h"
#include "psr-work-orders-page-private.h"
#include "psr-work-orders-sent.h"

/* The number of a document in Business Central, which leads there. */

/**
 * psr_work_orders_sent_show_number:
 * @label: a label
 * @profile: (nullable): the profile, which says where documents can be opened
 * @work_order: (nullable): what to show of
 *
 * Shows the number of the document in Business Central, as a link where its page has an
 * address.
 */
void
psr_work_orders_sent_show_number (GtkLabel           *label,
                                  PsrProfile         *profile,
                                  const PsrWorkOrder *work_order)
{
  const char *number = work_order != NULL && work_order->bc_number != NULL ? work_order->bc_number : "";
  g_autofree char *url = NULL;
  g_autofree char *link = NULL;

  g_return_if_fail (GTK_IS_LABEL (label));

  if (profile != NULL && *number != '\0')
    url = psr_web_client_dup_url (profile, work_order);
  if (url == NULL)
    {
      gtk_label_set_text (label, number);
      return;
    }

  link = g_markup_printf_escaped ("<a href=\"%s\" title=\"%s\">%s</a>", url, _("Open in Business Central"), number);
  gtk_label_set_markup (label, link);
}

static gboolean
on_link (GtkWidget  *label,
         const char *url)
{
  psr_browser_open (label, url);

  return GDK_EVENT_STOP;
}

static void
show_number (PsrWorkOrderRow *row,
             GParamSpec      *pspec,
             GtkWidget       *label)
{
  PsrWorkOrdersPage *self = g_object_get_data (G_OBJECT (label), "page");

  psr_work_orders_sent_show_number (GTK_LABEL (label), psr_desk_get_profile (self->desk), psr_work_order_row_get_work_order (row));
}

static void
setup_number (GtkListItemFactory *factory,
              GtkListItem        *item,
              PsrWorkOrdersPage  *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_width_chars (GTK_LABEL (label), 11);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  /* It lives no longer than the table of the page. */
  g_object_set_data (G_OBJECT (label), "page", self);
  g_signal_connect (label, "activate-link", G_CALLBACK (on_link), NULL);
  gtk_list_item_set_child (item, label);
}

/**
 * psr_work_orders_page_set_up_numbers:
 * @self: the page
 *
 * Gives the column of the numbers in Business Central what makes its cells.
 */
void
psr_work_orders_page_set_up_numbers (PsrWorkOrdersPage *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_number), self, G_CONNECT_DEFAULT);
  psr_work_order_cell_bind (factory, show_number);
  gtk_column_view_column_set_factory (self->bc_column, factory);
}
