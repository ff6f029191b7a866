/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-cli-prices"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-cli-progress.h"
#include "psr-cli-table.h"
#include "psr-cli.h"
#include "psr-price-view.h"
#include "psr-timestamp.h"

#define PLACES 2

/* At least two decimal places, and no more than there are. */
static char *
dup_money (PsrDecimal value)
{
  if (psr_decimal_equal (psr_decimal_round (value, PLACES), value))
    return psr_cli_dup_fixed (value, PLACES);

  return psr_cli_dup_number (value);
}

static const char *
get_source_word (PsrBcPriceSource source)
{
  static const char * const words[] = {
    [PSR_BC_PRICE_ALL_CUSTOMERS] = "all-customers",
    [PSR_BC_PRICE_CUSTOMER] = "customer",
    [PSR_BC_PRICE_GROUP] = "price-group",
    [PSR_BC_PRICE_DISCOUNT_GROUP] = "discount-group",
    [PSR_BC_PRICE_CONTACT] = "contact",
    [PSR_BC_PRICE_CAMPAIGN] = "campaign",
    [PSR_BC_PRICE_OTHER] = "other",
  };

  return words[source];
}

static char *
dup_source (const PsrBcPriceLine *line)
{
  switch (line->source)
    {
    case PSR_BC_PRICE_ALL_CUSTOMERS:
      return g_strdup (_("all customers"));
    case PSR_BC_PRICE_CUSTOMER:
      return g_strdup_printf (_("customer %s"), line->source_number);
    case PSR_BC_PRICE_GROUP:
      return g_strdup_printf (_("price group %s"), line->source_number);
    case PSR_BC_PRICE_DISCOUNT_GROUP:
      return g_strdup_printf (_("discount group %s"), line->source_number);
    case PSR_BC_PRICE_CONTACT:
      return g_strdup_printf (_("contact %s"), line->source_number);
    case PSR_BC_PRICE_CAMPAIGN:
      return g_strdup_printf (_("campaign %s"), line->source_number);
    case PSR_BC_PRICE_OTHER:
    default:
      return g_strdup (_("something else"));
    }
}

/* What a line says: a price, a discount, or both. */
static char *
dup_amount (const PsrBcPriceLine *line)
{
  g_autofree char *price = dup_money (line->price);
  g_autofree char *discount = psr_cli_dup_number (line->discount);
  g_autofree char *money = g_strdup_printf ("%s%s%s%s", price, *line->currency != '\0' ? " " : "", line->currency,
                                            line->includes_vat ? _(" with VAT") : "");

  if (line->has_price && (!line->has_discount || psr_decimal_is_zero (line->discount)))
    return g_steal_pointer (&money);
  if (!line->has_price)
    return g_strdup_printf (_("%s %% off"), discount);

  return g_strdup_printf (_("%s, %s %% off"), money, discount);
}

static char *
dup_conditions (const PsrBcPriceLine *line)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *minimum = psr_cli_dup_number (line->minimum);

  if (!psr_decimal_is_zero (line->minimum))
    g_string_append_printf (text, _("from %s %s"), minimum, line->unit);
  else
    g_string_append (text, line->unit);
  if (*line->variant != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", line->variant);
  if (*line->starting != '\0' || *line->ending != '\0')
    g_string_append_printf (text, "%s%s – %s", text->len > 0 ? " " : "", line->starting, line->ending);

  return g_string_free_and_steal (g_steal_pointer (&text));
}

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
      psr_cli_table_take_cell (table, dup_source (one->line));
      psr_cli_table_take_cell (table, dup_amount (one->line));
      psr_cli_table_take_cell (table, dup_conditions (one->line));
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
  const PsrPriceAnswer *answer = view->answer;
  g_autofree char *net = dup_money (answer->net);
  g_autofree char *price = dup_money (answer->price);
  g_autofree char *discount = psr_cli_dup_number (answer->discount);

  g_print ("%s  %s\n", view->item_number, view->item_name);
  if (*view->customer_number != '\0')
    g_print ("%s  %s\n", view->customer_number, view->customer_name);
  if (*view->bill_to != '\0' && strcmp (view->bill_to, view->customer_number) != 0)
    g_print (_("Invoices go to %s, so its prices count.\n"), view->bill_to);
  if (*view->price_group != '\0')
    g_print (_("Price group %s\n"), view->price_group);

  if (!answer->is_known)
    g_print (_("%s: the price isn’t known: VAT is in it, or it is in another currency, at an exchange rate that isn’t known.\n"), view->date);
  else if (psr_decimal_is_zero (answer->discount))
    g_print (_("%s: one %s costs %s %s without VAT.\n"), view->date, view->unit, net, view->currency);
  else
    g_print (_("%s: one %s costs %s %s without VAT: %s less %s %%.\n"), view->date, view->unit, net, view->currency, price, discount);

  if (answer->is_known && answer->line == NULL)
    g_print (_("The price is the one on the item’s card.\n"));

  if (answer->is_doubtful)
    g_print (_("A line that can’t be judged from here may count, so that Business Central may say another price.\n"));

  print_lines (view);

  if (!view->has_lists)
    g_print (_("\nNo price list is read: name a published web service as “Lines” under [Prices] in the profile.\n"));
}

static void
add_json_line (PsrJsonWriter           *writer,
               const PsrPriceCandidate *one)
{
  const PsrBcPriceLine *line = one->line;

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "priceList", line->list);
  psr_json_writer_add_int64 (writer, "line", line->number);
  psr_json_writer_add_string (writer, "source", get_source_word (line->source));
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
  const GOptionEntry entries[] = {
    { "date", 0, 0, G_OPTION_ARG_STRING, &date, N_("The day, instead of today"), "YYYY-MM-DD" },
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
  if (psr_cli_open (cli, &error) == NULL)
    return psr_cli_fail (cli, error);

  view = dex_await_boxed (psr_engine_explain_price (cli->engine, words[2], n_words == 4 ? words[3] : NULL, date), &error);
  psr_cli_progress_clear ();
  if (view == NULL)
    return psr_cli_fail (cli, error);

  if (cli->json)
    print_json (view);
  else
    print_text (view);

  return PSR_CLI_OK;
}
