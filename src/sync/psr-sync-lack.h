/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-sync-context.h"

G_BEGIN_DECLS

/**
 * PsrSyncLack:
 * @set: an entity set of Business Central
 * @property: a property that its records don't have here
 * @target: (nullable): what it would become in Wello; %NULL where records are recognised by it
 * @map: (nullable): the mapping that says so
 * @is_needed: whether the flow can't do without
 * @why: (nullable): what comes of it, not translated yet, where that isn't the usual
 *
 * A property that a flow would read, and that this Business Central doesn't have.
 */
typedef struct
{
  char       *set;
  char       *property;
  char       *target;
  char       *map;
  gboolean    is_needed;
  const char *why;
} PsrSyncLack;

char      *psr_sync_lack_dup_what     (const PsrSyncLack *self);
char      *psr_sync_lack_dup_why      (const PsrSyncLack *self);
const char *psr_sync_lack_get_mend    (const PsrSyncLack *self);

GPtrArray *psr_sync_lacks_list        (PsrSyncContext    *context,
                                       PsrSyncFlow        flow);
GPtrArray *psr_sync_lacks_find_fields (PsrBcSchema       *schema,
                                       const PsrFieldMap *map);
gboolean   psr_sync_lacks_is_always   (const char        *property);
gboolean   psr_sync_lacks_check       (GPtrArray         *lacks,
                                       GError           **error);
char      *psr_sync_lacks_dup_names   (GPtrArray         *lacks);

G_END_DECLS
