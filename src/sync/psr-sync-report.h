/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-sync-flow.h"
#include "psr-sync-row.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PSR_SYNC_MAX_ROWS:
 *
 * How many rows a report holds of each list at most; the figures count them all.
 */
#define PSR_SYNC_MAX_ROWS 1000

/**
 * PsrSyncReport:
 * @flow: what was synchronised
 * @full: everything was read, not only changes
 * @dry_run: nothing was written; the figures say what would have been
 * @started: when
 * @ended: when, or none while it runs
 * @n_read: records of Business Central that were looked at
 * @created: records made in Wello
 * @changed: records changed in Wello
 * @unchanged: records that needed nothing
 * @skipped: records set aside with a reason, also those of earlier runs that
 *   this one had no cause to look at again
 * @failed: records that went wrong and will be tried again
 * @coupled: records coupled with one that Wello had already
 * @written_back: records of Business Central that were changed, among those above
 * @at_hand: records of the page that is being written which have been dealt with;
 *   they are not in the figures above before the page is stored
 * @at_hand_written: how many of those were made or changed
 * @requests: requests sent to both services
 * @set_aside: how many records stay set aside after the run, those of earlier
 *   runs included
 * @knows_alone: whether it is known how many are alone, as it is after a dry run of all
 *   customers or items
 * @alone: records of Wello that no record of Business Central belongs to
 * @rows: (element-type PsrSyncRow): the skipped and failed ones
 * @notes: (element-type PsrSyncRow): carried over, but worth knowing: a name
 *   that was cut, stock below zero
 * @error: (nullable): what ended the run before its time; the figures hold for
 *   what was done until then
 *
 * What one run of a flow did. Reference counted; changes only while it runs.
 */
typedef struct
{
  PsrSyncFlow   flow;
  gboolean      full;
  gboolean      dry_run;
  PsrTimestamp  started;
  PsrTimestamp  ended;
  guint         n_read;
  guint         created;
  guint         changed;
  guint         unchanged;
  guint         skipped;
  guint         failed;
  guint         coupled;
  guint         written_back;
  guint         at_hand;
  guint         at_hand_written;
  guint         requests;
  guint         set_aside;
  gboolean      knows_alone;
  guint         alone;
  GPtrArray    *rows;
  GPtrArray    *notes;
  GError       *error;
} PsrSyncReport;

#define PSR_TYPE_SYNC_REPORT (psr_sync_report_get_type ())

GType          psr_sync_report_get_type (void) G_GNUC_CONST;
PsrSyncReport *psr_sync_report_new      (PsrSyncFlow     flow);
PsrSyncReport *psr_sync_report_ref      (PsrSyncReport  *self);
void           psr_sync_report_unref    (PsrSyncReport  *self);
void           psr_sync_report_count    (PsrSyncReport  *self,
                                         PsrSyncOutcome  outcome);
void           psr_sync_report_add_row  (PsrSyncReport  *self,
                                         PsrSyncRow     *row);
void           psr_sync_report_add_note (PsrSyncReport  *self,
                                         PsrSyncRow     *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrSyncReport, psr_sync_report_unref)

G_END_DECLS
