/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "sim-bc-private.h"

PsrResponse *
sim_answer (SimWorld   *self,
            guint       status,
            const char *body)
{
  PsrTimestamp now = sim_timeline_now (self->timeline);
  g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autofree char *date = g_date_time_format (time, "%a, %d %b %Y %H:%M:%S GMT");
  PsrResponse *response = psr_response_new (status, bytes, now);

  psr_response_add_header (response, "Content-Type", "application/json; odata.metadata=minimal");
  psr_response_add_header (response, "Date", date);

  return response;
}

PsrResponse *
sim_refuse (SimWorld   *self,
            guint       status,
            const char *code,
            const char *message)
{
  g_autofree char *json = g_strdup_printf ("{\"error\":{\"code\":\"%s\",\"message\":\"%s  CorrelationId:  "
                                           "5d29a2bb-0000-4000-8000-000000000001.\"}}", code, message);

  return sim_answer (self, status, json);
}

/* The words between two quotes in a filter, and GUIDs. */
gboolean
sim_bc_is_named (const char *filter,
                 const char *value)
{
  g_autofree char *folded = NULL;
  gsize length = strlen (value);
  const char *place;

  folded = g_ascii_strdown (value, -1);

  for (place = filter; (place = strstr (place, folded)) != NULL; place += length)
    {
      char before = place > filter ? place[-1] : ' ';
      char after = place[length];

      if (!g_ascii_isalnum (before) && before != '-' && !g_ascii_isalnum (after) && after != '-')
        return TRUE;
    }

  return FALSE;
}

static const char *
status_word (const SimDocument *document)
{
  switch (document->status)
    {
    case SIM_IN_REVIEW:
      return "In_x0020_Review";
    /* Released and posted look alike. */
    case SIM_RELEASED:
    case SIM_POSTED:
      return "Open";
    case SIM_PAID:
      return "Paid";
    case SIM_CANCELED:
      return "Canceled";
    case SIM_DRAFT:
    default:
      return "Draft";
    }
}

SimSet
sim_document_get_set (const SimDocument *document)
{
  return document->is_quote ? SIM_QUOTES : document->is_order ? SIM_ORDERS : SIM_INVOICES;
}

void
sim_bc_append_document (GString     *json,
                        SimDocument *document,
                        gboolean     with_lines,
                        gboolean     v1)
{
  g_autofree char *modified = psr_timestamp_to_string (document->modified);
  char buffers[3][SIM_AMOUNT_TEXT];
  SimTotals totals;

  sim_document_reckon (document, &totals);
  g_string_append_printf (json,
                          "{\"@odata.etag\":\"W/\\\"%u\\\"\",\"id\":\"%s\",\"number\":\"%s\",\"externalDocumentNumber\":\"%s\","
                          "\"customerId\":\"%s\",\"customerNumber\":\"%s\",\"status\":\"%s\",\"pricesIncludeTax\":%s,"
                          "\"totalAmountExcludingTax\":%s,\"totalTaxAmount\":%s,\"totalAmountIncludingTax\":%s,"
                          "\"discountAmount\":0,\"remainingAmount\":0,\"orderNumber\":\"%s\",\"currencyCode\":\"EUR\","
                          "\"customerPurchaseOrderReference\":\"%s\",\"lastModifiedDateTime\":\"%s\"",
                          document->etag, document->id, document->number, document->is_combined ? "" : document->external, document->customer->id,
                          document->customer->number, status_word (document), document->with_vat ? "true" : "false",
                          sim_amount_text (totals.net, buffers[0]), sim_amount_text (totals.vat, buffers[1]),
                          sim_amount_text (totals.net + totals.vat, buffers[2]),
                          document->order_number != NULL && !document->is_combined ? document->order_number : "",
                          document->reference != NULL ? document->reference : "", modified);

  if (with_lines)
    sim_bc_append_lines (json, document, v1);

  g_string_append_c (json, '}');
}

static PsrResponse *
list_documents (SimWorld   *self,
                SimSet      set,
                const char *filter,
                gboolean    with_lines)
{
  g_autoptr(GString) json = g_string_new ("{\"value\":[");
  gboolean by_order = strstr (filter, "ordernumber eq") != NULL;
  gboolean by_id = !by_order && strstr (filter, "externaldocumentnumber") == NULL;
  gboolean first = TRUE;

  /* Somebody always has a draft of something, and something is always paid. */
  if (strstr (filter, "=status") != NULL)
    return sim_answer (self, 200, (strstr (filter, "draft") != NULL ? self->hides_drafts : self->hides_posted)
                                    ? "{\"value\":[]}" : "{\"value\":[{}]}");

  for (guint i = 0; i < self->documents->len; i++)
    {
      SimDocument *document = g_ptr_array_index (self->documents, i);
      const char *key = by_order ? document->order_number : by_id ? document->id : document->external;

      if (document->is_combined && !by_id)
        continue;

      if (document->is_gone || sim_document_get_set (document) != set || key == NULL || !sim_bc_is_named (filter, key))
        continue;

      if (sim_document_is_hidden (self, document))
        {
          document->was_hidden = TRUE;
          continue;
        }

      if (!first)
        g_string_append_c (json, ',');
      sim_bc_append_document (json, document, with_lines, self->v1);
      first = FALSE;
    }

  g_string_append (json, "]}");

  return sim_answer (self, 200, json->str);
}

static gboolean
is_posted (const SimDocument *document)
{
  return sim_document_get_set (document) == SIM_INVOICES &&
         (document->status == SIM_POSTED || document->status == SIM_PAID || document->status == SIM_CANCELED);
}

static PsrResponse *
list_posted (SimWorld   *self,
             const char *filter)
{
  g_autoptr(GString) json = g_string_new ("{\"value\":[");
  gboolean by_order = strstr (filter, "ordernumber") != NULL;
  gboolean by_number = strstr (filter, "filter=number") != NULL;
  gboolean first = TRUE;

  /* Others post all the time. */
  if (strstr (filter, "filter") == NULL)
    return sim_answer (self, 200, self->hides_posted ? "{\"value\":[]}" : "{\"value\":[{}]}");

  for (guint i = 0; i < self->documents->len && !self->hides_posted; i++)
    {
      const SimDocument *document = g_ptr_array_index (self->documents, i);
      const char *key = by_order ? document->order_number : by_number ? document->number : document->external;

      if (document->is_gone || document->is_combined || !is_posted (document) || key == NULL || !sim_bc_is_named (filter, key))
        continue;

      g_string_append_printf (json, "%s{\"number\":\"%s\",\"externalDocumentNumber\":\"%s\",\"orderNumber\":\"%s\",\"apiId\":\"%s\"}",
                              first ? "" : ",", document->number, document->external,
                              document->order_number != NULL ? document->order_number : "", document->id);
      first = FALSE;
    }

  g_string_append (json, "]}");

  return sim_answer (self, 200, json->str);
}

static PsrResponse *
list_customers (SimWorld   *self,
                const char *filter)
{
  g_autoptr(GString) json = g_string_new ("{\"value\":[");

  for (guint i = 0; i < self->customers->len; i++)
    {
      const SimCustomer *customer = g_ptr_array_index (self->customers, i);

      if (strstr (filter, "filter=") == NULL || sim_bc_is_named (filter, customer->id))
        g_string_append_printf (json, "%s{\"id\":\"%s\",\"number\":\"%s\",\"displayName\":\"Customer %s\",\"blocked\":\"%s\"}",
                                g_str_has_suffix (json->str, "[") ? "" : ",", customer->id, customer->number, customer->number,
                                customer->blocked[0] != '\0' ? customer->blocked : "_x0020_");
    }

  g_string_append (json, "]}");

  return sim_answer (self, 200, json->str);
}

static PsrResponse *
list_items (SimWorld   *self,
            const char *filter)
{
  g_autoptr(GString) json = g_string_new ("{\"value\":[");

  for (guint i = 0; i < self->items->len; i++)
    {
      const SimItem *item = g_ptr_array_index (self->items, i);

      if (sim_bc_is_named (filter, item->id))
        g_string_append_printf (json, "%s{\"id\":\"%s\",\"number\":\"%s\",\"displayName\":\"Item %s\",\"type\":\"Inventory\","
                                "\"blocked\":%s,%s}",
                                g_str_has_suffix (json->str, "[") ? "" : ",", item->id, item->number, item->number,
                                item->blocked ? "true" : "false",
                                self->v1 ? "\"baseUnitOfMeasure\":{\"code\":\"PCS\",\"displayName\":\"Piece\"}"
                                         : "\"baseUnitOfMeasureCode\":\"PCS\"");
    }

  g_string_append (json, "]}");

  return sim_answer (self, 200, json->str);
}

static PsrResponse *
list_accounts (SimWorld   *self,
               const char *filter)
{
  return sim_answer (self, 200, sim_bc_is_named (filter, SIM_ACCOUNT_NUMBER)
                                  ? "{\"value\":[{\"id\":\"" SIM_ACCOUNT "\",\"number\":\"" SIM_ACCOUNT_NUMBER "\",\"blocked\":false}]}"
                                  : "{\"value\":[]}");
}

/* The GUID in brackets after @set; over API v1.0 the key of a line is a text. */
static char *
dup_key (const char *url,
         const char *set)
{
  const char *place = strstr (url, set);

  if (place == NULL)
    return NULL;

  place += strlen (set);

  if (g_str_has_prefix (place, "('"))
    return g_strndup (place + 2, strcspn (place + 2, "'"));

  return *place == '(' ? g_strndup (place + 1, 36) : NULL;
}

static PsrResponse *
get_document (SimWorld   *self,
              const char *id,
              SimSet      set,
              gboolean    with_lines)
{
  SimDocument *document = sim_world_find_document (self, id);
  g_autoptr(GString) json = g_string_new (NULL);

  if (document == NULL || sim_document_get_set (document) != set)
    return sim_refuse (self, 404, "Internal_RecordNotFound", "The document does not exist.");

  sim_bc_append_document (json, document, with_lines, self->v1);

  return sim_answer (self, 200, json->str);
}

/* Over API v1.0 a line is named by its document and its own number. */
static gboolean
is_line (SimWorld          *self,
         const SimDocument *document,
         guint              position,
         const char        *key)
{
  const SimLine *line = g_ptr_array_index (document->lines, position);
  g_autofree char *text = self->v1 ? g_strdup_printf ("%s-%u", document->id, (position + 1) * 10000) : g_strdup (line->id);

  return g_str_equal (text, key);
}

/* [AL] A PATCH without If-Match is refused; whatever is sent is compared. */
static PsrResponse *
check_match (SimWorld   *self,
             const char *match,
             guint       etag)
{
  g_autofree char *current = g_strdup_printf ("W/\"%u\"", etag);

  if (match == NULL)
    return sim_refuse (self, 400, "BadRequest_InvalidToken",
                       "Could not validate the client concurrency token required by the service.");

  if (!g_str_equal (match, current))
    return sim_refuse (self, 409, "Request_EntityChanged", "Another user has already changed the record.");

  return NULL;
}

static PsrResponse *
patch_line (SimWorld   *self,
            const char *id,
            const char *match,
            const char *body)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonObject *object;

  if (!json_parser_load_from_data (parser, body, -1, NULL))
    return sim_refuse (self, 400, "BadRequest", "Invalid Request Body");

  object = json_node_get_object (json_parser_get_root (parser));

  for (guint i = 0; i < self->documents->len; i++)
    {
      SimDocument *document = g_ptr_array_index (self->documents, i);

      for (guint j = 0; j < document->lines->len && !document->is_gone; j++)
        {
          SimLine *line = g_ptr_array_index (document->lines, j);
          PsrResponse *stale;

          if (!is_line (self, document, j, id) || sim_document_is_hidden (self, document))
            continue;

          stale = check_match (self, match, line->etag);

          if (stale != NULL)
            return stale;

          if (document->status != SIM_DRAFT)
            return sim_refuse (self, 400, "Application_FieldValidationException",
                               "Status must be equal to 'Open'  in Sales Header. Current value is 'Released'.");

          line->etag++;
          document->etag++;
          document->modified = sim_timeline_now (self->timeline);
          if (json_object_has_member (object, "unitPrice"))
            {
              line->price = sim_amount_read (object, "unitPrice");
              document->edited -= line->repriced;
              line->repriced = 0;
            }
          if (json_object_has_member (object, "discountPercent"))
            {
              line->percent = sim_amount_read (object, "discountPercent");
              line->off = 0;
            }
          if (json_object_has_member (object, "discountAmount"))
            line->off = sim_amount_read (object, "discountAmount");

          return sim_answer (self, 200, "{}");
        }
    }

  return sim_refuse (self, 404, "Internal_RecordNotFound", "The line does not exist.");
}

/* Of a header only the reference is written. */
static PsrResponse *
patch_header (SimWorld   *self,
              SimSet      set,
              const char *id,
              const char *match,
              const char *body)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  SimDocument *document = sim_world_find_document (self, id);
  PsrResponse *stale;
  JsonObject *object;

  if (!json_parser_load_from_data (parser, body, -1, NULL))
    return sim_refuse (self, 400, "BadRequest", "Invalid Request Body");

  object = json_node_get_object (json_parser_get_root (parser));

  if (document == NULL || sim_document_get_set (document) != set)
    return sim_refuse (self, 404, "Internal_RecordNotFound", "The document does not exist.");

  stale = check_match (self, match, document->etag);

  if (stale != NULL)
    return stale;

  if (set != SIM_INVOICES || !json_object_has_member (object, "customerPurchaseOrderReference"))
    return sim_refuse (self, 400, "BadRequest", "Could not find a property");

  if (document->status != SIM_DRAFT)
    return sim_refuse (self, 400, "Application_FieldValidationException",
                       "Status must be equal to 'Open'  in Sales Header. Current value is 'Released'.");

  g_set_str (&document->reference, json_object_get_string_member_with_default (object, "customerPurchaseOrderReference", ""));
  document->etag++;
  document->modified = sim_timeline_now (self->timeline);

  return get_document (self, id, set, FALSE);
}

static gboolean
is_invoiced_in_part (SimWorld          *self,
                     const SimDocument *document)
{
  for (guint i = 0; i < self->documents->len; i++)
    {
      SimDocument *other = g_ptr_array_index (self->documents, i);

      if (other != document && other->chain == document->chain && sim_document_is_live (other))
        return TRUE;
    }

  return FALSE;
}

/* Business Central compares If-Match only if it is sent; of us it is asked. */
static PsrResponse *
delete_document (SimWorld   *self,
                 SimSet      set,
                 const char *id,
                 const char *match)
{
  SimDocument *document = sim_world_find_document (self, id);
  PsrResponse *stale;

  if (match == NULL)
    sim_world_break (self, "deleted blindly: %s", id);

  if (document == NULL || sim_document_get_set (document) != set)
    return sim_refuse (self, 404, "Internal_RecordNotFound", "The document does not exist.");

  /* Business Central takes a star for whichever version there is. */
  stale = g_strcmp0 (match, "*") != 0 ? check_match (self, match, document->etag) : NULL;

  if (stale != NULL)
    return stale;

  /* [AL] SalesInvoiceAggregator would delete it, too. */
  if (document->status >= SIM_POSTED)
    sim_world_break (self, "deleted what is posted: %s", document->number);

  if (document->status != SIM_DRAFT)
    return sim_refuse (self, 400, "Application_DialogException", "You cannot delete a document that isn't a draft.");

  if (document->edited)
    sim_world_break (self, "deleted what isn't ours: somebody changed %s", document->number);

  /* [AL] SalesLine: what is shipped and invoiced doesn't keep the rest. */
  if (is_invoiced_in_part (self, document))
    sim_world_break (self, "deleted what bills: part of %s is invoiced", document->number);

  if (document->is_quote)
    {
      document->is_gone = TRUE;
      return sim_answer (self, 204, "");
    }

  self->counts->withdrawals++;
  sim_bc_delete (self, document);

  return sim_answer (self, 204, "");
}

PsrResponse *
sim_bc_serve (SimWorld   *self,
              const char *method,
              const char *url,
              const char *body,
              const char *match,
              guint       state,
              SimCause    cause)
{
  static const char * const names[] = { "/salesInvoices", "/salesOrders", "/salesQuotes" };
  static const char * const line_names[] = { "/salesInvoiceLines", "/salesOrderLines", "/salesQuoteLines" };
  const char *query = strchr (url, '?');
  gboolean with_lines = query != NULL && strstr (query, "expand=") != NULL;
  g_autofree char *filter = g_ascii_strdown (query != NULL ? query : "", -1);
  g_autofree char *id = NULL;
  SimSet set;

  if (strstr (url, "/companies(" SIM_COMPANY ")/") == NULL)
    return sim_refuse (self, 404, "Internal_CompanyNotFound", "Cannot process the request.");

  self->v1 = strstr (url, "/api/v1.0/") != NULL;

  /* The API of the posted invoices is another one, and there in any case. */
  if (!(self->v1 ? self->has_v1 : self->has_v2) && strstr (url, "/api/microsoft/") == NULL)
    return sim_refuse (self, 404, "BadRequest_ResourceNotFound", "Resource not found for the segment.");

  for (set = 0; set < SIM_N_SETS; set++)
    {
      g_autofree char *line_id = dup_key (url, line_names[set]);
      const char *place = strstr (url, names[set]);

      if (line_id != NULL && g_str_equal (method, "PATCH"))
        return patch_line (self, line_id, match, body);

      if (place != NULL && strchr ("(?", place[strlen (names[set])]) != NULL)
        {
          id = dup_key (url, names[set]);
          break;
        }
    }

  if ((set == SIM_ORDERS || set == SIM_QUOTES) && self->refuses_orders)
    return sim_refuse (self, 403, "Internal_Forbidden", "You do not have the following permissions on TableData Sales Header: Read.");

  if (set < SIM_N_SETS && id != NULL)
    {
      SimDocument *document = sim_world_find_document (self, id);

      if (document != NULL && sim_document_is_hidden (self, document))
        return sim_refuse (self, 404, "Internal_RecordNotFound", "The document does not exist.");

      if (g_str_equal (method, "GET"))
        return get_document (self, id, set, with_lines);
      if (g_str_equal (method, "PATCH"))
        return patch_header (self, set, id, match, body);
      if (g_str_equal (method, "DELETE"))
        return delete_document (self, set, id, match);

      return sim_bc_act (self, url, set, id, state);
    }

  if (set < SIM_N_SETS)
    return g_str_equal (method, "GET") ? list_documents (self, set, filter, with_lines)
                                       : sim_bc_create (self, set, body, with_lines, state, cause);

  if (!g_str_equal (method, "GET"))
    return sim_refuse (self, 405, "BadRequest_MethodNotAllowed", "Not allowed.");
  if (strstr (url, "/postedSalesInvoices") != NULL)
    return list_posted (self, filter);
  if (strstr (url, "/customers?") != NULL)
    return list_customers (self, filter);
  if (strstr (url, "/items?") != NULL)
    return list_items (self, filter);
  if (strstr (url, "/salesCreditMemos?") != NULL)
    return sim_bc_list_memos (self, url, filter);
  if (strstr (url, "/generalLedgerEntries?") != NULL)
    return sim_bc_list_entries (self, filter);
  if (strstr (url, "/accounts?") != NULL)
    return list_accounts (self, filter);
  if (strstr (url, "/salesShipments?") != NULL && !self->v1)
    return sim_bc_list_shipments (self, filter);
  /* Nothing is archived. */
  if (strstr (url, "/salesOrderArchives?") != NULL && !self->v1)
    return sim_answer (self, 200, "{\"value\":[]}");

  return sim_refuse (self, 404, "BadRequest_ResourceNotFound", "Resource not found for the segment.");
}
