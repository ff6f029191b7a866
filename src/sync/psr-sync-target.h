/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-sync-context.h"
#include "psr-sync-flow.h"

G_BEGIN_DECLS

/* A record of Business Central becomes a company and a contact, or an article:
 * one or two parts. */
#define PSR_SYNC_MAX_PARTS 2

/**
 * PsrSyncTarget:
 * @entity: the kind of record, in the link table and in the mirror
 * @set: where it is in Wello
 * @map: how it is made
 *
 * What a part of a record is.
 */
typedef struct
{
  PsrEntity    entity;
  PsrWelloSet  set;
  PsrFieldMap *map;
} PsrSyncTarget;

guint     psr_sync_target_list         (PsrSyncContext      *context,
                                        PsrSyncFlow          flow,
                                        PsrSyncTarget       *targets);
PsrEntity psr_sync_target_get_entity   (PsrSyncFlow          flow);
PsrBcSet  psr_sync_target_get_bc_set   (PsrSyncFlow          flow);
const char *psr_sync_target_get_bc_filter  (PsrSyncFlow      flow);
char     *psr_sync_target_dup_bc_filter    (PsrSyncFlow      flow,
                                            const char      *filter);
char     *psr_sync_target_dup_bc_select    (PsrSyncContext  *context,
                                            PsrSyncFlow      flow);
char     *psr_sync_target_dup_wello_select (const PsrSyncTarget *target);

G_END_DECLS
