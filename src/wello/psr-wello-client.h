/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "psr-odata-pager.h"
#include "psr-service-client.h"
#include "psr-wello-article.h"
#include "psr-wello-company.h"
#include "psr-wello-contact.h"
#include "psr-wello-currency.h"
#include "psr-wello-error.h"
#include "psr-wello-file.h"
#include "psr-wello-invoice-line.h"
#include "psr-wello-invoice.h"
#include "psr-wello-job-type.h"
#include "psr-wello-job.h"
#include "psr-wello-labour-usage.h"
#include "psr-wello-part-usage.h"
#include "psr-wello-planning.h"
#include "psr-wello-sales-organization.h"
#include "psr-wello-statuses.h"
#include "psr-wello-stock-location.h"
#include "psr-wello-update.h"

G_BEGIN_DECLS

/**
 * PSR_WELLO_PAGE:
 *
 * How many rows Wello puts on a page; a smaller number can be asked for, a
 * larger one can't.
 */
#define PSR_WELLO_PAGE 100

/**
 * PsrWelloSet:
 * @PSR_WELLO_SET_COMPANIES: Company
 * @PSR_WELLO_SET_CONTACTS: Contact
 * @PSR_WELLO_SET_ARTICLES: Article
 * @PSR_WELLO_SET_LOCATIONS: ArticleStockLocation
 * @PSR_WELLO_SET_STOCK: ArticleStockLocationList, how many of an article are where
 * @PSR_WELLO_SET_LABELS: ArticlePriceLabel
 * @PSR_WELLO_SET_PRICES: ArticlePriceList, the price of an article by a label
 *
 * The sets that are read in pages and written.
 */
typedef enum
{
  PSR_WELLO_SET_COMPANIES,
  PSR_WELLO_SET_CONTACTS,
  PSR_WELLO_SET_ARTICLES,
  PSR_WELLO_SET_LOCATIONS,
  PSR_WELLO_SET_STOCK,
  PSR_WELLO_SET_LABELS,
  PSR_WELLO_SET_PRICES,
} PsrWelloSet;

/**
 * PsrWelloModifyFunc:
 * @current: the record as it is now, without a contact's login and password
 * @data: as given
 * @error: return location for an error
 *
 * Decides what to change in a record. Runs on the "parse" lane, so it may
 * touch nothing that another thread touches.
 *
 * Returns: (transfer full) (nullable): a JSON object of the members to set;
 *   %NULL without @error set when nothing is to be changed
 */
typedef GBytes *(*PsrWelloModifyFunc) (JsonObject  *current,
                                       gpointer     data,
                                       GError     **error);

/**
 * PsrWelloClient:
 *
 * Typed calls to Wello's API. Reads are repeated by the service client; writes
 * never are, their PsrWriteOutcome is for the flow to judge.
 */
#define PSR_TYPE_WELLO_CLIENT (psr_wello_client_get_type ())
G_DECLARE_FINAL_TYPE (PsrWelloClient, psr_wello_client, PSR, WELLO_CLIENT, GObject)

PsrWelloClient   *psr_wello_client_new                     (PsrServiceClient    *service,
                                                            const char          *base_url);
PsrServiceClient *psr_wello_client_get_service             (PsrWelloClient      *self);
const char       *psr_wello_client_get_base_url            (PsrWelloClient      *self);
gboolean          psr_wello_client_has_or                  (PsrWelloClient      *self);

/* Small tables */
DexFuture        *psr_wello_client_get_sales_organizations (PsrWelloClient      *self);
DexFuture        *psr_wello_client_get_job_types           (PsrWelloClient      *self);
DexFuture        *psr_wello_client_get_currencies          (PsrWelloClient      *self);
DexFuture        *psr_wello_client_get_stock_locations     (PsrWelloClient      *self);
DexFuture        *psr_wello_client_get_statuses            (PsrWelloClient      *self);
DexFuture        *psr_wello_client_list_codes             (PsrWelloClient      *self,
                                                            const char          *controller);

/* Master data */
PsrODataPager    *psr_wello_client_pull                    (PsrWelloClient      *self,
                                                            PsrWelloSet          set,
                                                            const char          *select,
                                                            const char          *filter,
                                                            PsrTimestamp         since,
                                                            const char          *resume);
DexFuture        *psr_wello_client_get_company             (PsrWelloClient      *self,
                                                            const char          *id);
DexFuture        *psr_wello_client_get_article             (PsrWelloClient      *self,
                                                            const char          *id);
DexFuture        *psr_wello_client_get_contact             (PsrWelloClient      *self,
                                                            const char          *id);
DexFuture        *psr_wello_client_find_companies          (PsrWelloClient      *self,
                                                            const char          *code);
DexFuture        *psr_wello_client_find_articles           (PsrWelloClient      *self,
                                                            const char          *code);
DexFuture        *psr_wello_client_find_contacts           (PsrWelloClient      *self,
                                                            const char          *company_id);
DexFuture        *psr_wello_client_create                  (PsrWelloClient      *self,
                                                            PsrWelloSet          set,
                                                            GBytes              *body);
DexFuture        *psr_wello_client_modify                  (PsrWelloClient      *self,
                                                            PsrWelloSet          set,
                                                            const char          *id,
                                                            PsrWelloModifyFunc   func,
                                                            gpointer             data,
                                                            GDestroyNotify       data_free);

/* Invoices and work orders */
DexFuture        *psr_wello_client_list_invoices           (PsrWelloClient      *self,
                                                            const char          *status_id);
DexFuture        *psr_wello_client_get_invoice             (PsrWelloClient      *self,
                                                            const char          *id);
DexFuture        *psr_wello_client_get_invoice_lines       (PsrWelloClient      *self,
                                                            const char          *invoice_id);
DexFuture        *psr_wello_client_change_status           (PsrWelloClient      *self,
                                                            const char          *invoice_id,
                                                            const char          *target_status_id,
                                                            const char          *erp_invoice_number,
                                                            const char          *error_message);
DexFuture        *psr_wello_client_get_job                 (PsrWelloClient      *self,
                                                            const char          *id);
DexFuture        *psr_wello_client_get_part_usage          (PsrWelloClient      *self,
                                                            const char          *job_id);
DexFuture        *psr_wello_client_get_labour_usage        (PsrWelloClient      *self,
                                                            const char          *job_id);
DexFuture        *psr_wello_client_get_companies           (PsrWelloClient      *self,
                                                            const char * const  *ids);
DexFuture        *psr_wello_client_get_jobs                (PsrWelloClient      *self,
                                                            const char * const  *ids);
DexFuture        *psr_wello_client_get_labour_usages       (PsrWelloClient      *self,
                                                            const char * const  *job_ids);
DexFuture        *psr_wello_client_get_part_usages         (PsrWelloClient      *self,
                                                            const char * const  *job_ids);
DexFuture        *psr_wello_client_get_plannings           (PsrWelloClient      *self,
                                                            const char * const  *job_ids);
DexFuture        *psr_wello_client_get_files               (PsrWelloClient      *self,
                                                            const char * const  *job_ids);
DexFuture        *psr_wello_client_get_lines_of            (PsrWelloClient      *self,
                                                            const char * const  *invoice_ids);

G_END_DECLS
