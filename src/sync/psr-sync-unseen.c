/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-unseen"

#include "config.h"

#include "psr-sync-private.h"
#include "psr-sync-unseen.h"

/**
 * psr_sync_forget_unseen:
 * @run: a run that has read all that Wello has of @entity
 * @entity: what was read
 * @error: return location for an error
 *
 * Forgets what is remembered and wasn't seen, since Wello doesn't have it any more. A dry run
 * forgets nothing. Has to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_forget_unseen (PsrSyncRun  *run,
                        PsrEntity    entity,
                        GError     **error)
{
  g_return_val_if_fail (run != NULL, FALSE);

  if (psr_sync_run_is_dry (run))
    return TRUE;

  for (;;)
    {
      g_auto (GStrv) old = NULL;
      g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();

      old = dex_await_boxed (psr_mirror_store_list_unseen (run->context->mirror, entity, PSR_MIRROR_WELLO, run->seen_run,
                                                           PSR_SYNC_PAGE),
                             error);
      if (old == NULL)
        return FALSE;
      if (old[0] == NULL)
        return TRUE;

      for (guint i = 0; old[i] != NULL; i++)
        psr_mirror_page_remove_record (page, entity, PSR_MIRROR_WELLO, old[i]);
      if (!dex_await (psr_mirror_store_commit (run->context->mirror, page), error))
        return FALSE;
    }
}
