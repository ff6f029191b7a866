/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "psr-ledger-query-private.h"
#include "store-fixture.h"

#define N_DOCUMENTS 300

/* Documents with states in turn and dates that collide. */
static void
fill (Fixture *fixture)
{
  static const char *const refreshable[] = { NULL };
  static const char *const states[] = { "ready", "blocked", "created" };
  g_autoptr (GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);

  for (guint i = 1; i <= N_DOCUMENTS; i++)
    {
      PsrLedgerDocument *document = psr_ledger_document_new ();
      PsrLedgerLine *line = psr_ledger_line_new ();

      g_ptr_array_add (documents, document);
      g_set_str (&document->state, states[i % 3]);
      g_free (document->date);
      document->date = g_strdup_printf ("2026-08-%02u", 1 + (i * 7) % 28);
      g_free (document->wello_invoice_id);
      document->wello_invoice_id = g_strdup_printf ("invoice-%u", i);
      g_free (document->internal_number);
      document->internal_number = g_strdup_printf ("%u", i);
      if (i % 2 == 0)
        {
          g_free (document->job_number);
          document->job_number = g_strdup_printf ("job-%u", i / 4);
          g_free (document->external_number);
          document->external_number = g_strdup_printf ("W%u", i);
        }
      if (i % 10 == 0)
        {
          document->next_lookup_at = START + i * SECOND;
          g_set_str (&document->holder, i % 20 == 0 ? "even" : "odd");
        }
      psr_ledger_document_add_line (document, line);
    }

  expect_done (psr_ledger_upsert_found (fixture->ledger, documents, refreshable, "passerelle"));
}

static GPtrArray *
find (Fixture        *fixture,
      PsrLedgerQuery *query)
{
  return expect_boxed (psr_ledger_find (fixture->ledger, query));
}

static guint
count (Fixture        *fixture,
       PsrLedgerQuery *query)
{
  g_autoptr (GPtrArray) documents = find (fixture, query);

  return documents->len;
}

static void
check_pages (Fixture            *fixture,
             const char * const *states,
             guint               expected,
             gboolean            oldest_first)
{
  g_autoptr (PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autofree char *last_date = NULL;
  gint64 last_id = 0;

  psr_ledger_query_set_states (query, states);
  psr_ledger_query_set_oldest_first (query, oldest_first);
  psr_ledger_query_set_limit (query, 17);

  for (;;)
    {
      g_autoptr (GPtrArray) page = find (fixture, query);

      g_assert_cmpuint (page->len, <=, 17);
      for (guint i = 0; i < page->len; i++)
        {
          const PsrLedgerDocument *document = g_ptr_array_index (page, i);
          int order = last_date != NULL ? strcmp (document->date, last_date) : 0;

          g_assert_true (states == NULL || g_strv_contains (states, document->state));
          if (last_date != NULL && oldest_first)
            g_assert_true (order > 0 || (order == 0 && document->id > last_id));
          else if (last_date != NULL)
            g_assert_true (order < 0 || (order == 0 && document->id < last_id));
          g_assert_true (g_hash_table_add (seen, g_memdup2 (&document->id, sizeof document->id)));
          g_set_str (&last_date, document->date);
          last_id = document->id;
        }

      if (page->len < 17)
        break;

      psr_ledger_query_set_after (query, last_date, last_id);
    }

  g_assert_cmpuint (g_hash_table_size (seen), ==, expected);
}

static void
test_pages (Fixture       *fixture,
            gconstpointer  data)
{
  const char *one[] = { "ready", NULL };
  const char *two[] = { "created", "blocked", NULL };
  const char *none[] = { NULL };
  g_autoptr (PsrLedgerQuery) nothing = psr_ledger_query_new ();

  fill (fixture);
  check_pages (fixture, one, N_DOCUMENTS / 3, FALSE);
  check_pages (fixture, two, N_DOCUMENTS * 2 / 3, FALSE);
  check_pages (fixture, two, N_DOCUMENTS * 2 / 3, TRUE);
  check_pages (fixture, NULL, N_DOCUMENTS, FALSE);

  psr_ledger_query_set_states (nothing, none);
  g_assert_cmpuint (count (fixture, nothing), ==, 0);
}

static void
test_conditions (Fixture       *fixture,
                 gconstpointer  data)
{
  const char *invoices[] = { "invoice-3", "invoice-4", "invoice-9999", NULL };
  const char *numbers[] = { "3", "'; DROP TABLE documents; --", NULL };
  const char *jobs[] = { "job-1", "", NULL };
  const char *external[] = { "W8", "", NULL };
  const char *ready[] = { "ready", NULL };
  const gint64 ids[] = { 5, 6, 7, 5 };

  fill (fixture);

  {
    g_autoptr (PsrLedgerQuery) query = psr_ledger_query_new ();

    psr_ledger_query_set_wello_invoices (query, invoices);
    g_assert_cmpuint (count (fixture, query), ==, 2);
    psr_ledger_query_set_states (query, ready);
    g_assert_cmpuint (count (fixture, query), ==, 1);
  }

  {
    g_autoptr (PsrLedgerQuery) query = psr_ledger_query_new ();

    psr_ledger_query_set_internal_numbers (query, numbers);
    g_assert_cmpuint (count (fixture, query), ==, 1);
  }

  {
    g_autoptr (PsrLedgerQuery) query = psr_ledger_query_new ();

    psr_ledger_query_set_job_numbers (query, jobs);
    g_assert_cmpuint (count (fixture, query), ==, 2);
  }

  {
    g_autoptr (PsrLedgerQuery) query = psr_ledger_query_new ();

    psr_ledger_query_set_external_numbers (query, external);
    g_assert_cmpuint (count (fixture, query), ==, 1);
  }

  {
    g_autoptr (PsrLedgerQuery) query = psr_ledger_query_new ();
    g_autoptr (PsrLedgerQuery) none = psr_ledger_query_new ();
    g_autoptr (GPtrArray) documents = NULL;
    const PsrLedgerDocument *document;

    psr_ledger_query_set_ids (query, ids, G_N_ELEMENTS (ids));
    psr_ledger_query_set_with_lines (query, TRUE);
    documents = find (fixture, query);
    g_assert_cmpuint (documents->len, ==, 3);
    document = g_ptr_array_index (documents, 0);
    g_assert_cmpuint (document->lines->len, ==, 1);

    psr_ledger_query_set_ids (none, NULL, 0);
    g_assert_cmpuint (count (fixture, none), ==, 0);
  }

  {
    g_autoptr (PsrLedgerQuery) query = psr_ledger_query_new ();

    psr_ledger_query_set_due (query, START + 100 * SECOND);
    g_assert_cmpuint (count (fixture, query), ==, 10);
    psr_ledger_query_set_holder (query, "odd");
    g_assert_cmpuint (count (fixture, query), ==, 5);
  }

  {
    g_autoptr (PsrLedgerQuery) query = psr_ledger_query_new ();
    const char *none[] = { "", "11110000-0000-4000-8000-000000000001", NULL };

    psr_ledger_query_set_since (query, START);
    g_assert_cmpuint (count (fixture, query), >, 0);
    psr_ledger_query_set_since (query, START + 1000 * SECOND);
    g_assert_cmpuint (count (fixture, query), ==, 0);
    psr_ledger_query_set_since (query, PSR_TIMESTAMP_NONE);
    psr_ledger_query_set_bc_ids (query, none);
    g_assert_cmpuint (count (fixture, query), ==, 0);
  }

  {
    g_autoptr (PsrLedgerQuery) query = psr_ledger_query_new ();
    const char *statuses[] = { "", "posted", "gone", NULL };

    psr_ledger_query_set_bc_statuses (query, statuses);
    g_assert_cmpuint (count (fixture, query), ==, 0);
    expect_done (run_sql (fixture->ledger_database,
                          "UPDATE documents SET bc_status = CASE id % 4 WHEN 0 THEN 'posted' WHEN 1 THEN 'gone' WHEN 2 THEN 'paid' ELSE '' END"));
    g_assert_cmpint (count (fixture, query), ==,
                     query_int64 (fixture->ledger_database, "SELECT count(*) FROM documents WHERE id % 4 < 2"));
    g_assert_cmpuint (count (fixture, query), >, 0);
  }

  {
    g_autoptr (PsrLedgerQuery) query = psr_ledger_query_new ();

    psr_ledger_query_set_live_only (query, TRUE);
    g_assert_cmpuint (count (fixture, query), ==, 0);
  }
}

typedef struct {
  PsrLedgerQuery *query;
  const char *expected; /* in the plan */
} Plan;

static DexFuture *
explain_func (PsrConnection *connection,
              gpointer       data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrStatement) prepared = NULL;
  g_autoptr (PsrStatement) statement = NULL;
  g_autofree char *sql = NULL;
  GString *text = g_string_new (NULL);
  Plan *plan = data;
  gboolean has_row;

  prepared = psr_ledger_query_prepare (plan->query, connection, "d.id", &error);
  g_assert_no_error (error);
  sql = g_strconcat ("EXPLAIN QUERY PLAN ", psr_statement_get_sql (prepared), NULL);
  statement = psr_connection_prepare (connection, sql, &error);
  g_assert_no_error (error);
  while (psr_statement_step (statement, &has_row, &error) && has_row)
    g_string_append_printf (text, "%s\n", psr_statement_get_text (statement, 3));
  g_assert_no_error (error);

  return dex_future_new_take_string (g_string_free_and_steal (text));
}

/* No list may walk or sort all documents, or it would be slow with a million of
 * them. */
static void
test_plans (Fixture       *fixture,
            gconstpointer  data)
{
  const char *states[] = { "ready", "blocked", NULL };
  const char *numbers[] = { "1", NULL };
  const gint64 id = 1;

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (PsrLedgerQuery) query = psr_ledger_query_new ();
      g_autoptr (DexFuture) future = NULL;
      Plan plan = { .query = query };
      const char *text;

      psr_ledger_query_set_limit (query, 50);

      switch (i)
        {
        case 0:
          psr_ledger_query_set_states (query, states);
          plan.expected = "INDEX documents_by_state (state=?)";
          break;
        case 1:
          psr_ledger_query_set_states (query, states);
          psr_ledger_query_set_after (query, "2026-08-01", 7);
          plan.expected = "INDEX documents_by_state (state=? AND date<?)";
          break;
        case 2:
          psr_ledger_query_set_states (query, states);
          psr_ledger_query_set_internal_numbers (query, numbers);
          plan.expected = "INDEX documents_by_internal_number (internal_number=?)";
          break;
        case 3:
          psr_ledger_query_set_ids (query, &id, 1);
          plan.expected = "INTEGER PRIMARY KEY";
          break;
        case 4:
          psr_ledger_query_set_due (query, START);
          psr_ledger_query_set_states (query, states);
          plan.expected = "INDEX documents_by_next_lookup";
          break;
        case 5:
          psr_ledger_query_set_holder (query, "x");
          plan.expected = "INDEX documents_by_holder (holder=?)";
          break;
        case 6:
          psr_ledger_query_set_bc_ids (query, numbers);
          plan.expected = "INDEX documents_by_bc_id (bc_id=?)";
          break;
        case 7:
          psr_ledger_query_set_since (query, START);
          psr_ledger_query_set_states (query, states);
          plan.expected = "INDEX documents_by_updated (updated_at>?)";
          break;
        case 8:
          psr_ledger_query_set_bc_statuses (query, numbers);
          psr_ledger_query_set_states (query, states);
          plan.expected = "INDEX documents_by_bc_status (bc_status=?)";
          break;
        default:
          psr_ledger_query_set_after (query, "2026-08-01", 7);
          plan.expected = "INDEX documents_by_date (date<?)";
          break;
        }

      future = resolved (psr_database_read (fixture->ledger_database, explain_func, &plan, NULL));
      text = g_value_get_string (dex_future_get_value (future, NULL));
      g_test_message ("%s", text);
      g_assert_nonnull (strstr (text, plan.expected));
      g_assert_null (strstr (text, "SCAN documents"));
      g_assert_null (strstr (text, "SCAN d\n"));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/store/ledger-query/pages", test_pages);
  ADD ("/store/ledger-query/conditions", test_conditions);
  ADD ("/store/ledger-query/plans", test_plans);

  return g_test_run ();
}
