/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-fixture.h"

typedef struct {
  char *folder;
  char *path;
  PsrClock *clock;
  PsrExecutor *executor;
} File;

static void
set_up (File          *file,
        gconstpointer  data)
{
  dex_init ();
  file->folder = make_folder ();
  file->path = g_build_filename (file->folder, "x.db", NULL);
  file->clock = psr_virtual_clock_new (START);
  file->executor = psr_inline_executor_new ();
}

static void
tear_down (File          *file,
           gconstpointer  data)
{
  g_clear_object (&file->clock);
  g_clear_object (&file->executor);
  remove_tree (file->folder);
  g_free (file->path);
  g_free (file->folder);
}

static PsrConnection *
connect (const char *path)
{
  g_autoptr (GError) error = NULL;
  PsrConnection *connection = psr_connection_open (path, PSR_CONNECTION_FULL, &error);

  g_assert_no_error (error);

  return connection;
}

static void
execute (const char *path,
         const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrConnection) connection = connect (path);

  psr_connection_execute (connection, sql, &error);
  g_assert_no_error (error);
}

static gint64
query (const char *path,
       const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrConnection) connection = connect (path);
  gint64 value;

  psr_connection_query_int64 (connection, sql, &value, &error);
  g_assert_no_error (error);

  return value;
}

/* The schema as SQL that makes it again. */
static char *
dump_schema (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrConnection) connection = connect (path);
  g_autoptr (PsrStatement) statement = NULL;
  GString *text = g_string_new ("-- SPDX-License-" "Identifier: GPL-3.0-or-later\n");
  gboolean has_row;

  statement = psr_connection_prepare (connection,
                                      "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
                                      "ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, name",
                                      &error);
  g_assert_no_error (error);

  while (psr_statement_step (statement, &has_row, &error) && has_row)
    g_string_append_printf (text, "\n%s;\n", psr_statement_get_text (statement, 0));
  g_assert_no_error (error);

  return g_string_free_and_steal (text);
}

static char *
golden_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "store", "golden", name, NULL);
}

/* With WRITE_GOLDEN in the environment the file is written anew; what changed
 * is then seen in the diff. */
static void
assert_golden (const char *name,
               const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = golden_path (name);
  g_autofree char *golden = NULL;

  if (g_getenv ("WRITE_GOLDEN") != NULL)
    {
      g_file_set_contents (path, text, -1, &error);
      g_assert_no_error (error);
      return;
    }

  g_file_get_contents (path, &golden, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, golden);
}

/* A version that was given out never changes: each step is compared with what
 * it made when it was new. */
static void
check_golden_schemas (File          *file,
                      PsrMigrations *migrations,
                      const char    *name)
{
  for (guint version = 1; version <= psr_migrations_get_version (migrations); version++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PsrConnection) connection = NULL;
      g_autofree char *path = g_strdup_printf ("%s-%u", file->path, version);
      g_autofree char *golden = g_strdup_printf ("%s-%u.sql", name, version);
      g_autofree char *schema = NULL;

      connection = connect (path);
      g_assert_true (psr_migrations_apply (migrations, connection, version, FALSE, &error));
      g_assert_no_error (error);
      g_clear_pointer (&connection, psr_connection_unref);
      g_assert_cmpint (query (path, "PRAGMA user_version"), ==, version);

      schema = dump_schema (path);
      assert_golden (golden, schema);
    }
}

static void
test_golden_ledger (File          *file,
                    gconstpointer  data)
{
  g_autoptr (PsrMigrations) migrations = psr_migrations_new_ledger ();

  check_golden_schemas (file, migrations, "ledger");
}

static void
test_golden_mirror (File          *file,
                    gconstpointer  data)
{
  g_autoptr (PsrMigrations) migrations = psr_migrations_new_mirror ();

  check_golden_schemas (file, migrations, "mirror");
}

static void
load_golden (const char *path,
             const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = golden_path (name);
  g_autofree char *sql = NULL;

  g_file_get_contents (file, &sql, NULL, &error);
  g_assert_no_error (error);
  execute (path, sql);
}

/* A ledger as version 1 left it, with rows, opened by this version. */
static void
test_old_ledger (File          *file,
                 gconstpointer  data)
{
  g_autofree char *path = g_build_filename (file->folder, "ledger.db", NULL);
  g_autofree char *schema = NULL;
  g_autofree char *golden = NULL;
  g_autoptr (PsrMigrations) migrations = psr_migrations_new_ledger ();
  g_autoptr (GPtrArray) documents = NULL;
  g_autoptr (PsrLedgerQuery) by_number = psr_ledger_query_new ();
  const char *numbers[] = { "4512", NULL };
  Fixture fixture = { .path = file->folder, .clock = file->clock, .executor = file->executor };
  PsrLedgerDocument *document;
  PsrLedgerLine *line;

  load_golden (path, "ledger-1.sql");
  load_golden (path, "ledger-1-rows.sql");
  execute (path, "PRAGMA user_version = 1");

  fixture_open (&fixture);
  psr_ledger_query_set_internal_numbers (by_number, numbers);
  psr_ledger_query_set_with_lines (by_number, TRUE);
  documents = expect_boxed (psr_ledger_find (fixture.ledger, by_number));
  g_assert_cmpuint (documents->len, ==, 1);
  document = g_ptr_array_index (documents, 0);
  g_assert_cmpstr (document->state, ==, "created");
  g_assert_cmpstr (document->bc_number, ==, "S-INV103210");
  g_assert_cmpint (document->gross.units, ==, 62000000);
  g_assert_true (document->live);
  g_assert_false (document->post);
  g_assert_true (document->by_hand);
  g_assert_cmpstr (document->told_number, ==, "");
  g_assert_cmpstr (document->via, ==, "");
  g_assert_cmpstr (document->quote_id, ==, "");
  g_assert_true (document->quote_modified == PSR_TIMESTAMP_NONE);
  g_assert_cmpuint (document->lines->len, ==, 1);
  line = g_ptr_array_index (document->lines, 0);
  g_assert_cmpstr (line->description, ==, "Pompe de circulation");
  g_assert_cmpint (query_int64 (fixture.ledger_database, "SELECT count (*) FROM audit"), ==, 3);
  fixture_close (&fixture);

  schema = dump_schema (path);
  golden = g_strdup_printf ("ledger-%u.sql", psr_migrations_get_version (migrations));
  assert_golden (golden, schema);
}

/* What version 8 kept in one column was of two kinds: how long a word to Wello may still
 * arrive, and when to look again. Each stays what it was. */
static void
test_waiting_rows (File          *file,
                   gconstpointer  data)
{
  static const struct { const char *state; gboolean told; gint64 at; } rows[] = {
    { "followed", TRUE, 1787562800000000 },
    { "checking", FALSE, 1787562900000000 },
    { "followed", TRUE, PSR_TIMESTAMP_NONE },
  };
  g_autofree char *path = g_build_filename (file->folder, "ledger.db", NULL);
  Fixture fixture = { .path = file->folder, .clock = file->clock, .executor = file->executor };

  load_golden (path, "ledger-8.sql");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *at = rows[i].at != PSR_TIMESTAMP_NONE ? g_strdup_printf ("%" G_GINT64_FORMAT, rows[i].at) : g_strdup ("NULL");
      g_autofree char *sql = g_strdup_printf (
        "INSERT INTO documents (revision, wello_invoice_id, sequence, internal_number, version, newer_version, job_id, "
        "job_number, company_id, customer_id, customer_number, customer_name, date, currency, hours, parts, net, vat, gross, "
        "kind, state, reason_code, reason_what, reason_why, reason_mend, external_number, bc_id, bc_number, bc_status, holder, "
        "next_lookup_at, lookups, attempts, not_sent, approved_by, wello_status, live, details, found_at, updated_at) "
        "VALUES (6, '0b7a4b1e-0d52-4e9f-8d5c-3a0b8f3f9a0%u', 1, '%u', 'v1', '', '', '', '', '', '10000', 'Adatum SA', "
        "'2026-08-20', '', 0, 0, 0, 0, 0, 'invoice', '%s', '', '', '', '', 'W-%u', '', '', '', '', %s, 0, 1, 0, 'Els', '', 1, "
        "'', 1787500000000000, 1787500000000000)", i, i, rows[i].state, i, at);

      execute (path, sql);
    }

  execute (path, "PRAGMA user_version = 8");
  fixture_open (&fixture);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      const char *numbers[] = { number, NULL };
      g_autoptr (PsrLedgerQuery) by_number = psr_ledger_query_new ();
      g_autoptr (GPtrArray) documents = NULL;
      const PsrLedgerDocument *document;

      psr_ledger_query_set_internal_numbers (by_number, numbers);
      documents = expect_boxed (psr_ledger_find (fixture.ledger, by_number));
      g_assert_cmpuint (documents->len, ==, 1);
      document = g_ptr_array_index (documents, 0);
      g_assert_cmpint (document->told_until, ==, rows[i].told ? rows[i].at : PSR_TIMESTAMP_NONE);
      g_assert_cmpint (document->next_lookup_at, ==, rows[i].told ? PSR_TIMESTAMP_NONE : rows[i].at);
    }

  fixture_close (&fixture);
}

/* As what something was sent that may be there wasn't kept before version 14: it is known of
 * what can't have been approved anew since. */
static void
test_sent_kinds (File          *file,
                 gconstpointer  data)
{
  static const struct { const char *kind, *state, *intent, *quote, *sent; } rows[] = {
    { "order", "checking", "1787562800000000", "", "order" },
    { "invoice", "creating", "1787562800000000", "", "invoice" },
    { "invoice", "approved", "1787562800000000", "", "any" },
    { "invoice", "needs-look", "1787562800000000", "", "any" },
    { "order", "converting", "NULL", "q", "order" },
    { "invoice", "unquoting", "NULL", "q", "any" },
    { "invoice", "approved", "NULL", "", "" },
    { "", "ready", "NULL", "", "" },
  };
  g_autofree char *path = g_build_filename (file->folder, "ledger.db", NULL);
  Fixture fixture = { .path = file->folder, .clock = file->clock, .executor = file->executor };

  load_golden (path, "ledger-13.sql");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *sql = g_strdup_printf (
        "INSERT INTO documents (revision, wello_invoice_id, sequence, internal_number, version, newer_version, job_id, "
        "job_number, company_id, customer_id, customer_number, customer_name, date, currency, hours, parts, net, vat, gross, "
        "kind, state, reason_code, reason_what, reason_why, reason_mend, external_number, bc_id, bc_number, bc_status, holder, "
        "intent_server_date, quote_id, lookups, attempts, not_sent, approved_by, wello_status, live, details, found_at, updated_at) "
        "VALUES (6, '0b7a4b1e-0d52-4e9f-8d5c-3a0b8f3f9a0%u', 1, '%u', 'v1', '', '', '', '', '', '10000', 'Adatum SA', "
        "'2026-08-20', '', 0, 0, 0, 0, 0, '%s', '%s', '', '', '', '', 'W-%u', '', '', '', '', %s, '%s', 0, 1, 0, 'Els', '', 1, "
        "'', 1787500000000000, 1787500000000000)", i, i, rows[i].kind, rows[i].state, i, rows[i].intent, rows[i].quote);

      execute (path, sql);
    }

  execute (path, "PRAGMA user_version = 13");
  fixture_open (&fixture);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      const char *numbers[] = { number, NULL };
      g_autoptr (PsrLedgerQuery) by_number = psr_ledger_query_new ();
      g_autoptr (GPtrArray) documents = NULL;

      psr_ledger_query_set_internal_numbers (by_number, numbers);
      documents = expect_boxed (psr_ledger_find (fixture.ledger, by_number));
      g_assert_cmpuint (documents->len, ==, 1);
      g_assert_cmpstr (((PsrLedgerDocument *) g_ptr_array_index (documents, 0))->sent_kind, ==, rows[i].sent);
    }

  fixture_close (&fixture);
}

/* What was only found wasn't told from what was made before version 16. */
static void
test_only_found (File          *file,
                 gconstpointer  data)
{
  static const struct { const char *state, *reason, *before, *after; } rows[] = {
    { "needs-look", "found-differs", "", "-" },
    { "needs-look", "found-differs", "", "" },
    { "needs-look", "found-differs", "2 print", "2 print" },
    { "needs-look", "echo-differs", "", "" },
    { "approved", "found-differs", "", "" },
  };
  g_autofree char *path = g_build_filename (file->folder, "ledger.db", NULL);
  Fixture fixture = { .path = file->folder, .clock = file->clock, .executor = file->executor };

  load_golden (path, "ledger-15.sql");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *sql = g_strdup_printf (
        "INSERT INTO documents (revision, wello_invoice_id, sequence, internal_number, version, newer_version, job_id, "
        "job_number, company_id, customer_id, customer_number, customer_name, date, currency, hours, parts, net, vat, gross, "
        "kind, state, reason_code, reason_what, reason_why, reason_mend, external_number, bc_id, bc_number, bc_status, holder, "
        "made_as, quote_id, lookups, attempts, not_sent, approved_by, wello_status, live, details, found_at, updated_at) "
        "VALUES (6, '0b7a4b1e-0d52-4e9f-8d5c-3a0b8f3f9a0%u', 1, '%u', 'v1', '', '', '', '', '', '10000', 'Adatum SA', "
        "'2026-08-20', '', 0, 0, 0, 0, 0, 'invoice', '%s', '%s', '', '', '', 'W-%u', 'b%u', 'S-%u', '', '', '%s', '', 0, 1, 0, "
        "'Els', '', 1, '', 1787500000000000, 1787500000000000)", i, i, rows[i].state, rows[i].reason, i, i, i, rows[i].before);

      execute (path, sql);
    }

  /* The second one was made by us. */
  execute (path, "INSERT INTO audit VALUES (1, 1787562755000000, 'passerelle', 'desk', '0.0.1', 'made', 2, 'creating', 'created', '')");
  execute (path, "PRAGMA user_version = 15");
  fixture_open (&fixture);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      const char *numbers[] = { number, NULL };
      g_autoptr (PsrLedgerQuery) by_number = psr_ledger_query_new ();
      g_autoptr (GPtrArray) documents = NULL;

      psr_ledger_query_set_internal_numbers (by_number, numbers);
      documents = expect_boxed (psr_ledger_find (fixture.ledger, by_number));
      g_assert_cmpuint (documents->len, ==, 1);
      g_assert_cmpstr (((PsrLedgerDocument *) g_ptr_array_index (documents, 0))->made_as, ==, rows[i].after);
    }

  fixture_close (&fixture);
}

/* Where the work was done is in the details of what version 12 had, when it has any. */
static void
test_sites (File          *file,
            gconstpointer  data)
{
  static const struct { const char *details, *site; gboolean internal; } rows[] = {
    { "{\"shipToName\":\"Hall 3\",\"shipToAddress\":\"Kaai 4\",\"shipToCity\":\"Gent\",\"shipToPostCode\":\"9000\",\"internal\":true}",
      "Hall 3, Kaai 4, 9000 Gent", TRUE },
    { "{\"shipToName\":\"\",\"shipToAddress\":\"\",\"shipToCity\":\"Gent\",\"shipToPostCode\":\"\",\"internal\":false}", "Gent", FALSE },
    { "{\"shipToName\":\"\",\"shipToAddress\":\"\",\"shipToCity\":\"\",\"shipToPostCode\":\"\"}", "", FALSE },
    { "{}", "", FALSE },
    { "no details", "", FALSE },
    { "", "", FALSE },
  };
  g_autofree char *path = g_build_filename (file->folder, "ledger.db", NULL);
  Fixture fixture = { .path = file->folder, .clock = file->clock, .executor = file->executor };

  load_golden (path, "ledger-12.sql");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *sql = g_strdup_printf (
        "INSERT INTO documents (revision, wello_invoice_id, sequence, internal_number, version, newer_version, job_id, "
        "job_number, company_id, customer_id, customer_number, customer_name, date, currency, hours, parts, net, vat, gross, "
        "kind, state, reason_code, reason_what, reason_why, reason_mend, external_number, bc_id, bc_number, bc_status, holder, "
        "lookups, attempts, not_sent, approved_by, wello_status, live, details, found_at, updated_at) "
        "VALUES (6, '0b7a4b1e-0d52-4e9f-8d5c-3a0b8f3f9a0%u', 1, '%u', 'v1', '', '', '', '', '', '10000', 'Adatum SA', "
        "'2026-08-20', '', 0, 0, 0, 0, 0, '', 'ready', '', '', '', '', 'W-%u', '', '', '', '', 0, 1, 0, 'Els', '', 0, "
        "'%s', 1787500000000000, 1787500000000000)", i, i, i, rows[i].details);

      execute (path, sql);
    }

  execute (path, "PRAGMA user_version = 12");
  fixture_open (&fixture);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      const char *numbers[] = { number, NULL };
      g_autoptr (PsrLedgerQuery) by_number = psr_ledger_query_new ();
      g_autoptr (GPtrArray) documents = NULL;
      const PsrLedgerDocument *document;

      psr_ledger_query_set_internal_numbers (by_number, numbers);
      documents = expect_boxed (psr_ledger_find (fixture.ledger, by_number));
      g_assert_cmpuint (documents->len, ==, 1);
      document = g_ptr_array_index (documents, 0);
      g_assert_cmpstr (document->site, ==, rows[i].site);
      g_assert_true (document->internal == rows[i].internal);
      g_assert_cmpint (document->revision, ==, 6);
    }

  fixture_close (&fixture);
}

#define ADD_FILE(name, func) \
  g_test_add ("/store/golden/" name, File, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_FILE ("ledger", test_golden_ledger);
  ADD_FILE ("mirror", test_golden_mirror);
  ADD_FILE ("old-ledger", test_old_ledger);
  ADD_FILE ("waiting-rows", test_waiting_rows);
  ADD_FILE ("sent-kinds", test_sent_kinds);
  ADD_FILE ("only-found", test_only_found);
  ADD_FILE ("sites", test_sites);

  return g_test_run ();
}
