/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-schema.h"
#include "psr-field-map.h"
#include "psr-json-item.h"
#include "psr-mapping-example.h"
#include "psr-sync-tables.h"

G_BEGIN_DECLS

struct _PsrMappingExample
{
  char          *number;
  char          *name;
  PsrJsonTree   *tree;    /* of Business Central's record; NULL where there is none */
  char          *set;
  PsrBcSchema   *schema;
  GStrv          sources;
  PsrSyncTables *tables;  /* (nullable): those that the mappings name */
  GHashTable    *targets; /* name of a set of Wello → GHashTable of names to PsrMappingKind */
  GHashTable    *lists;   /* the same → GStrv of names */
};

const PsrJsonItem *psr_mapping_example_find_source (PsrMappingExample *self,
                                                    const char        *source);
guint              psr_mapping_example_get_source_length (PsrMappingExample *self,
                                                    const char        *source);
gboolean           psr_mapping_example_is_empty    (PsrMappingExample *self);
void               psr_mapping_example_apply       (PsrMappingExample *self,
                                                    PsrFieldMap       *map,
                                                    const PsrField    *field,
                                                    char             **from,
                                                    char             **to,
                                                    GError           **problem);

G_END_DECLS
