/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-keeper"

#include "config.h"

#include "psr-engine-wait.h"
#include "psr-keeper-private.h"
#include "psr-main-hop.h"

enum {
  PROP_0,
  PROP_ACTIVITY,
  PROP_STATE,
  PROP_TROUBLE,
  PROP_WAIT,
  N_PROPS,
};

enum {
  NEWS,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PsrKeeper, psr_keeper, G_TYPE_OBJECT)

/* What is told in a fiber, on its way to the main loop. */
typedef struct
{
  GWeakRef       keeper;
  PsrWorker     *worker;
  PsrWorkerNews  news;
  char          *task;
  char          *number;
  GError        *error;
} Message;

static void
message_free (gpointer data)
{
  Message *message = data;

  g_weak_ref_clear (&message->keeper);
  g_clear_object (&message->worker);
  g_free (message->task);
  g_free (message->number);
  g_clear_error (&message->error);
  g_free (message);
}

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

static void
set_state (PsrKeeper      *self,
           PsrKeeperState  state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_activity (PsrKeeper  *self,
              const char *activity)
{
  if (g_set_str (&self->activity, activity))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVITY]);
}

static void
set_error (PsrKeeper    *self,
           const GError *error)
{
  if (self->error == NULL && error == NULL)
    return;

  g_clear_error (&self->error);
  if (error != NULL)
    self->error = g_error_copy (error);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TROUBLE]);
}

static void
set_failed (PsrKeeper    *self,
            const char   *task,
            const GError *error)
{
  if (error != NULL)
    g_hash_table_insert (self->failed, g_strdup (task), g_error_copy (error));
  else if (!g_hash_table_remove (self->failed, task))
    return;

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TROUBLE]);
}

static void
take_news (PsrKeeper           *self,
           const PsrWorkerNews *news)
{
  switch (news->kind)
    {
    case PSR_WORKER_NEWS_AT_WORK:
      set_error (self, NULL);
      set_state (self, PSR_KEEPER_AT_WORK);
      break;

    case PSR_WORKER_NEWS_WAITS:
      set_error (self, NULL);
      set_state (self, PSR_KEEPER_OTHER);
      break;

    case PSR_WORKER_NEWS_NO_ENTRY:
      set_error (self, news->error);
      set_state (self, PSR_KEEPER_NO_ENTRY);
      break;

    case PSR_WORKER_NEWS_NO_BILLING:
      set_failed (self, PSR_WORKER_WORK_ORDERS, news->error);
      break;

    case PSR_WORKER_NEWS_DONE:
    case PSR_WORKER_NEWS_FAILED:
      set_failed (self, news->task, news->error);
      g_clear_pointer (&self->next_activity, g_free);
      set_activity (self, NULL);
      break;

    default:
      break;
    }
}

static gboolean
deliver (gpointer data)
{
  Message *message = data;
  g_autoptr(PsrKeeper) self = g_weak_ref_get (&message->keeper);

  /* One that was stopped has nothing to say any more. */
  if (self == NULL || message->worker != self->worker || self->state == PSR_KEEPER_ENDING)
    return G_SOURCE_REMOVE;

  message->news.task = message->task;
  message->news.number = message->number;
  message->news.error = message->error;
  take_news (self, &message->news);
  g_signal_emit (self, signals[NEWS], 0, &message->news);

  return G_SOURCE_REMOVE;
}

/* In a fiber. */
static void
on_news (const PsrWorkerNews *news,
         gpointer             data)
{
  PsrKeeper *self = PSR_KEEPER (data);
  Message *message = g_new0 (Message, 1);

  g_weak_ref_init (&message->keeper, self);
  message->worker = g_object_ref (self->worker);
  message->news = *news;
  message->task = g_strdup (news->task);
  message->number = g_strdup (news->number);
  message->error = news->error != NULL ? g_error_copy (news->error) : NULL;
  g_idle_add_full (G_PRIORITY_DEFAULT, deliver, message, message_free);
}

static void
on_said (PsrWorkerLevel  level,
         const char     *text,
         gpointer        data)
{
  g_debug ("%s", text);
}

static gboolean
show_activity (gpointer data)
{
  g_autoptr(PsrKeeper) self = g_weak_ref_get (data);

  if (self != NULL)
    {
      self->activity_waits = FALSE;
      set_activity (self, self->running != NULL ? self->next_activity : NULL);
    }

  return G_SOURCE_REMOVE;
}

/* In a fiber, and more often than anybody can read. */
static void
on_progress (const char *text,
             gpointer    data)
{
  PsrKeeper *self = PSR_KEEPER (data);

  g_set_str (&self->next_activity, text);
  if (self->activity_waits)
    return;

  self->activity_waits = TRUE;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, show_activity, weak_ref_new (self), weak_ref_free);
}

static void
set_wait (PsrKeeper    *self,
          const char   *text,
          PsrTimestamp  until)
{
  if (!g_set_str (&self->wait, text) && self->wait_until == until)
    return;

  self->wait_until = until;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAIT]);
}

/* On its way to the main loop. */
typedef struct
{
  GWeakRef      keeper;
  PsrEngine    *engine;
  char         *text;
  PsrTimestamp  until;
} Wait;

static void
wait_free (gpointer data)
{
  Wait *wait = data;

  g_weak_ref_clear (&wait->keeper);
  g_clear_object (&wait->engine);
  g_free (wait->text);
  g_free (wait);
}

static gboolean
show_wait (gpointer data)
{
  Wait *wait = data;
  g_autoptr(PsrKeeper) self = g_weak_ref_get (&wait->keeper);

  if (self != NULL && self->engine == wait->engine)
    set_wait (self, wait->text, wait->until);

  return G_SOURCE_REMOVE;
}

/* In a fiber. What documents wait for is told with their progress. */
static void
on_wait (gboolean      is_flow,
         const char   *text,
         PsrTimestamp  until,
         gpointer      data)
{
  PsrKeeper *self = PSR_KEEPER (data);
  Wait *wait;

  if (!is_flow)
    return;

  wait = g_new0 (Wait, 1);
  g_weak_ref_init (&wait->keeper, self);
  wait->engine = g_object_ref (self->engine);
  wait->text = g_strdup (text);
  wait->until = until;
  g_idle_add_full (G_PRIORITY_DEFAULT, show_wait, wait, wait_free);
}

static void
drop_worker (PsrKeeper *self)
{
  if (self->worker != NULL)
    psr_worker_set_news_func (self->worker, NULL, NULL);
  if (self->engine != NULL)
    {
      psr_engine_set_progress (self->engine, NULL, NULL);
      psr_engine_set_wait_func (self->engine, NULL, NULL);
    }
  g_clear_object (&self->worker);
  g_clear_object (&self->engine);
}

static DexFuture *
on_ended (DexFuture *future,
          gpointer   data)
{
  g_autoptr(PsrKeeper) self = g_weak_ref_get (data);
  g_autoptr(GError) error = NULL;

  if (self == NULL)
    return dex_future_new_true ();

  dex_future_get_value (future, &error);
  dex_clear (&self->running);
  drop_worker (self);
  set_activity (self, NULL);
  set_wait (self, NULL, PSR_TIMESTAMP_NONE);

  if (self->wants_work && error == NULL)
    {
      psr_keeper_start (self);
      return dex_future_new_true ();
    }

  g_hash_table_remove_all (self->failed);
  set_error (self, error);
  set_state (self, error != NULL ? PSR_KEEPER_HALTED : PSR_KEEPER_PAUSED);

  return dex_future_new_true ();
}

static void
on_network_changed (PsrKeeper *self,
                    gboolean   available)
{
  if (available)
    psr_keeper_wake (self);
}

static void
psr_keeper_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  PsrKeeper *self = PSR_KEEPER (object);

  switch (prop_id)
    {
    case PROP_ACTIVITY:
      g_value_set_string (value, self->activity);
      break;
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_TROUBLE:
      g_value_set_boxed (value, psr_keeper_get_trouble (self));
      break;
    case PROP_WAIT:
      g_value_set_string (value, self->wait);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
psr_keeper_dispose (GObject *object)
{
  PsrKeeper *self = PSR_KEEPER (object);

  if (self->engine != NULL)
    psr_engine_stop (self->engine);
  dex_clear (&self->running);
  drop_worker (self);
  g_clear_object (&self->network);

  G_OBJECT_CLASS (psr_keeper_parent_class)->dispose (object);
}

static void
psr_keeper_finalize (GObject *object)
{
  PsrKeeper *self = PSR_KEEPER (object);

  g_hash_table_unref (self->failed);
  g_clear_error (&self->error);
  g_free (self->person);
  g_free (self->activity);
  g_free (self->next_activity);
  g_free (self->wait);

  G_OBJECT_CLASS (psr_keeper_parent_class)->finalize (object);
}

static void
psr_keeper_class_init (PsrKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = psr_keeper_dispose;
  object_class->finalize = psr_keeper_finalize;
  object_class->get_property = psr_keeper_get_property;

  properties[PROP_ACTIVITY] = g_param_spec_string ("activity", NULL, NULL, NULL, flags);
  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, PSR_KEEPER_HALTED, 0, flags);
  properties[PROP_TROUBLE] = g_param_spec_boxed ("trouble", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_WAIT] = g_param_spec_string ("wait", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * PsrKeeper::news:
   * @self: the keeper
   * @news: a #PsrWorkerNews, for the time of the call
   *
   * The worker did something, on the main loop.
   */
  signals[NEWS] = g_signal_new ("news", PSR_TYPE_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
psr_keeper_init (PsrKeeper *self)
{
  self->failed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_error_free);
  self->wait_until = PSR_TIMESTAMP_NONE;
  self->network = g_object_ref (g_network_monitor_get_default ());
  g_signal_connect_object (self->network, "network-changed", G_CALLBACK (on_network_changed), self, G_CONNECT_SWAPPED);
}

/**
 * psr_keeper_new:
 * @func: makes an engine for each worker
 * @data: passed to @func; has to outlive the keeper
 *
 * Returns: (transfer full): a keeper whose worker isn't begun yet
 */
PsrKeeper *
psr_keeper_new (PsrKeeperFunc func,
                gpointer      data)
{
  PsrKeeper *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_object_new (PSR_TYPE_KEEPER, NULL);
  self->func = func;
  self->data = data;

  return self;
}

/**
 * psr_keeper_start:
 * @self: a keeper
 *
 * Has the worker begin, or go on. Where an earlier one still ends, the next one
 * begins after it.
 */
void
psr_keeper_start (PsrKeeper *self)
{
  g_return_if_fail (PSR_IS_KEEPER (self));

  self->wants_work = TRUE;
  if (self->running != NULL)
    return;

  g_hash_table_remove_all (self->failed);
  set_error (self, NULL);
  self->engine = self->func (self->data);
  self->worker = psr_worker_new (self->engine, on_said, self);
  psr_worker_set_news_func (self->worker, on_news, self);
  psr_engine_set_progress (self->engine, on_progress, self);
  psr_engine_set_wait_func (self->engine, on_wait, self);
  set_state (self, PSR_KEEPER_STARTING);
  self->running = dex_future_finally (psr_main_hop (psr_worker_run (self->worker)), on_ended,
                                      weak_ref_new (self), weak_ref_free);
}

/**
 * psr_keeper_pause:
 * @self: a keeper
 *
 * Has the worker end between two documents. What is approved and not begun stays
 * approved.
 */
void
psr_keeper_pause (PsrKeeper *self)
{
  g_return_if_fail (PSR_IS_KEEPER (self));

  self->wants_work = FALSE;
  if (self->running == NULL)
    {
      set_state (self, PSR_KEEPER_PAUSED);
      return;
    }

  psr_engine_stop (self->engine);
  set_state (self, PSR_KEEPER_ENDING);
}

/**
 * psr_keeper_restart:
 * @self: a keeper
 *
 * Has the worker sign in anew.
 */
void
psr_keeper_restart (PsrKeeper *self)
{
  g_return_if_fail (PSR_IS_KEEPER (self));

  psr_keeper_pause (self);
  psr_keeper_start (self);
}

/**
 * psr_keeper_stop:
 * @self: a keeper
 *
 * The same, for whoever has to know when it has come to its end.
 *
 * Returns: (transfer full): a future that is settled once nothing is under way
 */
DexFuture *
psr_keeper_stop (PsrKeeper *self)
{
  dex_return_error_if_fail (PSR_IS_KEEPER (self));

  psr_keeper_pause (self);

  return self->running != NULL ? dex_ref (self->running) : dex_future_new_true ();
}

/**
 * psr_keeper_wake:
 * @self: a keeper
 *
 * What failed is tried at once.
 */
void
psr_keeper_wake (PsrKeeper *self)
{
  g_return_if_fail (PSR_IS_KEEPER (self));

  if (self->state == PSR_KEEPER_HALTED)
    psr_keeper_start (self);
  else if (self->worker != NULL)
    psr_worker_wake (self->worker);
}

/**
 * psr_keeper_get_state:
 * @self: a keeper
 *
 * Returns: what the worker is about
 */
PsrKeeperState
psr_keeper_get_state (PsrKeeper *self)
{
  g_return_val_if_fail (PSR_IS_KEEPER (self), PSR_KEEPER_IDLE);

  return self->state;
}

/**
 * psr_keeper_get_trouble:
 * @self: a keeper
 *
 * Returns: (transfer none) (nullable): why it doesn't work, or why something
 *   that it does again and again fails
 */
const GError *
psr_keeper_get_trouble (PsrKeeper *self)
{
  GHashTableIter iter;
  gpointer error = NULL;

  g_return_val_if_fail (PSR_IS_KEEPER (self), NULL);

  if (self->error != NULL)
    return self->error;

  g_hash_table_iter_init (&iter, self->failed);
  g_hash_table_iter_next (&iter, NULL, &error);

  return error;
}
