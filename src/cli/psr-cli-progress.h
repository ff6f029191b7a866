/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void psr_cli_progress_show  (const char *text);
void psr_cli_progress_clear (void);

G_END_DECLS
