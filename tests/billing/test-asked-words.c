/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "billing-fixture.h"

#define LANGUAGE "fr_FR.UTF-8"

static const PsrLedgerDocument *
get_document (GPtrArray *documents)
{
  return g_ptr_array_index (documents, 0);
}

/* Asked the same once more, whatever language is spoken, it is as it was seen: what somebody has
 * just accepted on a screen holds. The ledger keeps it in English. */
static void
test_asks_the_same (void)
{
  g_autoptr(Fixture) fixture = fixture_new ();
  g_autoptr(GPtrArray) asked = NULL;
  g_autoptr(GPtrArray) again = NULL;

  g_assert_nonnull (setlocale (LC_ALL, LANGUAGE));
  g_set_str (&fake_world_add_invoice (fixture->world, "1001")->price, "0");
  psr_billing_report_unref (collect (fixture));
  approve_all (fixture);
  assert_state (fixture, "1001", "ready: price-missing");
  asked = list_documents (fixture);
  g_assert_cmpstr (_("Something costs nothing, for no reason"), !=, "Something costs nothing, for no reason");
  g_assert_cmpstr (get_document (asked)->reason_what, ==, "Something costs nothing, for no reason");

  approve_all (fixture);
  again = list_documents (fixture);
  g_assert_cmpint (get_document (again)->revision, ==, get_document (asked)->revision);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *locales = g_dir_make_tmp ("passerelle-locales-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (locales, "fr_FR.utf8", NULL);
  int status;

  /* Every locale is C.UTF-8 here but for its name, by which texts are found. */
  g_assert_cmpint (symlink ("/usr/lib/locale/C.utf8", path), ==, 0);
  g_setenv ("LOCPATH", locales, TRUE);
  g_unsetenv ("LC_ALL");
  g_unsetenv ("LANGUAGE");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("PASSERELLE_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/asked-words/the-same", test_asks_the_same);

  status = g_test_run ();

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (locales), ==, 0);

  return status;
}
