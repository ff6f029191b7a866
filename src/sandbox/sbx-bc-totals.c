/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-totals"

#include "sbx-bc-document.h"

#include <string.h>

/* The running sums of the lines that share a VAT identifier, a rate and a sign. */
typedef struct
{
  const char *identifier;
  SbxDecimal  percent;
  gboolean    negative;
  SbxDecimal  net, gross;
} Group;

static Group *
find_group (GArray     *groups,
            const char *identifier,
            SbxDecimal  percent,
            gboolean    negative)
{
  Group fresh = { identifier, percent, negative, 0, 0 };

  for (guint i = 0; i < groups->len; i++)
    {
      Group *group = &g_array_index (groups, Group, i);

      if (group->percent == percent && group->negative == negative && strcmp (group->identifier, identifier) == 0)
        return group;
    }
  g_array_append_val (groups, fresh);
  return &g_array_index (groups, Group, groups->len - 1);
}

static SbxDecimal
percent_of (SbxDecimal amount,
            SbxDecimal percent)
{
  return sbx_decimal_round (sbx_decimal_mul_div (amount, percent, SBX_DECIMAL_INT (100)), 2);
}

/* What is left of an amount with VAT when the VAT is taken out. */
static SbxDecimal
without_vat (SbxDecimal amount,
             SbxDecimal percent)
{
  return sbx_decimal_round (sbx_decimal_mul_div (amount, SBX_DECIMAL_INT (100), SBX_DECIMAL_INT (100) + percent), 2);
}

/* [AL] SalesLine: Line Amount = Round(Round(Quantity * Unit Price) - Line Discount Amount). */
static SbxDecimal
line_amount (SbxRow *line)
{
  SbxDecimal gross = sbx_decimal_round (sbx_decimal_mul (sbx_row_decimal (line, "quantity"), sbx_row_decimal (line, "unitPrice")), 2);

  return sbx_decimal_round (gross - sbx_row_decimal (line, "discountAmount"), 2);
}

/* [AL] SalesLine, UpdateVATAmounts: the VAT of a line is what it adds to the rounded VAT of all lines of its group, so
 * that the header's VAT is rounded once a group and the sum of the lines' own VAT may differ from it. */
static void
calculate_line (SbxRow  *line,
                GArray  *groups,
                gboolean including)
{
  SbxDecimal percent = sbx_row_decimal (line, "taxPercent");
  SbxDecimal amount = line_amount (line);
  SbxDecimal discount = sbx_row_decimal (line, "al.invoiceDiscount");
  Group *group = find_group (groups, sbx_row_text (line, "taxCode"), percent, amount < 0);
  SbxDecimal net, gross, before_net = group->net, before_gross = group->gross;

  if (including)
    {
      sbx_row_set_decimal (line, "amountIncludingTax", amount);
      sbx_row_set_decimal (line, "amountExcludingTax", without_vat (amount, percent));
      sbx_row_set_decimal (line, "invoiceDiscountAllocation", without_vat (discount, percent));
      group->gross += amount - discount;
      group->net = without_vat (group->gross, percent);
    }
  else
    {
      sbx_row_set_decimal (line, "amountExcludingTax", amount);
      sbx_row_set_decimal (line, "amountIncludingTax", amount + percent_of (amount, percent));
      sbx_row_set_decimal (line, "invoiceDiscountAllocation", discount);
      group->net += amount - discount;
      group->gross = group->net + percent_of (group->net, percent);
    }

  net = group->net - before_net;
  gross = group->gross - before_gross;
  sbx_row_set_decimal (line, "totalTaxAmount",
                       sbx_row_decimal (line, "amountIncludingTax") - sbx_row_decimal (line, "amountExcludingTax"));
  sbx_row_set_decimal (line, "netAmount", net);
  sbx_row_set_decimal (line, "netAmountIncludingTax", gross);
  sbx_row_set_decimal (line, "netTaxAmount", gross - net);
}

/* [AL] SalesCalcDiscountByType: the invoice discount is shared by the lines in proportion to their amounts; the last
 * one takes what rounding leaves. */
static void
spread_discount (SbxDocument *document)
{
  SbxDecimal total = 0, left = sbx_row_decimal (document->header, "discountAmount");
  SbxDecimal discount = left;
  SbxRow *last = NULL;

  for (guint i = 0; i < document->lines->len; i++)
    {
      total += line_amount (document->lines->pdata[i]);
      if (line_amount (document->lines->pdata[i]) != 0)
        last = document->lines->pdata[i];
    }
  for (guint i = 0; i < document->lines->len; i++)
    {
      SbxRow *line = document->lines->pdata[i];
      SbxDecimal share = line == last ? left : sbx_decimal_round (sbx_decimal_mul_div (discount, line_amount (line), total), 2);

      sbx_row_set_decimal (line, "al.invoiceDiscount", share);
      left -= share;
    }
}

void
sbx_document_calculate (SbxDocument *document)
{
  g_autoptr (GArray) groups = g_array_new (FALSE, FALSE, sizeof (Group));
  gboolean including = sbx_row_int (document->header, "pricesIncludeTax");
  SbxDecimal net = 0, gross = 0;

  spread_discount (document);
  for (guint i = 0; i < document->lines->len; i++)
    {
      SbxRow *line = document->lines->pdata[i];

      calculate_line (line, groups, including);
      net += sbx_row_decimal (line, "netAmount");
      gross += sbx_row_decimal (line, "netAmountIncludingTax");
    }

  sbx_row_set_decimal (document->header, "totalAmountExcludingTax", net);
  sbx_row_set_decimal (document->header, "totalTaxAmount", gross - net);
  sbx_row_set_decimal (document->header, "totalAmountIncludingTax", gross);
  if (strcmp (document->set, "salesInvoices") == 0)
    sbx_row_set_decimal (document->header, "remainingAmount", gross);
}

/* [AL] SalesCalcDiscountByType, ApplyInvDiscBasedOnAmt: fails without lines to apply it to. */
gboolean
sbx_document_put_discount (SbxDocument *document,
                           SbxDecimal   amount,
                           SbxProblem  *problem)
{
  SbxDecimal total = 0;

  for (guint i = 0; i < document->lines->len; i++)
    total += line_amount (document->lines->pdata[i]);
  if (amount != 0 && total == 0)
    return sbx_problem_dialog (problem,
                               "Cannot apply an invoice discount because the document does not include lines where the Allow Invoice Disc. "
                               "field is selected. To add a discount, specify a line discount in the Line Discount %% field for the "
                               "relevant lines, or add a line of type Item where the Allow Invoice Disc. field is selected.");
  if (amount < 0 || amount > MAX (total, 0))
    return sbx_problem_dialog (problem, "The discount amount that you have entered is larger than the amount of the lines.");
  sbx_row_set_decimal (document->header, "discountAmount", amount);
  return TRUE;
}
