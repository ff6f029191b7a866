/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-review-pane"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-format.h"
#include "psr-review-pane.h"

/**
 * PsrReviewPane:
 *
 * One Wello invoice: what was done, what Business Central gets or has, and what
 * is in the way.
 */
struct _PsrReviewPane
{
  AdwBin        parent_instance;

  PsrWorkOrder *work_order;

  GtkStack     *stack;
  GtkLabel     *title;
  GtkLabel     *state_label;
  GtkWidget    *reason_group;
  AdwActionRow *reason_row;
  GtkWidget    *bill_again_button;
  AdwActionRow *work_order_row;
  AdwActionRow *completed_row;
  AdwActionRow *hours_row;
  AdwActionRow *parts_row;
  AdwActionRow *document_row;
  AdwActionRow *customer_row;
  AdwActionRow *external_row;
  GtkLabel     *net_label;
  GtkLabel     *vat_label;
  GtkLabel     *gross_label;
};

enum {
  BILL_AGAIN,
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
show_amount (GtkLabel   *label,
             PsrDecimal  amount,
             const char *currency)
{
  g_autofree char *text = psr_format_amount (amount, currency);

  gtk_label_set_label (label, text);
}

static char *
dup_document_text (const PsrWorkOrder *work_order)
{
  const char *kind = g_strcmp0 (work_order->document, "order") == 0 ? _("Sales order") : _("Sales invoice");

  if (work_order->bc_number == NULL || *work_order->bc_number == '\0')
    return g_strdup (kind);

  /* Translators: a kind of document and its number, as “Sales invoice 103210”. */
  return g_strdup_printf (C_("document", "%s %s"), kind, work_order->bc_number);
}

static char *
dup_customer_text (const PsrWorkOrder *work_order)
{
  if (*work_order->customer_number == '\0')
    return g_strdup (work_order->customer_name);

  /* Translators: a customer's name and number. */
  return g_strdup_printf (_("%s (%s)"), work_order->customer_name, work_order->customer_number);
}

static void
show_reason (PsrReviewPane *self)
{
  const PsrWorkOrder *work_order = self->work_order;
  gboolean has_reason = work_order->reason != NULL && *work_order->reason != '\0';

  gtk_widget_set_visible (self->reason_group, has_reason);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->reason_row), has_reason ? work_order->reason : "");
  adw_action_row_set_subtitle (self->reason_row, work_order->mend != NULL ? work_order->mend : "");
  gtk_widget_set_visible (self->bill_again_button, work_order->can_bill_again);
}

/**
 * psr_review_pane_show:
 * @self: a pane
 * @work_order: (nullable): what to show, or %NULL for nothing
 * @now: the time, for the words about days
 */
void
psr_review_pane_show (PsrReviewPane *self,
                      PsrWorkOrder  *work_order,
                      PsrTimestamp   now)
{
  g_autofree char *title = NULL;
  g_autofree char *completed = NULL;
  g_autofree char *hours = NULL;
  g_autofree char *parts = NULL;
  g_autofree char *document = NULL;
  g_autofree char *customer = NULL;

  g_return_if_fail (PSR_IS_REVIEW_PANE (self));

  if (self->work_order == work_order)
    return;

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
  document = dup_document_text (work_order);
  customer = dup_customer_text (work_order);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->state_label, work_order->state_title);
  show_row (self->work_order_row, work_order->work_order);
  show_row (self->completed_row, completed);
  show_row (self->hours_row, hours);
  show_row (self->parts_row, parts);
  show_row (self->document_row, document);
  show_row (self->customer_row, customer);
  show_row (self->external_row, work_order->external_number);
  show_amount (self->net_label, work_order->net, work_order->currency);
  show_amount (self->vat_label, work_order->vat, work_order->currency);
  show_amount (self->gross_label, work_order->gross, work_order->currency);
  show_reason (self);
}

static void
psr_review_pane_dispose (GObject *object)
{
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

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-review-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, stack);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, title);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, state_label);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, reason_group);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, reason_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, bill_again_button);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, work_order_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, completed_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, hours_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, parts_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, document_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, customer_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, external_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, net_label);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, vat_label);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewPane, gross_label);
  gtk_widget_class_install_action (widget_class, "review.bill-again", NULL, on_bill_again);
}

static void
psr_review_pane_init (PsrReviewPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
