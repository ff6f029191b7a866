/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-proxy-resolver"

#include "config.h"

#include "psr-proxy-resolver.h"

#include "psr-origin.h"

struct _PsrProxyResolver
{
  GObject         parent_instance;
  GProxyResolver *fallback;
};

static void psr_proxy_resolver_iface_init (GProxyResolverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PsrProxyResolver, psr_proxy_resolver, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, psr_proxy_resolver_iface_init))

static const char * const direct[] = { "direct://", NULL };

static gboolean
is_for_this_machine (const char *uri)
{
  g_autofree char *host = psr_url_get_host (uri);

  return psr_host_is_loopback (host);
}

static gboolean
psr_proxy_resolver_is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static char **
psr_proxy_resolver_lookup (GProxyResolver  *resolver,
                           const char      *uri,
                           GCancellable    *cancellable,
                           GError         **error)
{
  PsrProxyResolver *self = PSR_PROXY_RESOLVER (resolver);

  g_assert (uri != NULL);
  g_assert (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  if (is_for_this_machine (uri))
    return g_strdupv ((char **) direct);

  return g_proxy_resolver_lookup (self->fallback, uri, cancellable, error);
}

static void
psr_proxy_resolver_lookup_cb (GObject      *object,
                              GAsyncResult *result,
                              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  char **proxies;

  g_assert (G_IS_PROXY_RESOLVER (object));
  g_assert (G_IS_TASK (task));

  proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (object), result, &error);

  if (proxies != NULL)
    g_task_return_pointer (task, proxies, (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
psr_proxy_resolver_lookup_async (GProxyResolver      *resolver,
                                 const char          *uri,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  PsrProxyResolver *self = PSR_PROXY_RESOLVER (resolver);
  g_autoptr (GTask) task = NULL;

  g_assert (uri != NULL);
  g_assert (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, psr_proxy_resolver_lookup_async);

  if (is_for_this_machine (uri))
    g_task_return_pointer (task, g_strdupv ((char **) direct), (GDestroyNotify) g_strfreev);
  else
    g_proxy_resolver_lookup_async (self->fallback, uri, cancellable,
                                   psr_proxy_resolver_lookup_cb,
                                   g_object_ref (task));
}

static char **
psr_proxy_resolver_lookup_finish (GProxyResolver  *resolver,
                                  GAsyncResult    *result,
                                  GError         **error)
{
  g_assert (g_task_is_valid (result, resolver));

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
psr_proxy_resolver_iface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = psr_proxy_resolver_is_supported;
  iface->lookup = psr_proxy_resolver_lookup;
  iface->lookup_async = psr_proxy_resolver_lookup_async;
  iface->lookup_finish = psr_proxy_resolver_lookup_finish;
}

static void
psr_proxy_resolver_finalize (GObject *object)
{
  PsrProxyResolver *self = PSR_PROXY_RESOLVER (object);

  g_clear_object (&self->fallback);

  G_OBJECT_CLASS (psr_proxy_resolver_parent_class)->finalize (object);
}

static void
psr_proxy_resolver_class_init (PsrProxyResolverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = psr_proxy_resolver_finalize;
}

static void
psr_proxy_resolver_init (PsrProxyResolver *self)
{
}

/**
 * psr_proxy_resolver_new:
 * @fallback: who knows the proxy for everything else, usually
 *   g_proxy_resolver_get_default()
 *
 * A proxy never sees what is meant for this machine, whatever the system's
 * settings say: a request to a loopback address may be unencrypted.
 *
 * Returns: (transfer full): a resolver
 */
GProxyResolver *
psr_proxy_resolver_new (GProxyResolver *fallback)
{
  PsrProxyResolver *self;

  g_return_val_if_fail (G_IS_PROXY_RESOLVER (fallback), NULL);

  self = g_object_new (PSR_TYPE_PROXY_RESOLVER, NULL);
  self->fallback = g_object_ref (fallback);

  return G_PROXY_RESOLVER (self);
}
