/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-sync-candidate.h"
#include "psr-sync-compare.h"
#include "psr-sync-error.h"
#include "psr-sync-keys.h"
#include "psr-sync.h"

G_BEGIN_DECLS

/* How much of the past is read again: stamps are set before a transaction ends,
 * and the longest takes several minutes. */
#define PSR_SYNC_OVERLAP (10 * 60 * G_USEC_PER_SEC)

/* Rows on a page of Business Central: few enough to stay small in memory. */
#define PSR_SYNC_PAGE 1000

/* How many records are written at a time; the throttle decides in the end. */
#define PSR_SYNC_WORKERS 8

/* How often a record that went wrong is tried by later runs. */
#define PSR_SYNC_MAX_TRIES 5

/* Why a record is set aside that no run can do anything about: it is gone; or, in a
 * row of its own, so many seem to be that none is believed to. */
#define PSR_SYNC_GONE      PSR_SYNC_CODE_GONE
#define PSR_SYNC_MANY_GONE "many-gone"

/* A run in which so many records in a row went wrong is ended. */
#define PSR_SYNC_MAX_FAILURES 25

/* A run of a flow, while it lasts. Reference counted; main thread only. */
typedef struct
{
  PsrSyncContext      *context;
  PsrSyncFlow          flow;
  PsrSyncFlags         flags;
  GCancellable        *stop;
  PsrSyncProgressFunc  progress;
  gpointer             progress_data;
  GDestroyNotify       progress_data_free;

  PsrSyncTarget        targets[PSR_SYNC_MAX_PARTS];
  guint                n_parts;
  PsrSyncMaps         *maps;
  /* What the maps look up, or NULL before something has to be written. */
  PsrSyncTables       *tables;
  char                *select;
  /* Which records of Business Central are meant, or NULL for all. */
  char                *filter;
  PsrSyncReport       *report;
  PsrRun              *run;
  /* Ids of the records that are meant, or NULL for what changed. */
  char              **rows;
  /* Which values of each were shown to who decides about it, or NULL. */
  char              **marks;
  gint64               seen_run;
  GHashTable          *was_skipped;
  /* Ids of the records that this run itself set aside. */
  GHashTable          *told;
  /* Ids of the records that this run compared with what Wello has now. */
  GHashTable          *compared;
  guint                failures_in_a_row;
  guint                requests_before;
  /* Of a dry run of everything, ids of Wello's records for which nothing of Business
   * Central was found so far, or NULL. */
  GHashTable          *there;
  /* Whether the mirror has all of Wello's records, just read. */
  gboolean             indexed;
  /* What the uncoupled ones of them are recognised by, or NULL; and how many records
   * of Business Central are recognised by the same. */
  PsrSyncKeys         *keys;
  GHashTable          *n_alike;
  /* Whether Wello's records are looked at even where Business Central's didn't change. */
  gboolean             looks;
  /* Whether it is the first that goes both ways, or goes on with that one. */
  gboolean             begins;
  /* Whether Wello is followed from the beginning of this run on, and not yet before. */
  gboolean             follows_from_now;
} PsrSyncRun;

static inline gboolean
psr_sync_run_is_dry (const PsrSyncRun *run)
{
  return (run->flags & PSR_SYNC_DRY_RUN) != 0;
}

static inline gboolean
psr_sync_run_is_full (const PsrSyncRun *run)
{
  return (run->flags & PSR_SYNC_FULL) != 0;
}

static inline gboolean
psr_sync_run_is_both_ways (const PsrSyncRun *run)
{
  return run->context->rules[run->flow].both_ways;
}

PsrSyncRun *psr_sync_run_ref        (PsrSyncRun          *run);
void      psr_sync_run_unref        (PsrSyncRun          *run);
gboolean  psr_sync_run_goes_on      (PsrSyncRun          *run,
                                     GError             **error);
void      psr_sync_run_notify       (PsrSyncRun          *run);
void      psr_sync_run_fill_terms   (const PsrSyncRun       *run,
                                     const PsrSyncCandidate *candidate,
                                     guint                   part,
                                     PsrSyncTerms           *terms);
void      psr_sync_run_put_figures  (PsrSyncRun          *run,
                                     PsrMirrorPage       *page);

/* Wello's records, read once. Await in a fiber. */
void      psr_sync_alone_begin      (PsrSyncRun          *run);
void      psr_sync_alone_take       (PsrSyncRun          *run,
                                     GPtrArray           *candidates);
void      psr_sync_alone_leave      (PsrSyncRun          *run,
                                     const char          *wello_id);
gboolean  psr_sync_alone_end        (PsrSyncRun          *run,
                                     GError             **error);
gboolean  psr_sync_index_build      (PsrSyncRun          *run,
                                     GError             **error);
char     *psr_sync_index_dup_name   (const char          *company_id,
                                     const char          *lastname);
char     *psr_sync_index_dup_archived_code (const char   *code);
char     *psr_sync_index_dup_unassigned_code (const char *code);

/* Says that no record of Wello can be chosen. */
void      psr_sync_set_ambiguous    (GError             **error,
                                     const char          *code);

void      psr_sync_set_unassigned   (GError             **error,
                                     const char          *code);

/* What the records of a page are coupled with. Await in a fiber. */
gboolean  psr_sync_match_part       (PsrSyncRun          *run,
                                     GPtrArray           *candidates,
                                     guint                part,
                                     GError             **error);

/* Those that have neither the id nor the number of one. Await in a fiber. */
gboolean  psr_sync_match_keys_count (PsrSyncRun          *run,
                                     GError             **error);
gboolean  psr_sync_match_keys       (PsrSyncRun          *run,
                                     GPtrArray           *candidates,
                                     GError             **error);

/* What a record may be, as Wello says. Await in a fiber. */
gboolean  psr_sync_find_match       (PsrSyncRun          *run,
                                     const PsrSyncTarget *target,
                                     PsrSyncPart         *part,
                                     const char          *company_id,
                                     const char          *name,
                                     GError             **error);

/* One page of records. Await in a fiber. */
gboolean  psr_sync_page_process     (PsrSyncRun          *run,
                                     GPtrArray           *candidates,
                                     PsrMirrorPage       *page,
                                     GError             **error);

/* What became of a record, into the report and onto the page. */
void      psr_sync_fail             (PsrSyncRun          *run,
                                     PsrMirrorPage       *page,
                                     const char          *id,
                                     const char          *number,
                                     const GError        *problem);
void      psr_sync_skip             (PsrSyncRun          *run,
                                     PsrMirrorPage       *page,
                                     const char          *row_id,
                                     const char          *number,
                                     const char          *code,
                                     const char          *what,
                                     const char          *why,
                                     const char          *mend);
void      psr_sync_settle           (PsrSyncRun          *run,
                                     PsrSyncCandidate    *candidate,
                                     PsrMirrorPage       *page);

/* Wello's values into Business Central. Await in a fiber. */
gboolean  psr_sync_back_write       (PsrSyncRun          *run,
                                     PsrSyncCandidate    *candidate,
                                     guint                part,
                                     gboolean            *written,
                                     GError             **error);
void      psr_sync_back_set_outcome (GError             **error,
                                     PsrWriteOutcome     *outcome);
void      psr_sync_back_ask         (PsrSyncCandidate    *candidate);

/* What changed in Wello. Await in a fiber. */
gboolean  psr_sync_follow_check     (PsrSyncRun          *run,
                                     gboolean            *turned,
                                     GError             **error);
gboolean  psr_sync_follow_begun     (PsrSyncRun          *run,
                                     GError             **error);
gboolean  psr_sync_follow_covers    (PsrSyncRun          *run,
                                     const PsrSyncTarget *target,
                                     const char          *wello_id,
                                     gboolean            *covers,
                                     GError             **error);
gboolean  psr_sync_follow_begin     (PsrSyncRun          *run,
                                     GError             **error);
char     *psr_sync_follow_dup_name  (PsrSyncFlow          flow);
gboolean  psr_sync_follow           (PsrSyncRun          *run,
                                     GPtrArray          **ids,
                                     GError             **error);

/* Whether what a person decided holds. Await in a fiber. */
gboolean  psr_sync_choice_check     (PsrSyncRun          *run,
                                     PsrSyncCandidate    *candidate,
                                     GError             **error);

/* One record. Await in a fiber. */
gboolean  psr_sync_write_candidate  (PsrSyncRun          *run,
                                     PsrSyncCandidate    *candidate,
                                     GError             **error);

/* The records that changed. Await in a fiber. */
DexFuture *psr_sync_read_page       (PsrSyncRun          *run,
                                     PsrODataPager       *pager);
gboolean  psr_sync_pull             (PsrSyncRun          *run,
                                     PsrWatermark        *watermark,
                                     PsrTimestamp         since,
                                     GError             **error);

/* Records of which the number or id is known. Await in a fiber. */
gboolean  psr_sync_listed_process   (PsrSyncRun          *run,
                                     GPtrArray           *numbers,
                                     GError             **error);
gboolean  psr_sync_listed_process_followed (PsrSyncRun   *run,
                                     GPtrArray           *ids,
                                     GError             **error);
gboolean  psr_sync_listed_process_pending (PsrSyncRun    *run,
                                     GPtrArray           *ids,
                                     const char          *pending,
                                     GError             **error);
gboolean  psr_sync_listed_retry     (PsrSyncRun          *run,
                                     GError             **error);
gboolean  psr_sync_listed_process_ids (PsrSyncRun          *run,
                                       const char * const  *ids,
                                       GError             **error);
gboolean  psr_sync_listed_forget    (PsrSyncRun          *run,
                                     GPtrArray           *ids,
                                     GError             **error);

/* What the records are made by. Await in a fiber. */
gboolean  psr_sync_mappings_check   (PsrSyncRun          *run,
                                     gboolean            *changed,
                                     GError             **error);

/* What isn't there to be read. */
gboolean  psr_sync_lacks_tell       (PsrSyncRun          *run,
                                     GError             **error);

/* Records that are gone in Business Central. Await in a fiber. */
gboolean  psr_sync_gone_note_unseen (PsrSyncRun          *run,
                                     GError             **error);
gboolean  psr_sync_gone_check       (PsrSyncRun          *run,
                                     const char          *bc_id,
                                     gboolean            *gone,
                                     GError             **error);
gboolean  psr_sync_gone_sweep       (PsrSyncRun          *run,
                                     gboolean             everything,
                                     GError             **error);

/* Stock moves. Await in a fiber. */
gboolean  psr_sync_stock_begin      (PsrSyncRun          *run,
                                     GError             **error);
gboolean  psr_sync_stock_follow     (PsrSyncRun          *run,
                                     GPtrArray          **numbers,
                                     GError             **error);
gboolean  psr_sync_stock_v1_read    (PsrSyncRun          *run,
                                     GHashTable          *numbers,
                                     PsrTimestamp        *date,
                                     GError             **error);

G_END_DECLS
