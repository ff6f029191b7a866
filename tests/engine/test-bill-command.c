/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "psr-bill-command.h"
#include "psr-billing-state.h"
#include "psr-engine-error.h"
#include "psr-explain.h"
#include "psr-inline-executor.h"
#include "psr-store.h"
#include "psr-test.h"
#include "psr-virtual-clock.h"

/* 2026-08-24T09:12:33Z */
#define START G_GINT64_CONSTANT (1787562753000000)

typedef struct
{
  char      *path;
  PsrStore  *store;
  PsrLedger *ledger;
} Fixture;

static void
add_document (GPtrArray       *documents,
              const char      *id,
              const char      *number,
              const char      *job,
              PsrBillingState  state)
{
  PsrLedgerDocument *document = psr_ledger_document_new ();

  g_set_str (&document->wello_invoice_id, id);
  g_set_str (&document->internal_number, number);
  g_set_str (&document->job_number, job);
  g_set_str (&document->version, "1");
  g_set_str (&document->date, "2026-08-24");
  g_set_str (&document->state, psr_billing_state_to_string (state));
  g_ptr_array_add (documents, document);
}

static DexFuture *
set_up_fiber (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr(PsrClock) clock = psr_virtual_clock_new (START);
  g_autoptr(PsrExecutor) executor = psr_inline_executor_new ();
  g_autoptr(PsrStateFolder) folder = NULL;
  g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);
  const char * const refreshable[] = { NULL };
  gpointer upsert;
  GError *error = NULL;

  fixture->path = g_dir_make_tmp ("passerelle-engine-XXXXXX", &error);
  g_assert_no_error (error);
  folder = psr_state_folder_open (fixture->path, clock, &error);
  g_assert_no_error (error);
  fixture->store = dex_await_object (psr_store_open (folder, executor), &error);
  g_assert_no_error (error);
  fixture->ledger = psr_store_get_ledger (fixture->store);

  add_document (documents, "00000000-0000-4000-8000-000000000001", "INV-1", "JOB-A", PSR_BILLING_STATE_READY);
  add_document (documents, "00000000-0000-4000-8000-000000000002", "INV-2", "JOB-B", PSR_BILLING_STATE_READY);
  add_document (documents, "00000000-0000-4000-8000-000000000003", "INV-3", "JOB-B", PSR_BILLING_STATE_READY);
  add_document (documents, "00000000-0000-4000-8000-000000000004", "INV-4", "JOB-C", PSR_BILLING_STATE_BLOCKED);
  add_document (documents, "00000000-0000-4000-8000-000000000005", "INV-5", "", PSR_BILLING_STATE_BEFORE_START);
  upsert = dex_await_boxed (psr_ledger_upsert_found (fixture->ledger, documents, refreshable, "test"), &error);
  g_assert_no_error (error);
  g_boxed_free (PSR_TYPE_LEDGER_UPSERT, upsert);

  return dex_future_new_true ();
}

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  g_autoptr(DexFuture) done = psr_test_run_fiber (set_up_fiber, fixture);

  g_assert_true (dex_future_is_resolved (done));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autofree char *command = NULL;

  g_clear_object (&fixture->store);
  command = g_strdup_printf ("rm -r '%s'", fixture->path);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_free (fixture->path);
}

static GArray *
resolve (Fixture             *fixture,
         const char * const  *numbers,
         GError             **error)
{
  g_autoptr(PsrBillRequest) request = psr_bill_request_new (numbers, NULL, "somebody");
  g_autoptr(PsrBillCommand) command = psr_bill_command_new (request);

  if (!psr_bill_command_settle (command, fixture->ledger, error))
    return NULL;

  return psr_bill_command_resolve (command, fixture->ledger, error);
}

static DexFuture *
resolve_fiber (gpointer data)
{
  Fixture *fixture = data;
  const char * const by_invoice[] = { "INV-3", "INV-4", NULL };
  const char * const by_job[] = { "JOB-A", NULL };
  const char * const several[] = { "INV-1", "JOB-B", NULL };
  const char * const unknown[] = { "INV-9", NULL };
  g_autoptr(GArray) all = NULL;
  g_autoptr(GArray) invoices = NULL;
  g_autoptr(GArray) job = NULL;
  g_autoptr(GError) error = NULL;

  /* All that is ready: neither what is blocked nor what is from before. */
  all = resolve (fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 3);

  /* Those that are named, whatever their state: whether they can be sent is
   * for the checks to say. */
  invoices = resolve (fixture, by_invoice, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (invoices->len, ==, 2);

  job = resolve (fixture, by_job, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (job->len, ==, 1);

  g_assert_null (resolve (fixture, several, &error));
  g_assert_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_AMBIGUOUS);
  g_assert_nonnull (strstr (error->message, "INV-2"));
  g_assert_nonnull (strstr (error->message, "INV-3"));
  g_clear_error (&error);

  g_assert_null (resolve (fixture, unknown, &error));
  g_assert_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "INV-9"));

  return dex_future_new_true ();
}

static void
test_resolve (Fixture       *fixture,
              gconstpointer  unused)
{
  g_autoptr(DexFuture) done = psr_test_run_fiber (resolve_fiber, fixture);

  g_assert_true (dex_future_is_resolved (done));
}

/* What becomes ready after somebody asked for all is not part of it. */
static DexFuture *
settle_fiber (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);
  const char * const refreshable[] = { NULL };
  g_autoptr(PsrBillRequest) request = psr_bill_request_new (NULL, NULL, "somebody");
  g_autoptr(PsrBillCommand) asked = psr_bill_command_new (request);
  g_autoptr(PsrBillCommand) again = NULL;
  g_autoptr(PsrCommand) command = NULL;
  g_autoptr(GPtrArray) taken = NULL;
  g_autoptr(GArray) ids = NULL;
  g_autoptr(GPtrArray) audit = NULL;
  g_autoptr(GError) error = NULL;
  gpointer upsert;

  g_assert_true (psr_bill_command_settle (asked, fixture->ledger, &error));
  g_assert_no_error (error);
  command = psr_bill_command_to_command (asked, "somebody");
  g_assert_cmpint (dex_await_int64 (psr_ledger_add_command (fixture->ledger, command, ""), &error), >, 0);
  g_assert_no_error (error);

  add_document (documents, "00000000-0000-4000-8000-000000000006", "INV-6", "", PSR_BILLING_STATE_READY);
  upsert = dex_await_boxed (psr_ledger_upsert_found (fixture->ledger, documents, refreshable, "test"), &error);
  g_assert_no_error (error);
  g_boxed_free (PSR_TYPE_LEDGER_UPSERT, upsert);

  taken = dex_await_boxed (psr_ledger_take_commands (fixture->ledger, PSR_BILL_COMMAND, "worker", 0), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (taken->len, ==, 1);
  again = psr_bill_command_from_command (taken->pdata[0], &error);
  g_assert_no_error (error);
  ids = psr_bill_command_resolve (again, fixture->ledger, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 3);
  for (guint i = 0; i < ids->len; i++)
    g_assert_cmpint (g_array_index (ids, gint64, i), <=, 3);

  /* The audit has a line for each document that was meant. */
  audit = dex_await_boxed (psr_ledger_list_audit (fixture->ledger, 1, 0, 1), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (((const PsrAuditEntry *) audit->pdata[0])->action, ==, "ask-bill");
  g_assert_cmpstr (((const PsrAuditEntry *) audit->pdata[0])->who, ==, "somebody");

  return dex_future_new_true ();
}

static void
test_settle (Fixture       *fixture,
             gconstpointer  unused)
{
  g_autoptr(DexFuture) done = psr_test_run_fiber (settle_fiber, fixture);

  g_assert_true (dex_future_is_resolved (done));
}

/* A single one that was on the screen: by number, and as it was seen. */
static DexFuture *
seen_fiber (gpointer data)
{
  Fixture *fixture = data;
  const char * const numbers[] = { "JOB-B", NULL };
  g_autoptr(PsrBillRequest) request = psr_bill_request_new (numbers, NULL, "somebody");
  g_autoptr(PsrBillCommand) asked = NULL;
  g_autoptr(PsrBillCommand) again = NULL;
  g_autoptr(PsrCommand) command = NULL;
  g_autoptr(GArray) ids = NULL;
  g_autoptr(GArray) chosen = NULL;
  g_autoptr(GError) error = NULL;
  PsrSeenDocument seen = { 2, 1 };

  request->documents = g_array_new (FALSE, TRUE, sizeof (PsrSeenDocument));
  g_array_append_val (request->documents, seen);
  asked = psr_bill_command_new (request);
  g_assert_true (psr_bill_command_settle (asked, fixture->ledger, &error));
  command = psr_bill_command_to_command (asked, "somebody");
  again = psr_bill_command_from_command (command, &error);
  g_assert_no_error (error);
  g_assert_cmpstrv (again->numbers, numbers);

  /* Of two that bear the number it is the one that was seen. */
  ids = psr_bill_command_resolve (again, fixture->ledger, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 1);
  g_assert_cmpint (g_array_index (ids, gint64, 0), ==, 2);
  chosen = psr_bill_command_choose (again, fixture->ledger, ids, START, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (chosen->len, ==, 1);
  g_clear_pointer (&chosen, g_array_unref);

  g_array_index (again->seen, PsrSeenDocument, 0).revision = 7;
  chosen = psr_bill_command_choose (again, fixture->ledger, ids, START, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (chosen->len, ==, 0);

  return dex_future_new_true ();
}

static void
test_seen (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autoptr(DexFuture) done = psr_test_run_fiber (seen_fiber, fixture);

  g_assert_true (dex_future_is_resolved (done));
}

static void
test_arguments (void)
{
  const char * const numbers[] = { "INV \"1\"", "É-2", NULL };
  g_autoptr(PsrBillRequest) named = psr_bill_request_new (numbers, "order", "somebody");
  g_autoptr(PsrBillRequest) all = psr_bill_request_new (NULL, NULL, "somebody");
  g_autoptr(PsrBillCommand) first = psr_bill_command_new (named);
  g_autoptr(PsrBillCommand) second = psr_bill_command_new (all);
  g_autoptr(PsrCommand) first_command = psr_bill_command_to_command (first, "somebody");
  g_autoptr(PsrCommand) second_command = NULL;
  g_autoptr(PsrBillCommand) first_again = NULL;
  g_autoptr(PsrBillCommand) second_again = NULL;
  g_autoptr(GError) error = NULL;

  first_again = psr_bill_command_from_command (first_command, &error);
  g_assert_no_error (error);
  g_assert_cmpstrv (first_again->numbers, numbers);
  g_assert_cmpint (first_again->kind, ==, PSR_BILLING_KIND_ORDER);
  g_assert_false (first_again->post);

  second->post = TRUE;
  second_command = psr_bill_command_to_command (second, "somebody");
  second_again = psr_bill_command_from_command (second_command, &error);
  g_assert_no_error (error);
  g_assert_null (second_again->numbers);
  g_assert_true (second_again->post);
  g_assert_cmpint (second_again->kind, ==, PSR_BILLING_KIND_DEFAULT);
}

/* What can't be understood bills nothing, least of all everything. */
static void
test_refused (void)
{
  static const struct { const char *kind; const char *arguments; } odd[] = {
    { "sync", "{\"document\":\"\",\"all\":true,\"numbers\":[]}" },
    { "bill", "" },
    { "bill", "[1]" },
    { "bill", "{}" },
    { "bill", "{\"document\":\"\",\"all\":false,\"numbers\":[]}" },
    { "bill", "{\"document\":\"\",\"all\":true,\"numbers\":[\"A\"]}" },
    { "bill", "{\"document\":\"\",\"all\":false,\"numbers\":\"A\"}" },
    { "bill", "{\"document\":\"\",\"all\":false,\"numbers\":[1]}" },
    { "bill", "{\"document\":\"quote\",\"all\":true,\"numbers\":[]}" },
    { "bill", "{\"document\":\"\",\"via\":\"\",\"all\":false,\"numbers\":[\"A\"],\"seen\":[1]}" },
    { "bill", "{\"document\":\"\",\"via\":\"\",\"all\":false,\"numbers\":[\"A\"],\"seen\":[{\"id\":1}]}" },
    { "bill", "{\"document\":\"\",\"via\":\"\",\"all\":false,\"numbers\":[\"A\"],\"seen\":\"1\"}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr(PsrCommand) command = psr_command_new (odd[i].kind, "somebody", odd[i].arguments);
      g_autoptr(GError) error = NULL;

      g_assert_null (psr_bill_command_from_command (command, &error));
      g_assert_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_NOT_FOUND);
    }
}

static void
test_ids (void)
{
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GArray) again = NULL;
  g_autoptr(GArray) none = psr_bill_command_ids_from_text ("");
  g_autofree char *text = NULL;
  gint64 values[] = { 7, G_MAXINT64 };

  g_array_append_vals (ids, values, G_N_ELEMENTS (values));
  text = psr_bill_command_ids_to_text (ids);
  again = psr_bill_command_ids_from_text (text);

  g_assert_cmpmem (again->data, again->len * sizeof (gint64), values, sizeof values);
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/bill-command/arguments", test_arguments);
  g_test_add_func ("/engine/bill-command/refused", test_refused);
  g_test_add_func ("/engine/bill-command/ids", test_ids);
  g_test_add ("/engine/bill-command/resolve", Fixture, NULL, set_up, test_resolve, tear_down);

  g_test_add ("/engine/bill-command/seen", Fixture, NULL, set_up, test_seen, tear_down);
  g_test_add ("/engine/bill-command/settle", Fixture, NULL, set_up, test_settle, tear_down);

  return g_test_run ();
}
