/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/**
 * PsrTableRows:
 * @next: reads the next rows: a future that resolves to a #GPtrArray, which is empty at the end
 * @add: writes one of them, unless it isn’t wanted
 * @data: what they are called with
 *
 * The rows of a table that is too long to be read at once.
 */
typedef struct
{
  DexFuture *(*next) (gpointer data);
  void       (*add)  (GString       *out,
                      gconstpointer  row,
                      gpointer       data);
  gpointer     data;
} PsrTableRows;

/**
 * PsrTableWrote:
 * @n_rows: how many rows were written now
 * @user_data: the data given with the function
 *
 * Called in a fiber, whose stack is small.
 */
typedef void (*PsrTableWrote) (guint    n_rows,
                               gpointer user_data);

gboolean psr_table_write_rows (GFile               *file,
                               char               **titles,
                               const PsrTableRows  *rows,
                               GCancellable        *stop,
                               PsrTableWrote        wrote,
                               gpointer             user_data,
                               GError             **error);

G_END_DECLS
