/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "psr-billing-settings.h"
#include "psr-explain.h"
#include "psr-profile-spec.h"

/* By which rules documents are made, what can be chosen, and what gets into the file. */

#define ACCOUNTS \
  "[BusinessCentral]\nTenant=contoso.example\nCompany=CRONUS\nEnvironment=Production\nClientId=1234\n" \
  "[Wello]\nDomain=CONTOSO\nUser=api\n"

static char *sysconfdir;

static void
write_file (const char *path,
            const char *text)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static PsrProfile *
load (const char *system,
      const char *own)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "passerelle", "profile.ini", NULL);
  g_autofree char *below = g_build_filename (sysconfdir, "passerelle", "profile.ini", NULL);
  g_autoptr(GError) error = NULL;
  PsrProfile *profile;

  g_unlink (below);
  if (system != NULL)
    write_file (below, system);
  write_file (path, own);
  profile = psr_profile_load (path, &error);
  g_assert_no_error (error);

  return profile;
}

static PsrProfile *
load_again (PsrProfile *profile)
{
  g_autoptr(GError) error = NULL;
  PsrProfile *again = psr_profile_load (psr_profile_get_path (profile), &error);

  g_assert_no_error (error);

  return again;
}

static const PsrBillingSetting *
find (GPtrArray  *all,
      const char *name)
{
  for (guint i = 0; i < all->len; i++)
    {
      const PsrBillingSetting *setting = all->pdata[i];

      if (g_str_equal (setting->name, name))
        return setting;
    }

  return NULL;
}

/* Each key is there but for what is chosen when billing is set up; each value that is offered
 * is one that the profile takes as it is, with a name of its own, and what counts is among them. */
static void
test_list (void)
{
  static const char * const not_here[] = { "From", "ExternalNumberPrefix", "TimeZone", "HandTypedPart", "Internal", NULL };
  g_autoptr(PsrProfile) profile = load (NULL, ACCOUNTS);
  g_autoptr(GPtrArray) all = psr_billing_settings_list (profile);

  for (int key = 0; key < PSR_PROFILE_N_KEYS; key++)
    {
      const PsrProfileSpec *spec = psr_profile_spec_get ((PsrProfileKey) key);

      if (g_str_equal (spec->group, "Billing"))
        g_assert_true ((find (all, spec->name) != NULL) != g_strv_contains (not_here, spec->name));
    }

  for (guint i = 0; i < all->len; i++)
    {
      const PsrBillingSetting *setting = all->pdata[i];
      const PsrProfileSpec *spec = psr_profile_spec_find ("Billing", setting->name);

      g_assert_null (setting->fixed);
      if (setting->choices == NULL)
        continue;

      g_assert_true (g_strv_contains ((const char * const *) setting->choices, setting->value));
      g_assert_cmpuint (g_strv_length (setting->choices), ==, g_strv_length (setting->labels));
      for (guint j = 0; setting->choices[j] != NULL; j++)
        {
          g_autofree char *canonical = spec->check (setting->choices[j]);

          g_assert_cmpstr (canonical, ==, setting->choices[j]);
          g_assert_cmpstr (setting->labels[j], !=, setting->choices[j]);
        }
    }

  g_assert_cmpstr (find (all, "Post")->title, ==, "What Is Made");
  g_assert_cmpstr (find (all, "Post")->value, ==, "no");
  g_assert_cmpstr (find (all, "HourStep")->labels[1], ==, "Up to the next 0.25 h");
}

/* What the profile says is offered, too. */
static void
test_step (void)
{
  g_autoptr(PsrProfile) profile = load (NULL, ACCOUNTS "[Billing]\nHourStep=0.1 nearest\n");
  g_autoptr(GPtrArray) all = psr_billing_settings_list (profile);
  const PsrBillingSetting *step = find (all, "HourStep");
  guint n = g_strv_length (step->choices);

  g_assert_cmpstr (step->choices[n - 1], ==, "0.1 nearest");
  g_assert_cmpstr (step->labels[n - 1], ==, "To the nearest 0.1 h");
}

static void
assert_written (PsrProfile    *profile,
                PsrProfileKey  key,
                const char    *expected)
{
  g_autoptr(PsrProfile) again = load_again (profile);

  g_assert_cmpstr (psr_profile_get_string (again, key), ==, expected);
}

static void
test_change (void)
{
  g_autoptr(PsrProfile) profile = load (NULL, "# mine\n" ACCOUNTS);
  g_autoptr(GError) error = NULL;
  g_autoptr(PsrExplanation) explanation = NULL;
  g_autofree char *text = NULL;

  g_assert_true (psr_billing_settings_change (profile, "Prices", "bc", &error));
  g_assert_no_error (error);
  assert_written (profile, PSR_PROFILE_BILLING_PRICES, "bc");
  g_assert_true (psr_billing_settings_change (profile, "HourStep", " 0.5 up ", &error));
  g_assert_no_error (error);
  assert_written (profile, PSR_PROFILE_BILLING_HOUR_STEP, "0.5 up");
  g_assert_true (psr_billing_settings_change (profile, "Prices", "", &error));
  g_assert_no_error (error);
  assert_written (profile, PSR_PROFILE_BILLING_PRICES, "wello");

  /* What can't be one isn't written. */
  g_assert_false (psr_billing_settings_change (profile, "HourStep", "0 up", &error));
  g_assert_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE);
  explanation = psr_explain (error);
  g_assert_nonnull (strstr (explanation->why, "0 up"));
  g_assert_nonnull (strstr (explanation->mend, "nearest"));
  assert_written (profile, PSR_PROFILE_BILLING_HOUR_STEP, "0.5 up");

  g_assert_true (g_file_get_contents (psr_profile_get_path (profile), &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "# mine\n"));
}

static void
test_locked (void)
{
  g_autoptr(PsrProfile) profile = load (ACCOUNTS "[Billing]\nLocked=Post\nPost=no\n", "");
  g_autoptr(GPtrArray) all = psr_billing_settings_list (profile);
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (strstr (find (all, "Post")->fixed, "locked"));
  g_assert_null (find (all, "Prices")->fixed);
  g_assert_false (psr_billing_settings_change (profile, "Post", "yes", &error));
  g_assert_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE);
  assert_written (profile, PSR_PROFILE_BILLING_POST, "no");
}

/* Nobody learns afterwards that all is posted. */
static void
test_warning (void)
{
  g_assert_nonnull (psr_billing_settings_get_warning ("Post", "yes"));
  g_assert_null (psr_billing_settings_get_warning ("Post", "no"));
  g_assert_null (psr_billing_settings_get_warning ("Prices", "bc"));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *command = NULL;
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  sysconfdir = g_dir_make_tmp ("passerelle-etc-XXXXXX", &error);
  g_assert_no_error (error);
  g_setenv ("PASSERELLE_SYSCONFDIR", sysconfdir, TRUE);

  g_test_add_func ("/engine/billing-settings/list", test_list);
  g_test_add_func ("/engine/billing-settings/step", test_step);
  g_test_add_func ("/engine/billing-settings/change", test_change);
  g_test_add_func ("/engine/billing-settings/locked", test_locked);
  g_test_add_func ("/engine/billing-settings/warning", test_warning);

  status = g_test_run ();
  command = g_strdup_printf ("rm -r '%s'", sysconfdir);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_free (sysconfdir);

  return status;
}
