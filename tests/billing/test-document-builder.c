/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "psr-billing-error.h"
#include "psr-document-builder.h"
#include "psr-text.h"

#define CUSTOMER "2f1c6a5e-7b2d-ef11-8409-6045bde9ca0b"
#define PAYER    "33333333-7b2d-ef11-8409-6045bde9ca0b"
#define ITEM     "77a0b1f2-7b2d-ef11-8409-6045bde9ca0b"
#define LOCATION "c0de0000-7b2d-ef11-8409-6045bde9ca0b"

static PsrDecimal
dec (const char *text)
{
  PsrDecimal value;

  g_assert_true (psr_decimal_parse (text, &value, NULL));

  return value;
}

static PsrTimestamp
at (const char *text)
{
  PsrTimestamp value;

  g_assert_true (psr_timestamp_parse (text, &value, NULL));

  return value;
}

static PsrBillable *
make_billable (void)
{
  PsrBillable *billable = psr_billable_new ();

  g_set_str (&billable->wello_invoice_id, "2044b92d-6f7d-460e-aeda-00e69b68bac7");
  g_set_str (&billable->internal_number, "INV-1042");
  g_set_str (&billable->external_number, "W-INV-1042");
  g_set_str (&billable->your_reference, "WO-77");
  g_set_str (&billable->customer_id, CUSTOMER);
  g_set_str (&billable->currency_code, "EUR");
  g_set_str (&billable->completed, "2026-08-20");

  return billable;
}

static PsrBillableLine *
add_part (PsrBillable *billable)
{
  PsrBillableLine *line = psr_billable_add_line (billable);

  g_set_str (&line->target_id, ITEM);
  g_set_str (&line->target_number, "1896-S");
  g_set_str (&line->unit_code, "PCS");
  line->quantity = dec ("3");
  line->unit_price = dec ("19.99");
  line->agreed = dec ("59.97");
  line->vat_percent = dec ("21");

  return line;
}

static void
add_labour (PsrBillable       *billable,
            PsrLineTargetKind  target,
            const char        *number)
{
  PsrBillableLine *line = psr_billable_add_line (billable);

  line->part = PSR_VAT_LABOUR;
  line->target = target;
  g_set_str (&line->target_number, number);
  g_set_str (&line->description, "Réparation");
  line->quantity = dec ("0.75");
  line->unit_price = dec ("62.5");
  line->agreed = dec ("46.88");
  line->vat_percent = dec ("21");
}

typedef enum { PARTS, LABOUR, DISCOUNT, VAT } Case;

static PsrBillable *
make_case (Case which)
{
  PsrBillable *billable = make_billable ();
  PsrBillableLine *line;

  switch (which)
    {
    case PARTS:
      g_set_str (&billable->bill_to_customer_id, PAYER);
      g_set_str (&billable->heading, "WO-77 · 2026-08-20");
      line = add_part (billable);
      g_set_str (&line->location_id, LOCATION);
      g_set_str (&line->note, "S/N 4711");
      line = add_part (billable);
      line->warranty = TRUE;
      break;

    case LABOUR:
      add_labour (billable, PSR_LINE_TARGET_ITEM, "SERVICE-HOUR");
      add_labour (billable, PSR_LINE_TARGET_RESOURCE, "LINDA");
      add_labour (billable, PSR_LINE_TARGET_ACCOUNT, "700100");
      psr_billable_add_note (billable, "Charnière remplacée.");
      break;

    case DISCOUNT:
      line = add_part (billable);
      line->discount_percent = dec ("10");
      line->agreed = dec ("53.97");
      line = add_part (billable);
      line->discount = dec ("0.123");
      line->agreed = dec ("59.6");
      billable->discount = dec ("10");
      break;

    case VAT:
    default:
      g_set_str (&billable->ship_to_name, "Château d’eau");
      g_set_str (&billable->ship_to_address, "Rue de l’Eau 1");
      g_set_str (&billable->ship_to_city, "Namur");
      g_set_str (&billable->ship_to_post_code, "5000");
      line = add_part (billable);
      g_set_str (&line->tax_code, "G3");
      line = add_part (billable);
      line->vat_percent = dec ("6");
      g_set_str (&line->tax_code, "G1");
      break;
    }

  return billable;
}

#define HEAD_INVOICE \
  "{\"externalDocumentNumber\":\"W-INV-1042\",\"invoiceDate\":\"2026-08-25\",\"postingDate\":\"2026-08-25\"," \
  "\"customerPurchaseOrderReference\":\"WO-77\",\"customerId\":\"" CUSTOMER "\","
#define HEAD_ORDER \
  "{\"externalDocumentNumber\":\"W-INV-1042\",\"orderDate\":\"2026-08-25\",\"postingDate\":\"2026-08-25\"," \
  "\"customerId\":\"" CUSTOMER "\","
#define INVOICE_LINES "\"currencyCode\":\"EUR\",\"salesInvoiceLines\":["
#define ORDER_LINES "\"currencyCode\":\"EUR\",\"pricesIncludeTax\":false,\"salesOrderLines\":["

#define BILL_TO "\"billToCustomerId\":\"" PAYER "\","
#define SITE \
  "\"shipToName\":\"Château d’eau\",\"shipToAddressLine1\":\"Rue de l’Eau 1\",\"shipToCity\":\"Namur\",\"shipToPostCode\":\"5000\","
#define PART(rest) "{\"itemId\":\"" ITEM "\",\"unitOfMeasureCode\":\"PCS\",\"quantity\":3," rest "}"
#define WORK(type, number) \
  "{\"lineType\":\"" type "\",\"lineObjectNumber\":\"" number "\",\"description\":\"Réparation\"," \
  "\"quantity\":0.75,\"unitPrice\":62.5,\"discountPercent\":0}"
#define COMMENT(text) "{\"lineType\":\"Comment\",\"description\":\"" text "\"}"

#define PART_LINES \
  COMMENT ("WO-77 · 2026-08-20") "," \
  PART ("\"unitPrice\":19.99,\"discountPercent\":0,\"locationId\":\"" LOCATION "\"") "," \
  COMMENT ("S/N 4711") "," \
  PART ("\"unitPrice\":0,\"discountPercent\":0") "]}"
#define LABOUR_LINES \
  WORK ("Item", "SERVICE-HOUR") "," WORK ("Resource", "LINDA") "," WORK ("Account", "700100") "," \
  COMMENT ("Charnière remplacée.") "]}"
#define DISCOUNT_LINES \
  PART ("\"unitPrice\":19.99,\"discountAmount\":10.75") "," PART ("\"unitPrice\":19.867,\"discountAmount\":5.25") "]}"
#define VAT_LINES \
  PART ("\"unitPrice\":19.99,\"discountPercent\":0,\"taxCode\":\"G3\"") "," \
  PART ("\"unitPrice\":19.99,\"discountPercent\":0,\"taxCode\":\"G1\"") "]}"

static const struct {
  Case            which;
  PsrBillingKind  kind;
  const char     *body;
  const char     *gross;
} golden[] = {
  { PARTS, PSR_BILLING_KIND_INVOICE, HEAD_INVOICE BILL_TO INVOICE_LINES PART_LINES, "72.56" },
  { LABOUR, PSR_BILLING_KIND_INVOICE, HEAD_INVOICE INVOICE_LINES LABOUR_LINES, "170.17" },
  { DISCOUNT, PSR_BILLING_KIND_INVOICE, HEAD_INVOICE INVOICE_LINES DISCOUNT_LINES, "125.32" },
  { VAT, PSR_BILLING_KIND_INVOICE, HEAD_INVOICE SITE INVOICE_LINES VAT_LINES, "136.13" },
  { PARTS, PSR_BILLING_KIND_ORDER, HEAD_ORDER BILL_TO ORDER_LINES PART_LINES, "72.56" },
  { LABOUR, PSR_BILLING_KIND_ORDER, HEAD_ORDER ORDER_LINES LABOUR_LINES, "170.17" },
  { DISCOUNT, PSR_BILLING_KIND_ORDER, HEAD_ORDER ORDER_LINES DISCOUNT_LINES, "125.32" },
  { VAT, PSR_BILLING_KIND_ORDER, HEAD_ORDER SITE ORDER_LINES VAT_LINES, "136.13" },
};

static char *
dup_body (PsrBuiltDocument *built)
{
  gsize size;
  const char *text = g_bytes_get_data (built->body, &size);

  return g_strndup (text, size);
}

static void
test_golden (void)
{
  g_autoptr(PsrBillingRules) rules = psr_billing_rules_new ();
  PsrTimestamp now = at ("2026-08-24T22:30:00Z");

  for (gsize i = 0; i < G_N_ELEMENTS (golden); i++)
    {
      g_autoptr(PsrBillable) billable = make_case (golden[i].which);
      g_autoptr(PsrBuiltDocument) built = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *body = NULL;
      g_autofree char *gross = NULL;

      built = psr_document_builder_build (billable, rules, golden[i].kind, now, &error);
      g_assert_no_error (error);
      body = dup_body (built);
      gross = psr_decimal_to_string (built->pricing->gross);
      g_assert_cmpstr (body, ==, golden[i].body);
      g_assert_cmpstr (gross, ==, golden[i].gross);
    }
}

/* What API v1.0 takes of the same. */
#define V1_SITE "\"shippingPostalAddress\":{"
#define V1_PART(rest) "{\"itemId\":\"" ITEM "\",\"unitOfMeasure\":{\"code\":\"PCS\"},\"quantity\":3," rest "}"

static void
test_v1 (void)
{
  g_autoptr(PsrBillingRules) rules = psr_billing_rules_new ();
  g_autoptr(PsrBillable) parts = make_case (PARTS);
  g_autoptr(PsrBillable) vat = make_case (VAT);
  g_autoptr(PsrBillable) labour = make_case (LABOUR);
  g_autoptr(PsrBuiltDocument) built = NULL;
  g_autoptr(PsrBuiltDocument) with_site = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *body = NULL;
  g_autofree char *site = NULL;
  PsrBillableLine *line;

  psr_billing_rules_set_is_v1 (rules, TRUE);
  built = psr_document_builder_build (parts, rules, PSR_BILLING_KIND_ORDER, at ("2026-08-24T22:30:00Z"), &error);
  g_assert_no_error (error);
  body = dup_body (built);
  g_assert_nonnull (strstr (body, V1_PART ("\"unitPrice\":19.99,\"discountPercent\":0")));
  g_assert_null (strstr (body, "unitOfMeasureCode"));
  g_assert_null (strstr (body, "locationId"));
  g_assert_null (strstr (body, "pricesIncludeTax"));

  with_site = psr_document_builder_build (vat, rules, PSR_BILLING_KIND_INVOICE, at ("2026-08-24T22:30:00Z"), &error);
  g_assert_no_error (error);
  site = dup_body (with_site);
  g_assert_nonnull (strstr (site, V1_SITE));
  g_assert_null (strstr (site, "shipToCity"));
  g_assert_nonnull (strstr (site, "\"taxCode\":\"G1\""));

  /* What it can't make isn't sent: items and accounts without an id, and resources. */
  for (guint i = 0; i < labour->lines->len; i++)
    {
      g_assert_false (psr_document_builder_can_write (labour, rules, &error));
      g_assert_error (error, PSR_BILLING_ERROR, PSR_BILLING_ERROR_BLOCKED);
      g_clear_error (&error);
      line = g_ptr_array_index (labour->lines, i);
      g_set_str (&line->target_id, ITEM);
      if (line->target == PSR_LINE_TARGET_RESOURCE)
        line->target = PSR_LINE_TARGET_ACCOUNT;
    }
  g_assert_true (psr_document_builder_can_write (labour, rules, &error));
  g_clear_pointer (&built, psr_built_document_unref);
  built = psr_document_builder_build (labour, rules, PSR_BILLING_KIND_INVOICE, 0, &error);
  g_assert_no_error (error);
  g_free (body);
  body = dup_body (built);
  g_assert_nonnull (strstr (body, "{\"accountId\":\"" ITEM "\",\"description\":\"Réparation\",\"quantity\":0.75,"));
  g_assert_null (strstr (body, "lineObjectNumber"));
}

/* Half past midnight in Brussels is still yesterday in Greenwich. */
static void
test_dates (void)
{
  g_autoptr(PsrBillingRules) rules = psr_billing_rules_new ();
  g_autoptr(PsrBillable) billable = make_case (PARTS);
  PsrTimestamp now = at ("2026-12-31T23:30:00Z");
  g_autoptr(PsrBuiltDocument) built = NULL;
  g_autoptr(PsrBuiltDocument) completed = NULL;
  g_autofree char *body = NULL;
  g_autofree char *other = NULL;

  built = psr_document_builder_build (billable, rules, PSR_BILLING_KIND_DEFAULT, now, NULL);
  body = dup_body (built);
  g_assert_nonnull (strstr (body, "\"invoiceDate\":\"2027-01-01\",\"postingDate\":\"2027-01-01\""));
  g_assert_null (strstr (body, "due"));
  g_assert_null (strstr (body, "Terms"));

  psr_billing_rules_set_invoice_date (rules, PSR_BILLING_DAY_COMPLETED);
  completed = psr_document_builder_build (billable, rules, PSR_BILLING_KIND_DEFAULT, now, NULL);
  other = dup_body (completed);
  g_assert_nonnull (strstr (other, "\"invoiceDate\":\"2026-08-20\",\"postingDate\":\"2027-01-01\""));
}

static void
test_notes (void)
{
  g_autoptr(PsrBillingRules) rules = psr_billing_rules_new ();
  g_autoptr(PsrBillable) billable = make_billable ();
  g_autoptr(PsrBuiltDocument) built = NULL;
  g_autoptr(GString) note = g_string_new (NULL);
  g_autofree char *body = NULL;
  g_auto(GStrv) pieces = NULL;
  guint n = 0;

  while (note->len < 2000)
    g_string_append (note, "La chaudière perd de l’eau à l’arrière; ");

  add_part (billable);
  psr_billable_add_note (billable, note->str);
  psr_billable_add_note (billable, note->str);
  built = psr_document_builder_build (billable, rules, PSR_BILLING_KIND_INVOICE, 0, NULL);
  body = dup_body (built);
  pieces = g_strsplit (body, "{\"lineType\":\"Comment\",\"description\":\"", -1);

  for (gsize i = 1; pieces[i] != NULL; i++)
    {
      *strchr (pieces[i], '"') = '\0';
      g_assert_true (g_utf8_validate (pieces[i], -1, NULL));
      g_assert_cmpuint (psr_text_length (pieces[i]), <=, PSR_COMMENT_LENGTH);
      g_assert_cmpuint (psr_text_length (pieces[i]), >, 0);
      n++;
    }

  /* The same text twice is one. */
  g_assert_cmpuint (n, >=, 17);
  g_assert_cmpuint (n, <=, 22);
}

static void
test_reference (void)
{
  g_autoptr(PsrBillingRules) rules = psr_billing_rules_new ();
  g_autoptr(PsrBillable) billable = make_billable ();
  g_autoptr(PsrBuiltDocument) built = NULL;
  g_autofree char *body = NULL;

  add_part (billable);
  g_set_str (&billable->your_reference, "");
  built = psr_document_builder_build (billable, rules, PSR_BILLING_KIND_INVOICE, 0, NULL);
  body = dup_body (built);
  g_assert_nonnull (strstr (body, "\"customerPurchaseOrderReference\":\"INV-1042\""));

  /* Wello may not have given it a number. */
  g_set_str (&billable->internal_number, "");
  g_clear_pointer (&built, psr_built_document_unref);
  g_clear_pointer (&body, g_free);
  built = psr_document_builder_build (billable, rules, PSR_BILLING_KIND_INVOICE, 0, NULL);
  body = dup_body (built);
  g_assert_nonnull (strstr (body, "\"customerPurchaseOrderReference\":\"W-INV-1042\""));
}

static void
test_kept (void)
{
  g_autoptr(PsrBillingRules) rules = psr_billing_rules_new ();

  for (Case which = PARTS; which <= VAT; which++)
    {
      g_autoptr(PsrBillable) billable = make_case (which);
      g_autofree char *text = psr_billable_to_json (billable);
      g_autoptr(GError) error = NULL;
      g_autoptr(PsrBillable) back = psr_billable_from_json (text, &error);
      g_autofree char *again = NULL;

      g_assert_no_error (error);
      again = psr_billable_to_json (back);
      g_assert_cmpstr (text, ==, again);

      {
        g_autoptr(PsrBuiltDocument) one = psr_document_builder_build (billable, rules, PSR_BILLING_KIND_ORDER, 0, NULL);
        g_autoptr(PsrBuiltDocument) two = psr_document_builder_build (back, rules, PSR_BILLING_KIND_ORDER, 0, NULL);

        g_assert_true (g_bytes_equal (one->body, two->body));
      }
    }

  {
    g_autoptr(GError) error = NULL;

    g_assert_null (psr_billable_from_json ("{\"format\":99}", &error));
    g_assert_nonnull (error);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/document-builder/v1", test_v1);
  g_test_add_func ("/billing/builder/golden", test_golden);
  g_test_add_func ("/billing/builder/dates", test_dates);
  g_test_add_func ("/billing/builder/notes", test_notes);
  g_test_add_func ("/billing/builder/reference", test_reference);
  g_test_add_func ("/billing/builder/kept", test_kept);

  return g_test_run ();
}
