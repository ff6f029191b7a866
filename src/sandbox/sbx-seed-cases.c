/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-seed-cases"

#include "sbx-seed-invoice.h"

/* One Wello invoice for each awkward thing that happens; the dump names it. */

#define BEFORE_2026 G_GINT64_CONSTANT (1766055600000000) /* 2025-12-18 11:00 */

static void
add_usual (SbxDraft *draft)
{
  const SbxPair *item = sbx_seed_any_item (draft->seed, SBX_ITEM_GOODS_21);

  if (item != NULL)
    sbx_draft_add_part (draft, item, 2, 21);
  sbx_draft_add_hours (draft, 150000, 21, NULL);
}

static void
make_hand_typed (SbxDraft *draft)
{
  SbxDraftLine line = { .name = "Dichting op maat (gekocht bij de buren)", .quantity = SBX_DECIMAL_ONE, .price = 1240000, .vat = 21 };

  add_usual (draft);
  sbx_draft_add (draft, &line);
}

static void
make_warranty (SbxDraft *draft)
{
  SbxDraftLine line = { .item = sbx_seed_any_item (draft->seed, SBX_ITEM_GOODS_21), .quantity = SBX_DECIMAL_ONE, .vat = 21, .warranty = TRUE,
                        .serial = "SN-4711-É" };
  SbxDraftLine refused = line;

  add_usual (draft);
  if (line.item == NULL)
    return;
  sbx_draft_add (draft, &line);
  refused.warranty = FALSE;
  refused.reason = "Waterschade: geen garantie";
  refused.serial = NULL;
  sbx_draft_add (draft, &refused);
}

static void
make_zero_price (SbxDraft *draft)
{
  SbxDraftLine line = { .item = sbx_seed_any_item (draft->seed, SBX_ITEM_GOODS_21), .quantity = SBX_DECIMAL_INT (3), .vat = 21, .free = TRUE };

  add_usual (draft);
  if (line.item != NULL)
    sbx_draft_add (draft, &line);
}

static void
make_zero_total (SbxDraft *draft)
{
  SbxDraftLine line = { .item = sbx_seed_any_item (draft->seed, SBX_ITEM_GOODS_21), .name = "Onder garantie", .quantity = SBX_DECIMAL_ONE,
                        .vat = 21, .warranty = TRUE };

  sbx_draft_add (draft, &line);
}

static void
make_long_notes (SbxDraft *draft)
{
  g_autofree char *note = sbx_seed_note (2000);

  add_usual (draft);
  sbx_row_set_text (draft->row, "customer_remarks", note);
}

static void
make_unmapped (SbxDraft *draft)
{
  SbxDraftLine line = { .name = "Wachtdienst", .type = "StandBy", .code = "WACHT", .quantity = SBX_DECIMAL_INT (2), .price = SBX_DECIMAL_INT (30), .vat = 21 };

  add_usual (draft);
  sbx_draft_add (draft, &line);
}

static void
make_credit (SbxDraft *draft)
{
  add_usual (draft);
  sbx_row_set_text (draft->row, "invoice_type", "CreditNote");
}

static void
make_early (SbxDraft *draft)
{
  add_usual (draft);
  sbx_row_set_int (draft->row, "date_create", BEFORE_2026);
  sbx_row_set_int (draft->row, "dateutc_confirmation", BEFORE_2026);
  sbx_row_set_int (draft->row, "due_date", BEFORE_2026 + 30 * G_TIME_SPAN_DAY);
  if (draft->job != NULL)
    sbx_row_set_int (draft->job, "date_closed", BEFORE_2026);
}

static void
make_imported (SbxDraft *draft)
{
  g_autofree char *number = g_strdup_printf ("%d", 101900 + (int) draft->seed->invoices % 100);

  add_usual (draft);
  sbx_row_set_text (draft->row, "invoice_number", number);
  sbx_row_set_int (draft->row, "sbx.importedBefore", TRUE);
}

static void
make_failed (SbxDraft *draft)
{
  add_usual (draft);
  sbx_row_set_text (draft->row, "sbx.errorMessage", "Account is blocked in ERP");
}

static void
make_lost_location (SbxDraft *draft)
{
  SbxDraftLine line = { .item = sbx_seed_any_item (draft->seed, SBX_ITEM_GOODS_21), .quantity = SBX_DECIMAL_ONE, .vat = 21,
                        .location = draft->seed->lost_location };

  if (line.item != NULL)
    sbx_draft_add (draft, &line);
}

static void
make_order_number (SbxDraft *draft)
{
  add_usual (draft);
  sbx_row_set_text (draft->row, "memo", "PO 4500012345");
}

/* Its lines come from no usage, so that hours are an article, too. */
static void
make_contract (SbxDraft *draft)
{
  const SbxPair *item = sbx_seed_any_item (draft->seed, SBX_ITEM_SERVICE);

  if (item != NULL)
    sbx_draft_add_part (draft, item, 4, 21);
  else
    sbx_draft_add_hours (draft, SBX_DECIMAL_INT (4), 21, NULL);
}

static void
make_dollars (SbxDraft *draft)
{
  SbxDraftLine line = { .item = sbx_seed_any_item (draft->seed, SBX_ITEM_GOODS_21), .quantity = SBX_DECIMAL_INT (2), .price = 2480000, .vat_code = "EXP" };

  sbx_row_set_text (draft->row, "db_currency_id", sbx_seed_reference (draft->seed, "DbCurrency", "USD"));
  if (line.item != NULL)
    sbx_draft_add (draft, &line);
  sbx_draft_add_hours (draft, SBX_DECIMAL_INT (2), 0, "EXP");
}

/* What Business Central refuses: no VAT posting set-up for goods. */
static void
make_co_contractor_goods (SbxDraft *draft)
{
  SbxDraftLine line = { .item = sbx_seed_any_item (draft->seed, SBX_ITEM_GOODS_21), .quantity = SBX_DECIMAL_INT (2), .vat_code = "CC" };

  sbx_draft_add_hours (draft, SBX_DECIMAL_ONE, 0, "CC");
  if (line.item != NULL)
    sbx_draft_add (draft, &line);
}

/* A dwelling of more than ten years: 6 %, whatever the item's group says. */
static void
make_dwelling (SbxDraft *draft)
{
  const SbxPair *item = sbx_seed_any_item (draft->seed, SBX_ITEM_GOODS_21);

  sbx_draft_add_hours (draft, SBX_DECIMAL_INT (2), 6, NULL);
  if (item != NULL)
    sbx_draft_add_part (draft, item, 1, 6);
}

static void
make_billed_to_another (SbxDraft *draft)
{
  SbxRow *other = g_array_index (draft->seed->plain_customers, SbxPair, 0).wello;

  add_usual (draft);
  sbx_row_set_text (draft->row, "bill_to_company_id", sbx_row_id (other));
  sbx_row_set_text (draft->row, "bill_to_party", sbx_row_text (other, "name"));
}

/* An account that Business Central has never heard of. */
static SbxRow *
stranger (SbxDraft *draft)
{
  return sbx_seed_find (sbx_seed_wello (draft->seed, "Company"), "name", "Nieuwe klant van de portaalsite");
}

static void
make_unknown_customer (SbxDraft *draft)
{
  SbxRow *company = stranger (draft);

  add_usual (draft);
  sbx_row_set_text (draft->row, "company_id", sbx_row_id (company));
  sbx_row_set_text (draft->row, "company_code", "");
  sbx_row_set_text (draft->row, "company_name", sbx_row_text (company, "name"));
  sbx_row_set_text (draft->row, "bill_to_company_id", sbx_row_id (company));
}

static void
bill_to (SbxDraft *draft,
         SbxRow   *company)
{
  add_usual (draft);
  sbx_row_set_text (draft->row, "bill_to_company_id", sbx_row_id (company));
  sbx_row_set_text (draft->row, "bill_to_party", sbx_row_text (company, "name"));
}

static void
make_bill_to_unknown (SbxDraft *draft)
{
  bill_to (draft, stranger (draft));
}

static void
make_bill_to_blocked (SbxDraft *draft)
{
  SbxRow *company = draft->seed->customers[SBX_CUSTOMER_BLOCKED_ALL].wello;

  bill_to (draft, company != NULL ? company : stranger (draft));
}

static void
make_long_day (SbxDraft *draft)
{
  sbx_draft_add_hours (draft, SBX_DECIMAL_INT (25), 21, NULL);
}

static void
make_unknown_currency (SbxDraft *draft)
{
  add_usual (draft);
  sbx_row_set_text (draft->row, "db_currency_id", sbx_row_id (draft->row));
}

static void
make_long_number (SbxDraft *draft)
{
  add_usual (draft);
  sbx_row_set_text (draft->row, "internal_number", "INV26-A-NUMBER-THAT-GOES-ON-AND-ON-01");
}

/* Work on real estate for a contractor: who usually pays the VAT doesn't this time. */
static void
make_co_contractor_job (SbxDraft *draft)
{
  sbx_draft_add_hours (draft, SBX_DECIMAL_INT (3), 0, "CC");
  sbx_draft_add_travel (draft, SBX_DECIMAL_ONE, 0, "CC");
}

static void
make_mixed_vat (SbxDraft *draft)
{
  sbx_draft_add_hours (draft, SBX_DECIMAL_INT (2), 0, "CC");
  add_usual (draft);
}

static void
add_special (SbxDraft    *draft,
             SbxItemTrait trait,
             SbxDecimal   quantity)
{
  SbxDraftLine line = { .item = &draft->seed->items[trait], .quantity = quantity, .vat = 21 };

  /* Its price in Business Central has VAT in it. */
  if (trait == SBX_ITEM_PRICE_WITH_VAT)
    line.price = SBX_DECIMAL_INT (100);
  if (line.item->wello != NULL)
    sbx_draft_add (draft, &line);
  if (trait == SBX_ITEM_BLOCKED || trait == SBX_ITEM_DELETED || trait == SBX_ITEM_SALES_BLOCKED)
    sbx_draft_add_hours (draft, SBX_DECIMAL_ONE, 21, NULL);
}

typedef struct
{
  const char      *name;
  void           (*make) (SbxDraft *draft); /* NULL: what is special is the item, or just the customer */
  SbxCustomerTrait customer;
  int              item;     /* -1: none */
  SbxDecimal       quantity; /* of the item */
  SbxWelloStatus   status;
  gboolean         contract; /* no work order */
} Case;

#define PLAIN SBX_CUSTOMER_PLAIN, -1, 0, SBX_WELLO_STATUS_READY, FALSE
#define STATUS(status) SBX_CUSTOMER_PLAIN, -1, 0, SBX_WELLO_STATUS_##status, FALSE
#define OF(customer) SBX_CUSTOMER_##customer, -1, 0, SBX_WELLO_STATUS_READY, FALSE
#define ITEM(item, quantity) SBX_CUSTOMER_PLAIN, SBX_ITEM_##item, (quantity), SBX_WELLO_STATUS_READY, FALSE

/* The first ones are made in a small world, too. */
static const Case cases[] = {
  { "long-notes", make_long_notes, PLAIN },
  { "hand-typed-part", make_hand_typed, PLAIN },
  { "imported", make_imported, STATUS (IMPORTED) },
  { "contract", make_contract, SBX_CUSTOMER_PLAIN, -1, 0, SBX_WELLO_STATUS_READY, TRUE },
  { "warranty", make_warranty, PLAIN },
  { "zero-price", make_zero_price, PLAIN },
  { "unmapped-labour", make_unmapped, PLAIN },
  { "credit-note", make_credit, PLAIN },
  { "before-start", make_early, PLAIN },
  { "open", add_usual, STATUS (OPEN) },
  { "ready-for-review", add_usual, STATUS (REVIEW) },
  { "erp-error", make_failed, STATUS (ERROR) },
  { "imported", make_imported, STATUS (IMPORTED) },
  { "open", add_usual, STATUS (OPEN) },
  { "zero-total", make_zero_total, PLAIN },
  { "lost-location", make_lost_location, PLAIN },
  { "dwelling-6-percent", make_dwelling, PLAIN },
  { "sales-unit-box", NULL, ITEM (BOX, SBX_DECIMAL_INT (3)) },
  { "blocked-item", NULL, ITEM (BLOCKED, SBX_DECIMAL_ONE) },
  { "sales-blocked-item", NULL, ITEM (SALES_BLOCKED, SBX_DECIMAL_ONE) },
  { "deleted-item", NULL, ITEM (DELETED, SBX_DECIMAL_ONE) },
  { "item-price-with-vat", NULL, ITEM (PRICE_WITH_VAT, SBX_DECIMAL_INT (2)) },
  { "fraction-of-metres", NULL, ITEM (METRES, 250000) },
  { "negative-stock", NULL, ITEM (NEGATIVE, SBX_DECIMAL_ONE) },
  { "long-item-name", NULL, ITEM (LONG_NAME, SBX_DECIMAL_ONE) },
  { "blocked-customer", add_usual, OF (BLOCKED_ALL) },
  { "blocked-customer-invoice", add_usual, OF (BLOCKED_INVOICE) },
  { "blocked-customer-ship", add_usual, OF (BLOCKED_SHIP) },
  { "privacy-blocked-customer", add_usual, OF (PRIVACY) },
  { "line-discount-customer", add_usual, OF (LINE_DISCOUNT) },
  { "prices-including-vat", add_usual, OF (PRICES_INCLUDING_VAT) },
  { "bill-to-another", make_billed_to_another, OF (BILLED_TO_ANOTHER) },
  { "bc-bills-to-another", add_usual, OF (BC_BILLS_TO_ANOTHER) },
  { "invoice-discount-customer", add_usual, OF (INVOICE_DISCOUNT) },
  { "us-dollars", make_dollars, OF (DOLLARS) },
  { "long-customer-name", add_usual, OF (LONG_NAME) },
  { "order-number", make_order_number, OF (ORDER_NUMBERS) },
  { "co-contractor-goods", make_co_contractor_goods, OF (CO_CONTRACTOR) },
  { "order-number-missing", add_usual, OF (ORDER_NUMBERS) },
  { "unknown-customer", make_unknown_customer, PLAIN },
  { "bill-to-unknown", make_bill_to_unknown, PLAIN },
  { "bill-to-blocked", make_bill_to_blocked, PLAIN },
  { "long-day", make_long_day, PLAIN },
  { "unknown-currency", make_unknown_currency, PLAIN },
  { "long-number", make_long_number, PLAIN },
  { "co-contractor-job", make_co_contractor_job, PLAIN },
  { "mixed-vat-codes", make_mixed_vat, PLAIN },
};

static void
make_case (SbxSeed    *seed,
           const Case *it,
           guint       n)
{
  const SbxPair *customer = it->customer != SBX_CUSTOMER_PLAIN ? &seed->customers[it->customer]
                                                               : &g_array_index (seed->plain_customers, SbxPair, n % seed->plain_customers->len);
  SbxDraft draft;

  /* A small world lacks some. */
  if (customer->wello == NULL || (it->item >= 0 && seed->items[it->item].wello == NULL)
      || (it->make == make_lost_location && seed->lost_location == NULL)
      || (it->make == make_zero_total && seed->pools[SBX_ITEM_GOODS_21]->len == 0))
    return;

  sbx_draft_begin (&draft, seed, customer, it->contract ? NULL : sbx_seed_job (seed, customer));
  if (it->make != NULL)
    it->make (&draft);
  else
    add_special (&draft, it->item, it->quantity);
  sbx_draft_end (&draft, it->status, it->name);
}

/* Daily approval: a work order that is billed day by day. */
static void
make_several (SbxSeed *seed)
{
  const SbxPair *customer = &g_array_index (seed->plain_customers, SbxPair, 0);
  SbxRow *job = sbx_seed_job (seed, customer);

  for (guint i = 0; i < 2; i++)
    {
      SbxDraft draft;

      sbx_draft_begin (&draft, seed, customer, job);
      add_usual (&draft);
      sbx_draft_end (&draft, SBX_WELLO_STATUS_READY, "several-invoices");
    }
}

/* Completed, and nobody made an invoice of it. */
static void
make_unbilled (SbxSeed *seed)
{
  SbxRow *job = sbx_seed_job (seed, &g_array_index (seed->plain_customers, SbxPair, 0));

  if (job != NULL)
    sbx_wello_add_case (seed->world->wello, "wello", "Jobs", sbx_row_id (job), "completed-without-invoice");
}

void
sbx_seed_cases (SbxSeed *seed)
{
  guint n = seed->world->options->work_orders;
  guint count = n < 20 ? MIN (n / 2, G_N_ELEMENTS (cases)) : G_N_ELEMENTS (cases);

  if (seed->plain_customers->len == 0 || sbx_seed_wello (seed, "Invoice") == NULL || sbx_seed_wello (seed, "InvoiceDetails") == NULL)
    return;

  for (guint i = 0; i < count; i++)
    make_case (seed, &cases[i], i);
  if (n >= 4)
    {
      make_several (seed);
      make_unbilled (seed);
    }
}
