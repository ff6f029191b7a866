/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PSR_WELLO_COMPANY_SELECT:
 *
 * The properties that psr_wello_company_from_json() reads, for `$select`.
 */
#define PSR_WELLO_COMPANY_SELECT \
  "id,code,name,archived,vat_reg_code,phone,email,street,street2,street_number,zip,city," \
  "company_sales_status_code,sales_organization_id,modified_dateutc"

/**
 * PsrWelloCompany:
 * @id: canonical GUID
 * @code: the ERP's number, upper case and trimmed for comparing, or ""
 * @name: up to 64 characters
 * @archived: hidden from searches
 * @vat_number: VAT number, or ""
 * @phone: up to 50 characters
 * @email: up to 250 characters
 * @street: street, with or without the house number
 * @street2: box
 * @street_number: house number, or ""
 * @zip: postal code
 * @city: city
 * @po_number_required: whether each invoice has to bear the number of a purchase
 *   order; not among %PSR_WELLO_COMPANY_SELECT
 * @sales_status: "Normal", "CreditRisk", "BlockedbyCM" or "OrderBlocked"
 * @language_id: (nullable): canonical GUID of its language; like @language_code not
 *   among %PSR_WELLO_COMPANY_SELECT
 * @language_code: that language, such as "fr", where Wello says it, or ""
 * @modified: when it was last changed, or none
 *
 * A company ("account"). Immutable and reference counted.
 */
typedef struct
{
  char         *id;
  char         *code;
  char         *name;
  gboolean      archived;
  char         *vat_number;
  char         *phone;
  char         *email;
  char         *street;
  char         *street2;
  char         *street_number;
  char         *zip;
  char         *city;
  char         *sales_status;
  gboolean      po_number_required;
  char         *sales_organization_id;
  char         *language_id;
  char         *language_code;
  PsrTimestamp  modified;
} PsrWelloCompany;

#define PSR_TYPE_WELLO_COMPANY (psr_wello_company_get_type ())

GType            psr_wello_company_get_type  (void) G_GNUC_CONST;
PsrWelloCompany *psr_wello_company_from_json (JsonObject       *object,
                                              GError          **error);
PsrWelloCompany *psr_wello_company_ref       (PsrWelloCompany  *self);
void             psr_wello_company_unref     (PsrWelloCompany  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrWelloCompany, psr_wello_company_unref)

G_END_DECLS
