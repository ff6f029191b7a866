/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-workorders"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-cli-order.h"
#include "psr-cli-progress.h"
#include "psr-cli-view.h"
#include "psr-cli.h"

static int
show (PsrCli     *cli,
      const char *number)
{
  g_autoptr(PsrOrderView) view = NULL;
  g_autoptr(GError) error = NULL;
  const GError *warning;

  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);

  view = dex_await_boxed (psr_engine_show_work_order (cli->engine, number), &error);
  psr_cli_progress_clear ();
  if (view == NULL)
    return psr_cli_fail (cli, error);

  if (cli->json)
    {
      g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

      psr_cli_order_json (writer, view);
      psr_cli_print_json (writer);
    }
  else
    {
      psr_cli_order_print (view);
    }

  warning = psr_engine_get_warning (cli->engine);

  return warning != NULL ? (int) psr_trouble_of_error (warning) : PSR_CLI_OK;
}

static void
keep_automatic (GPtrArray *rows)
{
  for (guint i = rows->len; i > 0; i--)
    {
      const PsrWorkOrder *row = rows->pdata[i - 1];

      if (!row->is_automatic)
        g_ptr_array_remove_index (rows, i - 1);
    }
}

/**
 * psr_cli_run_workorders:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `workorders`: lists the work that is to be billed; `workorders show NUMBER`: all
 * that is known of one.
 *
 * Returns: the exit status
 */
int
psr_cli_run_workorders (PsrCli  *cli,
                        int      n_words,
                        char   **words)
{
  g_autofree char *name = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;
  const GError *warning;
  PsrQueue queue = PSR_QUEUE_ALL;
  gboolean automatic = FALSE;
  const GOptionEntry entries[] = {
    { "queue", 0, 0, G_OPTION_ARG_STRING, &name,
      N_("List only this queue: review, exceptions, sending or done"), N_("QUEUE") },
    { "automatic", 0, 0, G_OPTION_ARG_NONE, &automatic, N_("List only what was sent without a person"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!psr_cli_parse (cli, psr_cli_find_command ("workorders"), entries, &n_words, &words))
    return PSR_CLI_USAGE;
  if (n_words > 1 && g_strcmp0 (words[1], "show") == 0)
    {
      if (n_words != 3 || name != NULL || automatic)
        return psr_cli_fail_usage (cli, "workorders", _("“workorders show” takes one number."));
      return show (cli, words[2]);
    }
  if (n_words > 1)
    return psr_cli_fail_usage (cli, "workorders", _("“workorders” takes no arguments but “show NUMBER”."));
  if (name != NULL && !psr_queue_from_string (name, &queue))
    {
      g_autofree char *message = g_strdup_printf (_("There is no queue “%s”; there are review, exceptions, sending and done."), name);

      return psr_cli_fail_usage (cli, "workorders", message);
    }

  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);

  rows = dex_await_boxed (psr_engine_list_work_orders (cli->engine, queue), &error);
  psr_cli_progress_clear ();
  if (rows == NULL)
    return psr_cli_fail (cli, error);
  if (automatic)
    keep_automatic (rows);

  if (cli->json)
    {
      g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "queue", psr_queue_to_string (queue));
      psr_json_writer_member (writer, "workOrders");
      psr_cli_view_work_orders_json (writer, rows, NULL);
      psr_json_writer_end_object (writer);
      psr_cli_print_json (writer);
    }
  else if (rows->len == 0)
    {
      g_print (_("Nothing in this queue.\n"));
    }
  else
    {
      psr_cli_view_work_orders (rows);
    }

  warning = psr_engine_get_warning (cli->engine);

  return warning != NULL ? (int) psr_trouble_of_error (warning) : PSR_CLI_OK;
}
