/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-customer"

#include "config.h"

#include "psr-bc-customer.h"
#include "psr-bc-row.h"
#include "psr-bc-v1.h"

G_DEFINE_BOXED_TYPE (PsrBcCustomer, psr_bc_customer, psr_bc_customer_ref, psr_bc_customer_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrBcCustomer, id, "id", ID),
  PSR_JSON_FIELD (PsrBcCustomer, etag, "@odata.etag", TEXT),
  PSR_JSON_FIELD (PsrBcCustomer, number, "number", CODE),
  PSR_JSON_FIELD (PsrBcCustomer, display_name, "displayName", TEXT),
  PSR_JSON_FIELD (PsrBcCustomer, address1, "addressLine1", TEXT),
  PSR_JSON_FIELD (PsrBcCustomer, address2, "addressLine2", TEXT),
  PSR_JSON_FIELD (PsrBcCustomer, city, "city", TEXT),
  PSR_JSON_FIELD (PsrBcCustomer, state, "state", TEXT),
  PSR_JSON_FIELD (PsrBcCustomer, country, "country", CODE),
  PSR_JSON_FIELD (PsrBcCustomer, postal_code, "postalCode", TEXT),
  PSR_JSON_FIELD (PsrBcCustomer, phone, "phoneNumber", TEXT),
  PSR_JSON_FIELD (PsrBcCustomer, email, "email", TEXT),
  PSR_JSON_FIELD (PsrBcCustomer, website, "website", TEXT),
  PSR_JSON_FIELD (PsrBcCustomer, tax_registration, "taxRegistrationNumber", TEXT),
  PSR_JSON_FIELD (PsrBcCustomer, tax_area, "taxAreaDisplayName", TEXT),
  PSR_JSON_FIELD (PsrBcCustomer, currency_code, "currencyCode", CODE),
  PSR_JSON_FIELD (PsrBcCustomer, payment_terms_id, "paymentTermsId", GUID),
  PSR_JSON_FIELD (PsrBcCustomer, credit_limit, "creditLimit", DECIMAL),
  PSR_JSON_FIELD (PsrBcCustomer, modified, "lastModifiedDateTime", TIMESTAMP),
  PSR_JSON_FIELDS_END
};

static void
psr_bc_customer_finalize (gpointer data)
{
  PsrBcCustomer *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
}

/**
 * psr_bc_customer_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrBcError
 *
 * Reads a customer. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrBcCustomer *
psr_bc_customer_from_json (JsonObject *object,
                           GError **error)
{
  g_autoptr (PsrBcCustomer) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrBcCustomer);

  if (!psr_bc_row_read (fields, object, self, error))
    return NULL;

  psr_bc_v1_take_street (object, &self->address1, &self->address2);
  psr_bc_v1_take_text (object, "address", "city", &self->city);
  psr_bc_v1_take_text (object, "address", "state", &self->state);
  psr_bc_v1_take_code (object, "address", "countryLetterCode", &self->country);
  psr_bc_v1_take_text (object, "address", "postalCode", &self->postal_code);

  self->is_person = psr_bc_row_enum_is (object, "type", "Person");

  if (psr_bc_row_enum_is (object, "blocked", "Ship"))
    self->blocked = PSR_BC_BLOCKED_SHIP;
  else if (psr_bc_row_enum_is (object, "blocked", "Invoice"))
    self->blocked = PSR_BC_BLOCKED_INVOICE;
  else if (psr_bc_row_enum_is (object, "blocked", "All"))
    self->blocked = PSR_BC_BLOCKED_ALL;
  else
    self->blocked = PSR_BC_BLOCKED_NOT;

  return g_steal_pointer (&self);
}

/**
 * psr_bc_customer_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrBcCustomer *
psr_bc_customer_ref (PsrBcCustomer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bc_customer_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_bc_customer_unref (PsrBcCustomer *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_bc_customer_finalize);
}

/**
 * psr_bc_blocked_to_string:
 * @blocked: what a customer is blocked for
 *
 * Returns: Business Central's word for @blocked, or "" for one that isn't
 */
const char *
psr_bc_blocked_to_string (PsrBcBlocked blocked)
{
  switch (blocked)
    {
    case PSR_BC_BLOCKED_SHIP:
      return "Ship";

    case PSR_BC_BLOCKED_INVOICE:
      return "Invoice";

    case PSR_BC_BLOCKED_ALL:
      return "All";

    case PSR_BC_BLOCKED_NOT:
      return "";

    default:
      g_return_val_if_reached ("");
    }
}
