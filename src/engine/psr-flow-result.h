/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PsrFlowRowKind:
 * @PSR_FLOW_ROW_SKIPPED: not carried over; a person has to mend it
 * @PSR_FLOW_ROW_FAILED: went wrong this time, and is tried again
 * @PSR_FLOW_ROW_NOTE: carried over, but worth knowing
 */
typedef enum
{
  PSR_FLOW_ROW_SKIPPED,
  PSR_FLOW_ROW_FAILED,
  PSR_FLOW_ROW_NOTE,
} PsrFlowRowKind;

/**
 * PsrFlowRow:
 * @kind: what became of the record
 * @number: the record's number or name, as people know it
 * @reason: why, translated
 * @mend: (nullable): what to do about it, translated
 *
 * A record that a person should know about.
 */
typedef struct
{
  PsrFlowRowKind  kind;
  char           *number;
  char           *reason;
  char           *mend;
} PsrFlowRow;

/**
 * PsrFlowResult:
 * @flow: the stable name of the flow, such as `customers`
 * @title: its name, translated
 * @error: (nullable): what ended the flow before its time
 * @rows: (element-type PsrFlowRow): the records that a person should know about
 *
 * What one run of one flow did.
 */
typedef struct
{
  char      *flow;
  char      *title;
  guint      read;
  guint      created;
  guint      changed;
  guint      unchanged;
  guint      skipped;
  guint      failed;
  guint      coupled;      /* records of both services that weren't coupled before */
  guint      alone;        /* of a dry run: records that only Wello has, where that is known */
  guint      written_back; /* records of Business Central that were changed or made */
  guint      requests;
  gint64     duration; /* microseconds */
  GError    *error;
  GPtrArray *rows;
} PsrFlowResult;

#define PSR_TYPE_FLOW_RESULT (psr_flow_result_get_type ())

GType          psr_flow_result_get_type (void) G_GNUC_CONST;
PsrFlowResult *psr_flow_result_new      (const char    *flow,
                                         const char    *title);
PsrFlowResult *psr_flow_result_ref      (PsrFlowResult *self);
void           psr_flow_result_unref    (PsrFlowResult *self);
void           psr_flow_result_add_row  (PsrFlowResult  *self,
                                         PsrFlowRowKind  kind,
                                         const char     *number,
                                         const char     *reason,
                                         const char     *mend);
const char    *psr_flow_row_kind_to_string
                                        (PsrFlowRowKind  kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrFlowResult, psr_flow_result_unref)

G_END_DECLS
