/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-connect"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-cli-progress.h"
#include "psr-cli-table.h"
#include "psr-cli.h"
#include "psr-explain.h"
#include "psr-profile-places.h"
#include "psr-setup.h"

/* To people on the standard error, so that the standard output is what came of
 * it and nothing else. */
static void
show_prompt (const char *url,
             const char *code,
             gpointer    data)
{
  psr_cli_progress_clear ();
  if (code != NULL)
    g_printerr (_("Open this address in a browser, on this computer or another one:\n\n  %s\n\nand type this code:\n\n  %s\n\nWaiting…\n"),
                url, code);
  else
    g_printerr (_("Open this address in a browser on this computer, and sign in:\n\n  %s\n\nWaiting for the browser to come back, five minutes at most…\n"),
                url);
}

static void
add_places (PsrJsonWriter *writer,
            const char    *name,
            GPtrArray     *places,
            gboolean       with_type)
{
  psr_json_writer_member (writer, name);
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < places->len; i++)
    {
      const PsrConnectPlace *place = places->pdata[i];

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "name", place->name);
      if (with_type)
        psr_json_writer_add_string (writer, "type", place->type);
      psr_json_writer_add_boolean (writer, "chosen", place->is_chosen);
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
}

static void
print_json (PsrConnectAnswer *answer)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "person", answer->person != NULL ? answer->person : "");
  add_places (writer, "environments", answer->environments, TRUE);
  add_places (writer, "companies", answer->companies, FALSE);
  psr_json_writer_member (writer, "off");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < answer->off->len; i++)
    psr_json_writer_string (writer, answer->off->pdata[i]);
  psr_json_writer_end_array (writer);
  psr_json_writer_add_string (writer, "problem", answer->problem != NULL ? answer->problem->message : "");
  psr_json_writer_end_object (writer);
  psr_cli_print_json (writer);
}

static void
print_places (const char *title,
              GPtrArray  *places)
{
  g_autoptr(PsrCliTable) table = NULL;

  if (places->len == 0)
    return;

  table = psr_cli_table_new ();
  psr_cli_table_add_column (table, title, FALSE);
  psr_cli_table_add_column (table, "", FALSE);
  psr_cli_table_add_column (table, "", FALSE);
  for (guint i = 0; i < places->len; i++)
    {
      const PsrConnectPlace *place = places->pdata[i];

      psr_cli_table_set_cell (table, place->name);
      psr_cli_table_set_cell (table, place->type);
      psr_cli_table_set_cell (table, place->is_chosen ? _("in the profile") : "");
    }
  g_print ("\n");
  psr_cli_table_print (table);
}

static void
print_text (PsrConnectAnswer *answer)
{
  if (answer->person != NULL)
    g_print (_("Signed in as %s.\n"), answer->person);
  else
    g_print (_("Signed in as the application of the profile.\n"));

  print_places (_("Environment"), answer->environments);
  print_places (_("Company"), answer->companies);

  if (answer->off->len == 0)
    return;

  g_print ("\n%s\n", _("Not to be had over API v1.0, which the profile names:"));
  for (guint i = 0; i < answer->off->len; i++)
    g_print ("  – %s\n", (const char *) answer->off->pdata[i]);
}

/* What the profile lacks then is said when it is opened. */
static gboolean
take_address (PsrCli      *cli,
              const char  *address,
              GError     **error)
{
  g_auto(PsrProfilePlaces) places = { 0, };
  g_autofree char *taken = NULL;

  if (!psr_profile_places_find (cli->profile, cli->state, &places, error) ||
      !psr_setup_write_address (places.profile, address, &taken, error))
    return FALSE;

  if (*taken != '\0')
    {
      g_autofree char *words = g_strdup_printf (_("Taken from the address: %s"), taken);

      g_printerr ("%s\n", words);
    }

  return TRUE;
}

static int
sign_out (PsrCli *cli)
{
  g_autoptr(GError) error = NULL;

  if (!dex_await (psr_engine_disconnect (cli->engine), &error))
    return psr_cli_fail (cli, error);

  if (cli->json)
    {
      g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_boolean (writer, "signedOut", TRUE);
      psr_json_writer_end_object (writer);
      psr_cli_print_json (writer);
    }
  else
    {
      g_print (_("Signed out. The application can also be removed at https://myapps.microsoft.com.\n"));
    }

  return PSR_CLI_OK;
}

/**
 * psr_cli_run_connect:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `connect`: lets a person sign in to Business Central, at an address if one is given.
 *
 * Returns: the exit status
 */
int
psr_cli_run_connect (PsrCli  *cli,
                     int      n_words,
                     char   **words)
{
  gboolean browser = FALSE;
  gboolean device_code = FALSE;
  gboolean out = FALSE;
  PsrEngineSignIn way = PSR_ENGINE_SIGN_IN_DEFAULT;
  g_autoptr(PsrConnectAnswer) answer = NULL;
  g_autoptr(GError) error = NULL;
  const GOptionEntry entries[] = {
    { "browser", 0, 0, G_OPTION_ARG_NONE, &browser, N_("Sign in with a browser on this computer"), NULL },
    { "device-code", 0, 0, G_OPTION_ARG_NONE, &device_code, N_("Sign in with a code, in a browser anywhere"), NULL },
    { "sign-out", 0, 0, G_OPTION_ARG_NONE, &out, N_("Forget who is signed in"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!psr_cli_parse (cli, psr_cli_find_command ("connect"), entries, &n_words, &words))
    return PSR_CLI_USAGE;
  if (n_words > 2 || browser + device_code + out > 1 || (n_words == 2 && out))
    return psr_cli_fail_usage (cli, "connect", _("“connect” takes an address at most, and one of --browser and --device-code; or --sign-out alone."));

  if (n_words == 2 && !take_address (cli, words[1], &error))
    return psr_cli_fail (cli, error);
  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);
  if (out)
    return sign_out (cli);

  if (browser)
    way = PSR_ENGINE_SIGN_IN_BROWSER;
  else if (device_code)
    way = PSR_ENGINE_SIGN_IN_DEVICE_CODE;

  answer = dex_await_boxed (psr_engine_connect (cli->engine, way, show_prompt, NULL), &error);
  psr_cli_progress_clear ();
  if (answer == NULL)
    return psr_cli_fail (cli, error);

  if (cli->json)
    print_json (answer);
  else
    print_text (answer);

  if (answer->problem == NULL)
    return PSR_CLI_OK;

  return cli->json ? (int) psr_trouble_of_error (answer->problem) : psr_cli_fail (cli, answer->problem);
}
