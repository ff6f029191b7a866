/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-engine.h"
#include "psr-mapping-more.h"

G_BEGIN_DECLS

/**
 * PsrMappingExample:
 *
 * A record as both sides have it, to be shown beside the mapping that carries it over; and
 * which properties there are to choose from. Immutable and reference counted.
 */
typedef struct _PsrMappingExample PsrMappingExample;

#define PSR_TYPE_MAPPING_EXAMPLE (psr_mapping_example_get_type ())

GType              psr_mapping_example_get_type     (void) G_GNUC_CONST;
DexFuture         *psr_engine_read_mapping_example  (PsrEngine          *self,
                                                     const char         *flow,
                                                     guint               position);
PsrMappingExample *psr_mapping_example_ref          (PsrMappingExample  *self);
void               psr_mapping_example_unref        (PsrMappingExample  *self);
const char        *psr_mapping_example_get_number   (PsrMappingExample  *self);
const char        *psr_mapping_example_get_name     (PsrMappingExample  *self);
const char * const *psr_mapping_example_get_sources (PsrMappingExample  *self);
const char * const *psr_mapping_example_get_targets (PsrMappingExample  *self,
                                                     const char         *name);
PsrMappingKind     psr_mapping_example_get_source_kind (PsrMappingExample *self,
                                                     const char         *source);
PsrMappingKind     psr_mapping_example_get_target_kind (PsrMappingExample *self,
                                                     const char         *set,
                                                     const char         *target);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrMappingExample, psr_mapping_example_unref)

G_END_DECLS
