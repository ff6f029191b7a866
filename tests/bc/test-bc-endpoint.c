/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "psr-bc-endpoint.h"

#define COMPANY "0f7e1c6a-7b2d-ef11-8409-6045bde9ca0b"

typedef struct
{
  const char *name;
  const char *base;
  const char *tenant;
  gboolean    tenant_in_url;
  const char *environment;
  const char *customers;
  const char *automate;
  const char *environments;
} Case;

static const Case cases[] = {
  { "online",
    "https://api.businesscentral.dynamics.com/v2.0", "contoso.example", TRUE, "Production",
    "https://api.businesscentral.dynamics.com/v2.0/contoso.example/Production/api/v2.0/companies(" COMPANY ")/customers",
    "https://api.businesscentral.dynamics.com/v2.0/contoso.example/Production/api/microsoft/automate/v1.0/companies(" COMPANY ")/postedSalesInvoices",
    "https://api.businesscentral.dynamics.com/environments/v1.2" },
  { "online-slashes",
    "https://api.businesscentral.dynamics.com/v2.0//", "contoso.example", TRUE, "Production",
    "https://api.businesscentral.dynamics.com/v2.0/contoso.example/Production/api/v2.0/companies(" COMPANY ")/customers",
    "https://api.businesscentral.dynamics.com/v2.0/contoso.example/Production/api/microsoft/automate/v1.0/companies(" COMPANY ")/postedSalesInvoices",
    "https://api.businesscentral.dynamics.com/environments/v1.2" },
  { "online-without-tenant",
    "https://api.businesscentral.dynamics.com/v2.0", "contoso.example", FALSE, "My Sandbox",
    "https://api.businesscentral.dynamics.com/v2.0/My%20Sandbox/api/v2.0/companies(" COMPANY ")/customers",
    "https://api.businesscentral.dynamics.com/v2.0/My%20Sandbox/api/microsoft/automate/v1.0/companies(" COMPANY ")/postedSalesInvoices",
    "https://api.businesscentral.dynamics.com/environments/v1.2" },
  { "on-premises",
    "https://bc.example:7048/BC", "", TRUE, "",
    "https://bc.example:7048/BC/api/v2.0/companies(" COMPANY ")/customers",
    "https://bc.example:7048/BC/api/microsoft/automate/v1.0/companies(" COMPANY ")/postedSalesInvoices",
    NULL },
  { "on-premises-tenant",
    "https://bc.example:7048/BC", "a b", TRUE, NULL,
    "https://bc.example:7048/BC/api/v2.0/companies(" COMPANY ")/customers?tenant=a%20b",
    "https://bc.example:7048/BC/api/microsoft/automate/v1.0/companies(" COMPANY ")/postedSalesInvoices?tenant=a%20b",
    NULL },
  { "on-premises-tenant-of-sign-in-only",
    "https://bc.example:7048/BC", "contoso.example", FALSE, "",
    "https://bc.example:7048/BC/api/v2.0/companies(" COMPANY ")/customers",
    "https://bc.example:7048/BC/api/microsoft/automate/v1.0/companies(" COMPANY ")/postedSalesInvoices",
    NULL },
};

static void
test_urls (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (PsrBcEndpoint) endpoint = psr_bc_endpoint_new (c->base, c->tenant, c->tenant_in_url, c->environment, "v2.0");
  g_autofree char *customers = psr_bc_endpoint_get_company_url (endpoint, COMPANY, "customers");
  g_autofree char *complete = psr_bc_endpoint_complete (endpoint, customers);
  g_autofree char *automate = psr_bc_endpoint_get_automate_url (endpoint, COMPANY, "postedSalesInvoices");
  g_autofree char *automate_complete = psr_bc_endpoint_complete (endpoint, automate);
  g_autofree char *environments = psr_bc_endpoint_get_environments_url (endpoint);

  g_assert_cmpstr (complete, ==, c->customers);
  g_assert_cmpstr (automate_complete, ==, c->automate);
  g_assert_cmpstr (environments, ==, c->environments);
  g_assert_cmpint (psr_bc_endpoint_is_online (endpoint), ==, c->environments != NULL);
}

/* A company is named by its name, and an apostrophe in it is doubled. */
static void
test_service (void)
{
  g_autoptr (PsrBcEndpoint) online = psr_bc_endpoint_new ("https://bc.example/v2.0", "contoso.example", TRUE, "Production", "v2.0");
  g_autoptr (PsrBcEndpoint) premises = psr_bc_endpoint_new ("https://h/BC", "t", TRUE, NULL, "v2.0");
  g_autofree char *lines = psr_bc_endpoint_get_service_url (online, "O'Neil & Söhne", "PriceListLines");
  g_autofree char *bare = psr_bc_endpoint_get_service_url (premises, "CRONUS", "PriceListLines");
  g_autofree char *complete = psr_bc_endpoint_complete (premises, bare);

  g_assert_cmpstr (lines, ==, "https://bc.example/v2.0/contoso.example/Production/ODataV4/Company('O%27%27Neil%20%26%20S%C3%B6hne')/PriceListLines");
  g_assert_cmpstr (complete, ==, "https://h/BC/ODataV4/Company('CRONUS')/PriceListLines?tenant=t");
}

static void
test_complete (void)
{
  g_autoptr (PsrBcEndpoint) endpoint = psr_bc_endpoint_new ("https://h/BC", "t", TRUE, NULL, "v2.0");
  g_autofree char *added = psr_bc_endpoint_complete (endpoint, "https://h/BC/api?$skiptoken=x");
  g_autofree char *kept = psr_bc_endpoint_complete (endpoint, added);
  g_autofree char *first = psr_bc_endpoint_complete (endpoint, "https://h/BC/api?tenant=t&a=b");

  g_assert_cmpstr (added, ==, "https://h/BC/api?$skiptoken=x&tenant=t");
  g_assert_cmpstr (kept, ==, added);
  g_assert_cmpstr (first, ==, "https://h/BC/api?tenant=t&a=b");
}

static void
test_root (void)
{
  g_autoptr (PsrBcEndpoint) endpoint = psr_bc_endpoint_new ("http://127.0.0.1:4711/v2.0", "t", TRUE, "Production", "v2.0");
  g_autofree char *environments = psr_bc_endpoint_get_environments_url (endpoint);
  g_autofree char *companies = psr_bc_endpoint_get_api_url (endpoint, "companies");
  g_autofree char *service = psr_bc_endpoint_get_api_url (endpoint, "");

  g_assert_cmpstr (environments, ==, "http://127.0.0.1:4711/environments/v1.2");
  g_assert_cmpstr (companies, ==, "http://127.0.0.1:4711/v2.0/t/Production/api/v2.0/companies");
  g_assert_cmpstr (service, ==, "http://127.0.0.1:4711/v2.0/t/Production/api/v2.0");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/bc/endpoint/urls/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_urls);
    }

  g_test_add_func ("/bc/endpoint/service", test_service);
  g_test_add_func ("/bc/endpoint/complete", test_complete);
  g_test_add_func ("/bc/endpoint/root", test_root);

  return g_test_run ();
}
