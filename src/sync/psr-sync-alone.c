/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-alone"

#include "config.h"

#include "psr-json.h"
#include "psr-sync-private.h"
#include "psr-sync-target.h"

/* What Wello has that nothing of Business Central belongs to, counted in a dry run that reads
 * all of both. */

/**
 * psr_sync_alone_begin:
 * @run: a run that is about to read all of both services
 *
 * Has it count, where it is a dry run of all customers or items. What a filter leaves out isn't
 * read, so that nobody could tell.
 */
void
psr_sync_alone_begin (PsrSyncRun *run)
{
  g_return_if_fail (run != NULL);

  if (psr_sync_run_is_dry (run) && run->filter == NULL && (run->flow == PSR_SYNC_CUSTOMERS || run->flow == PSR_SYNC_ITEMS))
    run->there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * psr_sync_alone_take:
 * @run: a run
 * @candidates: (element-type PsrSyncCandidate): records of Business Central, matched
 *
 * What was found for them isn't alone.
 */
void
psr_sync_alone_take (PsrSyncRun *run,
                     GPtrArray  *candidates)
{
  g_return_if_fail (run != NULL);
  g_return_if_fail (candidates != NULL);

  for (guint i = 0; run->there != NULL && i < candidates->len; i++)
    {
      const PsrSyncCandidate *candidate = g_ptr_array_index (candidates, i);

      if (candidate->parts[0].wello_id != NULL)
        g_hash_table_remove (run->there, candidate->parts[0].wello_id);
    }
}

/**
 * psr_sync_alone_leave:
 * @run: a run
 * @wello_id: what of Wello somebody has to settle to whom it belongs
 *
 * It isn't alone as long as it may be meant.
 */
void
psr_sync_alone_leave (PsrSyncRun *run,
                      const char *wello_id)
{
  g_return_if_fail (run != NULL);
  g_return_if_fail (wello_id != NULL);

  if (run->there != NULL)
    g_hash_table_remove (run->there, wello_id);
}

/**
 * psr_sync_alone_end:
 * @run: a run that has come to its end
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Tells how many are alone. Has to be called in a fiber.
 *
 * Returns: whether that, or that nothing is known, could be told
 */
gboolean
psr_sync_alone_end (PsrSyncRun  *run,
                    GError     **error)
{
  g_autoptr (GPtrArray) links = NULL;

  g_return_val_if_fail (run != NULL, FALSE);

  if (run->there == NULL)
    return TRUE;

  links = dex_await_boxed (psr_link_store_list (run->context->links, run->targets[0].entity), error);
  if (links == NULL)
    return FALSE;

  for (guint i = 0; i < links->len; i++)
    g_hash_table_remove (run->there, ((const PsrLink *) g_ptr_array_index (links, i))->wello_id);
  run->report->knows_alone = TRUE;
  run->report->alone = g_hash_table_size (run->there);

  return TRUE;
}
