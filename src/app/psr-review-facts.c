/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-review-facts"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-format.h"
#include "psr-review-facts.h"
#include "psr-review-rows.h"
#include "psr-review-work.h"
#include "psr-web-client.h"

/**
 * PsrReviewFacts:
 *
 * What was done, and beside it what Business Central gets or has, in a few words each.
 */
struct _PsrReviewFacts
{
  AdwBin        parent_instance;

  AdwPreferencesGroup *done_group;
  AdwActionRow *work_order_row;
  AdwActionRow *description_row;
  AdwActionRow *site_row;
  AdwActionRow *completed_row;
  GtkWidget    *visits_row;
  GtkLabel     *total_label;
  GtkBox       *visits_box;
  AdwActionRow *hours_row;
  AdwActionRow *parts_row;
  AdwActionRow *remarks_row;
  AdwActionRow *files_row;
  AdwActionRow *document_row;
  GtkWidget    *open_button;
  AdwComboRow  *kind_row;
  AdwComboRow  *ending_row;
  gint64        chosen_id;  /* for what a person may have chosen something else than usual */
  AdwActionRow *customer_row;
  AdwActionRow *external_row;
  AdwActionRow *approved_row;
};

enum {
  KIND_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

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

/* What is made is chosen as long as nothing is begun; what costs nothing is an order. Where the
 * profile has everything posted, this is no place to say otherwise. */
static void
show_choice (PsrReviewFacts     *self,
             PsrProfile         *profile,
             const PsrWorkOrder *work_order)
{
  gboolean can_choose = psr_work_order_can_choose_kind (work_order);
  gboolean posts = psr_profile_get_boolean (profile, PSR_PROFILE_BILLING_POST);

  if (self->chosen_id != work_order->id || !can_choose)
    {
      adw_combo_row_set_selected (self->kind_row, g_strcmp0 (work_order->document, "order") == 0);
      adw_combo_row_set_selected (self->ending_row, posts);
    }
  self->chosen_id = work_order->id;
  if (posts)
    adw_combo_row_set_selected (self->ending_row, TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->ending_row), !posts);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->ending_row), posts ? _("The profile has everything posted.") : "");
  gtk_widget_set_visible (GTK_WIDGET (self->kind_row), can_choose);
  gtk_widget_set_visible (GTK_WIDGET (self->ending_row), can_choose);
  gtk_widget_set_visible (GTK_WIDGET (self->document_row), !can_choose);
}

/**
 * psr_review_facts_get_choice:
 * @self: the facts
 * @id: of what
 * @posts: (out): whether it is to be posted
 *
 * Returns: (nullable): as what a person wants it made, `invoice` or `order`; %NULL where that
 *   can't be chosen
 */
const char *
psr_review_facts_get_choice (PsrReviewFacts *self,
                             gint64          id,
                             gboolean       *posts)
{
  g_return_val_if_fail (PSR_IS_REVIEW_FACTS (self), NULL);
  g_return_val_if_fail (posts != NULL, NULL);

  *posts = FALSE;
  if (self->chosen_id != id || !gtk_widget_get_visible (GTK_WIDGET (self->kind_row)))
    return NULL;

  *posts = adw_combo_row_get_selected (self->ending_row) == 1;

  return adw_combo_row_get_selected (self->kind_row) == 1 ? "order" : "invoice";
}

/**
 * psr_review_facts_take_choice:
 * @self: the facts, which show nothing yet
 * @other: where a person may have chosen
 *
 * Has what was chosen there chosen here.
 */
void
psr_review_facts_take_choice (PsrReviewFacts *self,
                              PsrReviewFacts *other)
{
  g_return_if_fail (PSR_IS_REVIEW_FACTS (self));
  g_return_if_fail (PSR_IS_REVIEW_FACTS (other));

  self->chosen_id = other->chosen_id;
  adw_combo_row_set_selected (self->kind_row, adw_combo_row_get_selected (other->kind_row));
  adw_combo_row_set_selected (self->ending_row, adw_combo_row_get_selected (other->ending_row));
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
  g_autofree char *document = NULL;
  g_autofree char *customer = NULL;
  g_autofree char *url = NULL;

  g_return_if_fail (PSR_IS_REVIEW_FACTS (self));
  g_return_if_fail (work_order != NULL);

  completed = psr_format_day (work_order->date, now);
  document = psr_review_dup_document (work_order);
  customer = psr_review_dup_customer (work_order);
  url = psr_web_client_dup_url (profile, work_order);

  show_row (self->completed_row, completed);
  show_row (self->document_row, document);
  show_choice (self, profile, work_order);
  gtk_widget_set_visible (self->open_button, url != NULL);
  adw_action_row_set_activatable_widget (self->document_row, url != NULL ? self->open_button : NULL);
  show_row (self->customer_row, customer);
  show_row (self->external_row, work_order->external_number);
  show_row (self->approved_row, work_order->is_automatic ? _("By itself") : work_order->approved_by);
}

/* Beside the number, which says little to people. */
static void
show_name (PsrReviewFacts     *self,
           const PsrWorkOrder *work_order,
           const PsrWorkDone  *work)
{
  g_autofree char *title = NULL;

  if (work != NULL && *work->name != '\0' && *work_order->work_order != '\0')
    /* Translators: the number of a work order and what it is called. */
    title = g_strdup_printf (C_("work order", "%s · %s"), work_order->work_order, work->name);

  show_row (self->work_order_row, title != NULL ? title : work_order->work_order);
  show_row (self->description_row, work != NULL ? work->description : NULL);
}

static void
show_visits (PsrReviewFacts     *self,
             const PsrWorkOrder *work_order,
             const PsrWorkDone  *work,
             PsrTimestamp        now)
{
  g_autofree char *hours = psr_format_quantity (work_order->hours);
  g_autofree char *total = NULL;
  gboolean has_visits = work != NULL && work->visits->len > 0;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->visits_box))) != NULL)
    gtk_box_remove (self->visits_box, child);
  for (guint i = 0; has_visits && i < work->visits->len; i++)
    gtk_box_append (self->visits_box, psr_review_make_visit (work->visits->pdata[i], now));

  gtk_widget_set_visible (self->visits_row, has_visits);
  total = has_visits ? psr_review_dup_total (work) : g_strdup ("");
  gtk_label_set_label (self->total_label, total);
  show_row (self->hours_row, has_visits ? NULL : hours);
}

/**
 * psr_review_facts_show_work:
 * @self: the facts
 * @work_order: (nullable): what is shown
 * @view: (nullable): what was read of it
 * @is_asked: whether Wello was asked for what isn't known
 * @now: the time
 *
 * Shows where the work was done, and what is known of it besides.
 */
void
psr_review_facts_show_work (PsrReviewFacts     *self,
                            const PsrWorkOrder *work_order,
                            const PsrOrderView *view,
                            gboolean            is_asked,
                            PsrTimestamp        now)
{
  const PsrWorkDone *work = view != NULL ? view->work : NULL;
  g_autofree char *parts = NULL;
  g_autofree char *remarks = NULL;
  g_autofree char *files = NULL;
  g_autofree char *title = NULL;

  g_return_if_fail (PSR_IS_REVIEW_FACTS (self));

  show_row (self->site_row, view != NULL ? view->site : NULL);
  if (work_order == NULL)
    return;

  show_name (self, work_order, work);
  show_visits (self, work_order, work, now);
  parts = psr_review_dup_parts (work_order, view);
  show_row (self->parts_row, parts);
  remarks = work != NULL ? psr_review_dup_remarks (work) : NULL;
  show_row (self->remarks_row, remarks);
  files = work != NULL ? psr_review_dup_files (work, &title) : NULL;
  show_row (self->files_row, files);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->files_row), title != NULL ? title : "");
  adw_preferences_group_set_description (self->done_group,
                                         is_asked && view != NULL && view->has_job && work == NULL
                                           ? _("Wello couldn’t be asked for more.") : NULL);
}

static void
on_kind (PsrReviewFacts *self)
{
  g_signal_emit (self, signals[KIND_CHOSEN], 0);
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

  /**
   * PsrReviewFacts::kind-chosen:
   * @self: the facts
   *
   * It is to become another kind of document than before.
   */
  signals[KIND_CHOSEN] = g_signal_new ("kind-chosen", PSR_TYPE_REVIEW_FACTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-review-facts.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, done_group);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, work_order_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, description_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, site_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, completed_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, visits_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, total_label);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, visits_box);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, hours_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, parts_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, remarks_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, files_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, document_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, open_button);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, kind_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, ending_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, customer_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, external_row);
  gtk_widget_class_bind_template_child (widget_class, PsrReviewFacts, approved_row);
}

static void
psr_review_facts_init (PsrReviewFacts *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->kind_row, "notify::selected", G_CALLBACK (on_kind), self, G_CONNECT_SWAPPED);
}
