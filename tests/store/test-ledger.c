/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "store-fixture.h"

static const char *const refreshable[] = { "ready", "blocked", NULL };

static PsrLedgerDocument *
make_document (guint       number,
               const char *state)
{
  PsrLedgerDocument *document = psr_ledger_document_new ();

  g_free (document->wello_invoice_id);
  document->wello_invoice_id = g_strdup_printf ("invoice-%u", number);
  g_free (document->internal_number);
  document->internal_number = g_strdup_printf ("%u", 4500 + number);
  g_set_str (&document->version, "v1");
  g_set_str (&document->state, state);
  g_set_str (&document->date, "2026-08-20");
  g_set_str (&document->customer_name, "O’Brien & Fils");
  document->net.units = 10000000;

  for (guint i = 1; i <= 2; i++)
    {
      PsrLedgerLine *line = psr_ledger_line_new ();

      g_free (line->wello_line_id);
      line->wello_line_id = g_strdup_printf ("line-%u-%u", number, i);
      g_set_str (&line->kind, "part");
      line->quantity.units = 100000 * i;
      psr_ledger_document_add_line (document, line);
    }

  return document;
}

static PsrLedgerUpsert
upsert (Fixture           *fixture,
        PsrLedgerDocument *document)
{
  g_autoptr (GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);
  g_autofree PsrLedgerUpsert *result = NULL;

  g_ptr_array_add (documents, document);
  result = expect_boxed (psr_ledger_upsert_found (fixture->ledger, documents, refreshable, "passerelle"));

  return *result;
}

static PsrLedgerDocument *
get (Fixture *fixture,
     guint    number)
{
  g_autoptr (PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr (GPtrArray) documents = NULL;
  g_autofree char *id = g_strdup_printf ("invoice-%u", number);
  const char *ids[] = { id, NULL };

  psr_ledger_query_set_wello_invoices (query, ids);
  psr_ledger_query_set_with_lines (query, TRUE);
  documents = expect_boxed (psr_ledger_find (fixture->ledger, query));
  g_assert_cmpuint (documents->len, ==, 1);

  return psr_ledger_document_ref (g_ptr_array_index (documents, 0));
}

static PsrLedgerDocument *
move (Fixture             *fixture,
      PsrLedgerTransition *transition)
{
  PsrLedgerDocument *document = expect_boxed (psr_ledger_transition (fixture->ledger, transition));

  psr_ledger_transition_free (transition);

  return document;
}

static void
expect_not_moved (Fixture             *fixture,
                  PsrLedgerTransition *transition,
                  PsrStoreError        code)
{
  expect_refused (psr_ledger_transition (fixture->ledger, transition), code);
  psr_ledger_transition_free (transition);
}

static void
test_found (Fixture       *fixture,
            gconstpointer  data)
{
  PsrLedgerUpsert result = upsert (fixture, make_document (1, "ready"));
  g_autoptr (PsrLedgerDocument) document = get (fixture, 1);
  g_autoptr (GPtrArray) audit = expect_boxed (psr_ledger_list_audit (fixture->ledger, document->id, 0, 0));
  const PsrAuditEntry *entry = g_ptr_array_index (audit, 0);
  const PsrLedgerLine *line = g_ptr_array_index (document->lines, 1);

  g_assert_cmpuint (result.added, ==, 1);
  g_assert_cmpint (result.added_id, ==, document->id);
  g_assert_cmpstr (document->state, ==, "ready");
  g_assert_cmpstr (document->customer_name, ==, "O’Brien & Fils");
  g_assert_cmpint (document->revision, ==, 1);
  g_assert_cmpint (document->sequence, ==, 1);
  g_assert_cmpint (document->net.units, ==, 10000000);
  g_assert_cmpint (document->found_at, ==, START);
  g_assert_true (document->next_lookup_at == PSR_TIMESTAMP_NONE);
  g_assert_cmpuint (document->lines->len, ==, 2);
  g_assert_cmpint (line->position, ==, 2);
  g_assert_cmpint (line->quantity.units, ==, 200000);
  g_assert_false (line->live);
  g_assert_cmpuint (audit->len, ==, 1);
  g_assert_cmpstr (entry->action, ==, "found");
  g_assert_cmpstr (entry->new_value, ==, "ready");
  g_assert_cmpint (entry->at, ==, START);
  g_assert_cmpstr (entry->host, ==, g_get_host_name ());
  g_assert_cmpstr (entry->program, ==, PACKAGE_VERSION);
}

static void
test_refreshed (Fixture       *fixture,
                gconstpointer  data)
{
  PsrLedgerDocument *found = make_document (1, "blocked");
  g_autoptr (PsrLedgerDocument) first = NULL;
  g_autoptr (PsrLedgerDocument) second = NULL;
  PsrLedgerUpsert result;
  gint64 revision;

  g_set_str (&found->reason_code, "no-customer");
  g_set_str (&found->external_number, "4501");
  upsert (fixture, found);
  first = get (fixture, 1);
  revision = expect_int64 (psr_ledger_get_revision (fixture->ledger, "documents"));

  /* The same again changes nothing. */
  found = make_document (1, "blocked");
  g_set_str (&found->reason_code, "no-customer");
  result = upsert (fixture, found);
  g_assert_cmpuint (result.unchanged, ==, 1);
  g_assert_cmpint (expect_int64 (psr_ledger_get_revision (fixture->ledger, "documents")), ==, revision);

  found = make_document (1, "ready");
  g_set_str (&found->version, "v2");
  g_ptr_array_remove_index (found->lines, 0);
  result = upsert (fixture, found);
  g_assert_cmpuint (result.changed, ==, 1);
  second = get (fixture, 1);
  g_assert_cmpint (second->id, ==, first->id);
  g_assert_cmpint (second->revision, ==, first->revision + 1);
  g_assert_cmpstr (second->state, ==, "ready");
  g_assert_cmpstr (second->reason_code, ==, "");
  g_assert_cmpstr (second->version, ==, "v2");
  g_assert_cmpstr (second->external_number, ==, "4501");
  g_assert_cmpuint (second->lines->len, ==, 1);
  g_assert_cmpint (expect_int64 (psr_ledger_get_revision (fixture->ledger, "documents")), >, revision);

  /* A change of a line alone counts, too. */
  found = make_document (1, "ready");
  g_set_str (&found->version, "v2");
  g_assert_cmpuint (upsert (fixture, found).changed, ==, 1);
}

/* What was reckoned with an earlier revision isn't what is to be done now. */
static void
test_moved_meanwhile (Fixture       *fixture,
                      gconstpointer  data)
{
  PsrLedgerDocument *found;
  g_autoptr (PsrLedgerDocument) first = NULL;
  g_autoptr (PsrLedgerDocument) second = NULL;
  PsrLedgerUpsert result;

  upsert (fixture, make_document (1, "ready"));
  first = get (fixture, 1);

  for (gint64 based_on = 0; based_on <= first->revision + 1; based_on++)
    {
      if (based_on == first->revision)
        continue;

      found = make_document (1, "blocked");
      found->based_on = based_on;
      result = upsert (fixture, found);
      g_assert_cmpuint (result.left, ==, 1);
      g_assert_cmpuint (result.changed, ==, 0);
    }

  second = get (fixture, 1);
  g_assert_cmpstr (second->state, ==, "ready");
  g_assert_cmpint (second->revision, ==, first->revision);

  found = make_document (1, "blocked");
  found->based_on = first->revision;
  g_assert_cmpuint (upsert (fixture, found).changed, ==, 1);
}

static void
test_under_way_is_left (Fixture       *fixture,
                        gconstpointer  data)
{
  PsrLedgerDocument *found;
  g_autoptr (PsrLedgerDocument) approved = NULL;
  g_autoptr (PsrLedgerDocument) noted = NULL;
  g_autoptr (PsrLedgerDocument) reverted = NULL;
  PsrLedgerUpsert result;

  upsert (fixture, make_document (1, "ready"));
  approved = move (fixture, psr_ledger_transition_new (1, "ready", -1, "approved"));

  found = make_document (1, "ready");
  g_set_str (&found->version, "v2");
  found->net.units = 1;
  result = upsert (fixture, found);
  g_assert_cmpuint (result.left, ==, 1);
  noted = get (fixture, 1);
  g_assert_cmpstr (noted->state, ==, "approved");
  g_assert_cmpstr (noted->version, ==, "v1");
  g_assert_cmpstr (noted->newer_version, ==, "v2");
  g_assert_cmpint (noted->net.units, ==, 10000000);
  g_assert_cmpint (noted->revision, ==, approved->revision);

  result = upsert (fixture, make_document (1, "ready"));
  g_assert_cmpuint (result.unchanged, ==, 1);
  reverted = get (fixture, 1);
  g_assert_cmpstr (reverted->newer_version, ==, "");
}

static void
test_many_found (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autofree PsrLedgerUpsert *result = NULL;
  g_autofree PsrLedgerUpsert *nothing = NULL;
  g_autoptr (GHashTable) counts = NULL;

  for (guint i = 0; i < 333; i++)
    g_ptr_array_add (documents, make_document (i, i % 3 == 0 ? "blocked" : "ready"));

  result = expect_boxed (psr_ledger_upsert_found (fixture->ledger, documents, refreshable, "passerelle"));
  g_assert_cmpuint (result->added, ==, 333);
  nothing = expect_boxed (psr_ledger_upsert_found (fixture->ledger, none, refreshable, "passerelle"));
  g_assert_cmpuint (nothing->added, ==, 0);

  counts = expect_boxed (psr_ledger_count (fixture->ledger));
  g_assert_cmpint (psr_ledger_counts_get (counts, "blocked"), ==, 111);
  g_assert_cmpint (psr_ledger_counts_get (counts, "ready"), ==, 222);
  g_assert_cmpint (psr_ledger_counts_get (counts, "sent"), ==, 0);
}

/* When several slices fail, the reason is told. */
static void
test_many_refused (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);

  for (guint i = 0; i < 333; i++)
    g_ptr_array_add (documents, make_document (i, ""));

  expect_refused (psr_ledger_upsert_found (fixture->ledger, documents, refreshable, "passerelle"),
                  PSR_STORE_ERROR_CONFLICT);
}

static void
test_transition (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (PsrLedgerDocument) found = NULL;
  g_autoptr (PsrLedgerDocument) moved = NULL;
  g_autoptr (PsrLedgerDocument) read = NULL;
  g_autoptr (GPtrArray) audit = NULL;
  g_autoptr (GHashTable) counts = NULL;
  g_auto (GStrv) holders = NULL;
  PsrLedgerTransition *transition;
  const PsrAuditEntry *entry;
  const PsrLedgerLine *line;

  upsert (fixture, make_document (1, "approved"));
  found = get (fixture, 1);
  line = g_ptr_array_index (found->lines, 0);
  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (fixture->clock), SECOND);

  transition = psr_ledger_transition_new (found->id, "approved", found->revision, "creating");
  psr_ledger_transition_set_audit (transition, "Els", "send", "asked by phone");
  psr_ledger_transition_set_text (transition, PSR_LEDGER_COLUMN_HOLDER, "holder-1");
  psr_ledger_transition_set_text (transition, PSR_LEDGER_COLUMN_EXTERNAL_NUMBER, "first");
  psr_ledger_transition_set_text (transition, PSR_LEDGER_COLUMN_EXTERNAL_NUMBER, "W4501");
  psr_ledger_transition_set_timestamp (transition, PSR_LEDGER_COLUMN_INTENT_SERVER_DATE, START - SECOND);
  psr_ledger_transition_set_timestamp (transition, PSR_LEDGER_COLUMN_NEXT_LOOKUP_AT, START + 5 * SECOND);
  psr_ledger_transition_set_int64 (transition, PSR_LEDGER_COLUMN_ATTEMPTS, 1);
  psr_ledger_transition_set_int64 (transition, PSR_LEDGER_COLUMN_NOT_SENT, TRUE);
  psr_ledger_transition_set_reason (transition, "code", "what", "why", "mend");
  psr_ledger_transition_set_live (transition, TRUE);
  psr_ledger_transition_set_line_bc_id (transition, line->id, "bc-line");
  moved = move (fixture, transition);

  g_assert_cmpstr (moved->state, ==, "creating");
  g_assert_cmpint (moved->revision, ==, found->revision + 1);
  read = get (fixture, 1);
  g_assert_cmpint (read->revision, ==, moved->revision);
  g_assert_cmpstr (read->holder, ==, "holder-1");
  g_assert_cmpstr (read->external_number, ==, "W4501");
  g_assert_cmpint (read->intent_server_date, ==, START - SECOND);
  g_assert_cmpint (read->next_lookup_at, ==, START + 5 * SECOND);
  g_assert_cmpint (read->attempts, ==, 1);
  g_assert_true (read->not_sent);
  g_assert_cmpstr (read->reason_mend, ==, "mend");
  g_assert_cmpint (read->updated_at, ==, START + SECOND);
  g_assert_true (read->live);
  line = g_ptr_array_index (read->lines, 0);
  g_assert_true (line->live);
  g_assert_cmpstr (line->bc_line_id, ==, "bc-line");
  line = g_ptr_array_index (read->lines, 1);
  g_assert_true (line->live);
  g_assert_cmpstr (line->bc_line_id, ==, "");

  audit = expect_boxed (psr_ledger_list_audit (fixture->ledger, found->id, 0, 1));
  g_assert_cmpuint (audit->len, ==, 1);
  entry = g_ptr_array_index (audit, 0);
  g_assert_cmpstr (entry->who, ==, "Els");
  g_assert_cmpstr (entry->action, ==, "send");
  g_assert_cmpstr (entry->old_value, ==, "approved");
  g_assert_cmpstr (entry->new_value, ==, "creating");
  g_assert_cmpstr (entry->reason, ==, "asked by phone");

  counts = expect_boxed (psr_ledger_count (fixture->ledger));
  g_assert_cmpint (psr_ledger_counts_get (counts, "approved"), ==, 0);
  g_assert_cmpint (psr_ledger_counts_get (counts, "creating"), ==, 1);

  holders = expect_boxed (psr_ledger_list_holders (fixture->ledger));
  g_assert_cmpuint (g_strv_length (holders), ==, 1);
  g_assert_cmpstr (holders[0], ==, "holder-1");
}

static void
test_conflict (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (PsrLedgerDocument) found = NULL;
  g_autoptr (PsrLedgerDocument) after = NULL;
  g_autoptr (PsrLedgerDocument) moved = NULL;
  g_autoptr (GPtrArray) audit = NULL;
  PsrLedgerTransition *transition;

  upsert (fixture, make_document (1, "ready"));
  found = get (fixture, 1);

  transition = psr_ledger_transition_new (found->id, "approved", -1, "creating");
  psr_ledger_transition_set_live (transition, TRUE);
  expect_not_moved (fixture, transition, PSR_STORE_ERROR_CONFLICT);
  expect_not_moved (fixture, psr_ledger_transition_new (found->id, "ready", found->revision + 1, "approved"),
                    PSR_STORE_ERROR_CONFLICT);
  expect_not_moved (fixture, psr_ledger_transition_new (found->id + 1, "ready", -1, "approved"),
                    PSR_STORE_ERROR_NOT_FOUND);

  after = get (fixture, 1);
  audit = expect_boxed (psr_ledger_list_audit (fixture->ledger, 0, 0, 0));
  g_assert_cmpint (after->revision, ==, found->revision);
  g_assert_false (after->live);
  g_assert_cmpuint (audit->len, ==, 1);
  g_assert_false (psr_ledger_is_stopped (fixture->ledger));

  /* Of two who saw the same, one wins. */
  moved = move (fixture, psr_ledger_transition_new (found->id, "ready", found->revision, "approved"));
  expect_not_moved (fixture, psr_ledger_transition_new (found->id, "ready", found->revision, "skipped"),
                    PSR_STORE_ERROR_CONFLICT);
}

static PsrLedgerTransition *
make_live (gint64      id,
           const char *external_number)
{
  PsrLedgerTransition *transition = psr_ledger_transition_new (id, "ready", -1, "creating");

  psr_ledger_transition_set_live (transition, TRUE);
  psr_ledger_transition_set_text (transition, PSR_LEDGER_COLUMN_EXTERNAL_NUMBER, external_number);

  return transition;
}

/* The same Wello line in two documents: of a split invoice, or read twice under
 * different ids. */
static void
test_live_lines_are_unique (Fixture       *fixture,
                            gconstpointer  data)
{
  PsrLedgerDocument *twin = make_document (2, "ready");
  PsrLedgerLine *line = g_ptr_array_index (twin->lines, 1);
  g_autoptr (PsrLedgerTransition) refused = NULL;
  g_autoptr (PsrExplanation) explanation = NULL;
  g_autoptr (PsrLedgerDocument) first = NULL;
  g_autoptr (PsrLedgerDocument) second = NULL;
  g_autoptr (PsrLedgerDocument) credited = NULL;
  g_autoptr (PsrLedgerDocument) now = NULL;
  PsrLedgerTransition *credit;

  upsert (fixture, make_document (1, "ready"));
  g_set_str (&line->wello_line_id, "line-1-1");
  upsert (fixture, twin);

  first = move (fixture, make_live (1, "A"));
  refused = make_live (2, "B");
  explanation = expect_error (psr_ledger_transition (fixture->ledger, refused), PSR_STORE_ERROR_CONFLICT);
  g_assert_nonnull (strstr (explanation->why, "4501"));
  second = get (fixture, 2);
  g_assert_cmpstr (second->state, ==, "ready");
  g_assert_false (second->live);
  g_assert_cmpstr (second->external_number, ==, "");

  credit = psr_ledger_transition_new (1, "creating", -1, "credited");
  psr_ledger_transition_set_live (credit, FALSE);
  credited = move (fixture, credit);
  now = move (fixture, make_live (2, "B"));
  g_assert_true (now->live);
}

static void
test_live_numbers_are_unique (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (PsrLedgerDocument) first = NULL;
  g_autoptr (PsrLedgerDocument) third = NULL;

  upsert (fixture, make_document (1, "ready"));
  upsert (fixture, make_document (2, "ready"));
  upsert (fixture, make_document (3, "ready"));

  first = move (fixture, make_live (1, "W4501"));
  expect_not_moved (fixture, make_live (2, "w4501"), PSR_STORE_ERROR_CONFLICT);
  third = move (fixture, make_live (3, "W4501-2"));
  g_assert_true (third->live);
}

static void
test_append_only (Fixture       *fixture,
                  gconstpointer  data)
{
  const char *const attempts[] = {
    "UPDATE audit SET who = 'nobody'",
    "DELETE FROM audit",
    "INSERT OR REPLACE INTO audit SELECT id, at, 'nobody', '', '', '', 0, '', '', '' FROM audit LIMIT 1",
    "DELETE FROM documents",
  };
  g_autoptr (GPtrArray) audit = NULL;
  const PsrAuditEntry *entry;

  upsert (fixture, make_document (1, "ready"));

  for (gsize i = 0; i < G_N_ELEMENTS (attempts); i++)
    expect_refused (run_sql (fixture->ledger_database, attempts[i]), PSR_STORE_ERROR_CONFLICT);

  audit = expect_boxed (psr_ledger_list_audit (fixture->ledger, 0, 0, 0));
  g_assert_cmpuint (audit->len, ==, 1);
  entry = g_ptr_array_index (audit, 0);
  g_assert_cmpstr (entry->who, ==, "passerelle");
}

static void
test_audit_pages (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;
  const PsrAuditEntry *entry;

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *action = g_strdup_printf ("action-%u", i);
      g_autoptr (PsrAuditEntry) added = psr_audit_entry_new ("Els", action, 0);

      expect_done (psr_ledger_add_audit (fixture->ledger, added));
    }

  first = expect_boxed (psr_ledger_list_audit (fixture->ledger, 0, 0, 3));
  g_assert_cmpuint (first->len, ==, 3);
  entry = g_ptr_array_index (first, 2);
  g_assert_cmpstr (entry->action, ==, "action-2");
  second = expect_boxed (psr_ledger_list_audit (fixture->ledger, 0, entry->id, 3));
  g_assert_cmpuint (second->len, ==, 2);
  entry = g_ptr_array_index (second, 1);
  g_assert_cmpstr (entry->action, ==, "action-0");
}

static void
test_survives_reopening (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (PsrLedgerDocument) moved = NULL;
  g_autoptr (PsrLedgerDocument) read = NULL;

  upsert (fixture, make_document (1, "ready"));
  moved = move (fixture, make_live (1, "W4501"));
  fixture_close (fixture);
  fixture_open (fixture);
  read = get (fixture, 1);
  g_assert_cmpstr (read->state, ==, "creating");
  g_assert_true (read->live);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/store/ledger/found", test_found);
  ADD ("/store/ledger/refreshed", test_refreshed);
  ADD ("/store/ledger/moved-meanwhile", test_moved_meanwhile);
  ADD ("/store/ledger/under-way-is-left", test_under_way_is_left);
  ADD ("/store/ledger/many-found", test_many_found);
  ADD ("/store/ledger/many-refused", test_many_refused);
  ADD ("/store/ledger/transition", test_transition);
  ADD ("/store/ledger/conflict", test_conflict);
  ADD ("/store/ledger/live-lines-are-unique", test_live_lines_are_unique);
  ADD ("/store/ledger/live-numbers-are-unique", test_live_numbers_are_unique);
  ADD ("/store/ledger/append-only", test_append_only);
  ADD ("/store/ledger/audit-pages", test_audit_pages);
  ADD ("/store/ledger/survives-reopening", test_survives_reopening);

  return g_test_run ();
}
