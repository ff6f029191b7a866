/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-client"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-bc-client-private.h"
#include "psr-bc-client.h"
#include "psr-explain.h"
#include "psr-odata-literal.h"
#include "psr-odata-query.h"

struct _PsrBcClient
{
  GObject           parent_instance;

  PsrServiceClient *service;
  PsrBcEndpoint    *endpoint;
  char             *company_id;
};

G_DEFINE_FINAL_TYPE (PsrBcClient, psr_bc_client, G_TYPE_OBJECT)

static const char * const set_names[] = {
  [PSR_BC_SET_CUSTOMERS] = "customers",
  [PSR_BC_SET_ITEMS] = "items",
  [PSR_BC_SET_CONTACTS] = "contacts",
  [PSR_BC_SET_ITEM_LEDGER_ENTRIES] = "itemLedgerEntries",
};

/**
 * psr_bc_client_get_set_name:
 * @set: a set
 *
 * Returns: its name in addresses
 */
const char *
psr_bc_client_get_set_name (PsrBcSet set)
{
  g_return_val_if_fail (set < G_N_ELEMENTS (set_names), NULL);

  return set_names[set];
}

static void
psr_bc_client_finalize (GObject *object)
{
  PsrBcClient *self = PSR_BC_CLIENT (object);

  g_clear_object (&self->service);
  g_clear_pointer (&self->endpoint, psr_bc_endpoint_unref);
  g_clear_pointer (&self->company_id, g_free);

  G_OBJECT_CLASS (psr_bc_client_parent_class)->finalize (object);
}

static void
psr_bc_client_class_init (PsrBcClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = psr_bc_client_finalize;
}

static void
psr_bc_client_init (PsrBcClient *self)
{
}

/**
 * psr_bc_client_new:
 * @service: how Business Central is reached
 * @endpoint: where it is
 *
 * Returns: (transfer full): a client
 */
PsrBcClient *
psr_bc_client_new (PsrServiceClient *service,
                   PsrBcEndpoint    *endpoint)
{
  PsrBcClient *self;

  g_return_val_if_fail (PSR_IS_SERVICE_CLIENT (service), NULL);
  g_return_val_if_fail (endpoint != NULL, NULL);

  self = g_object_new (PSR_TYPE_BC_CLIENT, NULL);
  self->service = g_object_ref (service);
  self->endpoint = psr_bc_endpoint_ref (endpoint);

  return self;
}

/**
 * psr_bc_client_get_service:
 * @self: a client
 *
 * Returns: (transfer none): how Business Central is reached
 */
PsrServiceClient *
psr_bc_client_get_service (PsrBcClient *self)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);

  return self->service;
}

/**
 * psr_bc_client_get_endpoint:
 * @self: a client
 *
 * Returns: (transfer none): where Business Central is
 */
PsrBcEndpoint *
psr_bc_client_get_endpoint (PsrBcClient *self)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);

  return self->endpoint;
}

/**
 * psr_bc_client_is_v1:
 * @self: a client
 *
 * Returns: whether it speaks API v1.0, which has no contacts, locations, resources,
 *   item ledger entries, shipments, archives and exchange rates
 */
gboolean
psr_bc_client_is_v1 (PsrBcClient *self)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), FALSE);

  return psr_bc_endpoint_is_v1 (self->endpoint);
}

/**
 * psr_bc_client_set_company:
 * @self: a client
 * @company_id: (nullable): canonical GUID
 *
 * Chooses the company that all calls below are about.
 */
void
psr_bc_client_set_company (PsrBcClient *self,
                           const char  *company_id)
{
  g_return_if_fail (PSR_IS_BC_CLIENT (self));

  g_set_str (&self->company_id, company_id);
}

/**
 * psr_bc_client_get_company:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): canonical GUID of the chosen company
 */
const char *
psr_bc_client_get_company (PsrBcClient *self)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);

  return self->company_id;
}

/**
 * psr_bc_client_dup_url:
 * @self: a client with a company
 * @path: path below the company, escaped; may be ""
 * @query: (nullable): what to add to it
 *
 * Returns: (transfer full): the whole address
 */
char *
psr_bc_client_dup_url (PsrBcClient         *self,
                       const char          *path,
                       const PsrODataQuery *query)
{
  g_autofree char *base = NULL;
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (self->company_id != NULL, NULL);

  base = psr_bc_endpoint_get_company_url (self->endpoint, self->company_id, path);
  url = query != NULL ? psr_odata_query_to_url (query, base) : g_strdup (base);

  return psr_bc_endpoint_complete (self->endpoint, url);
}

/**
 * psr_bc_client_reject:
 *
 * Returns: (transfer full): what a call gets before a company is chosen
 */
DexFuture *
psr_bc_client_reject (void)
{
  return dex_future_new_for_error (
    psr_explained_error_new (PSR_BC_ERROR, PSR_BC_ERROR_NO_COMPANY,
                             _("No company of Business Central is chosen."), "",
                             _("Set Company in the profile.")));
}

/**
 * psr_bc_client_get_environments:
 * @self: a client
 *
 * Lists the tenant's environments. On premises there are none.
 *
 * Source: Microsoft, "Get environments".
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrBcEnvironment;
 *   rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_get_environments (PsrBcClient *self)
{
  g_autofree char *url = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);

  url = psr_bc_endpoint_get_environments_url (self->endpoint);
  if (url == NULL)
    return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_ptr_array_new ());

  return psr_bc_fetch_all (self->service, url, &psr_bc_environment_kind);
}

/**
 * psr_bc_client_get_companies:
 * @self: a client
 *
 * Returns: (transfer full): a future of a #GPtrArray of #PsrBcCompany that the
 *   user may see; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_get_companies (PsrBcClient *self)
{
  g_autofree char *url = NULL;
  g_autofree char *complete = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);

  url = psr_bc_endpoint_get_api_url (self->endpoint, "companies");
  complete = psr_bc_endpoint_complete (self->endpoint, url);

  return psr_bc_fetch_all (self->service, complete, &psr_bc_company_kind);
}

static DexFuture *
choose_company (DexFuture *completed,
                gpointer   data)
{
  GPtrArray *companies = g_value_get_boxed (dex_future_get_value (completed, NULL));
  g_autoptr (PsrBcCompany) company = NULL;
  g_autoptr (GError) error = NULL;

  company = psr_bc_company_choose (companies, data, &error);
  if (company == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (PSR_TYPE_BC_COMPANY, g_steal_pointer (&company));
}

/**
 * psr_bc_client_find_company:
 * @self: a client
 * @id_or_name: a GUID, a name or a display name
 *
 * Finds the one company that is meant; doesn't choose it for the calls below.
 *
 * Returns: (transfer full): a future of a #PsrBcCompany; rejects with
 *   #PsrBcError when none or several answer, or with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_find_company (PsrBcClient *self,
                            const char  *id_or_name)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (id_or_name != NULL, NULL);

  return dex_future_then (psr_bc_client_get_companies (self), choose_company,
                          g_strdup (id_or_name), g_free);
}

/* One expression and another one that a person wrote. */
static char *
dup_both (const char *expression,
          const char *filter)
{
  return filter != NULL ? g_strdup_printf ("(%s) and (%s)", expression, filter) : g_strdup (expression);
}

/**
 * psr_bc_client_pull:
 * @self: a client with a company
 * @set: what to read
 * @select: (nullable): the properties wanted, separated by commas
 * @filter: (nullable): only rows for which this OData expression holds
 * @since: only what was changed at or after this time, or none for everything
 * @page_size: rows on a page, or 0 for as many as the service likes
 * @resume: (nullable): link to go on from instead, from an earlier page
 *
 * Begins to read @set, oldest change first, so that a pull whose paging token
 * has expired can begin again at the last change seen. The caller leaves an
 * overlap of at least ten minutes: stamps are set before transactions end.
 *
 * Returns: (transfer full): a pager
 */
PsrODataPager *
psr_bc_client_pull (PsrBcClient  *self,
                    PsrBcSet      set,
                    const char   *select,
                    const char   *filter,
                    PsrTimestamp  since,
                    guint         page_size,
                    const char   *resume)
{
  g_autoptr (PsrODataQuery) query = NULL;
  g_autofree char *url = NULL;
  PsrODataPager *pager;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (set < G_N_ELEMENTS (set_names), NULL);
  g_return_val_if_fail (self->company_id != NULL, NULL);

  query = psr_odata_query_new (set_names[set]);
  psr_odata_query_orderby (query, "lastModifiedDateTime");

  if (select != NULL)
    psr_odata_query_select (query, select);

  if (since != PSR_TIMESTAMP_NONE)
    {
      g_autofree char *literal = psr_odata_timestamp (since);
      g_autofree char *changed = g_strconcat ("lastModifiedDateTime ge ", literal, NULL);
      g_autofree char *both = dup_both (changed, filter);

      psr_odata_query_filter (query, both);
    }
  else if (filter != NULL)
    psr_odata_query_filter (query, filter);

  url = psr_bc_client_dup_url (self, "", query);
  pager = psr_odata_pager_new (self->service, url, page_size);

  if (resume != NULL)
    psr_odata_pager_set_resume (pager, resume);

  return pager;
}

/**
 * psr_bc_client_make_pagers:
 * @self: a client with a company
 * @set_name: name of the set
 * @select: (nullable): the properties wanted, separated by commas
 * @field: the one field to compare; *or* works on no more than one
 * @literals: (array zero-terminated=1): the values wanted, as OData literals
 * @filter: (nullable): only rows for which this OData expression holds, too
 *
 * Source: Microsoft, "OData known limitations".
 *
 * Returns: (transfer full) (element-type PsrODataPager): pagers that together
 *   read the rows wanted, as few as the length of an address allows
 */
GPtrArray *
psr_bc_client_make_pagers (PsrBcClient        *self,
                           const char         *set_name,
                           const char         *select,
                           const char         *field,
                           const char * const *literals,
                           const char         *filter)
{
  g_autoptr (GPtrArray) pagers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) filters = NULL;
  g_autoptr (PsrODataQuery) bare = NULL;
  g_autofree char *bare_url = NULL;
  gsize taken;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (set_name != NULL, NULL);
  g_return_val_if_fail (literals != NULL, NULL);

  if (literals[0] == NULL)
    return g_steal_pointer (&pagers);

  bare = psr_odata_query_new (set_name);
  if (select != NULL)
    psr_odata_query_select (bare, select);

  bare_url = psr_bc_client_dup_url (self, "", bare);
  taken = strlen (bare_url) + strlen ("&$filter=");
  if (filter != NULL)
    {
      g_autofree char *escaped = g_uri_escape_string (filter, NULL, FALSE);

      taken += strlen (escaped) + strlen ("%28%29%20and%20%28%29");
    }
  filters = psr_odata_or_chunks (field, literals,
                                 PSR_ODATA_MAX_URL > taken ? PSR_ODATA_MAX_URL - taken : 1);

  for (guint i = 0; i < filters->len; i++)
    {
      g_autoptr (PsrODataQuery) query = psr_odata_query_copy (bare);
      g_autofree char *both = dup_both (g_ptr_array_index (filters, i), filter);
      g_autofree char *url = NULL;

      psr_odata_query_filter (query, both);
      url = psr_bc_client_dup_url (self, "", query);
      g_ptr_array_add (pagers, psr_odata_pager_new (self->service, url, 0));
    }

  return g_steal_pointer (&pagers);
}

static GStrv
dup_literals (const char * const   *values,
              char              *(*func) (const char *))
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_assert (values != NULL);

  for (; *values != NULL; values++)
    {
      char *literal = func (*values);

      if (literal != NULL)
        g_strv_builder_take (builder, literal);
    }

  return g_strv_builder_end (builder);
}

/**
 * psr_bc_client_pull_by_id:
 * @self: a client with a company
 * @set: what to read
 * @select: (nullable): the properties wanted, separated by commas
 * @filter: (nullable): only rows for which this OData expression holds
 * @ids: (array zero-terminated=1): canonical GUIDs
 *
 * Begins to read the rows with these ids; those that are gone are missing.
 *
 * Returns: (transfer full) (element-type PsrODataPager): as many pagers as it
 *   takes
 */
GPtrArray *
psr_bc_client_pull_by_id (PsrBcClient        *self,
                          PsrBcSet            set,
                          const char         *select,
                          const char         *filter,
                          const char * const *ids)
{
  g_auto (GStrv) literals = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (set < G_N_ELEMENTS (set_names), NULL);
  g_return_val_if_fail (ids != NULL, NULL);
  g_return_val_if_fail (self->company_id != NULL, NULL);

  literals = dup_literals (ids, psr_odata_guid);
  return psr_bc_client_make_pagers (self, set_names[set], select, "id", (const char * const *) literals, filter);
}

/**
 * psr_bc_client_pull_by_number:
 * @self: a client with a company
 * @set: customers or items
 * @select: (nullable): the properties wanted, separated by commas
 * @filter: (nullable): only rows for which this OData expression holds
 * @numbers: (array zero-terminated=1): their numbers
 *
 * Begins to read the rows with these numbers; those that are gone are missing.
 *
 * Returns: (transfer full) (element-type PsrODataPager): as many pagers as it
 *   takes
 */
GPtrArray *
psr_bc_client_pull_by_number (PsrBcClient        *self,
                              PsrBcSet            set,
                              const char         *select,
                              const char         *filter,
                              const char * const *numbers)
{
  g_auto (GStrv) literals = NULL;

  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);
  g_return_val_if_fail (set < G_N_ELEMENTS (set_names), NULL);
  g_return_val_if_fail (numbers != NULL, NULL);
  g_return_val_if_fail (self->company_id != NULL, NULL);

  literals = dup_literals (numbers, psr_odata_string);
  return psr_bc_client_make_pagers (self, set_names[set], select, "number", (const char * const *) literals, filter);
}
