/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-sqlite-ledger"

#include "config.h"

#include "psr-audit-writer.h"
#include "psr-fields.h"
#include "psr-ledger-query-private.h"
#include "psr-sqlite-commands.h"
#include "psr-sqlite-documents.h"
#include "psr-sqlite-ledger.h"
#include "psr-sqlite-transition.h"
#include "psr-sqlite-upsert.h"
#include "psr-sqlite-views.h"

/* How many documents are brought in at once, so that a commit isn't long. */
#define UPSERT_SLICE 50

struct _PsrSqliteLedger
{
  GObject parent_instance;

  PsrDatabase *database;
  PsrClock *clock;
};

static void ledger_iface_init (PsrLedgerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PsrSqliteLedger, psr_sqlite_ledger, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_LEDGER, ledger_iface_init))

typedef struct {
  PsrAuditEntry *entry; /* to add */
  gint64 document_id;
  gint64 before;
  guint limit;
  PsrTimestamp now;
} AuditJob;

static void
psr_sqlite_ledger_finalize (GObject *object)
{
  PsrSqliteLedger *self = PSR_SQLITE_LEDGER (object);

  g_clear_object (&self->database);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (psr_sqlite_ledger_parent_class)->finalize (object);
}

static void
psr_sqlite_ledger_class_init (PsrSqliteLedgerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = psr_sqlite_ledger_finalize;
}

static void
psr_sqlite_ledger_init (PsrSqliteLedger *self)
{
}

/**
 * psr_sqlite_ledger_new:
 * @database: ledger.db, opened with %PSR_DATABASE_FULL and
 *   %PSR_DATABASE_STOP_ON_FAILURE
 * @clock: tells the time for the audit
 *
 * Returns: (transfer full): a new #PsrSqliteLedger
 */
PsrLedger *
psr_sqlite_ledger_new (PsrDatabase *database,
                       PsrClock    *clock)
{
  PsrSqliteLedger *self;

  g_return_val_if_fail (PSR_IS_DATABASE (database), NULL);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);

  self = g_object_new (PSR_TYPE_SQLITE_LEDGER, NULL);
  self->database = g_object_ref (database);
  self->clock = g_object_ref (clock);

  return PSR_LEDGER (self);
}

static DexFuture *
find_func (PsrConnection *connection,
           gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GPtrArray) documents = NULL;
  const PsrLedgerQuery *query = data;
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);
  g_assert (query != NULL);

  documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_document_unref);

  statement = psr_ledger_query_prepare (query, connection, psr_sqlite_documents_get_columns (), &error);
  if (statement == NULL)
    return dex_future_new_for_error (error);

  for (;;)
    {
      PsrLedgerDocument *document;

      if (!psr_statement_step (statement, &has_row, &error))
        return dex_future_new_for_error (error);

      if (!has_row)
        break;

      if (!(document = psr_sqlite_documents_read_row (statement, &error)))
        return dex_future_new_for_error (error);
      g_ptr_array_add (documents, document);

      if (query->with_lines && !psr_sqlite_documents_load_lines (connection, document, &error))
        return dex_future_new_for_error (error);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&documents));
}

static DexFuture *
psr_sqlite_ledger_find (PsrLedger      *ledger,
                        PsrLedgerQuery *query)
{
  PsrSqliteLedger *self = PSR_SQLITE_LEDGER (ledger);

  return psr_database_read (self->database, find_func, psr_ledger_query_copy (query),
                            (GDestroyNotify) psr_ledger_query_free);
}

static DexFuture *
psr_sqlite_ledger_list_ids (PsrLedger     *ledger,
                            PsrLedgerView *view)
{
  return psr_sqlite_views_list_ids (PSR_SQLITE_LEDGER (ledger)->database, view);
}

static DexFuture *
psr_sqlite_ledger_sum (PsrLedger    *ledger,
                       const gint64 *ids,
                       gsize         n_ids,
                       const char   *usual_kind)
{
  return psr_sqlite_views_sum (PSR_SQLITE_LEDGER (ledger)->database, ids, n_ids, usual_kind);
}

static DexFuture *
add_up (DexFuture *future,
        gpointer   data)
{
  DexFutureSet *set = DEX_FUTURE_SET (future);
  PsrLedgerUpsert sum = { 0 };

  for (guint i = 0; i < dex_future_set_get_size (set); i++)
    {
      g_autoptr (GError) error = NULL;
      const GValue *value = dex_future_set_get_value_at (set, i, &error);
      const PsrLedgerUpsert *part;

      if (value == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));

      part = g_value_get_boxed (value);
      sum.added += part->added;
      if (part->added > 0)
        sum.added_id = part->added_id;
      sum.changed += part->changed;
      sum.unchanged += part->unchanged;
      sum.left += part->left;
    }

  return dex_future_new_take_boxed (PSR_TYPE_LEDGER_UPSERT, g_memdup2 (&sum, sizeof sum));
}

static DexFuture *
psr_sqlite_ledger_upsert_found (PsrLedger          *ledger,
                                GPtrArray          *documents,
                                const char * const *refreshable_states,
                                const char         *who)
{
  PsrSqliteLedger *self = PSR_SQLITE_LEDGER (ledger);
  g_autoptr (GPtrArray) slices = g_ptr_array_new_with_free_func (dex_unref);
  PsrTimestamp now = psr_clock_now (self->clock);

  if (documents->len == 0)
    return dex_future_new_take_boxed (PSR_TYPE_LEDGER_UPSERT, g_new0 (PsrLedgerUpsert, 1));

  for (guint first = 0; first < documents->len; first += UPSERT_SLICE)
    {
      guint n_documents = MIN (UPSERT_SLICE, documents->len - first);
      gpointer job = psr_sqlite_upsert_job_new (documents, first, n_documents, refreshable_states, who, now);

      g_ptr_array_add (slices, psr_database_write (self->database, psr_sqlite_upsert_run,
                                                   job, psr_sqlite_upsert_job_free));
    }

  /* Finally, not then: the set itself would only say that too many failed. */
  return dex_future_finally (dex_future_allv ((DexFuture **) slices->pdata, slices->len), add_up, NULL, NULL);
}

static DexFuture *
psr_sqlite_ledger_transition (PsrLedger           *ledger,
                              PsrLedgerTransition *transition)
{
  PsrSqliteLedger *self = PSR_SQLITE_LEDGER (ledger);

  return psr_database_write (self->database, psr_sqlite_transition_run,
                             psr_sqlite_transition_job_new (transition, psr_clock_now (self->clock)),
                             psr_sqlite_transition_job_free);
}

static DexFuture *
count_func (PsrConnection *connection,
            gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GHashTable) counts = NULL;
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);

  counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (!(statement = psr_connection_prepare (connection, "SELECT state, count FROM state_counts WHERE count > 0", &error)))
    return dex_future_new_for_error (error);

  for (;;)
    {
      gint64 count;

      if (!psr_statement_step (statement, &has_row, &error))
        return dex_future_new_for_error (error);

      if (!has_row)
        break;

      count = psr_statement_get_int64 (statement, 1);
      g_hash_table_insert (counts, psr_statement_dup_text (statement, 0), g_memdup2 (&count, sizeof count));
    }

  return dex_future_new_take_boxed (G_TYPE_HASH_TABLE, g_steal_pointer (&counts));
}

static DexFuture *
psr_sqlite_ledger_count (PsrLedger *ledger)
{
  PsrSqliteLedger *self = PSR_SQLITE_LEDGER (ledger);

  return psr_database_read (self->database, count_func, NULL, NULL);
}

static DexFuture *
list_holders_func (PsrConnection *connection,
                   gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GStrvBuilder) holders = g_strv_builder_new ();
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);

  if (!(statement = psr_connection_prepare (connection,
                                            "SELECT holder FROM documents WHERE holder <> '' "
                                            "UNION SELECT taken_by FROM commands WHERE state = 'taken'", &error)))
    return dex_future_new_for_error (error);

  for (;;)
    {
      if (!psr_statement_step (statement, &has_row, &error))
        return dex_future_new_for_error (error);

      if (!has_row)
        break;

      g_strv_builder_add (holders, psr_statement_get_text (statement, 0));
    }

  return dex_future_new_take_boxed (G_TYPE_STRV, g_strv_builder_end (holders));
}

static DexFuture *
psr_sqlite_ledger_list_holders (PsrLedger *ledger)
{
  PsrSqliteLedger *self = PSR_SQLITE_LEDGER (ledger);

  return psr_database_read (self->database, list_holders_func, NULL, NULL);
}

static DexFuture *
psr_sqlite_ledger_add_command (PsrLedger  *ledger,
                               PsrCommand *command,
                               const char *reason)
{
  PsrSqliteLedger *self = PSR_SQLITE_LEDGER (ledger);

  return psr_database_write (self->database, psr_sqlite_commands_add,
                             psr_sqlite_command_job_new (command, NULL, reason, psr_clock_now (self->clock)),
                             psr_sqlite_command_job_free);
}

static DexFuture *
psr_sqlite_ledger_take_commands (PsrLedger  *ledger,
                                 const char *kind,
                                 const char *holder,
                                 guint       limit)
{
  PsrSqliteLedger *self = PSR_SQLITE_LEDGER (ledger);
  PsrSqliteCommandJob *job = psr_sqlite_command_job_new (NULL, holder, NULL, psr_clock_now (self->clock));

  job->kind = g_strdup (kind);
  job->limit = limit;

  return psr_database_write (self->database, psr_sqlite_commands_take, job, psr_sqlite_command_job_free);
}

static DexFuture *
psr_sqlite_ledger_finish_command (PsrLedger  *ledger,
                                  gint64      id,
                                  const char *holder,
                                  gboolean    success,
                                  const char *result)
{
  PsrSqliteLedger *self = PSR_SQLITE_LEDGER (ledger);
  PsrSqliteCommandJob *job = psr_sqlite_command_job_new (NULL, holder, result, psr_clock_now (self->clock));

  job->id = id;
  job->success = success;

  return psr_database_write (self->database, psr_sqlite_commands_finish, job, psr_sqlite_command_job_free);
}

static DexFuture *
psr_sqlite_ledger_give_up_command (PsrLedger  *ledger,
                                   gint64      id,
                                   const char *person,
                                   const char *result)
{
  PsrSqliteLedger *self = PSR_SQLITE_LEDGER (ledger);
  PsrSqliteCommandJob *job = psr_sqlite_command_job_new (NULL, NULL, result, psr_clock_now (self->clock));

  job->id = id;
  job->person = g_strdup (person);

  return psr_database_write (self->database, psr_sqlite_commands_give_up, job, psr_sqlite_command_job_free);
}

static DexFuture *
psr_sqlite_ledger_release_commands (PsrLedger  *ledger,
                                    const char *holder)
{
  PsrSqliteLedger *self = PSR_SQLITE_LEDGER (ledger);

  return psr_database_write (self->database, psr_sqlite_commands_release,
                             psr_sqlite_command_job_new (NULL, holder, NULL, psr_clock_now (self->clock)),
                             psr_sqlite_command_job_free);
}

static DexFuture *
psr_sqlite_ledger_get_command (PsrLedger *ledger,
                               gint64     id)
{
  PsrSqliteLedger *self = PSR_SQLITE_LEDGER (ledger);
  PsrSqliteCommandJob *job = psr_sqlite_command_job_new (NULL, NULL, NULL, PSR_TIMESTAMP_NONE);

  job->id = id;

  return psr_database_read (self->database, psr_sqlite_commands_get, job, psr_sqlite_command_job_free);
}

static DexFuture *
psr_sqlite_ledger_list_commands (PsrLedger *ledger)
{
  PsrSqliteLedger *self = PSR_SQLITE_LEDGER (ledger);

  return psr_database_read (self->database, psr_sqlite_commands_list, NULL, NULL);
}

static void
audit_job_free (gpointer data)
{
  AuditJob *job = data;

  g_clear_pointer (&job->entry, psr_audit_entry_unref);
  g_free (job);
}

static DexFuture *
add_audit_func (PsrConnection *connection,
                gpointer       data)
{
  AuditJob *job = data;
  GError *error = NULL;

  g_assert (connection != NULL);
  g_assert (job != NULL);

  if (!psr_audit_writer_add (connection, job->entry, job->now, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

static DexFuture *
psr_sqlite_ledger_list_customers (PsrLedger          *ledger,
                                  const char * const *states)
{
  return psr_sqlite_views_list_customers (PSR_SQLITE_LEDGER (ledger)->database, states);
}

static DexFuture *
psr_sqlite_ledger_list_days (PsrLedger    *ledger,
                             PsrTimestamp  since)
{
  return psr_sqlite_views_list_days (PSR_SQLITE_LEDGER (ledger)->database, since);
}

static DexFuture *
psr_sqlite_ledger_add_audit (PsrLedger     *ledger,
                             PsrAuditEntry *entry)
{
  PsrSqliteLedger *self = PSR_SQLITE_LEDGER (ledger);
  AuditJob *job = g_new0 (AuditJob, 1);

  job->entry = psr_audit_entry_ref (entry);
  job->now = psr_clock_now (self->clock);

  return psr_database_write (self->database, add_audit_func, job, audit_job_free);
}

static DexFuture *
list_audit_func (PsrConnection *connection,
                 gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *columns = NULL;
  g_autofree char *sql = NULL;
  AuditJob *job = data;
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);
  g_assert (job != NULL);

  entries = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_audit_entry_unref);
  columns = psr_row_columns (psr_audit_entry_fields, NULL);
  sql = g_strdup_printf ("SELECT %s FROM audit WHERE id < ?1%s ORDER BY id DESC LIMIT ?3", columns,
                         job->document_id != 0 ? " AND document_id = ?2" : "");

  if (!(statement = psr_connection_prepare (connection, sql, &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_int64 (statement, 1, job->before > 0 ? job->before : G_MAXINT64);
  if (job->document_id != 0)
    psr_statement_bind_int64 (statement, 2, job->document_id);
  psr_statement_bind_int64 (statement, 3, job->limit > 0 ? (gint64) job->limit : -1);

  for (;;)
    {
      PsrAuditEntry *entry;

      if (!psr_statement_step (statement, &has_row, &error))
        return dex_future_new_for_error (error);

      if (!has_row)
        break;

      entry = psr_audit_entry_new ("", "", 0);
      g_ptr_array_add (entries, entry);
      if (!psr_row_read (entry, psr_audit_entry_fields, statement, 0, &error))
        return dex_future_new_for_error (error);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&entries));
}

static DexFuture *
psr_sqlite_ledger_list_audit (PsrLedger *ledger,
                              gint64     document_id,
                              gint64     before,
                              guint      limit)
{
  PsrSqliteLedger *self = PSR_SQLITE_LEDGER (ledger);
  AuditJob *job = g_new0 (AuditJob, 1);

  job->document_id = document_id;
  job->before = before;
  job->limit = limit;

  return psr_database_read (self->database, list_audit_func, job, audit_job_free);
}

static DexFuture *
psr_sqlite_ledger_get_revision (PsrLedger  *ledger,
                                const char *table)
{
  return psr_database_get_revision (PSR_SQLITE_LEDGER (ledger)->database, table);
}

static DexFuture *
psr_sqlite_ledger_get_data_version (PsrLedger *ledger)
{
  return psr_database_get_data_version (PSR_SQLITE_LEDGER (ledger)->database);
}

static gboolean
psr_sqlite_ledger_is_stopped (PsrLedger *ledger)
{
  return psr_database_is_stopped (PSR_SQLITE_LEDGER (ledger)->database);
}

static GError *
psr_sqlite_ledger_dup_stop_reason (PsrLedger *ledger)
{
  return psr_database_dup_stop_reason (PSR_SQLITE_LEDGER (ledger)->database);
}

static void
ledger_iface_init (PsrLedgerInterface *iface)
{
  iface->find = psr_sqlite_ledger_find;
  iface->list_ids = psr_sqlite_ledger_list_ids;
  iface->sum = psr_sqlite_ledger_sum;
  iface->upsert_found = psr_sqlite_ledger_upsert_found;
  iface->transition = psr_sqlite_ledger_transition;
  iface->count = psr_sqlite_ledger_count;
  iface->list_holders = psr_sqlite_ledger_list_holders;
  iface->add_command = psr_sqlite_ledger_add_command;
  iface->take_commands = psr_sqlite_ledger_take_commands;
  iface->finish_command = psr_sqlite_ledger_finish_command;
  iface->give_up_command = psr_sqlite_ledger_give_up_command;
  iface->release_commands = psr_sqlite_ledger_release_commands;
  iface->get_command = psr_sqlite_ledger_get_command;
  iface->list_commands = psr_sqlite_ledger_list_commands;
  iface->add_audit = psr_sqlite_ledger_add_audit;
  iface->list_customers = psr_sqlite_ledger_list_customers;
  iface->list_days = psr_sqlite_ledger_list_days;
  iface->list_audit = psr_sqlite_ledger_list_audit;
  iface->get_revision = psr_sqlite_ledger_get_revision;
  iface->get_data_version = psr_sqlite_ledger_get_data_version;
  iface->is_stopped = psr_sqlite_ledger_is_stopped;
  iface->dup_stop_reason = psr_sqlite_ledger_dup_stop_reason;
}
