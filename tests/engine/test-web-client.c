/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-web-client.h"

static void
expect (const char *base,
        const char *document,
        const char *status,
        const char *number,
        const char *expected)
{
  g_autofree char *text = g_strdup_printf ("[BusinessCentral]\n%sTenant=contoso.example\nEnvironment=Production\n"
                                           "Company=CRONUS & Söhne\nClientId=c\n[Wello]\nDomain=D\nUser=u\n", base);
  g_autoptr(GError) error = NULL;
  g_autoptr(PsrProfile) profile = psr_profile_new_from_text (text, "test.ini", &error);
  g_autoptr(PsrWorkOrder) work_order = psr_work_order_new ();
  g_autofree char *url = NULL;

  g_assert_no_error (error);
  work_order->document = g_strdup (document);
  work_order->bc_status = g_strdup (status);
  work_order->bc_number = g_strdup (number);
  url = psr_web_client_dup_url (profile, work_order);
  g_assert_cmpstr (url, ==, expected);
}

#define START "https://businesscentral.dynamics.com/contoso.example/Production/?company=CRONUS%20%26%20S%C3%B6hne&page="

static void
test_url (void)
{
  expect ("", "invoice", "draft", "102001", START "43&filter=%27No.%27%20IS%20%27102001%27");
  expect ("", "order", "released", "S-1", START "42&filter=%27No.%27%20IS%20%27S-1%27");
  expect ("", "order", "posted", "103001", START "132&filter=%27No.%27%20IS%20%27103001%27");
  expect ("", "invoice", "paid", "O'B", START "132&filter=%27No.%27%20IS%20%27O%27%27B%27");
}

static void
test_none (void)
{
  expect ("", "invoice", "", "", NULL);
  expect ("", "invoice", "gone", "102001", NULL);
  expect ("BaseUrl=https://bc.example/api\n", "invoice", "draft", "102001", NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/web-client/url", test_url);
  g_test_add_func ("/engine/web-client/none", test_none);

  return g_test_run ();
}
