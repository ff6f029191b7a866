/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "psr-billing-error.h"
#include "psr-pricing.h"

static PsrDecimal
dec (const char *text)
{
  PsrDecimal value;

  g_assert_true (psr_decimal_parse (text, &value, NULL));

  return value;
}

#define assert_decimal(value, text) \
  G_STMT_START { \
    g_autofree char *shown_ = psr_decimal_to_string (value); \
    g_assert_cmpstr (shown_, ==, text); \
  } G_STMT_END

static PsrBillableLine *
add_line (PsrBillable *billable,
          const char  *quantity,
          const char  *price,
          const char  *discount,
          const char  *percent,
          const char  *agreed,
          const char  *vat)
{
  PsrBillableLine *line = psr_billable_add_line (billable);

  line->quantity = dec (quantity);
  line->unit_price = dec (price);
  line->discount = dec (discount);
  line->discount_percent = dec (percent);
  line->agreed = dec (agreed);
  line->vat_percent = dec (vat);

  return line;
}

static void
test_rounding (void)
{
  PsrDecimal amount;

  /* 0.3 × 3.34999… is under a half cent; by way of five places it wouldn't be. */
  g_assert_true (psr_pricing_multiply (dec ("0.33333"), dec ("0.01499"), &amount, NULL));
  assert_decimal (amount, "0");
  g_assert_true (psr_pricing_multiply (dec ("0.99999"), dec ("1.005"), &amount, NULL));
  assert_decimal (amount, "1");
  g_assert_true (psr_pricing_multiply (dec ("3"), dec ("19.99"), &amount, NULL));
  assert_decimal (amount, "59.97");
  g_assert_true (psr_pricing_multiply (dec ("-1"), dec ("0.005"), &amount, NULL));
  assert_decimal (amount, "-0.01");
  g_assert_true (psr_pricing_percent (dec ("10.5"), dec ("21"), &amount, NULL));
  assert_decimal (amount, "2.21");
  g_assert_false (psr_pricing_multiply (dec ("90000000"), dec ("90000000"), &amount, NULL));
}

static void
test_spread (void)
{
  PsrDecimal weights[3] = { dec ("1"), dec ("1"), dec ("1") };
  PsrDecimal shares[3];

  g_assert_true (psr_pricing_spread (dec ("10"), weights, shares, 3, NULL));
  assert_decimal (shares[0], "3.34");
  assert_decimal (shares[1], "3.33");
  assert_decimal (shares[2], "3.33");

  weights[0] = dec ("-5");
  weights[1] = dec ("0.01");
  weights[2] = dec ("99.99");
  g_assert_true (psr_pricing_spread (dec ("0.5"), weights, shares, 3, NULL));
  assert_decimal (shares[0], "0");
  assert_decimal (shares[1], "0");
  assert_decimal (shares[2], "0.5");

  weights[1] = weights[2] = dec ("0");
  g_assert_false (psr_pricing_spread (dec ("0.5"), weights, shares, 3, NULL));
  g_assert_true (psr_pricing_spread (dec ("0"), weights, shares, 3, NULL));
}

static void
test_spread_sums (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (20261124);

  for (guint round = 0; round < 20000; round++)
    {
      PsrDecimal weights[12], shares[12];
      gsize n = g_rand_int_range (rand, 1, 13);
      PsrDecimal amount = PSR_DECIMAL_INIT ((gint64) g_rand_int_range (rand, -100000, 100000) * 1000);
      gint64 total = 0, sum = 0;

      for (gsize i = 0; i < n; i++)
        {
          weights[i].units = (gint64) g_rand_int_range (rand, 0, 1000000) * 1000;
          total += weights[i].units;
        }

      if (total == 0)
        continue;

      g_assert_true (psr_pricing_spread (amount, weights, shares, n, NULL));

      for (gsize i = 0; i < n; i++)
        {
          __int128 exact = (__int128) amount.units * weights[i].units;
          __int128 given = (__int128) shares[i].units * total;
          __int128 away = exact > given ? exact - given : given - exact;

          sum += shares[i].units;
          g_assert_true (away < (__int128) 1000 * total);
          g_assert_cmpint (shares[i].units % 1000, ==, 0);
        }

      g_assert_cmpint (sum, ==, amount.units);
    }
}

static void
test_discounts (void)
{
  static const struct {
    const char *quantity, *price, *discount, *percent, *agreed;
    const char *sent_price, *sent_percent, *net;
  } cases[] = {
    /* none */
    { "3", "19.99", "0", "0", "59.97", "19.99", "0", "59.97" },
    /* in percent only */
    { "2", "50", "0", "10", "90", "50", "10", "90" },
    /* in percent, shown in money as well */
    { "2", "50", "5", "10", "90", "50", "10", "90" },
    /* in money only: never turned into a rounded percentage */
    { "3", "10", "0.333", "0", "29", "9.667", "0", "29" },
    { "7", "19.99", "0.12345", "0", "139.07", "19.86655", "0", "139.07" },
    /* in money, then in percent of the rest */
    { "1", "100", "10", "50", "45", "90", "50", "45" },
    /* the percentage was rounded when it was shown: the money counts */
    { "100", "9.99", "3.33", "33.33", "666", "6.66", "0", "666" },
    /* Wello may keep the total unrounded */
    { "0.75", "33.333", "0", "0", "24.99975", "33.333", "0", "25" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(PsrBillable) billable = psr_billable_new ();
      g_autoptr(PsrPricing) pricing = NULL;
      g_autoptr(GError) error = NULL;
      PsrPricedLine *line;

      add_line (billable, cases[i].quantity, cases[i].price, cases[i].discount, cases[i].percent,
                cases[i].agreed, "21");
      pricing = psr_pricing_new (billable, &error);
      g_assert_no_error (error);
      line = &g_array_index (pricing->lines, PsrPricedLine, 0);

      assert_decimal (line->unit_price, cases[i].sent_price);
      assert_decimal (line->discount_percent, cases[i].sent_percent);
      assert_decimal (line->net, cases[i].net);
      g_assert_false (line->is_exact);
    }
}

static void
test_unclear (void)
{
  g_autoptr(PsrBillable) billable = psr_billable_new ();
  g_autoptr(PsrPricing) pricing = NULL;
  g_autoptr(GError) error = NULL;

  add_line (billable, "1", "100", "0", "0", "90", "21");
  pricing = psr_pricing_new (billable, &error);
  g_assert_null (pricing);
  g_assert_error (error, PSR_BILLING_ERROR, PSR_BILLING_ERROR_BLOCKED);
}

static void
test_warranty (void)
{
  g_autoptr(PsrBillable) billable = psr_billable_new ();
  g_autoptr(PsrPricing) pricing = NULL;

  add_line (billable, "2", "80", "0", "0", "0", "21")->warranty = TRUE;
  pricing = psr_pricing_new (billable, NULL);
  assert_decimal (g_array_index (pricing->lines, PsrPricedLine, 0).unit_price, "0");
  assert_decimal (pricing->gross, "0");
}

static void
test_header_discount (void)
{
  g_autoptr(PsrBillable) billable = psr_billable_new ();
  g_autoptr(PsrPricing) pricing = NULL;
  PsrPricedLine *lines;

  add_line (billable, "1", "10", "0", "0", "10", "21");
  add_line (billable, "1", "10", "0", "10", "9", "21");
  add_line (billable, "1", "10", "0", "0", "10", "6");
  add_line (billable, "1", "10", "0", "0", "0", "21")->warranty = TRUE;
  billable->discount = dec ("1");

  pricing = psr_pricing_new (billable, NULL);
  lines = (PsrPricedLine *) (gpointer) pricing->lines->data;

  g_assert_true (lines[0].is_exact);
  assert_decimal (lines[0].discount_amount, "0.35");
  assert_decimal (lines[1].discount_amount, "1.31");
  assert_decimal (lines[2].discount_amount, "0.34");
  g_assert_false (lines[3].is_exact);
  assert_decimal (pricing->net, "28");
  /* 21 % of 9.65 + 8.69, 6 % of 9.66 */
  assert_decimal (pricing->vat, "4.43");
  assert_decimal (pricing->gross, "32.43");
}

/* Three lines whose own VAT would round up three times. */
static void
test_vat_once_per_rate (void)
{
  g_autoptr(PsrBillable) billable = psr_billable_new ();
  g_autoptr(PsrPricing) pricing = NULL;

  for (guint i = 0; i < 3; i++)
    add_line (billable, "1", "0.12", "0", "0", "0.12", "21");

  pricing = psr_pricing_new (billable, NULL);
  assert_decimal (pricing->net, "0.36");
  assert_decimal (pricing->vat, "0.08");
}

static void
test_quantity (void)
{
  g_autoptr(PsrBillable) billable = psr_billable_new ();
  g_autoptr(PsrPricing) pricing = NULL;
  PsrBillableLine *line = add_line (billable, "1.1", "60", "6", "10", "59.4", "21");

  g_assert_true (psr_pricing_set_quantity (line, dec ("1.25"), NULL));
  pricing = psr_pricing_new (billable, NULL);
  assert_decimal (pricing->net, "67.5");
  assert_decimal (g_array_index (pricing->lines, PsrPricedLine, 0).discount_percent, "10");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing/pricing/rounding", test_rounding);
  g_test_add_func ("/billing/pricing/spread", test_spread);
  g_test_add_func ("/billing/pricing/spread-sums", test_spread_sums);
  g_test_add_func ("/billing/pricing/discounts", test_discounts);
  g_test_add_func ("/billing/pricing/unclear", test_unclear);
  g_test_add_func ("/billing/pricing/warranty", test_warranty);
  g_test_add_func ("/billing/pricing/header-discount", test_header_discount);
  g_test_add_func ("/billing/pricing/vat-once-per-rate", test_vat_once_per_rate);
  g_test_add_func ("/billing/pricing/quantity", test_quantity);

  return g_test_run ();
}
