/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "torture-proxy.h"

#include <gio/gio.h>

/* Stands in for the system's settings: one proxy for everything. */
#define TORTURE_TYPE_PROXY (torture_proxy_get_type ())
G_DECLARE_FINAL_TYPE (TortureProxy, torture_proxy, TORTURE, PROXY, GSimpleProxyResolver)

struct _TortureProxy
{
  GSimpleProxyResolver parent_instance;
};

static void torture_proxy_iface_init (GProxyResolverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TortureProxy, torture_proxy, G_TYPE_SIMPLE_PROXY_RESOLVER,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, torture_proxy_iface_init))

static gboolean
torture_proxy_is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

/* The rest is inherited. */
static void
torture_proxy_iface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = torture_proxy_is_supported;
}

static void
torture_proxy_class_init (TortureProxyClass *klass)
{
}

static void
torture_proxy_init (TortureProxy *self)
{
}

/**
 * torture_proxy_set_up:
 *
 * Makes g_proxy_resolver_get_default() ours, before anybody has asked it.
 */
void
torture_proxy_set_up (void)
{
  /* GIO makes its extension points when it is first asked for one. */
  g_type_ensure (G_TYPE_PROXY_RESOLVER);
  g_io_extension_point_register (G_PROXY_RESOLVER_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_PROXY_RESOLVER_EXTENSION_POINT_NAME, TORTURE_TYPE_PROXY, "torture", 1000);
  g_assert_true (TORTURE_IS_PROXY (g_proxy_resolver_get_default ()));
}

/**
 * torture_proxy_use:
 * @url: the proxy from now on
 */
void
torture_proxy_use (const char *url)
{
  g_simple_proxy_resolver_set_default_proxy (G_SIMPLE_PROXY_RESOLVER (g_proxy_resolver_get_default ()), url);
}
