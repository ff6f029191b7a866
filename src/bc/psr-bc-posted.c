/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-posted"

#include "config.h"

#include "psr-bc-posted.h"
#include "psr-bc-row.h"

G_DEFINE_BOXED_TYPE (PsrBcPosted, psr_bc_posted, psr_bc_posted_ref, psr_bc_posted_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrBcPosted, number, "number", CODE),
  PSR_JSON_FIELD (PsrBcPosted, external_number, "externalDocumentNumber", CODE),
  PSR_JSON_FIELD (PsrBcPosted, order_number, "orderNumber", CODE),
  PSR_JSON_FIELD (PsrBcPosted, document_id, "apiId", GUID),
  PSR_JSON_FIELDS_END
};

static void
psr_bc_posted_finalize (gpointer data)
{
  PsrBcPosted *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
}

/**
 * psr_bc_posted_new:
 * @invoice: an invoice that is proven to be posted
 *
 * Returns: (transfer full): what a list of posted invoices would tell of it
 */
PsrBcPosted *
psr_bc_posted_new (const PsrBcDocument *invoice)
{
  PsrBcPosted *self;

  g_return_val_if_fail (invoice != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrBcPosted);
  self->number = g_strdup (invoice->number);
  self->external_number = g_strdup (invoice->external_number);
  self->order_number = g_strdup (invoice->order_number);
  self->document_id = g_strdup (invoice->id);

  return self;
}

/**
 * psr_bc_posted_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrBcError
 *
 * Reads a posted invoice. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrBcPosted *
psr_bc_posted_from_json (JsonObject *object,
                         GError **error)
{
  g_autoptr (PsrBcPosted) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrBcPosted);

  if (!psr_bc_row_read (fields, object, self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * psr_bc_posted_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrBcPosted *
psr_bc_posted_ref (PsrBcPosted *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bc_posted_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_bc_posted_unref (PsrBcPosted *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_bc_posted_finalize);
}
