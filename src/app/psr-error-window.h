/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

GtkWindow *psr_error_window_new (AdwApplication *application,
                                 const GError   *error,
                                 const char     *action);
void       psr_error_dialog_present (const char   *heading,
                                     const GError *error,
                                     GtkWidget    *parent);
void       psr_error_row_show       (AdwActionRow *row,
                                     const GError *error);

G_END_DECLS
