/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-write-outcome.h"

G_BEGIN_DECLS

/**
 * PsrWelloUpdate:
 * @outcome: (nullable): what became of the PUT; %NULL when the record already
 *   was as it should be and nothing was sent
 *
 * What became of a GET-modify-PUT. Immutable and reference counted.
 */
typedef struct
{
  PsrWriteOutcome *outcome;
} PsrWelloUpdate;

#define PSR_TYPE_WELLO_UPDATE (psr_wello_update_get_type ())

GType           psr_wello_update_get_type (void) G_GNUC_CONST;
PsrWelloUpdate *psr_wello_update_new      (PsrWriteOutcome *outcome);
PsrWelloUpdate *psr_wello_update_ref      (PsrWelloUpdate  *self);
void            psr_wello_update_unref    (PsrWelloUpdate  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrWelloUpdate, psr_wello_update_unref)

G_END_DECLS
