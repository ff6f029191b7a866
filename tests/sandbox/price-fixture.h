/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bc-fixture.h"

#define LINES "al.priceListLines"

static inline SbxDecimal
decimal (const char *text)
{
  SbxDecimal value;

  g_assert_true (sbx_decimal_parse (text, &value));
  return value;
}

static inline void
set_word (SbxRow     *row,
          const char *name,
          const char *value)
{
  static const char *const texts[][2] = {
    { "source", "sourceType" }, { "of", "sourceNumber" }, { "currency", "currencyCode" }, { "variant", "variantCode" },
    { "unit", "unitCode" }, { "status", "status" }, { "type", "priceType" }, { "amount", "amountType" }, { "item", "assetNumber" },
    { "asset", "assetType" }, { "code", "priceListCode" },
  };
  static const char *const numbers[][2] = { { "price", "unitPrice" }, { "discount", "lineDiscountPercent" }, { "min", "minimumQuantity" } };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if (strcmp (texts[i][0], name) == 0)
        {
          sbx_row_set_text (row, texts[i][1], value);
          return;
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      if (strcmp (numbers[i][0], name) == 0)
        {
          sbx_row_set_decimal (row, numbers[i][1], decimal (value));
          return;
        }
    }
  if (strcmp (name, "start") == 0)
    sbx_row_set_int (row, "startingDate", sbx_date_add_days (sbx_today (), atoi (value)));
  else if (strcmp (name, "end") == 0)
    sbx_row_set_int (row, "endingDate", sbx_date_add_days (sbx_today (), atoi (value)));
  else if (strcmp (name, "vat") == 0)
    {
      sbx_row_set_int (row, "priceIncludesVat", TRUE);
      sbx_row_set_text (row, "vatBusPostingGroup", value);
    }
  else if (strcmp (name, "allow") == 0)
    sbx_row_set_int (row, "allowLineDiscount", strcmp (value, "yes") == 0);
  else
    g_error ("%s?", name);
}

/* An active sales price for all customers and PUMP that allows discounts, but for what the words say. */
static inline SbxRow *
add_line (Fixture    *f,
          const char *words)
{
  SbxTable *table = sbx_bc_table (f->bc, LINES);
  SbxRow *row = sbx_row_new (table);
  g_auto (GStrv) list = g_strsplit (words, " ", -1);

  sbx_row_set_text (row, "priceListCode", "S00001");
  sbx_row_set_int (row, "lineNumber", 10000 * (sbx_table_size (table) + 1));
  sbx_row_set_text (row, "status", "Active");
  sbx_row_set_text (row, "priceType", "Sale");
  sbx_row_set_text (row, "sourceType", "All_x0020_Customers");
  sbx_row_set_text (row, "assetType", "Item");
  sbx_row_set_text (row, "assetNumber", "PUMP");
  sbx_row_set_text (row, "amountType", "Price");
  sbx_row_set_int (row, "allowLineDiscount", TRUE);
  for (guint i = 0; list[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (list[i], "=", 2);

      set_word (row, pair[0], pair[1]);
    }
  return sbx_table_insert (table, row);
}

static inline void
add_lines (Fixture           *f,
           const char *const *lines)
{
  SbxTable *table = sbx_bc_table (f->bc, LINES);

  for (guint i = sbx_table_end (table); i > 0; i--)
    {
      if (sbx_table_at (table, i - 1) != NULL)
        sbx_table_remove (table, sbx_table_at (table, i - 1));
    }
  for (guint i = 0; lines[i] != NULL; i++)
    add_line (f, lines[i]);
}

/* What a line of a new document costs: its unit price and discount. line: its own members. */
static inline void
expect (Fixture    *f,
        const char *set,
        const char *header,
        const char *line,
        const char *price,
        const char *percent)
{
  g_autofree char *lines = g_strdup_printf ("%.*sLines", (int) strlen (set) - 1, set);
  g_autofree char *target = g_strdup_printf ("%s?$expand=%s", set, lines);
  g_autofree char *body = g_strdup_printf ("{%s,\"%s\":[{\"lineType\":\"Item\",%s}]}", header, lines, line);
  JsonObject *document = call (f, "POST", target, body);

  if (f->status != 201)
    g_error ("%s", f->text);
  assert_number (line_at (document, lines, 0), "unitPrice", price);
  assert_number (line_at (document, lines, 0), "discountPercent", percent);
}

#define ANYBODY "\"customerNumber\":\"10000\""
#define DOLLARS ANYBODY ",\"currencyCode\":\"USD\""
#define PUMP "\"lineObjectNumber\":\"PUMP\",\"quantity\":1"
