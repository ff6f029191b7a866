/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-trouble.h"

G_BEGIN_DECLS

/**
 * PsrFindingKind:
 * @PSR_FINDING_OK: as it should be
 * @PSR_FINDING_WARNING: worth knowing; the work goes on
 * @PSR_FINDING_PROBLEM: something needs a person
 */
typedef enum
{
  PSR_FINDING_OK,
  PSR_FINDING_WARNING,
  PSR_FINDING_PROBLEM,
} PsrFindingKind;

/**
 * PsrFinding:
 * @kind: how bad it is
 * @trouble: whom or what it is about
 * @id: a stable name of what was looked at, for programs
 * @what: what was found, translated
 * @why: (nullable): why it is so, translated
 * @mend: (nullable): what to do about it, translated
 *
 * One thing that a check found. Immutable.
 */
typedef struct
{
  PsrFindingKind  kind;
  PsrTrouble      trouble;
  char           *id;
  char           *what;
  char           *why;
  char           *mend;
} PsrFinding;

#define PSR_TYPE_FINDING (psr_finding_get_type ())

GType       psr_finding_get_type       (void) G_GNUC_CONST;
PsrFinding *psr_finding_new            (PsrFindingKind  kind,
                                        const char     *id,
                                        const char     *what,
                                        const char     *why,
                                        const char     *mend);
PsrFinding *psr_finding_new_for_error  (const char     *id,
                                        const GError   *error);
PsrFinding *psr_finding_ref            (PsrFinding     *self);
void        psr_finding_unref          (PsrFinding     *self);
const char *psr_finding_kind_to_string (PsrFindingKind  kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrFinding, psr_finding_unref)

G_END_DECLS
