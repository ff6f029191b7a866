/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-review-pane"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-browser.h"
#include "psr-format.h"
#include "psr-help-link.h"
#include "psr-main-hop.h"
#include "psr-review-pane.h"
#include "psr-review-rows.h"
#include "psr-weak.h"
#include "psr-web-client.h"

/* How long the cursor stays on a row that somebody reads. */
#define STAYS (400 * G_TIME_SPAN_MILLISECOND)

/**
 * PsrReviewPane:
 *
 * One Wello invoice: what was done, what Business Central gets or has, and what
 * is in the way.
 */
struct _PsrReviewPane
{
  AdwBin        parent_instance;

  PsrDesk      *desk;
  PsrWorkOrder *work_order;
  PsrOrderView *view;
  DexFuture    *viewing;
  gboolean      is_asked;   /* Business Central has been asked for it */
  gboolean      is_answered; /* and that has come to its end */
  GHashTable   *accepted;   /* names of checks that the person has just accepted */
  GPtrArray    *rows;       /* what was added to the groups, with its group */

  GtkStack     *stack;
  GtkLabel     *title;
  GtkLabel     *state_label;
  GtkWidget    *reading_spinner;
  GtkWidget    *trouble_group;
  AdwActionRow *trouble_row;
  GtkWidget    *reason_group;
  GtkWidget    *reason_row;
  GtkLabel     *reason_label;
  GtkLabel     *mend_label;
  GtkWidget    *bill_again_button;
  GtkWidget    *reason_help_button;
  AdwActionRow *work_order_row;
  AdwActionRow *site_row;
  AdwActionRow *completed_row;
  AdwActionRow *hours_row;
  AdwActionRow *parts_row;
  AdwActionRow *document_row;
  GtkWidget    *open_button;
  AdwActionRow *customer_row;
  AdwActionRow *external_row;
  GtkMenuButton *acts_button;
  GtkWidget    *checks_group;
  GtkWidget    *passed_row;
  GtkWidget    *send_button;
  GtkWidget    *lines_group;
  GtkGrid      *totals_grid;
  GtkWidget    *history_group;
  GtkWidget    *history_row;
};

enum {
  BILL_AGAIN,
  MEND,
  SEND,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PsrReviewPane, psr_review_pane, ADW_TYPE_BIN)

static void
on_bill_again (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  PsrReviewPane *self = PSR_REVIEW_PANE (widget);

  if (self->work_order != NULL)
    g_signal_emit (self, signals[BILL_AGAIN], 0, self->work_order);
}

static void
on_open (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  PsrReviewPane *self = PSR_REVIEW_PANE (widget);
  g_autofree char *url = NULL;

  if (self->work_order != NULL)
    url = psr_web_client_dup_url (psr_desk_get_profile (self->desk), self->work_order);
  if (url != NULL)
    psr_browser_open (widget, url);
}

/* A row whose value isn't there says nothing, and takes no place. */
static void
show_row (AdwActionRow *row,
          const char   *value)
{
  gboolean has_value = value != NULL && *value != '\0';

  adw_action_row_set_subtitle (row, has_value ? value : "");
  gtk_widget_set_visible (GTK_WIDGET (row), has_value);
}

static void
show_reason (PsrReviewPane *self)
{
  const PsrWorkOrder *work_order = self->work_order;
  g_autoptr(PsrMend) mend = NULL;
  gboolean has_reason = work_order->reason != NULL && *work_order->reason != '\0';

  gtk_widget_set_visible (self->reason_group, has_reason);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->reason_row), has_reason ? work_order->reason : "");
  gtk_label_set_label (self->reason_label, has_reason ? work_order->reason : "");
  mend = psr_mend_new (work_order->mend);
  gtk_label_set_label (self->mend_label, mend->text);
  gtk_widget_set_visible (GTK_WIDGET (self->mend_label), mend->text != NULL && *mend->text != '\0');
  gtk_widget_set_visible (self->bill_again_button, work_order->can_bill_again);
  psr_help_link_set_page (self->reason_help_button, work_order->help, work_order->reason);
}

static void
add_to_group (PsrReviewPane *self,
              GtkWidget     *group,
              GtkWidget     *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_ptr_array_add (self->rows, row);
}

static void
add_to_expander (PsrReviewPane *self,
                 GtkWidget     *expander,
                 GtkWidget     *row)
{
  adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), row);
  g_ptr_array_add (self->rows, row);
}

static void
clear_rows (PsrReviewPane *self)
{
  GtkWidget *child;

  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = self->rows->pdata[i];
      GtkWidget *expander = gtk_widget_get_ancestor (gtk_widget_get_parent (row), ADW_TYPE_EXPANDER_ROW);

      if (expander != NULL)
        adw_expander_row_remove (ADW_EXPANDER_ROW (expander), row);
      else
        adw_preferences_group_remove (ADW_PREFERENCES_GROUP (gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP)), row);
    }
  g_ptr_array_set_size (self->rows, 0);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->totals_grid))) != NULL)
    gtk_grid_remove (self->totals_grid, child);
}

/* What is in the way stands by itself; what is in order can be looked up. */
static void
show_checks (PsrReviewPane *self)
{
  g_autofree char *title = NULL;
  guint n_passed = 0;
  guint n_open = 0;

  for (guint i = 0; i < self->view->checks->len; i++)
    {
      const PsrOrderCheck *check = self->view->checks->pdata[i];
      gboolean is_accepted = g_hash_table_contains (self->accepted, check->id);
      GtkWidget *row = psr_review_make_check_row (check, is_accepted);

      n_open += check->result == PSR_ORDER_CHECK_BLOCKS || (check->result == PSR_ORDER_CHECK_ASKS && !is_accepted);
      if (check->result == PSR_ORDER_CHECK_PASSED || check->result == PSR_ORDER_CHECK_LATER)
        {
          n_passed++;
          add_to_expander (self, self->passed_row, row);
        }
      else
        {
          add_to_group (self, self->checks_group, row);
        }
    }

  /* The last one: what is in the way comes first. */
  g_object_ref (self->passed_row);
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->checks_group), self->passed_row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->checks_group), self->passed_row);
  g_object_unref (self->passed_row);
  if (n_open > 0 && !self->work_order->can_bill_again)
    gtk_widget_set_visible (self->reason_group, FALSE);

  title = g_strdup_printf (ngettext ("%u check passed", "%u checks passed", n_passed), n_passed);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->passed_row), title);
  gtk_widget_set_visible (self->passed_row, n_passed > 0);
  gtk_widget_set_visible (self->checks_group, self->view->checks->len > 0);
  gtk_widget_set_visible (self->send_button,
                          self->work_order->can_approve || g_hash_table_size (self->accepted) > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.send", n_open == 0);
}

static void
show_acts (PsrReviewPane *self)
{
  g_autoptr(GMenuModel) menu = psr_review_make_acts (self->view);

  gtk_menu_button_set_menu_model (self->acts_button, menu);
  gtk_widget_set_visible (GTK_WIDGET (self->acts_button), g_menu_model_get_n_items (menu) > 0);
}

static void
show_view (PsrReviewPane *self)
{
  gboolean has_view = self->view != NULL;

  clear_rows (self);
  show_acts (self);
  show_row (self->site_row, has_view ? self->view->site : NULL);
  gtk_widget_set_visible (self->checks_group, has_view);
  gtk_widget_set_visible (self->lines_group, has_view);
  gtk_widget_set_visible (GTK_WIDGET (self->totals_grid), has_view);
  gtk_widget_set_visible (self->history_group, has_view && self->view->history->len > 0);
  if (!has_view)
    return;

  show_checks (self);
  for (guint i = 0; i < self->view->lines->len; i++)
    add_to_group (self, self->lines_group, psr_review_make_line_row (self->view->lines->pdata[i]));
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->lines_group),
                                   self->view->is_exact ? _("Lines in Business Central") : _("Lines, as Predicted"));
  /* Asked for what is there, and it didn't say. */
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->lines_group),
                                         self->is_answered && !self->view->is_exact
                                           ? _("Business Central couldn’t be asked. This is what it was made from.") : NULL);
  psr_review_fill_totals (self->totals_grid, self->view);
  for (guint i = 0; i < self->view->history->len; i++)
    add_to_expander (self, self->history_row,
                     psr_review_make_event_row (self->view->history->pdata[i],
                                                psr_clock_now (psr_desk_get_clock (self->desk))));
}

static void view_work_order (PsrReviewPane *self,
                             gboolean       is_exact);

static DexFuture *
on_viewed (DexFuture *future,
           gpointer   data)
{
  g_autoptr(PsrReviewPane) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  const GValue *value;

  if (self == NULL || self->work_order == NULL)
    return dex_future_new_true ();

  value = dex_future_get_value (future, &error);
  if (value == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return dex_future_new_true ();

  gtk_widget_set_visible (self->reading_spinner, FALSE);
  psr_review_show_trouble (self->trouble_group, self->trouble_row, error);
  if (value == NULL)
    {
      g_message ("The work order can't be read: %s", error->message);
      return dex_future_new_true ();
    }

  g_clear_pointer (&self->view, psr_order_view_unref);
  self->view = psr_order_view_ref (g_value_get_boxed (value));
  self->is_answered = self->is_asked;
  show_view (self);

  /* Once: where it can't be read there, it stays as it was predicted. */
  if (!self->is_asked && self->work_order->bc_number != NULL && *self->work_order->bc_number != '\0')
    {
      self->is_asked = TRUE;
      view_work_order (self, TRUE);
    }

  return dex_future_new_true ();
}

static DexFuture *
view_exactly (DexFuture *future,
              gpointer   data)
{
  g_autoptr(PsrReviewPane) self = g_weak_ref_get (data);

  if (self == NULL || self->work_order == NULL || psr_desk_get_reader (self->desk) == NULL)
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Nobody looks any more");

  return psr_main_hop (psr_desk_view (self->desk, self->work_order->id, TRUE));
}

/* Business Central is asked only where the cursor stays: who moves on drops the wait. */
static void
view_work_order (PsrReviewPane *self,
                 gboolean       is_exact)
{
  DexFuture *future;

  if (is_exact)
    future = dex_future_then (psr_clock_sleep (psr_desk_get_clock (self->desk), STAYS), view_exactly,
                              psr_weak_new (self), psr_weak_free);
  else
    future = psr_main_hop (psr_desk_view (self->desk, self->work_order->id, FALSE));

  gtk_widget_set_visible (self->reading_spinner, self->view == NULL || is_exact);
  dex_clear (&self->viewing);
  self->viewing = dex_future_finally (future, on_viewed, psr_weak_new (self), psr_weak_free);
}

static void
on_reload (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  PsrReviewPane *self = PSR_REVIEW_PANE (widget);

  if (self->work_order == NULL)
    return;

  self->is_asked = FALSE;
  view_work_order (self, FALSE);
}

static void
on_accept (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  PsrReviewPane *self = PSR_REVIEW_PANE (widget);

  if (self->view == NULL)
    return;

  g_hash_table_add (self->accepted, g_variant_dup_string (parameter, NULL));
  show_view (self);
  psr_announce (widget, _("Accepted"));
}

static void
on_mend (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  const char *argument;
  int action;

  g_variant_get (parameter, "(i&s)", &action, &argument);
  g_signal_emit (widget, signals[MEND], 0, action, argument);
}

static void
on_send (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  PsrReviewPane *self = PSR_REVIEW_PANE (widget);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) names = NULL;
  GHashTableIter iter;
  gpointer name;

  if (self->work_order == NULL)
    return;

  g_hash_table_iter_init (&iter, self->accepted);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_strv_builder_add (builder, name);
  names = g_strv_builder_end (builder);
  g_signal_emit (self, signals[SEND], 0, self->work_order, names);
}

/**
 * psr_review_pane_show:
 * @self: a pane
 * @work_order: (nullable): what to show, or %NULL for nothing
 */
void
psr_review_pane_show (PsrReviewPane *self,
                      PsrWorkOrder  *work_order)
{
  gboolean is_same = work_order != NULL && self->work_order != NULL && work_order->id == self->work_order->id;
  PsrTimestamp now;
  g_autofree char *title = NULL;
  g_autofree char *completed = NULL;
  g_autofree char *hours = NULL;
  g_autofree char *parts = NULL;
  g_autofree char *document = NULL;
  g_autofree char *customer = NULL;
  g_autofree char *url = NULL;

  g_return_if_fail (PSR_IS_REVIEW_PANE (self));
  g_return_if_fail (PSR_IS_DESK (self->desk));

  if (self->work_order == work_order)
    return;

  now = psr_clock_now (psr_desk_get_clock (self->desk));
  dex_clear (&self->viewing);
  self->is_asked = FALSE;
  self->is_answered = FALSE;
  if (!is_same)
    {
      psr_review_show_trouble (self->trouble_group, self->trouble_row, NULL);
      g_hash_table_remove_all (self->accepted);
      g_clear_pointer (&self->view, psr_order_view_unref);
      show_view (self);
    }
  g_clear_pointer (&self->work_order, psr_work_order_unref);
  gtk_stack_set_visible_child_name (self->stack, work_order != NULL ? "document" : "nothing");
  if (work_order == NULL)
    return;

  self->work_order = psr_work_order_ref (work_order);

  /* Translators: the number of an invoice and the customer's name. */
  title = g_strdup_printf (C_("title", "%s · %s"), work_order->number, work_order->customer_name);
  completed = psr_format_day (work_order->date, now);
  hours = psr_format_quantity (work_order->hours);
  parts = psr_format_quantity (work_order->parts);
  document = psr_review_dup_document (work_order);
  customer = psr_review_dup_customer (work_order);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->state_label, work_order->state_title);
  show_row (self->work_order_row, work_order->work_order);
  show_row (self->completed_row, completed);
  show_row (self->hours_row, hours);
  show_row (self->parts_row, parts);
  show_row (self->document_row, document);
  url = psr_web_client_dup_url (psr_desk_get_profile (self->desk), work_order);
  gtk_widget_set_visible (self->open_button, url != NULL);
  adw_action_row_set_activatable_widget (self->document_row, url != NULL ? self->open_button : NULL);
  show_row (self->customer_row, customer);
  show_row (self->external_row, work_order->external_number);
  show_reason (self);

  /* What is in Business Central is asked for there, after what is known here. */
  view_work_order (self, FALSE);
}

/**
 * psr_review_pane_set_desk:
 * @self: a pane
 * @desk: where what is shown is read
 */
void
psr_review_pane_set_desk (PsrReviewPane *self,
                          PsrDesk       *desk)
{
  g_return_if_fail (PSR_IS_REVIEW_PANE (self));
  g_return_if_fail (PSR_IS_DESK (desk));

  g_set_object (&self->desk, desk);
}

/**
 * psr_review_pane_can_act:
 * @self: a pane
 * @act: the stable name of an act
 *
 * Returns: whether a person may decide that about what is shown
 */
gboolean
psr_review_pane_can_act (PsrReviewPane *self,
                         const char    *act)
{
  g_return_val_if_fail (PSR_IS_REVIEW_PANE (self), FALSE);

  return self->view != NULL && g_strv_contains ((const char * const *) self->view->acts, act);
}

static void
psr_review_pane_dispose (GObject *object)
{
  dex_clear (&PSR_REVIEW_PANE (object)->viewing);
  g_clear_object (&PSR_REVIEW_PANE (object)->desk);
  /* The bin doesn't notice that its child was taken away with the template. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), PSR_TYPE_REVIEW_PANE);

  G_OBJECT_CLASS (psr_review_pane_parent_class)->dispose (object);
}

static void
psr_review_pane_finalize (GObject *object)
{
  PsrReviewPane *self = PSR_REVIEW_PANE (object);

  g_clear_pointer (&self->work_order, psr_work_order_unref);
  g_clear_pointer (&self->view, psr_order_view_unref);
  g_hash_table_unref (self->accepted);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (psr_review_pane_parent_class)->finalize (object);
}

static void
psr_review_pane_class_init (PsrReviewPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = psr_review_pane_dispose;
  object_class->finalize = psr_review_pane_finalize;

  /**
   * PsrReviewPane::bill-again:
   * @self: the pane
   * @work_order: what is shown
   *
   * Somebody wants the document billed although it was refused.
   */
  signals[BILL_AGAIN] = g_signal_new ("bill-again", PSR_TYPE_REVIEW_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, PSR_TYPE_WORK_ORDER);

  /**
   * PsrReviewPane::mend:
   * @self: the pane
   * @action: a #PsrMendAction
   * @argument: what with
   *
   * Somebody wants mended what is in the way.
   */
  signals[MEND] = g_signal_new ("mend", PSR_TYPE_REVIEW_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);

  /**
   * PsrReviewPane::send:
   * @self: the pane
   * @work_order: what is shown
   * @accepted: the names of the checks that the person accepts
   *
   * Somebody wants it sent.
   */
  signals[SEND] = g_signal_new ("send", PSR_TYPE_REVIEW_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, PSR_TYPE_WORK_ORDER, G_TYPE_STRV);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-review-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, stack);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, title);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, state_label);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, reading_spinner);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, trouble_group);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, trouble_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, reason_group);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, reason_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, reason_label);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, mend_label);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, bill_again_button);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, reason_help_button);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, work_order_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, site_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, completed_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, hours_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, parts_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, document_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, open_button);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, customer_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, external_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, acts_button);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, checks_group);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, passed_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, send_button);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, lines_group);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, totals_grid);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, history_group);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, history_row);
  gtk_widget_class_install_action (widget_class, "review.bill-again", NULL, on_bill_again);
  gtk_widget_class_install_action (widget_class, "review.open", NULL, on_open);
  gtk_widget_class_install_action (widget_class, "review.reload", NULL, on_reload);
  gtk_widget_class_install_action (widget_class, "review.accept", "s", on_accept);
  gtk_widget_class_install_action (widget_class, "review.mend", "(is)", on_mend);
  gtk_widget_class_install_action (widget_class, "review.send", NULL, on_send);
}

static void
psr_review_pane_init (PsrReviewPane *self)
{
  self->accepted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
