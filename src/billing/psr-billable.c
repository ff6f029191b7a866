/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-billable"

#include "config.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#include "psr-billable.h"
#include "psr-billing-error.h"
#include "psr-explain.h"
#include "psr-json-writer.h"
#include "psr-json.h"

G_DEFINE_BOXED_TYPE (PsrBillable, psr_billable, psr_billable_ref, psr_billable_unref)

/* The shape of the text; one of another shape is read from Wello again. */
#define FORMAT 1

typedef struct
{
  const char *name;
  gsize       offset;
} Field;

static const Field texts[] = {
  { "invoice", G_STRUCT_OFFSET (PsrBillable, wello_invoice_id) },
  { "number", G_STRUCT_OFFSET (PsrBillable, internal_number) },
  { "external", G_STRUCT_OFFSET (PsrBillable, external_number) },
  { "reference", G_STRUCT_OFFSET (PsrBillable, your_reference) },
  { "job", G_STRUCT_OFFSET (PsrBillable, job_number) },
  { "customer", G_STRUCT_OFFSET (PsrBillable, customer_id) },
  { "billTo", G_STRUCT_OFFSET (PsrBillable, bill_to_customer_id) },
  { "currency", G_STRUCT_OFFSET (PsrBillable, currency_code) },
  { "completed", G_STRUCT_OFFSET (PsrBillable, completed) },
  { "askedDay", G_STRUCT_OFFSET (PsrBillable, asked_day) },
  { "shipToName", G_STRUCT_OFFSET (PsrBillable, ship_to_name) },
  { "shipToAddress", G_STRUCT_OFFSET (PsrBillable, ship_to_address) },
  { "shipToCity", G_STRUCT_OFFSET (PsrBillable, ship_to_city) },
  { "shipToPostCode", G_STRUCT_OFFSET (PsrBillable, ship_to_post_code) },
  { "heading", G_STRUCT_OFFSET (PsrBillable, heading) },
  { "noOrders", G_STRUCT_OFFSET (PsrBillable, no_orders) },
  { "eInvoiced", G_STRUCT_OFFSET (PsrBillable, e_invoiced) },
};

static const Field line_texts[] = {
  { "line", G_STRUCT_OFFSET (PsrBillableLine, wello_line_id) },
  { "targetId", G_STRUCT_OFFSET (PsrBillableLine, target_id) },
  { "targetNumber", G_STRUCT_OFFSET (PsrBillableLine, target_number) },
  { "article", G_STRUCT_OFFSET (PsrBillableLine, article_id) },
  { "description", G_STRUCT_OFFSET (PsrBillableLine, description) },
  { "ownText", G_STRUCT_OFFSET (PsrBillableLine, own_text) },
  { "unit", G_STRUCT_OFFSET (PsrBillableLine, unit_code) },
  { "vatCode", G_STRUCT_OFFSET (PsrBillableLine, vat_code) },
  { "taxCode", G_STRUCT_OFFSET (PsrBillableLine, tax_code) },
  { "location", G_STRUCT_OFFSET (PsrBillableLine, location_id) },
  { "note", G_STRUCT_OFFSET (PsrBillableLine, note) },
};

static const Field line_decimals[] = {
  { "quantity", G_STRUCT_OFFSET (PsrBillableLine, quantity) },
  { "price", G_STRUCT_OFFSET (PsrBillableLine, unit_price) },
  { "discount", G_STRUCT_OFFSET (PsrBillableLine, discount) },
  { "discountPercent", G_STRUCT_OFFSET (PsrBillableLine, discount_percent) },
  { "agreed", G_STRUCT_OFFSET (PsrBillableLine, agreed) },
  { "vatPercent", G_STRUCT_OFFSET (PsrBillableLine, vat_percent) },
};

#define TEXT_AT(object, field) (G_STRUCT_MEMBER (char *, (object), (field)->offset))
#define DECIMAL_AT(object, field) (G_STRUCT_MEMBER (PsrDecimal, (object), (field)->offset))

static void
psr_billable_line_free (gpointer data)
{
  PsrBillableLine *self = data;

  for (gsize i = 0; i < G_N_ELEMENTS (line_texts); i++)
    g_free (TEXT_AT (self, &line_texts[i]));

  g_free (self);
}

/**
 * psr_billable_new:
 *
 * Returns: (transfer full): a billable without lines, all of whose texts are
 *   empty
 */
PsrBillable *
psr_billable_new (void)
{
  PsrBillable *self = g_atomic_rc_box_new0 (PsrBillable);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    TEXT_AT (self, &texts[i]) = g_strdup ("");

  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->lines = g_ptr_array_new_with_free_func (psr_billable_line_free);

  return self;
}

/**
 * psr_billable_ref:
 * @self: a billable
 *
 * Returns: (transfer full): another reference to @self
 */
PsrBillable *
psr_billable_ref (PsrBillable *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_billable_finalize (gpointer data)
{
  PsrBillable *self = data;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (TEXT_AT (self, &texts[i]));

  g_ptr_array_unref (self->notes);
  g_ptr_array_unref (self->lines);
}

/**
 * psr_billable_unref:
 * @self: (transfer full): a billable
 *
 * Drops a reference to @self.
 */
void
psr_billable_unref (PsrBillable *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_billable_finalize);
}

/**
 * psr_billable_add_line:
 * @self: a billable
 *
 * Adds an empty line: nothing of an item without number.
 *
 * Returns: (transfer none): the new line, to be filled in
 */
PsrBillableLine *
psr_billable_add_line (PsrBillable *self)
{
  PsrBillableLine *line;

  g_return_val_if_fail (self != NULL, NULL);

  line = g_new0 (PsrBillableLine, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (line_texts); i++)
    TEXT_AT (line, &line_texts[i]) = g_strdup ("");

  g_ptr_array_add (self->lines, line);

  return line;
}

/**
 * psr_billable_add_note:
 * @self: a billable
 * @note: (nullable): a text for the customer, of any length
 *
 * Adds a text, unless it is empty or there already.
 */
void
psr_billable_add_note (PsrBillable *self,
                       const char  *note)
{
  g_autofree char *stripped = NULL;

  g_return_if_fail (self != NULL);

  if (note == NULL)
    return;

  stripped = g_strstrip (g_strdup (note));

  if (stripped[0] == '\0' || g_ptr_array_find_with_equal_func (self->notes, stripped, g_str_equal, NULL))
    return;

  g_ptr_array_add (self->notes, g_steal_pointer (&stripped));
}

static void
write_line (PsrJsonWriter         *writer,
            const PsrBillableLine *line)
{
  psr_json_writer_begin_object (writer);
  psr_json_writer_add_boolean (writer, "labour", line->part == PSR_VAT_LABOUR);
  psr_json_writer_add_int64 (writer, "target", line->target);
  psr_json_writer_add_boolean (writer, "warranty", line->warranty);
  psr_json_writer_add_boolean (writer, "warrantyAsList", line->warranty_as_list);
  psr_json_writer_add_boolean (writer, "bcPrice", line->bc_price);

  for (gsize i = 0; i < G_N_ELEMENTS (line_texts); i++)
    psr_json_writer_add_string (writer, line_texts[i].name, TEXT_AT (line, &line_texts[i]));

  for (gsize i = 0; i < G_N_ELEMENTS (line_decimals); i++)
    psr_json_writer_add_decimal (writer, line_decimals[i].name, DECIMAL_AT (line, &line_decimals[i]));

  psr_json_writer_end_object (writer);
}

/**
 * psr_billable_dup_site:
 * @self: a billable
 *
 * Returns: (transfer full): where the work was done, in one line: what isn't known of it
 *   takes no place
 */
char *
psr_billable_dup_site (const PsrBillable *self)
{
  g_autofree char *town = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  const char *parts[3];

  g_return_val_if_fail (self != NULL, NULL);

  town = g_strdup_printf ("%s %s", self->ship_to_post_code, self->ship_to_city);
  parts[0] = self->ship_to_name;
  parts[1] = self->ship_to_address;
  parts[2] = g_strstrip (town);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (*parts[i] != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", parts[i]);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/**
 * psr_billable_to_json:
 * @self: a billable
 *
 * Not to be called in a fiber.
 *
 * Returns: (transfer full): @self as text
 */
char *
psr_billable_to_json (PsrBillable *self)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();
  g_autoptr(GBytes) bytes = NULL;
  gconstpointer text;
  gsize size;

  g_return_val_if_fail (self != NULL, NULL);

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_int64 (writer, "format", FORMAT);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    psr_json_writer_add_string (writer, texts[i].name, TEXT_AT (self, &texts[i]));

  psr_json_writer_add_boolean (writer, "internal", self->internal);
  psr_json_writer_add_decimal (writer, "discount", self->discount);

  if (self->has_wello_totals)
    {
      psr_json_writer_add_decimal (writer, "welloNet", self->wello_net);
      psr_json_writer_add_decimal (writer, "welloVat", self->wello_vat);
      psr_json_writer_add_decimal (writer, "welloGross", self->wello_gross);
    }

  psr_json_writer_member (writer, "notes");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < self->notes->len; i++)
    psr_json_writer_string (writer, g_ptr_array_index (self->notes, i));
  psr_json_writer_end_array (writer);

  psr_json_writer_member (writer, "lines");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < self->lines->len; i++)
    write_line (writer, g_ptr_array_index (self->lines, i));
  psr_json_writer_end_array (writer);

  psr_json_writer_end_object (writer);

  bytes = psr_json_writer_finish (writer);
  text = g_bytes_get_data (bytes, &size);

  return g_strndup (text, size);
}

static gboolean
read_line (PsrBillable  *self,
           JsonObject   *object,
           GError      **error)
{
  PsrBillableLine *line = psr_billable_add_line (self);
  gint64 target;

  for (gsize i = 0; i < G_N_ELEMENTS (line_texts); i++)
    g_set_str (&TEXT_AT (line, &line_texts[i]), psr_json_get_string (object, line_texts[i].name));

  for (gsize i = 0; i < G_N_ELEMENTS (line_decimals); i++)
    {
      if (!psr_json_get_decimal (object, line_decimals[i].name, &DECIMAL_AT (line, &line_decimals[i]), error))
        return FALSE;
    }

  if (!psr_json_get_int64 (object, "target", &target, error))
    return FALSE;

  line->target = CLAMP (target, PSR_LINE_TARGET_ITEM, PSR_LINE_TARGET_ACCOUNT);
  line->part = psr_json_get_boolean (object, "labour") ? PSR_VAT_LABOUR : PSR_VAT_PART;
  line->warranty = psr_json_get_boolean (object, "warranty");
  line->warranty_as_list = psr_json_get_boolean (object, "warrantyAsList");
  line->bc_price = psr_json_get_boolean (object, "bcPrice");

  return TRUE;
}

/**
 * psr_billable_from_json:
 * @text: what psr_billable_to_json() wrote
 * @error: return location for an error
 *
 * Not to be called in a fiber.
 *
 * Returns: (transfer full) (nullable): the billable; %NULL with @error set when
 *   @text isn't one
 */
PsrBillable *
psr_billable_from_json (const char  *text,
                        GError     **error)
{
  g_autoptr(PsrBillable) self = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GBytes) bytes = NULL;
  JsonObject *object;
  JsonArray *notes, *lines;
  gint64 format = 0;

  g_return_val_if_fail (text != NULL, NULL);

  bytes = g_bytes_new (text, strlen (text));
  node = psr_json_parse (bytes, error);

  if (node == NULL)
    return NULL;

  object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (object == NULL || !psr_json_get_int64 (object, "format", &format, NULL) || format != FORMAT)
    {
      psr_set_explained_error (error, PSR_BILLING_ERROR, PSR_BILLING_ERROR_FAILED,
                               _("What was read of the invoice can’t be used any more"),
                               _("Another version of Passerelle wrote it."),
                               _("It is read again with the next run."));
      return NULL;
    }

  self = psr_billable_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_set_str (&TEXT_AT (self, &texts[i]), psr_json_get_string (object, texts[i].name));

  self->internal = psr_json_get_boolean (object, "internal");

  if (!psr_json_get_decimal (object, "discount", &self->discount, error))
    return NULL;

  self->has_wello_totals = json_object_has_member (object, "welloNet");
  if (self->has_wello_totals &&
      (!psr_json_get_decimal (object, "welloNet", &self->wello_net, error) ||
       !psr_json_get_decimal (object, "welloVat", &self->wello_vat, error) ||
       !psr_json_get_decimal (object, "welloGross", &self->wello_gross, error)))
    return NULL;

  notes = psr_json_get_array (object, "notes");
  for (guint i = 0; notes != NULL && i < json_array_get_length (notes); i++)
    psr_billable_add_note (self, json_array_get_string_element (notes, i));

  lines = psr_json_get_array (object, "lines");
  for (guint i = 0; lines != NULL && i < json_array_get_length (lines); i++)
    {
      if (!read_line (self, json_array_get_object_element (lines, i), error))
        return NULL;
    }

  return g_steal_pointer (&self);
}
