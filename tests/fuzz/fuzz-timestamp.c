/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "psr-timestamp.h"

static void
check_time (PsrTimestamp time)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autofree char *text = psr_timestamp_to_string (time);
  g_autofree char *date = psr_timestamp_to_date (time, zone);
  PsrTimestamp again;

  g_assert_true (psr_timestamp_parse (text, &again, NULL));

  /* What the services write for “no time” is no time when it is read again. */
  if (again != PSR_TIMESTAMP_NONE)
    g_assert_cmpint (again, ==, time);
  if (time != PSR_TIMESTAMP_NONE)
    g_assert_true (psr_date_is_valid (date));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autoptr (GError) error = NULL;
  PsrTimestamp time;

  if (psr_timestamp_parse (text, &time, &error))
    check_time (time);
  else
    fuzz_check_error (error);

  g_clear_error (&error);
  if (psr_timestamp_parse_http_date (text, &time, &error))
    check_time (time);
  else
    fuzz_check_error (error);

  psr_date_is_valid (text);

  return 0;
}
