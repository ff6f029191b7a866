/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-billing-rules.h"
#include "psr-heading.h"

static void
test_fill (void)
{
  static const PsrHeading all = { "WO-7", "2026-08-19", "Repair", "INV1", "Château", "PO 4" };
  static const PsrHeading some = { "WO-7", "2026-08-19", "", "INV1", NULL, "" };
  static const PsrHeading none = { NULL, NULL, NULL, NULL, NULL, NULL };
  static const struct { const char *text; const PsrHeading *values; const char *filled; } cases[] = {
    { PSR_HEADING_DEFAULT, &all, "WO-7 · 2026-08-19 · Repair" },
    { PSR_HEADING_DEFAULT, &some, "WO-7 · 2026-08-19" },
    { PSR_HEADING_DEFAULT, &none, "" },
    { "Bon de travail {number} du {date} · {site} · réf. {reference}", &all,
      "Bon de travail WO-7 du 2026-08-19 · Château · réf. PO 4" },
    { "Bon de travail {number} du {date} · {site} · réf. {reference}", &some, "Bon de travail WO-7 du 2026-08-19" },
    { "Thank you · {site}", &none, "" },
    { "Thank you · {number}", &some, "Thank you · WO-7" },
    { "Thank you", &none, "Thank you" },
    { "{invoice}{number}", &some, "INV1WO-7" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *filled = psr_heading_fill (cases[i].text, cases[i].values);

      g_assert_true (psr_heading_is_template (cases[i].text));
      g_assert_cmpstr (filled, ==, cases[i].filled);
    }
}

static void
test_templates (void)
{
  static const char * const wrong[] = { "{", "}", "{}", "{nummer}", "{number", "number}", "{Number}", "a\nb", "{ number }", "\xff" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (psr_heading_is_template (wrong[i]));
}

static void
test_rules (void)
{
  g_autoptr(PsrBillingRules) rules = psr_billing_rules_new ();
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (psr_billing_rules_get_heading (rules, NULL), ==, PSR_HEADING_DEFAULT);
  g_assert_null (psr_billing_rules_get_heading (rules, "fr"));
  g_assert_true (psr_billing_rules_set_heading (rules, "FR", "Bon {number}", NULL));
  g_assert_true (psr_billing_rules_set_heading (rules, "default", "Job {number}", NULL));
  g_assert_cmpstr (psr_billing_rules_get_heading (rules, "fr"), ==, "Bon {number}");
  g_assert_null (psr_billing_rules_get_heading (rules, "nl"));
  g_assert_cmpstr (psr_billing_rules_get_heading (rules, NULL), ==, "Job {number}");
  g_assert_false (psr_billing_rules_set_heading (rules, "nl", "Bon {nummer}", &error));
  g_assert_nonnull (error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/heading/fill", test_fill);
  g_test_add_func ("/billing/heading/templates", test_templates);
  g_test_add_func ("/billing/heading/rules", test_rules);

  return g_test_run ();
}
