/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean psr_cli_pairs_read  (const char   *file,
                              char       ***first,
                              char       ***second,
                              GError      **error);
gboolean psr_cli_pairs_parse (const char   *text,
                              char       ***first,
                              char       ***second,
                              GError      **error);

G_END_DECLS
