/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-desk"

#include "config.h"

#include "psr-desk-private.h"
#include "psr-main-hop.h"
#include "psr-random.h"
#include "psr-system-random.h"
#include "psr-thread-executor.h"

enum {
  PROP_0,
  PROP_BUSY,
  PROP_PROGRESS,
  PROP_STATE,
  PROP_STATUS,
  PROP_TROUBLE,
  N_PROPS,
};

enum {
  CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PsrDesk, psr_desk, G_TYPE_OBJECT)

/**
 * psr_desk_set_state:
 * @self: a desk
 * @state: whether there is something to show
 */
void
psr_desk_set_state (PsrDesk      *self,
                    PsrDeskState  state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_progress (PsrDesk    *self,
              const char *progress)
{
  if (g_set_str (&self->progress, progress))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
}

static void
set_trouble (PsrDesk      *self,
             const GError *trouble)
{
  if (self->trouble == NULL && trouble == NULL)
    return;

  g_clear_error (&self->trouble);
  if (trouble != NULL)
    self->trouble = g_error_copy (trouble);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TROUBLE]);
}

static void
set_status (PsrDesk         *self,
            PsrEngineStatus *status)
{
  psr_desk_count_batch (self, status);
  g_clear_pointer (&self->status, psr_engine_status_unref);
  self->status = psr_engine_status_ref (status);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

static void
show_progress (gpointer data)
{
  g_autoptr(PsrDesk) self = g_weak_ref_get (data);

  if (self == NULL)
    return;

  self->progress_waits = FALSE;
  if (self->n_jobs > 0)
    set_progress (self, self->next_progress);
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

static gboolean
on_progress_idle (gpointer data)
{
  show_progress (data);

  return G_SOURCE_REMOVE;
}

/* Told in a fiber, whose stack is no place for what listens; and more often than
 * anybody can read. */
static void
on_progress (const char *text,
             gpointer    data)
{
  PsrDesk *self = PSR_DESK (data);

  g_set_str (&self->next_progress, text);
  if (self->progress_waits)
    return;

  self->progress_waits = TRUE;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_progress_idle, weak_ref_new (self), weak_ref_free);
}

/**
 * psr_desk_fail_to_open:
 * @self: a desk
 * @error: (transfer full): why there is nothing to show
 */
void
psr_desk_fail_to_open (PsrDesk *self,
                       GError  *error)
{
  g_clear_error (&self->error);
  self->error = error;
  psr_desk_set_state (self, g_error_matches (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_NOT_FOUND) ? PSR_DESK_NOT_SET_UP
                                                                                         : PSR_DESK_UNUSABLE);
}

static DexFuture *
on_opened (DexFuture *future,
           gpointer   data)
{
  g_autoptr(PsrDesk) self = g_weak_ref_get (data);
  GError *error = NULL;
  const GValue *value;

  if (self == NULL || self->reader == NULL)
    return dex_future_new_true ();

  value = dex_future_get_value (future, &error);
  if (value == NULL)
    {
      psr_desk_fail_to_open (self, error);
      return dex_future_new_true ();
    }

  set_status (self, g_value_get_boxed (value));
  psr_desk_set_state (self, PSR_DESK_OPEN);
  psr_desk_watch (self);
  psr_keeper_start (self->keeper);

  return dex_future_new_true ();
}

static PsrEngine *
make_engine (gpointer data)
{
  PsrDesk *self = PSR_DESK (data);
  g_autoptr(PsrRandom) random = psr_system_random_new ();
  g_autoptr(PsrExecutor) executor = psr_thread_executor_new ();

  return psr_engine_new_with_seams (self->profile, self->state_folder, self->credentials_folder,
                                    self->clock, random, executor);
}

/**
 * psr_desk_make_engine:
 * @self: a desk whose profile is read
 *
 * Returns: (transfer full): one more engine on the same state
 */
PsrEngine *
psr_desk_make_engine (PsrDesk *self)
{
  g_return_val_if_fail (PSR_IS_DESK (self), NULL);

  return make_engine (self);
}

/**
 * psr_desk_get_asker:
 * @self: a desk that is open
 *
 * Returns: (transfer none): the engine that asks for what people want
 */
PsrEngine *
psr_desk_get_asker (PsrDesk *self)
{
  g_return_val_if_fail (PSR_IS_DESK (self), NULL);

  if (self->asker == NULL)
    {
      self->asker = make_engine (self);
      psr_engine_set_progress (self->asker, on_progress, self);
    }

  return self->asker;
}

/**
 * psr_desk_drop_asker:
 * @self: a desk
 *
 * Lets the next thing that is asked for sign in anew.
 */
void
psr_desk_drop_asker (PsrDesk *self)
{
  g_return_if_fail (PSR_IS_DESK (self));

  if (self->asker != NULL)
    psr_engine_set_progress (self->asker, NULL, NULL);
  g_clear_object (&self->asker);
}

static void
on_news (PsrDesk             *self,
         const PsrWorkerNews *news)
{
  if (news->kind == PSR_WORKER_NEWS_DONE && g_strcmp0 (news->task, PSR_WORKER_WORK_ORDERS) == 0)
    self->checked_at = news->at;

  /* What kept from what was asked for is over when the worker gets through. */
  if (news->kind == PSR_WORKER_NEWS_DONE && self->trouble != NULL &&
      psr_condition_of_error (self->trouble) == PSR_CONDITION_OFFLINE)
    set_trouble (self, NULL);
}

static void
psr_desk_dispose (GObject *object)
{
  PsrDesk *self = PSR_DESK (object);

  dex_clear (&self->opening);
  psr_desk_unwatch (self);
  dex_clear (&self->reading);
  dex_clear (&self->adding_up);
  dex_clear (&self->viewing);
  dex_clear (&self->last);
  psr_desk_stop_asking (self);
  g_clear_object (&self->keeper);
  g_clear_object (&self->reader);
  g_clear_object (&self->profile);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (psr_desk_parent_class)->dispose (object);
}

static void
psr_desk_finalize (GObject *object)
{
  PsrDesk *self = PSR_DESK (object);

  g_clear_pointer (&self->status, psr_engine_status_unref);
  g_clear_pointer (&self->batch, psr_batch_unref);
  psr_desk_asked_unref (self->asked);
  g_clear_error (&self->error);
  g_clear_error (&self->trouble);
  g_clear_error (&self->unreadable);
  g_free (self->progress);
  g_free (self->next_progress);
  g_free (self->profile_path);
  g_free (self->state_folder);
  g_free (self->credentials_folder);

  G_OBJECT_CLASS (psr_desk_parent_class)->finalize (object);
}

static void
psr_desk_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  PsrDesk *self = PSR_DESK (object);

  switch (prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, psr_desk_get_busy (self));
      break;
    case PROP_PROGRESS:
      g_value_set_string (value, self->progress);
      break;
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_STATUS:
      g_value_set_boxed (value, self->status);
      break;
    case PROP_TROUBLE:
      g_value_set_boxed (value, psr_desk_get_trouble (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
psr_desk_class_init (PsrDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = psr_desk_dispose;
  object_class->finalize = psr_desk_finalize;
  object_class->get_property = psr_desk_get_property;

  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_PROGRESS] = g_param_spec_string ("progress", NULL, NULL, NULL, flags);
  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, PSR_DESK_DELETED, 0, flags);
  properties[PROP_STATUS] = g_param_spec_boxed ("status", NULL, NULL, PSR_TYPE_ENGINE_STATUS, flags);
  properties[PROP_TROUBLE] = g_param_spec_boxed ("trouble", NULL, NULL, G_TYPE_ERROR, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * PsrDesk::changed:
   *
   * Somebody changed the local state: what is shown has to be read again.
   */
  signals[CHANGED] = g_signal_new ("changed", PSR_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
psr_desk_init (PsrDesk *self)
{
  self->checked_at = PSR_TIMESTAMP_NONE;
  self->asked = psr_desk_asked_new ();
  self->keeper = psr_keeper_new (make_engine, self);
  g_signal_connect_object (self->keeper, "news", G_CALLBACK (on_news), self, G_CONNECT_SWAPPED);
}

/**
 * psr_desk_new:
 * @profile: (type filename): the profile
 * @state_folder: (type filename): where the local state lives
 * @credentials_folder: (type filename) (nullable): a folder with the secrets,
 *   or %NULL for the keyring
 * @clock: the time
 *
 * Returns: (transfer full): a desk that isn't open yet
 */
PsrDesk *
psr_desk_new (const char *profile,
              const char *state_folder,
              const char *credentials_folder,
              PsrClock   *clock)
{
  PsrDesk *self;

  g_return_val_if_fail (profile != NULL && state_folder != NULL, NULL);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);

  self = g_object_new (PSR_TYPE_DESK, NULL);
  self->profile_path = g_strdup (profile);
  self->state_folder = g_strdup (state_folder);
  self->credentials_folder = g_strdup (credentials_folder);
  self->clock = g_object_ref (clock);

  return self;
}

/**
 * psr_desk_open:
 * @self: a desk
 *
 * Reads the profile and opens the local state; property “state” tells what came
 * of it. Can be called again after a failure.
 */
void
psr_desk_open (PsrDesk *self)
{
  GError *error = NULL;

  g_return_if_fail (PSR_IS_DESK (self));

  if (self->state == PSR_DESK_OPEN)
    return;

  g_clear_error (&self->error);
  psr_desk_set_state (self, PSR_DESK_OPENING);

  g_clear_object (&self->profile);
  self->profile = psr_profile_load (self->profile_path, &error);
  if (self->profile == NULL)
    {
      psr_desk_fail_to_open (self, error);
      return;
    }

  g_clear_object (&self->reader);
  self->reader = make_engine (self);
  dex_clear (&self->opening);
  self->opening = dex_future_finally (psr_main_hop (psr_engine_get_status (self->reader)), on_opened,
                                      weak_ref_new (self), weak_ref_free);
}

/**
 * psr_desk_get_state:
 * @self: a desk
 *
 * Returns: whether there is something to show
 */
PsrDeskState
psr_desk_get_state (PsrDesk *self)
{
  g_return_val_if_fail (PSR_IS_DESK (self), PSR_DESK_UNUSABLE);

  return self->state;
}

/**
 * psr_desk_get_error:
 * @self: a desk
 *
 * Returns: (transfer none) (nullable): why it can't be used
 */
const GError *
psr_desk_get_error (PsrDesk *self)
{
  g_return_val_if_fail (PSR_IS_DESK (self), NULL);

  return self->error;
}

/**
 * psr_desk_get_reader:
 * @self: a desk
 *
 * Returns: (transfer none) (nullable): the engine that reads for the views, once
 *   the desk is open
 */
PsrEngine *
psr_desk_get_reader (PsrDesk *self)
{
  g_return_val_if_fail (PSR_IS_DESK (self), NULL);

  return self->reader;
}

/**
 * psr_desk_get_status:
 * @self: a desk
 *
 * Returns: (transfer none) (nullable): how fresh everything is, once the desk is
 *   open
 */
PsrEngineStatus *
psr_desk_get_status (PsrDesk *self)
{
  g_return_val_if_fail (PSR_IS_DESK (self), NULL);

  return self->status;
}

/**
 * psr_desk_get_busy:
 * @self: a desk
 *
 * Returns: whether something that was asked for is under way
 */
gboolean
psr_desk_get_busy (PsrDesk *self)
{
  g_return_val_if_fail (PSR_IS_DESK (self), FALSE);

  return self->n_jobs > 0;
}

/**
 * psr_desk_get_trouble:
 * @self: a desk
 *
 * Returns: (transfer none) (nullable): why the local state can't be read, or why what
 *   was asked for last failed
 */
const GError *
psr_desk_get_trouble (PsrDesk *self)
{
  g_return_val_if_fail (PSR_IS_DESK (self), NULL);

  return self->unreadable != NULL ? self->unreadable : self->trouble;
}

/**
 * psr_desk_begin_job:
 * @self: a desk
 *
 * Something was asked for.
 */
void
psr_desk_begin_job (PsrDesk *self)
{
  g_return_if_fail (PSR_IS_DESK (self));

  if (self->n_jobs++ == 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/**
 * psr_desk_end_job:
 * @self: a desk
 * @trouble: (nullable): why it failed, or what the person should know of it
 *
 * Something that was asked for has come to its end.
 */
void
psr_desk_end_job (PsrDesk      *self,
                  const GError *trouble)
{
  g_return_if_fail (PSR_IS_DESK (self));
  g_return_if_fail (self->n_jobs > 0);

  set_trouble (self, trouble);
  if (trouble != NULL)
    psr_desk_drop_asker (self);

  self->n_jobs--;
  if (self->n_jobs > 0)
    return;

  set_progress (self, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/**
 * psr_desk_show_status:
 * @self: a desk
 * @status: how fresh everything is now
 *
 * Tells the views that something has changed.
 */
void
psr_desk_show_status (PsrDesk         *self,
                      PsrEngineStatus *status)
{
  g_return_if_fail (PSR_IS_DESK (self));
  g_return_if_fail (status != NULL);

  set_status (self, status);
  g_signal_emit (self, signals[CHANGED], 0);
}
