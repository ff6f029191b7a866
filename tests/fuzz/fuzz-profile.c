/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "psr-billing-rules.h"
#include "psr-profile.h"

typedef gboolean (*SetEntry) (PsrBillingRules  *rules,
                              const char       *key,
                              const char       *value,
                              GError          **error);

/* What the profile lets through, billing takes or refuses with words. */
static void
set_entries (PsrProfile      *profile,
             PsrBillingRules *rules,
             const char      *group,
             SetEntry         set)
{
  GPtrArray *entries = psr_profile_get_entries (profile, group);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const PsrProfileEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (GError) error = NULL;

      fuzz_check_text (entry->name);
      fuzz_check_text (entry->value);
      if (!set (rules, entry->name, entry->value, &error))
        fuzz_check_words (error);
    }
}

static void
set_value (PsrProfile      *profile,
           PsrBillingRules *rules,
           PsrProfileKey    key,
           gboolean       (*set) (PsrBillingRules *, const char *, GError **))
{
  const char *value = psr_profile_get_string (profile, key);
  g_autoptr (GError) error = NULL;

  if (value != NULL && !set (rules, value, &error))
    fuzz_check_words (error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autoptr (PsrBillingRules) rules = NULL;
  g_autoptr (PsrProfile) profile = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) flows = NULL;

  profile = psr_profile_new_from_text (text, "fuzz.ini", &error);
  if (profile == NULL)
    {
      g_assert_cmpuint (error->domain, ==, PSR_PROFILE_ERROR);
      fuzz_check_words (error);
      return 0;
    }

  for (PsrProfileKey key = 0; key < PSR_PROFILE_N_KEYS; key++)
    {
      const char *value = psr_profile_get_string (profile, key);

      if (value != NULL)
        fuzz_check_text (value);
    }

  psr_profile_is_online (profile);
  g_assert_cmpint (psr_profile_get_duration (profile, PSR_PROFILE_BC_LONGEST_REQUEST), >, 0);
  flows = psr_profile_get_list (profile, PSR_PROFILE_SYNC_FLOWS);
  g_assert_nonnull (flows);

  rules = psr_billing_rules_new ();
  set_value (profile, rules, PSR_PROFILE_BILLING_EXTERNAL_NUMBER_PREFIX, psr_billing_rules_set_external_prefix);
  set_value (profile, rules, PSR_PROFILE_BILLING_HAND_TYPED_PART, psr_billing_rules_set_hand_typed_part);
  set_value (profile, rules, PSR_PROFILE_BILLING_FROM, psr_billing_rules_set_from);
  set_value (profile, rules, PSR_PROFILE_BILLING_TIME_ZONE, psr_billing_rules_set_time_zone);
  if (g_strcmp0 (psr_profile_get_string (profile, PSR_PROFILE_BILLING_HOUR_STEP), "none") != 0)
    set_value (profile, rules, PSR_PROFILE_BILLING_HOUR_STEP, psr_billing_rules_set_hour_step);
  set_entries (profile, rules, "Labour", psr_billing_rules_set_labour);
  set_entries (profile, rules, "Vat", psr_billing_rules_set_vat);

  return 0;
}
