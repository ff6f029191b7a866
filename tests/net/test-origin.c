/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net-test.h"
#include "psr-next-link.h"
#include "psr-origin.h"
#include "psr-proxy-resolver.h"
#include "psr-service-error.h"
#include "psr-transport.h"

static void
test_allowed (void)
{
  static const struct
  {
    const char *url;
    gboolean    allowed;
  } cases[] = {
    { "https://api.businesscentral.dynamics.com/v2.0", TRUE },
    { "HTTPS://nav.contoso.example:7048/BC", TRUE },
    { "http://127.0.0.1:8080/", TRUE },
    { "http://127.9.8.7/", TRUE },
    { "http://[::1]:1/", TRUE },
    { "http://localhost/", TRUE },
    { "http://LOCALHOST/", TRUE },
    { "http://nav.contoso.example/", FALSE },
    { "http://128.0.0.1/", FALSE },
    { "http://localhost.contoso.example/", FALSE },
    { "http://127.0.0.1.contoso.example/", FALSE },
    { "http://0.0.0.0/", FALSE },
    { "http://127.0.0.1@contoso.example/", FALSE },
    { "https://user:pw@contoso.example/", FALSE },
    { "https://user@contoso.example/", FALSE },
    { "ftp://127.0.0.1/", FALSE },
    { "file:///etc/passwd", FALSE },
    { "api.businesscentral.dynamics.com", FALSE },
    { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].url);
      g_assert_cmpint (psr_url_is_allowed (cases[i].url, &error), ==, cases[i].allowed);

      if (cases[i].allowed)
        g_assert_no_error (error);
      else
        g_assert_error (error, PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_NOT_ALLOWED);
    }
}

static void
test_same_origin (void)
{
  g_assert_true (psr_url_is_same_origin ("https://a.example/x", "https://A.example:443/y"));
  g_assert_false (psr_url_is_same_origin ("https://a.example/x", "http://a.example/x"));
  g_assert_false (psr_url_is_same_origin ("https://a.example/x", "https://b.example/x"));
  g_assert_false (psr_url_is_same_origin ("https://a.example/x", "https://a.example:444/x"));
  g_assert_false (psr_url_is_same_origin ("https://a.example/x", "https://a.example:00/x"));
  g_assert_false (psr_url_is_same_origin ("https://a.example/x", "https://a.example@b.example/x"));
  g_assert_false (psr_url_is_same_origin ("https://a.example/x", "https://u:p@a.example/x"));
  g_assert_false (psr_url_is_same_origin ("https://a.example/x", "nonsense"));
}

static void
check_next (const char *url,
            const char *link,
            const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *resolved = psr_next_link_resolve (url, link, &error);

  g_test_message ("%s → %s", url, link);
  g_assert_cmpstr (resolved, ==, expected);

  if (expected == NULL)
    g_assert_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_BAD_ANSWER);
  else
    g_assert_no_error (error);
}

static void
test_next_link (void)
{
  const char *bc = "https://api.businesscentral.dynamics.com/v2.0/Production/api/v2.0/customers?$filter=a";
  const char *bc_next = "https://api.businesscentral.dynamics.com/v2.0/t1/Production/api/v2.0/customers?aid=FIN&$skiptoken=x%27y";

  check_next (bc, bc_next, bc_next);
  check_next (bc, "customers?$skiptoken=2", "https://api.businesscentral.dynamics.com/v2.0/Production/api/v2.0/customers?$skiptoken=2");
  check_next (bc, "https://evil.example/v2.0/Production/api/v2.0/customers?$skiptoken=2", NULL);
  check_next (bc, "http://api.businesscentral.dynamics.com/v2.0/x?$skiptoken=2", NULL);
  check_next (bc, "https://api.businesscentral.dynamics.com:8443/v2.0/x?$skiptoken=2", NULL);
  check_next (bc, "https://api.businesscentral.dynamics.com@evil.example/v2.0/x", NULL);
  check_next (bc, "//evil.example/v2.0/x", NULL);
  check_next (bc, "https://api.businesscentral.dynamics.com/admin/x", NULL);
  check_next (bc, "https://api.businesscentral.dynamics.com/v2.0/../admin/x", NULL);
  check_next (bc, "/v2.0x/admin", NULL);

  /* An on-premises server doesn't repeat the tenant. */
  check_next ("https://nav.example:7048/BC/api/v2.0/items?tenant=a%20b",
              "https://nav.example:7048/BC/api/v2.0/items?$skiptoken=1",
              "https://nav.example:7048/BC/api/v2.0/items?$skiptoken=1&tenant=a%20b");
  check_next ("https://nav.example:7048/BC/api/v2.0/items?tenant=a",
              "https://nav.example:7048/BC/api/v2.0/items?tenant=a&$skiptoken=1",
              "https://nav.example:7048/BC/api/v2.0/items?tenant=a&$skiptoken=1");
}

static void
test_proxy (void)
{
  g_autoptr (GProxyResolver) proxy = g_simple_proxy_resolver_new ("http://proxy.example:3128", NULL);
  g_autoptr (GProxyResolver) resolver = psr_proxy_resolver_new (proxy);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) here = NULL;
  g_auto (GStrv) there = NULL;

  here = g_proxy_resolver_lookup (resolver, "http://127.0.0.1:8080/x", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (here[0], ==, "direct://");
  g_assert_null (here[1]);

  there = g_proxy_resolver_lookup (resolver, "https://api.example/", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (there[0], ==, "http://proxy.example:3128");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/origin/allowed", test_allowed);
  g_test_add_func ("/net/origin/same", test_same_origin);
  g_test_add_func ("/net/origin/next-link", test_next_link);
  g_test_add_func ("/net/origin/proxy", test_proxy);

  return g_test_run ();
}
