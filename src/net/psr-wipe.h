/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void    psr_wipe_string (char **text);
GBytes *psr_wipe_bytes  (char  *text);

G_END_DECLS
