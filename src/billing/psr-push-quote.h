/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-billing-reason.h"
#include "psr-push-run.h"

G_BEGIN_DECLS

/* So often what is done with a quote is left for later before a person has to look. */
#define PSR_PUSH_MOST_LATER 24

/**
 * PsrPushWay:
 * @PSR_PUSH_WAY_DIRECT: the document is made in one request
 * @PSR_PUSH_WAY_QUOTE: a quote is made and converted
 * @PSR_PUSH_WAY_OTHER: the document went on by itself, or has to wait
 *
 * How an approved document goes on.
 */
typedef enum
{
  PSR_PUSH_WAY_DIRECT,
  PSR_PUSH_WAY_QUOTE,
  PSR_PUSH_WAY_OTHER,
} PsrPushWay;

/* Making a quote, comparing it, converting it, removing it. All run in a fiber, and
 * return the document when it is approved again and may be tried at once. */
PsrPushWay         psr_push_choose_way    (PsrPushRun           *run,
                                           PsrLedgerDocument    *document,
                                           PsrPushPlan          *plan,
                                           PsrLedgerDocument   **again);
gboolean           psr_push_has_kept_quote (PsrPushRun          *run,
                                            PsrLedgerDocument   *document,
                                            PsrPushPlan         *plan,
                                            PsrLedgerDocument  **again);
PsrLedgerDocument *psr_push_drop_kept_quote (PsrPushRun         *run,
                                             PsrLedgerDocument  *document,
                                             PsrPushPlan        *plan);
gboolean           psr_push_leave_quotes  (PsrPushRun               *run,
                                           const PsrLedgerDocument  *document,
                                           PsrWriteOutcome          *outcome);
gboolean           psr_push_lose_quotes   (PsrPushRun               *run,
                                           const PsrLedgerDocument  *document,
                                           PsrPushPlan              *plan,
                                           GError                  **error);
PsrLedgerDocument *psr_push_quote         (PsrPushRun           *run,
                                           PsrLedgerDocument    *document,
                                           PsrPushPlan          *plan,
                                           guint                 tried);
PsrLedgerDocument *psr_push_quoted        (PsrPushRun           *run,
                                           PsrLedgerDocument    *document,
                                           PsrPushPlan          *plan,
                                           PsrBcDocument        *quote);
PsrLedgerDocument *psr_push_convert       (PsrPushRun           *run,
                                           PsrLedgerDocument    *document,
                                           PsrPushPlan          *plan,
                                           PsrBcDocument        *quote);
PsrLedgerDocument *psr_push_unquote       (PsrPushRun           *run,
                                           PsrLedgerDocument    *document,
                                           PsrPushPlan          *plan);

gboolean           psr_push_is_quote_gone (PsrPushRun               *run,
                                           const PsrLedgerDocument  *document,
                                           GError                  **error);
PsrLedgerDocument *psr_push_quote_again   (PsrPushRun           *run,
                                           PsrLedgerDocument    *document,
                                           PsrPushPlan          *plan,
                                           PsrBcDocument        *quote);
gboolean           psr_push_quote_is_changed (const PsrLedgerDocument *document,
                                              const PsrBcDocument     *quote);
void               psr_push_keep_quote    (PsrLedgerTransition  *step,
                                           const PsrBcDocument  *quote);
void               psr_push_forget_quote  (PsrLedgerTransition  *step);
void               psr_push_quote_move    (PsrPushRun           *run,
                                           PsrLedgerDocument    *document,
                                           PsrBillingEvent       event,
                                           PsrBillingReason      reason,
                                           const char           *subject);
void               psr_push_quote_later   (PsrPushRun           *run,
                                           PsrLedgerDocument    *document,
                                           const char           *words,
                                           const GError         *error);

/* Prices that Business Central took otherwise, of a document or a quote. */
gboolean           psr_push_price_is_gross (const PsrBcDocument *document);
gboolean           psr_push_price_is_right (PsrPushPlan         *plan,
                                            const PsrBcDocument *document,
                                            gboolean             gross);
gboolean           psr_push_price_write    (PsrPushRun          *run,
                                            PsrPushPlan         *plan,
                                            PsrBcDocument       *document,
                                            gboolean             gross,
                                            char               **words,
                                            GError             **error);

G_END_DECLS
