/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-field-map.h"
#include "psr-record.h"
#include "psr-sync-difference.h"
#include "psr-sync-rules.h"
#include "psr-sync-tables.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrSyncTake:
 * @PSR_SYNC_TAKE_NONE: nobody decided anything
 * @PSR_SYNC_TAKE_BC: Business Central's value counts
 * @PSR_SYNC_TAKE_WELLO: Wello's value counts
 *
 * What a person decided about values that wait for one.
 */
typedef enum
{
  PSR_SYNC_TAKE_NONE,
  PSR_SYNC_TAKE_BC,
  PSR_SYNC_TAKE_WELLO,
} PsrSyncTake;

/**
 * PsrSyncTerms:
 * @map: how the record is made
 * @wanted: the record as Business Central wants it
 * @agreed: (nullable): what both sides last agreed on
 * @lossy: (nullable): what was lost on the way to @wanted, as a candidate has it
 * @tables: (nullable): what names of codes are written from
 * @bc_modified: when Business Central changed it last
 * @both_ways: whether Wello's changes are written to Business Central
 * @conflict: whose value counts where both changed it
 * @begins: whether changes of Wello count only from now on: what is different is taken
 *   as agreed on
 * @take: what a person decided
 * @asked: (nullable): of which values, as psr_sync_differences_dup_question() has them; of
 *   others @take doesn't hold
 * @apart: (nullable): what Wello has where the two sides are left different is put into
 *   it, each value under its psr_sync_compare_get_apart_name()
 *
 * What is compared with Wello, and by which rules.
 */
typedef struct
{
  PsrFieldMap     *map;
  const PsrRecord *wanted;
  const PsrRecord *agreed;
  const char      *lossy;
  const PsrSyncTables *tables;
  PsrTimestamp     bc_modified;
  gboolean         both_ways;
  PsrSyncConflict  conflict;
  gboolean         begins;
  PsrSyncTake      take;
  const char      *asked;
  PsrRecord       *apart;
} PsrSyncTerms;

GBytes   *psr_sync_compare          (const PsrSyncTerms *terms,
                                     JsonObject         *current,
                                     GPtrArray          *differences);
const char *psr_sync_compare_get_apart_name (const char       *name);
gboolean  psr_sync_compare_is_apart_name (const char        *name);
gboolean  psr_sync_compare_has_news (PsrFieldMap        *map,
                                     const PsrRecord    *agreed,
                                     JsonObject         *current);

G_END_DECLS
