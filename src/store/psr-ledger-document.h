/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-decimal.h"
#include "psr-ledger-line.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

#define PSR_TYPE_LEDGER_DOCUMENT (psr_ledger_document_get_type ())

/**
 * PsrLedgerDocument:
 * @id: number of the row, 0 for one that isn't stored
 * @revision: grows with each change of the row
 * @wello_invoice_id: GUID of the Wello invoice; with @sequence the key
 * @sequence: 1, and 2, 3, … for what is made again after a credit
 * @internal_number: the invoice's number in Wello
 * @version: fingerprint of the content that was read
 * @newer_version: fingerprint of a later content seen while this one was under
 *   way, or ""
 * @job_id: GUID of the work order, or ""
 * @job_number: its number, or ""; several are separated by a space
 * @company_id: GUID of the Wello company
 * @customer_id: GUID of the customer in Business Central, or ""
 * @customer_number: its number, or ""
 * @customer_name: name to show
 * @card_id: GUID of the customer card that the document is made for, where that is
 *   another than the customer's, or ""
 * @site: where the work was done, in one line, or ""
 * @date: day of completion, "YYYY-MM-DD"
 * @currency: currency code, "" for the local one
 * @hours: hours worked
 * @parts: number of parts
 * @net: amount without VAT
 * @vat: VAT
 * @gross: amount with VAT
 * @kind: "invoice", "order" or ""
 * @sent_kind: as which kind it was sent, "any" where that may have been either, or "" when
 *   nothing of it can be there
 * @internal: whether it costs the customer nothing and becomes an order
 * @state: billing's word for where the document stands
 * @reason_code: billing's word for why it stands there, or ""
 * @reason_what: what is the matter, translated, or ""
 * @reason_why: why, or ""
 * @reason_mend: how to mend it, or ""
 * @external_number: the external document number in Business Central, or "";
 *   unique among live documents
 * @bc_id: GUID of the document in Business Central, or ""
 * @bc_number: its number, or ""
 * @bc_status: its status as last read, or ""
 * @holder: who holds the present intent: see #PsrHolder; or ""
 * @intent_server_date: the server's Date in the look-up before the intent
 * @sent_at: when the request went out
 * @next_lookup_at: when to look again
 * @lookups: how often it was looked for since the intent
 * @attempts: how often it was sent
 * @not_sent: the last request is known never to have started
 * @checks: what billing's checks found, in billing's own words, or ""
 * @accepted: names of the checks that a person accepted of this content,
 *   separated by commas, or ""
 * @asked_day: day that a person named for it, "YYYY-MM-DD", or ""
 * @approved_by: who, or ""
 * @approved_at: when
 * @by_hand: whether a person had taken it out and gave it back, after which it waits for
 *   one
 * @post: whether it was approved to be posted, not only made
 * @via: how it was asked to be made: "quote", "direct", "auto", or "" for what
 *   the profile says
 * @quote_id: GUID of the sales quote that may be converted into it, or ""
 * @quote_number: number of that quote, or ""
 * @quote_modified: when that quote was last changed, as read
 * @told_number: the number that Wello was told last, or ""
 * @told_until: until when, by Wello's own time, something else that Wello was told may
 *   still arrive there, because its answer was lost
 * @made_as: fingerprint of what Business Central made of it, as long as it was
 *   certain that nobody else had written to it, or ""; or "-" where it only has its number
 * @shown: GUIDs of the documents with its external number that a person was shown
 *   as duplicates, separated by spaces, or ""
 * @price_shown: the amount that a person was shown, where Business Central's prices come
 *   to another one than Wello's, or ""
 * @wello_status: Wello's name of the status, or ""
 * @wello_changed: when Wello last changed the invoice
 * @live: whether its lines are in a live document
 * @details: billing's own JSON text, or ""
 * @found_at: when it came into the ledger
 * @updated_at: when it last changed
 * @based_on: of a document to be brought in, not stored: the revision of the row
 *   from which its state was reckoned, 0 where there was none, -1 where that
 *   doesn't matter
 * @lines: (element-type PsrLedgerLine) (nullable): its lines, in order; %NULL
 *   when they weren't asked for
 *
 * One document of the ledger, as it was when read. Texts are never %NULL, times
 * may be %PSR_TIMESTAMP_NONE. Don't change one that has been handed over: use a
 * copy.
 */
typedef struct {
  gint64 id;
  gint64 revision;
  char *wello_invoice_id;
  gint64 sequence;
  char *internal_number;
  char *version;
  char *newer_version;
  char *job_id;
  char *job_number;
  char *company_id;
  char *customer_id;
  char *customer_number;
  char *customer_name;
  char *card_id;
  char *site;
  char *date;
  char *currency;
  PsrDecimal hours;
  PsrDecimal parts;
  PsrDecimal net;
  PsrDecimal vat;
  PsrDecimal gross;
  char *kind;
  char *sent_kind;
  gboolean internal;
  char *state;
  char *reason_code;
  char *reason_what;
  char *reason_why;
  char *reason_mend;
  char *external_number;
  char *bc_id;
  char *bc_number;
  char *bc_status;
  char *holder;
  PsrTimestamp intent_server_date;
  PsrTimestamp sent_at;
  PsrTimestamp next_lookup_at;
  gint64 lookups;
  gint64 attempts;
  gboolean not_sent;
  char *checks;
  char *accepted;
  char *asked_day;
  char *approved_by;
  PsrTimestamp approved_at;
  gboolean by_hand;
  gboolean post;
  char *via;
  char *quote_id;
  char *quote_number;
  PsrTimestamp quote_modified;
  char *told_number;
  PsrTimestamp told_until;
  char *made_as;
  char *shown;
  char *price_shown;
  char *wello_status;
  PsrTimestamp wello_changed;
  gboolean live;
  char *details;
  PsrTimestamp found_at;
  PsrTimestamp updated_at;
  gint64 based_on;
  GPtrArray *lines;
} PsrLedgerDocument;

GType              psr_ledger_document_get_type (void) G_GNUC_CONST;
PsrLedgerDocument *psr_ledger_document_new      (void);
PsrLedgerDocument *psr_ledger_document_copy     (const PsrLedgerDocument *self);
PsrLedgerDocument *psr_ledger_document_ref      (PsrLedgerDocument       *self);
void               psr_ledger_document_unref    (PsrLedgerDocument       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrLedgerDocument, psr_ledger_document_unref)

void               psr_ledger_document_add_line (PsrLedgerDocument       *self,
                                                 PsrLedgerLine           *line);

G_END_DECLS
