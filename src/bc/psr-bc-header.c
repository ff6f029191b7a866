/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-header"

#include "config.h"

#include <string.h>

#include "psr-bc-header.h"
#include "psr-json.h"

/*
 * What people may write in the header of an order, an invoice or a quote, by the names of
 * API v2.0, in a fixed order: fingerprints are made of it, and one more member here is
 * another form of fingerprint. What Business Central reckons by itself, the header's
 * discount among it, isn't here; nor is what a document has of its own.
 *
 * Source: [AL] APIV2 - Sales Invoices, Sales Orders, Sales Quotes.
 */
static const char * const members[] = {
  "customerPurchaseOrderReference",
  "invoiceDate",
  "orderDate",
  "documentDate",
  "postingDate",
  "dueDate",
  "requestedDeliveryDate",
  "shipToName",
  "shipToContact",
  "shipToAddressLine1",
  "shipToAddressLine2",
  "shipToCity",
  "shipToCountry",
  "shipToState",
  "shipToPostCode",
  "sellToAddressLine1",
  "sellToAddressLine2",
  "sellToCity",
  "sellToCountry",
  "sellToState",
  "sellToPostCode",
  "shortcutDimension1Code",
  "shortcutDimension2Code",
  "paymentTermsId",
  "shipmentMethodId",
  "salesperson",
  "partialShipping",
  "phoneNumber",
  "email",
};

/* What API v1.0 has in objects instead ([AL] APIV1 - Sales Invoices, Sales Orders); a
 * street has both lines. */
static const struct
{
  const char *object;
  const char *part;
  const char *name;
} parts[] = {
  { "shippingPostalAddress", "street", "shipToAddressLine1" },
  { "shippingPostalAddress", "city", "shipToCity" },
  { "shippingPostalAddress", "countryLetterCode", "shipToCountry" },
  { "shippingPostalAddress", "state", "shipToState" },
  { "shippingPostalAddress", "postalCode", "shipToPostCode" },
  { "sellingPostalAddress", "street", "sellToAddressLine1" },
  { "sellingPostalAddress", "city", "sellToCity" },
  { "sellingPostalAddress", "countryLetterCode", "sellToCountry" },
  { "sellingPostalAddress", "state", "sellToState" },
  { "sellingPostalAddress", "postalCode", "sellToPostCode" },
};

static void
add (GString    *header,
     const char *name,
     char       *text)
{
  g_autofree char *owned = text;
  g_autofree char *escaped = NULL;

  /* How Business Central says that there is no date. */
  escaped = g_strescape (g_str_equal (owned, "0001-01-01") ? "" : owned, NULL);
  g_string_append_printf (header, "%s=%s\n", name, escaped);
}

/**
 * psr_bc_header_read:
 * @object: a document as the service sent it
 *
 * Keeps what people may write in its header; of API v1.0 under the names of v2.0. What
 * the service didn't send isn't in it.
 *
 * Returns: (transfer full): a text to compare, or to look up in with
 *   psr_bc_header_dup_value()
 */
char *
psr_bc_header_read (JsonObject *object)
{
  g_autoptr (GString) header = g_string_new (NULL);

  g_return_val_if_fail (object != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      if (json_object_has_member (object, members[i]))
        add (header, members[i], psr_json_dup_text (object, members[i]));
    }

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      JsonObject *nested = psr_json_get_object (object, parts[i].object);

      if (nested != NULL && json_object_has_member (nested, parts[i].part))
        add (header, parts[i].name, psr_json_dup_text (nested, parts[i].part));
    }

  return g_string_free (g_steal_pointer (&header), FALSE);
}

/**
 * psr_bc_header_dup_value:
 * @header: what psr_bc_header_read() kept
 * @name: the name of a member in API v2.0
 *
 * Returns: (transfer full) (nullable): its value, "" for no date; %NULL when the service
 *   didn't send it
 */
char *
psr_bc_header_dup_value (const char *header,
                         const char *name)
{
  gsize length;

  g_return_val_if_fail (header != NULL && name != NULL, NULL);

  length = strlen (name);

  for (const char *line = header; *line != '\0'; line = strchr (line, '\n') + 1)
    {
      if (strncmp (line, name, length) == 0 && line[length] == '=')
        {
          const char *value = line + length + 1;
          g_autofree char *escaped = g_strndup (value, strchr (value, '\n') - value);

          return g_strcompress (escaped);
        }
    }

  return NULL;
}
