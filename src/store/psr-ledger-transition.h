/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-decimal.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/* The columns of a document that a transition may set. */
#define PSR_LEDGER_COLUMN_KIND               "kind"
#define PSR_LEDGER_COLUMN_SENT_KIND          "sent_kind"
#define PSR_LEDGER_COLUMN_CUSTOMER_ID        "customer_id"
#define PSR_LEDGER_COLUMN_CUSTOMER_NUMBER    "customer_number"
#define PSR_LEDGER_COLUMN_EXTERNAL_NUMBER    "external_number"
#define PSR_LEDGER_COLUMN_BC_ID              "bc_id"
#define PSR_LEDGER_COLUMN_BC_NUMBER          "bc_number"
#define PSR_LEDGER_COLUMN_BC_STATUS          "bc_status"
#define PSR_LEDGER_COLUMN_HOLDER             "holder"
#define PSR_LEDGER_COLUMN_INTENT_SERVER_DATE "intent_server_date"
#define PSR_LEDGER_COLUMN_SENT_AT            "sent_at"
#define PSR_LEDGER_COLUMN_NEXT_LOOKUP_AT     "next_lookup_at"
#define PSR_LEDGER_COLUMN_LOOKUPS            "lookups"
#define PSR_LEDGER_COLUMN_ATTEMPTS           "attempts"
#define PSR_LEDGER_COLUMN_NOT_SENT           "not_sent"
#define PSR_LEDGER_COLUMN_ACCEPTED           "accepted"
#define PSR_LEDGER_COLUMN_ASKED_DAY          "asked_day"
#define PSR_LEDGER_COLUMN_APPROVED_BY        "approved_by"
#define PSR_LEDGER_COLUMN_APPROVED_AT        "approved_at"
#define PSR_LEDGER_COLUMN_BY_HAND            "by_hand"
#define PSR_LEDGER_COLUMN_POST               "post"
#define PSR_LEDGER_COLUMN_VIA                "via"
#define PSR_LEDGER_COLUMN_QUOTE_ID           "quote_id"
#define PSR_LEDGER_COLUMN_QUOTE_NUMBER       "quote_number"
#define PSR_LEDGER_COLUMN_QUOTE_MODIFIED     "quote_modified"
#define PSR_LEDGER_COLUMN_TOLD_NUMBER        "told_number"
#define PSR_LEDGER_COLUMN_TOLD_UNTIL         "told_until"
#define PSR_LEDGER_COLUMN_MADE_AS            "made_as"
#define PSR_LEDGER_COLUMN_SHOWN              "shown"
#define PSR_LEDGER_COLUMN_PRICE_SHOWN        "price_shown"
#define PSR_LEDGER_COLUMN_WELLO_STATUS       "wello_status"
#define PSR_LEDGER_COLUMN_WELLO_CHANGED      "wello_changed"
#define PSR_LEDGER_COLUMN_NEWER_VERSION      "newer_version"
#define PSR_LEDGER_COLUMN_DETAILS            "details"

/**
 * PsrLedgerTransition:
 *
 * One arrow of a document: from an expected state and revision to a new state
 * (which may be the same), with the columns to set and the words for the audit.
 * Given to psr_ledger_transition().
 */
typedef struct _PsrLedgerTransition PsrLedgerTransition;

PsrLedgerTransition *psr_ledger_transition_new             (gint64               document_id,
                                                            const char          *expected_state,
                                                            gint64               expected_revision,
                                                            const char          *new_state);
void                 psr_ledger_transition_free            (PsrLedgerTransition *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrLedgerTransition, psr_ledger_transition_free)

void                 psr_ledger_transition_set_audit       (PsrLedgerTransition *self,
                                                            const char          *who,
                                                            const char          *action,
                                                            const char          *reason);
void                 psr_ledger_transition_set_text        (PsrLedgerTransition *self,
                                                            const char          *column,
                                                            const char          *value);
void                 psr_ledger_transition_set_int64       (PsrLedgerTransition *self,
                                                            const char          *column,
                                                            gint64               value);
void                 psr_ledger_transition_set_timestamp   (PsrLedgerTransition *self,
                                                            const char          *column,
                                                            PsrTimestamp         value);
void                 psr_ledger_transition_set_reason      (PsrLedgerTransition *self,
                                                            const char          *code,
                                                            const char          *what,
                                                            const char          *why,
                                                            const char          *mend);
void                 psr_ledger_transition_set_live        (PsrLedgerTransition *self,
                                                            gboolean             live);
void                 psr_ledger_transition_set_line_bc_id  (PsrLedgerTransition *self,
                                                            gint64               line_id,
                                                            const char          *bc_line_id);

G_END_DECLS
