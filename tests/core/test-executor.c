/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "psr-inline-executor.h"
#include "psr-thread-executor.h"

#include "psr-test.h"

#define N_JOBS 1000
#define N_FIBERS 20

typedef struct
{
  PsrExecutor *executor;
  guint        first;
  guint        failed;
} Batch;

static int jobs_alive;

static gpointer
number_new (guint number)
{
  guint *data = g_new (guint, 1);

  *data = number;
  g_atomic_int_inc (&jobs_alive);
  return data;
}

static void
number_free (gpointer data)
{
  g_atomic_int_add (&jobs_alive, -1);
  g_free (data);
}

/* Even numbers answer with bytes of their own; odd ones with an error. */
static DexFuture *
number_job (gpointer data)
{
  guint number = *(guint *) data;
  g_autofree char *text = g_strdup_printf ("%u", number);

  if (number % 2 != 0)
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_BUSY, "%u", number);

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_new (text, strlen (text)));
}

static DexFuture *
batch_fiber (gpointer data)
{
  Batch *batch = data;

  for (guint i = batch->first; i < batch->first + N_JOBS / N_FIBERS; i++)
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *expected = g_strdup_printf ("%u", i);
      g_autofree char *lane = g_strdup_printf ("lane-%u", i % 3);

      bytes = dex_await_boxed (psr_executor_run (batch->executor, lane, number_job, number_new (i), number_free),
                               &error);
      if (i % 2 != 0)
        {
          g_assert_null (bytes);
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
          g_assert_cmpstr (error->message, ==, expected);
          batch->failed++;
        }
      else
        {
          g_assert_no_error (error);
          g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected, strlen (expected));
        }
    }

  return dex_future_new_true ();
}

static void
run_batches (PsrExecutor *executor)
{
  g_autoptr (GPtrArray) fibers = g_ptr_array_new ();
  g_autoptr (DexFuture) all = NULL;
  Batch batches[N_FIBERS];
  guint failed = 0;

  for (guint i = 0; i < N_FIBERS; i++)
    {
      batches[i] = (Batch) { executor, i * (N_JOBS / N_FIBERS), 0 };
      g_ptr_array_add (fibers, dex_scheduler_spawn (NULL, 0, batch_fiber, &batches[i], NULL));
    }

  all = psr_test_await (dex_future_allv ((DexFuture **) fibers->pdata, fibers->len));
  g_assert_true (dex_future_is_resolved (all));
  for (guint i = 0; i < fibers->len; i++)
    dex_unref (g_ptr_array_index (fibers, i));

  for (guint i = 0; i < N_FIBERS; i++)
    failed += batches[i].failed;
  g_assert_cmpuint (failed, ==, N_JOBS / 2);
  g_assert_cmpint (g_atomic_int_get (&jobs_alive), ==, 0);
}

static void
test_thread_jobs (void)
{
  g_autoptr (PsrExecutor) executor = psr_thread_executor_new ();

  run_batches (executor);
}

static void
test_inline_jobs (void)
{
  g_autoptr (PsrExecutor) executor = psr_inline_executor_new ();

  run_batches (executor);
}

typedef struct
{
  GArray *order;
  guint   number;
} Ordered;

static DexFuture *
ordered_job (gpointer data)
{
  Ordered *ordered = data;

  /* Only this lane's thread touches the array. */
  g_array_append_val (ordered->order, ordered->number);
  return dex_future_new_for_pointer (g_thread_self ());
}

/* A lane is one thread and keeps the order. Nobody waits for most of the jobs,
 * and they run all the same. */
static void
test_thread_order (void)
{
  g_autoptr (PsrExecutor) executor = psr_thread_executor_new ();
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (DexFuture) first = NULL;
  g_autoptr (DexFuture) last = NULL;
  g_autoptr (DexFuture) other = NULL;
  g_autoptr (GArray) other_order = g_array_new (FALSE, FALSE, sizeof (guint));
  gpointer thread;

  for (guint i = 0; i < 500; i++)
    {
      Ordered *ordered = g_new (Ordered, 1);
      DexFuture *future;

      *ordered = (Ordered) { order, i };
      future = psr_executor_run (executor, "one", ordered_job, ordered, g_free);
      if (i == 0)
        first = future;
      else if (i == 499)
        last = future;
      else
        dex_unref (future);
    }

  other = psr_executor_run (executor, "a lane with a long name", ordered_job,
                            g_memdup2 (&(Ordered) { other_order, 0 }, sizeof (Ordered)), g_free);
  other = psr_test_await (other);
  last = psr_test_await (last);

  g_assert_cmpuint (order->len, ==, 500);
  for (guint i = 0; i < order->len; i++)
    g_assert_cmpuint (g_array_index (order, guint, i), ==, i);

  thread = g_value_get_pointer (dex_future_get_value (first, NULL));
  g_assert_true (thread == g_value_get_pointer (dex_future_get_value (last, NULL)));
  g_assert_true (thread != g_value_get_pointer (dex_future_get_value (other, NULL)));
  g_assert_true (thread != g_thread_self ());
}

/* What was given to a lane is done before the executor is gone. */
static void
test_thread_finishes (void)
{
  g_autoptr (PsrExecutor) executor = psr_thread_executor_new ();
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < 200; i++)
    dex_unref (psr_executor_run (executor, "one", ordered_job,
                                 g_memdup2 (&(Ordered) { order, i }, sizeof (Ordered)), g_free));

  g_clear_object (&executor);
  g_assert_cmpuint (order->len, ==, 200);
}

static DexFuture *
unref_job (gpointer data)
{
  return dex_future_new_true ();
}

/* The last reference to the executor may be dropped on a lane. */
static void
test_thread_last_reference (void)
{
  PsrExecutor *executor = psr_thread_executor_new ();
  g_autoptr (DexFuture) future = NULL;
  GWeakRef weak;

  g_weak_ref_init (&weak, executor);
  future = psr_executor_run (executor, "one", unref_job, g_object_ref (executor), g_object_unref);
  g_object_unref (executor);
  future = psr_test_await (g_steal_pointer (&future));
  g_assert_true (dex_future_is_resolved (future));
  g_assert_null (g_weak_ref_get (&weak));
  g_weak_ref_clear (&weak);
}

static DexFuture *
pending_job (gpointer data)
{
  return dex_future_new_infinite ();
}

/* A mistake of the program is reported, and whoever waits is not left waiting. */
static void
test_no_result (void)
{
  g_autoptr (PsrExecutor) executor = NULL;
  g_autoptr (DexFuture) future = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      g_test_trap_assert_stderr ("*returned no completed future*");
      return;
    }

  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  executor = psr_inline_executor_new ();
  future = psr_executor_run (executor, "one", pending_job, NULL, NULL);
  g_assert_true (dex_future_is_rejected (future));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/core/executor/thread/jobs", test_thread_jobs);
  g_test_add_func ("/core/executor/thread/order", test_thread_order);
  g_test_add_func ("/core/executor/thread/finishes", test_thread_finishes);
  g_test_add_func ("/core/executor/thread/last-reference", test_thread_last_reference);
  g_test_add_func ("/core/executor/inline/jobs", test_inline_jobs);
  g_test_add_func ("/core/executor/no-result", test_no_result);

  return g_test_run ();
}
