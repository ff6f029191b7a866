/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PSR_TYPE_PROXY_RESOLVER (psr_proxy_resolver_get_type ())
G_DECLARE_FINAL_TYPE (PsrProxyResolver, psr_proxy_resolver, PSR, PROXY_RESOLVER, GObject)

GProxyResolver *psr_proxy_resolver_new (GProxyResolver *fallback);

G_END_DECLS
