/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-billing-rules"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-billing-error.h"
#include "psr-billing-rules-private.h"
#include "psr-explain.h"

#define CUSTOMER "customer:"

/**
 * psr_billing_rules_set_internal:
 * @self: rules
 * @target: customer:NUMBER, or "" when there is none
 * @error: return location for a %PSR_BILLING_ERROR
 *
 * Sets the customer card that gets an order without prices of what costs the customer
 * nothing, so that stock and cost are booked.
 *
 * Returns: whether @target can be used
 */
gboolean
psr_billing_rules_set_internal (PsrBillingRules  *self,
                                const char       *target,
                                GError          **error)
{
  g_return_val_if_fail (self != NULL && target != NULL, FALSE);

  if (target[0] != '\0' && (!g_str_has_prefix (target, CUSTOMER) || target[strlen (CUSTOMER)] == '\0'))
    {
      g_autofree char *why = g_strdup_printf (_("“%s” names no customer."), target);

      psr_set_explained_error (error, PSR_BILLING_ERROR, PSR_BILLING_ERROR_RULES, _("A setting for billing isn’t valid"), why,
                               _("Write Internal as customer:NUMBER."));
      return FALSE;
    }

  g_free (self->internal);
  self->internal = target[0] != '\0' ? g_strdup (target + strlen (CUSTOMER)) : NULL;

  return TRUE;
}

/**
 * psr_billing_rules_get_internal:
 * @self: rules
 *
 * Returns: (transfer none) (nullable): number of the customer card for what costs the
 *   customer nothing
 */
const char *
psr_billing_rules_get_internal (PsrBillingRules *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->internal;
}
