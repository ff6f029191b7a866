/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-entity"

#include "config.h"

#include <string.h>

#include "psr-entity.h"

/* These names are stored: never change one. */
static const char *const names[] = {
  [PSR_ENTITY_CUSTOMER] = "customer",
  [PSR_ENTITY_CONTACT] = "contact",
  [PSR_ENTITY_PERSON] = "person",
  [PSR_ENTITY_CONTACT_COMPANY] = "contact-company",
  [PSR_ENTITY_ITEM] = "item",
  [PSR_ENTITY_LOCATION] = "location",
  [PSR_ENTITY_ITEM_LEDGER_ENTRY] = "item-ledger-entry",
  [PSR_ENTITY_SALES_INVOICE] = "sales-invoice",
  [PSR_ENTITY_SALES_ORDER] = "sales-order",
  [PSR_ENTITY_SALES_LINE] = "sales-line",
  [PSR_ENTITY_WELLO_INVOICE] = "wello-invoice",
  [PSR_ENTITY_WORK_ORDER] = "work-order",
  [PSR_ENTITY_STOCK_PLACE] = "stock-place",
  [PSR_ENTITY_PRICE] = "price",
  [PSR_ENTITY_PRICE_LABEL] = "price-label",
  [PSR_ENTITY_PRICE_CUSTOMER] = "price-customer",
  [PSR_ENTITY_PRICE_ITEM] = "price-item",
  [PSR_ENTITY_REFERENCE] = "reference",
};

G_STATIC_ASSERT (G_N_ELEMENTS (names) == PSR_N_ENTITIES);

/**
 * psr_entity_to_string:
 * @entity: a kind of record
 *
 * Returns: (transfer none): its name, as it is stored
 */
const char *
psr_entity_to_string (PsrEntity entity)
{
  g_return_val_if_fail ((guint) entity < PSR_N_ENTITIES, NULL);

  return names[entity];
}

/**
 * psr_entity_from_string:
 * @text: (nullable): what may be a name
 * @out: (out): where to store the kind
 *
 * Returns: %FALSE when no kind has that name
 */
gboolean
psr_entity_from_string (const char *text,
                        PsrEntity  *out)
{
  g_return_val_if_fail (out != NULL, FALSE);

  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (names); i++)
    {
      if (strcmp (names[i], text) == 0)
        {
          *out = (PsrEntity) i;
          return TRUE;
        }
    }

  return FALSE;
}
