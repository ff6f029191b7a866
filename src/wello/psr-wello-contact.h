/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PSR_WELLO_CONTACT_SELECT:
 *
 * The properties that psr_wello_contact_from_json() reads, for `$select`. A
 * contact's portal login and password are never asked for.
 */
#define PSR_WELLO_CONTACT_SELECT \
  "id,company_id,firstname,lastname,phone,email,archived,modified_dateutc"

/**
 * PsrWelloContact:
 * @id: canonical GUID
 * @company_id: (nullable): canonical GUID of the company
 * @firstname: or ""
 * @lastname: systems with one name put the whole of it here
 * @phone: or ""
 * @email: or ""
 * @archived: hidden from searches
 * @modified: when it was last changed, or none
 *
 * A contact of a company. Immutable and reference counted.
 */
typedef struct
{
  char         *id;
  char         *company_id;
  char         *firstname;
  char         *lastname;
  char         *phone;
  char         *email;
  gboolean      archived;
  PsrTimestamp  modified;
} PsrWelloContact;

#define PSR_TYPE_WELLO_CONTACT (psr_wello_contact_get_type ())

GType            psr_wello_contact_get_type  (void) G_GNUC_CONST;
PsrWelloContact *psr_wello_contact_from_json (JsonObject       *object,
                                              GError          **error);
PsrWelloContact *psr_wello_contact_ref       (PsrWelloContact  *self);
void             psr_wello_contact_unref     (PsrWelloContact  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrWelloContact, psr_wello_contact_unref)

G_END_DECLS
