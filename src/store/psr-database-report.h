/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-executor.h"
#include "psr-migration.h"

G_BEGIN_DECLS

/**
 * PsrDatabaseReport:
 * @size: its size in bytes with its log, or -1 when it isn't there
 * @mode: who may do what with it, as of a file
 * @version: its version, or -1 when it can't be read
 * @known: the version that this program knows
 * @state: `ok`, or what is wrong with it
 *
 * What there is to say of a database file. An immutable, boxed value.
 */
typedef struct
{
  gint64  size;
  guint   mode;
  gint64  version;
  guint   known;
  char   *state;
} PsrDatabaseReport;

#define PSR_TYPE_DATABASE_REPORT (psr_database_report_get_type ())

GType              psr_database_report_get_type (void) G_GNUC_CONST;
PsrDatabaseReport *psr_database_report_ref      (PsrDatabaseReport *self);
void               psr_database_report_unref    (PsrDatabaseReport *self);
DexFuture         *psr_database_report_make     (const char        *path,
                                                 PsrMigrations     *migrations,
                                                 PsrExecutor       *executor);
const char        *psr_database_report_sqlite   (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrDatabaseReport, psr_database_report_unref)

G_END_DECLS
