/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-profile.h"

G_BEGIN_DECLS

char    *psr_mapping_place_dup_beside (const char  *path);
char    *psr_mapping_place_dup_folder (PsrProfile  *profile);
char    *psr_mapping_place_dup_target (PsrProfile  *profile);
gboolean psr_mapping_place_check      (PsrProfile  *profile,
                                       GError     **error);

G_END_DECLS
