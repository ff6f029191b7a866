/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-endpoint"

#include "config.h"

#include <string.h>

#include "psr-bc-endpoint.h"

struct _PsrBcEndpoint
{
  char *root;
  char *base;
  char *environment;
  char *api_version;
  char *tenant_query;
};

G_DEFINE_BOXED_TYPE (PsrBcEndpoint, psr_bc_endpoint, psr_bc_endpoint_ref, psr_bc_endpoint_unref)

static void
psr_bc_endpoint_finalize (gpointer data)
{
  PsrBcEndpoint *self = data;

  g_assert (self != NULL);

  g_clear_pointer (&self->root, g_free);
  g_clear_pointer (&self->base, g_free);
  g_clear_pointer (&self->environment, g_free);
  g_clear_pointer (&self->api_version, g_free);
  g_clear_pointer (&self->tenant_query, g_free);
}

static char *
trim_slashes (const char *url)
{
  gsize length;

  g_assert (url != NULL);

  length = strlen (url);
  while (length > 0 && url[length - 1] == '/')
    length--;

  return g_strndup (url, length);
}

/* The address without the version of the service itself ("/v2.0"), which isn't
 * that of the API. */
static char *
dup_root (const char *base_url)
{
  const char *last;

  g_assert (base_url != NULL);

  last = strrchr (base_url, '/');

  if (last != NULL && last[1] == 'v' && g_ascii_isdigit (last[2]) &&
      strspn (last + 2, "0123456789.") == strlen (last + 2))
    return g_strndup (base_url, last - base_url);

  return g_strdup (base_url);
}

static void
append_part (GString    *url,
             const char *part)
{
  g_autofree char *escaped = NULL;

  g_assert (url != NULL);
  g_assert (part != NULL);

  if (*part == '\0')
    return;

  escaped = g_uri_escape_string (part, NULL, FALSE);
  g_string_append_c (url, '/');
  g_string_append (url, escaped);
}

/**
 * psr_bc_endpoint_new:
 * @base_url: such as "https://api.businesscentral.dynamics.com/v2.0" or, on
 *   premises, "https://host:7048/BC"
 * @tenant: (nullable): a GUID or domain
 * @tenant_in_url: whether @tenant belongs into the addresses; online it may be
 *   left out, because the sign-in names it too
 * @environment: (nullable): such as "Production"; empty on premises
 * @api_version: such as "v2.0"
 *
 * Returns: (transfer full): where this Business Central is
 */
PsrBcEndpoint *
psr_bc_endpoint_new (const char *base_url,
                     const char *tenant,
                     gboolean    tenant_in_url,
                     const char *environment,
                     const char *api_version)
{
  g_autoptr (GString) base = NULL;
  g_autofree char *trimmed = NULL;
  PsrBcEndpoint *self;
  gboolean has_tenant;

  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (api_version != NULL, NULL);

  trimmed = trim_slashes (base_url);
  has_tenant = tenant != NULL && *tenant != '\0' && tenant_in_url;

  self = g_atomic_rc_box_new0 (PsrBcEndpoint);
  self->root = dup_root (trimmed);
  self->environment = g_strdup (environment != NULL ? environment : "");
  self->api_version = g_strdup (api_version);

  base = g_string_new (trimmed);

  if (psr_bc_endpoint_is_online (self))
    {
      if (has_tenant)
        append_part (base, tenant);

      append_part (base, self->environment);
    }
  else if (has_tenant)
    {
      g_autofree char *escaped = g_uri_escape_string (tenant, NULL, FALSE);

      self->tenant_query = g_strconcat ("tenant=", escaped, NULL);
    }

  self->base = g_string_free (g_steal_pointer (&base), FALSE);

  return self;
}

/**
 * psr_bc_endpoint_ref:
 * @self: an endpoint
 *
 * Returns: (transfer full): @self
 */
PsrBcEndpoint *
psr_bc_endpoint_ref (PsrBcEndpoint *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bc_endpoint_unref:
 * @self: (transfer full): an endpoint
 *
 * Gives up a reference.
 */
void
psr_bc_endpoint_unref (PsrBcEndpoint *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_bc_endpoint_finalize);
}

/**
 * psr_bc_endpoint_is_online:
 * @self: an endpoint
 *
 * Returns: whether it has environments, as the online service does
 */
gboolean
psr_bc_endpoint_is_online (PsrBcEndpoint *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return *self->environment != '\0';
}

/**
 * psr_bc_endpoint_is_v1:
 * @self: an endpoint
 *
 * Returns: whether the standard API is reached in its version v1.0, whose records have
 *   another shape, and which lacks some
 */
gboolean
psr_bc_endpoint_is_v1 (PsrBcEndpoint *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return strcmp (self->api_version, "v1.0") == 0;
}

/**
 * psr_bc_endpoint_get_environment:
 * @self: an endpoint
 *
 * Returns: (transfer none): the environment's name, or "" on premises
 */
const char *
psr_bc_endpoint_get_environment (PsrBcEndpoint *self)
{
  g_return_val_if_fail (self != NULL, "");

  return self->environment;
}

/**
 * psr_bc_endpoint_complete:
 * @self: an endpoint
 * @url: an address below it, with or without a query
 *
 * Adds what every address needs on premises, `tenant=`, unless it's there.
 *
 * Source: Microsoft, "Business Central API endpoint structure".
 *
 * Returns: (transfer full): the address to use
 */
char *
psr_bc_endpoint_complete (PsrBcEndpoint *self,
                          const char    *url)
{
  const char *query;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (url != NULL, NULL);

  if (self->tenant_query == NULL)
    return g_strdup (url);

  query = strchr (url, '?');
  if (query == NULL)
    return g_strconcat (url, "?", self->tenant_query, NULL);

  if (g_str_has_prefix (query + 1, "tenant=") || strstr (query, "&tenant=") != NULL)
    return g_strdup (url);

  return g_strconcat (url, "&", self->tenant_query, NULL);
}

/**
 * psr_bc_endpoint_get_api_url:
 * @self: an endpoint
 * @path: path below the API's version, escaped, without a slash in front; may
 *   be ""
 *
 * Returns: (transfer full): the address of @path in the standard API, without
 *   what psr_bc_endpoint_complete() adds
 */
char *
psr_bc_endpoint_get_api_url (PsrBcEndpoint *self,
                             const char    *path)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  return g_strconcat (self->base, "/api/", self->api_version, *path != '\0' ? "/" : "", path, NULL);
}

/**
 * psr_bc_endpoint_get_company_url:
 * @self: an endpoint
 * @company_id: canonical GUID
 * @path: path below the company, escaped, without a slash in front; may be ""
 *
 * Returns: (transfer full): the address of @path in the company, without what
 *   psr_bc_endpoint_complete() adds
 */
char *
psr_bc_endpoint_get_company_url (PsrBcEndpoint *self,
                                 const char    *company_id,
                                 const char    *path)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (company_id != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  return g_strconcat (self->base, "/api/", self->api_version, "/companies(", company_id, ")",
                      *path != '\0' ? "/" : "", path, NULL);
}

/**
 * psr_bc_endpoint_get_automate_url:
 * @self: an endpoint
 * @company_id: canonical GUID
 * @path: path below the company, escaped, without a slash in front
 *
 * Where what the standard API lacks is read, such as `postedSalesInvoices`.
 *
 * Returns: (transfer full): the address of @path in the API *automate*, without
 *   what psr_bc_endpoint_complete() adds
 */
char *
psr_bc_endpoint_get_automate_url (PsrBcEndpoint *self,
                                  const char    *company_id,
                                  const char    *path)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (company_id != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  return g_strconcat (self->base, "/api/microsoft/automate/v1.0/companies(", company_id, ")/", path, NULL);
}

/**
 * psr_bc_endpoint_get_analytics_url:
 * @self: an endpoint
 * @company_id: canonical GUID
 * @path: path below the company, escaped, without a slash in front; may be ""
 *
 * Where Business Central answers queries for reports, such as `resources`. It
 * isn't there without the app Power BI Reports.
 *
 * Returns: (transfer full): the address of @path in the API *analytics*, without
 *   what psr_bc_endpoint_complete() adds
 */
char *
psr_bc_endpoint_get_analytics_url (PsrBcEndpoint *self,
                                   const char    *company_id,
                                   const char    *path)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (company_id != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  return g_strconcat (self->base, "/api/microsoft/analytics/v1.0/companies(", company_id, ")",
                      *path != '\0' ? "/" : "", path, NULL);
}

/**
 * psr_bc_endpoint_get_service_url:
 * @self: an endpoint
 * @company_name: name of the company, not its display name
 * @service: name of a published web service
 *
 * Source: Microsoft, "OData web services": a company is named by its name there, and an
 * apostrophe in it is doubled.
 *
 * Returns: (transfer full): the address of a page or query that somebody published,
 *   without what psr_bc_endpoint_complete() adds
 */
char *
psr_bc_endpoint_get_service_url (PsrBcEndpoint *self,
                                 const char    *company_name,
                                 const char    *service)
{
  g_autoptr (GString) quoted = NULL;
  g_autofree char *name = NULL;
  g_autofree char *escaped = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (company_name != NULL, NULL);
  g_return_val_if_fail (service != NULL, NULL);

  quoted = g_string_new (company_name);
  g_string_replace (quoted, "'", "''", 0);
  name = g_uri_escape_string (quoted->str, NULL, FALSE);
  escaped = g_uri_escape_string (service, NULL, FALSE);

  return g_strconcat (self->base, "/ODataV4/Company('", name, "')/", escaped, NULL);
}

/**
 * psr_bc_endpoint_get_environments_url:
 * @self: an endpoint
 *
 * Source: Microsoft, "Get environments".
 *
 * Returns: (transfer full) (nullable): the address of the list of environments;
 *   %NULL on premises, where there are none
 */
char *
psr_bc_endpoint_get_environments_url (PsrBcEndpoint *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (!psr_bc_endpoint_is_online (self))
    return NULL;

  return g_strconcat (self->root, "/environments/v1.2", NULL);
}
