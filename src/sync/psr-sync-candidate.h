/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-agreed.h"
#include "psr-json-item.h"
#include "psr-link.h"
#include "psr-mirror-record.h"
#include "psr-record.h"
#include "psr-sync-row.h"
#include "psr-sync-tables.h"
#include "psr-sync-target.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrSyncPart:
 * @values: the record as Wello is to have it, as JSON text
 * @hash: fingerprint of @values
 * @lossy: what was lost on the way, as JSON text, or ""
 * @key: (nullable): the code or the last name by which a record in Wello that
 *   isn't coupled is found
 * @record: (nullable): @values, once they were compared
 * @link: (nullable): what it is coupled with
 * @agreed: (nullable): what both sides last agreed on
 * @agreed_record: (nullable): the values of @agreed
 * @theirs: (nullable): the record as it was just read from Wello
 * @wello_id: (nullable): the record in Wello that it is or will be coupled with
 * @how: (nullable): how @wello_id was found, %NULL when by @link
 * @differences: (nullable) (element-type PsrSyncDifference): values that aren't settled
 *   by writing to Wello
 * @question: (nullable): where a person decided: about what in this part
 * @apart: (nullable): what Wello has where the two sides are left different, as
 *   psr_sync_compare() has it; %NULL when they weren't compared
 * @as_wanted: @theirs is known to be as it should
 * @stale: the record that @link names is gone
 * @done: it is as wanted in Wello, confirmed
 *
 * One of the records in Wello that a record of Business Central becomes. The
 * first four come from the job that maps the page; the others are filled in on
 * the way.
 */
typedef struct
{
  const char      *values;
  const char      *hash;
  const char      *lossy;
  const char      *key;
  PsrRecord       *record;
  PsrLink         *link;
  PsrAgreed       *agreed;
  PsrRecord       *agreed_record;
  PsrMirrorRecord *theirs;
  char            *wello_id;
  const char      *how;
  GPtrArray       *differences;
  char            *question;
  PsrRecord       *apart;
  gboolean         as_wanted;
  gboolean         stale;
  gboolean         done;
} PsrSyncPart;

/**
 * PsrSyncCandidate:
 * @id: canonical GUID in Business Central
 * @number: its number
 * @name: its name
 * @company: of a contact the number of its company, else ""
 * @company_id: (nullable): of a contact the canonical GUID of its company in Wello
 * @tables: (nullable): what the mappings look up; %NULL where nothing is to be written
 * @chosen: what a person decided holds for what both sides have
 * @outdated: a person decided about other values than both sides have by now
 * @modified: when it was last changed there
 * @n_parts: how many parts it has
 * @parts: what it becomes
 * @notes: (nullable) (element-type PsrSyncRow): what was lost on the way
 * @problem: (nullable): why it can't be carried over
 * @has_twin: it is a person, and so is another one of the same name in its company, and
 *   neither is coupled
 * @one_way: nothing of it goes to Business Central, whatever the flow's direction
 * @outcome: what became of it
 * @coupled: it was coupled with a record that Wello had already
 * @written_back: Business Central was changed
 *
 * A record of Business Central on its way to Wello. Belongs to one thread at a
 * time.
 */
typedef struct
{
  const char     *id;
  const char     *number;
  const char     *name;
  const char     *company;
  char           *company_id;
  PsrSyncTables  *tables;
  PsrTimestamp    modified;
  guint           n_parts;
  PsrSyncPart     parts[PSR_SYNC_MAX_PARTS];
  GPtrArray      *notes;
  GError         *problem;
  PsrSyncOutcome  outcome;
  gboolean        chosen;
  gboolean        outdated;
  gboolean        has_twin;
  gboolean        one_way;
  gboolean        coupled;
  gboolean        written_back;
} PsrSyncCandidate;

typedef struct _PsrSyncMaps PsrSyncMaps;

PsrSyncMaps *psr_sync_maps_new            (const PsrSyncTarget  *targets,
                                           guint                 n_parts);
gpointer     psr_sync_maps_ref            (PsrSyncMaps          *self);
void         psr_sync_maps_unref          (gpointer              self);
GPtrArray   *psr_sync_candidate_make_rows (const PsrJsonItem    *rows,
                                           gpointer              maps,
                                           GError              **error);
void         psr_sync_candidate_free      (gpointer              self);
PsrRecord   *psr_sync_candidate_dup_wanted (const PsrSyncCandidate *self,
                                            guint                   part,
                                            const PsrFieldMap      *map);

G_END_DECLS
