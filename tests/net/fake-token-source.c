/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-token-source.h"

#include "psr-explain.h"
#include "psr-service-error.h"

struct _FakeTokenSource
{
  GObject  parent_instance;
  guint    generation;
  gboolean broken;
};

static void fake_token_source_iface_init (PsrTokenSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeTokenSource, fake_token_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_TOKEN_SOURCE, fake_token_source_iface_init))

static DexFuture *
fake_token_source_authorize (PsrTokenSource *source,
                             const char     *rejected)
{
  FakeTokenSource *self = FAKE_TOKEN_SOURCE (source);
  g_autofree char *header = g_strdup_printf ("Bearer t%u", self->generation);

  if (self->broken)
    {
      GError *error = NULL;

      psr_token_source_explain_rejection (source, &error);
      return dex_future_new_for_error (error);
    }

  if (g_strcmp0 (header, rejected) == 0)
    {
      self->generation++;
      g_free (header);
      header = g_strdup_printf ("Bearer t%u", self->generation);
    }

  return dex_future_new_take_string (g_steal_pointer (&header));
}

static void
fake_token_source_explain_rejection (PsrTokenSource  *source,
                                     GError         **error)
{
  psr_set_explained_error (error, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_SIGN_IN, "No.", "Because.", "Mend it.");
}

static void
fake_token_source_iface_init (PsrTokenSourceInterface *iface)
{
  iface->authorize = fake_token_source_authorize;
  iface->explain_rejection = fake_token_source_explain_rejection;
}

static void
fake_token_source_class_init (FakeTokenSourceClass *klass)
{
}

static void
fake_token_source_init (FakeTokenSource *self)
{
}

FakeTokenSource *
fake_token_source_new (void)
{
  return g_object_new (FAKE_TYPE_TOKEN_SOURCE, NULL);
}

void
fake_token_source_break (FakeTokenSource *self)
{
  self->broken = TRUE;
}
