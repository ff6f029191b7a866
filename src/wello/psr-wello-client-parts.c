/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-client"

#include "config.h"

#include "psr-odata-literal.h"
#include "psr-wello-client-parts.h"
#include "psr-wello-client-private.h"
#include "psr-wello-row.h"

static DexFuture *
list_since (PsrWelloClient        *self,
            const char            *controller,
            PsrTimestamp           since,
            const PsrWelloRowKind *kind)
{
  g_autoptr (PsrODataQuery) query = psr_odata_query_new (controller);
  g_autofree char *literal = psr_odata_quoted_timestamp (since);
  g_autofree char *filter = g_strconcat ("modified_dateutc ge ", literal, NULL);
  g_autofree char *url = NULL;

  psr_odata_query_filter (query, filter);
  psr_odata_query_orderby (query, "id");
  url = psr_wello_client_dup_list_url (self, query);

  return psr_wello_fetch_all (psr_wello_client_get_service (self), url, kind);
}

/**
 * psr_wello_client_list_part_usages:
 * @self: a client
 * @since: from when on
 *
 * Returns: (transfer full): a future of a #GPtrArray of the #PsrWelloPartUsage that were
 *   entered or changed since; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_list_part_usages (PsrWelloClient *self,
                                   PsrTimestamp    since)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);

  return list_since (self, "JobPartUsage", since, &psr_wello_part_usage_kind);
}

/**
 * psr_wello_client_list_lines_since:
 * @self: a client
 * @since: from when on
 *
 * Returns: (transfer full): a future of a #GPtrArray of the #PsrWelloInvoiceLine of all
 *   invoices that were made or changed since; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_list_lines_since (PsrWelloClient *self,
                                   PsrTimestamp    since)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);

  return list_since (self, "InvoiceDetails", since, &psr_wello_invoice_line_kind);
}

/**
 * psr_wello_client_list_invoices_since:
 * @self: a client
 * @since: from when on
 *
 * Returns: (transfer full): a future of a #GPtrArray of the #PsrWelloInvoice that were made or
 *   changed since, without their lines; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_list_invoices_since (PsrWelloClient *self,
                                      PsrTimestamp    since)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);

  return list_since (self, "Invoice", since, &psr_wello_invoice_kind);
}
