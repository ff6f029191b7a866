/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-flow-card"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-flow-card.h"
#include "psr-format.h"
#include "psr-main-hop.h"

/* As many runs are listed. */
#define MOST_RUNS 20

/**
 * PsrFlowCard:
 *
 * One flow: how fresh it is, and what its last run did.
 */
struct _PsrFlowCard
{
  AdwPreferencesGroup  parent_instance;

  PsrDesk             *desk;
  char                *flow;
  DexFuture           *reading;
  GPtrArray           *rows;      /* in the list of runs */

  GtkWidget           *sync_button;
  AdwActionRow        *fresh_row;
  GtkImage            *fresh_icon;
  AdwActionRow        *message_row;
  AdwActionRow        *counts_row;
  AdwExpanderRow      *runs_row;
};

G_DEFINE_FINAL_TYPE (PsrFlowCard, psr_flow_card, ADW_TYPE_PREFERENCES_GROUP)

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

static GtkWidget *
make_run_row (const PsrHistoryRun *run,
              PsrTimestamp         now)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *ago = psr_format_ago (run->started, now);
  g_autofree char *clock = psr_format_clock (run->started);
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  /* Translators: how long ago, and the time of day. */
  title = g_strdup_printf (_("%s, %s"), ago, clock);
  text = *run->message != '\0' ? g_strdup (run->message)
                               : g_strdup_printf (_("%d read · %d created · %d changed · %d skipped · %d failed"),
                                                  (int) run->read, (int) run->created, (int) run->changed,
                                                  (int) run->skipped, (int) run->failed);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);

  return row;
}

static DexFuture *
on_runs_read (DexFuture *future,
              gpointer   data)
{
  g_autoptr(PsrFlowCard) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  const GValue *value;
  const PsrHistory *history;

  if (self == NULL || self->desk == NULL)
    return dex_future_new_true ();

  value = dex_future_get_value (future, &error);
  if (value == NULL)
    {
      g_warning ("The runs can't be read: %s", error->message);
      return dex_future_new_true ();
    }

  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (self->runs_row, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);

  history = g_value_get_boxed (value);
  for (guint i = 0; i < history->runs->len; i++)
    {
      GtkWidget *row = make_run_row (history->runs->pdata[i], psr_clock_now (psr_desk_get_clock (self->desk)));

      adw_expander_row_add_row (self->runs_row, row);
      g_ptr_array_add (self->rows, row);
    }

  return dex_future_new_true ();
}

/* Only while somebody looks at them. */
static void
read_runs (PsrFlowCard *self)
{
  if (self->desk == NULL || !adw_expander_row_get_expanded (self->runs_row) || psr_desk_get_reader (self->desk) == NULL)
    return;

  dex_clear (&self->reading);
  self->reading = dex_future_finally (psr_main_hop (psr_engine_get_history (psr_desk_get_reader (self->desk), self->flow, NULL,
                                                                            MOST_RUNS)),
                                      on_runs_read, weak_ref_new (self), weak_ref_free);
}

static void
psr_flow_card_dispose (GObject *object)
{
  PsrFlowCard *self = PSR_FLOW_CARD (object);

  dex_clear (&self->reading);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (object), PSR_TYPE_FLOW_CARD);

  G_OBJECT_CLASS (psr_flow_card_parent_class)->dispose (object);
}

static void
psr_flow_card_finalize (GObject *object)
{
  PsrFlowCard *self = PSR_FLOW_CARD (object);

  g_free (self->flow);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (psr_flow_card_parent_class)->finalize (object);
}

static void
psr_flow_card_class_init (PsrFlowCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = psr_flow_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = psr_flow_card_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-flow-card.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, sync_button);
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, fresh_row);
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, fresh_icon);
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, message_row);
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, counts_row);
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, runs_row);
  gtk_widget_class_bind_template_callback (widget_class, read_runs);
}

static void
psr_flow_card_init (PsrFlowCard *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * psr_flow_card_new:
 * @desk: where its runs are read
 * @flow: the stable name of a flow
 *
 * Returns: (transfer full): its card
 */
GtkWidget *
psr_flow_card_new (PsrDesk    *desk,
                   const char *flow)
{
  PsrFlowCard *self;

  g_return_val_if_fail (flow != NULL, NULL);

  self = g_object_new (PSR_TYPE_FLOW_CARD, NULL);
  self->desk = g_object_ref (desk);
  self->flow = g_strdup (flow);
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

/* When it ran, and when it runs next. */
static char *
dup_fresh (PsrFlowCard         *self,
           const PsrFlowStatus *status,
           PsrTimestamp         now)
{
  PsrTimestamp due = psr_keeper_get_due (psr_desk_get_keeper (self->desk), status->flow);
  g_autofree char *ago = psr_format_ago (status->last_run, now);
  g_autofree char *clock = NULL;

  if (due == PSR_TIMESTAMP_NONE)
    return g_steal_pointer (&ago);

  clock = psr_format_clock (MAX (due, now));

  /* Translators: how long ago it ran, and the time of day at which it runs next. */
  return g_strdup_printf (_("%s · next at %s"), ago, clock);
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
  g_autofree char *ago = dup_fresh (self, status, now);
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
  gtk_widget_set_visible (GTK_WIDGET (self->runs_row), status->last_run != PSR_TIMESTAMP_NONE);
  read_runs (self);
}
