/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-orders-queues"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-format.h"
#include "psr-work-orders-page-private.h"

/* The queues, as toggles, and as a list where there is no room for those. */

static const struct {
  PsrQueue    queue;
  const char *title;
} queue_titles[] = {
  { PSR_QUEUE_REVIEW, N_("To Review") },
  { PSR_QUEUE_EXCEPTIONS, N_("Exceptions") },
  { PSR_QUEUE_SENDING, N_("Sending") },
  { PSR_QUEUE_DONE, N_("Done") },
};

static char *
dup_queue_title (PsrWorkOrdersPage *self,
                 gsize              index)
{
  PsrEngineStatus *status = self->desk != NULL ? psr_desk_get_status (self->desk) : NULL;
  gint64 count = status != NULL ? status->in_queue[queue_titles[index].queue] : 0;
  g_autofree char *number = NULL;

  if (count == 0)
    return g_strdup (_(queue_titles[index].title));

  number = psr_format_count (count);

  /* Translators: the name of a list and how many are in it, as “Exceptions 3”. */
  return g_strdup_printf (C_("queue", "%s %s"), _(queue_titles[index].title), number);
}

/**
 * psr_work_orders_page_show_counts:
 * @self: the page
 *
 * Shows how many each queue has. The counts are in the titles, which only change where a
 * count did: a screen reader reads what changes.
 */
void
psr_work_orders_page_show_counts (PsrWorkOrdersPage *self)
{
  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));

  for (gsize i = 0; i < G_N_ELEMENTS (queue_titles); i++)
    {
      AdwToggle *toggle = adw_toggle_group_get_toggle (self->queues, i);
      g_autofree char *title = dup_queue_title (self, i);
      const char *replacement[] = { title, NULL };

      if (g_strcmp0 (adw_toggle_get_label (toggle), title) != 0)
        adw_toggle_set_label (toggle, title);
      if (g_strcmp0 (gtk_string_list_get_string (self->queue_names, i), title) != 0)
        {
          guint selected = gtk_drop_down_get_selected (self->queue_choice);

          gtk_string_list_splice (self->queue_names, i, 1, replacement);
          gtk_drop_down_set_selected (self->queue_choice, selected);
        }
    }
}

static void
choose_queue (PsrWorkOrdersPage *self,
              gsize              index)
{
  if (self->work_orders == NULL || psr_work_order_list_get_queue (self->work_orders) == queue_titles[index].queue)
    return;

  psr_work_order_list_set_queue (self->work_orders, queue_titles[index].queue);
  psr_work_orders_page_fit_columns (self);
  adw_toggle_group_set_active (self->queues, index);
  gtk_drop_down_set_selected (self->queue_choice, index);
  self->is_loaded = FALSE;
  psr_work_orders_page_forget_state (self);
}

static void
on_queue_chosen (PsrWorkOrdersPage *self)
{
  gsize index = adw_toggle_group_get_active (self->queues);

  if (self->work_orders != NULL && psr_work_order_list_get_queue (self->work_orders) != queue_titles[index].queue)
    psr_work_orders_page_stop_following (self);
  choose_queue (self, index);
}

static void
on_queue_dropped (PsrWorkOrdersPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->queue_choice);

  if (selected < G_N_ELEMENTS (queue_titles))
    choose_queue (self, selected);
}

/**
 * psr_work_orders_page_bind_queues:
 * @widget_class: the page's class
 *
 * Lets the template find what chooses a queue.
 */
void
psr_work_orders_page_bind_queues (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, on_queue_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_queue_dropped);
}

/**
 * psr_work_orders_page_set_up_queues:
 * @self: the page
 *
 * Fills the list of the queues.
 */
void
psr_work_orders_page_set_up_queues (PsrWorkOrdersPage *self)
{
  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));

  for (gsize i = 0; i < G_N_ELEMENTS (queue_titles); i++)
    gtk_string_list_append (self->queue_names, _(queue_titles[i].title));
}

/**
 * psr_work_orders_page_set_queue:
 * @self: the page
 * @queue: the queue to show
 */
void
psr_work_orders_page_set_queue (PsrWorkOrdersPage *self,
                                PsrQueue           queue)
{
  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));

  for (gsize i = 0; i < G_N_ELEMENTS (queue_titles); i++)
    {
      if (queue_titles[i].queue == queue)
        choose_queue (self, i);
    }
}
