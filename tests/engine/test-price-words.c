/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "psr-json.h"
#include "psr-order-exact.h"
#include "psr-price-words.h"

/* What a line of a document costs, where that comes from, and what is said of it. */

static PsrDecimal
decimal (const char *text)
{
  PsrDecimal value;

  g_assert_true (psr_decimal_parse (text, &value, NULL));

  return value;
}

/* One line of an item, by the price that Business Central has and that was predicted. */
static PsrOrderView *
make_order (PsrBcDocumentKind  kind,
            gboolean           gross,
            const char        *price,
            const char        *net,
            const char        *predicted)
{
  static const char * const lines[] = { "salesInvoiceLines", "salesOrderLines", "salesQuoteLines" };
  g_autofree char *text = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(PsrBcDocument) made = NULL;
  g_autoptr(GError) error = NULL;
  PsrOrderView *view;
  PsrOrderLine *line;

  text = g_strdup_printf ("{\"id\":\"9c1d0000-7b2d-ef11-8409-6045bde9ca0b\",\"number\":\"1\",\"customerNumber\":\"C1\",\"status\":\"Draft\",%s"
                          "\"%s\":[{\"id\":\"a1b20000-7b2d-ef11-8409-6045bde9ca0b\",\"sequence\":10000,\"lineType\":\"Item\","
                          "\"lineObjectNumber\":\"P1\",\"description\":\"Pump\",\"unitOfMeasureCode\":\"PCS\",\"quantity\":1,"
                          "\"unitPrice\":%s,\"discountAmount\":0,\"taxPercent\":21,\"amountExcludingTax\":%s,\"netAmount\":%s}]}",
                          kind == PSR_BC_DOCUMENT_QUOTE ? "" : gross ? "\"pricesIncludeTax\":true," : "\"pricesIncludeTax\":false,",
                          lines[kind], price, net, net);
  bytes = g_bytes_new (text, strlen (text));
  node = psr_json_parse (bytes, &error);
  g_assert_no_error (error);
  made = psr_bc_document_from_json (kind, json_node_get_object (node), &error);
  g_assert_no_error (error);

  view = psr_order_view_new (psr_work_order_new ());
  line = psr_order_view_add_line (view, "P1", "Pump");
  line->price = decimal (predicted);
  line->price_from = PSR_ORDER_PRICE_WELLO;
  g_set_str (&line->price_source, "Wello");
  psr_order_exact_take (view, made);

  return view;
}

static const PsrOrderLine *
get_line (PsrOrderView *view)
{
  return view->lines->pdata[0];
}

/* Where prices include VAT, that is taken off before anything is said of them. */
static void
test_with_vat (void)
{
  static const struct
  {
    PsrBcDocumentKind kind;
    gboolean          gross;
    const char       *price;
    const char       *net;
    const char       *predicted;
    PsrOrderPrice     from;
    const char       *shown;
  } cases[] = {
    { PSR_BC_DOCUMENT_INVOICE, FALSE, "10.74", "10.74", "10.74", PSR_ORDER_PRICE_WELLO, "10.74" },
    { PSR_BC_DOCUMENT_INVOICE, FALSE, "10.75", "10.75", "10.74", PSR_ORDER_PRICE_BC, "10.75" },
    { PSR_BC_DOCUMENT_INVOICE, TRUE, "12.9954", "10.74", "10.74", PSR_ORDER_PRICE_WELLO, "10.74" },
    /* Rounded to cents there. */
    { PSR_BC_DOCUMENT_INVOICE, TRUE, "13.00", "10.74", "10.74", PSR_ORDER_PRICE_WELLO, "10.74" },
    { PSR_BC_DOCUMENT_ORDER, TRUE, "13.00", "10.74", "10.74", PSR_ORDER_PRICE_WELLO, "10.74" },
    { PSR_BC_DOCUMENT_ORDER, TRUE, "13.31", "11.00", "10.74", PSR_ORDER_PRICE_BC, "11" },
    /* The figures are those of one without VAT, which isn't the price that is said. */
    { PSR_BC_DOCUMENT_INVOICE, TRUE, "10.74", "8.88", "10.74", PSR_ORDER_PRICE_BC, "8.87603" },
    { PSR_BC_DOCUMENT_QUOTE, TRUE, "12.9954", "10.74", "10.74", PSR_ORDER_PRICE_WELLO, "10.74" },
    { PSR_BC_DOCUMENT_QUOTE, FALSE, "12.9954", "13.00", "10.74", PSR_ORDER_PRICE_QUOTE, "12.9954" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(PsrOrderView) view = make_order (cases[i].kind, cases[i].gross, cases[i].price, cases[i].net, cases[i].predicted);
      g_autofree char *shown = psr_decimal_to_string (get_line (view)->price);

      g_test_message ("case %u", i);
      g_assert_cmpuint (view->lines->len, ==, 1);
      g_assert_cmpint (get_line (view)->price_from, ==, cases[i].from);
      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
}

static PsrPriceView *
make_price (const char *price)
{
  PsrPriceView *view = psr_price_view_new ();

  view->item_number = g_strdup ("P1");
  view->item_name = g_strdup ("Pump");
  view->unit = g_strdup ("PCS");
  view->customer_number = g_strdup ("C1");
  view->customer_name = g_strdup ("");
  view->bill_to = g_strdup ("");
  view->price_group = g_strdup ("");
  view->currency = g_strdup ("EUR");
  view->date = g_strdup ("2026-11-27");
  view->quantity = decimal ("1");
  view->answer = psr_price_answer_new ();
  view->answer->is_known = TRUE;
  view->answer->price = decimal (price);
  view->answer->net = decimal (price);

  return view;
}

static char *
dup_document (PsrPriceView *price,
              PsrOrderView *order)
{
  g_auto(GStrv) sentences = psr_price_words_dup_document (price, order, get_line (order));

  return g_strjoinv ("\n", sentences);
}

/* The price that is reckoned is without VAT, as the line's then is. */
static void
test_reckoned (void)
{
  g_autoptr(PsrOrderView) order = make_order (PSR_BC_DOCUMENT_ORDER, TRUE, "13.31", "11.00", "10.74");
  g_autoptr(PsrPriceView) same = make_price ("11");
  g_autoptr(PsrPriceView) other = make_price ("13.31");
  g_autofree char *of_same = dup_document (same, order);
  g_autofree char *of_other = dup_document (other, order);

  g_assert_nonnull (strstr (of_same, "one costs 11.00"));
  g_assert_nonnull (strstr (of_same, "Business Central took it from the item’s card."));
  g_assert_nonnull (strstr (of_other, "It isn’t the price that is reckoned here"));
}

/* Where another line may count, nobody knows which one did. */
static void
test_doubtful (void)
{
  g_autoptr(PsrOrderView) order = make_order (PSR_BC_DOCUMENT_INVOICE, FALSE, "11.00", "11.00", "10.74");
  g_autoptr(PsrPriceView) price = make_price ("11");
  g_autofree char *text = NULL;

  price->answer->is_doubtful = TRUE;
  text = dup_document (price, order);
  g_assert_null (strstr (text, "took it from"));
  g_assert_nonnull (strstr (text, "It is the price on the item’s card."));
}

/* A box isn't a piece. */
static void
test_unit (void)
{
  g_autoptr(PsrOrderView) order = make_order (PSR_BC_DOCUMENT_INVOICE, FALSE, "11.00", "11.00", "10.74");
  g_autoptr(PsrPriceView) price = make_price ("11");
  g_autofree char *before = dup_document (price, order);
  g_autofree char *after = NULL;

  g_assert_true (psr_price_words_has_unit (price, get_line (order)));
  g_assert_null (strstr (before, "counts in"));
  g_set_str (&((PsrOrderLine *) order->lines->pdata[0])->unit, "BOX");
  g_assert_false (psr_price_words_has_unit (price, get_line (order)));
  after = dup_document (price, order);
  g_assert_nonnull (strstr (after, "The line counts in BOX"));
  g_assert_null (strstr (after, "took it from"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/price-words/with-vat", test_with_vat);
  g_test_add_func ("/engine/price-words/reckoned", test_reckoned);
  g_test_add_func ("/engine/price-words/doubtful", test_doubtful);
  g_test_add_func ("/engine/price-words/unit", test_unit);

  return g_test_run ();
}
