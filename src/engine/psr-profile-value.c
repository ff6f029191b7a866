/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-profile-value"

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "psr-automatic.h"
#include "psr-decimal.h"
#include "psr-heading.h"
#include "psr-interval.h"
#include "psr-profile-value.h"
#include "psr-timestamp.h"

static char *
one_of (const char         *text,
        const char * const *choices)
{
  g_assert (text != NULL);

  for (gsize i = 0; choices[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (text, choices[i]) == 0)
        return g_strdup (choices[i]);
    }

  return NULL;
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr(GInetAddress) address = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;

  address = g_inet_address_new_from_string (host);

  return address != NULL && g_inet_address_get_is_loopback (address);
}

/* Any text of one line. */
char *
psr_profile_value_text (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_iscntrl (*p))
        return NULL;
    }

  return g_strdup (text);
}

/* https, or http on a loopback address; no query, no fragment, no user; the
 * slash at the end is taken off. */
char *
psr_profile_value_url (const char *text)
{
  g_autoptr(GUri) uri = NULL;
  g_autofree char *plain = NULL;
  const char *scheme;
  const char *host;

  uri = g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL)
    return NULL;

  scheme = g_uri_get_scheme (uri);
  host = g_uri_get_host (uri);
  if (host == NULL || *host == '\0' ||
      g_uri_get_query (uri) != NULL ||
      g_uri_get_fragment (uri) != NULL ||
      g_uri_get_userinfo (uri) != NULL)
    return NULL;

  if (strcmp (scheme, "https") != 0 &&
      !(strcmp (scheme, "http") == 0 && is_loopback (host)))
    return NULL;

  plain = g_uri_to_string (uri);
  while (g_str_has_suffix (plain, "/"))
    plain[strlen (plain) - 1] = '\0';

  return g_steal_pointer (&plain);
}

/* A GUID or a domain; never one of the shared tenants, with which anybody
 * could sign in. */
char *
psr_profile_value_tenant (const char *text)
{
  static const char * const shared[] = { "common", "organizations", "consumers", NULL };
  g_autofree char *match = one_of (text, shared);

  if (match != NULL)
    return NULL;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '-' && *p != '.' && *p != '_')
        return NULL;
    }

  return g_strdup (text);
}

char *
psr_profile_value_boolean (const char *text)
{
  static const char * const yes[] = { "yes", "true", "1", NULL };
  static const char * const no[] = { "no", "false", "0", NULL };
  g_autofree char *match = NULL;

  match = one_of (text, yes);
  if (match != NULL)
    return g_strdup ("yes");

  match = one_of (text, no);
  if (match != NULL)
    return g_strdup ("no");

  return NULL;
}

/**
 * psr_profile_duration_usec:
 * @text: a duration such as `2s`, `20min` or `8h`
 *
 * Returns: the duration in microseconds, or -1 when @text is none
 */
gint64
psr_profile_duration_usec (const char *text)
{
  static const struct { const char *unit; gint64 usec; } units[] = {
    { "s", G_USEC_PER_SEC },
    { "min", 60 * (gint64) G_USEC_PER_SEC },
    { "h", 3600 * (gint64) G_USEC_PER_SEC },
  };
  char *end = NULL;
  gint64 number;

  g_return_val_if_fail (text != NULL, -1);

  if (!g_ascii_isdigit (*text))
    return -1;

  number = g_ascii_strtoll (text, &end, 10);
  if (number > 100000)
    return -1;

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      if (strcmp (end, units[i].unit) == 0)
        return number * units[i].usec;
    }

  return -1;
}

char *
psr_profile_value_duration (const char *text)
{
  return psr_profile_duration_usec (text) > 0 ? g_strdup (text) : NULL;
}

char *
psr_profile_value_interval (const char *text)
{
  const gint64 minute = 60 * (gint64) G_USEC_PER_SEC;
  gint64 usec = psr_profile_duration_usec (text);

  return usec >= PSR_INTERVAL_LEAST * minute && usec <= PSR_INTERVAL_MOST * minute ? g_strdup (text) : NULL;
}

char *
psr_profile_value_date (const char *text)
{
  return psr_date_is_valid (text) ? g_strdup (text) : NULL;
}

char *
psr_profile_value_time_zone (const char *text)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier (text);

  return zone != NULL ? g_strdup (text) : NULL;
}

/* An absolute file name; whether it can be read is found when it is used. */
char *
psr_profile_value_file (const char *text)
{
  return g_path_is_absolute (text) ? g_strdup (text) : NULL;
}

char *
psr_profile_value_api (const char *text)
{
  static const char * const choices[] = { "v2.0", "v1.0", NULL };

  return one_of (text, choices);
}

char *
psr_profile_value_sign_in (const char *text)
{
  static const char * const choices[] = { "client-credentials", "basic", "browser", "device-code", NULL };

  return one_of (text, choices);
}

char *
psr_profile_value_direction (const char *text)
{
  static const char * const choices[] = { "bc-to-wello", "both", NULL };

  return one_of (text, choices);
}

char *
psr_profile_value_conflict (const char *text)
{
  static const char * const choices[] = { "bc", "wello", "newest", "ask", NULL };

  return one_of (text, choices);
}

char *
psr_profile_value_new_accounts (const char *text)
{
  static const char * const choices[] = { "review", "first-invoice", NULL };

  return one_of (text, choices);
}

/* An OData expression: one line, what is opened is closed. That its properties are
 * there is for the service to say. */
char *
psr_profile_value_filter (const char *text)
{
  gboolean quoted = FALSE;
  int depth = 0;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_iscntrl (*p))
        return NULL;

      if (*p == '\'')
        quoted = !quoted;
      else if (!quoted && *p == '(')
        depth++;
      else if (!quoted && *p == ')' && --depth < 0)
        return NULL;
    }

  return !quoted && depth == 0 && strlen (text) <= 500 ? g_strdup (text) : NULL;
}

/* A list separated by semicolons, each flow once. */
char *
psr_profile_value_flows (const char *text)
{
  static const char * const choices[] = { "customers", "items", "contacts", NULL };
  g_auto(GStrv) names = g_strsplit (text, ";", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) result = NULL;

  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *match = NULL;

      g_strstrip (names[i]);
      if (*names[i] == '\0')
        continue;

      match = one_of (names[i], choices);
      if (match == NULL)
        return NULL;

      g_strv_builder_add (builder, match);
    }

  result = g_strv_builder_end (builder);

  return g_strjoinv (";", result);
}

char *
psr_profile_value_document (const char *text)
{
  static const char * const choices[] = { "invoice", "order", NULL };

  return one_of (text, choices);
}

char *
psr_profile_value_via (const char *text)
{
  static const char * const choices[] = { "auto", "quote", "direct", NULL };

  return one_of (text, choices);
}

/* It becomes part of Business Central's externalDocumentNumber, a Code of 35
 * characters: upper case, and short enough to leave room for the number. */
char *
psr_profile_value_prefix (const char *text)
{
  if (strlen (text) > 15)
    return NULL;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '-' && *p != '/' && *p != '_')
        return NULL;
    }

  return g_ascii_strup (text, -1);
}

static char *
check_target (const char         *text,
              const char * const *kinds)
{
  const char *colon = strchr (text, ':');
  g_autofree char *kind = NULL;
  g_autofree char *match = NULL;
  g_autofree char *number = NULL;

  if (colon == NULL)
    return NULL;

  kind = g_strndup (text, colon - text);
  match = one_of (kind, kinds);
  number = g_utf8_strup (colon + 1, -1);
  g_strstrip (number);

  if (match == NULL || *number == '\0' || g_utf8_strlen (number, -1) > 20)
    return NULL;

  return g_strdup_printf ("%s:%s", match, number);
}

/* What a part that was typed by hand is billed as. */
char *
psr_profile_value_part (const char *text)
{
  static const char * const kinds[] = { "item", "account", NULL };

  return check_target (text, kinds);
}

/* Who gets an order of what costs the customer nothing. */
char *
psr_profile_value_customer (const char *text)
{
  static const char * const kinds[] = { "customer", NULL };

  return check_target (text, kinds);
}

/* What hours are billed as. */
char *
psr_profile_value_labour (const char *text)
{
  static const char * const kinds[] = { "item", "resource", "account", NULL };

  return check_target (text, kinds);
}

/* When Wello is told. */
char *
psr_profile_value_confirm (const char *text)
{
  static const char * const choices[] = { "created", "posted", NULL };

  return one_of (text, choices);
}

char *
psr_profile_value_day (const char *text)
{
  static const char * const choices[] = { "today", "completed", "ask", NULL };

  return one_of (text, choices);
}

char *
psr_profile_value_zero_total (const char *text)
{
  static const char * const choices[] = { "hold", "send", "skip", NULL };

  return one_of (text, choices);
}

char *
psr_profile_value_warranty (const char *text)
{
  static const char * const choices[] = { "zero", "list-100", NULL };

  return one_of (text, choices);
}

/* `none`, or a step of hours and what happens between two steps. */
char *
psr_profile_value_hour_step (const char *text)
{
  static const char * const none[] = { "none", NULL };
  static const char * const ways[] = { "up", "nearest", NULL };
  g_autofree char *match = one_of (text, none);
  g_auto(GStrv) words = NULL;
  g_autofree char *way = NULL;
  g_autofree char *plain = NULL;
  PsrDecimal step;

  if (match != NULL)
    return g_steal_pointer (&match);

  words = g_strsplit (text, " ", 2);
  if (words[0] == NULL || words[1] == NULL)
    return NULL;

  way = one_of (g_strstrip (words[1]), ways);
  if (way == NULL ||
      !psr_decimal_parse (words[0], &step, NULL) ||
      psr_decimal_is_negative (step) ||
      psr_decimal_is_zero (step))
    return NULL;

  plain = psr_decimal_to_string (step);

  return g_strdup_printf ("%s %s", plain, way);
}

/* A rate of VAT. */
char *
psr_profile_value_percent (const char *text)
{
  PsrDecimal percent, all;

  if (!psr_decimal_parse (text, &percent, NULL) || !psr_decimal_from_int (100, &all, NULL) ||
      psr_decimal_is_negative (percent) || psr_decimal_compare (percent, all) > 0)
    return NULL;

  return psr_decimal_to_string (percent);
}

/* A share, in whole per cent. */
char *
psr_profile_value_share (const char *text)
{
  guint64 share;

  if (!g_ascii_string_to_unsigned (text, 10, 0, 100, &share, NULL))
    return NULL;

  return g_strdup_printf ("%" G_GUINT64_FORMAT, share);
}

/* A code of Business Central: upper case, at most 20 characters. */
char *
psr_profile_value_code (const char *text)
{
  g_autofree char *code = g_utf8_strup (text, -1);

  g_strstrip (code);
  if (*code == '\0' || g_utf8_strlen (code, -1) > 20)
    return NULL;

  return g_steal_pointer (&code);
}

/* What the first line of a document is made of. */
char *
psr_profile_value_heading (const char *text)
{
  return psr_heading_is_template (text) ? g_strdup (text) : NULL;
}

/* Whose prices count. */
char *
psr_profile_value_prices (const char *text)
{
  static const char * const choices[] = { "wello", "bc", NULL };

  return one_of (text, choices);
}

/* Which prices a label of Wello has. */
char *
psr_profile_value_fill (const char *text)
{
  static const char * const choices[] = { "changed", "all", NULL };

  return one_of (text, choices);
}

/* What is taken off the stock of a location. */
char *
psr_profile_value_subtract (const char *text)
{
  static const char * const choices[] = { "unposted", "none", NULL };

  return one_of (text, choices);
}

/* From where it is known how much is at a location. */
char *
psr_profile_value_stock_source (const char *text)
{
  g_autofree char *name = NULL;

  if (g_ascii_strcasecmp (text, "analytics") == 0)
    return g_strdup ("analytics");
  if (g_ascii_strncasecmp (text, PSR_PROFILE_STOCK_SERVICE, strlen (PSR_PROFILE_STOCK_SERVICE)) != 0)
    return NULL;

  name = g_strstrip (g_strdup (text + strlen (PSR_PROFILE_STOCK_SERVICE)));

  return *name != '\0' ? g_strconcat (PSR_PROFILE_STOCK_SERVICE, name, NULL) : NULL;
}

/* Whose invoices go out electronically. */
char *
psr_profile_value_e_invoice (const char *text)
{
  static const char * const choices[] = { "auto", "all", "none", NULL };

  return one_of (text, choices);
}

/* Which requests are kept. */
char *
psr_profile_value_requests (const char *text)
{
  static const char * const choices[] = { "off", "errors", "all", NULL };

  return one_of (text, choices);
}

/* An amount of money above zero, and its currency. */
char *
psr_profile_value_amount (const char *text)
{
  g_autoptr(PsrAutomatic) rules = psr_automatic_new ();

  return psr_automatic_set_limit (rules, text) ? g_strdup (text) : NULL;
}

static char *
check_list (const char *text,
            gsize       most,
            gboolean    is_code)
{
  g_auto(GStrv) names = g_strsplit (text, ";", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) result = NULL;

  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *name = is_code ? g_utf8_strup (g_strstrip (names[i]), -1) : g_strdup (g_strstrip (names[i]));

      if (*name == '\0')
        continue;
      if (g_utf8_strlen (name, -1) > (glong) most)
        return NULL;
      g_strv_builder_add (builder, name);
    }

  result = g_strv_builder_end (builder);

  return result[0] != NULL ? g_strjoinv (";", result) : NULL;
}

/* Numbers of Business Central: upper case, at most 20 characters. */
char *
psr_profile_value_numbers (const char *text)
{
  return check_list (text, 20, TRUE);
}

/* Names or codes of Wello. */
char *
psr_profile_value_names (const char *text)
{
  return check_list (text, 50, FALSE);
}

/* From when to when something is done. */
char *
psr_profile_value_hours (const char *text)
{
  g_autoptr(PsrAutomatic) rules = psr_automatic_new ();

  return psr_automatic_set_hours (rules, text) ? g_strdup (text) : NULL;
}
