/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "fault-vfs.h"
#include "psr-sqlite-ledger.h"
#include "store-fixture.h"

/* Life of a document, and what else is written to the ledger beside it. */
#define N_STEPS 11

/* A ledger on a disk that fails. */
typedef struct
{
  char *folder;
  char *path;
  PsrClock *clock;
  PsrExecutor *executor;
  PsrMigrations *migrations;
  PsrDatabase *database;
  PsrLedger *ledger;
  PsrLinkStore *links;
} World;

static inline void
world_set_up (World         *world,
              gconstpointer  data)
{
  dex_init ();
  fault_vfs_register ();
  fault_vfs_reset ();
  world->folder = make_folder ();
  world->path = g_build_filename (world->folder, "ledger.db", NULL);
  world->clock = psr_virtual_clock_new (START);
  world->executor = psr_inline_executor_new ();
  world->migrations = psr_migrations_new_ledger ();
}

/* Opens the ledger; tells with which error it didn't. */
static inline gboolean
world_try_open (World   *world,
                GError **error)
{
  g_autoptr (DexFuture) done = psr_test_await (psr_database_open (world->path, world->migrations,
                                                                  PSR_DATABASE_FULL | PSR_DATABASE_STOP_ON_FAILURE,
                                                                  world->executor, world->clock));
  const GValue *value = dex_future_get_value (done, error);

  if (value == NULL)
    return FALSE;

  world->database = g_value_dup_object (value);
  world->ledger = psr_sqlite_ledger_new (world->database, world->clock);
  world->links = psr_link_store_new (world->database, world->clock);

  return TRUE;
}

static inline void
world_open (World *world)
{
  g_autoptr (GError) error = NULL;

  world_try_open (world, &error);
  g_assert_no_error (error);
}

static inline void
world_close (World *world)
{
  g_clear_object (&world->links);
  g_clear_object (&world->ledger);
  if (world->database != NULL)
    g_assert_finalize_object (g_steal_pointer (&world->database));
}

static inline void
world_tear_down (World         *world,
                 gconstpointer  data)
{
  world_close (world);
  g_clear_pointer (&world->migrations, psr_migrations_unref);
  g_clear_object (&world->executor);
  g_clear_object (&world->clock);
  remove_tree (world->folder);
  g_clear_pointer (&world->path, g_free);
  g_clear_pointer (&world->folder, g_free);
}

static inline PsrLedgerDocument *
make_document (guint number)
{
  PsrLedgerDocument *document = psr_ledger_document_new ();

  g_free (document->wello_invoice_id);
  document->wello_invoice_id = g_strdup_printf ("invoice-%u", number);
  g_set_str (&document->version, "v1");
  g_set_str (&document->state, "ready");
  g_set_str (&document->date, "2026-08-20");

  for (guint i = 1; i <= 2; i++)
    {
      PsrLedgerLine *line = psr_ledger_line_new ();

      g_free (line->wello_line_id);
      line->wello_line_id = g_strdup_printf ("line-%u-%u", number, i);
      line->quantity.units = 100000 * i;
      psr_ledger_document_add_line (document, line);
    }

  return document;
}

static inline DexFuture *
find_documents (World *world)
{
  static const char *const refreshable[] = { "ready", NULL };
  g_autoptr (GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);

  g_ptr_array_add (documents, make_document (1));
  g_ptr_array_add (documents, make_document (2));

  return psr_ledger_upsert_found (world->ledger, documents, refreshable, "passerelle");
}

static inline DexFuture *
move (World      *world,
      const char *from,
      const char *to)
{
  g_autoptr (PsrLedgerTransition) transition = psr_ledger_transition_new (1, from, -1, to);

  psr_ledger_transition_set_audit (transition, "Els", to, "");

  if (g_str_equal (to, "approved"))
    {
      psr_ledger_transition_set_text (transition, PSR_LEDGER_COLUMN_APPROVED_BY, "Els");
      psr_ledger_transition_set_timestamp (transition, PSR_LEDGER_COLUMN_APPROVED_AT, START);
    }
  else if (g_str_equal (to, "creating"))
    {
      psr_ledger_transition_set_live (transition, TRUE);
      psr_ledger_transition_set_text (transition, PSR_LEDGER_COLUMN_EXTERNAL_NUMBER, "W-4501");
      psr_ledger_transition_set_text (transition, PSR_LEDGER_COLUMN_HOLDER, "holder");
      psr_ledger_transition_set_timestamp (transition, PSR_LEDGER_COLUMN_INTENT_SERVER_DATE, START);
    }
  else if (g_str_equal (to, "created"))
    {
      psr_ledger_transition_set_text (transition, PSR_LEDGER_COLUMN_BC_ID, "bc-1");
      psr_ledger_transition_set_text (transition, PSR_LEDGER_COLUMN_BC_NUMBER, "S-INV1001");
      psr_ledger_transition_set_text (transition, PSR_LEDGER_COLUMN_HOLDER, "");
      psr_ledger_transition_set_line_bc_id (transition, 1, "bc-line-1");
      psr_ledger_transition_set_line_bc_id (transition, 2, "bc-line-2");
    }

  return psr_ledger_transition (world->ledger, transition);
}

static inline DexFuture *
add_command (World *world)
{
  g_autoptr (PsrCommand) command = psr_command_new ("approve", "Els", "{}");

  psr_command_add_document (command, 1);

  return psr_ledger_add_command (world->ledger, command, "because");
}

static inline DexFuture *
add_link (World *world)
{
  g_autoptr (GPtrArray) links = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_link_unref);

  g_ptr_array_add (links, psr_link_new (PSR_ENTITY_CUSTOMER, "bc-customer", "wello-company", "10000", PSR_LINK_BY_CODE));

  return psr_link_store_add (world->links, links);
}

/* One write to the ledger; each is one commit. */
static inline DexFuture *
take_step (World *world,
           guint  step)
{
  g_autoptr (PsrAuditEntry) entry = NULL;

  switch (step)
    {
    case 0:
      return find_documents (world);
    case 1:
      return add_link (world);
    case 2:
      return add_command (world);
    case 3:
      return psr_ledger_take_commands (world->ledger, "approve", "worker", 0);
    case 4:
      return move (world, "ready", "approved");
    case 5:
      return psr_ledger_finish_command (world->ledger, 1, "worker", TRUE, "approved");
    case 6:
      return move (world, "approved", "creating");
    case 7:
      return move (world, "creating", "created");
    case 8:
      return move (world, "created", "confirming");
    case 9:
      return move (world, "confirming", "followed");
    case 10:
      entry = psr_audit_entry_new ("Els", "look", 1);
      return psr_ledger_add_audit (world->ledger, entry);
    default:
      g_assert_not_reached ();
    }
}

/* Takes the steps from @first on. Returns how many were taken; the error of the
 * one that wasn't. */
static inline guint
take_steps (World   *world,
            guint    first,
            GError **error)
{
  for (guint step = first; step < N_STEPS; step++)
    {
      g_autoptr (DexFuture) done = psr_test_await (take_step (world, step));

      if (dex_future_get_value (done, error) == NULL)
        return step - first;
    }

  return N_STEPS - first;
}

/* Everything that the ledger holds, as text. */
static inline DexFuture *
dump_func (PsrConnection *connection,
           gpointer       data)
{
  static const char *const tables[] = {
    "revisions", "documents", "state_counts", "lines", "commands", "command_documents", "audit", "links",
  };
  g_autoptr (GString) dump = g_string_new (NULL);
  GError *error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *ask = g_strdup_printf ("SELECT 'SELECT ' || group_concat ('quote (' || name || ')', '||'' ''||') "
                                              "|| ' FROM %s ORDER BY 1' FROM pragma_table_info ('%s')", tables[i], tables[i]);
      g_autoptr (PsrStatement) columns = psr_connection_prepare (connection, ask, &error);
      g_autoptr (PsrStatement) rows = NULL;
      gboolean has_row = FALSE;

      if (columns == NULL || !psr_statement_step (columns, &has_row, &error))
        return dex_future_new_for_error (error);

      g_assert_true (has_row);
      if (!(rows = psr_connection_prepare (connection, psr_statement_get_text (columns, 0), &error)))
        return dex_future_new_for_error (error);

      g_string_append_printf (dump, "%s:\n", tables[i]);
      for (;;)
        {
          if (!psr_statement_step (rows, &has_row, &error))
            return dex_future_new_for_error (error);
          if (!has_row)
            break;
          g_string_append_printf (dump, "%s\n", psr_statement_get_text (rows, 0));
        }
    }

  return dex_future_new_take_string (g_string_free (g_steal_pointer (&dump), FALSE));
}

static inline char *
world_dump (World *world)
{
  g_autoptr (DexFuture) done = resolved (psr_database_read (world->database, dump_func, NULL, NULL));

  return g_value_dup_string (dex_future_get_value (done, NULL));
}
