/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "psr-connection.h"

G_BEGIN_DECLS

/**
 * PsrMigrations:
 *
 * The numbered steps that bring a database to the version that this program
 * knows: files 1.sql, 2.sql, … of one folder of a #GResource. The version of a
 * database file is its `user_version`.
 */
typedef struct _PsrMigrations PsrMigrations;

PsrMigrations *psr_migrations_new         (GResource            *resource,
                                           const char           *folder,
                                           GError              **error);
PsrMigrations *psr_migrations_new_ledger  (void);
PsrMigrations *psr_migrations_new_mirror  (void);
PsrMigrations *psr_migrations_ref         (PsrMigrations        *self);
void           psr_migrations_unref       (PsrMigrations        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrMigrations, psr_migrations_unref)

guint          psr_migrations_get_version (const PsrMigrations  *self);
gboolean       psr_migrations_apply       (const PsrMigrations  *self,
                                           PsrConnection        *connection,
                                           guint                 up_to,
                                           gboolean              copy_first,
                                           GError              **error);

G_END_DECLS
