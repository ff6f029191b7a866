/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-pull"

#include "config.h"

#include "psr-service-error.h"
#include "psr-sync-apart.h"
#include "psr-sync-private.h"

/* How often a pull may begin again because its paging token has expired. */
#define MAX_RESTARTS 10

static PsrODataPager *
make_pager (PsrSyncRun   *run,
            PsrTimestamp  since,
            const char   *resume)
{
  return psr_bc_client_pull (run->context->bc, psr_sync_target_get_bc_set (run->flow), run->select,
                             run->filter, since,
                             PSR_SYNC_PAGE, resume != NULL && *resume != '\0' ? resume : NULL);
}

/**
 * psr_sync_read_page:
 * @run: a run
 * @pager: a pull of Business Central
 *
 * Returns: (transfer full): a future of a #PsrODataPage of #PsrSyncCandidate
 */
DexFuture *
psr_sync_read_page (PsrSyncRun    *run,
                    PsrODataPager *pager)
{
  g_return_val_if_fail (run != NULL, NULL);
  g_return_val_if_fail (PSR_IS_ODATA_PAGER (pager), NULL);

  return psr_odata_pager_next_items (pager, psr_sync_candidate_make_rows, psr_sync_maps_ref (run->maps),
                               psr_sync_maps_unref);
}

/* A record that was changed twice while a list was read is in it twice: the
 * later one counts. Within a page the ids have to be different. */
static void
drop_doubles (GPtrArray *candidates)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = candidates->len; i > 0; i--)
    {
      const PsrSyncCandidate *candidate = g_ptr_array_index (candidates, i - 1);

      if (g_hash_table_contains (seen, candidate->id))
        g_ptr_array_remove_index (candidates, i - 1);
      else
        g_hash_table_add (seen, (gpointer) candidate->id);
    }
}

/* The page that is read ahead is waited for, though nobody wants it any more:
 * libdex's queue of fibers doesn't survive that one is dropped in the moment in
 * which it is to go on. */
static void
end_reading (DexFuture **next)
{
  if (*next != NULL)
    dex_await (g_steal_pointer (next), NULL);
}

/* Goes on although a page can't be read, and stores only at the end how far that came. */
static gboolean
pull_apart (PsrSyncRun    *run,
            PsrWatermark  *watermark,
            PsrTimestamp   since,
            PsrTimestamp   began,
            const GError  *cause,
            GError       **error)
{
  g_autoptr (PsrMirrorPage) stored = psr_mirror_page_new ();
  g_autoptr (PsrWatermark) mark = NULL;

  if (watermark->until != PSR_TIMESTAMP_NONE)
    since = MAX (since, watermark->until - PSR_SYNC_OVERLAP);
  if (!psr_sync_apart_pull (run, since, &began, &watermark->until, cause, error))
    return FALSE;

  g_set_str (&watermark->next_link, "");
  watermark->run_id = 0;
  watermark->since = began;
  mark = psr_watermark_copy (watermark);
  psr_mirror_page_set_watermark (stored, mark);

  return psr_sync_run_is_dry (run) || dex_await (psr_mirror_store_commit (run->context->mirror, stored), error);
}

/**
 * psr_sync_pull:
 * @run: a run
 * @watermark: how far earlier runs came
 * @since: from when on, or none for everything
 * @error: return location for an error
 *
 * Reads the records that changed, a page ahead of the one that is written, and
 * stores with each page how far it has come. Has to be called in a fiber.
 *
 * Returns: whether all pages were read and worked off
 */
gboolean
psr_sync_pull (PsrSyncRun    *run,
               PsrWatermark  *watermark,
               PsrTimestamp   since,
               GError       **error)
{
  g_autoptr (PsrWatermark) began = NULL;
  g_autoptr (PsrODataPager) pager = NULL;
  g_autofree char *began_name = NULL;
  DexFuture *next = NULL;
  guint n_restarts = 0;

  g_return_val_if_fail (run != NULL, FALSE);
  g_return_val_if_fail (watermark != NULL, FALSE);

  began_name = g_strconcat (psr_sync_flow_to_string (run->flow), ".began", NULL);
  began = dex_await_boxed (psr_mirror_store_get_watermark (run->context->mirror, began_name), error);
  if (began == NULL)
    return FALSE;

  /* Not that of a run before. */
  if (*watermark->next_link == '\0')
    began->since = PSR_TIMESTAMP_NONE;

  pager = make_pager (run, since, watermark->next_link);
  next = psr_sync_read_page (run, pager);

  while (next != NULL)
    {
      g_autoptr (PsrODataPage) page = NULL;
      g_autoptr (PsrMirrorPage) stored = NULL;
      g_autoptr (PsrWatermark) mark = NULL;
      g_autoptr (GError) local = NULL;
      GPtrArray *candidates;

      if (!psr_sync_run_goes_on (run, error))
        {
          end_reading (&next);
          return FALSE;
        }

      page = dex_await_object (g_steal_pointer (&next), &local);

      if (g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SKIP_TOKEN) && n_restarts++ < MAX_RESTARTS)
        {
          g_info ("The paging token has expired; the pull begins again at the last change seen");

          if (watermark->until != PSR_TIMESTAMP_NONE)
            since = MAX (since, watermark->until - PSR_SYNC_OVERLAP);

          g_object_unref (pager);
          pager = make_pager (run, since, NULL);
          next = psr_sync_read_page (run, pager);
          continue;
        }

      if (page == NULL && psr_sync_apart_is_of_rows (local))
        return pull_apart (run, watermark, since, began->since, local, error);

      if (page == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }

      if (!psr_odata_pager_is_done (pager))
        next = psr_sync_read_page (run, pager);

      candidates = psr_odata_page_get_rows (page);
      drop_doubles (candidates);

      for (guint i = 0; i < candidates->len; i++)
        watermark->until = MAX (watermark->until, ((const PsrSyncCandidate *) g_ptr_array_index (candidates, i))->modified);

      if (began->since == PSR_TIMESTAMP_NONE)
        began->since = psr_odata_page_get_date (page) != PSR_TIMESTAMP_NONE ? psr_odata_page_get_date (page)
                                                                              : watermark->until;

      stored = psr_mirror_page_new ();

      if (next != NULL)
        {
          g_set_str (&watermark->next_link, psr_odata_page_get_next_link (page));
          watermark->run_id = run->seen_run;
          psr_mirror_page_set_watermark (stored, began);
        }
      else
        {
          /* All is read: what changed after the first page was asked for comes
           * with the next run. */
          g_set_str (&watermark->next_link, "");
          watermark->run_id = 0;
          watermark->since = began->since;
        }

      mark = psr_watermark_copy (watermark);
      psr_mirror_page_set_watermark (stored, mark);

      if (!psr_sync_page_process (run, candidates, stored, error))
        {
          end_reading (&next);
          return FALSE;
        }
    }

  return TRUE;
}
