/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-client.h"

G_BEGIN_DECLS

/**
 * PsrResourceTrialResult:
 * @PSR_RESOURCE_TRIAL_WORKS: a quote with a line of each was accepted
 * @PSR_RESOURCE_TRIAL_REFUSED: it was refused with the lines, and accepted without
 * @PSR_RESOURCE_TRIAL_UNKNOWN: no quote was accepted at all, which says nothing of the
 *   resources
 *
 * Whether hours can be billed as resources that somebody named.
 */
typedef enum
{
  PSR_RESOURCE_TRIAL_WORKS,
  PSR_RESOURCE_TRIAL_REFUSED,
  PSR_RESOURCE_TRIAL_UNKNOWN,
} PsrResourceTrialResult;

gboolean psr_resource_trial_make (PsrBcClient             *bc,
                                  const char * const      *numbers,
                                  PsrResourceTrialResult  *result,
                                  char                   **why,
                                  char                   **left,
                                  GError                 **error);

G_END_DECLS
