/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-wait"

#include "config.h"

#include "psr-engine-private.h"

/* What is over sooner than anybody could read of it isn't told. */
#define WORTH_TELLING (3 * (gint64) G_USEC_PER_SEC)

/* The one that lasts longest. */
static void
tell (PsrEngine *self)
{
  const PsrEngineWait *longest = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (self->waits); i++)
    {
      if (self->waits[i].text != NULL && (longest == NULL || self->waits[i].until > longest->until))
        longest = &self->waits[i];
    }

  if (self->wait_func != NULL)
    self->wait_func (longest != NULL ? longest->text : NULL, longest != NULL ? longest->until : PSR_TIMESTAMP_NONE,
                     self->wait_data);

  /* What was going on before goes on. */
  if (self->progress != NULL && longest != NULL)
    self->progress (longest->text, self->progress_data);
  else if (self->progress != NULL && self->reported != NULL)
    self->progress (self->reported, self->progress_data);
}

/* Several requests may wait for the same service: it is over when none does any more. */
static void
on_wait (PsrServiceClient *client,
         gint64            usec,
         const char       *text,
         gpointer          data)
{
  g_autoptr(PsrEngine) self = g_weak_ref_get (data);
  PsrEngineWait *wait;

  if (self == NULL || (gsize) psr_service_client_get_kind (client) >= G_N_ELEMENTS (self->waits))
    return;

  wait = &self->waits[psr_service_client_get_kind (client)];
  if (usec > 0)
    {
      PsrTimestamp until = psr_clock_now (self->clock) + usec;

      wait->n++;
      if (usec < WORTH_TELLING || (wait->text != NULL && wait->until >= until))
        return;
      wait->until = until;
      g_set_str (&wait->text, text);
      tell (self);
      return;
    }

  if (wait->n > 0)
    wait->n--;
  if (wait->n > 0 || wait->text == NULL)
    return;
  g_clear_pointer (&wait->text, g_free);
  tell (self);
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
watch (PsrEngine        *self,
       PsrServiceClient *client)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, self);
  psr_service_client_set_wait_func (client, on_wait, ref, weak_ref_free);
}

/**
 * psr_engine_watch_waits:
 * @self: an engine
 * @session: one of its sessions
 *
 * Has it told when a service makes us wait.
 */
void
psr_engine_watch_waits (PsrEngine  *self,
                        PsrSession *session)
{
  g_return_if_fail (PSR_IS_ENGINE (self));

  watch (self, psr_bc_client_get_service (psr_session_get_bc (session)));
  watch (self, psr_wello_client_get_service (psr_session_get_wello (session)));
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
