/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-price-customer"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-error.h"
#include "psr-bc-price-customer.h"
#include "psr-bc-service-row.h"
#include "psr-explain.h"

G_DEFINE_BOXED_TYPE (PsrBcPriceCustomer, psr_bc_price_customer, psr_bc_price_customer_ref, psr_bc_price_customer_unref)

static const char * const number_names[] = { "no", "number", NULL };
static const char * const bill_to_names[] = { "billtocustomerno", "billtocustomernumber", NULL };
static const char * const price_group_names[] = { "customerpricegroup", NULL };
static const char * const discount_group_names[] = { "customerdiscgroup", "customerdiscountgroup", NULL };
static const char * const allows_names[] = { "allowlinedisc", "allowlinediscount", NULL };

static void
psr_bc_price_customer_finalize (gpointer data)
{
  PsrBcPriceCustomer *self = data;

  g_free (self->number);
  g_free (self->bill_to);
  g_free (self->price_group);
  g_free (self->discount_group);
}

/**
 * psr_bc_price_customer_from_json:
 * @object: a row of a published web service
 * @error: return location for a #PsrBcError
 *
 * Reads a row of a page of customers. May run on any thread.
 *
 * Returns: (transfer full) (nullable): what decides about its prices; %NULL with @error
 *   set when the service lacks a column without which the prices would be wrong
 */
PsrBcPriceCustomer *
psr_bc_price_customer_from_json (JsonObject *object,
                                 GError    **error)
{
  g_autoptr (PsrBcServiceRow) row = NULL;
  PsrBcPriceCustomer *self;

  g_return_val_if_fail (object != NULL, NULL);

  row = psr_bc_service_row_new (object);
  if (!psr_bc_service_row_has (row, number_names) || !psr_bc_service_row_has (row, price_group_names))
    {
      psr_set_explained_error (error, PSR_BC_ERROR, PSR_BC_ERROR_BAD_ROW,
                               _("The web service of customers can’t be used."),
                               _("It lacks the customer’s number or its price group."),
                               _("Publish page 21 or 22 with the columns No. and Customer Price Group."));
      return NULL;
    }

  self = g_atomic_rc_box_new0 (PsrBcPriceCustomer);
  self->number = psr_bc_service_row_dup_text (row, number_names);
  self->bill_to = psr_bc_service_row_dup_text (row, bill_to_names);
  self->price_group = psr_bc_service_row_dup_text (row, price_group_names);
  self->discount_group = psr_bc_service_row_dup_text (row, discount_group_names);
  self->allows_discount = !psr_bc_service_row_has (row, allows_names) || psr_bc_service_row_get_boolean (row, allows_names);
  if (*self->bill_to == '\0')
    g_set_str (&self->bill_to, self->number);

  return self;
}

/**
 * psr_bc_price_customer_ref:
 * @self: a customer
 *
 * Returns: (transfer full): @self
 */
PsrBcPriceCustomer *
psr_bc_price_customer_ref (PsrBcPriceCustomer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bc_price_customer_unref:
 * @self: (transfer full): a customer
 *
 * Gives up a reference.
 */
void
psr_bc_price_customer_unref (PsrBcPriceCustomer *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_bc_price_customer_finalize);
}
