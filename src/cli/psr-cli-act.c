/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-act"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-cli-pairs.h"
#include "psr-cli-progress.h"
#include "psr-cli-view.h"
#include "psr-cli.h"

static void
print_json (const char   *act,
            PsrActAnswer *answer)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "act", act);
  psr_json_writer_add_int64 (writer, "done", answer->rows->len - answer->open);
  psr_json_writer_add_int64 (writer, "open", answer->open);
  psr_json_writer_add_int64 (writer, "failed", answer->failures->len);
  psr_json_writer_add_string (writer, "stopped", answer->stopped != NULL ? answer->stopped->message : "");
  psr_json_writer_member (writer, "documents");
  psr_cli_view_work_orders_json (writer, answer->rows, NULL);
  psr_json_writer_member (writer, "failures");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < answer->failures->len; i++)
    {
      const PsrActFailure *failure = answer->failures->pdata[i];

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "number", failure->number);
      psr_json_writer_add_string (writer, "what", failure->what);
      psr_json_writer_add_string (writer, "why", failure->why);
      psr_json_writer_add_string (writer, "mend", failure->mend);
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
  psr_json_writer_end_object (writer);

  psr_cli_print_json (writer);
}

static void
print_failures (PsrActAnswer *answer)
{
  for (guint i = 0; i < answer->failures->len; i++)
    {
      const PsrActFailure *failure = answer->failures->pdata[i];

      if (failure->number[0] != '\0')
        {
          g_autofree char *line = g_strdup_printf (_("%s: %s"), failure->number, failure->what);

          g_print ("✖ %s\n", line);
        }
      else
        g_print ("✖ %s\n", failure->what);
      if (failure->why[0] != '\0')
        g_print ("    %s\n", failure->why);
      if (failure->mend[0] != '\0')
        g_print ("    → %s\n", failure->mend);
    }
}

static int
status_of (PsrActAnswer *answer)
{
  if (answer->stopped != NULL)
    return (int) psr_trouble_of_error (answer->stopped);

  return answer->failures->len + answer->open > 0 ? PSR_CLI_PERSON : PSR_CLI_OK;
}

static int
ask (PsrCli        *cli,
     PsrActRequest *request)
{
  g_autoptr(PsrActAnswer) answer = NULL;
  g_autoptr(GError) error = NULL;

  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);

  answer = dex_await_boxed (psr_engine_act (cli->engine, request), &error);
  psr_cli_progress_clear ();
  if (answer == NULL)
    return psr_cli_fail (cli, error);

  if (cli->json)
    {
      print_json (request->act, answer);
    }
  else
    {
      psr_cli_view_acted (answer->rows);
      print_failures (answer);
      if (answer->rows->len + answer->failures->len == 0)
        g_print (_("Nothing to do.\n"));
      if (answer->stopped != NULL)
        psr_cli_view_error (answer->stopped);
    }

  return status_of (answer);
}

/**
 * psr_cli_run_withdraw:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `withdraw`: deletes drafts that were made.
 *
 * Returns: the exit status
 */
int
psr_cli_run_withdraw (PsrCli  *cli,
                      int      n_words,
                      char   **words)
{
  g_autofree char *person = psr_cli_dup_person ();
  g_autofree char *reason = NULL;
  g_autoptr(PsrActRequest) request = NULL;
  gboolean despite = FALSE;
  const GOptionEntry entries[] = {
    { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_("Why, for the audit"), N_("TEXT") },
    { "despite", 0, 0, G_OPTION_ARG_NONE, &despite,
      N_("Even if Business Central keeps an empty posted invoice in its place"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!psr_cli_parse (cli, psr_cli_find_command ("withdraw"), entries, &n_words, &words))
    return PSR_CLI_USAGE;
  if (n_words < 2)
    return psr_cli_fail_usage (cli, "withdraw", _("Name the invoices to withdraw."));

  request = psr_act_request_new ("withdraw", (const char * const *) words + 1, person);
  request->reason = g_steal_pointer (&reason);
  request->despite = despite;

  return ask (cli, request);
}

/* A command that takes numbers, or --all. */
static int
run_for_all (PsrCli      *cli,
             const char  *act,
             const char  *all_text,
             const char  *usage,
             int          n_words,
             char       **words)
{
  g_autofree char *person = psr_cli_dup_person ();
  g_autofree char *reason = NULL;
  g_autoptr(PsrActRequest) request = NULL;
  gboolean all = FALSE;
  const GOptionEntry entries[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, all_text, NULL },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_("Why, for the audit"), N_("TEXT") },
    G_OPTION_ENTRY_NULL
  };

  if (!psr_cli_parse (cli, psr_cli_find_command (act), entries, &n_words, &words))
    return PSR_CLI_USAGE;
  if (all == (n_words > 1))
    return psr_cli_fail_usage (cli, act, usage);

  request = psr_act_request_new (act, all ? NULL : (const char * const *) words + 1, person);
  request->reason = g_steal_pointer (&reason);

  return ask (cli, request);
}

/**
 * psr_cli_run_retry:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `retry`: tries again what was refused.
 *
 * Returns: the exit status
 */
int
psr_cli_run_retry (PsrCli  *cli,
                   int      n_words,
                   char   **words)
{
  return run_for_all (cli, "retry", N_("Try all again that was refused"),
                      _("Name the invoices to try again, or write --all."), n_words, words);
}

/* A command that takes numbers and nothing else. */
static int
run_plain (PsrCli      *cli,
           const char  *act,
           int          n_words,
           char       **words)
{
  g_autofree char *person = psr_cli_dup_person ();
  g_autofree char *reason = NULL;
  g_autoptr(PsrActRequest) request = NULL;
  const GOptionEntry entries[] = {
    { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_("Why, for the audit"), N_("TEXT") },
    G_OPTION_ENTRY_NULL
  };

  if (!psr_cli_parse (cli, psr_cli_find_command (act), entries, &n_words, &words))
    return PSR_CLI_USAGE;
  if (n_words < 2)
    return psr_cli_fail_usage (cli, act, _("Name the invoices."));

  request = psr_act_request_new (act, (const char * const *) words + 1, person);
  request->reason = g_steal_pointer (&reason);

  return ask (cli, request);
}

/**
 * psr_cli_run_take:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `take`: takes the documents found in Business Central as they are.
 *
 * Returns: the exit status
 */
int
psr_cli_run_take (PsrCli  *cli,
                  int      n_words,
                  char   **words)
{
  return run_plain (cli, "take", n_words, words);
}

/**
 * psr_cli_run_unapprove:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `unapprove`: takes approvals back that weren't sent yet.
 *
 * Returns: the exit status
 */
int
psr_cli_run_unapprove (PsrCli  *cli,
                       int      n_words,
                       char   **words)
{
  return run_for_all (cli, "unapprove", N_("Take back all that isn’t sent yet"),
                      _("Name the invoices whose approval is taken back, or write --all."), n_words, words);
}

/**
 * psr_cli_run_skip:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `skip`: has invoices not billed, or billed after all.
 *
 * Returns: the exit status
 */
int
psr_cli_run_skip (PsrCli  *cli,
                  int      n_words,
                  char   **words)
{
  g_autofree char *person = psr_cli_dup_person ();
  g_autofree char *reason = NULL;
  g_autoptr(PsrActRequest) request = NULL;
  gboolean undo = FALSE;
  const GOptionEntry entries[] = {
    { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_("Why it isn’t billed; needed"), N_("TEXT") },
    { "undo", 0, 0, G_OPTION_ARG_NONE, &undo, N_("Bill it after all"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!psr_cli_parse (cli, psr_cli_find_command ("skip"), entries, &n_words, &words))
    return PSR_CLI_USAGE;
  if (n_words < 2)
    return psr_cli_fail_usage (cli, "skip", _("Name the invoices to skip."));
  if (!undo && (reason == NULL || *g_strstrip (reason) == '\0'))
    return psr_cli_fail_usage (cli, "skip", _("Say why with --reason: somebody will ask."));

  request = psr_act_request_new (undo ? "unskip" : "skip", (const char * const *) words + 1, person);
  request->reason = g_steal_pointer (&reason);

  return ask (cli, request);
}

/**
 * psr_cli_run_mark_billed:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `mark-billed`: takes documents that are in Business Central for invoices.
 *
 * Returns: the exit status
 */
int
psr_cli_run_mark_billed (PsrCli  *cli,
                         int      n_words,
                         char   **words)
{
  g_autofree char *person = psr_cli_dup_person ();
  g_autofree char *reason = NULL;
  g_autofree char *file = NULL;
  g_autoptr(PsrActRequest) request = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) numbers = NULL;
  g_auto(GStrv) bc_numbers = NULL;
  gboolean undo = FALSE;
  gboolean despite = FALSE;
  const GOptionEntry entries[] = {
    { "file", 0, 0, G_OPTION_ARG_FILENAME, &file, N_("Read pairs of numbers from this file, or from “-”"), N_("FILE") },
    { "despite", 0, 0, G_OPTION_ARG_NONE, &despite, N_("Even if the amounts differ"), NULL },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_("Why, for the audit"), N_("TEXT") },
    { "undo", 0, 0, G_OPTION_ARG_NONE, &undo, N_("It isn’t billed by that"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!psr_cli_parse (cli, psr_cli_find_command ("mark-billed"), entries, &n_words, &words))
    return PSR_CLI_USAGE;
  if (undo ? n_words < 2 || file != NULL : file != NULL ? n_words != 1 : n_words != 3)
    return psr_cli_fail_usage (cli, "mark-billed",
                               _("Name an invoice and its number in Business Central, or a --file with such pairs."));

  if (file != NULL && !psr_cli_pairs_read (file, &numbers, &bc_numbers, &error))
    return psr_cli_fail_usage (cli, "mark-billed", error->message);

  if (undo)
    {
      request = psr_act_request_new ("unmark", (const char * const *) words + 1, person);
    }
  else if (file != NULL)
    {
      request = psr_act_request_new ("mark-billed", (const char * const *) numbers, person);
      request->bc_numbers = g_steal_pointer (&bc_numbers);
    }
  else
    {
      const char *number[] = { words[1], NULL };

      request = psr_act_request_new ("mark-billed", number, person);
      request->bc_numbers = g_strdupv ((char **) (const char *[]) { words[2], NULL });
    }

  request->reason = g_steal_pointer (&reason);
  request->despite = despite;

  return ask (cli, request);
}
