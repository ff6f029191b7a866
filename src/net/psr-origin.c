/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-origin"

#include "config.h"

#include "psr-origin.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>

#include "psr-explain.h"
#include "psr-transport.h"

/**
 * psr_host_is_loopback:
 * @host: a host as it stands in a URL, without brackets
 *
 * Returns: whether it names this machine: 127.0.0.0/8, ::1 or "localhost"
 */
gboolean
psr_host_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  g_return_val_if_fail (host != NULL, FALSE);

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;

  address = g_inet_address_new_from_string (host);

  return address != NULL && g_inet_address_get_is_loopback (address);
}

/**
 * psr_url_is_allowed:
 * @url: an absolute URL
 * @error: return location for %PSR_TRANSPORT_ERROR_NOT_ALLOWED
 *
 * Checks that @url may be spoken to: https anywhere, http on this machine only,
 * and no user name or password in it.
 *
 * Returns: whether it may
 */
gboolean
psr_url_is_allowed (const char  *url,
                    GError     **error)
{
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *why = NULL;
  const char *scheme;
  const char *host;

  g_return_val_if_fail (url != NULL, FALSE);

  uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, &local_error);

  if (uri == NULL)
    {
      psr_set_explained_error (error, PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_NOT_ALLOWED,
                               _("The address of the service can’t be read."),
                               local_error->message,
                               _("Correct BaseUrl or Authority in the profile."));
      return FALSE;
    }

  scheme = g_uri_get_scheme (uri);
  host = g_uri_get_host (uri);

  if (host == NULL || *host == '\0')
    why = g_strdup (_("It names no server."));
  else if (g_uri_get_user (uri) != NULL || g_uri_get_password (uri) != NULL)
    why = g_strdup (_("It contains a user name or password."));
  else if (g_str_equal (scheme, "https"))
    return TRUE;
  else if (g_str_equal (scheme, "http") && psr_host_is_loopback (host))
    return TRUE;
  else
    why = g_strdup_printf (_("“%s” would send what you do to “%s” unencrypted."), scheme, host);

  psr_set_explained_error (error, PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_NOT_ALLOWED,
                           _("The address of the service isn’t allowed."),
                           why,
                           _("Use an address that begins with https:// in the profile; http is accepted for this machine only."));
  return FALSE;
}

/**
 * psr_url_get_host:
 * @url: a URL
 *
 * Returns: (transfer full): its host in lower case, "" when it has none
 */
char *
psr_url_get_host (const char *url)
{
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (url != NULL, NULL);

  uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);

  return g_ascii_strdown (uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : "", -1);
}

static int
get_port (GUri *uri)
{
  int port = g_uri_get_port (uri);

  /* Port 0 isn't that of the scheme: it is written, and leads nowhere. */
  if (port != -1)
    return port;

  return g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80;
}

/**
 * psr_url_is_same_origin:
 * @url: a URL
 * @other: another one
 *
 * Returns: whether both have the same scheme, host and port, and the second no
 *   user name or password
 */
gboolean
psr_url_is_same_origin (const char *url,
                        const char *other)
{
  g_autoptr (GUri) a = NULL;
  g_autoptr (GUri) b = NULL;

  g_return_val_if_fail (url != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  a = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  b = g_uri_parse (other, SOUP_HTTP_URI_FLAGS, NULL);

  if (a == NULL || b == NULL || g_uri_get_host (a) == NULL || g_uri_get_host (b) == NULL)
    return FALSE;

  return g_uri_get_userinfo (b) == NULL &&
         g_str_equal (g_uri_get_scheme (a), g_uri_get_scheme (b)) &&
         g_ascii_strcasecmp (g_uri_get_host (a), g_uri_get_host (b)) == 0 &&
         get_port (a) == get_port (b);
}
