/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-billing-state.h"
#include "psr-engine-private.h"
#include "psr-inline-executor.h"
#include "psr-seeded-random.h"
#include "psr-test.h"
#include "psr-virtual-clock.h"
#include "psr-work-order-list-private.h"
#include "psr-work-order-pages.h"

/* 2026-08-24T09:12:33Z */
#define START G_GINT64_CONSTANT (1787562753000000)

#define N_READY 1000

/* What is told when so many come: twenty at a time, until a view has enough of them. */
#define NEXT "20-0+20 40-0+20 60-0+20 80-0+20 100-0+20 120-0+20 140-0+20 160-0+20 180-0+20 200-0+20 220-0+20 "
#define ALL  "0-0+20 " NEXT "240-0+760 "

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
  profile = psr_profile_new_from_text ("[BusinessCentral]\nCompany=C\nEnvironment=E\nTenant=t.example\nClientId=c\n"
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

  refresh (fixture, ALL);
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
  refresh (fixture, ALL);
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

/* One is read at a time, and only what is to be listed last is shown. */
static void
test_superseded (Fixture       *fixture,
                 gconstpointer  unused)
{
  g_autoptr(DexFuture) first = psr_work_order_list_refresh (fixture->list);
  g_autoptr(DexFuture) second = NULL;
  g_autoptr(DexFuture) third = NULL;

  psr_work_order_list_set_search (fixture->list, "INV-000");
  second = psr_work_order_list_refresh (fixture->list);
  psr_work_order_list_set_search (fixture->list, "INV-0000");
  third = psr_work_order_list_refresh (fixture->list);
  g_assert_true (second == third);

  third = psr_test_await (g_steal_pointer (&third));
  g_assert_true (dex_future_is_resolved (first));
  g_assert_true (dex_future_is_resolved (third));
  g_assert_cmpstr (fixture->changes->str, ==, "0-0+9 ");

  /* What only changed is shown, although more is asked for. */
  g_string_truncate (fixture->changes, 0);
  psr_work_order_list_set_search (fixture->list, NULL);
  dex_clear (&first);
  first = psr_work_order_list_refresh (fixture->list);
  dex_clear (&second);
  second = psr_work_order_list_refresh (fixture->list);
  first = psr_test_await (g_steal_pointer (&first));
  g_assert_cmpstr (fixture->changes->str, ==, "9-0+11 " NEXT "240-0+760 ");
  second = psr_test_await (g_steal_pointer (&second));
}

static gint64
get_seen (Fixture *fixture,
          gint64   id)
{
  g_autoptr(GArray) seen = psr_work_order_list_dup_seen (fixture->list);

  for (guint i = 0; i < seen->len; i++)
    {
      const PsrSeenDocument *one = &g_array_index (seen, PsrSeenDocument, i);

      if (one->id == id)
        return one->revision;
    }

  return 0;
}

static gint64
get_revision (Fixture *fixture,
              gint64   id)
{
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(DexFuture) found = NULL;
  const GPtrArray *documents;

  psr_ledger_query_set_ids (query, &id, 1);
  found = psr_test_await (psr_ledger_find (ledger_of (fixture), query));
  documents = g_value_get_boxed (dex_future_get_value (found, NULL));

  return ((const PsrLedgerDocument *) documents->pdata[0])->revision;
}

static void
change (Fixture *fixture,
        guint    number,
        PsrBillingState state)
{
  g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);
  const char * const refreshable[] = { psr_billing_state_to_string (PSR_BILLING_STATE_READY), NULL };
  PsrLedgerDocument *document;
  g_autoptr(DexFuture) done = NULL;

  add_document (documents, number, state);
  document = documents->pdata[0];
  g_set_str (&document->version, "2");
  done = psr_test_await (psr_ledger_upsert_found (ledger_of (fixture), documents, refreshable, "test"));
  g_assert_true (dex_future_is_resolved (done));
}

/* What is marked is sent only as it was seen, or as it was when all were marked. */
static void
test_seen (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autoptr(PsrWorkOrderRow) row = NULL;
  g_autoptr(DexFuture) done = NULL;
  gint64 before;

  refresh (fixture, ALL);
  row = get_row (fixture, 2);
  psr_work_order_list_mark (fixture->list, 3, TRUE);
  g_assert_cmpint (get_seen (fixture, 3), ==, PSR_WORK_ORDER_NOT_SEEN);
  run_until_read (row);
  g_assert_cmpint (get_seen (fixture, 3), ==, get_revision (fixture, 3));

  done = psr_test_await (psr_work_order_list_mark_all (fixture->list));
  g_assert_cmpuint (psr_work_order_list_get_n_marked (fixture->list), ==, N_READY);
  before = get_revision (fixture, 500);
  g_assert_cmpint (get_seen (fixture, 500), ==, before);

  change (fixture, 3, PSR_BILLING_STATE_READY);
  change (fixture, 500, PSR_BILLING_STATE_READY);
  refresh (fixture, "");
  g_assert_cmpint (get_revision (fixture, 500), !=, before);
  g_assert_cmpint (get_seen (fixture, 500), ==, before);
  /* That one is on the screen. */
  g_assert_cmpint (get_seen (fixture, 3), ==, get_revision (fixture, 3));
}

/* What a filter or a search hides stays marked, as long as it is in the queue. */
static void
test_hidden_marks (Fixture       *fixture,
                   gconstpointer  unused)
{
  g_autoptr(DexFuture) done = NULL;

  refresh (fixture, ALL);
  psr_work_order_list_mark (fixture->list, 3, TRUE);
  psr_work_order_list_mark (fixture->list, 4, TRUE);
  psr_work_order_list_set_filter (fixture->list, "2026-08-25", NULL, NULL, NULL, NULL);
  refresh (fixture, "0-1000+0 ");
  g_assert_cmpuint (psr_work_order_list_get_n_marked (fixture->list), ==, 2);

  change (fixture, 3, PSR_BILLING_STATE_SKIPPED);
  refresh (fixture, "");
  g_assert_cmpuint (psr_work_order_list_get_n_marked (fixture->list), ==, 1);

  psr_work_order_list_set_filter (fixture->list, NULL, NULL, NULL, NULL, NULL);
  refresh (fixture, "0-0+20 " NEXT "240-0+759 ");
  g_assert_cmpuint (psr_work_order_list_get_n_marked (fixture->list), ==, 1);
}

static void
on_replacing (PsrWorkOrderList *list,
              GParamSpec       *pspec,
              Fixture          *fixture)
{
  gboolean is_replacing;

  g_object_get (list, "replacing", &is_replacing, NULL);
  g_string_append (fixture->changes, is_replacing ? "( " : ") ");
}

/* Who has a row selected hears when it may come back late. */
static void
test_replaced (Fixture       *fixture,
               gconstpointer  unused)
{
  g_signal_connect (fixture->list, "notify::replacing", G_CALLBACK (on_replacing), fixture);
  refresh (fixture, ALL);
  psr_work_order_list_set_order (fixture->list, PSR_WORK_ORDER_BY_NUMBER, TRUE);
  refresh (fixture, "( 20-980+0 " NEXT "240-0+760 ) ");
  psr_work_order_list_set_search (fixture->list, "INV-0000");
  refresh (fixture, "( 9-991+0 ) ");
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

  refresh (fixture, ALL);
  row = get_row (fixture, 2);
  psr_work_order_list_mark (fixture->list, psr_work_order_row_get_id (row), TRUE);
  psr_work_order_list_mark (fixture->list, psr_work_order_row_get_id (row), TRUE);
  g_assert_true (psr_work_order_row_get_marked (row));
  g_assert_cmpuint (psr_work_order_list_get_n_marked (fixture->list), ==, 1);

  psr_work_order_list_set_order (fixture->list, PSR_WORK_ORDER_BY_NUMBER, TRUE);
  refresh (fixture, "20-980+0 " NEXT "240-0+760 ");
  moved = get_row (fixture, N_READY - 3);
  g_assert_true (psr_work_order_row_get_marked (moved));
  /* The row that was there has become that of what is in its place now. */
  g_assert_cmpint (psr_work_order_row_get_id (row), ==, N_READY - 2);
  g_assert_false (psr_work_order_row_get_marked (row));

  psr_work_order_list_set_search (fixture->list, "INV-0000");
  refresh (fixture, "9-991+0 ");
  done = psr_test_await (psr_work_order_list_mark_all (fixture->list));
  g_assert_true (dex_future_is_resolved (done));
  g_assert_cmpuint (psr_work_order_list_get_n_marked (fixture->list), ==, 9);
  ids = psr_work_order_list_dup_marked (fixture->list);
  g_assert_cmpuint (ids->len, ==, 9);

  g_assert_true (psr_work_order_row_get_marked (row));
  psr_work_order_list_unmark_all (fixture->list);
  g_assert_false (psr_work_order_row_get_marked (row));
  g_assert_cmpuint (psr_work_order_list_get_n_marked (fixture->list), ==, 0);

  /* Whoever looks at something else by then has marked nothing of it. */
  g_clear_pointer (&done, dex_unref);
  done = psr_work_order_list_mark_all (fixture->list);
  psr_work_order_list_set_queue (fixture->list, PSR_QUEUE_DONE);
  done = psr_test_await (g_steal_pointer (&done));
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

/* The same by pages, and what is asked for meanwhile changes nothing. */
static void
test_pages (Fixture       *fixture,
            gconstpointer  unused)
{
  g_autoptr(PsrWorkOrderPages) pages = NULL;
  guint number = 0;
  guint n = 1;

  psr_work_order_list_set_search (fixture->list, "INV-000");
  pages = psr_work_order_pages_new (fixture->list, 7);
  psr_work_order_list_set_search (fixture->list, "INV-0000");
  while (n > 0)
    {
      g_autoptr(DexFuture) next = psr_test_await (psr_work_order_pages_next (pages));
      const GPtrArray *rows = g_value_get_boxed (dex_future_get_value (next, NULL));

      n = rows->len;
      g_assert_cmpuint (n, <=, 7);
      for (guint i = 0; i < n; i++)
        {
          g_autofree char *expected = g_strdup_printf ("INV-%05u", ++number);

          g_assert_cmpstr (((const PsrWorkOrder *) rows->pdata[i])->number, ==, expected);
        }
    }

  g_assert_cmpuint (number, ==, 99);
}

/* All under a filter are those of which that is made: what is internal is an order. */
static void
test_marks_of_kind (Fixture       *fixture,
                    gconstpointer  unused)
{
  g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);
  const char * const refreshable[] = { NULL };
  g_autoptr(DexFuture) done = NULL;
  g_autoptr(GArray) ids = NULL;

  add_document (documents, N_READY + 1, PSR_BILLING_STATE_READY);
  ((PsrLedgerDocument *) documents->pdata[0])->internal = TRUE;
  done = psr_test_await (psr_ledger_upsert_found (ledger_of (fixture), documents, refreshable, "test"));
  g_assert_true (dex_future_is_resolved (done));

  psr_work_order_list_set_filter (fixture->list, NULL, NULL, NULL, "order", NULL);
  refresh (fixture, "0-0+1 ");
  dex_clear (&done);
  done = psr_test_await (psr_work_order_list_mark_all (fixture->list));
  ids = psr_work_order_list_dup_marked (fixture->list);
  g_assert_cmpuint (ids->len, ==, 1);
  g_assert_cmpint (g_array_index (ids, gint64, 0), ==, N_READY + 1);

  psr_work_order_list_unmark_all (fixture->list);
  psr_work_order_list_set_filter (fixture->list, NULL, NULL, NULL, "invoice", NULL);
  dex_clear (&done);
  done = psr_test_await (psr_work_order_list_mark_all (fixture->list));
  g_assert_cmpuint (psr_work_order_list_get_n_marked (fixture->list), ==, N_READY);
}

static void
on_moved (PsrWorkOrderRow *row,
          GParamSpec      *pspec,
          guint           *n_moves)
{
  (*n_moves)++;
}

static void
run_until_trimmed (Fixture *fixture)
{
  while (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)) > psr_work_order_list_get_n_listed (fixture->list))
    g_main_context_iteration (NULL, TRUE);
}

/* Where somebody shows rows, they become those of what is listed in their places: no row
 * goes, and none comes, before that. */
static void
test_places (Fixture       *fixture,
             gconstpointer  unused)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_moves = 0;
  guint n_moves_below = 0;

  refresh (fixture, ALL);
  for (guint i = 0; i < 50; i++)
    g_ptr_array_add (rows, get_row (fixture, i));
  run_until_read (rows->pdata[49]);
  g_signal_connect (rows->pdata[2], "notify::work-order", G_CALLBACK (on_moved), &n_moves);
  g_signal_connect (rows->pdata[45], "notify::work-order", G_CALLBACK (on_moved), &n_moves_below);

  /* Nine are left; the places of the others are empty for a moment. */
  psr_work_order_list_set_search (fixture->list, "INV-0099");
  refresh (fixture, "50-950+0 ");
  g_assert_cmpuint (psr_work_order_list_get_n_listed (fixture->list), ==, 10);
  g_assert_cmpuint (n_moves, ==, 1);
  /* Also where nobody may see it yet: it says nothing of the document that it was. */
  g_assert_cmpuint (n_moves_below, ==, 1);
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr(PsrWorkOrderRow) row = get_row (fixture, i);

      g_assert_true (row == rows->pdata[i]);
      g_assert_cmpint (psr_work_order_row_get_id (row), ==, i < 10 ? 990 + (int) i : 0);
      if (i >= 10)
        g_assert_null (psr_work_order_row_get_work_order (row));
      else
        g_assert_cmpint (psr_work_order_row_get_work_order (row)->id, ==, 990 + (int) i);
    }
  run_until_trimmed (fixture);
  g_assert_cmpstr (fixture->changes->str, ==, "30-20+0 10-20+0 ");
  g_string_truncate (fixture->changes, 0);

  /* More again, in the places that are there and in new ones. */
  psr_work_order_list_set_search (fixture->list, "INV-00");
  refresh (fixture, "10-0+10 " NEXT "240-0+759 ");
  for (guint i = 0; i < 10; i++)
    g_assert_cmpint (psr_work_order_row_get_id (rows->pdata[i]), ==, 1 + (int) i);

  /* What is asked for while places still are empty takes them. */
  psr_work_order_list_set_search (fixture->list, "nothing");
  refresh (fixture, "10-989+0 ");
  g_assert_cmpuint (psr_work_order_list_get_n_listed (fixture->list), ==, 0);
  psr_work_order_list_set_search (fixture->list, "INV-0099");
  refresh (fixture, "");
  g_assert_cmpint (psr_work_order_row_get_id (rows->pdata[0]), ==, 990);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 10);
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
  g_test_add ("/engine/work-order-list/replaced", Fixture, NULL, set_up, test_replaced, tear_down);
  g_test_add ("/engine/work-order-list/superseded", Fixture, NULL, set_up, test_superseded, tear_down);
  g_test_add ("/engine/work-order-list/seen", Fixture, NULL, set_up, test_seen, tear_down);
  g_test_add ("/engine/work-order-list/hidden-marks", Fixture, NULL, set_up, test_hidden_marks, tear_down);
  g_test_add ("/engine/work-order-list/marks-of-kind", Fixture, NULL, set_up, test_marks_of_kind, tear_down);
  g_test_add ("/engine/work-order-list/places", Fixture, NULL, set_up, test_places, tear_down);
  g_test_add ("/engine/work-order-list/read-all", Fixture, NULL, set_up, test_read_all, tear_down);
  g_test_add ("/engine/work-order-list/pages", Fixture, NULL, set_up, test_pages, tear_down);

  return g_test_run ();
}
