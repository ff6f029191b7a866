/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-flow-page"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-announce.h"
#include "psr-flow-empty.h"
#include "psr-flow-export.h"
#include "psr-flow-page.h"
#include "psr-format.h"
#include "psr-help-link.h"
#include "psr-main-hop.h"
#include "psr-mend.h"
#include "psr-record-page.h"
#include "psr-state-bin.h"
#include "psr-table-file.h"
#include "psr-weak.h"

/* What tells more of what is set aside. */
#define HELP_PAGE "sync"

/* As many rows are shown. */
#define MOST_ROWS 200

/* On a row, the record that it is about. */
#define ROW "psr-row"

/**
 * PsrFlowPage:
 *
 * What is behind the card of a flow: its runs, the records of a run, or those that are
 * set aside. A row leads one step further, in the end to the record itself.
 */
struct _PsrFlowPage
{
  AdwNavigationPage  parent_instance;

  PsrDesk           *desk;
  char              *flow;
  PsrFlowPageKind    kind;
  gint64             run;
  DexFuture         *reading;
  GPtrArray         *records;  /* (element-type utf8): those that are listed */

  PsrStateBin       *state;
  GtkLabel          *notice;
  GtkBox            *groups;
  GtkListBox        *rows;     /* of the group that is being filled */
};

G_DEFINE_FINAL_TYPE (PsrFlowPage, psr_flow_page, ADW_TYPE_NAVIGATION_PAGE)

static PsrTimestamp
get_now (PsrFlowPage *self)
{
  return psr_clock_now (psr_desk_get_clock (self->desk));
}

/* Begins a group of rows. */
static void
add_group (PsrFlowPage *self,
           const char  *title)
{
  g_autofree char *name =
    title != NULL ? g_strdup (title) : g_strdup (adw_navigation_page_get_title (ADW_NAVIGATION_PAGE (self)));

  if (title != NULL)
    {
      GtkWidget *label = gtk_label_new (title);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_widget_add_css_class (label, "heading");
      gtk_widget_set_margin_top (label, gtk_widget_get_first_child (GTK_WIDGET (self->groups)) != NULL ? 12 : 0);
      gtk_box_append (self->groups, label);
    }
  self->rows = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_NONE);
  gtk_list_box_set_tab_behavior (self->rows, GTK_LIST_TAB_ITEM);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (self->groups, GTK_WIDGET (self->rows));
}

static GtkWidget *
add_row (PsrFlowPage *self,
         const char  *icon,
         const char  *style,
         const char  *title,
         const char  *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_add_css_class (image, style);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  gtk_list_box_append (self->rows, row);

  return row;
}

static void
lead_on (GtkWidget  *row,
         const char *action,
         GVariant   *target)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (row), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), action);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
}

static void
add_run (PsrFlowPage         *self,
         const PsrHistoryRun *run)
{
  g_autofree char *ago = psr_format_ago (run->started, get_now (self));
  g_autofree char *clock = psr_format_clock (run->started);
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  gboolean is_broken = g_strcmp0 (run->outcome, "broken-off") == 0;
  gboolean is_open = run->skipped + run->failed > 0;
  GtkWidget *row;

  /* Translators: how long ago, and the time of day. */
  title = g_strdup_printf (_("%s, %s"), ago, clock);
  text = is_broken && *run->message != '\0'
           ? g_strdup (run->message)
           : g_strdup_printf (_("%d read · %d created · %d changed · %d skipped · %d failed"),
                              (int) run->read, (int) run->created, (int) run->changed, (int) run->skipped, (int) run->failed);
  if (!is_broken && *run->message != '\0')
    {
      char *both = g_strdup_printf ("%s\n%s", text, run->message);

      g_free (text);
      text = both;
    }
  row = add_row (self, is_broken ? "dialog-error-symbolic" : is_open ? "dialog-warning-symbolic" : "object-select-symbolic",
                 is_broken ? "error" : is_open ? "warning" : "success", title, text);
  if (run->created + run->changed + run->skipped + run->failed > 0)
    lead_on (row, "page.run", g_variant_new_int64 (run->id));
}

static void
add_event (PsrFlowPage           *self,
           const PsrHistoryEvent *event)
{
  static const struct
  {
    const char *outcome;
    const char *icon;
    const char *style;
    const char *text;
  } outcomes[] = {
    { "created", "list-add-symbolic", "success", N_("Created in Wello") },
    { "changed", "document-edit-symbolic", "success", N_("Changed in Wello") },
    { "skipped", "dialog-warning-symbolic", "warning", N_("Set aside") },
    { "failed", "dialog-error-symbolic", "error", N_("Went wrong") },
  };
  g_autofree char *ago = psr_format_ago (event->at, get_now (self));
  g_autoptr(PsrMend) mend = psr_mend_new (event->mend);
  gboolean asks = event->need == PSR_NEED_DECISION;
  g_autofree char *text = NULL;
  gsize i = 0;
  GtkWidget *row;

  while (i < G_N_ELEMENTS (outcomes) - 1 && g_strcmp0 (outcomes[i].outcome, event->outcome) != 0)
    i++;

  if (*event->reason != '\0')
    text = g_strdup_printf ("%s%s%s\n%s", event->reason, *mend->text != '\0' ? "\n" : "", mend->text, ago);
  else
    text = g_strdup_printf ("%s · %s", _(outcomes[i].text), ago);

  row = add_row (self, asks ? "dialog-question-symbolic" : outcomes[i].icon, asks ? "accent" : outcomes[i].style,
                 *event->number != '\0' ? event->number : _("Without number"), text);
  if (*mend->text != '\0')
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), psr_help_link_new (HELP_PAGE, event->reason));

  /* Not each is about a record. */
  if (*event->row == '\0')
    return;

  lead_on (row, "page.record", g_variant_new ("(ss)", event->row, event->number));
  g_object_set_data_full (G_OBJECT (row), ROW, g_strdup (event->row), g_free);
  g_ptr_array_add (self->records, g_strdup (event->row));
}

/* What is set aside, by what is to be done about it. */
static void
add_needs (PsrFlowPage     *self,
           const GPtrArray *events)
{
  static const struct
  {
    PsrNeed     need;
    const char *title;
  } needs[] = {
    { PSR_NEED_DECISION, N_("To Decide") },
    { PSR_NEED_COUPLING, N_("To Couple by Hand") },
    { PSR_NEED_MEND, N_("Not Carried Over") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (needs); i++)
    {
      gboolean is_begun = FALSE;

      for (guint j = 0; j < events->len; j++)
        {
          const PsrHistoryEvent *event = events->pdata[j];

          if (event->need != needs[i].need)
            continue;
          if (!is_begun)
            add_group (self, _(needs[i].title));
          is_begun = TRUE;
          add_event (self, event);
        }
    }
}

/* The record that has the keyboard, or %NULL. */
static char *
dup_focused (PsrFlowPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->groups)))
    return NULL;

  return g_strdup (g_object_get_data (G_OBJECT (focus), ROW));
}

static void
remove_rows (PsrFlowPage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->groups))) != NULL)
    gtk_box_remove (self->groups, child);
  self->rows = NULL;
}

/* Whoever is at a record stays at it when the list is read anew. */
static void
focus_again (PsrFlowPage *self,
             const char  *focused)
{
  for (GtkWidget *group = gtk_widget_get_first_child (GTK_WIDGET (self->groups)); group != NULL;
       group = gtk_widget_get_next_sibling (group))
    {
      for (GtkWidget *row = gtk_widget_get_first_child (group); row != NULL; row = gtk_widget_get_next_sibling (row))
        {
          if (g_strcmp0 (g_object_get_data (G_OBJECT (row), ROW), focused) == 0)
            {
              gtk_widget_grab_focus (row);
              return;
            }
        }
    }
}

static void
show_history (PsrFlowPage *self,
              PsrHistory  *history)
{
  guint n_rows = history->runs->len + history->events->len;
  g_autofree char *focused = dup_focused (self);

  remove_rows (self);
  g_ptr_array_set_size (self->records, 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.retry", n_rows > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.export", n_rows > 0);
  if (n_rows == 0)
    {
      psr_flow_empty_show (self->state, self->kind);
      return;
    }

  if (self->kind == PSR_FLOW_PAGE_SET_ASIDE)
    {
      add_needs (self, history->events);
    }
  else
    {
      add_group (self, NULL);
      for (guint i = 0; i < history->runs->len; i++)
        add_run (self, history->runs->pdata[i]);
      for (guint i = 0; i < history->events->len; i++)
        add_event (self, history->events->pdata[i]);
    }
  if (focused != NULL)
    focus_again (self, focused);
  gtk_widget_set_visible (GTK_WIDGET (self->notice), n_rows >= MOST_ROWS);
  psr_state_bin_show_content (self->state);
}

static DexFuture *
on_read (DexFuture *future,
         gpointer   data)
{
  g_autoptr(PsrFlowPage) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self == NULL || self->desk == NULL)
    return dex_future_new_true ();

  if (value == NULL)
    psr_state_bin_show_error (self->state, error, "page.reload");
  else
    show_history (self, g_value_get_boxed (value));

  return dex_future_new_true ();
}

static DexFuture *
read_some (PsrFlowPage *self)
{
  PsrEngine *reader = psr_desk_get_reader (self->desk);

  if (self->kind == PSR_FLOW_PAGE_RUN)
    return psr_engine_read_run (reader, self->run, MOST_ROWS);
  if (self->kind == PSR_FLOW_PAGE_SET_ASIDE)
    return psr_engine_read_set_aside (reader, self->flow, MOST_ROWS);

  return psr_engine_get_history (reader, self->flow, NULL, MOST_ROWS);
}

static void
read_rows (PsrFlowPage *self)
{
  if (psr_desk_get_reader (self->desk) == NULL)
    return;

  dex_clear (&self->reading);
  self->reading = dex_future_finally (psr_main_hop (read_some (self)), on_read, psr_weak_new (self), psr_weak_free);
}

/* All of it, however much is shown. */
static void
on_file_chosen (GtkWidget *widget,
                GFile     *file)
{
  PsrFlowPage *self = PSR_FLOW_PAGE (widget);

  if (self->desk != NULL && psr_desk_get_reader (self->desk) != NULL)
    dex_future_disown (psr_flow_export_to (widget, file, psr_flow_export_list (psr_desk_get_reader (self->desk), self->kind,
                                                                               self->flow, self->run)));
}

static void
export_rows (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  psr_table_file_choose (widget, _("Export List"), _("The List Wasn’t Exported"), "passerelle-sync.csv", on_file_chosen);
}

static void
reload (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  PsrFlowPage *self = PSR_FLOW_PAGE (widget);

  psr_state_bin_show_loading (self->state, _("Reading…"));
  read_rows (self);
}

static void
push (PsrFlowPage       *self,
      AdwNavigationPage *page)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);

  adw_navigation_view_push (ADW_NAVIGATION_VIEW (view), page);
}

static void
open_run (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  PsrFlowPage *self = PSR_FLOW_PAGE (widget);

  push (self, psr_flow_page_new (self->desk, self->flow, NULL, PSR_FLOW_PAGE_RUN, g_variant_get_int64 (parameter)));
}

static void
open_record (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  PsrFlowPage *self = PSR_FLOW_PAGE (widget);
  const char *row;
  const char *number;

  g_variant_get (parameter, "(&s&s)", &row, &number);
  push (self, psr_record_page_new (self->desk, self->flow, row, number));
}

static DexFuture *
on_retried (DexFuture *future,
            gpointer   data)
{
  g_autoptr(PsrFlowPage) self = g_weak_ref_get (data);
  const GValue *value = dex_future_get_value (future, NULL);
  const GPtrArray *results = value != NULL ? g_value_get_boxed (value) : NULL;
  const PsrFlowResult *result = results != NULL && results->len > 0 ? results->pdata[0] : NULL;
  g_autofree char *text = NULL;

  if (self == NULL || self->desk == NULL)
    return dex_future_new_true ();

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.retry", TRUE);
  if (result != NULL && result->error == NULL)
    {
      guint n_open = result->skipped + result->failed;

      text = n_open > 0 ? g_strdup_printf (ngettext ("%u record still needs you", "%u records still need you", n_open), n_open)
                        : g_strdup (_("All were carried over"));
      psr_toast (GTK_WIDGET (self), text);
    }
  read_rows (self);

  return dex_future_new_true ();
}

static void
retry (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  PsrFlowPage *self = PSR_FLOW_PAGE (widget);
  g_autoptr(GStrvBuilder) rows = g_strv_builder_new ();
  g_auto(GStrv) list = NULL;

  if (psr_desk_get_state (self->desk) != PSR_DESK_OPEN)
    return;

  for (guint i = 0; i < self->records->len; i++)
    g_strv_builder_add (rows, self->records->pdata[i]);
  list = g_strv_builder_end (rows);
  gtk_widget_action_set_enabled (widget, "page.retry", FALSE);
  dex_future_disown (dex_future_finally (psr_desk_retry_rows (self->desk, self->flow, (const char * const *) list), on_retried,
                                         psr_weak_new (self), psr_weak_free));
}

static void
psr_flow_page_dispose (GObject *object)
{
  PsrFlowPage *self = PSR_FLOW_PAGE (object);

  dex_clear (&self->reading);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (psr_flow_page_parent_class)->dispose (object);
}

static void
psr_flow_page_finalize (GObject *object)
{
  PsrFlowPage *self = PSR_FLOW_PAGE (object);

  g_free (self->flow);
  g_ptr_array_unref (self->records);

  G_OBJECT_CLASS (psr_flow_page_parent_class)->finalize (object);
}

static void
psr_flow_page_class_init (PsrFlowPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = psr_flow_page_dispose;
  object_class->finalize = psr_flow_page_finalize;

  gtk_widget_class_install_action (widget_class, "page.reload", NULL, reload);
  gtk_widget_class_install_action (widget_class, "page.retry", NULL, retry);
  gtk_widget_class_install_action (widget_class, "page.export", NULL, export_rows);
  gtk_widget_class_install_action (widget_class, "page.run", "x", open_run);
  gtk_widget_class_install_action (widget_class, "page.record", "(ss)", open_record);
}

static void
psr_flow_page_init (PsrFlowPage *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *export = gtk_button_new_with_mnemonic (_("_Export List…"));
  g_autofree char *notice = g_strdup_printf (_("The newest %d are shown"), MOST_ROWS);

  self->records = g_ptr_array_new_with_free_func (g_free);
  self->state = PSR_STATE_BIN (psr_state_bin_new ());
  self->groups = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  self->notice = GTK_LABEL (gtk_label_new (notice));

  gtk_widget_add_css_class (GTK_WIDGET (self->notice), "dim-label");
  gtk_widget_set_halign (export, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (export, "pill");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (export), "page.export");
  gtk_widget_set_margin_top (box, 18);
  gtk_widget_set_margin_bottom (box, 24);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->groups));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->notice));
  gtk_box_append (GTK_BOX (box), export);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  psr_state_bin_set_content (self->state, scroller);
}

static void
add_bars (PsrFlowPage *self)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();

  if (self->kind == PSR_FLOW_PAGE_SET_ASIDE)
    {
      GtkWidget *button = gtk_button_new_from_icon_name ("view-refresh-symbolic");

      /* A narrow header with all the buttons of a window has no room for words. */
      gtk_widget_set_tooltip_text (button, _("Try again all that is set aside"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Try again all that is set aside"), -1);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "page.retry");
      adw_header_bar_pack_end (ADW_HEADER_BAR (header), button);
    }
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (self->state));
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), view);
}

/**
 * psr_flow_page_new:
 * @desk: where it is read
 * @flow: the stable name of a flow
 * @title: (nullable): its name, translated; not of a run
 * @kind: what is listed
 * @run: of a run, its number
 *
 * Returns: (transfer floating): the page
 */
AdwNavigationPage *
psr_flow_page_new (PsrDesk         *desk,
                   const char      *flow,
                   const char      *title,
                   PsrFlowPageKind  kind,
                   gint64           run)
{
  PsrFlowPage *self;
  g_autofree char *text = NULL;

  g_return_val_if_fail (PSR_IS_DESK (desk), NULL);
  g_return_val_if_fail (flow != NULL, NULL);

  if (kind == PSR_FLOW_PAGE_RUN)
    text = g_strdup (_("Records of the Run"));
  else
    /* Translators: the name of a flow, such as “Customers”. */
    text = g_strdup_printf (kind == PSR_FLOW_PAGE_RUNS ? _("Runs: %s") : _("Set Aside: %s"), title);

  self = g_object_new (PSR_TYPE_FLOW_PAGE, "title", text, NULL);
  self->desk = g_object_ref (desk);
  self->flow = g_strdup (flow);
  self->kind = kind;
  self->run = run;
  add_bars (self);
  psr_state_bin_show_loading (self->state, _("Reading…"));
  /* A run that is over stays as it was, and whoever reads it keeps the place. */
  if (kind != PSR_FLOW_PAGE_RUN)
    g_signal_connect_object (desk, "changed", G_CALLBACK (read_rows), self, G_CONNECT_SWAPPED);
  read_rows (self);

  return ADW_NAVIGATION_PAGE (self);
}
