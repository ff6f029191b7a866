/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-sqlite-commands"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-audit-writer.h"
#include "psr-explain.h"
#include "psr-fields.h"
#include "psr-sqlite-commands.h"
#include "psr-store-error.h"

/* For so long is known what came of a request; so many are forgotten at once. */
#define HISTORY (G_GINT64_CONSTANT (30) * 24 * 60 * 60 * G_USEC_PER_SEC)
#define FORGET_AT_ONCE 500

/*
 * What the functions below are given; the members that the caller of each needs
 * are set by it.
 */
PsrSqliteCommandJob *
psr_sqlite_command_job_new (PsrCommand   *command,
                            const char   *holder,
                            const char   *text,
                            PsrTimestamp  now)
{
  PsrSqliteCommandJob *job = g_new0 (PsrSqliteCommandJob, 1);

  job->command = command != NULL ? psr_command_ref (command) : NULL;
  job->holder = g_strdup (holder);
  job->text = g_strdup (text != NULL ? text : "");
  job->now = now;

  return job;
}

void
psr_sqlite_command_job_free (gpointer data)
{
  PsrSqliteCommandJob *job = data;

  g_return_if_fail (job != NULL);

  g_clear_pointer (&job->command, psr_command_unref);
  g_clear_pointer (&job->kind, g_free);
  g_clear_pointer (&job->holder, g_free);
  g_clear_pointer (&job->person, g_free);
  g_clear_pointer (&job->text, g_free);
  g_free (job);
}

static gboolean
insert_command (PsrConnection     *connection,
                const PsrCommand  *command,
                PsrTimestamp       now,
                gint64            *id,
                GError           **error)
{
  g_autoptr (PsrStatement) statement = NULL;

  g_assert (connection != NULL);
  g_assert (command != NULL);

  if (!(statement = psr_connection_prepare (connection,
                                            "INSERT INTO commands (kind, arguments, requested_by, requested_at, state, "
                                            "taken_by, result) VALUES (?, ?, ?, ?, 'waiting', '', '')", error)))
    return FALSE;

  psr_statement_bind_static_text (statement, 1, command->kind);
  psr_statement_bind_static_text (statement, 2, command->arguments);
  psr_statement_bind_static_text (statement, 3, command->requested_by);
  psr_statement_bind_timestamp (statement, 4, now);
  if (!psr_statement_run (statement, error))
    return FALSE;

  *id = psr_connection_get_last_insert_id (connection);

  return TRUE;
}

static gboolean
insert_document (PsrConnection  *connection,
                 gint64          command_id,
                 guint           position,
                 gint64          document_id,
                 GError        **error)
{
  g_autoptr (PsrStatement) statement = NULL;

  g_assert (connection != NULL);

  if (!(statement = psr_connection_prepare (connection,
                                            "INSERT INTO command_documents (command_id, position, document_id) "
                                            "VALUES (?, ?, ?)", error)))
    return FALSE;

  psr_statement_bind_int64 (statement, 1, command_id);
  psr_statement_bind_int64 (statement, 2, position);
  psr_statement_bind_int64 (statement, 3, document_id);

  return psr_statement_run (statement, error);
}

static gboolean
add_audit (PsrConnection        *connection,
           PsrSqliteCommandJob  *job,
           gint64                document_id,
           GError              **error)
{
  g_autoptr (PsrAuditEntry) entry = NULL;
  g_autofree char *action = g_strdup_printf ("ask-%s", job->command->kind);

  g_assert (connection != NULL);
  g_assert (job != NULL);

  entry = psr_audit_entry_new (job->command->requested_by, action, document_id);
  g_set_str (&entry->new_value, job->command->arguments);
  g_set_str (&entry->reason, job->text);

  return psr_audit_writer_add (connection, entry, job->now, error);
}

static gboolean
add (PsrConnection        *connection,
     PsrSqliteCommandJob  *job,
     gint64               *id,
     GError              **error)
{
  GArray *documents = job->command->document_ids;

  g_assert (connection != NULL);

  if (!insert_command (connection, job->command, job->now, id, error))
    return FALSE;

  for (guint i = 0; i < documents->len; i++)
    {
      gint64 document_id = g_array_index (documents, gint64, i);

      if (!insert_document (connection, *id, i, document_id, error) ||
          !add_audit (connection, job, document_id, error))
        return FALSE;
    }

  if (documents->len == 0 && !add_audit (connection, job, 0, error))
    return FALSE;

  return psr_connection_bump_revision (connection, "commands", error);
}

/*
 * Adds @command, within a write. Resolves to its number.
 */
DexFuture *
psr_sqlite_commands_add (PsrConnection *connection,
                         gpointer       data)
{
  GError *error = NULL;
  gint64 id;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (data != NULL, NULL);

  if (!add (connection, data, &id, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_for_int64 (id);
}

static gboolean
read_documents (PsrConnection  *connection,
                PsrCommand     *command,
                GError        **error)
{
  g_autoptr (PsrStatement) statement = NULL;
  gboolean has_row;

  g_assert (connection != NULL);
  g_assert (command != NULL);

  if (!(statement = psr_connection_prepare (connection,
                                            "SELECT document_id FROM command_documents WHERE command_id = ? "
                                            "ORDER BY position", error)))
    return FALSE;

  psr_statement_bind_int64 (statement, 1, command->id);

  for (;;)
    {
      if (!psr_statement_step (statement, &has_row, error))
        return FALSE;

      if (!has_row)
        return TRUE;

      psr_command_add_document (command, psr_statement_get_int64 (statement, 0));
    }
}

static gboolean
read_commands (PsrConnection  *connection,
               PsrStatement   *statement,
               GPtrArray      *commands,
               GError        **error)
{
  gboolean has_row;

  g_assert (connection != NULL);
  g_assert (statement != NULL);

  for (;;)
    {
      PsrCommand *command;

      if (!psr_statement_step (statement, &has_row, error))
        return FALSE;

      if (!has_row)
        return TRUE;

      command = psr_command_new ("", "", NULL);
      g_ptr_array_add (commands, command);
      if (!psr_row_read (command, psr_command_fields, statement, 0, error) ||
          !read_documents (connection, command, error))
        return FALSE;
    }
}

static gboolean
take (PsrConnection        *connection,
      PsrSqliteCommandJob  *job,
      GPtrArray            *commands,
      GError              **error)
{
  g_autoptr (PsrStatement) select = NULL;
  g_autoptr (PsrStatement) update = NULL;
  g_autofree char *columns = psr_row_columns (psr_command_fields, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM commands WHERE state = 'waiting' AND kind = ? "
                                           "ORDER BY id LIMIT ?", columns);

  g_assert (connection != NULL);

  if (!(select = psr_connection_prepare (connection, sql, error)) ||
      !(update = psr_connection_prepare (connection,
                                         "UPDATE commands SET state = 'taken', taken_by = ? WHERE id = ?", error)))
    return FALSE;

  psr_statement_bind_static_text (select, 1, job->kind);
  psr_statement_bind_int64 (select, 2, job->limit > 0 ? (gint64) job->limit : -1);
  if (!read_commands (connection, select, commands, error))
    return FALSE;

  for (guint i = 0; i < commands->len; i++)
    {
      PsrCommand *command = g_ptr_array_index (commands, i);

      psr_statement_bind_static_text (update, 1, job->holder);
      psr_statement_bind_int64 (update, 2, command->id);
      if (!psr_statement_run (update, error))
        return FALSE;

      g_set_str (&command->state, PSR_COMMAND_TAKEN);
      g_set_str (&command->taken_by, job->holder);
    }

  return commands->len == 0 || psr_connection_bump_revision (connection, "commands", error);
}

/*
 * Takes commands for @holder, within a write. Resolves to an array of them.
 */
DexFuture *
psr_sqlite_commands_take (PsrConnection *connection,
                          gpointer       data)
{
  g_autoptr (GPtrArray) commands = NULL;
  GError *error = NULL;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (data != NULL, NULL);

  commands = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_command_unref);
  if (!take (connection, data, commands, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&commands));
}

/* What came of a request is kept as long as the history of runs; the audit stays. */
static gboolean
forget_finished (PsrConnection  *connection,
                 PsrTimestamp    now,
                 GError        **error)
{
  g_autoptr (PsrStatement) statement = NULL;

  if (!(statement = psr_connection_prepare (connection,
                                            "DELETE FROM commands WHERE id IN (SELECT id FROM commands "
                                            "WHERE state IN ('done', 'failed') AND finished_at < ? ORDER BY id LIMIT ?)", error)))
    return FALSE;

  psr_statement_bind_timestamp (statement, 1, now - HISTORY);
  psr_statement_bind_int64 (statement, 2, FORGET_AT_ONCE);

  return psr_statement_run (statement, error);
}

static gboolean
finish (PsrConnection        *connection,
        PsrSqliteCommandJob  *job,
        GError              **error)
{
  g_autoptr (PsrStatement) statement = NULL;

  g_assert (connection != NULL);
  g_assert (job != NULL);

  if (!(statement = psr_connection_prepare (connection,
                                            "UPDATE commands SET state = ?, finished_at = ?, result = ? "
                                            "WHERE id = ? AND (state = 'waiting' OR (state = 'taken' AND taken_by = ?))", error)))
    return FALSE;

  psr_statement_bind_static_text (statement, 1, job->success ? PSR_COMMAND_DONE : PSR_COMMAND_FAILED);
  psr_statement_bind_timestamp (statement, 2, job->now);
  psr_statement_bind_static_text (statement, 3, job->text);
  psr_statement_bind_int64 (statement, 4, job->id);
  psr_statement_bind_static_text (statement, 5, job->holder);
  if (!psr_statement_run (statement, error))
    return FALSE;

  if (psr_connection_get_changes (connection) != 1)
    {
      psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_CONFLICT,
                               _("A command could not be ended."),
                               _("Another Passerelle has taken it over, or it has ended already."),
                               _("Look at what became of it."));
      return FALSE;
    }

  return forget_finished (connection, job->now, error) &&
         psr_connection_bump_revision (connection, "commands", error);
}

/*
 * Ends the command @id of @holder, and forgets those that ended long ago, within a write.
 */
DexFuture *
psr_sqlite_commands_finish (PsrConnection *connection,
                            gpointer       data)
{
  GError *error = NULL;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (data != NULL, NULL);

  if (!finish (connection, data, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/*
 * Ends the command @id that nobody has taken, for @person, within a write.
 */
DexFuture *
psr_sqlite_commands_give_up (PsrConnection *connection,
                             gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (PsrAuditEntry) entry = NULL;
  PsrSqliteCommandJob *job = data;
  GError *error = NULL;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL, NULL);

  if (!(statement = psr_connection_prepare (connection,
                                            "UPDATE commands SET state = 'failed', finished_at = ?, result = ? "
                                            "WHERE id = ? AND state = 'waiting'", &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_timestamp (statement, 1, job->now);
  psr_statement_bind_static_text (statement, 2, job->text);
  psr_statement_bind_int64 (statement, 3, job->id);
  if (!psr_statement_run (statement, &error))
    return dex_future_new_for_error (error);

  if (psr_connection_get_changes (connection) != 1)
    {
      psr_set_explained_error (&error, PSR_STORE_ERROR, PSR_STORE_ERROR_CONFLICT,
                               _("The request can’t be given up any more."),
                               _("It is being carried out just now, or it has ended already."),
                               _("Look up which requests are open (“passerellectl status”)."));
      return dex_future_new_for_error (error);
    }

  entry = psr_audit_entry_new (job->person, "give-up-request", 0);
  g_free (entry->old_value);
  entry->old_value = g_strdup_printf ("%" G_GINT64_FORMAT, job->id);
  if (!psr_audit_writer_add (connection, entry, job->now, &error) ||
      !psr_connection_bump_revision (connection, "commands", &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/*
 * Lets the commands that others than @holder took wait again, within a write.
 * Resolves to how many.
 */
DexFuture *
psr_sqlite_commands_release (PsrConnection *connection,
                             gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  PsrSqliteCommandJob *job = data;
  GError *error = NULL;
  gint64 released;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL, NULL);

  if (!(statement = psr_connection_prepare (connection,
                                            "UPDATE commands SET state = 'waiting', taken_by = '' "
                                            "WHERE state = 'taken' AND taken_by <> ?", &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_static_text (statement, 1, job->holder);
  if (!psr_statement_run (statement, &error))
    return dex_future_new_for_error (error);

  released = psr_connection_get_changes (connection);
  if (released > 0 && !psr_connection_bump_revision (connection, "commands", &error))
    return dex_future_new_for_error (error);

  return dex_future_new_for_int64 (released);
}

/*
 * Reads the command @id.
 */
DexFuture *
psr_sqlite_commands_get (PsrConnection *connection,
                         gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GPtrArray) commands = NULL;
  g_autofree char *columns = NULL;
  g_autofree char *sql = NULL;
  PsrSqliteCommandJob *job = data;
  GError *error = NULL;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (job != NULL, NULL);

  commands = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_command_unref);
  columns = psr_row_columns (psr_command_fields, NULL);
  sql = g_strdup_printf ("SELECT %s FROM commands WHERE id = ?", columns);
  if (!(statement = psr_connection_prepare (connection, sql, &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_int64 (statement, 1, job->id);
  if (!read_commands (connection, statement, commands, &error))
    return dex_future_new_for_error (error);

  if (commands->len == 0)
    {
      psr_set_explained_error (&error, PSR_STORE_ERROR, PSR_STORE_ERROR_NOT_FOUND,
                               _("There is no such command."), "", _("Read the list of commands again."));
      return dex_future_new_for_error (error);
    }

  return dex_future_new_take_boxed (PSR_TYPE_COMMAND, psr_command_ref (g_ptr_array_index (commands, 0)));
}

/*
 * Lists the commands that haven't ended.
 */
DexFuture *
psr_sqlite_commands_list (PsrConnection *connection,
                          gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GPtrArray) commands = NULL;
  g_autofree char *columns = NULL;
  g_autofree char *sql = NULL;
  GError *error = NULL;

  g_return_val_if_fail (connection != NULL, NULL);

  commands = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_command_unref);
  columns = psr_row_columns (psr_command_fields, NULL);
  sql = g_strdup_printf ("SELECT %s FROM commands WHERE state IN ('waiting', 'taken') ORDER BY id", columns);
  if (!(statement = psr_connection_prepare (connection, sql, &error)) ||
      !read_commands (connection, statement, commands, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&commands));
}
