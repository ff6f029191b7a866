/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-mapping-change.h"

G_BEGIN_DECLS

/* Rows in which something of a mapping is chosen or typed. */

GtkWidget            *psr_mapping_rows_make_words (const char            *title,
                                                   const PsrMappingWord  *words,
                                                   const char            *chosen);
GtkWidget            *psr_mapping_rows_make_names (const char            *title,
                                                   const char * const    *names,
                                                   const char            *chosen);
GtkWidget            *psr_mapping_rows_make_value (const char            *title,
                                                   PsrMappingKind         kind,
                                                   const char            *value);
GtkWidget            *psr_mapping_rows_make_entry (const char            *title,
                                                   const char            *text);
const PsrMappingWord *psr_mapping_rows_get_word   (GtkWidget             *row,
                                                   const PsrMappingWord  *words);
const char           *psr_mapping_rows_get_name   (GtkWidget             *row);
const char           *psr_mapping_rows_get_value  (GtkWidget             *row);
void                  psr_mapping_rows_follow     (GtkWidget             *row,
                                                   GCallback              callback,
                                                   gpointer               object);

G_END_DECLS
