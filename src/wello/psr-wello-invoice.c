/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-invoice"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-wello-error.h"
#include "psr-wello-invoice-line.h"
#include "psr-wello-invoice.h"
#include "psr-wello-row.h"

G_DEFINE_BOXED_TYPE (PsrWelloInvoice, psr_wello_invoice, psr_wello_invoice_ref, psr_wello_invoice_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrWelloInvoice, id, "id", ID),
  PSR_JSON_FIELD (PsrWelloInvoice, internal_number, "internal_number", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoice, number2, "id2", INT64),
  PSR_JSON_FIELD (PsrWelloInvoice, invoice_number, "invoice_number", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoice, reference, "reference_back_office", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoice, company_id, "company_id", GUID),
  PSR_JSON_FIELD (PsrWelloInvoice, company_code, "company_code", CODE),
  PSR_JSON_FIELD (PsrWelloInvoice, company_name, "company_name", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoice, bill_to_company_id, "bill_to_company_id", GUID),
  PSR_JSON_FIELD (PsrWelloInvoice, contact_id, "contact_id", GUID),
  PSR_JSON_FIELD (PsrWelloInvoice, type, "invoice_type", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoice, source_type, "source_type", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoice, source_table, "source_db_table_name", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoice, source_id, "source_id_in_table", GUID),
  PSR_JSON_FIELD (PsrWelloInvoice, date_created, "date_create", TIMESTAMP),
  PSR_JSON_FIELD (PsrWelloInvoice, date_confirmed, "dateutc_confirmation", TIMESTAMP),
  PSR_JSON_FIELD (PsrWelloInvoice, date_due, "due_date", TIMESTAMP),
  PSR_JSON_FIELD (PsrWelloInvoice, status_id, "invoice_status_id", GUID),
  PSR_JSON_FIELD (PsrWelloInvoice, status_name, "invoice_status_name", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoice, memo, "memo", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoice, description, "description", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoice, customer_remarks, "customer_remarks", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoice, bill_to_party, "bill_to_party", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoice, delivery_name, "delivery_name", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoice, delivery_street, "delivery_street", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoice, delivery_city, "delivery_city", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoice, delivery_zip, "delivery_zip", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoice, delivery_country, "delivery_db_country_name", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoice, email, "email", TEXT),
  PSR_JSON_FIELD (PsrWelloInvoice, currency_id, "db_currency_id", GUID),
  PSR_JSON_FIELD (PsrWelloInvoice, language_id, "db_language_id", GUID),
  PSR_JSON_FIELD (PsrWelloInvoice, discount, "discount", DECIMAL),
  PSR_JSON_FIELD (PsrWelloInvoice, total_lines, "total_lines", INT64),
  PSR_JSON_FIELD (PsrWelloInvoice, total_amount, "total_amount", DECIMAL),
  PSR_JSON_FIELD (PsrWelloInvoice, total_taxes, "total_taxes", DECIMAL),
  PSR_JSON_FIELD (PsrWelloInvoice, modified, "modified_dateutc", TIMESTAMP),
  PSR_JSON_FIELDS_END
};

static void
psr_wello_invoice_finalize (gpointer data)
{
  PsrWelloInvoice *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
}

/* Keeps the first thing that couldn't be read. */
static void
note_problem (PsrWelloInvoice  *self,
              GError          **problem)
{
  g_assert (self != NULL);
  g_assert (problem != NULL && *problem != NULL);

  if (self->problem == NULL)
    {
      g_autoptr (PsrExplanation) explanation = psr_explain (*problem);

      self->problem = g_strdup (*explanation->why != '\0' ? explanation->why : explanation->what);
    }

  g_clear_error (problem);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  const PsrWelloInvoiceLine *line_a = *(const PsrWelloInvoiceLine * const *) a;
  const PsrWelloInvoiceLine *line_b = *(const PsrWelloInvoiceLine * const *) b;

  if (line_a->line_number != line_b->line_number)
    return line_a->line_number < line_b->line_number ? -1 : 1;

  return strcmp (line_a->id, line_b->id);
}

static void
read_lines (PsrWelloInvoice *self,
            JsonArray       *rows)
{
  g_autoptr (GError) problem = NULL;

  g_assert (self != NULL);

  if (rows == NULL)
    return;

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      PsrWelloInvoiceLine *line = NULL;

      if (JSON_NODE_HOLDS_OBJECT (node))
        line = psr_wello_invoice_line_from_json (json_node_get_object (node),
                                                 PSR_WELLO_LINE_OF_VIEW, &problem);
      else
        g_set_error_literal (&problem, PSR_WELLO_ERROR, PSR_WELLO_ERROR_BAD_ROW,
                             _("A line isn’t an object."));

      if (line != NULL)
        g_ptr_array_add (self->lines, line);
      else
        note_problem (self, &problem);
    }

  g_ptr_array_sort (self->lines, compare_lines);
}

/**
 * psr_wello_invoice_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrWelloError
 *
 * Reads an invoice. May run on any thread. One of which something can't be
 * read is returned all the same, with its problem, so that it can be shown.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrWelloInvoice *
psr_wello_invoice_from_json (JsonObject *object,
                             GError **error)
{
  g_autoptr (PsrWelloInvoice) self = NULL;
  g_autoptr (GError) problem = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrWelloInvoice);
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_wello_invoice_line_unref);

  for (const PsrJsonField *field = fields; field->member != NULL; field++)
    {
      const PsrJsonField one[] = { *field, PSR_JSON_FIELDS_END };

      if (psr_wello_row_read (one, object, self, &problem))
        continue;

      if (field->type == PSR_JSON_FIELD_ID)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return NULL;
        }

      note_problem (self, &problem);
    }

  read_lines (self, psr_json_get_array (object, "invoice_details"));

  return g_steal_pointer (&self);
}

/**
 * psr_wello_invoice_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrWelloInvoice *
psr_wello_invoice_ref (PsrWelloInvoice *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_wello_invoice_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_wello_invoice_unref (PsrWelloInvoice *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_wello_invoice_finalize);
}
