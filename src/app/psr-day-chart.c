/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-day-chart"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-column-title.h"
#include "psr-day-chart.h"

#define HEIGHT 72
#define MARK 12 /* above the bars, for what needs a look */

typedef struct
{
  guint      value;
  guint      part;
  gboolean   is_marked;
  GtkStringList *cells;
} Bar;

/**
 * PsrDayChart:
 *
 * A bar for each day, the last one today. Where a part of it is told apart, that part
 * is filled and the rest only outlined. What needs a look has a mark above its bar.
 * The same is there as a table, for whoever can't see a chart, or wants the figures.
 */
struct _PsrDayChart
{
  GtkWidget  parent_instance;

  char      *title;
  char     **columns;
  GArray    *bars;
  guint      most;
};

G_DEFINE_FINAL_TYPE (PsrDayChart, psr_day_chart, GTK_TYPE_WIDGET)

static void
bar_clear (gpointer data)
{
  Bar *bar = data;

  g_clear_object (&bar->cells);
}

static void
draw_box (GtkSnapshot   *snapshot,
          const GdkRGBA *color,
          int            x,
          int            y,
          int            width,
          int            height)
{
  gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT (x, y, width, height));
}

/* An exclamation mark. */
static void
draw_mark (GtkSnapshot   *snapshot,
           const GdkRGBA *color,
           int            middle,
           int            bottom)
{
  draw_box (snapshot, color, middle - 1, bottom - 10, 2, 5);
  draw_box (snapshot, color, middle - 1, bottom - 4, 2, 2);
}

static void
draw_bar (GtkSnapshot   *snapshot,
          const Bar     *bar,
          const GdkRGBA *accent,
          int            x,
          int            width,
          int            bottom,
          int            height)
{
  int part = (int) ((gint64) height * bar->part / bar->value);
  GdkRGBA light = *accent;

  light.alpha /= 4;
  draw_box (snapshot, &light, x, bottom - height, width, height - part);
  draw_box (snapshot, accent, x, bottom - part, width, part);
  if (part == height)
    return;

  draw_box (snapshot, accent, x, bottom - height, width, 1);
  draw_box (snapshot, accent, x, bottom - height, 1, height);
  draw_box (snapshot, accent, x + width - 1, bottom - height, 1, height);
}

static void
psr_day_chart_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  PsrDayChart *self = PSR_DAY_CHART (widget);
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (widget));
  g_autoptr(GdkRGBA) accent = adw_style_manager_get_accent_color_rgba (manager);
  int width = gtk_widget_get_width (widget);
  int bottom = gtk_widget_get_height (widget) - 1;
  int n_bars = (int) self->bars->len;
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GdkRGBA line;
  GdkRGBA ink;

  gtk_widget_get_color (widget, &ink);
  line = ink;
  line.alpha /= 3;
  draw_box (snapshot, &line, 0, bottom, width, 1);

  for (int i = 0; i < n_bars; i++)
    {
      const Bar *bar = &g_array_index (self->bars, Bar, i);
      int place = is_rtl ? n_bars - 1 - i : i;
      int slot = place * width / n_bars;
      int room = (place + 1) * width / n_bars - slot;
      int thick = MAX (room * 7 / 10, 2);
      int x = slot + (room - thick) / 2;
      int height = bar->value > 0 ? MAX ((int) ((gint64) (bottom - MARK) * bar->value / self->most), 3) : 0;

      if (bar->value > 0)
        draw_bar (snapshot, bar, accent, x, thick, bottom, height);
      if (bar->is_marked)
        draw_mark (snapshot, &ink, x + thick / 2, bottom - height);
    }
}

static void
psr_day_chart_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 180;
}

static gboolean
psr_day_chart_query_tooltip (GtkWidget  *widget,
                             int         x,
                             int         y,
                             gboolean    keyboard,
                             GtkTooltip *tooltip)
{
  PsrDayChart *self = PSR_DAY_CHART (widget);
  g_autoptr(GString) text = g_string_new (NULL);
  int width = gtk_widget_get_width (widget);
  const Bar *bar;
  int index;

  if (self->bars->len == 0 || keyboard || width <= 0)
    return FALSE;

  index = CLAMP (x * (int) self->bars->len / width, 0, (int) self->bars->len - 1);
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    index = (int) self->bars->len - 1 - index;
  bar = &g_array_index (self->bars, Bar, index);
  for (guint i = 0; self->columns[i] != NULL; i++)
    g_string_append_printf (text, i == 0 ? "%s%s" : "\n%s: %s", i == 0 ? "" : self->columns[i],
                            gtk_string_list_get_string (bar->cells, i));
  gtk_tooltip_set_text (tooltip, text->str);

  return TRUE;
}

static void
psr_day_chart_finalize (GObject *object)
{
  PsrDayChart *self = PSR_DAY_CHART (object);

  g_free (self->title);
  g_strfreev (self->columns);
  g_array_unref (self->bars);

  G_OBJECT_CLASS (psr_day_chart_parent_class)->finalize (object);
}

static void
psr_day_chart_class_init (PsrDayChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = psr_day_chart_finalize;
  widget_class->snapshot = psr_day_chart_snapshot;
  widget_class->measure = psr_day_chart_measure;
  widget_class->query_tooltip = psr_day_chart_query_tooltip;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "daychart");
}

static void
psr_day_chart_init (PsrDayChart *self)
{
  self->bars = g_array_new (FALSE, TRUE, sizeof (Bar));
  g_array_set_clear_func (self->bars, bar_clear);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

/**
 * psr_day_chart_begin:
 * @self: a chart
 * @title: what it shows, translated
 * @columns: (array zero-terminated=1): the titles of the table's columns, the day
 *   first
 *
 * Empties the chart.
 */
void
psr_day_chart_begin (PsrDayChart        *self,
                     const char         *title,
                     const char * const *columns)
{
  g_return_if_fail (PSR_IS_DAY_CHART (self));
  g_return_if_fail (title != NULL && columns != NULL);

  g_set_str (&self->title, title);
  g_strfreev (self->columns);
  self->columns = g_strdupv ((char **) columns);
  g_array_set_size (self->bars, 0);
  self->most = 1;
}

/**
 * psr_day_chart_add:
 * @self: a chart
 * @value: how high the bar is
 * @part: how much of it is filled
 * @is_marked: whether something of that day needs a look
 * @cells: (array zero-terminated=1): the day's row of the table, a text for each
 *   column
 *
 * Adds the next day.
 */
void
psr_day_chart_add (PsrDayChart        *self,
                   guint               value,
                   guint               part,
                   gboolean            is_marked,
                   const char * const *cells)
{
  Bar bar = { value, MIN (part, value), is_marked, NULL };

  g_return_if_fail (PSR_IS_DAY_CHART (self));
  g_return_if_fail (cells != NULL && g_strv_length ((char **) cells) == g_strv_length (self->columns));

  bar.cells = gtk_string_list_new (cells);
  g_array_append_val (self->bars, bar);
  self->most = MAX (self->most, value);
}

/**
 * psr_day_chart_end:
 * @self: a chart
 * @summary: what can be seen in it, in a sentence, translated
 */
void
psr_day_chart_end (PsrDayChart *self,
                   const char  *summary)
{
  g_return_if_fail (PSR_IS_DAY_CHART (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_up_cell (GtkListItemFactory *factory,
             GtkListItem        *item,
             gpointer            column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), GPOINTER_TO_INT (column) == 0 ? 0 : 1);
  if (GPOINTER_TO_INT (column) > 0)
    gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
bind_cell (GtkListItemFactory *factory,
           GtkListItem        *item,
           gpointer            column)
{
  GtkStringList *cells = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_list_get_string (cells, (guint) GPOINTER_TO_INT (column)));
}

static GtkWidget *
make_table (PsrDayChart *self)
{
  GListStore *rows = g_list_store_new (GTK_TYPE_STRING_LIST);
  GtkWidget *table = gtk_column_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (rows))));

  for (guint i = self->bars->len; i > 0; i--)
    g_list_store_append (rows, g_array_index (self->bars, Bar, i - 1).cells);

  for (int i = 0; self->columns[i] != NULL; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      GtkColumnViewColumn *column;

      g_signal_connect (factory, "setup", G_CALLBACK (set_up_cell), GINT_TO_POINTER (i));
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cell), GINT_TO_POINTER (i));
      column = gtk_column_view_column_new (self->columns[i], factory);
      gtk_column_view_column_set_expand (column, TRUE);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (table), column);
      if (i > 0)
        psr_column_title_align_end (GTK_COLUMN_VIEW (table), self->columns[i]);
      g_object_unref (column);
    }
  gtk_widget_add_css_class (table, "data-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (table), GTK_ACCESSIBLE_PROPERTY_LABEL, self->title, -1);

  return table;
}

/**
 * psr_day_chart_present_table:
 * @self: a chart
 * @parent: over which it is shown
 *
 * Shows the figures of the chart, the last day first.
 */
void
psr_day_chart_present_table (PsrDayChart *self,
                             GtkWidget   *parent)
{
  AdwDialog *dialog;
  GtkWidget *view;
  GtkWidget *scroller;

  g_return_if_fail (PSR_IS_DAY_CHART (self));

  if (self->columns == NULL)
    return;

  dialog = adw_dialog_new ();
  view = adw_toolbar_view_new ();
  scroller = gtk_scrolled_window_new ();
  adw_dialog_set_title (dialog, self->title);
  adw_dialog_set_content_width (dialog, 480);
  adw_dialog_set_content_height (dialog, 560);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), make_table (self));
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), scroller);
  adw_dialog_set_child (dialog, view);
  adw_dialog_present (dialog, parent);
}
