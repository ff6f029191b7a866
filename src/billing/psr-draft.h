/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-customer.h"
#include "psr-billable.h"
#include "psr-invoice-facts.h"
#include "psr-pricing.h"

G_BEGIN_DECLS

/**
 * PsrDraft:
 * @facts: what was looked up
 * @invoice: the Wello invoice
 * @billable: what is to be billed, as far as it is known
 * @pricing: (nullable): what that will cost; %NULL when its amounts contradict
 *   each other
 * @unclear: (element-type utf8): lines whose amounts can't be understood
 *
 * A document in the making: what its checks look at. Not to be kept.
 */
typedef struct
{
  PsrInvoiceFacts *facts;
  PsrWelloInvoice *invoice;
  PsrBillable     *billable;
  PsrPricing      *pricing;
  GPtrArray       *unclear;
} PsrDraft;

PsrDraft            *psr_draft_new                 (PsrInvoiceFacts     *facts,
                                                    PsrWelloInvoice     *invoice);
void                 psr_draft_free                (PsrDraft            *self);
void                 psr_draft_make_internal       (PsrDraft            *self);
const PsrLineTarget *psr_draft_get_rule            (const PsrDraft      *self,
                                                    guint                line);
gboolean             psr_draft_is_labour           (const PsrDraft      *self,
                                                    guint                line);
const char          *psr_draft_get_customer_id     (const PsrDraft      *self);
const char          *psr_draft_get_payer_number    (const PsrDraft      *self);
const PsrBcCustomer *psr_draft_find_payer          (const PsrDraft      *self);
char                *psr_draft_dup_external_number (PsrInvoiceFacts     *facts,
                                                    PsrWelloInvoice     *invoice);
char                *psr_draft_dup_next_number     (const char          *number,
                                                    const char          *internal_number);
char                *psr_draft_dup_day             (PsrInvoiceFacts     *facts,
                                                    PsrWelloInvoice     *invoice);
char                *psr_draft_dup_order_number    (PsrWelloInvoice     *invoice);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrDraft, psr_draft_free)

G_END_DECLS
