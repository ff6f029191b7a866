/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "psr-decimal.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrStatement:
 *
 * A prepared statement, borrowed from its connection: freeing it hands it back
 * for the next psr_connection_prepare() of the same text. It belongs to the
 * thread of its connection.
 *
 * A value that can't be bound is remembered and reported by the next
 * psr_statement_step() or psr_statement_run(), so that none is lost.
 */
typedef struct _PsrStatement PsrStatement;

void         psr_statement_free             (PsrStatement  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrStatement, psr_statement_free)

const char  *psr_statement_get_sql          (PsrStatement  *self);
void         psr_statement_bind_text        (PsrStatement  *self,
                                             int            index,
                                             const char    *value);
void         psr_statement_bind_static_text (PsrStatement  *self,
                                             int            index,
                                             const char    *value);
void         psr_statement_bind_int64       (PsrStatement  *self,
                                             int            index,
                                             gint64         value);
void         psr_statement_bind_boolean     (PsrStatement  *self,
                                             int            index,
                                             gboolean       value);
void         psr_statement_bind_decimal     (PsrStatement  *self,
                                             int            index,
                                             PsrDecimal     value);
void         psr_statement_bind_timestamp   (PsrStatement  *self,
                                             int            index,
                                             PsrTimestamp   value);
gboolean     psr_statement_step             (PsrStatement  *self,
                                             gboolean      *has_row,
                                             GError       **error);
gboolean     psr_statement_run              (PsrStatement  *self,
                                             GError       **error);
void         psr_statement_reset            (PsrStatement  *self);
gboolean     psr_statement_is_null          (PsrStatement  *self,
                                             int            column);
const char  *psr_statement_get_text         (PsrStatement  *self,
                                             int            column);
char        *psr_statement_dup_text         (PsrStatement  *self,
                                             int            column);
gint64       psr_statement_get_int64        (PsrStatement  *self,
                                             int            column);
gboolean     psr_statement_get_boolean      (PsrStatement  *self,
                                             int            column);
PsrDecimal   psr_statement_get_decimal      (PsrStatement  *self,
                                             int            column);
PsrTimestamp psr_statement_get_timestamp    (PsrStatement  *self,
                                             int            column);

G_END_DECLS
