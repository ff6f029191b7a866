/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-flow-card"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-day-chart.h"
#include "psr-error-window.h"
#include "psr-flow-card.h"
#include "psr-flow-page.h"
#include "psr-format.h"
#include "psr-main-hop.h"
#include "psr-mapping-page.h"
#include "psr-matching-page.h"
#include "psr-weak.h"

/**
 * PsrFlowCard:
 *
 * One flow: how fresh it is, what its last run and the last thirty days did, and
 * what of it needs a person.
 */
struct _PsrFlowCard
{
  AdwPreferencesGroup  parent_instance;

  PsrDesk             *desk;
  char                *flow;
  DexFuture           *reading;
  PsrTimestamp         shown_run;  /* of which the chart knows */
  gboolean             is_paused;

  GtkWidget           *sync_button;
  GtkWidget           *menu_button;
  AdwActionRow        *health_row;
  GtkImage            *health_icon;
  AdwActionRow        *wait_row;
  AdwActionRow        *message_row;
  AdwActionRow        *open_row;
  AdwActionRow        *counts_row;
  GtkWidget           *chart_row;
  PsrDayChart         *chart;
  GtkWidget           *matching_row;
  GtkWidget           *mapping_row;
  GtkWidget           *runs_row;
};

G_DEFINE_FINAL_TYPE (PsrFlowCard, psr_flow_card, ADW_TYPE_PREFERENCES_GROUP)

static const struct
{
  const char *icon;
  const char *style;
  const char *title;
} healths[] = {
  [PSR_FLOW_NEVER_RAN] = { "content-loading-symbolic", "dim-label", N_("Not run yet") },
  [PSR_FLOW_RUNNING] = { "emblem-synchronizing-symbolic", "accent", N_("Running now") },
  [PSR_FLOW_ON_TIME] = { "object-select-symbolic", "success", N_("On time") },
  [PSR_FLOW_LATE] = { "preferences-system-time-symbolic", "warning", N_("Late") },
  [PSR_FLOW_FAILING] = { "dialog-error-symbolic", "error", N_("Failing") },
  [PSR_FLOW_PAUSED] = { "media-playback-pause-symbolic", "warning", N_("Paused") },
};

static void
add_day (PsrDayChart      *chart,
         const PsrFlowDay *day,
         PsrTimestamp      now)
{
  g_autofree char *date = psr_format_day (day->day, now);
  g_autofree char *created = psr_format_count (day->created);
  g_autofree char *changed = psr_format_count (day->changed);
  g_autofree char *open = psr_format_count (day->open);
  g_autofree char *runs = psr_format_count (day->runs);
  g_autofree char *broken = psr_format_count (day->broken);
  const char *cells[] = { date, created, changed, open, runs, broken, NULL };

  psr_day_chart_add (chart, day->created + day->changed, day->created + day->changed, day->broken + day->open > 0, cells);
}

static DexFuture *
on_days_read (DexFuture *future,
              gpointer   data)
{
  g_autoptr(PsrFlowCard) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  g_autofree char *title = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *records = NULL;
  g_autofree char *left = NULL;
  const char *columns[] = { _("Day"), C_("records", "Created"), C_("records", "Changed"), _("Left Open"), _("Runs"), _("Broken Off"), NULL };
  const GValue *value = dex_future_get_value (future, &error);
  const GPtrArray *days;
  guint written = 0;
  guint n_open = 0;

  if (self == NULL || self->desk == NULL)
    return dex_future_new_true ();
  if (value == NULL)
    {
      g_message ("The days of %s can't be read: %s", self->flow, error->message);
      gtk_widget_set_visible (self->chart_row, FALSE);
      self->shown_run = PSR_TIMESTAMP_NONE;
      return dex_future_new_true ();
    }

  days = g_value_get_boxed (value);

  /* Translators: the name of a flow, such as “Customers”. */
  title = g_strdup_printf (_("%s in 30 Days"), adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (self)));
  psr_day_chart_begin (self->chart, title, columns);
  for (guint i = 0; i < days->len; i++)
    {
      const PsrFlowDay *day = days->pdata[i];

      add_day (self->chart, day, psr_clock_now (psr_desk_get_clock (self->desk)));
      written += day->created + day->changed;
      n_open += day->broken + day->open > 0;
    }
  records = g_strdup_printf (ngettext ("%u record was written", "%u records were written", written), written);
  left = g_strdup_printf (ngettext ("on %u day something was left open", "on %u days something was left open", n_open), n_open);
  /* Translators: a chart, in words: “3 records were written; on 1 day something was left open”. */
  summary = g_strdup_printf (_("%s; %s"), records, left);
  psr_day_chart_end (self->chart, summary);

  return dex_future_new_true ();
}

static void
read_days (PsrFlowCard *self)
{
  dex_clear (&self->reading);
  self->reading = dex_future_finally (psr_main_hop (psr_engine_read_days (psr_desk_get_reader (self->desk), self->flow)),
                                      on_days_read, psr_weak_new (self), psr_weak_free);
}

static void
open_page (PsrFlowCard     *self,
           PsrFlowPageKind  kind)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);

  adw_navigation_view_push (ADW_NAVIGATION_VIEW (view),
                            psr_flow_page_new (self->desk, self->flow,
                                               adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (self)), kind, 0));
}

static void
show_runs (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  open_page (PSR_FLOW_CARD (widget), PSR_FLOW_PAGE_RUNS);
}

static void
show_set_aside (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  open_page (PSR_FLOW_CARD (widget), PSR_FLOW_PAGE_SET_ASIDE);
}

static void
show_matching (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  PsrFlowCard *self = PSR_FLOW_CARD (widget);
  GtkWidget *view = gtk_widget_get_ancestor (widget, ADW_TYPE_NAVIGATION_VIEW);

  adw_navigation_view_push (ADW_NAVIGATION_VIEW (view),
                            psr_matching_page_new (self->desk, self->flow,
                                                   adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (self))));
}

static void
show_mapping (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  PsrFlowCard *self = PSR_FLOW_CARD (widget);
  GtkWidget *view = gtk_widget_get_ancestor (widget, ADW_TYPE_NAVIGATION_VIEW);

  adw_navigation_view_push (ADW_NAVIGATION_VIEW (view),
                            psr_mapping_page_new (self->desk, self->flow,
                                                  adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (self))));
}

static void
show_table (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  psr_day_chart_present_table (PSR_FLOW_CARD (widget)->chart, widget);
}

/* What a run would do, in numbers. */
static DexFuture *
on_dry_run (DexFuture *future,
            gpointer   data)
{
  g_autoptr(PsrFlowCard) self = g_weak_ref_get (data);
  const GValue *value = dex_future_get_value (future, NULL);
  const GPtrArray *results = value != NULL ? g_value_get_boxed (value) : NULL;
  const PsrFlowResult *result;
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;
  AdwDialog *dialog;

  if (self == NULL || results == NULL || results->len == 0)
    return dex_future_new_true ();

  result = results->pdata[0];
  /* Translators: the name of a flow. */
  title = g_strdup_printf (_("Dry Run: %s"), result->title);
  if (result->error != NULL)
    {
      psr_error_dialog_present (title, result->error, GTK_WIDGET (self));
      return dex_future_new_true ();
    }

  body = g_strdup_printf (ngettext ("Nothing was written. A run would create %u record and change %u. The same already: %u. To look at: %u.",
                                    "Nothing was written. A run would create %u records and change %u. The same already: %u. To look at: %u.",
                                    result->created),
                          result->created, result->changed, result->unchanged, result->skipped + result->failed);
  dialog = adw_alert_dialog_new (title, body);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (self));

  return dex_future_new_true ();
}

static void
dry_run (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  PsrFlowCard *self = PSR_FLOW_CARD (widget);

  if (psr_desk_get_state (self->desk) == PSR_DESK_OPEN)
    dex_future_disown (dex_future_finally (psr_desk_dry_run (self->desk, self->flow), on_dry_run,
                                           psr_weak_new (self), psr_weak_free));
}

/* The card may show the other state before or after the answer. */
static DexFuture *
tell_paused (DexFuture  *future,
             gpointer    card,
             const char *done)
{
  g_autoptr(PsrFlowCard) self = g_weak_ref_get (card);
  g_autoptr(GError) error = NULL;

  if (self == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (future, &error) != NULL)
    psr_toast (GTK_WIDGET (self), done);
  else
    psr_error_dialog_present (NULL, error, GTK_WIDGET (self));

  return dex_future_new_true ();
}

static DexFuture *
on_paused (DexFuture *future,
           gpointer   data)
{
  return tell_paused (future, data, _("Paused. It runs only when you ask for it"));
}

static DexFuture *
on_gone_on (DexFuture *future,
            gpointer   data)
{
  return tell_paused (future, data, _("It goes on by itself again"));
}

static void
pause_flow (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  PsrFlowCard *self = PSR_FLOW_CARD (widget);

  if (psr_desk_get_state (self->desk) == PSR_DESK_OPEN)
    dex_future_disown (dex_future_finally (psr_desk_pause_flow (self->desk, self->flow, !self->is_paused),
                                           self->is_paused ? on_gone_on : on_paused,
                                           psr_weak_new (self), psr_weak_free));
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
  g_free (PSR_FLOW_CARD (object)->flow);

  G_OBJECT_CLASS (psr_flow_card_parent_class)->finalize (object);
}

static void
psr_flow_card_class_init (PsrFlowCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = psr_flow_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = psr_flow_card_finalize;

  g_type_ensure (PSR_TYPE_DAY_CHART);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-flow-card.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, sync_button);
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, menu_button);
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, health_row);
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, health_icon);
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, wait_row);
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, message_row);
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, open_row);
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, counts_row);
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, chart_row);
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, chart);
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, matching_row);
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, mapping_row);
  gtk_widget_class_bind_template_child (widget_class, PsrFlowCard, runs_row);
  gtk_widget_class_install_action (widget_class, "flow.runs", NULL, show_runs);
  gtk_widget_class_install_action (widget_class, "flow.set-aside", NULL, show_set_aside);
  gtk_widget_class_install_action (widget_class, "flow.matching", NULL, show_matching);
  gtk_widget_class_install_action (widget_class, "flow.mapping", NULL, show_mapping);
  gtk_widget_class_install_action (widget_class, "flow.table", NULL, show_table);
  gtk_widget_class_install_action (widget_class, "flow.dry-run", NULL, dry_run);
  gtk_widget_class_install_action (widget_class, "flow.pause", NULL, pause_flow);
}

static void
psr_flow_card_init (PsrFlowCard *self)
{
  self->shown_run = PSR_TIMESTAMP_NONE;
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
dup_times (PsrFlowCard         *self,
           const PsrFlowStatus *status,
           PsrTimestamp         now)
{
  PsrTimestamp due = psr_keeper_get_due (psr_desk_get_keeper (self->desk), status->flow);
  g_autofree char *ago = psr_format_ago (status->last_run, now);
  g_autofree char *every = psr_format_every ((int) (status->interval / G_USEC_PER_SEC));
  g_autofree char *clock = NULL;

  if (status->health == PSR_FLOW_PAUSED)
    return g_strdup_printf (_("Last run: %s · runs only when you ask for it"), ago);
  if (due == PSR_TIMESTAMP_NONE)
    /* Translators: how long ago it ran, and how often it runs: “every 5 minutes”. */
    return g_strdup_printf (_("Last run: %s · %s"), ago, every);

  clock = psr_format_clock (MAX (due, now));

  /* Translators: how long ago it ran, the time of day at which it runs next, and how often it runs: “every 5 minutes”. */
  return g_strdup_printf (_("Last run: %s · next at %s, %s"), ago, clock, every);
}

static void
show_health (PsrFlowCard         *self,
             const PsrFlowStatus *status,
             PsrTimestamp         now)
{
  g_autofree char *times = dup_times (self, status, now);
  const char *styles[] = { healths[status->health].style, NULL };

  gtk_image_set_from_icon_name (self->health_icon, healths[status->health].icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->health_icon), styles);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->health_row), _(healths[status->health].title));
  adw_action_row_set_subtitle (self->health_row, times);

  if (self->is_paused != (status->health == PSR_FLOW_PAUSED))
    {
      g_autoptr(GMenu) menu = g_menu_new ();

      self->is_paused = status->health == PSR_FLOW_PAUSED;
      g_menu_append (menu, _("_Dry Run"), "flow.dry-run");
      g_menu_append (menu, self->is_paused ? _("_Go On") : _("_Pause"), "flow.pause");
      gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->menu_button), G_MENU_MODEL (menu));
    }
}

/* What a run waits for, which is why nothing happens. */
static void
show_wait (PsrFlowCard         *self,
           const PsrFlowStatus *status,
           PsrTimestamp         now)
{
  PsrTimestamp until;
  const char *wait = psr_keeper_get_wait (psr_desk_get_keeper (self->desk), &until);
  g_autofree char *clock = NULL;
  g_autofree char *text = NULL;

  if (status->health != PSR_FLOW_RUNNING || wait == NULL || until <= now)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->wait_row), FALSE);
      return;
    }

  clock = psr_format_clock (until);
  /* Translators: a time of day. */
  text = g_strdup_printf (_("Waiting until %s"), clock);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->wait_row), text);
  adw_action_row_set_subtitle (self->wait_row, wait);
  gtk_widget_set_visible (GTK_WIDGET (self->wait_row), TRUE);
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
  g_autofree char *counts = dup_counts (status);
  g_autofree char *open = NULL;
  g_autofree char *more = NULL;
  gboolean has_message = status->message != NULL && *status->message != '\0';
  gboolean has_run = status->last_run != PSR_TIMESTAMP_NONE;
  guint n_open = status->failed + status->skipped;

  g_return_if_fail (PSR_IS_FLOW_CARD (self));

  /* Translators: the name of a flow, for the button of a menu. */
  more = g_strdup_printf (_("More for %s"), status->title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL, more, -1);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), status->title);
  show_health (self, status, now);
  show_wait (self, status, now);

  gtk_widget_set_visible (GTK_WIDGET (self->message_row), has_message);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->message_row), has_message ? status->message : "");
  open = g_strdup_printf (ngettext ("%u record needs you", "%u records need you", n_open), n_open);
  gtk_widget_set_visible (GTK_WIDGET (self->open_row), n_open > 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->open_row), open);
  adw_action_row_set_subtitle (self->counts_row, counts);
  gtk_widget_set_visible (GTK_WIDGET (self->counts_row), has_run);
  gtk_widget_set_visible (self->matching_row, has_run && status->couples);
  gtk_widget_set_visible (self->mapping_row, status->couples);
  gtk_widget_set_visible (self->runs_row, has_run);
  gtk_widget_set_visible (self->chart_row, has_run);

  if (has_run && self->shown_run != status->last_run)
    {
      if (status->health != PSR_FLOW_RUNNING)
        self->shown_run = status->last_run;
      read_days (self);
    }
}
