/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-activity"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-activity-private.h"
#include "psr-audit-words.h"
#include "psr-automatic.h"
#include "psr-billing-state.h"
#include "psr-billing-step.h"
#include "psr-engine-private.h"
#include "psr-sync-flow.h"

#define DAY (24 * 60 * 60 * (gint64) G_USEC_PER_SEC)
#define N_DAYS 30

typedef struct
{
  PsrEngine *engine;
  guint      limit;
} Ask;

static void
ask_clear (gpointer data)
{
  Ask *ask = data;

  g_clear_object (&ask->engine);
}

static void
ask_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, ask_clear);
}

static Ask *
ask_new (PsrEngine *engine,
         guint      limit)
{
  Ask *ask = g_atomic_rc_box_new0 (Ask);

  ask->engine = g_object_ref (engine);
  ask->limit = limit;

  return ask;
}

/* What people decide. */
static const char * const decisions[] = {
  "approve", "approve-post", "unapprove", "take", "skip", "unskip", "mark-billed", "unmark", "withdraw", "retry", "pause-flow", "resume-flow", NULL,
};

/* Where the program brings documents to rest. */
static const struct
{
  PsrBillingState  state;
  PsrActivityKind  kind;
  const char      *title;
} ends[] = {
  { PSR_BILLING_STATE_FOLLOWED, PSR_ACTIVITY_DONE, N_("Made in Business Central") },
  { PSR_BILLING_STATE_CLOSED, PSR_ACTIVITY_DONE, N_("Posted and settled") },
  { PSR_BILLING_STATE_WITHDRAWN, PSR_ACTIVITY_DONE, N_("Withdrawn") },
  { PSR_BILLING_STATE_REFUSED, PSR_ACTIVITY_ATTENTION, N_("Refused by Business Central") },
  { PSR_BILLING_STATE_NEEDS_LOOK, PSR_ACTIVITY_ATTENTION, N_("Needs a look") },
};

static PsrActivity *
judge (const PsrAuditRow *row)
{
  PsrActivity *activity = NULL;

  if (g_strv_contains (decisions, row->action) && strcmp (row->who, PSR_BILLING_WORKER) != 0)
    {
      activity = psr_activity_new (row->at, psr_audit_words_get_action (row->action), row->number);
      activity->kind = PSR_ACTIVITY_PERSON;
      activity->is_automatic = psr_automatic_is_person (row->who);
      if (!activity->is_automatic)
        g_set_str (&activity->who, row->who);
      return activity;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      if (strcmp (psr_billing_state_to_string (ends[i].state), row->new_value) == 0 &&
          strcmp (row->old_value, row->new_value) != 0)
        {
          activity = psr_activity_new (row->at, _(ends[i].title), row->number);
          activity->kind = ends[i].kind;
          return activity;
        }
    }

  return NULL;
}

/* Which version was approved is for the document's own history. */
static char *
dup_text (const PsrAuditRow *row)
{
  g_autofree char *reason = g_strdup (row->reason);
  char *version = NULL;

  if (g_str_has_prefix (row->action, "approve"))
    version = g_str_has_prefix (reason, "version ") ? reason : strstr (reason, "; version ");

  if (version != NULL)
    *version = '\0';

  return psr_audit_words_dup_reason (row->action, reason);
}

/**
 * psr_activity_add_audit:
 * @activities: lines of the timeline
 * @row: a line of the audit
 *
 * Adds what it tells people, if it does.
 */
void
psr_activity_add_audit (GPtrArray         *activities,
                        const PsrAuditRow *row)
{
  PsrActivity *activity;
  PsrSyncFlow flow;

  g_return_if_fail (activities != NULL && row != NULL);

  activity = judge (row);
  if (activity == NULL)
    return;

  g_set_str (&activity->number, row->number);
  if (*row->number == '\0' && psr_sync_flow_from_string (row->new_value, &flow))
    g_set_str (&activity->about, psr_sync_flow_get_title (flow));
  g_free (activity->text);
  activity->text = dup_text (row);
  activity->queue = PSR_QUEUE_ALL;
  for (int state = 0; state < PSR_BILLING_N_STATES; state++)
    {
      if (strcmp (psr_billing_state_to_string (state), row->new_value) == 0)
        psr_queue_from_string (psr_billing_queue_to_string (psr_billing_state_get_queue (state)), &activity->queue);
    }
  g_ptr_array_add (activities, activity);
}

static char *
dup_counts (const PsrRun *run)
{
  if (run->skipped == 0)
    return g_strdup_printf (_("%d created, %d changed, %d failed"), (int) run->created, (int) run->changed, (int) run->failed);

  return g_strdup_printf (_("%d created, %d changed, %d set aside, %d failed"),
                          (int) run->created, (int) run->changed, (int) run->skipped, (int) run->failed);
}

/* What stays set aside is told by every run: that it was is news once. */
static gboolean
is_news (const PsrRun *run)
{
  return run->created + run->changed + run->failed > 0 || (run->skipped > 0 && run->skipped != run->skipped_before) ||
         strcmp (run->outcome, "broken-off") == 0;
}

/**
 * psr_activity_add_run:
 * @activities: lines of the timeline
 * @run: a run of a flow
 *
 * Adds what it did. Runs in which nothing happened are no news.
 */
void
psr_activity_add_run (GPtrArray    *activities,
                      const PsrRun *run)
{
  PsrActivity *activity;
  PsrSyncFlow flow;
  gboolean is_broken;
  gboolean is_open;

  g_return_if_fail (activities != NULL && run != NULL);

  is_broken = strcmp (run->outcome, "broken-off") == 0;
  is_open = run->failed + run->skipped > 0;
  if (!is_news (run) || run->ended == PSR_TIMESTAMP_NONE)
    return;

  activity = psr_activity_new (run->ended, is_broken ? _("Sync broken off") : _("Synced"),
                               psr_sync_flow_from_string (run->flow, &flow) ? psr_sync_flow_get_title (flow) : run->flow);
  activity->kind = is_broken ? PSR_ACTIVITY_TROUBLE : is_open ? PSR_ACTIVITY_ATTENTION : PSR_ACTIVITY_DONE;
  activity->queue = PSR_QUEUE_ALL;
  g_free (activity->text);
  activity->text = is_broken ? g_strdup (run->message) : dup_counts (run);
  g_ptr_array_add (activities, activity);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const PsrActivity *one = *(PsrActivity *const *) a;
  const PsrActivity *other = *(PsrActivity *const *) b;

  return (one->at < other->at) - (one->at > other->at);
}

/* Of what was read up to a limit only a part is known: before the first line of it
 * there would be gaps. */
static void
cut (PsrTimeline  *timeline,
     PsrTimestamp  first)
{
  GPtrArray *activities = timeline->activities;
  guint n = 0;

  timeline->has_more = TRUE;
  while (n < activities->len && ((const PsrActivity *) activities->pdata[n])->at >= first)
    n++;
  g_ptr_array_set_size (activities, (int) n);
}

static DexFuture *
activity_fiber (gpointer data)
{
  Ask *ask = data;
  g_autoptr(PsrTimeline) timeline = psr_timeline_new ();
  g_autoptr(GPtrArray) audit = NULL;
  g_autoptr(GPtrArray) runs = NULL;
  GError *error = NULL;

  audit = dex_await_boxed (psr_engine_read_audit (ask->engine, NULL, 0, ask->limit), &error);
  if (audit != NULL)
    runs = dex_await_boxed (psr_mirror_store_list_runs (psr_store_get_mirror (ask->engine->store), NULL, 0, ask->limit), &error);
  if (runs == NULL)
    return dex_future_new_for_error (error);

  for (guint i = 0; i < audit->len; i++)
    psr_activity_add_audit (timeline->activities, audit->pdata[i]);
  for (guint i = 0; i < runs->len; i++)
    psr_activity_add_run (timeline->activities, runs->pdata[i]);
  g_ptr_array_sort (timeline->activities, compare);

  if (audit->len >= ask->limit)
    cut (timeline, ((const PsrAuditRow *) audit->pdata[audit->len - 1])->at);
  if (runs->len >= ask->limit)
    cut (timeline, ((const PsrRun *) runs->pdata[runs->len - 1])->started);

  return dex_future_new_take_boxed (PSR_TYPE_TIMELINE, g_steal_pointer (&timeline));
}

/**
 * psr_engine_read_activity:
 * @self: an engine
 * @limit: of how many lines of the audit, and how many runs, at most
 *
 * Tells what happened: what people decided, where documents came to rest, and the
 * runs that did something. Neither service is asked.
 *
 * Returns: (transfer full): a future that resolves to a #PsrTimeline
 */
DexFuture *
psr_engine_read_activity (PsrEngine *self,
                          guint      limit)
{
  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (limit > 0);

  return dex_scheduler_spawn (NULL, 0, activity_fiber, ask_new (self, limit), ask_unref);
}

static GPtrArray *
fill_days (GPtrArray    *found,
           PsrTimestamp  now)
{
  g_autoptr(GPtrArray) days = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_billed_day_free);
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc_usec (now);
  g_autoptr(GDateTime) today = g_date_time_to_timezone (utc, zone);

  for (int back = N_DAYS - 1; back >= 0; back--)
    {
      g_autoptr(GDateTime) date = g_date_time_add_days (today, -back);
      g_autofree char *text = g_date_time_format (date, "%Y-%m-%d");
      PsrBilledDay *day = psr_billed_day_new (text);

      for (guint i = 0; i < found->len; i++)
        {
          const PsrLedgerDay *known = found->pdata[i];

          if (strcmp (known->day, text) == 0)
            {
              day->billed = (guint) known->billed;
              day->same_day = (guint) known->same_day;
            }
        }
      g_ptr_array_add (days, day);
    }

  return g_steal_pointer (&days);
}

static DexFuture *
billed_fiber (gpointer data)
{
  Ask *ask = data;
  PsrTimestamp now = psr_clock_now (ask->engine->clock);
  g_autoptr(GPtrArray) found = NULL;
  GError *error = NULL;

  if (psr_engine_open_store (ask->engine, &error))
    found = dex_await_boxed (psr_ledger_list_days (psr_store_get_ledger (ask->engine->store), now - N_DAYS * DAY), &error);
  if (found == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, fill_days (found, now));
}

/**
 * psr_engine_read_billed_days:
 * @self: an engine
 *
 * Tells how many documents were made on each of the last thirty days, and how many of
 * them on the day on which the work was completed.
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrBilledDay,
 *   oldest first, today last
 */
DexFuture *
psr_engine_read_billed_days (PsrEngine *self)
{
  dex_return_error_if_fail (PSR_IS_ENGINE (self));

  return dex_scheduler_spawn (NULL, 0, billed_fiber, ask_new (self, 0), ask_unref);
}
