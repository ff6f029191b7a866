/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-check-results.h"
#include "psr-draft.h"
#include "psr-ledger-document.h"
#include "psr-test.h"

#define INVOICE "b2c00000-0000-4000-8000-000000000001"

static PsrWelloInvoice *
make_invoice (void)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;
  PsrWelloInvoice *invoice;

  json_parser_load_from_data (parser, "{\"id\":\"" INVOICE "\",\"internal_number\":\"1042\",\"total_lines\":0}", -1, &error);
  g_assert_no_error (error);
  invoice = psr_wello_invoice_from_json (json_node_get_object (json_parser_get_root (parser)), &error);
  g_assert_no_error (error);

  return invoice;
}

static PsrCheckVerdict
verdict_of (PsrInvoiceFacts *facts,
            PsrWelloInvoice *invoice,
            const char      *id)
{
  g_autoptr(PsrDraft) draft = psr_draft_new (facts, invoice);
  g_autoptr(GPtrArray) results = psr_check_results_run (draft);

  return psr_check_results_find (results, id)->verdict;
}

/* What wasn't looked up is as it was found last, as long as the invoice is the same. */
static void
test_recalled (gconstpointer data)
{
  const char *check = data;
  g_autoptr(PsrBillingRules) rules = psr_billing_rules_new ();
  g_autoptr(PsrInvoiceFacts) facts = psr_invoice_facts_new (rules);
  g_autoptr(PsrWelloInvoice) invoice = make_invoice ();
  PsrLedgerDocument *existing = psr_ledger_document_new ();

  g_assert_cmpint (verdict_of (facts, invoice, check), ==, PSR_CHECK_LATER);

  invoice->modified = existing->wello_changed = G_TIME_SPAN_DAY;
  g_set_str (&existing->checks, "+ number-taken\n+ look-alike\n");
  g_hash_table_replace (facts->existing, g_strdup (INVOICE), existing);
  g_assert_cmpint (verdict_of (facts, invoice, check), ==, PSR_CHECK_PASSED);

  /* What it asked, or wouldn't let pass, stays, too. */
  g_set_str (&existing->checks, "+ zero-total\n! number-taken S-1\n? look-alike PS-1 of 2026-08-30, 64.99\n");
  g_assert_cmpint (verdict_of (facts, invoice, check), ==,
                   g_str_equal (check, "look-alike") ? PSR_CHECK_ASKED : PSR_CHECK_BLOCKED);

  /* Of another amount, say. */
  invoice->modified++;
  g_assert_cmpint (verdict_of (facts, invoice, check), ==, PSR_CHECK_LATER);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/billing/recall/number-taken", "number-taken", test_recalled);
  g_test_add_data_func ("/billing/recall/look-alike", "look-alike", test_recalled);

  return g_test_run ();
}
