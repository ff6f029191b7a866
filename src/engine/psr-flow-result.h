/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PsrFlowRow:
 * @number: the record's number or name, as people know it
 * @failed: whether the other side refused it; otherwise it was passed over
 * @reason: why, translated
 * @mend: (nullable): what to do about it, translated
 *
 * A row that a flow didn't carry over.
 */
typedef struct
{
  char     *number;
  gboolean  failed;
  char     *reason;
  char     *mend;
} PsrFlowRow;

/**
 * PsrFlowResult:
 * @flow: the stable name of the flow, such as `customers`
 * @title: its name, translated
 * @error: (nullable): what ended the flow before its time
 * @rows: (element-type PsrFlowRow): the rows that were not carried over
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
void           psr_flow_result_add_row  (PsrFlowResult *self,
                                         const char    *number,
                                         gboolean       failed,
                                         const char    *reason,
                                         const char    *mend);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrFlowResult, psr_flow_result_unref)

G_END_DECLS
