/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-bc-private.h"

/* A sales document while a request works on it: copies of its rows, put into the tables by the commit alone, so
 * that nothing is left of a request that fails ("one atomic request", Microsoft, API v2.0, salesInvoiceLine_create). */
typedef struct
{
  SbxCompany *company;
  const char *set;       /* "salesInvoices", "salesOrders", "salesQuotes" or "salesCreditMemos" */
  gboolean    order;
  SbxRow     *header;
  SbxRow     *original;  /* in the table; NULL: new */
  GPtrArray  *lines;     /* of SbxRow, by sequence */
  GPtrArray  *removed;   /* of SbxRow in the table */
} SbxDocument;

SbxDocument *sbx_document_new        (SbxCompany *company, const char *set);
SbxDocument *sbx_document_open       (SbxCompany *company, SbxRow *header);
void         sbx_document_free       (SbxDocument *document);

gboolean     sbx_document_put_header (SbxDocument *document, JsonObject *body, SbxProblem *problem);
/* Returns the line, NULL when refused. */
SbxRow      *sbx_document_add_line   (SbxDocument *document, JsonObject *body, SbxProblem *problem);
gboolean     sbx_document_put_line   (SbxDocument *document, const char *line_id, JsonObject *body, SbxProblem *problem);
void         sbx_document_drop_line  (SbxDocument *document, const char *line_id);
/* The header's invoice discount, spread over the lines. */
gboolean     sbx_document_put_discount (SbxDocument *document, SbxDecimal amount, SbxProblem *problem);
/* Amounts, VAT and totals of all. */
void         sbx_document_calculate  (SbxDocument *document);
/* Returns the header in its table. */
SbxRow      *sbx_document_commit     (SbxDocument *document);

SbxTable    *sbx_document_headers    (SbxDocument *document);
SbxTable    *sbx_document_line_table (SbxDocument *document);
/* The property with the document date. */
const char  *sbx_document_date_name  (SbxDocument *document);
/* "Invoice", "Order", "Quote" or "Credit Memo", as messages name the document type. */
const char  *sbx_document_type       (SbxDocument *document);

/* Into the columns of the same name, but for what each document has of its own. */
void         sbx_bc_copy_columns     (SbxRow *from, SbxRow *to);
SbxRow      *sbx_bc_copy_line        (SbxDocument *document, SbxRow *from);

/* Removes a document with its lines, without any of the questions. */
void         sbx_bc_drop_document    (SbxCompany *company, SbxRow *header);
/* Puts into its place what an invoice or a credit memo becomes by posting; returns the header. */
SbxRow      *sbx_bc_finish           (SbxDocument *document, const char *number);
void         sbx_bc_move_stock       (SbxCompany *company, SbxRow *header, SbxRow *line, SbxDecimal quantity, gboolean for_real,
                                      SbxProblem *problem);
void         sbx_bc_add_shipment     (SbxCompany *company, SbxRow *order);
/* Takes over what was shipped and invoiced; an order that is invoiced whole is archived and deleted, unless it is kept. */
void         sbx_bc_close_order      (SbxDocument *order, gboolean keep);

/* Of one line. */
gboolean     sbx_line_set_object     (SbxDocument *document, SbxRow *line, const char *type, const char *number, const char *id,
                                      SbxProblem *problem);
gboolean     sbx_line_set_vat        (SbxDocument *document, SbxRow *line, const char *product, SbxProblem *problem);
void         sbx_line_price          (SbxDocument *document, SbxRow *line);
void         sbx_line_set_discount_percent (SbxRow *line, SbxDecimal percent);
void         sbx_line_set_discount_amount  (SbxRow *line, SbxDecimal amount);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SbxDocument, sbx_document_free)
