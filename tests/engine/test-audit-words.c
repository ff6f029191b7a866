/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-audit-words.h"
#include "psr-billing-state.h"

static void
test_each_event_has_words (void)
{
  for (PsrBillingEvent event = 0; event < PSR_BILLING_N_EVENTS; event++)
    {
      const char *name = psr_billing_event_to_string (event);

      g_assert_cmpstr (psr_audit_words_get_action (name), !=, name);
    }

  /* What is told instead of an event’s own words. */
  g_assert_cmpstr (psr_audit_words_get_action ("check-asks"), ==, "A check asks first");
  g_assert_cmpstr (psr_audit_words_get_action ("not-checked"), ==, "Not checked completely yet");
  g_assert_cmpstr (psr_audit_words_get_action ("number-refused"), ==, "Wello doesn’t take the number");
  g_assert_cmpstr (psr_audit_words_get_action ("of-a-later-version"), ==, "of-a-later-version");
}

static void
expect_change (const char *action,
               const char *old_value,
               const char *new_value,
               const char *told)
{
  g_autofree char *text = psr_audit_words_dup_change (action, old_value, new_value);

  g_assert_cmpstr (text, ==, told);
}

static void
test_changes (void)
{
  expect_change ("found-odd", "checking", "needs-look", "Checking → Needs a look");
  expect_change ("found", "", "before-start", "Before start");
  expect_change ("followed-read", "followed", "followed", "");
  expect_change ("pause-flow", "", "items", "Items");
  expect_change ("uncouple", "customers A = B", "", "customers A = B");
  expect_change ("ask-act", "", "{\"act\":\"skip\"}", "");
  expect_change ("changed-in-wello", "1f", "2e", "");
}

static void
expect_reason (const char *action,
               const char *reason,
               const char *told)
{
  g_autofree char *text = psr_audit_words_dup_reason (action, reason);

  g_assert_cmpstr (text, ==, told);
}

static void
test_reasons (void)
{
  expect_reason ("approve", "accepted: zero-total, of-a-later-version", "accepted: The total is zero, of-a-later-version");
  expect_reason ("approve", "accepted: zero-total; version 1a2b3c4d", "accepted: The total is zero; version 1a2b3c4d");
  expect_reason ("approve-post", "version 1a2b3c4d", "version 1a2b3c4d");
  expect_reason ("check-asks", "zero-total,of-a-later-version", "The total is zero, of-a-later-version");
  expect_reason ("number-refused", "Wello doesn’t take the new number: no", "Wello doesn’t take the new number: no");
  expect_reason ("skip", "accepted: zero-total", "accepted: zero-total");
  expect_reason ("refreshed", "0af31c", "");
  expect_reason ("withdraw", "", "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/audit-words/events", test_each_event_has_words);
  g_test_add_func ("/audit-words/changes", test_changes);
  g_test_add_func ("/audit-words/reasons", test_reasons);

  return g_test_run ();
}
