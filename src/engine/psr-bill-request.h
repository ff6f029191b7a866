/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PsrSeenDocument:
 * @id: a document's id in the ledger
 * @revision: the revision of its row that was seen, or 0 for whichever it has
 *
 * A document as somebody saw it. What it has become since is not meant.
 */
typedef struct
{
  gint64 id;
  gint64 revision;
} PsrSeenDocument;

/**
 * PsrBillRequest:
 * @numbers: (nullable): numbers of Wello invoices, external document numbers, or
 *   numbers of work orders that have one invoice; %NULL for all that are ready
 * @documents: (nullable) (element-type PsrSeenDocument): which documents are meant,
 *   as whoever asks has seen them; with @numbers, those that bear them
 * @document: (nullable): `invoice` or `order`, or %NULL for the profile's choice
 * @via: (nullable): `auto`, `quote` or `direct`, or %NULL for the profile's choice
 * @person: who asks
 * @accept: (nullable): names of the checks that ask and that @person accepts
 * @day: (nullable): the day that the documents bear, where the profile asks for it
 * @post: post what is made, even if the profile says otherwise
 * @dry_run: whether to send nothing
 * @wait: whether to stay until what was begun of the documents is settled
 *
 * What somebody asks to be billed.
 */
typedef struct
{
  char     **numbers;
  GArray    *documents;
  char      *document;
  char      *via;
  char      *person;
  char     **accept;
  char      *day;
  gboolean   post;
  gboolean   dry_run;
  gboolean   wait;
} PsrBillRequest;

/**
 * PsrBillAnswer:
 * @rows: (element-type PsrWorkOrder): the documents that were asked for, as
 *   they are now
 * @bodies: (nullable) (element-type utf8): in a dry run, what would be sent for
 *   each of @rows
 * @sent: how many came to rest in Business Central in this run
 * @refused: how many were refused, or need a person for another reason
 * @checking: how many may or may not have been made
 * @approved: how many are approved but not sent yet, or at work
 * @due: how many of those were begun and will be tried again by themselves
 * @exceptions: how many documents need a person, those that were not asked for
 *   included
 * @quotes_left: (nullable) (element-type utf8): numbers of quotes in Business Central
 *   that nothing is to be made of any more
 * @quotes_removed: (nullable) (element-type utf8): numbers of those that were removed
 * @stopped: (nullable): why sending stopped before its end
 *
 * What became of it.
 */
typedef struct
{
  GPtrArray *rows;
  GPtrArray *bodies;
  guint      sent;
  guint      refused;
  guint      checking;
  guint      approved;
  guint      due;
  guint      exceptions;
  GPtrArray *quotes_left;
  GPtrArray *quotes_removed;
  GError    *stopped;
} PsrBillAnswer;

#define PSR_TYPE_BILL_REQUEST (psr_bill_request_get_type ())
#define PSR_TYPE_BILL_ANSWER (psr_bill_answer_get_type ())

GType           psr_bill_request_get_type (void) G_GNUC_CONST;
PsrBillRequest *psr_bill_request_new      (const char * const *numbers,
                                           const char         *document,
                                           const char         *person);
PsrBillRequest *psr_bill_request_new_for_documents
                                          (GArray             *documents,
                                           const char         *document,
                                           const char         *person);
PsrBillRequest *psr_bill_request_ref      (PsrBillRequest     *self);
void            psr_bill_request_unref    (PsrBillRequest     *self);

gboolean        psr_bill_can_accept       (const char         *name);
char           *psr_bill_list_acceptable  (void);

GType           psr_bill_answer_get_type  (void) G_GNUC_CONST;
PsrBillAnswer  *psr_bill_answer_new       (void);
PsrBillAnswer  *psr_bill_answer_ref       (PsrBillAnswer      *self);
void            psr_bill_answer_unref     (PsrBillAnswer      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBillRequest, psr_bill_request_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBillAnswer, psr_bill_answer_unref)

G_END_DECLS
