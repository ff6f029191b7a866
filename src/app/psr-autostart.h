/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void psr_autostart_set (gboolean starts);

G_END_DECLS
