/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "psr-billing-context.h"
#include "psr-billing-error.h"
#include "psr-billing-report.h"
#include "psr-billing-rules.h"
#include "psr-billing-state.h"
#include "psr-billing-table.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrBillingProgressFunc:
 * @result: the document that moved, or %NULL while a list is read
 * @done: how many documents this run has brought to rest, or rows were read
 * @total: how many there are, or 0 when that isn't known yet
 * @user_data: the data given with the function
 *
 * Called on the main thread.
 */
typedef void (*PsrBillingProgressFunc) (const PsrBillingResult *result,
                                        guint                   done,
                                        guint                   total,
                                        gpointer                user_data);

/**
 * PsrApproveFlags:
 * @PSR_APPROVE_NAMED: a person named the documents one by one: those from before
 *   the first day may be sent too
 * @PSR_APPROVE_POST: post what is made, once it is compared
 * @PSR_APPROVE_VIA_AUTO: over a quote where that works, whatever the rules say
 * @PSR_APPROVE_VIA_QUOTE: over a quote
 * @PSR_APPROVE_VIA_DIRECT: without a quote
 * @PSR_APPROVE_POST_MADE: post also what was approved, or made, without that before
 * @PSR_APPROVE_CHECKED: only what every check has looked at
 */
typedef enum
{
  PSR_APPROVE_NONE       = 0,
  PSR_APPROVE_NAMED      = 1 << 0,
  PSR_APPROVE_POST       = 1 << 1,
  PSR_APPROVE_VIA_AUTO   = 1 << 2,
  PSR_APPROVE_VIA_QUOTE  = 1 << 3,
  PSR_APPROVE_VIA_DIRECT = 1 << 4,
  PSR_APPROVE_POST_MADE  = 1 << 5,
  PSR_APPROVE_CHECKED    = 1 << 6,
} PsrApproveFlags;

DexFuture *psr_billing_collect      (PsrBillingContext      *context,
                                     PsrBillingProgressFunc  progress,
                                     gpointer                progress_data,
                                     GDestroyNotify          progress_destroy);
DexFuture *psr_billing_approve      (PsrBillingContext      *context,
                                     const gint64           *ids,
                                     gsize                   n_ids,
                                     PsrBillingKind          kind,
                                     PsrApproveFlags         flags,
                                     const char             *person);
DexFuture *psr_billing_approve_accepting
                                    (PsrBillingContext      *context,
                                     const gint64           *ids,
                                     gsize                   n_ids,
                                     PsrBillingKind          kind,
                                     PsrApproveFlags         flags,
                                     const char * const     *accept,
                                     const char             *day,
                                     const char             *person);
DexFuture *psr_billing_push         (PsrBillingContext      *context,
                                     GCancellable           *stop,
                                     PsrBillingProgressFunc  progress,
                                     gpointer                progress_data,
                                     GDestroyNotify          progress_destroy);
DexFuture *psr_billing_push_awake   (PsrBillingContext      *context,
                                     GCancellable           *stop,
                                     PsrBillingProgressFunc  progress,
                                     gpointer                progress_data,
                                     GDestroyNotify          progress_destroy);
DexFuture *psr_billing_settle       (PsrBillingContext      *context,
                                     GCancellable           *stop,
                                     PsrBillingProgressFunc  progress,
                                     gpointer                progress_data,
                                     GDestroyNotify          progress_destroy);
DexFuture *psr_billing_dry_run      (PsrBillingContext      *context,
                                     const gint64           *ids,
                                     gsize                   n_ids,
                                     PsrBillingKind          kind,
                                     PsrApproveFlags         flags,
                                     const char * const     *accept);
DexFuture *psr_billing_next_look_up (PsrBillingContext      *context);

G_END_DECLS
