/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-main"

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <libdex.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "psr-cli-progress.h"
#include "psr-cli.h"
#include "psr-log.h"

/* Room for the standard library's number formatting and option parsing. */
#define STACK_SIZE (512 * 1024)

/* Turns of the main loop after the command is done. */
#define LAST_TURNS 100

static const PsrCliCommand commands[] = {
  { "check", "", N_("Sign in to both services and say what is missing"), psr_cli_run_check },
  { "connect", N_("[ADDRESS]"), N_("Sign in to Business Central and show what is there"), psr_cli_run_connect },
  { "secret", N_("set NAME"), N_("Store a secret in the keyring"), psr_cli_run_secret },
  { "sync", N_("[FLOW…]"), N_("Bring customers, items, contacts, stock and prices to Wello"), psr_cli_run_sync },
  { "matching", N_("FLOW"), N_("List what is coupled with something of the other side, and what is alone"), psr_cli_run_matching },
  { "couple", N_("FLOW BC WELLO"), N_("Say that two records, one of each service, are the same thing"), psr_cli_run_couple },
  { "uncouple", N_("FLOW BC"), N_("Say that they aren’t"), psr_cli_run_uncouple },
  { "conflicts", N_("[--take bc|wello ROW…]"), N_("List what both sides changed, or settle it"), psr_cli_run_conflicts },
  { "proposals", N_("[--accept|--reject ROW…]"), N_("List what Wello proposes, accept it or reject it"), psr_cli_run_proposals },
  { "reset", N_("FLOW"), N_("Have the next sync read everything again"), psr_cli_run_reset },
  { "stock", "--unbilled", N_("List the parts that were used and that Business Central’s stock still has"), psr_cli_run_stock },
  { "prices", N_("explain ITEM [CUSTOMER]"), N_("Say what an item costs a customer, and why"), psr_cli_run_prices },
  { "workorders", N_("[show NUMBER]"), N_("List the work that is to be billed, or show all of one"), psr_cli_run_workorders },
  { "bill", N_("NUMBER…|--all"), N_("Make Business Central invoices or orders from completed work"), psr_cli_run_bill },
  { "unapprove", N_("NUMBER…|--all"), N_("Take back an approval that isn’t sent yet"), psr_cli_run_unapprove },
  { "withdraw", N_("NUMBER…"), N_("Delete a draft that was made, and free its invoice"), psr_cli_run_withdraw },
  { "retry", N_("NUMBER…|--all"), N_("Try again what was refused, or was withdrawn"), psr_cli_run_retry },
  { "take", N_("NUMBER…"), N_("Take the document that needs a look as it is"), psr_cli_run_take },
  { "skip", N_("NUMBER… --reason TEXT"), N_("Don’t bill an invoice"), psr_cli_run_skip },
  { "mark-billed", N_("NUMBER BCNUMBER"), N_("Say that an invoice is billed by a document that is there"), psr_cli_run_mark_billed },
  { "audit", N_("[NUMBER]"), N_("List who did what, and when"), psr_cli_run_audit },
  { "status", "", N_("Show how fresh everything is"), psr_cli_run_status },
  { "log", "", N_("Show what was done in the last thirty days"), psr_cli_run_log },
  { "give-up", N_("REQUEST"), N_("Have a request that was left behind never carried out"), psr_cli_run_give_up },
  { "doctor", "", N_("Print a report for whoever helps, with nothing secret in it"), psr_cli_run_doctor },
  { "delete-data", "[--yes]", N_("Delete all that the profile keeps on this computer"), psr_cli_run_delete_data },
  { "watch", "", N_("Do all of it by itself, until it is ended"), psr_cli_run_watch },
  { "sandbox", "", N_("Start stand-ins of both services to try things out"), psr_cli_run_sandbox },
  { "demo", "", N_("Show everything at work against the stand-ins"), psr_cli_run_demo },
};

typedef struct
{
  PsrCli              *cli;
  const PsrCliCommand *command;
  int                  n_words;
  char               **words;
  int                  status;
} Run;

/**
 * psr_cli_find_command:
 * @name: what was typed
 *
 * Returns: (transfer none) (nullable): the command of that name
 */
const PsrCliCommand *
psr_cli_find_command (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (strcmp (commands[i].name, name) == 0)
        return &commands[i];
    }

  return NULL;
}

/* Translated as a whole, without what has nothing to translate. */
static const char *
get_arguments (const PsrCliCommand *command)
{
  return *command->arguments != '\0' ? _(command->arguments) : "";
}

static void
print_help (void)
{
  gsize width = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    width = MAX (width, (gsize) g_utf8_strlen (commands[i].name, -1) + g_utf8_strlen (get_arguments (&commands[i]), -1));

  g_print (_("Usage: passerellectl COMMAND [OPTION…]\n\n"
             "Connects Business Central with Wello: customers, contacts and items stay the same\n"
             "on both sides, and completed work becomes invoices or orders, each exactly once.\n\n"
             "Commands:\n"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *left = g_strdup_printf ("%s %s", commands[i].name, get_arguments (&commands[i]));
      gsize pad = width + 3 - g_utf8_strlen (left, -1);

      g_print ("  %s%*s%s\n", left, (int) pad, "", _(commands[i].summary));
    }
  g_print (_("\nOptions of every command:\n"
             "  --profile NAME|FILE   the profile (%s)\n"
             "  --state FOLDER        the local state (%s)\n"
             "  --credentials FOLDER  secrets as files, instead of the keyring\n"
             "  --log-requests LEVEL  keep these requests for “log --requests”: off, errors, all\n"
             "  --json                write JSON for programs\n"
             "  --verbose             log what is done\n\n"
             "Exit status: 0 all well, 1 something needs a person, 2 usage or profile,\n"
             "3 could not reach or sign in, 4 local state unusable.\n\n"
             "See “passerellectl COMMAND --help” for the options of a command.\n"),
           "~/.config/passerelle/profile.ini", "~/.local/share/passerelle");
}

static DexFuture *
on_done (DexFuture *future,
         gpointer   data)
{
  g_main_loop_quit (data);

  return NULL;
}

static DexFuture *
run_fiber (gpointer data)
{
  Run *run = data;

  run->status = run->command->run (run->cli, run->n_words, run->words);

  return dex_future_new_true ();
}

/* The first signal asks to stop between two documents, the second one ends the
 * program. */
static gboolean
on_signal (gpointer data)
{
  PsrCli *cli = data;

  if (g_cancellable_is_cancelled (cli->interrupted))
    _exit (128 + 2);

  g_cancellable_cancel (cli->interrupted);
  if (cli->engine != NULL)
    {
      psr_cli_progress_clear ();
      g_printerr (_("Stopping after what is under way; press Ctrl+C again to end at once.\n"));
      psr_engine_stop (cli->engine);
    }

  return G_SOURCE_CONTINUE;
}

static void
cli_clear (PsrCli *cli)
{
  g_clear_object (&cli->engine);
  g_clear_object (&cli->interrupted);
  g_clear_pointer (&cli->profile, g_free);
  g_clear_pointer (&cli->state, g_free);
  g_clear_pointer (&cli->credentials, g_free);
  g_clear_pointer (&cli->log_requests, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PsrCli, cli_clear)

/* Global options may stand before the command: move them behind it. */
static char **
order_words (int    argc,
             char **argv,
             int   *n_words)
{
  static const char * const with_value[] = { "--profile", "--state", "--credentials", "--log-requests", NULL };
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  int command = 1;

  while (command < argc && g_str_has_prefix (argv[command], "--"))
    command += g_strv_contains (with_value, argv[command]) ? 2 : 1;

  if (command >= argc)
    return NULL;

  for (int i = command; i < argc; i++)
    g_strv_builder_add (builder, argv[i]);
  for (int i = 1; i < command; i++)
    g_strv_builder_add (builder, argv[i]);

  *n_words = argc - 1;

  return g_strv_builder_end (builder);
}

/* The log's level is set once, before anything can log; and whoever wants JSON
 * gets it for what is wrong with the other words, too. */
static gboolean
has_word (char       **words,
          const char  *word)
{
  return g_strv_contains ((const char * const *) words, word);
}

int
main (int    argc,
      char **argv)
{
  g_auto(PsrCli) cli = { NULL, };
  g_auto(GStrv) words = NULL;
  g_autofree char **left = NULL;
  g_autoptr(GMainLoop) loop = NULL;
  g_autoptr(DexFuture) future = NULL;
  Run run = { &cli, NULL, 0, NULL, PSR_CLI_STATE };
  const char *catalogues;

  setlocale (LC_ALL, "");
  /* From a build folder they aren't installed. */
  catalogues = g_getenv ("PASSERELLE_LOCALEDIR");
  bindtextdomain (GETTEXT_PACKAGE, catalogues != NULL ? catalogues : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  /* What programs read is the same everywhere. Nor does $LANGUAGE count in this locale. */
  if (has_word (argv, "--json"))
    {
      setlocale (LC_MESSAGES, "C");
      setlocale (LC_NUMERIC, "C");
      setlocale (LC_TIME, "C");
    }
  g_set_prgname ("passerellectl");
  dex_init ();

  if (argc < 2)
    {
      print_help ();
      return PSR_CLI_USAGE;
    }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 || strcmp (argv[1], "help") == 0)
    {
      print_help ();
      return PSR_CLI_OK;
    }
  if (strcmp (argv[1], "--version") == 0)
    {
      g_print ("passerellectl %s\n", PACKAGE_VERSION);
      return PSR_CLI_OK;
    }

  cli.json = has_word (argv, "--json");
  words = order_words (argc, argv, &run.n_words);
  if (words == NULL)
    return psr_cli_fail_usage (&cli, NULL, _("Which command?"));

  run.command = psr_cli_find_command (words[0]);
  if (run.command == NULL)
    {
      g_autofree char *message = g_strdup_printf (_("There is no command “%s”."), words[0]);

      return psr_cli_fail_usage (&cli, NULL, message);
    }

  psr_log_install (has_word (words, "--verbose") || has_word (words, "-v") ? PSR_LOG_INFO : PSR_LOG_QUIET);

  cli.interrupted = g_cancellable_new ();
  g_unix_signal_add (SIGINT, on_signal, &cli);
  g_unix_signal_add (SIGTERM, on_signal, &cli);

  /* Parsing moves the words about, so it gets an array of its own. */
  left = g_memdup2 (words, sizeof (char *) * (run.n_words + 1));
  run.words = left;

  loop = g_main_loop_new (NULL, FALSE);
  future = dex_future_finally (dex_scheduler_spawn (NULL, STACK_SIZE, run_fiber, &run, NULL),
                               on_done, loop, NULL);
  g_main_loop_run (loop);

  psr_cli_progress_clear ();
  fflush (stdout);
  psr_cli_warn (&cli);

  /* Fibers that were given up, as the others of a group of which one failed,
   * come to their end in the next turns of the loop. A source that is always
   * ready must not keep the program. */
  cli_clear (&cli);
  dex_clear (&future);
  for (guint i = 0; i < LAST_TURNS && g_main_context_iteration (NULL, FALSE); i++)
    continue;

  return run.status;
}
