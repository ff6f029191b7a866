/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "fake-world-private.h"
#include "psr-json.h"
#include "psr-pricing.h"

typedef struct
{
  char       *id;
  char       *type;
  char       *item_id;
  char       *number;
  char       *unit;
  PsrDecimal  quantity;
  PsrDecimal  price;
  PsrDecimal  percent;
  PsrDecimal  discount;
  guint       tax_percent;
} FakeLine;

static void fake_world_transport_init (PsrTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeWorld, fake_world, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_TRANSPORT, fake_world_transport_init))

static void
line_free (gpointer data)
{
  FakeLine *line = data;

  g_free (line->id);
  g_free (line->type);
  g_free (line->item_id);
  g_free (line->number);
  g_free (line->unit);
  g_free (line);
}

static void
document_free (gpointer data)
{
  FakeDocument *document = data;

  g_free (document->id);
  g_free (document->number);
  g_free (document->order_number);
  g_free (document->external);
  g_free (document->customer);
  g_free (document->status);
  g_ptr_array_unref (document->lines);
  g_free (document);
}

static void
invoice_free (gpointer data)
{
  FakeInvoice *invoice = data;

  g_free (invoice->id);
  g_free (invoice->number);
  g_free (invoice->status);
  g_free (invoice->erp_number);
  g_free (invoice->message);
  g_free (invoice->memo);
  g_free (invoice->price);
  g_free (invoice->vat_rate);
  g_free (invoice->discount);
  g_free (invoice->total);
  g_free (invoice);
}

static void
fake_world_finalize (GObject *object)
{
  FakeWorld *self = FAKE_WORLD (object);

  g_object_unref (self->clock);
  g_ptr_array_unref (self->documents);
  g_ptr_array_unref (self->invoices);
  g_array_unref (self->fates);
  g_array_unref (self->post_fates);

  G_OBJECT_CLASS (fake_world_parent_class)->finalize (object);
}

static void
fake_world_class_init (FakeWorldClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_world_finalize;
}

static void
fake_world_init (FakeWorld *self)
{
  self->documents = g_ptr_array_new_with_free_func (document_free);
  self->invoices = g_ptr_array_new_with_free_func (invoice_free);
  self->tax_percent = 21;
  self->fates = g_array_new (FALSE, FALSE, sizeof (FakeFate));
  self->post_fates = g_array_new (FALSE, FALSE, sizeof (FakeFate));
}

FakeWorld *
fake_world_new (PsrClock *clock)
{
  FakeWorld *self = g_object_new (FAKE_TYPE_WORLD, NULL);

  self->clock = g_object_ref (clock);

  return self;
}

FakeInvoice *
fake_world_add_invoice (FakeWorld  *self,
                        const char *number)
{
  FakeInvoice *invoice = g_new0 (FakeInvoice, 1);

  invoice->id = g_strdup_printf ("cccc0000-0000-4000-8000-%012u", self->invoices->len + 1);
  invoice->number = g_strdup (number);
  invoice->status = g_strdup (FAKE_READY);
  invoice->erp_number = g_strdup ("");
  invoice->message = g_strdup ("");
  invoice->memo = g_strdup ("Merci de votre confiance");
  invoice->price = g_strdup ("19.99");
  invoice->vat_rate = g_strdup ("0.21");
  invoice->discount = g_strdup ("0");
  invoice->total = g_strdup ("0");
  g_ptr_array_add (self->invoices, invoice);

  return invoice;
}

FakeInvoice *
fake_world_get_invoice (FakeWorld *self,
                        guint      i)
{
  return g_ptr_array_index (self->invoices, i);
}

void
fake_world_plan (FakeWorld *self,
                 FakeFate   fate)
{
  g_array_append_val (self->fates, fate);
}

guint
fake_world_count (FakeWorld  *self,
                  const char *external)
{
  guint n = 0;

  for (guint i = 0; i < self->documents->len; i++)
    n += g_str_equal (((FakeDocument *) g_ptr_array_index (self->documents, i))->external, external);

  return n;
}

FakeDocument *
fake_world_find (FakeWorld  *self,
                 const char *external)
{
  for (guint i = 0; i < self->documents->len; i++)
    {
      FakeDocument *document = g_ptr_array_index (self->documents, i);

      if (g_str_equal (document->external, external))
        return document;
    }

  return NULL;
}

/* Somebody puts the VAT of all its lines right. */
void
fake_world_set_tax (FakeDocument *document,
                    guint         percent)
{
  for (guint i = 0; i < document->lines->len; i++)
    ((FakeLine *) g_ptr_array_index (document->lines, i))->tax_percent = percent;
}

PsrTransport *
fake_world_get_transport (FakeWorld *self)
{
  return PSR_TRANSPORT (self);
}

PsrResponse *
fake_world_answer (FakeWorld  *self,
                   guint       status,
                   const char *json)
{
  PsrTimestamp now = psr_clock_now (self->clock);
  g_autoptr(GBytes) body = g_bytes_new (json, strlen (json));
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autofree char *date = g_date_time_format (time, "%a, %d %b %Y %H:%M:%S GMT");
  PsrResponse *response = psr_response_new (status, body, now);

  psr_response_add_header (response, "Content-Type", "application/json");
  psr_response_add_header (response, "Date", date);

  return response;
}

PsrResponse *
fake_world_refuse (FakeWorld  *self,
        guint       status,
        const char *code,
        const char *message)
{
  g_autofree char *json = g_strdup_printf ("{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}", code, message);

  return fake_world_answer (self, status, json);
}

static gboolean
is_wanted (const char *query,
           const char *value)
{
  g_autofree char *folded = g_ascii_strdown (query, -1);
  g_autofree char *key = g_ascii_strdown (value, -1);

  return query[0] == '\0' || strstr (folded, "filter") == NULL || strstr (folded, key) != NULL;
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
  g_autofree char *price = psr_decimal_to_string (line->price);
  g_autofree char *percent = psr_decimal_to_string (line->percent);
  g_autofree char *discount = NULL;
  g_autofree char *amount = NULL;
  g_autofree char *tax_text = NULL;
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
  discount = psr_decimal_to_string (off);
  amount = psr_decimal_to_string (net);
  g_string_append_printf (json,
                          "%s{\"@odata.etag\":\"W/\\\"1\\\"\",\"id\":\"%s\",\"sequence\":%u,\"lineType\":\"%s\",\"itemId\":\"%s\","
                          "\"lineObjectNumber\":\"%s\",\"unitOfMeasureCode\":\"%s\",\"quantity\":%s,\"unitPrice\":%s,"
                          "\"discountPercent\":%s,\"discountAmount\":%s,\"taxPercent\":%u,\"amountExcludingTax\":%s,"
                          "\"netAmount\":%s,\"netTaxAmount\":%s,\"netAmountIncludingTax\":0,\"invoiceDiscountAllocation\":0}",
                          position > 0 ? "," : "", line->id, (position + 1) * 10000, line->type, line->item_id,
                          line->number, line->unit, quantity, price, percent, discount, line->tax_percent,
                          amount, amount, tax_text);
}

static char *
document_json (FakeWorld    *self,
               FakeDocument *document,
               gboolean      with_lines)
{
  g_autoptr(GString) lines = g_string_new (NULL);
  g_autofree char *net = NULL;
  g_autofree char *vat = NULL;
  PsrDecimal total = PSR_DECIMAL_INIT (0), tax = PSR_DECIMAL_INIT (0);

  for (guint i = 0; i < document->lines->len; i++)
    add_line (self, lines, g_ptr_array_index (document->lines, i), i, &total, &tax);

  net = psr_decimal_to_string (total);
  vat = psr_decimal_to_string (tax);

  return g_strdup_printf ("{\"@odata.etag\":\"W/\\\"1\\\"\",\"id\":\"%s\",\"number\":\"%s\",\"externalDocumentNumber\":\"%s\","
                          "\"customerId\":\"%s\",\"customerNumber\":\"10000\",\"status\":\"%s\",\"pricesIncludeTax\":%s,"
                          "\"totalAmountExcludingTax\":%s,\"totalTaxAmount\":%s,\"totalAmountIncludingTax\":%s,"
                          "\"discountAmount\":0,\"remainingAmount\":0,\"orderNumber\":\"\",\"currencyCode\":\"EUR\"%s%s%s}",
                          document->id, document->number, document->external, document->customer, document->status,
                          self->prices_include_tax ? "true" : "false", net, vat, net,
                          with_lines ? document->is_order ? ",\"salesOrderLines\":[" : ",\"salesInvoiceLines\":[" : "",
                          with_lines ? lines->str : "", with_lines ? "]" : "");
}

static PsrResponse *
list_documents (FakeWorld  *self,
                gboolean    orders,
                const char *query)
{
  g_autoptr(GString) json = g_string_new ("{\"value\":[");
  gboolean first = TRUE;

  self->n_lookups++;

  for (guint i = 0; i < self->documents->len; i++)
    {
      FakeDocument *document = g_ptr_array_index (self->documents, i);
      g_autofree char *quoted = g_strdup_printf ("'%s'", document->external);
      g_autofree char *one = NULL;

      if (self->blind || document->is_order != orders || document->appears > psr_clock_now (self->clock) ||
          !(is_wanted (query, quoted) || strstr (query, document->id) != NULL))
        continue;

      one = document_json (self, document, FALSE);
      g_string_append_printf (json, "%s%s", first ? "" : ",", one);
      first = FALSE;
    }

  g_string_append (json, "]}");

  return fake_world_answer (self, 200, json->str);
}

static guint
tax_of (FakeWorld  *self,
        const char *group)
{
  static const guint percents[] = { 0, 6, 12, 21 };

  return group[0] != '\0' ? percents[CLAMP (group[1] - '0', 0, 3)] : self->tax_percent;
}

static FakeDocument *
make_document (FakeWorld  *self,
               gboolean    order,
               const char *body)
{
  FakeDocument *document = g_new0 (FakeDocument, 1);
  g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr(JsonNode) node = psr_json_parse (bytes, NULL);
  JsonObject *object = json_node_get_object (node);
  JsonArray *lines = psr_json_get_array (object, order ? "salesOrderLines" : "salesInvoiceLines");
  guint n = self->documents->len + 1;

  g_assert_nonnull (lines);
  document->is_order = order;
  document->id = g_strdup_printf ("dddd0000-0000-4000-8000-%012u", n);
  document->number = g_strdup_printf ("%s%05u", order ? "S-ORD" : "1", n);
  document->external = g_strdup (psr_json_get_string (object, "externalDocumentNumber"));
  document->customer = g_strdup (psr_json_get_string (object, "customerId"));
  document->status = g_strdup ("Draft");
  document->lines = g_ptr_array_new_with_free_func (line_free);

  for (guint i = 0; i < json_array_get_length (lines); i++)
    {
      JsonObject *from = json_array_get_object_element (lines, i);
      FakeLine *line = g_new0 (FakeLine, 1);
      const char *type = psr_json_get_string (from, "lineType");

      line->id = g_strdup_printf ("eeee%04u-0000-4000-8000-%012u", n, i + 1);
      line->type = g_strdup (type[0] != '\0' ? type : "Item");
      line->item_id = g_strdup (psr_json_get_string (from, "itemId"));
      line->number = g_strdup (line->item_id[0] != '\0' ? "1896-S" : psr_json_get_string (from, "lineObjectNumber"));
      line->unit = g_strdup (psr_json_get_string (from, "unitOfMeasureCode"));
      line->tax_percent = tax_of (self, psr_json_get_string (from, "taxCode"));
      psr_json_get_decimal (from, "quantity", &line->quantity, NULL);
      psr_json_get_decimal (from, "unitPrice", &line->price, NULL);
      psr_json_get_decimal (from, "discountPercent", &line->percent, NULL);
      psr_json_get_decimal (from, "discountAmount", &line->discount, NULL);
      g_ptr_array_add (document->lines, line);
    }

  g_ptr_array_add (self->documents, document);

  return document;
}

DexFuture *
fake_world_fail (PsrTransportError  code,
         const char        *message)
{
  return dex_future_new_for_error (g_error_new_literal (PSR_TRANSPORT_ERROR, code, message));
}

static DexFuture *
create (FakeWorld  *self,
        gboolean    order,
        const char *body)
{
  FakeFate fate = self->fates->len > 0 ? g_array_index (self->fates, FakeFate, 0) : FAKE_MADE;
  FakeDocument *document;
  g_autofree char *json = NULL;
  PsrResponse *response;

  if (self->fates->len > 0)
    g_array_remove_index (self->fates, 0);

  if (fate == FAKE_NOT_SENT)
    return fake_world_fail (PSR_TRANSPORT_ERROR_NOT_SENT, "no connection");

  self->n_posts++;

  switch (fate)
    {
    case FAKE_DROP_BEFORE:
      return fake_world_fail (PSR_TRANSPORT_ERROR_NO_ANSWER, "dropped");

    case FAKE_DROP_AFTER:
      make_document (self, order, body);
      return fake_world_fail (PSR_TRANSPORT_ERROR_NO_ANSWER, "dropped");

    case FAKE_COMMIT_LATE:
      document = make_document (self, order, body);
      document->appears = psr_clock_now (self->clock) + self->late;
      return fake_world_fail (PSR_TRANSPORT_ERROR_NO_ANSWER, "dropped");

    case FAKE_GATEWAY_AFTER:
      make_document (self, order, body);
      return dex_future_new_take_object (fake_world_answer (self, 504, "<html>Gateway Timeout</html>"));

    case FAKE_THROTTLED:
      response = fake_world_refuse (self, 429, "Application_TooManyRequests", "Too many requests reached.");
      psr_response_add_header (response, "Retry-After", "7");
      return dex_future_new_take_object (response);

    case FAKE_UNAUTHORIZED:
      return dex_future_new_take_object (fake_world_refuse (self, 401, "Authentication_InvalidCredentials", "Not accepted."));

    case FAKE_REFUSED:
      return dex_future_new_take_object (fake_world_refuse (self, 400, "Application_DialogException",
                                                 "You cannot sell Item 1896-S because the Sales Blocked check box is selected on the Item card."));

    case FAKE_GARBAGE:
      make_document (self, order, body);
      return dex_future_new_take_object (fake_world_answer (self, 201, "{\"id\":"));

    case FAKE_NOT_SENT:
    case FAKE_MADE:
    default:
      document = make_document (self, order, body);
      json = document_json (self, document, TRUE);
      return dex_future_new_take_object (fake_world_answer (self, 201, json));
    }
}

static PsrResponse *
patch_line (FakeWorld  *self,
            const char *url,
            const char *body)
{
  g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr(JsonNode) node = psr_json_parse (bytes, NULL);

  for (guint i = 0; i < self->documents->len; i++)
    {
      FakeDocument *document = g_ptr_array_index (self->documents, i);

      for (guint j = 0; j < document->lines->len; j++)
        {
          FakeLine *line = g_ptr_array_index (document->lines, j);

          if (strstr (url, line->id) == NULL)
            continue;

          psr_json_get_decimal (json_node_get_object (node), "unitPrice", &line->price, NULL);
          psr_json_get_decimal (json_node_get_object (node), "discountPercent", &line->percent, NULL);
          psr_json_get_decimal (json_node_get_object (node), "discountAmount", &line->discount, NULL);
          return fake_world_answer (self, 200, "{}");
        }
    }

  return fake_world_refuse (self, 404, "Internal_RecordNotFound", "You cannot modify a line that does not exist.");
}

static PsrResponse *
get_document (FakeWorld  *self,
              const char *url)
{
  for (guint i = 0; i < self->documents->len; i++)
    {
      FakeDocument *document = g_ptr_array_index (self->documents, i);
      g_autofree char *json = NULL;

      if (strstr (url, document->id) == NULL)
        continue;

      json = document_json (self, document, TRUE);
      return fake_world_answer (self, 200, json);
    }

  return fake_world_refuse (self, 404, "Internal_RecordNotFound", "No document with the specified ID exists.");
}

static PsrResponse *
list_customers (FakeWorld *self)
{
  g_autofree char *json = g_strdup_printf ("{\"value\":[{\"id\":\"" FAKE_CUSTOMER "\",\"number\":\"10000\","
                                           "\"displayName\":\"Château\",\"blocked\":\"%s\"}]}",
                                           self->blocked != NULL ? self->blocked : "_x0020_");

  return fake_world_answer (self, 200, json);
}

static PsrResponse *
answer_read (FakeWorld  *self,
      const char *url)
{
  if (strstr (url, "/postedSalesInvoices") != NULL)
    return fake_world_list_posted (self, url);
  if (strstr (url, "/salesInvoices(") != NULL || strstr (url, "/salesOrders(") != NULL)
    return get_document (self, url);
  if (strstr (url, "/salesInvoices") != NULL)
    return list_documents (self, FALSE, url);
  if (strstr (url, "/salesOrders") != NULL)
    return list_documents (self, TRUE, url);
  if (strstr (url, "/customers") != NULL)
    return list_customers (self);
  if (strstr (url, "/items") != NULL)
    return fake_world_answer (self, 200, "{\"value\":[{\"id\":\"" FAKE_ITEM "\",\"number\":\"1896-S\",\"displayName\":\"Desk\","
                              "\"type\":\"Inventory\",\"blocked\":false,\"baseUnitOfMeasureCode\":\"PCS\"}]}");
  if (strstr (url, "InvoiceStatus") != NULL)
    return fake_world_answer (self, 200, "{\"value\":[{\"id\":\"" FAKE_READY "\",\"name\":\"Ready for ERP\"},"
                              "{\"id\":\"" FAKE_IMPORTED "\",\"name\":\"ERP Imported\"},"
                              "{\"id\":\"" FAKE_ERROR "\",\"name\":\"ERP Error\"}]}");
  if (strstr (url, "InvoiceView") != NULL)
    return fake_world_list_invoices (self, url);
  if (strstr (url, "JobNonPartUsage") != NULL)
    return fake_world_answer (self, 200, "{\"value\":[{\"id\":\"88880000-0000-4000-8000-000000000001\",\"jobs_id\":\"99990000-0000-4000-8000-000000000001\","
                              "\"type_code\":\"WorkingTime\",\"line_code\":\"\",\"quantity\":0.75,\"price\":60}]}");
  if (strstr (url, "/Jobs") != NULL)
    return fake_world_answer (self, 200, "{\"value\":[{\"id\":\"99990000-0000-4000-8000-000000000001\",\"id2\":4711,\"name\":\"Repair\","
                              "\"date_closed\":\"2026-08-19T22:30:00Z\"}]}");

  return fake_world_answer (self, 200, "{\"value\":[]}");
}

static DexFuture *
serve (FakeWorld  *self,
       PsrRequest *request)
{
  g_autofree char *url = g_uri_unescape_string (psr_request_get_url (request), NULL);
  const char *method = psr_request_get_method (request);
  GBytes *bytes = psr_request_get_body (request);
  g_autofree char *body = bytes != NULL ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : g_strdup ("");

  if (g_str_equal (method, "GET"))
    return self->bc_away && strstr (url, "bc.example") != NULL
             ? fake_world_fail (PSR_TRANSPORT_ERROR_NOT_SENT, "no connection")
             : dex_future_new_take_object (answer_read (self, url));
  if (strstr (url, "ChangeStatusId") != NULL)
    return fake_world_change_status (self, body);
  if (g_str_equal (method, "PATCH"))
    return dex_future_new_take_object (patch_line (self, url, body));

  if (strstr (url, "Microsoft.NAV.") != NULL)
    return fake_world_answer_action (self, url);

  return create (self, strstr (url, "salesOrders") != NULL, body);
}

static DexFuture *
fake_world_send (PsrTransport *transport,
                 PsrRequest   *request)
{
  FakeWorld *self = FAKE_WORLD (transport);
  g_autoptr(DexFuture) done = NULL;

  self->n_requests++;
  self->n_writes += !g_str_equal (psr_request_get_method (request), "GET");
  if (self->frozen || (self->n_requests == self->freeze_at && self->freeze_before))
    {
      self->frozen = TRUE;
      return DEX_FUTURE (dex_promise_new ());
    }

  done = serve (self, request);

  if (self->n_requests == self->freeze_at)
    {
      self->frozen = TRUE;
      return DEX_FUTURE (dex_promise_new ());
    }

  return g_steal_pointer (&done);
}

static void
fake_world_transport_init (PsrTransportInterface *iface)
{
  iface->send = fake_world_send;
}
