/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-command.h"
#include "psr-connection.h"

G_BEGIN_DECLS

/* For PsrSqliteLedger: the commands. */

typedef struct {
  PsrCommand *command;
  char *kind;
  char *holder;
  char *person;
  char *text; /* reason or result */
  gint64 id;
  guint limit;
  gboolean success;
  PsrTimestamp now;
} PsrSqliteCommandJob;

PsrSqliteCommandJob *psr_sqlite_command_job_new  (PsrCommand    *command,
                                                  const char    *holder,
                                                  const char    *text,
                                                  PsrTimestamp   now);
void                 psr_sqlite_command_job_free (gpointer       data);
DexFuture           *psr_sqlite_commands_add     (PsrConnection *connection,
                                                  gpointer       data);
DexFuture           *psr_sqlite_commands_take    (PsrConnection *connection,
                                                  gpointer       data);
DexFuture           *psr_sqlite_commands_finish  (PsrConnection *connection,
                                                  gpointer       data);
DexFuture           *psr_sqlite_commands_give_up (PsrConnection *connection,
                                                  gpointer       data);
DexFuture           *psr_sqlite_commands_release (PsrConnection *connection,
                                                  gpointer       data);
DexFuture           *psr_sqlite_commands_get     (PsrConnection *connection,
                                                  gpointer       data);
DexFuture           *psr_sqlite_commands_list    (PsrConnection *connection,
                                                  gpointer       data);

G_END_DECLS
