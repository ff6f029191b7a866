/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-act-request.h"
#include "psr-billing-act.h"
#include "psr-command.h"

G_BEGIN_DECLS

/* The ledger's word for a command that a person decided about documents. */
#define PSR_ACT_COMMAND "act"

/**
 * PsrActCommand:
 * @kind: what is decided
 * @numbers: (array zero-terminated=1): about what; empty for the documents of the
 *   command
 * @bc_numbers: (array zero-terminated=1): as many, for %PSR_BILLING_ACT_MARK_BILLED;
 *   else empty
 * @documents: (element-type gint64): documents of the ledger
 * @reason: why, or ""
 * @despite: do it although it was warned of
 *
 * A person's decision in the form in which one process leaves it for another.
 */
typedef struct
{
  PsrBillingActKind   kind;
  char              **numbers;
  char              **bc_numbers;
  GArray             *documents;
  char               *reason;
  gboolean            despite;
} PsrActCommand;

PsrActCommand *psr_act_command_from_command (PsrCommand     *command,
                                             GError        **error);
void           psr_act_command_free         (PsrActCommand  *self);
PsrCommand    *psr_act_command_make         (PsrActRequest  *request,
                                             const char     *person,
                                             GArray         *documents);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrActCommand, psr_act_command_free)

/* What came of it, for whoever asked. */

char          *psr_act_result_from_answer   (PsrActAnswer   *answer,
                                             GArray         *ids);
PsrActAnswer  *psr_act_result_to_answer     (const char     *text,
                                             GArray         *ids,
                                             GError        **error);

G_END_DECLS
