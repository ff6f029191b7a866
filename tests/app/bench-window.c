/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "app-fixture.h"
#include "bench-loop.h"
#include "psr-work-order-row.h"
#include "psr-work-orders-page.h"

/* Measures the window, for “build-aux/benchmark window”: from the start of the process
 * until it is drawn, its memory at rest, and how long it doesn't answer while it syncs,
 * scrolls and searches. */

/* So many places a list is dragged to. */
#define DRAGS 300

static gint64 started;

/* What is mapped of files, such as the ledger, can be given back at any time. */
static gint64
read_memory (const char *name)
{
  g_autofree char *text = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  line = strstr (text, name);
  g_assert_nonnull (line);

  return g_ascii_strtoll (line + strlen (name), NULL, 10) / 1024;
}

static gboolean
on_drawn (GtkWidget     *window,
          GdkFrameClock *frame_clock,
          gpointer       drawn)
{
  *(gint64 *) drawn = read_clock (CLOCK_MONOTONIC);

  return gdk_frame_clock_get_frame_counter (frame_clock) < 2;
}

static gboolean
is_scroller (GtkWidget *widget,
             gpointer   unused)
{
  return GTK_IS_SCROLLED_WINDOW (widget) && find_widget (widget, has_text, (gpointer) "INV") != NULL;
}

static gboolean
is_search (GtkWidget *widget,
           gpointer   unused)
{
  return GTK_IS_SEARCH_ENTRY (widget);
}

static void
print_callback (const char *what)
{
  g_print ("longest callback %s: %.1f ms, %.1f ms of the processor (bar: 16); longest frame %.1f ms, %.1f ms of the processor\n",
           what, (double) longest_callback.wall / 1000, (double) longest_callback.processor / 1000,
           (double) longest_frame.wall / 1000, (double) longest_frame.processor / 1000);
}

/* Turns of the loop with a frame while a finger drags a list from its top to its end. */
static Time
drag (GtkWidget *scroller)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));

  loop_forget ();
  for (guint i = 0; i < DRAGS; i++)
    {
      gtk_adjustment_set_value (adjustment, i * (gtk_adjustment_get_upper (adjustment) / DRAGS));
      loop_run_for (20000);
    }

  return loop_get_percentile (99);
}

/* The same of GTK alone: as many rows of labels, without a store behind them. */
static void
set_up_label (GtkSignalListItemFactory *factory,
              GtkListItem              *item)
{
  gtk_list_item_set_child (item, gtk_label_new (NULL));
}

static void
bind_label (GtkSignalListItemFactory *factory,
            GtkListItem              *item)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static Time
drag_labels (guint n_rows,
             guint n_columns,
             int   width,
             int   height,
             Time *filling)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *table = gtk_column_view_new (NULL);
  GtkStringList *rows = gtk_string_list_new (NULL);
  g_autoptr(GtkNoSelection) model = NULL;
  Time begun, time;

  for (guint i = 0; i < n_rows; i++)
    gtk_string_list_take (rows, g_strdup_printf ("INV26%06u", i));
  model = gtk_no_selection_new (G_LIST_MODEL (rows));
  for (guint i = 0; i < n_columns; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr(GtkColumnViewColumn) column = NULL;

      g_signal_connect (factory, "setup", G_CALLBACK (set_up_label), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_label), NULL);
      column = gtk_column_view_column_new ("Column", factory);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (table), column);
    }
  gtk_widget_add_css_class (table, "data-table");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), table);
  gtk_widget_set_size_request (scroller, width, height);
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_window_present (GTK_WINDOW (window));
  loop_watch (window);
  loop_run_for (G_USEC_PER_SEC);
  begun = get_time ();
  gtk_column_view_set_model (GTK_COLUMN_VIEW (table), GTK_SELECTION_MODEL (model));
  *filling = since (begun);
  loop_run_for (G_USEC_PER_SEC);
  time = drag (scroller);
  gtk_window_destroy (GTK_WINDOW (window));

  return time;
}

static gboolean
is_table (GtkWidget *widget,
          gpointer   unused)
{
  return GTK_IS_COLUMN_VIEW (widget);
}

static guint
count_columns (GtkWidget *table)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (table));
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      n += gtk_column_view_column_get_visible (column);
    }

  return n;
}

static void
measure_scrolling (GtkWidget *window)
{
  GtkWidget *scroller = find_widget (window, is_scroller, NULL);
  GtkWidget *table = find_widget (window, is_table, NULL);
  guint n_rows, n_columns;
  Time ours, labels, filling;

  if (scroller == NULL || table == NULL)
    return;

  n_rows = g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (table))));
  n_columns = count_columns (table);
  ours = drag (scroller);
  print_callback ("while scrolling");
  labels = drag_labels (n_rows, n_columns, gtk_widget_get_width (scroller), gtk_widget_get_height (scroller),
                        &filling);
  g_print ("p99 frame while scrolling %u rows of %u columns: %.1f ms, %.1f ms of the processor (bar: 25)\n", n_rows, n_columns,
           (double) ours.wall / 1000, (double) ours.processor / 1000);
  g_print ("  the same with GTK's labels alone: %.1f ms, %.1f ms of the processor; ours takes %.2f times as much\n",
           (double) labels.wall / 1000, (double) labels.processor / 1000,
           (double) ours.processor / (double) MAX (labels.processor, 1));
  g_print ("  GTK's labels alone take %.1f ms of the processor until such a list has its rows\n", (double) filling.processor / 1000);
}

/* What has to come of what was asked for: other rows, and what the first of them says. */
typedef struct
{
  gboolean  has_changed;
} Awaited;

static void
on_items_changed (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Awaited    *awaited)
{
  awaited->has_changed = TRUE;
}

/* Also while none are shown, and so no table. */
static GListModel *
get_rows (GtkWidget *window)
{
  static GListModel *rows;

  if (rows == NULL)
    rows = G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (find_widget (window, is_table, NULL))));

  return rows;
}

/* The row that is there may become another one's. */
static void
on_row_moved (PsrWorkOrderRow *row,
              GParamSpec      *pspec,
              Awaited         *awaited)
{
  awaited->has_changed = TRUE;
}

static gboolean
has_come (GListModel    *rows,
          const Awaited *awaited)
{
  g_autoptr(PsrWorkOrderRow) row = g_list_model_get_item (rows, 0);

  return awaited->has_changed && (row == NULL || psr_work_order_row_get_id (row) == 0 ||
                                  psr_work_order_row_get_work_order (row) != NULL);
}

/* What does something to the list, and how long until its first rows are there, with what
 * they say; and until they are drawn. */
static Time
measure_rows (GtkWidget  *window,
              const char *what,
              void      (*act) (GtkWidget *, gconstpointer),
              gconstpointer data)
{
  GListModel *rows = get_rows (window);
  Awaited awaited = { FALSE, };
  Time took = { read_clock (CLOCK_MONOTONIC), read_clock (CLOCK_PROCESS_CPUTIME_ID) };
  gint64 frame, until_drawn;
  gulong id = g_signal_connect (rows, "items-changed", G_CALLBACK (on_items_changed), &awaited);
  g_autoptr(PsrWorkOrderRow) first = g_list_model_get_item (rows, 0);

  if (first != NULL)
    g_signal_connect (first, "notify::id", G_CALLBACK (on_row_moved), &awaited);

  act (window, data);
  while (!has_come (rows, &awaited) && read_clock (CLOCK_MONOTONIC) - took.wall < 5 * G_USEC_PER_SEC)
    g_main_context_iteration (NULL, TRUE);
  until_drawn = took.wall;
  took.wall = read_clock (CLOCK_MONOTONIC) - took.wall;
  took.processor = read_clock (CLOCK_PROCESS_CPUTIME_ID) - took.processor;

  frame = gdk_frame_clock_get_frame_counter (gtk_widget_get_frame_clock (window));
  while (gdk_frame_clock_get_frame_counter (gtk_widget_get_frame_clock (window)) < frame + 2)
    g_main_context_iteration (NULL, TRUE);
  until_drawn = read_clock (CLOCK_MONOTONIC) - until_drawn;
  g_signal_handler_disconnect (rows, id);
  if (first != NULL)
    g_signal_handlers_disconnect_by_func (first, on_row_moved, &awaited);
  g_print ("  %s: its first rows after %.1f ms, %.1f ms of the processor in all threads; drawn after %.1f ms\n", what,
           (double) took.wall / 1000, (double) took.processor / 1000, (double) until_drawn / 1000);
  loop_run_for (G_USEC_PER_SEC);

  return took;
}

static void
type (GtkWidget     *window,
      gconstpointer  text)
{
  GtkWidget *entry = find_widget (window, is_search, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "search-changed");
}

static void
sort (GtkWidget     *window,
      gconstpointer  title)
{
  GtkWidget *table = find_widget (window, is_table, NULL);
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (table));

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_strcmp0 (gtk_column_view_column_get_title (column), title) == 0)
        gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (table), column, GTK_SORT_DESCENDING);
    }
}

static void
choose_queue (GtkWidget     *window,
              gconstpointer  title)
{
  choose (window, title);
}

static void
measure_others (GtkWidget *window)
{
  static const char * const columns[] = { "Number", "Customer", "Gross", "Completed" };
  static const char * const queues[] = { "To Review", "Done" };

  g_print ("another order, and another queue:\n");
  loop_forget ();
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    measure_rows (window, columns[i], sort, columns[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (queues); i++)
    measure_rows (window, queues[i], choose_queue, queues[i]);
  print_callback ("meanwhile");
}

/* Letter after letter, until its rows are there; also what few or none have. */
static void
measure_search (GtkWidget *window)
{
  static const char * const typed[] = { "9", "99", "999", "99", "", "nowhere", "", "-1999", "", "adatum 77", "" };
  GtkWidget *entry;
  gint64 most = 0;
  gint64 most_processor = 0;

  do_action (window, "win.search");
  while ((entry = find_widget (window, is_search, NULL)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  loop_run_for (G_USEC_PER_SEC);

  loop_forget ();
  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autofree char *what = g_strdup_printf ("“%s”", typed[i]);
      Time took = measure_rows (window, what, type, typed[i]);

      most_processor = MAX (most_processor, took.processor);
      most = MAX (most, took.wall);
    }
  g_print ("longest from a letter to its rows: %.1f ms, %.1f ms of the processor in all threads (bar: 50)\n", (double) most / 1000,
           (double) most_processor / 1000);
  print_callback ("while searching");
}

static void
measure (GtkWidget *window,
         gpointer   unused)
{
  gint64 drawn = 0;

  gtk_widget_add_tick_callback (window, (GtkTickCallback) on_drawn, &drawn, NULL);
  while (drawn == 0 || find_widget (window, has_text, (gpointer) "INV") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_print ("start until drawn: %" G_GINT64_FORMAT " ms\n", (drawn - started) / 1000);
  g_print ("start until the list is there: %" G_GINT64_FORMAT " ms\n", (read_clock (CLOCK_MONOTONIC) - started) / 1000);

  loop_watch (window);
  loop_run_for (5 * G_USEC_PER_SEC);
  g_print ("memory at rest: %" G_GINT64_FORMAT " MB, besides %" G_GINT64_FORMAT " MB that are mapped of files\n",
           read_memory ("RssAnon:"), read_memory ("RssFile:"));

  loop_forget ();
  do_action (window, "win.sync-all");
  loop_run_for (8 * G_USEC_PER_SEC);
  print_callback ("during a sync");

  loop_forget ();
  choose (window, "Done");
  loop_run_for (2 * G_USEC_PER_SEC);
  print_callback ("when the queue is changed");
  measure_scrolling (window);
  measure_search (window);
  measure_others (window);
}

int
main (int    argc,
      char **argv)
{
  const char *words[] = { "passerelle", "--profile", NULL, "--state", NULL, "--credentials", NULL, NULL };

  started = read_clock (CLOCK_MONOTONIC);
  if (argc != 4)
    {
      g_printerr ("Usage: bench-window PROFILE STATE CREDENTIALS\n");
      return 2;
    }

  for (int i = 0; i < 3; i++)
    words[2 + 2 * i] = argv[i + 1];
  setlocale (LC_ALL, "");
  dex_init ();
  loop_begin ();
  run_application (words, measure, NULL);

  return 0;
}
