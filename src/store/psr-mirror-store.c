/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-mirror-store"

#include "config.h"

#include "psr-mirror-commit.h"
#include "psr-mirror-events.h"
#include "psr-mirror-names.h"
#include "psr-mirror-requests.h"
#include "psr-mirror-rows.h"
#include "psr-mirror-store.h"

/* For so long requests are known. */
#define REQUESTS_KEPT (30 * 24 * 3600 * (gint64) G_USEC_PER_SEC)

struct _PsrMirrorStore
{
  GObject parent_instance;

  PsrDatabase *database;
  PsrClock *clock;
};

G_DEFINE_FINAL_TYPE (PsrMirrorStore, psr_mirror_store, G_TYPE_OBJECT)

static void
psr_mirror_store_finalize (GObject *object)
{
  PsrMirrorStore *self = PSR_MIRROR_STORE (object);

  g_clear_object (&self->database);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (psr_mirror_store_parent_class)->finalize (object);
}

static void
psr_mirror_store_class_init (PsrMirrorStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = psr_mirror_store_finalize;
}

static void
psr_mirror_store_init (PsrMirrorStore *self)
{
}

/**
 * psr_mirror_store_new:
 * @mirror: mirror.db
 * @clock: tells when a run begins or a record is set aside
 *
 * Returns: (transfer full): a new #PsrMirrorStore
 */
PsrMirrorStore *
psr_mirror_store_new (PsrDatabase *mirror,
                      PsrClock    *clock)
{
  PsrMirrorStore *self;

  g_return_val_if_fail (PSR_IS_DATABASE (mirror), NULL);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);

  self = g_object_new (PSR_TYPE_MIRROR_STORE, NULL);
  self->database = g_object_ref (mirror);
  self->clock = g_object_ref (clock);

  return self;
}

/**
 * psr_mirror_store_commit:
 * @self: a #PsrMirrorStore
 * @page: (transfer none): what to change; not to be changed any more
 *
 * Writes everything of a page in one transaction, or nothing of it.
 *
 * Returns: (transfer full): a future that resolves to %TRUE or rejects with a
 *   %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_commit (PsrMirrorStore *self,
                         PsrMirrorPage  *page)
{
  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (page != NULL, NULL);

  return psr_database_write_prepared (self->database, psr_mirror_commit_prepare, psr_mirror_commit_run,
                                      psr_mirror_commit_job_new (page, psr_clock_now (self->clock)),
                                      psr_mirror_commit_job_free);
}

/**
 * psr_mirror_store_get_records:
 * @self: a #PsrMirrorStore
 * @entity: of what kind
 * @side: in which service
 * @ids: (array zero-terminated=1): canonical GUIDs
 *
 * Returns: (transfer full): a future that resolves to a #GHashTable from GUID
 *   to #PsrMirrorRecord, without those that were never read, or rejects with a
 *   %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_get_records (PsrMirrorStore     *self,
                              PsrEntity           entity,
                              PsrMirrorSide       side,
                              const char * const *ids)
{
  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (ids != NULL, NULL);

  return psr_database_read (self->database, psr_mirror_rows_get_records, psr_mirror_job_new_for_records (entity, side, ids), psr_mirror_job_free);
}

/**
 * psr_mirror_store_get_by_numbers:
 * @self: a #PsrMirrorStore
 * @entity: of what kind
 * @side: in which service
 * @run_id: the run that came across them
 * @numbers: (array zero-terminated=1): numbers or codes, exactly as they were
 *   stored
 *
 * What is left over from an earlier reading is not among them.
 *
 * Returns: (transfer full): a future that resolves to a #GHashTable from number
 *   to a #GPtrArray of one #PsrMirrorRecord, or of up to twenty where several have
 *   the number, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_get_by_numbers (PsrMirrorStore     *self,
                                 PsrEntity           entity,
                                 PsrMirrorSide       side,
                                 gint64              run_id,
                                 const char * const *numbers)
{
  PsrMirrorJob *job;

  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (numbers != NULL, NULL);

  job = psr_mirror_job_new_for_records (entity, side, numbers);
  job->run_id = run_id;

  return psr_database_read (self->database, psr_mirror_rows_get_by_numbers, job, psr_mirror_job_free);
}

/**
 * psr_mirror_store_list_unseen:
 * @self: a #PsrMirrorStore
 * @entity: of what kind
 * @side: in which service
 * @run_id: a run that read everything
 * @limit: at most so many; 0 for all
 *
 * Asks which records the run, and any later one, did not come across: they are
 * gone.
 *
 * Returns: (transfer full): a future that resolves to a #GStrv of GUIDs, or
 *   rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_list_unseen (PsrMirrorStore *self,
                              PsrEntity       entity,
                              PsrMirrorSide   side,
                              gint64          run_id,
                              guint           limit)
{
  PsrMirrorJob *job;

  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (run_id > 0, NULL);

  job = psr_mirror_job_new (NULL, limit);
  job->entity = entity;
  job->side = side;
  job->run_id = run_id;

  return psr_database_read (self->database, psr_mirror_rows_list_unseen, job, psr_mirror_job_free);
}

/**
 * psr_mirror_store_find_names:
 * @self: a #PsrMirrorStore
 * @entity: of what kind
 * @search: what was typed to search for; every word of it has to be in the number, the
 *   name or the city
 * @limit: at most so many
 * @cancellable: (nullable): makes whoever looks for them give up
 *
 * Looks for records of Business Central by what people call them.
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #PsrMirrorName,
 *   by name, or rejects with a %PSR_STORE_ERROR or %G_IO_ERROR_CANCELLED
 */
DexFuture *
psr_mirror_store_find_names (PsrMirrorStore *self,
                             PsrEntity       entity,
                             const char     *search,
                             guint           limit,
                             GCancellable   *cancellable)
{
  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (search != NULL, NULL);

  return psr_database_read (self->database, psr_mirror_names_find,
                            psr_mirror_names_job_new (entity, search, limit, cancellable), psr_mirror_names_job_free);
}

/**
 * psr_mirror_store_get_names:
 * @self: a #PsrMirrorStore
 * @entity: of what kind
 * @ids: (array zero-terminated=1): canonical GUIDs
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #PsrMirrorName,
 *   without those that were never read, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_get_names (PsrMirrorStore     *self,
                            PsrEntity           entity,
                            const char * const *ids)
{
  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (ids != NULL, NULL);

  return psr_database_read (self->database, psr_mirror_names_get, psr_mirror_names_job_new_for_ids (entity, ids),
                            psr_mirror_names_job_free);
}

/**
 * psr_mirror_store_list_names:
 * @self: a #PsrMirrorStore
 * @entity: of what kind
 *
 * Lists what was read of Business Central.
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #PsrMirrorName,
 *   by name, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_list_names (PsrMirrorStore *self,
                             PsrEntity       entity)
{
  static const char * const all[] = { NULL };

  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);

  return psr_database_read (self->database, psr_mirror_names_list, psr_mirror_names_job_new_for_ids (entity, all),
                            psr_mirror_names_job_free);
}

/**
 * psr_mirror_store_count_records:
 * @self: a #PsrMirrorStore
 * @entity: of what kind
 * @side: in which service
 *
 * Returns: (transfer full): a future that resolves to a #gint64, or rejects
 *   with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_count_records (PsrMirrorStore *self,
                                PsrEntity       entity,
                                PsrMirrorSide   side)
{
  const char *none[] = { NULL };

  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);

  return psr_database_read (self->database, psr_mirror_rows_count_records, psr_mirror_job_new_for_records (entity, side, none), psr_mirror_job_free);
}

/**
 * psr_mirror_store_get_agreed:
 * @self: a #PsrMirrorStore
 * @entity: of what kind
 * @bc_ids: (array zero-terminated=1): canonical GUIDs in Business Central
 *
 * Returns: (transfer full): a future that resolves to a #GHashTable from GUID
 *   to #PsrAgreed, without those for which nothing was agreed on, or rejects
 *   with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_get_agreed (PsrMirrorStore     *self,
                             PsrEntity           entity,
                             const char * const *bc_ids)
{
  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (bc_ids != NULL, NULL);

  return psr_database_read (self->database, psr_mirror_rows_get_agreed,
                            psr_mirror_job_new_for_records (entity, PSR_MIRROR_BC, bc_ids), psr_mirror_job_free);
}

/**
 * psr_mirror_store_get_watermark:
 * @self: a #PsrMirrorStore
 * @flow: name of the flow
 *
 * Returns: (transfer full): a future that resolves to a #PsrWatermark, an empty
 *   one for a flow that has read nothing, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_get_watermark (PsrMirrorStore *self,
                                const char     *flow)
{
  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (flow != NULL, NULL);

  return psr_database_read (self->database, psr_mirror_rows_get_watermark, psr_mirror_job_new (flow, 0), psr_mirror_job_free);
}

/**
 * psr_mirror_store_begin_run:
 * @self: a #PsrMirrorStore
 * @run: (transfer none): the run, copied; its id is 0
 *
 * Stores that a run begins. Its figures and its end are stored with pages: see
 * psr_mirror_page_set_run().
 *
 * Returns: (transfer full): a future that resolves to a new #PsrRun with its
 *   number and its start, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_begin_run (PsrMirrorStore *self,
                            PsrRun         *run)
{
  PsrMirrorJob *job;

  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (run != NULL, NULL);
  g_return_val_if_fail (run->id == 0, NULL);

  job = psr_mirror_job_new (NULL, 0);
  job->run = psr_run_copy (run);
  if (job->run->started == PSR_TIMESTAMP_NONE)
    job->run->started = psr_clock_now (self->clock);

  return psr_database_write (self->database, psr_mirror_rows_begin_run, job, psr_mirror_job_free);
}

/**
 * psr_mirror_store_list_runs:
 * @self: a #PsrMirrorStore
 * @flow: (nullable): name of a flow; %NULL for all
 * @before: only those that began before the run of this number; 0 for all
 * @limit: at most so many; 0 for all
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #PsrRun,
 *   newest first, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_list_runs (PsrMirrorStore *self,
                            const char     *flow,
                            gint64          before,
                            guint           limit)
{
  PsrMirrorJob *job;

  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);

  job = psr_mirror_job_new (flow, limit);
  job->run_id = before;

  return psr_database_read (self->database, psr_mirror_rows_list_runs, job, psr_mirror_job_free);
}

/**
 * psr_mirror_store_list_events:
 * @self: a #PsrMirrorStore
 * @flow: (nullable): name of a flow; %NULL for all
 * @number: (nullable): only of records with this number
 * @limit: at most so many; 0 for all
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of
 *   #PsrRowEvent, newest first, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_list_events (PsrMirrorStore *self,
                              const char     *flow,
                              const char     *number,
                              guint           limit)
{
  PsrMirrorJob *job;

  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);

  job = psr_mirror_job_new (flow, limit);
  job->value = g_strdup (number);

  return psr_database_read (self->database, psr_mirror_events_list, job, psr_mirror_job_free);
}

/**
 * psr_mirror_store_list_run_events:
 * @self: a #PsrMirrorStore
 * @run_id: number of a run
 * @before: only those before the event of this number; 0 for all
 * @limit: at most so many; 0 for all
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of
 *   #PsrRowEvent of that run, newest first, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_list_run_events (PsrMirrorStore *self,
                                  gint64          run_id,
                                  gint64          before,
                                  guint           limit)
{
  PsrMirrorJob *job;

  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (run_id > 0, NULL);

  job = psr_mirror_job_new (NULL, limit);
  job->run_id = run_id;
  job->before = before;

  return psr_database_read (self->database, psr_mirror_events_list, job, psr_mirror_job_free);
}

/**
 * psr_mirror_store_list_days:
 * @self: a #PsrMirrorStore
 * @flow: name of a flow
 * @since: runs that began earlier don't count
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #PsrRunDay,
 *   those with runs, oldest first, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_list_days (PsrMirrorStore *self,
                            const char     *flow,
                            PsrTimestamp    since)
{
  PsrMirrorJob *job;

  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (flow != NULL, NULL);

  job = psr_mirror_job_new (flow, 0);
  job->run_id = since;

  return psr_database_read (self->database, psr_mirror_events_list_days, job, psr_mirror_job_free);
}

static PsrMirrorRequestsJob *
new_requests_job (PsrMirrorStore *self)
{
  PsrMirrorRequestsJob *job = g_new0 (PsrMirrorRequestsJob, 1);

  job->before = psr_clock_now (self->clock) - REQUESTS_KEPT;

  return job;
}

/**
 * psr_mirror_store_add_request:
 * @self: a #PsrMirrorStore
 * @entry: a request that was made, without secrets
 *
 * Keeps a request for thirty days.
 *
 * Returns: (transfer full): a future that resolves when it is kept, or rejects with a
 *   %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_add_request (PsrMirrorStore  *self,
                              PsrRequestEntry *entry)
{
  PsrMirrorRequestsJob *job;

  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (entry != NULL, NULL);

  job = new_requests_job (self);
  job->entry = psr_request_entry_ref (entry);

  return psr_database_write (self->database, psr_mirror_requests_add, job, psr_mirror_requests_job_free);
}

/**
 * psr_mirror_store_list_requests:
 * @self: a #PsrMirrorStore
 * @limit: at most so many; 0 for all
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of
 *   #PsrRequestEntry of the last thirty days, newest first, or rejects with a
 *   %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_list_requests (PsrMirrorStore *self,
                                guint           limit)
{
  PsrMirrorRequestsJob *job;

  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);

  job = new_requests_job (self);
  job->limit = limit > 0 ? (gint64) limit : -1;

  return psr_database_read (self->database, psr_mirror_requests_list, job, psr_mirror_requests_job_free);
}

/**
 * psr_mirror_store_list_skipped:
 * @self: a #PsrMirrorStore
 * @flow: name of the flow
 * @after: (nullable): only those after the one with this id; %NULL for all
 * @limit: at most so many; 0 for all
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of
 *   #PsrSkippedRow, by their ids, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_list_skipped (PsrMirrorStore *self,
                               const char     *flow,
                               const char     *after,
                               guint           limit)
{
  PsrMirrorJob *job;

  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (flow != NULL, NULL);

  job = psr_mirror_job_new (flow, limit);
  job->value = g_strdup (after);

  return psr_database_read (self->database, psr_mirror_rows_list_skipped, job, psr_mirror_job_free);
}

/**
 * psr_mirror_store_list_pending:
 * @self: a #PsrMirrorStore
 * @flow: name of the flow
 * @limit: at most so many; 0 for all
 *
 * Returns: (transfer full): a future that resolves to a #GStrv of GUIDs that
 *   still have to be read, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_list_pending (PsrMirrorStore *self,
                               const char     *flow,
                               guint           limit)
{
  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (flow != NULL, NULL);

  return psr_database_read (self->database, psr_mirror_rows_list_pending, psr_mirror_job_new (flow, limit), psr_mirror_job_free);
}

/**
 * psr_mirror_store_set_fact:
 * @self: a #PsrMirrorStore
 * @name: a name
 * @value: (nullable): a text that may be forgotten with the mirror, such as
 *   something learnt of a service; %NULL forgets it
 *
 * Returns: (transfer full): a future that resolves to %TRUE or rejects with a
 *   %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_set_fact (PsrMirrorStore *self,
                           const char     *name,
                           const char     *value)
{
  PsrMirrorJob *job;

  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  job = psr_mirror_job_new (name, 0);
  job->value = g_strdup (value);

  return psr_database_write (self->database, psr_mirror_rows_set_fact, job, psr_mirror_job_free);
}

/**
 * psr_mirror_store_get_fact:
 * @self: a #PsrMirrorStore
 * @name: a name
 *
 * Returns: (transfer full): a future that resolves to a text, or to %NULL when
 *   there is none, or rejects with a %PSR_STORE_ERROR
 */
DexFuture *
psr_mirror_store_get_fact (PsrMirrorStore *self,
                           const char     *name)
{
  g_return_val_if_fail (PSR_IS_MIRROR_STORE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return psr_database_read (self->database, psr_mirror_rows_get_fact, psr_mirror_job_new (name, 0), psr_mirror_job_free);
}
