/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-questions"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-cli-progress.h"
#include "psr-cli-view.h"
#include "psr-cli.h"
#include "psr-engine-error.h"
#include "psr-explain.h"
#include "psr-question.h"
#include "psr-text.h"

static const char *
value_text (const char *text)
{
  return *text != '\0' ? text : "–";
}

static void
print_question (const PsrQuestion *question)
{
  g_print ("%s %s  %s\n", question->title, question->number, question->view != NULL ? question->view->name : "");
  g_print ("    %s\n", question->reason);

  for (guint i = 0; question->view != NULL && i < question->view->fields->len; i++)
    {
      const PsrRecordField *field = question->view->fields->pdata[i];

      g_autofree char *text = NULL;

      if (!field->differs)
        continue;

      /* Translators: the name of a field, and its value in three places. */
      text = g_strdup_printf (_("%s: Business Central “%s”, Wello “%s”, last agreed “%s”"), field->label,
                              value_text (field->bc), value_text (field->wello), value_text (field->agreed));
      g_print ("    %s\n", text);
    }
  if (*question->mark != '\0')
    g_print ("    %s:%s\n", question->row, question->mark);
  else
    g_print ("    %s\n", question->row);
}

static void
add_fields (PsrJsonWriter       *writer,
            const PsrRecordView *view)
{
  psr_json_writer_member (writer, "fields");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; view != NULL && i < view->fields->len; i++)
    {
      const PsrRecordField *field = view->fields->pdata[i];

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "field", field->label);
      psr_json_writer_add_string (writer, "businessCentral", field->bc);
      psr_json_writer_add_string (writer, "wello", field->wello);
      psr_json_writer_add_string (writer, "agreed", field->agreed);
      psr_json_writer_add_boolean (writer, "differs", field->differs);
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
}

static void
print_json (GPtrArray  *questions,
            const char *name)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  psr_json_writer_member (writer, name);
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < questions->len; i++)
    {
      const PsrQuestion *question = questions->pdata[i];

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "flow", question->flow);
      psr_json_writer_add_string (writer, "row", question->row);
      psr_json_writer_add_string (writer, "mark", question->mark);
      psr_json_writer_add_string (writer, "kind", question->code);
      psr_json_writer_add_string (writer, "number", question->number);
      psr_json_writer_add_string (writer, "name", question->view != NULL ? question->view->name : "");
      psr_json_writer_add_string (writer, "reason", question->reason);
      add_fields (writer, question->view);
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
  psr_json_writer_end_object (writer);
  psr_cli_print_json (writer);
}

static int
list (PsrCli     *cli,
      gboolean    conflicts,
      const char *none)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) questions = dex_await_boxed (psr_engine_list_questions (cli->engine, conflicts, NULL), &error);

  psr_cli_progress_clear ();
  if (questions == NULL)
    return psr_cli_fail (cli, error);

  if (cli->json)
    print_json (questions, conflicts ? "conflicts" : "proposals");
  else if (questions->len == 0)
    g_print ("%s\n", none);

  for (guint i = 0; !cli->json && i < questions->len; i++)
    print_question (questions->pdata[i]);

  return questions->len > 0 ? PSR_CLI_PERSON : PSR_CLI_OK;
}

/* The length of an id, which the mark of what was listed stands behind. */
#define ID_LENGTH 36

static const char *
get_mark (const char *word)
{
  return strlen (word) > ID_LENGTH + 1 && word[ID_LENGTH] == ':' ? word + ID_LENGTH + 1 : NULL;
}

/* The one that is meant, by its number or by its id, with or without the mark. */
static const PsrQuestion *
find (PsrCli      *cli,
      const char  *command,
      GPtrArray   *questions,
      const char  *word,
      int         *status)
{
  const PsrQuestion *found = NULL;
  g_autofree char *code = psr_text_code (word);
  g_autofree char *message = NULL;

  for (guint i = 0; i < questions->len; i++)
    {
      const PsrQuestion *question = questions->pdata[i];
      g_autofree char *number = psr_text_code (question->number);

      if (g_ascii_strcasecmp (question->row, word) == 0 ||
          (get_mark (word) != NULL && g_ascii_strncasecmp (question->row, word, ID_LENGTH) == 0))
        return question;
      if (!g_str_equal (number, code))
        continue;
      if (found != NULL)
        {
          message = g_strdup_printf (_("Several that wait have the number “%s”; name one by its id, which “passerellectl %s” lists."), word, command);
          *status = psr_cli_fail_usage (cli, command, message);
          return NULL;
        }
      found = question;
    }

  if (found == NULL)
    {
      message = g_strdup_printf (_("Nothing with the number or id “%s” waits; “passerellectl %s” lists what does."), word, command);
      *status = psr_cli_fail_usage (cli, command, message);
    }

  return found;
}

/* As it is now, and shown: what is chosen holds for that. Whoever names the mark of what
 * they saw chose that and nothing else. */
static PsrQuestion *
show (PsrCli             *cli,
      const PsrQuestion  *question,
      gboolean            conflicts,
      const char         *mark,
      GError            **error)
{
  g_autoptr(GPtrArray) questions = NULL;
  g_autofree char *what = NULL;
  const PsrQuestion *shown = NULL;

  questions = dex_await_boxed (psr_engine_list_questions (cli->engine, conflicts, question->row), error);
  if (questions == NULL)
    return NULL;

  for (guint i = 0; i < questions->len && shown == NULL; i++)
    {
      const PsrQuestion *one = questions->pdata[i];

      if (g_str_equal (one->flow, question->flow) && g_str_equal (one->row, question->row))
        shown = one;
    }

  psr_cli_progress_clear ();
  if (shown != NULL && (mark == NULL || g_ascii_strcasecmp (shown->mark, mark) == 0))
    {
      if (!cli->json)
        print_question (shown);
      return psr_question_ref ((PsrQuestion *) shown);
    }

  what = g_strdup_printf (_("Nothing was chosen for %s."), question->number);
  psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_NOT_FOUND, what,
                           _("A value changed since it was listed."),
                           conflicts ? _("Look at it again: “passerellectl conflicts”.") : _("Look at it again: “passerellectl proposals”."));

  return NULL;
}

static int
settle (PsrCli              *cli,
        const char          *command,
        PsrEngineSyncFlags   take,
        gboolean             conflicts,
        int                  n_words,
        char               **words)
{
  g_autofree char *person = psr_cli_dup_person ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) flows = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_flow_result_unref);
  g_autoptr(GPtrArray) chosen = g_ptr_array_new ();
  g_autoptr(GPtrArray) questions = NULL;
  int status = PSR_CLI_OK;

  /* Only of those that are named the values are read. */
  questions = dex_await_boxed (psr_engine_list_questions (cli->engine, conflicts, ""), &error);
  if (questions == NULL)
    return psr_cli_fail (cli, error);

  for (int i = 1; i < n_words; i++)
    {
      const PsrQuestion *question = find (cli, command, questions, words[i], &status);

      if (question == NULL)
        return status;
      g_ptr_array_add (chosen, (gpointer) question);
    }

  for (guint i = 0; i < chosen->len; i++)
    {
      g_autoptr(PsrQuestion) question = show (cli, chosen->pdata[i], conflicts, get_mark (words[i + 1]), &error);
      g_autoptr(GPtrArray) results = NULL;

      /* Somebody has to look at it again. */
      if (question == NULL)
        {
          gboolean outdated = g_error_matches (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_NOT_FOUND);

          status = psr_cli_fail (cli, error);
          return outdated ? PSR_CLI_PERSON : status;
        }

      results = dex_await_boxed (psr_engine_settle (cli->engine, question, take, person), &error);
      psr_cli_progress_clear ();
      if (results == NULL)
        return psr_cli_fail (cli, error);

      for (guint j = 0; j < results->len; j++)
        g_ptr_array_add (flows, psr_flow_result_ref (results->pdata[j]));
    }

  if (cli->json)
    {
      g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

      psr_json_writer_begin_object (writer);
      psr_json_writer_member (writer, "flows");
      psr_cli_view_flows_json (writer, flows);
      psr_json_writer_end_object (writer);
      psr_cli_print_json (writer);
    }
  else
    psr_cli_view_flows (flows, G_MAXUINT);

  return psr_cli_view_status_of_flows (flows);
}

/**
 * psr_cli_run_conflicts:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `conflicts`: lists what both sides changed, or settles it.
 *
 * Returns: the exit status
 */
int
psr_cli_run_conflicts (PsrCli  *cli,
                       int      n_words,
                       char   **words)
{
  g_autofree char *take = NULL;
  g_autoptr(GError) error = NULL;
  const GOptionEntry entries[] = {
    { "take", 0, 0, G_OPTION_ARG_STRING, &take, N_("Take the values of this side: bc or wello"), N_("SIDE") },
    G_OPTION_ENTRY_NULL
  };

  if (!psr_cli_parse (cli, psr_cli_find_command ("conflicts"), entries, &n_words, &words))
    return PSR_CLI_USAGE;

  if (take != NULL && !g_str_equal (take, "bc") && !g_str_equal (take, "wello"))
    return psr_cli_fail_usage (cli, "conflicts", _("--take takes bc or wello."));
  if ((take != NULL) != (n_words > 1))
    return psr_cli_fail_usage (cli, "conflicts", _("Name what is to be settled, and whose values count with --take."));

  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);
  if (take == NULL)
    return list (cli, TRUE, _("There are no conflicts."));

  return settle (cli, "conflicts", g_str_equal (take, "bc") ? PSR_ENGINE_SYNC_TAKE_BC : PSR_ENGINE_SYNC_TAKE_WELLO, TRUE,
                 n_words, words);
}

/**
 * psr_cli_run_proposals:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `proposals`: lists what Wello proposes, accepts it or rejects it.
 *
 * Returns: the exit status
 */
int
psr_cli_run_proposals (PsrCli  *cli,
                       int      n_words,
                       char   **words)
{
  gboolean accept = FALSE;
  gboolean reject = FALSE;
  g_autoptr(GError) error = NULL;
  const GOptionEntry entries[] = {
    { "accept", 0, 0, G_OPTION_ARG_NONE, &accept, N_("Write it to Business Central"), NULL },
    { "reject", 0, 0, G_OPTION_ARG_NONE, &reject, N_("Leave Business Central as it is, and put Wello right"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!psr_cli_parse (cli, psr_cli_find_command ("proposals"), entries, &n_words, &words))
    return PSR_CLI_USAGE;

  if (accept && reject)
    return psr_cli_fail_usage (cli, "proposals", _("--accept and --reject exclude each other."));
  if ((accept || reject) != (n_words > 1))
    return psr_cli_fail_usage (cli, "proposals", _("Name what is to be accepted or rejected, with --accept or --reject."));

  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);
  if (!accept && !reject)
    return list (cli, FALSE, _("Nothing is proposed."));

  return settle (cli, "proposals", accept ? PSR_ENGINE_SYNC_TAKE_WELLO : PSR_ENGINE_SYNC_TAKE_BC, FALSE, n_words, words);
}
