/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-mend.h"

static void
expect (const char    *text,
        PsrMendAction  action,
        const char    *argument,
        const char    *left)
{
  g_autoptr(PsrMend) mend = psr_mend_new (text);

  g_assert_cmpint (mend->action, ==, action);
  g_assert_cmpstr (mend->argument, ==, argument);
  g_assert_cmpstr (mend->text, ==, left);
}

static void
test_commands (void)
{
  expect ("Sign in with “passerellectl connect”.", PSR_MEND_SIGN_IN, "", "");
  expect ("Run “passerellectl secret set bc-client-secret”.", PSR_MEND_STORE_SECRET, "bc-client-secret", "");
  expect ("Correct the hours in Wello. If it is right as it is: passerellectl bill NUMBER --accept hours-odd,look-alike.",
          PSR_MEND_ACCEPT, "hours-odd,look-alike", "Correct the hours in Wello.");
  expect ("Check Tenant, then store it. Use “passerellectl check”, such as v2.0. Then wait.", PSR_MEND_CHECK, "",
          "Check Tenant, then store it. Then wait.");
  expect ("Put the number of the right customer into v1.5 of it.", PSR_MEND_NONE, "",
          "Put the number of the right customer into v1.5 of it.");
  expect ("Lancez « passerellectl connect ». Rien n’est perdu.", PSR_MEND_SIGN_IN, "", "Rien n’est perdu.");
  expect (NULL, PSR_MEND_NONE, "", "");
  expect ("passerellectl", PSR_MEND_NONE, "", "passerellectl");
}

static void
test_checks (void)
{
  g_autoptr(PsrMend) customer = psr_mend_new_for_check ("customer-not-coupled", "Sync it.");
  g_autoptr(PsrMend) other = psr_mend_new_for_check ("customer-blocked", "Ask. Use passerellectl connect.");
  g_autoptr(PsrMend) order = psr_mend_new_for_check ("customer-no-orders", "");

  g_assert_cmpint (customer->action, ==, PSR_MEND_SYNC);
  g_assert_cmpstr (customer->argument, ==, "customers");
  g_assert_cmpint (other->action, ==, PSR_MEND_READ_AGAIN);
  g_assert_cmpstr (other->text, ==, "Ask.");
  g_assert_cmpint (order->action, ==, PSR_MEND_BILL_AS);
  g_assert_cmpstr (order->argument, ==, "invoice");
  g_assert_cmpstr (psr_mend_action_to_string (order->action), ==, "bill-as");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mend/commands", test_commands);
  g_test_add_func ("/mend/checks", test_checks);

  return g_test_run ();
}
