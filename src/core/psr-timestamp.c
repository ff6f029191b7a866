/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-timestamp"

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "psr-timestamp.h"

G_DEFINE_QUARK (psr-timestamp-error-quark, psr_timestamp_error)

/* 9999-12-31T23:59:59Z */
#define LAST_SECOND G_GINT64_CONSTANT (253402300799)

typedef struct
{
  int year;
  int month;
  int day;
  int hour;
  int minute;
  int second;
  int usec;
  int offset_minutes;
} Parts;

/* Reads exactly @n digits at @p and moves it behind them. */
static gboolean
read_digits (const char **p,
             guint        n,
             int         *out)
{
  int value = 0;

  g_assert (p != NULL && *p != NULL);
  g_assert (out != NULL);

  for (guint i = 0; i < n; i++, (*p)++)
    {
      if (!g_ascii_isdigit (**p))
        return FALSE;
      value = value * 10 + (**p - '0');
    }

  *out = value;
  return TRUE;
}

static gboolean
read_char (const char **p,
           char         c)
{
  g_assert (p != NULL && *p != NULL);

  if (**p != c)
    return FALSE;

  (*p)++;
  return TRUE;
}

static gboolean
read_date (const char **p,
           Parts       *parts)
{
  g_assert (p != NULL && *p != NULL);
  g_assert (parts != NULL);

  return read_digits (p, 4, &parts->year) &&
         read_char (p, '-') &&
         read_digits (p, 2, &parts->month) &&
         read_char (p, '-') &&
         read_digits (p, 2, &parts->day) &&
         parts->year >= 1 && parts->month >= 1 && parts->month <= 12 && parts->day >= 1 &&
         parts->day <= g_date_get_days_in_month ((GDateMonth) parts->month, (GDateYear) parts->year);
}

/* Up to seven digits of a second, of which the first six count. */
static gboolean
read_fraction (const char **p,
               int         *usec)
{
  int place = 100000;
  guint n = 0;

  g_assert (p != NULL && *p != NULL);
  g_assert (usec != NULL);

  for (; g_ascii_isdigit (**p); (*p)++, n++, place /= 10)
    *usec += (**p - '0') * place;

  return n <= 7;
}

static gboolean
read_zone (const char **p,
           Parts       *parts)
{
  int hours;
  int minutes = 0;
  int sign;

  g_assert (p != NULL && *p != NULL);
  g_assert (parts != NULL);

  if (**p == '\0' || read_char (p, 'Z') || read_char (p, 'z'))
    return TRUE;

  if (**p != '+' && **p != '-')
    return FALSE;

  sign = **p == '-' ? -1 : 1;
  (*p)++;
  if (!read_digits (p, 2, &hours))
    return FALSE;
  if (**p != '\0')
    {
      read_char (p, ':');
      if (!read_digits (p, 2, &minutes))
        return FALSE;
    }
  if (hours > 14 || minutes > 59)
    return FALSE;

  parts->offset_minutes = sign * (hours * 60 + minutes);
  return TRUE;
}

static gboolean
read_timestamp (const char *text,
                Parts      *parts)
{
  const char *p = text;

  g_assert (text != NULL);
  g_assert (parts != NULL);

  if (!read_date (&p, parts))
    return FALSE;

  if (*p == '\0')
    return TRUE;

  if (!read_char (&p, 'T') && !read_char (&p, 't') && !read_char (&p, ' '))
    return FALSE;

  if (!read_digits (&p, 2, &parts->hour) || !read_char (&p, ':') || !read_digits (&p, 2, &parts->minute))
    return FALSE;
  if (read_char (&p, ':'))
    {
      if (!read_digits (&p, 2, &parts->second))
        return FALSE;
      if (read_char (&p, '.') && !read_fraction (&p, &parts->usec))
        return FALSE;
    }
  if (parts->hour > 23 || parts->minute > 59 || parts->second > 60)
    return FALSE;

  return read_zone (&p, parts) && *p == '\0';
}

/* An offset or a leap second leads beyond the last year that can be written. */
static gboolean
parts_to_usec (const Parts *parts,
               gint64      *out)
{
  GDate date;
  gint64 days;
  gint64 seconds;

  g_assert (parts != NULL);
  g_assert (out != NULL);

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) parts->day, (GDateMonth) parts->month, (GDateYear) parts->year);
  days = (gint64) g_date_get_julian (&date) - 719163; /* 1970-01-01 */
  seconds = days * 86400 + parts->hour * 3600 + parts->minute * 60 + parts->second - parts->offset_minutes * 60;

  *out = seconds * G_USEC_PER_SEC + parts->usec;

  return seconds <= LAST_SECOND;
}

static gboolean
syntax_error (const char  *text,
              GError     **error)
{
  g_autofree char *shown = g_strndup (text, 40);
  g_autofree char *valid = g_utf8_make_valid (shown, -1);

  g_set_error (error, PSR_TIMESTAMP_ERROR, PSR_TIMESTAMP_ERROR_SYNTAX, _("“%s” isn’t a time"), valid);
  return FALSE;
}

/**
 * psr_timestamp_parse:
 * @text: a date, or a date and time with up to seven digits of a second, and
 *   "Z", an offset such as "+02:00", or nothing, which means UTC
 * @out: (out): where to store the time; %PSR_TIMESTAMP_NONE for the empty text
 *   and for what the services write when there is none: 1980-01-01T00:00:00
 *   (Wello) and 0001-01-01 (Business Central), in whatever zone
 * @error: return location for an error of #PSR_TIMESTAMP_ERROR
 *
 * Digits beyond the microsecond are cut, so that a watermark is never later
 * than what was read.
 *
 * Returns: %FALSE when @text is not a time
 */
gboolean
psr_timestamp_parse (const char    *text,
                     PsrTimestamp  *out,
                     GError       **error)
{
  Parts parts = { 0 };

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  if (*text == '\0')
    {
      *out = PSR_TIMESTAMP_NONE;
      return TRUE;
    }

  if (!read_timestamp (text, &parts))
    return syntax_error (text, error);

  if (parts.year == 1 && parts.month == 1 && parts.day == 1)
    *out = PSR_TIMESTAMP_NONE;
  else if (parts.year == 1980 && parts.month == 1 && parts.day == 1 &&
           parts.hour == 0 && parts.minute == 0 && parts.second == 0 && parts.usec == 0)
    *out = PSR_TIMESTAMP_NONE;
  else if (!parts_to_usec (&parts, out))
    return syntax_error (text, error);

  return TRUE;
}

/**
 * psr_timestamp_parse_http_date:
 * @text: the value of a Date header, such as "Mon, 24 Aug 2026 09:12:33 GMT"
 * @out: (out): where to store the time
 * @error: return location for an error of #PSR_TIMESTAMP_ERROR
 *
 * Source: RFC 9110, section 5.6.7 (IMF-fixdate).
 *
 * Returns: %FALSE when @text is not such a date
 */
gboolean
psr_timestamp_parse_http_date (const char    *text,
                               PsrTimestamp  *out,
                               GError       **error)
{
  static const char *const months[] = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  };
  Parts parts = { 0 };
  const char *p;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  p = strchr (text, ',');
  if (p == NULL || p[1] != ' ')
    return syntax_error (text, error);
  p += 2;

  if (!read_digits (&p, 2, &parts.day) || !read_char (&p, ' '))
    return syntax_error (text, error);

  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    {
      if (g_str_has_prefix (p, months[i]))
        parts.month = (int) i + 1;
    }
  if (parts.month == 0)
    return syntax_error (text, error);
  p += 3;

  if (!read_char (&p, ' ') || !read_digits (&p, 4, &parts.year) || !read_char (&p, ' ') ||
      !read_digits (&p, 2, &parts.hour) || !read_char (&p, ':') ||
      !read_digits (&p, 2, &parts.minute) || !read_char (&p, ':') ||
      !read_digits (&p, 2, &parts.second) || strcmp (p, " GMT") != 0)
    return syntax_error (text, error);

  if (parts.year < 1 || parts.day < 1 || parts.hour > 23 || parts.minute > 59 || parts.second > 60 ||
      parts.day > g_date_get_days_in_month ((GDateMonth) parts.month, (GDateYear) parts.year) ||
      !parts_to_usec (&parts, out))
    return syntax_error (text, error);

  return TRUE;
}

/**
 * psr_timestamp_to_string:
 * @timestamp: a time
 *
 * Returns: (transfer full): the time in UTC with milliseconds, or microseconds
 *   when it has such, as "2026-08-24T09:12:33.273Z"; "" for
 *   %PSR_TIMESTAMP_NONE
 */
char *
psr_timestamp_to_string (PsrTimestamp timestamp)
{
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *text = NULL;
  gint64 usec;
  gint64 seconds;

  if (timestamp == PSR_TIMESTAMP_NONE)
    return g_strdup ("");

  seconds = timestamp / G_USEC_PER_SEC;
  usec = timestamp % G_USEC_PER_SEC;
  if (usec < 0)
    {
      usec += G_USEC_PER_SEC;
      seconds--;
    }

  time = g_date_time_new_from_unix_utc (seconds);
  g_return_val_if_fail (time != NULL, g_strdup (""));

  text = g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d",
                          g_date_time_get_year (time), g_date_time_get_month (time),
                          g_date_time_get_day_of_month (time), g_date_time_get_hour (time),
                          g_date_time_get_minute (time), g_date_time_get_second (time));

  if (usec % 1000 == 0)
    return g_strdup_printf ("%s.%03dZ", text, (int) (usec / 1000));

  return g_strdup_printf ("%s.%06dZ", text, (int) usec);
}

/**
 * psr_timestamp_to_date:
 * @timestamp: a time
 * @time_zone: whose day is meant
 *
 * Returns: (transfer full): the date as "YYYY-MM-DD"; "" for
 *   %PSR_TIMESTAMP_NONE
 */
char *
psr_timestamp_to_date (PsrTimestamp  timestamp,
                       GTimeZone    *time_zone)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;
  gint64 seconds;

  g_return_val_if_fail (time_zone != NULL, NULL);

  if (timestamp == PSR_TIMESTAMP_NONE)
    return g_strdup ("");

  seconds = timestamp / G_USEC_PER_SEC - (timestamp % G_USEC_PER_SEC < 0 ? 1 : 0);
  utc = g_date_time_new_from_unix_utc (seconds);
  g_return_val_if_fail (utc != NULL, g_strdup (""));
  local = g_date_time_to_timezone (utc, time_zone);
  g_return_val_if_fail (local != NULL, g_strdup (""));

  return g_strdup_printf ("%04d-%02d-%02d", g_date_time_get_year (local),
                          g_date_time_get_month (local), g_date_time_get_day_of_month (local));
}

/**
 * psr_date_is_valid:
 * @text: (nullable): what may be a date
 *
 * Returns: %TRUE when @text is a day that exists, written "YYYY-MM-DD"
 */
gboolean
psr_date_is_valid (const char *text)
{
  Parts parts = { 0 };

  return text != NULL && read_date (&text, &parts) && *text == '\0';
}
