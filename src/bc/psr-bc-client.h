/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libdex.h>

#include "psr-bc-choice.h"
#include "psr-bc-company.h"
#include "psr-bc-customer.h"
#include "psr-bc-document.h"
#include "psr-bc-endpoint.h"
#include "psr-bc-environment.h"
#include "psr-bc-error.h"
#include "psr-bc-item-ledger-entry.h"
#include "psr-bc-item.h"
#include "psr-bc-line.h"
#include "psr-bc-location.h"
#include "psr-bc-lookup.h"
#include "psr-bc-posted.h"
#include "psr-odata-pager.h"
#include "psr-service-client.h"
#include "psr-write-outcome.h"

G_BEGIN_DECLS

/**
 * PsrBcSet:
 * @PSR_BC_SET_CUSTOMERS: customers
 * @PSR_BC_SET_ITEMS: items
 * @PSR_BC_SET_CONTACTS: contacts
 * @PSR_BC_SET_ITEM_LEDGER_ENTRIES: itemLedgerEntries
 *
 * The sets that are read in pages, oldest change first.
 */
typedef enum
{
  PSR_BC_SET_CUSTOMERS,
  PSR_BC_SET_ITEMS,
  PSR_BC_SET_CONTACTS,
  PSR_BC_SET_ITEM_LEDGER_ENTRIES,
} PsrBcSet;

/**
 * PsrBcModifyFunc:
 * @current: the record as it is now
 * @data: as given
 * @error: return location for an error
 *
 * Decides what to change in a record. Runs on the "parse" lane, so it may touch
 * nothing that another thread touches.
 *
 * Returns: (transfer full) (nullable): a JSON object of the properties to set; %NULL
 *   with @error when it is to stay as it is
 */
typedef GBytes *(*PsrBcModifyFunc) (JsonObject  *current,
                                    gpointer     data,
                                    GError     **error);

/**
 * PsrBcLedgerType:
 * @PSR_BC_LEDGER_INVOICE: an invoice
 * @PSR_BC_LEDGER_CREDIT_MEMO: a credit memo
 *
 * Of what kind of document the general ledger has entries.
 */
typedef enum
{
  PSR_BC_LEDGER_INVOICE,
  PSR_BC_LEDGER_CREDIT_MEMO,
} PsrBcLedgerType;

/**
 * PsrBcPostedKey:
 * @PSR_BC_POSTED_BY_EXTERNAL_NUMBER: external document number
 * @PSR_BC_POSTED_BY_ORDER_NUMBER: number of the order; blank on an invoice of
 *   combined shipments
 * @PSR_BC_POSTED_BY_NUMBER: its own number
 *
 * By what posted invoices are looked for.
 */
typedef enum
{
  PSR_BC_POSTED_BY_EXTERNAL_NUMBER,
  PSR_BC_POSTED_BY_ORDER_NUMBER,
  PSR_BC_POSTED_BY_NUMBER,
} PsrBcPostedKey;

/**
 * PsrBcClient:
 *
 * Typed calls to Business Central's API v2.0, or v1.0, whose rows are read to the same
 * records: see psr-bc-v1.h. Reads are repeated by the
 * service client; writes never are, their PsrWriteOutcome is for the flow to
 * judge. Everything is read from the primary database, never with
 * `Data-Access-Intent: ReadOnly`, whose replica lags behind.
 */
#define PSR_TYPE_BC_CLIENT (psr_bc_client_get_type ())
G_DECLARE_FINAL_TYPE (PsrBcClient, psr_bc_client, PSR, BC_CLIENT, GObject)

PsrBcClient      *psr_bc_client_new                  (PsrServiceClient    *service,
                                                      PsrBcEndpoint       *endpoint);
PsrServiceClient *psr_bc_client_get_service          (PsrBcClient         *self);
PsrBcEndpoint    *psr_bc_client_get_endpoint         (PsrBcClient         *self);
gboolean          psr_bc_client_is_v1                (PsrBcClient         *self);
void              psr_bc_client_set_company          (PsrBcClient         *self,
                                                      const char          *company_id);
const char       *psr_bc_client_get_company          (PsrBcClient         *self);

/* Where we are */
DexFuture        *psr_bc_client_get_environments     (PsrBcClient         *self);
DexFuture        *psr_bc_client_get_companies        (PsrBcClient         *self);
DexFuture        *psr_bc_client_find_company         (PsrBcClient         *self,
                                                      const char          *id_or_name);

/* What the account may do */
DexFuture        *psr_bc_client_try_reading          (PsrBcClient         *self,
                                                      const char          *set);

/* What rules of billing can name */
DexFuture        *psr_bc_client_list_choices         (PsrBcClient         *self,
                                                      PsrBcChoiceKind      kind);

/* What prices depend on */
DexFuture        *psr_bc_client_list_price_lines     (PsrBcClient         *self,
                                                      const char          *company_name,
                                                      const char          *service);
DexFuture        *psr_bc_client_list_price_customers (PsrBcClient         *self,
                                                      const char          *company_name,
                                                      const char          *service);
DexFuture        *psr_bc_client_list_exchange_rates  (PsrBcClient         *self);
DexFuture        *psr_bc_client_get_own_currency     (PsrBcClient         *self);

/* What electronic invoices depend on */
DexFuture        *psr_bc_client_get_own_country      (PsrBcClient         *self);
DexFuture        *psr_bc_client_get_unit_standards   (PsrBcClient         *self);

/* Small tables */
DexFuture        *psr_bc_client_list_codes           (PsrBcClient         *self,
                                                      const char          *set);
DexFuture        *psr_bc_client_list_names           (PsrBcClient         *self,
                                                      const char          *set);
DexFuture        *psr_bc_client_list_references      (PsrBcClient         *self,
                                                      const char          *set);
DexFuture        *psr_bc_client_read_schema          (PsrBcClient         *self);
DexFuture        *psr_bc_client_read_record          (PsrBcClient         *self,
                                                      PsrBcSet             set,
                                                      const char          *id);

/* Master data */
PsrODataPager    *psr_bc_client_pull                 (PsrBcClient         *self,
                                                      PsrBcSet             set,
                                                      const char          *select,
                                                      const char          *filter,
                                                      PsrTimestamp         since,
                                                      guint                page_size,
                                                      const char          *resume);
GPtrArray        *psr_bc_client_pull_by_id           (PsrBcClient         *self,
                                                      PsrBcSet             set,
                                                      const char          *select,
                                                      const char          *filter,
                                                      const char * const  *ids);
GPtrArray        *psr_bc_client_pull_by_number       (PsrBcClient         *self,
                                                      PsrBcSet             set,
                                                      const char          *select,
                                                      const char          *filter,
                                                      const char * const  *numbers);
PsrODataPager    *psr_bc_client_pull_customer_contacts
                                                     (PsrBcClient         *self,
                                                      PsrTimestamp         since);
DexFuture        *psr_bc_client_get_customers_by_ids (PsrBcClient         *self,
                                                      const char * const  *ids);
DexFuture        *psr_bc_client_get_customers_by_numbers
                                                     (PsrBcClient         *self,
                                                      const char * const  *numbers);
DexFuture        *psr_bc_client_get_items_by_ids     (PsrBcClient         *self,
                                                      const char * const  *ids);
DexFuture        *psr_bc_client_get_items_by_numbers (PsrBcClient         *self,
                                                      const char * const  *numbers);
DexFuture        *psr_bc_client_get_accounts_by_numbers
                                                     (PsrBcClient         *self,
                                                      const char * const  *numbers);
DexFuture        *psr_bc_client_get_locations        (PsrBcClient         *self);
DexFuture        *psr_bc_client_create_record        (PsrBcClient         *self,
                                                      PsrBcSet             set,
                                                      GBytes              *body);
DexFuture        *psr_bc_client_modify_record        (PsrBcClient         *self,
                                                      PsrBcSet             set,
                                                      const char          *id,
                                                      PsrBcModifyFunc      func,
                                                      gpointer             data,
                                                      GDestroyNotify       data_free);

/* Sales documents */
DexFuture        *psr_bc_client_find_documents       (PsrBcClient         *self,
                                                      const char * const  *external_numbers);
DexFuture        *psr_bc_client_find_quotes          (PsrBcClient         *self,
                                                      const char * const  *external_numbers);
DexFuture        *psr_bc_client_list_documents_of    (PsrBcClient         *self,
                                                      const char * const  *customer_ids,
                                                      const char          *from,
                                                      const char          *to);
DexFuture        *psr_bc_client_find_documents_by_number (PsrBcClient     *self,
                                                      const char * const  *numbers);
DexFuture        *psr_bc_client_create_document      (PsrBcClient         *self,
                                                      PsrBcDocumentKind    kind,
                                                      GBytes              *body);
DexFuture        *psr_bc_client_parse_document       (PsrBcClient         *self,
                                                      PsrBcDocumentKind    kind,
                                                      PsrResponse         *response);
DexFuture        *psr_bc_client_get_document         (PsrBcClient         *self,
                                                      PsrBcDocumentKind    kind,
                                                      const char          *id,
                                                      gboolean             with_lines);
DexFuture        *psr_bc_client_get_lines            (PsrBcClient         *self,
                                                      PsrBcDocumentKind    kind,
                                                      const char          *id);
DexFuture        *psr_bc_client_patch_document       (PsrBcClient         *self,
                                                      PsrBcDocumentKind    kind,
                                                      const char          *id,
                                                      const char          *etag,
                                                      GBytes              *body);
DexFuture        *psr_bc_client_patch_line           (PsrBcClient         *self,
                                                      PsrBcDocumentKind    kind,
                                                      const char          *line_id,
                                                      const char          *etag,
                                                      GBytes              *body);
DexFuture        *psr_bc_client_delete_document      (PsrBcClient         *self,
                                                      PsrBcDocumentKind    kind,
                                                      const char          *id,
                                                      const char          *etag);

/* Quotes */
DexFuture        *psr_bc_client_find_with_lines      (PsrBcClient         *self,
                                                      PsrBcDocumentKind    kind,
                                                      const char          *external_number);
DexFuture        *psr_bc_client_list_quotes          (PsrBcClient         *self,
                                                      const char          *prefix);
DexFuture        *psr_bc_client_convert_quote        (PsrBcClient         *self,
                                                      const char          *id,
                                                      PsrBcDocumentKind    into);
gboolean          psr_bc_outcome_says_no_quote       (PsrWriteOutcome     *outcome);
gboolean          psr_bc_outcome_needs_approval      (PsrWriteOutcome     *outcome);

/* Posting */
DexFuture        *psr_bc_client_post_document        (PsrBcClient         *self,
                                                      PsrBcDocumentKind    kind,
                                                      const char          *id);
gboolean          psr_bc_outcome_says_posted         (PsrWriteOutcome     *outcome);
DexFuture        *psr_bc_client_find_invoices_of_order (PsrBcClient       *self,
                                                      const char          *order_number);
DexFuture        *psr_bc_client_find_posted          (PsrBcClient         *self,
                                                      PsrBcPostedKey       key,
                                                      const char * const  *numbers);
DexFuture        *psr_bc_client_list_credit_memos    (PsrBcClient         *self,
                                                      PsrTimestamp         since);
DexFuture        *psr_bc_client_shows_drafts         (PsrBcClient         *self);
DexFuture        *psr_bc_client_shows_posted         (PsrBcClient         *self);
DexFuture        *psr_bc_client_get_posting_period   (PsrBcClient         *self);
DexFuture        *psr_bc_client_shows_paid           (PsrBcClient         *self);
DexFuture        *psr_bc_client_has_ledger_entries   (PsrBcClient         *self,
                                                      const char          *number,
                                                      PsrBcLedgerType      type,
                                                      const char          *posting_date);
DexFuture        *psr_bc_client_has_shipments        (PsrBcClient         *self,
                                                      const char          *order_number);
DexFuture        *psr_bc_client_has_shipments_named  (PsrBcClient         *self,
                                                      const char          *external_number);
DexFuture        *psr_bc_client_is_archived          (PsrBcClient         *self,
                                                      const char          *order_number);
DexFuture        *psr_bc_client_get_documents_by_ids (PsrBcClient         *self,
                                                      PsrBcDocumentKind    kind,
                                                      const char * const  *ids);

G_END_DECLS
