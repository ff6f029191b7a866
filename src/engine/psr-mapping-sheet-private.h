/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-field-map.h"
#include "psr-mapping-sheet.h"

G_BEGIN_DECLS

/* A mapping as it is written, beside the one that comes with the program. */
typedef struct
{
  char        *folder;   /* (nullable) */
  char        *text;
  PsrFieldMap *map;
  char        *own_text;
  PsrFieldMap *own;
} PsrMappingFiles;

gboolean         psr_mapping_files_read  (PsrMappingFiles    *files,
                                          PsrProfile         *profile,
                                          const char         *name,
                                          GError            **error);
void             psr_mapping_files_clear (PsrMappingFiles    *files);
int              psr_mapping_files_find  (PsrFieldMap        *map,
                                          const char         *target);
JsonObject      *psr_mapping_files_parse (const char         *text,
                                          guint               index);
PsrMappingField *psr_mapping_field_new   (PsrFieldMap        *map,
                                          guint               index,
                                          const char         *text,
                                          PsrMappingExample  *example);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PsrMappingFiles, psr_mapping_files_clear)

G_END_DECLS
