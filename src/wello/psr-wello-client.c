/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-client"

#include "config.h"

#include <string.h>

#include "psr-fetch.h"
#include "psr-odata-literal.h"
#include "psr-wello-client-private.h"
#include "psr-wello-row.h"

struct _PsrWelloClient
{
  GObject           parent_instance;

  PsrServiceClient *service;
  char             *base_url;
  PsrWelloStatuses *statuses;
  gboolean          no_or;
};

G_DEFINE_FINAL_TYPE (PsrWelloClient, psr_wello_client, G_TYPE_OBJECT)

static const struct
{
  const char            *controller;
  const PsrWelloRowKind *kind;
  const char            *select;
} sets[] = {
  [PSR_WELLO_SET_COMPANIES] = { "Company", &psr_wello_company_kind, PSR_WELLO_COMPANY_SELECT },
  [PSR_WELLO_SET_CONTACTS] = { "Contact", &psr_wello_contact_kind, PSR_WELLO_CONTACT_SELECT },
  [PSR_WELLO_SET_ARTICLES] = { "Article", &psr_wello_article_kind, PSR_WELLO_ARTICLE_SELECT },
  [PSR_WELLO_SET_LOCATIONS] = { "ArticleStockLocation", NULL, "id,name,reference_back_office" },
  [PSR_WELLO_SET_STOCK] = { "ArticleStockLocationList", NULL, "id,article_stock_location_id,article_id,quantity" },
  [PSR_WELLO_SET_LABELS] = { "ArticlePriceLabel", NULL, "id,code,name,db_currency_id" },
  [PSR_WELLO_SET_PRICES] = { "ArticlePriceList", NULL, "id,article_id,article_price_label_id,price" },
};

static void
psr_wello_client_finalize (GObject *object)
{
  PsrWelloClient *self = PSR_WELLO_CLIENT (object);

  g_clear_object (&self->service);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->statuses, psr_wello_statuses_unref);

  G_OBJECT_CLASS (psr_wello_client_parent_class)->finalize (object);
}

static void
psr_wello_client_class_init (PsrWelloClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = psr_wello_client_finalize;
}

static void
psr_wello_client_init (PsrWelloClient *self)
{
}

/**
 * psr_wello_client_new:
 * @service: how Wello is reached
 * @base_url: such as "https://developers.wello.solutions/api"
 *
 * Returns: (transfer full): a client
 */
PsrWelloClient *
psr_wello_client_new (PsrServiceClient *service,
                      const char       *base_url)
{
  PsrWelloClient *self;
  gsize length;

  g_return_val_if_fail (PSR_IS_SERVICE_CLIENT (service), NULL);
  g_return_val_if_fail (base_url != NULL, NULL);

  length = strlen (base_url);
  while (length > 0 && base_url[length - 1] == '/')
    length--;

  self = g_object_new (PSR_TYPE_WELLO_CLIENT, NULL);
  self->service = g_object_ref (service);
  self->base_url = g_strndup (base_url, length);

  return self;
}

/**
 * psr_wello_client_get_controller:
 * @set: a set
 *
 * Returns: its name in addresses
 */
const char *
psr_wello_client_get_controller (PsrWelloSet set)
{
  g_return_val_if_fail (set < G_N_ELEMENTS (sets), NULL);

  return sets[set].controller;
}

/**
 * psr_wello_client_get_service:
 * @self: a client
 *
 * Returns: (transfer none): how Wello is reached
 */
PsrServiceClient *
psr_wello_client_get_service (PsrWelloClient *self)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);

  return self->service;
}

/**
 * psr_wello_client_has_or:
 * @self: a client
 *
 * Returns: whether filters may ask for one or the other, as far as is known
 */
gboolean
psr_wello_client_has_or (PsrWelloClient *self)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), FALSE);

  return !self->no_or;
}

/**
 * psr_wello_client_set_no_or:
 * @self: a client
 *
 * Has every value asked for by itself from now on.
 */
void
psr_wello_client_set_no_or (PsrWelloClient *self)
{
  g_return_if_fail (PSR_IS_WELLO_CLIENT (self));

  self->no_or = TRUE;
}

/**
 * psr_wello_client_get_base_url:
 * @self: a client
 *
 * Returns: (transfer none): where Wello is, without a slash at the end
 */
const char *
psr_wello_client_get_base_url (PsrWelloClient *self)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);

  return self->base_url;
}

/**
 * psr_wello_client_dup_list_url:
 * @self: a client
 * @query: controller and options
 *
 * Returns: (transfer full): the address of a list
 */
char *
psr_wello_client_dup_list_url (PsrWelloClient      *self,
                               const PsrODataQuery *query)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (query != NULL, NULL);

  return psr_odata_query_to_url (query, self->base_url);
}

/**
 * psr_wello_client_dup_record_url:
 * @self: a client
 * @controller: such as "Company"
 * @id: canonical GUID
 * @select: (nullable): the properties wanted, separated by commas
 *
 * Returns: (transfer full): the address of one record
 */
char *
psr_wello_client_dup_record_url (PsrWelloClient *self,
                                 const char     *controller,
                                 const char     *id,
                                 const char     *select)
{
  g_autoptr (PsrODataQuery) query = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (controller != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  path = g_strconcat (controller, "(", id, ")", NULL);
  query = psr_odata_query_new (path);

  if (select != NULL)
    psr_odata_query_select (query, select);

  return psr_odata_query_to_url (query, self->base_url);
}

/**
 * psr_wello_client_write:
 * @self: a client
 * @method: POST or PUT
 * @url: whole address
 * @body: JSON
 *
 * Sends a write, once, and asks for no more than the id in return.
 *
 * Returns: (transfer full): a future of a #PsrWriteOutcome
 */
DexFuture *
psr_wello_client_write (PsrWelloClient *self,
                        const char     *method,
                        const char     *url,
                        GBytes         *body)
{
  g_autoptr (PsrRequest) request = NULL;

  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (method != NULL, NULL);
  g_return_val_if_fail (url != NULL, NULL);
  g_return_val_if_fail (body != NULL, NULL);

  request = psr_request_new (PSR_REQUEST_CREATE, method, url);
  psr_request_set_header (request, "Prefer", "return=minimal");
  psr_request_set_body (request, body, "application/json");

  return psr_service_client_write (self->service, request);
}

static DexFuture *
fetch_list (PsrWelloClient        *self,
            const char            *controller,
            const char            *select,
            const char            *filter,
            const PsrWelloRowKind *kind)
{
  g_autoptr (PsrODataQuery) query = NULL;
  g_autofree char *url = NULL;

  g_assert (PSR_IS_WELLO_CLIENT (self));

  query = psr_odata_query_new (controller);

  if (select != NULL)
    psr_odata_query_select (query, select);
  if (filter != NULL)
    psr_odata_query_filter (query, filter);

  url = psr_wello_client_dup_list_url (self, query);
  return psr_wello_fetch_all (self->service, url, kind);
}

/**
 * psr_wello_client_get_sales_organizations:
 * @self: a client
 *
 * Returns: (transfer full): a future of a #GPtrArray of
 *   #PsrWelloSalesOrganization; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_get_sales_organizations (PsrWelloClient *self)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);

  return fetch_list (self, "SalesOrganization", NULL, NULL, &psr_wello_sales_organization_kind);
}

/**
 * psr_wello_client_get_job_types:
 * @self: a client
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrWelloJobType; rejects
 *   with #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_get_job_types (PsrWelloClient *self)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);

  return fetch_list (self, "JobType", NULL, NULL, &psr_wello_job_type_kind);
}

/**
 * psr_wello_client_get_currencies:
 * @self: a client
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrWelloCurrency;
 *   rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_get_currencies (PsrWelloClient *self)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);

  return fetch_list (self, "DbCurrency", NULL, NULL, &psr_wello_currency_kind);
}

/**
 * psr_wello_client_get_stock_locations:
 * @self: a client
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrWelloStockLocation;
 *   rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_get_stock_locations (PsrWelloClient *self)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);

  return fetch_list (self, "ArticleStockLocation", NULL, NULL, &psr_wello_stock_location_kind);
}

static GPtrArray *
make_statuses (JsonArray  *rows,
               gpointer    data,
               GError    **error)
{
  g_autoptr (GPtrArray) made = NULL;

  g_assert (rows != NULL);

  made = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_wello_statuses_unref);
  g_ptr_array_add (made, psr_wello_statuses_from_json (rows));

  return g_steal_pointer (&made);
}

static DexFuture *
keep_statuses (DexFuture *completed,
               gpointer   data)
{
  PsrWelloClient *self = data;
  PsrODataPage *page = g_value_get_object (dex_future_get_value (completed, NULL));

  g_assert (PSR_IS_WELLO_CLIENT (self));

  g_clear_pointer (&self->statuses, psr_wello_statuses_unref);
  self->statuses = psr_wello_statuses_ref (g_ptr_array_index (psr_odata_page_get_rows (page), 0));

  return dex_future_new_take_boxed (PSR_TYPE_WELLO_STATUSES, psr_wello_statuses_ref (self->statuses));
}

/**
 * psr_wello_client_get_statuses:
 * @self: a client
 *
 * Finds the invoice statuses that concern an ERP, by name. They are asked for
 * once and remembered. The table is far smaller than a page.
 *
 * Returns: (transfer full): a future of #PsrWelloStatuses; rejects with
 *   #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_get_statuses (PsrWelloClient *self)
{
  g_autoptr (PsrODataPager) pager = NULL;
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);

  if (self->statuses != NULL)
    return dex_future_new_take_boxed (PSR_TYPE_WELLO_STATUSES, psr_wello_statuses_ref (self->statuses));

  url = g_strconcat (self->base_url, "/InvoiceStatus", NULL);
  pager = psr_odata_pager_new (self->service, url, 0);

  return dex_future_then (psr_odata_pager_next (pager, make_statuses, NULL, NULL),
                          keep_statuses, g_object_ref (self), g_object_unref);
}

/**
 * psr_wello_client_pull:
 * @self: a client
 * @set: what to read
 * @select: (nullable): the properties wanted, separated by commas; %NULL for
 *   those of the typed record
 * @filter: (nullable): only rows for which this OData expression holds
 * @since: only what was changed at or after this time, or none for everything
 * @resume: (nullable): link to go on from instead, from an earlier page
 *
 * Begins to read @set in the order of the ids: Wello's pages are counted by
 * rows, and a row that changes meanwhile keeps its place in this order, so that
 * none slips through.
 *
 * Returns: (transfer full): a pager with pages of %PSR_WELLO_PAGE rows
 */
PsrODataPager *
psr_wello_client_pull (PsrWelloClient *self,
                       PsrWelloSet     set,
                       const char     *select,
                       const char     *filter,
                       PsrTimestamp    since,
                       const char     *resume)
{
  g_autoptr (PsrODataQuery) query = NULL;
  g_autofree char *url = NULL;
  PsrODataPager *pager;

  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (set < G_N_ELEMENTS (sets), NULL);

  query = psr_odata_query_new (sets[set].controller);
  psr_odata_query_select (query, select != NULL ? select : sets[set].select);
  psr_odata_query_orderby (query, "id");

  if (since != PSR_TIMESTAMP_NONE)
    {
      g_autofree char *literal = psr_odata_quoted_timestamp (since);
      g_autofree char *changed = g_strconcat ("modified_dateutc ge ", literal, NULL);
      /* Brackets, of which Wello's documentation says nothing, only where they are needed. */
      g_autofree char *both = g_strdup_printf (filter != NULL && strstr (filter, " or ") != NULL ? "%s and (%s)" : "%s and %s",
                                               changed, filter != NULL ? filter : "");

      psr_odata_query_filter (query, filter != NULL ? both : changed);
    }
  else if (filter != NULL)
    psr_odata_query_filter (query, filter);

  url = psr_wello_client_dup_list_url (self, query);
  pager = psr_odata_pager_new (self->service, url, 0);

  if (resume != NULL)
    psr_odata_pager_set_resume (pager, resume);

  return pager;
}

static DexFuture *
get_one (PsrWelloClient *self,
         PsrWelloSet     set,
         const char     *id,
         GType           boxed_type)
{
  g_autofree char *url = NULL;

  g_assert (PSR_IS_WELLO_CLIENT (self));

  url = psr_wello_client_dup_record_url (self, sets[set].controller, id, sets[set].select);

  return psr_fetch_object (self->service, url, boxed_type, psr_wello_row_kind_read,
                           (gpointer) sets[set].kind, NULL);
}

/**
 * psr_wello_client_get_company:
 * @self: a client
 * @id: canonical GUID
 *
 * Returns: (transfer full): a future of a #PsrWelloCompany; rejects with
 *   %PSR_SERVICE_ERROR_NOT_FOUND when there is none, or as any read
 */
DexFuture *
psr_wello_client_get_company (PsrWelloClient *self,
                              const char     *id)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return get_one (self, PSR_WELLO_SET_COMPANIES, id, PSR_TYPE_WELLO_COMPANY);
}

/**
 * psr_wello_client_get_article:
 * @self: a client
 * @id: canonical GUID
 *
 * Returns: (transfer full): a future of a #PsrWelloArticle; rejects with
 *   %PSR_SERVICE_ERROR_NOT_FOUND when there is none, or as any read
 */
DexFuture *
psr_wello_client_get_article (PsrWelloClient *self,
                              const char     *id)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return get_one (self, PSR_WELLO_SET_ARTICLES, id, PSR_TYPE_WELLO_ARTICLE);
}

/**
 * psr_wello_client_get_contact:
 * @self: a client
 * @id: canonical GUID
 *
 * Returns: (transfer full): a future of a #PsrWelloContact; rejects with
 *   %PSR_SERVICE_ERROR_NOT_FOUND when there is none, or as any read
 */
DexFuture *
psr_wello_client_get_contact (PsrWelloClient *self,
                              const char     *id)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return get_one (self, PSR_WELLO_SET_CONTACTS, id, PSR_TYPE_WELLO_CONTACT);
}

static DexFuture *
find_where (PsrWelloClient *self,
            PsrWelloSet     set,
            const char     *field,
            char           *literal)
{
  g_autofree char *taken = literal;
  g_autofree char *filter = NULL;

  g_assert (PSR_IS_WELLO_CLIENT (self));
  g_assert (literal != NULL);

  filter = g_strconcat (field, " eq ", taken, NULL);
  return fetch_list (self, sets[set].controller, sets[set].select, filter, sets[set].kind);
}

/**
 * psr_wello_client_find_companies:
 * @self: a client
 * @code: the ERP's number
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrWelloCompany with
 *   this code; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_find_companies (PsrWelloClient *self,
                                 const char     *code)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self) && code != NULL, NULL);

  return find_where (self, PSR_WELLO_SET_COMPANIES, "code", psr_odata_string (code));
}

/**
 * psr_wello_client_find_articles:
 * @self: a client
 * @code: the ERP's number
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrWelloArticle with
 *   this code; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_find_articles (PsrWelloClient *self,
                                const char     *code)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self) && code != NULL, NULL);

  return find_where (self, PSR_WELLO_SET_ARTICLES, "code", psr_odata_string (code));
}

/**
 * psr_wello_client_find_contacts:
 * @self: a client
 * @company_id: canonical GUID
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrWelloContact of
 *   this company; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_wello_client_find_contacts (PsrWelloClient *self,
                                const char     *company_id)
{
  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (company_id != NULL, NULL);

  return find_where (self, PSR_WELLO_SET_CONTACTS, "company_id", psr_odata_guid (company_id));
}

/**
 * psr_wello_client_create:
 * @self: a client
 * @set: what to make
 * @body: the record as JSON, with its id: making it again is then answered by
 *   409 instead of a second one
 *
 * Returns: (transfer full): a future of a #PsrWriteOutcome
 */
DexFuture *
psr_wello_client_create (PsrWelloClient *self,
                         PsrWelloSet     set,
                         GBytes         *body)
{
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_WELLO_CLIENT (self), NULL);
  g_return_val_if_fail (set < G_N_ELEMENTS (sets), NULL);
  g_return_val_if_fail (body != NULL, NULL);

  url = g_strconcat (self->base_url, "/", sets[set].controller, NULL);
  return psr_wello_client_write (self, "POST", url, body);
}
