/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-sales-organization"

#include "config.h"

#include "psr-wello-row.h"
#include "psr-wello-sales-organization.h"

G_DEFINE_BOXED_TYPE (PsrWelloSalesOrganization, psr_wello_sales_organization, psr_wello_sales_organization_ref, psr_wello_sales_organization_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrWelloSalesOrganization, id, "id", ID),
  PSR_JSON_FIELD (PsrWelloSalesOrganization, code, "code", TEXT),
  PSR_JSON_FIELD (PsrWelloSalesOrganization, name, "name", TEXT),
  PSR_JSON_FIELD (PsrWelloSalesOrganization, vat_number, "vat_reg_code", TEXT),
  PSR_JSON_FIELD (PsrWelloSalesOrganization, archived, "archived", BOOLEAN),
  PSR_JSON_FIELDS_END
};

static void
psr_wello_sales_organization_finalize (gpointer data)
{
  PsrWelloSalesOrganization *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
}

/**
 * psr_wello_sales_organization_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrWelloError
 *
 * Reads a sales organisation. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrWelloSalesOrganization *
psr_wello_sales_organization_from_json (JsonObject *object,
                                        GError **error)
{
  g_autoptr (PsrWelloSalesOrganization) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrWelloSalesOrganization);

  if (!psr_wello_row_read (fields, object, self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * psr_wello_sales_organization_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrWelloSalesOrganization *
psr_wello_sales_organization_ref (PsrWelloSalesOrganization *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_wello_sales_organization_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_wello_sales_organization_unref (PsrWelloSalesOrganization *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_wello_sales_organization_finalize);
}
