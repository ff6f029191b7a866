/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-web-client"

#include "config.h"

#include "psr-profile-spec.h"
#include "psr-web-client.h"

#define WEB_CLIENT "https://businesscentral.dynamics.com"

/* The pages of the base application, with the table that each shows: 42 Sales Order and
 * 43 Sales Invoice, of Sales Header; 132 Posted Sales Invoice, of Sales Invoice Header
 * (microsoft/BCApps, BaseApp/Sales/Document/SalesOrder.Page.al and SalesInvoice.Page.al,
 * BaseApp/Sales/History/PostedSalesInvoice.Page.al). The number is field “No.” of both. */
static const char *
get_page (const PsrWorkOrder *work_order)
{
  static const char * const posted[] = { "posted", "paid", "credited", NULL };

  if (work_order->bc_status != NULL && g_strv_contains (posted, work_order->bc_status))
    return "132";

  return g_strcmp0 (work_order->document, "order") == 0 ? "42" : "43";
}

/**
 * psr_web_client_dup_url:
 * @profile: a profile
 * @work_order: a work order
 *
 * Finds where people look at a document: Microsoft's web client, whose address is
 * host/tenant/environment/?company=NAME&page=ID&filter='FIELD' IS 'VALUE', with spaces
 * as %20 (learn.microsoft.com, dynamics365/business-central/dev-itpro/developer/
 * devenv-web-client-urls, “URL syntax” and “Filter syntax”).
 * Where the service isn't Microsoft's nobody can tell the address of its web client
 * from that of its API.
 *
 * Returns: (transfer full) (nullable): the address, or %NULL where there is none
 */
char *
psr_web_client_dup_url (PsrProfile         *profile,
                        const PsrWorkOrder *work_order)
{
  const char *tenant;
  const char *environment;
  g_auto(GStrv) parts = NULL;
  g_autofree char *path = NULL;
  g_autofree char *place = NULL;
  g_autofree char *company = NULL;
  g_autofree char *number = NULL;
  g_autofree char *filter = NULL;
  g_autofree char *escaped_filter = NULL;

  g_return_val_if_fail (profile != NULL && work_order != NULL, NULL);

  if (work_order->bc_number == NULL || *work_order->bc_number == '\0' || g_strcmp0 (work_order->bc_status, "gone") == 0 ||
      g_strcmp0 (psr_profile_get_string (profile, PSR_PROFILE_BC_BASE_URL),
                 psr_profile_spec_get (PSR_PROFILE_BC_BASE_URL)->fallback) != 0)
    return NULL;

  /* Only what is signed in to has a tenant and an environment. */
  tenant = psr_profile_get_string (profile, PSR_PROFILE_BC_TENANT);
  environment = psr_profile_get_string (profile, PSR_PROFILE_BC_ENVIRONMENT);
  if (tenant == NULL || environment == NULL)
    return NULL;

  path = g_strdup_printf ("%s/%s", tenant, environment);
  place = g_uri_escape_string (path, "/", FALSE);
  company = g_uri_escape_string (psr_profile_get_string (profile, PSR_PROFILE_BC_COMPANY), NULL, FALSE);
  parts = g_strsplit (work_order->bc_number, "'", -1);
  number = g_strjoinv ("''", parts);
  filter = g_strdup_printf ("'No.' IS '%s'", number);
  escaped_filter = g_uri_escape_string (filter, NULL, FALSE);

  return g_strdup_printf (WEB_CLIENT "/%s/?company=%s&page=%s&filter=%s", place, company, get_page (work_order),
                          escaped_filter);
}
