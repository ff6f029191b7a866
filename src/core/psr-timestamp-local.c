/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-timestamp-local"

#include "config.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>

#include "psr-timestamp.h"

/**
 * psr_timestamp_widen_format:
 * @format: how somewhere a day or a time is written, as strftime(3) has it
 *
 * “02-03-04” may be three days.
 *
 * Returns: (transfer full): the same with all four digits of the year
 */
char *
psr_timestamp_widen_format (const char *format)
{
  GString *text;

  g_return_val_if_fail (format != NULL, NULL);

  text = g_string_new (NULL);
  for (const char *p = format; *p != '\0'; p++)
    {
      if (*p != '%')
        {
          g_string_append_c (text, *p);
          continue;
        }

      if (p[1] == 'D')
        {
          g_string_append (text, "%m/%d/%Y");
          p++;
          continue;
        }

      /* Flags; O asks for digits of the locale’s own, and E for its own eras, which have few years. */
      g_string_append_c (text, *p);
      while (p[1] != '\0' && strchr ("_-0^#O", p[1]) != NULL)
        g_string_append_c (text, *++p);
      if (p[1] != '\0')
        g_string_append_c (text, *++p == 'y' ? 'Y' : *p);
    }

  return g_string_free_and_steal (text);
}

/* The locale C is nobody's: what runs in it may be read by programs. */
static gboolean
is_plain (void)
{
  const char *name = setlocale (LC_TIME, NULL);

  return name == NULL || strcmp (name, "C") == 0 || g_str_has_prefix (name, "C.") || strcmp (name, "POSIX") == 0;
}

static char *
dup_format (nl_item     item,
            const char *plain)
{
  g_autofree char *text = NULL;

  g_assert (plain != NULL);

  if (is_plain ())
    return g_strdup (plain);

  text = g_locale_to_utf8 (nl_langinfo (item), -1, NULL, NULL, NULL);
  if (text == NULL || *text == '\0')
    return g_strdup (plain);

  return psr_timestamp_widen_format (text);
}

static char *
format_time (PsrTimestamp  timestamp,
             const char   *format)
{
  g_autoptr(GDateTime) utc = NULL;
  g_autoptr(GDateTime) local = NULL;
  char *text;

  g_assert (format != NULL);

  if (timestamp == PSR_TIMESTAMP_NONE)
    return g_strdup ("");

  utc = g_date_time_new_from_unix_utc_usec (timestamp);
  local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  text = local != NULL ? g_date_time_format (local, format) : NULL;

  return text != NULL ? text : psr_timestamp_to_string (timestamp);
}

/**
 * psr_timestamp_localise:
 * @timestamp: a time
 *
 * Returns: (transfer full): day and time of day here, as people write them where
 *   they live, ISO 8601 in the locale C; "" for %PSR_TIMESTAMP_NONE
 */
char *
psr_timestamp_localise (PsrTimestamp timestamp)
{
  g_autofree char *day = dup_format (D_FMT, "%Y-%m-%d");
  g_autofree char *time = dup_format (T_FMT, "%H:%M:%S");
  g_autofree char *both = g_strconcat (day, " ", time, NULL);

  return format_time (timestamp, both);
}

/**
 * psr_timestamp_localise_zone:
 * @timestamp: a time
 *
 * Returns: (transfer full): the same as psr_timestamp_localise(), and by the clock of
 *   which time zone that is, such as “CEST”: when clocks are put back an hour comes twice
 */
char *
psr_timestamp_localise_zone (PsrTimestamp timestamp)
{
  g_autofree char *time = psr_timestamp_localise (timestamp);
  g_autofree char *zone = format_time (timestamp, "%Z");

  return timestamp != PSR_TIMESTAMP_NONE ? g_strconcat (time, " ", zone, NULL) : g_strdup ("");
}

/**
 * psr_timestamp_localise_clock:
 * @timestamp: a time
 *
 * Returns: (transfer full): the time of day here, as people write it where they live
 */
char *
psr_timestamp_localise_clock (PsrTimestamp timestamp)
{
  g_autofree char *time = dup_format (T_FMT, "%H:%M:%S");

  return format_time (timestamp, time);
}

/**
 * psr_date_localise:
 * @date: (nullable): a day, "YYYY-MM-DD"
 *
 * Returns: (transfer full): the day as people write it where they live, ISO 8601 in
 *   the locale C; what isn't a day as it is, and "" for %NULL
 */
char *
psr_date_localise (const char *date)
{
  g_autoptr(GTimeZone) utc = NULL;
  g_autoptr(GDateTime) day = NULL;
  g_autofree char *noon = NULL;
  g_autofree char *format = NULL;
  char *text;

  if (!psr_date_is_valid (date))
    return g_strdup (date != NULL ? date : "");

  utc = g_time_zone_new_utc ();
  noon = g_strconcat (date, "T12:00:00", NULL);
  day = g_date_time_new_from_iso8601 (noon, utc);
  format = dup_format (D_FMT, "%Y-%m-%d");
  text = day != NULL ? g_date_time_format (day, format) : NULL;

  return text != NULL ? text : g_strdup (date);
}

/**
 * psr_timestamp_parse_day:
 * @date: a day, "YYYY-MM-DD", as a person means it
 * @out: (out): where to store when it begins here
 *
 * Returns: %FALSE when @date isn't a day
 */
gboolean
psr_timestamp_parse_day (const char   *date,
                         PsrTimestamp *out)
{
  g_autoptr(GTimeZone) zone = NULL;
  g_autoptr(GDateTime) day = NULL;
  g_autofree char *midnight = NULL;

  g_return_val_if_fail (date != NULL && out != NULL, FALSE);

  if (!psr_date_is_valid (date))
    return FALSE;

  zone = g_time_zone_new_local ();
  midnight = g_strconcat (date, "T00:00:00", NULL);
  day = g_date_time_new_from_iso8601 (midnight, zone);
  if (day == NULL)
    return FALSE;

  *out = g_date_time_to_unix_usec (day);

  return TRUE;
}
