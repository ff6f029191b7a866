/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-support-report-work"

#include "config.h"

#include <string.h>

#include "psr-profile-flow.h"
#include "psr-redact.h"
#include "psr-support-mask.h"
#include "psr-support-report-private.h"
#include "psr-sync-flow.h"

static char *
when (PsrTimestamp timestamp)
{
  return timestamp != PSR_TIMESTAMP_NONE ? psr_timestamp_to_string (timestamp) : g_strdup ("never");
}

/* What went wrong, and not with whom. What is secret goes first: half of it might look
 * like something else. */
static char *
dup_message (const char *message)
{
  g_autofree char *redacted = psr_redact (message != NULL ? message : "");
  g_autofree char *masked = psr_support_mask_values (redacted);

  return *masked != '\0' ? g_strconcat (": ", masked, NULL) : g_strdup ("");
}

/**
 * psr_report_add_status:
 * @lines: the lines so far
 * @status: how everything is
 *
 * Adds how fresh the flows are, how many documents there are, and what nobody has
 * finished. Who asked isn't told.
 */
void
psr_report_add_status (GPtrArray       *lines,
                       PsrEngineStatus *status)
{
  psr_report_add (lines, "work", "worker", "%s", status->worker != NULL ? "at work" : "nobody at work");

  for (guint i = 0; i < status->flows->len; i++)
    {
      const PsrFlowStatus *flow = status->flows->pdata[i];
      g_autofree char *last = when (flow->last_run);
      g_autofree char *fresh = when (flow->fresh_until);
      g_autofree char *message = dup_message (flow->message);

      psr_report_add (lines, "work", flow->flow, "%s, last run %s, changes known until %s, %u skipped, %u failed%s",
                      psr_flow_health_to_string (flow->health), last, fresh, flow->skipped, flow->failed,
                      message);
    }

  for (guint i = 0; i < status->counts->len; i++)
    {
      const PsrStateCount *count = status->counts->pdata[i];

      psr_report_add (lines, "documents", count->state, "%" G_GINT64_FORMAT, count->count);
    }

  for (guint i = 0; i < status->requests->len; i++)
    {
      const PsrOpenRequest *request = status->requests->pdata[i];
      g_autofree char *asked = when (request->asked);

      psr_report_add (lines, "requests", request->kind, "asked for %s, %s", asked, request->is_taken ? "begun" : "waiting");
    }
}

/**
 * psr_report_add_runs:
 * @lines: the lines so far
 * @history: the last runs
 */
void
psr_report_add_runs (GPtrArray  *lines,
                     PsrHistory *history)
{
  for (guint i = 0; i < history->runs->len; i++)
    {
      const PsrHistoryRun *run = history->runs->pdata[i];
      g_autofree char *started = when (run->started);
      g_autofree char *message = dup_message (run->message);

      psr_report_add (lines, "runs", started,
                      "%s, %s%s: %" G_GINT64_FORMAT " read, %" G_GINT64_FORMAT " created, %" G_GINT64_FORMAT " changed, %"
                      G_GINT64_FORMAT " skipped, %" G_GINT64_FORMAT " failed%s",
                      run->flow, run->outcome, run->full ? ", full" : "", run->read, run->created, run->changed, run->skipped,
                      run->failed, message);
    }
}

/* What is asked for, without where and of whom: the path of a service has the names of the
 * tenant and of the company in it, and keys of records. */
static char *
dup_resource (const char *url)
{
  g_autofree char *path = g_strndup (url, strcspn (url, "?#"));
  const char *api = strstr (path, "/api/");
  const char *last = strrchr (path, '/');

  if (api != NULL)
    return psr_support_mask_keys (api);

  return psr_support_mask_keys (last != NULL ? last : path);
}

/**
 * psr_report_add_requests:
 * @lines: the lines so far
 * @history: the requests that were kept
 *
 * Adds how they ended. Where they went, and what is behind the address, as a filter with a
 * number in it, is left out.
 */
void
psr_report_add_requests (GPtrArray  *lines,
                         PsrHistory *history)
{
  for (guint i = 0; i < history->requests->len; i++)
    {
      const PsrHistoryRequest *request = history->requests->pdata[i];
      g_autofree char *at = when (request->at);
      g_autofree char *resource = dup_resource (request->url);
      g_autofree char *message = dup_message (request->message);

      psr_report_add (lines, "answers", at, "%s %s %s: %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT " ms%s%s%s",
                      request->service, request->method, resource, request->status, request->microseconds / 1000,
                      *request->correlation != '\0' ? ", correlation " : "", request->correlation,
                      message);
    }
}

static gboolean
is_yes (PsrProfile    *profile,
        PsrProfileKey  key)
{
  return psr_profile_get_boolean (profile, key);
}

/**
 * psr_report_add_off:
 * @lines: the lines so far
 * @profile: a profile
 *
 * Adds what isn't done, and why.
 */
void
psr_report_add_off (GPtrArray  *lines,
                    PsrProfile *profile)
{
  g_auto(GStrv) flows = psr_profile_flow_list (profile);

  for (int i = 0; i < PSR_N_SYNC_FLOWS; i++)
    {
      const char *flow = psr_sync_flow_to_string (i);
      const char *direction = psr_profile_flow_get (profile, flow, "Direction");
      g_autofree char *back = g_strdup_printf ("%s, Wello to Business Central", flow);

      if (!psr_profile_flow_is_set_up (profile, flow))
        psr_report_add (lines, "off", flow, i == PSR_SYNC_STOCK ? "no Source under [Stock]" : "no Lines under [Prices]");
      else if (!g_strv_contains ((const char * const *) flows, flow))
        psr_report_add (lines, "off", flow, i == PSR_SYNC_STOCK || i == PSR_SYNC_REFERENCE ? "Enabled=no under [Flow %s]" : i == PSR_SYNC_PRICES ? "no Enabled=yes under [Flow %s]" : "not among [Sync] Flows, or Enabled=no under [Flow %s]", flow);
      else if (!psr_sync_flow_is_reckoned (i) && i != PSR_SYNC_REFERENCE && g_strcmp0 (direction, "both") != 0)
        psr_report_add (lines, "off", back, "no Direction=both under [Flow %s]", flow);
    }

  if (psr_profile_get_string (profile, PSR_PROFILE_BILLING_FROM) == NULL)
    psr_report_add (lines, "off", "billing", "no From under [Billing]");
  if (!is_yes (profile, PSR_PROFILE_BILLING_POST))
    psr_report_add (lines, "off", "posting", "no Post=yes under [Billing]");
  if (!is_yes (profile, PSR_PROFILE_AUTOMATIC_SEND))
    psr_report_add (lines, "off", "automatic transfer", "no Send=yes under [Automatic]");
  else if (!is_yes (profile, PSR_PROFILE_AUTOMATIC_POST))
    psr_report_add (lines, "off", "automatic posting", "no Post=yes under [Automatic]");
  if (g_strcmp0 (psr_profile_get_string (profile, PSR_PROFILE_BILLING_VIA), "direct") == 0)
    psr_report_add (lines, "off", "quotes", "Via=direct under [Billing]");
  if (g_strcmp0 (psr_profile_get_string (profile, PSR_PROFILE_LOG_REQUESTS), "off") == 0)
    psr_report_add (lines, "off", "log of requests", "Requests=off under [Log]");
}
