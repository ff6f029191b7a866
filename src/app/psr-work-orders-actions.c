/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-orders-actions"

#include "config.h"

#include "psr-work-orders-page-private.h"

/* What can be done on the page, and by which keys. */

static void
check_work (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  PsrWorkOrdersPage *self = PSR_WORK_ORDERS_PAGE (widget);

  if (self->desk != NULL && psr_desk_get_state (self->desk) == PSR_DESK_OPEN)
    dex_future_disown (psr_desk_check_work (self->desk));
}

static void
reload (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  psr_work_orders_page_refresh (PSR_WORK_ORDERS_PAGE (widget));
}

static void
send_marked (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  psr_work_orders_page_send_marked (PSR_WORK_ORDERS_PAGE (widget));
}

static void
mark_all (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  PsrWorkOrdersPage *self = PSR_WORK_ORDERS_PAGE (widget);

  if (self->work_orders != NULL)
    dex_future_disown (psr_work_order_list_mark_all (self->work_orders));
}

static void
unmark_all (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  PsrWorkOrdersPage *self = PSR_WORK_ORDERS_PAGE (widget);

  if (self->work_orders != NULL)
    psr_work_order_list_unmark_all (self->work_orders);
}

static void
stop (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  psr_desk_stop (PSR_WORK_ORDERS_PAGE (widget)->desk);
}

/* Pauses, or goes on. */
static void
pause_work (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  PsrWorkOrdersPage *self = PSR_WORK_ORDERS_PAGE (widget);

  if (self->desk == NULL)
    return;

  if (psr_keeper_get_state (psr_desk_get_keeper (self->desk)) == PSR_KEEPER_PAUSED)
    psr_desk_resume (self->desk);
  else
    psr_desk_pause (self->desk);
}

/* Sends the one under the cursor, as the button does where there is something to answer. */
static void
approve (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  PsrWorkOrdersPage *self = PSR_WORK_ORDERS_PAGE (widget);
  PsrWorkOrder *work_order = psr_work_orders_page_get_shown (self);
  PsrReviewPane *review = psr_work_orders_page_get_review (self);
  gboolean is_sent = FALSE;

  if (work_order != NULL && psr_review_pane_shows (review, work_order))
    {
      is_sent = psr_review_pane_send (review);
    }
  else if (work_order != NULL && work_order->can_approve)
    {
      is_sent = TRUE;
      psr_work_orders_page_send_one (self, work_order, NULL);
    }

  if (!is_sent)
    gtk_widget_error_bell (widget);
}

static void
skip (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  psr_work_orders_page_act (PSR_WORK_ORDERS_PAGE (widget), "skip");
}

static void
retry (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  psr_work_orders_page_act (PSR_WORK_ORDERS_PAGE (widget), "retry");
}

static void
act (GtkWidget  *widget,
     const char *action_name,
     GVariant   *parameter)
{
  psr_work_orders_page_act (PSR_WORK_ORDERS_PAGE (widget), g_variant_get_string (parameter, NULL));
}

static void
export (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  psr_work_orders_page_export (PSR_WORK_ORDERS_PAGE (widget));
}

static void
print (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  psr_work_orders_page_print (PSR_WORK_ORDERS_PAGE (widget), NULL);
}

static void
show_all (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  psr_work_orders_page_clear_filters (PSR_WORK_ORDERS_PAGE (widget));
}

/* The mark of the row that the cursor is on. */
static void
toggle_mark (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  PsrWorkOrdersPage *self = PSR_WORK_ORDERS_PAGE (widget);
  PsrWorkOrderRow *row = gtk_single_selection_get_selected_item (self->selection);
  PsrWorkOrder *work_order = row != NULL ? psr_work_order_row_get_work_order (row) : NULL;

  if (work_order != NULL && work_order->can_approve)
    psr_work_order_list_mark (self->work_orders, work_order->id, !psr_work_order_row_get_marked (row));
  else
    gtk_widget_error_bell (widget);
}

/* Single letters belong to the table, or they couldn't be typed elsewhere. */

/**
 * psr_work_orders_page_add_keys:
 * @table: the table, or the narrow list
 *
 * Gives it its keys.
 */
void
psr_work_orders_page_add_keys (GtkWidget *table)
{
  const struct {
    guint           key;
    GdkModifierType modifiers;
    const char     *action;
  } keys[] = {
    { GDK_KEY_space, 0, "work.toggle-mark" },
    { GDK_KEY_a, 0, "work.approve" },
    { GDK_KEY_e, 0, "work.skip" },
    { GDK_KEY_r, 0, "work.retry" },
    { GDK_KEY_a, GDK_CONTROL_MASK, "work.mark-all" },
    { GDK_KEY_slash, 0, "win.search" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                          gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, keys[i].modifiers),
                                                            gtk_named_action_new (keys[i].action)));
  gtk_widget_add_controller (table, controller);
}

/**
 * psr_work_orders_page_install_actions:
 * @widget_class: the page's class
 *
 * Gives the page its actions.
 */
void
psr_work_orders_page_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "work.check", NULL, check_work);
  gtk_widget_class_install_action (widget_class, "work.reload", NULL, reload);
  gtk_widget_class_install_action (widget_class, "work.send", NULL, send_marked);
  gtk_widget_class_install_action (widget_class, "work.pause", NULL, pause_work);
  gtk_widget_class_install_action (widget_class, "work.stop", NULL, stop);
  gtk_widget_class_install_action (widget_class, "work.mark-all", NULL, mark_all);
  gtk_widget_class_install_action (widget_class, "work.unmark-all", NULL, unmark_all);
  gtk_widget_class_install_action (widget_class, "work.toggle-mark", NULL, toggle_mark);
  gtk_widget_class_install_action (widget_class, "work.approve", NULL, approve);
  gtk_widget_class_install_action (widget_class, "work.skip", NULL, skip);
  gtk_widget_class_install_action (widget_class, "work.retry", NULL, retry);
  gtk_widget_class_install_action (widget_class, "work.export", NULL, export);
  gtk_widget_class_install_action (widget_class, "work.print", NULL, print);
  gtk_widget_class_install_action (widget_class, "work.show-all", NULL, show_all);
  gtk_widget_class_install_action (widget_class, "work.act", "s", act);
}
