/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void       psr_shortcuts_install    (GtkApplication *application);
AdwDialog *psr_shortcuts_new_dialog (void);

G_END_DECLS
