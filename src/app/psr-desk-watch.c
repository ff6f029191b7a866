/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-desk-watch"

#include "config.h"

#include "psr-desk-private.h"
#include "psr-main-hop.h"

/* How often to ask whether somebody changed the local state. */
#define WATCH_PERIOD (G_USEC_PER_SEC)

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static GWeakRef *
weak_ref_new (gpointer object)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, object);

  return ref;
}

typedef struct
{
  PsrClock     *clock;
  PsrEngine    *engine;
  GCancellable *stop;
  gint64        version;
} Watch;

static void
watch_clear (gpointer data)
{
  Watch *watch = data;

  g_clear_object (&watch->clock);
  g_clear_object (&watch->engine);
  g_clear_object (&watch->stop);
}

static void
watch_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, watch_clear);
}

/* Looks once a second whether anybody, this window's worker included, changed
 * something, until it's told to stop. */
static DexFuture *
watch_fiber (gpointer data)
{
  Watch *watch = data;

  while (TRUE)
    {
      g_autoptr(GError) error = NULL;
      gint64 version;

      if (!dex_await (dex_future_first (psr_clock_sleep (watch->clock, WATCH_PERIOD),
                                        dex_cancellable_new_from_cancellable (watch->stop),
                                        NULL),
                      &error))
        return dex_future_new_for_error (g_steal_pointer (&error));

      version = dex_await_int64 (psr_engine_get_data_version (watch->engine), &error);
      if (error != NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
      if (version != watch->version)
        return dex_future_new_for_int64 (version);
    }
}

/* Tells whether what is shown can be trusted, each time that it changes. */
static gboolean
set_unreadable (PsrDesk      *self,
                const GError *error)
{
  /* It is read anew however little changed meanwhile. */
  if (error != NULL)
    self->version = -1;

  if (error == NULL ? self->unreadable == NULL
                    : self->unreadable != NULL && g_str_equal (self->unreadable->message, error->message))
    return FALSE;

  g_clear_error (&self->unreadable);
  if (error != NULL)
    {
      g_message ("The local state can't be read: %s", error->message);
      self->unreadable = g_error_copy (error);
    }
  g_object_notify (G_OBJECT (self), "trouble");

  return TRUE;
}

static DexFuture *
on_status_read (DexFuture *future,
                gpointer   data)
{
  g_autoptr(PsrDesk) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  const GValue *value;
  gboolean is_news;

  if (self == NULL || self->reader == NULL)
    return dex_future_new_true ();

  value = dex_future_get_value (future, &error);
  is_news = set_unreadable (self, error);
  if (value != NULL)
    psr_desk_show_status (self, g_value_get_boxed (value));
  else if (is_news)
    g_signal_emit_by_name (self, "changed");
  psr_desk_watch (self);

  return dex_future_new_true ();
}

static DexFuture *
on_changed (DexFuture *future,
            gpointer   data)
{
  g_autoptr(PsrDesk) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self == NULL || self->reader == NULL)
    return dex_future_new_true ();

  /* Looked at again in a while: what was wrong may be mended meanwhile. */
  if (value == NULL)
    {
      set_unreadable (self, error);
      psr_desk_watch (self);
      return dex_future_new_true ();
    }

  self->version = g_value_get_int64 (value);
  dex_clear (&self->reading);
  self->reading = dex_future_finally (psr_main_hop (psr_engine_get_status (self->reader)), on_status_read,
                                      weak_ref_new (self), weak_ref_free);

  return dex_future_new_true ();
}

static DexFuture *
on_refreshed (DexFuture *future,
              gpointer   data)
{
  g_autoptr(PsrDesk) self = g_weak_ref_get (data);
  const GValue *value = dex_future_get_value (future, NULL);

  if (self != NULL && value != NULL)
    psr_desk_show_status (self, g_value_get_boxed (value));

  return dex_future_new_true ();
}

/**
 * psr_desk_refresh:
 * @self: a desk that is open
 *
 * Looks at once how everything stands, and not only when the next second is over.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when that is shown, or
 *   can't be read
 */
DexFuture *
psr_desk_refresh (PsrDesk *self)
{
  dex_return_error_if_fail (PSR_IS_DESK (self));
  dex_return_error_if_fail (self->reader != NULL);

  return dex_future_finally (psr_main_hop (psr_engine_get_status (self->reader)), on_refreshed,
                             weak_ref_new (self), weak_ref_free);
}

/**
 * psr_desk_unwatch:
 * @self: a desk
 *
 * Looks for changes no longer.
 */
void
psr_desk_unwatch (PsrDesk *self)
{
  g_return_if_fail (PSR_IS_DESK (self));

  if (self->unwatch != NULL)
    g_cancellable_cancel (self->unwatch);
  g_clear_object (&self->unwatch);
  dex_clear (&self->watching);
}

/**
 * psr_desk_watch:
 * @self: a desk that is open
 *
 * Looks for changes of the local state until the desk is gone.
 */
void
psr_desk_watch (PsrDesk *self)
{
  Watch *job = g_atomic_rc_box_new0 (Watch);

  g_return_if_fail (PSR_IS_DESK (self));

  job->clock = g_object_ref (self->clock);
  job->engine = g_object_ref (self->reader);
  job->version = self->version;
  psr_desk_unwatch (self);
  self->unwatch = g_cancellable_new ();
  job->stop = g_object_ref (self->unwatch);
  self->watching = dex_future_finally (psr_main_hop (dex_scheduler_spawn (NULL, 0, watch_fiber, job, watch_unref)),
                                       on_changed, weak_ref_new (self), weak_ref_free);
}
