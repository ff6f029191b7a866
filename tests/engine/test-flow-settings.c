/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-flow-settings.h"
#include "psr-profile-flow.h"

/* What can be said of each flow, what can't be changed and why, and what gets into the file. */

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

static const PsrFlowSettings *
find (GPtrArray  *all,
      const char *flow)
{
  for (guint i = 0; i < all->len; i++)
    {
      if (g_str_equal (((const PsrFlowSettings *) all->pdata[i])->flow, flow))
        return all->pdata[i];
    }

  g_assert_not_reached ();
}

static const char *
value_of (GPtrArray          *all,
          const char         *flow,
          PsrFlowSettingKind  kind)
{
  return find (all, flow)->settings[kind].value;
}

/* Nothing is said: what is usual counts, and all of it can be changed where there is
 * something to change. */
static void
test_usual (void)
{
  g_autoptr(PsrProfile) profile = load (NULL, ACCOUNTS);
  g_autoptr(GPtrArray) all = psr_flow_settings_list (profile);
  const PsrFlowSettings *customers = find (all, "customers");

  g_assert_cmpuint (all->len, ==, 6);
  g_assert_cmpstr (customers->title, ==, "Customers");
  g_assert_cmpstr (customers->group, ==, "Flow customers");
  g_assert_cmpuint (customers->minutes, ==, 5);
  g_assert_cmpuint (customers->least, ==, 1);
  g_assert_cmpuint (customers->most, ==, 1440);
  g_assert_cmpstr (value_of (all, "customers", PSR_FLOW_SETTING_ENABLED), ==, "yes");
  g_assert_cmpstr (value_of (all, "customers", PSR_FLOW_SETTING_DIRECTION), ==, "bc-to-wello");
  g_assert_cmpstr (value_of (all, "customers", PSR_FLOW_SETTING_CONFLICT), ==, "bc");
  g_assert_cmpstr (value_of (all, "customers", PSR_FLOW_SETTING_FILTER), ==, "");
  for (int kind = 0; kind < PSR_N_FLOW_SETTINGS; kind++)
    {
      g_assert_true (customers->settings[kind].is_there);
      g_assert_null (customers->settings[kind].fixed);
      g_assert_false (customers->settings[kind].is_shared);
    }

  /* What is only read, and what is reckoned, is only switched on and off. */
  g_assert_true (find (all, "reference")->settings[PSR_FLOW_SETTING_INTERVAL].is_there);
  g_assert_false (find (all, "reference")->settings[PSR_FLOW_SETTING_DIRECTION].is_there);
  g_assert_false (find (all, "prices")->settings[PSR_FLOW_SETTING_FILTER].is_there);
  g_assert_cmpstr (value_of (all, "reference", PSR_FLOW_SETTING_ENABLED), ==, "yes");
  g_assert_cmpstr (value_of (all, "prices", PSR_FLOW_SETTING_ENABLED), ==, "no");
  g_assert_nonnull (strstr (find (all, "prices")->settings[PSR_FLOW_SETTING_ENABLED].fixed, "Lines="));
  g_assert_nonnull (strstr (find (all, "stock")->settings[PSR_FLOW_SETTING_ENABLED].fixed, "Source="));
}

/* The other places that a key has count, too. */
static void
test_places (void)
{
  g_autoptr(PsrProfile) profile = load (NULL, ACCOUNTS "[Sync]\nFlows=items\n[Intervals]\nitems=1h\n[Stock]\nSource=analytics\n");
  g_autoptr(GPtrArray) all = psr_flow_settings_list (profile);

  g_assert_cmpstr (value_of (all, "customers", PSR_FLOW_SETTING_ENABLED), ==, "no");
  g_assert_cmpstr (value_of (all, "items", PSR_FLOW_SETTING_ENABLED), ==, "yes");
  g_assert_cmpstr (value_of (all, "stock", PSR_FLOW_SETTING_ENABLED), ==, "yes");
  g_assert_null (find (all, "stock")->settings[PSR_FLOW_SETTING_ENABLED].fixed);
  g_assert_cmpuint (find (all, "items")->minutes, ==, 60);
}

static void
test_v1 (void)
{
  g_autofree char *text = g_strconcat ("[BusinessCentral]\nApiVersion=v1.0\nTenant=contoso.example\nCompany=CRONUS\n"
                                       "Environment=Production\nClientId=1234\n[Wello]\nDomain=CONTOSO\nUser=api\n", NULL);
  g_autoptr(PsrProfile) profile = load (NULL, text);
  g_autoptr(GPtrArray) all = psr_flow_settings_list (profile);

  g_assert_nonnull (strstr (find (all, "contacts")->settings[PSR_FLOW_SETTING_ENABLED].fixed, "v1.0"));
  g_assert_nonnull (strstr (find (all, "items")->settings[PSR_FLOW_SETTING_DIRECTION].fixed, "v1.0"));
  g_assert_null (find (all, "items")->settings[PSR_FLOW_SETTING_ENABLED].fixed);
  g_assert_null (find (all, "customers")->settings[PSR_FLOW_SETTING_DIRECTION].fixed);
}

/* What an administrator said is told from what is one's own, and what is locked stays, in
 * whichever place it is locked. */
static void
test_locked (void)
{
  g_autoptr(PsrProfile) profile = load (ACCOUNTS "[Flow customers]\nLocked=Direction\nDirection=both\nConflict=ask\n"
                                                 "[Intervals]\nLocked=items\nitems=1h\n[Sync]\nLocked=Flows\nFlows=customers;items\n",
                                        "[Flow customers]\nFilter=country eq 'BE'\n");
  g_autoptr(GPtrArray) all = psr_flow_settings_list (profile);
  const PsrFlowSetting *customers = find (all, "customers")->settings;
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (strstr (customers[PSR_FLOW_SETTING_DIRECTION].fixed, "locked"));
  g_assert_cmpstr (customers[PSR_FLOW_SETTING_DIRECTION].value, ==, "both");
  g_assert_true (customers[PSR_FLOW_SETTING_DIRECTION].is_shared);
  g_assert_null (customers[PSR_FLOW_SETTING_CONFLICT].fixed);
  g_assert_true (customers[PSR_FLOW_SETTING_CONFLICT].is_shared);
  g_assert_false (customers[PSR_FLOW_SETTING_FILTER].is_shared);
  g_assert_nonnull (customers[PSR_FLOW_SETTING_ENABLED].fixed);
  g_assert_nonnull (find (all, "items")->settings[PSR_FLOW_SETTING_INTERVAL].fixed);
  g_assert_true (find (all, "items")->settings[PSR_FLOW_SETTING_INTERVAL].is_shared);
  g_assert_null (customers[PSR_FLOW_SETTING_INTERVAL].fixed);

  g_assert_false (psr_flow_settings_change (profile, "customers", PSR_FLOW_SETTING_DIRECTION, "bc-to-wello", &error));
  g_assert_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE);
}

static void
assert_written (PsrProfile *profile,
                const char *name,
                const char *expected)
{
  g_autoptr(PsrProfile) again = load_again (profile);

  g_assert_cmpstr (psr_profile_flow_get (again, "customers", name), ==, expected);
}

static void
assert_changes (PsrProfile         *profile,
                PsrFlowSettingKind  kind,
                const char         *value)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (psr_flow_settings_change (profile, "customers", kind, value, &error));
  g_assert_no_error (error);
}

static void
test_change (void)
{
  g_autoptr(PsrProfile) profile = load (NULL, "# mine\n" ACCOUNTS);
  g_autoptr(GError) error = NULL;
  g_autoptr(PsrExplanation) explanation = NULL;
  g_autofree char *text = NULL;

  assert_changes (profile, PSR_FLOW_SETTING_DIRECTION, "both");
  assert_written (profile, "Direction", "both");
  assert_changes (profile, PSR_FLOW_SETTING_CONFLICT, "ask");
  assert_written (profile, "Conflict", "ask");
  assert_changes (profile, PSR_FLOW_SETTING_ENABLED, "no");
  assert_written (profile, "Enabled", "no");
  assert_changes (profile, PSR_FLOW_SETTING_FILTER, "  displayName ne 'a;b\\c' ");
  assert_written (profile, "Filter", "displayName ne 'a;b\\c'");
  assert_changes (profile, PSR_FLOW_SETTING_FILTER, " ");
  assert_written (profile, "Filter", NULL);

  /* What can't be one isn't written. */
  g_assert_false (psr_flow_settings_change (profile, "customers", PSR_FLOW_SETTING_WELLO_FILTER, "name eq 'open", &error));
  g_assert_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE);
  explanation = psr_explain (error);
  g_assert_nonnull (strstr (explanation->why, "name eq 'open"));
  g_assert_nonnull (strstr (explanation->mend, "closed"));
  assert_written (profile, "WelloFilter", NULL);

  g_assert_true (g_file_get_contents (psr_profile_get_path (profile), &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "# mine\n"));
}

/* Taking out one's own brings back what the computer has: that isn't nothing. */
static void
test_shared_filter (void)
{
  g_autoptr(PsrProfile) profile = load (ACCOUNTS "[Flow customers]\nFilter=country eq 'BE'\n", "[Flow customers]\nFilter=country eq 'FR'\n");
  g_autoptr(GError) error = NULL;
  g_autoptr(PsrExplanation) explanation = NULL;

  g_assert_false (psr_flow_settings_change (profile, "customers", PSR_FLOW_SETTING_FILTER, "", &error));
  g_assert_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE);
  explanation = psr_explain (error);
  g_assert_nonnull (strstr (explanation->why, "country eq 'BE'"));
  assert_written (profile, "Filter", "country eq 'FR'");
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

  g_test_add_func ("/engine/flow-settings/usual", test_usual);
  g_test_add_func ("/engine/flow-settings/places", test_places);
  g_test_add_func ("/engine/flow-settings/v1", test_v1);
  g_test_add_func ("/engine/flow-settings/locked", test_locked);
  g_test_add_func ("/engine/flow-settings/change", test_change);
  g_test_add_func ("/engine/flow-settings/shared-filter", test_shared_filter);

  status = g_test_run ();
  command = g_strdup_printf ("rm -r '%s'", sysconfdir);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_free (sysconfdir);

  return status;
}
