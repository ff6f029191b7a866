/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-company"

#include "config.h"

#include "psr-wello-company.h"
#include "psr-wello-row.h"

G_DEFINE_BOXED_TYPE (PsrWelloCompany, psr_wello_company, psr_wello_company_ref, psr_wello_company_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrWelloCompany, id, "id", ID),
  PSR_JSON_FIELD (PsrWelloCompany, code, "code", CODE),
  PSR_JSON_FIELD (PsrWelloCompany, name, "name", TEXT),
  PSR_JSON_FIELD (PsrWelloCompany, archived, "archived", BOOLEAN),
  PSR_JSON_FIELD (PsrWelloCompany, vat_number, "vat_reg_code", TEXT),
  PSR_JSON_FIELD (PsrWelloCompany, phone, "phone", TEXT),
  PSR_JSON_FIELD (PsrWelloCompany, email, "email", TEXT),
  PSR_JSON_FIELD (PsrWelloCompany, street, "street", TEXT),
  PSR_JSON_FIELD (PsrWelloCompany, street2, "street2", TEXT),
  PSR_JSON_FIELD (PsrWelloCompany, street_number, "street_number", TEXT),
  PSR_JSON_FIELD (PsrWelloCompany, zip, "zip", TEXT),
  PSR_JSON_FIELD (PsrWelloCompany, city, "city", TEXT),
  PSR_JSON_FIELD (PsrWelloCompany, sales_status, "company_sales_status_code", TEXT),
  PSR_JSON_FIELD (PsrWelloCompany, po_number_required, "po_number_required", BOOLEAN),
  PSR_JSON_FIELD (PsrWelloCompany, sales_organization_id, "sales_organization_id", GUID),
  PSR_JSON_FIELD (PsrWelloCompany, language_id, "db_language_id", GUID),
  PSR_JSON_FIELD (PsrWelloCompany, language_code, "db_language_code", TEXT),
  PSR_JSON_FIELD (PsrWelloCompany, modified, "modified_dateutc", TIMESTAMP),
  PSR_JSON_FIELDS_END
};

static void
psr_wello_company_finalize (gpointer data)
{
  PsrWelloCompany *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
}

/**
 * psr_wello_company_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrWelloError
 *
 * Reads a company. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrWelloCompany *
psr_wello_company_from_json (JsonObject *object,
                             GError **error)
{
  g_autoptr (PsrWelloCompany) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrWelloCompany);

  if (!psr_wello_row_read (fields, object, self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * psr_wello_company_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrWelloCompany *
psr_wello_company_ref (PsrWelloCompany *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_wello_company_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_wello_company_unref (PsrWelloCompany *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_wello_company_finalize);
}
