/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-activity-page"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-activity-page.h"
#include "psr-activity-pages.h"
#include "psr-csv.h"
#include "psr-day-chart.h"
#include "psr-explain.h"
#include "psr-format.h"
#include "psr-kept-rows.h"
#include "psr-main-hop.h"
#include "psr-state-bin.h"
#include "psr-table-file.h"
#include "psr-table-pages.h"
#include "psr-weak.h"

/* So many lines of the audit, and so many runs, are read at first, and so many lines are
 * shown; and as many more each time when somebody wants to see what was earlier. */
#define READ  2000
#define SHOWN 200

/* So many are read and written at once: a few milliseconds. */
#define EXPORTED_AT_ONCE 500

/**
 * PsrActivityPage:
 *
 * What happened: the timeline of documents and runs, how much was billed, and the
 * requests that were kept.
 */
struct _PsrActivityPage
{
  AdwBin               parent_instance;

  PsrDesk             *desk;
  DexFuture           *reading;
  DexFuture           *reading_days;
  PsrTimeline         *timeline;
  guint                most_read;
  guint                most_shown;
  gboolean             is_outdated;

  AdwViewStack        *views;
  AdwPreferencesGroup *billed_group;
  GtkLabel            *billed_label;
  AdwPreferencesGroup *quotes_group;
  AdwActionRow        *quotes_row;
  PsrDayChart         *chart;
  GtkDropDown         *kind;
  PsrStateBin         *state;
  GtkListBox          *rows;
  GtkWidget           *earlier;
  PsrRequestList      *requests;
};

G_DEFINE_FINAL_TYPE (PsrActivityPage, psr_activity_page, ADW_TYPE_BIN)

static gboolean
is_of_kind (const PsrActivity *activity,
            guint              kind)
{
  switch (kind)
    {
    case 1:
      return activity->kind == PSR_ACTIVITY_PERSON && !activity->is_automatic;
    case 2:
      return activity->is_automatic;
    case 3:
      return activity->kind == PSR_ACTIVITY_ATTENTION || activity->kind == PSR_ACTIVITY_TROUBLE;
    case 4:
      return *activity->number == '\0' && activity->kind != PSR_ACTIVITY_PERSON;
    default:
      return TRUE;
    }
}

static char *
dup_key (gconstpointer item)
{
  const PsrActivity *activity = item;

  return g_strdup_printf ("%" G_GINT64_FORMAT "\n%s\n%s\n%s\n%s", activity->at, activity->title, activity->about, activity->who,
                          activity->text);
}

/* How long ago it was changes with each look. */
static void
update_row (gpointer       owner,
            GtkWidget     *row,
            gconstpointer  item)
{
  PsrActivityPage *self = owner;
  const PsrActivity *activity = item;
  g_autofree char *ago = psr_format_ago (activity->at, psr_clock_now (psr_desk_get_clock (self->desk)));
  g_autofree char *clock = psr_format_clock (activity->at);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *when = NULL;

  if (activity->is_automatic)
    g_string_append_printf (text, "%s · ", _("By itself"));
  else if (*activity->who != '\0')
    g_string_append_printf (text, "%s · ", activity->who);

  /* Translators: how long ago, and the time of day. */
  when = g_strdup_printf (_("%s, %s"), ago, clock);
  g_string_append (text, when);
  if (*activity->text != '\0')
    g_string_append_printf (text, "\n%s", activity->text);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text->str);
}

static GtkWidget *
make_row (gpointer       owner,
          gconstpointer  item)
{
  static const struct
  {
    const char *icon;
    const char *style;
  } kinds[] = {
    [PSR_ACTIVITY_DONE] = { "object-select-symbolic", "success" },
    [PSR_ACTIVITY_PERSON] = { "avatar-default-symbolic", "dim-label" },
    [PSR_ACTIVITY_ATTENTION] = { "dialog-warning-symbolic", "warning" },
    [PSR_ACTIVITY_TROUBLE] = { "dialog-error-symbolic", "error" },
  };
  const PsrActivity *activity = item;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (activity->is_automatic ? "media-playback-start-symbolic"
                                                                         : kinds[activity->kind].icon);
  /* Translators: what happened, and to what: “Approved · INV-000012”. */
  g_autofree char *title = g_strdup_printf (_("%s · %s"), activity->title, activity->about);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  update_row (owner, row, item);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_add_css_class (icon, kinds[activity->kind].style);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);

  if (*activity->number != '\0' && activity->queue != PSR_QUEUE_ALL)
    {
      gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "(ss)", psr_queue_to_string (activity->queue), activity->number);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "app.show-work");
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
    }

  return row;
}

static const PsrKeptRows rows_kind = { dup_key, make_row, update_row };

static void
show (PsrActivityPage *self)
{
  g_autoptr(GPtrArray) shown = NULL;
  guint n = 0;

  if (self->timeline == NULL)
    return;

  shown = g_ptr_array_new ();
  for (guint i = 0; i < self->timeline->activities->len; i++)
    {
      if (!is_of_kind (self->timeline->activities->pdata[i], gtk_drop_down_get_selected (self->kind)))
        continue;
      if (n++ < self->most_shown)
        g_ptr_array_add (shown, self->timeline->activities->pdata[i]);
    }

  psr_kept_rows_show (self->rows, &rows_kind, shown, self);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), n > 0);
  gtk_widget_set_visible (self->earlier, n > shown->len || self->timeline->has_more);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "activity.export", n > 0 || self->timeline->has_more);

  if (n > 0 || self->timeline->has_more)
    psr_state_bin_show_content (self->state);
  else if (self->timeline->activities->len == 0)
    psr_state_bin_show_empty (self->state, "document-open-recent-symbolic", _("Nothing Happened Yet"),
                              _("What is sent and synced is listed here."));
  else
    psr_state_bin_show_empty (self->state, "object-select-symbolic", _("Nothing of That Kind"), NULL);
}

static void
filter_changed (PsrActivityPage *self)
{
  if (self->desk != NULL)
    show (self);
}

static DexFuture *
on_read (DexFuture *future,
         gpointer   data)
{
  g_autoptr(PsrActivityPage) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self == NULL || self->desk == NULL)
    return dex_future_new_true ();

  if (value == NULL)
    {
      g_clear_pointer (&self->timeline, psr_timeline_unref);
      psr_state_bin_show_error (self->state, error, "activity.reload");
      return dex_future_new_true ();
    }

  g_clear_pointer (&self->timeline, psr_timeline_unref);
  self->timeline = g_value_dup_boxed (value);
  show (self);

  return dex_future_new_true ();
}

static void
add_day (PsrActivityPage    *self,
         const PsrBilledDay *day)
{
  g_autofree char *date = psr_format_day (day->day, psr_clock_now (psr_desk_get_clock (self->desk)));
  g_autofree char *billed = psr_format_count (day->billed);
  g_autofree char *same = psr_format_count (day->same_day);
  g_autofree char *share = day->billed > 0 ? g_strdup_printf (_("%u %%"), day->same_day * 100 / day->billed) : g_strdup ("–");
  const char *cells[] = { date, billed, same, share, NULL };

  psr_day_chart_add (self->chart, day->billed, day->same_day, FALSE, cells);
}

static DexFuture *
on_days_read (DexFuture *future,
              gpointer   data)
{
  g_autoptr(PsrActivityPage) self = g_weak_ref_get (data);
  const char *columns[] = { _("Day"), _("Documents"), _("Same Day"), _("Share"), NULL };
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  const GPtrArray *days;
  g_autofree char *summary = NULL;
  guint billed = 0;
  guint same_day = 0;

  if (self == NULL || self->desk == NULL)
    return dex_future_new_true ();

  if (value == NULL)
    {
      g_autoptr(PsrExplanation) explanation = psr_explain (error);

      gtk_label_set_label (self->billed_label, explanation->what);
      gtk_widget_set_visible (GTK_WIDGET (self->chart), FALSE);
      return dex_future_new_true ();
    }

  days = g_value_get_boxed (value);
  psr_day_chart_begin (self->chart, _("Billed in 30 Days"), columns);
  for (guint i = 0; i < days->len; i++)
    {
      const PsrBilledDay *day = days->pdata[i];

      add_day (self, day);
      billed += day->billed;
      same_day += day->same_day;
    }

  if (billed > 0)
    /* Translators: the second number is a share of the first in percent. */
    summary = g_strdup_printf (ngettext ("%u document in 30 days, %u %% on the day of the work",
                                         "%u documents in 30 days, %u %% on the day of the work", billed),
                               billed, same_day * 100 / billed);
  else
    summary = g_strdup (_("Nothing was billed in 30 days"));
  gtk_label_set_label (self->billed_label, summary);
  gtk_widget_set_visible (GTK_WIDGET (self->chart), billed > 0);
  psr_day_chart_end (self->chart, summary);

  return dex_future_new_true ();
}

/* Only what somebody looks at is read. */
static void
read_visible (PsrActivityPage *self)
{
  PsrEngine *reader = self->desk != NULL ? psr_desk_get_reader (self->desk) : NULL;

  if (reader == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      self->is_outdated = TRUE;
      return;
    }

  self->is_outdated = FALSE;
  if (g_strcmp0 (adw_view_stack_get_visible_child_name (self->views), "requests") == 0)
    {
      psr_request_list_read (self->requests);
      return;
    }

  dex_clear (&self->reading);
  self->reading = dex_future_finally (psr_main_hop (psr_engine_read_activity (reader, self->most_read)), on_read,
                                      psr_weak_new (self), psr_weak_free);
  dex_clear (&self->reading_days);
  self->reading_days = dex_future_finally (psr_main_hop (psr_engine_read_billed_days (reader)), on_days_read,
                                           psr_weak_new (self), psr_weak_free);
}

static void
view_changed (PsrActivityPage *self)
{
  if (self->desk != NULL)
    read_visible (self);
}

static void
psr_activity_page_map (GtkWidget *widget)
{
  PsrActivityPage *self = PSR_ACTIVITY_PAGE (widget);

  GTK_WIDGET_CLASS (psr_activity_page_parent_class)->map (widget);

  if (self->is_outdated)
    read_visible (self);
}

/* More of what is known, and where that isn't enough more is read. */
static void
show_earlier (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  PsrActivityPage *self = PSR_ACTIVITY_PAGE (widget);

  self->most_shown += SHOWN;
  show (self);
  if (self->timeline == NULL || !self->timeline->has_more)
    return;

  self->most_read += READ;
  read_visible (self);
}

static void
reload (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  read_visible (PSR_ACTIVITY_PAGE (widget));
}

/* What is exported, of the kind that was chosen when it began. */
typedef struct
{
  PsrActivityPages *pages;
  guint             kind;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  psr_activity_pages_unref (export->pages);
  g_free (export);
}

static DexFuture *
read_next (gpointer data)
{
  const Export *export = data;

  return psr_activity_pages_next (export->pages);
}

static void
add_exported (GString       *out,
              gconstpointer  row,
              gpointer       data)
{
  const Export *export = data;
  const PsrActivity *activity = row;
  g_autofree char *at = NULL;

  if (!is_of_kind (activity, export->kind))
    return;

  at = psr_timestamp_to_string (activity->at);
  psr_csv_add (out, (const char *const[]) { at, activity->title, activity->about,
                                            activity->is_automatic ? _("By itself") : activity->who, activity->text, NULL });
}

/* Of which kind is told, too: who opens the file sees only what is in it. */
static char *
dup_exported (PsrActivityPage *self)
{
  GtkStringObject *kind = gtk_drop_down_get_selected_item (self->kind);

  if (gtk_drop_down_get_selected (self->kind) == 0 || kind == NULL)
    return g_strdup (_("The timeline was exported"));

  /* Translators: a kind of activity, such as “Decisions of people”. */
  return g_strdup_printf (_("The timeline was exported, only “%s”"), gtk_string_object_get_string (kind));
}

/**
 * psr_activity_page_export_to:
 * @self: the page, whose desk is open
 * @file: where to
 *
 * Writes all of the timeline that is of the chosen kind, also what isn't shown yet, as a
 * table for spreadsheets.
 */
void
psr_activity_page_export_to (PsrActivityPage *self,
                             GFile           *file)
{
  const char *titles[] = { _("When"), _("What"), _("Document or Flow"), _("Who"), _("Details"), NULL };
  PsrTablePages pages = { .next = read_next, .add = add_exported, .free = export_free };
  g_autofree char *done = NULL;
  PsrEngine *reader;
  Export *export;

  g_return_if_fail (PSR_IS_ACTIVITY_PAGE (self));
  g_return_if_fail (G_IS_FILE (file));

  reader = self->desk != NULL ? psr_desk_get_reader (self->desk) : NULL;
  if (reader == NULL)
    return;

  export = g_new0 (Export, 1);
  export->pages = psr_activity_pages_new (reader, EXPORTED_AT_ONCE);
  export->kind = gtk_drop_down_get_selected (self->kind);
  done = dup_exported (self);
  pages.data = export;
  pages.done = done;
  pages.failed = _("The Timeline Wasn’t Exported");
  dex_future_disown (psr_table_pages_write (GTK_WIDGET (self), file, titles, &pages));
}

static void
on_file_chosen (GtkWidget *widget,
                GFile     *file)
{
  psr_activity_page_export_to (PSR_ACTIVITY_PAGE (widget), file);
}

static void
export_timeline (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  psr_table_file_choose (widget, _("Export Timeline"), _("The Timeline Wasn’t Exported"), "passerelle-activity.csv", on_file_chosen);
}

static void
show_table (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  psr_day_chart_present_table (PSR_ACTIVITY_PAGE (widget)->chart, widget);
}

/* What billing found in Business Central that nothing is to be made of any more. */
static void
show_quotes (PsrActivityPage *self)
{
  PsrEngineStatus *status = psr_desk_get_status (self->desk);
  g_autoptr(GString) numbers = g_string_new (NULL);
  g_autofree char *title = NULL;
  guint n = status != NULL ? status->quotes_left->len : 0;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (numbers, "%s%s", i > 0 ? ", " : "", (const char *) status->quotes_left->pdata[i]);

  /* Translators: numbers of quotes. */
  title = g_strdup_printf (ngettext ("Quote in Business Central: %s", "Quotes in Business Central: %s", n), numbers->str);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->quotes_row), title);
  gtk_widget_set_visible (GTK_WIDGET (self->quotes_group), n > 0);
}

/**
 * psr_activity_page_set_desk:
 * @self: the page, once
 * @desk: what to show
 */
void
psr_activity_page_set_desk (PsrActivityPage *self,
                            PsrDesk         *desk)
{
  g_return_if_fail (PSR_IS_ACTIVITY_PAGE (self));
  g_return_if_fail (PSR_IS_DESK (desk));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
  psr_request_list_set_desk (self->requests, desk);
  gtk_label_set_label (self->billed_label, _("Reading…"));
  gtk_widget_set_visible (GTK_WIDGET (self->chart), FALSE);
  psr_state_bin_show_loading (self->state, _("Reading…"));
  g_signal_connect_object (desk, "changed", G_CALLBACK (read_visible), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::status", G_CALLBACK (show_quotes), self, G_CONNECT_SWAPPED);
  show_quotes (self);
  self->is_outdated = TRUE;
}

static void
psr_activity_page_dispose (GObject *object)
{
  PsrActivityPage *self = PSR_ACTIVITY_PAGE (object);

  dex_clear (&self->reading);
  dex_clear (&self->reading_days);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->timeline, psr_timeline_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), PSR_TYPE_ACTIVITY_PAGE);

  G_OBJECT_CLASS (psr_activity_page_parent_class)->dispose (object);
}

static void
psr_activity_page_class_init (PsrActivityPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = psr_activity_page_dispose;
  widget_class->map = psr_activity_page_map;

  g_type_ensure (PSR_TYPE_DAY_CHART);
  g_type_ensure (PSR_TYPE_REQUEST_LIST);
  g_type_ensure (PSR_TYPE_STATE_BIN);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/passerelle/psr-activity-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PsrActivityPage, views);
  gtk_widget_class_bind_template_child (widget_class, PsrActivityPage, billed_group);
  gtk_widget_class_bind_template_child (widget_class, PsrActivityPage, billed_label);
  gtk_widget_class_bind_template_child (widget_class, PsrActivityPage, quotes_group);
  gtk_widget_class_bind_template_child (widget_class, PsrActivityPage, quotes_row);
  gtk_widget_class_bind_template_child (widget_class, PsrActivityPage, chart);
  gtk_widget_class_bind_template_child (widget_class, PsrActivityPage, kind);
  gtk_widget_class_bind_template_child (widget_class, PsrActivityPage, state);
  gtk_widget_class_bind_template_child (widget_class, PsrActivityPage, requests);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed);
  gtk_widget_class_bind_template_callback (widget_class, view_changed);
  gtk_widget_class_install_action (widget_class, "activity.reload", NULL, reload);
  gtk_widget_class_install_action (widget_class, "activity.earlier", NULL, show_earlier);
  gtk_widget_class_install_action (widget_class, "activity.export", NULL, export_timeline);
  gtk_widget_class_install_action (widget_class, "activity.table", NULL, show_table);
}

static void
psr_activity_page_init (PsrActivityPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_init_template (GTK_WIDGET (self));

  self->most_read = READ;
  self->most_shown = SHOWN;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "activity.export", FALSE);
  self->earlier = gtk_button_new_with_mnemonic (_("Show _Earlier"));
  gtk_widget_set_halign (self->earlier, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->earlier, "pill");
  gtk_widget_set_visible (self->earlier, FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->earlier), "activity.earlier");
  self->rows = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_NONE);
  gtk_widget_set_valign (box, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->rows));
  gtk_box_append (GTK_BOX (box), self->earlier);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What happened"), -1);
  psr_state_bin_set_content (self->state, box);
}
