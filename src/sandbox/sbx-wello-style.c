/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-wello-style"

#include "sbx-wello-private.h"

#include <string.h>

/* How rows are written. */

void
sbx_wello_style_init (SbxWelloStyle *style,
                      SbxWello      *wello,
                      SbxWelloSet   *set,
                      gboolean       view)
{
  style->wello = wello;
  style->set = set;
  style->view = view;
  style->omit_helpers = sbx_options_is (wello->options, "wello.helpers-on-read", "omitted");
  style->country_text = sbx_options_is (wello->options, "wello.country-code-on-read", "text");
  style->status_null = sbx_options_is (wello->options, "wello.sales-status-on-read", "null");
  style->long_dates = sbx_options_is (wello->options, "wello.dates", "long");
  style->with_vat = sbx_options_is (wello->options, "wello.total-amount", "with-vat");
  style->discount_amount = sbx_options_is (wello->options, "wello.header-discount", "amount");
  style->round_quantity = sbx_options_is (wello->options, "wello.quantity", "round");
}

/* The samples of the reference pages have seven digits and an offset; other pages have up to three and Z. */
static void
write_long_date (gint64   usec,
                 GString *out)
{
  g_autofree char *text = sbx_datetime_to_string (usec, SBX_DIALECT_WELLO);
  char *dot = strchr (text, '.');
  const char *digits = dot != NULL ? dot + 1 : "";
  int length = (int) strcspn (digits, "Z");

  g_string_append_printf (out, "\"%.19s.%.*s%.*s+00:00\"", text, length, digits, 7 - length, "0000000");
}

static void
write_value (const SbxProperty *property,
             SbxValue           value,
             gboolean           long_dates,
             GString           *out)
{
  if (long_dates && property->type == SBX_TYPE_DATETIME)
    write_long_date (value.integer, out);
  else
    sbx_value_write_json (property, value, SBX_DIALECT_WELLO, out);
}

static void
write_column (SbxRow     *row,
              const char *name,
              gboolean    long_dates,
              GString    *out)
{
  int column = sbx_row_column (row, name);

  sbx_json_append_member (out, name);
  write_value (sbx_schema_property (sbx_table_get_schema (row->table), column), row->values[column], long_dates, out);
}

static void
write_decimal (const char *name,
               SbxDecimal  value,
               GString    *out)
{
  sbx_json_append_member (out, name);
  sbx_decimal_append (out, value);
}

/* Wello, ResourceModel invoice_details_view: total_vat = vat_value * quantity_decimal; total_line = quantity * (article_price -
 * discount), without VAT, unlike that of InvoiceDetails; total_line_with_vat = total_line + total_vat. The view has
 * neither the whole number quantity nor the stock location. */
void
sbx_wello_write_line (SbxRow  *line,
                      gboolean long_dates,
                      GString *out)
{
  static const char *const before[] = {
    "id", "invoice_id", "article_id", "article_name", "article_description", "article_code", "line_num", "quantity_decimal", "article_price",
    "discount", "vat_rate", "vat_value",
  };
  static const char *const after[] = {
    "source_db_table_name", "source_id_in_table", "serial_number", "no_warranty_reason", "is_under_warranty", "discount_percentage",
    "cost_price", "company_vat_id", "company_vat_code", "modified_dateutc",
  };
  SbxDecimal quantity = sbx_row_decimal (line, "quantity_decimal");
  SbxDecimal vat = sbx_decimal_mul (sbx_row_decimal (line, "vat_value"), quantity);
  SbxDecimal net = sbx_decimal_mul (quantity, sbx_row_decimal (line, "article_price") - sbx_row_decimal (line, "discount"));

  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    write_column (line, before[i], long_dates, out);
  write_decimal ("total_vat", vat, out);
  write_decimal ("total_line", net, out);
  write_decimal ("total_line_with_vat", net + vat, out);
  for (guint i = 0; i < G_N_ELEMENTS (after); i++)
    write_column (line, after[i], long_dates, out);
}

static void
write_lines (SbxWelloStyle *style,
             SbxRow        *row,
             GString       *out)
{
  GPtrArray *lines = sbx_table_list_by (sbx_wello_table (style->wello, "InvoiceDetails"), "invoice_id", sbx_row_id (row));

  g_string_append_c (out, '[');
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      g_string_append (out, i > 0 ? ",{" : "{");
      sbx_wello_write_line (lines->pdata[i], style->long_dates, out);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

/* Helpers such as company_code are no columns of the table: they are read as null (seen in public clients). Of the
 * country's code a text was seen, too. */
static void
write_helper (SbxWelloStyle     *style,
              SbxRow            *row,
              const SbxProperty *property,
              SbxWelloColumn    *extra,
              GString           *out)
{
  SbxRow *named;

  if (style->country_text && strcmp (property->name, "db_country_code") == 0)
    {
      named = sbx_table_find (sbx_wello_table (style->wello, "DbCountry"), sbx_row_text_at (row, extra->target));
      sbx_json_append_text_member (out, property->name, named != NULL ? sbx_row_text (named, "code") : "");
      return;
    }
  if (style->omit_helpers)
    return;
  sbx_json_append_member (out, property->name);
  g_string_append (out, "null");
}

static SbxDecimal
sum_of_lines (SbxWelloStyle *style,
              SbxRow        *invoice)
{
  GPtrArray *lines = sbx_table_list_by (sbx_wello_table (style->wello, "InvoiceDetails"), "invoice_id", sbx_row_id (invoice));
  SbxDecimal sum = 0;

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      SbxRow *line = lines->pdata[i];

      sum += sbx_decimal_mul (sbx_row_decimal (line, "quantity_decimal"),
                              sbx_row_decimal (line, "article_price") - sbx_row_decimal (line, "discount"));
    }
  return sum;
}

/* Rows hold total_amount without VAT, a header discount in percent, and quantity cut to a whole number. What Wello
 * means by these isn't documented: FALSE when the reading chosen is the one that is held. */
static gboolean
write_reading (SbxWelloStyle *style,
               SbxRow        *row,
               const char    *name,
               GString       *out)
{
  SbxDecimal percent, amount, total;

  if (strcmp (style->set->name, "InvoiceDetails") == 0)
    {
      if (!style->round_quantity || strcmp (name, "quantity") != 0)
        return FALSE;
      sbx_json_append_int_member (out, name, sbx_decimal_round (sbx_row_decimal (row, "quantity_decimal"), 0) / SBX_DECIMAL_ONE);
      return TRUE;
    }
  if ((!style->with_vat && !style->discount_amount) || strcmp (style->set->name, "Invoice") != 0
      || (strcmp (name, "total_amount") != 0 && strcmp (name, "discount") != 0))
    return FALSE;

  total = sbx_row_decimal (row, "total_amount");
  amount = percent = sbx_row_decimal (row, "discount");
  if (style->discount_amount && percent != 0)
    {
      total = sum_of_lines (style, row);
      amount = sbx_decimal_round (sbx_decimal_mul_div (total, percent, SBX_DECIMAL_INT (100)), 2);
      total -= amount;
    }
  if (style->with_vat)
    total += sbx_row_decimal (row, "total_taxes");
  write_decimal (name, strcmp (name, "discount") == 0 ? amount : total, out);
  return TRUE;
}

static void
write_property (SbxWelloStyle *style,
                SbxRow        *row,
                int            column,
                GString       *out)
{
  const SbxProperty *property = sbx_schema_property (style->set->schema, column);
  SbxWelloColumn *extra = &style->set->columns[column];

  if (extra->own || (extra->view_only && !style->view) || (property->flags & SBX_PROPERTY_HIDDEN) != 0)
    return;
  if (extra->target >= 0)
    {
      write_helper (style, row, property, extra, out);
      return;
    }
  if (write_reading (style, row, property->name, out))
    return;

  sbx_json_append_member (out, property->name);
  if (property->type == SBX_TYPE_NULL)
    write_lines (style, row, out);
  else if (style->status_null && strcmp (property->name, "company_sales_status_code") == 0)
    g_string_append (out, "null");
  else
    write_value (property, row->values[column], style->long_dates, out);
}

/**
 * sbx_wello_write_row:
 * @style: the readings
 * @row: a row of its set
 * @select: (nullable): of int columns, %NULL for all
 * @out: gets the properties, without braces
 */
void
sbx_wello_write_row (SbxWelloStyle *style,
                     SbxRow        *row,
                     GArray        *select,
                     GString       *out)
{
  guint n = select != NULL ? select->len : sbx_schema_n_columns (style->set->schema);

  for (guint i = 0; i < n; i++)
    write_property (style, row, select != NULL ? g_array_index (select, int, i) : (int) i, out);
}
