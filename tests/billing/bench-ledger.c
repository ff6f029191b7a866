/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A ledger of a million documents: how long until the first page of a list, and
 * until what each run looks for is found. Figures are printed, not asserted.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "psr-billing-step.h"
#include "psr-billing-table.h"
#include "psr-ledger.h"
#include "store-fixture.h"

#define SLICE   20000
/* As psr-engine-list.c reads it. */
#define PAGE    500
#define REPEATS 20

/* Of a thousand documents, so many stand there; the rest are closed and paid. */
static const struct
{
  const char *state;
  const char *bc_status;
  guint       count;
} shares[] = {
  { "ready", "", 20 },       { "found", "", 1 },            { "blocked", "", 8 },
  { "needs-look", "", 4 },   { "refused", "", 2 },          { "approved", "", 1 },
  { "checking", "", 1 },     { "before-start", "", 10 },    { "withdrawn", "", 10 },
  { "followed", "draft", 2 }, { "closed", "posted", 5 },
};

static double
milliseconds_since (gint64 begun)
{
  return (double) (g_get_monotonic_time () - begun) / 1000;
}

/* What stands in the place of a document's number in a thousand. */
static char *
make_case (gboolean bc_status)
{
  g_autoptr (GString) text = g_string_new ("CASE");
  guint upper = 0;

  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      upper += shares[i].count;
      g_string_append_printf (text, " WHEN n * 7919 %% 1000 < %u THEN '%s'", upper, bc_status ? shares[i].bc_status : shares[i].state);
    }

  g_string_append (text, bc_status ? " ELSE 'paid' END" : " ELSE 'closed' END");

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
fill (Fixture *fixture,
      guint    total)
{
  g_autofree char *state = make_case (FALSE);
  g_autofree char *bc_status = make_case (TRUE);

  for (guint first = 1; first <= total; first += SLICE)
    {
      g_autofree char *sql = g_strdup_printf (
        "WITH RECURSIVE numbers (n) AS (SELECT %u UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < %u AND n < %u) "
        "INSERT INTO documents (id, revision, wello_invoice_id, sequence, internal_number, version, newer_version, job_id, job_number, "
        "company_id, customer_id, customer_number, customer_name, date, currency, hours, parts, net, vat, gross, kind, state, reason_code, "
        "reason_what, reason_why, reason_mend, external_number, bc_id, bc_number, bc_status, holder, lookups, attempts, not_sent, "
        "approved_by, wello_status, live, details, found_at, updated_at) "
        "SELECT n, n, printf ('%%08x-5e7d-4c0e-9a57-2f1c8e6b4d90', n), 0, printf ('INV%%08d', n), 'v', '', "
        "printf ('%%08x-3b42-4c0e-9a57-2f1c8e6b4d90', n), printf ('WO%%08d', n), "
        "printf ('%%08x-1111-4c0e-9a57-2f1c8e6b4d90', n %% 5000), printf ('%%08x-2222-4c0e-9a57-2f1c8e6b4d90', n %% 5000), "
        "printf ('C%%05d', n %% 5000), printf ('Customer %%d of Gent', n %% 5000), date ('2016-01-01', printf ('+%%d days', n / 274)), 'EUR', "
        "150000, 3, 12345000, 2592450, 14937450, 'invoice', %s, '', '', '', '', printf ('WELLO-INV%%08d', n), "
        "printf ('%%08x-9c1d-4c0e-9a57-2f1c8e6b4d90', n), printf ('PS-INV%%d', n), %s, '', 0, 0, 0, 'somebody', 'Ready for ERP', 0, "
        "printf ('{\"number\":\"INV%%08d\",\"text\":\"%%s\"}', n, hex (zeroblob (400))), n, 1700000000000000 + n * 1000000 FROM numbers;",
        first, first + SLICE, total, state, bc_status);

      expect_done (run_sql (fixture->ledger_database, sql));
    }
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The middle and the worst of several times; the first one is told apart: it
 * finds nothing in memory. */
static void
report (const char *what,
        double     *times,
        guint       found,
        const char *bar)
{
  double first = times[0];

  qsort (times, REPEATS, sizeof *times, compare_doubles);
  printf ("  %-46s %6u rows: first %8.2f ms, median %8.2f ms, worst %8.2f ms%s\n", what, found, first, times[REPEATS / 2],
          times[REPEATS - 1], bar);
}

static void
measure_queue (Fixture         *fixture,
               PsrBillingQueue  queue,
               gboolean         last_page)
{
  g_autofree char *what = g_strdup_printf ("%s page of “%s”", last_page ? "a later" : "first", psr_billing_queue_to_string (queue));
  g_auto (GStrv) states = psr_billing_queue_dup_states (queue);
  double times[REPEATS];
  guint found = 0;

  for (guint i = 0; i < REPEATS; i++)
    {
      g_autoptr (PsrLedgerQuery) query = psr_ledger_query_new ();
      g_autoptr (GPtrArray) documents = NULL;
      gint64 begun = g_get_monotonic_time ();

      psr_ledger_query_set_states (query, (const char *const *) states);
      psr_ledger_query_set_oldest_first (query, TRUE);
      psr_ledger_query_set_limit (query, PAGE);
      if (last_page)
        psr_ledger_query_set_after (query, "2022-06-01", 1);
      documents = expect_boxed (psr_ledger_find (fixture->ledger, query));
      times[i] = milliseconds_since (begun);
      found = documents->len;
    }

  report (what, times, found, queue == PSR_BILLING_QUEUE_REVIEW && !last_page ? " (bar: 50)" : "");
}

static void
measure_counts (Fixture *fixture)
{
  double times[REPEATS];
  guint found = 0;

  for (guint i = 0; i < REPEATS; i++)
    {
      gint64 begun = g_get_monotonic_time ();
      g_autoptr (GHashTable) counts = expect_boxed (psr_ledger_count (fixture->ledger));

      times[i] = milliseconds_since (begun);
      found = g_hash_table_size (counts);
    }

  report ("documents by state", times, found, "");
}

static void
measure_number (Fixture *fixture)
{
  double times[REPEATS];
  guint found = 0;

  for (guint i = 0; i < REPEATS; i++)
    {
      g_autofree char *number = g_strdup_printf ("INV%08u", 1 + i * 49999);
      const char *numbers[] = { number, NULL };
      g_autoptr (PsrLedgerQuery) query = psr_ledger_query_new ();
      g_autoptr (GPtrArray) documents = NULL;
      gint64 begun = g_get_monotonic_time ();

      psr_ledger_query_set_internal_numbers (query, numbers);
      documents = expect_boxed (psr_ledger_find (fixture->ledger, query));
      times[i] = milliseconds_since (begun);
      found = documents->len;
    }

  report ("one document by its number", times, found, "");
}

/* Those of which each run asks Business Central: what can still change there. */
static void
measure_followed (Fixture *fixture)
{
  const char *followed[] = { psr_billing_state_to_string (PSR_BILLING_STATE_FOLLOWED), NULL };
  const char *closed[] = { psr_billing_state_to_string (PSR_BILLING_STATE_CLOSED), NULL };
  const char *unpaid[] = { "posted", NULL };
  double times[REPEATS] = { 0 };
  guint found = 0;

  for (guint i = 0; i < REPEATS; i++)
    {
      g_autoptr (PsrLedgerQuery) query = psr_ledger_query_new ();
      g_autoptr (PsrLedgerQuery) other = psr_ledger_query_new ();
      g_autoptr (GPtrArray) documents = NULL;
      g_autoptr (GPtrArray) posted = NULL;
      gint64 begun = g_get_monotonic_time ();

      psr_ledger_query_set_states (query, followed);
      documents = expect_boxed (psr_ledger_find (fixture->ledger, query));
      psr_ledger_query_set_states (other, closed);
      psr_ledger_query_set_bc_statuses (other, unpaid);
      posted = expect_boxed (psr_ledger_find (fixture->ledger, other));
      times[i] = milliseconds_since (begun);
      found = documents->len + posted->len;
    }

  report ("what is followed", times, found, "");
}

int
main (int   argc,
      char *argv[])
{
  guint total = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 1000000;
  Fixture fixture = { 0 };
  g_autofree char *path = NULL;
  GStatBuf info;
  gint64 begun;

  setlocale (LC_ALL, "");
  fixture_set_up (&fixture, NULL);
  begun = g_get_monotonic_time ();
  fill (&fixture, total);
  path = g_build_filename (fixture.path, "ledger.db", NULL);
  printf ("a ledger of %u documents, filled in %.1f s\n", total, milliseconds_since (begun) / 1000);

  /* As a program finds it that has just begun. */
  fixture_close (&fixture);
  if (g_stat (path, &info) == 0)
    printf ("  %.0f MB\n", (double) info.st_size / 1e6);
  begun = g_get_monotonic_time ();
  fixture_open (&fixture);
  printf ("  opened in %.1f ms\n", milliseconds_since (begun));

  measure_counts (&fixture);
  for (guint queue = 0; queue < PSR_BILLING_N_QUEUES; queue++)
    {
      measure_queue (&fixture, (PsrBillingQueue) queue, FALSE);
      measure_queue (&fixture, (PsrBillingQueue) queue, TRUE);
    }
  measure_number (&fixture);
  measure_followed (&fixture);

  fixture_tear_down (&fixture, NULL);

  return EXIT_SUCCESS;
}
