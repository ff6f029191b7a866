/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-review-pane"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-browser.h"
#include "psr-help-link.h"
#include "psr-main-hop.h"
#include "psr-price-dialog.h"
#include "psr-review-facts.h"
#include "psr-review-pane-private.h"
#include "psr-review-rows.h"
#include "psr-weak.h"
#include "psr-web-client.h"

/* How long the cursor stays on a row that somebody reads. */
#define STAYS (400 * G_TIME_SPAN_MILLISECOND)

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

  if (psr_review_pane_is_current (self))
    g_signal_emit (self, signals[BILL_AGAIN], 0, self->view->row);
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
  /* What was never billed isn't billed again. */
  gtk_button_set_label (GTK_BUTTON (self->bill_again_button),
                        g_strcmp0 (work_order->state, "before-start") == 0 ? _("_Bill Anyway") : _("_Bill Again"));
  psr_help_link_set_page (self->reason_help_button, work_order->help, work_order->reason);
}

static void view_work_order (PsrReviewPane *self,
                             gboolean       is_exact);

static DexFuture *
on_viewed (DexFuture *future,
           gpointer   data)
{
  g_autoptr(PsrReviewPane) self = g_weak_ref_get (data);
  g_autoptr(PsrOrderView) before = NULL;
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
      psr_review_pane_show_held (self);
      g_message ("The work order can't be read: %s", error->message);
      return dex_future_new_true ();
    }

  psr_review_pane_drop_held (self);
  if (!self->is_asked && psr_review_pane_hold (self, g_value_get_boxed (value)))
    {
      self->is_asked = TRUE;
      view_work_order (self, TRUE);
      return dex_future_new_true ();
    }

  before = self->view != NULL ? psr_order_view_ref (self->view) : NULL;
  psr_review_pane_take_view (self, g_value_get_boxed (value));
  self->is_answered = self->is_asked;
  psr_review_pane_show_again (self, before);

  /* Once: where it can't be read there, it stays as it was predicted, and as it is known. */
  if (!self->is_asked && (psr_review_pane_is_made (self) || (self->view->has_job && self->view->work == NULL)))
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

  gtk_widget_set_visible (self->reading_spinner, !psr_review_pane_is_current (self) || is_exact);
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
  psr_review_pane_drop_held (self);
  view_work_order (self, FALSE);
}

static void
on_accept (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  PsrReviewPane *self = PSR_REVIEW_PANE (widget);

  if (!psr_review_pane_is_current (self))
    return;

  if (self->accepted_id != self->view->row->id || self->accepted_revision != self->view->row->revision)
    g_hash_table_remove_all (self->accepted);
  self->accepted_id = self->view->row->id;
  self->accepted_revision = self->view->row->revision;
  g_hash_table_add (self->accepted, g_variant_dup_string (parameter, NULL));
  psr_review_pane_show_view (self);
  psr_announce (widget, _("Accepted"));
}

static void
on_why_price (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  PsrReviewPane *self = PSR_REVIEW_PANE (widget);
  guint line = g_variant_get_uint32 (parameter);

  if (self->view != NULL && line < self->view->lines->len && psr_desk_get_state (self->desk) == PSR_DESK_OPEN)
    adw_dialog_present (psr_price_dialog_new_for_line (self->desk, self->view, line), widget);
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

  if (!psr_review_pane_is_current (self))
    return;

  g_hash_table_iter_init (&iter, self->accepted);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_strv_builder_add (builder, name);
  names = g_strv_builder_end (builder);
  g_signal_emit (self, signals[SEND], 0, self->view->row, names);
}

/* Wello had its say about the same content; of a document in Business Central there may be
 * more to tell meanwhile. */
static gboolean
knows_answer (PsrReviewPane      *self,
              const PsrWorkOrder *work_order)
{
  return self->is_answered && work_order->revision == self->work_order->revision &&
         (work_order->bc_number == NULL || *work_order->bc_number == '\0');
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
  g_autofree char *title = NULL;

  g_return_if_fail (PSR_IS_REVIEW_PANE (self));
  g_return_if_fail (PSR_IS_DESK (self->desk));

  if (self->work_order == work_order)
    return;

  dex_clear (&self->viewing);
  psr_review_pane_drop_held (self);
  if (!is_same || !knows_answer (self, work_order))
    {
      self->is_asked = FALSE;
      self->is_answered = FALSE;
    }
  if (!is_same)
    {
      psr_review_show_trouble (self->trouble_group, self->trouble_row, NULL);
      if (work_order == NULL || self->accepted_id != work_order->id || self->accepted_revision < work_order->revision)
        g_hash_table_remove_all (self->accepted);
      g_clear_pointer (&self->view, psr_order_view_unref);
      psr_review_pane_show_view (self);
    }
  g_clear_pointer (&self->work_order, psr_work_order_unref);
  gtk_stack_set_visible_child_name (self->stack, work_order != NULL ? "document" : "nothing");
  if (work_order == NULL)
    return;

  self->work_order = psr_work_order_ref (work_order);

  /* Translators: the number of an invoice and the customer's name. */
  title = g_strdup_printf (C_("title", "%s · %s"), work_order->number, work_order->customer_name);

  gtk_label_set_label (self->title, title);
  psr_review_pane_show_state (self);
  psr_review_facts_show (self->facts, psr_desk_get_profile (self->desk), work_order, psr_clock_now (psr_desk_get_clock (self->desk)));
  psr_review_facts_show_work (self->facts, work_order, self->view, self->is_answered,
                              psr_clock_now (psr_desk_get_clock (self->desk)));
  show_reason (self);
  if (is_same && !psr_review_pane_is_current (self) && g_hash_table_size (self->accepted) > 0)
    {
      g_hash_table_remove_all (self->accepted);
      psr_review_pane_show_view (self);
    }
  psr_review_pane_show_current (self);

  /* What is in Business Central is asked for there, after what is known here. */
  view_work_order (self, FALSE);
}

/**
 * psr_review_pane_take_answers:
 * @self: a pane that is about to show something
 * @other: where a person may have answered about it
 *
 * What a person has just accepted stays accepted when it is shown in another place, of the
 * content of which it was accepted and of no other.
 */
void
psr_review_pane_take_answers (PsrReviewPane *self,
                              PsrReviewPane *other)
{
  GHashTableIter iter;
  gpointer name;

  g_return_if_fail (PSR_IS_REVIEW_PANE (self));
  g_return_if_fail (PSR_IS_REVIEW_PANE (other));
  g_return_if_fail (self != other);

  if (self->work_order == NULL && other->work_order != NULL)
    psr_review_facts_take_choice (self->facts, other->facts);
  if (g_hash_table_size (other->accepted) == 0)
    return;

  g_hash_table_remove_all (self->accepted);
  self->accepted_id = other->accepted_id;
  self->accepted_revision = other->accepted_revision;
  g_hash_table_iter_init (&iter, other->accepted);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      g_hash_table_add (self->accepted, name);
      g_hash_table_iter_steal (&iter);
    }

  if (self->view != NULL && (self->view->row->id != self->accepted_id || self->view->row->revision != self->accepted_revision))
    g_hash_table_remove_all (self->accepted);
  if (self->view != NULL)
    psr_review_pane_show_view (self);
  if (other->view != NULL)
    psr_review_pane_show_view (other);
}

/**
 * psr_review_pane_is_current:
 * @self: a pane
 *
 * What is shown stays there until it is read again, and where it can't be; decided is only
 * about what can be read.
 *
 * Returns: whether what was read of the work order is what it is now, as far as is known
 */
gboolean
psr_review_pane_is_current (PsrReviewPane *self)
{
  g_return_val_if_fail (PSR_IS_REVIEW_PANE (self), FALSE);

  return self->work_order != NULL && self->view != NULL && self->view->row->id == self->work_order->id &&
         self->view->row->revision >= self->work_order->revision;
}

/**
 * psr_review_pane_is_made:
 * @self: a pane that shows something
 *
 * Returns: whether there is a document of it in Business Central, which has more to tell
 */
gboolean
psr_review_pane_is_made (PsrReviewPane *self)
{
  g_return_val_if_fail (PSR_IS_REVIEW_PANE (self), FALSE);
  g_return_val_if_fail (self->work_order != NULL, FALSE);

  return self->work_order->bc_number != NULL && *self->work_order->bc_number != '\0';
}

/**
 * psr_review_pane_get_seen:
 * @self: a pane
 * @work_order: what is to be decided about, as it is listed
 *
 * Returns: (transfer none) (nullable): the same as it can be read here: with the revision of
 *   the lines that are shown, or as it is listed where nothing is shown of it; %NULL where
 *   something else is shown than what it is now
 */
PsrWorkOrder *
psr_review_pane_get_seen (PsrReviewPane *self,
                          PsrWorkOrder  *work_order)
{
  g_return_val_if_fail (PSR_IS_REVIEW_PANE (self), NULL);
  g_return_val_if_fail (work_order != NULL, NULL);

  if (self->view == NULL || self->view->row->id != work_order->id)
    return work_order;

  return psr_review_pane_is_current (self) ? self->view->row : NULL;
}

/**
 * psr_review_pane_get_choice:
 * @self: a pane
 * @work_order: what is to be sent
 * @posts: (out): whether it is to be posted
 *
 * Returns: (nullable): as what a person wants it made, `invoice` or `order`; %NULL where that
 *   isn't chosen here
 */
const char *
psr_review_pane_get_choice (PsrReviewPane      *self,
                            const PsrWorkOrder *work_order,
                            gboolean           *posts)
{
  g_return_val_if_fail (PSR_IS_REVIEW_PANE (self), NULL);
  g_return_val_if_fail (work_order != NULL, NULL);

  return psr_review_facts_get_choice (self->facts, work_order->id, posts);
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

  return psr_review_pane_is_current (self) && g_strv_contains ((const char * const *) self->view->acts, act);
}

static void
psr_review_pane_dispose (GObject *object)
{
  dex_clear (&PSR_REVIEW_PANE (object)->viewing);
  psr_review_pane_drop_held (PSR_REVIEW_PANE (object));
  g_clear_handle_id (&PSR_REVIEW_PANE (object)->unfolding, g_source_remove);
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
  g_strfreev (self->shown_acts);

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
   * @work_order: what is shown, as it was read
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
   * @work_order: what is shown, as it was read
   * @accepted: the names of the checks that the person accepts
   *
   * Somebody wants it sent.
   */
  signals[SEND] = g_signal_new ("send", PSR_TYPE_REVIEW_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, PSR_TYPE_WORK_ORDER, G_TYPE_STRV);

  g_type_ensure (PSR_TYPE_REVIEW_FACTS);

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
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, facts);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, acts_button);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, checks_group);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, passed_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, send_button);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, lines_group);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, totals_bin);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, history_group);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, history_row);
  gtk_widget_class_bind_template_callback_full (widget_class, "show_unfolded", G_CALLBACK (psr_review_pane_show_unfolded));
  gtk_widget_class_install_action (widget_class, "review.bill-again", NULL, on_bill_again);
  gtk_widget_class_install_action (widget_class, "review.open", NULL, on_open);
  gtk_widget_class_install_action (widget_class, "review.reload", NULL, on_reload);
  gtk_widget_class_install_action (widget_class, "review.accept", "s", on_accept);
  gtk_widget_class_install_action (widget_class, "review.why-price", "u", on_why_price);
  gtk_widget_class_install_action (widget_class, "review.mend", "(is)", on_mend);
  gtk_widget_class_install_action (widget_class, "review.send", NULL, on_send);
}

/* An order may ask what an invoice doesn't. */
static void
on_kind_chosen (PsrReviewPane *self)
{
  if (self->view == NULL)
    return;

  psr_review_pane_show_view (self);
  psr_review_pane_tell_questions (self);
}

static void
psr_review_pane_init (PsrReviewPane *self)
{
  self->accepted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->facts, "kind-chosen", G_CALLBACK (on_kind_chosen), self, G_CONNECT_SWAPPED);
}
