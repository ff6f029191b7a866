/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-sync-context.h"
#include "psr-sync-flow.h"

G_BEGIN_DECLS

/**
 * PsrSyncLookField:
 * @label: what people call it, translated
 * @bc: what Business Central has, as it would be written to Wello; "" for nothing
 * @wello: what Wello has
 * @agreed: what both last agreed on
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
} PsrSyncLookField;

/**
 * PsrSyncLook:
 * @number: the record's number, or ""
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
 * @fields: (element-type PsrSyncLookField): its values
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
} PsrSyncLook;

#define PSR_TYPE_SYNC_LOOK (psr_sync_look_get_type ())

GType        psr_sync_look_get_type (void) G_GNUC_CONST;
PsrSyncLook *psr_sync_look_ref      (PsrSyncLook    *self);
void         psr_sync_look_unref    (PsrSyncLook    *self);
DexFuture   *psr_sync_look          (PsrSyncContext *context,
                                     PsrSyncFlow     flow,
                                     const char     *bc_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrSyncLook, psr_sync_look_unref)

G_END_DECLS
