/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli"

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>

#include "psr-cli-progress.h"
#include "psr-cli.h"
#include "psr-explain.h"
#include "psr-profile-places.h"

static void
show_progress (const char *text,
               gpointer    user_data)
{
  psr_cli_progress_show (text);
}

/**
 * psr_cli_parse:
 * @cli: what all commands share; the options that all commands have are stored
 *   in it
 * @command: the command
 * @entries: (nullable) (array zero-terminated=1): its own options
 * @n_words: (inout): how many words there are
 * @words: (inout): the words; what is left are the arguments, from number 1 on
 *
 * Takes the options out of a command's words, and says what is wrong with them
 * on the standard error.
 *
 * Returns: whether the command can go on
 */
gboolean
psr_cli_parse (PsrCli               *cli,
               const PsrCliCommand  *command,
               const GOptionEntry   *entries,
               int                  *n_words,
               char               ***words)
{
  const GOptionEntry shared[] = {
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &cli->profile,
      N_("Use this profile"), N_("NAME|FILE") },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &cli->state,
      N_("Keep the local state in this folder"), N_("FOLDER") },
    { "credentials", 0, 0, G_OPTION_ARG_FILENAME, &cli->credentials,
      N_("Read the secrets from the files of this folder"), N_("FOLDER") },
    { "log-requests", 0, 0, G_OPTION_ARG_STRING, &cli->log_requests,
      N_("Keep these requests: off, errors or all"), N_("LEVEL") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json,
      N_("Write JSON for programs"), NULL },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &cli->verbose,
      N_("Log what is done"), NULL },
    G_OPTION_ENTRY_NULL
  };
  static const char * const levels[] = { "off", "errors", "all", NULL };
  g_autoptr(GOptionContext) context = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *title = NULL;

  g_return_val_if_fail (cli != NULL && command != NULL, FALSE);

  title = g_strdup_printf ("%s%s%s", command->name, *command->arguments != '\0' ? " " : "",
                           *command->arguments != '\0' ? _(command->arguments) : "");
  context = g_option_context_new (title);
  g_option_context_set_summary (context, _(command->summary));
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, shared, GETTEXT_PACKAGE);

  if (!g_option_context_parse (context, n_words, words, &error))
    {
      psr_cli_fail_usage (cli, command->name, error->message);
      return FALSE;
    }

  if (cli->log_requests != NULL && !g_strv_contains (levels, cli->log_requests))
    {
      psr_cli_fail_usage (cli, command->name, _("--log-requests takes off, errors or all."));
      return FALSE;
    }

  return TRUE;
}

/**
 * psr_cli_open_with:
 * @cli: what all commands share
 * @profile: a profile
 * @error: return location for an error
 *
 * Makes an engine for the profile; one that was made before isn't used any more. Nothing is
 * opened or reached yet.
 *
 * Returns: (transfer none) (nullable): the engine, owned by @cli
 */
PsrEngine *
psr_cli_open_with (PsrCli      *cli,
                   PsrProfile  *profile,
                   GError     **error)
{
  g_auto(PsrProfilePlaces) places = { 0, };
  const char *credentials;

  g_return_val_if_fail (cli != NULL, NULL);
  g_return_val_if_fail (PSR_IS_PROFILE (profile), NULL);

  if (!psr_profile_places_find (cli->profile, cli->state, &places, error))
    return NULL;

  credentials = cli->credentials != NULL ? cli->credentials : g_getenv ("CREDENTIALS_DIRECTORY");
  g_clear_object (&cli->engine);
  cli->engine = psr_engine_new (profile, places.state, credentials);
  if (cli->log_requests != NULL)
    psr_engine_set_request_log (cli->engine, cli->log_requests);
  psr_engine_set_progress (cli->engine, show_progress, NULL);

  return cli->engine;
}

/**
 * psr_cli_open:
 * @cli: what all commands share
 * @error: return location for an error
 *
 * Loads the profile and makes the engine for it. Nothing is opened or reached
 * yet.
 *
 * Returns: (transfer none) (nullable): the engine, owned by @cli
 */
PsrEngine *
psr_cli_open (PsrCli  *cli,
              GError **error)
{
  g_autoptr(PsrProfile) profile = NULL;
  g_auto(PsrProfilePlaces) places = { 0, };

  g_return_val_if_fail (cli != NULL, NULL);

  if (cli->engine != NULL)
    return cli->engine;

  if (!psr_profile_places_find (cli->profile, cli->state, &places, error))
    return NULL;

  profile = psr_profile_load (places.profile, error);

  return profile != NULL ? psr_cli_open_with (cli, profile, error) : NULL;
}

static void
print_explanation (const PsrExplanation *explanation)
{
  g_printerr ("%s\n", explanation->what);
  if (explanation->why != NULL && *explanation->why != '\0')
    g_printerr ("  %s\n", explanation->why);
  if (explanation->mend != NULL && *explanation->mend != '\0')
    g_printerr ("  → %s\n", explanation->mend);
}

/* To programs on the standard output, to people on the standard error. */
static void
tell (PsrCli               *cli,
      const PsrExplanation *explanation)
{
  g_autoptr(PsrJsonWriter) writer = NULL;

  if (!cli->json)
    {
      print_explanation (explanation);
      return;
    }

  writer = psr_json_writer_new ();
  psr_json_writer_begin_object (writer);
  psr_json_writer_member (writer, "error");
  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "what", explanation->what);
  psr_json_writer_add_string (writer, "why", explanation->why);
  psr_json_writer_add_string (writer, "mend", explanation->mend);
  psr_json_writer_end_object (writer);
  psr_json_writer_end_object (writer);
  psr_cli_print_json (writer);
}

/**
 * psr_cli_fail:
 * @cli: what all commands share
 * @error: what went wrong
 *
 * Says what went wrong, why, and how to mend it.
 *
 * Returns: the exit status for it
 */
int
psr_cli_fail (PsrCli       *cli,
              const GError *error)
{
  g_autoptr(PsrExplanation) explanation = NULL;

  g_return_val_if_fail (cli != NULL, PSR_CLI_STATE);
  g_return_val_if_fail (error != NULL, PSR_CLI_STATE);

  psr_cli_progress_clear ();
  explanation = psr_explain (error);
  tell (cli, explanation);

  return (int) psr_trouble_of_error (error);
}

/**
 * psr_cli_warn:
 * @cli: what all commands share
 *
 * Says on the standard error what the person should know although all worked.
 */
void
psr_cli_warn (PsrCli *cli)
{
  g_autoptr(PsrExplanation) explanation = NULL;

  g_return_if_fail (cli != NULL);

  if (cli->engine == NULL || psr_engine_get_warning (cli->engine) == NULL)
    return;

  explanation = psr_explain (psr_engine_get_warning (cli->engine));
  print_explanation (explanation);
}

/**
 * psr_cli_fail_usage:
 * @cli: what all commands share
 * @command: (nullable): the command, when it is known
 * @message: what is wrong with what was typed, translated
 *
 * Says what is wrong with what was typed.
 *
 * Returns: %PSR_CLI_USAGE
 */
int
psr_cli_fail_usage (PsrCli     *cli,
                    const char *command,
                    const char *message)
{
  PsrExplanation explanation = { (char *) message, (char *) "", NULL };
  g_autofree char *mend = NULL;

  g_return_val_if_fail (cli != NULL, PSR_CLI_USAGE);
  g_return_val_if_fail (message != NULL, PSR_CLI_USAGE);

  psr_cli_progress_clear ();

  mend = command != NULL ? g_strdup_printf (_("See “passerellectl %s --help”."), command)
                         : g_strdup (_("See “passerellectl --help”."));
  explanation.mend = mend;
  tell (cli, &explanation);

  return PSR_CLI_USAGE;
}

/**
 * psr_cli_print_json:
 * @writer: a complete document
 *
 * Writes the document and a line break to the standard output.
 */
void
psr_cli_print_json (PsrJsonWriter *writer)
{
  g_autoptr(GBytes) bytes = psr_json_writer_finish (writer);
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  psr_cli_progress_clear ();
  if (fwrite (text, 1, size, stdout) != size || fputc ('\n', stdout) == EOF || fflush (stdout) != 0)
    g_warning ("The output could not be written: %s", g_strerror (errno));
}

/**
 * psr_cli_dup_person:
 *
 * Returns: (transfer full): who is at the terminal: the login name and the
 *   host, since an app sign-in names nobody
 */
char *
psr_cli_dup_person (void)
{
  return g_strdup_printf ("%s@%s", g_get_user_name (), g_get_host_name ());
}
