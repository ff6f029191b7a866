/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-command.h"
#include "psr-coupling.h"

G_BEGIN_DECLS

/* The ledger's word for a command that couples two records, uncouples one, or has a
 * flow read everything again. */
#define PSR_COUPLE_COMMAND "couple"

/**
 * PsrCoupleCommand:
 * @flow: the stable name of a flow
 * @bc: number or GUID of a record in Business Central, or "" to have the flow read
 *   everything again
 * @wello: code or GUID of a record in Wello, or "" to uncouple the other
 *
 * A request about what belongs together in the form in which one process leaves it
 * for another.
 */
typedef struct
{
  char *flow;
  char *bc;
  char *wello;
} PsrCoupleCommand;

PsrCoupleCommand *psr_couple_command_from_command (PsrCommand        *command,
                                                   GError           **error);
void              psr_couple_command_free         (PsrCoupleCommand  *self);
PsrCommand       *psr_couple_command_make         (const char        *flow,
                                                   const char        *bc,
                                                   const char        *wello,
                                                   const char        *person);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrCoupleCommand, psr_couple_command_free)

/* What came of it, for whoever asked. */

char             *psr_couple_result_from_coupling (const PsrCoupling *coupling);
PsrCoupling      *psr_couple_result_to_coupling   (const char        *text,
                                                   GError           **error);

G_END_DECLS
