/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-wait"

#include "config.h"

#include "psr-engine-private.h"

/* What is over sooner than anybody could read of it isn't told. */
#define WORTH_TELLING (3 * (gint64) G_USEC_PER_SEC)

/* What a service makes a request wait for. */
typedef struct
{
  gconstpointer  client;  /* only compared */
  guint          wait;
  gboolean       is_flow;
  PsrTimestamp   until;
  char          *text;
} Wait;

typedef struct
{
  GWeakRef engine;
  gboolean is_flow;
} Watch;

static void
wait_free (gpointer data)
{
  Wait *wait = data;

  g_free (wait->text);
  g_free (wait);
}

static void
watch_free (gpointer data)
{
  Watch *watch = data;

  g_weak_ref_clear (&watch->engine);
  g_free (watch);
}

/**
 * psr_engine_waits_new:
 *
 * Returns: (transfer full): an engine's list of what is waited for
 */
GPtrArray *
psr_engine_waits_new (void)
{
  return g_ptr_array_new_with_free_func (wait_free);
}

/* Which of them lasts longest. */
static const Wait *
find_longest (PsrEngine *self,
              gboolean   of_flows,
              gboolean   of_documents)
{
  const Wait *longest = NULL;

  for (guint i = 0; i < self->waits->len; i++)
    {
      const Wait *wait = self->waits->pdata[i];

      if ((wait->is_flow ? of_flows : of_documents) && (longest == NULL || wait->until > longest->until))
        longest = wait;
    }

  return longest;
}
static void
tell (PsrEngine *self,
      gboolean   is_flow)
{
  const Wait *longest = find_longest (self, is_flow, !is_flow);

  if (self->wait_func != NULL)
    self->wait_func (is_flow, longest != NULL ? longest->text : NULL, longest != NULL ? longest->until : PSR_TIMESTAMP_NONE,
                     self->wait_data);

  /* What was going on before goes on. */
  longest = find_longest (self, TRUE, TRUE);
  if (self->progress != NULL && longest != NULL)
    self->progress (longest->text, self->progress_data);
  else if (self->progress != NULL && self->reported != NULL)
    self->progress (self->reported, self->progress_data);
}

static gboolean
find (PsrEngine     *self,
      gconstpointer  client,
      guint          wait,
      guint         *position)
{
  for (guint i = 0; i < self->waits->len; i++)
    {
      const Wait *kept = self->waits->pdata[i];

      if (kept->client == client && kept->wait == wait)
        {
          *position = i;
          return TRUE;
        }
    }

  return FALSE;
}

static void
add (PsrEngine  *self,
     Wait       *wait)
{
  g_ptr_array_add (self->waits, wait);
  if (find_longest (self, wait->is_flow, !wait->is_flow) == wait)
    tell (self, wait->is_flow);
}

static void
drop (PsrEngine *self,
      guint      position)
{
  const Wait *wait = self->waits->pdata[position];
  gboolean is_flow = wait->is_flow;
  gboolean was_longest = find_longest (self, is_flow, !is_flow) == wait;

  g_ptr_array_remove_index (self->waits, position);
  if (was_longest)
    tell (self, is_flow);
}

/* Several requests may wait for the same service, each until a time of its own. */
static void
on_wait (PsrServiceClient *client,
         guint             wait,
         gint64            usec,
         const char       *text,
         gpointer          data)
{
  Watch *watch = data;
  g_autoptr(PsrEngine) self = g_weak_ref_get (&watch->engine);
  guint position;

  if (self == NULL)
    return;

  if (usec >= WORTH_TELLING)
    {
      Wait *kept = g_new0 (Wait, 1);

      kept->client = client;
      kept->wait = wait;
      kept->is_flow = watch->is_flow;
      kept->until = psr_clock_now (self->clock) + usec;
      kept->text = g_strdup (text);
      add (self, kept);
    }
  else if (usec == 0 && find (self, client, wait, &position))
    drop (self, position);
}

static void
watch (PsrEngine        *self,
       PsrServiceClient *client,
       gboolean          is_flow)
{
  Watch *watch = g_new0 (Watch, 1);

  g_weak_ref_init (&watch->engine, self);
  watch->is_flow = is_flow;
  psr_service_client_set_wait_func (client, on_wait, watch, watch_free);
}

/**
 * psr_engine_watch_waits:
 * @self: an engine
 * @session: one of its sessions
 *
 * Has it told when a service makes us wait, and has nothing wait once the engine is to stop.
 */
void
psr_engine_watch_waits (PsrEngine  *self,
                        PsrSession *session)
{
  g_return_if_fail (PSR_IS_ENGINE (self));

  watch (self, psr_bc_client_get_service (psr_session_get_bc (session)), FALSE);
  watch (self, psr_wello_client_get_service (psr_session_get_wello (session)), FALSE);
  watch (self, psr_bc_client_get_service (psr_session_get_flows_bc (session)), TRUE);
  watch (self, psr_wello_client_get_service (psr_session_get_flows_wello (session)), TRUE);
  psr_session_set_stop (session, self->stop);
}

/**
 * psr_engine_go_on:
 * @self: an engine
 *
 * Takes psr_engine_stop() back.
 */
void
psr_engine_go_on (PsrEngine *self)
{
  g_return_if_fail (PSR_IS_ENGINE (self));

  if (!g_cancellable_is_cancelled (self->stop))
    return;

  g_clear_object (&self->stop);
  self->stop = g_cancellable_new ();
  if (self->session != NULL)
    psr_session_set_stop (self->session, self->stop);
}

/**
 * psr_engine_set_wait_func:
 * @self: an engine
 * @func: (nullable): what to call
 * @user_data: data for @func
 *
 * Sets who is told for what a service makes us wait, and when that is over.
 */
void
psr_engine_set_wait_func (PsrEngine         *self,
                          PsrEngineWaitFunc  func,
                          gpointer           user_data)
{
  g_return_if_fail (PSR_IS_ENGINE (self));

  self->wait_func = func;
  self->wait_data = user_data;
}
