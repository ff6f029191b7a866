/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-retry"

#include "config.h"

#include "psr-retry.h"

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
