/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "psr-bc-address.h"
#include "psr-bc-error.h"
#include "psr-explain.h"

#define ID "0f7e1c6a-7b2d-ef11-8409-6045bde9ca0b"
#define TENANT "a91d57ff-8d83-4e6b-9b4b-9e1fd1b2a7d1"
#define API "https://api.businesscentral.dynamics.com"

typedef struct
{
  const char *text;
  const char *base;
  const char *tenant;
  const char *environment;
  const char *version;
  const char *company;
  gboolean    is_online;
  gboolean    lacks_version;
} Case;

static const Case cases[] = {
  /* The two of older descriptions, as they stand there and filled in. */
  { "GET " API "/v2.0/{environment_name}/api/v1.0/companies({id})/items", API "/v2.0", NULL, NULL, "v1.0", NULL, TRUE, FALSE },
  { "POST " API "/v2.0/companies({id})/salesOrders", API "/v2.0", NULL, NULL, NULL, NULL, TRUE, TRUE },
  { API "/v2.0/Production/api/v1.0/companies(" ID ")/items", API "/v2.0", NULL, "Production", "v1.0", ID, TRUE, FALSE },
  { API "/v2.0/companies(" ID ")/salesOrders", API "/v2.0", NULL, NULL, NULL, ID, TRUE, TRUE },
  /* With a tenant. */
  { API "/v2.0/" TENANT "/My%20Sandbox/api/v2.0/companies(" ID ")/customers", API "/v2.0", TENANT, "My Sandbox", "v2.0", ID, TRUE, FALSE },
  { API "/v2.0/contoso.example/Production/api/v2.0", API "/v2.0", "contoso.example", "Production", "v2.0", NULL, TRUE, FALSE },
  { API "/v2.0/contoso.example/api/v2.0/companies", API "/v2.0", "contoso.example", NULL, "v2.0", NULL, TRUE, FALSE },
  { API "/v2.0/" TENANT "/companies(" ID ")", API "/v2.0", TENANT, NULL, NULL, ID, TRUE, TRUE },
  { API "/v2.0/{tenant}/{environment}/api/v2.0/companies(<id>)", API "/v2.0", NULL, NULL, "v2.0", NULL, TRUE, FALSE },
  /* Bits of it. */
  { "  " API "/v2.0/ ", API "/v2.0", NULL, NULL, NULL, NULL, TRUE, FALSE },
  { API, API "/v2.0", NULL, NULL, NULL, NULL, TRUE, FALSE },
  { API "/v2.0/Production", API "/v2.0", NULL, "Production", NULL, NULL, TRUE, FALSE },
  { API "/v2.0//Production/api/v2.0//companies(" ID ")", API "/v2.0", NULL, "Production", "v2.0", ID, TRUE, FALSE },
  { API "/v1.0/contoso.example/api/v1.0", API "/v2.0", "contoso.example", NULL, "v1.0", NULL, TRUE, FALSE },
  { API "/v2.0/Production/api/beta/companies(" ID ")", API "/v2.0", NULL, "Production", "beta", ID, TRUE, FALSE },
  { API "/v2.0/Production/api/microsoft/automate/v1.0/companies(" ID ")/postedSalesInvoices", API "/v2.0", NULL, "Production", NULL, ID, TRUE, FALSE },
  { API "/v2.0/Production/api/v2.0/companies%280F7E1C6A-7B2D-EF11-8409-6045BDE9CA0B%29/items?$top=1&%24filter=x", API "/v2.0", NULL, "Production", "v2.0", ID, TRUE, FALSE },
  { API "/v2.0/Production/api/v2.0/companies('" ID "')/items", API "/v2.0", NULL, "Production", "v2.0", ID, TRUE, FALSE },
  { API "/v2.0/Production/api/v2.0/customers?company=CRONUS%20BE", API "/v2.0", NULL, "Production", "v2.0", "CRONUS BE", TRUE, FALSE },
  { API "/v2.0/Production/ODataV4/Company('Guido''s%20Shop')/Items", API "/v2.0", NULL, "Production", NULL, "Guido's Shop", TRUE, FALSE },
  { API "/v2.0/Production/api/v2.0/salesOrders(" TENANT ")", API "/v2.0", NULL, "Production", "v2.0", NULL, TRUE, FALSE },
  /* What stands in the address line of a browser. */
  { "https://businesscentral.dynamics.com/contoso.example/Production/?company=CRONUS%20BE&page=43&dc=0#top", API "/v2.0", "contoso.example", "Production", NULL, "CRONUS BE", TRUE, FALSE },
  { "https://businesscentral.dynamics.com/" TENANT "?company=X", API "/v2.0", TENANT, NULL, NULL, "X", TRUE, FALSE },
  /* On premises. */
  { "https://host:7048/BC", "https://host:7048/BC", NULL, NULL, NULL, NULL, FALSE, FALSE },
  { "https://host:7048/BC/", "https://host:7048/BC", NULL, NULL, NULL, NULL, FALSE, FALSE },
  { "https://host:7048/BC/api/v1.0/companies(" ID ")/items", "https://host:7048/BC", NULL, NULL, "v1.0", ID, FALSE, FALSE },
  { "https://host:7048/BC/api/v2.0/companies(" ID ")/items?tenant=default", "https://host:7048/BC", "default", NULL, "v2.0", ID, FALSE, FALSE },
  { "https://host/erp/BC230/companies(" ID ")/salesOrders", "https://host/erp/BC230", NULL, NULL, NULL, ID, FALSE, TRUE },
  { "https://host:7048/BC/ODataV4/Company('CRONUS%20BE')/PriceListLines", "https://host:7048/BC", NULL, NULL, NULL, "CRONUS BE", FALSE, FALSE },
  { "https://host:7048/B%20C/api/v2.0", "https://host:7048/B%20C", NULL, NULL, "v2.0", NULL, FALSE, FALSE },
  { "http://[::1]:7048/BC/API/v2.0/Companies(" ID ")", "http://[::1]:7048/BC", NULL, NULL, "v2.0", ID, FALSE, FALSE },
  /* As Microsoft’s, elsewhere: a stand-in, or a proxy. */
  { "http://127.0.0.1:4711/v2.0/Production/api/v1.0/companies(" ID ")/items", "http://127.0.0.1:4711/v2.0", NULL, "Production", "v1.0", ID, TRUE, FALSE },
  { "https://proxy.example/bc/v2.0/contoso.example/Production/api/v2.0", "https://proxy.example/bc/v2.0", "contoso.example", "Production", "v2.0", NULL, TRUE, FALSE },
};

static void
test_parts (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrBcAddress) address = psr_bc_address_parse (c->text, &error);
  g_autoptr (PsrBcAddress) again = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (address->base_url, ==, c->base);
  g_assert_cmpstr (address->tenant, ==, c->tenant);
  g_assert_cmpstr (address->environment, ==, c->environment);
  g_assert_cmpstr (address->api_version, ==, c->version);
  g_assert_cmpstr (address->company, ==, c->company);
  g_assert_cmpint (address->is_online, ==, c->is_online);
  g_assert_cmpint (address->lacks_version, ==, c->lacks_version);

  /* What is left is the service, and nothing more can be taken off it. */
  again = psr_bc_address_parse (address->base_url, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->base_url, ==, c->base);
  g_assert_false (psr_bc_address_has_parts (again));
}

static void
test_refused (gconstpointer text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PsrBcAddress) address = psr_bc_address_parse (text, &error);
  g_autoptr (PsrExplanation) words = NULL;

  g_assert_null (address);
  g_assert_error (error, PSR_BC_ERROR, PSR_BC_ERROR_BAD_ADDRESS);
  words = psr_explain (error);
  g_assert_cmpstr (words->why, !=, "");
  g_assert_cmpstr (words->mend, !=, "");
}

static const char *const refused[] = {
  "",
  "Production",
  "api.businesscentral.dynamics.com/v2.0",
  "https://",
  "https://user:secret@host/BC",
  "https://user@api.businesscentral.dynamics.com/v2.0",
  "https://host:7048/BC?key=1",
  "https://host:7048/BC#part",
  "https://host:7048/BC/../api/v2.0",
  "https://host:7048/BC/%2e%2e/api/v2.0",
  "https://host/B%ZZ/api/v2.0",
  "https://host/B%0A/api/v2.0",
  "https://host/B%FF/api/v2.0",
  "https://host/B%2FC/api/v2.0",
  "https://host/BC/api/2/companies(" ID ")",
  "https://host/BC/api/v2.0/companies(" ID "/items",
  "https://host/BC/api/v2.0/companies(CRONUS)/items",
  "https://host/BC/ODataV4/Company(CRONUS)/Items",
  API "/v2.0/a/b/c/api/v2.0",
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("/bc/address/parts/%" G_GSIZE_FORMAT, i + 1);

      g_test_add_data_func (name, &cases[i], test_parts);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *name = g_strdup_printf ("/bc/address/refused/%" G_GSIZE_FORMAT, i + 1);

      g_test_add_data_func (name, refused[i], test_refused);
    }

  return g_test_run ();
}
