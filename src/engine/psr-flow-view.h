/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrFlowDay:
 * @day: the day, "YYYY-MM-DD"
 * @runs: how many runs began on it
 * @broken: how many of them ended before their time
 * @created: records made
 * @changed: records changed
 * @open: the most records that a run left set aside, or that went wrong
 *
 * What a flow did on one day.
 */
typedef struct
{
  char  *day;
  guint  runs;
  guint  broken;
  guint  created;
  guint  changed;
  guint  open;
} PsrFlowDay;

PsrFlowDay *psr_flow_day_new  (const char *day);
void        psr_flow_day_free (PsrFlowDay *self);

/**
 * PsrRecordField:
 * @label: what people call it, translated
 * @bc: what Business Central has, in the form in which Wello gets it; or ""
 * @wello: what Wello has, or ""
 * @agreed: what both last agreed on, or ""
 * @differs: whether both sides differ
 *
 * One value of a record.
 */
typedef struct
{
  char     *label;
  char     *bc;
  char     *wello;
  char     *agreed;
  gboolean  differs;
} PsrRecordField;

/**
 * PsrRecordView:
 * @number: its number, or ""
 * @name: its name, or ""
 * @has_bc: whether Business Central has it
 * @has_wello: whether Wello has it
 * @is_coupled: whether the two are coupled
 * @wello_id: canonical GUID in Wello of what it is coupled with, or ""
 * @agreed_at: when both last agreed, or %PSR_TIMESTAMP_NONE
 * @problem: (nullable): why it can't be carried over, as it is now
 * @mark: what stands for the values that a person is asked about; "" where nothing is
 * @can_accept: whether Wello's value can be taken for one of them
 * @question: those values in words, translated; ""
 * @fields: (element-type PsrRecordField): its values
 *
 * A record as both sides have it.
 */
typedef struct
{
  char         *number;
  char         *name;
  gboolean      has_bc;
  gboolean      has_wello;
  gboolean      is_coupled;
  char         *wello_id;
  PsrTimestamp  agreed_at;
  GError       *problem;
  char         *mark;
  gboolean      can_accept;
  char         *question;
  GPtrArray    *fields;
} PsrRecordView;

#define PSR_TYPE_RECORD_VIEW (psr_record_view_get_type ())

GType           psr_record_view_get_type  (void) G_GNUC_CONST;
PsrRecordView  *psr_record_view_new       (const char    *number,
                                           const char    *name);
PsrRecordView  *psr_record_view_ref       (PsrRecordView *self);
void            psr_record_view_unref     (PsrRecordView *self);
gboolean        psr_record_view_is_left   (const PsrRecordView *self);
PsrRecordField *psr_record_view_add_field (PsrRecordView *self,
                                           const char    *label);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrFlowDay, psr_flow_day_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrRecordView, psr_record_view_unref)

G_END_DECLS
