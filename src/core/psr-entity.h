/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrEntity:
 * @PSR_ENTITY_CUSTOMER: a customer of Business Central, a company of Wello
 * @PSR_ENTITY_CONTACT: the default contact in Wello that a customer becomes
 * @PSR_ENTITY_PERSON: a contact of Business Central that is a person, a contact of Wello
 * @PSR_ENTITY_CONTACT_COMPANY: which contact of Business Central a customer is
 * @PSR_ENTITY_ITEM: an item of Business Central, an article of Wello
 * @PSR_ENTITY_LOCATION: a stock location
 * @PSR_ENTITY_ITEM_LEDGER_ENTRY: a stock move of Business Central
 * @PSR_ENTITY_SALES_INVOICE: a sales invoice of Business Central
 * @PSR_ENTITY_SALES_ORDER: a sales order of Business Central
 * @PSR_ENTITY_SALES_LINE: a line of either
 * @PSR_ENTITY_WELLO_INVOICE: an invoice of Wello
 * @PSR_ENTITY_WORK_ORDER: a work order of Wello
 * @PSR_ENTITY_STOCK_PLACE: how many of an item are at a location
 * @PSR_ENTITY_PRICE: the price of an item by a label
 * @PSR_ENTITY_PRICE_LABEL: a label, what prices are for
 * @PSR_ENTITY_PRICE_CUSTOMER: which label a customer's company has
 * @PSR_ENTITY_PRICE_ITEM: an item whose prices were reckoned
 * @PSR_ENTITY_REFERENCE: a unit, a payment term and the like of Business Central
 * @PSR_N_ENTITIES: how many there are
 *
 * A kind of record. Names, not numbers, are what is stored.
 */
typedef enum
{
  PSR_ENTITY_CUSTOMER,
  PSR_ENTITY_CONTACT,
  PSR_ENTITY_PERSON,
  PSR_ENTITY_CONTACT_COMPANY,
  PSR_ENTITY_ITEM,
  PSR_ENTITY_LOCATION,
  PSR_ENTITY_ITEM_LEDGER_ENTRY,
  PSR_ENTITY_SALES_INVOICE,
  PSR_ENTITY_SALES_ORDER,
  PSR_ENTITY_SALES_LINE,
  PSR_ENTITY_WELLO_INVOICE,
  PSR_ENTITY_WORK_ORDER,
  PSR_ENTITY_STOCK_PLACE,
  PSR_ENTITY_PRICE,
  PSR_ENTITY_PRICE_LABEL,
  PSR_ENTITY_PRICE_CUSTOMER,
  PSR_ENTITY_PRICE_ITEM,
  PSR_ENTITY_REFERENCE,
  PSR_N_ENTITIES,
} PsrEntity;

const char *psr_entity_to_string   (PsrEntity   entity);
gboolean    psr_entity_from_string (const char *text,
                                    PsrEntity  *out);

G_END_DECLS
