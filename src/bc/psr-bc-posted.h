/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-bc-document.h"

G_BEGIN_DECLS

/**
 * PsrBcPosted:
 * @number: the legal number of the invoice
 * @external_number: its external document number, upper case, or ""
 * @order_number: number of the order that it was made from, or ""
 * @document_id: (nullable): canonical GUID under which `salesInvoices` shows it
 *
 * A posted sales invoice, as the API *automate* lists it: to be in this list is
 * the proof that a document was posted. Immutable and reference counted.
 */
typedef struct
{
  char *number;
  char *external_number;
  char *order_number;
  char *document_id;
} PsrBcPosted;

#define PSR_TYPE_BC_POSTED (psr_bc_posted_get_type ())

GType        psr_bc_posted_get_type  (void) G_GNUC_CONST;
PsrBcPosted *psr_bc_posted_new       (const PsrBcDocument *invoice);
PsrBcPosted *psr_bc_posted_from_json (JsonObject   *object,
                                      GError      **error);
PsrBcPosted *psr_bc_posted_ref       (PsrBcPosted  *self);
void         psr_bc_posted_unref     (PsrBcPosted  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcPosted, psr_bc_posted_unref)

G_END_DECLS
