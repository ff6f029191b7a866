/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "psr-binding.h"
#include "store-fixture.h"

static PsrBinding *
make_binding (const char *environment,
              const char *type)
{
  PsrBinding *binding = psr_binding_new ();

  g_set_str (&binding->tenant, "contoso.example");
  g_set_str (&binding->environment, environment);
  g_set_str (&binding->environment_type, type);
  g_set_str (&binding->company_id, "0b7a4b1e-0d52-4e9f-8d5c-3a0b8f3f9a01");
  g_set_str (&binding->company_name, "CRONUS BE");
  g_set_str (&binding->wello_domain, "cronus");
  g_set_str (&binding->confirmed_by, "Els");

  return binding;
}

static void
test_bound (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (PsrBinding) production = make_binding ("Production", "Production");
  g_autoptr (PsrBinding) renamed = make_binding ("PRODUCTION", "Production");
  g_autoptr (PsrBinding) current = NULL;
  g_autoptr (GPtrArray) audit = NULL;
  PsrDatabase *database = fixture->ledger_database;

  g_assert_null (expect_boxed (psr_binding_get_current (database)));
  g_assert_true (expect_boolean (psr_binding_check (database, production)));
  g_assert_true (expect_boolean (psr_binding_check (database, production)));

  /* Neither the company's name nor the case of the environment matters. */
  g_set_str (&renamed->company_name, "CRONUS Belgium");
  g_assert_true (expect_boolean (psr_binding_check (database, renamed)));

  current = expect_boxed (psr_binding_get_current (database));
  g_assert_cmpstr (current->company_name, ==, "CRONUS BE");
  g_assert_cmpint (current->confirmed_at, ==, START);
  g_assert_cmpstr (current->confirmed_by, ==, "Els");
  audit = expect_boxed (psr_ledger_list_audit (fixture->ledger, 0, 0, 0));
  g_assert_cmpuint (audit->len, ==, 1);
}

static void
test_changes_are_refused (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr (PsrBinding) confirmed = make_binding ("Production", "Production");
  PsrDatabase *database = fixture->ledger_database;

  expect_done (psr_binding_confirm (database, confirmed));

  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (PsrBinding) changed = make_binding ("Production", "Production");
      g_autoptr (PsrExplanation) explanation = NULL;
      char **values[] = { &changed->tenant, &changed->environment, &changed->environment_type,
                          &changed->company_id, &changed->wello_domain, &changed->wello_organisation };

      g_assert_cmpuint (G_N_ELEMENTS (values), ==, 6);
      g_set_str (values[i], "something else");
      explanation = expect_error (psr_binding_check (database, changed), PSR_STORE_ERROR_BOUND);
      g_assert_nonnull (strstr (explanation->why, "something else"));
      g_assert_nonnull (strstr (explanation->mend, "--confirm \"CRONUS BE\""));
    }
}

static void
test_production_is_remembered (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (PsrBinding) production = make_binding ("Production", "Production");
  g_autoptr (PsrBinding) sandbox = make_binding ("Test", "Sandbox");
  PsrDatabase *database = fixture->ledger_database;

  expect_done (psr_binding_confirm (database, sandbox));
  g_assert_false (expect_boolean (psr_binding_wello_saw_production (database, "cronus")));
  expect_done (psr_binding_confirm (database, production));
  expect_refused (psr_binding_check (database, sandbox), PSR_STORE_ERROR_BOUND);
  expect_done (psr_binding_confirm (database, sandbox));
  g_assert_true (expect_boolean (psr_binding_check (database, sandbox)));
  g_assert_true (expect_boolean (psr_binding_wello_saw_production (database, "CRONUS")));
  g_assert_false (expect_boolean (psr_binding_wello_saw_production (database, "other")));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/store/binding/bound", test_bound);
  ADD ("/store/binding/changes-are-refused", test_changes_are_refused);
  ADD ("/store/binding/production-is-remembered", test_production_is_remembered);

  return g_test_run ();
}
