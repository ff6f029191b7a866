/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GBytes   *psr_wello_merge    (GBytes      *current,
                              GBytes      *changes,
                              GError     **error);
gboolean  psr_wello_is_secret (const char *member);

G_END_DECLS
