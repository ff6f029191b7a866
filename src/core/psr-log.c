/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-log"

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "psr-log.h"
#include "psr-redact.h"
#include "psr-system-clock.h"

static PsrClock *log_clock;
static PsrLogLevel log_level;
static GLogLevelFlags fatal_levels;

static const char *
level_name (GLogLevelFlags level)
{
  if (level & G_LOG_LEVEL_ERROR)
    return "ERROR";
  if (level & G_LOG_LEVEL_CRITICAL)
    return "CRITICAL";
  if (level & G_LOG_LEVEL_WARNING)
    return "WARNING";
  if (level & G_LOG_LEVEL_MESSAGE)
    return "MESSAGE";
  if (level & G_LOG_LEVEL_INFO)
    return "INFO";

  return "DEBUG";
}

static char *
dup_field (const GLogField *fields,
           gsize            n_fields,
           const char      *key)
{
  g_assert (fields != NULL || n_fields == 0);

  for (gsize i = 0; i < n_fields; i++)
    {
      if (strcmp (fields[i].key, key) != 0)
        continue;

      return fields[i].length < 0 ? g_strdup (fields[i].value)
                                  : g_strndup (fields[i].value, (gsize) fields[i].length);
    }

  return g_strdup ("-");
}

/* One entry is one line, whatever is in it, and what a terminal would obey is
 * shown instead. */
static void
append_escaped (GString    *line,
                const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_assert (line != NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n')
        g_string_append (line, "\\n");
      else if (c == '\r')
        g_string_append (line, "\\r");
      else if (c == '\t')
        g_string_append_c (line, ' ');
      else if (g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029)
        g_string_append_printf (line, "\\u%04x", c);
      else
        g_string_append_unichar (line, c);
    }
}

/**
 * psr_log_format:
 * @level: the level of the entry
 * @fields: (array length=n_fields): its fields
 * @n_fields: how many
 * @timestamp: when, in microseconds since 1970 UTC
 *
 * Returns: (transfer full): the entry as one line with its end: the time in
 *   UTC, the level, the domain and the message without secrets
 */
char *
psr_log_format (GLogLevelFlags   level,
                const GLogField *fields,
                gsize            n_fields,
                gint64           timestamp)
{
  g_autofree char *time = psr_timestamp_to_string (timestamp);
  g_autofree char *domain = dup_field (fields, n_fields, "GLIB_DOMAIN");
  g_autofree char *message = dup_field (fields, n_fields, "MESSAGE");
  g_autofree char *redacted = psr_redact (message);
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_printf (line, "%s %s ", time, level_name (level));
  append_escaped (line, domain);
  g_string_append (line, ": ");
  append_escaped (line, redacted);
  g_string_append_c (line, '\n');

  return g_string_free (g_steal_pointer (&line), FALSE);
}

static gboolean
is_wanted (GLogLevelFlags level,
           const char     *domain)
{
  if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING))
    return TRUE;
  if (level & G_LOG_LEVEL_MESSAGE)
    return log_level >= PSR_LOG_NORMAL;
  if (log_level >= PSR_LOG_DEBUG || (log_level >= PSR_LOG_INFO && (level & G_LOG_LEVEL_INFO)))
    return TRUE;

  return !g_log_writer_default_would_drop (level, domain);
}

/* One write, so that the lines of several processes don't mix. */
static void
write_line (const char *line)
{
  gsize length = strlen (line);

  while (length > 0)
    {
      ssize_t n = write (STDERR_FILENO, line, length);

      if (n <= 0)
        break;

      line += n;
      length -= (gsize) n;
    }
}

static GLogWriterOutput
log_writer (GLogLevelFlags   level,
            const GLogField *fields,
            gsize            n_fields,
            gpointer         user_data)
{
  g_autofree char *domain = dup_field (fields, n_fields, "GLIB_DOMAIN");

  if (is_wanted (level, domain))
    {
      g_autofree char *line = psr_log_format (level, fields, n_fields, psr_clock_now (log_clock));

      write_line (line);
    }

  /* GLib leaves this to its own writer. */
  if (level & fatal_levels)
    abort ();

  return G_LOG_WRITER_HANDLED;
}

/**
 * psr_log_install:
 * @level: how much to log
 *
 * Sends the log of the whole process to standard error, without secrets. To be
 * called once, at the start of main().
 */
void
psr_log_install (PsrLogLevel level)
{
  g_return_if_fail (log_clock == NULL);

  log_clock = psr_system_clock_new ();
  log_level = level;

  /* There is no other way to learn which levels are fatal. */
  fatal_levels = g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_log_set_always_fatal (fatal_levels);

  g_log_set_writer_func (log_writer, NULL, NULL);
}
