/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-desk.h"

G_BEGIN_DECLS

#define PSR_TYPE_WINDOW (psr_window_get_type ())

G_DECLARE_FINAL_TYPE (PsrWindow, psr_window, PSR, WINDOW, AdwApplicationWindow)

PsrWindow *psr_window_new       (AdwApplication *application,
                                 PsrDesk        *desk,
                                 gboolean        is_demo);
void       psr_window_show_area (PsrWindow      *self,
                                 const char     *area);

G_END_DECLS
