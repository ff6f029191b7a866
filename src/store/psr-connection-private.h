/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "psr-connection.h"

G_BEGIN_DECLS

PsrStatement *psr_statement_new                   (PsrConnection  *connection,
                                                   sqlite3_stmt   *statement);
void          psr_connection_take_back            (PsrConnection  *self,
                                                   sqlite3_stmt   *statement);
gboolean      psr_connection_check                (PsrConnection  *self,
                                                   int             result,
                                                   GError        **error);
gboolean      psr_connection_is_in_transaction    (PsrConnection  *self);
int           psr_connection_get_log_length       (PsrConnection  *self);
gboolean      psr_connection_move_log             (PsrConnection  *self,
                                                   GError        **error);

G_END_DECLS
