/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-schema.h"
#include "psr-field-map.h"
#include "psr-json-item.h"
#include "psr-mapping-example.h"

G_BEGIN_DECLS

struct _PsrMappingExample
{
  char        *number;
  char        *name;
  PsrJsonTree *tree;    /* of Business Central's record; NULL where there is none */
  char        *set;
  PsrBcSchema *schema;
  GStrv        sources;
  GHashTable  *targets; /* name of a set of Wello → GHashTable of names to PsrMappingKind */
  GHashTable  *lists;   /* the same → GStrv of names */
};

/**
 * PsrMappingKind:
 * @PSR_MAPPING_UNKNOWN: nothing is known, as of what is empty
 *
 * What a property holds.
 */
typedef enum
{
  PSR_MAPPING_UNKNOWN,
  PSR_MAPPING_TEXT,
  PSR_MAPPING_NUMBER,
  PSR_MAPPING_BOOLEAN,
  PSR_MAPPING_OBJECT,
} PsrMappingKind;

const PsrJsonItem *psr_mapping_example_find_source (PsrMappingExample *self,
                                                    const char        *source);
PsrMappingKind     psr_mapping_example_get_source_kind (PsrMappingExample *self,
                                                    const char        *source);
PsrMappingKind     psr_mapping_example_get_target_kind (PsrMappingExample *self,
                                                    const char        *set,
                                                    const char        *target);
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
