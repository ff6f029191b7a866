/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "torture-token.h"

#include "psr-explain.h"
#include "psr-service-error.h"

/* Signs in without a server: "Bearer secret-0", and the next number each time one is rejected. */
struct _TortureToken
{
  GObject parent_instance;
  guint   generation;
};

static void torture_token_iface_init (PsrTokenSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TortureToken, torture_token, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_TOKEN_SOURCE, torture_token_iface_init))

static DexFuture *
torture_token_authorize (PsrTokenSource *source,
                         const char     *rejected)
{
  TortureToken *self = TORTURE_TOKEN (source);
  g_autofree char *header = g_strdup_printf ("Bearer secret-%u", self->generation);

  if (g_strcmp0 (header, rejected) != 0)
    return dex_future_new_take_string (g_steal_pointer (&header));

  self->generation++;

  return dex_future_new_take_string (g_strdup_printf ("Bearer secret-%u", self->generation));
}

static void
torture_token_explain_rejection (PsrTokenSource  *source,
                                 GError         **error)
{
  g_assert (TORTURE_IS_TOKEN (source));

  psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN,
                           "The sign-in was refused.", "It isn't known here.", "Sign in again.");
}

static void
torture_token_iface_init (PsrTokenSourceInterface *iface)
{
  iface->authorize = torture_token_authorize;
  iface->explain_rejection = torture_token_explain_rejection;
}

static void
torture_token_class_init (TortureTokenClass *klass)
{
}

static void
torture_token_init (TortureToken *self)
{
}

PsrTokenSource *
torture_token_new (void)
{
  return g_object_new (TORTURE_TYPE_TOKEN, NULL);
}
