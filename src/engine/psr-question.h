/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-flow-view.h"

G_BEGIN_DECLS

/**
 * PsrQuestion:
 * @flow: the stable name of the flow
 * @title: its name, translated
 * @row: the record
 * @number: the record's number or name, as people know it
 * @code: `conflict`, `proposal` or `new-account`; "" where nothing is asked
 * @reason: what is to be decided, translated
 * @mend: what else can be done about it, translated, or ""
 * @mark: what stands for the values that are asked about, as they are shown in @reason and
 *   @view; "" where they weren't read
 * @since: since when it waits
 * @view: (nullable): the record as both sides have it, where it is on both
 *
 * A record of which a person decides whose values count. Reference counted.
 */
typedef struct
{
  char          *flow;
  char          *title;
  char          *row;
  char          *number;
  char          *code;
  char          *reason;
  char          *mend;
  char          *mark;
  PsrTimestamp   since;
  PsrRecordView *view;
} PsrQuestion;

#define PSR_TYPE_QUESTION (psr_question_get_type ())

GType        psr_question_get_type (void) G_GNUC_CONST;
PsrQuestion *psr_question_new      (const char  *flow,
                                    const char  *title,
                                    const char  *row);
PsrQuestion *psr_question_ref      (PsrQuestion *self);
void         psr_question_unref    (PsrQuestion *self);
gboolean     psr_question_can_accept (const PsrQuestion *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrQuestion, psr_question_unref)

G_END_DECLS
