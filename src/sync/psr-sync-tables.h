/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-json-writer.h"
#include "psr-record.h"
#include "psr-sync-target.h"

G_BEGIN_DECLS

/**
 * PsrSyncTables:
 *
 * Small tables of both services that say which code has which id or name. Immutable
 * once it is made, reference counted; any thread may use it.
 */
typedef struct _PsrSyncTables PsrSyncTables;

gboolean       psr_sync_tables_are_needed (const PsrSyncTarget  *targets,
                                           guint                 n_parts);
/* Await in a fiber. */
PsrSyncTables *psr_sync_tables_read       (PsrSyncContext       *context,
                                           const PsrSyncTarget  *targets,
                                           guint                 n_parts,
                                           GError              **error);
gboolean       psr_sync_tables_check      (PsrSyncTables        *self,
                                           const PsrSyncTarget  *targets,
                                           guint                 n_parts,
                                           GError              **error);
/* Await in a fiber. */
gboolean       psr_sync_tables_check_flow (PsrSyncContext       *context,
                                           PsrSyncFlow           flow,
                                           GError              **error);
PsrSyncTables *psr_sync_tables_ref        (PsrSyncTables        *self);
void           psr_sync_tables_unref      (PsrSyncTables        *self);
gboolean       psr_sync_tables_is_hidden  (const GError         *error);
void           psr_sync_tables_resolve    (const PsrSyncTables  *self,
                                           const PsrFieldMap    *map,
                                           PsrRecord            *record);
gboolean       psr_sync_tables_stand_for  (const PsrSyncTables  *self,
                                           const PsrField       *field,
                                           const PsrValue       *value,
                                           const PsrValue       *theirs);
gboolean       psr_sync_tables_has        (const PsrSyncTables  *self,
                                           const PsrField       *field);
char          *psr_sync_tables_dup_code   (const PsrSyncTables  *self,
                                           const PsrField       *field,
                                           const char           *text) G_GNUC_WARN_UNUSED_RESULT;
char          *psr_sync_tables_dup_back   (const PsrSyncTables  *self,
                                           const PsrField       *field,
                                           const char           *id) G_GNUC_WARN_UNUSED_RESULT;
void           psr_sync_tables_write      (const PsrSyncTables  *self,
                                           const PsrField       *field,
                                           const char           *name,
                                           const PsrValue       *value,
                                           PsrJsonWriter        *writer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrSyncTables, psr_sync_tables_unref)

G_END_DECLS
