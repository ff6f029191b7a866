/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "psr-decimal.h"

G_BEGIN_DECLS

/**
 * PsrCliTable:
 *
 * Rows of text with a heading, written in columns that are as wide as their
 * widest cell.
 */
typedef struct _PsrCliTable PsrCliTable;

PsrCliTable *psr_cli_table_new          (void);
void         psr_cli_table_free         (PsrCliTable *self);
void         psr_cli_table_add_column   (PsrCliTable *self,
                                         const char  *title,
                                         gboolean     is_number);
void         psr_cli_table_set_cell     (PsrCliTable *self,
                                         const char  *text);
void         psr_cli_table_take_cell    (PsrCliTable *self,
                                         char        *text);
guint        psr_cli_table_get_n_rows   (PsrCliTable *self);
char        *psr_cli_table_to_string    (PsrCliTable *self);
void         psr_cli_table_print        (PsrCliTable *self);

char        *psr_cli_dup_count       (gint64       count);
char        *psr_cli_dup_number      (PsrDecimal   value);
char        *psr_cli_dup_fixed       (PsrDecimal   value,
                                      guint        places);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrCliTable, psr_cli_table_free)

G_END_DECLS
