/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-address"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-bc-address.h"
#include "psr-bc-error.h"
#include "psr-explain.h"
#include "psr-guid.h"

#define MICROSOFT "businesscentral.dynamics.com"
#define SERVICE_VERSION "v2.0"

#define LONGEST 2000

typedef struct
{
  const char  *text;
  GError     **error;
} Source;

static void *
refuse (const Source *source,
        const char   *why)
{
  g_autofree char *shown = g_utf8_make_valid (source->text, (gssize) MIN (strlen (source->text), 200));
  g_autofree char *what = g_strdup_printf (_("“%s” is no address of Business Central."), shown);

  psr_set_explained_error (source->error, PSR_BC_ERROR, PSR_BC_ERROR_BAD_ADDRESS, what, why,
                           _("Copy the address of an API, such as https://api.businesscentral.dynamics.com/v2.0/Production/api/v2.0/companies(ID)/items, or that of your own server, such as https://host:7048/BC."));

  return NULL;
}

/* In documents {environment} or <id> stands for what somebody has to fill in. */
static gboolean
is_blank (const char *part)
{
  gsize length = strlen (part);

  return length == 0 ||
         (part[0] == '{' && part[length - 1] == '}') ||
         (part[0] == '<' && part[length - 1] == '>');
}

static gboolean
is_version (const char *part)
{
  return part[0] == 'v' && g_ascii_isdigit (part[1]) && strchr (part, '.') != NULL &&
         strspn (part + 1, "0123456789.") == strlen (part + 1);
}

static gboolean
is_of_microsoft (const char *host)
{
  return g_ascii_strcasecmp (host, MICROSOFT) == 0 ||
         (strlen (host) > strlen (MICROSOFT) + 1 &&
          g_ascii_strcasecmp (host + strlen (host) - strlen ("." MICROSOFT), "." MICROSOFT) == 0);
}

/* The tenant is a GUID or a domain; the name of an environment has no dot. */
static gboolean
is_tenant (const char *part)
{
  g_autofree char *id = psr_guid_normalize (part);

  return id != NULL || strchr (part, '.') != NULL;
}

static gboolean
has_control (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_iscntrl (*p))
        return TRUE;
    }

  return FALSE;
}

/* %NULL for what can't be a part of an address. */
static char *
decode (const char *part)
{
  g_autofree char *plain = g_uri_unescape_string (part, "/");

  if (plain == NULL || !g_utf8_validate (plain, -1, NULL) || has_control (plain))
    return NULL;

  return g_strdup (g_strstrip (plain));
}

/* Whether the service itself ends before this part. */
static gboolean
is_inside (const char *part)
{
  return g_ascii_strcasecmp (part, "api") == 0 ||
         g_ascii_strcasecmp (part, "odatav4") == 0 ||
         g_ascii_strcasecmp (part, "companies") == 0 ||
         g_ascii_strncasecmp (part, "companies(", strlen ("companies(")) == 0 ||
         g_ascii_strncasecmp (part, "company(", strlen ("company(")) == 0;
}

/* companies(6b29…), companies('6b29…') or Company('CRONUS BE'); what is in the place of
 * an id that is still to be filled in says nothing. */
static gboolean
read_company (PsrBcAddress *self,
              const char   *part)
{
  const char *open = strchr (part, '(');
  g_autofree char *key = NULL;
  g_autofree char *id = NULL;
  g_auto(GStrv) halves = NULL;
  gsize length;

  if (open == NULL)
    return TRUE;
  if (!g_str_has_suffix (part, ")"))
    return FALSE;

  key = g_strstrip (g_strndup (open + 1, strlen (open + 1) - 1));
  length = strlen (key);
  if (length >= 2 && key[0] == '\'' && key[length - 1] == '\'')
    {
      g_autofree char *inner = g_strndup (key + 1, length - 2);

      halves = g_strsplit (inner, "''", -1);
      g_free (key);
      key = g_strstrip (g_strjoinv ("'", halves));
    }
  else if (g_ascii_strncasecmp (part, "company(", strlen ("company(")) == 0 && !is_blank (key))
    {
      return FALSE;
    }

  if (is_blank (key) || g_ascii_strcasecmp (key, "id") == 0)
    return TRUE;

  id = psr_guid_normalize (key);
  if (id == NULL && g_ascii_strncasecmp (part, "companies(", strlen ("companies(")) == 0)
    return FALSE;

  self->company = id != NULL ? g_steal_pointer (&id) : g_steal_pointer (&key);

  return TRUE;
}

/* What comes behind the service: …/api/v1.0/companies(…)/items, or …/companies(…)/items, where
 * somebody left the API out; a custom API, api/PUBLISHER/GROUP/VERSION, has a version of its own. */
static gboolean
read_inside (PsrBcAddress       *self,
             const char * const *parts)
{
  gsize length = g_strv_length ((char **) parts);
  gsize next = 0;

  self->lacks_version = g_ascii_strncasecmp (parts[0], "companies", strlen ("companies")) == 0;
  if (length > 1 && g_ascii_strcasecmp (parts[0], "api") == 0)
    {
      gboolean is_standard = length == 2 || is_version (parts[1]) || is_inside (parts[2]);

      if (is_standard && !is_blank (parts[1]))
        {
          if (!is_version (parts[1]) && g_ascii_strcasecmp (parts[1], "beta") != 0)
            return FALSE;
          self->api_version = g_strdup (parts[1]);
        }
    }

  for (next = 0; next < length; next++)
    {
      if (self->company == NULL && is_inside (parts[next]) && !read_company (self, parts[next]))
        return FALSE;
    }

  return TRUE;
}

/* What stands between the version of the service and an API: [TENANT/]ENVIRONMENT. */
static gboolean
read_place (PsrBcAddress *self,
            char        **parts,
            gsize         n_parts)
{
  const char *tenant = NULL;
  const char *environment = NULL;

  if (n_parts > 2)
    return FALSE;

  if (n_parts == 2)
    tenant = parts[0];
  if (n_parts > 0)
    environment = parts[n_parts - 1];
  if (n_parts == 1 && is_tenant (environment))
    {
      tenant = environment;
      environment = NULL;
    }

  if (tenant != NULL && !is_blank (tenant))
    self->tenant = g_strdup (tenant);
  if (environment != NULL && !is_blank (environment))
    self->environment = g_strdup (environment);

  return TRUE;
}

static gboolean
read_query (PsrBcAddress *self,
            const char   *query,
            gboolean      is_web_client)
{
  g_auto(GStrv) pairs = g_strsplit (query, "&", -1);

  for (gsize i = 0; pairs[i] != NULL; i++)
    {
      char *equals = strchr (pairs[i], '=');
      g_autofree char *value = NULL;
      g_autofree char *id = NULL;

      if (equals != NULL)
        *equals = '\0';
      value = decode (equals != NULL ? equals + 1 : "");
      if (value == NULL)
        return FALSE;

      if (strcmp (pairs[i], "tenant") == 0 && !is_blank (value))
        {
          g_set_str (&self->tenant, value);
        }
      else if (strcmp (pairs[i], "company") == 0 && !is_blank (value))
        {
          id = psr_guid_normalize (value);
          g_set_str (&self->company, id != NULL ? id : value);
        }
      else if (!is_web_client && *pairs[i] != '\0' && *pairs[i] != '$' && g_ascii_strncasecmp (pairs[i], "%24", 3) != 0 &&
               strcmp (pairs[i], "tenant") != 0 && strcmp (pairs[i], "company") != 0)
        {
          return FALSE;
        }
    }

  return TRUE;
}

/* How many of the parts belong to the service: online all up to its own version, and
 * on premises all up to the API. */
static gsize
count_base (char    **parts,
            gboolean  is_microsoft,
            gboolean *is_online)
{
  gsize n = 0;

  *is_online = is_microsoft;
  for (; parts[n] != NULL && !is_inside (parts[n]); n++)
    {
      if (!is_version (parts[n]))
        continue;

      *is_online = TRUE;
      return n + 1;
    }

  return is_microsoft ? 0 : n;
}

static gboolean
read_path (PsrBcAddress *self,
           const char   *origin,
           const char   *host,
           const char   *path)
{
  g_auto(GStrv) raw = g_strsplit (path, "/", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) raw_builder = g_strv_builder_new ();
  g_autoptr(GString) base = g_string_new (origin);
  g_auto(GStrv) parts = NULL;
  g_auto(GStrv) written = NULL;
  gboolean is_microsoft = is_of_microsoft (host);
  gsize n_base, n;

  for (gsize i = 0; raw[i] != NULL; i++)
    {
      g_autofree char *part = decode (raw[i]);

      if (part == NULL || strcmp (part, ".") == 0 || strcmp (part, "..") == 0)
        return FALSE;
      if (*part == '\0')
        continue;
      g_strv_builder_add (raw_builder, raw[i]);
      g_strv_builder_take (builder, g_steal_pointer (&part));
    }

  parts = g_strv_builder_end (builder);
  written = g_strv_builder_end (raw_builder);
  n_base = count_base (parts, is_microsoft, &self->is_online);
  for (n = n_base; parts[n] != NULL && !is_inside (parts[n]); n++)
    ;

  if (is_microsoft)
    g_string_append (base, "/" SERVICE_VERSION);
  for (gsize i = 0; !is_microsoft && i < n_base; i++)
    g_string_append_printf (base, "/%s", written[i]);
  self->base_url = g_string_free_and_steal (g_steal_pointer (&base));

  return (!self->is_online || read_place (self, parts + n_base, n - n_base)) &&
         (parts[n] == NULL || read_inside (self, (const char * const *) parts + n));
}

/* Who copies an address out of a description may copy what is done there, too. */
static const char *
skip_verb (const char *text)
{
  static const char * const verbs[] = { "GET ", "POST ", "PATCH ", "DELETE " };

  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      if (g_str_has_prefix (text, verbs[i]))
        return text + strlen (verbs[i]);
    }

  return text;
}

/**
 * psr_bc_address_parse:
 * @text: an address of Business Central: of the service, of an API of either version, of
 *   something in it, or of its web client
 * @error: return location for a PsrBcError
 *
 * Takes an address apart. Whether it may be used, as with http, isn't looked at. What is
 * in braces, as in `{environment}`, is taken as lacking. Pure: no clock, no network.
 *
 * Source: Microsoft, "Business Central API endpoint structure", "Endpoints for the APIs" and
 * "Web client URL".
 *
 * Returns: (transfer full) (nullable): what it says; %NULL with @error set
 */
PsrBcAddress *
psr_bc_address_parse (const char  *text,
                      GError     **error)
{
  g_autoptr(PsrBcAddress) self = g_new0 (PsrBcAddress, 1);
  g_autoptr(GUri) uri = NULL;
  g_autofree char *trimmed = NULL;
  g_autofree char *origin = NULL;
  g_autofree char *rest = NULL;
  g_autofree char *api_origin = NULL;
  const Source source = { text, error };
  const char *start;
  const char *host;
  char *query;
  gsize length;
  gboolean is_web_client;

  g_return_val_if_fail (text != NULL, NULL);

  trimmed = g_strstrip (g_strdup (text));
  if (!g_utf8_validate (trimmed, -1, NULL) || strlen (trimmed) > LONGEST || has_control (trimmed))
    return refuse (&source, _("It is too long, or no text."));

  start = g_strchug ((char *) skip_verb (trimmed));
  host = strstr (start, "://");
  if (host == NULL)
    return refuse (&source, _("It doesn’t begin with https://."));

  length = (gsize) (host + strlen ("://") - start) + strcspn (host + strlen ("://"), "/?#");
  origin = g_strndup (start, length);
  rest = g_strdup (start + length);
  uri = g_uri_parse (origin, G_URI_FLAGS_ENCODED, NULL);
  host = uri != NULL ? g_uri_get_host (uri) : NULL;
  if (host == NULL || *host == '\0' || g_uri_get_userinfo (uri) != NULL)
    return refuse (&source, _("Its host can’t be read, or has a user name in front."));

  is_web_client = g_ascii_strcasecmp (host, MICROSOFT) == 0;
  api_origin = is_web_client ? g_strdup ("https://api." MICROSOFT) : g_strdup (origin);
  if (strchr (rest, '#') != NULL)
    {
      if (!is_web_client)
        return refuse (&source, _("It has a “#”."));
      *strchr (rest, '#') = '\0';
    }

  query = strchr (rest, '?');
  if (query != NULL)
    *query++ = '\0';

  if (!read_path (self, api_origin, host, rest))
    return refuse (&source, _("Its parts aren’t those of an address of an API."));
  if (query != NULL && !read_query (self, query, is_web_client))
    return refuse (&source, _("What stands behind its “?” isn’t known."));

  return g_steal_pointer (&self);
}

/**
 * psr_bc_address_has_parts:
 * @self: an address
 *
 * Returns: whether it says more than where the service is
 */
gboolean
psr_bc_address_has_parts (const PsrBcAddress *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->lacks_version || self->tenant != NULL || self->environment != NULL || self->api_version != NULL || self->company != NULL;
}

/**
 * psr_bc_address_free:
 * @self: (transfer full): an address
 */
void
psr_bc_address_free (PsrBcAddress *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->base_url);
  g_free (self->tenant);
  g_free (self->environment);
  g_free (self->api_version);
  g_free (self->company);
  g_free (self);
}
