/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-row.h"

G_BEGIN_DECLS

/* For the store's own use: the columns of each kind of record. */

extern const PsrRowField psr_agreed_fields[];
extern const PsrRowField psr_audit_entry_fields[];
extern const PsrRowField psr_binding_fields[];
extern const PsrRowField psr_command_fields[];
extern const PsrRowField psr_ledger_document_fields[];
extern const PsrRowField psr_ledger_line_fields[];
extern const PsrRowField psr_link_fields[];
extern const PsrRowField psr_mirror_record_fields[];
extern const PsrRowField psr_request_entry_fields[];
extern const PsrRowField psr_row_event_fields[];
extern const PsrRowField psr_run_fields[];
extern const PsrRowField psr_skipped_row_fields[];
extern const PsrRowField psr_watermark_fields[];

G_END_DECLS
