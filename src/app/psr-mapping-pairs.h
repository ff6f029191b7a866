/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-mapping-example.h"

G_BEGIN_DECLS

#define PSR_TYPE_MAPPING_PAIRS (psr_mapping_pairs_get_type ())
G_DECLARE_FINAL_TYPE (PsrMappingPairs, psr_mapping_pairs, PSR, MAPPING_PAIRS, AdwPreferencesGroup)

PsrMappingPairs *psr_mapping_pairs_new_values     (GPtrArray         *pairs,
                                                   PsrMappingKind     kind);
PsrMappingPairs *psr_mapping_pairs_new_conditions (GPtrArray         *pairs,
                                                   PsrMappingExample *example);
GPtrArray       *psr_mapping_pairs_dup            (PsrMappingPairs   *self) G_GNUC_WARN_UNUSED_RESULT;
void             psr_mapping_pairs_set_kind       (PsrMappingPairs   *self,
                                                   PsrMappingKind     kind);

G_END_DECLS
