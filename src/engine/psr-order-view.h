/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-mend.h"
#include "psr-work-done.h"
#include "psr-work-order.h"

G_BEGIN_DECLS

/**
 * PsrOrderPrice:
 * @PSR_ORDER_PRICE_UNKNOWN: that isn't known
 * @PSR_ORDER_PRICE_WELLO: from Wello
 * @PSR_ORDER_PRICE_WARRANTY: it is under warranty
 * @PSR_ORDER_PRICE_BC_LATER: from Business Central, which isn't asked for it yet: until
 *   then it is Wello's
 * @PSR_ORDER_PRICE_BC: from Business Central
 * @PSR_ORDER_PRICE_QUOTE: from Business Central's quote, of which the document will be made
 *
 * Where the price of a line comes from.
 */
typedef enum
{
  PSR_ORDER_PRICE_UNKNOWN,
  PSR_ORDER_PRICE_WELLO,
  PSR_ORDER_PRICE_WARRANTY,
  PSR_ORDER_PRICE_BC_LATER,
  PSR_ORDER_PRICE_BC,
  PSR_ORDER_PRICE_QUOTE,
} PsrOrderPrice;

/**
 * PsrOrderLine:
 * @number: of the item, resource or account; "" for a text
 * @text: what it says
 * @quantity: how many
 * @unit: unit of measure, or "" for the item's own
 * @price: of one, without VAT
 * @discount: of the whole line
 * @net: without VAT
 * @vat_percent: the rate
 * @vat_code: Wello's VAT code, or ""
 * @price_source: where the price comes from, translated, or ""
 * @price_from: the same for programs
 * @item: number of the item whose price it is, or "" where it isn't that of an item
 *
 * A line of the document. A text has only @text.
 */
typedef struct
{
  char          *number;
  char          *text;
  PsrDecimal     quantity;
  char          *unit;
  PsrDecimal     price;
  PsrDecimal     discount;
  PsrDecimal     net;
  PsrDecimal     vat_percent;
  char          *vat_code;
  char          *price_source;
  PsrOrderPrice  price_from;
  char          *item;
} PsrOrderLine;

/**
 * PsrOrderTotals:
 * @known: whether they are known
 * @net: without VAT
 * @vat: VAT
 * @gross: with VAT
 */
typedef struct
{
  gboolean   known;
  PsrDecimal net;
  PsrDecimal vat;
  PsrDecimal gross;
} PsrOrderTotals;

/**
 * PsrOrderCheckResult:
 * @PSR_ORDER_CHECK_PASSED: it holds
 * @PSR_ORDER_CHECK_ASKS: it doesn't, and a person may accept that
 * @PSR_ORDER_CHECK_ACCEPTED: it doesn't, and a person has accepted that
 * @PSR_ORDER_CHECK_BLOCKS: it doesn't, and has to be put right
 * @PSR_ORDER_CHECK_LATER: looked at when it is sent
 *
 * What a check found.
 */
typedef enum
{
  PSR_ORDER_CHECK_PASSED,
  PSR_ORDER_CHECK_ASKS,
  PSR_ORDER_CHECK_ACCEPTED,
  PSR_ORDER_CHECK_BLOCKS,
  PSR_ORDER_CHECK_LATER,
} PsrOrderCheckResult;

/**
 * PsrOrderCheck:
 * @id: its stable name, as for `bill --accept`
 * @result: what it found
 * @sentence: what it is about, translated: what holds when it passes
 * @about: who or what doesn't pass, or ""
 * @what: what is the matter, translated, or ""
 * @why: why, or ""
 * @mend: how to put it right, or ""
 * @button: (nullable): the same for a window, where it doesn't pass
 *
 * One of the checks before sending.
 */
typedef struct
{
  char                *id;
  PsrOrderCheckResult  result;
  char                *sentence;
  char                *about;
  char                *what;
  char                *why;
  char                *mend;
  PsrMend             *button;
} PsrOrderCheck;

/**
 * PsrOrderEvent:
 * @at: when
 * @who: the person, or "passerelle"
 * @action: what was done, a stable name
 * @old_value: what was before, or ""
 * @new_value: what is after, or ""
 * @reason: why, or ""
 *
 * A line of the audit.
 */
typedef struct
{
  PsrTimestamp  at;
  char         *who;
  char         *action;
  char         *old_value;
  char         *new_value;
  char         *reason;
} PsrOrderEvent;

/* A draft that was made can be posted: by billing it once more with that wish. */
#define PSR_ORDER_ACT_POST "post"

/**
 * PsrOrderView:
 * @row: the work order as lists show it
 * @is_exact: whether @lines are those of the document in Business Central; else they
 *   are predicted
 * @reference: *Your Reference*, or ""
 * @bill_to: number of who pays, where it isn't the customer; of what is internal the card
 *   that it is made for; or ""
 * @site: where the work was done, name and address in one line, or ""
 * @price_date: the day whose prices count for it in Business Central, "YYYY-MM-DD", or ""
 *   for the day on which it is made
 * @is_internal: whether it is an order without prices of the card that the profile names
 * @lines: (element-type PsrOrderLine): the document's lines, texts included
 * @wello: what Wello says it costs
 * @predicted: what Business Central will make of it, by the rounding known of it
 * @bc: what Business Central made of it
 * @checks: (element-type PsrOrderCheck): the checks, in their order; none when it
 *   wasn't checked yet
 * @other_checks: (element-type PsrOrderCheck) (nullable): the same for the other kind of
 *   document, where a person may choose that
 * @acts: what a person may decide about it now, by the stable names of
 *   psr_act_request_new()
 * @history: (element-type PsrOrderEvent): what was done, the oldest first
 * @work: (nullable): what was done in the field; %NULL where that isn't known
 * @n_warranty: how many of its parts the customer doesn't pay for
 * @has_job: whether there is a work order of which it can be known
 *
 * One work order with everything known of it. Immutable.
 */
typedef struct
{
  PsrWorkOrder   *row;
  gboolean        is_exact;
  char           *reference;
  char           *bill_to;
  char           *site;
  char           *price_date;
  gboolean        is_internal;
  GPtrArray      *lines;
  PsrOrderTotals  wello;
  PsrOrderTotals  predicted;
  PsrOrderTotals  bc;
  GPtrArray      *checks;
  GPtrArray      *other_checks;
  char          **acts;
  GPtrArray      *history;
  PsrWorkDone    *work;
  guint           n_warranty;
  gboolean        has_job;
} PsrOrderView;

#define PSR_TYPE_ORDER_VIEW (psr_order_view_get_type ())

GType          psr_order_view_get_type       (void) G_GNUC_CONST;
PsrOrderView  *psr_order_view_new            (PsrWorkOrder        *row);
PsrOrderView  *psr_order_view_ref            (PsrOrderView        *self);
void           psr_order_view_unref          (PsrOrderView        *self);
PsrOrderLine  *psr_order_view_add_line       (PsrOrderView        *self,
                                              const char          *number,
                                              const char          *text);
GPtrArray     *psr_order_view_steal_lines    (PsrOrderView        *self);
PsrOrderCheck *psr_order_view_add_check      (PsrOrderView        *self,
                                              const char          *id,
                                              PsrOrderCheckResult  result,
                                              const char          *sentence);
void           psr_order_view_begin_other_checks (PsrOrderView   *self);
GPtrArray     *psr_order_view_get_checks     (const PsrOrderView  *self,
                                              const char          *kind);
gboolean       psr_order_view_is_same        (const PsrOrderView  *self,
                                              const PsrOrderView  *other);
const char    *psr_order_check_result_to_string (PsrOrderCheckResult result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrOrderView, psr_order_view_unref)

G_END_DECLS
