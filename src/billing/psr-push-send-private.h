/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-push-run.h"

G_BEGIN_DECLS

/* What the two ways of making a document share. */

/* What a look-up means for a document that may have been made: whether there was
 * something, so that nothing may be sent. */
gboolean           psr_push_judge             (PsrPushRun          *run,
                                               PsrLedgerDocument   *document,
                                               PsrPushPlan         *plan,
                                               PsrBcLookup         *lookup,
                                               PsrLedgerDocument  **moved);
void               psr_push_verify_if_created (PsrPushRun          *run,
                                               PsrLedgerDocument   *document,
                                               PsrPushPlan         *plan,
                                               PsrBcLookup         *lookup,
                                               PsrEchoSource        source);
void               psr_push_set_found         (PsrLedgerTransition     *step,
                                               const PsrLedgerDocument *document,
                                               const PsrBcDocument     *found);
void               psr_push_clear_intent      (PsrLedgerTransition *step);

/* As what it was sent, which an approval doesn't change. */
void               psr_push_note_sent         (PsrPushRun              *run,
                                               PsrLedgerTransition     *step,
                                               const PsrLedgerDocument *document,
                                               gboolean                 beside);
void               psr_push_note_found        (PsrLedgerTransition     *step,
                                               const PsrLedgerDocument *document,
                                               const PsrBcDocument     *found,
                                               gboolean                 beside);
void               psr_push_forget_sent       (PsrLedgerTransition     *step);
PsrBcDocument     *psr_push_read_as_other     (PsrPushRun               *run,
                                               const PsrLedgerDocument  *document,
                                               GError                  **error);
void               psr_push_later_as          (PsrPushRun               *run,
                                               PsrLedgerDocument        *document,
                                               const PsrBcDocument      *found);

/* Whether nobody else has written to it; and the document as we have just changed it. */
gboolean           psr_push_is_ours           (PsrPushRun              *run,
                                               const PsrLedgerDocument *document,
                                               PsrPushPlan             *plan,
                                               const PsrBcDocument     *made,
                                               PsrEchoSource            source);
gboolean           psr_push_has_sent_header   (PsrPushRun              *run,
                                               const PsrLedgerDocument *document,
                                               PsrPushPlan             *plan,
                                               const PsrBcDocument     *made);
PsrBcDocument     *psr_push_read_patched      (PsrPushRun              *run,
                                               PsrBcDocument           *made,
                                               PsrWriteOutcome         *outcome);

/* Nothing was found. It is looked for again; or a person has to look; or it is believed,
 * which says whether the document isn't there. */
void               psr_push_not_seen_yet      (PsrPushRun          *run,
                                               PsrLedgerDocument   *document,
                                               PsrBcLookup         *lookup);
void               psr_push_not_proven        (PsrPushRun          *run,
                                               PsrLedgerDocument   *document,
                                               PsrBcLookup         *lookup);
void               psr_push_give_up           (PsrPushRun          *run,
                                               PsrLedgerDocument   *document,
                                               const char          *words);
void               psr_push_note_sight        (PsrPushRun          *run,
                                               const PsrBcDocument *found);
void               psr_push_ask_for_sight     (PsrPushRun          *run,
                                               PsrLedgerDocument   *document,
                                               gboolean             quote_gone);
gboolean           psr_push_is_unshipped      (PsrPushRun          *run,
                                               PsrLedgerDocument   *document,
                                               gboolean             quote_gone,
                                               GError             **error);
gboolean           psr_push_believe_absence   (PsrPushRun          *run,
                                               PsrLedgerDocument   *document,
                                               PsrPushPlan         *plan,
                                               PsrBcLookup         *lookup);

/* Back to approved: the document, when it may be tried again at once. */
PsrLedgerDocument *psr_push_not_made          (PsrPushRun          *run,
                                               PsrLedgerDocument   *document,
                                               PsrWriteOutcome     *outcome,
                                               guint                tried);
void               psr_push_refused           (PsrPushRun          *run,
                                               PsrLedgerDocument   *document,
                                               const char          *words);
void               psr_push_explain_conflict  (PsrPushRun          *run,
                                               PsrLedgerDocument   *document);

G_END_DECLS
