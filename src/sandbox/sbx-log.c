/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-log"

#include "sbx-log.h"

#include "sbx-value.h"

#define MAX_ENTRIES 200000

typedef struct
{
  const char *service; /* interned, as are method and fault */
  const char *method;
  const char *fault;
  char       *target;
  gint64      time;
  guint       status;
  gboolean    handled, finished;
} Entry;

struct _SbxLog
{
  GArray *entries; /* of Entry, the first of which has the sequence number “first” */
  guint64 first;
  GHashTable *counts; /* interned "service method" → number */
};

static void
entry_clear (gpointer data)
{
  g_free (((Entry *) data)->target);
}

SbxLog *
sbx_log_new (void)
{
  SbxLog *log = g_new0 (SbxLog, 1);

  log->entries = g_array_new (FALSE, TRUE, sizeof (Entry));
  g_array_set_clear_func (log->entries, entry_clear);
  log->first = 1;
  log->counts = g_hash_table_new (g_str_hash, g_str_equal);
  return log;
}

void
sbx_log_free (SbxLog *log)
{
  if (log == NULL)
    return;
  g_array_unref (log->entries);
  g_hash_table_unref (log->counts);
  g_free (log);
}

guint64
sbx_log_start (SbxLog     *log,
               const char *service,
               const char *method,
               const char *target)
{
  Entry entry = { .service = service, .method = g_intern_string (method), .target = g_strdup (target), .time = sbx_now () };
  g_autofree char *key = g_strconcat (service, " ", method, NULL);
  const char *kept = g_intern_string (key);

  if (log->entries->len >= MAX_ENTRIES)
    {
      g_array_remove_range (log->entries, 0, MAX_ENTRIES / 2);
      log->first += MAX_ENTRIES / 2;
    }
  g_array_append_val (log->entries, entry);
  g_hash_table_insert (log->counts, (char *) kept,
                       GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (log->counts, kept)) + 1));
  return log->first + log->entries->len - 1;
}

void
sbx_log_finish (SbxLog     *log,
                guint64     sequence,
                guint       status,
                gboolean    handled,
                const char *fault)
{
  Entry *entry;

  if (sequence < log->first || sequence - log->first >= log->entries->len)
    return;
  entry = &g_array_index (log->entries, Entry, sequence - log->first);
  entry->status = status;
  entry->handled = handled;
  entry->finished = TRUE;
  entry->fault = fault;
}

void
sbx_log_reset (SbxLog *log)
{
  log->first += log->entries->len;
  g_array_set_size (log->entries, 0);
  g_hash_table_remove_all (log->counts);
}

void
sbx_log_write (SbxLog  *log,
               guint64  since,
               GString *out)
{
  GHashTableIter iter;
  gpointer key, value;
  guint64 total = 0;

  g_string_append (out, "{\"counts\":{");
  g_hash_table_iter_init (&iter, log->counts);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      sbx_json_append_int_member (out, key, GPOINTER_TO_UINT (value));
      total += GPOINTER_TO_UINT (value);
    }
  g_string_append_c (out, '}');
  sbx_json_append_int_member (out, "total", (gint64) total);
  sbx_json_append_member (out, "requests");
  g_string_append_c (out, '[');
  for (guint i = 0; i < log->entries->len; i++)
    {
      Entry *entry = &g_array_index (log->entries, Entry, i);
      g_autofree char *time = NULL;

      if (log->first + i <= since)
        continue;
      time = sbx_datetime_to_string (entry->time, SBX_DIALECT_BC);
      if (out->str[out->len - 1] != '[')
        g_string_append_c (out, ',');
      g_string_append_c (out, '{');
      sbx_json_append_int_member (out, "sequence", (gint64) (log->first + i));
      sbx_json_append_text_member (out, "service", entry->service);
      sbx_json_append_text_member (out, "method", entry->method);
      sbx_json_append_text_member (out, "path", entry->target);
      sbx_json_append_int_member (out, "status", entry->status);
      sbx_json_append_member (out, "handled");
      g_string_append (out, entry->handled ? "true" : "false");
      sbx_json_append_member (out, "finished");
      g_string_append (out, entry->finished ? "true" : "false");
      if (entry->fault != NULL)
        sbx_json_append_text_member (out, "fault", entry->fault);
      sbx_json_append_text_member (out, "time", time);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "]}");
}
