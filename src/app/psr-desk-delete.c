/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-desk-delete"

#include "config.h"

#include "psr-desk-private.h"
#include "psr-engine-delete.h"
#include "psr-main-hop.h"
#include "psr-weak.h"

static DexFuture *
on_deleted (DexFuture *future,
            gpointer   data)
{
  g_autoptr(PsrDesk) self = g_weak_ref_get (data);
  GError *error = NULL;

  if (self == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (future, &error) != NULL)
    psr_desk_set_state (self, PSR_DESK_DELETED);
  else
    psr_desk_fail_to_open (self, error);

  return dex_future_new_true ();
}

/**
 * psr_desk_delete:
 * @self: a desk that isn't open
 * @flags: what else
 *
 * Deletes what the profile keeps on this computer, once whoever had it open has closed
 * it; property “state” tells what came of it. psr_desk_open() begins anew, or shows what
 * is still there.
 */
void
psr_desk_delete (PsrDesk              *self,
                 PsrEngineDeleteFlags  flags)
{
  g_autoptr(PsrEngine) engine = NULL;
  GError *error = NULL;

  g_return_if_fail (PSR_IS_DESK (self));
  g_return_if_fail (self->state == PSR_DESK_OPENING && self->reader == NULL);

  psr_desk_set_state (self, PSR_DESK_DELETING);
  g_clear_object (&self->profile);
  self->profile = psr_profile_load (self->profile_path, &error);
  if (self->profile == NULL)
    {
      psr_desk_fail_to_open (self, error);
      return;
    }

  engine = psr_desk_make_engine (self);
  dex_clear (&self->opening);
  self->opening = dex_future_finally (psr_main_hop (psr_engine_delete_data (engine, flags | PSR_ENGINE_DELETE_WAIT)),
                                      on_deleted, psr_weak_new (self), psr_weak_free);
}
