/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-lock"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-engine-private.h"
#include "psr-store-error.h"

#define LOCK_POLL (G_USEC_PER_SEC / 2)

/**
 * psr_engine_try_lock:
 * @self: an engine whose state is open
 * @error: return location for an error
 *
 * Tries to become the one that works on this state.
 *
 * Returns: %TRUE when we are; else %FALSE, with %PSR_STORE_ERROR_LOCKED when
 *   somebody else is
 */
gboolean
psr_engine_try_lock (PsrEngine  *self,
                     GError    **error)
{
  g_autofree char *who = NULL;

  if (self->worker_lock != NULL)
    return TRUE;

  who = g_strdup_printf ("%s (%s@%s)", g_get_prgname (), g_get_user_name (), g_get_host_name ());
  self->worker_lock = psr_worker_lock_acquire (psr_store_get_folder (self->store), who, error);

  return self->worker_lock != NULL;
}

/**
 * psr_engine_wait_for_lock:
 * @self: an engine whose state is open
 * @error: return location for an error
 *
 * Waits until nobody else works on this state.
 *
 * Returns: whether we are the one that works
 */
gboolean
psr_engine_wait_for_lock (PsrEngine  *self,
                          GError    **error)
{
  while (TRUE)
    {
      g_autofree char *other = NULL;
      g_autoptr(GError) local = NULL;

      if (psr_engine_try_lock (self, &local))
        return TRUE;

      if (!g_error_matches (local, PSR_STORE_ERROR, PSR_STORE_ERROR_LOCKED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }

      other = psr_worker_lock_describe (psr_store_get_folder (self->store));
      psr_engine_report (self, _("Waiting for %s…"), other != NULL ? other : _("another Passerelle"));

      if (!psr_engine_sleep (self, LOCK_POLL, error))
        return FALSE;
    }
}

/**
 * psr_engine_release_lock:
 * @self: an engine
 *
 * Lets others work on this state.
 */
void
psr_engine_release_lock (PsrEngine *self)
{
  g_clear_pointer (&self->worker_lock, psr_worker_lock_free);
}
