/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-bill"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-cli-progress.h"
#include "psr-cli-view.h"
#include "psr-cli.h"
#include "psr-timestamp.h"

static void
add_numbers (PsrJsonWriter *writer,
             const char    *name,
             GPtrArray     *numbers)
{
  psr_json_writer_member (writer, name);
  psr_json_writer_begin_array (writer);
  for (guint i = 0; numbers != NULL && i < numbers->len; i++)
    psr_json_writer_string (writer, numbers->pdata[i]);
  psr_json_writer_end_array (writer);
}

static void
print_json (PsrBillAnswer *answer)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_boolean (writer, "dryRun", answer->bodies != NULL);
  psr_json_writer_add_int64 (writer, "done", answer->sent);
  psr_json_writer_add_int64 (writer, "refused", answer->refused);
  psr_json_writer_add_int64 (writer, "checking", answer->checking);
  psr_json_writer_add_int64 (writer, "toSend", answer->approved);
  psr_json_writer_add_int64 (writer, "exceptions", answer->exceptions);
  psr_json_writer_add_string (writer, "stopped", answer->stopped != NULL ? answer->stopped->message : "");
  add_numbers (writer, "quotesLeft", answer->quotes_left);
  add_numbers (writer, "quotesRemoved", answer->quotes_removed);
  psr_json_writer_member (writer, "documents");
  psr_cli_view_work_orders_json (writer, answer->rows, answer->bodies);
  psr_json_writer_end_object (writer);

  psr_cli_print_json (writer);
}

/* The names after --accept, which may be given several times. */
static char **
split_accept (char **given)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();

  for (gsize i = 0; given != NULL && given[i] != NULL; i++)
    {
      g_auto(GStrv) words = g_strsplit (given[i], ",", -1);

      for (gsize j = 0; words[j] != NULL; j++)
        {
          if (*g_strstrip (words[j]) != '\0')
            g_strv_builder_add (names, words[j]);
        }
    }

  return g_strv_builder_end (names);
}

/* What is wrong with the names, or %NULL. */
static char *
dup_wrong_accept (char **names)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *all = NULL;

      if (psr_bill_can_accept (names[i]))
        continue;

      all = psr_bill_list_acceptable ();

      return g_strdup_printf (_("“%s” is nothing that can be accepted; there are %s."), names[i], all);
    }

  return NULL;
}

/**
 * psr_cli_run_bill:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `bill`: makes documents in Business Central.
 *
 * Returns: the exit status
 */
int
psr_cli_run_bill (PsrCli  *cli,
                  int      n_words,
                  char   **words)
{
  gboolean all = FALSE;
  gboolean dry_run = FALSE;
  gboolean wait = FALSE;
  gboolean post = FALSE;
  g_autofree char *document = NULL;
  g_autofree char *via = NULL;
  g_autofree char *day = NULL;
  g_autofree char *wrong = NULL;
  g_auto(GStrv) given = NULL;
  g_auto(GStrv) accept = NULL;
  g_autofree char *person = psr_cli_dup_person ();
  g_autoptr(PsrBillRequest) request = NULL;
  g_autoptr(PsrBillAnswer) answer = NULL;
  g_autoptr(GError) error = NULL;
  static const char * const vias[] = { "auto", "quote", "direct", NULL };
  const GOptionEntry entries[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, N_("Bill all that is ready"), NULL },
    { "as", 0, 0, G_OPTION_ARG_STRING, &document, N_("Make an invoice or an order, whatever the profile says"), N_("KIND") },
    { "via", 0, 0, G_OPTION_ARG_STRING, &via, N_("Make it over a quote or directly, whatever the profile says"), N_("WAY") },
    { "post", 0, 0, G_OPTION_ARG_NONE, &post, N_("Post what is made, after comparing it"), NULL },
    { "accept", 0, 0, G_OPTION_ARG_STRING_ARRAY, &given,
      N_("Bill although these checks ask, such as look-alike,zero-total"), N_("CHECK[,CHECK]") },
    { "date", 0, 0, G_OPTION_ARG_STRING, &day, N_("The documents’ date, where the profile asks for it"), N_("YYYY-MM-DD") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, N_("Show what would be sent, send nothing"), NULL },
    { "wait", 0, 0, G_OPTION_ARG_NONE, &wait, N_("Stay until all that was begun is settled"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!psr_cli_parse (cli, psr_cli_find_command ("bill"), entries, &n_words, &words))
    return PSR_CLI_USAGE;
  if (all == (n_words > 1))
    return psr_cli_fail_usage (cli, "bill", _("Name the invoices to bill, or write --all."));
  if (document != NULL && g_strcmp0 (document, "invoice") != 0 && g_strcmp0 (document, "order") != 0)
    return psr_cli_fail_usage (cli, "bill", _("--as takes “invoice” or “order”."));
  if (via != NULL && !g_strv_contains (vias, via))
    return psr_cli_fail_usage (cli, "bill", _("--via takes “auto”, “quote” or “direct”."));

  if (day != NULL && !psr_date_is_valid (day))
    return psr_cli_fail_usage (cli, "bill", _("--date takes a date such as 2026-01-31."));

  accept = split_accept (given);
  wrong = dup_wrong_accept (accept);
  if (wrong != NULL)
    return psr_cli_fail_usage (cli, "bill", wrong);
  if (all && accept[0] != NULL)
    return psr_cli_fail_usage (cli, "bill", _("--accept is for invoices that are named: look at each before."));

  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);

  request = psr_bill_request_new (all ? NULL : (const char * const *) words + 1, document, person);
  request->dry_run = dry_run;
  request->wait = wait;
  request->post = post;
  request->via = g_steal_pointer (&via);
  request->day = g_steal_pointer (&day);
  request->accept = g_steal_pointer (&accept);

  answer = dex_await_boxed (psr_engine_bill (cli->engine, request), &error);
  psr_cli_progress_clear ();
  if (answer == NULL)
    return psr_cli_fail (cli, error);

  if (cli->json)
    print_json (answer);
  else
    psr_cli_view_bill (answer);

  return psr_cli_view_status_of_bill (answer);
}
