/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "fake-world-private.h"
#include "psr-json.h"
#include "psr-pricing.h"

void
fake_world_line_free (gpointer data)
{
  FakeLine *line = data;

  g_free (line->id);
  g_free (line->type);
  g_free (line->item_id);
  g_free (line->number);
  g_free (line->unit);
  g_free (line->description);
  g_free (line);
}

void
fake_world_document_free (gpointer data)
{
  FakeDocument *document = data;

  g_free (document->id);
  g_free (document->number);
  g_free (document->order_number);
  g_free (document->external);
  g_free (document->reference);
  g_free (document->customer);
  g_free (document->status);
  g_clear_pointer (&document->header, json_object_unref);
  g_ptr_array_unref (document->lines);
  g_free (document);
}

static void
add_line (FakeWorld *self,
          GString   *json,
          FakeLine  *line,
          guint      position,
          PsrDecimal *total,
          PsrDecimal *tax)
{
  g_autofree char *quantity = psr_decimal_to_string (line->quantity);
  g_autofree char *invoiced = psr_decimal_to_string (line->invoiced);
  g_autofree char *price = psr_decimal_to_string (line->price);
  g_autofree char *percent = psr_decimal_to_string (line->percent);
  g_autofree char *discount = NULL;
  g_autofree char *amount = NULL;
  g_autofree char *tax_text = NULL;
  g_autofree char *description = NULL;
  g_autoptr(JsonNode) text = json_node_init_string (json_node_alloc (), line->description);
  PsrDecimal percent_of_tax = PSR_DECIMAL_INIT ((gint64) line->tax_percent * PSR_DECIMAL_SCALE);
  PsrDecimal whole, net, line_tax, off = line->discount;

  psr_pricing_multiply (line->quantity, line->price, &whole, NULL);
  if (off.units == 0)
    psr_pricing_percent (whole, line->percent, &off, NULL);
  psr_decimal_sub (whole, off, &net, NULL);

  if (self->prices_include_tax)
    {
      PsrDecimal factor = PSR_DECIMAL_INIT (121000);

      psr_decimal_div (net, factor, &net, NULL);
      net = psr_decimal_round (net, 2);
    }

  psr_decimal_add (*total, net, total, NULL);
  psr_pricing_percent (net, percent_of_tax, &line_tax, NULL);
  psr_decimal_add (*tax, line_tax, tax, NULL);
  tax_text = psr_decimal_to_string (line_tax);
  description = json_to_string (text, FALSE);
  discount = psr_decimal_to_string (off);
  amount = psr_decimal_to_string (net);
  g_string_append_printf (json,
                          "%s{\"@odata.etag\":\"W/\\\"1\\\"\",\"id\":\"%s\",\"sequence\":%u,\"lineType\":\"%s\",\"itemId\":\"%s\","
                          "\"description\":%s,\"lineObjectNumber\":\"%s\",\"unitOfMeasureCode\":\"%s\",\"quantity\":%s,\"invoicedQuantity\":%s,\"unitPrice\":%s,"
                          "\"discountPercent\":%s,\"discountAmount\":%s,\"taxPercent\":%u,\"amountExcludingTax\":%s,"
                          "\"netAmount\":%s,\"netTaxAmount\":%s,\"netAmountIncludingTax\":0,\"invoiceDiscountAllocation\":0}",
                          position > 0 ? "," : "", line->id, (position + 1) * 10000, line->type, line->item_id,
                          description, line->number, line->unit, quantity, invoiced, price, percent, discount, line->tax_percent,
                          amount, amount, tax_text);
}

/* What a header has for us besides. */
static const char * const written[] = {
  "postingDate", "dueDate", "shipToName", "shipToContact", "shipToAddressLine1", "shipToAddressLine2", "shipToCity",
  "shipToCountry", "shipToPostCode", "salesperson", NULL,
};

static const char *
date_name (const FakeDocument *document)
{
  return document->is_quote ? "documentDate" : document->is_order ? "orderDate" : "invoiceDate";
}

static const char *
header_text (const FakeDocument *document,
             const char         *member)
{
  return document->header != NULL ? json_object_get_string_member_with_default (document->header, member, NULL) : NULL;
}

static void
add_header (GString      *json,
            FakeDocument *document)
{
  const char *day = document->day != NULL ? document->day : header_text (document, "date");

  const char *payer = header_text (document, "billToCustomerId");

  g_string_append_printf (json, ",\"%s\":\"%s\"", date_name (document), day != NULL ? day : "0001-01-01");

  if (payer != NULL)
    g_string_append_printf (json, ",\"billToCustomerId\":\"%s\"", payer);

  for (guint i = 0; written[i] != NULL; i++)
    {
      const char *text = header_text (document, written[i]);
      g_autoptr(JsonNode) node = NULL;
      g_autofree char *value = NULL;

      if (g_str_equal (written[i], "postingDate") && (text == NULL || document->is_posted))
        text = FAKE_DAY;

      node = json_node_init_string (json_node_alloc (), text != NULL ? text : "");
      value = json_to_string (node, FALSE);
      if (text != NULL || document->header != NULL)
        g_string_append_printf (json, ",\"%s\":%s", written[i], value);
    }
}

/* A customer pays within 30 days, as it happens always on the same one. */
static JsonObject *
make_header (FakeDocument *document,
             JsonObject   *object)
{
  JsonObject *header = json_object_new ();

  json_object_set_string_member (header, "date", psr_json_get_string (object, date_name (document)));
  json_object_set_string_member (header, "dueDate", "2026-09-23");

  for (guint i = 0; written[i] != NULL; i++)
    {
      if (json_object_has_member (object, written[i]))
        json_object_set_string_member (header, written[i], psr_json_get_string (object, written[i]));
    }

  return header;
}

static void
copy_member (JsonObject *object,
             const char *member,
             JsonNode   *node,
             gpointer    copy)
{
  json_object_set_member (copy, member, json_node_copy (node));
}

/* Somebody writes to the header: "date" is the document's own, whatever it calls it. */
void
fake_world_write_header (FakeWorld    *self,
                         FakeDocument *document,
                         const char   *member,
                         const char   *text)
{
  if (g_str_equal (member, "customerPurchaseOrderReference"))
    g_set_str (&document->reference, text);
  else
    json_object_set_string_member (document->header, member, text);

  fake_world_edit (self, document);
}

char *
fake_world_document_json (FakeWorld    *self,
                          FakeDocument *document,
                          gboolean      with_lines)
{
  g_autoptr(GString) lines = g_string_new (NULL);
  g_autoptr(GString) header = g_string_new (NULL);
  g_autofree char *net = NULL;
  g_autofree char *vat = NULL;
  g_autofree char *modified = psr_timestamp_to_string (document->modified);
  PsrDecimal total = PSR_DECIMAL_INIT (0), tax = PSR_DECIMAL_INIT (0);

  for (guint i = 0; i < document->lines->len; i++)
    add_line (self, lines, g_ptr_array_index (document->lines, i), i, &total, &tax);

  add_header (header, document);
  net = psr_decimal_to_string (total);
  vat = psr_decimal_to_string (tax);

  return g_strdup_printf ("{\"@odata.etag\":\"W/\\\"%u\\\"\",\"id\":\"%s\",\"number\":\"%s\",\"externalDocumentNumber\":\"%s\","
                          "\"customerPurchaseOrderReference\":\"%s\",\"lastModifiedDateTime\":\"%s\",\"customerId\":\"%s\",\"customerNumber\":\"10000\",\"status\":\"%s\",\"pricesIncludeTax\":%s,"
                          "\"totalAmountExcludingTax\":%s,\"totalTaxAmount\":%s,\"totalAmountIncludingTax\":%s,"
                          "\"discountAmount\":0,\"remainingAmount\":0,\"orderNumber\":\"%s\",\"currencyCode\":\"EUR\"%s%s%s%s}",
                          document->revision, document->id, document->number, document->external,
                          document->reference, modified, document->customer, document->status,
                          self->prices_include_tax && !document->is_quote ? "true" : "false", net, vat, net,
                          document->order_number != NULL ? document->order_number : "",
                          header->str,
                          !with_lines ? "" : document->is_quote ? ",\"salesQuoteLines\":["
                          : document->is_order ? ",\"salesOrderLines\":[" : ",\"salesInvoiceLines\":[",
                          with_lines ? lines->str : "", with_lines ? "]" : "");
}

static guint
tax_of (FakeWorld  *self,
        const char *group)
{
  static const guint percents[] = { 0, 6, 12, 21 };

  return group[0] != '\0' ? percents[CLAMP (group[1] - '0', 0, 3)] : self->tax_percent;
}

FakeDocument *
fake_world_make_document (FakeWorld  *self,
                          const char *set,
                          const char *body)
{
  FakeDocument *document = g_new0 (FakeDocument, 1);
  g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr(JsonNode) node = psr_json_parse (bytes, NULL);
  JsonObject *object = json_node_get_object (node);
  gboolean order = g_str_equal (set, "salesOrders");
  JsonArray *lines;
  guint n;

  document->is_quote = g_str_equal (set, "salesQuotes");
  document->is_order = order;
  lines = psr_json_get_array (object, document->is_quote ? "salesQuoteLines" : order ? "salesOrderLines" : "salesInvoiceLines");

  /* A trial quote has none. */
  g_assert_true (lines != NULL || document->is_quote);
  document->modified = psr_clock_now (self->clock);
  document->revision = 1;
  document->reference = g_strdup (psr_json_get_string (object, "customerPurchaseOrderReference"));
  n = document->is_quote ? 1000 + self->n_quote_posts : ++self->n_made;
  document->id = g_strdup_printf ("%s0000-0000-4000-8000-%012u", document->is_quote ? "9999" : "dddd", n);
  document->number = g_strdup_printf ("%s%05u", document->is_quote ? "S-QUO" : order ? "S-ORD" : "1", n);
  document->external = g_strdup (psr_json_get_string (object, "externalDocumentNumber"));
  document->customer = g_strdup (psr_json_get_string (object, "customerId"));
  document->status = g_strdup (document->is_quote ? self->quote_status : "Draft");
  document->header = make_header (document, object);
  document->lines = g_ptr_array_new_with_free_func (fake_world_line_free);

  for (guint i = 0; lines != NULL && i < json_array_get_length (lines); i++)
    {
      JsonObject *from = json_array_get_object_element (lines, i);
      FakeLine *line = g_new0 (FakeLine, 1);
      const char *type = psr_json_get_string (from, "lineType");

      line->id = g_strdup_printf ("eeee%04u-0000-4000-8000-%012u", n, i + 1);
      line->type = g_strdup (type[0] != '\0' ? type : "Item");
      line->item_id = g_strdup (psr_json_get_string (from, "itemId"));
      line->number = g_strdup (line->item_id[0] != '\0' ? "1896-S" : psr_json_get_string (from, "lineObjectNumber"));
      line->unit = g_strdup (psr_json_get_string (from, "unitOfMeasureCode"));
      line->description = g_strdup (line->item_id[0] != '\0' && !json_object_has_member (from, "description")
                                      ? "Desk" : psr_json_get_string (from, "description"));
      line->tax_percent = tax_of (self, psr_json_get_string (from, "taxCode"));
      psr_json_get_decimal (from, "quantity", &line->quantity, NULL);
      psr_json_get_decimal (from, "unitPrice", &line->price, NULL);
      if (!json_object_has_member (from, "unitPrice") && self->own_price != NULL && !g_str_equal (line->type, "Comment"))
        psr_decimal_parse (g_str_equal (line->number, "LINDA") ? "60" : self->own_price, &line->price, NULL);
      psr_json_get_decimal (from, "discountPercent", &line->percent, NULL);
      psr_json_get_decimal (from, "discountAmount", &line->discount, NULL);
      if (document->is_quote && self->quote_prices_lost && !g_str_equal (line->type, "Comment"))
        psr_decimal_add (line->price, (PsrDecimal) PSR_DECIMAL_INIT (500000), &line->price, NULL);
      g_ptr_array_add (document->lines, line);
    }

  g_ptr_array_add (document->is_quote ? self->quotes : self->documents, document);

  return document;
}

FakeDocument *
fake_world_copy_document (FakeWorld    *self,
                          FakeDocument *from)
{
  FakeDocument *document = g_new0 (FakeDocument, 1);

  document->external = g_strdup (from->external);
  document->customer = g_strdup (from->customer);
  document->reference = g_strdup (from->reference);
  document->status = g_strdup ("Draft");

  if (from->header != NULL)
    {
      document->header = json_object_new ();
      json_object_foreach_member (from->header, copy_member, document->header);
    }

  document->modified = psr_clock_now (self->clock);
  document->revision = 1;
  document->lines = g_ptr_array_new_with_free_func (fake_world_line_free);

  for (guint i = 0; i < from->lines->len; i++)
    {
      const FakeLine *line = g_ptr_array_index (from->lines, i);
      FakeLine *copy = g_memdup2 (line, sizeof *line);

      copy->id = g_strdup_printf ("abab%04u-0000-4000-8000-%012u", self->documents->len + 100 * self->quotes->len, i + 1);
      copy->type = g_strdup (line->type);
      copy->item_id = g_strdup (line->item_id);
      copy->number = g_strdup (line->number);
      copy->unit = g_strdup (line->unit);
      copy->description = g_strdup (line->description);
      g_ptr_array_add (document->lines, copy);
    }

  return document;
}
