/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-decimal.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrQueue:
 * @PSR_QUEUE_REVIEW: can be approved, or will be able to
 * @PSR_QUEUE_EXCEPTIONS: needs a person before it can go on
 * @PSR_QUEUE_SENDING: approved, on its way, or being checked
 * @PSR_QUEUE_DONE: is in Business Central, or needs nothing any more
 * @PSR_QUEUE_ALL: every one of them
 *
 * The queues of the work that is to be billed.
 */
typedef enum
{
  PSR_QUEUE_REVIEW,
  PSR_QUEUE_EXCEPTIONS,
  PSR_QUEUE_SENDING,
  PSR_QUEUE_DONE,
  PSR_QUEUE_ALL,
} PsrQueue;

/**
 * PsrWorkOrderOrder:
 *
 * What a list of work orders is ordered by: the column of that name.
 */
typedef enum
{
  PSR_WORK_ORDER_BY_DATE,
  PSR_WORK_ORDER_BY_NUMBER,
  PSR_WORK_ORDER_BY_CUSTOMER,
  PSR_WORK_ORDER_BY_SITE,
  PSR_WORK_ORDER_BY_HOURS,
  PSR_WORK_ORDER_BY_PARTS,
  PSR_WORK_ORDER_BY_NET,
  PSR_WORK_ORDER_BY_VAT,
  PSR_WORK_ORDER_BY_GROSS,
  PSR_WORK_ORDER_BY_KIND,
  PSR_WORK_ORDER_BY_STATE,
  PSR_WORK_ORDER_BY_BC_NUMBER,
  PSR_WORK_ORDER_BY_APPROVED_BY,
} PsrWorkOrderOrder;

/**
 * PsrWorkOrder:
 * @id: its id in the ledger
 * @revision: grows with each change of its row in the ledger
 * @number: the number of the Wello invoice
 * @work_order: (nullable): the number of the work order, when there is one
 * @customer_number: the customer's number in Business Central, or in Wello
 * @customer_name: the customer's name
 * @site: where the work was done, in one line, or ""
 * @date: (nullable): when the work was completed, `YYYY-MM-DD`
 * @parts: how many parts were used
 * @hours: the hours worked and travelled
 * @net: the amount without VAT
 * @vat: the VAT
 * @gross: the amount with VAT
 * @currency: (nullable): the currency's code
 * @document: what is, or will be, made of it: `invoice` or `order`
 * @is_internal: whether it costs the customer nothing
 * @state: the stable name of its state
 * @state_title: its state, translated
 * @reason: (nullable): why it is in that state, translated
 * @mend: (nullable): what to do about it, translated
 * @help: (nullable): the page of the user guide about that, for psr_help_dup_uri()
 * @asks: names of the checks that a person may accept and hasn't, separated by
 *   commas, or ""
 * @can_approve: whether it can be sent as it is
 * @can_bill_again: whether somebody may have it billed although it was refused
 *   or needs a look
 * @approved_by: who approved it last, or ""
 * @has_changed: whether Wello has another content by now than was sent, or is being sent
 * @is_automatic: whether that was the automatic transfer, and no person
 * @bc_number: (nullable): the number of its document in Business Central
 * @bc_status: (nullable): where its document is in Business Central: `draft`,
 *   `in-approval`, `released`, `posted`, `paid`, `credited` or `gone`
 * @external_number: (nullable): the document's externalDocumentNumber
 * @checking_until: when a document that may or may not have been made is
 *   settled at the latest, or %PSR_TIMESTAMP_NONE
 *
 * One Wello invoice on its way to Business Central. Immutable.
 */
typedef struct
{
  gint64        id;
  gint64        revision;
  char         *number;
  char         *work_order;
  char         *customer_number;
  char         *customer_name;
  char         *site;
  char         *date;
  PsrDecimal    parts;
  PsrDecimal    hours;
  PsrDecimal    net;
  PsrDecimal    vat;
  PsrDecimal    gross;
  char         *currency;
  char         *document;
  gboolean      is_internal;
  char         *state;
  char         *state_title;
  char         *reason;
  char         *mend;
  const char   *help;
  char         *asks;
  char         *approved_by;
  gboolean      has_changed;
  gboolean      is_automatic;
  gboolean      can_approve;
  gboolean      can_bill_again;
  char         *bc_number;
  char         *bc_status;
  char         *external_number;
  PsrTimestamp  checking_until;
} PsrWorkOrder;

#define PSR_TYPE_WORK_ORDER (psr_work_order_get_type ())

GType         psr_work_order_get_type   (void) G_GNUC_CONST;
PsrWorkOrder *psr_work_order_new        (void);
PsrWorkOrder *psr_work_order_copy       (const PsrWorkOrder *self);
PsrWorkOrder *psr_work_order_ref        (PsrWorkOrder  *self);
void          psr_work_order_unref      (PsrWorkOrder  *self);
gboolean      psr_work_order_can_choose_kind
                                        (const PsrWorkOrder *self);
char        **psr_work_order_dup_flags  (const PsrWorkOrder *self);
const char   *psr_work_order_flag_get_title
                                        (const char    *flag);
const char   *psr_work_order_kind_get_title
                                        (const char    *kind);
const char   *psr_queue_to_string       (PsrQueue       queue);
gboolean      psr_queue_from_string     (const char    *name,
                                         PsrQueue      *queue);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrWorkOrder, psr_work_order_unref)

G_END_DECLS
