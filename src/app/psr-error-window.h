/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

GtkWindow *psr_error_window_new (AdwApplication *application,
                                 const GError   *error,
                                 const char     *action);

G_END_DECLS
