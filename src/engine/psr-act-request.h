/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PsrActRequest:
 * @act: what is decided: `unapprove`, `withdraw`, `retry`, `take`, `skip`, `unskip`, `mark-billed`
 *   or `unmark`
 * @numbers: (nullable): numbers of Wello invoices, external document numbers, or
 *   numbers of work orders that have one invoice; %NULL to retry all that was refused, or
 *   to take back all approvals
 * @bc_numbers: (nullable): for `mark-billed`, the number in Business Central of each
 * @reason: (nullable): why, for the audit; needed to skip
 * @despite: do it although it was warned of
 * @person: who decides
 * @stays: whether it is left to whoever works next when the engine is stopped before it
 *   is done
 *
 * What a person decided about documents.
 */
typedef struct
{
  char      *act;
  char     **numbers;
  char     **bc_numbers;
  char      *reason;
  gboolean   despite;
  char      *person;
  gboolean   stays;
} PsrActRequest;

/**
 * PsrActFailure:
 * @number: what was named
 * @what: what could not be done, translated
 * @why: why, or ""
 * @mend: how to mend it, or ""
 *
 * What could not be done for one document.
 */
typedef struct
{
  char *number;
  char *what;
  char *why;
  char *mend;
} PsrActFailure;

/**
 * PsrActAnswer:
 * @rows: (element-type PsrWorkOrder): the documents for which it was done, as they
 *   are now
 * @failures: (element-type PsrActFailure): what could not be done
 * @open: how many of @rows aren't where the decision leads: under way, or somebody
 *   has to look
 * @stopped: (nullable): why sending stopped before its end
 *
 * What became of it.
 */
typedef struct
{
  GPtrArray *rows;
  GPtrArray *failures;
  guint      open;
  GError    *stopped;
} PsrActAnswer;

#define PSR_TYPE_ACT_REQUEST (psr_act_request_get_type ())
#define PSR_TYPE_ACT_ANSWER (psr_act_answer_get_type ())

GType          psr_act_request_get_type (void) G_GNUC_CONST;
PsrActRequest *psr_act_request_new      (const char         *act,
                                         const char * const *numbers,
                                         const char         *person);
PsrActRequest *psr_act_request_ref      (PsrActRequest      *self);
void           psr_act_request_unref    (PsrActRequest      *self);

GType          psr_act_answer_get_type  (void) G_GNUC_CONST;
PsrActAnswer  *psr_act_answer_new       (void);
void           psr_act_answer_add_failure (PsrActAnswer     *self,
                                         const char         *number,
                                         const char         *what,
                                         const char         *why,
                                         const char         *mend);
PsrActAnswer  *psr_act_answer_ref       (PsrActAnswer       *self);
void           psr_act_answer_unref     (PsrActAnswer       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrActRequest, psr_act_request_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrActAnswer, psr_act_answer_unref)

G_END_DECLS
