/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-period"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-period.h"
#include "psr-engine-work.h"

/**
 * psr_engine_is_day_closed:
 * @self: an engine with a session
 * @rules: the rules for billing
 * @what: (out) (optional) (transfer full) (nullable): that today may be closed
 * @why: (out) (optional) (transfer full) (nullable): by what
 *
 * Asks whether the company lets something be posted on the day on which documents will
 * be, where that is today for all of them. It is a hint: users and journal templates may
 * have dates of their own. What can't be read isn't closed. To be called in a fiber.
 *
 * Returns: whether it doesn't
 */
gboolean
psr_engine_is_day_closed (PsrEngine        *self,
                          PsrBillingRules  *rules,
                          char            **what,
                          char            **why)
{
  g_autoptr(PsrBcPeriod) period = NULL;
  g_autofree char *today = NULL;

  g_return_val_if_fail (PSR_IS_ENGINE (self) && rules != NULL, FALSE);

  if (psr_billing_rules_get_posting_date (rules) != PSR_BILLING_DAY_TODAY)
    return FALSE;

  today = psr_timestamp_to_date (psr_clock_now (self->clock), psr_billing_rules_get_time_zone (rules));
  period = dex_await_boxed (psr_bc_client_get_posting_period (psr_session_get_bc (self->session)), NULL);

  if (period == NULL || psr_bc_period_has (period, today))
    return FALSE;

  if (what != NULL)
    {
      g_autofree char *day = psr_date_localise (today);

      *what = g_strdup_printf (_("Business Central may post nothing on %s."), day);
    }

  if (why != NULL)
    {
      g_autofree char *from = psr_date_localise (*period->from != '\0' ? period->from : "–");
      g_autofree char *to = psr_date_localise (*period->to != '\0' ? period->to : "–");

      /* Translators: two days, or “–” for none. */
      *why = g_strdup_printf (_("Its general ledger setup allows it from %s to %s, unless a user or a journal template has dates of its own."),
                              from, to);
    }

  return TRUE;
}
