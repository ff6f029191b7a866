/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-orders-page"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-work-orders-page-private.h"

G_DEFINE_FINAL_TYPE (PsrWorkOrdersPage, psr_work_orders_page, ADW_TYPE_BREAKPOINT_BIN)

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static GWeakRef *
weak_ref_new (gpointer object)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, object);

  return ref;
}

/* The first rows are shown while the list still gets longer. */
static void
on_rows (PsrWorkOrdersPage *self)
{
  if (psr_work_order_list_get_n_listed (self->work_orders) == 0)
    return;

  self->is_loaded = TRUE;
  psr_work_orders_page_show_state (self);
}

static DexFuture *
on_refreshed (DexFuture *future,
              gpointer   data)
{
  g_autoptr(PsrWorkOrdersPage) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;

  if (self == NULL || self->work_orders == NULL)
    return dex_future_new_true ();

  /* What was read before may not be so any more. */
  g_clear_error (&self->error);
  if (dex_future_get_value (future, &error) == NULL)
    {
      g_message ("The list can't be read: %s", error->message);
      self->error = g_steal_pointer (&error);
    }

  self->is_loaded = TRUE;
  psr_work_orders_page_show_state (self);
  psr_work_orders_page_follow (self);
  if (psr_work_order_list_get_n_marked (self->work_orders) > 0)
    psr_work_orders_page_show_marked (self);

  return dex_future_new_true ();
}

/**
 * psr_work_orders_page_refresh:
 * @self: the page
 *
 * Reads the list again.
 */
void
psr_work_orders_page_refresh (PsrWorkOrdersPage *self)
{
  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));

  if (self->work_orders == NULL)
    return;

  dex_clear (&self->refreshing);
  self->refreshing = dex_future_finally (psr_work_order_list_refresh (self->work_orders), on_refreshed,
                                         weak_ref_new (self), weak_ref_free);
}

static PsrWorkOrder *
get_selected (PsrWorkOrdersPage *self)
{
  PsrWorkOrderRow *row = gtk_single_selection_get_selected_item (self->selection);

  return row != NULL ? psr_work_order_row_get_work_order (row) : NULL;
}

/**
 * psr_work_orders_page_get_review:
 * @self: the page
 *
 * Returns: (transfer none): the pane that somebody reads: beside the list, or instead of it
 */
PsrReviewPane *
psr_work_orders_page_get_review (PsrWorkOrdersPage *self)
{
  g_return_val_if_fail (PSR_IS_WORK_ORDERS_PAGE (self), NULL);

  return gtk_widget_get_visible (GTK_WIDGET (self->review)) &&
         adw_navigation_view_get_visible_page (self->navigation) != self->review_page ? self->review : self->pushed_review;
}

/**
 * psr_work_orders_page_get_shown:
 * @self: the page
 *
 * What somebody decides is decided about what they read. While the list is replaced that may
 * be another document than the one under the cursor, and nothing is decided.
 *
 * Returns: (transfer none) (nullable): what is shown beside the list, if it is what is
 *   selected in it
 */
PsrWorkOrder *
psr_work_orders_page_get_shown (PsrWorkOrdersPage *self)
{
  PsrWorkOrderRow *row;

  g_return_val_if_fail (PSR_IS_WORK_ORDERS_PAGE (self), NULL);

  row = gtk_single_selection_get_selected_item (self->selection);
  if (self->is_replacing || row == NULL || self->shown == NULL || psr_work_order_row_get_id (row) != self->shown->id)
    return NULL;

  return self->shown;
}

/* A pane whose document may be gone from the list answers to nobody. Who is in it with the
 * keyboard stays there. */
static void
make_sensitive (PsrReviewPane *pane,
                gboolean       is_sensitive)
{
  gtk_widget_set_sensitive (GTK_WIDGET (pane), is_sensitive || gtk_widget_get_focus_child (GTK_WIDGET (pane)) != NULL);
}

/* From the pane that is left to the one that is looked at. */
static void
take_answers (PsrWorkOrdersPage *self,
              gboolean           is_beside,
              gboolean           is_pushed)
{
  if (is_beside && !is_pushed)
    psr_review_pane_take_answers (self->review, self->pushed_review);
  else
    psr_review_pane_take_answers (self->pushed_review, self->review);
}

/* A pane that nobody sees takes as long to fill as the other one. It shows nothing, so that
 * it says nothing of another document when it is shown. */
static void
fill_panes (PsrWorkOrdersPage *self)
{
  gboolean is_beside, is_pushed;

  if (self->desk == NULL)
    return;

  is_beside = gtk_widget_get_visible (GTK_WIDGET (self->review));
  is_pushed = adw_navigation_view_get_visible_page (self->navigation) == self->review_page;
  take_answers (self, is_beside, is_pushed);
  psr_review_pane_show (self->review, is_beside ? self->shown : NULL);
  psr_review_pane_show (self->pushed_review, is_pushed || !is_beside ? self->shown : NULL);
}

static void
show_selected (PsrWorkOrdersPage *self)
{
  PsrWorkOrder *work_order;

  /* Nothing is selected for a moment. */
  if (self->is_replacing)
    return;

  work_order = get_selected (self);
  g_clear_pointer (&self->shown, psr_work_order_unref);
  self->shown = work_order != NULL ? psr_work_order_ref (work_order) : NULL;
  fill_panes (self);
}

static void
on_selected (GtkSingleSelection *selection,
             GParamSpec         *pspec,
             PsrWorkOrdersPage  *self)
{
  PsrWorkOrderRow *row = gtk_single_selection_get_selected_item (selection);
  guint position;

  /* Who moves the cursor meanwhile finds it there once the list is replaced. */
  if (self->is_replacing && row != NULL && psr_work_order_row_get_id (row) != 0)
    self->cursor = psr_work_order_row_get_id (row);
  if (self->is_replacing)
    return;

  self->cursor = row != NULL ? psr_work_order_row_get_id (row) : 0;
  if (self->is_followed && self->cursor != self->followed && psr_work_order_list_find (self->work_orders, self->followed, &position))
    psr_work_orders_page_stop_following (self);
  show_selected (self);
  /* What is shown of it may come a moment later, or change. */
  g_signal_group_set_target (self->selected, row);
}

/* What is listed next is read from its begin, also by whoever comes to it by keys. */
static void
scroll_up (PsrWorkOrdersPage *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->work_orders)) == 0)
    return;

  if (gtk_column_view_get_model (self->table) != NULL)
    gtk_column_view_scroll_to (self->table, 0, NULL, GTK_LIST_SCROLL_FOCUS, NULL);
  if (gtk_list_view_get_model (self->list) != NULL)
    gtk_list_view_scroll_to (self->list, 0, GTK_LIST_SCROLL_FOCUS, NULL);
}

/* Lets go of the selected row while the list is replaced, and finds it again after. */
static void
on_replacing (PsrWorkOrdersPage *self)
{
  gboolean is_replacing;
  guint position;

  g_object_get (self->work_orders, "replacing", &is_replacing, NULL);
  if (is_replacing)
    {
      self->is_replacing = TRUE;
      make_sensitive (self->review, FALSE);
      make_sensitive (self->pushed_review, FALSE);
      gtk_single_selection_set_autoselect (self->selection, FALSE);
      gtk_single_selection_set_can_unselect (self->selection, TRUE);
      gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
      if (psr_work_order_list_lists_another (self->work_orders))
        scroll_up (self);
      return;
    }

  /* Before the selection may choose by itself: where nothing is selected that is the first
   * row, whatever the cursor was on. */
  if (psr_work_order_list_find (self->work_orders, self->cursor, &position))
    gtk_single_selection_set_selected (self->selection, position);
  gtk_single_selection_set_autoselect (self->selection, TRUE);
  gtk_single_selection_set_can_unselect (self->selection, FALSE);
  self->is_replacing = FALSE;
  on_selected (self->selection, NULL, self);
  make_sensitive (self->review, TRUE);
  make_sensitive (self->pushed_review, TRUE);
}

static void
on_search_changed (PsrWorkOrdersPage *self)
{
  if (self->work_orders == NULL)
    return;

  psr_work_order_list_set_search (self->work_orders, gtk_editable_get_text (self->search_entry));
  psr_work_orders_page_refresh (self);
}

static void
on_search_stopped (PsrWorkOrdersPage *self)
{
  gtk_toggle_button_set_active (self->search_button, FALSE);
  gtk_editable_set_text (self->search_entry, "");
}

static void
on_activated (PsrWorkOrdersPage *self,
              guint              position)
{
  gtk_single_selection_set_selected (self->selection, position);
  if (!gtk_widget_get_visible (GTK_WIDGET (self->review)))
    adw_navigation_view_push_by_tag (self->navigation, "review");
}

static void
on_bill_again (PsrWorkOrdersPage *self,
               PsrWorkOrder      *work_order)
{
  psr_work_orders_page_bill_again (self, work_order);
}

static void
on_status (PsrWorkOrdersPage *self)
{
  psr_work_orders_page_show_counts (self);
  psr_work_orders_page_show_progress (self);
}

/* Who comes from a notification may be here before the desk is open. */
static void
look_for (PsrWorkOrdersPage *self,
          PsrQueue           queue,
          const char        *number)
{
  if (self->work_orders == NULL)
    {
      self->wanted_queue = queue;
      g_set_str (&self->wanted_number, number);
      return;
    }

  psr_work_orders_page_set_queue (self, queue);
  psr_work_orders_page_clear_filters (self);
  gtk_toggle_button_set_active (self->search_button, *number != '\0');
  gtk_editable_set_text (self->search_entry, number);
}

static void
on_state (PsrWorkOrdersPage *self)
{
  if (psr_desk_get_state (self->desk) != PSR_DESK_OPEN || self->work_orders != NULL)
    return;

  self->work_orders = psr_work_order_list_new (psr_desk_get_reader (self->desk));
  g_signal_connect_object (self->work_orders, "notify::n-marked", G_CALLBACK (psr_work_orders_page_show_marked),
                           self, G_CONNECT_SWAPPED);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->work_orders));
  g_signal_connect_object (self->work_orders, "items-changed", G_CALLBACK (on_rows), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->work_orders, "notify::replacing", G_CALLBACK (on_replacing), self, G_CONNECT_SWAPPED);
  psr_work_orders_page_show_counts (self);
  psr_work_orders_page_refresh (self);
  if (self->wanted_number != NULL)
    {
      g_autofree char *number = g_steal_pointer (&self->wanted_number);

      look_for (self, self->wanted_queue, number);
    }
}

/* What an empty list says depends on whether Wello was asked. */
static void
on_news (PsrWorkOrdersPage *self)
{
  if (self->work_orders != NULL)
    psr_work_orders_page_show_state (self);
}

/**
 * psr_work_orders_page_set_desk:
 * @self: the page
 * @desk: what to show
 */
void
psr_work_orders_page_set_desk (PsrWorkOrdersPage *self,
                               PsrDesk           *desk)
{
  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));
  g_return_if_fail (PSR_IS_DESK (desk));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
  psr_review_pane_set_desk (self->review, desk);
  psr_review_pane_set_desk (self->pushed_review, desk);
  g_signal_connect_object (desk, "changed", G_CALLBACK (psr_work_orders_page_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::status", G_CALLBACK (on_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::trouble", G_CALLBACK (on_news), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::busy", G_CALLBACK (psr_work_orders_page_show_progress), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::progress", G_CALLBACK (psr_work_orders_page_show_progress), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (psr_desk_get_keeper (desk), "notify::state", G_CALLBACK (psr_work_orders_page_show_progress), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (psr_desk_get_keeper (desk), "notify::state", G_CALLBACK (on_news), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (psr_desk_get_keeper (desk), "notify::trouble", G_CALLBACK (on_news), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (psr_desk_get_keeper (desk), "news", G_CALLBACK (on_news), self, G_CONNECT_SWAPPED);
  on_state (self);
  psr_work_orders_page_show_progress (self);
}

/**
 * psr_work_orders_page_search:
 * @self: the page
 *
 * Opens the search.
 */
void
psr_work_orders_page_search (PsrWorkOrdersPage *self)
{
  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));

  gtk_toggle_button_set_active (self->search_button, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

/**
 * psr_work_orders_page_show_number:
 * @self: the page
 * @queue: the queue to show
 * @number: the number of a Wello invoice to look for in it, or "" for all of it
 */
void
psr_work_orders_page_show_number (PsrWorkOrdersPage *self,
                                  PsrQueue           queue,
                                  const char        *number)
{
  g_return_if_fail (PSR_IS_WORK_ORDERS_PAGE (self));
  g_return_if_fail (number != NULL);

  psr_work_orders_page_stop_following (self);
  look_for (self, queue, number);
}

/* Only what is shown has rows: each keeps some two hundred of them ready. */
static void
give_rows (PsrWorkOrdersPage *self)
{
  gboolean is_narrow = g_strcmp0 (gtk_stack_get_visible_child_name (self->table_stack), "list") == 0;
  GtkSelectionModel *rows = GTK_SELECTION_MODEL (self->selection);

  gtk_column_view_set_model (self->table, is_narrow ? NULL : rows);
  gtk_list_view_set_model (self->list, is_narrow ? rows : NULL);
}

static void
psr_work_orders_page_dispose (GObject *object)
{
  PsrWorkOrdersPage *self = PSR_WORK_ORDERS_PAGE (object);

  if (self->table != NULL)
    gtk_column_view_set_model (self->table, NULL);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  dex_clear (&self->refreshing);
  dex_clear (&self->adding_up);
  dex_clear (&self->finding);
  g_clear_object (&self->filters);
  g_clear_object (&self->columns);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->customer_title, g_free);
  g_clear_pointer (&self->wanted_number, g_free);
  g_clear_error (&self->error);
  g_clear_pointer (&self->shown, psr_work_order_unref);
  g_clear_object (&self->selected);
  g_clear_object (&self->selection);
  g_clear_object (&self->work_orders);
  g_clear_object (&self->desk);
  /* The bin doesn't notice that its child was taken away with the template. */
  adw_breakpoint_bin_set_child (ADW_BREAKPOINT_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), PSR_TYPE_WORK_ORDERS_PAGE);

  G_OBJECT_CLASS (psr_work_orders_page_parent_class)->dispose (object);
}

static void
psr_work_orders_page_class_init (PsrWorkOrdersPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = psr_work_orders_page_dispose;

  g_type_ensure (PSR_TYPE_REVIEW_PANE);
  g_type_ensure (PSR_TYPE_STATE_BIN);
  g_type_ensure (PSR_TYPE_WORK_ORDER_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-work-orders-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, navigation);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, queues);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, queue_choice);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, queue_names);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, search_button);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, table_stack);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, loading_page);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, empty_button);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, error_page);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, table);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, list);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, number_column);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, customer_column);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, flags_column);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, site_column);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, date_column);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, hours_column);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, parts_column);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, net_column);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, vat_column);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, gross_column);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, kind_column);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, state_column);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, bc_column);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, sent_by_column);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, tight_breakpoint);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, narrow_breakpoint);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, day_chip);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, technician_chip);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, customer_chip);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, kind_chip);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, state_chip);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, saved_chip);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, all_button);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, show_all_button);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, review);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, pushed_review);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, review_page);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, send_bar);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, marked_label);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, send_button);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, progress_label);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, progress_spinner);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, sending_bar);
  gtk_widget_class_bind_template_child (widget_class, PsrWorkOrdersPage, pause_button);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_bill_again);
  gtk_widget_class_bind_template_callback (widget_class, psr_work_orders_page_mend);
  gtk_widget_class_bind_template_callback (widget_class, psr_work_orders_page_send_one);
  psr_work_orders_page_bind_cells (widget_class);
  psr_work_orders_page_bind_queues (widget_class);
  psr_work_orders_page_install_actions (widget_class);
}

static void
psr_work_orders_page_init (PsrWorkOrdersPage *self)
{
  g_autoptr(GdkPaintable) spinner = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->selected = g_signal_group_new (PSR_TYPE_WORK_ORDER_ROW);
  g_signal_group_connect_swapped (self->selected, "notify::work-order", G_CALLBACK (show_selected), self);
  spinner = GDK_PAINTABLE (adw_spinner_paintable_new (GTK_WIDGET (self->loading_page)));
  adw_status_page_set_paintable (self->loading_page, spinner);
  psr_work_orders_page_set_up_queues (self);

  gtk_level_bar_remove_offset_value (self->sending_bar, GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (self->sending_bar, GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (self->sending_bar, GTK_LEVEL_BAR_OFFSET_FULL);

  self->selection = gtk_single_selection_new (NULL);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected), self, G_CONNECT_DEFAULT);
  psr_work_orders_page_set_up_cells (self);
  psr_work_orders_page_set_up_numbers (self);
  g_signal_connect_object (self->table_stack, "notify::visible-child", G_CALLBACK (give_rows), self, G_CONNECT_SWAPPED);
  give_rows (self);
  g_signal_connect_object (self->review, "notify::visible", G_CALLBACK (fill_panes), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->navigation, "notify::visible-page", G_CALLBACK (fill_panes), self, G_CONNECT_SWAPPED);
  psr_work_orders_page_set_up_sort (self);
  psr_work_orders_page_set_up_columns (self);
  psr_work_orders_page_set_up_filters (self);
  psr_work_orders_page_set_up_saved (self);
  psr_work_orders_page_add_keys (GTK_WIDGET (self->table));
  psr_work_orders_page_add_keys (GTK_WIDGET (self->list));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "work.send", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "work.unmark-all", FALSE);
}
