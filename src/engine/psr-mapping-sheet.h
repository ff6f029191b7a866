/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-mapping-example.h"
#include "psr-mapping-more.h"
#include "psr-profile.h"

G_BEGIN_DECLS

/**
 * PsrMappingState:
 * @PSR_MAPPING_AS_IT_COMES: as the program brings it
 * @PSR_MAPPING_CHANGED: of somebody's own instead
 * @PSR_MAPPING_ADDED: of somebody's own, and the program brings none
 * @PSR_MAPPING_OFF: the program brings it, and somebody took it out
 *
 * What became of a field that the program brings.
 */
typedef enum
{
  PSR_MAPPING_AS_IT_COMES,
  PSR_MAPPING_CHANGED,
  PSR_MAPPING_ADDED,
  PSR_MAPPING_OFF,
} PsrMappingState;

/**
 * PsrMappingField:
 * @state: what became of it
 * @source: the property of Business Central; "" of what is always the same
 * @target: the property of Wello
 * @title: both as people call them, translated
 * @transform: stable name of what is done on the way, one of psr_mapping_transforms where
 *   it isn't special
 * @max_length: how many characters Wello takes; 0 where that isn't limited
 * @master: stable name of who decides: `bc`, `wello` or `both`
 * @rule: what is done on the way and who decides, in words, translated
 * @is_fixed: it can't be changed here, nor switched off: records are found again by it, or
 *   it is always the same
 * @is_special: what is done on the way is changed in the file only, and stays
 * @more: its table of values, its conditions and the tables it is looked up in
 * @goes_back: whether a change in Wello can be brought to Business Central
 * @from: what the example has in Business Central, or ""
 * @to: what Wello gets of it, or "" for nothing
 * @problem: (nullable): why the example can't be carried over, translated
 *
 * How one property becomes another.
 */
typedef struct
{
  PsrMappingState  state;
  char            *source;
  char            *target;
  char            *title;
  char            *transform;
  guint            max_length;
  char            *master;
  char            *rule;
  gboolean         is_fixed;
  gboolean         is_special;
  PsrMappingMore  *more;
  gboolean         goes_back;
  char            *from;
  char            *to;
  char            *problem;
} PsrMappingField;

/**
 * PsrMappingSheet:
 * @name: stable name of the mapping, such as `customers-bc-to-wello`
 * @title: what becomes what, translated
 * @set: what Wello calls the records that are written
 * @path: (nullable) (type filename): the file of somebody's own that says so; %NULL when it
 *   is as the program brings it
 * @fields: (element-type PsrMappingField): how
 *
 * A mapping, as it is shown.
 */
typedef struct
{
  char      *name;
  char      *title;
  char      *set;
  char      *path;
  GPtrArray *fields;
} PsrMappingSheet;

char           **psr_mapping_sheet_list_names (PsrProfile        *profile,
                                               const char        *flow);
PsrMappingSheet *psr_mapping_sheet_load       (PsrProfile        *profile,
                                               const char        *name,
                                               PsrMappingExample *example,
                                               GError           **error);
void             psr_mapping_sheet_free       (PsrMappingSheet   *self);
void             psr_mapping_field_free       (gpointer           field);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrMappingSheet, psr_mapping_sheet_free)

G_END_DECLS
