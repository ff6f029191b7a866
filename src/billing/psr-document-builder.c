/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-document-builder"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-document.h"
#include "psr-billing-error.h"
#include "psr-document-builder.h"
#include "psr-explain.h"
#include "psr-json-writer.h"
#include "psr-text.h"

G_DEFINE_BOXED_TYPE (PsrBuiltDocument, psr_built_document, psr_built_document_ref, psr_built_document_unref)

/* Lengths: [AL] APIV2 - Sales Invoices. */
#define NAME_LENGTH 100
#define CITY_LENGTH 30
#define POST_CODE_LENGTH 20
#define REFERENCE_LENGTH 35

/**
 * psr_built_document_ref:
 * @self: a built document
 *
 * Returns: (transfer full): another reference to @self
 */
PsrBuiltDocument *
psr_built_document_ref (PsrBuiltDocument *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_built_document_finalize (gpointer data)
{
  PsrBuiltDocument *self = data;

  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->quote_body, g_bytes_unref);
  g_clear_pointer (&self->reference, g_free);
  g_clear_pointer (&self->pricing, psr_pricing_free);
}

/**
 * psr_built_document_unref:
 * @self: (transfer full): a built document
 *
 * Drops a reference to @self.
 */
void
psr_built_document_unref (PsrBuiltDocument *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_built_document_finalize);
}

static void
add_cut (PsrJsonWriter *writer,
         const char    *member,
         const char    *text,
         guint          length)
{
  g_autofree char *cut = NULL;

  if (text[0] == '\0')
    return;

  cut = psr_text_cut (text, length);
  psr_json_writer_add_string (writer, member, cut);
}

static void
write_comment (PsrJsonWriter *writer,
               const char    *text)
{
  g_auto(GStrv) lines = NULL;

  if (text[0] == '\0')
    return;

  lines = psr_text_wrap (text, PSR_COMMENT_LENGTH);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      if (lines[i][0] == '\0')
        continue;

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "lineType", "Comment");
      psr_json_writer_add_string (writer, "description", lines[i]);
      psr_json_writer_end_object (writer);
    }
}

/* What API v1.0 has in an object, v2.0 has in members with a prefix ([AL] APIV1 - Sales
 * Invoices). */
static void
write_site_v1 (PsrJsonWriter *writer,
               PsrBillable   *billable)
{
  psr_json_writer_member (writer, "shippingPostalAddress");
  psr_json_writer_begin_object (writer);
  add_cut (writer, "street", billable->ship_to_address, NAME_LENGTH);
  add_cut (writer, "city", billable->ship_to_city, CITY_LENGTH);
  add_cut (writer, "postalCode", billable->ship_to_post_code, POST_CODE_LENGTH);
  psr_json_writer_end_object (writer);
}

/* API v1.0 knows the unit of items only, and by its code in an object. */
static void
write_unit (PsrJsonWriter         *writer,
            const PsrBillableLine *line,
            gboolean               is_v1)
{
  if (line->unit_code[0] == '\0')
    return;

  if (!is_v1)
    {
      psr_json_writer_add_string (writer, "unitOfMeasureCode", line->unit_code);
      return;
    }

  psr_json_writer_member (writer, "unitOfMeasure");
  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "code", line->unit_code);
  psr_json_writer_end_object (writer);
}

static const char *
line_type (PsrLineTargetKind target)
{
  switch (target)
    {
    case PSR_LINE_TARGET_RESOURCE:
      return "Resource";

    case PSR_LINE_TARGET_ACCOUNT:
      return "Account";

    case PSR_LINE_TARGET_ITEM:
    default:
      return "Item";
    }
}

static void
write_price (PsrJsonWriter       *writer,
             const PsrPricedLine *priced)
{
  psr_json_writer_add_decimal (writer, "unitPrice", priced->unit_price);

  if (priced->is_exact)
    psr_json_writer_add_decimal (writer, "discountAmount", priced->discount_amount);
  else
    psr_json_writer_add_decimal (writer, "discountPercent", priced->discount_percent);
}

/*
 * The order matters: Business Central validates one property after the other.
 * A quantity or a unit set later would fetch a price of its own, and what isn't
 * sent is filled in: the sales unit, the customer's discount, and, where that is
 * wanted, the price.
 */
static void
write_line (PsrJsonWriter         *writer,
            const PsrBillableLine *line,
            const PsrPricedLine   *priced,
            gboolean               is_v1)
{
  psr_json_writer_begin_object (writer);

  if (line->target == PSR_LINE_TARGET_ITEM && line->target_id[0] != '\0')
    {
      psr_json_writer_add_string (writer, "itemId", line->target_id);
    }
  else if (is_v1)
    {
      psr_json_writer_add_string (writer, "accountId", line->target_id);
    }
  else
    {
      psr_json_writer_add_string (writer, "lineType", line_type (line->target));
      psr_json_writer_add_string (writer, "lineObjectNumber", line->target_number);
    }

  add_cut (writer, "description", line->description, PSR_DESCRIPTION_LENGTH);

  write_unit (writer, line, is_v1);
  psr_json_writer_add_decimal (writer, "quantity", line->quantity);

  if (!line->bc_price)
    write_price (writer, priced);

  if (line->tax_code[0] != '\0')
    psr_json_writer_add_string (writer, "taxCode", line->tax_code);

  if (line->location_id[0] != '\0' && !is_v1)
    psr_json_writer_add_string (writer, "locationId", line->location_id);

  psr_json_writer_end_object (writer);

  write_comment (writer, line->note);
}

static char *
choose_day (PsrBillable     *billable,
            PsrBillingRules *rules,
            PsrBillingDay    day,
            PsrTimestamp     now)
{
  if (day == PSR_BILLING_DAY_COMPLETED && psr_date_is_valid (billable->completed))
    return g_strdup (billable->completed);

  if (day == PSR_BILLING_DAY_ASKED && psr_date_is_valid (billable->asked_day))
    return g_strdup (billable->asked_day);

  return psr_timestamp_to_date (now, psr_billing_rules_get_time_zone (rules));
}

/**
 * psr_document_builder_dup_day:
 * @billable: what is to be billed
 * @rules: the profile's rules
 * @posting: whether the posting date is meant; else that of the document
 * @now: when the request is built
 *
 * Returns: (transfer full): the day, "YYYY-MM-DD", that is sent
 */
char *
psr_document_builder_dup_day (PsrBillable     *billable,
                              PsrBillingRules *rules,
                              gboolean         posting,
                              PsrTimestamp     now)
{
  g_return_val_if_fail (billable != NULL && rules != NULL, NULL);

  return choose_day (billable, rules,
                     posting ? psr_billing_rules_get_posting_date (rules) : psr_billing_rules_get_invoice_date (rules), now);
}

/* An electronic invoice without the buyer's reference isn't released. */
static char *
dup_reference (PsrBillable *billable)
{
  const char *reference = billable->your_reference[0] != '\0'    ? billable->your_reference
                          : billable->internal_number[0] != '\0' ? billable->internal_number
                                                                  : billable->external_number;

  return psr_text_cut (reference, REFERENCE_LENGTH);
}

/* What the kinds call their date and their lines. */
static const struct
{
  const char *date;
  const char *lines;
} names[] = {
  [PSR_BC_DOCUMENT_INVOICE] = { "invoiceDate", "salesInvoiceLines" },
  [PSR_BC_DOCUMENT_ORDER] = { "orderDate", "salesOrderLines" },
  [PSR_BC_DOCUMENT_QUOTE] = { "documentDate", "salesQuoteLines" },
};

static void
write_header (PsrJsonWriter     *writer,
              PsrBillable       *billable,
              PsrBillingRules   *rules,
              PsrBcDocumentKind  kind,
              const char        *reference,
              PsrTimestamp       now)
{
  g_autofree char *date = psr_document_builder_dup_day (billable, rules, FALSE, now);
  g_autofree char *posting = psr_document_builder_dup_day (billable, rules, TRUE, now);

  psr_json_writer_add_string (writer, "externalDocumentNumber", billable->external_number);
  psr_json_writer_add_string (writer, names[kind].date, date);
  psr_json_writer_add_string (writer, "postingDate", posting);

  if (kind == PSR_BC_DOCUMENT_INVOICE)
    psr_json_writer_add_string (writer, "customerPurchaseOrderReference", reference);

  psr_json_writer_add_string (writer, "customerId", billable->customer_id);

  if (billable->bill_to_customer_id[0] != '\0' &&
      !g_str_equal (billable->bill_to_customer_id, billable->customer_id))
    psr_json_writer_add_string (writer, "billToCustomerId", billable->bill_to_customer_id);

  add_cut (writer, "shipToName", billable->ship_to_name, NAME_LENGTH);

  if (billable->ship_to_name[0] != '\0' && psr_billing_rules_get_is_v1 (rules))
    {
      write_site_v1 (writer, billable);
    }
  else if (billable->ship_to_name[0] != '\0')
    {
      add_cut (writer, "shipToAddressLine1", billable->ship_to_address, NAME_LENGTH);
      add_cut (writer, "shipToCity", billable->ship_to_city, CITY_LENGTH);
      add_cut (writer, "shipToPostCode", billable->ship_to_post_code, POST_CODE_LENGTH);
    }

  if (billable->currency_code[0] != '\0')
    psr_json_writer_add_string (writer, "currencyCode", billable->currency_code);

  /* Read-only on invoices, in API v1.0 on orders as well, and not on quotes at all. */
  if (kind == PSR_BC_DOCUMENT_ORDER && !psr_billing_rules_get_is_v1 (rules))
    psr_json_writer_add_boolean (writer, "pricesIncludeTax", FALSE);
}

static GBytes *
write_document (PsrBillable       *billable,
                const PsrPricing  *pricing,
                PsrBillingRules   *rules,
                PsrBcDocumentKind  kind,
                const char        *reference,
                PsrTimestamp       now)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  write_header (writer, billable, rules, kind, reference, now);

  psr_json_writer_member (writer, names[kind].lines);
  psr_json_writer_begin_array (writer);

  write_comment (writer, billable->heading);

  for (guint i = 0; i < billable->lines->len; i++)
    write_line (writer, g_ptr_array_index (billable->lines, i),
                &g_array_index (pricing->lines, PsrPricedLine, i), psr_billing_rules_get_is_v1 (rules));

  for (guint i = 0; i < billable->notes->len; i++)
    write_comment (writer, g_ptr_array_index (billable->notes, i));

  psr_json_writer_end_array (writer);
  psr_json_writer_end_object (writer);

  return psr_json_writer_finish (writer);
}

/**
 * psr_document_builder_can_write:
 * @billable: what is to be billed
 * @rules: the profile's rules
 * @error: return location for an explained error
 *
 * What was checked before the profile named another version of the API may be on its way.
 * What was made then is still compared with what was built; only to be sent it has to fit.
 *
 * Returns: whether the API can make all its lines
 */
gboolean
psr_document_builder_can_write (PsrBillable      *billable,
                                PsrBillingRules  *rules,
                                GError          **error)
{
  g_return_val_if_fail (billable != NULL && rules != NULL, FALSE);

  for (guint i = 0; psr_billing_rules_get_is_v1 (rules) && i < billable->lines->len; i++)
    {
      const PsrBillableLine *line = g_ptr_array_index (billable->lines, i);
      g_autofree char *why = NULL;

      if (line->target != PSR_LINE_TARGET_RESOURCE && line->target_id[0] != '\0')
        continue;

      why = g_strdup_printf (_("A line is of %s, which API v1.0 can’t make."), line->target_number);
      psr_set_explained_error (error, PSR_BILLING_ERROR, PSR_BILLING_ERROR_BLOCKED, _("The document can’t be made over API v1.0."), why,
                               _("Bill hours as an item or an account, under [Labour] in the profile, or write ApiVersion=v2.0; then approve it again."));
      return FALSE;
    }

  return TRUE;
}

/**
 * psr_document_builder_build:
 * @billable: what is to be billed
 * @rules: the profile's rules
 * @kind: invoice or order; the default is the rules'
 * @now: the time, for documents that bear today's date
 * @error: return location for an explained error
 *
 * Builds the one request that makes the whole document, its header with its
 * lines nested in it, and the one that makes a quote of it. Whether it may be sent says
 * psr_document_builder_can_write(). Due date and payment terms are never sent; the customer's
 * card decides. Not to be called in a fiber.
 *
 * Source: Microsoft, "Create salesInvoices"; the order of the properties is that
 * of the API pages ([AL] APIV2 - Sales Invoice Lines), on the lines of quotes too,
 * whose page has the price before the quantity ([AL] APIV2 - Sales Quote Lines):
 * a price that was taken for another there is written once more.
 *
 * Returns: (transfer full) (nullable): the request and its cost; %NULL with
 *   @error set
 */
PsrBuiltDocument *
psr_document_builder_build (PsrBillable      *billable,
                            PsrBillingRules  *rules,
                            PsrBillingKind    kind,
                            PsrTimestamp      now,
                            GError          **error)
{
  g_autoptr(PsrPricing) pricing = NULL;
  PsrBuiltDocument *self;
  gboolean is_order;

  g_return_val_if_fail (billable != NULL, NULL);
  g_return_val_if_fail (rules != NULL, NULL);

  pricing = psr_pricing_new (billable, error);

  if (pricing == NULL)
    return NULL;

  if (kind == PSR_BILLING_KIND_DEFAULT)
    kind = psr_billing_rules_get_kind (rules);

  is_order = kind == PSR_BILLING_KIND_ORDER;
  self = g_atomic_rc_box_new0 (PsrBuiltDocument);
  self->reference = is_order ? g_strdup ("") : dup_reference (billable);
  self->body = write_document (billable, pricing, rules,
                               is_order ? PSR_BC_DOCUMENT_ORDER : PSR_BC_DOCUMENT_INVOICE, self->reference, now);
  self->quote_body = write_document (billable, pricing, rules, PSR_BC_DOCUMENT_QUOTE, self->reference, now);
  self->pricing = g_steal_pointer (&pricing);

  return self;
}
