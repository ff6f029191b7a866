/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "psr-ledger-customer.h"
#include "psr-work-store.h"
#include "store-fixture.h"

/* What was done for work orders is kept beside the ledger, and lists are narrowed down by it. */

#define JOB_1 "11111111-0000-0000-0000-000000000001"
#define JOB_2 "11111111-0000-0000-0000-000000000002"
#define JOB_3 "11111111-0000-0000-0000-000000000003"

typedef struct
{
  Fixture       ledger;
  PsrWorkStore *work;
} Work;

static void
add (GPtrArray    *documents,
     const char   *number,
     const char   *job_id,
     PsrTimestamp  changed,
     const char   *state)
{
  PsrLedgerDocument *document = psr_ledger_document_new ();

  g_set_str (&document->wello_invoice_id, number);
  g_set_str (&document->internal_number, number);
  g_set_str (&document->version, "1");
  g_set_str (&document->date, "2026-08-03");
  g_set_str (&document->job_id, job_id);
  g_set_str (&document->state, state);
  document->wello_changed = changed;
  psr_ledger_document_add_line (document, psr_ledger_line_new ());
  g_ptr_array_add (documents, document);
}

static void
set_up (Work          *work,
        gconstpointer  data)
{
  static const char * const refreshable[] = { NULL };
  g_autoptr (GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);

  fixture_set_up (&work->ledger, data);
  work->work = psr_work_store_new (work->ledger.ledger_database, work->ledger.clock);
  add (documents, "1", JOB_1, 1000, "ready");
  add (documents, "2", JOB_1, 2000, "ready");
  add (documents, "3", JOB_2, PSR_TIMESTAMP_NONE, "ready");
  add (documents, "4", "", 1000, "ready");
  add (documents, "5", JOB_3, 1000, "closed");
  expect_done (psr_ledger_upsert_found (work->ledger.ledger, documents, refreshable, "test"));
}

static void
tear_down (Work          *work,
           gconstpointer  data)
{
  g_clear_object (&work->work);
  fixture_tear_down (&work->ledger, data);
}

static void
put (Work               *work,
     const char         *job_id,
     PsrTimestamp        changed,
     const char         *content,
     const char * const *technicians)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_kept_work_free);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (names, (char *) "u1", (char *) content);
  g_ptr_array_add (kept, psr_kept_work_new (job_id, changed, content, technicians));
  expect_done (psr_work_store_put (work->work, kept, names));
}

/* Which are missing, as the ends of their ids. */
static void
expect_missing (Work       *work,
                guint       limit,
                const char *expected)
{
  const char * const states[] = { "ready", NULL };
  g_autoptr (GPtrArray) missing = expect_boxed (psr_work_store_list_missing (work->work, states, PSR_TIMESTAMP_NONE, limit));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < missing->len; i++)
    {
      const PsrKeptWork *one = missing->pdata[i];

      g_string_append_printf (text, "%s@%" G_GINT64_FORMAT " ", one->job_id + strlen (one->job_id) - 1, one->changed);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_keep (Work          *work,
           gconstpointer  unused)
{
  const char * const luc[] = { "Luc", NULL };
  g_autoptr (PsrKeptWork) nothing = expect_boxed (psr_work_store_get (work->work, JOB_1));
  g_autoptr (PsrKeptWork) kept = NULL;
  g_autoptr (GHashTable) names = NULL;

  g_assert_cmpstr (nothing->content, ==, "");
  put (work, JOB_1, 2000, "first", luc);
  put (work, JOB_1, 2500, "second", luc);
  kept = expect_boxed (psr_work_store_get (work->work, JOB_1));
  g_assert_cmpstr (kept->content, ==, "second");
  g_assert_cmpint (kept->changed, ==, 2500);
  names = expect_boxed (psr_work_store_get_names (work->work));
  g_assert_cmpstr (g_hash_table_lookup (names, "u1"), ==, "second");
}

static void
test_missing (Work          *work,
              gconstpointer  unused)
{
  expect_missing (work, 10, "1@2000 2@0 ");
  expect_missing (work, 1, "1@2000 ");
  put (work, JOB_1, 1000, "of the older invoice", NULL);
  expect_missing (work, 10, "1@2000 2@0 ");
  put (work, JOB_1, 2000, "of both", NULL);
  expect_missing (work, 10, "2@0 ");
  put (work, JOB_2, 0, "nothing was done", NULL);
  expect_missing (work, 10, "");
}

/* What is in doubt is read again, but for what couldn't be read; it is there meanwhile. */
static void
test_doubt (Work          *work,
            gconstpointer  unused)
{
  g_autoptr (PsrKeptWork) kept = NULL;
  PsrTimestamp now = psr_clock_now (work->ledger.clock);

  put (work, JOB_1, 2000, "without files", NULL);
  put (work, JOB_2, 0, "", NULL);
  expect_missing (work, 10, "");
  expect_done (psr_work_store_doubt (work->work, now + 1));
  expect_missing (work, 10, "");
  expect_done (psr_work_store_doubt (work->work, now));
  expect_missing (work, 10, "1@2000 ");
  kept = expect_boxed (psr_work_store_get (work->work, JOB_1));
  g_assert_cmpstr (kept->content, ==, "without files");
}

static void
expect_ids (Work       *work,
            const char *technician,
            const char *expected)
{
  const char * const states[] = { "ready", "closed", NULL };
  const PsrLedgerOrder orders[] = { PSR_LEDGER_ORDER_DATE, PSR_LEDGER_ORDER_NUMBER, PSR_LEDGER_ORDER_KIND };

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr (PsrLedgerView) view = psr_ledger_view_new (states, NULL, orders[i], FALSE);
      g_autoptr (PsrLedgerView) copy = NULL;
      g_autoptr (GArray) ids = NULL;
      g_autoptr (GString) text = g_string_new (NULL);

      psr_ledger_view_set_technician (view, technician);
      psr_ledger_view_set_kind (view, "invoice", "invoice");
      copy = psr_ledger_view_copy (view);
      ids = expect_boxed (psr_ledger_list_ids (work->ledger.ledger, copy));
      for (guint j = 0; j < ids->len; j++)
        g_string_append_printf (text, "%" G_GINT64_FORMAT, g_array_index (ids, gint64, j));
      g_assert_cmpstr (text->str, ==, expected);
    }
}

static void
test_technicians (Work          *work,
                  gconstpointer  unused)
{
  const char * const both[] = { "an", "Luc", "an", NULL };
  const char * const luc[] = { "Luc", NULL };
  const char *states[] = { "ready", NULL };
  g_autoptr (GPtrArray) technicians = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  put (work, JOB_1, 2000, "done", both);
  put (work, JOB_2, 0, "done", luc);
  put (work, JOB_3, 1000, "done", luc);
  expect_ids (work, "Luc", "1235");
  expect_ids (work, "an", "12");
  expect_ids (work, "nobody", "");
  expect_ids (work, NULL, "12345");

  technicians = expect_boxed (psr_work_store_list_technicians (work->work, states));
  for (guint i = 0; i < technicians->len; i++)
    {
      const PsrLedgerCustomer *one = technicians->pdata[i];

      g_string_append_printf (text, "%s %" G_GINT64_FORMAT ", ", one->name, one->count);
    }
  g_assert_cmpstr (text->str, ==, "an 2, Luc 3, ");

  /* Who didn't do it after all. */
  put (work, JOB_1, 3000, "done by one", both + 1);
  put (work, JOB_1, 3000, "done by one", luc);
  expect_ids (work, "an", "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/store/work-store/keep", Work, NULL, set_up, test_keep, tear_down);
  g_test_add ("/store/work-store/missing", Work, NULL, set_up, test_missing, tear_down);
  g_test_add ("/store/work-store/doubt", Work, NULL, set_up, test_doubt, tear_down);
  g_test_add ("/store/work-store/technicians", Work, NULL, set_up, test_technicians, tear_down);

  return g_test_run ();
}
