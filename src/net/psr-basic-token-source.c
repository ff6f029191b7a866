/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-basic-token-source"

#include "config.h"

#include "psr-basic-token-source.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-net-future.h"
#include "psr-redact.h"
#include "psr-service-error.h"
#include "psr-wipe.h"

struct _PsrBasicTokenSource
{
  GObject         parent_instance;
  char           *user;
  char           *domain;
  PsrSecretStore *secrets;
  char           *secret_name;
  char           *header;
  PsrServiceKind  service;
};

static void psr_basic_token_source_iface_init (PsrTokenSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PsrBasicTokenSource, psr_basic_token_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_TOKEN_SOURCE, psr_basic_token_source_iface_init))

typedef struct
{
  PsrBasicTokenSource *source;
  char                *rejected;
} Sign;

static void
sign_free (gpointer data)
{
  Sign *self = data;

  g_clear_object (&self->source);
  psr_wipe_string (&self->rejected);
  g_free (self);
}

static char *
make_header (PsrBasicTokenSource *self,
             PsrSecret           *secret)
{
  g_autofree char *encoded = NULL;
  char *plain;
  char *header;

  if (self->domain != NULL)
    plain = g_strdup_printf ("%s:%s@%s", self->user, psr_secret_get_text (secret), self->domain);
  else
    plain = g_strdup_printf ("%s:%s", self->user, psr_secret_get_text (secret));

  encoded = g_base64_encode ((const guchar *) plain, strlen (plain));
  psr_redact_register (encoded);
  header = g_strconcat ("Basic ", encoded, NULL);
  psr_wipe_string (&plain);
  explicit_bzero (encoded, strlen (encoded));

  return header;
}

static DexFuture *
sign_fiber (gpointer data)
{
  Sign *sign = data;
  PsrBasicTokenSource *self = sign->source;
  g_autoptr (PsrSecret) secret = NULL;
  GError *error = NULL;

  /* After a rejection the secret is read again: somebody may have changed it. */
  secret = dex_await_boxed (psr_secret_store_lookup (self->secrets, self->secret_name), &error);

  if (secret == NULL)
    return dex_future_new_for_error (error);

  psr_wipe_string (&self->header);
  self->header = make_header (self, secret);

  if (g_strcmp0 (self->header, sign->rejected) == 0)
    {
      psr_token_source_explain_rejection (PSR_TOKEN_SOURCE (self), &error);
      return dex_future_new_for_error (error);
    }

  return dex_future_new_take_string (g_strdup (self->header));
}

static DexFuture *
psr_basic_token_source_authorize (PsrTokenSource *source,
                                  const char     *rejected)
{
  PsrBasicTokenSource *self = PSR_BASIC_TOKEN_SOURCE (source);
  Sign *sign;

  if (self->header != NULL && g_strcmp0 (self->header, rejected) != 0)
    return dex_future_new_take_string (g_strdup (self->header));

  sign = g_new0 (Sign, 1);
  sign->source = g_object_ref (self);
  sign->rejected = g_strdup (rejected);

  return psr_net_spawn (sign_fiber, sign, sign_free);
}

static void
psr_basic_token_source_explain_rejection (PsrTokenSource  *source,
                                          GError         **error)
{
  PsrBasicTokenSource *self = PSR_BASIC_TOKEN_SOURCE (source);
  const char *name = psr_service_kind_get_name (self->service);
  g_autofree char *what = g_strdup_printf (_("%s doesn’t accept the user name or password."), name);
  g_autofree char *why = NULL;
  g_autofree char *storing = NULL;
  g_autofree char *mend = NULL;

  if (self->domain != NULL)
    why = g_strdup_printf (_("The user “%s” of the domain “%s” was refused."), self->user, self->domain);
  else
    why = g_strdup_printf (_("The user “%s” was refused."), self->user);

  storing = psr_secret_store_describe (self->secrets, self->secret_name);
  /* Translators: %s is “with …” or “in the file …”. */
  mend = self->domain != NULL
           ? g_strdup_printf (_("Check User and Domain in the profile, then store the password again %s."), storing)
           : g_strdup_printf (_("Check User in the profile, then store the password again %s."), storing);
  psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN, what, why, mend);
}

static void
psr_basic_token_source_iface_init (PsrTokenSourceInterface *iface)
{
  iface->authorize = psr_basic_token_source_authorize;
  iface->explain_rejection = psr_basic_token_source_explain_rejection;
}

static void
psr_basic_token_source_finalize (GObject *object)
{
  PsrBasicTokenSource *self = PSR_BASIC_TOKEN_SOURCE (object);

  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->domain, g_free);
  g_clear_pointer (&self->secret_name, g_free);
  g_clear_object (&self->secrets);
  psr_wipe_string (&self->header);

  G_OBJECT_CLASS (psr_basic_token_source_parent_class)->finalize (object);
}

static void
psr_basic_token_source_class_init (PsrBasicTokenSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = psr_basic_token_source_finalize;
}

static void
psr_basic_token_source_init (PsrBasicTokenSource *self)
{
}

/**
 * psr_basic_token_source_new:
 * @service: whom it is for, for the words
 * @user: the user's name, without a colon
 * @domain: (nullable): what is added after the password, behind an "@", as
 *   Wello wants it. Source: Wello developer documentation, Authentication
 * @secrets: where the password is
 * @secret_name: under which name
 *
 * HTTP Basic, in UTF-8. The password is read when it's first needed.
 *
 * Returns: (transfer full): a token source
 */
PsrTokenSource *
psr_basic_token_source_new (PsrServiceKind  service,
                            const char     *user,
                            const char     *domain,
                            PsrSecretStore *secrets,
                            const char     *secret_name)
{
  PsrBasicTokenSource *self;

  g_return_val_if_fail (user != NULL, NULL);
  g_return_val_if_fail (PSR_IS_SECRET_STORE (secrets), NULL);
  g_return_val_if_fail (secret_name != NULL, NULL);

  self = g_object_new (PSR_TYPE_BASIC_TOKEN_SOURCE, NULL);
  self->service = service;
  self->user = g_strdup (user);
  self->domain = domain != NULL && *domain != '\0' ? g_strdup (domain) : NULL;
  self->secrets = g_object_ref (secrets);
  self->secret_name = g_strdup (secret_name);

  return PSR_TOKEN_SOURCE (self);
}
