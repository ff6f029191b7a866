/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-apart"

#include "config.h"

#include "psr-bc-error.h"
#include "psr-bc-row.h"
#include "psr-service-error.h"
#include "psr-sync-apart.h"
#include "psr-sync-error.h"

/* One record that Business Central can't show makes it refuse all that are asked for with it. Then
 * their ids alone are asked for, and the records by these, in ever smaller parts. */

#define KEYS_SELECT "id,number,lastModifiedDateTime"

/* How many records are asked for by id at a time. */
#define SLICE 100

/* After so many requests in a row that go wrong it is asked for what could be read: enough to come
 * down from a slice to a record, and to find that the next ones can be read. */
#define MAX_IN_A_ROW 10

/* Of so many records, spread over those that are asked for, one has to be readable. */
#define N_PROBES 4

/* How often a pull may begin again before it is given up. */
#define MAX_RESTARTS 10

/**
 * psr_sync_key_new:
 * @id: canonical GUID in Business Central
 * @number: its number, or "" where it isn't known
 *
 * Returns: (transfer full): by what a record is asked for
 */
PsrSyncKey *
psr_sync_key_new (const char *id,
                  const char *number)
{
  PsrSyncKey *self;

  g_return_val_if_fail (id != NULL && number != NULL, NULL);

  self = g_new0 (PsrSyncKey, 1);
  self->id = g_strdup (id);
  self->number = g_strdup (number);
  self->modified = PSR_TIMESTAMP_NONE;

  return self;
}

/**
 * psr_sync_key_free:
 * @self: (type PsrSyncKey) (transfer full): a key
 */
void
psr_sync_key_free (gpointer self)
{
  PsrSyncKey *key = self;

  g_free (key->id);
  g_free (key->number);
  g_clear_error (&key->problem);
  g_free (key);
}

/**
 * psr_sync_apart_is_of_rows:
 * @error: why records couldn't be read
 *
 * Returns: whether one of them may be the cause
 */
gboolean
psr_sync_apart_is_of_rows (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  return g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_REFUSED) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_UNAVAILABLE) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_BAD_ANSWER) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_TOO_LARGE) ||
         g_error_matches (error, PSR_BC_ERROR, PSR_BC_ERROR_BAD_ROW);
}

/* A PsrODataItemsFunc. */
static GPtrArray *
make_keys (const PsrJsonItem  *rows,
           gpointer            data,
           GError            **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (psr_sync_key_free);

  for (const PsrJsonItem *row = psr_json_item_get_first (rows); row != NULL; row = psr_json_item_get_next (rows, row))
    {
      g_autofree char *id = psr_json_item_get_type (row) == PSR_JSON_OBJECT ? psr_json_item_dup_guid (row, "id") : NULL;
      PsrSyncKey *key;

      if (id == NULL)
        continue;

      key = psr_sync_key_new (id, psr_json_item_get_string (row, "number"));
      if (!psr_json_item_get_timestamp (row, "lastModifiedDateTime", &key->modified, NULL))
        key->modified = PSR_TIMESTAMP_NONE;
      g_ptr_array_add (keys, key);
    }

  return g_steal_pointer (&keys);
}

/* All of the pages, before any of it is worked off. */
static GPtrArray *
read_all (PsrSyncRun  *run,
          GPtrArray   *pagers,
          gboolean     keys,
          GError     **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (keys ? psr_sync_key_free : psr_sync_candidate_free);

  for (guint i = 0; i < pagers->len; i++)
    {
      PsrODataPager *pager = g_ptr_array_index (pagers, i);

      while (!psr_odata_pager_is_done (pager))
        {
          g_autoptr (PsrODataPage) page = NULL;

          if (!psr_sync_run_goes_on (run, error))
            return NULL;
          page = dex_await_object (keys ? psr_odata_pager_next_items (pager, make_keys, NULL, NULL)
                                        : psr_sync_read_page (run, pager),
                                   error);
          if (page == NULL)
            return NULL;
          g_ptr_array_extend_and_steal (rows, g_ptr_array_ref (psr_odata_page_get_rows (page)));
        }
    }

  return g_steal_pointer (&rows);
}

static GPtrArray *
read_slice (PsrSyncRun  *run,
            GPtrArray   *keys,
            const char  *filter,
            guint        first,
            guint        n,
            GError     **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) pagers = NULL;

  for (guint i = first; i < first + n; i++)
    g_ptr_array_add (ids, ((PsrSyncKey *) keys->pdata[i])->id);
  g_ptr_array_add (ids, NULL);
  pagers = psr_bc_client_pull_by_id (run->context->bc, psr_sync_target_get_bc_set (run->flow), run->select, filter,
                                     (const char * const *) ids->pdata);

  return read_all (run, pagers, FALSE, error);
}

/* What can't be read by itself, though others can: it is tried again by later runs. */
static gboolean
set_aside (PsrSyncRun  *run,
           GPtrArray   *unread,
           GError     **error)
{
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();

  if (unread->len == 0)
    return TRUE;

  for (guint i = 0; i < unread->len; i++)
    {
      const PsrSyncKey *key = unread->pdata[i];

      run->report->n_read++;
      psr_sync_fail (run, page, key->id, key->number, key->problem);
    }
  g_ptr_array_set_size (unread, 0);
  psr_sync_run_put_figures (run, page);

  return psr_sync_run_is_dry (run) || dex_await (psr_mirror_store_commit (run->context->mirror, page), error);
}

/* Whether one of them can be read by itself. */
static gboolean
shows (PsrSyncRun *run,
       GPtrArray  *keys,
       const char *filter,
       guint       index)
{
  g_autoptr (GPtrArray) rows = read_slice (run, keys, filter, index, 1, NULL);

  return rows != NULL && rows->len > 0;
}

/* Whether one of those can be read that were when they were read last. */
static gboolean
shows_known (PsrSyncRun *run,
             const char *filter)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func (psr_sync_key_free);
  g_auto (GStrv) ids = NULL;

  ids = dex_await_boxed (psr_mirror_store_list_unseen (run->context->mirror, psr_sync_target_get_entity (run->flow),
                                                       PSR_MIRROR_BC, G_MAXINT64, 0),
                         NULL);
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      if (!g_hash_table_contains (run->was_skipped, ids[i]) && !g_hash_table_contains (run->told, ids[i]))
        g_ptr_array_add (known, psr_sync_key_new (ids[i], ""));
    }

  /* Spread over them: one may be gone, or have changed. */
  for (guint i = 1; i <= MIN (N_PROBES, known->len); i++)
    {
      if (shows (run, known, filter, known->len * i / MIN (N_PROBES, known->len) - 1))
        return TRUE;
    }

  return FALSE;
}

/* Whether any record can be read, as the last ones can't: @good, which could, or, where there is
 * none, one that could in an earlier run, one elsewhere among them, or the first of all. */
static gboolean
shows_any (PsrSyncRun *run,
           GPtrArray  *keys,
           const char *filter,
           int         good)
{
  g_autoptr (PsrODataPager) pager = psr_bc_client_pull (run->context->bc, psr_sync_target_get_bc_set (run->flow), run->select,
                                                        filter, PSR_TIMESTAMP_NONE, 1, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrODataPage) page = NULL;

  /* What was read with others may be gone by itself. */
  if (good >= 0 && shows (run, keys, filter, good))
    return TRUE;

  if (shows_known (run, filter))
    return TRUE;

  for (guint i = 1; i <= N_PROBES && keys->len > N_PROBES; i++)
    {
      if (shows (run, keys, filter, keys->len * i / N_PROBES - 1))
        return TRUE;
    }

  page = dex_await_object (psr_sync_read_page (run, pager), &error);

  return page != NULL && psr_odata_page_get_rows (page)->len > 0;
}

typedef struct
{
  guint first;
  guint n;
} Range;

/**
 * psr_sync_apart_process:
 * @run: a run
 * @keys: (element-type PsrSyncKey): records that couldn't be read together
 * @filter: (nullable): which of them are meant
 * @error: return location for an error
 *
 * Reads them in ever smaller parts and works them off; one that can't be read by itself is set
 * aside, however many there are beside each other. Where none can be read, it isn't their
 * fault. Has to be called in a fiber.
 *
 * Returns: whether the run can go on
 */
gboolean
psr_sync_apart_process (PsrSyncRun  *run,
                        GPtrArray   *keys,
                        const char  *filter,
                        GError     **error)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  g_autoptr (GPtrArray) unread = g_ptr_array_new ();
  g_autoptr (GError) last = NULL;
  guint in_a_row = 0;
  int good = -1;

  g_return_val_if_fail (run != NULL && keys != NULL, FALSE);

  /* From the end: the first one is worked off first. */
  for (guint end = keys->len; end > 0; end -= MIN (end, (end - 1) % SLICE + 1))
    {
      Range range = { end - ((end - 1) % SLICE + 1), (end - 1) % SLICE + 1 };

      g_array_append_val (ranges, range);
    }

  while (ranges->len > 0)
    {
      Range range = g_array_index (ranges, Range, ranges->len - 1);
      Range halves[] = { { range.first + range.n / 2, range.n - range.n / 2 }, { range.first, range.n / 2 } };
      g_autoptr (GError) local = NULL;
      g_autoptr (GPtrArray) rows = read_slice (run, keys, filter, range.first, range.n, &local);

      g_array_set_size (ranges, ranges->len - 1);
      if (rows != NULL)
        {
          if (rows->len > 0)
            good = range.first;
          in_a_row = 0;
          if (!set_aside (run, unread, error) || !psr_sync_page_process (run, rows, NULL, error))
            return FALSE;
          continue;
        }

      if (!psr_sync_apart_is_of_rows (local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }

      /* Neighbours may be alike; where nothing can be read any more, it isn't their fault. */
      if (++in_a_row > MAX_IN_A_ROW)
        {
          if (!psr_sync_run_goes_on (run, error))
            return FALSE;
          if (!shows_any (run, keys, filter, good))
            {
              g_propagate_error (error, g_steal_pointer (&local));
              return FALSE;
            }
          in_a_row = 0;
        }

      if (range.n > 1)
        {
          g_array_append_vals (ranges, halves, G_N_ELEMENTS (halves));
          continue;
        }

      g_clear_error (&last);
      last = g_error_copy (local);
      g_clear_error (&((PsrSyncKey *) keys->pdata[range.first])->problem);
      ((PsrSyncKey *) keys->pdata[range.first])->problem = g_steal_pointer (&local);
      g_ptr_array_add (unread, keys->pdata[range.first]);
    }

  if (unread->len > 0 && good < 0 && !shows_any (run, keys, filter, good))
    {
      g_propagate_error (error, g_steal_pointer (&last));
      return FALSE;
    }

  return set_aside (run, unread, error);
}

/**
 * psr_sync_apart_process_numbers:
 * @run: a run
 * @numbers: (array zero-terminated=1): numbers of records that couldn't be read together
 * @filter: (nullable): which of them are meant
 * @cause: why they couldn't be read
 * @error: return location for an error
 *
 * The same for records whose numbers are known only. Has to be called in a fiber.
 *
 * Returns: whether the run can go on
 */
gboolean
psr_sync_apart_process_numbers (PsrSyncRun          *run,
                                const char * const  *numbers,
                                const char          *filter,
                                const GError        *cause,
                                GError             **error)
{
  g_autoptr (GPtrArray) pagers = NULL;
  g_autoptr (GPtrArray) keys = NULL;

  g_return_val_if_fail (run != NULL && numbers != NULL && cause != NULL, FALSE);

  pagers = psr_bc_client_pull_by_number (run->context->bc, psr_sync_target_get_bc_set (run->flow), KEYS_SELECT, filter, numbers);
  keys = read_all (run, pagers, TRUE, error);
  if (keys == NULL)
    return FALSE;
  if (keys->len > 0)
    return psr_sync_apart_process (run, keys, filter, error);

  g_propagate_error (error, g_error_copy (cause));

  return FALSE;
}

static PsrODataPager *
pull_keys (PsrSyncRun   *run,
           PsrTimestamp  since)
{
  return psr_bc_client_pull (run->context->bc, psr_sync_target_get_bc_set (run->flow), KEYS_SELECT, run->filter, since,
                             PSR_SYNC_PAGE, NULL);
}

/* What this run has set aside already isn't again. */
static void
drop_told (PsrSyncRun *run,
           GPtrArray  *keys)
{
  for (guint i = keys->len; i > 0; i--)
    {
      if (g_hash_table_contains (run->told, ((const PsrSyncKey *) keys->pdata[i - 1])->id))
        g_ptr_array_remove_index (keys, i - 1);
    }
}

/**
 * psr_sync_apart_pull:
 * @run: a run
 * @since: from when on, or none for everything
 * @began: (inout): the server's time before the first record was read, or none
 * @until: (inout): when the last of the records was changed
 * @cause: why a page of them couldn't be read
 * @error: return location for an error
 *
 * Reads and works off the records that changed, although one of them can't be read. How far it
 * has come isn't stored before the end. Has to be called in a fiber.
 *
 * Returns: whether all were worked off
 */
gboolean
psr_sync_apart_pull (PsrSyncRun    *run,
                     PsrTimestamp   since,
                     PsrTimestamp  *began,
                     PsrTimestamp  *until,
                     const GError  *cause,
                     GError       **error)
{
  g_autoptr (PsrODataPager) pager = NULL;
  gboolean any = FALSE;
  guint n_restarts = 0;

  g_return_val_if_fail (run != NULL && began != NULL && until != NULL && cause != NULL, FALSE);

  g_info ("A page can't be read: its records are, one by one where they have to be: %s", cause->message);
  pager = pull_keys (run, since);
  while (!psr_odata_pager_is_done (pager))
    {
      g_autoptr (PsrODataPage) page = NULL;
      g_autoptr (GError) local = NULL;
      GPtrArray *keys;

      if (!psr_sync_run_goes_on (run, error))
        return FALSE;

      page = dex_await_object (psr_odata_pager_next_items (pager, make_keys, NULL, NULL), &local);
      if (g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SKIP_TOKEN) && n_restarts++ < MAX_RESTARTS)
        {
          g_info ("The paging token has expired; the keys are read again from the last change seen");
          if (*until != PSR_TIMESTAMP_NONE)
            since = MAX (since, *until - PSR_SYNC_OVERLAP);
          g_object_unref (pager);
          pager = pull_keys (run, since);
          continue;
        }
      if (page == NULL)
        {
          /* It isn't the fault of a record. */
          g_propagate_error (error, psr_sync_apart_is_of_rows (local) ? g_error_copy (cause) : g_steal_pointer (&local));
          return FALSE;
        }

      keys = psr_odata_page_get_rows (page);
      any |= keys->len > 0;
      if (*began == PSR_TIMESTAMP_NONE)
        *began = psr_odata_page_get_date (page);
      for (guint i = 0; i < keys->len; i++)
        *until = MAX (*until, ((const PsrSyncKey *) keys->pdata[i])->modified);
      if (n_restarts > 0)
        drop_told (run, keys);
      if (!psr_sync_apart_process (run, keys, run->filter, error))
        return FALSE;
    }

  /* Where there is none it can't be the fault of one. */
  if (!any)
    {
      g_propagate_error (error, g_error_copy (cause));
      return FALSE;
    }
  if (*began == PSR_TIMESTAMP_NONE)
    *began = *until;

  return TRUE;
}
