/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-delete-data"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-cli-progress.h"
#include "psr-cli.h"
#include "psr-engine-delete.h"
#include "psr-leftovers.h"
#include "psr-profile-places.h"

/* What is to go beside the data. */
typedef struct
{
  gboolean secrets;
  gboolean profile;
} Wanted;

/* What of Passerelle isn't deleted: somebody wrote it, or it is about every profile. */
static char **
dup_left (PsrCli *cli)
{
  g_auto(PsrProfilePlaces) places = { 0, };

  /* What can't be a profile was refused before. */
  if (!psr_profile_places_find (cli->profile, cli->state, &places, NULL))
    return g_new0 (char *, 1);

  return psr_leftovers_list (places.profile, cli->credentials);
}

static void
print_paths (const char         *heading,
             const char * const *paths)
{
  if (heading != NULL && paths[0] != NULL)
    g_print ("%s\n", heading);
  for (gsize i = 0; paths[i] != NULL; i++)
    g_print ("  %s\n", paths[i]);
}

static void
print_left (PsrCli *cli)
{
  g_auto(GStrv) left = dup_left (cli);

  print_paths (_("What is left of Passerelle, for you to delete:"), (const char * const *) left);
}

static void
add_paths (PsrJsonWriter      *writer,
           const char         *name,
           const char * const *paths)
{
  psr_json_writer_member (writer, name);
  psr_json_writer_begin_array (writer);
  for (gsize i = 0; paths != NULL && paths[i] != NULL; i++)
    psr_json_writer_string (writer, paths[i]);
  psr_json_writer_end_array (writer);
}

static void
print_json (PsrCli             *cli,
            const PsrDeletion  *deletion,
            gboolean            is_deleted,
            const Wanted       *wanted,
            const char * const *files)
{
  g_auto(GStrv) left = dup_left (cli);
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_boolean (writer, "deleted", is_deleted);
  psr_json_writer_add_boolean (writer, "secrets", wanted->secrets);
  psr_json_writer_add_boolean (writer, "profile", wanted->profile);
  psr_json_writer_add_int64 (writer, "documents", deletion->documents);
  psr_json_writer_add_int64 (writer, "unfinished", deletion->unfinished);
  psr_json_writer_add_int64 (writer, "requests", deletion->requests);
  psr_json_writer_add_int64 (writer, "accounts", deletion->accounts);
  psr_json_writer_add_int64 (writer, "listedAgain", deletion->listed_again);
  add_paths (writer, "files", files);
  add_paths (writer, "left", (const char * const *) left);
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

static void
print_own (PsrCli *cli)
{
  g_auto(PsrProfilePlaces) places = { 0, };
  g_auto(GStrv) own = NULL;

  if (!psr_profile_places_find (cli->profile, cli->state, &places, NULL))
    return;

  own = psr_leftovers_list_own (places.profile);
  print_paths (_("And of the profile:"), (const char * const *) own);
}

static int
show (PsrCli       *cli,
      const Wanted *wanted)
{
  g_autoptr(PsrDeletion) deletion = NULL;
  g_autoptr(GError) error = NULL;

  deletion = dex_await_boxed (psr_engine_view_deletion (cli->engine), &error);
  psr_cli_progress_clear ();
  if (deletion == NULL)
    return psr_cli_fail (cli, error);

  if (cli->json)
    print_json (cli, deletion, FALSE, wanted, NULL);
  else
    print_warning (deletion);
  if (!cli->json && wanted->profile)
    print_own (cli);

  if (!psr_deletion_check (deletion, &error))
    return cli->json ? PSR_CLI_PERSON : psr_cli_fail (cli, error);

  if (!cli->json)
    g_print ("%s\n", _("Nothing was deleted. Add --yes to delete it."));

  return PSR_CLI_PERSON;
}

/* The profile, its mappings, and where nobody else uses them the settings. */
static gboolean
delete_profile (PsrCli        *cli,
                GStrvBuilder  *deleted,
                gboolean      *is_shared,
                GError       **error)
{
  g_auto(PsrProfilePlaces) places = { 0, };

  if (!psr_profile_places_find (cli->profile, cli->state, &places, error) ||
      !psr_leftovers_delete (places.profile, deleted, error))
    return FALSE;

  *is_shared = psr_leftovers_are_shared (places.profile);
  if (!*is_shared)
    psr_leftovers_reset_settings (deleted);

  return TRUE;
}

static gboolean
check_profile (PsrCli  *cli,
               GError **error)
{
  g_auto(PsrProfilePlaces) places = { 0, };

  return psr_profile_places_find (cli->profile, cli->state, &places, error) && psr_leftovers_check (places.profile, error);
}

static const char *
get_done (const Wanted *wanted)
{
  if (wanted->profile)
    return wanted->secrets ? _("Everything that was kept here is deleted, with the profile, and the secrets are forgotten.")
                           : _("Everything that was kept here is deleted, and the profile with it.");

  return wanted->secrets ? _("Everything that was kept here is deleted, and the secrets are forgotten. The profile stays.")
                         : _("Everything that was kept here is deleted. The profile stays.");
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
  gboolean is_shared = FALSE;
  Wanted wanted = { 0, };
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) files = NULL;
  g_autoptr(PsrDeletion) deletion = NULL;
  g_autoptr(GError) error = NULL;
  const GOptionEntry entries[] = {
    { "yes", 0, 0, G_OPTION_ARG_NONE, &yes, N_("Delete it; without this it is only said what would be"), NULL },
    { "secrets", 0, 0, G_OPTION_ARG_NONE, &wanted.secrets, N_("Delete the secrets in the keyring, too"), NULL },
    { "profile-too", 0, 0, G_OPTION_ARG_NONE, &wanted.profile,
      N_("Delete the profile with its mappings, too, and with the last one the settings of the window"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!psr_cli_parse (cli, psr_cli_find_command ("delete-data"), entries, &n_words, &words))
    return PSR_CLI_USAGE;
  if (n_words > 1)
    return psr_cli_fail_usage (cli, "delete-data", _("“delete-data” takes options only."));

  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);
  if (!yes)
    return show (cli, &wanted);
  if (wanted.profile && !check_profile (cli, &error))
    return psr_cli_fail (cli, error);

  deletion = dex_await_boxed (psr_engine_delete_data (cli->engine, wanted.secrets ? PSR_ENGINE_DELETE_SECRETS
                                                                                  : PSR_ENGINE_DELETE_NONE),
                              &error);
  psr_cli_progress_clear ();
  if (deletion == NULL || (wanted.profile && !delete_profile (cli, builder, &is_shared, &error)))
    return psr_cli_fail (cli, error);

  files = g_strv_builder_end (builder);
  if (cli->json)
    {
      print_json (cli, deletion, TRUE, &wanted, (const char * const *) files);
      return PSR_CLI_OK;
    }

  g_print ("%s\n", get_done (&wanted));
  print_paths (NULL, (const char * const *) files);
  if (is_shared)
    g_print ("%s\n", _("The settings of the window stay, for your other profiles."));
  print_left (cli);

  return PSR_CLI_OK;
}
