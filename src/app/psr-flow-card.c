/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-flow-card"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-flow-card.h"
#include "psr-format.h"

/**
 * PsrFlowCard:
 *
 * One flow: how fresh it is, and what its last run did.
 */
struct _PsrFlowCard
{
  AdwPreferencesGroup  parent_instance;

  GtkWidget           *sync_button;
  AdwActionRow        *fresh_row;
  GtkImage            *fresh_icon;
  AdwActionRow        *message_row;
  AdwActionRow        *counts_row;
};

G_DEFINE_FINAL_TYPE (PsrFlowCard, psr_flow_card, ADW_TYPE_PREFERENCES_GROUP)

static void
psr_flow_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PSR_TYPE_FLOW_CARD);

  G_OBJECT_CLASS (psr_flow_card_parent_class)->dispose (object);
}

static void
psr_flow_card_class_init (PsrFlowCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = psr_flow_card_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-flow-card.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, sync_button);
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, fresh_row);
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, fresh_icon);
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, message_row);
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, counts_row);
}

static void
psr_flow_card_init (PsrFlowCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * psr_flow_card_new:
 * @flow: the stable name of a flow
 *
 * Returns: (transfer full): its card
 */
GtkWidget *
psr_flow_card_new (const char *flow)
{
  PsrFlowCard *self;

  g_return_val_if_fail (flow != NULL, NULL);

  self = g_object_new (PSR_TYPE_FLOW_CARD, NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->sync_button), "s", flow);

  return GTK_WIDGET (self);
}

static char *
dup_counts (const PsrFlowStatus *status)
{
  g_autofree char *created = psr_format_count (status->created);
  g_autofree char *changed = psr_format_count (status->changed);
  g_autofree char *unchanged = psr_format_count (status->unchanged);
  g_autofree char *skipped = psr_format_count (status->skipped);
  g_autofree char *failed = psr_format_count (status->failed);

  /* Translators: what became of the records in one run. */
  return g_strdup_printf (_("%s created · %s changed · %s unchanged · %s skipped · %s failed"),
                          created, changed, unchanged, skipped, failed);
}

/**
 * psr_flow_card_show:
 * @self: a card
 * @status: how fresh its flow is
 * @now: the time
 */
void
psr_flow_card_show (PsrFlowCard         *self,
                    const PsrFlowStatus *status,
                    PsrTimestamp         now)
{
  g_autofree char *ago = psr_format_ago (status->last_run, now);
  g_autofree char *counts = dup_counts (status);
  gboolean has_message = status->message != NULL && *status->message != '\0';
  gboolean needs_look = has_message || status->failed > 0 || status->skipped > 0;

  g_return_if_fail (PSR_IS_FLOW_CARD (self));

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), status->title);
  adw_action_row_set_subtitle (self->fresh_row, ago);
  gtk_image_set_from_icon_name (self->fresh_icon, needs_look ? "dialog-warning-symbolic" : "object-select-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->fresh_icon), status->last_run != PSR_TIMESTAMP_NONE);
  if (needs_look)
    gtk_widget_add_css_class (GTK_WIDGET (self->fresh_icon), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->fresh_icon), "warning");

  gtk_widget_set_visible (GTK_WIDGET (self->message_row), has_message);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->message_row), has_message ? status->message : "");
  adw_action_row_set_subtitle (self->counts_row, counts);
  gtk_widget_set_visible (GTK_WIDGET (self->counts_row), status->last_run != PSR_TIMESTAMP_NONE);
}
