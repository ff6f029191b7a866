/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-explain.h"
#include "psr-profile-places.h"
#include "psr-profile.h"

static void
assert_places (const char *profile,
               const char *state,
               const char *wanted_profile,
               const char *wanted_state)
{
  g_auto(PsrProfilePlaces) places = { 0, };
  g_autoptr(GError) error = NULL;

  g_assert_true (psr_profile_places_find (profile, state, &places, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (places.profile, ==, wanted_profile);
  g_assert_cmpstr (places.state, ==, wanted_state);
}

static void
test_default (void)
{
  assert_places (NULL, NULL, "/config/passerelle/profile.ini", "/data/passerelle");
  assert_places (NULL, "/there", "/config/passerelle/profile.ini", "/there");
}

/* Two companies never share a state by mistake. */
static void
test_name (void)
{
  assert_places ("acme", NULL, "/config/passerelle/profiles/acme.ini", "/data/passerelle/profiles/acme");
  assert_places ("acme-2.be", NULL, "/config/passerelle/profiles/acme-2.be.ini", "/data/passerelle/profiles/acme-2.be");
  assert_places ("acme", "here", "/config/passerelle/profiles/acme.ini", "here");
}

static void
test_file (void)
{
  assert_places ("acme.ini", NULL, "acme.ini", "/data/passerelle");
  assert_places ("./acme", NULL, "./acme", "/data/passerelle");
  assert_places ("/etc/acme", "/there", "/etc/acme", "/there");
}

static void
test_refused (void)
{
  static const char * const names[] = { "", ".", "..", ".hidden", "-x", "a b", "caf\303\251", "a\\b", "a:b" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_auto(PsrProfilePlaces) places = { 0, };
      g_autoptr(GError) error = NULL;
      g_autoptr(PsrExplanation) words = NULL;

      g_test_message ("“%s”", names[i]);
      g_assert_false (psr_profile_places_find (names[i], NULL, &places, &error));
      g_assert_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE);
      words = psr_explain (error);
      g_assert_cmpstr (words->mend, !=, "");
      g_assert_null (places.profile);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("XDG_CONFIG_HOME", "/config", TRUE);
  g_setenv ("XDG_DATA_HOME", "/data", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/profile-places/default", test_default);
  g_test_add_func ("/engine/profile-places/name", test_name);
  g_test_add_func ("/engine/profile-places/file", test_file);
  g_test_add_func ("/engine/profile-places/refused", test_refused);

  return g_test_run ();
}
