/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean psr_json_scan (const char  *data,
                        gsize        length,
                        GError     **error);

G_END_DECLS
