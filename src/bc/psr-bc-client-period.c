/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-client"

#include "config.h"

#include "psr-bc-client-private.h"
#include "psr-bc-period.h"
#include "psr-fetch.h"
#include "psr-json.h"
#include "psr-net-future.h"

/* A PsrFetchFunc. */
static gpointer
read_period (JsonObject  *object,
             gpointer     data,
             GError     **error)
{
  return psr_bc_period_new (psr_json_get_string (object, "allowPostingFrom"), psr_json_get_string (object, "allowPostingTo"));
}

static void
free_period (gpointer period)
{
  psr_bc_period_unref (period);
}

static DexFuture *
take_first (DexFuture *completed,
            gpointer   data)
{
  PsrODataPage *page = g_value_get_object (dex_future_get_value (completed, NULL));
  GPtrArray *rows = psr_odata_page_get_rows (page);
  PsrBcPeriod *period = rows->len > 0 ? psr_bc_period_ref (g_ptr_array_index (rows, 0)) : psr_bc_period_new ("", "");

  return dex_future_new_take_boxed (PSR_TYPE_BC_PERIOD, period);
}

/**
 * psr_bc_client_get_posting_period:
 * @self: a client with a company
 *
 * Asks when the company lets something be posted. It counts only for who has no dates of
 * their own, in the journal template or as a user ([AL] UserSetupManagement), so that it
 * is no more than a hint.
 *
 * Source: Microsoft, API v2.0, generalLedgerSetup.
 *
 * Returns: (transfer full): a future of a #PsrBcPeriod; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_get_posting_period (PsrBcClient *self)
{
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  url = psr_bc_client_dup_url (self, "generalLedgerSetup", NULL);

  return dex_future_then (psr_fetch_rows (psr_odata_pager_new (psr_bc_client_get_service (self), url, 0),
                                          read_period, NULL, free_period),
                          take_first, NULL, NULL);
}
