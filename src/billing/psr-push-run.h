/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "psr-bc-document.h"
#include "psr-bc-lookup.h"
#include "psr-bc-posted.h"
#include "psr-billing-reason.h"
#include "psr-billing.h"
#include "psr-document-builder.h"
#include "psr-echo-check.h"
#include "psr-ledger-document.h"
#include "psr-ledger-transition.h"
#include "psr-push-moment.h"
#include "psr-service-client.h"
#include "psr-wello-invoice.h"
#include "psr-wello-statuses.h"
#include "psr-write-outcome.h"

G_BEGIN_DECLS

/* How often something is tried within a run, a document sent at all, and what was begun tried
 * before a person is told, which takes two hours. */
#define PSR_PUSH_TRIES 3
#define PSR_PUSH_MAX_ATTEMPTS 8
#define PSR_PUSH_PATIENCE 8
#define PSR_PUSH_LATER (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

/* How long a request to Wello may still take effect after its answer was lost, unless
 * the profile says that nothing takes so long. Wello documents nothing; it is longer
 * than any time-out on the way. */
#define PSR_PUSH_WELLO_LATEST (G_GINT64_CONSTANT (180) * G_USEC_PER_SEC)

/* How long after the look-up was asked for a document may be sent. */
#define PSR_PUSH_STALE (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

/**
 * PsrPushRun:
 *
 * What the fibers of one run share. They all run on the main thread, so that
 * nothing of it needs a lock. @stopped is set once, and no document is begun
 * after that.
 */
typedef struct
{
  PsrBillingContext      *context;
  GCancellable           *stop;
  PsrBillingProgressFunc  progress;
  gpointer                progress_data;
  GDestroyNotify          progress_destroy;
  PsrWelloStatuses       *statuses;
  GHashTable             *touched;
  guint                   done;
  guint                   total;
  guint                   sight;
  DexPromise             *trial;
  guint                   n_trials;
  DexPromise             *renewed_trial;
  GPtrArray              *quotes_left;
  GPtrArray              *quotes_removed;
  GError                 *stopped;
  gboolean                wello_has_no_date;
} PsrPushRun;

/**
 * PsrPushPlan:
 * @billable: what is to be billed
 * @built: the request, and what it will cost
 *
 * What the ledger keeps of a document, made ready for use. A boxed, reference
 * counted value.
 */
typedef struct
{
  PsrBillable      *billable;
  PsrBuiltDocument *built;
} PsrPushPlan;

#define PSR_TYPE_PUSH_PLAN (psr_push_plan_get_type ())

GType              psr_push_plan_get_type       (void) G_GNUC_CONST;
PsrPushPlan       *psr_push_plan_ref            (PsrPushPlan              *self);
void               psr_push_plan_unref          (PsrPushPlan              *self);
PsrPushPlan       *psr_push_plan_make           (PsrBillingContext        *context,
                                                 const PsrLedgerDocument  *document,
                                                 PsrBillingKind            kind,
                                                 GError                  **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrPushPlan, psr_push_plan_unref)

PsrPushRun        *psr_push_run_new             (PsrBillingContext        *context);
PsrPushRun        *psr_push_run_ref             (PsrPushRun               *self);
void               psr_push_run_unref           (PsrPushRun               *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrPushRun, psr_push_run_unref)

gboolean           psr_push_run_is_over         (PsrPushRun               *self);
gboolean           psr_push_run_may_send        (PsrPushRun               *self,
                                                 GError                  **error);
PsrPushMoment      psr_push_run_get_moment      (PsrPushRun               *self);
gint64             psr_push_run_get_age         (PsrPushRun               *self,
                                                 const PsrPushMoment      *since);
gboolean           psr_push_run_is_timely       (PsrPushRun               *self,
                                                 const PsrPushMoment      *since,
                                                 GError                  **error);
void               psr_push_run_end             (PsrPushRun               *self,
                                                 GError                   *error);
gboolean           psr_push_run_concerns_all    (const GError             *error);
void               psr_push_run_touch           (PsrPushRun               *self,
                                                 const PsrLedgerDocument  *document);
void               psr_push_run_report          (PsrPushRun               *self,
                                                 const PsrLedgerDocument  *document);
PsrLedgerDocument *psr_push_run_commit          (PsrPushRun               *self,
                                                 PsrLedgerTransition      *step);
const char        *psr_push_run_get_holder      (PsrPushRun               *self);
gint64             psr_push_run_get_later       (gint64                    retry_after);
PsrTimestamp       psr_push_run_get_later_by    (PsrPushRun               *self,
                                                 PsrServiceClient         *service);
gboolean           psr_push_run_is_due          (const PsrLedgerDocument  *document,
                                                 PsrTimestamp              now);
void               psr_push_run_wait            (PsrPushRun               *self,
                                                 guint                     tried,
                                                 gint64                    retry_after);
gboolean           psr_push_counts              (const GError             *error);
void               psr_push_set_later           (PsrPushRun               *run,
                                                 PsrLedgerTransition      *step,
                                                 const PsrLedgerDocument  *document,
                                                 gboolean                  counts,
                                                 PsrTimestamp              soonest,
                                                 PsrBillingReason          reason,
                                                 const char               *subject);
GError            *psr_push_run_blind_error     (PsrBcDocumentKind         kind);
char              *psr_push_run_dup_reason      (PsrWriteOutcome          *outcome);

/* One document's way. Each takes the document over, brings it to rest, or as
 * far as it gets, and commits every arrow. */
void               psr_push_send                (PsrPushRun               *run,
                                                 PsrLedgerDocument        *document,
                                                 PsrBcLookup              *lookup,
                                                 const PsrPushMoment      *looked_up);
gboolean           psr_push_is_still_ready      (PsrPushRun               *run,
                                                 PsrLedgerDocument        *document,
                                                 gboolean                  was_made);
gboolean           psr_push_renumber            (PsrPushRun               *run,
                                                 PsrLedgerDocument        *document,
                                                 PsrBcLookup              *lookup,
                                                 PsrLedgerDocument       **moved);
void               psr_push_settle              (PsrPushRun               *run,
                                                 PsrLedgerDocument        *document,
                                                 PsrBcLookup              *lookup);
void               psr_push_verify              (PsrPushRun               *run,
                                                 PsrLedgerDocument        *document,
                                                 PsrPushPlan              *plan,
                                                 PsrBcDocument            *echo,
                                                 PsrEchoSource             source);
void               psr_push_confirm             (PsrPushRun               *run,
                                                 PsrLedgerDocument        *document,
                                                 gboolean                  read_first);
void               psr_push_post                (PsrPushRun               *run,
                                                 PsrLedgerDocument        *document);
void               psr_push_posted              (PsrPushRun               *run,
                                                 PsrLedgerDocument        *document,
                                                 PsrBcPosted              *posted);
PsrBcPosted       *psr_push_find_posted         (PsrPushRun               *run,
                                                 const PsrLedgerDocument  *document,
                                                 GError                  **error);
gboolean           psr_push_may_see             (PsrPushRun               *run,
                                                 PsrBcDocumentKind         kind,
                                                 GError                  **error);
gboolean           psr_push_may_be              (PsrPushRun               *run,
                                                 const PsrLedgerDocument  *document,
                                                 PsrBillingKind            kind);
PsrBcDocumentKind  psr_push_get_kind            (PsrPushRun               *run,
                                                 const PsrLedgerDocument  *document);
PsrBcDocumentKind  psr_push_get_made_kind       (const PsrLedgerDocument  *document);
void               psr_push_restore_kind        (PsrLedgerTransition      *step,
                                                 const PsrLedgerDocument  *document);
PsrBillingReason   psr_push_why_gone            (PsrPushRun               *run,
                                                 const PsrLedgerDocument  *document);
gboolean           psr_push_is_made_again       (const PsrLedgerDocument  *document,
                                                 const PsrWelloInvoice    *invoice,
                                                 PsrWelloStatus            status);
void               psr_push_withdraw            (PsrPushRun               *run,
                                                 PsrLedgerDocument        *document);
void               psr_push_return              (PsrPushRun               *run,
                                                 PsrLedgerDocument        *document,
                                                 gboolean                  told_before);
gint64             psr_push_get_told_span       (PsrPushRun               *run);
void               psr_push_set_told_until      (PsrPushRun               *run,
                                                 PsrLedgerTransition      *step);
gint64             psr_push_get_told_left       (PsrPushRun               *run,
                                                 const PsrLedgerDocument  *document,
                                                 PsrTimestamp             *until);
gboolean           psr_push_follow              (PsrPushRun               *run,
                                                 GError                  **error);
gboolean           psr_push_follow_credits      (PsrPushRun               *run,
                                                 GError                  **error);
void               psr_push_note_word           (PsrPushRun               *run,
                                                 PsrLedgerDocument        *document,
                                                 const char               *word);
const char        *psr_push_follow_word         (const PsrBcDocument      *document,
                                                 gboolean                  posted);
void               psr_push_tell                (PsrPushRun               *run,
                                                 PsrLedgerDocument        *document,
                                                 gboolean                  read_first);

G_END_DECLS
