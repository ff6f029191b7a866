/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <unistd.h>

#include "store-fixture.h"

#define N_COMMANDS 200

static gint64
add (Fixture    *fixture,
     const char *kind,
     gint64      document_id)
{
  g_autoptr (PsrCommand) command = psr_command_new (kind, "Els", "{\"as\":\"order\"}");

  if (document_id != 0)
    psr_command_add_document (command, document_id);

  return expect_int64 (psr_ledger_add_command (fixture->ledger, command, "because"));
}

static void
add_document (Fixture *fixture)
{
  static const char *const refreshable[] = { NULL };
  g_autoptr (GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);
  PsrLedgerDocument *document = psr_ledger_document_new ();

  g_ptr_array_add (documents, document);
  g_set_str (&document->wello_invoice_id, "invoice");
  g_set_str (&document->state, "ready");
  expect_done (psr_ledger_upsert_found (fixture->ledger, documents, refreshable, "passerelle"));
}

static void
test_taken_and_finished (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (GPtrArray) taken = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) audit = NULL;
  g_autoptr (PsrCommand) finished = NULL;
  const PsrCommand *command;
  const PsrAuditEntry *entry;
  gint64 revision;
  gint64 id;

  add_document (fixture);
  id = add (fixture, "approve", 1);
  add (fixture, "sync", 0);
  revision = expect_int64 (psr_ledger_get_revision (fixture->ledger, "commands"));

  audit = expect_boxed (psr_ledger_list_audit (fixture->ledger, 1, 0, 1));
  entry = g_ptr_array_index (audit, 0);
  g_assert_cmpstr (entry->action, ==, "ask-approve");
  g_assert_cmpstr (entry->who, ==, "Els");
  g_assert_cmpstr (entry->reason, ==, "because");

  taken = expect_boxed (psr_ledger_take_commands (fixture->ledger, "approve", "worker", 0));
  g_assert_cmpuint (taken->len, ==, 1);
  command = g_ptr_array_index (taken, 0);
  g_assert_cmpint (command->id, ==, id);
  g_assert_cmpstr (command->kind, ==, "approve");
  g_assert_cmpstr (command->arguments, ==, "{\"as\":\"order\"}");
  g_assert_cmpstr (command->state, ==, PSR_COMMAND_TAKEN);
  g_assert_cmpint (command->requested_at, ==, START);
  g_assert_cmpuint (command->document_ids->len, ==, 1);
  g_assert_cmpint (g_array_index (command->document_ids, gint64, 0), ==, 1);
  g_assert_cmpint (expect_int64 (psr_ledger_get_revision (fixture->ledger, "commands")), >, revision);

  none = expect_boxed (psr_ledger_take_commands (fixture->ledger, "approve", "worker", 0));
  g_assert_cmpuint (none->len, ==, 0);

  expect_refused (psr_ledger_finish_command (fixture->ledger, id, "other", TRUE, "x"), PSR_STORE_ERROR_CONFLICT);
  expect_done (psr_ledger_finish_command (fixture->ledger, id, "worker", FALSE, "refused"));
  expect_refused (psr_ledger_finish_command (fixture->ledger, id, "worker", TRUE, "x"), PSR_STORE_ERROR_CONFLICT);

  finished = expect_boxed (psr_ledger_get_command (fixture->ledger, id));
  g_assert_cmpstr (finished->state, ==, PSR_COMMAND_FAILED);
  g_assert_cmpstr (finished->result, ==, "refused");
  g_assert_cmpint (finished->finished_at, ==, START);
  expect_refused (psr_ledger_get_command (fixture->ledger, 77), PSR_STORE_ERROR_NOT_FOUND);
}

static void
test_released (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;
  g_auto (GStrv) holders = NULL;

  add (fixture, "sync", 0);
  add (fixture, "sync", 0);
  first = expect_boxed (psr_ledger_take_commands (fixture->ledger, "sync", "gone", 1));
  g_assert_cmpuint (first->len, ==, 1);
  holders = expect_boxed (psr_ledger_list_holders (fixture->ledger));
  g_assert_cmpuint (g_strv_length (holders), ==, 1);
  g_assert_cmpstr (holders[0], ==, "gone");

  g_assert_cmpint (expect_int64 (psr_ledger_release_commands (fixture->ledger, "gone")), ==, 0);
  g_assert_cmpint (expect_int64 (psr_ledger_release_commands (fixture->ledger, "next")), ==, 1);
  second = expect_boxed (psr_ledger_take_commands (fixture->ledger, "sync", "next", 0));
  g_assert_cmpuint (second->len, ==, 2);
}

static void
take_and_finish (Fixture    *fixture,
                 const char *kind,
                 gint64      id,
                 gboolean    success)
{
  g_autoptr (GPtrArray) taken = expect_boxed (psr_ledger_take_commands (fixture->ledger, kind, "worker", 0));

  g_assert_cmpuint (taken->len, ==, 1);
  expect_done (psr_ledger_finish_command (fixture->ledger, id, "worker", success, "x"));
}

/* What ended is known for thirty days, what is open for ever. */
static void
test_forgotten (Fixture       *fixture,
                gconstpointer  data)
{
  const gint64 day = G_GINT64_CONSTANT (24) * 60 * 60 * G_USEC_PER_SEC;
  g_autoptr (PsrCommand) open = NULL;
  g_autoptr (PsrCommand) recent = NULL;
  gint64 first, second, waiting, third, fourth;

  add_document (fixture);
  first = add (fixture, "approve", 1);
  take_and_finish (fixture, "approve", first, TRUE);
  second = add (fixture, "sync", 0);
  take_and_finish (fixture, "sync", second, FALSE);
  waiting = add (fixture, "act", 1);

  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (fixture->clock), 29 * day);
  third = add (fixture, "sync", 0);
  take_and_finish (fixture, "sync", third, TRUE);
  psr_command_unref (expect_boxed (psr_ledger_get_command (fixture->ledger, first)));

  psr_virtual_clock_advance (PSR_VIRTUAL_CLOCK (fixture->clock), 2 * day);
  fourth = add (fixture, "sync", 0);
  take_and_finish (fixture, "sync", fourth, TRUE);
  expect_refused (psr_ledger_get_command (fixture->ledger, first), PSR_STORE_ERROR_NOT_FOUND);
  expect_refused (psr_ledger_get_command (fixture->ledger, second), PSR_STORE_ERROR_NOT_FOUND);
  recent = expect_boxed (psr_ledger_get_command (fixture->ledger, third));
  g_assert_cmpstr (recent->state, ==, PSR_COMMAND_DONE);
  open = expect_boxed (psr_ledger_get_command (fixture->ledger, waiting));
  g_assert_cmpstr (open->state, ==, PSR_COMMAND_WAITING);
}

static void
test_given_up (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (GPtrArray) taken = NULL;
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GPtrArray) audit = NULL;
  g_autoptr (PsrCommand) ended = NULL;
  gint64 first = add (fixture, "sync", 0);
  gint64 second = add (fixture, "sync", 0);
  gint64 revision = expect_int64 (psr_ledger_get_revision (fixture->ledger, "commands"));
  const PsrAuditEntry *entry;

  taken = expect_boxed (psr_ledger_take_commands (fixture->ledger, "sync", "worker", 1));
  expect_refused (psr_ledger_give_up_command (fixture->ledger, first, "An", "x"), PSR_STORE_ERROR_CONFLICT);
  expect_refused (psr_ledger_give_up_command (fixture->ledger, 77, "An", "x"), PSR_STORE_ERROR_CONFLICT);
  g_assert_cmpint (query_int64 (fixture->ledger_database, "SELECT count (*) FROM audit"), ==, 2);

  expect_done (psr_ledger_give_up_command (fixture->ledger, second, "An", "given up"));
  expect_refused (psr_ledger_give_up_command (fixture->ledger, second, "An", "x"), PSR_STORE_ERROR_CONFLICT);
  g_assert_cmpint (expect_int64 (psr_ledger_get_revision (fixture->ledger, "commands")), >, revision);

  ended = expect_boxed (psr_ledger_get_command (fixture->ledger, second));
  g_assert_cmpstr (ended->state, ==, PSR_COMMAND_FAILED);
  g_assert_cmpstr (ended->result, ==, "given up");
  open = expect_boxed (psr_ledger_list_commands (fixture->ledger));
  g_assert_cmpuint (open->len, ==, 1);
  audit = expect_boxed (psr_ledger_list_audit (fixture->ledger, 0, 0, 1));
  entry = g_ptr_array_index (audit, 0);
  g_assert_cmpstr (entry->action, ==, "give-up-request");
  g_assert_cmpstr (entry->who, ==, "An");
}

/* A command about a document that doesn't exist leaves nothing behind. */
static void
test_all_or_nothing (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (PsrCommand) command = psr_command_new ("approve", "Els", NULL);

  psr_command_add_document (command, 99);
  expect_refused (psr_ledger_add_command (fixture->ledger, command, NULL), PSR_STORE_ERROR_CONFLICT);
  g_assert_cmpint (query_int64 (fixture->ledger_database, "SELECT count (*) FROM commands"), ==, 0);
  g_assert_cmpint (query_int64 (fixture->ledger_database, "SELECT count (*) FROM audit"), ==, 0);
}

/* Another process that takes commands until there are none, and prints their
 * numbers. */
static int
child_main (const char *path,
            const char *holder)
{
  Fixture fixture = { .path = (char *) path };

  dex_init ();
  fixture.clock = psr_virtual_clock_new (START);
  fixture.executor = psr_inline_executor_new ();
  fixture_open (&fixture);

  for (;;)
    {
      g_autoptr (GPtrArray) taken = expect_boxed (psr_ledger_take_commands (fixture.ledger, "sync", holder, 3));

      if (taken->len == 0)
        break;

      for (guint i = 0; i < taken->len; i++)
        {
          const PsrCommand *command = g_ptr_array_index (taken, i);

          g_print ("%" G_GINT64_FORMAT "\n", command->id);
          expect_done (psr_ledger_finish_command (fixture.ledger, command->id, holder, TRUE, holder));
        }
    }

  fixture_close (&fixture);
  g_clear_object (&fixture.executor);
  g_clear_object (&fixture.clock);

  return 0;
}

/* Each worker takes what it can do, and everybody sees what hasn't ended. */
static void
test_kinds_and_list (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GPtrArray) taken = NULL;
  g_autoptr (GPtrArray) open = NULL;
  gint64 sync;
  gint64 bill;
  gint64 ended;

  add_document (fixture);
  sync = add (fixture, "sync", 0);
  bill = add (fixture, "bill", 1);
  ended = add (fixture, "bill", 0);
  expect_done (psr_ledger_finish_command (fixture->ledger, ended, "somebody", FALSE, "given up"));

  taken = expect_boxed (psr_ledger_take_commands (fixture->ledger, "bill", "worker", 0));
  g_assert_cmpuint (taken->len, ==, 1);
  g_assert_cmpint (((const PsrCommand *) g_ptr_array_index (taken, 0))->id, ==, bill);

  open = expect_boxed (psr_ledger_list_commands (fixture->ledger));
  g_assert_cmpuint (open->len, ==, 2);
  g_assert_cmpint (((const PsrCommand *) g_ptr_array_index (open, 0))->id, ==, sync);
  g_assert_cmpstr (((const PsrCommand *) g_ptr_array_index (open, 0))->state, ==, PSR_COMMAND_WAITING);
  g_assert_cmpint (((const PsrCommand *) g_ptr_array_index (open, 1))->id, ==, bill);
  g_assert_cmpstr (((const PsrCommand *) g_ptr_array_index (open, 1))->taken_by, ==, "worker");
  g_assert_cmpuint (((const PsrCommand *) g_ptr_array_index (open, 1))->document_ids->len, ==, 1);
}

static void
test_two_processes (Fixture       *fixture,
                    gconstpointer  data)
{
  GSubprocess *children[2];
  const char *const holders[] = { "one", "two" };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < N_COMMANDS; i++)
    add (fixture, "sync", 0);

  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    {
      g_autoptr (GError) error = NULL;

      children[i] = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                      "/proc/self/exe", "--child", fixture->path, holders[i], NULL);
      g_assert_no_error (error);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *output = NULL;
      g_auto (GStrv) lines = NULL;

      g_subprocess_communicate_utf8 (children[i], NULL, NULL, &output, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (g_subprocess_get_successful (children[i]));
      lines = g_strsplit (output, "\n", -1);
      for (gsize j = 0; lines[j] != NULL && lines[j][0] != '\0'; j++)
        g_assert_true (g_hash_table_add (seen, g_strdup (lines[j])));
      g_clear_object (&children[i]);
    }

  g_assert_cmpuint (g_hash_table_size (seen), ==, N_COMMANDS);
  g_assert_cmpint (query_int64 (fixture->ledger_database, "SELECT count (*) FROM commands WHERE state = 'done'"), ==,
                   N_COMMANDS);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    return child_main (argv[2], argv[3]);

  g_test_init (&argc, &argv, NULL);

  ADD ("/store/commands/taken-and-finished", test_taken_and_finished);
  ADD ("/store/commands/released", test_released);
  ADD ("/store/commands/forgotten", test_forgotten);
  ADD ("/store/commands/given-up", test_given_up);
  ADD ("/store/commands/all-or-nothing", test_all_or_nothing);
  ADD ("/store/commands/kinds-and-list", test_kinds_and_list);
  ADD ("/store/commands/two-processes", test_two_processes);

  return g_test_run ();
}
