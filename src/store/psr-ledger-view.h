/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PsrLedgerOrder:
 * @PSR_LEDGER_ORDER_DATE: by the day of completion
 * @PSR_LEDGER_ORDER_NUMBER: by the Wello invoice's number
 * @PSR_LEDGER_ORDER_CUSTOMER: by the customer's name
 * @PSR_LEDGER_ORDER_SITE: by where the work was done
 * @PSR_LEDGER_ORDER_HOURS: by the hours worked
 * @PSR_LEDGER_ORDER_PARTS: by the number of parts
 * @PSR_LEDGER_ORDER_NET: by the amount without VAT
 * @PSR_LEDGER_ORDER_VAT: by the VAT
 * @PSR_LEDGER_ORDER_GROSS: by the amount with VAT
 * @PSR_LEDGER_ORDER_KIND: by what is made of it
 * @PSR_LEDGER_ORDER_STATE: by the state's word
 * @PSR_LEDGER_ORDER_BC_NUMBER: by the document's number in Business Central
 * @PSR_LEDGER_ORDER_APPROVED_BY: by who approved it
 *
 * What a list is ordered by; what is equal comes in the order of its rows.
 */
typedef enum
{
  PSR_LEDGER_ORDER_DATE,
  PSR_LEDGER_ORDER_NUMBER,
  PSR_LEDGER_ORDER_CUSTOMER,
  PSR_LEDGER_ORDER_SITE,
  PSR_LEDGER_ORDER_HOURS,
  PSR_LEDGER_ORDER_PARTS,
  PSR_LEDGER_ORDER_NET,
  PSR_LEDGER_ORDER_VAT,
  PSR_LEDGER_ORDER_GROSS,
  PSR_LEDGER_ORDER_KIND,
  PSR_LEDGER_ORDER_STATE,
  PSR_LEDGER_ORDER_BC_NUMBER,
  PSR_LEDGER_ORDER_APPROVED_BY,
} PsrLedgerOrder;

/**
 * PsrLedgerView:
 * @states: (array zero-terminated=1): the states whose documents are listed
 * @also: (array zero-terminated=1): states of which only documents with @also_reason are
 *   listed as well
 * @also_reason: the code of a reason
 * @search: what was typed to search for, or ""; every word of it has to be in
 *   the document's numbers, its customer or its site
 * @since: the first day of completion, or ""
 * @until: the last one, or ""
 * @customer: the number of the customer, or ""
 * @bc_status: what became of them in Business Central, or ""
 * @kind: what is made of them, `invoice` or `order`, or ""
 * @usual_kind: what is made of those for which that isn't decided
 * @order: what the list is ordered by
 * @descending: whether the greatest comes first
 * @with_revisions: whether each id is followed by the revision of its row
 * @limit: at most so many of them, from the first; 0 for all
 * @cancellable: (nullable): makes whoever lists them give up
 * @check_mark: with what a line of their checks begins, or ""
 * @technician: the name of who did the work, or ""
 *
 * Which documents a list shows, and in what order.
 */
typedef struct
{
  char           **states;
  char           **also;
  char            *also_reason;
  char            *search;
  char            *since;
  char            *until;
  char            *customer;
  char            *bc_status;
  char            *kind;
  char            *usual_kind;
  PsrLedgerOrder   order;
  gboolean         descending;
  gboolean         with_revisions;
  guint            limit;
  GCancellable    *cancellable;
  char            *check_mark;
  char            *technician;
} PsrLedgerView;

#define PSR_TYPE_LEDGER_VIEW (psr_ledger_view_get_type ())

GType          psr_ledger_view_get_type (void) G_GNUC_CONST;
PsrLedgerView *psr_ledger_view_new      (const char * const  *states,
                                         const char          *search,
                                         PsrLedgerOrder       order,
                                         gboolean             descending);
void           psr_ledger_view_filter   (PsrLedgerView       *self,
                                         const char          *since,
                                         const char          *until,
                                         const char          *customer);
void           psr_ledger_view_set_also (PsrLedgerView       *self,
                                         const char * const  *states,
                                         const char          *reason);
void           psr_ledger_view_set_bc_status
                                        (PsrLedgerView       *self,
                                         const char          *bc_status);
void           psr_ledger_view_set_kind (PsrLedgerView       *self,
                                         const char          *kind,
                                         const char          *usual_kind);
void           psr_ledger_view_set_with_revisions
                                        (PsrLedgerView       *self,
                                         gboolean             with_revisions);
void           psr_ledger_view_set_limit
                                        (PsrLedgerView       *self,
                                         guint                limit);
void           psr_ledger_view_set_cancellable
                                        (PsrLedgerView       *self,
                                         GCancellable        *cancellable);
void           psr_ledger_view_set_check_mark
                                        (PsrLedgerView       *self,
                                         const char          *check_mark);
void           psr_ledger_view_set_technician
                                        (PsrLedgerView       *self,
                                         const char          *technician);
PsrLedgerView *psr_ledger_view_copy     (const PsrLedgerView *self);
void           psr_ledger_view_free     (PsrLedgerView       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrLedgerView, psr_ledger_view_free)

/**
 * PsrLedgerSum:
 * @currency: the currency's code, "" for the local one
 * @count: how many documents
 * @orders: how many of them are orders, or will be
 * @net: their amount without VAT, in hundred-thousandths
 * @gross: their amount with VAT, in hundred-thousandths
 *
 * What documents of one currency come to.
 */
typedef struct
{
  char   *currency;
  gint64  count;
  gint64  orders;
  gint64  net;
  gint64  gross;
} PsrLedgerSum;

G_END_DECLS
