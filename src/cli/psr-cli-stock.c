/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-stock"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-cli-progress.h"
#include "psr-cli-table.h"
#include "psr-cli.h"
#include "psr-json-writer.h"
#include "psr-system-clock.h"
#include "psr-timestamp.h"
#include "psr-unbilled-part.h"

/* How far back parts are looked for where nothing is said. */
#define DAYS 90

static void
print_json (GPtrArray *parts)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  psr_json_writer_member (writer, "parts");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < parts->len; i++)
    {
      const PsrUnbilledPart *part = g_ptr_array_index (parts, i);

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "location", part->location);
      psr_json_writer_add_string (writer, "item", part->item);
      psr_json_writer_add_string (writer, "name", part->name);
      psr_json_writer_add_decimal (writer, "quantity", part->quantity);
      psr_json_writer_add_string (writer, "workOrder", part->work_order);
      psr_json_writer_add_string (writer, "day", part->day);
      psr_json_writer_add_string (writer, "where", psr_unbilled_where_to_string (part->where));
      psr_json_writer_add_string (writer, "invoice", part->document);
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
  psr_json_writer_end_object (writer);
  psr_cli_print_json (writer);
}

static void
print_text (GPtrArray *parts)
{
  g_autoptr(PsrCliTable) table = psr_cli_table_new ();

  if (parts->len == 0)
    {
      g_print (_("Business Central’s stock lacks every part that was used.\n"));
      return;
    }

  psr_cli_table_add_column (table, _("Location"), FALSE);
  psr_cli_table_add_column (table, _("Item"), FALSE);
  psr_cli_table_add_column (table, _("Name"), FALSE);
  psr_cli_table_add_column (table, _("Quantity"), TRUE);
  psr_cli_table_add_column (table, _("Work order"), FALSE);
  psr_cli_table_add_column (table, _("Day"), FALSE);
  psr_cli_table_add_column (table, _("Invoice"), FALSE);
  psr_cli_table_add_column (table, _("Where"), FALSE);
  for (guint i = 0; i < parts->len; i++)
    {
      const PsrUnbilledPart *part = g_ptr_array_index (parts, i);

      psr_cli_table_set_cell (table, part->location);
      psr_cli_table_set_cell (table, part->item);
      psr_cli_table_set_cell (table, part->name);
      psr_cli_table_take_cell (table, psr_cli_dup_number (part->quantity));
      psr_cli_table_set_cell (table, part->work_order);
      psr_cli_table_take_cell (table, psr_date_localise (part->day));
      psr_cli_table_set_cell (table, part->document);
      psr_cli_table_set_cell (table, psr_unbilled_where_get_words (part->where));
    }
  psr_cli_table_print (table);
}

static PsrTimestamp
since_day (const char *day)
{
  g_autofree char *text = day != NULL ? g_strconcat (day, "T00:00:00Z", NULL) : NULL;
  g_autoptr(PsrClock) clock = psr_system_clock_new ();
  PsrTimestamp since;

  if (text != NULL && psr_timestamp_parse (text, &since, NULL))
    return since;

  return psr_clock_now (clock) - DAYS * G_TIME_SPAN_DAY;
}

/**
 * psr_cli_run_stock:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `stock --unbilled`: lists the parts that were used and that Business Central's stock still has.
 *
 * Returns: the exit status
 */
int
psr_cli_run_stock (PsrCli  *cli,
                   int      n_words,
                   char   **words)
{
  g_autofree char *since = NULL;
  gboolean unbilled = FALSE;
  const GOptionEntry entries[] = {
    { "unbilled", 0, 0, G_OPTION_ARG_NONE, &unbilled, N_("List the parts that were used and aren’t posted"), NULL },
    { "since", 0, 0, G_OPTION_ARG_STRING, &since, N_("Entered from this day on, instead of 90 days ago"), "YYYY-MM-DD" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(GPtrArray) parts = NULL;
  g_autoptr(GError) error = NULL;

  if (!psr_cli_parse (cli, psr_cli_find_command ("stock"), entries, &n_words, &words))
    return PSR_CLI_USAGE;

  if (n_words > 1 || !unbilled)
    return psr_cli_fail_usage (cli, "stock", _("Write “--unbilled”."));
  if (since != NULL && !psr_date_is_valid (since))
    return psr_cli_fail_usage (cli, "stock", _("Write the date as YYYY-MM-DD."));
  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);

  parts = dex_await_boxed (psr_engine_list_unbilled_parts (cli->engine, since_day (since)), &error);
  psr_cli_progress_clear ();
  if (parts == NULL)
    return psr_cli_fail (cli, error);

  if (cli->json)
    print_json (parts);
  else
    print_text (parts);

  return PSR_CLI_OK;
}
