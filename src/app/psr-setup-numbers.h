/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-setup.h"

G_BEGIN_DECLS

void psr_setup_numbers_add   (AdwPreferencesGroup *group,
                              GPtrArray           *rows,
                              PsrSetup            *setup,
                              gboolean             is_dry_run);
void psr_setup_numbers_clear (AdwPreferencesGroup *group,
                              GPtrArray           *rows);

G_END_DECLS
