/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-billing-context.h"
#include "psr-billing-report.h"

G_BEGIN_DECLS

/**
 * PsrBillingActKind:
 * @PSR_BILLING_ACT_UNAPPROVE: don't send it yet
 * @PSR_BILLING_ACT_WITHDRAW: delete the draft that was made
 * @PSR_BILLING_ACT_RETRY: try it at once where it fails again and again; or read it again and approve it, after a refusal, or after it
 *   was withdrawn while Wello keeps it as imported
 * @PSR_BILLING_ACT_TAKE: take the document found for this one
 * @PSR_BILLING_ACT_SKIP: don't bill it
 * @PSR_BILLING_ACT_UNSKIP: bill it after all
 * @PSR_BILLING_ACT_MARK_BILLED: it is billed by a document that is there
 * @PSR_BILLING_ACT_UNMARK: it isn't
 *
 * What a person may decide about one document.
 */
typedef enum
{
  PSR_BILLING_ACT_UNAPPROVE,
  PSR_BILLING_ACT_WITHDRAW,
  PSR_BILLING_ACT_RETRY,
  PSR_BILLING_ACT_TAKE,
  PSR_BILLING_ACT_SKIP,
  PSR_BILLING_ACT_UNSKIP,
  PSR_BILLING_ACT_MARK_BILLED,
  PSR_BILLING_ACT_UNMARK,
  PSR_BILLING_N_ACTS,
} PsrBillingActKind;

const char *psr_billing_act_to_string   (PsrBillingActKind   kind);
gboolean    psr_billing_act_from_string (const char         *name,
                                         PsrBillingActKind  *kind);
DexFuture  *psr_billing_act             (PsrBillingContext  *context,
                                         PsrBillingActKind   kind,
                                         gint64              id,
                                         const char         *bc_number,
                                         gboolean            despite,
                                         const char         *person,
                                         const char         *reason);

G_END_DECLS
