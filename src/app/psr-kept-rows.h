/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PsrKeptRows:
 * @dup_key: what tells an item from the others, for ever
 * @make: makes the row of an item
 * @update: (nullable): brings a row up to date that was made earlier for the same item
 *
 * How the rows of a list are made.
 */
typedef struct
{
  char      *(*dup_key) (gconstpointer  item);
  GtkWidget *(*make)    (gpointer       owner,
                         gconstpointer  item);
  void       (*update)  (gpointer       owner,
                         GtkWidget     *row,
                         gconstpointer  item);
} PsrKeptRows;

void psr_kept_rows_show (GtkListBox        *box,
                         const PsrKeptRows *kind,
                         GPtrArray         *items,
                         gpointer           owner);

G_END_DECLS
