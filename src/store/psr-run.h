/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-timestamp.h"

G_BEGIN_DECLS

#define PSR_TYPE_RUN (psr_run_get_type ())

/**
 * PsrRun:
 * @id: number of the row, 0 for one that isn't stored
 * @flow: name of the flow
 * @full: everything was read, not only changes
 * @started: when
 * @ended: when; %PSR_TIMESTAMP_NONE while it runs and for one that was cut off
 * @outcome: the engine's word for how it ended, or ""
 * @message: what went wrong, or ""
 * @n_read: records read
 * @created: records made
 * @changed: records changed
 * @unchanged: records that needed nothing
 * @skipped: records set aside with a reason
 * @failed: records that failed
 * @skipped_before: how many the flow's run before it had set aside; only read, in a list
 *
 * One run of a flow. Texts are never %NULL.
 */
typedef struct {
  gint64 id;
  char *flow;
  gboolean full;
  PsrTimestamp started;
  PsrTimestamp ended;
  char *outcome;
  char *message;
  gint64 n_read;
  gint64 created;
  gint64 changed;
  gint64 unchanged;
  gint64 skipped;
  gint64 failed;
  gint64 skipped_before;
} PsrRun;

GType   psr_run_get_type (void) G_GNUC_CONST;
PsrRun *psr_run_new      (const char   *flow);
PsrRun *psr_run_copy     (const PsrRun *self);
PsrRun *psr_run_ref      (PsrRun       *self);
void    psr_run_unref    (PsrRun       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrRun, psr_run_unref)

G_END_DECLS
