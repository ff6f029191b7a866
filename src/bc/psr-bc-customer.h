/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-decimal.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrBcBlocked:
 * @PSR_BC_BLOCKED_NOT: not blocked
 * @PSR_BC_BLOCKED_SHIP: nothing may be shipped
 * @PSR_BC_BLOCKED_INVOICE: nothing may be invoiced
 * @PSR_BC_BLOCKED_ALL: nothing at all
 */
typedef enum
{
  PSR_BC_BLOCKED_NOT,
  PSR_BC_BLOCKED_SHIP,
  PSR_BC_BLOCKED_INVOICE,
  PSR_BC_BLOCKED_ALL,
} PsrBcBlocked;

/**
 * PsrBcCustomer:
 * @id: canonical GUID (the SystemId)
 * @etag: as read, or ""
 * @number: the customer's number, upper case
 * @display_name: its name, up to 100 characters
 * @is_person: whether its type is Person instead of Company
 * @blocked: what it is blocked for
 * @address1: street and number, up to 100 characters
 * @address2: up to 50 characters
 * @city: up to 30 characters
 * @state: up to 30 characters
 * @country: ISO code as the company's country table writes it, or ""
 * @postal_code: up to 20 characters
 * @phone: up to 30 characters
 * @email: up to 80 characters; may hold several addresses
 * @website: up to 255 characters
 * @tax_registration: VAT number, in Belgium the enterprise number when
 *   @country is BE or blank
 * @tax_area: display name of the VAT business group, or ""
 * @currency_code: the currency, or the local one
 * @payment_terms_id: (nullable): canonical GUID
 * @credit_limit: 0 = none
 * @modified: when the customer's card was last changed, or none
 *
 * A customer. Immutable and reference counted.
 *
 * Source: [AL] APIV2 - Customers.
 */
typedef struct
{
  char         *id;
  char         *etag;
  char         *number;
  char         *display_name;
  gboolean      is_person;
  PsrBcBlocked  blocked;
  char         *address1;
  char         *address2;
  char         *city;
  char         *state;
  char         *country;
  char         *postal_code;
  char         *phone;
  char         *email;
  char         *website;
  char         *tax_registration;
  char         *tax_area;
  char         *currency_code;
  char         *payment_terms_id;
  PsrDecimal    credit_limit;
  PsrTimestamp  modified;
} PsrBcCustomer;

#define PSR_TYPE_BC_CUSTOMER (psr_bc_customer_get_type ())

GType          psr_bc_customer_get_type  (void) G_GNUC_CONST;
PsrBcCustomer *psr_bc_customer_from_json (JsonObject     *object,
                                          GError        **error);
PsrBcCustomer *psr_bc_customer_ref       (PsrBcCustomer  *self);
void           psr_bc_customer_unref     (PsrBcCustomer  *self);
const char    *psr_bc_blocked_to_string  (PsrBcBlocked    blocked);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcCustomer, psr_bc_customer_unref)

G_END_DECLS
