/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-state-folder.h"

G_BEGIN_DECLS

gboolean psr_state_folder_check_file_system (const char  *path,
                                             guint64      magic,
                                             GError     **error);

G_END_DECLS
