/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-retry"

#include "config.h"

#include "psr-retry.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-transport.h"

/**
 * psr_retry_parse_after:
 * @value: the value of a Retry-After header
 * @now: the time from which a date counts
 *
 * Returns: how long to wait, in microseconds; %PSR_RETRY_NO_ADVICE when @value
 *   is neither a number of seconds nor a date
 */
gint64
psr_retry_parse_after (const char   *value,
                       PsrTimestamp  now)
{
  g_autofree char *text = NULL;
  PsrTimestamp date;
  guint64 seconds;

  g_return_val_if_fail (value != NULL, PSR_RETRY_NO_ADVICE);

  text = g_strstrip (g_strdup (value));

  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &seconds, NULL))
    return (gint64) seconds * G_USEC_PER_SEC;

  if (now != PSR_TIMESTAMP_NONE && psr_timestamp_parse_http_date (text, &date, NULL) && date != PSR_TIMESTAMP_NONE)
    return MAX (date - now, 0);

  return PSR_RETRY_NO_ADVICE;
}

/**
 * psr_retry_get_after:
 * @response: an answer
 * @now: our own time, used when the answer has no Date
 *
 * Returns: how long the service asks us to wait, in microseconds; or
 *   %PSR_RETRY_NO_ADVICE
 */
gint64
psr_retry_get_after (PsrResponse  *response,
                     PsrTimestamp  now)
{
  const char *value;
  PsrTimestamp date;

  g_return_val_if_fail (PSR_IS_RESPONSE (response), PSR_RETRY_NO_ADVICE);

  value = psr_response_get_header (response, "Retry-After");

  if (value == NULL)
    return PSR_RETRY_NO_ADVICE;

  /* A date is the server's, so it is measured against the server's own time. */
  date = psr_response_get_date (response);

  return psr_retry_parse_after (value, date != PSR_TIMESTAMP_NONE ? date : now);
}

/**
 * psr_retry_get_delay:
 * @random: for the jitter
 * @retry: how many retries there were already
 * @throttled: whether the service said 429
 * @retry_after: what it asked for, in microseconds, or %PSR_RETRY_NO_ADVICE
 *
 * The advice is obeyed, spread a little so that not everybody comes back at the
 * same moment. Without advice it's any time up to a ceiling that doubles with
 * every retry: half a second, or five after 429, up to a minute.
 *
 * Returns: how long to wait, in microseconds
 */
gint64
psr_retry_get_delay (PsrRandom *random,
                     guint      retry,
                     gboolean   throttled,
                     gint64     retry_after)
{
  gint64 base = throttled ? PSR_RETRY_BASE_THROTTLED : PSR_RETRY_BASE;
  gint64 ceiling;

  g_return_val_if_fail (PSR_IS_RANDOM (random), 0);

  if (retry_after >= 0)
    return retry_after + (gint64) psr_random_below (random, (guint64) base + 1);

  ceiling = MIN (base << MIN (retry, 16u), (gint64) PSR_RETRY_CAP);

  return (gint64) psr_random_below (random, (guint64) ceiling + 1);
}

/**
 * psr_retry_is_worthwhile:
 * @reason: (nullable): why there is no answer
 * @failure: (nullable): what the service said instead of success
 *
 * Decides for a read; a write is never sent again without a look.
 *
 * Returns: whether the same request may succeed in a moment
 */
gboolean
psr_retry_is_worthwhile (const GError          *reason,
                         const PsrServiceError *failure)
{
  g_return_val_if_fail (reason != NULL || failure != NULL, FALSE);

  /* 501 and 505 say that it will never work. */
  if (failure != NULL)
    return failure->status == 408 || failure->status == 429 ||
           (failure->status >= 500 && failure->status != 501 && failure->status != 505) ||
           (failure->status >= 400 && psr_service_error_is_lock (failure));

  return g_error_matches (reason, PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_NOT_SENT) ||
         g_error_matches (reason, PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_NO_ANSWER) ||
         g_error_matches (reason, PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_TIMED_OUT) ||
         g_error_matches (reason, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_UNAVAILABLE) ||
         g_error_matches (reason, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_THROTTLED);
}

/**
 * psr_retry_describe_wait:
 * @kind: for which service
 * @usec: how long, in microseconds
 * @reason: why
 *
 * Returns: (transfer full): a sentence without a full stop, translated
 */
char *
psr_retry_describe_wait (PsrServiceKind kind,
                         gint64         usec,
                         PsrWaitReason  reason)
{
  const char *name = psr_service_kind_get_name (kind);
  int seconds = (int) ((usec + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);

  switch (reason)
    {
    case PSR_WAIT_ASKED:
      return g_strdup_printf (ngettext ("%s asks us to wait %d second", "%s asks us to wait %d seconds", seconds), name, seconds);
    case PSR_WAIT_BUSY:
      return g_strdup_printf (ngettext ("%s is busy; trying again in %d second", "%s is busy; trying again in %d seconds", seconds), name, seconds);
    case PSR_WAIT_UNREACHABLE:
      return g_strdup_printf (ngettext ("%s can’t be reached; trying again in %d second", "%s can’t be reached; trying again in %d seconds", seconds), name, seconds);
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * psr_retry_is_timely:
 * @request: a write that is about to be sent
 * @kind: which service is asked
 * @waited: how long ago, in microseconds, that was decided
 * @error: return location for %PSR_SERVICE_ERROR_THROTTLED
 *
 * Returns: whether @request may still be sent
 */
gboolean
psr_retry_is_timely (PsrRequest      *request,
                     PsrServiceKind   kind,
                     gint64           waited,
                     GError         **error)
{
  gint64 patience = psr_request_get_patience (request);
  g_autofree char *what = NULL;

  if (patience == 0 || waited <= patience)
    return TRUE;

  what = g_strdup_printf (_("The turn to ask %s came too late. Nothing was sent."), psr_service_kind_get_name (kind));
  psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_THROTTLED, what,
                           _("The service asked us to wait, or this computer was asleep."),
                           _("Nothing to do: it is tried again."));
  return FALSE;
}

/**
 * psr_retry_set_stopped:
 * @kind: which service asks to wait
 * @error: return location for %PSR_SERVICE_ERROR_THROTTLED
 *
 * Says that a request wasn't sent because somebody wanted an end while it waited.
 */
void
psr_retry_set_stopped (PsrServiceKind   kind,
                       GError         **error)
{
  g_autofree char *what = g_strdup_printf (_("%s asks us to wait. Nothing was sent."), psr_service_kind_get_name (kind));

  psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_THROTTLED, what,
                           _("Passerelle was asked to stop meanwhile."), _("Nothing to do: it is tried again."));
}
