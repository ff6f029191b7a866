/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-client"

#include "config.h"

#include "psr-bc-client-private.h"
#include "psr-odata-literal.h"

/* Each row of a page is looked up in three tables. */
#define PAGE 500

/**
 * psr_bc_client_pull_customer_contacts:
 * @self: a client with a company
 * @since: only of customers that were changed at or after this time, or none for all
 *
 * Begins to read which contacts customers have: rows with `id` and `contactsInformation`,
 * an array of rows with `contactId`, `contactNumber` and `contactType`. Among them is the
 * company that the others belong to, where it is one. There is no such list by contact.
 *
 * Source: Microsoft, API v2.0, customer: navigation; [AL] table 5049, LoadDataFromFilters.
 *
 * Returns: (transfer full): a pager
 */
PsrODataPager *
psr_bc_client_pull_customer_contacts (PsrBcClient  *self,
                                      PsrTimestamp  since)
{
  g_autoptr (PsrODataQuery) query = NULL;
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (psr_bc_client_get_company (self) != NULL, NULL);

  query = psr_odata_query_new (psr_bc_client_get_set_name (PSR_BC_SET_CUSTOMERS));
  psr_odata_query_select (query, "id,number,lastModifiedDateTime");
  psr_odata_query_expand (query, "contactsInformation($select=contactId,contactNumber,contactType)");
  psr_odata_query_orderby (query, "lastModifiedDateTime");

  if (since != PSR_TIMESTAMP_NONE)
    {
      g_autofree char *literal = psr_odata_timestamp (since);
      g_autofree char *changed = g_strconcat ("lastModifiedDateTime ge ", literal, NULL);

      psr_odata_query_filter (query, changed);
    }

  url = psr_bc_client_dup_url (self, "", query);

  return psr_odata_pager_new (psr_bc_client_get_service (self), url, PAGE);
}
