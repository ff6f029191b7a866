/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-ledger-document"

#include "config.h"

#include "psr-fields.h"
#include "psr-ledger-document.h"

/* In the order in which psr_row_bind() and psr_row_read() use them. */
const PsrRowField psr_ledger_document_fields[] = {
  PSR_ROW_FIELD (PsrLedgerDocument, id, ID),
  PSR_ROW_FIELD (PsrLedgerDocument, revision, INT64),
  PSR_ROW_FIELD (PsrLedgerDocument, wello_invoice_id, TEXT),
  PSR_ROW_FIELD (PsrLedgerDocument, sequence, INT64),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, internal_number, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, version, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, newer_version, TEXT, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, job_id, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, job_number, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, company_id, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, customer_id, TEXT, PSR_ROW_READ | PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, customer_number, TEXT, PSR_ROW_READ | PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, customer_name, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, card_id, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, site, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, date, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, currency, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, hours, DECIMAL, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, parts, DECIMAL, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, net, DECIMAL, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, vat, DECIMAL, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, gross, DECIMAL, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, kind, TEXT, PSR_ROW_READ_SET | PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, sent_kind, TEXT, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, internal, BOOLEAN, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, state, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, reason_code, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, reason_what, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, reason_why, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, reason_mend, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, external_number, TEXT, PSR_ROW_READ_SET | PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, bc_id, TEXT, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, bc_number, TEXT, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, bc_status, TEXT, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, holder, TEXT, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, intent_server_date, TIMESTAMP, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, sent_at, TIMESTAMP, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, next_lookup_at, TIMESTAMP, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, lookups, INT64, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, attempts, INT64, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, not_sent, BOOLEAN, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, checks, TEXT, PSR_ROW_READ),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, accepted, TEXT, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, asked_day, TEXT, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, approved_by, TEXT, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, approved_at, TIMESTAMP, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, by_hand, BOOLEAN, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, post, BOOLEAN, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, via, TEXT, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, quote_id, TEXT, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, quote_number, TEXT, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, quote_modified, TIMESTAMP, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, told_number, TEXT, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, told_until, TIMESTAMP, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, made_as, TEXT, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, shown, TEXT, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, price_shown, TEXT, PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, wello_status, TEXT, PSR_ROW_READ | PSR_ROW_SETTABLE),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, wello_changed, TIMESTAMP, PSR_ROW_READ | PSR_ROW_SETTABLE),
  PSR_ROW_FIELD (PsrLedgerDocument, live, BOOLEAN),
  PSR_ROW_FIELD_FLAGS (PsrLedgerDocument, details, TEXT, PSR_ROW_READ | PSR_ROW_SETTABLE),
  PSR_ROW_FIELD (PsrLedgerDocument, found_at, TIMESTAMP),
  PSR_ROW_FIELD (PsrLedgerDocument, updated_at, TIMESTAMP),
  PSR_ROW_END,
};

G_DEFINE_BOXED_TYPE (PsrLedgerDocument, psr_ledger_document, psr_ledger_document_ref, psr_ledger_document_unref)

/**
 * psr_ledger_document_new:
 *
 * Makes a document without values.
 *
 * Returns: (transfer full): a new #PsrLedgerDocument
 */
PsrLedgerDocument *
psr_ledger_document_new (void)
{
  PsrLedgerDocument *self;

  self = g_atomic_rc_box_new0 (PsrLedgerDocument);
  psr_row_init (self, psr_ledger_document_fields);
  self->revision = 1;
  self->sequence = 1;
  self->based_on = -1;

  return self;
}

static gpointer
copy_line (gconstpointer line,
           gpointer      data)
{
  return psr_ledger_line_copy (line);
}

/**
 * psr_ledger_document_copy:
 * @self: a #PsrLedgerDocument
 *
 * Returns: (transfer full): a copy that may be changed
 */
PsrLedgerDocument *
psr_ledger_document_copy (const PsrLedgerDocument *self)
{
  PsrLedgerDocument *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = psr_ledger_document_new ();
  psr_row_copy (copy, self, psr_ledger_document_fields, PSR_ROW_PLAIN);

  if (self->lines != NULL)
    copy->lines = g_ptr_array_copy (self->lines, copy_line, NULL);

  return copy;
}

/**
 * psr_ledger_document_ref:
 * @self: a #PsrLedgerDocument
 *
 * Returns: (transfer full): @self
 */
PsrLedgerDocument *
psr_ledger_document_ref (PsrLedgerDocument *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_ledger_document_finalize (gpointer data)
{
  g_assert (data != NULL);

  g_clear_pointer (&((PsrLedgerDocument *) data)->lines, g_ptr_array_unref);
  psr_row_clear (data, psr_ledger_document_fields);
}

/**
 * psr_ledger_document_unref:
 * @self: (transfer full): a #PsrLedgerDocument
 */
void
psr_ledger_document_unref (PsrLedgerDocument *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_ledger_document_finalize);
}

/**
 * psr_ledger_document_add_line:
 * @self: a #PsrLedgerDocument that wasn't handed over yet
 * @line: (transfer full): a line
 *
 * Adds a line after the others and numbers its position.
 */
void
psr_ledger_document_add_line (PsrLedgerDocument *self,
                              PsrLedgerLine     *line)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (line != NULL);

  if (self->lines == NULL)
    self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_ledger_line_unref);

  g_ptr_array_add (self->lines, line);
  line->position = self->lines->len;
}
