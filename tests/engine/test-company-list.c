/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "psr-company-list.h"
#include "psr-explain.h"
#include "psr-profile.h"

/* Which companies are connected on a computer. */

static void
write_profile (const char *name,
               const char *company,
               const char *environment)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "passerelle", name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = g_strdup_printf ("[BusinessCentral]\nTenant=contoso.example\nCompany=%s\nEnvironment=%s\nClientId=1234\n"
                                           "[Wello]\nDomain=CONTOSO\nUser=api\n", company, environment);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
assert_company (GPtrArray  *companies,
                guint       index,
                const char *name,
                const char *label)
{
  g_autofree char *shown = psr_company_dup_label (companies, index);

  g_assert_cmpstr (((const PsrCompany *) companies->pdata[index])->name, ==, name);
  g_assert_cmpstr (shown, ==, label);
}

static void
test_none (void)
{
  g_autoptr(GPtrArray) companies = psr_company_list (NULL, NULL);
  g_autoptr(GPtrArray) open = psr_company_list (NULL, "");

  g_assert_cmpuint (companies->len, ==, 0);
  /* What is open is there, whatever is the matter with it. */
  g_assert_cmpuint (open->len, ==, 1);
  assert_company (open, 0, "", "profile.ini");
  g_assert_false (((const PsrCompany *) open->pdata[0])->is_usable);
}

static void
test_several (void)
{
  g_autoptr(GPtrArray) companies = NULL;
  g_autoptr(GPtrArray) given = NULL;

  write_profile ("profile.ini", "CRONUS", "Production");
  write_profile ("profiles/south.ini", "CRONUS", "Trial");
  write_profile ("profiles/north.ini", "North", "Production");
  write_profile ("profiles/north2.ini", "North", "Production");
  write_profile ("profiles/.hidden.ini", "Hidden", "Production");
  write_profile ("profiles/north.ini.setup", "Draft", "Production");
  write_profile ("profiles/broken.ini", "", "");

  companies = psr_company_list (NULL, "");
  g_assert_cmpuint (companies->len, ==, 5);
  assert_company (companies, 0, "", "CRONUS · Production");
  assert_company (companies, 1, "broken", "broken");
  assert_company (companies, 2, "north", "North · north");
  assert_company (companies, 3, "north2", "North · north2");
  assert_company (companies, 4, "south", "CRONUS · Trial");
  g_assert_false (((const PsrCompany *) companies->pdata[1])->is_usable);

  given = psr_company_list ("/nonexistent/other.ini", "north");
  g_assert_cmpuint (given->len, ==, 6);
  assert_company (given, 1, "/nonexistent/other.ini", "other.ini");
}

static void
test_new (void)
{
  g_autoptr(GError) error = NULL;

  write_profile ("profiles/north.ini", "North", "Production");
  g_assert_true (psr_company_check_new ("south", NULL));
  g_assert_false (psr_company_check_new ("a/b", NULL));
  g_assert_false (psr_company_check_new ("south.ini", NULL));
  g_assert_false (psr_company_check_new ("-x", NULL));
  g_assert_false (psr_company_check_new ("", NULL));
  g_assert_false (psr_company_check_new ("north", &error));
  g_assert_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/engine/company-list/none", test_none);
  g_test_add_func ("/engine/company-list/several", test_several);
  g_test_add_func ("/engine/company-list/new", test_new);

  return g_test_run ();
}
