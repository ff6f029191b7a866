/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-sync"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-command-result.h"
#include "psr-engine-error.h"
#include "psr-engine-stock.h"
#include "psr-engine-work.h"
#include "psr-explain.h"
#include "psr-guid.h"
#include "psr-interval.h"
#include "psr-mapping-place.h"
#include "psr-profile-flow.h"
#include "psr-profile-v1.h"
#include "psr-service-error.h"
#include "psr-sync-command.h"
#include "psr-sync-lack.h"
#include "psr-sync.h"

typedef struct
{
  PsrEngine           *engine;
  char               **flows;
  char               **rows;
  char               **marks;
  char               **shown;
  char                *person;
  PsrEngineSyncFlags   flags;
} Sync;

static void
sync_clear (gpointer data)
{
  Sync *sync = data;

  g_clear_object (&sync->engine);
  g_strfreev (sync->flows);
  g_strfreev (sync->rows);
  g_strfreev (sync->marks);
  g_strfreev (sync->shown);
  g_free (sync->person);
}

static void
sync_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, sync_clear);
}

static void
show_sync (PsrSyncReport *report,
           gpointer       data)
{
  PsrEngine *self = PSR_ENGINE (data);

  psr_engine_report (self, _("%s: read %u, written %u…"), psr_sync_flow_get_title (report->flow),
                     report->n_read + report->at_hand, report->created + report->changed + report->at_hand_written);
}

static void
add_rows (PsrFlowResult *result,
          GPtrArray     *rows,
          gboolean       are_notes)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const PsrSyncRow *row = rows->pdata[i];
      g_autofree char *reason = psr_engine_join (row->what, row->why);
      PsrFlowRowKind kind = are_notes ? PSR_FLOW_ROW_NOTE
                                      : row->outcome == PSR_SYNC_FAILED ? PSR_FLOW_ROW_FAILED
                                                                        : PSR_FLOW_ROW_SKIPPED;

      psr_flow_result_add_row (result, kind, row->number, reason, row->mend);
    }
}

static PsrFlowResult *
to_result (PsrSyncReport *report)
{
  PsrFlowResult *result = psr_flow_result_new (psr_sync_flow_to_string (report->flow),
                                               psr_sync_flow_get_title (report->flow));

  result->read = report->n_read;
  result->created = report->created;
  result->changed = report->changed;
  result->unchanged = report->unchanged;
  result->skipped = report->skipped;
  result->failed = report->failed;
  result->coupled = report->coupled;
  result->alone = report->alone;
  result->written_back = report->written_back;
  result->requests = report->requests;
  result->duration = report->ended != PSR_TIMESTAMP_NONE ? report->ended - report->started : 0;
  if (report->error != NULL)
    result->error = g_error_copy (report->error);

  add_rows (result, report->rows, FALSE);
  add_rows (result, report->notes, TRUE);

  return result;
}

static void
set_rules (PsrEngine      *self,
           PsrSyncContext *context,
           PsrSyncFlow     flow)
{
  const char *name = psr_sync_flow_to_string (flow);
  const char *conflict = psr_profile_flow_get (self->profile, name, "Conflict");
  PsrSyncRules rules = {
    .both_ways = g_strcmp0 (psr_profile_flow_get (self->profile, name, "Direction"), "both") == 0,
    .takes_prices = flow == PSR_SYNC_ITEMS &&
                    g_str_equal (psr_profile_get_string (self->profile, PSR_PROFILE_ITEMS_UNIT_PRICE), "wello"),
    .filter = (char *) psr_profile_flow_get (self->profile, name, "Filter"),
    .wello_filter = (char *) psr_profile_flow_get (self->profile, name, "WelloFilter"),
  };

  if (conflict != NULL)
    psr_sync_conflict_from_string (conflict, &rules.conflict);
  psr_sync_context_set_rules (context, flow, &rules);
}

/**
 * psr_engine_make_sync:
 * @self: an engine that is signed in
 * @error: return location for an error
 *
 * Has to be called in a fiber.
 *
 * Returns: (transfer full) (nullable): what flows work with
 */
PsrSyncContext *
psr_engine_make_sync (PsrEngine  *self,
                      GError    **error)
{
  PsrWelloSalesOrganization *organization = psr_session_get_organization (self->session);
  g_autofree char *mappings = psr_mapping_place_dup_folder (self->profile);
  PsrSyncContext *context;

  context = psr_sync_context_new (psr_session_get_flows_bc (self->session),
                                  psr_session_get_flows_wello (self->session),
                                  psr_store_get_links (self->store),
                                  psr_store_get_mirror (self->store),
                                  self->clock, self->executor,
                                  mappings,
                                  organization != NULL ? organization->id : NULL,
                                  error);

  if (context == NULL)
    return NULL;

  context->has_organizations = organization != NULL && psr_session_has_organizations (self->session);
  /* A worker that begins anew doesn't read it each time. */
  context->reference_age = psr_interval_get (self->profile, psr_sync_flow_to_string (PSR_SYNC_REFERENCE)) / 2;
  context->longest_request = psr_profile_get_duration (self->profile, PSR_PROFILE_BC_LONGEST_REQUEST);
  context->most_gone = (guint) g_ascii_strtoull (psr_profile_get_string (self->profile, PSR_PROFILE_SYNC_MOST_GONE), NULL, 10);
  psr_sync_context_set_item_template (context, psr_profile_get_string (self->profile, PSR_PROFILE_ITEMS_TEMPLATE));
  for (int flow = 0; flow < PSR_N_SYNC_FLOWS; flow++)
    set_rules (self, context, flow);

  if (!psr_engine_take_awaited (self, context, error) || !psr_engine_apply_schema (self, context, error))
    g_clear_pointer (&context, psr_sync_context_unref);

  return context;
}

/* Whether one of the flows can't be run for what isn't there, as far as is known. */
static gboolean
is_in_want (PsrSyncContext     *context,
            const char * const *flows)
{
  for (; *flows != NULL; flows++)
    {
      PsrSyncFlow flow;

      if (psr_sync_flow_from_string (*flows, &flow) && !psr_sync_lacks_check (context->lacks[flow], NULL))
        return TRUE;
    }

  return FALSE;
}

/* With what is there to be read just now, for @flows. */
static PsrSyncContext *
make_fresh (PsrEngine           *self,
            const char * const  *flows,
            GError             **error)
{
  PsrSyncContext *context = NULL;
  g_autoptr(GError) problem = NULL;
  gboolean was_read;

  if (psr_engine_read_schema (self, FALSE, &was_read, &problem, error))
    context = psr_engine_make_sync (self, error);

  /* It may be there by now: a service that was just updated tells nonsense for a while. */
  if (context != NULL && !was_read && is_in_want (context, flows))
    {
      g_clear_pointer (&context, psr_sync_context_unref);
      if (psr_engine_read_schema (self, TRUE, NULL, &problem, error))
        context = psr_engine_make_sync (self, error);
    }
  if (context != NULL)
    context->schema_problem = g_steal_pointer (&problem);

  return context;
}

/**
 * psr_engine_find_flow:
 * @name: what was asked for
 * @flow: (out): the flow
 * @error: return location for %PSR_ENGINE_ERROR_NOT_FOUND
 *
 * Returns: whether there is a flow of this stable name
 */
gboolean
psr_engine_find_flow (const char   *name,
                      PsrSyncFlow  *flow,
                      GError      **error)
{
  g_autofree char *what = NULL;
  g_autofree char *known = NULL;
  g_autofree char *mend = NULL;

  if (psr_sync_flow_from_string (name, flow))
    return TRUE;

  known = psr_profile_flow_list_known ();
  mend = g_strdup_printf (_("There are: %s."), known);

  what = g_strdup_printf (_("There is no flow “%s”."), name);
  psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_NOT_FOUND, what, NULL,
                           mend);

  return FALSE;
}

/* Runs one flow. What ends it early is part of its result, so that the other
 * flows still run. */
static gboolean
run_flow (PsrEngine           *self,
          PsrSyncContext      *context,
          const char          *name,
          PsrEngineSyncFlags   flags,
          char               **rows,
          char               **marks,
          GPtrArray           *results,
          GError             **error)
{
  g_autoptr(PsrSyncReport) report = NULL;
  PsrSyncFlags sync_flags = PSR_SYNC_DEFAULT;
  PsrSyncFlow flow;

  if (!psr_engine_find_flow (name, &flow, error) || !psr_profile_v1_check_flow (self->profile, name, error))
    return FALSE;

  sync_flags |= (flags & PSR_ENGINE_SYNC_FULL) != 0 ? PSR_SYNC_FULL : 0;
  sync_flags |= (flags & PSR_ENGINE_SYNC_DRY_RUN) != 0 ? PSR_SYNC_DRY_RUN : 0;
  sync_flags |= (flags & PSR_ENGINE_SYNC_ALL_GONE) != 0 ? PSR_SYNC_ALL_GONE : 0;
  sync_flags |= (flags & PSR_ENGINE_SYNC_TAKE_BC) != 0 ? PSR_SYNC_SETTLE_BC : 0;
  sync_flags |= (flags & PSR_ENGINE_SYNC_TAKE_WELLO) != 0 ? PSR_SYNC_SETTLE_WELLO : 0;

  if (flow == PSR_SYNC_STOCK && !psr_engine_take_stock (self, context, error))
    return FALSE;

  if (flow == PSR_SYNC_PRICES)
    psr_engine_take_prices (self, context);

  report = dex_await_boxed (psr_sync_run_rows (context, flow, sync_flags, (const char * const *) rows,
                                               (const char * const *) marks, self->stop, show_sync,
                                               g_object_ref (self), g_object_unref),
                            error);
  if (report == NULL)
    return FALSE;

  g_ptr_array_add (results, to_result (report));

  return !g_error_matches (report->error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_REFUSED) || psr_engine_doubt_schema (self, error);
}

/**
 * psr_engine_run_flow:
 * @self: an engine that has the lock
 * @flow: the stable name of a flow
 * @flags: how to run it
 * @error: return location for an error
 *
 * Runs one flow.
 *
 * Returns: (transfer full) (nullable): what it did, with its error when it ended
 *   early
 */
PsrFlowResult *
psr_engine_run_flow (PsrEngine           *self,
                     const char          *flow,
                     PsrEngineSyncFlags   flags,
                     GError             **error)
{
  const char * const flows[] = { flow, NULL };
  g_autoptr(PsrSyncContext) context = make_fresh (self, flows, error);
  g_autoptr(GPtrArray) results = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_flow_result_unref);

  if (context == NULL || !run_flow (self, context, flow, flags, NULL, NULL, results, error))
    return NULL;

  return psr_flow_result_ref (results->pdata[0]);
}

static GError *
new_stopped_error (void)
{
  return psr_explained_error_new (PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_STOPPED,
                                  _("Stopped."), _("You asked for it."),
                                  _("The next run goes on from there."));
}

/**
 * psr_engine_brings_news:
 * @result: what one run of one flow did
 *
 * Returns: whether something is in Wello, or coupled, that wasn't before: what was
 *   missing for an invoice may be there now
 */
gboolean
psr_engine_brings_news (const PsrFlowResult *result)
{
  g_return_val_if_fail (result != NULL, FALSE);

  return result->created + result->changed + result->coupled > 0;
}

static char *
run_flows (PsrEngine       *self,
           PsrEngineWork   *work,
           PsrSyncCommand  *sync,
           GError         **error)
{
  g_autoptr(PsrSyncContext) context = make_fresh (self, (const char * const *) sync->flows, error);
  g_autoptr(GPtrArray) results = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_flow_result_unref);
  PsrEngineSyncFlags flags = sync->flags;

  if (context == NULL)
    return NULL;

  /* Who asks for reference data alone wants it now; among others it is read once a day. */
  if (sync->flows[0] != NULL && sync->flows[1] == NULL &&
      g_str_equal (sync->flows[0], psr_sync_flow_to_string (PSR_SYNC_REFERENCE)))
    flags |= PSR_ENGINE_SYNC_FULL;

  for (gsize i = 0; sync->flows[i] != NULL && !psr_engine_is_stopped (self); i++)
    {
      if (!run_flow (self, context, sync->flows[i], flags, sync->rows, sync->marks, results, error))
        return NULL;

      work->brought |= (flags & PSR_ENGINE_SYNC_DRY_RUN) == 0 && psr_engine_brings_news (results->pdata[results->len - 1]);
    }

  if (psr_engine_is_stopped (self))
    {
      g_propagate_error (error, new_stopped_error ());
      return NULL;
    }

  return psr_command_result_from_flows (results);
}

/* Who decided for which side stays known, whatever comes of it. */
static gboolean
note_choice (PsrEngine       *self,
             PsrSyncCommand  *sync,
             PsrCommand      *command,
             GError         **error)
{
  gboolean takes_bc = (sync->flags & PSR_ENGINE_SYNC_TAKE_BC) != 0;

  if (!takes_bc && (sync->flags & PSR_ENGINE_SYNC_TAKE_WELLO) == 0)
    return TRUE;

  for (gsize i = 0; sync->rows != NULL && sync->rows[i] != NULL; i++)
    {
      g_autoptr(PsrAuditEntry) entry = NULL;
      g_autofree char *text = g_strdup_printf ("%s %s", sync->flows[0], sync->rows[i]);

      entry = psr_audit_entry_new (command->requested_by, takes_bc ? "take-bc" : "take-wello", 0);
      g_set_str (&entry->new_value, text);

      /* The values of both sides, as they were shown to whoever asked for it. */
      if (sync->shown != NULL)
        g_set_str (&entry->old_value, sync->shown[i]);
      if (!dex_await (psr_ledger_add_audit (psr_store_get_ledger (self->store), entry), error))
        return FALSE;
    }

  return TRUE;
}

/**
 * psr_engine_carry_out_sync:
 * @self: an engine that has the lock
 * @work: what it remembers
 * @command: a command of the kind %PSR_SYNC_COMMAND
 * @error: return location for the reason why not
 *
 * Runs flows. Several that asked for the same before a run was begun are
 * answered by that run.
 *
 * Returns: (transfer full) (nullable): what the flows did
 */
char *
psr_engine_carry_out_sync (PsrEngine      *self,
                           PsrEngineWork  *work,
                           PsrCommand     *command,
                           GError        **error)
{
  g_autoptr(PsrSyncCommand) sync = psr_sync_command_from_command (command, error);
  PsrTimestamp begun = psr_clock_now (self->clock);
  char *result;

  if (sync == NULL)
    return NULL;

  if (work->synced_result != NULL && strcmp (work->synced, command->arguments) == 0 &&
      command->requested_at < work->synced_begun)
    return g_strdup (work->synced_result);

  if (!note_choice (self, sync, command, error))
    return NULL;

  result = run_flows (self, work, sync, error);
  if (result != NULL)
    {
      g_set_str (&work->synced, command->arguments);
      g_set_str (&work->synced_result, result);
      work->synced_begun = begun;
    }

  return result;
}

/* Dry runs are left to whoever is at work, too: they remember what they read of
 * Wello, and what they read before a write of the worker must not replace what
 * it remembered after it. */
static DexFuture *
sync_fiber (gpointer data)
{
  Sync *sync = data;
  PsrEngine *self = sync->engine;
  g_autoptr(PsrBillingContext) context = NULL;
  g_autoptr(GPtrArray) results = NULL;
  g_autofree char *result = NULL;
  GError *error = NULL;

  if (psr_engine_open_writing (self, &error))
    {
      g_auto(PsrEngineWork) work = { 0, };
      g_autoptr(PsrSyncCommand) request = psr_sync_command_new ((const char * const *) sync->flows, sync->flags);
      g_autoptr(PsrCommand) command = NULL;

      request->rows = g_strdupv (sync->rows);
      request->marks = g_strdupv (sync->marks);
      request->shown = g_strdupv (sync->shown);
      command = psr_sync_command_to_command (request, psr_engine_get_person (self, sync->person));

      /* Without what billing needs, others bill. */
      context = psr_engine_make_billing (self, TRUE, NULL);
      psr_engine_work_init (&work, context);
      result = psr_engine_ask (self, &work, command, &error);
    }

  psr_engine_release_lock (self);

  if (result != NULL)
    results = psr_command_result_to_flows (result, &error);
  if (results == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&results));
}

/**
 * psr_engine_sync:
 * @self: an engine
 * @flows: (nullable) (array zero-terminated=1): the stable names of the flows to
 *   run, or %NULL for the profile's
 * @person: who asks
 * @flags: how to run them
 *
 * Brings what changed in Business Central to Wello. Where somebody else is at
 * work on the same state, they do it.
 *
 * Returns: (transfer full): a future that resolves to an array of
 *   #PsrFlowResult; a flow that ended early has its error in its result
 */
DexFuture *
psr_engine_sync (PsrEngine           *self,
                 const char * const  *flows,
                 const char          *person,
                 PsrEngineSyncFlags   flags)
{
  Sync *sync;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (person != NULL);

  sync = g_atomic_rc_box_new0 (Sync);
  sync->engine = g_object_ref (self);
  sync->flows = flows != NULL ? g_strdupv ((char **) flows)
                              : psr_profile_flow_list (self->profile);
  sync->person = g_strdup (person);
  sync->flags = flags;

  return dex_scheduler_spawn (NULL, 0, sync_fiber, sync, sync_unref);
}

/**
 * psr_engine_retry_rows:
 * @self: an engine
 * @flow: the stable name of a flow
 * @rows: (array zero-terminated=1): records, as events name them
 * @person: who asks
 *
 * Has records carried over that were set aside or went wrong, however often they
 * were tried before. What tells of many at once is no record, and left out.
 *
 * Returns: (transfer full): a future that resolves to an array with one
 *   #PsrFlowResult
 */
DexFuture *
psr_engine_retry_rows (PsrEngine           *self,
                       const char          *flow,
                       const char * const  *rows,
                       const char          *person)
{
  const char *flows[] = { flow, NULL };
  g_autoptr(GStrvBuilder) records = g_strv_builder_new ();
  Sync *sync;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (flow != NULL && rows != NULL && person != NULL);

  for (; *rows != NULL; rows++)
    {
      if (psr_guid_is_canonical (*rows))
        g_strv_builder_add (records, *rows);
    }

  sync = g_atomic_rc_box_new0 (Sync);
  sync->engine = g_object_ref (self);
  sync->flows = g_strdupv ((char **) flows);
  sync->rows = g_strv_builder_end (records);
  sync->person = g_strdup (person);

  return dex_scheduler_spawn (NULL, 0, sync_fiber, sync, sync_unref);
}

/**
 * psr_engine_settle:
 * @self: an engine
 * @question: what was shown to the person who decides
 * @take: whose values count: %PSR_ENGINE_SYNC_TAKE_BC or %PSR_ENGINE_SYNC_TAKE_WELLO
 * @person: who asks
 *
 * Settles a record that waits for a person's choice between the two sides, and writes who
 * chose what into the audit. Where either side has another value by then, nothing is chosen
 * and the record waits on. New accounts of Wello become customers, or are left alone.
 *
 * Returns: (transfer full): a future that resolves to an array with one
 *   #PsrFlowResult
 */
DexFuture *
psr_engine_settle (PsrEngine           *self,
                   const PsrQuestion   *question,
                   PsrEngineSyncFlags   take,
                   const char          *person)
{
  g_autofree char *shown = NULL;
  Sync *sync;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (question != NULL && person != NULL);

  shown = g_strdup_printf ("%s: %s", question->number, question->reason);
  sync = g_atomic_rc_box_new0 (Sync);
  sync->engine = g_object_ref (self);
  sync->flows = g_strdupv ((char *[]) { question->flow, NULL });
  sync->rows = g_strdupv ((char *[]) { question->row, NULL });
  sync->marks = g_strdupv ((char *[]) { question->mark, NULL });
  sync->shown = g_strdupv ((char *[]) { shown, NULL });
  sync->person = g_strdup (person);
  sync->flags = take;

  return dex_scheduler_spawn (NULL, 0, sync_fiber, sync, sync_unref);
}
