/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "sim-bc-private.h"

static const char * const header_members[] = {
  "externalDocumentNumber", "invoiceDate", "orderDate", "documentDate", "postingDate", "customerPurchaseOrderReference",
  "customerId", "billToCustomerId", "shipToName", "shipToAddressLine1", "shipToCity", "shipToPostCode",
  "currencyCode", "pricesIncludeTax", "salesInvoiceLines", "salesOrderLines", "salesQuoteLines", NULL
};

static const char * const line_members[] = {
  "lineType", "itemId", "lineObjectNumber", "description", "unitOfMeasureCode", "quantity", "unitPrice",
  "discountPercent", "discountAmount", "taxCode", "locationId", NULL
};

static void
line_free (gpointer data)
{
  SimLine *line = data;

  g_free (line->id);
  g_free (line->type);
  g_free (line->number);
  g_free (line->unit);
  g_free (line->text);
  g_free (line);
}

/* API v1.0 has the address and the unit in objects, knows no locations, names accounts by
 * their ids, and doesn't let anybody say of an order whether its prices include VAT. */
static const char * const header_members_v1[] = {
  "externalDocumentNumber", "invoiceDate", "orderDate", "documentDate", "postingDate", "customerPurchaseOrderReference",
  "customerId", "billToCustomerId", "shipToName", "shippingPostalAddress", "currencyCode", "salesInvoiceLines",
  "salesOrderLines", "salesQuoteLines", NULL
};

static const char * const line_members_v1[] = {
  "lineType", "itemId", "accountId", "description", "unitOfMeasure", "quantity", "unitPrice", "discountPercent",
  "discountAmount", "taxCode", NULL
};

/* An unknown property is an error of the whole request. */
static const char *
find_unknown (JsonObject         *object,
              const char * const *known)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL))
    {
      if (!g_strv_contains (known, name))
        return name;
    }

  return NULL;
}

static const char *
text_of (JsonObject *object,
         const char *member)
{
  return json_object_get_string_member_with_default (object, member, "");
}

static SimCustomer *
find_customer (SimWorld   *self,
               const char *id)
{
  for (guint i = 0; i < self->customers->len; i++)
    {
      SimCustomer *customer = g_ptr_array_index (self->customers, i);

      if (g_str_equal (customer->id, id))
        return customer;
    }

  return NULL;
}

static SimItem *
find_item (SimWorld   *self,
           const char *id)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      SimItem *item = g_ptr_array_index (self->items, i);

      if (g_str_equal (item->id, id))
        return item;
    }

  return NULL;
}

static const char *
unit_of (const SimLine *line,
         JsonObject    *object)
{
  if (json_object_has_member (object, "unitOfMeasureCode"))
    return text_of (object, "unitOfMeasureCode");
  if (json_object_has_member (object, "unitOfMeasure"))
    return text_of (json_object_get_object_member (object, "unitOfMeasure"), "code");
  if (line->item == NULL)
    return "HOUR";

  return line->item->boxed ? "BOX" : "PCS";
}

/* [AL] SalesLine: what isn't sent comes from the item and the customer. */
static SimLine *
make_line (SimWorld     *self,
           SimCustomer  *customer,
           JsonObject   *object,
           PsrResponse **refusal)
{
  const char *group = text_of (object, "taxCode");
  SimLine *line = g_new0 (SimLine, 1);

  line->id = sim_world_new_id (self, "d11e0000");
  line->etag = 1;

  if (json_object_has_member (object, "itemId"))
    {
      line->item = find_item (self, text_of (object, "itemId"));
      line->type = g_strdup ("Item");
      line->number = g_strdup (line->item != NULL ? line->item->number : "");

      if (line->item == NULL)
        *refusal = sim_refuse (self, 400, "Application_DialogException", "Item does not exist.");
      else if (line->item->blocked)
        *refusal = sim_refuse (self, 400, "Application_DialogException",
                               "You cannot sell this item because the Sales Blocked check box is selected on the Item card.");
    }
  else if (self->v1 && json_object_has_member (object, "accountId"))
    {
      line->type = g_strdup ("Account");
      line->number = g_strdup (SIM_ACCOUNT_NUMBER);

      if (!g_str_equal (text_of (object, "accountId"), SIM_ACCOUNT))
        *refusal = sim_refuse (self, 400, "Application_DialogException", "G/L Account does not exist.");
    }
  else
    {
      line->type = g_strdup (text_of (object, "lineType"));
      line->number = g_strdup (text_of (object, "lineObjectNumber"));
    }

  line->unit = g_strdup (unit_of (line, object));
  line->text = line->item != NULL && !json_object_has_member (object, "description")
                 ? g_strdup_printf ("Item %s", line->number) : g_strdup (text_of (object, "description"));
  line->quantity = sim_amount_read (object, "quantity");
  line->price = sim_amount_read (object, "unitPrice");
  line->off = sim_amount_read (object, "discountAmount");
  line->percent = sim_amount_read (object, "discountPercent");

  if (!json_object_has_member (object, "discountPercent") && !json_object_has_member (object, "discountAmount"))
    line->percent = customer->discount;

  if (g_str_equal (line->type, "Comment"))
    line->percent = 0;
  else if (group[0] != '\0')
    line->rate = (guint[]) { 0, 6, 12, 21 }[CLAMP (group[1] - '0', 0, 3)];
  else
    line->rate = line->item != NULL ? line->item->rate : 21;

  return line;
}

static gboolean
is_blocked (const SimCustomer *customer,
            SimSet             set)
{
  return g_str_equal (customer->blocked, "All") || g_str_equal (customer->blocked, "Invoice") ||
         (set != SIM_INVOICES && g_str_equal (customer->blocked, "Ship"));
}

static void
number_document (SimWorld    *self,
                 SimDocument *document)
{
  document->number = document->is_quote ? g_strdup_printf ("S-QUO%06u", ++self->n_quotes)
                                        : g_strdup_printf ("%s%06u", document->is_order ? "S-ORD" : "1", ++self->n_drafts);
  document->made_at = sim_timeline_now (self->timeline);
  document->chain = ++self->n_chains;
  document->etag = 1;
  document->modified = document->made_at;
}

/* Whether another state's document is there, which was shown whenever it was looked for. */
static gboolean
is_beside_another (SimWorld          *self,
                   const SimDocument *document)
{
  for (guint i = 0; i < self->documents->len; i++)
    {
      SimDocument *other = g_ptr_array_index (self->documents, i);

      if (other != document && other->invoice == document->invoice && other->cause == SIM_BY_US &&
          other->chain != document->chain && !other->was_hidden && sim_document_is_live (other))
        return TRUE;
    }

  return FALSE;
}

/* A step of the promise: what was sent is what was approved, and in one document
 * at most. */
static void
judge_made (SimWorld    *self,
            SimDocument *document)
{
  SimInvoice *invoice = document->invoice;
  SimTotals totals;
  gboolean known = FALSE;

  if (document->cause != SIM_BY_US)
    return;

  if (!invoice->approved[document->state])
    sim_world_break (self, "made unasked: %s", invoice->number);

  if (sim_world_count_live (self, invoice, document->state) > 1 || (self->only_quotes && is_beside_another (self, document)))
    sim_world_break (self, "two live documents: %s is in %s and in another one", invoice->number, document->number);

  if (document->with_vat || document->edited)
    return;

  sim_document_reckon (document, &totals);

  for (guint i = 0; i < invoice->truths->len; i++)
    {
      const SimTruth *truth = &g_array_index (invoice->truths, SimTruth, i);

      known |= truth->net == totals.net && truth->n_lines == totals.n_lines;
    }

  if (!known || totals.net != invoice->approved_net[document->state])
    sim_world_break (self, "wrong total: %s was made with %" G_GINT64_FORMAT " in %u lines", invoice->number,
                     totals.net, totals.n_lines);
}

PsrResponse *
sim_bc_create (SimWorld   *self,
               SimSet      set,
               const char *body,
               gboolean    with_lines,
               guint       state,
               SimCause    cause)
{
  static const char * const line_names[] = { "salesInvoiceLines", "salesOrderLines", "salesQuoteLines" };
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (line_free);
  g_autoptr(GString) json = g_string_new (NULL);
  PsrResponse *refusal = NULL;
  SimDocument *document;
  SimCustomer *customer;
  SimInvoice *invoice;
  JsonObject *object;
  JsonArray *rows;

  if (!json_parser_load_from_data (parser, body, -1, NULL) || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return sim_refuse (self, 400, "BadRequest", "Invalid Request Body");

  object = json_node_get_object (json_parser_get_root (parser));
  customer = find_customer (self, text_of (object, "customerId"));
  invoice = sim_world_find_external (self, text_of (object, "externalDocumentNumber"));

  /* Only a trial quote is of no invoice. */
  if (find_unknown (object, self->v1 ? header_members_v1 : header_members) != NULL || customer == NULL || (invoice == NULL && set != SIM_QUOTES) ||
      (set != SIM_INVOICES && json_object_has_member (object, "customerPurchaseOrderReference")))
    return sim_refuse (self, 400, "BadRequest", "Could not find a property");

  if (is_blocked (customer, set))
    return sim_refuse (self, 400, "Application_DialogException",
                       "You cannot create this type of document when the customer is blocked with type All.");

  rows = json_object_has_member (object, line_names[set]) ? json_object_get_array_member (object, line_names[set]) : NULL;

  for (guint i = 0; rows != NULL && i < json_array_get_length (rows) && refusal == NULL; i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      if (find_unknown (row, self->v1 ? line_members_v1 : line_members) != NULL)
        return sim_refuse (self, 400, "BadRequest", "Could not find a property");

      g_ptr_array_add (lines, make_line (self, customer, row, &refusal));
    }

  if (refusal != NULL)
    return refusal;

  document = g_new0 (SimDocument, 1);
  document->id = sim_world_new_id (self, "d0c00000");
  document->external = g_ascii_strup (text_of (object, "externalDocumentNumber"), -1);
  document->reference = g_strdup (text_of (object, "customerPurchaseOrderReference"));
  document->customer = customer;
  document->invoice = invoice;
  document->is_order = set == SIM_ORDERS;
  document->is_quote = set == SIM_QUOTES;
  document->with_vat = (set != SIM_ORDERS || self->v1) && customer->prices_with_vat;
  document->lines = g_steal_pointer (&lines);
  document->cause = cause;
  document->state = state;
  number_document (self, document);
  g_ptr_array_add (self->documents, document);
  sim_timeline_trace (self->timeline, "bc made %s for %s%s", document->number, document->external,
                      cause == SIM_BY_PROXY ? ", doubled" : "");

  if (!document->is_quote)
    judge_made (self, document);

  sim_bc_append_document (json, document, with_lines, self->v1);

  return sim_answer (self, 201, json->str);
}

/* In one transaction the quote is gone and the document there. It keeps its prices,
 * and with them whether they hold the VAT. */
static PsrResponse *
convert (SimWorld    *self,
         SimDocument *quote,
         gboolean     order,
         guint        state)
{
  SimDocument *document;

  if (quote == NULL)
    return sim_refuse (self, 400, "Application_DialogException", "The quote cannot be found.");

  if (is_blocked (quote->customer, SIM_QUOTES))
    return sim_refuse (self, 400, "Application_DialogException",
                       "You cannot create this type of document when the customer is blocked with type All.");

  for (guint i = 0; i < quote->lines->len; i++)
    {
      SimLine *line = g_ptr_array_index (quote->lines, i);

      if (line->item != NULL && line->item->blocked)
        return sim_refuse (self, 400, "Application_DialogException",
                           "You cannot sell this item because the Sales Blocked check box is selected on the Item card.");
    }

  document = g_memdup2 (quote, sizeof *quote);
  document->id = sim_world_new_id (self, "d0c00000");
  document->external = g_strdup (quote->external);
  document->order_number = NULL;
  document->reference = g_strdup ("");
  document->is_quote = FALSE;
  document->is_order = order;
  document->cause = SIM_BY_US;
  document->state = state;
  document->lines = g_steal_pointer (&quote->lines);
  quote->lines = g_ptr_array_new_with_free_func (line_free);
  quote->is_gone = TRUE;

  /* Lines are inserted anew. */
  for (guint i = 0; i < document->lines->len; i++)
    {
      SimLine *line = g_ptr_array_index (document->lines, i);

      g_free (line->id);
      line->id = sim_world_new_id (self, "d11e0000");
    }

  number_document (self, document);
  g_ptr_array_add (self->documents, document);
  self->counts->conversions++;
  sim_timeline_trace (self->timeline, "bc converted %s into %s for %s", quote->number, document->number, document->external);
  judge_made (self, document);

  return sim_answer (self, 204, "");
}

/* [AL] PostSalesDelete: a posting number that was left behind, or one series for
 * both, makes an empty posted invoice of it. */
void
sim_bc_delete (SimWorld    *self,
               SimDocument *document)
{
  SimDocument *empty;

  document->is_gone = TRUE;
  sim_timeline_trace (self->timeline, "bc deletes %s", document->number);

  if (document->is_order || (!self->shared_series && !document->half_posted))
    return;

  empty = g_new0 (SimDocument, 1);
  empty->id = sim_world_new_id (self, "d0c00000");
  empty->number = g_strdup_printf ("PS-INV%06u", ++self->n_posted);
  empty->external = g_strdup (document->external);
  empty->customer = document->customer;
  empty->invoice = document->invoice;
  empty->lines = g_ptr_array_new_with_free_func (line_free);
  empty->status = SIM_POSTED;
  empty->is_void = TRUE;
  empty->cause = SIM_BY_PERSON;
  g_ptr_array_add (self->documents, empty);
}

/* Somebody ships and invoices some of an order. Returns FALSE when there is no part that
 * leaves a rest. */
gboolean
sim_bc_invoice_part (SimWorld    *self,
                     SimDocument *order)
{
  SimLine *line = g_ptr_array_index (order->lines, sim_timeline_draw (self->timeline, order->lines->len));
  SimAmount part = (line->quantity - line->invoiced) / 2;
  SimDocument *invoice;
  SimLine *taken;

  if (part < SIM_ONE / 8)
    return FALSE;

  invoice = g_memdup2 (order, sizeof *order);
  invoice->id = sim_world_new_id (self, "d0c00000");
  invoice->number = g_strdup_printf ("PS-INV%06u", ++self->n_posted);
  invoice->external = g_strdup (order->external);
  invoice->reference = g_strdup (order->reference);
  invoice->order_number = g_strdup (order->number);
  invoice->is_order = FALSE;
  invoice->status = SIM_POSTED;
  invoice->lines = g_ptr_array_new_with_free_func (line_free);
  taken = g_memdup2 (line, sizeof *line);
  taken->id = sim_world_new_id (self, "d11e0000");
  taken->type = g_strdup (line->type);
  taken->number = g_strdup (line->number);
  taken->unit = g_strdup (line->unit);
  taken->text = g_strdup (line->text);
  taken->off = line->off * part / line->quantity;
  taken->quantity = part;
  taken->invoiced = 0;
  g_ptr_array_add (invoice->lines, taken);
  g_ptr_array_add (self->documents, invoice);
  line->invoiced += part;
  line->etag++;
  order->status = SIM_RELEASED;
  order->modified = sim_timeline_now (self->timeline);
  self->counts->parts++;
  sim_timeline_trace (self->timeline, "bc invoiced part of %s as %s", order->number, invoice->number);

  return TRUE;
}

/* Of an order only what isn't invoiced yet is. */
static void
keep_rest (SimDocument *order)
{
  for (guint i = 0; i < order->lines->len; i++)
    {
      SimLine *line = g_ptr_array_index (order->lines, i);

      if (line->invoiced == 0)
        continue;

      line->off = line->off * (line->quantity - line->invoiced) / line->quantity;
      line->quantity -= line->invoiced;
      line->invoiced = 0;
    }
}

/* An order becomes an invoice of its own; an invoice gets another number. */
void
sim_bc_post (SimWorld    *self,
             SimDocument *document)
{
  if (document->is_order)
    {
      keep_rest (document);
      document->order_number = g_steal_pointer (&document->number);
      g_free (document->id);
      document->id = sim_world_new_id (self, "d0c00000");
      document->is_order = FALSE;
    }
  else
    {
      g_free (document->number);
    }

  document->number = g_strdup_printf ("PS-INV%06u", ++self->n_posted);
  document->status = SIM_POSTED;
  document->etag++;
  sim_timeline_trace (self->timeline, "bc posted %s as %s", document->external, document->number);
}

/* Somebody invoices an order together with others: nothing but its shipment tells which one. */
void
sim_bc_combine (SimWorld    *self,
                SimDocument *order)
{
  self->counts->combined++;
  sim_bc_post (self, order);
  order->is_combined = TRUE;
  order->was_hidden = TRUE;
  sim_timeline_trace (self->timeline, "bc invoiced %s together with others", order->order_number);
}

PsrResponse *
sim_bc_act (SimWorld   *self,
            const char *url,
            SimSet      set,
            const char *id,
            guint       state)
{
  SimDocument *document = sim_world_find_document (self, id);
  gboolean order = set == SIM_ORDERS;

  if (document != NULL && sim_document_get_set (document) != set)
    document = NULL;

  if (set == SIM_QUOTES && strstr (url, "/Microsoft.NAV.make") != NULL)
    return convert (self, document, strstr (url, "/Microsoft.NAV.makeOrder") != NULL, state);

  if (strstr (url, order ? "/Microsoft.NAV.shipAndInvoice" : "/Microsoft.NAV.post") == NULL ||
      g_str_has_suffix (url, "postAndSend"))
    return sim_refuse (self, 404, "BadRequest_NotFound", "No such action.");

  if (document == NULL)
    return sim_refuse (self, 400, "Application_DialogException",
                       order ? "The order cannot be found." : "The invoice cannot be found.");

  if (!order && document->status >= SIM_POSTED)
    return sim_refuse (self, 400, "Application_DialogException", "The action can be applied to a draft invoice only.");

  if (document->status == SIM_IN_REVIEW)
    return sim_refuse (self, 400, "Application_DialogException",
                       "Sales Invoice must be approved and released before you can perform this action.");

  if (is_blocked (document->customer, set))
    return sim_refuse (self, 400, "Application_DialogException",
                       "You cannot post this type of document when the customer is blocked with type All");

  if (self->closed_until > sim_timeline_now (self->timeline))
    {
      /* A failure so late leaves a posting number behind. */
      document->half_posted = TRUE;
      return sim_refuse (self, 400, "Application_DialogException",
                         "Posting Date is not within your range of allowed posting dates.");
    }

  self->counts->posts++;

  if (document->cause == SIM_BY_US && !document->invoice->may_post[0] && !document->invoice->may_post[1])
    sim_world_break (self, "posted unasked: %s", document->invoice->number);

  sim_bc_post (self, document);

  return sim_answer (self, 204, "");
}
