/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-cell"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-guid.h"
#include "psr-json.h"
#include "psr-net-future.h"
#include "psr-service-error.h"
#include "psr-sync-cell-private.h"
#include "psr-sync-error.h"

#define HTTP_CONFLICT 409

/* How often the progress is told, in cells. */
#define PROGRESS_STEP 25

/**
 * psr_sync_cell_new:
 * @entity: as what it is remembered
 * @set: where it is in Wello
 * @id: canonical GUID by which it is remembered
 * @row_id: canonical GUID of what it belongs to
 * @number: number of that
 * @value: what Wello is to have
 *
 * Returns: (transfer full): a cell
 */
PsrSyncCell *
psr_sync_cell_new (PsrEntity    entity,
                   PsrWelloSet  set,
                   const char  *id,
                   const char  *row_id,
                   const char  *number,
                   const char  *value)
{
  PsrSyncCell *self;

  g_return_val_if_fail (id != NULL && row_id != NULL && number != NULL && value != NULL, NULL);

  self = g_new0 (PsrSyncCell, 1);
  self->entity = entity;
  self->set = set;
  self->id = g_strdup (id);
  self->row_id = g_strdup (row_id);
  self->number = g_strdup (number);
  self->value = g_strdup (value);

  return self;
}

/**
 * psr_sync_cell_free:
 * @self: (transfer full): a cell
 */
void
psr_sync_cell_free (PsrSyncCell *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->id);
  g_free (self->row_id);
  g_free (self->number);
  g_free (self->value);
  g_free (self->wello_id);
  g_clear_pointer (&self->wanted, g_bytes_unref);
  g_clear_pointer (&self->only, g_bytes_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_error (&self->problem);
  g_free (self);
}

/**
 * psr_sync_cells_known:
 * @run: a run
 * @entity: as what they are remembered
 * @ids: (element-type utf8): canonical GUIDs by which they are
 * @error: return location for an error
 *
 * Of each record `number` is the id in Wello and `hash` the value. Has to be called in a
 * fiber.
 *
 * Returns: (transfer full) (nullable): those that are remembered, by id; %NULL with @error
 */
GHashTable *
psr_sync_cells_known (PsrSyncRun  *run,
                      PsrEntity    entity,
                      GPtrArray   *ids,
                      GError     **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  g_return_val_if_fail (run != NULL && ids != NULL, NULL);

  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (list, g_ptr_array_index (ids, i));
  g_ptr_array_add (list, NULL);

  return dex_await_boxed (psr_mirror_store_get_records (run->context->mirror, entity, PSR_MIRROR_WELLO,
                                                        (const char * const *) list->pdata),
                          error);
}

/* The cells of a page while they are written. */
typedef struct
{
  PsrSyncRun *run;
  GPtrArray  *cells;
  guint       next;
  GError     *stop;
} Work;

static void
work_finalize (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->run, psr_sync_run_unref);
  g_clear_pointer (&work->cells, g_ptr_array_unref);
  g_clear_error (&work->stop);
}

static void
work_unref (gpointer work)
{
  g_atomic_rc_box_release_full (work, work_finalize);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_unref)

static gboolean
is_same (JsonObject *current,
         const char *name,
         JsonNode   *node)
{
  PsrDecimal mine, theirs;

  if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      const char *text = json_node_get_string (node);
      g_autofree char *id = psr_json_dup_guid (current, name);

      if (g_str_equal (text, PSR_GUID_ZERO_TEXT))
        return id == NULL;

      return g_strcmp0 (psr_guid_is_canonical (text) ? id : psr_json_get_string (current, name), text) == 0;
    }

  return psr_json_node_get_decimal (node, &mine, NULL) && psr_json_get_decimal (current, name, &theirs, NULL) &&
         psr_decimal_equal (mine, theirs);
}

typedef struct
{
  GBytes *wanted;
  GBytes *only;
} Decision;

static Decision *
decision_new (const PsrSyncCell *cell)
{
  Decision *decision = g_new0 (Decision, 1);

  decision->wanted = g_bytes_ref (cell->wanted);
  decision->only = cell->only != NULL ? g_bytes_ref (cell->only) : NULL;

  return decision;
}

static void
decision_free (gpointer data)
{
  Decision *decision = data;

  g_bytes_unref (decision->wanted);
  g_clear_pointer (&decision->only, g_bytes_unref);
  g_free (decision);
}

static gboolean
has_all (JsonObject  *current,
         GBytes      *json,
         gboolean    *has,
         GError     **error)
{
  g_autoptr (JsonNode) members = psr_json_parse (json, error);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (members == NULL)
    return FALSE;

  *has = TRUE;
  json_object_iter_init (&iter, json_node_get_object (members));
  while (json_object_iter_next (&iter, &name, &node))
    *has = *has && is_same (current, name, node);

  return TRUE;
}

/* A PsrWelloModifyFunc: sends what is wanted where Wello has anything else, or only what it is to
 * take the place of. */
static GBytes *
decide_change (JsonObject  *current,
               gpointer     data,
               GError     **error)
{
  const Decision *decision = data;
  gboolean has = FALSE, may = TRUE;

  if ((decision->only != NULL && !has_all (current, decision->only, &may, error)) ||
      !has_all (current, decision->wanted, &has, error))
    return NULL;

  return may && !has ? g_bytes_ref (decision->wanted) : NULL;
}

static void
set_outcome_error (GError          **error,
                   PsrWriteOutcome  *outcome)
{
  const GError *reason = psr_write_outcome_get_reason (outcome);
  g_autoptr (PsrExplanation) explanation = psr_explain (reason);
  const char *why = *explanation->why != '\0' ? explanation->why : explanation->what;

  switch (psr_write_outcome_get_kind (outcome))
    {
    case PSR_WRITE_NOT_MADE:
      g_propagate_error (error, g_error_copy (reason));
      return;

    case PSR_WRITE_UNKNOWN:
      psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_UNCERTAIN,
                               _("It isn’t known whether Wello took the record."), why,
                               _("It is looked at again by the next run."));
      return;

    case PSR_WRITE_REFUSED:
    case PSR_WRITE_STALE:
    case PSR_WRITE_MADE:
    default:
      psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED,
                               _("Wello refused the record."), why,
                               _("Correct the record in Business Central, or what it refers to in Wello."));
      return;
    }
}

/* A PUT whose answer is lost may be repeated: the record is read first each time. */
static gboolean
change (Work         *work,
        PsrSyncCell  *cell,
        GError      **error)
{
  for (guint attempt = 0; ; attempt++)
    {
      g_autoptr (PsrWelloUpdate) update = NULL;

      update = dex_await_boxed (psr_wello_client_modify (work->run->context->wello, cell->set, cell->wello_id, decide_change,
                                                         decision_new (cell), decision_free),
                                error);
      if (update == NULL)
        return FALSE;

      if (update->outcome == NULL || psr_write_outcome_get_kind (update->outcome) == PSR_WRITE_MADE)
        {
          cell->outcome = update->outcome != NULL || attempt > 0 ? PSR_SYNC_CHANGED : PSR_SYNC_UNCHANGED;
          return TRUE;
        }

      if (psr_write_outcome_get_kind (update->outcome) != PSR_WRITE_UNKNOWN || attempt > 0)
        {
          set_outcome_error (error, update->outcome);
          return FALSE;
        }
    }
}

/* It has an id of its own, so that it can't come into being twice: whether it is there is
 * seen by asking for that. */
static gboolean
create (Work         *work,
        PsrSyncCell  *cell,
        GError      **error)
{
  g_autoptr (PsrWriteOutcome) outcome = NULL;
  g_autoptr (GError) local = NULL;
  PsrServiceError *refusal;
  gboolean unknown;

  outcome = dex_await_object (psr_wello_client_create (work->run->context->wello, cell->set, cell->body), error);
  if (outcome == NULL)
    return FALSE;

  if (psr_write_outcome_get_kind (outcome) == PSR_WRITE_MADE)
    {
      g_set_str (&cell->wello_id, cell->id);
      cell->outcome = PSR_SYNC_CREATED;
      return TRUE;
    }

  refusal = psr_write_outcome_get_error (outcome);
  unknown = psr_write_outcome_get_kind (outcome) == PSR_WRITE_UNKNOWN;
  if (unknown || (refusal != NULL && refusal->status == HTTP_CONFLICT))
    {
      g_set_str (&cell->wello_id, cell->id);
      if (change (work, cell, &local))
        {
          cell->outcome = unknown ? PSR_SYNC_CREATED : cell->outcome;
          return TRUE;
        }

      g_clear_pointer (&cell->wello_id, g_free);
      if (!g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }

  set_outcome_error (error, outcome);
  return FALSE;
}

static gboolean
write_cell (Work         *work,
            PsrSyncCell  *cell,
            GError      **error)
{
  g_autoptr (GError) local = NULL;

  if (psr_sync_run_is_dry (work->run))
    {
      cell->outcome = cell->wello_id != NULL ? PSR_SYNC_CHANGED : PSR_SYNC_CREATED;
      return TRUE;
    }

  if (cell->wello_id == NULL)
    return create (work, cell, error);

  if (change (work, cell, &local))
    return TRUE;

  if (!g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  /* Somebody deleted it there. */
  if (cell->body != NULL)
    return create (work, cell, error);

  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_WAITS,
                           _("Its record isn’t in Wello any more."), NULL,
                           _("Couple it with the right one, or have it made again by a sync of its flow."));
  return FALSE;
}

static void
note_failure (Work        *work,
              PsrSyncCell *cell,
              GError      *error)
{
  PsrSyncRun *run = work->run;

  if (psr_sync_error_is_general (error))
    {
      if (work->stop == NULL)
        work->stop = error;
      else
        g_error_free (error);
      return;
    }

  cell->problem = error;
  if (psr_sync_error_is_final (error))
    return;

  if (++run->failures_in_a_row == PSR_SYNC_MAX_FAILURES && work->stop == NULL)
    {
      g_autoptr (PsrExplanation) explanation = psr_explain (error);

      psr_set_explained_error (&work->stop, PSR_SYNC_ERROR, PSR_SYNC_ERROR_STOPPED,
                               _("Too many records in a row went wrong."), explanation->what,
                               _("Look whether Wello works, and run it again: it goes on where it stopped."));
    }
}

static DexFuture *
worker_fiber (gpointer data)
{
  Work *work = data;

  while (work->next < work->cells->len && work->stop == NULL)
    {
      PsrSyncCell *cell = g_ptr_array_index (work->cells, work->next++);
      GError *error = NULL;

      if (cell->problem != NULL)
        continue;

      if (psr_sync_run_goes_on (work->run, &error) && write_cell (work, cell, &error))
        {
          cell->done = TRUE;
          work->run->failures_in_a_row = 0;
        }
      else
        note_failure (work, cell, error);

      work->run->report->at_hand_written += cell->done && cell->outcome != PSR_SYNC_UNCHANGED;
      if (++work->run->report->at_hand % PROGRESS_STEP == 0)
        psr_sync_run_notify (work->run);
    }

  return dex_future_new_true ();
}

static gboolean
write_all (Work    *work,
           GError **error)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < MIN (PSR_SYNC_WORKERS, work->cells->len); i++)
    g_ptr_array_add (futures, psr_net_spawn (worker_fiber, g_atomic_rc_box_acquire (work), work_unref));

  if (futures->len == 0)
    return TRUE;

  /* All of them: see psr_sync_page_process(). */
  dex_await (dex_future_allv ((DexFuture * const *) futures->pdata, futures->len), NULL);
  for (guint i = 0; i < futures->len; i++)
    {
      if (dex_future_get_value (g_ptr_array_index (futures, i), error) == NULL)
        return FALSE;
    }

  return TRUE;
}

/**
 * psr_sync_cells_write:
 * @run: a run
 * @cells: (element-type PsrSyncCell): what has to be written; all that belong to a record
 *   stand in one call
 * @row_ids: (nullable) (element-type utf8): the records that were dealt with by this, also
 *   those of which nothing had to be written
 * @page: (nullable): what else to store with them when all went well
 * @error: return location for an error
 *
 * Writes them to Wello, several at a time, and remembers what was confirmed. What goes wrong
 * is set aside by its record. Has to be called in a fiber.
 *
 * Returns: whether the run can go on
 */
gboolean
psr_sync_cells_write (PsrSyncRun     *run,
                      GPtrArray      *cells,
                      GPtrArray      *row_ids,
                      PsrMirrorPage  *page,
                      GError        **error)
{
  g_autoptr (Work) work = NULL;
  g_autoptr (PsrMirrorPage) partial = NULL;
  PsrMirrorPage *commit;

  g_return_val_if_fail (run != NULL && cells != NULL, FALSE);

  work = g_atomic_rc_box_new0 (Work);
  work->run = psr_sync_run_ref (run);
  work->cells = g_ptr_array_ref (cells);

  if (!write_all (work, error))
    return FALSE;

  run->report->at_hand = run->report->at_hand_written = 0;
  partial = work->stop != NULL || page == NULL ? psr_mirror_page_new () : NULL;
  commit = partial != NULL ? partial : page;
  psr_sync_cells_settle (run, cells, row_ids, work->stop != NULL, commit);
  psr_sync_run_put_figures (run, commit);

  if (!psr_sync_run_is_dry (run) && !dex_await (psr_mirror_store_commit (run->context->mirror, commit), error))
    return FALSE;

  psr_sync_run_notify (run);
  if (work->stop != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&work->stop));
      return FALSE;
    }

  return TRUE;
}
