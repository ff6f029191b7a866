/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libdex.h>

#include "psr-main-hop.h"

#define MANY_TURNS 1000

typedef struct
{
  DexPromise *question;
  int         answer;
  gboolean    is_cancelled;
  guint       n_ended;
} Asker;

static DexFuture *
ask_fiber (gpointer data)
{
  Asker *asker = data;
  g_autoptr(GError) error = NULL;

  asker->answer = dex_await_int (dex_ref (DEX_FUTURE (asker->question)), &error);
  asker->is_cancelled = error != NULL;
  asker->n_ended++;

  return dex_future_new_for_int (asker->answer);
}

static void
turn (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static DexFuture *
on_answer (DexFuture *future,
           gpointer   data)
{
  GThread **thread = data;

  g_assert_cmpint (g_value_get_int (dex_future_get_value (future, NULL)), ==, 42);
  *thread = g_thread_self ();

  return dex_future_new_true ();
}

static void
test_answer (void)
{
  Asker asker = { .question = dex_promise_new () };
  GThread *thread = NULL;
  DexFuture *future = dex_future_finally (psr_main_hop (dex_scheduler_spawn (NULL, 0, ask_fiber, &asker, NULL)), on_answer, &thread, NULL);

  turn ();
  g_assert_null (thread);
  dex_promise_resolve_int (asker.question, 42);
  turn ();
  g_assert_true (thread == g_thread_self ());

  dex_unref (future);
  dex_unref (asker.question);
}

/* The answer comes in the very turn in which nobody wants it any more. */
static void
test_dropped (void)
{
  Asker asker = { .question = dex_promise_new () };
  DexFuture *future = psr_main_hop (dex_scheduler_spawn (NULL, 0, ask_fiber, &asker, NULL));
  guint n_turns = 0;

  turn ();
  g_assert_cmpuint (asker.n_ended, ==, 0);

  dex_unref (future);
  dex_promise_resolve_int (asker.question, 42);
  while (n_turns < MANY_TURNS && g_main_context_iteration (NULL, FALSE))
    n_turns++;

  g_assert_cmpuint (n_turns, <, MANY_TURNS);
  g_assert_cmpuint (asker.n_ended, ==, 1);
  g_assert_false (asker.is_cancelled);
  g_assert_cmpint (asker.answer, ==, 42);

  dex_unref (asker.question);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/main-hop/answer", test_answer);
  g_test_add_func ("/main-hop/dropped", test_dropped);

  return g_test_run ();
}
