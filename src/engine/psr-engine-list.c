/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-list"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-billing-step.h"
#include "psr-binding.h"
#include "psr-engine-work.h"
#include "psr-explain.h"
#include "psr-interval.h"
#include "psr-profile-flow.h"
#include "psr-quotes-left.h"
#include "psr-store-error.h"
#include "psr-sync-flow.h"

#define PAGE 500

/* When a flow is late: so many of its runs were missed. */
#define LATE_INTERVALS 2
#define LATE_AT_LEAST (60 * (gint64) G_USEC_PER_SEC)

typedef struct
{
  PsrEngine *engine;
  PsrQueue   queue;
  gboolean   is_local;  /* no service is asked */
} List;

static void
list_clear (gpointer data)
{
  List *list = data;

  g_clear_object (&list->engine);
}

static void
list_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, list_clear);
}

static const PsrBillingQueue billing_queues[] = {
  PSR_BILLING_QUEUE_REVIEW,
  PSR_BILLING_QUEUE_EXCEPTIONS,
  PSR_BILLING_QUEUE_SENDING,
  PSR_BILLING_QUEUE_DONE,
};

/**
 * psr_engine_refresh:
 * @self: an engine
 * @error: return location for the reason why nothing is known at all
 *
 * Brings the ledger up to date with Wello where that is possible. Where it isn't,
 * it is as it was read last, and the warning says why. In a fiber.
 *
 * Returns: whether there is a ledger
 */
gboolean
psr_engine_refresh (PsrEngine  *self,
                    GError    **error)
{
  g_autoptr(PsrBillingContext) context = NULL;
  g_autoptr(PsrBillingReport) report = NULL;
  g_autoptr(GError) local = NULL;

  if (psr_engine_open_writing (self, &local))
    context = psr_engine_make_billing (self, FALSE, &local);

  if (context != NULL && psr_engine_try_lock (self, &local))
    {
      psr_engine_report (self, _("Reading completed work…"));
      report = dex_await_boxed (psr_billing_collect (context, psr_engine_show_billing,
                                                     g_object_ref (self), g_object_unref),
                                &local);
      psr_engine_release_lock (self);
    }

  if (report != NULL)
    return TRUE;

  /* Nothing is known yet: then the reason is the answer. */
  if (self->store == NULL || psr_trouble_of_error (local) == PSR_TROUBLE_USAGE)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  /* Somebody else keeps the list up to date just now. */
  if (g_error_matches (local, PSR_STORE_ERROR, PSR_STORE_ERROR_LOCKED))
    return TRUE;

  psr_explain_prefix (&local, _("The list is as it was read last."));
  psr_engine_set_warning (self, g_steal_pointer (&local));

  return TRUE;
}

static gboolean
read_queue (PsrEngine        *self,
            PsrBillingQueue   queue,
            GPtrArray        *rows,
            GError          **error)
{
  g_auto(GStrv) states = psr_billing_queue_dup_states (queue);
  g_autofree char *date = NULL;
  gint64 id = 0;

  while (TRUE)
    {
      g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
      g_autoptr(GPtrArray) documents = NULL;
      const PsrLedgerDocument *last;

      psr_ledger_query_set_states (query, (const char * const *) states);
      psr_ledger_query_set_oldest_first (query, TRUE);
      psr_ledger_query_set_limit (query, PAGE);
      if (date != NULL)
        psr_ledger_query_set_after (query, date, id);

      documents = dex_await_boxed (psr_ledger_find (psr_store_get_ledger (self->store), query), error);
      if (documents == NULL)
        return FALSE;

      for (guint i = 0; i < documents->len; i++)
        g_ptr_array_add (rows, psr_engine_to_work_order (self, documents->pdata[i]));

      if (documents->len < PAGE)
        return TRUE;

      last = documents->pdata[documents->len - 1];
      g_set_str (&date, last->date);
      id = last->id;
    }
}

/**
 * psr_engine_find_stuck:
 * @self: an engine whose state is open
 * @error: return location for a %PSR_STORE_ERROR
 *
 * What was begun and fails again and again is among what needs a person, too. To be called
 * in a fiber.
 *
 * Returns: (transfer full) (element-type PsrLedgerDocument) (nullable): those
 */
GPtrArray *
psr_engine_find_stuck (PsrEngine  *self,
                       GError    **error)
{
  g_auto(GStrv) states = psr_billing_state_dup_stuck ();
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(GPtrArray) documents = NULL;

  psr_ledger_query_set_states (query, (const char * const *) states);
  psr_ledger_query_set_oldest_first (query, TRUE);
  documents = dex_await_boxed (psr_ledger_find (psr_store_get_ledger (self->store), query), error);

  for (guint i = documents != NULL ? documents->len : 0; i-- > 0;)
    {
      if (!psr_billing_step_is_stuck (documents->pdata[i]))
        g_ptr_array_remove_index (documents, i);
    }

  return g_steal_pointer (&documents);
}

static gboolean
add_stuck (PsrEngine  *self,
           GPtrArray  *rows,
           GError    **error)
{
  g_autoptr(GPtrArray) stuck = psr_engine_find_stuck (self, error);

  for (guint i = 0; stuck != NULL && i < stuck->len; i++)
    g_ptr_array_add (rows, psr_engine_to_work_order (self, stuck->pdata[i]));

  return stuck != NULL;
}

static DexFuture *
list_fiber (gpointer data)
{
  List *list = data;
  PsrEngine *self = list->engine;
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_work_order_unref);
  GError *error = NULL;

  if (list->is_local ? !psr_engine_open_store (self, &error) : !psr_engine_refresh (self, &error))
    return dex_future_new_for_error (error);

  for (gsize i = 0; i < G_N_ELEMENTS (billing_queues); i++)
    {
      if ((list->queue == PSR_QUEUE_ALL ||
           strcmp (psr_queue_to_string (list->queue), psr_billing_queue_to_string (billing_queues[i])) == 0) &&
          !read_queue (self, billing_queues[i], rows, &error))
        return dex_future_new_for_error (error);
    }

  if (list->queue == PSR_QUEUE_EXCEPTIONS && !add_stuck (self, rows, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&rows));
}

static DexFuture *
list_queue (PsrEngine *self,
            PsrQueue   queue,
            gboolean   is_local)
{
  List *list = g_atomic_rc_box_new0 (List);

  list->engine = g_object_ref (self);
  list->queue = queue;
  list->is_local = is_local;

  return dex_scheduler_spawn (NULL, 0, list_fiber, list, list_unref);
}

/**
 * psr_engine_list_work_orders:
 * @self: an engine
 * @queue: which of them
 *
 * Lists the work that is to be billed, as Wello has it now; where Wello can't
 * be reached, as it was read last (see psr_engine_get_warning()).
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrWorkOrder
 */
DexFuture *
psr_engine_list_work_orders (PsrEngine *self,
                             PsrQueue   queue)
{
  dex_return_error_if_fail (PSR_IS_ENGINE (self));

  return list_queue (self, queue, FALSE);
}

/**
 * psr_engine_list_known:
 * @self: an engine
 * @queue: which of them
 *
 * Lists the same as it was read last, without asking Wello.
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrWorkOrder
 */
DexFuture *
psr_engine_list_known (PsrEngine *self,
                       PsrQueue   queue)
{
  dex_return_error_if_fail (PSR_IS_ENGINE (self));

  return list_queue (self, queue, TRUE);
}

/* A run that is still open is under way while somebody works, else it was cut
 * off. One that is missed may come a little later. */
static PsrFlowHealth
judge (PsrEngine    *self,
       const PsrRun *run,
       gint64        interval,
       gboolean      is_somebody_at_work)
{
  if (run->ended == PSR_TIMESTAMP_NONE)
    return is_somebody_at_work ? PSR_FLOW_RUNNING : PSR_FLOW_FAILING;
  if (strcmp (run->outcome, "done") != 0)
    return PSR_FLOW_FAILING;

  return psr_clock_now (self->clock) - run->ended > LATE_INTERVALS * interval + LATE_AT_LEAST ? PSR_FLOW_LATE
                                                                                             : PSR_FLOW_ON_TIME;
}

static gboolean
read_flow (PsrEngine        *self,
           PsrEngineStatus  *status,
           const char       *flow,
           const char       *title,
           GError          **error)
{
  PsrMirrorStore *mirror = psr_store_get_mirror (self->store);
  PsrFlowStatus *row = psr_engine_status_add_flow (status, flow, title);
  g_autoptr(GPtrArray) runs = NULL;
  g_autoptr(PsrWatermark) watermark = NULL;
  g_autoptr(GError) local = NULL;
  gboolean is_paused;
  PsrSyncFlow kind;

  row->interval = psr_interval_get (self->profile, flow);
  row->couples = psr_sync_flow_from_string (flow, &kind) && psr_sync_flow_couples (kind);
  runs = dex_await_boxed (psr_mirror_store_list_runs (mirror, flow, 0, 1), error);
  if (runs == NULL || !psr_engine_is_paused (self, flow, &is_paused, error))
    return FALSE;

  if (runs->len > 0)
    {
      const PsrRun *run = runs->pdata[0];

      row->last_run = run->started;
      row->created = (guint) run->created;
      row->changed = (guint) run->changed;
      row->unchanged = (guint) run->unchanged;
      row->skipped = (guint) run->skipped;
      row->failed = (guint) run->failed;
      row->health = judge (self, run, row->interval, status->worker != NULL);
      if (*run->message != '\0')
        row->message = g_strdup (run->message);
      else if (run->ended == PSR_TIMESTAMP_NONE && row->health != PSR_FLOW_RUNNING)
        row->message = g_strdup (_("didn’t end; the next run goes on from there"));
    }

  watermark = dex_await_boxed (psr_mirror_store_get_watermark (mirror, flow), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (watermark != NULL)
    row->fresh_until = watermark->since;
  if (is_paused && row->health != PSR_FLOW_RUNNING)
    row->health = PSR_FLOW_PAUSED;

  return TRUE;
}

/* What is known of the company that the state belongs to, whether or not it can be reached: which
 * environment may write although it is one to try things out, if any, and which quotes are left. */
static gboolean
read_bound (PsrEngine        *self,
            PsrEngineStatus  *status,
            GError          **error)
{
  g_autoptr(GError) local = NULL;
  g_autoptr(PsrBinding) binding = dex_await_boxed (psr_binding_get_current (psr_store_get_ledger_database (self->store)), &local);
  GPtrArray *numbers;

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (binding == NULL)
    return TRUE;

  if (psr_profile_get_boolean (self->profile, PSR_PROFILE_BC_SANDBOX_MAY_WRITE) &&
      g_str_equal (binding->environment_type, "Sandbox"))
    status->sandbox = g_strdup (binding->environment);

  numbers = psr_quotes_left_read (psr_store_get_mirror (self->store), binding->company_id, error);

  if (numbers == NULL)
    return FALSE;

  g_ptr_array_unref (status->quotes_left);
  status->quotes_left = numbers;

  return TRUE;
}

static DexFuture *
status_fiber (gpointer data)
{
  PsrEngine *self = PSR_ENGINE (data);
  g_autoptr(PsrEngineStatus) status = psr_engine_status_new ();
  g_autoptr(GHashTable) counts = NULL;
  g_autoptr(GPtrArray) stuck = NULL;
  g_auto(GStrv) flows = NULL;
  GError *error = NULL;

  if (psr_engine_open_store (self, &error))
    status->worker = psr_worker_lock_describe (psr_store_get_folder (self->store));

  if (error != NULL)
    return dex_future_new_for_error (error);

  flows = psr_profile_flow_list (self->profile);
  for (gsize i = 0; flows[i] != NULL; i++)
    {
      PsrSyncFlow flow;

      if (psr_sync_flow_from_string (flows[i], &flow) &&
          !read_flow (self, status, flows[i], psr_sync_flow_get_title (flow), &error))
        return dex_future_new_for_error (error);
    }

  counts = dex_await_boxed (psr_ledger_count (psr_store_get_ledger (self->store)), &error);
  if (counts == NULL)
    return dex_future_new_for_error (error);

  for (int state = 0; state < PSR_BILLING_N_STATES; state++)
    {
      gint64 count = psr_ledger_counts_get (counts, psr_billing_state_to_string (state));

      status->in_queue[psr_billing_state_get_queue (state)] += count;
      if (count > 0)
        psr_engine_status_add_count (status, psr_billing_state_to_string (state),
                                     psr_billing_state_get_label (state), count);
    }

  stuck = psr_engine_find_stuck (self, &error);
  if (stuck == NULL)
    return dex_future_new_for_error (error);
  status->in_queue[PSR_BILLING_QUEUE_EXCEPTIONS] += stuck->len;

  if (!psr_engine_list_requests (self, status, &error) || !read_bound (self, status, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_ENGINE_STATUS, g_steal_pointer (&status));
}

/**
 * psr_engine_get_status:
 * @self: an engine
 *
 * Tells how fresh everything is, without asking either service.
 *
 * Returns: (transfer full): a future that resolves to a #PsrEngineStatus
 */
DexFuture *
psr_engine_get_status (PsrEngine *self)
{
  dex_return_error_if_fail (PSR_IS_ENGINE (self));

  return dex_scheduler_spawn (NULL, 0, status_fiber, g_object_ref (self), g_object_unref);
}
