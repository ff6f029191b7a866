/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrSyncConflict:
 * @PSR_SYNC_BC_WINS: Business Central's value counts
 * @PSR_SYNC_WELLO_WINS: Wello's value counts
 * @PSR_SYNC_NEWEST_WINS: that of the record which was changed last
 * @PSR_SYNC_ASK: a person decides; until then both stay as they are
 *
 * Whose value counts where both sides changed one that both may change.
 */
typedef enum
{
  PSR_SYNC_BC_WINS,
  PSR_SYNC_WELLO_WINS,
  PSR_SYNC_NEWEST_WINS,
  PSR_SYNC_ASK,
} PsrSyncConflict;

/**
 * PsrSyncRules:
 * @both_ways: whether changes of Wello are written to Business Central, too
 * @conflict: whose value counts where both changed it
 * @takes_prices: whether prices of Wello are, too, where @both_ways; of items only
 * @filter: (nullable): which records of Business Central the flow is about, as an
 *   OData expression; %NULL for all
 * @wello_filter: (nullable): of which records in Wello changes are taken over
 *
 * How an administrator wants a flow to work.
 */
typedef struct
{
  gboolean         both_ways;
  PsrSyncConflict  conflict;
  gboolean         takes_prices;
  char            *filter;
  char            *wello_filter;
} PsrSyncRules;

const char *psr_sync_conflict_to_string   (PsrSyncConflict  conflict);
gboolean    psr_sync_conflict_from_string (const char      *text,
                                           PsrSyncConflict *out);
void        psr_sync_rules_set            (PsrSyncRules       *self,
                                           const PsrSyncRules *other);
void        psr_sync_rules_clear          (PsrSyncRules       *self);

G_END_DECLS
