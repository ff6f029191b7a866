/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

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

/**
 * PsrMappingPair:
 * @name: of a table of values: what Business Central has, "" for what is empty there; of a
 *   condition: the property
 * @value: what Wello gets; or what the property has to be; `true` and `false` of a yes or no
 * @kind: what @value is
 *
 * A line of a table of values, or a condition.
 */
typedef struct
{
  char           *name;
  char           *value;
  PsrMappingKind  kind;
} PsrMappingPair;

/**
 * PsrMappingMore:
 * @values: (element-type PsrMappingPair): the table of values, in its order
 * @conditions: (element-type PsrMappingPair): what has to hold, all of it
 * @fallback: (nullable): what Wello gets where there is nothing, or nothing that the table
 *   knows
 * @fallback_kind: what @fallback is
 * @omits_empty: where there is nothing Wello keeps what it has
 * @clears: with @omits_empty: but what Business Central doesn't have any more is emptied
 * @via: (nullable): the set of Business Central in which an id has its code
 * @look_up: (nullable): the table of Wello in which a code has its id
 * @embed: (nullable): the set of Business Central in which a code has its name
 *
 * What a field of a mapping has to it beyond names and lengths.
 */
typedef struct
{
  GPtrArray      *values;
  GPtrArray      *conditions;
  char           *fallback;
  PsrMappingKind  fallback_kind;
  gboolean        omits_empty;
  gboolean        clears;
  char           *via;
  char           *look_up;
  char           *embed;
} PsrMappingMore;

PsrMappingPair *psr_mapping_pair_new      (const char           *name,
                                           const char           *value,
                                           PsrMappingKind        kind) G_GNUC_WARN_UNUSED_RESULT;
void            psr_mapping_pair_free     (gpointer              pair);
char           *psr_mapping_pair_dup_shown (const PsrMappingPair *self) G_GNUC_WARN_UNUSED_RESULT;
char           *psr_mapping_pair_dup_line (const PsrMappingPair *self) G_GNUC_WARN_UNUSED_RESULT;
PsrMappingMore *psr_mapping_more_new      (void) G_GNUC_WARN_UNUSED_RESULT;
PsrMappingMore *psr_mapping_more_new_json (JsonObject           *field) G_GNUC_WARN_UNUSED_RESULT;
PsrMappingMore *psr_mapping_more_copy     (const PsrMappingMore *self) G_GNUC_WARN_UNUSED_RESULT;
void            psr_mapping_more_free     (PsrMappingMore       *self);
const char     *psr_mapping_more_get_way  (const PsrMappingMore *self,
                                           const char           *transform);
PsrMappingKind  psr_mapping_more_guess_kind (const PsrMappingMore *self,
                                           const char           *way);
gboolean        psr_mapping_more_put      (const PsrMappingMore *self,
                                           const char           *way,
                                           PsrMappingKind        kind,
                                           JsonObject           *field,
                                           GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrMappingMore, psr_mapping_more_free)

G_END_DECLS
