/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <gio/gio.h>
#include <string.h>

#include "psr-bc-error.h"
#include "psr-billing-error.h"
#include "psr-billing-reason.h"
#include "psr-check.h"
#include "psr-engine-error.h"
#include "psr-engine-private.h"
#include "psr-help.h"
#include "psr-mapping-error.h"
#include "psr-profile.h"
#include "psr-secret-store.h"
#include "psr-service-error.h"
#include "psr-store-error.h"
#include "psr-sync-error.h"
#include "psr-transport.h"
#include "psr-wello-error.h"

static char *
read_source (const char *first,
             const char *second,
             const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", first, second, name, NULL);
  g_autoptr(GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

/* In every language, with its section. */
static void
assert_page (const char *page)
{
  static const char * const languages[] = { "C", "fr" };
  g_auto(GStrv) words = NULL;
  g_autofree char *name = NULL;

  g_assert_nonnull (page);
  words = g_strsplit (page, "#", 2);
  name = g_strconcat (words[0], ".page", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autofree char *text = read_source ("help", languages[i], name);
      g_autofree char *section = g_strdup_printf ("<section id=\"%s\">", words[1] != NULL ? words[1] : "");

      g_assert_true (words[1] == NULL || strstr (text, section) != NULL);
    }
}

static void
test_checks (void)
{
  gsize n_checks;
  const PsrCheck *checks = psr_check_list (&n_checks);

  g_assert_cmpuint (n_checks, >, 0);
  for (gsize i = 0; i < n_checks; i++)
    {
      g_test_message ("%s", checks[i].id);
      assert_page (psr_help_find_page (PSR_HELP_CHECK, checks[i].id));
    }
}

static void
test_reasons (void)
{
  for (int reason = PSR_REASON_NONE + 1; reason < PSR_N_REASONS; reason++)
    {
      g_test_message ("%s", psr_billing_reason_to_string (reason));
      assert_page (psr_help_find_page (PSR_HELP_REASON, psr_billing_reason_to_string (reason)));
    }
}

/* They stand in the source only. */
static void
test_findings (void)
{
  g_autofree char *services = read_source ("src", "engine", "psr-engine-check.c");
  g_autofree char *profile = read_source ("src", "engine", "psr-engine-check-profile.c");
  g_autofree char *text = g_strconcat (services, profile, NULL);
  g_autoptr(GRegex) regex = g_regex_new ("\"(?!config)((?:[a-z]+\\.[a-zA-Z]+)|clock)\"", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  guint n_found = 0;

  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *id = g_match_info_fetch (match, 1);

      g_test_message ("%s", id);
      assert_page (psr_help_find_page (PSR_HELP_FINDING, id));
      n_found++;
    }

  g_assert_cmpuint (n_found, >, 20);
}

static void
test_errors (void)
{
  const GQuark domains[] = {
    PSR_BC_ERROR, PSR_BILLING_ERROR, PSR_ENGINE_ERROR, PSR_MAPPING_ERROR, PSR_PROFILE_ERROR, PSR_SECRET_ERROR,
    PSR_SERVICE_ERROR, PSR_STORE_ERROR, PSR_SYNC_ERROR, PSR_TRANSPORT_ERROR, PSR_WELLO_ERROR,
  };
  g_autoptr(GError) cancelled = g_error_new_literal (PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_CANCELLED, "");
  g_autoptr(GError) stopped = g_error_new_literal (PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_STOPPED, "");
  g_autoptr(GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "");

  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++)
    {
      g_autoptr(GError) error = g_error_new_literal (domains[i], 0, "");

      assert_page (psr_help_find_error (error));
    }
  for (int code = 0; code < PSR_SERVICE_ERROR_CANCELLED; code++)
    {
      g_autoptr(GError) error = g_error_new_literal (PSR_SERVICE_ERROR, code, "");

      assert_page (psr_help_find_error (error));
    }

  /* Whoever stops something knows why it stopped. */
  g_assert_null (psr_help_find_error (cancelled));
  g_assert_null (psr_help_find_error (stopped));
  g_assert_null (psr_help_find_error (foreign));
}

/* What is shown of a document leads to the page about what is in its way. */
static void
test_work_orders (void)
{
  static const struct { const char *code; const char *page; } cases[] = {
    { "order-number", "refused-number#purchase-order" },
    { "post-refused", "refused-document#not-posted" },
    { "", NULL },
    { "a-word-of-later", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(PsrLedgerDocument) document = psr_ledger_document_new ();
      g_autoptr(PsrWorkOrder) row = NULL;
      g_autoptr(PsrWorkOrder) copy = NULL;

      g_set_str (&document->reason_code, cases[i].code);
      row = psr_work_order_from_document (document, "invoice", 0);
      copy = psr_work_order_copy (row);
      g_assert_cmpstr (row->help, ==, cases[i].page);
      g_assert_cmpstr (copy->help, ==, cases[i].page);
    }
}

static void
test_uris (void)
{
  g_autofree char *first = psr_help_dup_uri (NULL);
  g_autofree char *section = psr_help_dup_uri (psr_help_find_page (PSR_HELP_CHECK, "look-alike"));

  g_assert_cmpstr (first, ==, "help:passerelle");
  g_assert_cmpstr (section, ==, "help:passerelle/refused-number#look-alike");
  g_assert_null (psr_help_find_page (PSR_HELP_REASON, "look-alike"));
  g_assert_null (psr_help_find_page (PSR_HELP_CHECK, "no-such-check"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/help/checks", test_checks);
  g_test_add_func ("/engine/help/reasons", test_reasons);
  g_test_add_func ("/engine/help/findings", test_findings);
  g_test_add_func ("/engine/help/errors", test_errors);
  g_test_add_func ("/engine/help/work-orders", test_work_orders);
  g_test_add_func ("/engine/help/uris", test_uris);

  return g_test_run ();
}
