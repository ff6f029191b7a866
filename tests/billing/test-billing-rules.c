/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "psr-billing-error.h"
#include "psr-billing-reason.h"
#include "psr-billing-rules.h"

static PsrDecimal
dec (const char *text)
{
  PsrDecimal value;

  g_assert_true (psr_decimal_parse (text, &value, NULL));

  return value;
}

static void
test_defaults (void)
{
  g_autoptr(PsrBillingRules) rules = psr_billing_rules_new ();

  g_assert_cmpint (psr_billing_rules_get_kind (rules), ==, PSR_BILLING_KIND_INVOICE);
  g_assert_null (psr_billing_rules_get_from (rules));
  g_assert_null (psr_billing_rules_get_hand_typed_part (rules));
  g_assert_null (psr_billing_rules_get_labour (rules, "OT150", "WorkingTime"));
  g_assert_null (psr_billing_rules_get_vat_group (rules, "", dec ("21"), PSR_VAT_PART));
  g_assert_cmpint (psr_billing_rules_get_longest_request (rules), ==, 20 * 60 * G_USEC_PER_SEC);
  g_assert_nonnull (psr_billing_rules_get_time_zone (rules));
}

static void
test_labour (void)
{
  g_autoptr(PsrBillingRules) rules = psr_billing_rules_new ();
  g_autoptr(GPtrArray) numbers = NULL;
  g_autoptr(GError) error = NULL;
  const PsrLineTarget *target;

  g_assert_true (psr_billing_rules_set_labour (rules, "WorkingTime", "item:service-hour", &error));
  g_assert_no_error (error);
  g_assert_true (psr_billing_rules_set_labour (rules, "line:OT150", "resource:LINDA", &error));
  g_assert_no_error (error);

  target = psr_billing_rules_get_labour (rules, "ot150", "WorkingTime");
  g_assert_cmpint (target->kind, ==, PSR_LINE_TARGET_RESOURCE);
  g_assert_cmpstr (target->number, ==, "LINDA");

  target = psr_billing_rules_get_labour (rules, "NORMAL", "WorkingTime");
  g_assert_cmpint (target->kind, ==, PSR_LINE_TARGET_ITEM);
  g_assert_cmpstr (target->number, ==, "SERVICE-HOUR");

  g_assert_null (psr_billing_rules_get_labour (rules, "", "TravelTime"));

  numbers = psr_billing_rules_get_item_numbers (rules);
  g_assert_cmpuint (numbers->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (numbers, 0), ==, "SERVICE-HOUR");
}

static void
test_wrong (void)
{
  static const struct { const char *key; const char *target; } labour[] = {
    { "Overtime", "item:X" },
    { "line:", "item:X" },
    { "WorkingTime", "SERVICE-HOUR" },
    { "WorkingTime", "item:" },
    { "WorkingTime", "item:A-NUMBER-LONGER-THAN-20" },
  };
  static const struct { const char *key; const char *group; } vat[] = {
    { "21", "G3" },
    { "21,parts", "G3" },
    { ",part", "G3" },
    { "-1,part", "G3" },
    { "21,part", "" },
  };
  g_autoptr(PsrBillingRules) rules = psr_billing_rules_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (labour); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (psr_billing_rules_set_labour (rules, labour[i].key, labour[i].target, &error));
      g_assert_error (error, PSR_BILLING_ERROR, PSR_BILLING_ERROR_RULES);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (vat); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (psr_billing_rules_set_vat (rules, vat[i].key, vat[i].group, &error));
      g_assert_error (error, PSR_BILLING_ERROR, PSR_BILLING_ERROR_RULES);
    }

  g_assert_false (psr_billing_rules_set_hand_typed_part (rules, "resource:LINDA", NULL));
  g_assert_false (psr_billing_rules_set_from (rules, "2026-02-30", NULL));
  g_assert_false (psr_billing_rules_set_time_zone (rules, "Europe/Atlantis", NULL));
  g_assert_false (psr_billing_rules_set_external_prefix (rules, "MUCH-TOO-LONG-PREFIX", NULL));
  g_assert_false (psr_billing_rules_set_hour_step (rules, "0.25 down", NULL));
}

static void
test_vat (void)
{
  g_autoptr(PsrBillingRules) rules = psr_billing_rules_new ();

  g_assert_true (psr_billing_rules_set_vat (rules, "21.0, part", "g3", NULL));
  g_assert_true (psr_billing_rules_set_vat (rules, "21,labour", "S3", NULL));

  g_assert_cmpstr (psr_billing_rules_get_vat_group (rules, "", dec ("21"), PSR_VAT_PART), ==, "G3");
  g_assert_cmpstr (psr_billing_rules_get_vat_group (rules, "", dec ("21.00000"), PSR_VAT_LABOUR), ==, "S3");
  g_assert_null (psr_billing_rules_get_vat_group (rules, "", dec ("6"), PSR_VAT_PART));

  /* Wello's own code says more than its rate; once there is a group for one, there should
   * be for all. */
  g_assert_false (psr_billing_rules_wants_vat_code (rules, "CC"));
  g_assert_true (psr_billing_rules_set_vat (rules, "cc , labour", "s0", NULL));
  g_assert_cmpstr (psr_billing_rules_get_vat_group (rules, "CC", dec ("21"), PSR_VAT_LABOUR), ==, "S0");
  g_assert_cmpstr (psr_billing_rules_get_vat_group (rules, "CC", dec ("21"), PSR_VAT_PART), ==, "G3");
  g_assert_cmpstr (psr_billing_rules_get_vat_group (rules, "21", dec ("21"), PSR_VAT_LABOUR), ==, "S3");
  g_assert_null (psr_billing_rules_get_vat_group (rules, "21", dec ("6"), PSR_VAT_LABOUR));
  g_assert_true (psr_billing_rules_wants_vat_code (rules, "EXP"));
  g_assert_false (psr_billing_rules_wants_vat_code (rules, "6"));
  g_assert_false (psr_billing_rules_wants_vat_code (rules, ""));
}

static void
test_vat_customer (void)
{
  g_autoptr(PsrBillingRules) rules = psr_billing_rules_new ();
  g_autoptr(GPtrArray) numbers = NULL;

  g_assert_true (psr_billing_rules_set_vat_customer (rules, "c00001 , cc", "c00001-cc", NULL));
  g_assert_true (psr_billing_rules_set_vat_customer (rules, "C00002,CC", "C00001-CC", NULL));
  g_assert_cmpstr (psr_billing_rules_get_vat_customer (rules, "C00001", "CC"), ==, "C00001-CC");
  g_assert_null (psr_billing_rules_get_vat_customer (rules, "C00001", "21"));
  g_assert_null (psr_billing_rules_get_vat_customer (rules, "C00003", "CC"));
  numbers = psr_billing_rules_get_customer_numbers (rules);
  g_assert_cmpuint (numbers->len, ==, 1);

  g_assert_false (psr_billing_rules_set_vat_customer (rules, "C00001", "C00001-CC", NULL));
  g_assert_false (psr_billing_rules_set_vat_customer (rules, "C00001,CC", " ", NULL));
  g_assert_false (psr_billing_rules_set_vat_customer (rules, "C00001,CC", "MUCH-TOO-LONG-FOR-A-NUMBER", NULL));
}

static void
test_hours (void)
{
  g_autoptr(PsrBillingRules) rules = psr_billing_rules_new ();
  PsrDecimal hours;

  g_assert_true (psr_billing_rules_round_hours (rules, dec ("1.13"), &hours, NULL));
  g_assert_cmpint (hours.units, ==, dec ("1.13").units);

  g_assert_true (psr_billing_rules_set_hour_step (rules, "0.25 up", NULL));
  g_assert_true (psr_billing_rules_round_hours (rules, dec ("1.01"), &hours, NULL));
  g_assert_cmpint (hours.units, ==, dec ("1.25").units);

  g_assert_true (psr_billing_rules_set_hour_step (rules, "0.25 nearest", NULL));
  g_assert_true (psr_billing_rules_round_hours (rules, dec ("1.1"), &hours, NULL));
  g_assert_cmpint (hours.units, ==, dec ("1").units);
}

static void
test_reasons (void)
{
  for (guint i = 0; i < PSR_N_REASONS; i++)
    {
      g_autoptr(PsrExplanation) words = psr_billing_reason_explain (i, "10000");
      PsrBillingReason back;

      g_assert_true (psr_billing_reason_from_string (psr_billing_reason_to_string (i), &back));
      g_assert_cmpint (back, ==, i);

      if (i == PSR_REASON_NONE)
        continue;

      g_assert_cmpstr (words->what, !=, "");
      g_assert_cmpstr (words->why, !=, "");
      g_assert_cmpstr (words->mend, !=, "");
      g_assert_null (strstr (words->why, "%s"));
      g_assert_null (strstr (words->mend, "%s"));
    }

  {
    g_autoptr(PsrExplanation) words = psr_billing_reason_explain (PSR_REASON_REFUSED, "100%s off");

    g_assert_nonnull (strstr (words->why, "100%s off"));
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/rules/defaults", test_defaults);
  g_test_add_func ("/billing/rules/labour", test_labour);
  g_test_add_func ("/billing/rules/wrong", test_wrong);
  g_test_add_func ("/billing/rules/vat", test_vat);
  g_test_add_func ("/billing/rules/vat-customer", test_vat_customer);
  g_test_add_func ("/billing/rules/hours", test_hours);
  g_test_add_func ("/billing/reasons", test_reasons);

  return g_test_run ();
}
