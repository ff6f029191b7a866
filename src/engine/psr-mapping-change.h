/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-mapping-sheet.h"

G_BEGIN_DECLS

/**
 * PsrMappingChange:
 * @field: (nullable): the property of Wello whose field is meant; %NULL for a new one
 * @is_off: it isn't carried over at all; the rest of this is of no account then
 * @source: the property of Business Central
 * @target: the property of Wello
 * @transform: stable name of what is done on the way, one of psr_mapping_transforms
 * @max_length: how many characters Wello takes, where @transform wants to know
 * @master: stable name of who decides
 * @more: (nullable): the table of values, conditions and tables; %NULL for those that are
 *   there
 *
 * What is to become of a field.
 */
typedef struct
{
  const char           *field;
  gboolean              is_off;
  const char           *source;
  const char           *target;
  const char           *transform;
  guint                 max_length;
  const char           *master;
  const PsrMappingMore *more;
} PsrMappingChange;

/**
 * PsrMappingWord:
 * @name: a stable name
 * @title: what it means, not translated yet
 * @takes_length: of what is done on the way: whether it wants to know how much fits
 *
 * Something that can be chosen.
 */
typedef struct
{
  const char *name;
  const char *title;
  gboolean    takes_length;
} PsrMappingWord;

/* Both end with a NULL name. */
extern const PsrMappingWord psr_mapping_transforms[];
extern const PsrMappingWord psr_mapping_masters[];

PsrMappingField *psr_mapping_change_try   (PsrProfile             *profile,
                                           const char             *name,
                                           const PsrMappingChange *change,
                                           PsrMappingExample      *example,
                                           GError                **error);
gboolean         psr_mapping_change_save  (PsrProfile             *profile,
                                           const char             *name,
                                           const PsrMappingChange *change,
                                           PsrMappingExample      *example,
                                           GError                **error);
gboolean         psr_mapping_change_reset (PsrProfile             *profile,
                                           const char             *name,
                                           GError                **error);

G_END_DECLS
