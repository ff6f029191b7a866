/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <execinfo.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <gtk/gtk.h>

/* Measures the turns of the main loop: from the end of one poll to the begin of the next.
 * What GTK takes of a turn to lay out and draw a frame (from “before-paint” to “after-paint”
 * of the window's frame clock) is told apart. “Longest callback” is the longest turn without
 * that: all callbacks of a turn together, and with what GTK does for them outside of frames,
 * such as to make the widgets of rows that it is told of, or to measure the window. Beside
 * the time on the wall it counts the time of the main thread on the processor, which others
 * on the same machine lengthen only by what they take of its caches. */

typedef struct
{
  gint64 wall;
  gint64 processor;
} Time;

static Time turn_begun;
static Time frame_begun;
static Time frames_of_turn;
static gboolean draws;
static GPollFunc poll_before;

/* Since loop_forget(): the longest turn without its frames, and every turn with one. */
static Time longest_callback;
static Time longest_frame;
static GArray *turns_with_frame;

/* With BENCH_WINDOW_STACKS, who is called in turns that take the processor longer than
 * so many µs. */
static gint64 stacks_after;
static gint64 turn_with_stacks;
static void *stack[64];

static gint64
read_clock (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static Time
get_time (void)
{
  return (Time) { read_clock (CLOCK_MONOTONIC), read_clock (CLOCK_THREAD_CPUTIME_ID) };
}

static Time
since (Time begun)
{
  Time now = get_time ();

  return (Time) { now.wall - begun.wall, now.processor - begun.processor };
}

static void
take_longest (Time *longest,
              Time  time)
{
  longest->wall = MAX (longest->wall, time.wall);
  longest->processor = MAX (longest->processor, time.processor);
}

static void
end_turn (void)
{
  Time turn;

  if (turn_begun.wall == 0)
    return;

  turn = since (turn_begun);
  turn_begun.wall = 0;
  take_longest (&longest_callback,
                (Time) { turn.wall - frames_of_turn.wall, turn.processor - frames_of_turn.processor });
  take_longest (&longest_frame, frames_of_turn);
  if (draws)
    g_array_append_val (turns_with_frame, turn);
  if (stacks_after > 0 && turn.processor > stacks_after)
    g_printerr ("--- a turn of %" G_GINT64_FORMAT " us, %" G_GINT64_FORMAT " us of them frames; %" G_GINT64_FORMAT " us of the processor\n",
                turn.wall, frames_of_turn.wall, turn.processor);
}

static gint
measured_poll (GPollFD *fds,
               guint    n_fds,
               gint     timeout)
{
  gint result;

  end_turn ();
  result = poll_before (fds, n_fds, timeout);
  frames_of_turn = (Time) { 0, 0 };
  draws = FALSE;
  turn_begun = get_time ();

  return result;
}

static void
on_before_paint (void)
{
  frame_begun = get_time ();
}

static void
on_after_paint (void)
{
  Time frame = since (frame_begun);

  frames_of_turn.wall += frame.wall;
  frames_of_turn.processor += frame.processor;
  draws = TRUE;
}

static void
on_tick (int signal)
{
  int depth;

  if (turn_begun.wall == 0 || read_clock (CLOCK_THREAD_CPUTIME_ID) - turn_begun.processor < stacks_after)
    return;

  depth = backtrace (stack, G_N_ELEMENTS (stack));
  if (turn_with_stacks != turn_begun.wall)
    (void) !write (STDERR_FILENO, "=== in one turn\n", 16);
  else
    (void) !write (STDERR_FILENO, "...\n", 4);
  turn_with_stacks = turn_begun.wall;
  backtrace_symbols_fd (stack + 2, depth - 2, STDERR_FILENO);
}

static void
show_stacks (void)
{
  struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGPROF };
  struct itimerspec every = { { 0, 2000000 }, { 0, 2000000 } };
  timer_t timer;

  event._sigev_un._tid = getpid (); /* the main thread */
  backtrace (stack, G_N_ELEMENTS (stack));
  signal (SIGPROF, on_tick);
  if (timer_create (CLOCK_THREAD_CPUTIME_ID, &event, &timer) == 0)
    timer_settime (timer, 0, &every, NULL);
}

/* To be called before there is a window. */
static void
loop_begin (void)
{
  const char *after = g_getenv ("BENCH_WINDOW_STACKS");

  turns_with_frame = g_array_new (FALSE, FALSE, sizeof (Time));
  poll_before = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, measured_poll);
  if (after != NULL && *after != 0)
    {
      stacks_after = g_ascii_strtoll (after, NULL, 10) * 1000;
      show_stacks ();
    }
}

static void
loop_watch (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), NULL);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (on_after_paint), NULL);
}

static void
loop_forget (void)
{
  longest_callback = (Time) { 0, 0 };
  longest_frame = (Time) { 0, 0 };
  g_array_set_size (turns_with_frame, 0);
  turn_begun.wall = 0;
}

static void
loop_run_for (gint64 usec)
{
  gint64 end = read_clock (CLOCK_MONOTONIC) + usec;

  while (read_clock (CLOCK_MONOTONIC) < end)
    g_main_context_iteration (NULL, FALSE);
}

static int
compare_processor (gconstpointer a,
                   gconstpointer b)
{
  gint64 x = ((const Time *) a)->processor, y = ((const Time *) b)->processor;

  return (x > y) - (x < y);
}

static int
compare_wall (gconstpointer a,
              gconstpointer b)
{
  gint64 x = ((const Time *) a)->wall, y = ((const Time *) b)->wall;

  return (x > y) - (x < y);
}

/* The time below which so many of a hundred turns with a frame stay. */
static Time
loop_get_percentile (guint percent)
{
  Time result = { 0, 0 };
  guint i;

  if (turns_with_frame->len == 0)
    return result;

  i = MIN (turns_with_frame->len - 1, turns_with_frame->len * percent / 100);
  g_array_sort (turns_with_frame, compare_processor);
  result.processor = g_array_index (turns_with_frame, Time, i).processor;
  g_array_sort (turns_with_frame, compare_wall);
  result.wall = g_array_index (turns_with_frame, Time, i).wall;

  return result;
}
