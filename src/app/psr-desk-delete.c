/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-desk-delete"

#include "config.h"

#include "psr-desk-private.h"
#include "psr-engine-delete.h"
#include "psr-leftovers.h"
#include "psr-main-hop.h"
#include "psr-weak.h"

/* On the main loop, since the window listens to the settings. */
static gboolean
delete_profile (PsrDesk  *self,
                GError  **error)
{
  g_autoptr(GStrvBuilder) deleted = g_strv_builder_new ();

  if (!psr_leftovers_delete (self->profile_path, deleted, error))
    return FALSE;

  g_clear_object (&self->profile);
  if (!psr_leftovers_are_shared (self->profile_path))
    psr_leftovers_reset_settings (deleted);

  return TRUE;
}

static DexFuture *
on_deleted (DexFuture *future,
            gpointer   data)
{
  g_autoptr(PsrDesk) self = g_weak_ref_get (data);
  GError *error = NULL;

  if (self == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (future, &error) != NULL && (!self->deletes_profile || delete_profile (self, &error)))
    psr_desk_set_state (self, PSR_DESK_DELETED);
  else
    psr_desk_fail_to_open (self, error);

  return dex_future_new_true ();
}

/**
 * psr_desk_delete:
 * @self: a desk that isn't open
 * @with_profile: whether the profile goes, too, and with the last one the settings
 * @flags: what else
 *
 * Deletes what the profile keeps on this computer, once whoever had it open has closed
 * it; property “state” tells what came of it. psr_desk_open() begins anew, or shows what
 * is still there.
 */
void
psr_desk_delete (PsrDesk              *self,
                 gboolean              with_profile,
                 PsrEngineDeleteFlags  flags)
{
  g_autoptr(PsrEngine) engine = NULL;
  GError *error = NULL;

  g_return_if_fail (PSR_IS_DESK (self));
  g_return_if_fail (self->state == PSR_DESK_OPENING && self->reader == NULL);

  psr_desk_set_state (self, PSR_DESK_DELETING);
  g_clear_object (&self->profile);
  self->profile = psr_profile_load (self->profile_path, &error);
  if (self->profile == NULL || (with_profile && !psr_leftovers_check (self->profile_path, &error)))
    {
      psr_desk_fail_to_open (self, error);
      return;
    }

  self->deletes_profile = with_profile;
  engine = psr_desk_make_engine (self);
  dex_clear (&self->opening);
  self->opening = dex_future_finally (psr_main_hop (psr_engine_delete_data (engine, flags | PSR_ENGINE_DELETE_WAIT)),
                                      on_deleted, psr_weak_new (self), psr_weak_free);
}
