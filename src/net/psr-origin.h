/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean  psr_host_is_loopback   (const char  *host);
gboolean  psr_url_is_allowed     (const char  *url,
                                  GError     **error);
char     *psr_url_get_host       (const char  *url);
gboolean  psr_url_is_same_origin (const char  *url,
                                  const char  *other);

G_END_DECLS
