/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrBillingError:
 * @PSR_BILLING_ERROR_RULES: a setting that billing needs is missing or wrong
 * @PSR_BILLING_ERROR_NOT_ALLOWED: the event has no place in the document's state
 * @PSR_BILLING_ERROR_BLOCKED: the document can't be made from what is known
 * @PSR_BILLING_ERROR_BLIND: a look-up didn't show what is known to be there
 * @PSR_BILLING_ERROR_STOPPED: a write to the ledger failed; all sending stopped
 * @PSR_BILLING_ERROR_FAILED: anything else
 *
 * All of them are explained (see psr_explain()).
 */
typedef enum
{
  PSR_BILLING_ERROR_RULES,
  PSR_BILLING_ERROR_NOT_ALLOWED,
  PSR_BILLING_ERROR_BLOCKED,
  PSR_BILLING_ERROR_BLIND,
  PSR_BILLING_ERROR_STOPPED,
  PSR_BILLING_ERROR_FAILED,
} PsrBillingError;

#define PSR_BILLING_ERROR (psr_billing_error_quark ())

GQuark psr_billing_error_quark (void);

G_END_DECLS
