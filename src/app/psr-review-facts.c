/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-review-facts"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-format.h"
#include "psr-review-facts.h"
#include "psr-review-rows.h"
#include "psr-web-client.h"

/**
 * PsrReviewFacts:
 *
 * What was done, and beside it what Business Central gets or has, in a few words each.
 */
struct _PsrReviewFacts
{
  AdwBin        parent_instance;

  AdwActionRow *work_order_row;
  AdwActionRow *site_row;
  AdwActionRow *completed_row;
  AdwActionRow *hours_row;
  AdwActionRow *parts_row;
  AdwActionRow *document_row;
  GtkWidget    *open_button;
  AdwActionRow *customer_row;
  AdwActionRow *external_row;
  AdwActionRow *approved_row;
};

G_DEFINE_FINAL_TYPE (PsrReviewFacts, psr_review_facts, ADW_TYPE_BIN)

/* A row whose value isn't there says nothing, and takes no place. */
static void
show_row (AdwActionRow *row,
          const char   *value)
{
  gboolean has_value = value != NULL && *value != '\0';

  adw_action_row_set_subtitle (row, has_value ? value : "");
  gtk_widget_set_visible (GTK_WIDGET (row), has_value);
}

/**
 * psr_review_facts_show:
 * @self: the facts
 * @profile: the profile, which says where the document can be opened
 * @work_order: what to show
 * @now: the time
 */
void
psr_review_facts_show (PsrReviewFacts     *self,
                       PsrProfile         *profile,
                       const PsrWorkOrder *work_order,
                       PsrTimestamp        now)
{
  g_autofree char *completed = NULL;
  g_autofree char *hours = NULL;
  g_autofree char *parts = NULL;
  g_autofree char *document = NULL;
  g_autofree char *customer = NULL;
  g_autofree char *url = NULL;

  g_return_if_fail (PSR_IS_REVIEW_FACTS (self));
  g_return_if_fail (work_order != NULL);

  completed = psr_format_day (work_order->date, now);
  hours = psr_format_quantity (work_order->hours);
  parts = psr_format_quantity (work_order->parts);
  document = psr_review_dup_document (work_order);
  customer = psr_review_dup_customer (work_order);
  url = psr_web_client_dup_url (profile, work_order);

  show_row (self->work_order_row, work_order->work_order);
  show_row (self->completed_row, completed);
  show_row (self->hours_row, hours);
  show_row (self->parts_row, parts);
  show_row (self->document_row, document);
  gtk_widget_set_visible (self->open_button, url != NULL);
  adw_action_row_set_activatable_widget (self->document_row, url != NULL ? self->open_button : NULL);
  show_row (self->customer_row, customer);
  show_row (self->external_row, work_order->external_number);
  show_row (self->approved_row, work_order->is_automatic ? _("By itself") : work_order->approved_by);
}

/**
 * psr_review_facts_show_site:
 * @self: the facts
 * @site: (nullable): where the work was done, in one line
 */
void
psr_review_facts_show_site (PsrReviewFacts *self,
                            const char     *site)
{
  g_return_if_fail (PSR_IS_REVIEW_FACTS (self));

  show_row (self->site_row, site);
}

static void
psr_review_facts_dispose (GObject *object)
{
  /* The bin doesn't notice that its child was taken away with the template. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), PSR_TYPE_REVIEW_FACTS);

  G_OBJECT_CLASS (psr_review_facts_parent_class)->dispose (object);
}

static void
psr_review_facts_class_init (PsrReviewFactsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = psr_review_facts_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-review-facts.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, work_order_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, site_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, completed_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, hours_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, parts_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, document_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, open_button);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, customer_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, external_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, approved_row);
}

static void
psr_review_facts_init (PsrReviewFacts *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
