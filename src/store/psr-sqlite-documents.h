/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-connection.h"
#include "psr-ledger-document.h"

G_BEGIN_DECLS

/* For PsrSqliteLedger: documents and lines as rows. */

const char        *psr_sqlite_documents_get_columns (void);
PsrLedgerDocument *psr_sqlite_documents_read_row    (PsrStatement             *statement,
                                                     GError                  **error);
gboolean           psr_sqlite_documents_get         (PsrConnection            *connection,
                                                     gint64                    id,
                                                     PsrLedgerDocument       **document,
                                                     GError                  **error);
gboolean           psr_sqlite_documents_find_newest (PsrConnection            *connection,
                                                     const char               *wello_invoice_id,
                                                     PsrLedgerDocument       **document,
                                                     GError                  **error);
gboolean           psr_sqlite_documents_load_lines  (PsrConnection            *connection,
                                                     PsrLedgerDocument        *document,
                                                     GError                  **error);
gboolean           psr_sqlite_documents_insert      (PsrConnection            *connection,
                                                     const PsrLedgerDocument  *document,
                                                     gint64                   *id,
                                                     GError                  **error);
gboolean           psr_sqlite_documents_set_lines   (PsrConnection            *connection,
                                                     gint64                    document_id,
                                                     GPtrArray                *lines,
                                                     GError                  **error);

G_END_DECLS
