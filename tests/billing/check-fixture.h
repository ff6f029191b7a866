/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "psr-bc-customer.h"
#include "psr-bc-document.h"
#include "psr-bc-item.h"
#include "psr-check-results.h"
#include "psr-json.h"
#include "psr-ledger-document.h"
#include "psr-link.h"
#include "psr-wello-company.h"
#include "psr-wello-currency.h"
#include "psr-wello-invoice-line.h"
#include "psr-wello-labour-usage.h"

#define COMPANY   "aaaa0000-0000-4000-8000-000000000001"
#define PAYER     "aaaa0000-0000-4000-8000-000000000002"
#define CUSTOMER  "2f1c6a5e-0000-4000-8000-000000000001"
#define PAYING    "2f1c6a5e-0000-4000-8000-000000000002"
#define ARTICLE   "bbbb0000-0000-4000-8000-000000000001"
#define ITEM      "77a0b1f2-0000-4000-8000-000000000001"
#define USAGE     "88880000-0000-4000-8000-000000000001"
#define LINE_1    "cccc0000-0000-4000-8000-000000000001"
#define LINE_2    "cccc0000-0000-4000-8000-000000000002"
#define LOCATION  "dddd0000-0000-4000-8000-000000000001"
#define PLACE     "dddd0000-0000-4000-8000-000000000002"
#define EURO      "eeee0000-0000-4000-8000-000000000001"
#define INVOICE   "2044b92d-0000-4000-8000-000000000001"

/* What a card has on which nothing is missing. */
#define CARD "\"blocked\":\"_x0020_\",\"displayName\":\"Château\",\"addressLine1\":\"Kerkstraat 1\",\"city\":\"Gent\"," \
             "\"postalCode\":\"9000\",\"country\":\"BE\",\"taxRegistrationNumber\":\"0123456749\""

/* A Wello invoice that passes every check, and the world in which it does. Each
 * case changes one thing of it. */
typedef struct
{
  PsrInvoiceFacts *facts;
  PsrWelloInvoice *invoice;
} World;

static JsonNode *
parse (const char *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  JsonNode *node = psr_json_parse (bytes, NULL);

  g_assert_nonnull (node);

  return node;
}

#define FROM_JSON(func, text, ...) \
  ({ \
    g_autoptr(JsonNode) node_ = parse (text); \
    g_autoptr(GError) error_ = NULL; \
    gpointer made_ = func (json_node_get_object (node_), ##__VA_ARGS__, &error_); \
    g_assert_no_error (error_); \
    made_; \
  })

#define PUT(table, id, object) g_hash_table_replace ((table), g_strdup (id), (object))

static const char *document_json =
  "{\"id\":\"99990000-0000-4000-8000-000000000001\",\"number\":\"1042\",\"externalDocumentNumber\":\"%s\",\"customerId\":\"%s\","
  "\"invoiceDate\":\"%s\",\"status\":\"%s\",\"totalAmountExcludingTax\":%s,\"totalAmountIncludingTax\":1}";

static PsrBcDocument *
make_document (const char *external,
               const char *customer,
               const char *date,
               const char *status,
               const char *net)
{
  g_autofree char *text = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  text = g_strdup_printf (document_json, external, customer, date, status, net);
#pragma GCC diagnostic pop

  {
    g_autoptr(JsonNode) node = parse (text);
    PsrBcDocument *document = psr_bc_document_from_json (PSR_BC_DOCUMENT_INVOICE, json_node_get_object (node), NULL);

    g_assert_nonnull (document);

    return document;
  }
}

static void
world_clear (World *world)
{
  g_clear_pointer (&world->facts, psr_invoice_facts_unref);
  g_clear_pointer (&world->invoice, psr_wello_invoice_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static void
world_init (World *world)
{
  g_autoptr(PsrBillingRules) rules = psr_billing_rules_new ();
  PsrInvoiceFacts *facts;

  g_assert_true (psr_billing_rules_set_from (rules, "2026-01-01", NULL));
  g_assert_true (psr_billing_rules_set_labour (rules, "WorkingTime", "item:HOUR", NULL));
  g_assert_true (psr_billing_rules_set_vat (rules, "21,part", "G3", NULL));
  facts = psr_invoice_facts_new (rules);
  g_set_str (&facts->today, "2026-08-24");
  g_set_str (&facts->ready_status, "284b65d7-d5c8-419f-91d5-10a2f5132bab");
  facts->highest_rate = (PsrDecimal) PSR_DECIMAL_INIT (21 * (gint64) PSR_DECIMAL_SCALE);
  facts->has_locations = TRUE;
  PUT (facts->customer_links, COMPANY, psr_link_new (PSR_ENTITY_CUSTOMER, CUSTOMER, COMPANY, "10000", PSR_LINK_BY_CODE));
  PUT (facts->customer_links, PAYER, psr_link_new (PSR_ENTITY_CUSTOMER, PAYING, PAYER, "20000", PSR_LINK_BY_CODE));
  PUT (facts->customers, CUSTOMER, FROM_JSON (psr_bc_customer_from_json, "{\"id\":\"" CUSTOMER "\",\"number\":\"10000\"," CARD "}"));
  PUT (facts->customers, PAYING, FROM_JSON (psr_bc_customer_from_json, "{\"id\":\"" PAYING "\",\"number\":\"20000\"," CARD "}"));
  g_set_str (&facts->own_country, "BE");
  facts->unit_standards = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  PUT (facts->unit_standards, "PCS", g_strdup ("C62"));
  PUT (facts->unit_standards, "HOUR", g_strdup ("HUR"));
  PUT (facts->item_links, ARTICLE, psr_link_new (PSR_ENTITY_ITEM, ITEM, ARTICLE, "1896-S", PSR_LINK_BY_CODE));
  PUT (facts->items, ITEM, FROM_JSON (psr_bc_item_from_json, "{\"id\":\"" ITEM "\",\"number\":\"1896-S\",\"type\":\"Inventory\",\"baseUnitOfMeasureCode\":\"PCS\"}"));
  PUT (facts->rule_items, "HOUR", FROM_JSON (psr_bc_item_from_json, "{\"id\":\"" ITEM "\",\"number\":\"HOUR\",\"type\":\"Service\",\"baseUnitOfMeasureCode\":\"HOUR\"}"));
  PUT (facts->labour, USAGE, FROM_JSON (psr_wello_labour_usage_from_json, "{\"id\":\"" USAGE "\",\"type_code\":\"WorkingTime\"}"));
  PUT (facts->currencies, EURO, FROM_JSON (psr_wello_currency_from_json, "{\"id\":\"" EURO "\",\"code\":\"EUR\"}"));
  PUT (facts->companies, COMPANY, FROM_JSON (psr_wello_company_from_json, "{\"id\":\"" COMPANY "\",\"name\":\"Château\",\"po_number_required\":true}"));
  PUT (facts->details, LINE_1, FROM_JSON (psr_wello_invoice_line_from_json,
                                          "{\"id\":\"" LINE_1 "\",\"article_stock_location_id\":\"" LOCATION "\"}",
                                          PSR_WELLO_LINE_OF_DETAILS));
  g_hash_table_replace (facts->locations, g_strdup (LOCATION), g_strdup (PLACE));
  g_hash_table_add (facts->looked_up, g_strdup (INVOICE));
  {
    g_autoptr(GPtrArray) none = g_ptr_array_new ();

    facts->lookup = psr_bc_lookup_new (none, PSR_TIMESTAMP_NONE, PSR_TIMESTAMP_NONE);
  }

  world->facts = facts;
  world->invoice = FROM_JSON (psr_wello_invoice_from_json,
    "{\"id\":\"" INVOICE "\",\"internal_number\":\"1042\",\"company_id\":\"" COMPANY "\",\"company_name\":\"Château\","
    "\"invoice_type\":\"WorkOrderApproval\",\"date_create\":\"2026-08-20T10:00:00Z\","
    "\"invoice_status_id\":\"284b65d7-d5c8-419f-91d5-10a2f5132bab\",\"invoice_status_name\":\"Ready for ERP\","
    "\"memo\":\"Uw bestelbon nr. 4500-17\",\"db_currency_id\":\"" EURO "\",\"discount\":0,\"total_amount\":100,\"total_lines\":2,"
    "\"invoice_details\":[{\"id\":\"" LINE_1 "\",\"article_id\":\"" ARTICLE "\",\"article_code\":\"1896-S\",\"article_name\":\"Desk\","
    "\"line_num\":1,\"quantity_decimal\":2,\"article_price\":20,\"vat_rate\":0.21,\"total_line\":40,\"company_vat_code\":\"21\","
    "\"source_db_table_name\":\"job_part_usage\"},"
    "{\"id\":\"" LINE_2 "\",\"article_name\":\"Work\",\"line_num\":2,\"quantity_decimal\":1,\"article_price\":60,\"vat_rate\":0.21,"
    "\"total_line\":60,\"company_vat_code\":\"21\",\"source_db_table_name\":\"job_non_part_usage\",\"source_id_in_table\":\"" USAGE "\"}]}");
}

static PsrWelloInvoiceLine *
line (World *world,
      guint  n)
{
  return g_ptr_array_index (world->invoice->lines, n);
}
