/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-billing-state.h"
#include "psr-engine-private.h"
#include "psr-inline-executor.h"
#include "psr-seeded-random.h"
#include "psr-test.h"
#include "psr-virtual-clock.h"
#include "psr-work-order-list.h"

/* 2026-08-24T09:12:33Z */
#define START G_GINT64_CONSTANT (1787562753000000)

#define N_READY 1000

typedef struct
{
  char             *path;
  PsrEngine        *engine;
  PsrWorkOrderList *list;
  GString          *changes;  /* what “items-changed” said */
} Fixture;

static void
add_document (GPtrArray       *documents,
              guint            number,
              PsrBillingState  state)
{
  PsrLedgerDocument *document = psr_ledger_document_new ();

  document->wello_invoice_id = (g_free (document->wello_invoice_id), g_strdup_printf ("id-%u", number));
  document->internal_number = (g_free (document->internal_number), g_strdup_printf ("INV-%05u", number));
  g_set_str (&document->version, "1");
  g_set_str (&document->date, "2026-08-24");
  g_set_str (&document->state, psr_billing_state_to_string (state));
  g_ptr_array_add (documents, document);
}

static PsrLedger *
ledger_of (Fixture *fixture)
{
  return psr_store_get_ledger (fixture->engine->store);
}

static void
upsert (Fixture *fixture,
        guint    first,
        guint    last)
{
  g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);
  const char * const refreshable[] = { psr_billing_state_to_string (PSR_BILLING_STATE_READY), NULL };
  g_autoptr(DexFuture) done = NULL;

  for (guint i = first; i <= last; i++)
    add_document (documents, i, PSR_BILLING_STATE_READY);
  done = psr_test_await (psr_ledger_upsert_found (ledger_of (fixture), documents, refreshable, "test"));
  g_assert_true (dex_future_is_resolved (done));
}

static void
on_items_changed (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Fixture    *fixture)
{
  g_string_append_printf (fixture->changes, "%u-%u+%u ", position, removed, added);
}

static void
refresh (Fixture    *fixture,
         const char *expected)
{
  g_autoptr(DexFuture) done = psr_test_await (psr_work_order_list_refresh (fixture->list));

  g_assert_true (dex_future_is_resolved (done));
  g_assert_cmpstr (fixture->changes->str, ==, expected);
  g_string_truncate (fixture->changes, 0);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  g_autoptr(PsrClock) clock = psr_virtual_clock_new (START);
  g_autoptr(PsrRandom) random = psr_seeded_random_new (1);
  g_autoptr(PsrExecutor) executor = psr_inline_executor_new ();
  g_autoptr(PsrProfile) profile = NULL;
  g_autoptr(DexFuture) opened = NULL;
  GError *error = NULL;

  fixture->path = g_dir_make_tmp ("passerelle-list-XXXXXX", &error);
  g_assert_no_error (error);
  profile = psr_profile_new_from_text ("[BusinessCentral]\nCompany=C\nTenant=t.example\nClientId=c\n"
                                       "[Wello]\nDomain=D\nUser=u\n", "profile.ini", &error);
  g_assert_no_error (error);
  fixture->engine = psr_engine_new_with_seams (profile, fixture->path, fixture->path, clock, random, executor);
  opened = psr_test_await (psr_engine_get_status (fixture->engine));
  g_assert_true (dex_future_is_resolved (opened));
  upsert (fixture, 1, N_READY);

  fixture->changes = g_string_new (NULL);
  fixture->list = psr_work_order_list_new (fixture->engine);
  psr_work_order_list_set_order (fixture->list, PSR_WORK_ORDER_BY_NUMBER, FALSE);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (on_items_changed), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autofree char *command = g_strdup_printf ("rm -r '%s'", fixture->path);

  g_assert_finalize_object (fixture->list);
  g_clear_object (&fixture->engine);
  g_string_free (fixture->changes, TRUE);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_free (fixture->path);
}

static PsrWorkOrderRow *
get_row (Fixture *fixture,
         guint    position)
{
  return g_list_model_get_item (G_LIST_MODEL (fixture->list), position);
}

static void
run_until_read (PsrWorkOrderRow *row)
{
  while (psr_work_order_row_get_work_order (row) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Rows come when they are looked at, one object for one document. */
static void
test_rows (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autoptr(PsrWorkOrderRow) row = NULL;
  g_autoptr(PsrWorkOrderRow) again = NULL;

  refresh (fixture, "0-0+1000 ");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, N_READY);
  row = get_row (fixture, 41);
  again = get_row (fixture, 41);
  g_assert_true (row == again);
  g_assert_null (psr_work_order_row_get_work_order (row));
  run_until_read (row);
  g_assert_cmpstr (psr_work_order_row_get_work_order (row)->number, ==, "INV-00042");
  g_assert_true (psr_work_order_row_get_work_order (row)->can_approve);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->list), N_READY));
}

/* Only what differs is told. */
static void
test_changes (Fixture       *fixture,
              gconstpointer  unused)
{
  refresh (fixture, "0-0+1000 ");
  refresh (fixture, "");
  upsert (fixture, N_READY + 1, N_READY + 2);
  refresh (fixture, "1000-0+2 ");
  psr_work_order_list_set_search (fixture->list, "INV-0000");
  refresh (fixture, "9-993+0 ");
  psr_work_order_list_set_search (fixture->list, "nothing");
  refresh (fixture, "0-9+0 ");
  psr_work_order_list_set_queue (fixture->list, PSR_QUEUE_DONE);
  refresh (fixture, "");
}

/* Marks are of documents, whatever is listed in whatever order. */
static void
test_marks (Fixture       *fixture,
            gconstpointer  unused)
{
  g_autoptr(PsrWorkOrderRow) row = NULL;
  g_autoptr(PsrWorkOrderRow) moved = NULL;
  g_autoptr(DexFuture) done = NULL;
  g_autoptr(GArray) ids = NULL;

  refresh (fixture, "0-0+1000 ");
  row = get_row (fixture, 2);
  psr_work_order_list_mark (fixture->list, psr_work_order_row_get_id (row), TRUE);
  psr_work_order_list_mark (fixture->list, psr_work_order_row_get_id (row), TRUE);
  g_assert_true (psr_work_order_row_get_marked (row));
  g_assert_cmpuint (psr_work_order_list_get_n_marked (fixture->list), ==, 1);

  psr_work_order_list_set_order (fixture->list, PSR_WORK_ORDER_BY_NUMBER, TRUE);
  refresh (fixture, "0-1000+1000 ");
  moved = get_row (fixture, N_READY - 3);
  g_assert_true (moved == row);
  g_assert_true (psr_work_order_row_get_marked (moved));

  psr_work_order_list_set_search (fixture->list, "INV-0000");
  refresh (fixture, "0-991+0 ");
  done = psr_test_await (psr_work_order_list_mark_all (fixture->list));
  g_assert_true (dex_future_is_resolved (done));
  g_assert_cmpuint (psr_work_order_list_get_n_marked (fixture->list), ==, 9);
  ids = psr_work_order_list_dup_marked (fixture->list);
  g_assert_cmpuint (ids->len, ==, 9);

  psr_work_order_list_unmark_all (fixture->list);
  g_assert_false (psr_work_order_row_get_marked (row));
  g_assert_cmpuint (psr_work_order_list_get_n_marked (fixture->list), ==, 0);
}

/* All that is listed, and only that, in its order. */
static void
test_read_all (Fixture       *fixture,
               gconstpointer  unused)
{
  g_autoptr(DexFuture) all = psr_test_await (psr_work_order_list_read_all (fixture->list));
  g_autoptr(DexFuture) few = NULL;
  const GPtrArray *rows = g_value_get_boxed (dex_future_get_value (all, NULL));

  g_assert_cmpuint (rows->len, ==, N_READY);
  g_assert_cmpstr (((const PsrWorkOrder *) rows->pdata[0])->number, ==, "INV-00001");
  g_assert_cmpstr (((const PsrWorkOrder *) rows->pdata[N_READY - 1])->number, ==, "INV-01000");

  psr_work_order_list_set_search (fixture->list, "INV-0000");
  psr_work_order_list_set_order (fixture->list, PSR_WORK_ORDER_BY_NUMBER, TRUE);
  few = psr_test_await (psr_work_order_list_read_all (fixture->list));
  rows = g_value_get_boxed (dex_future_get_value (few, NULL));
  g_assert_cmpuint (rows->len, ==, 9);
  g_assert_cmpstr (((const PsrWorkOrder *) rows->pdata[0])->number, ==, "INV-00009");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add ("/engine/work-order-list/rows", Fixture, NULL, set_up, test_rows, tear_down);
  g_test_add ("/engine/work-order-list/changes", Fixture, NULL, set_up, test_changes, tear_down);
  g_test_add ("/engine/work-order-list/marks", Fixture, NULL, set_up, test_marks, tear_down);
  g_test_add ("/engine/work-order-list/read-all", Fixture, NULL, set_up, test_read_all, tear_down);

  return g_test_run ();
}
