/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "psr-decimal.h"

G_BEGIN_DECLS

#define PSR_TYPE_LEDGER_LINE (psr_ledger_line_get_type ())

/**
 * PsrLedgerLine:
 * @id: number of the row, 0 for one that isn't stored
 * @document_id: the document it belongs to
 * @wello_line_id: GUID of the `invoice_details` row, or "" for a line that has
 *   none (a comment)
 * @position: 1, 2, … within the document
 * @kind: billing's word: part, labour, comment, …
 * @article_id: GUID of the Wello article, or ""
 * @target_kind: what it becomes in Business Central: item, resource, account,
 *   comment; or ""
 * @target_id: GUID of that, or ""
 * @target_number: its number, or ""
 * @description: text of the line
 * @unit: unit of measure code, or ""
 * @quantity: how many
 * @unit_price: net price of one
 * @discount: discount per cent
 * @net: amount without VAT
 * @vat_percent: rate
 * @vat_code: Wello's VAT code, or ""
 * @bc_line_id: GUID of the line made in Business Central, or ""
 * @details: billing's own JSON text, or ""
 * @live: whether it is in a live document; set by the transitions of its
 *   document only. A Wello line is live at most once.
 *
 * One line of a document. Texts are never %NULL. Don't change one that has been
 * handed over.
 */
typedef struct {
  gint64 id;
  gint64 document_id;
  char *wello_line_id;
  gint64 position;
  char *kind;
  char *article_id;
  char *target_kind;
  char *target_id;
  char *target_number;
  char *description;
  char *unit;
  PsrDecimal quantity;
  PsrDecimal unit_price;
  PsrDecimal discount;
  PsrDecimal net;
  PsrDecimal vat_percent;
  char *vat_code;
  char *bc_line_id;
  char *details;
  gboolean live;
} PsrLedgerLine;

GType          psr_ledger_line_get_type (void) G_GNUC_CONST;
PsrLedgerLine *psr_ledger_line_new      (void);
PsrLedgerLine *psr_ledger_line_copy     (const PsrLedgerLine *self);
PsrLedgerLine *psr_ledger_line_ref      (PsrLedgerLine       *self);
void           psr_ledger_line_unref    (PsrLedgerLine       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrLedgerLine, psr_ledger_line_unref)

G_END_DECLS
