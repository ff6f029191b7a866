/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-client"

#include "config.h"

#include "psr-bc-client-private.h"
#include "psr-bc-exchange-rate.h"
#include "psr-fetch.h"
#include "psr-json.h"

static DexFuture *
list_service (PsrBcClient        *self,
              const char         *company_name,
              const char         *service,
              const PsrBcRowKind *kind)
{
  PsrBcEndpoint *endpoint = psr_bc_client_get_endpoint (self);
  g_autofree char *bare = psr_bc_endpoint_get_service_url (endpoint, company_name, service);
  g_autofree char *url = psr_bc_endpoint_complete (endpoint, bare);

  return psr_bc_fetch_all (psr_bc_client_get_service (self), url, kind);
}

/**
 * psr_bc_client_list_price_lines:
 * @self: a client
 * @company_name: name of the company, not its display name
 * @service: name of a published web service of price list lines, of sales prices or of
 *   sales line discounts
 *
 * Source: Microsoft, "OData web services".
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrBcPriceLine; rejects with
 *   #PsrServiceErrorCode or #PsrBcError
 */
DexFuture *
psr_bc_client_list_price_lines (PsrBcClient *self,
                                const char  *company_name,
                                const char  *service)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (company_name != NULL && service != NULL, NULL);

  return list_service (self, company_name, service, &psr_bc_price_line_kind);
}

/**
 * psr_bc_client_list_price_customers:
 * @self: a client
 * @company_name: name of the company, not its display name
 * @service: name of a published web service of customers
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrBcPriceCustomer; rejects with
 *   #PsrServiceErrorCode or #PsrBcError
 */
DexFuture *
psr_bc_client_list_price_customers (PsrBcClient *self,
                                    const char  *company_name,
                                    const char  *service)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (company_name != NULL && service != NULL, NULL);

  return list_service (self, company_name, service, &psr_bc_price_customer_kind);
}

/**
 * psr_bc_client_list_exchange_rates:
 * @self: a client with a company
 *
 * API v1.0 shows none.
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrBcExchangeRate; rejects with
 *   #PsrServiceErrorCode or #PsrBcError
 */
DexFuture *
psr_bc_client_list_exchange_rates (PsrBcClient *self)
{
  g_autoptr (PsrODataQuery) query = NULL;
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  if (psr_bc_client_is_v1 (self))
    return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_ptr_array_new_with_free_func (psr_bc_exchange_rate_kind.free_func));

  query = psr_odata_query_new ("currencyExchangeRates");
  url = psr_bc_client_dup_url (self, "", query);

  return psr_bc_fetch_all (psr_bc_client_get_service (self), url, &psr_bc_exchange_rate_kind);
}

/* A PsrFetchFunc. */
static gpointer
read_currency (JsonObject  *object,
               gpointer     data,
               GError     **error)
{
  return psr_json_dup_text (object, data);
}

static DexFuture *
take_currency (DexFuture *completed,
               gpointer   data)
{
  PsrODataPage *page = g_value_get_object (dex_future_get_value (completed, NULL));
  GPtrArray *rows = psr_odata_page_get_rows (page);

  return dex_future_new_take_string (g_strdup (rows->len > 0 ? g_ptr_array_index (rows, 0) : ""));
}

/**
 * psr_bc_client_get_own_currency:
 * @self: a client with a company
 *
 * Source: [AL] APIV2 - G/L Setup; in API v1.0 the company's information. A customer without a currency has this one in the API.
 *
 * Returns: (transfer full): a future of the code of the company's own currency; ""
 *   where it has none; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_get_own_currency (PsrBcClient *self)
{
  g_autoptr (PsrODataQuery) query = NULL;
  g_autofree char *url = NULL;
  const char *member;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  member = psr_bc_client_is_v1 (self) ? "currencyCode" : "localCurrencyCode";
  query = psr_odata_query_new (psr_bc_client_is_v1 (self) ? "companyInformation" : "generalLedgerSetup");
  psr_odata_query_select (query, member);
  url = psr_bc_client_dup_url (self, "", query);

  return dex_future_then (psr_fetch_rows (psr_odata_pager_new (psr_bc_client_get_service (self), url, 0),
                                          read_currency, (gpointer) member, g_free),
                          take_currency, NULL, NULL);
}
