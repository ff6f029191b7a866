/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-field-label"

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "psr-field-label.h"

typedef struct
{
  const char *property;
  const char *label;
} Label;

/* The properties of both services that the mappings of the program name. */
static const Label labels[] = {
  { "addressLine1", N_("Address") },
  { "addressLine2", N_("Address 2") },
  { "address/city", N_("City") },
  { "address/countryLetterCode", N_("Country") },
  { "address/postalCode", N_("Postal code") },
  { "address/street", N_("Address") },
  { "archived", N_("Archived") },
  { "article_category_code", N_("Category") },
  { "article_name", N_("Description") },
  { "article_price", N_("Price") },
  { "article_stock_location_id", N_("Stock location") },
  { "barcode", N_("Barcode") },
  { "baseUnitOfMeasureCode", N_("Unit of measure") },
  { "baseUnitOfMeasure/code", N_("Unit of measure") },
  { "blocked", N_("Blocked") },
  { "city", N_("City") },
  { "code", N_("Code") },
  { "companyNumber", N_("Company") },
  { "company_id", N_("Company") },
  { "company_sales_status_code", N_("Sales status") },
  { "country", N_("Country") },
  { "db_country_code", N_("Country") },
  { "db_payment_method_id", N_("Payment method") },
  { "db_unit_of_measure_id_selling", N_("Unit of measure") },
  { "description", N_("Description") },
  { "description_short", N_("Short description") },
  { "displayName", N_("Name") },
  { "email", N_("Email") },
  { "entered_price", N_("Price") },
  { "functions", N_("Job title") },
  { "gtin", N_("GTIN") },
  { "inventory", N_("Stock") },
  { "is_client", N_("Client") },
  { "itemCategoryCode", N_("Category") },
  { "jobTitle", N_("Job title") },
  { "lastname", N_("Contact name") },
  { "locationId", N_("Location") },
  { "mobile", N_("Mobile phone") },
  { "mobilePhoneNumber", N_("Mobile phone") },
  { "name", N_("Name") },
  { "number", N_("Number") },
  { "paymentMethodId", N_("Payment method") },
  { "phone", N_("Phone") },
  { "phoneNumber", N_("Phone") },
  { "physical_stock", N_("Stock") },
  { "postalCode", N_("Postal code") },
  { "priceIncludesTax", N_("Price includes VAT") },
  { "quantity", N_("Quantity") },
  { "quantity_decimal", N_("Quantity") },
  { "reference_back_office", N_("Reference") },
  { "street", N_("Street") },
  { "street2", N_("Street 2") },
  { "taxRegistrationNumber", N_("VAT number") },
  { "type", N_("Type") },
  { "unitPrice", N_("Price") },
  { "url", N_("Website") },
  { "vat_reg_code", N_("VAT number") },
  { "website", N_("Website") },
  { "zip", N_("Postal code") },
};

/**
 * psr_field_label_get:
 * @property: a property of one of the services
 *
 * Returns: (transfer none): what people call it, translated; @property itself
 *   when a mapping of somebody's own names one that isn't known
 */
const char *
psr_field_label_get (const char *property)
{
  g_return_val_if_fail (property != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      if (strcmp (labels[i].property, property) == 0)
        return _(labels[i].label);
    }

  return property;
}
