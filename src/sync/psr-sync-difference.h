/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-field.h"

G_BEGIN_DECLS

/**
 * PsrSyncVerdict:
 * @PSR_SYNC_SAME: nothing is to be done
 * @PSR_SYNC_TO_WELLO: Business Central's value is written to Wello
 * @PSR_SYNC_TO_BC: Wello's value is written to Business Central
 * @PSR_SYNC_CONFLICT: both changed it, and a person decides
 * @PSR_SYNC_PROPOSAL: Wello changed what Business Central alone decides on
 *
 * What is to become of a value.
 */
typedef enum
{
  PSR_SYNC_SAME,
  PSR_SYNC_TO_WELLO,
  PSR_SYNC_TO_BC,
  PSR_SYNC_CONFLICT,
  PSR_SYNC_PROPOSAL,
} PsrSyncVerdict;

/**
 * PsrSyncDifference:
 * @verdict: never %PSR_SYNC_SAME or %PSR_SYNC_TO_WELLO
 * @field: (transfer none): which value; belongs to the field map
 * @theirs: what Wello has
 * @ours: (nullable): what Business Central has, in Wello's form
 * @written: Business Central has it now, confirmed
 *
 * A value that isn't settled by writing to Wello.
 */
typedef struct
{
  PsrSyncVerdict  verdict;
  const PsrField *field;
  PsrValue       *theirs;
  PsrValue       *ours;
  gboolean        written;
} PsrSyncDifference;

PsrSyncDifference *psr_sync_difference_new   (PsrSyncVerdict   verdict,
                                              const PsrField  *field,
                                              const PsrValue  *theirs,
                                              const PsrValue  *ours);
void               psr_sync_difference_free  (gpointer         self);
char              *psr_sync_difference_dup_text (const PsrSyncDifference *self);
char              *psr_sync_differences_dup_question (GPtrArray *differences);
char              *psr_sync_question_dup_mark (const char * const *questions,
                                               guint               n_questions);
char              *psr_sync_differences_dup_reason (GPtrArray      *differences,
                                                    PsrSyncVerdict  verdict);
gboolean           psr_sync_differences_can_be_accepted (GPtrArray *differences);
gboolean           psr_sync_differences_have (GPtrArray       *differences,
                                              PsrSyncVerdict   verdict);

G_END_DECLS
