/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrSyncFlow:
 * @PSR_SYNC_CUSTOMERS: customers of Business Central become companies of Wello,
 *   each with its default contact
 * @PSR_SYNC_ITEMS: items of Business Central become articles of Wello, with
 *   their stock
 * @PSR_SYNC_CONTACTS: contacts of Business Central that are people of a customer become
 *   contacts of Wello; after %PSR_SYNC_CUSTOMERS
 * @PSR_SYNC_STOCK: how much of an item is at which location; after %PSR_SYNC_ITEMS
 * @PSR_SYNC_PRICES: what the price lists of Business Central come to, in labels of Wello;
 *   after %PSR_SYNC_CUSTOMERS and %PSR_SYNC_ITEMS
 * @PSR_SYNC_REFERENCE: how Business Central is set up: units, terms, groups, accounts; it is
 *   only read, and nothing of it goes to Wello
 *
 * What can be synchronised. Business Central is only read, unless the
 * rules of a flow say otherwise.
 */
typedef enum
{
  PSR_SYNC_CUSTOMERS,
  PSR_SYNC_ITEMS,
  PSR_SYNC_CONTACTS,
  PSR_SYNC_STOCK,
  PSR_SYNC_PRICES,
  PSR_SYNC_REFERENCE,
  PSR_N_SYNC_FLOWS,
} PsrSyncFlow;

const char *psr_sync_flow_to_string   (PsrSyncFlow   flow);
gboolean    psr_sync_flow_from_string (const char   *text,
                                       PsrSyncFlow  *out);
const char *psr_sync_flow_get_title   (PsrSyncFlow   flow);

/**
 * psr_sync_flow_is_reckoned:
 * @flow: a flow
 *
 * Returns: whether Wello gets what is reckoned from Business Central's records, and none of
 *   its records is coupled with one of them
 */
static inline gboolean
psr_sync_flow_is_reckoned (PsrSyncFlow flow)
{
  return flow == PSR_SYNC_STOCK || flow == PSR_SYNC_PRICES;
}

/**
 * psr_sync_flow_couples:
 * @flow: a flow
 *
 * Returns: whether its records are coupled, each with one of the other side
 */
static inline gboolean
psr_sync_flow_couples (PsrSyncFlow flow)
{
  return flow == PSR_SYNC_CUSTOMERS || flow == PSR_SYNC_ITEMS || flow == PSR_SYNC_CONTACTS;
}

G_END_DECLS
