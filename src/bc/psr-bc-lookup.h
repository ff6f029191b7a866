/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-document.h"

G_BEGIN_DECLS

/**
 * PsrBcLookup:
 * @documents: (element-type PsrBcDocument): what was found of the kinds that were
 *   looked for; several may carry the same external number
 * @voids: (element-type PsrBcDocument): posted invoices of which nothing is billed,
 *   such as Business Central leaves of a deleted draft; not among @documents
 * @earliest: the least `Date` of all the answers that make up the look-up, or
 *   none when one of them had none. What *isn't* among the documents wasn't
 *   there at this time of the server's own clock.
 * @latest: the greatest `Date` of these answers, or none
 *
 * @own: (nullable): GUIDs of documents that are known to be the one asked for, whatever
 *   their external number is by now
 *
 * What a look-up by external document numbers found. Immutable and reference
 * counted.
 */
typedef struct
{
  GPtrArray    *documents;
  GPtrArray    *voids;
  PsrTimestamp  earliest;
  PsrTimestamp  latest;
  GHashTable   *own;
} PsrBcLookup;

#define PSR_TYPE_BC_LOOKUP (psr_bc_lookup_get_type ())

GType          psr_bc_lookup_get_type (void) G_GNUC_CONST;
PsrBcLookup   *psr_bc_lookup_new      (GPtrArray         *documents,
                                       PsrTimestamp       earliest,
                                       PsrTimestamp       latest);
PsrBcLookup   *psr_bc_lookup_new_with_voids (GPtrArray  *documents,
                                             GPtrArray  *voids,
                                             PsrTimestamp earliest,
                                             PsrTimestamp latest);
PsrBcLookup   *psr_bc_lookup_new_with_own (PsrBcLookup  *lookup,
                                           GPtrArray    *own);
gboolean       psr_bc_lookup_is_own   (const PsrBcLookup   *self,
                                       const PsrBcDocument *document);
gboolean       psr_bc_lookup_is_of    (const PsrBcLookup   *self,
                                       const PsrBcDocument *document,
                                       const char          *external_number);
PsrBcLookup   *psr_bc_lookup_ref      (PsrBcLookup       *self);
void           psr_bc_lookup_unref    (PsrBcLookup       *self);
PsrBcDocument *psr_bc_lookup_find     (const PsrBcLookup *self,
                                       const char        *external_number);
guint          psr_bc_lookup_count    (const PsrBcLookup *self,
                                       const char        *external_number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcLookup, psr_bc_lookup_unref)

G_END_DECLS
