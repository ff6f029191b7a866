/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-sign-in.h"
#include "psr-explain.h"
#include "psr-service-error.h"

struct _FakeSignIn
{
  GObject parent_instance;
};

static void fake_sign_in_iface_init (PsrTokenSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeSignIn, fake_sign_in, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_TOKEN_SOURCE, fake_sign_in_iface_init))

static void
fake_sign_in_class_init (FakeSignInClass *klass)
{
}

static void
fake_sign_in_init (FakeSignIn *self)
{
}

PsrTokenSource *
fake_sign_in_new (void)
{
  return g_object_new (FAKE_TYPE_SIGN_IN, NULL);
}

static DexFuture *
fake_sign_in_authorize (PsrTokenSource *source,
                        const char     *rejected)
{
  return dex_future_new_take_string (g_strdup (rejected == NULL ? "Bearer one" : "Bearer two"));
}

static void
fake_sign_in_explain_rejection (PsrTokenSource  *source,
                                GError         **error)
{
  psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN, "Not accepted", "Because", "Mend it");
}

static void
fake_sign_in_iface_init (PsrTokenSourceInterface *iface)
{
  iface->authorize = fake_sign_in_authorize;
  iface->explain_rejection = fake_sign_in_explain_rejection;
}
