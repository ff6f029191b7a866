/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *psr_next_link_resolve (const char  *url,
                             const char  *next_link,
                             GError     **error);

G_END_DECLS
