/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-trust"

#include "config.h"

#include "psr-trust.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-transport.h"

struct _PsrTrust
{
  GObject   parent_instance;
  GList    *anchors;
  char    **hosts;
};

G_DEFINE_FINAL_TYPE (PsrTrust, psr_trust, G_TYPE_OBJECT)

static void
psr_trust_finalize (GObject *object)
{
  PsrTrust *self = PSR_TRUST (object);

  g_clear_list (&self->anchors, g_object_unref);
  g_clear_pointer (&self->hosts, g_strfreev);

  G_OBJECT_CLASS (psr_trust_parent_class)->finalize (object);
}

static void
psr_trust_class_init (PsrTrustClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = psr_trust_finalize;
}

static void
psr_trust_init (PsrTrust *self)
{
}

/**
 * psr_trust_new:
 * @ca_file: (nullable): a PEM file with the certificates of an internal
 *   authority
 * @hosts: (nullable): the hosts for which that authority may speak
 * @error: return location for %PSR_TRANSPORT_ERROR_BAD_CERTIFICATE
 *
 * Reads @ca_file, which is small and local, once, when a session is set up.
 *
 * Returns: (transfer full): what is trusted besides the system's authorities;
 *   %NULL when @ca_file can't be read
 */
PsrTrust *
psr_trust_new (const char          *ca_file,
               const char * const  *hosts,
               GError             **error)
{
  g_autoptr (PsrTrust) self = g_object_new (PSR_TYPE_TRUST, NULL);
  g_autoptr (GError) local_error = NULL;

  self->hosts = hosts != NULL ? g_strdupv ((char **) hosts) : g_new0 (char *, 1);

  if (ca_file == NULL || *ca_file == '\0')
    return g_steal_pointer (&self);

  self->anchors = g_tls_certificate_list_new_from_file (ca_file, &local_error);

  if (self->anchors == NULL)
    {
      g_autofree char *why = NULL;

      if (local_error != NULL)
        why = g_strdup_printf ("%s: %s", ca_file, local_error->message);
      else
        why = g_strdup_printf (_("%s: there is no certificate in it"), ca_file);

      psr_set_explained_error (error, PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_BAD_CERTIFICATE,
                               _("The file with the certificates of your own authority can’t be used."),
                               why,
                               _("Correct CaFile in the profile: it must be a readable file in PEM form."));
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * psr_trust_accepts:
 * @self: what is trusted
 * @host: the host that was connected to
 * @certificate: what it showed, with its issuers
 * @errors: what the system has against it
 *
 * Decides about a certificate that the system doesn't trust. Only an unknown
 * issuer can be forgiven, only for the hosts given, and only when the whole
 * chain verifies against the extra anchors: name and dates included. Everything
 * else stays an error.
 *
 * Returns: whether to go on
 */
gboolean
psr_trust_accepts (PsrTrust             *self,
                   const char           *host,
                   GTlsCertificate      *certificate,
                   GTlsCertificateFlags  errors)
{
  g_autoptr (GSocketConnectable) identity = NULL;
  gboolean named = FALSE;

  g_return_val_if_fail (PSR_IS_TRUST (self), FALSE);
  g_return_val_if_fail (host != NULL, FALSE);
  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (certificate), FALSE);

  if (errors != G_TLS_CERTIFICATE_UNKNOWN_CA || self->anchors == NULL)
    return FALSE;

  for (guint i = 0; self->hosts[i] != NULL; i++)
    named = named || g_ascii_strcasecmp (self->hosts[i], host) == 0;

  if (!named)
    return FALSE;

  identity = g_network_address_new (host, 443);

  for (const GList *iter = self->anchors; iter != NULL; iter = iter->next)
    {
      if (g_tls_certificate_verify (certificate, identity, iter->data) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * psr_trust_describe:
 * @errors: what is wrong with a certificate
 *
 * Returns: (transfer full): the same in words
 */
char *
psr_trust_describe (GTlsCertificateFlags errors)
{
  static const struct
  {
    GTlsCertificateFlags  flag;
    const char           *text;
  } words[] = {
    { G_TLS_CERTIFICATE_UNKNOWN_CA, N_("It was issued by an authority that this computer doesn’t know.") },
    { G_TLS_CERTIFICATE_BAD_IDENTITY, N_("It was issued for another server.") },
    { G_TLS_CERTIFICATE_NOT_ACTIVATED, N_("It isn’t valid yet.") },
    { G_TLS_CERTIFICATE_EXPIRED, N_("It has expired.") },
    { G_TLS_CERTIFICATE_REVOKED, N_("It was revoked.") },
    { G_TLS_CERTIFICATE_INSECURE, N_("It uses a method that is no longer secure.") },
  };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if ((errors & words[i].flag) == 0)
        continue;

      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, _(words[i].text));
    }

  if (text->len == 0)
    g_string_append (text, _("It could not be verified."));

  return g_string_free (g_steal_pointer (&text), FALSE);
}
