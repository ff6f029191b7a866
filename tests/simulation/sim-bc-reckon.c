/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "sim-world.h"

typedef struct
{
  SimAmount off;
  SimAmount net;
  SimAmount vat;
} Reckoned;

/* VAT is rounded once for each rate; what is left over goes along its lines. */
static void
reckon_lines (SimDocument *document,
              Reckoned    *reckoned)
{
  SimAmount bases[100] = { 0 };
  SimAmount given[100] = { 0 };

  for (guint i = 0; i < document->lines->len; i++)
    {
      SimLine *line = g_ptr_array_index (document->lines, i);
      SimAmount whole = sim_amount_times (line->quantity, line->price);
      Reckoned *one = &reckoned[i];

      one->off = line->off != 0 ? line->off : sim_amount_percent (whole, line->percent);

      if (document->with_vat)
        {
          one->net = sim_amount_net (whole - one->off, (SimAmount) line->rate * SIM_ONE);
          one->vat = whole - one->off - one->net;
        }
      else
        {
          one->net = whole - one->off;
          bases[line->rate] += one->net;
          one->vat = sim_amount_percent (bases[line->rate], (SimAmount) line->rate * SIM_ONE) - given[line->rate];
          given[line->rate] += one->vat;
        }
    }
}

void
sim_document_reckon (SimDocument *document,
                     SimTotals   *totals)
{
  g_autofree Reckoned *reckoned = g_new0 (Reckoned, document->lines->len + 1);

  memset (totals, 0, sizeof *totals);
  reckon_lines (document, reckoned);

  for (guint i = 0; i < document->lines->len; i++)
    {
      totals->net += reckoned[i].net;
      totals->vat += reckoned[i].vat;
      totals->n_lines += !g_str_equal (((SimLine *) g_ptr_array_index (document->lines, i))->type, "Comment");
    }
}

static void
append_text (GString    *json,
             const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (*text == '"' || *text == '\\')
        g_string_append_c (json, '\\');
      g_string_append_c (json, *text);
    }
}

/* What a line is of, and in which unit, has other names over API v1.0. */
static void
append_object (GString           *json,
               const SimDocument *document,
               const SimLine     *line,
               guint              position,
               gboolean           v1)
{
  if (!v1)
    g_string_append_printf (json, "\"id\":\"%s\",\"lineObjectNumber\":\"%s\",\"unitOfMeasureCode\":\"%s\",", line->id, line->number,
                            line->unit);
  else if (g_str_equal (line->type, "Comment"))
    g_string_append_printf (json, "\"id\":\"%s-%u\",\"lineDetails\":null,\"unitOfMeasure\":null,", document->id, (position + 1) * 10000);
  else
    g_string_append_printf (json, "\"id\":\"%s-%u\",\"lineDetails\":{\"number\":\"%s\"},\"unitOfMeasure\":{\"code\":\"%s\"},", document->id,
                            (position + 1) * 10000, line->number, line->unit);
}

void
sim_bc_append_lines (GString     *json,
                     SimDocument *document,
                     gboolean     v1)
{
  g_autofree Reckoned *reckoned = g_new0 (Reckoned, document->lines->len + 1);
  char buffers[7][SIM_AMOUNT_TEXT];

  reckon_lines (document, reckoned);
  g_string_append (json, document->is_quote   ? ",\"salesQuoteLines\":["
                         : document->is_order ? ",\"salesOrderLines\":["
                                              : ",\"salesInvoiceLines\":[");

  for (guint i = 0; i < document->lines->len; i++)
    {
      const SimLine *line = g_ptr_array_index (document->lines, i);
      const Reckoned *one = &reckoned[i];

      g_string_append_printf (json, "%s{\"@odata.etag\":\"W/\\\"%u\\\"\",", i > 0 ? "," : "", line->etag);
      append_object (json, document, line, i, v1);
      g_string_append_printf (json,
                              "\"documentId\":\"%s\",\"sequence\":%u,\"lineType\":\"%s\",\"itemId\":\"%s\","
                              "\"quantity\":%s,\"invoicedQuantity\":%s,\"unitPrice\":%s,\"discountPercent\":%s,\"discountAmount\":%s,\"taxPercent\":%u,"
                              "\"amountExcludingTax\":%s,\"netAmount\":%s,\"netTaxAmount\":%s,\"invoiceDiscountAllocation\":0,"
                              "\"description\":\"",
                              document->id, (i + 1) * 10000, line->type,
                              line->item != NULL ? line->item->id : "00000000-0000-0000-0000-000000000000",
                              sim_amount_text (line->quantity, buffers[0]),
                              sim_amount_text (line->invoiced, buffers[6]),
                              sim_amount_text (line->price, buffers[1]), sim_amount_text (line->percent, buffers[2]),
                              sim_amount_text (one->off, buffers[3]), line->rate, sim_amount_text (one->net, buffers[4]),
                              buffers[4], sim_amount_text (one->vat, buffers[5]));
      append_text (json, line->text);
      g_string_append (json, "\"}");
    }

  g_string_append_c (json, ']');
}
