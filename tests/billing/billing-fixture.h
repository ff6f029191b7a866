/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gstdio.h>

#include "fake-executor.h"
#include "fake-sign-in.h"
#include "fake-world.h"
#include "psr-bc-client.h"
#include "psr-billing-act.h"
#include "psr-billing-step.h"
#include "psr-billing.h"
#include "psr-database.h"
#include "psr-holder.h"
#include "psr-seeded-random.h"
#include "psr-store.h"
#include "psr-test.h"
#include "psr-virtual-clock.h"
#include "psr-wello-client.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define MINUTE (60 * SECOND)

/* One program on one state folder, before the two fake services. */
typedef struct
{
  char              *path;
  PsrClock          *clock;
  FakeWorld         *world;
  FakeExecutor      *executor;
  PsrRandom         *random;
  PsrStateFolder    *folder;
  PsrStore          *store;
  PsrHolder         *holder;
  PsrBillingRules   *rules;
  PsrBillingContext *context;
  guint              n_started;
  gboolean           v1;
} Fixture;

static inline DexFuture *
drive (Fixture   *fixture,
       DexFuture *future)
{
  while (dex_future_is_pending (future) && !fixture->world->frozen && !fixture->executor->frozen)
    {
      gint64 due;

      if (g_main_context_iteration (NULL, FALSE))
        continue;

      due = psr_virtual_clock_next_due (PSR_VIRTUAL_CLOCK (fixture->clock));

      if (due >= 0)
        psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (fixture->clock), due);
      else
        g_usleep (100);
    }

  return future;
}

static inline void
settle_loop (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static inline gpointer
expect_boxed (Fixture   *fixture,
              DexFuture *future)
{
  g_autoptr(DexFuture) done = drive (fixture, future);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (done, &error);

  g_assert_no_error (error);

  return g_value_dup_boxed (value);
}

static inline void
expect_done (Fixture   *fixture,
             DexFuture *future)
{
  g_autoptr(DexFuture) done = drive (fixture, future);
  g_autoptr(GError) error = NULL;

  dex_future_get_value (done, &error);
  g_assert_no_error (error);
}

static inline PsrServiceClient *
make_client (Fixture        *fixture,
             PsrServiceKind  kind)
{
  g_autoptr(PsrTokenSource) token = fake_sign_in_new ();
  g_autoptr(PsrThrottle) throttle = psr_throttle_new_for_bc (fixture->clock);

  return psr_service_client_new (fake_world_get_transport (fixture->world), token, throttle,
                                 fixture->clock, fixture->random, PSR_EXECUTOR (fixture->executor), kind);
}

static inline void
start_program (Fixture *fixture)
{
  g_autoptr(PsrServiceClient) bc_service = NULL;
  g_autoptr(PsrServiceClient) wello_service = NULL;
  g_autoptr(PsrBcEndpoint) endpoint = NULL;
  g_autoptr(PsrBcClient) bc = NULL;
  g_autoptr(PsrWelloClient) wello = NULL;
  g_autofree char *id = g_strdup_printf ("%08u-0000-4000-8000-000000000000", ++fixture->n_started);
  g_autoptr(GError) error = NULL;
  g_autoptr(DexFuture) opened = NULL;

  fixture->executor = fake_executor_new ();
  fixture->random = psr_seeded_random_new (fixture->n_started);
  fixture->folder = psr_state_folder_open (fixture->path, fixture->clock, &error);
  g_assert_no_error (error);
  opened = psr_test_await (psr_store_open (fixture->folder, PSR_EXECUTOR (fixture->executor)));
  fixture->store = g_value_dup_object (dex_future_get_value (opened, &error));
  g_assert_no_error (error);
  fixture->holder = psr_holder_acquire (fixture->folder, id, &error);
  g_assert_no_error (error);

  bc_service = make_client (fixture, PSR_SERVICE_BC);
  wello_service = make_client (fixture, PSR_SERVICE_WELLO);
  endpoint = psr_bc_endpoint_new ("https://bc.example/v2.0", "contoso.example", TRUE, "Production",
                                  fixture->v1 ? "v1.0" : "v2.0");
  bc = psr_bc_client_new (bc_service, endpoint);
  psr_bc_client_set_company (bc, FAKE_COMPANY);
  wello = psr_wello_client_new (wello_service, "https://wello.example/api");

  fixture->context = psr_billing_context_new (bc, wello, psr_store_get_ledger (fixture->store),
                                              psr_store_get_links (fixture->store),
                                              psr_store_get_mirror (fixture->store), fixture->rules,
                                              fixture->clock, fixture->random,
                                              PSR_EXECUTOR (fixture->executor), fixture->holder, fixture->folder);
}

static inline void
stop_program (Fixture *fixture)
{
  settle_loop ();
  fixture->executor->frozen = FALSE;
  fixture->executor->freeze_at = 0;
  fixture->world->frozen = FALSE;
  fixture->world->freeze_at = 0;
  g_clear_pointer (&fixture->context, psr_billing_context_unref);
  settle_loop ();
  g_clear_pointer (&fixture->holder, psr_holder_free);
  g_clear_object (&fixture->store);
  g_clear_object (&fixture->folder);
  g_clear_object (&fixture->random);
  settle_loop ();
  g_clear_object (&fixture->executor);
}

static inline PsrBillingReport *
collect (Fixture *fixture)
{
  return expect_boxed (fixture, psr_billing_collect (fixture->context, NULL, NULL, NULL));
}

static inline PsrBillingReport *
push (Fixture *fixture)
{
  return expect_boxed (fixture, psr_billing_push (fixture->context, NULL, NULL, NULL, NULL));
}

static inline GPtrArray *
list_documents (Fixture *fixture)
{
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();

  psr_ledger_query_set_oldest_first (query, TRUE);
  psr_ledger_query_set_with_lines (query, TRUE);

  return expect_boxed (fixture, psr_ledger_find (fixture->context->ledger, query));
}

static inline DexFuture *
run_sql_func (PsrConnection *connection,
              gpointer       sql)
{
  GError *error = NULL;

  if (!psr_connection_execute (connection, sql, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/* Adds @count documents that stand in @state with @bc_status, and are the first one in
 * Business Central; they haven't moved for long. */
static inline void
copy_documents (Fixture    *fixture,
                guint       count,
                const char *state,
                const char *bc_status)
{
  char *sql = g_strdup_printf (
    "CREATE TEMP TABLE copies AS WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %u) "
    "SELECT documents.* FROM documents, numbers WHERE documents.id = (SELECT min (id) FROM documents); "
    "UPDATE temp.copies SET id = rowid + (SELECT max (id) FROM documents), "
    "wello_invoice_id = '%s-' || rowid, internal_number = '%s-' || rowid, external_number = '', state = '%s', "
    "bc_status = '%s', updated_at = 0; "
    "INSERT INTO documents SELECT * FROM temp.copies; DROP TABLE temp.copies;", count, state, state, state, bc_status);

  expect_done (fixture, psr_database_write (psr_store_get_ledger_database (fixture->store), run_sql_func, sql, g_free));
}

/* Number of the document with that Wello number. */
static inline gint64
id_of (Fixture    *fixture,
       const char *number)
{
  g_autoptr(GPtrArray) documents = list_documents (fixture);

  for (guint i = 0; i < documents->len; i++)
    {
      PsrLedgerDocument *document = g_ptr_array_index (documents, i);

      if (g_str_equal (document->internal_number, number))
        return document->id;
    }

  g_assert_not_reached ();
}

static inline void
act (Fixture           *fixture,
     PsrBillingActKind  kind,
     const char        *number,
     const char        *bc_number)
{
  expect_done (fixture, psr_billing_act (fixture->context, kind, id_of (fixture, number), bc_number, FALSE, "An", "because"));
}

/* An act that isn't allowed; says why. */
static inline char *
refuse_act (Fixture           *fixture,
            PsrBillingActKind  kind,
            const char        *number,
            const char        *bc_number)
{
  g_autoptr(DexFuture) done = drive (fixture, psr_billing_act (fixture->context, kind, id_of (fixture, number), bc_number,
                                                               FALSE, "An", "because"));
  g_autoptr(GError) error = NULL;

  g_assert_null (dex_future_get_value (done, &error));
  g_assert_error (error, PSR_BILLING_ERROR, PSR_BILLING_ERROR_NOT_ALLOWED);

  return g_strdup (error->message);
}

static inline void
approve_all (Fixture *fixture)
{
  g_autoptr(GPtrArray) documents = list_documents (fixture);
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(PsrBillingReport) report = NULL;

  for (guint i = 0; i < documents->len; i++)
    g_array_append_val (ids, ((PsrLedgerDocument *) g_ptr_array_index (documents, i))->id);

  report = expect_boxed (fixture, psr_billing_approve (fixture->context, (const gint64 *) (gpointer) ids->data, ids->len,
                                                       PSR_BILLING_KIND_DEFAULT, PSR_APPROVE_NONE, "An"));
}

/* The state of the document with that Wello number. */
static inline char *
state_of (Fixture    *fixture,
          const char *number)
{
  g_autoptr(GPtrArray) documents = list_documents (fixture);

  for (guint i = 0; i < documents->len; i++)
    {
      PsrLedgerDocument *document = g_ptr_array_index (documents, i);

      if (g_str_equal (document->internal_number, number))
        return g_strdup_printf ("%s%s%s", document->state, document->reason_code[0] != '\0' ? ": " : "",
                                document->reason_code);
    }

  return g_strdup ("none");
}

#define assert_state(fixture, number, expected) \
  G_STMT_START { \
    g_autofree char *state_ = state_of ((fixture), (number)); \
    g_assert_cmpstr (state_, ==, (expected)); \
  } G_STMT_END

static inline Fixture *
fixture_new (void)
{
  Fixture *fixture = g_new0 (Fixture, 1);
  g_autoptr(GPtrArray) links = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_link_unref);
  g_autoptr(GError) error = NULL;
  PsrTimestamp start;

  dex_init ();
  g_assert_true (psr_timestamp_parse ("2026-08-24T09:12:33Z", &start, NULL));
  fixture->path = g_dir_make_tmp ("passerelle-billing-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->clock = psr_virtual_clock_new (start);
  fixture->world = fake_world_new (fixture->clock);
  fixture->rules = psr_billing_rules_new ();
  g_assert_true (psr_billing_rules_set_from (fixture->rules, "2026-01-01", NULL));
  psr_billing_rules_set_via (fixture->rules, PSR_BILLING_VIA_DIRECT);
  g_assert_true (psr_billing_rules_set_external_prefix (fixture->rules, "W-", NULL));
  g_assert_true (psr_billing_rules_set_labour (fixture->rules, "WorkingTime", "resource:LINDA", NULL));
  g_assert_true (psr_billing_rules_set_vat (fixture->rules, "21,part", "G3", NULL));
  start_program (fixture);

  g_ptr_array_add (links, psr_link_new (PSR_ENTITY_CUSTOMER, FAKE_CUSTOMER, FAKE_WELLO_COMPANY, "10000", PSR_LINK_BY_CODE));
  g_ptr_array_add (links, psr_link_new (PSR_ENTITY_ITEM, FAKE_ITEM, FAKE_WELLO_ARTICLE, "1896-S", PSR_LINK_BY_CODE));
  expect_done (fixture, psr_link_store_add (fixture->context->links, links));

  return fixture;
}

static inline void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        g_unlink (child);
    }

  g_rmdir (path);
}

static inline void
fixture_free (Fixture *fixture)
{
  stop_program (fixture);
  remove_tree (fixture->path);
  g_object_unref (fixture->world);
  g_object_unref (fixture->clock);
  psr_billing_rules_unref (fixture->rules);
  g_free (fixture->path);
  g_free (fixture);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

static inline void
advance (Fixture *fixture,
         gint64   usec)
{
  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (fixture->clock), usec);
}

/* Sends again and again, as long as something is to be done by itself. */
/* The computer's clock is set while the program isn't there; those of the services aren't. */
static inline void
set_clock (Fixture *fixture,
           gint64   later)
{
  PsrTimestamp now = psr_clock_now (fixture->clock) + later;

  stop_program (fixture);
  g_object_unref (fixture->clock);
  fixture->clock = psr_virtual_clock_new (now);
  g_set_object (&fixture->world->clock, fixture->clock);
  fixture->world->ahead -= later;
  start_program (fixture);
}

static inline void
push_until_rest (Fixture *fixture)
{
  for (guint i = 0; i < 40; i++)
    {
      g_autoptr(PsrBillingReport) report = push (fixture);

      if (report->next_look_up == PSR_TIMESTAMP_NONE)
        return;

      if (report->next_look_up > psr_clock_now (fixture->clock))
        advance (fixture, report->next_look_up - psr_clock_now (fixture->clock));
    }

  g_assert_not_reached ();
}

/* How many lines of the audit about a document begin with @words: who, what, why. */
static inline guint
count_audit (Fixture    *fixture,
             const char *number,
             const char *words)
{
  g_autoptr(GPtrArray) entries = expect_boxed (fixture, psr_ledger_list_audit (fixture->context->ledger, id_of (fixture, number), 0, 0));
  guint n = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      const PsrAuditEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *line = g_strdup_printf ("%s %s %s", entry->who, entry->action, entry->reason);

      n += g_str_has_prefix (line, words);
    }

  return n;
}

static inline void
assert_billed_once (Fixture    *fixture,
                    const char *number)
{
  g_autofree char *external = g_strconcat ("W-", number, NULL);
  FakeDocument *document = fake_world_find (fixture->world, external);

  g_assert_cmpuint (fake_world_count (fixture->world, external), ==, 1);
  g_assert_cmpuint (document->lines->len, >=, 4);
  assert_state (fixture, number, "followed");

  for (guint i = 0; i < fixture->world->invoices->len; i++)
    {
      FakeInvoice *invoice = fake_world_get_invoice (fixture->world, i);

      if (!g_str_equal (invoice->number, number))
        continue;

      g_assert_cmpstr (invoice->status, ==, FAKE_IMPORTED);
      g_assert_cmpstr (invoice->erp_number, ==, document->number);
    }
}

static inline Fixture *
with_approved (const char *number)
{
  Fixture *fixture = fixture_new ();
  g_autoptr(PsrBillingReport) report = NULL;

  fake_world_add_invoice (fixture->world, number);
  report = collect (fixture);
  g_assert_cmpuint (report->found, ==, 1);
  assert_state (fixture, number, "ready");
  approve_all (fixture);
  assert_state (fixture, number, "approved");

  return fixture;
}
