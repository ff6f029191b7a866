/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-matching"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-cli-progress.h"
#include "psr-cli-table.h"
#include "psr-cli.h"
#include "psr-matching.h"
#include "psr-profile-flow.h"

static void
add_json_rows (PsrJsonWriter *writer,
               const char    *name,
               GListStore    *rows)
{
  psr_json_writer_member (writer, name);
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rows)); i++)
    {
      g_autoptr(PsrMatchRow) row = g_list_model_get_item (G_LIST_MODEL (rows), i);

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "id", psr_match_row_get_id (row));
      psr_json_writer_add_string (writer, "number", psr_match_row_get_number (row));
      psr_json_writer_add_string (writer, "name", psr_match_row_get_name (row));
      psr_json_writer_add_string (writer, "city", psr_match_row_get_city (row));
      if (*psr_match_row_get_other (row) != '\0')
        psr_json_writer_add_string (writer, "welloId", psr_match_row_get_other (row));
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
}

static void
print_json (const char        *flow,
            const PsrMatching *matching)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "flow", flow);
  add_json_rows (writer, "coupled", matching->coupled);
  psr_json_writer_member (writer, "ambiguous");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < matching->to_settle->len; i++)
    {
      const PsrMatchOpen *open = matching->to_settle->pdata[i];

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "id", open->id);
      psr_json_writer_add_string (writer, "number", open->number);
      psr_json_writer_add_string (writer, "what", open->what);
      psr_json_writer_add_string (writer, "why", open->why);
      psr_json_writer_add_string (writer, "mend", open->mend);
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
  add_json_rows (writer, "businessCentral", matching->bc);
  add_json_rows (writer, "wello", matching->wello);
  psr_json_writer_end_object (writer);
  psr_cli_print_json (writer);
}

static void
print_rows (const char *title,
            GListStore *rows,
            gboolean    lists)
{
  g_autoptr(PsrCliTable) table = psr_cli_table_new ();
  guint n = g_list_model_get_n_items (G_LIST_MODEL (rows));

  /* Translators: a heading, and how many there are below it. */
  g_print (_("%s: %u\n"), title, n);
  if (!lists || n == 0)
    return;

  psr_cli_table_add_column (table, _("Number"), FALSE);
  psr_cli_table_add_column (table, _("Name"), FALSE);
  psr_cli_table_add_column (table, _("City"), FALSE);
  psr_cli_table_add_column (table, _("Id"), FALSE);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(PsrMatchRow) row = g_list_model_get_item (G_LIST_MODEL (rows), i);

      psr_cli_table_set_cell (table, psr_match_row_get_number (row));
      psr_cli_table_set_cell (table, psr_match_row_get_name (row));
      psr_cli_table_set_cell (table, psr_match_row_get_city (row));
      psr_cli_table_set_cell (table, psr_match_row_get_id (row));
    }
  psr_cli_table_print (table);
}

static void
print_text (const PsrMatching *matching,
            gboolean           lists_coupled)
{
  print_rows (_("Coupled"), matching->coupled, lists_coupled);
  g_print (_("%s: %u\n"), _("To settle"), matching->to_settle->len);
  for (guint i = 0; i < matching->to_settle->len; i++)
    {
      const PsrMatchOpen *open = matching->to_settle->pdata[i];

      g_print ("  %s  %s\n", *open->number != '\0' ? open->number : open->id, open->what);
      if (*open->why != '\0')
        g_print ("    %s\n", open->why);
      if (*open->mend != '\0')
        g_print ("    → %s\n", open->mend);
    }
  print_rows (_("Only in Business Central"), matching->bc, TRUE);
  print_rows (_("Only in Wello"), matching->wello, TRUE);
}

/**
 * psr_cli_run_matching:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `matching`: lists what is coupled, what could be coupled with several, and what is alone.
 *
 * Returns: the exit status
 */
int
psr_cli_run_matching (PsrCli  *cli,
                      int      n_words,
                      char   **words)
{
  gboolean coupled = FALSE;
  const GOptionEntry entries[] = {
    { "coupled", 0, 0, G_OPTION_ARG_NONE, &coupled, N_("List what is coupled, too"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(PsrMatching) matching = NULL;
  g_autoptr(GError) error = NULL;

  if (!psr_cli_parse (cli, psr_cli_find_command ("matching"), entries, &n_words, &words))
    return PSR_CLI_USAGE;

  if (n_words != 2)
    return psr_cli_fail_usage (cli, "matching", _("Name the flow."));
  if (!psr_profile_flow_is_known (words[1]))
    {
      g_autofree char *known = psr_profile_flow_list_known ();
      g_autofree char *message = g_strdup_printf (_("There is no flow “%s”; there are: %s."), words[1], known);

      return psr_cli_fail_usage (cli, "matching", message);
    }
  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);

  matching = dex_await_boxed (psr_engine_read_matching (cli->engine, words[1]), &error);
  psr_cli_progress_clear ();
  if (matching == NULL)
    return psr_cli_fail (cli, error);

  if (cli->json)
    print_json (words[1], matching);
  else
    print_text (matching, coupled);

  return matching->to_settle->len > 0 ? PSR_CLI_PERSON : PSR_CLI_OK;
}
