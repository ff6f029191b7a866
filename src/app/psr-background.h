/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-desk.h"

G_BEGIN_DECLS

#define PSR_TYPE_BACKGROUND (psr_background_get_type ())

G_DECLARE_FINAL_TYPE (PsrBackground, psr_background, PSR, BACKGROUND, GObject)

PsrBackground *psr_background_new       (GtkApplication *application,
                                         PsrDesk        *desk,
                                         GSettings      *settings,
                                         gboolean        is_demo);
gboolean       psr_background_get_stays (PsrBackground  *self);
void           psr_background_leave     (PsrBackground  *self);
void           psr_background_withdraw  (PsrBackground  *self);

G_END_DECLS
