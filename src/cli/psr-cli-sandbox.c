/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-sandbox"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-scratch-folder.h"
#include "psr-cli.h"
#include "psr-sandbox-process.h"

static void
print_ready (PsrSandboxProcess *sandbox,
             const char        *folder)
{
  g_print (_("The stand-ins are ready:\n"));
  g_print ("  Business Central  %s\n", psr_sandbox_process_get (sandbox, "bc"));
  g_print ("  Wello             %s\n", psr_sandbox_process_get (sandbox, "wello"));
  g_print ("  Sign-in           %s\n", psr_sandbox_process_get (sandbox, "authority"));
  g_print ("  Control           %s\n\n", psr_sandbox_process_get (sandbox, "control"));
  g_print (_("A profile for them, with its secrets, is in %s. In another terminal:\n\n"
             "  passerellectl sync --profile %s/profile.ini --credentials %s/credentials --state %s/state\n\n"
             "They run until you press Ctrl+C.\n"),
           folder, folder, folder, folder);
}

static void
print_ready_json (PsrSandboxProcess *sandbox,
                  const char        *folder)
{
  static const char * const names[] = { "bc", "wello", "authority", "control" };
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();
  g_autofree char *profile = g_build_filename (folder, "profile.ini", NULL);
  g_autofree char *credentials = g_build_filename (folder, "credentials", NULL);

  psr_json_writer_begin_object (writer);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    psr_json_writer_add_string (writer, names[i], psr_sandbox_process_get (sandbox, names[i]));
  psr_json_writer_add_string (writer, "profile", profile);
  psr_json_writer_add_string (writer, "credentials", credentials);
  psr_json_writer_end_object (writer);

  psr_cli_print_json (writer);
}

/**
 * psr_cli_run_sandbox:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `sandbox`: starts the stand-ins and stays until it is stopped. Its own
 * options are the stand-ins'.
 *
 * Returns: the exit status
 */
int
psr_cli_run_sandbox (PsrCli  *cli,
                     int      n_words,
                     char   **words)
{
  g_autofree char *port = NULL;
  g_autofree char *seed = NULL;
  g_autofree char *customers = NULL;
  g_autofree char *items = NULL;
  g_autofree char *work_orders = NULL;
  g_autofree char *latency = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *temporary = NULL;
  g_auto(GStrv) settings = NULL;
  g_auto(GStrv) faults = NULL;
  gboolean tls = FALSE;
  gboolean list = FALSE;
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_STRING, &port, N_("Listen on this port and the two after it"), N_("PORT") },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &seed, N_("Make the data from this number"), N_("NUMBER") },
    { "customers", 0, 0, G_OPTION_ARG_STRING, &customers, N_("Have so many customers"), N_("COUNT") },
    { "items", 0, 0, G_OPTION_ARG_STRING, &items, N_("Have so many items"), N_("COUNT") },
    { "work-orders", 0, 0, G_OPTION_ARG_STRING, &work_orders, N_("Have so many completed work orders"), N_("COUNT") },
    { "latency", 0, 0, G_OPTION_ARG_STRING, &latency, N_("Answer so much later"), N_("MILLISECONDS") },
    { "tls", 0, 0, G_OPTION_ARG_NONE, &tls, N_("Speak TLS and HTTP/2, with an authority of its own"), NULL },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &settings, N_("Choose how to read an unclear fact"), N_("NAME=VALUE") },
    { "list-switches", 0, 0, G_OPTION_ARG_NONE, &list, N_("List what --set can choose, and start nothing"), NULL },
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &faults, N_("Fail in this way, such as kind=429,service=bc,times=2"), N_("FAULT") },
    { "folder", 0, 0, G_OPTION_ARG_FILENAME, &folder, N_("Write the profile to this folder"), N_("FOLDER") },
    G_OPTION_ENTRY_NULL
  };
  struct { const char *name; const char *value; } given[] = {
    { "--port", NULL }, { "--seed", NULL }, { "--customers", NULL },
    { "--items", NULL }, { "--work-orders", NULL }, { "--latency", NULL },
  };
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(PsrSandboxProcess) sandbox = NULL;
  g_auto(GStrv) options = NULL;
  g_autoptr(GError) error = NULL;

  if (!psr_cli_parse (cli, psr_cli_find_command ("sandbox"), entries, &n_words, &words))
    return PSR_CLI_USAGE;
  if (n_words > 1)
    return psr_cli_fail_usage (cli, "sandbox", _("“sandbox” takes options only."));

  if (list)
    return dex_await (psr_sandbox_process_list (), &error) ? PSR_CLI_OK : psr_cli_fail (cli, error);

  given[0].value = port;
  given[1].value = seed;
  given[2].value = customers;
  given[3].value = items;
  given[4].value = work_orders;
  given[5].value = latency;
  for (gsize i = 0; i < G_N_ELEMENTS (given); i++)
    {
      if (given[i].value != NULL)
        g_strv_builder_add_many (builder, given[i].name, given[i].value, NULL);
    }
  for (gsize i = 0; settings != NULL && settings[i] != NULL; i++)
    g_strv_builder_add_many (builder, "--set", settings[i], NULL);
  for (gsize i = 0; faults != NULL && faults[i] != NULL; i++)
    g_strv_builder_add_many (builder, "--fault", faults[i], NULL);
  if (tls)
    g_strv_builder_add (builder, "--tls");
  options = g_strv_builder_end (builder);

  sandbox = dex_await_object (psr_sandbox_process_start ((const char * const *) options), &error);
  if (sandbox == NULL)
    return psr_cli_fail (cli, error);

  if (folder == NULL)
    {
      temporary = g_dir_make_tmp ("passerelle-sandbox-XXXXXX", &error);
      folder = g_strdup (temporary);
    }
  if (folder == NULL || !psr_sandbox_process_write_profile (sandbox, folder, &error))
    return psr_cli_fail (cli, error);

  if (cli->json)
    print_ready_json (sandbox, folder);
  else
    print_ready (sandbox, folder);

  if (!dex_await (dex_future_first (psr_sandbox_process_wait (sandbox),
                                    dex_cancellable_new_from_cancellable (cli->interrupted),
                                    NULL),
                  &error) &&
      !g_cancellable_is_cancelled (cli->interrupted))
    return psr_cli_fail (cli, error);

  if (temporary != NULL)
    psr_scratch_folder_remove (temporary);

  if (!g_cancellable_is_cancelled (cli->interrupted))
    {
      g_printerr (_("The stand-ins have ended.\n"));
      return PSR_CLI_STATE;
    }

  psr_sandbox_process_stop (sandbox);

  return PSR_CLI_OK;
}
