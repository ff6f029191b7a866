/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-profile-flow.h"
#include "psr-profile-system.h"
#include "psr-profile.h"
#include "psr-setup-draft.h"

#define SYSTEM \
  "[BusinessCentral]\nTenant=contoso.example\nCompany=CRONUS\nEnvironment=Production\nClientId=1234\n" \
  "[Wello]\nDomain=CONTOSO\nUser=api\n"

static char *sysconfdir;

static char *
own_path (const char *name)
{
  return g_build_filename (g_get_user_config_dir (), "passerelle", name, NULL);
}

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

/* Writes both, or takes away what isn't given. */
static char *
set_up (const char *name,
        const char *system,
        const char *own)
{
  char *path = own_path (name);
  g_autofree char *below = g_build_filename (sysconfdir, "passerelle", name, NULL);

  g_unlink (path);
  g_unlink (below);
  if (system != NULL)
    write_file (below, system);
  if (own != NULL)
    write_file (path, own);

  return path;
}

static PsrProfile *
load (const char *system,
      const char *own)
{
  g_autofree char *path = set_up ("profile.ini", system, own);
  g_autoptr(GError) error = NULL;
  PsrProfile *profile = psr_profile_load (path, &error);

  g_assert_no_error (error);

  return profile;
}

static void
assert_fails (const char *system,
              const char *own,
              int         code,
              const char *word)
{
  g_autofree char *path = set_up ("profile.ini", system, own);
  g_autoptr(PsrProfile) profile = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(PsrExplanation) explanation = NULL;
  g_autofree char *text = NULL;

  profile = psr_profile_load (path, &error);
  g_assert_error (error, PSR_PROFILE_ERROR, code);
  explanation = psr_explain (error);
  text = psr_explanation_to_string (explanation);
  g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, word));
}

static const char *
get_entry (PsrProfile *profile,
           const char *group,
           const char *name)
{
  GPtrArray *entries = psr_profile_get_entries (profile, group);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const PsrProfileEntry *entry = entries->pdata[i];

      if (strcmp (entry->name, name) == 0)
        return entry->value;
    }

  return NULL;
}

static void
test_alone (void)
{
  g_autoptr(PsrProfile) only_system = load (SYSTEM, NULL);
  g_autoptr(PsrProfile) only_own = NULL;

  g_assert_cmpstr (psr_profile_get_string (only_system, PSR_PROFILE_BC_COMPANY), ==, "CRONUS");
  g_assert_nonnull (psr_profile_get_system_path (only_system));

  only_own = load (NULL, SYSTEM);
  g_assert_null (psr_profile_get_system_path (only_own));
  g_assert_cmpuint (psr_profile_get_ignored (only_own)->len, ==, 0);
}

static void
test_over (void)
{
  g_autoptr(PsrProfile) profile = load (SYSTEM "[Labour]\nWorkingTime=item:A\nTravelTime=item:B\n[Vat]\n6,part=G1\n[Billing]\nPost=yes\n",
                                        "[BusinessCentral]\nCompany=Mine\n[Labour]\nTravelTime=resource:C\nline:X=item:D\n[Vat]\n6.0,part=G2\n[Billing]\nPost=\n");

  g_assert_cmpstr (psr_profile_get_string (profile, PSR_PROFILE_BC_COMPANY), ==, "Mine");
  g_assert_cmpstr (psr_profile_get_string (profile, PSR_PROFILE_BC_TENANT), ==, "contoso.example");
  g_assert_cmpstr (get_entry (profile, "Labour", "WorkingTime"), ==, "item:A");
  g_assert_cmpstr (get_entry (profile, "Labour", "TravelTime"), ==, "resource:C");
  g_assert_cmpstr (get_entry (profile, "Labour", "line:X"), ==, "item:D");
  g_assert_cmpstr (get_entry (profile, "Vat", "6,part"), ==, "G2");
  g_assert_cmpuint (psr_profile_get_entries (profile, "Vat")->len, ==, 1);
  /* What is empty is as good as nothing. */
  g_assert_true (psr_profile_get_boolean (profile, PSR_PROFILE_BILLING_POST));
  g_assert_cmpuint (psr_profile_get_ignored (profile)->len, ==, 0);
}

static void
test_locked (void)
{
  g_autoptr(PsrProfile) profile = load (SYSTEM
                                        "[Billing]\nConfirm=posted\nLocked=Confirm; Post ;\n"
                                        "[Labour]\nWorkingTime=item:A\nLocked=WorkingTime;line:x\n"
                                        "[Automatic]\nLocked=*\n"
                                        "[Vat]\nLocked=6.0,part\n",
                                        "[Billing]\nConfirm=created\nPost=yes\nDocument=order\n"
                                        "[Labour]\nWorkingTime=item:A\nTravelTime=item:B\nline:X=item:C\n"
                                        "[Automatic]\nSend=yes\nHours=07:00-18:00\n"
                                        "[Vat]\n6,part=G9\n6,labour=S9\n");
  static const char * const expected[] = {
    "[Billing] Confirm", "[Billing] Post", "[Labour] line:X", "[Automatic] Send", "[Automatic] Hours", "[Vat] 6,part",
  };
  GPtrArray *ignored = psr_profile_get_ignored (profile);

  g_assert_cmpstr (psr_profile_get_string (profile, PSR_PROFILE_BILLING_CONFIRM), ==, "posted");
  g_assert_false (psr_profile_get_boolean (profile, PSR_PROFILE_BILLING_POST));
  g_assert_cmpstr (psr_profile_get_string (profile, PSR_PROFILE_BILLING_DOCUMENT), ==, "order");
  g_assert_cmpstr (get_entry (profile, "Labour", "WorkingTime"), ==, "item:A");
  g_assert_cmpstr (get_entry (profile, "Labour", "TravelTime"), ==, "item:B");
  g_assert_null (get_entry (profile, "Labour", "line:X"));
  g_assert_false (psr_profile_get_boolean (profile, PSR_PROFILE_AUTOMATIC_SEND));
  g_assert_null (psr_profile_get_string (profile, PSR_PROFILE_AUTOMATIC_HOURS));
  g_assert_null (get_entry (profile, "Vat", "6,part"));
  g_assert_cmpstr (get_entry (profile, "Vat", "6,labour"), ==, "S9");

  /* The same value in both is nothing to tell. */
  g_assert_cmpuint (ignored->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < ignored->len; i++)
    g_assert_cmpstr (ignored->pdata[i], ==, expected[i]);
}

static void
test_intervals (void)
{
  g_autoptr(PsrProfile) own = load (SYSTEM "[Intervals]\ncustomers=5min\nitems=6min\n[Flow customers]\nDirection=both\n",
                                    "[Flow customers]\nInterval=10min\n");
  g_autoptr(PsrProfile) other_way = NULL;
  g_autoptr(PsrProfile) locked = NULL;

  g_assert_cmpstr (psr_profile_flow_get (own, "customers", "Interval"), ==, "10min");
  g_assert_null (get_entry (own, "Intervals", "customers"));
  g_assert_cmpstr (get_entry (own, "Intervals", "items"), ==, "6min");
  g_assert_cmpstr (psr_profile_flow_get (own, "customers", "Direction"), ==, "both");

  other_way = load (SYSTEM "[Flow items]\nInterval=5min\n", "[Intervals]\nitems=7min\n");
  g_assert_null (psr_profile_flow_get (other_way, "items", "Interval"));
  g_assert_cmpstr (get_entry (other_way, "Intervals", "items"), ==, "7min");

  locked = load (SYSTEM "[Intervals]\ncustomers=5min\nLocked=customers\n", "[Flow customers]\nInterval=10min\n");
  g_assert_null (psr_profile_flow_get (locked, "customers", "Interval"));
  g_assert_cmpstr (get_entry (locked, "Intervals", "customers"), ==, "5min");
  g_assert_cmpuint (psr_profile_get_ignored (locked)->len, ==, 1);
}

/* Which flows run can be said in two places, too. */
static void
test_flows (void)
{
  g_autoptr(PsrProfile) locked = load (SYSTEM "[Sync]\nFlows=customers;items\nLocked=Flows\n",
                                       "[Flow contacts]\nEnabled=yes\n[Flow items]\nEnabled=no\n");
  g_autoptr(PsrProfile) own = load (SYSTEM "[Flow contacts]\nEnabled=no\n[Flow items]\nEnabled=no\nLocked=Enabled\n",
                                    "[Sync]\nFlows=customers;items;contacts\n");
  g_autoptr(PsrProfile) single = load (SYSTEM "[Sync]\nFlows=customers;items\n", "[Flow contacts]\nEnabled=yes\n");
  g_auto(GStrv) locked_flows = psr_profile_flow_list (locked);
  g_auto(GStrv) own_flows = psr_profile_flow_list (own);
  g_auto(GStrv) single_flows = psr_profile_flow_list (single);

  g_assert_true (g_strv_contains ((const char * const *) locked_flows, "items"));
  g_assert_false (g_strv_contains ((const char * const *) locked_flows, "contacts"));
  g_assert_cmpuint (psr_profile_get_ignored (locked)->len, ==, 2);
  g_assert_cmpstr (psr_profile_get_ignored (locked)->pdata[0], ==, "[Flow contacts] Enabled");

  g_assert_true (g_strv_contains ((const char * const *) own_flows, "contacts"));
  g_assert_false (g_strv_contains ((const char * const *) own_flows, "items"));
  g_assert_cmpuint (g_strv_length (single_flows), ==, 4);
}

static void
test_faults (void)
{
  g_autofree char *below = g_build_filename (sysconfdir, "passerelle", "profile.ini", NULL);

  /* The file and the line that are wrong are those that are named. */
  assert_fails (SYSTEM "[Billing]\nPosst=yes\n", "", PSR_PROFILE_ERROR_UNKNOWN, below);
  assert_fails (SYSTEM "[Billing]\nPost=perhaps\n", "[Billing]\nPost=yes\n", PSR_PROFILE_ERROR_VALUE, "line 10, [Billing] Post");
  assert_fails (SYSTEM, "\n[Billing]\nPost=perhaps\n", PSR_PROFILE_ERROR_VALUE, "line 3, [Billing] Post");
  assert_fails (SYSTEM "[Billing]\nLocked=Posst\n", "", PSR_PROFILE_ERROR_VALUE, "“Posst”");
  assert_fails (SYSTEM "[Labour]\nLocked=NoSuchTime\n", "", PSR_PROFILE_ERROR_VALUE, "“NoSuchTime”");
  assert_fails (SYSTEM, "[Heading]\nLocked=fr\n", PSR_PROFILE_ERROR_UNKNOWN, "Only the profile of the whole system");
  assert_fails (SYSTEM, "[Billing]\nLocked=Post\n", PSR_PROFILE_ERROR_UNKNOWN, "Only the profile of the whole system");
  /* A value that doesn't count is still checked: it will, once the lock is gone. */
  assert_fails (SYSTEM "[Billing]\nLocked=*\n", "[Billing]\nPost=perhaps\n", PSR_PROFILE_ERROR_VALUE, "line 2");
  /* Something is left to be set up. */
  assert_fails ("[BusinessCentral]\nTenant=contoso.example\n", NULL, PSR_PROFILE_ERROR_NOT_FOUND, "There is no such file.");
  assert_fails (NULL, NULL, PSR_PROFILE_ERROR_NOT_FOUND, "There is no such file.");
  assert_fails ("nonsense\n", NULL, PSR_PROFILE_ERROR_SYNTAX, below);
}

static void
test_places (void)
{
  g_autofree char *named = set_up ("profiles/north.ini", SYSTEM, NULL);
  g_autofree char *elsewhere = g_build_filename (g_get_user_data_dir (), "profile.ini", NULL);
  g_autofree char *beside = own_path ("../passerelle-other/profile.ini");
  g_autofree char *round = own_path ("profiles/../profile.ini");
  g_autofree char *own = own_path ("profile.ini");
  g_autofree char *below_own = psr_profile_system_dup_path (own);
  g_autofree char *below_round = psr_profile_system_dup_path (round);
  g_autoptr(PsrProfile) profile = NULL;
  g_autoptr(GError) error = NULL;

  profile = psr_profile_load (named, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (psr_profile_get_system_path (profile), "/passerelle/profiles/north.ini"));

  g_assert_null (psr_profile_system_dup_path (elsewhere));
  g_assert_null (psr_profile_system_dup_path (beside));
  g_assert_cmpstr (below_own, ==, below_round);
}

/* Setting up shows what is there already, and writes nothing over it. */
static void
test_draft (void)
{
  g_autofree char *path = set_up ("profile.ini", "[BusinessCentral]\nTenant=contoso.example\nEnvironment=Production\nLocked=Tenant\n"
                                                 "[Labour]\nWorkingTime=item:A\nLocked=*\n", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(PsrSetupDraft) draft = psr_setup_draft_open (path, NULL, &error);
  g_autoptr(PsrProfile) profile = NULL;
  g_autofree char *tenant = NULL;
  g_auto(GStrv) labour = NULL;

  g_assert_no_error (error);
  g_assert_false (psr_setup_draft_has_profile (draft));
  tenant = psr_setup_draft_dup (draft, "BusinessCentral", "Tenant");
  g_assert_cmpstr (tenant, ==, "contoso.example");
  labour = psr_setup_draft_list (draft, "Labour");
  g_assert_cmpuint (g_strv_length (labour), ==, 1);
  g_assert_cmpstr (labour[0], ==, "WorkingTime");
  g_assert_false (psr_setup_draft_set (draft, "BusinessCentral", "Tenant", "contoso.example"));
  g_assert_false (psr_setup_draft_has_changes (draft, NULL, NULL));

  /* What isn't known yet is a dash; what is known stays. */
  profile = psr_setup_draft_make_profile (draft, FALSE, "Other", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (psr_profile_get_string (profile, PSR_PROFILE_BC_TENANT), ==, "contoso.example");
  g_assert_cmpstr (psr_profile_get_string (profile, PSR_PROFILE_BC_ENVIRONMENT), ==, "Production");
  g_assert_cmpstr (psr_profile_get_string (profile, PSR_PROFILE_BC_COMPANY), ==, "-");
}

/* What is locked is shown as it counts. */
static void
test_draft_locked (void)
{
  g_autofree char *path = set_up ("profile.ini", "[BusinessCentral]\nTenant=contoso.example\nEnvironment=Production\nLocked=Tenant\n",
                                  "[BusinessCentral]\nTenant=mine.example\nEnvironment=Test\n");
  g_autoptr(GError) error = NULL;
  g_autoptr(PsrSetupDraft) draft = psr_setup_draft_open (path, NULL, &error);
  g_autofree char *tenant = NULL;
  g_autofree char *environment = NULL;

  g_assert_no_error (error);
  tenant = psr_setup_draft_dup (draft, "BusinessCentral", "Tenant");
  g_assert_cmpstr (tenant, ==, "contoso.example");
  environment = psr_setup_draft_dup (draft, "BusinessCentral", "Environment");
  g_assert_cmpstr (environment, ==, "Test");
}

/* An address lies over what is below it, but for what is locked. */
static void
test_address (void)
{
  const char *own = "[BusinessCentral]\nBaseUrl=https://api.businesscentral.dynamics.com/v2.0/Test/api/v2.0/companies("
                    "0f7e1c6a-7b2d-ef11-8409-6045bde9ca0b)/items\n";
  g_autoptr(PsrProfile) open = load (SYSTEM, own);
  g_autoptr(PsrProfile) locked = load (SYSTEM "[BusinessCentral]\nLocked=Environment;Company\n", own);

  g_assert_cmpstr (psr_profile_get_string (open, PSR_PROFILE_BC_ENVIRONMENT), ==, "Test");
  g_assert_cmpstr (psr_profile_get_string (open, PSR_PROFILE_BC_COMPANY), ==, "0f7e1c6a-7b2d-ef11-8409-6045bde9ca0b");
  g_assert_cmpuint (psr_profile_get_ignored (open)->len, ==, 0);
  g_assert_cmpstr (psr_profile_get_string (locked, PSR_PROFILE_BC_COMPANY), ==, "CRONUS");
  g_assert_cmpstr (psr_profile_get_string (locked, PSR_PROFILE_BC_ENVIRONMENT), ==, "Production");
  g_assert_cmpuint (psr_profile_get_ignored (locked)->len, ==, 2);
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

  g_test_add_func ("/engine/profile-system/alone", test_alone);
  g_test_add_func ("/engine/profile-system/over", test_over);
  g_test_add_func ("/engine/profile-system/locked", test_locked);
  g_test_add_func ("/engine/profile-system/intervals", test_intervals);
  g_test_add_func ("/engine/profile-system/flows", test_flows);
  g_test_add_func ("/engine/profile-system/faults", test_faults);
  g_test_add_func ("/engine/profile-system/places", test_places);
  g_test_add_func ("/engine/profile-system/address", test_address);
  g_test_add_func ("/engine/profile-system/draft", test_draft);
  g_test_add_func ("/engine/profile-system/draft-locked", test_draft_locked);

  status = g_test_run ();
  command = g_strdup_printf ("rm -r '%s'", sysconfdir);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_free (sysconfdir);

  return status;
}
