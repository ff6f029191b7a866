/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrRetryBudget:
 *
 * How many retries a host may still cost us. 20 to begin with; a retry takes
 * one, a request that succeeds gives a tenth back. Without it, a service that
 * is down would be asked five times as often as one that is up.
 */
typedef struct
{
  guint tenths;
} PsrRetryBudget;

#define PSR_RETRY_BUDGET_FULL 200

void     psr_retry_budget_init  (PsrRetryBudget *self);
gboolean psr_retry_budget_take  (PsrRetryBudget *self);
void     psr_retry_budget_repay (PsrRetryBudget *self);

PsrRetryBudget *psr_retry_budget_of (GHashTable *budgets,
                                     const char *url);

G_END_DECLS
