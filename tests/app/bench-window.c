/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app-fixture.h"
#include "psr-work-orders-page.h"

/* Measures the window, for “build-aux/benchmark window”: from the start of the process
 * until it is drawn, its memory at rest, and how long it doesn't answer while it syncs,
 * scrolls and searches. */

static gint64 begun;
static gint64 longest;
static gint64 dispatched;
static GPollFunc poll_before;

static gint64
get_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* The time between two polls is what callbacks took. */
static gint
measured_poll (GPollFD *fds,
               guint    n_fds,
               gint     timeout)
{
  gint64 now = get_time ();
  gint result;

  if (dispatched > 0)
    longest = MAX (longest, now - dispatched);
  result = poll_before (fds, n_fds, timeout);
  dispatched = get_time ();

  return result;
}

static void
run_for (gint64 usec)
{
  gint64 end = get_time () + usec;

  while (get_time () < end)
    g_main_context_iteration (NULL, FALSE);
}

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
  *(gint64 *) drawn = get_time ();

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

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return (*(const gint64 *) a > *(const gint64 *) b) - (*(const gint64 *) a < *(const gint64 *) b);
}

/* Frames while a finger drags the list from its top to its end. */
static void
measure_scrolling (GtkWidget *window)
{
  GtkWidget *scroller = find_widget (window, is_scroller, NULL);
  GtkAdjustment *adjustment;
  g_autoptr(GArray) frames = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (scroller == NULL)
    return;

  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  for (guint i = 0; i < 300; i++)
    {
      gint64 start = get_time ();
      gint64 took;

      gtk_adjustment_set_value (adjustment, i * (gtk_adjustment_get_upper (adjustment) / 300));
      longest = 0;
      run_for (20000);
      took = MAX (longest, 0);
      g_array_append_val (frames, took);
      if (get_time () - start > G_USEC_PER_SEC)
        break;
    }
  g_array_sort (frames, compare);
  g_print ("p99 frame while scrolling: %" G_GINT64_FORMAT " us\n", g_array_index (frames, gint64, frames->len * 99 / 100));
}

/* Letter after letter, until the list is there. */
static void
measure_search (GtkWidget *window)
{
  static const char * const typed[] = { "I", "IN", "INV", "INV2", "INV26", "INV260" };
  GtkWidget *entry;
  gint64 most = 0;

  do_action (window, "win.search");
  while ((entry = find_widget (window, is_search, NULL)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      longest = 0;
      gtk_editable_set_text (GTK_EDITABLE (entry), typed[i]);
      run_for (G_USEC_PER_SEC);
      most = MAX (most, longest);
    }
  g_print ("longest callback while searching: %" G_GINT64_FORMAT " us\n", most);
}

static void
measure (GtkWidget *window,
         gpointer   unused)
{
  gint64 drawn = 0;

  gtk_widget_add_tick_callback (window, (GtkTickCallback) on_drawn, &drawn, NULL);
  while (drawn == 0 || find_widget (window, has_text, (gpointer) "INV") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_print ("start until drawn: %" G_GINT64_FORMAT " ms\n", (drawn - begun) / 1000);
  g_print ("start until the list is there: %" G_GINT64_FORMAT " ms\n", (get_time () - begun) / 1000);

  run_for (5 * G_USEC_PER_SEC);
  g_print ("memory at rest: %" G_GINT64_FORMAT " MB, besides %" G_GINT64_FORMAT " MB that are mapped of files\n",
           read_memory ("RssAnon:"), read_memory ("RssFile:"));

  longest = 0;
  do_action (window, "win.sync-all");
  run_for (8 * G_USEC_PER_SEC);
  g_print ("longest callback during a sync: %" G_GINT64_FORMAT " us\n", longest);

  choose (window, "Done");
  run_for (2 * G_USEC_PER_SEC);
  measure_scrolling (window);
  measure_search (window);
}

int
main (int    argc,
      char **argv)
{
  const char *words[] = { "passerelle", "--profile", NULL, "--state", NULL, "--credentials", NULL, NULL };

  begun = get_time ();
  if (argc != 4)
    {
      g_printerr ("Usage: bench-window PROFILE STATE CREDENTIALS\n");
      return 2;
    }

  for (int i = 0; i < 3; i++)
    words[2 + 2 * i] = argv[i + 1];
  setlocale (LC_ALL, "");
  dex_init ();
  poll_before = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, measured_poll);
  run_application (words, measure, NULL);

  return 0;
}
