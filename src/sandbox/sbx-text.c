/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-text"

#include "sbx-value.h"

#include <stdio.h>
#include <string.h>

char *
sbx_guid_random (GRand *rand)
{
  guint32 words[4];

  for (int i = 0; i < 4; i++)
    words[i] = g_rand_int (rand);

  return g_strdup_printf ("%08x-%04x-4%03x-%04x-%04x%08x", words[0], words[1] >> 16, words[1] & 0xfff,
                          (words[2] >> 16 & 0x3fff) | 0x8000, words[2] & 0xffff, words[3]);
}

char *
sbx_guid_parse (const char *text)
{
  gsize length = strlen (text);
  char *out;

  if (length == 38 && text[0] == '{' && text[37] == '}')
    {
      text++;
      length = 36;
    }
  if (length != 36)
    return NULL;
  for (int i = 0; i < 36; i++)
    {
      gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;

      if (dash ? text[i] != '-' : !g_ascii_isxdigit (text[i]))
        return NULL;
    }
  out = g_ascii_strdown (text, 36);
  return out;
}

gint64
sbx_now (void)
{
  static gint64 last;
  gint64 now = g_get_real_time () / 1000 * 1000;

  last = MAX (now, last);
  return last;
}

static gint64
date_from_time (GDateTime *time)
{
  return g_date_time_get_year (time) * 10000 + g_date_time_get_month (time) * 100
         + g_date_time_get_day_of_month (time);
}

gint64
sbx_today (void)
{
  g_autoptr (GDateTime) time = g_date_time_new_now_utc ();

  return date_from_time (time);
}

gint64
sbx_date_add_days (gint64 date,
                   int    days)
{
  g_autoptr (GDateTime) start = g_date_time_new_utc ((int) (date / 10000), (int) (date / 100 % 100), (int) (date % 100), 0, 0, 0);
  g_autoptr (GDateTime) end = start != NULL ? g_date_time_add_days (start, days) : NULL;

  return end != NULL ? date_from_time (end) : 0;
}

gboolean
sbx_date_parse (const char *text,
                gint64     *out)
{
  guint year, month, day;
  char rest;

  if (*text == '\0' || strcmp (text, "0001-01-01") == 0)
    {
      *out = 0;
      return TRUE;
    }
  if (strlen (text) != 10 || sscanf (text, "%4u-%2u-%2u%c", &year, &month, &day, &rest) != 3
      || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;

  *out = (gint64) year * 10000 + month * 100 + day;
  return TRUE;
}

/* "2026-08-24T09:12:33.2730000Z", "…+02:00", without a zone, or a date alone. */
gboolean
sbx_datetime_parse (const char *text,
                    gint64     *out)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *with_time = NULL;

  if (*text == '\0' || g_str_has_prefix (text, "0001-01-01") || g_str_has_prefix (text, "1980-01-01T00:00:00"))
    {
      *out = 0;
      return TRUE;
    }
  if (strlen (text) == 10)
    {
      with_time = g_strconcat (text, "T00:00:00Z", NULL);
      text = with_time;
    }
  time = g_date_time_new_from_iso8601 (text, utc);
  if (time == NULL)
    return FALSE;

  *out = g_date_time_to_unix_usec (time);
  return TRUE;
}

/* The fraction is cut to its significant digits, as in recorded answers of Business Central ("…10.47Z"). */
char *
sbx_datetime_to_string (gint64     usec,
                        SbxDialect dialect)
{
  gint64 days, rest, year_of_era, era, day_of_era, day_of_year, month_shifted;
  int year, month, day, millis;
  char fraction[8] = "";

  if (usec == 0)
    return g_strdup (dialect == SBX_DIALECT_BC ? "0001-01-01T00:00:00Z" : "1980-01-01T00:00:00Z");

  days = usec / G_TIME_SPAN_DAY;
  rest = usec % G_TIME_SPAN_DAY;
  if (rest < 0)
    {
      rest += G_TIME_SPAN_DAY;
      days--;
    }

  /* Days to a civil date without the cost of a GDateTime: pages have thousands of these. */
  days += 719468;
  era = days / 146097;
  day_of_era = days - era * 146097;
  year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  month_shifted = (5 * day_of_year + 2) / 153;
  day = (int) (day_of_year - (153 * month_shifted + 2) / 5 + 1);
  month = (int) (month_shifted < 10 ? month_shifted + 3 : month_shifted - 9);
  year = (int) (year_of_era + era * 400 + (month <= 2));

  millis = (int) (rest / 1000 % 1000);
  if (millis != 0)
    {
      g_snprintf (fraction, sizeof fraction, ".%03d", millis);
      for (gsize n = strlen (fraction); fraction[n - 1] == '0'; n--)
        fraction[n - 1] = '\0';
    }
  rest /= G_TIME_SPAN_SECOND;

  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d%sZ", year, month, day, (int) (rest / 3600),
                          (int) (rest / 60 % 60), (int) (rest % 60), fraction);
}

void
sbx_json_append_string (GString    *out,
                        const char *text)
{
  const char *start;

  g_string_append_c (out, '"');
  for (start = text; *text != '\0'; text++)
    {
      guchar c = (guchar) *text;

      if (c >= 0x20 && c != '"' && c != '\\')
        continue;
      g_string_append_len (out, start, text - start);
      start = text + 1;
      if (c == '\n')
        g_string_append (out, "\\n");
      else if (c == '\r')
        g_string_append (out, "\\r");
      else if (c == '\t')
        g_string_append (out, "\\t");
      else if (c < 0x20)
        g_string_append_printf (out, "\\u%04x", c);
      else
        {
          g_string_append_c (out, '\\');
          g_string_append_c (out, (char) c);
        }
    }
  g_string_append_len (out, start, text - start);
  g_string_append_c (out, '"');
}

void
sbx_json_append_member (GString    *out,
                        const char *name)
{
  if (out->len > 0 && out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  g_string_append_c (out, '"');
  g_string_append (out, name);
  g_string_append (out, "\":");
}

void
sbx_json_append_text_member (GString    *out,
                             const char *name,
                             const char *text)
{
  sbx_json_append_member (out, name);
  sbx_json_append_string (out, text);
}

void
sbx_json_append_int_member (GString    *out,
                            const char *name,
                            gint64      number)
{
  sbx_json_append_member (out, name);
  g_string_append_printf (out, "%" G_GINT64_FORMAT, number);
}
