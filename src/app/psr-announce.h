/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void      psr_announce  (GtkWidget  *widget,
                         const char *text);
AdwToast *psr_toast_new (const char *text);
void      psr_toast     (GtkWidget  *widget,
                         const char *text);

G_END_DECLS
