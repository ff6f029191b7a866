/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-audit"

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "psr-audit-words.h"
#include "psr-csv.h"
#include "psr-cli-progress.h"
#include "psr-cli.h"

#define PAGE 500

typedef enum
{
  AS_TEXT,
  AS_CSV,
  AS_JSON,
} Form;

static gboolean
write_out (const char *text,
           gsize       size)
{
  if (fwrite (text, 1, size, stdout) == size)
    return TRUE;

  g_warning ("The output could not be written: %s", g_strerror (errno));

  return FALSE;
}

static gboolean
write_csv (const PsrAuditRow *row)
{
  g_autoptr(GString) line = g_string_new (NULL);
  g_autofree char *at = psr_timestamp_to_string (row->at);
  const char *cells[] = { at, row->who, row->host, row->program, row->action, row->number, row->external_number,
                          row->old_value, row->new_value, row->reason, NULL };

  psr_csv_add (line, cells);

  return write_out (line->str, line->len);
}

static gboolean
write_heading (void)
{
  static const char * const cells[] = { "at", "who", "host", "program", "action", "number", "externalDocumentNumber",
                                        "old", "new", "reason", NULL };
  g_autoptr(GString) line = g_string_new (NULL);

  psr_csv_add (line, cells);

  return write_out (line->str, line->len);
}

static gboolean
write_text (const PsrAuditRow *row)
{
  g_autoptr(GString) line = g_string_new (NULL);
  g_autofree char *at = psr_timestamp_localise_zone (row->at);
  g_autofree char *change = psr_audit_words_dup_change (row->action, row->old_value, row->new_value);
  g_autofree char *reason = psr_audit_words_dup_reason (row->action, row->reason);

  g_string_printf (line, "%s  %s  %s", at, row->who, psr_audit_words_get_action (row->action));
  if (row->number[0] != '\0')
    g_string_append_printf (line, "  %s", row->number);
  if (change[0] != '\0')
    g_string_append_printf (line, "  %s", change);
  if (reason[0] != '\0')
    g_string_append_printf (line, "  (%s)", reason);

  g_string_append_c (line, '\n');

  return write_out (line->str, line->len);
}

static void
add_json (PsrJsonWriter     *writer,
          const PsrAuditRow *row)
{
  g_autofree char *at = psr_timestamp_to_string (row->at);

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_int64 (writer, "id", row->id);
  psr_json_writer_add_string (writer, "at", at);
  psr_json_writer_add_string (writer, "who", row->who);
  psr_json_writer_add_string (writer, "host", row->host);
  psr_json_writer_add_string (writer, "program", row->program);
  psr_json_writer_add_string (writer, "action", row->action);
  psr_json_writer_add_string (writer, "number", row->number);
  psr_json_writer_add_string (writer, "externalDocumentNumber", row->external_number);
  psr_json_writer_add_string (writer, "old", row->old_value);
  psr_json_writer_add_string (writer, "new", row->new_value);
  psr_json_writer_add_string (writer, "reason", row->reason);
  psr_json_writer_end_object (writer);
}

static gboolean
write_row (Form               form,
           PsrJsonWriter     *writer,
           const PsrAuditRow *row)
{
  if (form == AS_JSON)
    {
      add_json (writer, row);
      return TRUE;
    }

  return form == AS_CSV ? write_csv (row) : write_text (row);
}

/* Page by page, so that ten years of it need no memory. The clock of a computer may
 * have been put back: only a whole page of older lines ends it. */
static gboolean
write_all (PsrCli         *cli,
           Form            form,
           PsrJsonWriter  *writer,
           const char     *number,
           PsrTimestamp    since,
           GError        **error)
{
  gint64 before = 0;

  while (TRUE)
    {
      g_autoptr(GPtrArray) rows = NULL;
      gboolean any = FALSE;

      rows = dex_await_boxed (psr_engine_read_audit (cli->engine, number, before, PAGE), error);
      psr_cli_progress_clear ();
      if (rows == NULL)
        return FALSE;

      for (guint i = 0; i < rows->len; i++)
        {
          const PsrAuditRow *row = rows->pdata[i];

          before = row->id;
          if (row->at < since)
            continue;

          any = TRUE;
          if (!write_row (form, writer, row))
            return TRUE;
        }

      if (rows->len < PAGE || !any)
        return TRUE;
    }
}

/**
 * psr_cli_run_audit:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `audit`: lists who did what, the newest first.
 *
 * Returns: the exit status
 */
int
psr_cli_run_audit (PsrCli  *cli,
                   int      n_words,
                   char   **words)
{
  g_autofree char *since = NULL;
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();
  g_autoptr(GError) error = NULL;
  PsrTimestamp from = PSR_TIMESTAMP_NONE;
  gboolean csv = FALSE;
  Form form;
  const GOptionEntry entries[] = {
    { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, N_("Write a table for spreadsheets"), NULL },
    { "since", 0, 0, G_OPTION_ARG_STRING, &since, N_("Only from this day on, such as 2026-01-31"), N_("DATE") },
    G_OPTION_ENTRY_NULL
  };

  if (!psr_cli_parse (cli, psr_cli_find_command ("audit"), entries, &n_words, &words))
    return PSR_CLI_USAGE;
  if (n_words > 2)
    return psr_cli_fail_usage (cli, "audit", _("“audit” takes one number, or none."));
  if (csv && cli->json)
    return psr_cli_fail_usage (cli, "audit", _("--csv and --json exclude each other."));

  if (since != NULL && !psr_timestamp_parse_day (since, &from) &&
      (strchr (since, 'T') == NULL || !psr_timestamp_parse (since, &from, NULL)))
    return psr_cli_fail_usage (cli, "audit", _("--since takes a day such as 2026-01-31."));

  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);

  form = cli->json ? AS_JSON : csv ? AS_CSV : AS_TEXT;
  psr_json_writer_begin_object (writer);
  psr_json_writer_member (writer, "audit");
  psr_json_writer_begin_array (writer);

  if ((form == AS_CSV && !write_heading ()) ||
      !write_all (cli, form, writer, n_words > 1 ? words[1] : NULL, from, &error))
    return error != NULL ? psr_cli_fail (cli, error) : PSR_CLI_STATE;

  psr_json_writer_end_array (writer);
  psr_json_writer_end_object (writer);
  if (form == AS_JSON)
    psr_cli_print_json (writer);

  return PSR_CLI_OK;
}
