/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-price-rule.h"

/* Prices are written in cents. */
#define CENT(n) PSR_DECIMAL_INIT ((n) * 1000)
#define UNITS(n) PSR_DECIMAL_INIT ((n) * PSR_DECIMAL_SCALE)

typedef struct
{
  PsrPriceQuestion  question;
  GPtrArray        *lines;
} Case;

static gboolean
tell_vat (const char *vat_group,
          const char *tax_group,
          gpointer    data,
          PsrDecimal *percent)
{
  if (!g_str_equal (vat_group, "DOMESTIC") || !g_str_equal (tax_group, "VAT25"))
    return FALSE;

  *percent = UNITS (25);
  return TRUE;
}

static void
case_clear (Case *self)
{
  g_ptr_array_unref (self->lines);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

/* One piece of item 1000, which costs 100.00 on its card, today, for customer 10000. */
static Case
case_new (void)
{
  Case self = { 0 };

  self.question = (PsrPriceQuestion) {
    .item = "1000",
    .item_group = "RESALE",
    .tax_group = "VAT25",
    .card_price = CENT (10000),
    .variant = "",
    .unit = "PCS",
    .unit_quantity = UNITS (1),
    .quantity = UNITS (1),
    .currency = "",
    .date = "2026-06-15",
    .customer = "10000",
    .price_group = "RETAIL",
    .discount_group = "LARGE",
    .allows_discount = TRUE,
    .vat_func = tell_vat,
  };
  self.lines = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_bc_price_line_unref);

  return self;
}

/* A price for everybody, valid always. */
static PsrBcPriceLine *
add (Case   *self,
     gint64  cents)
{
  PsrBcPriceLine *line = g_atomic_rc_box_new0 (PsrBcPriceLine);

  line->list = g_strdup ("S1");
  line->number = self->lines->len + 1;
  line->source = PSR_BC_PRICE_ALL_CUSTOMERS;
  line->source_number = g_strdup ("");
  line->asset = PSR_BC_PRICE_ITEM;
  line->asset_number = g_strdup ("1000");
  line->variant = g_strdup ("");
  line->unit = g_strdup ("");
  line->currency = g_strdup ("");
  line->starting = g_strdup ("");
  line->ending = g_strdup ("");
  line->vat_group = g_strdup ("");
  line->has_price = TRUE;
  line->price = CENT (cents);
  line->allows_discount = TRUE;
  line->is_active = TRUE;
  line->is_sale = TRUE;
  g_ptr_array_add (self->lines, line);

  return line;
}

static PsrBcPriceLine *
add_for (Case             *self,
         PsrBcPriceSource  source,
         const char       *number,
         gint64            cents)
{
  PsrBcPriceLine *line = add (self, cents);

  line->source = source;
  g_set_str (&line->source_number, number);

  return line;
}

static PsrBcPriceLine *
add_discount (Case             *self,
              PsrBcPriceSource  source,
              const char       *number,
              gint64            percent)
{
  PsrBcPriceLine *line = add_for (self, source, number, 0);

  line->has_price = FALSE;
  line->has_discount = TRUE;
  line->discount = UNITS (percent);

  return line;
}

static PsrPriceVerdict
get_verdict (PsrPriceAnswer *answer,
             gint64          number)
{
  for (guint i = 0; i < answer->candidates->len; i++)
    {
      PsrPriceCandidate *one = &g_array_index (answer->candidates, PsrPriceCandidate, i);

      if (one->line->number == number)
        return one->verdict;
    }

  g_assert_not_reached ();
}

#define assert_net(self_, cents_)                                                     \
  G_STMT_START {                                                                      \
    g_autoptr (PsrPriceAnswer) net_ = psr_price_rule_answer (&(self_)->question, (self_)->lines); \
    g_assert_true (net_->is_known);                                                   \
    g_assert_cmpint (net_->net.units, ==, (cents_) * 1000);                           \
  } G_STMT_END

static void
test_card (void)
{
  g_auto (Case) self = case_new ();
  g_autoptr (PsrPriceAnswer) answer = NULL;

  answer = psr_price_rule_answer (&self.question, self.lines);
  g_assert_true (answer->is_known);
  g_assert_null (answer->line);
  g_assert_cmpint (answer->net.units, ==, 10000 * 1000);
  g_assert_cmpuint (answer->candidates->len, ==, 0);

  /* A line counts even where the card is cheaper. */
  add (&self, 12000);
  assert_net (&self, 12000);
}

static void
test_least (void)
{
  g_auto (Case) self = case_new ();
  g_autoptr (PsrPriceAnswer) answer = NULL;

  add (&self, 9500);
  add_for (&self, PSR_BC_PRICE_CUSTOMER, "10000", 9100);
  add_for (&self, PSR_BC_PRICE_GROUP, "retail", 9000);
  add_for (&self, PSR_BC_PRICE_GROUP, "OTHER", 10);
  add_for (&self, PSR_BC_PRICE_CUSTOMER, "20000", 10);
  add_for (&self, PSR_BC_PRICE_CONTACT, "CT1", 10);
  add_for (&self, PSR_BC_PRICE_OTHER, "V1", 10);

  answer = psr_price_rule_answer (&self.question, self.lines);
  g_assert_cmpint (answer->net.units, ==, 9000 * 1000);
  g_assert_cmpint (answer->line->number, ==, 3);
  g_assert_cmpint (get_verdict (answer, 1), ==, PSR_PRICE_DEARER);
  g_assert_cmpint (get_verdict (answer, 2), ==, PSR_PRICE_DEARER);
  g_assert_cmpint (get_verdict (answer, 3), ==, PSR_PRICE_WINS);
  g_assert_cmpint (get_verdict (answer, 4), ==, PSR_PRICE_OTHERS);
  g_assert_cmpint (get_verdict (answer, 5), ==, PSR_PRICE_OTHERS);
  g_assert_cmpint (get_verdict (answer, 6), ==, PSR_PRICE_UNKNOWN_SOURCE);
  g_assert_cmpint (get_verdict (answer, 7), ==, PSR_PRICE_OTHERS);
  g_assert_true (answer->is_doubtful);

  /* Nobody in particular has no price of a customer or a group. */
  self.question.customer = self.question.price_group = "";
  assert_net (&self, 9500);
}

static void
test_dates (void)
{
  g_auto (Case) self = case_new ();
  g_autoptr (PsrPriceAnswer) answer = NULL;

  g_set_str (&add (&self, 100)->starting, "2026-06-16");
  g_set_str (&add (&self, 200)->ending, "2026-06-14");
  g_set_str (&add (&self, 9900)->starting, "2026-06-15");
  g_set_str (&add (&self, 9800)->ending, "2026-06-15");
  add (&self, 300)->is_active = FALSE;
  add (&self, 400)->is_sale = FALSE;

  answer = psr_price_rule_answer (&self.question, self.lines);
  g_assert_cmpint (answer->line->number, ==, 4);
  g_assert_cmpint (get_verdict (answer, 1), ==, PSR_PRICE_NOT_YET);
  g_assert_cmpint (get_verdict (answer, 2), ==, PSR_PRICE_OVER);
  g_assert_cmpint (get_verdict (answer, 3), ==, PSR_PRICE_DEARER);
  g_assert_cmpint (get_verdict (answer, 5), ==, PSR_PRICE_INACTIVE);
  g_assert_cmpint (get_verdict (answer, 6), ==, PSR_PRICE_NO_SALE);
}

static void
test_quantity_and_unit (void)
{
  g_auto (Case) self = case_new ();
  PsrBcPriceLine *line;

  add (&self, 9000)->minimum = UNITS (2);
  assert_net (&self, 10000);
  self.question.quantity = UNITS (2);
  assert_net (&self, 9000);

  /* Of a box of twelve, one is twelve pieces, and a price of a piece is twelve times it. */
  self.question.quantity = UNITS (1);
  self.question.unit = "BOX";
  self.question.unit_quantity = UNITS (12);
  assert_net (&self, 12 * 9000);

  line = add (&self, 100000);
  g_set_str (&line->unit, "BOX");
  assert_net (&self, 100000);
  line->minimum = UNITS (2);
  assert_net (&self, 12 * 9000);

  self.question.unit = "PCS";
  self.question.unit_quantity = UNITS (1);
  assert_net (&self, 10000);
}

/* One in the currency beats a cheaper one in none, and so does one for the variant. */
static void
test_more_exact (void)
{
  g_auto (Case) self = case_new ();
  g_autoptr (PsrPriceAnswer) answer = NULL;
  PsrBcPriceLine *line;

  add (&self, 5000);
  g_set_str (&add (&self, 20000)->currency, "USD");
  g_set_str (&add (&self, 19000)->currency, "usd");
  g_set_str (&add (&self, 1)->currency, "GBP");
  assert_net (&self, 5000);

  self.question.currency = "USD";
  self.question.has_rate = TRUE;
  self.question.rate = PSR_DECIMAL_INIT (150000);
  answer = psr_price_rule_answer (&self.question, self.lines);
  g_assert_cmpint (answer->net.units, ==, 19000 * 1000);
  g_assert_cmpint (get_verdict (answer, 1), ==, PSR_PRICE_LESS_EXACT);
  g_assert_cmpint (get_verdict (answer, 2), ==, PSR_PRICE_DEARER);
  g_assert_cmpint (get_verdict (answer, 4), ==, PSR_PRICE_OTHER_CURRENCY);

  /* Where one says the currency, what can't be converted to it wouldn't have won. */
  self.question.has_rate = FALSE;
  g_clear_pointer (&answer, psr_price_answer_unref);
  answer = psr_price_rule_answer (&self.question, self.lines);
  g_assert_cmpint (answer->net.units, ==, 19000 * 1000);
  g_assert_cmpint (get_verdict (answer, 1), ==, PSR_PRICE_LESS_EXACT);
  g_assert_false (answer->is_doubtful);
  self.question.has_rate = TRUE;

  /* Without one in the currency, it is converted. */
  g_ptr_array_set_size (self.lines, 1);
  assert_net (&self, 7500);
  self.question.has_rate = FALSE;
  g_clear_pointer (&answer, psr_price_answer_unref);
  answer = psr_price_rule_answer (&self.question, self.lines);
  g_assert_false (answer->is_known);
  g_assert_cmpint (get_verdict (answer, 1), ==, PSR_PRICE_UNKNOWN_RATE);

  self.question.currency = "";
  line = add (&self, 8000);
  g_set_str (&line->variant, "RED");
  assert_net (&self, 5000);
  self.question.variant = "RED";
  assert_net (&self, 8000);
}

static void
test_vat (void)
{
  g_auto (Case) self = case_new ();
  g_autoptr (PsrPriceAnswer) answer = NULL;
  PsrBcPriceLine *line = add (&self, 10000);

  line->includes_vat = TRUE;
  g_set_str (&line->vat_group, "DOMESTIC");
  assert_net (&self, 8000);
  add (&self, 8100);
  assert_net (&self, 8000);
  answer = psr_price_rule_answer (&self.question, self.lines);
  g_assert_cmpint (get_verdict (answer, 1), ==, PSR_PRICE_WINS);
  g_assert_false (answer->is_doubtful);
  g_clear_pointer (&answer, psr_price_answer_unref);

  g_set_str (&line->vat_group, "EXPORT");
  answer = psr_price_rule_answer (&self.question, self.lines);
  g_assert_cmpint (answer->net.units, ==, 8100 * 1000);
  g_assert_cmpint (get_verdict (answer, 1), ==, PSR_PRICE_UNKNOWN_VAT);
  g_assert_true (answer->is_doubtful);
}

/* Whether an item belongs to a group isn't known to everybody. */
static void
test_unknown_group (void)
{
  g_auto (Case) self = case_new ();
  g_autoptr (PsrPriceAnswer) answer = NULL;
  PsrBcPriceLine *line = add_discount (&self, PSR_BC_PRICE_ALL_CUSTOMERS, "", 10);

  line->asset = PSR_BC_PRICE_ITEM_GROUP;
  g_set_str (&line->asset_number, "RESALE");
  assert_net (&self, 9000);

  self.question.item_group = NULL;
  answer = psr_price_rule_answer (&self.question, self.lines);
  g_assert_cmpint (answer->net.units, ==, 10000 * 1000);
  g_assert_true (answer->is_known && answer->is_doubtful);
  g_assert_cmpint (get_verdict (answer, 1), ==, PSR_PRICE_UNKNOWN_GROUP);
}

static void
test_discount (void)
{
  g_auto (Case) self = case_new ();
  g_autoptr (PsrPriceAnswer) answer = NULL;
  PsrBcPriceLine *line;

  add_discount (&self, PSR_BC_PRICE_ALL_CUSTOMERS, "", 5);
  add_discount (&self, PSR_BC_PRICE_DISCOUNT_GROUP, "LARGE", 10);
  add_discount (&self, PSR_BC_PRICE_GROUP, "RETAIL", 90);
  line = add_discount (&self, PSR_BC_PRICE_CUSTOMER, "10000", 8);
  line->asset = PSR_BC_PRICE_ITEM_GROUP;
  g_set_str (&line->asset_number, "RESALE");
  assert_net (&self, 9000);

  answer = psr_price_rule_answer (&self.question, self.lines);
  g_assert_cmpint (answer->discount.units, ==, UNITS (10).units);
  g_assert_cmpint (get_verdict (answer, 1), ==, PSR_PRICE_LESS_DISCOUNT);
  g_assert_cmpint (get_verdict (answer, 2), ==, PSR_PRICE_DISCOUNTS);
  g_assert_cmpint (get_verdict (answer, 3), ==, PSR_PRICE_OTHERS);
  g_assert_cmpint (get_verdict (answer, 4), ==, PSR_PRICE_LESS_DISCOUNT);

  /* 92.00 without discounts is more than 95.00 with 10 %. */
  add (&self, 9200)->allows_discount = FALSE;
  add (&self, 9500);
  assert_net (&self, 8550);

  /* Who gets none gets none, where no line says the price. */
  self.question.allows_discount = FALSE;
  assert_net (&self, 8550);
  g_ptr_array_set_size (self.lines, 4);
  assert_net (&self, 10000);
  self.question.allows_discount = TRUE;

  add (&self, 8000)->allows_discount = FALSE;
  g_clear_pointer (&answer, psr_price_answer_unref);
  answer = psr_price_rule_answer (&self.question, self.lines);
  g_assert_cmpint (answer->net.units, ==, 8000 * 1000);
  g_assert_cmpint (answer->discount.units, ==, 0);
  g_assert_null (answer->discount_line);
  g_assert_cmpint (get_verdict (answer, 2), ==, PSR_PRICE_NO_DISCOUNTS);
}

/* A source's prices of all items count only for those of which it says none. */
static void
test_all_items (void)
{
  g_auto (Case) self = case_new ();
  g_autoptr (PsrPriceAnswer) answer = NULL;

  g_set_str (&add_for (&self, PSR_BC_PRICE_CUSTOMER, "10000", 100)->asset_number, "");
  assert_net (&self, 100);

  add (&self, 9000);
  assert_net (&self, 100);

  add_for (&self, PSR_BC_PRICE_CUSTOMER, "10000", 9500);
  answer = psr_price_rule_answer (&self.question, self.lines);
  g_assert_cmpint (answer->net.units, ==, 9000 * 1000);
  g_assert_cmpint (get_verdict (answer, 1), ==, PSR_PRICE_LESS_SPECIFIC);

  /* One of a project is none of an item, nor is one of a resource. */
  add (&self, 1)->asset = PSR_BC_PRICE_NO_ITEM;
  assert_net (&self, 9000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/price-rule/card", test_card);
  g_test_add_func ("/price-rule/least", test_least);
  g_test_add_func ("/price-rule/dates", test_dates);
  g_test_add_func ("/price-rule/quantity-and-unit", test_quantity_and_unit);
  g_test_add_func ("/price-rule/more-exact", test_more_exact);
  g_test_add_func ("/price-rule/vat", test_vat);
  g_test_add_func ("/price-rule/discount", test_discount);
  g_test_add_func ("/price-rule/unknown-group", test_unknown_group);
  g_test_add_func ("/price-rule/all-items", test_all_items);

  return g_test_run ();
}
