/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check-fixture.h"

static void bill_to_payer (World *world) { g_set_str (&world->invoice->bill_to_company_id, PAYER); g_set_str (&world->invoice->bill_to_party, "Payer"); }
static void not_ready (World *world) { g_set_str (&world->invoice->status_id, EURO); g_set_str (&world->invoice->status_name, "Open"); }
static void unreadable (World *world) { g_set_str (&world->invoice->problem, "1.000001"); }
static void credit_note (World *world) { g_set_str (&world->invoice->type, "CreditNote"); }
static void lines_missing (World *world) { world->invoice->total_lines = 3; }
static void no_lines (World *world) { g_ptr_array_set_size (world->invoice->lines, 0); world->invoice->total_lines = 0; }
static void no_organization (World *world) { g_hash_table_add (world->facts->unassigned, g_strdup (COMPANY)); }
static void customer_not_coupled (World *world) { g_hash_table_remove (world->facts->customer_links, COMPANY); }
static void customer_gone (World *world) { g_hash_table_remove (world->facts->customers, CUSTOMER); }

static void block (World *world, const char *id, PsrBcBlocked blocked) { ((PsrBcCustomer *) g_hash_table_lookup (world->facts->customers, id))->blocked = blocked; }

static void customer_blocked (World *world) { block (world, CUSTOMER, PSR_BC_BLOCKED_INVOICE); }
static void customer_no_orders (World *world) { block (world, CUSTOMER, PSR_BC_BLOCKED_SHIP); }
static void bill_to_not_coupled (World *world) { bill_to_payer (world); g_hash_table_remove (world->facts->customer_links, PAYER); }
static void bill_to_gone (World *world) { bill_to_payer (world); g_hash_table_remove (world->facts->customers, PAYING); }
static void bill_to_blocked (World *world) { bill_to_payer (world); block (world, PAYING, PSR_BC_BLOCKED_ALL); }

static void
vat_customers_mixed (World *world)
{
  g_set_str (&line (world, 1)->vat_code, "CC");
  psr_billing_rules_set_vat_customer (world->facts->rules, "10000,CC", "10000-CC", NULL);
  PUT (world->facts->rule_customers, "10000-CC", FROM_JSON (psr_bc_customer_from_json, "{\"id\":\"" PAYING "\",\"number\":\"10000-CC\"}"));
}

static void
vat_customer_gone (World *world)
{
  g_set_str (&line (world, 0)->vat_code, "CC");
  g_set_str (&line (world, 1)->vat_code, "CC");
  psr_billing_rules_set_vat_customer (world->facts->rules, "10000,CC", "10000-CC", NULL);
}

static void number_too_long (World *world) { g_set_str (&world->invoice->internal_number, "A-NUMBER-OF-MORE-THAN-35-CHARACTERS-"); }

static void
number_taken (World *world)
{
  g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_bc_document_unref);

  g_ptr_array_add (documents, make_document ("1042", CUSTOMER, "2026-08-20", "Draft", "99"));
  psr_bc_lookup_unref (world->facts->lookup);
  world->facts->lookup = psr_bc_lookup_new (documents, PSR_TIMESTAMP_NONE, PSR_TIMESTAMP_NONE);
}

static void number_of_another (World *world) { g_hash_table_replace (world->facts->live_numbers, g_strdup ("1042"), g_strdup (USAGE)); }
static void order_number (World *world) { g_set_str (&world->invoice->memo, "Polish the door, pole 3"); }
static void currency_unknown (World *world) { g_hash_table_remove_all (world->facts->currencies); }
static void item_not_coupled (World *world) { g_hash_table_remove_all (world->facts->item_links); }
static void item_gone (World *world) { g_hash_table_remove_all (world->facts->items); }
static void item_blocked (World *world) { ((PsrBcItem *) g_hash_table_lookup (world->facts->items, ITEM))->blocked = TRUE; }
static void labour_not_mapped (World *world) { g_set_str (&((PsrWelloLabourUsage *) g_hash_table_lookup (world->facts->labour, USAGE))->type_code, "StandBy"); }
static void hand_typed_part (World *world) { g_clear_pointer (&line (world, 0)->article_id, g_free); }
static void rule_item_gone (World *world) { g_hash_table_remove_all (world->facts->rule_items); }
static void
rule_account_gone (World *world)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (psr_billing_rules_set_labour (world->facts->rules, "WorkingTime", "account:700999", &error));
  g_assert_no_error (error);
  psr_billing_rules_set_is_v1 (world->facts->rules, TRUE);
}

static void location_not_coupled (World *world) { g_hash_table_remove_all (world->facts->locations); }
static void amounts_unclear (World *world) { line (world, 0)->net_total.units += 5 * PSR_DECIMAL_SCALE; }

static void
make_free (PsrWelloInvoiceLine *of)
{
  of->price = of->net_total = psr_decimal_zero ();
  of->under_warranty = TRUE;
}

static void zero_total (World *world) { make_free (line (world, 0)); make_free (line (world, 1)); }

static void
posting_date (World *world)
{
  psr_billing_rules_set_posting_date (world->facts->rules, PSR_BILLING_DAY_COMPLETED);
  world->facts->period = psr_bc_period_new ("2026-08-21", "0001-01-01");
}

static void internal_customer (World *world) { zero_total (world); g_assert_true (psr_billing_rules_set_internal (world->facts->rules, "customer:OWN", NULL)); }

static void
add_similar (World      *world,
             const char *external,
             const char *date,
             const char *net)
{
  GPtrArray *documents = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_bc_document_unref);

  g_ptr_array_add (documents, make_document (external, CUSTOMER, date, "Draft", net));
  PUT (world->facts->documents, CUSTOMER, documents);
}

static void look_alike (World *world) { add_similar (world, "", "2026-08-30", "100.01"); }
static void hours_odd (World *world) { line (world, 1)->quantity.units = 25 * PSR_DECIMAL_SCALE; line (world, 1)->net_total.units = 1500 * (gint64) PSR_DECIMAL_SCALE; }
static void price_missing (World *world) { make_free (line (world, 0)); line (world, 0)->under_warranty = FALSE; }
static void vat_not_mapped (World *world) { g_assert_true (psr_decimal_parse ("0.06", &line (world, 0)->vat_rate, NULL)); }

static void
vat_code_not_mapped (World *world)
{
  g_assert_true (psr_billing_rules_set_vat (world->facts->rules, "CC,labour", "S0", NULL));
  g_set_str (&line (world, 0)->vat_code, "cc");
  line (world, 0)->vat_rate = psr_decimal_zero ();
}

static PsrBcCustomer *card (World *world) { return g_hash_table_lookup (world->facts->customers, CUSTOMER); }

static void no_post_code (World *world) { g_set_str (&card (world)->postal_code, ""); }
static void no_country (World *world) { g_set_str (&card (world)->country, ""); }
static void unit_without_standard (World *world) { PUT (world->facts->unit_standards, "HOUR", g_strdup ("")); }
static void an_order (World *world) { psr_billing_rules_set_kind (world->facts->rules, PSR_BILLING_KIND_ORDER); }

static void
no_number (World *world)
{
  psr_billing_rules_set_e_invoice (world->facts->rules, PSR_E_INVOICE_ALL);
  g_set_str (&card (world)->tax_registration, "");
}

static void
payer_without_address (World *world)
{
  bill_to_payer (world);
  g_set_str (&((PsrBcCustomer *) g_hash_table_lookup (world->facts->customers, PAYING))->address1, "");
  g_set_str (&((PsrBcCustomer *) g_hash_table_lookup (world->facts->customers, PAYING))->city, "");
}

typedef struct
{
  const char  *check;
  void       (*change) (World *world);
  const char  *about;
} Case;

static const Case cases[] = {
  { "not-ready", not_ready, "Open" },
  { "unreadable", unreadable, "1.000001" },
  { "credit-note", credit_note, "1042" },
  { "lines-missing", lines_missing, "1042" },
  { "no-lines", no_lines, "1042" },
  { "no-organization", no_organization, "Château" },
  { "customer-not-coupled", customer_not_coupled, "Château" },
  { "customer-gone", customer_gone, "Château" },
  { "customer-blocked", customer_blocked, "10000" },
  { "customer-no-orders", customer_no_orders, "10000" },
  { "bill-to-not-coupled", bill_to_not_coupled, "Payer" },
  { "bill-to-gone", bill_to_gone, "Payer" },
  { "bill-to-blocked", bill_to_blocked, "20000" },
  { "vat-customers-mixed", vat_customers_mixed, "CC" },
  { "vat-customer-gone", vat_customer_gone, "10000-CC" },
  { "internal-customer", internal_customer, "OWN" },
  { "number-too-long", number_too_long, "A-NUMBER-OF-MORE-THAN-35-CHARACTERS-" },
  { "number-taken", number_taken, "1042" },
  { "number-taken", number_of_another, "1042" },
  { "order-number", order_number, "Château" },
  { "currency-unknown", currency_unknown, EURO },
  { "item-not-coupled", item_not_coupled, "1896-S" },
  { "item-gone", item_gone, "1896-S" },
  { "item-blocked", item_blocked, "1896-S" },
  { "labour-not-mapped", labour_not_mapped, "StandBy" },
  { "hand-typed-part", hand_typed_part, "Desk" },
  { "rule-item-gone", rule_item_gone, "HOUR" },
  { "rule-account-gone", rule_account_gone, "700999" },
  { "location-not-coupled", location_not_coupled, LOCATION },
  { "amounts-unclear", amounts_unclear, "1042" },
  { "zero-total", zero_total, "1042" },
  { "look-alike", look_alike, "1042 (2026-08-30: 100.01)" },
  { "hours-odd", hours_odd, "Work: 25 h" },
  { "price-missing", price_missing, "Desk" },
  { "posting-date", posting_date, "2026-08-20" },
  { "e-invoice", no_post_code, "a post code on customer 10000" },
  { "e-invoice", no_country, "a country on customer 10000" },
  { "e-invoice", no_number, "a VAT or enterprise number on customer 10000" },
  { "e-invoice", payer_without_address, "an address on customer 20000, a city on customer 20000" },
  { "e-invoice", unit_without_standard, "an international standard code for the unit HOUR" },
  { "e-invoice-order", an_order, "10000" },
  { "vat-not-mapped", vat_not_mapped, "6,part" },
  { "vat-not-mapped", vat_code_not_mapped, "CC,part" },
};

static GPtrArray *
run_checks (World *world)
{
  g_autoptr(PsrDraft) draft = psr_draft_new (world->facts, world->invoice);

  return psr_check_results_run (draft);
}

/* All that don't pass, separated by spaces. */
static char *
failures (GPtrArray *results)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < results->len; i++)
    {
      const PsrCheckResult *result = g_ptr_array_index (results, i);

      if (result->verdict != PSR_CHECK_PASSED)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", result->check->id);
    }

  return g_string_free_and_steal (text);
}

static void
test_all_pass (void)
{
  g_auto(World) world = { 0 };
  g_autoptr(GPtrArray) results = NULL;
  g_autofree char *failed = NULL;
  gsize n;

  world_init (&world);
  results = run_checks (&world);
  failed = failures (results);
  g_assert_cmpstr (failed, ==, "");
  psr_check_list (&n);
  g_assert_cmpuint (results->len, ==, n);
}

static void
test_one_fails (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(World) world = { 0 };
      g_autoptr(GPtrArray) results = NULL;
      g_autofree char *failed = NULL;

      g_test_message ("%s", cases[i].check);
      world_init (&world);
      cases[i].change (&world);
      results = run_checks (&world);
      failed = failures (results);
      /* And nothing else does. */
      g_assert_cmpstr (failed, ==, cases[i].check);

      for (guint j = 0; j < results->len; j++)
        {
          const PsrCheckResult *result = g_ptr_array_index (results, j);
          g_autoptr(PsrExplanation) words = NULL;

          if (result->verdict == PSR_CHECK_PASSED)
            continue;

          g_assert_cmpint (result->verdict, ==, result->check->weight == PSR_CHECK_ASKS ? PSR_CHECK_ASKED : PSR_CHECK_BLOCKED);
          g_assert_cmpstr (result->about, ==, cases[i].about);
          words = psr_check_result_explain (result, result->check->weight == PSR_CHECK_ASKS ? result->check->id : "");
          g_assert_cmpstr (words->what, !=, "");
          g_assert_null (strstr (words->why, "%s"));
          g_assert_null (strstr (words->mend, "%s"));
          g_assert_cmpint (strstr (words->mend, "--accept") != NULL, ==, result->check->weight == PSR_CHECK_ASKS);
        }
    }
}

/* A check without a case that fails it has never been seen to work. */
static void
test_every_check_has_a_case (void)
{
  gsize n;
  const PsrCheck *checks = psr_check_list (&n);

  for (gsize i = 0; i < n; i++)
    {
      gboolean found = FALSE;

      for (gsize j = 0; j < G_N_ELEMENTS (cases); j++)
        found |= g_str_equal (cases[j].check, checks[i].id);

      if (!found)
        g_error ("no case fails “%s”", checks[i].id);

      g_assert_true (psr_check_find (checks[i].id) == &checks[i]);
      g_assert_cmpstr (checks[i].sentence, !=, "");
    }

  g_assert_null (psr_check_find ("no-such-check"));
}

static void private_person (World *world) { g_set_str (&card (world)->tax_registration, ""); }
static void foreigner (World *world) { g_set_str (&card (world)->country, "FR"); }
static void company_elsewhere (World *world) { g_set_str (&world->facts->own_country, "FR"); }
static void country_unknown (World *world) { g_set_str (&world->facts->own_country, ""); }
static void switched_off (World *world) { psr_billing_rules_set_e_invoice (world->facts->rules, PSR_E_INVOICE_NONE); }
static void units_unknown (World *world) { g_clear_pointer (&world->facts->unit_standards, g_hash_table_unref); g_set_str (&card (world)->postal_code, "9000"); }
static void unit_elsewhere (World *world) { g_hash_table_remove_all (world->facts->unit_standards); g_set_str (&card (world)->postal_code, "9000"); }

/* Nobody is asked about what doesn't go out electronically, or isn't known. */
static void
test_no_e_invoice (void)
{
  static const struct { void (*change) (World *world); gboolean orders_too; } others[] = {
    { private_person, TRUE }, { foreigner, TRUE }, { company_elsewhere, TRUE }, { country_unknown, TRUE },
    { switched_off, TRUE }, { units_unknown, FALSE }, { unit_elsewhere, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_auto(World) world = { 0 };
      g_autoptr(GPtrArray) results = NULL;
      g_autofree char *failed = NULL;

      world_init (&world);
      no_post_code (&world);
      others[i].change (&world);
      if (others[i].orders_too)
        an_order (&world);
      results = run_checks (&world);
      failed = failures (results);
      g_assert_cmpstr (failed, ==, "");
    }

  /* All are, wherever the company is and whoever gets it. */
  for (gsize i = 0; i < 4; i++)
    {
      g_auto(World) world = { 0 };
      g_autoptr(GPtrArray) results = NULL;
      g_autofree char *failed = NULL;

      world_init (&world);
      no_post_code (&world);
      others[i].change (&world);
      psr_billing_rules_set_e_invoice (world.facts->rules, PSR_E_INVOICE_ALL);
      an_order (&world);
      results = run_checks (&world);
      failed = failures (results);
      g_assert_cmpstr (failed, ==, "e-invoice e-invoice-order");
    }
}

/* What is chosen overtakes what was found. */
static void
test_set_result (void)
{
  g_auto(World) world = { 0 };
  g_autoptr(GPtrArray) results = NULL;
  g_autofree char *none = NULL;
  g_autofree char *open = NULL;

  world_init (&world);
  an_order (&world);
  results = run_checks (&world);
  psr_check_results_set (results, "e-invoice-order", "");
  none = psr_check_results_dup_open (results, "", NULL);
  g_assert_cmpstr (none, ==, "");
  psr_check_results_set (results, "e-invoice-order", "10000");
  open = psr_check_results_dup_open (results, "", NULL);
  g_assert_cmpstr (open, ==, "e-invoice-order");
  g_assert_cmpstr (psr_check_results_find (results, "e-invoice-order")->about, ==, "10000");
}

/* Near it and yet not it. */
static void
test_not_alike (void)
{
  static const struct { const char *external, *date, *net; } others[] = {
    { "", "2026-08-30", "100.03" },
    { "", "2026-09-04", "100" },
    { "", "2026-08-09", "100" },
    { "1042", "2026-08-20", "100" },
    { "OWN", "2026-08-20", "100" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_auto(World) world = { 0 };
      g_autoptr(GPtrArray) results = NULL;
      g_autofree char *failed = NULL;

      world_init (&world);
      g_hash_table_add (world.facts->own_numbers, g_strdup ("OWN"));
      add_similar (&world, others[i].external, others[i].date, others[i].net);
      results = run_checks (&world);
      failed = failures (results);
      g_assert_cmpstr (failed, ==, "");
    }
}

/* Nothing costs nothing for a reason. */
static void
test_free_for_a_reason (void)
{
  for (guint i = 0; i < 3; i++)
    {
      g_auto(World) world = { 0 };
      g_autoptr(GPtrArray) results = NULL;
      g_autofree char *failed = NULL;

      world_init (&world);
      make_free (line (&world, 0));
      line (&world, 0)->under_warranty = i == 0;
      if (i == 1)
        g_set_str (&world.invoice->type, "ContractGenerated");
      if (i == 2)
        line (&world, 0)->discount_percent.units = 100 * (gint64) PSR_DECIMAL_SCALE;
      results = run_checks (&world);
      failed = failures (results);
      g_assert_cmpstr (failed, ==, "");
    }
}

static void
test_order_numbers (void)
{
  static const struct { const char *text, *number; } texts[] = {
    { "PO 4500012345", "4500012345" },
    { "Merci. P.O. nr: AB-12/7.", "AB-12/7" },
    { "Bon de commande n° 2026-044", "2026-044" },
    { "BESTELBON#77", "77" },
    { "purchase order number X9", "X9" },
    { "PO: none", NULL },
    { "Poort 3 vervangen", NULL },
    { "Depot PO", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto(World) world = { 0 };
      g_autofree char *number = NULL;

      world_init (&world);
      g_set_str (&world.invoice->memo, "");
      g_set_str (&world.invoice->customer_remarks, texts[i].text);
      number = psr_draft_dup_order_number (world.invoice);
      g_assert_cmpstr (number, ==, texts[i].number);
    }
}

static void
test_next_number (void)
{
  static const struct { const char *number, *internal_number, *next; } numbers[] = {
    { "W-1001", "1001", "W-1001-2" },
    { "W-1001-2", "1001", "W-1001-3" },
    { "W-1001-9", "1001", "W-1001-10" },
    { "W-1001-N7", "1001", "W-1001-N7-2" },
    { "W-1001-N7-2", "1001", "W-1001-N7-3" },
    { "WELLO-20", "20", "WELLO-20-2" },
    { "W-10-22", "10-22", "W-10-22-2" },
    { "W-INV-12", "Inv-12", "W-INV-12-2" },
    { "W-INV-12-2", "Inv-12", "W-INV-12-3" },
    { "W-OTHER-12", "Inv-12", "W-OTHER-12-2" },
    { "W-0F3A5B7C9D1E", "", "W-0F3A5B7C9D1E-2" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *next = psr_draft_dup_next_number (numbers[i].number, numbers[i].internal_number);

      g_assert_cmpstr (next, ==, numbers[i].next);
    }
}

/* In the language of the invoice, else of the customer, else the one for all. */
static void
test_languages (void)
{
  static const char french[] = "11110000-0000-4000-8000-000000000001";
  static const char dutch[] = "11110000-0000-4000-8000-000000000002";
  static const struct { const char *of_invoice, *of_company, *code, *heading; } languages[] = {
    { french, dutch, "", "Facture INV26000001" },
    { NULL, dutch, "", "Factuur INV26000001" },
    { NULL, NULL, "NL", "Factuur INV26000001" },
    { NULL, NULL, "", "Invoice INV26000001" },
    { "11110000-0000-4000-8000-000000000003", dutch, "", "Factuur INV26000001" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_auto(World) world = { 0 };
      g_autoptr(PsrDraft) draft = NULL;
      g_autofree char *json = NULL;
      g_autofree char *id = languages[i].of_company != NULL ? g_strdup_printf ("\"%s\"", languages[i].of_company) : g_strdup ("null");

      world_init (&world);
      g_assert_true (psr_billing_rules_set_heading (world.facts->rules, french, "Facture {invoice}", NULL));
      g_assert_true (psr_billing_rules_set_heading (world.facts->rules, dutch, "Factuur {invoice}", NULL));
      g_assert_true (psr_billing_rules_set_heading (world.facts->rules, "nl", "Factuur {invoice}", NULL));
      g_assert_true (psr_billing_rules_set_heading (world.facts->rules, "default", "Invoice {invoice}", NULL));
      json = g_strdup_printf ("{\"id\":\"%s\",\"name\":\"x\",\"db_language_id\":%s,\"db_language_code\":\"%s\"}",
                              world.invoice->company_id, id, languages[i].code);
      PUT (world.facts->companies, world.invoice->company_id, FROM_JSON (psr_wello_company_from_json, json));
      g_set_str (&world.invoice->internal_number, "INV26000001");
      g_set_str (&world.invoice->language_id, languages[i].of_invoice);
      draft = psr_draft_new (world.facts, world.invoice);
      g_assert_cmpstr (draft->billable->heading, ==, languages[i].heading);
    }
}

static void
test_texts (void)
{
  g_auto(World) world = { 0 };
  g_autoptr(GPtrArray) results = NULL;
  g_autoptr(GPtrArray) again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;
  g_autofree char *open = NULL;
  g_autofree char *none = NULL;
  const PsrCheckResult *first;

  world_init (&world);
  price_missing (&world);
  look_alike (&world);
  add_similar (&world, "", "2026-08-30", "60");
  g_set_str (&line (&world, 0)->name, "Two\nlines");
  results = run_checks (&world);
  text = psr_check_results_to_text (results);
  again = psr_check_results_from_text (text);
  text_again = psr_check_results_to_text (again);
  g_assert_cmpstr (text, ==, text_again);
  g_assert_nonnull (strstr (text, "? price-missing Two lines\n"));
  g_assert_true (psr_check_text_passed (text, "customer-gone"));
  g_assert_false (psr_check_text_passed (text, "price-missing"));

  open = psr_check_results_dup_open (again, "", &first);
  g_assert_cmpstr (open, ==, "look-alike,price-missing");
  g_assert_cmpstr (first->check->id, ==, "look-alike");
  none = psr_check_results_dup_open (again, "price-missing,look-alike", &first);
  g_assert_cmpstr (none, ==, "");
  g_assert_null (first);

  /* Of another version, or damaged. */
  g_ptr_array_unref (again);
  again = psr_check_results_from_text ("+ no-such-check\n* customer-gone\n\nx\n+\n- look-alike\n");
  g_assert_cmpuint (again->len, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/checks/no-e-invoice", test_no_e_invoice);
  g_test_add_func ("/billing/checks/set-result", test_set_result);
  g_test_add_func ("/billing/checks/all-pass", test_all_pass);
  g_test_add_func ("/billing/checks/one-fails", test_one_fails);
  g_test_add_func ("/billing/checks/every-check-has-a-case", test_every_check_has_a_case);
  g_test_add_func ("/billing/checks/not-alike", test_not_alike);
  g_test_add_func ("/billing/checks/free-for-a-reason", test_free_for_a_reason);
  g_test_add_func ("/billing/checks/order-numbers", test_order_numbers);
  g_test_add_func ("/billing/checks/next-number", test_next_number);
  g_test_add_func ("/billing/checks/languages", test_languages);
  g_test_add_func ("/billing/checks/texts", test_texts);

  return g_test_run ();
}
