/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-throttle"

#include "config.h"

#include "psr-throttle.h"

#include <gio/gio.h>

#include "psr-net-future.h"
#include "psr-retry.h"
#include "psr-throttle-private.h"

/* After being lowered, a limit gains a step whenever this long passed without
 * another complaint.
 */
#define RECOVERY (30 * (gint64) G_USEC_PER_SEC)

/* Whoever takes this long to answer has more to do than is good for it. */
#define SLOW (10 * (gint64) G_USEC_PER_SEC)

/* How long an adaptive throttle rests after a complaint that names no time. */
#define REST (2 * (gint64) G_USEC_PER_SEC)

struct _PsrThrottle
{
  GObject    parent_instance;
  PsrClock  *clock;
  DexFuture *timer;
  GQueue     waiting;        /* of DexPromise */
  GArray    *sent;           /* of gint64: monotonic times, oldest first, from @first on */
  guint      first;
  gint64     window;
  gint64     paused_until;   /* monotonic */
  gint64     changed_at;     /* monotonic */
  gint64     lowered_at;     /* monotonic */
  guint      max_at_once;
  guint      max_per_window; /* 0: there is no window, the answers tell */
  guint      at_once;
  guint      per_window;
  guint      in_use;
  gboolean   is_impatient;
};

G_DEFINE_FINAL_TYPE (PsrThrottle, psr_throttle, G_TYPE_OBJECT)

static void pump (PsrThrottle *self);

static void
psr_throttle_dispose (GObject *object)
{
  PsrThrottle *self = PSR_THROTTLE (object);

  dex_clear (&self->timer);
  g_queue_clear_full (&self->waiting, dex_unref);
  g_clear_pointer (&self->sent, g_array_unref);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (psr_throttle_parent_class)->dispose (object);
}

static void
psr_throttle_class_init (PsrThrottleClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = psr_throttle_dispose;
}

static void
psr_throttle_init (PsrThrottle *self)
{
  g_queue_init (&self->waiting);
  self->sent = g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
recover (PsrThrottle *self,
         gint64       now)
{
  gint64 steps = (now - self->changed_at) / RECOVERY;

  if (steps <= 0)
    return;

  self->changed_at += steps * RECOVERY;
  steps = MIN (steps, 1000);
  self->at_once = (guint) MIN (self->at_once + steps, self->max_at_once);
  self->per_window = (guint) MIN (self->per_window + steps * MAX (self->max_per_window / 20, 1), self->max_per_window);
}

static void
forget_old (PsrThrottle *self,
            gint64       now)
{
  while (self->first < self->sent->len && g_array_index (self->sent, gint64, self->first) <= now - self->window)
    self->first++;

  /* Only now and then, so that it costs nothing. */
  if (self->first > 0 && self->first > self->max_per_window)
    {
      g_array_remove_range (self->sent, 0, self->first);
      self->first = 0;
    }
}

static DexFuture *
timer_cb (DexFuture *completed,
          gpointer   data)
{
  g_autoptr (PsrThrottle) self = g_weak_ref_get (data);

  if (self != NULL)
    pump (self);

  return NULL;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
set_timer (PsrThrottle *self,
           gint64       usec)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  dex_clear (&self->timer);
  self->timer = dex_future_then (psr_clock_sleep (self->clock, MAX (usec, 1)), timer_cb, weak, weak_ref_free);
}

/* Turns away whoever is first. */
static void
refuse (PsrThrottle *self)
{
  DexPromise *promise = g_queue_pop_head (&self->waiting);

  dex_promise_reject (promise, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY, "The service asks to wait"));
  dex_unref (promise);
}

/* Lets in whoever may go now, and sets a timer for the next one. */
static void
pump (PsrThrottle *self)
{
  gint64 now = psr_clock_monotonic (self->clock);

  recover (self, now);
  forget_old (self, now);

  while (!g_queue_is_empty (&self->waiting))
    {
      DexPromise *promise = g_queue_peek_head (&self->waiting);
      guint count = self->sent->len - self->first;

      if (g_cancellable_is_cancelled (dex_promise_get_cancellable (promise)))
        {
          dex_unref (g_queue_pop_head (&self->waiting));
          continue;
        }

      if (self->is_impatient && self->paused_until > now && self->paused_until - now > PSR_RETRY_BRIEF)
        {
          refuse (self);
          continue;
        }

      /* Whoever is in will come out. */
      if (self->in_use >= self->at_once)
        return;

      if (now < self->paused_until)
        {
          set_timer (self, self->paused_until - now);
          return;
        }

      if (self->max_per_window > 0 && count >= self->per_window)
        {
          gint64 oldest = g_array_index (self->sent, gint64, self->first + (count - self->per_window));
          gint64 wait = oldest + self->window - now;

          /* The limit may rise before that. */
          if (self->per_window < self->max_per_window)
            wait = MIN (wait, self->changed_at + RECOVERY - now);

          if (self->is_impatient && wait > PSR_RETRY_BRIEF)
            {
              refuse (self);
              continue;
            }

          set_timer (self, wait);
          return;
        }

      g_queue_pop_head (&self->waiting);

      if (self->max_per_window > 0)
        g_array_append_val (self->sent, now);

      self->in_use++;
      dex_promise_resolve_object (promise, psr_throttle_pass_new (self));
      dex_unref (promise);
    }
}

static PsrThrottle *
make (PsrClock *clock,
      guint     max_at_once,
      guint     max_per_window,
      gint64    window_usec)
{
  PsrThrottle *self = g_object_new (PSR_TYPE_THROTTLE, NULL);

  self->clock = g_object_ref (clock);
  self->max_at_once = self->at_once = max_at_once;
  self->max_per_window = self->per_window = max_per_window;
  self->window = window_usec;
  self->changed_at = psr_clock_monotonic (clock);
  self->lowered_at = G_MININT64;
  self->paused_until = G_MININT64;

  return self;
}

/**
 * psr_throttle_new:
 * @clock: for the window
 * @max_at_once: how many requests may be under way
 * @max_per_window: how many may be sent within @window_usec
 * @window_usec: the length of the sliding window, in microseconds
 *
 * Returns: (transfer full): a throttle for a service whose limits are known
 */
PsrThrottle *
psr_throttle_new (PsrClock *clock,
                  guint     max_at_once,
                  guint     max_per_window,
                  gint64    window_usec)
{
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (max_at_once > 0, NULL);
  g_return_val_if_fail (max_per_window > 0, NULL);
  g_return_val_if_fail (window_usec > 0, NULL);

  return make (clock, max_at_once, max_per_window, window_usec);
}

/**
 * psr_throttle_new_adaptive:
 * @clock: for waits
 * @max_at_once: how many requests may be under way at the most
 *
 * Returns: (transfer full): a throttle for a service whose limits aren't known:
 *   the answers say how many at once are good for it
 */
PsrThrottle *
psr_throttle_new_adaptive (PsrClock *clock,
                           guint     max_at_once)
{
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (max_at_once > 0, NULL);

  return make (clock, max_at_once, 0, 0);
}

/**
 * psr_throttle_new_for_bc:
 * @clock: for the window
 *
 * Business Central executes five requests of a user at once and takes 6 000 in
 * five minutes. One of the five is left to the person who works in it with the
 * same account. Source: Microsoft, operational limits.
 *
 * Returns: (transfer full): a throttle
 */
PsrThrottle *
psr_throttle_new_for_bc (PsrClock *clock)
{
  return psr_throttle_new (clock, 4, 6000, 300 * (gint64) G_USEC_PER_SEC);
}

/**
 * psr_throttle_new_for_wello:
 * @clock: for waits
 *
 * Wello publishes no limits, neither how many at once nor how many in a time; it
 * only asks for as few calls as possible. Four at once are fewer than the six
 * connections of one person's browser. A number per time would be made up: one
 * that is too low makes the first sync of a large company take all morning, and
 * one that is too high protects nothing. So it's the answers that slow us down:
 * 429, 503, and ones that take long.
 *
 * Returns: (transfer full): a throttle
 */
PsrThrottle *
psr_throttle_new_for_wello (PsrClock *clock)
{
  return psr_throttle_new_adaptive (clock, 4);
}

/**
 * psr_throttle_acquire:
 * @self: a throttle
 *
 * Waits for a turn, first come, first served. Dropping the future gives the
 * turn up.
 *
 * Returns: (transfer full): a future of a #PsrThrottlePass, to be held until
 *   the answer is there; it rejects with %G_IO_ERROR_BUSY where the service asks to wait
 *   and nobody wants to
 */
DexFuture *
psr_throttle_acquire (PsrThrottle *self)
{
  DexPromise *promise;

  g_return_val_if_fail (PSR_IS_THROTTLE (self), NULL);

  promise = dex_promise_new_cancellable ();
  g_queue_push_tail (&self->waiting, dex_ref (promise));
  pump (self);

  return psr_net_keep (DEX_FUTURE (promise));
}

void
psr_throttle_release (PsrThrottle *self)
{
  g_return_if_fail (PSR_IS_THROTTLE (self));
  g_return_if_fail (self->in_use > 0);

  self->in_use--;
  pump (self);
}

static void
lower (PsrThrottle *self,
       guint        at_once,
       gint64       now)
{
  self->changed_at = now;
  self->lowered_at = now;
  self->at_once = MAX (at_once, 1);

  if (self->max_per_window > 0)
    self->per_window = MAX (self->per_window / 2, MAX (self->max_per_window / 20, 1));

  g_info ("Slowing down: %u at once", self->at_once);
}

/**
 * psr_throttle_slow_down:
 * @self: a throttle
 * @retry_after: how long the service asks us to wait, in microseconds, or
 *   %PSR_RETRY_NO_ADVICE
 *
 * The service complained: nothing more goes out before @retry_after, at most
 * ten minutes, and the limits are halved. They come back step by step.
 */
void
psr_throttle_slow_down (PsrThrottle *self,
                        gint64       retry_after)
{
  gint64 now;

  g_return_if_fail (PSR_IS_THROTTLE (self));

  now = psr_clock_monotonic (self->clock);
  recover (self, now);
  lower (self, self->at_once / 2, now);

  if (retry_after < 0 && self->max_per_window == 0)
    retry_after = REST;

  if (retry_after > 0)
    self->paused_until = MAX (self->paused_until, now + MIN (retry_after, PSR_RETRY_LONGEST_WAIT));

  if (self->is_impatient)
    pump (self);
}

/**
 * psr_throttle_set_impatient:
 * @self: a throttle
 * @is_impatient: whether whoever would have to wait because the service asks for it is
 *   turned away, unless it is for a moment
 */
void
psr_throttle_set_impatient (PsrThrottle *self,
                            gboolean     is_impatient)
{
  g_return_if_fail (PSR_IS_THROTTLE (self));

  self->is_impatient = is_impatient;

  if (is_impatient)
    pump (self);
}

/**
 * psr_throttle_note:
 * @self: a throttle
 * @status: the status of an answer, or 0 when there was none
 * @took: how long it took, in microseconds
 * @retry_after: how long the service asks us to wait, in microseconds, or
 *   %PSR_RETRY_NO_ADVICE
 *
 * Every throttle slows down at 429. An adaptive one also does at 503, and by
 * one step when an answer took long; of the requests that were under way
 * together only the first one counts for that.
 */
void
psr_throttle_note (PsrThrottle *self,
                   guint        status,
                   gint64       took,
                   gint64       retry_after)
{
  gint64 now;

  g_return_if_fail (PSR_IS_THROTTLE (self));

  if (status == 429 || (status == 503 && self->max_per_window == 0))
    {
      psr_throttle_slow_down (self, retry_after);
      return;
    }

  if (self->max_per_window > 0 || took < SLOW)
    return;

  now = psr_clock_monotonic (self->clock);
  recover (self, now);

  if (now - took >= self->lowered_at)
    lower (self, self->at_once - 1, now);
}

/**
 * psr_throttle_get_pause:
 * @self: a throttle
 *
 * Returns: for how many microseconds the service still asks us to wait; 0 when
 *   it doesn't
 */
gint64
psr_throttle_get_pause (PsrThrottle *self)
{
  g_return_val_if_fail (PSR_IS_THROTTLE (self), 0);

  if (self->paused_until == G_MININT64)
    return 0;

  return MAX (self->paused_until - psr_clock_monotonic (self->clock), 0);
}

/**
 * psr_throttle_get_in_use:
 * @self: a throttle
 *
 * Returns: how many passes are out
 */
guint
psr_throttle_get_in_use (PsrThrottle *self)
{
  g_return_val_if_fail (PSR_IS_THROTTLE (self), 0);

  return self->in_use;
}

/**
 * psr_throttle_get_at_once:
 * @self: a throttle
 *
 * Returns: how many passes may be out at the moment
 */
guint
psr_throttle_get_at_once (PsrThrottle *self)
{
  g_return_val_if_fail (PSR_IS_THROTTLE (self), 0);

  recover (self, psr_clock_monotonic (self->clock));

  return self->at_once;
}

/**
 * psr_throttle_get_per_window:
 * @self: a throttle
 *
 * Returns: how many passes may be given in a window at the moment; 0 without
 *   one
 */
guint
psr_throttle_get_per_window (PsrThrottle *self)
{
  g_return_val_if_fail (PSR_IS_THROTTLE (self), 0);

  recover (self, psr_clock_monotonic (self->clock));

  return self->per_window;
}
