/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-contact"

#include "config.h"

#include "psr-wello-contact.h"
#include "psr-wello-row.h"

G_DEFINE_BOXED_TYPE (PsrWelloContact, psr_wello_contact, psr_wello_contact_ref, psr_wello_contact_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrWelloContact, id, "id", ID),
  PSR_JSON_FIELD (PsrWelloContact, company_id, "company_id", GUID),
  PSR_JSON_FIELD (PsrWelloContact, firstname, "firstname", TEXT),
  PSR_JSON_FIELD (PsrWelloContact, lastname, "lastname", TEXT),
  PSR_JSON_FIELD (PsrWelloContact, phone, "phone", TEXT),
  PSR_JSON_FIELD (PsrWelloContact, email, "email", TEXT),
  PSR_JSON_FIELD (PsrWelloContact, archived, "archived", BOOLEAN),
  PSR_JSON_FIELD (PsrWelloContact, modified, "modified_dateutc", TIMESTAMP),
  PSR_JSON_FIELDS_END
};

static void
psr_wello_contact_finalize (gpointer data)
{
  PsrWelloContact *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
}

/**
 * psr_wello_contact_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrWelloError
 *
 * Reads a contact. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrWelloContact *
psr_wello_contact_from_json (JsonObject *object,
                             GError **error)
{
  g_autoptr (PsrWelloContact) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrWelloContact);

  if (!psr_wello_row_read (fields, object, self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * psr_wello_contact_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrWelloContact *
psr_wello_contact_ref (PsrWelloContact *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_wello_contact_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_wello_contact_unref (PsrWelloContact *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_wello_contact_finalize);
}
