/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-prices"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-cli-progress.h"
#include "psr-cli-table.h"
#include "psr-cli.h"
#include "psr-price-view.h"
#include "psr-price-words.h"
#include "psr-timestamp.h"

static void
print_lines (const PsrPriceView *view)
{
  g_autoptr(PsrCliTable) table = psr_cli_table_new ();

  psr_cli_table_add_column (table, _("Price list"), FALSE);
  psr_cli_table_add_column (table, _("Line"), TRUE);
  psr_cli_table_add_column (table, _("For"), FALSE);
  psr_cli_table_add_column (table, _("Says"), FALSE);
  psr_cli_table_add_column (table, C_("days of a price", "When"), FALSE);
  psr_cli_table_add_column (table, _("Result"), FALSE);

  for (guint i = 0; i < view->answer->candidates->len; i++)
    {
      const PsrPriceCandidate *one = &g_array_index (view->answer->candidates, PsrPriceCandidate, i);

      psr_cli_table_set_cell (table, one->line->list);
      psr_cli_table_take_cell (table, g_strdup_printf ("%" G_GINT64_FORMAT, one->line->number));
      psr_cli_table_take_cell (table, psr_price_words_dup_source (one->line));
      psr_cli_table_take_cell (table, psr_price_words_dup_amount (one->line));
      psr_cli_table_take_cell (table, psr_price_words_dup_conditions (one->line));
      psr_cli_table_set_cell (table, psr_price_verdict_get_words (one->verdict));
    }

  if (psr_cli_table_get_n_rows (table) > 0)
    {
      g_print ("\n");
      psr_cli_table_print (table);
    }
}

static void
print_text (const PsrPriceView *view)
{
  g_auto(GStrv) sentences = psr_price_words_dup_sentences (view);

  g_print ("%s  %s\n", view->item_number, view->item_name);
  if (*view->customer_number != '\0')
    g_print ("%s  %s\n", view->customer_number, view->customer_name);
  for (gsize i = 0; sentences[i] != NULL; i++)
    g_print ("%s\n", sentences[i]);

  print_lines (view);

  if (!view->has_lists)
    g_print ("\n%s\n", psr_price_words_get_no_lists ());
}

static void
add_json_line (PsrJsonWriter           *writer,
               const PsrPriceCandidate *one)
{
  const PsrBcPriceLine *line = one->line;

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "priceList", line->list);
  psr_json_writer_add_int64 (writer, "line", line->number);
  psr_json_writer_add_string (writer, "source", psr_price_words_get_source_word (line->source));
  psr_json_writer_add_string (writer, "sourceNumber", line->source_number);
  psr_json_writer_add_string (writer, "currency", line->currency);
  psr_json_writer_add_string (writer, "unit", line->unit);
  psr_json_writer_add_string (writer, "variant", line->variant);
  psr_json_writer_add_string (writer, "startingDate", line->starting);
  psr_json_writer_add_string (writer, "endingDate", line->ending);
  psr_json_writer_add_decimal (writer, "minimumQuantity", line->minimum);
  if (line->has_price)
    psr_json_writer_add_decimal (writer, "unitPrice", line->price);
  if (line->has_discount)
    psr_json_writer_add_decimal (writer, "lineDiscountPercent", line->discount);
  psr_json_writer_add_boolean (writer, "priceIncludesVat", line->includes_vat);
  psr_json_writer_add_string (writer, "result", psr_price_verdict_to_string (one->verdict));
  psr_json_writer_end_object (writer);
}

static void
print_json (const PsrPriceView *view)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();
  const PsrPriceAnswer *answer = view->answer;

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "item", view->item_number);
  psr_json_writer_add_string (writer, "unit", view->unit);
  psr_json_writer_add_string (writer, "customer", view->customer_number);
  psr_json_writer_add_string (writer, "billTo", view->bill_to);
  psr_json_writer_add_string (writer, "priceGroup", view->price_group);
  psr_json_writer_add_string (writer, "currency", view->currency);
  psr_json_writer_add_string (writer, "date", view->date);
  psr_json_writer_add_decimal (writer, "quantity", view->quantity);
  psr_json_writer_add_boolean (writer, "known", answer->is_known);
  psr_json_writer_add_boolean (writer, "doubtful", answer->is_doubtful);
  if (answer->is_known)
    {
      psr_json_writer_add_decimal (writer, "unitPrice", answer->price);
      psr_json_writer_add_decimal (writer, "lineDiscountPercent", answer->discount);
      psr_json_writer_add_decimal (writer, "netPrice", answer->net);
      psr_json_writer_add_string (writer, "from", answer->line != NULL ? "price-list" : "item");
    }
  psr_json_writer_member (writer, "lines");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < answer->candidates->len; i++)
    add_json_line (writer, &g_array_index (answer->candidates, PsrPriceCandidate, i));
  psr_json_writer_end_array (writer);
  psr_json_writer_end_object (writer);
  psr_cli_print_json (writer);
}

/**
 * psr_cli_run_prices:
 * @cli: what all commands share
 * @n_words: how many words there are
 * @words: (array length=n_words): the words
 *
 * `prices explain`: says what an item costs, and why.
 *
 * Returns: the exit status
 */
int
psr_cli_run_prices (PsrCli  *cli,
                    int      n_words,
                    char   **words)
{
  g_autofree char *date = NULL;
  g_autofree char *quantity = NULL;
  PsrDecimal many = PSR_DECIMAL_INIT (PSR_DECIMAL_SCALE);
  const GOptionEntry entries[] = {
    { "date", 0, 0, G_OPTION_ARG_STRING, &date, N_("The day, instead of today"), "YYYY-MM-DD" },
    { "quantity", 0, 0, G_OPTION_ARG_STRING, &quantity, N_("How many are bought, instead of one"), N_("COUNT") },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(PsrPriceView) view = NULL;
  g_autoptr(GError) error = NULL;

  if (!psr_cli_parse (cli, psr_cli_find_command ("prices"), entries, &n_words, &words))
    return PSR_CLI_USAGE;

  if (n_words < 3 || n_words > 4 || strcmp (words[1], "explain") != 0 || *words[2] == '\0')
    return psr_cli_fail_usage (cli, "prices", _("Write “explain”, the number of an item and, if wanted, that of a customer."));
  if (date != NULL && !psr_date_is_valid (date))
    return psr_cli_fail_usage (cli, "prices", _("Write the date as YYYY-MM-DD."));
  if (quantity != NULL && (!psr_decimal_parse (quantity, &many, NULL) || psr_decimal_compare (many, psr_decimal_zero ()) <= 0))
    return psr_cli_fail_usage (cli, "prices", _("Write the quantity as a number above zero."));
  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);

  view = dex_await_boxed (psr_engine_explain_price (cli->engine, words[2], n_words == 4 ? words[3] : NULL, date, many), &error);
  psr_cli_progress_clear ();
  if (view == NULL)
    return psr_cli_fail (cli, error);

  if (cli->json)
    print_json (view);
  else
    print_text (view);

  return PSR_CLI_OK;
}
