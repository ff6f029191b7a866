/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-delete-data"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-cli-progress.h"
#include "psr-cli.h"
#include "psr-engine-delete.h"
#include "psr-profile-places.h"

static void
add_if_there (GStrvBuilder *builder,
              char         *path)
{
  g_autofree char *taken = path;

  if (g_file_test (taken, G_FILE_TEST_EXISTS) || g_file_test (taken, G_FILE_TEST_IS_SYMLINK))
    g_strv_builder_add (builder, taken);
}

/* What of Passerelle isn't deleted: somebody wrote it, or it is about every profile. What
 * systemd was told to start is a link, which may lead to nowhere by now. */
static char **
dup_left (PsrCli *cli)
{
  const char *config = g_get_user_config_dir ();
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  static const char * const targets[] = { "default.target.wants", "timers.target.wants" };
  g_auto(PsrProfilePlaces) places = { 0, };

  if (psr_profile_places_find (cli->profile, cli->state, &places, NULL))
    add_if_there (builder, g_strdup (places.profile));
  add_if_there (builder, cli->credentials != NULL ? g_strdup (cli->credentials)
                                                  : g_build_filename (config, "passerelle", "credentials", NULL));
  add_if_there (builder, g_build_filename (config, "autostart", APP_ID ".desktop", NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autofree char *units = g_build_filename (config, "systemd", "user", targets[i], NULL);
      g_autoptr(GDir) folder = g_dir_open (units, 0, NULL);
      const char *name;

      while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
        {
          if (g_str_has_prefix (name, "passerelle-watch") || g_str_has_prefix (name, "passerelle-sync"))
            add_if_there (builder, g_build_filename (units, name, NULL));
        }
    }

  return g_strv_builder_end (builder);
}

static void
print_left (PsrCli *cli)
{
  g_auto(GStrv) left = dup_left (cli);

  if (left[0] != NULL)
    g_print ("%s\n", _("What is left of Passerelle, for you to delete:"));
  for (gsize i = 0; left[i] != NULL; i++)
    g_print ("  %s\n", left[i]);
}

static void
print_json (PsrCli            *cli,
            const PsrDeletion *deletion,
            gboolean           is_deleted,
            gboolean           with_secrets)
{
  g_auto(GStrv) left = dup_left (cli);
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_boolean (writer, "deleted", is_deleted);
  psr_json_writer_add_boolean (writer, "secrets", with_secrets);
  psr_json_writer_add_int64 (writer, "documents", deletion->documents);
  psr_json_writer_add_int64 (writer, "unfinished", deletion->unfinished);
  psr_json_writer_add_int64 (writer, "requests", deletion->requests);
  psr_json_writer_add_int64 (writer, "accounts", deletion->accounts);
  psr_json_writer_add_int64 (writer, "listedAgain", deletion->listed_again);
  psr_json_writer_member (writer, "left");
  psr_json_writer_begin_array (writer);
  for (gsize i = 0; left[i] != NULL; i++)
    psr_json_writer_string (writer, left[i]);
  psr_json_writer_end_array (writer);
  psr_json_writer_end_object (writer);
  psr_cli_print_json (writer);
}

/* What would go, to whoever hasn't said yes. */
static void
print_warning (const PsrDeletion *deletion)
{
  g_print (ngettext ("This deletes what is known of %u document, who did what, what was synced and the history.\n",
                     "This deletes what is known of %u documents, who did what, what was synced and the history.\n",
                     deletion->documents), deletion->documents);
  if (deletion->listed_again > 0)
    g_print (ngettext ("%u that was skipped or marked as billed is listed again by whoever begins anew: Wello isn’t told.\n",
                       "%u that were skipped or marked as billed are listed again by whoever begins anew: Wello isn’t told.\n",
                       deletion->listed_again), deletion->listed_again);
  g_print ("%s\n", _("Who did what has to be kept as long as the law has you keep invoices: “passerellectl audit --csv” and “passerellectl workorders --json” write it down."));
}

static int
show (PsrCli   *cli,
      gboolean  with_secrets)
{
  g_autoptr(PsrDeletion) deletion = NULL;
  g_autoptr(GError) error = NULL;

  deletion = dex_await_boxed (psr_engine_view_deletion (cli->engine), &error);
  psr_cli_progress_clear ();
  if (deletion == NULL)
    return psr_cli_fail (cli, error);

  if (cli->json)
    print_json (cli, deletion, FALSE, with_secrets);
  else
    print_warning (deletion);

  if (!psr_deletion_check (deletion, &error))
    return cli->json ? PSR_CLI_PERSON : psr_cli_fail (cli, error);

  if (!cli->json)
    g_print ("%s\n", _("Nothing was deleted. Add --yes to delete it."));

  return PSR_CLI_PERSON;
}

/**
 * psr_cli_run_delete_data:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `delete-data`: deletes what the profile keeps on this computer.
 *
 * Returns: the exit status
 */
int
psr_cli_run_delete_data (PsrCli  *cli,
                         int      n_words,
                         char   **words)
{
  gboolean yes = FALSE;
  gboolean secrets = FALSE;
  g_autoptr(PsrDeletion) deletion = NULL;
  g_autoptr(GError) error = NULL;
  const GOptionEntry entries[] = {
    { "yes", 0, 0, G_OPTION_ARG_NONE, &yes, N_("Delete it; without this it is only said what would be"), NULL },
    { "secrets", 0, 0, G_OPTION_ARG_NONE, &secrets, N_("Delete the secrets in the keyring, too"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!psr_cli_parse (cli, psr_cli_find_command ("delete-data"), entries, &n_words, &words))
    return PSR_CLI_USAGE;
  if (n_words > 1)
    return psr_cli_fail_usage (cli, "delete-data", _("“delete-data” takes options only."));

  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);
  if (!yes)
    return show (cli, secrets);

  deletion = dex_await_boxed (psr_engine_delete_data (cli->engine, secrets ? PSR_ENGINE_DELETE_SECRETS
                                                                           : PSR_ENGINE_DELETE_NONE),
                              &error);
  psr_cli_progress_clear ();
  if (deletion == NULL)
    return psr_cli_fail (cli, error);

  if (cli->json)
    {
      print_json (cli, deletion, TRUE, secrets);
      return PSR_CLI_OK;
    }

  g_print ("%s\n", secrets ? _("Everything that was kept here is deleted, and the secrets are forgotten. The profile stays.")
                           : _("Everything that was kept here is deleted. The profile stays."));
  print_left (cli);

  return PSR_CLI_OK;
}
