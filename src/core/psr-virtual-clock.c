/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-virtual-clock"

#include "config.h"

#include "psr-virtual-clock.h"

/**
 * PsrVirtualClock:
 *
 * A clock that stands still until it is told to advance, for simulations and
 * tests. It may be read from any thread; sleeping and advancing belong to the
 * main thread.
 */
struct _PsrVirtualClock
{
  GObject       parent_instance;

  GMutex        mutex;
  PsrTimestamp  now;
  gint64        monotonic;
  guint64       last_sequence;
  GSequence    *sleepers;
};

typedef struct
{
  gint64      due;
  guint64     sequence;
  DexPromise *promise;
} Sleeper;

static void psr_virtual_clock_clock_init (PsrClockInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PsrVirtualClock, psr_virtual_clock, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_CLOCK, psr_virtual_clock_clock_init))

static void
sleeper_free (gpointer data)
{
  Sleeper *sleeper = data;

  g_assert (sleeper != NULL);

  dex_clear (&sleeper->promise);
  g_free (sleeper);
}

static int
sleeper_compare (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  const Sleeper *left = a;
  const Sleeper *right = b;

  g_assert (left != NULL);
  g_assert (right != NULL);

  if (left->due != right->due)
    return left->due < right->due ? -1 : 1;

  return (left->sequence > right->sequence) - (left->sequence < right->sequence);
}

/* The first sleeper whose future is still wanted. The mutex is held. */
static Sleeper *
first_sleeper (PsrVirtualClock *self,
               GSequenceIter  **iter)
{
  g_assert (PSR_IS_VIRTUAL_CLOCK (self));
  g_assert (iter != NULL);

  for (;;)
    {
      Sleeper *sleeper;

      *iter = g_sequence_get_begin_iter (self->sleepers);
      if (g_sequence_iter_is_end (*iter))
        return NULL;

      sleeper = g_sequence_get (*iter);
      if (!g_cancellable_is_cancelled (dex_promise_get_cancellable (sleeper->promise)))
        return sleeper;

      g_sequence_remove (*iter);
    }
}

static PsrTimestamp
psr_virtual_clock_now (PsrClock *clock)
{
  PsrVirtualClock *self = PSR_VIRTUAL_CLOCK (clock);
  PsrTimestamp now;

  g_mutex_lock (&self->mutex);
  now = self->now;
  g_mutex_unlock (&self->mutex);

  return now;
}

static gint64
psr_virtual_clock_monotonic (PsrClock *clock)
{
  PsrVirtualClock *self = PSR_VIRTUAL_CLOCK (clock);
  gint64 monotonic;

  g_mutex_lock (&self->mutex);
  monotonic = self->monotonic;
  g_mutex_unlock (&self->mutex);

  return monotonic;
}

static DexFuture *
wake_cb (DexFuture *promise,
         gpointer   user_data)
{
  g_assert (DEX_IS_FUTURE (promise));

  return dex_future_new_true ();
}

static DexFuture *
psr_virtual_clock_sleep (PsrClock *clock,
                         gint64    usec)
{
  PsrVirtualClock *self = PSR_VIRTUAL_CLOCK (clock);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Sleeper *sleeper;

  g_assert (usec > 0);

  sleeper = g_new0 (Sleeper, 1);
  sleeper->due = usec > G_MAXINT64 - self->monotonic ? G_MAXINT64 : self->monotonic + usec;
  sleeper->sequence = ++self->last_sequence;
  sleeper->promise = dex_promise_new_cancellable ();
  g_sequence_insert_sorted (self->sleepers, sleeper, sleeper_compare, NULL);

  /* A promise that is held here doesn't notice that it is dropped elsewhere;
   * one on which a dropped future was chained does. */
  return dex_future_then (dex_ref (sleeper->promise), wake_cb, NULL, NULL);
}

static void
psr_virtual_clock_clock_init (PsrClockInterface *iface)
{
  iface->now = psr_virtual_clock_now;
  iface->monotonic = psr_virtual_clock_monotonic;
  iface->sleep = psr_virtual_clock_sleep;
}

static void
psr_virtual_clock_finalize (GObject *object)
{
  PsrVirtualClock *self = PSR_VIRTUAL_CLOCK (object);

  g_clear_pointer (&self->sleepers, g_sequence_free);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (psr_virtual_clock_parent_class)->finalize (object);
}

static void
psr_virtual_clock_class_init (PsrVirtualClockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = psr_virtual_clock_finalize;
}

static void
psr_virtual_clock_init (PsrVirtualClock *self)
{
  g_mutex_init (&self->mutex);
  self->sleepers = g_sequence_new (sleeper_free);
}

/**
 * psr_virtual_clock_new:
 * @start: the time of day at which it stands first
 *
 * Returns: (transfer full): a clock that stands still
 */
PsrClock *
psr_virtual_clock_new (PsrTimestamp start)
{
  PsrVirtualClock *self;

  g_return_val_if_fail (start != PSR_TIMESTAMP_NONE, NULL);

  self = g_object_new (PSR_TYPE_VIRTUAL_CLOCK, NULL);
  self->now = start;

  return PSR_CLOCK (self);
}

/**
 * psr_virtual_clock_advance:
 * @self: a virtual clock
 * @usec: by how many microseconds, not negative
 *
 * Moves the time on and resolves the futures of the sleepers that are due
 * then, the earliest first and in the order in which they went to sleep. Who
 * waits for them runs when the main context is next iterated.
 */
void
psr_virtual_clock_advance (PsrVirtualClock *self,
                           gint64           usec)
{
  g_autoptr (GPtrArray) due = NULL;
  GSequenceIter *iter;
  Sleeper *sleeper;

  g_return_if_fail (PSR_IS_VIRTUAL_CLOCK (self));
  g_return_if_fail (usec >= 0);

  due = g_ptr_array_new_with_free_func (dex_unref);

  g_mutex_lock (&self->mutex);
  self->now += usec;
  self->monotonic += usec;
  while ((sleeper = first_sleeper (self, &iter)) != NULL && sleeper->due <= self->monotonic)
    {
      g_ptr_array_add (due, g_steal_pointer (&sleeper->promise));
      g_sequence_remove (iter);
    }
  g_mutex_unlock (&self->mutex);

  for (guint i = 0; i < due->len; i++)
    dex_promise_resolve_boolean (g_ptr_array_index (due, i), TRUE);
}

/**
 * psr_virtual_clock_suspend:
 * @self: a virtual clock
 * @usec: for how many microseconds, not negative
 *
 * As if the computer had slept: the time of day moves on, the monotonic one doesn't, and
 * nobody wakes.
 */
void
psr_virtual_clock_suspend (PsrVirtualClock *self,
                           gint64           usec)
{
  g_return_if_fail (PSR_IS_VIRTUAL_CLOCK (self));
  g_return_if_fail (usec >= 0);

  g_mutex_lock (&self->mutex);
  self->now += usec;
  g_mutex_unlock (&self->mutex);
}

/**
 * psr_virtual_clock_next_due:
 * @self: a virtual clock
 *
 * Returns: after how many microseconds the next sleeper wakes, or -1 when
 *   nobody sleeps
 */
gint64
psr_virtual_clock_next_due (PsrVirtualClock *self)
{
  g_autoptr (GMutexLocker) locker = NULL;
  GSequenceIter *iter;
  Sleeper *sleeper;

  g_return_val_if_fail (PSR_IS_VIRTUAL_CLOCK (self), -1);

  locker = g_mutex_locker_new (&self->mutex);
  sleeper = first_sleeper (self, &iter);

  return sleeper == NULL ? -1 : sleeper->due - self->monotonic;
}
