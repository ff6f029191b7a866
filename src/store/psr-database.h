/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-clock.h"
#include "psr-connection.h"
#include "psr-executor.h"
#include "psr-migration.h"

G_BEGIN_DECLS

#define PSR_TYPE_DATABASE (psr_database_get_type ())

/**
 * PsrDatabase:
 *
 * One SQLite file: a writer and a read-only connection, each used only on its
 * own lane of the executor. Several processes may have it open.
 */
G_DECLARE_FINAL_TYPE (PsrDatabase, psr_database, PSR, DATABASE, GObject)

/**
 * PsrDatabaseFlags:
 * @PSR_DATABASE_NORMAL: a power cut may lose the last commits, never more; a
 *   damaged file is set aside and a new one begun
 * @PSR_DATABASE_FULL: each commit survives a power cut; the file is copied
 *   before each migration, and a damaged one is reported and left in its place
 * @PSR_DATABASE_STOP_ON_FAILURE: after a write that failed nothing more is
 *   written: see psr_database_is_stopped()
 */
typedef enum {
  PSR_DATABASE_NORMAL          = 0,
  PSR_DATABASE_FULL            = 1 << 0,
  PSR_DATABASE_STOP_ON_FAILURE = 1 << 1,
} PsrDatabaseFlags;

/**
 * PsrDatabaseFunc:
 * @connection: the connection; only for the duration of the call
 * @data: what was given with the function
 *
 * The body of one transaction, run on a lane of the executor.
 *
 * Returns: (transfer full): a future that is already done. When it is rejected
 *   the transaction is rolled back.
 */
typedef DexFuture *(*PsrDatabaseFunc) (PsrConnection *connection,
                                       gpointer       data);

/**
 * PsrDatabasePrepareFunc:
 * @data: what is given to the function of the transaction, too
 *
 * What can be done before a transaction.
 */
typedef void (*PsrDatabasePrepareFunc) (gpointer data);

DexFuture    *psr_database_open_kept        (const char       *path,
                                             PsrMigrations    *migrations,
                                             PsrDatabaseFlags  flags,
                                             PsrExecutor      *executor,
                                             PsrClock         *clock,
                                             GObject          *kept);
const char   *psr_database_get_path         (PsrDatabase      *self);
PsrClock     *psr_database_get_clock        (PsrDatabase      *self);
const char   *psr_database_get_set_aside    (PsrDatabase      *self);
DexFuture    *psr_database_write_prepared   (PsrDatabase      *self,
                                             PsrDatabasePrepareFunc prepare,
                                             PsrDatabaseFunc   func,
                                             gpointer          data,
                                             GDestroyNotify    data_free);
DexFuture    *psr_database_read             (PsrDatabase      *self,
                                             PsrDatabaseFunc   func,
                                             gpointer          data,
                                             GDestroyNotify    data_free);
DexFuture    *psr_database_get_data_version (PsrDatabase      *self);
DexFuture    *psr_database_get_revision     (PsrDatabase      *self,
                                             const char       *table);
gboolean      psr_database_is_stopped       (PsrDatabase      *self);
GError       *psr_database_dup_stop_reason  (PsrDatabase      *self);

/* The same, where there is nothing to be done before. */
static inline DexFuture *
psr_database_write (PsrDatabase     *self,
                    PsrDatabaseFunc  func,
                    gpointer         data,
                    GDestroyNotify   data_free)
{
  return psr_database_write_prepared (self, NULL, func, data, data_free);
}

/* The same, without anything that is kept. */
static inline DexFuture *
psr_database_open (const char       *path,
                   PsrMigrations    *migrations,
                   PsrDatabaseFlags  flags,
                   PsrExecutor      *executor,
                   PsrClock         *clock)
{
  return psr_database_open_kept (path, migrations, flags, executor, clock, NULL);
}

G_END_DECLS
