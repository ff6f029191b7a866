/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-jobs"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-engine-error.h"
#include "psr-engine-jobs.h"
#include "psr-explain.h"
#include "psr-service-error.h"
#include "psr-sync-tables.h"
#include "psr-wello-client.h"
#include "psr-wello-error.h"
#include "psr-work-done.h"

/* What was done for work orders: read of Wello for people to look at, and kept. Nothing is
 * billed from it, and nothing waits for it. */

/* Of so many work orders that is read at once, between two rounds of what matters more. */
#define AT_ONCE 60

/* Where Wello has to be asked for each by itself. */
#define AT_ONCE_EACH 4

/* After so long a list that was refused is asked for again: it may have been refused in passing. */
#define ASK_AGAIN (30 * 60 * (gint64) G_USEC_PER_SEC)

typedef enum
{
  JOBS,
  HOURS,
  PARTS,
  PLANNINGS,
  FILES,
  N_LISTS,
} List;

typedef struct
{
  GPtrArray  *lists[N_LISTS];  /* NULL where Wello doesn't tell */
  GHashTable *names;           /* user id → name */
  gboolean    is_partial;      /* a list couldn't be read, and the next time it may be */
  guint       regained;        /* lists that were refused before */
} Found;

static void
found_clear (Found *found)
{
  for (gsize i = 0; i < N_LISTS; i++)
    g_clear_pointer (&found->lists[i], g_ptr_array_unref);
  g_clear_pointer (&found->names, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, found_clear)

/* What isn't documented as a list may not be there. */
static gboolean
may_lack (List list)
{
  return list == PLANNINGS || list == FILES;
}

static DexFuture *
ask (PsrEngine          *self,
     List                list,
     const char * const *ids)
{
  PsrWelloClient *wello = psr_session_get_wello (self->session);

  switch (list)
    {
    case JOBS:
      return psr_wello_client_get_jobs (wello, ids);

    case HOURS:
      return psr_wello_client_get_labour_usages (wello, ids);

    case PARTS:
      return psr_wello_client_get_part_usages (wello, ids);

    case PLANNINGS:
      return psr_wello_client_get_plannings (wello, ids);

    case FILES:
    case N_LISTS:
    default:
      return psr_wello_client_get_files (wello, ids);
    }
}

/* Lists that may lack are no reason to do without the others. That something is wrong with
 * one alone is told by what was read just before it: by then Wello had accepted us. */
static gboolean
is_of_list (const GError *error)
{
  return g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_UNAVAILABLE) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_BAD_ANSWER) ||
         g_error_matches (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_TOO_LARGE);
}

/* Of one work order alone it is known whose the row is that can't be read. */
static gboolean
is_bad_row (const GError       *error,
            const char * const *ids)
{
  return g_error_matches (error, PSR_WELLO_ERROR, PSR_WELLO_ERROR_BAD_ROW) && ids[0] != NULL && ids[1] == NULL;
}

static gboolean
is_to_ask_again (PsrEngine *self)
{
  return self->lacked != 0 && psr_clock_monotonic (self->clock) >= self->asks_again;
}

static void
note_refused (PsrEngine *self,
              List       list)
{
  self->lacks |= 1u << list;
  self->lacked |= 1u << list;
  self->asks_again = psr_clock_monotonic (self->clock) + ASK_AGAIN;
  if (self->lacks_since == 0)
    self->lacks_since = psr_clock_now (self->clock);
}

/* One after the other, so that what matters more has its turn. What was refused is asked for
 * again after a while. What a person looks at is read again the next time (@is_shown);
 * otherwise a list is tried twice. */
static gboolean
find (PsrEngine           *self,
      const char * const  *ids,
      gboolean             is_shown,
      Found               *found,
      GError             **error)
{
  if (is_to_ask_again (self))
    {
      self->lacks = 0;
      self->asks_again = psr_clock_monotonic (self->clock) + ASK_AGAIN;
    }

  for (List list = 0; list < N_LISTS; list++)
    {
      g_autoptr(GError) local = NULL;

      if ((self->lacks & 1u << list) != 0)
        continue;

      if (psr_engine_is_stopped (self))
        {
          psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_STOPPED,
                                   _("Stopped."), _("You asked for it."), _("The next run goes on from there."));
          return FALSE;
        }

      found->lists[list] = dex_await_boxed (ask (self, list, ids), &local);
      if (found->lists[list] != NULL)
        {
          self->fails &= ~(1u << list);
          found->regained |= self->lacked & 1u << list;
          continue;
        }

      if (psr_engine_is_stopped (self) || !may_lack (list) ||
          !(psr_sync_tables_is_hidden (local) || is_of_list (local) || is_bad_row (local, ids)))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }

      g_message ("Wello doesn't tell %s: %s", list == PLANNINGS ? "who is planned" : "which files there are", local->message);
      if (psr_sync_tables_is_hidden (local))
        {
          note_refused (self, list);
        }
      else if (is_of_list (local))
        {
          found->is_partial |= is_shown || (self->fails & 1u << list) == 0;
          if (!is_shown)
            self->fails |= 1u << list;
        }
    }

  found->names = dex_await_boxed (psr_work_store_get_names (psr_store_get_work (self->store)), error);

  return found->names != NULL;
}

static char *
dup_name (const PsrWelloPlanning *planning)
{
  g_autofree char *name = g_strdup_printf ("%s %s", planning->first_name, planning->last_name);

  return g_strdup (g_strstrip (name));
}

static gboolean
is_of (const char *job_id,
       const char *wanted)
{
  return g_strcmp0 (job_id, wanted) == 0;
}

static const char *
name_of (const Found *found,
         const char  *user_id,
         const char  *otherwise)
{
  const char *name = user_id != NULL ? g_hash_table_lookup (found->names, user_id) : NULL;

  return name != NULL ? name : otherwise;
}

static int
compare_hours (gconstpointer a,
               gconstpointer b)
{
  const PsrWelloLabourUsage *one = *(const PsrWelloLabourUsage * const *) a;
  const PsrWelloLabourUsage *other = *(const PsrWelloLabourUsage * const *) b;
  PsrTimestamp one_time = one->from != PSR_TIMESTAMP_NONE ? one->from : one->working_date;
  PsrTimestamp other_time = other->from != PSR_TIMESTAMP_NONE ? other->from : other->working_date;

  return one_time != other_time ? (one_time < other_time ? -1 : 1) : strcmp (one->id, other->id);
}

/* Where Wello doesn't say who is who, but only one person was planned, it was that one. */
static const char *
find_only_one (const GPtrArray *planned)
{
  return planned->len == 1 ? planned->pdata[0] : "";
}

/* Whether who was planned has an id: then another id is somebody else. */
static gboolean
tells_users (const Found *found,
             const char  *job_id)
{
  for (guint i = 0; found->lists[PLANNINGS] != NULL && i < found->lists[PLANNINGS]->len; i++)
    {
      const PsrWelloPlanning *planning = found->lists[PLANNINGS]->pdata[i];

      if (is_of (planning->job_id, job_id) && planning->user_id != NULL)
        return TRUE;
    }

  return FALSE;
}

static GPtrArray *
list_planned (const Found *found,
              const char  *job_id)
{
  g_autoptr(GPtrArray) planned = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; found->lists[PLANNINGS] != NULL && i < found->lists[PLANNINGS]->len; i++)
    {
      const PsrWelloPlanning *planning = found->lists[PLANNINGS]->pdata[i];
      g_autofree char *name = dup_name (planning);

      if (is_of (planning->job_id, job_id) && *name != '\0' &&
          !g_ptr_array_find_with_equal_func (planned, name, g_str_equal, NULL))
        g_ptr_array_add (planned, g_steal_pointer (&name));
    }

  return g_steal_pointer (&planned);
}

static void
add_hours (PsrWorkDone *done,
           const Found *found,
           const char  *job_id,
           const char  *only_one)
{
  gboolean tells = tells_users (found, job_id);

  for (guint i = 0; i < found->lists[HOURS]->len; i++)
    {
      const PsrWelloLabourUsage *usage = found->lists[HOURS]->pdata[i];
      PsrWorkVisit *visit;

      if (!is_of (usage->job_id, job_id))
        continue;

      visit = psr_work_done_add_visit (done);
      g_set_str (&visit->technician, name_of (found, usage->user_id, usage->user_id == NULL || !tells ? only_one : ""));
      g_set_str (&visit->type, usage->type_code);
      g_set_str (&visit->text, usage->description);
      g_set_str (&visit->remark, usage->memo);
      visit->from = usage->from;
      visit->to = usage->to;
      visit->hours = usage->hours;
      visit->is_under_warranty = usage->under_warranty;
      if (usage->working_date != PSR_TIMESTAMP_NONE)
        {
          g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();

          g_free (visit->day);
          visit->day = psr_timestamp_to_date (usage->working_date, utc);
        }
      psr_work_done_add_technician (done, visit->technician);
    }
}

static void
add_remark (PsrWorkDone *done,
            const char  *remark)
{
  if (*remark != '\0' && !g_ptr_array_find_with_equal_func (done->remarks, remark, g_str_equal, NULL))
    g_ptr_array_add (done->remarks, g_strdup (remark));
}

static void
add_parts_and_files (PsrWorkDone *done,
                     const Found *found,
                     const char  *job_id)
{
  for (guint i = 0; i < found->lists[PARTS]->len; i++)
    {
      const PsrWelloPartUsage *usage = found->lists[PARTS]->pdata[i];

      if (!is_of (usage->job_id, job_id))
        continue;

      psr_work_done_add_technician (done, name_of (found, usage->user_id, ""));
      add_remark (done, usage->remark);
    }

  done->has_files = found->lists[FILES] != NULL;
  for (guint i = 0; done->has_files && i < found->lists[FILES]->len; i++)
    {
      const PsrWelloFile *from = found->lists[FILES]->pdata[i];
      PsrWorkFile *file;

      if (!is_of (from->job_id, job_id))
        continue;

      file = psr_work_done_add_file (done, *from->name != '\0' ? from->name : from->file_name);
      g_set_str (&file->mime_type, from->mime_type);
      g_set_str (&file->type, from->file_type);
      file->size = from->size;
    }
}

static PsrWorkDone *
make_done (const Found *found,
           const char  *job_id)
{
  g_autoptr(PsrWorkDone) done = psr_work_done_new ();
  g_autoptr(GPtrArray) planned = list_planned (found, job_id);
  gboolean is_unknown;

  for (guint i = 0; i < found->lists[JOBS]->len; i++)
    {
      const PsrWelloJob *job = found->lists[JOBS]->pdata[i];

      if (is_of (job->id, job_id))
        {
          g_set_str (&done->name, job->name);
          g_set_str (&done->description, job->description);
        }
    }

  add_hours (done, found, job_id, find_only_one (planned));
  add_parts_and_files (done, found, job_id);

  /* Who was planned may not have come; but better than nobody. */
  is_unknown = done->technicians->len == 0;
  for (guint i = 0; is_unknown && i < planned->len; i++)
    psr_work_done_add_technician (done, planned->pdata[i]);

  return g_steal_pointer (&done);
}

static void
kept_free (gpointer data)
{
  psr_kept_work_free (data);
}

/* What was kept without a list that is shown again is read once more. */
static gboolean
doubt_kept (PsrEngine    *self,
            const Found  *found,
            GError      **error)
{
  if (found->regained == 0)
    return TRUE;

  if (!dex_await (psr_work_store_doubt (psr_store_get_work (self->store), self->lacks_since), error))
    return FALSE;

  self->lacked &= ~found->regained;
  if (self->lacked == 0)
    self->lacks_since = 0;

  return TRUE;
}

/* Reads it of those work orders, and keeps it; what is only a part for once is read again the
 * next time. */
static GPtrArray *
read_and_keep (PsrEngine  *self,
               GPtrArray  *missing,
               gboolean    is_shown,
               GError    **error)
{
  g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func (kept_free);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto(GStrv) ids = NULL;
  g_auto(Found) found = { { NULL } };

  for (guint i = 0; i < missing->len; i++)
    g_strv_builder_add (builder, ((const PsrKeptWork *) missing->pdata[i])->job_id);
  ids = g_strv_builder_end (builder);
  if (!find (self, (const char * const *) ids, is_shown, &found, error) || !doubt_kept (self, &found, error))
    return NULL;

  for (guint i = 0; found.lists[PLANNINGS] != NULL && i < found.lists[PLANNINGS]->len; i++)
    {
      const PsrWelloPlanning *planning = found.lists[PLANNINGS]->pdata[i];
      g_autofree char *name = dup_name (planning);

      if (planning->user_id == NULL || *name == '\0')
        continue;

      g_hash_table_replace (found.names, g_strdup (planning->user_id), g_strdup (name));
      g_hash_table_replace (names, g_strdup (planning->user_id), g_steal_pointer (&name));
    }
  g_ptr_array_sort (found.lists[HOURS], compare_hours);

  for (guint i = 0; i < missing->len; i++)
    {
      const PsrKeptWork *wanted = missing->pdata[i];
      g_autoptr(PsrWorkDone) done = make_done (&found, wanted->job_id);
      g_autofree char *content = psr_work_done_to_json (done);
      g_autoptr(GPtrArray) technicians = g_ptr_array_new ();

      for (guint j = 0; j < done->technicians->len; j++)
        g_ptr_array_add (technicians, done->technicians->pdata[j]);
      g_ptr_array_add (technicians, NULL);
      g_ptr_array_add (kept, psr_kept_work_new (wanted->job_id, wanted->changed, content,
                                                (const char * const *) technicians->pdata));
    }

  /* Once more, but not for ever: older ones are to have their turn. */
  if (found.is_partial)
    return g_steal_pointer (&kept);

  if (!dex_await (psr_work_store_put (psr_store_get_work (self->store), kept, names), error))
    return NULL;

  return g_steal_pointer (&kept);
}

/* A row that can't be read is in the way of its own work order alone, of which nothing is known
 * then until Wello changes it. */
static gboolean
read_each (PsrEngine  *self,
           GPtrArray  *missing,
           GError    **error)
{
  g_autoptr(GPtrArray) kept = NULL;
  g_autoptr(GError) local = NULL;

  kept = read_and_keep (self, missing, FALSE, &local);
  if (kept != NULL)
    return TRUE;

  if (!g_error_matches (local, PSR_WELLO_ERROR, PSR_WELLO_ERROR_BAD_ROW))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  if (missing->len == 1)
    {
      g_autoptr(GHashTable) nobody = g_hash_table_new (g_str_hash, g_str_equal);

      g_message ("What was done for one work order can't be read: %s", local->message);

      return dex_await (psr_work_store_put (psr_store_get_work (self->store), missing, nobody), error);
    }

  for (guint half = 0; half < 2; half++)
    {
      g_autoptr(GPtrArray) some = g_ptr_array_new_with_free_func (kept_free);
      guint end = half == 0 ? missing->len / 2 : missing->len;

      for (guint i = half == 0 ? 0 : missing->len / 2; i < end; i++)
        g_ptr_array_add (some, psr_kept_work_copy (missing->pdata[i]));
      if (!read_each (self, some, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * psr_engine_read_jobs:
 * @self: an engine that has the lock, and a session
 * @error: return location for an error
 *
 * Reads what was done for some of the work orders that wait and of which that isn't known
 * yet, so that the list can be narrowed down by who did it. In a fiber.
 *
 * Returns: whether that went well
 */
gboolean
psr_engine_read_jobs (PsrEngine  *self,
                      GError    **error)
{
  g_auto(GStrv) states = psr_engine_dup_queue_states (PSR_QUEUE_REVIEW);
  g_auto(GStrv) exceptions = psr_engine_dup_queue_states (PSR_QUEUE_EXCEPTIONS);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) both = NULL;
  guint limit;
  g_autoptr(GPtrArray) missing = NULL;

  g_return_val_if_fail (PSR_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (self->session != NULL, FALSE);

  g_strv_builder_addv (builder, (const char **) states);
  g_strv_builder_addv (builder, (const char **) exceptions);
  both = g_strv_builder_end (builder);
  limit = psr_wello_client_has_or (psr_session_get_wello (self->session)) ? AT_ONCE : AT_ONCE_EACH;
  missing = dex_await_boxed (psr_work_store_list_missing (psr_store_get_work (self->store), (const char * const *) both,
                                                          PSR_TIMESTAMP_NONE, limit),
                             error);
  /* One of those that were kept without it is enough to ask by. */
  if (missing != NULL && missing->len == 0 && is_to_ask_again (self))
    {
      g_clear_pointer (&missing, g_ptr_array_unref);
      missing = dex_await_boxed (psr_work_store_list_missing (psr_store_get_work (self->store), (const char * const *) both,
                                                              self->lacks_since, 1),
                                 error);
    }
  if (missing == NULL)
    return FALSE;
  if (missing->len == 0)
    return TRUE;

  return read_each (self, missing, error);
}

/**
 * psr_engine_read_job:
 * @self: an engine whose state is open
 * @document: a document of the ledger
 * @asks: whether Wello may be asked where nothing is known, or it was changed since
 * @error: return location for why Wello couldn't tell; what is known is told all the same
 *
 * Tells what was done for the document's work order, in a fiber.
 *
 * Returns: (transfer full): text for psr_work_done_from_json(), or "" where nothing is known
 */
char *
psr_engine_read_job (PsrEngine                *self,
                     const PsrLedgerDocument  *document,
                     gboolean                  asks,
                     GError                  **error)
{
  PsrTimestamp changed;
  g_autoptr(PsrKeptWork) kept = NULL;
  g_autoptr(GPtrArray) missing = NULL;
  g_autoptr(GPtrArray) read = NULL;

  g_return_val_if_fail (PSR_IS_ENGINE (self), NULL);
  g_return_val_if_fail (document != NULL, NULL);

  if (*document->job_id == '\0')
    return g_strdup ("");

  kept = dex_await_boxed (psr_work_store_get (psr_store_get_work (self->store), document->job_id), error);
  if (kept == NULL)
    return g_strdup ("");

  changed = document->wello_changed == PSR_TIMESTAMP_NONE ? 0 : document->wello_changed;
  if (!asks || self->session == NULL || (*kept->content != '\0' && kept->changed >= changed))
    return g_strdup (kept->content);

  missing = g_ptr_array_new_with_free_func (kept_free);
  g_ptr_array_add (missing, psr_kept_work_new (document->job_id, changed, "", NULL));
  read = read_and_keep (self, missing, TRUE, error);

  return g_strdup (read != NULL ? ((const PsrKeptWork *) read->pdata[0])->content : kept->content);
}
