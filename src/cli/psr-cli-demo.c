/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-demo"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-scratch-folder.h"
#include "psr-cli-progress.h"
#include "psr-cli-view.h"
#include "psr-cli.h"
#include "psr-demo-witness.h"
#include "psr-sandbox-process.h"

/* How many rows that were not carried over the report shows of each flow. */
#define MAX_ROWS 6

typedef struct
{
  PsrCli            *cli;
  PsrSandboxProcess *sandbox;
  char              *folder;
  char              *dump;
  guint              n_off;
} Demo;

static void
demo_clear (Demo *demo)
{
  g_clear_object (&demo->sandbox);
  if (demo->folder != NULL)
    psr_scratch_folder_remove (demo->folder);
  g_clear_pointer (&demo->folder, g_free);
  g_clear_pointer (&demo->dump, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Demo, demo_clear)

static void
heading (const char *text)
{
  psr_cli_progress_clear ();
  g_print ("\n── %s\n\n", text);
}

/* One thing that has to be so. */
static void
expect (Demo       *demo,
        gboolean    good,
        const char *what)
{
  g_print ("%s %s\n", good ? "✔" : "✖", what);
  if (!good)
    demo->n_off++;
}

static gboolean
start (Demo    *demo,
       GError **error)
{
  const char *options[3] = { "--dump", NULL, NULL };

  demo->folder = g_dir_make_tmp ("passerelle-demo-XXXXXX", error);
  if (demo->folder == NULL)
    return FALSE;

  demo->dump = g_build_filename (demo->folder, "dump.json", NULL);
  options[1] = demo->dump;

  psr_cli_progress_show (_("Starting the stand-ins…"));
  demo->sandbox = dex_await_object (psr_sandbox_process_start (options), error);
  if (demo->sandbox == NULL ||
      !psr_sandbox_process_write_profile (demo->sandbox, demo->folder, error))
    return FALSE;

  g_free (demo->cli->profile);
  demo->cli->profile = g_build_filename (demo->folder, "profile.ini", NULL);
  g_free (demo->cli->state);
  demo->cli->state = g_build_filename (demo->folder, "state", NULL);
  g_free (demo->cli->credentials);
  demo->cli->credentials = g_build_filename (demo->folder, "credentials", NULL);

  return TRUE;
}

/* Every run gets an engine of its own, as if it were another day. */
static PsrEngine *
engine (Demo    *demo,
        GError **error)
{
  if (g_cancellable_set_error_if_cancelled (demo->cli->interrupted, error))
    return NULL;

  g_clear_object (&demo->cli->engine);

  return psr_cli_open (demo->cli, error);
}

static gboolean
run_check (Demo    *demo,
           GError **error)
{
  g_autoptr(GPtrArray) findings = NULL;

  heading (_("Check"));
  if (engine (demo, error) == NULL)
    return FALSE;

  findings = dex_await_boxed (psr_engine_check (demo->cli->engine, NULL), error);
  if (findings == NULL)
    return FALSE;

  psr_cli_progress_clear ();
  psr_cli_view_findings (findings);
  if (psr_cli_view_status_of_findings (findings) != PSR_CLI_OK)
    demo->n_off++;

  return TRUE;
}

static gboolean
run_sync (Demo      *demo,
          gboolean   again,
          GError   **error)
{
  g_autoptr(GPtrArray) flows = NULL;
  guint written = 0;
  guint failed = 0;

  heading (again ? _("The same again: nothing has changed") : _("Customers, items, contacts, stock and prices: Business Central → Wello"));
  if (engine (demo, error) == NULL)
    return FALSE;

  flows = dex_await_boxed (psr_engine_sync (demo->cli->engine, NULL, "demo", PSR_ENGINE_SYNC_NONE), error);
  if (flows == NULL)
    return FALSE;

  psr_cli_progress_clear ();
  psr_cli_view_flows (flows, again ? 0 : MAX_ROWS);
  g_print ("\n");

  for (guint i = 0; i < flows->len; i++)
    {
      const PsrFlowResult *flow = flows->pdata[i];

      written += flow->created + flow->changed;
      failed += flow->failed + (flow->error != NULL ? 1 : 0);
    }

  expect (demo, failed == 0, _("No row failed"));
  if (again)
    expect (demo, written == 0, _("Nothing was written a second time"));
  else
    expect (demo, written > 0, _("Customers and items arrived in Wello"));

  return TRUE;
}

/* Parts on drafts are taken off what lies at their location, where the billing has put them. */
static gboolean
run_stock (Demo    *demo,
           GError **error)
{
  static const char * const stock[] = { "stock", NULL };
  g_autoptr(GPtrArray) flows = NULL;
  const PsrFlowResult *flow;

  heading (_("Parts that are on documents now are taken off the stock"));
  if (engine (demo, error) == NULL)
    return FALSE;

  flows = dex_await_boxed (psr_engine_sync (demo->cli->engine, stock, "demo", PSR_ENGINE_SYNC_NONE), error);
  if (flows == NULL)
    return FALSE;

  psr_cli_progress_clear ();
  psr_cli_view_flows (flows, MAX_ROWS);
  g_print ("\n");

  g_assert (flows->len == 1);
  flow = flows->pdata[0];
  expect (demo, flow->failed == 0 && flow->error == NULL, _("No row failed"));
  expect (demo, flow->changed > 0, _("The stock of parts on drafts is less in Wello"));

  return TRUE;
}

static gboolean
run_bill (Demo      *demo,
          gboolean   again,
          GError   **error)
{
  g_autofree char *person = psr_cli_dup_person ();
  g_autoptr(PsrBillRequest) request = psr_bill_request_new (NULL, NULL, person);
  g_autoptr(PsrBillAnswer) answer = NULL;

  heading (again ? _("Billing again: nothing is left to send") : _("Completed work: Wello → Business Central"));
  if (engine (demo, error) == NULL)
    return FALSE;

  answer = dex_await_boxed (psr_engine_bill (demo->cli->engine, request), error);
  if (answer == NULL)
    return FALSE;

  psr_cli_progress_clear ();
  psr_cli_view_bill (answer);
  g_print ("\n");

  if (again)
    {
      expect (demo, answer->sent == 0 && answer->checking == 0 && answer->approved == 0 && answer->stopped == NULL,
              _("Nothing was sent a second time"));
    }
  else
    {
      expect (demo, answer->sent > 0, _("Documents were made"));
      expect (demo, answer->checking == 0 && answer->approved == 0 && answer->stopped == NULL,
              _("Every document has come to rest"));
    }

  return TRUE;
}

static gboolean
list_exceptions (Demo    *demo,
                 GError **error)
{
  g_autoptr(GPtrArray) rows = NULL;

  heading (_("What needs a person"));
  rows = dex_await_boxed (psr_engine_list_work_orders (demo->cli->engine, PSR_QUEUE_EXCEPTIONS), error);
  if (rows == NULL)
    return FALSE;

  psr_cli_progress_clear ();
  psr_cli_view_work_orders (rows);

  return TRUE;
}

/* The stand-ins themselves are asked what they have, so that the report doesn't
 * rest on our own word. */
static gboolean
ask_witness (Demo    *demo,
             GError **error)
{
  PsrDemoWitness witness;
  g_autofree char *text = NULL;

  heading (_("What both services have now"));
  g_clear_object (&demo->cli->engine);
  psr_sandbox_process_stop (demo->sandbox);
  if (!dex_await (psr_sandbox_process_wait (demo->sandbox), error) ||
      !psr_demo_witness_read (demo->dump, &witness, error))
    return FALSE;

  text = g_strdup_printf (_("Imported Wello invoices: %u; documents of ours in Business Central: %u"),
                          witness.imported, witness.documents);
  expect (demo, witness.imported == witness.documents && witness.documents > 0, text);
  expect (demo, witness.twice == 0, _("No Wello invoice is in two documents"));
  expect (demo, witness.lost == 0, _("Every imported Wello invoice has its document, and its number"));

  return TRUE;
}

/**
 * psr_cli_run_demo:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `demo`: shows everything at work against the stand-ins, in a folder that is
 * gone afterwards.
 *
 * Returns: the exit status: %PSR_CLI_OK when all was as it has to be
 */
int
psr_cli_run_demo (PsrCli  *cli,
                  int      n_words,
                  char   **words)
{
  g_auto(Demo) demo = { cli, };
  g_autoptr(GError) error = NULL;

  if (!psr_cli_parse (cli, psr_cli_find_command ("demo"), NULL, &n_words, &words))
    return PSR_CLI_USAGE;
  if (n_words > 1)
    return psr_cli_fail_usage (cli, "demo", _("“demo” takes no arguments."));

  g_print (_("Passerelle %s, against stand-ins of Business Central and Wello on this computer.\n"), PACKAGE_VERSION);

  if (!start (&demo, &error) ||
      !run_check (&demo, &error) ||
      !run_sync (&demo, FALSE, &error) ||
      !run_bill (&demo, FALSE, &error) ||
      !list_exceptions (&demo, &error) ||
      !run_stock (&demo, &error) ||
      !run_sync (&demo, TRUE, &error) ||
      !run_bill (&demo, TRUE, &error) ||
      !ask_witness (&demo, &error))
    {
      if (error == NULL)
        return PSR_CLI_STATE;
      return psr_cli_fail (cli, error);
    }

  g_print ("\n");
  if (demo.n_off > 0)
    {
      g_print (ngettext ("✖ %u thing isn’t as it should be.\n", "✖ %u things aren’t as they should be.\n", demo.n_off),
               demo.n_off);
      return PSR_CLI_PERSON;
    }

  g_print (_("All is well: all that was sent became exactly one document each, and the rest has its reason.\n"));

  return PSR_CLI_OK;
}
