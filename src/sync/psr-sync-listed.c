/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-listed"

#include "config.h"

#include "psr-sync-account.h"
#include "psr-sync-apart.h"
#include "psr-sync-error.h"
#include "psr-sync-private.h"

/* How many records are asked for by id or number at a time. */
#define SLICE 100

/* A slice that can't be read together; what was worked off of it already is as it was. */
static gboolean
process_apart (PsrSyncRun    *run,
               GPtrArray     *slice,
               gboolean       by_number,
               const char    *filter,
               const GError  *cause,
               GError       **error)
{
  g_autoptr (GPtrArray) keys = NULL;

  if (by_number)
    return psr_sync_apart_process_numbers (run, (const char * const *) slice->pdata, filter, cause, error);

  keys = g_ptr_array_new_with_free_func (psr_sync_key_free);
  for (guint i = 0; i < slice->len - 1; i++)
    {
      const char *id = g_ptr_array_index (slice, i);
      const PsrSkippedRow *row = g_hash_table_lookup (run->was_skipped, id);

      g_ptr_array_add (keys, psr_sync_key_new (id, row != NULL ? row->number : ""));
    }

  return psr_sync_apart_process (run, keys, filter, error);
}

static gboolean
process_pagers (PsrSyncRun  *run,
                GPtrArray   *pagers,
                gboolean    *apart,
                GError     **error)
{
  for (guint i = 0; i < pagers->len; i++)
    {
      PsrODataPager *pager = g_ptr_array_index (pagers, i);

      while (!psr_odata_pager_is_done (pager))
        {
          g_autoptr (PsrODataPage) page = NULL;
          g_autoptr (GError) local = NULL;

          if (!psr_sync_run_goes_on (run, error))
            return FALSE;

          page = dex_await_object (psr_sync_read_page (run, pager), &local);
          if (page == NULL)
            {
              *apart = psr_sync_apart_is_of_rows (local);
              g_propagate_error (error, g_steal_pointer (&local));
              return FALSE;
            }
          if (!psr_sync_page_process (run, psr_odata_page_get_rows (page), NULL, error))
            return FALSE;
        }
    }

  return TRUE;
}

/* Reads records by id or number and writes them, a slice at a time; they are taken off
 * the list @pending of what is to be done. */
static gboolean
process_listed (PsrSyncRun  *run,
                GPtrArray   *keys,
                gboolean     by_number,
                const char  *pending,
                GError     **error)
{
  PsrBcSet set = psr_sync_target_get_bc_set (run->flow);
  /* What somebody named is meant whatever it is. */
  const char *filter = run->rows == NULL ? run->filter : psr_sync_target_get_bc_filter (run->flow);

  for (guint first = 0; first < keys->len; first += SLICE)
    {
      g_autoptr (GPtrArray) slice = g_ptr_array_new ();
      g_autoptr (GPtrArray) pagers = NULL;
      g_autoptr (PsrMirrorPage) done = psr_mirror_page_new ();
      g_autoptr (GError) local = NULL;
      gboolean apart = FALSE;

      for (guint i = first; i < MIN (first + SLICE, keys->len); i++)
        g_ptr_array_add (slice, g_ptr_array_index (keys, i));
      g_ptr_array_add (slice, NULL);

      if (by_number)
        pagers = psr_bc_client_pull_by_number (run->context->bc, set, run->select, filter, (const char * const *) slice->pdata);
      else
        pagers = psr_bc_client_pull_by_id (run->context->bc, set, run->select, filter, (const char * const *) slice->pdata);

      if (!process_pagers (run, pagers, &apart, &local) && !apart)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (apart && !process_apart (run, slice, by_number, filter, local, error))
        return FALSE;

      for (guint i = 0; pending != NULL && i < slice->len - 1; i++)
        psr_mirror_page_clear_pending (done, pending, g_ptr_array_index (slice, i));
      psr_sync_run_put_figures (run, done);

      if (!psr_sync_run_is_dry (run) &&
          !dex_await (psr_mirror_store_commit (run->context->mirror, done), error))
        return FALSE;
    }

  return TRUE;
}

/**
 * psr_sync_listed_forget:
 * @run: a run
 * @ids: (element-type utf8): ids of records that were asked for and didn't come
 * @error: return location for an error
 *
 * Takes them off the list of those that went wrong: nothing is left to be mended. Has
 * to be called in a fiber.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_listed_forget (PsrSyncRun  *run,
                        GPtrArray   *ids,
                        GError     **error)
{
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();

  if (psr_sync_run_is_dry (run))
    return TRUE;

  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);

      const PsrSkippedRow *row = g_hash_table_lookup (run->was_skipped, id);

      /* A new account is in Wello; that it didn't come says nothing. */
      if (row != NULL && !g_str_equal (row->code, PSR_SYNC_CODE_NEW_ACCOUNT))
        psr_mirror_page_clear_skipped (page, psr_sync_flow_to_string (run->flow), id);
    }

  return dex_await (psr_mirror_store_commit (run->context->mirror, page), error);
}

/**
 * psr_sync_listed_process:
 * @run: a run
 * @numbers: (element-type utf8): numbers of records that have to be read
 * @error: return location for an error
 *
 * Reads records by number and writes them. Has to be called in a fiber.
 *
 * Returns: whether all were worked off
 */
gboolean
psr_sync_listed_process (PsrSyncRun  *run,
                         GPtrArray   *numbers,
                         GError     **error)
{
  g_return_val_if_fail (run != NULL, FALSE);
  g_return_val_if_fail (numbers != NULL, FALSE);

  return process_listed (run, numbers, TRUE, psr_sync_flow_to_string (run->flow), error);
}

/**
 * psr_sync_listed_process_followed:
 * @run: a run
 * @ids: (element-type utf8): canonical GUIDs in Business Central of records whose
 *   counterpart in Wello changed
 * @error: return location for an error
 *
 * Reads them on both sides and compares them. Has to be called in a fiber.
 *
 * Returns: whether all were worked off
 */
gboolean
psr_sync_listed_process_followed (PsrSyncRun  *run,
                                  GPtrArray   *ids,
                                  GError     **error)
{
  g_autofree char *name = NULL;
  gboolean begins;
  gboolean good;

  g_return_val_if_fail (run != NULL, FALSE);
  g_return_val_if_fail (ids != NULL, FALSE);

  name = psr_sync_follow_dup_name (run->flow);
  begins = run->begins;
  run->looks = TRUE;
  /* These were changed since. */
  run->begins = FALSE;
  good = process_listed (run, ids, FALSE, name, error);
  run->looks = FALSE;
  run->begins = begins;

  return good;
}

/**
 * psr_sync_listed_process_pending:
 * @run: a run
 * @ids: (element-type utf8): canonical GUIDs in Business Central
 * @pending: the list that they are on
 * @error: return location for an error
 *
 * Reads them, brings them to Wello and takes them off the list. Has to be called in a
 * fiber.
 *
 * Returns: whether all were worked off
 */
gboolean
psr_sync_listed_process_pending (PsrSyncRun  *run,
                                 GPtrArray   *ids,
                                 const char  *pending,
                                 GError     **error)
{
  g_return_val_if_fail (run != NULL, FALSE);
  g_return_val_if_fail (ids != NULL, FALSE);
  g_return_val_if_fail (pending != NULL, FALSE);

  return process_listed (run, ids, FALSE, pending, error);
}

/**
 * psr_sync_listed_retry:
 * @run: a run
 * @error: return location for an error
 *
 * Tries the records that went wrong in earlier runs and haven't come up again
 * by themselves in this one. Has to be called in a fiber.
 *
 * Returns: whether all were worked off
 */
gboolean
psr_sync_listed_retry (PsrSyncRun  *run,
                       GError     **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer value;

  g_return_val_if_fail (run != NULL, FALSE);

  g_hash_table_iter_init (&iter, run->was_skipped);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const PsrSkippedRow *row = value;

      if ((row->tries < PSR_SYNC_MAX_TRIES || g_str_equal (row->code, PSR_SYNC_CODE_WAITS)) &&
          !g_str_equal (row->code, "set-aside") &&
          !g_str_equal (row->code, PSR_SYNC_GONE) && !g_str_equal (row->code, PSR_SYNC_MANY_GONE) &&
          !psr_sync_code_is_question (row->code))
        g_ptr_array_add (ids, g_strdup (row->row_id));
    }

  return process_listed (run, ids, FALSE, NULL, error) && psr_sync_listed_forget (run, ids, error);
}

/**
 * psr_sync_listed_process_ids:
 * @run: a run
 * @ids: (array zero-terminated=1): canonical GUIDs in Business Central
 * @error: return location for an error
 *
 * Reads records that somebody named and writes them, however often they were tried
 * before. Has to be called in a fiber.
 *
 * Returns: whether all were worked off
 */
gboolean
psr_sync_listed_process_ids (PsrSyncRun          *run,
                             const char * const  *ids,
                             GError             **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  g_autoptr (GPtrArray) forgettable = g_ptr_array_new ();

  g_return_val_if_fail (run != NULL, FALSE);
  g_return_val_if_fail (ids != NULL, FALSE);

  for (; *ids != NULL; ids++)
    {
      const PsrSkippedRow *row = g_hash_table_lookup (run->was_skipped, *ids);

      if (row != NULL && g_str_equal (row->code, PSR_SYNC_CODE_NEW_ACCOUNT))
        {
          if (!psr_sync_account_settle (run, *ids, error))
            return FALSE;
          continue;
        }

      g_ptr_array_add (keys, (gpointer) *ids);

      /* That a record is gone stays known until somebody couples anew. */
      if (row != NULL && !g_str_equal (row->code, "gone-in-bc"))
        g_ptr_array_add (forgettable, (gpointer) *ids);
    }

  return process_listed (run, keys, FALSE, NULL, error) && psr_sync_listed_forget (run, forgettable, error);
}
