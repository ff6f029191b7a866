/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "psr-connection.h"
#include "psr-engine.h"
#include "psr-support-report.h"
#include "psr-system-clock.h"
#include "psr-system-random.h"
#include "psr-test.h"
#include "psr-thread-executor.h"

#define PROFILE \
  "# the old password was In-A-Comment-1\n" \
  "[BusinessCentral]\nBaseUrl=https://api.confidential.example/bc\nTenant=confidential-tenant.example\nEnvironment=ConfidentialEnvironment\nCompany=Confidential Company\n" \
  "ClientId=confidential-client\n" \
  "[Wello]\nDomain=CONFIDENTIAL-DOMAIN\nUser=confidential-user\n" \
  "[Billing]\nFrom=2026-01-01\nInternal=customer:CONFIDENTIAL-20000\n" \
  "[Automatic]\nCustomers=CONFIDENTIAL-10000\n" \
  "[VatCustomer]\nCONFIDENTIAL-10000,CC=CONFIDENTIAL-CC\n"

/* Where somebody may have left a secret, and how it may look there. */
#define CLIENT_SECRET "Ab8Q~client\"secret/1"
#define PASSWORD      "p4ss w\303\266rd&wello"

static const char * const secrets[] = {
  "In-A-Comment-1", CLIENT_SECRET, "Ab8Q~client%22secret%2F1", PASSWORD, "p4ss%20w%C3%B6rd%26wello",
  "In-A-Proxy-2", "In-A-Token-3", "In-A-Form-4", "In-An-Address-5", "In-A-Value-6", "InAKey7", "In-A-Line-8",
  "onfidential", "ONFIDENTIAL", "OF-SOMEBODY", "ofsomebody", "Of Somebody", "4711", "JAN@",
};

typedef struct
{
  char      *folder;
  char      *profile;
  char      *state;
  char      *credentials;
  GPtrArray *lines;
} Fixture;

static void
write_file (const char *path,
            const char *text)
{
  g_autoptr(GError) error = NULL;

  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *client_secret = NULL;
  g_autofree char *password = NULL;

  fixture->folder = g_dir_make_tmp ("passerelle-report-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->profile = g_build_filename (fixture->folder, "profile.ini", NULL);
  fixture->state = g_build_filename (fixture->folder, "state", NULL);
  fixture->credentials = g_build_filename (fixture->folder, "credentials", NULL);
  g_assert_cmpint (g_mkdir (fixture->credentials, 0700), ==, 0);
  client_secret = g_build_filename (fixture->credentials, "bc-client-secret", NULL);
  password = g_build_filename (fixture->credentials, "wello-password", NULL);
  write_file (client_secret, CLIENT_SECRET "\n");
  write_file (password, PASSWORD);
  write_file (fixture->profile, PROFILE);
  g_setenv ("https_proxy", "http://somebody:In-A-Proxy-2@proxy.example:8080", TRUE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autofree char *command = g_strdup_printf ("rm -r '%s'", fixture->folder);

  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_clear_pointer (&fixture->lines, g_ptr_array_unref);
  g_free (fixture->credentials);
  g_free (fixture->state);
  g_free (fixture->profile);
  g_free (fixture->folder);
  g_unsetenv ("https_proxy");
}

static DexFuture *
make_state_fiber (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(PsrProfile) profile = psr_profile_load (fixture->profile, &error);
  g_autoptr(PsrEngine) engine = NULL;
  g_autoptr(PsrEngineStatus) status = NULL;

  g_assert_no_error (error);
  engine = psr_engine_new (profile, fixture->state, fixture->credentials);
  status = dex_await_boxed (psr_engine_get_status (engine), &error);
  g_assert_no_error (error);
  g_assert_nonnull (status);

  return dex_future_new_true ();
}

static void
make_state (Fixture *fixture)
{
  dex_unref (psr_test_run_fiber (make_state_fiber, fixture));
}

static void
execute (Fixture    *fixture,
         const char *sql)
{
  g_autofree char *path = g_build_filename (fixture->state, "mirror.db", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(PsrConnection) connection = psr_connection_open (path, PSR_CONNECTION_DEFAULT, &error);

  g_assert_no_error (error);
  psr_connection_execute (connection, sql, &error);
  g_assert_no_error (error);
}

static DexFuture *
make_report_fiber (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr(PsrClock) clock = psr_system_clock_new ();
  g_autoptr(PsrRandom) random = psr_system_random_new ();
  g_autoptr(PsrExecutor) executor = psr_thread_executor_new ();
  g_autoptr(GError) error = NULL;

  fixture->lines = dex_await_boxed (psr_support_report_make (fixture->profile, fixture->state, fixture->credentials,
                                                             clock, random, executor), &error);
  g_assert_no_error (error);

  return dex_future_new_true ();
}

/* Returns: (transfer full): all of it, in which no secret is left */
static char *
make_report (Fixture *fixture)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_clear_pointer (&fixture->lines, g_ptr_array_unref);
  dex_unref (psr_test_run_fiber (make_report_fiber, fixture));
  for (guint i = 0; i < fixture->lines->len; i++)
    {
      const PsrReportLine *line = fixture->lines->pdata[i];

      g_string_append_printf (text, "[%s] %s: %s\n", line->section, line->name, line->value);
    }

  g_test_message ("%s", text->str);
  for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_autofree char *encoded = g_base64_encode ((const guchar *) secrets[i], strlen (secrets[i]));

      g_assert_null (strstr (text->str, secrets[i]));
      g_assert_null (strstr (text->str, encoded));
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
assert_has (const char *text,
            const char *words)
{
  if (strstr (text, words) == NULL)
    g_error ("“%s” is missing from:\n%s", words, text);
}

static void
test_whole (Fixture       *fixture,
            gconstpointer  unused)
{
  g_autofree char *text = NULL;

  make_state (fixture);
  execute (fixture,
           "INSERT INTO runs (flow, full, started, ended, outcome, message, n_read, created, changed, unchanged, skipped, failed) "
           "VALUES ('customers', 1, 1767225600000000, 1767225660000000, 'broken-off', "
           "'Refused: The Customer does not exist, No.=''OF-SOMEBODY''; customer 4711 “Of Somebody” mail@ofsomebody.example; JAN@CONFIDENTIAL-DOMAIN; " PASSWORD " and p4ss%20w%C3%B6rd%26wello, Authorization: Bearer In-A-Token-3, of Confidential Company at api.confidential.example', 7, 1, 2, 3, 4, 5)");
  execute (fixture,
           "INSERT INTO requests (at, service, method, url, status, microseconds, bytes, correlation, message) "
           "VALUES (strftime ('%s', 'now') * 1000000, 'bc', 'GET', 'https://somebody:In-An-Address-5@bc.example/api/companies(ofsomebody-0001)/customers(ofsomebody)?$filter=number eq "
           "''CONFIDENTIAL-10000''&access_token=In-A-Token-3', 403, 12000, 80, 'correlation-9', "
           "'client_secret=In-A-Form-4; {\"password\":\"In-A-Form-4\"}; " CLIENT_SECRET "')");

  text = make_report (fixture);
  assert_has (text, "[program] version: " PACKAGE_VERSION "\n");
  assert_has (text, "[program] sqlite: 3.");
  assert_has (text, "[system] https_proxy: set\n");
  assert_has (text, "[profile] [Billing] From: 2026-01-01\n");
  assert_has (text, "[profile] [BusinessCentral] Tenant: set\n");
  assert_has (text, "[profile] [VatCustomer]: 1 keys\n");
  assert_has (text, "[secrets] kept in: a folder\n");
  assert_has (text, "[secrets] wello-password: stored\n");
  assert_has (text, "[secrets] bc-password: not stored\n");
  assert_has (text, "[state] ledger.db: version ");
  assert_has (text, ", mode 0600, ok\n");
  assert_has (text, "[work] customers: failing, last run 2026-01-01T00:00:00.000Z");
  assert_has (text, "[runs] 2026-01-01T00:00:00.000Z: customers, broken-off, full: 7 read, 1 created, 2 changed, 4 skipped, 5 failed: Refused: The Customer does not exist, No.=‘…’; customer […] “…” […]; […]; ");
  assert_has (text, ": bc GET /api/companies(…)/customers(…): 403, 12 ms, correlation correlation-9");
  assert_has (text, "[off] posting: no Post=yes under [Billing]\n");
  assert_has (text, "[off] customers, Wello to Business Central: no Direction=both under [Flow customers]\n");
}

/* A word that is somebody's value may be one of ours, too. */
static void
test_own_words (Fixture       *fixture,
                gconstpointer  unused)
{
  g_autofree char *text = NULL;

  /* The name of an environment is masked in messages, and not where a shown key has the word. */
  write_file (fixture->profile,
              "[BusinessCentral]\nTenant=contacts\nEnvironment=items\nCompany=Confidential Company\nClientId=confidential-client\n"
              "[Wello]\nDomain=CONFIDENTIAL-DOMAIN\nUser=confidential-user\n[Billing]\nFrom=2026-01-01\n"
              "[Sync]\nFlows=customers;items;contacts\n[Prices]\nCustomers=Customers\n");
  make_state (fixture);
  execute (fixture,
           "INSERT INTO runs (flow, full, started, ended, outcome, message, n_read, created, changed, unchanged, skipped, failed) "
           "VALUES ('customers', 1, 1767225600000000, 1767225660000000, 'broken-off', 'Refused in Contacts', 7, 1, 2, 3, 4, 5)");
  text = make_report (fixture);
  assert_has (text, "[profile] [Sync] Flows: customers;items;contacts\n");
  assert_has (text, "[profile] [Prices] Customers: set\n");
  assert_has (text, ": customers, broken-off");
  assert_has (text, "Refused in [set]");
}

/* It is there for when nothing else works. */
static void
test_broken (Fixture       *fixture,
             gconstpointer  unused)
{
  g_autofree char *ledger = g_build_filename (fixture->state, "ledger.db", NULL);
  g_autofree char *none = NULL;
  g_autofree char *value = NULL;
  g_autofree char *key = NULL;
  g_autofree char *line = NULL;
  g_autofree char *damaged = NULL;
  g_autofree char *content = NULL;
  g_autoptr(GError) error = NULL;

  /* Nothing is made by looking. */
  none = make_report (fixture);
  assert_has (none, "[state] ledger.db: not there\n");
  g_assert_false (g_file_test (fixture->state, G_FILE_TEST_EXISTS));

  make_state (fixture);
  write_file (fixture->profile, PROFILE "[Log]\nRequests=In-A-Value-6\n");
  value = make_report (fixture);
  assert_has (value, "[profile] problem: has a value that isn’t allowed");
  assert_has (value, "mode 0600, ok\n");
  write_file (fixture->profile, PROFILE "[Log]\nInAKey7=1\n");
  key = make_report (fixture);
  assert_has (key, "[profile] problem: has a section or a key that isn’t known");
  write_file (fixture->profile, PROFILE "In-A-Line-8\n");
  line = make_report (fixture);
  assert_has (line, "[profile] problem: not a profile");

  write_file (fixture->profile, PROFILE);
  write_file (ledger, "In-A-Line-8, which is no database at all");
  damaged = make_report (fixture);
  assert_has (damaged, "[state] ledger.db: version -1 of ");
  g_assert_null (strstr (damaged, "[work]"));
  g_file_get_contents (ledger, &content, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (content, "In-A-Line-8"));
}

/* A deletion that was begun is told, and not gone on with by looking. */
static void
test_deletion (Fixture       *fixture,
               gconstpointer  unused)
{
  g_autofree char *ledger = g_build_filename (fixture->state, "ledger.db", NULL);
  g_autofree char *marker = g_build_filename (fixture->state, "passerelle-deletion", NULL);
  g_autofree char *text = NULL;

  make_state (fixture);
  write_file (marker, "What Passerelle kept in this folder is being deleted.\n");
  text = make_report (fixture);
  assert_has (text, "[state] deletion: begun, and not finished");
  assert_has (text, "[state] ledger.db: version ");
  g_assert_null (strstr (text, "[work]"));
  g_assert_true (g_file_test (ledger, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (marker, G_FILE_TEST_EXISTS));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add ("/engine/support-report/whole", Fixture, NULL, set_up, test_whole, tear_down);
  g_test_add ("/engine/support-report/own-words", Fixture, NULL, set_up, test_own_words, tear_down);
  g_test_add ("/engine/support-report/broken", Fixture, NULL, set_up, test_broken, tear_down);
  g_test_add ("/engine/support-report/deletion", Fixture, NULL, set_up, test_deletion, tear_down);

  return g_test_run ();
}
