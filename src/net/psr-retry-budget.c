/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-retry-budget"

#include "config.h"

#include "psr-retry-budget.h"

/**
 * psr_retry_budget_init:
 * @self: a budget
 *
 * Fills @self.
 */
void
psr_retry_budget_init (PsrRetryBudget *self)
{
  g_return_if_fail (self != NULL);

  self->tenths = PSR_RETRY_BUDGET_FULL;
}

/**
 * psr_retry_budget_take:
 * @self: a budget
 *
 * Returns: whether there was enough left for a retry, which is then taken
 */
gboolean
psr_retry_budget_take (PsrRetryBudget *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->tenths < 10)
    return FALSE;

  self->tenths -= 10;

  return TRUE;
}

/**
 * psr_retry_budget_repay:
 * @self: a budget
 *
 * Gives a little back, because a request succeeded.
 */
void
psr_retry_budget_repay (PsrRetryBudget *self)
{
  g_return_if_fail (self != NULL);

  self->tenths = MIN (self->tenths + 1, PSR_RETRY_BUDGET_FULL);
}

/**
 * psr_retry_budget_of:
 * @budgets: (element-type utf8 PsrRetryBudget): those of the hosts, which are freed with it
 * @url: an address
 *
 * Returns: (transfer none): the budget of the host of @url, which is full at first
 */
PsrRetryBudget *
psr_retry_budget_of (GHashTable *budgets,
                     const char *url)
{
  g_autoptr (GUri) uri = NULL;
  PsrRetryBudget *self;
  const char *host;

  g_return_val_if_fail (budgets != NULL, NULL);
  g_return_val_if_fail (url != NULL, NULL);

  uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  host = uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : "";
  self = g_hash_table_lookup (budgets, host);

  if (self == NULL)
    {
      self = g_new0 (PsrRetryBudget, 1);
      psr_retry_budget_init (self);
      g_hash_table_insert (budgets, g_strdup (host), self);
    }

  return self;
}
