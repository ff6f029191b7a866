/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-bc-document.h"
#include "psr-decimal.h"

G_BEGIN_DECLS

/**
 * PsrBcOpenPart:
 * @item_id: canonical GUID of the item
 * @location_id: (nullable): canonical GUID of the location; %NULL = none
 * @unit_code: unit of @quantity
 * @quantity: how many have not left the stock yet; what goes back is below zero
 *
 * A line with goods.
 */
typedef struct
{
  char       *item_id;
  char       *location_id;
  char       *unit_code;
  PsrDecimal  quantity;
} PsrBcOpenPart;

/**
 * PsrBcOpenParts:
 * @kind: an invoice or an order
 * @id: canonical GUID of the document
 * @number: its number
 * @posting_date: "YYYY-MM-DD", or ""
 * @status: as Business Central has it: *Open* doesn't tell whether an invoice is posted
 * @parts: (element-type PsrBcOpenPart): its goods
 *
 * What is on a document, as far as it concerns the stock. Immutable and reference counted.
 *
 * Source: [AL] APIV2 - Sales Invoice Lines, APIV2 - Sales Order Lines.
 */
typedef struct
{
  PsrBcDocumentKind  kind;
  char              *id;
  char              *number;
  char              *posting_date;
  PsrBcStatus        status;
  GPtrArray         *parts;
} PsrBcOpenParts;

PsrBcOpenPart  *psr_bc_open_part_new        (const char         *item_id,
                                             const char         *location_id,
                                             const char         *unit_code,
                                             PsrDecimal          quantity);
void            psr_bc_open_part_free       (PsrBcOpenPart      *part);
PsrBcOpenParts *psr_bc_open_parts_from_json (PsrBcDocumentKind   kind,
                                             JsonObject         *object,
                                             GError            **error);
PsrBcOpenParts *psr_bc_open_parts_ref       (PsrBcOpenParts     *self);
void            psr_bc_open_parts_unref     (PsrBcOpenParts     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcOpenParts, psr_bc_open_parts_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrBcOpenPart, psr_bc_open_part_free)

G_END_DECLS
