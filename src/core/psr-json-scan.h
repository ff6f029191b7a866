/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-json.h"

G_BEGIN_DECLS

gboolean psr_json_scan        (const char    *data,
                               gsize          length,
                               GError       **error);
gboolean psr_json_scan_error  (GError       **error,
                               PsrJsonError   code,
                               const char    *what,
                               const char    *data,
                               gsize          offset);
gsize    psr_json_scan_escape (const char    *data,
                               gsize          length,
                               gsize          at);

G_END_DECLS
