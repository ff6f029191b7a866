/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "psr-statement.h"

G_BEGIN_DECLS

/**
 * PsrConnection:
 *
 * One connection to one database file, for use by one thread at a time: the
 * functions given to psr_database_write() and psr_database_read() receive it
 * and may not keep it.
 */
typedef struct _PsrConnection PsrConnection;

/**
 * PsrConnectionFlags:
 * @PSR_CONNECTION_READ_ONLY: can't change the file
 * @PSR_CONNECTION_FULL: each commit survives a power cut
 */
typedef enum {
  PSR_CONNECTION_DEFAULT   = 0,
  PSR_CONNECTION_READ_ONLY = 1 << 0,
  PSR_CONNECTION_FULL      = 1 << 1,
} PsrConnectionFlags;

PsrConnection *psr_connection_open                (const char          *path,
                                                   PsrConnectionFlags   flags,
                                                   GError             **error);
PsrConnection *psr_connection_ref                 (PsrConnection       *self);
void           psr_connection_unref               (PsrConnection       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrConnection, psr_connection_unref)

const char    *psr_connection_get_path            (PsrConnection       *self);
PsrStatement  *psr_connection_prepare             (PsrConnection       *self,
                                                   const char          *sql,
                                                   GError             **error);
gboolean       psr_connection_execute             (PsrConnection       *self,
                                                   const char          *sql,
                                                   GError             **error);
gboolean       psr_connection_query_int64         (PsrConnection       *self,
                                                   const char          *sql,
                                                   gint64              *value,
                                                   GError             **error);
void           psr_connection_set_cancellable      (PsrConnection       *self,
                                                   GCancellable        *cancellable);
gint64         psr_connection_get_last_insert_id  (PsrConnection       *self);
gint64         psr_connection_get_changes         (PsrConnection       *self);
gboolean       psr_connection_bump_revision       (PsrConnection       *self,
                                                   const char          *table,
                                                   GError             **error);

G_END_DECLS
