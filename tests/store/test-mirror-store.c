/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "psr-mirror-names.h"
#include "psr-run-day.h"
#include "store-fixture.h"

#define N_ROWS 100000
#define PAGE 2000

static PsrMirrorRecord *
make_record (const char *id,
             const char *number,
             const char *hash,
             gint64      run)
{
  PsrMirrorRecord *record = psr_mirror_record_new (PSR_ENTITY_CUSTOMER, PSR_MIRROR_BC, id);

  g_set_str (&record->number, number);
  g_set_str (&record->hash, hash);
  g_set_str (&record->values, "{\"displayName\":\"O’Brien & Fils\"}");
  record->modified = START;
  record->seen_run = run;

  return record;
}

static PsrRun *
begin (Fixture *fixture)
{
  g_autoptr (PsrRun) run = psr_run_new ("customers");

  return expect_boxed (psr_mirror_store_begin_run (fixture->mirror, run));
}

static void
add_named (PsrMirrorPage *page,
           const char    *id,
           const char    *number,
           const char    *values)
{
  g_autoptr (PsrMirrorRecord) record = make_record (id, number, "h", 1);

  g_set_str (&record->values, values);
  psr_mirror_page_add_record (page, record);
}

/* The ids of what was found, in their order. */
static char *
find (Fixture    *fixture,
      const char *search,
      guint       limit)
{
  g_autoptr (GPtrArray) names = expect_boxed (psr_mirror_store_find_names (fixture->mirror, PSR_ENTITY_CUSTOMER, search,
                                                                           limit, NULL));
  GString *ids = g_string_new ("");

  for (guint i = 0; i < names->len; i++)
    g_string_append (ids, ((PsrMirrorName *) names->pdata[i])->id);

  return g_string_free_and_steal (ids);
}

static void
assert_found (Fixture    *fixture,
              const char *search,
              guint       limit,
              const char *expected)
{
  g_autofree char *found = find (fixture, search, limit);

  g_assert_cmpstr (found, ==, expected);
}

/* By number, name and city, whatever the case, each word somewhere; what people type is no
 * pattern. What Wello has isn’t looked through, nor other kinds. */
static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  const char *ids[] = { "b", "unknown", NULL };
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (PsrMirrorRecord) theirs = psr_mirror_record_new (PSR_ENTITY_CUSTOMER, PSR_MIRROR_WELLO, "x");
  g_autoptr (PsrMirrorRecord) item = psr_mirror_record_new (PSR_ENTITY_ITEM, PSR_MIRROR_BC, "y");
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  DexFuture *given_up;
  const PsrMirrorName *name;

  add_named (page, "a", "C10", "{\"name\":\"Zola SA\",\"city\":\"Brussel\"}");
  add_named (page, "b", "C11", "{\"name\":\"alpha 100% NV\",\"city\":\"Gent\"}");
  add_named (page, "c", "C12", "{\"name\":\"Beta 1000\"}");
  add_named (page, "d", "C13", "{\"displayName\":\"of a mapping of one’s own\"}");
  g_set_str (&theirs->values, "{\"name\":\"Zola SA\"}");
  g_set_str (&item->values, "{\"name\":\"Zola SA\"}");
  psr_mirror_page_add_record (page, theirs);
  psr_mirror_page_add_record (page, item);
  expect_done (psr_mirror_store_commit (fixture->mirror, page));

  assert_found (fixture, "zola", 9, "a");
  assert_found (fixture, "c1", 9, "dbca");
  assert_found (fixture, "c1", 2, "db");
  assert_found (fixture, "brussel ZOLA", 9, "a");
  assert_found (fixture, "zola gent", 9, "");
  assert_found (fixture, "100%", 9, "b");
  assert_found (fixture, "c13", 9, "d");

  names = expect_boxed (psr_mirror_store_get_names (fixture->mirror, PSR_ENTITY_CUSTOMER, ids));
  g_assert_cmpuint (names->len, ==, 1);
  name = names->pdata[0];
  g_assert_cmpstr (name->number, ==, "C11");
  g_assert_cmpstr (name->name, ==, "alpha 100% NV");
  g_assert_cmpstr (name->city, ==, "Gent");

  g_cancellable_cancel (cancelled);
  given_up = psr_mirror_store_find_names (fixture->mirror, PSR_ENTITY_CUSTOMER, "zola", 9, cancelled);
  while (dex_future_is_pending (given_up))
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (dex_future_get_value (given_up, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  dex_unref (given_up);
}

static void
test_records (Fixture       *fixture,
              gconstpointer  data)
{
  const char *ids[] = { "id-1", "id-2", "unknown", NULL };
  const char *numbers[] = { "10000", "10002", "", NULL };
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (PsrMirrorPage) next = psr_mirror_page_new ();
  g_autoptr (PsrMirrorRecord) one = make_record ("id-1", "10000", "h1", 1);
  g_autoptr (PsrMirrorRecord) two = make_record ("id-2", "", "h2", 1);
  g_autoptr (PsrMirrorRecord) one_again = make_record ("id-1", "10002", "h3", 2);
  g_autoptr (GHashTable) records = NULL;
  g_autoptr (GHashTable) by_number = NULL;
  g_auto (GStrv) unseen = NULL;
  const PsrMirrorRecord *record;

  psr_mirror_page_add_record (page, one);
  psr_mirror_page_add_record (page, two);
  expect_done (psr_mirror_store_commit (fixture->mirror, page));
  g_assert_cmpint (expect_int64 (psr_mirror_store_count_records (fixture->mirror, PSR_ENTITY_CUSTOMER, PSR_MIRROR_BC)),
                   ==, 2);
  g_assert_cmpint (expect_int64 (psr_mirror_store_count_records (fixture->mirror, PSR_ENTITY_CUSTOMER,
                                                                 PSR_MIRROR_WELLO)), ==, 0);

  psr_mirror_page_add_record (next, one_again);
  expect_done (psr_mirror_store_commit (fixture->mirror, next));

  records = expect_boxed (psr_mirror_store_get_records (fixture->mirror, PSR_ENTITY_CUSTOMER, PSR_MIRROR_BC, ids));
  g_assert_cmpuint (g_hash_table_size (records), ==, 2);
  record = g_hash_table_lookup (records, "id-1");
  g_assert_cmpstr (record->hash, ==, "h3");
  g_assert_cmpstr (record->values, ==, "{\"displayName\":\"O’Brien & Fils\"}");
  g_assert_cmpint (record->modified, ==, START);
  g_assert_cmpint (record->seen_run, ==, 2);
  g_assert_cmpint (record->entity, ==, PSR_ENTITY_CUSTOMER);

  by_number = expect_boxed (psr_mirror_store_get_by_numbers (fixture->mirror, PSR_ENTITY_CUSTOMER, PSR_MIRROR_BC, 2, numbers));
  g_assert_cmpuint (g_hash_table_size (by_number), ==, 1);
  g_assert_cmpuint (((GPtrArray *) g_hash_table_lookup (by_number, "10002"))->len, ==, 1);

  unseen = expect_boxed (psr_mirror_store_list_unseen (fixture->mirror, PSR_ENTITY_CUSTOMER, PSR_MIRROR_BC, 2, 0));
  g_assert_cmpuint (g_strv_length (unseen), ==, 1);
  g_assert_cmpstr (unseen[0], ==, "id-2");

  {
    g_autoptr (PsrMirrorPage) last = psr_mirror_page_new ();

    psr_mirror_page_remove_record (last, PSR_ENTITY_CUSTOMER, PSR_MIRROR_WELLO, "id-2");
    psr_mirror_page_remove_record (last, PSR_ENTITY_CUSTOMER, PSR_MIRROR_BC, "id-1");
    expect_done (psr_mirror_store_commit (fixture->mirror, last));
    g_assert_cmpint (query_int64 (fixture->mirror_database, "SELECT count (*) FROM records"), ==, 1);
  }
}

/* Several records with one number are told from one, and from what is left over
 * of an earlier reading. */
static void
test_numbers (Fixture       *fixture,
              gconstpointer  data)
{
  const char *numbers[] = { "10000", "10001", "10002", NULL };
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (PsrMirrorRecord) left_over = make_record ("id-1", "10000", "h", 1);
  g_autoptr (PsrMirrorRecord) one = make_record ("id-2", "10000", "h", 2);
  g_autoptr (PsrMirrorRecord) two = make_record ("id-3", "10001", "h", 2);
  g_autoptr (PsrMirrorRecord) three = make_record ("id-4", "10001", "h", 2);
  g_autoptr (PsrMirrorRecord) gone = make_record ("id-5", "10002", "h", 1);
  g_autoptr (GHashTable) found = NULL;
  GPtrArray *single;

  psr_mirror_page_add_record (page, left_over);
  psr_mirror_page_add_record (page, one);
  psr_mirror_page_add_record (page, two);
  psr_mirror_page_add_record (page, three);
  psr_mirror_page_add_record (page, gone);
  expect_done (psr_mirror_store_commit (fixture->mirror, page));

  found = expect_boxed (psr_mirror_store_get_by_numbers (fixture->mirror, PSR_ENTITY_CUSTOMER, PSR_MIRROR_BC, 2, numbers));
  single = g_hash_table_lookup (found, "10000");
  g_assert_nonnull (single);
  g_assert_cmpuint (single->len, ==, 1);
  g_assert_cmpstr (((PsrMirrorRecord *) g_ptr_array_index (single, 0))->id, ==, "id-2");
  g_assert_cmpuint (((GPtrArray *) g_hash_table_lookup (found, "10001"))->len, ==, 2);
  g_assert_null (g_hash_table_lookup (found, "10002"));
}

static void
test_agreed (Fixture       *fixture,
             gconstpointer  data)
{
  const char *ids[] = { "id-1", "id-2", NULL };
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (PsrMirrorPage) next = psr_mirror_page_new ();
  g_autoptr (PsrAgreed) agreed = psr_agreed_new (PSR_ENTITY_CUSTOMER, "id-1");
  g_autoptr (GHashTable) found = NULL;
  g_autoptr (GHashTable) none = NULL;
  const PsrAgreed *read;

  g_set_str (&agreed->hash, "h");
  g_set_str (&agreed->values, "{}");
  g_set_str (&agreed->lossy, "{\"name\":\"a long one\"}");
  psr_mirror_page_add_agreed (page, agreed);
  expect_done (psr_mirror_store_commit (fixture->mirror, page));

  found = expect_boxed (psr_mirror_store_get_agreed (fixture->mirror, PSR_ENTITY_CUSTOMER, ids));
  g_assert_cmpuint (g_hash_table_size (found), ==, 1);
  read = g_hash_table_lookup (found, "id-1");
  g_assert_cmpstr (read->hash, ==, "h");
  g_assert_cmpstr (read->lossy, ==, "{\"name\":\"a long one\"}");
  g_assert_true (read->agreed_at == PSR_TIMESTAMP_NONE);

  psr_mirror_page_remove_agreed (next, PSR_ENTITY_CUSTOMER, "id-1");
  expect_done (psr_mirror_store_commit (fixture->mirror, next));
  none = expect_boxed (psr_mirror_store_get_agreed (fixture->mirror, PSR_ENTITY_CUSTOMER, ids));
  g_assert_cmpuint (g_hash_table_size (none), ==, 0);
}

static void
test_skipped_and_pending (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr (PsrSkippedRow) row = psr_skipped_row_new ("customers", "id-1");
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (PsrMirrorPage) clear = psr_mirror_page_new ();
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GPtrArray) cleared = NULL;
  g_auto (GStrv) pending = NULL;
  g_auto (GStrv) read = NULL;
  const PsrSkippedRow *found;

  g_set_str (&row->number, "10000");
  g_set_str (&row->code, "too-long");
  g_set_str (&row->what, "The number is too long.");
  psr_mirror_page_add_skipped (page, row);
  psr_mirror_page_add_pending (page, "items", "item-2");
  psr_mirror_page_add_pending (page, "items", "item-1");
  psr_mirror_page_add_pending (page, "items", "item-2");
  expect_done (psr_mirror_store_commit (fixture->mirror, page));
  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (fixture->clock), SECOND);
  expect_done (psr_mirror_store_commit (fixture->mirror, page));

  rows = expect_boxed (psr_mirror_store_list_skipped (fixture->mirror, "customers", NULL, 0));
  g_assert_cmpuint (rows->len, ==, 1);
  found = g_ptr_array_index (rows, 0);
  g_assert_cmpstr (found->number, ==, "10000");
  g_assert_cmpstr (found->what, ==, "The number is too long.");
  g_assert_cmpint (found->tries, ==, 2);
  g_assert_cmpint (found->first_at, ==, START);
  g_assert_cmpint (found->last_at, ==, START + SECOND);
  before = expect_boxed (psr_mirror_store_list_skipped (fixture->mirror, "customers", "id-0", 0));
  g_assert_cmpuint (before->len, ==, 1);
  after = expect_boxed (psr_mirror_store_list_skipped (fixture->mirror, "customers", "id-1", 0));
  g_assert_cmpuint (after->len, ==, 0);

  pending = expect_boxed (psr_mirror_store_list_pending (fixture->mirror, "items", 0));
  g_assert_cmpuint (g_strv_length (pending), ==, 2);
  g_assert_cmpstr (pending[0], ==, "item-1");

  psr_mirror_page_clear_skipped (clear, "customers", "id-1");
  psr_mirror_page_clear_skipped (clear, "customers", "unknown");
  psr_mirror_page_clear_pending (clear, "items", "item-1");
  expect_done (psr_mirror_store_commit (fixture->mirror, clear));
  cleared = expect_boxed (psr_mirror_store_list_skipped (fixture->mirror, "customers", NULL, 0));
  g_assert_cmpuint (cleared->len, ==, 0);
  read = expect_boxed (psr_mirror_store_list_pending (fixture->mirror, "items", 0));
  g_assert_cmpuint (g_strv_length (read), ==, 1);
}

static PsrWatermark *
make_watermark (gint64      run,
                const char *next_link)
{
  PsrWatermark *watermark = psr_watermark_new ("customers");

  watermark->since = START;
  watermark->until = START + 5 * SECOND;
  watermark->run_id = run;
  g_set_str (&watermark->next_link, next_link);

  return watermark;
}

static void
test_watermarks_and_runs (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr (PsrWatermark) empty = expect_boxed (psr_mirror_store_get_watermark (fixture->mirror, "customers"));
  g_autoptr (PsrRun) first = begin (fixture);
  g_autoptr (PsrRun) run = begin (fixture);
  g_autoptr (PsrRun) ended = psr_run_copy (run);
  g_autoptr (PsrWatermark) watermark = make_watermark (run->id, "https://example.com/next");
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (PsrWatermark) read = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) other = NULL;
  const PsrRun *found;

  g_assert_cmpstr (empty->flow, ==, "customers");
  g_assert_true (empty->since == PSR_TIMESTAMP_NONE);
  g_assert_cmpstr (empty->next_link, ==, "");
  g_assert_cmpint (run->id, >, first->id);
  g_assert_cmpint (run->started, ==, START);

  ended->ended = START + SECOND;
  ended->n_read = 2000;
  ended->skipped = 3;
  g_set_str (&ended->outcome, "partly");
  psr_mirror_page_set_watermark (page, watermark);
  psr_mirror_page_set_run (page, ended);
  expect_done (psr_mirror_store_commit (fixture->mirror, page));

  read = expect_boxed (psr_mirror_store_get_watermark (fixture->mirror, "customers"));
  g_assert_cmpint (read->since, ==, START);
  g_assert_cmpint (read->until, ==, START + 5 * SECOND);
  g_assert_cmpint (read->run_id, ==, run->id);
  g_assert_cmpstr (read->next_link, ==, "https://example.com/next");

  runs = expect_boxed (psr_mirror_store_list_runs (fixture->mirror, "customers", 0, 0));
  g_assert_cmpuint (runs->len, ==, 2);
  found = g_ptr_array_index (runs, 0);
  g_assert_cmpint (found->id, ==, run->id);
  g_assert_cmpint (found->n_read, ==, 2000);
  g_assert_cmpint (found->skipped, ==, 3);
  g_assert_cmpint (found->ended, ==, START + SECOND);
  g_assert_cmpstr (found->outcome, ==, "partly");
  found = g_ptr_array_index (runs, 1);
  g_assert_true (found->ended == PSR_TIMESTAMP_NONE);
  g_clear_pointer (&runs, g_ptr_array_unref);
  runs = expect_boxed (psr_mirror_store_list_runs (fixture->mirror, "customers", run->id, 0));
  g_assert_cmpuint (runs->len, ==, 1);
  other = expect_boxed (psr_mirror_store_list_runs (fixture->mirror, "items", 0, 0));
  g_assert_cmpuint (other->len, ==, 0);
}

/* The watermark may not move without the rows before it. */
static void
test_page_is_atomic (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (PsrRun) run = begin (fixture);
  g_autoptr (PsrWatermark) watermark = make_watermark (run->id, "next");
  g_autoptr (PsrMirrorRecord) record = make_record ("id-1", "", "h", run->id);
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (PsrWatermark) read = NULL;
  g_autoptr (PsrWatermark) then = NULL;

  /* The last statement of the page fails. */
  expect_done (run_sql (fixture->mirror_database,
                        "CREATE TRIGGER fail BEFORE UPDATE ON runs BEGIN SELECT RAISE (ABORT, 'no'); END"));
  psr_mirror_page_add_record (page, record);
  psr_mirror_page_set_watermark (page, watermark);
  psr_mirror_page_set_run (page, run);
  expect_refused (psr_mirror_store_commit (fixture->mirror, page), PSR_STORE_ERROR_CONFLICT);
  g_assert_cmpint (query_int64 (fixture->mirror_database, "SELECT count (*) FROM records"), ==, 0);
  read = expect_boxed (psr_mirror_store_get_watermark (fixture->mirror, "customers"));
  g_assert_cmpstr (read->next_link, ==, "");

  expect_done (run_sql (fixture->mirror_database, "DROP TRIGGER fail"));
  expect_done (psr_mirror_store_commit (fixture->mirror, page));
  g_assert_cmpint (query_int64 (fixture->mirror_database, "SELECT count (*) FROM records"), ==, 1);
  then = expect_boxed (psr_mirror_store_get_watermark (fixture->mirror, "customers"));
  g_assert_cmpstr (then->next_link, ==, "next");
}

static void
test_facts (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (DexFuture) none = resolved (psr_mirror_store_get_fact (fixture->mirror, "status"));
  g_autoptr (DexFuture) some = NULL;
  g_autoptr (DexFuture) forgotten = NULL;

  g_assert_null (g_value_get_string (dex_future_get_value (none, NULL)));
  expect_done (psr_mirror_store_set_fact (fixture->mirror, "status", "one"));
  expect_done (psr_mirror_store_set_fact (fixture->mirror, "status", "two"));
  some = resolved (psr_mirror_store_get_fact (fixture->mirror, "status"));
  g_assert_cmpstr (g_value_get_string (dex_future_get_value (some, NULL)), ==, "two");
  expect_done (psr_mirror_store_set_fact (fixture->mirror, "status", NULL));
  forgotten = resolved (psr_mirror_store_get_fact (fixture->mirror, "status"));
  g_assert_null (g_value_get_string (dex_future_get_value (forgotten, NULL)));
}

/* The pages of a first run, on threads as in the product. The figure is printed,
 * not asserted: this runs with sanitizers. */
static void
test_many_rows (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GTimer) timer = NULL;

  fixture_close (fixture);
  g_clear_object (&fixture->executor);
  fixture->executor = psr_thread_executor_new ();
  fixture_open (fixture);

  timer = g_timer_new ();
  for (guint first = 0; first < N_ROWS; first += PAGE)
    {
      g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
      g_autoptr (PsrWatermark) watermark = make_watermark (1, "next");

      for (guint i = first; i < first + PAGE; i++)
        {
          g_autofree char *id = g_strdup_printf ("%08x-0000-4000-8000-%012x", i * 2654435761u, i);
          g_autofree char *number = g_strdup_printf ("%u", 10000 + i);
          g_autoptr (PsrMirrorRecord) record = make_record (id, number, "0123456789abcdef0123456789abcdef", 1);

          psr_mirror_page_add_record (page, record);
        }

      psr_mirror_page_set_watermark (page, watermark);
      expect_done (psr_mirror_store_commit (fixture->mirror, page));
    }

  g_test_message ("%.0f rows/s", N_ROWS / g_timer_elapsed (timer, NULL));
  g_assert_cmpint (expect_int64 (psr_mirror_store_count_records (fixture->mirror, PSR_ENTITY_CUSTOMER, PSR_MIRROR_BC)),
                   ==, N_ROWS);
}

/* What became of records is remembered for thirty days, and so are runs; the last
 * run of a flow always is. */
static void
test_events (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (PsrRun) begin = psr_run_new ("customers");
  g_autoptr (PsrRun) run = expect_boxed (psr_mirror_store_begin_run (fixture->mirror, begin));
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (PsrRowEvent) made = psr_row_event_new (run->id, "customers", "row-1");
  g_autoptr (PsrRowEvent) failed = psr_row_event_new (run->id, "customers", "row-2");
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) late = NULL;
  g_autoptr (GPtrArray) of_run = NULL;
  g_autoptr (GPtrArray) rest = NULL;
  g_autoptr (GPtrArray) of_other = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  const PsrRowEvent *event;

  g_set_str (&made->number, "C1");
  g_set_str (&made->outcome, "created");
  g_set_str (&failed->number, "C2");
  g_set_str (&failed->outcome, "failed");
  g_set_str (&failed->why, "because");
  psr_mirror_page_add_event (page, made);
  psr_mirror_page_add_event (page, failed);
  run->ended = START;
  psr_mirror_page_set_run (page, run);
  expect_done (psr_mirror_store_commit (fixture->mirror, page));

  all = expect_boxed (psr_mirror_store_list_events (fixture->mirror, NULL, NULL, 0));
  g_assert_cmpuint (all->len, ==, 2);
  one = expect_boxed (psr_mirror_store_list_events (fixture->mirror, "customers", "C2", 10));
  g_assert_cmpuint (one->len, ==, 1);
  event = g_ptr_array_index (one, 0);
  g_assert_cmpint (event->at, ==, START);
  g_assert_cmpint (event->run_id, ==, run->id);
  g_assert_cmpstr (event->why, ==, "because");
  none = expect_boxed (psr_mirror_store_list_events (fixture->mirror, "items", "C2", 10));
  g_assert_cmpuint (none->len, ==, 0);
  of_run = expect_boxed (psr_mirror_store_list_run_events (fixture->mirror, run->id, 0, 0));
  g_assert_cmpuint (of_run->len, ==, 2);
  event = g_ptr_array_index (of_run, 0);
  rest = expect_boxed (psr_mirror_store_list_run_events (fixture->mirror, run->id, event->id, 0));
  g_assert_cmpuint (rest->len, ==, 1);
  g_assert_cmpint (((const PsrRowEvent *) g_ptr_array_index (rest, 0))->id, <, event->id);
  of_other = expect_boxed (psr_mirror_store_list_run_events (fixture->mirror, run->id + 1, 0, 0));
  g_assert_cmpuint (of_other->len, ==, 0);

  for (guint days = 29; days <= 31; days += 2)
    {
      g_autoptr (PsrRun) later = psr_run_new (days < 30 ? "customers" : "items");
      g_autoptr (PsrRun) begun = NULL;
      g_autoptr (GPtrArray) left = NULL;

      later->started = START + (gint64) days * 24 * 3600 * G_USEC_PER_SEC;
      begun = expect_boxed (psr_mirror_store_begin_run (fixture->mirror, later));
      left = expect_boxed (psr_mirror_store_list_events (fixture->mirror, NULL, NULL, 0));
      g_assert_cmpuint (left->len, ==, days < 30 ? 2 : 0);
    }

  runs = expect_boxed (psr_mirror_store_list_runs (fixture->mirror, NULL, 0, 0));
  g_assert_cmpuint (runs->len, ==, 2);
}

/* What runs did is added up by day; what they left open can't be. */
static void
test_days (Fixture       *fixture,
           gconstpointer  data)
{
  const gint64 hour = 3600 * (gint64) G_USEC_PER_SEC;
  const gint64 starts[] = { START, START + hour, START + 49 * hour };
  g_autoptr (GPtrArray) days = NULL;
  g_autoptr (GPtrArray) later = NULL;
  g_autoptr (GPtrArray) none = NULL;
  const PsrRunDay *day;

  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      g_autoptr (PsrRun) begin = psr_run_new ("customers");
      g_autoptr (PsrRun) run = NULL;
      g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();

      begin->started = starts[i];
      run = expect_boxed (psr_mirror_store_begin_run (fixture->mirror, begin));
      run->ended = starts[i] + hour;
      run->created = (gint64) i + 1;
      run->skipped = 3 - (gint64) i;
      g_set_str (&run->outcome, i == 1 ? "broken-off" : "done");
      psr_mirror_page_set_run (page, run);
      expect_done (psr_mirror_store_commit (fixture->mirror, page));
    }

  days = expect_boxed (psr_mirror_store_list_days (fixture->mirror, "customers", 0));
  g_assert_cmpuint (days->len, ==, 2);
  day = g_ptr_array_index (days, 0);
  g_assert_cmpint (day->runs, ==, 2);
  g_assert_cmpint (day->broken, ==, 1);
  g_assert_cmpint (day->created, ==, 3);
  g_assert_cmpint (day->open, ==, 3);
  day = g_ptr_array_index (days, 1);
  g_assert_cmpint (day->open, ==, 1);

  later = expect_boxed (psr_mirror_store_list_days (fixture->mirror, "customers", START + 2 * hour));
  g_assert_cmpuint (later->len, ==, 1);
  none = expect_boxed (psr_mirror_store_list_days (fixture->mirror, "items", 0));
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/store/mirror-store/records", test_records);
  ADD ("/store/mirror-store/names", test_names);
  ADD ("/store/mirror-store/numbers", test_numbers);
  ADD ("/store/mirror-store/agreed", test_agreed);
  ADD ("/store/mirror-store/skipped-and-pending", test_skipped_and_pending);
  ADD ("/store/mirror-store/watermarks-and-runs", test_watermarks_and_runs);
  ADD ("/store/mirror-store/page-is-atomic", test_page_is_atomic);
  ADD ("/store/mirror-store/facts", test_facts);
  ADD ("/store/mirror-store/many-rows", test_many_rows);
  ADD ("/store/mirror-store/events", test_events);
  ADD ("/store/mirror-store/days", test_days);

  return g_test_run ();
}
