/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-format"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-format.h"

#define MINUTE (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

/* A number as people write it where they live, with a real minus. */
static char *
localise (const char *plain)
{
  return psr_decimal_localise (plain, "\xe2\x88\x92");
}

/**
 * psr_format_amount:
 * @amount: an amount of money
 * @currency: (nullable): the code of its currency; empty or %NULL for the local
 *   one
 *
 * Returns: (transfer full): the amount, as people write it
 */
char *
psr_format_amount (PsrDecimal  amount,
                   const char *currency)
{
  g_autofree char *plain = psr_decimal_to_fixed (amount, 2);
  g_autofree char *text = localise (plain);

  if (currency == NULL || *currency == '\0')
    return g_steal_pointer (&text);

  /* Translators: an amount of money and the code of its currency, as “12.50 EUR”. */
  return g_strdup_printf (C_("amount", "%s %s"), text, currency);
}

/**
 * psr_format_quantity:
 * @quantity: a quantity
 *
 * Returns: (transfer full): the quantity with the decimals that it has
 */
char *
psr_format_quantity (PsrDecimal quantity)
{
  g_autofree char *plain = psr_decimal_to_string (quantity);

  return localise (plain);
}

/**
 * psr_format_count:
 * @count: how many of something there are
 *
 * Returns: (transfer full): the number
 */
char *
psr_format_count (gint64 count)
{
  g_autofree char *plain = g_strdup_printf ("%" G_GINT64_FORMAT, count);

  return localise (plain);
}

/**
 * psr_format_day:
 * @date: (nullable): a day, `YYYY-MM-DD`
 * @now: the time
 *
 * Returns: (transfer full): the day, with words for the last two
 */
char *
psr_format_day (const char   *date,
                PsrTimestamp  now)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *today = psr_timestamp_to_date (now, zone);
  g_autofree char *yesterday = psr_timestamp_to_date (now - DAY, zone);

  if (!psr_date_is_valid (date))
    return g_strdup ("");

  if (strcmp (date, today) == 0)
    return g_strdup (_("Today"));
  if (strcmp (date, yesterday) == 0)
    return g_strdup (_("Yesterday"));

  return psr_date_localise (date);
}

/**
 * psr_format_ago:
 * @when: a time, or %PSR_TIMESTAMP_NONE
 * @now: the time now
 *
 * Returns: (transfer full): how long ago that was
 */
char *
psr_format_ago (PsrTimestamp when,
                PsrTimestamp now)
{
  gint64 passed;

  if (when == PSR_TIMESTAMP_NONE)
    return g_strdup (_("Never"));

  passed = MAX (now - when, 0);
  if (passed < MINUTE)
    return g_strdup (_("Just now"));
  if (passed < HOUR)
    return g_strdup_printf (ngettext ("%d minute ago", "%d minutes ago", (gulong) (passed / MINUTE)), (int) (passed / MINUTE));
  if (passed < DAY)
    return g_strdup_printf (ngettext ("%d hour ago", "%d hours ago", (gulong) (passed / HOUR)), (int) (passed / HOUR));

  return g_strdup_printf (ngettext ("%d day ago", "%d days ago", (gulong) (passed / DAY)), (int) (passed / DAY));
}

/**
 * psr_format_duration:
 * @seconds: how long
 *
 * Returns: (transfer full): the same in words, roughly: “40 seconds”
 */
char *
psr_format_duration (int seconds)
{
  int minutes = (seconds + 30) / 60;

  if (seconds < 60)
    return g_strdup_printf (ngettext ("%d second", "%d seconds", seconds), seconds);
  if (minutes < 60)
    return g_strdup_printf (ngettext ("%d minute", "%d minutes", minutes), minutes);

  return g_strdup_printf (ngettext ("%d hour", "%d hours", (minutes + 30) / 60), (minutes + 30) / 60);
}

/**
 * psr_format_every:
 * @seconds: how long it is from one time to the next
 *
 * Returns: (transfer full): how often that is, roughly: “every 5 minutes”
 */
char *
psr_format_every (int seconds)
{
  int minutes = (seconds + 30) / 60;
  int hours = (minutes + 30) / 60;

  if (seconds < 60)
    return seconds <= 1 ? g_strdup (_("every second"))
                        : g_strdup_printf (ngettext ("every %d second", "every %d seconds", seconds), seconds);
  if (minutes < 60)
    return minutes == 1 ? g_strdup (_("every minute"))
                        : g_strdup_printf (ngettext ("every %d minute", "every %d minutes", minutes), minutes);

  return hours == 1 ? g_strdup (_("every hour"))
                    : g_strdup_printf (ngettext ("every %d hour", "every %d hours", hours), hours);
}

/**
 * psr_format_clock:
 * @when: a time
 *
 * Returns: (transfer full): the time of day, as the desktop's language writes it
 */
char *
psr_format_clock (PsrTimestamp when)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (when / G_USEC_PER_SEC);
  g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, "%R") : g_strdup ("");
}

/**
 * psr_format_date:
 * @date: (nullable): `YYYY-MM-DD`
 *
 * Returns: (transfer full) (nullable): the same as it is written here; %NULL where
 *   there is none
 */
char *
psr_format_date (const char *date)
{
  return date != NULL && *date != '\0' ? psr_date_localise (date) : NULL;
}
