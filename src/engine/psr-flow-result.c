/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-flow-result"

#include "config.h"

#include "psr-flow-result.h"

G_DEFINE_BOXED_TYPE (PsrFlowResult, psr_flow_result, psr_flow_result_ref, psr_flow_result_unref)

static void
psr_flow_row_free (gpointer data)
{
  PsrFlowRow *row = data;

  g_free (row->number);
  g_free (row->reason);
  g_free (row->mend);
  g_free (row);
}

static void
psr_flow_result_clear (gpointer data)
{
  PsrFlowResult *self = data;

  g_free (self->flow);
  g_free (self->title);
  g_clear_error (&self->error);
  g_ptr_array_unref (self->rows);
}

/**
 * psr_flow_result_new:
 * @flow: the stable name of a flow
 * @title: its name, translated
 *
 * Returns: (transfer full): a result with nothing in it
 */
PsrFlowResult *
psr_flow_result_new (const char *flow,
                     const char *title)
{
  PsrFlowResult *self;

  g_return_val_if_fail (flow != NULL && title != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrFlowResult);
  self->flow = g_strdup (flow);
  self->title = g_strdup (title);
  self->rows = g_ptr_array_new_with_free_func (psr_flow_row_free);

  return self;
}

/**
 * psr_flow_result_ref:
 * @self: a result
 *
 * Returns: (transfer full): @self
 */
PsrFlowResult *
psr_flow_result_ref (PsrFlowResult *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_flow_result_unref:
 * @self: (transfer full): a result
 */
void
psr_flow_result_unref (PsrFlowResult *self)
{
  g_atomic_rc_box_release_full (self, psr_flow_result_clear);
}

/**
 * psr_flow_result_add_row:
 * @self: a result that nobody else has yet
 * @kind: what became of the record
 * @number: the record's number or name
 * @reason: why, translated
 * @mend: (nullable): what to do about it, translated
 *
 * Adds a record that a person should know about.
 */
void
psr_flow_result_add_row (PsrFlowResult  *self,
                         PsrFlowRowKind  kind,
                         const char     *number,
                         const char     *reason,
                         const char     *mend)
{
  PsrFlowRow *row;

  g_return_if_fail (self != NULL);
  g_return_if_fail (reason != NULL);

  row = g_new0 (PsrFlowRow, 1);
  row->kind = kind;
  row->number = g_strdup (number);
  row->reason = g_strdup (reason);
  row->mend = g_strdup (mend);
  g_ptr_array_add (self->rows, row);
}

/**
 * psr_flow_row_kind_to_string:
 * @kind: a kind
 *
 * Returns: its stable name: `skipped`, `failed` or `note`
 */
const char *
psr_flow_row_kind_to_string (PsrFlowRowKind kind)
{
  static const char * const names[] = { "skipped", "failed", "note" };

  g_return_val_if_fail (kind < G_N_ELEMENTS (names), NULL);

  return names[kind];
}
