/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-open-parts"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-error.h"
#include "psr-bc-open-parts.h"
#include "psr-explain.h"
#include "psr-json.h"

static void
psr_bc_open_parts_finalize (gpointer data)
{
  PsrBcOpenParts *self = data;

  g_free (self->id);
  g_free (self->number);
  g_free (self->posting_date);
  g_ptr_array_unref (self->parts);
}

/**
 * psr_bc_open_part_new:
 * @item_id: canonical GUID of the item
 * @location_id: (nullable): canonical GUID of the location
 * @unit_code: unit of @quantity
 * @quantity: how many
 *
 * Returns: (transfer full): a part
 */
PsrBcOpenPart *
psr_bc_open_part_new (const char *item_id,
                      const char *location_id,
                      const char *unit_code,
                      PsrDecimal  quantity)
{
  PsrBcOpenPart *part;

  g_return_val_if_fail (item_id != NULL && unit_code != NULL, NULL);

  part = g_new0 (PsrBcOpenPart, 1);
  part->item_id = g_strdup (item_id);
  part->location_id = g_strdup (location_id);
  part->unit_code = g_strdup (unit_code);
  part->quantity = quantity;

  return part;
}

/**
 * psr_bc_open_part_free:
 * @part: (transfer full): a part
 */
void
psr_bc_open_part_free (PsrBcOpenPart *part)
{
  g_return_if_fail (part != NULL);

  g_free (part->item_id);
  g_free (part->location_id);
  g_free (part->unit_code);
  g_free (part);
}

static gboolean
read_part (PsrBcOpenParts  *self,
           JsonObject      *line,
           GError         **error)
{
  g_autofree char *item_id = psr_json_dup_guid (line, "itemId");
  g_autofree char *location_id = psr_json_dup_guid (line, "locationId");
  g_autofree char *unit = psr_json_dup_text (line, "unitOfMeasureCode");
  PsrDecimal quantity = psr_decimal_zero ();
  PsrDecimal shipped = psr_decimal_zero ();

  if (item_id == NULL)
    return TRUE;

  if (!psr_json_get_decimal (line, "quantity", &quantity, error) ||
      (psr_json_has (line, "shippedQuantity") && !psr_json_get_decimal (line, "shippedQuantity", &shipped, error)) ||
      !psr_decimal_sub (quantity, shipped, &quantity, error))
    return FALSE;

  if (!psr_decimal_is_zero (quantity))
    g_ptr_array_add (self->parts, psr_bc_open_part_new (item_id, location_id, unit, quantity));

  return TRUE;
}

/**
 * psr_bc_open_parts_from_json:
 * @kind: an invoice or an order
 * @object: a document with its lines
 * @error: return location for a #PsrBcError
 *
 * What an order has shipped has left the stock: only the rest counts. May run on any
 * thread.
 *
 * Returns: (transfer full) (nullable): what is on it; %NULL with @error set
 */
PsrBcOpenParts *
psr_bc_open_parts_from_json (PsrBcDocumentKind   kind,
                             JsonObject         *object,
                             GError            **error)
{
  g_autoptr (PsrBcOpenParts) self = NULL;
  JsonArray *lines;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrBcOpenParts);
  self->kind = kind;
  self->id = psr_json_dup_guid (object, "id");
  self->number = psr_json_dup_text (object, "number");
  self->posting_date = psr_json_dup_text (object, "postingDate");
  self->status = psr_bc_status_from_json (object);
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_bc_open_part_free);
  lines = psr_json_get_array (object, psr_bc_document_get_lines_name (kind));

  /* Without its lines a document would look as if nothing were on it. */
  if (self->id == NULL || lines == NULL)
    {
      psr_set_explained_error (error, PSR_BC_ERROR, PSR_BC_ERROR_BAD_ROW,
                               _("A document of Business Central can’t be read."),
                               _("Its answer lacks the id or the lines."),
                               _("Report this: it isn’t what its API is documented to do."));
      return NULL;
    }

  for (guint i = 0; i < json_array_get_length (lines); i++)
    {
      JsonNode *node = json_array_get_element (lines, i);

      if (JSON_NODE_HOLDS_OBJECT (node) && !read_part (self, json_node_get_object (node), error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * psr_bc_open_parts_ref:
 * @self: parts
 *
 * Returns: (transfer full): @self
 */
PsrBcOpenParts *
psr_bc_open_parts_ref (PsrBcOpenParts *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bc_open_parts_unref:
 * @self: (transfer full): parts
 *
 * Gives up a reference.
 */
void
psr_bc_open_parts_unref (PsrBcOpenParts *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_bc_open_parts_finalize);
}
