/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <libdex.h>

G_BEGIN_DECLS

/**
 * PsrTablePages:
 * @next: reads the next rows: a future that resolves to a #GPtrArray, which is empty at the end
 * @add: writes one of them, unless it isn’t wanted; may run anywhere
 * @free: (nullable): frees @data
 * @data: what they are called with
 * @done: what is said once the table is there, translated
 * @failed: the heading of what is said otherwise, translated
 *
 * A table that is too long to be read at once.
 */
typedef struct
{
  DexFuture      *(*next) (gpointer data);
  void            (*add)  (GString       *out,
                           gconstpointer  row,
                           gpointer       data);
  GDestroyNotify    free;
  gpointer          data;
  const char       *done;
  const char       *failed;
} PsrTablePages;

DexFuture *psr_table_pages_write (GtkWidget           *widget,
                                  GFile               *file,
                                  const char * const  *titles,
                                  const PsrTablePages *pages);

G_END_DECLS
