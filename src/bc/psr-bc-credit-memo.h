/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-bc-document.h"

G_BEGIN_DECLS

/**
 * PsrBcCreditMemo:
 * @id: canonical GUID
 * @number: its number; a draft's isn't the legal one
 * @posting_date: "YYYY-MM-DD", or ""
 * @invoice_id: (nullable): canonical GUID of the invoice that it corrects
 * @total_excluding_tax: net total
 * @total_including_tax: gross total
 * @status: as that of an invoice; %PSR_BC_STATUS_OPEN is no proof that it is posted
 * @modified: when it was last changed, or none
 *
 * A sales credit memo. Immutable and reference counted.
 */
typedef struct
{
  char         *id;
  char         *number;
  char         *posting_date;
  char         *invoice_id;
  PsrDecimal    total_excluding_tax;
  PsrDecimal    total_including_tax;
  PsrBcStatus   status;
  PsrTimestamp  modified;
} PsrBcCreditMemo;

#define PSR_TYPE_BC_CREDIT_MEMO (psr_bc_credit_memo_get_type ())

GType            psr_bc_credit_memo_get_type  (void) G_GNUC_CONST;
PsrBcCreditMemo *psr_bc_credit_memo_from_json (JsonObject       *object,
                                               GError          **error);
PsrBcCreditMemo *psr_bc_credit_memo_ref       (PsrBcCreditMemo  *self);
void             psr_bc_credit_memo_unref     (PsrBcCreditMemo  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcCreditMemo, psr_bc_credit_memo_unref)

G_END_DECLS
