/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-seed-work"

#include "sbx-seed-invoice.h"

/* The everyday work, of four kinds in turn: parts only; with hours; with discounts; with another VAT. */

static const SbxDecimal hours[] = { 25000, 50000, 75000, 100000, 150000, 225000, 400000 };

static void
add_some_parts (SbxDraft *draft,
                guint     least)
{
  guint count = least + (guint) g_rand_int_range (draft->seed->rand, 0, 2);

  for (guint i = 0; i < count; i++)
    {
      const SbxPair *item = sbx_seed_any_item (draft->seed, SBX_ITEM_GOODS_21);

      if (item != NULL)
        sbx_draft_add_part (draft, item, (guint) g_rand_int_range (draft->seed->rand, 1, 6), 21);
    }
}

static SbxDecimal
some_hours (SbxDraft *draft)
{
  return hours[g_rand_int_range (draft->seed->rand, 0, G_N_ELEMENTS (hours))];
}

static void
add_labour (SbxDraft *draft,
            guint     n)
{
  add_some_parts (draft, n % 3 == 0 ? 0 : 1);
  sbx_draft_add_hours (draft, some_hours (draft), 21, NULL);
  if (n % 2 == 0)
    sbx_draft_add_travel (draft, some_hours (draft), 21, NULL);
  if (n % 3 == 1)
    sbx_draft_add_overtime (draft, SBX_DECIMAL_ONE / 2 * (1 + n % 4));
}

/* Prices are whole multiples of 0.20, so that each of these comes to whole cents. */
static void
add_discount (SbxDraft *draft,
              guint     n)
{
  static const int percents[] = { 5, 10, 15, 25, 50 };
  const SbxPair *item = sbx_seed_any_item (draft->seed, SBX_ITEM_GOODS_21);
  SbxDraftLine line = { .item = item, .quantity = SBX_DECIMAL_INT (1 + n % 5), .vat = 21 };

  if (item == NULL)
    return;
  switch (n % 3)
    {
    case 0:
      line.percent = SBX_DECIMAL_INT (percents[n / 3 % G_N_ELEMENTS (percents)]);
      break;
    case 1:
      line.discount = sbx_decimal_round (sbx_row_decimal (item->bc, "unitPrice") / 8, 2);
      break;
    default:
      line.percent = SBX_DECIMAL_INT (10);
      line.quantity = SBX_DECIMAL_INT (10);
      sbx_row_set_decimal (draft->row, "discount", SBX_DECIMAL_INT (n % 2 == 0 ? 10 : 5));
      break;
    }
  sbx_draft_add (draft, &line);
  if (n % 3 == 2)
    sbx_draft_add_part (draft, item, 5 * (1 + n % 4), 21);
  else
    add_some_parts (draft, 0);
}

static void
add_other_vat (SbxDraft *draft,
               guint     n)
{
  static const SbxItemPool pools[] = { SBX_ITEM_GOODS_6, SBX_ITEM_GOODS_12, SBX_ITEM_GOODS_0 };
  const SbxPair *item = sbx_seed_any_item (draft->seed, pools[n % G_N_ELEMENTS (pools)]);

  if (item == NULL)
    return;
  sbx_draft_add_part (draft, item, 1 + n % 4, sbx_seed_rate_of (item));
  if (n % 2 == 1)
    add_some_parts (draft, 1);
}

/* No VAT: the customer accounts for it, or it leaves the country. */
static void
add_without_vat (SbxDraft        *draft,
                 SbxCustomerTrait trait)
{
  const char *code = trait == SBX_CUSTOMER_CO_CONTRACTOR ? "CC" : trait == SBX_CUSTOMER_EU ? "EU" : "EXP";
  const SbxPair *item = sbx_seed_any_item (draft->seed, SBX_ITEM_SERVICE);

  sbx_draft_add_hours (draft, some_hours (draft), 0, code);
  sbx_draft_add_travel (draft, SBX_DECIMAL_ONE, 0, code);
  /* Belgian companies have no VAT posting set-up for goods to a co-contractor. */
  if (item != NULL && (trait != SBX_CUSTOMER_CO_CONTRACTOR || sbx_row_text (item->bc, "taxGroupCode")[0] == 'S'))
    {
      SbxDraftLine line = { .item = item, .quantity = SBX_DECIMAL_INT (2), .vat_code = code };

      sbx_draft_add (draft, &line);
    }
}

void
sbx_seed_work (SbxSeed *seed)
{
  static const SbxCustomerTrait foreign[] = { SBX_CUSTOMER_CO_CONTRACTOR, SBX_CUSTOMER_EU, SBX_CUSTOMER_EXPORT };
  guint n = seed->world->options->work_orders;

  if (seed->plain_customers->len == 0 || sbx_seed_wello (seed, "Invoice") == NULL || sbx_seed_wello (seed, "InvoiceDetails") == NULL)
    return;

  for (guint i = 0; i < n; i++)
    {
      SbxCustomerTrait trait = foreign[i / 12 % G_N_ELEMENTS (foreign)];
      const SbxPair *customer = &g_array_index (seed->plain_customers, SbxPair, i % seed->plain_customers->len);
      gboolean abroad = i % 4 == 3 && i / 4 % 3 == 2 && seed->customers[trait].wello != NULL;
      SbxDraft draft;

      if (abroad)
        customer = &seed->customers[trait];
      sbx_draft_begin (&draft, seed, customer, sbx_seed_job (seed, customer));
      if (abroad)
        add_without_vat (&draft, trait);
      else if (i % 4 == 0)
        add_some_parts (&draft, 1);
      else if (i % 4 == 1)
        add_labour (&draft, i / 4);
      else if (i % 4 == 2)
        add_discount (&draft, i / 4);
      else
        add_other_vat (&draft, i / 4);
      if (draft.lines == 0)
        sbx_draft_add_hours (&draft, SBX_DECIMAL_ONE, 21, NULL);
      if (i % 5 == 0)
        sbx_row_set_text (draft.row, "memo", "Merci de régler sous 30 jours – bedankt!");
      sbx_draft_end (&draft, SBX_WELLO_STATUS_READY, NULL);
    }
}
