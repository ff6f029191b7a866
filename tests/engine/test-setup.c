/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "engine-world.h"
#include "psr-json.h"
#include "psr-seeded-random.h"
#include "psr-service-error.h"
#include "psr-setup-draft.h"
#include "psr-setup.h"
#include "psr-typed-secrets.h"
#include "psr-wello-invoice.h"
#include "psr-wello-labour-usage.h"

#define ID "0f7e1c6a-7b2d-ef11-8409-6045bde9ca0b"

#define ADD(path, func) g_test_add (path, EngineWorld, NULL, engine_world_set_up, func, engine_world_tear_down)

static char *
dup_path (EngineWorld *world,
          const char  *name)
{
  return g_build_filename (world->folder, name, NULL);
}

static char *
read_file (EngineWorld *world,
           const char  *name)
{
  g_autofree char *path = dup_path (world, name);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);

  return text;
}

static void
write_file (EngineWorld *world,
            const char  *name,
            const char  *text)
{
  g_autofree char *path = dup_path (world, name);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static PsrSetup *
open_setup (EngineWorld *world)
{
  g_autofree char *profile = dup_path (world, "profile.ini");
  g_autofree char *state = dup_path (world, "state");
  g_autofree char *credentials = dup_path (world, "credentials");
  g_autoptr(PsrRandom) random = psr_seeded_random_new (7);
  g_autoptr(GError) error = NULL;
  PsrSetup *setup = psr_setup_new (profile, state, credentials, world->sync.clock, random, world->sync.executor, FALSE,
                                   &error);

  g_assert_no_error (error);
  psr_setup_set_transports (setup, PSR_TRANSPORT (world->transport), PSR_TRANSPORT (world->transport));

  return setup;
}

static void
expect (EngineWorld *world,
        DexFuture   *future)
{
  g_autoptr(DexFuture) done = engine_world_drive (world, future);
  g_autoptr(GError) error = NULL;

  dex_future_get_value (done, &error);
  g_assert_no_error (error);
}

static void
apply (EngineWorld  *world,
       PsrSetup     *setup,
       PsrSetupStep  step)
{
  expect (world, psr_setup_apply (setup, step));
  g_assert_cmpint (psr_setup_get_state (setup, step), ==, PSR_SETUP_DONE);
}

static void
give_bc (PsrSetup *setup)
{
  psr_setup_set_value (setup, PSR_PROFILE_BC_SIGN_IN, "client-credentials");
  psr_setup_set_value (setup, PSR_PROFILE_BC_BASE_URL, "https://bc.example/v2.0");
  psr_setup_set_value (setup, PSR_PROFILE_BC_AUTHORITY, "https://login.example");
  psr_setup_set_value (setup, PSR_PROFILE_BC_TENANT, "t");
  psr_setup_set_value (setup, PSR_PROFILE_BC_CLIENT_ID, "client");
}

static void
do_bc (EngineWorld *world,
       PsrSetup    *setup)
{
  g_assert_cmpint (psr_setup_get_state (setup, PSR_SETUP_BC), ==, PSR_SETUP_IDLE);
  give_bc (setup);

  /* The secret is in the credentials folder already. */
  g_assert_cmpint (psr_setup_get_state (setup, PSR_SETUP_BC), ==, PSR_SETUP_IDLE);
  expect (world, psr_setup_load (setup, PSR_SETUP_BC));
  g_assert_true (psr_setup_has_stored (setup, "bc-client-secret"));
  g_assert_cmpint (psr_setup_get_state (setup, PSR_SETUP_BC), ==, PSR_SETUP_READY);
  apply (world, setup, PSR_SETUP_BC);
  g_assert_cmpuint (psr_setup_get_list (setup, PSR_SETUP_ENVIRONMENTS)->len, ==, 2);
  g_assert_nonnull (strstr (psr_setup_get_proof (setup, PSR_SETUP_BC), "2 environments"));
}

static void
do_wello (EngineWorld *world,
          PsrSetup    *setup)
{
  psr_setup_set_value (setup, PSR_PROFILE_WELLO_BASE_URL, "https://wello.example/api");
  psr_setup_set_value (setup, PSR_PROFILE_WELLO_DOMAIN, "CONTOSO");
  psr_setup_set_value (setup, PSR_PROFILE_WELLO_USER, "passerelle");
  expect (world, psr_setup_load (setup, PSR_SETUP_WELLO));
  apply (world, setup, PSR_SETUP_WELLO);
}

static void
do_company (EngineWorld *world,
            PsrSetup    *setup)
{
  /* No company is listed before it is known in which environment. */
  expect (world, psr_setup_load (setup, PSR_SETUP_COMPANY));
  g_assert_null (psr_setup_get_list (setup, PSR_SETUP_COMPANIES));
  g_assert_cmpint (psr_setup_get_state (setup, PSR_SETUP_COMPANY), ==, PSR_SETUP_IDLE);
  psr_setup_set_value (setup, PSR_PROFILE_BC_ENVIRONMENT, "Production");
  expect (world, psr_setup_load (setup, PSR_SETUP_COMPANY));
  g_assert_cmpuint (psr_setup_get_list (setup, PSR_SETUP_COMPANIES)->len, ==, 2);
  psr_setup_set_value (setup, PSR_PROFILE_BC_COMPANY, "CRONUS BE");
  apply (world, setup, PSR_SETUP_COMPANY);
}

/* From nothing to a first sync. */
static void
test_whole (EngineWorld   *world,
            gconstpointer  data)
{
  g_autoptr(PsrSetup) setup = open_setup (world);
  g_autofree char *ledger = g_build_filename (world->folder, "state", "ledger.db", NULL);
  g_autofree char *early = NULL;
  g_autofree char *text = NULL;
  g_autofree char *draft = NULL;
  g_autofree char *from = psr_setup_dup_value (setup, PSR_PROFILE_BILLING_FROM);
  const PsrFlowResult *flow;
  guint n_ready, n_before;

  g_assert_false (psr_setup_is_resumed (setup));
  do_bc (world, setup);
  do_company (world, setup);
  do_wello (world, setup);
  apply (world, setup, PSR_SETUP_SYNC);

  /* Today is suggested, and a person has to say that nobody else sends. */
  g_assert_nonnull (from);
  g_assert_cmpint (psr_setup_get_state (setup, PSR_SETUP_START), ==, PSR_SETUP_IDLE);
  expect (world, psr_setup_load (setup, PSR_SETUP_START));
  g_assert_true (psr_setup_count_work (setup, &n_ready, &n_before));
  g_assert_cmpuint (n_before, <=, n_ready);
  psr_setup_set_is_alone (setup, TRUE);
  apply (world, setup, PSR_SETUP_START);

  expect (world, psr_setup_load (setup, PSR_SETUP_BILLING));
  g_assert_cmpuint (psr_setup_get_list (setup, PSR_SETUP_TAX_GROUPS)->len, ==, 2);
  g_assert_cmpuint (psr_setup_get_list (setup, PSR_SETUP_HOURS)->len, ==, 2);
  g_assert_cmpuint (psr_setup_get_list (setup, PSR_SETUP_PARTS)->len, ==, 2);
  psr_setup_set_entry (setup, "Labour", "WorkingTime", "item:1896-S");
  apply (world, setup, PSR_SETUP_BILLING);

  /* Trying it leaves nothing behind. */
  g_assert_cmpint (psr_setup_get_state (setup, PSR_SETUP_FIRST_SYNC), ==, PSR_SETUP_IDLE);
  apply (world, setup, PSR_SETUP_CHECK);
  flow = psr_setup_get_flows (setup)->pdata[0];
  g_assert_cmpstr (flow->flow, ==, "customers");
  g_assert_cmpuint (flow->read, ==, 1);
  early = read_file (world, "profile.ini");
  g_assert_null (early);
  g_assert_false (g_file_test (ledger, G_FILE_TEST_EXISTS));

  apply (world, setup, PSR_SETUP_FIRST_SYNC);
  text = read_file (world, "profile.ini");
  g_assert_nonnull (strstr (text, "Company=CRONUS BE\n"));
  g_assert_nonnull (strstr (text, "WorkingTime=item:1896-S\n"));
  g_assert_null (strstr (text, "canary"));
  g_assert_null (strstr (text, "[Setup]"));
  draft = read_file (world, "profile.ini.setup");
  g_assert_null (draft);
}

static void
assert_value (PsrSetup      *setup,
              PsrProfileKey  key,
              const char    *expected)
{
  g_autofree char *value = psr_setup_dup_value (setup, key);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_keeps_what_was_given (EngineWorld   *world,
                           gconstpointer  data)
{
  PsrSetup *setup = open_setup (world);
  g_autoptr(PsrSetup) again = NULL;
  g_autofree char *draft = NULL;
  g_autoptr(GError) error = NULL;

  give_bc (setup);
  psr_setup_type_secret (setup, "bc-client-secret", "canary-typed");
  psr_setup_set_step (setup, PSR_SETUP_BC);
  g_assert_true (psr_setup_keep (setup, &error));
  g_assert_finalize_object (setup);

  draft = read_file (world, "profile.ini.setup");
  g_assert_null (strstr (draft, "canary"));
  again = open_setup (world);
  g_assert_true (psr_setup_is_resumed (again));
  g_assert_cmpint (psr_setup_get_step (again), ==, PSR_SETUP_BC);
  assert_value (again, PSR_PROFILE_BC_TENANT, "t");
  g_assert_false (psr_setup_has_typed (again, "bc-client-secret"));
}

static void
fails (EngineWorld  *world,
       PsrSetup     *setup,
       PsrSetupStep  step,
       int           code)
{
  engine_world_fails (world, psr_setup_apply (setup, step), PSR_SERVICE_ERROR, code);
  g_assert_cmpint (psr_setup_get_state (setup, step), ==, PSR_SETUP_ERROR);
  g_assert_error (psr_setup_get_error (setup, step), PSR_SERVICE_ERROR, code);
}

/* What was given stays, and can be tried again. */
static void
test_errors (EngineWorld   *world,
             gconstpointer  data)
{
  g_autoptr(PsrSetup) setup = open_setup (world);

  give_bc (setup);
  expect (world, psr_setup_load (setup, PSR_SETUP_BC));
  world->is_offline = TRUE;
  fails (world, setup, PSR_SETUP_BC, PSR_SERVICE_ERROR_UNREACHABLE);
  world->is_offline = FALSE;
  world->refuses_sign_in = TRUE;
  fails (world, setup, PSR_SETUP_BC, PSR_SERVICE_ERROR_SIGN_IN);
  world->refuses_sign_in = FALSE;
  assert_value (setup, PSR_PROFILE_BC_TENANT, "t");
  apply (world, setup, PSR_SETUP_BC);

  /* Another value is another attempt. */
  psr_setup_set_value (setup, PSR_PROFILE_BC_TENANT, "other");
  g_assert_cmpint (psr_setup_get_state (setup, PSR_SETUP_BC), ==, PSR_SETUP_IDLE);
  g_assert_null (psr_setup_get_list (setup, PSR_SETUP_ENVIRONMENTS));
}

/* An address of an API says at once what else is asked for on two pages. */
static void
test_address (EngineWorld   *world,
              gconstpointer  data)
{
  g_autoptr(PsrSetup) setup = open_setup (world);
  g_autofree char *taken = NULL;

  give_bc (setup);
  g_assert_null (psr_setup_take_address (setup, "https://bc.example/v2.0/Prod"));
  g_assert_null (psr_setup_take_address (setup, "http://bc.example/v2.0/Production/api/v2.0"));
  taken = psr_setup_take_address (setup, "https://bc.example/v2.0/contoso.example/Production/api/v2.0/companies(" ID ")/items");
  g_assert_nonnull (strstr (taken, "Production"));
  assert_value (setup, PSR_PROFILE_BC_BASE_URL, "https://bc.example/v2.0");
  assert_value (setup, PSR_PROFILE_BC_TENANT, "contoso.example");
  assert_value (setup, PSR_PROFILE_BC_ENVIRONMENT, "Production");

  /* The company that it leads to is the one that is chosen. */
  expect (world, psr_setup_load (setup, PSR_SETUP_BC));
  apply (world, setup, PSR_SETUP_BC);
  expect (world, psr_setup_load (setup, PSR_SETUP_COMPANY));
  assert_value (setup, PSR_PROFILE_BC_COMPANY, ((PsrSetupChoice *) psr_setup_get_list (setup, PSR_SETUP_COMPANIES)->pdata[0])->value);
  apply (world, setup, PSR_SETUP_COMPANY);

  /* One of a server of one's own, where the address of the service is typed. */
  psr_setup_set_value (setup, PSR_PROFILE_BC_BASE_URL, "https://erp.example:7048/BC/api/v2.0/companies(" ID ")/items?tenant=one");
  g_assert_true (psr_setup_get_on_premises (setup));
  assert_value (setup, PSR_PROFILE_BC_BASE_URL, "https://erp.example:7048/BC");
}

/* What can't be a value is kept, and said when it is tried. */
static void
test_bad_value (EngineWorld   *world,
                gconstpointer  data)
{
  g_autoptr(PsrSetup) setup = open_setup (world);
  g_autoptr(DexFuture) future = NULL;

  give_bc (setup);
  psr_setup_set_value (setup, PSR_PROFILE_BC_TENANT, "common");
  psr_setup_type_secret (setup, "bc-client-secret", "canary-typed");
  future = engine_world_drive (world, psr_setup_apply (setup, PSR_SETUP_BC));
  g_assert_cmpint (psr_setup_get_state (setup, PSR_SETUP_BC), ==, PSR_SETUP_ERROR);
  g_assert_nonnull (strstr (psr_setup_get_error (setup, PSR_SETUP_BC)->message, "“common”"));
  assert_value (setup, PSR_PROFILE_BC_TENANT, "common");
}

/* Given up, what comes late changes nothing. */
static void
test_stop (EngineWorld   *world,
           gconstpointer  data)
{
  PsrSetup *setup = open_setup (world);
  g_autoptr(DexFuture) future = NULL;

  give_bc (setup);
  expect (world, psr_setup_load (setup, PSR_SETUP_BC));
  world->latency = G_USEC_PER_SEC;
  future = psr_setup_apply (setup, PSR_SETUP_BC);
  g_assert_cmpint (psr_setup_get_state (setup, PSR_SETUP_BC), ==, PSR_SETUP_BUSY);
  psr_setup_stop (setup);
  g_assert_cmpint (psr_setup_get_state (setup, PSR_SETUP_BC), ==, PSR_SETUP_READY);
  dex_unref (engine_world_drive (world, g_steal_pointer (&future)));
  g_assert_cmpint (psr_setup_get_state (setup, PSR_SETUP_BC), ==, PSR_SETUP_READY);
  g_assert_null (psr_setup_get_list (setup, PSR_SETUP_ENVIRONMENTS));

  /* Nor does it, once nobody is there any more. */
  future = psr_setup_apply (setup, PSR_SETUP_BC);
  g_assert_finalize_object (setup);
  dex_unref (engine_world_drive (world, g_steal_pointer (&future)));
}

/* A secret that proved right can't be stored into files of others; that is said. */
static void
test_typed_secret (EngineWorld   *world,
                   gconstpointer  data)
{
  g_autoptr(PsrSetup) setup = open_setup (world);

  give_bc (setup);
  psr_setup_type_secret (setup, "bc-client-secret", "canary-typed");
  engine_world_fails (world, psr_setup_apply (setup, PSR_SETUP_BC), PSR_SECRET_ERROR, PSR_SECRET_ERROR_READ_ONLY);

  /* One that is wrong isn't even tried to be stored. */
  world->refuses_sign_in = TRUE;
  fails (world, setup, PSR_SETUP_BC, PSR_SERVICE_ERROR_SIGN_IN);
  g_assert_true (psr_setup_has_typed (setup, "bc-client-secret"));
}

/* Comments, other keys and what was written meanwhile stay. */
static void
test_profile_is_kept (EngineWorld   *world,
                      gconstpointer  data)
{
  const char *old = "# Ours\n[BusinessCentral]\n# The books\nTenant=t\nEnvironment=Production\nCompany=CRONUS BE\n"
                    "ClientId=client\nLongestRequest=25min\n\n[Wello]\nDomain=CONTOSO\nUser=passerelle\n"
                    "\n[VatCustomer]\n10000,CC=10000-CC\n\n[Labour]\nTravelTime=item:KM\n";
  g_autofree char *profile = dup_path (world, "profile.ini");
  g_autofree char *draft_path = dup_path (world, "profile.ini.setup");
  g_autoptr(PsrSetupDraft) draft = NULL;
  g_autofree char *changed = g_strconcat (old, "# Later\n", NULL);
  g_autofree char *text = NULL;
  g_autofree char *same = NULL;
  g_auto(GStrv) names = NULL;
  g_autoptr(GError) error = NULL;

  write_file (world, "profile.ini", old);
  draft = psr_setup_draft_open (profile, draft_path, &error);
  g_assert_no_error (error);
  g_assert_true (psr_setup_draft_set (draft, "Billing", "From", "2026-05-01"));
  g_assert_false (psr_setup_draft_set (draft, "Billing", "From", " 2026-05-01 "));
  g_assert_true (psr_setup_draft_set (draft, "Labour", "WorkingTime", "item:HOUR"));
  g_assert_true (psr_setup_draft_set (draft, "Labour", "TravelTime", NULL));
  names = psr_setup_draft_list (draft, "Labour");
  g_assert_cmpuint (g_strv_length (names), ==, 1);

  g_assert_true (psr_setup_draft_keep (draft, &error));
  write_file (world, "profile.ini", changed);
  g_assert_true (psr_setup_draft_write_profile (draft, &error));
  g_assert_no_error (error);
  text = read_file (world, "profile.ini");
  g_assert_nonnull (strstr (text, "# Ours\n"));
  g_assert_nonnull (strstr (text, "# The books\nTenant=t\n"));
  g_assert_nonnull (strstr (text, "LongestRequest=25min\n"));
  g_assert_nonnull (strstr (text, "10000,CC=10000-CC\n"));
  g_assert_nonnull (strstr (text, "# Later\n"));
  g_assert_nonnull (strstr (text, "WorkingTime=item:HOUR\n"));
  g_assert_nonnull (strstr (text, "From=2026-05-01\n"));
  g_assert_null (strstr (text, "TravelTime"));
  g_assert_false (g_file_test (draft_path, G_FILE_TEST_EXISTS));

  /* What couldn't be used isn't written. */
  psr_setup_draft_set (draft, "Billing", "From", "soon");
  g_assert_false (psr_setup_draft_write_profile (draft, &error));
  g_assert_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE);
  same = read_file (world, "profile.ini");
  g_assert_cmpstr (same, ==, text);
}

/* A link to a file that others may read, both of which somebody chose. */
static void
test_profile_stays_a_link (EngineWorld   *world,
                           gconstpointer  data)
{
  g_autofree char *link = dup_path (world, "profile.ini");
  g_autofree char *target = dup_path (world, "shared.ini");
  g_autofree char *draft_path = dup_path (world, "profile.ini.setup");
  g_autoptr(PsrSetupDraft) draft = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  GStatBuf now;

  write_file (world, "shared.ini", "[BusinessCentral]\nTenant=t\nEnvironment=Production\nCompany=CRONUS BE\nClientId=client\n"
                                   "[Wello]\nDomain=CONTOSO\nUser=passerelle\n");
  g_assert_cmpint (g_chmod (target, 0640), ==, 0);
  g_assert_cmpint (symlink ("shared.ini", link), ==, 0);

  draft = psr_setup_draft_open (link, draft_path, &error);
  g_assert_no_error (error);
  g_assert_false (psr_setup_draft_has_changes (draft, NULL, NULL));
  psr_setup_draft_set_note (draft, "Step", "wello");
  g_assert_false (psr_setup_draft_has_changes (draft, NULL, NULL));
  psr_setup_draft_set (draft, "Billing", "From", "2026-05-01");
  g_assert_true (psr_setup_draft_has_changes (draft, NULL, NULL));
  g_assert_true (psr_setup_draft_write_profile (draft, &error));
  g_assert_no_error (error);
  g_assert_false (psr_setup_draft_has_changes (draft, NULL, NULL));

  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  text = read_file (world, "shared.ini");
  g_assert_nonnull (strstr (text, "From=2026-05-01\n"));
  g_assert_cmpint (g_stat (target, &now), ==, 0);
  g_assert_cmpint (now.st_mode & 07777, ==, 0640);
}

/* People write the same in many ways; it is shown in one. */
static void
test_shows_what_is_meant (EngineWorld   *world,
                          gconstpointer  data)
{
  g_autoptr(PsrSetup) setup = NULL;
  g_autofree char *sign_in = NULL;
  g_autofree char *flows = NULL;
  g_autofree char *document = NULL;
  g_autofree char *post = NULL;

  write_file (world, "profile.ini", "[BusinessCentral]\nTenant=t\nCompany=CRONUS BE\nUser=u\nBaseUrl=https://bc.example\n"
                                    "SignIn=Basic\n[Wello]\nDomain=CONTOSO\nUser=passerelle\n"
                                    "[Sync]\nFlows= items ; Customers;\n[Billing]\nDocument=Order\nPost=true\n");
  setup = open_setup (world);
  sign_in = psr_setup_dup_value (setup, PSR_PROFILE_BC_SIGN_IN);
  flows = psr_setup_dup_value (setup, PSR_PROFILE_SYNC_FLOWS);
  document = psr_setup_dup_value (setup, PSR_PROFILE_BILLING_DOCUMENT);
  post = psr_setup_dup_value (setup, PSR_PROFILE_BILLING_POST);
  g_assert_cmpstr (sign_in, ==, "basic");
  g_assert_cmpstr (flows, ==, "items;customers");
  g_assert_cmpstr (document, ==, "order");
  g_assert_cmpstr (post, ==, "yes");
}

static void
test_broken_profile (EngineWorld   *world,
                     gconstpointer  data)
{
  g_autofree char *profile = dup_path (world, "profile.ini");
  g_autofree char *draft_path = dup_path (world, "profile.ini.setup");
  g_autoptr(PsrSetupDraft) draft = NULL;
  g_autoptr(GError) error = NULL;

  write_file (world, "profile.ini", "no key file\n");
  g_assert_null (psr_setup_draft_open (profile, draft_path, &error));
  g_assert_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_UNREADABLE);
  g_clear_error (&error);

  /* A draft is nobody's but ours: it is begun anew. */
  write_file (world, "profile.ini", "");
  write_file (world, "profile.ini.setup", "[no");
  draft = psr_setup_draft_open (profile, draft_path, &error);
  g_assert_no_error (error);
  g_assert_false (psr_setup_draft_is_resumed (draft));
}

static void
add_invoice (GPtrArray  *invoices,
             const char *lines)
{
  g_autofree char *text = g_strdup_printf ("{\"id\":\"11110000-0000-4000-8000-%012u\",\"internal_number\":\"1\","
                                           "\"invoice_details\":[%s]}", invoices->len, lines);
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(JsonNode) node = psr_json_parse (bytes, NULL);
  g_autoptr(GError) error = NULL;
  PsrWelloInvoice *invoice = psr_wello_invoice_from_json (json_node_get_object (node), &error);

  g_assert_no_error (error);
  g_ptr_array_add (invoices, invoice);
}

static void
add_labour (GPtrArray  *labour,
            const char *json)
{
  g_autoptr(GBytes) bytes = g_bytes_new (json, strlen (json));
  g_autoptr(JsonNode) node = psr_json_parse (bytes, NULL);
  g_autoptr(GError) error = NULL;
  PsrWelloLabourUsage *usage = psr_wello_labour_usage_from_json (json_node_get_object (node), &error);

  g_assert_no_error (error);
  g_ptr_array_add (labour, usage);
}

static void
free_invoice (gpointer data)
{
  psr_wello_invoice_unref (data);
}

static void
free_labour (gpointer data)
{
  psr_wello_labour_usage_unref (data);
}

#define LINE(n, more) "{\"id\":\"22220000-0000-4000-8000-00000000000" n "\",\"quantity_decimal\":1,\"unit_price\":1," more "}"

static void
test_mappings (void)
{
  g_autoptr(GPtrArray) invoices = g_ptr_array_new_with_free_func (free_invoice);
  g_autoptr(GPtrArray) labour = g_ptr_array_new_with_free_func (free_labour);
  g_autoptr(GPtrArray) mappings = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  const char *known_labour[] = { "line:NIGHT", NULL };
  const char *known_vat[] = { "12,part", NULL };

  add_labour (labour, "{\"id\":\"33330000-0000-4000-8000-000000000001\",\"type_code\":\"WorkingTime\",\"line_code\":\"ot150\"}");
  add_labour (labour, "{\"id\":\"33330000-0000-4000-8000-000000000002\",\"type_code\":\"WorkingTime\",\"line_code\":\"\"}");
  add_invoice (invoices,
               LINE ("1", "\"article_id\":\"44440000-0000-4000-8000-000000000001\",\"vat_rate\":0.21,\"company_vat_code\":\"21\"") ","
               LINE ("2", "\"source_db_table_name\":\"job_non_part_usage\",\"vat_rate\":0.21,\"company_vat_code\":\"21\"") ","
               LINE ("3", "\"source_id_in_table\":\"33330000-0000-4000-8000-000000000002\",\"vat_rate\":0.06,\"company_vat_code\":\"\"") ","
               LINE ("4", "\"vat_rate\":0,\"company_vat_code\":\"cc\"") ","
               LINE ("5", "\"vat_rate\":0,\"company_vat_code\":\"0\"") ","
               LINE ("6", "\"vat_rate\":0.21,\"company_vat_code\":\"a=b\""));

  mappings = psr_setup_find_mappings (invoices, labour, known_labour, known_vat);
  for (guint i = 0; i < mappings->len; i++)
    {
      const PsrSetupMapping *mapping = mappings->pdata[i];

      g_string_append_printf (text, "%s %s %u\n", mapping->group, mapping->name, mapping->count);
    }

  g_assert_cmpstr (text->str, ==,
                   "Labour WorkingTime 2\nLabour TravelTime 0\nLabour line:NIGHT 0\nLabour line:OT150 1\n"
                   "Vat CC,part 1\nVat 21,part 1\nVat 21,labour 1\nVat 12,part 0\nVat 6,labour 1\n");
  g_assert_cmpuint (psr_setup_count_hand_typed (invoices, labour), ==, 3);
}

static void
test_step_names (void)
{
  for (guint i = 0; i < PSR_SETUP_N_STEPS; i++)
    {
      PsrSetupStep step;

      g_assert_true (psr_setup_step_from_string (psr_setup_step_to_string (i), &step));
      g_assert_cmpint (step, ==, i);
    }
}

int
main (int    argc,
      char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  ADD ("/engine/setup/address", test_address);
  ADD ("/engine/setup/whole", test_whole);
  ADD ("/engine/setup/keeps-what-was-given", test_keeps_what_was_given);
  ADD ("/engine/setup/errors", test_errors);
  ADD ("/engine/setup/bad-value", test_bad_value);
  ADD ("/engine/setup/stop", test_stop);
  ADD ("/engine/setup/typed-secret", test_typed_secret);
  ADD ("/engine/setup/profile-is-kept", test_profile_is_kept);
  ADD ("/engine/setup/profile-stays-a-link", test_profile_stays_a_link);
  ADD ("/engine/setup/shows-what-is-meant", test_shows_what_is_meant);
  ADD ("/engine/setup/broken-profile", test_broken_profile);
  g_test_add_func ("/engine/setup/mappings", test_mappings);
  g_test_add_func ("/engine/setup/step-names", test_step_names);

  return g_test_run ();
}
