/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-desk.h"

G_BEGIN_DECLS

AdwDialog *psr_preferences_new (PsrDesk   *desk,
                                GSettings *settings,
                                gboolean   is_demo,
                                gboolean   has_setup);
gboolean   psr_preferences_has_changed
                               (AdwDialog *dialog);
const char *psr_preferences_get_lost
                               (AdwDialog *dialog);

G_END_DECLS
