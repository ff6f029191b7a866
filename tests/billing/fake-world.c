/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "fake-world-private.h"
#include "psr-json.h"
#include "psr-pricing.h"

static void fake_world_transport_init (PsrTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeWorld, fake_world, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_TRANSPORT, fake_world_transport_init))

FakeFate
fake_world_next_fate (GArray *fates)
{
  FakeFate fate = fates->len > 0 ? g_array_index (fates, FakeFate, 0) : FAKE_MADE;

  if (fates->len > 0)
    g_array_remove_index (fates, 0);

  return fate;
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
  g_free (self->wello_late);
  g_array_unref (self->fates);
  g_array_unref (self->post_fates);
  g_array_unref (self->quote_fates);
  g_array_unref (self->convert_fates);
  g_array_unref (self->delete_fates);
  g_array_unref (self->patch_fates);
  g_ptr_array_unref (self->quotes);
  g_ptr_array_unref (self->memos);

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
  self->documents = g_ptr_array_new_with_free_func (fake_world_document_free);
  self->invoices = g_ptr_array_new_with_free_func (invoice_free);
  self->tax_percent = 21;
  self->fates = g_array_new (FALSE, FALSE, sizeof (FakeFate));
  self->post_fates = g_array_new (FALSE, FALSE, sizeof (FakeFate));
  self->quote_fates = g_array_new (FALSE, FALSE, sizeof (FakeFate));
  self->convert_fates = g_array_new (FALSE, FALSE, sizeof (FakeFate));
  self->delete_fates = g_array_new (FALSE, FALSE, sizeof (FakeFate));
  self->patch_fates = g_array_new (FALSE, FALSE, sizeof (FakeFate));
  self->quotes = g_ptr_array_new_with_free_func (fake_world_document_free);
  self->memos = g_ptr_array_new_with_free_func (g_free);
  self->quote_status = "Draft";
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
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc ((now + self->ahead) / G_USEC_PER_SEC);
  g_autofree char *date = g_date_time_format (time, "%a, %d %b %Y %H:%M:%S GMT");
  PsrResponse *response = psr_response_new (status, body, now);

  psr_response_add_header (response, "Content-Type", "application/json");

  if (!self->undated && !(self->wello_undated && self->is_wello))
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

DexFuture *
fake_world_throttle (FakeWorld *self)
{
  PsrResponse *response = fake_world_refuse (self, 429, "Application_TooManyRequests", "Too many requests reached.");

  psr_response_add_header (response, "Retry-After", self->retry_after != NULL ? self->retry_after : "7");

  return dex_future_new_take_object (response);
}

gboolean
fake_world_is_wanted (const char *query,
                      const char *value)
{
  g_autofree char *folded = g_ascii_strdown (query, -1);
  g_autofree char *key = g_ascii_strdown (value, -1);

  return query[0] == '\0' || strstr (folded, "filter") == NULL || strstr (folded, key) != NULL;
}

static PsrResponse *
list_documents (FakeWorld  *self,
                gboolean    orders,
                const char *query)
{
  g_autoptr(GString) json = g_string_new ("{\"value\":[");
  gboolean first = TRUE;
  gboolean of_customers = strstr (query, "customerId eq") != NULL;

  self->n_lookups += !of_customers;

  /* Somebody always has a draft of something. */
  self->drafts_hidden &= !self->drafts_back || strstr (query, "=status eq 'Draft'") == NULL;
  if (strstr (query, "=status eq 'Draft'") != NULL)
    return fake_world_answer (self, 200, self->drafts_hidden ? "{\"value\":[]}" : "{\"value\":[{}]}");

  if (strstr (query, "=status eq 'Paid'") != NULL)
    return fake_world_answer (self, 200, self->posted_hidden ? "{\"value\":[]}" : "{\"value\":[{}]}");

  if (self->ids_unread && strstr (query, "filter=id eq ") != NULL)
    return fake_world_refuse (self, 403, "BadRequest", "Not now.");

  for (guint i = 0; i < self->documents->len; i++)
    {
      FakeDocument *document = g_ptr_array_index (self->documents, i);
      gboolean by_number = strstr (query, "=number eq ") != NULL;
      gboolean by_order = strstr (query, "=orderNumber eq ") != NULL;
      g_autofree char *quoted = g_strdup_printf ("'%s'", by_number  ? document->number
                                                         : by_order ? document->order_number : document->external);
      g_autofree char *one = NULL;

      if (self->blind || document->is_order != orders ||
          (!orders && (document->is_posted ? self->posted_hidden : self->drafts_hidden)) ||
          document->appears > psr_clock_now (self->clock) ||
          !(of_customers ? strstr (query, document->customer) != NULL
                         : fake_world_is_wanted (query, quoted) || strstr (query, document->id) != NULL))
        continue;

      one = fake_world_document_json (self, document, strstr (query, "expand") != NULL);
      g_string_append_printf (json, "%s%s", first ? "" : ",", one);
      first = FALSE;
    }

  g_string_append (json, "]}");

  return fake_world_answer (self, 200, json->str);
}

DexFuture *
fake_world_fail (PsrTransportError  code,
         const char        *message)
{
  return dex_future_new_for_error (g_error_new_literal (PSR_TRANSPORT_ERROR, code, message));
}

static DexFuture *
create (FakeWorld  *self,
        const char *set,
        const char *body)
{
  gboolean quote = g_str_equal (set, "salesQuotes");
  FakeFate fate = fake_world_next_fate (quote ? self->quote_fates : self->fates);
  FakeDocument *document;
  g_autofree char *json = NULL;

  if (fate == FAKE_NOT_SENT)
    return fake_world_fail (PSR_TRANSPORT_ERROR_NOT_SENT, "no connection");

  if (quote && self->quotes_forbidden)
    return dex_future_new_take_object (fake_world_refuse (self, 403, "Internal_Forbidden", "You do not have permission."));

  if (quote && self->quotes_missing)
    return dex_future_new_take_object (fake_world_refuse (self, 404, "BadRequest_ResourceNotFound",
                                                          "Resource not found for the segment 'salesQuotes'."));

  if (quote)
    self->n_quote_posts++;
  else
    self->n_posts++;
  self->posted_at = psr_clock_now (self->clock);

  if (quote && strstr (body, "salesQuoteLines") != NULL)
    fake_world_let_others (self, body);

  switch (fate)
    {
    case FAKE_DROP_BEFORE:
      return fake_world_fail (PSR_TRANSPORT_ERROR_NO_ANSWER, "dropped");

    case FAKE_DROP_AFTER:
      fake_world_make_document (self, set, body);
      return fake_world_fail (PSR_TRANSPORT_ERROR_NO_ANSWER, "dropped");

    case FAKE_COMMIT_LATE:
      document = fake_world_make_document (self, set, body);
      document->appears = psr_clock_now (self->clock) + self->late;
      return fake_world_fail (PSR_TRANSPORT_ERROR_NO_ANSWER, "dropped");

    case FAKE_GATEWAY_AFTER:
      fake_world_make_document (self, set, body);
      return dex_future_new_take_object (fake_world_answer (self, 504, "<html>Gateway Timeout</html>"));

    case FAKE_THROTTLED:
      return fake_world_throttle (self);

    case FAKE_UNAUTHORIZED:
      return dex_future_new_take_object (fake_world_refuse (self, 401, "Authentication_InvalidCredentials", "Not accepted."));

    case FAKE_REFUSED:
      return dex_future_new_take_object (fake_world_refuse (self, 400, "Application_DialogException",
                                                 "You cannot sell Item 1896-S because the Sales Blocked check box is selected on the Item card."));

    case FAKE_GARBAGE:
      fake_world_make_document (self, set, body);
      return dex_future_new_take_object (fake_world_answer (self, 201, "{\"id\":"));

    case FAKE_NOT_SENT:
    case FAKE_MADE:
    default:
      document = fake_world_make_document (self, set, body);
      json = fake_world_document_json (self, document, TRUE);
      return dex_future_new_take_object (fake_world_answer (self, 201, json));
    }
}

PsrResponse *
fake_world_patch_line (FakeWorld  *self,
                       const char *url,
                       const char *body)
{
  g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr(JsonNode) node = psr_json_parse (bytes, NULL);
  GPtrArray *documents = strstr (url, "salesQuoteLines") != NULL ? self->quotes : self->documents;

  for (guint i = 0; i < documents->len; i++)
    {
      FakeDocument *document = g_ptr_array_index (documents, i);

      for (guint j = 0; j < document->lines->len; j++)
        {
          FakeLine *line = g_ptr_array_index (document->lines, j);

          if (strstr (url, line->id) == NULL)
            continue;

          psr_json_get_decimal (json_node_get_object (node), "unitPrice", &line->price, NULL);
          psr_json_get_decimal (json_node_get_object (node), "discountPercent", &line->percent, NULL);
          psr_json_get_decimal (json_node_get_object (node), "discountAmount", &line->discount, NULL);
          fake_world_edit (self, document);
          return fake_world_answer (self, 200, "{}");
        }
    }

  return fake_world_refuse (self, 404, "Internal_RecordNotFound", "You cannot modify a line that does not exist.");
}

static FakeDocument *
find_by_url (FakeWorld  *self,
             const char *url)
{
  for (guint i = 0; i < self->documents->len; i++)
    {
      FakeDocument *document = g_ptr_array_index (self->documents, i);

      if (strstr (url, document->id) != NULL)
        return document;
    }

  return NULL;
}

/* The header, of which only the reference is ever written, or a line. */
static DexFuture *
patch (FakeWorld  *self,
       PsrRequest *request,
       const char *url,
       const char *body)
{
  FakeFate fate = fake_world_next_fate (self->patch_fates);
  FakeDocument *document = find_by_url (self, url);
  g_autofree char *etag = NULL;
  g_autofree char *json = NULL;

  self->n_patches++;

  if (fate == FAKE_DROP_BEFORE)
    return fake_world_fail (PSR_TRANSPORT_ERROR_NO_ANSWER, "dropped");
  if (fate == FAKE_REFUSED)
    return dex_future_new_take_object (fake_world_refuse (self, 400, "Application_DialogException", "It can't be changed."));
  if (document == NULL)
    return dex_future_new_take_object (fake_world_patch_line (self, url, body));

  etag = g_strdup_printf ("W/\"%u\"", document->revision);
  if (g_strcmp0 (psr_request_get_header (request, "If-Match"), etag) != 0)
    return dex_future_new_take_object (fake_world_refuse (self, 409, "Request_EntityChanged", "Another user has already changed the record."));

  {
    g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));
    g_autoptr(JsonNode) node = psr_json_parse (bytes, NULL);

    g_set_str (&document->reference, psr_json_get_string (json_node_get_object (node), "customerPurchaseOrderReference"));
  }
  fake_world_edit (self, document);

  if (fate == FAKE_DROP_AFTER)
    return fake_world_fail (PSR_TRANSPORT_ERROR_NO_ANSWER, "dropped");

  json = fate == FAKE_GARBAGE ? g_strdup ("{}") : fake_world_document_json (self, document, FALSE);
  return dex_future_new_take_object (fake_world_answer (self, 200, json));
}

static PsrResponse *
get_document (FakeWorld  *self,
              const char *url)
{
  for (guint i = 0; i < self->documents->len; i++)
    {
      FakeDocument *document = g_ptr_array_index (self->documents, i);
      g_autofree char *json = NULL;

      if (strstr (url, document->id) == NULL || document->appears == G_MAXINT64 ||
          document->is_order != (strstr (url, "/salesOrders(") != NULL) ||
          (self->drafts_hidden && !document->is_order && !document->is_posted))
        continue;

      json = fake_world_document_json (self, document, TRUE);
      return fake_world_answer (self, 200, json);
    }

  return fake_world_refuse (self, 404, "Internal_RecordNotFound", "No document with the specified ID exists.");
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
    return self->orders_forbidden ? fake_world_refuse (self, 403, "Internal_Forbidden", "You do not have permission.")
                                  : list_documents (self, TRUE, url);
  if (strstr (url, "/salesShipments") != NULL && self->shipments_status > 1)
    return fake_world_refuse (self, self->shipments_status, "BadRequest_ResourceNotFound", "Not now.");
  if (strstr (url, "/salesShipments") != NULL && self->shipped != NULL && strstr (url, self->shipped) != NULL)
    return fake_world_answer (self, 200, "{\"value\":[{}]}");
  if (strstr (url, "/salesCreditMemos") != NULL)
    return fake_world_list_memos (self, url);
  if (strstr (url, "/generalLedgerEntries") != NULL)
    return fake_world_list_entries (self, url);
  if (strstr (url, "/customers") != NULL)
    return fake_world_list_customers (self);
  if (strstr (url, "/items") != NULL)
    return fake_world_answer (self, 200, "{\"value\":[{\"id\":\"" FAKE_ITEM "\",\"number\":\"1896-S\",\"displayName\":\"Desk\","
                              "\"type\":\"Inventory\",\"blocked\":false,\"baseUnitOfMeasureCode\":\"PCS\"}]}");
  if (strstr (url, "InvoiceStatus") != NULL)
    return fake_world_answer (self, 200, "{\"value\":[{\"id\":\"" FAKE_READY "\",\"name\":\"Ready for ERP\"},"
                              "{\"id\":\"" FAKE_IMPORTED "\",\"name\":\"ERP Imported\"},"
                              "{\"id\":\"" FAKE_ERROR "\",\"name\":\"ERP Error\"}]}");
  if (strstr (url, "InvoiceView") != NULL)
    return fake_world_list_invoices (self, url);
  if (strstr (url, "/Company") != NULL && self->organization != NULL)
    {
      g_autofree char *json = g_strdup_printf ("{\"value\":[{\"id\":\"" FAKE_WELLO_COMPANY "\",\"code\":\"10000\",\"name\":\"Ch\","
                                               "\"sales_organization_id\":\"%s\"}]}", self->organization);

      return fake_world_answer (self, 200, json);
    }
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

  if (self->always != NULL && strstr (url, self->always) != NULL)
    {
      self->n_always++;
      return dex_future_new_take_object (fake_world_refuse (self, self->always_status, "Internal_Any", "Not today."));
    }

  if (strstr (url, "salesQuote") != NULL && (!g_str_equal (method, "POST") || strstr (url, "Microsoft.NAV.") != NULL))
    return fake_world_serve_quotes (self, request, url, body);
  if (g_str_equal (method, "GET"))
    return (self->bc_away && strstr (url, "bc.example") != NULL) ||
           (self->documents_away && (strstr (url, "/salesInvoices") != NULL || strstr (url, "/salesOrders") != NULL)) ||
           (self->posted_away && strstr (url, "/postedSalesInvoices") != NULL) ||
           (self->shipments_status == 1 && strstr (url, "/salesShipments") != NULL)
             ? fake_world_fail (PSR_TRANSPORT_ERROR_NOT_SENT, "no connection")
             : dex_future_new_take_object (answer_read (self, url));
  if (strstr (url, "ChangeStatusId") != NULL)
    return fake_world_change_status (self, body);
  if (g_str_equal (method, "PATCH"))
    return patch (self, request, url, body);

  if (g_str_equal (method, "DELETE"))
    return fake_world_delete (self, url, psr_request_get_header (request, "If-Match"));

  if (strstr (url, "Microsoft.NAV.") != NULL)
    return fake_world_answer_action (self, url);

  return create (self, strstr (url, "salesOrders") != NULL ? "salesOrders"
                       : strstr (url, "salesQuotes") != NULL ? "salesQuotes" : "salesInvoices", body);
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

  self->is_wello = strstr (psr_request_get_url (request), "wello.example") != NULL;
  done = serve (self, request);

  if (self->n_requests == self->freeze_at)
    {
      self->frozen = TRUE;
      return DEX_FUTURE (dex_promise_new ());
    }

  if (self->hold != NULL && strstr (psr_request_get_url (request), self->hold) != NULL)
    {
      self->hold = NULL;
      self->held = dex_promise_new ();
      self->held_answer = g_steal_pointer (&done);
      return dex_ref (DEX_FUTURE (self->held));
    }

  return g_steal_pointer (&done);
}

/* What was held back arrives. */
void
fake_world_let_arrive (FakeWorld *self)
{
  g_autoptr(GError) error = NULL;
  const GValue *answer = dex_future_get_value (self->held_answer, &error);

  g_assert_no_error (error);
  dex_promise_resolve (self->held, answer);
  dex_clear (&self->held);
  dex_clear (&self->held_answer);
}

static void
fake_world_transport_init (PsrTransportInterface *iface)
{
  iface->send = fake_world_send;
}
