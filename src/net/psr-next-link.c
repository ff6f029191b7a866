/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-next-link"

#include "config.h"

#include "psr-next-link.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-origin.h"
#include "psr-service-error.h"

static void
refuse (const char  *why,
        GError     **error)
{
  psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_BAD_ANSWER,
                           _("The service names a next page that isn’t its own."), why,
                           _("Check the address in the profile; a proxy that rewrites addresses may be the cause."));
}

/* The first segment of a path, with both slashes: "/v2.0/", "/BC/", "/api/". */
static gsize
get_prefix_length (const char *path)
{
  const char *slash;

  if (*path != '/')
    return 0;

  slash = strchr (path + 1, '/');

  return slash != NULL ? (gsize) (slash - path) + 1 : 1;
}

/* Whether a server could go up from the first segment: servers of Microsoft take
 * a backslash for a slash, and any may decode before it looks. */
static gboolean
leads_up (const char *path)
{
  g_autofree char *decoded = g_uri_unescape_string (path, NULL);
  g_auto (GStrv) segments = NULL;

  if (decoded == NULL)
    return TRUE;

  segments = g_strsplit (g_strdelimit (decoded, "\\", '/'), "/", -1);

  return g_strv_contains ((const char * const *) segments, "..");
}

/* An on-premises server needs the tenant in the query and doesn't repeat it. */
static char *
find_tenant (GUri *uri)
{
  g_autoptr (GHashTable) options = NULL;

  if (g_uri_get_query (uri) == NULL)
    return NULL;

  options = g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_NONE, NULL);

  return options != NULL ? g_strdup (g_hash_table_lookup (options, "tenant")) : NULL;
}

/**
 * psr_next_link_resolve:
 * @url: what the pull began with
 * @next_link: where the service says that the next page is
 * @error: return location for %PSR_SERVICE_ERROR_BAD_ANSWER
 *
 * Checks a link that came over the network: our credentials go there. It must
 * have the scheme, host and port of @url and begin with the same first segment,
 * such as "/v2.0/"; the rest of the path may be written in another way.
 *
 * Returns: (transfer full) (nullable): an absolute URL
 */
char *
psr_next_link_resolve (const char  *url,
                       const char  *next_link,
                       GError     **error)
{
  g_autoptr (GUri) base = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autofree char *absolute = NULL;
  g_autofree char *tenant = NULL;
  g_autofree char *new_tenant = NULL;
  gsize prefix;

  g_return_val_if_fail (url != NULL, NULL);
  g_return_val_if_fail (next_link != NULL, NULL);

  base = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, error);

  if (base == NULL)
    return NULL;

  uri = g_uri_parse_relative (base, next_link, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL || g_uri_get_userinfo (uri) != NULL)
    {
      refuse (_("The link can’t be read."), error);
      return NULL;
    }

  absolute = g_uri_to_string (uri);

  if (!psr_url_is_same_origin (url, absolute))
    {
      refuse (_("The link leads to another server."), error);
      return NULL;
    }

  prefix = get_prefix_length (g_uri_get_path (base));

  if (g_ascii_strncasecmp (g_uri_get_path (base), g_uri_get_path (uri), prefix) != 0 ||
      leads_up (g_uri_get_path (uri)))
    {
      refuse (_("The link leads elsewhere on the server."), error);
      return NULL;
    }

  tenant = find_tenant (base);
  new_tenant = find_tenant (uri);

  if (tenant != NULL && new_tenant == NULL)
    {
      g_autofree char *escaped = g_uri_escape_string (tenant, NULL, FALSE);

      return g_strdup_printf ("%s%ctenant=%s", absolute, g_uri_get_query (uri) != NULL ? '&' : '?', escaped);
    }

  return g_steal_pointer (&absolute);
}
